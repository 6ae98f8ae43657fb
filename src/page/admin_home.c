/* 管理概况: what is missing for the platform to work, then figures, then the state of the installation. */
#include "page/admin.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "domain/score.h"
#include "service/jobs.h"

static void stat(struct ctx *c, struct view_stats *s, const char *label, int64_t n, const char *unit,
	const char *href)
{
	*VEC_ADD(c->a, s) = (struct view_stat){.label = str_c(label), .value = str_i64(c->a, n),
		.unit = str_c(unit), .href = str_c(href), .kind = ""};
}

static void task(struct ctx *c, struct view_tasks *t, const char *text, const char *href, bool done,
	struct str todo)
{
	*VEC_ADD(c->a, &t->items) = (struct view_task){.text = str_c(text), .href = str_c(href),
		.state = done ? tag_of("done", STR("正常")) : tag_of("amber", todo)};
}

static void calendar_task(struct ctx *c, struct view_tasks *t)
{
	int missing = admin_calendar_missing(c);

	task(c, t, "节假日历", "/a/calendar", !missing, str_fmt(c->a, "缺 %d 年", missing));
}

static enum rc state_fill(struct ctx *c, struct db *db, struct view_row_list *rows, struct err *e)
{
	const struct services *sv = ctx_services(c);
	struct q_admin_schema schema;
	struct q_audit_head head = {0};
	struct jobs_items jobs;
	int64_t last = 0;
	bool found;

	TRY(q_admin_schema(db, &schema, e));
	TRY(q_audit_head(db, &head, &found, e));
	TRY(jobs_list(sv, db, c->now, &jobs, e));
	for (size_t i = 0; i < jobs.n; i++)
		last = MAX_OF(last, jobs.v[i].last_at);
	rows_add(c, rows, "运行模式", sv->config->production ? STR("正式") : STR("演练（不得用于正式受理）"));
	rows_add(c, rows, "评分引擎版本", STR(SCORE_ENGINE_VERSION));
	rows_add(c, rows, "数据库结构版本",
		str_fmt(c->a, "%lld（%.*s）", (long long)schema.version, STR_ARG(schema.name)));
	rows_add(c, rows, "操作日志",
		found ? str_fmt(c->a, "第 %lld 条，链头 %.*s", (long long)head.seq, STR_ARG(head.hash))
		      : STR("还没有记录"));
	rows_add(c, rows, "最近一次定时任务",
		last ? instant_human(c->a, last) : STR("还没有运行"));
	return RC_OK;
}

/* A job that fails is never silent: it is the first thing the administrator sees. */
static enum rc jobs_task(struct ctx *c, struct db *db, struct view_tasks *t, struct err *e)
{
	struct jobs_items jobs;
	int64_t n = 0;

	TRY(jobs_list(ctx_services(c), db, c->now, &jobs, e));
	for (size_t i = 0; i < jobs.n; i++)
		n += jobs.v[i].failures > 0;
	task(c, t, "定时任务", "/a/jobs", n == 0, str_fmt(c->a, "%lld 项没有办成", (long long)n));
	return RC_OK;
}

enum rc page_a_home(struct ctx *c, struct err *e)
{
	struct view_a_home v = {0};
	struct q_admin_counts n;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_admin_counts(db, &n, e));
	page_view(c, "管理概况", &v.page);
	page_crumb(c, &v.page, STR("管理概况"), str_none());
	TRY(page_contact_note(c, db, &v.page, e));
	v.tasks.title = STR("需要留意");
	task(c, &v.tasks, "没有在用账号的机构", "/a/org?without=1", n.without_officer == 0,
		str_fmt(c->a, "%lld 个", (long long)n.without_officer));
	calendar_task(c, &v.tasks);
	TRY(jobs_task(c, db, &v.tasks, e));
	stat(c, &v.stats, "在用机构", n.agencies, "个", "/a/org");
	stat(c, &v.stats, "主管部门在用账号", n.officers, "个", "/a/accounts");
	stat(c, &v.stats, "企业", n.enterprises, "家", "");
	stat(c, &v.stats, "待核验企业", n.pending, "家", "");
	stat(c, &v.stats, "办理中和已办结的申报", n.applications, "件", "");
	stat(c, &v.stats, "佐证文件", n.evidence, "份", "");
	stat(c, &v.stats, "操作日志", n.events, "条", "/a/log");
	TRY(state_fill(c, db, &v.state, e));
	tmpl_admin_home(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_a_reference(struct ctx *c, struct err *e)
{
	static const char *const names[] = {"数据", "数量", "来源"};
	static const char *const target_names[] = {"规程", "年度", "目标合计", "机构数", "来源"};
	static const struct {
		const char *level, *word;
	} levels[] = {{"province", "省级区划"}, {"city", "市级区划"}, {"county", "县级区划"},
		{"zone", "开发区等统计区划"}};
	struct q_admin_divisions_list div;
	struct q_admin_industries_list ind;
	struct q_admin_targets_list targets;
	struct view_a_list v = {0};
	int64_t industries = 0;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_admin_divisions(db, &div, e));
	TRY(q_admin_industries(db, &ind, e));
	TRY(q_admin_targets(db, &targets, e));
	admin_page(c, "基础数据", &v.page);
	v.title = STR("基础数据");
	v.lead = STR("随程序发布，由 tidu init 载入；机构资料和节假日历在各自页面维护。");
	admin_heads(c, &v.table, "区划、行业和划型标准", names, ARRAY_LEN(names), "");
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		for (size_t k = 0; k < div.n; k++) {
			if (!str_eqc(div.v[k].level, levels[i].level))
				continue;
			struct view_cells *r = VEC_ADD(c->a, &v.table.rows);
			admin_cell(c, &v.table, r, str_c(levels[i].word));
			admin_cell(c, &v.table, r, str_i64(c->a, div.v[k].n))->num = true;
			admin_cell(c, &v.table, r,
				str_eqc(div.v[k].level, "zone")
					? STR("国家统计局统计用区划代码")
					: STR("GB/T 2260 行政区划代码（民政部公布）"));
		}
	for (size_t k = 0; k < ind.n; k++)
		industries += ind.v[k].n;
	struct view_cells *r = VEC_ADD(c->a, &v.table.rows);
	admin_cell(c, &v.table, r, STR("国民经济行业（四级）"));
	admin_cell(c, &v.table, r, str_i64(c->a, industries))->num = true;
	admin_cell(c, &v.table, r, STR("GB/T 4754—2017"));
	admin_heads(c, &v.second, "培育目标", target_names, ARRAY_LEN(target_names), "没有载入目标。");
	for (size_t i = 0; i < targets.n; i++) {
		r = VEC_ADD(c->a, &v.second.rows);
		admin_cell(c, &v.second, r, targets.v[i].edition);
		admin_cell(c, &v.second, r, str_i64(c->a, targets.v[i].year));
		admin_cell(c, &v.second, r, str_i64(c->a, targets.v[i].total))->num = true;
		admin_cell(c, &v.second, r, str_i64(c->a, targets.v[i].n))->num = true;
		admin_cell(c, &v.second, r, targets.v[i].source);
	}
	tmpl_admin_list(respond_html(c, 200), &v);
	return RC_OK;
}

/* 监督台: what the overseer looks at first; every figure leads to its rows. And 办理时限: who is past a term. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/oversight.h"
#include "service/replay.h"

#define READ_MS ((int64_t)15 * 1000)

static void figure(struct ctx *c, struct view_batch *v, const char *label, int64_t n, const char *unit, const char *href,
	bool bad)
{
	batch_stat(c, v, label, n, unit, n && bad ? "warn" : "");
	v->stats.v[v->stats.n - 1].href = str_c(href);
}

static enum rc chain_fill(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct q_audit_head head = {0};
	struct q_audit_day_last day;
	struct q_job_rows_list jobs;
	bool found, closed;

	TRY(q_audit_head(db, &head, &found, e));
	TRY(q_audit_day_last(db, &day, &closed, e));
	TRY(q_job_rows(db, &jobs, e));
	rows_add(c, &v->rows, "日志链", str_fmt(c->a, "第 %lld 条，链头 %.*s", (long long)head.seq,
		STR_ARG(str_sub(head.hash, 0, HASH_HEX_LEN))));
	for (size_t i = 0; i < jobs.n; i++) {
		const struct q_job_rows *j = &jobs.v[i];
		if (!str_eqc(j->name, "verify"))
			continue;
		rows_add(c, &v->rows, "最近核对",
			j->last_at ? STR_JOIN(c->a, instant_human(c->a, j->last_at), STR("　"), j->last_result)
				   : STR("还没有核对，每夜核对一次"));
		if (j->failures) {
			v->banner = STR_JOIN(c->a, STR("日志链核对没有通过："), j->error);
			v->banner_kind = "bad";
		}
	}
	rows_add(c, &v->rows, "最近公布的链头", closed ? day.on_date : STR("还没有公布"));
	v->rows.v[v->rows.n - 1].href = STR("/audit");
	return RC_OK;
}

static enum rc replay_fill(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct q_replay_differences_list rows = {0};
	struct q_replay_last last;
	bool found;

	TRY(q_replay_last(db, &last, &found, e));
	if (found)
		TRY(q_replay_differences(db,
			&(struct q_replay_differences_in){.agency_id = c->who.agency_id, .run_id = last.id}, &rows, e));
	figure(c, v, "复算告警", (int64_t)rows.n, "件", "/s/replay", true);
	return RC_OK;
}

static enum rc overdue_count(struct ctx *c, struct db *db, int64_t *n, struct err *e)
{
	struct q_oversight_overdue_list rows;

	*n = 0;
	TRY(q_oversight_overdue(
		db, &(struct q_oversight_overdue_in){.agency_id = c->who.agency_id, .now = c->now}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		*n += oversight_holds(&rows.v[i]) ? rows.v[i].n : 0;
	return RC_OK;
}

static enum rc publicity_count(struct ctx *c, struct db *db, int64_t *n, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct q_oversight_publicities_list rows;

	*n = 0;
	TRY(q_oversight_publicities(
		db, &(struct q_oversight_publicities_in){.agency_id = c->who.agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct strs faults = {0};
		struct publicity p;
		TRY(publicity_for_officer(db, rules, &c->who, rows.v[i].public_id, c->now, &p, e));
		TRY(oversight_publicity(db, rules, &p, &faults, e));
		*n += faults.n > 0;
	}
	return RC_OK;
}

enum rc page_s_home(struct ctx *c, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct date since = date_add(date_of_instant(c->now), -OVERSIGHT_DAYS);
	struct q_oversight_points_list points;
	struct oversight_acts acts;
	int64_t overdue, wrong;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	db_allow_ms(db, READ_MS);
	struct view_batch *v = batch_view(c, STR("监督台"));
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("监督台"), str_none());
	TRY(page_contact_note(c, db, &v->page, e));
	v->lead = str_fmt(c->a, "%.*s及其所属机构的办理情况，只读。异常操作按最近 %d 天；每个数字都能点开看明细。",
		STR_ARG(c->who.agency_name), OVERSIGHT_DAYS);
	TRY(chain_fill(c, db, v, e));
	TRY(replay_fill(c, db, v, e));
	TRY(overdue_count(c, db, &overdue, e));
	figure(c, v, "超过办理时限", overdue, "件", "/s/clocks", true);
	TRY(publicity_count(c, db, &wrong, e));
	figure(c, v, "公示核对不符", wrong, "次", "/s/verify", true);
	TRY(oversight_acts(db, rules, &c->who, since, &acts, e));
	figure(c, v, "深夜或休息日办理", (int64_t)oversight_count(&acts, UNUSUAL_HOUR | UNUSUAL_DAY), "笔",
		"/s/acts?kind=time", true);
	figure(c, v, "几分钟内作出决定", (int64_t)oversight_count(&acts, UNUSUAL_QUICK), "笔", "/s/acts?kind=quick", true);
	figure(c, v, "短时间大量办理", (int64_t)oversight_count(&acts, UNUSUAL_BULK), "笔", "/s/acts?kind=bulk", true);
	TRY(q_oversight_points(db,
		&(struct q_oversight_points_in){
			.agency_id = c->who.agency_id, .since = instant_day_start(since), .limit = 200},
		&points, e));
	figure(c, v, "退回后得分改变", (int64_t)points.n, "件", "/s/acts?kind=points", false);
	v->links_title = STR("检索");
	links_add(c, &v->links, STR("导出名单的记录"), STR("/s/log?act=list_export_begun"), false);
	links_add(c, &v->links, STR("查阅材料的记录"), STR("/s/log?act=file_viewed"), false);
	links_add(c, &v->links, STR("两人办理的搭配"), STR("/s/acts?kind=pairs"), false);
	return batch_show(c, 200, v);
}

/* --- 办理时限 -------------------------------------------------------------------------------------- */

static struct str state_text(struct str state)
{
	enum state s;

	return state_parse(state, &s) ? str_c(state_word(s)) : state;
}

static enum rc bodies_fill(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"机构", "环节", "超期#件", "最早应办结"};
	struct q_oversight_overdue_list rows;
	struct view_table *t = &batch_table(c, v, "bodies", "", STR("超过办理时限、现在由该机构办理的，多的在前"))->table;

	TRY(q_oversight_overdue(
		db, &(struct q_oversight_overdue_in){.agency_id = c->who.agency_id, .now = c->now}, &rows, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_oversight_overdue *r = &rows.v[i];
		if (!oversight_holds(r))
			continue;
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, r->body)->href =
			str_fmt(c->a, "/s/clocks?body=%lld&state=%.*s", (long long)r->body_id, STR_ARG(r->state));
		batch_cell(c, t, out, state_text(r->state));
		batch_cell(c, t, out, str_i64(c->a, r->n));
		batch_cell(c, t, out, instant_human(c->a, r->due_at));
	}
	t->empty = STR("没有超过办理时限的材料。");
	links_add(c, &v->links, STR("各机构各环节的办理用时"), STR("/pace"), false);
	return RC_OK;
}

static enum rc overdue_fill(
	struct ctx *c, struct db *db, int64_t body, struct str state, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"申报编号", "企业名称", "所在地", "应办结"};
	struct q_oversight_overdue_files_list rows;
	struct view_table *t =
		&batch_table(c, v, "files", "", STR_JOIN(c->a, state_text(state), STR("，超期久的在前，最多 200 件")))->table;

	TRY(q_oversight_overdue_files(db,
		&(struct q_oversight_overdue_files_in){
			.agency_id = c->who.agency_id, .body_id = body, .state = state, .now = c->now},
		&rows, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, rows.v[i].no)->href = str_cat(c->a, STR("/s/log?q="), rows.v[i].no);
		batch_cell(c, t, out, rows.v[i].name);
		batch_cell(c, t, out, rows.v[i].area);
		batch_cell(c, t, out, instant_human(c->a, rows.v[i].due_at));
	}
	t->empty = STR("这个机构在这个环节没有超期的材料。");
	links_add(c, &v->links, STR("全部机构"), STR("/s/clocks"), false);
	return RC_OK;
}

enum rc page_s_clocks(struct ctx *c, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("办理时限"));
	int64_t body;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_crumb(c, &v->page, STR("办理时限"), str_none());
	v->lead = STR("停留在某个机构、已经过了应办结时间的材料。退回企业补正的时间不算在机构头上。");
	if (str_to_i64(form_get(&c->query, "body"), &body))
		TRY(overdue_fill(c, db, body, form_get(&c->query, "state"), v, e));
	else
		TRY(bodies_fill(c, db, v, e));
	return batch_show(c, 200, v);
}

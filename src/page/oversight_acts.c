/* 异常操作: acts that stand out, one kind a tab; and 公示与抽查: computed again, one row each. */
#include "base/vec.h"
#include "domain/decimal.h"
#include "domain/sample.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/audit.h"
#include "service/draw.h"
#include "service/oversight.h"

#define SHOWN 200
#define ACTS_SHOWN 30
#define READ_MS ((int64_t)15 * 1000)
#define MICRO 1000000

static const struct kind {
	const char *code, *word, *lead;
	unsigned marks; /* 0: not of the log */
} KINDS[] = {
	{"time", "深夜或休息日", "21 时至次日 7 时、周末和节假日办理的审核和决定。", UNUSUAL_HOUR | UNUSUAL_DAY},
	{"quick", "几分钟内决定", "材料到达后 5 分钟内就作出的审核结论。", UNUSUAL_QUICK},
	{"bulk", "短时间大量办理", "同一人 10 分钟内作出 20 件以上审核结论。", UNUSUAL_BULK},
	{"points", "退回后得分改变", "退回补正后重新报送、得分与上一次不同的材料。", 0},
	{"pairs", "两人办理的搭配", "公示和推荐由谁提请、由谁确认；总是同一搭配的，请留意第二人是否真正复核。", 0},
};

static const struct kind *kind_of(const struct ctx *c)
{
	for (size_t i = 1; i < ARRAY_LEN(KINDS); i++)
		if (str_eqc(form_get(&c->query, "kind"), KINDS[i].code))
			return &KINDS[i];
	return &KINDS[0];
}

static struct str marks_text(struct ctx *c, unsigned marks)
{
	static const struct {
		unsigned mark;
		const char *word;
	} words[] = {{UNUSUAL_HOUR, "深夜"}, {UNUSUAL_DAY, "休息日"}, {UNUSUAL_QUICK, "很快"}, {UNUSUAL_BULK, "大量"}};
	struct str s = STR("");

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (marks & words[i].mark)
			s = STR_JOIN(c->a, s, s.n ? STR("、") : STR(""), str_c(words[i].word));
	return s;
}

static enum rc acts_fill(
	struct ctx *c, struct db *db, const struct kind *k, struct date since, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"时间", "人员", "单位", "操作", "材料到达", "留意", "日志#"};
	struct oversight_acts acts;
	size_t at = 0;

	TRY(oversight_acts(db, ctx_services(c)->rules, &c->who, since, &acts, e));
	size_t n = oversight_count(&acts, k->marks);
	struct view_batch_table *box = batch_table(c, v, "list", "", str_fmt(c->a, "共 %zu 笔，新的在前", n));
	struct view_table *t = &box->table;
	struct batch_part part =
		batch_table_part(c, box, str_fmt(c->a, "/s/acts?kind=%s", k->code), n, ACTS_SHOWN);
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = acts.n; i-- > 0 && at < part.to;) {
		const struct q_oversight_acts *r = &acts.v[i];
		if (!(acts.marks[i] & k->marks) || at++ < part.from)
			continue;
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, instant_human(c->a, r->at));
		batch_cell(c, t, out, r->actor);
		batch_cell(c, t, out, r->body);
		batch_cell(c, t, out, audit_word(r->action));
		batch_cell(c, t, out, r->came_at ? instant_human(c->a, r->came_at) : STR("—"));
		batch_cell(c, t, out, marks_text(c, acts.marks[i]));
		batch_cell(c, t, out, str_i64(c->a, r->seq))->href =
			str_fmt(c->a, "/s/log?before=%lld", (long long)r->seq + 1);
	}
	t->empty = str_fmt(c->a, "最近 %d 天没有这样的操作。", OVERSIGHT_DAYS);
	return RC_OK;
}

static struct str points(struct ctx *c, int64_t micro)
{
	return str_fmt(c->a, "%lld.%02lld", (long long)(micro / MICRO), (long long)(micro % MICRO / (MICRO / 100)));
}

static enum rc points_fill(struct ctx *c, struct db *db, struct date since, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"申报编号", "企业名称", "所在地", "上次得分#分", "这次得分#分", "报送时间"};
	struct q_oversight_points_list rows;
	struct view_table *t = &batch_table(c, v, "list", "", STR("退回后得分改变的材料，新的在前"))->table;

	TRY(q_oversight_points(db,
		&(struct q_oversight_points_in){
			.agency_id = c->who.agency_id, .since = instant_day_start(since), .limit = SHOWN},
		&rows, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	struct batch_part part = batch_part(c, v, STR("/s/acts?kind=points"), rows.n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_oversight_points *r = &rows.v[i];
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, r->no)->href = str_cat(c->a, STR("/s/log?q="), r->no);
		batch_cell(c, t, out, r->name);
		batch_cell(c, t, out, r->area);
		batch_cell(c, t, out, points(c, r->was));
		batch_cell(c, t, out, points(c, r->score));
		batch_cell(c, t, out, instant_human(c->a, r->at));
	}
	t->empty = str_fmt(c->a, "最近 %d 天没有退回后得分改变的材料。", OVERSIGHT_DAYS);
	return RC_OK;
}

static enum rc pairs_fill(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"机构", "提请", "确认", "次数#次", "提请共#次", "留意"};
	struct q_oversight_pairs_list rows;
	struct view_table *t = &batch_table(c, v, "list", "", STR("提请和确认的搭配，次数多的在前"))->table;

	TRY(q_oversight_pairs(db, &(struct q_oversight_pairs_in){.agency_id = c->who.agency_id}, &rows, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_oversight_pairs *r = &rows.v[i];
		bool always = r->n >= 3 && r->n == r->of;
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, r->body);
		batch_cell(c, t, out, r->proposer);
		batch_cell(c, t, out, r->confirmer);
		batch_cell(c, t, out, str_i64(c->a, r->n));
		batch_cell(c, t, out, str_i64(c->a, r->of));
		batch_cell(c, t, out, always ? STR("总是同一人确认") : STR("—"))->tag = always ? "amber" : NULL;
	}
	t->empty = STR("还没有两人办理的公示和推荐。");
	return RC_OK;
}

enum rc page_s_acts(struct ctx *c, struct err *e)
{
	struct date since = date_add(date_of_instant(c->now), -OVERSIGHT_DAYS);
	const struct kind *k = kind_of(c);
	struct db *db;

	TRY(ctx_db(c, &db, e));
	db_allow_ms(db, READ_MS);
	struct view_batch *v = batch_view(c, STR("异常操作"));
	page_crumb(c, &v->page, STR("异常操作"), str_none());
	v->lead = STR_JOIN(c->a, str_c(k->lead), STR("列出的是线索，不是结论。"));
	v->tabs.label = STR("类别");
	for (size_t i = 0; i < ARRAY_LEN(KINDS); i++)
		links_add(c, &v->tabs.items, str_c(KINDS[i].word), str_fmt(c->a, "/s/acts?kind=%s", KINDS[i].code),
			k == &KINDS[i]);
	if (k->marks)
		TRY(acts_fill(c, db, k, since, v, e));
	else if (str_eqc(str_c(k->code), "points"))
		TRY(points_fill(c, db, since, v, e));
	else
		TRY(pairs_fill(c, db, v, e));
	return batch_show(c, 200, v);
}

/* --- 公示与抽查 ------------------------------------------------------------------------------------ */

static void outcome(struct ctx *c, struct view_table *t, struct view_cells *out, const struct strs *faults)
{
	struct str s = faults->n ? faults->v[0] : STR("重算一致");

	for (size_t i = 1; i < faults->n; i++)
		s = STR_JOIN(c->a, s, STR("；"), faults->v[i]);
	batch_cell(c, t, out, s)->tag = faults->n ? "red" : "green";
}

static enum rc publicities(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"公示", "机构", "起止", "家数#家", "核对"};
	const struct rules *rules = ctx_services(c)->rules;
	struct q_oversight_publicities_list rows;
	struct view_table *t =
		&batch_table(c, v, "publicity", "公示", STR("名单校验码、期限、起止日期重新计算，新的在前"))->table;

	TRY(q_oversight_publicities(
		db, &(struct q_oversight_publicities_in){.agency_id = c->who.agency_id}, &rows, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++) {
		struct strs faults = {0};
		struct publicity p;
		TRY(publicity_for_officer(db, rules, &c->who, rows.v[i].public_id, c->now, &p, e));
		TRY(oversight_publicity(db, rules, &p, &faults, e));
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, p.head.title)->href = str_cat(c->a, STR("/publicity/"), rows.v[i].public_id);
		batch_cell(c, t, out, p.head.body);
		batch_cell(c, t, out, STR_JOIN(c->a, p.head.first_on, STR(" 至 "), p.head.last_on));
		batch_cell(c, t, out, str_i64(c->a, p.head.count));
		outcome(c, t, out, &faults);
	}
	t->empty = STR("还没有公示。");
	return RC_OK;
}

static enum rc draws(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"抽查", "进展", "名单#家", "核对"};
	struct q_oversight_draws_list rows;
	struct view_table *t = &batch_table(c, v, "draws", "抽查", STR("用公布的号码重新抽取，新的在前"))->table;

	TRY(q_oversight_draws(db, &(struct q_oversight_draws_in){.agency_id = c->who.agency_id}, &rows, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct strs faults = {0};
		struct str file;
		struct draw d;
		bool drawn;
		TRY(draw_load(db, ctx_services(c)->rules, rows.v[i].public_id, &d, e));
		TRY(draw_file(db, &d, &file, e));
		TRY(sample_verify(c->a, file, &faults, &drawn, e));
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, d.head.title)->href = str_cat(c->a, STR("/sampling/"), rows.v[i].public_id);
		batch_cell(c, t, out, str_c(draw_state_word(d.head.state)));
		batch_cell(c, t, out, str_i64(c->a, d.head.count));
		outcome(c, t, out, &faults);
	}
	t->empty = STR("还没有抽查。");
	return RC_OK;
}

enum rc page_s_verify(struct ctx *c, struct err *e)
{
	struct db *db;

	TRY(ctx_db(c, &db, e));
	db_allow_ms(db, READ_MS);
	struct view_batch *v = batch_view(c, STR("公示与抽查的核对"));
	page_crumb(c, &v->page, STR("公示与抽查的核对"), str_none());
	v->lead = STR("不看存档的结论，打开本页时逐项重新计算。");
	TRY(publicities(c, db, v, e));
	TRY(draws(c, db, v, e));
	return batch_show(c, 200, v);
}

/* 操作检索: who did what, when, on which file or enterprise; reading and downloading are acts too. */
#include "base/vec.h"
#include "domain/uscc.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/audit.h"
#include "store/q.h"
#include "web/urlparse.h"

#define LOG_ROWS 30
#define READ_MS ((int64_t)15 * 1000)

/* What can be chosen; everything else is found by person or object. */
static const char *const ACTS[] = {"file_viewed", "list_export_begun", "list_exported", "paper_exported", "signed_in",
	"sign_in_locked", "submit", "pass", "return", "refuse", "publicity_opened", "objection_handled",
	"recommendation_sent", "announcement_published", "case_decided", "title_ended", "ban_put", "ban_lifted",
	"rule_confirmed", "account_created", "password_reset"};

struct asked {
	struct str word, act, from, to;
	struct q_oversight_log_in in;
	bool unknown, account;
	struct str what; /* 申报 … */
};

static enum rc find(struct ctx *c, struct db *db, struct asked *q, struct err *e)
{
	const struct str tries[] = {q->word, uscc_normalise(c->a, q->word), str_lower(c->a, q->word)};
	struct q_admin_find_list found = {0};

	for (size_t i = 0; i < ARRAY_LEN(tries) && found.n == 0; i++)
		TRY(q_admin_find(db, &(struct q_admin_find_in){.word = tries[i]}, &found, e));
	q->unknown = found.n == 0;
	if (q->unknown)
		return RC_OK;
	q->account = str_eqc(found.v[0].object_kind, "account");
	if (q->account) {
		q->in.account_id = some_i64(found.v[0].object_id);
	} else {
		q->in.object_kind = found.v[0].object_kind;
		q->in.object_id = some_i64(found.v[0].object_id);
	}
	return RC_OK;
}

/* The log before a day, by the published heads: the days that are not closed yet lie behind all of them. */
static enum rc bound(struct ctx *c, struct db *db, struct date d, int64_t *seq, struct err *e)
{
	struct q_oversight_day day = {0};
	bool found;

	TRY(q_oversight_day(db, &(struct q_oversight_day_in){.on_date = date_str(c->a, d)}, &day, &found, e));
	*seq = day.last_seq;
	return RC_OK;
}

static enum rc ask(struct ctx *c, struct db *db, struct asked *q, struct form_errors *errors, struct err *e)
{
	struct date from, to, today = date_of_instant(c->now);
	int64_t before = 0;

	*q = (struct asked){.word = str_sub(str_trim(form_get(&c->query, "q")), 0, 100),
		.from = str_trim(form_get(&c->query, "from")), .to = str_trim(form_get(&c->query, "to"))};
	q->in = (struct q_oversight_log_in){
		.agency_id = c->who.agency_id, .before = INT64_MAX, .limit = LOG_ROWS + 1};
	for (size_t i = 0; i < ARRAY_LEN(ACTS); i++)
		if (str_eqc(form_get(&c->query, "act"), ACTS[i]))
			q->act = q->in.action = str_c(ACTS[i]);
	if (filter_day(c, "from", errors, &from))
		TRY(bound(c, db, from, &q->in.after, e));
	if (filter_day(c, "to", errors, &to) && date_cmp(to, today) < 0) {
		TRY(bound(c, db, date_add(to, 1), &q->in.before, e));
		q->in.before++;
	}
	if (str_to_i64(form_get(&c->query, "before"), &before))
		q->in.before = MIN_OF(q->in.before, before);
	return q->word.n ? find(c, db, q, e) : RC_OK;
}

static struct str address(struct ctx *c, const struct asked *q, int64_t before)
{
	const struct {
		const char *name;
		struct str value;
	} kept[] = {{"q", q->word}, {"act", q->act}, {"from", q->from}, {"to", q->to},
		{"before", before ? str_i64(c->a, before) : str_none()}};
	struct str s = STR("/s/log?");

	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		if (kept[i].value.n)
			s = STR_JOIN(c->a, s, str_c(kept[i].name), STR("="), percent_encode(c->a, kept[i].value, ""), STR("&"));
	return str_sub(s, 0, s.n - 1);
}

static void filters(struct ctx *c, const struct asked *q, const struct form_errors *errors, struct view_batch *v)
{
	struct view_choices act = field_choices("act", "操作", NULL);
	struct view_field word = field_text(c, "q", "受理编号、统一社会信用代码或登录名", q->word, NULL);

	v->filters.action = STR("/s/log");
	VEC_PUSH(c->a, &v->filters.fields, word);
	VEC_PUSH(c->a, &v->filters.fields, field_text(c, "from", "从哪天", q->from, errors));
	VEC_PUSH(c->a, &v->filters.fields, field_text(c, "to", "到哪天", q->to, errors));
	act.empty = STR("全部操作");
	for (size_t i = 0; i < ARRAY_LEN(ACTS); i++)
		choices_add(c, &act, str_c(ACTS[i]), audit_word(str_c(ACTS[i])), q->act);
	VEC_PUSH(c->a, &v->filters.selects, act);
	if (q->word.n || q->act.n || q->from.n || q->to.n)
		v->filters.clear_href = STR("/s/log");
}

static void rows_fill(struct ctx *c, const struct q_oversight_log_list *rows, struct view_table *t)
{
	static const char *const heads[] = {"序号#", "时间", "人员", "单位", "操作", "对象", "说明", "来自"};

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows->n && i < LOG_ROWS; i++) {
		const struct q_oversight_log *r = &rows->v[i];
		struct view_cells *out = batch_row(c, t);
		batch_cell(c, t, out, str_i64(c->a, r->seq));
		batch_cell(c, t, out, instant_human(c->a, r->at));
		batch_cell(c, t, out, r->actor);
		batch_cell(c, t, out, r->body.n ? r->body : STR("—"));
		batch_cell(c, t, out, audit_word(r->action));
		struct view_cell *object = batch_cell(c, t, out, r->object.n ? r->object : STR("—"));
		if (r->object.n && str_eqc(r->object_kind, "application"))
			object->href = str_cat(c->a, STR("/s/log?q="), r->object);
		batch_cell(c, t, out, r->reason.n ? r->reason : STR("—"));
		batch_cell(c, t, out, r->ip.n ? r->ip : STR("—"));
	}
	t->empty = STR("没有符合条件的记录。检索范围是本机构及所属机构的办理、材料和企业。");
}

enum rc page_s_log(struct ctx *c, struct err *e)
{
	struct q_oversight_log_list rows = {0};
	struct form_errors errors = {0};
	struct asked q;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	db_allow_ms(db, READ_MS);
	TRY(ask(c, db, &q, &errors, e));
	if (!q.unknown)
		TRY(q_oversight_log(db, &q.in, &rows, e));
	struct view_batch *v = batch_view(c, STR("操作检索"));
	page_crumb(c, &v->page, STR("操作检索"), str_none());
	v->page.wide = true;
	v->lead = q.unknown ? STR("没有这样的受理编号、代码或登录名，请核对。")
		  : q.account ? STR("这个账号办理的，新的在前。")
			      : STR("每一笔办理、查阅和下载，新的在前。日期按已公布的链头划分，当天的记录总在最前面。");
	v->page.errors = errors;
	filters(c, &q, &errors, v);
	rows_fill(c, &rows, &batch_table(c, v, "list", "", STR("操作记录，新的在前"))->table);
	v->paged = rows.n > LOG_ROWS || form_get(&c->query, "before").n;
	v->pager.text = str_fmt(c->a, "每页 %d 条", LOG_ROWS);
	v->pager.first = form_get(&c->query, "before").n ? address(c, &q, 0) : str_none();
	if (rows.n > LOG_ROWS)
		v->pager.next = address(c, &q, rows.v[LOG_ROWS - 1].seq);
	return batch_show(c, errors.n ? 422 : 200, v);
}

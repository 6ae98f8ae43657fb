/* What a body takes away of its files: the queue as it is filtered, and 全部指标数据, the figures of every submission of
 * a programme. Its columns come from the standards of all its editions and all their versions, so that a changed form
 * leaves neither a hole nor a shifted column: what a standard did not ask is blank.
 */
#include "base/buf.h"
#include "domain/decimal.h"
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/officer.h"
#include "page/routes.h"
#include "service/editions.h"
#include "store/q.h"

/* --- the queue ------------------------------------------------------------------------------------- */

static const struct list_column QUEUE[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"area", {"所在市县（区）", XLSX_TEXT, 20, 0}},
	{"state", {"状态", XLSX_TEXT, 18, 0}}, {"due", {"截止日期", XLSX_CODE, 12, 0}},
	{"score", {"自评得分", XLSX_DECIMAL, 10, 0}}, {"direct", {"符合直通条件", XLSX_CODE, 12, 0}},
	{"submitted", {"报送日期", XLSX_CODE, 12, 0}}};

static struct str state_text(struct str code)
{
	enum state s;

	return state_parse(code, &s) ? str_c(state_word(s)) : code;
}

static struct str day_text(struct arena *a, int64_t at)
{
	return date_str(a, date_of_instant(at));
}

static enum rc queue_next(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e)
{
	struct queue_filter *f = state;
	struct queue_rows rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(queue_load(db, &c->who, f, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_queue_in_state *r = &rows.v[i];
		const struct str cells[ARRAY_LEN(QUEUE)] = {r->name, r->uscc, r->area, state_text(r->state),
			r->due_at < FLOW_NO_TERM ? day_text(c->a, r->due_at - 1) : STR(""), decimal_str(c->a, r->score),
			str_eqc(r->route, "direct") ? STR("是") : STR("否"),
			r->submitted_at ? day_text(c->a, r->submitted_at) : STR("")};
		list_put(out, cells);
		f->key_due = r->due_at;
		f->key_id = r->application_id;
	}
	*more = rows.later;
	return RC_OK;
}

enum rc page_o_queue_file(struct ctx *c, struct err *e)
{
	struct queue_filter *f = ARENA_NEW(c->a, struct queue_filter);
	struct list_file file = {.title = STR("审核队列"),
		.column = QUEUE,
		.columns = ARRAY_LEN(QUEUE),
		.next = queue_next,
		.state = f};
	struct form_errors errors = {0};

	o_filter_check(c, &errors);
	TRY(filter_refused(&errors, e));
	*f = o_filter(&c->query);
	if (!form_get(&c->query, "state").p)
		f->state = o_first_state(&c->who);
	f->back = false;
	f->key_due = f->key_id = 0;
	f->limit = LIST_PORTION;
	file.note = STR_JOIN(c->a, c->who.agency_name, STR("　　"), instant_human(c->a, c->now));
	file.back = str_cat(c->a, STR("/o/queue?"), o_query(c, f));
	return list_respond(c, &file, e);
}

/* --- 全部指标数据 -------------------------------------------------------------------------------------- */

#define OWN 11 /* columns before the facts */
static const struct list_column FILE_COLUMN[OWN] = {{"no", {"申报编号", XLSX_CODE, 22, 0}},
	{"batch", {"批次", XLSX_TEXT, 20, 0}}, {"standard", {"评价标准", XLSX_CODE, 20, 0}},
	{"year", {"评价年度", XLSX_INT, 10, 0}}, {"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"area", {"所在市县（区）", XLSX_TEXT, 20, 0}},
	{"state", {"状态", XLSX_TEXT, 18, 0}}, {"score", {"自评得分", XLSX_DECIMAL, 10, 0}},
	{"city_score", {"审核认定得分", XLSX_DECIMAL, 12, 0}}, {"submitted", {"报送日期", XLSX_CODE, 12, 0}}};

struct figures {
	struct str editions; /* ",a,b," */
	struct fact_refs refs;
	int64_t after;
	size_t columns;
};

static void refs_of_standard(struct ctx *c, struct str id, struct fact_refs *refs)
{
	const struct rules_version *v;
	size_t n = rules_versions(ctx_services(c)->rules, id, &v);

	for (size_t i = 0; i < n; i++)
		for (size_t s = 0; v[i].standard && s < v[i].standard->sections.n; s++) {
			const struct fact_refs *asked = &v[i].standard->sections.v[s].facts;
			for (size_t k = 0; k < asked->n; k++)
				fact_refs_add(c->a, refs, asked->v[k].fact, asked->v[k].back);
		}
}

/* Everything that any version of any edition of the programme has ever asked. */
static void refs_of_programme(struct ctx *c, const struct editions *own, struct str programme, struct figures *f)
{
	const struct rules_version *v;
	struct buf ids;

	buf_init(&ids, c->a, 1 << 20);
	buf_ch(&ids, ',');
	for (size_t i = 0; i < own->n; i++) {
		if (!str_eq(own->v[i]->programme, programme))
			continue;
		buf_str(&ids, own->v[i]->id);
		buf_ch(&ids, ',');
		size_t n = rules_versions(ctx_services(c)->rules, own->v[i]->id, &v);
		for (size_t k = 0; k < n; k++) {
			if (!v[k].procedure)
				continue;
			refs_of_standard(c, v[k].procedure->standard, &f->refs);
			refs_of_standard(c, v[k].procedure->standard_recheck, &f->refs);
		}
	}
	f->editions = buf_view(&ids);
}

/* In the order of the dictionary, the latest year first: versions differ in order. */
static int by_fact(const void *x, const void *y)
{
	const struct fact_ref *a = x, *b = y;

	return a->fact != b->fact ? a->fact - b->fact : a->back - b->back;
}

static struct list_column fact_column(struct ctx *c, struct fact_ref r)
{
	const struct fact *f = fact_at(r.fact);
	struct str when = !f->yearly ? str_none()
			  : r.back == 1 ? STR("上年度")
					: str_fmt(c->a, r.back ? "评价年度前%d年" : "评价年度", r.back);
	struct str what = STR_JOIN(c->a, when, when.n && f->unit.n ? STR("，") : STR(""), f->unit);
	bool number = f->type == FACT_NUMBER || f->type == FACT_INTEGER;
	struct str title = what.n ? STR_JOIN(c->a, f->name, STR("（"), what, STR("）")) : f->name;
	struct str key = f->yearly ? str_fmt(c->a, "%.*s.y%d", STR_ARG(f->id), r.back) : f->id;

	return (struct list_column){
		str_cstr(c->a, key), {str_cstr(c->a, title), number ? XLSX_DECIMAL : XLSX_TEXT, 16, 0}};
}

/* Of the standard's own time: facts of years before it are not those of the header. */
static enum rc facts_read(struct arena *a, const struct q_export_facts *r, struct facts *f, struct err *e)
{
	struct json *json;

	facts_init(f, a, (int)r->year);
	TRY(json_parse(a, r->facts, &json, e));
	const struct json *object = json_get(json, "facts");
	if (object)
		facts_put_json(f, object);
	return RC_OK;
}

static struct str fact_cell(struct arena *a, const struct facts *f, struct fact_ref r)
{
	struct fact_value v = facts_get(f, r.fact, fact_at(r.fact)->yearly ? r.back : 0);
	enum fact_type type = fact_at(r.fact)->type;

	return type == FACT_NUMBER || type == FACT_INTEGER || v.state != FACT_KNOWN ? fact_text(a, r.fact, v)
										     : fact_show(a, r.fact, v);
}

static enum rc figures_row(struct ctx *c, const struct figures *x, const struct q_export_facts *r, struct str *cells,
	struct err *e)
{
	struct facts *f = ARENA_NEW(c->a, struct facts);
	const struct str own[OWN] = {r->no, r->batch_title, r->standard, str_i64(c->a, r->year), r->name, r->uscc, r->area,
		state_text(r->state),
		r->score_min == r->score_max ? decimal_str(c->a, r->score_min)
					     : STR_JOIN(c->a, decimal_str(c->a, r->score_min), STR("–"),
						       decimal_str(c->a, r->score_max)),
		r->city_score.has ? decimal_str(c->a, r->city_score.v) : STR(""), day_text(c->a, r->submitted_at)};

	TRY(facts_read(c->a, r, f, e));
	memcpy(cells, own, sizeof(own));
	for (size_t i = 0; i < x->refs.n; i++)
		cells[OWN + i] = fact_cell(c->a, f, x->refs.v[i]);
	return RC_OK;
}

static enum rc figures_next(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e)
{
	struct figures *x = state;
	struct q_export_facts_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_export_facts(db,
		&(struct q_export_facts_in){.agency_id = c->who.agency_id, .editions = x->editions, .after = x->after,
			.limit = LIST_PORTION},
		&rows, e));
	struct str *cells = ARENA_NEW_N(c->a, struct str, x->columns);
	for (size_t i = 0; i < rows.n; i++) {
		struct arena_mark mark = arena_mark(c->a);
		TRY(figures_row(c, x, &rows.v[i], cells, e));
		list_put(out, cells);
		arena_release(c->a, mark);
		x->after = rows.v[i].id;
	}
	*more = rows.n == LIST_PORTION;
	return RC_OK;
}

static enum rc figures_file(struct ctx *c, const struct editions *own, const struct procedure *p, struct err *e)
{
	struct figures *x = ARENA_NEW(c->a, struct figures);

	refs_of_programme(c, own, p->programme, x);
	if (x->refs.n)
		qsort(x->refs.v, x->refs.n, sizeof(*x->refs.v), by_fact);
	x->columns = OWN + x->refs.n;
	struct list_column *column = ARENA_NEW_N(c->a, struct list_column, x->columns);
	memcpy(column, FILE_COLUMN, sizeof(FILE_COLUMN));
	for (size_t i = 0; i < x->refs.n; i++)
		column[OWN + i] = fact_column(c, x->refs.v[i]);
	const struct list_file file = {.title = str_cat(c->a, p->tier_name, STR("：全部指标数据")),
		.name = str_cat(c->a, p->tier_name, STR("全部指标数据")),
		.note = STR_JOIN(c->a, c->who.agency_name, STR("　　"), instant_human(c->a, c->now)),
		.back = STR("/o/figures"),
		.column = column,
		.columns = x->columns,
		.next = figures_next,
		.state = x};
	return list_respond(c, &file, e);
}

static enum rc own_editions(struct ctx *c, struct editions *own, struct err *e)
{
	struct db *db;

	TRY(ctx_db(c, &db, e));
	return editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), own, e);
}

/* .csv and .xlsx */
enum rc page_o_figures_file(struct ctx *c, struct err *e)
{
	struct str programme = form_get(&c->query, "programme");
	struct editions own;

	TRY(own_editions(c, &own, e));
	for (size_t i = 0; i < own.n; i++)
		if (str_eq(own.v[i]->programme, programme))
			return figures_file(c, &own, own.v[i], e);
	return respond_redirect(c, STR("/o/figures"));
}

enum rc page_o_figures(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"业务条线", "实施细则#个", "数据项#项", "导出"};
	struct editions own;

	TRY(own_editions(c, &own, e));
	struct view_batch *v = batch_view(c, STR("全部指标数据"));
	page_crumb(c, &v->page, STR("审核队列"), STR("/o/queue"));
	page_crumb(c, &v->page, STR("全部指标数据"), str_none());
	v->lead = STR("本单位全部已报送材料的各项数据，每份材料一行，历年各版标准的数据项合在一张表中；某版标准没有要求的为空白。");
	struct view_table *t = &batch_table(c, v, "programmes", "", STR("按业务条线导出"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("本单位还没有可以办理的业务。");
	for (size_t i = 0; i < own.n; i++) {
		struct figures x = {0};
		size_t n = 0, before = 0;
		for (size_t k = 0; k < own.n; k++) {
			n += str_eq(own.v[k]->programme, own.v[i]->programme);
			before += k < i && str_eq(own.v[k]->programme, own.v[i]->programme);
		}
		if (before)
			continue;
		refs_of_programme(c, &own, own.v[i]->programme, &x);
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, own.v[i]->tier_name);
		batch_cell(c, t, r, str_i64(c->a, (int64_t)n));
		batch_cell(c, t, r, str_i64(c->a, (int64_t)x.refs.n));
		batch_cell(c, t, r, STR("选择列并导出"))->href =
			str_fmt(c->a, "/o/figures.csv?programme=%.*s&choose=1", STR_ARG(own.v[i]->programme));
	}
	return batch_show(c, 200, v);
}

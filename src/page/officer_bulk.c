/* 批量通过: a preview that says what would happen to each file, then one transaction per file, then
 * the result of each; what failed can be tried again (L22). */
#include "page/list_export.h"
#include "page/officer.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/site.h"

#define BULK_MAX 1000

struct picked {
	struct str *v;
	size_t n, cap;
	bool more;
};

static enum rc pick(struct ctx *c, struct db *db, bool all, struct picked *out, struct err *e)
{
	struct queue_filter f = o_filter_of(c, form_get(&c->form, "query"));
	struct queue_rows rows;
	struct str id;

	if (!all) {
		for (size_t at = 0; form_next(&c->form, "id", &at, &id) && out->n < BULK_MAX;)
			VEC_PUSH(c->a, out, id);
		return RC_OK;
	}
	f.key_due = f.key_id = 0;
	f.back = false;
	f.limit = BULK_MAX;
	if (f.state == STATE__MAX)
		f.state = o_first_state(&c->who);
	TRY(queue_load(db, &c->who, &f, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(c->a, out, rows.v[i].public_id);
	out->more = rows.later;
	return RC_OK;
}

static struct str joined(struct arena *a, const struct strs *list)
{
	struct str all = list->v[0];

	for (size_t i = 1; i < list->n; i++)
		all = str_fmt(a, "%.*s；%.*s", STR_ARG(all), STR_ARG(list->v[i]));
	return all;
}

/* Would it pass? The reason when not. Memory of the reading is given back. */
static enum rc judge(
        struct ctx *c, struct db *db, struct str id, struct view_bulk_row *row, struct err *e)
{
	struct strs obstacles = {0};
	struct review r;
	enum rc rc = review_load(db, ctx_services(c)->rules, &c->who, id, &r, e);

	*row = (struct view_bulk_row){.id = id, .href = o_href(c, id, "", str_none())};
	if (rc == RC_NOT_FOUND) {
		row->name = id;
		row->why = STR("没有找到这份材料");
		row->state = tag_of("red", STR("不能办理"));
		return RC_OK;
	}
	TRY(rc);
	row->name = r.file.enterprise_name;
	TRY(pass_obstacles(
	        db, ctx_services(c)->rules, &r, &c->who, c->now, &obstacles, e));
	if (r.file.holder != actor_holder(&c->who))
		VEC_PUSH(c->a, &obstacles,
		        str_fmt(c->a, "当前状态为“%s”，不在本单位办理", state_word(r.file.state)));
	row->ready = obstacles.n == 0;
	row->why = row->ready ? STR("审核项目齐全，评价通过") : joined(c->a, &obstacles);
	row->state =
	        row->ready ? tag_of("green", STR("将通过")) : tag_of("amber", STR("不符合条件"));
	return RC_OK;
}

static enum rc run_one(struct ctx *c, struct str id, struct view_bulk_row *row)
{
	struct review_pass uc = {.application = id, .note = STR("")};
	struct err e = {0};
	struct tx_call call = ctx_call(c, str_none());

	call.once = str_none();
	enum rc rc = TX_RUN(&call, review_pass, &uc, &e);
	row->ready = rc == RC_OK;
	row->state = row->ready ? tag_of("green", STR("已通过")) : tag_of("amber", STR("未办理"));
	row->why = row->ready ? str_fmt(c->a, "状态：%s", state_word(uc.to)) : err_text(c->a, &e);
	return RC_OK;
}

static const struct list_column COLUMN[] = {{"name", {"企业", XLSX_TEXT, 36, 0}}, {"result", {"结果", XLSX_TEXT, 14, 0}},
        {"why", {"说明", XLSX_TEXT, 50, 0}}};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct view_bulk_row *row = &((const struct view_o_bulk *)state)->rows.v[i];

	(void)c;
	out[0] = row->name;
	out[1] = row->state.text;
	out[2] = row->why;
}

static enum rc respond_file(struct ctx *c, const struct view_o_bulk *v, struct err *e)
{
	struct view_o_bulk *kept = ARENA_NEW(c->a, struct view_o_bulk);
	struct list_file file = {.title = STR("批量办理结果"),
	        .back = STR("/o/queue"),
	        .column = COLUMN,
	        .columns = ARRAY_LEN(COLUMN)};

	*kept = *v;
	return list_respond_loaded(c, &file, v->rows.n, file_cells, kept, e);
}

static void finish_view(struct ctx *c, struct view_o_bulk *v, const char *title)
{
	struct queue_filter f = o_filter_of(c, form_get(&c->form, "query"));
	size_t ready = 0;

	for (size_t i = 0; i < v->rows.n; i++)
		ready += v->rows.v[i].ready;
	page_view(c, title, &v->page);
	v->page.wide = true;
	v->query = o_query(c, &f);
	v->back_href = str_fmt(c->a, "/o/queue?%.*s", STR_ARG(v->query));
	page_crumb(c, &v->page, STR("审核队列"), v->back_href);
	page_crumb(c, &v->page, str_c(title), str_none());
	v->heading = str_c(title);
	v->count = str_i64(c->a, (int64_t)v->rows.n);
	v->ready_count = str_i64(c->a, (int64_t)ready);
	v->any_ready = ready > 0;
}

/* Files that a result page carries along as done: named again in the CSV. */
static enum rc done_rows(struct ctx *c, struct db *db, struct view_o_bulk *v, struct err *e)
{
	struct str id;

	for (size_t at = 0; form_next(&c->form, "done", &at, &id) && v->rows.n < BULK_MAX;) {
		struct view_bulk_row *row = VEC_ADD(c->a, &v->rows);
		TRY(judge(c, db, id, row, e));
		row->state = tag_of("green", STR("已通过"));
		row->why = STR("");
	}
	return RC_OK;
}

enum rc page_o_bulk_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act");
	bool run = str_eqc(act, "run"), csv = str_eqc(act, "csv");
	struct view_o_bulk v = {.preview = !run};
	struct picked ids = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(pick(c, db, str_eqc(act, "preview_all"), &ids, e));
	if (csv)
		TRY(done_rows(c, db, &v, e));
	for (size_t i = 0; i < ids.n; i++)
		TRY(judge(c, db, ids.v[i], VEC_ADD(c->a, &v.rows), e));
	if (csv)
		return respond_file(c, &v, e);
	for (size_t i = 0; run && i < v.rows.n; i++)
		if (v.rows.v[i].ready)
			TRY(run_one(c, ids.v[i], &v.rows.v[i]));
	v.more = ids.more;
	finish_view(c, &v, run ? "批量通过结果" : "批量通过预览");
	tmpl_officer_bulk(respond_html(c, 200), &v);
	return RC_OK;
}

/* The files behind a figure of 目标与进度: by body, year and stage, all of it in the address. */
#include "domain/decimal.h"
#include "page/enterprise.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "page/target_page.h"

#define SHOWN 25

struct asked {
	struct target_board board; /* programme, year and the reader's body alone */
	struct target_ask ask;
	struct str body_name; /* missing: all of the reader's */
};

static enum rc body_of(struct ctx *c, struct db *db, struct asked *q, struct err *e)
{
	struct q_agency_by_id row;

	if (!str_to_i64(form_get(&c->query, "body"), &q->ask.body) || q->ask.body < TARGET_REST)
		q->ask.body = 0;
	if (q->ask.body == TARGET_REST)
		q->body_name = STR("不经县级");
	if (q->ask.body <= 0)
		return RC_OK;
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = q->ask.body}, &row, e));
	q->body_name = row.short_name;
	return RC_OK;
}

/* after=STATE.DUE.ID, as next_href writes it; what is none begins at the beginning. */
static void key_of(struct ctx *c, struct target_ask *ask)
{
	struct str rest = form_get(&c->query, "after"), state, due;
	enum state s;

	ask->key_state = STATE__MAX;
	if (!rest.n || !str_cut(&rest, '.', &state) || !str_cut(&rest, '.', &due))
		return;
	if (state_parse(state, &s) && str_to_i64(due, &ask->key_due) && str_to_i64(rest, &ask->key_id))
		ask->key_state = s;
	else
		ask->key_due = ask->key_id = 0;
}

static enum rc asked_of(struct ctx *c, struct db *db, struct asked *q, struct err *e)
{
	struct str stage = form_get(&c->query, "stage");

	*q = (struct asked){.board.body_id = c->who.agency_id,
		.ask = {.only = STATE__MAX, .stage = TARGET_LISTED, .limit = SHOWN}};
	TRY(target_asked(c, db, &c->query, &q->board.procedure, &q->board.year, e));
	TRY(body_of(c, db, q, e));
	q->ask.edition = q->board.procedure->id;
	q->ask.year = q->board.year;
	if (!state_parse(form_get(&c->query, "state"), &q->ask.only))
		q->ask.only = STATE__MAX;
	for (int s = 0; s < TARGET_STAGE__MAX; s++)
		if (str_eqc(stage, target_stage_code((enum target_stage)s)))
			q->ask.stage = (enum target_stage)s;
	key_of(c, &q->ask);
	return RC_OK;
}

/* The same list: a stage, or one state of it. */
static struct str list_href(struct ctx *c, const struct asked *q, const char *path, enum target_stage s)
{
	struct str base = target_href(c, &q->board, path, q->ask.body);

	if (s == TARGET_STAGE__MAX)
		return str_fmt(c->a, "%.*s&state=%s", STR_ARG(base), state_code(q->ask.only));
	return str_fmt(c->a, "%.*s&stage=%s", STR_ARG(base), target_stage_code(s));
}

static struct str own_href(struct ctx *c, const struct asked *q, const char *path)
{
	return list_href(c, q, path, q->ask.only < STATE__MAX ? TARGET_STAGE__MAX : q->ask.stage);
}

static const char *what_word(const struct asked *q)
{
	return q->ask.only < STATE__MAX ? state_word(q->ask.only) : target_stage_word(q->ask.stage);
}

static void tabs(struct ctx *c, const struct asked *q, struct view_tabs *out)
{
	out->label = STR("按办理阶段");
	for (int s = 0; s < TARGET_STAGE__MAX; s++)
		links_add(c, &out->items, str_c(target_stage_word((enum target_stage)s)),
			list_href(c, q, "/o/targets/files", (enum target_stage)s),
			q->ask.only == STATE__MAX && q->ask.stage == (enum target_stage)s);
	if (q->ask.only < STATE__MAX)
		links_add(c, &out->items, str_c(state_word(q->ask.only)), own_href(c, q, "/o/targets/files"), true);
}

static void pager(struct ctx *c, const struct asked *q, const struct target_files *f, struct view_batch *v)
{
	bool later = q->ask.key_state < STATE__MAX;
	struct str here = own_href(c, q, "/o/targets/files");

	if (!later && !f->more)
		return;
	v->paged = true;
	v->pager.text = str_fmt(c->a, "本页 %zu 件", f->n);
	if (later)
		v->pager.first = here;
	if (f->more)
		v->pager.next = str_fmt(c->a, "%.*s&after=%s.%lld.%lld", STR_ARG(here),
			state_code(f->v[f->n - 1].state), (long long)f->v[f->n - 1].row.due_at,
			(long long)f->v[f->n - 1].row.application_id);
}

static void table(struct ctx *c, const struct asked *q, const struct target_files *f, struct view_batch *v)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "所在市县（区）", "批次", "自评得分#分",
		"报送日期", "状态"};
	struct view_batch_table *box = batch_table(c, v, "list", "",
		str_fmt(c->a, "%s%s%.*s，%lld 年，截至 %.*s", what_word(q), q->body_name.n ? "：" : "",
			STR_ARG(q->body_name), (long long)q->board.year,
			STR_ARG(date_str(c->a, date_of_instant(c->now)))));
	struct view_table *t = &box->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("这里没有材料。可以换一个阶段，或回到目标与进度点别的数字。");
	for (size_t i = 0; i < f->n; i++) {
		const struct q_target_files *x = &f->v[i].row;
		struct view_cells *r = batch_row(c, t);
		struct view_cell *name = batch_cell(c, t, r, x->name);
		if (x->submitted_at)
			name->href = str_cat(c->a, STR("/o/app/"), x->public_id);
		else
			name->href = str_cat(c->a, STR("/o/coach/firm/"), x->uscc);
		batch_cell(c, t, r, x->uscc);
		batch_cell(c, t, r, x->area);
		batch_cell(c, t, r, x->batch);
		batch_cell(c, t, r, str_i64(c->a, x->score / DECIMAL_ONE));
		batch_cell(c, t, r, x->submitted_at ? date_str(c->a, date_of_instant(x->submitted_at)) : STR("未报送"));
		struct view_tag tag = state_tag(f->v[i].state);
		batch_cell(c, t, r, tag.text)->tag = tag.kind;
	}
	if (f->n)
		list_links(c, &box->links, own_href(c, q, "/o/targets/files.csv"));
}

enum rc page_o_target_files(struct ctx *c, struct err *e)
{
	struct target_files f;
	struct asked q;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(asked_of(c, db, &q, e));
	TRY(target_files_load(db, &c->who, &q.ask, &f, e));
	struct view_batch *v = batch_view(c, str_fmt(c->a, "%s的材料", what_word(&q)));
	page_crumb(c, &v->page, STR("目标与进度"), target_href(c, &q.board, "/o/targets", 0));
	page_crumb(c, &v->page, str_c(what_word(&q)), str_none());
	v->over = target_over(c, &q.board);
	v->page.wide = true;
	if (q.body_name.n)
		v->lead = str_cat(c->a, STR("只列："), q.body_name);
	tabs(c, &q, &v->tabs);
	table(c, &q, &f, v);
	pager(c, &q, &f, v);
	return batch_show(c, 200, v);
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"area", {"所在市县（区）", XLSX_TEXT, 20, 0}},
	{"batch", {"批次", XLSX_TEXT, 20, 0}}, {"score", {"自评得分", XLSX_INT, 10, 0}},
	{"submitted", {"报送日期", XLSX_CODE, 12, 0}}, {"state", {"状态", XLSX_TEXT, 18, 0}}};

static enum rc file_next(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e)
{
	struct target_ask *ask = state;
	struct target_files f;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(target_files_load(db, &c->who, ask, &f, e));
	for (size_t i = 0; i < f.n; i++) {
		const struct q_target_files *x = &f.v[i].row;
		const struct str cells[ARRAY_LEN(COLUMN)] = {x->name, x->uscc, x->area, x->batch,
			str_i64(c->a, x->score / DECIMAL_ONE),
			x->submitted_at ? date_str(c->a, date_of_instant(x->submitted_at)) : STR(""),
			str_c(state_word(f.v[i].state))};
		list_put(out, cells);
		ask->key_state = f.v[i].state;
		ask->key_due = x->due_at;
		ask->key_id = x->application_id;
	}
	*more = f.more;
	return RC_OK;
}

enum rc page_o_target_files_file(struct ctx *c, struct err *e)
{
	struct asked *q = ARENA_NEW(c->a, struct asked);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN), .next = file_next, .state = &q->ask};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(asked_of(c, db, q, e));
	q->ask.limit = LIST_PORTION;
	file.title = STR_JOIN(c->a, target_over(c, &q->board), str_c(what_word(q)));
	file.back = own_href(c, q, "/o/targets/files");
	return list_respond(c, &file, e);
}

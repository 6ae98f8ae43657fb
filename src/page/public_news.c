/* Announcements: the list, the text with its list of enterprises, the list as CSV. Immutable once published. */
#include "base/vec.h"
#include "page/list_export.h"
#include "page/paper_circular.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/publish.h"
#include "store/q.h"

#define NEWS_PAGE 20
#define LIST_PAGE 200
#define LIST_BYTES ((size_t)64 << 20)

static void item_fill(struct ctx *c, const struct q_news_list *r, struct view_news_item *out)
{
	*out = (struct view_news_item){.title = r->title,
		.href = str_cat(c->a, STR("/news/"), r->public_id),
		.number = r->doc_no,
		.agency = r->agency,
		.on = r->issued_on};
}

enum rc news_items(struct ctx *c, struct db *db, int64_t at, int64_t id, int64_t limit,
	struct view_news_items *out, struct err *e)
{
	struct q_news_list_list list;

	TRY(q_news_list(db,
		&(struct q_news_list_in){.before_at = at, .before_id = id, .limit = limit}, &list, e));
	for (size_t i = 0; i < list.n; i++)
		item_fill(c, &list.v[i], VEC_ADD(c->a, out));
	return RC_OK;
}

/* "?after=AT-ID": the last row of the page before. */
static void after_read(struct ctx *c, int64_t *at, int64_t *id)
{
	struct str rest = form_get(&c->query, "after"), first;

	if (str_cut(&rest, '-', &first) && str_to_i64(first, at) && str_to_i64(rest, id))
		return;
	*at = INT64_MAX;
	*id = 0;
}

enum rc page_news(struct ctx *c, struct err *e)
{
	struct view_news v = {0};
	struct q_news_list_list list;
	struct q_news_list_in in = {.limit = NEWS_PAGE + 1};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	after_read(c, &in.before_at, &in.before_id);
	TRY(q_news_list(db, &in, &list, e));
	page_view(c, "通知公告", &v.page);
	v.page.column = STR("通知公告");
	page_crumb(c, &v.page, STR("通知公告"), str_none());
	for (size_t i = 0; i < list.n && i < NEWS_PAGE; i++)
		item_fill(c, &list.v[i], VEC_ADD(c->a, &v.items));
	if (in.before_at != INT64_MAX)
		v.pager.first = STR("/news");
	if (list.n > NEWS_PAGE)
		v.pager.next = str_fmt(c->a, "/news?after=%lld-%lld",
			(long long)list.v[NEWS_PAGE - 1].published_at,
			(long long)list.v[NEWS_PAGE - 1].id);
	v.empty = (struct view_empty){.what = STR("还没有发布公告"),
		.why = STR("名单审定后，公告和名单会在这里发布。")};
	tmpl_public_news(respond_html(c, 200), &v);
	return RC_OK;
}

static void paragraphs_fill(struct ctx *c, struct str body, struct view_announcement *v)
{
	struct str line;

	while (str_cut(&body, '\n', &line))
		if (str_trim(line).n)
			VEC_PUSH(c->a, &v->paragraphs, str_trim(line));
}

static enum rc rows_fill(struct ctx *c, struct db *db, const struct q_news_by_public_id *n,
	struct view_announcement *v, struct err *e)
{
	struct q_news_titles_in in = {.announcement_id = n->id, .limit = LIST_PAGE + 1};
	struct q_news_titles_list list;
	int64_t seq = 0;

	if (!str_to_i64(form_get(&c->query, "after"), &in.after) || in.after < 0 ||
		!str_to_i64(form_get(&c->query, "seq"), &seq) || seq < 0)
		in.after = seq = 0;
	TRY(q_news_titles(db, &in, &list, e));
	struct str edition = list.n ? list.v[0].edition : STR("");
	v->number_label =
		certificate_number_label(c->a, rules_procedure(ctx_services(c)->rules, edition,
						       date_of_instant(c->now)));
	for (size_t i = 0; i < list.n && i < LIST_PAGE; i++) {
		const struct q_news_titles *t = &list.v[i];
		*VEC_ADD(c->a, &v->rows) = (struct view_announcement_row){
			.seq = str_i64(c->a, ++seq),
			.name = t->name,
			.href = str_cat(c->a, STR("/registry/"), t->public_id),
			.uscc = t->uscc,
			.place = str_eq(t->city, t->county) ? t->county : str_cat(c->a, t->city, t->county),
			.certificate = t->certificate_no,
			.valid = str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(t->valid_from),
				STR_ARG(t->valid_to)),
		};
	}
	struct str here = str_cat(c->a, STR("/news/"), c->params[0]);
	if (in.after)
		v->pager.first = here;
	if (list.n > LIST_PAGE)
		v->pager.next = str_fmt(c->a, "%.*s?after=%lld&seq=%lld", STR_ARG(here),
			(long long)list.v[LIST_PAGE - 1].id, (long long)seq);
	return RC_OK;
}

/* A circular has its tables and charts in its papers, and a draw its own page. */
static enum rc papers_fill(struct ctx *c, struct db *db, struct view_announcement *v, struct err *e)
{
	struct str base = STR_JOIN(c->a, STR("/news/"), c->params[0], STR("/paper/"));
	struct circular x;
	bool found;

	TRY(circular_of_news(db, c->params[0], &x, &found, e));
	if (!found)
		return RC_OK;
	links_add(c, &v->papers, STR("正文和附表（PDF）"), str_cat(c->a, base, STR("circular.pdf")), false);
	links_add(c, &v->papers, STR("正文和附表（DOCX）"), str_cat(c->a, base, STR("circular.docx")), false);
	links_add(c, &v->papers, STR("正文和数字（JSON）"), str_cat(c->a, base, STR("circular.json")), false);
	if (x.head.draw.n)
		links_add(c, &v->papers, STR("抽查公开页"), str_cat(c->a, STR("/sampling/"), x.head.draw), false);
	return RC_OK;
}

enum rc page_news_paper(struct ctx *c, struct err *e)
{
	struct circular x;
	struct db *db;
	bool found;

	TRY(ctx_db(c, &db, e));
	TRY(circular_of_news(db, c->params[0], &x, &found, e));
	return found ? circular_respond(c, &x, c->params[1], e) : err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

enum rc page_announcement(struct ctx *c, struct err *e)
{
	struct view_announcement v = {0};
	struct q_news_by_public_id n;
	struct date issued;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_news_by_public_id(
		db, &(struct q_news_by_public_id_in){.public_id = c->params[0]}, &n, e));
	page_view_str(c, n.title, &v.page);
	v.page.column = STR("通知公告");
	v.page.pub_date = n.issued_on;
	page_crumb(c, &v.page, STR("通知公告"), STR("/news"));
	page_crumb(c, &v.page, n.title, str_none());
	v.title = n.title;
	v.number = n.doc_no;
	v.agency = n.agency;
	v.issued = date_parse(n.issued_on, &issued) ? date_prose(c->a, issued) : n.issued_on;
	v.list_hash = n.list_hash;
	v.chain = str_fmt(c->a, "第 %lld 条　%.*s", (long long)n.chain_seq, STR_ARG(n.chain_hash));
	v.count = str_fmt(c->a, "共 %lld 家。", (long long)n.count);
	v.csv_href = str_fmt(c->a, "/news/%.*s/list.csv", STR_ARG(c->params[0]));
	v.xlsx_href = str_fmt(c->a, "/news/%.*s/list.xlsx", STR_ARG(c->params[0]));
	paragraphs_fill(c, n.body, &v);
	TRY(papers_fill(c, db, &v, e));
	if (n.count > 0)
		TRY(rows_fill(c, db, &n, &v, e));
	tmpl_public_announcement(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- the list as a file --- */
static const struct list_column COLUMN[] = {{"no", {"序号", XLSX_INT, 6, 0}}, {"name", {"企业名称", XLSX_TEXT, 40, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"city", {"所在市", XLSX_TEXT, 14, 0}},
	{"county", {"所在县（区）", XLSX_TEXT, 14, 0}}, {"certificate", {"证书编号", XLSX_CODE, 24, 0}},
	{"from", {"有效期起", XLSX_CODE, 12, 0}}, {"to", {"有效期止", XLSX_CODE, 12, 0}}};

#define COLUMN_NUMBER 5

/* The columns, the number headed as the edition of the announced titles calls it. */
static enum rc columns_of(struct ctx *c, struct db *db, int64_t announcement_id, struct list_column *out, struct err *e)
{
	const struct q_news_titles_in in = {.announcement_id = announcement_id, .limit = 1};
	struct q_news_titles_list list;

	TRY(q_news_titles(db, &in, &list, e));
	memcpy(out, COLUMN, sizeof(COLUMN));
	out[COLUMN_NUMBER].x.title = str_cstr(c->a,
		certificate_number_label(c->a, list.n ? rules_procedure(ctx_services(c)->rules, list.v[0].edition,
								date_of_instant(c->now))
						      : NULL));
	return RC_OK;
}

struct titles_walk {
	struct q_news_titles_in in; /* keyset */
	int64_t seq;
};

typedef void titles_put(void *to, const struct str *cells);

/* The next portion of a published list, which never changes. */
static enum rc titles_next(struct db *db, struct titles_walk *w, titles_put *put, void *to, bool *more, struct err *e)
{
	struct q_news_titles_list list;

	TRY(q_news_titles(db, &w->in, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_news_titles *t = &list.v[i];
		const struct str cells[ARRAY_LEN(COLUMN)] = {str_i64(db_arena(db), ++w->seq), t->name, t->uscc, t->city,
			t->county, t->certificate_no, t->valid_from, t->valid_to};
		put(to, cells);
		w->in.after = t->id;
	}
	*more = (int64_t)list.n == w->in.limit;
	return RC_OK;
}

static void put_listed(void *to, const struct str *cells)
{
	list_put(to, cells);
}

static enum rc file_next(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e)
{
	struct db *db;

	TRY(ctx_db(c, &db, e));
	return titles_next(db, state, put_listed, out, more, e);
}

static struct str note_of(struct ctx *c, const struct q_news_by_public_id *n)
{
	return STR_JOIN(c->a, n->doc_no, STR("　　"), n->issued_on);
}

/* .csv and .xlsx */
enum rc page_announcement_file(struct ctx *c, struct err *e)
{
	struct titles_walk *w = ARENA_NEW(c->a, struct titles_walk);
	struct list_column *column = ARENA_NEW_N(c->a, struct list_column, ARRAY_LEN(COLUMN));
	struct list_file file = {.column = column, .columns = ARRAY_LEN(COLUMN), .next = file_next, .state = w};
	struct q_news_by_public_id n;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_news_by_public_id(db, &(struct q_news_by_public_id_in){.public_id = c->params[0]}, &n, e));
	TRY(columns_of(c, db, n.id, column, e));
	w->in = (struct q_news_titles_in){.announcement_id = n.id, .limit = LIST_PORTION};
	file.title = n.title;
	file.name = str_cat(c->a, n.title, STR("（名单）"));
	file.note = note_of(c, &n);
	file.back = str_cat(c->a, STR("/news/"), c->params[0]);
	return list_respond(c, &file, e);
}

struct sheet {
	struct rows_write *writer;
	struct buf out;
	enum rc rc;
	struct err *e;
};

static void put_row(void *to, const struct str *cells)
{
	struct sheet *s = to;

	if (s->rc == RC_OK)
		s->rc = rows_write_row(s->writer, &s->out, cells, s->e);
}

enum rc news_list_xlsx(struct ctx *c, struct db *db, const struct q_news_by_public_id *n,
	struct str *out, struct err *e)
{
	struct titles_walk w = {.in = {.announcement_id = n->id, .limit = LIST_PORTION}};
	struct list_column columns[ARRAY_LEN(COLUMN)];
	struct xlsx_column column[ARRAY_LEN(COLUMN)];
	struct sheet s = {.e = e};
	bool more = true;

	TRY(columns_of(c, db, n->id, columns, e));
	for (size_t i = 0; i < ARRAY_LEN(COLUMN); i++)
		column[i] = columns[i].x;
	const struct rows_spec spec = {.sheet = "名单", .column = column, .columns = ARRAY_LEN(COLUMN), .title = n->title,
		.note = note_of(c, n)};
	buf_init(&s.out, c->a, LIST_BYTES);
	s.writer = rows_write_new(c->a, ROWS_XLSX, &spec);
	TRY(rows_write_begin(s.writer, &s.out, e));
	while (more)
		TRY(titles_next(db, &w, put_row, &s, &more, e));
	TRY(s.rc);
	TRY(rows_write_end(s.writer, &s.out, e));
	*out = buf_view(&s.out);
	return s.out.overflow ? err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "list of an announcement") : RC_OK;
}

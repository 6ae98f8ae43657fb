/* Announcements: the list, the text with its list of enterprises, the list as CSV. Immutable once published. */
#include "base/vec.h"
#include "document/csv.h"
#include "document/xlsx_write.h"
#include "page/common.h"
#include "page/paper_circular.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/publish.h"
#include "store/q.h"

#define NEWS_PAGE 20
#define LIST_PAGE 200
#define LIST_CHUNK 500
#define LIST_CSV_BYTES ((size_t)8 << 20)

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
#define LIST_COLUMNS 8
static const struct xlsx_column LIST_COLUMN[LIST_COLUMNS] = {{"序号", XLSX_INT, 6, 0},
	{"企业名称", XLSX_TEXT, 40, 0}, {"统一社会信用代码", XLSX_CODE, 22, 0}, {"所在市", XLSX_TEXT, 14, 0},
	{"所在县（区）", XLSX_TEXT, 14, 0}, {"证书编号", XLSX_CODE, 24, 0}, {"有效期起", XLSX_CODE, 12, 0},
	{"有效期止", XLSX_CODE, 12, 0}};

#define LIST_NUMBER 5

/* The columns, the number headed as the edition of the announced titles calls it. */
static enum rc list_columns(struct ctx *c, struct db *db, int64_t announcement_id, struct xlsx_column *out,
	struct err *e)
{
	const struct q_news_titles_in in = {.announcement_id = announcement_id, .limit = 1};
	struct q_news_titles_list list;

	TRY(q_news_titles(db, &in, &list, e));
	memcpy(out, LIST_COLUMN, sizeof(LIST_COLUMN));
	out[LIST_NUMBER].title = str_cstr(c->a,
		certificate_number_label(c->a, list.n ? rules_procedure(ctx_services(c)->rules, list.v[0].edition,
								date_of_instant(c->now))
						      : NULL));
	return RC_OK;
}

/* One row into whichever file is being made. */
struct list_file {
	struct buf csv;
	struct xlsx_book *book; /* NULL: CSV */
};

static void list_row(struct ctx *c, struct list_file *f, const struct q_news_titles *t, int64_t seq)
{
	struct str cells[LIST_COLUMNS] = {str_i64(c->a, seq), t->name, t->uscc, t->city, t->county,
		t->certificate_no, t->valid_from, t->valid_to};

	if (!f->book) {
		csv_put_row(&f->csv, cells, LIST_COLUMNS);
		return;
	}
	xlsx_int(f->book, 0, seq);
	for (size_t i = 1; i < LIST_COLUMNS; i++)
		xlsx_text(f->book, i, cells[i]);
	xlsx_row_end(f->book);
}

static enum rc list_rows(struct ctx *c, struct db *db, int64_t announcement_id, struct list_file *f,
	struct err *e)
{
	struct q_news_titles_in in = {.announcement_id = announcement_id, .limit = LIST_CHUNK};
	struct q_news_titles_list list = {0};
	int64_t seq = 0;

	do {
		TRY(q_news_titles(db, &in, &list, e));
		for (size_t i = 0; i < list.n; i++) {
			list_row(c, f, &list.v[i], ++seq);
			in.after = list.v[i].id;
		}
	} while (list.n == LIST_CHUNK);
	return RC_OK;
}

static enum rc announcement_of(struct ctx *c, struct db **db, struct q_news_by_public_id *n, struct err *e)
{
	TRY(ctx_db(c, db, e));
	return q_news_by_public_id(
		*db, &(struct q_news_by_public_id_in){.public_id = c->params[0]}, n, e);
}

enum rc page_announcement_csv(struct ctx *c, struct err *e)
{
	struct str head[LIST_COLUMNS];
	struct xlsx_column columns[LIST_COLUMNS];
	struct q_news_by_public_id n;
	struct list_file f = {0};
	struct db *db;

	TRY(announcement_of(c, &db, &n, e));
	TRY(list_columns(c, db, n.id, columns, e));
	for (size_t i = 0; i < LIST_COLUMNS; i++)
		head[i] = str_c(columns[i].title);
	buf_init(&f.csv, c->a, LIST_CSV_BYTES);
	csv_put_mark(&f.csv);
	csv_put_row(&f.csv, head, LIST_COLUMNS);
	TRY(list_rows(c, db, n.id, &f, e));
	return respond_download(c, STR("text/csv; charset=utf-8"),
		str_cat(c->a, n.title, STR("（名单）.csv")), buf_view(&f.csv));
}

enum rc news_list_xlsx(struct ctx *c, struct db *db, const struct q_news_by_public_id *n,
	struct str *out, struct err *e)
{
	struct xlsx_column columns[LIST_COLUMNS];
	struct list_file f = {0};
	struct date issued = {0};

	TRY(list_columns(c, db, n->id, columns, e));
	(void)!date_parse(n->issued_on, &issued);
	struct xlsx_spec spec = {.sheet = "名单",
		.column = columns,
		.columns = LIST_COLUMNS,
		.title = n->title,
		.left = n->doc_no,
		.right = n->issued_on,
		.landscape = true,
		.created = instant_day_start(issued)};
	TRY(xlsx_book_new(c->a, &spec, &f.book, e));
	TRY(list_rows(c, db, n->id, &f, e));
	return xlsx_book_finish(f.book, out, e);
}

enum rc page_announcement_xlsx(struct ctx *c, struct err *e)
{
	struct q_news_by_public_id n;
	struct str bytes;
	struct db *db;

	TRY(announcement_of(c, &db, &n, e));
	TRY(news_list_xlsx(c, db, &n, &bytes, e));
	return respond_download(c,
		STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
		str_cat(c->a, n.title, STR("（名单）.xlsx")), bytes);
}

/* Between a source of rows and the visitor: columns, format, record, hash. A source knows none of these. */
#include "page/list_export.h"

#include "base/hash.h"
#include "page/tmpl.h"
#include "page/view_export.h"
#include "service/export_log.h"
#include "web/html.h"
#include "web/stream.h"

#define QUERY_MAX 1000

struct list_out {
	struct list_file file;
	enum rows_format format;
	struct rows_write *writer;
	size_t *chosen; /* numbers of the file's columns */
	size_t n;
	struct str *cells; /* of a row, chosen ones */
	struct str filename;
	struct hash_stream *hash;
	int64_t no, size;
	bool begun;
	/* of a portion */
	struct buf *to;
	enum rc rc;
	struct err *e;
};

void list_put(struct list_out *out, const struct str *cells)
{
	for (size_t i = 0; i < out->n; i++)
		out->cells[i] = cells[out->chosen[i]];
	if (out->rc == RC_OK)
		out->rc = rows_write_row(out->writer, out->to, out->cells, out->e);
}

/* --- columns ------------------------------------------------------------------------------------ */

static bool is_chosen(struct ctx *c, const struct list_column *column)
{
	struct str key;

	for (size_t at = 0; form_next(&c->query, "col", &at, &key);)
		if (str_eqc(key, column->key))
			return true;
	return false;
}

/* In the order of the list; all of them when none is named. */
static void choose(struct ctx *c, struct list_out *out)
{
	const struct list_file *f = &out->file;

	out->chosen = ARENA_NEW_N(c->a, size_t, f->columns);
	out->cells = ARENA_NEW_N(c->a, struct str, f->columns);
	for (size_t i = 0; i < f->columns; i++)
		if (is_chosen(c, &f->column[i]))
			out->chosen[out->n++] = i;
	if (out->n)
		return;
	for (; out->n < f->columns; out->n++)
		out->chosen[out->n] = out->n;
}

static void writer_make(struct ctx *c, struct list_out *out)
{
	struct xlsx_column *column = ARENA_NEW_N(c->a, struct xlsx_column, out->n);

	for (size_t i = 0; i < out->n; i++)
		column[i] = out->file.column[out->chosen[i]].x;
	const struct rows_spec spec = {.sheet = "名单",
		.column = column,
		.columns = out->n,
		.title = out->file.title,
		.note = out->file.note};
	out->writer = rows_write_new(c->a, out->format, &spec);
	out->hash = hash_stream_new(c->a);
}

/* --- on record ---------------------------------------------------------------------------------- */

static bool is_recorded(const struct ctx *c)
{
	return c->who.agency_id != 0 && !c->req->head;
}

static enum rc record_begin(struct ctx *c, struct list_out *out, struct err *e)
{
	struct export_begin uc = {.file = out->filename, .query = str_sub(c->req->query, 0, QUERY_MAX)};
	struct tx_call call = ctx_call(c, str_none());

	call.once = str_none();
	for (size_t i = 0; i < out->n; i++)
		VEC_PUSH(c->a, &uc.column, str_c(out->file.column[out->chosen[i]].x.title));
	TRY(TX_RUN(&call, export_begin, &uc, e));
	out->no = uc.no;
	return RC_OK;
}

static enum rc record_end(struct ctx *c, struct list_out *out, struct err *e)
{
	struct tx_call call = ctx_call(c, str_none());
	struct export_end uc = {.file = out->filename,
		.no = out->no,
		.rows = rows_written(out->writer),
		.size = out->size,
		.sha256 = hash_hex(c->a, hash_stream_end(out->hash))};

	call.once = str_none();
	return TX_RUN(&call, export_end, &uc, e);
}

/* --- portions ----------------------------------------------------------------------------------- */

static enum rc portion(struct ctx *c, void *state, struct buf *to, bool *more, struct err *e)
{
	struct list_out *out = state;

	out->to = to;
	out->e = e;
	if (!out->begun)
		TRY(rows_write_begin(out->writer, to, e));
	out->begun = true;
	TRY(out->file.next(c, out->file.state, out, more, e));
	TRY(out->rc);
	if (!*more)
		TRY(rows_write_end(out->writer, to, e));
	hash_stream_add(out->hash, buf_view(to));
	out->size += (int64_t)to->n;
	return *more || !is_recorded(c) ? RC_OK : record_end(c, out, e);
}

/* --- the page on which columns are chosen --------------------------------------------------------- */

/* "/o/follow.csv" → "/o/follow" */
static struct str stem_of(const struct ctx *c)
{
	struct str path = c->req->path;
	size_t dot = path.n;

	while (dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/')
		dot--;
	return dot > 0 && path.p[dot - 1] == '.' ? str_sub(path, 0, dot - 1) : path;
}

static enum rc choice_page(struct ctx *c, const struct list_file *f)
{
	struct view_export v = {.title = f->title, .note = f->note, .back = f->back};
	bool any = form_get(&c->query, "col").p != NULL;

	page_view_str(c, str_cat(c->a, STR("导出"), f->title), &v.page);
	if (actor_is(&c->who, ROLE_OFFICER))
		page_crumb(c, &v.page, STR("工作台"), STR("/o"));
	page_crumb(c, &v.page, f->title, f->back);
	page_crumb(c, &v.page, STR("导出"), str_none());
	v.csv = str_cat(c->a, stem_of(c), STR(".csv"));
	v.xlsx = str_cat(c->a, stem_of(c), STR(".xlsx"));
	v.columns = field_choices("col", "导出哪些列", NULL);
	v.columns.hint = STR("全部不选等于全选。");
	for (size_t i = 0; i < c->query.n; i++) {
		struct str name = c->query.v[i].name;
		if (!str_eqc(name, "col") && !str_eqc(name, "choose") && !c->query.v[i].bad_text)
			VEC_PUSH(c->a, &v.hidden, ((struct view_row){.label = name, .value = c->query.v[i].value}));
	}
	for (size_t i = 0; i < f->columns; i++) {
		const struct list_column *column = &f->column[i];
		choices_add(c, &v.columns, str_c(column->key), str_c(column->x.title), str_none());
		v.columns.options.v[i].checked = !any || is_chosen(c, column);
	}
	tmpl_batch_export(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- a list ----------------------------------------------------------------------------------------- */

enum rc list_respond(struct ctx *c, const struct list_file *file, struct err *e)
{
	struct list_out *out = ARENA_NEW(c->a, struct list_out);

	if (form_get(&c->query, "choose").n)
		return choice_page(c, file);
	out->file = *file;
	out->format = str_ends(c->req->path, STR(".xlsx")) ? ROWS_XLSX : ROWS_CSV;
	out->filename = str_cat(c->a, file->name.n ? file->name : file->title, str_c(rows_ending(out->format)));
	choose(c, out);
	writer_make(c, out);
	if (is_recorded(c))
		TRY(record_begin(c, out, e));
	const char *dir = str_fmt(c->a, "%s/tmp", ctx_services(c)->blob_dir).p;
	return respond_stream(c, str_c(rows_mime(out->format)), out->filename, dir, portion, out, e);
}

struct loaded {
	const void *state;
	list_cells_fn *cells;
	size_t n, at, columns;
};

static enum rc loaded_next(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e)
{
	struct loaded *l = state;
	struct str *cells = ARENA_NEW_N(c->a, struct str, l->columns);
	size_t to = MIN_OF(l->n, l->at + LIST_PORTION);

	(void)e;
	for (; l->at < to; l->at++) {
		struct arena_mark mark = arena_mark(c->a);
		memset(cells, 0, l->columns * sizeof(*cells));
		l->cells(c, l->state, l->at, cells);
		list_put(out, cells);
		arena_release(c->a, mark);
	}
	*more = l->at < l->n;
	return RC_OK;
}

enum rc list_respond_loaded(struct ctx *c, struct list_file *file, size_t n, list_cells_fn *cells, const void *state,
	struct err *e)
{
	struct loaded *l = ARENA_NEW(c->a, struct loaded);

	*l = (struct loaded){.state = state, .cells = cells, .n = n, .columns = file->columns};
	file->next = loaded_next;
	file->state = l;
	return list_respond(c, file, e);
}

struct str list_choose_href(struct ctx *c, struct str href)
{
	return STR_JOIN(c->a, href, str_index(href, '?') < href.n ? STR("&") : STR("?"), STR("choose=1"));
}

void list_links(struct ctx *c, struct view_links *links, struct str href)
{
	links_add(c, links, STR("导出（CSV）"), href, false);
	links_add(c, links, STR("选择列（CSV、XLSX）"), list_choose_href(c, href), false);
}

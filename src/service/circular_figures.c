/* Why frozen as texts: what an issued circular says must not follow a later change of how figures are written. */
#include "service/circular_figures.h"

#include "base/buf.h"

#define FIGURES_MAX ((size_t)4 << 20)

struct circular_table *circular_table_add(
	struct arena *a, struct circular_figures *f, struct str id, struct str title, const char *const *heads, size_t n)
{
	struct circular_table *t = VEC_ADD(a, &f->tables);

	t->id = id;
	t->title = title;
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(a, &t->heads, str_c(heads[i]));
	return t;
}

void circular_row(struct arena *a, struct circular_table *t, const struct str *cells, size_t n)
{
	struct strs *r = VEC_ADD(a, &t->rows);

	for (size_t i = 0; i < n; i++)
		VEC_PUSH(a, r, cells[i]);
}

/* --- writing ------------------------------------------------------------------------------------- */

static void put_texts(struct buf *b, const struct strs *s)
{
	for (size_t i = 0; i < s->n; i++) {
		buf_ch(b, i ? ',' : '[');
		json_put_str(b, s->v[i]);
	}
	buf_c(b, s->n ? "]" : "[]");
}

static void put_table(struct buf *b, const struct circular_table *t)
{
	buf_ch(b, '{');
	json_put_key(b, "heads");
	put_texts(b, &t->heads);
	buf_ch(b, ',');
	json_put_key(b, "id");
	json_put_str(b, t->id);
	buf_ch(b, ',');
	json_put_key(b, "rows");
	buf_ch(b, '[');
	for (size_t i = 0; i < t->rows.n; i++) {
		if (i)
			buf_ch(b, ',');
		put_texts(b, &t->rows.v[i]);
	}
	buf_lit(b, "],");
	json_put_key(b, "title");
	json_put_str(b, t->title);
	buf_ch(b, '}');
}

static void put_chart(struct buf *b, const struct circular_chart *c)
{
	buf_ch(b, '{');
	json_put_key(b, "id");
	json_put_str(b, c->id);
	buf_ch(b, ',');
	json_put_key(b, "items");
	buf_ch(b, '[');
	for (size_t i = 0; i < c->bars.n; i++) {
		buf_c(b, i ? ",[" : "[");
		json_put_str(b, c->bars.v[i].label);
		buf_printf(b, ",%lld,%lld,%d]", (long long)c->bars.v[i].value,
			(long long)c->bars.v[i].target, c->bars.v[i].late);
	}
	buf_printf(b, "],\"pace\":%lld,", (long long)c->pace_permille);
	json_put_key(b, "title");
	json_put_str(b, c->title);
	buf_ch(b, '}');
}

struct str circular_figures_text(struct arena *a, const struct circular_figures *f)
{
	struct buf b;

	buf_init(&b, a, FIGURES_MAX);
	buf_lit(&b, "{\"charts\":[");
	for (size_t i = 0; i < f->charts.n; i++) {
		if (i)
			buf_ch(&b, ',');
		put_chart(&b, &f->charts.v[i]);
	}
	buf_lit(&b, "],\"tables\":[");
	for (size_t i = 0; i < f->tables.n; i++) {
		if (i)
			buf_ch(&b, ',');
		put_table(&b, &f->tables.v[i]);
	}
	buf_lit(&b, "]}");
	return buf_view(&b);
}

/* --- reading ------------------------------------------------------------------------------------- */

static void read_texts(struct arena *a, const struct json *j, struct strs *out)
{
	for (const struct json *x = j ? j->first : NULL; x; x = x->next)
		VEC_PUSH(a, out, x->text);
}

static void read_table(struct arena *a, const struct json *j, struct circular_table *out)
{
	const struct json *rows = json_get(j, "rows");

	out->id = json_str(j, "id", STR(""));
	out->title = json_str(j, "title", STR(""));
	read_texts(a, json_get(j, "heads"), &out->heads);
	for (const struct json *r = rows ? rows->first : NULL; r; r = r->next)
		read_texts(a, r, VEC_ADD(a, &out->rows));
}

static bool read_bar(const struct json *j, struct circular_bar *out)
{
	int64_t late;

	if (j->n != 4 || !str_to_i64(j->first->next->text, &out->value) ||
		!str_to_i64(j->first->next->next->text, &out->target) ||
		!str_to_i64(j->first->next->next->next->text, &late))
		return false;
	out->label = j->first->text;
	out->late = late != 0;
	return true;
}

enum rc circular_figures_read(
	struct arena *a, struct str text, struct circular_figures *out, struct err *e)
{
	struct json *j;

	*out = (struct circular_figures){0};
	TRY(json_parse(a, text, &j, e));
	const struct json *tables = json_get(j, "tables"), *charts = json_get(j, "charts");
	for (const struct json *t = tables ? tables->first : NULL; t; t = t->next)
		read_table(a, t, VEC_ADD(a, &out->tables));
	for (const struct json *c = charts ? charts->first : NULL; c; c = c->next) {
		struct circular_chart *x = VEC_ADD(a, &out->charts);
		const struct json *items = json_get(c, "items");
		x->id = json_str(c, "id", STR(""));
		x->title = json_str(c, "title", STR(""));
		x->pace_permille = json_i64(c, "pace", -1);
		for (const struct json *i = items ? items->first : NULL; i; i = i->next)
			if (!read_bar(i, VEC_ADD(a, &x->bars)))
				return err_detail(e, RC_DATA, MSG_INTERNAL, "circular: chart");
	}
	return RC_OK;
}

const struct circular_table *circular_table_of(const struct circular_figures *f, struct str id)
{
	for (size_t i = 0; i < f->tables.n; i++)
		if (str_eq(f->tables.v[i].id, id))
			return &f->tables.v[i];
	return NULL;
}

const struct circular_chart *circular_chart_of(const struct circular_figures *f, struct str id)
{
	for (size_t i = 0; i < f->charts.n; i++)
		if (str_eq(f->charts.v[i].id, id))
			return &f->charts.v[i];
	return NULL;
}

/* --- periods ------------------------------------------------------------------------------------- */

struct circular_period circular_period_of(int64_t year, int64_t quarter)
{
	int from = quarter ? (int)quarter * 3 - 2 : 1, to = quarter ? (int)quarter * 3 : 12;

	return (struct circular_period){.year = year, .quarter = quarter,
		.first = {(int16_t)year, (int8_t)from, 1}, .last = date_month_end((int)year, to)};
}

struct circular_period circular_period_before(struct date today, bool year)
{
	int64_t quarter = (today.m - 1) / 3;

	if (year)
		return circular_period_of(today.y - 1, 0);
	return quarter ? circular_period_of(today.y, quarter) : circular_period_of(today.y - 1, 4);
}

struct str circular_period_text(struct arena *a, const struct circular_period *p)
{
	return p->quarter ? str_fmt(a, "%lld-Q%lld", (long long)p->year, (long long)p->quarter)
			  : str_i64(a, p->year);
}

/* Which of the four classes an enterprise is in, and why; the bounds come from the table. */
#include "domain/size.h"

#include "base/buf.h"
#include "base/reftable.h"
#include "base/vec.h"
#include "domain/decimal.h"

enum {
	COL_KEY,
	COL_INDUSTRY,
	COL_CODES,
	COL_INDICATOR,
	COL_LARGE,
	COL_MEDIUM,
	COL_SMALL,
	COL__MAX
};
static const char *const columns[COL__MAX] = {
        "key", "industry", "gbt4754", "indicator", "large_min", "medium_min", "small_min"};

static const struct {
	const char *key, *name, *unit;
} indicators[SIZE_INDICATOR__MAX] = {
        [SIZE_STAFF] = {"staff", "从业人员", "人"},
        [SIZE_REVENUE] = {"revenue", "营业收入", "万元"},
        [SIZE_ASSETS] = {"assets", "资产总额", "万元"},
};

static const char *const names[SIZE__MAX] = {[SIZE_MICRO] = "微型",
        [SIZE_SMALL] = "小型",
        [SIZE_MEDIUM] = "中型",
        [SIZE_LARGE] = "大型"};

const char *size_name(enum size_class c)
{
	return c < SIZE__MAX ? names[c] : "";
}

static enum rc bad_row(const struct reftable *t, size_t row, const char *why, struct err *e)
{
	return err_detail(e, RC_DATA, MSG_REFERENCE_BAD, "size line %zu: %s", t->line[row], why);
}

static bool bound_of(struct str text, int64_t *out)
{
	return str_to_i64(text, out) && *out >= 0 && !mul_overflows(*out, DECIMAL_ONE, out);
}

static enum rc add_bounds(
        struct size_line *line, const struct reftable *t, size_t row, struct err *e)
{
	struct str indicator = reftable_cell(t, row, COL_INDICATOR);
	size_t k = 0;

	while (k < SIZE_INDICATOR__MAX && !str_eqc(indicator, indicators[k].key))
		k++;
	if (k == SIZE_INDICATOR__MAX || line->bounds[k].used)
		return bad_row(t, row, "indicator unknown or given twice", e);
	struct size_bounds *b = &line->bounds[k];
	if (!bound_of(reftable_cell(t, row, COL_LARGE), &b->min[SIZE_LARGE]) ||
	        !bound_of(reftable_cell(t, row, COL_MEDIUM), &b->min[SIZE_MEDIUM]) ||
	        !bound_of(reftable_cell(t, row, COL_SMALL), &b->min[SIZE_SMALL]) ||
	        b->min[SIZE_LARGE] <= b->min[SIZE_MEDIUM] ||
	        b->min[SIZE_MEDIUM] <= b->min[SIZE_SMALL])
		return bad_row(t, row, "bounds are descending whole numbers", e);
	b->used = true;
	return RC_OK;
}

static struct size_line *line_named(struct size_standard *s, struct str key)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].key, key))
			return &s->v[i];
	return NULL;
}

enum rc size_standard_parse(
        struct arena *a, struct str csv, struct size_standard *out, struct err *e)
{
	struct size_standard s = {0};
	struct reftable t;

	TRY(reftable_parse(a, csv, columns, COL__MAX, &t, e));
	s.v = ARENA_NEW_N(a, struct size_line, t.n);
	for (size_t row = 0; row < t.n; row++) {
		struct str key = reftable_cell(&t, row, COL_KEY);
		struct size_line *line = line_named(&s, key);
		if (!line) {
			struct str codes = reftable_cell(&t, row, COL_CODES), code;
			line = &s.v[s.n++];
			line->key = key;
			line->name = reftable_cell(&t, row, COL_INDUSTRY);
			while (str_cut(&codes, ';', &code))
				VEC_PUSH(a, &line->industries, code);
		}
		TRY(add_bounds(line, &t, row, e));
	}
	*out = s;
	return RC_OK;
}

/* The line that names the industry or its nearest ancestor; NULL when none does. */
static const struct size_line *nearest(const struct size_standard *s, const struct industry *i)
{
	for (; i; i = i->parent)
		for (size_t l = 0; l < s->n; l++)
			for (size_t c = 0; c < s->v[l].industries.n; c++)
				if (str_eq(s->v[l].industries.v[c], i->code))
					return &s->v[l];
	return NULL;
}

static bool has_children(const struct industries *all, const struct industry *i)
{
	for (size_t k = 0; k < all->n; k++)
		if (all->v[k].parent == i)
			return true;
	return false;
}

enum rc size_line_of(const struct size_standard *s, const struct industries *all,
        const struct industry *i, const struct size_line **out, struct err *e)
{
	const struct size_line *line = NULL;
	bool first = true;

	for (size_t k = 0; k < all->n; k++) {
		const struct industry *part = &all->v[k];
		if (!industry_within(part, i->code) || (part->level < 4 && has_children(all, part)))
			continue;
		const struct size_line *its = nearest(s, part);
		if (!first && its != line) {
			err_field(e, RC_INVALID, MSG_SIZE_AMBIGUOUS, "industry");
			return err_arg(e, 0, i->code), err_arg(e, 1, i->name);
		}
		line = its;
		first = false;
	}
	if (!line) {
		err_field(e, RC_INVALID, MSG_SIZE_NO_LINE, "industry");
		return err_arg(e, 0, i->code), err_arg(e, 1, i->name);
	}
	*out = line;
	return RC_OK;
}

enum rc size_classify(const struct size_line *line, const struct size_facts *f,
        struct size_result *out, struct err *e)
{
	struct size_result r = {.size = SIZE_LARGE, .line = line};

	for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++) {
		const struct size_bounds *b = &line->bounds[k];
		if (!b->used)
			continue;
		if (!f->has[k] || f->value[k] < 0) {
			err_field(e, RC_INVALID, MSG_SIZE_NEEDS, indicators[k].key);
			return err_arg(e, 0, line->name), err_arg(e, 1, str_c(indicators[k].name));
		}
		enum size_class c = SIZE_LARGE;
		while (c > SIZE_MICRO && f->value[k] < b->min[c])
			c--;
		r.of[k] = c;
		r.size = MIN_OF(r.size, c);
	}
	*out = r;
	return RC_OK;
}

struct str size_explain(struct arena *a, const struct size_result *r, const struct size_facts *f)
{
	const char *between = "：";
	struct buf b;

	buf_init(&b, a, 2048);
	buf_str(&b, r->line->name);
	for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++) {
		const struct size_bounds *bounds = &r->line->bounds[k];
		if (!bounds->used)
			continue;
		enum size_class c = r->of[k];
		bool micro = c == SIZE_MICRO;
		buf_c(&b, between);
		between = "，";
		buf_c(&b, indicators[k].name);
		decimal_put(&b, f->value[k]);
		buf_c(&b, indicators[k].unit);
		buf_c(&b, micro ? "，低于" : "，达到");
		buf_c(&b, names[micro ? SIZE_SMALL : c]);
		buf_c(&b, "下限");
		decimal_put(&b, bounds->min[micro ? SIZE_SMALL : c]);
		buf_c(&b, indicators[k].unit);
	}
	buf_c(&b, "；各项指标须同时达到下限，故为");
	buf_c(&b, names[r->size]);
	return buf_view(&b);
}

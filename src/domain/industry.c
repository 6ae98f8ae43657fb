/* The classification as a tree, so that every other rule may name any level of it. */
#include "domain/industry.h"

#include "base/reftable.h"

enum { COL_CODE, COL_LEVEL, COL_NAME, COL_PARENT, COL__MAX };
static const char *const columns[COL__MAX] = {"code", "level", "name", "parent_code"};

static enum rc bad_row(const struct reftable *t, size_t row, const char *why, struct err *e)
{
	return err_detail(
	        e, RC_DATA, MSG_REFERENCE_BAD, "industries line %zu: %s", t->line[row], why);
}

static enum rc add_row(struct industries *all, const struct reftable *t, size_t row, struct err *e)
{
	struct industry *i = &all->v[row];
	struct str parent = reftable_cell(t, row, COL_PARENT);
	int64_t level;

	i->code = reftable_cell(t, row, COL_CODE);
	i->name = reftable_cell(t, row, COL_NAME);
	if (!str_to_i64(reftable_cell(t, row, COL_LEVEL), &level) || level < 1 || level > 4)
		return bad_row(t, row, "level is 1 to 4", e);
	i->level = (int)level;
	if (level > 1) {
		i->parent = map_get(&all->by_code, parent);
		if (!i->parent || i->parent->level != level - 1)
			return bad_row(t, row, "parent missing, later, or of another level", e);
	} else if (parent.n) {
		return bad_row(t, row, "a section has no parent", e);
	}
	if (i->code.n == 0 || map_put(&all->by_code, i->code, i))
		return bad_row(t, row, "code empty or given twice", e);
	return RC_OK;
}

enum rc industries_parse(struct arena *a, struct str csv, struct industries *out, struct err *e)
{
	struct industries all = {0};
	struct reftable t;

	TRY(reftable_parse(a, csv, columns, COL__MAX, &t, e));
	all.v = ARENA_NEW_N(a, struct industry, t.n);
	map_init(&all.by_code, a);
	for (size_t row = 0; row < t.n; row++)
		TRY(add_row(&all, &t, row, e));
	all.n = t.n;
	*out = all;
	return RC_OK;
}

const struct industry *industries_find(const struct industries *all, struct str code)
{
	char upper[8];
	bool lettered = code.n > 1 && (code.p[0] < '0' || code.p[0] > '9');

	if (code.n == 0 || code.n > 5)
		return NULL;
	for (size_t i = 0; i < code.n; i++)
		upper[i] =
		        code.p[i] >= 'a' && code.p[i] <= 'z' ? (char)(code.p[i] - 32) : code.p[i];
	struct str wanted = {upper + lettered, code.n - lettered};
	if (lettered && (wanted.p[0] < '0' || wanted.p[0] > '9'))
		return NULL;
	const struct industry *found = map_get(&all->by_code, wanted);
	if (found && lettered && !str_eq(industry_section(found)->code, (struct str){upper, 1}))
		return NULL;
	return found;
}

bool industry_within(const struct industry *i, struct str ancestor)
{
	for (; i; i = i->parent)
		if (str_eq(i->code, ancestor))
			return true;
	return false;
}

const struct industry *industry_section(const struct industry *i)
{
	while (i->parent)
		i = i->parent;
	return i;
}

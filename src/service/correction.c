/* What may be changed in a returned file is decided here alone, for fields and for documents. */
#include "service/correction.h"

/* "revenue", "revenue.2022", "revenue.y1" */
static void fact_of(struct str ref, int evaluation_year, struct correction *c)
{
	struct str rest = ref, name;
	int64_t n;

	(void)!str_cut(&rest, '.', &name);
	c->fact = fact_find(name);
	if (!rest.n)
		return;
	if (rest.p[0] == 'y' && str_to_i64(str_sub(rest, 1, rest.n), &n) && n >= 0 && n < FACTS_BACK)
		c->year = evaluation_year - (int)n;
	else if (!fact_year_parse(rest, &c->year))
		c->fact = -1;
}

enum rc corrections_load(
	struct db *db, const struct application_file *f, struct corrections *out, struct err *e)
{
	struct q_fix_items_list rows;
	struct corrections list = {0};

	TRY(q_fix_items(db, &(struct q_fix_items_in){.application_id = f->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct correction *c = VEC_ADD(db_arena(db), &list);
		*c = (struct correction){.id = rows.v[i].id,
			.kind = rows.v[i].kind,
			.ref = rows.v[i].ref,
			.reason_code = rows.v[i].reason_code,
			.note = rows.v[i].note,
			.fact = -1};
		if (str_eqc(c->kind, "fact"))
			fact_of(c->ref, f->year, c);
	}
	*out = list;
	return RC_OK;
}

bool correction_opens_fact(const struct corrections *c, size_t fact, int year)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].fact == (int)fact && (c->v[i].year == 0 || c->v[i].year == year))
			return true;
	return c->n == 0;
}

bool correction_opens_slot(const struct corrections *c, struct str slot)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eqc(c->v[i].kind, "slot") && str_eq(c->v[i].ref, slot))
			return true;
	return c->n == 0;
}

bool correction_opens_profile(const struct corrections *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eqc(c->v[i].kind, "profile"))
			return true;
	return c->n == 0;
}

bool correction_opens_report(const struct corrections *c, struct str section)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eqc(c->v[i].kind, "report") && str_eq(c->v[i].ref, section))
			return true;
	return c->n == 0;
}

enum rc application_open(const struct application_file *f, struct err *e)
{
	if (state_editable(f->state))
		return RC_OK;
	err_set(e, RC_STATE, MSG_APPLICATION_LOCKED);
	return err_arg(e, 0, str_c(state_word(f->state)));
}

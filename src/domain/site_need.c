/* Compulsory visits are data: a year's document names its cases, this file only evaluates them. */
#include "domain/site_need.h"

static enum rc holds(struct arena *a, const struct trigger *t, const struct site_case *c, bool *out,
	struct err *e)
{
	static const struct expr_scope scope = {0};
	const struct expr *x = NULL;

	if (str_eqc(t->when, "first_time")) {
		*out = c->first_time;
		return RC_OK;
	}
	if (str_eqc(t->when, "sanction_3y")) {
		*out = c->sanctioned;
		return RC_OK;
	}
	TRY(expr_parse(a, t->when, EXPR_BOOL, &scope, &x, e));
	struct expr_env env = {.facts = c->facts};
	*out = c->facts && expr_holds(&env, x) != TRI_FALSE;
	return RC_OK;
}

enum rc site_reasons_of(struct arena *a, const struct stage *s, const struct site_case *c,
	struct site_reasons *out, struct err *e)
{
	*out = (struct site_reasons){0};
	for (size_t i = 0; i < s->triggers_n; i++) {
		bool yes = false;
		TRY(holds(a, &s->triggers[i], c, &yes, e));
		if (yes)
			VEC_PUSH(a, out, &s->triggers[i]);
	}
	return RC_OK;
}

enum rc site_triggers_check(struct arena *a, const struct stage *s, struct err *e)
{
	static const struct site_case nothing = {0};
	struct site_reasons ignored;

	return site_reasons_of(a, s, &nothing, &ignored, e);
}

int64_t site_share(int64_t n, int64_t percent)
{
	return (n * percent + 99) / 100;
}

/* Small readings of procedures that several public pages show. */
#include "page/public.h"

#include "page/common.h"
#include "base/vec.h"
#include "domain/edition.h"

/* An edition by its id; else the programme's, of the body that comes first. */
const struct procedure *public_procedure(struct ctx *c, struct str key)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct edition_query q = {.programme = key, .day = date_of_instant(c->now)};
	struct edition_answer found;

	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		if (str_eq(p->id, key))
			return p;
		if (!q.body.n && str_eq(p->programme, key) && procedure_in_force(p, q.day))
			q.body = p->body;
	}
	return q.body.n && edition_for(list->procedures, list->procedures_n, &q, &found)
		       ? found.procedure
		       : NULL;
}

size_t public_procedures(struct ctx *c, const struct procedure ***out)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	const struct procedure **v = ARENA_NEW_N(c->a, const struct procedure *, list->procedures_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < list->procedures_n; i++)
		if (procedure_in_force(list->procedures[i], date_of_instant(c->now)))
			v[n++] = list->procedures[i];
	*out = v;
	return n;
}

struct str public_basis(struct ctx *c, const struct basis *b)
{
	struct date d;
	struct str text = str_fmt(c->a, "《%.*s》", STR_ARG(b->title));

	if (b->number.n)
		text = str_fmt(c->a, "%.*s（%.*s）", STR_ARG(text), STR_ARG(b->number));
	else if (date_parse(b->dated, &d))
		text = str_fmt(c->a, "%.*s（%.*s）", STR_ARG(text), STR_ARG(date_prose(c->a, d)));
	return text;
}

/* Small readings of procedures that several public pages show. */
#include "page/public.h"

#include "page/common.h"
#include "base/vec.h"

static bool in_force(const struct procedure *p, struct str today)
{
	return str_cmp(p->legal_from, today) <= 0 &&
	       (!p->legal_to.n || str_cmp(p->legal_to, today) >= 0);
}

const struct procedure *public_procedure(struct ctx *c, struct str programme)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules);
	struct str today = date_str(c->a, date_of_instant(c->now));
	const struct procedure *best = NULL;

	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		if (str_eq(p->programme, programme) && in_force(p, today) &&
			(!best || str_cmp(p->legal_from, best->legal_from) > 0))
			best = p;
	}
	return best;
}

size_t public_procedures(struct ctx *c, const struct procedure ***out)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules);
	const struct procedure **v = ARENA_NEW_N(c->a, const struct procedure *, list->procedures_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = public_procedure(c, list->procedures[i]->programme);
		bool seen = !p;

		for (size_t k = 0; k < n; k++)
			seen = seen || v[k] == p;
		if (!seen)
			v[n++] = p;
	}
	*out = v;
	return n;
}

const char *public_weekday(struct date d)
{
	static const char *const words[] = {"", "一", "二", "三", "四", "五", "六", "日"};
	int w = date_weekday(d);

	return w >= 1 && w <= 7 ? words[w] : "";
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

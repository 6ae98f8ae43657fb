/* 请核对: figures that are possible but rare, most often a slip of the unit or of a column. Asked before
 * signing, answered with a note or a correction; never a refusal.
 */
#include "service/filing.h"

#include "domain/decimal.h"

enum unusual_kind {
	GROWTH_ABOVE, /* this year over last by more than `percent` */
	GROWTH_BELOW, /* … under last by more than `percent` */
	SHARE_ABOVE,  /* `fact` more than `percent` of `of` in the same year */
};

static const struct unusual {
	enum unusual_kind kind;
	size_t fact, of;
	int64_t percent;
} table[] = {
	{GROWTH_ABOVE, FACT_REVENUE, FACT_REVENUE, 200},
	{GROWTH_BELOW, FACT_REVENUE, FACT_REVENUE, 50},
	{GROWTH_ABOVE, FACT_MAIN_REVENUE, FACT_MAIN_REVENUE, 200},
	{GROWTH_BELOW, FACT_MAIN_REVENUE, FACT_MAIN_REVENUE, 50},
	{SHARE_ABOVE, FACT_RD_EXPENSE, FACT_REVENUE, 50},
	{SHARE_ABOVE, FACT_TOTAL_LIABILITIES, FACT_TOTAL_ASSETS, 100},
	{SHARE_ABOVE, FACT_EQUITY_FINANCING, FACT_TOTAL_ASSETS, 100},
};

/* v ÷ base against percent, exactly: both below 10^18, so the products need 128 bits. */
static bool above(int64_t v, int64_t base, int64_t percent)
{
	return (i128)v * 100 > (i128)base * percent;
}

static struct str sentence(struct arena *a, const struct facts *f, const struct unusual *u)
{
	const struct fact *x = fact_at(u->fact);
	struct str now = fact_show(a, u->fact, facts_get(f, u->fact, 1));
	struct str was = fact_show(a, u->fact, facts_get(f, u->fact, 2));

	switch (u->kind) {
	case GROWTH_ABOVE:
		return str_fmt(a, "%.*s从 %d 年的 %.*s增加到 %d 年的 %.*s，增幅超过 %lld%%，请核对单位和年度",
			STR_ARG(x->name), f->year - 2, STR_ARG(was), f->year - 1, STR_ARG(now),
			(long long)u->percent);
	case GROWTH_BELOW:
		return str_fmt(a, "%.*s从 %d 年的 %.*s减少到 %d 年的 %.*s，降幅超过 %lld%%，请核对单位和年度",
			STR_ARG(x->name), f->year - 2, STR_ARG(was), f->year - 1, STR_ARG(now),
			(long long)u->percent);
	case SHARE_ABOVE:
		break;
	}
	struct str of = fact_show(a, u->of, facts_get(f, u->of, 1));
	return str_fmt(a, "%d 年%.*s %.*s超过%.*s %.*s的 %lld%%，请核对", f->year - 1, STR_ARG(x->name),
		STR_ARG(now), STR_ARG(fact_at(u->of)->name), STR_ARG(of), (long long)u->percent);
}

static bool applies(const struct facts *f, const struct unusual *u)
{
	struct fact_value now = facts_get(f, u->fact, 1);
	struct fact_value other = facts_get(f, u->of, u->kind == SHARE_ABOVE ? 1 : 2);

	if (now.state != FACT_KNOWN || other.state != FACT_KNOWN || other.v <= 0)
		return false;
	switch (u->kind) {
	case GROWTH_ABOVE:
		return above(now.v, other.v, 100 + u->percent);
	case GROWTH_BELOW:
		return !above(now.v, other.v, 100 - u->percent) &&
			(i128)now.v * 100 != (i128)other.v * (100 - u->percent);
	case SHARE_ABOVE:
		return above(now.v, other.v, u->percent);
	}
	return false;
}

static bool asks(const struct standard *s, size_t fact)
{
	for (size_t i = 0; i < s->facts.n; i++)
		if (s->facts.v[i].fact == fact)
			return true;
	return false;
}

void facts_unusual(struct arena *a, const struct standard *s, const struct facts *facts,
	struct strs *out)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (asks(s, table[i].fact) && asks(s, table[i].of) && applies(facts, &table[i]))
			VEC_PUSH(a, out, sentence(a, facts, &table[i]));
}

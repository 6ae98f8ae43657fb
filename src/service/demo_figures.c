/* One table of shares and answers, in which every standard finds what it asks. */
#include "service/demo_figures.h"

#include "service/lists.h"

#define HONOUR_DAYS 400 /* granted so long before, valid so long after */

static const struct {
	enum fact_id fact;
	int64_t permille; /* of the revenue */
} shares[] = {
	{FACT_REVENUE, 1000},
	{FACT_MAIN_REVENUE, 950},
	{FACT_TOTAL_ASSETS, 900},
	{FACT_TOTAL_LIABILITIES, 360},
	{FACT_NET_PROFIT, 110},
	{FACT_COST_EXPENSE, 800},
	{FACT_RD_EXPENSE, 120},
};
static const struct {
	enum fact_id fact;
	const char *typed;
} others[] = {
	{FACT_EQUITY_FINANCING, "0"}, {FACT_MARKET_YEARS, "6"}, {FACT_SEI_FIELD, "是"}, {FACT_IP_HIGH, "1"},
	{FACT_IP_CLASS1_OWN, "4"}, {FACT_IP_CLASS1, "4"}, {FACT_IP_CLASS2, "0"}, {FACT_IP_CLASS1_APPLIED, "4"},
	{FACT_IP115_CLASS1, "4"}, {FACT_IP115_CLASS2, "0"}, {FACT_IP2026_CLASS1_APPLIED, "4"},
	{FACT_INSTITUTION_LEVEL, "city"}, {FACT_INSTITUTION_ANY, "是"}, {FACT_FIELD_LEVEL, "gap"},
	{FACT_DIGITAL_LEVEL, "3"}, {FACT_QUALITY_CERTIFIED, "是"}, {FACT_OWN_BRAND, "是"}, {FACT_CORE_SYSTEMS, "2"},
	{FACT_MARKET_SHARE, "15"}, {FACT_MARKET_RANK, "2"}, {FACT_MARKET_POSITION_OK, "是"},
	{FACT_REPUTATION_OK, "是"}, {FACT_CHAIN_KEY, "是"}, {FACT_KEY_FIELD, "是"},
	{FACT_DEVELOPMENT_SCORE, "75"}, {FACT_LOCAL_POINTS, "10"}, {FACT_RD_BASIS, "revenue"},
};

/* It stays an SME, and within the 2 亿元 of who is technology-based. */
static int64_t revenue_of(const struct demo_figures *f, int year)
{
	int64_t v = f->base;

	for (int y = 2018; y < year; y++)
		v += v / 16;
	return v / 100 * 100;
}

static struct str money(struct arena *a, int64_t hundredths)
{
	return str_fmt(a, "%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100));
}

static void people(struct arena *a, const struct demo_figures *f, struct demo_answers *out)
{
	for (size_t back = 0; back < 4; back++) {
		out->fact[FACT_STAFF][back] = str_i64(a, f->staff);
		out->fact[FACT_TECH_STAFF][back] = str_i64(a, f->staff / 2);
		out->fact[FACT_RD_STAFF][back] = str_i64(a, f->staff * 3 / 8);
	}
}

void demo_figures_answer(struct arena *a, const struct demo_figures *f, int year, struct demo_answers *out)
{
	*out = (struct demo_answers){0};
	for (size_t i = 0; i < FACT__MAX; i++) {
		bool plain = fact_at(i)->type == FACT_NUMBER || fact_at(i)->type == FACT_INTEGER;
		for (size_t back = 0; back < 4; back++)
			out->fact[i][back] = plain ? STR("0")
					     : fact_at(i)->type == FACT_BOOL ? STR("否")
									     : STR("");
	}
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		for (size_t back = 0; back < 4; back++)
			out->fact[others[i].fact][back] = str_c(others[i].typed);
	people(a, f, out);
	for (size_t i = 0; i < ARRAY_LEN(shares); i++)
		for (int back = 1; back < 4; back++) {
			int64_t v = revenue_of(f, year - back) * shares[i].permille / 1000;
			out->fact[shares[i].fact][back] = money(a, v);
		}
}

/* A little more of the year's business is done in its later months. */
static int64_t year_so_far(int64_t v, int months)
{
	return v * months * (88 + months) / 1200;
}

struct str demo_figures_survey(struct arena *a, const struct demo_figures *f, struct str question, struct date on)
{
	int fact = fact_find(question);
	struct demo_answers all;

	for (size_t i = 0; i < ARRAY_LEN(shares); i++)
		if ((int)shares[i].fact == fact)
			return money(a, year_so_far(revenue_of(f, on.y) * shares[i].permille / 1000, on.m - 1));
	if (fact < 0)
		return str_none();
	demo_figures_answer(a, f, on.y, &all);
	return all.fact[fact][0];
}

void demo_figures_update(struct arena *a, const struct demo_figures *f, int year, struct answer **out, size_t *n)
{
	static const enum fact_id of_people[] = {FACT_STAFF, FACT_TECH_STAFF, FACT_RD_STAFF};
	struct demo_answers all;
	enum fact_id asked[ARRAY_LEN(shares) + ARRAY_LEN(others) + ARRAY_LEN(of_people)];
	size_t k = 0;

	for (size_t i = 0; i < ARRAY_LEN(shares); i++)
		asked[k++] = shares[i].fact;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		asked[k++] = others[i].fact;
	for (size_t i = 0; i < ARRAY_LEN(of_people); i++)
		asked[k++] = of_people[i];
	demo_figures_answer(a, f, year, &all);
	*out = ARENA_NEW_N(a, struct answer, k);
	*n = 0;
	for (size_t i = 0; i < k; i++)
		if (fact_at(asked[i])->yearly)
			(*out)[(*n)++] = (struct answer){.fact = asked[i], .year = year - 1, .typed = all.fact[asked[i]][1]};
}

bool demo_figures_counts_years(const struct procedure *p)
{
	const struct json *list = json_get(p->json, "derived");

	for (const struct json *j = list ? list->first : NULL; j; j = j->next)
		if (j->type == JSON_STRING && str_eqc(j->text, "rd-projects"))
			return true;
	return false;
}

enum rc demo_figures_year(struct demo *d, const struct demo_enterprise *en, const struct demo_figures *f, int year,
	int64_t at, struct err *e)
{
	struct actor who = demo_filler(en);
	struct tx tx = demo_tx(d, &who, at);
	struct demo_answers answers;

	if (!demo_figures_counts_years(d->procedure))
		return RC_OK;
	demo_figures_answer(d->a, f, year, &answers);
	struct project_add project = {
		.year = year - 1, .name = en->trade->product, .expense = answers.fact[FACT_RD_EXPENSE][1]};
	struct quarters_save quarters = {.year = year - 1};
	struct products_save products = {.year = year - 1, .name = {en->trade->product},
		.field = {STR_INIT("先进制造与自动化")}};
	for (size_t q = 0; q < 4; q++)
		for (size_t k = 0; k < 4; k++)
			quarters.typed[q][k] = str_i64(d->a, k < 2 ? f->staff : f->staff / 2);
	TRY(project_add(&tx, &project, e));
	TRY(quarters_save(&tx, &quarters, e));
	return products_save(&tx, &products, e);
}

enum rc demo_figures_honours(struct demo *d, const struct demo_enterprise *en, const char *word, int64_t at,
	struct err *e)
{
	static const char *const kinds[] = {"quality_system", "institution"};
	struct date day = date_of_instant(at);
	struct actor who = demo_filler(en);
	struct tx tx = demo_tx(d, &who, at);

	for (size_t i = 0; i < ARRAY_LEN(kinds) && json_get(d->procedure->json, "derived"); i++) {
		struct list_item_save uc = {.list = COUNT_HONOURS, .kind = str_c(kinds[i]),
			.v = {.title = str_fmt(d->a, "%.*s（%s）", STR_ARG(en->trade->product), word),
				.number = str_fmt(d->a, "%s%.*s-%zu", word, STR_ARG(str_sub(en->uscc, 8, 10)), i),
				.level = STR("city"), .rank = STR("1"),
				.granted_on = date_str(d->a, date_add(day, -HONOUR_DAYS)),
				.valid_until = date_str(d->a, date_add_years(day, 12))}};
		TRY(list_item_save(&tx, &uc, e));
	}
	return RC_OK;
}

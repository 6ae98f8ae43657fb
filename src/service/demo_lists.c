/* Facts that a procedure counts cannot be typed, by nobody: the invented enterprises list what they have. */
#include "service/demo_lists.h"

#include "service/lists.h"

/* More of the second class than any band asks for would only make the demonstration slow. */
#define CLASS2_MOST 4

struct lister {
	struct demo *d;
	const struct demo_enterprise *en;
	struct tx tx;
	int64_t n; /* items so far: their numbers differ */
};

static int64_t wished(const struct demo_answers *answers, enum fact_id f)
{
	int64_t n = 0;

	return str_to_i64(answers->fact[f][0], &n) ? n : 0;
}

static struct str years_ago(struct lister *l, int years)
{
	struct date d = date_add_years(date_of_instant(l->tx.now), -years);

	return date_str(l->d->a, date_add(d, (int)(-11 * l->n)));
}

static enum rc put(struct lister *l, enum count_list list, const char *kind, struct list_values v,
	struct err *e)
{
	struct list_item_save uc = {.list = list, .kind = str_c(kind), .v = v};

	uc.v.number = str_fmt(l->d->a, "演示%.*s-%lld",
		STR_ARG(str_sub(l->en->uscc, 8, l->en->uscc.n)), (long long)++l->n);
	return list_item_save(&l->tx, &uc, e);
}

static enum rc inventions(struct lister *l, const struct demo_answers *answers, struct err *e)
{
	int64_t all = wished(answers, FACT_IP_CLASS1), own = wished(answers, FACT_IP_CLASS1_OWN),
		high = wished(answers, FACT_IP_HIGH);

	for (int64_t i = 0; i < all; i++) {
		struct list_values v = {.rank = STR("1"),
			.title = str_fmt(l->d->a, "一种%.*s（演示 %lld）",
				STR_ARG(l->en->trade->product), (long long)(i + 1)),
			.granted_on = years_ago(l, 4),
			.obtained = i < own ? STR("own") : STR("transfer"),
			.transferred_on = i < own ? STR("") : years_ago(l, 2),
			.ground = i < high ? STR("1") : STR(""),
			.related = true, .applied = true};
		TRY(put(l, COUNT_IP, "invention", v, e));
	}
	return RC_OK;
}

static enum rc second_class(struct lister *l, const struct demo_answers *answers, struct err *e)
{
	int64_t all = MIN_OF(wished(answers, FACT_IP_CLASS2), (int64_t)CLASS2_MOST);

	for (int64_t i = 0; i < all; i++) {
		bool model = i % 2 == 0;
		struct list_values v = {.rank = STR("1"),
			.title = str_fmt(l->d->a, "%.*s%s（演示 %lld）",
				STR_ARG(l->en->trade->product), model ? "结构" : "控制软件",
				(long long)(i + 1)),
			.granted_on = years_ago(l, 3), .obtained = STR("own"), .related = true};
		TRY(put(l, COUNT_IP, model ? "utility_model" : "software", v, e));
	}
	return RC_OK;
}

static enum rc honours(struct lister *l, const struct demo_answers *answers, struct err *e)
{
	int64_t award = wished(answers, FACT_AWARD_PROVINCIAL_RANK_3Y);

	if (award) {
		struct list_values v = {.title = STR("省级科学技术奖（演示）"),
			.rank = str_i64(l->d->a, award), .granted_on = years_ago(l, 1)};
		TRY(put(l, COUNT_HONOURS, "provincial_award", v, e));
	}
	if (str_eqc(answers->fact[FACT_HIGHTECH_VALID][0], "是")) {
		struct list_values v = {.title = STR("高新技术企业（演示）"),
			.granted_on = years_ago(l, 1), .valid_until = years_ago(l, -1)};
		TRY(put(l, COUNT_HONOURS, "hightech", v, e));
	}
	return RC_OK;
}

/* What is not listed is declared: an empty list alone says nothing. */
static enum rc none(struct lister *l, enum count_list list, int64_t before, struct err *e)
{
	struct list_declare_none uc = {.list = list};

	return l->n > before ? RC_OK : list_declare_none(&l->tx, &uc, e);
}

enum rc demo_lists(struct demo *d, const struct demo_enterprise *en, const struct demo_answers *answers,
	int64_t at, struct err *e)
{
	struct actor who = demo_filler(en);
	struct lister l = {.d = d, .en = en, .tx = demo_tx(d, &who, at)};
	int64_t before;

	if (!json_get(d->procedure->json, "derived"))
		return RC_OK;
	TRY(inventions(&l, answers, e));
	TRY(second_class(&l, answers, e));
	TRY(none(&l, COUNT_IP, 0, e));
	before = l.n;
	TRY(honours(&l, answers, e));
	return none(&l, COUNT_HONOURS, before, e);
}

/* Every reason names the item's own date and the day from which it would count. */
#include "domain/count_test.h"

static struct date later(struct date d, int64_t years)
{
	return date_add_years(d, (int)years);
}

int count_level(struct str level)
{
	size_t n;
	const struct fact_word *words = fact_words(FACT_INSTITUTION_LEVEL, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].id, level))
			return (int)i;
	return -1;
}

static struct str dated(struct arena *a, const char *before, struct date d, const char *after)
{
	return str_fmt(a, "%s%.*s%s", before, STR_ARG(date_str(a, d)), after);
}

static bool in_force(struct arena *a, const struct count_item *it, struct date as_of, struct str *why)
{
	if (date_is_none(it->granted_on))
		*why = STR("没有填写取得日期");
	else if (date_cmp(it->granted_on, as_of) > 0)
		*why = dated(a, "取得日期为 ", it->granted_on, "，届时起计入");
	else if (!date_is_none(it->valid_until) && date_cmp(it->valid_until, as_of) < 0)
		*why = dated(a, "已于 ", it->valid_until, " 到期");
	else
		return true;
	return false;
}

static bool transferred_for(struct arena *a, const struct count_item *it, int64_t years,
	struct date as_of, struct str *why)
{
	if (!it->transferred)
		return true;
	if (date_is_none(it->transferred_on)) {
		*why = STR("系转让取得，没有填写转让日期");
		return false;
	}
	struct date from = later(it->transferred_on, years);
	if (date_cmp(from, as_of) <= 0)
		return true;
	*why = str_fmt(a, "转让未满 %lld 年（%.*s 转入，%.*s 起计入）", (long long)years,
		STR_ARG(date_str(a, it->transferred_on)), STR_ARG(date_str(a, from)));
	return false;
}

static bool kept_over(struct arena *a, const struct count_item *it, int64_t years,
	struct date as_of, struct str *why)
{
	if (date_is_none(it->granted_on)) {
		*why = STR("没有填写授权日期");
		return false;
	}
	struct date full = later(it->granted_on, years);
	if (date_cmp(full, as_of) < 0)
		return true;
	*why = str_fmt(a, "授权后维持未超过 %lld 年（%.*s 授权，%.*s 起计入）", (long long)years,
		STR_ARG(date_str(a, it->granted_on)), STR_ARG(date_str(a, date_add(full, 1))));
	return false;
}

static bool within(struct arena *a, const struct count_item *it, int64_t years, struct date as_of,
	struct str *why)
{
	if (date_is_none(it->granted_on))
		*why = STR("没有填写取得日期");
	else if (date_cmp(it->granted_on, as_of) > 0)
		*why = dated(a, "取得日期为 ", it->granted_on, "，届时起计入");
	else if (date_cmp(later(it->granted_on, years), as_of) < 0)
		*why = str_fmt(a, "取得日期 %.*s 不在近 %lld 年内",
			STR_ARG(date_str(a, it->granted_on)), (long long)years);
	else
		return true;
	return false;
}

static bool ranked(struct arena *a, const struct count_item *it, int64_t most, struct str *why)
{
	if (it->rank < 1)
		*why = STR("没有填写排名");
	else if (most && it->rank > most)
		*why = str_fmt(a, "排名第 %lld，不在前 %lld 名", (long long)it->rank, (long long)most);
	else
		return true;
	return false;
}

/* A yes or no of the item, with the words for no. */
static bool said(const struct count_test *t, const struct count_item *it, struct str *why)
{
	const struct {
		bool holds;
		struct str no;
	} answers[COUNT_TEST__MAX] = {
		[COUNT_TEST_RELATED] = {it->related, STR_INIT("未标明与主导产品（服务）相关")},
		[COUNT_TEST_APPLIED] = {it->applied, STR_INIT("未标明已实际应用并产生经济效益")},
		[COUNT_TEST_OWN] = {!it->transferred, STR_INIT("系转让取得")},
		[COUNT_TEST_LEVEL] = {count_level(it->level) >= t->n, STR_INIT("级别不够")},
		[COUNT_TEST_GROUND] = {it->ground >= 0 && it->ground < 32 &&
				(t->grounds >> it->ground & 1U) != 0,
			STR_INIT("没有该项高价值情形")},
		[COUNT_TEST_NUMBERED] = {it->numbered, STR_INIT("没有填写证书编号")},
		[COUNT_TEST_UNTIL_GIVEN] = {!date_is_none(it->valid_until), STR_INIT("没有填写有效期")},
	};

	*why = answers[t->id].no;
	return answers[t->id].holds;
}

static bool concerns(const struct count_test *t, const struct count_item *it)
{
	for (size_t i = 0; i < t->kinds.n; i++)
		if (str_eq(t->kinds.v[i], it->kind))
			return true;
	return t->kinds.n == 0;
}

static bool plain_holds(struct arena *a, const struct count_test *t, const struct count_item *it,
	struct date as_of, struct str *why)
{
	if (!concerns(t, it))
		return true;
	if (t->id == COUNT_TEST_IN_FORCE)
		return in_force(a, it, as_of, why);
	if (t->id == COUNT_TEST_TRANSFERRED_FOR)
		return transferred_for(a, it, t->n, as_of, why);
	if (t->id == COUNT_TEST_KEPT_OVER)
		return kept_over(a, it, t->n, as_of, why);
	if (t->id == COUNT_TEST_WITHIN)
		return within(a, it, t->n, as_of, why);
	if (t->id == COUNT_TEST_RANK)
		return ranked(a, it, t->n, why);
	return said(t, it, why);
}

bool count_test_holds(struct arena *a, const struct count_test *t, const struct count_item *item,
	struct date as_of, struct str *why)
{
	if (t->id != COUNT_TEST_ANY)
		return plain_holds(a, t, item, as_of, why);
	for (size_t i = 0; i < t->any.n; i++)
		if (plain_holds(a, &t->any.v[i], item, as_of, why))
			return true;
	*why = t->otherwise;
	return false;
}

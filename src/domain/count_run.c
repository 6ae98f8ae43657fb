/* From listed items to facts, with every item's reason. */
#include "domain/count_test.h"

#include "domain/decimal.h"

static bool of_kind(const struct count_rule *r, const struct count_item *it)
{
	for (size_t i = 0; i < r->kinds.n; i++)
		if (str_eq(r->kinds.v[i], it->kind))
			return true;
	return false;
}

static void judge(struct arena *a, const struct count_rule *r, const struct count_item *it,
	struct date as_of, struct counted_line *line)
{
	line->counts = true;
	line->why = STR("计入");
	for (size_t i = 0; line->counts && i < r->tests.n; i++)
		line->counts = count_test_holds(a, &r->tests.v[i], it, as_of, &line->why);
	if (line->counts)
		line->why = STR("计入");
}

/* Lines of the rule's kinds; returns how many count. */
static size_t judge_all(struct arena *a, const struct count_rule *r, const struct count_input *in,
	struct date as_of, struct counted *out)
{
	size_t n = 0;

	for (size_t i = 0; i < in->items_n; i++) {
		if (!of_kind(r, &in->items[i]))
			continue;
		struct counted_line *line = VEC_ADD(a, &out->lines);
		line->item = i;
		judge(a, r, &in->items[i], as_of, line);
		n += line->counts;
	}
	return n;
}

static int64_t best_of(const struct count_rule *r, const struct count_input *in,
	const struct counted *c)
{
	int64_t best = 0;

	for (size_t i = 0; i < c->lines.n; i++) {
		const struct count_item *it = &in->items[c->lines.v[i].item];
		int64_t v = r->value == COUNT_BEST_LEVEL ? count_level(it->level) : it->rank;
		if (!c->lines.v[i].counts)
			continue;
		if (r->value == COUNT_BEST_LEVEL ? v > best : best == 0 || v < best)
			best = v;
	}
	return best;
}

static void run_items(struct arena *a, const struct count_rule *r, const struct count_input *in,
	struct date as_of, struct counted *out)
{
	size_t n = judge_all(a, r, in, as_of, out);

	if (in->items_n == 0 && !in->nothing) {
		out->sentence = STR("清单还是空的：请逐项登记，没有的请声明“没有”");
		return;
	}
	out->value.state = FACT_KNOWN;
	out->sentence = in->items_n == 0 ? STR("已声明没有")
		: out->lines.n == 0	 ? STR("清单中没有这一类")
		: str_fmt(a, "清单中这一类有 %zu 项，%zu 项计入", out->lines.n, n);
	if (r->value == COUNT_COUNT)
		out->value.v = (int64_t)n * DECIMAL_ONE;
	else if (r->value == COUNT_EXISTS)
		out->value.v = n > 0;
	else if (r->value == COUNT_BEST_RANK)
		out->value.v = best_of(r, in, out) * DECIMAL_ONE;
	else
		out->value.v = best_of(r, in, out);
}

static void run_projects(struct arena *a, const struct count_input *in, int year, struct counted *out)
{
	size_t n = 0;
	int64_t sum = 0;

	for (size_t i = 0; i < in->projects_n; i++) {
		if (in->projects[i].year != year)
			continue;
		n++;
		if (in->projects[i].expense > DECIMAL_MAX - sum) {
			out->sentence = STR("各项目费用之和太大，请核对单位");
			return;
		}
		sum += in->projects[i].expense;
	}
	if (n == 0 && !in->nothing) {
		out->sentence =
			str_fmt(a, "%d 年还没有登记研发项目：请逐项登记，没有的请声明“没有”", year);
		return;
	}
	out->value = (struct fact_value){sum, FACT_KNOWN};
	out->sentence = n ? str_fmt(a, "%d 年 %zu 个研发项目的费用之和", year, n)
			  : str_fmt(a, "已声明 %d 年没有研发项目", year);
}

/* (begin + end) ÷ 2 four times, ÷ 4: eighths of a person, exact in six places. */
static void run_quarters(struct arena *a, const struct count_rule *r, const struct count_input *in,
	int year, struct counted *out)
{
	bool seen[5] = {false};
	int64_t sum = 0;
	struct str missing = STR("");

	for (size_t i = 0; i < in->quarters_n; i++) {
		const struct count_quarter *q = &in->quarters[i];
		int64_t begin = r->tech ? q->tech_begin : q->staff_begin;
		int64_t end = r->tech ? q->tech_end : q->staff_end;
		if (q->year != year || q->quarter < 1 || q->quarter > 4 || begin < 0 || end < 0 ||
			begin > DECIMAL_MAX / 8 / DECIMAL_ONE || end > DECIMAL_MAX / 8 / DECIMAL_ONE)
			continue;
		if (!seen[q->quarter])
			sum += begin + end;
		seen[q->quarter] = true;
	}
	for (int q = 1; q <= 4; q++)
		if (!seen[q])
			missing = str_fmt(a, "%.*s%s%d", STR_ARG(missing), missing.n ? "、" : "", q);
	if (missing.n) {
		out->sentence = str_fmt(a, "%d 年第 %.*s 季度的人数还没有填", year, STR_ARG(missing));
		return;
	}
	out->value = (struct fact_value){sum * (DECIMAL_ONE / 8), FACT_KNOWN};
	out->sentence = str_fmt(a, "四个季度季初、季末人数合计 %lld，÷2÷4", (long long)sum);
}

void counting_run(struct arena *a, const struct count_rule *rule, const struct count_input *in,
	struct date as_of, int year, struct counted *out)
{
	struct counted c = {.rule = rule, .year = year};

	if (rule->value == COUNT_SUM)
		run_projects(a, in, year, &c);
	else if (rule->value == COUNT_MEAN)
		run_quarters(a, rule, in, year, &c);
	else
		run_items(a, rule, in, as_of, &c);
	*out = c;
}

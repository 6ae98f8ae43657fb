/* By trying: the engine itself says what a figure a thousandth away would have been worth. */
#include "domain/score_edge.h"

#include "base/vec.h"

static bool settled(const struct score_indicator *i)
{
	return i->status == SCORE_SCORED && i->points.lo == i->points.hi;
}

static bool has_edge(const struct score_edges *out, size_t indicator)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].indicator == indicator)
			return true;
	return false;
}

static void compare(struct arena *a, const struct score_result *now, const struct score_result *then,
	struct score_edge at, struct score_edges *out)
{
	for (size_t i = 0; i < now->standard->indicators.n; i++) {
		const struct score_indicator *x = &now->indicators[i], *y = &then->indicators[i];

		if (!settled(x) || !settled(y) || y->points.lo >= x->points.lo || has_edge(out, i))
			continue;
		at.indicator = i;
		at.points = x->points.lo;
		at.would = y->points.lo;
		VEC_PUSH(a, out, at);
	}
}

void score_edges(const struct standard *std, const struct facts *facts, enum score_mode mode,
	struct arena *a, struct score_edges *out)
{
	struct facts *other = ARENA_NEW(a, struct facts);
	struct score_result now, then;

	*out = (struct score_edges){0};
	score_judge(std, facts, mode, a, &now);
	if (now.verdict == SCORE_ERROR)
		return;
	for (size_t i = 0; i < std->facts.n; i++) {
		struct fact_ref ref = std->facts.v[i];
		struct fact_value v = facts_get(facts, ref.fact, ref.back);

		if (!fact_at(ref.fact)->yearly || v.state != FACT_KNOWN || v.v <= 0)
			continue;
		for (int step = 999; step <= 1001; step += 2) {
			*other = *facts;
			facts_put(other, ref.fact, facts->year - ref.back,
				(int64_t)((i128)v.v * step / 1000));
			score_judge(std, other, mode, a, &then);
			if (then.verdict != SCORE_ERROR)
				compare(a, &now, &then,
					(struct score_edge){
						.fact = ref.fact, .back = ref.back, .less = step < 1000},
					out);
		}
	}
}

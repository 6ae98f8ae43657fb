/* Parts of two standards are the same part when they have the same id; a part that one of them does not
 * have gives no points there, asks nothing and opens nothing.
 */
#include "domain/score_compare.h"

static const struct score_item *item_of(const struct standard_item *items, size_t n,
        const struct score_item *results, struct str id)
{
	for (size_t i = 0; results && i < n; i++)
		if (str_eq(items[i].id, id))
			return &results[i];
	return NULL;
}

/* A direct condition that opens the way on one side only. */
static bool direct_turned(
        const struct score_result *with, const struct score_result *without, struct score_cause *out)
{
	const struct standard *s = with->standard, *other = without->standard;

	if (with->route != ROUTE_DIRECT)
		return false;
	for (size_t i = 0; i < s->direct.n; i++) {
		const struct score_item *there = item_of(
		        other->direct.v, other->direct.n, without->direct, s->direct.v[i].id);
		if (with->direct[i].holds != TRI_TRUE || (there && there->holds == TRI_TRUE))
			continue;
		*out = (struct score_cause){
		        CAUSE_DIRECT, s->direct.v[i].id, s->direct.v[i].name, 0};
		return true;
	}
	return false;
}

/* A condition that is asked and does not hold on one side only. */
static bool condition_turned(
        const struct score_result *fails, const struct score_result *holds, struct score_cause *out)
{
	const struct standard *s = fails->standard, *other = holds->standard;

	for (size_t i = 0; i < s->conditions.n; i++) {
		const struct score_item *there = item_of(other->conditions.v, other->conditions.n,
		        holds->conditions, s->conditions.v[i].id);
		if (fails->conditions[i].holds == TRI_TRUE || (there && there->holds != TRI_TRUE))
			continue;
		*out = (struct score_cause){
		        CAUSE_CONDITION, s->conditions.v[i].id, s->conditions.v[i].name, 0};
		return true;
	}
	return false;
}

static int64_t points_of(const struct score_result *r, struct str id)
{
	int i = standard_indicator_find(r->standard, id);

	return i < 0 ? 0 : r->indicators[i].points.lo;
}

static void heavier(const struct score_result *r, size_t i, int64_t change, bool up,
        struct score_cause *best)
{
	if (up ? change <= best->change : change >= best->change)
		return;
	*best = (struct score_cause){CAUSE_INDICATOR, r->standard->indicators.v[i].id,
	        r->standard->indicators.v[i].name, change};
}

static bool indicator_turned(const struct score_result *from, const struct score_result *to, bool up,
        struct score_cause *out)
{
	struct score_cause best = {0};

	for (size_t i = 0; i < to->standard->indicators.n; i++) {
		struct str id = to->standard->indicators.v[i].id;
		heavier(to, i, points_of(to, id) - points_of(from, id), up, &best);
	}
	for (size_t i = 0; i < from->standard->indicators.n; i++) {
		struct str id = from->standard->indicators.v[i].id;
		if (standard_indicator_find(to->standard, id) < 0)
			heavier(from, i, -points_of(from, id), up, &best);
	}
	if (best.kind == CAUSE_NONE)
		return false;
	*out = best;
	return true;
}

static bool group_turned(const struct score_result *fails, struct score_cause *out)
{
	const struct standard *s = fails->standard;

	for (size_t i = 0; i < s->groups.n; i++) {
		if (!s->groups.v[i].min || fails->groups[i].lo >= s->groups.v[i].min)
			continue;
		*out = (struct score_cause){CAUSE_GROUP, s->groups.v[i].id, s->groups.v[i].name, 0};
		return true;
	}
	return false;
}

struct score_cause score_cause_of(const struct score_result *from, const struct score_result *to)
{
	bool up = to->verdict == SCORE_PASS;
	const struct score_result *passes = up ? to : from, *fails = up ? from : to;
	struct score_cause cause = {0};

	if (up == (from->verdict == SCORE_PASS))
		return cause;
	if (fails->verdict == SCORE_ERROR)
		return (struct score_cause){.kind = CAUSE_LINE};
	if (direct_turned(passes, fails, &cause) || condition_turned(fails, passes, &cause) ||
	        indicator_turned(from, to, up, &cause) || group_turned(fails, &cause))
		return cause;
	return (struct score_cause){.kind = CAUSE_LINE};
}

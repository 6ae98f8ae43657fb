/* What is missing to pass: the next band of each indicator, and the cheapest sets of steps. Works
 * on a copy of the facts, applies what it proposes and evaluates again, so nothing is proposed that
 * fails.
 */
#include "domain/decimal.h"
#include "domain/score_engine.h"

#define LEVELS_MAX 16
#define MEMBERS_MAX 16
#define NEEDS_MAX 12
#define NODE_BUDGET 4000 /* a deterministic bound: steps of the search, not time */
#define TRIAL_BUDGET 24  /* sets applied and evaluated */
#define ROUNDS 3         /* of solving a set whose steps move each other's facts */

struct gap {
	struct score_result *r;
	struct arena *a;
	struct facts *draft;
	struct expr_env env;
};

static void put_value(struct facts *f, const struct score_change *c)
{
	f->value[facts_slot(c->fact, c->back)] = (struct fact_value){c->to, FACT_KNOWN};
}

/* A value above its ceiling takes the ceiling along. False when there is no room for that. */
static bool ceilings_follow(const struct facts *f, struct score_option *o)
{
	for (size_t i = 0; i < o->n; i++) {
		int ceiling = fact_ceiling(o->change[i].fact);
		if (ceiling < 0)
			continue;
		struct fact_value top = facts_get(f, (size_t)ceiling, o->change[i].back);
		if (top.state != FACT_KNOWN || top.v >= o->change[i].to)
			continue;
		if (o->n == SCORE_CHANGES_MAX)
			return false;
		o->change[o->n++] = (struct score_change){.fact = (uint8_t)ceiling,
		        .back = o->change[i].back,
		        .had = true,
		        .from = top.v,
		        .to = o->change[i].to};
	}
	return true;
}

static bool consistent(struct gap *g)
{
	struct strs errors = {0};

	facts_check(g->draft, g->a, &errors);
	return errors.n == 0;
}

static size_t indicator_options(struct gap *g, size_t i, int band, int64_t target,
        struct score_option out[SCORE_OPTIONS_MAX])
{
	const struct standard_indicator *x = &g->r->standard->indicators.v[i];

	g->env.value = x->value;
	return x->points ? score_solve_points(&g->env, x->points, target, out)
	                 : score_solve(&g->env, x->bands[band].when, out);
}

static int64_t points_on_draft(struct gap *g, size_t i)
{
	struct score_result probe = {.standard = g->r->standard, .facts = g->draft};
	struct score_indicator s;

	score_indicator_eval(&probe, i, &s, &g->env);
	return s.status == SCORE_SCORED ? s.points.lo : -1;
}

/* Can these changes set one fact against another? */
static bool touches_ceiling(const struct score_option *o)
{
	for (size_t k = 0; k < o->n; k++) {
		uint8_t fact = o->change[k].fact;
		if (fact_ceiling(fact) >= 0 || fact_is_ceiling(fact))
			return true;
	}
	return false;
}

/* The points of indicator i with the option applied; the draft is as before afterwards. */
static int64_t points_with(struct gap *g, size_t i, const struct score_option *o)
{
	struct fact_value was[SCORE_CHANGES_MAX];

	for (size_t k = 0; k < o->n; k++) {
		was[k] = facts_get(g->draft, o->change[k].fact, o->change[k].back);
		put_value(g->draft, &o->change[k]);
	}
	int64_t points = !touches_ceiling(o) || consistent(g) ? points_on_draft(g, i) : -1;
	for (size_t k = o->n; k-- > 0;)
		g->draft->value[facts_slot(o->change[k].fact, o->change[k].back)] = was[k];
	return points;
}

static void step_add(struct gap *g, enum score_step_kind kind, size_t of, int band, int64_t points,
        const struct score_option *o)
{
	struct score_step *s = VEC_ADD(g->a, &g->r->gap);

	*s = (struct score_step){.kind = kind, .of = of, .band = band, .points = points, .n = o->n};
	memcpy(s->change, o->change, o->n * sizeof(*o->change));
}

/* The next better band (or point), one step for each way to it. */
static void indicator_steps(struct gap *g, size_t i)
{
	const struct standard_indicator *x = &g->r->standard->indicators.v[i];
	const struct score_indicator *s = &g->r->indicators[i];
	struct score_option options[SCORE_OPTIONS_MAX];
	int64_t now = s->points.lo;

	if (s->status != SCORE_SCORED || now >= x->max)
		return;
	int band = x->points ? -1 : s->band - 1;
	int64_t target = x->points ? MIN_OF(x->max, (now / DECIMAL_ONE + 1) * DECIMAL_ONE)
	                           : x->bands[band].points;
	size_t n = indicator_options(g, i, band, target, options);
	for (size_t k = 0; k < n; k++) {
		if (!ceilings_follow(g->draft, &options[k]))
			continue;
		int64_t points = points_with(g, i, &options[k]);
		if (points >= target)
			step_add(g, STEP_INDICATOR, i, band, points - now, &options[k]);
	}
}

static bool item_option(struct gap *g, const struct standard_item *x, struct score_option *out)
{
	struct score_option options[SCORE_OPTIONS_MAX];

	g->env.value = NULL;
	if (x->facts.n == 0 || score_solve(&g->env, x->when, options) == 0 ||
	        !ceilings_follow(g->draft, &options[0]))
		return false;
	*out = options[0];
	return true;
}

static void item_steps(struct gap *g)
{
	const struct standard *s = g->r->standard;
	struct score_option o;

	for (size_t i = 0; i < s->conditions.n; i++)
		if (g->r->conditions[i].holds == TRI_FALSE &&
		        item_option(g, &s->conditions.v[i], &o))
			step_add(g, STEP_CONDITION, i, -1, 0, &o);
	for (size_t i = 0; i < s->direct.n; i++)
		if (g->r->direct[i].holds == TRI_FALSE && item_option(g, &s->direct.v[i], &o))
			step_add(g, STEP_DIRECT, i, -1, 0, &o);
}

/* --- the cheapest sets ----------------------------------------------------------------------- */

/* The score route as sums that must reach something: total, groups, single indicators. */
struct need {
	enum expr_op op; /* EXPR_TOTAL, EXPR_GROUP, EXPR_POINTS */
	size_t index;
	int64_t lacking; /* with what is picked; not above 0: met */
	int64_t reach[MEMBERS_MAX +
	              1]; /* what all members from here on can add; not for EXPR_TOTAL */
};

struct member {
	size_t indicator;
	size_t n; /* levels above the present one, nearest first */
	struct {
		int band;
		int64_t points; /* reached */
	} level[LEVELS_MAX];
};

struct search {
	struct gap *g;
	struct need needs[NEEDS_MAX];
	size_t needs_n;
	struct member members[MEMBERS_MAX];
	size_t members_n;
	int64_t best[MEMBERS_MAX + 1]
	            [MEMBERS_MAX + 1]; /* [from][k]: most points k members can gain */
	size_t climbs[MEMBERS_MAX + 1]
	             [MEMBERS_MAX + 1]; /* [from][k]: most levels k members can climb */
	size_t picked[MEMBERS_MAX], level[MEMBERS_MAX], picked_n;
	int nodes, trials;
};

/* Conjunctions of sums only; conditions and the like are seen to elsewhere. */
static bool needs_read(struct search *s, const struct expr *x)
{
	if (x->op == EXPR_AND)
		return needs_read(s, x->a) && needs_read(s, x->b);
	if (x->op == EXPR_CONDITIONS || x->op == EXPR_CONDITION)
		return true;
	bool sum = (x->op == EXPR_GE || x->op == EXPR_GT) && x->b->op == EXPR_CONST &&
	           (x->a->op == EXPR_TOTAL || x->a->op == EXPR_GROUP || x->a->op == EXPR_POINTS);
	int64_t least;
	if (!sum || s->needs_n == NEEDS_MAX || !ratio_to_decimal_up(x->b->k, &least))
		return false;
	const struct score_result *r = s->g->r;
	struct need *n = &s->needs[s->needs_n++];
	int64_t have = x->a->op == EXPR_TOTAL   ? r->total.lo
	               : x->a->op == EXPR_GROUP ? r->groups[x->a->index].lo
	                                        : r->indicators[x->a->index].points.lo;
	n->op = x->a->op;
	n->index = x->a->index;
	n->lacking = least + (x->op == EXPR_GT ? 1 : 0) - have;
	return true;
}

static bool score_route_read(struct search *s)
{
	const struct standard *std = s->g->r->standard;

	for (size_t i = 0; i < std->routes.n; i++)
		if (std->routes.v[i].id == ROUTE_SCORE)
			return needs_read(s, std->routes.v[i].when);
	/* Without a score route only the conditions stand in the way. */
	return std->indicators.n == 0;
}

static void levels_read(struct search *s, size_t i)
{
	const struct standard_indicator *x = &s->g->r->standard->indicators.v[i];
	const struct score_indicator *now = &s->g->r->indicators[i];
	struct member *m = &s->members[s->members_n];

	if (now->status != SCORE_SCORED || now->points.lo >= x->max || s->members_n == MEMBERS_MAX)
		return;
	m->indicator = i;
	m->n = 0;
	for (int b = now->band - 1; !x->points && b >= 0 && m->n < LEVELS_MAX; b--, m->n++) {
		m->level[m->n].band = b;
		m->level[m->n].points = x->bands[b].points;
	}
	int64_t reached = now->points.lo;
	while (x->points && reached < x->max && m->n < LEVELS_MAX) {
		struct score_option o[SCORE_OPTIONS_MAX];
		int64_t target = MIN_OF(x->max, (reached / DECIMAL_ONE + 1) * DECIMAL_ONE);
		if (indicator_options(s->g, i, -1, target, o) == 0 ||
		        !ceilings_follow(s->g->draft, &o[0]))
			break;
		reached = points_with(s->g, i, &o[0]);
		if (reached < target)
			break;
		m->level[m->n].band = -1;
		m->level[m->n++].points = reached;
	}
	s->members_n += m->n > 0;
}

static int64_t base_points(const struct search *s, size_t indicator)
{
	return s->g->r->indicators[indicator].points.lo;
}

static int64_t most_gain(const struct search *s, size_t m)
{
	const struct member *x = &s->members[m];

	return x->level[x->n - 1].points - base_points(s, x->indicator);
}

static bool counts_for(const struct search *s, const struct need *n, size_t m)
{
	size_t i = s->members[m].indicator;

	return n->op == EXPR_TOTAL ||
	       (n->op == EXPR_GROUP ? s->g->r->standard->indicators.v[i].group : i) == n->index;
}

static void bounds_fill(struct search *s)
{
	for (size_t k = 0; k <= s->members_n; k++) {
		s->best[s->members_n][k] = 0;
		s->climbs[s->members_n][k] = 0;
	}
	for (size_t from = s->members_n; from-- > 0;) {
		s->best[from][0] = 0;
		s->climbs[from][0] = 0;
		for (size_t k = 1; k <= s->members_n; k++) {
			int64_t with = s->best[from + 1][k - 1] + most_gain(s, from);
			size_t climb = s->climbs[from + 1][k - 1] + s->members[from].n;
			s->best[from][k] = MAX_OF(with, s->best[from + 1][k]);
			s->climbs[from][k] = MAX_OF(climb, s->climbs[from + 1][k]);
		}
	}
	for (size_t i = 0; i < s->needs_n; i++) {
		struct need *n = &s->needs[i];
		n->reach[s->members_n] = 0;
		for (size_t from = s->members_n; from-- > 0;)
			n->reach[from] = n->reach[from + 1] +
			                 (counts_for(s, n, from) ? most_gain(s, from) : 0);
	}
}

static bool possible(const struct search *s, size_t from, size_t k)
{
	for (size_t i = 0; i < s->needs_n; i++) {
		const struct need *n = &s->needs[i];
		int64_t most = k == 0 ? 0 : n->op == EXPR_TOTAL ? s->best[from][k] : n->reach[from];
		if (n->lacking > MAX_OF(most, 0))
			return false;
	}
	return true;
}

/* Member m counts with its level l (sign 1), or no more (sign -1). */
static void needs_move(struct search *s, size_t m, size_t l, int sign)
{
	const struct member *x = &s->members[m];
	int64_t gain = x->level[l].points - base_points(s, x->indicator);

	for (size_t i = 0; i < s->needs_n; i++)
		if (counts_for(s, &s->needs[i], m))
			s->needs[i].lacking -= sign * gain;
}

static bool step_apply(struct gap *g, struct score_step *step, const struct score_option *o)
{
	for (size_t k = 0; k < o->n; k++) {
		size_t at = 0;
		while (at < step->n && (step->change[at].fact != o->change[k].fact ||
		                               step->change[at].back != o->change[k].back))
			at++;
		if (at == SCORE_CHANGES_MAX)
			return false;
		if (at == step->n)
			step->change[step->n++] = o->change[k];
		put_value(g->draft, &o->change[k]);
	}
	return true;
}

/* Brings the draft to where this step's target is met. */
static bool step_reach(struct gap *g, struct score_step *step, int64_t target)
{
	const struct standard *std = g->r->standard;
	struct score_option o[SCORE_OPTIONS_MAX];

	if (step->kind == STEP_CONDITION) {
		g->env.value = NULL;
		if (expr_holds(&g->env, std->conditions.v[step->of].when) == TRI_TRUE)
			return true;
		return item_option(g, &std->conditions.v[step->of], &o[0]) &&
		       step_apply(g, step, &o[0]);
	}
	/* A band's condition that holds already asks for nothing; a number would be moved back. */
	if (step->band < 0 && points_on_draft(g, step->of) >= target)
		return true;
	return indicator_options(g, step->of, step->band, target, o) > 0 &&
	       ceilings_follow(g->draft, &o[0]) && step_apply(g, step, &o[0]);
}

/* The draft passes, and each step gains what it says. */
static bool passes(struct gap *g, const struct score_step *step, const int64_t *target, size_t n)
{
	struct arena_mark mark = arena_mark(g->a);
	struct score_result probe = {
	        .standard = g->r->standard, .facts = g->draft, .mode = g->r->mode};

	bool ok = consistent(g);
	if (ok) {
		score_core(&probe, g->r, g->a);
		ok = probe.verdict == SCORE_PASS;
	}
	for (size_t i = 0; ok && i < n; i++)
		ok = step[i].kind != STEP_INDICATOR ||
		     probe.indicators[step[i].of].points.lo >= target[i];
	arena_release(g->a, mark);
	return ok;
}

static void draft_restore(struct gap *g, const struct score_step *step, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < step[i].n; k++) {
			size_t at = facts_slot(step[i].change[k].fact, step[i].change[k].back);
			g->draft->value[at] = g->r->facts->value[at];
		}
}

/* Each fact belongs to the first step that moved it; values are those of the whole set. */
static void changes_settle(struct gap *g, struct score_set *set)
{
	bool seen[ARRAY_LEN(((struct facts *)0)->value)] = {false};

	for (size_t i = 0; i < set->n; i++) {
		struct score_step *step = &set->step[i];
		size_t n = 0;
		for (size_t k = 0; k < step->n; k++) {
			struct score_change c = step->change[k];
			struct fact_value was = facts_get(g->r->facts, c.fact, c.back);
			if (seen[facts_slot(c.fact, c.back)])
				continue;
			seen[facts_slot(c.fact, c.back)] = true;
			c.had = was.state == FACT_KNOWN;
			c.from = was.v;
			c.to = facts_get(g->draft, c.fact, c.back).v;
			step->change[n++] = c;
		}
		step->n = n;
	}
}

static size_t set_steps(struct search *s, struct score_step *step, int64_t *target)
{
	const struct score_result *r = s->g->r;
	size_t n = 0;

	for (size_t i = 0; i < r->standard->conditions.n; i++)
		if (r->conditions[i].holds != TRI_TRUE && r->standard->conditions.v[i].facts.n)
			step[n++] =
			        (struct score_step){.kind = STEP_CONDITION, .of = i, .band = -1};
	for (size_t i = 0; i < s->picked_n && n < SCORE_SET_STEPS_MAX; i++, n++) {
		const struct member *m = &s->members[s->picked[i]];
		target[n] = m->level[s->level[i]].points;
		step[n] = (struct score_step){.kind = STEP_INDICATOR,
		        .of = m->indicator,
		        .band = m->level[s->level[i]].band,
		        .points = target[n] - base_points(s, m->indicator)};
	}
	return n;
}

/* Applies what is picked, and keeps it as a set when the result passes. */
static void set_try(struct search *s)
{
	struct gap *g = s->g;
	struct score_step step[SCORE_SET_STEPS_MAX];
	int64_t target[SCORE_SET_STEPS_MAX] = {0}, points = 0;
	struct score_set *set = &g->r->sets[g->r->sets_n];
	bool ok = true;

	if (g->r->standard->conditions.n + s->picked_n > SCORE_SET_STEPS_MAX)
		return;
	s->trials++;
	size_t n = set_steps(s, step, target);
	bool passed = false;
	/* Steps may move each other's facts: then once more. */
	for (int round = 0; ok && n > 0 && !passed && round < ROUNDS; round++) {
		for (size_t i = 0; ok && i < n; i++)
			ok = step_reach(g, &step[i], target[i]);
		passed = ok && passes(g, step, target, n);
	}
	if (passed) {
		for (size_t i = 0; i < n; i++)
			points += step[i].points;
		*set = (struct score_set){points, n, ARENA_NEW_N(g->a, struct score_step, n)};
		memcpy(set->step, step, n * sizeof(*step));
		changes_settle(g, set);
		g->r->sets_n++;
	}
	draft_restore(g, step, n);
}

static bool exhausted(const struct search *s)
{
	return s->nodes > NODE_BUDGET || s->trials > TRIAL_BUDGET ||
	       s->g->r->sets_n == SCORE_SETS_MAX;
}

/* Exactly k more members from `from` on, climbing exactly `climb` levels together. Depth ≤ members.
 */
static void search_run(struct search *s, size_t from, size_t k, size_t climb)
{
	s->nodes++;
	if (exhausted(s) || climb < k || climb > s->climbs[from][k] || !possible(s, from, k))
		return;
	if (k == 0) {
		if (climb == 0)
			set_try(s);
		return;
	}
	for (size_t m = from; m + k <= s->members_n; m++) {
		s->picked[s->picked_n++] = m;
		/* The last one takes what is left. */
		for (size_t l = k == 1 ? climb - 1 : 0; l < s->members[m].n && l + k <= climb;
		        l++) {
			s->level[s->picked_n - 1] = l;
			needs_move(s, m, l, 1);
			search_run(s, m + 1, k - 1, climb - l - 1);
			needs_move(s, m, l, -1);
		}
		s->picked_n--;
	}
}

static void sets_find(struct gap *g)
{
	struct search *s = arena_alloc(g->a, sizeof(*s)); /* large: only what is used is filled */

	s->g = g;
	s->needs_n = s->members_n = s->picked_n = 0;
	s->nodes = s->trials = 0;
	if (!score_route_read(s))
		return;
	for (size_t i = 0; i < g->r->standard->indicators.n; i++)
		levels_read(s, i);
	bounds_fill(s);
	for (size_t k = 0; k <= s->members_n && g->r->sets_n == 0; k++) {
		if (!possible(s, 0, k))
			continue;
		for (size_t climb = k; climb <= s->climbs[0][k] && !exhausted(s); climb++)
			search_run(s, 0, k, climb);
	}
}

void score_gap(struct score_result *r, struct arena *a)
{
	struct gap g = {.r = r, .a = a, .draft = arena_alloc(a, sizeof(struct facts))};

	memcpy(g.draft, r->facts, sizeof(*g.draft));
	score_env(r, &g.env);
	g.env.facts = g.env.draft = g.draft;
	for (size_t i = 0; i < r->standard->indicators.n; i++)
		indicator_steps(&g, i);
	if (r->verdict != SCORE_FAIL)
		return;
	item_steps(&g);
	sets_find(&g);
}

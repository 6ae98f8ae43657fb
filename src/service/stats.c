/* Why two statements for all tables: each walks the register once, in the order of an index that holds all it needs. */
#include "service/stats.h"

#include "base/map.h"
#include "base/vec.h"
#include "store/q.h"

static const struct {
	const char *code, *word;
} axes[STATS_BY__MAX] = {
	[STATS_PLACE] = {"place", "地区"},
	[STATS_INDUSTRY] = {"industry", "行业"},
	[STATS_CAPITAL] = {"capital", "注册资本"},
};

const char *stats_by_code(enum stats_by by)
{
	return by < STATS_BY__MAX ? axes[by].code : "?";
}

const char *stats_by_word(enum stats_by by)
{
	return by < STATS_BY__MAX ? axes[by].word : "?";
}

/* Classes as the trigger of the table writes them. */
static const char *const capitals[] = {"未登记", "100万元以下", "100万元（含）至500万元", "500万元（含）至1000万元",
	"1000万元（含）至5000万元", "5000万元（含）以上"};

struct work {
	struct arena *a;
	struct stats *out;
	struct map seen[STATS_BY__MAX]; /* key -> number of the line + 1 */
	struct map names;		/* of industries */
};

static size_t tier_of(struct stats *s, struct str code, struct str name)
{
	for (size_t i = 0; i < s->tiers; i++)
		if (str_eq(s->tier[i].code, code))
			return i;
	if (s->tiers == STATS_TIERS)
		return STATS_TIERS - 1;
	s->tier[s->tiers] = (struct stats_tier){.code = code, .name = name};
	return s->tiers++;
}

static struct stats_line *line_of(struct work *w, enum stats_by by, struct str key, struct str name)
{
	struct stats_axis *axis = &w->out->by[by];
	size_t *at = map_get(&w->seen[by], key);

	if (at)
		return &axis->v[*at];
	at = ARENA_NEW(w->a, size_t);
	*at = axis->n;
	(void)map_put(&w->seen[by], key, at);
	VEC_PUSH(w->a, axis, ((struct stats_line){.key = key, .name = name}));
	return &axis->v[*at];
}

static void add(struct stats_line *line, size_t tier, int64_t n)
{
	line->n[tier] += n;
	line->all += n;
}

/* The name without its last character: a place that is called after its province needs it not twice. */
static struct str province_stem(struct str province)
{
	struct str suffix = STR("省");

	return str_ends(province, suffix) ? str_sub(province, 0, province.n - suffix.n) : province;
}

static void count_place(struct work *w, const struct q_stats_places *r)
{
	size_t tier = tier_of(w->out, r->tier, r->tier_name);
	struct str place = r->city.n ? r->city : STR("未注明");
	struct stats_line *line = line_of(w, STATS_PLACE, STR_JOIN(w->a, r->code, STR(" "), r->province, STR(" "), r->city),
		str_starts(place, province_stem(r->province)) ? place : str_cat(w->a, r->province, place));

	line->city = r->city;
	add(line, tier, r->n);
	w->out->tier[tier].n += r->n;
	w->out->all += r->n;
}

static void count_kind(struct work *w, const struct q_stats_kinds *r)
{
	size_t tier = tier_of(w->out, r->tier, r->tier);
	size_t class = r->capital > 0 && r->capital < (int64_t)ARRAY_LEN(capitals) ? (size_t)r->capital : 0;
	const struct str *known = map_get(&w->names, r->industry);

	add(line_of(w, STATS_INDUSTRY, known ? r->industry : STR(""), known ? *known : STR("未登记")), tier, r->n);
	add(line_of(w, STATS_CAPITAL, class ? str_i64(w->a, (int64_t)class) : STR(""), str_c(capitals[class])), tier, r->n);
}

/* What is not known stands last. */
static int by_size(const void *a, const void *b)
{
	const struct stats_line *x = a, *y = b;

	if (!x->key.n || !y->key.n)
		return (x->key.n == 0) - (y->key.n == 0);
	return x->all != y->all ? (x->all < y->all ? 1 : -1) : str_cmp(x->key, y->key);
}

static int by_key(const void *a, const void *b)
{
	const struct stats_line *x = a, *y = b;

	if (!x->key.n || !y->key.n)
		return (x->key.n == 0) - (y->key.n == 0);
	return str_cmp(x->key, y->key);
}

enum rc stats_load(struct db *db, struct date asof, struct stats *out, struct err *e)
{
	struct work w = {.a = db_arena(db), .out = out};
	struct q_stats_industries_list names;
	struct q_stats_places_list places;
	struct q_stats_kinds_list kinds;

	*out = (struct stats){.asof = asof};
	for (int i = 0; i < STATS_BY__MAX; i++)
		map_init(&w.seen[i], w.a);
	map_init(&w.names, w.a);
	TRY(q_stats_industries(db, &names, e));
	for (size_t i = 0; i < names.n; i++)
		(void)map_put(&w.names, names.v[i].code, &names.v[i].name);
	TRY(q_stats_places(db, &(struct q_stats_places_in){.today = date_str(w.a, asof)}, &places, e));
	TRY(q_stats_kinds(db, &(struct q_stats_kinds_in){.today = date_str(w.a, asof)}, &kinds, e));
	for (size_t i = 0; i < places.n; i++)
		count_place(&w, &places.v[i]);
	for (size_t i = 0; i < kinds.n; i++)
		count_kind(&w, &kinds.v[i]);
	for (int i = 0; i < STATS_BY__MAX; i++)
		if (out->by[i].n)
			qsort(out->by[i].v, out->by[i].n, sizeof(*out->by[i].v), i == STATS_INDUSTRY ? by_size : by_key);
	return RC_OK;
}

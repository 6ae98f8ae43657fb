/* The result as bytes: fixed order of members, no blanks, exact numbers, so that equal evaluations
 * are equal files and a hash can stand for an explanation.
 */
#include "domain/score.h"

#include "domain/decimal.h"

static const struct str verdict_names[] = {[SCORE_PASS] = STR_INIT("pass"),
        [SCORE_FAIL] = STR_INIT("fail"),
        [SCORE_OPEN] = STR_INIT("open"),
        [SCORE_ERROR] = STR_INIT("error")};
static const struct str verdict_labels[] = {[SCORE_PASS] = STR_INIT("符合"),
        [SCORE_FAIL] = STR_INIT("不符合"),
        [SCORE_OPEN] = STR_INIT("尚不能判定"),
        [SCORE_ERROR] = STR_INIT("填报有误")};
static const struct str status_names[] = {[SCORE_SCORED] = STR_INIT("scored"),
        [SCORE_MISSING] = STR_INIT("missing"),
        [SCORE_MANUAL] = STR_INIT("manual")};
static const struct str tri_names[] = {[TRI_FALSE] = STR_INIT("false"),
        [TRI_TRUE] = STR_INIT("true"),
        [TRI_UNKNOWN] = STR_INIT("null")};

struct str score_verdict_name(enum score_verdict v)
{
	return verdict_names[v];
}

struct str score_verdict_label(enum score_verdict v)
{
	return verdict_labels[v];
}

struct str score_interval(struct arena *a, struct expr_interval v)
{
	struct buf b;

	buf_init(&b, a, 64);
	decimal_put(&b, v.lo);
	if (v.hi != v.lo) {
		buf_ch(&b, '-');
		decimal_put(&b, v.hi);
	}
	return buf_view(&b);
}

/* Ids hold a-z 0-9 _ only (linted), so they need no escaping. */
static void put_id(struct buf *b, struct str id)
{
	buf_ch(b, '"');
	buf_str(b, id);
	buf_ch(b, '"');
}

static void put_key(struct buf *b, size_t i, struct str id)
{
	if (i)
		buf_ch(b, ',');
	put_id(b, id);
	buf_ch(b, ':');
}

static void put_interval(struct buf *b, struct expr_interval v)
{
	buf_lit(b, "{\"min\":");
	decimal_put(b, v.lo);
	buf_lit(b, ",\"max\":");
	decimal_put(b, v.hi);
	buf_ch(b, '}');
}

static void put_texts(struct buf *b, const char *key, const struct strs *list)
{
	buf_lit(b, ",\"");
	buf_c(b, key);
	buf_lit(b, "\":[");
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_ch(b, ',');
		json_put_str(b, list->v[i]);
	}
	buf_ch(b, ']');
}

static void put_value(
        struct buf *b, const struct standard_indicator *x, const struct score_indicator *s)
{
	buf_lit(b, ",\"value\":");
	if (!s->has_value) {
		buf_lit(b, "null,\"percent\":null");
		return;
	}
	buf_ch(b, '"');
	ratio_put(b, s->value);
	buf_lit(b, "\",\"percent\":");
	if (!x->percent) {
		buf_lit(b, "null");
		return;
	}
	buf_ch(b, '"');
	ratio_put_percent(b, s->value);
	buf_ch(b, '"');
}

static void put_indicator(struct buf *b, const struct score_result *r, size_t i)
{
	const struct standard_indicator *x = &r->standard->indicators.v[i];
	const struct score_indicator *s = &r->indicators[i];

	buf_lit(b, "{\"status\":\"");
	buf_str(b, status_names[s->status]);
	buf_ch(b, '"');
	put_value(b, x, s);
	buf_lit(b, ",\"band\":");
	if (s->band >= 0)
		json_put_str(b, x->bands[s->band].label);
	else
		buf_lit(b, "null");
	buf_lit(b, ",\"points\":");
	put_interval(b, s->points);
}

static void put_scores(struct buf *b, const struct score_result *r)
{
	const struct standard *std = r->standard;

	buf_lit(b, ",\"groups\":{");
	for (size_t i = 0; r->groups && i < std->groups.n; i++) {
		put_key(b, i, std->groups.v[i].id);
		put_interval(b, r->groups[i]);
	}
	buf_lit(b, "},\"indicators\":{");
	for (size_t i = 0; r->indicators && i < std->indicators.n; i++) {
		put_key(b, i, std->indicators.v[i].id);
		put_indicator(b, r, i);
		buf_ch(b, '}');
	}
	buf_lit(b, "},\"conditions\":{");
	for (size_t i = 0; r->conditions && i < std->conditions.n; i++) {
		put_key(b, i, std->conditions.v[i].id);
		buf_str(b, tri_names[r->conditions[i].holds]);
	}
	buf_lit(b, "},\"direct\":{");
	for (size_t i = 0; r->direct && i < std->direct.n; i++) {
		put_key(b, i, std->direct.v[i].id);
		buf_str(b, tri_names[r->direct[i].holds]);
	}
	buf_ch(b, '}');
}

static void put_fact_value(struct buf *b, size_t fact, int64_t v)
{
	bool word = fact_at(fact)->type == FACT_WORD;

	if (word)
		buf_ch(b, '"');
	fact_put_text(b, fact, v);
	if (word)
		buf_ch(b, '"');
}

static bool is_number(size_t fact)
{
	return fact_at(fact)->type == FACT_NUMBER || fact_at(fact)->type == FACT_INTEGER;
}

static void put_unit(struct buf *b, const struct fact *f)
{
	if (f->unit.n && f->unit.p[0] != '%')
		buf_ch(b, ' ');
	buf_str(b, f->unit);
}

void score_change_text(struct buf *b, const struct score_result *r, const struct score_change *c)
{
	const struct fact fact = standard_fact(r->standard, c->fact), *f = &fact;
	size_t words_n;

	buf_str(b, f->brief);
	if (f->yearly) {
		buf_lit(b, "（");
		buf_i64(b, r->facts->year - c->back);
		buf_lit(b, "年）");
	}
	if (f->type == FACT_BOOL) {
		buf_c(b, c->to ? "达到要求" : "改为“否”");
	} else if (f->type == FACT_WORD) {
		buf_lit(b, "达到“");
		buf_str(b, fact_words(c->fact, &words_n)[c->to].name);
		buf_lit(b, "”");
	} else if (c->had && f->unit.n) {
		buf_c(b, c->to >= c->from ? "再增加 " : "再减少 ");
		decimal_put(b, c->to >= c->from ? c->to - c->from : c->from - c->to);
		put_unit(b, f);
	} else {
		buf_lit(b, "达到 ");
		decimal_put(b, c->to);
		put_unit(b, f);
	}
}

static struct str step_name(const struct score_result *r, const struct score_step *s)
{
	const struct standard *std = r->standard;

	return s->kind == STEP_INDICATOR   ? std->indicators.v[s->of].name
	       : s->kind == STEP_CONDITION ? std->conditions.v[s->of].name
	                                   : std->direct.v[s->of].name;
}

void score_step_text(struct buf *b, const struct score_result *r, const struct score_step *step)
{
	for (size_t i = 0; i < step->n; i++) {
		if (i)
			buf_lit(b, "，");
		score_change_text(b, r, &step->change[i]);
	}
	if (step->n == 0)
		buf_str(b, step_name(r, step));
	if (step->kind == STEP_INDICATOR) {
		buf_lit(b, " → +");
		decimal_put(b, step->points);
		buf_lit(b, " 分");
		return;
	}
	buf_c(b, step->kind == STEP_DIRECT ? " → 满足直通条件“" : " → 满足条件“");
	buf_str(b, step_name(r, step));
	buf_lit(b, "”");
}

static void put_change(struct buf *b, const struct score_result *r, const struct score_change *c)
{
	buf_lit(b, "{\"fact\":\"");
	fact_ref_put(b, c->fact, c->back, r->facts->year);
	buf_lit(b, "\",\"from\":");
	if (c->had)
		put_fact_value(b, c->fact, c->from);
	else
		buf_lit(b, "null");
	buf_lit(b, ",\"to\":");
	put_fact_value(b, c->fact, c->to);
	if (c->had && is_number(c->fact)) {
		buf_lit(b, ",\"by\":");
		decimal_put(b, c->to - c->from);
	}
	buf_ch(b, '}');
}

static void put_step(struct buf *b, const struct score_result *r, const struct score_step *s)
{
	static const char *const kinds[] = {[STEP_INDICATOR] = "{\"indicator\":",
	        [STEP_CONDITION] = "{\"condition\":",
	        [STEP_DIRECT] = "{\"direct\":"};
	const struct standard *std = r->standard;

	buf_c(b, kinds[s->kind]);
	if (s->kind == STEP_INDICATOR) {
		put_id(b, std->indicators.v[s->of].id);
		if (s->band >= 0) {
			buf_lit(b, ",\"band\":");
			json_put_str(b, std->indicators.v[s->of].bands[s->band].label);
		}
		buf_lit(b, ",\"points\":");
		decimal_put(b, s->points);
	} else {
		put_id(b, s->kind == STEP_CONDITION ? std->conditions.v[s->of].id
		                                    : std->direct.v[s->of].id);
	}
	buf_lit(b, ",\"changes\":[");
	for (size_t i = 0; i < s->n; i++) {
		if (i)
			buf_ch(b, ',');
		put_change(b, r, &s->change[i]);
	}
	/* Names in the dictionary hold nothing that JSON escapes (tested). */
	buf_lit(b, "],\"text\":\"");
	score_step_text(b, r, s);
	buf_lit(b, "\"}");
}

static void put_gap(struct buf *b, const struct score_result *r)
{
	buf_lit(b, ",\"gap\":[");
	for (size_t i = 0; i < r->gap.n; i++) {
		if (i)
			buf_ch(b, ',');
		put_step(b, r, &r->gap.v[i]);
	}
	for (size_t i = 0; i < r->sets_n; i++) {
		if (i || r->gap.n)
			buf_ch(b, ',');
		buf_lit(b, "{\"set\":[");
		for (size_t k = 0; k < r->sets[i].n; k++) {
			if (k)
				buf_ch(b, ',');
			put_step(b, r, &r->sets[i].step[k]);
		}
		buf_lit(b, "],\"points\":");
		decimal_put(b, r->sets[i].points);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static struct str reason_of(const struct score_result *r, struct str id)
{
	const struct standard *s = r->standard;

	for (size_t i = 0; i < s->indicators.n; i++)
		if (str_eq(s->indicators.v[i].id, id))
			return r->indicators[i].reason;
	for (size_t i = 0; i < s->conditions.n; i++)
		if (str_eq(s->conditions.v[i].id, id))
			return r->conditions[i].reason;
	for (size_t i = 0; i < s->direct.n; i++)
		if (str_eq(s->direct.v[i].id, id))
			return r->direct[i].reason;
	return STR("");
}

static void put_head(struct buf *b, const struct score_result *r)
{
	buf_lit(b, "{\"standard\":");
	json_put_str(b, r->standard->id);
	buf_lit(b, ",\"result\":\"");
	buf_str(b, verdict_names[r->verdict]);
	buf_lit(b, "\",\"route\":");
	if (r->route == ROUTE_NONE)
		buf_lit(b, "null");
	else
		put_id(b, route_name(r->route));
	if (r->verdict != SCORE_ERROR) {
		buf_lit(b, ",\"total\":");
		put_interval(b, r->total);
	}
}

static void put_lists(struct buf *b, const struct score_result *r)
{
	buf_lit(b, ",\"missing\":[");
	for (size_t i = 0; i < r->missing.n; i++) {
		buf_c(b, ",\"" + (i == 0));
		fact_ref_put(b, r->missing.v[i].fact, r->missing.v[i].back, r->facts->year);
		buf_ch(b, '"');
	}
	buf_ch(b, ']');
	put_texts(b, "manual", &r->manual);
	put_texts(b, "errors", &r->errors);
}

static void put_tail(struct buf *b, const struct score_result *r)
{
	buf_lit(b, ",\"version\":");
	json_put_str(b, r->standard->version);
	buf_lit(b, ",\"hash\":\"");
	buf_str(b, r->standard->hash_hex);
	buf_ch(b, '"');
	if (r->manual.n) {
		buf_lit(b, ",\"reasons\":{");
		for (size_t i = 0; i < r->manual.n; i++) {
			put_key(b, i, r->manual.v[i]);
			json_put_str(b, reason_of(r, r->manual.v[i]));
		}
		buf_ch(b, '}');
	}
}

void score_put_json(struct buf *b, const struct score_result *r)
{
	put_head(b, r);
	put_scores(b, r);
	put_lists(b, r);
	put_gap(b, r);
	put_tail(b, r);
	buf_ch(b, '}');
}

/* --- the full explanation -------------------------------------------------------------------- */

static void put_facts_used(
        struct buf *b, const struct score_result *r, const struct fact_refs *refs)
{
	buf_lit(b, ",\"facts\":{");
	for (size_t i = 0; i < refs->n; i++) {
		struct fact_value v = facts_get(r->facts, refs->v[i].fact, refs->v[i].back);
		buf_c(b, ",\"" + (i == 0));
		fact_ref_put(b, refs->v[i].fact, refs->v[i].back, r->facts->year);
		buf_lit(b, "\":");
		if (v.state == FACT_KNOWN)
			put_fact_value(b, refs->v[i].fact, v.v);
		else
			buf_lit(b, "null");
	}
	buf_ch(b, '}');
}

static void put_member(struct buf *b, const char *key, struct str text)
{
	buf_ch(b, ',');
	json_put_key(b, key);
	json_put_str(b, text);
}

static void explain_indicators(struct buf *b, const struct score_result *r)
{
	const struct standard *std = r->standard;

	buf_lit(b, ",\"indicators\":[");
	for (size_t i = 0; r->indicators && i < std->indicators.n; i++) {
		const struct standard_indicator *x = &std->indicators.v[i];
		const struct score_indicator *s = &r->indicators[i];
		if (i)
			buf_ch(b, ',');
		put_indicator(b, r, i);
		put_member(b, "id", x->id);
		put_member(b, "name", x->name);
		put_member(b, "group", std->groups.v[x->group].id);
		buf_lit(b, ",\"max\":");
		decimal_put(b, x->max);
		put_member(b, "rule", x->rule);
		put_member(b, "formula", x->formula);
		put_member(b, "band_text", s->band >= 0 ? x->bands[s->band].text : STR(""));
		put_member(b, "reason", s->reason);
		put_member(b, "confidence", confidence_name(x->confidence));
		put_facts_used(b, r, &x->facts);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static void explain_items(struct buf *b, const char *key, const struct score_result *r,
        const struct standard_item *items, const struct score_item *results, size_t n)
{
	buf_ch(b, ',');
	json_put_key(b, key);
	buf_ch(b, '[');
	for (size_t i = 0; results && i < n; i++) {
		buf_c(b, ",{\"holds\":" + (i == 0));
		buf_str(b, tri_names[results[i].holds]);
		put_member(b, "id", items[i].id);
		put_member(b, "name", items[i].name);
		put_member(b, "rule", items[i].text);
		put_member(b, "reason", results[i].reason);
		put_member(b, "confidence", confidence_name(items[i].confidence));
		put_facts_used(b, r, &items[i].facts);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static void explain_groups(struct buf *b, const struct score_result *r)
{
	const struct standard *std = r->standard;

	buf_lit(b, ",\"groups\":[");
	for (size_t i = 0; r->groups && i < std->groups.n; i++) {
		buf_c(b, ",{\"id\":" + (i == 0));
		json_put_str(b, std->groups.v[i].id);
		put_member(b, "name", std->groups.v[i].name);
		buf_lit(b, ",\"max\":");
		decimal_put(b, std->groups.v[i].max);
		buf_lit(b, ",\"least\":");
		decimal_put(b, std->groups.v[i].min);
		buf_lit(b, ",\"points\":");
		put_interval(b, r->groups[i]);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static void explain_basis(struct buf *b, const struct standard *std)
{
	put_member(b, "title", std->title);
	put_member(b, "boundary", std->boundary);
	buf_lit(b, ",\"basis\":[");
	for (size_t i = 0; i < std->basis.n; i++) {
		buf_c(b, ",{\"name\":" + (i == 0));
		json_put_str(b, std->basis.v[i].name);
		put_member(b, "number", std->basis.v[i].number);
		put_member(b, "article", std->basis.v[i].article);
		buf_ch(b, '}');
	}
	buf_lit(b, "],\"routes\":[");
	for (size_t i = 0; i < std->routes.n; i++) {
		buf_c(b, ",{\"id\":" + (i == 0));
		json_put_str(b, route_name(std->routes.v[i].id));
		put_member(b, "rule", std->routes.v[i].text);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

void score_explain_json(struct buf *b, const struct score_result *r)
{
	const struct standard *std = r->standard;

	put_head(b, r);
	put_tail(b, r);
	put_member(b, "engine", STR(SCORE_ENGINE_VERSION));
	put_member(b, "mode", r->mode == SCORE_RECHECK ? STR("recheck") : STR("application"));
	buf_lit(b, ",\"year\":");
	buf_i64(b, r->facts->year);
	explain_basis(b, std);
	explain_groups(b, r);
	explain_indicators(b, r);
	explain_items(b, "conditions", r, std->conditions.v, r->conditions, std->conditions.n);
	explain_items(b, "direct", r, std->direct.v, r->direct, std->direct.n);
	put_lists(b, r);
	put_gap(b, r);
	buf_ch(b, '}');
}

struct hash score_explain_hash(struct arena *a, const struct score_result *r)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	score_explain_json(&b, r);
	return hash_sha256(buf_view(&b));
}

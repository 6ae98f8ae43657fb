/* Loading a standard: JSON to structs, names to numbers, expressions to trees. */
#include "domain/standard.h"

#include "domain/decimal.h"
#include "domain/standard_lint.h"
#include "domain/standard_local.h"

struct loader {
	struct arena *a;
	struct err *e;
	struct standard *s;
	struct str *indicator_ids, *group_ids, *condition_ids, *direct_ids;
	const struct json *where; /* what is being read, for messages */
};

static const struct str confidence_names[] = {[CONFIDENCE_TEXT] = STR_INIT("text"),
        [CONFIDENCE_DERIVED] = STR_INIT("derived"),
        [CONFIDENCE_UNVERIFIED] = STR_INIT("unverified"),
        [CONFIDENCE_OPEN] = STR_INIT("configurable"),
        [CONFIDENCE_CONFIRMED] = STR_INIT("confirmed")};
static const struct str confidence_labels[] = {[CONFIDENCE_TEXT] = STR_INIT("原文"),
        [CONFIDENCE_DERIVED] = STR_INIT("据引用该文件的资料整理"),
        [CONFIDENCE_UNVERIFIED] = STR_INIT("待核实"),
        [CONFIDENCE_OPEN] = STR_INIT("由省级主管部门设定，尚未设定"),
        [CONFIDENCE_CONFIRMED] = STR_INIT("经省级主管部门核实")};
static const struct str route_names[] = {[ROUTE_NONE] = STR_INIT(""),
        [ROUTE_DIRECT] = STR_INIT("direct"),
        [ROUTE_SCORE] = STR_INIT("score"),
        [ROUTE_CONDITIONS] = STR_INIT("conditions")};
static const struct str route_labels[] = {[ROUTE_NONE] = STR_INIT("—"),
        [ROUTE_DIRECT] = STR_INIT("直通条件"),
        [ROUTE_SCORE] = STR_INIT("评分"),
        [ROUTE_CONDITIONS] = STR_INIT("认定条件")};

struct str confidence_name(enum confidence c)
{
	return confidence_names[c];
}

struct str confidence_label(enum confidence c)
{
	return confidence_labels[c];
}

struct str route_name(enum standard_route_id r)
{
	return route_names[r];
}

struct str route_label(enum standard_route_id r)
{
	return route_labels[r];
}

static enum rc bad(struct loader *l, const char *what, const char *why)
{
	struct str id = l->where ? json_str(l->where, "id", str_none()) : str_none();

	err_set(l->e, RC_DATA, MSG_STANDARD_BAD);
	return err_argf(l->e, "%.*s %.*s %s %s", STR_ARG(l->s->id), STR_ARG(id), what, why);
}

static enum rc text_get(
        struct loader *l, const struct json *j, const char *key, bool required, struct str *out)
{
	const struct json *m = json_get(j, key);

	if (m ? m->type != JSON_STRING : required)
		return bad(l, key, "应为文字");
	*out = m ? m->text : STR("");
	return RC_OK;
}

static enum rc decimal_get(
        struct loader *l, const struct json *j, const char *key, bool required, int64_t *out)
{
	const struct json *m = json_get(j, key);

	if (!m && !required)
		return RC_OK;
	if (!m || m->type != JSON_NUMBER || decimal_parse(m->text, out, NULL) != RC_OK || *out < 0)
		return bad(l, key, "应为数字");
	return RC_OK;
}

static enum rc date_get(struct loader *l, const struct json *j, const char *key, struct date *out)
{
	struct str text;

	TRY(text_get(l, j, key, false, &text));
	if (text.n && !date_parse(text, out))
		return bad(l, key, "应为日期");
	return RC_OK;
}

static enum rc list_get(
        struct loader *l, const struct json *j, const char *key, const struct json **out)
{
	const struct json *m = json_get(j, key);

	if (!m || m->type != JSON_ARRAY)
		return bad(l, key, "应为列表");
	*out = m;
	return RC_OK;
}

static enum rc texts_get(struct loader *l, const struct json *j, const char *key, struct strs *out)
{
	const struct json *list = json_get(j, key);

	for (const struct json *c = list ? list->first : NULL; c; c = c->next) {
		if (c->type != JSON_STRING)
			return bad(l, key, "应为文字列表");
		VEC_PUSH(l->a, out, c->text);
	}
	return RC_OK;
}

static enum rc confidence_get(struct loader *l, const struct json *j, enum confidence *out)
{
	struct str text;

	TRY(text_get(l, j, "confidence", true, &text));
	for (size_t i = 0; i < CONFIDENCE__MAX; i++)
		if (str_eq(text, confidence_names[i])) {
			*out = (enum confidence)i;
			return RC_OK;
		}
	return bad(l, "confidence", "应为 text、derived、unverified、configurable 或 confirmed");
}

static int id_find(const struct str *ids, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(ids[i], id))
			return (int)i;
	return -1;
}

/* The ids of a list, so that expressions may refer forward. */
static enum rc ids_get(struct loader *l, const struct json *root, const char *key, struct str **out)
{
	const struct json *list = NULL;
	size_t n = 0;

	TRY(list_get(l, root, key, &list));
	*out = ARENA_NEW_N(l->a, struct str, list->n + 1);
	for (const struct json *c = list->first; c; c = c->next)
		TRY(text_get(l, c, "id", true, &(*out)[n++]));
	return RC_OK;
}

enum scope_kind { SCOPE_FACTS, SCOPE_BAND, SCOPE_CONDITION, SCOPE_ROUTE };

static enum rc expr_get(struct loader *l, const struct json *j, const char *key,
        enum expr_type type, enum scope_kind kind, const struct expr **out)
{
	struct expr_scope scope = {.value = kind == SCOPE_BAND,
	        .scores = kind == SCOPE_CONDITION || kind == SCOPE_ROUTE,
	        .conditions = kind == SCOPE_ROUTE,
	        .indicators = l->indicator_ids,
	        .groups = l->group_ids,
	        .condition_ids = l->condition_ids,
	        .direct_ids = l->direct_ids,
	        .indicators_n = l->s->indicators.n,
	        .groups_n = l->s->groups.n,
	        .condition_ids_n = l->s->conditions.n,
	        .direct_ids_n = l->s->direct.n};
	struct str text;

	TRY(text_get(l, j, key, true, &text));
	return expr_parse(l->a, text, type, &scope, out, l->e);
}

/* "revenue.y1" or "ip_high" */
static enum rc ref_add(struct loader *l, struct str text, struct fact_refs *out)
{
	struct str rest = text, name;
	size_t back = 0, before = out->n;

	(void)str_cut(&rest, '.', &name);
	int id = fact_find(name);
	if (id < 0)
		return bad(l, "facts", "有未知的事实");
	bool yearly = fact_at((size_t)id)->yearly;
	if (rest.n == 2 && rest.p[0] == 'y' && rest.p[1] >= '1' && rest.p[1] < '0' + FACTS_BACK)
		back = (size_t)(rest.p[1] - '0');
	if (yearly != (back > 0) || (rest.n && !back))
		return bad(l, "facts", "年度写法不正确");
	fact_refs_add(l->a, out, (size_t)id, back);
	if (out->n == before)
		return bad(l, "facts", "有重复的事实");
	return RC_OK;
}

static enum rc refs_get(
        struct loader *l, const struct json *j, const char *key, struct fact_refs *out)
{
	struct strs texts = {0};

	TRY(texts_get(l, j, key, &texts));
	for (size_t i = 0; i < texts.n; i++)
		TRY(ref_add(l, texts.v[i], out));
	return RC_OK;
}

static enum rc groups_load(struct loader *l, const struct json *list)
{
	struct standard_group *g = ARENA_NEW_N(l->a, struct standard_group, list->n + 1);

	l->s->groups.v = g;
	for (const struct json *c = list->first; c; c = c->next, g++) {
		l->where = c;
		TRY(text_get(l, c, "id", true, &g->id));
		TRY(text_get(l, c, "name", true, &g->name));
		TRY(decimal_get(l, c, "max", true, &g->max));
		TRY(decimal_get(l, c, "min", false, &g->min));
		TRY(decimal_get(l, c, "unused", false, &g->unused));
		l->s->max += g->max;
	}
	return RC_OK;
}

static enum rc bands_load(struct loader *l, const struct json *j, struct standard_indicator *x)
{
	const struct json *list = NULL;

	TRY(list_get(l, j, "bands", &list));
	struct standard_band *b = ARENA_NEW_N(l->a, struct standard_band, list->n + 1);
	x->bands = b;
	x->bands_n = list->n;
	for (const struct json *c = list->first; c; c = c->next, b++) {
		TRY(text_get(l, c, "label", true, &b->label));
		TRY(text_get(l, c, "text", true, &b->text));
		TRY(decimal_get(l, c, "points", true, &b->points));
		if (!json_get(c, "when"))
			continue;
		TRY(expr_get(
		        l, c, "when", EXPR_BOOL, x->value ? SCOPE_BAND : SCOPE_FACTS, &b->when));
		expr_refs(l->a, b->when, &x->facts);
	}
	return RC_OK;
}

static enum rc indicator_load(struct loader *l, const struct json *j, struct standard_indicator *x)
{
	struct str group, unit;

	TRY(text_get(l, j, "id", true, &x->id));
	TRY(text_get(l, j, "name", true, &x->name));
	TRY(text_get(l, j, "group", true, &group));
	TRY(decimal_get(l, j, "max", true, &x->max));
	TRY(text_get(l, j, "rule", true, &x->rule));
	TRY(text_get(l, j, "formula", true, &x->formula));
	TRY(confidence_get(l, j, &x->confidence));
	TRY(text_get(l, j, "unit", false, &unit));
	x->percent = str_eqc(unit, "ratio");
	int g = id_find(l->group_ids, l->s->groups.n, group);
	if (g < 0)
		return bad(l, "group", "没有这个类别");
	x->group = (size_t)g;
	TRY(refs_get(l, j, "needs", &x->needs));
	for (size_t i = 0; i < x->needs.n; i++)
		fact_refs_add(l->a, &x->facts, x->needs.v[i].fact, x->needs.v[i].back);
	if (json_get(j, "value")) {
		TRY(expr_get(l, j, "value", EXPR_NUMBER, SCOPE_FACTS, &x->value));
		expr_refs(l->a, x->value, &x->facts);
	}
	if (!json_get(j, "points"))
		return bands_load(l, j, x);
	TRY(expr_get(l, j, "points", EXPR_NUMBER, x->value ? SCOPE_BAND : SCOPE_FACTS, &x->points));
	expr_refs(l->a, x->points, &x->facts);
	return RC_OK;
}

static enum rc indicators_load(struct loader *l, const struct json *list)
{
	struct standard_indicator *x = ARENA_NEW_N(l->a, struct standard_indicator, list->n + 1);

	l->s->indicators.v = x;
	for (const struct json *c = list->first; c; c = c->next) {
		l->where = c;
		TRY(indicator_load(l, c, x++));
	}
	return RC_OK;
}

static enum rc items_load(struct loader *l, const struct json *list, enum scope_kind kind,
        const struct standard_item **out)
{
	struct standard_item *x = ARENA_NEW_N(l->a, struct standard_item, list->n + 1);

	*out = x;
	for (const struct json *c = list->first; c; c = c->next, x++) {
		l->where = c;
		TRY(text_get(l, c, "id", true, &x->id));
		TRY(text_get(l, c, "name", true, &x->name));
		TRY(text_get(l, c, "text", true, &x->text));
		TRY(confidence_get(l, c, &x->confidence));
		TRY(expr_get(l, c, "when", EXPR_BOOL, kind, &x->when));
		x->recheck = json_bool(c, "recheck", true);
		expr_refs(l->a, x->when, &x->facts);
	}
	return RC_OK;
}

static enum rc routes_load(struct loader *l, const struct json *list)
{
	struct standard_route *r = ARENA_NEW_N(l->a, struct standard_route, list->n + 1);
	struct str id;

	l->s->routes.v = r;
	l->s->routes.n = list->n;
	for (const struct json *c = list->first; c; c = c->next, r++) {
		l->where = c;
		TRY(text_get(l, c, "id", true, &id));
		TRY(text_get(l, c, "text", true, &r->text));
		int found = id_find(route_names, ROUTE__MAX, id);
		if (found <= ROUTE_NONE)
			return bad(l, "routes", "应为 direct、score 或 conditions");
		r->id = (enum standard_route_id)found;
		TRY(expr_get(l, c, "when", EXPR_BOOL, SCOPE_ROUTE, &r->when));
	}
	return RC_OK;
}

static enum rc evidence_target(
        struct loader *l, struct str kind, struct str of, struct standard_evidence *x)
{
	const struct standard *s = l->s;
	const struct {
		const char *name;
		const struct str *ids;
		size_t n;
	} kinds[] = {[EVIDENCE_GENERAL] = {"general", NULL, 0},
	        [EVIDENCE_INDICATOR] = {"indicator", l->indicator_ids, s->indicators.n},
	        [EVIDENCE_CONDITION] = {"condition", l->condition_ids, s->conditions.n},
	        [EVIDENCE_DIRECT] = {"direct", l->direct_ids, s->direct.n}};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!str_eqc(kind, kinds[i].name))
			continue;
		int found = i == EVIDENCE_GENERAL ? 0 : id_find(kinds[i].ids, kinds[i].n, of);
		if (found < 0)
			break;
		x->kind = (enum evidence_for)i;
		x->of = (size_t)found;
		return RC_OK;
	}
	return bad(l, "evidence", "指向不存在的指标或条件");
}

static enum rc evidence_load(struct loader *l, const struct json *list)
{
	struct standard_evidence *x = ARENA_NEW_N(l->a, struct standard_evidence, list->n + 1);
	struct str kind = {0}, of = {0};

	l->s->evidence.v = x;
	l->s->evidence.n = list->n;
	for (const struct json *c = list->first; c; c = c->next, x++) {
		l->where = c;
		TRY(text_get(l, c, "id", true, &x->id));
		TRY(text_get(l, c, "title", true, &x->title));
		TRY(text_get(l, c, "shows", true, &x->shows));
		TRY(text_get(l, c, "for", true, &kind));
		TRY(text_get(l, c, "of", false, &of));
		TRY(evidence_target(l, kind, of, x));
		x->required = json_bool(c, "required", false);
	}
	return RC_OK;
}

static enum rc sections_load(struct loader *l, const struct json *list)
{
	struct standard_section *x = ARENA_NEW_N(l->a, struct standard_section, list->n + 1);

	l->s->sections.v = x;
	l->s->sections.n = list->n;
	for (const struct json *c = list->first; c; c = c->next, x++) {
		l->where = c;
		TRY(text_get(l, c, "id", true, &x->id));
		TRY(text_get(l, c, "title", true, &x->title));
		TRY(text_get(l, c, "hint", false, &x->hint));
		TRY(refs_get(l, c, "facts", &x->facts));
	}
	return RC_OK;
}

static enum rc basis_load(struct loader *l, const struct json *list)
{
	struct standard_basis *x = ARENA_NEW_N(l->a, struct standard_basis, list->n + 1);

	l->s->basis.v = x;
	l->s->basis.n = list->n;
	for (const struct json *c = list->first; c; c = c->next, x++) {
		TRY(text_get(l, c, "name", true, &x->name));
		TRY(text_get(l, c, "number", true, &x->number));
		TRY(text_get(l, c, "article", false, &x->article));
	}
	return RC_OK;
}

static enum rc head_load(struct loader *l, const struct json *j)
{
	struct standard *s = l->s;

	TRY(text_get(l, j, "id", true, &s->id));
	TRY(text_get(l, j, "title", true, &s->title));
	TRY(text_get(l, j, "short", true, &s->brief));
	TRY(text_get(l, j, "version", true, &s->version));
	TRY(text_get(l, j, "tier", true, &s->tier));
	TRY(text_get(l, j, "line", true, &s->line));
	TRY(text_get(l, j, "boundary", true, &s->boundary));
	TRY(date_get(l, j, "legal_from", &s->legal_from));
	TRY(date_get(l, j, "legal_to", &s->legal_to));
	TRY(confidence_get(l, j, &s->confidence));
	TRY(texts_get(l, j, "notes", &s->notes));
	return texts_get(l, j, "eligibility", &s->eligibility);
}

static enum rc lists_load(struct loader *l, const struct json *j)
{
	struct standard *s = l->s;
	const struct json *list[8];
	static const char *const keys[] = {"groups", "indicators", "conditions", "direct", "routes",
	        "evidence", "sections", "basis"};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		TRY(list_get(l, j, keys[i], &list[i]));
	TRY(ids_get(l, j, "groups", &l->group_ids));
	TRY(ids_get(l, j, "indicators", &l->indicator_ids));
	TRY(ids_get(l, j, "conditions", &l->condition_ids));
	TRY(ids_get(l, j, "direct", &l->direct_ids));
	s->groups.n = list[0]->n;
	s->indicators.n = list[1]->n;
	s->conditions.n = list[2]->n;
	s->direct.n = list[3]->n;
	TRY(groups_load(l, list[0]));
	TRY(indicators_load(l, list[1]));
	TRY(items_load(l, list[2], SCOPE_CONDITION, &s->conditions.v));
	TRY(items_load(l, list[3], SCOPE_FACTS, &s->direct.v));
	TRY(routes_load(l, list[4]));
	TRY(evidence_load(l, list[5]));
	TRY(sections_load(l, list[6]));
	return basis_load(l, list[7]);
}

static void refs_join(struct arena *a, struct fact_refs *to, const struct fact_refs *from)
{
	for (size_t i = 0; i < from->n; i++)
		fact_refs_add(a, to, from->v[i].fact, from->v[i].back);
}

enum rc standard_load(struct arena *a, struct str json, const struct standard **out, struct err *e)
{
	struct standard *s = ARENA_NEW(a, struct standard);
	struct loader l = {.a = a, .e = e, .s = s};
	struct json *root;
	struct buf canonical;

	TRY(json_parse(a, json, &root, e));
	buf_init(&canonical, a, json.n * 8 + 64);
	json_put_canonical(&canonical, root, a);
	TRY(standard_local(a, root, e));
	TRY(head_load(&l, root));
	TRY(standard_asks(a, root, s, e));
	TRY(lists_load(&l, root));
	for (size_t i = 0; i < s->indicators.n; i++)
		refs_join(a, &s->facts, &s->indicators.v[i].facts);
	for (size_t i = 0; i < s->conditions.n; i++)
		refs_join(a, &s->facts, &s->conditions.v[i].facts);
	for (size_t i = 0; i < s->direct.n; i++)
		refs_join(a, &s->facts, &s->direct.v[i].facts);
	TRY(standard_lint(s, e));
	s->hash = hash_sha256(buf_view(&canonical));
	s->hash_hex = hash_hex(a, s->hash);
	*out = s;
	return RC_OK;
}

int standard_indicator_find(const struct standard *s, struct str id)
{
	for (size_t i = 0; i < s->indicators.n; i++)
		if (str_eq(s->indicators.v[i].id, id))
			return (int)i;
	return -1;
}

int standard_section_find(const struct standard *s, struct str id)
{
	for (size_t i = 0; i < s->sections.n; i++)
		if (str_eq(s->sections.v[i].id, id))
			return (int)i;
	return -1;
}

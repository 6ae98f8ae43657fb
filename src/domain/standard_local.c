/* A province's indicators put in the place of the one that stands for them, so that whatever reads a standard
 * (engine, explanation, gap, review, papers) meets indicators like any other.
 */
#include "domain/standard_local.h"

#include "domain/decimal.h"
#include "domain/standard.h"

struct local {
	struct arena *a;
	struct err *e;
	struct json *root, *asks;
	struct json *of; /* the printed indicator */
};

static enum rc bad(struct local *l, const char *why)
{
	err_set(l->e, RC_DATA, MSG_STANDARD_BAD);
	return err_argf(l->e, "%.*s %.*s %s", STR_ARG(json_str(l->root, "id", STR(""))),
		STR_ARG(json_str(l->of, "id", STR(""))), why);
}

static struct json *member(struct json *j, const char *key)
{
	struct json *x = j->type == JSON_OBJECT ? j->first : NULL;

	while (x && !str_eqc(x->key, key))
		x = x->next;
	return x;
}

static struct json *copy(struct arena *a, const struct json *j)
{
	struct json *x = ARENA_NEW(a, struct json);

	*x = *j; /* children are shared: they are not changed */
	x->next = NULL;
	return x;
}

static void add(struct json *list, struct json *x)
{
	struct json **at = &list->first;

	while (*at)
		at = &(*at)->next;
	*at = x;
	list->n++;
}

static void add_text(struct local *l, struct json *object, const char *key, enum json_type type, struct str text)
{
	struct json *x = ARENA_NEW(l->a, struct json);

	*x = (struct json){.type = type, .key = str_c(key), .text = text};
	add(object, x);
}

/* The list without `out`, and `in` (a chain) in its place. */
static void replace(struct json *list, struct json *out, struct json *in)
{
	struct json **at = &list->first;

	while (*at != out)
		at = &(*at)->next;
	*at = in ? in : out->next;
	list->n--;
	for (; in; in = in->next) {
		list->n++;
		if (!in->next) {
			in->next = out->next;
			break;
		}
	}
}

/* --- one list --------------------------------------------------------------------------------------- */

/* Members that belong to the form and the evidence, not to the indicator. */
static bool beside(struct str key)
{
	return str_eqc(key, "shows") || str_eqc(key, "facts") || str_eqc(key, "ask");
}

static struct json *indicator_of(struct local *l, const struct json *part)
{
	struct json *x = ARENA_NEW(l->a, struct json);

	x->type = JSON_OBJECT;
	for (const struct json *m = part->first; m; m = m->next)
		if (!beside(m->key))
			add(x, copy(l->a, m));
	add_text(l, x, "group", JSON_STRING, json_str(l->of, "group", STR("")));
	add_text(l, x, "confidence", JSON_STRING, json_str(l->of, "confidence", STR("")));
	return x;
}

static struct json *evidence_of(struct local *l, const struct json *slot, const struct json *part, size_t no)
{
	struct json *x = ARENA_NEW(l->a, struct json);
	struct str id = str_fmt(l->a, "%.*s_%zu", STR_ARG(json_str(slot, "id", STR(""))), no);

	x->type = JSON_OBJECT;
	add_text(l, x, "id", JSON_STRING, id);
	add_text(l, x, "title", JSON_STRING, str_cat(l->a, json_str(part, "name", STR("")), STR("佐证")));
	add_text(l, x, "shows", JSON_STRING, json_str(part, "shows", STR("")));
	add_text(l, x, "for", JSON_STRING, STR("indicator"));
	add_text(l, x, "of", JSON_STRING, json_str(part, "id", STR("")));
	add_text(l, x, "required", json_bool(slot, "required", false) ? JSON_TRUE : JSON_FALSE, STR(""));
	return x;
}

static void evidence_replace(struct local *l, struct json *evidence, const struct json *parts)
{
	struct json *next;

	for (struct json *s = evidence->first; s; s = next) {
		struct json in = {.type = JSON_ARRAY};
		size_t no = 0;
		next = s->next;
		if (!str_eqc(json_str(s, "for", STR("")), "indicator") ||
			!str_eq(json_str(s, "of", STR("")), json_str(l->of, "id", STR(""))))
			continue;
		for (const struct json *p = parts->first; p; p = p->next)
			add(&in, evidence_of(l, s, p, ++no));
		replace(evidence, s, in.first);
	}
}

static struct json *asked_in(struct json *section, struct str fact)
{
	struct json *facts = member(section, "facts");
	struct json *f = facts ? facts->first : NULL;

	while (f && !str_eq(f->text, fact))
		f = f->next;
	return f;
}

static bool asked(struct json *sections, struct str fact)
{
	for (struct json *s = sections->first; s; s = s->next)
		if (asked_in(s, fact))
			return true;
	return false;
}

/* The form asks for what the list needs where it asked for the points that nobody knew. */
static enum rc sections_replace(struct local *l, struct json *sections, const struct json *parts)
{
	struct str points = json_str(l->of, "points", STR(""));

	for (struct json *s = sections->first; s; s = s->next) {
		struct json *old = asked_in(s, points), *facts = member(s, "facts");
		if (!old)
			continue;
		replace(facts, old, NULL);
		for (const struct json *p = parts->first; p; p = p->next) {
			const struct json *list = json_get(p, "facts");
			for (const struct json *f = list ? list->first : NULL; f; f = f->next)
				if (!asked(sections, f->text))
					add(facts, copy(l->a, f));
		}
		struct json *hint = member(s, "hint");
		if (hint)
			hint->text = STR("");
		return RC_OK;
	}
	return bad(l, "没有填报页");
}

static enum rc unused_put(struct local *l, int64_t left)
{
	struct json *groups = member(l->root, "groups");
	struct str id = json_str(l->of, "group", STR(""));

	for (struct json *g = groups ? groups->first : NULL; g; g = g->next)
		if (str_eq(json_str(g, "id", STR("")), id)) {
			add_text(l, g, "unused", JSON_NUMBER, decimal_str(l->a, left));
			return RC_OK;
		}
	return bad(l, "没有这个类别");
}

static enum rc points_left(struct local *l, const struct json *parts, int64_t *left)
{
	const struct json *max = json_get(l->of, "max");
	int64_t one;

	if (!max || decimal_parse(max->text, left, NULL) != RC_OK)
		return bad(l, "max 应为数字");
	for (const struct json *p = parts->first; p; p = p->next) {
		max = json_get(p, "max");
		if (p->type != JSON_OBJECT || !max || max->type != JSON_NUMBER ||
			decimal_parse(max->text, &one, NULL) != RC_OK || one <= 0)
			return bad(l, "各指标的满分应为大于 0 的数字");
		*left -= one;
	}
	return *left < 0 ? bad(l, "各指标满分之和超过文件规定的分值") : RC_OK;
}

static enum rc expand(struct local *l, struct json *indicators, const struct json *parts)
{
	struct json *evidence = member(l->root, "evidence"), *sections = member(l->root, "sections");
	struct json in = {.type = JSON_ARRAY};
	int64_t left;

	if ((int64_t)parts->n > json_i64(l->of, "local_max", 0))
		return bad(l, "指标个数超过文件规定");
	TRY(points_left(l, parts, &left));
	if (!evidence || !sections)
		return bad(l, "没有佐证材料或填报页");
	TRY(sections_replace(l, sections, parts));
	evidence_replace(l, evidence, parts);
	for (const struct json *p = parts->first; p; p = p->next) {
		const struct json *ask = json_get(p, "ask");
		add(&in, indicator_of(l, p));
		if (ask)
			add(l->asks, copy(l->a, ask));
	}
	TRY(unused_put(l, left));
	replace(indicators, l->of, in.first);
	return RC_OK;
}

enum rc standard_local(struct arena *a, struct json *root, struct err *e)
{
	struct local l = {.a = a, .e = e, .root = root, .asks = ARENA_NEW(a, struct json)};
	struct json *indicators = member(root, "indicators");
	struct json *next;

	l.asks->type = JSON_ARRAY;
	l.asks->key = STR("asks");
	for (struct json *x = indicators ? indicators->first : NULL; x; x = next) {
		const struct json *parts = json_get(x, "local");
		next = x->next;
		l.of = x;
		if (!parts)
			continue;
		if (parts->type != JSON_ARRAY)
			return bad(&l, "local 应为列表");
		if (parts->n)
			TRY(expand(&l, indicators, parts));
	}
	add(root, l.asks);
	return RC_OK;
}

/* --- what a fact means here ---------------------------------------------------------------------------- */

enum rc standard_asks(struct arena *a, const struct json *root, struct standard *s, struct err *e)
{
	const struct json *list = json_get(root, "asks");
	struct standard_ask *x = ARENA_NEW_N(a, struct standard_ask, (list ? list->n : 0) + 1);

	s->asks.v = x;
	for (const struct json *j = list ? list->first : NULL; j; j = j->next, x++) {
		int fact = fact_find(json_str(j, "fact", STR("")));
		*x = (struct standard_ask){.name = json_str(j, "name", STR("")), .hint = json_str(j, "hint", STR(""))};
		if (fact < 0 || !fact_own((size_t)fact) || !x->name.n) {
			err_set(e, RC_DATA, MSG_STANDARD_BAD);
			return err_argf(e, "%.*s ask 应写明本省的数据项和名称", STR_ARG(s->id));
		}
		x->fact = (size_t)fact;
		s->asks.n++;
	}
	return RC_OK;
}

struct fact standard_fact(const struct standard *s, size_t id)
{
	struct fact f = *fact_at(id);

	for (size_t i = 0; s && i < s->asks.n; i++)
		if (s->asks.v[i].fact == id) {
			f.name = f.brief = s->asks.v[i].name;
			f.hint = s->asks.v[i].hint;
		}
	return f;
}

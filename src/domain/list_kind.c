/* Kinds are data, so that another honour of another document needs no program. */
#include "domain/list_kind.h"

static const char *const names[LIST_FIELD__MAX] = {
#define X(ID, member) #member,
	LIST_FIELD_LIST(X)
#undef X
};

const char *list_field_name(enum list_field f)
{
	return names[f];
}

const struct list_kind *list_kind_find(const struct list_def *d, struct str id)
{
	for (size_t i = 0; i < d->kinds_n; i++)
		if (str_eq(d->kinds[i].id, id))
			return &d->kinds[i];
	return NULL;
}

static enum rc bad(struct err *e, struct str what)
{
	err_set(e, RC_DATA, MSG_LISTS_BAD);
	return err_arg(e, 0, what);
}

static int field_find(struct str name)
{
	for (int i = 0; i < LIST_FIELD__MAX; i++)
		if (str_eqc(name, names[i]))
			return i;
	return -1;
}

static enum rc add_fields(const struct json *fields, struct list_kind *k, struct err *e)
{
	for (const struct json *i = fields ? fields->first : NULL; i; i = i->next) {
		int f = field_find(i->key);
		if (f < 0 || i->type != JSON_STRING || i->text.n == 0)
			return bad(e, i->key);
		k->label[f] = i->text;
	}
	return RC_OK;
}

static enum rc add_needs(const struct json *needs, struct list_kind *k, struct err *e)
{
	for (const struct json *i = needs ? needs->first : NULL; i; i = i->next) {
		int f = field_find(i->text);
		if (f < 0 || k->label[f].n == 0)
			return bad(e, k->id);
		k->needed[f] = true;
	}
	return RC_OK;
}

static const struct json *own_or(const struct json *own, const struct json *list, const char *key)
{
	const struct json *j = json_get(own, key);

	return j ? j : json_get(list, key);
}

static enum rc load_kind(const struct json *list, const struct json *j, struct list_def *d,
	struct list_kind *k, struct err *e)
{
	*k = (struct list_kind){.id = json_str(j, "id", STR("")),
		.name = json_str(j, "name", STR("")),
		.group = json_str(j, "group", STR(""))};
	if (k->id.n == 0 || k->name.n == 0 || k->group.n == 0 || list_kind_find(d, k->id))
		return bad(e, k->id);
	TRY(add_fields(own_or(j, list, "fields"), k, e));
	TRY(add_fields(json_get(j, "also"), k, e));
	return add_needs(own_or(j, list, "needs"), k, e);
}

static enum rc load_list(
	struct arena *a, const struct json *j, struct list_def *d, struct err *e)
{
	const struct json *kinds = json_get(j, "kinds"), *grounds = json_get(j, "grounds");
	struct list_kind *v;

	d->title = json_str(j, "title", STR(""));
	d->noun = json_str(j, "noun", STR(""));
	d->lead = json_str(j, "lead", STR(""));
	if (d->kinds || d->title.n == 0 || d->noun.n == 0 || !kinds || kinds->type != JSON_ARRAY)
		return bad(e, json_str(j, "id", STR("")));
	for (const struct json *i = grounds ? grounds->first : NULL; i; i = i->next)
		VEC_PUSH(a, &d->grounds, i->text);
	v = ARENA_NEW_N(a, struct list_kind, kinds->n + 1);
	d->kinds = v;
	for (const struct json *i = kinds->first; i; i = i->next, d->kinds_n++)
		TRY(load_kind(j, i, d, &v[d->kinds_n], e));
	return RC_OK;
}

struct str list_level_word(struct str level)
{
	size_t n;
	const struct fact_word *words = fact_words(FACT_INSTITUTION_LEVEL, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].id, level))
			return words[i].name;
	return STR("");
}

enum rc list_defs_load(
	struct arena *a, struct str text, const struct list_defs **out, struct err *e)
{
	struct list_defs *defs = ARENA_NEW(a, struct list_defs);
	struct json *j;
	enum count_list list;

	TRY(json_parse(a, text, &j, e));
	const struct json *lists = json_get(j, "lists");
	for (const struct json *i = lists ? lists->first : NULL; i; i = i->next) {
		struct str id = json_str(i, "id", STR(""));
		if (!count_list_parse(id, &list) || list > COUNT_HONOURS)
			return bad(e, id);
		defs->list[list].list = list;
		TRY(load_list(a, i, &defs->list[list], e));
	}
	for (size_t i = 0; i <= COUNT_HONOURS; i++)
		if (!defs->list[i].kinds)
			return bad(e, count_list_name((enum count_list)i));
	*out = defs;
	return RC_OK;
}

/* Reading counting rules: what is wrong in them is found when they are loaded, never when somebody's
 * facts are counted.
 */
#include "domain/count.h"

#include "domain/count_test.h"

static const char *const list_names[COUNT_LIST__MAX] = {
	[COUNT_IP] = "ip",
	[COUNT_HONOURS] = "honours",
	[COUNT_PROJECTS] = "projects",
	[COUNT_QUARTERS] = "quarters",
};

/* `list`: the one it is for; COUNT_LIST__MAX: ip and honours. */
static const struct {
	const char *name;
	enum count_list list;
	enum fact_type type;
} values[COUNT_VALUE__MAX] = {
	[COUNT_COUNT] = {"count", COUNT_LIST__MAX, FACT_INTEGER},
	[COUNT_EXISTS] = {"exists", COUNT_LIST__MAX, FACT_BOOL},
	[COUNT_BEST_RANK] = {"best_rank", COUNT_LIST__MAX, FACT_INTEGER},
	[COUNT_BEST_LEVEL] = {"best_level", COUNT_LIST__MAX, FACT_WORD},
	[COUNT_SUM] = {"sum", COUNT_PROJECTS, FACT_NUMBER},
	[COUNT_MEAN] = {"mean", COUNT_QUARTERS, FACT_NUMBER},
};

/* `number`: the member that the test must have, at least `least`. */
static const struct {
	const char *name, *number;
	int64_t least;
} tests[COUNT_TEST__MAX] = {
	[COUNT_TEST_RELATED] = {"related", NULL, 0},
	[COUNT_TEST_APPLIED] = {"applied", NULL, 0},
	[COUNT_TEST_OWN] = {"own", NULL, 0},
	[COUNT_TEST_IN_FORCE] = {"in_force", NULL, 0},
	[COUNT_TEST_TRANSFERRED_FOR] = {"transferred_for", "years", 1},
	[COUNT_TEST_KEPT_OVER] = {"kept_over", "years", 1},
	[COUNT_TEST_WITHIN] = {"within", "years", 1},
	[COUNT_TEST_RANK] = {"rank", "most", 0},
	[COUNT_TEST_LEVEL] = {"level", NULL, 0},
	[COUNT_TEST_GROUND] = {"ground", NULL, 0},
	[COUNT_TEST_NUMBERED] = {"numbered", NULL, 0},
	[COUNT_TEST_UNTIL_GIVEN] = {"until_given", NULL, 0},
	[COUNT_TEST_ANY] = {"any", NULL, 0},
};

struct str count_list_name(enum count_list l)
{
	return str_c(list_names[l]);
}

bool count_list_parse(struct str s, enum count_list *out)
{
	for (size_t i = 0; i < COUNT_LIST__MAX; i++)
		if (str_eqc(s, list_names[i])) {
			*out = (enum count_list)i;
			return true;
		}
	return false;
}

struct loading {
	struct arena *a;
	struct counting *c;
	struct str fact; /* being read, for messages */
	struct err *e;
};

static enum rc bad(struct loading *l, const char *member)
{
	err_set(l->e, RC_DATA, MSG_COUNTING_BAD);
	err_arg(l->e, 0, l->c->id);
	return err_arg(l->e, 1, str_fmt(l->a, "%.*s%s%s", STR_ARG(l->fact), l->fact.n ? "." : "",
					member));
}

static const struct json *array_of(const struct json *j, const char *key)
{
	const struct json *list = json_get(j, key);

	return list && list->type == JSON_ARRAY ? list->first : NULL;
}

static void texts(struct loading *l, const struct json *j, const char *key, struct strs *out)
{
	for (const struct json *i = array_of(j, key); i; i = i->next)
		if (i->type == JSON_STRING)
			VEC_PUSH(l->a, out, i->text);
}

static enum rc load_ground(
	struct loading *l, const struct json *j, struct count_test *t)
{
	for (const struct json *i = array_of(j, "in"); i; i = i->next) {
		int64_t n;
		if (i->type != JSON_NUMBER || !str_to_i64(i->text, &n) || n < 1 || n > 9)
			return bad(l, "tests.in");
		t->grounds |= 1U << n;
	}
	return t->grounds ? RC_OK : bad(l, "tests.in");
}

static enum rc load_plain(struct loading *l, const struct json *j, struct count_test *t)
{
	struct str name = json_str(j, "test", STR(""));
	size_t i = 0;

	while (i < COUNT_TEST_ANY && !str_eqc(name, tests[i].name))
		i++;
	if (i == COUNT_TEST_ANY)
		return bad(l, "tests.test");
	*t = (struct count_test){.id = (enum count_test_id)i};
	texts(l, j, "kinds", &t->kinds);
	if (tests[i].number) {
		t->n = json_i64(j, tests[i].number, -1);
		if (t->n < tests[i].least || t->n > 1000)
			return bad(l, tests[i].number);
	}
	if (t->id == COUNT_TEST_LEVEL) {
		t->n = count_level(json_str(j, "least", STR("")));
		if (t->n < 0)
			return bad(l, "tests.least");
	}
	return t->id == COUNT_TEST_GROUND ? load_ground(l, j, t) : RC_OK;
}

static enum rc load_any(struct loading *l, const struct json *j, struct count_test *t)
{
	const struct json *list = json_get(j, "any");
	struct count_test *v;

	if (list->type != JSON_ARRAY || list->n == 0)
		return bad(l, "tests.any");
	v = ARENA_NEW_N(l->a, struct count_test, list->n);
	*t = (struct count_test){.id = COUNT_TEST_ANY,
		.any = {v, 0},
		.otherwise = json_str(j, "else", STR(""))};
	if (t->otherwise.n == 0)
		return bad(l, "tests.else");
	for (const struct json *i = list->first; i; i = i->next)
		TRY(load_plain(l, i, &v[t->any.n++]));
	return RC_OK;
}

static enum rc load_tests(struct loading *l, const struct json *j, struct count_tests *out)
{
	const struct json *list = json_get(j, "tests");
	struct count_test *v;

	if (!list)
		return RC_OK;
	if (list->type != JSON_ARRAY)
		return bad(l, "tests");
	v = ARENA_NEW_N(l->a, struct count_test, list->n + 1);
	*out = (struct count_tests){v, 0};
	for (const struct json *i = list->first; i; i = i->next, out->n++)
		TRY(json_get(i, "any") ? load_any(l, i, &v[out->n]) : load_plain(l, i, &v[out->n]));
	return RC_OK;
}

static enum rc load_value(struct loading *l, const struct json *j, struct count_rule *r)
{
	struct str name = json_str(j, "value", STR("")), of = json_str(j, "of", STR(""));
	bool of_items = l->c->list == COUNT_IP || l->c->list == COUNT_HONOURS;
	size_t i = 0;

	while (i < COUNT_VALUE__MAX && !str_eqc(name, values[i].name))
		i++;
	if (i == COUNT_VALUE__MAX || fact_at(r->fact)->type != values[i].type ||
		fact_at(r->fact)->yearly == of_items ||
		(values[i].list == COUNT_LIST__MAX ? !of_items : values[i].list != l->c->list))
		return bad(l, "value");
	r->value = (enum count_value)i;
	if (r->value == COUNT_BEST_LEVEL && r->fact != FACT_INSTITUTION_LEVEL)
		return bad(l, "value");
	r->tech = str_eqc(of, "tech");
	return r->value != COUNT_MEAN || r->tech || str_eqc(of, "staff") ? RC_OK : bad(l, "of");
}

static enum rc load_rule(struct loading *l, const struct json *j, struct count_rule *r)
{
	int fact;

	l->fact = json_str(j, "fact", STR(""));
	fact = fact_find(l->fact);
	if (fact < 0)
		return bad(l, "fact");
	for (size_t i = 0; i < l->c->rules_n; i++)
		if (l->c->rules[i].fact == (size_t)fact)
			return bad(l, "fact");
	*r = (struct count_rule){.fact = (size_t)fact, .text = json_str(j, "text", STR(""))};
	if (r->text.n == 0)
		return bad(l, "text");
	TRY(load_value(l, j, r));
	texts(l, j, "kinds", &r->kinds);
	if (r->value < COUNT_SUM && r->kinds.n == 0)
		return bad(l, "kinds");
	return load_tests(l, j, &r->tests);
}

static enum rc load_head(struct loading *l, const struct json *j)
{
	struct counting *c = l->c;
	const struct json *basis = json_get(j, "basis");
	struct str word = json_str(j, "confidence", STR(""));
	size_t i = 0;

	c->id = json_str(j, "id", STR(""));
	c->title = json_str(j, "title", STR(""));
	if (c->id.n == 0 || c->title.n == 0)
		return bad(l, "id, title");
	if (!count_list_parse(json_str(j, "list", STR("")), &c->list))
		return bad(l, "list");
	while (i < CONFIDENCE__MAX && !str_eq(word, confidence_name((enum confidence)i)))
		i++;
	if (i == CONFIDENCE__MAX)
		return bad(l, "confidence");
	c->confidence = (enum confidence)i;
	c->basis = (struct standard_basis){.name = json_str(basis, "name", STR("")),
		.number = json_str(basis, "number", STR("")),
		.article = json_str(basis, "article", STR(""))};
	if (c->basis.name.n == 0)
		return bad(l, "basis");
	texts(l, j, "notes", &c->notes);
	return RC_OK;
}

enum rc counting_load(struct arena *a, struct str text, const struct counting **out, struct err *e)
{
	struct counting *c = ARENA_NEW(a, struct counting);
	struct loading l = {.a = a, .c = c, .e = e};
	struct json *j;
	struct buf b;

	TRY(json_parse(a, text, &j, e));
	TRY(load_head(&l, j));
	const struct json *list = json_get(j, "facts");
	if (!list || list->type != JSON_ARRAY || list->n == 0)
		return bad(&l, "facts");
	struct count_rule *rules = ARENA_NEW_N(a, struct count_rule, list->n);
	c->rules = rules;
	for (const struct json *i = list->first; i; i = i->next, c->rules_n++)
		TRY(load_rule(&l, i, &rules[c->rules_n]));
	buf_init(&b, a, (size_t)1 << 20);
	json_put_canonical(&b, j, a);
	c->hash = hash_sha256(buf_view(&b));
	*out = c;
	return RC_OK;
}

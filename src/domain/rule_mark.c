/* One walk over the JSON finds the marks; the same path leads back to the place that is written anew. */
#include "domain/rule_mark.h"

#include "base/time.h"
#include "base/vec.h"
#include "domain/cited.h"
#include "domain/decimal.h"
#include "domain/rule_diff.h"

#define DEPTH_MAX 8

struct walk {
	struct arena *a;
	enum rule_mark_kind kind; /* one kind per walk: so they come in order */
	struct rule_marks *out;
	const struct json *root;
};

static const struct {
	const char *confidence, *word;
} kinds[] = {[RULE_UNVERIFIED] = {"unverified", "未核实"}, [RULE_NOT_FOUND] = {"", "未查到"},
	[RULE_DERIVED] = {"derived", "推算"}, [RULE_OPEN] = {"configurable", "待本省设定"}};

/* What documents print as a rule: empty means that nobody found it. */
static const struct {
	const char *key;
	enum rule_field_kind kind;
} typed[] = {{"days", RULE_NUMBER}, {"share_percent", RULE_NUMBER}, {"years", RULE_NUMBER},
	{"number", RULE_TEXT}, {"dated", RULE_DATE}, {"legal_from", RULE_DATE}, {"avoid", RULE_CODE}};

/* Members whose value the program knows by code: nobody is asked to type one. `own`: no other member bears the name, so
 * that it is known empty, too. */
static const struct {
	const char *key;
	const char *codes[4];
	bool own;
} coded[] = {{"effect", {"recheck_lost"}, false}, {"visited_by", {"county", "city", "province"}, false},
	{"unit", {"working", "calendar"}, false}, {"avoid", {"county", "city"}, true}};

#define BESIDE "../" /* before the id of a field that stands beside what is marked */

const char *rule_mark_word(enum rule_mark_kind k)
{
	return kinds[k].word;
}

/* --- paths --------------------------------------------------------------------------------------- */

static struct str segment(struct arena *a, const struct json *j, size_t at)
{
	struct str id = json_str(j, "id", STR(""));

	return id.n ? id : str_i64(a, (int64_t)at);
}

static struct str below(struct arena *a, struct str path, struct str name)
{
	return path.n ? STR_JOIN(a, path, STR("/"), name) : name;
}

/* The node and the one above it; NULL: no such place. */
static struct json *place(struct arena *a, struct json *root, struct str path, struct json **above)
{
	struct json *j = root;
	struct str part;

	*above = NULL;
	while (j && path.n && str_cut(&path, '/', &part)) {
		struct json *x = j->first;
		size_t at = 0;
		while (x && !str_eq(j->type == JSON_OBJECT ? x->key : segment(a, x, at), part)) {
			x = x->next;
			at++;
		}
		*above = j;
		j = x;
	}
	return j;
}

/* --- what can be typed ---------------------------------------------------------------------------- */

static bool scalar(const struct json *j)
{
	return j->type == JSON_STRING || j->type == JSON_NUMBER || j->type == JSON_NULL;
}

static bool ends(struct str key, const char *suffix)
{
	struct str s = str_c(suffix);

	return key.n > s.n && str_eq(str_sub(key, key.n - s.n, key.n), s);
}

static const char *const *codes_of(const struct json *j)
{
	for (size_t i = 0; j->type == JSON_STRING && i < ARRAY_LEN(coded); i++) {
		if (!str_eqc(j->key, coded[i].key))
			continue;
		if (coded[i].own && !j->text.n)
			return coded[i].codes;
		for (const char *const *x = coded[i].codes; *x; x++)
			if (str_eqc(j->text, *x)) /* "unit" is also 万元 elsewhere */
				return coded[i].codes;
	}
	return NULL;
}

static enum rule_field_kind kind_of(const struct json *j)
{
	for (size_t i = 0; i < ARRAY_LEN(typed); i++)
		if (str_eqc(j->key, typed[i].key))
			return typed[i].kind;
	return codes_of(j) ? RULE_CODE : j->type == JSON_NUMBER ? RULE_NUMBER : RULE_TEXT;
}

static void field_add(struct walk *w, struct rule_mark *m, struct str id, struct str word, const struct json *j)
{
	if (m->fields_n < RULE_FIELDS_MAX)
		m->fields[m->fields_n++] = (struct rule_field){.id = id, .word = word,
			.value = j->text.p ? j->text : STR(""), .kind = kind_of(j), .codes = codes_of(j)};
	(void)w;
}

/* Ids and kinds name things: whoever changes them changes another rule. */
static bool fixed(struct str key)
{
	static const char *const names[] = {"id", "kind", "tier", "version", "line", "level", "group", "confidence",
		"label", "programme", "body", "standard", "short"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eqc(key, names[i]))
			return true;
	return ends(key, "_confidence");
}

static void fields_of(struct walk *w, struct rule_mark *m, const struct json *j)
{
	for (const struct json *x = j->first; x; x = x->next)
		if (scalar(x) && !fixed(x->key))
			field_add(w, m, x->key, rule_member_word(w->a, x->key), x);
	const struct json *bands = json_get(j, "bands");
	size_t at = 0;
	for (const struct json *b = bands ? bands->first : NULL; b; b = b->next, at++)
		for (const struct json *x = b->first; x; x = x->next)
			if (scalar(x) && !fixed(x->key))
				field_add(w, m, str_fmt(w->a, "bands/%zu/%.*s", at, STR_ARG(x->key)),
					str_fmt(w->a, "%.*s档：%.*s",
						STR_ARG(json_str(b, "label", STR(""))),
						STR_ARG(rule_member_word(w->a, x->key))),
					x);
}

/* A term is found as its days and its unit. */
static void unit_beside(struct walk *w, struct rule_mark *m, const struct json *of, const struct json *j)
{
	const struct json *unit = str_eqc(j->key, "days") ? json_get(of, "unit") : NULL;

	if (!unit || !codes_of(unit))
		return;
	field_add(w, m, str_cat(w->a, STR(BESIDE), unit->key), rule_member_word(w->a, unit->key), unit);
	m->fields[m->fields_n - 1].needed = true;
}

/* What a province has set itself can be set anew. */
static const struct json *own_list(const struct json *j)
{
	const struct json *list = j->type == JSON_OBJECT ? json_get(j, "local") : NULL;

	return list && list->type == JSON_ARRAY ? list : NULL;
}

static void list_field(struct walk *w, struct rule_mark *m, const struct json *j, const struct json *list)
{
	struct str names = STR("");
	struct buf b;

	for (const struct json *x = list->first; x; x = x->next)
		names = STR_JOIN(w->a, names, names.n ? STR("；") : STR(""), json_str(x, "rule", STR("")));
	buf_init(&b, w->a, (size_t)1 << 20);
	json_put_canonical(&b, list, w->a);
	m->value = names.n ? names : STR("本省尚未公布");
	m->fields_n = 1;
	m->fields[0] = (struct rule_field){.id = list->key, .word = rule_member_word(w->a, list->key),
		.value = buf_view(&b), .kind = RULE_LIST, .most = json_i64(j, "local_max", 0)};
}

/* --- finding -------------------------------------------------------------------------------------- */

static struct str gist(struct arena *a, const struct json *j)
{
	static const char *const telling[] = {"rule", "text", "title", "clause", "name"};

	if (j->type == JSON_NULL || (j->type == JSON_STRING && !j->text.n))
		return STR("空");
	if (scalar(j))
		return j->type == JSON_STRING ? rule_value_word(j->text) : j->text;
	for (size_t i = 0; i < ARRAY_LEN(telling); i++) {
		struct str s = json_str(j, telling[i], STR(""));
		if (s.n)
			return s;
	}
	return str_fmt(a, "共 %zu 项", j->n);
}

static struct str first_text(const struct json *j, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str s = json_str(j, keys[i], STR(""));
		if (s.n)
			return s;
	}
	return STR("");
}

/* `of` is the object whose member carries the mark, `j` what is marked: the object or one member of it. */
static void found(struct walk *w, struct str path, struct str part, const struct json *of,
	const struct json *j)
{
	static const char *const names[] = {"name", "title", "text"};
	struct rule_mark m = {.kind = w->kind, .path = path, .value = gist(w->a, j),
		.part = rule_member_word(w->a, part), .item = first_text(of, names, ARRAY_LEN(names)),
		.clause = cited_text(w->a, w->root, json_str(of, "clause", STR("")))};

	m.fields = ARENA_NEW_N(w->a, struct rule_field, RULE_FIELDS_MAX);
	if (j == of && own_list(j))
		list_field(w, &m, j, own_list(j));
	else if (j == of)
		fields_of(w, &m, j);
	else if (scalar(j)) {
		field_add(w, &m, STR(""), rule_member_word(w->a, j->key), j);
		unit_beside(w, &m, of, j);
	}
	if (j != of) {
		if (!m.item.n && of->key.n && !str_eq(of->key, part))
			m.item = rule_member_word(w->a, of->key);
		m.item = path.n > j->key.n && m.item.n
				 ? STR_JOIN(w->a, m.item, STR(" › "), rule_member_word(w->a, j->key))
				 : rule_member_word(w->a, j->key);
	}
	VEC_PUSH(w->a, w->out, m);
}

static bool empty(const struct json *j)
{
	if (j->type != JSON_NULL && (j->type != JSON_STRING || j->text.n))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(typed); i++)
		if (str_eqc(j->key, typed[i].key))
			return true;
	return false;
}

static bool says(const struct json *j, struct arena *a, struct str key, const char *confidence)
{
	return str_eqc(json_str(j, str_cstr(a, key), STR("")), confidence);
}

static void look(struct walk *w, struct str path, struct str part, const struct json *j, int depth)
{
	size_t at = 0;

	if (depth > DEPTH_MAX || scalar(j))
		return;
	bool whole = j->type == JSON_OBJECT && json_get(j, "confidence");
	bool again = whole && w->kind == RULE_OPEN && own_list(j) && says(j, w->a, STR("confidence"), "confirmed");
	if (again || (whole && w->kind != RULE_NOT_FOUND &&
			     says(j, w->a, STR("confidence"), kinds[w->kind].confidence)))
		found(w, path, part, j, j);
	for (const struct json *x = j->first; x; x = x->next, at++) {
		struct str name = j->type == JSON_OBJECT ? x->key : segment(w->a, x, at);
		struct str top = part.n ? part : name, mark = STR_JOIN(w->a, name, STR("_confidence"));
		bool marked = j->type == JSON_OBJECT && json_get(j, str_cstr(w->a, mark));
		if (w->kind == RULE_NOT_FOUND) {
			if (j->type == JSON_OBJECT && !whole && !marked && empty(x))
				found(w, below(w->a, path, name), top, j, x);
		} else if (marked && says(j, w->a, mark, kinds[w->kind].confidence)) {
			found(w, below(w->a, path, name), top, j, x);
		}
		look(w, below(w->a, path, name), top, x, depth + 1);
	}
}

void rule_marks(struct arena *a, const struct json *root, struct rule_marks *out)
{
	for (int k = 0; k < RULE_MARK__MAX; k++) {
		struct walk w = {a, (enum rule_mark_kind)k, out, root};
		look(&w, STR(""), STR(""), root, 0);
	}
}

const struct rule_mark *rule_mark_at(const struct rule_marks *list, struct str path)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i].path, path))
			return &list->v[i];
	return NULL;
}

/* --- settling ------------------------------------------------------------------------------------- */

static enum rc put_list(struct arena *a, struct str value, struct json *j, struct err *e)
{
	struct json *list;

	if (json_parse(a, value, &list, NULL) != RC_OK || list->type != JSON_ARRAY)
		return err_field(e, RC_INVALID, MSG_RULE_NUMBER, "f0");
	j->first = list->first;
	j->n = list->n;
	return RC_OK;
}

static bool is_code(const struct rule_field *f, struct str value)
{
	for (const char *const *x = f->codes; x && *x; x++)
		if (str_eqc(value, *x))
			return true;
	return !value.n && !f->needed;
}

static enum rc put_value(struct arena *a, const struct rule_field *f, size_t at, struct str value, struct json *j,
	struct err *e)
{
	char name[32];
	struct date day;
	int64_t n;

	if (f->kind == RULE_LIST)
		return put_list(a, value, j, e);
	snprintf(name, sizeof(name), "f%zu", at);
	if (f->kind == RULE_NUMBER) {
		if (value.n && (decimal_parse(value, &n, NULL) != RC_OK || n < 0))
			return err_field(e, RC_INVALID, MSG_RULE_NUMBER, name);
		j->type = value.n ? JSON_NUMBER : JSON_NULL;
	} else if (f->kind == RULE_CODE && !is_code(f, value)) {
		return err_field(e, RC_INVALID, MSG_RULE_CODE, name);
	} else {
		if (f->kind == RULE_DATE && value.n && !date_parse(value, &day))
			return err_field(e, RC_INVALID, MSG_RULE_DATE, name);
		if (j->type == JSON_NULL && !value.n)
			return RC_OK;
		j->type = JSON_STRING;
	}
	j->text = value.n ? value : STR("");
	return RC_OK;
}

/* The member that carries the mark; where there was none, a new one. */
static void confirm(struct arena *a, struct json *object, struct str key, const char *word)
{
	struct json *x = object->first, *last = NULL;

	while (x && !str_eq(x->key, key)) {
		last = x;
		x = x->next;
	}
	if (!x) {
		x = ARENA_NEW(a, struct json);
		x->key = key;
		if (last)
			last->next = x;
		else
			object->first = x;
		object->n++;
	}
	x->type = JSON_STRING;
	x->text = str_c(word);
}

enum rc rule_mark_settle(struct arena *a, struct str text, struct str path, const struct str *values,
	struct str *out, struct err *e)
{
	struct rule_marks list = {0};
	struct json *root, *at, *above, *of;
	struct buf b;

	TRY(json_parse(a, text, &root, e));
	rule_marks(a, root, &list);
	const struct rule_mark *m = rule_mark_at(&list, path);
	at = place(a, root, path, &above);
	if (!m || !at)
		return err_set(e, RC_NOT_FOUND, MSG_RULE_MARK_GONE);
	for (size_t i = 0; i < m->fields_n; i++) {
		struct json *x = m->fields[i].id.n && str_starts(m->fields[i].id, STR(BESIDE))
					 ? place(a, above, str_sub(m->fields[i].id, strlen(BESIDE), m->fields[i].id.n), &of)
					 : place(a, at, m->fields[i].id, &of);
		if (x)
			TRY(put_value(a, &m->fields[i], i, values[i], x, e));
	}
	if (at->type == JSON_OBJECT && json_get(at, "confidence"))
		confirm(a, at, STR("confidence"),
			own_list(at) && !own_list(at)->n ? kinds[RULE_OPEN].confidence : "confirmed");
	else
		confirm(a, above, str_cat(a, at->key, STR("_confidence")), "confirmed");
	buf_init(&b, a, (size_t)1 << 20);
	json_put_canonical(&b, root, a);
	*out = buf_view(&b);
	return RC_OK;
}

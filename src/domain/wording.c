/* Why apart: what a circular says is the province's to word; how figures come into a sentence is one rule. */
#include "domain/wording.h"

#define WORDING_MAX ((size_t)1 << 20)

static struct wording_value *find(const struct wording_values *v, struct str name)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->v[i].name, name))
			return &v->v[i];
	return NULL;
}

static void put(struct arena *a, struct wording_values *v, const char *name, struct str text, bool holds)
{
	struct wording_value *had = find(v, str_c(name));

	if (!had)
		had = VEC_ADD(a, v);
	*had = (struct wording_value){str_c(name), text, holds};
}

void wording_text(struct arena *a, struct wording_values *v, const char *name, struct str text)
{
	put(a, v, name, text, text.n > 0);
}

void wording_count(struct arena *a, struct wording_values *v, const char *name, int64_t n)
{
	put(a, v, name, str_i64(a, n), n > 0);
}

struct str wording_put(struct arena *a, struct str text, const struct wording_values *v)
{
	struct buf b;

	buf_init(&b, a, WORDING_MAX);
	while (text.n) {
		size_t open = str_index(text, '{');
		struct str rest = str_sub(text, open, text.n);
		size_t close = str_index(rest, '}');
		const struct wording_value *x = NULL;
		buf_str(&b, str_sub(text, 0, open));
		if (close >= rest.n) {
			buf_str(&b, rest);
			break;
		}
		x = find(v, str_sub(rest, 1, close - 1));
		buf_str(&b, x ? x->text : str_sub(rest, 0, close + 1));
		text = str_sub(rest, close + 1, rest.n);
	}
	return buf_view(&b);
}

static bool holds(const struct wording_values *v, struct str name)
{
	const struct wording_value *x = find(v, name);

	return x && x->holds;
}

struct str wording_fill(struct arena *a, const struct json *sentences, const struct wording_values *v)
{
	struct buf b;

	buf_init(&b, a, WORDING_MAX);
	for (const struct json *s = sentences ? sentences->first : NULL; s; s = s->next) {
		struct str yes = json_str(s, "if", str_none()), no = json_str(s, "unless", str_none());
		if ((yes.n && !holds(v, yes)) || (no.n && holds(v, no)))
			continue;
		buf_str(&b, wording_put(a, json_str(s, "text", STR("")), v));
	}
	return buf_view(&b);
}

const struct json *wording_choose(
	const struct json *list, const char *const *keys, const struct str *of, size_t n)
{
	for (const struct json *j = list ? list->first : NULL; j; j = j->next) {
		bool fits = true;
		for (size_t i = 0; i < n && fits; i++)
			fits = str_eq(json_str(j, keys[i], of[i]), of[i]);
		if (fits)
			return j;
	}
	return NULL;
}

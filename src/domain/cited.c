/* Why apart: clauses are shown on some forty pages and papers; each must name the document without knowing that it does. */
#include "domain/cited.h"

#include "base/utf8.h"

#define DEPTH_MAX 12

/* Members whose text cites; what a document prints itself (texts, conditions) stays as printed. */
static bool cites(struct str key)
{
	static const char *const names[] = {"clause", "notes", "audience", "a"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eqc(key, names[i]))
			return true;
	return str_ends(key, STR("_clause"));
}

/* A short name is one where nothing before makes it the end of a longer one: 〔2026〕2号, 12号, 实施细则. */
static bool begins(struct str text, size_t at)
{
	size_t from = at;

	while (from > 0 && ((unsigned char)text.p[--from] & 0xc0) == 0x80)
		;
	if (from == at)
		return true;
	if (str_eqc(str_sub(text, from, at - from), "按"))
		return true;
	int32_t cp = utf8_next(text, &from);
	return !(cp >= '0' && cp <= '9') && cp != 0x3015 && !(cp >= 0x3400 && cp <= 0x9fff);
}

static bool place_follows(struct str rest)
{
	return str_starts(rest, STR("第")) || str_starts(rest, STR("附件"));
}

/* The document whose short name stands at `at`; its length in *n. */
static struct str document_at(const struct json *root, struct str text, size_t at, size_t *n)
{
	static const char *const lists[] = {"basis", "cited"};
	struct str rest = str_sub(text, at, text.n);

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const struct json *list = json_get(root, lists[i]);
		for (const struct json *j = list ? list->first : NULL; j; j = j->next) {
			struct str name = json_str(j, "short", STR(""));
			if (!name.n || !str_starts(rest, name) || !begins(text, at) ||
				!place_follows(str_sub(rest, name.n, rest.n)))
				continue;
			*n = name.n;
			return json_str(j, "title", STR(""));
		}
	}
	return STR("");
}

struct str cited_text(struct arena *a, const struct json *root, struct str text)
{
	struct str out = STR("");
	size_t from = 0, n = 0;

	for (size_t at = 0; at < text.n; at++) {
		struct str title = document_at(root, text, at, &n);
		if (!title.n)
			continue;
		out = STR_JOIN(a, out, str_sub(text, from, at - from), STR("《"), title, STR("》"));
		from = at + n;
		at = from - 1;
	}
	return from ? str_cat(a, out, str_sub(text, from, text.n)) : text;
}

static void spell(struct arena *a, const struct json *root, struct json *j, struct str key, int depth)
{
	if (depth > DEPTH_MAX)
		return;
	if (j->type == JSON_STRING && cites(key))
		j->text = cited_text(a, root, j->text);
	for (struct json *x = j->first; x; x = x->next)
		spell(a, root, x, j->type == JSON_OBJECT ? x->key : key, depth + 1);
}

void cited_spell(struct arena *a, struct json *root)
{
	spell(a, root, root, STR(""), 0);
}

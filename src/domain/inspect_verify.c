/* The inspectors of a published draw, computed again from what the file states. */
#include "domain/inspect.h"

static const struct json *rows_of(const struct json *j, const char *name)
{
	const struct json *list = json_get(j, name);

	return list && list->type == JSON_ARRAY ? list->first : NULL;
}

/* The n-th text of a row; empty when there is none. */
static struct str cell(const struct json *row, size_t n)
{
	const struct json *j = row->type == JSON_ARRAY ? row->first : NULL;

	while (j && n--)
		j = j->next;
	return j && j->type == JSON_STRING ? j->text : STR("");
}

static void load(struct arena *a, const struct json *file, struct inspect_board *b)
{
	struct map places;

	b->avoid = json_str(file, "avoid", STR(""));
	for (const struct json *r = rows_of(file, "inspectors"); r; r = r->next)
		VEC_PUSH(a, &b->people,
			((struct inspect_person){.key = cell(r, 0), .name = cell(r, 1), .unit = cell(r, 2),
				.stratum = cell(r, 3), .place = cell(r, 4)}));
	for (const struct json *r = rows_of(file, "barred"); r; r = r->next)
		VEC_PUSH(a, &b->bars, ((struct inspect_bar){cell(r, 0), cell(r, 1), cell(r, 2)}));
	map_init(&places, a);
	for (const struct json *r = rows_of(file, "places"); r; r = r->next) {
		struct str *place = ARENA_NEW(a, struct str);
		*place = cell(r, 1);
		map_put(&places, cell(r, 0), place);
	}
	for (size_t i = 0; i < b->posts.n; i++) {
		const struct str *place = map_get(&places, b->posts.v[i].code);
		b->posts.v[i].place = place ? *place : STR("");
	}
	inspect_ready(a, b);
}

static void check_assigned(struct arena *a, const struct json *file, struct inspect_board *b, struct strs *out)
{
	size_t stated = 0, open = 0;

	inspect_assign(a, b);
	for (size_t i = 0; i < b->posts.n; i++)
		open += b->posts.v[i].open;
	for (const struct json *r = rows_of(file, "assigned"); r; r = r->next, stated++) {
		struct str code = cell(r, 0);
		const struct inspect_post *p = map_get(&b->by_code, code);
		struct str keys = p && p->open ? inspect_keys(a, b, p) : STR("");
		if (!p || !p->open || !str_eq(keys, cell(r, 1)))
			VEC_PUSH(a, out,
				str_fmt(a, "%.*s 的核查人员按规则重算应为 %.*s", STR_ARG(code),
					STR_ARG(keys)));
	}
	if (stated != open)
		VEC_PUSH(a, out, STR("公布了核查人员的家数与抽中的家数不同"));
}

/* Each substitute is one act, in the order of both lists. */
static bool next_substitute(const struct json **s, const struct inspect_turn *t)
{
	if (!str_eqc(t->kind, "substitute"))
		return true;
	if (!*s || !str_eq(json_str(*s, "code", STR("")), t->code) || !str_eq(json_str(*s, "for", STR("")), t->key))
		return false;
	*s = (*s)->next;
	return true;
}

void inspect_verify(struct arena *a, const struct json *file, struct inspect_board *b, struct strs *out)
{
	const struct json *s = rows_of(file, "substitutes");
	struct hash stated;
	size_t n = 0;

	load(a, file, b);
	if (!hash_from_hex(json_str(file, "roster_hash", STR("")), &stated) || !hash_eq(stated, inspect_hash(a, b)))
		VEC_PUSH(a, out, STR("核查人员名单与公布的校验码不一致"));
	if (b->numbers.n == 0)
		return;
	check_assigned(a, file, b, out);
	for (const struct json *r = rows_of(file, "changes"); r; r = r->next) {
		struct inspect_turn t = {cell(r, 0), cell(r, 1), cell(r, 2), STR(""), cell(r, 4)};
		n++;
		if (!next_substitute(&s, &t) || !inspect_apply(a, b, &t)) {
			VEC_PUSH(a, out, str_fmt(a, "核查人员的第 %zu 次变动不可核对", n));
			return;
		}
		if (!str_eq(t.next, cell(r, 3)))
			VEC_PUSH(a, out,
				str_fmt(a, "核查人员的第 %zu 次变动按规则重算应由“%.*s”接替", n, STR_ARG(t.next)));
	}
	if (s)
		VEC_PUSH(a, out, STR("替补企业与核查人员的变动记录不一致"));
}

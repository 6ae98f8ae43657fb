/* The published file of a draw, computed again from what it states. The same is done by a short script
 * (sql/reference/sampling/verify.py), so that nobody has to believe this program.
 */
#include "domain/sample.h"

#include "base/json.h"
#include "domain/inspect.h"

struct draw_file {
	const struct json *json;
	struct sample_frame frame;
	struct str numbers;
	int64_t percent;
	struct hash code[SAMPLE_ROUNDS];
	size_t codes_n;
	bool roster; /* format 2: inspectors are drawn too */
};

static enum rc bad(struct err *e, const char *member)
{
	err_set(e, RC_DATA, MSG_DRAW_FILE);
	return err_arg(e, 0, str_c(member));
}

static const struct json *list_of(const struct json *j, const char *name)
{
	const struct json *list = json_get(j, name);

	return list && list->type == JSON_ARRAY ? list : NULL;
}

/* The n-th text of a row; empty when there is none. */
static struct str cell(const struct json *row, size_t n)
{
	const struct json *j = row && row->type == JSON_ARRAY ? row->first : NULL;

	while (j && n--)
		j = j->next;
	return j && j->type == JSON_STRING ? j->text : STR("");
}

static enum rc load(struct arena *a, struct str text, struct draw_file *f, struct err *e)
{
	struct json *j;

	TRY(json_parse(a, text, &j, e));
	f->json = j;
	struct str format = json_str(j, "format", STR(""));
	f->roster = str_eqc(format, "tidu-draw-2");
	if (!f->roster && !str_eqc(format, "tidu-draw-1"))
		return bad(e, "format");
	f->percent = json_i64(j, "share_percent", -1);
	f->numbers = json_str(j, "numbers", STR(""));
	if (f->percent < 0 || f->percent > 100)
		return bad(e, "share_percent");
	const struct json *list = list_of(j, "frame");
	if (!list)
		return bad(e, "frame");
	for (const struct json *row = list->first; row; row = row->next) {
		if (cell(row, 1).n == 0)
			return bad(e, "frame");
		VEC_PUSH(a, &f->frame,
			((struct sample_item){.stratum = cell(row, 0), .code = cell(row, 1),
				.compulsory = cell(row, 2)}));
	}
	list = list_of(j, "codes");
	if (!list)
		return bad(e, "codes");
	for (const struct json *c = list->first; c; c = c->next)
		if (f->codes_n == SAMPLE_ROUNDS || c->type != JSON_STRING ||
			!hash_from_hex(c->text, &f->code[f->codes_n++]))
			return bad(e, "codes");
	return RC_OK;
}

static void check_commitment(struct arena *a, const struct draw_file *f, struct strs *out)
{
	struct hash before, want;

	if (!hash_from_hex(json_str(f->json, "commitment", STR("")), &want)) {
		VEC_PUSH(a, out, STR("承诺值不是 SHA-256"));
		return;
	}
	for (size_t i = 0; i < f->codes_n; i++, want = f->code[i - 1]) {
		before = hash_sha256((struct str){(const char *)f->code[i].b, HASH_LEN});
		if (!hash_eq(before, want))
			VEC_PUSH(a, out, str_fmt(a, "第 %zu 轮的一次性码与承诺值不一致", i));
	}
}

static struct sample_item *item_of(struct draw_file *f, struct str code)
{
	for (size_t i = 0; i < f->frame.n; i++)
		if (str_eq(f->frame.v[i].code, code))
			return &f->frame.v[i];
	return NULL;
}

/* Each of the frame: stated and computed are the same, and nothing else is stated. */
static void check_drawn(struct arena *a, struct draw_file *f, struct strs *out)
{
	const struct json *list = list_of(f->json, "drawn");
	bool *stated = ARENA_NEW_N(a, bool, f->frame.n + 1);

	sample_draw(a, &f->frame, f->percent, f->code[0], f->numbers);
	for (const struct json *c = list ? list->first : NULL; c; c = c->next) {
		struct str code = c->type == JSON_STRING ? c->text : STR("?");
		struct sample_item *x = item_of(f, code);
		if (x && stated[x - f->frame.v])
			VEC_PUSH(a, out, str_fmt(a, "%.*s 公布了两次", STR_ARG(code)));
		else if (!x || !x->taken)
			VEC_PUSH(a, out, str_fmt(a, "%.*s 公布为抽中，按规则重算没有抽中", STR_ARG(code)));
		if (x)
			stated[x - f->frame.v] = true;
	}
	for (size_t i = 0; i < f->frame.n; i++)
		if (f->frame.v[i].taken && !stated[i])
			VEC_PUSH(a, out,
				str_fmt(a, "%.*s 按规则重算应抽中，公布的结果里没有",
					STR_ARG(f->frame.v[i].code)));
}

static void check_substitutes(struct arena *a, struct draw_file *f, struct strs *out)
{
	const struct json *list = list_of(f->json, "substitutes");
	const struct str none = STR("无");
	unsigned round = 1;

	for (const struct json *s = list ? list->first : NULL; s; s = s->next, round++) {
		struct sample_item *gone = item_of(f, json_str(s, "for", STR("")));
		if (!gone || !gone->taken || gone->compulsory.n || round >= f->codes_n) {
			VEC_PUSH(a, out, str_fmt(a, "第 %u 个替补不可核对", round));
			return;
		}
		struct sample_item *x = sample_substitute(
			a, &f->frame, gone->stratum, round, f->code[round], f->numbers);
		if (!x || !str_eq(x->code, json_str(s, "code", STR(""))))
			VEC_PUSH(a, out,
				str_fmt(a, "第 %u 个替补按规则重算应为 %.*s", round,
					STR_ARG(x ? x->code : none)));
	}
	if (f->codes_n != round)
		VEC_PUSH(a, out,
			str_fmt(a, "公布了 %zu 个一次性码，替补却有 %u 个", f->codes_n, round - 1));
}

/* After the draw of the enterprises and before their substitutes. */
static void check_roster(struct arena *a, const struct draw_file *f, struct strs *out)
{
	struct inspect_board b = {.code = f->code[0], .numbers = f->codes_n ? f->numbers : STR("")};

	if (!f->roster)
		return;
	for (size_t i = 0; i < f->frame.n; i++)
		VEC_PUSH(a, &b.posts,
			((struct inspect_post){.stratum = f->frame.v[i].stratum,
				.code = f->frame.v[i].code,
				.open = f->frame.v[i].taken}));
	inspect_verify(a, f->json, &b, out);
}

/* Before the draw nothing may be stated that only the draw tells. */
static void check_nothing_yet(struct arena *a, const struct draw_file *f, struct strs *out)
{
	static const char *const members[] = {"drawn", "substitutes", "assigned", "changes"};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		const struct json *list = list_of(f->json, members[i]);
		if (list && list->first)
			VEC_PUSH(a, out, STR("没有一次性码，却有抽取结果"));
	}
}

enum rc sample_verify(struct arena *a, struct str file, struct strs *differences, bool *drawn,
	struct err *e)
{
	struct draw_file f = {0};
	struct hash stated;

	*differences = (struct strs){0};
	TRY(load(a, file, &f, e));
	sample_sort(&f.frame);
	if (!hash_from_hex(json_str(f.json, "frame_hash", STR("")), &stated) ||
		!hash_eq(stated, sample_frame_hash(a, &f.frame)))
		VEC_PUSH(a, differences, STR("名单与公布的校验码不一致"));
	*drawn = f.codes_n > 0;
	if (!*drawn) {
		check_nothing_yet(a, &f, differences);
		check_roster(a, &f, differences);
		return RC_OK;
	}
	check_commitment(a, &f, differences);
	check_drawn(a, &f, differences);
	check_roster(a, &f, differences);
	check_substitutes(a, &f, differences);
	return RC_OK;
}

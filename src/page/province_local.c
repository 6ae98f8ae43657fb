/* 本省指标 as a form: what is measured, its bands a line each; out of it come indicators in the standard's own
 * language, which the loader checks like any other.
 */
#include "page/province_local.h"

#include "base/vec.h"
#include "domain/decimal.h"
#include "domain/standard.h"
#include "page/common.h"

#define BANDS_MAX 6

/* What an indicator of the province may ask for itself: the dictionary has one fact of each kind for each. */
static const struct {
	const char *word, *label, *fact;
} own[] = {{"number", "由企业填写一个数", "local_number_"}, {"yes", "由企业填写是或否", "local_yes_"},
	{"grade", "由企业选择所属的档", "local_grade_"}};

static const char *field(struct ctx *c, size_t no, const char *name)
{
	return str_cstr(c->a, str_fmt(c->a, "l%zu_%s", no + 1, name));
}

/* --- the fact behind a choice ------------------------------------------------------------------------- */

/* "number" or "rd_expense.y1" as the expression says it. */
static struct str ref_of(struct ctx *c, struct str what, size_t no)
{
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (str_eqc(what, own[i].word))
			return str_fmt(c->a, "%s%zu", own[i].fact, no + 1);
	return what;
}

static int fact_of(struct str ref)
{
	struct str name;

	(void)str_cut(&ref, '.', &name);
	return fact_find(name);
}

/* The other way round. */
static struct str what_of(struct ctx *c, struct str ref)
{
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (ref.n > strlen(own[i].fact) && str_eqc(str_sub(ref, 0, strlen(own[i].fact)), own[i].fact))
			return str_c(own[i].word);
	(void)c;
	return ref;
}

static bool is_number(int fact)
{
	return fact_at((size_t)fact)->type == FACT_NUMBER || fact_at((size_t)fact)->type == FACT_INTEGER;
}

static struct str fact_words_of(struct ctx *c, size_t id)
{
	const struct fact *f = fact_at(id);

	return f->yearly ? str_cat(c->a, STR("上年度"), f->name) : f->name;
}

static void options_fill(struct ctx *c, struct view_choices *ch, bool numbers, struct str stored)
{
	for (size_t id = 0; id < FACT__MAX; id++) {
		const struct fact *f = fact_at(id);
		if (fact_own(id) || id == FACT_LOCAL_POINTS || (numbers && !is_number((int)id)))
			continue;
		choices_add(c, ch, f->yearly ? str_cat(c->a, f->id, STR(".y1")) : f->id,
			fact_words_of(c, id), stored);
	}
}

/* --- showing ------------------------------------------------------------------------------------------- */

struct shown {
	struct str name, what, of, ask, bands, shows;
};

/* What a band's condition compares with: the form's middle column. */
static struct str limit_of(struct ctx *c, struct str when)
{
	struct str left;
	size_t n;

	if (!when.n)
		return STR("其余");
	if (str_cut(&when, '=', &left) && when.n) {
		while (when.n && (when.p[0] == '=' || when.p[0] == ' '))
			when = str_sub(when, 1, when.n);
		if (when.p[0] != '\'')
			return when;
		int fact = fact_of(str_trim(left));
		struct str word = str_sub(when, 1, when.n - 2);
		const struct fact_word *words = fact >= 0 ? fact_words((size_t)fact, &n) : NULL;
		for (size_t i = 0; words && i < n; i++)
			if (str_eq(words[i].id, word))
				return words[i].name;
		return word;
	}
	(void)c;
	return STR("是");
}

static void shown_of(struct ctx *c, const struct json *part, struct shown *out)
{
	const struct json *ask = json_get(part, "ask"), *bands = json_get(part, "bands");
	struct str value = json_str(part, "value", STR("")), first;
	struct buf b;

	buf_init(&b, c->a, 4096);
	*out = (struct shown){.name = json_str(part, "name", STR("")), .shows = json_str(part, "shows", STR("")),
		.ask = ask ? json_str(ask, "name", STR("")) : STR("")};
	for (const struct json *x = bands ? bands->first : NULL; x; x = x->next) {
		const struct json *points = json_get(x, "points");
		struct str when = json_str(x, "when", STR(""));
		if (x == bands->first && !value.n)
			value = when;
		buf_str(&b, points ? points->text : STR(""));
		buf_lit(&b, "｜");
		buf_str(&b, limit_of(c, when));
		buf_lit(&b, "｜");
		buf_str(&b, json_str(x, "text", STR("")));
		buf_ch(&b, '\n');
	}
	out->bands = buf_view(&b);
	(void)str_cut(&value, ' ', &first);
	out->what = what_of(c, first);
	while (value.n && (value.p[0] == '/' || value.p[0] == ' '))
		value = str_sub(value, 1, value.n);
	out->of = value.n && value.p[0] != '=' ? value : STR("");
}

static void part_fill(struct ctx *c, size_t no, const struct shown *s, const struct form_errors *errors,
	struct view_local_part *out)
{
	out->title = str_fmt(c->a, "第 %zu 个指标", no + 1);
	out->id = str_fmt(c->a, "l%zu", no + 1);
	out->name = field_text(c, field(c, no, "name"), "指标名称", s->name, errors);
	out->name.hint = no ? STR("没有的留空") : STR("全部留空即不设指标");
	out->name.optional = true;
	out->what = field_choices(field(c, no, "what"), "按什么计分", errors);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		choices_add(c, &out->what, str_c(own[i].word), str_c(own[i].label), s->what);
	options_fill(c, &out->what, false, s->what);
	out->of = field_choices(field(c, no, "of"), "除以（计算比例时选择）", errors);
	out->of.empty = STR("不除");
	options_fill(c, &out->of, true, s->of);
	out->ask = field_text(c, field(c, no, "ask"), "请企业填写什么", s->ask, errors);
	out->ask.hint = STR("由企业填写的才要，例如：近三年获得省级工业设计奖的项数");
	out->ask.optional = true;
	out->ask.width = "full";
	out->bands = field_text(c, field(c, no, "bands"), "分档", s->bands, errors);
	out->bands.hint = STR("一行一档，从高分到低分：分值｜达到多少｜文字。例如 5｜3｜3项以上，比例写 5｜10%｜10%以上；"
			      "是或否写“是”，选档写 A、B、C；最后一行写“其余”，例如 0｜其余｜没有");
	out->bands.rows = 5;
	out->bands.optional = true;
	out->shows = field_text(c, field(c, no, "shows"), "佐证材料", s->shows, errors);
	out->shows.rows = 2;
	out->shows.optional = true;
}

void local_form_fill(struct ctx *c, struct str list, int64_t most, const struct form_errors *errors, struct view_local *v)
{
	struct json *root = NULL;
	struct err ignored;

	if (json_parse(c->a, list, &root, &ignored) != RC_OK)
		root = NULL;
	const struct json *part = root ? root->first : NULL;
	for (size_t no = 0; (int64_t)no < most; no++) {
		struct shown s = {0};
		if (part)
			shown_of(c, part, &s);
		part_fill(c, no, &s, errors, VEC_ADD(c->a, &v->parts));
		part = part ? part->next : NULL;
	}
}

/* --- reading -------------------------------------------------------------------------------------------- */

struct band {
	struct str points, limit, text;
};
struct typed {
	struct str name, ref, of, ask, shows;
	int fact;
	struct band band[BANDS_MAX];
	size_t n;
};

static void wrong(struct ctx *c, struct form_errors *errors, size_t no, const char *name, const char *why)
{
	form_error_add(c->a, errors, field(c, no, name),
		str_fmt(c->a, "第 %zu 个指标：%s", no + 1, why));
}

/* Up to the next bar, half or full width. */
static struct str cell(struct str *line)
{
	struct str bar = STR("｜"), got;

	for (size_t i = 0; i < line->n; i++) {
		size_t wide = line->p[i] == '|' ? 1 : 0;
		if (!wide && i + bar.n <= line->n && str_eq(str_sub(*line, i, bar.n), bar))
			wide = bar.n;
		if (!wide)
			continue;
		got = str_trim(str_sub(*line, 0, i));
		*line = str_sub(*line, i + wide, line->n);
		return got;
	}
	got = str_trim(*line);
	*line = STR("");
	return got;
}

static bool is_points(struct ctx *c, struct str *s)
{
	enum decimal_notice how;
	int64_t v;

	if (decimal_parse_text(c->a, *s, &v, &how, NULL) != RC_OK || how != DECIMAL_AS_TYPED || v < 0)
		return false;
	*s = decimal_str(c->a, v);
	return true;
}

/* "3" → value >= 3, "是" → the fact, "省级" → the fact == 'province'. */
static bool when_of(struct ctx *c, const struct typed *t, struct str limit, struct str *out)
{
	struct str number = str_ends(limit, STR("%")) ? str_sub(limit, 0, limit.n - 1) : limit;
	const struct fact_word *words;
	size_t n;

	if (fact_at((size_t)t->fact)->type == FACT_BOOL) {
		*out = t->ref;
		return str_eqc(limit, "是");
	}
	if (is_number(t->fact)) {
		bool percent = number.n < limit.n;
		if (!is_points(c, &number) || (percent && !t->of.n))
			return false;
		*out = str_fmt(c->a, "value >= %.*s%s", STR_ARG(number), percent ? "%" : "");
		return true;
	}
	words = fact_words((size_t)t->fact, &n);
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].name, limit) ||
			(limit.n == 1 && limit.p[0] >= 'A' && limit.p[0] <= 'F' &&
				words[i].id.n == 1 && words[i].id.p[0] == limit.p[0] + 32)) {
			*out = str_fmt(c->a, "%.*s == '%.*s'", STR_ARG(t->ref), STR_ARG(words[i].id));
			return true;
		}
	return false;
}

static bool bands_read(struct ctx *c, struct str text, struct typed *t)
{
	struct str line;

	while (text.n && t->n <= BANDS_MAX) {
		(void)str_cut(&text, '\n', &line);
		line = str_trim(line);
		if (!line.n)
			continue;
		if (t->n == BANDS_MAX)
			return false;
		struct band *b = &t->band[t->n++];
		b->points = cell(&line);
		b->limit = cell(&line);
		b->text = str_trim(line);
		if (!is_points(c, &b->points) || !b->limit.n || !b->text.n)
			return false;
	}
	return t->n >= 2 && str_eqc(t->band[t->n - 1].limit, "其余");
}

static bool whens_read(struct ctx *c, struct typed *t)
{
	for (size_t i = 0; i + 1 < t->n; i++) {
		struct str when;
		if (!when_of(c, t, t->band[i].limit, &when))
			return false;
		t->band[i].limit = when;
	}
	return true;
}

static void part_read(struct ctx *c, size_t no, struct typed *t, struct form_errors *errors)
{
	struct str what = form_get(&c->form, field(c, no, "what"));

	*t = (struct typed){.name = str_trim(form_get(&c->form, field(c, no, "name"))),
		.ref = ref_of(c, what, no), .of = form_get(&c->form, field(c, no, "of")),
		.ask = str_trim(form_get(&c->form, field(c, no, "ask"))),
		.shows = str_trim(form_get(&c->form, field(c, no, "shows")))};
	if (!t->name.n)
		return;
	t->fact = fact_of(t->ref);
	if (t->fact < 0) {
		wrong(c, errors, no, "what", "请选择按什么计分");
		t->fact = 0;
		return;
	}
	if (t->of.n && (fact_of(t->of) < 0 || !is_number(fact_of(t->of)) || !is_number(t->fact)))
		wrong(c, errors, no, "of", "比例的分子和分母都应是数字；是或否、选档的不能相除");
	if (fact_own((size_t)t->fact) && !t->ask.n)
		wrong(c, errors, no, "ask", "请写明请企业填写什么");
	if (!t->shows.n)
		wrong(c, errors, no, "shows", "请写明佐证材料");
	if (!bands_read(c, form_get(&c->form, field(c, no, "bands")), t) || !whens_read(c, t))
		wrong(c, errors, no, "bands",
			"分档写不通：至少两行，每行“分值｜达到多少｜文字”，从高分到低分，最后一行写“其余”；"
			"比例写百分数，是或否写“是”，选档写 A、B、C");
}

/* --- writing --------------------------------------------------------------------------------------------- */

static void put_text(struct buf *b, const char *key, struct str value)
{
	json_put_key(b, key);
	json_put_str(b, value);
	buf_ch(b, ',');
}

/* In the form of the document: 名称（满分5分）：A.3项以上（5分）；B.没有（0分） */
static struct str rule_text(struct ctx *c, const struct typed *t)
{
	struct buf b;

	buf_init(&b, c->a, 8192);
	buf_str(&b, t->name);
	buf_str(&b, str_fmt(c->a, "（满分%.*s分）：", STR_ARG(t->band[0].points)));
	for (size_t i = 0; i < t->n; i++)
		buf_str(&b, str_fmt(c->a, "%s%c.%.*s（%.*s分）", i ? "；" : "", (char)('A' + i),
				    STR_ARG(t->band[i].text), STR_ARG(t->band[i].points)));
	return buf_view(&b);
}

static struct str formula_text(struct ctx *c, const struct typed *t)
{
	struct str first = t->ask.n && fact_own((size_t)t->fact) ? t->ask : fact_words_of(c, (size_t)t->fact);

	return t->of.n ? STR_JOIN(c->a, first, STR(" ÷ "), fact_words_of(c, (size_t)fact_of(t->of))) : first;
}

static void bands_put(struct buf *b, const struct typed *t)
{
	json_put_key(b, "bands");
	buf_ch(b, '[');
	for (size_t i = 0; i < t->n; i++) {
		char label[2] = {(char)('A' + i), 0};
		buf_c(b, i ? ",{" : "{");
		put_text(b, "label", str_c(label));
		put_text(b, "text", t->band[i].text);
		if (i + 1 < t->n)
			put_text(b, "when", t->band[i].limit);
		json_put_key(b, "points");
		buf_str(b, t->band[i].points);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static void part_put(struct ctx *c, struct buf *b, size_t no, const struct typed *t)
{
	struct str rule = rule_text(c, t);

	buf_ch(b, '{');
	put_text(b, "id", str_fmt(c->a, "local_%zu", no + 1));
	put_text(b, "name", t->name);
	put_text(b, "rule", rule);
	put_text(b, "formula", formula_text(c, t));
	put_text(b, "shows", t->shows);
	if (is_number(t->fact))
		put_text(b, "value", t->of.n ? STR_JOIN(c->a, t->ref, STR(" / "), t->of) : t->ref);
	if (t->of.n)
		put_text(b, "unit", STR("ratio"));
	if (fact_own((size_t)t->fact)) {
		json_put_key(b, "ask");
		buf_ch(b, '{');
		put_text(b, "fact", t->ref);
		put_text(b, "hint", rule);
		json_put_key(b, "name");
		json_put_str(b, t->ask);
		buf_c(b, "},");
	}
	json_put_key(b, "facts");
	buf_ch(b, '[');
	json_put_str(b, t->ref);
	if (t->of.n) {
		buf_ch(b, ',');
		json_put_str(b, t->of);
	}
	buf_c(b, "],");
	json_put_key(b, "max");
	buf_str(b, t->band[0].points);
	buf_ch(b, ',');
	bands_put(b, t);
	buf_ch(b, '}');
}

struct str local_form_read(struct ctx *c, int64_t most, struct form_errors *errors)
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, c->a, (size_t)64 << 10);
	buf_ch(&b, '[');
	for (size_t no = 0; (int64_t)no < most; no++) {
		struct typed t;
		part_read(c, no, &t, errors);
		if (!t.name.n || errors->n)
			continue;
		if (n++)
			buf_ch(&b, ',');
		part_put(c, &b, no, &t);
	}
	buf_ch(&b, ']');
	return buf_view(&b);
}

/* A text with words in braces is edited, a figure is not: so the two never get mixed. */
#include "domain/yearly.h"

#include "base/vec.h"

static const struct {
	const char *id, *name, *unit;
} figures[YEARLY_FIGURE__MAX] = {
	[YEARLY_GOAL] = {"goal", "年度目标", "家"},
	[YEARLY_RATE] = {"rate", "目标完成率", ""},
	[YEARLY_STARTED] = {"started", "参加自评", "家"},
	[YEARLY_FILED] = {"filed", "已报送", "家"},
	[YEARLY_LISTED] = {"listed", "已公告", "家"},
	[YEARLY_RUNNING] = {"running", "在办", "件"},
	[YEARLY_REFUSED] = {"refused", "不予通过", "件"},
	[YEARLY_DRAFTS] = {"drafts", "未报送的草稿", "件"},
	[YEARLY_VISITS] = {"visits", "实地核查", "家次"},
	[YEARLY_OBJECTIONS] = {"objections", "公示异议", "件"},
	[YEARLY_REPORTS] = {"reports", "受理举报", "件"},
	[YEARLY_SANCTIONS] = {"sanctions", "取消、撤销", "件"},
	[YEARLY_HOLDERS] = {"holders", "有效期内企业", "家"},
	[YEARLY_ASKED] = {"asked", "应填季度调查", "家次"},
	[YEARLY_ANSWERED] = {"answered", "已填季度调查", "家次"},
};

const char *yearly_figure_id(enum yearly_figure f)
{
	return figures[f].id;
}

const char *yearly_figure_name(enum yearly_figure f)
{
	return figures[f].name;
}

const char *yearly_figure_unit(enum yearly_figure f)
{
	return figures[f].unit;
}

bool yearly_figure_parse(struct str id, enum yearly_figure *out)
{
	for (size_t i = 0; i < YEARLY_FIGURE__MAX; i++)
		if (str_eqc(id, figures[i].id)) {
			*out = (enum yearly_figure)i;
			return true;
		}
	return false;
}

/* --- the form --------------------------------------------------------------------------------------- */

static enum rc bad(struct err *e, struct str what)
{
	err_set(e, RC_DATA, MSG_YEARLY_FORM);
	return err_arg(e, 0, what);
}

static bool day_of(struct arena *a, const struct json *j, const char *member, struct date *out)
{
	return date_parse(str_cat(a, STR("2001-"), json_str(j, member, STR(""))), out);
}

static enum rc load_sections(struct arena *a, const struct json *list, struct yearly_form *f, struct err *e)
{
	struct str stray;

	if (!list || list->type != JSON_ARRAY || list->n == 0 || list->n > YEARLY_SECTIONS_MAX)
		return bad(e, STR("sections"));
	f->sections = ARENA_NEW_N(a, struct yearly_section, list->n);
	for (const struct json *j = list->first; j; j = j->next) {
		struct yearly_section *s = &f->sections[f->n++];
		*s = (struct yearly_section){json_str(j, "id", STR("")), json_str(j, "title", STR("")),
			json_str(j, "guidance", STR("")), json_str(j, "text", STR(""))};
		if (!s->id.n || !s->title.n)
			return bad(e, STR("sections: id, title"));
		if (yearly_stray(s->text, &stray))
			return bad(e, stray);
	}
	return RC_OK;
}

enum rc yearly_form_load(struct arena *a, const struct json *j, struct yearly_form *out, struct err *e)
{
	const struct json *cases = json_get(j, "cases");

	*out = (struct yearly_form){.json = j, .title = json_str(j, "title", STR("")),
		.clause = json_str(j, "clause", STR("")), .cases_clause = json_str(cases, "clause", STR("")),
		.cases_min = json_i64(cases, "min", 0), .cases_max = json_i64(cases, "max", 0)};
	if (!out->title.n || !out->clause.n)
		return bad(e, STR("title, clause"));
	if (!day_of(a, j, "opens", &out->opens) || !day_of(a, j, "due", &out->due) ||
		date_cmp(out->opens, out->due) > 0)
		return bad(e, STR("opens, due"));
	if (!holder_parse(json_str(j, "level", STR("")), &out->level) ||
		(out->level != HOLDER_CITY && out->level != HOLDER_COUNTY))
		return bad(e, STR("level"));
	if (out->cases_min < 0 || out->cases_max < 0 || (out->cases_max && out->cases_max < out->cases_min))
		return bad(e, STR("cases"));
	return load_sections(a, json_get(j, "sections"), out, e);
}

bool yearly_asked(const struct procedure *p)
{
	return json_get(p->json, "yearly_report") != NULL;
}

enum rc yearly_check(struct arena *a, const struct procedure *p, struct err *e)
{
	struct yearly_form f;

	return yearly_asked(p) ? yearly_form_load(a, json_get(p->json, "yearly_report"), &f, e) : RC_OK;
}

struct date_range yearly_days(const struct yearly_form *f, int year)
{
	struct date_range r = {f->opens, f->due};

	r.first.y = r.last.y = (int16_t)year;
	return r;
}

static bool in_force_in(const struct procedure *p, struct date due)
{
	struct date from, to;

	return date_parse(p->legal_from, &from) && date_cmp(from, due) <= 0 &&
	       (!date_parse(p->legal_to, &to) || to.y >= due.y);
}

bool yearly_governs(const struct procedure *const *list, size_t n, const struct procedure *p, struct date due)
{
	if (!in_force_in(p, due))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i]->programme, p->programme) && str_eq(list[i]->body, p->body) &&
			in_force_in(list[i], due) && str_cmp(list[i]->legal_from, p->legal_from) > 0)
			return false;
	return true;
}

/* --- words in braces -------------------------------------------------------------------------------- */

/* The next word of `rest`, which begins behind it afterwards; `before`: the text up to it. False: no more. */
static bool next_word(struct str *rest, struct str *before, struct str *word)
{
	size_t open = str_index(*rest, '{'), close;

	if (open >= rest->n)
		return false;
	*before = str_sub(*rest, 0, open);
	struct str tail = str_sub(*rest, open + 1, rest->n);
	close = str_index(tail, '}');
	if (close >= tail.n)
		return false;
	*word = str_sub(tail, 0, close);
	*rest = str_sub(tail, close + 1, tail.n);
	return true;
}

bool yearly_stray(struct str text, struct str *word)
{
	enum yearly_figure f;
	struct str before;

	while (next_word(&text, &before, word))
		if (!yearly_figure_parse(*word, &f))
			return true;
	return false;
}

struct str yearly_fill(struct arena *a, struct str text, const struct str values[YEARLY_FIGURE__MAX])
{
	struct str out = STR(""), before, word;
	enum yearly_figure f;

	while (next_word(&text, &before, &word)) {
		struct str value = yearly_figure_parse(word, &f) ? values[f] : STR_JOIN(a, STR("{"), word, STR("}"));
		out = STR_JOIN(a, out, before, value);
	}
	return str_cat(a, out, text);
}

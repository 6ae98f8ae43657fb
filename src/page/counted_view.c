/* Where a counted fact comes from: the rule's words, and item by item why it counts or not. */
#include "page/counted_view.h"

#include "domain/list_kind.h"
#include "page/facts_form.h"

static struct str about_item(struct ctx *c, const struct q_list_items *r)
{
	return str_fmt(c->a, "%.*s%s%.*s", STR_ARG(r->number), r->number.n && r->granted_on.n ? "，" : "",
		STR_ARG(r->granted_on));
}

void counted_view(struct ctx *c, const struct counting *set, const struct counted *counted,
	const struct lists *lists, struct str href, struct view_counted *out)
{
	size_t fact = counted->rule->fact;

	*out = (struct view_counted){.label = fact_label(c->a, fact, counted->year),
		.value = counted->value.state == FACT_KNOWN ? fact_show(c->a, fact, counted->value)
							    : STR("暂不能计算"),
		.set = set->title,
		.rule = counted->rule->text,
		.sentence = counted->sentence,
		.href = href};
	for (size_t i = 0; i < counted->lines.n; i++) {
		const struct counted_line *line = &counted->lines.v[i];
		const struct q_list_items *r = lists->row[set->list][line->item];
		struct view_counted_line *v = VEC_ADD(c->a, &out->lines);
		*v = (struct view_counted_line){.title = r->title,
			.about = about_item(c, r),
			.why = line->why,
			.counts = line->counts};
	}
}

/* --- as submitted ------------------------------------------------------------------------------ */

static void line_of(struct ctx *c, const struct json *j, struct view_counteds *out)
{
	struct view_counted_line *v = VEC_ADD(c->a, &out->v[out->n - 1].lines);
	struct str until = json_str(j, "valid_until", STR("")), rank = json_str(j, "rank", STR(""));
	struct str file = json_str(j, "evidence", STR("")), level = list_level_word(json_str(j, "level", STR("")));

	v->title = json_str(j, "title", STR(""));
	v->why = json_str(j, "why", STR(""));
	v->counts = json_bool(j, "counts", false);
	if (file.n)
		v->href = str_cat(c->a, STR("/o/list-file/"), file);
	v->about = str_fmt(c->a, "%.*s%s%.*s，%.*s，%.*s%s%.*s%s%.*s%s%.*s", STR_ARG(json_str(j, "kind", STR(""))),
		level.n ? "，" : "", STR_ARG(level),
		STR_ARG(json_str(j, "number", STR(""))), STR_ARG(json_str(j, "granted_on", STR(""))),
		until.n ? " 至 " : "", STR_ARG(until), rank.n ? "，排名 " : "", STR_ARG(rank),
		json_str(j, "obtained", STR("")).n ? "，" : "",
		STR_ARG(json_str(j, "obtained", STR(""))));
}

static void fact_of(struct ctx *c, const struct json *j, struct view_counteds *out)
{
	struct view_counted *v;
	struct err ignored;
	struct fact_value value = {0, FACT_UNKNOWN};
	struct str text = json_str(j, "value", STR(""));
	int fact = fact_find(json_str(j, "fact", STR("")));
	int year = 0;

	if (fact < 0)
		return;
	if (text.n && fact_parse((size_t)fact, text, &value.v, &ignored) == RC_OK)
		value.state = FACT_KNOWN;
	if (!fact_year_parse(json_str(j, "year", STR("")), &year))
		year = 0;
	v = VEC_ADD(c->a, out);
	*v = (struct view_counted){.label = fact_label(c->a, (size_t)fact, year),
		.value = value.state == FACT_KNOWN ? fact_show(c->a, (size_t)fact, value) : STR("未知"),
		.set = json_str(j, "set", STR("")),
		.rule = json_str(j, "rule", STR("")),
		.sentence = json_str(j, "sentence", STR(""))};
	const struct json *items = json_get(j, "items");
	for (const struct json *i = items ? items->first : NULL; i; i = i->next)
		line_of(c, i, out);
}

enum rc counted_of_submission(struct ctx *c, struct db *db, int64_t submission_id,
	struct view_counteds *out, struct err *e)
{
	struct q_submission_list row;
	struct json *j;
	bool found;

	TRY(q_submission_list(db, &(struct q_submission_list_in){.submission_id = submission_id}, &row,
		&found, e));
	if (!found)
		return RC_OK;
	TRY(json_parse(c->a, row.json, &j, e));
	const struct json *facts = json_get(j, "facts");
	for (const struct json *i = facts ? facts->first : NULL; i; i = i->next)
		fact_of(c, i, out);
	return RC_OK;
}

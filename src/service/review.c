/* Reading a file for review: the checklist, the values side by side, both scores. */
#include "service/review.h"

#include "base/vec.h"
#include "service/audit.h"
#include "service/flow.h"

const struct review_reason review_reasons[] = {
        {"mismatch", "与佐证材料不一致"},
        {"unclear", "材料不清晰、不完整"},
        {"expired", "超出有效期"},
        {"unrelated", "与主导产品无关"},
        {"caliber", "统计口径不符合标准要求"},
        {"name", "企业名称或信用代码不一致"},
        {"seal", "缺少签字或盖章"},
        {"missing", "缺少材料"},
        {"false", "涉嫌虚假"},
        {"other", "其他（见说明）"},
};
const size_t review_reasons_n = ARRAY_LEN(review_reasons);

const char *review_reason_word(struct str code)
{
	for (size_t i = 0; i < ARRAY_LEN(review_reasons); i++)
		if (str_eqc(code, review_reasons[i].code))
			return review_reasons[i].word;
	return "";
}

const char *review_verdict_word(struct str v)
{
	return str_eqc(v, "ok")        ? "符合"
	       : str_eqc(v, "bad")     ? "不符合"
	       : str_eqc(v, "unclear") ? "需补充"
	                               : "";
}

const struct review_verdict *review_own(const struct review_item *item, const struct actor *who)
{
	if (actor_is(who, ROLE_COUNTY))
		return &item->county;
	return actor_is(who, ROLE_CITY) ? &item->city : NULL;
}

struct fact_value review_own_value(
        const struct review_value *v, const struct actor *who, struct str *reason)
{
	*reason = str_none();
	if (actor_is(who, ROLE_COUNTY)) {
		*reason = v->county_reason;
		return v->county;
	}
	if (!actor_is(who, ROLE_CITY))
		return (struct fact_value){0, FACT_UNKNOWN};
	*reason = v->city_reason;
	return v->city;
}

bool review_file_new(const struct review *r, const struct submitted_file *f)
{
	for (size_t i = 0; r->corrected && i < r->before.files.n; i++)
		if (str_eq(r->before.files.v[i].sha256, f->sha256) &&
		        str_eq(r->before.files.v[i].slot, f->slot))
			return false;
	return r->corrected;
}

static void add_item(struct arena *a, struct review *r, size_t *cap, enum review_kind kind,
        size_t of, struct str id, struct str title, struct str shows)
{
	r->items = vec_grow(a, r->items, r->items_n, cap, sizeof(*r->items));
	r->items[r->items_n++] = (struct review_item){.kind = kind,
	        .of = of,
	        .id = str_cat(a,
	                kind == REVIEW_INDICATOR   ? STR("indicator:")
	                : kind == REVIEW_DIRECT    ? STR("direct:")
	                : kind == REVIEW_CONDITION ? STR("condition:")
	                                           : STR("slot:"),
	                id),
	        .title = title,
	        .shows = shows};
}

static bool has_file(const struct review *r, struct str slot)
{
	for (size_t i = 0; i < r->sub.files.n; i++)
		if (str_eq(r->sub.files.v[i].slot, slot))
			return true;
	return false;
}

/* Indicators always; direct conditions that are claimed; conditions that read facts; evidence that
 * is needed or was handed in. */
static void make_items(struct arena *a, struct review *r)
{
	const struct standard *s = r->file.standard;
	size_t cap = 0;

	for (size_t i = 0; i < s->indicators.n; i++)
		add_item(a, r, &cap, REVIEW_INDICATOR, i, s->indicators.v[i].id,
		        s->indicators.v[i].name, s->indicators.v[i].rule);
	for (size_t i = 0; i < s->conditions.n; i++)
		if (s->conditions.v[i].facts.n)
			add_item(a, r, &cap, REVIEW_CONDITION, i, s->conditions.v[i].id,
			        s->conditions.v[i].name, s->conditions.v[i].text);
	for (size_t i = 0; i < s->direct.n; i++)
		if (r->declared.direct[i].holds == TRI_TRUE)
			add_item(a, r, &cap, REVIEW_DIRECT, i, s->direct.v[i].id,
			        str_fmt(a, "直通条件：%.*s", STR_ARG(s->direct.v[i].name)),
			        s->direct.v[i].text);
	for (size_t i = 0; i < s->evidence.n; i++) {
		const struct standard_evidence *ev = &s->evidence.v[i];
		if (evidence_need(&r->declared, i) == EVIDENCE_NEEDED || has_file(r, ev->id))
			add_item(a, r, &cap, REVIEW_SLOT, i, ev->id, ev->title, ev->shows);
	}
}

static void make_values(struct arena *a, struct review *r)
{
	const struct standard *s = r->file.standard;
	size_t cap = 0;

	for (size_t i = 0; i < s->sections.n; i++) {
		for (size_t k = 0; k < s->sections.v[i].facts.n; k++) {
			unsigned back = s->sections.v[i].facts.v[k].back;
			size_t fact = s->sections.v[i].facts.v[k].fact;
			bool yearly = fact_at(fact)->yearly;
			r->values = vec_grow(a, r->values, r->values_n, &cap, sizeof(*r->values));
			r->values[r->values_n++] = (struct review_value){.section = i,
			        .fact = fact,
			        .back = yearly ? back : 0,
			        .year = yearly ? r->file.year - (int)back : 0,
			        .declared = facts_get(r->sub.facts, fact, yearly ? back : 0)};
		}
	}
}

static enum rc load_verdicts(struct db *db, struct review *r, struct err *e)
{
	struct q_verdicts_of_list rows;

	TRY(q_verdicts_of(db, &(struct q_verdicts_of_in){.submission_id = r->sub.id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct review_verdict v = {
		        rows.v[i].verdict, rows.v[i].reason_code, rows.v[i].note};
		for (size_t k = 0; k < r->items_n; k++) {
			if (!str_eq(r->items[k].id, rows.v[i].item))
				continue;
			if (str_eqc(rows.v[i].level, "county"))
				r->items[k].county = v;
			else
				r->items[k].city = v;
		}
	}
	return RC_OK;
}

static enum rc load_recognised(struct db *db, struct review *r, struct err *e)
{
	struct q_recognised_of_list rows;

	TRY(q_recognised_of(
	        db, &(struct q_recognised_of_in){.submission_id = r->sub.id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		int fact = fact_find(rows.v[i].fact);
		struct fact_value v = {0, FACT_KNOWN};
		if (fact < 0)
			continue;
		TRY(fact_parse((size_t)fact, rows.v[i].value, &v.v, e));
		for (size_t k = 0; k < r->values_n; k++) {
			if (r->values[k].fact != (size_t)fact ||
			        r->values[k].year != rows.v[i].year)
				continue;
			if (str_eqc(rows.v[i].level, "county")) {
				r->values[k].county = v;
				r->values[k].county_reason = rows.v[i].reason;
			} else {
				r->values[k].city = v;
				r->values[k].city_reason = rows.v[i].reason;
			}
		}
	}
	return RC_OK;
}

/* What has changed since the submission before, for a file that comes back (L5). */
static enum rc load_changes(struct db *db, struct review *r, struct err *e)
{
	TRY(submission_before(db, &r->file, r->sub.seq, &r->before, &r->corrected, e));
	for (size_t i = 0; r->corrected && i < r->values_n; i++) {
		struct review_value *v = &r->values[i];
		v->before = facts_get(r->before.facts, v->fact, v->back);
		v->changed = v->before.state != v->declared.state || v->before.v != v->declared.v;
	}
	return RC_OK;
}

/* The declared facts with the values on top that a level recognises (the city also sees the
 * county's). */
static const struct facts *overlay(
        struct arena *a, const struct review *r, bool city, bool *differs)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	*f = *r->sub.facts;
	*differs = false;
	for (size_t i = 0; i < r->values_n; i++) {
		const struct review_value *v = &r->values[i];
		struct fact_value use = v->county;
		if (city && v->city.state == FACT_KNOWN)
			use = v->city;
		if (use.state != FACT_KNOWN)
			continue;
		*differs = *differs || use.v != v->declared.v || v->declared.state != FACT_KNOWN;
		facts_put(f, v->fact, v->year, use.v);
	}
	return f;
}

/* Where a level recognises what was declared, the declared evaluation is its own. */
static void evaluate_level(struct arena *a, const struct review *r, bool city, bool *differs,
        struct score_result *out)
{
	const struct facts *f = overlay(a, r, city, differs);

	if (*differs)
		application_evaluate(&r->file, f, a, out);
	else
		*out = r->declared;
}

/* What stands beside the head of the file. */
static enum rc fill(struct db *db, const struct application_file *file, struct review *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct review r = {.file = *file};

	TRY(submission_load(db, &r.file, r.file.submission_id, &r.sub, e));
	application_evaluate(&r.file, r.sub.facts, a, &r.declared);
	make_items(a, &r);
	make_values(a, &r);
	TRY(load_verdicts(db, &r, e));
	TRY(load_recognised(db, &r, e));
	TRY(load_changes(db, &r, e));
	evaluate_level(a, &r, false, &r.county_differs, &r.county);
	evaluate_level(a, &r, true, &r.city_differs, &r.city);
	*out = r;
	return RC_OK;
}

enum rc review_load(struct db *db, const struct rules *rules, const struct actor *who,
        struct str public_id, struct review *out, struct err *e)
{
	struct application_file f;

	TRY(application_for_officer(db, rules, who, public_id, &f, e));
	return fill(db, &f, out, e);
}

enum rc review_read(struct db *db, const struct rules *rules, const struct actor *who,
        struct str public_id, struct review *out, struct err *e)
{
	struct application_file f;

	TRY(application_to_read(db, rules, who, public_id, &f, e));
	return fill(db, &f, out, e);
}

enum rc review_obstacles(struct arena *a, const struct review *r, const struct actor *who,
        struct strs *out, struct err *e)
{
	const struct score_result *score = actor_is(who, ROLE_CITY) ? &r->city : &r->county;
	size_t open = 0, unclear = 0, bad = 0;

	if (!actor_is(who, ROLE_COUNTY | ROLE_CITY))
		return err_set(e, RC_FORBIDDEN, MSG_REVIEW_NOT_YOURS);
	for (size_t i = 0; i < r->items_n; i++) {
		struct str v = review_own(&r->items[i], who)->verdict;
		open += v.n == 0;
		unclear += str_eqc(v, "unclear");
		bad += str_eqc(v, "bad") && r->items[i].kind == REVIEW_SLOT;
	}
	if (open)
		VEC_PUSH(a, out, str_fmt(a, "还有 %zu 项没有审核结论", open));
	if (unclear)
		VEC_PUSH(a, out, str_fmt(a, "有 %zu 项需补充，请退回补正", unclear));
	if (bad)
		VEC_PUSH(a, out, str_fmt(a, "有 %zu 项必要材料不符合，请退回补正或不予通过", bad));
	if (score->verdict != SCORE_PASS)
		VEC_PUSH(a, out,
		        str_fmt(a, "按审核认定的数据，评价结果为“%.*s”",
		                STR_ARG(score_verdict_label(score->verdict))));
	return RC_OK;
}

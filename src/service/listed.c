/* A list that only shuts the door of application would let pass whoever is inside already. */
#include "service/listed.h"

#include "base/vec.h"
#include "service/cases.h"
#include "service/message.h"
#include "service/objection.h"

#define BODIES_MOST 32 /* of the files and titles of one enterprise, each once */

struct concerned {
	int64_t id[BODIES_MOST];
	size_t n;
};

struct str listed_word(struct str kind)
{
	return str_eqc(kind, "abnormal") ? STR("经营异常名录") : STR("严重失信主体名单");
}

static void concern(struct concerned *to, int64_t agency_id)
{
	for (size_t i = 0; i < to->n; i++)
		if (to->id[i] == agency_id)
			return;
	if (agency_id && to->n < BODIES_MOST)
		to->id[to->n++] = agency_id;
}

/* 2026-11-13 起列入经营异常名录（原因；来源） */
static struct str entry_text(struct arena *a, struct str kind, struct str since, struct str reason, struct str source)
{
	struct str why = reason.n && source.n ? STR_JOIN(a, reason, STR("；"), source) : reason.n ? reason : source;

	return str_fmt(a, "%.*s 起列入%.*s%s%.*s%s", STR_ARG(since), STR_ARG(listed_word(kind)), why.n ? "（" : "",
		STR_ARG(why), why.n ? "）" : "");
}

static enum rc object(struct tx *tx, int64_t publicity_id, int64_t agency_id, int64_t application_id, struct str text,
	struct err *e)
{
	struct str content = str_fmt(tx->a, "公示期间发现企业 %.*s。须经异议复核：按规定移出名录的，异议不成立，可以继续；没有移出的，异议成立。",
		STR_ARG(text));

	return objection_of_list(tx,
		&(struct objection_found){.publicity_id = publicity_id, .agency_id = agency_id,
			.application_id = application_id, .content = content},
		e);
}

static enum rc bodies_of_files(
	struct tx *tx, const struct listed_entry *l, struct concerned *to, bool hold, struct err *e)
{
	struct q_listed_files_list rows;
	struct str text = entry_text(tx->a, l->kind, l->since_on, l->reason, l->source);

	TRY(q_listed_files(tx->db, &(struct q_listed_files_in){.uscc = l->uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_listed_files *r = &rows.v[i];
		concern(to, r->city_agency_id);
		concern(to, r->province_agency_id);
		if (hold && r->publicity_id)
			TRY(object(tx, r->publicity_id, r->publicity_agency_id, r->id, text, e));
	}
	return RC_OK;
}

static enum rc bodies_of_titles(struct tx *tx, const struct listed_entry *l, struct concerned *to, struct err *e)
{
	struct date today = date_of_instant(tx->now);
	struct q_case_subject_titles_list rows;

	TRY(q_case_subject_titles(tx->db, &(struct q_case_subject_titles_in){.code = l->uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_case_subject_titles *t = &rows.v[i];
		struct case_bodies b;
		if (!t->edition.n || (!str_eqc(t->state, "valid") && !str_eqc(t->state, "renewing")))
			continue;
		const struct procedure *p = case_procedure(tx->sv->rules, t->tier, STR(""), t->edition, today);
		if (!p)
			continue;
		TRY(case_bodies_of(tx->db, p, t->division_code, &b, e));
		concern(to, b.city.has ? b.city.v : 0);
		concern(to, b.province);
	}
	return RC_OK;
}

static enum rc tell(struct tx *tx, const struct listed_entry *l, const struct concerned *to, const char *subject,
	struct str body, struct str own, struct err *e)
{
	struct q_case_subject_enterprise who;
	bool found;

	TRY(q_case_subject_enterprise(
		tx->db, &(struct q_case_subject_enterprise_in){.uscc = l->uscc}, &who, &found, e));
	struct str name = found ? who.name : l->uscc;
	for (size_t i = 0; i < to->n; i++)
		TRY(message_to_body(tx, to->id[i],
			&(struct notice){"listed", str_c(subject), STR_JOIN(tx->a, name, STR("："), body),
				STR_JOIN(tx->a, STR("/o/listed"), l->removed_on.n ? STR("?state=off") : STR(""))},
			e));
	if (!found)
		return RC_OK;
	return message_to_enterprise(
		tx, who.id, &(struct notice){"listed", str_c(subject), own, STR("/e/integrity")}, e);
}

enum rc listed_entered(struct tx *tx, const struct listed_entry *l, struct err *e)
{
	struct str text = entry_text(tx->a, l->kind, l->since_on, l->reason, l->source);
	struct concerned to = {0};

	TRY(bodies_of_files(tx, l, &to, true, e));
	TRY(bodies_of_titles(tx, l, &to, e));
	return tell(tx, l, &to, "企业被列入联合惩戒名单",
		str_cat(tx->a, text, STR("。有在办申报或有效称号，请核对；公示中的已转异议复核。")),
		str_cat(tx->a, text, STR("。移出前不能申报，已有称号的可能受到核查；名单有误的，请向登记机关核实。")), e);
}

enum rc listed_left(struct tx *tx, const struct listed_entry *l, struct err *e)
{
	struct str text = str_fmt(tx->a, "%.*s 移出%.*s", STR_ARG(l->removed_on), STR_ARG(listed_word(l->kind)));
	struct concerned to = {0};

	TRY(bodies_of_files(tx, l, &to, false, e));
	TRY(bodies_of_titles(tx, l, &to, e));
	return tell(tx, l, &to, "企业移出联合惩戒名单", str_cat(tx->a, text, STR("。因列入而提出的异议可以据此办结。")),
		str_cat(tx->a, text, STR("，可以正常申报。")), e);
}

enum rc listed_shown(struct tx *tx, int64_t publicity_id, int64_t agency_id, struct err *e)
{
	struct q_listed_in_publicity_list rows;

	TRY(q_listed_in_publicity(
		tx->db, &(struct q_listed_in_publicity_in){.publicity_id = publicity_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_listed_in_publicity *r = &rows.v[i];
		TRY(object(tx, publicity_id, agency_id, r->application_id,
			entry_text(tx->a, r->kind, r->since_on, r->reason, r->source), e));
	}
	return RC_OK;
}

enum rc listed_obstacles(struct db *db, const struct procedure *p, struct str uscc, struct strs *out, struct err *e)
{
	const struct eligibility *rule = NULL;
	struct arena *a = db_arena(db);
	struct q_entry_listed_list rows;

	for (size_t i = 0; i < p->eligibility_n && !rule; i++)
		if (p->eligibility[i].kind == ENTRY_LISTED)
			rule = &p->eligibility[i];
	if (!rule)
		return RC_OK;
	TRY(q_entry_listed(db, &(struct q_entry_listed_in){.uscc = uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(a, out,
			str_fmt(a, "企业 %.*s 起列入%.*s（%.*s）：移出后才能通过，没有移出的退回或不予通过", STR_ARG(rows.v[i].since_on),
				STR_ARG(listed_word(rows.v[i].kind)), STR_ARG(rule->clause)));
	return RC_OK;
}

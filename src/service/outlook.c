/* The next tier before there is any application: the same engine on what is already known (N2). */
#include "service/outlook.h"

#include "domain/edition.h"
#include "service/lists.h"

/* What a province asks for itself means something else under another standard. */
static void answer_put(struct facts *facts, struct str fact, int year, struct str value)
{
	int id = fact_find(fact);

	if (id < 0 || !fact_own((size_t)id))
		facts_put_row(facts, fact, year, value);
}

/* What stands in the newest file of the same year's figures, whether or not it was sent. */
static enum rc newer_answers(
	struct db *db, int64_t enterprise_id, struct facts *facts, struct err *e)
{
	struct q_outlook_answers_list rows;

	TRY(q_outlook_answers(
		db, &(struct q_outlook_answers_in){.enterprise_id = enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		answer_put(facts, rows.v[i].fact, (int)rows.v[i].year, rows.v[i].value);
	return RC_OK;
}

/* A file that does not exist: what the lists' counting and the engine read of one. */
static enum rc look(struct db *db, const struct rules *rules, int64_t enterprise_id, int64_t now,
	struct outlook *o, struct err *e)
{
	struct q_enterprise_facts_list rows;
	struct arena *a = db_arena(db);
	struct derivation counted;
	struct application_file f = {.enterprise_id = enterprise_id, .procedure = o->procedure,
		.standard = o->standard, .year = date_of_instant(now).y, .state = STATE_DRAFT};

	TRY(application_rules(rules, a, &f, e));
	TRY(q_enterprise_facts(
		db, &(struct q_enterprise_facts_in){.enterprise_id = enterprise_id}, &rows, e));
	o->facts = ARENA_NEW(a, struct facts);
	facts_init(o->facts, a, f.year);
	for (size_t i = 0; i < rows.n; i++)
		answer_put(o->facts, rows.v[i].fact, (int)rows.v[i].year, rows.v[i].value);
	TRY(newer_answers(db, enterprise_id, o->facts, e));
	TRY(derivation_load(db, &f, now, &counted, e));
	derivation_apply(&counted, o->facts);
	score_evaluate(o->standard, o->facts, SCORE_APPLICATION, a, &o->score);
	return entry_of(db, rules, o->procedure, enterprise_id, o->facts, date_of_instant(now), &o->entry, e);
}

static bool is_there(const struct outlooks *all, struct str programme)
{
	return outlook_of(all, programme) != NULL;
}

/* Is a title of this programme the entry to that one? */
static bool leads_to(const struct outlook *below, const struct outlook *above)
{
	const struct procedure *p = above->procedure;
	struct str one;

	for (size_t i = 0; i < p->eligibility_n; i++) {
		struct str tiers = p->eligibility[i].kind == ENTRY_TITLE ? p->eligibility[i].tier : STR("");
		while (tiers.n && str_cut(&tiers, ' ', &one))
			if (str_eq(one, below->procedure->programme))
				return true;
	}
	return false;
}

/* A tier stands above the one it leads to; what is not connected keeps its place. */
static void order(struct outlooks *all)
{
	for (size_t round = 0; round < all->n; round++)
		for (size_t i = 0; i < all->n; i++)
			for (size_t k = i + 1; k < all->n; k++)
				if (leads_to(&all->v[k], &all->v[i])) {
					struct outlook x = all->v[i];
					all->v[i] = all->v[k];
					all->v[k] = x;
				}
}

enum rc outlooks_of(struct db *db, const struct rules *rules, int64_t enterprise_id,
	struct str division, int64_t now, struct outlooks *out, struct err *e)
{
	const struct rules_list *list = rules_list(rules, date_of_instant(now));

	*out = (struct outlooks){0};
	for (size_t i = 0; division.n >= 2 && i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		struct edition_query q = {.programme = p->programme, .body = p->body,
			.kind = FILING_FIRST, .day = date_of_instant(now)};
		struct edition_answer answer;
		struct q_agency_by_code body;
		TRY(q_agency_by_code(db, &(struct q_agency_by_code_in){.code = p->body}, &body, e));
		if (!str_eq(str_sub(body.division_code, 0, 2), str_sub(division, 0, 2)) ||
			is_there(out, p->programme) ||
			!edition_for((const struct procedure *const *)list->procedures,
				list->procedures_n, &q, &answer))
			continue;
		struct outlook o = {.procedure = answer.procedure,
			.standard = rules_standard(rules, answer.standard, p->body, q.day),
			.why_standard = answer.clause};
		if (!o.standard)
			return err_detail(e, RC_DATA, MSG_INTERNAL, "standard %.*s",
				STR_ARG(answer.standard));
		TRY(look(db, rules, enterprise_id, now, &o, e));
		VEC_PUSH(db_arena(db), out, o);
	}
	order(out);
	return RC_OK;
}

const struct outlook *outlook_of(const struct outlooks *all, struct str programme)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].procedure->programme, programme))
			return &all->v[i];
	return NULL;
}

struct str outlook_text(struct arena *a, const struct outlook *o, const char **tag)
{
	const struct entry_result *no = entry_refusal(o->entry.v, o->entry.n);
	const struct score_result *r = &o->score;

	*tag = "grey";
	if (no)
		return str_cat(a, STR("申报条件不符合："), no->fact);
	if (r->verdict == SCORE_ERROR)
		return STR("已填数据有误");
	if (r->verdict == SCORE_PASS) {
		*tag = "green";
		return STR("按已填数据可以达标");
	}
	if (r->verdict == SCORE_OPEN)
		return str_fmt(a, "还缺 %zu 项数据才能判断", r->missing.n);
	*tag = "amber";
	return r->sets_n ? str_fmt(a, "差 %zu 项，见差距分析", r->sets[0].n)
			 : STR("未达标，见差距分析");
}

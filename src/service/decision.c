/* A decision keeps its own facts: what a body recognises later, or what the enterprise submits next, does
 * not change what was decided on.
 */
#include "service/decision.h"

#include "service/application.h"

static const enum action deciding[] = {ACT_PASS, ACT_REFUSE, ACT_DECIDE_YES, ACT_DECIDE_NO, ACT_UPHELD,
	ACT_RECOMMEND, ACT_APPROVE, ACT_RECORD, ACT_SAMPLE_PASS, ACT_SAMPLE_FAIL, ACT_EXPERT_YES,
	ACT_EXPERT_NO, ACT_NATION_YES, ACT_NATION_NO, ACT_PUBLISH};

bool decision_is(enum action act)
{
	for (size_t i = 0; i < ARRAY_LEN(deciding); i++)
		if (deciding[i] == act)
			return true;
	return false;
}

enum rc decision_facts(struct arena *a, struct str text, struct facts **out, struct err *e)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	struct json *j;

	TRY(json_parse(a, text, &j, e));
	const struct json *object = json_get(j, "facts");
	int64_t year = json_i64(j, "year", 0);
	if (!object || object->type != JSON_OBJECT || year < 1900 || year > 2199)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "facts of a decision");
	facts_init(f, a, (int)year);
	facts_put_json(f, object);
	*out = f;
	return RC_OK;
}

/* The values of one level on top; those of the levels below came before. */
static enum rc overlay(struct facts *f, const struct q_recognised_of_list *rows, const char *level,
	struct err *e)
{
	for (size_t i = 0; i < rows->n; i++) {
		int fact = fact_find(rows->v[i].fact);
		int64_t v;
		if (fact < 0 || !str_eqc(rows->v[i].level, level))
			continue;
		TRY(fact_parse((size_t)fact, rows->v[i].value, &v, e));
		facts_put(f, (size_t)fact, (int)rows->v[i].year, v);
	}
	return RC_OK;
}

/* As written and read again: what is computed now is what replay computes. */
static enum rc facts_of_level(struct tx *tx, int64_t submission_id, enum holder who, struct str *json,
	struct facts **out, struct err *e)
{
	struct q_recognised_of_list rows;
	struct q_decision_basis basis;
	struct facts *f;

	TRY(q_decision_basis(
		tx->db, &(struct q_decision_basis_in){.submission_id = submission_id}, &basis, e));
	TRY(q_recognised_of(
		tx->db, &(struct q_recognised_of_in){.submission_id = submission_id}, &rows, e));
	TRY(decision_facts(tx->a, basis.facts, &f, e));
	TRY(overlay(f, &rows, "county", e));
	if (who != HOLDER_COUNTY)
		TRY(overlay(f, &rows, "city", e));
	if (who == HOLDER_PROVINCE)
		TRY(overlay(f, &rows, "province", e));
	*json = application_facts_json(tx->a, f);
	return decision_facts(tx->a, *json, out, e);
}

enum rc decision_record(struct tx *tx, const struct q_application_core *app, enum action act,
	enum holder who, enum state to, struct err *e)
{
	const struct standard *s = rules_standard_hashed(tx->sv->rules, app->standard_hash);
	struct score_result r;
	struct facts *facts;
	struct str json;

	if (!decision_is(act) || !app->submission_id.has)
		return RC_OK;
	if (!s)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "standard '%.*s'", STR_ARG(app->standard));
	TRY(facts_of_level(tx, app->submission_id.v, who, &json, &facts, e));
	score_evaluate(s, facts, SCORE_APPLICATION, tx->a, &r);
	return q_decision_put(tx->db,
		&(struct q_decision_put_in){.application_id = app->id,
			.submission_id = app->submission_id.v, .level = str_c(holder_code(who)),
			.act = str_c(action_code(act)), .outcome = str_c(state_code(to)),
			.facts = json, .facts_hash = hash_hex(tx->a, hash_sha256(json)),
			.standard = s->id, .standard_hash = s->hash_hex,
			.engine = STR(SCORE_ENGINE_VERSION),
			.explanation_hash = hash_hex(tx->a, score_explain_hash(tx->a, &r)),
			.result = score_verdict_name(r.verdict), .route = route_name(r.route),
			.score_min = r.verdict == SCORE_ERROR ? 0 : r.total.lo,
			.score_max = r.verdict == SCORE_ERROR ? 0 : r.total.hi,
			.account_id = tx->who->account_id, .now = tx->now},
		NULL, e);
}

/* Reading a file: one way for the enterprise, for every body and for the papers, so that all of them see
 * the same head, the same answers and the same result.
 */
#include "service/application.h"

#include "service/flow.h"
#include "service/lists.h"

/* "derived" of the procedure: ids of counting rules. */
enum rc application_rules(
	const struct rules *rules, struct arena *a, struct application_file *f, struct err *e)
{
	const struct json *list = json_get(f->procedure->json, "derived");

	if (!list || list->type != JSON_ARRAY)
		return RC_OK;
	f->derived = ARENA_NEW_N(a, const struct counting *, list->n + 1);
	for (const struct json *j = list->first; j; j = j->next) {
		const struct counting *c = rules_counting(rules, j->text, date_of_instant(f->opens_at));
		if (!c)
			return err_detail(e, RC_DATA, MSG_INTERNAL, "%.*s: counting '%.*s'",
				STR_ARG(f->procedure->id), STR_ARG(j->text));
		f->derived[f->derived_n++] = c;
	}
	return RC_OK;
}

static enum rc head_fill(struct db *db, const struct rules *rules, int64_t id,
	struct application_file *out, struct err *e)
{
	struct q_application_head h;
	struct application_file f = {0};

	TRY(q_application_head(db, &(struct q_application_head_in){.id = id}, &h, e));
	f = (struct application_file){.id = h.id,
		.public_id = h.public_id,
		.no = h.no,
		.enterprise_id = h.enterprise_id,
		.enterprise_name = h.enterprise_name,
		.enterprise_public_id = h.enterprise_public_id,
		.uscc = h.uscc,
		.identity = h.identity,
		.division_code = h.division_code,
		.batch_id = h.batch_id,
		.batch_no = h.batch_no,
		.batch_title = h.batch_title,
		.batch_state = h.batch_state,
		.year = (int)h.year,
		.return_to = STATE_DRAFT,
		.version = h.version,
		.county_agency_id = h.county_agency_id.has ? h.county_agency_id.v : 0,
		.city_agency_id = h.city_agency_id,
		.province_agency_id = h.province_agency_id,
		.submission_id = h.submission_id.has ? h.submission_id.v : 0,
		.due_at = h.due_at,
		.state_at = h.state_at,
		.filing_ends_at = h.filing_ends_at,
		.city_ends_at = h.city_ends_at,
		.score_min = h.score_min,
		.score_max = h.score_max,
		.result = h.result,
		.route = h.route,
		.created_at = h.created_at,
		.updated_at = h.updated_at,
		.submitted_at = h.submitted_at.has ? h.submitted_at.v : 0};
	TRY(state_stored(h.state, &f.state, e));
	if (h.return_to.n)
		TRY(state_stored(h.return_to, &f.return_to, e));
	if (!holder_parse(h.holder, &f.holder))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "application %lld: holder", (long long)id);
	if (!filing_kind_parse(h.kind, &f.kind))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "application %lld: kind", (long long)id);
	struct date opens;
	if (!date_parse(h.opens_on, &opens))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "batch %lld: opens_on",
			(long long)h.batch_id);
	f.procedure = rules_procedure(rules, h.edition, opens);
	f.standard = f.procedure ? rules_standard(rules, h.standard, f.procedure->body, opens) : NULL;
	if (!f.standard)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "application %lld: rulebook", (long long)id);
	f.opens_at = instant_day_start(opens);
	TRY(application_rules(rules, db_arena(db), &f, e));
	*out = f;
	return RC_OK;
}

enum rc application_for_enterprise(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, struct application_file *out, struct err *e)
{
	struct q_application_id_for_enterprise row;

	TRY(q_application_id_for_enterprise(db,
		&(struct q_application_id_for_enterprise_in){
			.public_id = public_id, .enterprise_id = who->enterprise_id},
		&row, e));
	return head_fill(db, rules, row.id, out, e);
}

enum rc application_for_officer(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, struct application_file *out, struct err *e)
{
	struct q_application_id_for_officer row;

	TRY(q_application_id_for_officer(db,
		&(struct q_application_id_for_officer_in){
			.public_id = public_id, .agency_id = who->agency_id},
		&row, e));
	return head_fill(db, rules, row.id, out, e);
}

enum rc application_to_read(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, struct application_file *out, struct err *e)
{
	struct q_application_id_to_read row;

	TRY(q_application_id_to_read(db,
		&(struct q_application_id_to_read_in){.public_id = public_id, .agency_id = who->agency_id},
		&row, e));
	TRY(head_fill(db, rules, row.id, out, e));
	out->handled_by = row.handled_by;
	return RC_OK;
}

enum rc application_reload(struct db *db, const struct rules *rules, int64_t id,
	struct application_file *out, struct err *e)
{
	return head_fill(db, rules, id, out, e);
}

enum rc application_area(struct db *db, struct str division_code, struct str *out, struct err *e)
{
	struct q_division_by_code own, above;
	enum rc rc = q_division_by_code(
		db, &(struct q_division_by_code_in){.code = division_code}, &own, e);

	if (rc == RC_NOT_FOUND) {
		*out = division_code;
		return RC_OK;
	}
	TRY(rc);
	rc = q_division_by_code(
		db, &(struct q_division_by_code_in){.code = own.parent_code}, &above, e);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && str_eqc(above.level, "province"))) {
		*out = own.name;
		return RC_OK;
	}
	TRY(rc);
	*out = str_cat(db_arena(db), above.name, own.name);
	return RC_OK;
}

enum rc application_holder_load(struct db *db, const struct application_file *f,
	struct application_holder *out, struct err *e)
{
	struct q_agency_by_id row;
	int64_t id = 0;

	*out = (struct application_holder){0};
	if (f->holder == HOLDER_COUNTY)
		id = f->county_agency_id;
	else if (f->holder == HOLDER_CITY)
		id = f->city_agency_id;
	else if (f->holder == HOLDER_PROVINCE)
		id = f->province_agency_id;
	if (id == 0)
		return RC_OK;
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id}, &row, e));
	out->agency_id = id;
	out->name = row.name;
	out->phone = row.phone;
	return RC_OK;
}

enum rc application_facts(struct db *db, const struct application_file *f, int64_t now,
	struct facts **out, struct err *e)
{
	struct q_application_facts_list rows;
	struct derivation counted;
	struct facts *facts = ARENA_NEW(db_arena(db), struct facts);

	TRY(q_application_facts(
		db, &(struct q_application_facts_in){.application_id = f->id}, &rows, e));
	facts_init(facts, db_arena(db), f->year);
	for (size_t i = 0; i < rows.n; i++)
		facts_put_row(facts, rows.v[i].fact, (int)rows.v[i].year, rows.v[i].value);
	if (state_editable(f->state) || f->state == STATE_SIGN) {
		TRY(derivation_load(db, f, now, &counted, e));
		derivation_apply(&counted, facts);
	}
	*out = facts;
	return RC_OK;
}

void application_evaluate(const struct application_file *f, const struct facts *facts,
	struct arena *a, struct score_result *out)
{
	score_evaluate(f->standard, facts, SCORE_APPLICATION, a, out);
}

struct str application_facts_json(struct arena *a, const struct facts *facts)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	buf_printf(&b, "{\"year\":%d,\"facts\":", facts->year);
	facts_put_canonical(&b, facts);
	buf_ch(&b, '}');
	return buf_view(&b);
}

/* --- what was submitted ------------------------------------------------------------------------ */

struct str submission_hash(
	struct arena *a, struct str facts, struct str evidence, struct str profile)
{
	struct buf b;

	buf_init(&b, a, (size_t)4 << 20);
	buf_str(&b, facts);
	buf_ch(&b, '\n');
	buf_str(&b, evidence);
	buf_ch(&b, '\n');
	buf_str(&b, profile);
	return hash_hex(a, hash_sha256(buf_view(&b)));
}

static enum rc submission_parse(
	struct arena *a, const struct application_file *f, struct submission *s, struct err *e)
{
	struct json *facts, *files, *profile;

	TRY(json_parse(a, s->facts_json, &facts, e));
	TRY(json_parse(a, s->evidence_json, &files, e));
	TRY(json_parse(a, s->profile_json, &profile, e));
	s->profile = profile;
	s->facts = ARENA_NEW(a, struct facts);
	facts_init(s->facts, a, (int)json_i64(facts, "year", f->year));
	const struct json *object = json_get(facts, "facts");
	if (!object || object->type != JSON_OBJECT || files->type != JSON_ARRAY)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "submission %lld", (long long)s->id);
	facts_put_json(s->facts, object);
	for (const struct json *j = files->first; j; j = j->next) {
		struct submitted_file *file = VEC_ADD(a, &s->files);
		*file = (struct submitted_file){.slot = json_str(j, "slot", STR("")),
			.file = json_str(j, "file", STR("")),
			.name = json_str(j, "name", STR("")),
			.sha256 = json_str(j, "sha256", STR("")),
			.size = json_i64(j, "size", 0)};
	}
	return RC_OK;
}

enum rc submission_load(struct db *db, const struct application_file *f, int64_t id,
	struct submission *out, struct err *e)
{
	struct q_submission_by_id r;

	TRY(q_submission_by_id(
		db, &(struct q_submission_by_id_in){.id = id, .application_id = f->id}, &r, e));
	struct submission s = {.id = r.id,
		.application_id = r.application_id,
		.seq = r.seq,
		.receipt_no = r.receipt_no,
		.facts_json = r.facts,
		.evidence_json = r.evidence,
		.profile_json = r.profile,
		.content_hash = r.content_hash,
		.engine = r.engine,
		.explanation_hash = r.explanation_hash,
		.result = r.result,
		.route = r.route,
		.score_min = r.score_min,
		.score_max = r.score_max,
		.signed_name = r.signed_name,
		.submitted_at = r.submitted_at};
	TRY(submission_parse(db_arena(db), f, &s, e));
	*out = s;
	return RC_OK;
}

enum rc submission_before(struct db *db, const struct application_file *f, int64_t seq,
	struct submission *out, bool *found, struct err *e)
{
	struct q_submission_by_seq row;

	TRY(q_submission_by_seq(db,
		&(struct q_submission_by_seq_in){.application_id = f->id, .seq = seq - 1}, &row, found,
		e));
	return *found ? submission_load(db, f, row.id, out, e) : RC_OK;
}

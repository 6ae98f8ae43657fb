/* A report opens a case whose first words nobody but its body reads. */
#include "service/report.h"

#include "base/utf8.h"
#include "domain/publicity.h"
#include "domain/uscc.h"
#include "service/case_step.h"

static enum rc check_fields(struct tx *tx, struct report_file *uc, struct err *e)
{
	uc->person_id = uscc_normalise(tx->a, uc->person_id);
	if (utf8_count(uc->person) < 2)
		return err_field(e, RC_INVALID, MSG_OBJECTION_PERSON, "person");
	if (!person_code_valid(uc->person_id))
		return err_field(e, RC_INVALID, MSG_OBJECTION_CODE, "person_id");
	if (uc->phone.n < 7)
		return err_field(e, RC_INVALID, MSG_OBJECTION_PHONE, "phone");
	if (uc->files_n == 0)
		return err_field(e, RC_INVALID, MSG_REPORT_PROOF, "file");
	return case_text_check(uc->content, "content", e);
}

/* The newest title that still holds, else the newest: what the report is about. */
static enum rc title_of(struct tx *tx, const struct report_file *uc, struct q_case_subject_titles *out, struct err *e)
{
	struct str code = str_upper(tx->a, str_trim(uc->code));
	struct q_case_subject_titles_list rows;

	TRY(q_case_subject_titles(tx->db, &(struct q_case_subject_titles_in){.code = code}, &rows, e));
	if (rows.n == 0)
		return err_field(e, RC_INVALID, MSG_REPORT_WHOM, "code");
	*out = rows.v[0];
	for (size_t i = rows.n; i-- > 0;)
		if (str_eqc(rows.v[i].state, "valid") || str_eqc(rows.v[i].state, "renewing"))
			*out = rows.v[i];
	return RC_OK;
}

static enum rc place_of(struct tx *tx, const struct q_case_subject_titles *t, struct q_case_put_in *row,
	struct str *place, struct err *e)
{
	struct q_case_subject_enterprise who;
	bool found = false;

	*place = t->division_code;
	if (t->uscc.n)
		TRY(q_case_subject_enterprise(tx->db,
			&(struct q_case_subject_enterprise_in){.uscc = t->uscc}, &who, &found, e));
	if (!found)
		return RC_OK;
	row->enterprise_id = some_i64(who.id);
	*place = who.division_code;
	return RC_OK;
}

enum rc report_file(struct tx *tx, struct report_file *uc, struct err *e)
{
	struct q_case_put_in row = {0};
	struct q_case_subject_titles t = {0};
	const struct procedure *p;
	struct case_opened out;
	struct case_bodies b;
	struct str place;

	TRY(title_of(tx, uc, &t, e));
	TRY(check_fields(tx, uc, e));
	TRY(place_of(tx, &t, &row, &place, e));
	p = case_procedure_at(tx->db, tx->sv->rules, t.tier, t.edition, place, date_of_instant(tx->now));
	if (!p)
		return err_field(e, RC_INVALID, MSG_REPORT_WHOM, "code");
	TRY(case_bodies_of(tx->db, p, place, &b, e));
	row.uscc = t.uscc;
	row.name = t.name;
	row.programme = t.tier;
	row.edition = p->id;
	row.title_id = some_i64(t.id);
	row.ground = row.happened_on = row.report_by = row.new_name = row.new_division = STR("");
	row.county_agency_id = b.county;
	row.city_agency_id = b.city;
	row.province_agency_id = b.province;
	row.handler_agency_id = b.city.has ? b.city.v : b.province;
	TRY(case_open_new(tx, &row, CASE_REPORT, CASE_FILED,
		&(struct case_said){"reporter", "open", uc->content, false, uc->files, uc->files_n}, &out, e));
	TRY(random_token(tx->a, 15, &uc->secret, e));
	uc->no = out.no;
	tx->location = str_cat(tx->a, STR("/report/"), uc->secret);
	return q_case_person_put(tx->db,
		&(struct q_case_person_put_in){.case_id = out.id, .person = uc->person,
			.person_id = uc->person_id, .phone = uc->phone,
			.secret_hash = hash_hex(tx->a, hash_sha256(uc->secret))},
		NULL, e);
}

enum rc report_by_secret(struct db *db, const struct services *sv, struct str secret, int64_t now,
	struct case_view *out, struct err *e)
{
	struct q_case_by_secret id;
	bool found;

	TRY(q_case_by_secret(db,
		&(struct q_case_by_secret_in){.secret_hash = hash_hex(db_arena(db), hash_sha256(secret))}, &id,
		&found, e));
	if (!found)
		return err_set(e, RC_NOT_FOUND, MSG_REPORT_GONE);
	return case_load_id(db, sv, id.id, now, out, e);
}

static enum rc said_already(struct tx *tx, int64_t case_id, bool *out, struct err *e)
{
	struct q_case_statements_list said;

	*out = false;
	TRY(q_case_statements(tx->db, &(struct q_case_statements_in){.case_id = case_id}, &said, e));
	for (size_t i = 0; i < said.n; i++)
		*out = *out || str_eqc(said.v[i].act, "withdraw");
	return RC_OK;
}

enum rc report_withdraw(struct tx *tx, struct report_withdraw *uc, struct err *e)
{
	struct case_view v;
	bool already;

	TRY(report_by_secret(tx->db, tx->sv, uc->secret, tx->now, &v, e));
	TRY(said_already(tx, v.c.id, &already, e));
	if (already || !case_open(v.state)) {
		err_set(e, RC_STATE, MSG_CASE_NOT_NOW);
		err_arg(e, 0, already ? STR("已撤回") : str_c(case_state_word(v.state)));
		return err_arg(e, 1, STR("撤回举报"));
	}
	TRY(case_text_check(uc->text, "text", e));
	TRY(case_say(tx, v.c.id, &(struct case_said){"reporter", "withdraw", uc->text, false, NULL, 0}, e));
	TRY(case_log(tx, &v, "case_withdrawn", STR(""), e));
	return case_tell_body(tx, v.c.handler_agency_id, STR("举报人撤回举报，请决定是否继续核实"), case_headline(tx, &v),
		case_href(tx, "o", &v), e);
}

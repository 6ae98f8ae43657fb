/* What is still to be done goes along; what is over stays where it was. */
#include "service/relocation.h"

#include "domain/voice.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/flow.h"
#include "service/message.h"

/* 移交: files on their way go to the new county and city of the same province; across provinces they end where
 * they are. */
static enum rc hand_over(struct tx *tx, const struct case_view *v, int64_t enterprise_id, int64_t *n, struct err *e)
{
	struct q_applications_live_list files;
	struct str area;

	TRY(application_area(tx->db, v->c.new_division, &area, e));
	TRY(q_applications_live(
		tx->db, &(struct q_applications_live_in){.enterprise_id = enterprise_id}, &files, e));
	for (size_t i = 0; i < files.n; i++) {
		const struct procedure *p = rules_procedure(
			tx->sv->rules, files.v[i].edition, date_of_instant(tx->now));
		struct case_bodies b;
		if (!p)
			return err_detail(e, RC_DATA, MSG_INTERNAL, "edition of a file");
		TRY(case_bodies_of(tx->db, p, v->c.new_division, &b, e));
		if (!b.city.has || b.province != files.v[i].province_agency_id)
			continue;
		++*n;
		TRY(q_application_hand_over(tx->db,
			&(struct q_application_hand_over_in){.id = files.v[i].id,
				.county_agency_id = b.county, .city_agency_id = b.city.v, .now = tx->now},
			NULL, e));
		TRY(q_caseload_leave(tx->db,
			&(struct q_caseload_leave_in){.application_id = files.v[i].id}, NULL, e));
		TRY(flow_enter(tx, files.v[i].id, area, e));
		TRY(audit_append(tx,
			&(struct audit_event){.action = "file_handed_over", .object_kind = "application",
				.object_id = files.v[i].id, .shown = true, .reason = v->c.no},
			e));
	}
	return RC_OK;
}

/* Where an open case lies after the move: with the body of the same level, or the one above it. */
static enum rc case_over(struct tx *tx, const struct case_view *v, const struct q_cases_open_of *c, struct err *e)
{
	const struct procedure *p = rules_procedure(tx->sv->rules, c->edition, date_of_instant(tx->now));
	struct q_case_hand_over_in in = {.id = c->id, .state = c->state,
		.handler_agency_id = c->handler_agency_id};
	struct case_bodies b;

	if (!p)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition of a case");
	TRY(case_bodies_of(tx->db, p, v->c.new_division, &b, e));
	if (!b.city.has || b.province != c->province_agency_id)
		return RC_OK;
	in.county_agency_id = b.county;
	in.city_agency_id = b.city;
	if (str_eqc(c->state, case_state_code(CASE_COUNTY)) && !b.county.has)
		in.state = str_c(case_state_code(CASE_CITY));
	if (c->city_agency_id.has && c->handler_agency_id == c->city_agency_id.v)
		in.handler_agency_id = b.city.v;
	else if (c->county_agency_id.has && c->handler_agency_id == c->county_agency_id.v)
		in.handler_agency_id = b.county.has ? b.county.v : b.city.v;
	TRY(q_case_hand_over(tx->db, &in, NULL, e));
	TRY(audit_append(tx,
		&(struct audit_event){.action = "case_handed_over", .object_kind = "case",
			.object_id = c->id, .reason = v->c.no},
		e));
	struct str link = str_cat(tx->a, STR("/o/case/"), c->public_id);
	TRY(q_messages_moved(tx->db,
		&(struct q_messages_moved_in){.link = link, .county_agency_id = c->county_agency_id,
			.city_agency_id = c->city_agency_id, .case_id = c->id},
		NULL, e));
	int64_t next = str_eqc(in.state, case_state_code(CASE_COUNTY)) ? b.county.v
		       : str_eqc(in.state, case_state_code(CASE_CITY)) ? b.city.v
								       : in.handler_agency_id;
	return case_tell_body(tx, next, STR("企业迁入，案件移交"),
		str_fmt(tx->a, "%.*s：%.*s", STR_ARG(c->no), STR_ARG(v->c.name)), link, e);
}

static enum rc cases_over(struct tx *tx, const struct case_view *v, int64_t enterprise_id, int64_t *n, struct err *e)
{
	struct q_cases_open_of_list cases;

	TRY(q_cases_open_of(tx->db,
		&(struct q_cases_open_of_in){.enterprise_id = enterprise_id, .except_id = v->c.id}, &cases, e));
	for (size_t i = 0; i < cases.n; i++)
		TRY(case_over(tx, v, &cases.v[i], e));
	*n = (int64_t)cases.n;
	return RC_OK;
}

/* Updates, surveys and titles that end, each with the bodies of its own line. */
static enum rc duties_over(struct tx *tx, const struct case_view *v, int64_t enterprise_id,
	struct q_enterprise_move_put_in *made, struct err *e)
{
	int64_t surveys;

	TRY(q_update_duty_hand_over(tx->db,
		&(struct q_update_duty_hand_over_in){
			.enterprise_id = enterprise_id, .division_code = v->c.new_division},
		&made->duties, e));
	TRY(q_survey_due_hand_over(tx->db,
		&(struct q_survey_due_hand_over_in){
			.enterprise_id = enterprise_id, .division_code = v->c.new_division, .now = tx->now},
		&surveys, e));
	made->duties += surveys;
	TRY(q_cohort_item_hand_over(tx->db,
		&(struct q_cohort_item_hand_over_in){.uscc = v->c.uscc, .division_code = v->c.new_division},
		&made->titles, e));
	return q_follow_scope_widen(tx->db,
		&(struct q_follow_scope_widen_in){
			.enterprise_id = enterprise_id, .division_code = v->c.new_division},
		NULL, e);
}

/* A demand that waits with a county or city goes to the body of the same line there. */
static enum rc voices_over(struct tx *tx, const struct case_view *v, int64_t enterprise_id, int64_t *n, struct err *e)
{
	struct q_voices_to_move_list rows;
	struct q_voice_said_put said;

	TRY(q_voices_to_move(tx->db,
		&(struct q_voices_to_move_in){.enterprise_id = enterprise_id, .division_code = v->c.new_division},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_voices_to_move *x = &rows.v[i];
		TRY(q_voice_hand_over(tx->db, &(struct q_voice_hand_over_in){.id = x->id, .holder_id = x->to_id}, NULL, e));
		TRY(q_voice_scope_put(tx->db,
			&(struct q_voice_scope_put_in){.voice_id = x->id, .holder_id = x->to_id}, NULL, e));
		TRY(q_voice_said_put(tx->db,
			&(struct q_voice_said_put_in){.voice_id = x->id, .party = STR("body"),
				.act = str_c(voice_act_code(VOICE_MOVE)),
				.text = str_fmt(tx->a, "企业迁移，转%.*s办理。", STR_ARG(x->to_name)),
				.account_id = tx->who->account_id, .agency_id = some_i64(x->holder_id), .now = tx->now},
			&said, e));
		TRY(message_to_body(tx, x->to_id,
			&(struct notice){"voice", STR("企业迁入，意见诉求移交，请答复"),
				STR_JOIN(tx->a, x->no, STR("："), x->title),
				str_cat(tx->a, STR("/o/voice/"), x->public_id)},
			e));
	}
	*n = (int64_t)rows.n;
	return RC_OK;
}

/* What went where, for both sides. */
static enum rc keep_move(struct tx *tx, const struct case_view *v, struct q_enterprise_move_put_in *made, struct err *e)
{
	struct q_enterprise_move_put row;
	struct q_entry_enterprise own;

	TRY(q_entry_enterprise(
		tx->db, &(struct q_entry_enterprise_in){.enterprise_id = v->c.enterprise_id.v}, &own, e));
	*made = (struct q_enterprise_move_put_in){.enterprise_id = v->c.enterprise_id.v, .uscc = v->c.uscc,
		.name = v->c.new_name.n ? v->c.new_name : v->c.name, .case_id = v->c.id,
		.from_division = own.division_code, .to_division = v->c.new_division,
		.happened_on = v->c.happened_on, .now = tx->now};
	TRY(q_enterprise_move_put(tx->db, made, &row, e));
	return RC_OK;
}

static enum rc settle_in(struct tx *tx, const struct case_view *v, int64_t id, const struct bodies *b, struct err *e)
{
	return q_enterprise_move(tx->db,
		&(struct q_enterprise_move_in){.id = id, .division_code = v->c.new_division,
			.county_agency_id = b->county ? some_i64(b->county) : none_i64(),
			.city_agency_id = some_i64(b->city),
			.province_agency_id = some_i64(b->province), .now = tx->now},
		NULL, e);
}

enum rc relocate(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t id = v->c.enterprise_id.has ? v->c.enterprise_id.v : 0;
	struct q_enterprise_move_put_in made = {0};
	struct bodies b;

	TRY(bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), v->c.new_division, &b, e));
	TRY(keep_move(tx, v, &made, e));
	TRY(settle_in(tx, v, id, &b, e));
	TRY(hand_over(tx, v, id, &made.files, e));
	TRY(cases_over(tx, v, id, &made.cases, e));
	TRY(duties_over(tx, v, id, &made, e));
	TRY(voices_over(tx, v, id, &made.voices, e));
	TRY(q_enterprise_move_count(tx->db,
		&(struct q_enterprise_move_count_in){.case_id = v->c.id, .files = made.files, .cases = made.cases,
			.duties = made.duties, .titles = made.titles, .voices = made.voices},
		NULL, e));
	TRY(audit_append(tx,
		&(struct audit_event){.action = "enterprise_moved", .object_kind = "enterprise",
			.object_id = id,
			.payload = str_fmt(tx->a, "{\"case\":\"%.*s\",\"to\":\"%.*s\"}", STR_ARG(v->c.no),
				STR_ARG(v->c.new_division))},
		e));
	return case_tell_body(tx, b.city, STR("企业迁入"),
		str_fmt(tx->a, "%.*s：%.*s", STR_ARG(v->c.no), STR_ARG(v->c.name)), STR("/o/moves"), e);
}

/* A change is a fact that the bodies verify; what it means for the title is another question, answered by the same
 * decision. */
#include "service/change.h"

#include "base/utf8.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/flow.h"
#include "service/registry.h"

/* --- filing ----------------------------------------------------------------------------------------------- */

static enum rc title_of(struct tx *tx, const struct change_file *uc, struct q_case_subject_title *t,
	const struct procedure **p, struct changes *changes, struct err *e)
{
	enum rc rc = q_case_subject_title(
		tx->db, &(struct q_case_subject_title_in){.id = uc->title_id}, t, e);

	if (rc != RC_OK || !t->enterprise_id.has || t->enterprise_id.v != tx->who->enterprise_id ||
		!(str_eqc(t->state, "valid") || str_eqc(t->state, "renewing")))
		return rc == RC_OK || rc == RC_NOT_FOUND ? err_field(e, RC_INVALID, MSG_CHANGE_TITLE, "title") : rc;
	*p = case_procedure(tx->sv->rules, t->tier, STR(""), t->edition, date_of_instant(tx->now));
	if (*p)
		changes_of(tx->a, *p, changes);
	return *p && changes->n ? RC_OK : err_field(e, RC_INVALID, MSG_CHANGE_TITLE, "title");
}

static enum rc check(struct tx *tx, const struct change_file *uc, const struct change_kind *k, struct err *e)
{
	size_t name = utf8_count(uc->new_name);
	struct bodies b;

	if (!k)
		return err_field(e, RC_INVALID, MSG_CHANGE_KIND, "kind");
	if (date_is_none(uc->happened_on) || date_cmp(uc->happened_on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_CHANGE_DAY, "happened_on");
	if (k->name && (name < 4 || name > 100))
		return err_field(e, RC_INVALID, MSG_CHANGE_NAME, "new_name");
	if (k->place && bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), uc->new_division, &b, e) != RC_OK)
		return err_field(e, RC_INVALID, MSG_CHANGE_PLACE, "division");
	if (uc->files_n == 0)
		return err_field(e, RC_INVALID, MSG_CHANGE_FILES, "file");
	return case_text_check(uc->text, "text", e);
}

enum rc change_file(struct tx *tx, struct change_file *uc, struct err *e)
{
	struct q_case_subject_title t = {0};
	const struct procedure *p = NULL;
	struct q_entry_enterprise own;
	struct changes changes = {0};
	struct case_opened out;
	struct case_bodies b;

	TRY(title_of(tx, uc, &t, &p, &changes, e));
	const struct change_kind *k = change_by_id(&changes, uc->kind);
	TRY(check(tx, uc, k, e));
	TRY(q_entry_enterprise(
		tx->db, &(struct q_entry_enterprise_in){.enterprise_id = tx->who->enterprise_id}, &own, e));
	TRY(case_bodies_of(tx->db, p, own.division_code, &b, e));
	struct date last = changes.months ? date_add_months(uc->happened_on, (int)changes.months) : (struct date){0};
	struct q_case_put_in row = {.uscc = own.uscc, .name = tx->who->enterprise_name,
		.enterprise_id = some_i64(tx->who->enterprise_id), .programme = t.tier, .edition = p->id,
		.title_id = some_i64(t.id), .ground = k->id,
		.happened_on = date_str(tx->a, uc->happened_on), .report_by = date_str(tx->a, last),
		.new_name = k->name ? uc->new_name : STR(""),
		.new_division = k->place ? uc->new_division : STR(""), .county_agency_id = b.county,
		.city_agency_id = b.city, .province_agency_id = b.province, .handler_agency_id = b.province};
	enum case_state first = b.county.has && b.city.has ? CASE_COUNTY : b.city.has ? CASE_CITY : CASE_PROVINCE;
	TRY(case_open_new(tx, &row, CASE_CHANGE, first,
		&(struct case_said){"enterprise", "open", uc->text, true, uc->files, uc->files_n}, &out, e));
	uc->public_id = out.public_id;
	uc->no = out.no;
	tx->location = str_cat(tx->a, STR("/e/case/"), out.public_id);
	return RC_OK;
}

/* --- effects ---------------------------------------------------------------------------------------------- */

/* Every list keeps the name it was published with; from the day of the change on, the register says the new one. */
static enum rc rename_it(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t id = v->c.enterprise_id.has ? v->c.enterprise_id.v : 0;
	int64_t ended;

	TRY(q_enterprise_name_end(tx->db,
		&(struct q_enterprise_name_end_in){.enterprise_id = id, .to_on = v->c.happened_on}, &ended, e));
	if (ended == 0)
		TRY(q_enterprise_name_put(tx->db,
			&(struct q_enterprise_name_put_in){.enterprise_id = id, .uscc = v->c.uscc,
				.name = v->c.name, .from_on = STR(""), .to_on = v->c.happened_on,
				.case_id = v->c.id, .now = tx->now},
			NULL, e));
	TRY(q_enterprise_name_put(tx->db,
		&(struct q_enterprise_name_put_in){.enterprise_id = id, .uscc = v->c.uscc,
			.name = v->c.new_name, .from_on = v->c.happened_on, .to_on = STR(""),
			.case_id = v->c.id, .now = tx->now},
		NULL, e));
	TRY(q_enterprise_rename(tx->db,
		&(struct q_enterprise_rename_in){.id = id, .name = v->c.new_name, .now = tx->now}, NULL, e));
	TRY(registry_rename(tx, id, v->c.uscc, v->c.new_name, e));
	return audit_append(tx,
		&(struct audit_event){.action = "enterprise_renamed", .object_kind = "enterprise",
			.object_id = id,
			.payload = str_fmt(tx->a, "{\"case\":\"%.*s\"}", STR_ARG(v->c.no))},
		e);
}

/* 移交: files on their way go to the new county and city of the same province; across provinces they end where
 * they are. */
static enum rc hand_over(struct tx *tx, const struct case_view *v, int64_t enterprise_id, struct err *e)
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
	int64_t next = str_eqc(in.state, case_state_code(CASE_COUNTY)) ? b.county.v
		       : str_eqc(in.state, case_state_code(CASE_CITY)) ? b.city.v
								       : in.handler_agency_id;
	return case_tell_body(tx, next, STR("企业迁入，案件移交"),
		str_fmt(tx->a, "%.*s：%.*s", STR_ARG(c->no), STR_ARG(v->c.name)),
		str_cat(tx->a, STR("/o/case/"), c->public_id), e);
}

/* Cases that are open, and what the enterprise still owes this year. */
static enum rc duties_over(struct tx *tx, const struct case_view *v, int64_t enterprise_id, struct err *e)
{
	struct q_cases_open_of_list cases;
	struct bodies b;

	TRY(q_cases_open_of(tx->db,
		&(struct q_cases_open_of_in){.enterprise_id = enterprise_id, .except_id = v->c.id}, &cases, e));
	for (size_t i = 0; i < cases.n; i++)
		TRY(case_over(tx, v, &cases.v[i], e));
	TRY(bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), v->c.new_division, &b, e));
	return q_update_duty_hand_over(tx->db,
		&(struct q_update_duty_hand_over_in){.enterprise_id = enterprise_id,
			.county_agency_id = b.county ? some_i64(b.county) : none_i64(),
			.city_agency_id = b.city, .province_agency_id = b.province},
		NULL, e);
}

static enum rc move_it(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t id = v->c.enterprise_id.has ? v->c.enterprise_id.v : 0;
	struct bodies b;

	TRY(bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), v->c.new_division, &b, e));
	TRY(q_enterprise_move(tx->db,
		&(struct q_enterprise_move_in){.id = id, .division_code = v->c.new_division,
			.county_agency_id = b.county ? some_i64(b.county) : none_i64(),
			.city_agency_id = some_i64(b.city),
			.province_agency_id = some_i64(b.province), .now = tx->now},
		NULL, e));
	TRY(hand_over(tx, v, id, e));
	TRY(duties_over(tx, v, id, e));
	TRY(audit_append(tx,
		&(struct audit_event){.action = "enterprise_moved", .object_kind = "enterprise",
			.object_id = id,
			.payload = str_fmt(tx->a, "{\"case\":\"%.*s\",\"to\":\"%.*s\"}", STR_ARG(v->c.no),
				STR_ARG(v->c.new_division))},
		e));
	return case_tell_body(tx, b.city, STR("企业迁入"),
		str_fmt(tx->a, "%.*s：%.*s", STR_ARG(v->c.no), STR_ARG(v->c.name)), STR("/o/registry"), e);
}

enum rc change_take_effect(struct tx *tx, const struct case_view *v, struct err *e)
{
	if (v->kind != CASE_CHANGE)
		return RC_OK;
	if (v->c.new_name.n)
		TRY(rename_it(tx, v, e));
	return v->c.new_division.n ? move_it(tx, v, e) : RC_OK;
}

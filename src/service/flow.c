/* The only door through which a file changes its state. */
#include "service/flow.h"

#include "base/buf.h"
#include "domain/procedure.h"
#include "service/audit.h"
#include "service/decision.h"
#include "service/delivery.h"
#include "service/pace.h"

enum holder actor_holder(const struct actor *who)
{
	if (actor_is(who, ROLE_ENTERPRISE))
		return HOLDER_ENTERPRISE;
	if (actor_is(who, ROLE_COUNTY))
		return HOLDER_COUNTY;
	if (actor_is(who, ROLE_CITY))
		return HOLDER_CITY;
	return actor_is(who, ROLE_PROVINCE) ? HOLDER_PROVINCE : HOLDER_NONE;
}

enum rc state_stored(struct str code, enum state *out, struct err *e)
{
	if (!state_parse(code, out))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "state '%.*s'", STR_ARG(code));
	return RC_OK;
}

enum rc flow_due(struct tx *tx, const struct q_application_core *app, enum state s, int64_t *due_at,
	struct err *e)
{
	const struct procedure *p = rules_procedure(tx->sv->rules, app->edition, rules_pin(app->opens_on));
	const struct stage *stage = p ? procedure_stage_of(p, s) : NULL;
	struct window w;

	if (state_holder(s) == HOLDER_NONE || state_holder(s) == HOLDER_SYSTEM) {
		*due_at = FLOW_NO_TERM;
		return RC_OK;
	}
	if (state_editable(s) || s == STATE_SIGN) {
		*due_at = app->filing_ends_at;
		return RC_OK;
	}
	if (!stage || !stage->has_term || stage->kind == STAGE_PUBLICITY) {
		*due_at = state_holder(s) == HOLDER_PROVINCE ? FLOW_NO_TERM : app->city_ends_at;
		return RC_OK;
	}
	TRY(workday_window(rules_calendar(tx->sv->rules), date_of_instant(tx->now), &stage->term, true,
		&w, e));
	*due_at = w.closes;
	return RC_OK;
}

static struct str move_payload(struct tx *tx, const struct flow_move *m)
{
	struct buf b;

	if (m->payload.n)
		return m->payload;
	buf_init(&b, tx->a, 256);
	buf_lit(&b, "{\"from\":");
	json_put_str(&b, str_c(state_code(m->from)));
	buf_lit(&b, ",\"to\":");
	json_put_str(&b, str_c(state_code(m->to)));
	buf_ch(&b, '}');
	return buf_view(&b);
}

/* A line in the message centre of everybody at the enterprise. */
static enum rc tell_enterprise(struct tx *tx, const struct q_application_core *app,
	const struct flow_move *m, int64_t due_at, struct err *e)
{
	bool theirs = state_holder(m->to) == HOLDER_ENTERPRISE && due_at > tx->now;
	struct q_accounts_of_enterprise_list people;
	struct str subject = str_fmt(tx->a, "申报状态：%s", state_word(m->to));
	struct str file = app->no.n ? app->no : STR("您的申报");
	struct str body = str_fmt(tx->a, "%.*s（%s）%s%.*s", STR_ARG(file), action_word(m->act),
		m->reason.n ? "：" : "", STR_ARG(m->reason));

	if (m->to == STATE_RETURNED || m->to == STATE_REFUSED || m->to == STATE_LISTED)
		TRY(delivery_put(tx,
			&(struct delivery){.enterprise_id = app->enterprise_id,
				.agency_id = tx->who->agency_id, .object_kind = "application",
				.object_id = app->id, .object = app->public_id, .subject = subject},
			e));
	TRY(q_accounts_of_enterprise(tx->db,
		&(struct q_accounts_of_enterprise_in){.enterprise_id = app->enterprise_id}, &people, e));
	for (size_t i = 0; i < people.n; i++) {
		if (people.v[i].id == tx->who->account_id)
			continue;
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("flow"), .subject = subject, .body = body,
				.link = str_fmt(tx->a, "/e/app/%.*s", STR_ARG(app->public_id)),
				.urgent = theirs, .due_at = theirs ? due_at : 0},
			NULL, e));
	}
	return RC_OK;
}

static bool remembers_return_point(enum state to)
{
	return to == STATE_RETURNED || to == STATE_SIGN;
}

/* Where a file that is handed back will return to when it is corrected. */
static struct str return_point(const struct q_application_core *app, const struct flow_move *m)
{
	if (m->act == ACT_RETURN)
		return str_c(state_code(m->from));
	return remembers_return_point(m->to) ? app->return_to : STR("");
}

enum rc flow_move(struct tx *tx, struct flow_move *m, struct err *e)
{
	struct q_application_core app;
	struct workflow_case c;
	int64_t changed, due_at;

	TRY(q_application_core(tx->db, &(struct q_application_core_in){.id = m->application_id}, &app,
		e));
	if (m->version != 0 && m->version != app.version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(state_stored(app.state, &m->from, e));
	c = (struct workflow_case){
		.procedure = rules_procedure(tx->sv->rules, app.edition, rules_pin(app.opens_on)),
		.has_county = app.county_agency_id.has, .return_to = STATE_DRAFT,
		.update = str_eqc(app.kind, filing_kind_code(FILING_UPDATE))};
	if (!c.procedure)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition '%.*s'", STR_ARG(app.edition));
	if (app.return_to.n)
		TRY(state_stored(app.return_to, &c.return_to, e));
	TRY(workflow_next(&c, m->from, m->act, m->who, &m->to, e));
	TRY(flow_due(tx, &app, m->to, &due_at, e));

	struct str to = str_c(state_code(m->to));
	bool ends = state_holder(m->to) == HOLDER_NONE;
	TRY(q_application_move(tx->db,
		&(struct q_application_move_in){.id = app.id, .version = app.version,
			.from_state = app.state, .state = to, .return_to = return_point(&app, m),
			.live = state_live(m->to), .holder = str_c(holder_code(state_holder(m->to))),
			.due_at = due_at,
			.decided_at = ends ? some_i64(tx->now) : none_i64(), .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(q_caseload_move(tx->db,
		&(struct q_caseload_move_in){.application_id = app.id, .state = to, .due_at = due_at},
		NULL, e));
	m->new_version = app.version + 1;
	if (m->to != m->from)
		TRY(pace_leave(tx, &app, m->from, e));
	TRY(decision_record(tx, &app, m->act, m->who, m->to, e));
	TRY(audit_append(tx,
		&(struct audit_event){.action = action_code(m->act), .object_kind = "application",
			.object_id = app.id, .reason = m->reason, .payload = move_payload(tx, m),
			.shown = !m->hidden},
		e));
	return m->silent || m->who == HOLDER_ENTERPRISE ? RC_OK : tell_enterprise(tx, &app, m, due_at, e);
}

enum rc flow_enter(struct tx *tx, int64_t application_id, struct str area, struct err *e)
{
	struct q_application_core app;

	TRY(q_application_core(tx->db, &(struct q_application_core_in){.id = application_id}, &app, e));
	int64_t county = app.county_agency_id.has ? app.county_agency_id.v : 0;
	int64_t bodies[] = {county, app.city_agency_id, app.province_agency_id};
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		if (bodies[i] == 0)
			continue;
		TRY(q_caseload_put(tx->db,
			&(struct q_caseload_put_in){.agency_id = bodies[i], .state = app.state,
				.due_at = app.due_at, .application_id = app.id,
				.public_id = app.public_id, .batch_id = app.batch_id,
				.county_agency_id = county, .city_agency_id = app.city_agency_id,
				.name = app.enterprise_name, .uscc = app.uscc, .area = area,
				.score = app.score_min, .route = app.route,
				.submitted_at = app.submitted_at.has ? app.submitted_at.v : 0},
			NULL, e));
	}
	return RC_OK;
}

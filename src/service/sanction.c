/* Taking back what was given. The decision, the title, the register, the ban and the certificate's page turn in one
 * transaction, so nobody sees half of it. */
#include "service/sanction.h"

#include "service/audit.h"
#include "service/bar.h"
#include "service/change.h"
#include "service/national.h"
#include "service/registry.h"
#include "service/terms.h"
#include "service/update.h"

/* --- opening ---------------------------------------------------------------------------------------------- */

struct subject {
	struct q_case_put_in row;
	const struct procedure *p;
	struct sanctions sanctions;
};

static enum rc by_title(struct tx *tx, struct sanction_open *uc, struct subject *s, struct err *e)
{
	struct q_case_subject_title t;
	struct q_case_open_on_title busy;
	struct str province = str_none();
	bool found;

	TRY(q_case_subject_title(tx->db, &(struct q_case_subject_title_in){.id = uc->title_id}, &t, e));
	if (str_eqc(t.state, "cancelled") || str_eqc(t.state, "revoked")) {
		err_set(e, RC_STATE, MSG_CASE_TITLE_OVER);
		return err_arg(e, 0, str_c(registry_state_word(t.state, t.valid_to)));
	}
	TRY(q_case_open_on_title(tx->db, &(struct q_case_open_on_title_in){.title_id = t.id}, &busy,
		&found, e));
	if (found) {
		err_set(e, RC_STATE, MSG_CASE_OPEN_ALREADY);
		return err_arg(e, 0, busy.public_id);
	}
	TRY(case_province_of(tx->db, tx->who, &province, e));
	s->p = case_procedure(tx->sv->rules, t.tier, province, t.edition, date_of_instant(tx->now));
	s->row = (struct q_case_put_in){.uscc = t.uscc, .name = t.name, .enterprise_id = t.enterprise_id,
		.programme = t.tier, .title_id = some_i64(t.id), .new_division = t.division_code};
	return RC_OK;
}

static enum rc by_code(struct tx *tx, struct sanction_open *uc, struct subject *s, struct err *e)
{
	struct q_case_subject_enterprise who;
	bool found;

	TRY(q_case_subject_enterprise(
		tx->db, &(struct q_case_subject_enterprise_in){.uscc = uc->uscc}, &who, &found, e));
	s->p = rules_procedure(tx->sv->rules, uc->edition, date_of_instant(tx->now));
	if (!found || !s->p)
		return err_set(e, RC_NOT_FOUND, MSG_CASE_GONE);
	s->row = (struct q_case_put_in){.uscc = uc->uscc, .name = who.name, .enterprise_id = some_i64(who.id),
		.programme = s->p->programme, .new_division = who.division_code};
	return RC_OK;
}

/* The enterprise's place as it is now decides which bodies answer for it. */
static enum rc bodies(struct tx *tx, struct subject *s, enum case_state *state, struct err *e)
{
	struct case_bodies b;
	struct str place = s->row.new_division;
	struct q_case_subject_enterprise who;
	bool found = false;

	if (s->row.uscc.n)
		TRY(q_case_subject_enterprise(tx->db,
			&(struct q_case_subject_enterprise_in){.uscc = s->row.uscc}, &who, &found, e));
	if (found) {
		place = who.division_code;
		s->row.enterprise_id = some_i64(who.id);
	}
	s->row.new_division = STR("");
	TRY(case_bodies_of(tx->db, s->p, place, &b, e));
	s->row.county_agency_id = b.county;
	s->row.city_agency_id = b.city;
	s->row.province_agency_id = s->row.handler_agency_id = b.province;
	int64_t own = tx->who->agency_id;
	bool county = b.county.has && own == b.county.v, city = b.city.has && own == b.city.v;
	if (!county && !city && own != b.province)
		return err_set(e, RC_FORBIDDEN, MSG_CASE_ELSEWHERE);
	*state = county && b.city.has && !city ? CASE_CITY : CASE_PROVINCE;
	return RC_OK;
}

static const struct sanction *ground_of(const struct sanctions *s, struct str id)
{
	for (size_t i = 0; !id.n && i < s->n; i++)
		if (s->v[i].forgery)
			return &s->v[i];
	return sanction_by_id(s, id);
}

enum rc sanction_open(struct tx *tx, struct sanction_open *uc, struct err *e)
{
	struct subject s = {0};
	struct case_opened out;
	enum case_state state = CASE_PROVINCE;

	TRY(uc->title_id ? by_title(tx, uc, &s, e) : by_code(tx, uc, &s, e));
	if (s.p)
		sanctions_of(tx->a, s.p, &s.sanctions);
	if (s.sanctions.n == 0)
		return err_set(e, RC_STATE, MSG_CASE_NO_GROUNDS);
	TRY(bodies(tx, &s, &state, e));
	const struct sanction *g = ground_of(&s.sanctions, uc->ground);
	if (!g)
		return err_field(e, RC_INVALID, MSG_CASE_GROUND, "ground");
	TRY(case_text_check(uc->text, "text", e));
	s.row.edition = s.p->id;
	s.row.ground = g->id;
	s.row.happened_on = s.row.report_by = s.row.new_name = STR("");
	s.row.application_id = uc->application_id ? some_i64(uc->application_id) : none_i64();
	s.row.from_case_id = uc->from_case_id ? some_i64(uc->from_case_id) : none_i64();
	TRY(case_open_new(tx, &s.row, CASE_SANCTION, state,
		&(struct case_said){"body", "open", uc->text, false, uc->files, uc->files_n}, &out, e));
	uc->public_id = out.public_id;
	uc->no = out.no;
	return RC_OK;
}

/* --- lifting ---------------------------------------------------------------------------------------------- */

enum rc sanction_lift(struct tx *tx, struct sanction_lift *uc, struct err *e)
{
	struct q_case_subject_enterprise who = {.name = STR("")};
	struct q_case_by_id before = {0};
	struct case_opened out;
	struct q_ban_by_id ban;
	bool found;

	TRY(q_ban_by_id(tx->db,
		&(struct q_ban_by_id_in){.id = uc->ban_id, .agency_id = tx->who->agency_id}, &ban, e));
	if (ban.lifted_at.has || !ban.case_id.has)
		return err_set(e, RC_STATE, MSG_CASE_BAN_OVER);
	TRY(q_case_by_id(tx->db, &(struct q_case_by_id_in){.id = ban.case_id.v}, &before, e));
	TRY(q_case_subject_enterprise(
		tx->db, &(struct q_case_subject_enterprise_in){.uscc = ban.uscc}, &who, &found, e));
	TRY(case_text_check(uc->text, "text", e));
	struct q_case_put_in row = {.uscc = ban.uscc, .name = found ? who.name : before.name,
		.enterprise_id = before.enterprise_id, .programme = before.programme,
		.edition = before.edition, .ban_id = some_i64(ban.id), .from_case_id = some_i64(before.id),
		.ground = STR(""), .happened_on = STR(""), .report_by = STR(""), .new_name = STR(""),
		.new_division = STR(""), .county_agency_id = before.county_agency_id,
		.city_agency_id = before.city_agency_id, .province_agency_id = before.province_agency_id,
		.handler_agency_id = tx->who->agency_id};
	TRY(case_open_new(tx, &row, CASE_LIFT, CASE_HEARD,
		&(struct case_said){"body", "open", uc->text, false, NULL, 0}, &out, e));
	uc->public_id = out.public_id;
	return RC_OK;
}

/* --- effects ---------------------------------------------------------------------------------------------- */

/* The ministry's title ends with the day of the ministry's document, the others today. */
static struct str ended_on(struct tx *tx, const struct case_view *v, int64_t id)
{
	bool national = v->reported && v->c.title_id.has && v->c.title_id.v == id;

	return national ? v->national.answered_on : date_str(tx->a, date_of_instant(tx->now));
}

static enum rc end_title(struct tx *tx, const struct case_view *v, int64_t id, const char *state, struct err *e)
{
	struct str doc_no = v->reported ? v->national.answer_no : v->c.doc_no;
	struct q_case_subject_title t;
	int64_t changed;

	TRY(q_case_subject_title(tx->db, &(struct q_case_subject_title_in){.id = id}, &t, e));
	if (str_eqc(t.state, "cancelled") || str_eqc(t.state, "revoked"))
		return RC_OK;
	TRY(q_terms_set(tx->db,
		&(struct q_terms_set_in){.id = id, .from_state = t.state, .state = str_c(state),
			.ended_on = ended_on(tx, v, id),
			.ended_cause = str_fmt(tx->a, "%.*s（%.*s）", STR_ARG(v->c.reason), STR_ARG(doc_no))},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(update_title_over(tx, id, ended_on(tx, v, id), e));
	TRY(registry_index_title(tx, id, e));
	return audit_append(tx,
		&(struct audit_event){.action = "title_ended", .object_kind = "title", .object_id = id,
			.reason = v->c.reason,
			.payload = str_fmt(tx->a, "{\"after\":\"%s\",\"before\":\"%.*s\"}", state,
				STR_ARG(t.state))},
		e);
}

static bool names_it(struct str list, struct str word)
{
	struct str one;

	while (list.n && str_cut(&list, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

/* A title of the ministry's is not ours to end: its own case goes to the ministry. Where the province has no procedure
 * for it, that it was left is on record. */
static enum rc leave_to_ministry(
	struct tx *tx, const struct case_view *v, const struct q_case_subject_titles *t, struct err *e)
{
	struct sanction_open uc = {
		.title_id = t->id, .text = v->c.reason, .from_case_id = v->c.id, .ground = STR("")};
	struct q_case_open_on_title busy;
	bool found;

	TRY(q_case_open_on_title(
		tx->db, &(struct q_case_open_on_title_in){.title_id = t->id}, &busy, &found, e));
	if (found)
		return RC_OK;
	if (case_procedure(tx->sv->rules, t->tier, v->procedure->body, t->edition, date_of_instant(tx->now)))
		return sanction_open(tx, &uc, e);
	return audit_append(tx,
		&(struct audit_event){.action = "title_left", .object_kind = "title", .object_id = t->id,
			.reason = v->c.reason},
		e);
}

/* Where the document takes back every tier: what else the enterprise holds of these programmes. */
static enum rc end_others(struct tx *tx, const struct case_view *v, struct err *e)
{
	struct q_case_subject_titles_list rows;

	if (!v->ground || !v->ground->all_titles || !v->c.uscc.n)
		return RC_OK;
	TRY(q_case_subject_titles(
		tx->db, &(struct q_case_subject_titles_in){.code = v->c.uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_case_subject_titles *t = &rows.v[i];
		bool holds = str_eqc(t->state, "valid") || str_eqc(t->state, "renewing");
		if (!holds || !names_it(v->ground->ban_programmes, t->tier))
			continue;
		bool national = national_programme(
			tx->sv->rules, t->tier, v->procedure->body, t->edition, date_of_instant(tx->now));
		TRY(national ? leave_to_ministry(tx, v, t, e) : end_title(tx, v, t->id, "cancelled", e));
	}
	return RC_OK;
}

static enum rc put_ban(struct tx *tx, const struct case_view *v, struct err *e)
{
	struct q_ban_put row;

	if (!v->c.ban_to.n || !v->ground)
		return RC_OK;
	TRY(q_ban_put(tx->db,
		&(struct q_ban_put_in){.uscc = v->c.uscc, .programmes = v->ground->ban_programmes,
			.cause = v->ground->text, .clause = v->c.clause,
			.from_on = date_str(tx->a, date_of_instant(tx->now)), .to_on = v->c.ban_to,
			.agency_id = tx->who->agency_id, .account_id = tx->who->account_id,
			.case_id = some_i64(v->c.id), .now = tx->now},
		&row, e));
	TRY(bar_files(tx, v->c.uscc, v->ground->ban_programmes,
		STR_JOIN(tx->a, v->c.reason, STR("（"), v->c.clause, STR("）")), e));
	return audit_append(tx,
		&(struct audit_event){.action = "ban_put", .object_kind = "ban", .object_id = row.id,
			.reason = v->c.reason,
			.payload = str_fmt(tx->a, "{\"to\":\"%.*s\"}", STR_ARG(v->c.ban_to))},
		e);
}

static enum rc lift(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t changed;

	TRY(q_ban_lift(tx->db,
		&(struct q_ban_lift_in){.id = v->c.ban_id.has ? v->c.ban_id.v : 0,
			.agency_id = tx->who->agency_id, .account_id = tx->who->account_id,
			.reason = v->c.reason, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_CASE_BAN_OVER);
	return audit_append(tx,
		&(struct audit_event){.action = "ban_lifted", .object_kind = "ban",
			.object_id = v->c.ban_id.v, .reason = v->c.reason},
		e);
}

static enum rc on_title(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t id = v->c.title_id.has ? v->c.title_id.v : 0;

	if (v->outcome == OUTCOME_NO_RECHECK && id) {
		TRY(q_title_recheck_lost(tx->db,
			&(struct q_title_recheck_lost_in){.id = id,
				.on_date = date_str(tx->a, date_of_instant(tx->now)),
				.cause = str_fmt(tx->a, "%.*s（%.*s）", STR_ARG(v->c.reason),
					STR_ARG(v->c.doc_no))},
			NULL, e));
		return audit_append(tx,
			&(struct audit_event){.action = "recheck_lost", .object_kind = "title",
				.object_id = id, .reason = v->c.reason},
			e);
	}
	if (v->outcome != OUTCOME_CANCEL && v->outcome != OUTCOME_REVOKE)
		return RC_OK;
	if (id)
		TRY(end_title(tx, v, id, v->outcome == OUTCOME_REVOKE ? "revoked" : "cancelled", e));
	return v->outcome == OUTCOME_CANCEL ? end_others(tx, v, e) : RC_OK;
}

/* 举报属实: the case of the title, under the ground that the procedure marks for it. */
static enum rc proceed(struct tx *tx, const struct case_view *v, struct err *e)
{
	struct sanction_open uc = {.title_id = v->c.title_id.has ? v->c.title_id.v : 0, .text = v->c.reason,
		.from_case_id = v->c.id, .ground = STR("")};

	for (size_t i = 0; i < v->sanctions.n; i++)
		if (v->sanctions.v[i].from_report)
			uc.ground = v->sanctions.v[i].id;
	return sanction_open(tx, &uc, e);
}

enum rc case_take_effect(struct tx *tx, const struct case_view *v, struct err *e)
{
	if (v->outcome == OUTCOME_PROCEED)
		return proceed(tx, v, e);
	if (v->outcome == OUTCOME_LIFT)
		return lift(tx, v, e);
	if (!v->reported)
		TRY(change_take_effect(tx, v, e));
	TRY(on_title(tx, v, e));
	return v->outcome == OUTCOME_DROP ? RC_OK : put_ban(tx, v, e);
}

/* --- what is published ------------------------------------------------------------------------------------ */

/* 经…核实，工业和信息化部（文号，日期）决定 */
static struct str decider(struct arena *a, const struct case_view *v)
{
	struct date on;

	if (!v->reported || !date_parse(v->national.answered_on, &on))
		return STR("");
	return str_fmt(a, "经我单位核实并报送，%.*s（%.*s，%.*s）", STR_ARG(v->national.ministry),
		STR_ARG(v->national.answer_no), STR_ARG(date_prose(a, on)));
}

void case_public_text(struct arena *a, const struct case_view *v, int64_t now, struct str *title, struct str *body)
{
	struct str tier = v->procedure->tier_name, ban = STR("");
	struct date last;

	if (date_parse(v->c.ban_to, &last))
		ban = str_fmt(a, "自%.*s起至%.*s，不得申报。\n",
			STR_ARG(date_prose(a, date_of_instant(now))), STR_ARG(date_prose(a, last)));
	*title = str_fmt(a, "关于%.*s对%.*s作出“%s”决定的公告", STR_ARG(v->reported ? v->national.ministry : STR("")),
		STR_ARG(v->c.name), case_outcome_word(v->outcome));
	*body = str_fmt(a, "%.*s（统一社会信用代码 %.*s）：%.*s\n依据%.*s，%.*s决定：%s（%.*s）。\n%.*s特此公告。",
		STR_ARG(v->c.name), STR_ARG(v->c.uscc), STR_ARG(v->c.reason),
		STR_ARG(v->c.clause.n ? v->c.clause : STR("有关规定")), STR_ARG(decider(a, v)),
		case_outcome_word(v->outcome), STR_ARG(tier), STR_ARG(ban));
}

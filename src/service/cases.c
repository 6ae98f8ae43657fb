/* What all cases share: who may see one, whose turn it is, how one is opened and numbered. */
#include "service/cases.h"

#include "base/utf8.h"
#include "domain/edition.h"
#include "service/audit.h"
#include "service/message.h"

/* --- reading ---------------------------------------------------------------------------------------------- */

enum rc case_load_id(struct db *db, const struct services *sv, int64_t id, int64_t now,
	struct case_view *out, struct err *e)
{
	struct case_view v = {.outcome = OUTCOME__MAX};

	TRY(q_case_by_id(db, &(struct q_case_by_id_in){.id = id}, &v.c, e));
	v.procedure = rules_procedure(sv->rules, v.c.edition, date_of_instant(v.c.opened_at));
	if (!v.procedure || !case_kind_parse(v.c.kind, &v.kind) || !case_state_parse(v.c.state, &v.state) ||
		(v.c.outcome.n && !case_outcome_parse(v.c.outcome, &v.outcome)))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "case %lld", (long long)id);
	sanctions_of(db_arena(db), v.procedure, &v.sanctions);
	changes_of(db_arena(db), v.procedure, &v.changes);
	if (v.kind == CASE_SANCTION)
		v.ground = sanction_by_id(&v.sanctions, v.c.ground);
	if (v.kind == CASE_CHANGE)
		v.change = change_by_id(&v.changes, v.c.ground);
	v.over = v.c.due_at > 0 && now >= v.c.due_at;
	TRY(q_national_of_case(db, &(struct q_national_of_case_in){.case_id = id}, &v.national, &v.reported, e));
	*out = v;
	return RC_OK;
}

static enum rc gone(enum rc rc, struct err *e)
{
	return rc == RC_NOT_FOUND ? err_set(e, RC_NOT_FOUND, MSG_CASE_GONE) : rc;
}

enum rc case_load_officer(struct db *db, const struct services *sv, const struct actor *who,
	struct str public_id, int64_t now, struct case_view *out, struct err *e)
{
	struct q_case_for_officer id = {0};

	TRY(gone(q_case_for_officer(db,
			 &(struct q_case_for_officer_in){
				 .public_id = public_id, .agency_id = who->agency_id},
			 &id, e),
		e));
	return case_load_id(db, sv, id.id, now, out, e);
}

enum rc case_load_enterprise(struct db *db, const struct services *sv, const struct actor *who,
	struct str public_id, int64_t now, struct case_view *out, struct err *e)
{
	struct q_case_for_enterprise id = {0};

	TRY(gone(q_case_for_enterprise(db,
			 &(struct q_case_for_enterprise_in){
				 .public_id = public_id, .enterprise_id = who->enterprise_id},
			 &id, e),
		e));
	return case_load_id(db, sv, id.id, now, out, e);
}

struct str case_holder(const struct case_view *v)
{
	if (!case_open(v->state))
		return STR("");
	switch (case_turn(v->state)) {
	case CASE_OF_ENTERPRISE:
		return v->over ? v->c.handler : v->c.name;
	case CASE_OF_COUNTY:
		return v->c.county;
	case CASE_OF_CITY:
		return v->c.city;
	case CASE_OF_MINISTRY:
		return v->national.ministry;
	case CASE_OF_PROVINCE:
	case CASE_HANDLER:
		break;
	}
	return v->c.handler;
}

static bool is_party(const struct case_view *v, const struct actor *who, enum case_party p)
{
	switch (p) {
	case CASE_HANDLER:
		return who->agency_id == v->c.handler_agency_id;
	case CASE_OF_COUNTY:
		return v->c.county_agency_id.has && who->agency_id == v->c.county_agency_id.v;
	case CASE_OF_CITY:
		return v->c.city_agency_id.has && who->agency_id == v->c.city_agency_id.v;
	case CASE_OF_PROVINCE:
		return who->agency_id == v->c.province_agency_id;
	case CASE_OF_MINISTRY:
		return false;
	case CASE_OF_ENTERPRISE:
		break;
	}
	return v->c.enterprise_id.has && who->enterprise_id == v->c.enterprise_id.v;
}

bool case_can(const struct case_view *v, const struct actor *who, enum case_act act)
{
	enum case_state to;
	enum case_party party;

	if (!case_next(v->kind, v->state, act, &to, &party) || !is_party(v, who, party))
		return false;
	if (v->state == CASE_NOTICE && act == CASE_ACT_DRAFT)
		return v->over;
	return v->state != CASE_NOTICE || !v->over;
}

/* --- which rule, which bodies ------------------------------------------------------------------------------ */

const struct procedure *case_procedure(
	const struct rules *rules, struct str programme, struct str body, struct str edition, struct date day)
{
	const struct rules_list *list = rules_list(rules, day);
	const struct procedure *own = edition.n ? rules_procedure(rules, edition, day) : NULL;
	struct edition_answer answer;

	struct edition_query q = {
		.programme = programme, .body = own ? own->body : body, .kind = FILING_FIRST, .day = day};
	if (edition_for(list->procedures, list->procedures_n, &q, &answer))
		return answer.procedure;
	return own;
}

const struct procedure *case_procedure_at(struct db *db, const struct rules *rules, struct str programme,
	struct str edition, struct str place, struct date day)
{
	const struct rules_list *list = rules_list(rules, day);
	struct q_agency_by_code body;
	struct err ignored = {0};

	if (edition.n)
		return case_procedure(rules, programme, STR(""), edition, day);
	for (size_t i = list->procedures_n; i-- > 0;) {
		const struct procedure *p = list->procedures[i];
		if (!str_eq(p->programme, programme) || place.n < 2 ||
			q_agency_by_code(db, &(struct q_agency_by_code_in){.code = p->body}, &body, &ignored) != RC_OK)
			continue;
		if (str_eq(str_sub(body.division_code, 0, 2), str_sub(place, 0, 2)))
			return case_procedure(rules, programme, p->body, p->id, day);
	}
	return NULL;
}

enum rc case_bodies_of(struct db *db, const struct procedure *p, struct str division,
	struct case_bodies *out, struct err *e)
{
	struct q_agency_competent_list rows = {0};
	struct q_agency_by_code body;

	*out = (struct case_bodies){0};
	TRY(q_agency_by_code(db, &(struct q_agency_by_code_in){.code = p->body}, &body, e));
	out->province = body.id;
	if (division.n)
		TRY(q_agency_competent(db,
			&(struct q_agency_competent_in){.line = p->line, .division_code = division},
			&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		if (str_eqc(rows.v[i].level, "county"))
			out->county = some_i64(rows.v[i].agency_id);
		else if (str_eqc(rows.v[i].level, "city"))
			out->city = some_i64(rows.v[i].agency_id);
	}
	return RC_OK;
}

enum rc case_province_of(
	struct db *db, const struct actor *who, struct str *code, struct err *e)
{
	struct q_agency_by_id body;
	int64_t id = who->agency_id;

	for (int depth = 0; depth < 3; depth++) {
		TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id}, &body, e));
		if (!body.parent_id.has)
			break;
		id = body.parent_id.v;
	}
	*code = body.code;
	return RC_OK;
}

/* --- opening ---------------------------------------------------------------------------------------------- */

enum rc case_text_check(struct str text, const char *field, struct err *e)
{
	size_t n = utf8_count(text);

	return n < CASE_TEXT_MIN || n > CASE_TEXT_MAX ? err_field(e, RC_INVALID, MSG_CASE_TEXT, field)
						      : RC_OK;
}

enum rc case_say(struct tx *tx, int64_t case_id, const struct case_said *s, struct err *e)
{
	struct q_case_statement_put row;

	TRY(q_case_statement_put(tx->db,
		&(struct q_case_statement_put_in){.case_id = case_id, .party = str_c(s->party),
			.act = str_c(s->act), .text = s->text, .shown = s->shown,
			.account_id = tx->who->account_id,
			.agency_id = tx->who->agency_id ? some_i64(tx->who->agency_id) : none_i64(),
			.now = tx->now},
		&row, e));
	return evidence_attach(tx, "case", row.id, s->act, s->files, s->files_n, e);
}

enum rc case_tell_enterprise(struct tx *tx, struct opt_i64 enterprise_id, struct str subject,
	struct str body, struct str link, struct err *e)
{
	if (!enterprise_id.has)
		return RC_OK;
	return message_to_enterprise(tx, enterprise_id.v, &(struct notice){"case", subject, body, link}, e);
}

enum rc case_tell_body(struct tx *tx, int64_t agency_id, struct str subject, struct str body,
	struct str link, struct err *e)
{
	return message_to_body(tx, agency_id, &(struct notice){"case", subject, body, link}, e);
}

static enum rc number_it(struct tx *tx, enum case_kind k, struct str *out, struct err *e)
{
	static const char *const prefix[CASE_KIND__MAX] = {"CX", "JC", "JB", "BG"};
	struct date d = date_of_instant(tx->now);
	struct str day = str_fmt(tx->a, "%s%04d%02d%02d", prefix[k], d.y, d.m, d.d);
	int64_t seq;

	TRY(tx_serial(tx, str_cat(tx->a, STR("case/"), day), &seq, e));
	*out = str_fmt(tx->a, "%.*s%05lld", STR_ARG(day), (long long)seq);
	return RC_OK;
}

static int64_t next_body(const struct q_case_put_in *row, enum case_state s)
{
	enum case_party p = case_turn(s);

	return p == CASE_OF_COUNTY && row->county_agency_id.has ? row->county_agency_id.v
	       : p == CASE_OF_CITY && row->city_agency_id.has   ? row->city_agency_id.v
	       : p == CASE_OF_PROVINCE				? row->province_agency_id
								: row->handler_agency_id;
}

enum rc case_open_new(struct tx *tx, struct q_case_put_in *row, enum case_kind kind,
	enum case_state state, const struct case_said *s, struct case_opened *out, struct err *e)
{
	struct q_case_put put;

	TRY(number_it(tx, kind, &row->no, e));
	TRY(random_token(tx->a, 12, &row->public_id, e));
	row->kind = str_c(case_kind_code(kind));
	row->state = str_c(case_state_code(state));
	row->opened_by = tx->who->account_id;
	row->now = tx->now;
	TRY(q_case_put(tx->db, row, &put, e));
	TRY(case_say(tx, put.id, s, e));
	TRY(audit_append(tx,
		&(struct audit_event){.action = "case_opened", .object_kind = "case", .object_id = put.id,
			.payload = str_fmt(tx->a, "{\"kind\":\"%s\",\"no\":\"%.*s\"}",
				case_kind_code(kind), STR_ARG(row->no))},
		e));
	*out = (struct case_opened){put.id, row->public_id, row->no};
	return case_tell_body(tx, next_body(row, state),
		str_fmt(tx->a, "%s案件%s", case_kind_word(kind), case_state_word(state)),
		str_fmt(tx->a, "%.*s：%.*s", STR_ARG(row->no), STR_ARG(row->name)),
		str_cat(tx->a, STR("/o/case/"), row->public_id), e);
}

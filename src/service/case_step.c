/* One step of a case: may it be taken, and what it leaves behind (state, log, receipt, announcement). */
#include "service/case_step.h"

#include "service/audit.h"
#include "service/delivery.h"
#include "service/terms.h"

enum rc case_stale(const struct case_view *v, int64_t version, struct err *e)
{
	return version && version != v->c.version ? err_set(e, RC_CONFLICT, MSG_STALE) : RC_OK;
}

enum rc case_may(const struct tx *tx, const struct case_view *v, enum case_act act,
	enum case_state *to, struct err *e)
{
	enum case_party who;

	if (!case_next(v->kind, v->state, act, to, &who)) {
		err_set(e, RC_STATE, MSG_CASE_NOT_NOW);
		err_arg(e, 0, str_c(case_state_word(v->state)));
		return err_arg(e, 1, str_c(case_act_word(act)));
	}
	if (v->state == CASE_NOTICE && act == CASE_ACT_DRAFT && !v->over) {
		err_set(e, RC_STATE, MSG_CASE_TERM_RUNS);
		return err_arg(e, 0, deadline_text(tx->a, v->c.due_at));
	}
	if (v->state == CASE_NOTICE && act == CASE_ACT_REPLY && v->over) {
		err_set(e, RC_DEADLINE, MSG_CASE_REPLY_LATE);
		err_arg(e, 0, deadline_text(tx->a, v->c.due_at));
		return err_arg(e, 1, v->c.handler);
	}
	if (case_can(v, tx->who, act))
		return RC_OK;
	err_set(e, RC_FORBIDDEN, MSG_CASE_NOT_YOURS);
	return err_arg(e, 0, str_c(case_act_word(act)));
}

/* What the enterprise was told or did itself: it reads that, and may take a proof of it away. */
static bool log_shown(const struct case_view *v, struct str action)
{
	static const char *const told[] = {"case_notified", "case_read", "case_replied", "case_served"};

	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		if (str_eqc(action, told[i]))
			return true;
	return str_eqc(action, "case_decided") && v->kind != CASE_LIFT && v->outcome != OUTCOME_PROCEED;
}

enum rc case_log(
	struct tx *tx, const struct case_view *v, const char *action, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "case", .object_id = v->c.id,
			.reason = reason,
			.payload = str_fmt(tx->a, "{\"no\":\"%.*s\",\"state\":\"%s\"}",
				STR_ARG(v->c.no), case_state_code(v->state)),
			.shown = log_shown(v, str_c(action))},
		e);
}

enum rc case_move(struct tx *tx, const struct case_view *v, enum case_act act, enum case_state to,
	int64_t due_at, struct err *e)
{
	bool told = act == CASE_ACT_NOTIFY || act == CASE_ACT_ACCEPT;
	int64_t changed;

	TRY(q_case_move(tx->db,
		&(struct q_case_move_in){.id = v->c.id, .version = v->c.version,
			.state = str_c(case_state_code(to)), .due_at = due_at, .now = tx->now,
			.told = told, .replied = act == CASE_ACT_REPLY},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

struct str case_href(struct tx *tx, const char *room, const struct case_view *v)
{
	return str_fmt(tx->a, "/%s/case/%.*s", room, STR_ARG(v->c.public_id));
}

struct str case_headline(struct tx *tx, const struct case_view *v)
{
	return str_fmt(tx->a, "%.*s：%.*s", STR_ARG(v->c.no), STR_ARG(v->c.name));
}

enum rc case_send_out(struct tx *tx, const struct case_view *v, struct str subject, struct err *e)
{
	if (!v->c.enterprise_id.has)
		return RC_OK;
	return delivery_put(tx,
		&(struct delivery){.enterprise_id = v->c.enterprise_id.v, .agency_id = tx->who->agency_id,
			.object_kind = "case", .object_id = v->c.id, .object = v->c.public_id,
			.subject = str_fmt(tx->a, "%.*s（%.*s）", STR_ARG(subject), STR_ARG(v->c.no))},
		e);
}

/* 公告: what everybody may read about a decision. */
enum rc case_publish(struct tx *tx, const struct case_view *v, struct str doc_no, struct opt_i64 *id, struct err *e)
{
	struct q_audit_head head = {.hash = STR("")};
	struct q_announcement_put row;
	struct str title, body, public_id;
	bool found;

	*id = none_i64();
	if (!case_published(v->outcome))
		return RC_OK;
	case_public_text(tx->a, v, tx->now, &title, &body);
	TRY(q_audit_head(tx->db, &head, &found, e));
	TRY(random_token(tx->a, 12, &public_id, e));
	enum rc rc = q_announcement_put(tx->db,
		&(struct q_announcement_put_in){.public_id = public_id,
			.agency_id = tx->who->agency_id, .kind = STR("notice"),
			.doc_no = doc_no, .title = title, .body = body, .list_hash = STR(""),
			.chain_seq = head.seq, .chain_hash = head.hash,
			.issued_on = date_str(tx->a, date_of_instant(tx->now)),
			.published_by = tx->who->account_id, .now = tx->now},
		&row, e);
	if (rc == RC_CONFLICT && db_conflict_on(e, "announcement.doc_no"))
		return err_field(e, RC_INVALID, MSG_PUBLISH_NUMBER_USED, "text");
	TRY(rc);
	*id = some_i64(row.id);
	return RC_OK;
}


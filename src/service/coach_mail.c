/* Why fixed first and sent in parts: who was meant to get it is on record whatever happens to the process, and a part
 * that was cut off comes again without anybody getting it twice.
 */
#include "base/env.h"
#include "base/map.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/coach.h"

#define SUBJECT_MOST 60
#define BODY_MOST 1000

static const struct {
	const char *code, *word;
} outcomes[] = {{"waiting", "等待发送"}, {"sent", "已发送"}, {"recent", "近期已发过，未发"}, {"nobody", "没有账号，未发"}};

const char *coach_outcome_word(struct str code)
{
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++)
		if (str_eqc(code, outcomes[i].code))
			return outcomes[i].word;
	return "?";
}

int64_t coach_lately(int64_t now)
{
	return now - COACH_AGAIN_DAYS * MS_PER_DAY;
}

/* Each code once, found in this body's places; written as they stand there. */
static enum rc recipients(struct tx *tx, const struct coach_mail_begin *uc, struct q_coach_subject **out,
	int64_t *n, struct err *e)
{
	struct map seen;

	map_init(&seen, tx->a);
	*out = ARENA_NEW_N(tx->a, struct q_coach_subject, uc->n + 1);
	*n = 0;
	for (size_t i = 0; i < uc->n; i++) {
		struct q_coach_subject *s = &(*out)[*n];
		if (map_get(&seen, uc->uscc[i]))
			continue;
		TRY(q_coach_subject(tx->db,
			&(struct q_coach_subject_in){
				.agency_id = tx->who->agency_id, .uscc = uc->uscc[i]},
			s, e));
		(void)map_put(&seen, uc->uscc[i], s);
		++*n;
	}
	return *n ? RC_OK : err_field(e, RC_INVALID, MSG_COACH_NOBODY, "pick");
}

enum rc coach_mail_begin(struct tx *tx, struct coach_mail_begin *uc, struct err *e)
{
	struct q_coach_subject *to;
	struct q_coach_mail_put made;

	if (!actor_is(tx->who, ROLE_OFFICER))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	if (utf8_count(uc->subject) < 2 || utf8_count(uc->subject) > SUBJECT_MOST)
		return err_field(e, RC_INVALID, MSG_COACH_SUBJECT, "subject");
	if (utf8_count(uc->body) < 2 || utf8_count(uc->body) > BODY_MOST)
		return err_field(e, RC_INVALID, MSG_COACH_BODY, "body");
	if (uc->n > COACH_MAIL_MOST) {
		err_field(e, RC_INVALID, MSG_COACH_MANY, "pick");
		return err_arg(e, 0, str_i64(tx->a, COACH_MAIL_MOST));
	}
	TRY(recipients(tx, uc, &to, &uc->count, e));
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	TRY(q_coach_mail_put(tx->db,
		&(struct q_coach_mail_put_in){.public_id = uc->public_id, .agency_id = tx->who->agency_id,
			.account_id = tx->who->account_id, .programme = uc->programme,
			.subject = uc->subject, .body = uc->body, .again = uc->again, .count = uc->count,
			.now = tx->now},
		&made, e));
	uc->id = made.id;
	for (int64_t i = 0; i < uc->count; i++)
		TRY(q_coach_mail_item_put(tx->db,
			&(struct q_coach_mail_item_put_in){.mail_id = made.id, .seq = i + 1,
				.uscc = to[i].uscc, .name = to[i].name},
			NULL, e));
	tx->location = str_cat(tx->a, STR("/o/coach/mail/"), uc->public_id);
	return audit_append(tx,
		&(struct audit_event){.action = "coach_mail", .object_kind = "coach_mail", .object_id = made.id,
			.reason = uc->subject,
			.payload = str_fmt(tx->a, "{\"again\":%d,\"count\":%lld}", uc->again, (long long)uc->count)},
		e);
}

/* --- sending ------------------------------------------------------------------------------------------- */

static enum rc tell(struct tx *tx, const struct q_coach_mail_open *m, int64_t enterprise_id, int64_t *people, struct err *e)
{
	struct q_accounts_of_enterprise_list to;

	TRY(q_accounts_of_enterprise(
		tx->db, &(struct q_accounts_of_enterprise_in){.enterprise_id = enterprise_id}, &to, e));
	for (size_t i = 0; i < to.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = to.v[i].id, .at = tx->now, .kind = STR("coach"),
				.subject = m->subject,
				.body = STR_JOIN(tx->a, m->body, STR("　——"), m->agency), .link = STR("/e")},
			NULL, e));
	*people = (int64_t)to.n;
	return RC_OK;
}

static enum rc send_one(struct tx *tx, const struct q_coach_mail_open *m, const struct q_coach_mail_waiting *x,
	struct err *e)
{
	const char *outcome = "nobody";
	struct q_coach_told told;
	int64_t people = 0;

	TRY(q_coach_told(
		tx->db, &(struct q_coach_told_in){.uscc = x->uscc, .programme = m->programme}, &told, e));
	if (!m->again && told.at > coach_lately(tx->now))
		outcome = "recent";
	else if (x->enterprise_id.has)
		TRY(tell(tx, m, x->enterprise_id.v, &people, e));
	if (people)
		outcome = "sent";
	return q_coach_mail_item_done(tx->db,
		&(struct q_coach_mail_item_done_in){.mail_id = m->id, .seq = x->seq, .outcome = str_c(outcome),
			.accounts = people, .now = tx->now},
		NULL, e);
}

enum rc coach_mail_send(struct tx *tx, struct coach_mail_send *uc, struct err *e)
{
	struct q_coach_mail_waiting_list rows;
	struct q_coach_mail_open m;
	bool open;

	uc->done = 0;
	TRY(q_coach_mail_open(tx->db, &(struct q_coach_mail_open_in){.id = uc->id}, &m, &open, e));
	if (!open)
		return RC_OK;
	TRY(q_coach_mail_waiting(tx->db,
		&(struct q_coach_mail_waiting_in){.mail_id = m.id, .limit = uc->limit}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(send_one(tx, &m, &rows.v[i], e));
	uc->done = (int64_t)rows.n;
	return q_coach_mail_close(
		tx->db, &(struct q_coach_mail_close_in){.id = m.id, .now = tx->now}, NULL, e);
}

enum rc coach_mail_due(struct db *db, int64_t *at, struct err *e)
{
	struct q_coach_mail_next next;
	bool found;

	TRY(q_coach_mail_next(db, &next, &found, e));
	*at = found ? next.at + COACH_MAIL_PATIENCE_MS : INT64_MAX;
	return RC_OK;
}

enum rc coach_mail_resume(struct tx *tx, struct coach_mail_resume *uc, struct err *e)
{
	struct q_coach_mail_next next;
	bool found;

	uc->done = 0;
	TRY(q_coach_mail_next(tx->db, &next, &found, e));
	if (!found)
		return RC_OK;
	struct coach_mail_send part = {.id = next.id, .limit = uc->limit};
	TRY(coach_mail_send(tx, &part, e));
	uc->done = part.done;
	return RC_OK;
}

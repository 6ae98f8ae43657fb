/* Reading is no act on a file: it leaves no line in the log. */
#include "service/message.h"

#include "store/q.h"

enum rc message_read(struct tx *tx, struct message_read *uc, struct err *e)
{
	return q_messages_read(tx->db,
		&(struct q_messages_read_in){
			.account_id = tx->who->account_id, .id = uc->id, .now = tx->now},
		NULL, e);
}

struct clock {
	bool runs;
	int64_t due_at;
};

static enum rc to_account(
	struct tx *tx, int64_t account_id, const struct notice *n, struct clock t, struct err *e)
{
	return q_message_put(tx->db,
		&(struct q_message_put_in){.account_id = account_id, .at = tx->now, .kind = str_c(n->kind),
			.subject = n->subject, .body = n->body, .link = n->link, .urgent = t.runs,
			.due_at = t.due_at},
		NULL, e);
}

static enum rc to_enterprise(
	struct tx *tx, int64_t enterprise_id, bool own, const struct notice *n, struct clock t, struct err *e)
{
	struct q_accounts_to_tell_list people;

	TRY(q_accounts_to_tell(tx->db,
		&(struct q_accounts_to_tell_in){.enterprise_id = enterprise_id, .own = own}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(to_account(tx, people.v[i].id, n, t, e));
	return RC_OK;
}

static enum rc to_body(
	struct tx *tx, int64_t agency_id, const struct notice *n, struct clock t, struct err *e)
{
	struct q_accounts_of_agency_list people;

	TRY(q_accounts_of_agency(
		tx->db, &(struct q_accounts_of_agency_in){.agency_id = agency_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		if (people.v[i].id != tx->who->account_id)
			TRY(to_account(tx, people.v[i].id, n, t, e));
	return RC_OK;
}

enum rc message_to_enterprise(struct tx *tx, int64_t enterprise_id, const struct notice *n, struct err *e)
{
	return to_enterprise(tx, enterprise_id, false, n, (struct clock){0}, e);
}

enum rc message_answer_to_enterprise(struct tx *tx, int64_t enterprise_id, const struct notice *n, struct err *e)
{
	return to_enterprise(tx, enterprise_id, true, n, (struct clock){0}, e);
}

enum rc message_term_to_enterprise(
	struct tx *tx, int64_t enterprise_id, const struct notice *n, int64_t due_at, struct err *e)
{
	return to_enterprise(tx, enterprise_id, false, n, (struct clock){true, due_at}, e);
}

enum rc message_to_body(struct tx *tx, int64_t agency_id, const struct notice *n, struct err *e)
{
	return to_body(tx, agency_id, n, (struct clock){0}, e);
}

enum rc message_term_to_body(
	struct tx *tx, int64_t agency_id, const struct notice *n, int64_t due_at, struct err *e)
{
	return to_body(tx, agency_id, n, (struct clock){true, due_at}, e);
}

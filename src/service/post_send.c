/* The outbox is emptied one letter at a time, so that a process that dies leaves at most one whose fate is unknown. */
#include "service/post_send.h"

#include "base/fileio.h"
#include "base/hash.h"
#include "base/mail.h"
#include "base/mail_text.h"
#include "service/audit.h"
#include "service/post.h"
#include "service/post_text.h"
#include "store/q.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define LOOK_PART 500		    /* messages and persons in one transaction */
#define URGENT_OLD_MS (7 * MS_PER_DAY) /* what the channel was closed for so long is not told at once */
#define LETTERS_A_ROUND 500	    /* then other jobs have their turn */
#define ROUND_US ((int64_t)30 * 1000000)
#define UNFIT_A_STEP 100
#define KEPT_MS (90 * MS_PER_DAY)
#define PASSWORD_FILE_MAX 4096

/* --- when ------------------------------------------------------------------------------------------- */

/* What is no date is due at once. */
static int64_t digest_due(const struct services *sv, struct str digest_on)
{
	struct date d;

	return date_parse(digest_on, &d) ? instant_day_end(d) + sv->config->mail_hour * HOUR_MS : 0;
}

enum rc post_send_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_post_urgent_next urgent;
	struct q_post_next_at mail;
	struct q_post_mark mark;
	bool found;

	TRY(q_post_mark(db, &mark, &found, e));
	if (!found) {
		*at = now;
		return RC_OK;
	}
	int64_t first = digest_due(sv, mark.digest_on);
	TRY(q_post_urgent_next(db, &(struct q_post_urgent_next_in){.after = mark.message_id}, &urgent, &found, e));
	if (found)
		first = MIN_OF(first, urgent.at);
	TRY(q_post_next_at(db, &mail, &found, e));
	*at = found ? MIN_OF(first, mail.at) : first;
	return RC_OK;
}

/* --- writing letters -------------------------------------------------------------------------------- */

USE_CASE(post_look)
struct post_look {
	bool more; /* out */
};
USE_CASE(post_daily)
struct post_daily {
	int64_t after; /* the last person of the part before; moved on */
	bool more;     /* out */
};

/* The mark moves in the transaction that writes the letters: nothing is passed over, nothing told twice. A channel that is
 * new begins with what is said from now on. */
enum rc post_look(struct tx *tx, struct post_look *uc, struct err *e)
{
	struct date today = date_of_instant(tx->now);
	bool past = tx->now >= instant_day_start(today) + tx->sv->config->mail_hour * HOUR_MS;
	struct q_post_urgent_list rows;
	struct q_post_mark mark;
	bool found;

	uc->more = false;
	TRY(q_post_mark(tx->db, &mark, &found, e));
	if (!found)
		return q_post_mark_put(tx->db,
			&(struct q_post_mark_put_in){
				.digest_on = date_str(tx->a, past ? today : date_add(today, -1))},
			NULL, e);
	TRY(q_post_urgent(tx->db,
		&(struct q_post_urgent_in){.after = mark.message_id, .limit = LOOK_PART}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].wanted && rows.v[i].at > tx->now - URGENT_OLD_MS)
			TRY(post_put(tx, "notice", rows.v[i].account_id, rows.v[i].email, rows.v[i].id, e));
	uc->more = rows.n == LOOK_PART;
	return rows.n == 0 ? RC_OK
			   : q_post_mark_move(tx->db,
				     &(struct q_post_mark_move_in){.message_id = rows.v[rows.n - 1].id}, NULL, e);
}

enum rc post_daily(struct tx *tx, struct post_daily *uc, struct err *e)
{
	struct q_post_digest_list rows;
	struct q_post_mark mark;
	bool found;

	uc->more = false;
	TRY(q_post_mark(tx->db, &mark, &found, e));
	if (!found || digest_due(tx->sv, mark.digest_on) > tx->now)
		return RC_OK;
	TRY(q_post_digest(
		tx->db, &(struct q_post_digest_in){.after = uc->after, .limit = LOOK_PART}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(post_put(tx, "digest", rows.v[i].account_id, rows.v[i].email, 0, e));
	uc->more = rows.n == LOOK_PART;
	if (uc->more)
		uc->after = rows.v[rows.n - 1].account_id;
	struct date today = date_of_instant(tx->now);
	bool past = tx->now >= instant_day_start(today) + tx->sv->config->mail_hour * HOUR_MS;
	return uc->more ? RC_OK
			: q_post_mark_digest(tx->db,
				  &(struct q_post_mark_digest_in){
					  .digest_on = date_str(tx->a, past ? today : date_add(today, -1))},
				  NULL, e);
}

/* --- one letter after the other --------------------------------------------------------------------- */

struct taken {
	struct q_post_due row; /* row.id 0: none */
	struct mail_letter letter;
	int64_t told_to; /* daily: the newest message that it points to */
};
USE_CASE(post_turn)
struct post_turn {
	const struct taken *last; /* NULL: there was none; else its answer is recorded */
	struct mail_answer answer;
	bool stop;	   /* only recorded, nothing taken */
	struct taken next; /* out */
};

static enum rc settle(struct tx *tx, const struct q_post_due *m, const char *state, int64_t attempts,
	int64_t next_at, struct str error, struct err *e)
{
	bool open = str_eqc(STR("retry"), state);

	return q_post_settle(tx->db,
		&(struct q_post_settle_in){.id = m->id, .state = str_c(state), .attempts = attempts,
			.next_at = next_at, .error = error, .done_at = open ? none_i64() : some_i64(tx->now)},
		NULL, e);
}

/* An address that was refused for good is not tried again until its owner confirms it anew. */
static enum rc refused(struct tx *tx, const struct taken *t, struct str why, struct err *e)
{
	TRY(settle(tx, &t->row, "failed", t->row.attempts + 1, tx->now, why, e));
	TRY(q_post_bounced(tx->db,
		&(struct q_post_bounced_in){
			.account_id = t->row.account_id, .email = t->row.email, .now = tx->now, .why = why},
		NULL, e));
	TRY(q_post_contact_lost(tx->db,
		&(struct q_post_contact_lost_in){.account_id = t->row.account_id, .email = t->row.email}, NULL,
		e));
	return audit_append(tx,
		&(struct audit_event){
			.action = "mail_bounced", .object_kind = "account", .object_id = t->row.account_id},
		e);
}

static enum rc record(struct tx *tx, const struct taken *t, const struct mail_answer *answer, struct err *e)
{
	static const int64_t minutes[] = {5, 15, 60, 240, 480, 480, 720};
	int64_t tried = t->row.attempts;

	switch (answer->outcome) {
	case MAIL_SENT:
		if (t->told_to)
			TRY(q_post_told(tx->db,
				&(struct q_post_told_in){.account_id = t->row.account_id, .message_id = t->told_to},
				NULL, e));
		return settle(tx, &t->row, "sent", tried + 1, tx->now, STR(""), e);
	case MAIL_LATER:
		if (tried >= (int64_t)ARRAY_LEN(minutes))
			return settle(tx, &t->row, "failed", tried + 1, tx->now, answer->text, e);
		return settle(tx, &t->row, "retry", tried + 1, tx->now + minutes[tried] * 60000, answer->text, e);
	case MAIL_REFUSED:
		return refused(tx, t, answer->text, e);
	case MAIL_DOWN:
		break;
	}
	return settle(tx, &t->row, "retry", tried, tx->now, answer->text, e);
}

/* Why a letter is no longer to be sent; missing: it is. */
static struct str unfit(const struct q_post_due *m)
{
	bool confirmed = m->verified_at.has && !m->bounced_at.has && str_eq(m->known, m->address);
	bool asks = str_eqc(m->kind, "confirm");

	if (!m->active)
		return STR("账号已停用");
	if (!str_eq(m->email, m->address))
		return STR("电子邮箱已修改");
	if (asks)
		return confirmed ? STR("已经确认") : str_none();
	if (!confirmed)
		return STR("电子邮箱没有确认");
	if (str_eqc(m->mode, "none") && (str_eqc(m->kind, "notice") || str_eqc(m->kind, "digest")))
		return STR("本人选择不发邮件");
	return str_eqc(m->mode, "urgent") && str_eqc(m->kind, "digest") ? STR("本人选择仅期限类") : str_none();
}

/* A token exists from the moment in which its letter is written, and nowhere but in it. */
static enum rc link_text(struct tx *tx, const struct q_post_due *m, struct post_text *out, struct err *e)
{
	const char *kind = str_eqc(m->kind, "confirm") ? "confirm" : str_eqc(m->kind, "reset") ? "reset" : "test";
	int64_t lasts = str_eqc(m->kind, "reset") ? POST_RESET_MS : POST_CONFIRM_MS;
	struct str token;

	TRY(random_token(tx->a, 32, &token, e));
	if (!str_eqc(m->kind, "test"))
		TRY(q_post_token_put(tx->db,
			&(struct q_post_token_put_in){.hash = hash_hex(tx->a, hash_sha256(token)),
				.account_id = m->account_id, .purpose = str_c(kind), .email = m->email,
				.now = tx->now, .expires_at = tx->now + lasts},
			NULL, e));
	*out = post_text_link(tx->sv, tx->a, kind, token);
	return RC_OK;
}

/* `why`: not to be sent any more. */
static enum rc compose(struct tx *tx, struct taken *t, struct post_text *out, struct str *why, struct err *e)
{
	struct q_post_digest_messages_list list;
	struct q_post_message message;

	*why = unfit(&t->row);
	if (why->n)
		return RC_OK;
	if (str_eqc(t->row.kind, "notice")) {
		TRY(q_post_message(
			tx->db, &(struct q_post_message_in){.id = t->row.message_id.v}, &message, e));
		if (message.read_at.has)
			*why = STR("本人已在平台查看");
		*out = post_text_notice(tx->sv, tx->a, &message, t->row.role);
		return RC_OK;
	}
	if (!str_eqc(t->row.kind, "digest"))
		return link_text(tx, &t->row, out, e);
	TRY(q_post_digest_messages(tx->db,
		&(struct q_post_digest_messages_in){
			.account_id = t->row.account_id, .limit = POST_DIGEST_LINES + 1},
		&list, e));
	if (list.n == 0)
		*why = STR("本人已在平台查看");
	else
		t->told_to = list.v[0].id;
	*out = post_text_digest(tx->sv, tx->a, &list);
	return RC_OK;
}

static enum rc take(struct tx *tx, struct taken *t, struct err *e)
{
	struct post_text text = {0};
	struct str why;
	bool found;

	for (int i = 0; i < UNFIT_A_STEP; i++) {
		*t = (struct taken){0};
		TRY(q_post_due(tx->db, &(struct q_post_due_in){.now = tx->now}, &t->row, &found, e));
		if (!found) {
			t->row.id = 0;
			return RC_OK;
		}
		TRY(compose(tx, t, &text, &why, e));
		if (why.n) {
			TRY(settle(tx, &t->row, "dropped", t->row.attempts, tx->now, why, e));
			continue;
		}
		t->letter = (struct mail_letter){.to = t->row.email, .subject = text.subject, .body = text.body,
			.id = STR_JOIN(tx->a, t->row.letter_id, STR("@"), mail_domain(tx->sv->config->mail_from)),
			.at = tx->now};
		return q_post_sending(tx->db,
			&(struct q_post_sending_in){.id = t->row.id, .until = tx->now + JOBS_LEASE_MS}, NULL, e);
	}
	t->row.id = 0;
	return RC_OK;
}

enum rc post_turn(struct tx *tx, struct post_turn *uc, struct err *e)
{
	if (uc->last)
		TRY(record(tx, uc->last, &uc->answer, e));
	if (!uc->stop)
		return take(tx, &uc->next, e);
	uc->next = (struct taken){0};
	return RC_OK;
}

/* --- the round -------------------------------------------------------------------------------------- */

static enum rc server_of(const struct config *c, struct arena *a, struct mail_server *out, struct err *e)
{
	static const int64_t ports[] = {
		[MAIL_TLS_START] = 587, [MAIL_TLS_FULL] = 465, [MAIL_TLS_NONE] = 25};
	struct str text = STR("");

	if (c->mail_password_file.n &&
		file_read(a, str_cstr(a, c->mail_password_file), PASSWORD_FILE_MAX, &text, e) != RC_OK)
		return err_set(e, RC_IO, MSG_POST_PASSWORD_FILE);
	*out = (struct mail_server){.host = c->mail_host,
		.port = c->mail_port ? c->mail_port : ports[c->mail_tls], .tls = c->mail_tls,
		.user = c->mail_user, .password = str_trim(str_sub(text, 0, str_index(text, '\n'))),
		.ca_file = c->mail_ca_file, .from = c->mail_from, .from_name = c->site_name};
	return RC_OK;
}

static enum rc send_all(struct jobs_work *w, struct mail_link *link, struct post_turn *t, struct err *e)
{
	struct tx_call call = {.sv = w->sv, .a = w->a, .who = w->who, .now = w->now};
	int64_t until = monotonic_us() + ROUND_US;

	for (int n = 0; t->next.row.id; n++) {
		struct taken now = t->next;
		mail_send(link, &now.letter, w->a, &t->answer);
		t->last = &now;
		t->stop = t->answer.outcome == MAIL_DOWN || n + 1 >= LETTERS_A_ROUND || monotonic_us() > until;
		TRY(TX_RUN(&call, post_turn, t, e));
		w->r->n[JOBS_POSTED] += t->answer.outcome == MAIL_SENT;
		if (t->answer.outcome == MAIL_DOWN) {
			err_set(e, RC_IO, MSG_POST_DOWN);
			return err_arg(e, 0, t->answer.text);
		}
	}
	return RC_OK;
}

enum rc post_send_work(struct jobs_work *w, struct err *e)
{
	struct tx_call call = {.sv = w->sv, .a = w->a, .who = w->who, .now = w->now};
	struct post_daily daily = {0};
	struct post_look look = {0};
	struct post_turn turn = {0};
	struct mail_server server;
	struct mail_link *link;

	do
		TRY(TX_RUN(&call, post_look, &look, e));
	while (look.more);
	do
		TRY(TX_RUN(&call, post_daily, &daily, e));
	while (daily.more);
	/* Before a letter is taken: what is wrong with the settings leaves it where it is. */
	TRY(server_of(w->sv->config, w->a, &server, e));
	TRY(mail_open(&server, w->a, &link, e));
	enum rc rc = TX_RUN(&call, post_turn, &turn, e);
	if (rc == RC_OK)
		rc = send_all(w, link, &turn, e);
	mail_close(link);
	return rc;
}

enum rc post_sweep(struct tx *tx, struct err *e)
{
	TRY(q_post_tokens_sweep(
		tx->db, &(struct q_post_tokens_sweep_in){.before = tx->now - MS_PER_DAY}, NULL, e));
	return q_post_sweep(tx->db, &(struct q_post_sweep_in){.before = tx->now - KEPT_MS}, NULL, e);
}

/* What people and administrators do with mail; sending is service/post_send. */
#include "service/post.h"

#include "base/hash.h"
#include "base/mail_text.h"
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/auth.h"
#include "store/q.h"

const struct post_mode post_modes[] = {
	{"daily", "每日一封，期限类即时", "有期限要办的事立即通知；其余消息合并，每天一封"},
	{"urgent", "仅期限类", "只通知有期限要办的事：退回补正、告知、举报答复、截止前的提醒"},
	{"none", "不发邮件", "期限照常计算：退回补正、告知等不再发邮件，请自行登录查看，逾期的后果由本人承担"},
	{NULL, NULL, NULL},
};

const char *post_off(const struct services *sv)
{
	return sv->config->mail_host.n ? NULL : "配置文件没有写 mail_host";
}

static struct str token_hash(struct arena *a, struct str token)
{
	return hash_hex(a, hash_sha256(token));
}

enum rc post_put(
	struct tx *tx, const char *kind, int64_t account_id, struct str email, int64_t message_id, struct err *e)
{
	struct str id;

	TRY(random_token(tx->a, 18, &id, e));
	return q_post_put(tx->db,
		&(struct q_post_put_in){.account_id = account_id, .kind = str_c(kind), .email = email,
			.message_id = message_id ? some_i64(message_id) : none_i64(),
			.letter_id = id, .now = tx->now},
		NULL, e);
}

enum rc post_address_new(struct tx *tx, int64_t account_id, struct str email, struct err *e)
{
	if (email.n == 0)
		return RC_OK;
	if (!mail_address_ok(email))
		return err_field(e, RC_INVALID, MSG_POST_ADDRESS, "email");
	return post_off(tx->sv) ? RC_OK : post_put(tx, "confirm", account_id, email, 0, e);
}

static enum rc note(struct tx *tx, const char *action, int64_t account_id, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){
			.action = action, .object_kind = "account", .object_id = account_id, .reason = reason},
		e);
}

/* --- one's own ------------------------------------------------------------------------------------- */

enum rc post_me(struct db *db, int64_t account_id, struct str email, struct post_me *out, struct err *e)
{
	struct q_post_person p;
	bool found;

	TRY(q_post_person(db, &(struct q_post_person_in){.account_id = account_id}, &p, &found, e));
	*out = (struct post_me){.mode = found ? p.mode : STR("daily"), .why = STR("")};
	bool same = found && str_eq(p.email, email);
	if (email.n == 0)
		out->address = POST_NO_ADDRESS;
	else if (same && p.bounced_at.has)
		out->address = POST_BOUNCED, out->why = p.bounced_why;
	else
		out->address = same && p.verified_at.has ? POST_CONFIRMED : POST_UNCONFIRMED;
	return RC_OK;
}

/* So many letters of a kind in a day, whoever asks. */
static enum rc enough(struct tx *tx, int64_t account_id, const char *kind, bool *out, struct err *e)
{
	struct q_post_since n;

	TRY(q_post_since(tx->db,
		&(struct q_post_since_in){
			.account_id = account_id, .kind = str_c(kind), .since = tx->now - MS_PER_DAY},
		&n, e));
	*out = n.n >= POST_LETTERS_A_DAY;
	return RC_OK;
}

static enum rc own_address(struct tx *tx, const char *kind, struct str *email, struct post_me *me, struct err *e)
{
	struct q_contact_state s;
	bool over;

	if (post_off(tx->sv))
		return err_set(e, RC_STATE, MSG_POST_OFF);
	TRY(q_contact_state(
		tx->db, &(struct q_contact_state_in){.account_id = tx->who->account_id}, &s, e));
	TRY(post_me(tx->db, tx->who->account_id, s.email, me, e));
	TRY(enough(tx, tx->who->account_id, kind, &over, e));
	if (over)
		return err_set(e, RC_LIMITED, MSG_POST_ENOUGH);
	*email = s.email;
	return RC_OK;
}

enum rc post_ask_confirm(struct tx *tx, struct post_ask_confirm *uc, struct err *e)
{
	struct post_me me;

	TRY(own_address(tx, "confirm", &uc->email, &me, e));
	if (me.address == POST_NO_ADDRESS || me.address == POST_CONFIRMED)
		return err_set(e, RC_STATE, MSG_POST_NOTHING);
	return post_address_new(tx, tx->who->account_id, uc->email, e);
}

enum rc post_choose(struct tx *tx, struct post_choose *uc, struct err *e)
{
	size_t i = 0;

	while (post_modes[i].code && !str_eqc(uc->mode, post_modes[i].code))
		i++;
	if (!post_modes[i].code)
		return err_field(e, RC_INVALID, MSG_POST_MODE, "mode");
	TRY(q_post_mode_put(tx->db,
		&(struct q_post_mode_put_in){.account_id = tx->who->account_id, .mode = uc->mode}, NULL, e));
	return note(tx, "mail_mode", tx->who->account_id, str_c(post_modes[i].word), e);
}

/* --- links ----------------------------------------------------------------------------------------- */

enum rc post_link_look(
	struct db *db, struct str token, const char *purpose, int64_t now, struct post_link *out, struct err *e)
{
	struct q_post_token t;
	bool found;

	TRY(q_post_token(db,
		&(struct q_post_token_in){
			.hash = token_hash(db_arena(db), token), .purpose = str_c(purpose), .now = now},
		&t, &found, e));
	*out = (struct post_link){.found = found};
	if (found)
		*out = (struct post_link){true, t.account_id, t.email, t.login, t.role, t.name, t.uscc};
	return RC_OK;
}

static enum rc use_link(struct tx *tx, struct str token, const char *purpose, struct post_link *out, struct err *e)
{
	TRY(post_link_look(tx->db, token, purpose, tx->now, out, e));
	if (!out->found)
		return err_set(e, RC_STATE, MSG_POST_LINK);
	return q_post_tokens_used(tx->db,
		&(struct q_post_tokens_used_in){
			.account_id = out->account_id, .purpose = str_c(purpose), .now = tx->now},
		NULL, e);
}

enum rc post_confirm(struct tx *tx, struct post_confirm *uc, struct err *e)
{
	struct post_link l;

	TRY(use_link(tx, uc->token, "confirm", &l, e));
	TRY(q_post_verified(tx->db,
		&(struct q_post_verified_in){.account_id = l.account_id, .email = l.email, .now = tx->now},
		NULL, e));
	TRY(q_post_contact_reached(tx->db,
		&(struct q_post_contact_reached_in){.account_id = l.account_id, .now = tx->now}, NULL, e));
	return note(tx, "mail_confirmed", l.account_id, STR(""), e);
}

/* The same steps for every login, so that neither words nor time tell who has an account. */
enum rc post_ask_reset(struct tx *tx, struct post_ask_reset *uc, struct err *e)
{
	struct str login = str_lower(tx->a, str_trim(uc->login));
	struct q_auth_account x = {0};
	struct q_contact_state s = {.email = STR("")};
	struct post_me me;
	bool found, over;

	if (post_off(tx->sv))
		return err_set(e, RC_STATE, MSG_POST_OFF);
	TRY(q_auth_account(tx->db,
		&(struct q_auth_account_in){.login = login, .uscc = uscc_normalise(tx->a, login)}, &x,
		&found, e));
	if (found)
		TRY(q_contact_state(tx->db, &(struct q_contact_state_in){.account_id = x.id}, &s, e));
	TRY(post_me(tx->db, x.id, s.email, &me, e));
	TRY(enough(tx, x.id, "reset", &over, e));
	if (!found || !x.active || over || me.address != POST_CONFIRMED || str_eqc(x.role, "admin") ||
		(x.demo && tx->sv->config->production))
		return RC_OK;
	TRY(post_put(tx, "reset", x.id, s.email, 0, e));
	return note(tx, "password_link", x.id, STR(""), e);
}

enum rc post_reset(struct tx *tx, struct post_reset *uc, struct err *e)
{
	struct q_account_set_password set;
	struct post_link l;

	TRY(use_link(tx, uc->token, "reset", &l, e));
	if (str_eqc(l.role, "admin"))
		return err_set(e, RC_STATE, MSG_POST_LINK);
	TRY(q_account_set_password(tx->db,
		&(struct q_account_set_password_in){.id = l.account_id, .password = uc->password}, &set, e));
	TRY(q_auth_throttle_clear(tx->db,
		&(struct q_auth_throttle_clear_in){.key = auth_login_key(tx->a, l.login)}, NULL, e));
	return note(tx, "password_changed", l.account_id, STR("凭邮件中的一次性链接"), e);
}

/* --- administrators -------------------------------------------------------------------------------- */

enum rc post_retry(struct tx *tx, struct post_retry *uc, struct err *e)
{
	struct q_post_again m;
	bool found;

	if (!actor_is(tx->who, ROLE_ADMIN))
		return err_set(e, RC_FORBIDDEN, MSG_ADMIN_ONLY);
	uc->done = 0;
	for (size_t i = 0; i < uc->n; i++) {
		TRY(q_post_again(tx->db,
			&(struct q_post_again_in){.id = uc->ids[i], .now = tx->now}, &m, &found, e));
		if (!found)
			continue;
		TRY(q_post_forgive(tx->db,
			&(struct q_post_forgive_in){.account_id = m.account_id, .email = m.email}, NULL, e));
		TRY(audit_append(tx,
			&(struct audit_event){.action = "mail_again", .object_kind = "mail",
				.object_id = uc->ids[i]},
			e));
		uc->done++;
	}
	return RC_OK;
}

enum rc post_test(struct tx *tx, struct post_test *uc, struct err *e)
{
	struct post_me me;

	if (!actor_is(tx->who, ROLE_ADMIN))
		return err_set(e, RC_FORBIDDEN, MSG_ADMIN_ONLY);
	TRY(own_address(tx, "test", &uc->email, &me, e));
	if (me.address != POST_CONFIRMED)
		return err_set(e, RC_STATE, MSG_POST_TEST);
	TRY(post_put(tx, "test", tx->who->account_id, uc->email, 0, e));
	return note(tx, "mail_test", tx->who->account_id, STR(""), e);
}

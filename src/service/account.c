/* Rights over people are decided in one place, so that every page and command gives the same answer. */
#include "service/account.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/post.h"
#include "store/q.h"

#define PLAIN_DIFFERENT 5 /* at least so many different characters */

/* --- what is a fit login and password ---------------------------------------------------------- */

static bool reveals(struct arena *a, struct str password, struct str what)
{
	return what.n >= 3 && str_has(password, str_lower(a, what));
}

static int different_bytes(struct str s)
{
	bool seen[256] = {false};
	int n = 0;

	for (size_t i = 0; i < s.n; i++) {
		n += !seen[(unsigned char)s.p[i]];
		seen[(unsigned char)s.p[i]] = true;
	}
	return n;
}

enum rc account_password_fit(struct arena *a, struct str password, struct str login, struct str uscc,
	struct str name, struct err *e)
{
	struct str low = str_lower(a, password);
	size_t length = utf8_count(password);

	if (length < PASSWORD_MIN) {
		err_field(e, RC_INVALID, MSG_PASSWORD_SHORT, "password");
		return err_argf(e, "%d", PASSWORD_MIN);
	}
	if (length > PASSWORD_MAX) {
		err_field(e, RC_INVALID, MSG_PASSWORD_LONG, "password");
		return err_argf(e, "%d", PASSWORD_MAX);
	}
	if (reveals(a, low, login) || reveals(a, low, uscc) || reveals(a, low, name))
		return err_field(e, RC_INVALID, MSG_PASSWORD_PERSONAL, "password");
	if (different_bytes(password) < PLAIN_DIFFERENT)
		return err_field(e, RC_INVALID, MSG_PASSWORD_PLAIN, "password");
	return RC_OK;
}

enum rc account_password_make(struct arena *a, struct str *plain, struct str *hash, struct err *e)
{
	/* 32 characters that nobody mistakes for another, in any type. */
	static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz7";
	unsigned char raw[12];
	char text[14];
	struct str made;
	size_t n = 0;

	TRY(random_bytes(raw, sizeof(raw), e));
	for (size_t i = 0; i < sizeof(raw); i++) {
		if (i == 4 || i == 8)
			text[n++] = '-';
		text[n++] = alphabet[raw[i] & 31];
	}
	made = str_dup(a, (struct str){text, n});
	TRY(auth_hash_password(a, made, hash, e));
	*plain = made;
	return RC_OK;
}

static bool login_char(char c, bool first)
{
	if (c >= 'a' && c <= 'z')
		return true;
	return !first && ((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_');
}

enum rc account_login_fit(struct arena *a, struct str typed, struct str *out, struct err *e)
{
	struct str s = str_lower(a, str_trim(typed));
	bool fit = s.n >= LOGIN_MIN && s.n <= LOGIN_MAX;

	for (size_t i = 0; fit && i < s.n; i++)
		fit = login_char(s.p[i], i == 0);
	/* What signs in by credit code must not be somebody else's name. */
	if (!fit || uscc_valid(str_upper(a, s))) {
		err_field(e, RC_INVALID, MSG_LOGIN_FORM, "login");
		err_argf(e, "%d", LOGIN_MIN);
		return err_arg(e, 1, str_i64(a, LOGIN_MAX));
	}
	*out = s;
	return RC_OK;
}

struct str account_role_word(struct str role)
{
	static const struct {
		const char *role, *word;
	} words[] = {{"filler", "填报人"}, {"legal_rep", "法定代表人"}, {"county", "县级审核"},
		{"city", "市级审核"}, {"province", "省级审核"}, {"admin", "系统管理员"},
		{"expert", "评审专家"}, {"auditor", "监督"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(role, words[i].role))
			return str_c(words[i].word);
	return role;
}

/* --- making ------------------------------------------------------------------------------------ */

static struct opt_i64 id_or_none(int64_t id)
{
	return id ? some_i64(id) : none_i64();
}

enum rc account_put(struct tx *tx, const struct account_new *in, int64_t *id, struct err *e)
{
	struct q_account_put made;
	enum rc rc = q_account_put(tx->db,
		&(struct q_account_put_in){.login = in->login, .role = in->role, .name = in->name,
			.password = in->password, .phone = in->phone, .email = in->email,
			.agency_id = id_or_none(in->agency_id),
			.enterprise_id = id_or_none(in->enterprise_id),
			.must_change = in->must_change, .now = tx->now},
		&made, e);

	if (rc == RC_CONFLICT && db_conflict_on(e, "account.login"))
		return err_field(e, RC_INVALID, MSG_LOGIN_TAKEN, "login");
	TRY(rc);
	TRY(audit_append(tx,
		&(struct audit_event){.action = "account_created", .object_kind = "account",
			.object_id = made.id,
			.payload = str_fmt(tx->a, "{\"role\":\"%.*s\"}", STR_ARG(in->role))},
		e));
	*id = made.id;
	return post_address_new(tx, made.id, in->email, e);
}

static bool from_command_line(const struct actor *who)
{
	return actor_is(who, ROLE_ADMIN) && who->account_id == 0;
}

static enum rc may_create(struct tx *tx, const struct account_new *v, struct err *e)
{
	unsigned role = auth_role_bit(v->role);
	struct q_agency_by_id agency;

	bool right = role != 0;
	if (actor_is(tx->who, ROLE_ENTERPRISE))
		right = right && (role & ROLE_ENTERPRISE) && v->enterprise_id == tx->who->enterprise_id;
	else
		right = right && actor_is(tx->who, ROLE_ADMIN) &&
			((role & (ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR)) || from_command_line(tx->who));
	if (!right)
		return err_field(e, RC_FORBIDDEN, MSG_ACCOUNT_ROLE, "role");
	if (!(role & (ROLE_OFFICER | ROLE_AUDITOR)))
		return v->agency_id ? err_field(e, RC_INVALID, MSG_ACCOUNT_LEVEL, "agency") : RC_OK;
	if (v->agency_id == 0)
		return err_field(e, RC_INVALID, MSG_ACCOUNT_LEVEL, "agency");
	TRY(q_agency_by_id(tx->db, &(struct q_agency_by_id_in){.id = v->agency_id}, &agency, e));
	return str_eq(agency.level, role == ROLE_AUDITOR ? STR("province") : v->role)
		? RC_OK
		: err_field(e, RC_INVALID, MSG_ACCOUNT_LEVEL, "agency");
}

/* Whose signature is on a submission must be clear: one at a time. */
static enum rc one_legal_rep(struct tx *tx, const struct account_new *v, struct err *e)
{
	struct q_account_members_list rows;

	if (!str_eqc(v->role, "legal_rep"))
		return RC_OK;
	TRY(q_account_members(
		tx->db, &(struct q_account_members_in){.enterprise_id = v->enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].active && str_eqc(rows.v[i].role, "legal_rep"))
			return err_field(e, RC_INVALID, MSG_ACCOUNT_LEGAL_REP_EXISTS, "role");
	return RC_OK;
}

enum rc account_create(struct tx *tx, struct account_create *uc, struct err *e)
{
	TRY(account_login_fit(tx->a, uc->v.login, &uc->v.login, e));
	TRY(may_create(tx, &uc->v, e));
	TRY(one_legal_rep(tx, &uc->v, e));
	return account_put(tx, &uc->v, &uc->id, e);
}

/* --- stopping, letting in again ---------------------------------------------------------------- */

/* The account, if this person may stop it and let it in again; else it is not found. */
static enum rc ruled_by(struct tx *tx, int64_t id, bool password_only, struct q_account_by_id *out,
	struct err *e)
{
	const struct actor *who = tx->who;
	bool right = false;

	enum rc rc = q_account_by_id(tx->db, &(struct q_account_by_id_in){.id = id}, out, e);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_OK && actor_is(who, ROLE_ADMIN))
		right = !out->enterprise_id.has || from_command_line(who);
	else if (rc == RC_OK && actor_is(who, ROLE_ENTERPRISE))
		right = out->enterprise_id.has && out->enterprise_id.v == who->enterprise_id;
	else if (rc == RC_OK && actor_is(who, ROLE_COUNTY | ROLE_CITY) && password_only)
		right = (out->county_agency_id.has && out->county_agency_id.v == who->agency_id) ||
			(out->city_agency_id.has && out->city_agency_id.v == who->agency_id);
	return right ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_ACCOUNT_GONE);
}

static enum rc may_stop(struct tx *tx, const struct q_account_by_id *row, struct err *e)
{
	struct q_account_admins admins;

	if (row->id == tx->who->account_id)
		return err_set(e, RC_STATE, MSG_ACCOUNT_SELF);
	if (!str_eqc(row->role, "admin") || !row->active)
		return RC_OK;
	TRY(q_account_admins(tx->db, &admins, e));
	return admins.n > 1 ? RC_OK : err_set(e, RC_STATE, MSG_ACCOUNT_LAST_ADMIN);
}

enum rc account_set_active(struct tx *tx, struct account_set_active *uc, struct err *e)
{
	struct q_account_by_id row;
	int64_t changed;

	TRY(ruled_by(tx, uc->id, false, &row, e));
	if (!uc->active)
		TRY(may_stop(tx, &row, e));
	else
		TRY(one_legal_rep(tx,
			&(struct account_new){.role = row.role,
				.enterprise_id = row.enterprise_id.has ? row.enterprise_id.v : 0},
			e));
	TRY(q_account_set_active(tx->db,
		&(struct q_account_set_active_in){.id = uc->id, .active = uc->active}, &changed, e));
	if (changed == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = uc->active ? "account_enabled" : "account_disabled",
			.object_kind = "account", .object_id = uc->id, .reason = uc->reason},
		e);
}

enum rc account_reset(struct tx *tx, struct account_reset *uc, struct err *e)
{
	struct q_account_set_password set;
	struct q_account_by_id row;

	TRY(ruled_by(tx, uc->id, true, &row, e));
	TRY(q_account_set_password(tx->db,
		&(struct q_account_set_password_in){
			.id = uc->id, .password = uc->password, .must_change = 1},
		&set, e));
	uc->login = row.login;
	uc->name = row.name;
	return audit_append(tx,
		&(struct audit_event){
			.action = "password_reset", .object_kind = "account", .object_id = uc->id},
		e);
}

/* --- one's own --------------------------------------------------------------------------------- */

struct changing {
	struct account_password_change *uc;
	struct str hash;
};

static enum rc change(struct tx *tx, void *arg, struct err *e)
{
	struct changing *in = arg;
	struct q_account_by_id row;
	struct q_account_set_password set;

	TRY(q_account_by_id(tx->db, &(struct q_account_by_id_in){.id = tx->who->account_id}, &row, e));
	TRY(q_account_set_password(tx->db,
		&(struct q_account_set_password_in){.id = row.id, .password = in->hash}, &set, e));
	TRY(auth_session_start(tx,
		&(struct auth_start){row.id, set.epoch, row.role, in->uc->ip, in->uc->agent},
		&in->uc->token, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = "password_changed", .object_kind = "account", .object_id = row.id},
		e);
}

enum rc account_password_change(struct tx_call *call, struct account_password_change *uc, struct err *e)
{
	struct changing in = {.uc = uc};
	struct q_account_by_id row;
	struct db *db;

	TRY(store_read(call->sv->store, call->a, &db, e));
	enum rc rc =
		q_account_by_id(db, &(struct q_account_by_id_in){.id = call->who->account_id}, &row, e);
	store_read_end(db);
	TRY(rc);
	TRY(account_password_fit(call->a, uc->password, row.login, row.uscc, row.name, e));
	if (str_eq(uc->password, uc->current))
		return err_field(e, RC_INVALID, MSG_PASSWORD_SAME, "password");
	TRY(auth_check_own(call, uc->current, e));
	TRY(auth_hash_password(call->a, uc->password, &in.hash, e));
	return tx_run(call, change, &in, e);
}

enum rc account_contact(struct tx *tx, struct account_contact *uc, struct err *e)
{
	struct q_contact_state before;

	TRY(q_contact_state(tx->db,
		&(struct q_contact_state_in){.account_id = tx->who->account_id}, &before, e));
	bool other = !str_eq(before.email, uc->email);
	uc->asks = other && uc->email.n && !post_off(tx->sv);
	if (other)
		TRY(post_address_new(tx, tx->who->account_id, uc->email, e));
	TRY(q_account_set_contact(tx->db,
		&(struct q_account_set_contact_in){.id = tx->who->account_id, .name = uc->name,
			.phone = uc->phone, .email = uc->email},
		NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = "contact_saved", .object_kind = "account",
			.object_id = tx->who->account_id},
		e);
}

enum rc account_end_others(struct tx *tx, struct account_end_others *uc, struct err *e)
{
	int64_t ended;

	TRY(q_sessions_end_others(tx->db,
		&(struct q_sessions_end_others_in){.account_id = tx->who->account_id,
			.keep = hash_hex(tx->a, hash_sha256(uc->token))},
		&ended, e));
	if (ended == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "sessions_ended", .object_kind = "account",
			.object_id = tx->who->account_id},
		e);
}

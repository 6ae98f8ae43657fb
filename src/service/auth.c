/* Who somebody is. A session is a random cookie of which only the hash is stored; what it may do is read
 * with it, in one select, at every request. */
#include "service/auth.h"

#include <pthread.h>

#include "base/hash.h"
#include "base/password.h"
#include "domain/uscc.h"
#include "service/audit.h"
#include "store/q.h"

#define HASHES_AT_ONCE 2
#define HASHES_WAITING 20
#define THROTTLE_WINDOW_MS ((int64_t)15 * 60 * 1000)
#define LOGIN_FAILURES 5
#define IP_FAILURES 20

static const struct {
	const char *name;
	unsigned bit;
} roles[] = {
	{"filler", ROLE_FILLER}, {"legal_rep", ROLE_LEGAL_REP}, {"county", ROLE_COUNTY},
	{"city", ROLE_CITY}, {"province", ROLE_PROVINCE}, {"admin", ROLE_ADMIN},
	{"expert", ROLE_EXPERT}, {"auditor", ROLE_AUDITOR},
};

unsigned auth_role_bit(struct str role)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (str_eqc(role, roles[i].name))
			return roles[i].bit;
	return 0;
}

static struct str token_hash(struct arena *a, struct str token)
{
	return hash_hex(a, hash_sha256(token));
}

enum rc auth_session_load(struct db *db, struct str token, int64_t now, struct auth_session *out,
	struct err *e)
{
	struct q_auth_session row;
	bool found;

	TRY(q_auth_session(db,
		&(struct q_auth_session_in){.token_hash = token_hash(db_arena(db), token), .now = now,
			.idle_after = now - AUTH_IDLE_MS},
		&row, &found, e));
	*out = (struct auth_session){.found = found, .who = {.roles = ROLE_PUBLIC}};
	if (!found)
		return RC_OK;
	out->csrf_secret = row.csrf_secret;
	out->seen_at = row.seen_at;
	out->demo = row.demo != 0;
	out->who = (struct actor){.roles = auth_role_bit(row.role), .account_id = row.account_id,
		.name = row.name, .agency_id = row.agency_id.has ? row.agency_id.v : 0,
		.agency_name = row.agency_name, .agency_level = row.agency_level,
		.enterprise_id = row.enterprise_id.has ? row.enterprise_id.v : 0,
		.enterprise_name = row.enterprise_name, .unverified = row.unverified != 0, .must_change = row.must_change != 0};
	return RC_OK;
}

struct touch {
	struct str hash;
	int64_t now;
};

static enum rc touch(struct db *db, void *arg, struct err *e)
{
	struct touch *t = arg;

	return q_auth_session_seen(
		db, &(struct q_auth_session_seen_in){.token_hash = t->hash, .now = t->now}, NULL, e);
}

enum rc auth_session_touch(struct store *s, struct arena *a, struct str token, int64_t now,
	struct err *e)
{
	struct touch t = {token_hash(a, token), now};

	return store_write(s, a, touch, &t, e);
}

/* --- slow hashes, few at a time -------------------------------------------------------------------- */

static struct {
	pthread_mutex_t lock;
	pthread_cond_t free;
	int running, waiting;
} hashes = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0};

static enum rc hash_enter(struct err *e)
{
	enum rc rc = RC_OK;

	pthread_mutex_lock(&hashes.lock);
	if (hashes.running >= HASHES_AT_ONCE && hashes.waiting >= HASHES_WAITING) {
		rc = err_set(e, RC_BUSY, MSG_AUTH_BUSY);
	} else {
		hashes.waiting++;
		while (hashes.running >= HASHES_AT_ONCE)
			pthread_cond_wait(&hashes.free, &hashes.lock);
		hashes.waiting--;
		hashes.running++;
	}
	pthread_mutex_unlock(&hashes.lock);
	return rc;
}

static void hash_leave(void)
{
	pthread_mutex_lock(&hashes.lock);
	hashes.running--;
	pthread_cond_signal(&hashes.free);
	pthread_mutex_unlock(&hashes.lock);
}

enum rc auth_hash_password(struct arena *a, struct str password, struct str *out, struct err *e)
{
	TRY(hash_enter(e));
	enum rc rc = password_hash(a, password, out, e);
	hash_leave();
	return rc;
}

/* Of no password: what an unknown login is compared with, so that it takes as long. */
#define NOBODY                                                                                     \
	"$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"                                    \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static enum rc compare(struct str encoded, struct str password, bool *same, struct err *e)
{
	TRY(hash_enter(e));
	*same = password_verify(encoded.n ? encoded : STR(NOBODY), password) && encoded.n > 0;
	hash_leave();
	return RC_OK;
}

/* --- throttling ------------------------------------------------------------------------------------ */

struct keys {
	struct str login, ip;
};

struct str auth_login_key(struct arena *a, struct str login)
{
	return str_cat(a, STR("login:"), token_hash(a, login));
}

/* An account that is known has one counter, whichever of its names is typed. */
static struct keys keys_of(struct arena *a, struct str login, struct str ip)
{
	return (struct keys){auth_login_key(a, login), str_cat(a, STR("ip:"), ip)};
}

static enum rc refuse_locked(struct db *db, struct str key, int64_t now, struct err *e)
{
	struct q_auth_throttle row;
	bool found;

	TRY(q_auth_throttle(db, &(struct q_auth_throttle_in){.key = key}, &row, &found, e));
	if (!found || row.locked_until <= now)
		return RC_OK;
	err_set(e, RC_LIMITED, MSG_AUTH_LOCKED);
	return err_argf(e, "%lld", (long long)((row.locked_until - now + 59999) / 60000));
}

static enum rc count_failure(struct tx *tx, struct str key, int64_t limit, bool *locked, struct err *e)
{
	struct q_auth_throttle row = {0};
	int64_t locked_until = 0;
	bool found;

	TRY(q_auth_throttle(tx->db, &(struct q_auth_throttle_in){.key = key}, &row, &found, e));
	bool again = found && tx->now - row.first_at < THROTTLE_WINDOW_MS;
	int64_t failures = again ? row.failures + 1 : 1;
	/* From the limit on each failure doubles the wait: 1, 2, 4 … 15 minutes. */
	if (failures >= limit)
		locked_until = tx->now + MIN_OF(THROTTLE_WINDOW_MS,
			(int64_t)60000 << MIN_OF(failures - limit, (int64_t)4));
	*locked = locked_until > 0;
	return q_auth_throttle_put(tx->db,
		&(struct q_auth_throttle_put_in){.key = key, .failures = failures,
			.first_at = again ? row.first_at : tx->now, .locked_until = locked_until},
		NULL, e);
}

/* --- sign in ---------------------------------------------------------------------------------------- */

struct entering {
	struct auth_attempt *t;
	struct keys keys;
	struct q_auth_account account;
	bool right;
};

enum rc auth_session_start(struct tx *tx, const struct auth_start *in, struct str *token, struct err *e)
{
	bool officer = (auth_role_bit(in->role) & (ROLE_OFFICER | ROLE_ADMIN | ROLE_EXPERT | ROLE_AUDITOR)) != 0;
	int64_t lasts = officer ? AUTH_ABSOLUTE_OFFICER_MS : AUTH_ABSOLUTE_MS;
	struct str made, secret;

	TRY(random_token(tx->a, 32, &made, e));
	TRY(random_token(tx->a, 32, &secret, e));
	TRY(q_auth_session_put(tx->db,
		&(struct q_auth_session_put_in){.token_hash = token_hash(tx->a, made),
			.account_id = in->account_id, .epoch = in->epoch, .csrf_secret = secret,
			.now = tx->now, .expires_at = tx->now + lasts, .ip = in->ip,
			.agent = str_sub(in->agent, 0, 200)},
		NULL, e));
	*token = made;
	return RC_OK;
}

static enum rc turned_away(struct tx *tx, struct entering *in, struct err *e)
{
	bool locked, address_locked;

	TRY(count_failure(tx, in->keys.login, LOGIN_FAILURES, &locked, e));
	TRY(count_failure(tx, in->keys.ip, IP_FAILURES, &address_locked, e));
	if (!locked)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "sign_in_locked", .object_kind = "account",
			.object_id = in->account.id},
		e);
}

static enum rc enter(struct tx *tx, void *arg, struct err *e)
{
	struct entering *in = arg;
	struct auth_attempt *t = in->t;
	struct auth_session s;

	if (!in->right)
		return turned_away(tx, in, e);
	TRY(q_auth_throttle_clear(
		tx->db, &(struct q_auth_throttle_clear_in){.key = in->keys.login}, NULL, e));
	TRY(auth_session_start(tx,
		&(struct auth_start){in->account.id, in->account.epoch, in->account.role, t->ip,
			t->agent},
		&t->token, e));
	TRY(q_auth_signed_in(tx->db,
		&(struct q_auth_signed_in_in){.id = in->account.id, .at = tx->now, .ip = t->ip}, NULL,
		e));
	TRY(auth_session_load(tx->db, t->token, tx->now, &s, e));
	t->who = s.who;
	t->who.ip = t->ip;
	t->last_at = in->account.last_login_at.has ? in->account.last_login_at.v : 0;
	t->last_ip = in->account.last_login_ip;
	tx->who = &t->who;
	return audit_append(tx,
		&(struct audit_event){
			.action = "signed_in", .object_kind = "account", .object_id = in->account.id},
		e);
}

static enum rc find_in(struct db *db, int64_t now, struct entering *in, struct err *e)
{
	struct arena *a = db_arena(db);
	struct str login = in->t->login;
	bool found = false;

	TRY(q_auth_account(db,
		&(struct q_auth_account_in){.login = login, .uscc = uscc_normalise(a, login)},
		&in->account, &found, e));
	if (!found)
		in->account = (struct q_auth_account){0};
	in->keys = keys_of(a, found ? in->account.login : login, in->t->ip);
	if (!found || !in->account.active)
		in->account.password = STR("");
	TRY(refuse_locked(db, in->keys.login, now, e));
	return refuse_locked(db, in->keys.ip, now, e);
}

static enum rc find(const struct services *sv, struct arena *a, int64_t now, struct entering *in,
	struct err *e)
{
	struct db *db;

	TRY(store_read(sv->store, a, &db, e));
	enum rc rc = find_in(db, now, in, e);
	store_read_end(db);
	return rc;
}

enum rc auth_sign_in(const struct services *sv, struct arena *a, int64_t now, struct auth_attempt *t,
	struct err *e)
{
	struct actor nobody = {.roles = ROLE_PUBLIC, .ip = t->ip};
	struct tx_call call = {.sv = sv, .a = a, .who = &nobody, .now = now};

	t->login = str_lower(a, str_trim(t->login));
	struct entering in = {.t = t};
	TRY(find(sv, a, now, &in, e));
	TRY(compare(in.account.password, t->password, &in.right, e));
	if (in.right && in.account.demo && sv->config->production)
		return err_set(e, RC_FORBIDDEN, MSG_AUTH_DEMO);
	TRY(tx_run(&call, enter, &in, e));
	return in.right ? RC_OK : err_field(e, RC_INVALID, MSG_AUTH_WRONG, "login");
}

static enum rc own_wrong(struct tx *tx, void *arg, struct err *e)
{
	bool locked;

	return count_failure(tx, *(struct str *)arg, LOGIN_FAILURES, &locked, e);
}

enum rc auth_check_own(const struct tx_call *call, struct str password, struct err *e)
{
	struct str key = str_fmt(call->a, "own:%lld", (long long)call->who->account_id);
	struct q_account_secret secret;
	struct tx_call own = {.sv = call->sv, .a = call->a, .who = call->who, .now = call->now};
	struct db *db;
	bool right;

	TRY(store_read(call->sv->store, call->a, &db, e));
	enum rc rc = refuse_locked(db, key, call->now, e);
	if (rc == RC_OK)
		rc = q_account_secret(
			db, &(struct q_account_secret_in){.id = call->who->account_id}, &secret, e);
	store_read_end(db);
	TRY(rc);
	TRY(compare(secret.password, password, &right, e));
	if (right)
		return RC_OK;
	TRY(tx_run(&own, own_wrong, &key, e));
	return err_field(e, RC_INVALID, MSG_AUTH_OWN_WRONG, "current");
}

enum rc auth_sign_out(struct tx *tx, struct auth_sign_out *uc, struct err *e)
{
	return q_auth_session_drop(tx->db,
		&(struct q_auth_session_drop_in){.token_hash = token_hash(tx->a, uc->token)}, NULL, e);
}

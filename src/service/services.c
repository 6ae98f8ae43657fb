/* One object for everything that use cases share. */
#include "service/services.h"

#include "base/hash.h"
#include "store/q.h"

struct services_owned {
	struct services s;
	struct arena a;
};

static enum rc secret(
	struct db *db, const char *name, struct arena *a, struct str *out, struct err *e)
{
	struct q_secret_get row;
	bool found;

	TRY(q_secret_get(db, &(struct q_secret_get_in){.name = str_c(name)}, &row, &found, e));
	if (!found)
		return err_detail(e, RC_DATA, MSG_DB_NOT_INITIALISED, "no secret '%s'", name);
	*out = str_dup(a, row.value);
	return RC_OK;
}

static enum rc load(struct services_owned *o, struct err *e)
{
	struct services *s = &o->s;
	struct arena scratch;
	struct db *db = NULL;
	struct str seed = str_none();
	enum rc rc;

	arena_init(&scratch, 0);
	rc = store_read(s->store, &scratch, &db, e);
	if (rc == RC_OK)
		rc = rules_open(db, &s->rules, e);
	if (rc == RC_OK)
		rc = secret(db, "certificate", &o->a, &s->certificate_key, e);
	if (rc == RC_OK)
		rc = secret(db, "certificate-sign", &o->a, &seed, e);
	if (rc == RC_OK && (!base64url_decode(&o->a, seed, &s->signing_seed) ||
				   s->signing_seed.n != SIGN_SEED_LEN))
		rc = err_detail(e, RC_DATA, MSG_INTERNAL, "secret 'certificate-sign'");
	store_read_end(db);
	arena_free(&scratch);
	return rc;
}

enum rc services_open(struct store *store, const struct config *config, struct env env,
	struct services **out, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	struct services_owned *o = ARENA_NEW(&a, struct services_owned);
	o->a = a; /* the object lives in its own arena */
	o->s = (struct services){.store = store, .config = config, .env = env};
	if (config->blob_dir.n)
		o->s.blob_dir = str_cstr(&o->a, config->blob_dir);
	else
		o->s.blob_dir = str_fmt(&o->a, "%s.files", store_path(store)).p;
	enum rc rc = load(o, e);
	if (rc != RC_OK) {
		services_close(&o->s);
		return rc;
	}
	*out = &o->s;
	return RC_OK;
}

void services_close(struct services *s)
{
	if (!s)
		return;
	struct services_owned *o = (struct services_owned *)(void *)s;
	struct arena a = o->a;
	rules_close(s->rules);
	arena_free(&a);
}

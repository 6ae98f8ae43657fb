/* What use cases stand on: made once at start, read-only afterwards (the calendar is exchanged whole
 * after an import). Handed to pages as app->o.site.
 */
#ifndef SERVICE_SERVICES_H
#define SERVICE_SERVICES_H

#include "base/config.h"
#include "base/env.h"
#include "service/rules.h"
#include "store/db.h"

struct services {
	struct store *store;
	const struct config *config;
	struct env env;
	struct rules *rules;
	const char *blob_dir;	    /* folder of evidence files */
	uint64_t rehearsal;	    /* its seed; 0: this is none. Nights look at what is new, draws can be repeated */
	struct str certificate_key; /* secret behind check codes of certificates */
	struct str signing_seed;    /* of the Ed25519 key that signs certificates */
};

/* Loads rules, calendar and secrets from an initialised database. The services keep their own memory;
 * `store` and `config` outlive them. RC_DATA: a rulebook does not load, or its hash is not the stored one. */
MUST_CHECK enum rc services_open(struct store *store, const struct config *config, struct env env,
	struct services **out, struct err *e);
void services_close(struct services *s); /* NULL is fine */

#endif

/* Between the demonstration's files: the acts, each by a named person at a given instant. */
#ifndef SERVICE_DEMO_ACTS_H
#define SERVICE_DEMO_ACTS_H

#include "service/demo_make.h"
#include "service/tx.h"

/* The people of one body that the demonstration acts with: two, because some acts need two. */
struct demo_body {
	int64_t agency_id;
	struct str name;
	struct actor officer[2];
};

struct demo {
	const struct services *sv;
	struct db *db;	 /* inside the running transaction */
	struct arena *a; /* of the running transaction */
	struct arena *keep; /* for what outlives it */
	struct demo_random random;
	struct demo_words words;
	const struct procedure *procedure;
	const struct standard *standard;
	int64_t now;

	struct demo_body province;
	struct demo_body *bodies; /* counties and cities */
	size_t bodies_n;
	struct demo_place *places;
	size_t places_n;
	struct hash licence, audit, proof; /* sample files, stored once */
	int64_t licence_size, audit_size, proof_size;
	struct str password;
};

struct demo_body *demo_body_of(struct demo *d, int64_t agency_id);
/* One act = one transaction context at its own instant, inside the writer's. */
struct tx demo_tx(struct demo *d, const struct actor *who, int64_t at);

struct actor demo_filler(const struct demo_enterprise *en);
/* The enterprise's part, at `at`: start, fill in, prove. `out` receives the file's public id. */
MUST_CHECK enum rc demo_start(struct demo *d, const struct demo_enterprise *en, int64_t batch_id,
	int64_t at, struct str *out, struct err *e);
/* `sections` of the form, all with SIZE_MAX. */
MUST_CHECK enum rc demo_fill_in(struct demo *d, const struct demo_enterprise *en, struct str file,
	const struct demo_answers *answers, size_t sections, int64_t at, struct err *e);
MUST_CHECK enum rc demo_prove(struct demo *d, const struct demo_enterprise *en, struct str file,
	int64_t at, struct err *e);
MUST_CHECK enum rc demo_to_sign(struct demo *d, const struct demo_enterprise *en, struct str file,
	int64_t at, struct err *e);
MUST_CHECK enum rc demo_submit(struct demo *d, const struct demo_enterprise *en, struct str file,
	int64_t at, struct err *e);
MUST_CHECK enum rc demo_withdraw(struct demo *d, const struct demo_enterprise *en, struct str file,
	int64_t at, struct err *e);

#endif

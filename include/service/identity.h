/* 企业认证: is the enterprise who it says it is. It hands in its licence; its county body (the city-level
 * one where there is none; that one may always) compares and decides, with a reason, on record.
 */
#ifndef SERVICE_IDENTITY_H
#define SERVICE_IDENTITY_H

#include "service/evidence.h"
#include "service/tx.h"

/* Working days in which a body says that it will decide. No rule names a term: this is the platform's own
 * promise, shown to both sides. */
#define IDENTITY_DAYS 5
#define IDENTITY_MAX_FILES 5 /* per slot */

struct identity_slot {
	const char *id, *title, *shows;
	bool needed;
};
/* The material of the manual check, as the ministry's platform lists it. */
extern const struct identity_slot identity_slots[];
extern const size_t identity_slots_n;
const struct identity_slot *identity_slot(struct str id); /* NULL: none */

/* 未提交 待核验 已认证 未通过 */
struct str identity_word(struct str identity);
const char *identity_tag(struct str identity); /* kind of tag */
/* Last day of the promise for what was handed in at `at`; the weekend rule alone where no calendar is known. */
struct date identity_due(const struct services *sv, int64_t at);

/* Bytes are stored already (evidence_keep). RC_STATE: waits for the decision, or is verified. */
USE_CASE(identity_attach)
struct identity_attach {
	struct str slot;
	const struct evidence_stored *v;
	size_t n;
};
USE_CASE(identity_detach)
struct identity_detach {
	struct str file;
};

/* Hands in. RC_INVALID with the field: licence missing ("licence"), uscc, name. */
USE_CASE(identity_hand_in)
struct identity_hand_in {
	struct str uscc, name, legal_rep;
	bool uscc_insist;
};

/* RC_INVALID (field "reason"): a refusal without one. RC_INVALID (field "override"): code or name are
 * doubtful and the officer does not say why they are right. RC_CONFLICT: decided already. */
USE_CASE(identity_decide)
struct identity_decide {
	struct str public_id;
	bool verified;
	struct str reason, override;
	int64_t seen_at; /* identity_at that the officer saw */
	struct str name; /* out */
};

/* An officer opens a file of it: on record, because it holds personal data. RC_NOT_FOUND. */
USE_CASE(identity_view)
struct identity_view {
	struct str public_id, file;
	struct evidence_file out;
};

#endif

/* 有效期: which kind of filing a holder makes, when a title runs out, what a new list does to the old one.
 * 63号 and the provinces' rules: valid three years; 复核 while the old list stays in force; when the new list is
 * out the old one lapses; who did not apply or did not pass lapses at the end of the term.
 */
#ifndef SERVICE_TERMS_H
#define SERVICE_TERMS_H

#include "domain/procedure.h"
#include "service/tx.h"

/* First, 复核 or update, by the titles of the same programme; 复核 is taken from so many days before the end of the
 * term as the procedure says (domain/renewal). RC_INVALID (MSG_TITLE_IN_FORCE): one is in force and its 复核 has not come yet; MSG_UPDATE_WINDOW: its holders update on other days. */
MUST_CHECK enum rc terms_kind(struct db *db, const struct procedure *p, struct str uscc, struct date day,
	enum filing_kind *out, struct err *e);
/* A 复核 was filed: the title of the programme holds until its outcome, even beyond its term; one that began before
 * the day that the procedure names ends on its last day all the same, on record. */
MUST_CHECK enum rc terms_renewing(struct tx *tx, struct str uscc, const struct procedure *p, struct err *e);
/* A new list is out: what its enterprises held before ends on its day, or later where the new titles begin later, and
 * never before (第十三条：复核期间，原名单继续有效；复核名单发布后，原名单自动失效). `begins`: that day. */
MUST_CHECK enum rc terms_superseded(struct tx *tx, struct str uscc, struct str programme,
	struct date begins, struct err *e);
/* When a new title of the programme begins: as the rule says, but not before the last one ended (one that was taken back in
 * the course of a year whose first day the rule names). After terms_superseded. */
MUST_CHECK enum rc terms_begin(struct tx *tx, struct str uscc, struct str programme, struct date rule,
	struct date *out, struct err *e);

/* Titles whose last day is over become 已到期, with the cause, `limit` at most. By the system. */
USE_CASE(terms_expire)
struct terms_expire {
	int64_t limit;
	int64_t done; /* out */
};

/* A term as everybody is told of it: 2023年2月27日（周一）24:00, the day before the instant at which it is over. */
struct str deadline_text(struct arena *a, int64_t ends_at);
/* The same by its last day. */
struct str deadline_of_day(struct arena *a, struct date last);

#endif

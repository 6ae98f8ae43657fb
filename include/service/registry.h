/* The public register: how names are found, and what a status means on a day.
 *
 * A name is indexed as its neighbouring pairs of characters (石家|家庄|庄虚 …) in the full text index, so
 * that any two characters in a row find it in well under a millisecond; punctuation and case do not count.
 */
#ifndef SERVICE_REGISTRY_H
#define SERVICE_REGISTRY_H

#include "base/time.h"
#include "service/tx.h"
#include "store/q.h"

/* In the transaction that made or changed the title or enterprise. Replaces an older entry. */
MUST_CHECK enum rc registry_index_title(struct tx *tx, int64_t title_id, struct err *e);
struct registry_enterprise {
	int64_t id;
	struct str public_id, name, uscc, city, county;
};
MUST_CHECK enum rc registry_index_enterprise(struct tx *tx, const struct registry_enterprise *r,
	struct err *e);

/* It has another name now (table enterprise_name): its entries bear the new one and are found by all of them. */
MUST_CHECK enum rc registry_rename(struct tx *tx, int64_t enterprise_id, struct str uscc, struct str name,
	struct err *e);
/* Is `text` part of the name, as the search understands it? */
bool registry_name_has(struct arena *a, struct str name, struct str text);

/* The pairs of a name, separated by blanks; a single character stands alone. */
struct str registry_grams(struct arena *a, struct str name);

#define REGISTRY_PAGE 20

struct registry_query {
	struct str text;   /* part of a name, a credit code or a certificate number; empty: everything */
	struct str tier;   /* code of a programme; empty: any */
	struct str place;  /* city or county by name; empty: any */
	struct str status; /* "" "valid" "ended" "future" "none" */
	struct date asof;  /* the day that the question is about */
	int64_t after;	   /* keyset: id of the last row of the page before; 0: first page */
	int64_t limit;	   /* rows wanted, 1-1000 */
};

struct registry_rows {
	struct q_registry_browse *v; /* the three searches have the same row */
	size_t n, cap;
	bool more;
};

MUST_CHECK enum rc registry_search(struct db *db, const struct registry_query *q,
	struct registry_rows *out, struct err *e);

/* A title's days as they are stored, "" where there is none (docs/decisions/0011-register-of-a-day.md). */
struct registry_term {
	struct str state, valid_from, valid_to;
	struct str listed_on; /* the day its list was published */
	struct str ended_on;  /* the first day on which it holds no longer */
};
/* Of a row of the register or of the titles. */
#define REGISTRY_TERM(row)                                                                         \
	((struct registry_term){                                                                   \
		(row)->state, (row)->valid_from, (row)->valid_to, (row)->listed_on, (row)->ended_on})

/* What a stored state means on a day: "valid" "renewing" "expired" "cancelled" "revoked" "future", and "unlisted"
 * when the term covers the day but the list came later. */
struct str registry_state_on(struct registry_term t, struct date on);
/* 有效 复核中（原名单有效） 已到期 已取消 已撤销 未生效 名单尚未公布; 有效期未载明 when valid_to is empty. */
const char *registry_state_word(struct str state_on, struct str valid_to);
/* "good" "info" "bad" "plain" */
const char *registry_state_tone(struct str state_on);

#endif

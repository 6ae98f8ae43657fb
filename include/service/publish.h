/* 公告与发证: everything approved in a batch becomes, in one transaction, an announcement that never changes,
 * titles with certificates, and entries of the public register.
 */
#ifndef SERVICE_PUBLISH_H
#define SERVICE_PUBLISH_H

#include "service/batch.h"

#define PUBLISH_BODY_MAX 8000 /* characters */

/* What would be published now: the list by city and name, its hash, and the texts to begin with. */
struct publish_plan {
	struct q_batch_files_list rows;
	struct list_entries list;
	struct str hash; /* hexadecimal */
	struct str title, body;
	struct str doc_no_sample; /* the pattern of numbers with this year */
	struct date valid_from, valid_to;
};
MUST_CHECK enum rc publish_plan(struct db *db, const struct actor *who, const struct batch *b,
	int64_t now, struct publish_plan *out, struct err *e);

/* The number as it will stand, 〔〕 and half-width digits; RC_INVALID "doc_no". */
MUST_CHECK enum rc publish_number(
	struct arena *a, struct str typed, struct str *out, struct err *e);

/* RC_DEADLINE: the cities' deadline is not over. RC_STATE: nothing is approved. RC_CONFLICT
 * (MSG_LIST_CHANGED): the list is not the one shown. RC_INVALID: doc_no (form, or used already), title,
 * body; confirm (typed differently). */
USE_CASE(publish_batch)
struct publish_batch {
	int64_t batch_id;
	struct str doc_no, title, body;
	struct str confirm; /* the document number typed again */
	struct str seen;    /* hash of the list as shown; missing: whatever it is now */
	/* out: */
	struct str public_id;
	int64_t count;
};

/* What a certificate says; texts of the procedure. `url` leads to its verification page. */
struct certificate {
	struct str number_label; /* 证书编号, or what the procedure calls it */
	struct str number, check_code, holder, uscc, title, body, valid, issuer, date, url;
	struct str plaque; /* what is engraved, where the procedure has one */
	struct str plaque_date;
	struct str log; /* the head of the log that its announcement names, as papers print it */
	struct str signed_text; /* what the signature in the QR code is over; certificate_statement */
	int64_t issued_at; /* beginning of that day */
	bool specimen;
};
/* What the procedure calls the number: a programme that keeps a library gives a registration number. `p` may be NULL. */
struct str certificate_number_label(struct arena *a, const struct procedure *p);
/* What a certificate states, one line each: number, credit code, name, title, first and last day. Signed with
 * the key of this installation, whose public half is at /verify/key: a bank checks it without asking us. */
struct str certificate_statement(struct arena *a, struct str number, struct str uscc, struct str name,
	struct str title, struct str from, struct str to);
/* base64url of the Ed25519 signature over it. */
struct str certificate_sign(const struct services *sv, struct arena *a, struct str statement);
/* One of the files that would be published, with a number that is none: 样张 (L30). */
MUST_CHECK enum rc certificate_specimen(const struct services *sv, struct arena *a,
	const struct batch *b, const struct publish_plan *plan, size_t index, struct str issuer,
	struct certificate *out, struct err *e);
/* For its enterprise, for the bodies it belongs to, and for whoever knows the check code printed on it;
 * RC_NOT_FOUND for anybody else. */
MUST_CHECK enum rc certificate_load(struct db *db, const struct services *sv,
	const struct actor *who, struct str number, struct str code, struct certificate *out,
	struct err *e);

#endif

/* The file of one enterprise in one batch, as every page reads it: its head, the facts that are being
 * filled in, and what was submitted. Acts on it (start, save, sign, submit, withdraw) are the use
 * cases below; its state changes through service/flow alone.
 *
 * Reading a file for review:
 *	TRY(application_for_officer(db, rules, who, public_id, &file, e));      scope: the body's caseload
 *	TRY(submission_load(db, &file, file.submission_id, &sub, e));           what was submitted, for ever
 *	application_evaluate(&file, sub.facts, a, &result);                     the one engine
 */
#ifndef SERVICE_APPLICATION_H
#define SERVICE_APPLICATION_H

#include "domain/procedure.h"
#include "domain/score.h"
#include "service/rules.h"
#include "service/tx.h"
#include "store/q.h"

/* --- the head ---------------------------------------------------------------------------------- */

struct application_file {
	int64_t id;
	struct str public_id, no; /* no: missing before the first submission */
	int64_t enterprise_id;
	struct str enterprise_name, enterprise_public_id, uscc, identity; /* identity: none pending verified refused */
	struct str division_code;
	int64_t batch_id, batch_no;
	struct str batch_title, batch_state; /* planned open closed published */
	enum filing_kind kind;
	int year;			     /* evaluation year Y: facts are of Y-1, Y-2 … */
	enum state state, return_to;	     /* return_to: STATE_DRAFT when it was not returned */
	int64_t version;
	int64_t county_agency_id; /* 0: the city-level body does both */
	int64_t city_agency_id, province_agency_id;
	int64_t submission_id; /* the one that is being reviewed; 0: none yet */
	enum holder holder;
	int64_t due_at; /* FLOW_NO_TERM: none */
	int64_t state_at; /* since when it is in this state */
	int64_t opens_at;		      /* of the batch */
	int64_t filing_ends_at, city_ends_at; /* first instants that are too late */
	int64_t score_min, score_max; /* micro-points, of the last save or submission */
	struct str result, route;
	int64_t created_at, updated_at, submitted_at; /* submitted_at 0: not yet */
	const struct procedure *procedure;
	const struct standard *standard;
	const struct counting **derived; /* rules that count facts from lists (service/lists) */
	size_t derived_n;
	struct str handled_by; /* application_to_read alone: the body that finished it elsewhere, "" in the own caseload */
};

/* Found by the enterprise of `who`; RC_NOT_FOUND for anybody else's. */
MUST_CHECK enum rc application_for_enterprise(struct db *db, const struct rules *rules,
	const struct actor *who, struct str public_id, struct application_file *out, struct err *e);
/* Found in the caseload of the body of `who`, once it has been submitted; else RC_NOT_FOUND. */
MUST_CHECK enum rc application_for_officer(struct db *db, const struct rules *rules,
	const struct actor *who, struct str public_id, struct application_file *out, struct err *e);
/* For reading alone (view file_reader): also what is over of an enterprise that has moved into the body's places. */
MUST_CHECK enum rc application_to_read(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, struct application_file *out, struct err *e);

/* Again by number, inside an act: the scope has been checked by one of the above. */
MUST_CHECK enum rc application_reload(struct db *db, const struct rules *rules, int64_t id,
	struct application_file *out, struct err *e);

/* "石家庄市长安区"-like place of a county-level division; the code itself when it is unknown. */
MUST_CHECK enum rc application_area(
	struct db *db, struct str division_code, struct str *out, struct err *e);
/* The body that acts now: name and phone; empty for enterprise, system and nobody. */
struct application_holder {
	int64_t agency_id; /* 0: no body */
	struct str name, phone;
};
MUST_CHECK enum rc application_holder_load(struct db *db, const struct application_file *f,
	struct application_holder *out, struct err *e);

/* --- facts ------------------------------------------------------------------------------------- */

/* The counting rules that the file's procedure names ("derived"). */
MUST_CHECK enum rc application_rules(const struct rules *rules, struct arena *a,
	struct application_file *f, struct err *e);
/* The answers of the file as they stand (draft or correction), with the facts that are counted from
 * lists as of `now` while the enterprise holds it. */
MUST_CHECK enum rc application_facts(struct db *db, const struct application_file *f, int64_t now,
	struct facts **out, struct err *e);
/* Self-evaluation, review and papers all call this: the same facts give the same bytes (L20). */
void application_evaluate(const struct application_file *f, const struct facts *facts,
	struct arena *a, struct score_result *out);
/* {"year":…,"facts":{…}}: exactly what `tidu score` reads. */
struct str application_facts_json(struct arena *a, const struct facts *facts);

/* --- what was submitted ------------------------------------------------------------------------ */

struct submitted_file {
	struct str slot, file, name, sha256; /* file: public id for the download */
	int64_t size;
};
struct submitted_files {
	struct submitted_file *v;
	size_t n, cap;
};
struct submission {
	int64_t id, application_id, seq; /* seq 1, then one more per correction */
	struct str receipt_no;
	struct str facts_json, evidence_json, profile_json;
	struct facts *facts;
	struct submitted_files files;
	const struct json *profile; /* members: include/service/profile.h */
	struct str content_hash, engine, explanation_hash, result, route;
	int64_t score_min, score_max;
	struct str signed_name;
	int64_t submitted_at;
};
/* SHA-256 over the three texts, in hex: submission.content_hash. */
struct str submission_hash(
	struct arena *a, struct str facts, struct str evidence, struct str profile);
/* `f` was found in the reader's scope; RC_NOT_FOUND when the submission is not this file's. */
MUST_CHECK enum rc submission_load(struct db *db, const struct application_file *f, int64_t id,
	struct submission *out, struct err *e);
/* The one before `seq`, for comparing after a correction; *found false for seq 1. */
MUST_CHECK enum rc submission_before(struct db *db, const struct application_file *f, int64_t seq,
	struct submission *out, bool *found, struct err *e);

#endif

/* Cases about one enterprise (domain/case_file): opening, moving, what the parties say, the decision of two people
 * and its effects on titles, bans, register, in one transaction each. Kinds add their own way in: service/sanction.h,
 * service/report.h, service/change.h.
 */
#ifndef SERVICE_CASES_H
#define SERVICE_CASES_H

#include "domain/case_file.h"
#include "service/evidence.h"
#include "service/tx.h"
#include "store/q.h"

#define CASE_TEXT_MIN 10 /* characters */
#define CASE_TEXT_MAX 2000
#define CASE_DAYS_MAX 60

struct case_view {
	struct q_case_by_id c;
	enum case_kind kind;
	enum case_state state;
	enum case_outcome outcome; /* OUTCOME__MAX: none proposed yet */
	const struct procedure *procedure;
	struct sanctions sanctions;
	const struct sanction *ground; /* of a sanction; NULL: none chosen */
	struct changes changes;
	const struct change_kind *change;
	bool over; /* the term of the state has run out */
	bool reported; /* it went to the ministry: `national` holds */
	struct q_national_of_case national;
};
/* In the scope of the person; RC_NOT_FOUND otherwise. */
MUST_CHECK enum rc case_load_officer(struct db *db, const struct services *sv, const struct actor *who,
	struct str public_id, int64_t now, struct case_view *out, struct err *e);
MUST_CHECK enum rc case_load_enterprise(struct db *db, const struct services *sv,
	const struct actor *who, struct str public_id, int64_t now, struct case_view *out, struct err *e);
/* Whoever has been let in already. */
MUST_CHECK enum rc case_load_id(struct db *db, const struct services *sv, int64_t id, int64_t now,
	struct case_view *out, struct err *e);
/* Whose turn it is, in words: 企业, 某市工业和信息化局 …; "" when it is closed. */
struct str case_holder(const struct case_view *v);
/* A change that was reported after its last day. */
bool case_late(const struct case_view *v);
/* The last day of the ban when the decision is made on `day`: what was drafted, but no shorter than the ground's least
 * from that day on. {0}: no ban goes with it. */
struct date case_ban_last(const struct case_view *v, struct date day);
/* What the kind, the ground and the clock leave open. */
bool case_outcome_allowed(const struct case_view *v, const struct sanction *ground, enum case_outcome o);
/* May this officer do it now? The clock is asked too. */
bool case_can(const struct case_view *v, const struct actor *who, enum case_act act);

/* The procedure that governs a programme's cases on a day: the edition in force of the body that gave the title;
 * where none is in force any more, the one of the title. NULL: none. */
const struct procedure *case_procedure(
	const struct rules *rules, struct str programme, struct str body, struct str edition, struct date day);
/* The same of a title whose imported list names no edition: the programme's of the province that the place lies in. */
const struct procedure *case_procedure_at(struct db *db, const struct rules *rules, struct str programme,
	struct str edition, struct str place, struct date day);
/* The bodies that answer for a place in the line of the procedure. Place unknown: the province alone. */
struct case_bodies {
	struct opt_i64 county, city;
	int64_t province;
};
MUST_CHECK enum rc case_bodies_of(struct db *db, const struct procedure *p, struct str division,
	struct case_bodies *out, struct err *e);
/* The body of the province above an officer's own, by code. */
MUST_CHECK enum rc case_province_of(
	struct db *db, const struct actor *who, struct str *code, struct err *e);

/* --- inside a transaction, for the kinds ------------------------------------------------------------------ */
struct case_said {
	const char *party, *act; /* of table case_statement */
	struct str text;
	bool shown;
	const struct evidence_stored *files;
	size_t files_n;
};
MUST_CHECK enum rc case_say(struct tx *tx, int64_t case_id, const struct case_said *s, struct err *e);
/* Numbers it, stores it, says the first statement, writes the log, tells the body whose turn it is. `row` without
 * public_id, no, state, opened_by, now. */
struct case_opened {
	int64_t id;
	struct str public_id, no;
};
MUST_CHECK enum rc case_open_new(struct tx *tx, struct q_case_put_in *row, enum case_kind kind,
	enum case_state state, const struct case_said *s, struct case_opened *out, struct err *e);
MUST_CHECK enum rc case_text_check(struct str text, const char *field, struct err *e);
MUST_CHECK enum rc case_tell_enterprise(struct tx *tx, struct opt_i64 enterprise_id, struct str subject,
	struct str body, struct str link, struct err *e);
MUST_CHECK enum rc case_tell_body(struct tx *tx, int64_t agency_id, struct str subject, struct str body,
	struct str link, struct err *e);

/* --- acts ------------------------------------------------------------------------------------------------- */

/* SUPPORT and OPPOSE of county and city; REFUSE of a report. `version` is what the person saw. */
USE_CASE(case_opinion)
struct case_opinion {
	struct str public_id;
	int64_t version;
	enum case_act act;
	struct str text;
	const struct evidence_stored *files;
	size_t files_n;
};
/* 告知 (NOTIFY) or 受理并告知 (ACCEPT): the text is what the enterprise reads. The term is the document's, or typed
 * where none is printed. RC_INVALID: text, days. */
USE_CASE(case_notify)
struct case_notify {
	struct str public_id;
	int64_t version;
	enum case_act act;
	struct str text;
	int64_t days;
	bool working;
	bool served;	/* the term runs from service, not from sending; where the procedure says it, that holds */
	int64_t due_at; /* out; 0: begins when it is served */
};
/* 陈述申辩, 答复: once, in the term. RC_DEADLINE afterwards. */
USE_CASE(case_reply)
struct case_reply {
	struct str public_id, text;
	const struct evidence_stored *files;
	size_t files_n;
};
/* The enterprise has opened it: what waits is served, and a term that runs from service begins. */
USE_CASE(case_seen)
struct case_seen {
	struct str public_id;
};
/* 其他方式送达, recorded by the handler for a notice that nobody has opened. RC_INVALID: serve_on (before it was told, or
 * to come), serve_way. RC_STATE: it is served already. */
USE_CASE(case_serve)
struct case_serve {
	struct str public_id, way;
	int64_t version;
	struct date on;
};
/* What the body intends; waits for a second person. RC_INVALID: outcome, ground, reason, doc_no, ban_to, recheck_on.
 * RC_STATE (MSG_CASE_NOT_TOLD): an outcome against the enterprise before it was heard. */
USE_CASE(case_draft)
struct case_draft {
	struct str public_id;
	int64_t version;
	enum case_outcome outcome;
	struct str ground, reason, doc_no;
	struct date ban_to, recheck_on;
	const struct evidence_stored *files;
	size_t files_n;
};
/* By another person of the body: takes effect at once, is published where it is public. RC_FORBIDDEN
 * (MSG_SECOND_PERSON). */
USE_CASE(case_confirm)
struct case_confirm {
	struct str public_id;
	int64_t version;
	bool back; /* 退回重议 */
	struct str text; /* why; asked with `back` */
};
/* What a decision does to titles and bans, and before that to name and place; service/sanction.c. Of a case that went to
 * the ministry: at its answer, name and place are done. */
MUST_CHECK enum rc case_take_effect(struct tx *tx, const struct case_view *v, struct err *e);
/* 告示: the announcement of a decision as it will be published. */
void case_public_text(struct arena *a, const struct case_view *v, int64_t now, struct str *title, struct str *body);

/* A paper of a case. Reading is on record. */
USE_CASE(case_paper)
struct case_paper {
	struct str public_id;
	struct str filename, mime, sha256; /* out */
};

#endif

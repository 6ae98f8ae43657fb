/* 集中研究: a body decides together on every file that passed its review; files it names as exceptions are
 * refused, sent back to review or left for another time, all others are agreed to.
 */
#ifndef SERVICE_MEETING_H
#define SERVICE_MEETING_H

#include "service/batch.h"
#include "service/evidence.h"

#define MEETING_PEOPLE_MIN 3
#define MEETING_NOTE_MAX 500 /* characters */
#define MEETING_EXCEPTIONS_MAX 100

enum meeting_outcome { MEETING_YES, MEETING_NO, MEETING_BACK, MEETING_LATER, MEETING_OUTCOME__MAX };
const char *meeting_outcome_code(enum meeting_outcome o); /* yes no back later */
const char *meeting_outcome_word(enum meeting_outcome o); /* 同意 不同意 退回重审 本次不研究 */
MUST_CHECK bool meeting_outcome_parse(struct str code, enum meeting_outcome *out);

struct meeting_exception {
	struct str file; /* public id */
	enum meeting_outcome outcome;
	struct str note; /* the clause and the fact; needed for no and back */
};

/* Names as typed, separated by blanks, commas, 、 or line ends. */
void meeting_people(struct arena *a, struct str typed, struct strs *out);
/* Of the files that would be decided, in 16 hexadecimal digits: what the page has shown. */
struct str meeting_seen(struct arena *a, const struct q_batch_files_list *rows);

/* RC_CONFLICT (MSG_MEETING_CHANGED): other files are waiting now than `seen` says. RC_INVALID with the
 * field: held_on (in the future), place, chair, participants (three at least), minutes, note-FILE.
 * RC_STATE (MSG_MEETING_NONE): no file is waiting. */
USE_CASE(meeting_record)
struct meeting_record {
	int64_t batch_id;
	struct date held_on;
	struct str place, chair, participants, minutes;
	struct str seen; /* missing: whatever is waiting now */
	const struct meeting_exception *except;
	size_t except_n;
	const struct evidence_stored *files; /* the signed minutes; may be none */
	size_t files_n;
	/* out: */
	struct str public_id;
	int64_t n[MEETING_OUTCOME__MAX];
};

/* Minutes of a meeting or evidence of an objection, of the officer's body or one below it. Reading is on
 * record, as with all evidence. */
USE_CASE(attachment_view)
struct attachment_view {
	struct str public_id;
	struct q_attachment_for_officer file; /* out */
};

#endif

/* 交叉核对: what a submission gives reason to look at, as questions to whoever reviews it. Asked once, when it is
 * submitted, and kept with it; a question never refuses anything. The reviewer's answers tell how often each kind
 * of question was right, so that useless ones can go.
 */
#ifndef SERVICE_CROSS_CHECK_H
#define SERVICE_CROSS_CHECK_H

#include "service/evidence.h"
#include "service/profile.h"
#include "service/review.h"

enum cross_kind {
	CROSS_STATED_BEFORE, /* another figure than in an earlier submission, of any programme */
	CROSS_SAME_FILE,     /* the same bytes with another enterprise */
	CROSS_SAME_PHONE,    /* the contact's telephone with another enterprise */
	CROSS_SAME_PREPARER, /* telephone or address of who fills in, with those of another enterprise */
	CROSS_EDGE,	     /* points that hang on the last thousandth of a figure */
	CROSS_UNUSUAL,	     /* possible but rare (facts_unusual) */
	CROSS__MAX
};
const char *cross_kind_word(enum cross_kind k);

enum cross_answer_id { CROSS_NONE, CROSS_FINE, CROSS_PROBLEM, CROSS_UNCLEAR, CROSS_ANSWER__MAX };
const char *cross_answer_code(enum cross_answer_id a); /* "fine" …; "" for none */
const char *cross_answer_word(enum cross_answer_id a); /* 属实 有问题 无法判断 未核对 */

/* What is being submitted, before its facts become the enterprise's last ones. At most CROSS_MOST questions. */
#define CROSS_MOST 40
struct cross_subject {
	const struct application_file *file;
	const struct facts *facts;
	const struct score_result *score;
	const struct evidence_files *files;
	const struct profile *profile;
};
MUST_CHECK enum rc cross_check_ask(
	struct tx *tx, const struct cross_subject *s, int64_t submission_id, struct err *e);

struct cross_question {
	int64_t seq;
	enum cross_kind kind;
	struct str text;
	enum cross_answer_id answer;
	struct str note, level, by; /* of the answer: county city province, who */
	int64_t at;
};
struct cross_questions {
	struct cross_question *v;
	size_t n, cap;
	size_t open; /* without an answer */
};
MUST_CHECK enum rc cross_questions_of(
	struct db *db, int64_t submission_id, struct cross_questions *out, struct err *e);

/* Answers of the body that holds the file. RC_INVALID "note-N": a problem is said in words. */
USE_CASE(cross_check_answer)
struct cross_given {
	int64_t seq;
	enum cross_answer_id answer; /* CROSS_NONE: leaves what stands */
	struct str note;
};
struct cross_check_answer {
	struct str application;
	int64_t version;
	const struct cross_given *v;
	size_t n;
	size_t changed; /* out */
};

/* How often each kind was raised and what was found: of the whole province and line, for its bodies. */
struct cross_rate {
	int64_t raised, answered, problem;
};
MUST_CHECK enum rc cross_rates_of(struct db *db, const struct actor *who, int64_t year,
	struct cross_rate out[CROSS__MAX], struct err *e);

#endif

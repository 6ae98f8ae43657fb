/* 正式推荐: the undisputed list with report and opinion, proposed by one person and sent by another of the
 * same body; what the province then does with it, file by file or as a whole.
 */
#ifndef SERVICE_RECOMMEND_H
#define SERVICE_RECOMMEND_H

#include "service/publicity.h"

#define RECOMMEND_TEXT_MAX 8000 /* characters of the report; 2000 of the opinion */

/* 审核情况报告 with the figures of the batch as they are, and 推荐意见: to be read and edited. */
struct recommend_draft {
	struct str report, opinion;
};
MUST_CHECK enum rc recommend_draft(struct db *db, const struct actor *who, const struct batch *b,
	const struct list_entries *list, struct recommend_draft *out, struct err *e);

struct recommendation {
	struct q_recommendation_for_officer head;
	struct q_recommendation_items_list rows;
	struct list_entries list;
	const struct procedure *procedure;
	bool late; /* sent after the city's deadline, or would be now: 逾期 */
};
/* Of the officer's body; the province sees those of its cities once they are sent. */
MUST_CHECK enum rc recommendation_load(struct db *db, const struct rules *rules,
	const struct actor *who, struct str public_id, int64_t now, struct recommendation *out,
	struct err *e);
const char *recommendation_state_word(struct str state);

USE_CASE(recommend_propose)
struct recommend_propose {
	int64_t batch_id;
	struct str doc_no; /* of the city's letter; may be empty */
	struct str report, opinion;
	struct str seen; /* hash of the list as shown; missing: whatever it is now */
	/* out: */
	struct str public_id;
	int64_t count;
};
/* RC_FORBIDDEN (MSG_SECOND_PERSON): the same person. A late one goes through and is marked 逾期 in the
 * log: the province decides. */
USE_CASE(recommend_confirm)
struct recommend_confirm {
	struct str public_id;
	int64_t version;
	/* out: */
	bool late;
	int64_t count;
};
USE_CASE(recommend_cancel)
struct recommend_cancel {
	struct str public_id;
	struct str reason;
};

/* --- the province -------------------------------------------------------------------------------- */

/* ACT_APPROVE, ACT_SEND_BACK or ACT_REFUSE on files of a recommendation that are in a state which
 * allows it; the others are left as they are and counted. `all`: every file of it. Sending back all
 * returns the recommendation. A reason is needed for anything but approval. */
USE_CASE(province_decide)
struct province_decide {
	struct str recommendation;
	enum action act;
	bool all;
	const struct str *files; /* public ids */
	size_t files_n;
	struct str reason;
	/* out: */
	int64_t done, left;
};
/* Whether a file in that state can be decided so: for the preview. */
bool province_may(enum action act, struct str state);

#endif

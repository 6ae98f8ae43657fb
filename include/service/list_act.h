/* Acts on a list of files of one batch that need nothing but a decision, its reason and perhaps the number
 * of a document: choosing from the pool, filing with the province, recommending to the ministry and
 * recording its answer. One table; which of them a batch has follows from its procedure.
 */
#ifndef SERVICE_LIST_ACT_H
#define SERVICE_LIST_ACT_H

#include "service/batch.h"

struct list_act {
	const char *slug;      /* in addresses */
	enum state from;
	enum holder who;
	enum action yes, no;   /* no: ACT__MAX when there is only one answer */
	const char *title;     /* 择优推荐 */
	const char *lead;      /* what is decided here */
	const char *document;  /* label of the document's number; NULL when none is asked for */
	const char *phase;     /* begins with this phase of the procedure, where it prints one */
};
/* Before the first day of the act's phase: that day in *from. */
bool list_act_early(const struct list_act *act, const struct batch *b, int64_t now, struct date *from);
/* NULL: no such. */
const struct list_act *list_act_named(struct str slug);
/* The one that begins in a state and belongs to a level; NULL: none. */
const struct list_act *list_act_at(enum state from);
/* The table, for walking. */
const struct list_act *list_act_all(size_t *n);

/* `files` that are still in the act's state are moved, the others left and counted. RC_FORBIDDEN: not this
 * level's. RC_INVALID: nothing chosen, a reason or a document's number missing. RC_STATE: none of them is
 * there any more. */
USE_CASE(list_decide)
struct list_decide {
	int64_t batch_id;
	const struct list_act *list;
	enum action act;	 /* list->yes or list->no */
	const struct str *files; /* public ids */
	size_t files_n;
	struct str reason;	 /* needed for `no` */
	struct str document;	 /* needed when the list asks for it */
	/* out: */
	int64_t done, left;
};

#endif

/* The log: every act with person, body, time, reason, in the transaction of the act itself, chained
 * by hash (domain/chain). The timeline of a file is the same log, filtered by `shown`.
 */
#ifndef SERVICE_AUDIT_H
#define SERVICE_AUDIT_H

#include "service/tx.h"

struct audit_event {
	const char *action;	 /* a code of audit_word's table */
	const char *object_kind; /* "application" "enterprise" "batch" "publicity" "account" … */
	int64_t object_id;
	struct str reason;	 /* why, in the words of the person; "" when none is asked */
	struct str payload;	 /* canonical JSON of what changed; "" = {} */
	bool shown;		 /* the enterprise sees it in the file's timeline */
};

MUST_CHECK enum rc audit_append(struct tx *tx, const struct audit_event *ev, struct err *e);
/* A place in the log as papers print it: 第 3664 条 0a1b2c3d4e5f6071; missing for seq 0. */
struct str audit_stamp(struct arena *a, int64_t seq, struct str hash);
/* 中文 of an action, for timelines; the code itself when it is none of the table. */
struct str audit_word(struct str action);

/* Walks the whole chain. Findings in Chinese, one per fault; none: intact. */
MUST_CHECK enum rc audit_verify(struct db *db, struct arena *a, struct strs *findings,
	int64_t *events, struct err *e);

/* How far a walk has come: the next one may begin there. All zero: at the beginning. */
struct audit_mark {
	int64_t seq;
	struct str hash; /* as the log has it */
};
struct str audit_mark_text(struct arena *a, const struct audit_mark *m);
void audit_mark_parse(struct str text, struct audit_mark *out); /* what is no mark: the beginning */
MUST_CHECK enum rc audit_verify_from(struct db *db, struct arena *a, struct audit_mark *mark,
	struct strs *findings, int64_t *events, struct err *e);

#endif

/* 复算: every submission, decision and yearly update computed again under the standard of its date, with the engine
 * of today, and compared with what was stored. The rows are immutable, so portions of them are read one after
 * the other without holding a snapshot; memory does not grow with their number.
 */
#ifndef SERVICE_REPLAY_H
#define SERVICE_REPLAY_H

#include "domain/score.h"
#include "service/tx.h"
#include "store/q.h"

enum replay_kind { REPLAY_SUBMISSION, REPLAY_DECISION, REPLAY_UPDATE };

/* One submission (level "enterprise", no outcome) or decision as stored. */
struct replay_row {
	enum replay_kind kind;
	int64_t id, application_id, enterprise_id, at;
	struct str no, act, level, outcome;
	struct str facts, evidence, profile; /* the last two of submissions only */
	struct str facts_hash;		     /* of decisions; of submissions content_hash */
	struct str standard, standard_hash, engine, explanation_hash, result, route;
	int64_t score_min, score_max;
};
/* What it gives now. */
struct replay_result {
	struct strs differences; /* Chinese, what differs; empty: all the same */
	bool evaluated;		 /* false: facts or standard cannot be read */
	const struct facts *facts;
	struct score_result score;
};
void replay_one(const struct rules *rules, const struct replay_row *row, struct arena *a,
	struct replay_result *out);

/* One yearly update: content, engine and the result for each of its titles. Sentences into `out`; empty: all the same. */
void replay_update(const struct rules *rules, const struct q_replay_updates *row, struct arena *a,
	struct strs *out);
void replay_differ(struct arena *a, struct strs *out, const char *what, struct str stored, struct str now);

#define REPLAY_NAMED 1000 /* so many differences are named; all are counted */

struct replay_difference {
	enum replay_kind kind;
	int64_t id, application_id, enterprise_id;
	struct str no, what; /* no: missing where the file has none */
};
/* How far a run came: the last id of each kind. */
struct replay_mark {
	int64_t submission, decision, update;
};
/* What is computed: rows after `after` that are not older than `since`; zero: everything. */
struct replay_scope {
	struct replay_mark after;
	int64_t since;
};
struct replay_summary {
	int64_t submissions, decisions, updates, differences, ms;
	bool whole;	       /* it was asked for everything */
	struct replay_mark to; /* where the next run may begin when nothing differs */
	struct {
		struct replay_difference *v;
		size_t n, cap;
	} named;
};
/* `a` gets what is named. */
MUST_CHECK enum rc replay_all(struct store *store, const struct rules *rules,
	const struct replay_scope *scope, struct arena *a, struct replay_summary *out, struct err *e);
/* The rows of one file in order of time; its scope has been checked. */
struct replay_rows {
	struct replay_row *v;
	size_t n, cap;
};
MUST_CHECK enum rc replay_of_file(
	struct db *db, int64_t application_id, struct replay_rows *out, struct err *e);
/* Words for one difference: 申报 130100-… 的决定（decision 12）：… */
const char *replay_kind_code(enum replay_kind k); /* submission decision update */
const char *replay_kind_word(enum replay_kind k); /* 报送 决定 年度更新 */
struct str replay_text(struct arena *a, const struct replay_difference *d);

/* Keeps what a run found: for the page, the alarm and the log. */
USE_CASE(replay_keep)
struct replay_keep {
	const struct replay_summary *summary;
};
/* Runs it and keeps what it found. */
MUST_CHECK enum rc replay_run(const struct services *sv, const struct actor *who,
	const struct replay_scope *scope, int64_t now, struct arena *a, struct replay_summary *out,
	struct err *e);

#endif

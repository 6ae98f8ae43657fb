/* 复算: every submission and decision computed again under the standard of its date, with the engine of
 * today, and compared with what was stored. The rows are immutable, so portions of them are read one after
 * the other without holding a snapshot; memory does not grow with their number.
 */
#ifndef SERVICE_REPLAY_H
#define SERVICE_REPLAY_H

#include "domain/score.h"
#include "service/tx.h"
#include "store/q.h"

/* One submission (level "enterprise", no outcome) or decision as stored. */
struct replay_row {
	bool decision;
	int64_t id, application_id, at;
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

#define REPLAY_NAMED 1000 /* so many differences are named; all are counted */

struct replay_difference {
	bool decision;
	int64_t id, application_id;
	struct str no, what; /* no: missing where the file has none */
};
struct replay_summary {
	int64_t submissions, decisions, differences, ms;
	struct {
		struct replay_difference *v;
		size_t n, cap;
	} named;
};
/* Everything since that instant (0: all). `a` gets what is named. */
MUST_CHECK enum rc replay_all(struct store *store, const struct rules *rules, int64_t since,
	struct arena *a, struct replay_summary *out, struct err *e);
/* The rows of one file in order of time; its scope has been checked. */
struct replay_rows {
	struct replay_row *v;
	size_t n, cap;
};
MUST_CHECK enum rc replay_of_file(
	struct db *db, int64_t application_id, struct replay_rows *out, struct err *e);
/* Words for one difference: 申报 130100-… 第 2 次报送（…） */
struct str replay_text(struct arena *a, const struct replay_difference *d);

/* Keeps what a run found: for the page, the alarm and the log. */
USE_CASE(replay_keep)
struct replay_keep {
	const struct replay_summary *summary;
};
/* Runs it and keeps what it found. */
MUST_CHECK enum rc replay_run(const struct services *sv, const struct actor *who, int64_t now,
	struct arena *a, struct replay_summary *out, struct err *e);

#endif

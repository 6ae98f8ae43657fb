/* 公示: the list that is frozen, the clock that runs, and what objections do to one enterprise.
 *
 * A frozen list is its canonical bytes: one line per enterprise, in order,
 *	序号 TAB 名称 TAB 统一社会信用代码 TAB 所在市县(区) LF                     what the public reads
 *	… 所在市县(区) TAB 是|否 TAB 评分 LF                                     the recommendation's
 * with the score as the shortest decimal. The SHA-256 of these bytes stands on the page and on every
 * paper, so that whoever holds the list can check it without this program.
 */
#ifndef DOMAIN_PUBLICITY_H
#define DOMAIN_PUBLICITY_H

#include "base/hash.h"
#include "domain/workday.h"

/* One line of a list that is published, recommended or announced. */
struct list_entry {
	int64_t application_id; /* not part of the bytes */
	struct str name, uscc, area;
	bool direct;   /* 是否符合直通条件 */
	int64_t score; /* micro-points */
};
struct list_entries {
	struct list_entry *v;
	size_t n, cap;
};

enum list_form { LIST_PUBLIC, LIST_SUMMARY };
struct str list_canonical(
	struct arena *a, enum list_form form, const struct list_entry *v, size_t n);
struct hash list_hash(struct arena *a, enum list_form form, const struct list_entry *v, size_t n);
struct str list_yes_no(bool yes); /* 是 否 */
/* 评分 as printed: the shortest decimal, 78 or 78.5. */
struct str list_score(struct arena *a, int64_t score);

/* Day `day` of `total` of a window on `today`: calendar days, or working days of the calendar.
 * Before the window day is 0, after it `total`. Days of a year without a calendar count as weekdays. */
struct publicity_clock {
	int64_t day, total;
	bool extended; /* calendar term: the window is longer than the term because it ended on a day off */
};
struct publicity_clock publicity_clock(const struct calendar *c, const struct window *w,
	const struct term *t, struct date today);

/* 异议: received → accepted or rejected; an accepted (or just received) one ends as cleared or upheld. */
enum objection_state {
	OBJECTION_RECEIVED,
	OBJECTION_ACCEPTED, /* 已受理 */
	OBJECTION_REJECTED, /* 不予受理: does not count */
	OBJECTION_CLEARED,  /* 异议不成立 */
	OBJECTION_UPHELD,   /* 异议成立 */
	OBJECTION__MAX
};
const char *objection_code(enum objection_state s);
const char *objection_word(enum objection_state s);
MUST_CHECK bool objection_parse(struct str code, enum objection_state *out);
/* Still holds back its enterprise. */
bool objection_open(enum objection_state s);
/* May an officer take it from one state to the other? */
bool objection_may(enum objection_state from, enum objection_state to);

/* What the objections against one enterprise mean for it once the window has closed. */
enum objection_verdict { OBJECTIONS_NONE, OBJECTIONS_PENDING, OBJECTIONS_UPHELD };
enum objection_verdict objections_verdict(const enum objection_state *v, size_t n);

/* Whoever objects does so under a real code: a resident's identity number (GB 11643, 18 characters with
 * its check character) or a unified social credit code. `normalised` by uscc_normalise. */
bool person_code_valid(struct str normalised);

#endif

/* Who checks whom (双随机): two inspectors for each enterprise that was drawn, from the same public numbers as the draw
 * itself (domain/sample), and what changes later by recusal, leaving or a substitute.
 *
 * The roster is frozen with the frame; its hash (inspect_hash) is public before the numbers are known. An inspector may
 * check an enterprise unless he or she is kept for another stratum, is barred by name (`bars`, 回避), has left, or the
 * rule `avoid` keeps people away from their own county (six digits of the place) or city (four).
 *
 * The order: ticket(enterprise, inspector) = the ticket of domain/sample for the text enterprise|key under one-time code
 * 0. Enterprises are served in the order of how few inspectors they could have, then of their own ticket; each gets,
 * twice, the one with the least load, among equals the smallest ticket. Load counts enterprises of this draw.
 * Later acts take the next by the same order and the loads of that moment:
 *   recuse      key is barred from code and gives it up
 *   leave       key takes no more (code is empty); what waits is given up one by one by
 *   replace     key, who has left, gives up code
 *   substitute  code (an enterprise) takes the place of key (the enterprise that is not checked)
 * `next` of an act: who takes over, by blanks; empty: nobody was left, then a person is named by hand.
 * sql/reference/sampling/verify.py says the same in another language.
 */
#ifndef DOMAIN_INSPECT_H
#define DOMAIN_INSPECT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "base/vec.h"

#define INSPECT_PEOPLE 2

struct inspect_person {
	struct str key, name, unit; /* key: unique and stable, what is drawn */
	struct str stratum;	    /* kept for it alone; empty: for all */
	struct str place;	    /* 6 digits of the own county; may be empty */
	bool gone;
	int64_t load;
};
struct inspect_bar {
	struct str key, code, reason;
};
struct inspect_post { /* a row of the frame, in its order */
	struct str stratum, code, place;
	bool open;		   /* drawn and not replaced: people are on it */
	size_t on[INSPECT_PEOPLE]; /* number of the person + 1; 0: nobody */
};
struct inspect_turn {
	struct str kind, code, key, next, reason;
};
struct inspect_board {
	struct str avoid; /* "" "county" "city" */
	struct {
		struct inspect_person *v;
		size_t n, cap;
	} people; /* by key */
	struct {
		struct inspect_bar *v;
		size_t n, cap;
	} bars; /* as frozen, by key and code */
	struct {
		struct inspect_post *v;
		size_t n, cap;
	} posts;
	struct hash code; /* one-time code of the draw */
	struct str numbers;
	struct map barred, by_key, by_code; /* made by inspect_ready */
};

/* What is frozen: avoid TAB rule; a line per person: key, name, unit, stratum, place; per bar: key, code, reason; with a
 * rule `avoid`, per row of the frame: code, place. Fields parted by TAB, lines ended by LF. */
struct hash inspect_hash(struct arena *a, const struct inspect_board *b);
/* Once, after people, bars and posts are filled. */
void inspect_ready(struct arena *a, struct inspect_board *b);
/* Serves every open post. */
void inspect_assign(struct arena *a, struct inspect_board *b);
/* Does a later act and says in `t->next` who takes over. False: no such act is possible. */
MUST_CHECK bool inspect_apply(struct arena *a, struct inspect_board *b, struct inspect_turn *t);
/* The keys on a post, by blanks. */
struct str inspect_keys(struct arena *a, const struct inspect_board *b, const struct inspect_post *p);

/* The roster of a published file (members roster_hash, avoid, inspectors, barred, places, assigned, changes) computed
 * again. `b` has the posts of the frame, those drawn in round 0 open, code and numbers (empty: not drawn yet). Adds to
 * `differences`. */
void inspect_verify(struct arena *a, const struct json *file, struct inspect_board *b, struct strs *differences);

#endif

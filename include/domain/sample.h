/* A draw that anybody can repeat (双随机抽查的抽取).
 *
 * The frame is a list of codes with their strata, sorted by bytes (stratum, then code); its text is one line per
 * code, stratum TAB code TAB reason-of-compulsion LF, and its SHA-256 is published before the draw.
 * One-time codes: from a secret of 32 bytes, code k is SHA-256 applied SAMPLE_ROUNDS - 1 - k times; what is
 * published beforehand, the commitment, is SHA-256 of code 0. So SHA-256(code k + 1) = code k: who published the
 * commitment cannot choose codes later.
 * Tickets: key = HKDF-Extract(salt = code, IKM = numbers), ticket = HKDF-Expand(key, info = code of the enterprise,
 * 32 bytes), both with SHA-256 (RFC 5869); the numbers come from the announced public source.
 * Round 0 takes in each stratum the ceil(n × share / 100) smallest tickets among what is not compulsory, n being
 * all of the stratum. A substitute is the smallest ticket of the next round among those of the stratum that have
 * not been taken. Compulsory cases are visited besides, and are not replaced.
 * Nothing here depends on the order in which files arrived, on a clock or on who draws.
 * sql/reference/sampling/verify.py says the same in another language.
 */
#ifndef DOMAIN_SAMPLE_H
#define DOMAIN_SAMPLE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/vec.h"

#define SAMPLE_ROUNDS 16 /* the draw and up to 15 substitutes */

struct sample_item {
	struct str stratum, code;
	struct str compulsory; /* reason; empty: by lot */
	bool taken;
	unsigned round;
};
struct sample_frame {
	struct sample_item *v;
	size_t n, cap;
};

void sample_sort(struct sample_frame *f);
struct str sample_frame_text(struct arena *a, const struct sample_frame *f); /* of a sorted frame */
struct hash sample_frame_hash(struct arena *a, const struct sample_frame *f);
struct hash sample_code(struct hash secret, unsigned round); /* round < SAMPLE_ROUNDS */
struct hash sample_commitment(struct hash secret);
struct hash sample_ticket(struct arena *a, struct hash code, struct str numbers, struct str enterprise);
/* How many of a stratum of n are drawn by lot. */
int64_t sample_quota(int64_t n, int64_t percent);
/* Round 0; marks what is taken, compulsory cases too. */
void sample_draw(struct arena *a, struct sample_frame *f, int64_t percent, struct hash code,
	struct str numbers);
/* The substitute of a round in a stratum, marked; NULL: nobody is left. */
struct sample_item *sample_substitute(struct arena *a, struct sample_frame *f, struct str stratum,
	unsigned round, struct hash code, struct str numbers);

/* The published file of a draw (JSON, format tidu-draw-1; tidu-draw-2 where inspectors are drawn too, domain/inspect.h)
 * computed again. RC_DATA: it is not one. `differences`
 * says in Chinese what does not agree; empty: everything does. `drawn` is false while no one-time code has been
 * shown: then only the frame is compared with its hash. */
MUST_CHECK enum rc sample_verify(struct arena *a, struct str file, struct strs *differences,
	bool *drawn, struct err *e);

#endif

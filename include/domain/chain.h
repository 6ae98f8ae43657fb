/* The audit log as a chain of hashes: no event can be changed, dropped, inserted or moved without
 * every later link changing. A cut tail shows against a head that was kept elsewhere (printed in
 * announcements, written to the log), so verification takes such a head when there is one.
 *
 * Canonical bytes of an event: its fields in the order of struct chain_event, each as
 *	tag (1 byte: 1, 2, 3 … in that order) ‖ length (4 bytes, big endian) ‖ value
 * an integer being 8 bytes, two's complement, big endian; a text its UTF-8 bytes; `shown` an
 * integer 0 or 1. Nothing is left out: an empty text has length 0.
 *
 * Three fields are sealed: for `actor`, `ip` and `payload` the value is the 32 bytes
 *	HMAC-SHA-256( key = salt, tag ‖ text )
 * with a random salt of the event's own, kept beside it. So the canonical bytes can be handed to the
 * enterprise that an event concerns (service/audit_proof) without the name of the person, the address
 * of the machine or the working data in them, and the body can open each of them where it must.
 *
 * Link n, for each algorithm a (1 = SHA-256, 2 = SM3), prev being 32 zero bytes before the first:
 *	h(a, n) = H_a( 0x01 ‖ a ‖ h(a, n-1) ‖ canonical bytes )
 * Two unrelated algorithms, so that a weakness of one does not open the log. Written as text:
 * "<64 hex digits of SHA-256>:<64 hex digits of SM3>", lower case.
 */
#ifndef DOMAIN_CHAIN_H
#define DOMAIN_CHAIN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

struct chain_event {
	int64_t seq;        /* 1, 2, 3 … without gaps */
	int64_t at;         /* ms UTC */
	int64_t account_id; /* 0: the system, or a visitor */
	struct str actor;
	int64_t agency_id; /* 0: none */
	struct str body, ip, action, object_kind;
	int64_t object_id;
	struct str reason, payload;
	bool shown;
	struct str salt; /* random; no field of its own: it seals three of them */
};

struct chain_link {
	struct hash sha256, sm3;
};

#define CHAIN_TEXT_LEN (2 * HASH_HEX_LEN + 1)

struct chain_link chain_genesis(void);
struct str chain_bytes(struct arena *a, const struct chain_event *ev);
/* The way back: actor, ip and payload are their seals (32 bytes), salt is missing. False: no canonical
 * bytes of an event. Texts point into `bytes`. */
MUST_CHECK bool chain_parse(struct str bytes, struct chain_event *out);
/* Of canonical bytes as somebody else keeps them. */
struct chain_link chain_link_of(struct arena *a, const struct chain_link *prev, struct str bytes);
struct chain_link chain_next(
        struct arena *a, const struct chain_link *prev, const struct chain_event *ev);

bool chain_link_eq(const struct chain_link *x, const struct chain_link *y);
struct str chain_link_text(struct arena *a, const struct chain_link *l);
MUST_CHECK bool chain_link_parse(struct str text, struct chain_link *out);

/* Verification, event by event in order of seq, from any known link on. */
struct chain_verifier {
	int64_t seq; /* of the last event that was verified; 0 before the first */
	struct chain_link head;
};

enum chain_fault {
	CHAIN_OK,
	CHAIN_GAP,  /* seq is not the next one: an event is missing, doubled or moved */
	CHAIN_PREV, /* the stored `prev` is not the hash of the event before */
	CHAIN_HASH, /* the stored `hash` is not that of the event: it was changed */
	CHAIN_FAULT__MAX
};

void chain_verifier_init(struct chain_verifier *v);
/* `prev` and `hash` as stored. Stays where it was on a fault. Releases what it took from `a`. */
MUST_CHECK enum chain_fault chain_verify(struct chain_verifier *v, struct arena *a,
        const struct chain_event *ev, struct str prev, struct str hash);
const char *chain_fault_text(enum chain_fault f); /* Chinese, for `tidu check` */

#endif

/* 意见诉求 and 咨询 (domain/voice; 豫工信企业函〔2023〕131号 第六条): raised by an enterprise with a body of its place, or
 * asked by a visitor of any body; answered, handed up or down with a reason, rated by the enterprise, raised again once.
 * Read by who raised it, by the bodies that had it and by those above them. The log names number and state and repeats
 * no text: what is said may be a trade secret. The public reads only what the answering body has worded for it, and
 * only of visitors' questions.
 *
 * The term of an answer is `answer_days` of the configuration: no document prints one, so it ships empty and then only
 * the age is shown.
 */
#ifndef SERVICE_VOICE_H
#define SERVICE_VOICE_H

#include "domain/pace.h"
#include "domain/voice.h"
#include "service/evidence.h"

struct voice_kind {
	struct str id, name;
};
struct voice_kinds {
	struct voice_kind *v;
	size_t n, cap;
};
MUST_CHECK enum rc voice_kinds_load(struct arena *a, enum voice_origin o, struct voice_kinds *out, struct err *e);
struct str voice_kind_name(const struct voice_kinds *k, struct str id); /* the id itself where there is none */

/* Working days since `waiting_at`: the age that everybody is shown. */
int64_t voice_age(const struct services *sv, int64_t waiting_at, int64_t now);

/* --- raising; RC_INVALID names kind, title, text, body, name, phone --- */
USE_CASE(voice_raise)
struct voice_raise {
	int64_t body; /* one of q_voice_bodies of the enterprise */
	struct str kind, title, text;
	const struct evidence_stored *files;
	size_t files_n;
	/* out: */
	struct str no, public_id;
};
/* By a visitor. */
USE_CASE(voice_ask)
struct voice_ask {
	struct str body; /* code of an active body */
	struct str kind, title, text, name, phone;
	bool may_publish;
	/* out: */
	struct str no, public_id;
};

/* --- by the body that has it; version 0: whatever it is. RC_STATE, RC_FORBIDDEN (another body has it), RC_CONFLICT --- */
USE_CASE(voice_answer)
struct voice_answer {
	struct str public_id, text;
	int64_t version;
};
USE_CASE(voice_hand)
struct voice_hand {
	struct str public_id, reason;
	int64_t version;
	bool up;
	int64_t to; /* down: one of q_voice_below */
};
/* Puts the pair, as worded, before the public; RC_STATE: of an enterprise, not answered, not agreed to, shown already. */
USE_CASE(voice_publish)
struct voice_publish {
	struct str public_id, title, question, answer;
};
/* RC_STATE: not shown. */
USE_CASE(voice_withdraw)
struct voice_withdraw {
	struct str public_id;
};

/* --- by the enterprise --- */
USE_CASE(voice_rate)
struct voice_rate {
	struct str public_id, text; /* why, needed to raise it again */
	int64_t version;
	enum voice_act act; /* VOICE_SOLVE, VOICE_NOT_SOLVED, VOICE_REOPEN */
};

/* A paper of one in the reader's scope; the download is on record. RC_NOT_FOUND. */
USE_CASE(voice_paper)
struct voice_paper {
	struct str public_id;
	struct str filename, mime, sha256; /* out */
};

#endif

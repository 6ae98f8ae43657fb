/* 意见诉求 of an enterprise and 咨询 of anybody (豫工信企业函〔2023〕131号 第六条): one thing with two origins, which
 * lies with one body at a time until it is answered. Who asked as an enterprise says of each answer whether it solved
 * the matter, and may raise the matter again once; a visitor has no account to do so and asks anew.
 */
#ifndef DOMAIN_VOICE_H
#define DOMAIN_VOICE_H

#include "base/str.h"

#define VOICE_TITLE_MIN 4 /* characters */
#define VOICE_TITLE_MAX 60
#define VOICE_TEXT_MIN 10
#define VOICE_TEXT_MAX 2000

enum voice_origin { VOICE_ENTERPRISE, VOICE_PUBLIC, VOICE_ORIGIN__MAX };
enum voice_state { VOICE_WAITING, VOICE_ANSWERED, VOICE_SOLVED, VOICE_UNSOLVED, VOICE_STATE__MAX };
enum voice_act {
	VOICE_ANSWER,	 /* also a second time, as a supplement */
	VOICE_HAND_UP,	 /* to the level above */
	VOICE_HAND_DOWN, /* to a body right below */
	VOICE_SOLVE,
	VOICE_NOT_SOLVED,
	VOICE_REOPEN,
	VOICE_PUBLISH, /* question and answer, as the body words them */
	VOICE_MOVE,    /* the enterprise has moved; nobody does this by hand */
	VOICE_ACT__MAX
};

/* May `act` follow in `from`? What would be the next state. `reopened`: it was raised again before. */
bool voice_next(enum voice_origin o, enum voice_state from, bool reopened, enum voice_act act, enum voice_state *to);

const char *voice_origin_code(enum voice_origin o); /* "enterprise" "public" */
const char *voice_origin_word(enum voice_origin o); /* 意见诉求 咨询 */
bool voice_origin_parse(struct str s, enum voice_origin *out);
const char *voice_state_code(enum voice_state s);
const char *voice_state_word(enum voice_state s); /* 待答复 已答复 已解决 未解决 */
bool voice_state_parse(struct str s, enum voice_state *out);
const char *voice_act_code(enum voice_act a);
const char *voice_act_word(enum voice_act a);
bool voice_act_parse(struct str s, enum voice_act *out);

#endif

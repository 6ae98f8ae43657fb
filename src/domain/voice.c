/* The few moves of a demand or question, as rows. */
#include "domain/voice.h"

#include "base/vec.h"

#define O(o) (1u << (o))
#define O_ALL (O(VOICE_ENTERPRISE) | O(VOICE_PUBLIC))

static const struct {
	const char *code, *word;
} origins[VOICE_ORIGIN__MAX] = {
	[VOICE_ENTERPRISE] = {"enterprise", "意见诉求"},
	[VOICE_PUBLIC] = {"public", "咨询"},
};

static const struct {
	const char *code, *word;
} states[VOICE_STATE__MAX] = {
	[VOICE_WAITING] = {"waiting", "待答复"},
	[VOICE_ANSWERED] = {"answered", "已答复"},
	[VOICE_SOLVED] = {"solved", "已解决"},
	[VOICE_UNSOLVED] = {"unsolved", "未解决"},
};

static const struct {
	const char *code, *word;
} acts[VOICE_ACT__MAX] = {
	[VOICE_ANSWER] = {"answer", "答复"},
	[VOICE_HAND_UP] = {"up", "转请上级办理"},
	[VOICE_HAND_DOWN] = {"down", "转交下级办理"},
	[VOICE_SOLVE] = {"solved", "已解决"},
	[VOICE_NOT_SOLVED] = {"unsolved", "未解决"},
	[VOICE_REOPEN] = {"reopen", "再次提出"},
	[VOICE_PUBLISH] = {"publish", "公开"},
	[VOICE_MOVE] = {"move", "随企业迁移移交"},
};

static const struct {
	unsigned origins;
	enum voice_state from;
	enum voice_act act;
	enum voice_state to;
} moves[] = {
	{O_ALL, VOICE_WAITING, VOICE_ANSWER, VOICE_ANSWERED},
	{O_ALL, VOICE_ANSWERED, VOICE_ANSWER, VOICE_ANSWERED},
	{O_ALL, VOICE_WAITING, VOICE_HAND_UP, VOICE_WAITING},
	{O_ALL, VOICE_WAITING, VOICE_HAND_DOWN, VOICE_WAITING},
	{O(VOICE_ENTERPRISE), VOICE_ANSWERED, VOICE_SOLVE, VOICE_SOLVED},
	{O(VOICE_ENTERPRISE), VOICE_ANSWERED, VOICE_NOT_SOLVED, VOICE_UNSOLVED},
	{O(VOICE_ENTERPRISE), VOICE_ANSWERED, VOICE_REOPEN, VOICE_WAITING},
	{O(VOICE_ENTERPRISE), VOICE_SOLVED, VOICE_REOPEN, VOICE_WAITING},
	{O(VOICE_ENTERPRISE), VOICE_UNSOLVED, VOICE_REOPEN, VOICE_WAITING},
	{O(VOICE_PUBLIC), VOICE_ANSWERED, VOICE_PUBLISH, VOICE_ANSWERED},
};

bool voice_next(enum voice_origin o, enum voice_state from, bool reopened, enum voice_act act, enum voice_state *to)
{
	if (act == VOICE_REOPEN && reopened)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		if (!(moves[i].origins & O(o)) || moves[i].from != from || moves[i].act != act)
			continue;
		*to = moves[i].to;
		return true;
	}
	return false;
}

const char *voice_origin_code(enum voice_origin o)
{
	return origins[o].code;
}

const char *voice_origin_word(enum voice_origin o)
{
	return origins[o].word;
}

bool voice_origin_parse(struct str s, enum voice_origin *out)
{
	for (size_t i = 0; i < VOICE_ORIGIN__MAX; i++)
		if (str_eqc(s, origins[i].code))
			return *out = (enum voice_origin)i, true;
	return false;
}

const char *voice_state_code(enum voice_state s)
{
	return states[s].code;
}

const char *voice_state_word(enum voice_state s)
{
	return states[s].word;
}

bool voice_state_parse(struct str s, enum voice_state *out)
{
	for (size_t i = 0; i < VOICE_STATE__MAX; i++)
		if (str_eqc(s, states[i].code))
			return *out = (enum voice_state)i, true;
	return false;
}

const char *voice_act_code(enum voice_act a)
{
	return acts[a].code;
}

const char *voice_act_word(enum voice_act a)
{
	return acts[a].word;
}

bool voice_act_parse(struct str s, enum voice_act *out)
{
	for (size_t i = 0; i < VOICE_ACT__MAX; i++)
		if (str_eqc(s, acts[i].code))
			return *out = (enum voice_act)i, true;
	return false;
}

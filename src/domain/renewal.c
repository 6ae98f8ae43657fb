/* One place says what a title that ends waits for, so that the list of a body, the page of the enterprise and the
 * reminder never differ. */
#include "domain/renewal.h"

#define LEAD_MAX 3660

static const struct {
	const char *code, *word;
} ways[RENEWAL_WAY__MAX] = {
	[RENEWAL_SELF_EVALUATION] = {"self_evaluation", "重新自评"},
	[RENEWAL_RECHECK] = {"recheck", "复核"},
};

static const struct {
	const char *code, *word, *tag;
} states[RENEWAL_STATE__MAX] = {
	[RENEWAL_NOT_BEGUN] = {"none", "未开始", "amber"},
	[RENEWAL_DRAFTING] = {"draft", "填写中", "amber"},
	[RENEWAL_RETURNED] = {"returned", "退回补正", "amber"},
	[RENEWAL_RUNNING] = {"running", "已报送", "blue"},
	[RENEWAL_PASSED] = {"passed", "已通过", "green"},
	[RENEWAL_REFUSED] = {"refused", "未通过", "red"},
	[RENEWAL_EXEMPT] = {"exempt", "不需办理", "grey"},
	[RENEWAL_BARRED] = {"barred", "不能申报", "red"},
	[RENEWAL_ENDED] = {"ended", "已失效", "red"},
};

void renewal_of(const struct procedure *p, struct renewal *out)
{
	const struct json *j = json_get(p->json, "renewal"), *old = json_get(j, "old");

	*out = (struct renewal){.stated = j != NULL, .way = RENEWAL_RECHECK,
		.lead_days = json_i64(j, "lead_days", RENEWAL_LEAD_DAYS),
		.text = json_str(j, "text", STR("")), .clause = json_str(j, "clause", STR("")),
		.exempt = json_get(j, "exempt"), .old_clause = json_str(old, "clause", STR(""))};
	if (str_eqc(json_str(j, "way", STR("")), ways[RENEWAL_SELF_EVALUATION].code))
		out->way = RENEWAL_SELF_EVALUATION;
	(void)!date_parse(json_str(old, "before", STR("")), &out->old_before);
}

static enum rc bad(const struct procedure *p, const char *what, struct err *e)
{
	err_set(e, RC_DATA, MSG_PROCEDURE_BAD);
	err_arg(e, 0, p->id);
	return err_arg(e, 1, str_c(what));
}

enum rc renewal_check(const struct procedure *p, struct err *e)
{
	const struct json *j = json_get(p->json, "renewal"), *old = json_get(j, "old");
	struct str way = json_str(j, "way", STR(""));
	struct renewal r;
	struct date d;

	if (!j)
		return RC_OK;
	renewal_of(p, &r);
	if (!str_eqc(way, ways[r.way].code))
		return bad(p, "renewal.way", e);
	if (r.lead_days < 1 || r.lead_days > LEAD_MAX)
		return bad(p, "renewal.lead_days", e);
	if (r.exempt && r.exempt->type != JSON_ARRAY)
		return bad(p, "renewal.exempt", e);
	return old && !date_parse(json_str(old, "before", STR("")), &d) ? bad(p, "renewal.old.before", e) : RC_OK;
}

const char *renewal_way_word(enum renewal_way w)
{
	return ways[w].word;
}

static enum renewal_state of_file(const struct renewal_seen *s)
{
	if (s->state == STATE_DRAFT || s->state == STATE_SIGN)
		return RENEWAL_DRAFTING;
	return s->state == STATE_RETURNED ? RENEWAL_RETURNED : RENEWAL_RUNNING;
}

enum renewal_state renewal_state_of(const struct renewal_seen *s)
{
	bool holds = str_eqc(s->title_state, "valid") || str_eqc(s->title_state, "renewing");

	if (s->filed && s->state == STATE_LISTED)
		return RENEWAL_PASSED;
	if (!holds)
		return RENEWAL_ENDED;
	/* What was submitted goes on; a draft cannot be submitted any more. */
	if (s->filed && s->live && of_file(s) != RENEWAL_DRAFTING)
		return of_file(s);
	if (s->recheck_lost || s->banned)
		return RENEWAL_BARRED;
	if (s->filed && s->live)
		return RENEWAL_DRAFTING;
	if (s->exempt)
		return RENEWAL_EXEMPT;
	return s->filed && s->state == STATE_REFUSED ? RENEWAL_REFUSED : RENEWAL_NOT_BEGUN;
}

const char *renewal_state_code(enum renewal_state s)
{
	return states[s].code;
}

const char *renewal_state_word(enum renewal_state s)
{
	return states[s].word;
}

const char *renewal_state_tag(enum renewal_state s)
{
	return states[s].tag;
}

bool renewal_state_parse(struct str code, enum renewal_state *out)
{
	for (size_t i = 0; i < RENEWAL_STATE__MAX; i++)
		if (str_eqc(code, states[i].code)) {
			*out = (enum renewal_state)i;
			return true;
		}
	return false;
}

bool renewal_waits(enum renewal_state s)
{
	return s == RENEWAL_NOT_BEGUN || s == RENEWAL_DRAFTING || s == RENEWAL_RETURNED;
}

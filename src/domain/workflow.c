/* The one table of what may happen to a file. Everything that moves a file asks here. */
#include "domain/workflow.h"

#include "base/vec.h"
#include "domain/procedure.h"

static const struct {
	const char *code, *word, *tab, *tone;
	enum holder holder;
	bool live, editable;
} states[STATE__MAX] = {
	[STATE_DRAFT] = {"draft", "草稿", "草稿", "plain", HOLDER_ENTERPRISE, true, true},
	[STATE_SIGN] = {"sign", "待签署", "待签署", "info", HOLDER_ENTERPRISE, true, false},
	[STATE_COUNTY] = {"county", "已报送·待县级初审", "待初审", "info", HOLDER_COUNTY, true, false},
	[STATE_CITY] = {"city", "待市级审核", "待审核", "info", HOLDER_CITY, true, false},
	[STATE_SITE] = {"site", "待实地核查", "待核查", "info", HOLDER_CITY, true, false},
	[STATE_DECIDE] = {"decide", "审核通过·待集体研究", "待研究", "info", HOLDER_CITY, true, false},
	[STATE_PUB_WAIT] = {"pub_wait", "审核同意·待公示", "待公示", "info", HOLDER_CITY, true, false},
	[STATE_PUB_CITY] = {"pub_city", "市级公示中", "公示中", "info", HOLDER_SYSTEM, true, false},
	[STATE_DISPUTED] = {"disputed", "公示有异议·待核实", "有异议", "warn", HOLDER_CITY, true, false},
	[STATE_RECOMMEND] = {"recommend", "审核同意·待推荐", "待推荐", "info", HOLDER_CITY, true, false},
	[STATE_POOL] = {"pool", "已入库·待择优推荐", "已入库", "info", HOLDER_CITY, true, false},
	[STATE_PROV] = {"prov", "已推荐·待省级审核", "待省审", "info", HOLDER_PROVINCE, true, false},
	[STATE_RECORD] = {"record", "已推荐·待省级备案", "待备案", "info", HOLDER_PROVINCE, true,
		false},
	[STATE_SAMPLE] = {"sample", "抽查中", "抽查中", "info", HOLDER_PROVINCE, true, false},
	[STATE_EXPERT] = {"expert", "专家评审中", "评审中", "info", HOLDER_PROVINCE, true, false},
	[STATE_PROV_WAIT] = {"prov_wait", "待省级公示", "待省公示", "info", HOLDER_PROVINCE, true,
		false},
	[STATE_PUB_PROV] = {"pub_prov", "省级公示中", "省公示", "info", HOLDER_SYSTEM, true, false},
	[STATE_DISPUTED_PROV] = {"disputed_prov", "省级公示有异议·待核实", "省级有异议", "warn",
		HOLDER_PROVINCE, true, false},
	[STATE_NOMINATE] = {"nominate", "待向部推荐", "待荐部", "info", HOLDER_PROVINCE, true, false},
	[STATE_NATION] = {"nation", "已向部推荐·待部级认定", "待部认定", "info", HOLDER_PROVINCE, true,
		false},
	[STATE_APPROVED] = {"approved", "审定通过·待公告", "待公告", "info", HOLDER_PROVINCE, true,
		false},
	[STATE_LISTED] = {"listed", "已公告", "已公告", "good", HOLDER_NONE, true, false},
	[STATE_UPDATED] = {"updated", "信息已更新", "已更新", "good", HOLDER_NONE, true, false},
	[STATE_RETURNED] = {"returned", "退回补正", "退回中", "warn", HOLDER_ENTERPRISE, true, true},
	[STATE_REFUSED] = {"refused", "不予通过", "不予通过", "bad", HOLDER_NONE, false, false},
	[STATE_WITHDRAWN] = {"withdrawn", "撤回", "已撤回", "plain", HOLDER_NONE, false, false},
	[STATE_LAPSED] = {"lapsed", "逾期未报", "逾期", "plain", HOLDER_NONE, false, false},
};

static const struct {
	const char *code, *word;
} actions[ACT__MAX] = {
	[ACT_SAVE] = {"save", "保存"},
	[ACT_TO_SIGN] = {"to_sign", "提交法定代表人签署"},
	[ACT_SIGN_BACK] = {"sign_back", "退回填报人修改"},
	[ACT_SUBMIT] = {"submit", "签署声明并报送"},
	[ACT_WITHDRAW] = {"withdraw", "撤回申报"},
	[ACT_PASS] = {"pass", "审核通过"},
	[ACT_RETURN] = {"return", "退回补正"},
	[ACT_REFUSE] = {"refuse", "不予通过"},
	[ACT_SITE_PLAN] = {"site_plan", "安排实地核查"},
	[ACT_SITE_DONE] = {"site_done", "完成实地核查"},
	[ACT_DECIDE_YES] = {"decide_yes", "集中研究同意"},
	[ACT_DECIDE_NO] = {"decide_no", "集中研究不同意"},
	[ACT_DECIDE_BACK] = {"decide_back", "集中研究退回重审"},
	[ACT_PUBLICITY] = {"publicity", "开始公示"},
	[ACT_UNDISPUTED] = {"undisputed", "公示期满无异议"},
	[ACT_DISPUTED] = {"disputed", "公示期满有异议待核实"},
	[ACT_CLEARED] = {"cleared", "异议不成立"},
	[ACT_UPHELD] = {"upheld", "异议成立"},
	[ACT_SELECT] = {"select", "择优推荐"},
	[ACT_RECOMMEND] = {"recommend", "正式推荐"},
	[ACT_APPROVE] = {"approve", "省级审定通过"},
	[ACT_RECORD] = {"record", "省级备案"},
	[ACT_SAMPLE_PASS] = {"sample_pass", "抽查通过"},
	[ACT_SAMPLE_FAIL] = {"sample_fail", "抽查不合格"},
	[ACT_EXPERT_YES] = {"expert_yes", "列入建议名单"},
	[ACT_EXPERT_NO] = {"expert_no", "未列入建议名单"},
	[ACT_NOMINATE] = {"nominate", "向部推荐"},
	[ACT_NATION_YES] = {"nation_yes", "部级认定"},
	[ACT_NATION_NO] = {"nation_no", "部级未认定"},
	[ACT_SEND_BACK] = {"send_back", "省级退回市级"},
	[ACT_PUBLISH] = {"publish", "公告发布"},
	[ACT_LAPSE] = {"lapse", "逾期未报"},
	[ACT_BAR] = {"bar", "取消申报资格"},
};

static const struct {
	const char *code, *word;
} holders[HOLDER__MAX] = {
	[HOLDER_NONE] = {"none", "无"},
	[HOLDER_ENTERPRISE] = {"enterprise", "企业"},
	[HOLDER_COUNTY] = {"county", "县级"},
	[HOLDER_CITY] = {"city", "市级"},
	[HOLDER_PROVINCE] = {"province", "省级"},
	[HOLDER_SYSTEM] = {"system", "系统"},
};

/* Targets that the procedure decides. */
enum { TO_NEXT = STATE__MAX, TO_RETURN_POINT, TO_FIRST, TO_BEFORE_SIGN };

static const struct rule {
	enum state from;
	enum action act;
	enum holder who;
	int to;
} rules[] = {
	{STATE_DRAFT, ACT_SAVE, HOLDER_ENTERPRISE, STATE_DRAFT},
	{STATE_DRAFT, ACT_TO_SIGN, HOLDER_ENTERPRISE, STATE_SIGN},
	{STATE_DRAFT, ACT_SUBMIT, HOLDER_ENTERPRISE, TO_FIRST},
	{STATE_DRAFT, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_DRAFT, ACT_LAPSE, HOLDER_SYSTEM, STATE_LAPSED},
	{STATE_SIGN, ACT_SIGN_BACK, HOLDER_ENTERPRISE, TO_BEFORE_SIGN},
	{STATE_SIGN, ACT_SUBMIT, HOLDER_ENTERPRISE, TO_FIRST},
	{STATE_SIGN, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_SIGN, ACT_LAPSE, HOLDER_SYSTEM, STATE_LAPSED},
	{STATE_RETURNED, ACT_SAVE, HOLDER_ENTERPRISE, STATE_RETURNED},
	{STATE_RETURNED, ACT_TO_SIGN, HOLDER_ENTERPRISE, STATE_SIGN},
	{STATE_RETURNED, ACT_SUBMIT, HOLDER_ENTERPRISE, TO_RETURN_POINT},
	{STATE_RETURNED, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_RETURNED, ACT_LAPSE, HOLDER_SYSTEM, STATE_LAPSED},
	{STATE_COUNTY, ACT_PASS, HOLDER_COUNTY, TO_NEXT},
	{STATE_COUNTY, ACT_RETURN, HOLDER_COUNTY, STATE_RETURNED},
	{STATE_COUNTY, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_CITY, ACT_PASS, HOLDER_CITY, TO_NEXT},
	{STATE_CITY, ACT_RETURN, HOLDER_CITY, STATE_RETURNED},
	{STATE_CITY, ACT_REFUSE, HOLDER_CITY, STATE_REFUSED},
	{STATE_CITY, ACT_SITE_PLAN, HOLDER_CITY, STATE_SITE},
	{STATE_CITY, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_SITE, ACT_SITE_DONE, HOLDER_CITY, STATE_CITY},
	{STATE_SITE, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_DECIDE, ACT_DECIDE_YES, HOLDER_CITY, TO_NEXT},
	{STATE_DECIDE, ACT_DECIDE_NO, HOLDER_CITY, STATE_REFUSED},
	{STATE_DECIDE, ACT_DECIDE_BACK, HOLDER_CITY, STATE_CITY},
	{STATE_DECIDE, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_PUB_WAIT, ACT_DECIDE_BACK, HOLDER_CITY, STATE_CITY},
	{STATE_PUB_WAIT, ACT_PUBLICITY, HOLDER_CITY, STATE_PUB_CITY},
	{STATE_PUB_CITY, ACT_UNDISPUTED, HOLDER_SYSTEM, TO_NEXT},
	{STATE_PUB_CITY, ACT_DISPUTED, HOLDER_SYSTEM, STATE_DISPUTED},
	{STATE_DISPUTED, ACT_CLEARED, HOLDER_CITY, TO_NEXT},
	{STATE_DISPUTED, ACT_UPHELD, HOLDER_CITY, STATE_REFUSED},
	{STATE_RECOMMEND, ACT_RECOMMEND, HOLDER_CITY, TO_NEXT},
	{STATE_POOL, ACT_SELECT, HOLDER_CITY, TO_NEXT},
	{STATE_POOL, ACT_RETURN, HOLDER_CITY, STATE_RETURNED},
	{STATE_POOL, ACT_WITHDRAW, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STATE_PROV, ACT_APPROVE, HOLDER_PROVINCE, TO_NEXT},
	{STATE_PROV, ACT_SEND_BACK, HOLDER_PROVINCE, STATE_CITY},
	{STATE_PROV, ACT_REFUSE, HOLDER_PROVINCE, STATE_REFUSED},
	{STATE_RECORD, ACT_RECORD, HOLDER_PROVINCE, TO_NEXT},
	{STATE_RECORD, ACT_SEND_BACK, HOLDER_PROVINCE, STATE_CITY},
	{STATE_SAMPLE, ACT_SAMPLE_PASS, HOLDER_PROVINCE, TO_NEXT},
	{STATE_SAMPLE, ACT_SAMPLE_FAIL, HOLDER_PROVINCE, STATE_REFUSED},
	{STATE_SAMPLE, ACT_SEND_BACK, HOLDER_PROVINCE, STATE_CITY},
	{STATE_EXPERT, ACT_EXPERT_YES, HOLDER_PROVINCE, TO_NEXT},
	{STATE_EXPERT, ACT_EXPERT_NO, HOLDER_PROVINCE, STATE_REFUSED},
	{STATE_PROV_WAIT, ACT_PUBLICITY, HOLDER_PROVINCE, STATE_PUB_PROV},
	{STATE_PROV_WAIT, ACT_SEND_BACK, HOLDER_PROVINCE, STATE_CITY},
	{STATE_PUB_PROV, ACT_UNDISPUTED, HOLDER_SYSTEM, TO_NEXT},
	{STATE_PUB_PROV, ACT_DISPUTED, HOLDER_SYSTEM, STATE_DISPUTED_PROV},
	{STATE_DISPUTED_PROV, ACT_CLEARED, HOLDER_PROVINCE, TO_NEXT},
	{STATE_DISPUTED_PROV, ACT_UPHELD, HOLDER_PROVINCE, STATE_REFUSED},
	{STATE_NOMINATE, ACT_NOMINATE, HOLDER_PROVINCE, STATE_NATION},
	{STATE_NATION, ACT_NATION_YES, HOLDER_PROVINCE, TO_NEXT},
	{STATE_NATION, ACT_NATION_NO, HOLDER_PROVINCE, STATE_REFUSED},
	{STATE_APPROVED, ACT_PUBLISH, HOLDER_PROVINCE, STATE_LISTED},
	{STATE_APPROVED, ACT_SEND_BACK, HOLDER_PROVINCE, STATE_CITY},
	/* Lists that are frozen and shown run to their end; a draft cannot be sent any more. */
	{STATE_COUNTY, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_CITY, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_SITE, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_DECIDE, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_PUB_WAIT, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_RECOMMEND, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_POOL, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_PROV, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_RECORD, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_SAMPLE, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_EXPERT, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_PROV_WAIT, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_NOMINATE, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
	{STATE_APPROVED, ACT_BAR, HOLDER_SYSTEM, STATE_REFUSED},
};

const char *state_code(enum state s)
{
	return s < STATE__MAX ? states[s].code : "?";
}

const char *state_word(enum state s)
{
	return s < STATE__MAX ? states[s].word : "?";
}

const char *state_short(enum state s)
{
	return s < STATE__MAX ? states[s].tab : "?";
}

const char *state_tone(enum state s)
{
	return s < STATE__MAX ? states[s].tone : "plain";
}

enum holder state_holder(enum state s)
{
	return s < STATE__MAX ? states[s].holder : HOLDER_NONE;
}

bool state_live(enum state s)
{
	return s < STATE__MAX && states[s].live;
}

bool state_editable(enum state s)
{
	return s < STATE__MAX && states[s].editable;
}

bool state_parse(struct str code, enum state *out)
{
	for (size_t i = 0; i < STATE__MAX; i++) {
		if (str_eqc(code, states[i].code)) {
			*out = (enum state)i;
			return true;
		}
	}
	return false;
}

const char *action_code(enum action a)
{
	return a < ACT__MAX ? actions[a].code : "?";
}

const char *action_word(enum action a)
{
	return a < ACT__MAX ? actions[a].word : "?";
}

const char *holder_code(enum holder h)
{
	return h < HOLDER__MAX ? holders[h].code : "?";
}

const char *holder_word(enum holder h)
{
	return h < HOLDER__MAX ? holders[h].word : "?";
}

bool holder_parse(struct str code, enum holder *out)
{
	for (size_t i = 0; i < HOLDER__MAX; i++) {
		if (str_eqc(code, holders[i].code)) {
			*out = (enum holder)i;
			return true;
		}
	}
	return false;
}

/* True when the rule's target exists in this procedure; *to is then a real state. */
static bool resolve(const struct workflow_case *c, const struct rule *r, enum state *to)
{
	bool returned = c->return_to != STATE_DRAFT;
	enum state first;

	switch (r->to) {
	case TO_NEXT:
		if (c->update && procedure_update_ends(c->procedure, r->from)) {
			*to = STATE_UPDATED;
			return true;
		}
		return procedure_next_state(c->procedure, r->from, c->has_county, to);
	case TO_FIRST:
		if (!procedure_next_state(c->procedure, STATE_DRAFT, c->has_county, &first))
			return false;
		*to = returned ? c->return_to : first;
		return true;
	case TO_RETURN_POINT:
		*to = c->return_to;
		return returned;
	case TO_BEFORE_SIGN:
		*to = returned ? STATE_RETURNED : STATE_DRAFT;
		return true;
	default:
		*to = (enum state)r->to;
		/* A state of a stage that the procedure does not have cannot be reached. */
		return procedure_has_state(c->procedure, *to);
	}
}

enum rc workflow_next(const struct workflow_case *c, enum state from, enum action act,
	enum holder who, enum state *to, struct err *e)
{
	bool known = procedure_has_state(c->procedure, from), somebody = false;
	enum state target;

	for (size_t i = 0; known && i < ARRAY_LEN(rules); i++) {
		if (rules[i].from != from || rules[i].act != act || !resolve(c, &rules[i], &target))
			continue;
		somebody = true;
		if (rules[i].who == who) {
			*to = target;
			return RC_OK;
		}
	}
	err_set(e, somebody ? RC_FORBIDDEN : RC_STATE,
		somebody ? MSG_WORKFLOW_NOT_YOURS : MSG_WORKFLOW_NOT_NOW);
	err_arg(e, 0, str_c(state_word(from)));
	return err_arg(e, 1, str_c(action_word(act)));
}

bool workflow_allows(const struct workflow_case *c, enum state from, enum action act, enum holder who)
{
	enum state to;

	return workflow_next(c, from, act, who, &to, NULL) == RC_OK;
}

static void push_row(struct arena *a, struct workflow_rows *out, const struct rule *r, enum state to)
{
	struct workflow_row row = {r->from, to, r->act, r->who};

	for (size_t i = 0; i < out->n; i++)
		if (memcmp(&out->v[i], &row, sizeof(row)) == 0)
			return;
	VEC_PUSH(a, out, row);
}

void workflow_expand(struct arena *a, const struct procedure *p, struct workflow_rows *out)
{
	static const enum state return_points[] = {STATE_DRAFT, STATE_COUNTY, STATE_CITY};

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (!procedure_has_state(p, rules[i].from))
			continue;
		for (size_t k = 0; k < 4 * ARRAY_LEN(return_points); k++) {
			/* with and without a county body; an update or not */
			struct workflow_case c = {p, k % 2 == 0, return_points[k / 4], k / 2 % 2 == 1};
			enum state to;
			if (procedure_has_state(p, c.return_to) && resolve(&c, &rules[i], &to))
				push_row(a, out, &rules[i], to);
		}
	}
}

/* What may happen to a file: state × action × who → next state. One table for all programmes; which
 * stages a file passes, and in what order, is the procedure's (domain/procedure): "next" means the
 * entry state of the next stage that applies. Printed by `tidu workflow EDITION`.
 */
#ifndef DOMAIN_WORKFLOW_H
#define DOMAIN_WORKFLOW_H

#include "base/arena.h"
#include "base/err.h"

struct procedure;

/* The one vocabulary of states: code in the database and exports, word on the screen. */
enum state {
	STATE_DRAFT,	 /* 草稿 */
	STATE_SIGN,	 /* 待签署 */
	STATE_COUNTY,	 /* 已报送·待县级初审 */
	STATE_CITY,	 /* 待市级审核 */
	STATE_SITE,	 /* 待实地核查 */
	STATE_DECIDE,	 /* 待集体研究 */
	STATE_PUB_WAIT,	 /* 待公示 */
	STATE_PUB_CITY,	 /* 市级公示中 */
	STATE_DISPUTED,	 /* 公示有异议·待核实 */
	STATE_RECOMMEND, /* 审核同意·待推荐 */
	STATE_POOL,	 /* 已入库·待择优推荐 */
	STATE_PROV,	 /* 已推荐·待省级审核 */
	STATE_RECORD,	 /* 已推荐·待省级备案 */
	STATE_SAMPLE,	 /* 抽查中 */
	STATE_EXPERT,	 /* 专家评审中 */
	STATE_PROV_WAIT, /* 待省级公示 */
	STATE_PUB_PROV,	 /* 省级公示中 */
	STATE_DISPUTED_PROV, /* 省级公示有异议·待核实 */
	STATE_NOMINATE,	 /* 待向部推荐 */
	STATE_NATION,	 /* 已向部推荐·待部级认定 */
	STATE_APPROVED,	 /* 审定通过·待公告 */
	STATE_LISTED,	 /* 已公告 */
	STATE_UPDATED,	 /* 信息已更新 */
	STATE_RETURNED,	 /* 退回补正 */
	STATE_REFUSED,	 /* 不予通过 */
	STATE_WITHDRAWN, /* 撤回 */
	STATE_LAPSED,	 /* 逾期未报 */
	STATE__MAX
};

enum action {
	ACT_SAVE,	  /* 保存 */
	ACT_TO_SIGN,	  /* 提交法定代表人签署 */
	ACT_SIGN_BACK,	  /* 法定代表人退回填报人 */
	ACT_SUBMIT,	  /* 签署并报送 */
	ACT_WITHDRAW,	  /* 撤回申报 */
	ACT_PASS,	  /* 审核通过 */
	ACT_RETURN,	  /* 退回补正 */
	ACT_REFUSE,	  /* 不予通过 */
	ACT_SITE_PLAN,	  /* 安排实地核查 */
	ACT_SITE_DONE,	  /* 完成实地核查 */
	ACT_DECIDE_YES,	  /* 集中研究同意 */
	ACT_DECIDE_NO,	  /* 集中研究不同意 */
	ACT_DECIDE_BACK,  /* 集中研究退回重审 */
	ACT_PUBLICITY,	  /* 开始公示 */
	ACT_UNDISPUTED,	  /* 公示期满无异议 */
	ACT_DISPUTED,	  /* 公示期满有异议 */
	ACT_CLEARED,	  /* 异议不成立 */
	ACT_UPHELD,	  /* 异议成立 */
	ACT_SELECT,	  /* 择优推荐 */
	ACT_RECOMMEND,	  /* 正式推荐 */
	ACT_APPROVE,	  /* 省级审定通过 */
	ACT_RECORD,	  /* 省级备案 */
	ACT_SAMPLE_PASS,  /* 抽查通过 */
	ACT_SAMPLE_FAIL,  /* 抽查不合格 */
	ACT_EXPERT_YES,	  /* 列入建议名单 */
	ACT_EXPERT_NO,	  /* 未列入建议名单 */
	ACT_NOMINATE,	  /* 向部推荐 */
	ACT_NATION_YES,	  /* 部级认定 */
	ACT_NATION_NO,	  /* 部级未认定 */
	ACT_SEND_BACK,	  /* 省级退回市级 */
	ACT_PUBLISH,	  /* 公告 */
	ACT_LAPSE,	  /* 逾期 */
	ACT_BAR,	  /* 取消申报资格: a ban took effect */
	ACT__MAX
};

/* Who holds the file or may act: also the words of application.holder. */
enum holder {
	HOLDER_NONE,
	HOLDER_ENTERPRISE,
	HOLDER_COUNTY,
	HOLDER_CITY,
	HOLDER_PROVINCE,
	HOLDER_SYSTEM,
	HOLDER__MAX
};

const char *state_code(enum state s);  /* "pub_city" */
const char *state_word(enum state s);  /* 市级公示中 */
const char *state_short(enum state s); /* for tabs: 公示中 */
/* Colour of the tag: "plain" "info" "warn" "good" "bad". */
const char *state_tone(enum state s);
enum holder state_holder(enum state s); /* who acts now */
bool state_live(enum state s);		/* still on its way, or listed */
bool state_editable(enum state s);	/* the enterprise may change facts */
MUST_CHECK bool state_parse(struct str code, enum state *out);

const char *action_code(enum action a);
const char *action_word(enum action a);
const char *holder_code(enum holder h);
const char *holder_word(enum holder h); /* 企业 县级 市级 省级 系统 */
MUST_CHECK bool holder_parse(struct str code, enum holder *out);

/* What the next state depends on besides the table. */
struct workflow_case {
	const struct procedure *procedure;
	bool has_county;       /* the enterprise has a county body */
	enum state return_to;  /* where a corrected file goes back to; STATE_DRAFT when not returned */
	bool update;	       /* 信息更新 of a holder: ends where the procedure says */
};

/* RC_STATE (MSG_WORKFLOW_NOT_NOW, with the state's word): the action is not possible in this state.
 * RC_FORBIDDEN: it is, but not for `who`. */
MUST_CHECK enum rc workflow_next(const struct workflow_case *c, enum state from, enum action act,
	enum holder who, enum state *to, struct err *e);
/* For pages: which buttons to show. */
bool workflow_allows(const struct workflow_case *c, enum state from, enum action act, enum holder who);

/* The whole table of one procedure, every row that can happen: for `tidu workflow` and tests. */
struct workflow_row {
	enum state from, to;
	enum action act;
	enum holder who;
};
struct workflow_rows {
	struct workflow_row *v;
	size_t n, cap;
};
void workflow_expand(struct arena *a, const struct procedure *p, struct workflow_rows *out);

#endif

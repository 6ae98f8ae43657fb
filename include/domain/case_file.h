/* Cases about an enterprise after (or beside) its title: 取消、撤销和不得申报 (sanction), 解除 (lift), 实名举报
 * (report), 重大变化 (change). One table of states and acts for all kinds; what a sanction is, which grounds there
 * are and what they lead to is data of the procedure (`sanctions`, `changes`, docs/procedures.md).
 */
#ifndef DOMAIN_CASE_FILE_H
#define DOMAIN_CASE_FILE_H

#include "domain/procedure.h"

enum case_kind { CASE_SANCTION, CASE_LIFT, CASE_REPORT, CASE_CHANGE, CASE_KIND__MAX };

enum case_state {
	CASE_FILED,    /* 待受理 */
	CASE_COUNTY,   /* 待县级提出意见 */
	CASE_CITY,     /* 待市级提出意见 */
	CASE_PROVINCE, /* 待省级处理 */
	CASE_NOTICE,   /* 已告知，待企业答复 */
	CASE_HEARD,    /* 待提出处理意见 */
	CASE_SIGNING,  /* 待第二人确认 */
	CASE_REPORTED, /* 已报部级: the title is the ministry's, its answer decides */
	CASE_ANSWERED, /* 已登记部级答复，待第二人确认 */
	CASE_RECTIFY,  /* 整改中 */
	CASE_DECIDED,  /* 已办结 */
	CASE_REFUSED,  /* 不予受理 */
	CASE_STATE__MAX
};

enum case_act {
	CASE_ACT_ACCEPT,  /* 受理 and tell the enterprise */
	CASE_ACT_REFUSE,  /* 不予受理 */
	CASE_ACT_SUPPORT, /* 同意上报 */
	CASE_ACT_OPPOSE,  /* 不同意，仍上报 */
	CASE_ACT_NOTIFY,  /* 告知 */
	CASE_ACT_REPLY,	  /* 陈述申辩, 答复 */
	CASE_ACT_DRAFT,	  /* 提出处理意见 */
	CASE_ACT_CONFIRM, /* 第二人确认 */
	CASE_ACT_BACK,	  /* 退回重议 */
	CASE_ACT_RECTIFY, /* confirmed with a re-check: only CASE_ACT_CONFIRM leads here */
	CASE_ACT_REPORT,  /* 核实并报部, confirmed where the title is the ministry's */
	CASE_ACT_ANSWER,  /* 登记部级答复 */
	CASE_ACT_SETTLE,  /* 第二人确认部级答复 */
	CASE_ACT_REDO,	  /* 退回重新登记 */
	CASE_ACT__MAX
};

/* Who acts. The handler is the body that decides: the province, or the body that took up a report. The ministry has
 * the turn but no account: the handler records its answer. */
enum case_party { CASE_HANDLER, CASE_OF_COUNTY, CASE_OF_CITY, CASE_OF_PROVINCE, CASE_OF_ENTERPRISE, CASE_OF_MINISTRY };

/* How a case may end. */
enum case_outcome {
	OUTCOME_CANCEL,	     /* 取消公告或认定 */
	OUTCOME_REVOKE,	     /* 撤销登记编号 */
	OUTCOME_NO_RECHECK,  /* 取消复核资格 */
	OUTCOME_BAN,	     /* 不得申报 alone */
	OUTCOME_DROP,	     /* 不予处理 */
	OUTCOME_LIFT,	     /* 解除不得申报 */
	OUTCOME_UNFOUNDED,   /* 举报不实 */
	OUTCOME_RECTIFY,     /* 责令整改, with the day of the re-check */
	OUTCOME_RECTIFIED,   /* 整改合格 */
	OUTCOME_PROCEED,     /* 转取消程序 */
	OUTCOME_UNCHANGED,   /* 称号不变 */
	OUTCOME_KEPT,	     /* 部级未同意: only the ministry's answer leads here */
	OUTCOME__MAX
};

const char *case_kind_code(enum case_kind k);
const char *case_kind_word(enum case_kind k);
MUST_CHECK bool case_kind_parse(struct str code, enum case_kind *out);
const char *case_state_code(enum case_state s);
const char *case_state_word(enum case_state s);
MUST_CHECK bool case_state_parse(struct str code, enum case_state *out);
bool case_open(enum case_state s);
enum case_party case_turn(enum case_state s); /* whose turn it is in an open state */
const char *case_act_code(enum case_act a);
const char *case_act_word(enum case_act a);
MUST_CHECK bool case_act_parse(struct str code, enum case_act *out);
/* Where an act leads; false: not in this state. *who: whose act it is. CASE_ACT_DRAFT in CASE_NOTICE is possible
 * only once the enterprise's term is over (the caller asks the clock). */
MUST_CHECK bool case_next(enum case_kind k, enum case_state from, enum case_act act,
	enum case_state *to, enum case_party *who);

const char *case_outcome_code(enum case_outcome o);
const char *case_outcome_word(enum case_outcome o);
MUST_CHECK bool case_outcome_parse(struct str code, enum case_outcome *out);
/* May a case of this kind end so? Grounds narrow it further. */
bool case_may_end(enum case_kind k, enum case_outcome o);
/* Against the enterprise: only after it was told and had its term. */
bool case_adverse(enum case_outcome o);
/* Published for everybody when it is confirmed. */
bool case_published(enum case_outcome o);

/* --- what the procedure says ------------------------------------------------------------------------------ */

/* One ground of the document with what follows from it. */
struct sanction {
	struct str id, text, clause, confidence;
	bool may[OUTCOME__MAX];	   /* CANCEL, REVOKE, NO_RECHECK, BAN */
	bool bans;		   /* a ban goes with it */
	bool ban_year_end;	   /* to 31 December of the year of the decision */
	int64_t ban_years;	   /* at least so many years; 0 with `bans` = none printed: typed with its reason */
	struct str ban_programmes; /* by blanks; the own programme where the document says no more */
	bool all_titles;	   /* every title of these programmes is cancelled, not one alone */
	bool from_report;	   /* what a report that proceeds leads to */
	bool forgery;		   /* what a file refused for 弄虚作假 leads to */
};
/* `sanctions.national`: the title is the ministry's. What the province decides of these outcomes is 核实 and a letter
 * (texts `national_report`, `national_report_body`); the answer cancels or keeps. */
struct national {
	bool has;
	struct str ministry, clause;
	bool may[OUTCOME__MAX];	 /* which outcomes go there */
	bool ban_from_report;	 /* a ban is counted from the letter, not from the answer */
};
struct sanctions {
	struct sanction *v;
	size_t n;
	bool has_term;	   /* of the enterprise's answer; false: typed */
	bool has_from, from_served; /* counted from the day of service, or of sending; not has_from: whoever tells it says */
	struct term term;
	struct str clause, report_clause;
	struct national national;
};
/* `sanctions` of the procedure; n == 0 where its documents print none. */
void sanctions_of(struct arena *a, const struct procedure *p, struct sanctions *out);
bool sanctions_any(const struct procedure *p); /* whether there are: asked for each file of a review */
const struct sanction *sanction_by_id(const struct sanctions *s, struct str id); /* NULL: none */
/* The first day after which the ban may end at the earliest: its last day when it begins on `from`; {0}: typed. */
struct date sanction_ban_last(const struct sanction *s, struct date from);

/* A kind of major change. */
struct change_kind {
	struct str id, text, clause;
	struct str *documents;
	size_t documents_n;
	bool name, place; /* asks for the new name, the new place */
};
struct changes {
	struct change_kind *v;
	size_t n;
	int64_t months;	   /* to report in; 0: none printed */
	struct str clause, late_text;
	bool late[OUTCOME__MAX]; /* what being late may lead to */
};
void changes_of(struct arena *a, const struct procedure *p, struct changes *out);
const struct change_kind *change_by_id(const struct changes *c, struct str id);

#endif

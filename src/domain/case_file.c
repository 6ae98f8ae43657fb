/* The third similar procedure made the table: objection aside, everything that happens to an enterprise by itself
 * walks through these rows. */
#include "domain/case_file.h"

#include "base/vec.h"

#define K(k) (1u << (k))
#define K_ALL (K(CASE_SANCTION) | K(CASE_LIFT) | K(CASE_REPORT) | K(CASE_CHANGE))

static const struct {
	const char *code, *word;
} kinds[CASE_KIND__MAX] = {
	[CASE_SANCTION] = {"sanction", "取消称号、不得申报"},
	[CASE_LIFT] = {"lift", "解除不得申报"},
	[CASE_REPORT] = {"report", "实名举报"},
	[CASE_CHANGE] = {"change", "重大变化"},
};

static const struct {
	const char *code, *word;
	bool open;
	enum case_party turn;
} states[CASE_STATE__MAX] = {
	[CASE_FILED] = {"filed", "待受理", true, CASE_HANDLER},
	[CASE_COUNTY] = {"county", "待县级提出意见", true, CASE_OF_COUNTY},
	[CASE_CITY] = {"city", "待市级提出意见", true, CASE_OF_CITY},
	[CASE_PROVINCE] = {"province", "待省级处理", true, CASE_OF_PROVINCE},
	[CASE_NOTICE] = {"notice", "已告知·待企业答复", true, CASE_OF_ENTERPRISE},
	[CASE_HEARD] = {"heard", "待提出处理意见", true, CASE_HANDLER},
	[CASE_SIGNING] = {"signing", "待第二人确认", true, CASE_HANDLER},
	[CASE_RECTIFY] = {"rectify", "整改中", true, CASE_HANDLER},
	[CASE_REPORTED] = {"reported", "已报部级·待答复", true, CASE_OF_MINISTRY},
	[CASE_ANSWERED] = {"answered", "部级答复·待第二人确认", true, CASE_HANDLER},
	[CASE_DECIDED] = {"decided", "已办结", false, CASE_HANDLER},
	[CASE_REFUSED] = {"refused", "不予受理", false, CASE_HANDLER},
};

static const struct {
	const char *code, *word;
} acts[CASE_ACT__MAX] = {
	[CASE_ACT_ACCEPT] = {"accept", "受理并告知企业"},
	[CASE_ACT_REFUSE] = {"refuse", "不予受理"},
	[CASE_ACT_SUPPORT] = {"support", "同意，报上级"},
	[CASE_ACT_OPPOSE] = {"oppose", "不同意，附理由报上级"},
	[CASE_ACT_NOTIFY] = {"notify", "告知企业"},
	[CASE_ACT_REPLY] = {"reply", "提交答复"},
	[CASE_ACT_DRAFT] = {"draft", "提出处理意见"},
	[CASE_ACT_CONFIRM] = {"confirm", "确认决定"},
	[CASE_ACT_BACK] = {"back", "退回重议"},
	[CASE_ACT_RECTIFY] = {"rectify", "确认整改要求"},
	[CASE_ACT_REPORT] = {"report", "核实属实，报部级决定"},
	[CASE_ACT_ANSWER] = {"answer", "登记部级答复"},
	[CASE_ACT_SETTLE] = {"settle", "确认部级答复"},
	[CASE_ACT_REDO] = {"redo", "退回重新登记"},
};

static const struct {
	unsigned kinds;
	enum case_state from;
	enum case_act act;
	enum case_state to;
	enum case_party who;
} moves[] = {
	{K(CASE_REPORT), CASE_FILED, CASE_ACT_ACCEPT, CASE_NOTICE, CASE_HANDLER},
	{K(CASE_REPORT), CASE_FILED, CASE_ACT_REFUSE, CASE_REFUSED, CASE_HANDLER},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_COUNTY, CASE_ACT_SUPPORT, CASE_CITY, CASE_OF_COUNTY},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_COUNTY, CASE_ACT_OPPOSE, CASE_CITY, CASE_OF_COUNTY},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_CITY, CASE_ACT_SUPPORT, CASE_PROVINCE, CASE_OF_CITY},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_CITY, CASE_ACT_OPPOSE, CASE_PROVINCE, CASE_OF_CITY},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_PROVINCE, CASE_ACT_NOTIFY, CASE_NOTICE, CASE_OF_PROVINCE},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_PROVINCE, CASE_ACT_DRAFT, CASE_SIGNING, CASE_HANDLER},
	{K_ALL, CASE_NOTICE, CASE_ACT_REPLY, CASE_HEARD, CASE_OF_ENTERPRISE},
	{K_ALL, CASE_NOTICE, CASE_ACT_DRAFT, CASE_SIGNING, CASE_HANDLER},
	{K_ALL, CASE_HEARD, CASE_ACT_DRAFT, CASE_SIGNING, CASE_HANDLER},
	{K(CASE_REPORT), CASE_RECTIFY, CASE_ACT_DRAFT, CASE_SIGNING, CASE_HANDLER},
	{K_ALL, CASE_SIGNING, CASE_ACT_CONFIRM, CASE_DECIDED, CASE_HANDLER},
	{K(CASE_REPORT), CASE_SIGNING, CASE_ACT_RECTIFY, CASE_RECTIFY, CASE_HANDLER},
	{K_ALL, CASE_SIGNING, CASE_ACT_BACK, CASE_HEARD, CASE_HANDLER},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_SIGNING, CASE_ACT_REPORT, CASE_REPORTED, CASE_HANDLER},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_REPORTED, CASE_ACT_ANSWER, CASE_ANSWERED, CASE_HANDLER},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_ANSWERED, CASE_ACT_SETTLE, CASE_DECIDED, CASE_HANDLER},
	{K(CASE_SANCTION) | K(CASE_CHANGE), CASE_ANSWERED, CASE_ACT_REDO, CASE_REPORTED, CASE_HANDLER},
};

static const struct {
	const char *code, *word;
	unsigned kinds;
	bool adverse, published;
} outcomes[OUTCOME__MAX] = {
	[OUTCOME_CANCEL] = {"cancel", "取消公告或认定", K(CASE_SANCTION) | K(CASE_CHANGE), true, true},
	[OUTCOME_REVOKE] = {"revoke", "撤销登记编号", K(CASE_SANCTION) | K(CASE_CHANGE), true, true},
	[OUTCOME_NO_RECHECK] = {"no_recheck", "取消复核资格", K(CASE_SANCTION) | K(CASE_CHANGE), true, true},
	[OUTCOME_BAN] = {"ban", "不得申报", K(CASE_SANCTION), true, true},
	[OUTCOME_DROP] = {"drop", "不予处理", K(CASE_SANCTION), false, false},
	[OUTCOME_LIFT] = {"lift", "解除不得申报", K(CASE_LIFT), false, true},
	[OUTCOME_UNFOUNDED] = {"unfounded", "举报不实", K(CASE_REPORT), false, false},
	[OUTCOME_RECTIFY] = {"rectify", "责令整改", K(CASE_REPORT), true, false},
	[OUTCOME_RECTIFIED] = {"rectified", "整改合格", K(CASE_REPORT), false, false},
	[OUTCOME_PROCEED] = {"proceed", "转入取消程序", K(CASE_REPORT), true, false},
	[OUTCOME_UNCHANGED] = {"unchanged", "称号不变", K(CASE_CHANGE), false, false},
	[OUTCOME_KEPT] = {"kept", "部级未同意取消，称号不变", K(CASE_SANCTION) | K(CASE_CHANGE), false, false},
};

#define PARSE(table, max, type)                                                                    \
	for (size_t i = 0; i < (max); i++) {                                                       \
		if (str_eqc(code, (table)[i].code)) {                                              \
			*out = (type)i;                                                            \
			return true;                                                               \
		}                                                                                  \
	}                                                                                          \
	return false

const char *case_kind_code(enum case_kind k)
{
	return k < CASE_KIND__MAX ? kinds[k].code : "?";
}

const char *case_kind_word(enum case_kind k)
{
	return k < CASE_KIND__MAX ? kinds[k].word : "?";
}

bool case_kind_parse(struct str code, enum case_kind *out)
{
	PARSE(kinds, CASE_KIND__MAX, enum case_kind);
}

const char *case_state_code(enum case_state s)
{
	return s < CASE_STATE__MAX ? states[s].code : "?";
}

const char *case_state_word(enum case_state s)
{
	return s < CASE_STATE__MAX ? states[s].word : "?";
}

bool case_state_parse(struct str code, enum case_state *out)
{
	PARSE(states, CASE_STATE__MAX, enum case_state);
}

bool case_open(enum case_state s)
{
	return s < CASE_STATE__MAX && states[s].open;
}

enum case_party case_turn(enum case_state s)
{
	return s < CASE_STATE__MAX ? states[s].turn : CASE_HANDLER;
}

const char *case_act_code(enum case_act a)
{
	return a < CASE_ACT__MAX ? acts[a].code : "?";
}

const char *case_act_word(enum case_act a)
{
	return a < CASE_ACT__MAX ? acts[a].word : "?";
}

bool case_act_parse(struct str code, enum case_act *out)
{
	PARSE(acts, CASE_ACT__MAX, enum case_act);
}

bool case_next(enum case_kind k, enum case_state from, enum case_act act, enum case_state *to,
	enum case_party *who)
{
	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		if (!(moves[i].kinds & K(k)) || moves[i].from != from || moves[i].act != act)
			continue;
		*to = moves[i].to;
		*who = moves[i].who;
		return true;
	}
	return false;
}

const char *case_outcome_code(enum case_outcome o)
{
	return o < OUTCOME__MAX ? outcomes[o].code : "";
}

const char *case_outcome_word(enum case_outcome o)
{
	return o < OUTCOME__MAX ? outcomes[o].word : "";
}

bool case_outcome_parse(struct str code, enum case_outcome *out)
{
	PARSE(outcomes, OUTCOME__MAX, enum case_outcome);
}

bool case_may_end(enum case_kind k, enum case_outcome o)
{
	return o < OUTCOME__MAX && (outcomes[o].kinds & K(k)) != 0;
}

bool case_adverse(enum case_outcome o)
{
	return o < OUTCOME__MAX && outcomes[o].adverse;
}

bool case_published(enum case_outcome o)
{
	return o < OUTCOME__MAX && outcomes[o].published;
}

/* --- the procedure's words -------------------------------------------------------------------------------- */

static const struct json *first_of(const struct json *j)
{
	return j && j->type == JSON_ARRAY && j->n ? j->first : NULL;
}

static size_t count_of(const struct json *j)
{
	return j && j->type == JSON_ARRAY ? j->n : 0;
}

static void outcomes_read(const struct json *list, bool may[OUTCOME__MAX])
{
	enum case_outcome o;

	for (const struct json *j = first_of(list); j; j = j->next)
		if (j->type == JSON_STRING && case_outcome_parse(j->text, &o))
			may[o] = true;
}

static void term_read(const struct json *answer, struct sanctions *out)
{
	const struct json *days = json_get(answer, "days");
	struct str from = json_str(answer, "from", STR(""));

	out->from_served = str_eqc(from, "served");
	out->has_from = out->from_served || str_eqc(from, "sent");
	if (!days || days->type == JSON_NULL)
		return;
	out->has_term = true;
	out->term = (struct term){.n = json_i64(answer, "days", 0),
		.kind = str_eqc(json_str(answer, "unit", STR("")), "working") ? TERM_WORKING
									     : TERM_CALENDAR};
}

static void national_read(const struct json *n, struct str clause, struct national *out)
{
	if (!n || n->type != JSON_OBJECT)
		return;
	*out = (struct national){.has = true, .ministry = json_str(n, "ministry", STR("")),
		.clause = json_str(n, "clause", clause),
		.ban_from_report = str_eqc(json_str(n, "ban_from", STR("")), "report")};
	outcomes_read(json_get(n, "effects"), out->may);
}

bool sanctions_any(const struct procedure *p)
{
	return count_of(json_get(json_get(p->json, "sanctions"), "grounds")) > 0;
}

void sanctions_of(struct arena *a, const struct procedure *p, struct sanctions *out)
{
	const struct json *s = json_get(p->json, "sanctions"), *grounds = json_get(s, "grounds");

	*out = (struct sanctions){.clause = json_str(s, "clause", STR("")),
		.report_clause = json_str(s, "report_clause", STR(""))};
	out->v = ARENA_NEW_N(a, struct sanction, count_of(grounds) + 1);
	term_read(json_get(s, "answer"), out);
	national_read(json_get(s, "national"), out->clause, &out->national);
	for (const struct json *j = first_of(grounds); j; j = j->next) {
		const struct json *ban = json_get(j, "ban");
		struct sanction *g = &out->v[out->n++];
		*g = (struct sanction){.id = json_str(j, "id", STR("")),
			.text = json_str(j, "text", STR("")),
			.clause = json_str(j, "clause", out->clause),
			.confidence = json_str(j, "confidence", STR("")),
			.bans = ban && ban->type == JSON_OBJECT,
			.ban_years = json_i64(ban, "years", 0),
			.ban_year_end = str_eqc(json_str(ban, "until", STR("")), "year_end"),
			.ban_programmes = json_str(ban, "programmes", p->programme),
			.all_titles = json_bool(j, "all_titles", false),
			.from_report = json_bool(j, "from_report", false),
			.forgery = json_bool(j, "forgery", false)};
		outcomes_read(json_get(j, "effects"), g->may);
	}
}

const struct sanction *sanction_by_id(const struct sanctions *s, struct str id)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].id, id))
			return &s->v[i];
	return NULL;
}

struct date sanction_ban_last(const struct sanction *s, struct date from)
{
	struct date last = {0};

	if (s->ban_years)
		last = date_add(date_add_years(from, (int)s->ban_years), -1);
	if (s->ban_year_end && (!last.y || date_cmp(last, (struct date){from.y, 12, 31}) < 0))
		last = (struct date){from.y, 12, 31};
	return last;
}

void changes_of(struct arena *a, const struct procedure *p, struct changes *out)
{
	const struct json *c = json_get(p->json, "changes"), *list = json_get(c, "kinds");

	*out = (struct changes){.months = json_i64(c, "months", 0),
		.clause = json_str(c, "clause", STR("")),
		.late_text = json_str(json_get(c, "late"), "text", STR(""))};
	outcomes_read(json_get(json_get(c, "late"), "effects"), out->late);
	out->v = ARENA_NEW_N(a, struct change_kind, count_of(list) + 1);
	for (const struct json *j = first_of(list); j; j = j->next) {
		const struct json *papers = json_get(j, "documents");
		struct change_kind *k = &out->v[out->n++];
		*k = (struct change_kind){.id = json_str(j, "id", STR("")),
			.text = json_str(j, "text", STR("")),
			.clause = json_str(j, "clause", out->clause),
			.name = str_eqc(json_str(j, "asks", STR("")), "name"),
			.place = str_eqc(json_str(j, "asks", STR("")), "place")};
		k->documents = ARENA_NEW_N(a, struct str, count_of(papers) + 1);
		for (const struct json *d = first_of(papers); d; d = d->next)
			if (d->type == JSON_STRING)
				k->documents[k->documents_n++] = d->text;
	}
}

const struct change_kind *change_by_id(const struct changes *c, struct str id)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->v[i].id, id))
			return &c->v[i];
	return NULL;
}

/* The questions, and the arithmetic that SQL has no words for. */
#include "service/invariant.h"

#include "base/vec.h"
#include "store/q.h"

enum { TITLE, REGISTRY, NATIONAL, APPLICATION, CASELOAD, COUNT, ENTERPRISE, SUBMISSION, SURVEY, DUE,
	TABLES };
const char *const invariant_tables[] = {[TITLE] = "title", [REGISTRY] = "registry", [NATIONAL] = "case_national",
	[APPLICATION] = "application", [CASELOAD] = "caseload", [COUNT] = "caseload_count", [ENTERPRISE] = "enterprise",
	[SUBMISSION] = "submission", [SURVEY] = "survey", [DUE] = "survey_due", [TABLES] = NULL};
#define ALWAYS 0u
#define OF_TITLES (1u << TITLE | 1u << REGISTRY | 1u << NATIONAL)
#define OF_SURVEYS (1u << TITLE | 1u << APPLICATION | 1u << SURVEY | 1u << DUE)
#define OF_ENTRANTS (1u << APPLICATION | 1u << ENTERPRISE | 1u << SUBMISSION)
#define OF_QUEUES (1u << APPLICATION | 1u << CASELOAD | 1u << COUNT)

struct look {
	struct db *db;
	const struct rules *rules;
	struct date today;
	struct arena *a;
	struct strs *out;
};

static void found(struct look *l, const char *what, struct str name, struct str uscc, struct str about)
{
	VEC_PUSH(l->a, l->out,
		str_fmt(l->a, "%s：%.*s%s%.*s%s %.*s", what, STR_ARG(name), uscc.n ? "（" : "",
			STR_ARG(uscc), uscc.n ? "）" : "", STR_ARG(about)));
}

/* What a statement without parameters asks, what its rows mean, and the tables on which it depends; what is little is
 * asked whatever was written. The answers have the same three members under different names of type.
 */
#define QUESTIONS(Q) \
	Q(ALWAYS, q_invariant_unlifted, "不得申报没有两人决定就解除") \
	Q(ALWAYS, q_invariant_shut_out, "没有不得申报却被取消申报") \
	Q(ALWAYS, q_invariant_unconsented, "未经同意的宣传") \
	Q(ALWAYS, q_invariant_alone, "应由两人办理而没有两人") \
	Q(ALWAYS, q_invariant_unanswered, "意见诉求的状态与答复不一致") \
	Q(ALWAYS, q_invariant_judged, "专家评审不合规则") \
	Q(ALWAYS, q_invariant_answered, "季度调查的名单与答复不一致") \
	Q(OF_SURVEYS, q_invariant_unasked, "应当填写季度调查而不在名单") \
	Q(OF_ENTRANTS, q_invariant_unverified, "未经核验的企业报送了申报") \
	Q(OF_TITLES, q_invariant_unfounded, "称号没有决定依据") \
	Q(OF_TITLES, q_invariant_overlap, "同一层级称号重叠") \
	Q(OF_TITLES, q_invariant_uncaused, TITLE_STATE) \
	Q(OF_TITLES, q_invariant_unregistered, "名单与称号不一致") \
	Q(OF_TITLES, q_invariant_certificate, "证书没有对应的称号") \
	Q(OF_QUEUES, q_invariant_caseload, "待办与申报状态不一致") \
	Q(OF_QUEUES, q_invariant_counts, "待办计数不符")
#define TITLE_STATE "称号失效没有原因，或者应当失效而没有失效"

#define TELL(l, what, list)                                                                        \
	for (size_t i_ = 0; i_ < (list).n; i_++)                                                   \
	found((l), (what), (list).v[i_].name, (list).v[i_].uscc, (list).v[i_].about)

#define ASK(tables, statement, what)                                                               \
	static enum rc ask_##statement(struct look *l, struct err *e)                              \
	{                                                                                          \
		struct statement##_list rows;                                                      \
                                                                                                   \
		TRY(statement(l->db, &rows, e));                                                   \
		TELL(l, what, rows);                                                               \
		return RC_OK;                                                                      \
	}
QUESTIONS(ASK)

static enum rc overdue(struct look *l, struct err *e)
{
	struct q_invariant_overdue_list rows;

	if (date_is_none(l->today))
		return RC_OK;
	TRY(q_invariant_overdue(
		l->db, &(struct q_invariant_overdue_in){.today = date_str(l->a, l->today)}, &rows, e));
	TELL(l, TITLE_STATE, rows);
	return RC_OK;
}

static bool names(struct str list, struct str word)
{
	struct str one;

	if (!str_trim(list).n)
		return true; /* all of them */
	while (str_cut(&list, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static enum rc bans(struct look *l, struct err *e)
{
	struct q_invariant_barred_list rows;
	struct date from, to;

	TRY(q_invariant_barred(l->db, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct procedure *p =
			rules_procedure(l->rules, rows.v[i].edition, rules_pin(rows.v[i].opens_on));
		struct date on = date_of_instant(rows.v[i].submitted_at);
		bool covers = p && names(rows.v[i].programmes, p->programme) &&
			      date_parse(rows.v[i].from_on, &from) && date_cmp(from, on) <= 0 &&
			      (!date_parse(rows.v[i].to_on, &to) || date_cmp(on, to) <= 0);
		if (covers)
			found(l, "不得申报期内报送了申报", rows.v[i].name, rows.v[i].uscc, rows.v[i].about);
	}
	return RC_OK;
}

#define ROW(tables, statement, what) {tables, ask_##statement},
static const struct {
	uint32_t tables;
	enum rc (*ask)(struct look *l, struct err *e);
} questions[] = {{ALWAYS, overdue}, {ALWAYS, bans}, QUESTIONS(ROW)};

enum rc invariants_check(struct db *db, const struct rules *rules, struct date today, uint32_t written,
	struct arena *a, struct strs *findings, struct err *e)
{
	struct look l = {db, rules, today, a, findings};

	for (size_t i = 0; i < ARRAY_LEN(questions); i++)
		if (questions[i].tables == ALWAYS || (written & questions[i].tables))
			TRY(questions[i].ask(&l, e));
	return RC_OK;
}

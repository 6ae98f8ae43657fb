/* The questions, and the arithmetic that SQL has no words for. */
#include "service/invariant.h"

#include "base/vec.h"
#include "store/q.h"

enum { TITLE, REGISTRY, NATIONAL, APPLICATION, CASELOAD, COUNT, ENTERPRISE, SUBMISSION, SURVEY, DUE,
	TABLES };
const char *const invariant_tables[] = {[TITLE] = "title", [REGISTRY] = "registry", [NATIONAL] = "case_national",
	[APPLICATION] = "application", [CASELOAD] = "caseload", [COUNT] = "caseload_count", [ENTERPRISE] = "enterprise",
	[SUBMISSION] = "submission", [SURVEY] = "survey", [DUE] = "survey_due", [TABLES] = NULL};
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

/* The answers have the same three members under different names of type. */
#define TELL(l, what, list)                                                                        \
	for (size_t i_ = 0; i_ < (list).n; i_++)                                                   \
	found((l), (what), (list).v[i_].name, (list).v[i_].uscc, (list).v[i_].about)

static enum rc overdue(struct look *l, struct err *e)
{
	struct q_invariant_overdue_list rows;

	if (date_is_none(l->today))
		return RC_OK;
	TRY(q_invariant_overdue(
		l->db, &(struct q_invariant_overdue_in){.today = date_str(l->a, l->today)}, &rows, e));
	TELL(l, "称号失效没有原因，或者应当失效而没有失效", rows);
	return RC_OK;
}

static enum rc titles(struct look *l, struct err *e)
{
	struct q_invariant_unfounded_list unfounded;
	struct q_invariant_overlap_list overlap;
	struct q_invariant_uncaused_list uncaused;

	TRY(q_invariant_unfounded(l->db, &unfounded, e));
	TELL(l, "称号没有决定依据", unfounded);
	TRY(q_invariant_overlap(l->db, &overlap, e));
	TELL(l, "同一层级称号重叠", overlap);
	TRY(q_invariant_uncaused(l->db, &uncaused, e));
	TELL(l, "称号失效没有原因，或者应当失效而没有失效", uncaused);
	return RC_OK;
}

static enum rc entries(struct look *l, struct err *e)
{
	struct q_invariant_unregistered_list other;
	struct q_invariant_certificate_list bare;

	TRY(q_invariant_unregistered(l->db, &other, e));
	TELL(l, "名单与称号不一致", other);
	TRY(q_invariant_certificate(l->db, &bare, e));
	TELL(l, "证书没有对应的称号", bare);
	return RC_OK;
}

/* What is little is asked whatever was written. */
static enum rc acts(struct look *l, struct err *e)
{
	struct q_invariant_unlifted_list unlifted;
	struct q_invariant_shut_out_list out;
	struct q_invariant_unconsented_list unconsented;
	struct q_invariant_alone_list alone;
	struct q_invariant_unanswered_list unanswered;
	struct q_invariant_judged_list judged;

	TRY(q_invariant_unlifted(l->db, &unlifted, e));
	TELL(l, "不得申报没有两人决定就解除", unlifted);
	TRY(q_invariant_shut_out(l->db, &out, e));
	TELL(l, "没有不得申报却被取消申报", out);
	TRY(q_invariant_unconsented(l->db, &unconsented, e));
	TELL(l, "未经同意的宣传", unconsented);
	TRY(q_invariant_alone(l->db, &alone, e));
	TELL(l, "应由两人办理而没有两人", alone);
	TRY(q_invariant_unanswered(l->db, &unanswered, e));
	TELL(l, "意见诉求的状态与答复不一致", unanswered);
	TRY(q_invariant_judged(l->db, &judged, e));
	TELL(l, "专家评审不合规则", judged);
	return RC_OK;
}

static enum rc surveys(struct look *l, struct err *e)
{
	struct q_invariant_unasked_list rows;

	TRY(q_invariant_unasked(l->db, &rows, e));
	TELL(l, "应当填写季度调查而不在名单", rows);
	return RC_OK;
}

static enum rc answers(struct look *l, struct err *e)
{
	struct q_invariant_answered_list rows;

	TRY(q_invariant_answered(l->db, &rows, e));
	TELL(l, "季度调查的名单与答复不一致", rows);
	return RC_OK;
}

static enum rc entrants(struct look *l, struct err *e)
{
	struct q_invariant_unverified_list rows;

	TRY(q_invariant_unverified(l->db, &rows, e));
	TELL(l, "未经核验的企业报送了申报", rows);
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

static enum rc queues(struct look *l, struct err *e)
{
	struct q_invariant_caseload_list strayed;
	struct q_invariant_counts_list rows;

	TRY(q_invariant_caseload(l->db, &strayed, e));
	TELL(l, "待办与申报状态不一致", strayed);
	TRY(q_invariant_counts(l->db, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		found(l, "待办计数不符", rows.v[i].name, STR(""), rows.v[i].about);
	return RC_OK;
}

enum rc invariants_check(struct db *db, const struct rules *rules, struct date today, uint32_t written,
	struct arena *a, struct strs *findings, struct err *e)
{
	struct look l = {db, rules, today, a, findings};

	TRY(overdue(&l, e));
	TRY(bans(&l, e));
	TRY(acts(&l, e));
	TRY(answers(&l, e));
	if (written & OF_SURVEYS)
		TRY(surveys(&l, e));
	if (written & OF_ENTRANTS)
		TRY(entrants(&l, e));
	if (written & OF_TITLES) {
		TRY(titles(&l, e));
		TRY(entries(&l, e));
	}
	return written & OF_QUEUES ? queues(&l, e) : RC_OK;
}

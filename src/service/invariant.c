/* The questions, and the arithmetic that SQL has no words for. */
#include "service/invariant.h"

#include "base/vec.h"
#include "store/q.h"

struct look {
	struct db *db;
	const struct rules *rules;
	const struct invariant_scope *scope;
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

static enum rc titles(struct look *l, struct err *e)
{
	const struct invariant_marks *m = &l->scope->since;
	struct str today = date_is_none(l->scope->today) ? STR("") : date_str(l->a, l->scope->today);
	struct q_invariant_unfounded_list unfounded;
	struct q_invariant_overlap_list overlap;
	struct q_invariant_uncaused_list uncaused;

	TRY(q_invariant_unfounded(l->db,
		&(struct q_invariant_unfounded_in){.after = m->title, .seq = m->audit}, &unfounded, e));
	TELL(l, "称号没有决定依据", unfounded);
	TRY(q_invariant_overlap(
		l->db, &(struct q_invariant_overlap_in){.after = m->title, .seq = m->audit}, &overlap, e));
	TELL(l, "同一层级称号重叠", overlap);
	TRY(q_invariant_uncaused(l->db,
		&(struct q_invariant_uncaused_in){.after = m->title, .seq = m->audit, .today = today},
		&uncaused, e));
	TELL(l, "称号失效没有原因，或者应当失效而没有失效", uncaused);
	return RC_OK;
}

static enum rc entries(struct look *l, struct err *e)
{
	const struct invariant_marks *m = &l->scope->since;
	struct q_invariant_unregistered_list other;
	struct q_invariant_certificate_list bare;

	TRY(q_invariant_unregistered(
		l->db, &(struct q_invariant_unregistered_in){.after = m->title, .seq = m->audit}, &other, e));
	TELL(l, "名单与称号不一致", other);
	TRY(q_invariant_certificate(
		l->db, &(struct q_invariant_certificate_in){.after = m->registry}, &bare, e));
	TELL(l, "证书没有对应的称号", bare);
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

	TRY(q_invariant_barred(l->db,
		&(struct q_invariant_barred_in){.after = l->scope->since.submission}, &rows, e));
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

static enum rc queue(struct look *l, int64_t agency_id, struct err *e)
{
	struct q_invariant_caseload_list strayed;
	struct q_invariant_counts_list rows;

	TRY(q_invariant_caseload(
		l->db, &(struct q_invariant_caseload_in){.agency_id = agency_id}, &strayed, e));
	TELL(l, "待办与申报状态不一致", strayed);
	TRY(q_invariant_counts(l->db, &(struct q_invariant_counts_in){.agency_id = agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		found(l, "待办计数不符", rows.v[i].name, STR(""), rows.v[i].about);
	return RC_OK;
}

static enum rc queues(struct look *l, struct err *e)
{
	struct q_invariant_agencies_list rows;

	if (l->scope->agency_id)
		return queue(l, l->scope->agency_id, e);
	TRY(q_invariant_agencies(l->db, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(queue(l, rows.v[i].id, e));
	return RC_OK;
}

enum rc invariants_check(struct db *db, const struct rules *rules, const struct invariant_scope *scope,
	struct arena *a, struct strs *findings, struct err *e)
{
	struct look l = {db, rules, scope, a, findings};

	TRY(titles(&l, e));
	TRY(entries(&l, e));
	TRY(bans(&l, e));
	return queues(&l, e);
}

enum rc invariants_mark(struct db *db, struct invariant_marks *out, struct err *e)
{
	struct q_invariant_marks m;

	TRY(q_invariant_marks(db, &m, e));
	*out = (struct invariant_marks){m.title, m.submission, m.registry, m.audit};
	return RC_OK;
}

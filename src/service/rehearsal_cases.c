/* What goes wrong and what changes in the rehearsal: titles taken back, bans and their end, reports by visitors, new names, moves. Every
 * month some begin; every day whoever has the turn acts.
 */
#include "service/rehearsal_parts.h"

#include "base/vec.h"
#include "service/change.h"
#include "service/national.h"
#include "service/report.h"
#include "service/sanction.h"

#define MONTHLY 6
#define LIFT_DAY 8   /* of a month */
#define LIFT_AFTER 60 /* days */
#define BAN_DAYS 400 /* where the document prints no length */

static const struct str facts = STR_INIT("（演练）经核查，企业所报数据与账册、纳税申报表不一致，情节属实，证据附后。");
static const struct str words = STR_INIT("（演练）经登记机关核准变更，主营业务没有变化，仍符合条件。");

static struct evidence_stored paper_of(const struct rehearsal *r)
{
	return (struct evidence_stored){
		STR("证明材料（演练）.pdf"), STR("application/pdf"), r->d.proof, r->d.proof_size};
}

/* --- beginnings ---------------------------------------------------------------------------------- */

struct start {
	const struct q_rehearsal_titles *t;
	struct reh_firm *f;
	int64_t n;
};

static enum rc sanction(struct rehearsal *r, struct start *x, struct err *e)
{
	struct q_case_subject_enterprise now;
	struct q_case_subject_title t;
	struct str body = str_none();
	struct case_bodies b;
	struct sanctions all;
	bool found;

	TRY(q_case_subject_title(r->d.db, &(struct q_case_subject_title_in){.id = x->t->id}, &t, e));
	TRY(q_case_subject_enterprise(
		r->d.db, &(struct q_case_subject_enterprise_in){.uscc = x->t->uscc}, &now, &found, e));
	const struct procedure *p = rules_procedure(r->d.sv->rules, t.edition, r->today);
	/* The city of the title's own line proposes, where the enterprise is now. */
	TRY(case_bodies_of(r->d.db, p, now.division_code, &b, e));
	struct demo_body *city = b.city.has ? demo_body_of(&r->d, b.city.v) : NULL;
	if (!city)
		return RC_OK;
	TRY(case_province_of(r->d.db, &city->officer[0], &body, e));
	p = case_procedure(r->d.sv->rules, t.tier, body, t.edition, r->today);
	sanctions_of(r->d.a, p, &all);
	if (!all.n)
		return RC_OK;
	struct tx tx = demo_tx(&r->d, &city->officer[0], r->now);
	struct evidence_stored paper = paper_of(r);
	struct sanction_open uc = {.title_id = x->t->id, .ground = all.v[(size_t)(x->n / MONTHLY) % all.n].id, .text = facts,
		.files = &paper, .files_n = 1};
	return sanction_open(&tx, &uc, e);
}

static enum rc change(struct rehearsal *r, struct start *x, bool move, struct err *e)
{
	struct actor who = demo_filler(&x->f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct evidence_stored paper = paper_of(r);
	const struct demo_place *there =
		&r->d.places[(size_t)demo_between(&r->d.random, 0, (int64_t)r->d.places_n - 1)];
	struct q_case_subject_title t;
	struct changes all = {0};

	TRY(q_case_subject_title(r->d.db, &(struct q_case_subject_title_in){.id = x->t->id}, &t, e));
	const struct procedure *p = case_procedure(r->d.sv->rules, t.tier, STR(""), t.edition, r->today);
	changes_of(r->d.a, p, &all);
	const struct change_kind *kind = NULL;
	for (size_t i = 0; i < all.n; i++)
		if (move ? all.v[i].place : all.v[i].name)
			kind = &all.v[i];
	if (!kind)
		return RC_OK;
	struct change_file uc = {.title_id = x->t->id, .kind = kind->id,
		.happened_on = date_add(r->today, (int)-demo_between(&r->d.random, 1, 120)),
		.new_name = str_fmt(r->d.a, "%.*s更名%lld有限公司（虚构）",
			STR_ARG(r->d.words.first.v[(size_t)x->n % r->d.words.first.n]), (long long)x->t->id),
		.new_division = there->division_code, .text = words, .files = &paper, .files_n = 1};
	return change_file(&tx, &uc, e);
}

static enum rc report(struct rehearsal *r, struct start *x, struct err *e)
{
	struct actor visitor = {.roles = ROLE_PUBLIC, .ip = STR("127.0.0.1")};
	struct tx tx = demo_tx(&r->d, &visitor, r->now);
	struct evidence_stored paper = paper_of(r);
	struct report_file uc = {.code = x->t->uscc, .person = STR("演练举报人"),
		.person_id = STR("110101199003077416"), .phone = STR("13800000000"), .content = facts,
		.files = &paper, .files_n = 1};

	return report_file(&tx, &uc, e);
}

static enum rc begin(struct rehearsal *r, void *arg, struct err *e)
{
	struct start *x = arg;

	switch (x->n % MONTHLY) {
	case 0:
	case 1:
		return change(r, x, false, e);
	case 2:
		return change(r, x, true, e);
	case 3:
		return report(r, x, e);
	default:
		return sanction(r, x, e);
	}
}

/* A ban of some months is put to the question again. */
static enum rc lift(struct rehearsal *r, void *arg, struct err *e)
{
	struct q_rehearsal_bans row;
	bool there;

	(void)arg;
	TRY(q_rehearsal_bans(r->d.db,
		&(struct q_rehearsal_bans_in){
			.before = r->now - LIFT_AFTER * MS_PER_DAY, .day = date_str(r->d.a, r->today)},
		&row, &there, e));
	struct demo_body *b = there ? demo_body_of(&r->d, row.agency_id) : NULL;
	if (!b)
		return RC_OK;
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	return sanction_lift(
		&tx, &(struct sanction_lift){.ban_id = row.id, .text = STR("（演练）行政复议认定事实不清，拟解除不得申报。")}, e);
}

/* --- turns --------------------------------------------------------------------------------------- */

struct turn {
	struct str public_id;
	int64_t n;
};

static struct demo_body *handler_of(struct rehearsal *r, int64_t agency_id)
{
	for (size_t i = 0; i < r->provinces_n; i++)
		if (r->provinces[i]->agency_id == agency_id)
			return r->provinces[i];
	return demo_body_of(&r->d, agency_id);
}

static enum rc tell(struct rehearsal *r, const struct case_view *v, struct tx *tx, enum case_act act, struct err *e)
{
	struct case_notify uc = {.public_id = v->c.public_id, .act = act, .text = facts, .days = 7};

	(void)r;
	return case_notify(tx, &uc, e);
}

static enum rc answer(struct rehearsal *r, const struct case_view *v, struct err *e)
{
	struct reh_firm *f = v->c.enterprise_id.has ? reh_firm_of(r, v->c.enterprise_id.v) : NULL;
	struct case_reply uc = {.public_id = v->c.public_id, .text = STR("（演练）我公司说明如下：有关数据口径不同，已附账册。")};

	if (!f || !demo_chance(&r->d.random, 25))
		return RC_OK;
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	return case_reply(&tx, &uc, e);
}

/* What fits the case, in turn from a place of its own. */
static enum case_outcome outcome_of(const struct case_view *v, const struct sanction *g, int64_t n)
{
	if (v->kind == CASE_CHANGE)
		return OUTCOME_UNCHANGED;
	if (v->kind == CASE_SANCTION && n % 5 == 0)
		return OUTCOME_DROP;
	for (size_t i = 0; i < OUTCOME__MAX; i++) {
		enum case_outcome o = (enum case_outcome)(((size_t)n + i) % OUTCOME__MAX);
		bool waits = o == OUTCOME_RECTIFY || o == OUTCOME_DROP;
		if (!waits && case_outcome_allowed(v, g, o))
			return o;
	}
	return OUTCOME_DROP;
}

static enum rc draft(struct rehearsal *r, const struct case_view *v, struct tx *tx, int64_t n, struct err *e)
{
	struct case_draft uc = {.public_id = v->c.public_id, .ground = v->c.ground, .reason = facts,
		.doc_no = reh_document(r)};
	const struct sanction *g = sanction_by_id(&v->sanctions, v->c.ground);
	struct date least = g ? sanction_ban_last(g, r->today) : (struct date){0};

	uc.outcome = outcome_of(v, g, n);
	uc.ban_to = date_is_none(least) ? date_add(r->today, BAN_DAYS) : least;
	return case_draft(tx, &uc, e);
}

static enum rc opinion(struct rehearsal *r, const struct case_view *v, struct opt_i64 agency, struct err *e)
{
	struct demo_body *b = agency.has ? demo_body_of(&r->d, agency.v) : NULL;
	struct case_opinion uc = {.public_id = v->c.public_id, .act = CASE_ACT_SUPPORT, .text = words};

	if (!b)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "case without body");
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	return case_opinion(&tx, &uc, e);
}

/* The ministry takes its time, and agrees to three of four. */
static enum rc ministry(struct rehearsal *r, const struct case_view *v, struct tx *tx, struct err *e)
{
	struct national_answer uc = {.public_id = v->c.public_id, .agreed = v->c.id % 4 != 0,
		.answered_on = r->today, .text = STR("（演练）经研究，答复如文。"), .answer_no = reh_document(r)};
	struct date least = national_ban_least(v, r->today);

	if (!demo_chance(&r->d.random, 10))
		return RC_OK;
	uc.ban_to = date_is_none(least) ? date_add(r->today, BAN_DAYS) : least;
	return national_answer(tx, &uc, e);
}

static enum rc take_turn(struct rehearsal *r, void *arg, struct err *e)
{
	struct turn *x = arg;
	struct case_view v;

	TRY(case_load_id(r->d.db, r->d.sv, x->n, r->now, &v, e));
	struct demo_body *b = handler_of(r, v.c.handler_agency_id);
	if (!b)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "handler of a case");
	struct tx one = demo_tx(&r->d, &b->officer[0], r->now), two = demo_tx(&r->d, &b->officer[1], r->now);
	switch ((int)v.state) {
	case CASE_FILED:
		return tell(r, &v, &one, CASE_ACT_ACCEPT, e);
	case CASE_COUNTY:
		return opinion(r, &v, v.c.county_agency_id, e);
	case CASE_CITY:
		return opinion(r, &v, v.c.city_agency_id, e);
	case CASE_PROVINCE:
		return v.kind == CASE_CHANGE ? draft(r, &v, &one, x->n, e) : tell(r, &v, &one, CASE_ACT_NOTIFY, e);
	case CASE_NOTICE:
		return v.over ? draft(r, &v, &one, x->n, e) : answer(r, &v, e);
	case CASE_HEARD:
		return draft(r, &v, &one, x->n, e);
	case CASE_SIGNING: {
		struct case_confirm uc = {.public_id = v.c.public_id};
		return case_confirm(&two, &uc, e);
	}
	case CASE_REPORTED:
		return ministry(r, &v, &one, e);
	case CASE_ANSWERED: {
		struct national_settle uc = {.public_id = v.c.public_id};
		return national_settle(&two, &uc, e);
	}
	default:
		return RC_OK;
	}
}

/* --- the day ------------------------------------------------------------------------------------- */

static enum rc look(struct rehearsal *r, struct arena *a, struct q_rehearsal_cases_list *cases,
	struct q_rehearsal_titles_list *titles, struct err *e)
{
	struct db *db;
	int64_t from = demo_between(&r->d.random, 0, 40 * (int64_t)r->day / 30);

	TRY(store_read(r->d.sv->store, a, &db, e));
	enum rc rc = q_rehearsal_cases(db, cases, e);
	if (rc == RC_OK && r->today.d <= MONTHLY)
		rc = q_rehearsal_titles(db, &(struct q_rehearsal_titles_in){.after = from, .limit = 1}, titles, e);
	store_read_end(db);
	return rc;
}

static enum rc cases_day(struct rehearsal *r, struct arena *a, struct err *e)
{
	struct q_rehearsal_cases_list cases = {0};
	struct q_rehearsal_titles_list titles = {0};

	TRY(look(r, a, &cases, &titles, e));
	for (size_t i = 0; i < cases.n; i++) {
		struct turn x = {cases.v[i].public_id, cases.v[i].id};
		TRY(reh_do(r, take_turn, &x, e));
	}
	for (size_t i = 0; i < titles.n; i++) {
		struct start x = {&titles.v[i], reh_firm_of(r, titles.v[i].enterprise_id), r->documents + r->today.d};
		if (x.f)
			TRY(reh_do(r, begin, &x, e));
	}
	return r->today.d == LIFT_DAY ? reh_do(r, lift, NULL, e) : RC_OK;
}

enum rc reh_cases(struct rehearsal *r, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = cases_day(r, &a, e);
	arena_free(&a);
	return rc;
}

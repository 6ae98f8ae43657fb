/* One file, so that whoever asks what a figure of the yearly report means finds the one place that says it. */
#include "service/yearly_figures.h"

#include "base/buf.h"
#include "domain/workflow.h"

struct sums {
	int64_t n[YEARLY_FIGURE__MAX];
};

/* Draft and 待签署 have not reached anybody; 撤回 and 逾期未报 are over without an outcome. */
static void count_state(struct sums *s, enum state state, int64_t n)
{
	s->n[YEARLY_STARTED] += n;
	if (state == STATE_DRAFT || state == STATE_SIGN || state == STATE_LAPSED) {
		s->n[YEARLY_DRAFTS] += n;
		return;
	}
	if (state != STATE_WITHDRAWN)
		s->n[YEARLY_FILED] += n;
	if (state == STATE_LISTED)
		s->n[YEARLY_LISTED] += n;
	else if (state == STATE_REFUSED)
		s->n[YEARLY_REFUSED] += n;
	else if (state_live(state) && state_holder(state) != HOLDER_NONE)
		s->n[YEARLY_RUNNING] += n;
}

static enum rc of_edition(
	struct db *db, const struct procedure *p, const struct yearly_report *x, struct sums *s, struct err *e)
{
	struct str first = str_fmt(db_arena(db), "%lld-01-01", (long long)x->r.year),
		   last = str_fmt(db_arena(db), "%lld-12-31", (long long)x->r.year);
	struct q_yearly_objections objections;
	struct q_yearly_states_list states;
	struct q_yearly_surveys surveys;
	struct q_yearly_visits visits;
	struct q_yearly_goal goal;
	enum state state;

	TRY(q_yearly_goal(db,
		&(struct q_yearly_goal_in){.agency_id = x->r.agency_id, .edition = p->id, .year = x->r.year},
		&goal, e));
	TRY(q_yearly_states(db,
		&(struct q_yearly_states_in){.agency_id = x->r.agency_id, .edition = p->id, .year = x->r.year},
		&states, e));
	for (size_t i = 0; i < states.n; i++)
		if (state_parse(states.v[i].state, &state))
			count_state(s, state, states.v[i].n);
	TRY(q_yearly_visits(db,
		&(struct q_yearly_visits_in){.agency_id = x->r.agency_id, .edition = p->id, .year = x->r.year},
		&visits, e));
	TRY(q_yearly_objections(db,
		&(struct q_yearly_objections_in){
			.agency_id = x->r.agency_id, .edition = p->id, .year = x->r.year},
		&objections, e));
	TRY(q_yearly_surveys(db,
		&(struct q_yearly_surveys_in){.agency_id = x->r.agency_id, .province_id = x->r.province_id,
			.edition = p->id, .first_on = first, .last_on = last},
		&surveys, e));
	s->n[YEARLY_GOAL] += goal.n;
	s->n[YEARLY_VISITS] += visits.n;
	s->n[YEARLY_OBJECTIONS] += objections.n;
	s->n[YEARLY_ASKED] += surveys.asked;
	s->n[YEARLY_ANSWERED] += surveys.answered;
	return RC_OK;
}

static enum rc of_programme(struct db *db, const struct yearly_report *x, struct sums *s, struct err *e)
{
	struct date first = {(int16_t)x->r.year, 1, 1}, next = {(int16_t)(x->r.year + 1), 1, 1};
	struct q_yearly_case_files cases;
	struct q_yearly_holders holders;

	TRY(q_yearly_case_files(db,
		&(struct q_yearly_case_files_in){.agency_id = x->r.agency_id, .programme = x->r.programme,
			.from_at = instant_day_start(first), .to_at = instant_day_start(next)},
		&cases, e));
	TRY(q_yearly_holders(db,
		&(struct q_yearly_holders_in){.agency_id = x->r.agency_id, .tier = x->r.programme}, &holders, e));
	s->n[YEARLY_REPORTS] = cases.reports;
	s->n[YEARLY_SANCTIONS] = cases.sanctions;
	s->n[YEARLY_HOLDERS] = holders.n;
	return RC_OK;
}

static struct str value_of(struct arena *a, const struct sums *s, enum yearly_figure f)
{
	int64_t goal = s->n[YEARLY_GOAL];

	if (f == YEARLY_GOAL && goal == 0)
		return STR("未下达");
	if (f != YEARLY_RATE)
		return str_i64(a, s->n[f]);
	int64_t permille = goal ? s->n[YEARLY_LISTED] * 1000 / goal : 0;
	return goal ? str_fmt(a, "%lld.%lld%%", (long long)(permille / 10), (long long)(permille % 10)) : STR("—");
}

enum rc yearly_figures(struct db *db, const struct rules *rules, const struct yearly_report *x, struct str *out,
	struct err *e)
{
	const struct rules_list *all = rules_list(rules, rules_pin(x->r.due_on));
	struct sums s = {0};
	struct buf b;

	for (size_t i = 0; i < all->procedures_n; i++) {
		const struct procedure *p = all->procedures[i];
		if (str_eq(p->programme, x->r.programme) && str_eq(p->body, x->procedure->body))
			TRY(of_edition(db, p, x, &s, e));
	}
	TRY(of_programme(db, x, &s, e));
	buf_init(&b, db_arena(db), 4096);
	buf_ch(&b, '{');
	for (int f = 0; f < YEARLY_FIGURE__MAX; f++) {
		if (f)
			buf_ch(&b, ',');
		json_put_key(&b, yearly_figure_id((enum yearly_figure)f));
		json_put_str(&b, value_of(db_arena(db), &s, (enum yearly_figure)f));
	}
	buf_ch(&b, '}');
	*out = buf_view(&b);
	return RC_OK;
}

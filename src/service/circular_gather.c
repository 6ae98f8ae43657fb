/* Where the figures of a circular come from: the services behind the pages, asked at one instant in one read, so
 * that a reader who looks at the pages then finds the same. Only what came and went in a period is counted here.
 */
#include "service/circular_figures.h"

#include "domain/case_file.h"
#include "service/editions.h"
#include "service/follow.h"
#include "service/pace.h"
#include "service/progress.h"
#include "service/survey.h"
#include "service/target.h"
#include "store/q.h"

#define NAMES_MAX 6 /* that a sentence lists */

struct city {
	int64_t id;
	struct str name;
	int64_t overdue, owed, filed, due, answered;
};
struct gather {
	struct db *db;
	struct arena *a;
	const struct rules *rules;
	const struct actor *who;
	const struct circular_period *p;
	int64_t now, from_at, to_at;
	struct city *cities;
	size_t n;
	struct circular_gathered *out;
};

/* 甲、乙、丙等 9 个市 */
struct names {
	struct strs list;
};

static struct str names_text(struct arena *a, const struct names *n)
{
	struct buf b;

	buf_init(&b, a, 1 << 16);
	for (size_t i = 0; i < n->list.n && i < NAMES_MAX; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "", STR_ARG(n->list.v[i]));
	if (n->list.n > NAMES_MAX)
		buf_printf(&b, "等 %zu 个单位", n->list.n);
	return buf_view(&b);
}

static struct str per_cent(struct arena *a, int64_t n, int64_t all)
{
	int64_t p = all > 0 ? (n * 2000 + all) / (all * 2) : 0;

	return all > 0 ? str_fmt(a, "%lld.%lld%%", (long long)(p / 10), (long long)(p % 10)) : STR("—");
}

/* --- one programme -------------------------------------------------------------------------------- */

struct flow {
	int64_t filed, recommended, listed;
};

static struct flow *flow_of(const struct target_board *b, struct flow *f, int64_t body_id)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].body_id == body_id)
			return &f[i];
	return &f[b->n]; /* a body that is active no more: in the sum */
}

static enum rc flows(
	struct gather *g, const struct procedure *p, const struct target_board *b, struct flow *f, struct err *e)
{
	struct q_circular_filed_list filed;
	struct q_circular_recommended_list sent;
	struct q_circular_listed_list listed;

	TRY(q_circular_filed(g->db,
		&(struct q_circular_filed_in){g->who->agency_id, p->id, g->from_at, g->to_at}, &filed, e));
	TRY(q_circular_recommended(g->db,
		&(struct q_circular_recommended_in){g->who->agency_id, p->id, g->from_at, g->to_at}, &sent, e));
	TRY(q_circular_listed(g->db,
		&(struct q_circular_listed_in){g->who->agency_id, p->id, g->from_at, g->to_at}, &listed, e));
	for (size_t i = 0; i < filed.n; i++)
		flow_of(b, f, filed.v[i].body_id)->filed += filed.v[i].n;
	for (size_t i = 0; i < sent.n; i++)
		flow_of(b, f, sent.v[i].body_id)->recommended += sent.v[i].n;
	for (size_t i = 0; i < listed.n; i++)
		flow_of(b, f, listed.v[i].body_id)->listed += listed.v[i].n;
	return RC_OK;
}

static int64_t done_of(const struct target_line *x)
{
	return x->listed + x->recommended;
}

/* By the share of the target, where there are targets; else by the number. Equal ones share a place. */
static bool before(const struct target_line *x, const struct target_line *y, bool targets)
{
	if (!targets)
		return done_of(x) > done_of(y);
	return (i128)done_of(x) * y->target > (i128)done_of(y) * x->target;
}

static bool ranked(const struct target_line *x, bool targets)
{
	return targets ? x->target > 0 : done_of(x) > 0;
}

static int64_t rank_of(const struct target_board *b, const struct target_line *x, bool targets)
{
	int64_t rank = 1;

	if (!ranked(x, targets))
		return 0;
	for (size_t i = 0; i < b->n; i++)
		rank += ranked(&b->lines[i], targets) && before(&b->lines[i], x, targets);
	return rank;
}

static void target_row(struct gather *g, struct circular_table *t, const struct target_board *b,
	const struct target_line *x, int64_t rank)
{
	struct arena *a = g->a;
	const struct str cells[] = {x->short_name, str_i64(a, x->target),
		target_share_text(a, x->target, b->total.target), str_i64(a, x->listed),
		str_i64(a, x->recommended), str_i64(a, x->reviewing), str_i64(a, x->filing),
		str_i64(a, x->pace), target_rate_text(a, x), rank ? str_i64(a, rank) : STR("—"),
		target_late_text(a, x)};

	circular_row(a, t, cells, ARRAY_LEN(cells));
}

static void target_table(struct gather *g, const struct target_board *b)
{
	static const char *const heads[] = {"市", "年度目标#家", "占全省比重#", "已公告#家", "已推荐#家", "在审#件",
		"企业手中#件", "按进度应完成#家", "完成率#", "位次#", "进度"};
	bool targets = b->total.target > 0;
	struct circular_table *t = circular_table_add(g->a, &g->out->figures,
		str_cat(g->a, STR("targets:"), b->procedure->id),
		str_fmt(g->a, "%.*s各市目标与进度（%lld年，截至%.*s）", STR_ARG(b->procedure->tier_name),
			(long long)b->year, STR_ARG(instant_human(g->a, g->now))),
		heads, ARRAY_LEN(heads));

	for (size_t i = 0; i < b->n; i++)
		target_row(g, t, b, &b->lines[i], rank_of(b, &b->lines[i], targets));
	target_row(g, t, b, &b->total, 0);
}

static void target_chart(struct gather *g, const struct target_board *b)
{
	size_t n = 0, late = 0;

	for (size_t i = 0; i < b->n; i++) {
		n += b->lines[i].target > 0;
		late += b->lines[i].late;
	}
	if (n == 0)
		return;
	struct circular_chart *c = VEC_ADD(g->a, &g->out->figures.charts);
	c->id = str_cat(g->a, STR("chart:"), b->procedure->id);
	c->pace_permille = target_pace(1000, b->year, b->asof);
	c->title = str_fmt(g->a, "%.*s：%zu 个市中 %zu 个落后于时间进度（%lld.%lld%%）",
		STR_ARG(b->procedure->tier_name), n, late, (long long)(c->pace_permille / 10),
		(long long)(c->pace_permille % 10));
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].target)
			VEC_PUSH(g->a, &c->bars,
				((struct circular_bar){b->lines[i].short_name, done_of(&b->lines[i]),
					b->lines[i].target, b->lines[i].late}));
}

/* How long the city's review took this year, in working days: "—" where none is over. */
static struct str median_of(struct arena *a, const struct pace_lines *pace, struct str name)
{
	for (size_t i = 0; i < pace->n; i++)
		if (pace->v[i].state == STATE_CITY && str_eq(pace->v[i].name, name))
			return str_i64(a, pace->v[i].s.median);
	return STR("—");
}

static void flow_table(
	struct gather *g, const struct target_board *b, const struct flow *f, const struct pace_lines *pace)
{
	static const char *const heads[] = {
		"市", "本期报送#家", "本期推荐#家", "本期公告#家", "市级审核用时中位数#工作日"};
	struct circular_table *t = circular_table_add(g->a, &g->out->figures,
		str_cat(g->a, STR("flow:"), b->procedure->id),
		str_fmt(g->a, "%.*s本期办理情况（%.*s 至 %.*s）", STR_ARG(b->procedure->tier_name),
			STR_ARG(date_str(g->a, g->p->first)), STR_ARG(date_str(g->a, g->p->last))),
		heads, ARRAY_LEN(heads));
	struct flow all = {0};

	for (size_t i = 0; i <= b->n; i++) {
		all.filed += f[i].filed;
		all.recommended += f[i].recommended;
		all.listed += f[i].listed;
		if (i == b->n)
			break;
		const struct str cells[] = {b->lines[i].short_name, str_i64(g->a, f[i].filed),
			str_i64(g->a, f[i].recommended), str_i64(g->a, f[i].listed),
			median_of(g->a, pace, b->lines[i].name)};
		circular_row(g->a, t, cells, ARRAY_LEN(cells));
	}
	const struct str sums[] = {STR("合计"), str_i64(g->a, all.filed), str_i64(g->a, all.recommended),
		str_i64(g->a, all.listed), STR("—")};
	circular_row(g->a, t, sums, ARRAY_LEN(sums));
}

static void progress_words(struct gather *g, const struct target_board *b, struct wording_values *v)
{
	struct names late = {0}, first = {0};
	bool targets = b->total.target > 0;
	int64_t with = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct target_line *x = &b->lines[i];
		int64_t rank = rank_of(b, x, targets);
		with += x->target > 0;
		if (x->late)
			VEC_PUSH(g->a, &late.list, x->short_name);
		if (rank && rank <= 3 && done_of(x) > 0)
			VEC_PUSH(g->a, &first.list, x->short_name);
	}
	wording_count(g->a, v, "late_cities", (int64_t)late.list.n);
	wording_text(g->a, v, "late_names", names_text(g->a, &late));
	wording_text(g->a, v, "first_names", names_text(g->a, &first));
	wording_count(g->a, v, "target_cities", with);
}

static void programme_words(
	struct gather *g, const struct target_board *b, const struct flow *f, struct wording_values *v)
{
	const struct target_line *t = &b->total;
	struct flow all = {0};

	for (size_t i = 0; i <= b->n; i++) {
		all.filed += f[i].filed;
		all.recommended += f[i].recommended;
		all.listed += f[i].listed;
	}
	wording_text(g->a, v, "tier", b->procedure->tier_name);
	wording_text(g->a, v, "title", b->procedure->title);
	wording_count(g->a, v, "target", t->target);
	wording_count(g->a, v, "listed", t->listed);
	wording_count(g->a, v, "recommended", t->recommended);
	wording_count(g->a, v, "reviewing", t->reviewing);
	wording_count(g->a, v, "filing", t->filing);
	wording_count(g->a, v, "filed", t->listed + t->recommended + t->reviewing);
	wording_count(g->a, v, "done", done_of(t));
	wording_count(g->a, v, "pace", t->pace);
	wording_text(g->a, v, "rate", target_rate_text(g->a, t));
	wording_text(g->a, v, "time_rate", per_cent(g->a, target_pace(1000, b->year, b->asof), 1000));
	wording_count(g->a, v, "period_filed", all.filed);
	wording_count(g->a, v, "period_recommended", all.recommended);
	wording_count(g->a, v, "period_listed", all.listed);
	progress_words(g, b, v);
}

static bool says_nothing(const struct target_board *b, const struct flow *f)
{
	const struct target_line *t = &b->total;
	int64_t n = t->target + t->listed + t->recommended + t->reviewing + t->filing;

	for (size_t i = 0; i <= b->n; i++)
		n += f[i].filed + f[i].recommended + f[i].listed;
	return n == 0;
}

static enum rc programme(struct gather *g, const struct procedure *p, struct err *e)
{
	struct target_board b;
	struct pace_lines pace;

	TRY(target_board_load(g->db, g->rules, g->who, p->id, g->p->year, g->now, &b, e));
	struct flow *f = ARENA_NEW_N(g->a, struct flow, b.n + 1);
	TRY(flows(g, p, &b, f, e));
	if (says_nothing(&b, f))
		return RC_OK;
	TRY(pace_between(g->db, g->who->agency_id, p->id, g->from_at, g->to_at, &pace, e));
	target_table(g, &b);
	target_chart(g, &b);
	flow_table(g, &b, f, &pace);
	struct circular_programme *x = &g->out->programmes[g->out->programmes_n++];
	x->procedure = b.procedure;
	programme_words(g, &b, f, &x->values);
	return RC_OK;
}

/* --- over all programmes -------------------------------------------------------------------------- */

static struct city *city_named(struct gather *g, struct str name)
{
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->cities[i].name, name))
			return &g->cities[i];
	return NULL;
}

static enum rc cities(struct gather *g, struct err *e)
{
	struct progress p;

	TRY(progress_load(g->db, g->who, STR(""), g->p->year, g->now, &p, e));
	g->cities = ARENA_NEW_N(g->a, struct city, p.n + 1);
	for (size_t i = 0; i < p.n; i++)
		g->cities[g->n++] = (struct city){
			.id = p.v[i].body_id, .name = p.v[i].short_name, .overdue = p.v[i].late};
	return RC_OK;
}

static enum rc updates(struct gather *g, struct err *e)
{
	struct str first = date_str(g->a, g->p->first), last = date_str(g->a, g->p->last);
	struct q_update_rounds_for_officer_list rounds;
	struct q_update_bodies_list rows;

	TRY(q_update_rounds_for_officer(g->db,
		&(struct q_update_rounds_for_officer_in){.agency_id = g->who->agency_id}, &rounds, e));
	for (size_t i = 0; i < rounds.n; i++) {
		const struct q_update_rounds_for_officer *r = &rounds.v[i];
		if (str_cmp(r->opens_on, last) > 0 || str_cmp(r->closes_on, first) < 0)
			continue;
		TRY(q_update_bodies(g->db,
			&(struct q_update_bodies_in){.round_id = r->id, .agency_id = g->who->agency_id}, &rows,
			e));
		for (size_t k = 0; k < rows.n; k++) {
			struct city *c = city_named(g, rows.v[k].name);
			if (c) {
				c->owed += rows.v[k].owed;
				c->filed += rows.v[k].done;
			}
		}
	}
	return RC_OK;
}

static enum rc surveys(struct gather *g, struct err *e)
{
	struct str first = date_str(g->a, g->p->first), last = date_str(g->a, g->p->last);
	struct q_surveys_of_body_list list;
	struct q_survey_rates_list rows;
	struct survey s;

	TRY(q_surveys_of_body(
		g->db, &(struct q_surveys_of_body_in){.agency_id = g->who->agency_id}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		if (str_cmp(list.v[i].first_on, first) < 0 || str_cmp(list.v[i].first_on, last) > 0)
			continue;
		TRY(survey_for_body_load(g->db, g->who, list.v[i].public_id, &s, e));
		TRY(q_survey_rates(g->db,
			&(struct q_survey_rates_in){.survey_id = s.id, .agency_id = g->who->agency_id}, &rows, e));
		for (size_t k = 0; k < rows.n; k++) {
			struct city *c = city_named(g, rows.v[k].name);
			if (c) {
				c->due += rows.v[k].due;
				c->answered += rows.v[k].answered;
			}
		}
	}
	return RC_OK;
}

static void city_row(struct gather *g, struct circular_table *t, const struct city *c)
{
	const struct str cells[] = {c->name, str_i64(g->a, c->overdue), str_i64(g->a, c->owed),
		str_i64(g->a, c->filed), str_i64(g->a, c->owed - c->filed), per_cent(g->a, c->filed, c->owed),
		str_i64(g->a, c->due), str_i64(g->a, c->answered), per_cent(g->a, c->answered, c->due)};

	circular_row(g->a, t, cells, ARRAY_LEN(cells));
}

static void bodies_table(struct gather *g)
{
	static const char *const heads[] = {"市", "逾期未办#件", "年度更新应报#家", "已报#家", "未报#家", "填报率#",
		"季度调查应填#家", "已填#家", "填报率#"};
	struct circular_table *t = circular_table_add(g->a, &g->out->figures, STR("bodies"),
		str_fmt(g->a, "各市办理时限、年度更新和季度调查（截至%.*s）", STR_ARG(instant_human(g->a, g->now))),
		heads, ARRAY_LEN(heads));
	struct wording_values *v = &g->out->values;
	struct city all = {.name = STR("合计")};
	struct names late = {0};

	for (size_t i = 0; i < g->n; i++) {
		const struct city *c = &g->cities[i];
		all.overdue += c->overdue;
		all.owed += c->owed;
		all.filed += c->filed;
		all.due += c->due;
		all.answered += c->answered;
		if (c->overdue)
			VEC_PUSH(g->a, &late.list, c->name);
		city_row(g, t, c);
	}
	city_row(g, t, &all);
	wording_count(g->a, v, "overdue", all.overdue);
	wording_count(g->a, v, "overdue_cities", (int64_t)late.list.n);
	wording_text(g->a, v, "overdue_names", names_text(g->a, &late));
	wording_count(g->a, v, "updates_owed", all.owed);
	wording_count(g->a, v, "updates_filed", all.filed);
	wording_count(g->a, v, "updates_late", all.owed - all.filed);
	wording_text(g->a, v, "update_rate", per_cent(g->a, all.filed, all.owed));
	wording_count(g->a, v, "survey_due", all.due);
	wording_count(g->a, v, "survey_answered", all.answered);
	wording_count(g->a, v, "survey_late", all.due - all.answered);
	wording_text(g->a, v, "survey_rate", per_cent(g->a, all.answered, all.due));
}

/* --- objections, cases, draws, events --------------------------------------------------------------- */

static enum rc objections(struct gather *g, struct err *e)
{
	struct q_circular_objections_list rows;
	int64_t all = 0, upheld = 0, cleared = 0;

	TRY(q_circular_objections(g->db,
		&(struct q_circular_objections_in){g->who->agency_id, g->from_at, g->to_at}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		all += rows.v[i].n;
		upheld += str_eqc(rows.v[i].state, "upheld") ? rows.v[i].n : 0;
		cleared += str_eqc(rows.v[i].state, "cleared") ? rows.v[i].n : 0;
	}
	wording_count(g->a, &g->out->values, "objections", all);
	wording_count(g->a, &g->out->values, "upheld", upheld);
	wording_count(g->a, &g->out->values, "cleared", cleared);
	return RC_OK;
}

static enum rc cases(struct gather *g, struct err *e)
{
	static const char *const heads[] = {"类别", "本期受理#件", "本期办结#件", "未办结#件"};
	int64_t n[CASE_KIND__MAX][3] = {{0}}, outcomes[OUTCOME__MAX] = {0}, all[3] = {0};
	struct q_circular_cases_list rows;
	struct wording_values *v = &g->out->values;

	TRY(q_circular_cases(g->db,
		&(struct q_circular_cases_in){g->who->agency_id, g->from_at, g->to_at}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const int64_t add[3] = {rows.v[i].opened, rows.v[i].decided, rows.v[i].waiting};
		enum case_kind k = CASE_SANCTION;
		enum case_outcome o = OUTCOME__MAX;
		if (case_outcome_parse(rows.v[i].outcome, &o))
			outcomes[o] += rows.v[i].decided;
		if (!case_kind_parse(rows.v[i].kind, &k))
			continue;
		for (size_t c = 0; c < 3; c++) {
			n[k][c] += add[c];
			all[c] += add[c];
		}
	}
	struct circular_table *t = circular_table_add(
		g->a, &g->out->figures, STR("cases"), STR("案件办理情况"), heads, ARRAY_LEN(heads));
	for (size_t k = 0; k < CASE_KIND__MAX; k++)
		circular_row(g->a, t,
			(const struct str[]){str_c(case_kind_word((enum case_kind)k)), str_i64(g->a, n[k][0]),
				str_i64(g->a, n[k][1]), str_i64(g->a, n[k][2])},
			4);
	wording_count(g->a, v, "cases", all[0]);
	wording_count(g->a, v, "cases_decided", all[1]);
	wording_count(g->a, v, "cases_open", all[2]);
	wording_count(g->a, v, "reports", n[CASE_REPORT][0]);
	wording_count(g->a, v, "cancelled", outcomes[OUTCOME_CANCEL] + outcomes[OUTCOME_REVOKE]);
	wording_count(g->a, v, "no_recheck", outcomes[OUTCOME_NO_RECHECK]);
	return RC_OK;
}

static enum rc draws(struct gather *g, struct err *e)
{
	static const char *const heads[] = {"抽查", "名单#家", "抽中#家", "已办结#家"};
	struct q_circular_draws_list rows;
	int64_t taken = 0, settled = 0;

	TRY(q_circular_draws(g->db,
		&(struct q_circular_draws_in){g->who->agency_id, g->from_at, g->to_at}, &rows, e));
	struct circular_table *t = circular_table_add(
		g->a, &g->out->figures, STR("draws"), STR("抽查情况"), heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		taken += rows.v[i].taken;
		settled += rows.v[i].settled;
		circular_row(g->a, t,
			(const struct str[]){rows.v[i].title, str_i64(g->a, rows.v[i].count),
				str_i64(g->a, rows.v[i].taken), str_i64(g->a, rows.v[i].settled)},
			4);
	}
	wording_count(g->a, &g->out->values, "draws", (int64_t)rows.n);
	wording_count(g->a, &g->out->values, "drawn", taken);
	wording_count(g->a, &g->out->values, "drawn_settled", settled);
	return RC_OK;
}

static enum rc events(struct gather *g, struct err *e)
{
	struct q_circular_events_list rows;
	struct follow_kinds kinds;
	struct buf b;
	int64_t all = 0;

	TRY(follow_kinds_load(g->a, &kinds, e));
	TRY(q_circular_events(g->db,
		&(struct q_circular_events_in){.agency_id = g->who->agency_id,
			.from_on = date_str(g->a, g->p->first), .to_on = date_str(g->a, g->p->last)},
		&rows, e));
	buf_init(&b, g->a, 1 << 16);
	for (size_t i = 0; i < rows.n; i++) {
		const struct follow_kind *k = follow_kind_of(&kinds, rows.v[i].kind);
		all += rows.v[i].n;
		if (k)
			buf_printf(&b, "%s%.*s %lld 项", buf_view(&b).n ? "，" : "", STR_ARG(k->name),
				(long long)rows.v[i].n);
	}
	wording_count(g->a, &g->out->values, "events", all);
	wording_text(g->a, &g->out->values, "event_kinds", buf_view(&b));
	return RC_OK;
}

static void period_words(struct gather *g)
{
	static const char *const cn[] = {"", "一", "二", "三", "四"};
	struct wording_values *v = &g->out->values;

	wording_text(g->a, v, "body", g->who->agency_name);
	wording_count(g->a, v, "year", g->p->year);
	wording_text(g->a, v, "quarter", str_c(cn[g->p->quarter]));
	wording_text(g->a, v, "first", date_prose(g->a, g->p->first));
	wording_text(g->a, v, "last", date_prose(g->a, g->p->last));
	wording_text(g->a, v, "asof", date_prose(g->a, date_of_instant(g->now)));
}

enum rc circular_gather(struct db *db, const struct rules *rules, const struct actor *province,
	const struct circular_period *p, int64_t now, struct circular_gathered *out, struct err *e)
{
	struct gather g = {.db = db, .a = db_arena(db), .rules = rules, .who = province, .p = p, .now = now,
		.from_at = instant_day_start(p->first), .to_at = instant_day_end(p->last), .out = out};
	struct editions own;

	*out = (struct circular_gathered){0};
	TRY(editions_of_officer(db, rules, province, date_of_instant(now), &own, e));
	out->programmes = ARENA_NEW_N(g.a, struct circular_programme, own.n + 1);
	period_words(&g);
	for (size_t i = 0; i < own.n; i++)
		TRY(programme(&g, own.v[i], e));
	TRY(cities(&g, e));
	TRY(updates(&g, e));
	TRY(surveys(&g, e));
	bodies_table(&g);
	TRY(objections(&g, e));
	TRY(cases(&g, e));
	TRY(draws(&g, e));
	return events(&g, e);
}

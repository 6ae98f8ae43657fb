/* Batches and the task list of one: for a city from review to recommendation, for the province from the
 * progress of its cities to the certificates. The act that cannot be taken back comes last.
 */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/list_act.h"
#include "service/publicity.h"
#include "service/recommend.h"

/* --- all batches ----------------------------------------------------------------------------------- */

const char *batch_state_tag(struct str state)
{
	return str_eqc(state, "open") ? "blue" : str_eqc(state, "published") ? "green" : "grey";
}

/* What is not in any calendar waits for the province's call. */
static enum rc callable_links(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	const struct procedure **may = NULL;
	size_t n = 0;

	TRY(batch_callable(
		db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &may, &n, e));
	if (n == 0)
		return RC_OK;
	v->links_title = STR("由省级通知组织的事项");
	for (size_t i = 0; i < n; i++)
		links_add(c, &v->links, str_cat(c->a, STR("组织一批："), may[i]->title),
			str_cat(c->a, STR("/o/batches/new?edition="), may[i]->id), false);
	return RC_OK;
}

enum rc page_o_batches(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"批次", "事项", "开放日期", "市级推荐截止", "状态",
		"公示和推荐中#件", "已公告#件"};
	struct q_batches_for_officer_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_batches_for_officer(
		db, &(struct q_batches_for_officer_in){.agency_id = c->who.agency_id}, &rows, e));
	v = batch_view(c, STR("批次管理"));
	page_crumb(c, &v->page, STR("批次管理"), str_none());
	v->lead = STR("批次按实施细则的日历自动开放和截止。点批次名称办理集中研究、公示、推荐或审定、公告。");
	struct view_table *t = &batch_table(c, v, "batches", "", STR("全部批次，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_batches_for_officer *b = &rows.v[i];
		const struct procedure *p =
			rules_procedure(
				ctx_services(c)->rules, b->edition, rules_pin(b->opens_on));
		struct batch_counts n;
		TRY(batch_counts_load(db, &c->who, b->id, &n, e));
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, b->title)->href =
			str_fmt(c->a, "/o/batch/%lld", (long long)b->id);
		batch_cell(c, t, r, p ? p->tier_full_name : b->edition);
		batch_cell(c, t, r, b->opens_on);
		batch_cell(c, t, r, b->city_deadline);
		batch_cell(c, t, r, str_c(batch_state_word(b->state)))->tag = batch_state_tag(b->state);
		batch_cell(c, t, r, str_i64(c->a, n.submitted - n.n[STATE_LISTED] -
							  n.n[STATE_REFUSED]));
		batch_cell(c, t, r, str_i64(c->a, n.n[STATE_LISTED]));
	}
	t->empty = STR("还没有批次：系统会按实施细则的日历建立。");
	if (actor_is(&c->who, ROLE_PROVINCE))
		TRY(callable_links(c, db, v, e));
	return batch_show(c, 200, v);
}

enum rc page_o_batches_old(struct ctx *c, struct err *e)
{
	(void)e;
	return respond_redirect(c, STR("/o/batch"));
}

/* --- one batch -------------------------------------------------------------------------------------- */

struct hub {
	struct db *db;
	struct batch b;
	struct batch_counts n;
	struct q_recommendations_of_batch_list sent;
	struct q_publicities_of_body_list windows;
	struct q_meetings_of_batch_list meetings;
};

static enum rc hub_load(struct ctx *c, struct hub *h, struct err *e)
{
	int64_t body = c->who.agency_id;

	TRY(batch_of_address(c, 0, &h->db, &h->b, e));
	TRY(batch_counts_load(h->db, &c->who, h->b.id, &h->n, e));
	TRY(q_recommendations_of_batch(h->db,
		&(struct q_recommendations_of_batch_in){.batch_id = h->b.id, .agency_id = body},
		&h->sent, e));
	TRY(q_publicities_of_body(h->db,
		&(struct q_publicities_of_body_in){.agency_id = body, .batch_id = h->b.id}, &h->windows,
		e));
	return q_meetings_of_batch(h->db,
		&(struct q_meetings_of_batch_in){.batch_id = h->b.id, .agency_id = body}, &h->meetings,
		e);
}

static struct view_tag todo(struct ctx *c, int64_t n, const char *unit, const char *none)
{
	return n ? tag_of("amber", batch_count(c, n, unit)) : tag_of("grey", str_c(none));
}

static struct str queue_href(struct ctx *c, const struct hub *h, const char *state)
{
	return str_fmt(c->a, "/o/queue?state=%s&batch=%lld", state, (long long)h->b.id);
}

static int64_t waiting_windows(const struct hub *h, struct str *href, struct ctx *c)
{
	int64_t n = 0;

	for (size_t i = 0; i < h->windows.n; i++)
		if (str_eqc(h->windows.v[i].state, "proposed")) {
			*href = str_cat(c->a, STR("/o/publicity/"), h->windows.v[i].public_id);
			n++;
		}
	return n;
}

static struct str waiting_recommendation(const struct hub *h, struct ctx *c)
{
	for (size_t i = 0; i < h->sent.n; i++)
		if (str_eqc(h->sent.v[i].state, "proposed"))
			return str_cat(c->a, STR("/o/recommendation/"), h->sent.v[i].public_id);
	return str_none();
}

static void city_review_task(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	int64_t county = h->n.n[STATE_COUNTY], city = h->n.n[STATE_CITY] + h->n.n[STATE_SITE];
	struct view_task *t = batch_task(c, v, "审核进度", queue_href(c, h, "city"));

	t->hint = str_fmt(c->a, "县级初审 %lld 件，市级审核与实地核查 %lld 件，退回补正 %lld 件",
		(long long)county, (long long)city, (long long)h->n.n[STATE_RETURNED]);
	t->state = county + city ? tag_of("amber", batch_count(c, county + city, "件在审"))
				 : tag_of("done", STR("没有在审"));
}

/* The list that is shown to everybody, and what was said against it; city and province alike. */
static void publicity_tasks(struct ctx *c, const struct hub *h, enum holder level, struct view_batch *v)
{
	bool province = level == HOLDER_PROVINCE;
	int64_t showing = h->n.n[province ? STATE_PUB_PROV : STATE_PUB_CITY];
	struct str waiting = str_none();
	int64_t proposed = waiting_windows(h, &waiting, c);
	struct view_task *t = batch_task(c, v, province ? "省级公示" : "公示",
		proposed ? waiting : batch_href(c, &h->b, "/publicity"));

	if (proposed) {
		t->hint = STR("已由一人提请，须由另一人确认后开始公示");
		t->state = tag_of("amber", STR("待第二人确认"));
	} else {
		t->hint = showing ? str_fmt(c->a, "公示中 %lld 家，期满后自动进入下一步", (long long)showing)
				  : STR("名单定下后不能更改，由两人先后办理");
		t->state = todo(c, h->n.n[publicity_waits(level)], "家待公示", "没有待公示");
	}
	t = batch_task(c, v, "异议处理", STR("/o/publicity"));
	t->hint = STR("异议只影响被异议的企业，其他企业照常办理");
	t->state = todo(c, h->n.n[province ? STATE_DISPUTED_PROV : STATE_DISPUTED], "家待核实",
		"没有异议待核实");
}

static struct str list_href(struct ctx *c, const struct hub *h, const struct list_act *act)
{
	return batch_href(c, &h->b, str_fmt(c->a, "/list/%s", act->slug).p);
}

static void list_task(struct ctx *c, const struct hub *h, enum state from, struct view_batch *v)
{
	const struct list_act *act = list_act_at(from);

	if (!act || !procedure_has_state(h->b.procedure, from))
		return;
	struct view_task *t = batch_task(c, v, act->title, list_href(c, h, act));
	t->hint = str_c(act->lead);
	t->state = todo(c, h->n.n[from], "家待办理", "没有待办理");
}

static void recommend_task(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	const struct stage *s = procedure_stage(h->b.procedure, STAGE_RECOMMEND, HOLDER_CITY);
	struct str waiting = waiting_recommendation(h, c);
	struct view_task *t = batch_task(c, v, str_fmt(c->a, "%.*s", STR_ARG(s->name)).p,
		waiting.n ? waiting : batch_href(c, &h->b, "/recommend"));

	t->hint = waiting.n ? STR("已由一人提请，须由另一人确认后报出")
			    : STR("报出后名单移交省级，市级不能再改；由两人先后办理");
	t->state = waiting.n ? tag_of("amber", STR("待第二人确认"))
			     : todo(c, h->n.n[STATE_RECOMMEND], "家待推荐", "没有待推荐");
}

/* One task per stage of the procedure, in its order. */
static void city_tasks(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	const struct procedure *p = h->b.procedure;

	v->tasks.title = STR("办理步骤");
	city_review_task(c, h, v);
	for (const struct stage *s = p->stages; s < p->stages + p->stages_n; s++) {
		if (s->level != HOLDER_CITY)
			continue;
		if (s->kind == STAGE_DECISION) {
			struct view_task *t =
				batch_task(c, v, "集中研究", batch_href(c, &h->b, "/meeting"));
			t->hint = STR("登记会议和纪要，逐家作出决定");
			t->state = todo(c, h->n.n[STATE_DECIDE], "家待研究", "没有待研究");
		} else if (s->kind == STAGE_PUBLICITY) {
			publicity_tasks(c, h, HOLDER_CITY, v);
		} else if (s->kind == STAGE_POOL) {
			list_task(c, h, STATE_POOL, v);
		} else if (s->kind == STAGE_RECOMMEND) {
			recommend_task(c, h, v);
		}
	}
}

/* What comes first: the step nearest to the deadline that has something to do. */
static void city_next(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	struct str waiting = str_none(), recommend = waiting_recommendation(h, c);
	const struct {
		bool due;
		const char *what;
		struct str href;
		const char *act;
	} steps[] = {
		{recommend.n > 0, "有一份推荐等待第二人确认", recommend, "核对并确认推荐"},
		{waiting_windows(h, &waiting, c) > 0, "有一份公示名单等待第二人确认", waiting,
			"核对并确认公示"},
		{h->n.n[STATE_DISPUTED] > 0, "有企业公示期间被提出异议，待核实",
			STR("/o/publicity"), "处理异议"},
		{h->n.n[STATE_RECOMMEND] > 0, "公示无异议的企业可以推荐",
			batch_href(c, &h->b, "/recommend"), "起草推荐"},
		{h->n.n[STATE_POOL] > 0, "可以从培育库中择优推荐",
			batch_href(c, &h->b, "/list/select"), "选择推荐企业"},
		{h->n.n[STATE_PUB_WAIT] > 0, "审核通过的企业可以公示",
			batch_href(c, &h->b, "/publicity"), "提请公示"},
		{h->n.n[STATE_DECIDE] > 0, "审核通过的企业待集中研究",
			batch_href(c, &h->b, "/meeting"), "登记集中研究"},
	};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (!steps[i].due)
			continue;
		v->next = str_cat(c->a, STR("下一步："), str_c(steps[i].what));
		v->next_href = i == 1 ? waiting : steps[i].href;
		v->next_act = str_c(steps[i].act);
		v->next_why = str_fmt(c->a, "市级推荐截止 %.*s（%.*s）",
			STR_ARG(deadline_text(c->a, h->b.city_ends_at)),
			STR_ARG(left_text(c->a, h->b.city_ends_at, c->now)));
		v->next_kind = c->now >= h->b.city_ends_at ? " next--warn" : "";
		return;
	}
}

static void meetings_table(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	static const char *const heads[] = {"日期", "地点", "主持人", "同意#家", "不同意#家",
		"退回重审#家"};
	struct view_table *t;

	if (h->meetings.n == 0)
		return;
	t = &batch_table(c, v, "meetings", "集中研究记录", STR("本批次的集中研究"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < h->meetings.n; i++) {
		const struct q_meetings_of_batch *m = &h->meetings.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, m->held_on)->href =
			str_cat(c->a, STR("/o/meeting/"), m->public_id);
		batch_cell(c, t, r, m->place);
		batch_cell(c, t, r, m->chair);
		batch_cell(c, t, r, str_i64(c->a, m->yes));
		batch_cell(c, t, r, str_i64(c->a, m->no));
		batch_cell(c, t, r, str_i64(c->a, m->back));
	}
}

static void sent_table(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	static const char *const heads[] = {"推荐", "状态", "家数#家", "报出时间", "待省审#家",
		"审定通过#家", "已公告#家"};
	struct view_table *t = &batch_table(c, v, "sent", "推荐", STR("本批次的推荐"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < h->sent.n; i++) {
		const struct q_recommendations_of_batch *s = &h->sent.v[i];
		bool late = s->sent_at.has && s->sent_at.v >= h->b.city_ends_at;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s 第 %lld 次推荐", STR_ARG(s->body), (long long)s->seq))
			->href = str_cat(c->a, STR("/o/recommendation/"), s->public_id);
		batch_cell(c, t, r,
			str_fmt(c->a, "%s%s", recommendation_state_word(s->state),
				late ? "（逾期）" : ""))
			->tag = late || str_eqc(s->state, "returned") ? "amber" : "blue";
		batch_cell(c, t, r, str_i64(c->a, s->count));
		batch_cell(c, t, r,
			s->sent_at.has ? instant_human(c->a, s->sent_at.v) : STR("未报出"));
		batch_cell(c, t, r, str_i64(c->a, s->prov));
		batch_cell(c, t, r, str_i64(c->a, s->approved));
		batch_cell(c, t, r, str_i64(c->a, s->listed));
	}
	t->empty = STR("还没有推荐。");
}

/* --- the province ---------------------------------------------------------------------------------- */

static void province_stage_task(
	struct ctx *c, const struct hub *h, const struct stage *s, struct view_batch *v)
{
	struct view_task *t;

	if (s->kind == STAGE_REVIEW) {
		t = batch_task(c, v, "省级审定", batch_href(c, &h->b, "/approve"));
		t->hint = STR("按各市推荐审定，可退回整份推荐或单个企业");
		t->state = todo(c, h->n.n[STATE_PROV], "家待审定", "没有待审定");
	} else if (s->kind == STAGE_RECORD) {
		list_task(c, h, STATE_RECORD, v);
	} else if (s->kind == STAGE_EXPERT_REVIEW) {
		t = batch_task(c, v, "专家评审", str_fmt(c->a, "/o/panel/%lld", (long long)h->b.id));
		t->hint = STR("组成评审组、分派、汇总评分，提出建议名单，由两人先后办理");
		t->state = todo(c, h->n.n[STATE_EXPERT], "家待评审", "没有待评审");
	} else if (s->kind == STAGE_SAMPLE) {
		t = batch_task(c, v, "省级抽查", batch_href(c, &h->b, "/draw"));
		t->hint = STR("名单、比例和号码来源先公开，再抽取；结果任何人都能重算");
		t->state = todo(c, h->n.n[STATE_SAMPLE], "家待抽查", "没有待抽查");
	} else if (s->kind == STAGE_PUBLICITY) {
		publicity_tasks(c, h, HOLDER_PROVINCE, v);
	} else if (s->kind == STAGE_NOMINATE) {
		list_task(c, h, STATE_NOMINATE, v);
		list_task(c, h, STATE_NATION, v);
	} else if (s->kind == STAGE_PUBLISH) {
		t = batch_task(c, v, "公告与发证",
			str_fmt(c->a, "/o/publish/%lld", (long long)h->b.id));
		t->hint = STR("发布后名单、证书编号和有效期不能更改，企业立即收到通知");
		t->state = todo(c, h->n.n[STATE_APPROVED], "家待公告", "没有待公告");
	}
}

static void province_tasks(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	const struct procedure *p = h->b.procedure;
	int64_t below = h->n.n[STATE_COUNTY] + h->n.n[STATE_CITY] + h->n.n[STATE_SITE] +
			h->n.n[STATE_DECIDE] + h->n.n[STATE_PUB_WAIT] + h->n.n[STATE_PUB_CITY] +
			h->n.n[STATE_DISPUTED] + h->n.n[STATE_POOL] + h->n.n[STATE_RECOMMEND];
	struct view_task *t;

	v->tasks.title = STR("办理步骤");
	t = batch_task(c, v, "各市进度", STR("#cities"));
	t->hint = STR("谁还没有推荐、各步骤有多少件");
	t->state = below ? tag_of("blue", batch_count(c, below, "件在市县"))
			 : tag_of("done", STR("市县已办完"));
	for (const struct stage *s = p->stages; s < p->stages + p->stages_n; s++)
		if (s->level == HOLDER_PROVINCE)
			province_stage_task(c, h, s, v);
}

static bool city_has_sent(const struct hub *h, int64_t city)
{
	for (size_t i = 0; i < h->sent.n; i++)
		if (h->sent.v[i].city_id == city && str_eqc(h->sent.v[i].state, "sent"))
			return true;
	return false;
}

static void city_row(struct ctx *c, const struct hub *h, const struct q_agency_children *g,
	const struct batch_counts *n, struct view_table *t)
{
	struct view_cells *r = batch_row(c, t);
	bool sent = city_has_sent(h, g->id), late = !sent && c->now >= h->b.city_ends_at;
	const int64_t figures[] = {
		n->n[STATE_DRAFT] + n->n[STATE_SIGN] + n->n[STATE_RETURNED],
		n->n[STATE_COUNTY] + n->n[STATE_CITY] + n->n[STATE_SITE] + n->n[STATE_DECIDE],
		n->n[STATE_PUB_WAIT] + n->n[STATE_PUB_CITY] + n->n[STATE_DISPUTED],
		n->n[STATE_RECOMMEND], n->n[STATE_PROV],
		n->n[STATE_APPROVED], n->n[STATE_LISTED]};

	batch_cell(c, t, r, g->short_name);
	for (size_t i = 0; i < ARRAY_LEN(figures); i++)
		batch_cell(c, t, r, str_i64(c->a, figures[i]));
	batch_cell(c, t, r, sent ? STR("已推荐") : late ? STR("逾期未推荐") : STR("未推荐"))->tag =
		sent ? "green" : late ? "red" : "grey";
}

static enum rc cities_table(struct ctx *c, const struct hub *h, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"市", "企业手中#件", "市县审核#件", "公示#件",
		"待推荐#件", "待省审#件", "待公告#件", "已公告#件", "推荐"};
	struct q_batch_counts_by_city_list counts;
	struct q_agency_children_list cities;
	struct view_table *t = &batch_table(c, v, "cities", "各市进度",
		str_fmt(c->a, "%.*s各市进度", STR_ARG(h->b.title)))->table;

	TRY(q_agency_children(h->db,
		&(struct q_agency_children_in){.parent_id = c->who.agency_id}, &cities, e));
	TRY(q_batch_counts_by_city(h->db,
		&(struct q_batch_counts_by_city_in){
			.agency_id = c->who.agency_id, .batch_id = h->b.id},
		&counts, e));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < cities.n; i++) {
		struct batch_counts n = {0};
		for (size_t k = 0; k < counts.n; k++)
			if (counts.v[k].city_id == cities.v[i].id)
				batch_counts_add(&n, counts.v[k].state, counts.v[k].n);
		city_row(c, h, &cities.v[i], &n, t);
	}
	return RC_OK;
}

static void province_next(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	const struct {
		enum state from;
		const char *what; /* … N 家企业 */
		struct str href;
		const char *act;
	} steps[] = {
		{STATE_DISPUTED_PROV, "核实有异议的", STR("/o/publicity"), "处理异议"},
		{STATE_PROV, "审定各市推荐的", batch_href(c, &h->b, "/approve"), "进入省级审定"},
		{STATE_RECORD, "备案各市报来的", batch_href(c, &h->b, "/list/record"), "进入省级备案"},
		{STATE_EXPERT, "组织专家评审", str_fmt(c->a, "/o/panel/%lld", (long long)h->b.id),
			"进入专家评审"},
		{STATE_SAMPLE, "抽查", batch_href(c, &h->b, "/draw"), "进入省级抽查"},
		{STATE_PROV_WAIT, "公示", batch_href(c, &h->b, "/publicity"), "提请公示"},
		{STATE_NOMINATE, "向部推荐", batch_href(c, &h->b, "/list/nominate"), "进入向部推荐"},
		{STATE_APPROVED, "公告审定通过的",
			str_fmt(c->a, "/o/publish/%lld", (long long)h->b.id), "预览公告和证书"},
	};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		int64_t n = h->n.n[steps[i].from];
		if (n == 0)
			continue;
		v->next = str_fmt(c->a, "下一步：%s %lld 家企业", steps[i].what, (long long)n);
		v->next_href = steps[i].href;
		v->next_act = str_c(steps[i].act);
		v->next_why = str_fmt(c->a, "市级推荐截止 %.*s（%.*s）",
			STR_ARG(deadline_text(c->a, h->b.city_ends_at)),
			STR_ARG(left_text(c->a, h->b.city_ends_at, c->now)));
		return;
	}
}

static void package_task(struct ctx *c, const struct hub *h, struct view_batch *v)
{
	struct view_task *t = batch_task(c, v, "公文包", batch_href(c, &h->b, "/package"));

	t->hint = STR("公示、汇总表、报告、意见、声明、公告和证书，可以逐份下载，也可以整包下载");
	t->state = tag_of("grey", STR("随时可取"));
}

static enum rc announcements(struct ctx *c, const struct hub *h, struct view_batch *v, struct err *e)
{
	struct q_announcements_of_batch_list rows;

	TRY(q_announcements_of_batch(
		h->db, &(struct q_announcements_of_batch_in){.batch_id = h->b.id}, &rows, e));
	v->links_title = STR("已发布的公告");
	for (size_t i = 0; i < rows.n; i++)
		links_add(c, &v->links,
			str_fmt(c->a, "%.*s　%.*s（%lld 家，%.*s）", STR_ARG(rows.v[i].doc_no),
				STR_ARG(rows.v[i].title), (long long)rows.v[i].count,
				STR_ARG(rows.v[i].issued_on)),
			str_cat(c->a, STR("/news/"), rows.v[i].public_id), false);
	return RC_OK;
}

enum rc page_o_batch(struct ctx *c, struct err *e)
{
	struct hub h = {0};
	struct view_batch *v;

	TRY(hub_load(c, &h, e));
	v = batch_view(c, h.b.title);
	batch_crumbs(c, v, &h.b, str_none());
	v->over = h.b.procedure->tier_full_name;
	v->lead = str_fmt(c->a, "%s。申报 %.*s 至 %.*s，市级推荐截止 %.*s。",
		batch_state_word(h.b.state), STR_ARG(date_prose(c->a, h.b.opens_on)),
		STR_ARG(date_prose(c->a, date_of_instant(h.b.filing_ends_at - 1))),
		STR_ARG(deadline_text(c->a, h.b.city_ends_at)));
	if (actor_is(&c->who, ROLE_PROVINCE)) {
		province_next(c, &h, v);
		province_tasks(c, &h, v);
		TRY(cities_table(c, &h, v, e));
	} else {
		city_next(c, &h, v);
		city_tasks(c, &h, v);
		meetings_table(c, &h, v);
	}
	package_task(c, &h, v);
	sent_table(c, &h, v);
	TRY(announcements(c, &h, v, e));
	return batch_show(c, 200, v);
}

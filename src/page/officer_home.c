/* 工作台: the next act and its date first, then the counts, then the batch. */
#include "page/officer.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "domain/yearly.h"
#include "service/cluster.h"
#include "service/editions.h"

static void stat(struct ctx *c, struct view_stats *stats, const char *label, int64_t n,
        const char *unit, struct str href, const char *kind)
{
	VEC_PUSH(c->a, stats,
	        ((struct view_stat){.label = str_c(label),
	                .value = str_i64(c->a, n),
	                .unit = str_c(unit),
	                .href = href,
	                .kind = kind}));
}

/* Everything this level acts on, in whatever state of its procedures. */
static int64_t held(const struct actor *who, const struct queue_counts *counts)
{
	int64_t n = 0;

	for (int s = 0; s < STATE__MAX; s++)
		if (state_holder((enum state)s) == actor_holder(who))
			n += counts->n[s];
	return n;
}

static enum rc case_stat(struct ctx *c, struct db *db, struct view_stats *out, struct err *e)
{
	struct q_cases_waiting n;

	TRY(q_cases_waiting(
		db, &(struct q_cases_waiting_in){.agency_id = c->who.agency_id, .now = c->now}, &n, e));
	stat(c, out, "案件待办", n.n, "件", STR("/o/cases"), n.n ? "warn" : "");
	return RC_OK;
}

/* Enterprises that cannot file before their body has looked at them. */
static enum rc identity_stat(struct ctx *c, struct db *db, struct view_stats *out, struct err *e)
{
	struct q_identity_waiting n;

	if (actor_is(&c->who, ROLE_PROVINCE))
		return RC_OK;
	TRY(q_identity_waiting(
		db, &(struct q_identity_waiting_in){.agency_id = c->who.agency_id}, &n, e));
	stat(c, out, "企业认证待核验", n.n, "家", STR("/o/identity"), n.n ? "warn" : "");
	return RC_OK;
}

static enum rc voice_stat(struct ctx *c, struct db *db, struct view_stats *out, struct err *e)
{
	struct q_voice_own_waiting n;

	TRY(q_voice_own_waiting(
		db, &(struct q_voice_own_waiting_in){.agency_id = c->who.agency_id, .now = c->now}, &n, e));
	stat(c, out, "诉求、咨询待答复", n.n, "件", STR("/o/voice"), n.late ? "bad" : n.n ? "warn" : "");
	return RC_OK;
}

static enum rc stats(struct ctx *c, struct db *db, const struct queue_counts *counts,
        enum state mine, struct view_o_home *v, struct err *e)
{
	struct q_queue_due_count late, today;
	struct str state = str_c(state_code(mine));
	int64_t day_end = instant_day_end(date_of_instant(c->now));
	struct str queue = str_fmt(c->a, "/o/queue?state=%s", state_code(mine));

	TRY(q_queue_due_count(db,
	        &(struct q_queue_due_count_in){
	                .agency_id = c->who.agency_id, .state = state, .due_before = c->now + 1},
	        &late, e));
	TRY(q_queue_due_count(db,
	        &(struct q_queue_due_count_in){
	                .agency_id = c->who.agency_id, .state = state, .due_before = day_end + 1},
	        &today, e));
	stat(c, &v->stats, "我的待办", held(&c->who, counts), "件", queue, "blue");
	stat(c, &v->stats, "今日到期", today.n - late.n, "件",
	        str_fmt(c->a, "%.*s&due=%.*s", STR_ARG(queue),
	                STR_ARG(date_str(c->a, date_of_instant(c->now)))),
	        today.n > late.n ? "warn" : "");
	stat(c, &v->stats, "超期", late.n, "件",
	        str_fmt(c->a, "%.*s&due=%.*s", STR_ARG(queue),
	                STR_ARG(date_str(c->a, date_of_instant(c->now)))),
	        late.n ? "bad" : "");
	TRY(identity_stat(c, db, &v->stats, e));
	TRY(case_stat(c, db, &v->stats, e));
	TRY(voice_stat(c, db, &v->stats, e));
	if (actor_is(&c->who, ROLE_CITY)) {
		stat(c, &v->stats, "待实地核查", counts->n[STATE_SITE], "件",
		        STR("/o/queue?state=site"), "");
		stat(c, &v->stats, "公示中", counts->n[STATE_PUB_CITY], "件",
		        STR("/o/queue?state=pub_city"), "");
		stat(c, &v->stats, "有异议", counts->n[STATE_DISPUTED], "件",
		        STR("/o/queue?state=disputed"), counts->n[STATE_DISPUTED] ? "warn" : "");
	}
	return RC_OK;
}

static void next_act(
        struct ctx *c, const struct queue_counts *counts, enum state mine, struct view_o_home *v)
{
	if (counts->n[mine]) {
		v->next = str_fmt(c->a, "下一步：办理 %lld 件%s的材料", (long long)counts->n[mine],
		        state_short(mine));
		v->next_why = STR("按截止日期从近到远排列。");
		v->next_href = str_fmt(c->a, "/o/queue?state=%s", state_code(mine));
		v->next_act = STR("开始办理");
		return;
	}
	v->next = STR("当前没有待办材料");
	v->next_why = STR("企业报送或下一级通过后会出现在这里。");
	v->next_href = STR("/o/queue?state=all");
	v->next_act = STR("查看全部材料");
}

static void states(struct ctx *c, const struct queue_counts *counts, struct view_table *t)
{
	t->caption = STR("各状态件数（草稿和待签署只计数，不能查看内容）");
	t->empty = STR("本批次还没有企业开始自评，可以动员企业参加。");
	VEC_PUSH(c->a, &t->heads, ((struct view_head){.text = STR("状态")}));
	VEC_PUSH(c->a, &t->heads, ((struct view_head){.text = STR("由谁办理")}));
	VEC_PUSH(c->a, &t->heads, ((struct view_head){.text = STR("件数"), .num = true}));
	for (size_t i = 0; i < STATE__MAX; i++) {
		if (!counts->n[i])
			continue;
		struct view_cells *row = VEC_ADD(c->a, &t->rows);
		bool open = i != STATE_DRAFT && i != STATE_SIGN && i != STATE_LAPSED;
		VEC_PUSH(c->a, row,
		        ((struct view_cell){.text = str_c(state_word((enum state)i)),
		                .href = open ? str_fmt(c->a, "/o/queue?state=%s",
		                                       state_code((enum state)i))
		                             : str_none()}));
		VEC_PUSH(c->a, row,
		        ((struct view_cell){.text = str_c(holder_word(state_holder((enum state)i))),
		                .label = STR("由谁办理")}));
		VEC_PUSH(c->a, row,
		        ((struct view_cell){.text = str_i64(c->a, counts->n[i]),
		                .num = true,
		                .label = STR("件数")}));
	}
}

/* Lists that only some procedures keep: no entry of the frame, but one here where they are kept. */
static void registers(struct ctx *c, const struct editions *own, struct view_o_home *v)
{
	const struct json *reserve = NULL;
	bool clusters = false, pools = false, surveys = false, ends = false, yearly = false;

	for (size_t i = 0; i < own->n; i++) {
		clusters = clusters || procedure_asks(own->v[i], ENTRY_CLUSTER);
		pools = pools || procedure_stage(own->v[i], STAGE_POOL, HOLDER_CITY);
		if (!reserve)
			reserve = json_get(own->v[i]->json, "reserve");
		surveys = surveys || own->v[i]->survey;
		ends = ends || json_get(own->v[i]->json, "renewal");
		yearly = yearly || yearly_asked(own->v[i]);
	}
	if (pools)
		links_add(c, &v->registers, STR("入库培育名单"), STR("/o/pool"), false);
	if (clusters)
		links_add(c, &v->registers, STR("集群统计名单"), STR("/o/clusters"), false);
	if (reserve) {
		links_add(c, &v->registers, json_str(reserve, "name", STR("")), STR("/o/reserve"), false);
		links_add(c, &v->registers, STR("融资对接名单"), STR("/o/reserve?list=finance"), false);
	}
	links_add(c, &v->registers, STR("培育辅导"), STR("/o/coach"), false);
	links_add(c, &v->registers, STR("跟踪服务"), STR("/o/follow"), false);
	if (yearly && !actor_is(&c->who, ROLE_COUNTY))
		links_add(c, &v->registers, STR("年度总结"), STR("/o/yearly"), false);
	if (ends)
		links_add(c, &v->registers, STR("到期名单"), STR("/o/expiring"), false);
	links_add(c, &v->registers, STR("意见诉求和咨询"), STR("/o/voice"), false);
	if (surveys)
		links_add(c, &v->registers, STR("季度调查"), STR("/o/surveys"), false);
}

/* The batch that is open now, or the programme and year whose progress is shown when none is. */
static enum rc batch(struct ctx *c, struct db *db, struct view_o_home *v, struct str *edition,
        int64_t *year, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct q_batches_in_state_list open;
	struct editions own;

	TRY(editions_of_officer(db, rules, &c->who, date_of_instant(c->now), &own, e));
	registers(c, &own, v);
	const struct procedure *first = editions_first(&own, date_of_instant(c->now));
	*year = date_of_instant(c->now).y;
	*edition = first ? first->id : STR("");
	TRY(q_batches_in_state(
	        db, &(struct q_batches_in_state_in){.state = STR("open")}, &open, e));
	for (size_t i = 0; i < open.n; i++) {
		const struct procedure *p = rules_procedure(
			rules, open.v[i].edition, rules_pin(open.v[i].opens_on));
		if (!p || v->has_batch || !editions_has(&own, p->id))
			continue;
		v->has_batch = true;
		*edition = open.v[i].edition;
		*year = open.v[i].year;
		v->batch =
		        str_fmt(c->a, "%.*s（%.*s）", STR_ARG(p->title), STR_ARG(open.v[i].title));
		v->deadline = deadline_text(c->a, open.v[i].city_ends_at);
		v->left = left_text(c->a, open.v[i].city_ends_at, c->now);
		if (actor_is(&c->who, ROLE_CITY | ROLE_PROVINCE)) {
			links_add(c, &v->links, STR("本批次办理步骤"),
			        str_fmt(c->a, "/o/batch/%lld", (long long)open.v[i].id), false);
			links_add(c, &v->links, STR("目标与进度"), STR("/o/targets"), false);
			links_add(c, &v->links, STR("公示与异议"), STR("/o/publicity"), false);
		}
	}
	return RC_OK;
}

/* The nightly 复算 found something among the files of this province. */
static enum rc alarm(struct ctx *c, struct db *db, struct view_o_home *v, struct err *e)
{
	struct q_replay_differences_list rows;
	struct q_replay_last last;
	bool found;

	if (!actor_is(&c->who, ROLE_PROVINCE))
		return RC_OK;
	TRY(q_replay_last(db, &last, &found, e));
	if (!found || !last.differences)
		return RC_OK;
	TRY(q_replay_differences(db,
	        &(struct q_replay_differences_in){
	                .agency_id = c->who.agency_id, .run_id = last.id},
	        &rows, e));
	if (rows.n) {
		v->alarm = str_fmt(c->a, "复算警示：有 %zu 份报送、决定或年度更新与存档不一致，请立即核实。",
		        rows.n);
		v->alarm_href = STR("/o/replay");
	}
	return RC_OK;
}

/* What was sent by this body and to this person, and whether this person can be reached at all. */
static enum rc told(struct ctx *c, struct db *db, struct view_o_home *v, struct err *e)
{
	struct q_delivery_open_count open;
	struct q_messages_unread unread;

	TRY(q_delivery_open_count(db, &(struct q_delivery_open_count_in){.agency_id = c->who.agency_id}, &open, e));
	TRY(q_messages_unread(
		db, &(struct q_messages_unread_in){.account_id = c->who.account_id}, &unread, e));
	links_add(c, &v->registers,
		unread.n ? str_fmt(c->a, "消息（%lld 条未读）", (long long)unread.n) : STR("消息"),
		STR("/me/messages"), false);
	links_add(c, &v->registers,
		open.n ? str_fmt(c->a, "送达情况（%lld 件企业尚未查阅）", (long long)open.n) : STR("送达情况"),
		STR("/o/notices"), false);
	return page_contact_note(c, db, &v->page, e);
}

enum rc page_o_home(struct ctx *c, struct err *e)
{
	struct view_o_home v = {0};
	struct queue_counts counts;
	struct str edition;
	int64_t year;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(queue_count(db, &c->who, 0, &counts, e));
	page_view(c, "工作台", &v.page);
	v.heading = c->who.agency_name;
	TRY(alarm(c, db, &v, e));
	enum state mine = o_first_held(&c->who, &counts);
	next_act(c, &counts, mine, &v);
	TRY(stats(c, db, &counts, mine, &v, e));
	TRY(batch(c, db, &v, &edition, &year, e));
	TRY(o_progress(c, db, edition, year, &v, e));
	TRY(told(c, db, &v, e));
	states(c, &counts, &v.states);
	tmpl_officer_home(respond_html(c, 200), &v);
	return RC_OK;
}

/* 送达情况: what this body has sent to enterprises, who has opened it and when, who has not. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/delivery.h"

#define ROWS 30

/* Both lists have the same columns. */
struct outbox {
	struct q_deliveries_of_body_list all;
	bool open;
};

static enum rc load(struct ctx *c, struct db *db, int64_t before, struct outbox *x, struct err *e)
{
	struct q_deliveries_open_list rows;

	if (!x->open)
		return q_deliveries_of_body(db,
			&(struct q_deliveries_of_body_in){
				.agency_id = c->who.agency_id, .before = before, .limit = ROWS + 1},
			&x->all, e);
	TRY(q_deliveries_open(db,
		&(struct q_deliveries_open_in){.agency_id = c->who.agency_id, .before = before, .limit = ROWS + 1}, &rows,
		e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_deliveries_open *r = &rows.v[i];
		VEC_PUSH(c->a, &x->all,
			((struct q_deliveries_of_body){.id = r->id, .receipt_no = r->receipt_no, .name = r->name,
				.uscc = r->uscc, .phone = r->phone, .object_kind = r->object_kind,
				.object = r->object, .subject = r->subject, .sent_at = r->sent_at,
				.people = r->people, .served_at = r->served_at, .served_name = r->served_name,
				.way = r->way, .readable = r->readable}));
	}
	return RC_OK;
}

static struct str state_of(struct ctx *c, const struct q_deliveries_of_body *d, const char **tag)
{
	int64_t days = date_days(date_of_instant(c->now)) - date_days(date_of_instant(d->sent_at));

	*tag = d->served_at.has ? "green" : d->people ? "amber" : "red";
	if (d->served_at.has)
		return STR("已送达");
	if (!d->people)
		return STR("没有已认证、可以查阅的账号");
	return days > 0 ? str_fmt(c->a, "未查阅，已 %lld 天", (long long)days) : STR("未查阅");
}

static void row_add(struct ctx *c, const struct q_deliveries_of_body *d, struct view_table *t)
{
	const char *tag;
	struct view_cells *r = batch_row(c, t);

	batch_cell(c, t, r, d->name);
	struct view_cell *subject = batch_cell(c, t, r, d->subject);
	if (d->readable)
		subject->href = str_eqc(d->object_kind, "objection") ? STR("/o/publicity")
			: str_fmt(c->a, "/o/%s/%.*s", str_eqc(d->object_kind, "case") ? "case" : "app", STR_ARG(d->object));
	batch_cell(c, t, r, instant_human(c->a, d->sent_at));
	struct view_cell *state = batch_cell(c, t, r, state_of(c, d, &tag));
	state->tag = tag;
	batch_cell(c, t, r,
		!d->served_at.has ? STR("—")
		: d->way.n	  ? str_fmt(c->a, "%.*s，%.*s", STR_ARG(date_str(c->a, date_of_instant(d->served_at.v))), STR_ARG(d->way))
				  : str_fmt(c->a, "%.*s，%.*s", STR_ARG(instant_human(c->a, d->served_at.v)), STR_ARG(d->served_name)));
	batch_cell(c, t, r, d->receipt_no);
	batch_cell(c, t, r, d->phone.n ? d->phone : STR("—"));
}

enum rc page_o_notices(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"企业", "通知", "发出时间", "送达情况", "首次查阅", "回证编号", "联系电话"};
	struct outbox x = {.open = str_eqc(form_get(&c->query, "state"), "open")};
	struct q_delivery_open_count open;
	int64_t before = INT64_MAX;
	struct db *db;

	(void)!str_to_i64(form_get(&c->query, "before"), &before);
	TRY(ctx_db(c, &db, e));
	TRY(q_delivery_open_count(db, &(struct q_delivery_open_count_in){.agency_id = c->who.agency_id}, &open, e));
	TRY(load(c, db, before, &x, e));
	struct view_batch *v = batch_view(c, STR("送达情况"));
	page_crumb(c, &v->page, STR("送达情况"), str_none());
	v->page.wide = true;
	v->lead = STR("退回补正、不予通过、告知和处理决定从企业的人首次打开之时起算送达。长期没有查阅的，请电话联系，或在案件中登记其他送达方式。");
	v->tabs.label = STR("按送达情况");
	links_add(c, &v->tabs.items, STR("全部"), STR("/o/notices"), !x.open);
	links_add(c, &v->tabs.items, str_fmt(c->a, "未送达 %lld", (long long)open.n), STR("/o/notices?state=open"), x.open);
	struct view_table *t = &batch_table(c, v, "list", "", STR("本单位发给企业的通知，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = x.open ? STR("没有未送达的通知。") : STR("本单位还没有发出需要送达的通知。");
	for (size_t i = 0; i < x.all.n && i < ROWS; i++)
		row_add(c, &x.all.v[i], t);
	v->paged = x.all.n > ROWS || before != INT64_MAX;
	if (before != INT64_MAX)
		v->pager.first = x.open ? STR("/o/notices?state=open") : STR("/o/notices");
	if (x.all.n > ROWS)
		v->pager.next = str_fmt(c->a, "/o/notices?%sbefore=%lld", x.open ? "state=open&" : "",
			(long long)x.all.v[ROWS - 1].id);
	return batch_show(c, 200, v);
}

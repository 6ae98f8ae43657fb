/* Inspectors on the office's pages of a draw: whom the pools hold before it is frozen, and 回避 for a file, which has no
 * sheet of its own (a title's is page/officer_inspection).
 */
#include "page/draw_page.h"
#include "service/inspector.h"

enum rc draw_pool_row(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct q_inspector_pool_list pool;

	TRY(q_inspector_pool(db, &(struct q_inspector_pool_in){.agency_id = c->who.agency_id}, &pool, e));
	rows_add(c, &v->rows, "核查人员",
		pool.n >= INSPECT_PEOPLE
			? str_fmt(c->a, "库中 %zu 人，与企业名单一并冻结，抽取时每家抽两人", pool.n)
			: STR("核查人员库不足两人，抽查时由本单位指定；要抽取核查人员的，先列入核查人员库"));
	links_add(c, &v->links, STR("核查人员库"), STR("/o/inspectors"), false);
	return RC_OK;
}

enum rc draw_recuse_form(struct ctx *c, struct db *db, const struct draw *d, const struct q_draw_items *x,
	struct view_batch *v, const struct form_errors *errors, struct err *e)
{
	struct view_choices who = field_choices("key", "谁回避", errors);
	struct q_draw_duties_list duties;

	TRY(q_draw_duties(db, &(struct q_draw_duties_in){.draw_id = d->head.id}, &duties, e));
	for (size_t i = 0; i < duties.n; i++)
		if (duties.v[i].seq == x->seq)
			choices_add(c, &who, duties.v[i].key,
				STR_JOIN(c->a, duties.v[i].name, STR("（"), duties.v[i].key, STR("）")), str_none());
	if (who.options.n == 0)
		return RC_OK;
	struct view_batch_form *f = batch_form(c, v, "recuse", STR("核查人员回避"),
		str_fmt(c->a, "/o/draw/%.*s/recuse", STR_ARG(c->params[0])));
	f->lead = STR("应当回避的，由抽取的顺序中下一名接替，原因公开。");
	batch_hidden(c, f, "file", x->public_id);
	batch_radios(c, f, who);
	batch_area(c, f, field_text(c, "why", "回避的原因（公开）", str_none(), errors));
	batch_act(c, f, "recuse", "登记回避", "second");
	return RC_OK;
}

enum rc draw_recuse_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct inspector_recuse uc = {.draw = c->params[0], .item = form_get(&c->form, "file"),
		.key = form_get(&c->form, "key"), .reason = str_trim(form_get(&c->form, "why"))};
	enum rc rc = TX_RUN(call, inspector_recuse, &uc, e);

	if (rc == RC_INVALID) /* the page has a field `reason` of its own for every file */
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "why");
	TRY(rc);
	*done = uc.next.n ? str_cat(c->a, STR("已登记回避，接替的是"), uc.next)
			  : STR("已登记回避；库中没有可以接替的人员，由本单位指定");
	return RC_OK;
}

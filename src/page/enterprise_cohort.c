/* 到期: the enterprise's titles that end, what it has to do and by which standard, and how far it is. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/cohort.h"

static struct str standard_line(struct ctx *c, const struct cohort_own *x)
{
	const struct standard *s = rules_standard(
		ctx_services(c)->rules, x->standard, x->procedure->body, date_of_instant(c->now));

	if (!s)
		return STR("—");
	return x->standard_why.n ? str_fmt(c->a, "%.*s（%.*s）", STR_ARG(s->title), STR_ARG(x->standard_why)) : s->title;
}

static struct str what_to_do(struct ctx *c, const struct cohort_own *x)
{
	const char *way = renewal_way_word(x->renewal.way);

	switch (x->state) {
	case RENEWAL_NOT_BEGUN:
		return str_fmt(c->a, "请在到期前%s。%.*s", way, STR_ARG(x->renewal.text));
	case RENEWAL_DRAFTING:
		return str_fmt(c->a, "%s还没有报送，请继续填写并报送。", way);
	case RENEWAL_RETURNED:
		return STR("请按退回意见更正后重新报送。");
	case RENEWAL_RUNNING:
		return STR("已报送，等待审核；期间原称号继续有效。");
	case RENEWAL_BARRED:
		return str_fmt(c->a, "不能%s：%.*s。称号在有效期内继续有效，到期失效。", way, STR_ARG(x->why));
	case RENEWAL_EXEMPT:
		return str_fmt(c->a, "不需办理：%.*s", STR_ARG(x->why));
	case RENEWAL_REFUSED:
		return STR("未通过。称号在有效期内继续有效，到期失效。");
	case RENEWAL_PASSED:
		return STR("已通过，新的称号见“证书与名单”。");
	case RENEWAL_ENDED:
	case RENEWAL_STATE__MAX:
		break;
	}
	return x->why;
}

static void own_table(struct ctx *c, const struct cohort_owns *own, struct view_batch *v)
{
	static const char *const heads[] = {"称号", "批次", "有效期至", "办理情况", "要办的事", "评价标准", "依据"};
	struct view_table *t = &batch_table(c, v, "list", "", STR("将要到期的称号"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < own->n; i++) {
		const struct cohort_own *x = &own->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->v->tier_name);
		batch_cell(c, t, r, x->v->batch_title);
		batch_cell(c, t, r, x->v->ends_on);
		struct view_cell *state = batch_cell(c, t, r, str_c(renewal_state_word(x->state)));
		state->tag = renewal_state_tag(x->state);
		if (x->file.n)
			state->href = str_cat(c->a, STR("/e/app/"), x->file);
		batch_cell(c, t, r, what_to_do(c, x));
		batch_cell(c, t, r, standard_line(c, x));
		batch_cell(c, t, r, x->renewal.clause);
	}
}

/* The open batch of the programme, when the first of its titles that waits can be filed now. */
static enum rc next_fill(
	struct ctx *c, struct db *db, const struct cohort_owns *own, struct view_batch *v, struct err *e)
{
	struct q_batches_in_state_list open;
	const struct cohort_own *x = NULL;

	for (size_t i = 0; i < own->n && !x; i++)
		if (renewal_waits(own->v[i].state))
			x = &own->v[i];
	if (!x)
		return RC_OK;
	v->next_kind = " next--warn";
	v->next = str_fmt(c->a, "下一步：%.*s%s", STR_ARG(x->v->tier_name), renewal_way_word(x->renewal.way));
	v->next_why = str_fmt(c->a, "有效期至 %.*s。目前没有正在受理的批次，开放后工作台会显示。", STR_ARG(x->v->ends_on));
	if (x->file.n) {
		v->next_why = str_fmt(c->a, "有效期至 %.*s。%.*s", STR_ARG(x->v->ends_on), STR_ARG(what_to_do(c, x)));
		v->next_href = str_cat(c->a, STR("/e/app/"), x->file);
		v->next_act = STR("继续办理");
		return RC_OK;
	}
	TRY(q_batches_in_state(db, &(struct q_batches_in_state_in){.state = STR("open")}, &open, e));
	for (size_t i = 0; i < open.n; i++) {
		const struct procedure *p = rules_procedure(
			ctx_services(c)->rules, open.v[i].edition, rules_pin(open.v[i].opens_on));
		if (!p || !str_eq(p->programme, x->v->programme) || !str_eq(p->body, x->v->province_code) ||
			c->now >= open.v[i].filing_ends_at)
			continue;
		v->next_why = str_fmt(c->a, "%.*s正在受理，%.*s前报送。", STR_ARG(open.v[i].title),
			STR_ARG(deadline_text(c->a, open.v[i].filing_ends_at)));
		v->next_href = str_fmt(c->a, "/e/start/%lld", (long long)open.v[i].id);
		v->next_act = STR("核对条件并开始");
		break;
	}
	return RC_OK;
}

enum rc page_e_expiring(struct ctx *c, struct err *e)
{
	struct cohort_owns own;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(cohort_of_enterprise(db, ctx_services(c)->rules, c->who.enterprise_id, c->now, &own, e));
	struct view_batch *v = batch_view(c, STR("到期的称号"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("到期的称号"), str_none());
	if (own.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有将要到期的称号"),
			.why = STR("称号到期之前，按规程提前列在这里，工作台和消息同时提醒。"),
			.href = STR("/e/certs"), .act = STR("查看证书与名单")};
		return batch_show(c, 200, v);
	}
	v->lead = STR("办理期间原名单继续有效；新名单公布后以新名单为准。没有办理或没有通过的，到期失效。");
	TRY(next_fill(c, db, &own, v, e));
	own_table(c, &own, v);
	return batch_show(c, 200, v);
}

enum rc e_expiring_duties(struct ctx *c, struct db *db, struct view_links *out, struct err *e)
{
	struct cohort_owns own;

	TRY(cohort_of_enterprise(db, ctx_services(c)->rules, c->who.enterprise_id, c->now, &own, e));
	for (size_t i = 0; i < own.n; i++)
		if (renewal_waits(own.v[i].state))
			links_add(c, out,
				str_fmt(c->a, "%.*s将于 %.*s 到期，请%s", STR_ARG(own.v[i].v->tier_name),
					STR_ARG(own.v[i].v->ends_on), renewal_way_word(own.v[i].renewal.way)),
				STR("/e/expiring"), false);
	return RC_OK;
}

/* 省级审定: by recommendation; some of its files or all of them, shown before it is done. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/paper_batch.h"
#include "page/routes.h"

#define PICKS_MAX 200

/* --- the recommendations of a batch ------------------------------------------------------------------------ */

enum rc page_o_approve(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"推荐", "状态", "报出时间", "家数#家", "待审定#家",
		"审定通过#家", "已公告#家"};
	struct q_recommendations_of_batch_list rows;
	struct view_batch *v;
	struct batch b;
	struct db *db;
	int64_t approved = 0;

	TRY(batch_of_address(c, 0, &db, &b, e));
	TRY(q_recommendations_of_batch(db,
		&(struct q_recommendations_of_batch_in){
			.batch_id = b.id, .agency_id = c->who.agency_id},
		&rows, e));
	v = batch_view(c, STR("省级审定"));
	batch_crumbs(c, v, &b, STR("省级审定"));
	v->lead = STR("点推荐名称查看报告、名单和申报材料，逐份审定。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("各市推荐"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_recommendations_of_batch *s = &rows.v[i];
		bool late = s->sent_at.has && s->sent_at.v >= b.city_ends_at;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s 第 %lld 次推荐", STR_ARG(s->body), (long long)s->seq))
			->href = str_cat(c->a, STR("/o/recommendation/"), s->public_id);
		batch_cell(c, t, r,
			str_fmt(c->a, "%s%s", recommendation_state_word(s->state),
				late ? "（逾期）" : ""))
			->tag = late ? "amber" : str_eqc(s->state, "returned") ? "red" : "blue";
		batch_cell(c, t, r, s->sent_at.has ? instant_human(c->a, s->sent_at.v) : STR(""));
		const int64_t n[] = {s->count, s->prov, s->approved, s->listed};
		for (size_t k = 0; k < ARRAY_LEN(n); k++)
			batch_cell(c, t, r, str_i64(c->a, n[k]));
		approved += s->approved;
	}
	t->empty = STR("还没有市推荐。各市的进度见批次页。");
	if (approved) {
		v->next = str_fmt(c->a, "已审定 %lld 家，可以公告", (long long)approved);
		v->next_href = str_fmt(c->a, "/o/publish/%lld", (long long)b.id);
		v->next_act = STR("预览公告和证书");
		v->next_kind = " next--ok";
	}
	return batch_show(c, 200, v);
}

/* --- the forms on one recommendation ------------------------------------------------------------------------ */

static bool typed_pick(struct ctx *c, struct str file)
{
	struct str v;

	for (size_t i = 0; form_next(&c->form, "id", &i, &v);)
		if (str_eq(v, file))
			return true;
	return false;
}

static void pick_row(struct ctx *c, const struct q_recommendation_items *x, struct view_batch_form *f)
{
	struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
	enum state s;
	bool known = state_parse(x->state, &s);
	struct view_tag tag = known ? state_tag(s) : tag_of("grey", x->state);
	struct str texts[] = {x->name, x->uscc, x->area, list_yes_no(x->direct != 0),
		list_score(c->a, x->score), tag.text};

	p->value = x->public_id;
	p->label = str_cat(c->a, STR("选择 "), x->name);
	p->checked = typed_pick(c, x->public_id);
	p->fixed = !province_may(ACT_SEND_BACK, x->state);
	for (size_t k = 0; k < ARRAY_LEN(texts); k++)
		*VEC_ADD(c->a, &p->cells) = (struct view_cell){.text = texts[k],
			.label = f->pick_heads.v[k].text,
			.num = k == 4,
			.tag = k == 5 ? tag.kind : NULL,
			.href = k ? str_none() : str_cat(c->a, STR("/o/app/"), x->public_id)};
}

void province_forms(struct ctx *c, const struct recommendation *r, struct view_batch *v,
	const struct form_errors *errors)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "所在市县（区）", "直通",
		"评分", "状态"};
	struct str action = str_fmt(c->a, "/o/recommendation/%.*s/decide", STR_ARG(c->params[0]));
	struct view_batch_form *f;
	size_t waiting = 0;

	(void)errors;
	for (size_t i = 0; i < r->rows.n; i++)
		waiting += province_may(ACT_APPROVE, r->rows.v[i].state);
	if (waiting) {
		f = batch_form(c, v, "all", STR("整份办理"), action);
		batch_hidden(c, f, "all", STR("1"));
		f->lead = str_fmt(c->a, "待审定 %zu 家。先预览，再确认。", waiting);
		batch_act(c, f, "send_back", "整份退回市级（先预览）", "second");
		batch_act(c, f, "approve", "全部审定通过（先预览）", "");
	}
	f = batch_form(c, v, "some", STR("逐家办理"), action);
	f->pick_name = STR("id");
	f->pick_caption = str_fmt(
		c->a, "推荐名单 %zu 家；一次最多勾选 %d 家", r->rows.n, PICKS_MAX);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		*VEC_ADD(c->a, &f->pick_heads) =
			(struct view_head){.text = str_c(heads[i]), .num = i == 4};
	struct batch_part part = batch_picks(
		c, v, str_cat(c->a, STR("/o/recommendation/"), c->params[0]), r->rows.n);
	for (size_t i = part.from; i < part.to; i++)
		pick_row(c, &r->rows.v[i], f);
	batch_act(c, f, "approve", "审定通过所选（先预览）", "second");
	batch_act(c, f, "send_back", "退回市级所选（先预览）", "second");
	batch_act(c, f, "refuse", "不予通过所选（先预览）", "bad");
}

/* --- preview and act ------------------------------------------------------------------------------------------ */

static bool act_of(struct str code, enum action *out)
{
	static const enum action acts[] = {ACT_APPROVE, ACT_SEND_BACK, ACT_REFUSE};

	for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
		if (str_eqc(code, action_code(acts[i]))) {
			*out = acts[i];
			return true;
		}
	}
	return false;
}

static const char *effect_of(enum action act, bool all)
{
	if (act == ACT_APPROVE)
		return "审定通过后进入待公告。";
	if (act == ACT_SEND_BACK)
		return all ? "整份推荐退回市级：所有企业回到市级审核，须重新研究、公示和推荐。"
			   : "所选企业回到市级审核，须重新研究、公示和推荐；其他企业不受影响。";
	return "所选企业本批次不予通过，通知企业，不能撤销。";
}

static struct view_table *preview_table(
	struct ctx *c, struct view_batch *v, const char *id, const char *title)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "所在市县（区）", "当前状态"};
	struct view_table *t = &batch_table(c, v, id, title, str_none())->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有。");
	return t;
}

static void preview_row(struct ctx *c, struct view_table *t, const struct q_recommendation_items *x)
{
	struct view_cells *r = batch_row(c, t);
	enum state s;

	batch_cell(c, t, r, x->name);
	batch_cell(c, t, r, x->uscc);
	batch_cell(c, t, r, x->area);
	batch_cell(c, t, r, state_parse(x->state, &s) ? str_c(state_word(s)) : x->state);
}

static void preview_caption(struct ctx *c, struct view_table *t, const char *what, size_t n)
{
	t->caption = n > BATCH_PART
			     ? str_fmt(c->a, "%s %zu 家，这里列出前 %d 家；全部见推荐名单", what, n,
				       BATCH_PART)
			     : str_fmt(c->a, "%s %zu 家", what, n);
}

/* Which files it would be, which not and why; in order of the list, hidden in the form for the act. */
static void preview_lists(struct ctx *c, const struct recommendation *r, enum action act, bool all,
	struct view_batch *v, struct view_batch_form *f, size_t *done)
{
	struct view_table *t;
	size_t skipped = 0;

	*done = 0;
	t = preview_table(c, v, "fine", "将办理");
	for (size_t i = 0; i < r->rows.n; i++) {
		const struct q_recommendation_items *x = &r->rows.v[i];
		if (!all && !typed_pick(c, x->public_id))
			continue;
		if (!province_may(act, x->state)) {
			skipped++;
			continue;
		}
		if ((*done)++ < BATCH_PART)
			preview_row(c, t, x);
		if (!all)
			batch_hidden(c, f, "id", x->public_id);
	}
	preview_caption(c, t, "将办理的企业", *done);
	if (skipped == 0)
		return;
	t = preview_table(c, v, "left", "不办理");
	preview_caption(c, t, "状态已变化、不办理的企业", skipped);
	for (size_t i = 0, shown = 0; i < r->rows.n && shown < BATCH_PART; i++) {
		const struct q_recommendation_items *x = &r->rows.v[i];
		if ((!all && !typed_pick(c, x->public_id)) || province_may(act, x->state))
			continue;
		preview_row(c, t, x);
		shown++;
	}
}

static enum rc show_preview(struct ctx *c, int status, enum action act,
	const struct form_errors *errors, struct err *e)
{
	bool all = form_get(&c->form, "all").n > 0;
	struct recommendation r;
	struct view_batch *v;
	struct batch b;
	struct db *db;
	size_t done;

	TRY(ctx_db(c, &db, e));
	TRY(recommendation_load(
		db, ctx_services(c)->rules, &c->who, c->params[0], c->now, &r, e));
	TRY(batch_for_officer(db, ctx_services(c)->rules, &c->who, r.head.batch_id, &b, e));
	v = batch_view(c, str_cat(c->a, STR("预览："), str_c(action_word(act))));
	batch_crumbs(c, v, &b, STR("省级审定"));
	if (errors)
		v->page.errors = *errors;
	struct view_batch_form *f = batch_form(c, v, "decide", str_none(),
		str_fmt(c->a, "/o/recommendation/%.*s/decide", STR_ARG(c->params[0])));
	batch_hidden(c, f, "what", str_c(action_code(act)));
	if (all)
		batch_hidden(c, f, "all", STR("1"));
	preview_lists(c, &r, act, all, v, f, &done);
	v->lead = str_fmt(c->a, "%.*s推荐的企业中，将%s %zu 家。", STR_ARG(r.head.body),
		action_word(act), done);
	f->back = str_cat(c->a, STR("/o/recommendation/"), c->params[0]);
	if (done == 0)
		return batch_show(c, status, v);
	if (act != ACT_APPROVE) {
		struct view_field reason = field_text(c, "reason", "依据的条款和事实", str_none(), errors);
		reason.hint = STR("市级和企业都会看到");
		batch_area(c, f, reason);
	}
	f->warn = str_c(effect_of(act, all));
	batch_act(c, f, "go",
		str_fmt(c->a, "%s这 %zu 家", action_word(act), done).p,
		act == ACT_REFUSE ? "bad" : "");
	return batch_show(c, status, v);
}

static enum rc run(struct ctx *c, enum action act, struct str reason, struct err *e)
{
	struct province_decide uc = {.recommendation = c->params[0],
		.act = act,
		.all = form_get(&c->form, "all").n > 0,
		.reason = reason};
	struct str *files = ARENA_NEW_N(c->a, struct str, FORM_MAX_FIELDS), id;
	struct form_errors errors = {0};

	for (size_t i = 0; form_next(&c->form, "id", &i, &id);)
		files[uc.files_n++] = id;
	uc.files = files;
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/recommendation/"), c->params[0]));
	enum rc rc = TX_RUN(&call, province_decide, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_preview(c, 422, act, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "%s：已办理 %lld 家%s", action_word(act), (long long)uc.done,
			uc.left ? "，其余状态已变化，没有办理" : ""));
}

enum rc page_o_recommendation_decide(struct ctx *c, struct err *e)
{
	static const struct field_spec specs[] = {
		{"reason", "依据的条款和事实", FIELD_LINES, false, 0, 500, NULL, 0}};
	struct str act = form_get(&c->form, "act"), reason = str_none();
	struct form_errors errors = {0};
	enum action a = ACT_APPROVE;

	bool go = str_eqc(act, "go");
	if (!act_of(go ? form_get(&c->form, "what") : act, &a))
		return err_set(e, RC_INVALID, MSG_PROVINCE_ACT);
	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &reason, &errors))
		return show_preview(c, 422, a, &errors, e);
	if (go)
		return run(c, a, reason, e);
	if (form_get(&c->form, "all").n == 0 && form_get(&c->form, "id").n == 0) {
		form_error_msg(c->a, &errors, "some", MSG_PROVINCE_NONE);
		return recommendation_show(c, 422, &errors, e);
	}
	return show_preview(c, 200, a, NULL, e);
}

/* 征求同意 in the office: what a body asked one enterprise before publicity or a visit, the answer, and what came of it. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/permission.h"

static struct str own_path(struct ctx *c)
{
	return STR_JOIN(c->a, STR("/o/follow/"), c->params[0], STR("/consent"));
}

static struct str kind_name(const struct follow_kinds *k, struct str id)
{
	const struct follow_kind *one = follow_kind_of(k, id);

	return one ? one->name : id;
}

static void table(struct ctx *c, const struct follow_kinds *k, const struct q_permissions_of_body_list *rows,
	struct view_batch *v)
{
	static const char *const heads[] = {"事项", "日期", "内容", "状态", "企业的答复", "结果"};
	struct view_table *t = &batch_table(c, v, "list", "", STR("本单位征求过的，新的在前"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("还没有征求过这家企业的意见。");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_permissions_of_body *x = &rows->v[i];
		struct view_cells *r = batch_row(c, t);
		const char *tag;
		batch_cell(c, t, r, kind_name(k, x->purpose));
		batch_cell(c, t, r, x->on_date);
		batch_cell(c, t, r, x->what);
		struct view_cell *state = batch_cell(c, t, r, str_c(permission_word(x->state, &tag)));
		state->tag = tag;
		batch_cell(c, t, r, x->answer.n ? x->answer : STR("—"));
		batch_cell(c, t, r, x->done_note.n ? x->done_note : STR("—"));
	}
}

static void ask_form(struct ctx *c, const struct follow_kinds *k, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "ask", STR("征求企业同意"), own_path(c));
	struct view_choices purpose = field_choices("purpose", "事项", errors);
	struct view_field what = field_text(c, "what", "内容", str_none(), errors);

	for (size_t i = 0; i < k->n; i++)
		choices_add(c, &purpose, k->v[i].id, k->v[i].name, str_none());
	batch_radios(c, f, purpose);
	batch_field(c, f, field_date(c, "on", "拟开展的日期", (struct date){0}, errors));
	what.hint = STR("报道或展示什么、在哪里、给谁看、谁来，10 至 500 个字");
	batch_area(c, f, what);
	f->warn = STR("企业答复同意之前不得开展；企业可以不同意，也可以在开展之前撤回同意。");
	batch_act(c, f, "ask", "送企业征求意见", "");
}

/* Of what is agreed to or still waits; one form for the one chosen. */
static void close_form(struct ctx *c, const struct follow_kinds *k, const struct q_permissions_of_body_list *rows,
	struct view_batch *v, const struct form_errors *errors)
{
	struct view_choices one = field_choices("id", "哪一件", errors);

	for (size_t i = 0; i < rows->n; i++) {
		const struct q_permissions_of_body *x = &rows->v[i];
		const char *tag;
		if (!str_eqc(x->state, "agreed") && !str_eqc(x->state, "asked"))
			continue;
		choices_add(c, &one, x->public_id,
			str_fmt(c->a, "%.*s　%.*s　%s", STR_ARG(x->on_date), STR_ARG(kind_name(k, x->purpose)),
				permission_word(x->state, &tag)),
			str_none());
	}
	if (one.options.n == 0)
		return;
	struct view_batch_form *f = batch_form(c, v, "close", STR("登记结果"), own_path(c));
	batch_radios(c, f, one);
	batch_area(c, f, field_text(c, "note", "说明", str_none(), errors));
	f->lead = STR("只有企业已同意的才能登记为已开展。");
	batch_act(c, f, "done", "已开展", "");
	batch_act(c, f, "drop", "不再开展", "second");
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_permissions_of_body_list rows;
	struct q_follow_enterprise x;
	struct follow_kinds kinds;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_follow_enterprise(db,
		&(struct q_follow_enterprise_in){.public_id = c->params[0], .agency_id = c->who.agency_id}, &x, e));
	TRY(permission_kinds_load(c->a, &kinds, e));
	TRY(q_permissions_of_body(db,
		&(struct q_permissions_of_body_in){.enterprise_id = x.id, .agency_id = c->who.agency_id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("征求同意"));
	page_crumb(c, &v->page, STR("跟踪服务"), STR("/o/follow"));
	page_crumb(c, &v->page, x.name, str_cat(c->a, STR("/o/follow/"), c->params[0]));
	page_crumb(c, &v->page, STR("征求同意"), str_none());
	v->over = x.name;
	v->lead = STR("宣传报道、考察交流前，应征得企业同意，并保护企业的商业秘密。");
	if (errors)
		v->page.errors = *errors;
	v->tables_first = rows.n > 0;
	ask_form(c, &kinds, v, errors);
	close_form(c, &kinds, &rows, v, errors);
	table(c, &kinds, &rows, v);
	return batch_show(c, status, v);
}

enum rc page_o_permission(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_permission_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act");
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, own_path(c));
	bool done = str_eqc(act, "done");
	enum rc rc;

	if (done || str_eqc(act, "drop")) {
		struct permission_close uc = {
			.enterprise = c->params[0], .public_id = ctx_typed(c, "id"), .note = ctx_typed(c, "note"), .done = done};
		rc = TX_RUN(&call, permission_close, &uc, e);
	} else {
		struct permission_ask uc = {
			.enterprise = c->params[0], .purpose = ctx_typed(c, "purpose"), .what = ctx_typed(c, "what")};
		(void)!date_parse_loose(ctx_typed(c, "on"), &uc.on);
		rc = TX_RUN(&call, permission_ask, &uc, e);
	}
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, done ? STR("已登记开展") : str_eqc(act, "drop") ? STR("已登记不再开展") : STR("已送企业，答复后有消息"));
}

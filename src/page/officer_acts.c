/* Pages of their own for what ends or turns a review: each restates the file and the effect. */
#include "page/officer.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "domain/case_file.h"

/* Where an officer goes after an act: the next file of the filtered list, else the list. */
static struct str after(struct ctx *c, struct db *db, const struct review *r, struct err *e)
{
	struct queue_filter f = o_filter_of(c, form_get(&c->form, "query"));
	struct queue_neighbours around = {0};
	struct str query = o_query(c, &f);

	if (queue_around(db, &c->who, &f, r->file.id, &around, e) == RC_OK && around.next.n)
		return o_href(c, around.next, "", query);
	return str_fmt(c->a, "/o/queue?%.*s", STR_ARG(query));
}

void o_act_begin(struct ctx *c, const struct review *r, const char *title, const char *path,
        struct view_o_act *v, const struct form_errors *errors)
{
	struct queue_filter f = c->req->method == HTTP_POST
	                                ? o_filter_of(c, form_get(&c->form, "query"))
	                                : o_filter(&c->query);

	page_view(c, title, &v->page);
	if (errors)
		v->page.errors = *errors;
	v->query = o_query(c, &f);
	page_crumb(c, &v->page, STR("审核队列"), str_fmt(c->a, "/o/queue?%.*s", STR_ARG(v->query)));
	page_crumb(
	        c, &v->page, r->file.enterprise_name, o_href(c, r->file.public_id, "", v->query));
	page_crumb(c, &v->page, str_c(title), str_none());
	o_case(c, r, &v->file);
	v->file.sub = true;
	v->title = str_c(title);
	v->action = o_href(c, r->file.public_id, path, str_none());
	v->version = str_i64(c->a, r->file.version);
	v->back_href = o_href(c, r->file.public_id, "", v->query);
}

/* --- 通过 --- */

static enum rc show_pass(
        struct ctx *c, const struct review *r, int status, const struct form_errors *errors)
{
	struct view_o_act v = {0};
	struct workflow_case w = {
	        r->file.procedure, r->file.county_agency_id != 0, r->file.return_to,
	        r->file.kind == FILING_UPDATE};
	enum state to = r->file.state;
	struct view_field note = field_text(c, "note", "审核意见", str_none(), errors);

	(void)!workflow_next(&w, r->file.state, ACT_PASS, actor_holder(&c->who), &to, NULL);
	o_act_begin(c, r, "审核通过", "/pass", &v, errors);
	v.effect = to == STATE_UPDATED
	        ? STR("通过后信息更新办结，原称号继续有效；企业会收到消息。")
	        : str_fmt(c->a, "通过后状态变为“%s”，由%s办理；企业会收到消息。", state_word(to),
	                  holder_word(state_holder(to)));
	note.optional = true;
	VEC_PUSH(c->a, &v.areas, note);
	v.button = STR("审核通过");
	v.kind = "ok";
	tmpl_officer_act(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_o_pass(struct ctx *c, struct err *e)
{
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	return show_pass(c, &r, 200, NULL);
}

/* A refused act shows its page again with the reason. */
bool o_shows_again(struct ctx *c, enum rc rc, const struct err *e, struct form_errors *errors)
{
	if (rc != RC_INVALID)
		return false;
	form_error_add(c->a, errors, e->field[0] ? e->field : "main", err_text(c->a, e));
	return true;
}

enum rc page_o_pass_post(struct ctx *c, struct err *e)
{
	struct review_pass uc = {.application = c->params[0],
	        .version = ctx_version(c),
	        .note = str_trim(form_get(&c->form, "note"))};
	struct form_errors errors = {0};
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	struct tx_call call = ctx_call(c, str_none());
	TRY(ctx_db(c, &db, e));
	call.location = after(c, db, &r, e);
	ctx_db_end(c);
	enum rc rc = TX_RUN(&call, review_pass, &uc, e);
	if (o_shows_again(c, rc, e, &errors))
		return show_pass(c, &r, 422, &errors);
	TRY(rc);
	return ctx_done(c, &call,
	        str_fmt(c->a, "%.*s 已通过，状态：%s", STR_ARG(r.file.enterprise_name),
	                state_word(uc.to)));
}

/* 虚假申报: offered where the document says what becomes of it; id missing where it says nothing. */
static struct view_field forgery_field(
        struct ctx *c, const struct review *r, const struct form_errors *errors)
{
	struct sanctions all;

	sanctions_of(c->a, r->file.procedure, &all);
	for (size_t i = 0; i < all.n; i++) {
		if (!all.v[i].forgery)
			continue;
		struct view_field f = field_text(
		        c, "forgery", "同时提请取消申报资格：虚假申报或隐瞒违法违规的事实", str_none(), errors);
		f.optional = true;
		f.rows = 4;
		f.hint = str_fmt(c->a,
		        "查实有“%.*s”的，写明事实（10 至 2000 个字）即立案提请，由省级告知、听取申辩后两人作出决定（%.*s）",
		        STR_ARG(all.v[i].text), STR_ARG(all.v[i].clause));
		return f;
	}
	return (struct view_field){0};
}

/* --- 不予通过 --- */

static enum rc show_refuse(
        struct ctx *c, const struct review *r, int status, const struct form_errors *errors)
{
	struct view_o_act v = {0};
	struct str remedy = STR("如有异议，可在收到本决定之日起向作出决定的主管部门提出陈述申辩。");

	o_act_begin(c, r, "不予通过", "/refuse", &v, errors);
	v.effect = STR("本批次的申报就此结束，企业会收到依据、事实和救济途径；这一决定不能撤销。");
	VEC_PUSH(c->a, &v.fields, field_text(c, "clause", "依据的条款", str_none(), errors));
	VEC_PUSH(c->a, &v.areas, field_text(c, "fact", "认定的事实", str_none(), errors));
	VEC_PUSH(c->a, &v.areas, field_text(c, "remedy", "救济途径", remedy, errors));
	struct view_field forgery = forgery_field(c, r, errors);
	if (forgery.id.n)
		VEC_PUSH(c->a, &v.areas, forgery);
	v.button = STR("作出不予通过的决定");
	v.kind = "bad";
	tmpl_officer_act(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_o_refuse(struct ctx *c, struct err *e)
{
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	return show_refuse(c, &r, 200, NULL);
}

enum rc page_o_refuse_post(struct ctx *c, struct err *e)
{
	struct review_refuse uc = {.application = c->params[0],
	        .version = ctx_version(c),
	        .clause = str_trim(form_get(&c->form, "clause")),
	        .fact = str_trim(form_get(&c->form, "fact")),
	        .remedy = str_trim(form_get(&c->form, "remedy")),
	        .forgery = str_trim(form_get(&c->form, "forgery"))};
	struct form_errors errors = {0};
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	struct str to = after(c, db, &r, e);
	struct tx_call call = ctx_call(c, to);
	enum rc rc = TX_RUN(&call, review_refuse, &uc, e);
	if (o_shows_again(c, rc, e, &errors))
		return show_refuse(c, &r, 422, &errors);
	TRY(rc);
	return ctx_done(c, &call, STR("已作出不予通过的决定"));
}

/* --- 退回补正 --- */

static void return_item(struct ctx *c, struct view_o_return_item *o, struct str id,
        struct str label, const struct review_verdict *own)
{
	bool unclear = own && (str_eqc(own->verdict, "unclear") || str_eqc(own->verdict, "bad"));

	*o = (struct view_o_return_item){.id = id, .label = label, .checked = unclear};
	if (c->req->method == HTTP_POST) {
		struct str v;
		o->checked = false;
		for (size_t at = 0; form_next(&c->form, "item", &at, &v);)
			o->checked = o->checked || str_eq(v, id);
	}
	o->reason = field_choices(str_cstr(c->a, str_cat(c->a, STR("r."), id)), "原因", NULL);
	o->reason.empty = STR("请选择");
	for (size_t i = 0; i < review_reasons_n; i++)
		choices_add(c, &o->reason, str_c(review_reasons[i].code),
		        str_c(review_reasons[i].word), unclear ? own->reason_code : str_none());
	o->note = field_text(c, str_cstr(c->a, str_cat(c->a, STR("n."), id)), "要求企业怎样更正",
	        unclear ? own->note : str_none(), NULL);
	o->note.optional = true;
}

static const struct review_verdict *verdict_on(
        const struct review *r, const struct actor *who, struct str id)
{
	for (size_t i = 0; i < r->items_n; i++)
		if (str_eq(r->items[i].id, id))
			return review_own(&r->items[i], who);
	return NULL;
}

/* The verdict on the indicator that reads a fact speaks for the fact. */
static const struct review_verdict *verdict_on_fact(
        const struct review *r, const struct actor *who, const struct review_value *v)
{
	for (size_t i = 0; i < r->items_n; i++) {
		const struct review_item *item = &r->items[i];
		const struct fact_refs *refs =
		        item->kind == REVIEW_INDICATOR
		                ? &r->file.standard->indicators.v[item->of].facts
		        : item->kind == REVIEW_DIRECT ? &r->file.standard->direct.v[item->of].facts
		                                      : NULL;
		for (size_t k = 0; refs && k < refs->n; k++)
			if (refs->v[k].fact == v->fact && (!v->year || refs->v[k].back == v->back))
				return review_own(item, who);
	}
	return NULL;
}

static struct str fact_ref(struct ctx *c, const struct review_value *v)
{
	struct str id = fact_at(v->fact)->id;

	return v->year ? str_fmt(c->a, "fact:%.*s.%d", STR_ARG(id), v->year)
	               : str_fmt(c->a, "fact:%.*s", STR_ARG(id));
}

static enum rc show_return(
        struct ctx *c, const struct review *r, int status, const struct form_errors *errors)
{
	struct view_o_return v = {0};
	struct view_o_act frame = {0};
	const struct standard *s = r->file.standard;

	o_act_begin(c, r, "退回补正", "/return", &frame, errors);
	v.page = frame.page;
	v.file = frame.file;
	v.action = frame.action;
	v.version = frame.version;
	v.query = frame.query;
	v.back_href = frame.back_href;
	for (size_t i = 0; i < r->values_n; i++) {
		const struct review_value *x = &r->values[i];
		const struct fact fact = standard_fact(s, x->fact);
		struct str label =
		        x->year ? str_fmt(c->a, "%.*s（%d年）：%.*s",
		                          STR_ARG(fact.name), x->year,
		                          STR_ARG(fact_show(c->a, x->fact, x->declared)))
		                : str_fmt(c->a, "%.*s：%.*s", STR_ARG(fact.name),
		                          STR_ARG(fact_show(c->a, x->fact, x->declared)));
		return_item(c, VEC_ADD(c->a, &v.facts), fact_ref(c, x), label,
		        verdict_on_fact(r, &c->who, x));
	}
	for (size_t i = 0; i < s->evidence.n; i++)
		return_item(c, VEC_ADD(c->a, &v.slots),
		        str_cat(c->a, STR("slot:"), s->evidence.v[i].id), s->evidence.v[i].title,
		        verdict_on(r, &c->who, str_cat(c->a, STR("slot:"), s->evidence.v[i].id)));
	struct report report;
	report_outline(c->a, r->file.procedure, &report);
	for (size_t i = 0; i < report.n; i++)
		return_item(c, VEC_ADD(c->a, &v.report),
		        str_cat(c->a, STR("report:"), report.v[i].id),
		        report_title(c->a, &report.v[i]), NULL);
	v.message = field_text(c, "message", "给企业的话", str_none(), errors);
	v.message.optional = true;
	v.forgery = forgery_field(c, r, errors);
	tmpl_officer_return(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_o_return(struct ctx *c, struct err *e)
{
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	return show_return(c, &r, 200, NULL);
}

enum rc page_o_return_post(struct ctx *c, struct err *e)
{
	struct review_return uc = {.application = c->params[0],
	        .version = ctx_version(c),
	        .message = str_trim(form_get(&c->form, "message")),
	        .forgery = str_trim(form_get(&c->form, "forgery"))};
	struct review_return_item *items =
	        ARENA_NEW_N(c->a, struct review_return_item, FORM_MAX_FIELDS);
	struct form_errors errors = {0};
	struct str id;
	struct review r;
	struct db *db;

	for (size_t at = 0; form_next(&c->form, "item", &at, &id) && uc.n < FORM_MAX_FIELDS;) {
		struct str rest = id, kind;
		(void)str_cut(&rest, ':', &kind);
		items[uc.n++] = (struct review_return_item){kind, rest,
		        form_get(&c->form, str_cstr(c->a, str_cat(c->a, STR("r."), id))),
		        str_trim(form_get(&c->form, str_cstr(c->a, str_cat(c->a, STR("n."), id))))};
	}
	uc.items = items;
	TRY(o_load(c, &r, &db, e));
	struct str to = after(c, db, &r, e);
	struct tx_call call = ctx_call(c, to);
	enum rc rc = TX_RUN(&call, review_return, &uc, e);
	if (o_shows_again(c, rc, e, &errors))
		return show_return(c, &r, 422, &errors);
	TRY(rc);
	return ctx_done(
	        c, &call, str_fmt(c->a, "已退回 %.*s 补正", STR_ARG(r.file.enterprise_name)));
}

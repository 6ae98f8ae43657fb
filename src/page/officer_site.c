/* 实地核查, made for a telephone: one thing below the other, a finding for each item of the checklist. */
#include "page/officer.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/upload.h"
#include "service/site.h"

struct sheet {
	struct review r;
	struct db *db;
	struct site_needs needs;
	bool planned; /* a visit of this body waits for its result */
	struct q_draw_duties_of_file_list drawn; /* who was drawn to go */
};

static enum rc sheet_load(struct ctx *c, struct sheet *s, struct err *e)
{
	struct q_site_checks_of_list list;

	TRY(o_load(c, &s->r, &s->db, e));
	TRY(q_draw_duties_of_file(s->db,
		&(struct q_draw_duties_of_file_in){.application_id = s->r.file.id}, &s->drawn, e));
	TRY(site_needs_of(s->db, ctx_services(c)->rules, &s->r.file, c->now, &s->needs, e));
	TRY(q_site_checks_of(s->db,
		&(struct q_site_checks_of_in){.application_id = s->r.file.id}, &list, e));
	for (size_t i = 0; i < list.n; i++)
		s->planned = s->planned || (str_eqc(list.v[i].state, "planned") &&
						   list.v[i].agency_id == c->who.agency_id);
	return RC_OK;
}

static void people_fields(struct ctx *c, const struct sheet *s, bool done, struct view_o_act *v,
	const struct form_errors *errors)
{
	struct str one = s->drawn.n > 1 ? s->drawn.v[0].name : str_none();
	struct str two = s->drawn.n > 1 ? s->drawn.v[1].name : str_none();

	VEC_PUSH(c->a, &v->fields,
		field_date(c, "on", done ? "核查日期" : "计划日期", date_of_instant(c->now), errors));
	VEC_PUSH(c->a, &v->fields, field_text(c, "inspector1", "核查人员一", one, errors));
	VEC_PUSH(c->a, &v->fields, field_text(c, "inspector2", "核查人员二", two, errors));
}

static struct str field_id(struct ctx *c, const char *prefix, struct str item)
{
	return str_fmt(c->a, "%s.%.*s", prefix, STR_ARG(item));
}

/* What the enterprise declared, and what to look at. */
static void item_fields(
	struct ctx *c, const struct review *r, struct view_o_act *v, const struct form_errors *errors)
{
	for (size_t i = 0; i < r->items_n; i++) {
		const struct review_item *x = &r->items[i];
		struct view_o_site_item *out = VEC_ADD(c->a, &v->items);
		const char *id = str_cstr(c->a, field_id(c, "f", x->id));
		out->title = x->title;
		out->shows = x->shows;
		out->finding = field_choices(id, "现场情况", errors);
		choices_add(c, &out->finding, STR("same"), STR("与申报一致"), str_none());
		choices_add(c, &out->finding, STR("different"), STR("不一致"), str_none());
		choices_add(c, &out->finding, STR("unseen"), STR("未核查"), STR("unseen"));
		out->note = field_text(c, str_cstr(c->a, field_id(c, "n", x->id)),
			"不一致的情况", str_none(), errors);
		out->note.optional = true;
	}
}

static void result_fields(struct ctx *c, struct view_o_act *v, const struct form_errors *errors)
{
	struct view_choices result = field_choices("result", "核查结论", errors);
	struct view_field side = field_text(c, "side", "企业在场人员", str_none(), errors);

	side.optional = true;
	VEC_PUSH(c->a, &v->fields, side);
	VEC_PUSH(c->a, &v->areas, field_text(c, "findings", "核查情况", str_none(), errors));
	choices_add(c, &result, STR("ok"), STR("与申报一致，符合"), str_none());
	choices_add(c, &result, STR("partly"), STR("部分不一致，按认定值评价"), str_none());
	choices_add(c, &result, STR("bad"), STR("不符合"), str_none());
	VEC_PUSH(c->a, &v->choices, result);
}

static struct str why_text(struct ctx *c, const struct site_needs *n)
{
	struct str why = STR("");

	if (n->rule == SITE_ALL)
		return STR("本事项逐家实地核查。");
	if (n->rule == SITE_SHARE)
		return str_fmt(c->a, "对拟通过企业按不低于 %lld%% 的比例实地核查。",
			(long long)n->share_percent);
	for (size_t i = 0; i < n->reasons.n; i++)
		why = str_fmt(c->a, "%.*s必须核查：%.*s（%.*s）。", STR_ARG(why),
			STR_ARG(n->reasons.v[i]->text), STR_ARG(n->reasons.v[i]->clause));
	return why;
}

static enum rc show(struct ctx *c, struct sheet *s, int status, const struct form_errors *errors)
{
	bool done = s->planned;
	struct view_o_act v = {0};

	o_act_begin(c, &s->r, done ? "登记实地核查结果" : "安排实地核查", "", &v, errors);
	v.action = str_cat(c->a, STR("/o/site/"), s->r.file.public_id);
	v.effect = str_cat(c->a, why_text(c, &s->needs),
		done ? STR("不一致的项目会成为本级的审核结论；登记后可在审核页填写认定值。")
		     : STR("核查由两人进行，完成后登记结果。"));
	people_fields(c, s, done, &v, errors);
	if (done) {
		item_fields(c, &s->r, &v, errors);
		result_fields(c, &v, errors);
	}
	v.upload = done;
	v.button = done ? STR("登记核查结果") : STR("安排实地核查");
	if (done)
		tmpl_officer_site(respond_html(c, status), &v);
	else
		tmpl_officer_act(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_o_visit(struct ctx *c, struct err *e)
{
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	return show(c, &s, 200, NULL);
}

static void read_items(struct ctx *c, const struct review *r, struct site_done *uc)
{
	struct site_finding *v = ARENA_NEW_N(c->a, struct site_finding, r->items_n + 1);

	for (size_t i = 0; i < r->items_n; i++) {
		struct str id = r->items[i].id;
		struct str finding =
			form_get(&c->form, str_cstr(c->a, field_id(c, "f", id)));
		struct str note =
			str_trim(form_get(&c->form, str_cstr(c->a, field_id(c, "n", id))));
		if (finding.n == 0)
			continue;
		v[uc->items_n++] =
			(struct site_finding){id, finding, note.n ? note : STR("")};
	}
	uc->items = v;
}

static enum rc run(struct ctx *c, const struct sheet *s, struct tx_call *call, struct err *e)
{
	struct date on = {0};
	struct str one = str_trim(form_get(&c->form, "inspector1")),
		   two = str_trim(form_get(&c->form, "inspector2"));

	(void)!date_parse_loose(str_trim(form_get(&c->form, "on")), &on);
	if (!s->planned) {
		struct site_plan plan = {c->params[0], ctx_version(c), on, one, two};
		return TX_RUN(call, site_plan, &plan, e);
	}
	struct site_done done = {.application = c->params[0],
		.version = ctx_version(c),
		.on = on,
		.inspector1 = one,
		.inspector2 = two,
		.enterprise_side = str_trim(form_get(&c->form, "side")),
		.findings = str_trim(form_get(&c->form, "findings")),
		.result = form_get(&c->form, "result")};
	read_items(c, &s->r, &done);
	TRY(upload_keep(c, "photo", &done.photos, &done.photos_n, e));
	if (!done.enterprise_side.p)
		done.enterprise_side = STR("");
	return TX_RUN(call, site_done, &done, e);
}

enum rc page_o_visit_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct queue_filter f = o_filter_of(c, form_get(&c->form, "query"));
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	struct tx_call call = ctx_call(c, o_href(c, c->params[0], "", o_query(c, &f)));
	enum rc rc = run(c, &s, &call, e);
	if (o_shows_again(c, rc, e, &errors))
		return show(c, &s, 422, &errors);
	TRY(rc);
	return ctx_done(c, &call, s.planned ? STR("核查结果已登记") : STR("已安排实地核查"));
}

/* 公示 in the office: propose, confirm by another person, watch the clock, answer objections. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/publicity.h"

/* --- all of a body ----------------------------------------------------------------------------------- */

enum rc page_o_publicities(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"公示", "单位", "状态", "公示期", "企业#家", "异议#件",
		"待办异议#件", "待核实企业#家"};
	struct q_publicities_of_body_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_publicities_of_body(
		db, &(struct q_publicities_of_body_in){.agency_id = c->who.agency_id}, &rows, e));
	v = batch_view(c, STR("公示与异议"));
	page_crumb(c, &v->page, STR("公示与异议"), str_none());
	v->lead = STR("异议只影响被异议的企业。公示期满时系统自动分开：无异议的进入待推荐，有异议未办结的待核实。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("公示，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_publicities_of_body *p = &rows.v[i];
		bool proposed = str_eqc(p->state, "proposed"), over = c->now >= p->ends_at;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, p->title)->href =
			str_cat(c->a, STR("/o/publicity/"), p->public_id);
		batch_cell(c, t, r, p->body);
		batch_cell(c, t, r,
			proposed ? STR("待第二人确认") : over ? STR("公示期满") : STR("公示中"))
			->tag = proposed ? "amber" : over ? "grey" : "blue";
		batch_cell(c, t, r,
			proposed ? STR("未开始")
				 : str_fmt(c->a, "%.*s 至 %.*s%s", STR_ARG(p->first_on),
					   STR_ARG(p->last_on), p->provisional ? "（暂定）" : ""));
		const int64_t n[] = {p->count, p->objections, p->objections_open, p->disputed};
		for (size_t k = 0; k < ARRAY_LEN(n); k++)
			batch_cell(c, t, r, str_i64(c->a, n[k]));
	}
	t->empty = STR("还没有公示：集中研究同意后，在批次页提请。");
	return batch_show(c, 200, v);
}

/* --- proposing ----------------------------------------------------------------------------------------- */

static enum rc contact_of(struct ctx *c, struct db *db, struct str *out, struct err *e)
{
	struct q_agency_by_id body;

	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = c->who.agency_id}, &body, e));
	*out = str_fmt(c->a, "%.*s%s%.*s%s%.*s", STR_ARG(body.name),
		body.phone.n ? "，电话 " : "", STR_ARG(body.phone), body.address.n ? "，地址 " : "",
		STR_ARG(body.address));
	return RC_OK;
}

static void plan_rows(
	struct ctx *c, const struct batch *b, const struct term *term, struct view_batch *v)
{
	struct window window;
	struct err e = {0};

	if (publicity_plan(ctx_services(c), term, c->now, &window, &e) != RC_OK) {
		v->banner = err_text(c->a, &e);
		v->banner_kind = "bad";
		return;
	}
	rows_add(c, &v->rows, "公示时长", batch_term_text(c, term));
	rows_add(c, &v->rows, "如果今天确认",
		str_fmt(c->a, "%.*s 至 %.*s%s", STR_ARG(date_prose(c->a, window.first)),
			STR_ARG(deadline_text(c->a, window.closes)),
			window.provisional ? "（暂定）" : ""));
	if (window.provisional) {
		v->banner = STR("公示期涉及的年份尚未公布节假日安排，起止日期为暂定；正式运行时不能开始这样的公示。");
		v->banner_kind = "warn";
	} else if (actor_is(&c->who, ROLE_CITY) && window.closes > b->city_ends_at) {
		v->banner = str_fmt(c->a, "按此计算，公示期满已晚于市级推荐截止（%.*s），推荐将标为逾期。",
			STR_ARG(deadline_text(c->a, b->city_ends_at)));
		v->banner_kind = "warn";
	}
}

/* Where the document prints no length, who proposes types it. */
static void days_fields(
	struct ctx *c, struct view_batch_form *f, const struct form_errors *errors)
{
	struct view_field days = field_number(c, "days", "公示天数", "天", str_none(), errors);
	struct view_choices unit = field_choices("unit", "按哪种日子计算", errors);

	days.hint = STR("本事项的文件没有规定公示时长，由提请人填写");
	batch_field(c, f, days);
	choices_add(c, &unit, STR("working"), STR("工作日"), STR("working"));
	choices_add(c, &unit, STR("calendar"), STR("日历日"), STR("working"));
	batch_radios(c, f, unit);
}

static enum rc show_propose(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_batch_files_list rows;
	struct list_entries list;
	struct view_batch *v;
	enum holder level = actor_holder(&c->who);
	struct batch b;
	struct str contact;
	struct term term;
	struct db *db;
	bool printed;

	TRY(batch_of_address(c, 0, &db, &b, e));
	TRY(publicity_term(b.procedure, level, &term, &printed, e));
	TRY(batch_files_load(db, &c->who, b.id, publicity_waits(level), &rows, &list, e));
	TRY(contact_of(c, db, &contact, e));
	v = batch_view(c, STR("提请公示"));
	batch_crumbs(c, v, &b, STR("提请公示"));
	if (errors)
		v->page.errors = *errors;
	if (list.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有待公示的企业"),
			.why = STR("前面的步骤办完后，企业会出现在这里。"),
			.href = batch_href(c, &b, ""), .act = STR("返回批次")};
		return batch_show(c, status, v);
	}
	v->lead = str_fmt(c->a, "待公示 %zu 家。提请后名单即定下，由本单位另一人核对确认，确认当日起公布。",
		list.n);
	if (printed)
		plan_rows(c, &b, &term, v);
	struct view_batch_form *f =
		batch_form(c, v, "propose", STR("受理异议的联系方式"), batch_href(c, &b, "/publicity"));
	struct view_field field = field_text(c, "contact", "联系部门、电话、地址", contact, errors);
	field.hint = STR("在公示页上公布");
	field.rows = 2;
	batch_area(c, f, field);
	if (!printed)
		days_fields(c, f, errors);
	batch_hidden(c, f, "seen",
		hash_hex(c->a, list_hash(c->a, LIST_PUBLIC, list.v, list.n)));
	f->warn = str_fmt(c->a, "提请后这 %zu 家的名单不能增减；要改名单，只能撤回后重新提请。", list.n);
	f->back = batch_href(c, &b, "");
	batch_act(c, f, "propose", "提请公示，交另一人确认", "");
	batch_list_table(c,
		&batch_table(c, v, "list", "拟公示名单", str_fmt(c->a, "%zu 家", list.n))->table,
		&list, batch_part(c, v, batch_href(c, &b, "/publicity"), list.n), true);
	return batch_show(c, status, v);
}

enum rc page_o_publicity_new(struct ctx *c, struct err *e)
{
	return show_propose(c, 200, NULL, e);
}

enum rc page_o_publicity_propose(struct ctx *c, struct err *e)
{
	static const struct field_spec specs[] = {
		{"contact", "受理异议的联系方式", FIELD_LINES, true, 4, 300, NULL, 0}};
	struct publicity_propose uc = {.seen = form_get(&c->form, "seen")};
	struct form_errors errors = {0};

	if (!str_to_i64(form_get(&c->form, "days"), &uc.days))
		uc.days = 0;
	uc.working = !str_eqc(form_get(&c->form, "unit"), "calendar");
	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc.contact, &errors))
		return show_propose(c, 422, &errors, e);
	struct tx_call call =
		ctx_call(c, str_fmt(c->a, "/o/batch/%lld", (long long)uc.batch_id));
	enum rc rc = TX_RUN(&call, publicity_propose, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return show_propose(c, again, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		call.location = str_cat(c->a, STR("/o/publicity/"), uc.public_id);
	return ctx_done(c, &call,
		str_fmt(c->a, "已提请公示 %lld 家，请本单位另一人登录后确认", (long long)uc.count));
}

/* --- one publicity --------------------------------------------------------------------------------------- */

static void head_rows(struct ctx *c, const struct publicity *p, struct view_batch *v)
{
	bool begun = p->head.ends_at != 0;

	rows_add(c, &v->rows, "单位", p->head.body);
	rows_add(c, &v->rows, "状态", str_c(publicity_state_word(p, c->now)));
	rows_add(c, &v->rows, "公示时长", batch_term_text(c, &p->term));
	if (begun)
		rows_add(c, &v->rows, "公示期",
			str_fmt(c->a, "%.*s 至 %.*s（%.*s 公布）",
				STR_ARG(date_prose(c->a, p->window.first)),
				STR_ARG(deadline_text(c->a, p->head.ends_at)),
				STR_ARG(p->head.posted_on)));
	rows_add(c, &v->rows, "提请",
		str_fmt(c->a, "%.*s，%.*s", STR_ARG(p->head.proposer),
			STR_ARG(instant_human(c->a, p->head.proposed_at))));
	if (p->head.confirmed_at.has)
		rows_add(c, &v->rows, "确认",
			str_fmt(c->a, "%.*s，%.*s", STR_ARG(p->head.confirmer),
				STR_ARG(instant_human(c->a, p->head.confirmed_at.v))));
	rows_add(c, &v->rows, "受理异议的联系方式", p->head.contact);
	rows_add(c, &v->rows, "名单校验码", p->head.list_hash);
}

static void confirm_forms(struct ctx *c, const struct publicity *p, struct view_batch *v,
	const struct form_errors *errors)
{
	struct str base = str_cat(c->a, STR("/o/publicity/"), c->params[0]);
	struct view_batch_form *f;

	if (p->head.proposed_by == c->who.account_id) {
		v->banner = STR("您是提请人，须由本单位另一人登录后确认；需要更改名单的，请撤回后重新提请。");
	} else {
		f = batch_form(c, v, "confirm", STR("确认公示"), str_cat(c->a, base, STR("/confirm")));
		batch_hidden(c, f, "version", str_i64(c->a, p->head.version));
		f->lead = str_fmt(c->a, "请核对下面的名单，共 %lld 家。", (long long)p->head.count);
		f->warn = STR("确认后名单立即向社会公布，公示期开始计算，名单和起止日期不能再改。");
		batch_act(c, f, "confirm", "确认名单并开始公示", "");
	}
	f = batch_form(c, v, "cancel", STR("撤回提请"), str_cat(c->a, base, STR("/cancel")));
	batch_field(c, f, field_text(c, "reason", "撤回原因", str_none(), errors));
	batch_act(c, f, "cancel", "撤回这份提请", "bad");
}

static struct view_tag outcome_tag(struct str outcome)
{
	static const struct {
		const char *code, *word, *kind;
	} words[] = {{"open", "公示中", "blue"}, {"undisputed", "无异议", "green"},
		{"disputed", "有异议待核实", "amber"}, {"cleared", "异议不成立", "green"},
		{"upheld", "异议成立", "red"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(outcome, words[i].code))
			return tag_of(words[i].kind, str_c(words[i].word));
	return tag_of("grey", outcome);
}

static void list_table(struct ctx *c, const struct publicity *p,
	const struct q_publicity_items_list *rows, struct view_batch *v)
{
	static const char *const heads[] = {"序号", "企业名称", "统一社会信用代码", "所在市县（区）",
		"直通", "评分#分", "结果"};
	bool begun = p->head.ends_at != 0;
	struct view_table *t = &batch_table(c, v, "list", "名单",
		str_fmt(c->a, "%zu 家，定下后不变", rows->n))->table;

	batch_heads(c, t, heads, begun ? 7 : 6);
	t->scrolls = true;
	struct batch_part part =
		batch_part(c, v, str_cat(c->a, STR("/o/publicity/"), c->params[0]), rows->n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_publicity_items *x = &rows->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, x->seq));
		batch_cell(c, t, r, x->name)->href =
			str_cat(c->a, STR("/o/app/"), x->public_id);
		batch_cell(c, t, r, x->uscc);
		batch_cell(c, t, r, x->area);
		batch_cell(c, t, r, list_yes_no(x->direct != 0));
		batch_cell(c, t, r, list_score(c->a, x->score));
		if (!begun)
			continue;
		struct view_tag tag = outcome_tag(x->outcome);
		batch_cell(c, t, r, tag.text)->tag = tag.kind;
	}
}

static enum rc objections_table(
	struct ctx *c, struct db *db, const struct publicity *p, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"回执", "企业", "收到时间", "状态"};
	struct q_objections_of_publicity_list rows;
	enum objection_state s;

	TRY(q_objections_of_publicity(
		db, &(struct q_objections_of_publicity_in){.publicity_id = p->head.id}, &rows, e));
	struct view_table *t = &batch_table(c, v, "objections", "异议",
		str_fmt(c->a, "收到异议 %zu 件", rows.n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_objections_of_publicity *o = &rows.v[i];
		bool known = objection_parse(o->state, &s);
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, o->receipt_no)->href =
			str_cat(c->a, STR("/o/objection/"), o->public_id);
		batch_cell(c, t, r,
			str_fmt(c->a, "%lld 号 %.*s", (long long)o->seq, STR_ARG(o->name)));
		batch_cell(c, t, r, instant_human(c->a, o->received_at));
		batch_cell(c, t, r, known ? str_c(objection_word(s)) : o->state)->tag =
			known && objection_open(s) ? "amber" : "grey";
	}
	t->empty = STR("没有收到异议。");
	return RC_OK;
}

static enum rc show_one(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_publicity_items_list rows;
	struct list_entries list;
	struct view_batch *v;
	struct publicity p;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(publicity_for_officer(
		db, ctx_services(c)->rules, &c->who, c->params[0], c->now, &p, e));
	TRY(publicity_list(db, p.head.id, &rows, &list, e));
	v = batch_view(c, p.head.title);
	page_crumb(c, &v->page, STR("公示与异议"), STR("/o/publicity"));
	page_crumb(c, &v->page, p.head.batch_title, str_none());
	v->over = p.head.batch_title;
	if (errors)
		v->page.errors = *errors;
	bool proposed = str_eqc(p.head.state, "proposed");
	if (p.head.ends_at)
		v->lead = batch_clock_text(c, &p);
	head_rows(c, &p, v);
	if (proposed && p.head.agency_id == c->who.agency_id)
		confirm_forms(c, &p, v, errors);
	if (p.head.ends_at) {
		TRY(objections_table(c, db, &p, v, e));
		v->links_title = STR("公开页面");
		links_add(c, &v->links, STR("社会公众看到的公示页"),
			str_cat(c->a, STR("/publicity/"), c->params[0]), false);
	}
	list_table(c, &p, &rows, v);
	return batch_show(c, status, v);
}

enum rc page_o_publicity(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

enum rc page_o_publicity_confirm(struct ctx *c, struct err *e)
{
	struct publicity_confirm uc = {.public_id = c->params[0], .version = ctx_version(c)};
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/publicity/"), c->params[0]));

	TRY(TX_RUN(&call, publicity_confirm, &uc, e));
	return ctx_done(c, &call,
		str_fmt(c->a, "%lld 家企业已开始公示，截止 %.*s", (long long)uc.count,
			STR_ARG(call.replayed ? STR("") : deadline_text(c->a, uc.window.closes))));
}

enum rc page_o_publicity_cancel(struct ctx *c, struct err *e)
{
	struct publicity_cancel uc = {
		.public_id = c->params[0], .reason = str_trim(form_get(&c->form, "reason"))};
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, STR("/o/publicity"));

	enum rc rc = TX_RUN(&call, publicity_cancel, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_one(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已撤回公示提请，名单回到待公示"));
}

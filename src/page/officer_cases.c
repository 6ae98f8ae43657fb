/* The cases of a body, and the way into a new one. */
#include "domain/edition.h"
#include "page/case_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/registry.h"
#include "service/sanction.h"
#include "web/urlparse.h"

#define CASES_PAGE 50

/* --- list ------------------------------------------------------------------------------------------------- */

static void tabs_fill(struct ctx *c, struct view_batch *v, struct str kind, struct str state)
{
	static const struct {
		const char *text, *state, *kind;
	} tabs[] = {{"未办结", "", ""}, {"已办结", "closed", ""}, {"取消、撤销", "all", "sanction"},
		{"实名举报", "all", "report"}, {"重大变化", "all", "change"}, {"解除", "all", "lift"}};

	v->tabs.label = STR("案件分类");
	for (size_t i = 0; i < ARRAY_LEN(tabs); i++)
		links_add(c, &v->tabs.items, str_c(tabs[i].text),
			str_fmt(c->a, "/o/cases%s%s%s%s", tabs[i].state[0] ? "?state=" : "",
				tabs[i].state, tabs[i].kind[0] ? "&kind=" : "", tabs[i].kind),
			str_eqc(kind, tabs[i].kind) && str_eqc(state, tabs[i].state));
}

static bool mine(const struct ctx *c, const struct q_cases_of_body *r, enum case_state s)
{
	int64_t own = c->who.agency_id;

	switch (case_turn(s)) {
	case CASE_OF_COUNTY:
		return r->county_agency_id.has && r->county_agency_id.v == own;
	case CASE_OF_CITY:
		return r->city_agency_id.has && r->city_agency_id.v == own;
	case CASE_OF_PROVINCE:
		return r->province_agency_id == own;
	case CASE_OF_ENTERPRISE:
		return r->handler_agency_id == own && c->now >= r->due_at;
	case CASE_OF_MINISTRY:
		return false;
	case CASE_HANDLER:
		break;
	}
	return r->handler_agency_id == own && (s != CASE_RECTIFY || c->now >= r->due_at);
}

static void case_row(struct ctx *c, struct view_table *t, const struct q_cases_of_body *r)
{
	enum case_kind kind = CASE_SANCTION;
	enum case_state s = CASE_FILED;
	enum case_outcome o = OUTCOME__MAX;
	struct view_cells *row = batch_row(c, t);
	bool known = case_kind_parse(r->kind, &kind) && case_state_parse(r->state, &s);

	if (!case_outcome_parse(r->outcome, &o))
		o = OUTCOME__MAX;
	struct view_tag tag = case_tag(s, o);
	batch_cell(c, t, row, r->no)->href = str_cat(c->a, STR("/o/case/"), r->public_id);
	batch_cell(c, t, row, r->name);
	batch_cell(c, t, row, known ? str_c(case_kind_word(kind)) : r->kind);
	batch_cell(c, t, row, tag.text)->tag = tag.kind;
	batch_cell(c, t, row, r->due_at ? deadline_text(c->a, r->due_at) : STR("—"));
	batch_cell(c, t, row, case_open(s) && mine(c, r, s) ? STR("本单位办理") : STR("—"));
	batch_cell(c, t, row, date_str(c->a, date_of_instant(r->opened_at)));
}

static void find_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "find", STR("提请取消、撤销或不得申报"), STR("/o/cases"));
	struct view_field code = field_text(c, "code", "统一社会信用代码或证书（登记）编号", str_none(), errors);

	code.code = true;
	code.width = "w18";
	batch_field(c, f, code);
	batch_act(c, f, "find", "查找企业", "second");
}

static enum rc show_list(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	static const char *const heads[] = {"案件编号", "企业", "类别", "状态", "截止", "办理", "立案日期"};
	struct str state = form_get(&c->query, "state"), kind = form_get(&c->query, "kind");
	struct q_cases_of_body_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_cases_of_body(db,
		&(struct q_cases_of_body_in){.agency_id = c->who.agency_id, .kind = kind.p ? kind : STR(""),
			.open = str_eqc(state, "all") ? -1 : str_eqc(state, "closed") ? 0 : 1,
			.before_id = batch_before(c), .limit = CASES_PAGE + 1},
		&rows, e));
	v = batch_view(c, STR("案件"));
	page_crumb(c, &v->page, STR("案件"), str_none());
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("称号的取消和撤销、不得申报及其解除、实名举报、重大变化，都在这里从立案办到公开。");
	tabs_fill(c, v, kind.p ? kind : STR(""), state.p ? state : STR(""));
	if (actor_is(&c->who, ROLE_PROVINCE))
		links_add(c, &v->links, STR("报部事项（部级称号的核实报告和答复）"), STR("/o/national"), false);
	find_form(c, v, errors);
	struct view_table *t = &batch_table(c, v, "list", "", STR("案件，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < MIN_OF(rows.n, (size_t)CASES_PAGE); i++)
		case_row(c, t, &rows.v[i]);
	t->empty = STR("没有这一类案件。要对企业立案的，用下面的代码或编号查找。");
	v->tables_first = true;
	batch_walk(c, v,
		STR_JOIN(c->a, STR("/o/cases?state="), percent_encode(c->a, state, ""), STR("&kind="),
			percent_encode(c->a, kind, ""), STR("&")),
		rows.n > CASES_PAGE ? rows.v[CASES_PAGE - 1].id : 0);
	return batch_show(c, status, v);
}

enum rc page_o_cases(struct ctx *c, struct err *e)
{
	return show_list(c, 200, NULL, e);
}

enum rc page_o_cases_find(struct ctx *c, struct err *e)
{
	struct str code = str_upper(c->a, str_trim(form_get(&c->form, "code")));
	struct q_case_subject_titles_list titles;
	struct q_case_subject_enterprise who;
	struct form_errors errors = {0};
	struct db *db;
	bool found;

	TRY(ctx_db(c, &db, e));
	TRY(q_case_subject_titles(db, &(struct q_case_subject_titles_in){.code = code}, &titles, e));
	TRY(q_case_subject_enterprise(
		db, &(struct q_case_subject_enterprise_in){.uscc = code}, &who, &found, e));
	if (titles.n && !titles.v[0].uscc.n)
		return respond_redirect(
			c, str_fmt(c->a, "/o/cases/new?title=%lld", (long long)titles.v[0].id));
	if (titles.n || found)
		return respond_redirect(c, str_cat(c->a, STR("/o/cases/new?code="),
						   titles.n ? titles.v[0].uscc : code));
	form_error_add(c->a, &errors, "code", STR("没有找到这个代码或编号，请核对后重新填写"));
	return show_list(c, 422, &errors, e);
}

/* --- choosing what it is about ---------------------------------------------------------------------------- */

static void titles_table(struct ctx *c, struct view_batch *v, const struct q_case_subject_titles_list *rows)
{
	static const char *const heads[] = {"称号", "批次", "编号", "有效期", "状态", "办理"};
	struct view_table *t =
		&batch_table(c, v, "titles", "称号和登记编号", STR("该企业的称号，新的在前"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有称号。只能提请不得申报，见下。");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_case_subject_titles *x = &rows->v[i];
		bool over = str_eqc(x->state, "cancelled") || str_eqc(x->state, "revoked");
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->tier_name);
		batch_cell(c, t, r, x->batch_title);
		batch_cell(c, t, r, x->certificate_no.n ? x->certificate_no : STR("—"));
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(x->valid_from),
				STR_ARG(x->valid_to.n ? x->valid_to : STR("未载明"))));
		batch_cell(c, t, r, str_c(registry_state_word(x->state, x->valid_to)));
		struct view_cell *cell = batch_cell(c, t, r, over ? STR("已失效") : STR("提请取消或撤销"));
		if (!over)
			cell->href = str_fmt(c->a, "/o/cases/new?title=%lld", (long long)x->id);
	}
}

static enum rc bans_table(struct ctx *c, struct db *db, struct str code, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"原因", "依据", "期限", "作出单位", "状态", "办理"};
	struct q_bans_of_code_list rows;

	TRY(q_bans_of_code(db, &(struct q_bans_of_code_in){.uscc = code}, &rows, e));
	if (rows.n == 0)
		return RC_OK;
	struct view_table *t = &batch_table(c, v, "bans", "不得申报", STR("不得申报的记录，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_bans_of_code *b = &rows.v[i];
		bool own = b->agency_id == c->who.agency_id && !b->lifted_at.has && b->case_no.n;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, b->cause);
		batch_cell(c, t, r, b->clause);
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(b->from_on), STR_ARG(b->to_on)));
		batch_cell(c, t, r, b->body);
		batch_cell(c, t, r, b->lifted_at.has ? STR("已解除") : STR("有效"))->tag =
			b->lifted_at.has ? "grey" : "red";
		struct view_cell *cell = batch_cell(c, t, r, own ? STR("提请解除") : STR("—"));
		if (own)
			cell->href = str_fmt(c->a, "/o/cases/lift/%lld", (long long)b->id);
	}
	return RC_OK;
}

/* The procedures of this officer's province and line that are in force and list grounds. */
static enum rc editions_fill(struct ctx *c, struct db *db, struct str code, struct view_batch *v, struct err *e)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct str body;

	TRY(case_province_of(db, &c->who, &body, e));
	v->links_title = STR("不涉及称号，只提请不得申报");
	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		if (!str_eq(p->body, body) || !procedure_in_force(p, date_of_instant(c->now)))
			continue;
		if (sanctions_any(p))
			links_add(c, &v->links, str_cat(c->a, p->tier_name, STR("：提请不得申报")),
				str_fmt(c->a, "/o/cases/new?code=%.*s&edition=%.*s", STR_ARG(code),
					STR_ARG(p->id)),
				false);
	}
	return RC_OK;
}

static enum rc show_subject(struct ctx *c, struct db *db, struct str code, struct err *e)
{
	struct q_case_subject_titles_list titles;
	struct view_batch *v = batch_view(c, STR("选择办理的称号"));

	TRY(q_case_subject_titles(db, &(struct q_case_subject_titles_in){.code = code}, &titles, e));
	page_crumb(c, &v->page, STR("案件"), STR("/o/cases"));
	page_crumb(c, &v->page, code, str_none());
	v->over = titles.n ? titles.v[0].name : str_none();
	v->lead = str_cat(c->a, STR("统一社会信用代码或编号 "), code);
	titles_table(c, v, &titles);
	struct str uscc = titles.n ? titles.v[0].uscc : code;
	if (uscc.n) {
		TRY(bans_table(c, db, uscc, v, e));
		TRY(editions_fill(c, db, uscc, v, e));
	}
	return batch_show(c, 200, v);
}

/* --- the proposal ----------------------------------------------------------------------------------------- */

/* What follows from a ground, in words. */
static struct str ground_hint(struct ctx *c, const struct sanction *g)
{
	struct buf b;
	bool first = true;

	buf_init(&b, c->a, 2048);
	for (size_t o = 0; o < OUTCOME__MAX; o++)
		if (g->may[o]) {
			buf_printf(&b, "%s%s", first ? "" : "，或", case_outcome_word((enum case_outcome)o));
			first = false;
		}
	if (g->bans && g->ban_years)
		buf_printf(&b, "%s至少 %lld 年内不得申报", first ? "" : "；", (long long)g->ban_years);
	else if (g->bans)
		buf_printf(&b, "%s%s", first ? "" : "；",
			g->ban_year_end ? "当年不得再次参加" : "不得申报，期限由决定载明");
	buf_printf(&b, "。依据：%.*s", STR_ARG(g->clause));
	return buf_view(&b);
}

static void grounds_add(struct ctx *c, struct view_choices *ch, const struct procedure *p, struct str stored)
{
	struct sanctions s;

	sanctions_of(c->a, p, &s);
	for (size_t i = 0; i < s.n; i++) {
		choices_add(c, ch, s.v[i].id, s.v[i].text, stored);
		ch->options.v[ch->options.n - 1].hint = ground_hint(c, &s.v[i]);
	}
}

struct proposal {
	struct str name, uscc, over;
	struct str facts; /* of a check that found the title unfit: what a proposal begins with */
	int64_t title_id;
	const struct procedure *p;
};

static enum rc facts_of(struct ctx *c, struct db *db, int64_t title_id, struct str *out, struct err *e)
{
	struct q_title_check_last k;
	bool found;

	TRY(q_title_check_last(db, &(struct q_title_check_last_in){.title_id = title_id}, &k, &found, e));
	if (found)
		*out = str_fmt(c->a, "%.*s，%.*s由%.*s、%.*s核查：%.*s", STR_ARG(k.draw), STR_ARG(k.done_on),
			STR_ARG(k.inspector1), STR_ARG(k.inspector2), STR_ARG(k.findings));
	return RC_OK;
}

static enum rc proposal_load(struct ctx *c, struct db *db, const struct form *in, struct proposal *out, struct err *e)
{
	struct q_case_subject_enterprise who;
	struct q_case_subject_title t;
	struct str province;
	bool found;

	if (str_to_i64(form_get(in, "title"), &out->title_id)) {
		TRY(q_case_subject_title(db, &(struct q_case_subject_title_in){.id = out->title_id}, &t, e));
		TRY(case_province_of(db, &c->who, &province, e));
		out->p = case_procedure(ctx_services(c)->rules, t.tier, province, t.edition, date_of_instant(c->now));
		TRY(facts_of(c, db, t.id, &out->facts, e));
		out->name = t.name;
		out->uscc = t.uscc;
		out->over = str_fmt(c->a, "%.*s %.*s %.*s", STR_ARG(t.tier_name), STR_ARG(t.batch_title),
			STR_ARG(t.certificate_no.n ? t.certificate_no : STR("")));
	} else {
		out->title_id = 0;
		out->uscc = form_get(in, "code");
		out->p = rules_procedure(ctx_services(c)->rules, form_get(in, "edition"),
			date_of_instant(c->now));
		TRY(q_case_subject_enterprise(
			db, &(struct q_case_subject_enterprise_in){.uscc = out->uscc}, &who, &found, e));
		out->name = out->uscc;
		out->over = out->p ? out->p->title : str_none();
		if (!found)
			return err_set(e, RC_NOT_FOUND, MSG_CASE_GONE);
	}
	return out->p ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_CASE_NO_GROUNDS);
}

static enum rc show_proposal(struct ctx *c, int status, const struct proposal *x,
	const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, x->title_id ? STR("提请取消或撤销") : STR("提请不得申报"));
	struct view_batch_form *f = batch_form(c, v, "propose", str_none(), STR("/o/cases/new"));
	struct view_choices ground = field_choices("ground", "情形", errors);
	struct view_field text = field_text(c, "text", "事实和证据", x->facts, errors);

	page_crumb(c, &v->page, STR("案件"), STR("/o/cases"));
	page_crumb(c, &v->page, x->name, str_none());
	v->over = x->over;
	v->lead = str_fmt(c->a, "%.*s（%.*s），按《%.*s》办理。", STR_ARG(x->name), STR_ARG(x->uscc), STR_ARG(x->p->title));
	if (errors)
		v->page.errors = *errors;
	grounds_add(c, &ground, x->p, str_none());
	text.rows = 8;
	text.hint = STR("10 至 2000 个字。企业读到的是省级的告知书，不是这里的文字");
	batch_radios(c, f, ground);
	batch_area(c, f, text);
	case_file_field(f, "证据材料", errors);
	if (x->title_id)
		batch_hidden(c, f, "title", str_i64(c->a, x->title_id));
	batch_hidden(c, f, "code", x->uscc);
	batch_hidden(c, f, "edition", x->p->id);
	f->warn = STR("提请后由省级主管部门告知企业、听取陈述申辩，再由两人作出决定。称号在决定之前不变。");
	f->back = STR("/o/cases");
	batch_act(c, f, "propose", "立案提请", "");
	return batch_show(c, status, v);
}

enum rc page_o_case_new(struct ctx *c, struct err *e)
{
	struct proposal x = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	if (!form_get(&c->query, "title").n && !form_get(&c->query, "edition").n) {
		if (!form_get(&c->query, "code").n)
			return respond_redirect(c, STR("/o/cases"));
		return show_subject(c, db, form_get(&c->query, "code"), e);
	}
	TRY(proposal_load(c, db, &c->query, &x, e));
	return show_proposal(c, 200, &x, NULL);
}

enum rc page_o_case_new_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct proposal x = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(proposal_load(c, db, &c->form, &x, e));
	struct sanction_open uc = {.title_id = x.title_id, .uscc = x.uscc, .edition = x.p->id,
		.ground = form_get(&c->form, "ground"), .text = str_trim(form_get(&c->form, "text"))};
	if (!uc.ground.n) {
		form_error_msg(c->a, &errors, "ground", MSG_CASE_GROUND);
		return show_proposal(c, 422, &x, &errors);
	}
	enum rc rc = case_files(c, &uc.files, &uc.files_n, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show_proposal(c, 422, &x, &errors);
	}
	TRY(rc);
	struct tx_call call = ctx_call(c, STR("/o/cases"));
	rc = TX_RUN(&call, sanction_open, &uc, e);
	if (rc == RC_INVALID) {
		case_error(c, &errors, "text", e);
		return show_proposal(c, 422, &x, &errors);
	}
	TRY(rc);
	return ctx_done(c, &call, str_cat(c->a, STR("已立案，编号 "), uc.no));
}

/* --- lifting ---------------------------------------------------------------------------------------------- */

static enum rc show_lift(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("提请解除不得申报"));
	struct view_batch_form *f;
	struct q_ban_by_id b;
	struct db *db;
	int64_t id;

	if (!str_to_i64(c->params[0], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(q_ban_by_id(db, &(struct q_ban_by_id_in){.id = id, .agency_id = c->who.agency_id}, &b, e));
	page_crumb(c, &v->page, STR("案件"), STR("/o/cases"));
	page_crumb(c, &v->page, STR("解除不得申报"), str_none());
	if (errors)
		v->page.errors = *errors;
	rows_add(c, &v->rows, "统一社会信用代码", b.uscc);
	rows_add(c, &v->rows, "原因", b.cause);
	rows_add(c, &v->rows, "期限", str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(b.from_on), STR_ARG(b.to_on)));
	f = batch_form(c, v, "lift", str_none(), str_fmt(c->a, "/o/cases/lift/%lld", (long long)id));
	struct view_field text = field_text(c, "text", "解除的事实和理由", str_none(), errors);
	text.rows = 6;
	batch_area(c, f, text);
	f->warn = STR("立案后提出处理意见，由本单位另一人确认并公告，解除才生效。");
	f->back = STR("/o/cases");
	batch_act(c, f, "lift", "立案提请解除", "");
	return batch_show(c, status, v);
}

enum rc page_o_case_lift(struct ctx *c, struct err *e)
{
	return show_lift(c, 200, NULL, e);
}

enum rc page_o_case_lift_post(struct ctx *c, struct err *e)
{
	struct sanction_lift uc = {.text = str_trim(form_get(&c->form, "text"))};
	struct form_errors errors = {0};

	if (!str_to_i64(c->params[0], &uc.ban_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, STR("/o/cases"));
	enum rc rc = TX_RUN(&call, sanction_lift, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_lift(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已立案，请提出处理意见"));
}

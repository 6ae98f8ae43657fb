/* 年度总结: whose report is there and who is missing (province); one's own reports (body). One report is
 * officer_yearly_report.c. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/paper_yearly.h"
#include "page/routes.h"

#include "document/docx.h"
#include "document/pdf.h"
#include "service/editions.h"
#include "service/yearly.h"

static struct str name_of(struct ctx *c, struct str edition, int64_t year)
{
	const struct procedure *p = rules_procedure(ctx_services(c)->rules, edition, date_of_instant(c->now));

	return str_fmt(c->a, "%lld年度%.*s年度总结", (long long)year, STR_ARG(p ? p->tier_name : edition));
}

/* 填写中 and the like, with what is late. */
static struct str state_text(struct ctx *c, struct str state, bool begun, bool late, const char **tag)
{
	bool sent = str_eqc(state, "sent");
	const char *word = sent || begun || !str_eqc(state, "draft") ? yearly_state_word(state) : "未开始";

	*tag = sent ? "green" : late ? "red" : "amber";
	return late ? str_fmt(c->a, "%s（%s）", word, sent ? "逾期报送" : "逾期") : str_c(word);
}

/* --- the body's own ----------------------------------------------------------------------------------- */

static enum rc own_list(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"年度总结", "报送期限", "情况", "最近保存", "报送时间"};
	struct q_yearly_reports_of_body_list rows;
	const char *tag;

	TRY(q_yearly_reports_of_body(
		db, &(struct q_yearly_reports_of_body_in){.agency_id = c->who.agency_id}, &rows, e));
	if (rows.n == 0) {
		v->empty = (struct view_empty){.what = STR("还没有要报送的年度总结"),
			.why = STR("规程要求报送年度总结的，到规定的日期自动出现在这里，并发消息提醒。"),
			.href = STR("/o"), .act = STR("返回工作台")};
		return RC_OK;
	}
	v->lead = STR("数字由系统统计，文字由本单位填写；一人填写提请，另一人确认后报送省级。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("本单位的年度总结，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_yearly_reports_of_body *x = &rows.v[i];
		bool late = x->sent_at.has ? x->sent_at.v >= x->ends_at : c->now >= x->ends_at;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, name_of(c, x->edition, x->year))->href =
			str_cat(c->a, STR("/o/yearly/"), x->public_id);
		batch_cell(c, t, r, x->due_on);
		struct view_cell *state = batch_cell(c, t, r, state_text(c, x->state, x->saved_at.has, late, &tag));
		state->tag = tag;
		batch_cell(c, t, r, x->saved_at.has ? instant_human(c->a, x->saved_at.v) : STR("—"));
		batch_cell(c, t, r, x->sent_at.has ? instant_human(c->a, x->sent_at.v) : STR("—"));
		if (v->next.n || str_eqc(x->state, "sent"))
			continue;
		v->next = STR_JOIN(c->a, str_eqc(x->state, "proposed") ? STR("下一步：由另一人确认报送") : STR("下一步：填写"),
			name_of(c, x->edition, x->year));
		v->next_why = str_cat(c->a, STR("截止 "), deadline_text(c->a, x->ends_at));
		v->next_kind = late ? " next--bad" : "";
		v->next_href = str_cat(c->a, STR("/o/yearly/"), x->public_id);
		v->next_act = STR("打开");
	}
	return RC_OK;
}

/* --- the province ------------------------------------------------------------------------------------- */

static void bodies_table(struct ctx *c, const struct q_yearly_rounds_of_province *round,
	const struct q_yearly_reports_of_round_list *rows, struct view_batch *v)
{
	static const char *const heads[] = {"单位", "情况", "报送时间", "典型案例#个", "电话"};
	struct view_batch_table *box = batch_table(c, v, "bodies", "各单位报送情况",
		str_fmt(c->a, "%.*s，期限 %.*s", STR_ARG(name_of(c, round->edition, round->year)), STR_ARG(round->due_on)));
	struct view_table *t = &box->table;
	const char *tag;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_yearly_reports_of_round *x = &rows->v[i];
		bool late = x->sent_at.has ? x->sent_at.v >= round->ends_at : c->now >= round->ends_at;
		struct view_cells *r = batch_row(c, t);
		struct view_cell *name = batch_cell(c, t, r, x->body);
		if (str_eqc(x->state, "sent"))
			name->href = str_cat(c->a, STR("/o/yearly/"), x->public_id);
		struct view_cell *state = batch_cell(c, t, r, state_text(c, x->state, x->saved_at.has, late, &tag));
		state->tag = tag;
		batch_cell(c, t, r, x->sent_at.has ? instant_human(c->a, x->sent_at.v) : STR("—"));
		batch_cell(c, t, r, str_eqc(x->state, "sent") ? str_i64(c->a, x->cases) : STR("—"));
		batch_cell(c, t, r, x->phone.n ? x->phone : STR("—"));
	}
	if (round->sent == 0)
		return;
	links_add(c, &box->links, STR("汇编（Word）"), str_fmt(c->a, "/o/yearly/%.*s/all.docx", STR_ARG(round->public_id)), false);
	links_add(c, &box->links, STR("汇编（PDF）"), str_fmt(c->a, "/o/yearly/%.*s/all.pdf", STR_ARG(round->public_id)), false);
}

static enum rc rounds_list(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct str want = form_get(&c->query, "round");
	const struct q_yearly_rounds_of_province *round = NULL;
	struct q_yearly_rounds_of_province_list all;
	struct q_yearly_reports_of_round_list rows;

	TRY(q_yearly_rounds_of_province(
		db, &(struct q_yearly_rounds_of_province_in){.agency_id = c->who.agency_id}, &all, e));
	for (size_t i = 0; i < all.n && !round; i++)
		if (!want.n || str_eq(all.v[i].public_id, want))
			round = &all.v[i];
	if (!round && want.n)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!round) {
		v->empty = (struct view_empty){.what = STR("还没有年度总结"),
			.why = STR("规程要求各单位报送年度总结的，到规定的日期自动开始，并提醒各单位。"),
			.href = STR("/o"), .act = STR("返回工作台")};
		return RC_OK;
	}
	TRY(q_yearly_reports_of_round(db,
		&(struct q_yearly_reports_of_round_in){.round_id = round->id, .agency_id = c->who.agency_id}, &rows,
		e));
	v->over = name_of(c, round->edition, round->year);
	v->lead = str_fmt(c->a, "报送截止 %.*s。截止前 30、7、1 天自动提醒未报送的单位。",
		STR_ARG(deadline_text(c->a, round->ends_at)));
	batch_stat(c, v, "应报送", round->n, "个单位", "");
	batch_stat(c, v, "已报送", round->sent, "个单位", "ok");
	batch_stat(c, v, "未报送", round->n - round->sent, "个单位",
		round->n == round->sent ? "" : c->now >= round->ends_at ? "bad" : "warn");
	bodies_table(c, round, &rows, v);
	v->links_title = STR("其他年份和事项");
	for (size_t i = 0; i < all.n; i++)
		if (&all.v[i] != round)
			links_add(c, &v->links, name_of(c, all.v[i].edition, all.v[i].year),
				str_cat(c->a, STR("/o/yearly?round="), all.v[i].public_id), false);
	return RC_OK;
}

enum rc page_o_yearlies(struct ctx *c, struct err *e)
{
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	v = batch_view(c, STR("年度总结"));
	page_crumb(c, &v->page, STR("年度总结"), str_none());
	TRY(actor_is(&c->who, ROLE_PROVINCE) ? rounds_list(c, db, v, e) : own_list(c, db, v, e));
	return batch_show(c, 200, v);
}

/* --- papers ------------------------------------------------------------------------------------------- */

static enum rc book(struct ctx *c, struct db *db, struct doc **out, struct str *title, struct err *e)
{
	struct q_yearly_reports_of_round_list rows;
	struct q_yearly_round_for_province round;
	struct yearly_book b = {.province = c->who.agency_name, .bodies = &rows, .made_at = c->now};

	TRY(q_yearly_round_for_province(db,
		&(struct q_yearly_round_for_province_in){
			.public_id = c->params[0], .agency_id = c->who.agency_id},
		&round, e));
	TRY(q_yearly_reports_of_round(db,
		&(struct q_yearly_reports_of_round_in){.round_id = round.id, .agency_id = c->who.agency_id}, &rows,
		e));
	struct yearly_report *reports = ARENA_NEW_N(c->a, struct yearly_report, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (str_eqc(rows.v[i].state, "sent"))
			TRY(yearly_load(db, ctx_services(c)->rules, &c->who, rows.v[i].public_id, &reports[b.n++], e));
	b.reports = reports;
	b.title = *title = str_cat(c->a, name_of(c, round.edition, round.year), STR("汇编"));
	*out = paper_yearly_book(c->a, &b);
	return RC_OK;
}

enum rc page_o_yearly_paper(struct ctx *c, struct err *e)
{
	static const struct str docx = STR_INIT("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
	struct str file = c->params[1], bytes, title;
	bool word = str_ends(file, STR(".docx"));
	struct yearly_report x;
	struct doc *d;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	if (str_eqc(file, "all.docx") || str_eqc(file, "all.pdf")) {
		TRY(book(c, db, &d, &title, e));
	} else if (str_eqc(file, "report.docx") || str_eqc(file, "report.pdf")) {
		TRY(yearly_load(db, ctx_services(c)->rules, &c->who, c->params[0], &x, e));
		title = yearly_title(c->a, &x.form, x.r.body, x.r.year);
		d = paper_yearly(c->a, &x);
	} else {
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	}
	TRY(word ? docx_render(d, &bytes, e) : pdf_render(d, &bytes, e));
	return respond_download(c, word ? docx : STR("application/pdf"),
		str_cat(c->a, title, word ? STR(".docx") : STR(".pdf")), bytes);
}

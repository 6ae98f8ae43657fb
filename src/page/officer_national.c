/* 报部事项: the province's letters to the ministry about titles, whose clock runs, and the letters as papers. */
#include "document/docx.h"
#include "document/pdf.h"
#include "page/case_page.h"
#include "page/paper_letter.h"
#include "page/routes.h"
#include "web/urlparse.h"

#define NATIONAL_PAGE 50

static enum rc letter_row(struct ctx *c, struct view_table *t, const struct q_national_letters *r, struct err *e)
{
	struct view_cells *row = batch_row(c, t);
	struct str base = STR_JOIN(c->a, STR("/o/national/"), r->public_id);
	int64_t days;

	TRY(national_days(c, r->reported_at, r->answered_on, r->settled_at.has, &days, e));
	struct view_cell *cell = batch_cell(c, t, row, r->doc_no);
	cell->href = str_cat(c->a, base, STR("/letter.pdf"));
	cell->whole = true;
	batch_cell(c, t, row, r->no)->href = str_cat(c->a, STR("/o/case/"), r->case_public);
	batch_cell(c, t, row, r->name);
	batch_cell(c, t, row, STR_JOIN(c->a, r->tier_name, r->certificate_no.n ? STR("　") : STR(""), r->certificate_no.n ? r->certificate_no : STR("")));
	batch_cell(c, t, row, r->reported_on);
	batch_cell(c, t, row, str_i64(c->a, days));
	cell = batch_cell(c, t, row,
		r->settled_at.has   ? (r->agreed ? STR("同意取消") : STR("未同意取消"))
		: r->answer_no.n ? STR("答复待第二人确认")
				    : STR("待部级答复"));
	cell->tag = !r->settled_at.has ? "amber" : r->agreed ? "red" : "green";
	batch_cell(c, t, row, r->answer_no.n ? STR_JOIN(c->a, r->answer_no, STR("，"), r->answered_on) : STR("—"));
	batch_cell(c, t, row, STR("Word"))->href = str_cat(c->a, base, STR("/letter.docx"));
	return RC_OK;
}

static void tabs_fill(struct ctx *c, struct view_batch *v, struct str state)
{
	static const char *const tabs[][2] = {{"待答复", ""}, {"已答复", "answered"}, {"全部", "all"}};

	v->tabs.label = STR("报部事项分类");
	for (size_t i = 0; i < ARRAY_LEN(tabs); i++)
		links_add(c, &v->tabs.items, str_c(tabs[i][0]),
			str_fmt(c->a, "/o/national%s%s", tabs[i][1][0] ? "?state=" : "", tabs[i][1]),
			str_eqc(state, tabs[i][1]));
}

enum rc page_o_national(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {
		"报送文号", "案件", "企业", "称号", "报送日期", "部级用时#工作日", "部级答复", "答复文号、日期", "报告"};
	struct str state = form_get(&c->query, "state");
	struct q_national_letters_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_national_letters(db,
		&(struct q_national_letters_in){.agency_id = c->who.agency_id,
			.open = str_eqc(state, "all") ? -1 : str_eqc(state, "answered") ? 0 : 1, .before_id = batch_before(c),
			.limit = NATIONAL_PAGE + 1},
		&rows, e));
	v = batch_view(c, STR("报部事项"));
	page_crumb(c, &v->page, STR("案件"), STR("/o/cases"));
	page_crumb(c, &v->page, STR("报部事项"), str_none());
	v->lead = STR("部级认定的称号，省级核实后报部，由部级决定是否取消；在答复登记并确认之前称号有效。收到答复的，打开案件登记。");
	tabs_fill(c, v, state.p ? state : STR(""));
	struct view_table *t = &batch_table(c, v, "letters", "", STR("报部的报告，后立案的在前；点文号打开报告"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < MIN_OF(rows.n, (size_t)NATIONAL_PAGE); i++)
		TRY(letter_row(c, t, &rows.v[i], e));
	t->empty = STR("没有这一类报部事项。部级称号的案件由两人确认核实意见后，自动生成报告并列在这里。");
	batch_walk(c, v, STR_JOIN(c->a, STR("/o/national?state="), percent_encode(c->a, state, ""), STR("&")),
		rows.n > NATIONAL_PAGE ? rows.v[NATIONAL_PAGE - 1].case_id : 0);
	return batch_show(c, 200, v);
}

enum rc page_o_national_letter(struct ctx *c, struct err *e)
{
	static const struct str docx = STR_INIT("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
	bool word = str_eqc(c->params[1], "letter.docx");
	struct q_national_letter n;
	struct str bytes;
	struct db *db;

	if (!word && !str_eqc(c->params[1], "letter.pdf"))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(q_national_letter(db,
		&(struct q_national_letter_in){.public_id = c->params[0], .agency_id = c->who.agency_id}, &n, e));
	const struct letter l = {.title = n.title, .doc_no = n.doc_no, .text = n.body, .body = n.body_name,
		.date = date_prose(c->a, date_of_instant(n.reported_at)),
		.hash = hash_hex(c->a, hash_sha256(STR_JOIN(c->a, n.doc_no, STR("\n"), n.title, STR("\n"), n.body))),
		.created = n.reported_at};
	struct doc *d = letter_doc(c->a, &l);
	TRY(word ? docx_render(d, &bytes, e) : pdf_render(d, &bytes, e));
	return respond_download(c, word ? docx : STR("application/pdf"), str_cat(c->a, n.title, word ? STR(".docx") : STR(".pdf")),
		bytes);
}

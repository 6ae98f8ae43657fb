/* The same content for one body and for the book of all: sections, cases, and the figures as an annex. */
#include "page/paper_yearly.h"

static void paragraphs(struct doc *d, struct str text)
{
	struct str line;
	bool any = false;

	while (text.n && str_cut(&text, '\n', &line))
		if (str_trim(line).n) {
			doc_para(d, str_trim(line));
			any = true;
		}
	if (!any)
		doc_para(d, STR("（未写）"));
}

static void figures(struct doc *d, struct arena *a, const struct yearly_report *x)
{
	static const struct doc_column columns[] = {
		{STR_INIT("项目"), 5, DOC_LEFT}, {STR_INIT("数量"), 3, DOC_RIGHT}, {STR_INIT("单位"), 2, DOC_CENTER}};

	doc_heading(d, 1, STR("附表　主要数字"));
	if (!x->r.figures_at) {
		doc_para(d, STR("还没有取数。"));
		return;
	}
	doc_para(d, str_fmt(a, "由系统统计，截至 %.*s。", STR_ARG(instant_human(a, x->r.figures_at))));
	doc_table_begin(d, columns, ARRAY_LEN(columns));
	for (int f = 0; f < YEARLY_FIGURE__MAX; f++) {
		struct str *cells = ARENA_NEW_N(a, struct str, ARRAY_LEN(columns));
		cells[0] = str_c(yearly_figure_name((enum yearly_figure)f));
		cells[1] = x->values[f];
		cells[2] = str_c(yearly_figure_unit((enum yearly_figure)f));
		doc_table_row(d, cells);
	}
	doc_table_end(d);
}

static void cases(struct doc *d, struct arena *a, const struct yearly_report *x)
{
	if (x->cases.n)
		doc_heading(d, 1, STR("典型案例"));
	for (size_t i = 0; i < x->cases.n; i++) {
		const struct q_yearly_cases *c = &x->cases.v[i];
		if (!c->consented_at.has) {
			doc_heading(d, 2, str_fmt(a, "案例 %zu", i + 1));
			doc_para(d, STR("企业已撤回同意，内容不再引用。"));
			continue;
		}
		doc_heading(d, 2, str_fmt(a, "案例 %zu　%.*s", i + 1, STR_ARG(c->title)));
		doc_para(d, str_fmt(a, "%.*s（%.*s），%.*s 同意作为典型案例。", STR_ARG(c->name), STR_ARG(c->uscc),
				    STR_ARG(date_str(a, date_of_instant(c->consented_at.v)))));
		paragraphs(d, c->text);
	}
}

static void report(struct doc *d, struct arena *a, const struct yearly_report *x)
{
	static const char *const no[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

	doc_title(d, yearly_title(a, &x->form, x->r.body, x->r.year));
	for (size_t i = 0; i < x->form.n; i++) {
		struct str title = x->form.sections[i].title;
		doc_heading(d, 1, i < ARRAY_LEN(no) ? str_fmt(a, "%s、%.*s", no[i], STR_ARG(title)) : title);
		paragraphs(d, yearly_fill(a, x->texts[i], x->values));
	}
	cases(d, a, x);
	doc_para_styled(d, STR(" "), DOC_LEFT, false, 0);
	doc_para_styled(d, x->r.body, DOC_RIGHT, false, 0);
	doc_para_styled(d,
		x->r.sent_at.has ? date_prose(a, date_of_instant(x->r.sent_at.v)) : STR("（草稿，尚未报送）"), DOC_RIGHT,
		false, 0);
	figures(d, a, x);
}

struct doc *paper_yearly(struct arena *a, const struct yearly_report *x)
{
	bool sent = str_eqc(x->r.state, "sent");
	struct doc_meta meta = {.title = yearly_title(a, &x->form, x->r.body, x->r.year), .author = x->r.body,
		.created = x->r.sent_at.has ? x->r.sent_at.v : x->r.figures_at, .style = DOC_LETTER,
		.footer_code = sent ? STR("") : STR("草稿，尚未报送")};
	struct doc *d = doc_new(a, &meta);

	report(d, a, x);
	return d;
}

struct doc *paper_yearly_book(struct arena *a, const struct yearly_book *b)
{
	static const struct doc_column columns[] = {{STR_INIT("序号"), 1, DOC_CENTER}, {STR_INIT("单位"), 5, DOC_LEFT},
		{STR_INIT("报送情况"), 2, DOC_CENTER}, {STR_INIT("报送时间"), 3, DOC_CENTER},
		{STR_INIT("案例（个）"), 2, DOC_RIGHT}};
	struct doc_meta meta = {
		.title = b->title, .author = b->province, .created = b->made_at, .style = DOC_LETTER};
	struct doc *d = doc_new(a, &meta);

	doc_title(d, b->title);
	doc_para(d, str_fmt(a, "应报送 %zu 个单位，已报送 %zu 个，截至 %.*s。", b->bodies->n, b->n,
			    STR_ARG(instant_human(a, b->made_at))));
	doc_table_begin(d, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < b->bodies->n; i++) {
		const struct q_yearly_reports_of_round *r = &b->bodies->v[i];
		bool sent = str_eqc(r->state, "sent");
		struct str *cells = ARENA_NEW_N(a, struct str, ARRAY_LEN(columns));
		cells[0] = str_i64(a, (int64_t)i + 1);
		cells[1] = r->body;
		cells[2] = sent ? STR("已报送") : STR("未报送");
		cells[3] = r->sent_at.has ? date_str(a, date_of_instant(r->sent_at.v)) : STR("—");
		cells[4] = sent ? str_i64(a, r->cases) : STR("—");
		doc_table_row(d, cells);
	}
	doc_table_end(d);
	for (size_t i = 0; i < b->n; i++) {
		doc_page_break(d);
		report(d, a, &b->reports[i]);
	}
	return d;
}

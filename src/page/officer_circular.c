/* 调度与通报: the province makes, edits, signs; its cities and counties read what was signed. */
#include "page/batch_page.h"
#include "page/officer.h"
#include "page/paper_circular.h"
#include "page/routes.h"
#include "page/target_chart.h"

/* --- the list ------------------------------------------------------------------------------------ */

static struct str period_word(struct ctx *c, int64_t year, int64_t quarter)
{
	return quarter ? str_fmt(c->a, "%lld年第%lld季度", (long long)year, (long long)quarter)
		       : str_fmt(c->a, "%lld年", (long long)year);
}

/* This quarter and the three before it, this year and the one before. */
static void make_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "make", STR("生成草稿"), STR("/o/circulars"));
	struct view_choices period = field_choices("period", "时期", errors);
	struct date today = date_of_instant(c->now);
	int64_t at = (int64_t)today.y * 4 + (today.m - 1) / 3;

	for (int64_t q = at; q > at - 4; q--)
		choices_add(c, &period, str_fmt(c->a, "%lld-%lld", (long long)(q / 4), (long long)(q % 4 + 1)),
			str_fmt(c->a, "%.*s调度", STR_ARG(period_word(c, q / 4, q % 4 + 1))), str_none());
	for (int64_t y = today.y; y >= today.y - 1; y--)
		choices_add(c, &period, str_fmt(c->a, "%lld-0", (long long)y),
			str_fmt(c->a, "%lld年度通报", (long long)y), str_none());
	batch_select(c, f, period);
	f->lead = STR("数字取此刻本平台的记录并随草稿固定；季度、年度终了后系统也会自动生成。");
	batch_act(c, f, "make", "生成草稿", "");
}

static void list_row(struct ctx *c, struct view_table *t, const struct q_circulars_of_body *x)
{
	struct view_cells *r = batch_row(c, t);
	bool issued = str_eqc(x->state, "issued");

	batch_cell(c, t, r, x->title)->href = str_cat(c->a, STR("/o/circular/"), x->public_id);
	batch_cell(c, t, r, str_c(circular_kind_word(x->kind)));
	batch_cell(c, t, r, x->no.n ? x->no : STR("—"));
	batch_cell(c, t, r, date_str(c->a, date_of_instant(x->asof)));
	batch_cell(c, t, r, x->issued_at.has ? date_str(c->a, date_of_instant(x->issued_at.v)) : STR("—"));
	batch_cell(c, t, r, str_c(circular_state_word(x->state)))->tag = issued ? "green" : "amber";
}

/* What waits for this body's hand comes first; other bodies are shown issued ones only. */
static void list_next(struct ctx *c, const struct q_circulars_of_body_list *rows, struct view_batch *v)
{
	for (size_t i = 0; i < rows->n && !v->next.n; i++) {
		const struct q_circulars_of_body *x = &rows->v[i];
		if (str_eqc(x->state, "issued"))
			continue;
		v->next = STR_JOIN(c->a, STR("下一步："),
			str_eqc(x->state, "signing") ? STR("签发") : STR("核对数字、修改文字，提请签发"));
		v->next_why = x->title;
		v->next_href = str_cat(c->a, STR("/o/circular/"), x->public_id);
		v->next_act = STR("打开");
	}
}

static enum rc show_list(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	static const char *const heads[] = {"通报", "类别", "编号", "数字截至", "签发日期", "状态"};
	struct q_circulars_of_body_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_circulars_of_body(
		db, &(struct q_circulars_of_body_in){.agency_id = c->who.agency_id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("调度与通报"));
	page_crumb(c, &v->page, STR("调度与通报"), str_none());
	v->lead = STR("季度调度、年度通报和抽查通报。签发后不能更改，各市、县主管部门收到消息。");
	if (errors)
		v->page.errors = *errors;
	list_next(c, &rows, v);
	v->tables_first = true;
	if (actor_is(&c->who, ROLE_PROVINCE))
		make_form(c, v, errors);
	struct view_table *t = &batch_table(c, v, "list", "", STR("通报，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++)
		list_row(c, t, &rows.v[i]);
	t->empty = actor_is(&c->who, ROLE_PROVINCE) ? STR("还没有通报。选择时期生成草稿。")
						    : STR("还没有签发的通报。省级签发后在这里查阅、下载。");
	return batch_show(c, status, v);
}

enum rc page_o_circulars(struct ctx *c, struct err *e)
{
	return show_list(c, 200, NULL, e);
}

enum rc page_o_circulars_post(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, STR("/o/circulars"));
	struct form_errors errors = {0};
	struct circular_make uc = {0};
	struct str rest = form_get(&c->form, "period"), year = STR("");

	if (!str_cut(&rest, '-', &year) || !str_to_i64(year, &uc.year) || !str_to_i64(rest, &uc.quarter))
		uc.year = 0;
	enum rc rc = TX_RUN(&call, circular_make, &uc, e);
	if (rc == RC_INVALID || rc == RC_STATE) {
		form_error_add(c->a, &errors, "period", err_text(c->a, e));
		return show_list(c, rc == RC_STATE ? 409 : 422, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		call.location = str_cat(c->a, STR("/o/circular/"), uc.public_id);
	return ctx_done(c, &call,
		uc.made ? STR("草稿已生成，请核对数字、修改文字后提请签发") : STR("这一期已经有了，下面就是"));
}

/* --- one ------------------------------------------------------------------------------------------ */

static void table_put(struct ctx *c, struct view_batch *v, const struct circular_table *x)
{
	struct view_batch_table *box =
		batch_table(c, v, str_cstr(c->a, str_fmt(c->a, "table-%zu", v->tables.n + 1)),
			v->tables.n ? "" : "附表", x->title);
	struct view_table *t = &box->table;

	for (size_t i = 0; i < x->heads.n; i++) {
		const char *head = str_cstr(c->a, x->heads.v[i]);
		batch_heads(c, t, &head, 1);
	}
	t->scrolls = x->heads.n > 6;
	t->empty = STR("本期没有。");
	for (size_t i = 0; i < x->rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		for (size_t k = 0; k < x->rows.v[i].n; k++)
			batch_cell(c, t, r, x->rows.v[i].v[k]);
	}
}

static void figures_put(struct ctx *c, struct view_batch *v, const struct circular *x)
{
	for (size_t i = 0; i < x->figures.charts.n; i++) {
		const struct circular_chart *g = &x->figures.charts.v[i];
		struct chart_item *items = ARENA_NEW_N(c->a, struct chart_item, g->bars.n + 1);
		for (size_t k = 0; k < g->bars.n; k++)
			items[k] = (struct chart_item){
				g->bars.v[k].label, g->bars.v[k].value, g->bars.v[k].target, g->bars.v[k].late};
		pace_chart(c, "市", items, g->bars.n, (int)g->pace_permille,
			str_fmt(c->a, "chart-%zu", i + 1), g->title, VEC_ADD(c->a, &v->charts));
	}
	for (size_t i = 0; i < x->figures.tables.n; i++)
		table_put(c, v, &x->figures.tables.v[i]);
}

static void texts_put(struct ctx *c, struct view_batch *v, const struct circular *x)
{
	for (size_t i = 1; i < x->parts.n; i++)
		if (x->parts.v[i].text.n)
			*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){
				.title = circular_heading(c->a, x, i), .text = x->parts.v[i].text};
}

static struct str act_href(struct ctx *c, const char *act)
{
	return str_fmt(c->a, "/o/circular/%.*s/%s", STR_ARG(c->params[0]), act);
}

/* A browser sends CR LF. */
static bool same_text(struct str typed, struct str kept)
{
	size_t k = 0;

	typed = str_trim(typed);
	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] != '\r' && (k == kept.n || typed.p[i] != kept.p[k++]))
			return false;
	return k == kept.n;
}

/* What was generated stands under the label as soon as somebody typed something else. */
static void edit_field(struct ctx *c, struct view_batch_form *f, const struct circular *x, size_t i,
	const struct form_errors *errors)
{
	struct str typed = form_get(&c->form, str_cstr(c->a, str_fmt(c->a, "p%zu", i)));
	const struct q_circular_parts *p = &x->parts.v[i];
	const char *id = str_cstr(c->a, str_fmt(c->a, "p%zu", i));
	struct str label = i ? circular_heading(c->a, x, i) : STR("标题");
	struct view_field field =
		field_text(c, id, str_cstr(c->a, label.n ? label : STR("开头")), p->text, errors);

	if (p->edited_name.n)
		field.hint = str_fmt(c->a, "%.*s于%.*s修改。生成的是：%.*s", STR_ARG(p->edited_name),
			STR_ARG(instant_human(c->a, p->edited_at.has ? p->edited_at.v : 0)),
			STR_ARG(p->generated.n ? p->generated : STR("（空）")));
	if (typed.p && errors && form_error_of(errors, "version").n && !same_text(typed, p->text))
		field.hint = str_fmt(c->a, "现在保存的是：%.*s", STR_ARG(p->text.n ? p->text : STR("（空）")));
	if (i == 0) {
		field.width = "full";
		batch_field(c, f, field);
		return;
	}
	field.rows = 5;
	field.optional = true;
	batch_area(c, f, field);
}

static void version_put(struct ctx *c, struct view_batch_form *f, const struct circular *x)
{
	batch_hidden(c, f, "version", str_i64(c->a, x->head.version));
}

static void draft_forms(struct ctx *c, struct view_batch *v, const struct circular *x,
	const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "edit", STR("文字"), act_href(c, "edit"));

	for (size_t i = 0; i < x->parts.n; i++)
		edit_field(c, f, x, i, errors);
	f->lead = STR("标题和各段可以修改，修改人和时间记录在案，生成的原文保留在旁边；留空的段落不印。");
	version_put(c, f, x);
	batch_act(c, f, "edit", "保存文字", "");
	if (!str_eqc(x->head.kind, "sample")) {
		f = batch_form(c, v, "renew", STR("重新取数"), act_href(c, "renew"));
		f->lead = str_fmt(c->a, "数字截至 %.*s。重新取数后数字换成此刻的，修改过的段落保留，请对照新的数字核对。",
			STR_ARG(instant_human(c->a, x->head.asof)));
		version_put(c, f, x);
		batch_act(c, f, "renew", "重新取数", "second");
	}
	f = batch_form(c, v, "propose", STR("提请签发"), act_href(c, "propose"));
	f->check = field_check(c, "published", "同时在“通知公告”向社会发布（正文和附表）", false, errors);
	f->warn = STR("先保存文字。提请后由本单位另一人签发，签发前可以退回修改。");
	version_put(c, f, x);
	batch_act(c, f, "propose", "提请签发", "second");
	v->next = STR("下一步：核对数字、修改文字，提请签发");
	v->next_why = STR("由本单位另一人签发；附表和图在本页下部，也可以先下载草稿核对。");
	v->next_href = STR("#propose");
	v->next_act = STR("提请签发");
}

static void signing_form(struct ctx *c, struct view_batch *v, const struct circular *x,
	const struct form_errors *errors)
{
	bool mine = x->head.proposed_by.has && x->head.proposed_by.v == c->who.account_id;
	struct view_batch_form *f = batch_form(
		c, v, "issue", mine ? STR("退回修改") : STR("签发"), act_href(c, "issue"));
	struct view_field reason = field_text(c, "reason", "退回的原因", str_none(), errors);

	if (mine) {
		v->banner = STR("您已提请签发，须由本单位另一人登录后签发。还要修改的，先退回。");
		v->banner_kind = "info";
	} else {
		v->next = STR("下一步：核对后签发，或者退回修改");
		v->next_href = STR("#issue");
		v->next_act = STR("去签发");
	}
	v->tables_first = true; /* who signs has read them */
	reason.hint = STR("退回修改时填写");
	reason.rows = 2;
	reason.optional = true;
	batch_area(c, f, reason);
	version_put(c, f, x);
	if (!mine) {
		f->warn = x->head.published
				  ? STR("签发后编号、不能更改，各市、县收到消息，并立即在“通知公告”向社会发布。")
				  : STR("签发后编号、不能更改，各市、县收到消息；不向社会发布。");
		batch_act(c, f, "issue", "签发", "");
	}
	batch_act(c, f, "back", "退回修改", "second");
}

static void head_rows(struct ctx *c, struct view_batch *v, const struct circular *x)
{
	const struct q_circular_for_officer *h = &x->head;

	if (h->no.n)
		rows_add(c, &v->rows, "编号", h->no);
	rows_add(c, &v->rows, "状态", str_c(circular_state_word(h->state)));
	rows_add(c, &v->rows, "数字截至", instant_human(c->a, h->asof));
	if (h->own)
		rows_add(c, &v->rows, "生成",
			str_fmt(c->a, "%.*s，%.*s", STR_ARG(h->created_by),
				STR_ARG(instant_human(c->a, h->created_at))));
	if (h->own && h->proposed_at.has)
		rows_add(c, &v->rows, "提请签发",
			str_fmt(c->a, "%.*s，%.*s", STR_ARG(h->proposed_name),
				STR_ARG(instant_human(c->a, h->proposed_at.v))));
	if (h->issued_at.has)
		rows_add(c, &v->rows, "签发",
			h->own ? str_fmt(c->a, "%.*s，%.*s", STR_ARG(h->issued_name),
					 STR_ARG(instant_human(c->a, h->issued_at.v)))
			       : instant_human(c->a, h->issued_at.v));
	if (h->hash.n)
		rows_add(c, &v->rows, "校验码（SHA-256）", h->hash);
}

static void edits_put(struct ctx *c, struct view_batch *v, const struct circular *x,
	const struct q_circular_edits_list *rows)
{
	static const char *const heads[] = {"时间", "修改人", "段落", "改为"};

	if (rows->n == 0)
		return;
	struct view_table *t = &batch_table(c, v, "edits", "修改记录", STR("新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows->n; i++) {
		struct view_cells *r = batch_row(c, t);
		struct str label = STR("标题");
		for (size_t k = 1; k < x->parts.n; k++)
			if (str_eq(x->parts.v[k].key, rows->v[i].key))
				label = x->parts.v[k].heading.n ? x->parts.v[k].heading : STR("开头");
		batch_cell(c, t, r, instant_human(c->a, rows->v[i].at));
		batch_cell(c, t, r, rows->v[i].name);
		batch_cell(c, t, r, label);
		batch_cell(c, t, r, rows->v[i].text.n ? rows->v[i].text : STR("（空）"));
	}
}

static void paper_links(struct ctx *c, struct view_batch *v, const struct circular *x)
{
	bool issued = str_eqc(x->head.state, "issued");

	v->links_title = issued ? STR("下载") : STR("草稿下载");
	links_add(c, &v->links, STR("Word（DOCX，含可编辑的图表）"), act_href(c, "circular.docx"), false);
	links_add(c, &v->links, STR("PDF"), act_href(c, "circular.pdf"), false);
	if (issued)
		links_add(c, &v->links, STR("正文和数字（JSON，其 SHA-256 即校验码）"), act_href(c, "circular.json"),
			false);
	if (x->head.announcement.n)
		links_add(c, &v->links, STR("通知公告中的页面"),
			str_cat(c->a, STR("/news/"), x->head.announcement), false);
	if (x->head.draw.n)
		links_add(c, &v->links, STR("抽查公开页"), str_cat(c->a, STR("/sampling/"), x->head.draw), false);
}

static enum rc show_one(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_circular_edits_list edits = {0};
	struct circular x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(circular_load(db, &c->who, c->params[0], &x, e));
	if (x.head.own)
		TRY(q_circular_edits(
			db, &(struct q_circular_edits_in){.circular_id = x.head.id}, &edits, e));
	struct view_batch *v = batch_view(c, circular_title(&x));
	page_crumb(c, &v->page, STR("调度与通报"), STR("/o/circulars"));
	page_crumb(c, &v->page, circular_title(&x), str_none());
	v->page.wide = true;
	v->over = STR_JOIN(c->a, x.head.body, STR(" "), str_c(circular_kind_word(x.head.kind)));
	if (errors)
		v->page.errors = *errors;
	head_rows(c, v, &x);
	if (str_eqc(x.head.state, "draft")) {
		draft_forms(c, v, &x, errors);
	} else {
		texts_put(c, v, &x);
		if (str_eqc(x.head.state, "signing"))
			signing_form(c, v, &x, errors);
	}
	figures_put(c, v, &x);
	edits_put(c, v, &x, &edits);
	paper_links(c, v, &x);
	return batch_show(c, status, v);
}

enum rc page_o_circular(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

/* --- acts ------------------------------------------------------------------------------------------ */

/* Fields are numbered; the parts of the draft say which is which. */
static enum rc typed_parts(struct ctx *c, struct circular_edit *uc, struct err *e)
{
	struct circular x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(circular_load(db, &c->who, c->params[0], &x, e));
	struct circular_typed *v = ARENA_NEW_N(c->a, struct circular_typed, x.parts.n + 1);
	for (size_t i = 0; i < x.parts.n; i++) {
		struct str text = form_get(&c->form, str_cstr(c->a, str_fmt(c->a, "p%zu", i)));
		if (text.p)
			v[uc->n++] = (struct circular_typed){str_dup(c->a, x.parts.v[i].key), text};
	}
	uc->parts = v;
	return RC_OK;
}

static enum rc run_act(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct str id = c->params[0], act = c->params[1];

	if (str_eqc(act, "edit")) {
		struct circular_edit uc = {.public_id = id, .version = ctx_version(c)};
		TRY(typed_parts(c, &uc, e));
		TRY(TX_RUN(call, circular_edit, &uc, e));
		*done = uc.changed ? str_fmt(c->a, "已保存，修改 %lld 段", (long long)uc.changed)
				   : STR("文字没有变化");
		return RC_OK;
	}
	if (str_eqc(act, "renew")) {
		struct circular_renew uc = {.public_id = id, .version = ctx_version(c)};
		*done = STR("已重新取数，请核对修改过的段落");
		return TX_RUN(call, circular_renew, &uc, e);
	}
	if (str_eqc(act, "propose")) {
		struct circular_propose uc = {.public_id = id, .version = ctx_version(c),
			.published = str_eqc(form_get(&c->form, "published"), "1")};
		*done = STR("已提请签发，请本单位另一人登录后签发");
		return TX_RUN(call, circular_propose, &uc, e);
	}
	if (str_eqc(act, "issue")) {
		struct circular_issue uc = {.public_id = id, .version = ctx_version(c),
			.back = str_eqc(form_get(&c->form, "act"), "back"),
			.reason = str_trim(form_get(&c->form, "reason"))};
		TRY(TX_RUN(call, circular_issue, &uc, e));
		*done = uc.back ? STR("已退回修改") : str_cat(c->a, STR("已签发，编号 "), uc.no);
		return RC_OK;
	}
	return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

/* The field of a part is its number on the page. */
static enum rc error_field(struct ctx *c, const struct err *e, struct form_errors *errors, struct err *e2)
{
	const char *field = e->field;
	struct circular x;
	struct db *db;

	TRY(ctx_db(c, &db, e2));
	TRY(circular_load(db, &c->who, c->params[0], &x, e2));
	for (size_t i = 0; i < x.parts.n; i++)
		if (str_eqc(x.parts.v[i].key, e->field))
			field = str_cstr(c->a, str_fmt(c->a, "p%zu", i));
	form_error_add(c->a, errors, field, err_text(c->a, e));
	return RC_OK;
}

enum rc page_o_circular_post(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/circular/"), c->params[0]));
	struct form_errors errors = {0};
	struct str done = str_none();
	struct err broken = {0};

	enum rc rc = run_act(c, &call, &done, e);
	if (rc == RC_CONFLICT && str_eqc(c->params[1], "edit")) {
		form_error_add(c->a, &errors, "version",
			STR("您修改期间，同事保存了另一份文字。表单里保留着您写的，现在保存的列在各段下面；核对后再次保存，以您的为准"));
		return show_one(c, 409, &errors, e);
	}
	if (rc == RC_INVALID) {
		if (error_field(c, e, &errors, &broken) != RC_OK)
			return rc;
		return show_one(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, done);
}

/* --- papers ----------------------------------------------------------------------------------------- */

enum rc page_o_circular_paper(struct ctx *c, struct err *e)
{
	struct circular x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(circular_load(db, &c->who, c->params[0], &x, e));
	return circular_respond(c, &x, c->params[1], e);
}

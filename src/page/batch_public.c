/* 公示 for everybody: the list with its hash, the legal clock, an objection under a real name, its receipt. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/paper_letter.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/upload.h"
#include "page/voice_page.h"
#include "service/objection.h"
#include "service/audit.h"

#define LIST_PAGE 20
#define OBJECT_PER_MINUTE 2
#define OBJECT_BURST 5
#define RECEIPT_PER_MINUTE 6
#define RECEIPT_BURST 10

/* --- list --------------------------------------------------------------------------------------------- */

static int64_t before_of(struct ctx *c)
{
	int64_t id;

	return str_to_i64(form_get(&c->query, "before"), &id) && id > 0 ? id : INT64_MAX;
}

static void shown_row(struct ctx *c, struct view_table *t, const struct q_publicities_shown *p)
{
	bool open = str_eqc(p->state, "open") && c->now < p->ends_at;
	struct view_cells *r = batch_row(c, t);

	batch_cell(c, t, r, p->title)->href = str_cat(c->a, STR("/publicity/"), p->public_id);
	batch_cell(c, t, r, p->body);
	batch_cell(c, t, r, open ? STR("公示中") : STR("公示期满"))->tag = open ? "blue" : "grey";
	batch_cell(c, t, r,
		str_fmt(c->a, "%.*s 至 %.*s%s", STR_ARG(p->first_on), STR_ARG(p->last_on),
			p->provisional ? "（暂定）" : ""));
	batch_cell(c, t, r, str_i64(c->a, p->count));
}

enum rc page_publicities(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"公示", "单位", "状态", "公示期", "企业#家"};
	struct q_publicities_shown_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_publicities_shown(db,
		&(struct q_publicities_shown_in){.before_id = before_of(c), .limit = LIST_PAGE + 1},
		&rows, e));
	v = batch_view(c, STR("公示"));
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("公示"), str_none());
	v->page.column = STR("公示");
	v->lead = STR("拟推荐名单向社会公示。对其中任何一家企业有异议的，请在截止前实名提出。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("公示，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < MIN_OF(rows.n, (size_t)LIST_PAGE); i++)
		shown_row(c, t, &rows.v[i]);
	t->empty = STR("目前没有公示。新的公示会出现在这里，也会在首页列出。");
	if (rows.n > LIST_PAGE)
		v->pager.next = str_fmt(c->a, "/publicity?before=%lld",
			(long long)rows.v[LIST_PAGE - 1].id);
	if (form_get(&c->query, "before").n)
		v->pager.first = STR("/publicity");
	v->paged = v->pager.next.n || v->pager.first.n;
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("查询异议办理情况"), STR("/receipt"), false);
	links_add(c, &v->links, STR("通知公告"), STR("/news"), false);
	return batch_show(c, 200, v);
}

/* --- one ---------------------------------------------------------------------------------------------- */

struct shown {
	struct db *db;
	struct publicity p;
	struct q_publicity_items_list rows;
	struct list_entries list;
};

static enum rc shown_load(struct ctx *c, struct shown *s, struct err *e)
{
	TRY(ctx_db(c, &s->db, e));
	TRY(publicity_for_public(
		s->db, ctx_services(c)->rules, c->params[0], c->now, &s->p, e));
	return publicity_list(s->db, s->p.head.id, &s->rows, &s->list, e);
}

static struct str object_href(struct ctx *c, int64_t seq)
{
	return str_fmt(c->a, "/publicity/%.*s/object%s%.*s", STR_ARG(c->params[0]),
		seq ? "?seq=" : "", STR_ARG(seq ? str_i64(c->a, seq) : STR("")));
}

static void list_table(struct ctx *c, const struct shown *s, struct view_batch *v)
{
	static const char *const heads[] = {"序号", "企业名称", "统一社会信用代码", "所在市县（区）",
		"异议"};
	struct view_batch_table *section = batch_table(
		c, v, "list", "名单", str_fmt(c->a, "%zu 家", s->rows.n));
	struct view_table *t = &section->table;

	batch_heads(c, t, heads, s->p.open ? 5 : 4);
	t->scrolls = true;
	struct batch_part part =
		batch_part(c, v, str_cat(c->a, STR("/publicity/"), c->params[0]), s->rows.n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_publicity_items *x = &s->rows.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, x->seq));
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, x->uscc);
		batch_cell(c, t, r, x->area);
		if (s->p.open)
			batch_cell(c, t, r, str_fmt(c->a, "对 %lld 号提出异议", (long long)x->seq))
				->href = object_href(c, x->seq);
	}
	struct str log = audit_stamp(c->a, s->p.head.chain_seq, s->p.head.chain_hash);
	section->note = str_fmt(c->a,
		"名单校验码（SHA-256）%.*s。下载下面的名单文件后计算其 SHA-256，与此一致即为本名单。%s%.*s",
		STR_ARG(s->p.head.list_hash), log.n ? "公示记入操作日志" : "", STR_ARG(log));
	links_add(c, &section->links, STR("日志公开"), STR("/audit"), false);
	links_add(c, &section->links, STR("下载名单文件（TXT）"),
		str_fmt(c->a, "/publicity/%.*s/list.txt", STR_ARG(c->params[0])), false);
	links_add(c, &section->links, STR("下载完整名单（XLSX，供打印）"),
		str_fmt(c->a, "/publicity/%.*s/list.xlsx", STR_ARG(c->params[0])), false);
}

static enum rc settled_table(struct ctx *c, const struct shown *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"企业", "结果", "核实情况", "办结日期"};
	struct q_objections_settled_list rows;
	enum objection_state state;

	TRY(q_objections_settled(
		s->db, &(struct q_objections_settled_in){.publicity_id = s->p.head.id}, &rows, e));
	if (rows.n == 0)
		return RC_OK;
	struct view_table *t =
		&batch_table(c, v, "settled", "异议办理结果", STR("已办结的异议"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		bool known = objection_parse(rows.v[i].state, &state);
		batch_cell(c, t, r,
			str_fmt(c->a, "%lld 号 %.*s", (long long)rows.v[i].seq,
				STR_ARG(rows.v[i].name)));
		batch_cell(c, t, r, known ? str_c(objection_word(state)) : rows.v[i].state);
		batch_cell(c, t, r, rows.v[i].outcome);
		batch_cell(c, t, r,
			rows.v[i].handled_at.has
				? date_str(c->a, date_of_instant(rows.v[i].handled_at.v))
				: STR(""));
	}
	return RC_OK;
}

enum rc page_publicity(struct ctx *c, struct err *e)
{
	struct view_batch *v;
	struct shown s = {0};

	TRY(shown_load(c, &s, e));
	v = batch_view(c, s.p.head.title);
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("公示"), STR("/publicity"));
	page_crumb(c, &v->page, s.p.head.title, str_none());
	v->page.column = STR("公示");
	v->page.pub_date = s.p.head.posted_on;
	v->over = s.p.head.body;
	v->lead = batch_clock_text(c, &s.p);
	if (s.p.open) {
		v->next = STR("对名单中的企业有异议？");
		v->next_why = STR("请实名提出并写明事实，可附材料。提出异议只影响被异议的企业。");
		v->next_href = object_href(c, 0);
		v->next_act = STR("提出异议");
	}
	rows_add(c, &v->rows, "公示单位", s.p.head.body);
	rows_add(c, &v->rows, "公示时长", batch_term_text(c, &s.p.term));
	rows_add(c, &v->rows, "公示期",
		str_fmt(c->a, "%.*s 至 %.*s%s", STR_ARG(date_prose(c->a, s.p.window.first)),
			STR_ARG(deadline_text(c->a, s.p.head.ends_at)),
			s.p.window.provisional ? "（暂定：所涉年份的节假日安排尚未公布）" : ""));
	rows_add(c, &v->rows, "受理异议", s.p.head.contact);
	TRY(settled_table(c, &s, v, e));
	list_table(c, &s, v);
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("查询异议办理情况"), STR("/receipt"), false);
	return batch_show(c, 200, v);
}

enum rc page_publicity_list(struct ctx *c, struct err *e)
{
	struct shown s = {0};

	TRY(shown_load(c, &s, e));
	return respond_download(c, STR("text/plain; charset=utf-8"),
		str_cat(c->a, s.p.head.title, STR(".txt")),
		list_canonical(c->a, LIST_PUBLIC, s.list.v, s.list.n));
}

/* The same list on paper: what the frozen list says, nothing beside it. */
enum rc page_publicity_xlsx(struct ctx *c, struct err *e)
{
	struct shown s = {0};
	struct str bytes;

	TRY(shown_load(c, &s, e));
	const struct list_sheet sheet = {.list = &s.list,
		.title = s.p.head.title,
		.left = s.p.head.body,
		.right = str_fmt(c->a, "公示期 %.*s 至 %.*s", STR_ARG(date_str(c->a, s.p.window.first)),
			STR_ARG(date_str(c->a, s.p.window.last))),
		.created = s.p.head.confirmed_at.v};
	TRY(list_xlsx(c->a, &sheet, &bytes, e));
	return respond_download(c,
		STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
		str_cat(c->a, s.p.head.title, STR(".xlsx")), bytes);
}

/* --- objecting ------------------------------------------------------------------------------------------- */

struct typed {
	int64_t seq;
	struct str person, person_id, phone, content;
};

static const struct field_spec specs[] = {
	{"seq", "企业序号", FIELD_INT, true, 1, 100000, NULL, offsetof(struct typed, seq)},
	{"person", "姓名或单位名称", FIELD_TEXT, true, 2, 100, NULL, offsetof(struct typed, person)},
	{"person_id", "证件号码", FIELD_TEXT, true, 18, 40, NULL, offsetof(struct typed, person_id)},
	{"phone", "联系电话", FIELD_PHONE, true, 0, 0, NULL, offsetof(struct typed, phone)},
	{"content", "异议的事实和理由", FIELD_LINES, true, OBJECTION_CONTENT_MIN,
		OBJECTION_CONTENT_MAX, NULL, offsetof(struct typed, content)},
};

static void object_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "object", str_none(), object_href(c, 0));
	struct view_field seq =
		field_number(c, "seq", "对第几号企业提出异议", "号", form_get(&c->query, "seq"), errors);
	struct view_field code = field_text(c, "person_id", "居民身份证号码；单位填统一社会信用代码",
		str_none(), errors);
	struct view_field phone = field_text(c, "phone", "联系电话", str_none(), errors);
	struct view_field content =
		field_text(c, "content", "异议的事实和理由", str_none(), errors);

	seq.width = "w8";
	seq.hint = STR("公示名单中的序号");
	code.code = true;
	code.width = "w18";
	phone.inputmode = "tel";
	phone.width = "w18";
	phone.hint = STR("核实时联系您，也用于查询办理情况");
	content.rows = 8;
	content.hint = STR("10 至 2000 个字");
	batch_field(c, f, seq);
	batch_field(c, f,
		field_text(c, "person", "您的姓名或单位名称", str_none(), errors));
	batch_field(c, f, code);
	batch_field(c, f, phone);
	batch_area(c, f, content);
	f->file = STR("file");
	f->file_label = STR("证明材料");
	f->file_hint = STR(UPLOAD_FORMATS "，" UPLOAD_LIMIT "，可多选");
	if (errors)
		f->file_error = form_error_of(errors, "file");
	f->back = str_cat(c->a, STR("/publicity/"), c->params[0]);
	batch_act(c, f, "object", "实名提交异议", "");
}

static enum rc show_object(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v;
	struct shown s = {0};

	TRY(shown_load(c, &s, e));
	v = batch_view(c, STR("提出公示异议"));
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("公示"), STR("/publicity"));
	page_crumb(c, &v->page, s.p.head.title, str_cat(c->a, STR("/publicity/"), c->params[0]));
	page_crumb(c, &v->page, STR("提出异议"), str_none());
	v->page.column = STR("公示");
	v->over = s.p.head.title;
	if (errors)
		v->page.errors = *errors;
	v->lead = batch_clock_text(c, &s.p);
	if (!s.p.open) {
		v->empty = (struct view_empty){.what = STR("公示期已满，不再受理公示异议"),
			.why = str_cat(c->a, STR("仍有情况反映的，请联系："), s.p.head.contact),
			.href = str_cat(c->a, STR("/publicity/"), c->params[0]),
			.act = STR("返回公示")};
		return batch_show(c, status, v);
	}
	v->banner = STR("您的姓名、证件号码和电话只供受理单位核实使用，不会告知企业，也不会公布。");
	object_form(c, v, errors);
	return batch_show(c, status, v);
}

enum rc page_object(struct ctx *c, struct err *e)
{
	return show_object(c, 200, NULL, e);
}

static enum rc keep(struct ctx *c, struct objection_file *uc, struct err *e)
{
	const struct form_value *chosen = form_file(&c->form, "file");
	struct evidence_upload *files;
	struct evidence_stored *stored;

	if (!chosen || (chosen->filename.n == 0 && chosen->value.n == 0))
		return RC_OK;
	TRY(upload_read(c, "file", &files, &uc->files_n, e));
	TRY(evidence_keep(ctx_services(c), c->a, files, uc->files_n, &stored, e));
	uc->files = stored;
	return RC_OK;
}

/* A visitor's name in the log is none: who objects stands in the case alone. */
static struct actor visitor(const struct ctx *c)
{
	return (struct actor){
		.roles = ROLE_PUBLIC, .name = STR("社会公众"), .ip = c->who.ip};
}

enum rc page_object_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct shown s = {0};
	struct typed in = {0};

	TRY(shown_load(c, &s, e));
	if (s.p.open && !form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors))
		return show_object(c, 422, &errors, e);
	TRY(ctx_slow_down(c, "object", OBJECT_PER_MINUTE, OBJECT_BURST, e));
	struct objection_file uc = {.publicity = c->params[0], .seq = in.seq, .person = in.person,
		.person_id = in.person_id, .phone = in.phone, .content = in.content};
	enum rc rc = s.p.open ? keep(c, &uc, e) : RC_OK;
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show_object(c, 422, &errors, e);
	}
	TRY(rc);
	struct actor who = visitor(c);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/publicity/"), c->params[0]));
	call.who = &who;
	rc = TX_RUN(&call, objection_file, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_object(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("异议已收到，请记下回执编号"));
}

/* --- receipts -------------------------------------------------------------------------------------------- */

enum rc page_objection_receipt(struct ctx *c, struct err *e)
{
	struct view_batch_receipt v = {0};
	struct q_objection_filed o;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_objection_filed(
		db, &(struct q_objection_filed_in){.public_id = c->params[0]}, &o, e));
	page_view(c, "异议已收到", &v.page);
	page_crumb(c, &v.page, STR("公示"), STR("/publicity"));
	page_crumb(c, &v.page, STR("异议回执"), str_none());
	v.receipt = (struct view_receipt){.title = STR("异议已收到"),
		.number_label = STR("回执编号"),
		.number = o.receipt_no,
		.at = str_fmt(c->a, "%.*s 收到", STR_ARG(instant_human(c->a, o.received_at))),
		.next = str_fmt(c->a,
			"由%.*s受理和核实。%s%.*s%s\n凭回执编号和您电话号码的后四位，可以随时查询办理情况。",
			STR_ARG(o.body), o.body_phone.n ? "咨询电话 " : "", STR_ARG(o.body_phone),
			o.body_phone.n ? "。" : ""),
		.kind = ""};
	rows_add(c, &v.receipt.rows, "公示", o.title);
	rows_add(c, &v.receipt.rows, "被异议企业", o.name);
	links_add(c, &v.links, STR("查询办理情况"), STR("/receipt"), false);
	links_add(c, &v.links, STR("返回公示"), str_cat(c->a, STR("/publicity/"), o.publicity),
		false);
	tmpl_batch_receipt(respond_html(c, 200), &v);
	return RC_OK;
}

static struct view_batch *receipt_view(struct ctx *c, const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, STR("查询办理情况"));
	struct view_batch_form *f;
	struct view_field number, tail;

	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("查询办理情况"), str_none());
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("公示异议和咨询，用回执编号和当时所留电话的后四位查询。");
	f = batch_form(c, v, "receipt", str_none(), STR("/receipt"));
	number = field_text(c, "number", "回执编号", str_none(), errors);
	number.code = true;
	number.width = "w18";
	number.hint = STR("提交后页面上显示的编号，大小写都可以");
	tail = field_text(c, "tail", "电话后四位", str_none(), errors);
	tail.width = "w8";
	tail.inputmode = "numeric";
	batch_field(c, f, number);
	batch_field(c, f, tail);
	batch_act(c, f, "look", "查询", "");
	v->links_title = STR("查询其他事项");
	links_add(c, &v->links, STR("举报（用举报回执上的查询码）"), STR("/report/follow"), false);
	links_add(c, &v->links, STR("提出咨询"), STR("/ask/new"), false);
	return v;
}

enum rc page_receipt(struct ctx *c, struct err *e)
{
	(void)e;
	return batch_show(c, 200, receipt_view(c, NULL));
}

enum rc page_receipt_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct q_objection_receipt o = {0};
	enum objection_state s = OBJECTION_RECEIVED;
	struct db *db;
	bool found;

	TRY(ctx_slow_down(c, "receipt", RECEIPT_PER_MINUTE, RECEIPT_BURST, e));
	TRY(ctx_db(c, &db, e));
	TRY(q_objection_receipt(db,
		&(struct q_objection_receipt_in){
			.receipt_no = str_upper(c->a, str_trim(form_get(&c->form, "number")))},
		&o, &found, e));
	if (!found || !objection_phone_matches(o.phone, str_trim(form_get(&c->form, "tail"))) ||
		!objection_parse(o.state, &s)) {
		struct view_batch *v = receipt_view(c, NULL);
		TRY(ask_receipt_fill(c, db, form_get(&c->form, "number"), form_get(&c->form, "tail"), v, &found, e));
		if (found)
			return batch_show(c, 200, v);
		form_error_add(c->a, &errors, "number",
			STR("没有找到相符的回执，请核对编号和电话后四位"));
		return batch_show(c, 422, receipt_view(c, &errors));
	}
	struct view_batch *v = receipt_view(c, NULL);
	rows_add(c, &v->rows, "状态", str_c(objection_word(s)));
	rows_add(c, &v->rows, "公示", o.title);
	rows_add(c, &v->rows, "被异议企业", o.name);
	rows_add(c, &v->rows, "收到时间", instant_human(c->a, o.received_at));
	rows_add(c, &v->rows, "办理单位",
		str_fmt(c->a, "%.*s　%.*s", STR_ARG(o.body), STR_ARG(o.body_phone)));
	if (o.handled_at.has)
		rows_add(c, &v->rows, "最近办理", instant_human(c->a, o.handled_at.v));
	if (o.outcome.n)
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("办理说明"), o.outcome};
	return batch_show(c, 200, v);
}

/* 公告与发证: everything is shown first - text, list, one certificate - then the number is typed again. */
#include "document/pdf.h"
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/paper_certificate.h"
#include "page/routes.h"
#include "service/publish.h"

struct typed {
	struct str doc_no, title, body, confirm;
};

static const struct field_spec specs[] = {
	{"doc_no", "公告文号", FIELD_TEXT, true, 4, 60, NULL, offsetof(struct typed, doc_no)},
	{"title", "公告标题", FIELD_TEXT, true, 5, 100, NULL, offsetof(struct typed, title)},
	{"body", "公告正文", FIELD_LINES, true, 10, PUBLISH_BODY_MAX, NULL,
		offsetof(struct typed, body)},
	{"confirm", "再次输入文号", FIELD_TEXT, false, 0, 60, NULL, offsetof(struct typed, confirm)},
};

/* --- which batch ------------------------------------------------------------------------------------------- */

enum rc page_o_publish_list(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"批次", "事项", "市级推荐截止", "状态", "待公告#家",
		"已公告#家"};
	struct q_batches_for_officer_list rows;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_batches_for_officer(
		db, &(struct q_batches_for_officer_in){.agency_id = c->who.agency_id}, &rows, e));
	v = batch_view(c, STR("发布与发证"));
	page_crumb(c, &v->page, STR("发布与发证"), str_none());
	v->lead = STR("审定通过的企业按批次公告，公告同时生成证书并进入公开名单。");
	struct view_table *t = &batch_table(c, v, "batches", "", STR("批次，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_batches_for_officer *b = &rows.v[i];
		const struct procedure *p = rules_procedure(
			ctx_services(c)->rules, b->edition, rules_pin(b->opens_on));
		struct batch_counts n;
		TRY(batch_counts_load(db, &c->who, b->id, &n, e));
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, b->title)->href =
			str_fmt(c->a, "/o/publish/%lld", (long long)b->id);
		batch_cell(c, t, r, p ? p->tier_full_name : b->edition);
		batch_cell(c, t, r, b->city_deadline);
		batch_cell(c, t, r, str_c(batch_state_word(b->state)))->tag = batch_state_tag(b->state);
		batch_cell(c, t, r, str_i64(c->a, n.n[STATE_APPROVED]));
		batch_cell(c, t, r, str_i64(c->a, n.n[STATE_LISTED]));
		if (!n.n[STATE_APPROVED] || v->next.n)
			continue;
		v->next = str_fmt(c->a, "下一步：公告%.*s审定通过的 %lld 家", STR_ARG(b->title),
			(long long)n.n[STATE_APPROVED]);
		v->next_why = STR_JOIN(c->a, p ? p->tier_full_name : b->edition, STR("，市级推荐截止后才能发布。"));
		v->next_href = str_fmt(c->a, "/o/publish/%lld", (long long)b->id);
		v->next_act = STR("准备公告");
	}
	t->empty = STR("还没有批次。");
	return batch_show(c, 200, v);
}

/* --- form and preview ---------------------------------------------------------------------------------------- */

struct sheet {
	struct db *db;
	struct batch b;
	struct publish_plan plan;
};

static enum rc sheet_load(struct ctx *c, struct sheet *s, struct err *e)
{
	TRY(batch_of_address(c, 0, &s->db, &s->b, e));
	return publish_plan(s->db, &c->who, &s->b, c->now, &s->plan, e);
}

static struct str publish_href(struct ctx *c, const struct batch *b, const char *rest)
{
	return str_fmt(c->a, "/o/publish/%lld%s", (long long)b->id, rest);
}

static void text_fields(struct ctx *c, const struct sheet *s, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct view_field doc = field_text(c, "doc_no", "公告文号", str_none(), errors);
	struct view_field body = field_text(c, "body", "公告正文", s->plan.body, errors);

	doc.hint = str_fmt(c->a, "例如 %.*s", STR_ARG(s->plan.doc_no_sample));
	body.rows = 8;
	batch_field(c, f, doc);
	batch_field(c, f, field_text(c, "title", "公告标题", s->plan.title, errors));
	batch_area(c, f, body);
}

static struct view_batch *frame(struct ctx *c, const struct sheet *s, const char *title,
	const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, str_c(title));

	page_crumb(c, &v->page, STR("发布与发证"), STR("/o/publish"));
	page_crumb(c, &v->page, s->b.title, publish_href(c, &s->b, ""));
	v->over = batch_name(c->a, &s->b);
	if (errors)
		v->page.errors = *errors;
	return v;
}

static void list_of(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	struct view_batch_table *t = batch_table(
		c, v, "list", "公告名单", str_fmt(c->a, "%zu 家，按市县排列", s->plan.list.n));

	batch_list_table(c, &t->table, &s->plan.list,
		batch_part(c, v, publish_href(c, &s->b, ""), s->plan.list.n), false);
	t->note = str_fmt(c->a, "名单校验码（SHA-256）%.*s", STR_ARG(s->plan.hash));
}

static enum rc done_links(struct ctx *c, const struct sheet *s, struct view_batch *v, struct err *e)
{
	struct q_announcements_of_batch_list rows;

	TRY(q_announcements_of_batch(
		s->db, &(struct q_announcements_of_batch_in){.batch_id = s->b.id}, &rows, e));
	v->links_title = STR("本批次已发布的公告");
	for (size_t i = 0; i < rows.n; i++)
		links_add(c, &v->links,
			str_fmt(c->a, "%.*s　%.*s（%lld 家）", STR_ARG(rows.v[i].doc_no),
				STR_ARG(rows.v[i].title), (long long)rows.v[i].count),
			str_cat(c->a, STR("/news/"), rows.v[i].public_id), false);
	return RC_OK;
}

static enum rc show_form(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v;
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	v = frame(c, &s, "公告与发证", errors);
	TRY(done_links(c, &s, v, e));
	if (s.plan.list.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有等待公告的企业"),
			.why = STR("省级审定通过后，企业会出现在这里。"),
			.href = batch_href(c, &s.b, "/approve"), .act = STR("去审定")};
		return batch_show(c, status, v);
	}
	v->lead = str_fmt(c->a, "审定通过、等待公告 %zu 家。", s.plan.list.n);
	if (c->now < s.b.city_ends_at) {
		v->banner = str_fmt(c->a, "本批次市级推荐 %.*s 截止，截止后才能发布。",
			STR_ARG(deadline_text(c->a, s.b.city_ends_at)));
		v->banner_kind = "warn";
	}
	struct view_batch_form *f =
		batch_form(c, v, "text", STR("公告内容"), publish_href(c, &s.b, ""));
	text_fields(c, &s, f, errors);
	batch_act(c, f, "preview", "下一步：预览公告和证书", "");
	list_of(c, &s, v);
	return batch_show(c, status, v);
}

enum rc page_o_publish(struct ctx *c, struct err *e)
{
	return show_form(c, 200, NULL, e);
}

static enum rc show_preview(struct ctx *c, int status, const struct typed *in,
	const struct form_errors *errors, struct err *e)
{
	struct view_batch *v;
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	v = frame(c, &s, "预览公告和证书", errors);
	if (s.plan.list.n == 0)
		return show_form(c, status, errors, e);
	v->lead = str_fmt(c->a, "将公告 %zu 家，有效期 %.*s 至 %.*s。", s.plan.list.n,
		STR_ARG(date_prose(c->a, s.plan.valid_from)),
		STR_ARG(s.plan.valid_to.y ? date_prose(c->a, s.plan.valid_to) : STR("（未规定）")));
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){in->title,
		str_fmt(c->a, "%.*s\n%.*s\n%.*s", STR_ARG(in->doc_no), STR_ARG(in->body),
			STR_ARG(date_prose(c->a, date_of_instant(c->now))))};
	struct view_batch_form *f =
		batch_form(c, v, "publish", STR("确认发布"), publish_href(c, &s.b, ""));
	struct view_field confirm =
		field_text(c, "confirm", "再次输入公告文号，以确认发布", str_none(), errors);
	batch_hidden(c, f, "seen", s.plan.hash);
	batch_hidden(c, f, "doc_no", in->doc_no);
	batch_hidden(c, f, "title", in->title);
	batch_hidden(c, f, "body", in->body);
	batch_field(c, f, confirm);
	f->warn = str_fmt(c->a,
		"发布后不能修改或撤回：公告、名单和 %zu 份证书的编号、有效期立即生效，企业收到通知，名单进入公开查询。",
		s.plan.list.n);
	batch_act(c, f, "edit", "返回修改", "second");
	batch_act(c, f, "publish", "发布公告并颁发证书", "bad");
	v->links_title = STR("证书样张");
	links_add(c, &v->links,
		str_fmt(c->a, "查看一份证书的样张（%.*s，PDF）", STR_ARG(s.plan.list.v[0].name)),
		publish_href(c, &s.b, "/specimen.pdf"), false);
	list_of(c, &s, v);
	return batch_show(c, status, v);
}

static enum rc publish(
	struct ctx *c, const struct typed *in, struct form_errors *errors, struct err *e)
{
	struct publish_batch uc = {.doc_no = in->doc_no, .title = in->title, .body = in->body,
		.confirm = in->confirm, .seen = form_get(&c->form, "seen")};

	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call =
		ctx_call(c, str_fmt(c->a, "/o/publish/%lld", (long long)uc.batch_id));
	enum rc rc = TX_RUN(&call, publish_batch, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		bool texts = str_eqc(str_c(e->field), "doc_no") || str_eqc(str_c(e->field), "title") ||
			     str_eqc(str_c(e->field), "body");
		form_error_from(c->a, errors, e);
		return texts ? show_form(c, again, errors, e)
			     : show_preview(c, again, in, errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_fmt(c->a, "已公告 %lld 家并颁发证书", (long long)uc.count));
}

enum rc page_o_publish_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act"), number;
	struct form_errors errors = {0};
	struct typed in = {0};

	if (str_eqc(act, "edit"))
		return show_form(c, 200, NULL, e);
	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors))
		return show_form(c, 422, &errors, e);
	if (publish_number(c->a, in.doc_no, &number, e) != RC_OK) {
		form_error_from(c->a, &errors, e);
		return show_form(c, 422, &errors, e);
	}
	in.doc_no = number;
	return str_eqc(act, "publish") ? publish(c, &in, &errors, e)
				       : show_preview(c, 200, &in, NULL, e);
}

enum rc page_o_publish_specimen(struct ctx *c, struct err *e)
{
	struct certificate cert;
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	TRY(certificate_specimen(ctx_services(c), c->a, &s.b, &s.plan, 0, c->who.agency_name, &cert, e));
	return certificate_respond(c, &cert, STR("证书样张.pdf"), e);
}

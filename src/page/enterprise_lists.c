/* Own titles, own messages, own files: plain lists of the enterprise. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "service/message.h"
#include "store/blob.h"
#include "web/html.h"

static void heads(struct ctx *c, struct view_table *t, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(names[i])};
}

static void row_of(struct ctx *c, struct view_table *t, const struct str *texts, size_t n,
	struct str href)
{
	struct view_cells *r = VEC_ADD(c->a, &t->rows);

	for (size_t i = 0; i < n; i++)
		*VEC_ADD(c->a, r) = (struct view_cell){.text = texts[i],
			.label = t->heads.v[i].text,
			.href = i == 0 ? href : str_none()};
}

static void list_page(struct ctx *c, const char *title, struct view_e_list *v)
{
	page_view(c, title, &v->page);
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, str_c(title), str_none());
	v->title = str_c(title);
}

static struct str title_state(struct str code)
{
	static const struct {
		const char *code, *word;
	} words[] = {{"valid", "有效"}, {"renewing", "复核中（原名单有效）"}, {"expired", "已到期"},
		{"cancelled", "已取消"}, {"revoked", "已撤销"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(code, words[i].code))
			return str_c(words[i].word);
	return code;
}

static struct str certificate_href(struct ctx *c, struct str number)
{
	struct buf b;

	buf_init(&b, c->a, 1024);
	buf_lit(&b, "/cert/");
	html_query(&b, number);
	buf_lit(&b, ".pdf");
	return buf_view(&b);
}

enum rc page_e_certs(struct ctx *c, struct err *e)
{
	static const char *const names[] = {
		"证书编号", "称号", "批次", "有效期", "状态", "核验码", "证书"};
	struct q_titles_of_enterprise_list rows;
	struct view_e_list v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_titles_of_enterprise(db,
		&(struct q_titles_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	list_page(c, "证书与名单", &v);
	v.lead = STR("点证书编号可打开公开核验页，也可出示给合作方核验。");
	v.table.caption = STR("本企业的称号");
	heads(c, &v.table, names, ARRAY_LEN(names));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_titles_of_enterprise *t = &rows.v[i];
		struct str href = t->certificate_no.n
			? str_cat(c->a, STR("/verify/"), t->certificate_no)
			: str_none();
		struct str texts[] = {t->certificate_no.n ? t->certificate_no : STR("无"),
			t->tier_name, t->batch_title,
			str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(t->valid_from), STR_ARG(t->valid_to)),
			title_state(t->state), t->check_code};
		row_of(c, &v.table, texts, ARRAY_LEN(texts), href);
		if (t->certificate_no.n)
			*VEC_ADD(c->a, &v.table.rows.v[v.table.rows.n - 1]) = (struct view_cell){
				.text = STR("下载（PDF）"), .label = STR("证书"),
				.href = certificate_href(c, t->certificate_no)};
	}
	v.empty = (struct view_empty){.what = STR("还没有称号"),
		.why = STR("通过评价并公告后，证书会出现在这里。"), .href = STR("/e"),
		.act = STR("返回工作台")};
	tmpl_enterprise_list(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- messages ---------------------------------------------------------------------------------- */

enum rc page_e_messages(struct ctx *c, struct err *e)
{
	static const char *const names[] = {"标题", "内容", "时间", "状态"};
	struct q_messages_of_account_list rows;
	struct view_e_list v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_messages_of_account(
		db, &(struct q_messages_of_account_in){.account_id = c->who.account_id}, &rows, e));
	list_page(c, "消息", &v);
	v.table.caption = STR("最近 200 条，新的在前");
	heads(c, &v.table, names, ARRAY_LEN(names));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_messages_of_account *m = &rows.v[i];
		struct str texts[] = {m->subject, m->body, instant_human(c->a, m->at),
			m->read_at.has ? STR("已读") : STR("未读")};
		row_of(c, &v.table, texts, ARRAY_LEN(texts), m->link);
		v.mark_read = v.mark_read || !m->read_at.has;
	}
	v.empty = (struct view_empty){.what = STR("还没有消息"),
		.why = STR("申报状态变化、需要签署或补正时会在这里通知。"), .href = STR("/e"),
		.act = STR("返回工作台")};
	tmpl_enterprise_list(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_e_messages_post(struct ctx *c, struct err *e)
{
	struct message_read uc = {0};
	struct tx_call call = ctx_call(c, STR("/e/messages"));

	TRY(TX_RUN(&call, message_read, &uc, e));
	return ctx_done(c, &call, STR("已全部标为已读"));
}

/* --- files ------------------------------------------------------------------------------------- */

/* What a file of no batch belongs to. */
static struct str library_use(struct str slot)
{
	return str_eqc(slot, "ip") ? STR("知识产权清单")
		: str_eqc(slot, "honours") ? STR("荣誉资质清单") : STR("企业认证");
}

enum rc page_e_library(struct ctx *c, struct err *e)
{
	static const char *const names[] = {"文件", "批次", "大小", "校验码", "上传时间"};
	struct q_evidence_of_enterprise_list rows;
	struct view_e_list v = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_evidence_of_enterprise(db,
		&(struct q_evidence_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows,
		e));
	list_page(c, "佐证材料库", &v);
	v.lead = STR("本企业上传过的材料，填报时可以直接选用，不必重复上传。");
	v.table.caption = STR("最近 200 个文件，新的在前");
	heads(c, &v.table, names, ARRAY_LEN(names));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_evidence_of_enterprise *f = &rows.v[i];
		struct str texts[] = {f->filename,
			f->batch_title.n ? f->batch_title : library_use(f->slot),
			file_size_text(c->a, f->size), str_sub(f->sha256, 0, 8),
			instant_human(c->a, f->uploaded_at)};
		row_of(c, &v.table, texts, ARRAY_LEN(texts),
			str_cat(c->a, STR("/e/file/"), f->public_id));
	}
	v.empty = (struct view_empty){.what = STR("还没有上传过材料"),
		.why = STR("在申报的“佐证材料”中上传后，会汇总在这里。"), .href = STR("/e"),
		.act = STR("返回工作台")};
	tmpl_enterprise_list(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_e_file(struct ctx *c, struct err *e)
{
	struct evidence_file f;
	struct hash hash;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(evidence_own(db, &c->who, c->params[0], &f, e));
	if (!hash_from_hex(f.sha256, &hash))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "evidence: hash");
	return respond_blob(
		c, f.mime, f.filename, blob_path(c->a, ctx_services(c)->blob_dir, hash));
}

/* 公示异议 against the enterprise: what the body asks, until when, the answer with its evidence, the receipt. */
#include "page/case_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/delivery.h"
#include "service/hearing.h"
#include "service/objection.h"

static bool waits(const struct q_hearings_of_enterprise *h, int64_t now)
{
	enum objection_state s;

	return !h->replied_at.has && now < h->due_at && objection_parse(h->state, &s) && objection_open(s);
}

enum rc e_objection_next(struct ctx *c, struct db *db, struct str *href, int64_t *due_at, struct err *e)
{
	struct q_hearings_of_enterprise_list rows;

	*due_at = 0;
	*href = STR("");
	TRY(q_hearings_of_enterprise(
		db, &(struct q_hearings_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (waits(&rows.v[i], c->now) && (!*due_at || rows.v[i].due_at < *due_at)) {
			*due_at = rows.v[i].due_at;
			*href = str_cat(c->a, STR("/e/objection/"), rows.v[i].public_id);
		}
	return RC_OK;
}

enum rc e_objections_table(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"公示", "状态", "说明截止", "回执编号"};
	struct q_hearings_of_enterprise_list rows;

	TRY(q_hearings_of_enterprise(
		db, &(struct q_hearings_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	if (!rows.n)
		return RC_OK;
	struct view_table *t = &batch_table(c, v, "objections", "公示异议", STR("请本企业说明的异议，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_hearings_of_enterprise *h = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		enum objection_state s;
		bool known = objection_parse(h->state, &s), wait = waits(h, c->now);
		batch_cell(c, t, r, h->title)->href = str_cat(c->a, STR("/e/objection/"), h->public_id);
		batch_cell(c, t, r, wait ? STR("请说明") : known ? str_c(objection_word(s)) : h->state)->tag = wait ? "red" : "grey";
		batch_cell(c, t, r, deadline_text(c->a, h->due_at));
		batch_cell(c, t, r, h->receipt_no.n ? h->receipt_no : STR("—"));
	}
	return RC_OK;
}

static void next_fill(struct ctx *c, const struct q_hearing_for_enterprise *h, bool open, struct view_batch *v)
{
	if (h->replied_at.has) {
		v->banner = str_fmt(c->a, "说明已于 %.*s 收到，回执编号 %.*s。%s", STR_ARG(instant_human(c->a, h->replied_at.v)),
			STR_ARG(h->receipt_no), open ? "核实结果会在这里和消息里告知。" : "");
		v->banner_kind = "ok";
	} else if (open && c->now < h->due_at) {
		v->next = str_fmt(c->a, "请在 %.*s 前说明，%.*s", STR_ARG(deadline_text(c->a, h->due_at)),
			STR_ARG(left_text(c->a, h->due_at, c->now)));
		v->next_why = STR("没有说明的，主管部门根据已有材料核实。");
		v->next_kind = " next--warn";
		v->next_href = STR("#reply");
		v->next_act = STR("去说明");
	} else if (open) {
		v->banner = str_fmt(c->a, "说明期限已届满。仍有情况要反映的，请联系%.*s %.*s。", STR_ARG(h->body), STR_ARG(h->body_phone));
		v->banner_kind = "warn";
	}
}

static void reply_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f =
		batch_form(c, v, "reply", STR("说明"), str_cat(c->a, STR("/e/objection/"), c->params[0]));
	struct view_field text = field_text(c, "text", "对所问问题的说明", str_none(), errors);

	text.rows = 8;
	text.hint = STR("10 至 2000 个字；属实的，也请写明");
	batch_area(c, f, text);
	case_file_field(f, "佐证材料", errors);
	f->warn = STR("提交一次，提交后不能修改；本页就是回执，地址长期有效。");
	f->back = STR("/e/cases");
	batch_act(c, f, "reply", "提交说明", "");
}

static enum rc head_fill(struct ctx *c, struct db *db, const struct q_hearing_for_enterprise *h, struct view_batch *v,
	struct err *e)
{
	struct q_deliveries_of_object_list sent;
	struct q_attachments_of_list files;

	rows_add(c, &v->rows, "公示", h->title);
	rows_add(c, &v->rows, "办理单位", STR_JOIN(c->a, h->body, STR(" "), h->body_phone));
	rows_add(c, &v->rows, "说明期限",
		str_fmt(c->a, "%lld 个%s，%.*s 截止", (long long)h->term_n,
			str_eqc(h->term_unit, "working") ? "工作日" : "日历日", STR_ARG(deadline_text(c->a, h->due_at))));
	TRY(q_deliveries_of_object(db,
		&(struct q_deliveries_of_object_in){.object_kind = STR("objection"), .object = c->params[0]}, &sent, e));
	for (size_t i = 0; i < sent.n; i++)
		rows_add(c, &v->rows, "送达", delivery_text(c->a, &sent.v[i]));
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("请说明的问题"), h->text};
	if (!h->replied_at.has)
		return RC_OK;
	*VEC_ADD(c->a, &v->texts) =
		(struct view_batch_text){str_cat(c->a, STR("本企业的说明　"), h->replied_name), h->reply};
	TRY(q_attachments_of(db,
		&(struct q_attachments_of_in){.owner_kind = STR("objection"), .owner_id = h->objection_id}, &files, e));
	for (size_t i = 0; i < files.n; i++)
		if (str_eqc(files.v[i].slot, "answer"))
			rows_add(c, &v->rows, "所附材料",
				str_fmt(c->a, "%.*s（%.*s，SHA-256 %.*s）", STR_ARG(files.v[i].filename),
					STR_ARG(file_size_text(c->a, files.v[i].size)), STR_ARG(str_sub(files.v[i].sha256, 0, 16))));
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_hearing_for_enterprise h;
	enum objection_state s;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_hearing_for_enterprise(db,
		&(struct q_hearing_for_enterprise_in){.public_id = c->params[0], .enterprise_id = c->who.enterprise_id}, &h,
		e));
	if (!objection_parse(h.state, &s))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "objection state");
	v = batch_view(c, STR("公示异议"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("告知与答复"), STR("/e/cases"));
	page_crumb(c, &v->page, STR("公示异议"), str_none());
	if (errors)
		v->page.errors = *errors;
	v->lead = str_cat(c->a, STR("当前状态："), str_c(objection_word(s)));
	next_fill(c, &h, objection_open(s), v);
	TRY(head_fill(c, db, &h, v, e));
	if (!objection_open(s) && h.outcome.n)
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("核实情况"), h.outcome};
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("这次公示"), str_cat(c->a, STR("/publicity/"), h.publicity), false);
	if (objection_open(s) && !h.replied_at.has && c->now < h.due_at)
		reply_form(c, v, errors);
	return batch_show(c, status, v);
}

enum rc page_e_objection(struct ctx *c, struct err *e)
{
	struct delivery_seen uc = {.object_kind = "objection", .object = c->params[0]};
	struct q_delivery_waiting_list waiting;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_delivery_waiting(db,
		&(struct q_delivery_waiting_in){.enterprise_id = c->who.enterprise_id,
			.object_kind = STR("objection"), .object = c->params[0]},
		&waiting, e));
	if (waiting.n && c->req->method == HTTP_GET) {
		struct tx_call call = ctx_call(c, STR("/e/cases"));
		call.once = str_none();
		TRY(TX_RUN(&call, delivery_seen, &uc, e));
	}
	return show(c, 200, NULL, e);
}

enum rc page_e_objection_post(struct ctx *c, struct err *e)
{
	struct hearing_reply uc = {.public_id = c->params[0], .text = ctx_typed(c, "text")};
	struct form_errors errors = {0};
	enum rc rc = case_files(c, &uc.files, &uc.files_n, e);

	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/e/objection/"), c->params[0]));
	rc = TX_RUN(&call, hearing_reply, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_fmt(c->a, "说明已提交，回执编号 %.*s", STR_ARG(uc.receipt_no)));
}

/* One way to show a case to whoever may read it. */
#include "page/case_page.h"

#include "page/enterprise.h"
#include "page/routes.h"
#include "page/upload.h"
#include "service/delivery.h"
#include "store/blob.h"

struct view_tag case_tag(enum case_state s, enum case_outcome o)
{
	if (s == CASE_DECIDED && o < OUTCOME__MAX)
		return tag_of(case_adverse(o) ? "red" : "green", str_c(case_outcome_word(o)));
	return tag_of(case_open(s) ? "amber" : "grey", str_c(case_state_word(s)));
}

struct str case_state_line(struct ctx *c, const struct case_view *v)
{
	struct str who = case_holder(v);

	if (!case_open(v->state))
		return str_fmt(c->a, "当前状态：%s%s%s", case_state_word(v->state),
			v->state == CASE_DECIDED ? "，" : "",
			v->state == CASE_DECIDED ? case_outcome_word(v->outcome) : "");
	return str_fmt(c->a, "当前状态：%s%s，由%.*s办理%s%.*s%s%.*s",
		v->state == CASE_NOTICE && v->over ? "答复期限届满" : case_state_word(v->state), "",
		STR_ARG(who), v->c.due_at ? "，截止 " : "",
		STR_ARG(v->c.due_at ? deadline_text(c->a, v->c.due_at) : STR("")),
		v->c.due_at ? "，" : "",
		STR_ARG(v->c.due_at ? left_text(c->a, v->c.due_at, c->now) : STR("")));
}

static void instant_row(struct ctx *c, struct view_row_list *rows, const char *label, struct opt_i64 at)
{
	if (at.has)
		rows_add(c, rows, label, instant_human(c->a, at.v));
}

static void text_row(struct ctx *c, struct view_row_list *rows, const char *label, struct str text)
{
	if (text.n)
		rows_add(c, rows, label, text);
}

static void change_rows(struct ctx *c, const struct case_view *v, struct view_row_list *rows)
{
	if (v->kind != CASE_CHANGE)
		return;
	text_row(c, rows, "变化", v->change ? v->change->text : STR(""));
	text_row(c, rows, "发生日期", v->c.happened_on);
	if (v->c.report_by.n)
		rows_add(c, rows, "应报告至",
			str_cat(c->a, v->c.report_by, case_late(v) ? STR("（逾期报告）") : STR("（按期报告）")));
	text_row(c, rows, "变更后名称", v->c.new_name);
}

void case_rows(struct ctx *c, const struct case_view *v, bool officer, struct view_row_list *rows)
{
	bool shown = officer || v->state == CASE_DECIDED || v->state == CASE_RECTIFY;

	rows_add(c, rows, "案件编号", v->c.no);
	rows_add(c, rows, "企业",
		str_fmt(c->a, "%.*s%s%.*s%s", STR_ARG(v->c.name), v->c.uscc.n ? "（" : "",
			STR_ARG(v->c.uscc), v->c.uscc.n ? "）" : ""));
	rows_add(c, rows, "事项", v->procedure->title);
	if (v->ground && (officer || v->c.told_at.has))
		rows_add(c, rows, "情形",
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(v->ground->text),
				STR_ARG(v->ground->clause)));
	change_rows(c, v, rows);
	rows_add(c, rows, "立案时间", instant_human(c->a, v->c.opened_at));
	instant_row(c, rows, "告知时间", v->c.told_at);
	if (v->c.told_at.has && v->c.term_n)
		rows_add(c, rows, "答复期限",
			str_fmt(c->a, "%lld 个%s，自%s%s", (long long)v->c.term_n,
				str_eqc(v->c.term_unit, "working") ? "工作日" : "日历日",
				str_eqc(v->c.term_from, "served") ? "送达之日起" : "送出之日起",
				v->state == CASE_NOTICE && !v->c.due_at ? "，尚未起算" : ""));
	instant_row(c, rows, "企业答复", v->c.replied_at);
	if (!shown || v->outcome == OUTCOME__MAX)
		return;
	bool proposed = case_open(v->state) && v->state != CASE_RECTIFY;
	rows_add(c, rows, proposed ? "拟处理" : "处理决定", str_c(case_outcome_word(v->outcome)));
	text_row(c, rows, "依据", v->c.clause);
	if (!(officer && v->reported)) /* the line about the letter has it */
		text_row(c, rows, "文号", v->c.doc_no);
	text_row(c, rows, proposed ? "拟不得申报至" : "不得申报至", v->c.ban_to);
	text_row(c, rows, "复查日期", v->c.recheck_on);
	if (officer)
		text_row(c, rows, "提出人", v->c.proposer);
	if (officer)
		text_row(c, rows, "确认人", v->c.confirmer);
	instant_row(c, rows, "决定时间", v->c.decided_at);
}

static struct str said_title(struct ctx *c, const struct q_case_statements *s, bool officer)
{
	static const struct {
		const char *act, *word;
	} words[] = {{"open", "反映的情况"}, {"confirm", "决定"}, {"back", "退回重议"},
		{"withdraw", "撤回举报"}};
	const char *word = NULL;
	enum case_act act;

	for (size_t i = 0; i < ARRAY_LEN(words) && !word; i++)
		if (str_eqc(s->act, words[i].act))
			word = words[i].word;
	if (!word)
		word = case_act_parse(s->act, &act) ? case_act_word(act) : "说明";
	struct str who = str_eqc(s->party, "enterprise") ? STR("企业")
			 : str_eqc(s->party, "reporter") ? STR("举报人")
							 : s->body;
	bool person = officer && s->who.n && !str_eqc(s->party, "enterprise");
	return str_fmt(c->a, "%.*s %.*s%s%.*s：%s", STR_ARG(instant_human(c->a, s->at)), STR_ARG(who),
		person ? " " : "", STR_ARG(person ? s->who : STR("")), word);
}

/* 送达回证: each notice and decision with when it was sent and first seen, for both sides. */
static enum rc served_rows(
	struct ctx *c, struct db *db, const struct case_view *v, struct view_batch *out, struct err *e)
{
	struct q_deliveries_of_object_list rows;

	TRY(q_deliveries_of_object(db,
		&(struct q_deliveries_of_object_in){.object_kind = STR("case"), .object = v->c.public_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		rows_add(c, &out->rows, str_cstr(c->a, str_cat(c->a, STR("送达："), rows.v[i].subject)),
			delivery_text(c->a, &rows.v[i]));
	return RC_OK;
}

enum rc case_said_fill(struct ctx *c, struct db *db, const struct case_view *v, bool officer,
	struct view_batch *out, struct err *e)
{
	bool handler = officer && c->who.agency_id == v->c.handler_agency_id;
	struct q_case_statements_list said;
	struct q_attachments_of_list files;

	out->links_title = STR("材料");
	TRY(served_rows(c, db, v, out, e));
	TRY(q_case_statements(db, &(struct q_case_statements_in){.case_id = v->c.id}, &said, e));
	for (size_t i = 0; i < said.n; i++) {
		const struct q_case_statements *s = &said.v[i];
		bool reporter = str_eqc(s->party, "reporter");
		if (officer ? reporter && !handler : !s->shown)
			continue;
		*VEC_ADD(c->a, &out->texts) =
			(struct view_batch_text){said_title(c, s, officer), s->text};
		TRY(q_attachments_of(db,
			&(struct q_attachments_of_in){.owner_kind = STR("case"), .owner_id = s->id}, &files,
			e));
		for (size_t k = 0; k < files.n; k++)
			links_add(c, &out->links,
				str_fmt(c->a, "%.*s（%.*s）", STR_ARG(files.v[k].filename),
					STR_ARG(file_size_text(c->a, files.v[k].size))),
				str_fmt(c->a, "%s/case-file/%.*s", officer ? "/o" : "/e",
					STR_ARG(files.v[k].public_id)),
				false);
	}
	return RC_OK;
}

enum rc case_files(struct ctx *c, const struct evidence_stored **out, size_t *n, struct err *e)
{
	return upload_keep(c, "file", out, n, e);
}

void case_file_field(struct view_batch_form *f, const char *label, const struct form_errors *errors)
{
	f->file = STR("file");
	f->file_label = str_c(label);
	f->file_hint = STR(UPLOAD_FORMATS "，" UPLOAD_LIMIT "，可多选");
	if (errors)
		f->file_error = form_error_of(errors, "file");
}

void case_error(struct ctx *c, struct form_errors *errors, const char *text, const struct err *e)
{
	if (str_eqc(str_c(e->field), "text") || !e->field[0])
		form_error_add(c->a, errors, text, err_text(c->a, e));
	else
		form_error_from(c->a, errors, e);
}

enum rc page_case_file(struct ctx *c, struct err *e)
{
	struct case_paper uc = {.public_id = c->params[0]};
	struct tx_call call = ctx_call(c, STR("/"));
	struct hash h;

	TRY(TX_RUN(&call, case_paper, &uc, e));
	if (!hash_from_hex(uc.sha256, &h))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "case paper hash");
	return respond_blob(c, uc.mime, uc.filename, blob_path(c->a, ctx_services(c)->blob_dir, h));
}

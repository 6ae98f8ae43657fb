/* The parts of a check's record that are shown in more than one place. */
#include "page/enterprise.h"
#include "page/inspection_page.h"

const char *inspection_tag(struct str result)
{
	return str_eqc(result, "fit") ? "green" : str_eqc(result, "rectify") ? "amber" : "red";
}

static void found(struct ctx *c, const struct inspection *x, struct view_batch *v)
{
	const struct q_inspection_for_officer *r = &x->row;

	if (r->done_on.n)
		rows_add(c, &v->rows, "核查日期", r->done_on);
	if (r->enterprise_side.n)
		rows_add(c, &v->rows, "企业在场人员", r->enterprise_side);
	if (r->findings.n)
		rows_add(c, &v->rows, "核查情况", r->findings);
	if (r->result.n)
		rows_add(c, &v->rows, "核查结论", str_c(inspection_result_word(r->result)));
	if (r->recheck_on.n)
		rows_add(c, &v->rows, "复查日期", r->recheck_on);
}

static struct str people(struct ctx *c, const struct inspection *x)
{
	struct str out = STR("");

	for (size_t i = 0; i < x->people.n; i++)
		out = str_fmt(c->a, "%.*s%s%.*s（%.*s）", STR_ARG(out), i ? "、" : "", STR_ARG(x->people.v[i].name),
			STR_ARG(x->people.v[i].unit));
	return !x->people.n ? STR("由组织抽查的单位指定")
	       : x->drawn   ? out
			    : str_cat(c->a, out, STR("；另一名由组织抽查的单位指定"));
}

static enum rc signed_rows(
	struct ctx *c, struct db *db, const struct inspection *x, struct view_batch *v, struct err *e)
{
	struct q_title_check_of k;
	bool found_one;

	TRY(q_title_check_of(db,
		&(struct q_title_check_of_in){.draw_id = x->row.draw_id, .seq = x->row.seq, .turn = x->row.turn}, &k,
		&found_one, e));
	if (found_one && k.signed1.n) {
		rows_add(c, &v->rows, "第一名签名", k.signed1);
		rows_add(c, &v->rows, "第二名签名", k.signed2);
	} else if (found_one) {
		rows_add(c, &v->rows, "核查人员", STR_JOIN(c->a, x->row.inspector1, STR("、"), x->row.inspector2));
		rows_add(c, &v->rows, "登记", STR_JOIN(c->a, k.recorded_name, STR("　"), instant_human(c->a, k.recorded_at)));
	}
	if (found_one && k.comment_until)
		rows_add(c, &v->rows, "企业提出意见", deadline_text(c->a, k.comment_until));
	return RC_OK;
}

enum rc inspection_rows(struct ctx *c, struct db *db, const struct inspection *x, struct view_batch *v, struct err *e)
{
	const struct q_inspection_for_officer *r = &x->row;

	rows_add(c, &v->rows, "统一社会信用代码", r->code);
	rows_add(c, &v->rows, "抽查", STR_JOIN(c->a, r->draw_title, STR("　"), r->stratum));
	if (r->address.n)
		rows_add(c, &v->rows, "地址", r->address);
	if (r->contact_phone.n)
		rows_add(c, &v->rows, "联系人", STR_JOIN(c->a, r->contact, STR("　"), r->contact_phone));
	if (!r->done_at.has)
		rows_add(c, &v->rows, "核查人员", people(c, x));
	if (r->due_on.n)
		rows_add(c, &v->rows, "应复查", r->due_on);
	if (r->replaced.n)
		rows_add(c, &v->rows, "已替补", r->replaced);
	found(c, x, v);
	if (!r->done_at.has && r->saved_by.n)
		rows_add(c, &v->rows, "保存", STR_JOIN(c->a, r->saved_by, STR("　"), instant_human(c->a, r->saved_at)));
	if (!r->done_at.has && r->signed_by.has)
		rows_add(c, &v->rows, "签名", STR_JOIN(c->a, r->signed_name, STR("，待另一名核查人员签名")));
	return r->done_at.has ? signed_rows(c, db, x, v, e) : RC_OK;
}

void inspection_photos(struct ctx *c, const struct q_photos_of_list *photos, bool office, struct view_batch *v)
{
	static const char *const heads[] = {"上传时间", "说明", "照片"};

	if (photos->n == 0)
		return;
	struct view_table *t =
		&batch_table(c, v, "pictures", "现场照片", str_fmt(c->a, "%zu 张", photos->n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < photos->n; i++) {
		const struct q_photos_of *x = &photos->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, instant_human(c->a, x->uploaded_at));
		batch_cell(c, t, r, x->note.n ? x->note : STR("—"));
		struct view_cell *file = batch_cell(c, t, r,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(x->filename), STR_ARG(file_size_text(c->a, x->size))));
		if (office)
			file->href = str_cat(c->a, STR("/o/photo/"), x->public_id);
	}
}

enum rc inspection_comments(struct ctx *c, struct db *db, int64_t draw_id, int64_t seq, int64_t turn,
	struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"时间", "提出人", "意见"};
	struct q_title_check_comments_list rows;

	TRY(q_title_check_comments(db,
		&(struct q_title_check_comments_in){.draw_id = draw_id, .seq = seq, .turn = turn}, &rows, e));
	if (rows.n == 0)
		return RC_OK;
	struct view_table *t = &batch_table(c, v, "comments", "企业的意见", STR("按时间排列"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, instant_human(c->a, rows.v[i].at));
		batch_cell(c, t, r, rows.v[i].name);
		batch_cell(c, t, r, rows.v[i].text);
	}
	return RC_OK;
}

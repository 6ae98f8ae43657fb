/* The check of a drawn title, made for a telephone: the sheet, photographs each in a request of their own, signatures,
 * 回避. What is typed is kept by itself; a session that ends loses nothing.
 */
#include "page/inspection_page.h"
#include "page/officer.h"
#include "page/routes.h"
#include "page/upload.h"
#include "service/inspector.h"

/* --- what is mine ------------------------------------------------------------------------------------- */

enum rc page_o_inspections(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"企业", "市", "抽查", "进展"};
	struct q_inspections_mine_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_inspections_mine(db,
		&(struct q_inspections_mine_in){.account_id = c->who.account_id, .agency_id = c->who.agency_id}, &rows,
		e));
	struct view_batch *v = batch_view(c, STR("我的核查"));
	page_crumb(c, &v->page, STR("我的核查"), str_none());
	v->lead = STR("抽取确定由您核查的企业。两人到现场，填写一份记录，上传照片，分别签名。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("待办的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_inspections_mine *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name)->href = str_cat(c->a, STR("/o/inspection/"), x->public_id);
		batch_cell(c, t, r, x->stratum);
		batch_cell(c, t, r, x->draw_title);
		struct str state = x->done_at.has ? STR("已办结")
				   : x->signed_by.has && x->signed_by.v != c->who.account_id
					   ? STR("请核对签名")
				   : x->signed_by.has ? STR("待另一人签名")
				   : x->turn	      ? str_cat(c->a, STR("待复查，应于 "), x->due_on)
						      : STR("待核查");
		batch_cell(c, t, r, state)->tag = x->done_at.has ? "done" : x->signed_by.has ? "amber" : "blue";
	}
	t->empty = STR("没有抽中由您核查的企业。列入核查人员库以后，抽取的结果会出现在这里，并发消息提醒。");
	return batch_show(c, 200, v);
}

/* --- one sheet ------------------------------------------------------------------------------------------ */

static struct str step_href(struct ctx *c, const char *step)
{
	return str_fmt(c->a, "/o/inspection/%.*s/%s", STR_ARG(c->params[0]), step);
}

static struct date date_of(struct str s)
{
	struct date d = {0};

	(void)!date_parse(s, &d);
	return d;
}

static void people_fields(struct ctx *c, const struct inspection *x, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct str first = x->row.inspector1, second = x->row.inspector2;

	if (x->drawn)
		return;
	if (!first.n && x->people.n)
		first = x->people.v[0].name;
	batch_field(c, f, field_text(c, "inspector1", "核查人员一", first, errors));
	batch_field(c, f, field_text(c, "inspector2", "核查人员二", second, errors));
}

static void sheet_form(
	struct ctx *c, const struct inspection *x, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "sheet", STR("核查记录"), step_href(c, "sheet"));
	struct view_choices result = field_choices("result", "核查结论", errors);
	struct view_field side = field_text(c, "side", "企业在场人员", x->row.enterprise_side, errors);
	struct view_field text = field_text(c, "findings", "核查情况", x->row.findings, errors);
	struct view_field again = field_date(c, "recheck_on", "复查日期", date_of(x->row.recheck_on), errors);
	struct date on = date_of(x->row.done_on);

	f->lead = x->row.compulsory.n ? str_cat(c->a, STR("必查，不能替补："), x->row.compulsory)
				      : STR("对照该称号的认定条件逐项核查。拒绝核查的按不再符合登记，不得替补。");
	f->autosave = step_href(c, "autosave");
	batch_hidden(c, f, "version", str_i64(c->a, x->row.version));
	batch_field(c, f,
		field_date(c, "on", "核查日期", date_is_none(on) ? date_of_instant(c->now) : on, errors));
	people_fields(c, x, f, errors);
	side.optional = true;
	side.hint = STR("姓名和职务");
	batch_field(c, f, side);
	again.optional = true;
	again.hint = STR("责令整改的填写，须晚于今天");
	batch_field(c, f, again);
	text.rows = 6;
	batch_area(c, f, text);
	choices_add(c, &result, STR("fit"), STR("仍符合认定条件"), x->row.result);
	choices_add(c, &result, STR("rectify"), STR("责令整改，到期复查"), x->row.result);
	choices_add(c, &result, STR("unfit"), STR("不再符合认定条件（登记后可以直接立案提请取消）"), x->row.result);
	batch_radios(c, f, result);
	f->warn = x->drawn ? STR("签名后由另一名核查人员核对签名，两人都签名后不能再改。")
			   : STR("登记后不能再改，企业可以在诚信档案中看到核查记录。");
	batch_act(c, f, "save", "保存", "second");
	batch_act(c, f, "sign", x->drawn ? "签名" : "登记核查结果", "");
}

static void photo_forms(struct ctx *c, const struct inspection *x, const struct q_photos_of_list *photos,
	struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "photos", STR("上传照片"), step_href(c, "photo"));
	struct view_field note = field_text(c, "note", "照片说明", str_none(), errors);

	note.optional = true;
	batch_field(c, f, note);
	f->lead = STR("照片单独上传，时间由系统记录；先保存上面的记录再上传。");
	f->file = STR("photo");
	f->file_label = STR("现场照片");
	f->file_hint = str_fmt(c->a, "JPG 或 PNG，" UPLOAD_LIMIT "，可多选，最多 %d 张", INSPECTION_PHOTOS);
	f->file_error = errors ? form_error_of(errors, "photo") : str_none();
	f->file_needed = true;
	f->file_picture = true;
	batch_act(c, f, "photo", "上传照片", "");
	if (photos->n == 0 || !x->open)
		return;
	f = batch_form(c, v, "drop", STR("移除照片"), step_href(c, "drop"));
	struct view_choices pick = field_choices("photo_id", "照片", errors);
	for (size_t i = 0; i < photos->n; i++)
		choices_add(c, &pick, photos->v[i].public_id,
			STR_JOIN(c->a, instant_human(c->a, photos->v[i].uploaded_at), STR("　"),
				photos->v[i].note.n ? photos->v[i].note : photos->v[i].filename),
			str_none());
	batch_select(c, f, pick);
	batch_act(c, f, "drop", "移除", "second");
}

static void sign_form(struct ctx *c, const struct inspection *x, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "sign", STR("核对后签名"), step_href(c, "countersign"));

	f->lead = STR_JOIN(c->a, x->row.signed_name, STR("已签名。请核对上面的记录和照片。"));
	f->link = STR("有出入，修改后重新签名");
	f->link_href = str_fmt(c->a, "/o/inspection/%.*s?edit=1#sheet", STR_ARG(c->params[0]));
	f->warn = STR("签名后记录不能再改，企业可以在诚信档案中看到。");
	batch_hidden(c, f, "version", str_i64(c->a, x->row.version));
	batch_act(c, f, "countersign", "签名", "");
}

/* 回避: one's own, or by the body that draws. */
static void recuse_form(
	struct ctx *c, const struct inspection *x, struct view_batch *v, const struct form_errors *errors)
{
	struct view_choices who = field_choices("key", "谁回避", errors);
	size_t n = 0;

	for (size_t i = 0; i < x->people.n; i++) {
		const struct q_inspection_people *p = &x->people.v[i];
		if (!x->of_body && p->account_id != c->who.account_id)
			continue;
		n++;
		choices_add(c, &who, p->key, STR_JOIN(c->a, p->name, STR("（"), p->unit, STR("）")),
			x->of_body ? str_none() : p->key);
	}
	if (n == 0 || !x->open)
		return;
	struct view_batch_form *f = batch_form(c, v, "recuse", STR("回避"), step_href(c, "recuse"));
	f->lead = STR("与企业有利害关系、可能影响公正核查的应当回避，由抽取的顺序中下一名接替，原因公开。");
	batch_radios(c, f, who);
	batch_area(c, f, field_text(c, "reason", "回避的原因（公开）", str_none(), errors));
	batch_act(c, f, "recuse", "登记回避", "second");
}

static void forms(struct ctx *c, const struct inspection *x, const struct q_photos_of_list *photos,
	struct view_batch *v, const struct form_errors *errors)
{
	bool second = x->drawn && x->mine && x->row.signed_by.has && x->row.signed_by.v != c->who.account_id;
	bool first = x->row.signed_by.has && x->row.signed_by.v == c->who.account_id;
	bool edit = errors || str_eqc(form_get(&c->query, "edit"), "1");

	if (first && x->open) {
		v->banner = STR("您已签名，待另一名核查人员核对签名。再次保存会撤回签名。");
		v->banner_kind = "info";
	}
	if (inspection_writes(x)) {
		v->tables_first = second && !edit; /* the photographs too are signed */
		if (second && !edit)
			sign_form(c, x, v);
		else
			sheet_form(c, x, v, errors);
		photo_forms(c, x, photos, v, errors);
	}
	recuse_form(c, x, v, errors);
	if (!x->of_body)
		return;
	v->links_title = STR("抽查");
	links_add(c, &v->links, x->row.draw_title, str_cat(c->a, STR("/o/draw/"), x->row.draw), false);
	if (x->row.done_at.has && str_eqc(x->row.result, "unfit"))
		links_add(c, &v->links, STR("立案提请取消"),
			str_fmt(c->a, "/o/cases/new?title=%lld", (long long)x->row.title_id), false);
	if (x->open && x->row.turn == 0 && x->row.compulsory.n == 0)
		links_add(c, &v->links, STR("企业迁出、注销、已立案等无法核查，替补"),
			str_fmt(c->a, "/o/draw/%.*s?file=%.*s#substitute", STR_ARG(x->row.draw), STR_ARG(x->row.title)),
			false);
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_photos_of_list photos;
	struct inspection x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(inspection_load(db, &c->who, c->params[0], &x, e));
	TRY(q_photos_of(
		db, &(struct q_photos_of_in){.owner_kind = STR("inspection"), .owner_id = x.row.id}, &photos, e));
	struct view_batch *v = batch_view(c, x.row.name);
	v->over = x.row.turn ? STR("抽查复查") : STR("抽查核查");
	if (x.of_body) {
		page_crumb(c, &v->page, STR("集中抽查"), STR("/o/sampling"));
		page_crumb(c, &v->page, x.row.draw_title, str_cat(c->a, STR("/o/draw/"), x.row.draw));
	} else {
		page_crumb(c, &v->page, STR("我的核查"), STR("/o/inspections"));
	}
	page_crumb(c, &v->page, x.row.name, str_none());
	if (errors)
		v->page.errors = *errors;
	TRY(inspection_rows(c, db, &x, v, e));
	forms(c, &x, &photos, v, errors);
	inspection_photos(c, &photos, true, v);
	TRY(inspection_comments(c, db, x.row.draw_id, x.row.seq, x.row.turn, v, e));
	links_add(c, &v->links, STR("核查记录（PDF，一页，供现场签名盖章）"), step_href(c, "record.pdf"), false);
	return batch_show(c, status, v);
}

enum rc page_o_inspection(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* --- what is sent ------------------------------------------------------------------------------------------ */

/* The field in which something is typed that is no date; NULL: none. */
static const char *read_sheet(struct ctx *c, struct inspection_sheet *s)
{
	struct str on = ctx_typed(c, "on"), recheck_on = ctx_typed(c, "recheck_on");

	*s = (struct inspection_sheet){.inspector1 = ctx_typed(c, "inspector1"), .inspector2 = ctx_typed(c, "inspector2"),
		.enterprise_side = ctx_typed(c, "side"), .findings = ctx_typed(c, "findings"), .result = ctx_typed(c, "result")};
	if (on.n && !date_parse_loose(on, &s->on))
		return "on";
	return recheck_on.n && !date_parse_loose(recheck_on, &s->recheck_on) ? "recheck_on" : NULL;
}

static enum rc days_typed(const char *wrong, struct err *e)
{
	return wrong ? err_field(e, RC_INVALID, MSG_DATE_BAD, wrong) : RC_OK;
}

static enum rc sheet_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	if (str_eqc(form_get(&c->form, "act"), "sign")) {
		struct inspection_sign uc = {.public_id = c->params[0], .version = ctx_version(c)};
		TRY(days_typed(read_sheet(c, &uc.sheet), e));
		TRY(TX_RUN(call, inspection_sign, &uc, e));
		*done = uc.done ? STR("核查结果已登记") : STR("已签名，已请另一名核查人员核对签名");
		return RC_OK;
	}
	struct inspection_save uc = {.public_id = c->params[0], .version = ctx_version(c)};
	TRY(days_typed(read_sheet(c, &uc.sheet), e));
	*done = STR("核查记录已保存，尚未签名");
	return TX_RUN(call, inspection_save, &uc, e);
}

static enum rc recuse_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct inspector_recuse uc = {.key = form_get(&c->form, "key"), .reason = ctx_typed(c, "reason")};
	struct inspection x;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(inspection_load(db, &c->who, c->params[0], &x, e));
	uc.draw = x.row.draw;
	uc.item = x.row.title;
	ctx_db_end(c); /* what is shown afterwards is read anew */
	TRY(TX_RUN(call, inspector_recuse, &uc, e));
	if (!x.of_body)
		call->location = STR("/o/inspections");
	*done = uc.next.n ? str_cat(c->a, STR("已登记回避，接替的是"), uc.next)
			  : STR("已登记回避；库中没有可以接替的人员，由组织抽查的单位指定");
	return RC_OK;
}

static enum rc run(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct str step = c->params[1];

	if (str_eqc(step, "sheet"))
		return sheet_step(c, call, done, e);
	if (str_eqc(step, "recuse"))
		return recuse_step(c, call, done, e);
	if (str_eqc(step, "countersign")) {
		struct inspection_countersign uc = {c->params[0], ctx_version(c)};
		*done = STR("两人已签名，核查结果已登记");
		return TX_RUN(call, inspection_countersign, &uc, e);
	}
	if (str_eqc(step, "drop")) {
		struct inspection_photo_drop uc = {c->params[0], form_get(&c->form, "photo_id")};
		*done = STR("照片已移除");
		return TX_RUN(call, inspection_photo_drop, &uc, e);
	}
	return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

/* What is wrong goes back onto the form, beside `field` where the error names none. */
static enum rc answer(
	struct ctx *c, struct tx_call *call, enum rc rc, const char *field, struct str done, struct err *e)
{
	struct form_errors errors = {0};

	if (rc == RC_INVALID || rc == RC_TOO_LARGE || (rc == RC_CONFLICT && e->msg == MSG_STALE)) {
		form_error_add(c->a, &errors, e->field[0] ? e->field : field, err_text(c->a, e));
		return show(c, rc == RC_CONFLICT ? 409 : 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, call, done);
}

enum rc page_o_inspection_step(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/inspection/"), c->params[0]));
	struct str done = str_none();
	enum rc rc = run(c, &call, &done, e);

	return answer(c, &call, rc, "findings", done, e);
}

enum rc page_o_inspection_photo(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/inspection/"), c->params[0]));
	struct inspection_photo uc = {.public_id = c->params[0], .note = ctx_typed(c, "note")};
	enum rc rc = upload_keep(c, "photo", &uc.v, &uc.n, e);

	if (rc == RC_OK)
		rc = TX_RUN(&call, inspection_photo, &uc, e);
	return answer(c, &call, rc, "photo", STR("照片已上传"), e);
}

/* For the script: kept as typed; the form's own version in a header. */
enum rc page_o_inspection_autosave(struct ctx *c, struct err *e)
{
	struct inspection_save uc = {.public_id = c->params[0], .version = ctx_version(c)};
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/inspection/"), c->params[0]));
	struct str at = instant_human(c->a, c->now);

	(void)read_sheet(c, &uc.sheet); /* half a date: the rest is kept without it */
	call.once = str_none();
	TRY(TX_RUN(&call, inspection_save, &uc, e));
	(void)respond_html(c, 200);
	http_header_set(c->res, c->a, STR("X-Saved-At"), str_sub(at, at.n - 5, 5));
	http_header_set(c->res, c->a, STR("X-Version"), str_i64(c->a, uc.version));
	return RC_OK;
}

/* 集中研究: the list of everything that passed review is agreed to as a whole, exceptions are named one by one,
 * and what will happen is shown before it is recorded.
 */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/upload.h"
#include "service/meeting.h"
#include "store/blob.h"

struct typed {
	struct date held_on;
	struct str place, chair, participants, minutes;
};

static const struct field_spec specs[] = {
	{"held_on", "开会日期", FIELD_DATE, true, 0, 0, NULL, offsetof(struct typed, held_on)},
	{"place", "开会地点", FIELD_TEXT, true, 2, 100, NULL, offsetof(struct typed, place)},
	{"chair", "主持人", FIELD_TEXT, true, 2, 40, NULL, offsetof(struct typed, chair)},
	{"participants", "参会人员", FIELD_LINES, true, 2, 1000, NULL,
		offsetof(struct typed, participants)},
	{"minutes", "会议纪要", FIELD_LINES, true, 10, 5000, NULL, offsetof(struct typed, minutes)},
};

struct sheet {
	struct db *db;
	struct batch b;
	struct q_batch_files_list rows;
	struct list_entries list;
};

static enum rc sheet_load(struct ctx *c, struct sheet *s, struct err *e)
{
	TRY(batch_of_address(c, 0, &s->db, &s->b, e));
	return batch_files_load(s->db, &c->who, s->b.id, STATE_DECIDE, &s->rows, &s->list, e);
}

static bool typed_except(struct ctx *c, struct str file)
{
	struct str v;

	for (size_t i = 0; form_next(&c->form, "except", &i, &v);)
		if (str_eq(v, file))
			return true;
	return false;
}

static void head_fields(struct ctx *c, struct view_batch_form *f, const struct form_errors *errors)
{
	struct view_field people =
		field_text(c, "participants", "参会人员", str_none(), errors);
	struct view_field minutes = field_text(c, "minutes", "会议纪要", str_none(), errors);

	batch_field(c, f,
		field_date(c, "held_on", "开会日期", date_of_instant(c->now), errors));
	batch_field(c, f, field_text(c, "place", "开会地点", str_none(), errors));
	batch_field(c, f, field_text(c, "chair", "主持人", str_none(), errors));
	people.hint = STR("至少三人，用顿号、逗号或换行分开");
	people.rows = 2;
	minutes.hint = STR("研究的范围、依据、意见和结论");
	batch_area(c, f, people);
	batch_area(c, f, minutes);
}

static void picks(struct ctx *c, const struct sheet *s, struct view_batch_form *f)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "所在市县（区）", "直通",
		"认定评分"};

	f->pick_name = STR("except");
	f->pick_caption = str_fmt(c->a, "待集中研究 %zu 家；只勾选不同意、退回或本次不研究的",
		s->rows.n);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		*VEC_ADD(c->a, &f->pick_heads) =
			(struct view_head){.text = str_c(heads[i]), .num = i == 4};
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct list_entry *x = &s->list.v[i];
		struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
		struct str texts[] = {x->name, x->uscc, x->area, list_yes_no(x->direct),
			list_score(c->a, x->score)};
		p->value = s->rows.v[i].public_id;
		p->label = str_cat(c->a, STR("例外："), x->name);
		p->checked = typed_except(c, p->value);
		for (size_t k = 0; k < ARRAY_LEN(texts); k++)
			*VEC_ADD(c->a, &p->cells) = (struct view_cell){.text = texts[k],
				.label = str_c(heads[k]),
				.num = k == 4,
				.href = k ? str_none()
					  : str_cat(c->a, STR("/o/app/"), p->value)};
	}
}

static enum rc show_form(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v;
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	v = batch_view(c, STR("集中研究"));
	batch_crumbs(c, v, &s.b, STR("集中研究"));
	if (errors)
		v->page.errors = *errors;
	if (s.rows.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有待集中研究的企业"),
			.why = STR("市级审核通过后，企业会出现在这里。"),
			.href = batch_href(c, &s.b, ""),
			.act = STR("返回批次")};
		return batch_show(c, status, v);
	}
	v->lead = str_fmt(c->a,
		"市级审核通过、等待集中研究的企业共 %zu 家。未勾选的均为“同意”，下一页逐家填写例外的理由并预览结果。",
		s.rows.n);
	struct view_batch_form *f =
		batch_form(c, v, "meeting", STR("会议"), batch_href(c, &s.b, "/meeting"));
	batch_hidden(c, f, "seen", meeting_seen(c->a, &s.rows));
	head_fields(c, f, errors);
	picks(c, &s, f);
	batch_act(c, f, "preview", "下一步：预览决定", "");
	return batch_show(c, status, v);
}

enum rc page_o_meeting_form(struct ctx *c, struct err *e)
{
	TRY(batch_city_only(&c->who, e));
	return show_form(c, 200, NULL, e);
}

/* --- preview --------------------------------------------------------------------------------------- */

static void item_of(struct ctx *c, const struct list_entry *x, struct str file,
	struct view_batch_form *f, const struct form_errors *errors)
{
	struct view_batch_item *item = VEC_ADD(c->a, &f->items);
	const char *choice = str_fmt(c->a, "outcome-%.*s", STR_ARG(file)).p;
	const char *note = str_fmt(c->a, "note-%.*s", STR_ARG(file)).p;

	item->id = str_cat(c->a, STR("item-"), file);
	item->title = x->name;
	item->sub = x->area;
	item->choice = field_choices(choice, "决定", errors);
	item->choice.inline_row = true;
	for (int o = MEETING_NO; o < MEETING_OUTCOME__MAX; o++)
		choices_add(c, &item->choice, str_c(meeting_outcome_code((enum meeting_outcome)o)),
			str_c(meeting_outcome_word((enum meeting_outcome)o)), str_none());
	item->note = field_text(c, note, "依据的条款和事实", str_none(), errors);
	item->note.hint = STR("不同意、退回重审的必须写明，企业会看到；本次不研究的可不填");
	item->note.rows = 2;
}

static enum rc show_preview(
	struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v;
	struct sheet s = {0};
	size_t except = 0;

	TRY(sheet_load(c, &s, e));
	v = batch_view(c, STR("预览集中研究决定"));
	batch_crumbs(c, v, &s.b, STR("集中研究"));
	if (errors)
		v->page.errors = *errors;
	struct view_batch_form *f =
		batch_form(c, v, "decide", STR("会议和例外"), batch_href(c, &s.b, "/meeting"));
	batch_hidden(c, f, "seen", meeting_seen(c->a, &s.rows));
	head_fields(c, f, errors);
	for (size_t i = 0; i < s.rows.n; i++) {
		if (!typed_except(c, s.rows.v[i].public_id))
			continue;
		except++;
		batch_hidden(c, f, "except", s.rows.v[i].public_id);
		item_of(c, &s.list.v[i], s.rows.v[i].public_id, f, errors);
	}
	f->file = STR("minutes_file");
	f->file_label = STR("会议纪要签字件");
	f->file_hint = STR(UPLOAD_FORMATS "，" UPLOAD_LIMIT);
	if (errors)
		f->file_error = form_error_of(errors, "minutes_file");
	v->lead = str_fmt(c->a, "将同意 %zu 家，例外 %zu 家。", s.rows.n - except, except);
	f->warn = str_fmt(c->a,
		"登记后不能撤销：同意的 %zu 家进入待公示；不同意的不予通过并通知企业；退回重审的回到市级审核；"
		"本次不研究的仍留在待研究。",
		s.rows.n - except);
	batch_act(c, f, "edit", "返回修改例外", "second");
	batch_act(c, f, "record", "登记会议并作出决定", "");
	return batch_show(c, status, v);
}

/* --- recording ------------------------------------------------------------------------------------- */

static struct str name_of(const struct sheet *s, struct str file)
{
	for (size_t i = 0; i < s->rows.n; i++)
		if (str_eq(s->rows.v[i].public_id, file))
			return s->rows.v[i].name;
	return STR("这家企业");
}

static bool read_exceptions(struct ctx *c, const struct sheet *s, struct meeting_record *uc,
	struct form_errors *errors)
{
	struct meeting_exception *list =
		ARENA_NEW_N(c->a, struct meeting_exception, FORM_MAX_FIELDS);
	struct str file;

	for (size_t i = 0; form_next(&c->form, "except", &i, &file);) {
		const char *field = str_fmt(c->a, "outcome-%.*s", STR_ARG(file)).p;
		struct meeting_exception *x = &list[uc->except_n++];
		x->file = file;
		x->note = str_trim(form_get(
			&c->form, str_fmt(c->a, "note-%.*s", STR_ARG(file)).p));
		if (!meeting_outcome_parse(form_get(&c->form, field), &x->outcome) ||
			x->outcome == MEETING_YES)
			form_error_add(c->a, errors, field,
				str_fmt(c->a, "请选择对%.*s的决定", STR_ARG(name_of(s, file))));
	}
	uc->except = list;
	return errors->n == 0;
}

static bool file_chosen(const struct ctx *c, const char *name)
{
	const struct form_value *f = form_file(&c->form, name);

	return f && (f->filename.n || f->value.n);
}

static enum rc keep_files(struct ctx *c, const char *name, const struct evidence_stored **out,
	size_t *n, struct err *e)
{
	struct evidence_upload *files;
	struct evidence_stored *stored;

	*n = 0;
	if (!file_chosen(c, name))
		return RC_OK;
	TRY(upload_read(c, name, &files, n, e));
	TRY(evidence_keep(ctx_services(c), c->a, files, *n, &stored, e));
	*out = stored;
	return RC_OK;
}

static enum rc record(struct ctx *c, const struct sheet *s, const struct typed *in,
	struct form_errors *errors, struct err *e)
{
	struct meeting_record uc = {.held_on = in->held_on, .place = in->place, .chair = in->chair,
		.participants = in->participants, .minutes = in->minutes,
		.seen = form_get(&c->form, "seen")};
	enum rc rc;

	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!read_exceptions(c, s, &uc, errors))
		return show_preview(c, 422, errors, e);
	rc = keep_files(c, "minutes_file", &uc.files, &uc.files_n, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, errors, "minutes_file", err_text(c->a, e));
		return show_preview(c, 422, errors, e);
	}
	TRY(rc);
	struct tx_call call =
		ctx_call(c, str_fmt(c->a, "/o/batch/%lld", (long long)uc.batch_id));
	rc = TX_RUN(&call, meeting_record, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, errors, e);
		return show_preview(c, again, errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "已登记集中研究：同意 %lld 家，不同意 %lld 家，退回重审 %lld 家",
			(long long)uc.n[MEETING_YES], (long long)uc.n[MEETING_NO],
			(long long)uc.n[MEETING_BACK]));
}

enum rc page_o_meeting_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act");
	struct form_errors errors = {0};
	struct typed in = {0};
	struct sheet s = {0};

	TRY(batch_city_only(&c->who, e));
	TRY(sheet_load(c, &s, e)); /* scope before bytes are stored */
	if (str_eqc(act, "edit"))
		return show_form(c, 200, NULL, e);
	bool fine = form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors);
	if (!str_eqc(act, "record"))
		return fine ? show_preview(c, 200, NULL, e) : show_form(c, 422, &errors, e);
	return fine ? record(c, &s, &in, &errors, e) : show_preview(c, 422, &errors, e);
}

/* --- afterwards ------------------------------------------------------------------------------------ */

static enum rc attachments(struct ctx *c, struct db *db, const char *kind, int64_t id,
	struct view_batch *v, struct err *e)
{
	struct q_attachments_of_list files;

	TRY(q_attachments_of(db,
		&(struct q_attachments_of_in){.owner_kind = str_c(kind), .owner_id = id}, &files, e));
	v->links_title = STR("附件");
	for (size_t i = 0; i < files.n; i++)
		links_add(c, &v->links,
			str_fmt(c->a, "%.*s（%.*s，校验码 %.*s）", STR_ARG(files.v[i].filename),
				STR_ARG(file_size_text(c->a, files.v[i].size)),
				STR_ARG(str_sub(files.v[i].sha256, 0, 8))),
			str_cat(c->a, STR("/o/attachment/"), files.v[i].public_id), false);
	return RC_OK;
}

static enum rc items_table(
	struct ctx *c, struct db *db, int64_t meeting_id, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "决定", "理由"};
	struct q_meeting_items_list items;
	enum meeting_outcome o;

	TRY(q_meeting_items(db, &(struct q_meeting_items_in){.meeting_id = meeting_id}, &items, e));
	struct view_table *t = &batch_table(c, v, "items", "决定",
		str_fmt(c->a, "研究 %zu 家，例外在前", items.n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < items.n; i++) {
		struct view_cells *r = batch_row(c, t);
		bool known = meeting_outcome_parse(items.v[i].outcome, &o);
		batch_cell(c, t, r, items.v[i].name)->href =
			str_cat(c->a, STR("/o/app/"), items.v[i].public_id);
		batch_cell(c, t, r, items.v[i].uscc);
		batch_cell(c, t, r, known ? str_c(meeting_outcome_word(o)) : items.v[i].outcome)
			->tag = known && o == MEETING_YES ? "green" : "amber";
		batch_cell(c, t, r, items.v[i].note);
	}
	return RC_OK;
}

enum rc page_o_meeting(struct ctx *c, struct err *e)
{
	struct q_meeting_for_officer m;
	struct view_batch *v;
	struct batch b;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_meeting_for_officer(db,
		&(struct q_meeting_for_officer_in){
			.public_id = c->params[0], .agency_id = c->who.agency_id},
		&m, e));
	TRY(batch_for_officer(db, ctx_services(c)->rules, &c->who, m.batch_id, &b, e));
	v = batch_view(c, STR("集中研究记录"));
	batch_crumbs(c, v, &b, STR("集中研究记录"));
	rows_add(c, &v->rows, "单位", m.body);
	rows_add(c, &v->rows, "开会日期", m.held_on);
	rows_add(c, &v->rows, "地点", m.place);
	rows_add(c, &v->rows, "主持人", m.chair);
	rows_add(c, &v->rows, "参会人员", m.participants);
	rows_add(c, &v->rows, "登记",
		str_fmt(c->a, "%.*s，%.*s", STR_ARG(m.recorder),
			STR_ARG(instant_human(c->a, m.created_at))));
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("会议纪要"), m.minutes};
	TRY(items_table(c, db, m.id, v, e));
	TRY(attachments(c, db, "meeting", m.id, v, e));
	return batch_show(c, 200, v);
}

enum rc page_o_attachment(struct ctx *c, struct err *e)
{
	struct attachment_view uc = {.public_id = c->params[0]};
	struct tx_call call = ctx_call(c, STR("/o"));
	struct hash hash;

	TRY(TX_RUN(&call, attachment_view, &uc, e));
	if (!hash_from_hex(uc.file.sha256, &hash))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "attachment: hash");
	return respond_blob(c, uc.file.mime, uc.file.filename,
		blob_path(c->a, ctx_services(c)->blob_dir, hash));
}

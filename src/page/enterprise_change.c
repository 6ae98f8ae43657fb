/* 重大变化报告: which title, what happened and when; the last day to report it is computed and shown. */
#include "page/case_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "service/bodies.h"
#include "service/change.h"

struct held {
	struct q_case_subject_titles t;
	const struct procedure *p;
	struct changes changes;
};

/* Titles in force whose documents ask for the report. */
static enum rc held_load(struct ctx *c, struct db *db, struct held *out, size_t max, size_t *n, struct err *e)
{
	struct q_entry_enterprise own;
	struct q_case_subject_titles_list rows;

	*n = 0;
	TRY(q_entry_enterprise(
		db, &(struct q_entry_enterprise_in){.enterprise_id = c->who.enterprise_id}, &own, e));
	TRY(q_case_subject_titles(db, &(struct q_case_subject_titles_in){.code = own.uscc}, &rows, e));
	for (size_t i = 0; i < rows.n && *n < max; i++) {
		struct held h = {.t = rows.v[i]};
		bool holds = str_eqc(h.t.state, "valid") || str_eqc(h.t.state, "renewing");
		h.p = case_procedure_at(db, ctx_services(c)->rules, h.t.tier, h.t.edition,
			h.t.division_code.n ? h.t.division_code : own.division_code, date_of_instant(c->now));
		if (!holds || !h.t.enterprise_id.has || h.t.enterprise_id.v != c->who.enterprise_id || !h.p)
			continue;
		changes_of(c->a, h.p, &h.changes);
		if (h.changes.n)
			out[(*n)++] = h;
	}
	return RC_OK;
}

static void kinds_add(struct ctx *c, const struct held *h, struct view_choices *ch)
{
	for (size_t i = 0; i < h->changes.n; i++) {
		const struct change_kind *k = &h->changes.v[i];
		struct buf b;
		buf_init(&b, c->a, 2048);
		buf_lit(&b, "应附：");
		for (size_t d = 0; d < k->documents_n; d++)
			buf_printf(&b, "%s%.*s", d ? "、" : "", STR_ARG(k->documents[d]));
		choices_add(c, ch, k->id, k->text, str_none());
		ch->options.v[ch->options.n - 1].hint = buf_view(&b);
	}
}

static enum rc places_add(struct ctx *c, struct db *db, struct view_batch_form *f,
	const struct form_errors *errors, struct err *e)
{
	struct view_choices place = field_choices("division", "迁入的县（市、区）", errors);
	struct q_profile_places_list rows;

	TRY(q_profile_places(
		db, &(struct q_profile_places_in){.line = STR(BODIES_LINE_OF_ENTERPRISES)}, &rows, e));
	place.optional = true;
	place.hint = STR("只在迁移时选择");
	place.empty = STR("没有迁移");
	for (size_t i = 0; i < rows.n; i++)
		choices_add(c, &place, rows.v[i].code,
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(rows.v[i].city), STR_ARG(rows.v[i].name)),
			str_none());
	batch_select(c, f, place);
	return RC_OK;
}

static enum rc form_fill(struct ctx *c, struct db *db, const struct held *h, struct view_batch *v,
	const struct form_errors *errors, struct err *e)
{
	struct view_batch_form *f = batch_form(c, v, "change", str_none(), STR("/e/change"));
	struct view_choices kind = field_choices("kind", "发生了什么变化", errors);
	struct view_field day = field_date(c, "happened_on", "变化发生的日期", (struct date){0}, errors);
	struct view_field name = field_text(c, "new_name", "变更后的企业名称", str_none(), errors);
	struct view_field text = field_text(c, "text", "变化情况，是否仍符合评价或认定条件", str_none(), errors);

	batch_hidden(c, f, "title", str_i64(c->a, h->t.id));
	kinds_add(c, h, &kind);
	batch_radios(c, f, kind);
	day.hint = str_fmt(c->a, "以登记机关核准的日期为准；应在此后 %lld 个月内报告", (long long)h->changes.months);
	name.optional = true;
	name.hint = STR("只在更名时填写，与变更后的营业执照完全一致");
	text.rows = 8;
	batch_field(c, f, day);
	batch_field(c, f, name);
	TRY(places_add(c, db, f, errors, e));
	batch_area(c, f, text);
	case_file_field(f, "应附的材料（至少一份）", errors);
	f->file_needed = true;
	f->warn = STR("报告后由县、市提出意见，省级决定。更名不影响统一社会信用代码、证书编号和历次名单；迁移的，在办材料移交迁入地。");
	f->back = STR("/e/cases");
	batch_act(c, f, "change", "报告重大变化", "");
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("报告重大变化"));
	struct held held[20];
	struct db *db;
	int64_t want = 0;
	size_t n;

	TRY(ctx_db(c, &db, e));
	TRY(held_load(c, db, held, ARRAY_LEN(held), &n, e));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("告知与答复"), STR("/e/cases"));
	page_crumb(c, &v->page, STR("报告重大变化"), str_none());
	if (errors)
		v->page.errors = *errors;
	if (n == 0) {
		v->empty = (struct view_empty){.what = STR("没有需要报告重大变化的称号"),
			.why = STR("有效期内的称号发生更名、合并、重组、迁移等变化时，在这里报告。"),
			.href = STR("/e/certs"), .act = STR("查看证书与名单")};
		return batch_show(c, status, v);
	}
	if (!str_to_i64(form_get(&c->query, "title"), &want) && !str_to_i64(form_get(&c->form, "title"), &want))
		want = held[0].t.id;
	size_t at = 0;
	for (size_t i = 0; i < n; i++)
		at = held[i].t.id == want ? i : at;
	v->lead = held[at].changes.clause;
	v->tabs.label = STR("称号");
	for (size_t i = 0; i < n && n > 1; i++)
		links_add(c, &v->tabs.items,
			str_fmt(c->a, "%.*s %.*s", STR_ARG(held[i].t.tier_name), STR_ARG(held[i].t.batch_title)),
			str_fmt(c->a, "/e/change?title=%lld", (long long)held[i].t.id), i == at);
	rows_add(c, &v->rows, "称号", held[at].t.tier_name);
	rows_add(c, &v->rows, "编号", held[at].t.certificate_no.n ? held[at].t.certificate_no : STR("—"));
	if (held[at].changes.late_text.n)
		rows_add(c, &v->rows, "逾期的后果", held[at].changes.late_text);
	TRY(form_fill(c, db, &held[at], v, errors, e));
	return batch_show(c, status, v);
}

enum rc page_e_change(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* What is plainly missing is said at once, in the order of the form, before the rest is looked at. */
static void missing_add(struct ctx *c, const struct change_file *uc, struct form_errors *errors)
{
	if (!uc->kind.n)
		form_error_msg(c->a, errors, "kind", MSG_CHANGE_KIND);
	if (date_is_none(uc->happened_on))
		form_error_msg(c->a, errors, "happened_on", MSG_CHANGE_DAY);
	if (!uc->text.n)
		form_error_msg(c->a, errors, "text", MSG_CASE_TEXT);
	if (uc->files_n == 0)
		form_error_msg(c->a, errors, "file", MSG_CHANGE_FILES);
}

enum rc page_e_change_post(struct ctx *c, struct err *e)
{
	struct change_file uc = {.kind = form_get(&c->form, "kind"), .new_name = str_trim(form_get(&c->form, "new_name")),
		.new_division = form_get(&c->form, "division"), .text = str_trim(form_get(&c->form, "text"))};
	struct form_errors errors = {0};

	if (!str_to_i64(form_get(&c->form, "title"), &uc.title_id))
		uc.title_id = 0;
	if (!date_parse_loose(form_get(&c->form, "happened_on"), &uc.happened_on))
		uc.happened_on = (struct date){0};
	enum rc rc = case_files(c, &uc.files, &uc.files_n, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	missing_add(c, &uc, &errors);
	if (errors.n)
		return show(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, STR("/e/cases"));
	rc = TX_RUN(&call, change_file, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_cat(c->a, STR("已报告，编号 "), uc.no));
}

/* 专家库: who can be asked, their fields and employers, their accounts. */
#include "page/batch_page.h"
#include "page/once.h"
#include "page/routes.h"
#include "document/table.h"
#include "service/account.h"
#include "service/expert.h"

static const struct field_spec specs[] = {
	{"name", "姓名", FIELD_TEXT, true, 2, 60, NULL, offsetof(struct expert_save, name)},
	{"employer", "工作单位", FIELD_TEXT, true, 2, 100, NULL, offsetof(struct expert_save, employer)},
	{"title", "职称", FIELD_TEXT, false, 0, 60, NULL, offsetof(struct expert_save, title)},
	{"fields", "专业领域", FIELD_TEXT, true, 0, 100, NULL, offsetof(struct expert_save, fields)},
	{"city", "所在设区市", FIELD_TEXT, false, 0, 40, NULL, offsetof(struct expert_save, city)},
	{"phone", "联系电话", FIELD_PHONE, false, 0, 0, NULL, offsetof(struct expert_save, phone)},
};

static void person_fields(struct ctx *c, struct view_batch_form *f,
	const struct q_expert_for_officer *x, const struct form_errors *errors)
{
	static const char *const hints[] = {NULL, "写全称：与申报企业相同或关联的自动回避", NULL,
		"国民经济行业大类的两位数字或门类字母，以空格分隔，例如 34 35", NULL, NULL};
	const struct str stored[] = {x->name, x->employer, x->title, x->fields, x->city, x->phone};

	for (size_t i = 0; i < ARRAY_LEN(specs); i++) {
		struct view_field v = field_text(c, specs[i].name, specs[i].label, stored[i], errors);
		v.hint = str_c(hints[i]);
		v.optional = !specs[i].required;
		batch_field(c, f, v);
	}
}

static void pool_table(struct ctx *c, struct view_batch *v, const struct q_experts_of_list *rows)
{
	static const char *const heads[] = {
		"姓名", "工作单位", "职称", "专业领域", "设区市", "账号", "待评#份", "状态"};
	struct view_table *t = &batch_table(c, v, "pool", "在库专家",
		str_fmt(c->a, "专家库 %zu 人", rows->n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("专家库还是空的：请在下方登记，或导入名单。");
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_experts_of *x = &rows->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name)->href =
			str_fmt(c->a, "/o/experts/%lld", (long long)x->id);
		batch_cell(c, t, r, x->employer);
		batch_cell(c, t, r, x->title);
		batch_cell(c, t, r, x->fields);
		batch_cell(c, t, r, x->city);
		batch_cell(c, t, r, x->account_id.has ? STR("已开通") : STR("未开通"))->tag =
			x->account_id.has ? "green" : "amber";
		batch_cell(c, t, r, str_i64(c->a, x->open_sheets));
		batch_cell(c, t, r, x->active ? STR("在用") : STR("停用"))->tag =
			x->active ? "green" : "grey";
	}
}

static enum rc show_pool(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_expert_for_officer nobody = {0};
	struct q_experts_of_list rows;
	struct view_batch_form *f;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_experts_of(
		db, &(struct q_experts_of_in){.agency_id = c->who.agency_id}, &rows, e));
	struct view_batch *v = batch_view(c, STR("专家库"));
	page_crumb(c, &v->page, STR("专家库"), str_none());
	v->page.wide = true;
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("评审专家及其工作单位、专业领域。分派时按单位、申明和同名自动回避；专家看不到企业名称。");
	v->tables_first = true;
	pool_table(c, v, &rows);
	f = batch_form(c, v, "add", STR("登记一位专家"), STR("/o/experts"));
	person_fields(c, f, &nobody, errors);
	batch_act(c, f, "save", "登记专家", "");
	f = batch_form(c, v, "import", STR("导入名单"), STR("/o/experts/import"));
	f->lead = STR("CSV 或 XLSX，首行为：姓名、工作单位、职称、专业领域、设区市、联系电话。已在库的不重复登记。");
	f->file = STR("file");
	f->file_label = STR("名单文件");
	f->file_needed = true;
	f->file_hint = str_fmt(c->a, "一次最多 %d 人", EXPERT_IMPORT_MAX);
	f->file_error = errors ? form_error_of(errors, "file") : str_none();
	batch_act(c, f, "import", "导入", "second");
	return batch_show(c, status, v);
}

enum rc page_o_experts(struct ctx *c, struct err *e)
{
	return show_pool(c, 200, NULL, e);
}

static bool read_person(struct ctx *c, struct expert_save *uc, struct form_errors *errors)
{
	return form_read(c->a, &c->form, specs, ARRAY_LEN(specs), uc, errors);
}

enum rc page_o_experts_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct expert_save uc = {0};

	if (!read_person(c, &uc, &errors))
		return show_pool(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, STR("/o/experts"));
	enum rc rc = TX_RUN(&call, expert_save, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_pool(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_cat(c->a, STR("已登记："), uc.name));
}

/* --- a list ------------------------------------------------------------------------------------------ */

static enum rc read_list(
	struct ctx *c, const struct form_value *file, struct expert_import *uc, struct err *e)
{
	static const char *const heads[] = {"姓名", "工作单位", "职称", "专业领域", "设区市", "联系电话"};
	struct expert_save *people = ARENA_NEW_N(c->a, struct expert_save, EXPERT_IMPORT_MAX);
	size_t column[ARRAY_LEN(heads)];
	struct table_reader *t;
	struct table_row row;
	bool more = true;

	TRY(table_open(c->a, file->value, file->filename, &t, e));
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		TRY(table_column(t, str_c(heads[i]), &column[i], e));
	while (more) {
		TRY(table_next(t, &row, &more, e));
		if (!more)
			break;
		struct str v[ARRAY_LEN(heads)];
		for (size_t i = 0; i < ARRAY_LEN(heads); i++)
			v[i] = str_dup(c->a, str_trim(table_cell(&row, column[i])));
		if (v[0].n == 0 && v[1].n == 0)
			continue;
		if (uc->n == EXPERT_IMPORT_MAX) {
			err_set(e, RC_TOO_LARGE, MSG_EXPERT_IMPORT_MANY);
			return err_arg(e, 0, str_i64(c->a, EXPERT_IMPORT_MAX));
		}
		people[uc->n++] = (struct expert_save){.name = v[0], .employer = v[1], .title = v[2],
			.fields = v[3], .city = v[4], .phone = v[5]};
	}
	uc->v = people;
	return uc->n ? RC_OK : err_set(e, RC_INVALID, MSG_EXPERT_IMPORT_NONE);
}

enum rc page_o_experts_import(struct ctx *c, struct err *e)
{
	const struct form_value *file = form_file(&c->form, "file");
	struct form_errors errors = {0};
	struct expert_import uc = {0};
	enum rc rc;

	if (!file || file->value.n == 0)
		rc = err_set(e, RC_INVALID, MSG_EXPERT_IMPORT_NONE);
	else
		rc = read_list(c, file, &uc, e);
	struct tx_call call = ctx_call(c, STR("/o/experts"));
	if (rc == RC_OK)
		rc = TX_RUN(&call, expert_import, &uc, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		struct str text = err_text(c->a, e);
		if (uc.bad)
			text = str_fmt(c->a, "第 %lld 人：%.*s。没有导入任何人。",
				(long long)uc.bad, STR_ARG(text));
		form_error_add(c->a, &errors, "file", text);
		return show_pool(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "已导入 %lld 人，%lld 人原已在库", (long long)uc.added,
			(long long)uc.known));
}

/* --- one ---------------------------------------------------------------------------------------------- */

static enum rc load(struct ctx *c, int64_t *id, struct q_expert_for_officer *out, struct err *e)
{
	struct db *db;

	if (!str_to_i64(c->params[0], id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	return q_expert_for_officer(db,
		&(struct q_expert_for_officer_in){.id = *id, .agency_id = c->who.agency_id}, out, e);
}

static void account_form(struct ctx *c, struct view_batch *v, struct str base,
	const struct q_expert_for_officer *x, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "account",
		x->account_id.has ? STR("重设密码") : STR("开通账号"),
		str_cat(c->a, base, STR("/account")));

	if (!x->account_id.has) {
		struct view_field login = field_text(c, "login", "登录名", str_none(), errors);
		login.hint = STR("小写字母开头，可含数字、点、横线、下划线，3 到 40 个字符");
		batch_field(c, f, login);
	}
	f->lead = STR("密码只显示这一次，首次登录须修改。");
	batch_act(c, f, "account", x->account_id.has ? "重设密码" : "开通账号", "second");
}

static enum rc show_one(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_expert_for_officer x;
	struct view_batch_form *f;
	int64_t id;

	TRY(load(c, &id, &x, e));
	struct str base = str_fmt(c->a, "/o/experts/%lld", (long long)id);
	struct view_batch *v = batch_view(c, x.name);
	page_crumb(c, &v->page, STR("专家库"), STR("/o/experts"));
	page_crumb(c, &v->page, x.name, str_none());
	if (errors)
		v->page.errors = *errors;
	rows_add(c, &v->rows, "状态", x.active ? STR("在用") : STR("停用"));
	rows_add(c, &v->rows, "账号", x.account_id.has ? x.login : STR("未开通"));
	f = batch_form(c, v, "edit", STR("专家信息"), base);
	person_fields(c, f, &x, errors);
	batch_act(c, f, "save", "保存", "");
	account_form(c, v, base, &x, errors);
	f = batch_form(c, v, "active", x.active ? STR("停用") : STR("恢复"),
		str_cat(c->a, base, STR("/active")));
	batch_hidden(c, f, "active", x.active ? STR("0") : STR("1"));
	struct view_field why = field_text(c, "reason", "原因", str_none(), errors);
	why.optional = !x.active;
	batch_field(c, f, why);
	f->lead = x.active ? STR("停用后不再分派；未提交的评分表在下次分派时转给其他专家，已提交的保留。")
			   : STR("恢复后可以再选入评审组。");
	batch_act(c, f, "active", x.active ? "停用这位专家" : "恢复这位专家", x.active ? "bad" : "second");
	return batch_show(c, status, v);
}

enum rc page_o_expert(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

static enum rc again(struct ctx *c, enum rc rc, struct err *e)
{
	struct form_errors errors = {0};

	if (rc != RC_INVALID)
		return rc;
	form_error_from(c->a, &errors, e);
	return show_one(c, 422, &errors, e);
}

enum rc page_o_expert_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct expert_save uc = {0};

	if (!str_to_i64(c->params[0], &uc.id) || uc.id <= 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!read_person(c, &uc, &errors))
		return show_one(c, 422, &errors, e);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/experts/"), c->params[0]));
	enum rc rc = TX_RUN(&call, expert_save, &uc, e);
	if (rc != RC_OK)
		return again(c, rc, e);
	return ctx_done(c, &call, STR("专家信息已保存"));
}

enum rc page_o_expert_active(struct ctx *c, struct err *e)
{
	struct expert_enable uc = {.active = str_eqc(form_get(&c->form, "active"), "1"),
		.reason = str_sub(str_trim(form_get(&c->form, "reason")), 0, 600)};

	if (!str_to_i64(c->params[0], &uc.id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/experts/"), c->params[0]));
	enum rc rc = TX_RUN(&call, expert_enable, &uc, e);
	if (rc != RC_OK)
		return again(c, rc, e);
	return ctx_done(c, &call, uc.active ? STR("已恢复") : STR("已停用"));
}

enum rc page_o_expert_account(struct ctx *c, struct err *e)
{
	struct expert_account uc = {.login = form_get(&c->form, "login")};
	struct str back = str_cat(c->a, STR("/o/experts/"), c->params[0]), plain;

	if (!str_to_i64(c->params[0], &uc.id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, back);
	TRY(account_password_make(c->a, &plain, &uc.password, e));
	enum rc rc = TX_RUN(&call, expert_account, &uc, e);
	if (rc != RC_OK)
		return again(c, rc, e);
	if (call.replayed)
		return respond_redirect(c, back);
	page_once(c, &(struct once_shown){STR("专家账号"), uc.name, uc.login, plain, back,
		STR("专家")});
	return RC_OK;
}

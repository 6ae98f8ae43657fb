/* 规则试算: who would pass and who would not under another standard, before it is anybody's rule. The
 * standard is a published one or a draft that is typed, pasted or uploaded and read like any other.
 */
#include "base/utf8.h"
#include "domain/decimal.h"
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "page/score_view.h"
#include "service/editions.h"
#include "service/whatif.h"

#define SAMPLES 10
#define DRAFT "draft"

struct asked {
	struct whatif in;
	struct str to;
};

/* --- the form ------------------------------------------------------------------------------------ */

static enum rc form(struct ctx *c, struct view_batch *v, const struct form_errors *errors, struct err *e)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct view_choices base = field_choices("edition", "按哪一项实施细则的申报数据试算", errors);
	struct view_choices to = field_choices("to", "换成哪一个标准", errors);
	struct editions own;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	const struct procedure *first = editions_first(&own, date_of_instant(c->now));
	for (size_t i = 0; i < own.n; i++)
		choices_add(c, &base, own.v[i]->id,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(own.v[i]->title), STR_ARG(own.v[i]->id)),
			first ? first->id : STR(""));
	for (size_t i = 0; i < list->standards_n; i++)
		choices_add(c, &to, list->standards[i]->id,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(list->standards[i]->title),
				STR_ARG(list->standards[i]->id)),
			first ? first->standard : STR(""));
	choices_add(c, &to, STR(DRAFT), STR("下面填写或上传的草案"), STR(""));
	struct view_batch_form *f = batch_form(c, v, "ask", str_none(), STR("/o/whatif"));
	batch_select(c, f, base);
	batch_select(c, f, to);
	struct view_field draft = field_text(c, "draft", "标准草案", STR(""), errors);
	draft.hint = STR("上面选“下面填写或上传的草案”时填写：标准的 JSON 全文，可从“标准与依据”下载规范文本改起。不会保存。");
	draft.rows = 8;
	draft.optional = true;
	const struct form_value *file = form_file(&c->form, "file");
	if (file && file->value.n && utf8_valid(file->value))
		draft.value = file->value; /* so that the next button finds it */
	batch_area(c, f, draft);
	f->file = STR("file");
	f->file_label = STR("或上传草案文件");
	f->file_hint = STR("JSON 文件；上传后以文件为准。");
	batch_act(c, f, "run", "试算", "");
	batch_act(c, f, "csv", "导出明细 CSV", "second");
	return RC_OK;
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("规则试算"));

	page_crumb(c, &v->page, STR("规则试算"), str_none());
	v->lead = STR("用各企业最近一次报送的数据，试算换一个标准后谁新达标、谁不再达标。只读取，不改动任何材料，"
		      "也不通知企业。");
	if (errors)
		v->page.errors = *errors;
	TRY(form(c, v, errors, e));
	return batch_show(c, status, v);
}

/* --- what was asked ------------------------------------------------------------------------------- */

static bool read_draft(struct ctx *c, struct asked *q, struct form_errors *errors)
{
	const struct form_value *file = form_file(&c->form, "file");
	struct str text = file && file->value.n ? file->value : str_trim(form_get(&c->form, "draft"));
	struct err why;

	if (!text.n) {
		form_error_msg(c->a, errors, "draft", MSG_WHATIF_DRAFT);
		return false;
	}
	if (standard_load(c->a, text, &q->in.to, &why) != RC_OK) {
		form_error_add(c->a, errors, "draft",
			str_cat(c->a, STR("草案不能使用："), err_text(c->a, &why)));
		return false;
	}
	return true;
}

static enum rc read_asked(
	struct ctx *c, struct asked *q, struct form_errors *errors, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct str edition = form_get(&c->form, "edition");
	struct date today = date_of_instant(c->now);
	struct editions own;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(editions_of_officer(db, rules, &c->who, date_of_instant(c->now), &own, e));
	if (!editions_has(&own, edition)) {
		form_error_msg(c->a, errors, "edition", MSG_WHATIF_EDITION);
		return RC_OK;
	}
	q->in.procedure = rules_procedure(rules, edition, today);
	struct str body = q->in.procedure->body;
	q->in.from = rules_standard(rules, q->in.procedure->standard, body, today);
	q->in.now = c->now;
	q->in.year = date_of_instant(c->now).y;
	q->to = form_get(&c->form, "to");
	if (str_eqc(q->to, DRAFT)) {
		if (!read_draft(c, q, errors))
			return RC_OK;
	} else {
		q->in.to = rules_standard(rules, q->to, body, today);
	}
	if (!q->in.to || !q->in.from) {
		form_error_msg(c->a, errors, "to", MSG_WHATIF_TO);
		return RC_OK;
	}
	q->in.mark = score_pass_mark(q->in.to);
	return RC_OK;
}

/* --- the answer ------------------------------------------------------------------------------------ */

static struct str cause_text(struct arena *a, const struct score_cause *x)
{
	switch (x->kind) {
	case CAUSE_DIRECT:
		return str_fmt(a, "直通条件：%.*s", STR_ARG(x->name));
	case CAUSE_CONDITION:
		return str_fmt(a, "条件：%.*s", STR_ARG(x->name));
	case CAUSE_INDICATOR:
		return str_fmt(a, "指标：%.*s", STR_ARG(x->name));
	case CAUSE_GROUP:
		return str_fmt(a, "%.*s的最低分", STR_ARG(x->name));
	case CAUSE_LINE:
		return STR("通过线或计分方法");
	case CAUSE_NONE:
		break;
	}
	return STR("—");
}

static void city_row(struct ctx *c, struct view_table *t, struct str name, const struct whatif_count *n,
	int64_t target, int64_t listed)
{
	struct view_cells *r = batch_row(c, t);
	const int64_t cells[] = {n->files, n->passed, n->passes, n->gained, n->lost, n->unsure, n->edge};

	batch_cell(c, t, r, name);
	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		batch_cell(c, t, r, str_i64(c->a, cells[i]));
	batch_cell(c, t, r, target ? str_i64(c->a, target) : STR("—"));
	batch_cell(c, t, r, str_i64(c->a, listed));
	batch_cell(c, t, r, target ? str_fmt(c->a, "%lld%% → %lld%%",
					     (long long)(n->passed * 100 / target),
					     (long long)(n->passes * 100 / target))
				   : STR("—"));
}

static void cities_table(struct ctx *c, const struct asked *q, const struct whatif_result *r,
	struct view_batch *v)
{
	static const char *const heads[] = {"市", "企业#家", "原标准达标#家", "新标准达标#家", "新达标#家",
		"不再达标#家", "数据不足#家", "边缘#家", "年度目标#家", "已公告#家", "达标企业占目标#"};
	struct view_batch_table *section = batch_table(c, v, "cities", "各市",
		str_fmt(c->a, "%.*s → %.*s", STR_ARG(q->in.from->title), STR_ARG(q->in.to->title)));
	struct view_table *t = &section->table;
	int64_t target = 0, listed = 0;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	section->note = STR("“边缘”指按新标准得分在通过线上下 3 分以内；“数据不足”指原来达标、新标准要用到没有报送过的数据。"
			    "“达标企业占目标”比较达标企业数与年度目标，前为原标准，后为新标准。");
	for (size_t i = 0; i < r->cities_n; i++) {
		const struct whatif_city *x = &r->cities[i];
		if (x->id || x->n.files)
			city_row(c, t, x->name, &x->n, x->target, x->listed);
		target += x->target;
		listed += x->listed;
	}
	city_row(c, t, STR("合计"), &r->total, target, listed);
}

static void causes_table(struct ctx *c, const struct whatif_result *r, struct view_batch *v)
{
	static const char *const heads[] = {"原因", "新达标#家", "不再达标#家"};
	struct view_table *t = &batch_table(c, v, "causes", "由哪一项引起",
		STR("每家企业记一个主要原因，影响多的在前"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < r->causes.n; i++) {
		struct view_cells *row = batch_row(c, t);
		batch_cell(c, t, row, cause_text(c->a, &r->causes.v[i].cause));
		batch_cell(c, t, row, str_i64(c->a, r->causes.v[i].gained));
		batch_cell(c, t, row, str_i64(c->a, r->causes.v[i].lost));
	}
	t->empty = STR("没有企业的结果改变。");
}

static void samples_table(struct ctx *c, const struct whatif_result *r, enum whatif_kind kind,
	struct view_batch *v)
{
	static const char *const heads[] = {
		"申报编号", "企业名称", "市", "原标准得分#分", "新标准得分#分", "主要原因"};
	static const char *const ids[] = {"gained", "lost", "unsure", "edge"};
	struct view_table *t = NULL;
	size_t shown = 0;

	for (size_t i = 0; i < r->rows.n && shown < SAMPLES; i++) {
		const struct whatif_row *x = &r->rows.v[i];
		if (x->kind != kind)
			continue;
		if (!t) {
			t = &batch_table(c, v, ids[kind], whatif_word(kind),
				str_fmt(c->a, "前 %d 家，全部见导出的明细", SAMPLES))->table;
			batch_heads(c, t, heads, ARRAY_LEN(heads));
			t->scrolls = true;
		}
		struct view_cells *row = batch_row(c, t);
		batch_cell(c, t, row, x->no)->href = str_cat(c->a, STR("/o/app/"), x->public_id);
		batch_cell(c, t, row, x->name);
		batch_cell(c, t, row, r->cities[x->city].name);
		batch_cell(c, t, row, score_interval(c->a, x->from));
		batch_cell(c, t, row, score_interval(c->a, x->to));
		batch_cell(c, t, row, cause_text(c->a, &x->cause));
		shown++;
	}
}

static enum rc answer(struct ctx *c, const struct asked *q, const struct whatif_result *r, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("规则试算"));
	const struct whatif_count *n = &r->total;

	page_crumb(c, &v->page, STR("规则试算"), STR("/o/whatif"));
	page_crumb(c, &v->page, STR("结果"), str_none());
	v->page.wide = true;
	v->over = str_fmt(c->a, "%.*s → %.*s", STR_ARG(q->in.from->title), STR_ARG(q->in.to->title));
	v->tables_first = true;
	v->banner = str_fmt(c->a, "试算 %lld 家企业，用时 %lld.%lld 秒；没有改动任何材料。%s",
		(long long)n->files, (long long)(r->ms / 1000), (long long)(r->ms % 1000 / 100),
		n->gained + n->lost + n->unsure ? "" : "结果没有变化。");
	batch_stat(c, v, "新达标", n->gained, "家", n->gained ? "ok" : "");
	batch_stat(c, v, "不再达标", n->lost, "家", n->lost ? "bad" : "");
	batch_stat(c, v, "数据不足", n->unsure, "家", n->unsure ? "warn" : "");
	batch_stat(c, v, "边缘（±3分）", n->edge, "家", "");
	TRY(form(c, v, NULL, e));
	cities_table(c, q, r, v);
	causes_table(c, r, v);
	for (int k = 0; k < WHATIF__MAX; k++)
		samples_table(c, r, (enum whatif_kind)k, v);
	return batch_show(c, 200, v);
}

struct whatif_file {
	struct whatif_result r;
	struct list_column column[8];
};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct whatif_file *f = state;
	const struct whatif_row *x = &f->r.rows.v[i];
	const struct str cells[ARRAY_LEN(f->column)] = {str_c(whatif_word(x->kind)), x->edge ? STR("是") : STR("否"), x->no,
		x->name, f->r.cities[x->city].name, score_interval(c->a, x->from), score_interval(c->a, x->to),
		cause_text(c->a, &x->cause)};

	memcpy(out, cells, sizeof(cells));
}

static enum rc file(struct ctx *c, const struct asked *q, const struct whatif_result *r, struct err *e)
{
	struct whatif_file *f = ARENA_NEW(c->a, struct whatif_file);
	const struct whatif_file filled = {.r = *r,
		.column = {{"change", {"变化", XLSX_TEXT, 12, 0}}, {"edge", {"边缘", XLSX_CODE, 8, 0}},
			{"no", {"申报编号", XLSX_CODE, 22, 0}}, {"name", {"企业名称", XLSX_TEXT, 36, 0}},
			{"city", {"市", XLSX_TEXT, 14, 0}},
			{"from", {str_cstr(c->a, str_cat(c->a, STR("得分："), q->in.from->id)), XLSX_CODE, 14, 0}},
			{"to", {str_cstr(c->a, str_cat(c->a, STR("得分："), q->in.to->id)), XLSX_CODE, 14, 0}},
			{"cause", {"主要原因", XLSX_TEXT, 40, 0}}}};
	struct list_file list = {.title = STR("规则试算"), .back = STR("/o/whatif"), .columns = ARRAY_LEN(f->column)};

	*f = filled;
	list.column = f->column;
	return list_respond_loaded(c, &list, r->rows.n, file_cells, f, e);
}

enum rc page_o_whatif(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_whatif_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct whatif_result r;
	struct asked q = {0};

	TRY(read_asked(c, &q, &errors, e));
	if (errors.n)
		return show(c, 422, &errors, e);
	ctx_db_end(c);
	TRY(whatif_run(ctx_services(c), &c->who, &q.in, c->a, &r, e));
	return str_eqc(form_get(&c->form, "act"), "csv") ? file(c, &q, &r, e) : answer(c, &q, &r, e);
}

/* 专家评审 at the province: the panel, the assignment before and after, the progress. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/panel.h"

static enum rc load(struct ctx *c, struct db **db, struct panel *p, struct err *e)
{
	int64_t id;

	if (!str_to_i64(c->params[0], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, db, e));
	return panel_load(*db, ctx_services(c)->rules, &c->who, id, p, e);
}

static struct str address(struct ctx *c, const char *rest)
{
	return str_fmt(c->a, "/o/panel/%.*s%s", STR_ARG(c->params[0]), rest);
}

static struct view_batch *frame(
	struct ctx *c, const struct panel *p, const char *title, const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, str_c(title));

	batch_crumbs(c, v, &p->b, STR("专家评审"));
	v->page.wide = true;
	if (errors)
		v->page.errors = *errors;
	return v;
}

/* --- the first page ----------------------------------------------------------------------------------- */

static void criteria_table(struct ctx *c, struct view_batch *v, const struct panel *p)
{
	static const char *const heads[] = {"评审指标", "说明", "满分#分"};
	struct view_batch_table *box = batch_table(c, v, "criteria", "评审指标",
		str_fmt(c->a, "满分 %lld 分；每件 %lld 份评分表，相差超过 %lld 分的增加一位专家",
			(long long)p->rules.max, (long long)p->rules.sheets,
			(long long)p->rules.divergence));

	if (p->rules.confidence.n && !str_eqc(p->rules.confidence, "text"))
		box->note = STR("文件没有列出评审指标和分值；以下为本系统按申请报告编写要点预设，请省级主管部门确认。");
	batch_heads(c, &box->table, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < p->rules.n; i++) {
		struct view_cells *r = batch_row(c, &box->table);
		batch_cell(c, &box->table, r, p->rules.v[i].name);
		batch_cell(c, &box->table, r, p->rules.v[i].text);
		batch_cell(c, &box->table, r, str_i64(c->a, p->rules.v[i].max));
	}
}

static void experts_table(struct ctx *c, struct view_batch *v, const struct panel *p)
{
	static const char *const heads[] = {
		"专家", "工作单位", "专业领域", "利害关系申明", "分派#份", "已提交#份", "回避#份"};
	struct view_table *t = &batch_table(c, v, "experts", "评审组",
		str_fmt(c->a, "评审组 %zu 人", p->experts.n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < p->experts.n; i++) {
		const struct q_panel_experts *x = &p->experts.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name)->href =
			str_fmt(c->a, "/o/experts/%lld", (long long)x->id);
		batch_cell(c, t, r, x->employer);
		batch_cell(c, t, r, x->fields);
		struct view_cell *k = batch_cell(c, t, r,
			!x->active			   ? STR("已停用")
			: !x->declared_at.has		   ? STR("未申明，不分派")
			: x->interests.n		   ? STR("已申明，有利害关系")
							   : STR("已申明，没有"));
		k->tag = !x->active ? "grey" : !x->declared_at.has ? "amber" : "green";
		batch_cell(c, t, r, str_i64(c->a, x->load));
		batch_cell(c, t, r, str_i64(c->a, x->submitted));
		batch_cell(c, t, r, str_i64(c->a, x->recused));
	}
}

static enum rc form_form(struct ctx *c, struct db *db, struct view_batch *v, const struct panel *p,
	const struct form_errors *errors, struct err *e)
{
	static const char *const heads[] = {"专家", "工作单位", "专业领域", "设区市"};
	struct view_batch_form *f = batch_form(c, v, "form",
		p->formed ? STR("增加专家、调整截止日期") : STR("组成评审组"), address(c, "/form"));
	struct q_experts_of_list pool;

	TRY(q_experts_of(db, &(struct q_experts_of_in){.agency_id = c->who.agency_id}, &pool, e));
	f->lead = STR("只列在用并已开通账号的专家。专家先申明利害关系，申明后才分派。");
	batch_field(c, f,
		field_date(c, "ends_on", "评审截止日期",
			p->formed ? date_of_instant(p->head.ends_at - 1) : (struct date){0}, errors));
	f->pick_name = STR("experts");
	f->pick_caption = STR("可选专家");
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		*VEC_ADD(c->a, &f->pick_heads) = (struct view_head){.text = str_c(heads[i])};
	for (size_t i = 0; i < pool.n; i++) {
		const struct q_experts_of *x = &pool.v[i];
		struct str texts[] = {x->name, x->employer, x->fields, x->city}, id, typed;
		bool in = !x->active || !x->account_id.has;
		for (size_t k = 0; k < p->experts.n; k++)
			in = in || p->experts.v[k].id == x->id;
		if (in)
			continue;
		id = str_i64(c->a, x->id);
		struct view_batch_pick *pick = VEC_ADD(c->a, &f->picks);
		*pick = (struct view_batch_pick){
			.value = id, .label = str_cat(c->a, STR("选择 "), x->name)};
		for (size_t at = 0; form_next(&c->form, "experts", &at, &typed);)
			pick->checked = pick->checked || str_eq(typed, id);
		for (size_t k = 0; k < ARRAY_LEN(texts); k++)
			*VEC_ADD(c->a, &pick->cells) =
				(struct view_cell){.text = texts[k], .label = str_c(heads[k])};
	}
	batch_act(c, f, "form", p->formed ? "保存" : "组成评审组并通知专家", p->formed ? "second" : "");
	return RC_OK;
}

struct progress {
	int64_t files, whole, open, third, undeclared;
	bool waits; /* something can be assigned */
};

static void progress_of(const struct panel *p, const struct panel_plan *plan, struct progress *out)
{
	*out = (struct progress){.waits = plan && plan->in.files > 0};
	for (size_t i = 0; i < p->files.n; i++) {
		struct panel_tally t;
		panel_tally(p, p->files.v[i].application_id, &t);
		out->files++;
		out->whole += p->files.v[i].result.has;
		out->open += (int64_t)t.open;
		out->third += t.diverged;
	}
	for (size_t i = 0; i < p->experts.n; i++)
		out->undeclared += !p->experts.v[i].declared_at.has && p->experts.v[i].active;
}

static void next_step(struct ctx *c, struct view_batch *v, const struct panel *p, const struct progress *g)
{
	v->next_kind = "";
	if (p->head.proposed_by.has) {
		v->next = STR("下一步：建议名单等待第二人确认");
		v->next_href = address(c, "/list");
		v->next_act = STR("核对建议名单");
	} else if (g->waits) {
		v->next = STR("下一步：分派评审材料");
		v->next_why = g->undeclared ? str_fmt(c->a, "还有 %lld 位专家没有申明利害关系，不参加分派",
						      (long long)g->undeclared)
					    : STR("先看预览，再确认");
		v->next_href = address(c, "/assign");
		v->next_act = STR("预览分派");
	} else if (panel_complete(p)) {
		v->next = STR("下一步：按评审结果提出建议名单");
		v->next_href = address(c, "/list");
		v->next_act = STR("查看评审汇总");
	} else if (g->open) {
		v->next = str_fmt(c->a, "等待专家提交 %lld 份评分表", (long long)g->open);
		v->next_why = str_fmt(c->a, "评审截止 %.*s",
			STR_ARG(date_prose(c->a, date_of_instant(p->head.ends_at - 1))));
		v->next_href = address(c, "/list");
		v->next_act = STR("查看进度");
	}
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct panel_plan plan;
	struct progress g;
	struct panel p;
	struct db *db;

	TRY(load(c, &db, &p, e));
	struct view_batch *v = frame(c, &p, "专家评审", errors);
	v->lead = STR("专家只见编号和隐去名称的材料；每位专家独立评分，互不可见。");
	if (p.formed) {
		TRY(panel_plan_make(db, c->a, &p, &plan, e));
		progress_of(&p, &plan, &g);
		next_step(c, v, &p, &g);
		batch_stat(c, v, "待分派", (int64_t)p.waiting.n, "件", p.waiting.n ? "warn" : "");
		batch_stat(c, v, "评审材料", g.files, "件", "blue");
		batch_stat(c, v, "已评完", g.whole, "件", "ok");
		batch_stat(c, v, "差异较大增评", g.third, "件", g.third ? "warn" : "");
		rows_add(c, &v->rows, "分派种子", p.head.seed);
		rows_add(c, &v->rows, "评审截止",
			date_prose(c->a, date_of_instant(p.head.ends_at - 1)));
		experts_table(c, v, &p);
	} else {
		batch_stat(c, v, "待评审", (int64_t)p.waiting.n, "家", p.waiting.n ? "warn" : "");
	}
	criteria_table(c, v, &p);
	TRY(form_form(c, db, v, &p, errors, e));
	return batch_show(c, status, v);
}

enum rc page_o_panel(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_o_panel_form(struct ctx *c, struct err *e)
{
	int64_t *experts = ARENA_NEW_N(c->a, int64_t, FORM_MAX_FIELDS);
	struct panel_form uc = {.experts = experts};
	struct form_errors errors = {0};
	struct str id;

	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	for (size_t i = 0; form_next(&c->form, "experts", &i, &id);)
		if (str_to_i64(id, &experts[uc.n]))
			uc.n++;
	(void)!date_parse_loose(str_trim(form_get(&c->form, "ends_on")), &uc.ends_on);
	struct tx_call call = ctx_call(c, address(c, ""));
	enum rc rc = TX_RUN(&call, panel_form, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "评审组已保存，通知了 %lld 位专家", (long long)uc.added));
}

/* --- the assignment ------------------------------------------------------------------------------------- */

static size_t conflicts_of(const struct panel_plan *plan, size_t f, struct arena *a, struct str *text)
{
	size_t n = 0;

	*text = STR("");
	for (size_t j = 0; j < plan->in.judges; j++) {
		enum conflict k = plan->conflicts[f * plan->in.judges + j];
		if (k == CONFLICT_NONE)
			continue;
		*text = str_fmt(a, "%.*s%s%.*s：%s", STR_ARG(*text), n ? "；" : "",
			STR_ARG(plan->expert[j]), conflict_word(k));
		n++;
	}
	return n;
}

static void plan_table(struct ctx *c, struct view_batch *v, const struct panel_plan *plan)
{
	static const char *const heads[] = {"企业", "专家", "依据", "回避"};
	struct view_table *t = &batch_table(c, v, "plan", "将这样分派",
		str_fmt(c->a, "%zu 件材料，%zu 份评分表", plan->in.files, plan->out.picks.n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有可以分派的。");
	for (size_t i = 0; i < plan->out.picks.n; i++) {
		const struct assign_pick *x = &plan->out.picks.v[i];
		struct view_cells *r = batch_row(c, t);
		struct str conflicts;
		size_t n = conflicts_of(plan, x->file, c->a, &conflicts);
		batch_cell(c, t, r, plan->file[x->file]);
		batch_cell(c, t, r, plan->expert[x->judge]);
		batch_cell(c, t, r,
			str_cat(c->a, plan->third[x->file] ? STR("评分差异较大，增加一位；") : STR(""),
				assign_why(c->a, &plan->in, &plan->out, x)));
		batch_cell(c, t, r, n ? conflicts : STR("无"));
	}
}

static void load_table(struct ctx *c, struct view_batch *v, const struct panel_plan *plan)
{
	static const char *const heads[] = {"专家", "现有#份", "分派后#份"};
	struct view_table *t =
		&batch_table(c, v, "load", "每位专家的数量", STR("分派前后的数量"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有已申明利害关系的专家。");
	for (size_t j = 0; j < plan->in.judges; j++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, plan->expert[j]);
		batch_cell(c, t, r, str_i64(c->a, plan->in.load[j]));
		batch_cell(c, t, r, str_i64(c->a, plan->out.load[j]));
	}
}

enum rc page_o_panel_assign(struct ctx *c, struct err *e)
{
	struct panel_plan plan;
	struct panel p;
	struct db *db;

	TRY(load(c, &db, &p, e));
	if (!p.formed)
		return err_set(e, RC_STATE, MSG_PANEL_NONE);
	TRY(panel_plan_make(db, c->a, &p, &plan, e));
	struct view_batch *v = frame(c, &p, "分派预览", NULL);
	v->lead = STR("按规则算出：先回避，再均衡，同等情况下领域相符优先。同样的名单和种子得出同样的结果。");
	rows_add(c, &v->rows, "分派种子", p.head.seed);
	rows_add(c, &v->rows, "方案校验码", plan.seen);
	if (plan.out.short_of) {
		v->banner = str_fmt(c->a, "缺 %lld 份评分表的专家：请增加专家，或等待专家申明利害关系。",
			(long long)plan.out.short_of);
		v->banner_kind = "warn";
	}
	if (plan.out.picks.n) {
		struct view_batch_form *f =
			batch_form(c, v, "assign", str_none(), address(c, "/assign"));
		batch_hidden(c, f, "seen", plan.seen);
		f->warn = STR("确认后专家立即收到通知，可以打开材料。");
		f->back = address(c, "");
		batch_act(c, f, "assign",
			str_fmt(c->a, "确认分派 %zu 份", plan.out.picks.n).p, "");
	}
	load_table(c, v, &plan);
	plan_table(c, v, &plan);
	return batch_show(c, 200, v);
}

enum rc page_o_panel_assign_post(struct ctx *c, struct err *e)
{
	struct panel_assign uc = {.seen = form_get(&c->form, "seen")};

	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, address(c, ""));
	TRY(TX_RUN(&call, panel_assign, &uc, e));
	return ctx_done(c, &call,
		str_fmt(c->a, "已分派 %lld 份%s", (long long)uc.done,
			uc.short_of ? "，仍缺专家，请增加后再分派" : ""));
}

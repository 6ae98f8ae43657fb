/* 标准与规程 as the administrator needs them: which are loaded, that they are unchanged, what files rest on
 * them, and what in them is no printed text. The full words stand on the public page.
 */
#include "page/admin.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "page/rule_page.h"
#include "page/tmpl.h"

static struct view_tag force_tag(struct ctx *c, struct str from, struct str to)
{
	struct str today = date_str(c->a, date_of_instant(c->now));

	if (from.n && str_cmp(from, today) > 0)
		return tag_of("grey", STR("尚未施行"));
	if (to.n && str_cmp(to, today) < 0)
		return tag_of("grey", STR("已停止施行"));
	return tag_of("green", STR("现行"));
}

/* What does not stand in the document like this. */
static struct str sure_word(struct str confidence)
{
	if (str_eqc(confidence, "derived"))
		return STR("据引用数据");
	if (str_eqc(confidence, "configurable"))
		return STR("待省级设定");
	if (str_eqc(confidence, "design"))
		return STR("办理约定，待核实");
	return STR("待核实");
}

static bool unsure(struct str confidence)
{
	return confidence.n && !str_eqc(confidence, "text") && !str_eqc(confidence, "confirmed");
}

static void unsure_row(struct ctx *c, struct view_table *t, struct str what, struct str text,
	struct str confidence)
{
	if (!unsure(confidence))
		return;
	struct view_cells *r = VEC_ADD(c->a, &t->rows);
	admin_cell(c, t, r, what);
	admin_cell(c, t, r, text);
	admin_cell(c, t, r, sure_word(confidence))->tag = "amber";
}

static void unsure_heads(struct ctx *c, struct view_table *t)
{
	static const char *const names[] = {"事项", "现在的写法", "依据程度"};

	admin_heads(c, t, "文件没有载明、需要核实的内容", names, ARRAY_LEN(names), "全部为文件原文。");
}

static void unsure_standard(struct ctx *c, const struct standard *s, struct view_table *t)
{
	unsure_heads(c, t);
	unsure_row(c, t, STR("整体"), s->title, confidence_name(s->confidence));
	for (size_t i = 0; i < s->indicators.n; i++)
		unsure_row(c, t, s->indicators.v[i].name, s->indicators.v[i].rule,
			confidence_name(s->indicators.v[i].confidence));
	for (size_t i = 0; i < s->conditions.n; i++)
		unsure_row(c, t, s->conditions.v[i].name, s->conditions.v[i].text,
			confidence_name(s->conditions.v[i].confidence));
	for (size_t i = 0; i < s->direct.n; i++)
		unsure_row(c, t, s->direct.v[i].name, s->direct.v[i].text,
			confidence_name(s->direct.v[i].confidence));
}

static struct str term_text(struct ctx *c, const struct stage *s)
{
	if (!s->has_term)
		return STR("至本批截止");
	return str_fmt(c->a, "%lld 个%s", (long long)s->term.n,
		s->term.kind == TERM_WORKING ? "工作日" : "日历日");
}

static void unsure_procedure(struct ctx *c, const struct procedure *p, struct view_table *t)
{
	unsure_heads(c, t);
	for (size_t i = 0; i < p->basis_n; i++)
		unsure_row(c, t, STR("依据文件"), p->basis[i].title, p->basis[i].confidence);
	for (size_t i = 0; i < p->stages_n; i++)
		unsure_row(c, t, p->stages[i].name, term_text(c, &p->stages[i]),
			p->stages[i].confidence);
}

static void rule_row(struct ctx *c, struct view_table *t, struct str title, struct str href,
	struct str from, struct str to, size_t marks, struct str hash)
{
	struct view_cells *r = VEC_ADD(c->a, &t->rows);
	struct view_tag state = force_tag(c, from, to);
	struct view_cell *cell;

	admin_cell(c, t, r, title)->href = href;
	admin_cell(c, t, r, state.text)->tag = state.kind;
	admin_cell(c, t, r, from.n ? from : STR("未载明"));
	cell = admin_cell(c, t, r, marks ? str_fmt(c->a, "%zu 处", marks) : STR("无"));
	cell->tag = marks ? "amber" : NULL;
	admin_cell(c, t, r, str_sub(hash, 0, 16));
}

static enum rc proposals_fill(struct ctx *c, struct view_table *t, struct err *e)
{
	static const char *const names[] = {"事项", "标准或规程", "机构", "施行日期", "状态", "提出人"};
	struct q_rule_proposals_all_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_rule_proposals_all(db, &rows, e));
	admin_heads(c, t, "各省核实标准和规程的意见，新的在前", names, ARRAY_LEN(names),
		"还没有意见。省级在“待核实事项”提出，由本单位另一人确认。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_rule_proposals_all *x = &rows.v[i];
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		admin_cell(c, t, r, x->item)->href =
			str_fmt(c->a, "/a/rules/proposal/%lld", (long long)x->id);
		admin_cell(c, t, r, x->rule);
		admin_cell(c, t, r, x->agency);
		admin_cell(c, t, r, x->in_force);
		admin_cell(c, t, r, str_c(rule_proposal_word(x->state)));
		admin_cell(c, t, r, x->proposer);
	}
	return RC_OK;
}

/* Read only: what would change, who proposed it, who decided. */
static enum rc proposal_show(struct ctx *c, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("规则核实意见"));
	struct rule_proposal p;
	struct db *db;
	int64_t id;

	if (!str_to_i64(c->params[1], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(rule_proposal_read(db, ctx_services(c)->rules, id, c->now, &p, e));
	admin_page_below(c, STR("规则核实意见"), "标准与规程", "/a/rules", &v->page);
	TRY(rule_proposal_fill(c, &p, v, e));
	return batch_show(c, 200, v);
}

enum rc page_a_rules(struct ctx *c, struct err *e)
{
	static const char *const names[] = {"名称", "状态", "施行日期", "待核实", "校验码"};
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct view_a_list v = {0};

	admin_page(c, "标准与规程", &v.page);
	v.title = STR("标准与规程");
	v.lead = STR("随程序发布，入库后不再改变；每份申报固定在开始时的标准和规程上。");
	admin_heads(c, &v.table, "评价标准", names, ARRAY_LEN(names), "没有标准。");
	for (size_t i = 0; i < list->standards_n; i++) {
		const struct standard *s = list->standards[i];
		struct view_table marks = {0};
		unsure_standard(c, s, &marks);
		rule_row(c, &v.table, s->title, str_cat(c->a, STR("/a/rules/standard/"), s->id),
			date_str(c->a, s->legal_from), date_str(c->a, s->legal_to), marks.rows.n,
			s->hash_hex);
	}
	admin_heads(c, &v.second, "办理规程", names, ARRAY_LEN(names), "没有规程。");
	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		struct view_table marks = {0};
		unsure_procedure(c, p, &marks);
		rule_row(c, &v.second, p->title, str_cat(c->a, STR("/a/rules/procedure/"), p->id),
			p->legal_from, p->legal_to, marks.rows.n, hash_hex(c->a, p->hash));
	}
	TRY(proposals_fill(c, &v.third, e));
	tmpl_admin_list(respond_html(c, 200), &v);
	return RC_OK;
}

static void stages_fill(struct ctx *c, const struct procedure *p, struct view_table *t)
{
	static const char *const names[] = {"环节", "办理单位", "期限", "两人办理", "文件原文"};

	admin_heads(c, t, "办理环节", names, ARRAY_LEN(names), "");
	for (size_t i = 0; i < p->stages_n; i++) {
		const struct stage *s = &p->stages[i];
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		admin_cell(c, t, r, s->name);
		admin_cell(c, t, r, str_c(holder_word(s->level)));
		admin_cell(c, t, r, term_text(c, s));
		admin_cell(c, t, r, s->two_people ? STR("是") : STR("否"));
		admin_cell(c, t, r, s->clause.n ? s->clause : STR("文件未作具体规定"));
	}
}

static enum rc uses_fill(struct ctx *c, struct db *db, struct str id, bool standard,
	struct view_table *t, struct err *e)
{
	static const char *const names[] = {"规程", "标准", "申报"};
	struct q_admin_rule_uses_list rows;

	TRY(q_admin_rule_uses(db, &rows, e));
	admin_heads(c, t, "固定在它上面的申报", names, ARRAY_LEN(names), "还没有申报使用它。");
	for (size_t i = 0; i < rows.n; i++) {
		if (!str_eq(standard ? rows.v[i].standard : rows.v[i].edition, id))
			continue;
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		admin_cell(c, t, r, rows.v[i].edition);
		admin_cell(c, t, r, rows.v[i].standard);
		admin_cell(c, t, r, str_fmt(c->a, "%lld 件", (long long)rows.v[i].files));
	}
	return RC_OK;
}

static void standard_fill(struct ctx *c, const struct standard *s, struct view_a_rule *v)
{
	struct str from = date_str(c->a, s->legal_from), to = date_str(c->a, s->legal_to);

	v->title = s->title;
	v->state = force_tag(c, from, to);
	rows_add(c, &v->rows, "编号", s->id);
	for (size_t i = 0; i < s->basis.n; i++)
		rows_add(c, &v->rows, "依据",
			str_fmt(c->a, "%.*s %.*s %.*s", STR_ARG(s->basis.v[i].name),
				STR_ARG(s->basis.v[i].number), STR_ARG(s->basis.v[i].article)));
	rows_add(c, &v->rows, "施行日期", from.n ? from : STR("未载明"));
	rows_add(c, &v->rows, "内容",
		str_fmt(c->a, "%zu 项条件，%zu 项直通条件，%zu 个指标，%zu 类佐证材料", s->conditions.n,
			s->direct.n, s->indicators.n, s->evidence.n));
	rows_add(c, &v->rows, "校验码（SHA-256，与入库时一致）", s->hash_hex);
	unsure_standard(c, s, &v->unsure);
}

static void procedure_fill(struct ctx *c, const struct procedure *p, struct view_a_rule *v)
{
	struct str batches = procedure_batches_text(c->a, p);

	v->title = p->title;
	v->state = force_tag(c, p->legal_from, p->legal_to);
	rows_add(c, &v->rows, "编号", p->id);
	rows_add(c, &v->rows, "评价标准", p->standard);
	rows_add(c, &v->rows, "主管机构", p->body);
	rows_add(c, &v->rows, "施行日期", p->legal_from.n ? p->legal_from : STR("未载明"));
	rows_add(c, &v->rows, "批次",
		str_fmt(c->a, "%.*s；%.*s", STR_ARG(batches), STR_ARG(p->batch_clause)));
	rows_add(c, &v->rows, "有效期", procedure_validity_text(c->a, p));
	rows_add(c, &v->rows, "受理编号", p->number_application);
	rows_add(c, &v->rows, "证书编号", p->number_certificate);
	rows_add(c, &v->rows, "校验码（SHA-256，与入库时一致）", hash_hex(c->a, p->hash));
	stages_fill(c, p, &v->stages);
	unsure_procedure(c, p, &v->unsure);
}

enum rc page_a_rule(struct ctx *c, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct date today = date_of_instant(c->now);
	bool standard = str_eqc(c->params[0], "standard");
	const struct standard *s = standard ? rules_standard(rules, c->params[1], STR(""), today) : NULL;
	const struct procedure *p = str_eqc(c->params[0], "procedure")
		? rules_procedure(rules, c->params[1], today)
		: NULL;
	struct view_a_rule v = {0};
	struct db *db;

	if (str_eqc(c->params[0], "proposal"))
		return proposal_show(c, e);
	if (!s && !p)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	if (s)
		standard_fill(c, s, &v);
	else
		procedure_fill(c, p, &v);
	admin_page_below(c, v.title, "标准与规程", "/a/rules", &v.page);
	v.full_href = str_cat(c->a, STR("/rules/"), c->params[1]);
	TRY(uses_fill(c, db, c->params[1], standard, &v.uses, e));
	tmpl_admin_rule(respond_html(c, 200), &v);
	return RC_OK;
}

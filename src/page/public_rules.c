/* Standards and procedures as they are used: clause texts, bands, dates, hash, and how sure each is. */
#include "base/vec.h"
#include "domain/decimal.h"
#include "page/common.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "store/q.h"

static struct view_tag force_tag(struct str from, struct str to, struct str today)
{
	if (from.n && str_cmp(from, today) > 0)
		return tag_of("grey", STR("尚未施行"));
	if (to.n && str_cmp(to, today) < 0)
		return tag_of("grey", STR("已停止施行"));
	return tag_of("green", STR("现行"));
}

static struct str force_text(struct ctx *c, struct str from, struct str to)
{
	if (!from.n)
		return STR("施行日期未载明");
	return to.n ? str_fmt(c->a, "%.*s 至 %.*s 施行", STR_ARG(from), STR_ARG(to))
		    : str_fmt(c->a, "自 %.*s 起施行", STR_ARG(from));
}

/* "text" as printed; everything else says so. */
static struct view_tag sure_tag(struct str confidence)
{
	if (!confidence.n || str_eqc(confidence, "text"))
		return tag_of("green", STR("原文"));
	if (str_eqc(confidence, "derived"))
		return tag_of("amber", STR("据引用数据"));
	if (str_eqc(confidence, "design"))
		return tag_of("amber", STR("办理约定"));
	if (str_eqc(confidence, "confirmed"))
		return tag_of("green", STR("经核实"));
	if (str_eqc(confidence, "configurable"))
		return tag_of("amber", STR("由省级设定，尚未设定"));
	return tag_of("amber", STR("待核实"));
}

enum rc page_rules(struct ctx *c, struct err *e)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct str today = date_str(c->a, date_of_instant(c->now));
	struct view_rules v = {0};

	(void)e;
	page_view(c, "标准与依据", &v.page);
	v.page.column = STR("标准与依据");
	page_crumb(c, &v.page, STR("标准与依据"), str_none());
	for (size_t i = 0; i < list->standards_n; i++) {
		const struct standard *s = list->standards[i];
		struct str from = date_str(c->a, s->legal_from), to = date_str(c->a, s->legal_to);
		*VEC_ADD(c->a, &v.standards) = (struct view_rule_item){
			.title = s->title,
			.href = str_cat(c->a, STR("/rules/"), s->id),
			.from = force_text(c, from, to),
			.hash = s->hash_hex,
			.state = force_tag(from, to, today)};
	}
	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		*VEC_ADD(c->a, &v.procedures) = (struct view_rule_item){.title = p->title,
			.href = str_cat(c->a, STR("/rules/"), p->id),
			.from = force_text(c, p->legal_from, p->legal_to),
			.hash = hash_hex(c->a, p->hash),
			.state = force_tag(p->legal_from, p->legal_to, today)};
	}
	rule_pair_fill(c, true, STR(""), STR(""), &v.compare_standards);
	rule_pair_fill(c, false, STR(""), STR(""), &v.compare_procedures);
	tmpl_public_rules(respond_html(c, 200), &v);
	return RC_OK;
}

static struct str points(struct ctx *c, int64_t micro)
{
	return decimal_str(c->a, micro);
}

static void items_fill(struct ctx *c, const struct standard_item *items, size_t n,
	struct view_rule_conditions *out)
{
	for (size_t i = 0; i < n; i++)
		*VEC_ADD(c->a, out) = (struct view_rule_condition){.name = items[i].name,
			.text = items[i].text,
			.confidence = sure_tag(confidence_name(items[i].confidence))};
}

static void group_fill(struct ctx *c, const struct standard *s, size_t g, struct view_rule *v)
{
	const struct standard_group *group = &s->groups.v[g];
	struct view_rule_group *out = VEC_ADD(c->a, &v->groups);

	out->title = str_fmt(c->a, "%.*s（%.*s 分", STR_ARG(group->name), STR_ARG(points(c, group->max)));
	if (group->min)
		out->title = str_fmt(c->a, "%.*s，不低于 %.*s 分", STR_ARG(out->title),
			STR_ARG(points(c, group->min)));
	out->title = str_cat(c->a, out->title, STR("）"));
	for (size_t i = 0; i < s->indicators.n; i++) {
		const struct standard_indicator *in = &s->indicators.v[i];
		struct view_rule_indicator *row;

		if (in->group != g)
			continue;
		row = VEC_ADD(c->a, &out->indicators);
		row->id = in->id;
		row->name = in->name;
		row->points = str_fmt(c->a, "%.*s 分", STR_ARG(points(c, in->max)));
		row->rule = in->rule;
		row->formula = in->formula;
		row->confidence = sure_tag(confidence_name(in->confidence));
		for (size_t b = 0; b < in->bands_n; b++)
			VEC_PUSH(c->a, &row->bands,
				str_fmt(c->a, "%.*s. %.*s：%.*s 分", STR_ARG(in->bands[b].label),
					STR_ARG(in->bands[b].text),
					STR_ARG(points(c, in->bands[b].points))));
	}
}

static void standard_page(struct ctx *c, const struct standard *s, struct view_rule *v)
{
	v->title = s->title;
	for (size_t i = 0; i < s->basis.n; i++)
		rows_add(c, &v->facts, "依据",
			str_fmt(c->a, "%.*s %.*s %.*s", STR_ARG(s->basis.v[i].name),
				STR_ARG(s->basis.v[i].number), STR_ARG(s->basis.v[i].article)));
	rows_add(c, &v->facts, "施行日期",
		force_text(c, date_str(c->a, s->legal_from), date_str(c->a, s->legal_to)));
	rows_add(c, &v->facts, "整体依据程度", sure_tag(confidence_name(s->confidence)).text);
	if (s->boundary.n)
		rows_add(c, &v->facts, "分界值", s->boundary);
	rows_add(c, &v->facts, "校验码（SHA-256）", s->hash_hex);
	for (size_t i = 0; i < s->eligibility.n; i++)
		VEC_PUSH(c->a, &v->eligibility, s->eligibility.v[i]);
	for (size_t i = 0; i < s->routes.n; i++)
		VEC_PUSH(c->a, &v->routes, s->routes.v[i].text);
	for (size_t i = 0; i < s->notes.n; i++)
		VEC_PUSH(c->a, &v->notes, s->notes.v[i]);
	items_fill(c, s->conditions.v, s->conditions.n, &v->conditions);
	items_fill(c, s->direct.v, s->direct.n, &v->direct);
	for (size_t g = 0; g < s->groups.n; g++)
		group_fill(c, s, g, v);
}

static void procedure_page(struct ctx *c, const struct procedure *p, struct view_rule *v)
{
	v->title = p->title;
	for (size_t i = 0; i < p->basis_n; i++)
		rows_add(c, &v->facts, "依据", public_basis(c, &p->basis[i]));
	rows_add(c, &v->facts, "施行日期", force_text(c, p->legal_from, p->legal_to));
	rows_add(c, &v->facts, "每年批次", procedure_batches_text(c->a, p));
	rows_add(c, &v->facts, "有效期", procedure_validity_text(c->a, p));
	rows_add(c, &v->facts, "校验码（SHA-256）", hash_hex(c->a, p->hash));
	for (size_t i = 0; i < p->eligibility_n; i++)
		VEC_PUSH(c->a, &v->eligibility,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(p->eligibility[i].text),
				STR_ARG(p->eligibility[i].clause)));
	for (size_t i = 0; i < p->stages_n; i++)
		*VEC_ADD(c->a, &v->steps) = (struct view_rule_condition){
			.name = str_fmt(c->a, "%.*s（%s）", STR_ARG(p->stages[i].name),
				holder_word(p->stages[i].level)),
			.text = p->stages[i].clause.n ? p->stages[i].clause : STR("文件未作具体规定"),
			.confidence = sure_tag(p->stages[i].confidence)};
}

static void versus(struct ctx *c, struct view_rule *v, struct str title, struct str a, struct str b)
{
	links_add(c, &v->links, str_fmt(c->a, "与%.*s（%.*s）的区别", STR_ARG(title), STR_ARG(a)),
		str_fmt(c->a, "/rules/diff?a=%.*s&b=%.*s", STR_ARG(a), STR_ARG(b)), false);
}

/* Who stands behind each version of this text, and what it changed. Bodies, no persons. */
static enum rc versions_fill(
	struct ctx *c, const struct rules_version *of, struct view_rule *v, struct err *e)
{
	struct q_rule_versions_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_rule_versions(db,
		&(struct q_rule_versions_in){
			.kind = of->standard ? STR("standard") : STR("procedure"), .rule = of->id},
		&rows, e));
	for (size_t i = 0; rows.n > 1 && i < rows.n; i++) {
		const struct q_rule_versions *r = &rows.v[i];
		struct str head = str_fmt(c->a, "第 %lld 版%s", (long long)r->version,
			r->version == of->version ? "（本页）" : "");
		struct str from = r->in_force.n ? STR_JOIN(c->a, r->in_force, STR(" 起开放的批次适用"))
						: STR("最初的文本");
		if (r->agency.p)
			from = str_fmt(c->a, "%.*s；%.*s核实“%.*s”，两人确认；来源：%.*s；理由：%.*s", STR_ARG(from),
				STR_ARG(r->agency), STR_ARG(r->item), STR_ARG(r->source), STR_ARG(r->reason));
		rows_add(c, &v->facts, str_cstr(c->a, head), from);
		if (r->version == of->version)
			continue;
		links_add(c, &v->links, str_fmt(c->a, "第 %lld 版全文", (long long)r->version),
			str_fmt(c->a, "/rules/%.*s@%lld", STR_ARG(of->id), (long long)r->version), false);
		links_add(c, &v->links, str_fmt(c->a, "与第 %lld 版的区别", (long long)r->version),
			str_fmt(c->a, "/rules/diff?a=%.*s@%lld&b=%.*s@%lld", STR_ARG(of->id),
				(long long)MIN_OF(r->version, of->version), STR_ARG(of->id),
				(long long)MAX_OF(r->version, of->version)),
			false);
	}
	return RC_OK;
}

/* The text whose SHA-256 the hash is; and every other version of the same tier or programme. */
static void other_versions(struct ctx *c, const struct rules_version *of, struct view_rule *v)
{
	const struct standard *s = of->standard;
	const struct procedure *p = of->procedure;
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct str id = s ? s->id : p->id;

	links_add(c, &v->links, STR("下载规范文本（JSON）：对整个文件计算 SHA-256，应等于校验码"),
		str_fmt(c->a, "/rules/%.*s@%lld/text.json", STR_ARG(id), (long long)of->version), false);
	for (size_t i = 0; s && i < list->standards_n; i++)
		if (list->standards[i] != s && str_eq(list->standards[i]->tier, s->tier))
			versus(c, v, list->standards[i]->title, list->standards[i]->id, id);
	for (size_t i = 0; p && i < list->procedures_n; i++)
		if (list->procedures[i] != p &&
			str_eq(list->procedures[i]->programme, p->programme))
			versus(c, v, list->procedures[i]->title, list->procedures[i]->id, id);
}

enum rc page_rule(struct ctx *c, struct err *e)
{
	const struct rules_version *version = rule_version_named(c, c->params[0]);
	struct view_rule v = {0};

	if (!version)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	const struct standard *s = version->standard;
	const struct procedure *p = version->procedure;
	page_view_str(c, s ? s->title : p->title, &v.page);
	v.page.column = STR("标准与依据");
	page_crumb(c, &v.page, STR("标准与依据"), STR("/rules"));
	page_crumb(c, &v.page, v.page.title, str_none());
	if (s)
		standard_page(c, s, &v);
	else
		procedure_page(c, p, &v);
	TRY(versions_fill(c, version, &v, e));
	other_versions(c, version, &v);
	tmpl_public_rule(respond_html(c, 200), &v);
	return RC_OK;
}

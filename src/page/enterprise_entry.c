/* 申报条件核对: every condition with its clause, what was found, and what to do where it does not hold. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/bodies.h"
#include "service/entry.h"
#include "service/terms.h"

static void cell(struct view_cells *r, struct ctx *c, const char *label, struct str text)
{
	*VEC_ADD(c->a, r) = (struct view_cell){.text = text, .label = str_c(label)};
}

void e_conditions(struct ctx *c, const struct entry_results *entry, struct view_table *t)
{
	static const char *const names[] = {"申报条件", "结论", "查到的情况", "怎么办"};
	static const char *const tags[] = {
		[TRI_FALSE] = "red", [TRI_TRUE] = "green", [TRI_UNKNOWN] = "grey"};

	t->caption = STR("申报条件核对");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(names[i])};
	for (size_t i = 0; i < entry->n; i++) {
		const struct entry_result *x = &entry->v[i];
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		cell(r, c, names[0],
			x->rule->clause.n ? str_fmt(c->a, "%.*s（%.*s）", STR_ARG(x->rule->text),
						    STR_ARG(x->rule->clause))
					  : x->rule->text);
		cell(r, c, names[1], str_c(entry_word(x)));
		r->v[1].tag = tags[x->holds];
		cell(r, c, names[2], x->fact);
		cell(r, c, names[3],
			x->holds == TRI_FALSE && x->rule->next.n ? x->rule->next : STR("—"));
	}
}

static struct str standard_text(
	struct ctx *c, const struct procedure *p, struct date opens, enum filing_kind kind)
{
	struct str id = procedure_standard(p, kind, opens);
	const struct standard *s = rules_standard(ctx_services(c)->rules, id, p->body, opens);
	bool older = !str_eq(id, p->standard);

	if (!s)
		return str_none();
	return str_fmt(c->a, "本批次按《%.*s》评价（%s）。%.*s", STR_ARG(s->title),
		filing_kind_word(kind), STR_ARG(kind == FILING_RECHECK && older ? p->recheck_clause
			: kind == FILING_UPDATE	       ? p->update_clause
						       : STR("")));
}

/* A batch of another province can be read about; it takes nothing from here. */
static enum rc place_takes(struct db *db, const struct procedure *p, const struct profile *profile,
	const struct q_batch_by_id *b, struct err *e)
{
	struct bodies at;

	TRY(bodies_of(db, p->line, profile->v.division_code, &at, e));
	return at.province == b->province_agency_id
		       ? RC_OK
		       : err_field(e, RC_INVALID, MSG_APPLICATION_PLACE, "division_code");
}

enum rc page_e_entry(struct ctx *c, struct err *e)
{
	struct view_e_entry v = {0};
	struct entry_results entry;
	struct q_batch_by_id b;
	struct profile profile;
	struct db *db;
	int64_t id;

	if (!str_to_i64(c->params[0], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(q_batch_by_id(db, &(struct q_batch_by_id_in){.id = id}, &b, e));
	const struct procedure *p = rules_procedure(
		ctx_services(c)->rules, b.edition, rules_pin(b.opens_on));
	if (!p)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition");
	TRY(entry_of(db, ctx_services(c)->rules, p, c->who.enterprise_id, NULL, date_of_instant(c->now), &entry, e));
	page_view(c, "申报条件核对", &v.page);
	page_crumb(c, &v.page, STR("工作台"), STR("/e"));
	page_crumb(c, &v.page, STR("申报条件核对"), str_none());
	v.title = str_cat(c->a, b.title, p->tier_full_name);
	v.lead = str_fmt(c->a, "申报截止 %.*s。先核对能不能申报，再开始填报。",
		STR_ARG(deadline_text(c->a, b.filing_ends_at)));
	enum filing_kind kind = FILING_FIRST;
	struct err why = {0};
	TRY(profile_load(db, &c->who, &profile, e));
	enum rc rc = place_takes(db, p, &profile, &b, &why);
	if (rc == RC_OK)
		rc = terms_kind(db, p, profile.uscc, date_of_instant(c->now), &kind, &why);
	v.standard = standard_text(c, p, rules_pin(b.opens_on), kind);
	if (kind == FILING_UPDATE)
		v.lead = str_fmt(c->a, "本企业持有这一称号：本批次办理信息更新，截止 %.*s，由市级确认；称号继续有效，不需要再次认定。",
			STR_ARG(deadline_text(c->a, b.filing_ends_at)));
	else
		e_conditions(c, &entry, &v.conditions);
	const struct entry_result *no = entry_refusal(entry.v, entry.n);
	if (rc != RC_OK)
		v.refused = err_text(c->a, &why);
	else if (no && kind != FILING_UPDATE)
		v.refused = str_fmt(c->a, "现在不能申报：%.*s。%.*s", STR_ARG(no->fact),
			STR_ARG(no->rule->next));
	else
		v.batch = id;
	tmpl_enterprise_entry(respond_html(c, 200), &v);
	return RC_OK;
}

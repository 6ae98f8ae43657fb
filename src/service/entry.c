/* Looking up what a condition of application needs; judging is domain/entry's. */
#include "service/entry.h"

#include "store/q.h"

static struct date date_or_none(struct str s)
{
	struct date d;

	return date_parse(s, &d) ? d : (struct date){0};
}

static enum rc titles_load(struct db *db, struct str uscc, struct entry_case *c, struct err *e)
{
	struct q_entry_titles_list rows;

	TRY(q_entry_titles(db, &(struct q_entry_titles_in){.uscc = uscc}, &rows, e));
	struct entry_title *v = ARENA_NEW_N(db_arena(db), struct entry_title, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct entry_title){rows.v[i].tier, rows.v[i].tier_name,
			date_or_none(rows.v[i].valid_from), date_or_none(rows.v[i].valid_to),
			str_eqc(rows.v[i].state, "valid") || str_eqc(rows.v[i].state, "renewing"),
			str_eqc(rows.v[i].state, "renewing")};
	c->titles = v;
	c->titles_n = rows.n;
	return RC_OK;
}

static enum rc bans_load(struct db *db, struct str uscc, struct entry_case *c, struct err *e)
{
	struct q_entry_bans_list rows;

	TRY(q_entry_bans(db, &(struct q_entry_bans_in){.uscc = uscc}, &rows, e));
	struct entry_ban *v = ARENA_NEW_N(db_arena(db), struct entry_ban, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct entry_ban){rows.v[i].programmes, rows.v[i].cause, rows.v[i].clause,
			date_or_none(rows.v[i].from_on), date_or_none(rows.v[i].to_on)};
	c->bans = v;
	c->bans_n = rows.n;
	return RC_OK;
}

static enum rc lists_load(struct db *db, struct str uscc, struct entry_case *c, struct err *e)
{
	struct q_entry_listed_list listed;
	struct q_entry_clusters_list clusters;

	TRY(q_entry_listed(db, &(struct q_entry_listed_in){.uscc = uscc}, &listed, e));
	TRY(q_entry_clusters(db, &(struct q_entry_clusters_in){.uscc = uscc}, &clusters, e));
	struct entry_listed *v = ARENA_NEW_N(db_arena(db), struct entry_listed, listed.n + 1);
	struct str *names = ARENA_NEW_N(db_arena(db), struct str, clusters.n + 1);
	for (size_t i = 0; i < listed.n; i++)
		v[i] = (struct entry_listed){
			listed.v[i].kind, date_or_none(listed.v[i].since_on)};
	for (size_t i = 0; i < clusters.n; i++)
		names[i] = str_fmt(db_arena(db), "%.*s（%lld年统计）", STR_ARG(clusters.v[i].cluster),
			(long long)clusters.v[i].year);
	c->listed = v;
	c->listed_n = listed.n;
	c->clusters = names;
	c->clusters_n = clusters.n;
	return RC_OK;
}

static enum rc pools_load(struct db *db, const struct rules *rules, int64_t enterprise_id,
	struct entry_case *c, struct err *e)
{
	struct q_entry_pools_list rows;

	TRY(q_entry_pools(db, &(struct q_entry_pools_in){.enterprise_id = enterprise_id}, &rows, e));
	struct entry_pool *v = ARENA_NEW_N(db_arena(db), struct entry_pool, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct procedure *p = rules_procedure(rules, rows.v[i].edition,
			date_of_instant(rows.v[i].pooled_at));
		v[i] = (struct entry_pool){
			p ? p->programme : STR(""), date_of_instant(rows.v[i].pooled_at)};
	}
	c->pools = v;
	c->pools_n = rows.n;
	return RC_OK;
}

/* Figures of the year before the evaluation, as far as they are filled in. */
static void size_of(struct arena *a, const struct rules_sizes *sizes, const struct facts *facts,
	struct str industry, struct entry_case *c, struct err *e)
{
	static const size_t ids[SIZE_INDICATOR__MAX] = {
		[SIZE_STAFF] = FACT_STAFF, [SIZE_REVENUE] = FACT_REVENUE, [SIZE_ASSETS] = FACT_TOTAL_ASSETS};
	const struct size_line *line;
	struct size_facts figures = {0};
	struct size_result r;

	c->size_text = STR("填写所属行业、职工总数、营业收入、资产总额后判断");
	if (!facts || industry.n == 0)
		return;
	const struct industry *own = industries_find(&sizes->industries, industry);
	if (!own || size_line_of(&sizes->standard, &sizes->industries, own, &line, e) != RC_OK) {
		c->size_text = err_text(a, e);
		return;
	}
	for (size_t k = 0; k < SIZE_INDICATOR__MAX; k++) {
		struct fact_value v = facts_get(facts, ids[k], 1);
		figures.has[k] = v.state == FACT_KNOWN;
		figures.value[k] = v.v;
	}
	if (size_classify(line, &figures, &r, e) != RC_OK)
		return;
	c->size_known = TRI_TRUE;
	c->size = r.size;
	c->size_text = str_fmt(a, "%s（%.*s）", size_name(r.size),
		STR_ARG(size_explain(a, &r, &figures)));
}

static bool needs_size(const struct procedure *p)
{
	for (size_t i = 0; i < p->eligibility_n; i++)
		if (p->eligibility[i].kind == ENTRY_SIZE)
			return true;
	return false;
}

enum rc entry_of(struct db *db, const struct rules *rules, const struct procedure *p, int64_t enterprise_id,
	const struct facts *facts, struct date day, struct entry_results *out, struct err *e)
{
	struct entry_case c = {.day = day, .size_known = TRI_UNKNOWN};
	struct q_entry_enterprise own;
	struct q_agency_by_code body;
	struct err ignored = {0};

	TRY(q_entry_enterprise(
		db, &(struct q_entry_enterprise_in){.enterprise_id = enterprise_id}, &own, e));
	TRY(q_agency_by_code(db, &(struct q_agency_by_code_in){.code = p->body}, &body, e));
	c.division = own.division_code;
	c.body_division = body.division_code;
	TRY(titles_load(db, own.uscc, &c, e));
	TRY(bans_load(db, own.uscc, &c, e));
	TRY(lists_load(db, own.uscc, &c, e));
	TRY(pools_load(db, rules, enterprise_id, &c, e));
	if (needs_size(p))
		size_of(db_arena(db), rules_sizes(rules), facts, own.industry_code, &c, &ignored);
	out->n = p->eligibility_n;
	out->v = ARENA_NEW_N(db_arena(db), struct entry_result, out->n + 1);
	entry_check(db_arena(db), p, &c, out->v);
	return RC_OK;
}

enum rc entry_allows(const struct entry_results *r, struct err *e)
{
	const struct entry_result *no = entry_refusal(r->v, r->n);

	if (!no)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_ENTRY_REFUSED);
	(void)!err_argf(e, "%.*s（%.*s）", STR_ARG(no->rule->text), STR_ARG(no->rule->clause));
	if (!no->rule->next.n)
		return err_arg(e, 1, no->fact);
	char found[2 * sizeof(e->arg[1])];
	snprintf(found, sizeof(found), "%.*s。%.*s", STR_ARG(no->fact), STR_ARG(no->rule->next));
	return err_arg(e, 1, str_c(found));
}

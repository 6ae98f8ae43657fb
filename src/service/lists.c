/* The lists as they are stored, as the counting rules see them, and the facts that follow. */
#include "service/lists.h"

#include "domain/decimal.h"
#include "service/correction.h"

static struct date day_of(struct str text)
{
	struct date d = {0};

	return date_parse(text, &d) ? d : (struct date){0};
}

static struct count_item seen(const struct q_list_items *r)
{
	return (struct count_item){.kind = r->kind,
		.numbered = r->number.n > 0,
		.rank = r->rank,
		.level = r->level,
		.transferred = str_eqc(r->obtained, "transfer"),
		.related = r->related != 0,
		.applied = r->applied != 0,
		.ground = r->ground,
		.transferred_on = day_of(r->transferred_on),
		.granted_on = day_of(r->granted_on),
		.valid_until = day_of(r->valid_until)};
}

enum rc lists_load(struct db *db, int64_t enterprise_id, struct lists *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct lists l = {0};

	TRY(q_list_items(
		db, &(struct q_list_items_in){.enterprise_id = enterprise_id}, &l.items, e));
	TRY(q_list_nones(
		db, &(struct q_list_nones_in){.enterprise_id = enterprise_id}, &l.nones, e));
	TRY(q_rd_projects(
		db, &(struct q_rd_projects_in){.enterprise_id = enterprise_id}, &l.projects, e));
	TRY(q_staff_quarters(db,
		&(struct q_staff_quarters_in){.enterprise_id = enterprise_id}, &l.quarters, e));
	for (size_t k = 0; k <= COUNT_HONOURS; k++) {
		l.of[k] = ARENA_NEW_N(a, struct count_item, l.items.n + 1);
		l.row[k] = ARENA_NEW_N(a, const struct q_list_items *, l.items.n + 1);
	}
	for (size_t i = 0; i < l.items.n; i++) {
		enum count_list k;
		if (!count_list_parse(l.items.v[i].list, &k) || k > COUNT_HONOURS)
			return err_detail(e, RC_DATA, MSG_INTERNAL, "list_item %.*s",
				STR_ARG(l.items.v[i].public_id));
		l.row[k][l.n[k]] = &l.items.v[i];
		l.of[k][l.n[k]++] = seen(&l.items.v[i]);
	}
	*out = l;
	return RC_OK;
}

bool lists_none(const struct lists *l, enum count_list list, int year)
{
	for (size_t i = 0; i < l->nones.n; i++)
		if (str_eq(l->nones.v[i].list, count_list_name(list)) && l->nones.v[i].year == year)
			return true;
	return false;
}

static int64_t given(struct opt_i64 v)
{
	return v.has ? v.v : -1;
}

void lists_input(const struct lists *l, struct arena *a, enum count_list list, int year,
	struct count_input *out)
{
	struct count_input in = {.nothing = lists_none(l, list, year)};

	if (list <= COUNT_HONOURS) {
		in.items = l->of[list];
		in.items_n = l->n[list];
	}
	struct count_project *p = ARENA_NEW_N(a, struct count_project, l->projects.n + 1);
	for (size_t i = 0; i < l->projects.n; i++) {
		p[i].year = (int)l->projects.v[i].year;
		if (decimal_parse(l->projects.v[i].expense, &p[i].expense, NULL) != RC_OK)
			p[i].expense = 0;
	}
	in.projects = p;
	in.projects_n = l->projects.n;
	struct count_quarter *q = ARENA_NEW_N(a, struct count_quarter, l->quarters.n + 1);
	for (size_t i = 0; i < l->quarters.n; i++) {
		const struct q_staff_quarters *r = &l->quarters.v[i];
		q[i] = (struct count_quarter){(int)r->year, (int)r->quarter, given(r->staff_begin),
			given(r->staff_end), given(r->tech_begin), given(r->tech_end)};
	}
	in.quarters = q;
	in.quarters_n = l->quarters.n;
	*out = in;
}

struct str list_path(struct arena *a, enum count_list list, int year)
{
	if (list == COUNT_IP)
		return STR("/e/ip");
	if (list == COUNT_HONOURS)
		return STR("/e/honours");
	return year ? str_fmt(a, "/e/projects/%d", year) : STR("/e/projects");
}

struct str list_title(const struct rules *rules, enum count_list list)
{
	if (list <= COUNT_HONOURS)
		return rules_list_def(rules, list)->title;
	return list == COUNT_PROJECTS ? STR("研发项目") : STR("季度人数");
}

/* --- derived facts ----------------------------------------------------------------------------- */

const struct counting *fact_counting(const struct application_file *f, size_t fact)
{
	for (size_t i = 0; i < f->derived_n; i++)
		for (size_t k = 0; k < f->derived[i]->rules_n; k++)
			if (f->derived[i]->rules[k].fact == fact)
				return f->derived[i];
	return NULL;
}

static const struct count_rule *rule_of(const struct counting *set, size_t fact)
{
	for (size_t k = 0; set && k < set->rules_n; k++)
		if (set->rules[k].fact == fact)
			return &set->rules[k];
	return NULL;
}

/* One derived fact for every fact (and year) that the standard's form has. */
static void derive(const struct application_file *f, const struct lists *l,
	const struct corrections *fixes, struct arena *a, int64_t now, struct derivation *out)
{
	for (size_t i = 0; i < f->standard->facts.n; i++) {
		struct fact_ref ref = f->standard->facts.v[i];
		const struct counting *set = fact_counting(f, ref.fact);
		const struct count_rule *rule = rule_of(set, ref.fact);
		int year = fact_at(ref.fact)->yearly ? f->year - (int)ref.back : 0;
		struct count_input in;

		if (!rule || derivation_of(out, ref.fact, year))
			continue;
		struct derived *d = VEC_ADD(a, out);
		d->set = set;
		lists_input(l, a, set->list, year, &in);
		counting_run(a, rule, &in, date_of_instant(now), year, &d->c);
		d->kept = fixes && !correction_opens_fact(fixes, ref.fact, year);
	}
}

enum rc derivation_load(struct db *db, const struct application_file *f, int64_t now,
	struct derivation *out, struct err *e)
{
	struct derivation d = {0};
	struct corrections fixes;

	if (f->derived_n) {
		TRY(lists_load(db, f->enterprise_id, &d.lists, e));
		if (f->submission_id)
			TRY(corrections_load(db, f, &fixes, e));
		derive(f, &d.lists, f->submission_id ? &fixes : NULL, db_arena(db), now, &d);
	}
	*out = d;
	return RC_OK;
}

const struct derived *derivation_of(const struct derivation *d, size_t fact, int year)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].c.rule->fact == fact && d->v[i].c.year == year)
			return &d->v[i];
	return NULL;
}

void derivation_apply(const struct derivation *d, struct facts *facts)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct counted *c = &d->v[i].c;
		int back = c->year ? facts->year - c->year : 0;
		if (d->v[i].kept || back < 0 || back >= FACTS_BACK)
			continue;
		if (c->value.state == FACT_KNOWN)
			facts_put(facts, c->rule->fact, c->year, c->value.v);
		else
			facts->value[facts_slot(c->rule->fact, (size_t)back)] =
				(struct fact_value){0, FACT_UNKNOWN};
	}
}

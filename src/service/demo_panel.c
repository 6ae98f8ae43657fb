/* From the cluster's list through pool, choice and recommendation to the experts' desks: what only some programmes
 * know, so that its rooms are lived in too.
 */
#include "service/demo_panel.h"

#include "base/vec.h"
#include "service/batch.h"
#include "service/cluster.h"
#include "service/demo_office.h"
#include "service/demo_story.h"
#include "service/expert.h"
#include "service/expert_work.h"
#include "service/list_act.h"
#include "service/lists.h"
#include "service/panel.h"
#include "service/written_report.h"
#include "store/q.h"

#define FIRMS 7
#define FIRMS_FIRST 700000 /* numbers of invented enterprises */
#define CHOSEN 5	   /* of them; the others wait in the pool */
#define EXPERTS 4
#define MARKED 2 /* experts who have handed in what they were given; the first of them has done one */
#define PANEL_DAYS 20

struct course {
	struct demo *of;  /* the demonstration */
	struct demo d;	  /* the same, by this edition */
	struct demo_enterprise firm[FIRMS];
	int64_t batch_id;
	struct batch_plan plan;
	int64_t expert[EXPERTS], expert_account[EXPERTS];
};

static int64_t hours(struct date day, int64_t n)
{
	return instant_day_start(day) + n * 3600 * 1000;
}

/* --- the enterprises --------------------------------------------------------------------------------- */

static enum rc found(struct course *k, struct err *e)
{
	struct demo *d = &k->d;
	struct actor system = {.name = STR("系统")};
	struct tx tx = demo_tx(d, &system, hours(k->plan.opens_on, 8));
	struct cluster_row row[FIRMS] = {0};
	struct import_clusters uc = {.year = k->plan.opens_on.y - 1, .source = STR("演示数据"), .v = row, .n = FIRMS};

	for (size_t i = 0; i < FIRMS; i++) {
		const struct demo_place *place = &d->places[i * 9 % d->places_n];
		TRY(demo_found(d->db, &k->of->random,
			&(struct demo_founding){.words = &d->words, .place = place,
				.n = FIRMS_FIRST + (int64_t)i, .province_agency_id = d->province.agency_id,
				.now = tx.now - 30 * MS_PER_DAY},
			&k->firm[i], e));
		for (size_t c = 0; c < CLUSTER_COLUMN__MAX; c++)
			row[i].cell[c] = STR("");
		row[i].told.row = (int64_t)i + 1;
		row[i].cell[CLUSTER_NAME] = k->firm[i].name;
		row[i].cell[CLUSTER_USCC] = k->firm[i].uscc;
		row[i].cell[CLUSTER_CLUSTER] = str_cat(d->a, place->county, STR("特色产业集群"));
		row[i].cell[CLUSTER_COUNTY] = place->division_code;
	}
	return import_clusters(&tx, &uc, e);
}

const struct json *demo_direction(const struct procedure *p, size_t i)
{
	const struct json *all = json_get(p->json, "directions");
	const struct json *one = all ? all->first : NULL;

	for (size_t n = all && all->n ? i % all->n : 0; one && n > 0; n--)
		one = one->next;
	return one;
}

enum rc demo_honour(struct demo *d, const struct demo_enterprise *en, const struct json *direction, struct date day,
	int64_t at, struct err *e)
{
	const struct json *honours = direction ? json_get(direction, "honours") : NULL;
	struct actor who = demo_filler(en);
	struct tx tx = demo_tx(d, &who, at);

	if (!honours || !honours->first)
		return RC_OK;
	struct str name = json_str(honours->first, "name", STR(""));
	struct list_item_save uc = {.list = COUNT_HONOURS, .kind = json_str(honours->first, "kind", STR("")),
		.v = {.title = str_cat(d->a, name, STR("（演示）")), .rank = STR("1"), .level = STR("province"),
			.number = str_fmt(d->a, "演示〔%d〕%lld号", day.y - 2, (long long)en->id),
			.granted_on = date_str(d->a, date_add_years(day, -2))}};
	return list_item_save(&tx, &uc, e);
}

static void put(struct course *k, struct demo_answers *out, enum fact_id f, int back, int64_t v)
{
	out->fact[f][back] = str_i64(k->d.a, v);
}

static void answers_of(struct course *k, size_t i, struct demo_answers *out)
{
	struct demo_random *r = &k->of->random;
	const struct json *direction = demo_direction(k->d.procedure, i);
	int64_t revenue = demo_between(r, 80, 160) * 100;

	*out = (struct demo_answers){0};
	for (int back = 1; back <= 3; back++) {
		put(k, out, FACT_REVENUE, back, revenue);
		put(k, out, FACT_MAIN_REVENUE, back, revenue * 92 / 100);
		put(k, out, FACT_NET_PROFIT, back, revenue * 11 / 100);
		revenue = revenue * demo_between(r, 82, 96) / 100;
	}
	put(k, out, FACT_RD_EXPENSE, 1, demo_between(r, 400, 900));
	put(k, out, FACT_STAFF, 1, demo_between(r, 80, 260));
	put(k, out, FACT_MARKET_SHARE, 0, demo_between(r, 5, 30));
	out->fact[FACT_DIRECTION][0] = direction ? json_str(direction, "id", STR("")) : STR("");
}

enum rc demo_report(struct demo *d, const struct demo_enterprise *en, struct str file, int64_t at, struct err *e)
{
	struct actor who = demo_filler(en);
	struct tx tx = demo_tx(d, &who, at);
	struct application_file f;
	struct report r;

	TRY(application_for_enterprise(d->db, d->sv->rules, &who, file, &f, e));
	TRY(report_load(d->db, &f, &r, e));
	for (size_t i = 0; i < r.n; i++) {
		struct report_save uc = {.application = file, .section = r.v[i].id,
			.version = r.v[i].version,
			.text = str_fmt(d->a,
				"（演示）本企业主要从事%.*s的研发、生产和销售，属所在县域特色产业集群。近三年经营稳健，"
				"研发投入逐年增加，产品质量稳定，与集群内企业长期合作。本节为%.*s，内容系虚构。",
				STR_ARG(en->trade->product), STR_ARG(r.v[i].title))};
		TRY(report_save(&tx, &uc, e));
	}
	return RC_OK;
}

/* One filing, confirmed into the pool by county and city. */
static enum rc file_one(struct course *k, size_t i, struct err *e)
{
	struct demo *d = &k->d;
	const struct demo_enterprise *en = &k->firm[i];
	struct demo_body *county = demo_body_of(d, en->place->county_agency_id);
	struct demo_body *city = demo_body_of(d, en->place->city_agency_id);
	struct demo_answers answers;
	struct str file;
	int64_t at = hours(k->plan.opens_on, 10);

	TRY(demo_honour(d, en, demo_direction(d->procedure, i), k->plan.opens_on, at, e));
	TRY(demo_start(d, en, k->batch_id, at, &file, e));
	answers_of(k, i, &answers);
	TRY(demo_fill_in(d, en, file, &answers, SIZE_MAX, at, e));
	TRY(demo_report(d, en, file, at, e));
	TRY(demo_prove(d, en, file, at, e));
	TRY(demo_to_sign(d, en, file, at + 3600000, e));
	TRY(demo_submit(d, en, file, at + 2 * 3600000, e));
	if (county)
		TRY(demo_check_and_pass(d, county, file, at + MS_PER_DAY, e));
	return demo_check_and_pass(d, city, file, at + 2 * MS_PER_DAY, e);
}

/* --- the bodies -------------------------------------------------------------------------------------- */

/* The best of the pool, and the recommendation of each city that has chosen. */
static enum rc choose(struct course *k, struct demo_body *city, size_t *left, struct err *e)
{
	struct demo *d = &k->d;
	const struct list_act *list = list_act_at(STATE_POOL);
	struct tx tx = demo_tx(d, &city->officer[0], hours(k->plan.city_deadline, 10) - 2 * MS_PER_DAY);
	struct q_batch_files_list rows;
	struct list_entries all;
	struct str *files;

	TRY(batch_files_load(d->db, tx.who, k->batch_id, STATE_POOL, &rows, &all, e));
	files = ARENA_NEW_N(d->a, struct str, rows.n + 1);
	struct list_decide uc = {.batch_id = k->batch_id, .list = list, .act = list->yes, .files = files};
	for (size_t i = 0; i < rows.n && *left > 0; i++, (*left)--)
		files[uc.files_n++] = rows.v[i].public_id;
	if (!uc.files_n)
		return RC_OK;
	TRY(list_decide(&tx, &uc, e));
	return demo_recommend(d, city, k->batch_id, tx.now + MS_PER_DAY, e);
}

static enum rc choices(struct course *k, struct err *e)
{
	size_t left = CHOSEN;

	for (size_t i = 0; i < k->d.bodies_n; i++)
		if (actor_is(&k->d.bodies[i].officer[0], ROLE_CITY))
			TRY(choose(k, &k->d.bodies[i], &left, e));
	return RC_OK;
}

/* --- the experts ------------------------------------------------------------------------------------- */

static struct actor expert(const struct course *k, size_t i)
{
	return (struct actor){.roles = ROLE_EXPERT, .account_id = k->expert_account[i],
		.name = STR("专家"), .ip = STR("127.0.0.1")};
}

static enum rc experts(struct course *k, struct str login, struct err *e)
{
	struct demo *d = &k->d;
	const struct demo_words *w = &d->words;
	struct tx tx = demo_tx(d, &d->province.officer[0], d->now - 9 * MS_PER_DAY);

	for (size_t i = 0; i < EXPERTS; i++) {
		struct q_demo_account_put made;
		struct expert_save one = {
			.name = str_cat(d->a, w->surname.v[(i * 7 + 3) % w->surname.n], STR("教授")),
			.employer = str_fmt(d->a, "演示研究院第%zu研究所", i + 1), .title = STR("教授级高工"),
			.fields = STR("C"), .city = STR(""), .phone = STR("")};
		TRY(q_demo_account_put(d->db,
			&(struct q_demo_account_put_in){
				.login = i == 0 ? login : str_fmt(d->a, "%.*s%zu", STR_ARG(login), i + 1),
				.role = STR("expert"), .name = one.name, .password = STR(""), .now = d->now},
			&made, e));
		TRY(expert_save(&tx, &one, e));
		k->expert[i] = one.id;
		k->expert_account[i] = made.id;
		struct expert_account account = {.id = one.id,
			.login = i == 0 ? login : str_fmt(d->a, "%.*s%zu", STR_ARG(login), i + 1),
			.password = d->password};
		TRY(expert_account(&tx, &account, e));
		TRY(q_demo_account_known(d->db, &(struct q_demo_account_known_in){.id = made.id}, NULL, e));
	}
	return RC_OK;
}

static enum rc assign(struct course *k, struct err *e)
{
	struct demo *d = &k->d;
	struct tx tx = demo_tx(d, &d->province.officer[0], d->now - 8 * MS_PER_DAY);
	struct panel_form form = {.batch_id = k->batch_id, .experts = k->expert, .n = EXPERTS,
		.ends_on = date_add(date_of_instant(d->now), PANEL_DAYS)};
	struct panel p;
	struct panel_plan plan;

	TRY(panel_form(&tx, &form, e));
	for (size_t i = 0; i < EXPERTS; i++) {
		struct actor who = expert(k, i);
		struct tx own = demo_tx(d, &who, tx.now + MS_PER_DAY);
		TRY(expert_declare(&own, &(struct expert_declare){.agree = true, .none = true}, e));
	}
	tx.now += 2 * MS_PER_DAY;
	TRY(panel_load(d->db, d->sv->rules, tx.who, k->batch_id, &p, e));
	TRY(panel_plan_make(d->db, d->a, &p, &plan, e));
	return panel_assign(&tx, &(struct panel_assign){.batch_id = k->batch_id, .seen = plan.seen}, e);
}

static enum rc mark(struct course *k, size_t i, size_t most, struct err *e)
{
	struct demo *d = &k->d;
	struct actor who = expert(k, i);
	struct tx tx = demo_tx(d, &who, d->now - 3 * MS_PER_DAY);
	struct q_expert_sheets_list rows;

	TRY(q_expert_sheets(d->db, &(struct q_expert_sheets_in){.expert_id = k->expert[i]}, &rows, e));
	for (size_t n = 0; n < MIN_OF(rows.n, most); n++) {
		struct expert_sheet s;
		TRY(expert_sheet_load(d->db, d->sv->rules, k->expert[i], rows.v[n].code, tx.now, &s, e));
		struct expert_fill uc = {.code = rows.v[n].code, .n = s.rules.n, .submit = true,
			.typed = ARENA_NEW_N(d->a, struct expert_typed, s.rules.n + 1)};
		for (size_t c = 0; c < s.rules.n; c++)
			uc.typed[c] = (struct expert_typed){
				.points = str_i64(d->a, s.rules.v[c].max - demo_between(&k->of->random, 1, 3)),
				.reason = STR("（演示）对照评审要点，材料内容完整，数据前后一致。")};
		TRY(expert_fill(&tx, &uc, e));
	}
	return RC_OK;
}

enum rc demo_panel(struct demo *d, struct str edition, struct date day, struct str login, struct err *e)
{
	const struct procedure *p = rules_procedure(d->sv->rules, edition, day);
	struct course k = {.of = d, .d = *d};

	if (!p || !str_eq(p->body, d->procedure->body) || !procedure_batch_on(p, day, &k.plan))
		return RC_OK;
	k.d.procedure = p;
	k.d.standard = rules_standard(d->sv->rules, p->standard, p->body, k.plan.opens_on);
	if (!k.d.standard)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no standard of %.*s", STR_ARG(edition));
	TRY(demo_open_batch(&k.d, &k.plan, &k.batch_id, e));
	TRY(found(&k, e));
	for (size_t i = 0; i < FIRMS; i++)
		TRY(file_one(&k, i, e));
	TRY(choices(&k, e));
	TRY(experts(&k, login, e));
	TRY(assign(&k, e));
	for (size_t i = EXPERTS - MARKED; i < EXPERTS; i++)
		TRY(mark(&k, i, SIZE_MAX, e));
	return mark(&k, 0, 1, e);
}

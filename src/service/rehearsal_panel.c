/* What only some programmes of the rehearsal know: the statistics of clusters that membership is asked in, and experts who
 * mark files before the province's list.
 */
#include "service/rehearsal_parts.h"

#include "service/cluster.h"
#include "service/expert.h"
#include "service/expert_work.h"
#include "service/panel.h"

#define CLUSTER_MONTH 7 /* the lists of the year before come on its first day */
#define PANEL_DAYS 20
#define PASS_MARK 6000 /* hundredths of a point */

/* --- clusters ------------------------------------------------------------------------------------ */

static enum rc members(struct rehearsal *r, void *arg, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct tx tx = demo_tx(&r->d, &system, r->now);
	struct cluster_row *row = ARENA_NEW_N(r->d.a, struct cluster_row, r->firms_n / REH_CLUSTER_EVERY + 1);
	struct import_clusters uc = {.year = r->today.y - 1, .source = STR("演练数据"), .v = row};

	(void)arg;
	for (size_t i = 0; i < r->firms_n; i += REH_CLUSTER_EVERY) {
		const struct demo_enterprise *en = &r->firms[i].en;
		struct cluster_row *x = &row[uc.n++];
		for (size_t c = 0; c < CLUSTER_COLUMN__MAX; c++)
			x->cell[c] = STR("");
		x->told.row = (int64_t)uc.n;
		x->cell[CLUSTER_NAME] = en->name;
		x->cell[CLUSTER_USCC] = en->uscc;
		x->cell[CLUSTER_CLUSTER] = str_cat(r->d.a, en->place->county, STR("特色产业集群"));
		x->cell[CLUSTER_COUNTY] = en->place->division_code;
	}
	return uc.n ? import_clusters(&tx, &uc, e) : RC_OK;
}

enum rc reh_clusters(struct rehearsal *r, struct err *e)
{
	const struct rules_list *l = rules_list(r->d.sv->rules, r->today);

	if (r->today.m != CLUSTER_MONTH || r->today.d != 1)
		return RC_OK;
	for (size_t i = 0; i < l->procedures_n; i++)
		if (procedure_asks(l->procedures[i], ENTRY_CLUSTER) &&
			str_eq(l->procedures[i]->body, r->codes[0]) && procedure_in_force(l->procedures[i], date_add(r->today, 30)))
			return reh_do(r, members, NULL, e);
	return RC_OK;
}

/* --- experts ------------------------------------------------------------------------------------- */

static struct actor expert(const struct rehearsal *r, size_t i)
{
	return (struct actor){.roles = ROLE_EXPERT, .account_id = r->experts[i].account_id, .name = STR("专家"),
		.ip = STR("127.0.0.1")};
}

/* Who is called is in the pool once and for all. */
static enum rc call_experts(struct rehearsal *r, struct tx *tx, struct err *e)
{
	const struct demo_words *w = &r->d.words;

	for (size_t i = 0; i < REH_EXPERTS && !r->experts[i].id; i++) {
		struct str login = str_fmt(r->d.a, "rehearsal-x%zu", i + 1);
		struct q_demo_account_put made;
		struct expert_save one = {.name = str_cat(r->d.a, w->surname.v[(i * 7 + 3) % w->surname.n], STR("教授")),
			.employer = str_fmt(r->d.a, "演练研究院第%zu研究所", i + 1), .title = STR("教授级高工"),
			.fields = STR("C"), .city = STR(""), .phone = STR("")};
		TRY(q_demo_account_put(r->d.db,
			&(struct q_demo_account_put_in){.login = login, .role = STR("expert"), .name = one.name,
				.password = STR(""), .now = r->now},
			&made, e));
		TRY(expert_save(tx, &one, e));
		TRY(expert_account(
			tx, &(struct expert_account){.id = one.id, .login = login, .password = STR("!")}, e));
		TRY(q_demo_account_known(r->d.db, &(struct q_demo_account_known_in){.id = made.id}, NULL, e));
		r->experts[i].id = one.id;
		r->experts[i].account_id = made.id;
	}
	return RC_OK;
}

static enum rc form(struct rehearsal *r, struct tx *tx, int64_t batch_id, struct err *e)
{
	int64_t ids[REH_EXPERTS];

	TRY(call_experts(r, tx, e));
	for (size_t i = 0; i < REH_EXPERTS; i++)
		ids[i] = r->experts[i].id;
	TRY(panel_form(tx,
		&(struct panel_form){.batch_id = batch_id, .experts = ids, .n = REH_EXPERTS,
			.ends_on = date_add(r->today, PANEL_DAYS)},
		e));
	for (size_t i = 0; i < REH_EXPERTS; i++) {
		struct actor who = expert(r, i);
		struct tx own = demo_tx(&r->d, &who, r->now);
		TRY(expert_declare(&own, &(struct expert_declare){.agree = true, .none = true}, e));
	}
	return RC_OK;
}

static enum rc assign(struct rehearsal *r, struct tx *tx, const struct panel *p, bool *done, struct err *e)
{
	struct panel_plan plan;

	TRY(panel_plan_make(r->d.db, r->d.a, p, &plan, e));
	enum rc rc = panel_assign(tx, &(struct panel_assign){.batch_id = p->b.id, .seen = plan.seen}, e);
	*done = rc == RC_OK;
	return rc == RC_STATE ? RC_OK : rc; /* nothing is missing */
}

static enum rc mark(struct rehearsal *r, size_t i, int64_t *marked, struct err *e)
{
	struct actor who = expert(r, i);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct q_expert_sheets_list rows;

	TRY(q_expert_sheets(r->d.db, &(struct q_expert_sheets_in){.expert_id = r->experts[i].id}, &rows, e));
	for (size_t n = 0; n < rows.n; n++) {
		struct expert_sheet s;
		if (!str_eqc(rows.v[n].state, "open"))
			continue;
		(*marked)++;
		if (i == 0 && demo_chance(&r->d.random, 30)) {
			TRY(expert_recuse(&tx,
				&(struct expert_recuse){.code = rows.v[n].code, .reason = STR("（演练）曾为该企业提供咨询")}, e));
			continue;
		}
		TRY(expert_sheet_load(r->d.db, r->d.sv->rules, r->experts[i].id, rows.v[n].code, tx.now, &s, e));
		struct expert_fill uc = {.code = rows.v[n].code, .n = s.rules.n, .submit = true,
			.typed = ARENA_NEW_N(r->d.a, struct expert_typed, s.rules.n + 1)};
		for (size_t c = 0; c < s.rules.n; c++)
			uc.typed[c] = (struct expert_typed){
				.points = str_i64(r->d.a, s.rules.v[c].max - demo_between(&r->d.random, 1, 6)),
				.reason = STR("（演练）对照评审要点，材料内容完整，数据前后一致。")};
		TRY(expert_fill(&tx, &uc, e));
	}
	return RC_OK;
}

static enum rc decide(struct rehearsal *r, struct tx *one, struct tx *two, const struct panel *p, struct err *e)
{
	struct panel again;

	TRY(panel_propose(one,
		&(struct panel_propose){
			.batch_id = p->b.id, .pass_mark = PASS_MARK, .reason = STR("（演练）按综合评审得分择优，达到及格线的列入建议名单。")},
		e));
	TRY(panel_load(r->d.db, r->d.sv->rules, two->who, p->b.id, &again, e));
	return panel_confirm(two, &(struct panel_confirm){.batch_id = p->b.id, .seen = again.head.list_hash}, e);
}

enum rc reh_panel(struct rehearsal *r, struct demo_body *province, int64_t batch_id, struct err *e)
{
	struct tx one = demo_tx(&r->d, &province->officer[0], r->now),
		  two = demo_tx(&r->d, &province->officer[1], r->now);
	int64_t marked = 0;
	bool assigned = false;
	struct panel p;

	TRY(panel_load(r->d.db, r->d.sv->rules, one.who, batch_id, &p, e));
	if (!p.formed)
		return form(r, &one, batch_id, e);
	for (size_t i = 0; i < REH_EXPERTS; i++)
		TRY(mark(r, i, &marked, e));
	if (marked)
		return RC_OK;
	if (panel_complete(&p) && !p.waiting.n)
		return decide(r, &one, &two, &p, e);
	return assign(r, &one, &p, &assigned, e);
}

/* What the bodies of the rehearsal do: they look at what waits with them and act on it, by the stages of its procedure. */
#include "service/rehearsal_parts.h"

#include "base/vec.h"
#include "domain/workflow.h"
#include "service/batch.h"
#include "service/demo_office.h"
#include "service/draw.h"
#include "service/filing.h"
#include "service/list_act.h"
#include "service/objection.h"
#include "service/publicity.h"
#include "service/review.h"
#include "service/site.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define CALL_MONTH 7 /* the province's rounds by hand begin in this month and the next ones */
#define CALL_FILING 30
#define CALL_REVIEW 75
#define BEFORE_DEADLINE 22 /* days before the city's deadline at which a list is closed */

/* One round with its files, city by city. */
struct round {
	struct rehearsal *r;
	const struct q_rehearsal_batches *b;
	const struct procedure *p;
	struct q_rehearsal_files_list files;
	struct demo_body *city; /* whose part is looked at; NULL: the province's */
	struct demo_body *province;
	size_t at[STATE__MAX];  /* files in each state, of the city or of all */
	bool shown;		/* a list has been public for two days */
};

/* --- one file ------------------------------------------------------------------------------------ */

struct one {
	struct round *k;
	const struct q_rehearsal_files *f;
	struct str id; /* outlives the reading */
	enum state state;
};

static struct demo_body *body_of(struct rehearsal *r, struct opt_i64 id)
{
	return id.has ? demo_body_of(&r->d, id.v) : NULL;
}

static enum rc visited(struct rehearsal *r, struct demo_body *b, struct str id, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(&r->d, &b->officer[0], at);
	struct site_done uc = {.application = id, .on = date_of_instant(at),
		.inspector1 = b->officer[0].name, .inspector2 = b->officer[1].name,
		.enterprise_side = STR("企业负责人"),
		.findings = STR("（演练）查看生产和研发场所，核对账册、证书原件，与申报材料一致。"),
		.result = STR("ok")};

	return site_done(&tx, &uc, e);
}

/* The city passes what may pass, and visits what its rule or the case demands. */
static enum rc city_looks(struct one *x, struct demo_body *b, struct err *e)
{
	struct rehearsal *r = x->k->r;
	struct application_file f;
	struct site_needs needs;

	if (demo_chance(&r->d.random, 4))
		return demo_refuse(&r->d, b, x->id, r->now, e);
	TRY(application_for_officer(r->d.db, r->d.sv->rules, &b->officer[0], x->id, &f, e));
	TRY(site_needs_of(r->d.db, r->d.sv->rules, &f, r->now, &needs, e));
	if (needs.required && !needs.done)
		return demo_plan_visit(&r->d, b, x->id, r->now, e);
	return demo_check_and_pass(&r->d, b, x->id, r->now, e);
}

/* Corrected as it was: what the return asked was looked up and is right. Or given up. */
static enum rc corrected(struct one *x, struct err *e)
{
	struct rehearsal *r = x->k->r;
	struct reh_firm *f = reh_firm_of(r, x->f->enterprise_id);

	if (demo_chance(&r->d.random, 40))
		return demo_withdraw(&r->d, &f->en, x->id, r->now, e);
	TRY(demo_to_sign(&r->d, &f->en, x->id, r->now, e));
	return demo_submit(&r->d, &f->en, x->id, r->now + HOUR_MS, e);
}

static enum rc act_on(struct rehearsal *r, void *arg, struct err *e)
{
	struct one *x = arg;
	struct demo_body *county = body_of(r, x->f->county_agency_id),
			 *city = demo_body_of(&r->d, x->f->city_agency_id);

	switch ((int)x->state) {
	case STATE_COUNTY:
		return demo_chance(&r->d.random, 5) ? demo_return(&r->d, county, x->id, r->now, e)
						    : demo_check_and_pass(&r->d, county, x->id, r->now, e);
	case STATE_CITY:
		return city_looks(x, city, e);
	case STATE_SITE:
		return visited(r, city, x->id, r->now, e);
	case STATE_RETURNED:
		return corrected(x, e);
	default:
		return RC_OK;
	}
}

/* Days a file may lie before somebody takes it up. */
static int64_t rests(enum state s)
{
	return s == STATE_SITE ? 3 : s == STATE_COUNTY || s == STATE_CITY || s == STATE_RETURNED ? 1 : -1;
}

static enum rc files_act(struct round *k, struct err *e)
{
	for (size_t i = 0; i < k->files.n; i++) {
		struct one x = {.k = k, .f = &k->files.v[i], .id = k->files.v[i].public_id};
		TRY(state_stored(x.f->state, &x.state, e));
		if (rests(x.state) < 0 || k->r->now - x.f->state_at < rests(x.state) * MS_PER_DAY)
			continue;
		if (x.state == STATE_RETURNED && k->r->now + 2 * HOUR_MS >= k->b->filing_ends_at)
			continue; /* it lapses */
		TRY(reh_do(k->r, act_on, &x, e));
	}
	return RC_OK;
}

/* --- lists --------------------------------------------------------------------------------------- */

static enum rc publicity(struct round *k, struct demo_body *b, struct err *e)
{
	struct rehearsal *r = k->r;
	struct tx first = demo_tx(&r->d, &b->officer[0], r->now + HOUR_MS),
		  second = demo_tx(&r->d, &b->officer[1], r->now + 2 * HOUR_MS);
	struct publicity_propose propose = {.batch_id = k->b->id, .contact = STR("0000-0000000（演练）"), .days = 5};
	struct publicity_confirm confirm = {.version = 1};

	TRY(publicity_propose(&first, &propose, e));
	confirm.public_id = propose.public_id;
	return publicity_confirm(&second, &confirm, e);
}

/* 部级, 备案, 择优: a list, one decision; now and then a name that is not on it. */
static enum rc list(struct round *k, struct demo_body *b, enum state from, struct err *e)
{
	struct rehearsal *r = k->r;
	const struct list_act *act = list_act_at(from);
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	struct q_batch_files_list rows;
	struct list_entries all;

	TRY(batch_files_load(r->d.db, tx.who, k->b->id, from, &rows, &all, e));
	struct str *yes = ARENA_NEW_N(r->d.a, struct str, rows.n + 1), *no = ARENA_NEW_N(r->d.a, struct str, rows.n + 1);
	struct list_decide say_yes = {.batch_id = k->b->id, .list = act, .act = act->yes, .files = yes,
		.document = act->document ? reh_document(r) : str_none()};
	struct list_decide say_no = say_yes;
	say_no.act = act->no;
	say_no.files = no;
	say_no.reason = STR("经研究，不在名单之内");
	for (size_t i = 0; i < rows.n; i++)
		if (act->no == ACT_NATION_NO && demo_chance(&r->d.random, 15))
			no[say_no.files_n++] = rows.v[i].public_id;
		else
			yes[say_yes.files_n++] = rows.v[i].public_id;
	if (say_no.files_n)
		TRY(list_decide(&tx, &say_no, e));
	if (!say_yes.files_n)
		return RC_OK;
	enum rc rc = list_decide(&tx, &say_yes, e);
	return rc == RC_STATE && e->msg == MSG_LIST_EARLY ? RC_OK : rc; /* its printed days have not begun */
}

static size_t before(const struct round *k, enum state s)
{
	static const enum state order[] = {STATE_SIGN, STATE_RETURNED, STATE_COUNTY, STATE_CITY, STATE_SITE, STATE_DECIDE,
		STATE_PUB_WAIT, STATE_PUB_CITY, STATE_DISPUTED, STATE_RECOMMEND, STATE_PROV, STATE_RECORD, STATE_SAMPLE,
		STATE_EXPERT, STATE_PROV_WAIT, STATE_PUB_PROV, STATE_DISPUTED_PROV, STATE_NOMINATE, STATE_NATION};
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(order) && order[i] != s; i++)
		n += k->at[order[i]];
	return n;
}

/* The city's list is closed when nothing of it is under review any more. */
static enum rc city_acts(struct rehearsal *r, void *arg, struct err *e)
{
	struct round *k = arg;

	if (k->shown && demo_chance(&r->d.random, 3))
		TRY(demo_object(&r->d, k->city, k->b->id, r->now, e));
	if (k->at[STATE_DECIDE])
		return demo_meeting(&r->d, k->city, k->b->id, r->now, e);
	if (k->at[STATE_PUB_WAIT] && !before(k, STATE_PUB_WAIT)) {
		const struct stage *s = procedure_stage(k->p, STAGE_SITE_VISIT, HOLDER_CITY);
		return s && s->site == SITE_SHARE
			       ? demo_publicity(&r->d, k->city, k->b->id, r->now + HOUR_MS, e)
			       : publicity(k, k->city, e);
	}
	if (k->at[STATE_POOL] && !before(k, STATE_DECIDE))
		return list(k, k->city, STATE_POOL, e);
	if (k->at[STATE_RECOMMEND] && !before(k, STATE_RECOMMEND))
		return demo_recommend(&r->d, k->city, k->b->id, r->now, e);
	return RC_OK;
}

/* --- the draw ------------------------------------------------------------------------------------ */

static enum rc drawn(struct round *k, struct str id, struct err *e)
{
	struct rehearsal *r = k->r;
	struct tx tx = demo_tx(&r->d, &k->province->officer[0], r->now + 3 * HOUR_MS);
	const struct stage *s = procedure_stage(k->p, STAGE_SAMPLE, HOLDER_PROVINCE);
	struct draw d;

	TRY(draw_load(r->d.db, r->d.sv->rules, id, &d, e));
	for (size_t i = 0; i < d.items.n; i++) {
		struct draw_decide uc = {.draw = id, .file = d.items.v[i].public_id, .act = ACT_SAMPLE_PASS,
			.reason = STR("")};
		struct application_file f;
		struct demo_body *b = k->province;
		struct site_needs needs;
		if (!draw_waits(&d.items.v[i]))
			continue;
		TRY(application_for_officer(
			r->d.db, r->d.sv->rules, tx.who, uc.file, &f, e));
		if (json_str(s->json, "visited_by", STR("")).n)
			b = demo_body_of(&r->d, f.city_agency_id);
		TRY(site_needs_of(r->d.db, r->d.sv->rules, &f, r->now, &needs, e));
		struct tx visit = demo_tx(&r->d, &b->officer[0], r->now);
		struct site_plan plan = {.application = uc.file, .on = r->today,
			.inspector1 = b->officer[0].name, .inspector2 = b->officer[1].name};
		TRY(site_plan(&visit, &plan, e));
		TRY(visited(r, b, uc.file, r->now + HOUR_MS, e));
		if (demo_chance(&r->d.random, 6)) {
			uc.act = ACT_SAMPLE_FAIL;
			uc.reason = STR("核查发现数据与申报不一致");
		}
		TRY(draw_decide(&tx, &uc, e));
	}
	if (!draw_held(&d))
		return RC_OK;
	struct draw_release release = {.draw = id};
	enum rc rc = draw_release(&tx, &release, e);
	return rc == RC_STATE ? RC_OK : rc; /* the last decision has let them go */
}

static enum rc draw_step(struct round *k, struct err *e)
{
	struct rehearsal *r = k->r;
	struct tx first = demo_tx(&r->d, &k->province->officer[0], r->now),
		  second = demo_tx(&r->d, &k->province->officer[1], r->now + HOUR_MS);
	struct q_rehearsal_draw row;
	struct str numbers = STR("03 08 11 19 24 30 05");
	bool there;

	TRY(q_rehearsal_draw(r->d.db, &(struct q_rehearsal_draw_in){.batch_id = k->b->id}, &row, &there, e));
	if (there && str_eqc(row.state, "announced")) {
		struct draw_enter enter = {.draw = row.public_id, .numbers = numbers,
			.witness1 = STR("演练见证人甲"), .witness2 = STR("演练见证人乙")};
		struct draw_confirm confirm = {.draw = row.public_id, .numbers = numbers};
		TRY(draw_enter(&first, &enter, e));
		return draw_confirm(&second, &confirm, e);
	}
	if (there && str_eqc(row.state, "drawn")) {
		struct draw d;
		TRY(draw_load(r->d.db, r->d.sv->rules, row.public_id, &d, e));
		for (size_t i = 0; i < d.items.n; i++)
			if (draw_waits(&d.items.v[i]))
				return drawn(k, row.public_id, e);
		if (draw_held(&d))
			return drawn(k, row.public_id, e);
	}
	struct draw_freeze freeze = {.batch_id = k->b->id, .share_percent = 10};
	TRY(draw_freeze(&first, &freeze, e));
	struct draw_announce announce = {.draw = freeze.public_id,
		.source = STR("中国福利彩票双色球次日开奖号码"), .on = date_add(r->today, 1)};
	return draw_announce(&second, &announce, e);
}

/* --- the province -------------------------------------------------------------------------------- */

static bool has_sent(const struct round *k, const struct demo_body *city)
{
	for (size_t i = 0; i < k->files.n; i++)
		if (k->files.v[i].city_agency_id == city->agency_id &&
			(str_eqc(k->files.v[i].state, state_code(STATE_PROV)) ||
				str_eqc(k->files.v[i].state, state_code(STATE_RECORD))))
			return true;
	return false;
}

static enum rc province_approves(struct round *k, struct err *e)
{
	for (size_t i = 0; i < k->r->d.bodies_n; i++)
		if (has_sent(k, &k->r->d.bodies[i]))
			TRY(demo_approve(&k->r->d, &k->r->d.bodies[i], k->b->id, k->r->now, e));
	return RC_OK;
}

static enum rc province_acts(struct rehearsal *r, void *arg, struct err *e)
{
	struct round *k = arg;

	r->d.province = *k->province;
	r->d.procedure = k->p;
	if (k->shown && demo_chance(&r->d.random, 3))
		TRY(demo_object(&r->d, k->province, k->b->id, r->now, e));
	if (k->at[STATE_RECORD] || k->at[STATE_PROV])
		return province_approves(k, e);
	if (k->at[STATE_SAMPLE] && !before(k, STATE_SAMPLE))
		return draw_step(k, e);
	if (k->at[STATE_EXPERT] && !before(k, STATE_EXPERT))
		return reh_panel(r, k->province, k->b->id, e);
	if (k->at[STATE_PROV_WAIT] && !before(k, STATE_PROV_WAIT))
		return publicity(k, k->province, e);
	if (k->at[STATE_NOMINATE] && !before(k, STATE_NOMINATE))
		return list(k, k->province, STATE_NOMINATE, e);
	if (k->at[STATE_NATION] && !before(k, STATE_NATION))
		return list(k, k->province, STATE_NATION, e);
	if (k->at[STATE_APPROVED] && !before(k, STATE_APPROVED) && r->now >= k->b->city_ends_at)
		return demo_publish(&r->d, k->b->id, reh_document(r), r->now, e);
	return RC_OK;
}

/* --- rounds -------------------------------------------------------------------------------------- */

static enum rc count(struct round *k, struct err *e)
{
	enum state s;

	memset(k->at, 0, sizeof(k->at));
	k->shown = false;
	for (size_t i = 0; i < k->files.n; i++) {
		if (k->city && k->files.v[i].city_agency_id != k->city->agency_id)
			continue;
		TRY(state_stored(k->files.v[i].state, &s, e));
		k->at[s]++;
		k->shown = k->shown || ((s == STATE_PUB_CITY || s == STATE_PUB_PROV) &&
					       k->r->now - k->files.v[i].state_at >= 2 * MS_PER_DAY);
	}
	return RC_OK;
}

static enum rc files_of(struct round *k, struct arena *a, struct err *e)
{
	struct db *db;

	TRY(store_read(k->r->d.sv->store, a, &db, e));
	enum rc rc = q_rehearsal_files(
		db, &(struct q_rehearsal_files_in){.batch_id = k->b->id}, &k->files, e);
	store_read_end(db);
	return rc;
}

/* A file at a time while it may still be filed; lists in the last weeks before the deadline, or when it is over. */
static enum rc round_day(struct round *k, struct arena *a, struct err *e)
{
	struct rehearsal *r = k->r;
	bool lists = r->now + BEFORE_DEADLINE * MS_PER_DAY >= k->b->city_ends_at;

	r->d.procedure = k->p;
	TRY(files_of(k, a, e));
	TRY(files_act(k, e));
	if (!lists || !k->files.n)
		return RC_OK;
	TRY(files_of(k, a, e));
	for (size_t i = 0; i < r->d.bodies_n; i++) {
		if (!actor_is(&r->d.bodies[i].officer[0], ROLE_CITY))
			continue;
		k->city = &r->d.bodies[i];
		TRY(count(k, e));
		if (k->shown || k->at[STATE_DECIDE] || k->at[STATE_PUB_WAIT] || k->at[STATE_POOL] || k->at[STATE_RECOMMEND])
			TRY(reh_do(r, city_acts, k, e));
	}
	k->city = NULL;
	TRY(files_of(k, a, e));
	TRY(count(k, e));
	return reh_do(r, province_acts, k, e);
}

struct objections {
	const struct q_rehearsal_objections *v;
	struct demo_body *b;
};
static enum rc handle(struct rehearsal *r, void *arg, struct err *e)
{
	struct objections *x = arg;
	struct tx tx = demo_tx(&r->d, &x->b->officer[0], r->now);
	bool accepted = str_eqc(x->v->state, objection_code(OBJECTION_ACCEPTED));
	struct objection_handle uc = {.public_id = x->v->public_id,
		.outcome = STR("经核对营业执照和产品资料，所反映的情况已查清。"),
		.to = !accepted				 ? OBJECTION_ACCEPTED
		      : demo_chance(&r->d.random, 25) ? OBJECTION_UPHELD
						      : OBJECTION_CLEARED};

	return objection_handle(&tx, &uc, e);
}

static enum rc look(struct rehearsal *r, struct arena *a, struct q_rehearsal_batches_list *batches,
	struct q_rehearsal_objections_list *objections, struct err *e)
{
	struct db *db;

	TRY(store_read(r->d.sv->store, a, &db, e));
	enum rc rc = q_rehearsal_batches(db, batches, e);
	if (rc == RC_OK)
		rc = q_rehearsal_objections(db, objections, e);
	store_read_end(db);
	return rc;
}

static enum rc office_day(struct rehearsal *r, struct arena *a, struct err *e)
{
	struct q_rehearsal_batches_list batches;
	struct q_rehearsal_objections_list objections;

	TRY(look(r, a, &batches, &objections, e));
	for (size_t i = 0; i < objections.n; i++) {
		struct objections x = {&objections.v[i], demo_body_of(&r->d, objections.v[i].agency_id)};
		for (size_t p = 0; p < r->provinces_n; p++)
			if (r->provinces[p]->agency_id == objections.v[i].agency_id)
				x.b = r->provinces[p];
		if (x.b)
			TRY(reh_do(r, handle, &x, e));
	}
	for (size_t i = 0; i < batches.n; i++) {
		struct round k = {.r = r, .b = &batches.v[i],
			.p = rules_procedure(r->d.sv->rules, batches.v[i].edition, rules_pin(batches.v[i].opens_on))};
		for (size_t p = 0; p < r->provinces_n; p++)
			if (r->provinces[p]->agency_id == k.b->province_agency_id)
				k.province = r->provinces[p];
		if (k.province)
			TRY(round_day(&k, a, e));
	}
	return RC_OK;
}

enum rc reh_office(struct rehearsal *r, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = office_day(r, &a, e);
	arena_free(&a);
	return rc;
}

/* --- rounds by hand ------------------------------------------------------------------------------- */

struct calling {
	const struct procedure *p;
	struct demo_body *province;
};
static enum rc call(struct rehearsal *r, void *arg, struct err *e)
{
	struct calling *x = arg;
	struct tx tx = demo_tx(&r->d, &x->province->officer[0], r->now - 9 * HOUR_MS + 1000);
	struct batch_call uc = {.edition = x->p->id, .opens_on = r->today,
		.filing_last = date_add(r->today, CALL_FILING),
		.city_deadline = date_add(r->today, CALL_REVIEW)};

	return batch_call(&tx, &uc, e);
}

/* Once a year each edition in force, a month after the other. */
enum rc reh_call(struct rehearsal *r, struct err *e)
{
	const struct rules_list *l = rules_list(r->d.sv->rules, r->today);
	int n = 0;

	if (r->today.d != 1)
		return RC_OK;
	for (size_t i = 0; i < l->procedures_n; i++) {
		struct calling x = {.p = l->procedures[i]};
		for (size_t p = 0; p < r->provinces_n; p++)
			if (str_eq(r->codes[p], x.p->body))
				x.province = r->provinces[p];
		if (!x.province || x.p->calendar != CALENDAR_ON_CALL || !procedure_in_force(x.p, r->today))
			continue;
		if (r->today.m == CALL_MONTH + n++ % 4)
			TRY(reh_do(r, call, &x, e));
	}
	return RC_OK;
}

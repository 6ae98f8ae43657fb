/* What goes on in the rehearsal beside files and titles: surveys answered in time or too late, demands and questions with
 * their answers, consent that is asked, given, refused, taken back. Every month some begin; every day whoever has the turn acts.
 */
#include "service/rehearsal_parts.h"

#include "service/follow.h"
#include "service/permission.h"
#include "service/survey.h"
#include "service/voice.h"

#define ANSWERS 78 /* per cent of those asked answer in time */
#define LATE 6	   /* … try when it is closed */
#define LATE_DAYS 5

/* --- surveys ------------------------------------------------------------------------------------- */

static enum rc plan_answer(struct rehearsal *r, const struct q_rehearsal_surveyed *d, struct err *e)
{
	struct reh_firm *f = reh_firm_of(r, d->enterprise_id);
	struct date last = date_of_instant(d->closes_at - 1);
	int64_t days = date_days(last) - date_days(r->today), dice = demo_between(&r->d.random, 1, 100);
	int64_t in = demo_between(&r->d.random, 0, MAX_OF(days, (int64_t)0));

	(void)e;
	if (!f || dice > ANSWERS + LATE)
		return RC_OK;
	if (dice > ANSWERS)
		in = days + demo_between(&r->d.random, 1, LATE_DAYS);
	return reh_plan(r, date_add(r->today, (int)in),
		(struct reh_act){.what = REH_SURVEY, .firm = (size_t)(f - r->firms), .of = d->id});
}

static enum rc new_surveys(struct rehearsal *r, struct db *db, struct err *e)
{
	struct q_rehearsal_surveyed_list rows;

	TRY(q_rehearsal_surveyed(db, &(struct q_rehearsal_surveyed_in){.after = r->survey_seen}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(plan_answer(r, &rows.v[i], e));
		r->survey_seen = rows.v[i].id;
	}
	return RC_OK;
}

static struct str typed(const struct survey_question *q)
{
	switch (q->type) {
	case SURVEY_NUMBER:
		return STR("1250.5");
	case SURVEY_INTEGER:
		return STR("80");
	case SURVEY_CHOICE:
		return q->options.v[0];
	case SURVEY_TEXT:
	case SURVEY_TYPE__MAX:
		break;
	}
	return STR("（演练）无");
}

static enum rc answer(struct rehearsal *r, void *arg, struct err *e)
{
	const struct reh_act *act = arg;
	struct actor who = demo_filler(&r->firms[act->firm].en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct q_rehearsal_survey row;
	struct survey s;

	TRY(q_rehearsal_survey(r->d.db, &(struct q_rehearsal_survey_in){.id = act->of}, &row, e));
	TRY(survey_for_enterprise_load(r->d.db, &who, row.public_id, &s, e));
	struct str *all = ARENA_NEW_N(r->d.a, struct str, s.form->n + 1);
	for (size_t i = 0; i < s.form->n; i++)
		all[i] = typed(&s.form->questions[i]);
	return survey_answer(
		&tx, &(struct survey_answer){.public_id = row.public_id, .typed = all, .n = s.form->n}, e);
}

enum rc reh_survey(struct rehearsal *r, const struct reh_act *act, struct err *e)
{
	struct reh_act copy = *act;
	struct err why = {0};
	enum rc rc = reh_do(r, answer, &copy, &why);

	if (rc == RC_OK)
		return RC_OK;
	if (why.msg == MSG_SURVEY_CLOSED) {
		r->refused++;
		return RC_OK;
	}
	*e = why;
	return rc;
}

/* --- demands and questions ----------------------------------------------------------------------- */

static struct str kind_of(struct arena *a, enum voice_origin o, int64_t n, struct err *e)
{
	struct voice_kinds kinds;

	return voice_kinds_load(a, o, &kinds, e) == RC_OK && kinds.n ? kinds.v[(size_t)n % kinds.n].id : STR("");
}

static enum rc raise(struct rehearsal *r, void *arg, struct err *e)
{
	struct reh_firm *f = &r->firms[demo_between(&r->d.random, 0, (int64_t)r->firms_n - 1)];
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	struct q_voice_bodies_list bodies;

	(void)arg;
	TRY(q_voice_bodies(r->d.db, &(struct q_voice_bodies_in){.enterprise_id = f->en.id}, &bodies, e));
	if (!bodies.n)
		return RC_OK;
	struct voice_raise uc = {.body = bodies.v[0].id, .kind = kind_of(r->d.a, VOICE_ENTERPRISE, r->today.m, e),
		.title = STR("（演练）流动资金不足"),
		.text = STR("（演练）订单增加，流动资金周转困难，请协调金融机构对接。")};
	return voice_raise(&tx, &uc, e);
}

static enum rc inquire(struct rehearsal *r, void *arg, struct err *e)
{
	const struct demo_body *b =
		&r->d.bodies[demo_between(&r->d.random, 0, (int64_t)r->d.bodies_n - 1)];
	struct actor visitor = {.roles = ROLE_PUBLIC, .name = STR("社会公众"), .ip = STR("127.0.0.1")};
	struct tx tx = demo_tx(&r->d, &visitor, r->now);
	struct q_agency_by_id body;

	(void)arg;
	TRY(q_agency_by_id(r->d.db, &(struct q_agency_by_id_in){.id = b->agency_id}, &body, e));
	struct voice_ask uc = {.body = body.code, .kind = kind_of(r->d.a, VOICE_PUBLIC, r->today.m, e),
		.title = STR("（演练）申报条件咨询"), .text = STR("（演练）请问成立不满三年的企业是否可以申报？"),
		.name = STR("演练访客"), .phone = STR("13800000000"),
		.may_publish = demo_chance(&r->d.random, 60)};
	return voice_ask(&tx, &uc, e);
}

static enum rc reply(struct rehearsal *r, const struct q_rehearsal_voices *v, struct err *e)
{
	struct demo_body *b = demo_body_of(&r->d, v->agency_id);
	struct str text = STR("（演练）已协调办理，具体办法请与本局联系。");

	if (!b)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "body of a demand");
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	if (actor_is(&b->officer[0], ROLE_COUNTY) && demo_chance(&r->d.random, 20)) {
		struct voice_hand up = {.public_id = v->public_id, .reason = text, .up = true};
		return voice_hand(&tx, &up, e);
	}
	TRY(voice_answer(&tx, &(struct voice_answer){.public_id = v->public_id, .text = text}, e));
	if (!v->may_publish || str_eqc(v->origin, voice_origin_code(VOICE_ENTERPRISE)) ||
		!demo_chance(&r->d.random, 50))
		return RC_OK;
	struct voice_publish shown = {.public_id = v->public_id, .title = STR("（演练）申报条件"),
		.question = STR("成立不满三年的企业是否可以申报？"), .answer = text};
	return voice_publish(&tx, &shown, e);
}

static enum rc rate(struct rehearsal *r, const struct q_rehearsal_voices *v, struct err *e)
{
	struct reh_firm *f = v->enterprise_id.has ? reh_firm_of(r, v->enterprise_id.v) : NULL;
	int64_t dice = demo_between(&r->d.random, 1, 100);
	enum voice_act act = dice <= 60		     ? VOICE_SOLVE
			     : dice > 85 && !v->reopened ? VOICE_REOPEN
							 : VOICE_NOT_SOLVED;

	if (!f)
		return RC_OK;
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	return voice_rate(&tx,
		&(struct voice_rate){.public_id = v->public_id, .act = act,
			.text = STR("（演练）对办理情况的说明：尚未完全落实。")},
		e);
}

static enum rc voice_turn(struct rehearsal *r, void *arg, struct err *e)
{
	const struct q_rehearsal_voices *v = arg;

	return str_eqc(v->state, voice_state_code(VOICE_WAITING)) ? reply(r, v, e) : rate(r, v, e);
}

/* --- consent ------------------------------------------------------------------------------------- */

static enum rc ask_permission(struct rehearsal *r, void *arg, struct err *e)
{
	const struct q_rehearsal_holder *h = arg;
	struct demo_body *b = demo_body_of(&r->d, h->city_agency_id);
	struct follow_kinds kinds;

	TRY(permission_kinds_load(r->d.a, &kinds, e));
	if (!b || !kinds.n)
		return RC_OK;
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	return permission_ask(&tx,
		&(struct permission_ask){.enterprise = h->public_id, .purpose = kinds.v[h->id % (int64_t)kinds.n].id,
			.what = STR("（演练）拟在本市经济专栏报道贵企业的创新做法。"), .on = date_add(r->today, 20)},
		e);
}

static enum rc close_permission(struct rehearsal *r, const struct q_rehearsal_permissions *p, bool done, struct err *e)
{
	struct demo_body *b = demo_body_of(&r->d, p->agency_id);

	if (!b)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "body of a permission");
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	return permission_close(&tx,
		&(struct permission_close){.enterprise = p->enterprise, .public_id = p->public_id, .done = done,
			.note = done ? STR("（演练）已刊出") : STR("（演练）企业没有答复，取消")},
		e);
}

static enum rc permission_turn(struct rehearsal *r, void *arg, struct err *e)
{
	const struct q_rehearsal_permissions *p = arg;
	struct reh_firm *f = reh_firm_of(r, p->enterprise_id);
	bool agreed = str_eqc(p->state, "agreed"), over = str_cmp(p->on_date, date_str(r->d.a, r->today)) <= 0;

	if (over)
		return close_permission(r, p, agreed, e);
	if (!f || !demo_chance(&r->d.random, agreed ? 1 : 15))
		return RC_OK;
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	return permission_reply(&tx,
		&(struct permission_reply){.public_id = p->public_id, .text = STR("（演练）请先送我方核对。"),
			.agree = !agreed && demo_chance(&r->d.random, 75)},
		e);
}

/* Financing partners, and typical cases in the half of the year in which no report is written. */
static enum rc consents(struct rehearsal *r, void *arg, struct err *e)
{
	struct reh_firm *f = &r->firms[demo_between(&r->d.random, 0, (int64_t)r->firms_n - 1)];
	struct actor who = demo_filler(&f->en);
	struct tx tx = demo_tx(&r->d, &who, r->now);
	bool given = demo_chance(&r->d.random, 60);

	(void)arg;
	TRY(consent_set(&tx, &(struct consent_set){.purpose = CONSENT_FINANCING, .given = given}, e));
	return r->today.m <= 6
		       ? consent_set(&tx, &(struct consent_set){.purpose = CONSENT_EXAMPLE, .given = given}, e)
		       : RC_OK;
}

/* --- the day ------------------------------------------------------------------------------------- */

struct life {
	struct q_rehearsal_voices_list voices;
	struct q_rehearsal_permissions_list permissions;
	struct q_rehearsal_holder holder;
	bool held;
};

static enum rc look(struct rehearsal *r, struct db *db, struct life *x, struct err *e)
{
	int64_t after = demo_between(&r->d.random, 0, 30 * (int64_t)r->day / 30);

	TRY(new_surveys(r, db, e));
	TRY(q_rehearsal_voices(db, &x->voices, e));
	TRY(q_rehearsal_permissions(db, &x->permissions, e));
	return q_rehearsal_holder(db, &(struct q_rehearsal_holder_in){.after = after}, &x->holder, &x->held, e);
}

/* Who was asked may take a day to think. */
static enum rc turns(struct rehearsal *r, struct life *x, struct err *e)
{
	for (size_t i = 0; i < x->voices.n; i++)
		if (demo_chance(&r->d.random, 25))
			TRY(reh_do(r, voice_turn, &x->voices.v[i], e));
	for (size_t i = 0; i < x->permissions.n; i++)
		TRY(reh_do(r, permission_turn, &x->permissions.v[i], e));
	return RC_OK;
}

static enum rc life_day(struct rehearsal *r, struct arena *a, struct err *e)
{
	struct life x = {0};
	struct db *db;

	TRY(store_read(r->d.sv->store, a, &db, e));
	enum rc rc = look(r, db, &x, e);
	store_read_end(db);
	TRY(rc);
	TRY(turns(r, &x, e));
	if (!r->firms_n)
		return RC_OK;
	switch (r->today.d) {
	case 4:
	case 18:
		return reh_do(r, raise, NULL, e);
	case 11:
		return reh_do(r, inquire, NULL, e);
	case 7:
	case 21:
		return x.held ? reh_do(r, ask_permission, &x.holder, e) : RC_OK;
	case 14:
		return reh_do(r, consents, NULL, e);
	default:
		return RC_OK;
	}
}

enum rc reh_life(struct rehearsal *r, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = life_day(r, &a, e);
	arena_free(&a);
	return rc;
}

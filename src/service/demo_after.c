/* After the list: yearly updates, cases, events and what registers say, for holders of titles in the first city, whose
 * officers have logins. The texts say that they are invented.
 */
#include "service/demo_after.h"

#include "base/vec.h"
#include "domain/decimal.h"
#include "service/change.h"
#include "service/demo_care.h"
#include "service/demo_case.h"
#include "service/demo_move.h"
#include "service/import.h"
#include "service/report.h"
#include "service/sanction.h"
#include "service/update.h"
#include "store/q.h"

#define HOLDERS 6

/* --- yearly update --------------------------------------------------------------------------------- */

struct updating {
	struct demo *d;
	int64_t at;
};

static enum rc open_round(struct db *db, void *arg, struct err *e)
{
	struct updating *u = arg;
	struct actor system = {.name = STR("系统")};
	struct update_rounds rounds = {.limit = 1};

	u->d->db = db;
	u->d->a = db_arena(db);
	struct tx tx = demo_tx(u->d, &system, u->at);
	return update_rounds(&tx, &rounds, e);
}

#define GROWN_AT_MOST 190     /* permille in a year, */
#define GROWN_STRONGLY 380    /* and what has to be explained */
#define CENT (DECIMAL_ONE / 100)

/* The year before, grown by the same share in every figure: what was said of it then stays said. */
static struct str grown(struct demo *d, const struct update_form *f, size_t fact, int64_t permille)
{
	struct fact_value was = facts_get(f->facts, fact, 2);

	if (was.state != FACT_KNOWN)
		return STR("0");
	was.v = was.v / CENT * (1000 + permille) / 1000 * CENT;
	return fact_text(d->a, fact, was);
}

/* Every figure that the standard asks of the last year; a change that needs a word gets one. The others are known. */
static enum rc answers_of(struct demo *d, const struct q_demo_holders *h, int year, int64_t at,
	struct update_submit *uc, struct err *e)
{
	bool strongly = demo_chance(&d->random, 15);
	int64_t permille = strongly ? GROWN_STRONGLY : demo_between(&d->random, 60, GROWN_AT_MOST);
	struct update_form f;

	TRY(update_load(d->db, d->sv->rules, h->enterprise_id, year, at, &f, e));
	uc->answers = ARENA_NEW_N(d->a, struct answer, (size_t)FACT__MAX);
	for (size_t i = 0; i < d->standard->sections.n; i++) {
		const struct fact_refs *facts = &d->standard->sections.v[i].facts;
		for (size_t k = 0; k < facts->n; k++)
			if (fact_at(facts->v[k].fact)->yearly && facts->v[k].back == 1 &&
				!derivation_of(&f.parts[0].counted, facts->v[k].fact, year - 1))
				uc->answers[uc->n++] = (struct answer){.fact = facts->v[k].fact, .year = year - 1,
					.typed = grown(d, &f, facts->v[k].fact, permille)};
	}
	update_apply(d->a, &f, uc->answers, uc->n);
	update_judge(d->a, &f);
	struct update_reason *reasons = ARENA_NEW_N(d->a, struct update_reason, f.changes.n + 1);
	for (size_t i = 0; i < f.changes.n; i++)
		reasons[i] = (struct update_reason){
			f.changes.v[i].fact, STR("（演示）新产线投产、新订单带动，收入、投入和资产同步增长，已附说明")};
	uc->reasons = reasons;
	uc->reasons_n = f.changes.n;
	return RC_OK;
}

/* Of every four holders three file. */
static enum rc file_updates(struct db *db, void *arg, struct err *e)
{
	struct updating *u = arg;
	struct demo *d = u->d;
	struct q_demo_holders_list rows;

	d->db = db;
	d->a = db_arena(db);
	for (size_t b = 0; b < d->bodies_n; b++) {
		if (!actor_is(&d->bodies[b].officer[0], ROLE_CITY))
			continue;
		TRY(q_demo_holders(db,
			&(struct q_demo_holders_in){
				.city_agency_id = d->bodies[b].agency_id, .limit = HOLDERS},
			&rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			struct actor who = demo_case_holder(&rows.v[i], false);
			struct update_submit uc = {.year = date_of_instant(u->at).y};
			if ((b + i) % 4 == 3)
				continue;
			struct tx tx = demo_tx(d, &who, u->at + (int64_t)((b + i) % 40) * MS_PER_DAY);
			TRY(answers_of(d, &rows.v[i], uc.year, tx.now, &uc, e));
			TRY(update_submit(&tx, &uc, e));
		}
	}
	return RC_OK;
}

static enum rc next_round(struct db *db, void *arg, struct err *e)
{
	struct updating *u = arg;
	int64_t year = instant_day_start((struct date){date_of_instant(u->d->now).y, 1, 1});

	return update_next(u->d->sv, db, year, &u->at, e);
}

static enum rc step(struct demo *d, store_write_fn *fn, void *arg, struct err *e)
{
	struct arena scratch;

	arena_init(&scratch, 0);
	enum rc rc = store_write(d->sv->store, &scratch, fn, arg, e);
	arena_free(&scratch);
	return rc;
}

enum rc demo_update(struct demo *d, int64_t from, struct err *e)
{
	struct updating u = {.d = d};

	TRY(step(d, next_round, &u, e));
	if (u.at < from || u.at > d->now - 60 * MS_PER_DAY)
		return RC_OK;
	u.at += (int64_t)9 * 3600 * 1000;
	TRY(step(d, open_round, &u, e));
	u.at += 5 * MS_PER_DAY;
	return step(d, file_updates, &u, e);
}

/* --- cases ------------------------------------------------------------------------------------------ */

/* A change that its county and city have agreed to, or only the county. */
static enum rc change(struct demo_case *x, const struct q_demo_holders *h, bool both, struct err *e)
{
	struct actor who = demo_case_holder(h, true);
	struct tx tx = demo_case_tx(x, &who, 12);
	struct change_file uc = {.title_id = h->title_id, .kind = STR("rename"),
		.happened_on = date_add(date_of_instant(tx.now), -20),
		.new_name = STR_JOIN(x->d->a, STR("新"), h->name),
		.new_division = STR(""), .text = STR("（演示）因业务调整变更企业名称，主要生产经营活动不变。"),
		.files = &x->proof, .files_n = 1};

	TRY(change_file(&tx, &uc, e));
	if (h->county_agency_id.has)
		TRY(demo_case_support(x, demo_body_of(x->d, h->county_agency_id.v), uc.public_id, 9, e));
	return both ? demo_case_support(x, x->city, uc.public_id, 6, e) : RC_OK;
}

/* Somebody reports; the city has taken it up and waits for the enterprise, or has not yet. */
static enum rc report(struct demo_case *x, const struct q_demo_holders *h, bool taken, struct err *e)
{
	struct actor visitor = {.roles = ROLE_PUBLIC, .ip = STR("127.0.0.1")};
	struct tx tx = demo_case_tx(x, &visitor, 5);
	struct report_file uc = {.code = h->uscc, .person = STR("演示举报人"),
		.person_id = STR("110101199003077416"), .phone = STR("13800000000"),
		.content = STR("（演示）该企业自评填写的研发费用与公开的年度报告不一致，请核实。"),
		.files = &x->proof, .files_n = 1};
	struct case_view v;

	TRY(report_file(&tx, &uc, e));
	if (!taken)
		return RC_OK;
	TRY(report_by_secret(x->d->db, x->d->sv, uc.secret, tx.now, &v, e));
	return demo_case_tell(x, &x->city->officer[0], v.c.public_id, CASE_ACT_ACCEPT,
		"（演示）收到对贵企业研发费用数据的举报，请说明情况并提供证明材料。", 3, e);
}

/* 告知: the enterprise has the floor. */
static enum rc told(struct demo_case *x, const struct q_demo_holders *h, struct err *e)
{
	struct str id;

	TRY(demo_case_open(x, h, "accident", x->city, 8, &id, e));
	return demo_case_tell(x, &x->d->province.officer[0], id, CASE_ACT_NOTIFY,
		"（演示）经核查，拟取消贵企业的公告。贵企业可以在期限内陈述和申辩。", 4, e);
}

/* Cancelled, with the ban that its ground prints; `lift`: taken off again. */
static enum rc cancelled(struct demo_case *x, const struct q_demo_holders *h, int64_t days_ago, bool lift,
	struct err *e)
{
	struct demo *d = x->d;
	struct case_draft uc = {.outcome = OUTCOME_CANCEL, .ground = STR("forgery"),
		.reason = STR("（演示）核查发现自评数据与审计报告严重不符，企业未在期限内陈述申辩。"),
		.doc_no = str_fmt(d->a, "演示处〔%d〕%lld号", date_of_instant(d->now).y, (long long)h->title_id),
		.ban_to = date_add_years(date_of_instant(d->now), 3)};
	struct q_demo_ban ban;
	bool found;

	TRY(demo_case_open(x, h, "forgery", x->city, days_ago, &uc.public_id, e));
	TRY(demo_case_tell(x, &d->province.officer[0], uc.public_id, CASE_ACT_NOTIFY,
		"（演示）经核查，拟取消贵企业的公告并在三年内不予受理申报，贵企业可以陈述和申辩。", days_ago - 2, e));
	TRY(demo_case_decide(x, &d->province, &uc, days_ago - 28, e));
	TRY(q_demo_ban(d->db, &(struct q_demo_ban_in){.uscc = h->uscc}, &ban, &found, e));
	if (!lift || !found)
		return RC_OK;
	struct tx tx = demo_case_tx(x, &d->province.officer[0], days_ago - 34);
	struct sanction_lift off = {.ban_id = ban.id, .text = STR("（演示）行政复议认定事实不清，拟解除不得申报。")};
	TRY(sanction_lift(&tx, &off, e));
	uc = (struct case_draft){.public_id = off.public_id, .outcome = OUTCOME_LIFT,
		.reason = STR("（演示）复议决定撤销原认定，解除不得申报。"),
		.doc_no = str_fmt(d->a, "演示解〔%d〕%lld号", date_of_instant(d->now).y, (long long)h->title_id)};
	return demo_case_decide(x, &d->province, &uc, days_ago - 36, e);
}

/* --- beside the cases ------------------------------------------------------------------------------- */

/* What the city does for its first holders; the bans of two of them do not matter to it. */
static enum rc care(struct demo_case *x, const struct q_demo_holders_list *rows, struct err *e)
{
	for (size_t i = 0; i < MIN_OF(rows->n, (size_t)HOLDERS); i++) {
		struct actor legal = demo_case_holder(&rows->v[i], true);
		TRY(demo_care(x->d, x->city, rows->v[i].public_id, &legal, i, e));
	}
	return RC_OK;
}

/* The list of honours has one that is about to end. */
static enum rc honour(struct demo_case *x, const struct q_demo_holders *h, struct err *e)
{
	struct actor who = demo_case_holder(h, false);
	struct tx tx = demo_case_tx(x, &who, 40);
	struct date until = date_add(date_of_instant(x->d->now), 60);
	struct list_item_save uc = {.list = COUNT_HONOURS, .kind = STR("hightech"),
		.v = {.title = STR("高新技术企业（演示）"), .number = STR("演示GR-1"),
			.granted_on = date_str(x->d->a, date_add(date_add_years(until, -3), 1)),
			.valid_until = date_str(x->d->a, until)}};

	return list_item_save(&tx, &uc, e);
}

static enum rc listed(struct demo_case *x, const struct q_demo_holders *h, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct tx tx = demo_case_tx(x, &system, 20);
	struct import_listing row = {.told.row = 1,
		.cell = {h->uscc, STR("abnormal"), date_str(x->d->a, date_add(date_of_instant(tx.now), -9)), STR(""),
			STR("（演示）通过登记的住所无法联系"), STR("演示数据")}};

	return import_listings(&tx, &(struct import_listings){.v = &row, .n = 1}, e);
}

enum rc demo_after_change(struct demo *d, struct demo_body *city, const struct q_demo_holders *h, struct err *e)
{
	struct demo_case x = demo_case_of(d, city);

	return change(&x, h, false, e);
}

enum rc demo_after_report(struct demo *d, struct demo_body *city, const struct q_demo_holders *h, struct err *e)
{
	struct demo_case x = demo_case_of(d, city);

	return report(&x, h, true, e);
}

enum rc demo_after(struct demo *d, struct err *e)
{
	struct demo_case x = demo_case_of(d, NULL);
	struct q_demo_holders_list rows;

	for (size_t i = 0; i < d->bodies_n && !x.city; i++)
		if (actor_is(&d->bodies[i].officer[0], ROLE_CITY))
			x.city = &d->bodies[i];
	if (!x.city)
		return RC_OK;
	TRY(q_demo_holders(d->db,
		&(struct q_demo_holders_in){.city_agency_id = x.city->agency_id, .limit = HOLDERS + 1}, &rows, e));
	if (rows.n < HOLDERS)
		return RC_OK; /* a small province: there is nobody to spare */
	TRY(change(&x, &rows.v[0], false, e));
	TRY(report(&x, &rows.v[0], true, e));
	TRY(report(&x, &rows.v[1], false, e));
	TRY(told(&x, &rows.v[2], e));
	TRY(cancelled(&x, &rows.v[3], 70, false, e));
	TRY(cancelled(&x, &rows.v[4], 75, true, e));
	if (rows.n > HOLDERS)
		TRY(demo_move(&x, &rows.v[HOLDERS], e));
	TRY(care(&x, &rows, e));
	TRY(honour(&x, &rows.v[0], e));
	return listed(&x, &rows.v[5], e);
}

/* What the bodies of the rehearsal owe each other and the public: circulars issued by two people, yearly reports with
 * typical cases, spot checks over titles in force.
 */
#include "service/rehearsal_parts.h"

#include "service/circular.h"
#include "service/follow.h"
#include "service/inspection.h"
#include "service/title_draw.h"
#include "service/yearly.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define CHECK_MONTH 5 /* of the spot check */
#define CHECK_DAYS 9  /* within this first part of it */
#define CHECK_SHARE 5
#define TEXTS_MAX YEARLY_SECTIONS_MAX

static struct demo_body *body_of(struct rehearsal *r, int64_t id)
{
	return demo_body_of(&r->d, id);
}

/* --- circulars ----------------------------------------------------------------------------------- */

static enum rc circular_turn(struct rehearsal *r, void *arg, struct err *e)
{
	const struct q_rehearsal_circulars *c = arg;
	struct demo_body *b = body_of(r, c->province_agency_id);

	if (!b)
		return RC_OK; /* of another province */
	struct tx one = demo_tx(&r->d, &b->officer[0], r->now), two = demo_tx(&r->d, &b->officer[1], r->now);
	if (str_eqc(c->state, "draft"))
		return circular_propose(&one,
			&(struct circular_propose){.public_id = c->public_id, .version = c->version, .published = c->id % 2},
			e);
	return circular_issue(&two,
		&(struct circular_issue){.public_id = c->public_id, .version = c->version,
			.back = demo_chance(&r->d.random, 10), .reason = STR("（演练）请补充文字说明后再报")},
		e);
}

/* --- yearly reports ------------------------------------------------------------------------------ */

/* Asks holders of the area, who agree, and writes about them. */
static enum rc cases(struct rehearsal *r, struct tx *tx, const struct yearly_report *x, struct err *e)
{
	struct q_rehearsal_candidates_list rows;

	TRY(q_rehearsal_candidates(r->d.db,
		&(struct q_rehearsal_candidates_in){.agency_id = tx->who->agency_id, .tier = x->r.programme,
			.limit = MAX_OF(x->form.cases_min, (int64_t)1)},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct reh_firm *f = reh_firm_of(r, rows.v[i].id);
		if (!f)
			continue;
		struct actor who = demo_filler(&f->en);
		struct tx own = demo_tx(&r->d, &who, r->now + HOUR_MS);
		TRY(consent_set(&own, &(struct consent_set){.purpose = CONSENT_EXAMPLE, .given = true}, e));
		TRY(yearly_case_add(tx,
			&(struct yearly_case_add){.public_id = x->r.public_id, .enterprise = rows.v[i].public_id,
				.title = STR("（演练）坚持研发，产品替代进口"),
				.text = STR("（演练）企业连续多年增加研发投入，主导产品进入重点产业链，带动当地就业。")},
			e));
	}
	return RC_OK;
}

static enum rc write_report(struct rehearsal *r, const struct q_rehearsal_reports *row, struct demo_body *b, struct err *e)
{
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now + 2 * HOUR_MS);
	struct str texts[TEXTS_MAX];
	struct yearly_report x;

	TRY(yearly_load(r->d.db, r->d.sv->rules, tx.who, row->public_id, &x, e));
	if (x.cases.n == 0)
		TRY(cases(r, &tx, &x, e));
	TRY(yearly_load(r->d.db, r->d.sv->rules, tx.who, row->public_id, &x, e));
	if ((int64_t)x.cases.n < x.form.cases_min)
		return RC_OK; /* too few holders yet: it stays owed */
	for (size_t i = 0; i < x.form.n; i++)
		texts[i] = x.texts[i].n ? x.texts[i] : STR("（演练）审核力量不足；下一年度加强培训和现场核查。");
	struct yearly_save uc = {.public_id = row->public_id, .texts = texts, .n = x.form.n, .propose = true};
	return yearly_save(&tx, &uc, e);
}

static enum rc report_turn(struct rehearsal *r, void *arg, struct err *e)
{
	const struct q_rehearsal_reports *row = arg;
	struct demo_body *b = body_of(r, row->agency_id);

	if (!b || (row->agency_id + r->today.y) % 8 == 0) /* one in eight forgets it */
		return RC_OK;
	if (str_eqc(row->state, "draft"))
		return demo_chance(&r->d.random, 10) ? write_report(r, row, b, e) : RC_OK;
	struct tx tx = demo_tx(&r->d, &b->officer[1], r->now);
	if (demo_chance(&r->d.random, 10))
		return yearly_back(&tx,
			&(struct yearly_back){.public_id = row->public_id, .reason = STR("（演练）请核对第二部分的数字")},
			e);
	return yearly_send(&tx, &(struct yearly_send){.public_id = row->public_id}, e);
}

/* --- spot checks --------------------------------------------------------------------------------- */

/* One programme of the body a year, in turn. */
static struct str tier_of(struct rehearsal *r, struct str body)
{
	const struct rules_list *l = rules_list(r->d.sv->rules, r->today);
	struct str tiers[32];
	size_t n = 0;

	for (size_t i = 0; i < l->procedures_n && n < ARRAY_LEN(tiers); i++)
		if (str_eq(l->procedures[i]->body, body))
			tiers[n++] = l->procedures[i]->programme;
	return n ? tiers[(size_t)r->today.y % n] : STR("");
}

static enum rc freeze(struct rehearsal *r, void *arg, struct err *e)
{
	size_t province = *(size_t *)arg;
	struct demo_body *b = r->provinces[province];
	struct tx one = demo_tx(&r->d, &b->officer[0], r->now), two = demo_tx(&r->d, &b->officer[1], r->now);
	struct title_freeze uc = {.share_percent = CHECK_SHARE,
		.ask = {.tier = tier_of(r, r->codes[province]), .automatic = true, .typed = STR("")}};
	struct title_frame f;

	if (!uc.ask.tier.n)
		return RC_OK;
	TRY(title_frame_load(r->d.db, one.who, &uc.ask, r->now, &f, e));
	if (!f.frame.n)
		return RC_OK;
	uc.seen = hash_hex(r->d.a, sample_frame_hash(r->d.a, &f.frame));
	TRY(title_freeze(&one, &uc, e));
	return draw_announce(&two,
		&(struct draw_announce){.draw = uc.public_id, .source = STR("中国福利彩票双色球次日开奖号码"),
			.on = date_add(r->today, 1)},
		e);
}

static enum rc take(struct rehearsal *r, const struct q_rehearsal_title_draws *row, struct demo_body *b, struct err *e)
{
	struct tx one = demo_tx(&r->d, &b->officer[0], r->now), two = demo_tx(&r->d, &b->officer[1], r->now);
	struct str numbers = STR("05 09 12 20 26 31 07");

	if (str_cmp(date_str(r->d.a, r->today), row->source_on) < 0)
		return RC_OK;
	TRY(draw_enter(&one,
		&(struct draw_enter){.draw = row->public_id, .numbers = numbers, .witness1 = STR("演练见证人甲"),
			.witness2 = STR("演练见证人乙")},
		e));
	return draw_confirm(&two, &(struct draw_confirm){.draw = row->public_id, .numbers = numbers}, e);
}

/* Two people go, who are named by hand where nobody keeps a pool; then the outcome is told. */
static enum rc checks(struct rehearsal *r, const struct q_rehearsal_title_draws *row, struct demo_body *b, struct err *e)
{
	struct tx tx = demo_tx(&r->d, &b->officer[0], r->now);
	struct q_rehearsal_inspections_list sheets;

	TRY(q_rehearsal_inspections(
		r->d.db, &(struct q_rehearsal_inspections_in){.draw = row->public_id}, &sheets, e));
	for (size_t i = 0; i < sheets.n; i++) {
		struct inspection_sign uc = {.public_id = sheets.v[i].public_id, .version = sheets.v[i].version,
			.sheet = {.on = r->today, .inspector1 = b->officer[0].name, .inspector2 = STR("演练核查员"),
				.enterprise_side = STR("企业负责人"),
				.findings = STR("（演练）查看场所、账册和证书原件，核对年度更新数据。"),
				.result = demo_chance(&r->d.random, 5) ? STR("unfit") : STR("fit")}};
		TRY(inspection_sign(&tx, &uc, e));
	}
	return title_report(&tx, &(struct title_report){.draw = row->public_id}, e);
}

static enum rc draw_turn(struct rehearsal *r, void *arg, struct err *e)
{
	const struct q_rehearsal_title_draws *row = arg;
	struct demo_body *b = body_of(r, row->agency_id);

	if (!b)
		return RC_OK;
	return str_eqc(row->state, "drawn") ? checks(r, row, b, e) : take(r, row, b, e);
}

/* --- the day ------------------------------------------------------------------------------------- */

struct watch {
	struct q_rehearsal_circulars_list circulars;
	struct q_rehearsal_reports_list reports;
	struct q_rehearsal_title_draws_list draws;
};

static enum rc look(struct rehearsal *r, struct arena *a, struct watch *x, struct err *e)
{
	struct db *db;

	TRY(store_read(r->d.sv->store, a, &db, e));
	enum rc rc = q_rehearsal_circulars(db, &x->circulars, e);
	if (rc == RC_OK)
		rc = q_rehearsal_reports(db, &(struct q_rehearsal_reports_in){.now = r->now}, &x->reports, e);
	if (rc == RC_OK)
		rc = q_rehearsal_title_draws(db, &x->draws, e);
	store_read_end(db);
	return rc;
}

static enum rc watch_day(struct rehearsal *r, struct arena *a, struct err *e)
{
	struct watch x = {0};

	TRY(look(r, a, &x, e));
	for (size_t i = 0; i < x.circulars.n; i++)
		TRY(reh_do(r, circular_turn, &x.circulars.v[i], e));
	for (size_t i = 0; i < x.reports.n; i++)
		TRY(reh_do(r, report_turn, &x.reports.v[i], e));
	for (size_t i = 0; i < x.draws.n; i++)
		TRY(reh_do(r, draw_turn, &x.draws.v[i], e));
	if (r->today.m != CHECK_MONTH || r->today.d > CHECK_DAYS || r->checked == r->today.y)
		return RC_OK;
	r->checked = r->today.y;
	for (size_t p = 0; p < r->provinces_n; p++)
		TRY(reh_do(r, freeze, &p, e));
	return RC_OK;
}

enum rc reh_watch(struct rehearsal *r, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	enum rc rc = watch_day(r, &a, e);
	arena_free(&a);
	return rc;
}

/* A draw takes days: the frame, the source of a later day, the numbers, what was drawn. */
#include "service/demo_draw.h"

#include "service/demo_office.h"
#include "service/inspection.h"
#include "service/inspector.h"
#include "service/site.h"
#include "service/title_draw.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define NUMBERS STR("03 08 11 19 24 30 05")
#define BATCH_SHARE 20 /* per cent, where the procedure prints none */
#define TITLE_SHARE 4
#define FIRST_DAYS 96 /* ago */
#define SECOND_DAYS 16
#define LEFT 5 /* of the second, still to be visited */

static enum rc drawn(struct demo *d, struct str id, int64_t at, struct err *e)
{
	struct tx first = demo_tx(d, &d->province.officer[0], at),
		  next = demo_tx(d, &d->province.officer[0], at + MS_PER_DAY + 14 * HOUR_MS),
		  second = demo_tx(d, &d->province.officer[1], at + MS_PER_DAY + 15 * HOUR_MS);
	struct draw_announce announce = {.draw = id, .source = STR("中国福利彩票双色球当日开奖号码（演示，号码系虚构）"),
		.on = date_add(date_of_instant(at), 1)};
	struct draw_enter enter = {
		.draw = id, .numbers = NUMBERS, .witness1 = STR("演示见证人甲"), .witness2 = STR("演示见证人乙")};
	struct draw_confirm confirm = {.draw = id, .numbers = NUMBERS};

	TRY(draw_announce(&first, &announce, e));
	TRY(draw_enter(&next, &enter, e));
	return draw_confirm(&second, &confirm, e);
}

/* --- files -------------------------------------------------------------------------------------------- */

static enum rc visited(struct demo *d, struct str draw, struct str file, int64_t at, struct err *e)
{
	const struct stage *s = procedure_stage(d->procedure, STAGE_SAMPLE, HOLDER_PROVINCE);
	struct tx tx = demo_tx(d, &d->province.officer[0], at + 6 * HOUR_MS);
	struct draw_decide uc = {.draw = draw, .file = file, .act = ACT_SAMPLE_PASS,
		.reason = STR("")};
	struct demo_body *b = &d->province;
	struct application_file f;

	TRY(application_for_officer(d->db, d->sv->rules, tx.who, uc.file, &f, e));
	if (s && s->visited_by_city)
		b = demo_body_of(d, f.city_agency_id);
	TRY(demo_visit(d, b, uc.file, at, e));
	return draw_decide(&tx, &uc, e);
}

enum rc demo_draw_batch(struct demo *d, int64_t batch_id, int64_t *at, struct err *e)
{
	struct tx tx = demo_tx(d, &d->province.officer[0], *at);
	struct draw_freeze freeze = {.batch_id = batch_id, .share_percent = BATCH_SHARE};
	struct draw x;

	TRY(draw_freeze(&tx, &freeze, e));
	TRY(drawn(d, freeze.public_id, *at + HOUR_MS, e));
	*at += 4 * MS_PER_DAY;
	TRY(draw_load(d->db, d->sv->rules, freeze.public_id, &x, e));
	for (size_t i = 0; i < x.items.n; i++)
		if (draw_waits(&x.items.v[i]))
			TRY(visited(d, freeze.public_id, x.items.v[i].public_id, *at, e));
	*at += MS_PER_DAY;
	return RC_OK;
}

/* --- titles in force ----------------------------------------------------------------------------------- */

/* The sheet of what was drawn as the `seq`-th, by the body that draws: nobody keeps a pool of inspectors yet. */
static enum rc check(struct demo *d, const struct draw *x, int64_t seq, size_t n, int64_t at, struct err *e)
{
	static const char *const texts[] = {
		"（演示）到企业经营地查看，生产线正常运转，抽查研发项目台账和专利证书，与名单信息一致。",
		"（演示）查看厂房、设备和近期纳税申报，主导产品没有变化，在岗人员与社保缴纳人数相符。",
		"（演示）核对审计报告和研发费用辅助账，数据一致；提醒企业及时登记新取得的知识产权。",
	};
	struct tx tx = demo_tx(d, &d->province.officer[0], at);
	struct q_inspections_of_draw_list rows;
	struct inspection v;
	bool unfit = n % 7 == 4;
	struct inspection_sign uc = {.public_id = STR(""),
		.sheet = {.on = date_of_instant(at), .inspector1 = d->province.officer[0].name,
			.inspector2 = d->province.officer[1].name,
			.enterprise_side = n % 2 ? STR("企业财务负责人") : STR("企业总经理"),
			.findings = unfit ? STR("（演示）经营地已搬空，主要设备转让，近六个月没有开票记录，企业书面确认停产。")
					  : str_c(texts[n % ARRAY_LEN(texts)]),
			.result = unfit ? STR("unfit") : STR("fit")}};

	TRY(q_inspections_of_draw(d->db,
		&(struct q_inspections_of_draw_in){.draw_id = x->head.id, .agency_id = tx.who->agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].seq == seq)
			uc.public_id = rows.v[i].public_id;
	TRY(inspection_load(d->db, tx.who, uc.public_id, &v, e));
	uc.version = v.row.version;
	return inspection_sign(&tx, &uc, e);
}

static enum rc draw_of(struct demo *d, int64_t days_ago, size_t left, struct str *id, struct err *e)
{
	int64_t at = instant_day_start(date_add(date_of_instant(d->now), (int)-days_ago)) + 9 * HOUR_MS;
	struct tx tx = demo_tx(d, &d->province.officer[0], at);
	struct title_freeze uc = {.ask = {.tier = d->procedure->programme, .automatic = true, .typed = STR("")},
		.share_percent = TITLE_SHARE};
	struct title_frame frame;
	struct draw x;
	size_t n = 0, waits = 0;

	*id = STR("");
	TRY(title_frame_load(d->db, tx.who, &uc.ask, tx.now, &frame, e));
	if (frame.frame.n == 0)
		return RC_OK;
	uc.seen = hash_hex(d->a, sample_frame_hash(d->a, &frame.frame));
	TRY(title_freeze(&tx, &uc, e));
	TRY(drawn(d, uc.public_id, at + HOUR_MS, e));
	TRY(draw_load(d->db, d->sv->rules, uc.public_id, &x, e));
	for (size_t i = 0; i < x.items.n; i++)
		waits += draw_waits(&x.items.v[i]);
	for (size_t i = 0; i < x.items.n && waits > left; i++) {
		if (!draw_waits(&x.items.v[i]))
			continue;
		TRY(check(d, &x, x.items.v[i].seq, n, at + (int64_t)(3 + n % 9) * MS_PER_DAY, e));
		n++;
		waits--;
	}
	*id = uc.public_id;
	return RC_OK;
}

/* Who will be drawn with the enterprises from now on: the body's own two people. */
static enum rc pool(struct demo *d, struct err *e)
{
	for (size_t i = 0; i < ARRAY_LEN(d->province.officer); i++) {
		struct tx tx = demo_tx(d, &d->province.officer[0], d->now - MS_PER_DAY);
		struct inspector_add uc = {.account_id = d->province.officer[i].account_id, .place = STR(""),
			.employer = STR(""), .declared = STR("")};
		TRY(inspector_add(&tx, &uc, e));
	}
	return RC_OK;
}

enum rc demo_draw_titles(struct demo *d, struct err *e)
{
	struct tx tx = demo_tx(d, &d->province.officer[0], d->now - (FIRST_DAYS - 20) * MS_PER_DAY);
	struct str id;

	TRY(draw_of(d, FIRST_DAYS, 0, &id, e));
	if (!id.n)
		return RC_OK;
	struct title_report report = {.draw = id};
	TRY(title_report(&tx, &report, e));
	TRY(draw_of(d, SECOND_DAYS, LEFT, &id, e));
	return pool(d, e);
}

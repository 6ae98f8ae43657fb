/* The programme, its grounds and the ministry are the procedure's; who holds its title is imported, as from a list. */
#include "service/demo_national.h"

#include "service/bodies.h"
#include "service/demo_case.h"
#include "service/import.h"
#include "service/national.h"
#include "store/q.h"

#define FIRST 690000 /* numbers of invented enterprises */
#define IMPORTED 200 /* days ago */

/* How far each has come, in days ago; 0: not yet. */
struct course {
	size_t place;	 /* that of this enterprise of the round */
	const char *fact;
	int64_t opened, replied, reported, answered, recorded, settled;
};
static const struct course courses[] = {
	{2, "（演示）日常监测发现企业发生较大生产安全事故，应急管理部门已认定责任，调查报告附后。", 165, 152, 132, 100, 98, 97},
	{3, "（演示）税务部门通报企业存在偷漏税行为并已作出处罚，处罚决定书附后。", 110, 98, 76, 5, 2, 0},
	{0, "（演示）核查发现企业申报时的研发人员名册与社保缴纳记录严重不符，核查记录附后。", 75, 0, 44, 0, 0, 0},
};

static struct evidence_stored paper(const struct demo_case *x, struct str name)
{
	struct evidence_stored file = x->proof;

	file.filename = name;
	return file;
}

static const struct procedure *programme(struct demo_round *k, struct sanctions *s)
{
	const struct rules_list *list = rules_list(k->d.sv->rules, date_of_instant(k->d.now));

	for (size_t i = 0; i < list->procedures_n; i++) {
		const struct procedure *p = list->procedures[i];
		sanctions_of(k->d.a, p, s);
		if (str_eq(p->body, k->d.procedure->body) && s->national.has && s->n >= ARRAY_LEN(courses))
			return p;
	}
	return NULL;
}

static enum rc found(struct demo_round *k, size_t i, struct demo_enterprise *en, struct import_title *row, struct err *e)
{
	const struct demo_place *at = k->firm[courses[i].place].place;
	struct q_division_by_code county, city;
	struct bodies own;

	TRY(bodies_of(k->d.db, STR(BODIES_LINE_OF_ENTERPRISES), at->division_code, &own, e));
	TRY(q_division_by_code(k->d.db, &(struct q_division_by_code_in){.code = at->division_code}, &county, e));
	TRY(q_division_by_code(k->d.db, &(struct q_division_by_code_in){.code = county.parent_code}, &city, e));
	TRY(demo_found(k->d.db, &k->d.random,
		&(struct demo_founding){.words = &k->d.words, .place = at, .n = FIRST + (int64_t)i,
			.province_agency_id = own.province, .now = k->d.now - (IMPORTED + 20) * MS_PER_DAY,
			.filler_login = STR(""), .legal_login = STR("")},
		en, e));
	*row = (struct import_title){.told.row = (int64_t)i + 1, .name = en->name, .uscc = en->uscc, .city = city.name,
		.county = county.name, .reason_bad = STR("")};
	return RC_OK;
}

/* A list of two years ago, in force for another year. */
static enum rc titles(struct demo_round *k, const struct procedure *p, struct demo_enterprise *firms, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct tx tx = demo_tx(&k->d, &system, k->d.now - IMPORTED * MS_PER_DAY);
	struct date from = {(int16_t)(date_of_instant(k->d.now).y - 2), 7, 1};
	struct import_title rows[ARRAY_LEN(courses)];
	struct q_division_by_code top;

	for (size_t i = 0; i < ARRAY_LEN(courses); i++)
		TRY(found(k, i, &firms[i], &rows[i], e));
	struct str province = str_cat(k->d.a, str_sub(firms[0].place->division_code, 0, 2), STR("0000"));
	TRY(q_division_by_code(k->d.db, &(struct q_division_by_code_in){.code = province}, &top, e));
	struct import_titles uc = {.tier = p->programme, .tier_name = p->tier_name,
		.batch_title = str_fmt(k->d.a, "%d年度（平台启用前）", from.y), .province = top.name,
		.source = STR("演示数据：平台启用前公布的名单，内容系虚构"), .valid_from = date_str(k->d.a, from),
		.valid_to = date_str(k->d.a, date_add(date_add_years(from, 3), -1)), .v = rows, .n = ARRAY_LEN(rows)};
	return import_titles(&tx, &uc, e);
}

/* Proposed by the city, told, heard, verified by two people of the province: the letter goes out. */
static enum rc reported(struct demo_case *x, const struct course *c, const struct q_demo_holders *h, const struct sanction *g,
	size_t nth, struct str *id, struct err *e)
{
	struct demo *d = x->d;
	struct date on = date_of_instant(d->now - c->reported * MS_PER_DAY);
	struct case_draft draft = {.outcome = OUTCOME_CANCEL, .ground = g->id, .reason = str_c(c->fact),
		.doc_no = str_fmt(d->a, "演示报〔%d〕%zu号", on.y, nth + 31), .ban_to = sanction_ban_last(g, on)};
	struct actor legal = demo_case_holder(h, true);

	TRY(demo_case_open(x, h, str_cstr(d->a, g->id), x->city, c->opened, id, e));
	TRY(demo_case_tell(x, &d->province.officer[0], *id, CASE_ACT_NOTIFY,
		"（演示）经核查，拟提请取消贵企业的称号。贵企业可以在期限内陈述和申辩。", c->opened - 2, e));
	if (c->replied) {
		struct tx tx = demo_case_tx(x, &legal, c->replied);
		struct evidence_stored file = paper(x, STR("整改情况（演示样张）.pdf"));
		struct case_reply reply = {.public_id = *id,
			.text = STR("（演示）对有关事实没有异议，已经整改，恳请从轻处理。"), .files = &file, .files_n = 1};
		TRY(case_reply(&tx, &reply, e));
	}
	draft.public_id = *id;
	return demo_case_decide(x, &d->province, &draft, c->reported, e);
}

static enum rc answered(struct demo_case *x, const struct course *c, const struct sanction *g, size_t nth, struct str id,
	struct err *e)
{
	struct demo *d = x->d;
	struct tx first = demo_case_tx(x, &d->province.officer[0], c->recorded),
		  second = demo_case_tx(x, &d->province.officer[1], c->settled);
	struct evidence_stored file = paper(x, STR("部级答复（演示样张）.pdf"));
	struct national_answer uc = {.public_id = id, .agreed = true,
		.answered_on = date_of_instant(d->now - c->answered * MS_PER_DAY),
		.text = STR("（演示）经审定，同意你省意见，取消该企业的称号，请做好后续工作。"), .files = &file, .files_n = 1};

	if (!c->recorded)
		return RC_OK;
	uc.answer_no = str_fmt(d->a, "演示部函〔%d〕%zu号", uc.answered_on.y, nth + 106);
	uc.ban_to = sanction_ban_last(g, uc.answered_on);
	TRY(national_answer(&first, &uc, e));
	struct national_settle settle = {.public_id = id, .text = STR("")};
	return c->settled ? national_settle(&second, &settle, e) : RC_OK;
}

static enum rc one(struct demo_round *k, const struct sanctions *s, const struct demo_enterprise *en, size_t i,
	struct err *e)
{
	struct q_demo_title_of title;
	struct bodies at;
	struct str id;
	bool there;

	TRY(q_demo_title_of(k->d.db,
		&(struct q_demo_title_of_in){.enterprise_id = en->id, .day = date_str(k->d.a, date_of_instant(k->d.now))},
		&title, &there, e));
	TRY(bodies_of(k->d.db, k->d.procedure->line, en->place->division_code, &at, e));
	if (!there || !demo_body_of(&k->d, at.city))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "demonstration: a title that was not imported");
	const struct q_demo_holders h = {.title_id = title.id, .enterprise_id = en->id, .public_id = en->public_id,
		.name = en->name, .uscc = en->uscc, .filler_id = en->filler_id, .contact = en->contact,
		.legal_id = en->legal_id, .legal_rep = en->legal_rep};
	struct demo_case x = demo_case_of(&k->d, demo_body_of(&k->d, at.city));
	TRY(reported(&x, &courses[i], &h, &s->v[i], i, &id, e));
	return answered(&x, &courses[i], &s->v[i], i, id, e);
}

enum rc demo_national(struct demo_round *k, struct err *e)
{
	struct demo_enterprise firms[ARRAY_LEN(courses)];
	struct sanctions s;
	const struct procedure *p = programme(k, &s);

	if (!p)
		return RC_OK;
	TRY(titles(k, p, firms, e));
	for (size_t i = 0; i < ARRAY_LEN(courses); i++)
		TRY(one(k, &s, &firms[i], i, e));
	return RC_OK;
}

/* What the bodies of the demonstration do: the use cases of their pages, by the named officers. */
#include "service/demo_office.h"

#include "service/batch.h"
#include "service/cross_check.h"
#include "service/jobs.h"
#include "service/list_act.h"
#include "service/meeting.h"
#include "service/objection.h"
#include "service/publicity.h"
#include "service/publish.h"
#include "service/recommend.h"
#include "service/review.h"
#include "service/site.h"
#include "store/q.h"

/* What the submission gave reason to ask: answered in one way for all of it. */
static enum rc answer_checks(
	struct tx *tx, struct str file, enum cross_answer_id answer, struct str note, struct err *e)
{
	struct cross_questions all;
	struct review r;

	TRY(review_load(tx->db, tx->sv->rules, tx->who, file, &r, e));
	TRY(cross_questions_of(tx->db, r.sub.id, &all, e));
	struct cross_given *v = ARENA_NEW_N(tx->a, struct cross_given, all.n + 1);
	struct cross_check_answer uc = {.application = file, .v = v};
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].answer == CROSS_NONE)
			v[uc.n++] = (struct cross_given){all.v[i].seq, answer, note};
	return uc.n ? cross_check_answer(tx, &uc, e) : RC_OK;
}

enum rc demo_check_and_pass(struct demo *d, struct demo_body *b, struct str file, int64_t at,
	struct err *e)
{
	struct tx tx = demo_tx(d, &b->officer[0], at);
	struct review_save save = {.application = file, .all_ok = true};
	struct review_pass pass = {.application = file, .note = STR("材料齐全，数据与佐证一致")};

	TRY(review_save(&tx, &save, e));
	TRY(answer_checks(&tx, file, CROSS_FINE, STR(""), e));
	return review_pass(&tx, &pass, e);
}

enum rc demo_return(struct demo *d, struct demo_body *b, struct str file, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, &b->officer[0], at);
	struct review_return_item items[] = {
		{STR_INIT("fact"), STR_INIT("rd_expense"), STR_INIT("mismatch"),
			STR_INIT("与审计报告研发费用科目不一致，请核对后更正")},
		{STR_INIT("slot"), STR_INIT("audit_y1"), STR_INIT("seal"),
			STR_INIT("审计报告缺少盖章页，请补充完整版本")},
	};
	struct review_return uc = {.application = file, .items = items, .n = ARRAY_LEN(items),
		.message = STR("请更正 2 处后重新报送")};

	TRY(answer_checks(&tx, file, CROSS_PROBLEM, STR("与审计报告不一致，已退回更正"), e));
	return review_return(&tx, &uc, e);
}

enum rc demo_refuse(struct demo *d, struct demo_body *b, struct str file, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, &b->officer[0], at);
	struct review_refuse uc = {.application = file,
		.clause = STR("评价标准“主导产品所属领域情况”“知识产权数量”"),
		.fact = STR("所列知识产权与主导产品无关，扣除后评分未达到60分"),
		.remedy = STR("如有异议，可向本局提出陈述申辩；条件具备后可在下一批次重新申报")};

	TRY(answer_checks(&tx, file, CROSS_PROBLEM, STR("与所附材料不符"), e));
	return review_refuse(&tx, &uc, e);
}

enum rc demo_plan_visit(struct demo *d, struct demo_body *b, struct str file, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, &b->officer[0], at);
	struct site_plan uc = {.application = file, .on = date_of_instant(at + 3 * MS_PER_DAY),
		.inspector1 = b->officer[0].name, .inspector2 = b->officer[1].name};

	return site_plan(&tx, &uc, e);
}

static bool waiting(struct demo *d, int64_t agency_id, int64_t batch_id, enum state s, struct err *e,
	enum rc *rc)
{
	struct q_demo_waiting n;

	*rc = q_demo_waiting(d->db,
		&(struct q_demo_waiting_in){.agency_id = agency_id, .batch_id = batch_id,
			.state = str_c(state_code(s))},
		&n, e);
	return *rc == RC_OK && n.n > 0;
}

enum rc demo_meeting(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e)
{
	struct tx tx = demo_tx(d, &city->officer[0], at);
	struct meeting_record uc = {.batch_id = batch_id, .held_on = date_of_instant(at),
		.place = STR("局三楼会议室"), .chair = city->officer[1].name,
		.participants = str_fmt(d->a, "%.*s、%.*s、驻局纪检组代表", STR_ARG(city->officer[0].name),
			STR_ARG(city->officer[1].name)),
		.minutes = STR("经集中研究，通过审核的企业符合评价标准，同意进行公示。")};
	enum rc rc;

	return waiting(d, city->agency_id, batch_id, STATE_DECIDE, e, &rc) ? meeting_record(&tx, &uc, e)
									   : rc;
}

enum rc demo_visit(struct demo *d, struct demo_body *city, struct str file, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, &city->officer[0], at + 2 * 3600000);
	struct site_done uc = {.application = file, .on = date_of_instant(at),
		.inspector1 = city->officer[0].name, .inspector2 = city->officer[1].name,
		.enterprise_side = STR("企业负责人"),
		.findings = STR("（演示）现场查看生产和研发场所，核对账册、证书原件，与申报材料一致。"),
		.result = STR("ok")};

	TRY(demo_plan_visit(d, city, file, at, e));
	return site_done(&tx, &uc, e);
}

/* The share of a city's list that its procedure wants visited, spread over the list. */
static enum rc visits(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at, struct err *e)
{
	const struct stage *s = procedure_stage(d->procedure, STAGE_SITE_VISIT, HOLDER_CITY);
	struct q_batch_files_list rows;
	struct list_entries list;

	if (!s || s->site != SITE_SHARE)
		return RC_OK;
	TRY(batch_files_load(
		d->db, &city->officer[0], batch_id, STATE_PUB_WAIT, &rows, &list, e));
	size_t want = (size_t)site_share((int64_t)rows.n, s->share_percent);
	for (size_t i = 0; i < want; i++)
		TRY(demo_visit(d, city, rows.v[i * rows.n / want].public_id, at, e));
	return RC_OK;
}

enum rc demo_publicity(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e)
{
	struct tx first = demo_tx(d, &city->officer[0], at),
		  second = demo_tx(d, &city->officer[1], at + 3600000);
	struct publicity_propose propose = {.batch_id = batch_id, .contact = STR("0000-0000000（演示）"), .days = 7};
	struct publicity_confirm confirm = {0};
	enum rc rc;

	if (!waiting(d, city->agency_id, batch_id, STATE_PUB_WAIT, e, &rc))
		return rc;
	TRY(visits(d, city, batch_id, at - MS_PER_DAY, e));
	TRY(publicity_propose(&first, &propose, e));
	confirm.public_id = propose.public_id;
	confirm.version = 1;
	return publicity_confirm(&second, &confirm, e);
}

enum rc demo_object(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e)
{
	struct actor visitor = {.roles = ROLE_PUBLIC, .ip = STR("127.0.0.1")};
	struct tx tx = demo_tx(d, &visitor, at);
	struct q_demo_publicity p;
	bool found;

	TRY(q_demo_publicity(d->db,
		&(struct q_demo_publicity_in){.agency_id = city->agency_id, .batch_id = batch_id}, &p,
		&found, e));
	if (!found)
		return RC_OK;
	struct objection_file uc = {.publicity = p.public_id, .seq = 1, .person = STR("演示异议人"),
		.person_id = STR("110101199003077416"), .phone = STR("13800000000"),
		.content = STR("（演示）该企业公示的主导产品与实际经营范围可能不一致，请核实。")};
	return objection_file(&tx, &uc, e);
}

enum rc demo_recommend(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e)
{
	struct tx first = demo_tx(d, &city->officer[0], at),
		  second = demo_tx(d, &city->officer[1], at + 3600000);
	struct recommend_propose propose = {.batch_id = batch_id, .doc_no = STR(""),
		.report = STR("（演示）本市按照评价标准对申报企业进行了资格审核和集中研究，公示期满，"
			      "无异议企业名单见推荐汇总表。"),
		.opinion = STR("（演示）经审核、集中研究和公示，同意推荐名单所列企业。")};
	struct recommend_confirm confirm = {.version = 1};
	enum rc rc;

	if (!waiting(d, city->agency_id, batch_id, STATE_RECOMMEND, e, &rc))
		return rc;
	TRY(recommend_propose(&first, &propose, e));
	confirm.public_id = propose.public_id;
	return recommend_confirm(&second, &confirm, e);
}

/* What one city has filed with the province. */
static enum rc record(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, &d->province.officer[0], at);
	const struct list_act *list = list_act_at(STATE_RECORD);
	struct q_batch_files_list rows;
	struct list_entries all;

	TRY(batch_files_load(d->db, tx.who, batch_id, STATE_RECORD, &rows, &all, e));
	struct str *files = ARENA_NEW_N(d->a, struct str, rows.n + 1);
	struct list_decide uc = {
		.batch_id = batch_id, .list = list, .act = list->yes, .files = files};
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].city_agency_id == city->agency_id)
			files[uc.files_n++] = rows.v[i].public_id;
	return uc.files_n ? list_decide(&tx, &uc, e) : RC_OK;
}

enum rc demo_approve(struct demo *d, struct demo_body *city, int64_t batch_id, int64_t at,
	struct err *e)
{
	if (procedure_stage(d->procedure, STAGE_RECORD, HOLDER_PROVINCE))
		return record(d, city, batch_id, at, e);

	struct tx tx = demo_tx(d, &d->province.officer[0], at);
	struct q_demo_recommendation r;
	bool found;

	TRY(q_demo_recommendation(d->db,
		&(struct q_demo_recommendation_in){.agency_id = city->agency_id, .batch_id = batch_id},
		&r, &found, e));
	struct province_decide uc = {
		.recommendation = r.public_id, .act = ACT_APPROVE, .all = true, .reason = STR("")};
	return found ? province_decide(&tx, &uc, e) : RC_OK;
}

enum rc demo_publish(struct demo *d, int64_t batch_id, struct str doc_no, int64_t at, struct err *e)
{
	struct tx tx = demo_tx(d, &d->province.officer[0], at);
	struct publish_plan plan;
	struct batch b;
	enum rc rc;

	if (!waiting(d, d->province.agency_id, batch_id, STATE_APPROVED, e, &rc))
		return rc;
	TRY(batch_for_officer(d->db, d->sv->rules, tx.who, batch_id, &b, e));
	TRY(publish_plan(d->db, tx.who, &b, at, &plan, e));
	struct publish_batch uc = {.batch_id = batch_id, .doc_no = doc_no, .title = plan.title,
		.body = plan.body, .confirm = doc_no};
	return publish_batch(&tx, &uc, e);
}

enum rc demo_tick(struct demo *d, int64_t at, struct err *e)
{
	struct actor system = {.name = STR("系统")};
	struct tx tx = demo_tx(d, &system, at);
	struct jobs_result done;

	return jobs_in(&tx, &done, e);
}

/* From the city to the province: one list, two people, and figures that nobody types by hand. */
#include "service/recommend.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "domain/serial.h"
#include "service/audit.h"

/* --- reading ------------------------------------------------------------------------------------- */

const char *recommendation_state_word(struct str state)
{
	static const char *const words[][2] = {{"proposed", "待第二人确认"}, {"sent", "已推荐"},
		{"returned", "已被退回"}, {"cancelled", "已撤回"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(state, words[i][0]))
			return words[i][1];
	return "?";
}

enum rc recommendation_load(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, int64_t now, struct recommendation *out, struct err *e)
{
	struct recommendation r = {0};

	TRY(q_recommendation_for_officer(db,
		&(struct q_recommendation_for_officer_in){
			.public_id = public_id, .agency_id = who->agency_id},
		&r.head, e));
	r.procedure = rules_procedure(rules, r.head.edition, rules_pin(r.head.opens_on));
	if (!r.procedure)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "recommendation %lld",
			(long long)r.head.id);
	TRY(q_recommendation_items(db,
		&(struct q_recommendation_items_in){.recommendation_id = r.head.id}, &r.rows, e));
	for (size_t i = 0; i < r.rows.n; i++) {
		const struct q_recommendation_items *x = &r.rows.v[i];
		VEC_PUSH(db_arena(db), &r.list,
			((struct list_entry){.application_id = x->application_id, .name = x->name,
				.uscc = x->uscc, .area = x->area, .direct = x->direct != 0,
				.score = x->score}));
	}
	r.late = (r.head.sent_at.has ? r.head.sent_at.v : now) >= r.head.city_ends_at;
	*out = r;
	return RC_OK;
}

/* --- the report ---------------------------------------------------------------------------------- */

static enum rc report_filing(struct db *db, const struct actor *who, const struct batch *b,
	struct buf *out, struct err *e)
{
	struct q_batch_submitted_totals t;
	struct batch_counts c;

	TRY(q_batch_submitted_totals(db,
		&(struct q_batch_submitted_totals_in){.agency_id = who->agency_id, .batch_id = b->id},
		&t, e));
	TRY(batch_counts_load(db, who, b->id, &c, e));
	buf_printf(out, "一、申报情况\n本批次共收到企业申报 %lld 件，其中按直通条件申报 %lld 件。\n",
		(long long)t.submitted, (long long)t.direct);
	buf_printf(out,
		"二、审核情况\n对照评价标准，对企业线上线下评价信息和佐证材料逐件进行资格审核。"
		"截至目前，审核不予通过 %lld 件，退回补正 %lld 件，正在审核 %lld 件，"
		"企业撤回 %lld 件，逾期未报 %lld 件。\n",
		(long long)c.n[STATE_REFUSED], (long long)c.n[STATE_RETURNED],
		(long long)(c.n[STATE_COUNTY] + c.n[STATE_CITY] + c.n[STATE_SITE] +
			    c.n[STATE_DECIDE] + c.n[STATE_PUB_WAIT] + c.n[STATE_PUB_CITY] +
			    c.n[STATE_DISPUTED]),
		(long long)c.n[STATE_WITHDRAWN], (long long)c.n[STATE_LAPSED]);
	return RC_OK;
}

static struct str prose_of(struct arena *a, struct str day)
{
	struct date d;

	return date_parse(day, &d) ? date_prose(a, d) : day;
}

static enum rc report_meetings(struct db *db, const struct actor *who, const struct batch *b,
	struct buf *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_meetings_of_batch_list rows;

	TRY(q_meetings_of_batch(db,
		&(struct q_meetings_of_batch_in){.batch_id = b->id, .agency_id = who->agency_id},
		&rows, e));
	buf_lit(out, "三、集中研究情况\n");
	for (size_t i = rows.n; i-- > 0;) {
		const struct q_meetings_of_batch *m = &rows.v[i];
		buf_printf(out,
			"%.*s，在%.*s召开会议（主持人：%.*s）集中研究，同意 %lld 家，不同意 %lld 家，"
			"退回重审 %lld 家。\n",
			STR_ARG(prose_of(a, m->held_on)), STR_ARG(m->place), STR_ARG(m->chair),
			(long long)m->yes, (long long)m->no, (long long)m->back);
	}
	if (rows.n == 0)
		buf_lit(out, "（尚无集中研究记录）\n");
	return RC_OK;
}

static enum rc report_publicity(struct db *db, const struct actor *who, const struct batch *b,
	struct buf *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_publicities_of_body_list rows;

	TRY(q_publicities_of_body(db,
		&(struct q_publicities_of_body_in){.agency_id = who->agency_id, .batch_id = b->id},
		&rows, e));
	buf_lit(out, "四、公示情况\n");
	for (size_t i = rows.n; i-- > 0;) {
		const struct q_publicities_of_body *p = &rows.v[i];
		if (str_eqc(p->state, "proposed"))
			continue;
		buf_printf(out,
			"%.*s至%.*s向社会公示，共 %lld 家企业；公示期间收到异议 %lld 件，"
			"尚未办结 %lld 件。\n",
			STR_ARG(prose_of(a, p->first_on)), STR_ARG(prose_of(a, p->last_on)),
			(long long)p->count, (long long)p->objections,
			(long long)p->objections_open);
	}
	return RC_OK;
}

enum rc recommend_draft(struct db *db, const struct actor *who, const struct batch *b,
	const struct list_entries *list, struct recommend_draft *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct str first = list->n ? list->v[0].name : STR(""), basis = STR("");
	struct q_agency_by_id province;
	struct buf r;

	TRY(q_agency_by_id(
		db, &(struct q_agency_by_id_in){.id = b->province_agency_id}, &province, e));
	if (b->procedure->basis_n)
		basis = str_fmt(a, "按照《%.*s》要求，",
			STR_ARG(b->procedure->basis[0].title));
	buf_init(&r, a, (size_t)64 << 10);
	buf_printf(&r, "%.*s：\n%.*s我单位组织完成了%.*s评价审核工作，现将有关情况报告如下。\n",
		STR_ARG(province.name), STR_ARG(basis), STR_ARG(batch_name(a, b)));
	TRY(report_filing(db, who, b, &r, e));
	TRY(report_meetings(db, who, b, &r, e));
	TRY(report_publicity(db, who, b, &r, e));
	buf_printf(&r,
		"五、推荐情况\n经审核、集中研究和公示，共有 %zu 家企业符合条件，现予正式推荐，"
		"名单见推荐汇总表。",
		list->n);
	out->report = buf_view(&r);
	out->opinion = str_fmt(a,
		"经审核、集中研究并公示，%.*s等 %zu 家企业符合%.*s评价标准，公示无异议或异议经核实"
		"不成立，同意推荐。",
		STR_ARG(first), list->n, STR_ARG(b->procedure->tier_name));
	return RC_OK;
}

/* --- proposing ----------------------------------------------------------------------------------- */

static enum rc check_texts(struct tx *tx, struct recommend_propose *uc, struct err *e)
{
	struct q_recommendation_waiting w;
	size_t report = utf8_count(uc->report), opinion = utf8_count(uc->opinion);
	bool found;

	TRY(q_recommendation_waiting(tx->db,
		&(struct q_recommendation_waiting_in){
			.batch_id = uc->batch_id, .agency_id = tx->who->agency_id},
		&w, &found, e));
	if (found)
		return err_set(e, RC_STATE, MSG_RECOMMEND_WAITING);
	if (uc->doc_no.n && serial_document_no(tx->a, uc->doc_no, &uc->doc_no, e) != RC_OK)
		return err_field(e, RC_INVALID, MSG_DOCUMENT_NO, "doc_no");
	if (report < 20 || report > RECOMMEND_TEXT_MAX)
		return err_field(e, RC_INVALID, MSG_RECOMMEND_REPORT, "report");
	if (opinion < 10 || opinion > 2000)
		return err_field(e, RC_INVALID, MSG_RECOMMEND_OPINION, "opinion");
	return RC_OK;
}

static enum rc freeze(struct tx *tx, const struct list_entries *list, struct str hash,
	struct recommend_propose *uc, int64_t *id, struct err *e)
{
	struct q_recommendation_next_seq seq;
	struct q_recommendation_put row;

	TRY(q_recommendation_next_seq(tx->db,
		&(struct q_recommendation_next_seq_in){
			.batch_id = uc->batch_id, .agency_id = tx->who->agency_id},
		&seq, e));
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	TRY(q_recommendation_put(tx->db,
		&(struct q_recommendation_put_in){.public_id = uc->public_id,
			.batch_id = uc->batch_id, .agency_id = tx->who->agency_id, .seq = seq.seq,
			.doc_no = uc->doc_no, .report = uc->report, .opinion = uc->opinion,
			.list_hash = hash, .count = (int64_t)list->n,
			.proposed_by = tx->who->account_id, .now = tx->now},
		&row, e));
	for (size_t i = 0; i < list->n; i++)
		TRY(q_recommendation_item_put(tx->db,
			&(struct q_recommendation_item_put_in){.recommendation_id = row.id,
				.seq = (int64_t)i + 1, .application_id = list->v[i].application_id,
				.name = list->v[i].name, .uscc = list->v[i].uscc,
				.area = list->v[i].area, .direct = list->v[i].direct,
				.score = list->v[i].score},
			NULL, e));
	*id = row.id;
	return RC_OK;
}

static enum rc note(struct tx *tx, const char *action, int64_t id, struct str reason,
	struct str payload, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "recommendation",
			.object_id = id, .reason = reason, .payload = payload},
		e);
}

enum rc recommend_propose(struct tx *tx, struct recommend_propose *uc, struct err *e)
{
	struct q_batch_files_list rows;
	struct list_entries list;
	struct batch b;
	int64_t id;

	TRY(batch_city_only(tx->who, e));
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	TRY(batch_files_load(tx->db, tx->who, b.id, STATE_RECOMMEND, &rows, &list, e));
	if (list.n == 0)
		return err_set(e, RC_STATE, MSG_RECOMMEND_EMPTY);
	TRY(check_texts(tx, uc, e));
	struct str hash = hash_hex(tx->a, list_hash(tx->a, LIST_SUMMARY, list.v, list.n));
	if (uc->seen.n && !str_eq(uc->seen, hash))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	TRY(freeze(tx, &list, hash, uc, &id, e));
	uc->count = (int64_t)list.n;
	return note(tx, "recommendation_proposed", id, STR(""),
		str_fmt(tx->a, "{\"count\":%zu,\"list\":\"%.*s\"}", list.n, STR_ARG(hash)), e);
}

static enum rc own(struct tx *tx, struct str public_id, struct recommendation *r, struct err *e)
{
	TRY(batch_city_only(tx->who, e));
	TRY(recommendation_load(
		tx->db, tx->sv->rules, tx->who, public_id, tx->now, r, e));
	return r->head.agency_id == tx->who->agency_id
		       ? RC_OK
		       : err_set(e, RC_NOT_FOUND, MSG_RECOMMEND_GONE);
}

enum rc recommend_confirm(struct tx *tx, struct recommend_confirm *uc, struct err *e)
{
	struct recommendation r;
	int64_t changed;

	TRY(own(tx, uc->public_id, &r, e));
	if (!str_eqc(r.head.state, "proposed"))
		return err_set(e, RC_STATE, MSG_RECOMMEND_DONE);
	if (r.head.proposed_by == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	TRY(q_recommendation_send(tx->db,
		&(struct q_recommendation_send_in){.id = r.head.id,
			.agency_id = tx->who->agency_id, .version = uc->version,
			.confirmed_by = tx->who->account_id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	uc->late = r.late;
	uc->count = (int64_t)r.list.n;
	struct str reason = r.late ? STR("逾期推荐") : r.head.doc_no;
	TRY(list_moved(tx, &r.list, ACT_RECOMMEND, HOLDER_CITY, reason, e));
	return note(tx, "recommendation_sent", r.head.id, reason,
		str_fmt(tx->a, "{\"count\":%zu,\"late\":%s,\"list\":\"%.*s\"}", r.list.n,
			r.late ? "true" : "false", STR_ARG(r.head.list_hash)),
		e);
}

enum rc recommend_cancel(struct tx *tx, struct recommend_cancel *uc, struct err *e)
{
	struct recommendation r;
	int64_t changed;

	TRY(own(tx, uc->public_id, &r, e));
	if (uc->reason.n == 0)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	TRY(q_recommendation_cancel(tx->db,
		&(struct q_recommendation_cancel_in){
			.id = r.head.id, .agency_id = tx->who->agency_id},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_RECOMMEND_DONE);
	return note(tx, "recommendation_cancelled", r.head.id, uc->reason, STR(""), e);
}

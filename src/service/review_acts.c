/* What a body decides on a file. Each act checks scope and version again inside its transaction. */
#include "service/review.h"
#include "service/sanction.h"

#include "base/buf.h"
#include "base/env.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "service/audit.h"
#include "service/comparison.h"
#include "service/flow.h"
#include "service/site.h"

#define NOTE_MAX 500
#define VALUE_REASON_MAX 200

static const char *level_of(const struct actor *who)
{
	return holder_code(actor_holder(who));
}

enum rc review_open(
        struct tx *tx, struct str application, int64_t version, struct review *r, struct err *e)
{
	TRY(review_load(tx->db, tx->sv->rules, tx->who, application, r, e));
	if (version && version != r->file.version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	if (r->file.holder != actor_holder(tx->who)) {
		err_set(e, RC_STATE, MSG_WORKFLOW_NOT_NOW);
		err_arg(e, 0, str_c(state_word(r->file.state)));
		return err_arg(e, 1, STR("审核"));
	}
	return RC_OK;
}

static const struct review_item *item_of(const struct review *r, struct str id)
{
	for (size_t i = 0; i < r->items_n; i++)
		if (str_eq(r->items[i].id, id))
			return &r->items[i];
	return NULL;
}

static enum rc put_verdict(
        struct tx *tx, const struct review *r, const struct review_mark *m, struct err *e)
{
	bool ok = str_eqc(m->verdict, "ok");

	if (!item_of(r, m->item) || !review_verdict_word(m->verdict)[0])
		return err_set(e, RC_INVALID, MSG_REVIEW_ITEM);
	if (!ok && (!review_reason_word(m->reason_code)[0] ||
	                   (str_eqc(m->reason_code, "other") && !m->note.n))) {
		err_field(e, RC_INVALID, MSG_REVIEW_REASON, str_cstr(tx->a, m->item));
		return err_arg(e, 0, item_of(r, m->item)->title);
	}
	if (utf8_count(m->note) > NOTE_MAX)
		return err_field(e, RC_INVALID, MSG_REVIEW_NOTE, str_cstr(tx->a, m->item));
	return q_verdict_put(tx->db,
	        &(struct q_verdict_put_in){.submission_id = r->sub.id,
	                .level = str_c(level_of(tx->who)),
	                .item = m->item,
	                .verdict = m->verdict,
	                .reason_code = ok ? STR("") : m->reason_code,
	                .note = m->note,
	                .account_id = tx->who->account_id,
	                .at = tx->now},
	        NULL, e);
}

/* The value that stands without this level's word: the city's starts from the county's. */
static struct fact_value base_of(const struct actor *who, const struct review_value *v)
{
	return actor_is(who, ROLE_CITY) && v->county.state == FACT_KNOWN ? v->county : v->declared;
}

static bool differs(struct fact_value v, struct fact_value base)
{
	return v.state == FACT_KNOWN && (base.state != FACT_KNOWN || base.v != v.v);
}

/* Values that a person typed: read all first, so that one bad value saves nothing. */
static void read_typed(struct tx *tx, const struct review *r, struct review_typed *t,
        struct fact_value *out, const struct review_value **value)
{
	int fact = fact_find(t->fact);
	struct err why;

	*value = NULL;
	for (size_t i = 0; fact >= 0 && i < r->values_n; i++)
		if (r->values[i].fact == (size_t)fact && r->values[i].year == t->year)
			*value = &r->values[i];
	if (!*value)
		t->error = STR("标准中没有这一项");
	else if (fact_parse_typed(tx->a, (size_t)fact, t->typed, out, &why) != RC_OK)
		t->error = err_text(tx->a, &why);
	else if (utf8_count(t->reason) > VALUE_REASON_MAX)
		t->error = STR("原因不超过 200 个字");
	else if (differs(*out, base_of(tx->who, *value)) && !t->reason.n)
		t->error = STR("请写明认定值与申报值不同的原因");
}

static enum rc put_value(struct tx *tx, const struct review *r, const struct review_typed *t,
        const struct review_value *value, struct fact_value v, struct err *e)
{
	struct str level = str_c(level_of(tx->who)), fact = fact_at(value->fact)->id;

	if (!differs(v, base_of(tx->who, value)))
		return q_recognised_drop(tx->db,
		        &(struct q_recognised_drop_in){.submission_id = r->sub.id,
		                .level = level,
		                .fact = fact,
		                .year = value->year},
		        NULL, e);
	return q_recognised_put(tx->db,
	        &(struct q_recognised_put_in){.submission_id = r->sub.id,
	                .level = level,
	                .fact = fact,
	                .year = value->year,
	                .value = fact_text(tx->a, value->fact, v),
	                .reason = t->reason,
	                .account_id = tx->who->account_id,
	                .at = tx->now},
	        NULL, e);
}

static enum rc save_values(
        struct tx *tx, const struct review *r, struct review_save *uc, struct err *e)
{
	struct fact_value *v = ARENA_NEW_N(tx->a, struct fact_value, uc->typed_n + 1);
	const struct review_value **at =
	        ARENA_NEW_N(tx->a, const struct review_value *, uc->typed_n + 1);

	for (size_t i = 0; i < uc->typed_n; i++) {
		read_typed(tx, r, &uc->typed[i], &v[i], &at[i]);
		uc->bad += uc->typed[i].error.n > 0;
	}
	if (uc->bad)
		return err_set(e, RC_INVALID, MSG_REVIEW_VALUES);
	for (size_t i = 0; i < uc->typed_n; i++)
		TRY(put_value(tx, r, &uc->typed[i], at[i], v[i], e));
	return RC_OK;
}

enum rc review_save(struct tx *tx, struct review_save *uc, struct err *e)
{
	struct review r;
	int64_t changed;

	uc->bad = 0;
	TRY(review_open(tx, uc->application, uc->version, &r, e));
	TRY(save_values(tx, &r, uc, e));
	for (size_t i = 0; i < uc->marks_n; i++)
		TRY(put_verdict(tx, &r, &uc->marks[i], e));
	for (size_t i = 0; uc->all_ok && i < r.items_n; i++) {
		struct review_mark ok = {
		        .item = r.items[i].id, .verdict = STR("ok"), .note = STR("")};
		bool given = review_own(&r.items[i], tx->who)->verdict.n > 0;
		for (size_t k = 0; k < uc->marks_n; k++)
			given = given || str_eq(uc->marks[k].item, r.items[i].id);
		if (!given)
			TRY(put_verdict(tx, &r, &ok, e));
	}
	TRY(q_review_touch(tx->db,
	        &(struct q_review_touch_in){
	                .id = r.file.id, .version = r.file.version, .now = tx->now},
	        &changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	return audit_append(tx,
	        &(struct audit_event){.action = "verdicts_saved",
	                .object_kind = "application",
	                .object_id = r.file.id},
	        e);
}

enum rc review_pass(struct tx *tx, struct review_pass *uc, struct err *e)
{
	struct review r;
	struct strs obstacles = {0};
	struct flow_move m;

	TRY(review_open(tx, uc->application, uc->version, &r, e));
	TRY(pass_obstacles(tx->db, tx->sv->rules, &r, tx->who, tx->now, &obstacles, e));
	if (obstacles.n) {
		err_set(e, RC_INVALID, MSG_REVIEW_OBSTACLE);
		return err_arg(e, 0, obstacles.v[0]);
	}
	if (actor_is(tx->who, ROLE_CITY))
		TRY(q_application_city_result(tx->db,
		        &(struct q_application_city_result_in){.id = r.file.id,
		                .score = r.city.total.lo,
		                .result = score_verdict_name(r.city.verdict),
		                .route = route_name(r.city.route)},
		        NULL, e));
	TRY(comparison_certify(tx, &r, e));
	m = (struct flow_move){.application_id = r.file.id,
	        .act = ACT_PASS,
	        .who = actor_holder(tx->who),
	        .version = r.file.version,
	        .reason = uc->note.p ? uc->note : STR("")};
	TRY(flow_move(tx, &m, e));
	uc->to = m.to;
	return RC_OK;
}

static bool returnable(
        struct arena *a, const struct review *r, const struct review_return_item *item)
{
	struct report outline;

	if (str_eqc(item->kind, "slot"))
		return evidence_slot(r->file.standard, item->ref) >= 0;
	if (str_eqc(item->kind, "profile"))
		return true;
	if (str_eqc(item->kind, "report")) {
		report_outline(a, r->file.procedure, &outline);
		return report_find(&outline, item->ref) != NULL;
	}
	struct str rest = item->ref, id;
	(void)str_cut(&rest, '.', &id);
	return str_eqc(item->kind, "fact") && fact_find(id) >= 0;
}

/* 虚假申报: beside the act the case is opened, whose decision is another body's and two people's. */
static enum rc propose_ban(struct tx *tx, const struct review *r, struct str facts, struct err *e)
{
	struct sanction_open uc = {.uscc = r->file.uscc, .edition = r->file.procedure->id, .text = facts,
	        .application_id = r->file.id};

	if (!facts.n)
		return RC_OK;
	TRY(case_text_check(facts, "forgery", e));
	return sanction_open(tx, &uc, e);
}

enum rc review_return(struct tx *tx, struct review_return *uc, struct err *e)
{
	struct review r;
	struct flow_move m;

	TRY(review_open(tx, uc->application, uc->version, &r, e));
	if (uc->n == 0)
		return err_set(e, RC_INVALID, MSG_REVIEW_RETURN_EMPTY);
	for (size_t i = 0; i < uc->n; i++) {
		const struct review_return_item *it = &uc->items[i];
		if (!returnable(tx->a, &r, it) || !review_reason_word(it->reason_code)[0])
			return err_set(e, RC_INVALID, MSG_REVIEW_RETURN_ITEM);
		TRY(q_return_item_put(tx->db,
		        &(struct q_return_item_put_in){.application_id = r.file.id,
		                .submission_id = r.sub.id,
		                .kind = it->kind,
		                .ref = it->ref,
		                .reason_code = it->reason_code,
		                .note = it->note.p ? it->note : STR("")},
		        NULL, e));
	}
	m = (struct flow_move){.application_id = r.file.id,
	        .act = ACT_RETURN,
	        .who = actor_holder(tx->who),
	        .version = r.file.version,
	        .reason = uc->message.n ? uc->message
	                                : str_fmt(tx->a, "请更正 %zu 处后重新报送", uc->n)};
	TRY(flow_move(tx, &m, e));
	return propose_ban(tx, &r, uc->forgery, e);
}

enum rc review_refuse(struct tx *tx, struct review_refuse *uc, struct err *e)
{
	struct review r;
	struct flow_move m;

	if (!uc->clause.n || !uc->fact.n || !uc->remedy.n)
		return err_field(e, RC_INVALID, MSG_REVIEW_REFUSE,
		        !uc->clause.n ? "clause"
		        : !uc->fact.n ? "fact"
		                      : "remedy");
	TRY(review_open(tx, uc->application, uc->version, &r, e));
	m = (struct flow_move){.application_id = r.file.id,
	        .act = ACT_REFUSE,
	        .who = actor_holder(tx->who),
	        .version = r.file.version,
	        .reason = str_fmt(tx->a, "依据：%.*s；事实：%.*s；救济途径：%.*s",
	                STR_ARG(uc->clause), STR_ARG(uc->fact), STR_ARG(uc->remedy))};
	TRY(flow_move(tx, &m, e));
	return propose_ban(tx, &r, uc->forgery, e);
}

enum rc review_viewed(struct tx *tx, struct review_viewed *uc, struct err *e)
{
	struct buf b;

	buf_init(&b, tx->a, 512);
	buf_lit(&b, "{\"file\":");
	json_put_str(&b, uc->file);
	buf_ch(&b, '}');
	return audit_append(tx,
	        &(struct audit_event){.action = "file_viewed",
	                .object_kind = "application",
	                .object_id = uc->application_id,
	                .payload = buf_view(&b)},
	        e);
}

/* The acts that are nothing but a decision on a list: one table instead of a page and a service each. */
#include "service/list_act.h"

#include "base/utf8.h"
#include "service/application.h"
#include "service/nomination.h"

static const struct list_act acts[] = {
	{"select", STATE_POOL, HOLDER_CITY, ACT_SELECT, ACT__MAX, "择优推荐",
		"从培育库中筛选符合认定条件的企业。选出的企业进入待推荐，未选的留在培育库。", NULL, "recognition"},
	{"record", STATE_RECORD, HOLDER_PROVINCE, ACT_RECORD, ACT_SEND_BACK, "省级备案",
		"核对各市报备的名单和材料。备案后进入下一步；退回的回到市级审核。", NULL, NULL},
	{"nominate", STATE_NOMINATE, HOLDER_PROVINCE, ACT_NOMINATE, ACT__MAX, "向部推荐",
		"省级公示无异议的企业，向工业和信息化部推荐。", "推荐文号", NULL},
	{"nation", STATE_NATION, HOLDER_PROVINCE, ACT_NATION_YES, ACT_NATION_NO, "登记部级结果",
		"按工业和信息化部公布的名单逐家登记认定结果。", "公布文号", NULL},
};

const struct list_act *list_act_all(size_t *n)
{
	*n = ARRAY_LEN(acts);
	return acts;
}

const struct list_act *list_act_named(struct str slug)
{
	for (size_t i = 0; i < ARRAY_LEN(acts); i++)
		if (str_eqc(slug, acts[i].slug))
			return &acts[i];
	return NULL;
}

const struct list_act *list_act_at(enum state from)
{
	for (size_t i = 0; i < ARRAY_LEN(acts); i++)
		if (acts[i].from == from)
			return &acts[i];
	return NULL;
}

bool list_act_early(
	const struct list_act *act, const struct batch *b, int64_t now, struct date *from)
{
	struct date to;

	return act->phase && procedure_phase(b->procedure, act->phase, b->year, from, &to) &&
	       date_cmp(date_of_instant(now), *from) < 0;
}

static enum rc check(const struct list_decide *uc, struct err *e)
{
	size_t reason = utf8_count(uc->reason), document = utf8_count(uc->document);

	if (uc->files_n == 0)
		return err_field(e, RC_INVALID, MSG_PROVINCE_NONE, "id");
	if (reason > 500 || (uc->act == uc->list->no && reason < 4))
		return err_field(e, RC_INVALID, MSG_PROVINCE_REASON, "reason");
	if (uc->list->document && (document < 4 || document > 60)) {
		err_field(e, RC_INVALID, MSG_LIST_DOCUMENT, "document");
		return err_arg(e, 0, str_c(uc->list->document));
	}
	return RC_OK;
}

static struct str reason_of(struct arena *a, const struct list_decide *uc)
{
	if (uc->document.n == 0)
		return uc->reason;
	return str_fmt(a, "%s %.*s%s%.*s", uc->list->document, STR_ARG(uc->document),
		uc->reason.n ? "；" : "", STR_ARG(uc->reason));
}

static bool chosen(const struct list_decide *uc, struct str file)
{
	for (size_t i = 0; i < uc->files_n; i++)
		if (str_eq(uc->files[i], file))
			return true;
	return false;
}

/* Those of the files that the act will move, in the order of every list, before it moves them. */
static enum rc letter_list_of(struct tx *tx, const struct list_decide *uc, struct list_entries *out, struct err *e)
{
	struct q_batch_files_list rows;
	struct list_entries all;

	*out = (struct list_entries){0};
	if (uc->act != ACT_NOMINATE)
		return RC_OK;
	TRY(batch_files_load(tx->db, tx->who, uc->batch_id, uc->list->from, &rows, &all, e));
	for (size_t i = 0; i < rows.n; i++)
		if (chosen(uc, rows.v[i].public_id))
			VEC_PUSH(tx->a, out, all.v[i]);
	return RC_OK;
}

static enum rc decide_one(struct tx *tx, struct str file, struct list_decide *uc, struct err *e)
{
	struct application_file f;

	TRY(application_for_officer(tx->db, tx->sv->rules, tx->who, file, &f, e));
	if (f.batch_id != uc->batch_id || f.state != uc->list->from) {
		uc->left++;
		return RC_OK;
	}
	struct flow_move m = {.application_id = f.id, .act = uc->act, .who = uc->list->who,
		.reason = reason_of(tx->a, uc)};
	TRY(flow_move(tx, &m, e));
	uc->done++;
	return RC_OK;
}

enum rc list_decide(struct tx *tx, struct list_decide *uc, struct err *e)
{
	struct list_entries letter;
	struct batch b;
	struct date from;

	if (actor_holder(tx->who) != uc->list->who)
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	if (list_act_early(uc->list, &b, tx->now, &from)) {
		err_set(e, RC_STATE, MSG_LIST_EARLY);
		return err_arg(e, 0, date_prose(tx->a, from));
	}
	TRY(check(uc, e));
	TRY(letter_list_of(tx, uc, &letter, e));
	uc->done = uc->left = 0;
	for (size_t i = 0; i < uc->files_n; i++)
		TRY(decide_one(tx, uc->files[i], uc, e));
	if (!uc->done)
		return err_set(e, RC_STATE, MSG_PROVINCE_NOTHING);
	return letter.n ? nomination_record(tx, &b, uc->document, &letter, e) : RC_OK;
}

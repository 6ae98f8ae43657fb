/* From results to the proposed list: one person proposes where the line lies and why, another confirms. */
#include "service/panel.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "service/audit.h"

#include <stdlib.h>

struct str points_text(struct arena *a, int64_t hundredths)
{
	return str_fmt(a, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static int best_first(const void *x, const void *y)
{
	const struct panel_choice *p = x, *q = y;

	if (p->file->result.v != q->file->result.v)
		return p->file->result.v > q->file->result.v ? -1 : 1;
	return str_cmp(p->file->code, q->file->code);
}

void panel_choose(struct arena *a, const struct panel *p, int64_t pass_mark, struct panel_choices *out)
{
	struct buf b;

	*out = (struct panel_choices){0};
	for (size_t i = 0; i < p->files.n; i++) {
		const struct q_panel_files *f = &p->files.v[i];
		if (f->decided_at.has || !f->result.has ||
			!str_eqc(f->state, state_code(STATE_EXPERT)))
			continue;
		bool yes = f->result.v >= pass_mark;
		out->yes += yes;
		VEC_PUSH(a, out, ((struct panel_choice){f, yes}));
	}
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), best_first);
	buf_init(&b, a, out->n * 64 + 16);
	for (size_t i = 0; i < out->n; i++)
		buf_str(&b, str_fmt(a, "%.*s %lld %d\n", STR_ARG(out->v[i].file->public_id),
				    (long long)out->v[i].file->result.v, out->v[i].yes));
	out->hash = hash_hex(a, hash_sha256(buf_view(&b)));
}

/* The mark below which nobody of the first n lies; a tie over the line has to be decided by a mark. */
static enum rc mark_of_top(
	const struct panel_choices *all, int64_t top, int64_t *mark, struct err *e)
{
	if (top > (int64_t)all->n)
		return err_field(e, RC_INVALID, MSG_PANEL_TOP, "top");
	*mark = all->v[top - 1].file->result.v;
	if (top < (int64_t)all->n && all->v[top].file->result.v == *mark)
		return err_field(e, RC_INVALID, MSG_PANEL_TIE, "top");
	return RC_OK;
}

static enum rc set(struct tx *tx, const struct panel *p, const struct panel_propose *uc, struct str hash,
	struct err *e)
{
	bool gone = hash.n == 0;

	return q_panel_propose(tx->db,
		&(struct q_panel_propose_in){.id = p->head.id, .agency_id = tx->who->agency_id,
			.proposed_by = gone ? none_i64() : some_i64(tx->who->account_id),
			.proposed_at = gone ? none_i64() : some_i64(tx->now),
			.pass_mark = gone ? 0 : uc->pass_mark,
			.reason = gone ? STR("") : uc->reason, .list_hash = hash},
		NULL, e);
}

enum rc panel_propose(struct tx *tx, struct panel_propose *uc, struct err *e)
{
	struct panel_choices list;
	struct panel p;

	TRY(panel_load(tx->db, tx->sv->rules, tx->who, uc->batch_id, &p, e));
	if (!p.formed)
		return err_set(e, RC_STATE, MSG_PANEL_NONE);
	if (!panel_complete(&p))
		return err_set(e, RC_STATE, MSG_PANEL_INCOMPLETE);
	if (p.head.proposed_by.has)
		return err_set(e, RC_STATE, MSG_PANEL_PROPOSED);
	if (utf8_count(uc->reason) < 10 || utf8_count(uc->reason) > 1000)
		return err_field(e, RC_INVALID, MSG_PANEL_REASON, "reason");
	panel_choose(tx->a, &p, 0, &list);
	if (uc->top > 0)
		TRY(mark_of_top(&list, uc->top, &uc->pass_mark, e));
	if (uc->pass_mark <= 0 || uc->pass_mark > p.rules.max * 100)
		return err_field(e, RC_INVALID, MSG_PANEL_MARK, "pass_mark");
	panel_choose(tx->a, &p, uc->pass_mark, &list);
	TRY(set(tx, &p, uc, list.hash, e));
	return audit_append(tx,
		&(struct audit_event){.action = "panel_proposed", .object_kind = "panel",
			.object_id = p.head.id, .reason = uc->reason,
			.payload = str_fmt(tx->a, "{\"list\":\"%.*s\",\"pass_mark\":%lld,\"yes\":%zu}",
				STR_ARG(list.hash), (long long)uc->pass_mark, list.yes)},
		e);
}

static enum rc proposal(struct tx *tx, int64_t batch_id, struct panel *p, struct err *e)
{
	TRY(panel_load(tx->db, tx->sv->rules, tx->who, batch_id, p, e));
	return p->formed && p->head.proposed_by.has ? RC_OK
						     : err_set(e, RC_STATE, MSG_PANEL_NO_PROPOSAL);
}

static enum rc move(struct tx *tx, const struct panel *p, const struct panel_choice *x, struct err *e)
{
	struct flow_move m = {.application_id = x->file->application_id,
		.act = x->yes ? ACT_EXPERT_YES : ACT_EXPERT_NO,
		.who = HOLDER_PROVINCE,
		.reason = str_fmt(tx->a, "专家评审 %.*s 分，列入建议名单的分数线 %.*s 分：%.*s",
			STR_ARG(points_text(tx->a, x->file->result.v)),
			STR_ARG(points_text(tx->a, p->head.pass_mark)), STR_ARG(p->head.reason))};

	TRY(flow_move(tx, &m, e));
	return q_panel_file_decided(tx->db,
		&(struct q_panel_file_decided_in){
			.application_id = x->file->application_id, .now = tx->now},
		NULL, e);
}

enum rc panel_confirm(struct tx *tx, struct panel_confirm *uc, struct err *e)
{
	struct panel_choices list;
	struct panel p;

	TRY(proposal(tx, uc->batch_id, &p, e));
	if (p.head.proposed_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	panel_choose(tx->a, &p, p.head.pass_mark, &list);
	if (!str_eq(list.hash, p.head.list_hash) || !str_eq(uc->seen, list.hash) || !panel_complete(&p))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	for (size_t i = 0; i < list.n; i++)
		TRY(move(tx, &p, &list.v[i], e));
	uc->yes = (int64_t)list.yes;
	uc->no = (int64_t)(list.n - list.yes);
	TRY(set(tx, &p, NULL, STR(""), e));
	return audit_append(tx,
		&(struct audit_event){.action = "panel_confirmed", .object_kind = "panel",
			.object_id = p.head.id,
			.payload = str_fmt(tx->a, "{\"list\":\"%.*s\",\"no\":%lld,\"yes\":%lld}",
				STR_ARG(list.hash), (long long)uc->no, (long long)uc->yes)},
		e);
}

enum rc panel_cancel(struct tx *tx, struct panel_cancel *uc, struct err *e)
{
	struct panel p;

	TRY(proposal(tx, uc->batch_id, &p, e));
	if (utf8_count(uc->reason) < 4)
		return err_field(e, RC_INVALID, MSG_EXPERT_REASON, "reason");
	TRY(set(tx, &p, NULL, STR(""), e));
	return audit_append(tx,
		&(struct audit_event){.action = "panel_cancelled", .object_kind = "panel",
			.object_id = p.head.id, .reason = uc->reason},
		e);
}

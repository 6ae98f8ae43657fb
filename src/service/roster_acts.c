/* What happens to the inspectors of a draw after it was frozen. */
#include "service/inspection.h"
#include "service/roster.h"

struct turning {
	struct tx *tx;
	const struct draw *d;
	struct inspect_board b;
	struct q_draw_duties_list duties; /* as stored */
	int64_t n;			  /* of the last act */
};

static enum rc begin(struct tx *tx, const struct draw *d, struct turning *t, struct err *e)
{
	struct q_draw_turns_list turns;

	*t = (struct turning){.tx = tx, .d = d};
	TRY(roster_load(tx->db, d, &t->b, e));
	TRY(q_draw_turns(tx->db, &(struct q_draw_turns_in){.draw_id = d->head.id}, &turns, e));
	t->n = (int64_t)turns.n;
	return q_draw_duties(tx->db, &(struct q_draw_duties_in){.draw_id = d->head.id}, &t->duties, e);
}

static const struct inspect_person *on_post(const struct turning *t, const struct inspect_post *p, struct str key)
{
	for (size_t k = 0; k < INSPECT_PEOPLE; k++)
		if (p->on[k] && str_eq(t->b.people.v[p->on[k] - 1].key, key))
			return &t->b.people.v[p->on[k] - 1];
	return NULL;
}

/* Drawn and not settled, or to be checked again. */
static bool still(const struct q_draw_items *x)
{
	return draw_waits(x) || str_eqc(x->result, "rectify");
}

static enum rc tell(struct tx *tx, const struct draw *d, int64_t account_id, struct str subject, struct err *e)
{
	bool titles = draw_of_titles(d);

	return q_message_put(tx->db,
		&(struct q_message_put_in){.account_id = account_id, .at = tx->now, .kind = STR("draw"),
			.subject = subject,
			.body = str_fmt(tx->a, "%.*s。有应当回避的情形的，请在核查前说明原因申请回避。",
				STR_ARG(d->head.title)),
			.link = titles ? STR("/o/inspections") : str_cat(tx->a, STR("/sampling/"), d->public_id)},
		NULL, e);
}

/* The stored duties of an enterprise become those of the board; whoever is new is told. */
static enum rc sync(struct turning *t, const struct inspect_post *p, bool say, struct err *e)
{
	size_t i = (size_t)(p - t->b.posts.v);
	int64_t seq = t->d->items.v[i].seq;

	for (size_t k = 0; k < t->duties.n; k++) {
		const struct q_draw_duties *y = &t->duties.v[k];
		if (y->seq == seq && !on_post(t, p, y->key))
			TRY(q_draw_duty_end(t->tx->db,
				&(struct q_draw_duty_end_in){.draw_id = t->d->head.id, .seq = seq, .key = y->key},
				NULL, e));
	}
	for (size_t k = 0; k < INSPECT_PEOPLE; k++) {
		bool had = false;
		if (!p->on[k])
			continue;
		struct str key = t->b.people.v[p->on[k] - 1].key;
		for (size_t j = 0; j < t->duties.n; j++)
			had = had || (t->duties.v[j].seq == seq && str_eq(t->duties.v[j].key, key));
		if (!had)
			TRY(q_draw_duty_put(t->tx->db,
				&(struct q_draw_duty_put_in){.draw_id = t->d->head.id, .seq = seq, .key = key}, NULL,
				e));
	}
	TRY(q_draw_duties(t->tx->db, &(struct q_draw_duties_in){.draw_id = t->d->head.id}, &t->duties, e));
	for (size_t k = 0; k < t->duties.n && say; k++)
		if (t->duties.v[k].seq == seq)
			TRY(tell(t->tx, t->d, t->duties.v[k].account_id,
				str_cat(t->tx->a, STR("抽查人员有变动："), t->d->items.v[i].name), e));
	return inspection_unsign(t->tx, t->d->head.id, seq, e);
}

/* Does one act, on the board and on record. RC_STATE: it is not possible. */
static enum rc turn(struct turning *t, struct inspect_turn *x, struct err *e)
{
	if (!inspect_apply(t->tx->a, &t->b, x))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	return q_draw_turn_put(t->tx->db,
		&(struct q_draw_turn_put_in){.draw_id = t->d->head.id, .n = ++t->n, .kind = x->kind,
			.code = x->code, .key = x->key, .next = x->next, .reason = x->reason,
			.by_name = t->tx->who->name, .now = t->tx->now},
		NULL, e);
}

/* Each of them once, however many enterprises fell to them. */
static enum rc tell_all(struct turning *t, struct err *e)
{
	for (size_t k = 0; k < t->duties.n; k++) {
		int64_t n = 0;
		bool before = false;
		for (size_t j = 0; j < t->duties.n; j++) {
			bool same = t->duties.v[j].account_id == t->duties.v[k].account_id;
			n += same;
			before = before || (same && j < k);
		}
		if (!before)
			TRY(tell(t->tx, t->d, t->duties.v[k].account_id,
				str_fmt(t->tx->a, "抽中由您核查 %lld 家", (long long)n), e));
	}
	return RC_OK;
}

enum rc roster_begin(struct tx *tx, struct str public_id, struct err *e)
{
	struct q_draw_inspectors_left_list left;
	struct turning t;
	struct draw d;
	int64_t n;

	TRY(draw_load(tx->db, tx->sv->rules, public_id, &d, e));
	if (!roster_kept(&d))
		return RC_OK;
	TRY(begin(tx, &d, &t, e));
	for (size_t i = 0; i < t.b.posts.n; i++)
		for (size_t k = 0; k < INSPECT_PEOPLE && t.b.posts.v[i].open; k++)
			if (t.b.posts.v[i].on[k])
				TRY(q_draw_duty_put(tx->db,
					&(struct q_draw_duty_put_in){.draw_id = d.head.id, .seq = d.items.v[i].seq,
						.key = t.b.people.v[t.b.posts.v[i].on[k] - 1].key},
					NULL, e));
	TRY(q_draw_duties(tx->db, &(struct q_draw_duties_in){.draw_id = d.head.id}, &t.duties, e));
	TRY(tell_all(&t, e));
	TRY(q_draw_inspectors_left(
		tx->db, &(struct q_draw_inspectors_left_in){.draw_id = d.head.id}, &left, e));
	for (size_t i = 0; i < left.n; i++)
		TRY(roster_leave(tx, public_id, left.v[i].key, left.v[i].left_reason, &n, e));
	return RC_OK;
}

enum rc roster_substitute(struct tx *tx, const struct draw *d, const struct q_draw_items *next,
	const struct q_draw_items *gone, struct str reason, struct err *e)
{
	struct inspect_turn x = {STR("substitute"), next->code, gone->code, STR(""), reason};
	struct turning t;

	if (!roster_kept(d))
		return RC_OK;
	TRY(begin(tx, d, &t, e));
	TRY(turn(&t, &x, e));
	TRY(sync(&t, map_get(&t.b.by_code, gone->code), false, e));
	return sync(&t, map_get(&t.b.by_code, next->code), true, e);
}

enum rc roster_recuse(struct tx *tx, const struct draw *d, const struct q_draw_items *x, struct str key,
	struct str reason, struct str *next, struct err *e)
{
	struct inspect_turn r = {STR("recuse"), x->code, key, STR(""), reason};
	struct turning t;

	if (!roster_kept(d) || !still(x))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	TRY(begin(tx, d, &t, e));
	TRY(turn(&t, &r, e));
	const struct inspect_person *p = map_get(&t.b.by_key, r.next);
	*next = p ? p->name : STR("");
	return sync(&t, map_get(&t.b.by_code, x->code), true, e);
}

enum rc roster_leave(struct tx *tx, struct str public_id, struct str key, struct str reason, int64_t *n,
	struct err *e)
{
	struct inspect_turn gone = {STR("leave"), STR(""), key, STR(""), reason};
	struct turning t;
	struct draw d;

	*n = 0;
	TRY(draw_load(tx->db, tx->sv->rules, public_id, &d, e));
	if (!str_eqc(d.head.state, "drawn"))
		return RC_OK; /* roster_begin does it */
	TRY(begin(tx, &d, &t, e));
	TRY(turn(&t, &gone, e));
	for (size_t i = 0; i < t.b.posts.n; i++) {
		struct inspect_turn x = {STR("replace"), t.b.posts.v[i].code, key, STR(""), reason};
		if (!still(&d.items.v[i]) || !on_post(&t, &t.b.posts.v[i], key))
			continue;
		TRY(turn(&t, &x, e));
		TRY(sync(&t, &t.b.posts.v[i], true, e));
		++*n;
	}
	return RC_OK;
}

/* Why an act of its own: a body that shares its target out among those below must not lose any of it unseen. */
#include "service/target.h"

#include "base/json.h"
#include "base/utf8.h"
#include "domain/decimal.h"
#include "service/audit.h"
#include "service/editions.h"

#define TEXT_MOST 200

static void number_of(struct arena *a, struct target_typed *x)
{
	enum decimal_notice seen;
	struct err why = {0};
	int64_t v = 0;

	x->error = str_none();
	if (decimal_trim(x->typed).n &&
		(decimal_parse_text(a, x->typed, &v, &seen, &why) != RC_OK || seen == DECIMAL_PERCENT ||
			v < 0 || v % DECIMAL_ONE || v / DECIMAL_ONE > TARGET_MOST))
		x->error = STR("请填写整数，不定目标的留空");
	x->n = v / DECIMAL_ONE;
}

static struct target_typed *typed_of(struct targets_set *uc, int64_t body_id)
{
	for (size_t i = 0; i < uc->n; i++)
		if (uc->v[i].body_id == body_id)
			return &uc->v[i];
	return NULL;
}

/* What it will be when this is kept: bodies that were not named keep theirs. */
static enum rc sum_up(struct tx *tx, struct targets_set *uc, const struct target_board *b, struct err *e)
{
	bool wrong = false;

	uc->sum = 0;
	for (size_t i = 0; i < uc->n; i++) {
		number_of(tx->a, &uc->v[i]);
		wrong = wrong || uc->v[i].error.n;
	}
	if (wrong)
		return err_field(e, RC_INVALID, MSG_TARGET_NUMBERS, "numbers");
	for (size_t i = 0; i < b->n; i++) {
		const struct target_typed *x = typed_of(uc, b->lines[i].body_id);
		uc->sum += x ? x->n : b->lines[i].target;
	}
	return RC_OK;
}

static enum rc texts_ok(const struct targets_set *uc, const struct target_board *b, struct arena *a,
	struct err *e)
{
	int64_t differs = b->has_own ? uc->sum - b->total.target : 0;

	if (utf8_count(uc->source) < 2 || utf8_count(uc->source) > TEXT_MOST)
		return err_field(e, RC_INVALID, MSG_TARGET_SOURCE, "source");
	if (!differs)
		return RC_OK;
	if (!uc->differs_ok) {
		err_field(e, RC_INVALID, MSG_TARGET_DIFFERS, "differs");
		err_arg(e, 0, str_fmt(a, "合计 %lld 家，本级目标 %lld 家", (long long)uc->sum,
				      (long long)b->total.target));
		return err_arg(e, 1, str_fmt(a, "%s %lld", differs > 0 ? "多" : "少",
				      (long long)(differs > 0 ? differs : -differs)));
	}
	return utf8_count(uc->why) < 2 || utf8_count(uc->why) > TEXT_MOST
		       ? err_field(e, RC_INVALID, MSG_TARGET_WHY, "why")
		       : RC_OK;
}

static enum rc keep(struct tx *tx, const struct targets_set *uc, const struct target_typed *x,
	struct err *e)
{
	if (!x->n)
		return q_target_drop(tx->db,
			&(struct q_target_drop_in){.agency_id = tx->who->agency_id,
				.body_id = x->body_id, .edition = uc->edition, .year = uc->year},
			NULL, e);
	return q_target_set(tx->db,
		&(struct q_target_set_in){.agency_id = tx->who->agency_id, .body_id = x->body_id,
			.edition = uc->edition, .year = uc->year, .n = x->n, .source = uc->source,
			.account_id = tx->who->account_id, .now = tx->now},
		NULL, e);
}

static enum rc keep_all(struct tx *tx, struct targets_set *uc, const struct target_board *b,
	struct str *changes, struct err *e)
{
	struct buf out;

	buf_init(&out, tx->a, (size_t)1 << 20);
	uc->changed = 0;
	for (size_t i = 0; i < b->n; i++) {
		const struct target_typed *x = typed_of(uc, b->lines[i].body_id);
		if (!x || (x->n == b->lines[i].target && str_eq(uc->source, b->lines[i].source)))
			continue;
		if (x->n == b->lines[i].target && !x->n)
			continue;
		TRY(keep(tx, uc, x, e));
		if (uc->changed++)
			buf_ch(&out, ',');
		buf_str(&out, str_fmt(tx->a, "{\"body\":%lld,\"from\":%lld,\"to\":%lld}", (long long)x->body_id,
			(long long)b->lines[i].target, (long long)x->n));
	}
	*changes = buf_view(&out);
	return RC_OK;
}

enum rc targets_set(struct tx *tx, struct targets_set *uc, struct err *e)
{
	const struct rules *rules = tx->sv->rules;
	struct target_board b;
	struct editions own;
	struct str changes;

	if (!actor_is(tx->who, ROLE_CITY | ROLE_PROVINCE))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	TRY(editions_of_officer(tx->db, rules, tx->who, date_of_instant(tx->now), &own, e));
	if (!editions_has(&own, uc->edition))
		return err_set(e, RC_NOT_FOUND, MSG_TARGET_EDITION);
	TRY(target_board_load(tx->db, rules, tx->who, uc->edition, uc->year, tx->now, &b, e));
	TRY(sum_up(tx, uc, &b, e));
	TRY(texts_ok(uc, &b, tx->a, e));
	TRY(keep_all(tx, uc, &b, &changes, e));
	if (!uc->changed)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "targets_set", .object_kind = "target",
			.object_id = tx->who->agency_id,
			.reason = uc->why.n ? STR_JOIN(tx->a, uc->source, STR("；与本级目标不一致："), uc->why)
					    : uc->source,
			.payload = str_fmt(tx->a, "{\"changes\":[%.*s],\"edition\":\"%.*s\",\"own\":%lld,\"sum\":%lld,\"year\":%lld}",
				STR_ARG(changes), STR_ARG(uc->edition),
				(long long)(b.has_own ? b.total.target : 0), (long long)uc->sum,
				(long long)uc->year)},
		e);
}

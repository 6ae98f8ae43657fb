/* A pool is no list of its own: it is the files that have been confirmed, so it cannot say something else. */
#include "service/pool.h"

#include "service/summary.h"

static const struct {
	const char *code, *word;
} standings[POOL_STANDING__MAX] = {
	[POOL_WAITING] = {"waiting", "待择优推荐"},
	[POOL_CHOSEN] = {"chosen", "已择优推荐"},
	[POOL_RECOGNISED] = {"recognised", "已认定"},
	[POOL_NOT_RECOGNISED] = {"not", "未列入认定"},
};

const char *pool_standing_code(enum pool_standing s)
{
	return s < POOL_STANDING__MAX ? standings[s].code : "?";
}

const char *pool_standing_word(enum pool_standing s)
{
	return s < POOL_STANDING__MAX ? standings[s].word : "?";
}

enum pool_standing pool_standing_of(struct str state)
{
	return str_eqc(state, state_code(STATE_POOL))	   ? POOL_WAITING
	       : str_eqc(state, state_code(STATE_LISTED))  ? POOL_RECOGNISED
	       : str_eqc(state, state_code(STATE_REFUSED)) ? POOL_NOT_RECOGNISED
							   : POOL_CHOSEN;
}

struct str pool_direction(const struct procedure *p, struct str code)
{
	const struct json *d = code.n ? direction_find(p, code) : NULL;

	return d ? json_str(d, "name", code) : STR("未选定");
}

static enum rc batches(struct db *db, const struct rules *rules, const struct actor *who, struct pool *out,
	struct err *e)
{
	size_t n = 0;

	TRY(q_pool_batches(
		db, &(struct q_pool_batches_in){.agency_id = who->agency_id}, &out->batches, e));
	for (size_t i = 0; i < out->batches.n; i++) {
		const struct procedure *p = rules_procedure(
			rules, out->batches.v[i].edition, rules_pin(out->batches.v[i].opens_on));
		if (p && procedure_stage(p, STAGE_POOL, HOLDER_CITY))
			out->batches.v[n++] = out->batches.v[i];
	}
	out->batches.n = n;
	return RC_OK;
}

enum rc pool_load(struct db *db, const struct rules *rules, const struct actor *who, int64_t batch_id,
	struct pool *out, struct err *e)
{
	*out = (struct pool){0};
	TRY(batches(db, rules, who, out, e));
	for (size_t i = 0; i < out->batches.n; i++)
		if (!out->batch && (!batch_id || out->batches.v[i].id == batch_id))
			out->batch = &out->batches.v[i];
	if (!out->batch)
		return err_set(e, RC_NOT_FOUND, MSG_POOL_NONE);
	out->procedure = rules_procedure(
		rules, out->batch->edition, rules_pin(out->batch->opens_on));
	return q_pool_files(db,
		&(struct q_pool_files_in){.agency_id = who->agency_id, .batch_id = out->batch->id},
		&out->files, e);
}

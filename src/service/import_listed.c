/* Lists of other authorities decide who may apply: so a row that cannot be read is named, never guessed. */
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/import.h"
#include "store/q.h"

#define REASON_MOST 600

/* As the registers write it, and as the file of another system may. */
static const struct {
	const char *typed, *kind;
} kinds[] = {{"abnormal", "abnormal"}, {"dishonest", "dishonest"}, {"经营异常名录", "abnormal"},
	{"严重违法失信名单", "dishonest"}, {"严重失信主体名单", "dishonest"},
	{"严重违法失信企业名单", "dishonest"}};

static enum rc bad(struct import_listing *x, const char *why)
{
	x->told.outcome = IMPORT_BAD;
	x->told.reason = str_c(why);
	return RC_OK;
}

static const char *kind_of(struct str typed)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eqc(typed, kinds[i].typed))
			return kinds[i].kind;
	return NULL;
}

/* The row's dates, or why they are none: a day that is still to come, an end before the beginning. */
static const char *days_wrong(const struct tx *tx, const struct import_listing *x, struct date *since,
	struct date *removed)
{
	struct date today = date_of_instant(tx->now);

	if (!date_parse_loose(x->since, since))
		return "列入日期不是日期";
	if (x->removed.n && !date_parse_loose(x->removed, removed))
		return "移出日期不是日期";
	if (date_cmp(*since, today) > 0 || (x->removed.n && date_cmp(*removed, today) > 0))
		return "列入、移出日期不能晚于今天";
	return x->removed.n && date_cmp(*removed, *since) < 0 ? "移出日期早于列入日期" : NULL;
}

static enum rc store(struct tx *tx, struct import_listing *x, const char *kind, struct str since,
	struct str removed, struct err *e)
{
	struct q_listed_find old;
	bool found;

	TRY(q_listed_find(tx->db,
		&(struct q_listed_find_in){.uscc = x->uscc, .kind = str_c(kind), .since_on = since}, &old,
		&found, e));
	x->told.outcome = !found ? IMPORT_NEW
		     : str_eq(old.removed_on, removed) && str_eq(old.reason, x->reason_listed) &&
				     str_eq(old.source, x->source)
			     ? IMPORT_SAME
			     : IMPORT_UPDATED;
	if (x->told.outcome == IMPORT_SAME)
		return RC_OK;
	return q_listed_put(tx->db,
		&(struct q_listed_put_in){.uscc = x->uscc, .kind = str_c(kind), .since_on = since,
			.reason = x->reason_listed, .source = x->source, .removed_on = removed,
			.now = tx->now},
		NULL, e);
}

static enum rc import_one(struct tx *tx, struct import_listing *x, struct err *e)
{
	struct date since = {0}, removed = {0};
	const char *kind = kind_of(str_trim(x->kind)), *why;

	x->uscc = uscc_normalise(tx->a, x->uscc);
	struct uscc_result check = uscc_check(x->uscc);
	if (check.problem != USCC_OK) {
		x->told.outcome = IMPORT_BAD;
		x->told.reason = uscc_explain(tx->a, &check);
		return RC_OK;
	}
	if (!kind)
		return bad(x, "名录应为 abnormal（经营异常名录）或 dishonest（严重失信主体名单）");
	if (x->reason_listed.n > REASON_MOST || x->source.n > REASON_MOST)
		return bad(x, "原因或来源过长");
	why = days_wrong(tx, x, &since, &removed);
	if (why)
		return bad(x, why);
	return store(tx, x, kind, date_str(tx->a, since), date_str(tx->a, removed), e);
}

enum rc import_listings(struct tx *tx, struct import_listings *uc, struct err *e)
{
	int64_t n[IMPORT__MAX] = {0};

	for (size_t i = 0; i < uc->n; i++) {
		TRY(import_one(tx, &uc->v[i], e));
		n[uc->v[i].told.outcome]++;
	}
	if (n[IMPORT_NEW] + n[IMPORT_UPDATED] == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "listings_imported", .object_kind = "listed",
			.payload = str_fmt(tx->a, "{\"new\":%lld,\"updated\":%lld}",
				(long long)n[IMPORT_NEW], (long long)n[IMPORT_UPDATED])},
		e);
}

/* --- who is exempt from a year's duty ------------------------------------------------------------- */

static enum rc exempt_one(struct tx *tx, const struct import_exempts *uc, struct import_exempt *x, struct err *e)
{
	struct q_update_exempt_find old;
	bool found;

	x->uscc = uscc_normalise(tx->a, x->uscc);
	struct uscc_result check = uscc_check(x->uscc);
	if (check.problem != USCC_OK) {
		x->told.outcome = IMPORT_BAD;
		x->told.reason = uscc_explain(tx->a, &check);
		return RC_OK;
	}
	TRY(q_update_exempt_find(tx->db,
		&(struct q_update_exempt_find_in){
			.holders = uc->tier, .year = uc->year, .uscc = x->uscc},
		&old, &found, e));
	x->told.outcome = found ? IMPORT_SAME : IMPORT_NEW;
	if (found)
		return RC_OK;
	TRY(q_update_exempt_put(tx->db,
		&(struct q_update_exempt_put_in){.holders = uc->tier, .year = uc->year,
			.uscc = x->uscc, .source = uc->source, .now = tx->now},
		NULL, e));
	return q_update_exempt_now(tx->db,
		&(struct q_update_exempt_now_in){.holders = uc->tier, .year = uc->year,
			.uscc = x->uscc, .now = tx->now},
		NULL, e);
}

enum rc import_exempts(struct tx *tx, struct import_exempts *uc, struct err *e)
{
	int64_t made = 0;

	for (size_t i = 0; i < uc->n; i++) {
		TRY(exempt_one(tx, uc, &uc->v[i], e));
		made += uc->v[i].told.outcome == IMPORT_NEW;
	}
	if (made == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "exempts_imported", .object_kind = "update",
			.reason = uc->source,
			.payload = str_fmt(tx->a, "{\"new\":%lld,\"year\":%lld}", (long long)made,
				(long long)uc->year)},
		e);
}

/* Lists of other authorities decide who may apply: so a row that cannot be read is named, never guessed. */
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/import.h"
#include "service/listed.h"
#include "store/q.h"

#define REASON_MOST 600

const char *const listing_columns[LISTING_COLUMN__MAX][5] = {
	[LISTING_USCC] = {"uscc", "统一社会信用代码", "信用代码", "代码"},
	[LISTING_KIND] = {"kind", "名录"},
	[LISTING_SINCE] = {"since_on", "列入日期"},
	[LISTING_REMOVED] = {"removed_on", "移出日期"},
	[LISTING_REASON] = {"reason", "原因", "列入原因"},
	[LISTING_SOURCE] = {"source", "来源"},
};

bool listing_column_needed(enum listing_column k)
{
	return k == LISTING_USCC || k == LISTING_KIND || k == LISTING_SINCE;
}

/* As the registers write it, and as the file of another system may. */
static const struct {
	const char *typed, *kind;
} kinds[] = {{"abnormal", "abnormal"}, {"dishonest", "dishonest"}, {"经营异常名录", "abnormal"},
	{"严重违法失信名单", "dishonest"}, {"严重失信主体名单", "dishonest"},
	{"严重违法失信企业名单", "dishonest"}};

static enum rc bad(struct import_listing *x, struct str why)
{
	x->told.outcome = IMPORT_BAD;
	x->told.reason = why;
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
static const char *days_wrong(struct date today, const struct import_listing *x, struct date *since,
	struct date *removed)
{
	struct str off = x->cell[LISTING_REMOVED];

	if (!date_parse_loose(x->cell[LISTING_SINCE], since))
		return "列入日期不是日期";
	if (off.n && !date_parse_loose(off, removed))
		return "移出日期不是日期";
	if (date_cmp(*since, today) > 0 || (off.n && date_cmp(*removed, today) > 0))
		return "列入、移出日期不能晚于今天";
	return off.n && date_cmp(*removed, *since) < 0 ? "移出日期早于列入日期" : NULL;
}

/* What a row says, and what stood there before. */
struct listing {
	struct listed_entry now;
	struct q_listed_find old;
	bool found;
};

static enum rc compare(struct db *db, struct import_listing *x, struct listing *l, struct err *e)
{
	const struct listed_entry *n = &l->now;

	TRY(q_listed_find(db,
		&(struct q_listed_find_in){.uscc = n->uscc, .kind = n->kind, .since_on = n->since_on}, &l->old,
		&l->found, e));
	x->told.outcome = !l->found ? IMPORT_NEW
			  : str_eq(l->old.removed_on, n->removed_on) && str_eq(l->old.reason, n->reason) &&
					  str_eq(l->old.source, n->source)
				  ? IMPORT_SAME
				  : IMPORT_UPDATED;
	return RC_OK;
}

/* A body that imports for its own places leaves those of another province to that one. */
static enum rc elsewhere(struct db *db, int64_t agency_id, struct str uscc, bool *out, struct err *e)
{
	struct q_listed_place at;
	bool found;

	*out = false;
	if (!agency_id)
		return RC_OK;
	TRY(q_listed_place(
		db, &(struct q_listed_place_in){.agency_id = agency_id, .uscc = uscc}, &at, &found, e));
	*out = found && !at.own;
	return RC_OK;
}

static enum rc judge_one(struct db *db, const struct import_listings *uc, int64_t now, struct import_listing *x,
	struct listing *l, struct err *e)
{
	struct arena *a = db_arena(db);
	struct date since = {0}, removed = {0};
	const char *kind = kind_of(str_trim(x->cell[LISTING_KIND])), *why;
	struct str code = uscc_normalise(a, x->cell[LISTING_USCC]);
	struct uscc_result check = uscc_check(code);
	bool other = false;

	*l = (struct listing){0};
	if (check.problem != USCC_OK)
		return bad(x, uscc_explain(a, &check));
	if (!kind)
		return bad(x, STR("名录应为 abnormal（经营异常名录）或 dishonest（严重失信主体名单）"));
	if (x->cell[LISTING_REASON].n > REASON_MOST || x->cell[LISTING_SOURCE].n > REASON_MOST)
		return bad(x, STR("原因或来源过长"));
	why = days_wrong(date_of_instant(now), x, &since, &removed);
	if (why)
		return bad(x, str_c(why));
	TRY(elsewhere(db, uc->agency_id, code, &other, e));
	if (other)
		return bad(x, STR("企业不在本单位辖区，由其所在地的省级主管部门导入"));
	l->now = (struct listed_entry){.uscc = code, .kind = str_c(kind), .since_on = date_str(a, since),
		.removed_on = date_str(a, removed), .reason = x->cell[LISTING_REASON], .source = x->cell[LISTING_SOURCE]};
	return compare(db, x, l, e);
}

enum rc listings_judge(struct db *db, int64_t now, struct import_listings *uc, struct err *e)
{
	struct listing l;

	memset(uc->counts, 0, sizeof(uc->counts));
	for (size_t i = 0; i < uc->n; i++) {
		TRY(judge_one(db, uc, now, &uc->v[i], &l, e));
		uc->counts[uc->v[i].told.outcome]++;
	}
	return RC_OK;
}

static enum rc store(struct tx *tx, const struct listing *l, struct err *e)
{
	const struct listed_entry *n = &l->now;
	bool was = l->found && !l->old.removed_on.n, is = !n->removed_on.n;

	TRY(q_listed_put(tx->db,
		&(struct q_listed_put_in){.uscc = n->uscc, .kind = n->kind, .since_on = n->since_on,
			.reason = n->reason, .source = n->source, .removed_on = n->removed_on, .now = tx->now},
		NULL, e));
	if (is && !was)
		return listed_entered(tx, n, e);
	return was && !is ? listed_left(tx, n, e) : RC_OK;
}

enum rc import_listings(struct tx *tx, struct import_listings *uc, struct err *e)
{
	struct listing l;

	memset(uc->counts, 0, sizeof(uc->counts));
	for (size_t i = 0; i < uc->n; i++) {
		TRY(judge_one(tx->db, uc, tx->now, &uc->v[i], &l, e));
		enum import_outcome o = uc->v[i].told.outcome;
		if (o == IMPORT_NEW || o == IMPORT_UPDATED)
			TRY(store(tx, &l, e));
		uc->counts[o]++;
	}
	if (uc->counts[IMPORT_NEW] + uc->counts[IMPORT_UPDATED] == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "listings_imported", .object_kind = "listed",
			.payload = str_fmt(tx->a, "{\"new\":%lld,\"updated\":%lld}",
				(long long)uc->counts[IMPORT_NEW], (long long)uc->counts[IMPORT_UPDATED])},
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

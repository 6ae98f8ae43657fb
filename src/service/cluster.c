/* Membership decides who may apply: a row that cannot be placed is named, never guessed. */
#include "service/cluster.h"

#include "base/map.h"
#include "base/utf8.h"
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/editions.h"

#define NAME_MOST 100
#define SOURCE_MOST 200

const char *const cluster_columns[CLUSTER_COLUMN__MAX][6] = {
	[CLUSTER_NAME] = {"企业名称", "company_name", "单位名称"},
	[CLUSTER_USCC] = {"统一社会信用代码", "uscc", "信用代码", "代码"},
	[CLUSTER_CLUSTER] = {"集群名称", "cluster", "所属集群", "集群", "县域特色产业集群名称"},
	[CLUSTER_COUNTY] = {"县（市、区）", "division_code", "行政区划代码", "所在县（区）", "county"},
	[CLUSTER_CITY] = {"设区市", "city", "所在市", "市"},
	[CLUSTER_YEAR] = {"统计年度", "year", "年度"},
	[CLUSTER_SOURCE] = {"来源", "source"},
	[CLUSTER_GONE] = {"移出", "removed", "是否移出"},
};

bool cluster_column_needed(enum cluster_column k)
{
	return k == CLUSTER_NAME || k == CLUSTER_USCC || k == CLUSTER_CLUSTER;
}

static const struct {
	const char *code, *word;
} standings[CLUSTER_STANDING__MAX] = {
	[CLUSTER_NOT_FILED] = {"none", "未申报"},
	[CLUSTER_FILED] = {"filed", "申报办理中"},
	[CLUSTER_POOLED] = {"pool", "已入库"},
	[CLUSTER_RECOGNISED] = {"recognised", "已认定"},
};

const char *cluster_standing_code(enum cluster_standing s)
{
	return s < CLUSTER_STANDING__MAX ? standings[s].code : "?";
}

const char *cluster_standing_word(enum cluster_standing s)
{
	return s < CLUSTER_STANDING__MAX ? standings[s].word : "?";
}

enum cluster_standing cluster_standing_of(const struct q_cluster_members *m)
{
	static const char *const over[] = {"refused", "withdrawn", "lapsed", "updated"};

	if (m->recognised)
		return CLUSTER_RECOGNISED;
	if (m->pooled)
		return CLUSTER_POOLED;
	for (size_t i = 0; i < ARRAY_LEN(over); i++)
		if (str_eqc(m->state, over[i]))
			return CLUSTER_NOT_FILED;
	return m->state.n ? CLUSTER_FILED : CLUSTER_NOT_FILED;
}

/* --- a row ----------------------------------------------------------------------------------------- */

static enum rc bad(struct cluster_row *x, struct str why)
{
	x->told.outcome = IMPORT_BAD;
	x->told.reason = why;
	return RC_OK;
}

/* What is wrong with the texts of a row; NULL: nothing. */
static const char *texts_wrong(const struct cluster_row *x)
{
	size_t name = utf8_count(x->cell[CLUSTER_NAME]), cluster = utf8_count(x->cell[CLUSTER_CLUSTER]);

	if (name < 2 || name > NAME_MOST)
		return "企业名称应为 2 至 100 个字";
	if (cluster < 2 || cluster > NAME_MOST)
		return "集群名称应为 2 至 100 个字";
	return utf8_count(x->cell[CLUSTER_SOURCE]) > SOURCE_MOST ? "来源过长" : NULL;
}

static const char *year_wrong(const struct import_clusters *uc, int64_t now, struct cluster_row *x)
{
	struct str typed = x->cell[CLUSTER_YEAR];

	if (str_ends(typed, STR("年")))
		typed = str_sub(typed, 0, typed.n - STR("年").n);
	if (!typed.n)
		x->year = uc->year;
	else if (!str_to_i64(typed, &x->year))
		return "统计年度不是年份";
	if (!x->year)
		return "没有写明统计年度";
	return x->year < CLUSTER_FIRST_YEAR || x->year > date_of_instant(now).y
		       ? "统计年度应在 2000 年以后，不能晚于今年"
		       : NULL;
}

static enum rc compare(struct db *db, const struct import_clusters *uc, struct cluster_row *x, struct err *e)
{
	struct q_cluster_find old;
	bool found;

	TRY(q_cluster_find(db,
		&(struct q_cluster_find_in){
			.uscc = x->uscc, .cluster = x->cell[CLUSTER_CLUSTER], .year = x->year},
		&old, &found, e));
	if (!x->cell[CLUSTER_SOURCE].n)
		x->cell[CLUSTER_SOURCE] = uc->source;
	if (x->cell[CLUSTER_GONE].n) {
		x->told.outcome = found ? IMPORT_UPDATED : IMPORT_SAME;
		x->told.reason = found ? STR("移出") : STR("本来不在名单中");
		return RC_OK;
	}
	x->told.outcome = !found ? IMPORT_NEW
		     : str_eq(old.name, x->cell[CLUSTER_NAME]) &&
				     str_eq(old.division_code, x->division_code) &&
				     str_eq(old.source, x->cell[CLUSTER_SOURCE])
			     ? IMPORT_SAME
			     : IMPORT_UPDATED;
	return RC_OK;
}

static enum rc judge(struct db *db, int64_t now, const struct import_clusters *uc, struct cluster_row *x,
	struct err *e)
{
	const char *why;

	x->told.reason = STR("");
	for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
		x->cell[k] = str_trim(x->cell[k]);
	x->uscc = uscc_normalise(db_arena(db), x->cell[CLUSTER_USCC]);
	struct uscc_result check = uscc_check(x->uscc);
	if (check.problem != USCC_OK)
		return bad(x, uscc_explain(db_arena(db), &check));
	why = texts_wrong(x);
	why = why ? why : year_wrong(uc, now, x);
	if (why)
		return bad(x, str_c(why));
	TRY(import_place(db,
		&(struct import_place){.county = x->cell[CLUSTER_COUNTY], .city = x->cell[CLUSTER_CITY],
			.province = uc->province, .uscc = x->uscc},
		&x->division_code, e));
	if (!x->division_code.n)
		return bad(x, STR("不能确定所在县（市、区）：请写行政区划代码，或县名和设区市"));
	if (uc->province.n && !str_starts(x->division_code, uc->province))
		return bad(x, STR("不在本省"));
	return compare(db, uc, x, e);
}

/* The same membership twice in one file: the first row counts. */
static void repeated(struct arena *a, struct map *seen, struct cluster_row *x)
{
	struct str key = str_fmt(a, "%.*s %lld %.*s", STR_ARG(x->uscc), (long long)x->year,
		STR_ARG(x->cell[CLUSTER_CLUSTER]));
	const struct cluster_row *first = map_get(seen, key);

	if (x->told.outcome == IMPORT_BAD)
		return;
	if (!first) {
		(void)map_put(seen, key, x);
		return;
	}
	x->told.outcome = IMPORT_SAME;
	x->told.reason = str_fmt(a, "与第 %lld 行相同，以先出现的为准", (long long)first->told.row);
}

enum rc clusters_judge(struct db *db, int64_t now, struct import_clusters *uc, struct err *e)
{
	struct map seen;

	map_init(&seen, db_arena(db));
	memset(uc->counts, 0, sizeof(uc->counts));
	for (size_t i = 0; i < uc->n; i++) {
		TRY(judge(db, now, uc, &uc->v[i], e));
		repeated(db_arena(db), &seen, &uc->v[i]);
		uc->counts[uc->v[i].told.outcome]++;
	}
	return RC_OK;
}

static enum rc keep(struct tx *tx, const struct cluster_row *x, struct err *e)
{
	if (x->cell[CLUSTER_GONE].n)
		return q_cluster_drop(tx->db,
			&(struct q_cluster_drop_in){
				.uscc = x->uscc, .cluster = x->cell[CLUSTER_CLUSTER], .year = x->year},
			NULL, e);
	return q_cluster_put(tx->db,
		&(struct q_cluster_put_in){.province = str_sub(x->division_code, 0, 2),
			.year = x->year,
			.uscc = x->uscc,
			.cluster = x->cell[CLUSTER_CLUSTER],
			.name = x->cell[CLUSTER_NAME],
			.division_code = x->division_code,
			.source = x->cell[CLUSTER_SOURCE],
			.now = tx->now},
		NULL, e);
}

enum rc import_clusters(struct tx *tx, struct import_clusters *uc, struct err *e)
{
	TRY(clusters_judge(tx->db, tx->now, uc, e));
	for (size_t i = 0; i < uc->n; i++)
		if (uc->v[i].told.outcome == IMPORT_NEW || uc->v[i].told.outcome == IMPORT_UPDATED)
			TRY(keep(tx, &uc->v[i], e));
	if (uc->counts[IMPORT_NEW] + uc->counts[IMPORT_UPDATED] == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "clusters_imported", .object_kind = "cluster",
			.reason = uc->source,
			.payload = str_fmt(tx->a, "{\"new\":%lld,\"updated\":%lld}",
				(long long)uc->counts[IMPORT_NEW],
				(long long)uc->counts[IMPORT_UPDATED])},
		e);
}

/* --- reading --------------------------------------------------------------------------------------- */

bool procedure_asks(const struct procedure *p, enum entry_kind kind)
{
	for (size_t i = 0; i < p->eligibility_n; i++)
		if (p->eligibility[i].kind == kind)
			return true;
	return false;
}

/* Of the editions that ask, the one a page begins with; the codes of all of its programme, between blanks. */
static const struct procedure *asking(struct arena *a, const struct editions *own, struct date day,
	struct str *codes)
{
	struct editions some = {.v = ARENA_NEW_N(a, const struct procedure *, own->n + 1)};
	const struct procedure *p;

	for (size_t i = 0; i < own->n; i++)
		if (procedure_asks(own->v[i], ENTRY_CLUSTER))
			some.v[some.n++] = own->v[i];
	p = editions_first(&some, day);
	*codes = STR(" ");
	for (size_t i = 0; p && i < some.n; i++)
		if (str_eq(some.v[i]->programme, p->programme))
			*codes = STR_JOIN(a, *codes, some.v[i]->id, STR(" "));
	return p;
}

enum rc clusters_load(struct db *db, const struct rules *rules, const struct actor *who, int64_t now,
	int64_t year, struct clusters *out, struct err *e)
{
	struct editions own;
	struct q_agency_by_id body;
	struct str codes;

	*out = (struct clusters){0};
	TRY(editions_of_officer(db, rules, who, date_of_instant(now), &own, e));
	out->procedure = asking(db_arena(db), &own, date_of_instant(now), &codes);
	if (!out->procedure)
		return err_set(e, RC_NOT_FOUND, MSG_CLUSTER_NONE);
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = who->agency_id}, &body, e));
	out->province = str_sub(body.division_code, 0, 2);
	TRY(q_cluster_years(
		db, &(struct q_cluster_years_in){.province = out->province}, &out->years, e));
	for (size_t i = 0; i < out->years.n; i++)
		if (!out->year || out->years.v[i].year == year)
			out->year = out->years.v[i].year;
	return q_cluster_members(db,
		&(struct q_cluster_members_in){.agency_id = who->agency_id,
			.whole = actor_is(who, ROLE_PROVINCE),
			.province = out->province,
			.year = out->year,
			.programme = out->procedure->programme,
			.editions = codes},
		&out->members, e);
}

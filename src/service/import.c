/* Real lists are dirty: doubtful codes are taken and marked, impossible ones named and left out. */
#include "service/import.h"

#include "base/map.h"
#include "base/utf8.h"
#include "domain/decimal.h"
#include "domain/uscc.h"
#include "service/adopt.h"
#include "service/audit.h"
#include "service/registry.h"
#include "service/update.h"

#define NAME_MAX_CHARS 100
#define ADDRESS_MAX_CHARS 200

const char *import_outcome_word(enum import_outcome o)
{
	static const char *const words[IMPORT__MAX] = {
		[IMPORT_NEW] = "新增",
		[IMPORT_UPDATED] = "更新",
		[IMPORT_SAME] = "未变",
		[IMPORT_BAD] = "未导入",
	};

	return o < IMPORT__MAX ? words[o] : "?";
}

/* City and county of a region code, and the bodies that answer for it: whatever of it is known. */
struct place {
	struct str division_code; /* county-level, or empty */
	struct str city, county;
	struct opt_i64 bodies[3]; /* county, city, province */
};

static enum rc division_name(struct tx *tx, struct str code, struct str *name, struct str *level,
	struct err *e)
{
	struct q_division_by_code d;
	enum rc rc =
		q_division_by_code(tx->db, &(struct q_division_by_code_in){.code = code}, &d, e);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK) {
		*name = d.name;
		*level = d.level;
	}
	return rc;
}

static enum rc bodies_for(struct tx *tx, struct place *p, struct err *e)
{
	struct q_agency_competent_list list;
	struct q_agency_by_id city;

	TRY(q_agency_competent(tx->db,
		&(struct q_agency_competent_in){.line = STR("miit"), .division_code = p->division_code},
		&list, e));
	for (size_t i = 0; i < list.n; i++) {
		if (str_eqc(list.v[i].level, "county"))
			p->bodies[0] = some_i64(list.v[i].agency_id);
		if (str_eqc(list.v[i].level, "city"))
			p->bodies[1] = some_i64(list.v[i].agency_id);
	}
	if (!p->bodies[1].has)
		return RC_OK;
	TRY(q_agency_by_id(tx->db, &(struct q_agency_by_id_in){.id = p->bodies[1].v}, &city, e));
	p->bodies[2] = city.parent_id;
	return RC_OK;
}

static enum rc place_read(struct tx *tx, struct str code, struct place *p, struct err *e)
{
	struct str level = STR(""), name = STR(""), city_level = STR("");

	*p = (struct place){.division_code = STR(""), .city = STR(""), .county = STR("")};
	if (code.n != 6)
		return RC_OK;
	TRY(division_name(tx, code, &name, &level, e));
	if (str_eqc(level, "city")) {
		p->city = name;
		return RC_OK;
	}
	if (!str_eqc(level, "county"))
		return RC_OK;
	p->division_code = code;
	p->county = name;
	TRY(division_name(tx, str_cat(tx->a, str_sub(code, 0, 4), STR("00")), &p->city, &city_level, e));
	return bodies_for(tx, p, e);
}

/* Lists have few places and many rows: each code is looked up once a transaction. */
static enum rc place_of(struct tx *tx, struct map *places, struct str code, struct place *p, struct err *e)
{
	struct place *known = map_get(places, code);

	if (!known) {
		known = ARENA_NEW(tx->a, struct place);
		TRY(place_read(tx, code, known, e));
		(void)map_put(places, code, known);
	}
	*p = *known;
	return RC_OK;
}

static bool name_ok(struct str name, const char **why)
{
	size_t n = utf8_count(name);

	*why = n == 0                       ? "企业名称为空"
	       : !utf8_valid(name)          ? "企业名称不是有效文字"
	       : utf8_has_invisible(name)   ? "企业名称中有不可见字符"
	       : n < 2 || n > NAME_MAX_CHARS ? "企业名称应为 2 至 100 个字"
					    : NULL;
	return *why == NULL;
}

static enum rc bad_row(struct import_enterprise *r, struct str why)
{
	r->told.outcome = IMPORT_BAD;
	r->told.reason = why;
	return RC_OK;
}

/* A date that is none (未知) is left out and said; the rest of the row stands. */
static struct str established_of(struct tx *tx, const struct import_enterprise *r, const char **note)
{
	struct date d;

	*note = "";
	if (!r->established.n)
		return STR("");
	if (date_parse_loose(str_sub(r->established, 0, MIN_OF(r->established.n, (size_t)10)), &d))
		return date_str(tx->a, d);
	*note = "成立日期不是日期，未采用";
	return STR("");
}

/* Optional cells that are wrong: an amount, a length. */
static const char *cells_wrong(const struct import_enterprise *r)
{
	int64_t amount;

	if (r->capital.n && decimal_parse(r->capital, &amount, NULL) != RC_OK)
		return "注册资本不是数字";
	if (utf8_count(r->address) > ADDRESS_MAX_CHARS || !utf8_valid(r->address))
		return "地址过长或不是有效文字";
	return NULL;
}

static enum rc store_new(struct tx *tx, struct import_enterprise *r, const struct place *p,
	struct str established, struct str doubt, struct str *public_id, int64_t *id, struct err *e)
{
	struct q_import_enterprise_put made;

	TRY(random_token(tx->a, 12, public_id, e));
	TRY(q_import_enterprise_put(tx->db,
		&(struct q_import_enterprise_put_in){.public_id = *public_id, .uscc = r->uscc,
			.name = r->name, .division_code = p->division_code,
			.county_agency_id = p->bodies[0], .city_agency_id = p->bodies[1],
			.province_agency_id = p->bodies[2], .address = r->address,
			.established_on = established, .capital = r->capital, .uscc_doubt = doubt,
			.now = tx->now},
		&made, e));
	*id = made.id;
	r->told.outcome = IMPORT_NEW;
	return RC_OK;
}

static enum rc import_one(struct tx *tx, struct map *places, struct import_enterprise *r, struct err *e)
{
	struct q_import_enterprise_find old;
	struct str established, public_id;
	struct place p;
	const char *why, *note;
	bool found;
	int64_t id;

	if (r->reason_bad.n)
		return bad_row(r, r->reason_bad);
	r->name = str_trim(r->name);
	r->uscc = uscc_normalise(tx->a, r->uscc);
	if (!name_ok(r->name, &why))
		return bad_row(r, str_c(why));
	struct uscc_result check = uscc_check(r->uscc);
	r->told.reason = uscc_explain(tx->a, &check);
	if (check.problem != USCC_OK && (check.problem != USCC_CHECK || check.lost_precision))
		return bad_row(r, r->told.reason);
	why = cells_wrong(r);
	if (why)
		return bad_row(r, str_c(why));
	established = established_of(tx, r, &note);
	TRY(place_of(tx, places, r->region_code, &p, e));
	TRY(q_import_enterprise_find(tx->db,
		&(struct q_import_enterprise_find_in){.uscc = r->uscc}, &old, &found, e));
	struct str doubt = r->told.reason;
	if (note[0])
		r->told.reason = doubt.n ? str_fmt(tx->a, "%.*s；%s", STR_ARG(doubt), note) : str_c(note);
	if (!found) {
		TRY(store_new(tx, r, &p, established, doubt, &public_id, &id, e));
		TRY(adopt_enterprise(tx, id, r->uscc, p.division_code, e));
	} else {
		id = old.id;
		public_id = old.public_id;
		bool same = str_eq(old.name, r->name) && str_eq(old.address, r->address) &&
			    str_eq(old.established_on, established) && str_eq(old.capital, r->capital);
		r->told.outcome = same ? IMPORT_SAME : IMPORT_UPDATED;
		if (!same && !str_eqc(old.source, "import")) {
			r->told.outcome = IMPORT_SAME;
			r->told.reason = STR("企业已自行登记，保留企业填报的信息");
		}
		if (r->told.outcome == IMPORT_SAME)
			return RC_OK;
		TRY(q_import_enterprise_update(tx->db,
			&(struct q_import_enterprise_update_in){.id = id, .name = r->name,
				.address = r->address, .established_on = established,
				.capital = r->capital, .now = tx->now},
			NULL, e));
	}
	return registry_index_enterprise(tx,
		&(struct registry_enterprise){id, public_id, r->name, r->uscc, p.city, p.county}, e);
}

enum rc import_enterprises(struct tx *tx, struct import_enterprises *uc, struct err *e)
{
	int64_t n[IMPORT__MAX] = {0};
	struct map places;

	map_init(&places, tx->a);
	for (size_t i = 0; i < uc->n; i++) {
		TRY(import_one(tx, &places, &uc->v[i], e));
		n[uc->v[i].told.outcome]++;
	}
	if (n[IMPORT_NEW] + n[IMPORT_UPDATED] == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "enterprises_imported", .object_kind = "enterprise",
			.payload = str_fmt(tx->a, "{\"bad\":%lld,\"new\":%lld,\"updated\":%lld}",
				(long long)n[IMPORT_BAD], (long long)n[IMPORT_NEW],
				(long long)n[IMPORT_UPDATED])},
		e);
}

/* With a code, the enterprise that bears it; a doubtful code is shown as it came, without a match. */
static enum rc title_owner(struct tx *tx, struct import_title *t, struct opt_i64 *owner, struct err *e)
{
	struct q_import_enterprise_find old;
	bool found;

	*owner = none_i64();
	t->uscc = uscc_normalise(tx->a, t->uscc);
	if (!t->uscc.n)
		return RC_OK;
	struct uscc_result check = uscc_check(t->uscc);
	if (check.problem != USCC_OK)
		t->told.reason = uscc_explain(tx->a, &check);
	if (check.problem != USCC_OK && check.problem != USCC_CHECK) {
		t->uscc = STR("");
		return RC_OK;
	}
	TRY(q_import_enterprise_find(tx->db,
		&(struct q_import_enterprise_find_in){.uscc = t->uscc}, &old, &found, e));
	if (found)
		*owner = some_i64(old.id);
	return RC_OK;
}

/* A row that came before without its code gets it now. */
static enum rc title_complete(struct tx *tx, const struct import_titles *uc, struct import_title *t,
	struct opt_i64 owner, struct str place, bool *found, struct err *e)
{
	struct q_import_title_complete row;

	*found = false;
	if (!t->uscc.n)
		return RC_OK;
	TRY(q_import_title_complete(tx->db,
		&(struct q_import_title_complete_in){.tier = uc->tier, .batch_title = uc->batch_title,
			.county = t->county, .name = t->name, .city = t->city, .division_code = place,
			.uscc = t->uscc, .enterprise_id = owner},
		&row, found, e));
	if (!*found)
		return RC_OK;
	t->told.outcome = IMPORT_UPDATED;
	TRY(update_join(tx, t->uscc, e));
	return registry_index_title(tx, row.id, e);
}

static enum rc import_title_row(struct tx *tx, const struct import_titles *uc, struct str province,
	struct import_title *t, struct err *e)
{
	struct q_import_title_put_list made;
	struct q_import_title_find old;
	struct opt_i64 owner;
	struct str public_id, place = STR("");
	const char *why;
	bool found = false;

	t->name = str_trim(t->name);
	if (t->reason_bad.n || !name_ok(t->name, &why)) {
		t->told.outcome = IMPORT_BAD;
		t->told.reason = t->reason_bad.n ? t->reason_bad : str_c(why);
		return RC_OK;
	}
	TRY(title_owner(tx, t, &owner, e));
	if (t->uscc.n)
		TRY(q_import_title_find(tx->db,
			&(struct q_import_title_find_in){
				.tier = uc->tier, .batch_title = uc->batch_title, .uscc = t->uscc},
			&old, &found, e));
	t->told.outcome = IMPORT_SAME;
	if (found)
		return RC_OK;
	if (province.n)
		TRY(import_place(tx->db,
			&(struct import_place){.county = t->county, .city = t->city, .province = province, .uscc = t->uscc},
			&place, e));
	TRY(title_complete(tx, uc, t, owner, place, &found, e));
	if (found)
		return RC_OK;
	TRY(random_token(tx->a, 12, &public_id, e));
	TRY(q_import_title_put(tx->db,
		&(struct q_import_title_put_in){.public_id = public_id, .enterprise_id = owner,
			.tier = uc->tier, .tier_name = uc->tier_name, .batch_title = uc->batch_title,
			.name = t->name, .uscc = t->uscc, .province = uc->province, .city = t->city,
			.county = t->county, .division_code = place, .valid_from = uc->valid_from,
			.valid_to = uc->valid_to, .state = STR("valid"), .source = uc->source, .now = tx->now},
		&made, e));
	if (made.n == 0)
		return RC_OK;
	t->told.outcome = IMPORT_NEW;
	TRY(update_join(tx, t->uscc, e));
	return registry_index_title(tx, made.v[0].id, e);
}

enum rc import_titles(struct tx *tx, struct import_titles *uc, struct err *e)
{
	int64_t n[IMPORT__MAX] = {0};
	struct q_import_province province = {.code = STR("")};
	bool found;

	TRY(q_import_province(tx->db, &(struct q_import_province_in){.name = uc->province}, &province, &found, e));
	for (size_t i = 0; i < uc->n; i++) {
		TRY(import_title_row(tx, uc, province.code, &uc->v[i], e));
		n[uc->v[i].told.outcome]++;
	}
	if (n[IMPORT_NEW] + n[IMPORT_UPDATED] == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "titles_imported", .object_kind = "title",
			.reason = uc->source,
			.payload = str_fmt(tx->a, "{\"new\":%lld,\"updated\":%lld}",
				(long long)n[IMPORT_NEW], (long long)n[IMPORT_UPDATED])},
		e);
}

/* The profile is entered once: so it is checked once, here, and a change of place takes along the
 * drafts that nobody has seen yet.
 */
#include "service/profile.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/decimal.h"
#include "service/application.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/flow.h"

#include <stddef.h>

const struct profile_field profile_fields[] = {
#define X(member, label, needed, most)                                                             \
	{#member, label, needed, most, offsetof(struct profile_values, member)},
	PROFILE_LIST(X)
#undef X
};
const size_t profile_fields_n = ARRAY_LEN(profile_fields);

const char *const profile_ownerships[] = {"国有企业", "集体企业", "私营企业", "有限责任公司",
	"股份有限公司", "股份合作企业", "港、澳、台商投资企业", "外商投资企业", "其他", NULL};

static const struct str *value_at(const struct profile_values *v, size_t field)
{
	return (const struct str *)(const void *)((const char *)v + profile_fields[field].offset);
}

struct str profile_value(const struct profile_values *v, size_t field)
{
	return *value_at(v, field);
}

static void values_of(const struct q_profile_of_enterprise *r, struct profile_values *v)
{
#define X(member, label, needed, most) v->member = r->member;
	PROFILE_LIST(X)
#undef X
}

static enum rc load(struct db *db, int64_t enterprise_id, struct profile *out, struct err *e)
{
	struct q_profile_of_enterprise r;
	struct q_industry_name industry;
	bool found;

	TRY(q_profile_of_enterprise(
		db, &(struct q_profile_of_enterprise_in){.enterprise_id = enterprise_id}, &r, e));
	struct profile p = {.enterprise_id = r.id,
		.version = r.version,
		.public_id = r.public_id,
		.uscc = r.uscc,
		.name = r.name,
		.identity = r.identity,
		.updated_at = r.updated_at};
	values_of(&r, &p.v);
	TRY(application_area(db, r.division_code, &p.area, e));
	TRY(q_industry_name(
		db, &(struct q_industry_name_in){.code = r.industry_code}, &industry, &found, e));
	if (found)
		p.industry_name = industry.name;
	*out = p;
	return RC_OK;
}

enum rc profile_load(struct db *db, const struct actor *who, struct profile *out, struct err *e)
{
	return load(db, who->enterprise_id, out, e);
}

void profile_missing(struct arena *a, const struct profile *p, struct strs *labels)
{
	for (size_t i = 0; i < profile_fields_n; i++)
		if (profile_fields[i].needed && profile_value(&p->v, i).n == 0)
			VEC_PUSH(a, labels, str_c(profile_fields[i].label));
}

static void put_member(struct buf *b, const char *key, struct str value)
{
	if (b->n > 1)
		buf_ch(b, ',');
	json_put_key(b, key);
	json_put_str(b, value.p ? value : STR(""));
}

struct str profile_json(struct arena *a, const struct profile *p)
{
	struct buf b;

	buf_init(&b, a, (size_t)64 << 10);
	buf_ch(&b, '{');
	put_member(&b, "name", p->name);
	put_member(&b, "uscc", p->uscc);
	put_member(&b, "area", p->area);
	put_member(&b, "industry", p->industry_name);
	for (size_t i = 0; i < profile_fields_n; i++)
		put_member(&b, profile_fields[i].name, profile_value(&p->v, i));
	buf_ch(&b, '}');
	return buf_view(&b);
}

/* --- saving ------------------------------------------------------------------------------------ */

static enum rc check_industry(struct tx *tx, struct str code, struct err *e)
{
	struct q_industry_name row;
	bool found = false;

	if (code.n == 0)
		return RC_OK;
	if (code.n == 4)
		TRY(q_industry_name(
			tx->db, &(struct q_industry_name_in){.code = code}, &row, &found, e));
	if (found)
		return RC_OK;
	err_field(e, RC_INVALID, MSG_PROFILE_INDUSTRY, "industry_code");
	return err_arg(e, 0, code);
}

static enum rc check_capital(struct tx *tx, struct str *capital, struct err *e)
{
	enum decimal_notice notice;
	int64_t v;

	if (capital->n == 0)
		return RC_OK;
	if (decimal_parse_text(tx->a, *capital, &v, &notice, e) != RC_OK || v < 0 ||
		notice != DECIMAL_AS_TYPED)
		return err_field(e, RC_INVALID, MSG_PROFILE_CAPITAL, "capital");
	*capital = decimal_str(tx->a, v);
	return RC_OK;
}

static enum rc check_founded(struct tx *tx, struct str *founded, struct err *e)
{
	struct date d;

	if (founded->n == 0)
		return RC_OK;
	if (!date_parse_loose(*founded, &d) || date_cmp(d, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_PROFILE_FOUNDED, "established_on");
	*founded = date_str(tx->a, d);
	return RC_OK;
}

static struct opt_i64 body_or_none(int64_t id)
{
	return id ? some_i64(id) : none_i64();
}

/* Files of the enterprise follow it while they are unseen; one that is on its way holds it where it is. */
static enum rc move_files(struct tx *tx, struct str division, struct err *e)
{
	struct q_applications_live_list files;
	struct str area;

	TRY(application_area(tx->db, division, &area, e));
	TRY(q_applications_live(tx->db,
		&(struct q_applications_live_in){.enterprise_id = tx->who->enterprise_id}, &files, e));
	for (size_t i = 0; i < files.n; i++) {
		const struct procedure *p = rules_procedure(tx->sv->rules, files.v[i].edition,
			date_of_instant(tx->now));
		struct bodies b;
		int64_t changed;

		if (files.v[i].submitted_at.has)
			return err_field(e, RC_STATE, MSG_PROFILE_PLACE, "division_code");
		if (!p)
			return err_detail(e, RC_DATA, MSG_INTERNAL, "edition of a draft");
		TRY(bodies_of(tx->db, p->line, division, &b, e));
		if (b.province != files.v[i].province_agency_id)
			return err_field(e, RC_STATE, MSG_PROFILE_PLACE, "division_code");
		TRY(q_application_rehome(tx->db,
			&(struct q_application_rehome_in){.id = files.v[i].id,
				.enterprise_id = tx->who->enterprise_id,
				.county_agency_id = body_or_none(b.county),
				.city_agency_id = b.city, .now = tx->now},
			&changed, e));
		TRY(q_caseload_leave(tx->db,
			&(struct q_caseload_leave_in){.application_id = files.v[i].id}, NULL, e));
		TRY(flow_enter(tx, files.v[i].id, area, e));
	}
	return RC_OK;
}

static struct str changed_names(struct tx *tx, const struct profile_values *before,
	const struct profile_values *after)
{
	struct buf b;

	buf_init(&b, tx->a, 4096);
	buf_lit(&b, "{\"changed\":[");
	for (size_t i = 0; i < profile_fields_n; i++) {
		if (str_eq(profile_value(before, i), profile_value(after, i)))
			continue;
		if (b.p[b.n - 1] != '[')
			buf_ch(&b, ',');
		json_put_str(&b, str_c(profile_fields[i].name));
	}
	buf_lit(&b, "]}");
	return buf_view(&b);
}

static enum rc update(struct tx *tx, const struct profile_values *v, const struct bodies *b,
	int64_t version, struct err *e)
{
	struct q_profile_update_in in = {.enterprise_id = tx->who->enterprise_id,
		.version = version,
		.county_agency_id = body_or_none(b->county),
		.city_agency_id = body_or_none(b->city),
		.province_agency_id = body_or_none(b->province),
		.now = tx->now};
	int64_t changed;

#define X(member, label, needed, most) in.member = v->member.p ? v->member : STR("");
	PROFILE_LIST(X)
#undef X
	TRY(q_profile_update(tx->db, &in, &changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

enum rc profile_save(struct tx *tx, struct profile_save *uc, struct err *e)
{
	struct profile before;
	struct bodies b = {0};

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(load(tx->db, tx->who->enterprise_id, &before, e));
	if (uc->version != before.version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(check_industry(tx, uc->v.industry_code, e));
	TRY(check_capital(tx, &uc->v.capital, e));
	TRY(check_founded(tx, &uc->v.established_on, e));
	if (uc->v.division_code.n == 0)
		return err_field(e, RC_INVALID, MSG_NO_BODY, "division_code");
	TRY(bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), uc->v.division_code, &b, e));
	TRY(update(tx, &uc->v, &b, uc->version, e));
	if (!str_eq(before.v.division_code, uc->v.division_code))
		TRY(move_files(tx, uc->v.division_code, e));
	uc->new_version = uc->version + 1;
	return audit_append(tx,
		&(struct audit_event){.action = "profile_saved", .object_kind = "enterprise",
			.object_id = tx->who->enterprise_id,
			.payload = changed_names(tx, &before.v, &uc->v)},
		e);
}

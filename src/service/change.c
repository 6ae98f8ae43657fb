/* A change is a fact that the bodies verify; what it means for the title is another question, answered by the same
 * decision. */
#include "service/change.h"

#include "base/utf8.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/registry.h"
#include "service/relocation.h"

/* --- filing ----------------------------------------------------------------------------------------------- */

static enum rc title_of(struct tx *tx, const struct change_file *uc, struct str place, struct q_case_subject_title *t,
	const struct procedure **p, struct changes *changes, struct err *e)
{
	enum rc rc = q_case_subject_title(
		tx->db, &(struct q_case_subject_title_in){.id = uc->title_id}, t, e);

	if (rc != RC_OK || !t->enterprise_id.has || t->enterprise_id.v != tx->who->enterprise_id ||
		!(str_eqc(t->state, "valid") || str_eqc(t->state, "renewing")))
		return rc == RC_OK || rc == RC_NOT_FOUND ? err_field(e, RC_INVALID, MSG_CHANGE_TITLE, "title") : rc;
	*p = case_procedure_at(tx->db, tx->sv->rules, t->tier, t->edition,
		t->division_code.n ? t->division_code : place, date_of_instant(tx->now));
	if (*p)
		changes_of(tx->a, *p, changes);
	return *p && changes->n ? RC_OK : err_field(e, RC_INVALID, MSG_CHANGE_TITLE, "title");
}

static enum rc check(struct tx *tx, const struct change_file *uc, const struct change_kind *k, struct err *e)
{
	size_t name = utf8_count(uc->new_name);
	struct bodies b;

	if (!k)
		return err_field(e, RC_INVALID, MSG_CHANGE_KIND, "kind");
	if (date_is_none(uc->happened_on) || date_cmp(uc->happened_on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_CHANGE_DAY, "happened_on");
	if (k->name && (name < 4 || name > 100))
		return err_field(e, RC_INVALID, MSG_CHANGE_NAME, "new_name");
	if (k->place && bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), uc->new_division, &b, e) != RC_OK)
		return err_field(e, RC_INVALID, MSG_CHANGE_PLACE, "division");
	if (uc->files_n == 0)
		return err_field(e, RC_INVALID, MSG_CHANGE_FILES, "file");
	return case_text_check(uc->text, "text", e);
}

enum rc change_file(struct tx *tx, struct change_file *uc, struct err *e)
{
	struct q_case_subject_title t = {0};
	const struct procedure *p = NULL;
	struct q_entry_enterprise own;
	struct changes changes = {0};
	struct case_opened out;
	struct case_bodies b;

	TRY(q_entry_enterprise(
		tx->db, &(struct q_entry_enterprise_in){.enterprise_id = tx->who->enterprise_id}, &own, e));
	TRY(title_of(tx, uc, own.division_code, &t, &p, &changes, e));
	const struct change_kind *k = change_by_id(&changes, uc->kind);
	TRY(check(tx, uc, k, e));
	TRY(case_bodies_of(tx->db, p, own.division_code, &b, e));
	struct date last = changes.months ? date_add_months(uc->happened_on, (int)changes.months) : (struct date){0};
	struct q_case_put_in row = {.uscc = own.uscc, .name = tx->who->enterprise_name,
		.enterprise_id = some_i64(tx->who->enterprise_id), .programme = t.tier, .edition = p->id,
		.title_id = some_i64(t.id), .ground = k->id,
		.happened_on = date_str(tx->a, uc->happened_on), .report_by = date_str(tx->a, last),
		.new_name = k->name ? uc->new_name : STR(""),
		.new_division = k->place ? uc->new_division : STR(""), .county_agency_id = b.county,
		.city_agency_id = b.city, .province_agency_id = b.province, .handler_agency_id = b.province};
	enum case_state first = b.county.has && b.city.has ? CASE_COUNTY : b.city.has ? CASE_CITY : CASE_PROVINCE;
	TRY(case_open_new(tx, &row, CASE_CHANGE, first,
		&(struct case_said){"enterprise", "open", uc->text, true, uc->files, uc->files_n}, &out, e));
	uc->public_id = out.public_id;
	uc->no = out.no;
	tx->location = str_cat(tx->a, STR("/e/case/"), out.public_id);
	return RC_OK;
}

/* --- effects ---------------------------------------------------------------------------------------------- */

static enum rc name_put(struct tx *tx, const struct case_view *v, struct str name, struct str from, struct str to,
	struct err *e)
{
	return q_enterprise_name_put(tx->db,
		&(struct q_enterprise_name_put_in){.enterprise_id = v->c.enterprise_id.v, .uscc = v->c.uscc, .name = name,
			.from_on = from, .to_on = to, .case_id = v->c.id, .now = tx->now},
		NULL, e);
}

/* The name takes its place among those that are known, by its day: changes are decided in another order than they
 * happened in, and two titles report the same one. `now`: what the enterprise is called today. */
static enum rc name_enter(struct tx *tx, const struct case_view *v, struct str *now, struct err *e)
{
	const struct q_enterprise_names *at = NULL;
	struct q_enterprise_names_list rows;
	struct str day = v->c.happened_on;

	*now = v->c.new_name;
	TRY(q_enterprise_names(tx->db, &(struct q_enterprise_names_in){.uscc = v->c.uscc}, &rows, e));
	if (!rows.n) {
		TRY(name_put(tx, v, v->c.name, STR(""), day, e));
		return name_put(tx, v, v->c.new_name, day, STR(""), e);
	}
	for (size_t i = 0; i < rows.n; i++) {
		if (str_cmp(rows.v[i].from_on, day) <= 0 && (!rows.v[i].to_on.n || str_cmp(rows.v[i].to_on, day) > 0))
			at = &rows.v[i];
		if (!rows.v[i].to_on.n)
			*now = rows.v[i].name;
	}
	if (!at || str_eq(at->name, v->c.new_name))
		return RC_OK;
	if (!at->to_on.n)
		*now = v->c.new_name;
	TRY(q_enterprise_name_end(
		tx->db, &(struct q_enterprise_name_end_in){.id = at->id, .to_on = day}, NULL, e));
	return name_put(tx, v, v->c.new_name, day, at->to_on, e);
}

/* Every list keeps the name it was published with; from the day of the change on, the register says the new one. */
static enum rc rename_it(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t id = v->c.enterprise_id.has ? v->c.enterprise_id.v : 0;
	struct str now;

	TRY(name_enter(tx, v, &now, e));
	TRY(q_enterprise_rename(
		tx->db, &(struct q_enterprise_rename_in){.id = id, .name = now, .now = tx->now}, NULL, e));
	TRY(registry_rename(tx, id, v->c.uscc, now, e));
	return audit_append(tx,
		&(struct audit_event){.action = "enterprise_renamed", .object_kind = "enterprise",
			.object_id = id,
			.payload = str_fmt(tx->a, "{\"case\":\"%.*s\"}", STR_ARG(v->c.no))},
		e);
}

enum rc change_take_effect(struct tx *tx, const struct case_view *v, struct err *e)
{
	if (v->kind != CASE_CHANGE)
		return RC_OK;
	if (v->c.new_name.n)
		TRY(rename_it(tx, v, e));
	return v->c.new_division.n ? relocate(tx, v, e) : RC_OK;
}

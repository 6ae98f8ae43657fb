/* A change is a fact that the bodies verify; what it means for the title is another question, answered by the same
 * decision. */
#include "service/change.h"

#include "base/utf8.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/registry.h"
#include "service/relocation.h"

/* --- filing ----------------------------------------------------------------------------------------------- */

static enum rc title_of(struct tx *tx, const struct change_file *uc, struct q_case_subject_title *t,
	const struct procedure **p, struct changes *changes, struct err *e)
{
	enum rc rc = q_case_subject_title(
		tx->db, &(struct q_case_subject_title_in){.id = uc->title_id}, t, e);

	if (rc != RC_OK || !t->enterprise_id.has || t->enterprise_id.v != tx->who->enterprise_id ||
		!(str_eqc(t->state, "valid") || str_eqc(t->state, "renewing")))
		return rc == RC_OK || rc == RC_NOT_FOUND ? err_field(e, RC_INVALID, MSG_CHANGE_TITLE, "title") : rc;
	*p = case_procedure(tx->sv->rules, t->tier, STR(""), t->edition, date_of_instant(tx->now));
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

	TRY(title_of(tx, uc, &t, &p, &changes, e));
	const struct change_kind *k = change_by_id(&changes, uc->kind);
	TRY(check(tx, uc, k, e));
	TRY(q_entry_enterprise(
		tx->db, &(struct q_entry_enterprise_in){.enterprise_id = tx->who->enterprise_id}, &own, e));
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

/* Every list keeps the name it was published with; from the day of the change on, the register says the new one. */
static enum rc rename_it(struct tx *tx, const struct case_view *v, struct err *e)
{
	int64_t id = v->c.enterprise_id.has ? v->c.enterprise_id.v : 0;
	int64_t ended;

	TRY(q_enterprise_name_end(tx->db,
		&(struct q_enterprise_name_end_in){.enterprise_id = id, .to_on = v->c.happened_on}, &ended, e));
	if (ended == 0)
		TRY(q_enterprise_name_put(tx->db,
			&(struct q_enterprise_name_put_in){.enterprise_id = id, .uscc = v->c.uscc,
				.name = v->c.name, .from_on = STR(""), .to_on = v->c.happened_on,
				.case_id = v->c.id, .now = tx->now},
			NULL, e));
	TRY(q_enterprise_name_put(tx->db,
		&(struct q_enterprise_name_put_in){.enterprise_id = id, .uscc = v->c.uscc,
			.name = v->c.new_name, .from_on = v->c.happened_on, .to_on = STR(""),
			.case_id = v->c.id, .now = tx->now},
		NULL, e));
	TRY(q_enterprise_rename(tx->db,
		&(struct q_enterprise_rename_in){.id = id, .name = v->c.new_name, .now = tx->now}, NULL, e));
	TRY(registry_rename(tx, id, v->c.uscc, v->c.new_name, e));
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

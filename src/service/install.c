/* What a new province starts with. Reference files are data under sql/reference; nothing here names one
 * province: a folder is loaded file by file.
 */
#include "service/install.h"

#include "base/embedded.h"
#include "base/env.h"
#include "base/reftable.h"
#include "domain/count.h"
#include "domain/procedure.h"
#include "domain/standard.h"
#include "domain/workday.h"
#include "service/audit.h"
#include "store/q.h"

struct job {
	struct arena *a;
	struct db *db;
	int64_t now;
};

static enum rc table(struct job *j, struct str path, const char *const *columns, size_t n,
	struct reftable *out, struct err *e)
{
	struct str csv;

	if (!embedded_find(path, &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no reference file %.*s", STR_ARG(path));
	return reftable_parse(j->a, csv, columns, n, out, e);
}

/* GB/T 2260 says prefecture where this program says city. */
static struct str division_level(struct str level)
{
	return str_eqc(level, "prefecture") ? STR("city") : level;
}

static enum rc load_divisions(struct job *j, struct err *e)
{
	static const char *const columns[] = {"code", "name", "level", "parent_code"};
	static const char *const zone_columns[] = {"code", "name", "parent_code"};
	struct reftable t;

	TRY(table(j, STR("sql/reference/divisions.csv"), columns, ARRAY_LEN(columns), &t, e));
	for (size_t i = 0; i < t.n; i++)
		TRY(q_division_put(j->db,
			&(struct q_division_put_in){.code = reftable_cell(&t, i, 0),
				.name = reftable_cell(&t, i, 1),
				.level = division_level(reftable_cell(&t, i, 2)),
				.parent_code = reftable_cell(&t, i, 3), .sort = (int64_t)i},
			NULL, e));
	TRY(table(j, STR("sql/reference/zones.csv"), zone_columns, ARRAY_LEN(zone_columns), &t, e));
	for (size_t i = 0; i < t.n; i++)
		TRY(q_division_put(j->db,
			&(struct q_division_put_in){.code = reftable_cell(&t, i, 0),
				.name = reftable_cell(&t, i, 1), .level = STR("zone"),
				.parent_code = reftable_cell(&t, i, 2), .sort = 100000 + (int64_t)i},
			NULL, e));
	return RC_OK;
}

static enum rc load_industries(struct job *j, struct err *e)
{
	static const char *const columns[] = {"code", "name", "level", "parent_code"};
	struct reftable t;

	TRY(table(j, STR("sql/reference/industries.csv"), columns, ARRAY_LEN(columns), &t, e));
	for (size_t i = 0; i < t.n; i++) {
		int64_t level;
		if (!str_to_i64(reftable_cell(&t, i, 2), &level))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "industries.csv line %zu", t.line[i]);
		TRY(q_industry_put(j->db,
			&(struct q_industry_put_in){.code = reftable_cell(&t, i, 0),
				.name = reftable_cell(&t, i, 1), .level = level,
				.parent_code = reftable_cell(&t, i, 3)},
			NULL, e));
	}
	return RC_OK;
}

enum { AG_CODE, AG_NAME, AG_SHORT, AG_LEVEL, AG_LINE, AG_PARENT, AG_DIVISION, AG_AREAS, AG_PHONE,
	AG_SORT };

static enum rc load_agency(struct job *j, const struct reftable *t, size_t i, struct err *e)
{
	struct q_agency_by_code parent;
	struct q_agency_put made;
	struct opt_i64 parent_id = none_i64();
	struct str line = reftable_cell(t, i, AG_LINE), level = reftable_cell(t, i, AG_LEVEL);
	struct str areas = reftable_cell(t, i, AG_AREAS), code;
	int64_t sort;

	if (!str_to_i64(reftable_cell(t, i, AG_SORT), &sort))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "agencies line %zu: sort", t->line[i]);
	if (reftable_cell(t, i, AG_PARENT).n) {
		TRY(q_agency_by_code(j->db,
			&(struct q_agency_by_code_in){.code = reftable_cell(t, i, AG_PARENT)}, &parent, e));
		parent_id = some_i64(parent.id);
	}
	TRY(q_agency_put(j->db,
		&(struct q_agency_put_in){.code = reftable_cell(t, i, AG_CODE),
			.name = reftable_cell(t, i, AG_NAME),
			.short_name = reftable_cell(t, i, AG_SHORT), .level = level, .line = line,
			.parent_id = parent_id, .division_code = reftable_cell(t, i, AG_DIVISION),
			.phone = reftable_cell(t, i, AG_PHONE), .sort = sort},
		&made, e));
	while (areas.n && str_cut(&areas, ';', &code))
		TRY(q_agency_area_put(j->db,
			&(struct q_agency_area_put_in){.line = line, .division_code = str_trim(code),
				.level = level, .agency_id = made.id},
			NULL, e));
	return RC_OK;
}

static enum rc load_agencies(struct job *j, struct str path, struct err *e)
{
	static const char *const columns[] = {"code", "name", "short_name", "level", "line",
		"parent_code", "division_code", "areas", "phone", "sort"};
	struct reftable t;

	TRY(table(j, path, columns, ARRAY_LEN(columns), &t, e));
	for (size_t i = 0; i < t.n; i++)
		TRY(load_agency(j, &t, i, e));
	return RC_OK;
}

static enum rc load_targets(struct job *j, struct str path, struct err *e)
{
	static const char *const columns[] = {"edition", "year", "agency_code", "target", "source"};
	struct reftable t;

	TRY(table(j, path, columns, ARRAY_LEN(columns), &t, e));
	for (size_t i = 0; i < t.n; i++) {
		struct q_agency_by_code agency;
		int64_t year, n;
		if (!str_to_i64(reftable_cell(&t, i, 1), &year) ||
			!str_to_i64(reftable_cell(&t, i, 3), &n))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "targets line %zu", t.line[i]);
		TRY(q_agency_by_code(j->db,
			&(struct q_agency_by_code_in){.code = reftable_cell(&t, i, 2)}, &agency, e));
		TRY(q_target_put(j->db,
			&(struct q_target_put_in){.edition = reftable_cell(&t, i, 0), .year = year,
				.agency_id = agency.id, .n = n, .source = reftable_cell(&t, i, 4)},
			NULL, e));
	}
	return RC_OK;
}

/* A text that has changed since the last installation is a new version from tomorrow on: batches that are open
 * keep what they were opened under, and nothing of today changes under anybody's hands.
 */
static enum rc put_rulebook(struct job *j, struct q_rulebook_put_in *in, struct err *e)
{
	struct q_rulebook_last last;

	TRY(q_rulebook_last(j->db,
		&(struct q_rulebook_last_in){.kind = in->kind, .id = in->id, .hash = in->hash}, &last,
		e));
	if (last.known)
		return RC_OK;
	in->version = last.version + 1;
	in->recorded_at = j->now;
	if (last.version)
		in->in_force = date_str(j->a, date_add(date_of_instant(j->now), 1));
	return q_rulebook_put(j->db, in, NULL, e);
}

static enum rc load_standard(struct job *j, struct str path, struct err *e)
{
	const struct standard *s;
	struct str text;

	(void)!embedded_find(path, &text);
	TRY(standard_load(j->a, text, &s, e));
	return put_rulebook(j,
		&(struct q_rulebook_put_in){.kind = STR("standard"), .id = s->id, .title = s->title,
			.hash = s->hash_hex, .json = text, .legal_from = date_str(j->a, s->legal_from),
			.legal_to = date_str(j->a, s->legal_to)},
		e);
}

static enum rc load_procedure(struct job *j, struct str path, struct err *e)
{
	struct procedure *p;
	struct str text;

	(void)!embedded_find(path, &text);
	TRY(procedure_load(j->a, text, &p, e));
	return put_rulebook(j,
		&(struct q_rulebook_put_in){.kind = STR("procedure"), .id = p->id, .title = p->title,
			.hash = hash_hex(j->a, p->hash), .json = text, .legal_from = p->legal_from,
			.legal_to = p->legal_to},
		e);
}

static enum rc load_counting(struct job *j, struct str path, struct err *e)
{
	const struct counting *c;
	struct str text;

	(void)!embedded_find(path, &text);
	TRY(counting_load(j->a, text, &c, e));
	return put_rulebook(j,
		&(struct q_rulebook_put_in){.kind = STR("counting"), .id = c->id, .title = c->title,
			.hash = hash_hex(j->a, c->hash), .json = text},
		e);
}

static enum rc load_calendar(struct job *j, struct err *e)
{
	struct calendar_row *rows;
	struct str csv;
	size_t n;

	if (!embedded_find(STR("sql/reference/holidays.csv"), &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no holidays.csv");
	TRY(calendar_rows_parse(j->a, csv, &rows, &n, e));
	for (size_t i = 0; i < n; i++) {
		bool known = false;
		for (size_t k = 0; k < i; k++)
			known = known || rows[k].year == rows[i].year;
		if (!known)
			TRY(q_calendar_year_put(j->db,
				&(struct q_calendar_year_put_in){.year = rows[i].year,
					.source = STR("国务院办公厅节假日安排通知"), .recorded_at = j->now},
				NULL, e));
		TRY(q_calendar_day_put(j->db,
			&(struct q_calendar_day_put_in){.on_date = date_str(j->a, rows[i].date),
				.year = rows[i].year,
				.kind = rows[i].works ? STR("makeup") : STR("holiday"),
				.name = rows[i].name},
			NULL, e));
	}
	return RC_OK;
}

/* One handler per folder of sql/reference. */
static enum rc load_folder(struct job *j, const char *folder,
	enum rc (*load)(struct job *, struct str path, struct err *), struct err *e)
{
	for (size_t i = 0; i < embedded_count(); i++) {
		struct str path, bytes;
		embedded_at(i, &path, &bytes);
		if (!str_starts(path, str_c(folder)))
			continue;
		enum rc rc = load(j, path, e);
		if (rc != RC_OK) {
			if (e && !e->detail[0])
				snprintf(e->detail, sizeof(e->detail), "%.*s", STR_ARG(path));
			return rc;
		}
	}
	return RC_OK;
}

static enum rc install_rules(struct job *j, struct err *e)
{
	TRY(load_folder(j, "sql/reference/standards/", load_standard, e));
	TRY(load_folder(j, "sql/reference/procedures/", load_procedure, e));
	return load_folder(j, "sql/reference/counting/", load_counting, e);
}

static enum rc install_fn(struct db *db, void *arg, struct err *e)
{
	struct job *j = arg;
	struct q_division_by_code any;
	struct actor system = {.roles = ROLE_ADMIN, .name = STR("系统")};
	struct str key, seed;

	j->db = db;
	TRY(install_rules(j, e));
	if (q_division_by_code(db, &(struct q_division_by_code_in){.code = STR("110000")}, &any,
		    NULL) == RC_OK)
		return RC_OK; /* the rest is there since the first time and belongs to the administrator now */
	TRY(load_divisions(j, e));
	TRY(load_industries(j, e));
	TRY(load_folder(j, "sql/reference/agencies/", load_agencies, e));
	TRY(load_folder(j, "sql/reference/targets/", load_targets, e));
	TRY(load_calendar(j, e));
	TRY(random_token(j->a, 32, &key, e));
	TRY(q_secret_put(db, &(struct q_secret_put_in){.name = STR("certificate"), .value = key}, NULL,
		e));
	TRY(random_token(j->a, SIGN_SEED_LEN, &seed, e));
	TRY(q_secret_put(db, &(struct q_secret_put_in){.name = STR("certificate-sign"), .value = seed},
		NULL, e));
	struct tx tx = {.db = db, .a = j->a, .who = &system, .now = j->now};
	return audit_append(&tx,
		&(struct audit_event){.action = "database_initialised", .object_kind = "database"}, e);
}

enum rc install_reference(struct store *store, struct arena *a, int64_t now, struct err *e)
{
	struct job j = {.a = a, .now = now};

	return store_write(store, a, install_fn, &j, e);
}

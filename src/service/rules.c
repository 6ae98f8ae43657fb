/* Rules are read once and shared by every thread; only the calendar is ever exchanged. */
#include "service/rules.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/embedded.h"
#include "store/q.h"

struct rules {
	struct arena a; /* owns everything, old calendars too: one a year is little */
	struct rules_list list;
	const struct list_defs *kinds;
	pthread_mutex_t loading; /* two imports at once: one after the other */
	_Atomic(const struct calendar *) calendar;
};

static enum rc load_one(struct rules *r, const struct q_rulebooks *row, struct err *e)
{
	struct str text = str_dup(&r->a, row->json), hash;

	if (str_eqc(row->kind, "standard")) {
		const struct standard *s;
		TRY(standard_load(&r->a, text, &s, e));
		hash = s->hash_hex;
		r->list.standards[r->list.standards_n++] = s;
	} else if (str_eqc(row->kind, "counting")) {
		const struct counting *c;
		TRY(counting_load(&r->a, text, &c, e));
		hash = hash_hex(&r->a, c->hash);
		r->list.countings[r->list.countings_n++] = c;
	} else {
		struct procedure *p;
		TRY(procedure_load(&r->a, text, &p, e));
		hash = hash_hex(&r->a, p->hash);
		r->list.procedures[r->list.procedures_n++] = p;
	}
	if (!str_eq(hash, row->hash)) {
		err_set(e, RC_DATA, MSG_RULEBOOK_CHANGED);
		return err_arg(e, 0, row->id);
	}
	return RC_OK;
}

static enum rc load_calendar(struct rules *r, struct db *db, struct err *e)
{
	struct q_calendar_days_list rows;
	struct q_calendar_years_list years;
	struct calendar *c = ARENA_NEW(&r->a, struct calendar);

	TRY(q_calendar_years(db, &years, e));
	TRY(q_calendar_days(db, &rows, e));
	struct calendar_row *v = ARENA_NEW_N(db_arena(db), struct calendar_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		v[i] = (struct calendar_row){.year = (int)rows.v[i].year,
			.works = str_eqc(rows.v[i].kind, "makeup"),
			.name = str_dup(&r->a, rows.v[i].name)};
		if (!date_parse(rows.v[i].on_date, &v[i].date))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "calendar_day %.*s",
				STR_ARG(rows.v[i].on_date));
	}
	TRY(calendar_build(&r->a, v, rows.n, c, e));
	atomic_store(&r->calendar, c);
	return RC_OK;
}

static enum rc load_kinds(struct rules *r, struct err *e)
{
	struct str text;

	if (!embedded_find(STR("sql/reference/lists.json"), &text))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no lists.json");
	return list_defs_load(&r->a, text, &r->kinds, e);
}

enum rc rules_open(struct db *db, struct rules **out, struct err *e)
{
	struct arena a;
	struct q_rulebooks_list rows;

	TRY(q_rulebooks(db, &rows, e));
	arena_init(&a, 0);
	struct rules *r = ARENA_NEW(&a, struct rules);
	r->a = a;
	pthread_mutex_init(&r->loading, NULL);
	r->list.standards = ARENA_NEW_N(&r->a, const struct standard *, rows.n + 1);
	r->list.procedures = ARENA_NEW_N(&r->a, const struct procedure *, rows.n + 1);
	r->list.countings = ARENA_NEW_N(&r->a, const struct counting *, rows.n + 1);
	enum rc rc = load_kinds(r, e);
	for (size_t i = 0; rc == RC_OK && i < rows.n; i++)
		rc = load_one(r, &rows.v[i], e);
	if (rc == RC_OK)
		rc = load_calendar(r, db, e);
	if (rc != RC_OK) {
		rules_close(r);
		return rc;
	}
	*out = r;
	return RC_OK;
}

void rules_close(struct rules *r)
{
	if (!r)
		return;
	struct arena a = r->a;
	pthread_mutex_destroy(&r->loading);
	arena_free(&a);
}

const struct rules_list *rules_list(const struct rules *r)
{
	return &r->list;
}

const struct standard *rules_standard(const struct rules *r, struct str id)
{
	for (size_t i = 0; i < r->list.standards_n; i++)
		if (str_eq(r->list.standards[i]->id, id))
			return r->list.standards[i];
	return NULL;
}

const struct procedure *rules_procedure(const struct rules *r, struct str id)
{
	for (size_t i = 0; i < r->list.procedures_n; i++)
		if (str_eq(r->list.procedures[i]->id, id))
			return r->list.procedures[i];
	return NULL;
}

const struct counting *rules_counting(const struct rules *r, struct str id)
{
	for (size_t i = 0; i < r->list.countings_n; i++)
		if (str_eq(r->list.countings[i]->id, id))
			return r->list.countings[i];
	return NULL;
}

const struct list_def *rules_list_def(const struct rules *r, enum count_list list)
{
	return &r->kinds->list[list];
}

const struct calendar *rules_calendar(const struct rules *r)
{
	return atomic_load(&r->calendar);
}

enum rc rules_calendar_reload(struct rules *r, struct db *db, struct err *e)
{
	pthread_mutex_lock(&r->loading);
	enum rc rc = load_calendar(r, db, e);
	pthread_mutex_unlock(&r->loading);
	return rc;
}

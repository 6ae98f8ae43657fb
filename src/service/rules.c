/* Rules are read once and shared by every thread; a new version or calendar is exchanged whole. */
#include "service/rules.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/embedded.h"
#include "store/q.h"

/* What rules_list answers from a day on. */
struct holding {
	struct date from;
	struct rules_list list;
};

/* Never changed once it is published: a newer one takes its place. */
struct snapshot {
	struct rules_version *v; /* an id's versions stand together, in order */
	size_t n;
	struct holding *days; /* in order */
	size_t days_n;
};

struct rules {
	struct arena a; /* owns everything, what was exchanged too: a few a year are little */
	const struct list_defs *kinds;
	struct rules_sizes sizes;
	pthread_mutex_t loading; /* two imports at once: one after the other */
	_Atomic(const struct snapshot *) now;
	_Atomic(const struct calendar *) calendar;
};

/* --- loading ------------------------------------------------------------------------------------- */

static enum rc load_text(
	struct rules *r, struct str kind, struct str json, struct rules_version *v, struct err *e)
{
	struct str text = str_dup(&r->a, json);

	if (str_eqc(kind, "standard")) {
		TRY(standard_load(&r->a, text, &v->standard, e));
		v->hash = v->standard->hash_hex;
	} else if (str_eqc(kind, "counting")) {
		TRY(counting_load(&r->a, text, &v->counting, e));
		v->hash = hash_hex(&r->a, v->counting->hash);
	} else {
		struct procedure *p;
		TRY(procedure_load(&r->a, text, &p, e));
		v->procedure = p;
		v->hash = hash_hex(&r->a, p->hash);
	}
	return RC_OK;
}

static enum rc load_one(
	struct rules *r, const struct q_rulebooks *row, struct rules_version *out, struct err *e)
{
	struct rules_version v = {.id = str_dup(&r->a, row->id), .body = str_dup(&r->a, row->body),
		.version = row->version};

	TRY(load_text(r, row->kind, row->json, &v, e));
	if (row->in_force.n && !date_parse(row->in_force, &v.in_force))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "rulebook %.*s: in_force",
			STR_ARG(row->id));
	if (!str_eq(v.hash, row->hash)) {
		err_set(e, RC_DATA, MSG_RULEBOOK_CHANGED);
		return err_arg(e, 0, row->id);
	}
	*out = v;
	return RC_OK;
}

/* --- which version holds ------------------------------------------------------------------------- */

enum kind { KIND_STANDARD, KIND_PROCEDURE, KIND_COUNTING, KIND_ANY };

static bool of_kind(const struct rules_version *v, enum kind kind)
{
	switch (kind) {
	case KIND_STANDARD:
		return v->standard;
	case KIND_PROCEDURE:
		return v->procedure;
	case KIND_COUNTING:
		return v->counting;
	case KIND_ANY:
		break;
	}
	return !v->counting;
}

/* A body's own text goes before the one for all; a procedure has one body anyway. */
static const struct rules_version *holds(
	const struct snapshot *s, enum kind kind, struct str id, struct str body, struct date day)
{
	const struct rules_version *all = NULL, *own = NULL;

	for (size_t i = 0; i < s->n; i++) {
		const struct rules_version *v = &s->v[i];
		if (!of_kind(v, kind) || !str_eq(v->id, id) || date_cmp(v->in_force, day) > 0)
			continue;
		if (!v->body.n)
			all = v;
		else if (v->procedure || str_eq(v->body, body))
			own = v;
	}
	return own ? own : all;
}

static void list_fill(struct arena *a, const struct snapshot *s, struct holding *h)
{
	struct rules_list *l = &h->list;

	l->standards = ARENA_NEW_N(a, const struct standard *, s->n + 1);
	l->procedures = ARENA_NEW_N(a, const struct procedure *, s->n + 1);
	l->countings = ARENA_NEW_N(a, const struct counting *, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct rules_version *v = &s->v[i];
		enum kind kind = v->standard ? KIND_STANDARD
					     : v->procedure ? KIND_PROCEDURE : KIND_COUNTING;
		if (holds(s, kind, v->id, STR(""), h->from) != v)
			continue;
		if (v->standard)
			l->standards[l->standards_n++] = v->standard;
		else if (v->procedure)
			l->procedures[l->procedures_n++] = v->procedure;
		else
			l->countings[l->countings_n++] = v->counting;
	}
}

static void days_fill(struct arena *a, struct snapshot *s)
{
	struct date last = {0};

	s->days = ARENA_NEW_N(a, struct holding, s->n + 1);
	s->days_n = 1; /* since ever */
	for (;;) {
		struct date next = {0};
		for (size_t i = 0; i < s->n; i++) {
			struct date d = s->v[i].in_force;
			if (date_cmp(d, last) > 0 && (!next.y || date_cmp(d, next) < 0))
				next = d;
		}
		if (!next.y)
			break;
		s->days[s->days_n++].from = last = next;
	}
	for (size_t i = 0; i < s->days_n; i++)
		list_fill(a, s, &s->days[i]);
}

static const struct rules_version *known(const struct snapshot *old, const struct q_rulebooks *row)
{
	for (size_t i = 0; old && i < old->n; i++)
		if (old->v[i].version == row->version && str_eq(old->v[i].id, row->id) &&
			str_eq(old->v[i].hash, row->hash))
			return &old->v[i];
	return NULL;
}

static enum rc load_rules(struct rules *r, struct db *db, struct err *e)
{
	const struct snapshot *old = atomic_load(&r->now);
	struct snapshot *s = ARENA_NEW(&r->a, struct snapshot);
	struct q_rulebooks_list rows;

	TRY(q_rulebooks(db, &rows, e));
	s->v = ARENA_NEW_N(&r->a, struct rules_version, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct rules_version *there = known(old, &rows.v[i]);
		if (there)
			s->v[s->n] = *there;
		else
			TRY(load_one(r, &rows.v[i], &s->v[s->n], e));
		s->n++;
	}
	days_fill(&r->a, s);
	atomic_store(&r->now, s);
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

static enum rc load_sizes(struct rules *r, struct err *e)
{
	struct str bounds, codes;

	if (!embedded_find(STR("sql/reference/size_thresholds.csv"), &bounds) ||
		!embedded_find(STR("sql/reference/industries.csv"), &codes))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no size_thresholds.csv or industries.csv");
	TRY(size_standard_parse(&r->a, bounds, &r->sizes.standard, e));
	return industries_parse(&r->a, codes, &r->sizes.industries, e);
}

enum rc rules_open(struct db *db, struct rules **out, struct err *e)
{
	struct arena a;

	arena_init(&a, 0);
	struct rules *r = ARENA_NEW(&a, struct rules);
	r->a = a;
	pthread_mutex_init(&r->loading, NULL);
	enum rc rc = load_kinds(r, e);
	if (rc == RC_OK)
		rc = load_sizes(r, e);
	if (rc == RC_OK)
		rc = load_rules(r, db, e);
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

/* --- asking -------------------------------------------------------------------------------------- */

const struct rules_list *rules_list(const struct rules *r, struct date day)
{
	const struct snapshot *s = atomic_load(&r->now);
	size_t i = s->days_n - 1;

	while (i && date_cmp(s->days[i].from, day) > 0)
		i--;
	return &s->days[i].list;
}

const struct standard *rules_standard(
	const struct rules *r, struct str id, struct str body, struct date day)
{
	const struct rules_version *v = holds(atomic_load(&r->now), KIND_STANDARD, id, body, day);

	return v ? v->standard : NULL;
}

const struct procedure *rules_procedure(const struct rules *r, struct str id, struct date day)
{
	const struct rules_version *v =
		holds(atomic_load(&r->now), KIND_PROCEDURE, id, STR(""), day);

	return v ? v->procedure : NULL;
}

const struct counting *rules_counting(const struct rules *r, struct str id, struct date day)
{
	const struct rules_version *v =
		holds(atomic_load(&r->now), KIND_COUNTING, id, STR(""), day);

	return v ? v->counting : NULL;
}

const struct rules_version *rules_version_on(
	const struct rules *r, struct str id, struct str body, struct date day)
{
	return holds(atomic_load(&r->now), KIND_ANY, id, body, day);
}

struct date rules_pin(struct str opens_on)
{
	struct date day;

	return date_parse(opens_on, &day) ? day : (struct date){0};
}

const struct standard *rules_standard_hashed(const struct rules *r, struct str hash_hex)
{
	const struct snapshot *s = atomic_load(&r->now);

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].standard && str_eq(s->v[i].hash, hash_hex))
			return s->v[i].standard;
	return NULL;
}

size_t rules_versions(const struct rules *r, struct str id, const struct rules_version **out)
{
	const struct snapshot *s = atomic_load(&r->now);
	size_t first = 0, n = 0;

	while (first < s->n && (s->v[first].counting || !str_eq(s->v[first].id, id)))
		first++;
	while (first + n < s->n && str_eq(s->v[first + n].id, id))
		n++;
	*out = &s->v[first];
	return n;
}

const struct list_def *rules_list_def(const struct rules *r, enum count_list list)
{
	return &r->kinds->list[list];
}

const struct rules_sizes *rules_sizes(const struct rules *r)
{
	return &r->sizes;
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

enum rc rules_reload(struct rules *r, struct db *db, struct err *e)
{
	pthread_mutex_lock(&r->loading);
	enum rc rc = load_rules(r, db, e);
	pthread_mutex_unlock(&r->loading);
	return rc;
}

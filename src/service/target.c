/* Counts come from the counters and targets from the printed table; the rest is one multiplication. */
#include "service/target.h"

int64_t target_pace(int64_t target, int64_t year, struct date today)
{
	struct date first = {(int16_t)year, 1, 1}, next = {(int16_t)(year + 1), 1, 1};
	int64_t days = date_days(next) - date_days(first);
	int64_t gone = date_days(today) - date_days(first) + 1;

	if (gone <= 0)
		return 0;
	return gone >= days ? target : target * gone / days;
}

static void count_into(struct target_line *t, struct str code, int64_t n)
{
	enum state s;

	if (!state_parse(code, &s))
		return;
	switch (state_holder(s)) {
	case HOLDER_ENTERPRISE:
		t->filing += n;
		break;
	case HOLDER_COUNTY:
	case HOLDER_CITY:
	case HOLDER_SYSTEM:
		t->reviewing += n;
		break;
	case HOLDER_PROVINCE:
		t->recommended += n;
		break;
	case HOLDER_NONE:
	case HOLDER__MAX:
		t->listed += s == STATE_LISTED ? n : 0;
		break;
	}
}

static struct target_line *line_of(struct target_board *b, int64_t body_id)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].body_id == body_id)
			return &b->lines[i];
	return NULL;
}

static void finish(struct target_board *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct target_line *t = &b->lines[i];
		t->pace = target_pace(t->target, b->year, b->asof);
		t->late = t->target > 0 && t->listed + t->recommended < t->pace;
		b->total.target += t->target;
		b->total.listed += t->listed;
		b->total.recommended += t->recommended;
		b->total.reviewing += t->reviewing;
		b->total.filing += t->filing;
	}
	b->total.name = b->total.short_name = STR("合计");
	b->total.pace = target_pace(b->total.target, b->year, b->asof);
	b->total.late = b->total.target > 0 &&
			b->total.listed + b->total.recommended < b->total.pace;
}

static enum rc load_lines(struct db *db, const struct actor *who, struct target_board *b,
	struct err *e)
{
	struct q_targets_of_province_list rows;
	struct q_agency_by_id body;
	bool city = actor_is(who, ROLE_CITY);

	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = who->agency_id}, &body, e));
	TRY(q_targets_of_province(db,
		&(struct q_targets_of_province_in){
			.agency_id = city && body.parent_id.has ? body.parent_id.v : who->agency_id,
			.edition = b->procedure->id, .year = b->year},
		&rows, e));
	b->lines = ARENA_NEW_N(db_arena(db), struct target_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_targets_of_province *r = &rows.v[i];
		if (city && r->city_id != who->agency_id)
			continue;
		b->lines[b->n++] = (struct target_line){.body_id = r->city_id, .name = r->name,
			.short_name = r->short_name, .source = r->source,
			.target = r->target.has ? r->target.v : 0};
	}
	return RC_OK;
}

enum rc target_board_load(struct db *db, const struct rules *rules, const struct actor *who,
	struct str edition, int64_t year, int64_t now, struct target_board *out, struct err *e)
{
	struct target_board b = {
		.procedure = rules_procedure(rules, edition, date_of_instant(now)),
		.year = year,
		.asof = date_of_instant(now)};
	struct q_target_counts_list counts;

	if (!b.procedure)
		return err_set(e, RC_NOT_FOUND, MSG_TARGET_EDITION);
	TRY(load_lines(db, who, &b, e));
	TRY(q_target_counts(db,
		&(struct q_target_counts_in){
			.agency_id = who->agency_id, .edition = b.procedure->id, .year = year},
		&counts, e));
	for (size_t i = 0; i < counts.n; i++) {
		struct target_line *t = line_of(&b, counts.v[i].body_id);
		if (t)
			count_into(t, counts.v[i].state, counts.v[i].n);
		if (counts.v[i].body_id == who->agency_id)
			batch_counts_add(&b.counts, counts.v[i].state, counts.v[i].n);
	}
	finish(&b);
	*out = b;
	return RC_OK;
}

/* Counts come from the counters and targets from the table; the rest is one multiplication. */
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

static const struct {
	const char *code, *word;
} stages[TARGET_STAGE__MAX] = {
	[TARGET_LISTED] = {"listed", "已公告"},
	[TARGET_RECOMMENDED] = {"recommended", "已推荐"},
	[TARGET_REVIEWING] = {"reviewing", "在审"},
	[TARGET_FILING] = {"filing", "企业手中"},
};

const char *target_stage_code(enum target_stage s)
{
	return s < TARGET_STAGE__MAX ? stages[s].code : "?";
}

const char *target_stage_word(enum target_stage s)
{
	return s < TARGET_STAGE__MAX ? stages[s].word : "?";
}

enum target_stage target_stage_of(enum state s)
{
	switch (state_holder(s)) {
	case HOLDER_ENTERPRISE:
		return TARGET_FILING;
	case HOLDER_COUNTY:
	case HOLDER_CITY:
	case HOLDER_SYSTEM:
		return TARGET_REVIEWING;
	case HOLDER_PROVINCE:
		return TARGET_RECOMMENDED;
	case HOLDER_NONE:
	case HOLDER__MAX:
		break;
	}
	return s == STATE_LISTED ? TARGET_LISTED : TARGET_STAGE__MAX;
}

static int64_t *figure(struct target_line *t, enum target_stage s)
{
	switch (s) {
	case TARGET_LISTED:
		return &t->listed;
	case TARGET_RECOMMENDED:
		return &t->recommended;
	case TARGET_REVIEWING:
		return &t->reviewing;
	case TARGET_FILING:
	case TARGET_STAGE__MAX:
		break;
	}
	return &t->filing;
}

static void count_into(struct target_line *t, struct str code, int64_t n)
{
	enum target_stage stage;
	enum state s;

	if (!state_parse(code, &s))
		return;
	stage = target_stage_of(s);
	if (stage < TARGET_STAGE__MAX)
		*figure(t, stage) += n;
}

static struct target_line *line_of(struct target_board *b, int64_t body_id)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].body_id == body_id)
			return &b->lines[i];
	return body_id == b->body_id ? &b->total : NULL;
}

static void judge(const struct target_board *b, struct target_line *t)
{
	t->pace = target_pace(t->target, b->year, b->asof);
	t->late = t->target > 0 && t->listed + t->recommended < t->pace;
}

/* What the counters of the bodies below do not account for: files that go past the counties. */
static void rest(struct target_board *b)
{
	struct target_line r = {.body_id = TARGET_REST,
		.name = STR("市本级（不经县级）"), .short_name = STR("市本级（不经县级）")};
	bool any = false;

	for (int s = 0; s < TARGET_STAGE__MAX; s++) {
		int64_t *to = figure(&r, (enum target_stage)s);
		*to = *figure(&b->total, (enum target_stage)s);
		for (size_t i = 0; i < b->n; i++)
			*to -= *figure(&b->lines[i], (enum target_stage)s);
		any = any || *to > 0;
	}
	if (any && b->n)
		b->lines[b->n++] = r;
}

static void finish(struct target_board *b)
{
	bool top = str_eqc(b->level, "province");

	for (size_t i = 0; i < b->n; i++) {
		judge(b, &b->lines[i]);
		b->sum += b->lines[i].target;
	}
	b->has_own = b->total.target > 0;
	if (b->has_own && b->sum)
		b->differs = b->sum - b->total.target;
	if (!b->has_own)
		b->total.target = b->sum;
	if (top) {
		for (int s = 0; s < TARGET_STAGE__MAX; s++) {
			int64_t *to = figure(&b->total, (enum target_stage)s);
			*to = 0;
			for (size_t i = 0; i < b->n; i++)
				*to += *figure(&b->lines[i], (enum target_stage)s);
		}
		b->total.name = b->total.short_name = STR("合计");
	} else
		rest(b);
	judge(b, &b->total);
}

static enum rc load_lines(struct db *db, const struct actor *who, struct target_board *b,
	struct err *e)
{
	struct q_targets_below_list rows;
	bool found = false;

	TRY(q_targets_below(db,
		&(struct q_targets_below_in){.agency_id = who->agency_id, .body_id = b->body_id,
			.edition = b->procedure->id, .year = b->year},
		&rows, e));
	b->lines = ARENA_NEW_N(db_arena(db), struct target_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_targets_below *r = &rows.v[i];
		struct target_line line = {.body_id = r->body_id, .name = r->name,
			.short_name = r->short_name, .source = r->source,
			.target = r->target.has ? r->target.v : 0};
		if (r->body_id != b->body_id) {
			b->lines[b->n++] = line;
			continue;
		}
		b->total = line;
		b->body_name = r->short_name;
		b->level = r->level;
		found = true;
	}
	return found ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

enum rc target_board_of(struct db *db, const struct rules *rules, const struct actor *who,
	struct str edition, int64_t year, int64_t body, int64_t now, struct target_board *out,
	struct err *e)
{
	struct target_board b = {
		.procedure = rules_procedure(rules, edition, date_of_instant(now)),
		.year = year,
		.body_id = body ? body : who->agency_id,
		.asof = date_of_instant(now)};
	struct q_target_counts_list counts;

	if (!b.procedure)
		return err_set(e, RC_NOT_FOUND, MSG_TARGET_EDITION);
	TRY(load_lines(db, who, &b, e));
	TRY(q_target_counts(db,
		&(struct q_target_counts_in){.agency_id = who->agency_id, .body_id = b.body_id,
			.edition = b.procedure->id, .year = year},
		&counts, e));
	for (size_t i = 0; i < counts.n; i++) {
		struct target_line *t = line_of(&b, counts.v[i].body_id);
		if (t)
			count_into(t, counts.v[i].state, counts.v[i].n);
		if (counts.v[i].body_id == b.body_id)
			batch_counts_add(&b.counts, counts.v[i].state, counts.v[i].n);
	}
	finish(&b);
	*out = b;
	return RC_OK;
}

enum rc target_board_load(struct db *db, const struct rules *rules, const struct actor *who,
	struct str edition, int64_t year, int64_t now, struct target_board *out, struct err *e)
{
	return target_board_of(db, rules, who, edition, year, 0, now, out, e);
}

/* --- the files behind a figure ------------------------------------------------------------------- */

static enum rc files_of_state(struct db *db, const struct actor *who, const struct target_ask *ask,
	enum state s, struct target_files *out, struct err *e)
{
	struct q_target_files_list rows;
	bool first = s == ask->key_state;
	size_t room = ask->limit - out->n;

	TRY(q_target_files(db,
		&(struct q_target_files_in){.agency_id = who->agency_id, .edition = ask->edition,
			.year = ask->year, .state = str_c(state_code(s)), .body_id = ask->body,
			.key_due = first ? ask->key_due : 0, .key_id = first ? ask->key_id : 0,
			.limit = (int64_t)room + 1},
		&rows, e));
	for (size_t i = 0; i < rows.n && i < room; i++)
		out->v[out->n++] = (struct target_file){s, rows.v[i]};
	out->more = rows.n > room;
	return RC_OK;
}

enum rc target_files_load(struct db *db, const struct actor *who, const struct target_ask *ask,
	struct target_files *out, struct err *e)
{
	*out = (struct target_files){.v = ARENA_NEW_N(db_arena(db), struct target_file, ask->limit + 1)};
	for (int s = ask->key_state < STATE__MAX ? (int)ask->key_state : 0; s < STATE__MAX && !out->more; s++)
		if (ask->only < STATE__MAX ? (int)ask->only == s : target_stage_of((enum state)s) == ask->stage)
			TRY(files_of_state(db, who, ask, (enum state)s, out, e));
	return RC_OK;
}

/* --- as it is written -------------------------------------------------------------------------------- */

struct str target_late_text(struct arena *a, const struct target_line *t)
{
	int64_t done = t->listed + t->recommended;

	if (t->target == 0)
		return STR("没有目标");
	return t->late ? str_fmt(a, "落后 %lld", (long long)(t->pace - done)) : STR("达到进度");
}

/* Hundredths of a per cent, rounded to the nearest as documents print it. */
struct str target_share_text(struct arena *a, int64_t n, int64_t all)
{
	int64_t share = all > 0 ? (n * 20000 + all) / (all * 2) : 0;

	return all > 0 && n > 0 ? str_fmt(a, "%lld.%02lld%%", (long long)(share / 100),
					  (long long)(share % 100))
				: STR("—");
}

struct str target_rate_text(struct arena *a, const struct target_line *t)
{
	int64_t done = t->listed + t->recommended;

	return t->target ? str_fmt(a, "%lld.%lld%%", (long long)(done * 100 / t->target),
				   (long long)(done * 1000 / t->target % 10))
			 : STR("—");
}

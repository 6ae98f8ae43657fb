/* The scheduler: what is due first is done first, each job by one process at a time, each step in one transaction.
 * It acts as the system, through the same use cases and log as people do.
 */
#include "service/jobs_table.h"

#include "base/log.h"
#include "base/vec.h"
#include "service/audit.h"
#include "service/jobs_lease.h"
#include "store/q.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define NIGHT_FROM_MS (2 * HOUR_MS) /* of the China day */
#define NIGHT_TO_MS (6 * HOUR_MS)
#define OLD_MS (36 * HOUR_MS)
#define RETRY_FIRST_MS ((int64_t)60 * 1000)
#define RETRY_LAST_MS HOUR_MS

static const struct actor system_actor = {.roles = 0, .name = STR_INIT("系统")};

/* One job in one round. */
struct line {
	const struct job *job;
	struct q_job_rows row;
	int64_t due;
	bool skip; /* failed, held by another, or nothing came of it: not in this round again */
};

struct round {
	const struct services *sv;
	struct arena *a;
	int64_t now, birth;
	struct str holder;
	struct line *lines;
	struct jobs_result *r;
	bool held;    /* the last job that was tried is another's */
	bool changed; /* it did something: what is due may have changed */
};

/* --- when ---------------------------------------------------------------------------------------- */

/* Once a night; by day only when the nights were missed. Never run yet: counted from the beginning. */
static int64_t night_due(int64_t last, int64_t birth, int64_t now)
{
	int64_t since = last ? last : birth;
	struct date today = date_of_instant(now);
	int64_t from = instant_day_start(today) + NIGHT_FROM_MS,
		to = instant_day_start(today) + NIGHT_TO_MS;
	bool had = last && date_cmp(date_of_instant(last), today) >= 0;

	if (since && now - since >= OLD_MS)
		return now;
	if (had)
		return instant_day_end(date_of_instant(last)) + NIGHT_FROM_MS;
	return now < to ? MAX_OF(from, now) : from + MS_PER_DAY;
}

/* Counted from the last run, also when the clock has been set back since: then nothing is done twice, and what waits
 * for a time that is far off can be run by hand, which counts from there. */
static int64_t clock_due(enum jobs_period period, int64_t last, int64_t birth, int64_t now)
{
	if (period == JOBS_NIGHT)
		return night_due(last, birth, now);
	if (last == 0)
		return now;
	if (period == JOBS_HOUR)
		return last + HOUR_MS;
	return instant_day_end(date_of_instant(last));
}

static enum rc due_of(struct db *db, const struct round *r, const struct job *j,
	const struct q_job_rows *row, int64_t *due, struct err *e)
{
	int64_t now = r->now;

	if (j->period == JOBS_EVENT)
		TRY(j->next(r->sv, db, now, due, e));
	else
		*due = clock_due(j->period, row->last_at, r->birth, now);
	/* After a failure no sooner than agreed; a clock that was set back does not make it longer. */
	if (row->failures && row->retry_at > now && row->retry_at <= now + RETRY_LAST_MS)
		*due = MAX_OF(*due, row->retry_at);
	return RC_OK;
}

static bool held_by_another(const struct q_job_rows *row, struct str holder, int64_t now)
{
	return row->leased_by.n && !str_eq(row->leased_by, holder) && row->leased_until > now &&
	       row->leased_until <= now + JOBS_LEASE_MS;
}

static struct q_job_rows row_of(const struct q_job_rows_list *rows, const char *name)
{
	for (size_t i = 0; i < rows->n; i++)
		if (str_eqc(rows->v[i].name, name))
			return rows->v[i];
	return (struct q_job_rows){.name = str_c(name), .last_result = STR(""), .error = STR(""),
		.memory = STR(""), .leased_by = STR("")};
}

static enum rc look(struct db *db, struct round *r, struct err *e)
{
	struct q_job_rows_list rows;
	struct q_job_birth birth = {0};
	bool found;

	TRY(q_job_rows(db, &rows, e));
	TRY(q_job_birth(db, &birth, &found, e));
	r->birth = birth.at;
	for (size_t i = 0; i < jobs_table_n; i++) {
		struct line *l = &r->lines[i];
		l->job = &jobs_table[i];
		l->row = row_of(&rows, l->job->name);
		TRY(due_of(db, r, l->job, &l->row, &l->due, e));
		if (l->job->off && l->job->off(r->sv))
			l->due = JOBS_NEVER;
	}
	return RC_OK;
}

/* All jobs with their due instants, out of one snapshot. */
static enum rc load(struct round *r, struct err *e)
{
	struct db *db;

	TRY(store_read(r->sv->store, r->a, &db, e));
	enum rc rc = look(db, r, e);
	store_read_end(db);
	return rc;
}

/* The first of those that are due; NULL: none. */
static struct line *first_due(const struct round *r)
{
	struct line *best = NULL;

	for (size_t i = 0; i < jobs_table_n; i++) {
		struct line *l = &r->lines[i];
		if (!l->skip && l->due <= r->now && (!best || l->due < best->due))
			best = l;
	}
	return best;
}

/* --- one run ------------------------------------------------------------------------------------- */

struct run {
	struct round *round;
	const struct line *line;
	struct jobs_work w;
	struct jobs_result counts;
	int64_t began_us, total;
};

USE_CASE(job_step)
struct job_step {
	struct run *run;
};
USE_CASE(job_begin)
struct job_begin {
	struct run *run;
};
USE_CASE(job_end)
struct job_end {
	struct run *run;
};
USE_CASE(job_fail)
struct job_fail {
	struct run *run;
	struct str error;
};

static enum rc hold(struct tx *tx, struct run *run, struct err *e)
{
	const struct job *j = run->line->job;
	int64_t changed;

	TRY(q_job_hold(tx->db,
		&(struct q_job_hold_in){.name = str_c(j->name), .holder = run->round->holder,
			.now = tx->now, .until = tx->now + JOBS_LEASE_MS,
			.longest = tx->now + JOBS_LEASE_MS},
		&changed, e));
	if (changed)
		return RC_OK;
	run->round->held = true;
	err_set(e, RC_BUSY, MSG_JOB_HELD);
	err_arg(e, 0, str_c(j->word));
	return err_arg(e, 1, instant_human(tx->a, run->line->row.leased_until));
}

static struct str run_text(struct run *run)
{
	struct str text = run->w.text.n ? run->w.text : jobs_text(run->round->a, &run->counts);

	return text.n ? text : STR("没有到期的事项");
}

static enum rc finish(struct tx *tx, struct run *run, struct err *e)
{
	const struct line *l = run->line;
	int64_t changed;

	TRY(q_job_done(tx->db,
		&(struct q_job_done_in){.name = str_c(l->job->name), .holder = run->round->holder,
			.now = tx->now, .due_at = MIN_OF(l->due, tx->now),
			.ms = (monotonic_us() - run->began_us) / 1000, .result = run_text(run),
			.memory = run->w.memory},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_STATE, MSG_JOB_LOST);
}

/* Lease, work and, with the last step, the record of the run: all or nothing. */
enum rc job_step(struct tx *tx, struct job_step *uc, struct err *e)
{
	struct run *run = uc->run;
	struct jobs_result before = run->counts;

	TRY(hold(tx, run, e));
	run->w.done = 0;
	enum rc rc = run->line->job->step(tx, &run->w, e);
	if (rc == RC_OK && run->w.done < run->line->job->limit)
		rc = finish(tx, run, e);
	if (rc != RC_OK)
		run->counts = before;
	return rc;
}

enum rc job_begin(struct tx *tx, struct job_begin *uc, struct err *e)
{
	return hold(tx, uc->run, e);
}

enum rc job_end(struct tx *tx, struct job_end *uc, struct err *e)
{
	return finish(tx, uc->run, e);
}

/* The first failure of a row is told to every administrator; the page shows the others. */
enum rc job_fail(struct tx *tx, struct job_fail *uc, struct err *e)
{
	const struct line *l = uc->run->line;
	int64_t wait = RETRY_FIRST_MS;

	for (int64_t i = 0; i < l->row.failures && wait < RETRY_LAST_MS; i++)
		wait *= 2;
	TRY(q_job_failed(tx->db,
		&(struct q_job_failed_in){.name = str_c(l->job->name), .holder = uc->run->round->holder,
			.now = tx->now, .retry_at = tx->now + MIN_OF(wait, RETRY_LAST_MS),
			.error = uc->error},
		NULL, e));
	if (l->row.failures)
		return RC_OK;
	return q_job_alarm(tx->db,
		&(struct q_job_alarm_in){.now = tx->now,
			.subject = str_fmt(tx->a, "定时任务失败：%s", l->job->word),
			.body = uc->error},
		NULL, e);
}

static enum rc run_steps(struct run *run, struct err *e)
{
	struct round *r = run->round;
	struct tx_call call = {.sv = r->sv, .a = r->a, .who = &system_actor, .now = r->now,
		.as_of = run->w.as_of};
	struct job_step uc = {.run = run};

	do {
		TRY(TX_RUN(&call, job_step, &uc, e));
		run->total += run->w.done;
	} while (run->w.done >= run->line->job->limit);
	return RC_OK;
}

static enum rc run_outside(struct run *run, struct err *e)
{
	struct round *r = run->round;
	struct tx_call call = {.sv = r->sv, .a = r->a, .who = &system_actor, .now = r->now};
	struct job_begin begin = {.run = run};
	struct job_end end = {.run = run};

	TRY(TX_RUN(&call, job_begin, &begin, e));
	struct jobs_lease *lease = jobs_lease_keep(
		r->a, r->sv, str_c(run->line->job->name), r->holder, JOBS_LEASE_EVERY_MS);
	enum rc rc = run->line->job->run(&run->w, e);
	jobs_lease_stop(lease);
	TRY(rc);
	return TX_RUN(&call, job_end, &end, e);
}

static enum rc failed(struct run *run, const struct err *why, struct err *e)
{
	struct round *r = run->round;
	struct tx_call call = {.sv = r->sv, .a = r->a, .who = &system_actor, .now = r->now};
	struct job_fail uc = {.run = run, .error = err_text(r->a, why)};

	if (why->detail[0]) /* administrators are told where */
		uc.error = str_fmt(r->a, "%.*s（%s）", STR_ARG(uc.error), why->detail);

	log_err(LOG_ERROR, run->line->job->name, why);
	VEC_PUSH(r->a, &r->r->failures,
		str_fmt(r->a, "%s：%.*s", run->line->job->word, STR_ARG(uc.error)));
	return TX_RUN(&call, job_fail, &uc, e);
}

static enum rc run_line(struct round *r, struct line *l, struct err *e)
{
	struct run run = {.round = r, .line = l, .began_us = monotonic_us()};
	struct err why = {0};

	run.w = (struct jobs_work){.sv = r->sv, .who = &system_actor, .now = r->now,
		.as_of = l->job->period == JOBS_EVENT ? MIN_OF(l->due, r->now) : r->now,
		.limit = l->job->limit, .memory = l->row.memory, .a = r->a, .r = &run.counts};
	r->held = r->changed = false;
	enum rc rc = l->job->run ? run_outside(&run, &why) : run_steps(&run, &why);
	for (size_t i = 0; i < JOBS_COUNT__MAX; i++) {
		r->r->n[i] += run.counts.n[i];
		r->changed = r->changed || run.counts.n[i];
	}
	r->changed = r->changed || run.total || rc != RC_OK;
	if (rc == RC_OK) {
		r->r->ran++;
		l->skip = l->job->period != JOBS_EVENT || run.total == 0;
		return RC_OK;
	}
	l->skip = true;
	return r->held ? RC_OK : failed(&run, &why, e);
}

/* --- rounds -------------------------------------------------------------------------------------- */

struct str jobs_text(struct arena *a, const struct jobs_result *r)
{
	static const char *const words[JOBS_COUNT__MAX] = {
		[JOBS_MADE] = "建立批次", [JOBS_OPENED] = "开放批次", [JOBS_CLOSED] = "截止批次",
		[JOBS_WINDOWS] = "公示期满", [JOBS_UNDISPUTED] = "无异议", [JOBS_DISPUTED] = "有异议",
		[JOBS_LAPSED] = "逾期未报", [JOBS_ROUNDS] = "年度任务开放",
		[JOBS_ROUNDS_OVER] = "年度任务截止", [JOBS_MISSED] = "逾期未更新",
		[JOBS_TITLES] = "称号到期", [JOBS_TOLD] = "提醒",
		[JOBS_DIFFERENCES] = "复算不一致", [JOBS_COPIES] = "备份",
		[JOBS_SURVEYS] = "开始调查", [JOBS_REMINDED] = "提醒调查",
		[JOBS_ENDING] = "列入到期名单",
		[JOBS_CIRCULARS] = "生成通报草稿",
		[JOBS_YEARLY] = "年度总结开始与提醒", [JOBS_MAILED] = "群发提醒", [JOBS_POSTED] = "发出邮件"};
	struct str text = STR("");

	for (size_t i = 0; i < JOBS_COUNT__MAX; i++)
		if (r->n[i])
			text = str_fmt(a, "%.*s%s%s %lld", STR_ARG(text), text.n ? "，" : "", words[i],
				(long long)r->n[i]);
	return text;
}

static enum rc round_open(struct round *r, struct err *e)
{
	TRY(random_token(r->a, 12, &r->holder, e));
	r->lines = ARENA_NEW_N(r->a, struct line, jobs_table_n);
	*r->r = (struct jobs_result){0};
	return load(r, e);
}

enum rc jobs_run(const struct services *sv, int64_t now, struct arena *a, struct jobs_result *out,
	struct err *e)
{
	struct jobs_result done;
	struct round r = {.sv = sv, .a = a, .now = now, .r = &done};
	struct line *l;

	TRY(round_open(&r, e));
	while ((l = first_due(&r))) {
		TRY(run_line(&r, l, e));
		if (r.changed) /* a job that found nothing to do is done for this round, and leaves the others where they were */
			TRY(load(&r, e));
	}
	*out = done;
	return RC_OK;
}

/* The same order inside one transaction: batches first, then event after event. */
enum rc jobs_in(struct tx *tx, struct jobs_result *out, struct err *e)
{
	struct jobs_result done = {0};
	struct jobs_work w = {.sv = tx->sv, .who = tx->who, .now = tx->now, .a = tx->a, .r = &done};

	TRY(jobs_table[0].step(tx, &w, e));
	for (;;) {
		const struct job *first = NULL;
		int64_t at, due = tx->now;
		for (size_t i = 0; i < jobs_table_n; i++) {
			if (jobs_table[i].period != JOBS_EVENT || !jobs_table[i].step)
				continue;
			TRY(jobs_table[i].next(tx->sv, tx->db, tx->now, &at, e));
			if (at <= tx->now && (!first || at < due)) {
				first = &jobs_table[i];
				due = at;
			}
		}
		if (!first)
			break;
		w.done = 0;
		w.limit = first->limit;
		tx->as_of = due;
		enum rc rc = first->step(tx, &w, e);
		tx->as_of = 0;
		TRY(rc);
		if (w.done == 0)
			return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "job %s does nothing", first->name);
	}
	*out = done;
	return RC_OK;
}

/* --- the administrator --------------------------------------------------------------------------- */

enum rc jobs_list(
	const struct services *sv, struct db *db, int64_t now, struct jobs_items *out, struct err *e)
{
	struct round r = {.sv = sv, .a = db_arena(db), .now = now, .holder = STR("")};

	r.lines = ARENA_NEW_N(r.a, struct line, jobs_table_n);
	TRY(look(db, &r, e));
	*out = (struct jobs_items){0};
	for (size_t i = 0; i < jobs_table_n; i++) {
		const struct line *l = &r.lines[i];
		*VEC_ADD(r.a, out) = (struct jobs_item){.name = l->job->name, .word = l->job->word,
			.what = l->job->what, .when = l->job->when, .last_at = l->row.last_at,
			.mark_at = l->row.mark_at, .last_ms = l->row.last_ms,
			.result = l->row.last_result,
			.error = l->row.failures ? l->row.error : str_none(),
			.failures = l->row.failures, .failed_at = l->row.failed_at, .due_at = l->due,
			.held_until = held_by_another(&l->row, r.holder, now) ? l->row.leased_until : 0,
			.off = l->job->off ? l->job->off(sv) : NULL};
	}
	return RC_OK;
}

USE_CASE(job_asked)
struct job_asked {
	const struct job *job;
};
enum rc job_asked(struct tx *tx, struct job_asked *uc, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = "job_run", .object_kind = "job",
			.reason = str_c(uc->job->word)},
		e);
}

static struct line *line_named(const struct round *r, struct str name)
{
	for (size_t i = 0; i < jobs_table_n; i++)
		if (str_eqc(name, r->lines[i].job->name))
			return &r->lines[i];
	return NULL;
}

static enum rc may_run(const struct round *r, const struct line *l, struct err *e)
{
	const char *off = l->job->off ? l->job->off(r->sv) : NULL;

	if (off) {
		err_set(e, RC_STATE, MSG_JOB_OFF);
		err_arg(e, 0, str_c(l->job->word));
		return err_arg(e, 1, str_c(off));
	}
	if (held_by_another(&l->row, r->holder, r->now)) {
		err_set(e, RC_BUSY, MSG_JOB_HELD);
		err_arg(e, 0, str_c(l->job->word));
		return err_arg(e, 1, instant_human(r->a, l->row.leased_until));
	}
	return RC_OK;
}

enum rc jobs_run_one(const struct services *sv, const struct actor *who, struct str name, int64_t now,
	struct arena *a, struct str *text, struct err *e)
{
	struct tx_call call = {.sv = sv, .a = a, .who = who, .now = now};
	struct jobs_result done;
	struct round r = {.sv = sv, .a = a, .now = now, .r = &done};

	if (!actor_is(who, ROLE_ADMIN))
		return err_set(e, RC_FORBIDDEN, MSG_ADMIN_ONLY);
	TRY(round_open(&r, e));
	struct line *l = line_named(&r, name);
	if (!l)
		return err_set(e, RC_NOT_FOUND, MSG_JOB_UNKNOWN);
	TRY(may_run(&r, l, e));
	struct job_asked asked = {.job = l->job};
	TRY(TX_RUN(&call, job_asked, &asked, e));
	if (l->job->period != JOBS_EVENT)
		l->due = now;
	while (!l->skip && l->due <= now) {
		TRY(run_line(&r, l, e));
		TRY(load(&r, e));
	}
	*text = done.failures.n ? done.failures.v[0] : jobs_text(a, &done);
	return RC_OK;
}

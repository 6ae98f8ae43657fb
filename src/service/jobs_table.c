/* The table of jobs, in the order in which equal instants are dealt with: windows are closed before titles end,
 * titles end before anybody is reminded. */
#include "service/jobs_table.h"

#include "base/fileio.h"
#include "base/vec.h"
#include "service/audit.h"
#include "service/audit_day.h"
#include "service/batch.h"
#include "service/check.h"
#include "service/circular.h"
#include "service/coach.h"
#include "service/cohort.h"
#include "service/post.h"
#include "service/post_send.h"
#include "service/publicity.h"
#include "service/replay.h"
#include "service/survey.h"
#include "service/terms.h"
#include "service/update.h"
#include "service/yearly.h"
#include "store/q.h"

#define ONCE_KEPT_MS (2 * MS_PER_DAY)
#define THROTTLE_KEPT_MS MS_PER_DAY
#define READ_MS ((int64_t)3600 * 1000)

/* What is no date is due at once: the job then fails by name, instead of hiding what stands behind it. */
static int64_t day_start(struct str text, int64_t add)
{
	struct date d;

	if (text.n == 0)
		return JOBS_NEVER;
	return date_parse(text, &d) ? instant_day_start(date_add(d, add)) : 0;
}

static int64_t or_never(int64_t at)
{
	return at ? at : JOBS_NEVER;
}

/* --- batches ------------------------------------------------------------------------------------- */

static enum rc make_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct batch_make b = {0};

	TRY(batch_make(tx, &b, e));
	w->r->n[JOBS_MADE] += b.made;
	return RC_OK;
}

static enum rc batch_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_job_next_batch r;

	(void)sv;
	(void)now;
	TRY(q_job_next_batch(db, &r, e));
	*at = MIN_OF(day_start(r.opens_on, 0), or_never(r.ends_at));
	return RC_OK;
}

static enum rc batch_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct batch_calendar b = {0};

	TRY(batch_calendar(tx, &b, e));
	w->r->n[JOBS_OPENED] += b.opened;
	w->r->n[JOBS_CLOSED] += b.closed;
	w->done = b.opened + b.closed;
	return RC_OK;
}

static enum rc window_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_job_next_window r;

	(void)sv;
	(void)now;
	TRY(q_job_next_window(db, &r, e));
	*at = or_never(r.ends_at);
	return RC_OK;
}

static enum rc window_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct publicity_close p = {.limit = w->limit};

	TRY(publicity_close(tx, &p, e));
	w->r->n[JOBS_WINDOWS] += p.done;
	w->r->n[JOBS_UNDISPUTED] += p.undisputed;
	w->r->n[JOBS_DISPUTED] += p.disputed;
	w->done = p.done;
	return RC_OK;
}

static enum rc lapse_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_batches_with_late_drafts_list rows;

	(void)sv;
	(void)now;
	TRY(q_batches_with_late_drafts(
		db, &(struct q_batches_with_late_drafts_in){.now = INT64_MAX}, &rows, e));
	*at = JOBS_NEVER;
	for (size_t i = 0; i < rows.n; i++)
		*at = MIN_OF(*at, rows.v[i].filing_ends_at);
	return RC_OK;
}

static enum rc lapse_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct batch_lapse l = {.limit = w->limit};

	TRY(batch_lapse(tx, &l, e));
	w->r->n[JOBS_LAPSED] += l.done;
	w->done = l.done;
	return RC_OK;
}

/* --- duties of holders ---------------------------------------------------------------------------- */

static enum rc round_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	return update_next(sv, db, now, at, e);
}

static enum rc round_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct update_rounds u = {.limit = w->limit};

	TRY(update_rounds(tx, &u, e));
	w->r->n[JOBS_ROUNDS] += u.opened;
	w->r->n[JOBS_ROUNDS_OVER] += u.closed;
	w->r->n[JOBS_MISSED] += u.missed;
	w->done = u.done;
	return RC_OK;
}

static enum rc remind_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	(void)sv;
	return update_remind_next(db, now, at, e);
}

static enum rc remind_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct update_remind u = {0};

	TRY(update_remind(tx, &u, e));
	w->r->n[JOBS_TOLD] += u.told;
	w->done = u.rounds;
	return RC_OK;
}

/* --- titles -------------------------------------------------------------------------------------- */

static enum rc term_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_job_next_term r;

	(void)sv;
	(void)now;
	TRY(q_job_next_term(db, &r, e));
	*at = MIN_OF(day_start(r.valid_to, 1), day_start(r.renewing_to, 1));
	return RC_OK;
}

static enum rc term_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct terms_expire t = {.limit = w->limit};

	TRY(terms_expire(tx, &t, e));
	w->r->n[JOBS_TITLES] += t.done;
	w->done = t.done;
	return RC_OK;
}

static enum rc cohort_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct cohort_day d = {0};

	TRY(cohort_day(tx, &d, e));
	w->r->n[JOBS_ENDING] += d.titles;
	return RC_OK;
}

/* --- surveys ------------------------------------------------------------------------------------- */

static enum rc survey_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct survey_day s = {0};

	TRY(survey_day(tx, &s, e));
	w->r->n[JOBS_SURVEYS] += s.opened;
	w->r->n[JOBS_REMINDED] += s.reminded;
	return RC_OK;
}

/* --- circulars ----------------------------------------------------------------------------------- */

static enum rc circular_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct circular_drafts c = {0};

	TRY(circular_drafts(tx, &c, e));
	w->r->n[JOBS_CIRCULARS] += c.made;
	return RC_OK;
}

static enum rc yearly_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct yearly_day d = {0};

	TRY(yearly_day(tx, &d, e));
	w->r->n[JOBS_YEARLY] += d.opened + d.reminded;
	return RC_OK;
}

/* --- messages to many that a request did not finish ------------------------------------------------ */

static enum rc mail_next(const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	(void)sv;
	(void)now;
	return coach_mail_due(db, at, e);
}

static enum rc mail_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct coach_mail_resume m = {.limit = w->limit};

	TRY(coach_mail_resume(tx, &m, e));
	w->r->n[JOBS_MAILED] += m.done;
	w->done = m.done;
	return RC_OK;
}

/* --- the house ----------------------------------------------------------------------------------- */

static enum rc heads_next(const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	(void)sv;
	(void)now;
	return audit_day_next(db, at, e);
}

static enum rc heads_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	struct audit_day_close d = {0};

	TRY(audit_day_close(tx, &d, e));
	w->done = d.closed;
	if (d.closed)
		w->text = str_cat(tx->a, STR("已公布日志链头："), d.on_date);
	return RC_OK;
}

static enum rc sweep_step(struct tx *tx, struct jobs_work *w, struct err *e)
{
	int64_t sessions, tokens, locks;

	TRY(q_auth_sessions_sweep(
		tx->db, &(struct q_auth_sessions_sweep_in){.now = tx->now}, &sessions, e));
	TRY(q_once_sweep(tx->db, &(struct q_once_sweep_in){.before = tx->now - ONCE_KEPT_MS},
		&tokens, e));
	TRY(q_throttle_sweep(tx->db,
		&(struct q_throttle_sweep_in){.before = tx->now - THROTTLE_KEPT_MS}, &locks, e));
	TRY(post_sweep(tx, e));
	w->text = str_fmt(tx->a, "清理登录 %lld 个、表单凭据 %lld 个", (long long)sessions,
		(long long)tokens);
	return RC_OK;
}

/* A new word begins from the beginning; a rehearsal has one word for all its months. */
static struct str month_of(const struct jobs_work *w)
{
	return w->sv->rehearsal ? STR("rehearsal")
				: str_sub(date_str(w->a, date_of_instant(w->now)), 0, 7);
}

/* "2026-11 1 120 340 17": month, engine, and how far the last clean night came. */
static struct replay_mark replay_mark_of(struct str memory, struct str head)
{
	struct replay_mark m = {0};
	int64_t *const to[] = {&m.submission, &m.decision, &m.update};
	struct str rest = str_sub(memory, head.n + 1, memory.n), part;

	for (size_t i = 0; i < ARRAY_LEN(to); i++)
		if (!str_starts(memory, head) || !str_cut(&rest, ' ', &part) || !str_to_i64(part, to[i]))
			return (struct replay_mark){0};
	return m;
}

/* From where the last clean night ended; everything in the first night of each month, with a new engine, and as long
 * as something differs. */
static enum rc replay_work(struct jobs_work *w, struct err *e)
{
	struct str month = month_of(w);
	struct str head = str_fmt(w->a, "%.*s " SCORE_ENGINE_VERSION, STR_ARG(month));
	struct replay_scope scope = {.after = replay_mark_of(w->memory, head)};
	struct replay_summary s;

	TRY(replay_run(w->sv, w->who, &scope, w->now, w->a, &s, e));
	w->memory = s.differences ? STR("")
				  : str_fmt(w->a, "%.*s %lld %lld %lld", STR_ARG(head),
					    (long long)s.to.submission, (long long)s.to.decision,
					    (long long)s.to.update);
	w->r->n[JOBS_DIFFERENCES] += s.differences;
	w->text = str_fmt(w->a, "复算%s报送 %lld 次、决定 %lld 件、年度更新 %lld 份，不一致 %lld 处",
		s.whole ? "" : "新增", (long long)s.submissions, (long long)s.decisions,
		(long long)s.updates, (long long)s.differences);
	return RC_OK;
}

/* The published heads against the log, those that the walk has come by. */
static enum rc heads_verify(struct jobs_work *w, struct db *db, int64_t from, struct strs *findings, struct err *e)
{
	struct audit_heads all = {0}, h = {0};
	struct audit_anchor anchor;

	TRY(audit_heads_load(db, w->a, STR(""), &all, e));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].last_seq > from)
			VEC_PUSH(w->a, &h, all.v[i]);
	return audit_heads_compare(db, w->a, &h, "公布的链头", findings, &anchor, e);
}

/* From the link that the last night came to; the whole log in the first night of each month. */
static enum rc verify_work(struct jobs_work *w, struct err *e)
{
	struct str month = month_of(w), rest = w->memory, had;
	struct strs findings = {0};
	struct audit_mark mark = {0};
	struct arena scratch;
	struct db *db;
	int64_t n = 0;

	if (str_cut(&rest, ' ', &had) && str_eq(had, month))
		audit_mark_parse(rest, &mark);
	int64_t from = mark.seq;
	arena_init(&scratch, 0);
	enum rc rc = store_read(w->sv->store, &scratch, &db, e);
	if (rc == RC_OK) {
		db_allow_ms(db, READ_MS);
		rc = audit_verify_from(db, w->a, &mark, &findings, &n, e);
		if (rc == RC_OK && !findings.n)
			rc = heads_verify(w, db, from, &findings, e);
		store_read_end(db);
	}
	arena_free(&scratch);
	TRY(rc);
	if (findings.n) {
		err_set(e, RC_DATA, MSG_JOB_CHAIN);
		return err_arg(e, 0, findings.v[0]);
	}
	w->memory = str_fmt(w->a, "%.*s %.*s", STR_ARG(month), STR_ARG(audit_mark_text(w->a, &mark)));
	w->text = from ? str_fmt(w->a, "操作日志新增 %lld 条，链完整", (long long)n)
		       : str_fmt(w->a, "操作日志全部 %lld 条，链完整", (long long)n);
	return RC_OK;
}

static const char *backup_off(const struct services *sv)
{
	return sv->config->backup_dir.n ? NULL : "配置文件没有写 backup_dir";
}

/* Under a name of its own until it is whole, so that a copy that was cut off is never taken for one. */
static enum rc backup_work(struct jobs_work *w, struct err *e)
{
	struct str at = instant_human(w->a, w->now), day = str_sub(at, 0, 10);
	struct str dest = str_fmt(w->a, "%.*s/%.*s-%.*s%.*s", STR_ARG(w->sv->config->backup_dir),
		STR_ARG(day), STR_ARG(str_sub(at, 11, 2)), STR_ARG(str_sub(at, 14, 2)));
	struct str part = str_cat(w->a, dest, STR(".part"));
	int64_t files = 0;

	if (file_exists(dest.p))
		return RC_OK;
	TRY(backup_all(store_path(w->sv->store), w->sv->blob_dir, part.p, w->a, &files, e));
	TRY(dir_rename(part.p, dest.p, e));
	w->r->n[JOBS_COPIES]++;
	w->text = str_fmt(w->a, "已备份到 %.*s：数据库和 %lld 个佐证文件", STR_ARG(dest),
		(long long)files);
	return RC_OK;
}

#define EVENT(name_, word_, what_, when_, limit_)                                                  \
	{.name = #name_, .word = (word_), .what = (what_), .when = (when_), .period = JOBS_EVENT,   \
		.limit = (limit_), .next = name_##_next, .step = name_##_step}

const struct job jobs_table[] = {
	{.name = "make", .word = "建立批次", .what = "按规程的日历建立今明两年的批次", .when = "每天",
		.period = JOBS_DAY, .limit = 1, .step = make_step},
	EVENT(heads, "公布日志链头", "前一日操作日志的条数、根和链头，在“日志公开”页公布", "每日 0 时", 1),
	EVENT(batch, "批次开放与截止", "到开放日开放，到截止日截止", "到期即办", 100),
	EVENT(window, "公示期满", "公示名单分为无异议、有异议", "到期即办", 1),
	EVENT(lapse, "逾期未报", "截止后仍在企业的草稿", "到期即办", 200),
	EVENT(round, "年度任务", "年度信息更新等窗口的开放与截止，逾期的后果", "到期即办", 300),
	EVENT(term, "称号到期", "有效期满又没有复核的称号", "到期即办", 200),
	{.name = "cohort", .word = "到期名单", .what = "按规程提前列出将要到期的称号，通知企业", .when = "每天",
		.period = JOBS_DAY, .limit = 1, .step = cohort_step},
	EVENT(mail, "群发提醒", "没有发完的群发，接着发完", "到期即办", COACH_MAIL_PART),
	EVENT(remind, "提醒", "年度任务截止前 30、7、1 天", "到期即办", 1000),
	{.name = "survey", .word = "季度调查", .what = "到规定的月份开始调查，提醒未填的企业", .when = "每天",
		.period = JOBS_DAY, .limit = 1, .step = survey_step},
	{.name = "circular", .word = "调度通报", .what = "季度、年度终了后生成通报草稿", .when = "每天",
		.period = JOBS_DAY, .limit = 1, .step = circular_step},
	{.name = "yearly", .word = "年度总结", .what = "到规定的日期开始报送，截止前 30、7、1 天提醒未报送的单位", .when = "每天",
		.period = JOBS_DAY, .limit = 1, .step = yearly_step},
	{.name = "sweep", .word = "清理", .what = "过期的登录和表单凭据，九十天前发出的邮件记录", .when = "每小时",
		.period = JOBS_HOUR, .limit = 1, .step = sweep_step},
	{.name = "replay", .word = "复算", .what = "报送、决定和年度更新重新计算，与存档核对；每月第一夜全部", .when = "每夜 2–6 时",
		.period = JOBS_NIGHT, .run = replay_work},
	{.name = "verify", .word = "核对日志链", .what = "操作日志有没有缺失或改动", .when = "每夜 2–6 时",
		.period = JOBS_NIGHT, .run = verify_work},
	{.name = "backup", .word = "备份", .what = "数据库和佐证文件的完整副本", .when = "每夜 2–6 时",
		.period = JOBS_NIGHT, .run = backup_work, .off = backup_off},
	{.name = "post", .word = "外发邮件", .what = "期限类消息即时、其余每日一封，交给邮件服务器", .when = "到期即办",
		.period = JOBS_EVENT, .next = post_send_next, .run = post_send_work, .off = post_off},
};
const size_t jobs_table_n = ARRAY_LEN(jobs_table);

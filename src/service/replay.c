/* What was decided is computed again, so that nobody has to believe a stored result. */
#include "service/replay.h"

#include "base/vec.h"
#include "service/application.h"
#include "service/audit.h"
#include "service/decision.h"

#define PORTION 250

/* --- one row ------------------------------------------------------------------------------------- */

void replay_differ(struct arena *a, struct strs *out, const char *what, struct str stored, struct str now)
{
	if (str_eq(stored, now))
		return;
	VEC_PUSH(a, out, str_fmt(a, "%s：存档为“%.*s”，复算为“%.*s”", what, STR_ARG(stored),
				 STR_ARG(now)));
}

static void compare(struct arena *a, const struct replay_row *row, struct replay_result *r)
{
	const struct score_result *s = &r->score;
	bool bad = s->verdict == SCORE_ERROR;
	int64_t lo = bad ? 0 : s->total.lo, hi = bad ? 0 : s->total.hi;

	replay_differ(a, &r->differences, "计算程序版本", row->engine, STR(SCORE_ENGINE_VERSION));
	replay_differ(a, &r->differences, "评价结果", row->result, score_verdict_name(s->verdict));
	replay_differ(a, &r->differences, "通过方式", row->route, route_name(s->route));
	if (row->score_min != lo || row->score_max != hi)
		replay_differ(a, &r->differences, "得分",
			score_interval(a, (struct expr_interval){row->score_min, row->score_max}),
			score_interval(a, (struct expr_interval){lo, hi}));
	replay_differ(a, &r->differences, "评分说明校验码", row->explanation_hash,
		hash_hex(a, score_explain_hash(a, s)));
}

void replay_one(const struct rules *rules, const struct replay_row *row, struct arena *a,
	struct replay_result *out)
{
	const struct standard *s = rules_standard_hashed(rules, row->standard_hash);
	struct replay_result r = {0};
	struct facts *facts;
	struct err e;
	struct str hash = row->kind == REPLAY_DECISION
				  ? hash_hex(a, hash_sha256(row->facts))
				  : submission_hash(a, row->facts, row->evidence, row->profile);

	replay_differ(a, &r.differences, row->kind == REPLAY_DECISION ? "数据校验码" : "报送内容校验码", row->facts_hash, hash);
	if (!s) /* not that text: whatever holds under its name says where it differs */
		s = rules_standard(rules, row->standard, STR(""), date_of_instant(row->at));
	if (s)
		replay_differ(a, &r.differences, "评价标准校验码", row->standard_hash, s->hash_hex);
	else
		VEC_PUSH(a, &r.differences,
			str_cat(a, STR("没有当时的评价标准 "), row->standard));
	if (decision_facts(a, row->facts, &facts, &e) != RC_OK) {
		VEC_PUSH(a, &r.differences, STR("数据不能读取"));
	} else if (s) {
		score_evaluate(s, facts, SCORE_APPLICATION, a, &r.score);
		r.facts = facts;
		r.evaluated = true;
		compare(a, row, &r);
	}
	*out = r;
}

/* --- all of them --------------------------------------------------------------------------------- */

/* The statements give rows of the same columns under different names of type. */
#define ROW_OF(r, of_kind)                                                                         \
	((struct replay_row){.kind = (of_kind), .id = (r)->id,                                     \
		.application_id = (r)->application_id, .enterprise_id = (r)->enterprise_id, .at = (r)->at, .no = (r)->no,               \
		.act = (r)->act, .level = (r)->level, .outcome = (r)->outcome, .facts = (r)->facts, \
		.evidence = (r)->evidence, .profile = (r)->profile, .facts_hash = (r)->facts_hash, \
		.standard = (r)->standard, .standard_hash = (r)->standard_hash,                    \
		.engine = (r)->engine, .explanation_hash = (r)->explanation_hash,                  \
		.result = (r)->result, .route = (r)->route, .score_min = (r)->score_min,           \
		.score_max = (r)->score_max})

static enum rc submissions(
	struct db *db, int64_t after, int64_t since, struct replay_rows *out, struct err *e)
{
	struct q_replay_submissions_list rows;

	TRY(q_replay_submissions(db,
		&(struct q_replay_submissions_in){.after = after, .since = since, .limit = PORTION},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(db_arena(db), out, ROW_OF(&rows.v[i], REPLAY_SUBMISSION));
	return RC_OK;
}

static enum rc decisions(
	struct db *db, int64_t after, int64_t since, struct replay_rows *out, struct err *e)
{
	struct q_replay_decisions_list rows;

	TRY(q_replay_decisions(db,
		&(struct q_replay_decisions_in){.after = after, .since = since, .limit = PORTION},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(db_arena(db), out, ROW_OF(&rows.v[i], REPLAY_DECISION));
	return RC_OK;
}

static struct str sentence(struct arena *a, const struct strs *list)
{
	struct str all = STR("");

	for (size_t i = 0; i < list->n; i++)
		all = str_fmt(a, "%.*s%s%.*s", STR_ARG(all), i ? "；" : "", STR_ARG(list->v[i]));
	return all;
}

static void name_it(struct arena *a, struct replay_summary *s, struct replay_difference d, struct str no)
{
	d.no = no.p ? str_dup(a, no) : str_none();
	d.what = str_dup(a, d.what);
	if (s->named.n < REPLAY_NAMED)
		VEC_PUSH(a, &s->named, d);
	s->differences++;
}

struct walk {
	struct store *store;
	const struct rules *rules;
	int64_t since, after; /* after: the last row */
	struct arena *a, portion;
	struct replay_summary *summary;
};

static void judge(struct walk *w, const struct replay_row *row)
{
	struct arena_mark mark = arena_mark(&w->portion);
	struct replay_result r;

	replay_one(w->rules, row, &w->portion, &r);
	if (r.differences.n)
		name_it(w->a, w->summary,
			(struct replay_difference){.kind = row->kind, .id = row->id,
				.application_id = row->application_id,
				.enterprise_id = row->enterprise_id,
				.what = sentence(&w->portion, &r.differences)},
			row->no);
	arena_release(&w->portion, mark);
}

static void judge_update(struct walk *w, const struct q_replay_updates *row)
{
	struct arena_mark mark = arena_mark(&w->portion);
	struct strs found = {0};

	replay_update(w->rules, row, &w->portion, &found);
	if (found.n)
		name_it(w->a, w->summary,
			(struct replay_difference){.kind = REPLAY_UPDATE, .id = row->id,
				.enterprise_id = row->enterprise_id,
				.what = sentence(&w->portion, &found)},
			row->receipt_no);
	arena_release(&w->portion, mark);
}

/* The next rows of a kind, after w->after. */
struct portion {
	struct replay_rows rows;
	struct q_replay_updates_list updates;
};

static enum rc portion_read(struct walk *w, enum replay_kind kind, struct portion *out, struct err *e)
{
	struct db *db;

	*out = (struct portion){0};
	arena_reset(&w->portion);
	TRY(store_read(w->store, &w->portion, &db, e));
	enum rc rc = kind == REPLAY_SUBMISSION ? submissions(db, w->after, w->since, &out->rows, e)
		     : kind == REPLAY_DECISION ? decisions(db, w->after, w->since, &out->rows, e)
					       : q_replay_updates(db,
							 &(struct q_replay_updates_in){
								 .after = w->after,
								 .since = w->since,
								 .limit = PORTION},
							 &out->updates, e);
	store_read_end(db);
	return rc;
}

static enum rc walk(struct walk *w, enum replay_kind kind, int64_t after, int64_t *count, int64_t *last,
	struct err *e)
{
	struct portion p;

	w->after = after;
	do {
		TRY(portion_read(w, kind, &p, e));
		for (size_t i = 0; i < p.rows.n; i++) {
			judge(w, &p.rows.v[i]);
			w->after = p.rows.v[i].id;
		}
		for (size_t i = 0; i < p.updates.n; i++) {
			judge_update(w, &p.updates.v[i]);
			w->after = p.updates.v[i].id;
		}
		*count += (int64_t)(p.rows.n + p.updates.n);
	} while (p.rows.n + p.updates.n == PORTION);
	*last = w->after;
	return RC_OK;
}

enum rc replay_all(struct store *store, const struct rules *rules, const struct replay_scope *scope,
	struct arena *a, struct replay_summary *out, struct err *e)
{
	const struct replay_mark *from = &scope->after;
	struct replay_summary s = {
		.whole = !scope->since && !from->submission && !from->decision && !from->update};
	struct walk w = {.store = store, .rules = rules, .since = scope->since, .a = a, .summary = &s};
	int64_t began = monotonic_us();

	arena_init(&w.portion, 0);
	enum rc rc = walk(
		&w, REPLAY_SUBMISSION, from->submission, &s.submissions, &s.to.submission, e);
	if (rc == RC_OK)
		rc = walk(&w, REPLAY_DECISION, from->decision, &s.decisions, &s.to.decision, e);
	if (rc == RC_OK)
		rc = walk(&w, REPLAY_UPDATE, from->update, &s.updates, &s.to.update, e);
	arena_free(&w.portion);
	TRY(rc);
	s.ms = (monotonic_us() - began) / 1000;
	*out = s;
	return RC_OK;
}

enum rc replay_of_file(struct db *db, int64_t application_id, struct replay_rows *out, struct err *e)
{
	struct q_replay_submissions_of_list sent;
	struct q_replay_decisions_of_list decided;
	struct replay_rows rows = {0};

	TRY(q_replay_submissions_of(db,
		&(struct q_replay_submissions_of_in){.application_id = application_id}, &sent, e));
	TRY(q_replay_decisions_of(db,
		&(struct q_replay_decisions_of_in){.application_id = application_id}, &decided, e));
	for (size_t i = 0, k = 0; i < sent.n || k < decided.n;) {
		if (k == decided.n || (i < sent.n && sent.v[i].at <= decided.v[k].at)) {
			VEC_PUSH(db_arena(db), &rows, ROW_OF(&sent.v[i], REPLAY_SUBMISSION));
			i++;
		} else {
			VEC_PUSH(db_arena(db), &rows, ROW_OF(&decided.v[k], REPLAY_DECISION));
			k++;
		}
	}
	*out = rows;
	return RC_OK;
}

static const struct {
	const char *code, *word;
} kinds[] = {
	[REPLAY_SUBMISSION] = {"submission", "报送"},
	[REPLAY_DECISION] = {"decision", "决定"},
	[REPLAY_UPDATE] = {"update", "年度更新"},
};

const char *replay_kind_code(enum replay_kind k)
{
	return kinds[k].code;
}

const char *replay_kind_word(enum replay_kind k)
{
	return kinds[k].word;
}

struct str replay_text(struct arena *a, const struct replay_difference *d)
{
	return str_fmt(a, "%.*s 的%s（%s %lld）：%.*s", STR_ARG(d->no.p ? d->no : STR("未编号申报")),
		kinds[d->kind].word, kinds[d->kind].code, (long long)d->id, STR_ARG(d->what));
}

/* --- kept ---------------------------------------------------------------------------------------- */

enum rc replay_keep(struct tx *tx, struct replay_keep *uc, struct err *e)
{
	const struct replay_summary *s = uc->summary;
	struct q_replay_run_put run;

	TRY(q_replay_run_put(tx->db,
		&(struct q_replay_run_put_in){.account_id = tx->who->account_id,
			.submissions = s->submissions, .decisions = s->decisions,
			.updates = s->updates, .whole = s->whole, .differences = s->differences, .ms = s->ms, .now = tx->now},
		&run, e));
	for (size_t i = 0; i < s->named.n; i++) {
		const struct replay_difference *d = &s->named.v[i];
		TRY(q_replay_difference_put(tx->db,
			&(struct q_replay_difference_put_in){.run_id = run.id, .seq = (int64_t)i + 1,
				.kind = str_c(kinds[d->kind].code), .ref_id = d->id,
				.application_id = d->application_id,
				.enterprise_id = d->enterprise_id,
				.no = d->no.p ? d->no : STR(""), .what = d->what},
			NULL, e));
	}
	return audit_append(tx,
		&(struct audit_event){.action = "replayed", .object_kind = "replay",
			.object_id = run.id,
			.payload = str_fmt(tx->a,
				"{\"decisions\":%lld,\"differences\":%lld,\"submissions\":%lld,\"updates\":%lld}",
				(long long)s->decisions, (long long)s->differences,
				(long long)s->submissions, (long long)s->updates)},
		e);
}

enum rc replay_run(const struct services *sv, const struct actor *who, const struct replay_scope *scope,
	int64_t now, struct arena *a, struct replay_summary *out, struct err *e)
{
	struct tx_call call = {.sv = sv, .a = a, .who = who, .now = now};
	struct replay_keep uc = {.summary = out};

	TRY(replay_all(sv->store, sv->rules, scope, a, out, e));
	return TX_RUN(&call, replay_keep, &uc, e);
}

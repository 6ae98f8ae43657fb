/* 复算: what was stored beside what the rules of its date give now; for information also what today's rules
 * would give. The page only reads; a run of everything is kept by the use case.
 */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/editions.h"
#include "service/replay.h"

#define FILES_MAX 50

/* The same room has two doors: the province's, and the auditor's, who starts no run. */
static struct str room(const struct ctx *c)
{
	return actor_is(&c->who, ROLE_AUDITOR) ? STR("/s/replay") : STR("/o/replay");
}

/* --- words --------------------------------------------------------------------------------------- */

static struct str outcome(struct arena *a, struct str result, struct str route, struct expr_interval v)
{
	enum score_verdict verdict = SCORE_OPEN;
	struct str way = STR("");

	for (int i = SCORE_PASS; i <= SCORE_ERROR; i++)
		if (str_eq(score_verdict_name((enum score_verdict)i), result))
			verdict = (enum score_verdict)i;
	for (int i = ROUTE_DIRECT; i < ROUTE__MAX; i++)
		if (str_eq(route_name((enum standard_route_id)i), route))
			way = route_label((enum standard_route_id)i);
	return str_fmt(a, "%.*s %.*s 分%s%.*s", STR_ARG(score_verdict_label(verdict)),
		STR_ARG(score_interval(a, v)), way.n ? "，" : "", STR_ARG(way));
}

static struct str outcome_now(struct arena *a, const struct score_result *r)
{
	if (r->verdict == SCORE_ERROR)
		return score_verdict_label(r->verdict);
	return outcome(a, score_verdict_name(r->verdict), route_name(r->route), r->total);
}

static struct str step_word(struct arena *a, const struct replay_row *row)
{
	for (size_t i = 0; row->kind == REPLAY_DECISION && i < ACT__MAX; i++)
		if (str_eqc(row->act, action_code((enum action)i)))
			return str_fmt(a, "%s（%s）", action_word((enum action)i),
				str_eqc(row->level, "county")  ? "县级"
				: str_eqc(row->level, "city") ? "市级"
							      : "省级");
	return STR("企业报送");
}

/* --- today's rules ------------------------------------------------------------------------------- */

/* The standard that this province uses today for the programme of an edition; NULL: none is in force. */
static const struct standard *todays(
	struct ctx *c, const struct editions *own, const struct procedure *of)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct date today = date_of_instant(c->now);

	for (size_t i = 0; of && i < own->n; i++)
		if (str_eq(own->v[i]->programme, of->programme) &&
			procedure_in_force(own->v[i], today))
			return rules_standard(rules,
				procedure_standard(own->v[i], FILING_FIRST, today),
				own->v[i]->body, today);
	return NULL;
}

static struct str under(struct ctx *c, const struct standard *s, const struct replay_result *r)
{
	struct score_result now;

	if (!s)
		return STR("没有现行标准");
	if (!r->evaluated)
		return STR("不能计算");
	score_evaluate(s, r->facts, SCORE_APPLICATION, c->a, &now);
	return outcome_now(c->a, &now);
}

/* --- tables -------------------------------------------------------------------------------------- */

static void row_cells(struct ctx *c, struct view_table *t, struct view_cells *r,
	const struct replay_row *row, const struct standard *today, struct replay_result *again)
{
	struct expr_interval stored = {row->score_min, row->score_max};

	replay_one(ctx_services(c)->rules, row, c->a, again);
	batch_cell(c, t, r, step_word(c->a, row));
	batch_cell(c, t, r, date_str(c->a, date_of_instant(row->at)));
	batch_cell(c, t, r, outcome(c->a, row->result, row->route, stored));
	batch_cell(c, t, r, again->evaluated ? outcome_now(c->a, &again->score) : STR("不能计算"));
	if (again->differences.n == 0)
		batch_cell(c, t, r, STR("一致"))->tag = "green";
	else
		batch_cell(c, t, r, str_fmt(c->a, "%zu 项不同", again->differences.n))->tag = "red";
	batch_cell(c, t, r, under(c, today, again));
}

static enum rc file_rows(struct ctx *c, struct db *db, const struct editions *own,
	const struct q_replay_files *f, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {
		"环节", "日期", "存档结果", "复算结果", "核对", "按现行规则（仅供参考）"};
	const struct rules *rules = ctx_services(c)->rules;
	const struct standard *today =
		todays(c, own, rules_procedure(rules, f->edition, date_of_instant(c->now)));
	struct replay_rows rows;

	TRY(replay_of_file(db, f->id, &rows, e));
	struct view_table *t = &batch_table(c, v, "file", "逐次复算",
		str_fmt(c->a, "%.*s　%.*s", STR_ARG(f->no), STR_ARG(f->name)))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < rows.n; i++) {
		struct replay_result r;
		row_cells(c, t, batch_row(c, t), &rows.v[i], today, &r);
		for (size_t k = 0; k < r.differences.n; k++)
			rows_add(c, &v->rows, step_word(c->a, &rows.v[i]).p, r.differences.v[k]);
	}
	if (actor_is(&c->who, ROLE_AUDITOR))
		links_add(c, &v->links, STR("这份材料的全部记录"), str_cat(c->a, STR("/s/log?q="), f->no), false);
	else
		links_add(c, &v->links, STR("打开这份材料"), str_cat(c->a, STR("/o/app/"), f->public_id), false);
	return RC_OK;
}

static enum rc batch_rows(struct ctx *c, struct db *db, const struct editions *own,
	const struct q_replay_files_list *files, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"申报编号", "企业名称", "最近环节", "日期", "存档结果",
		"复算结果", "核对", "按现行规则（仅供参考）"};
	const struct rules *rules = ctx_services(c)->rules;
	struct view_table *t =
		&batch_table(c, v, "files", "逐件复算", STR("各件最近一次报送或决定"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < files->n; i++) {
		const struct q_replay_files *f = &files->v[i];
		const struct standard *today =
			todays(c, own, rules_procedure(rules, f->edition, date_of_instant(c->now)));
		struct view_cells *r = batch_row(c, t);
		struct replay_result again;
		struct replay_rows rows;
		TRY(replay_of_file(db, f->id, &rows, e));
		batch_cell(c, t, r, f->no)->href = STR_JOIN(c->a, room(c), STR("?no="), f->no);
		batch_cell(c, t, r, f->name);
		if (rows.n)
			row_cells(c, t, r, &rows.v[rows.n - 1], today, &again);
	}
	t->empty = STR("这一批还没有报送的材料。");
	return RC_OK;
}

/* --- what the last run found ----------------------------------------------------------------------- */

static enum rc last_run(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"申报编号", "哪一份", "不同之处"};
	struct q_replay_differences_list rows;
	struct q_replay_last last;
	bool found;

	TRY(q_replay_last(db, &last, &found, e));
	if (!found) {
		v->banner = STR("还没有复算过。每天夜里自动复算一次，也可以现在复算。");
		return RC_OK;
	}
	TRY(q_replay_differences(db,
		&(struct q_replay_differences_in){.agency_id = c->who.agency_id, .run_id = last.id},
		&rows, e));
	v->banner = str_fmt(c->a, "最近一次复算：%.*s，%s报送 %lld 次、决定 %lld 件、年度更新 %lld 份，%s。",
		STR_ARG(instant_human(c->a, last.at)), last.whole ? "" : "上次之后新增的",
		(long long)last.submissions, (long long)last.decisions, (long long)last.updates,
		rows.n ? "有与存档不同的，请逐件核实" : "本省材料全部与存档一致");
	v->banner_kind = rows.n ? "bad" : "ok";
	if (!rows.n)
		return RC_OK;
	struct view_table *t = &batch_table(c, v, "differences", "与存档不同的",
		str_fmt(c->a, "共 %zu 件", rows.n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		struct str no = rows.v[i].no.n ? rows.v[i].no : STR("未编号");
		bool update = str_eqc(rows.v[i].kind, replay_kind_code(REPLAY_UPDATE));
		bool decision = str_eqc(rows.v[i].kind, replay_kind_code(REPLAY_DECISION));
		struct view_cell *cell = batch_cell(c, t, r, no);
		if (!update)
			cell->href = STR_JOIN(c->a, room(c), STR("?no="), no);
		batch_cell(c, t, r,
			str_c(replay_kind_word(update	? REPLAY_UPDATE
					       : decision ? REPLAY_DECISION
							  : REPLAY_SUBMISSION)));
		batch_cell(c, t, r, rows.v[i].what);
	}
	return RC_OK;
}

static enum rc batch_links(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct q_batches_for_officer_list rows;

	TRY(q_batches_for_officer(
		db, &(struct q_batches_for_officer_in){.agency_id = c->who.agency_id}, &rows, e));
	v->links_title = STR("按批次复算");
	for (size_t i = 0; i < rows.n; i++) {
		const struct procedure *p =
			rules_procedure(ctx_services(c)->rules, rows.v[i].edition,
				rules_pin(rows.v[i].opens_on));
		links_add(c, &v->links,
			str_fmt(c->a, "%.*s（%.*s）", STR_ARG(rows.v[i].title),
				STR_ARG(p ? p->tier_full_name : rows.v[i].edition)),
			STR_JOIN(c->a, room(c), STR("?batch="), str_i64(c->a, rows.v[i].id)), false);
	}
	return RC_OK;
}

/* --- the page ------------------------------------------------------------------------------------ */

static void forms(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *all = batch_form(c, v, "run", STR("全部复算"), STR("/o/replay"));
	struct view_batch_form *one =
		batch_form(c, v, "one", STR("复算一份材料"), STR("/o/replay"));

	all = &v->forms.v[0]; /* the list may have moved */
	all->lead = STR("按当时的评价标准重新计算每一次报送和每一件决定，与存档逐项核对，结果记入操作日志。");
	batch_act(c, all, "run", "现在复算", "");
	batch_field(c, one, field_text(c, "no", "申报编号", STR(""), errors));
	batch_act(c, one, "file", "复算这一份", "second");
}

/* Looking one file up is a question, not an act. */
static void one_form(struct ctx *c, struct view_batch *v)
{
	v->filters.action = STR("/s/replay");
	*VEC_ADD(c->a, &v->filters.fields) = field_text(c, "no", "申报编号", STR(""), NULL);
}

static enum rc overview(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("复算"));
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_crumb(c, &v->page, STR("复算"), str_none());
	v->lead = STR("存档的结果是否就是当时的规则和数据算出的结果，任何时候都可以重新计算核对。");
	if (errors)
		v->page.errors = *errors;
	TRY(last_run(c, db, v, e));
	if (actor_is(&c->who, ROLE_AUDITOR))
		one_form(c, v);
	else
		forms(c, v, errors);
	TRY(batch_links(c, db, v, e));
	return batch_show(c, status, v);
}

static enum rc listed(struct ctx *c, struct db *db, int64_t batch, struct str no, int64_t after,
	struct q_replay_files_list *files, struct err *e)
{
	return q_replay_files(db,
		&(struct q_replay_files_in){.agency_id = c->who.agency_id, .batch_id = batch,
			.no = no, .after = after, .limit = FILES_MAX},
		files, e);
}

static enum rc of_batch(struct ctx *c, struct db *db, const struct editions *own, struct err *e)
{
	struct q_replay_files_list files;
	struct batch b;
	int64_t id = 0, after = 0;

	if (!str_to_i64(form_get(&c->query, "batch"), &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (form_get(&c->query, "after").n && !str_to_i64(form_get(&c->query, "after"), &after))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(batch_for_officer(db, ctx_services(c)->rules, &c->who, id, &b, e));
	struct view_batch *v = batch_view(c, str_cat(c->a, STR("复算："), b.title));
	page_crumb(c, &v->page, STR("复算"), room(c));
	page_crumb(c, &v->page, b.title, str_none());
	v->over = batch_name(c->a, &b);
	v->page.wide = true;
	TRY(listed(c, db, id, STR(""), after, &files, e));
	TRY(batch_rows(c, db, own, &files, v, e));
	if (files.n == FILES_MAX) {
		v->links_title = STR("其余材料");
		links_add(c, &v->links, str_fmt(c->a, "之后的 %d 件", FILES_MAX),
			STR_JOIN(c->a, room(c), STR("?batch="), str_i64(c->a, id), STR("&after="),
				str_i64(c->a, files.v[files.n - 1].id)),
			false);
	}
	return batch_show(c, 200, v);
}

static enum rc of_file(
	struct ctx *c, struct db *db, const struct editions *own, struct str no, struct err *e)
{
	struct q_replay_file_by_no at;
	struct q_replay_files_list files = {0};
	bool found;

	TRY(q_replay_file_by_no(db,
		&(struct q_replay_file_by_no_in){.agency_id = c->who.agency_id, .no = no}, &at, &found,
		e));
	if (found)
		TRY(listed(c, db, at.batch_id, no, 0, &files, e));
	if (files.n == 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct view_batch *v = batch_view(c, str_cat(c->a, STR("复算："), no));
	page_crumb(c, &v->page, STR("复算"), room(c));
	page_crumb(c, &v->page, no, str_none());
	v->page.wide = true;
	TRY(file_rows(c, db, own, &files.v[0], v, e));
	return batch_show(c, 200, v);
}

enum rc page_o_replay(struct ctx *c, struct err *e)
{
	struct str no = str_trim(form_get(&c->query, "no"));
	struct editions own;
	struct db *db;

	if (!no.n && !form_get(&c->query, "batch").n)
		return overview(c, 200, NULL, e);
	TRY(ctx_db(c, &db, e));
	db_allow_ms(db, 10000);
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	return no.n ? of_file(c, db, &own, no, e) : of_batch(c, db, &own, e);
}

static enum rc find_file(struct ctx *c, struct err *e)
{
	struct str no = str_trim(form_get(&c->form, "no"));
	struct form_errors errors = {0};
	struct q_replay_file_by_no at;
	struct db *db;
	bool found;

	TRY(ctx_db(c, &db, e));
	TRY(q_replay_file_by_no(db,
		&(struct q_replay_file_by_no_in){.agency_id = c->who.agency_id, .no = no}, &at, &found,
		e));
	if (found)
		return respond_redirect(c, STR_JOIN(c->a, room(c), STR("?no="), no));
	form_error_msg(c->a, &errors, "no", MSG_REPLAY_NO);
	return overview(c, 422, &errors, e);
}

enum rc page_o_replay_post(struct ctx *c, struct err *e)
{
	const struct services *sv = ctx_services(c);
	struct replay_summary summary;
	struct replay_keep uc = {.summary = &summary};

	if (str_eqc(form_get(&c->form, "act"), "file"))
		return find_file(c, e);
	ctx_db_end(c);
	TRY(replay_all(sv->store, sv->rules, &(struct replay_scope){.since = 0}, c->a, &summary, e));
	struct tx_call call = ctx_call(c, STR("/o/replay"));
	TRY(TX_RUN(&call, replay_keep, &uc, e));
	return ctx_done(c, &call,
		str_fmt(c->a, "已复算报送 %lld 次、决定 %lld 件、年度更新 %lld 份",
			(long long)summary.submissions, (long long)summary.decisions,
			(long long)summary.updates));
}

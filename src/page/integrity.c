/* 诚信档案: one page of what is on record about an enterprise, the same for its bodies and for itself; bodies come to
 * its files from here; of cases the enterprise sees those it was told of, and nobody who reported or objected is named. */
#include "domain/list_kind.h"
#include "page/case_page.h"
#include "page/routes.h"
#include "service/inspection.h"
#include "service/registry.h"

struct subject {
	int64_t id;
	struct str uscc, name;
	bool officer;
};

static struct view_table *part(struct ctx *c, struct view_batch *v, const char *id, const char *title,
	const char *const *heads, size_t n, const char *empty)
{
	struct view_table *t = &batch_table(c, v, id, title, str_c(title))->table;

	batch_heads(c, t, heads, n);
	t->empty = str_c(empty);
	t->scrolls = true;
	return t;
}

static void row3(struct ctx *c, struct view_table *t, struct str a, struct str b, struct str d)
{
	struct view_cells *r = batch_row(c, t);

	batch_cell(c, t, r, a);
	batch_cell(c, t, r, b);
	batch_cell(c, t, r, d.n ? d : STR("—"));
}

static enum rc titles(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"称号", "编号和有效期", "状态和原因"};
	struct view_table *t = part(c, v, "titles", "称号", heads, 3, "没有称号。");
	struct q_integrity_titles_list rows;

	TRY(q_integrity_titles(db, &(struct q_integrity_titles_in){.uscc = s->uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_integrity_titles *x = &rows.v[i];
		row3(c, t, str_fmt(c->a, "%.*s %.*s", STR_ARG(x->tier_name), STR_ARG(x->batch_title)),
			str_fmt(c->a, "%.*s　%.*s 至 %.*s",
				STR_ARG(x->certificate_no.n ? x->certificate_no : STR("—")),
				STR_ARG(x->valid_from), STR_ARG(x->valid_to.n ? x->valid_to : STR("未载明"))),
			str_fmt(c->a, "%s　%.*s %.*s%s%.*s", registry_state_word(x->state, x->valid_to),
				STR_ARG(x->ended_on), STR_ARG(x->ended_cause),
				x->recheck_lost_on.n ? "；取消复核资格：" : "", STR_ARG(x->recheck_lost_cause)));
	}
	return RC_OK;
}

static enum rc sanctions(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"原因和依据", "期限和效力", "状态"},
				 *const listed_heads[] = {"名录", "列入和移出", "原因和来源"};
	struct view_table *t = part(c, v, "bans", "不得申报", heads, 3, "没有不得申报的记录。");
	struct q_bans_of_code_list bans;
	struct q_integrity_listed_list listed;
	struct str today = date_str(c->a, date_of_instant(c->now));

	TRY(q_bans_of_code(db, &(struct q_bans_of_code_in){.uscc = s->uscc}, &bans, e));
	for (size_t i = 0; i < bans.n; i++) {
		const struct q_bans_of_code *b = &bans.v[i];
		bool over = b->to_on.n && str_cmp(b->to_on, today) < 0;
		row3(c, t, str_fmt(c->a, "%.*s（%.*s）", STR_ARG(b->cause), STR_ARG(b->clause)),
			str_fmt(c->a, "%.*s 至 %.*s，期间不能申报", STR_ARG(b->from_on), STR_ARG(b->to_on)),
			b->lifted_at.has ? str_cat(c->a, STR("已解除："), b->lifted_reason)
			: over		 ? STR("已期满，可以申报")
					 : STR("有效"));
	}
	t = part(c, v, "listed", "联合惩戒名单", listed_heads, 3, "不在已导入的经营异常名录、严重失信主体名单中。");
	TRY(q_integrity_listed(db, &(struct q_integrity_listed_in){.uscc = s->uscc}, &listed, e));
	for (size_t i = 0; i < listed.n; i++) {
		const struct q_integrity_listed *x = &listed.v[i];
		row3(c, t, str_eqc(x->kind, "abnormal") ? STR("经营异常名录") : STR("严重失信主体名单"),
			x->removed_on.n ? str_fmt(c->a, "%.*s 列入，%.*s 移出，可以正常申报",
						  STR_ARG(x->since_on), STR_ARG(x->removed_on))
					: str_fmt(c->a, "%.*s 列入，移出前不能申报", STR_ARG(x->since_on)),
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(x->reason), STR_ARG(x->source)));
	}
	return RC_OK;
}

static void case_line(struct ctx *c, struct view_table *t, struct str href, struct str no, struct str kind,
	struct str state, struct str outcome, int64_t at)
{
	enum case_kind k = CASE_SANCTION;
	enum case_state s = CASE_FILED;
	enum case_outcome o = OUTCOME__MAX;
	bool known = case_kind_parse(kind, &k) && case_state_parse(state, &s);
	struct view_cells *r = batch_row(c, t);

	if (!case_outcome_parse(outcome, &o))
		o = OUTCOME__MAX;
	struct view_tag tag = case_tag(s, o);
	batch_cell(c, t, r, no)->href = href;
	batch_cell(c, t, r, str_fmt(c->a, "%s　%.*s", known ? case_kind_word(k) : "", STR_ARG(date_str(c->a, date_of_instant(at)))));
	batch_cell(c, t, r, tag.text)->tag = tag.kind;
}

static enum rc cases(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"案件编号", "类别和日期", "结果"};
	struct view_table *t = part(c, v, "cases", "案件", heads, 3, "没有案件。");
	struct q_cases_of_enterprise_list own = {0};
	struct q_integrity_cases_list rows = {0};

	if (s->officer)
		TRY(q_integrity_cases(db,
			&(struct q_integrity_cases_in){.enterprise_id = s->id, .agency_id = c->who.agency_id},
			&rows, e));
	else
		TRY(q_cases_of_enterprise(
			db, &(struct q_cases_of_enterprise_in){.enterprise_id = s->id}, &own, e));
	for (size_t i = 0; i < rows.n; i++)
		case_line(c, t, str_cat(c->a, STR("/o/case/"), rows.v[i].public_id), rows.v[i].no,
			rows.v[i].kind, rows.v[i].state, rows.v[i].outcome, rows.v[i].opened_at);
	for (size_t i = 0; i < own.n; i++)
		case_line(c, t, str_cat(c->a, STR("/e/case/"), own.v[i].public_id), own.v[i].no, own.v[i].kind,
			own.v[i].state, own.v[i].decided_at.has ? own.v[i].outcome : STR(""), own.v[i].opened_at);
	return RC_OK;
}

/* Every file that the body reads: its own, and what was over before the enterprise came. */
static enum rc filings(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"批次", "报送日期和办理单位", "状态"};
	struct q_integrity_files_list rows;
	enum state state;

	if (!s->officer)
		return RC_OK;
	struct view_table *t = part(c, v, "filings", "历次申报", heads, 3, "没有本单位可以查阅的申报。");
	TRY(q_integrity_files(db,
		&(struct q_integrity_files_in){.enterprise_id = s->id, .agency_id = c->who.agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_integrity_files *x = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->batch)->href = STR_JOIN(c->a, STR("/o/app/"), x->public_id);
		batch_cell(c, t, r,
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(date_str(c->a, date_of_instant(x->submitted_at))),
				STR_ARG(x->body)));
		batch_cell(c, t, r, state_parse(x->state, &state) ? str_c(state_word(state)) : x->state);
	}
	return RC_OK;
}

/* Checks after a draw over titles; the enterprise may comment on each. */
static enum rc inspections(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"抽查", "日期和单位", "结论"};
	struct view_table *t = part(c, v, "inspections", "抽查核查", heads, 3, "没有抽查核查。");
	struct q_inspections_of_enterprise_list rows;

	TRY(q_inspections_of_enterprise(db, &(struct q_inspections_of_enterprise_in){.uscc = s->uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_inspections_of_enterprise *x = &rows.v[i];
		bool open = !x->comment_until || c->now < x->comment_until;
		struct view_cells *r = batch_row(c, t);
		struct view_cell *name = batch_cell(c, t, r, x->draw_title);
		if (!s->officer)
			name->href = str_cat(c->a, STR("/e/inspection/"), x->public_id);
		batch_cell(c, t, r, str_fmt(c->a, "%.*s　%.*s", STR_ARG(x->done_on), STR_ARG(x->body)));
		batch_cell(c, t, r, str_fmt(c->a, "%s%s%.*s%s", inspection_result_word(x->result),
					    x->recheck_on.n ? "，复查日期 " : "", STR_ARG(x->recheck_on),
					    x->comments		? "　企业已提出意见"
					    : s->officer || !open ? ""
								: "　可以提出意见"));
	}
	return RC_OK;
}

static enum rc checks(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const objection_heads[] = {"公示", "收到日期", "结果"},
				 *const check_heads[] = {"批次", "日期和单位", "结论"},
				 *const late_heads[] = {"事项", "期限", "情况"};
	struct view_table *t = part(c, v, "objections", "公示异议", objection_heads, 3, "没有办结的异议。");
	struct q_integrity_objections_list objections;
	struct q_integrity_checks_list rows;
	struct q_integrity_late_list late;

	TRY(q_integrity_objections(
		db, &(struct q_integrity_objections_in){.enterprise_id = s->id}, &objections, e));
	for (size_t i = 0; i < objections.n; i++)
		row3(c, t, objections.v[i].title, date_str(c->a, date_of_instant(objections.v[i].received_at)),
			str_fmt(c->a, "%s　%.*s", str_eqc(objections.v[i].state, "upheld") ? "异议成立" : "异议不成立",
				STR_ARG(objections.v[i].outcome)));
	t = part(c, v, "checks", "实地核查", check_heads, 3, "没有实地核查。");
	TRY(q_integrity_checks(db, &(struct q_integrity_checks_in){.enterprise_id = s->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		row3(c, t, rows.v[i].batch,
			str_fmt(c->a, "%.*s　%.*s", STR_ARG(rows.v[i].done_on), STR_ARG(rows.v[i].body)),
			str_eqc(rows.v[i].result, "ok")	 ? STR("与申报一致")
			: str_eqc(rows.v[i].result, "bad") ? STR("与申报不符")
							 : STR("部分不符"));
	TRY(inspections(c, db, s, v, e));
	t = part(c, v, "late", "逾期", late_heads, 3, "没有逾期未报的记录。");
	TRY(q_integrity_late(db, &(struct q_integrity_late_in){.enterprise_id = s->id}, &late, e));
	for (size_t i = 0; i < late.n; i++)
		row3(c, t, late.v[i].what, late.v[i].on_date, STR("逾期未报"));
	return RC_OK;
}

static enum rc honours(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"荣誉资质", "编号和级别", "取得和有效期"};
	struct view_table *t = part(c, v, "honours", "荣誉资质", heads, 3, "没有登记荣誉资质。");
	struct q_integrity_honours_list rows;

	TRY(q_integrity_honours(db, &(struct q_integrity_honours_in){.enterprise_id = s->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct str level = list_level_word(rows.v[i].level);
		row3(c, t, rows.v[i].title,
			STR_JOIN(c->a, rows.v[i].number.n ? rows.v[i].number : STR("—"), level.n ? STR("　") : STR(""), level),
			str_fmt(c->a, "%.*s%s%.*s", STR_ARG(rows.v[i].granted_on),
				rows.v[i].valid_until.n ? " 至 " : "", STR_ARG(rows.v[i].valid_until)));
	}
	return RC_OK;
}

static enum rc show(struct ctx *c, struct db *db, const struct subject *s, struct view_batch *v, struct err *e)
{
	v->over = s->name;
	v->lead = str_cat(c->a, STR("统一社会信用代码 "), s->uscc);
	TRY(sanctions(c, db, s, v, e));
	TRY(cases(c, db, s, v, e));
	TRY(filings(c, db, s, v, e));
	TRY(checks(c, db, s, v, e));
	TRY(titles(c, db, s, v, e));
	TRY(honours(c, db, s, v, e));
	return batch_show(c, 200, v);
}

enum rc page_o_integrity(struct ctx *c, struct err *e)
{
	struct q_integrity_subject x;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_integrity_subject(db,
		&(struct q_integrity_subject_in){.public_id = c->params[0], .agency_id = c->who.agency_id}, &x,
		e));
	v = batch_view(c, STR("诚信档案"));
	page_crumb(c, &v->page, STR("案件"), STR("/o/cases"));
	page_crumb(c, &v->page, STR("诚信档案"), str_none());
	if (x.uscc.n)
		links_add(c, &v->links, STR("提请取消、撤销或不得申报，提请解除"),
			STR_JOIN(c->a, STR("/o/cases/new?code="), x.uscc), false);
	return show(c, db, &(struct subject){x.id, x.uscc, x.name, true}, v, e);
}

enum rc page_e_integrity(struct ctx *c, struct err *e)
{
	struct q_entry_enterprise x;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_entry_enterprise(
		db, &(struct q_entry_enterprise_in){.enterprise_id = c->who.enterprise_id}, &x, e));
	v = batch_view(c, STR("诚信档案"));
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("告知与答复"), STR("/e/cases"));
	page_crumb(c, &v->page, STR("诚信档案"), str_none());
	return show(c, db, &(struct subject){c->who.enterprise_id, x.uscc, c->who.enterprise_name, false}, v, e);
}

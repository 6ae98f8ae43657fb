/* 评审汇总: results side by side once they are in, the spread, and the proposed list by two people. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "domain/decimal.h"
#include "service/panel.h"

static enum rc load(struct ctx *c, struct panel *p, struct err *e)
{
	struct db *db;
	int64_t id;

	if (!str_to_i64(c->params[0], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(panel_load(db, ctx_services(c)->rules, &c->who, id, p, e));
	return p->formed ? RC_OK : err_set(e, RC_STATE, MSG_PANEL_NONE);
}

static struct str address(struct ctx *c, const char *rest)
{
	return str_fmt(c->a, "/o/panel/%.*s%s", STR_ARG(c->params[0]), rest);
}

/* "王某 86、李某 90" of the sheets that are in; nothing before the file is complete. */
static struct str sheets_text(struct ctx *c, const struct panel *p, const struct q_panel_files *f)
{
	struct str s = STR("");
	size_t n = 0;

	for (size_t i = 0; i < p->sheets.n; i++) {
		const struct q_panel_sheets *x = &p->sheets.v[i];
		if (x->application_id != f->application_id || !x->total.has)
			continue;
		s = str_fmt(c->a, "%.*s%s%.*s %lld%s", STR_ARG(s), n ? "、" : "", STR_ARG(x->expert),
			(long long)x->total.v, x->third ? "（增评）" : "");
		n++;
	}
	return s;
}

static struct str spread_text(struct ctx *c, const struct panel *p, const struct q_panel_files *f)
{
	struct panel_tally t;
	int64_t low = 0, high = 0;

	panel_tally(p, f->application_id, &t);
	for (size_t i = 0; i < t.submitted; i++) {
		low = i ? MIN_OF(low, t.totals[i]) : t.totals[i];
		high = i ? MAX_OF(high, t.totals[i]) : t.totals[i];
	}
	return str_i64(c->a, high - low);
}

static void result_row(struct ctx *c, struct view_table *t, const struct panel *p,
	const struct q_panel_files *f, struct str rank, const char *choice)
{
	struct view_cells *r = batch_row(c, t);
	struct panel_tally k;

	panel_tally(p, f->application_id, &k);
	batch_cell(c, t, r, f->name)->href = str_cat(c->a, STR("/o/app/"), f->public_id);
	batch_cell(c, t, r, f->code);
	batch_cell(c, t, r, rank);
	batch_cell(c, t, r,
		f->result.has ? sheets_text(c, p, f)
			      : str_fmt(c->a, "已交 %zu 份，应交 %lld 份", k.submitted, (long long)k.need));
	batch_cell(c, t, r, f->result.has ? spread_text(c, p, f) : STR("—"));
	batch_cell(c, t, r, f->result.has ? points_text(c->a, f->result.v) : STR("—"));
	struct view_cell *x = batch_cell(c, t, r, str_c(choice));
	x->tag = str_eqc(str_c(choice), "列入") ? "green" : "grey";
}

static void results_table(struct ctx *c, struct view_batch *v, const struct panel *p,
	const struct panel_choices *list)
{
	static const char *const heads[] = {"企业", "编号", "名次#", "各专家评分", "相差#分", "结果#分", "建议"};
	struct view_table *t = &batch_table(c, v, "results", "评审结果",
		str_fmt(c->a, "评审材料 %zu 件", p->files.n))->table;
	bool proposed = p->head.proposed_by.has;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("还没有分派材料。");
	for (size_t i = 0; i < list->n; i++)
		result_row(c, t, p, list->v[i].file, str_i64(c->a, (int64_t)i + 1),
			!proposed ? "待定" : list->v[i].yes ? "列入" : "不列入");
	for (size_t i = 0; i < p->files.n; i++) {
		const struct q_panel_files *f = &p->files.v[i];
		enum state s;
		if (f->decided_at.has)
			result_row(c, t, p, f, STR("—"),
				state_parse(f->state, &s) ? state_word(s) : "");
		else if (!f->result.has)
			result_row(c, t, p, f, STR("—"), "未评完");
	}
}

/* How each expert judges against the results: shown when everything is in. */
static void experts_table(struct ctx *c, struct view_batch *v, const struct panel *p)
{
	static const char *const heads[] = {"专家", "评分表#份", "平均分#分", "与结果平均相差#分"};
	struct view_table *t = &batch_table(c, v, "severity", "各专家的尺度",
		STR("正数表示比最终结果宽，负数表示严"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t j = 0; j < p->experts.n; j++) {
		int64_t n = 0, sum = 0, off = 0;
		for (size_t i = 0; i < p->sheets.n; i++) {
			const struct q_panel_sheets *s = &p->sheets.v[i];
			if (s->expert_id != p->experts.v[j].id || !s->total.has)
				continue;
			for (size_t k = 0; k < p->files.n; k++)
				if (p->files.v[k].application_id == s->application_id)
					off += s->total.v * 100 - p->files.v[k].result.v;
			sum += s->total.v * 100;
			n++;
		}
		if (n == 0)
			continue;
		struct view_cells *r = batch_row(c, t);
		int64_t mean = off / n;
		batch_cell(c, t, r, p->experts.v[j].name);
		batch_cell(c, t, r, str_i64(c->a, n));
		batch_cell(c, t, r, points_text(c->a, sum / n));
		batch_cell(c, t, r,
			str_cat(c->a, mean < 0 ? STR("-") : STR("+"),
				points_text(c->a, mean < 0 ? -mean : mean)));
	}
}

static void propose_form(struct ctx *c, struct view_batch *v, const struct panel *p,
	const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "propose", STR("提出建议名单"), address(c, "/list"));
	struct view_field x = field_number(c, "pass_mark", "分数线", "分", str_none(), errors);

	f->lead = STR("填写分数线或家数之一。提出后由另一人确认；确认后列入的进入下一步，其余未列入建议名单。");
	x.optional = true;
	x.hint = str_fmt(c->a, "不低于此分的列入，满分 %lld 分", (long long)p->rules.max);
	batch_field(c, f, x);
	x = field_number(c, "top", "择优家数", "家", str_none(), errors);
	x.optional = true;
	x.inputmode = "numeric";
	batch_field(c, f, x);
	x = field_text(c, "reason", "理由", str_none(), errors);
	x.rows = 4;
	batch_area(c, f, x);
	f->back = address(c, "");
	batch_act(c, f, "propose", "提出建议名单", "");
}

static void confirm_forms(struct ctx *c, struct view_batch *v, const struct panel *p,
	const struct panel_choices *list, const struct form_errors *errors)
{
	struct view_batch_form *f;

	rows_add(c, &v->rows, "提出人", p->head.proposer);
	rows_add(c, &v->rows, "分数线", points_text(c->a, p->head.pass_mark));
	rows_add(c, &v->rows, "理由", p->head.reason);
	rows_add(c, &v->rows, "列入", batch_count(c, (int64_t)list->yes, "家"));
	rows_add(c, &v->rows, "不列入", batch_count(c, (int64_t)(list->n - list->yes), "家"));
	rows_add(c, &v->rows, "名单校验码", list->hash);
	if (p->head.proposed_by.v != c->who.account_id) {
		f = batch_form(c, v, "confirm", STR("第二人确认"), address(c, "/list"));
		batch_hidden(c, f, "seen", list->hash);
		f->warn = str_fmt(c->a, "确认后 %zu 家列入建议名单，%zu 家未列入，企业立即收到通知，不能撤回。",
			list->yes, list->n - list->yes);
		batch_act(c, f, "confirm", "确认建议名单", "");
	} else {
		v->banner = STR("您提出的建议名单等待另一位同事确认。");
	}
	f = batch_form(c, v, "cancel", STR("撤回建议名单"), address(c, "/list"));
	batch_field(c, f, field_text(c, "reason", "撤回原因", str_none(), errors));
	batch_act(c, f, "cancel", "撤回，重新提出", "second");
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct panel_choices list;
	struct panel p;

	TRY(load(c, &p, e));
	struct view_batch *v = batch_view(c, STR("评审汇总与建议名单"));
	batch_crumbs(c, v, &p.b, STR("评审汇总"));
	v->page.wide = true;
	if (errors)
		v->page.errors = *errors;
	panel_choose(c->a, &p, p.head.proposed_by.has ? p.head.pass_mark : 0, &list);
	v->lead = str_fmt(c->a, "每件取各评分表的平均；相差超过 %lld 分的增加一位专家，取最接近的两份平均。",
		(long long)p.rules.divergence);
	if (p.head.proposed_by.has)
		confirm_forms(c, v, &p, &list, errors);
	else if (panel_complete(&p))
		propose_form(c, v, &p, errors);
	results_table(c, v, &p, &list);
	if (panel_complete(&p) || (p.files.n && list.n == 0 && p.waiting.n == 0))
		experts_table(c, v, &p);
	return batch_show(c, status, v);
}

enum rc page_o_panel_list(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* "82.5" → 8250; false: neither blank nor a mark. */
static bool mark_read(struct ctx *c, struct str typed, int64_t *out)
{
	enum decimal_notice notice;
	struct err ignored = {0};
	int64_t v;

	*out = 0;
	if (typed.n == 0)
		return true;
	if (decimal_parse_text(c->a, typed, &v, &notice, &ignored) != RC_OK ||
		 v < 0 || v % (DECIMAL_ONE / 100) != 0)
		return false;
	*out = v / (DECIMAL_ONE / 100);
	return true;
}

static enum rc propose(struct ctx *c, int64_t batch_id, struct tx_call *call, struct err *e)
{
	struct panel_propose uc = {.batch_id = batch_id, .reason = str_trim(form_get(&c->form, "reason"))};
	struct str mark = str_trim(form_get(&c->form, "pass_mark")), top = str_trim(form_get(&c->form, "top"));

	if ((mark.n > 0) == (top.n > 0) || !mark_read(c, mark, &uc.pass_mark))
		return err_field(e, RC_INVALID, MSG_PANEL_MARK, "pass_mark");
	if (top.n && (!str_to_i64(top, &uc.top) || uc.top < 1))
		return err_field(e, RC_INVALID, MSG_PANEL_TOP, "top");
	return TX_RUN(call, panel_propose, &uc, e);
}

enum rc page_o_panel_list_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act"), done;
	struct form_errors errors = {0};
	int64_t batch_id;
	enum rc rc;

	if (!str_to_i64(c->params[0], &batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, address(c, "/list"));
	if (str_eqc(act, "confirm")) {
		struct panel_confirm uc = {.batch_id = batch_id, .seen = form_get(&c->form, "seen")};
		call.location = str_fmt(c->a, "/o/batch/%lld", (long long)batch_id);
		rc = TX_RUN(&call, panel_confirm, &uc, e);
		done = str_fmt(c->a, "列入建议名单 %lld 家，未列入 %lld 家", (long long)uc.yes,
			(long long)uc.no);
	} else if (str_eqc(act, "cancel")) {
		struct panel_cancel uc = {batch_id, str_trim(form_get(&c->form, "reason"))};
		rc = TX_RUN(&call, panel_cancel, &uc, e);
		done = STR("已撤回建议名单");
	} else {
		rc = propose(c, batch_id, &call, e);
		done = STR("已提出建议名单，等待另一位同事确认");
	}
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, done);
}

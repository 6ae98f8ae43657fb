/* 抽查 as a task list: freeze, announce, enter, draw, visit. What cannot be taken back names its effect. */
#include "base/embedded.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/draw.h"

/* --- before: the frame ------------------------------------------------------------------------------- */

static void frame_table(struct ctx *c, const struct sample_frame *f, struct view_batch *v)
{
	static const char *const heads[] = {"市", "统一社会信用代码", "必查原因"};
	struct view_table *t = &batch_table(c, v, "frame", "待抽查名单",
		str_fmt(c->a, "%zu 家，按市和代码排列", f->n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < f->n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, f->v[i].stratum);
		batch_cell(c, t, r, f->v[i].code);
		batch_cell(c, t, r, f->v[i].compulsory.n ? f->v[i].compulsory : STR("—"));
	}
}

static void earlier_links(
	struct ctx *c, const struct q_draws_of_batch_list *before, struct view_batch *v)
{
	v->links_title = STR("本批次的抽查");
	for (size_t i = 0; i < before->n; i++)
		links_add(c, &v->links,
			str_fmt(c->a, "第 %lld 次，%lld 家，%s", (long long)before->v[i].seq,
				(long long)before->v[i].count, draw_state_word(before->v[i].state)),
			str_cat(c->a, STR("/o/draw/"), before->v[i].public_id), false);
}

static enum rc show_new(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_draws_of_batch_list before;
	struct q_batch_files_list rows;
	struct sample_frame f;
	struct batch b;
	struct db *db;

	TRY(batch_of_address(c, 0, &db, &b, e));
	const struct stage *s = procedure_stage(b.procedure, STAGE_SAMPLE, HOLDER_PROVINCE);
	if (!s)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(q_draws_of_batch(db,
		&(struct q_draws_of_batch_in){.batch_id = b.id, .agency_id = c->who.agency_id}, &before,
		e));
	TRY(draw_frame(db, &c->who, &b, &rows, &f, e));
	struct view_batch *v = batch_view(c, STR("省级抽查"));
	batch_crumbs(c, v, &b, STR("省级抽查"));
	v->over = batch_name(c->a, &b);
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("先冻结名单并公布校验码，再公布号码来源，最后按公布的号码抽取：任何人都能重算结果。");
	earlier_links(c, &before, v);
	if (f.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有待抽查的企业"),
			.why = STR("前面的步骤办完后，企业会出现在这里。"),
			.href = batch_href(c, &b, ""), .act = STR("返回批次")};
		return batch_show(c, status, v);
	}
	struct view_batch_form *form =
		batch_form(c, v, "freeze", STR("冻结名单"), batch_href(c, &b, "/draw"));
	if (s->share_percent) {
		rows_add(c, &v->rows, "抽取比例", str_fmt(c->a, "%lld%%", (long long)s->share_percent));
	} else {
		struct view_field share = field_number(c, "share", "抽取比例", "%", str_none(), errors);
		share.hint = STR("本事项的文件没有规定比例，由本单位确定；各市按比例向上取整");
		VEC_PUSH(c->a, &form->fields, share);
	}
	batch_hidden(c, form, "seen", hash_hex(c->a, sample_frame_hash(c->a, &f)));
	form->warn = str_fmt(c->a, "冻结后这 %zu 家的名单、比例和校验码立即公开，不能更改。", f.n);
	form->back = batch_href(c, &b, "");
	batch_act(c, form, "freeze", "冻结名单并公布校验码", "");
	frame_table(c, &f, v);
	return batch_show(c, status, v);
}

enum rc page_o_draw_new(struct ctx *c, struct err *e)
{
	return show_new(c, 200, NULL, e);
}

enum rc page_o_draw_freeze(struct ctx *c, struct err *e)
{
	struct draw_freeze uc = {.seen = form_get(&c->form, "seen")};
	struct form_errors errors = {0};

	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!str_to_i64(form_get(&c->form, "share"), &uc.share_percent))
		uc.share_percent = 0;
	struct tx_call call =
		ctx_call(c, str_fmt(c->a, "/o/batch/%lld/draw", (long long)uc.batch_id));
	enum rc rc = TX_RUN(&call, draw_freeze, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return show_new(c, again, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		call.location = str_cat(c->a, STR("/o/draw/"), uc.public_id);
	return ctx_done(c, &call, STR("名单已冻结，校验码和承诺值已公开"));
}

/* --- one draw: shared with everybody ------------------------------------------------------------------ */

static void head_rows(struct ctx *c, const struct draw *d, struct view_batch *v)
{
	const struct q_draw_head *h = &d->head;

	rows_add(c, &v->rows, "组织单位", h->body);
	rows_add(c, &v->rows, "进展", str_c(draw_state_word(h->state)));
	rows_add(c, &v->rows, "名单", str_fmt(c->a, "%lld 家，各市按 %lld%% 向上取整，必查另计",
					 (long long)h->count, (long long)h->share_percent));
	rows_add(c, &v->rows, "名单冻结", instant_human(c->a, h->frozen_at));
	rows_add(c, &v->rows, "名单校验码（SHA-256）", h->frame_hash);
	rows_add(c, &v->rows, "承诺值（SHA-256）", h->commitment);
	if (h->source.n)
		rows_add(c, &v->rows, "号码来源", h->source);
	if (h->announced_at.has)
		rows_add(c, &v->rows, "来源公布", instant_human(c->a, h->announced_at.v));
	if (str_eqc(h->state, "drawn")) {
		rows_add(c, &v->rows, "公布的号码", h->numbers);
		rows_add(c, &v->rows, "见证人", h->witnesses);
		rows_add(c, &v->rows, "抽取", instant_human(c->a, h->drawn_at.has ? h->drawn_at.v : 0));
	}
}

static struct str outcome_of(struct ctx *c, const struct draw *d, const struct q_draw_items *x)
{
	if (!str_eqc(d->head.state, "drawn"))
		return x->compulsory.n ? STR("必查") : STR("待抽取");
	if (!x->taken)
		return STR("未抽中");
	if (x->reason.n)
		return str_cat(c->a, STR("抽中，已替补："), x->reason);
	if (x->round)
		return str_fmt(c->a, "第 %lld 轮替补", (long long)x->round);
	return x->compulsory.n ? STR("必查") : STR("抽中");
}

static void items_table(struct ctx *c, const struct draw *d, bool office, struct view_batch *v)
{
	static const char *const heads[] = {
		"序号#", "市", "企业名称", "统一社会信用代码", "结果", "必查原因", "办理状态"};
	struct view_batch_table *box = batch_table(c, v, "list", "名单与结果",
		str_fmt(c->a, "%zu 家，冻结后不变", d->items.n));
	struct view_table *t = &box->table;
	enum state s;

	batch_heads(c, t, heads, office ? 7 : 6);
	t->scrolls = true;
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, x->seq));
		batch_cell(c, t, r, x->stratum);
		struct view_cell *name = batch_cell(c, t, r, x->name);
		if (office)
			name->href = str_cat(c->a, STR("/o/app/"), x->public_id);
		batch_cell(c, t, r, x->code);
		batch_cell(c, t, r, outcome_of(c, d, x))->tag = x->taken ? "blue" : "grey";
		batch_cell(c, t, r, x->compulsory.n ? x->compulsory : STR("—"));
		if (office)
			batch_cell(c, t, r, state_parse(x->state, &s) ? str_c(state_word(s)) : x->state);
	}
	links_add(c, &box->links, STR("结果文件 draw.json（可重算）"),
		str_fmt(c->a, "/sampling/%.*s/draw.json", STR_ARG(c->params[0])), false);
	links_add(c, &box->links, STR("核验脚本 verify.py"), STR("/sampling-verify.py"), false);
}

/* --- one draw in the office -------------------------------------------------------------------------- */

static struct str act_href(struct ctx *c, const char *step)
{
	return str_fmt(c->a, "/o/draw/%.*s/%s", STR_ARG(c->params[0]), step);
}

static void step_form(
	struct ctx *c, const struct draw *d, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f;

	if (str_eqc(d->head.state, "frozen")) {
		f = batch_form(c, v, "announce", STR("公布号码来源"), act_href(c, "announce"));
		struct view_field source = field_text(c, "source", "号码来源和日期", str_none(), errors);
		source.hint = STR("例如：某年某月某日中国福利彩票双色球第某期开奖号码，须在开奖前公布");
		source.rows = 2;
		VEC_PUSH(c->a, &f->areas, source);
		f->warn = STR("公布后来源不能更改。");
		batch_act(c, f, "announce", "公布来源", "");
		return;
	}
	if (str_eqc(d->head.state, "announced")) {
		f = batch_form(c, v, "enter", STR("录入公布的号码"), act_href(c, "enter"));
		VEC_PUSH(c->a, &f->fields, field_text(c, "numbers", "号码", str_none(), errors));
		struct view_field who = field_text(c, "witnesses", "两名见证人", str_none(), errors);
		who.hint = STR("姓名和单位");
		VEC_PUSH(c->a, &f->fields, who);
		f->warn = STR("录入后由另一人再录入一次并抽取。");
		batch_act(c, f, "enter", "录入号码", "");
		return;
	}
	if (!str_eqc(d->head.state, "entered"))
		return;
	if (d->head.entered_by.has && d->head.entered_by.v == c->who.account_id) {
		v->banner = STR("您已录入号码，须由本单位另一人登录后再次录入并抽取。");
		return;
	}
	f = batch_form(c, v, "confirm", STR("抽取"), act_href(c, "confirm"));
	struct view_field again = field_text(c, "numbers", "再次录入号码", str_none(), errors);
	again.hint = str_cat(c->a, STR("请对照公布的来源录入："), d->head.source);
	VEC_PUSH(c->a, &f->fields, again);
	f->warn = STR("抽取后结果立即公开，不能更改；未抽中的企业进入下一步。");
	batch_act(c, f, "confirm", "按公布的号码抽取", "");
}

/* Several files on one page: each has a field of its own. */
static const char *reason_name(struct ctx *c, struct str file)
{
	return str_cstr(c->a, str_cat(c->a, STR("reason-"), file));
}

/* Drawn and still here: visit, then decide; or replace with a reason. */
static void visit_forms(
	struct ctx *c, const struct draw *d, struct view_batch *v, const struct form_errors *errors)
{
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		if (!x->taken || x->reason.n || !str_eqc(x->state, state_code(STATE_SAMPLE)))
			continue;
		struct str id = str_cat(c->a, STR("file-"), x->public_id);
		struct view_batch_form *f =
			batch_form(c, v, str_cstr(c->a, id), x->name, act_href(c, "decide"));
		batch_hidden(c, f, "file", x->public_id);
		f->lead = STR("抽中：先登记省级实地核查，再办理。");
		VEC_PUSH(c->a, &f->areas,
			field_text(c, reason_name(c, x->public_id), "说明（不合格、替补须写明原因）",
				str_none(), errors));
		f->back = str_cat(c->a, STR("/o/site/"), x->public_id);
		batch_act(c, f, "sample_pass", "核查合格，通过抽查", "");
		batch_act(c, f, "substitute", "无法核查，替补", "second");
		batch_act(c, f, "sample_fail", "核查不合格", "bad");
	}
}

static enum rc show_one(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_draw_for_officer own;
	struct draw d;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_draw_for_officer(db,
		&(struct q_draw_for_officer_in){
			.public_id = c->params[0], .agency_id = c->who.agency_id},
		&own, e));
	TRY(draw_load(db, ctx_services(c)->rules, c->params[0], &d, e));
	struct view_batch *v = batch_view(c, d.head.title);
	page_crumb(c, &v->page, d.head.batch_title,
		str_fmt(c->a, "/o/batch/%lld", (long long)d.head.batch_id));
	page_crumb(c, &v->page, STR("省级抽查"), str_none());
	v->over = d.head.batch_title;
	if (errors)
		v->page.errors = *errors;
	head_rows(c, &d, v);
	step_form(c, &d, v, errors);
	visit_forms(c, &d, v, errors);
	items_table(c, &d, true, v);
	v->links_title = STR("公开页面");
	links_add(c, &v->links, STR("社会公众看到的抽查公开页"),
		str_cat(c->a, STR("/sampling/"), c->params[0]), false);
	return batch_show(c, status, v);
}

enum rc page_o_draw(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

static struct str typed(struct ctx *c, const char *name)
{
	struct str s = str_trim(form_get(&c->form, name));

	return s.n ? s : STR("");
}

static enum rc run_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct str draw = c->params[0], step = c->params[1], act = form_get(&c->form, "act");

	if (str_eqc(step, "announce")) {
		struct draw_announce uc = {draw, typed(c, "source")};
		*done = STR("号码来源已公布");
		return TX_RUN(call, draw_announce, &uc, e);
	}
	if (str_eqc(step, "enter")) {
		struct draw_enter uc = {draw, typed(c, "numbers"), typed(c, "witnesses")};
		*done = STR("号码已录入，请另一人登录后再次录入并抽取");
		return TX_RUN(call, draw_enter, &uc, e);
	}
	if (str_eqc(step, "confirm")) {
		struct draw_confirm uc = {.draw = draw, .numbers = typed(c, "numbers")};
		TRY(TX_RUN(call, draw_confirm, &uc, e));
		*done = str_fmt(c->a, "抽中 %lld 家，未抽中 %lld 家进入下一步", (long long)uc.taken,
			(long long)uc.passed);
		return RC_OK;
	}
	if (!str_eqc(step, "decide"))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct str file = form_get(&c->form, "file");
	if (str_eqc(act, "substitute")) {
		struct draw_substitute uc = {
			draw, file, typed(c, reason_name(c, file)), {0}};
		TRY(TX_RUN(call, draw_substitute, &uc, e));
		*done = str_cat(c->a, STR("已按规则替补："), call->replayed ? STR("") : uc.name);
		return RC_OK;
	}
	bool pass = str_eqc(act, "sample_pass");
	if (!pass && !str_eqc(act, "sample_fail"))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	struct draw_decide uc = {draw, file, typed(c, reason_name(c, file)),
		pass ? ACT_SAMPLE_PASS : ACT_SAMPLE_FAIL};
	*done = pass ? STR("已通过抽查，进入下一步") : STR("抽查不合格，已通知企业");
	return TX_RUN(call, draw_decide, &uc, e);
}

enum rc page_o_draw_step(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/draw/"), c->params[0]));
	struct form_errors errors = {0};
	struct str done = str_none();

	enum rc rc = run_step(c, &call, &done, e);
	if (rc == RC_INVALID) {
		bool reason = strcmp(e->field, "reason") == 0;
		form_error_add(c->a, &errors,
			reason ? reason_name(c, form_get(&c->form, "file")) : e->field,
			err_text(c->a, e));
		return show_one(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, done);
}

/* --- for everybody ------------------------------------------------------------------------------------ */

enum rc page_samplings(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"抽查", "单位", "进展", "名单#家", "冻结日期"};
	struct q_draws_shown_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_draws_shown(db, &rows, e));
	struct view_batch *v = batch_view(c, STR("抽查公开"));
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("抽查公开"), str_none());
	v->lead = STR("名单、比例、号码来源在抽取前公开，结果任何人都能用公布的号码重算。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("抽查，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, rows.v[i].title)->href =
			str_cat(c->a, STR("/sampling/"), rows.v[i].public_id);
		batch_cell(c, t, r, rows.v[i].body);
		batch_cell(c, t, r, str_c(draw_state_word(rows.v[i].state)));
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].count));
		batch_cell(c, t, r, date_str(c->a, date_of_instant(rows.v[i].frozen_at)));
	}
	t->empty = STR("还没有抽查。");
	return batch_show(c, 200, v);
}

enum rc page_sampling(struct ctx *c, struct err *e)
{
	struct draw d;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(draw_load(db, ctx_services(c)->rules, c->params[0], &d, e));
	struct view_batch *v = batch_view(c, d.head.title);
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("抽查公开"), STR("/sampling"));
	page_crumb(c, &v->page, d.head.title, str_none());
	v->lead = STR("下载结果文件和核验脚本，运行 python3 verify.py draw.json，或用 tidu draw verify draw.json 重算。");
	head_rows(c, &d, v);
	items_table(c, &d, false, v);
	return batch_show(c, 200, v);
}

enum rc page_sampling_file(struct ctx *c, struct err *e)
{
	struct str bytes;
	struct draw d;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(draw_load(db, ctx_services(c)->rules, c->params[0], &d, e));
	TRY(draw_file(db, &d, &bytes, e));
	return respond_download(c, STR("application/json"), STR("draw.json"), bytes);
}

enum rc page_sampling_script(struct ctx *c, struct err *e)
{
	struct str text;

	if (!embedded_find(STR("sql/reference/sampling/verify.py"), &text))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return respond_download(c, STR("text/plain"), STR("verify.py"), text);
}

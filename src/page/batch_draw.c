/* 抽查 in the office, as a task list: freeze, announce, enter, draw, visit. What cannot be taken
 * back names its effect before it is done.
 */
#include "page/draw_page.h"
#include "page/routes.h"

/* --- before: the frame
 * ------------------------------------------------------------------------------- */

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

static void freeze_form(struct ctx *c, const struct batch *b, const struct stage *s,
        const struct sample_frame *f, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *form =
	        batch_form(c, v, "freeze", STR("冻结名单"), batch_href(c, b, "/draw"));

	if (s->share_percent) {
		rows_add(c, &v->rows, "抽取比例",
		        str_fmt(c->a, "%lld%%", (long long)s->share_percent));
	} else {
		struct view_field share =
		        field_number(c, "share", "抽取比例", "%", str_none(), errors);
		share.hint = STR(
		        "本事项的文件没有规定比例，由本单位确定；各市按比例向上取整，至少 1 家");
		batch_field(c, form, share);
	}
	batch_hidden(c, form, "seen", hash_hex(c->a, sample_frame_hash(c->a, f)));
	form->warn = str_fmt(
	        c->a, "冻结后这 %zu 家的名单、比例、校验码和承诺值立即公开，不能更改。", f->n);
	form->back = batch_href(c, b, "");
	batch_act(c, form, "freeze", "冻结名单并公布校验码", "");
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
	        &(struct q_draws_of_batch_in){.batch_id = b.id, .agency_id = c->who.agency_id},
	        &before, e));
	TRY(draw_frame(db, ctx_services(c)->rules, &c->who, &b, c->now, &rows, &f, e));
	struct view_batch *v = batch_view(c, STR("省级抽查"));
	batch_crumbs(c, v, &b, STR("省级抽查"));
	v->over = batch_name(c->a, &b);
	if (errors)
		v->page.errors = *errors;
	v->lead = STR("先冻结名单并公布校验码，再公布号码来源，最后按公布的号码抽取：任何人都能重算"
	              "结果。");
	earlier_links(c, &before, v);
	if (f.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有待抽查的企业"),
		        .why = STR(
		                "前面的步骤办完后，企业会出现在这里；已在抽查中的见下面的抽查。"),
		        .href = batch_href(c, &b, ""),
		        .act = STR("返回批次")};
		return batch_show(c, status, v);
	}
	TRY(draw_pool_row(c, db, v, e));
	freeze_form(c, &b, s, &f, v, errors);
	draw_frame_tables(c, &f, v);
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

/* --- one draw in the office
 * -------------------------------------------------------------------------- */

static struct str act_href(struct ctx *c, const char *step)
{
	return str_fmt(c->a, "/o/draw/%.*s/%s", STR_ARG(c->params[0]), step);
}

static void announce_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f =
	        batch_form(c, v, "announce", STR("公布号码来源"), act_href(c, "announce"));
	struct view_field source = field_text(c, "source", "号码来源", str_none(), errors);
	struct view_field on =
	        field_date(c, "source_on", "号码产生的日期", (struct date){0}, errors);

	source.hint = STR("写到任何人都能查到同一组号码，例如：中国福利彩票双色球某期开奖号码，红球"
	                  "由小到大，后加蓝球");
	source.rows = 2;
	batch_area(c, f, source);
	on.hint = STR("须晚于今天：公布来源时号码还不能有人知道");
	batch_field(c, f, on);
	f->warn = STR("公布后来源和日期不能更改。");
	batch_act(c, f, "announce", "公布来源", "");
}

static void enter_form(struct ctx *c, const struct draw *d, struct view_batch *v, bool again,
        const struct form_errors *errors)
{
	static const char *const names[][2] = {
	        {"witness1", "第一名见证人"}, {"witness2", "第二名见证人"}};
	struct view_batch_form *f = batch_form(c, v, "enter",
	        again ? STR("更正录入的号码") : STR("录入号码"), act_href(c, "enter"));

	f->lead = str_fmt(c->a, "来源：%.*s，%.*s 产生。", STR_ARG(d->head.source),
	        STR_ARG(d->head.source_on));
	batch_field(c, f, field_text(c, "numbers", "号码", str_none(), errors));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct view_field who = field_text(c, names[i][0], names[i][1], str_none(), errors);
		who.hint = STR("姓名和单位");
		batch_field(c, f, who);
	}
	f->warn = STR("录入后由本单位另一人登录，再录入一次并抽取。");
	batch_act(c, f, "enter", again ? "更正号码" : "录入号码", again ? "second" : "");
}

static void confirm_form(
        struct ctx *c, const struct draw *d, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f =
	        batch_form(c, v, "confirm", STR("抽取"), act_href(c, "confirm"));
	struct view_field again = field_text(c, "numbers", "再次录入号码", str_none(), errors);

	again.hint = str_cat(c->a, STR("请对照公布的来源录入："), d->head.source);
	batch_field(c, f, again);
	f->warn = draw_of_titles(d) ? STR("抽取后结果立即公开，不能更改。抽中的须由两名人员核查。")
	                            : STR("抽取后结果立即公开，不能更改。抽中的须实地核查；一市抽中的全部办结后，"
	                                  "该市未抽中的进入下一步。");
	batch_act(c, f, "confirm", "按公布的号码抽取", "");
}

static void step_form(
        struct ctx *c, const struct draw *d, struct view_batch *v, const struct form_errors *errors)
{
	struct str state = d->head.state;

	if (str_eqc(state, "frozen")) {
		announce_form(c, v, errors);
	} else if (str_eqc(state, "announced")) {
		enter_form(c, d, v, false, errors);
	} else if (str_eqc(state, "entered") && d->head.entered_by.has &&
	           d->head.entered_by.v == c->who.account_id) {
		v->banner = STR("您已录入号码，须由本单位另一人登录后再次录入并抽取。录错的可以在下"
		                "面更正。");
		v->banner_kind = "info";
		enter_form(c, d, v, true, errors);
	} else if (str_eqc(state, "entered")) {
		confirm_form(c, d, v, errors);
	}
}

/* Several files on one page: each has a field of its own. */
static const char *reason_name(struct ctx *c, struct str file)
{
	return str_cstr(c->a, str_cat(c->a, STR("reason-"), file));
}

/* Drawn and still here: visit, then decide; or replace with a reason. */
static void visit_form(struct ctx *c, const struct draw *d, const struct q_draw_items *x,
        struct view_batch *v, const struct form_errors *errors)
{
	struct str id = str_cat(c->a, STR("file-"), x->public_id);
	struct view_batch_form *f =
	        batch_form(c, v, str_cstr(c->a, id), x->name, act_href(c, "decide"));
	bool by_city = procedure_stage(d->procedure, STAGE_SAMPLE, HOLDER_PROVINCE)->visited_by_city;

	batch_hidden(c, f, "file", x->public_id);
	f->lead = !draw_waits(x)    ? STR("抽中后退回市级或已撤回，可以替补。")
	          : x->compulsory.n ? str_cat(c->a, STR("必查，不能替补："), x->compulsory)
	          : by_city ? STR("抽中：由市级登记实地核查后办理。拒绝核查的按不合格办理，不得替补。")
	                    : STR("抽中：先登记省级实地核查，再办理。拒绝核查的按不合格办理，不得替补。");
	if (d->people && d->people[x->seq - 1].n)
		f->lead = STR_JOIN(c->a, f->lead, STR("抽中的核查人员："), d->people[x->seq - 1], STR("。"));
	batch_area(c, f,
	        field_text(c, reason_name(c, x->public_id),
	                "说明（不合格、退回、替补须写明原因，替补的原因公开）", str_none(), errors));
	if (draw_waits(x)) {
		f->link_href = str_cat(c->a, by_city ? STR("/o/app/") : STR("/o/site/"), x->public_id);
		f->link = by_city ? STR("查看市级核查记录") : STR("登记实地核查");
		batch_act(c, f, "sample_pass", "核查合格，通过抽查", "");
		batch_act(c, f, "send_back", "退回市级重审", "second");
		batch_act(c, f, "sample_fail", "核查不合格", "bad");
	}
	if (x->compulsory.n == 0)
		batch_act(c, f, "substitute", "无法核查，替补", "second");
}

/* The first FORMS_MAX, or the one that the list led to. */
#define FORMS_MAX 20
static enum rc visit_forms(struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v,
        const struct form_errors *errors, struct err *e)
{
	struct str one = form_get(&c->query, "file");
	size_t shown = 0, left = 0;

	if (errors && form_get(&c->form, "file").n)
		one = form_get(&c->form, "file");
	for (size_t i = 0; i < d->items.n; i++) {
		const struct q_draw_items *x = &d->items.v[i];
		if (!x->taken || x->done || (one.n && !str_eq(one, x->public_id)))
			continue;
		if (shown == FORMS_MAX) {
			left++;
			continue;
		}
		shown++;
		visit_form(c, d, x, v, errors);
		if (one.n)
			TRY(draw_recuse_form(c, db, d, x, v, errors, e));
	}
	if (left) {
		v->banner = str_fmt(c->a, "下面先列出 %d 家，其余 %zu 家从名单中的“待办结”进入。",
		        FORMS_MAX, left);
		v->banner_kind = "info";
	}
	return RC_OK;
}

/* Where nothing drawn waits any more because it was withdrawn or sent back, the others are let go
 * by hand. */
static void release_form(struct ctx *c, const struct draw *d, struct view_batch *v)
{
	int64_t n = draw_held(d);

	if (n == 0)
		return;
	struct view_batch_form *f =
	        batch_form(c, v, "release", STR("放行未抽中的企业"), act_href(c, "release"));
	f->lead =
	        str_fmt(c->a, "有 %lld 家未抽中，所在市抽中的都已办结、撤回或退回。", (long long)n);
	f->warn = STR("放行后，这些企业不再用于替补。");
	batch_act(c, f, "release", "放行", "");
}

/* --- the task list -------------------------------------------------------------------------------
 */

static const struct {
	const char *text, *anchor, *hint;
} steps[] = {
        {"冻结名单，公布校验码和承诺值", "#list", ""},
        {"公布号码来源", "#announce", "来源的号码须在公布之后产生"},
        {"录入号码，两名见证人在场", "#enter", "号码产生之日起录入"},
        {"另一人再次录入并抽取", "#confirm", "与录入的人不能是同一人"},
        {"实地核查，必要时替补", "#list", "一市抽中的全部办结后，该市未抽中的进入下一步"},
};

static void tasks(struct ctx *c, const struct draw *d, struct view_batch *v)
{
	static const char *const states[] = {"frozen", "announced", "entered", "drawn"};
	size_t at = 1;
	int64_t waiting = 0;

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eqc(d->head.state, states[i]))
			at = i + 1;
	for (size_t i = 0; i < d->items.n; i++)
		waiting += draw_waits(&d->items.v[i]);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		bool done = i < at, now = i == at;
		struct view_task *t = batch_task(
		        c, v, steps[i].text, now || i == 0 ? str_c(steps[i].anchor) : str_none());
		t->hint = draw_of_titles(d) && i == ARRAY_LEN(steps) - 1 ? STR("全部办结后生成抽查通报")
		                                                         : str_c(steps[i].hint);
		t->state = done  ? tag_of("green", STR("已完成"))
		           : now ? tag_of("blue", STR("现在办理"))
		                 : tag_of("grey", STR("尚未开始"));
		if (now && i == ARRAY_LEN(steps) - 1)
			t->state = waiting ? tag_of("blue", str_fmt(c->a, "%lld 家待办结",
			                                            (long long)waiting))
			                   : tag_of("green", STR("已办结"));
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
	if (draw_of_titles(&d)) {
		page_crumb(c, &v->page, STR("集中抽查"), STR("/o/sampling"));
		page_crumb(c, &v->page, d.head.title, str_none());
	} else {
		page_crumb(c, &v->page, d.head.batch_title,
		        str_fmt(c->a, "/o/batch/%lld", (long long)d.head.batch_id.v));
		page_crumb(c, &v->page, STR("省级抽查"), str_none());
		v->over = d.head.batch_title;
	}
	if (errors)
		v->page.errors = *errors;
	tasks(c, &d, v);
	v->rows_title = STR("抽取记录");
	TRY(draw_rows(c, db, &d, v, e));
	if (d.head.enterer.n)
		rows_add(c, &v->rows, "录入人", d.head.enterer);
	if (d.head.confirmer.n)
		rows_add(c, &v->rows, "抽取人", d.head.confirmer);
	step_form(c, &d, v, errors);
	if (draw_of_titles(&d)) {
		TRY(title_draw_parts(c, db, &d, v, errors, e));
	} else {
		TRY(visit_forms(c, db, &d, v, errors, e));
		release_form(c, &d, v);
	}
	draw_cities(c, &d, v);
	draw_list(c, &d, true, v);
	v->links_title = STR("公开页面");
	links_add(c, &v->links, STR("社会公众看到的抽查公开页"),
	        str_cat(c->a, STR("/sampling/"), c->params[0]), false);
	return batch_show(c, status, v);
}

enum rc page_o_draw(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

static enum rc decide(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct str draw = c->params[0], act = form_get(&c->form, "act");
	struct str file = form_get(&c->form, "file");
	struct str reason = ctx_typed(c, reason_name(c, file));

	if (str_eqc(act, "substitute")) {
		struct draw_substitute uc = {.draw = draw, .file = file, .reason = reason};
		TRY(TX_RUN(call, draw_substitute, &uc, e));
		*done = str_cat(c->a, STR("已按规则替补："), call->replayed ? STR("") : uc.name);
		return RC_OK;
	}
	static const struct {
		enum action act;
		const char *done;
	} acts[] = {{ACT_SAMPLE_PASS, "已通过抽查，进入下一步"},
	        {ACT_SAMPLE_FAIL, "抽查不合格，已通知企业"},
	        {ACT_SEND_BACK, "已退回市级，重新推荐后仍须核查；也可以替补"}};
	size_t k = 0;
	while (k < ARRAY_LEN(acts) && !str_eqc(act, action_code(acts[k].act)))
		k++;
	if (k == ARRAY_LEN(acts))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	struct draw_decide uc = {.draw = draw, .file = file, .reason = reason, .act = acts[k].act};
	TRY(TX_RUN(call, draw_decide, &uc, e));
	*done = str_c(acts[k].done);
	if (!call->replayed && uc.passed)
		*done = str_fmt(c->a, "%.*s；该市未抽中的 %lld 家进入下一步", STR_ARG(*done),
		        (long long)uc.passed);
	return RC_OK;
}

static enum rc run_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct str draw = c->params[0], step = c->params[1];

	if (str_eqc(step, "announce")) {
		struct draw_announce uc = {.draw = draw, .source = ctx_typed(c, "source")};
		(void)!date_parse_loose(ctx_typed(c, "source_on"), &uc.on);
		*done = STR("号码来源已公布");
		return TX_RUN(call, draw_announce, &uc, e);
	}
	if (str_eqc(step, "enter")) {
		struct draw_enter uc = {.draw = draw,
		        .numbers = ctx_typed(c, "numbers"),
		        .witness1 = ctx_typed(c, "witness1"),
		        .witness2 = ctx_typed(c, "witness2")};
		*done = STR("号码已录入，请另一人登录后再次录入并抽取");
		return TX_RUN(call, draw_enter, &uc, e);
	}
	if (str_eqc(step, "confirm")) {
		struct draw_confirm uc = {.draw = draw, .numbers = ctx_typed(c, "numbers")};
		TRY(TX_RUN(call, draw_confirm, &uc, e));
		*done = str_fmt(c->a, "抽中 %lld 家，请逐家安排实地核查", (long long)uc.taken);
		return RC_OK;
	}
	if (str_eqc(step, "release")) {
		struct draw_release uc = {.draw = draw};
		TRY(TX_RUN(call, draw_release, &uc, e));
		*done = str_fmt(c->a, "未抽中的 %lld 家进入下一步", (long long)uc.passed);
		return RC_OK;
	}
	if (str_eqc(step, "decide"))
		return decide(c, call, done, e);
	if (str_eqc(step, "recuse"))
		return draw_recuse_step(c, call, done, e);
	if (str_eqc(step, "report"))
		return title_draw_step(c, call, done, e);
	return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

enum rc page_o_draw_step(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/draw/"), c->params[0]));
	struct form_errors errors = {0};
	struct str done = str_none();

	enum rc rc = run_step(c, &call, &done, e);
	bool visit = rc == RC_STATE &&
	             (e->msg == MSG_DRAW_NOT_VISITED || e->msg == MSG_DRAW_VISIT_FAILED);
	if (rc == RC_INVALID || visit) {
		bool file = visit || strcmp(e->field, "reason") == 0;
		form_error_add(c->a, &errors,
		        file ? reason_name(c, form_get(&c->form, "file")) : e->field,
		        err_text(c->a, e));
		return show_one(c, visit ? 409 : 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, done);
}

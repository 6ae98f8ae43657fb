/* 集中抽查 over titles in force: the list, the frame before it is frozen, the check of who was drawn. The steps in
 * between are those of every draw (page/batch_draw).
 */
#include "page/draw_page.h"
#include "page/inspection_page.h"
#include "page/routes.h"
#include "service/editions.h"
#include "service/title_draw.h"

#define CHECKS_SHOWN 10

/* --- the list ------------------------------------------------------------------------------------- */

static void programme_links(struct ctx *c, const struct editions *own, struct view_batch *v)
{
	struct str seen = STR(" ");

	v->links_title = STR("组织新的抽查");
	for (size_t i = 0; i < own->n; i++) {
		const struct procedure *p = own->v[i];
		struct str mark = STR_JOIN(c->a, STR(" "), p->programme, STR(" "));
		if (str_has(seen, mark))
			continue;
		seen = STR_JOIN(c->a, seen, p->programme, STR(" "));
		links_add(c, &v->links, str_fmt(c->a, "从有效的%.*s称号中抽查", STR_ARG(p->tier_name)),
			str_cat(c->a, STR("/o/sampling/new?tier="), p->programme), false);
	}
}

enum rc page_o_samplings(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"抽查", "进展", "名单#家", "待核查#家", "冻结日期"};
	struct q_draws_of_titles_list rows;
	struct editions own;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_draws_of_titles(
		db, &(struct q_draws_of_titles_in){.agency_id = c->who.agency_id}, &rows, e));
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	struct view_batch *v = batch_view(c, STR("集中抽查"));
	page_crumb(c, &v->page, STR("集中抽查"), str_none());
	v->lead = STR("从称号有效的企业中按市、按比例抽取，列明必查的企业；名单和承诺值先公布，任何人都能重算结果。不再符合条件的，由核查结果直接立案。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("集中抽查，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, rows.v[i].title)->href = str_cat(c->a, STR("/o/draw/"), rows.v[i].public_id);
		batch_cell(c, t, r, str_c(draw_state_word(rows.v[i].state)))->tag =
			str_eqc(rows.v[i].state, "drawn") && !rows.v[i].waiting ? "green" : "amber";
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].count));
		batch_cell(c, t, r, str_eqc(rows.v[i].state, "drawn") ? str_i64(c->a, rows.v[i].waiting) : STR("—"));
		batch_cell(c, t, r, date_str(c->a, date_of_instant(rows.v[i].frozen_at)));
	}
	t->empty = STR("还没有集中抽查。选择下面的称号开始。");
	programme_links(c, &own, v);
	return batch_show(c, 200, v);
}

/* --- the frame before it is frozen ------------------------------------------------------------------ */

/* What the form asks; on the first visit everything. `from`: the form as typed. */
static void ask_of(struct ctx *c, const struct form *from, bool first, struct title_ask *out)
{
	int64_t *cities = ARENA_NEW_N(c->a, int64_t, from->n + 1);

	*out = (struct title_ask){.tier = form_get(from, "tier"), .automatic = true, .typed = STR(""), .cities = cities};
	if (first)
		return;
	out->automatic = !str_eqc(form_get(from, "automatic"), "0");
	out->typed = form_get(from, "typed");
	for (size_t i = 0; i < from->n; i++)
		if (str_eqc(from->v[i].name, "city") && str_to_i64(from->v[i].value, &cities[out->cities_n]))
			out->cities_n++;
}

static void pick_cities(struct ctx *c, struct view_batch_form *f, const struct q_title_frame_list *rows,
	const struct title_ask *ask)
{
	f->pick_name = STR("city");
	f->pick_caption = STR("参加抽查的市（全部不选即全省）");
	*VEC_ADD(c->a, &f->pick_heads) = (struct view_head){.text = STR("市")};
	*VEC_ADD(c->a, &f->pick_heads) =
		(struct view_head){.text = STR("有效称号"), .unit = STR("家"), .num = true};
	for (size_t i = 0, j; i < rows->n; i = j) {
		for (j = i; j < rows->n && rows->v[j].city_id == rows->v[i].city_id; j++)
			;
		struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
		*p = (struct view_batch_pick){.value = str_i64(c->a, rows->v[i].city_id), .label = rows->v[i].city,
			.checked = ask->cities_n == 0};
		for (size_t k = 0; k < ask->cities_n; k++)
			p->checked = p->checked || ask->cities[k] == rows->v[i].city_id;
		VEC_PUSH(c->a, &p->cells, ((struct view_cell){.text = rows->v[i].city, .label = STR("市")}));
		VEC_PUSH(c->a, &p->cells,
			((struct view_cell){.text = str_i64(c->a, (int64_t)(j - i)), .label = STR("有效称号"),
				.num = true}));
	}
}

static void freeze_form(struct ctx *c, struct view_batch *v, const struct title_ask *ask,
	const struct title_frame *frame, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "freeze", STR("范围和比例"), STR("/o/sampling/new"));
	struct view_field share = field_number(c, "share", "抽取比例", "%", str_none(), errors);
	struct view_field typed = field_text(c, "typed", "另外必查的企业", str_none(), errors);
	struct view_choices automatic = field_choices("automatic", "自动列为必查", errors);

	share.hint = STR("各市按比例向上取整，至少 1 家；必查的另计");
	batch_field(c, f, share);
	typed.optional = true;
	typed.rows = 3;
	typed.hint = STR("每行一家：统一社会信用代码、空格、必查的原因。原因随名单公开");
	batch_area(c, f, typed);
	choices_add(c, &automatic, STR("1"),
		STR("列入异常名录或失信名单、没有按期更新信息、年度更新显示不再符合条件的"), STR("1"));
	choices_add(c, &automatic, STR("0"), STR("不自动列入"), STR("1"));
	batch_radios(c, f, automatic);
	pick_cities(c, f, &frame->rows, ask);
	batch_hidden(c, f, "tier", ask->tier);
	batch_hidden(c, f, "seen", hash_hex(c->a, sample_frame_hash(c->a, &frame->frame)));
	f->warn = str_fmt(c->a,
		"冻结的是下面列出的 %zu 家；改了范围或必查企业的，先“按此更新名单”。冻结后名单、比例、校验码和承诺值立即公开，不能更改。",
		frame->frame.n);
	batch_act(c, f, "preview", "按此更新名单", "second");
	batch_act(c, f, "freeze", "冻结名单并公布校验码", "");
}

static enum rc show_new(struct ctx *c, int status, const struct form *from, bool first,
	struct form_errors *errors, struct err *e)
{
	const struct procedure *p = NULL;
	struct title_frame frame;
	struct title_ask ask;
	struct editions own;
	struct db *db;

	ask_of(c, from, first, &ask);
	TRY(ctx_db(c, &db, e));
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	for (size_t i = 0; i < own.n; i++)
		p = str_eq(own.v[i]->programme, ask.tier) ? own.v[i] : p;
	if (!p)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	enum rc rc = title_frame_load(db, &c->who, &ask, c->now, &frame, e);
	if (rc == RC_INVALID) { /* the line is named; the frame is shown without what was typed */
		if (!form_error_of(errors, "typed").n)
			form_error_from(c->a, errors, e);
		status = 422;
		ask.typed = STR("");
		rc = title_frame_load(db, &c->who, &ask, c->now, &frame, e);
	}
	TRY(rc);
	struct view_batch *v = batch_view(c, str_cat(c->a, p->tier_name, STR("集中抽查")));
	page_crumb(c, &v->page, STR("集中抽查"), STR("/o/sampling"));
	page_crumb(c, &v->page, p->tier_name, str_none());
	v->page.errors = *errors;
	v->lead = STR("先核对并冻结名单、公布校验码，再公布号码来源，最后按公布的号码抽取。没有统一社会信用代码的旧名单不能抽查。");
	if (frame.rows.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有可以抽查的企业"),
			.why = STR("本省没有这一称号的有效企业，或名单没有统一社会信用代码。"),
			.href = STR("/o/sampling"),
			.act = STR("返回集中抽查")};
		return batch_show(c, status, v);
	}
	TRY(draw_pool_row(c, db, v, e));
	freeze_form(c, v, &ask, &frame, errors);
	draw_frame_tables(c, &frame.frame, v);
	return batch_show(c, status, v);
}

enum rc page_o_sampling_new(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};

	if (!form_get(&c->query, "tier").n)
		return respond_redirect(c, STR("/o/sampling"));
	return show_new(c, 200, &c->query, true, &errors, e);
}

enum rc page_o_sampling_new_post(struct ctx *c, struct err *e)
{
	struct title_freeze uc = {.seen = form_get(&c->form, "seen")};
	struct form_errors errors = {0};

	if (str_eqc(form_get(&c->form, "act"), "preview"))
		return show_new(c, 200, &c->form, false, &errors, e);
	ask_of(c, &c->form, false, &uc.ask);
	if (!str_to_i64(form_get(&c->form, "share"), &uc.share_percent))
		uc.share_percent = 0;
	struct tx_call call = ctx_call(c, STR("/o/sampling"));
	enum rc rc = TX_RUN(&call, title_freeze, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return show_new(c, again, &c->form, false, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		call.location = str_cat(c->a, STR("/o/draw/"), uc.public_id);
	return ctx_done(c, &call, STR("名单已冻结，校验码和承诺值已公开"));
}

/* --- checking who was drawn --------------------------------------------------------------------------- */

static void substitute_form(struct ctx *c, const struct q_draw_items *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "substitute", str_cat(c->a, STR("无法核查，替补："), x->name),
		str_fmt(c->a, "/o/draw/%.*s/decide", STR_ARG(c->params[0])));
	const char *name = str_cstr(c->a, str_cat(c->a, STR("reason-"), x->public_id));

	f->lead = STR("迁出本省、注销、已经立案等无法核查的，由同市签号最小的一家替补。拒绝核查的按不再符合登记，不得替补。");
	batch_area(c, f, field_text(c, name, "原因（公开）", str_none(), errors));
	batch_hidden(c, f, "file", x->public_id);
	batch_act(c, f, "substitute", "按规则替补", "second");
}

static void report_form(struct ctx *c, const struct draw *d, struct view_batch *v)
{
	struct view_batch_form *f;

	for (size_t i = 0; i < d->items.n; i++)
		if (draw_waits(&d->items.v[i]))
			return;
	f = batch_form(c, v, "report", STR("公布结果"),
		str_fmt(c->a, "/o/draw/%.*s/report", STR_ARG(c->params[0])));
	f->lead = STR("抽中的都已核查或替补。生成抽查通报的草稿，修改后由两人签发，可以同时在“通知公告”发布；签发后抽查公开页列出核查结论。");
	batch_act(c, f, "report", "生成抽查通报", "");
}

static void check_row(struct ctx *c, struct view_table *t, const struct draw *d, const struct q_title_checks_of *k)
{
	struct view_cells *r = batch_row(c, t);
	bool unfit = str_eqc(k->result, "unfit") && k->last;

	batch_cell(c, t, r, d->items.v[k->seq - 1].name)->href = str_cat(c->a, STR("/o/inspection/"), k->sheet);
	batch_cell(c, t, r, k->turn ? str_cat(c->a, k->done_on, STR("（复查）")) : k->done_on);
	batch_cell(c, t, r, STR_JOIN(c->a, k->inspector1, STR("、"), k->inspector2));
	batch_cell(c, t, r, k->findings);
	batch_cell(c, t, r, str_c(inspection_result_word(k->result)))->tag = inspection_tag(k->result);
	batch_cell(c, t, r, k->comments ? str_fmt(c->a, "%lld 条", (long long)k->comments) : STR("—"));
	struct view_cell *act = batch_cell(c, t, r,
		str_eqc(k->result, "rectify") && k->last ? str_cat(c->a, STR("复查日期 "), k->recheck_on)
		: !unfit				 ? STR("—")
		: k->case_file.n			 ? STR("查看案件")
							 : STR("立案提请取消"));
	if (unfit)
		act->href = k->case_file.n
				    ? str_cat(c->a, STR("/o/case/"), k->case_file)
				    : str_fmt(c->a, "/o/cases/new?title=%lld", (long long)k->title_id);
}

/* What is still to be done, re-checks with their day. */
static void sheet_row(struct ctx *c, struct view_table *t, const struct draw *d, const struct q_inspections_of_draw *s)
{
	const struct q_draw_items *x = &d->items.v[s->seq - 1];
	bool late = s->due_on.n && str_cmp(s->due_on, date_str(c->a, date_of_instant(c->now))) < 0;
	struct view_cells *r = batch_row(c, t);

	batch_cell(c, t, r, x->name)->href = str_cat(c->a, STR("/o/inspection/"), s->public_id);
	batch_cell(c, t, r, x->stratum);
	batch_cell(c, t, r, d->people && d->people[s->seq - 1].n ? d->people[s->seq - 1] : STR("由本单位指定"));
	batch_cell(c, t, r, str_i64(c->a, s->photos));
	struct str state = s->signed_name.n ? str_cat(c->a, s->signed_name, STR("已签名"))
			   : s->saved_by.n  ? STR("已填写，未签名")
					    : STR("待核查");
	batch_cell(c, t, r, !s->due_on.n ? state : str_fmt(c->a, "%.*s，%s %.*s", STR_ARG(state),
							   late ? "复查已逾期" : "应复查", STR_ARG(s->due_on)))
		->tag = late ? "red" : s->signed_name.n ? "amber" : "blue";
}

static enum rc sheets(struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"企业", "市", "核查人员", "照片#张", "进展"};
	struct q_inspections_of_draw_list rows;

	TRY(q_inspections_of_draw(db,
		&(struct q_inspections_of_draw_in){.draw_id = d->head.id, .agency_id = c->who.agency_id}, &rows, e));
	struct view_table *t = &batch_table(c, v, "waiting", "待核查和待复查", STR("点企业名称填写核查记录"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("抽中的都已核查或替补。");
	for (size_t i = 0; i < rows.n; i++)
		if (!rows.v[i].done_at.has && d->items.v[rows.v[i].seq - 1].reason.n == 0)
			sheet_row(c, t, d, &rows.v[i]);
	return RC_OK;
}

enum rc title_draw_parts(struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v,
	const struct form_errors *errors, struct err *e)
{
	static const char *const heads[] = {"企业", "核查日期", "核查人员", "核查情况", "结论", "企业意见", "后续"};
	struct str one = form_get(errors ? &c->form : &c->query, "file");
	struct q_title_checks_of_list checks;

	if (!str_eqc(d->head.state, "drawn"))
		return RC_OK;
	for (size_t i = 0; i < d->items.n; i++)
		if (one.n && str_eq(d->items.v[i].public_id, one) && draw_waits(&d->items.v[i]) &&
			d->items.v[i].compulsory.n == 0)
			substitute_form(c, &d->items.v[i], v, errors);
	report_form(c, d, v);
	TRY(sheets(c, db, d, v, e));
	TRY(q_title_checks_of(db,
		&(struct q_title_checks_of_in){.draw_id = d->head.id, .agency_id = c->who.agency_id}, &checks, e));
	struct view_batch_table *box = batch_table(c, v, "checks", "核查结果", str_fmt(c->a, "已登记 %zu 次", checks.n));
	struct view_table *t = &box->table;
	struct batch_part part = batch_table_part(
		c, box, str_cat(c->a, STR("/o/draw/"), c->params[0]), checks.n, CHECKS_SHOWN);
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有登记核查结果。");
	t->scrolls = true;
	for (size_t i = part.from; i < part.to; i++)
		check_row(c, t, d, &checks.v[i]);
	return RC_OK;
}

enum rc title_draw_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e)
{
	struct title_report uc = {.draw = c->params[0]};

	TRY(TX_RUN(call, title_report, &uc, e));
	if (!call->replayed)
		call->location = str_cat(c->a, STR("/o/circular/"), uc.public_id);
	*done = STR("抽查通报草稿已生成，请修改后提请签发");
	return RC_OK;
}

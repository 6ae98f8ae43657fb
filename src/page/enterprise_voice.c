/* 意见诉求 of an enterprise: what it raised and where that stands, raising, and what it says of the answer. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/voice_page.h"

#define LIST_PAGE 50

static struct view_batch *voice_view(struct ctx *c, struct str title, struct str last)
{
	struct view_batch *v = batch_view(c, title);

	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("意见诉求"), last.n ? STR("/e/voice") : str_none());
	if (last.n)
		page_crumb(c, &v->page, last, str_none());
	return v;
}

/* --- list --- */

static void list_row(struct ctx *c, const struct voice_kinds *k, const struct q_voices_of_enterprise *x,
	struct view_table *t)
{
	struct view_cells *r = batch_row(c, t);
	struct view_tag tag = voice_tag(x->state);

	batch_cell(c, t, r, x->title)->href = str_cat(c->a, STR("/e/voice/"), x->public_id);
	batch_cell(c, t, r, x->no);
	batch_cell(c, t, r, voice_kind_name(k, x->kind));
	batch_cell(c, t, r, x->holder);
	batch_cell(c, t, r, tag.text)->tag = tag.kind;
	batch_cell(c, t, r, voice_clock(c, x->state, x->waiting_at, x->due_at));
	batch_cell(c, t, r, date_str(c->a, date_of_instant(x->raised_at)));
}

enum rc page_e_voices(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"标题", "编号", "类别", "办理机关", "状态", "答复期限", "提出日期"};
	struct q_voices_of_enterprise_list rows;
	struct voice_kinds kinds;
	struct db *db;
	int64_t before;

	if (!str_to_i64(form_get(&c->query, "before"), &before) || before < 1)
		before = INT64_MAX;
	TRY(ctx_db(c, &db, e));
	TRY(voice_kinds_load(c->a, VOICE_ENTERPRISE, &kinds, e));
	TRY(q_voices_of_enterprise(db,
		&(struct q_voices_of_enterprise_in){
			.enterprise_id = c->who.enterprise_id, .before_id = before, .limit = LIST_PAGE + 1},
		&rows, e));
	struct view_batch *v = voice_view(c, STR("意见诉求"), str_none());
	v->lead = STR("融资、人才、用地、市场、政策等方面的困难、意见和建议，向主管部门提出；答复和转办都在这里和消息里告知。");
	v->next = STR("有意见诉求要提出？");
	v->next_why = STR("只有办理的机关和它的上级能看到，不会公开。");
	v->next_href = STR("/e/voice/new");
	v->next_act = STR("提出意见诉求");
	struct view_table *t = &batch_table(c, v, "list", "", STR("本企业提出的，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("还没有提出过意见诉求。");
	for (size_t i = 0; i < MIN_OF(rows.n, (size_t)LIST_PAGE); i++)
		list_row(c, &kinds, &rows.v[i], t);
	if (rows.n > LIST_PAGE)
		v->pager.next = str_fmt(c->a, "/e/voice?before=%lld", (long long)rows.v[LIST_PAGE - 1].id);
	if (before != INT64_MAX)
		v->pager.first = STR("/e/voice");
	v->paged = v->pager.next.n || v->pager.first.n;
	return batch_show(c, 200, v);
}

/* --- raising --- */

struct typed {
	int64_t body;
	struct str kind, title, text;
};
static const struct field_spec specs[] = {
	{"body", "办理机关", FIELD_INT, true, 1, INT64_MAX, NULL, offsetof(struct typed, body)},
	{"kind", "类别", FIELD_TEXT, true, 1, 40, NULL, offsetof(struct typed, kind)},
	{"title", "标题", FIELD_TEXT, true, VOICE_TITLE_MIN, VOICE_TITLE_MAX, NULL, offsetof(struct typed, title)},
	{"text", "具体情况", FIELD_LINES, true, VOICE_TEXT_MIN, VOICE_TEXT_MAX, NULL, offsetof(struct typed, text)},
};

static void new_form(struct ctx *c, const struct voice_kinds *kinds, const struct q_voice_bodies_list *bodies,
	struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "raise", str_none(), STR("/e/voice/new"));
	struct view_choices body = field_choices("body", "向哪个机关提出", errors);

	for (size_t i = 0; i < bodies->n; i++)
		choices_add(c, &body, str_i64(c->a, bodies->v[i].id), bodies->v[i].name,
			str_i64(c->a, bodies->v[0].id));
	body.hint = STR("一般向所在县（市、区）的主管部门提出；不归它办理的，由它转办");
	batch_select(c, f, body);
	voice_kind_field(c, kinds, f, errors);
	voice_words_fields(c, f, errors);
	case_file_field(f, "附件", errors);
	f->warn = STR("提交后不能修改。内容只供办理机关和它的上级使用，涉及商业秘密的不会公开。");
	f->back = STR("/e/voice");
	batch_act(c, f, "raise", "提交意见诉求", "");
}

static enum rc show_new(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_voice_bodies_list bodies;
	struct voice_kinds kinds;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(voice_kinds_load(c->a, VOICE_ENTERPRISE, &kinds, e));
	TRY(q_voice_bodies(db, &(struct q_voice_bodies_in){.enterprise_id = c->who.enterprise_id}, &bodies, e));
	struct view_batch *v = voice_view(c, STR("提出意见诉求"), STR("提出"));
	if (errors)
		v->page.errors = *errors;
	rows_add(c, &v->rows, "答复期限", voice_term(c));
	if (bodies.n)
		new_form(c, &kinds, &bodies, v, errors);
	else
		v->empty = (struct view_empty){.what = STR("还不能确定由哪个机关办理"),
			.why = STR("请先在“企业信息”中选定所在县（市、区）。"), .href = STR("/e/profile"),
			.act = STR("去填写")};
	return batch_show(c, status, v);
}

enum rc page_e_voice_new(struct ctx *c, struct err *e)
{
	return show_new(c, 200, NULL, e);
}

enum rc page_e_voice_new_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct typed in = {0};

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors))
		return show_new(c, 422, &errors, e);
	struct voice_raise uc = {.body = in.body, .kind = in.kind, .title = in.title, .text = in.text};
	enum rc rc = case_files(c, &uc.files, &uc.files_n, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show_new(c, 422, &errors, e);
	}
	TRY(rc);
	struct tx_call call = ctx_call(c, STR("/e/voice"));
	rc = TX_RUN(&call, voice_raise, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_new(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("意见诉求已提交，本页就是回执"));
}

/* --- one --- */

static struct view_batch_form *act_form(
	struct ctx *c, struct view_batch *v, const char *id, const char *title, int64_t version)
{
	struct view_batch_form *f =
		batch_form(c, v, id, str_c(title), str_cat(c->a, STR("/e/voice/"), c->params[0]));

	batch_hidden(c, f, "version", str_i64(c->a, version));
	return f;
}

static void rate_form(struct ctx *c, const struct q_voice_for_enterprise *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = act_form(c, v, "rate", "答复解决问题了吗", x->version);
	struct view_field text = field_text(c, "rate_text", "说明", str_none(), errors);

	text.rows = 3;
	text.optional = true;
	text.hint = STR("最多 500 个字");
	batch_area(c, f, text);
	batch_act(c, f, voice_act_code(VOICE_SOLVE), "解决了", "ok");
	batch_act(c, f, voice_act_code(VOICE_NOT_SOLVED), "未解决", "second");
}

static void again_form(struct ctx *c, const struct q_voice_for_enterprise *x, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = act_form(c, v, "again", "再次提出", x->version);
	struct view_field text = field_text(c, "again_text", "还要解决什么", str_none(), errors);

	f->lead = STR("答复没有解决问题，或者问题又出现的，可以再次提出一次，由现在的办理机关重新答复。");
	text.rows = 6;
	text.hint = str_fmt(c->a, "%d 至 %d 个字", VOICE_TEXT_MIN, VOICE_TEXT_MAX);
	batch_area(c, f, text);
	batch_act(c, f, voice_act_code(VOICE_REOPEN), "再次提出", "second");
}

static void rows_fill(struct ctx *c, const struct q_voice_for_enterprise *x, struct str kind, struct view_batch *v)
{
	struct str clock = voice_clock(c, x->state, x->waiting_at, x->due_at);

	rows_add(c, &v->rows, "编号", x->no);
	rows_add(c, &v->rows, "类别", kind);
	rows_add(c, &v->rows, "状态", voice_tag(x->state).text);
	rows_add(c, &v->rows, "办理机关",
		str_fmt(c->a, "%.*s　%.*s", STR_ARG(x->holder), STR_ARG(x->holder_phone)));
	rows_add(c, &v->rows, "提出时间", instant_human(c->a, x->raised_at));
	if (str_eqc(x->state, voice_state_code(VOICE_WAITING)))
		rows_add(c, &v->rows, x->due_at ? "答复截止" : "等候", clock);
}

static enum rc show_one(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_voice_for_enterprise x;
	struct voice_kinds kinds;
	enum voice_state s, to;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_voice_for_enterprise(db,
		&(struct q_voice_for_enterprise_in){
			.public_id = c->params[0], .enterprise_id = c->who.enterprise_id},
		&x, e));
	TRY(voice_kinds_load(c->a, VOICE_ENTERPRISE, &kinds, e));
	struct view_batch *v = voice_view(c, x.title, x.no);
	if (errors)
		v->page.errors = *errors;
	v->over = STR("意见诉求");
	rows_fill(c, &x, voice_kind_name(&kinds, x.kind), v);
	TRY(voice_said_fill(c, db, x.id, STR("本企业"), "/e", v, e));
	if (!voice_state_parse(x.state, &s))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voice %lld", (long long)x.id);
	if (s == VOICE_ANSWERED) {
		v->next = STR("请看答复，并说明问题解决了没有");
		v->next_href = STR("#rate");
		v->next_act = STR("去评价");
		v->next_kind = "";
		rate_form(c, &x, v, errors);
	}
	if (voice_next(VOICE_ENTERPRISE, s, x.reopened, VOICE_REOPEN, &to))
		again_form(c, &x, v, errors);
	return batch_show(c, status, v);
}

enum rc page_e_voice(struct ctx *c, struct err *e)
{
	return show_one(c, 200, NULL, e);
}

enum rc page_e_voice_post(struct ctx *c, struct err *e)
{
	struct voice_rate uc = {.public_id = c->params[0], .version = ctx_version(c)};
	struct form_errors errors = {0};

	if (!voice_act_parse(form_get(&c->form, "act"), &uc.act))
		return err_set(e, RC_INVALID, MSG_FORM_BAD);
	const char *field = uc.act == VOICE_REOPEN ? "again_text" : "rate_text";
	struct str text = str_trim(form_get(&c->form, field));
	uc.text = text.p ? text : STR("");
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/e/voice/"), c->params[0]));
	enum rc rc = TX_RUN(&call, voice_rate, &uc, e);
	if (rc == RC_INVALID) {
		case_error(c, &errors, field, e);
		return show_one(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, uc.act == VOICE_REOPEN ? STR("已再次提出") : STR("已记录，谢谢反馈"));
}

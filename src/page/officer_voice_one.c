/* One demand or question in the office: answered, handed on, put before the public; only what is possible now. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/voice_page.h"

struct one {
	struct db *db;
	struct q_voice_for_officer v;
	struct q_answer_shown shown;
	bool is_shown;
	enum voice_origin origin;
	enum voice_state state;
};

static struct view_batch_form *act_form(
	struct ctx *c, struct view_batch *v, const struct one *x, const char *act, const char *title)
{
	struct view_batch_form *f = batch_form(
		c, v, act, str_c(title), str_fmt(c->a, "/o/voice/%.*s/%s", STR_ARG(c->params[0]), act));

	batch_hidden(c, f, "version", str_i64(c->a, x->v.version));
	return f;
}

static bool may(const struct ctx *c, const struct one *x, enum voice_act act)
{
	enum voice_state to;

	return x->v.holder_id == c->who.agency_id && voice_next(x->origin, x->state, x->v.reopened, act, &to);
}

static void area(struct ctx *c, struct view_batch_form *f, const char *id, const char *label, const char *hint,
	int rows, struct str value, const struct form_errors *errors)
{
	struct view_field text = field_text(c, id, label, value, errors);

	text.rows = rows;
	text.hint = str_c(hint);
	batch_area(c, f, text);
}

static void answer_form(struct ctx *c, const struct one *x, struct view_batch *v, const struct form_errors *errors)
{
	bool again = x->v.answered_at > 0;
	struct view_batch_form *f = act_form(c, v, x, "answer", again ? "补充答复" : "答复");

	area(c, f, "answer_text", again ? "补充的内容" : "答复内容", "4 至 2000 个字", 8, str_none(), errors);
	f->warn = x->origin == VOICE_PUBLIC ? STR("提问人凭回执编号和电话后四位看到答复。送出后不能修改，可以补充。")
					    : STR("企业立即收到消息。送出后不能修改，可以补充。");
	batch_act(c, f, "answer", again ? "送出补充答复" : "送出答复", again ? "second" : "");
}

static enum rc hand_forms(struct ctx *c, const struct one *x, struct view_batch *v,
	const struct form_errors *errors, struct err *e)
{
	struct view_choices to = field_choices("to", "转交哪个机关", errors);
	struct q_voice_below_list below;

	if (x->v.parent_id.has && may(c, x, VOICE_HAND_UP)) {
		struct view_batch_form *f = act_form(c, v, x, "up", "转请上级办理");
		area(c, f, "up_reason", "理由", "提出人能看到，4 至 500 个字", 3, str_none(), errors);
		batch_act(c, f, "up", "转请上级办理", "second");
	}
	TRY(q_voice_below(x->db,
		&(struct q_voice_below_in){
			.agency_id = c->who.agency_id, .division_code = x->v.division_code},
		&below, e));
	if (below.n == 0 || !may(c, x, VOICE_HAND_DOWN))
		return RC_OK;
	struct view_batch_form *f = act_form(c, v, x, "down", "转交下级办理");
	for (size_t i = 0; i < below.n; i++)
		choices_add(c, &to, str_i64(c->a, below.v[i].id), below.v[i].name, str_none());
	batch_select(c, f, to);
	area(c, f, "down_reason", "理由", "提出人能看到，4 至 500 个字", 3, str_none(), errors);
	batch_act(c, f, "down", "转交下级办理", "second");
	return RC_OK;
}

/* What the officer starts from: the question and the last answer as they were said. */
static enum rc said_last(struct one *x, struct str *question, struct str *answer, struct err *e)
{
	struct q_voice_said_of_list said;

	*question = *answer = STR("");
	TRY(q_voice_said_of(x->db, &(struct q_voice_said_of_in){.voice_id = x->v.id}, &said, e));
	for (size_t i = 0; i < said.n; i++) {
		if (str_eqc(said.v[i].act, "raise"))
			*question = said.v[i].text;
		else if (str_eqc(said.v[i].act, voice_act_code(VOICE_ANSWER)))
			*answer = said.v[i].text;
	}
	return RC_OK;
}

static enum rc public_forms(struct ctx *c, struct one *x, struct view_batch *v,
	const struct form_errors *errors, struct err *e)
{
	struct str question, answer;

	if (!may(c, x, VOICE_PUBLISH))
		return RC_OK;
	if (x->is_shown) {
		struct view_batch_form *f = act_form(c, v, x, "withdraw", "公开的问答");
		f->lead = str_fmt(c->a, "%.*s 公开：%.*s", STR_ARG(instant_human(c->a, x->shown.published_at)),
			STR_ARG(x->shown.title));
		batch_act(c, f, "withdraw", "撤回公开", "second");
		return RC_OK;
	}
	if (!x->v.may_publish) {
		v->banner = STR("提问人不同意公开：这件咨询不能公开。");
		return RC_OK;
	}
	TRY(said_last(x, &question, &answer, e));
	struct view_batch_form *f = act_form(c, v, x, "publish", "公开问答");
	f->lead = STR("对别人也有用的，改写后公开在“咨询与答复”。去掉姓名、企业名称、电话和商业秘密。");
	struct view_field title = field_text(c, "title", "公开的标题", x->v.title, errors);
	title.width = "full";
	batch_field(c, f, title);
	area(c, f, "question", "公开的问题", "4 至 2000 个字", 5, question, errors);
	area(c, f, "answer", "公开的答复", "4 至 2000 个字", 8, answer, errors);
	batch_act(c, f, "publish", "公开问答", "second");
	return RC_OK;
}

static void rows_fill(struct ctx *c, const struct one *x, struct str kind, struct view_batch *v)
{
	bool public = x->origin == VOICE_PUBLIC;

	rows_add(c, &v->rows, "编号", x->v.no);
	rows_add(c, &v->rows, public ? "称呼" : "企业", x->v.name);
	if (x->v.phone.n)
		rows_add(c, &v->rows, public ? "联系电话（只供答复使用，不得公开）" : "联系电话", x->v.phone);
	rows_add(c, &v->rows, "类别", kind);
	rows_add(c, &v->rows, "状态", str_c(voice_state_word(x->state)));
	rows_add(c, &v->rows, "办理机关", x->v.holder);
	rows_add(c, &v->rows, "提出时间", instant_human(c->a, x->v.raised_at));
	if (x->state == VOICE_WAITING)
		rows_add(c, &v->rows, x->v.due_at ? "答复截止" : "等候",
			voice_clock(c, x->v.state, x->v.waiting_at, x->v.due_at));
	if (public)
		rows_add(c, &v->rows, "同意公开问答", x->v.may_publish ? STR("同意") : STR("不同意"));
}

static enum rc load(struct ctx *c, struct one *x, struct err *e)
{
	TRY(ctx_db(c, &x->db, e));
	TRY(q_voice_for_officer(x->db,
		&(struct q_voice_for_officer_in){.public_id = c->params[0], .agency_id = c->who.agency_id},
		&x->v, e));
	if (!voice_origin_parse(x->v.origin, &x->origin) || !voice_state_parse(x->v.state, &x->state))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voice %lld", (long long)x->v.id);
	return q_answer_shown(
		x->db, &(struct q_answer_shown_in){.voice_id = x->v.id}, &x->shown, &x->is_shown, e);
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct one x = {0};
	struct voice_kinds kinds;

	TRY(load(c, &x, e));
	TRY(voice_kinds_load(c->a, x.origin, &kinds, e));
	struct view_batch *v = batch_view(c, x.v.title);
	page_crumb(c, &v->page, STR("意见诉求和咨询"), STR("/o/voice"));
	page_crumb(c, &v->page, x.v.no, str_none());
	if (errors)
		v->page.errors = *errors;
	v->over = str_c(voice_origin_word(x.origin));
	if (x.v.holder_id != c->who.agency_id)
		v->lead = str_fmt(c->a, "由%.*s办理，本单位可以查看。", STR_ARG(x.v.holder));
	rows_fill(c, &x, voice_kind_name(&kinds, x.v.kind), v);
	TRY(voice_said_fill(c, x.db, x.v.id, x.origin == VOICE_PUBLIC ? STR("提问人") : STR("企业"), "/o", v, e));
	if (may(c, &x, VOICE_ANSWER))
		answer_form(c, &x, v, errors);
	TRY(hand_forms(c, &x, v, errors, e));
	TRY(public_forms(c, &x, v, errors, e));
	return batch_show(c, status, v);
}

enum rc page_o_voice(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

/* --- acts --- */

static enum rc do_answer(struct ctx *c, struct tx_call *call, struct err *e)
{
	struct voice_answer uc = {
		.public_id = c->params[0], .text = ctx_typed(c, "answer_text"), .version = ctx_version(c)};

	return TX_RUN(call, voice_answer, &uc, e);
}

static enum rc do_hand(struct ctx *c, struct tx_call *call, struct err *e)
{
	bool up = str_eqc(c->params[1], "up");
	struct voice_hand uc = {.public_id = c->params[0], .reason = ctx_typed(c, up ? "up_reason" : "down_reason"),
		.version = ctx_version(c), .up = up};

	if (!str_to_i64(form_get(&c->form, "to"), &uc.to))
		uc.to = 0;
	return TX_RUN(call, voice_hand, &uc, e);
}

static enum rc do_publish(struct ctx *c, struct tx_call *call, struct err *e)
{
	struct voice_publish uc = {.public_id = c->params[0], .title = ctx_typed(c, "title"),
		.question = ctx_typed(c, "question"), .answer = ctx_typed(c, "answer")};

	return TX_RUN(call, voice_publish, &uc, e);
}

static enum rc do_withdraw(struct ctx *c, struct tx_call *call, struct err *e)
{
	struct voice_withdraw uc = {.public_id = c->params[0]};

	return TX_RUN(call, voice_withdraw, &uc, e);
}

/* `field`: the form's own, for what the service calls text or reason. */
static const struct {
	const char *act, *field, *done;
	enum rc (*fn)(struct ctx *, struct tx_call *, struct err *);
} acts[] = {
	{"answer", "answer_text", "答复已送出", do_answer},
	{"up", "up_reason", "已转请上级办理", do_hand},
	{"down", "down_reason", "已转交下级办理", do_hand},
	{"publish", "question", "问答已公开", do_publish},
	{"withdraw", "question", "已撤回公开", do_withdraw},
};

enum rc page_o_voice_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	size_t i = 0;

	while (i < ARRAY_LEN(acts) && !str_eqc(c->params[1], acts[i].act))
		i++;
	if (i == ARRAY_LEN(acts))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/voice/"), c->params[0]));
	enum rc rc = acts[i].fn(c, &call, e);
	if (rc == RC_INVALID) {
		bool own = str_eqc(str_c(e->field), "text") || str_eqc(str_c(e->field), "reason");
		form_error_add(c->a, &errors, own ? acts[i].field : str_cstr(c->a, str_c(e->field)), err_text(c->a, e));
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, str_c(acts[i].done));
}

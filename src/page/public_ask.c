/* 咨询与答复 for everybody: what was answered and published, how long questions wait, asking without an account. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/voice_page.h"
#include "service/objection.h"
#include "web/urlparse.h"

#define LIST_PAGE 20
#define ASK_PER_MINUTE 2
#define ASK_BURST 5

static struct view_batch *ask_view(struct ctx *c, const char *title, bool below)
{
	struct view_batch *v = batch_view(c, str_c(title));

	v->page.crumbs.n = 0;
	v->page.column = STR("咨询与答复");
	page_crumb(c, &v->page, STR("咨询与答复"), below ? STR("/ask") : str_none());
	if (below)
		page_crumb(c, &v->page, str_c(title), str_none());
	return v;
}

/* --- what was published --- */

static void filters(struct ctx *c, const struct voice_kinds *k, struct str word, struct str kind, struct view_batch *v)
{
	struct view_choices kinds = field_choices("kind", "类别", NULL);

	v->filters.action = STR("/ask");
	*VEC_ADD(c->a, &v->filters.fields) =
		(struct view_field){.id = STR("q"), .label = STR("查找问答"), .value = word};
	kinds.empty = STR("全部");
	for (size_t i = 0; i < k->n; i++)
		choices_add(c, &kinds, k->v[i].id, k->v[i].name, kind);
	VEC_PUSH(c->a, &v->filters.selects, kinds);
	if (word.n || kind.n)
		v->filters.clear_href = STR("/ask");
}

static enum rc answers(struct ctx *c, struct db *db, const struct voice_kinds *k, struct view_batch *v, struct err *e)
{
	struct str word = str_trim(form_get(&c->query, "q")), kind = form_get(&c->query, "kind");
	struct q_answers_public_list rows;
	int64_t before;

	word = word.p ? word : STR("");
	kind = kind.p ? kind : STR("");
	if (!str_to_i64(form_get(&c->query, "before"), &before) || before < 1)
		before = INT64_MAX;
	filters(c, k, word, kind, v);
	TRY(q_answers_public(db,
		&(struct q_answers_public_in){.before_id = before, .word = word, .kind = kind,
			.limit = LIST_PAGE + 1},
		&rows, e));
	for (size_t i = 0; i < MIN_OF(rows.n, (size_t)LIST_PAGE); i++) {
		const struct q_answers_public *x = &rows.v[i];
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){x->title,
			str_fmt(c->a, "问（%.*s）：%.*s\n答（%.*s，%.*s）：%.*s", STR_ARG(voice_kind_name(k, x->kind)),
				STR_ARG(x->question), STR_ARG(x->body),
				STR_ARG(date_str(c->a, date_of_instant(x->published_at))), STR_ARG(x->answer))};
	}
	if (rows.n == 0)
		v->empty = (struct view_empty){.what = word.n || kind.n ? STR("没有符合条件的问答") : STR("还没有公开的问答"),
			.why = STR("常见问题可以先看办事指南和使用手册；没有找到的，直接提问。"), .href = STR("/guide"),
			.act = STR("看办事指南")};
	if (rows.n > LIST_PAGE)
		v->pager.next = STR_JOIN(c->a, STR("/ask?before="), str_i64(c->a, rows.v[LIST_PAGE - 1].id),
			STR("&kind="), percent_encode(c->a, kind, ""), STR("&q="), percent_encode(c->a, word, ""));
	if (before != INT64_MAX)
		v->pager.first = STR("/ask");
	v->paged = v->pager.next.n || v->pager.first.n;
	return RC_OK;
}

/* --- how long others wait --- */

static enum rc waiting(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"机关", "待答复#件", "最久的已等#工作日"};
	struct q_questions_waiting_list rows;
	struct str term = voice_term(c);
	int64_t n = 0, oldest = 0;

	TRY(q_questions_waiting(db, &rows, e));
	struct view_batch_table *box = batch_table(c, v, "waiting", "还没有答复的咨询", STR("等得最久的在前"));
	struct view_table *t = &box->table;
	box->note = str_fmt(c->a, "答复期限：%.*s。", STR_ARG(term));
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有等答复的咨询。");
	for (size_t i = 0; i < rows.n; i++) {
		int64_t age = voice_age(ctx_services(c), rows.v[i].oldest_at, c->now);
		struct view_cells *r = batch_row(c, t);
		n += rows.v[i].n;
		oldest = MAX_OF(oldest, age);
		batch_cell(c, t, r, rows.v[i].name);
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].n));
		batch_cell(c, t, r, str_i64(c->a, age));
	}
	batch_stat(c, v, "待答复", n, "件", "");
	batch_stat(c, v, "最久的已等", oldest, "个工作日", "");
	return RC_OK;
}

enum rc page_ask(struct ctx *c, struct err *e)
{
	struct voice_kinds kinds;
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(voice_kinds_load(c->a, VOICE_PUBLIC, &kinds, e));
	v = ask_view(c, "咨询与答复", false);
	v->lead = STR("对申报条件、办理程序、名单证书和扶持政策有疑问的，可以向主管部门咨询，不需要注册。");
	v->next = STR("没有找到答案？");
	v->next_why = STR("选择机关直接提问，可以用化名；凭回执编号和电话后四位查询答复。");
	v->next_href = STR("/ask/new");
	v->next_act = STR("我要咨询");
	TRY(waiting(c, db, v, e));
	TRY(answers(c, db, &kinds, v, e));
	v->links_title = STR("相关");
	links_add(c, &v->links, STR("查询咨询的办理情况"), STR("/receipt"), false);
	links_add(c, &v->links, STR("评价工作机构和电话"), STR("/bodies"), false);
	links_add(c, &v->links, STR("举报投诉"), STR("/report"), false);
	return batch_show(c, 200, v);
}

/* --- asking --- */

struct typed {
	struct str body, kind, title, text, name, phone, publish;
};
static const char *const yes_no[] = {"yes", "no", NULL};
static const struct field_spec specs[] = {
	{"body", "咨询的机关", FIELD_TEXT, true, 1, 40, NULL, offsetof(struct typed, body)},
	{"title", "标题", FIELD_TEXT, true, VOICE_TITLE_MIN, VOICE_TITLE_MAX, NULL, offsetof(struct typed, title)},
	{"name", "称呼", FIELD_TEXT, true, 1, 30, NULL, offsetof(struct typed, name)},
	{"phone", "联系电话", FIELD_PHONE, true, 0, 0, NULL, offsetof(struct typed, phone)},
	{"kind", "类别", FIELD_TEXT, true, 1, 40, NULL, offsetof(struct typed, kind)},
	{"text", "具体情况", FIELD_LINES, true, VOICE_TEXT_MIN, VOICE_TEXT_MAX, NULL, offsetof(struct typed, text)},
	{"publish", "是否同意公开", FIELD_CHOICE, true, 0, 0, yes_no, offsetof(struct typed, publish)},
};

static void ask_form(struct ctx *c, const struct voice_kinds *kinds, struct str code, struct view_batch *v,
	const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "ask", str_none(), STR("/ask/new"));
	struct view_choices publish = field_choices("publish", "是否同意公开问题和答复", errors);
	struct view_field name = field_text(c, "name", "怎么称呼您", str_none(), errors),
			  phone = field_text(c, "phone", "联系电话", str_none(), errors);

	batch_hidden(c, f, "body", code);
	voice_words_fields(c, f, errors);
	name.hint = STR("可以用化名");
	phone.hint = STR("只供答复使用，不会公开；凭后四位查询答复");
	phone.inputmode = "tel";
	phone.width = "w18";
	batch_field(c, f, name);
	batch_field(c, f, phone);
	voice_kind_field(c, kinds, f, errors);
	choices_add(c, &publish, STR("yes"), STR("同意，由主管部门改写后公开，不含称呼和电话"), str_none());
	choices_add(c, &publish, STR("no"), STR("不同意"), str_none());
	batch_radios(c, f, publish);
	f->warn = STR("请不要填写身份证号码、商业秘密等内容。举报请走“举报投诉”。");
	f->back = STR("/ask");
	batch_act(c, f, "ask", "提交咨询", "");
}

static void body_link(struct ctx *c, struct view_batch *v, struct str name, struct str code)
{
	links_add(c, &v->links, name, str_cat(c->a, STR("/ask/new?body="), percent_encode(c->a, code, "-")), false);
}

static enum rc show_roots(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct q_bodies_roots_list roots;

	TRY(q_bodies_roots(db, &roots, e));
	v->lead = STR("先选择咨询哪个机关。一般向所在县（市、区）的主管部门咨询；不归它答复的，由它转办。");
	v->links_title = STR("省级主管部门，选择后可以再选所辖市、县（市、区）");
	for (size_t i = 0; i < roots.n; i++)
		body_link(c, v, roots.v[i].name, roots.v[i].code);
	return batch_show(c, 200, v);
}

static enum rc body_of(struct db *db, struct str code, struct q_agency_by_id *out, struct err *e)
{
	struct q_agency_by_code id;

	TRY(q_agency_by_code(db, &(struct q_agency_by_code_in){.code = code}, &id, e));
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id.id}, out, e));
	return out->active ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

static enum rc show_new(struct ctx *c, int status, struct str code, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = ask_view(c, "我要咨询", true);
	struct q_agency_children_list below;
	struct voice_kinds kinds;
	struct q_agency_by_id body;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	if (!code.n)
		return show_roots(c, db, v, e);
	TRY(body_of(db, code, &body, e));
	TRY(voice_kinds_load(c->a, VOICE_PUBLIC, &kinds, e));
	if (errors)
		v->page.errors = *errors;
	v->over = body.name;
	v->lead = str_fmt(c->a, "向%.*s咨询。答复期限：%.*s。", STR_ARG(body.name), STR_ARG(voice_term(c)));
	ask_form(c, &kinds, code, v, errors);
	TRY(q_agency_children(db, &(struct q_agency_children_in){.parent_id = body.id}, &below, e));
	v->links_title = below.n ? STR("改为向下级机关咨询") : STR("改为向别的机关咨询");
	for (size_t i = 0; i < below.n; i++)
		if (below.v[i].active)
			body_link(c, v, below.v[i].name, below.v[i].code);
	links_add(c, &v->links, STR("重新选择机关"), STR("/ask/new"), false);
	return batch_show(c, status, v);
}

enum rc page_ask_new(struct ctx *c, struct err *e)
{
	return show_new(c, 200, form_get(&c->query, "body"), NULL, e);
}

enum rc page_ask_new_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct typed in = {0};

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors))
		return show_new(c, 422, form_get(&c->form, "body"), &errors, e);
	TRY(ctx_slow_down(c, "ask", ASK_PER_MINUTE, ASK_BURST, e));
	struct voice_ask uc = {.body = in.body, .kind = in.kind, .title = in.title, .text = in.text, .name = in.name,
		.phone = in.phone, .may_publish = str_eqc(in.publish, "yes")};
	/* Whoever asks here asks as a visitor, signed in or not. */
	struct actor who = {.roles = ROLE_PUBLIC, .name = STR("社会公众"), .ip = c->who.ip};
	struct tx_call call = ctx_call(c, STR("/ask"));
	call.who = &who;
	enum rc rc = TX_RUN(&call, voice_ask, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_new(c, 422, in.body, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("咨询已收到，请记下回执编号"));
}

/* --- receipts --- */

enum rc page_ask_receipt(struct ctx *c, struct err *e)
{
	struct view_batch_receipt v = {0};
	struct q_question_filed x;
	struct voice_kinds kinds;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_question_filed(db, &(struct q_question_filed_in){.public_id = c->params[0]}, &x, e));
	TRY(voice_kinds_load(c->a, VOICE_PUBLIC, &kinds, e));
	page_view(c, "咨询已收到", &v.page);
	v.page.column = STR("咨询与答复");
	page_crumb(c, &v.page, STR("咨询与答复"), STR("/ask"));
	page_crumb(c, &v.page, STR("咨询回执"), str_none());
	v.receipt = (struct view_receipt){.title = STR("咨询已收到"), .number_label = STR("回执编号"), .number = x.no,
		.at = str_fmt(c->a, "%.*s 收到", STR_ARG(instant_human(c->a, x.raised_at))),
		.next = str_fmt(c->a, "由%.*s答复。%s%.*s%s\n凭回执编号和您电话号码的后四位查询答复。", STR_ARG(x.holder),
			x.holder_phone.n ? "电话 " : "", STR_ARG(x.holder_phone), x.holder_phone.n ? "。" : ""),
		.kind = ""};
	rows_add(c, &v.receipt.rows, "标题", x.title);
	rows_add(c, &v.receipt.rows, "类别", voice_kind_name(&kinds, x.kind));
	if (x.due_at)
		rows_add(c, &v.receipt.rows, "答复截止", deadline_text(c->a, x.due_at));
	links_add(c, &v.links, STR("查询答复"), STR("/receipt"), false);
	links_add(c, &v.links, STR("咨询与答复"), STR("/ask"), false);
	tmpl_batch_receipt(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc ask_receipt_fill(struct ctx *c, struct db *db, struct str number, struct str tail, struct view_batch *out,
	bool *found, struct err *e)
{
	struct q_question_receipt x;

	TRY(q_question_receipt(db,
		&(struct q_question_receipt_in){.no = str_upper(c->a, str_trim(number))}, &x, found, e));
	*found = *found && objection_phone_matches(x.phone, str_trim(tail));
	if (!*found)
		return RC_OK;
	rows_add(c, &out->rows, "状态", voice_tag(x.state).text);
	rows_add(c, &out->rows, "咨询", x.title);
	rows_add(c, &out->rows, "收到时间", instant_human(c->a, x.raised_at));
	rows_add(c, &out->rows, "办理机关", str_fmt(c->a, "%.*s　%.*s", STR_ARG(x.holder), STR_ARG(x.holder_phone)));
	if (str_eqc(x.state, voice_state_code(VOICE_WAITING)))
		rows_add(c, &out->rows, x.due_at ? "答复截止" : "等候",
			voice_clock(c, x.state, x.waiting_at, x.due_at));
	return voice_said_fill(c, db, x.id, STR("您"), NULL, out, e);
}

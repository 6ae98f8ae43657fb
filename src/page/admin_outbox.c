/* 外发箱: what of the mail is on its way, what failed and why; once more by hand, and a letter to oneself as a test. */
#include "page/admin.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/post.h"

struct outbox_state {
	const char *code, *word, *kind;
};
static const struct outbox_state states[] = {{"failed", "失败", "bad"}, {"retry", "重试", "warn"}, {"waiting", "待发", ""},
	{"sending", "正在交付", ""}, {"sent", "已交付服务器", "ok"}, {"dropped", "不必再发", ""}};

static struct str kind_word(struct str kind)
{
	static const char *const words[][2] = {{"notice", "期限类提醒"}, {"digest", "每日一封"}, {"confirm", "确认邮箱"},
		{"reset", "重置密码"}, {"test", "测试"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(kind, words[i][0]))
			return str_c(words[i][1]);
	return kind;
}

static const struct outbox_state *state_asked(struct ctx *c)
{
	struct str code = form_get(&c->query, "state");

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eqc(code, states[i].code))
			return &states[i];
	return &states[0];
}

static enum rc counts(struct ctx *c, struct db *db, struct view_batch *v, const struct outbox_state *now, struct err *e)
{
	struct q_post_counts n;

	TRY(q_post_counts(db, &(struct q_post_counts_in){.since = c->now - MS_PER_DAY}, &n, e));
	batch_stat(c, v, "失败", n.failed, "封", n.failed ? "bad" : "");
	batch_stat(c, v, "重试", n.retry, "封", n.retry ? "warn" : "");
	batch_stat(c, v, "待发", n.waiting + n.sending, "封", "");
	batch_stat(c, v, "24 小时内已交付", n.sent, "封", "ok");
	v->tabs.label = STR("按状态");
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		links_add(c, &v->tabs.items, str_c(states[i].word), str_fmt(c->a, "/a/outbox?state=%s", states[i].code),
			now == &states[i]);
	return RC_OK;
}

static const char *const heads[] = {"收件人", "电子邮箱", "种类", "写成", "尝试#次", "说明"};

static struct str when_or_why(struct ctx *c, const struct outbox_state *s, const struct q_post_list *m)
{
	if (str_eqc(STR("retry"), s->code))
		return str_fmt(c->a, "%.*s 再试。%.*s", STR_ARG(instant_human(c->a, m->next_at)), STR_ARG(m->error));
	if (m->done_at.has)
		return str_fmt(c->a, "%.*s　%.*s", STR_ARG(instant_human(c->a, m->done_at.v)), STR_ARG(m->error));
	return m->error.n ? m->error : STR("—");
}

static void cells_of(struct ctx *c, const struct outbox_state *s, const struct q_post_list *m, struct str out[ARRAY_LEN(heads)])
{
	out[0] = str_fmt(c->a, "%.*s（%.*s）", STR_ARG(m->name), STR_ARG(m->login));
	out[1] = m->email;
	out[2] = kind_word(m->kind);
	out[3] = instant_human(c->a, m->created_at);
	out[4] = str_i64(c->a, m->attempts);
	out[5] = when_or_why(c, s, m);
}

/* What can be sent once more has boxes. */
static void pick_list(struct ctx *c, struct view_batch *v, const struct outbox_state *s, const struct q_post_list_list *rows, size_t n)
{
	struct view_batch_form *f = batch_form(c, v, "again", str_none(), str_fmt(c->a, "/a/outbox?state=%s", s->code));
	struct str texts[ARRAY_LEN(heads)];

	f->pick_name = STR("id");
	f->pick_caption = str_fmt(c->a, "%s的邮件，新的在前", s->word);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		VEC_PUSH(c->a, &f->pick_heads,
			((struct view_head){.text = str_sub(str_c(heads[i]), 0, str_index(str_c(heads[i]), '#')), .num = i == 4}));
	for (size_t k = 0; k < n; k++) {
		struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
		cells_of(c, s, &rows->v[k], texts);
		p->value = str_i64(c->a, rows->v[k].id);
		p->label = str_cat(c->a, STR("选择 "), texts[0]);
		for (size_t i = 0; i < ARRAY_LEN(heads); i++)
			VEC_PUSH(c->a, &p->cells,
				((struct view_cell){.text = texts[i], .label = f->pick_heads.v[i].text, .num = i == 4}));
	}
	batch_act(c, f, "again", "重新发送所选的", "second");
}

static void plain_list(struct ctx *c, struct view_batch *v, const struct outbox_state *s, const struct q_post_list_list *rows, size_t n)
{
	struct view_table *t = &batch_table(c, v, "list", "", str_fmt(c->a, "%s的邮件，新的在前", s->word))->table;
	struct str texts[ARRAY_LEN(heads)];

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t k = 0; k < n; k++) {
		struct view_cells *r = batch_row(c, t);
		cells_of(c, s, &rows->v[k], texts);
		for (size_t i = 0; i < ARRAY_LEN(heads); i++)
			batch_cell(c, t, r, texts[i]);
	}
}

static enum rc list(struct ctx *c, struct db *db, struct view_batch *v, const struct outbox_state *s, struct err *e)
{
	struct q_post_list_list rows;
	int64_t before = 0;

	(void)!str_to_i64(form_get(&c->query, "before"), &before);
	TRY(q_post_list(db,
		&(struct q_post_list_in){
			.state = str_c(s->code), .before = before ? before : INT64_MAX, .limit = ADMIN_ROWS + 1},
		&rows, e));
	size_t n = MIN_OF(rows.n, (size_t)ADMIN_ROWS);
	if (n == 0)
		v->empty = (struct view_empty){.what = str_fmt(c->a, "没有%s的邮件", s->word),
			.why = STR("邮件由定时任务“外发邮件”发出；没有写成邮件的消息在平台内显示。"), .href = STR("/a/jobs"),
			.act = STR("查看定时任务")};
	else if (s == &states[0] || s == &states[1])
		pick_list(c, v, s, &rows, n);
	else
		plain_list(c, v, s, &rows, n);
	v->paged = rows.n > n || before;
	if (before)
		v->pager.first = str_fmt(c->a, "/a/outbox?state=%s", s->code);
	if (rows.n > n)
		v->pager.next = str_fmt(c->a, "/a/outbox?state=%s&before=%lld", s->code, (long long)rows.v[n - 1].id);
	return RC_OK;
}

enum rc page_a_outbox(struct ctx *c, struct err *e)
{
	const char *off = post_off(ctx_services(c));
	const struct outbox_state *s = state_asked(c);
	struct view_batch *v = batch_view(c, STR("外发箱"));
	struct db *db;

	page_crumb(c, &v->page, STR("外发箱"), str_none());
	v->page.wide = true;
	v->lead = STR("邮件只提醒，消息以平台内的为准。期限类的即时发出，其余每人每天一封；只发到本人确认过的电子邮箱。");
	if (off) {
		v->empty = (struct view_empty){.what = STR("没有启用邮件"),
			.why = str_fmt(c->a, "%s。消息只在平台内显示；没有核实联系方式的账号见“收不到通知的账号”。", off),
			.href = STR("/a/contacts"), .act = STR("收不到通知的账号")};
		return batch_show(c, 200, v);
	}
	TRY(ctx_db(c, &db, e));
	TRY(counts(c, db, v, s, e));
	TRY(list(c, db, v, s, e));
	struct view_batch_form *f = batch_form(c, v, "test", STR("测试"), STR("/a/outbox"));
	f->lead = STR("发一封测试邮件到您自己确认过的电子邮箱，核对配置文件中的邮件设置。结果在上面的列表和“定时任务”。");
	batch_act(c, f, "test", "发测试邮件给自己", "second");
	links_add(c, &v->links, STR("收不到通知的账号"), STR("/a/contacts"), false);
	links_add(c, &v->links, STR("定时任务"), STR("/a/jobs"), false);
	return batch_show(c, 200, v);
}

enum rc page_a_outbox_post(struct ctx *c, struct err *e)
{
	int64_t *ids = ARENA_NEW_N(c->a, int64_t, c->form.n + 1);
	struct post_retry again = {.ids = ids};
	struct post_test test = {0};
	struct tx_call call = ctx_call(c, str_fmt(c->a, "/a/outbox?state=%s", state_asked(c)->code));

	if (str_eqc(form_get(&c->form, "act"), "test")) {
		call.location = STR("/a/outbox?state=waiting");
		TRY(TX_RUN(&call, post_test, &test, e));
		return ctx_done(c, &call, str_fmt(c->a, "测试邮件将在一分钟内发到 %.*s", STR_ARG(test.email)));
	}
	for (size_t i = 0; i < c->form.n; i++)
		if (str_eqc(c->form.v[i].name, "id") && str_to_i64(c->form.v[i].value, &ids[again.n]))
			again.n++;
	if (again.n == 0)
		return ctx_done(c, &call, STR("没有选择邮件"));
	TRY(TX_RUN(&call, post_retry, &again, e));
	return ctx_done(c, &call, str_fmt(c->a, "%lld 封邮件将重新发送", (long long)again.done));
}

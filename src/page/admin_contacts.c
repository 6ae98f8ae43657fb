/* 收不到通知的账号: without a contact that somebody checked, or with messages that nobody reads. */
#include "page/admin.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/account.h"
#include "service/delivery.h"
#include "service/post.h"

static struct str why(struct ctx *c, const struct q_contacts_unreached *x)
{
	struct str out = STR("");

	if (!x->phone.n && !x->email.n)
		out = STR("没有联系方式");
	else if (!x->checked_at.has)
		out = STR("联系方式未核实");
	if (x->bounced.n)
		out = str_fmt(c->a, "%.*s%s邮件被退回：%.*s", STR_ARG(out), out.n ? "；" : "", STR_ARG(x->bounced));
	if (x->oldest && x->oldest < c->now - CONTACT_UNREAD_MS)
		out = str_fmt(c->a, "%.*s%s%lld 条消息未读，最早 %.*s", STR_ARG(out), out.n ? "；" : "", (long long)x->unread,
			STR_ARG(date_str(c->a, date_of_instant(x->oldest))));
	if (!x->last_login_at.has)
		out = str_fmt(c->a, "%.*s%s从未登录", STR_ARG(out), out.n ? "；" : "");
	return out;
}

static void pick_add(struct ctx *c, const struct q_contacts_unreached *x, struct view_batch_form *f)
{
	static const char *const labels[] = {"姓名", "登录名", "角色", "单位", "电话", "电子邮箱", "原因"};
	const struct str texts[] = {x->name, x->login, account_role_word(x->role), x->unit.n ? x->unit : STR("平台"),
		x->phone.n ? x->phone : STR("—"), x->email.n ? x->email : STR("—"), why(c, x)};
	struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);

	p->value = str_i64(c->a, x->id);
	p->label = str_cat(c->a, STR("选择 "), x->name);
	p->fixed = (!x->phone.n && !x->email.n) || x->checked_at.has;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		VEC_PUSH(c->a, &p->cells, ((struct view_cell){.text = texts[i], .label = str_c(labels[i])}));
}

static void head_add(struct ctx *c, struct view_batch_form *f)
{
	static const char *const labels[] = {"姓名", "登录名", "角色", "单位", "电话", "电子邮箱", "原因"};

	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		VEC_PUSH(c->a, &f->pick_heads, ((struct view_head){.text = str_c(labels[i])}));
}

enum rc page_a_contacts(struct ctx *c, struct err *e)
{
	static const char *const who[] = {"", "body", "enterprise"}, *const words[] = {"全部", "主管部门", "企业"};
	struct str of = form_get(&c->query, "of");
	struct q_contacts_unreached_list rows;
	int64_t after = 0;
	struct db *db;

	(void)!str_to_i64(form_get(&c->query, "after"), &after);
	if (!str_eqc(of, "body") && !str_eqc(of, "enterprise"))
		of = STR("");
	TRY(ctx_db(c, &db, e));
	TRY(q_contacts_unreached(db,
		&(struct q_contacts_unreached_in){.after = after, .limit = ADMIN_ROWS + 1, .who = of,
			.unread_before = c->now - CONTACT_UNREAD_MS},
		&rows, e));
	struct view_batch *v = batch_view(c, STR("收不到通知的账号"));
	page_crumb(c, &v->page, STR("收不到通知的账号"), str_none());
	v->page.wide = true;
	v->lead = str_cat(c->a, post_off(ctx_services(c)) ? STR("平台没有启用邮件，消息只在平台内显示。")
			: STR("消息以平台内的为准，邮件只发到本人确认过的电子邮箱；邮件被退回的也列在这里。"), STR("联系方式没有核实，或消息七天没有人读的账号列在这里；电话联系上本人后登记“已核实”，本人改了联系方式要重新核实。"));
	v->tabs.label = STR("按单位");
	for (size_t i = 0; i < ARRAY_LEN(who); i++)
		links_add(c, &v->tabs.items, str_c(words[i]),
			who[i][0] ? str_fmt(c->a, "/a/contacts?of=%s", who[i]) : STR("/a/contacts"), str_eqc(of, who[i]));
	if (rows.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有这样的账号"), .why = STR("在用账号的联系方式都已核实，消息都有人读。"),
			.href = STR("/a"), .act = STR("返回管理概况")};
		return batch_show(c, 200, v);
	}
	struct view_batch_form *f = batch_form(c, v, "checked", str_none(), STR("/a/contacts"));
	f->pick_name = STR("id");
	f->pick_caption = STR("账号，按建立先后");
	head_add(c, f);
	for (size_t i = 0; i < rows.n && i < ADMIN_ROWS; i++)
		pick_add(c, &rows.v[i], f);
	batch_act(c, f, "checked", "登记：已电话核实", "second");
	v->paged = rows.n > ADMIN_ROWS || after;
	if (after)
		v->pager.first = str_fmt(c->a, "/a/contacts?of=%.*s", STR_ARG(of));
	if (rows.n > ADMIN_ROWS)
		v->pager.next = str_fmt(c->a, "/a/contacts?of=%.*s&after=%lld", STR_ARG(of),
			(long long)rows.v[ADMIN_ROWS - 1].id);
	return batch_show(c, 200, v);
}

enum rc page_a_contacts_post(struct ctx *c, struct err *e)
{
	int64_t *ids = ARENA_NEW_N(c->a, int64_t, c->form.n + 1);
	struct contact_check uc = {.ids = ids};

	for (size_t i = 0; i < c->form.n; i++)
		if (str_eqc(c->form.v[i].name, "id") && str_to_i64(c->form.v[i].value, &ids[uc.n]))
			uc.n++;
	struct tx_call call = ctx_call(c, STR("/a/contacts"));
	if (uc.n == 0)
		return ctx_done(c, &call, STR("没有选择账号"));
	TRY(TX_RUN(&call, contact_check, &uc, e));
	return ctx_done(c, &call, str_fmt(c->a, "已登记 %zu 个账号的联系方式为已核实", uc.n));
}

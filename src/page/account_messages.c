/* 消息 of everybody who is not an enterprise (those have /e/messages): what the system and colleagues told them. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/message.h"

enum rc page_me_messages(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"标题", "内容", "时间", "状态"};
	struct q_messages_of_account_list rows;
	struct view_batch *v;
	bool unread = false;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_messages_of_account(
		db, &(struct q_messages_of_account_in){.account_id = c->who.account_id}, &rows, e));
	v = batch_view(c, STR("消息"));
	page_crumb(c, &v->page, STR("消息"), str_none());
	struct view_table *t = &batch_table(c, v, "list", "", STR("最近 200 条，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("还没有消息。有需要办理的事、催办和提醒时会显示在这里。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_messages_of_account *m = &rows.v[i];
		struct view_cells *r = batch_row(c, t);
		struct view_cell *subject = batch_cell(c, t, r, m->subject);
		if (m->link.n)
			subject->href = m->link;
		batch_cell(c, t, r, m->body);
		batch_cell(c, t, r, instant_human(c->a, m->at));
		batch_cell(c, t, r, m->read_at.has ? STR("已读") : STR("未读"))->tag =
			m->read_at.has ? "grey" : "amber";
		unread = unread || !m->read_at.has;
	}
	if (unread)
		batch_act(c, batch_form(c, v, "read", str_none(), STR("/me/messages")), "read", "全部标为已读", "second");
	return batch_show(c, 200, v);
}

enum rc page_me_messages_post(struct ctx *c, struct err *e)
{
	struct message_read uc = {0};
	struct tx_call call = ctx_call(c, STR("/me/messages"));

	TRY(TX_RUN(&call, message_read, &uc, e));
	return ctx_done(c, &call, STR("已全部标为已读"));
}

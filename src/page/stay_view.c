/* Why a page of its own: the clock of a file is the same for whoever looks at it. */
#include "page/stay_view.h"

#include "page/batch_page.h"
#include "service/flow.h"
#include "service/pace.h"

/* Working days from arrival to the end of the term. */
static enum rc allowed_text(struct ctx *c, int64_t arrived, int64_t due, struct str *out, struct err *e)
{
	int64_t days;

	*out = STR("文件未规定");
	if (due <= 0 || due >= FLOW_NO_TERM)
		return RC_OK;
	TRY(pace_days(rules_calendar(ctx_services(c)->rules), arrived, due > arrived ? due - 1 : arrived, &days, e));
	*out = str_i64(c->a, days);
	return RC_OK;
}

static enum rc row_add(struct ctx *c, struct view_table *t, const struct q_stays_of_file *s, bool over, struct err *e)
{
	struct view_cells *r = batch_row(c, t);
	enum state state = STATE__MAX;
	struct str allowed;

	if (!state_parse(s->state, &state))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "state '%.*s'", STR_ARG(s->state));
	TRY(allowed_text(c, s->arrived_at, s->due_at, &allowed, e));
	batch_cell(c, t, r, str_c(state_word(state)));
	batch_cell(c, t, r, state == STATE_RETURNED ? STR("企业") : s->body);
	batch_cell(c, t, r, date_str(c->a, date_of_instant(s->arrived_at)));
	batch_cell(c, t, r, over ? date_str(c->a, date_of_instant(s->left_at)) : STR("办理中"));
	batch_cell(c, t, r, allowed);
	struct view_cell *used = batch_cell(c, t, r, str_i64(c->a, s->days));
	if (s->due_at > 0 && s->due_at < FLOW_NO_TERM && s->left_at >= s->due_at)
		used->tag = "red";
	return RC_OK;
}

enum rc stays_fill(struct ctx *c, struct db *db, const struct application_file *f, struct view_table *t,
	struct err *e)
{
	static const char *const heads[] = {"环节", "由谁办理", "开始", "结束", "时限#工作日", "已用#工作日"};
	struct q_stays_of_file_list rows;

	t->caption = STR("各环节用时，从到达的次日起算，不含休息日和法定节假日");
	t->empty = STR("还没有报送：报送后，每个环节由谁办理、用了几个工作日列在这里。");
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	TRY(q_stays_of_file(db, &(struct q_stays_of_file_in){.application_id = f->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(row_add(c, t, &rows.v[i], true, e));
	enum holder who = state_holder(f->state);
	if (!f->submission_id || who == HOLDER_NONE || who == HOLDER_SYSTEM)
		return RC_OK;
	struct application_holder at;
	TRY(application_holder_load(db, f, &at, e));
	struct q_stays_of_file now = {.state = str_c(state_code(f->state)),
		.body = at.agency_id ? at.name : STR("企业"), .arrived_at = f->state_at,
		.left_at = c->now, .due_at = f->due_at};
	TRY(pace_days(rules_calendar(ctx_services(c)->rules), f->state_at, c->now, &now.days, e));
	return row_add(c, t, &now, false, e);
}

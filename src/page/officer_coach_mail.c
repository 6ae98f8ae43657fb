/* One text to many enterprises: who would get it is shown before, who got it after; a part at a time. */
#include "page/coach_page.h"
#include "page/routes.h"

#define SHOWN 200

/* --- who --------------------------------------------------------------------------------------------------- */

struct to {
	struct str *v;
	size_t n;
};

/* The boxes of the list, or the codes of the preview's own form. */
static void chosen(struct ctx *c, struct to *out)
{
	struct str all = form_get(&c->form, "codes"), one;

	out->v = ARENA_NEW_N(c->a, struct str, COACH_MAIL_MOST + 2);
	while (all.n && out->n <= COACH_MAIL_MOST && str_cut(&all, ' ', &one))
		if (one.n)
			out->v[out->n++] = one;
	for (size_t at = 0; form_next(&c->form, "to", &at, &one) && out->n <= COACH_MAIL_MOST;)
		out->v[out->n++] = one;
}

static enum rc everybody(struct ctx *c, struct db *db, const struct coach_ask *ask, struct to *out, struct err *e)
{
	struct coach_ask all = *ask;
	struct coach_rows rows;

	all.key = all.key_place = STR("");
	all.key_id = 0;
	all.limit = COACH_MAIL_MOST;
	TRY(coach_load(db, ctx_services(c)->rules, &c->who, &all, c->now, &rows, e));
	if (rows.more) {
		err_set(e, RC_INVALID, MSG_COACH_MANY);
		return err_arg(e, 0, str_i64(c->a, COACH_MAIL_MOST));
	}
	out->v = ARENA_NEW_N(c->a, struct str, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].accounts)
			out->v[out->n++] = rows.v[i].uscc;
	return RC_OK;
}

/* --- before -------------------------------------------------------------------------------------------------- */

struct preview {
	struct coach_ask ask;
	struct to to;
	int64_t recent, nobody;
};

static enum rc recipients_table(struct ctx *c, struct db *db, struct preview *p, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "最近提醒", "将会"};
	struct view_table *t =
		&batch_table(c, v, "to", "收件企业", str_fmt(c->a, "最多列出 %d 家", SHOWN))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("没有选择企业。");
	for (size_t i = 0; i < p->to.n; i++) {
		struct q_coach_subject s;
		struct q_coach_told told;
		TRY(q_coach_subject(db,
			&(struct q_coach_subject_in){.agency_id = c->who.agency_id, .uscc = p->to.v[i]}, &s, e));
		TRY(q_coach_told(db,
			&(struct q_coach_told_in){.uscc = s.uscc, .programme = p->ask.procedure->programme}, &told, e));
		bool recent = told.at > coach_lately(c->now);
		p->recent += recent && s.accounts;
		p->nobody += s.accounts == 0;
		if (t->rows.n == SHOWN)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, s.name);
		batch_cell(c, t, r, s.uscc);
		batch_cell(c, t, r, coach_day(c, told.at));
		const char *tag = !s.accounts ? "grey" : recent ? "amber" : "green";
		batch_cell(c, t, r, !s.accounts ? STR("没有账号，不发") : recent ? STR("近期已发过，不发") : STR("发送"))->tag = tag;
	}
	return RC_OK;
}

static void text_fields(struct ctx *c, const struct preview *p, const struct form_errors *errors, struct view_batch_form *f)
{
	struct str title = p->ask.procedure->title;
	struct view_field subject = field_text(c, "subject", "标题",
		str_fmt(c->a, "请办理%.*s", STR_ARG(p->ask.procedure->title)), errors);
	struct view_field body = field_text(c, "body", "内容",
		p->ask.list == COACH_CERTIFIED
			? str_fmt(c->a, "你单位持有有效的证书，可以参加%.*s，目前还没有报送。请登录工作台填报；需要辅导的请与我单位联系。",
				  STR_ARG(title))
			: str_fmt(c->a, "你单位还没有报送%.*s的申报材料。请登录工作台查看还缺的项目，在截止日期前报送；需要辅导的请与我单位联系。",
				  STR_ARG(title)),
		errors);

	subject.width = "full";
	batch_field(c, f, subject);
	batch_area(c, f, body);
}

static struct str codes_text(struct ctx *c, const struct to *to)
{
	struct buf b;

	buf_init(&b, c->a, (size_t)1 << 20);
	for (size_t i = 0; i < to->n; i++) {
		buf_str(&b, to->v[i]);
		buf_ch(&b, ' ');
	}
	return buf_view(&b);
}

static enum rc show_preview(struct ctx *c, int status, struct db *db, struct preview *p, const struct form_errors *errors,
	struct err *e)
{
	struct view_batch *v = batch_view(c, STR("发送前预览"));

	page_crumb(c, &v->page, STR("培育辅导"), coach_href(c, &p->ask, "/o/coach"));
	page_crumb(c, &v->page, STR("发送前预览"), str_none());
	v->lead = STR("还没有发送。消息进入企业每个账号的消息中心；发送后不能撤回。");
	if (errors)
		v->page.errors = *errors;
	TRY(recipients_table(c, db, p, v, e));
	batch_stat(c, v, "选中", (int64_t)p->to.n, "家", "");
	batch_stat(c, v, "近期已发过", p->recent, "家", p->recent ? "warn" : "");
	batch_stat(c, v, "没有账号", p->nobody, "家", "");
	struct view_batch_form *f = batch_form(c, v, "send", STR("消息"), STR("/o/coach/mail"));
	coach_keep(c, &p->ask, f);
	batch_hidden(c, f, "codes", codes_text(c, &p->to));
	text_fields(c, p, errors, f);
	int64_t fresh = (int64_t)p->to.n - p->recent - p->nobody;
	f->lead = p->recent ? str_fmt(c->a, "发给其中 %lld 家；近期已发过的也再发的，发给 %lld 家。", (long long)fresh,
				      (long long)(fresh + p->recent))
			    : str_fmt(c->a, "发给 %lld 家。", (long long)fresh);
	if (p->recent)
		f->check = field_check(c, "again",
			str_cstr(c->a, str_fmt(c->a, "%d 天内已经发过的 %lld 家，也再发一次", COACH_AGAIN_DAYS, (long long)p->recent)),
			false, errors);
	f->back = coach_href(c, &p->ask, "/o/coach");
	if (p->to.n)
		batch_act(c, f, "send", "发送消息", "");
	return batch_show(c, status, v);
}

/* --- sending -------------------------------------------------------------------------------------------------- */

/* Part after part, each in a transaction of its own; what is left when the process ends is the job's. */
static enum rc send_all(struct ctx *c, int64_t id, struct err *e)
{
	for (;;) {
		struct coach_mail_send part = {.id = id, .limit = COACH_MAIL_PART};
		struct tx_call call = ctx_call(c, str_none());
		call.once = str_none();
		TRY(TX_RUN(&call, coach_mail_send, &part, e));
		if (part.done < part.limit)
			return RC_OK;
	}
}

static enum rc send(struct ctx *c, struct preview *p, struct err *e)
{
	struct coach_mail_begin uc = {.programme = p->ask.procedure->programme,
		.subject = str_trim(form_get(&c->form, "subject")), .body = str_trim(form_get(&c->form, "body")),
		.again = form_get(&c->form, "again").n > 0, .uscc = p->to.v, .n = p->to.n};
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, STR("/o/coach"));
	struct db *db;

	ctx_db_end(c);
	enum rc rc = TX_RUN(&call, coach_mail_begin, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		TRY(ctx_db(c, &db, e));
		return show_preview(c, 422, db, p, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		TRY(send_all(c, uc.id, e));
	return ctx_done(c, &call, STR("已发送，逐家结果如下"));
}

enum rc page_o_coach_mail_post(struct ctx *c, struct err *e)
{
	struct str act = form_get(&c->form, "act");
	struct preview p = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(coach_asked(c, db, &c->form, &p.ask, e));
	if (str_eqc(act, "all"))
		TRY(everybody(c, db, &p.ask, &p.to, e));
	else
		chosen(c, &p.to);
	if (str_eqc(act, "send"))
		return send(c, &p, e);
	return show_preview(c, 200, db, &p, NULL, e);
}

/* --- after ------------------------------------------------------------------------------------------------------ */

static const char *outcome_tag(struct str code)
{
	return str_eqc(code, "sent") ? "green" : str_eqc(code, "waiting") ? "blue" : "grey";
}

static enum rc items_table(struct ctx *c, struct db *db, const struct q_coach_mail_of *m, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"序号#", "企业名称", "统一社会信用代码", "收到的账号#个", "结果"};
	struct q_coach_mail_items_list rows;
	int64_t key;

	if (!str_to_i64(form_get(&c->query, "after"), &key) || key < 0)
		key = 0;
	TRY(q_coach_mail_items(db,
		&(struct q_coach_mail_items_in){
			.agency_id = c->who.agency_id, .mail_id = m->id, .key = key, .limit = SHOWN + 1},
		&rows, e));
	struct view_table *t = &batch_table(c, v, "items", "逐家结果", str_fmt(c->a, "共 %lld 家", (long long)m->count))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n && i < SHOWN; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].seq));
		batch_cell(c, t, r, rows.v[i].name)->href = str_cat(c->a, STR("/o/coach/firm/"), rows.v[i].uscc);
		batch_cell(c, t, r, rows.v[i].uscc);
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].accounts));
		batch_cell(c, t, r, str_c(coach_outcome_word(rows.v[i].outcome)))->tag = outcome_tag(rows.v[i].outcome);
	}
	if (key || rows.n > SHOWN) {
		struct str here = str_cat(c->a, STR("/o/coach/mail/"), c->params[0]);
		v->paged = true;
		v->pager.text = str_fmt(c->a, "共 %lld 家", (long long)m->count);
		v->pager.first = key ? here : str_none();
		if (rows.n > SHOWN)
			v->pager.next = str_fmt(c->a, "%.*s?after=%lld", STR_ARG(here), (long long)rows.v[SHOWN - 1].seq);
	}
	return RC_OK;
}

enum rc page_o_coach_mail(struct ctx *c, struct err *e)
{
	struct q_coach_mail_outcomes_list outcomes;
	struct q_coach_mail_of m;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_coach_mail_of(db,
		&(struct q_coach_mail_of_in){.agency_id = c->who.agency_id, .public_id = c->params[0]}, &m, e));
	TRY(q_coach_mail_outcomes(db,
		&(struct q_coach_mail_outcomes_in){.agency_id = c->who.agency_id, .mail_id = m.id}, &outcomes, e));
	struct view_batch *v = batch_view(c, STR("群发结果"));
	page_crumb(c, &v->page, STR("培育辅导"), STR("/o/coach"));
	page_crumb(c, &v->page, STR("群发结果"), str_none());
	v->lead = str_fmt(c->a, "%.*s，%.*s发送%s", STR_ARG(instant_human(c->a, m.at)), STR_ARG(m.person),
		m.again ? "，近期已发过的也发" : "");
	for (size_t i = 0; i < outcomes.n; i++)
		batch_stat(c, v, coach_outcome_word(outcomes.v[i].outcome), outcomes.v[i].n, "家",
			str_eqc(outcomes.v[i].outcome, "sent") ? "ok" : "");
	VEC_PUSH(c->a, &v->texts, ((struct view_batch_text){.title = m.subject, .text = m.body}));
	TRY(items_table(c, db, &m, v, e));
	if (!m.done) {
		struct view_batch_form *f = batch_form(c, v, "go-on", STR("还没有发完"), str_cat(c->a, STR("/o/coach/mail/"), c->params[0]));
		f->lead = STR("上次发送中断，已经发出的不会重复。系统稍后也会自动接着发完。");
		batch_act(c, f, "go-on", "继续发送", "");
	}
	return batch_show(c, 200, v);
}

enum rc page_o_coach_mail_go_on(struct ctx *c, struct err *e)
{
	struct q_coach_mail_of m;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_coach_mail_of(db,
		&(struct q_coach_mail_of_in){.agency_id = c->who.agency_id, .public_id = c->params[0]}, &m, e));
	ctx_db_end(c);
	TRY(send_all(c, m.id, e));
	return respond_redirect(c, str_cat(c->a, STR("/o/coach/mail/"), c->params[0]));
}

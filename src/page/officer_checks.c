/* 交叉核对: the questions that a submission raised, answered one by one; and how often each kind was right. */
#include "base/utf8.h"
#include "base/vec.h"
#include "page/batch_page.h"
#include "page/officer.h"
#include "page/routes.h"
#include "service/cross_check.h"

static const char *field(struct ctx *c, const char *name, int64_t seq)
{
	return str_fmt(c->a, "%s-%lld", name, (long long)seq).p;
}

static void question_item(struct ctx *c, const struct cross_question *q, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct view_batch_item *item = VEC_ADD(c->a, &f->items);
	struct str stands = str_c(cross_answer_code(q->answer));

	item->id = str_fmt(c->a, "q%lld", (long long)q->seq);
	item->title = q->text;
	item->sub = str_c(cross_kind_word(q->kind));
	item->choice = field_choices(field(c, "answer", q->seq), "核对结果", errors);
	item->choice.inline_row = true;
	for (enum cross_answer_id a = CROSS_FINE; a < CROSS_ANSWER__MAX; a++)
		choices_add(c, &item->choice, str_c(cross_answer_code(a)), str_c(cross_answer_word(a)),
			stands);
	item->note = field_text(c, field(c, "note", q->seq), "说明", q->note, errors);
	item->note.hint = STR("有问题的写明查到什么；需要企业更正的，另在“退回补正”中列出");
	item->note.rows = 2;
}

static void question_row(struct ctx *c, const struct cross_question *q, struct view_table *t)
{
	static const char *const tags[CROSS_ANSWER__MAX] = {"grey", "green", "red", "amber"};
	struct view_cells *r = batch_row(c, t);
	enum holder level;
	bool known = holder_parse(q->level, &level);

	batch_cell(c, t, r, q->text);
	batch_cell(c, t, r, str_c(cross_kind_word(q->kind)));
	batch_cell(c, t, r, str_c(cross_answer_word(q->answer)))->tag = tags[q->answer];
	batch_cell(c, t, r, q->note.n ? q->note : STR("—"));
	batch_cell(c, t, r,
		known ? str_fmt(c->a, "%s %.*s，%.*s", holder_word(level), STR_ARG(q->by),
				STR_ARG(instant_human(c->a, q->at)))
		      : STR("—"));
}

static void answered_table(struct ctx *c, const struct cross_questions *all, struct view_batch *v)
{
	static const char *const heads[] = {"问题", "类别", "核对结果", "说明", "核对人"};
	struct view_table *t = &batch_table(c, v, "questions", "", STR("系统提出的问题与核对结果"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < all->n; i++)
		question_row(c, &all->v[i], t);
}

static enum rc show(struct ctx *c, struct db *db, const struct review *r, int status,
	const struct form_errors *errors, struct err *e)
{
	struct cross_questions all;
	struct view_batch *v = batch_view(c, STR("交叉核对"));
	struct str back = o_href(c, r->file.public_id, "", str_none());
	bool mine = r->file.holder == actor_holder(&c->who);

	TRY(cross_questions_of(db, r->sub.id, &all, e));
	page_crumb(c, &v->page, r->file.enterprise_name, back);
	page_crumb(c, &v->page, STR("交叉核对"), str_none());
	v->over = r->file.enterprise_name;
	v->lead = STR("报送时与此前的填报、其他企业和分档线比对得出，只是提示，不影响得分；是否属实由审核人员核对后认定。");
	v->links_title = STR("另见");
	links_add(c, &v->links, STR("各类问题的命中率"), STR("/o/checks"), false);
	if (errors)
		v->page.errors = *errors;
	if (all.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有需要核对的问题"),
			.why = STR("这次报送没有发现与此前填报、其他企业不一致之处。"),
			.href = back,
			.act = STR("返回审核页")};
		return batch_show(c, status, v);
	}
	if (!mine) {
		answered_table(c, &all, v);
		return batch_show(c, status, v);
	}
	struct view_batch_form *f = batch_form(c, v, "checks", STR("逐项核对"),
		o_href(c, r->file.public_id, "/checks", str_none()));
	batch_hidden(c, f, "version", str_i64(c->a, r->file.version));
	for (size_t i = 0; i < all.n; i++)
		question_item(c, &all.v[i], f, errors);
	f->back = back;
	batch_act(c, f, "save", "保存核对结果", "");
	return batch_show(c, status, v);
}

enum rc page_o_checks(struct ctx *c, struct err *e)
{
	struct review r;
	struct db *db;

	TRY(o_read(c, &r, &db, e));
	return show(c, db, &r, 200, NULL, e);
}

static enum cross_answer_id answer_typed(struct str typed)
{
	enum cross_answer_id a = CROSS_FINE;

	while (a < CROSS_ANSWER__MAX && !str_eqc(typed, cross_answer_code(a)))
		a++;
	return a < CROSS_ANSWER__MAX ? a : CROSS_NONE;
}

enum rc page_o_checks_post(struct ctx *c, struct err *e)
{
	struct cross_given *given = ARENA_NEW_N(c->a, struct cross_given, CROSS_MOST);
	struct cross_check_answer uc = {
		.application = c->params[0], .version = ctx_version(c), .v = given, .n = CROSS_MOST};
	struct form_errors errors = {0};
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	for (size_t i = 0; i < CROSS_MOST; i++) {
		int64_t seq = (int64_t)i + 1;
		given[i] = (struct cross_given){seq,
			answer_typed(form_get(&c->form, field(c, "answer", seq))),
			str_trim(form_get(&c->form, field(c, "note", seq)))};
		if (utf8_count(given[i].note) > 500)
			form_error_add(c->a, &errors, field(c, "note", seq), STR("说明不超过 500 字"));
	}
	if (errors.n)
		return show(c, db, &r, 422, &errors, e);
	struct tx_call call = ctx_call(c, o_href(c, r.file.public_id, "", str_none()));
	ctx_db_end(c);
	enum rc rc = TX_RUN(&call, cross_check_answer, &uc, e);
	if (o_shows_again(c, rc, e, &errors)) {
		TRY(o_load(c, &r, &db, e));
		return show(c, db, &r, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		uc.changed ? str_fmt(c->a, "核对结果已保存，更新 %zu 项", uc.changed)
			   : STR("没有改动"));
}

/* --- how often each kind was right --------------------------------------------------------------- */

static int64_t year_asked(struct ctx *c)
{
	int64_t year;

	return str_to_i64(form_get(&c->query, "year"), &year) && year >= 2000 && year <= 2198
		       ? year
		       : date_of_instant(c->now).y;
}

enum rc page_o_check_rates(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"类别", "提出#个", "已核对#个", "确有问题#个", "命中率#"};
	struct cross_rate rates[CROSS__MAX];
	int64_t year = year_asked(c);
	struct view_batch *v;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(cross_rates_of(db, &c->who, year, rates, e));
	v = batch_view(c, STR("交叉核对命中率"));
	page_crumb(c, &v->page, STR("交叉核对命中率"), str_none());
	v->lead = STR("系统提出的问题中，审核人员核对后认定确有问题的有多少。命中率长期很低的类别应当取消。");
	struct view_batch_table *section = batch_table(c, v, "rates", "",
		str_fmt(c->a, "%lld 年，本条线全省", (long long)year));
	struct view_table *t = &section->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (enum cross_kind k = 0; k < CROSS__MAX; k++) {
		const struct cross_rate *x = &rates[k];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_c(cross_kind_word(k)));
		batch_cell(c, t, r, str_i64(c->a, x->raised));
		batch_cell(c, t, r, str_i64(c->a, x->answered));
		batch_cell(c, t, r, str_i64(c->a, x->problem));
		batch_cell(c, t, r,
			x->answered ? str_fmt(c->a, "%lld%%",
					      (long long)((x->problem * 200 + x->answered)
							  / (x->answered * 2)))
				    : STR("—"));
	}
	links_add(c, &section->links, STR("上一年"),
		str_fmt(c->a, "/o/checks?year=%lld", (long long)year - 1), false);
	return batch_show(c, 200, v);
}

/* The acts of service/list_act: choose from a list, see what it would be, do it. */
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/list_act.h"

#define PICKS_MAX 200

struct sheet {
	const struct list_act *list;
	struct batch b;
	struct q_batch_files_list rows;
	struct list_entries entries;
};

static enum rc sheet_load(struct ctx *c, struct sheet *s, struct err *e)
{
	struct db *db;

	s->list = list_act_named(c->params[1]);
	if (!s->list || s->list->who != actor_holder(&c->who))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(batch_of_address(c, 0, &db, &s->b, e));
	if (!procedure_has_state(s->b.procedure, s->list->from))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return batch_files_load(
		db, &c->who, s->b.id, s->list->from, &s->rows, &s->entries, e);
}

static bool picked(struct ctx *c, struct str file)
{
	struct str v;

	for (size_t i = 0; form_next(&c->form, "id", &i, &v);)
		if (str_eq(v, file))
			return true;
	return false;
}

static struct str address(struct ctx *c, const struct sheet *s)
{
	return batch_href(c, &s->b, str_fmt(c->a, "/list/%s", s->list->slug).p);
}

static struct view_batch *frame(struct ctx *c, const struct sheet *s, const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, str_c(s->list->title));

	batch_crumbs(c, v, &s->b, str_c(s->list->title));
	v->over = batch_name(c->a, &s->b);
	if (errors)
		v->page.errors = *errors;
	return v;
}

/* --- choosing --------------------------------------------------------------------------------------- */

static void pick_row(struct ctx *c, const struct q_batch_files *r, const struct list_entry *x,
	struct view_batch_form *f)
{
	struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
	struct str texts[] = {
		x->name, x->uscc, x->area, list_yes_no(x->direct), list_score(c->a, x->score)};

	p->value = r->public_id;
	p->label = str_cat(c->a, STR("选择 "), x->name);
	p->checked = picked(c, r->public_id);
	for (size_t k = 0; k < ARRAY_LEN(texts); k++)
		*VEC_ADD(c->a, &p->cells) = (struct view_cell){.text = texts[k],
			.label = f->pick_heads.v[k].text,
			.num = k == 4,
			.href = k ? str_none() : str_cat(c->a, STR("/o/app/"), r->public_id)};
}

static enum rc show_list(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "所在市县（区）", "直通", "评分"};
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	struct view_batch *v = frame(c, &s, errors);
	struct date from;
	v->lead = str_c(s.list->lead);
	if (list_act_early(s.list, &s.b, c->now, &from)) {
		v->banner = str_fmt(
			c->a, "这一步自%.*s开始办理，现在可以先查看。", STR_ARG(date_prose(c->a, from)));
		v->banner_kind = "info";
	}
	if (s.entries.n == 0) {
		v->empty = (struct view_empty){.what = STR("现在没有待办理的企业"),
			.why = STR("前面的步骤办完后，企业会出现在这里。"),
			.href = batch_href(c, &s.b, ""), .act = STR("返回批次")};
		return batch_show(c, status, v);
	}
	struct view_batch_form *f = batch_form(c, v, "list", str_none(), address(c, &s));
	f->pick_name = STR("id");
	f->pick_caption =
		str_fmt(c->a, "%zu 家；一次最多勾选 %d 家", s.entries.n, PICKS_MAX);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		*VEC_ADD(c->a, &f->pick_heads) =
			(struct view_head){.text = str_c(heads[i]), .num = i == 4};
	struct batch_part part = batch_picks(c, v, address(c, &s), s.rows.n);
	for (size_t i = part.from; i < part.to; i++)
		pick_row(c, &s.rows.v[i], &s.entries.v[i], f);
	f->back = batch_href(c, &s.b, "");
	if (s.list->no != ACT__MAX)
		batch_act(c, f, action_code(s.list->no),
			str_fmt(c->a, "%s所选（先预览）", action_word(s.list->no)).p, "second");
	batch_act(c, f, action_code(s.list->yes),
		str_fmt(c->a, "%s所选（先预览）", action_word(s.list->yes)).p, "");
	return batch_show(c, status, v);
}

enum rc page_o_batch_list(struct ctx *c, struct err *e)
{
	return show_list(c, 200, NULL, e);
}

/* --- preview and act -------------------------------------------------------------------------------- */

static enum rc show_preview(struct ctx *c, int status, enum action act,
	const struct form_errors *errors, struct err *e)
{
	struct list_entries chosen = {0};
	struct sheet s = {0};

	TRY(sheet_load(c, &s, e));
	struct view_batch *v = frame(c, &s, errors);
	struct view_batch_form *f = batch_form(c, v, "decide", str_none(), address(c, &s));
	batch_hidden(c, f, "what", str_c(action_code(act)));
	for (size_t i = 0; i < s.rows.n; i++) {
		if (!picked(c, s.rows.v[i].public_id))
			continue;
		VEC_PUSH(c->a, &chosen, s.entries.v[i]);
		batch_hidden(c, f, "id", s.rows.v[i].public_id);
	}
	v->lead = str_fmt(c->a, "将%s %zu 家。", action_word(act), chosen.n);
	f->back = address(c, &s);
	if (chosen.n) {
		if (s.list->document)
			batch_field(c, f,
				field_text(c, "document", s.list->document, str_none(), errors));
		struct view_field reason = field_text(c, "reason",
			act == s.list->no ? "依据的条款和事实" : "说明（选填）", str_none(), errors);
		reason.rows = 3;
		batch_area(c, f, reason);
		f->warn = STR("办理后企业立即收到通知，并记入办理记录。");
		batch_act(c, f, "go", str_fmt(c->a, "%s这 %zu 家", action_word(act), chosen.n).p,
			act == s.list->no ? "bad" : "");
	}
	struct view_table *t = &batch_table(c, v, "chosen", "将办理的企业",
		str_fmt(c->a, "%zu 家", chosen.n))->table;
	t->empty = STR("没有：所选企业的状态已变化。");
	batch_list_table(c, t, &chosen, (struct batch_part){0, chosen.n}, true); /* ≤ PICKS_MAX */
	return batch_show(c, status, v);
}

static enum rc run(struct ctx *c, const struct list_act *list, enum action act,
	const struct str typed[2], struct err *e)
{
	struct list_decide uc = {.list = list, .act = act, .document = typed[0], .reason = typed[1]};
	struct str *files = ARENA_NEW_N(c->a, struct str, FORM_MAX_FIELDS), id;
	struct form_errors errors = {0};

	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	for (size_t i = 0; form_next(&c->form, "id", &i, &id);)
		files[uc.files_n++] = id;
	uc.files = files;
	struct tx_call call =
		ctx_call(c, str_fmt(c->a, "/o/batch/%lld", (long long)uc.batch_id));
	enum rc rc = TX_RUN(&call, list_decide, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show_preview(c, 422, act, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "%s：已办理 %lld 家%s", action_word(act), (long long)uc.done,
			uc.left ? "，其余状态已变化，没有办理" : ""));
}

enum rc page_o_batch_list_post(struct ctx *c, struct err *e)
{
	static const struct field_spec specs[] = {
		{"document", "文号", FIELD_TEXT, false, 0, 60, NULL, 0},
		{"reason", "说明", FIELD_LINES, false, 0, 500, NULL, 0}};
	struct str typed[2] = {str_none(), str_none()}, act = form_get(&c->form, "act");
	const struct list_act *list = list_act_named(c->params[1]);
	struct form_errors errors = {0};

	if (!list)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	bool go = str_eqc(act, "go");
	struct str what = go ? form_get(&c->form, "what") : act;
	bool yes = str_eqc(what, action_code(list->yes));
	if (!yes && (list->no == ACT__MAX || !str_eqc(what, action_code(list->no))))
		return err_set(e, RC_INVALID, MSG_PROVINCE_ACT);
	enum action a = yes ? list->yes : list->no;
	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), typed, &errors))
		return show_preview(c, 422, a, &errors, e);
	if (go)
		return run(c, list, a, typed, e);
	if (form_get(&c->form, "id").n == 0) {
		form_error_msg(c->a, &errors, "list", MSG_PROVINCE_NONE);
		return show_list(c, 422, &errors, e);
	}
	return show_preview(c, 200, a, NULL, e);
}

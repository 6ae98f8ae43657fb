/* Small makers, so that a page of a batch says what it shows and nothing about how. */
#include "page/batch_page.h"

#include "domain/decimal.h"
#include "page/enterprise.h"
#include "page/tmpl.h"
#include "service/publicity.h"

struct view_batch *batch_view(struct ctx *c, struct str title)
{
	struct view_batch *v = ARENA_NEW(c->a, struct view_batch);

	page_view_str(c, title, &v->page);
	v->title = title;
	v->next_kind = "";
	v->banner_kind = "info";
	if (actor_is(&c->who, ROLE_OFFICER))
		page_crumb(c, &v->page, STR("工作台"), STR("/o"));
	else if (actor_is(&c->who, ROLE_AUDITOR))
		page_crumb(c, &v->page, STR("监督台"), STR("/s"));
	return v;
}

void batch_crumbs(struct ctx *c, struct view_batch *v, const struct batch *b, struct str last)
{
	page_crumb(c, &v->page, STR("批次管理"), STR("/o/batch"));
	page_crumb(c, &v->page, b->title, last.n ? batch_href(c, b, "") : str_none());
	if (last.n)
		page_crumb(c, &v->page, last, str_none());
	v->over = batch_name(c->a, b);
}

enum rc batch_show(struct ctx *c, int status, struct view_batch *v)
{
	/* The pager stands right under the list that it turns. */
	for (size_t i = 0; v->paged && i < v->tables.n; i++)
		if (str_eqc(v->tables.v[i].id, "list")) {
			v->tables.v[i].pager = v->pager;
			v->tables.v[i].paged = true;
			v->paged = false;
		}
	tmpl_batch_page(respond_html(c, status), v);
	return RC_OK;
}

enum rc batch_of_address(struct ctx *c, size_t at, struct db **db, struct batch *out, struct err *e)
{
	int64_t id;

	if (!str_to_i64(c->params[at], &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, db, e));
	return batch_for_officer(*db, ctx_services(c)->rules, &c->who, id, out, e);
}

struct str batch_href(struct ctx *c, const struct batch *b, const char *rest)
{
	return str_fmt(c->a, "/o/batch/%lld%s", (long long)b->id, rest);
}

/* --- tables -------------------------------------------------------------------------------------- */

struct view_batch_table *batch_table(struct ctx *c, struct view_batch *v, const char *id,
	const char *title, struct str caption)
{
	struct view_batch_table *t = VEC_ADD(c->a, &v->tables);

	t->id = str_c(id);
	t->title = str_c(title);
	t->table.below = t->title.n > 0;
	batch_caption(c, t, caption);
	return t;
}

void batch_caption(struct ctx *c, struct view_batch_table *t, struct str caption)
{
	t->table.caption = caption;
	t->table.quiet = caption.n && str_eq(caption, t->title);
	t->table.label = t->title.n && caption.n && !t->table.quiet ? STR_JOIN(c->a, t->title, STR("："), caption)
								    : str_none();
}

void batch_heads(struct ctx *c, struct view_table *t, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str name = str_c(names[i]);
		size_t mark = str_index(name, '#');
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_sub(name, 0, mark),
			.unit = mark < name.n ? str_sub(name, mark + 1, name.n) : str_none(),
			.num = mark < name.n};
	}
}

struct view_cells *batch_row(struct ctx *c, struct view_table *t)
{
	return VEC_ADD(c->a, &t->rows);
}

/* 0311-80000000 has a hyphen at which a browser would break it. */
bool batch_whole(struct str s)
{
	size_t i = 0;

	while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
		i++;
	return text_is_day(s) || (s.n > 3 && s.n < 20 && i == s.n);
}

struct view_cell *batch_cell(
	struct ctx *c, const struct view_table *t, struct view_cells *row, struct str text)
{
	struct view_cell *cell = VEC_ADD(c->a, row);
	const struct view_head *h = row->n <= t->heads.n ? &t->heads.v[row->n - 1] : NULL;

	cell->text = text;
	cell->whole = batch_whole(text);
	if (h) {
		cell->label = h->unit.n ? STR_JOIN(c->a, h->text, STR("（"), h->unit, STR("）")) : h->text;
		cell->num = h->num;
	}
	return cell;
}

/* Which part of a list an address asks for, by a parameter of the list's own. */
struct asked_part {
	struct str base;
	const char *name, *anchor;
	size_t n, size;
};

static struct str part_href(struct ctx *c, const struct asked_part *p, int64_t page)
{
	return str_fmt(c->a, "%.*s%c%s=%lld#%s", STR_ARG(p->base), str_index(p->base, '?') < p->base.n ? '&' : '?',
		p->name, (long long)page, p->anchor);
}

static struct batch_part part_of(struct ctx *c, struct view_pager *out, const struct asked_part *p)
{
	int64_t pages = p->n ? (int64_t)((p->n + p->size - 1) / p->size) : 1, page;

	if (!str_to_i64(form_get(&c->query, p->name), &page) || page < 1)
		page = 1;
	page = MIN_OF(page, pages);
	struct batch_part part = {.from = (size_t)(page - 1) * p->size};
	part.to = MIN_OF(part.from + p->size, p->n);
	if (pages == 1)
		return part;
	out->text = str_fmt(c->a, "共 %zu 项，本页第 %zu 至 %zu 项（第 %lld/%lld 页）", p->n, part.from + 1, part.to,
		(long long)page, (long long)pages);
	if (page > 1) {
		out->first = part_href(c, p, 1);
		out->prev = part_href(c, p, page - 1);
	}
	if (page < pages) {
		out->next = part_href(c, p, page + 1);
		out->last = part_href(c, p, pages);
	}
	return part;
}

struct batch_part pager_part(struct ctx *c, struct view_pager *p, struct str base, size_t n, size_t size)
{
	return part_of(c, p, &(struct asked_part){base, "page", "list", n, size});
}

int64_t batch_before(const struct ctx *c)
{
	int64_t key;

	return str_to_i64(form_get(&c->query, "before"), &key) && key > 0 ? key : INT64_MAX;
}

void batch_walk(struct ctx *c, struct view_batch *v, struct str base, int64_t next)
{
	bool later = batch_before(c) != INT64_MAX;

	if (later)
		v->pager.first = str_sub(base, 0, base.n - 1);
	if (next)
		v->pager.next = STR_JOIN(c->a, base, STR("before="), str_i64(c->a, next));
	v->paged = later || next;
}

struct batch_part batch_part(struct ctx *c, struct view_batch *v, struct str base, size_t n)
{
	struct batch_part part = pager_part(c, &v->pager, base, n, BATCH_PART);

	v->paged = v->pager.text.n > 0;
	return part;
}

struct batch_part batch_picks(struct ctx *c, struct view_batch *v, struct str base, size_t n)
{
	struct batch_part part = pager_part(c, &v->pager, base, n, BATCH_PICKS);

	v->paged = v->pager.text.n > 0;
	return part;
}

struct batch_part batch_table_part(struct ctx *c, struct view_batch_table *t, struct str base, size_t n, size_t size)
{
	const char *id = str_cstr(c->a, t->id);
	struct batch_part part = part_of(c, &t->pager, &(struct asked_part){base, id, id, n, size});

	t->pager.of = t->title;
	t->paged = t->pager.text.n > 0;
	return part;
}

void batch_list_table(struct ctx *c, struct view_table *t, const struct list_entries *list,
	struct batch_part part, bool summary)
{
	static const char *const heads[] = {"序号", "企业名称", "统一社会信用代码",
		"所在市县（区）", "是否符合直通条件", "评分#分"};

	batch_heads(c, t, heads, summary ? 6 : 4);
	for (size_t i = part.from; i < part.to; i++) {
		const struct list_entry *x = &list->v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, (int64_t)i + 1));
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, x->uscc);
		batch_cell(c, t, r, x->area);
		if (!summary)
			continue;
		batch_cell(c, t, r, list_yes_no(x->direct));
		batch_cell(c, t, r, list_score(c->a, x->score));
	}
	t->scrolls = true;
	t->empty = STR("名单为空。");
}

/* --- forms, tasks, figures ----------------------------------------------------------------------- */

struct view_batch_form *batch_form(
	struct ctx *c, struct view_batch *v, const char *id, struct str title, struct str action)
{
	struct view_batch_form *f = VEC_ADD(c->a, &v->forms);

	f->id = str_c(id);
	f->title = title;
	f->action = action;
	return f;
}

void batch_field(struct ctx *c, struct view_batch_form *f, struct view_field x)
{
	*VEC_ADD(c->a, &f->inputs) = (struct view_batch_input){.kind = VIEW_INPUT_TEXT, .field = x};
}

void batch_area(struct ctx *c, struct view_batch_form *f, struct view_field x)
{
	*VEC_ADD(c->a, &f->inputs) = (struct view_batch_input){.kind = VIEW_INPUT_AREA, .field = x};
}

void batch_radios(struct ctx *c, struct view_batch_form *f, struct view_choices x)
{
	*VEC_ADD(c->a, &f->inputs) = (struct view_batch_input){.kind = VIEW_INPUT_RADIOS, .choice = x};
}

void batch_select(struct ctx *c, struct view_batch_form *f, struct view_choices x)
{
	*VEC_ADD(c->a, &f->inputs) = (struct view_batch_input){.kind = VIEW_INPUT_SELECT, .choice = x};
}

void batch_hidden(struct ctx *c, struct view_batch_form *f, const char *name, struct str value)
{
	*VEC_ADD(c->a, &f->hidden) = (struct view_row){.label = str_c(name), .value = value};
}

void batch_act(struct ctx *c, struct view_batch_form *f, const char *value, const char *text,
	const char *kind)
{
	*VEC_ADD(c->a, &f->acts) =
		(struct view_act){.value = str_c(value), .text = str_c(text), .kind = kind};
}

struct view_task *batch_task(struct ctx *c, struct view_batch *v, const char *text, struct str href)
{
	struct view_task *t = VEC_ADD(c->a, &v->tasks.items);

	t->text = str_c(text);
	t->href = href;
	return t;
}

void batch_stat(struct ctx *c, struct view_batch *v, const char *label, int64_t n, const char *unit,
	const char *kind)
{
	*VEC_ADD(c->a, &v->stats) = (struct view_stat){.label = str_c(label),
		.value = decimal_grouped(c->a, n * DECIMAL_ONE),
		.unit = str_c(unit),
		.kind = kind};
}

struct str batch_count(struct ctx *c, int64_t n, const char *unit)
{
	return str_fmt(c->a, "%lld %s", (long long)n, unit);
}

int batch_again(enum rc rc, const struct err *e)
{
	if (rc == RC_INVALID || rc == RC_TOO_LARGE)
		return 422;
	if (rc == RC_CONFLICT && (e->msg == MSG_LIST_CHANGED || e->msg == MSG_MEETING_CHANGED))
		return 409;
	return 0;
}

struct str batch_term_text(struct ctx *c, const struct term *t)
{
	if (t->kind == TERM_WORKING)
		return str_fmt(c->a, "%lld 个工作日", (long long)t->n);
	return str_fmt(c->a, "%lld 天%s", (long long)t->n,
		t->no_extend ? "" : "，最后一天是休息日的顺延至下一个工作日");
}

struct str batch_clock_text(struct ctx *c, const struct publicity *p)
{
	struct publicity_clock k = publicity_clock(rules_calendar(ctx_services(c)->rules),
		&p->window, &p->term, date_of_instant(c->now));
	const char *unit = p->term.kind == TERM_WORKING ? "个工作日" : "天";
	struct str until = str_fmt(c->a, "截止 %.*s%s",
		STR_ARG(deadline_text(c->a, p->head.ends_at)), p->window.provisional ? "（暂定）" : "");

	if (p->over)
		return str_cat(c->a, STR("公示期满，"), until);
	if (k.day == 0)
		return str_fmt(c->a, "%.*s 起算，共 %lld %s，%.*s",
			STR_ARG(date_str(c->a, p->window.first)), (long long)p->term.n, unit,
			STR_ARG(until));
	if (k.day > p->term.n)
		return str_fmt(c->a, "第 %lld %s（%lld 天期满遇休息日顺延），%.*s", (long long)k.day,
			unit, (long long)p->term.n, STR_ARG(until));
	return str_fmt(c->a, "第 %lld/%lld %s，%.*s", (long long)k.day, (long long)p->term.n, unit,
		STR_ARG(until));
}

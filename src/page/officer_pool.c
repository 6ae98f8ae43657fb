/* 培育库: who has been confirmed into the pool, and - from the day that the document prints - choosing from it. */
#include "base/buf.h"
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "service/list_act.h"
#include "service/pool.h"
#include "web/html.h"

struct filter {
	struct str text, direction;
	enum pool_standing standing; /* POOL_STANDING__MAX: any */
	int64_t batch;
};

static struct filter filter_of(struct ctx *c)
{
	struct filter f = {.text = str_trim(form_get(&c->query, "q")),
		.direction = str_trim(form_get(&c->query, "direction")),
		.standing = POOL_STANDING__MAX};
	struct str standing = form_get(&c->query, "standing");

	for (int s = 0; s < POOL_STANDING__MAX; s++)
		if (str_eqc(standing, pool_standing_code((enum pool_standing)s)))
			f.standing = (enum pool_standing)s;
	if (!str_to_i64(form_get(&c->query, "batch"), &f.batch))
		f.batch = 0;
	return f;
}

static bool fits(const struct filter *f, const struct q_pool_files *x)
{
	if (f->standing != POOL_STANDING__MAX && f->standing != pool_standing_of(x->state))
		return false;
	if (f->direction.n && !str_eq(f->direction, x->direction))
		return false;
	return !f->text.n || str_has(x->name, f->text) || str_has(x->uscc, f->text) ||
	       str_has(x->area, f->text) || str_has(x->city, f->text);
}

static struct str address(struct ctx *c, const char *path, const struct filter *f)
{
	const struct {
		const char *name;
		struct str value;
	} params[] = {{"q", f->text}, {"direction", f->direction},
		{"standing", f->standing == POOL_STANDING__MAX ? STR("")
							       : str_c(pool_standing_code(f->standing))}};
	struct buf b;

	buf_init(&b, c->a, HTTP_MAX_TARGET * 3);
	buf_c(&b, path);
	buf_lit(&b, "?batch=");
	buf_i64(&b, f->batch);
	for (size_t i = 0; i < ARRAY_LEN(params); i++) {
		if (!params[i].value.n)
			continue;
		buf_ch(&b, '&');
		buf_c(&b, params[i].name);
		buf_ch(&b, '=');
		html_query(&b, params[i].value);
	}
	return buf_view(&b);
}

struct sheet {
	struct filter f;
	struct pool p;
	const struct q_pool_files **rows; /* that fit */
	size_t n;
};

static enum rc sheet_load(struct ctx *c, struct sheet *s, struct err *e)
{
	struct db *db;

	*s = (struct sheet){.f = filter_of(c)};
	TRY(ctx_db(c, &db, e));
	TRY(pool_load(db, ctx_services(c)->rules, &c->who, s->f.batch, &s->p, e));
	s->f.batch = s->p.batch->id;
	s->rows = ARENA_NEW_N(c->a, const struct q_pool_files *, s->p.files.n + 1);
	for (size_t i = 0; i < s->p.files.n; i++)
		if (fits(&s->f, &s->p.files.v[i]))
			s->rows[s->n++] = &s->p.files.v[i];
	return RC_OK;
}

static struct str since(struct ctx *c, const struct q_pool_files *x)
{
	return date_str(c->a, date_of_instant(x->pooled_at));
}

/* --- what is shown --------------------------------------------------------------------------------- */

static void filters_fill(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	struct view_field text = field_text(c, "q", "企业名称、信用代码或市县", s->f.text, NULL);
	struct view_choices standing = field_choices("standing", "情况", NULL);
	struct view_choices direction = field_choices("direction", "申报方向", NULL);
	struct view_choices batches = field_choices("batch", "批次", NULL);
	const struct json *list = json_get(s->p.procedure->json, "directions");
	struct filter none = {.batch = s->f.batch, .standing = POOL_STANDING__MAX};

	text.width = "w18";
	standing.empty = direction.empty = STR("全部");
	for (int k = 0; k < POOL_STANDING__MAX; k++)
		choices_add(c, &standing, str_c(pool_standing_code((enum pool_standing)k)),
			str_c(pool_standing_word((enum pool_standing)k)),
			s->f.standing == POOL_STANDING__MAX ? str_none()
							    : str_c(pool_standing_code(s->f.standing)));
	for (const struct json *d = list ? list->first : NULL; d; d = d->next)
		choices_add(c, &direction, json_str(d, "id", STR("")), json_str(d, "name", STR("")),
			s->f.direction);
	for (size_t i = 0; i < s->p.batches.n; i++)
		choices_add(c, &batches, str_i64(c->a, s->p.batches.v[i].id), s->p.batches.v[i].title,
			str_i64(c->a, s->f.batch));
	v->filters.action = STR("/o/pool");
	VEC_PUSH(c->a, &v->filters.fields, text);
	VEC_PUSH(c->a, &v->filters.selects, standing);
	if (direction.options.n)
		VEC_PUSH(c->a, &v->filters.selects, direction);
	if (s->p.batches.n > 1)
		VEC_PUSH(c->a, &v->filters.selects, batches);
	else
		VEC_PUSH(c->a, &v->filters.keep,
			((struct view_row){.label = STR("batch"), .value = str_i64(c->a, s->f.batch)}));
	if (s->f.text.n || s->f.direction.n || s->f.standing != POOL_STANDING__MAX)
		v->filters.clear_href = address(c, "/o/pool", &none);
}

static void stats_fill(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	int64_t n[POOL_STANDING__MAX] = {0};

	for (size_t i = 0; i < s->p.files.n; i++)
		n[pool_standing_of(s->p.files.v[i].state)]++;
	batch_stat(c, v, "在库企业", (int64_t)s->p.files.n, "家", "");
	for (int k = 0; k < POOL_STANDING__MAX; k++) {
		struct filter f = {.batch = s->f.batch, .standing = (enum pool_standing)k};
		batch_stat(c, v, pool_standing_word((enum pool_standing)k), n[k], "家", "");
		v->stats.v[v->stats.n - 1].href = address(c, "/o/pool", &f);
	}
}

static const char *standing_tag(enum pool_standing k)
{
	static const char *const tags[POOL_STANDING__MAX] = {"amber", "blue", "green", "grey"};

	return k < POOL_STANDING__MAX ? tags[k] : "grey";
}

static const char *const heads[] = {
	"企业名称", "统一社会信用代码", "所在市县（区）", "入库日期", "申报方向", "情况"};

static void cells_of(struct ctx *c, const struct sheet *s, const struct q_pool_files *x,
	const struct view_table *t, struct view_cells *r)
{
	enum pool_standing k = pool_standing_of(x->state);

	batch_cell(c, t, r, x->name)->href = str_cat(c->a, STR("/o/app/"), x->public_id);
	batch_cell(c, t, r, x->uscc);
	batch_cell(c, t, r, x->area);
	batch_cell(c, t, r, since(c, x));
	batch_cell(c, t, r, pool_direction(s->p.procedure, x->direction));
	batch_cell(c, t, r, str_c(pool_standing_word(k)))->tag = standing_tag(k);
}

/* With boxes: the chosen ones go to the page of the act, which shows them before it is done. */
static void pick_list(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "list", str_none(),
		str_fmt(c->a, "/o/batch/%lld/list/select", (long long)s->f.batch));
	struct view_table t = {0};

	batch_heads(c, &t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < t.heads.n; i++)
		VEC_PUSH(c->a, &f->pick_heads, t.heads.v[i]);
	f->pick_name = STR("id");
	f->pick_caption = str_fmt(c->a, "符合条件的在库企业 %zu 家", s->n);
	struct batch_part part = batch_picks(c, v, address(c, "/o/pool", &s->f), s->n);
	for (size_t i = part.from; i < part.to; i++) {
		struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
		p->value = s->rows[i]->public_id;
		p->label = str_cat(c->a, STR("选择 "), s->rows[i]->name);
		p->fixed = pool_standing_of(s->rows[i]->state) != POOL_WAITING;
		cells_of(c, s, s->rows[i], &t, &p->cells);
	}
	batch_act(c, f, action_code(ACT_SELECT), "择优推荐所选（先预览）", "");
}

static void plain_list(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	struct view_table *t = &batch_table(c, v, "list", "",
		str_fmt(c->a, "符合条件的在库企业 %zu 家", s->n))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = s->p.files.n ? STR("没有符合条件的企业，请减少条件再试。")
				: STR("还没有企业入库：市级确认入库后会出现在这里。");
	struct batch_part part = batch_part(c, v, address(c, "/o/pool", &s->f), s->n);
	for (size_t i = part.from; i < part.to; i++)
		cells_of(c, s, s->rows[i], t, batch_row(c, t));
}

/* Per city for the province, per county for the others. */
static void places_table(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	static const char *const names[] = {"", "在库#家", "待择优推荐#家", "已择优推荐#家", "已认定#家", "未列入认定#家"};
	bool cities = actor_is(&c->who, ROLE_PROVINCE);
	const char *columns[ARRAY_LEN(names)];
	struct view_table *t = &batch_table(c, v, "places", cities ? "各市" : "各县（市、区）",
		cities ? STR("各市在库企业") : STR("各县（市、区）在库企业"))->table;
	struct str last = STR("");
	int64_t n[POOL_STANDING__MAX] = {0}, all = 0;

	memcpy(columns, names, sizeof(columns));
	columns[0] = cities ? "市" : "县（市、区）";
	batch_heads(c, t, columns, ARRAY_LEN(columns));
	t->scrolls = true;
	for (size_t i = 0; i <= s->p.files.n; i++) { /* ordered by place */
		const struct q_pool_files *x = i < s->p.files.n ? &s->p.files.v[i] : NULL;
		struct str place = !x ? STR("") : cities ? x->city : x->area;
		if (all && !str_eq(place, last)) {
			struct view_cells *r = batch_row(c, t);
			batch_cell(c, t, r, last);
			batch_cell(c, t, r, str_i64(c->a, all));
			for (int k = 0; k < POOL_STANDING__MAX; k++)
				batch_cell(c, t, r, str_i64(c->a, n[k]));
			memset(n, 0, sizeof(n));
			all = 0;
		}
		last = place;
		if (!x)
			break;
		n[pool_standing_of(x->state)]++;
		all++;
	}
}

/* Only a city chooses, and not before the day that the document prints. */
static bool may_choose(struct ctx *c, const struct sheet *s, struct view_batch *v)
{
	const struct list_act *act = list_act_at(STATE_POOL);
	struct batch b = {.procedure = s->p.procedure, .year = s->p.batch->year};
	struct date from;

	if (!actor_is(&c->who, ROLE_CITY) || !act)
		return false;
	if (!list_act_early(act, &b, c->now, &from))
		return true;
	v->banner = str_fmt(c->a, "择优推荐自%.*s开始办理，届时可以在这里勾选。", STR_ARG(date_prose(c->a, from)));
	return false;
}

/* The frame serves every body; only some have procedures with a pool. */
static enum rc show_none(struct ctx *c)
{
	struct view_batch *v = batch_view(c, STR("入库培育名单"));

	page_crumb(c, &v->page, STR("入库培育名单"), str_none());
	v->empty = (struct view_empty){.what = STR("本单位没有入库培育名单"),
		.why = STR("本单位办理的事项没有入库培育这一步，或还没有这样的批次。"),
		.href = STR("/o"), .act = STR("返回工作台")};
	return batch_show(c, 200, v);
}

enum rc page_o_pool(struct ctx *c, struct err *e)
{
	struct sheet s;
	struct view_batch *v;
	bool waiting = false;
	enum rc rc = sheet_load(c, &s, e);

	if (rc == RC_NOT_FOUND && !s.f.batch)
		return show_none(c);
	TRY(rc);
	v = batch_view(c, STR("入库培育名单"));
	page_crumb(c, &v->page, STR("入库培育名单"), str_none());
	v->page.wide = true;
	v->over = str_cat(c->a, s.p.batch->title, s.p.procedure->tier_full_name);
	v->lead = STR("经市级确认入库的企业。认定只从培育库中择优推荐，用入库时的同一份材料。");
	stats_fill(c, &s, v);
	filters_fill(c, &s, v);
	for (size_t i = 0; i < s.n; i++)
		waiting = waiting || pool_standing_of(s.rows[i]->state) == POOL_WAITING;
	if (may_choose(c, &s, v) && waiting)
		pick_list(c, &s, v);
	else
		plain_list(c, &s, v);
	if (s.p.files.n)
		places_table(c, &s, v);
	v->links_title = STR("下载");
	if (s.n) {
		links_add(c, &v->links, str_fmt(c->a, "以上 %zu 家（XLSX）", s.n),
			address(c, "/o/pool.xlsx", &s.f), false);
		list_links(c, &v->links, address(c, "/o/pool.csv", &s.f));
	}
	return batch_show(c, 200, v);
}

/* --- downloads --------------------------------------------------------------------------------------- */

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 24, 0}}, {"city", {"市", XLSX_CODE, 12, 0}},
	{"area", {"所在市县（区）", XLSX_TEXT, 22, 0}}, {"since", {"入库日期", XLSX_CODE, 12, 0}},
	{"direction", {"申报方向", XLSX_CODE, 18, 0}}, {"standing", {"情况", XLSX_CODE, 16, 0}}};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct sheet *s = state;
	const struct q_pool_files *x = s->rows[i];
	const struct str cells[ARRAY_LEN(COLUMN)] = {x->name, x->uscc, x->city, x->area, since(c, x),
		pool_direction(s->p.procedure, x->direction), str_c(pool_standing_word(pool_standing_of(x->state)))};

	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_pool_file(struct ctx *c, struct err *e)
{
	struct sheet *s = ARENA_NEW(c->a, struct sheet);
	struct list_file file = {.name = STR("入库培育名单"), .column = COLUMN, .columns = ARRAY_LEN(COLUMN)};

	enum rc rc = sheet_load(c, s, e);
	if (rc == RC_NOT_FOUND && !s->f.batch)
		return respond_redirect(c, STR("/o/pool"));
	TRY(rc);
	file.title = STR_JOIN(c->a, s->p.batch->title, s->p.procedure->tier_full_name, STR("入库培育名单"));
	file.note = STR_JOIN(c->a, c->who.agency_name, STR("　　导出日期 "), date_str(c->a, date_of_instant(c->now)));
	file.back = address(c, "/o/pool", &s->f);
	return list_respond_loaded(c, &file, s->n, file_cells, s, e);
}

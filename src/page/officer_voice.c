/* 意见诉求 and 咨询 in the office: the queue of a body, and what lies in its area. */
#include "page/routes.h"
#include "page/voice_page.h"

#define LIST_PAGE 50

static const struct tab {
	const char *id, *text, *origin, *state;
	bool kinds; /* can be narrowed to a kind of its origin */
} TABS[] = {
	{"", "待本单位答复", "", "", false},
	{"enterprise", "辖区意见诉求", "enterprise", "", true},
	{"public", "辖区咨询", "public", "", true},
	{"waiting", "辖区未答复", "", "waiting", false},
};

struct lists {
	struct db *db;
	const struct tab *tab;
	struct str kind;
	struct voice_kinds kinds[VOICE_ORIGIN__MAX];
	int64_t key, key_at; /* of the row before: id, and since when it waits; 0: from the beginning */
};

static enum rc lists_load(struct ctx *c, struct lists *l, struct err *e)
{
	struct str tab = form_get(&c->query, "tab"), kind = form_get(&c->query, "kind");

	*l = (struct lists){.tab = &TABS[0], .kind = STR("")};
	for (size_t i = 0; i < ARRAY_LEN(TABS); i++)
		if (str_eqc(tab, TABS[i].id))
			l->tab = &TABS[i];
	for (size_t o = 0; o < VOICE_ORIGIN__MAX; o++)
		TRY(voice_kinds_load(c->a, (enum voice_origin)o, &l->kinds[o], e));
	if (l->tab->kinds && kind.n)
		l->kind = kind;
	if (!str_to_i64(form_get(&c->query, "key"), &l->key) || l->key < 1)
		l->key = 0;
	if (!str_to_i64(form_get(&c->query, "at"), &l->key_at))
		l->key_at = INT64_MIN;
	return ctx_db(c, &l->db, e);
}

static void tabs_fill(struct ctx *c, const struct lists *l, struct view_batch *v)
{
	v->tabs.label = STR("意见诉求和咨询");
	for (size_t i = 0; i < ARRAY_LEN(TABS); i++)
		links_add(c, &v->tabs.items, str_c(TABS[i].text),
			str_fmt(c->a, "/o/voice%s%s", TABS[i].id[0] ? "?tab=" : "", TABS[i].id),
			l->tab == &TABS[i]);
	links_add(c, &v->tabs.items, STR("统计和经营情况"), STR("/o/voice/figures"), false);
}

static void kind_filter(struct ctx *c, const struct lists *l, struct view_batch *v)
{
	struct view_choices kind = field_choices("kind", "类别", NULL);
	enum voice_origin o;

	if (!l->tab->kinds || !voice_origin_parse(str_c(l->tab->origin), &o))
		return;
	kind.empty = STR("全部");
	for (size_t i = 0; i < l->kinds[o].n; i++)
		choices_add(c, &kind, l->kinds[o].v[i].id, l->kinds[o].v[i].name, l->kind);
	v->filters.action = STR("/o/voice");
	*VEC_ADD(c->a, &v->filters.keep) = (struct view_row){.label = STR("tab"), .value = str_c(l->tab->id)};
	VEC_PUSH(c->a, &v->filters.selects, kind);
	if (l->kind.n)
		v->filters.clear_href = str_cat(c->a, STR("/o/voice?tab="), str_c(l->tab->id));
}

/* The two lists have the same columns. */
_Static_assert(sizeof(struct q_voices_waiting) == sizeof(struct q_voices_of_area), "one row for both lists");

static void list_row(struct ctx *c, const struct lists *l, const struct q_voices_of_area *x, struct view_table *t)
{
	struct view_cells *r = batch_row(c, t);
	struct view_tag tag = voice_tag(x->state);
	enum voice_origin o = VOICE_ENTERPRISE;
	bool known = voice_origin_parse(x->origin, &o);
	bool late = x->due_at && c->now >= x->due_at && str_eqc(x->state, "waiting");

	batch_cell(c, t, r, x->title)->href = str_cat(c->a, STR("/o/voice/"), x->public_id);
	batch_cell(c, t, r, x->name);
	batch_cell(c, t, r,
		str_fmt(c->a, "%s·%.*s", known ? voice_origin_word(o) : "",
			STR_ARG(voice_kind_name(&l->kinds[o], x->kind))));
	batch_cell(c, t, r, tag.text)->tag = tag.kind;
	struct view_cell *clock = batch_cell(c, t, r, voice_clock(c, x->state, x->waiting_at, x->due_at));
	if (late)
		clock->tag = "red";
	batch_cell(c, t, r, x->holder);
	batch_cell(c, t, r, date_str(c->a, date_of_instant(x->raised_at)));
	batch_cell(c, t, r, x->no);
}

static enum rc rows_load(struct ctx *c, const struct lists *l, const struct q_voices_of_area **rows, size_t *n,
	struct err *e)
{
	struct q_voices_waiting_list own;
	struct q_voices_of_area_list all;

	if (l->tab == &TABS[0]) {
		TRY(q_voices_waiting(l->db,
			&(struct q_voices_waiting_in){
				.agency_id = c->who.agency_id, .after_at = l->key_at, .after_id = l->key,
				.limit = LIST_PAGE + 1},
			&own, e));
		struct q_voices_of_area *copy = ARENA_NEW_N(c->a, struct q_voices_of_area, own.n + 1);
		if (own.n)
			memcpy(copy, own.v, own.n * sizeof(*copy));
		*rows = copy;
		*n = own.n;
		return RC_OK;
	}
	TRY(q_voices_of_area(l->db,
		&(struct q_voices_of_area_in){.agency_id = c->who.agency_id, .origin = str_c(l->tab->origin),
			.kind = l->kind, .state = str_c(l->tab->state), .before_id = l->key ? l->key : INT64_MAX,
			.limit = LIST_PAGE + 1},
		&all, e));
	*rows = all.v;
	*n = all.n;
	return RC_OK;
}

static void pager(struct ctx *c, const struct lists *l, const struct q_voices_of_area *rows, size_t n,
	struct view_batch *v)
{
	struct str base = str_fmt(c->a, "/o/voice?tab=%s&kind=%.*s", l->tab->id, STR_ARG(l->kind));

	if (n > LIST_PAGE)
		v->pager.next = str_fmt(c->a, "%.*s&key=%lld&at=%lld", STR_ARG(base), (long long)rows[LIST_PAGE - 1].id,
			(long long)rows[LIST_PAGE - 1].waiting_at);
	if (l->key)
		v->pager.first = base;
	v->paged = v->pager.next.n || v->pager.first.n;
}

static enum rc own_line(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	struct q_voice_own_waiting own;

	TRY(q_voice_own_waiting(
		db, &(struct q_voice_own_waiting_in){.agency_id = c->who.agency_id, .now = c->now}, &own, e));
	v->lead = str_fmt(c->a, "待本单位答复 %lld 件%s%.*s。答复期限：%.*s。", (long long)own.n, own.late ? "，其中逾期 " : "",
		STR_ARG(own.late ? batch_count(c, own.late, "件") : STR("")), STR_ARG(voice_term(c)));
	return RC_OK;
}

enum rc page_o_voices(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"标题", "提出人", "类别", "状态", "期限", "办理机关", "提出日期", "编号"};
	const struct q_voices_of_area *rows;
	struct lists l;
	size_t n;

	TRY(lists_load(c, &l, e));
	TRY(rows_load(c, &l, &rows, &n, e));
	struct view_batch *v = batch_view(c, STR("意见诉求和咨询"));
	page_crumb(c, &v->page, STR("意见诉求和咨询"), str_none());
	v->page.wide = true;
	TRY(own_line(c, l.db, v, e));
	tabs_fill(c, &l, v);
	kind_filter(c, &l, v);
	bool own = l.tab == &TABS[0];
	struct view_table *t = &batch_table(c, v, "list", "", str_fmt(c->a, "%s，%s", l.tab->text, own ? "等得久的在前" : "新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = own ? STR("没有等本单位答复的。企业提出、公众咨询或者别的机关转来的，会出现在这里和消息里。")
		       : STR("没有这一类的。");
	for (size_t i = 0; i < MIN_OF(n, (size_t)LIST_PAGE); i++)
		list_row(c, &l, &rows[i], t);
	pager(c, &l, rows, n, v);
	return batch_show(c, 200, v);
}

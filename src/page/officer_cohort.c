/* 到期名单: whose title ends on a day and what each of them waits for; the list to take along, a word to those who
 * still have to act. */
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "service/cohort.h"

struct cohort_page {
	struct db *db;
	struct q_cohorts_for_officer_list all;
	struct cohort x; /* x.c NULL: there is none */
	enum renewal_state only; /* RENEWAL_STATE__MAX: all */
};

static struct str cohort_href(struct ctx *c, int64_t id)
{
	return str_fmt(c->a, "/o/expiring?list=%lld", (long long)id);
}

/* The list of the address, else the next that ends and has titles of this area, else the last one. */
static const struct q_cohorts_for_officer *choose(
	struct ctx *c, const struct form *from, const struct q_cohorts_for_officer_list *all)
{
	struct str today = date_str(c->a, date_of_instant(c->now));
	const struct q_cohorts_for_officer *best = NULL;
	int64_t id;

	if (str_to_i64(form_get(from, "list"), &id)) {
		for (size_t i = 0; i < all->n; i++)
			if (all->v[i].id == id)
				return &all->v[i];
		return NULL;
	}
	for (size_t i = 0; i < all->n; i++) {
		const struct q_cohorts_for_officer *x = &all->v[i];
		bool ahead = str_cmp(x->ends_on, today) >= 0;
		if (!best || (x->n && (!best->n || str_cmp(best->ends_on, today) < 0)))
			best = x;
		if (best->n && ahead && best == x)
			break;
	}
	return best;
}

static enum rc load(struct ctx *c, const struct form *from, struct cohort_page *p, struct err *e)
{
	/* Those that are over stay for two years, so that nobody asks in vain what became of them. */
	struct date since = date_add_months(date_of_instant(c->now), -24);
	const struct q_cohorts_for_officer *chosen;

	TRY(ctx_db(c, &p->db, e));
	TRY(q_cohorts_for_officer(p->db,
		&(struct q_cohorts_for_officer_in){
			.agency_id = c->who.agency_id, .from = date_str(c->a, since)},
		&p->all, e));
	if (!renewal_state_parse(form_get(from, "state"), &p->only))
		p->only = RENEWAL_STATE__MAX;
	chosen = choose(c, from, &p->all);
	if (chosen)
		return cohort_load(p->db, ctx_services(c)->rules, &c->who, chosen, c->now, &p->x, e);
	return form_get(from, "list").n ? err_set(e, RC_NOT_FOUND, MSG_COHORT_GONE) : RC_OK;
}

static struct str title_of(struct ctx *c, const struct q_cohorts_for_officer *x)
{
	const struct procedure *p =
		rules_procedure(ctx_services(c)->rules, x->edition, date_of_instant(c->now));

	return str_fmt(c->a, "%.*s：%.*s 到期", STR_ARG(p ? p->tier_name : x->programme), STR_ARG(x->ends_on));
}

static bool wanted(const struct cohort_page *p, size_t i)
{
	return p->only == RENEWAL_STATE__MAX || p->x.rows[i].state == p->only;
}

static void tabs_fill(struct ctx *c, const struct cohort_page *p, struct view_batch *v)
{
	struct str base = cohort_href(c, p->x.c->id);

	v->tabs.label = STR("按办理情况");
	links_add(c, &v->tabs.items, str_fmt(c->a, "全部 %zu", p->x.items.n), base,
		p->only == RENEWAL_STATE__MAX);
	for (size_t s = 0; s < RENEWAL_STATE__MAX; s++)
		if (p->x.n[s])
			links_add(c, &v->tabs.items,
				str_fmt(c->a, "%s %lld", renewal_state_word((enum renewal_state)s),
					(long long)p->x.n[s]),
				str_fmt(c->a, "%.*s&state=%s", STR_ARG(base),
					renewal_state_code((enum renewal_state)s)),
				p->only == (enum renewal_state)s);
}

static void body_row(struct ctx *c, const struct cohort_page *p, struct view_table *t, int64_t body, struct str name)
{
	int64_t n[RENEWAL_STATE__MAX] = {0}, all = 0;

	for (size_t i = 0; i < p->x.items.n; i++)
		if (body == 0 || p->x.items.v[i].body_id == body) {
			n[p->x.rows[i].state]++;
			all++;
		}
	struct view_cells *r = batch_row(c, t);
	batch_cell(c, t, r, name);
	batch_cell(c, t, r, str_i64(c->a, all));
	batch_cell(c, t, r, str_i64(c->a, n[RENEWAL_NOT_BEGUN]));
	batch_cell(c, t, r, str_i64(c->a, n[RENEWAL_DRAFTING] + n[RENEWAL_RETURNED]));
	batch_cell(c, t, r, str_i64(c->a, n[RENEWAL_RUNNING]));
	batch_cell(c, t, r, str_i64(c->a, n[RENEWAL_PASSED]));
	batch_cell(c, t, r, str_i64(c->a, n[RENEWAL_EXEMPT]));
	batch_cell(c, t, r, str_i64(c->a, n[RENEWAL_BARRED] + n[RENEWAL_REFUSED] + n[RENEWAL_ENDED]));
}

/* The items come in the order of the bodies; below a county there is nobody. */
static void bodies_table(struct ctx *c, const struct cohort_page *p, struct view_batch *v)
{
	static const char *const heads[] = {"主管部门", "到期#家", "未开始#家", "填写中、退回补正#家", "已报送#家", "已通过#家",
		"不需办理#家", "不能申报、未通过、已失效#家"};
	int64_t last = 0;

	if (actor_is(&c->who, ROLE_COUNTY) || p->x.items.n == 0)
		return;
	struct view_table *t = &batch_table(c, v, "bodies", "各地办理情况", title_of(c, p->x.c))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < p->x.items.n; i++) {
		const struct q_cohort_items *x = &p->x.items.v[i];
		if (x->body_id == last)
			continue;
		last = x->body_id;
		body_row(c, p, t, last, actor_is(&c->who, ROLE_PROVINCE) || !x->county.n ? x->city : x->county);
	}
	if (t->rows.n > 1)
		body_row(c, p, t, 0, STR("合计"));
}

static void list_table(struct ctx *c, const struct cohort_page *p, struct view_batch *v)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "所在市县（区）", "批次", "联系人", "联系电话", "办理情况",
		"说明"};
	struct view_batch_table *box = batch_table(c, v, "list", "到期的企业", str_none());
	struct view_table *t = &box->table;
	size_t n = 0, at = 0;

	for (size_t i = 0; i < p->x.items.n; i++)
		n += wanted(p, i);
	struct str base = p->only == RENEWAL_STATE__MAX
		? cohort_href(c, p->x.c->id)
		: str_fmt(c->a, "%.*s&state=%s", STR_ARG(cohort_href(c, p->x.c->id)), renewal_state_code(p->only));
	struct batch_part part = batch_part(c, v, base, n);
	batch_caption(c, box, str_fmt(c->a, "%.*s，%zu 家", STR_ARG(title_of(c, p->x.c)), n));
	t->empty = STR("本单位辖区内没有这种情况的企业。");
	t->scrolls = true;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < p->x.items.n; i++) {
		const struct q_cohort_items *x = &p->x.items.v[i];
		const struct cohort_row *row = &p->x.rows[i];
		if (!wanted(p, i) || at++ < part.from || at > part.to)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, x->name);
		batch_cell(c, t, r, x->uscc);
		batch_cell(c, t, r, x->county.n ? STR_JOIN(c->a, x->city, STR(" "), x->county) : x->city);
		batch_cell(c, t, r, x->batch_title);
		batch_cell(c, t, r, x->contact.n ? x->contact : STR("—"));
		batch_cell(c, t, r, x->phone.n ? x->phone : x->enterprise_id.has ? STR("—") : STR("未在平台登记"));
		batch_cell(c, t, r, str_c(renewal_state_word(row->state)))->tag = renewal_state_tag(row->state);
		batch_cell(c, t, r, row->why.n ? row->why : STR("—"));
	}
	list_links(c, &box->links,
		str_fmt(c->a, "/o/expiring/list.csv?list=%lld%s%s", (long long)p->x.c->id,
			p->only == RENEWAL_STATE__MAX ? "" : "&state=",
			p->only == RENEWAL_STATE__MAX ? "" : renewal_state_code(p->only)));
}

static void press_form(struct ctx *c, const struct cohort_page *p, struct view_batch *v)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->x.items.n; i++)
		n += renewal_waits(p->x.rows[i].state) && p->x.items.v[i].enterprise_id.has;
	if (n == 0)
		return;
	struct view_batch_form *f = batch_form(c, v, "press", STR("催办"), STR("/o/expiring"));
	f->lead = str_fmt(c->a, "给 %lld 家未开始、填写中或退回补正的企业的全部账号各发一条消息，写明到期日和要办的事；同一单位 24 小时内只发一次。",
		(long long)n);
	batch_hidden(c, f, "list", str_i64(c->a, p->x.c->id));
	batch_act(c, f, "press", str_cstr(c->a, str_fmt(c->a, "向 %lld 家企业催办", (long long)n)), "second");
}

static void head_fill(struct ctx *c, const struct cohort_page *p, struct view_batch *v)
{
	const struct cohort *x = &p->x;
	const struct standard *s = rules_standard(ctx_services(c)->rules, x->standard, x->procedure->body,
		date_of_instant(c->now));

	v->over = title_of(c, x->c);
	v->lead = str_fmt(c->a, "提前 %lld 天列出，企业同时收到通知。到期前%s：%.*s", (long long)x->renewal.lead_days,
		renewal_way_word(x->renewal.way), STR_ARG(x->renewal.text));
	rows_add(c, &v->rows, "依据", x->renewal.clause);
	if (s)
		rows_add(c, &v->rows, "所用标准",
			x->standard_why.n ? str_fmt(c->a, "%.*s（%.*s）", STR_ARG(s->title), STR_ARG(x->standard_why))
					  : s->title);
	rows_add(c, &v->rows, "列出时间", instant_human(c->a, x->c->listed_at));
}

static void others(struct ctx *c, const struct cohort_page *p, struct view_batch *v)
{
	v->links_title = STR("其他到期名单");
	for (size_t i = 0; i < p->all.n; i++)
		if (&p->all.v[i] != p->x.c && p->all.v[i].n)
			links_add(c, &v->links,
				str_fmt(c->a, "%.*s，%lld 家", STR_ARG(title_of(c, &p->all.v[i])),
					(long long)p->all.v[i].n),
				cohort_href(c, p->all.v[i].id), false);
}

enum rc page_o_expiring(struct ctx *c, struct err *e)
{
	struct cohort_page p = {0};

	TRY(load(c, &c->query, &p, e));
	struct view_batch *v = batch_view(c, STR("到期名单"));
	page_crumb(c, &v->page, STR("到期名单"), str_none());
	v->page.wide = true;
	if (!p.x.c) {
		v->empty = (struct view_empty){.what = STR("还没有到期名单"),
			.why = STR("称号到期之前，系统按规程提前列出名单并通知企业，不需要手工办理。"),
			.href = STR("/o"), .act = STR("返回工作台")};
		return batch_show(c, 200, v);
	}
	head_fill(c, &p, v);
	tabs_fill(c, &p, v);
	press_form(c, &p, v);
	bodies_table(c, &p, v);
	list_table(c, &p, v);
	others(c, &p, v);
	return batch_show(c, 200, v);
}

enum rc page_o_expiring_press(struct ctx *c, struct err *e)
{
	struct cohort_press uc = {0};

	if (!str_to_i64(form_get(&c->form, "list"), &uc.cohort_id))
		return err_set(e, RC_NOT_FOUND, MSG_COHORT_GONE);
	struct tx_call call = ctx_call(c, cohort_href(c, uc.cohort_id));
	TRY(TX_RUN(&call, cohort_press, &uc, e));
	return ctx_done(c, &call, str_fmt(c->a, "已向 %lld 家企业发出催办", (long long)uc.n));
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"city", {"市", XLSX_TEXT, 14, 0}},
	{"county", {"县（市、区）", XLSX_TEXT, 14, 0}}, {"batch", {"批次", XLSX_TEXT, 20, 0}},
	{"no", {"证书编号", XLSX_CODE, 24, 0}}, {"to", {"有效期至", XLSX_CODE, 12, 0}},
	{"contact", {"联系人", XLSX_TEXT, 12, 0}}, {"phone", {"联系电话", XLSX_CODE, 16, 0}},
	{"standing", {"办理情况", XLSX_TEXT, 16, 0}}, {"file", {"申报编号", XLSX_CODE, 22, 0}},
	{"why", {"说明", XLSX_TEXT, 36, 0}}};

struct cohort_file {
	struct cohort_page p;
	size_t *row; /* numbers of those that were asked for */
	size_t n;
};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct cohort_file *f = state;
	const struct q_cohort_items *x = &f->p.x.items.v[f->row[i]];
	const struct cohort_row *row = &f->p.x.rows[f->row[i]];
	const struct str cells[ARRAY_LEN(COLUMN)] = {x->name, x->uscc, x->city, x->county, x->batch_title,
		x->certificate_no, x->valid_to, x->contact, x->phone, str_c(renewal_state_word(row->state)), x->file_no,
		row->why};

	(void)c;
	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_expiring_file(struct ctx *c, struct err *e)
{
	struct cohort_file *f = ARENA_NEW(c->a, struct cohort_file);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN)};

	TRY(load(c, &c->query, &f->p, e));
	if (!f->p.x.c)
		return respond_redirect(c, STR("/o/expiring"));
	f->row = ARENA_NEW_N(c->a, size_t, f->p.x.items.n + 1);
	for (size_t i = 0; i < f->p.x.items.n; i++)
		if (wanted(&f->p, i))
			f->row[f->n++] = i;
	file.title = str_cat(c->a, title_of(c, f->p.x.c), STR("（到期名单）"));
	file.back = cohort_href(c, f->p.x.c->id);
	return list_respond_loaded(c, &file, f->n, file_cells, f, e);
}

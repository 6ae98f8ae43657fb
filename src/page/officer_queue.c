/* 审核队列: one body's files, filtered by what stands in the address. */
#include "domain/decimal.h"
#include "page/list_export.h"
#include "page/officer.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/flow.h"

/* Tabs per level, in the order of the work. */
static const enum state county_tabs[] = {STATE_COUNTY, STATE_RETURNED, STATE_CITY};
static const enum state city_tabs[] = {STATE_CITY, STATE_SITE, STATE_RETURNED, STATE_DECIDE,
        STATE_PUB_WAIT, STATE_PUB_CITY, STATE_DISPUTED, STATE_RECOMMEND, STATE_PROV, STATE_COUNTY};
static const enum state province_tabs[] = {STATE_PROV, STATE_APPROVED, STATE_LISTED, STATE_PUB_CITY,
        STATE_CITY, STATE_COUNTY, STATE_REFUSED};

/* STATE__MAX: all of them. */
static void tab(struct ctx *c, struct queue_filter *to, const struct queue_filter *f,
        const struct queue_counts *counts, enum state s, struct view_tabs *out)
{
	to->state = s;
	VEC_PUSH(c->a, &out->items,
	        ((struct view_link){.text = s < STATE__MAX ? str_c(state_short(s)) : STR("全部"),
	                .href = str_cat(c->a, STR("/o/queue?"), o_query(c, to)),
	                .count = str_i64(c->a, s < STATE__MAX ? counts->n[s] : counts->submitted),
	                .current = s == f->state}));
}

static void tabs(struct ctx *c, const struct queue_filter *f, const struct queue_counts *counts,
        struct view_tabs *out)
{
	bool county = actor_is(&c->who, ROLE_COUNTY), city = actor_is(&c->who, ROLE_CITY);
	const enum state *list = county ? county_tabs : city ? city_tabs : province_tabs;
	size_t n = county ? ARRAY_LEN(county_tabs)
	           : city ? ARRAY_LEN(city_tabs)
	                  : ARRAY_LEN(province_tabs);
	struct queue_filter to = *f;

	out->label = STR("按办理状态");
	to.key_due = to.key_id = 0;
	/* States that only some procedures have, while there is something in them. */
	for (int s = 0; s < STATE__MAX; s++) {
		bool usual = counts->n[s] == 0 || state_holder((enum state)s) != actor_holder(&c->who);
		for (size_t i = 0; i < n; i++)
			usual = usual || list[i] == (enum state)s;
		if (!usual)
			tab(c, &to, f, counts, (enum state)s, out);
	}
	for (size_t i = 0; i <= n; i++)
		tab(c, &to, f, counts, i < n ? list[i] : STATE__MAX, out);
}

/* Whole points, without a division of the library. */
static struct str points(struct arena *a, int64_t micro)
{
	return str_i64(a, micro / DECIMAL_ONE);
}

/* The bodies below that a list can be narrowed to: a city's counties, the province's cities. */
static enum rc body_filter(struct ctx *c, struct db *db, const struct queue_filter *f,
        struct view_filters *out, struct str *chosen, struct err *e)
{
	bool city = actor_is(&c->who, ROLE_CITY);
	struct view_choices bodies =
	        field_choices(city ? "county" : "city", city ? "县（市、区）" : "市", NULL);
	int64_t now = city ? f->county : f->city;
	struct q_agency_children_names_list children;

	*chosen = str_none();
	if (actor_is(&c->who, ROLE_COUNTY))
		return RC_OK;
	TRY(q_agency_children_names(db,
	        &(struct q_agency_children_names_in){.agency_id = c->who.agency_id}, &children, e));
	bodies.empty = STR("全部");
	for (size_t i = 0; i < children.n; i++) {
		if (children.v[i].id == now)
			*chosen = children.v[i].short_name;
		choices_add(c, &bodies, str_i64(c->a, children.v[i].id), children.v[i].short_name,
		        now ? str_i64(c->a, now) : str_none());
	}
	if (children.n)
		VEC_PUSH(c->a, &out->selects, bodies);
	return RC_OK;
}

static void chip(struct ctx *c, struct view_filters *out, struct str text,
        const struct queue_filter *without)
{
	links_add(c, &out->chips, text,
	        str_fmt(c->a, "/o/queue?%.*s", STR_ARG(o_query(c, without))), false);
}

/* Each condition that holds, with the address of the list without it. */
static void chips(struct ctx *c, const struct queue_filter *f, struct str body, struct str batch,
        struct view_filters *out)
{
	struct queue_filter all = *f;

	all.key_due = all.key_id = 0;
	all.back = false;
	struct queue_filter text = all, due = all, from = all, to = all, route = all, bodies = all,
	                    batches = all;
	text.text = str_none();
	due.due_before = 0;
	from.score_from = to.score_to = 0;
	route.route = str_none();
	bodies.county = bodies.city = 0;
	batches.batch_id = 0;
	if (f->text.n)
		chip(c, out, str_fmt(c->a, "含“%.*s”", STR_ARG(f->text)), &text);
	if (f->due_before)
		chip(c, out,
		        str_fmt(c->a, "%.*s 及以前截止",
		                STR_ARG(date_str(c->a, date_of_instant(f->due_before - 2)))),
		        &due);
	if (f->score_from)
		chip(c, out,
		        str_fmt(c->a, "自评不低于 %.*s 分", STR_ARG(points(c->a, f->score_from))),
		        &from);
	if (f->score_to)
		chip(c, out,
		        str_fmt(c->a, "自评不高于 %.*s 分", STR_ARG(points(c->a, f->score_to))),
		        &to);
	if (f->route.n)
		chip(c, out, str_eqc(f->route, "direct") ? STR("直通条件") : STR("评分"), &route);
	if (f->county || f->city)
		chip(c, out, body.n ? body : STR("下级主管部门"), &bodies);
	if (f->batch_id)
		chip(c, out, batch.n ? batch : STR("批次"), &batches);
}

static void keep(struct ctx *c, struct view_filters *out, const char *name, struct str value)
{
	VEC_PUSH(c->a, &out->keep, ((struct view_row){.label = str_c(name), .value = value}));
}

static void fields(struct ctx *c, const struct queue_filter *f, const struct form_errors *errors, struct view_filters *out)
{
	struct view_field text = field_text(c, "q", "企业名称或信用代码", f->text, NULL);
	struct view_field due =
	        field_text(c, "due", "截止日期不晚于", form_get(&c->query, "due"), errors);
	struct view_field from =
	        field_text(c, "from", "自评不低于", form_get(&c->query, "from"), errors);
	struct view_field to = field_text(c, "to", "自评不高于", form_get(&c->query, "to"), errors);
	struct view_choices route = field_choices("route", "通过方式", NULL);
	struct view_choices pages = field_choices("n", "每页", NULL);
	static const char *const sizes[] = {"20", "50", "100"};

	text.width = "w18";
	due.width = "w8";
	from.width = to.width = "w4";
	from.inputmode = to.inputmode = "numeric";
	from.unit = to.unit = STR("分");
	VEC_PUSH(c->a, &out->fields, text);
	VEC_PUSH(c->a, &out->fields, due);
	VEC_PUSH(c->a, &out->fields, from);
	VEC_PUSH(c->a, &out->fields, to);
	route.empty = STR("全部");
	choices_add(c, &route, STR("direct"), STR("直通条件"), f->route);
	choices_add(c, &route, STR("score"), STR("评分"), f->route);
	VEC_PUSH(c->a, &out->selects, route);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		choices_add(c, &pages, str_c(sizes[i]), str_fmt(c->a, "%s 件", sizes[i]),
		        str_i64(c->a, f->limit));
	VEC_PUSH(c->a, &out->selects, pages);
}

static enum rc filters(struct ctx *c, struct db *db, const struct queue_filter *f,
        const struct form_errors *errors, struct view_filters *out, struct err *e)
{
	struct queue_filter clear = {.state = f->state, .limit = f->limit};
	struct str body, batch = str_none();
	struct q_batch_by_id row;

	out->action = STR("/o/queue");
	fields(c, f, errors, out);
	TRY(body_filter(c, db, f, out, &body, e));
	keep(c, out, "state", str_c(f->state < STATE__MAX ? state_code(f->state) : "all"));
	if (f->batch_id) {
		keep(c, out, "batch", str_i64(c->a, f->batch_id));
		enum rc rc =
		        q_batch_by_id(db, &(struct q_batch_by_id_in){.id = f->batch_id}, &row, e);
		if (rc == RC_OK)
			batch = row.title;
		else if (rc != RC_NOT_FOUND)
			return rc;
	}
	chips(c, f, body, batch, out);
	if (out->chips.n)
		out->clear_href = str_fmt(c->a, "/o/queue?%.*s", STR_ARG(o_query(c, &clear)));
	return RC_OK;
}

static void row_of(
        struct ctx *c, const struct q_queue_in_state *r, struct str query, struct view_queue_row *v)
{
	enum state s = STATE__MAX;
	struct str state = r->state.n ? r->state : STR("");

	(void)!state_parse(state, &s);
	*v = (struct view_queue_row){.id = r->public_id,
	        .href = o_href(c, r->public_id, "", query),
	        .name = r->name,
	        .uscc = r->uscc,
	        .area = r->area,
	        .score = points(c->a, r->score),
	        .direct = str_eqc(r->route, "direct"),
	        .submitted = date_str(c->a, date_of_instant(r->submitted_at)),
	        .due_kind = "",
	        .state = s < STATE__MAX ? state_tag(s) : tag_of("grey", state)};
	if (r->due_at >= FLOW_NO_TERM) {
		v->due = STR("—");
		return;
	}
	v->due = date_str(c->a, date_of_instant(r->due_at - 1));
	v->left = left_text(c->a, r->due_at, c->now);
	if (r->due_at <= c->now)
		v->due_kind = "due--late";
	else if (r->due_at - c->now < 3 * MS_PER_DAY)
		v->due_kind = "due--soon";
}

static enum rc saved_views(struct ctx *c, struct db *db, struct view_links *out, struct err *e)
{
	struct q_views_of_list rows;

	TRY(q_views_of(db,
	        &(struct q_views_of_in){
	                .agency_id = c->who.agency_id, .account_id = c->who.account_id},
	        &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		links_add(c, out, rows.v[i].name,
		        str_fmt(c->a, "/o/queue?%.*s", STR_ARG(rows.v[i].query)), false);
	return RC_OK;
}

static struct str page_href(
        struct ctx *c, struct str query, const char *way, const struct q_queue_in_state *at)
{
	return str_fmt(c->a, "/o/queue?%.*s&%s=%lld.%lld", STR_ARG(query), way,
	        (long long)at->due_at, (long long)at->application_id);
}

static void pager(struct ctx *c, const struct queue_filter *f, const struct queue_rows *rows,
        struct view_o_queue *v)
{
	v->pager.text = str_fmt(c->a, "%s%.*s%s本页 %zu 件", v->all_count.n ? "共 " : "",
	        STR_ARG(v->all_count), v->all_count.n ? " 件，" : "", rows->n);
	if (f->key_id)
		v->pager.first = str_fmt(c->a, "/o/queue?%.*s", STR_ARG(v->query));
	if (rows->earlier && rows->n)
		v->pager.prev = page_href(c, v->query, "before", &rows->v[0]);
	if (rows->later && rows->n)
		v->pager.next = page_href(c, v->query, "after", &rows->v[rows->n - 1]);
}

enum rc page_o_queue(struct ctx *c, struct err *e)
{
	struct queue_filter f = o_filter(&c->query);
	struct view_o_queue v = {0};
	struct queue_counts counts;
	struct queue_rows rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(queue_count(db, &c->who, f.batch_id, &counts, e));
	if (!form_get(&c->query, "state").p)
		f.state = o_first_held(&c->who, &counts);
	TRY(queue_load(db, &c->who, &f, &rows, e));
	page_view(c, "审核队列", &v.page);
	o_filter_check(c, &v.page.errors);
	v.page.wide = true;
	page_crumb(c, &v.page, STR("工作台"), STR("/o"));
	page_crumb(c, &v.page, STR("审核队列"), str_none());
	tabs(c, &f, &counts, &v.tabs);
	TRY(filters(c, db, &f, &v.page.errors, &v.filters, e));
	TRY(saved_views(c, db, &v.views, e));
	v.query = o_query(c, &f);
	v.csv_href = str_cat(c->a, STR("/o/queue.csv?"), v.query);
	v.choose_href = list_choose_href(c, v.csv_href);
	v.rows.v = ARENA_NEW_N(c->a, struct view_queue_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		row_of(c, &rows.v[i], v.query, &v.rows.v[v.rows.n++]);
	bool filtered = v.filters.chips.n > 0;
	if (!filtered && f.state < STATE__MAX)
		v.all_count = str_i64(c->a, counts.n[f.state]);
	else if (!rows.earlier && !rows.later)
		v.all_count = str_i64(c->a, (int64_t)rows.n);
	v.caption = str_fmt(c->a, "%s%s%.*s%s，按截止日期排序",
	        f.state < STATE__MAX ? state_word(f.state) : "全部材料",
	        v.all_count.n ? "　共 " : "", STR_ARG(v.all_count), v.all_count.n ? " 件" : "");
	v.selectable = f.state < STATE__MAX && f.state == o_first_state(&c->who) &&
	               !actor_is(&c->who, ROLE_PROVINCE);
	v.view_name = field_text(c, "name", "视图名称", str_none(), NULL);
	pager(c, &f, &rows, &v);
	v.empty = (struct view_empty){.what = STR("这里没有材料"),
	        .why = filtered ? STR("没有符合筛选条件的材料。")
	                        : STR("企业报送或下一级通过后，会出现在这里；可以查看其他状态的标签"
	                              "。"),
	        .href = v.filters.clear_href,
	        .act = STR("清除筛选条件")};
	tmpl_officer_queue(respond_html(c, v.page.errors.n ? 422 : 200), &v);
	return RC_OK;
}

enum rc page_o_views(struct ctx *c, struct err *e)
{
	struct view_o_views v = {0};
	struct q_views_of_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_views_of(db,
	        &(struct q_views_of_in){
	                .agency_id = c->who.agency_id, .account_id = c->who.account_id},
	        &rows, e));
	page_view(c, "保存的视图", &v.page);
	page_crumb(c, &v.page, STR("审核队列"), STR("/o/queue"));
	page_crumb(c, &v.page, STR("保存的视图"), str_none());
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(c->a, &v.items,
		        ((struct view_task){.text = str_fmt(c->a, "%.*s%s", STR_ARG(rows.v[i].name),
		                                    rows.v[i].shared ? "（共享）" : ""),
		                .href = str_fmt(c->a, "/o/queue?%.*s", STR_ARG(rows.v[i].query)),
		                .hint = rows.v[i].mine ? str_i64(c->a, rows.v[i].id)
		                                       : str_none()}));
	tmpl_officer_views(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_o_views_post(struct ctx *c, struct err *e)
{
	struct queue_filter f = o_filter_of(c, form_get(&c->form, "query"));
	struct view_save save = {.name = str_trim(form_get(&c->form, "name")),
	        .query = o_query(c, &f),
	        .shared = form_get(&c->form, "shared").n > 0};
	struct view_remove drop = {0};
	struct tx_call call = ctx_call(c, STR("/o/views"));

	if (str_eqc(form_get(&c->form, "act"), "remove")) {
		if (!str_to_i64(form_get(&c->form, "remove"), &drop.id))
			return err_set(e, RC_NOT_FOUND, MSG_STORE_NOT_FOUND);
		TRY(TX_RUN(&call, view_remove, &drop, e));
		return ctx_done(c, &call, STR("视图已删除"));
	}
	TRY(TX_RUN(&call, view_save, &save, e));
	return ctx_done(c, &call, STR("视图已保存"));
}

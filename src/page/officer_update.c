/* 年度更新: who has filed and who has not, by body; the list of those who have not, and a word to all of them. */
#include "page/batch_page.h"
#include "page/list_export.h"
#include "page/officer.h"
#include "page/routes.h"
#include "service/update.h"

#define LATE_SHOWN 200

struct update_page {
	struct db *db;
	struct q_update_rounds_for_officer_list rounds;
	const struct q_update_rounds_for_officer *r; /* NULL: none yet */
	struct q_update_bodies_list bodies;
	struct q_update_late_list late;
	int64_t owed, done, due, missed, exempt;
};

struct str update_round_title(struct ctx *c, const struct q_update_rounds_for_officer *r)
{
	const struct procedure *p = rules_procedure(
		ctx_services(c)->rules, r->edition, rules_pin(r->opens_on));

	bool own = p && str_eq(p->programme, r->holders);
	struct str whose = own || !str_eqc(r->kind, "update")
				   ? p ? p->tier_full_name : r->holders
				   : update_holders_word(ctx_services(c)->rules, r->holders, date_of_instant(c->now));

	return str_fmt(c->a, "%lld %s：%.*s%s", (long long)r->year, annual_kind_word(r->kind), STR_ARG(whose),
		str_eqc(r->kind, "update") ? "" : "（上一层次称号的企业）");
}

static struct str round_href(struct ctx *c, int64_t id)
{
	return str_fmt(c->a, "/o/updates?round=%lld", (long long)id);
}

/* The round of the address, else one of the latest year: in which this area owes something, 信息更新 before the
 * others, an open one before a closed one. */
static void choose(const struct form *from, struct update_page *x)
{
	int64_t id;

	if (str_to_i64(form_get(from, "round"), &id)) {
		for (size_t i = 0; i < x->rounds.n; i++)
			if (x->rounds.v[i].id == id)
				x->r = &x->rounds.v[i];
		return;
	}
	int best = -1;
	for (size_t i = 0; i < x->rounds.n; i++) {
		const struct q_update_rounds_for_officer *r = &x->rounds.v[i];
		int rank = (r->owed ? 4 : 0) + (str_eqc(r->kind, "update") ? 2 : 0) +
			   (str_eqc(r->state, "open") ? 1 : 0);
		if (r->year < x->rounds.v[0].year || rank <= best)
			continue;
		best = rank;
		x->r = r;
	}
}

static enum rc load(struct ctx *c, const struct form *from, struct update_page *x, struct err *e)
{
	TRY(ctx_db(c, &x->db, e));
	TRY(q_update_rounds_for_officer(x->db,
		&(struct q_update_rounds_for_officer_in){.agency_id = c->who.agency_id}, &x->rounds, e));
	choose(from, x);
	if (!x->r)
		return form_get(from, "round").n ? err_set(e, RC_NOT_FOUND, MSG_UPDATE_ROUND) : RC_OK;
	TRY(q_update_bodies(x->db,
		&(struct q_update_bodies_in){.round_id = x->r->id, .agency_id = c->who.agency_id},
		&x->bodies, e));
	TRY(q_update_late(x->db,
		&(struct q_update_late_in){.round_id = x->r->id, .agency_id = c->who.agency_id},
		&x->late, e));
	for (size_t i = 0; i < x->bodies.n; i++) {
		const struct q_update_bodies *b = &x->bodies.v[i];
		x->owed += b->owed;
		x->done += b->done;
		x->due += b->late;
		x->missed += b->missed;
		x->exempt += b->exempt;
	}
	return RC_OK;
}

/* 办理率, rounded down: 99.9 per cent is not all. */
static struct str rate(struct ctx *c, int64_t done, int64_t owed)
{
	if (owed == 0)
		return STR("—");
	int64_t permille = done * 1000 / owed;
	return str_fmt(c->a, "%lld.%lld%%", (long long)(permille / 10), (long long)(permille % 10));
}

static void bodies_table(struct ctx *c, const struct update_page *x, struct view_batch *v)
{
	static const char *const heads[] = {"主管部门", "应办理#家", "已办理#家", "未办理#家", "逾期#家",
		"不需办理#家", "办理率#"};
	struct view_table *t = &batch_table(c, v, "bodies", "各地办理情况",
		update_round_title(c, x->r))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->empty = STR("本地区没有需要办理的企业：窗口开放那天没有在有效期内的称号。");
	for (size_t i = 0; i < x->bodies.n; i++) {
		const struct q_update_bodies *b = &x->bodies.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, b->name);
		batch_cell(c, t, r, str_i64(c->a, b->owed));
		batch_cell(c, t, r, str_i64(c->a, b->done));
		batch_cell(c, t, r, str_i64(c->a, b->late));
		struct view_cell *missed = batch_cell(c, t, r, str_i64(c->a, b->missed));
		if (b->missed)
			missed->tag = "red";
		batch_cell(c, t, r, str_i64(c->a, b->exempt));
		batch_cell(c, t, r, rate(c, b->done, b->owed));
	}
	if (x->bodies.n < 2)
		return;
	struct view_cells *r = batch_row(c, t);
	batch_cell(c, t, r, STR("合计"));
	batch_cell(c, t, r, str_i64(c->a, x->owed));
	batch_cell(c, t, r, str_i64(c->a, x->done));
	batch_cell(c, t, r, str_i64(c->a, x->due));
	batch_cell(c, t, r, str_i64(c->a, x->missed));
	batch_cell(c, t, r, str_i64(c->a, x->exempt));
	batch_cell(c, t, r, rate(c, x->done, x->owed));
}

static const char *late_word(const struct q_update_late *l)
{
	if (str_eqc(l->state, "missed"))
		return "逾期";
	return l->registered ? "未办理" : "未在平台登记";
}

static void late_table(struct ctx *c, const struct update_page *x, struct view_batch *v)
{
	static const char *const heads[] = {"企业名称", "统一社会信用代码", "市", "县（市、区）", "联系人", "联系电话",
		"情况"};
	struct view_batch_table *section = batch_table(c, v, "late", "未办理的企业",
		str_fmt(c->a, "未办理的企业，共 %zu 家", x->late.n));
	struct view_table *t = &section->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("都已办理。");
	for (size_t i = 0; i < x->late.n && i < LATE_SHOWN; i++) {
		const struct q_update_late *l = &x->late.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, l->name);
		batch_cell(c, t, r, l->uscc);
		batch_cell(c, t, r, l->city);
		batch_cell(c, t, r, l->county.n ? l->county : STR("—"));
		batch_cell(c, t, r, l->contact.n ? l->contact : STR("—"));
		batch_cell(c, t, r, l->phone.n ? l->phone : STR("—"));
		batch_cell(c, t, r, str_c(late_word(l)))->tag = str_eqc(l->state, "missed") ? "red" : "amber";
	}
	if (x->late.n > LATE_SHOWN)
		section->note = str_fmt(c->a, "只列出前 %d 家，全部名单请下载。", LATE_SHOWN);
	if (x->late.n)
		links_add(c, &section->links, STR("下载未办理名单（CSV）"),
			str_fmt(c->a, "/o/updates/late.csv?round=%lld", (long long)x->r->id), false);
}

static enum rc press_form(struct ctx *c, const struct update_page *x, struct view_batch *v, struct err *e)
{
	struct q_update_duty_count n;

	if (!str_eqc(x->r->state, "open"))
		return RC_OK;
	TRY(q_update_duty_count(x->db,
		&(struct q_update_duty_count_in){.round_id = x->r->id, .agency_id = c->who.agency_id}, &n,
		e));
	if (n.n == 0)
		return RC_OK;
	struct view_batch_form *f = batch_form(c, v, "press", STR("催报"), STR("/o/updates"));
	f->lead = str_fmt(c->a, "给 %lld 家未办理企业的全部账号各发一条消息，写明期限%s。系统在截止前 30、7、1 天也会自动提醒；"
		"同一单位 24 小时内只发一次。", (long long)n.n,
		str_eqc(x->r->effect, "recheck_lost") ? "和逾期的后果" : "");
	batch_hidden(c, f, "round", str_i64(c->a, x->r->id));
	batch_act(c, f, "press", str_cstr(c->a, str_fmt(c->a, "向 %lld 家企业催报", (long long)n.n)), "second");
	return RC_OK;
}

static void other_rounds(struct ctx *c, const struct update_page *x, struct view_batch *v)
{
	v->links_title = STR("其他年份和事项");
	for (size_t i = 0; i < x->rounds.n; i++)
		if (&x->rounds.v[i] != x->r)
			links_add(c, &v->links, update_round_title(c, &x->rounds.v[i]),
				round_href(c, x->rounds.v[i].id), false);
}

static void head_fill(struct ctx *c, const struct update_page *x, struct view_batch *v)
{
	bool open = str_eqc(x->r->state, "open");

	v->over = update_round_title(c, x->r);
	v->lead = str_fmt(c->a, "%.*s 至 %.*s%s。依据：%.*s", STR_ARG(x->r->opens_on), STR_ARG(x->r->closes_on),
		open ? "" : "，已截止", STR_ARG(x->r->clause));
	batch_stat(c, v, "应办理", x->owed, "家", "");
	batch_stat(c, v, "已办理", x->done, "家", "ok");
	if (open)
		batch_stat(c, v, "未办理", x->due, "家", x->due ? "warn" : "");
	else
		batch_stat(c, v,
			str_eqc(x->r->effect, "recheck_lost") ? "逾期，取消复核资格" : "逾期", x->missed,
			"家", x->missed ? "bad" : "");
}

enum rc page_o_updates(struct ctx *c, struct err *e)
{
	struct update_page x = {0};

	TRY(load(c, &c->query, &x, e));
	struct view_batch *v = batch_view(c, STR("年度更新"));
	page_crumb(c, &v->page, STR("年度更新"), str_none());
	v->page.wide = true;
	if (!x.r) {
		v->empty = (struct view_empty){.what = STR("还没有年度更新"),
			.why = STR("窗口按规程自动开放；开放那天在有效期内的称号会列入名单。")};
		return batch_show(c, 200, v);
	}
	head_fill(c, &x, v);
	TRY(press_form(c, &x, v, e));
	bodies_table(c, &x, v);
	late_table(c, &x, v);
	other_rounds(c, &x, v);
	return batch_show(c, 200, v);
}

enum rc page_o_updates_press(struct ctx *c, struct err *e)
{
	struct update_press uc = {0};

	if (!str_to_i64(form_get(&c->form, "round"), &uc.round_id))
		return err_set(e, RC_NOT_FOUND, MSG_UPDATE_ROUND);
	struct tx_call call = ctx_call(c, round_href(c, uc.round_id));
	TRY(TX_RUN(&call, update_press, &uc, e));
	return ctx_done(c, &call, str_fmt(c->a, "已向 %lld 家企业发出提醒", (long long)uc.n));
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"city", {"市", XLSX_TEXT, 14, 0}},
	{"county", {"县（市、区）", XLSX_TEXT, 14, 0}}, {"contact", {"联系人", XLSX_TEXT, 12, 0}},
	{"phone", {"联系电话", XLSX_CODE, 16, 0}}, {"standing", {"情况", XLSX_TEXT, 24, 0}}};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct q_update_late *l = &((const struct update_page *)state)->late.v[i];
	const struct str cells[ARRAY_LEN(COLUMN)] = {l->name, l->uscc, l->city, l->county, l->contact, l->phone,
		str_c(late_word(l))};

	(void)c;
	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_updates_file(struct ctx *c, struct err *e)
{
	struct update_page *x = ARENA_NEW(c->a, struct update_page);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN)};

	TRY(load(c, &c->query, x, e));
	if (!x->r)
		return respond_redirect(c, STR("/o/updates"));
	file.title = str_cat(c->a, update_round_title(c, x->r), STR("（未办理名单）"));
	file.back = round_href(c, x->r->id);
	return list_respond_loaded(c, &file, x->late.n, file_cells, x, e);
}

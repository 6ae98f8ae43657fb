/* 培育辅导: who registered or began and has not sent, who holds a certificate and has not filed; what became of those
 * who began, by body.
 */
#include "document/csv.h"
#include "page/coach_page.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/target_page.h"
#include "service/editions.h"

#define SHOWN 30
#define CSV_MOST 50000

/* --- the address ---------------------------------------------------------------------------------------- */

static enum rc procedure_asked(struct ctx *c, struct db *db, const struct form *from, struct coach_ask *out, struct err *e)
{
	struct date today = date_of_instant(c->now);
	struct editions own, naming;

	TRY(target_asked(c, db, from, &out->procedure, &out->year, e));
	if (out->list != COACH_CERTIFIED || form_get(from, "edition").n || coach_certificate(out->procedure).n)
		return RC_OK;
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, today, &own, e));
	naming = (struct editions){.v = ARENA_NEW_N(c->a, const struct procedure *, own.n + 1)};
	for (size_t i = 0; i < own.n; i++)
		if (coach_certificate(own.v[i]).n)
			naming.v[naming.n++] = own.v[i];
	const struct procedure *p = editions_first(&naming, today);
	out->procedure = p ? p : out->procedure;
	return RC_OK;
}

static void key_of(struct str after, struct coach_ask *out)
{
	struct str place;

	if (out->list == COACH_CERTIFIED) {
		out->key = after.n ? after : STR("");
		return;
	}
	out->key_place = STR("");
	if (after.n && str_cut(&after, '.', &place) && str_to_i64(after, &out->key_id))
		out->key_place = place;
	else
		out->key_id = 0;
}

enum rc coach_asked(struct ctx *c, struct db *db, const struct form *from, struct coach_ask *out, struct err *e)
{
	enum state s;

	*out = (struct coach_ask){.limit = SHOWN, .state = STR(""), .key = STR(""), .key_place = STR("")};
	if (str_eqc(form_get(from, "list"), coach_list_code(COACH_CERTIFIED)))
		out->list = COACH_CERTIFIED;
	TRY(procedure_asked(c, db, from, out, e));
	if (!str_to_i64(form_get(from, "below"), &out->below) || out->below < 0)
		out->below = 0;
	struct str state = form_get(from, "state");
	if (str_eqc(state, "none") || state_parse(state, &s))
		out->state = state;
	key_of(form_get(from, "after"), out);
	return RC_OK;
}

struct str coach_href(struct ctx *c, const struct coach_ask *ask, const char *path)
{
	struct str below = ask->below ? str_fmt(c->a, "&below=%lld", (long long)ask->below) : STR("");
	struct str state = ask->state.n ? str_cat(c->a, STR("&state="), ask->state) : STR("");

	return str_fmt(c->a, "%s?list=%s&edition=%.*s&year=%lld%.*s%.*s", path, coach_list_code(ask->list),
		STR_ARG(ask->procedure->id), (long long)ask->year, STR_ARG(below), STR_ARG(state));
}

void coach_keep(struct ctx *c, const struct coach_ask *ask, struct view_batch_form *f)
{
	batch_hidden(c, f, "list", str_c(coach_list_code(ask->list)));
	batch_hidden(c, f, "edition", ask->procedure->id);
	batch_hidden(c, f, "year", str_i64(c->a, ask->year));
	batch_hidden(c, f, "below", ask->below ? str_i64(c->a, ask->below) : STR(""));
	batch_hidden(c, f, "state", ask->state);
}

struct str coach_next_text(struct ctx *c, struct str step, struct str on)
{
	if (step.n && on.n)
		return STR_JOIN(c->a, step, STR("（"), on, STR("）"));
	return step.n ? step : on.n ? on : STR("—");
}

struct str coach_day(struct ctx *c, int64_t at)
{
	return at ? date_str(c->a, date_of_instant(at)) : STR("—");
}

struct str coach_firm_href(struct ctx *c, const struct coach_ask *ask, struct str uscc)
{
	return str_fmt(c->a, "/o/coach/firm/%.*s?edition=%.*s&year=%lld", STR_ARG(uscc),
		STR_ARG(ask->procedure->id), (long long)ask->year);
}

/* --- words ---------------------------------------------------------------------------------------------- */

static struct str or_dash(struct str s)
{
	return s.n ? s : STR("—");
}

static struct str standing(const struct coach_ask *ask, const struct coach_row *x)
{
	enum state s;

	if (ask->list == COACH_CERTIFIED)
		return !x->accounts ? STR("未在平台登记") : x->begun ? STR("已起草未报送") : STR("已登记未起草");
	if (!x->application_id)
		return STR("已登记，没有申报材料");
	return state_parse(x->state, &s) ? str_c(state_word(s)) : x->state;
}

static struct str contact(struct ctx *c, const struct coach_row *x)
{
	return x->contact.n || x->phone.n ? str_fmt(c->a, "%.*s %.*s", STR_ARG(x->contact), STR_ARG(x->phone)) : STR("—");
}

/* Rounded down: 99.9 per cent is not all. */
static struct str rate(struct ctx *c, int64_t part, int64_t whole)
{
	return whole ? str_fmt(c->a, "%lld.%lld%%", (long long)(part * 100 / whole), (long long)(part * 1000 / whole % 10))
		     : STR("—");
}

/* --- parts of the page ------------------------------------------------------------------------------------ */

static void tabs(struct ctx *c, const struct coach_ask *ask, bool naming, struct view_tabs *out)
{
	if (!naming)
		return; /* one list needs no tabs */
	out->label = STR("名单");
	for (int l = 0; l < COACH_LIST__MAX; l++) {
		struct coach_ask to = *ask;
		to.list = (enum coach_list)l;
		to.state = STR("");
		links_add(c, &out->items, str_c(coach_list_word(to.list)),
			coach_certificate(ask->procedure).n || l != COACH_CERTIFIED ? coach_href(c, &to, "/o/coach")
										   : STR("/o/coach?list=certified"),
			ask->list == to.list);
	}
}

static void stats(struct ctx *c, const struct coach_ask *ask, const struct coach_body *t, struct view_batch *v)
{
	if (ask->list == COACH_CERTIFIED) {
		batch_stat(c, v, "持有有效证书", t->held, "家", "");
		batch_stat(c, v, "已报送", t->held_filed, "家", "ok");
		batch_stat(c, v, "未申报", t->held - t->held_filed, "家", t->held > t->held_filed ? "warn" : "");
		return;
	}
	batch_stat(c, v, "参与评价", t->begun, "家", "");
	batch_stat(c, v, "已报送", t->filed, "家", "blue");
	batch_stat(c, v, "已入库", t->entered, "家", "ok");
	VEC_PUSH(c->a, &v->stats,
		((struct view_stat){.label = STR("入库率"), .value = rate(c, t->entered, t->begun), .kind = "",
			.note = STR("已入库 ÷ 参与评价")}));
}

static void bodies_table(struct ctx *c, const struct coach_ask *ask, const struct coach_bodies *b, struct view_batch *v)
{
	static const char *const heads[] = {"主管部门", "参与评价#家", "已报送#家", "起草未报送#家", "已入库#家", "入库率#",
		"持有有效证书#家", "其中已报送#家", "未申报#家"};
	bool certificate = coach_certificate(ask->procedure).n > 0;
	struct view_batch_table *box = batch_table(c, v, "bodies", "各地情况",
		str_fmt(c->a, "%lld 年，截至 %.*s", (long long)ask->year,
			STR_ARG(date_str(c->a, date_of_instant(c->now)))));
	struct view_table *t = &box->table;

	box->note = STR("参与评价：本年度建立了申报材料的企业，一家算一家，不含信息更新；已入库：材料已公告的企业。");
	batch_heads(c, t, heads, certificate ? ARRAY_LEN(heads) : ARRAY_LEN(heads) - 3);
	t->scrolls = true;
	t->empty = STR("本年度还没有企业建立申报材料。");
	for (size_t i = 0; i < b->n; i++) {
		const struct coach_body *x = &b->v[i];
		struct coach_ask to = *ask;
		struct view_cells *r = batch_row(c, t);
		struct view_cell *name = batch_cell(c, t, r, x->name);
		to.below = x->id;
		if (x->id != c->who.agency_id)
			name->href = coach_href(c, &to, "/o/coach");
		batch_cell(c, t, r, str_i64(c->a, x->begun));
		batch_cell(c, t, r, str_i64(c->a, x->filed));
		batch_cell(c, t, r, str_i64(c->a, x->begun - x->filed));
		batch_cell(c, t, r, str_i64(c->a, x->entered));
		batch_cell(c, t, r, rate(c, x->entered, x->begun));
		if (!certificate)
			continue;
		batch_cell(c, t, r, str_i64(c->a, x->held));
		batch_cell(c, t, r, str_i64(c->a, x->held_filed));
		batch_cell(c, t, r, str_i64(c->a, x->held - x->held_filed));
	}
}

/* Editions of one programme bear one title: then the first day tells them apart. */
static struct str edition_label(struct ctx *c, const struct editions *own, size_t at)
{
	const struct procedure *p = own->v[at];

	for (size_t i = 0; i < own->n; i++)
		if (i != at && str_eq(own->v[i]->title, p->title))
			return str_fmt(c->a, "%.*s（%.*s 起施行）", STR_ARG(p->title), STR_ARG(p->legal_from));
	return p->title;
}

static void filters(struct ctx *c, const struct coach_ask *ask, const struct editions *own,
	const struct coach_bodies *b, struct view_filters *out)
{
	static const enum state states[] = {STATE_DRAFT, STATE_SIGN, STATE_WITHDRAWN, STATE_LAPSED};
	struct view_choices edition = field_choices("edition", "事项", NULL), below = field_choices("below", "主管部门", NULL),
			    state = field_choices("state", "情况", NULL);
	struct view_field year = field_text(c, "year", "年度", str_i64(c->a, ask->year), NULL);

	out->action = STR("/o/coach");
	VEC_PUSH(c->a, &out->keep, ((struct view_row){.label = STR("list"), .value = str_c(coach_list_code(ask->list))}));
	for (size_t i = 0; i < own->n; i++)
		if (ask->list != COACH_CERTIFIED || coach_certificate(own->v[i]).n)
			choices_add(c, &edition, own->v[i]->id, edition_label(c, own, i), ask->procedure->id);
	year.width = "w4";
	year.inputmode = "numeric";
	below.empty = state.empty = STR("全部");
	for (size_t i = 0; i < b->n; i++)
		choices_add(c, &below, str_i64(c->a, b->v[i].id), b->v[i].name, ask->below ? str_i64(c->a, ask->below) : str_none());
	choices_add(c, &state, STR("none"), STR("没有申报材料"), ask->state);
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		choices_add(c, &state, str_c(state_code(states[i])), str_c(state_word(states[i])), ask->state);
	VEC_PUSH(c->a, &out->selects, edition);
	VEC_PUSH(c->a, &out->fields, year);
	if (b->n > 1)
		VEC_PUSH(c->a, &out->selects, below);
	if (ask->list == COACH_UNFINISHED)
		VEC_PUSH(c->a, &out->selects, state);
	if (ask->below || ask->state.n) {
		struct coach_ask all = *ask;
		all.below = 0;
		all.state = STR("");
		out->clear_href = coach_href(c, &all, "/o/coach");
	}
}

static const char *const unfinished_heads[] = {
	"企业名称", "所在县（市、区）", "情况", "自何时", "还缺", "最近辅导", "最近提醒", "联系人和电话"};
static const char *const certified_heads[] = {
	"企业名称", "所在县（市、区）", "情况", "证书有效期至", "最近辅导", "最近提醒", "联系人和电话"};

static struct view_cell *put(struct ctx *c, struct view_batch_pick *p, const char *const *heads, struct str text)
{
	struct view_cell *cell = VEC_ADD(c->a, &p->cells);

	cell->text = text;
	cell->whole = batch_whole(text);
	cell->label = str_c(heads[p->cells.n - 1]);
	return cell;
}

static enum rc pick(struct ctx *c, struct db *db, const struct coach_ask *ask, const struct coach_row *x,
	struct view_batch_form *f, struct err *e)
{
	bool certified = ask->list == COACH_CERTIFIED;
	const char *const *heads = certified ? certified_heads : unfinished_heads;
	struct view_batch_pick *p = VEC_ADD(c->a, &f->picks);
	struct str missing = STR("");
	enum state s;

	p->value = x->uscc;
	p->label = str_cat(c->a, STR("选择 "), x->name);
	p->fixed = x->accounts == 0;
	put(c, p, heads, x->name)->href = coach_firm_href(c, ask, x->uscc);
	put(c, p, heads, or_dash(x->area));
	put(c, p, heads, standing(ask, x));
	if (certified)
		put(c, p, heads, x->valid_until);
	else {
		put(c, p, heads, coach_day(c, x->since));
		if (x->application_id && state_parse(x->state, &s) && state_holder(s) == HOLDER_ENTERPRISE)
			TRY(coach_missing(db, ctx_services(c)->rules, x->application_id, c->now, &missing, e));
		put(c, p, heads, missing.n ? missing : x->application_id ? STR("不缺项，待签署报送") : STR("—"));
		if (!missing.n && x->application_id && state_parse(x->state, &s) && state_holder(s) != HOLDER_ENTERPRISE)
			p->cells.v[p->cells.n - 1].text = STR("—");
	}
	put(c, p, heads, or_dash(x->coached_on));
	put(c, p, heads, coach_day(c, x->told_at));
	put(c, p, heads, contact(c, x));
	return RC_OK;
}

static enum rc list_form(struct ctx *c, struct db *db, const struct coach_ask *ask, const struct coach_rows *rows,
	struct view_batch *v, struct err *e)
{
	bool certified = ask->list == COACH_CERTIFIED;
	const char *const *heads = certified ? certified_heads : unfinished_heads;
	size_t n = certified ? ARRAY_LEN(certified_heads) : ARRAY_LEN(unfinished_heads);

	if (!rows->n) {
		v->empty = (struct view_empty){.what = STR("名单中没有企业"),
			.why = certified ? STR("持有有效证书的企业都已报送，或还没有导入证书名单、企业还没有登记证书。")
					 : STR("已登记的企业都已报送，或没有符合条件的企业。"),
			.href = STR("/o"), .act = STR("返回工作台")};
		return RC_OK;
	}
	struct view_batch_form *f = batch_form(c, v, "list", str_none(), STR("/o/coach/mail"));
	coach_keep(c, ask, f);
	f->pick_name = STR("to");
	f->pick_caption = str_fmt(c->a, "%s，本页 %zu 家；没有平台账号的不能发消息，请电话联系", coach_list_word(ask->list), rows->n);
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(c->a, &f->pick_heads, ((struct view_head){.text = str_c(heads[i])}));
	batch_act(c, f, "some", "给选中的企业发消息（先预览）", "second");
	batch_act(c, f, "all", "给符合条件的全部企业发消息（先预览）", "second");
	for (size_t i = 0; i < rows->n; i++)
		TRY(pick(c, db, ask, &rows->v[i], f, e));
	return RC_OK;
}

static void pager(struct ctx *c, const struct coach_ask *ask, const struct coach_rows *rows, struct view_batch *v)
{
	struct str here = coach_href(c, ask, "/o/coach");
	bool later = ask->key.n || ask->key_place.n;

	if (!later && !rows->more)
		return;
	v->paged = true;
	v->pager.text = str_fmt(c->a, "本页 %zu 家", rows->n);
	if (later)
		v->pager.first = here;
	if (!rows->more)
		return;
	const struct coach_row *last = &rows->v[rows->n - 1];
	v->pager.next = ask->list == COACH_CERTIFIED
		? str_fmt(c->a, "%.*s&after=%.*s", STR_ARG(here), STR_ARG(last->uscc))
		: str_fmt(c->a, "%.*s&after=%.*s.%lld", STR_ARG(here), STR_ARG(last->place), (long long)last->id);
}

static enum rc mails_table(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"标题", "时间", "收件企业#家", "发送人", "情况"};
	struct q_coach_mails_list rows;

	TRY(q_coach_mails(db, &(struct q_coach_mails_in){.agency_id = c->who.agency_id}, &rows, e));
	if (!rows.n)
		return RC_OK;
	struct view_table *t = &batch_table(c, v, "mails", "最近的群发", STR("本单位最近 10 次，点开看逐家结果"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, rows.v[i].subject)->href = str_cat(c->a, STR("/o/coach/mail/"), rows.v[i].public_id);
		batch_cell(c, t, r, instant_human(c->a, rows.v[i].at));
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].count));
		batch_cell(c, t, r, rows.v[i].person);
		batch_cell(c, t, r, rows.v[i].done ? STR("已发完") : STR("没有发完"))->tag = rows.v[i].done ? "green" : "amber";
	}
	return RC_OK;
}

enum rc page_o_coach(struct ctx *c, struct err *e)
{
	struct coach_ask ask;
	struct coach_rows rows;
	struct coach_bodies bodies;
	struct editions own;
	struct db *db;
	bool naming = false;

	TRY(ctx_db(c, &db, e));
	TRY(coach_asked(c, db, &c->query, &ask, e));
	TRY(editions_of_officer(db, ctx_services(c)->rules, &c->who, date_of_instant(c->now), &own, e));
	for (size_t i = 0; i < own.n; i++)
		naming = naming || coach_certificate(own.v[i]).n;
	TRY(coach_bodies_load(db, ctx_services(c)->rules, &c->who, &ask, c->now, &bodies, e));
	TRY(coach_load(db, ctx_services(c)->rules, &c->who, &ask, c->now, &rows, e));
	struct view_batch *v = batch_view(c, STR("培育辅导"));
	page_crumb(c, &v->page, STR("培育辅导"), str_none());
	v->page.wide = true;
	v->over = str_fmt(c->a, "%.*s %lld 年", STR_ARG(ask.procedure->title), (long long)ask.year);
	v->lead = ask.list == COACH_CERTIFIED
		? str_fmt(c->a, "持有有效证书、本年度还没有报送的企业。依据：%.*s",
			  STR_ARG(json_str(json_get(ask.procedure->json, "mobilise"), "clause", STR("—"))))
		: STR("在平台登记或已建立申报材料、本年度还没有报送的企业。点企业名称登记辅导记录。");
	tabs(c, &ask, naming, &v->tabs);
	stats(c, &ask, &bodies.total, v);
	filters(c, &ask, &own, &bodies, &v->filters);
	TRY(list_form(c, db, &ask, &rows, v, e));
	pager(c, &ask, &rows, v);
	bodies_table(c, &ask, &bodies, v);
	TRY(mails_table(c, db, v, e));
	v->links_title = STR("下载");
	links_add(c, &v->links, STR("导出名单（CSV）"), coach_href(c, &ask, "/o/coach.csv"), false);
	return batch_show(c, 200, v);
}

enum rc page_o_coach_csv(struct ctx *c, struct err *e)
{
	static const struct str head[] = {STR_INIT("企业名称"), STR_INIT("统一社会信用代码"), STR_INIT("所在县（市、区）"),
		STR_INIT("情况"), STR_INIT("自何时"), STR_INIT("批次"), STR_INIT("证书有效期至"), STR_INIT("最近辅导"),
		STR_INIT("最近提醒"), STR_INIT("联系人"), STR_INIT("联系电话")};
	struct coach_ask ask;
	struct coach_rows rows;
	struct db *db;
	struct buf b;

	TRY(ctx_db(c, &db, e));
	TRY(coach_asked(c, db, &c->query, &ask, e));
	ask.limit = CSV_MOST;
	TRY(coach_load(db, ctx_services(c)->rules, &c->who, &ask, c->now, &rows, e));
	buf_init(&b, c->a, (size_t)64 << 20);
	csv_put_mark(&b);
	csv_put_row(&b, head, ARRAY_LEN(head));
	for (size_t i = 0; i < rows.n; i++) {
		const struct coach_row *x = &rows.v[i];
		const struct str cells[] = {x->name, x->uscc, x->area, standing(&ask, x),
			x->since ? coach_day(c, x->since) : STR(""), x->batch, x->valid_until, x->coached_on,
			x->told_at ? coach_day(c, x->told_at) : STR(""), x->contact, x->phone};
		csv_put_row(&b, cells, ARRAY_LEN(cells));
	}
	return respond_download(c, STR("text/csv; charset=utf-8"),
		str_fmt(c->a, "%s.csv", coach_list_word(ask.list)), buf_view(&b));
}

/* A draw as everybody sees it: what was published when, and how to compute it again. The office's
 * page shows the same parts (page/draw_page.h).
 */
#include "base/embedded.h"
#include "page/draw_page.h"
#include "page/list_export.h"
#include "service/inspection.h"
#include "service/roster.h"
#include "page/routes.h"

#define FRAME_CODES 300 /* more than these are not read but downloaded */

enum rc draw_rows(
        struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v, struct err *e)
{
	const struct q_draw_head *h = &d->head;
	struct hash code;

	rows_add(c, &v->rows, "组织单位", h->body);
	rows_add(c, &v->rows, "进展", str_c(draw_state_word(h->state)));
	rows_add(c, &v->rows, "名单",
	        str_fmt(c->a, "%lld 家，各市按 %lld%% 向上取整，必查另计", (long long)h->count,
	                (long long)h->share_percent));
	rows_add(c, &v->rows, "名单冻结", instant_human(c->a, h->frozen_at));
	rows_add(c, &v->rows, "名单校验码（SHA-256）", h->frame_hash);
	rows_add(c, &v->rows, "承诺值（SHA-256）", h->commitment);
	if (h->roster_hash.n)
		rows_add(c, &v->rows, "核查人员名单校验码（SHA-256）", h->roster_hash);
	if (h->roster_hash.n && h->avoid.n)
		rows_add(c, &v->rows, "核查人员回避",
		        str_eqc(h->avoid, "county") ? STR("不核查本县（市、区）的企业") : STR("不核查本市的企业"));
	if (h->source.n)
		rows_add(c, &v->rows, "号码来源",
		        str_fmt(c->a, "%.*s，%.*s 产生", STR_ARG(h->source),
		                STR_ARG(h->source_on)));
	if (h->announced_at.has)
		rows_add(c, &v->rows, "来源公布", instant_human(c->a, h->announced_at.v));
	if (!str_eqc(h->state, "drawn"))
		return RC_OK;
	rows_add(c, &v->rows, "公布的号码", h->numbers);
	rows_add(c, &v->rows, "见证人", h->witnesses);
	rows_add(c, &v->rows, "抽取", instant_human(c->a, h->drawn_at.has ? h->drawn_at.v : 0));
	for (int64_t k = 0; k < h->rounds; k++) {
		TRY(draw_code(db, h->id, (unsigned)k, &code, e));
		rows_add(c, &v->rows,
		        k ? str_cstr(c->a, str_fmt(c->a, "一次性码，第 %lld 轮替补", (long long)k))
		          : "一次性码，抽取",
		        hash_hex(c->a, code));
	}
	return RC_OK;
}

struct city_row {
	int64_t n, compulsory, lot, drawn, substitutes;
};

void draw_cities(struct ctx *c, const struct draw *d, struct view_batch *v)
{
	static const char *const heads[] = {
	        "市", "名单#家", "按比例抽取#家", "必查#家", "已抽中#家", "替补#家"};
	struct view_table *t =
	        &batch_table(c, v, "cities", "各市家数", STR("各市名单和抽取家数"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t from = 0, to; from < d->items.n; from = to) {
		struct city_row s = {0};
		for (to = from;
		        to < d->items.n && str_eq(d->items.v[to].stratum, d->items.v[from].stratum);
		        to++) {
			const struct q_draw_items *x = &d->items.v[to];
			s.n++;
			s.compulsory += x->compulsory.n > 0;
			s.drawn += x->taken && x->round == 0;
			s.substitutes += x->taken && x->round > 0;
		}
		s.lot = sample_quota(s.n, d->head.share_percent);
		s.lot = s.lot > s.n - s.compulsory ? s.n - s.compulsory : s.lot;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, d->items.v[from].stratum);
		batch_cell(c, t, r, str_i64(c->a, s.n));
		batch_cell(c, t, r, str_i64(c->a, s.lot));
		batch_cell(c, t, r, str_i64(c->a, s.compulsory));
		batch_cell(c, t, r, str_i64(c->a, s.drawn));
		batch_cell(c, t, r, str_i64(c->a, s.substitutes));
	}
}

/* A line for each city: as rows of their own three hundred would be forty screens of a telephone. */
static void frame_city(struct ctx *c, const struct sample_frame *f, size_t from, size_t to, struct view_table *t)
{
	struct view_cells *r = batch_row(c, t);
	struct str codes = STR("冻结后可全部下载");

	if (f->n <= FRAME_CODES) {
		struct buf b;
		buf_init(&b, c->a, (size_t)FRAME_CODES * 32);
		for (size_t i = from; i < to; i++)
			buf_printf(&b, "%s%.*s", i > from ? " " : "", STR_ARG(f->v[i].code));
		codes = buf_view(&b);
	}
	batch_cell(c, t, r, f->v[from].stratum);
	batch_cell(c, t, r, str_i64(c->a, (int64_t)(to - from)));
	batch_cell(c, t, r, codes);
}

void draw_frame_tables(struct ctx *c, const struct sample_frame *f, struct view_batch *v)
{
	static const char *const heads[] = {"市", "企业#家", "统一社会信用代码"},
				 *const must_heads[] = {"统一社会信用代码", "市", "必查原因"};
	struct view_table *t = &batch_table(c, v, "frame", "待冻结的名单",
		str_fmt(c->a, "%zu 家，按市和代码排列", f->n))->table;
	size_t must = 0;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t from = 0, to; from < f->n; from = to) {
		for (to = from; to < f->n && str_eq(f->v[to].stratum, f->v[from].stratum); to++)
			must += f->v[to].compulsory.n > 0;
		frame_city(c, f, from, to, t);
	}
	if (!must)
		return;
	t = &batch_table(c, v, "must", "其中必查", str_fmt(c->a, "%zu 家，按比例抽取以外另计", must))->table;
	batch_heads(c, t, must_heads, ARRAY_LEN(must_heads));
	for (size_t i = 0; i < f->n; i++) {
		if (!f->v[i].compulsory.n)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, f->v[i].code);
		batch_cell(c, t, r, f->v[i].stratum);
		batch_cell(c, t, r, f->v[i].compulsory);
	}
}

static struct str outcome_of(struct ctx *c, const struct draw *d, const struct q_draw_items *x)
{
	if (!str_eqc(d->head.state, "drawn"))
		return x->compulsory.n ? STR("必查") : STR("待抽取");
	if (!x->taken)
		return STR("未抽中");
	if (x->reason.n)
		return str_cat(c->a, STR("抽中，已替补："), x->reason);
	if (x->round)
		return str_fmt(c->a, "第 %lld 轮替补", (long long)x->round);
	return x->compulsory.n ? STR("必查") : STR("抽中");
}

/* Of titles, once the outcome was issued; the office sees it before. */
static struct str check_word(const struct draw *d, const struct q_draw_items *x, bool office)
{
	if (!x->result.n)
		return STR("—");
	if (!office && !d->head.told)
		return STR("已核查");
	return str_c(inspection_result_word(x->result));
}

static struct str file_href(struct ctx *c, const struct draw *d, const struct q_draw_items *x)
{
	return str_cat(c->a, draw_of_titles(d) ? STR("/registry/") : STR("/o/app/"), x->public_id);
}

/* Where the one who was drawn is visited or checked. */
static void act_cell(struct ctx *c, const struct draw *d, const struct q_draw_items *x, struct view_table *t,
        struct view_cells *r)
{
	bool titles = draw_of_titles(d);
	struct view_cell *act = batch_cell(
	        c, t, r, !draw_waits(x) ? STR("—") : titles ? STR("待核查") : STR("待办结"));

	if (!draw_waits(x))
		return;
	act->href = titles ? STR("#waiting")
	                   : str_fmt(c->a, "/o/draw/%.*s?file=%.*s#file-%.*s", STR_ARG(c->params[0]),
	                             STR_ARG(x->public_id), STR_ARG(x->public_id));
}

static void list_cells(struct ctx *c, const struct draw *d, const struct q_draw_items *x,
        bool office, struct view_table *t)
{
	struct view_cells *r = batch_row(c, t);
	enum state s;

	struct view_cell *name = batch_cell(c, t, r, x->name);
	if (office || draw_of_titles(d))
		name->href = file_href(c, d, x);
	batch_cell(c, t, r, x->stratum);
	batch_cell(c, t, r, str_i64(c->a, x->seq));
	batch_cell(c, t, r, x->code);
	struct str out = outcome_of(c, d, x);
	batch_cell(c, t, r, x->compulsory.n ? STR_JOIN(c->a, out, STR("："), x->compulsory) : out)->tag =
	        x->taken ? "blue" : "grey";
	if (d->people)
		batch_cell(c, t, r, d->people[x->seq - 1].n ? d->people[x->seq - 1] : STR("—"));
	if (draw_of_titles(d))
		batch_cell(c, t, r, check_word(d, x, office));
	else if (office)
		batch_cell(c, t, r, state_parse(x->state, &s) ? str_c(state_word(s)) : x->state);
	if (office)
		act_cell(c, d, x, t, r);
}

void draw_list(struct ctx *c, const struct draw *d, bool office, struct view_batch *v)
{
	bool titles = draw_of_titles(d);
	const char *heads[8] = {"企业名称", "市", "名单序号#", "统一社会信用代码", "结果"};
	size_t heads_n = 5;
	bool drawn = str_eqc(d->head.state, "drawn");
	struct view_batch_table *box =
	        batch_table(c, v, "list", drawn ? "抽中的企业" : "名单", str_none());
	struct view_table *t = &box->table;
	size_t n = 0, at = 0;

	if (d->people)
		heads[heads_n++] = "核查人员";
	if (office || titles)
		heads[heads_n++] = titles ? "核查结论" : "办理状态";
	if (office)
		heads[heads_n++] = "核查和替补";
	batch_heads(c, t, heads, heads_n);
	t->scrolls = true;
	for (size_t i = 0; i < d->items.n; i++)
		n += d->items.v[i].taken || !drawn;
	struct batch_part part = batch_table_part(c, box,
	        str_cat(c->a, office ? STR("/o/draw/") : STR("/sampling/"), c->params[0]), n, DRAW_PART);
	for (size_t i = 0; i < d->items.n; i++)
		if ((d->items.v[i].taken || !drawn) && at++ >= part.from && at <= part.to)
			list_cells(c, d, &d->items.v[i], office, t);
	batch_caption(c, box, drawn ? str_fmt(c->a, "%zu 家，未抽中的见下载的名单", n)
				    : str_fmt(c->a, "%zu 家，冻结后不变", n));
	links_add(c, &box->links, STR("名单和结果（CSV）"),
	        str_fmt(c->a, "/sampling/%.*s/list.csv", STR_ARG(c->params[0])), false);
	links_add(c, &box->links, STR("结果文件 draw.json（可重算）"),
	        str_fmt(c->a, "/sampling/%.*s/draw.json", STR_ARG(c->params[0])), false);
	links_add(c, &box->links, STR("核验脚本 verify.py"), STR("/sampling-verify.py"), false);
}

/* --- the public pages
 * -------------------------------------------------------------------------------- */

enum rc page_samplings(struct ctx *c, struct err *e)
{
	static const char *const heads[] = {"抽查", "单位", "进展", "名单#家", "冻结日期"};
	struct q_draws_shown_list rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_draws_shown(db, &rows, e));
	struct view_batch *v = batch_view(c, STR("抽查公开"));
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("抽查公开"), str_none());
	v->lead = STR("名单、比例、号码来源在抽取前公开，结果任何人都能用公布的号码重算。");
	struct view_table *t = &batch_table(c, v, "list", "", STR("抽查，新的在前"))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, rows.v[i].title)->href =
		        str_cat(c->a, STR("/sampling/"), rows.v[i].public_id);
		batch_cell(c, t, r, rows.v[i].body);
		batch_cell(c, t, r, str_c(draw_state_word(rows.v[i].state)));
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].count));
		batch_cell(c, t, r, date_str(c->a, date_of_instant(rows.v[i].frozen_at)));
	}
	t->empty = STR("还没有抽查。");
	return batch_show(c, 200, v);
}

/* The rule in words; the script says the same in another language. */
static void how(struct ctx *c, const struct draw *d, struct view_batch *v)
{
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){.title = STR("怎样抽取"),
	        .text = str_fmt(c->a,
	                "一、名单按市和统一社会信用代码排列，每行“市、代码、必查原因”以制表符分隔，"
	                "全文的 SHA-256 即名单校验码，抽取前公布。\n"
	                "二、承诺值是第 0 轮一次性码的 SHA-256；后一轮一次性码的 SHA-256 "
	                "等于前一轮。"
	                "一次性码抽取后公布，任何人不能事后另选。\n"
	                "三、密钥 = HKDF-Extract（盐 = 一次性码，输入 = 公布的号码）；每家的签号 = "
	                "HKDF-Expand（密钥，统一社会信用代码，32 字节），散列函数 SHA-256（RFC "
	                "5869）。\n"
	                "四、各市按家数的 %lld%% "
	                "向上取整，从必查以外的企业中取签号最小的；必查的另计。\n"
	                "五、抽中的企业无法核查时，用下一轮一次性码在同市未抽中的企业中取签号最小的"
	                "替补，公布原因。\n"
	                "六、自己重算：下载结果文件和核验脚本，运行 python3 verify.py draw.json，或用 tidu draw verify draw.json。",
	                (long long)d->head.share_percent)};
	if (roster_kept(d))
		*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){.title = STR("怎样抽取核查人员"),
		        .text = STR(
		                "一、核查人员与企业名单同时冻结：每人一行“编号、姓名、单位、只核查的市、区域”，其后是回避的“编号、代码、"
		                "原因”，全文的 SHA-256 即核查人员名单校验码，抽取前公布。\n"
		                "二、每家抽中的企业对每名人员有一个签号，算法同上，文字为“统一社会信用代码|编号”。可派人员少的企业先派，"
		                "相同的按企业签号；每家派两人，取本次派到家数最少的，相同的取签号最小的。\n"
		                "三、回避、离开或企业替补后，由同一顺序中的下一名接替，公布原因。")};
}

/* Who stood on the list, and what changed after the draw. */
static enum rc roster_tables(
        struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"编号", "姓名", "单位", "只核查"},
	                        *const turn_heads[] = {"时间", "变动", "企业", "人员", "接替", "原因"};
	static const char *const kinds[][2] = {
	        {"recuse", "回避"}, {"leave", "退出"}, {"replace", "接替"}, {"substitute", "企业替补"}};
	struct q_draw_inspectors_list people;
	struct q_draw_turns_list turns;

	if (!roster_kept(d))
		return RC_OK;
	TRY(q_draw_inspectors(db, &(struct q_draw_inspectors_in){.draw_id = d->head.id}, &people, e));
	TRY(q_draw_turns(db, &(struct q_draw_turns_in){.draw_id = d->head.id}, &turns, e));
	struct view_table *t = &batch_table(c, v, "inspectors", "核查人员名单",
	        str_fmt(c->a, "%zu 人，冻结后不变", people.n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < people.n; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, people.v[i].key);
		batch_cell(c, t, r, people.v[i].name);
		batch_cell(c, t, r, people.v[i].unit);
		batch_cell(c, t, r, people.v[i].stratum.n ? people.v[i].stratum : STR("全省"));
	}
	if (turns.n == 0)
		return RC_OK;
	t = &batch_table(c, v, "turns", "核查人员的变动", STR("按先后排列"))->table;
	batch_heads(c, t, turn_heads, ARRAY_LEN(turn_heads));
	for (size_t i = 0; i < turns.n; i++) {
		const struct q_draw_turns *x = &turns.v[i];
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, instant_human(c->a, x->at));
		for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
			if (str_eqc(x->kind, kinds[k][0]))
				batch_cell(c, t, r, str_c(kinds[k][1]));
		batch_cell(c, t, r, x->code.n ? x->code : STR("—"));
		batch_cell(c, t, r, x->key);
		batch_cell(c, t, r, x->next.n ? x->next : STR("—"));
		batch_cell(c, t, r, x->reason);
	}
	return RC_OK;
}

/* Who, how many, how far it is: what one comes for. */
static struct str head_lead(struct ctx *c, const struct draw *d)
{
	const struct q_draw_head *h = &d->head;
	int64_t taken = 0;

	for (size_t i = 0; i < d->items.n; i++)
		taken += d->items.v[i].taken;
	if (!str_eqc(h->state, "drawn"))
		return str_fmt(c->a, "%.*s组织，名单 %lld 家，%s。", STR_ARG(h->body), (long long)h->count,
			draw_state_word(h->state));
	struct str at = instant_human(c->a, h->drawn_at.has ? h->drawn_at.v : 0);
	return str_fmt(c->a, "%.*s组织，从名单 %lld 家中抽中 %lld 家（含必查和替补），抽取时间 %.*s。", STR_ARG(h->body),
		(long long)h->count, (long long)taken, STR_ARG(at));
}

enum rc page_sampling(struct ctx *c, struct err *e)
{
	struct draw d;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(draw_load(db, ctx_services(c)->rules, c->params[0], &d, e));
	struct view_batch *v = batch_view(c, d.head.title);
	v->page.crumbs.n = 0;
	page_crumb(c, &v->page, STR("抽查公开"), STR("/sampling"));
	page_crumb(c, &v->page, d.head.title, str_none());
	v->lead = head_lead(c, &d);
	v->rows_title = STR("抽取记录");
	v->texts_last = true;
	TRY(draw_rows(c, db, &d, v, e));
	how(c, &d, v);
	draw_list(c, &d, false, v);
	draw_cities(c, &d, v);
	TRY(roster_tables(c, db, &d, v, e));
	return batch_show(c, 200, v);
}

enum rc page_sampling_file(struct ctx *c, struct err *e)
{
	struct str bytes;
	struct draw d;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(draw_load(db, ctx_services(c)->rules, c->params[0], &d, e));
	TRY(draw_file(db, &d, &bytes, e));
	return respond_download(c, STR("application/json"), STR("draw.json"), bytes);
}

enum rc page_sampling_script(struct ctx *c, struct err *e)
{
	struct str text;

	if (!embedded_find(STR("sql/reference/sampling/verify.py"), &text))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return respond_download(c, STR("text/plain"), STR("verify.py"), text);
}

static const struct list_column COLUMN[] = {{"no", {"序号", XLSX_INT, 8, 0}}, {"city", {"市", XLSX_TEXT, 14, 0}},
	{"name", {"企业名称", XLSX_TEXT, 36, 0}}, {"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}},
	{"compulsory", {"必查原因", XLSX_TEXT, 24, 0}}, {"ticket", {"签号", XLSX_CODE, 30, 0}},
	{"outcome", {"结果", XLSX_TEXT, 14, 0}}, {"round", {"替补轮次", XLSX_INT, 10, 0}},
	{"reason", {"替补原因", XLSX_TEXT, 24, 0}}, {"inspectors", {"核查人员", XLSX_TEXT, 18, 0}}};

struct draw_file {
	struct draw d;
	struct hash code;
	bool drawn;
};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct draw_file *f = state;
	const struct q_draw_items *x = &f->d.items.v[i];
	struct str ticket = !f->drawn || x->compulsory.n
		? STR("")
		: hash_hex(c->a, sample_ticket(c->a, f->code, f->d.head.numbers, x->code));
	const struct str cells[ARRAY_LEN(COLUMN)] = {str_i64(c->a, x->seq), x->stratum, x->name, x->code, x->compulsory,
		ticket, outcome_of(c, &f->d, x), x->round ? str_i64(c->a, x->round) : STR(""), x->reason,
		f->d.people ? f->d.people[i] : STR("")};

	memcpy(out, cells, sizeof(cells));
}

enum rc page_sampling_list(struct ctx *c, struct err *e)
{
	struct draw_file *f = ARENA_NEW(c->a, struct draw_file);
	struct list_file file = {.column = COLUMN, .columns = ARRAY_LEN(COLUMN)};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(draw_load(db, ctx_services(c)->rules, c->params[0], &f->d, e));
	f->drawn = str_eqc(f->d.head.state, "drawn");
	if (f->drawn)
		TRY(draw_code(db, f->d.head.id, 0, &f->code, e));
	file.title = str_cat(c->a, f->d.head.title, STR("（名单和结果）"));
	file.back = str_cat(c->a, STR("/sampling/"), c->params[0]);
	return list_respond_loaded(c, &file, f->d.items.n, file_cells, f, e);
}

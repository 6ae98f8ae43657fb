/* The register for everybody: search as page, CSV and JSON; one entry; the check of a certificate. */
#include "base/json.h"
#include "domain/serial.h"
#include "page/act.h"
#include "page/case_page.h"
#include "page/common.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_registry.h"
#include "service/publish.h"
#include "service/registry.h"
#include "web/html.h"

#define JSON_ROWS 1000 /* of one answer; "next" is where the following one begins */

static struct date asof_of(struct ctx *c)
{
	struct date d;

	return date_parse_loose(str_trim(form_get(&c->query, "asof")), &d) ? d
									      : date_of_instant(c->now);
}

static struct registry_query query_of(struct ctx *c, int64_t limit, struct form_errors *errors)
{
	struct registry_query q = {
		.text = str_trim(form_get(&c->query, "q")),
		.tier = str_trim(form_get(&c->query, "tier")),
		.place = str_trim(form_get(&c->query, "place")),
		.status = str_trim(form_get(&c->query, "status")),
		.asof = date_of_instant(c->now),
		.limit = limit,
	};

	filter_day(c, "asof", errors, &q.asof);
	if (!str_to_i64(form_get(&c->query, "after"), &q.after) || q.after < 0)
		q.after = 0;
	return q;
}

static struct str place_text(struct ctx *c, struct str city, struct str county)
{
	return str_eq(city, county) ? county : str_cat(c->a, city, county);
}

/* Of a title whose list came after the day the word says when it came. */
static struct view_tag state_tag(struct ctx *c, struct registry_term t, struct date on)
{
	static const char *const kinds[][2] = {
		{"good", "green"}, {"info", "blue"}, {"bad", "red"}, {"plain", "grey"}};
	struct str now = registry_state_on(t, on), word = str_c(registry_state_word(now, t.valid_to));
	const char *tone = registry_state_tone(now), *kind = "grey";

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(tone, kinds[i][0]) == 0)
			kind = kinds[i][1];
	if (str_eqc(now, "unlisted"))
		word = str_fmt(c->a, "%.*s（%.*s公布）", STR_ARG(word), STR_ARG(t.listed_on));
	return tag_of(kind, word);
}

static struct view_registry_row row_of(struct ctx *c, const struct q_registry_browse *r, struct date on)
{
	return (struct view_registry_row){
		.name = r->name,
		.href = str_fmt(c->a, "/registry/%.*s", STR_ARG(r->public_id)),
		.uscc = r->uscc,
		.place = place_text(c, r->city, r->county),
		.tier = r->tier_name,
		.certificate = r->certificate_no,
		.from = r->valid_from,
		.to = r->valid_to,
		.state = state_tag(c, REGISTRY_TERM(r), on),
	};
}

/* Found by another name than the one of that day: which, and whether it is the earlier or the later one. */
static enum rc found_by(struct ctx *c, struct db *db, const struct registry_query *q, const struct q_registry_browse *r,
	struct str *out, struct err *e)
{
	struct q_enterprise_names_list rows;
	struct date to;

	*out = str_none();
	if (!q->text.n || !r->uscc.n || str_eq(q->text, r->uscc) || registry_name_has(c->a, r->name, q->text))
		return RC_OK;
	TRY(q_enterprise_names(db, &(struct q_enterprise_names_in){.uscc = r->uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		bool before = date_parse(rows.v[i].to_on, &to) && date_cmp(to, q->asof) <= 0;
		if (registry_name_has(c->a, rows.v[i].name, q->text))
			*out = str_fmt(c->a, "%s：%.*s（%.*s%s）", before ? "曾用名" : "后来的名称",
				STR_ARG(rows.v[i].name),
				STR_ARG(before ? rows.v[i].to_on : rows.v[i].from_on),
				before ? " 前" : " 起");
	}
	return RC_OK;
}

/* The present question as an address, with another `after`. */
static struct str address(struct ctx *c, const char *path, int64_t after)
{
	static const char *const names[] = {"q", "tier", "place", "status", "asof"};
	struct buf b;
	char sep = '?';

	buf_init(&b, c->a, HTTP_MAX_TARGET * 3);
	buf_c(&b, path);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct str v = str_trim(form_get(&c->query, names[i]));
		if (!v.n)
			continue;
		buf_ch(&b, sep);
		sep = '&';
		buf_c(&b, names[i]);
		buf_ch(&b, '=');
		html_query(&b, v);
	}
	if (after) {
		buf_ch(&b, sep);
		buf_lit(&b, "after=");
		buf_i64(&b, after);
	}
	return buf_view(&b);
}

static void fill_filters(struct ctx *c, const struct form_errors *errors, struct view_registry *v)
{
	const struct rules_list *rules = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct view_field text = field_text(c, "q", "企业名称、信用代码或证书编号",
		form_get(&c->query, "q"), NULL);
	struct view_field place =
		field_text(c, "place", "市或县（区）", form_get(&c->query, "place"), NULL);
	struct view_field asof =
		field_text(c, "asof", "截至日期", form_get(&c->query, "asof"), errors);
	struct view_choices tier = field_choices("tier", "称号", NULL);
	struct view_choices status = field_choices("status", "状态", NULL);

	text.width = "w18";
	place.width = asof.width = "w8";
	tier.empty = STR("全部");
	status.empty = STR("全部");
	for (size_t i = 0; i < rules->procedures_n; i++) {
		const struct procedure *p = rules->procedures[i];
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen = seen || str_eq(rules->procedures[k]->programme, p->programme);
		if (!seen)
			choices_add(c, &tier, p->programme, p->tier_name, form_get(&c->query, "tier"));
	}
	choices_add(c, &status, STR("valid"), STR("有效"), form_get(&c->query, "status"));
	choices_add(c, &status, STR("ended"), STR("已到期、取消或撤销"), form_get(&c->query, "status"));
	choices_add(c, &status, STR("future"), STR("尚未公布或未生效"), form_get(&c->query, "status"));
	choices_add(c, &status, STR("none"), STR("无称号"), form_get(&c->query, "status"));
	v->filters.action = STR("/registry");
	VEC_PUSH(c->a, &v->filters.fields, text);
	VEC_PUSH(c->a, &v->filters.fields, place);
	VEC_PUSH(c->a, &v->filters.fields, asof);
	VEC_PUSH(c->a, &v->filters.selects, tier);
	VEC_PUSH(c->a, &v->filters.selects, status);
	if (c->query.n)
		v->filters.clear_href = STR("/registry");
}

enum rc page_registry(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct registry_query q = query_of(c, REGISTRY_PAGE, &errors);
	struct view_registry v = {0};
	struct str asof = str_trim(form_get(&c->query, "asof"));
	struct registry_rows rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(registry_search(db, &q, &rows, e));
	page_view(c, "名单查询", &v.page);
	v.page.column = STR("名单查询");
	v.page.wide = true;
	page_crumb(c, &v.page, STR("名单查询"), str_none());
	v.page.errors = errors;
	fill_filters(c, &v.page.errors, &v);
	for (size_t i = 0; i < rows.n; i++) {
		VEC_PUSH(c->a, &v.rows, row_of(c, &rows.v[i], q.asof));
		TRY(found_by(c, db, &q, &rows.v[i], &v.rows.v[i].other, e));
	}
	v.heading = q.text.n ? str_fmt(c->a, "名称、代码或编号含“%.*s”的名单", STR_ARG(q.text))
			     : STR("名单，按登记先后排列");
	if (asof.n)
		v.heading = str_fmt(c->a, "%.*s，%.*s的状态", STR_ARG(v.heading), STR_ARG(date_prose(c->a, q.asof)));
	v.csv_href = address(c, "/registry.csv", 0);
	v.choose_href = list_choose_href(c, v.csv_href);
	v.json_href = address(c, "/registry.json", 0);
	if (q.after)
		v.pager.first = address(c, "/registry", 0);
	if (rows.more)
		v.pager.next = address(c, "/registry", rows.v[rows.n - 1].id);
	v.empty = (struct view_empty){.what = STR("没有符合条件的企业"),
		.why = STR("请减少条件，或换用名称中连续的两个字、完整的信用代码或证书编号再试。"),
		.href = STR("/registry"),
		.act = STR("清除全部条件")};
	tmpl_public_registry(respond_html(c, v.page.errors.n ? 422 : 200), &v);
	return RC_OK;
}

/* --- the list as a file --------------------------------------------------------------------------- */

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 40, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"city", {"所在市", XLSX_TEXT, 14, 0}},
	{"county", {"所在县（区）", XLSX_TEXT, 14, 0}}, {"tier", {"称号", XLSX_TEXT, 22, 0}},
	{"certificate", {"证书编号", XLSX_CODE, 24, 0}}, {"from", {"有效期起", XLSX_CODE, 12, 0}},
	{"to", {"有效期止", XLSX_CODE, 12, 0}}, {"listed", {"名单公布日期", XLSX_CODE, 14, 0}},
	{"state", {"状态", XLSX_CODE, 14, 0}}};

static enum rc file_next(struct ctx *c, void *state, struct list_out *out, bool *more, struct err *e)
{
	struct registry_query *q = state;
	struct registry_rows rows;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(registry_search(db, q, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_registry_browse *r = &rows.v[i];
		struct str on = registry_state_on(REGISTRY_TERM(r), q->asof);
		const struct str cells[ARRAY_LEN(COLUMN)] = {r->name, r->uscc, r->city, r->county, r->tier_name,
			r->certificate_no, r->valid_from, r->valid_to, r->listed_on,
			str_c(registry_state_word(on, r->valid_to))};
		list_put(out, cells);
		q->after = r->id;
	}
	*more = rows.more;
	return RC_OK;
}

enum rc page_registry_file(struct ctx *c, struct err *e)
{
	struct registry_query *q = ARENA_NEW(c->a, struct registry_query);
	struct form_errors errors = {0};
	struct list_file file = {.title = STR("名单"),
		.back = address(c, "/registry", 0),
		.column = COLUMN,
		.columns = ARRAY_LEN(COLUMN),
		.next = file_next,
		.state = q};

	*q = query_of(c, LIST_PORTION, &errors);
	TRY(filter_refused(&errors, e));
	file.note = str_cat(c->a, STR("截至"), date_prose(c->a, q->asof));
	return list_respond(c, &file, e);
}

static void json_member(struct buf *b, const char *name, struct str value, bool last)
{
	json_put_key(b, name);
	json_put_str(b, value);
	if (!last)
		buf_ch(b, ',');
}

enum rc page_registry_json(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct registry_query q = query_of(c, JSON_ROWS, &errors);
	struct registry_rows rows;
	struct db *db;
	struct buf b;

	TRY(filter_refused(&errors, e));
	TRY(ctx_db(c, &db, e));
	TRY(registry_search(db, &q, &rows, e));
	buf_init(&b, c->a, 4 << 20);
	buf_lit(&b, "{");
	json_member(&b, "asof", date_str(c->a, q.asof), false);
	buf_lit(&b, "\"entries\":[");
	for (size_t i = 0; i < rows.n; i++) {
		struct q_registry_browse *r = &rows.v[i];
		buf_c(&b, i ? ",{" : "{");
		json_member(&b, "name", r->name, false);
		json_member(&b, "uscc", r->uscc, false);
		json_member(&b, "city", r->city, false);
		json_member(&b, "county", r->county, false);
		json_member(&b, "title", r->tier_name, false);
		json_member(&b, "certificate", r->certificate_no, false);
		json_member(&b, "valid_from", r->valid_from, false);
		json_member(&b, "valid_to", r->valid_to, false);
		json_member(&b, "listed_on", r->listed_on, false);
		json_member(&b, "state",
			registry_state_on(REGISTRY_TERM(r), q.asof), true);
		buf_ch(&b, '}');
	}
	buf_lit(&b, "],\"next\":");
	buf_i64(&b, rows.more ? rows.v[rows.n - 1].id : 0);
	buf_lit(&b, "}\n");
	return respond_json(c, 200, buf_view(&b));
}

static bool holds_on(struct registry_term t, struct date on)
{
	struct str then = registry_state_on(t, on);

	return str_eqc(then, "valid") || str_eqc(then, "renewing");
}

/* A list keeps the place that it was published with; that the enterprise has moved since is said beside it. */
static enum rc moves(struct ctx *c, struct db *db, struct str uscc, struct date on, struct view_row_list *rows, struct err *e)
{
	struct q_moves_of_code_list list;

	TRY(q_moves_of_code(
		db, &(struct q_moves_of_code_in){.uscc = uscc, .on_date = date_str(c->a, on)}, &list, e));
	for (size_t i = 0; i < list.n; i++)
		rows_add(c, rows, "迁移",
			str_fmt(c->a, "%.*s 迁至%.*s", STR_ARG(list.v[i].happened_on), STR_ARG(list.v[i].to_name)));
	return RC_OK;
}

static enum rc entry_titles(struct ctx *c, struct db *db, const struct q_registry_entry *entry,
	struct view_registry_entry *v, struct err *e)
{
	struct q_titles_of_code_list list = {0};
	struct q_title_by_public_id one;
	struct date on = asof_of(c);

	if (entry->uscc.n)
		TRY(q_titles_of_code(db, &(struct q_titles_of_code_in){.uscc = entry->uscc}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		struct q_titles_of_code *t = &list.v[i];
		VEC_PUSH(c->a, &v->titles,
			((struct view_registry_row){.name = t->name,
				.tier = str_fmt(c->a, "%.*s（%.*s）", STR_ARG(t->tier_name),
					STR_ARG(t->batch_title)),
				.href = t->announcement.n ? str_fmt(c->a, "/news/%.*s",
								   STR_ARG(t->announcement))
							 : str_none(),
				.certificate = t->certificate_no, .from = t->valid_from,
				.to = t->valid_to,
				.state = state_tag(c, REGISTRY_TERM(t), on)}));
		TRY(national_public(c, db, t->public_id, on,
			holds_on(REGISTRY_TERM(t), on), &v->facts, e));
	}
	if (list.n || !str_eqc(entry->kind, "title"))
		return RC_OK;
	TRY(q_title_by_public_id(
		db, &(struct q_title_by_public_id_in){.public_id = entry->public_id}, &one, e));
	VEC_PUSH(c->a, &v->titles,
		((struct view_registry_row){.name = one.name,
			.tier = str_fmt(c->a, "%.*s（%.*s）", STR_ARG(one.tier_name),
				STR_ARG(one.batch_title)),
			.certificate = one.certificate_no, .from = one.valid_from, .to = one.valid_to,
			.state = state_tag(c, REGISTRY_TERM(&one), on)}));
	if (one.source.n)
		rows_add(c, &v->facts, "名单来源", one.source);
	return RC_OK;
}

/* 曾用名, with the day of the change. */
static enum rc earlier_names(struct ctx *c, struct db *db, struct str uscc, struct view_registry_entry *v, struct err *e)
{
	struct q_enterprise_names_list rows;

	TRY(q_enterprise_names(db, &(struct q_enterprise_names_in){.uscc = uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].to_on.n)
			rows_add(c, &v->facts, "曾用名",
				str_fmt(c->a, "%.*s（%.*s 前）", STR_ARG(rows.v[i].name),
					STR_ARG(rows.v[i].to_on)));
	return RC_OK;
}

enum rc page_registry_entry(struct ctx *c, struct err *e)
{
	struct view_registry_entry v = {0};
	struct q_registry_entry entry;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_registry_entry(
		db, &(struct q_registry_entry_in){.public_id = c->params[0]}, &entry, e));
	page_view_str(c, entry.name, &v.page);
	v.page.column = STR("名单查询");
	page_crumb(c, &v.page, STR("名单查询"), STR("/registry"));
	page_crumb(c, &v.page, entry.name, str_none());
	v.name = entry.name;
	v.asof = date_str(c->a, asof_of(c));
	rows_add(c, &v.facts, "统一社会信用代码", entry.uscc.n ? entry.uscc : STR("名单未载明"));
	rows_add(c, &v.facts, "所在市县（区）", place_text(c, entry.city, entry.county));
	TRY(moves(c, db, entry.uscc, asof_of(c), &v.facts, e));
	TRY(earlier_names(c, db, entry.uscc, &v, e));
	TRY(entry_titles(c, db, &entry, &v, e));
	tmpl_public_registry_entry(respond_html(c, 200), &v);
	return RC_OK;
}

/* The title as it stands on the certificate. */
static struct str full_title(struct ctx *c, const struct q_title_by_certificate *t)
{
	const struct procedure *p = rules_procedure(
		ctx_services(c)->rules, t->edition, date_of_instant(c->now));

	return p ? p->tier_full_name : STR("");
}

/* The day of the list; of a day before it, what was not known then and what the list says of it. */
static struct str listed_text(struct ctx *c, struct registry_term t, struct date on)
{
	return str_eqc(registry_state_on(t, on), "unlisted")
		       ? str_fmt(c->a, "%.*s。截至%.*s名单还没有公布；后来公布的名单载明的有效期包含这一天",
				 STR_ARG(t.listed_on), STR_ARG(date_prose(c->a, on)))
		       : t.listed_on;
}

/* What the certificate says on that day, as a sentence. */
static void verify_answer(struct ctx *c, const struct q_title_by_certificate *t, struct str number,
	struct str code, struct date on, struct view_verify *v)
{
	struct str key = ctx_services(c)->certificate_key;
	struct str day = date_prose(c->a, on);

	if (code.n && !serial_check_verify(key, number, code)) {
		v->state = tag_of("red", STR("核验码不符"));
		v->answer = STR("证书编号存在，但核验码不正确，请核对证书或谨防假冒");
		return;
	}
	struct str typed = form_get(&c->query, "s");
	struct str statement = certificate_statement(c->a, number, t->uscc, t->name, full_title(c, t),
		t->valid_from, t->valid_to);
	if (typed.n && !str_eq(typed, certificate_sign(ctx_services(c), c->a, statement))) {
		v->state = tag_of("red", STR("签名不符"));
		v->answer = STR("证书编号存在，但二维码中的签名与登记不一致，谨防假冒");
		return;
	}
	struct str label = certificate_number_label(
		c->a, rules_procedure(ctx_services(c)->rules, t->edition,
			 date_of_instant(c->now)));
	v->found = true;
	v->state = state_tag(c, REGISTRY_TERM(t), on);
	v->answer = str_fmt(c->a, "截至%.*s：%.*s", STR_ARG(day), STR_ARG(v->state.text));
	rows_add(c, &v->facts, "企业名称", t->name);
	rows_add(c, &v->facts, "统一社会信用代码", t->uscc);
	rows_add(c, &v->facts, "所在市县（区）", place_text(c, t->city, t->county));
	rows_add(c, &v->facts, "称号", t->tier_name);
	rows_add(c, &v->facts, "批次", t->batch_title);
	rows_add(c, &v->facts, str_cstr(c->a, label), number);
	rows_add(c, &v->facts, "有效期",
		t->valid_to.n ? str_fmt(c->a, "%.*s 至 %.*s", STR_ARG(t->valid_from),
					STR_ARG(t->valid_to))
			      : str_cat(c->a, t->valid_from, STR(" 起，文件未规定期限")));
	if (t->listed_on.n)
		rows_add(c, &v->facts, "名单公布日期", listed_text(c, REGISTRY_TERM(t), on));
	rows_add(c, &v->facts, typed.n ? "数字签名（与二维码一致）" : "数字签名",
		certificate_sign(ctx_services(c), c->a, statement));
	v->entry_href = str_fmt(c->a, "/registry/%.*s", STR_ARG(t->public_id));
	if (t->announcement.n)
		v->news_href = str_fmt(c->a, "/news/%.*s", STR_ARG(t->announcement));
}

enum rc page_verify(struct ctx *c, struct err *e)
{
	struct str number = str_trim(c->params[0].n ? c->params[0] : form_get(&c->query, "no"));
	struct str code = str_trim(form_get(&c->query, "code")), on_text = form_get(&c->query, "on");
	struct date on = date_of_instant(c->now);
	struct view_verify v = {0};
	struct q_title_by_certificate t;
	struct form_errors errors = {0};
	struct db *db;
	bool found;

	if (c->query.n && !number.n)
		form_error_add(c->a, &errors, "no", STR("请填写证书上的编号，或公告名单中的登记编号"));
	if (str_trim(on_text).n && !date_parse_loose(str_trim(on_text), &on))
		form_error_msg(c->a, &errors, "on", MSG_DATE_BAD);
	page_view(c, "证书核验", &v.page);
	v.page.column = STR("证书核验");
	v.page.errors = errors;
	page_crumb(c, &v.page, STR("证书核验"), str_none());
	v.number = field_text(c, "no", "证书编号或登记编号", number, &errors);
	v.number.width = "w18";
	v.code = field_text(c, "code", "核验码", code, &errors);
	v.code.optional = true;
	v.code.width = "w12";
	v.code.hint = STR("证书二维码下方的 8 位字符");
	v.on = field_text(c, "on", "核验日期", on_text, &errors);
	v.on.optional = true;
	v.on.width = "w8";
	v.on.hint = STR("留空表示今天，例如 2023-02-20");
	if (number.n && !errors.n) {
		TRY(ctx_db(c, &db, e));
		TRY(q_title_by_certificate(db,
			&(struct q_title_by_certificate_in){.certificate_no = number}, &t, &found, e));
		v.asked = true;
		v.state = tag_of("red", STR("未查到"));
		v.answer = STR("没有这个编号");
		if (found)
			verify_answer(c, &t, number, code, on, &v);
		if (v.found)
			TRY(moves(c, db, t.uscc, on, &v.facts, e));
		if (v.found)
			TRY(national_public(c, db, t.public_id, on,
				holds_on(REGISTRY_TERM(&t), on), &v.facts, e));
	}
	tmpl_public_verify(respond_html(c, errors.n ? 422 : 200), &v);
	return RC_OK;
}

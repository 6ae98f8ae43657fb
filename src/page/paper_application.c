/* The paper is made from the same standard, procedure and facts as the pages; the procedure says what
 * it is called and which parts belong to it.
 */
#include "page/paper_application.h"

#include "domain/decimal.h"
#include "page/paper_lists.h"
#include "page/paper_report.h"
#include "service/evidence.h"
#include "service/profile.h"
#include "service/summary.h"

struct paper {
	struct arena *a;
	const struct paper_application *in;
	struct doc *d;
	bool whole;    /* not the form alone */
	int64_t *part; /* number of the last heading of the form */
};

static struct str text_of(const struct paper *p, const char *name)
{
	return procedure_text(
		p->a, p->in->file->procedure, name, p->in->file->batch_title, p->in->city);
}

static struct str member(const struct paper *p, const char *name)
{
	return json_str(p->in->profile, name, STR(""));
}

/* {y1} and {y2}: the last two accounting years. */
static struct str with_years(const struct paper *p, struct str s)
{
	struct buf b;

	buf_init(&b, p->a, (size_t)64 << 10);
	while (s.n) {
		if (str_starts(s, STR("{y1}")) || str_starts(s, STR("{y2}"))) {
			buf_i64(&b, p->in->file->year - (s.p[2] - '0'));
			s = str_sub(s, 4, s.n);
			continue;
		}
		buf_ch(&b, s.p[0]);
		s = str_sub(s, 1, s.n);
	}
	return buf_view(&b);
}

static struct str date_line(const struct paper *p)
{
	return p->in->sent ? date_prose(p->a, date_of_instant(p->in->sent->submitted_at))
			   : STR("      年    月    日");
}

static void cover(const struct paper *p, struct str title)
{
	const struct application_file *f = p->in->file;
	struct doc_pair lines[] = {{STR("企业名称（盖章）"), f->enterprise_name},
		{STR("统一社会信用代码"), f->uscc}, {STR("所在市县（区）"), p->in->area},
		{STR("申报批次"), f->batch_title},
		{STR("受理编号"), f->no.n ? f->no : STR("（报送后生成）")},
		{STR("联系人及电话"), str_fmt(p->a, "%.*s  %.*s", STR_ARG(member(p, "contact")),
					      STR_ARG(member(p, "contact_phone")))}};
	struct doc_pair *kept = ARENA_NEW_N(p->a, struct doc_pair, ARRAY_LEN(lines));

	memcpy(kept, lines, sizeof(lines));
	doc_cover(p->d, &(struct doc_cover){.kicker = text_of(p, "application_kicker"),
				.title = title,
				.subtitle = p->in->sent ? str_none() : STR("（草稿，尚未报送）"),
				.line = kept,
				.lines = ARRAY_LEN(lines),
				.issuer = f->enterprise_name,
				.date = date_line(p)});
}

/* A cover whose lines the procedure prints: {"label", "of"} with a member of the profile, or no, date, name, uscc. */
static struct str cover_value(const struct paper *p, struct str of)
{
	const struct application_file *f = p->in->file;

	if (str_eqc(of, "no"))
		return f->no.n ? f->no : STR("（报送后生成）");
	if (str_eqc(of, "date"))
		return date_line(p);
	if (str_eqc(of, "name"))
		return f->enterprise_name;
	return str_eqc(of, "uscc") ? f->uscc : member(p, str_cstr(p->a, of));
}

static void printed_cover(const struct paper *p, const struct json *lines, struct str title)
{
	static const struct str places[] = {STR_INIT("法定代表人（签名）："), STR_INIT("企业（公章）："),
		STR_INIT("      年    月    日")};
	struct doc_pair *pairs = ARENA_NEW_N(p->a, struct doc_pair, lines->n + 1);
	struct str notes = text_of(p, "form_notes");
	size_t n = 0;

	doc_title(p->d, title);
	if (!p->in->sent)
		doc_para_styled(p->d, STR("（草稿，尚未报送）"), DOC_CENTER, false, 0);
	for (const struct json *j = lines->first; j; j = j->next)
		pairs[n++] = (struct doc_pair){json_str(j, "label", STR("")),
			cover_value(p, json_str(j, "of", STR("")))};
	doc_kv(p->d, pairs, n, 1);
	doc_sign(p->d, &(struct doc_signature){.title = STR("声明"),
			       .text = text_of(p, "truth"),
			       .line = places,
			       .lines = ARRAY_LEN(places)});
	if (notes.n)
		doc_para(p->d, str_cat(p->a, STR("填报说明："), notes));
	doc_page_break(p->d);
}

/* --- the form ---------------------------------------------------------------------------------- */

static void company(const struct paper *p)
{
	struct doc_pair *pairs = ARENA_NEW_N(p->a, struct doc_pair, profile_fields_n + 2);
	size_t n = 0;

	paper_part(p->d, p->a, p->part, STR("企业基本信息"));
	pairs[n++] = (struct doc_pair){STR("企业名称"), p->in->file->enterprise_name};
	pairs[n++] = (struct doc_pair){STR("统一社会信用代码"), p->in->file->uscc};
	for (size_t i = 0; i < profile_fields_n; i++) {
		struct str value = member(p, profile_fields[i].name);

		if (str_eqc(str_c(profile_fields[i].name), "division_code"))
			value = member(p, "area");
		else if (str_eqc(str_c(profile_fields[i].name), "industry_code"))
			value = str_fmt(p->a, "%.*s %.*s", STR_ARG(value),
				STR_ARG(member(p, "industry")));
		pairs[n++] = (struct doc_pair){str_c(profile_fields[i].label), value};
	}
	doc_kv(p->d, pairs, n, 1);
}

static void data(const struct paper *p)
{
	const struct standard *s = p->in->file->standard;
	const struct doc_column columns[] = {
		{STR("项目"), 5, DOC_LEFT}, {STR("年度"), 1, DOC_CENTER}, {STR("填报值"), 2, DOC_RIGHT}};

	paper_part(p->d, p->a, p->part, STR("评价数据"));
	doc_table_begin(p->d, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < s->sections.n; i++) {
		const struct standard_section *sec = &s->sections.v[i];
		doc_table_span(p->d, sec->title);
		for (size_t k = 0; k < sec->facts.n; k++) {
			const struct fact fact = standard_fact(s, sec->facts.v[k].fact), *f = &fact;
			struct fact_value v = facts_get(p->in->score->facts,
				sec->facts.v[k].fact, sec->facts.v[k].back);
			struct str *cells = ARENA_NEW_N(p->a, struct str, 3);

			cells[0] = f->name;
			cells[1] = f->yearly ? str_i64(p->a, p->in->file->year - sec->facts.v[k].back)
					     : STR("");
			cells[2] = v.state == FACT_KNOWN ? fact_show(p->a, sec->facts.v[k].fact, v)
							 : STR("");
			doc_table_row(p->d, cells);
		}
	}
	doc_table_end(p->d);
}

static struct str value_text(
	const struct paper *p, const struct standard_indicator *x, const struct score_indicator *s)
{
	struct buf b;

	if (!s->has_value)
		return STR("");
	buf_init(&b, p->a, 256);
	if (x->percent) {
		ratio_put_percent(&b, s->value);
		buf_ch(&b, '%');
	} else {
		ratio_put(&b, s->value);
	}
	return buf_view(&b);
}

static struct str band_text(
	const struct paper *p, const struct standard_indicator *x, const struct score_indicator *s)
{
	if (s->band < 0)
		return STR("");
	return str_fmt(p->a, "%.*s.%.*s", STR_ARG(x->bands[s->band].label),
		STR_ARG(x->bands[s->band].text));
}

static void points(const struct paper *p)
{
	const struct score_result *r = p->in->score;
	const struct standard *s = r->standard;
	const struct doc_column columns[] = {{STR("指标"), 5, DOC_LEFT},
		{STR("满分"), 1, DOC_RIGHT}, {STR("计算值"), 2, DOC_RIGHT},
		{STR("所在档"), 3, DOC_LEFT}, {STR("得分"), 1, DOC_RIGHT}};

	paper_part(p->d, p->a, p->part, STR("评价指标得分"));
	doc_table_begin(p->d, columns, ARRAY_LEN(columns));
	for (size_t g = 0; r->groups && g < s->groups.n; g++) {
		doc_table_span(p->d,
			str_fmt(p->a, "%.*s（满分 %.*s，得 %.*s）", STR_ARG(s->groups.v[g].name),
				STR_ARG(decimal_str(p->a, s->groups.v[g].max)),
				STR_ARG(score_interval(p->a, r->groups[g]))));
		for (size_t i = 0; i < s->indicators.n; i++) {
			const struct standard_indicator *x = &s->indicators.v[i];
			struct str *cells;

			if (x->group != g)
				continue;
			cells = ARENA_NEW_N(p->a, struct str, 5);
			cells[0] = x->name;
			cells[1] = decimal_str(p->a, x->max);
			cells[2] = value_text(p, x, &r->indicators[i]);
			cells[3] = band_text(p, x, &r->indicators[i]);
			cells[4] = score_interval(p->a, r->indicators[i].points);
			doc_table_row(p->d, cells);
		}
	}
	if (r->verdict != SCORE_ERROR)
		doc_table_span(p->d,
			str_fmt(p->a, "总分　%.*s", STR_ARG(score_interval(p->a, r->total))));
	doc_table_end(p->d);
}

static void direct(const struct paper *p)
{
	static const struct str words[] = {
		[TRI_FALSE] = STR_INIT("否"), [TRI_TRUE] = STR_INIT("是"), [TRI_UNKNOWN] = STR_INIT("")};
	const struct score_result *r = p->in->score;
	const struct doc_column columns[] = {{STR("条件"), 6, DOC_LEFT}, {STR("是否满足"), 1, DOC_CENTER}};

	if (r->standard->direct.n) {
		paper_part(p->d, p->a, p->part, STR("直通条件"));
		doc_table_begin(p->d, columns, ARRAY_LEN(columns));
		for (size_t i = 0; i < r->standard->direct.n; i++) {
			struct str *cells = ARENA_NEW_N(p->a, struct str, 2);
			cells[0] = r->standard->direct.v[i].text;
			cells[1] = r->direct ? words[r->direct[i].holds] : STR("");
			doc_table_row(p->d, cells);
		}
		doc_table_end(p->d);
	}
	paper_part(p->d, p->a, p->part, STR("自评结果"));
	doc_para(p->d, str_fmt(p->a, "按%.*s（%.*s）评价：%.*s%s%.*s%s。",
			       STR_ARG(r->standard->title),
			       STR_ARG(r->standard->basis.n ? r->standard->basis.v[0].number
							    : STR("")),
			       STR_ARG(score_verdict_label(r->verdict)), r->route ? "（" : "",
			       STR_ARG(route_label(r->route)), r->route ? "）" : ""));
}

static struct str truth_title(const struct paper *p)
{
	struct str own = text_of(p, "truth_title");

	return own.n ? own : STR("真实性声明");
}

/* The statement as it is printed for signature: to whom, by whom, the places to sign and to seal. */
static void statement(const struct paper *p)
{
	static const struct str usual[] = {STR_INIT("法定代表人（签字）："), STR_INIT("企业（盖章）："),
		STR_INIT("      年    月    日")};
	struct str to = text_of(p, "truth_to"), rest = text_of(p, "truth_lines"), line;
	struct strs own = {0};

	while (rest.n && str_cut(&rest, '\n', &line))
		VEC_PUSH(p->a, &own, line);
	doc_sign(p->d, &(struct doc_signature){.title = truth_title(p),
			       .text = STR_JOIN(p->a, to, to.n ? STR("\n") : STR(""), text_of(p, "truth"),
				       to.n ? STR("\n特此声明。") : STR("")),
			       .line = own.n ? own.v : usual,
			       .lines = own.n ? own.n : ARRAY_LEN(usual)});
}

/* A part of its own for the statement: then the form does not end with it. */
static bool truth_apart(const struct paper *p)
{
	const struct json *parts = json_get(p->in->file->procedure->json, "application_parts");

	for (const struct json *j = parts ? parts->first : NULL; j; j = j->next)
		if (json_bool(j, "truth", false))
			return p->whole;
	return false;
}

static void declarations(const struct paper *p)
{
	const struct procedure *proc = p->in->file->procedure;

	paper_part(p->d, p->a, p->part, STR("申报条件确认"));
	for (size_t i = 0; i < proc->eligibility_n; i++)
		doc_para(p->d, str_fmt(p->a, "%zu. %.*s（%.*s）　%s", i + 1,
				       STR_ARG(proc->eligibility[i].text),
				       STR_ARG(proc->eligibility[i].clause),
				       p->in->sent ? "已确认" : "□ 确认"));
	if (!truth_apart(p))
		statement(p);
}

static void receipt_lines(const struct paper *p)
{
	const struct submission *s = p->in->sent;
	struct doc_pair *pairs;

	if (!s)
		return;
	pairs = ARENA_NEW_N(p->a, struct doc_pair, 6);
	pairs[0] = (struct doc_pair){STR("回执编号"), s->receipt_no};
	pairs[1] = (struct doc_pair){STR("报送时间"), instant_human(p->a, s->submitted_at)};
	pairs[2] = (struct doc_pair){STR("签署人"), s->signed_name};
	pairs[3] = (struct doc_pair){STR("报送次数"), str_i64(p->a, s->seq)};
	pairs[4] = (struct doc_pair){STR("内容校验码"), s->content_hash};
	pairs[5] = (struct doc_pair){STR("得分解释校验码"), s->explanation_hash};
	paper_part(p->d, p->a, p->part, STR("报送信息"));
	doc_kv(p->d, pairs, 6, 1);
}

static void form(const struct paper *p)
{
	doc_title(p->d, text_of(p, "self_evaluation"));
	if (p->in->report->n) {
		paper_report(p->d, p->a, &(struct paper_report){p->in->file->procedure, p->in->report,
						 direction_code(p->a, p->in->score->facts), p->in->lists});
		doc_page_break(p->d);
		doc_title(p->d, STR("申报数据"));
	}
	company(p);
	data(p);
	paper_lists(p->d, p->a, p->in->lists, p->part);
	points(p);
	direct(p);
	declarations(p);
	receipt_lines(p);
}

/* --- the parts of the whole -------------------------------------------------------------------- */

static bool names(const struct json *slots, struct str slot)
{
	for (const struct json *j = slots ? slots->first : NULL; j; j = j->next)
		if (str_eq(j->text, slot))
			return true;
	return false;
}

/* Whether a part of the procedure names the slot; what none names belongs to the part without a list. */
static bool named_elsewhere(const struct json *parts, struct str slot)
{
	for (const struct json *part = parts->first; part; part = part->next)
		if (names(json_get(part, "slots"), slot))
			return true;
	return false;
}

static void file_rows(const struct paper *p, const struct standard_evidence *ev, size_t *n)
{
	bool any = false;

	for (size_t i = 0; i < p->in->files_n; i++) {
		const struct submitted_file *f = &p->in->files[i];
		struct str *cells;

		if (!str_eq(f->slot, ev->id))
			continue;
		any = true;
		cells = ARENA_NEW_N(p->a, struct str, 4);
		cells[0] = str_i64(p->a, (int64_t)++*n);
		cells[1] = ev->title;
		cells[2] = f->name;
		cells[3] = f->sha256;
		doc_table_row(p->d, cells);
	}
	if (!any) {
		struct str *cells = ARENA_NEW_N(p->a, struct str, 4);
		cells[0] = cells[3] = STR("");
		cells[1] = ev->title;
		cells[2] = STR("（无）");
		doc_table_row(p->d, cells);
	}
}

/* What the printed list asks for the chosen direction. */
static void asked_by_direction(const struct paper *p, const struct json *slots)
{
	struct str code = direction_code(p->a, p->in->score->facts);

	for (const struct json *j = slots ? slots->first : NULL; j; j = j->next) {
		struct strs proofs = {0};
		bool depends;

		direction_proofs(p->a, p->in->file->procedure, j->text, code, &proofs, &depends);
		for (size_t i = 0; i < proofs.n; i++)
			doc_para(p->d, proofs.v[i]);
	}
}

static void part_files(const struct paper *p, const struct json *parts, const struct json *part)
{
	const struct doc_column columns[] = {{STR("序号"), 1, DOC_CENTER}, {STR("材料"), 3, DOC_LEFT},
		{STR("文件"), 4, DOC_LEFT}, {STR("校验码（SHA-256）"), 6, DOC_LEFT}};
	const struct json *slots = json_get(part, "slots");
	const struct standard *s = p->in->file->standard;
	bool rest = !slots || slots->n == 0;
	size_t n = 0;

	asked_by_direction(p, slots);
	doc_table_begin(p->d, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < s->evidence.n; i++) {
		struct str id = s->evidence.v[i].id;
		if (rest ? !named_elsewhere(parts, id) : names(slots, id))
			file_rows(p, &s->evidence.v[i], &n);
	}
	doc_table_end(p->d);
	doc_para(p->d, STR("以上文件的复印件附后，逐份加盖企业公章。"));
}

static void contents(const struct paper *p, const struct json *parts)
{
	int64_t n = 0;

	doc_title(p->d, STR("目　录"));
	for (const struct json *part = parts->first; part; part = part->next) {
		struct str note = with_years(p, json_str(part, "note", STR("")));
		doc_para(p->d, str_fmt(p->a, "%lld.%.*s%.*s", (long long)++n,
				       STR_ARG(with_years(p, json_str(part, "title", STR("")))),
				       STR_ARG(note)));
	}
	doc_page_break(p->d);
}

static void whole(const struct paper *p)
{
	const struct json *parts = json_get(p->in->file->procedure->json, "application_parts");
	int64_t n = 0;

	if (!parts) {
		form(p);
		return;
	}
	contents(p, parts);
	for (const struct json *part = parts->first; part; part = part->next) {
		if (n++)
			doc_page_break(p->d);
		doc_heading(p->d, 1,
			str_fmt(p->a, "第%.*s部分　%.*s", STR_ARG(number_cn(p->a, n)),
				STR_ARG(with_years(p, json_str(part, "title", STR(""))))));
		if (json_bool(part, "form", false))
			form(p);
		else if (json_bool(part, "truth", false))
			statement(p);
		else
			part_files(p, parts, part);
	}
}

static struct doc_meta meta_of(const struct paper *p, struct str title)
{
	const struct submission *s = p->in->sent;
	struct doc_meta m = {.title = title,
		.author = p->in->file->enterprise_name,
		.created = s ? s->submitted_at : p->in->now,
		.style = DOC_FORM};

	if (!s) {
		m.footer_code = STR("草稿，尚未报送");
		return m;
	}
	m.footer_code = s->content_hash;
	m.footer_url = str_fmt(p->a, "%.*s/verify-paper/%.*s", STR_ARG(p->in->base_url),
		STR_ARG(s->content_hash));
	return m;
}

void paper_application(struct arena *a, const struct paper_application *in, enum paper_kind kind,
	struct doc **out)
{
	int64_t part = 0;
	struct paper p = {.a = a, .in = in, .whole = kind == PAPER_APPLICATION, .part = &part};
	struct str title = text_of(
		&p, kind == PAPER_SELF_EVALUATION ? "self_evaluation" : "application");
	struct doc_meta meta = meta_of(&p, title);

	const struct json *printed = json_get(in->file->procedure->json, "application_cover");

	p.d = doc_new(a, &meta);
	if (printed)
		printed_cover(&p, printed, title);
	else
		cover(&p, title);
	if (kind == PAPER_SELF_EVALUATION)
		form(&p);
	else
		whole(&p);
	*out = p.d;
}

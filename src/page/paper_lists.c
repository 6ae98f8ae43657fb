/* Sums and averages are the counted facts themselves: paper and score cannot differ. */
#include "page/paper_lists.h"

#include "domain/count.h"
#include "domain/fact.h"
#include "domain/list_kind.h"
#include "domain/procedure.h"

struct sheet {
	struct doc *d;
	struct arena *a;
	const struct json *lists;
	int64_t *part;
};

static struct str member(const struct json *j, const char *name)
{
	return json_str(j, name, STR(""));
}

static const struct json *first_of(const struct json *lists, const char *name)
{
	const struct json *j = json_get(lists, name);

	return j ? j->first : NULL;
}

void paper_part(struct doc *d, struct arena *a, int64_t *part, struct str title)
{
	struct str no = number_cn(a, *part += 1);

	doc_heading(d, 1, str_fmt(a, "%.*s、%.*s", STR_ARG(no), STR_ARG(title)));
}

static void row(const struct sheet *s, const struct str *cells, size_t n)
{
	struct str *kept = ARENA_NEW_N(s->a, struct str, n);

	memcpy(kept, cells, n * sizeof(*cells));
	doc_table_row(s->d, kept);
}

/* Name and value of a counted fact as people read them. */
static struct str fact_line(const struct sheet *s, const struct json *f)
{
	int fact = fact_find(member(f, "fact"));
	struct str text = member(f, "value"), year = member(f, "year"), shown = STR("暂不能计算");
	struct fact_value v = {0, FACT_UNKNOWN};
	struct err ignored;

	if (fact < 0)
		return STR("");
	if (text.n && fact_parse((size_t)fact, text, &v.v, &ignored) == RC_OK) {
		v.state = FACT_KNOWN;
		shown = fact_show(s->a, (size_t)fact, v);
	}
	return str_fmt(s->a, "%.*s%s%.*s%s：%.*s", STR_ARG(fact_at((size_t)fact)->name),
		year.n ? "（" : "", STR_ARG(year), year.n ? "年）" : "", STR_ARG(shown));
}

/* The counted facts without items: the sum under the projects, the averages under the quarters. */
static void totals(const struct sheet *s, const char *const *facts, size_t n)
{
	for (const struct json *f = first_of(s->lists, "facts"); f; f = f->next)
		for (size_t i = 0; i < n; i++)
			if (str_eqc(member(f, "fact"), facts[i]))
				doc_table_span(s->d, fact_line(s, f));
}

static void products(const struct sheet *s)
{
	const struct doc_column columns[] = {{STR("序号"), 1, DOC_CENTER},
		{STR("产品（服务）名称"), 5, DOC_LEFT}, {STR("技术领域"), 5, DOC_LEFT}};

	if (!first_of(s->lists, "products"))
		return;
	paper_part(s->d, s->a, s->part, STR("上年度主要产品（服务）情况"));
	doc_table_begin(s->d, columns, ARRAY_LEN(columns));
	for (const struct json *j = first_of(s->lists, "products"); j; j = j->next)
		row(s, (const struct str[]){member(j, "no"), member(j, "name"), member(j, "field")}, 3);
	doc_table_end(s->d);
}

static void projects(const struct sheet *s)
{
	static const char *const sums[] = {"rd_expense"};
	const struct doc_column columns[] = {{STR("序号"), 1, DOC_CENTER}, {STR("年度"), 1, DOC_CENTER},
		{STR("研发项目名称"), 6, DOC_LEFT}, {STR("研发费用（万元）"), 3, DOC_RIGHT}};
	int64_t n = 0;

	if (!first_of(s->lists, "projects"))
		return;
	paper_part(s->d, s->a, s->part, STR("研发项目情况"));
	doc_table_begin(s->d, columns, ARRAY_LEN(columns));
	for (const struct json *j = first_of(s->lists, "projects"); j; j = j->next)
		row(s, (const struct str[]){str_i64(s->a, ++n), member(j, "year"), member(j, "name"),
			       member(j, "expense")}, 4);
	totals(s, sums, ARRAY_LEN(sums));
	doc_table_end(s->d);
}

static void quarters(const struct sheet *s)
{
	static const char *const means[] = {"staff", "tech_staff"};
	const struct doc_column columns[] = {{STR("年度"), 2, DOC_CENTER}, {STR("季度"), 2, DOC_CENTER},
		{STR("职工总数季初"), 3, DOC_RIGHT}, {STR("职工总数季末"), 3, DOC_RIGHT},
		{STR("科技人员季初"), 3, DOC_RIGHT}, {STR("科技人员季末"), 3, DOC_RIGHT}};

	if (!first_of(s->lists, "quarters"))
		return;
	paper_part(s->d, s->a, s->part, STR("职工总数和科技人员数"));
	doc_table_begin(s->d, columns, ARRAY_LEN(columns));
	for (const struct json *j = first_of(s->lists, "quarters"); j; j = j->next)
		row(s, (const struct str[]){member(j, "year"), member(j, "quarter"),
			       member(j, "staff_begin"), member(j, "staff_end"),
			       member(j, "tech_begin"), member(j, "tech_end")}, 6);
	totals(s, means, ARRAY_LEN(means));
	doc_table_end(s->d);
	doc_para(s->d, STR("季平均数＝（季初数＋季末数）÷2；全年季平均数＝四个季度季平均数之和÷4。"));
}

static void item_row(const struct sheet *s, int64_t n, const struct json *i)
{
	struct str until = member(i, "valid_until"), why = member(i, "why");
	struct str days = str_fmt(s->a, "%.*s%s%.*s", STR_ARG(member(i, "granted_on")),
		until.n ? " 至 " : "", STR_ARG(until));
	struct str counts = json_bool(i, "counts", false) ? STR("计入")
			    : why.n			  ? str_cat(s->a, STR("不计入："), why)
							  : STR("不计入");

	row(s, (const struct str[]){str_i64(s->a, n), member(i, "title"), member(i, "kind"),
		       list_level_word(member(i, "level")), member(i, "number"), days, counts}, 7);
}

/* Each right, certificate and honour under the figure that it was counted for. */
static void counted(const struct sheet *s)
{
	const struct doc_column columns[] = {{STR("序号"), 1, DOC_CENTER}, {STR("名称"), 4, DOC_LEFT},
		{STR("类别"), 3, DOC_LEFT}, {STR("级别"), 2, DOC_CENTER}, {STR("编号"), 4, DOC_LEFT},
		{STR("授权（发证）日期"), 3, DOC_LEFT}, {STR("计入情况"), 3, DOC_LEFT}};
	bool begun = false;

	for (const struct json *f = first_of(s->lists, "facts"); f; f = f->next) {
		int64_t n = 0;
		if (!first_of(f, "items"))
			continue;
		if (!begun) {
			paper_part(s->d, s->a, s->part, STR("知识产权、荣誉和资质清单"));
			doc_table_begin(s->d, columns, ARRAY_LEN(columns));
			begun = true;
		}
		doc_table_span(s->d, fact_line(s, f));
		for (const struct json *i = first_of(f, "items"); i; i = i->next)
			item_row(s, ++n, i);
	}
	if (begun)
		doc_table_end(s->d);
}

void paper_lists(struct doc *d, struct arena *a, const struct json *lists, int64_t *part)
{
	struct sheet s = {.d = d, .a = a, .lists = lists, .part = part};

	if (!lists)
		return;
	products(&s);
	projects(&s);
	quarters(&s);
	counted(&s);
}

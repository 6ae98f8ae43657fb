/* `tidu import enterprises|titles`: an enterprise register as received, and lists that were published before this system. */
#include "base/map.h"
#include "cli/commands.h"
#include "cli/import.h"
#include "domain/uscc.h"

/* --- enterprises --- */
static const struct option_spec enterprise_options[] = {
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec enterprise_spec = {
	.command = "import enterprises",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入企业名录。按表头认列，列的次序不限。",
	.options = enterprise_options,
	.min = 1,
	.max = 1,
	.notes = "必须有的列：company_name（企业名称）、uscc（统一社会信用代码）；可以有：\n"
		 "reg_region_code（登记地区划代码）、address（地址）、established（成立日期）、\n"
		 "registered_capital_wan（注册资本，万元）。其余各列不读。\n"
		 "文字编码：UTF-8、带标记的 UTF-16、GB18030。再次导入同一文件不产生重复。\n"
		 "逐行输出：行号、结果、原因（以制表符分隔）。有未导入的行时退出码为 1。",
};

static const char *const REGION[] = {"reg_region_code", "登记地区划代码", "行政区划代码", NULL};
static const char *const ADDRESS[] = {"address", "地址", "注册地址", "住所", NULL};
static const char *const ESTABLISHED[] = {"established", "成立日期", "成立时间", NULL};
static const char *const CAPITAL[] = {"registered_capital_wan", "注册资本", "注册资本（万元）", NULL};

struct enterprises {
	size_t name, uscc, region, address, established, capital;
	struct map seen; /* code → its first row's number */
};

static enum rc enterprises_begin(struct importer *im, const struct args *args, struct err *e)
{
	struct enterprises *c = im->state = ARENA_NEW(&im->keep, struct enterprises);

	(void)args;
	map_init(&c->seen, &im->keep);
	TRY(import_column_needed(im, import_name, &c->name, e));
	TRY(import_column_needed(im, import_uscc, &c->uscc, e));
	TRY(import_column(im, REGION, &c->region, e));
	TRY(import_column(im, ADDRESS, &c->address, e));
	TRY(import_column(im, ESTABLISHED, &c->established, e));
	return import_column(im, CAPITAL, &c->capital, e);
}

/* A code that came before in the same file: the first row counts, so that the file can be read again
 * without changing anything. */
static struct str repeated(struct importer *im, struct map *seen, struct str uscc)
{
	struct str code = uscc_normalise(&im->keep, uscc);
	int64_t *first = map_get(seen, code);

	if (!code.n)
		return STR("");
	if (first)
		return str_fmt(&im->batch, "信用代码与第 %lld 行相同，以先出现的为准", (long long)*first);
	first = ARENA_NEW(&im->keep, int64_t);
	*first = im->row.number;
	(void)map_put(seen, code, first);
	return STR("");
}

static void enterprises_take(struct importer *im, void *row)
{
	struct enterprises *c = im->state;
	struct import_enterprise *x = row;

	x->name = import_cell(im, c->name);
	x->uscc = import_cell(im, c->uscc);
	x->region_code = import_cell(im, c->region);
	x->address = import_cell(im, c->address);
	x->established = import_cell(im, c->established);
	x->capital = import_cell(im, c->capital);
	x->reason_bad = repeated(im, &c->seen, table_cell(&im->row, c->uscc));
}

static enum rc enterprises_send(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e)
{
	struct import_enterprises uc = {.v = rows, .n = n};

	(void)im;
	return TX_RUN(call, import_enterprises, &uc, e);
}

const struct import_kind import_enterprises_kind = {"enterprises", &enterprise_spec, sizeof(struct import_enterprise), NULL,
	enterprises_begin, enterprises_take, enterprises_send};

/* --- titles --- */
static const struct option_spec title_options[] = {
	{"title", "NAME", "称号名称，如 科技型中小企业（必填）", NULL},
	{"tier", "CODE", "称号代码，如 tech（必填）", NULL},
	{"year", "Y", "名单年度（必填）", NULL},
	{"province", "NAME", "所在省（必填）", NULL},
	{"source", "TEXT", "名单来源，公开显示", NULL},
	{"valid-from", "DATE", "有效期起；名单未载明则不填", NULL},
	{"valid-to", "DATE", "有效期止；名单未载明则不填", NULL},
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec title_spec = {
	.command = "import titles",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入此前已经公布的名单，进入公开的名单查询。",
	.options = title_options,
	.min = 1,
	.max = 1,
	.notes = "有表头的文件：company_name（企业名称）必须有，uscc、prefecture、group_in_source 可以有。\n"
		 "没有表头的文件：第一列为地区（如“上城区（42家）”，空格沿用上一行），第二列为企业名称。\n"
		 "表格软件损坏的编号（如 2.02E+13）不采用并逐行说明。",
};

static const char *const CITY[] = {"prefecture", "prefecture_or_unit", "所在市", NULL};
static const char *const COUNTY[] = {"group_in_source", "county", "所在县（区）", "县（市、区）", NULL};

struct titles {
	size_t name, uscc, city, county;
	bool headerless;
	struct str group; /* carried down */
	struct import_titles uc;
};

static int titles_wrong(const struct args *args)
{
	static const char *const needed[] = {"title", "tier", "year", "province"};

	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		if (!args_value(args, needed[i]).n)
			return args_wrong(&title_spec, "请用 --%s 指定%s", needed[i],
				i == 0 ? "称号名称" : i == 1 ? "称号代码" : i == 2 ? "名单年度" : "所在省");
	return import_year_wrong(args);
}

/* "上城区（42家）" → "上城区"; text without a count as it is. */
static struct str group_name(struct str cell)
{
	size_t wide = str_find(cell, STR("（")), plain = str_index(cell, '(');

	return str_trim(str_sub(cell, 0, MIN_OF(wide, plain)));
}

static bool group_with_count(struct str cell)
{
	return group_name(cell).n < cell.n &&
	       (str_ends(cell, STR("家）")) || str_ends(cell, STR("家)")));
}

static enum rc titles_columns(struct importer *im, struct titles *c, struct err *e)
{
	c->group = STR("");
	if (im->table->columns >= 2 && group_with_count(im->table->header[0])) {
		c->headerless = im->first_is_data = true;
		c->uscc = c->city = c->county = IMPORT_NO_COLUMN;
		c->name = 1;
		return RC_OK;
	}
	TRY(import_column_needed(im, import_name, &c->name, e));
	TRY(import_column(im, import_uscc, &c->uscc, e));
	TRY(import_column(im, CITY, &c->city, e));
	return import_column(im, COUNTY, &c->county, e);
}

/* A number that a spreadsheet has turned into 2.02E+13, anywhere behind the name. */
static struct str damage_of(struct importer *im, const struct titles *c)
{
	for (size_t i = 0; i < im->row.n; i++) {
		struct str cell = table_cell(&im->row, i);
		bool damaged = table_cell_kind(&im->row, i) == CELL_DAMAGED || str_has(cell, STR("E+"));
		if (i != c->name && i != c->uscc && damaged)
			return str_fmt(&im->batch, "编号 %.*s 已被表格软件损坏，未采用",
				STR_ARG(str_sub(cell, 0, 40)));
	}
	return STR("");
}

static enum rc titles_options(struct importer *im, const struct args *args,
	struct import_titles *uc, struct err *e)
{
	static const char *const names[] = {"valid-from", "valid-to"};
	struct str *const out[] = {&uc->valid_from, &uc->valid_to};

	uc->tier = args_value(args, "tier");
	uc->tier_name = args_value(args, "title");
	uc->province = args_value(args, "province");
	uc->source = import_option(args, "source");
	uc->batch_title = str_fmt(&im->keep, "%.*s年名单", STR_ARG(args_value(args, "year")));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct date d;
		*out[i] = STR("");
		if (!args_given(args, names[i]))
			continue;
		if (!date_parse_loose(args_value(args, names[i]), &d))
			return err_set(e, RC_INVALID, MSG_DATE_BAD);
		*out[i] = date_str(&im->keep, d);
	}
	return RC_OK;
}

static enum rc titles_begin(struct importer *im, const struct args *args, struct err *e)
{
	struct titles *c = im->state = ARENA_NEW(&im->keep, struct titles);

	TRY(titles_options(im, args, &c->uc, e));
	return titles_columns(im, c, e);
}

static void titles_take(struct importer *im, void *row)
{
	struct titles *c = im->state;
	struct import_title *x = row;
	struct str group = c->headerless ? table_cell(&im->row, 0) : STR("");

	if (group.n)
		c->group = str_dup(&im->keep, group_name(group));
	x->name = import_cell(im, c->name);
	x->uscc = import_cell(im, c->uscc);
	x->city = import_cell(im, c->city);
	x->county = c->headerless ? c->group : import_cell(im, c->county);
	x->told.reason = damage_of(im, c);
}

static enum rc titles_send(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e)
{
	struct titles *c = im->state;

	c->uc.v = rows;
	c->uc.n = n;
	return TX_RUN(call, import_titles, &c->uc, e);
}

const struct import_kind import_titles_kind = {"titles", &title_spec, sizeof(struct import_title), titles_wrong, titles_begin,
	titles_take, titles_send};

/* `tidu import enterprises|titles|listed|clusters`: files as they are received, row by row, each with its result. The file
 * is read and judged as a whole first (document/table), then goes in by some thousand rows a transaction.
 */
#include "base/fileio.h"
#include "base/map.h"
#include "base/utf8.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "document/table.h"
#include "domain/uscc.h"
#include "service/cluster.h"
#include "service/import.h"

#define BATCH_ROWS 2000
#define LOCK_WAIT_MS 2000
#define NO_COLUMN SIZE_MAX

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

static const struct args_spec listed_spec = {
	.command = "import listed",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入经营异常名录、严重失信主体名单；列入期间不能申报，移出后可以正常申报。",
	.options = enterprise_options,
	.min = 1,
	.max = 1,
	.notes = "必须有的列：uscc（统一社会信用代码、代码）、kind（名录：abnormal 或 dishonest）、\n"
		 "since_on（列入日期）；可以有：removed_on（移出日期）、reason（原因）、source（来源）。\n"
		 "同一代码、名录、列入日期为同一条，再次导入更新移出日期、原因和来源。",
};

static const struct option_spec cluster_options[] = {
	{"year", "Y", "统计年度；表中没有统计年度一列时必填", NULL},
	{"source", "TEXT", "来源；表中没有来源一列时采用", NULL},
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec cluster_spec = {
	.command = "import clusters",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入县域特色产业集群统计名单；是否在最近一年的名单中，是申报条件之一。",
	.options = cluster_options,
	.min = 1,
	.max = 1,
	.notes = "必须有的列：企业名称、统一社会信用代码、集群名称；可以有：县（市、区）（名称或行政区划代码，\n"
		 "没有时取企业登记的所在县）、设区市（用来区分同名的县）、统计年度、来源、移出（有内容即从该年度名单移出）。\n"
		 "同一企业、集群、年度为同一条，再次导入不产生重复。",
};

static const struct option_spec exempt_options[] = {
	{"tier", "CODE", "称号代码，如 specialised（必填）", NULL},
	{"year", "Y", "不需办理的年度（必填）", NULL},
	{"source", "TEXT", "名单依据（必填）", NULL},
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec exempt_spec = {
	.command = "import exempt",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入某一年不需办理年度事项（信息更新、自评）的企业名单。",
	.options = exempt_options,
	.min = 1,
	.max = 1,
	.notes = "必须有的列：uscc（统一社会信用代码、代码）。窗口已经开放的，名单中尚未办理的企业同时免除。\n"
		 "规程写明的批次不必导入。再次导入同一文件不产生重复。",
};

static const struct option_spec certificate_options[] = {
	{"kind", "CODE", "证书种类，荣誉资质清单中的代码，如 hightech（必填）", NULL},
	{"source", "TEXT", "来源；表中没有来源一列时采用", NULL},
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec certificate_spec = {
	.command = "import certificates",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入发证机关公布的证书名单（如高新技术企业），按统一社会信用代码对应企业。",
	.options = certificate_options,
	.min = 1,
	.max = 1,
	.notes = "必须有的列：企业名称、统一社会信用代码、证书编号、发证日期、有效期至；可以有：县（市、区）（名称或行政区划\n"
		 "代码，没有时取企业登记的所在县）、设区市（用来区分同名的县）、来源。同一种类、代码、编号为同一条。",
};

static const struct args_spec spec = {
	.command = "import",
	.operands = "enterprises FILE | titles FILE | listed FILE | clusters FILE | certificates FILE | exempt FILE",
	.summary = "导入企业名录、以往公布的名单、异常失信名录、集群统计名单、证书名单或免办名单（.csv、.xlsx）。",
	.min = 0,
	.max = -1,
	.notes = "选项见 tidu import enterprises --help、titles --help、listed --help、clusters --help、\n"
		 "certificates --help、exempt --help。",
};

struct importer {
	struct arena keep, batch; /* the file; the rows of one transaction */
	struct common_opts common;
	struct store *store;
	struct services *services;
	struct table_reader *table;
	int64_t counts[IMPORT__MAX];
	bool first_is_data; /* no header: the reader's header is the first row */
	struct table_row row;
};

/* --- columns --- */
/* The first of several spellings; NO_COLUMN when none is there. */
static enum rc column_of(const struct importer *im, const char *const *names, size_t *out, struct err *e)
{
	*out = NO_COLUMN;
	for (; *names && *out == NO_COLUMN; names++) {
		enum rc rc = table_column(im->table, str_c(*names), out, e);
		if (rc == RC_NOT_FOUND)
			*out = NO_COLUMN;
		else
			TRY(rc);
	}
	return RC_OK;
}

static enum rc column_needed(const struct importer *im, const char *const *names, size_t *out,
	struct err *e)
{
	TRY(column_of(im, names, out, e));
	if (*out != NO_COLUMN)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_TABLE_COLUMN_MISSING);
	return err_arg(e, 0, str_fmt(im->table->a, "%s（%s）", names[0], names[1]));
}

static const char *const NAME[] = {"company_name", "企业名称", "单位名称", NULL};
static const char *const USCC[] = {"uscc", "统一社会信用代码", "信用代码", "代码", NULL};
static const char *const REGION[] = {"reg_region_code", "登记地区划代码", "行政区划代码", NULL};
static const char *const ADDRESS[] = {"address", "地址", "注册地址", "住所", NULL};
static const char *const ESTABLISHED[] = {"established", "成立日期", "成立时间", NULL};
static const char *const CAPITAL[] = {"registered_capital_wan", "注册资本", "注册资本（万元）", NULL};
static const char *const CITY[] = {"prefecture", "prefecture_or_unit", "所在市", NULL};
static const char *const COUNTY[] = {"group_in_source", "county", "所在县（区）", "县（市、区）", NULL};
static const char *const KIND[] = {"kind", "名录", NULL};
static const char *const SINCE[] = {"since_on", "列入日期", NULL};
static const char *const REMOVED[] = {"removed_on", "移出日期", NULL};
static const char *const REASON[] = {"reason", "原因", "列入原因", NULL};
static const char *const SOURCE[] = {"source", "来源", NULL};

/* A copy that outlives the row. */
static struct str cell_copy(struct importer *im, size_t column)
{
	return column == NO_COLUMN ? STR("") : str_dup(&im->batch, table_cell(&im->row, column));
}

/* --- the run --- */
static enum rc importer_open(struct importer *im, const struct args *args, struct err *e)
{
	struct str bytes, path = args->operands.v[0];
	struct store_options options = {.readers = 1, .lock_wait_ms = LOCK_WAIT_MS};

	TRY(common_load(&im->keep, args, &im->common, e));
	TRY(file_read(&im->keep, path.p, TABLE_MAX_BYTES, &bytes, e));
	TRY(table_open(&im->keep, bytes, path, &im->table, e));
	options.path = im->common.db;
	TRY(store_open(&options, &im->store, e));
	return services_open(im->store, &im->common.config, im->common.env, &im->services, e);
}

static struct tx_call call_of(struct importer *im, const struct actor *who)
{
	return (struct tx_call){.sv = im->services, .a = &im->batch, .who = who,
		.now = env_now(&im->common.env)};
}

static void say_row(struct importer *im, int64_t row, enum import_outcome outcome, struct str reason)
{
	im->counts[outcome]++;
	printf("%lld\t%s\t%.*s\n", (long long)row, import_outcome_word(outcome), STR_ARG(reason));
}

/* The next row, the reader's header first when the file has none. */
static enum rc row_next(struct importer *im, bool *more, struct err *e)
{
	if (im->first_is_data) {
		im->first_is_data = false;
		im->row = (struct table_row){.number = im->table->header_row,
			.n = im->table->columns,
			.cell = im->table->header,
			.kind = arena_zalloc(&im->keep, im->table->columns + 1)};
		*more = true;
		return RC_OK;
	}
	return table_next(im->table, &im->row, more, e);
}

/* --- enterprises --- */
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

struct enterprise_columns {
	size_t name, uscc, region, address, established, capital;
};

static enum rc enterprise_columns(struct importer *im, struct enterprise_columns *c, struct err *e)
{
	TRY(column_needed(im, NAME, &c->name, e));
	TRY(column_needed(im, USCC, &c->uscc, e));
	TRY(column_of(im, REGION, &c->region, e));
	TRY(column_of(im, ADDRESS, &c->address, e));
	TRY(column_of(im, ESTABLISHED, &c->established, e));
	return column_of(im, CAPITAL, &c->capital, e);
}

static enum rc enterprises_batch(struct importer *im, struct import_enterprises *uc, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	struct tx_call call = call_of(im, &who);

	TRY(TX_RUN(&call, import_enterprises, uc, e));
	for (size_t i = 0; i < uc->n; i++)
		say_row(im, uc->v[i].row, uc->v[i].outcome, uc->v[i].reason);
	arena_reset(&im->batch);
	return RC_OK;
}

static enum rc enterprises_run(struct importer *im, const struct args *args, struct err *e)
{
	struct enterprise_columns col;
	struct map seen;
	bool more = true;

	(void)args;
	map_init(&seen, &im->keep);
	TRY(enterprise_columns(im, &col, e));
	while (more) {
		struct import_enterprises uc = {
			.v = ARENA_NEW_N(&im->batch, struct import_enterprise, BATCH_ROWS)};
		while (uc.n < BATCH_ROWS) {
			TRY(row_next(im, &more, e));
			if (!more)
				break;
			uc.v[uc.n++] = (struct import_enterprise){
				.row = im->row.number,
				.name = cell_copy(im, col.name),
				.uscc = cell_copy(im, col.uscc),
				.region_code = cell_copy(im, col.region),
				.address = cell_copy(im, col.address),
				.established = cell_copy(im, col.established),
				.capital = cell_copy(im, col.capital),
				.reason_bad = repeated(im, &seen, table_cell(&im->row, col.uscc)),
			};
		}
		TRY(enterprises_batch(im, &uc, e));
	}
	return RC_OK;
}

/* --- titles --- */
struct title_columns {
	size_t name, uscc, city, county;
	bool headerless;
	struct str group; /* carried down */
};

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

static enum rc title_columns(struct importer *im, struct title_columns *c, struct err *e)
{
	*c = (struct title_columns){.group = STR("")};
	if (im->table->columns >= 2 && group_with_count(im->table->header[0])) {
		c->headerless = im->first_is_data = true;
		c->uscc = c->city = c->county = NO_COLUMN;
		c->name = 1;
		return RC_OK;
	}
	TRY(column_needed(im, NAME, &c->name, e));
	TRY(column_of(im, USCC, &c->uscc, e));
	TRY(column_of(im, CITY, &c->city, e));
	return column_of(im, COUNTY, &c->county, e);
}

/* A number that a spreadsheet has turned into 2.02E+13, anywhere behind the name. */
static struct str damage_of(struct importer *im, const struct title_columns *c)
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

static void title_row(struct importer *im, struct title_columns *c, struct import_title *out)
{
	struct str group = c->headerless ? table_cell(&im->row, 0) : STR("");

	if (group.n)
		c->group = str_dup(&im->keep, group_name(group));
	*out = (struct import_title){
		.row = im->row.number,
		.name = cell_copy(im, c->name),
		.uscc = cell_copy(im, c->uscc),
		.city = cell_copy(im, c->city),
		.county = c->headerless ? c->group : cell_copy(im, c->county),
		.reason = damage_of(im, c),
	};
}

static enum rc title_options_read(struct importer *im, const struct args *args,
	struct import_titles *uc, struct err *e)
{
	static const char *const names[] = {"valid-from", "valid-to"};
	struct str *const out[] = {&uc->valid_from, &uc->valid_to};

	uc->tier = args_value(args, "tier");
	uc->tier_name = args_value(args, "title");
	uc->province = args_value(args, "province");
	uc->source = args_given(args, "source") ? args_value(args, "source") : STR("");
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

static enum rc titles_run(struct importer *im, const struct args *args, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	struct import_titles uc = {0};
	struct title_columns col;
	bool more = true;

	TRY(title_options_read(im, args, &uc, e));
	TRY(title_columns(im, &col, e));
	while (more) {
		struct tx_call call = call_of(im, &who);
		uc.v = ARENA_NEW_N(&im->batch, struct import_title, BATCH_ROWS);
		uc.n = 0;
		while (uc.n < BATCH_ROWS) {
			TRY(row_next(im, &more, e));
			if (!more)
				break;
			title_row(im, &col, &uc.v[uc.n++]);
		}
		TRY(TX_RUN(&call, import_titles, &uc, e));
		for (size_t i = 0; i < uc.n; i++)
			say_row(im, uc.v[i].row, uc.v[i].outcome, uc.v[i].reason);
		arena_reset(&im->batch);
	}
	return RC_OK;
}

/* --- lists of other authorities --- */
struct listed_columns {
	size_t uscc, kind, since, removed, reason, source;
};

static enum rc listed_columns(struct importer *im, struct listed_columns *c, struct err *e)
{
	TRY(column_needed(im, USCC, &c->uscc, e));
	TRY(column_needed(im, KIND, &c->kind, e));
	TRY(column_needed(im, SINCE, &c->since, e));
	TRY(column_of(im, REMOVED, &c->removed, e));
	TRY(column_of(im, REASON, &c->reason, e));
	return column_of(im, SOURCE, &c->source, e);
}

static enum rc listed_run(struct importer *im, const struct args *args, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	struct listed_columns col;
	bool more = true;

	(void)args;
	TRY(listed_columns(im, &col, e));
	while (more) {
		struct tx_call call = call_of(im, &who);
		struct import_listings uc = {
			.v = ARENA_NEW_N(&im->batch, struct import_listing, BATCH_ROWS)};
		while (uc.n < BATCH_ROWS) {
			TRY(row_next(im, &more, e));
			if (!more)
				break;
			uc.v[uc.n++] = (struct import_listing){.row = im->row.number,
				.uscc = cell_copy(im, col.uscc),
				.kind = cell_copy(im, col.kind),
				.since = cell_copy(im, col.since),
				.removed = cell_copy(im, col.removed),
				.reason_listed = cell_copy(im, col.reason),
				.source = cell_copy(im, col.source)};
		}
		TRY(TX_RUN(&call, import_listings, &uc, e));
		for (size_t i = 0; i < uc.n; i++)
			say_row(im, uc.v[i].row, uc.v[i].outcome, uc.v[i].reason);
		arena_reset(&im->batch);
	}
	return RC_OK;
}

/* --- clusters --- */
static enum rc clusters_run(struct importer *im, const struct args *args, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	size_t col[CLUSTER_COLUMN__MAX];
	int64_t year = 0;
	bool more = true;

	if (args_given(args, "year") && !str_to_i64(args_value(args, "year"), &year))
		return err_set(e, RC_INVALID, MSG_CLUSTER_YEAR);
	for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
		TRY((cluster_column_needed((enum cluster_column)k) ? column_needed : column_of)(
			im, cluster_columns[k], &col[k], e));
	while (more) {
		struct tx_call call = call_of(im, &who);
		struct import_clusters uc = {.year = year,
			.source = args_given(args, "source") ? args_value(args, "source") : STR(""),
			.v = ARENA_NEW_N(&im->batch, struct cluster_row, BATCH_ROWS)};
		while (uc.n < BATCH_ROWS) {
			TRY(row_next(im, &more, e));
			if (!more)
				break;
			struct cluster_row *x = &uc.v[uc.n++];
			x->row = im->row.number;
			for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
				x->cell[k] = cell_copy(im, col[k]);
		}
		TRY(TX_RUN(&call, import_clusters, &uc, e));
		for (size_t i = 0; i < uc.n; i++)
			say_row(im, uc.v[i].row, uc.v[i].outcome, uc.v[i].reason);
		arena_reset(&im->batch);
	}
	return RC_OK;
}

/* --- certificates --- */
static const char *const NUMBER[] = {"number", "证书编号", "编号", NULL};
static const char *const GRANTED[] = {"granted_on", "发证日期", "发证时间", NULL};
static const char *const UNTIL[] = {"valid_until", "有效期至", "有效期", NULL};
static const char *const PLACE[] = {"division_code", "县（市、区）", "行政区划代码", "所在县（区）", "county", NULL};
static const char *const PREFECTURE[] = {"city", "设区市", "所在市", "市", NULL};

struct certificate_columns {
	size_t name, uscc, number, county, city, granted, until, source;
};

static enum rc certificate_columns(struct importer *im, struct certificate_columns *c, struct err *e)
{
	TRY(column_needed(im, NAME, &c->name, e));
	TRY(column_needed(im, USCC, &c->uscc, e));
	TRY(column_needed(im, NUMBER, &c->number, e));
	TRY(column_needed(im, GRANTED, &c->granted, e));
	TRY(column_needed(im, UNTIL, &c->until, e));
	TRY(column_of(im, PLACE, &c->county, e));
	TRY(column_of(im, PREFECTURE, &c->city, e));
	return column_of(im, SOURCE, &c->source, e);
}

static void certificate_row(struct importer *im, const struct certificate_columns *c, struct import_certificate *out)
{
	*out = (struct import_certificate){.row = im->row.number,
		.name = str_trim(cell_copy(im, c->name)),
		.uscc = cell_copy(im, c->uscc),
		.number = str_trim(cell_copy(im, c->number)),
		.county = str_trim(cell_copy(im, c->county)),
		.city = str_trim(cell_copy(im, c->city)),
		.granted = str_trim(cell_copy(im, c->granted)),
		.valid_until = str_trim(cell_copy(im, c->until)),
		.source = str_trim(cell_copy(im, c->source))};
}

static enum rc certificates_run(struct importer *im, const struct args *args, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	struct import_certificates uc = {.kind = args_value(args, "kind"),
		.source = args_given(args, "source") ? args_value(args, "source") : STR("")};
	struct certificate_columns col;
	bool more = true;

	TRY(certificate_columns(im, &col, e));
	while (more) {
		struct tx_call call = call_of(im, &who);
		uc.v = ARENA_NEW_N(&im->batch, struct import_certificate, BATCH_ROWS);
		uc.n = 0;
		while (uc.n < BATCH_ROWS) {
			TRY(row_next(im, &more, e));
			if (!more)
				break;
			certificate_row(im, &col, &uc.v[uc.n++]);
		}
		TRY(TX_RUN(&call, import_certificates, &uc, e));
		for (size_t i = 0; i < uc.n; i++)
			say_row(im, uc.v[i].row, uc.v[i].outcome, uc.v[i].reason);
		arena_reset(&im->batch);
	}
	return RC_OK;
}

/* --- the command --- */
typedef enum rc import_fn(struct importer *im, const struct args *args, struct err *e);

static int import_with(struct importer *im, const struct args *args, import_fn *fn)
{
	struct err e;
	enum rc rc = importer_open(im, args, &e);

	if (rc == RC_OK)
		rc = fn(im, args, &e);
	int code = rc == RC_OK ? im->counts[IMPORT_BAD] ? EXIT_NO : EXIT_OK
			       : common_fail(&im->keep, args->spec->command, &e);
	if (rc == RC_OK)
		fprintf(stderr, "新增 %lld，更新 %lld，未变 %lld，未导入 %lld\n",
			(long long)im->counts[IMPORT_NEW], (long long)im->counts[IMPORT_UPDATED],
			(long long)im->counts[IMPORT_SAME], (long long)im->counts[IMPORT_BAD]);
	services_close(im->services);
	store_close(im->store);
	return code;
}

static int titles_wrong(const struct args *args)
{
	static const char *const needed[] = {"title", "tier", "year", "province"};
	int64_t year;

	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		if (!args_value(args, needed[i]).n)
			return args_wrong(&title_spec, "请用 --%s 指定%s", needed[i],
				i == 0 ? "称号名称" : i == 1 ? "称号代码" : i == 2 ? "名单年度" : "所在省");
	if (!str_to_i64(args_value(args, "year"), &year) || year < 1990 || year > 2199)
		return args_wrong(&title_spec, "--year 应为四位年份");
	return EXIT_OK;
}

static int exempt_wrong(const struct args *args)
{
	int64_t year;

	if (!args_value(args, "tier").n || !args_value(args, "source").n)
		return args_wrong(&exempt_spec, "请用 --tier 指定称号代码，用 --source 写明名单依据");
	if (!str_to_i64(args_value(args, "year"), &year) || year < 1990 || year > 2199)
		return args_wrong(&exempt_spec, "--year 应为四位年份");
	return EXIT_OK;
}

static enum rc exempt_run(struct importer *im, const struct args *args, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	struct import_exempts uc = {
		.tier = args_value(args, "tier"), .source = args_value(args, "source")};
	size_t code;
	bool more = true;

	(void)!str_to_i64(args_value(args, "year"), &uc.year);
	TRY(column_needed(im, USCC, &code, e));
	while (more) {
		struct tx_call call = call_of(im, &who);
		uc.v = ARENA_NEW_N(&im->batch, struct import_exempt, BATCH_ROWS);
		uc.n = 0;
		while (uc.n < BATCH_ROWS) {
			TRY(row_next(im, &more, e));
			if (!more)
				break;
			uc.v[uc.n++] = (struct import_exempt){
				.row = im->row.number, .uscc = cell_copy(im, code)};
		}
		TRY(TX_RUN(&call, import_exempts, &uc, e));
		for (size_t i = 0; i < uc.n; i++)
			say_row(im, uc.v[i].row, uc.v[i].outcome, uc.v[i].reason);
		arena_reset(&im->batch);
	}
	return RC_OK;
}

static int import_command(struct importer *im, int argc, char **argv)
{
	static const struct {
		const char *word;
		const struct args_spec *spec;
		import_fn *run;
	} what[] = {{"enterprises", &enterprise_spec, enterprises_run}, {"titles", &title_spec, titles_run},
		{"listed", &listed_spec, listed_run}, {"clusters", &cluster_spec, clusters_run},
		{"certificates", &certificate_spec, certificates_run}, {"exempt", &exempt_spec, exempt_run}};
	const struct args_spec *s = &spec;
	import_fn *run = NULL;
	struct args args;

	for (size_t i = 0; argc > 1 && i < ARRAY_LEN(what); i++) {
		if (strcmp(argv[1], what[i].word) == 0) {
			s = what[i].spec;
			run = what[i].run;
		}
	}
	int skip = run ? 1 : 0;
	enum args_outcome outcome = args_parse(&im->keep, s, argc - skip, argv + skip, &args);
	if (outcome != ARGS_RUN)
		return outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	if (!run)
		return args_wrong(&spec, "请写明导入什么：enterprises、titles、listed、clusters、certificates 或 exempt");
	if (s == &certificate_spec && !args_value(&args, "kind").n)
		return args_wrong(s, "请用 --kind 指定证书种类");
	if (s == &exempt_spec && exempt_wrong(&args) != EXIT_OK)
		return EXIT_USAGE;
	if (s == &title_spec && titles_wrong(&args) != EXIT_OK)
		return EXIT_USAGE;
	return import_with(im, &args, run);
}

int cmd_import(int argc, char **argv)
{
	struct importer im = {0};

	arena_init(&im.keep, 0);
	arena_init(&im.batch, 0);
	int code = import_command(&im, argc, argv);
	arena_free(&im.batch);
	arena_free(&im.keep);
	return code;
}

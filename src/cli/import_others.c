/* `tidu import listed|clusters|certificates|exempt`: lists that other authorities keep or a document names. */
#include "cli/commands.h"
#include "cli/import.h"
#include "service/cluster.h"

/* --- 经营异常名录, 严重失信主体名单 --- */
static const struct option_spec listed_options[] = {
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec listed_spec = {
	.command = "import listed",
	.operands = "FILE.csv|.xlsx",
	.summary = "导入经营异常名录、严重失信主体名单；列入期间不能申报，公示中的转异议复核，移出后可以正常申报。",
	.options = listed_options,
	.min = 1,
	.max = 1,
	.notes = "必须有的列：uscc（统一社会信用代码、代码）、kind（名录：abnormal 或 dishonest）、\n"
		 "since_on（列入日期）；可以有：removed_on（移出日期）、reason（原因）、source（来源）。\n"
		 "同一代码、名录、列入日期为同一条，再次导入更新移出日期、原因和来源。",
};

struct listed {
	size_t col[LISTING_COLUMN__MAX];
};

static enum rc listed_begin(struct importer *im, const struct args *args, struct err *e)
{
	struct listed *c = im->state = ARENA_NEW(&im->keep, struct listed);

	(void)args;
	for (size_t k = 0; k < LISTING_COLUMN__MAX; k++)
		TRY((listing_column_needed((enum listing_column)k) ? import_column_needed : import_column)(
			im, listing_columns[k], &c->col[k], e));
	return RC_OK;
}

static void listed_take(struct importer *im, void *row)
{
	const struct listed *c = im->state;
	struct import_listing *x = row;

	for (size_t k = 0; k < LISTING_COLUMN__MAX; k++)
		x->cell[k] = import_cell(im, c->col[k]);
}

static enum rc listed_send(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e)
{
	struct import_listings uc = {.v = rows, .n = n};

	(void)im;
	return TX_RUN(call, import_listings, &uc, e);
}

const struct import_kind import_listed_kind = {"listed", &listed_spec, sizeof(struct import_listing), NULL, listed_begin,
	listed_take, listed_send};

/* --- clusters --- */
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

struct clusters_file {
	size_t col[CLUSTER_COLUMN__MAX];
	struct import_clusters uc;
};

static enum rc clusters_begin(struct importer *im, const struct args *args, struct err *e)
{
	struct clusters_file *c = im->state = ARENA_NEW(&im->keep, struct clusters_file);

	if (args_given(args, "year") && !str_to_i64(args_value(args, "year"), &c->uc.year))
		return err_set(e, RC_INVALID, MSG_CLUSTER_YEAR);
	c->uc.source = import_option(args, "source");
	for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
		TRY((cluster_column_needed((enum cluster_column)k) ? import_column_needed : import_column)(
			im, cluster_columns[k], &c->col[k], e));
	return RC_OK;
}

static void clusters_take(struct importer *im, void *row)
{
	const struct clusters_file *c = im->state;
	struct cluster_row *x = row;

	for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
		x->cell[k] = import_cell(im, c->col[k]);
}

static enum rc clusters_send(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e)
{
	struct clusters_file *c = im->state;

	c->uc.v = rows;
	c->uc.n = n;
	return TX_RUN(call, import_clusters, &c->uc, e);
}

const struct import_kind import_clusters_kind = {"clusters", &cluster_spec, sizeof(struct cluster_row), NULL, clusters_begin,
	clusters_take, clusters_send};

/* --- certificates --- */
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

static const char *const NUMBER[] = {"number", "证书编号", "编号", NULL};
static const char *const GRANTED[] = {"granted_on", "发证日期", "发证时间", NULL};
static const char *const UNTIL[] = {"valid_until", "有效期至", "有效期", NULL};
static const char *const PLACE[] = {"division_code", "县（市、区）", "行政区划代码", "所在县（区）", "county", NULL};
static const char *const PREFECTURE[] = {"city", "设区市", "所在市", "市", NULL};

struct certificates {
	size_t name, uscc, number, county, city, granted, until, source;
	struct import_certificates uc;
};

static int certificates_wrong(const struct args *args)
{
	return args_value(args, "kind").n ? EXIT_OK : args_wrong(args->spec, "请用 --kind 指定证书种类");
}

static enum rc certificates_begin(struct importer *im, const struct args *args, struct err *e)
{
	struct certificates *c = im->state = ARENA_NEW(&im->keep, struct certificates);

	c->uc.kind = args_value(args, "kind");
	c->uc.source = import_option(args, "source");
	TRY(import_column_needed(im, import_name, &c->name, e));
	TRY(import_column_needed(im, import_uscc, &c->uscc, e));
	TRY(import_column_needed(im, NUMBER, &c->number, e));
	TRY(import_column_needed(im, GRANTED, &c->granted, e));
	TRY(import_column_needed(im, UNTIL, &c->until, e));
	TRY(import_column(im, PLACE, &c->county, e));
	TRY(import_column(im, PREFECTURE, &c->city, e));
	return import_column(im, import_source, &c->source, e);
}

static void certificates_take(struct importer *im, void *row)
{
	const struct certificates *c = im->state;
	struct import_certificate *x = row;

	x->name = str_trim(import_cell(im, c->name));
	x->uscc = import_cell(im, c->uscc);
	x->number = str_trim(import_cell(im, c->number));
	x->county = str_trim(import_cell(im, c->county));
	x->city = str_trim(import_cell(im, c->city));
	x->granted = str_trim(import_cell(im, c->granted));
	x->valid_until = str_trim(import_cell(im, c->until));
	x->source = str_trim(import_cell(im, c->source));
}

static enum rc certificates_send(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e)
{
	struct certificates *c = im->state;

	c->uc.v = rows;
	c->uc.n = n;
	return TX_RUN(call, import_certificates, &c->uc, e);
}

const struct import_kind import_certificates_kind = {"certificates", &certificate_spec, sizeof(struct import_certificate),
	certificates_wrong, certificates_begin, certificates_take, certificates_send};

/* --- who need not do a year's duty --- */
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

struct exempt {
	size_t uscc;
	struct import_exempts uc;
};

static int exempt_wrong(const struct args *args)
{
	if (!args_value(args, "tier").n || !args_value(args, "source").n)
		return args_wrong(args->spec, "请用 --tier 指定称号代码，用 --source 写明名单依据");
	return import_year_wrong(args);
}

static enum rc exempt_begin(struct importer *im, const struct args *args, struct err *e)
{
	struct exempt *c = im->state = ARENA_NEW(&im->keep, struct exempt);

	c->uc.tier = args_value(args, "tier");
	c->uc.source = args_value(args, "source");
	(void)!str_to_i64(args_value(args, "year"), &c->uc.year);
	return import_column_needed(im, import_uscc, &c->uscc, e);
}

static void exempt_take(struct importer *im, void *row)
{
	const struct exempt *c = im->state;

	((struct import_exempt *)row)->uscc = import_cell(im, c->uscc);
}

static enum rc exempt_send(struct importer *im, struct tx_call *call, void *rows, size_t n, struct err *e)
{
	struct exempt *c = im->state;

	c->uc.v = rows;
	c->uc.n = n;
	return TX_RUN(call, import_exempts, &c->uc, e);
}

const struct import_kind import_exempt_kind = {"exempt", &exempt_spec, sizeof(struct import_exempt), exempt_wrong,
	exempt_begin, exempt_take, exempt_send};

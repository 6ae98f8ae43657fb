/* `tidu import KIND FILE`: files as they are received, row by row, each with its result. The file is read and judged as a
 * whole first (document/table), then goes in by some thousand rows a transaction. What differs between kinds of files is a
 * row of the table `kinds`.
 */
#include "cli/import.h"

#include "base/fileio.h"
#include "cli/commands.h"

#define BATCH_ROWS 2000
#define LOCK_WAIT_MS 2000

static const struct import_kind *const kinds[] = {&import_enterprises_kind, &import_titles_kind, &import_listed_kind,
	&import_clusters_kind, &import_certificates_kind, &import_exempt_kind};

static const struct args_spec spec = {
	.command = "import",
	.operands = "enterprises FILE | titles FILE | listed FILE | clusters FILE | certificates FILE | exempt FILE",
	.summary = "导入企业名录、以往公布的名单、异常失信名录、集群统计名单、证书名单或免办名单（.csv、.xlsx）。",
	.min = 0,
	.max = -1,
	.notes = "选项见 tidu import enterprises --help、titles --help、listed --help、clusters --help、\n"
		 "certificates --help、exempt --help。",
};

/* --- for the kinds --- */
const char *const import_name[] = {"company_name", "企业名称", "单位名称", NULL};
const char *const import_uscc[] = {"uscc", "统一社会信用代码", "信用代码", "代码", NULL};
const char *const import_source[] = {"source", "来源", NULL};

enum rc import_column(const struct importer *im, const char *const *names, size_t *out, struct err *e)
{
	*out = IMPORT_NO_COLUMN;
	for (; *names && *out == IMPORT_NO_COLUMN; names++) {
		enum rc rc = table_column(im->table, str_c(*names), out, e);
		if (rc == RC_NOT_FOUND)
			*out = IMPORT_NO_COLUMN;
		else
			TRY(rc);
	}
	return RC_OK;
}

enum rc import_column_needed(const struct importer *im, const char *const *names, size_t *out, struct err *e)
{
	TRY(import_column(im, names, out, e));
	if (*out != IMPORT_NO_COLUMN)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_TABLE_COLUMN_MISSING);
	return err_arg(e, 0, str_fmt(im->table->a, "%s（%s）", names[0], names[1]));
}

struct str import_cell(struct importer *im, size_t column)
{
	return column == IMPORT_NO_COLUMN ? STR("") : str_dup(&im->batch, table_cell(&im->row, column));
}

struct str import_option(const struct args *args, const char *name)
{
	return args_given(args, name) ? args_value(args, name) : STR("");
}

int import_year_wrong(const struct args *args)
{
	int64_t year;

	if (!str_to_i64(args_value(args, "year"), &year) || year < 1990 || year > 2199)
		return args_wrong(args->spec, "--year 应为四位年份");
	return EXIT_OK;
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

static void tell(struct importer *im, const struct import_told *told)
{
	im->counts[told->outcome]++;
	printf("%lld\t%s\t%.*s\n", (long long)told->row, import_outcome_word(told->outcome), STR_ARG(told->reason));
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

/* Rows of one transaction; `more`: the file has not ended. */
static enum rc part_run(struct importer *im, bool *more, struct err *e)
{
	static const struct actor who = {.name = STR_INIT("命令行导入"), .ip = STR_INIT("")};
	struct tx_call call = {.sv = im->services, .a = &im->batch, .who = &who, .now = env_now(&im->common.env)};
	size_t size = im->kind->row_size, n = 0;
	char *rows = arena_zalloc(&im->batch, BATCH_ROWS * size);

	for (; n < BATCH_ROWS; n++) {
		TRY(row_next(im, more, e));
		if (!*more)
			break;
		struct import_told *told = (struct import_told *)(void *)(rows + n * size);
		told->row = im->row.number;
		im->kind->take(im, told);
	}
	TRY(im->kind->send(im, &call, rows, n, e));
	for (size_t i = 0; i < n; i++)
		tell(im, (const struct import_told *)(void *)(rows + i * size));
	arena_reset(&im->batch);
	return RC_OK;
}

static enum rc file_run(struct importer *im, const struct args *args, struct err *e)
{
	bool more = true;

	TRY(importer_open(im, args, e));
	TRY(im->kind->begin(im, args, e));
	while (more)
		TRY(part_run(im, &more, e));
	return RC_OK;
}

/* --- the command --- */
static int import_with(struct importer *im, const struct args *args)
{
	struct err e;
	enum rc rc = file_run(im, args, &e);
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

static int import_command(struct importer *im, int argc, char **argv)
{
	struct args args;

	for (size_t i = 0; argc > 1 && i < ARRAY_LEN(kinds); i++)
		if (strcmp(argv[1], kinds[i]->word) == 0)
			im->kind = kinds[i];
	int skip = im->kind ? 1 : 0;
	enum args_outcome outcome =
		args_parse(&im->keep, im->kind ? im->kind->spec : &spec, argc - skip, argv + skip, &args);
	if (outcome != ARGS_RUN)
		return outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	if (!im->kind)
		return args_wrong(&spec, "请写明导入什么：enterprises、titles、listed、clusters、certificates 或 exempt");
	if (im->kind->wrong && im->kind->wrong(&args) != EXIT_OK)
		return EXIT_USAGE;
	return import_with(im, &args);
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

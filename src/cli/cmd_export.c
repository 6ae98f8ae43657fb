/* `tidu export registry|applications`: whole lists as CSV or XLSX by the writers of the pages, read in portions by key
 * so that memory does not grow with the list. The program has the database for itself meanwhile: nothing changes
 * between two portions.
 */
#include <errno.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "document/rows_write.h"
#include "domain/decimal.h"
#include "domain/standard.h"
#include "domain/workflow.h"
#include "service/registry.h"
#include "store/q.h"

#define PORTION 1000
#define PORTION_BYTES ((size_t)8 << 20)
#define LOCK_WAIT_MS 2000

static const struct option_spec options[] = {
	{"format", "FORMAT", "csv（默认）或 xlsx", "csv|xlsx"},
	{"out", "FILE", "写到文件；不给出时 CSV 写到标准输出", NULL},
	{"batch", "YEAR-NO", "只导出某一批的申报件，如 2023-1", NULL},
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "export",
	.operands = "registry|applications",
	.summary = "导出公开名单（registry）或申报件（applications）。",
	.options = options,
	.min = 1,
	.max = 1,
	.notes = "CSV 为带标记的 UTF-8，可用 Excel、WPS 打开。XLSX 须用 --out 指定文件。",
};

static const struct xlsx_column REGISTRY[] = {
	{"企业名称", XLSX_TEXT, 40, 0}, {"统一社会信用代码", XLSX_CODE, 22, 0}, {"所在市", XLSX_TEXT, 14, 0},
	{"所在县（区）", XLSX_TEXT, 14, 0}, {"称号", XLSX_TEXT, 22, 0}, {"证书编号", XLSX_CODE, 24, 0},
	{"有效期起", XLSX_CODE, 12, 0}, {"有效期止", XLSX_CODE, 12, 0}, {"状态", XLSX_CODE, 10, 0}};
static const struct xlsx_column APPLICATIONS[] = {{"申报编号", XLSX_CODE, 22, 0},
	{"批次", XLSX_TEXT, 16, 0}, {"企业名称", XLSX_TEXT, 40, 0},
	{"统一社会信用代码", XLSX_CODE, 22, 0}, {"市级主管部门", XLSX_TEXT, 26, 0},
	{"县级主管部门", XLSX_TEXT, 26, 0}, {"状态", XLSX_TEXT, 20, 0}, {"通过途径", XLSX_TEXT, 12, 0},
	{"自评得分（低）", XLSX_CODE, 12, 0}, {"自评得分（高）", XLSX_CODE, 12, 0},
	{"市级认定得分", XLSX_CODE, 12, 0}, {"报送时间", XLSX_CODE, 18, 0}, {"办结时间", XLSX_CODE, 18, 0}};

struct exporter {
	struct arena keep, portion;
	struct common_opts common;
	struct store *store;
	const struct xlsx_column *column;
	size_t columns;
	struct rows_write *writer;
	FILE *out;
	int64_t year, no;
};

/* --- where rows go --- */
static enum rc text_write(struct exporter *x, const struct buf *b, struct err *e)
{
	if (fwrite(b->p, 1, b->n, x->out) == b->n && fflush(x->out) == 0)
		return RC_OK;
	return err_detail(e, RC_IO, MSG_EXPORT_WRITE, "%s", strerror(errno));
}

static enum rc begin(struct exporter *x, enum rows_format format, struct err *e)
{
	const struct rows_spec sheet = {.sheet = "名单", .column = x->column, .columns = x->columns};
	struct buf b;

	x->writer = rows_write_new(&x->keep, format, &sheet);
	buf_init(&b, &x->keep, PORTION_BYTES);
	TRY(rows_write_begin(x->writer, &b, e));
	return text_write(x, &b, e);
}

static enum rc finish(struct exporter *x, struct err *e)
{
	struct buf b;

	buf_init(&b, &x->keep, PORTION_BYTES);
	TRY(rows_write_end(x->writer, &b, e));
	return text_write(x, &b, e);
}

/* --- the two lists: one portion; *after moves on, 0 rows = the end --- */
typedef enum rc portion_fn(struct exporter *x, struct db *db, struct buf *b, int64_t *after, size_t *n,
	struct err *e);

static enum rc registry_portion(struct exporter *x, struct db *db, struct buf *b, int64_t *after,
	size_t *n, struct err *e)
{
	struct q_registry_browse_list list;
	struct q_registry_browse_in in = {.after = *after, .limit = PORTION,
		.today = date_str(&x->portion, date_of_instant(env_now(&x->common.env)))};
	struct date today = date_of_instant(env_now(&x->common.env));

	TRY(q_registry_browse(db, &in, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_registry_browse *r = &list.v[i];
		struct str now = registry_state_on(REGISTRY_TERM(r), today);
		struct str cells[] = {r->name, r->uscc, r->city, r->county, r->tier_name,
			r->certificate_no, r->valid_from, r->valid_to,
			r->tier_name.n ? str_c(registry_state_word(now, r->valid_to)) : STR("")};
		TRY(rows_write_row(x->writer, b, cells, e));
		*after = r->id;
	}
	*n = list.n;
	return RC_OK;
}

static struct str instant_text(struct arena *a, struct opt_i64 at)
{
	return at.has ? instant_human(a, at.v) : STR("");
}

static struct str route_text(struct str code)
{
	for (int r = 0; r < ROUTE__MAX; r++)
		if (str_eq(route_name((enum standard_route_id)r), code))
			return code.n ? route_label((enum standard_route_id)r) : STR("");
	return code;
}

static enum rc applications_portion(struct exporter *x, struct db *db, struct buf *b, int64_t *after,
	size_t *n, struct err *e)
{
	struct q_export_applications_list list;
	struct q_export_applications_in in = {
		.after = *after, .year = x->year, .no = x->no, .limit = PORTION};

	TRY(q_export_applications(db, &in, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_export_applications *r = &list.v[i];
		enum state state;
		struct str word = state_parse(r->state, &state) ? str_c(state_word(state)) : r->state;
		struct str cells[] = {r->no, r->batch_title, r->name, r->uscc, r->city, r->county, word,
			route_text(r->route), decimal_str(&x->portion, r->score_min),
			decimal_str(&x->portion, r->score_max),
			r->city_score.has ? decimal_str(&x->portion, r->city_score.v) : STR(""),
			instant_text(&x->portion, r->submitted_at),
			instant_text(&x->portion, r->decided_at)};
		TRY(rows_write_row(x->writer, b, cells, e));
		*after = r->id;
	}
	*n = list.n;
	return RC_OK;
}

static enum rc portion_run(struct exporter *x, portion_fn *fn, int64_t *after, size_t *n, struct err *e)
{
	struct db *db;
	struct buf b;
	enum rc rc;

	arena_reset(&x->portion);
	buf_init(&b, &x->portion, PORTION_BYTES);
	TRY(store_read(x->store, &x->portion, &db, e));
	rc = fn(x, db, &b, after, n, e);
	store_read_end(db);
	if (rc == RC_OK && b.overflow)
		rc = err_set(e, RC_TOO_LARGE, MSG_EXPORT_WRITE);
	return rc == RC_OK ? text_write(x, &b, e) : rc;
}

static enum rc export_run(struct exporter *x, enum rows_format format, portion_fn *fn, struct err *e)
{
	struct store_options o = {.readers = 1, .lock_wait_ms = LOCK_WAIT_MS};
	int64_t after = 0;
	size_t n = 1;

	o.path = x->common.db;
	TRY(store_open(&o, &x->store, e));
	TRY(begin(x, format, e));
	while (n > 0)
		TRY(portion_run(x, fn, &after, &n, e));
	return finish(x, e);
}

/* "2023-1" */
static bool batch_read(struct exporter *x, struct str text)
{
	struct str rest = text, year;

	if (!text.n)
		return true;
	return str_cut(&rest, '-', &year) && str_to_i64(year, &x->year) && str_to_i64(rest, &x->no) &&
	       x->year > 1900 && x->no > 0;
}

static int export_with(struct exporter *x, const struct args *args)
{
	bool registry = str_eqc(args->operands.v[0], "registry");
	bool xlsx = str_eqc(args_value(args, "format"), "xlsx");
	struct str out = args_value(args, "out");
	struct err e;

	if (!registry && !str_eqc(args->operands.v[0], "applications"))
		return args_wrong(&spec, "不能导出 %s：应为 registry 或 applications",
			args->operands.v[0].p);
	if (xlsx && !out.n)
		return args_wrong(&spec, "XLSX 请用 --out 指定文件");
	if (!batch_read(x, args_value(args, "batch")) || (registry && x->year))
		return args_wrong(&spec, "--batch 应为 2023-1 的样式，只用于 applications");
	x->column = registry ? REGISTRY : APPLICATIONS;
	x->columns = registry ? ARRAY_LEN(REGISTRY) : ARRAY_LEN(APPLICATIONS);
	x->out = out.n ? fopen(out.p, "wb") : stdout;
	if (!x->out) {
		fprintf(stderr, "tidu export: 写不了 %s：%s\n", out.p, strerror(errno));
		return EXIT_ENVIRONMENT;
	}
	enum rc rc = common_load(&x->keep, args, &x->common, &e);
	if (rc == RC_OK)
		rc = export_run(x, xlsx ? ROWS_XLSX : ROWS_CSV, registry ? registry_portion : applications_portion, &e);
	if (x->out && x->out != stdout && fclose(x->out) != 0 && rc == RC_OK)
		rc = err_set(&e, RC_IO, MSG_EXPORT_WRITE);
	store_close(x->store);
	if (rc != RC_OK)
		return common_fail(&x->keep, spec.command, &e);
	fprintf(stderr, "已导出 %lld 条\n", (long long)rows_written(x->writer));
	return EXIT_OK;
}

int cmd_export(int argc, char **argv)
{
	struct exporter x = {0};
	struct args args;
	int code = EXIT_OK;

	arena_init(&x.keep, 0);
	arena_init(&x.portion, 0);
	enum args_outcome outcome = args_parse(&x.keep, &spec, argc, argv, &args);
	if (outcome == ARGS_RUN)
		code = export_with(&x, &args);
	else if (outcome == ARGS_WRONG)
		code = EXIT_USAGE;
	arena_free(&x.portion);
	arena_free(&x.keep);
	return code;
}

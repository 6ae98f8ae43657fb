/* `tidu score STANDARD`: the engine of every page, from the command line; one evaluation, or one
 * per line and then a hundred thousand a second: one arena reset per line, one large output buffer.
 */
#include <errno.h>

#include "base/embedded.h"
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "domain/score.h"

#define STANDARDS_FOLDER "sql/reference/standards/"
#define LINE_MAX_BYTES ((size_t)256 << 10)
#define OUT_FLUSH ((size_t)256 << 10)
#define OUT_MAX ((size_t)8 << 20)
#define EXIT_NO_INPUT 66 /* sysexits(3): the file is not there or cannot be read */

static const struct option_spec options[] = {
        {"ndjson", NULL, "每行一个评价，每行一个结果", NULL},
        {"explain", NULL, "输出完整说明：规则原文、所用事实、依据", NULL},
        {"recheck", NULL, "按复核口径：不考查标准中注明复核不考查的条件", NULL},
        {NULL, NULL, NULL, NULL},
};

static const struct args_spec spec = {
        .command = "score",
        .operands = "STANDARD [FILE]",
        .summary = "按标准 STANDARD 评价 FILE（没有则读标准输入）中的事实，结果为一行 JSON。",
        .options = options,
        .min = 1,
        .max = 2,
        .notes = "输入：{\"year\": 2023, \"facts\": {\"revenue\": {\"2022\": 5200}, \"ip_high\": "
                 "0}}\n"
                 "金额单位万元；没有给出或为 null 的事实视为未知。\n"
                 "--ndjson 时，读不懂的行输出 {\"error\": \"原因\"}，其余各行照常评价。\n"
                 "退出码：0 已评价；1 输入有误；2 命令行有误；66 文件不存在或读不了。",
};

struct job {
	const struct standard *std;
	enum score_mode mode;
	bool explain;
	struct arena line; /* reset after each evaluation */
	struct arena keep;
	struct buf out;
	bool bad_input, write_failed;
};

static struct str standards_list(struct arena *a)
{
	struct buf b;
	struct str path, bytes;

	buf_init(&b, a, 4096);
	for (size_t i = 0; i < embedded_count(); i++) {
		embedded_at(i, &path, &bytes);
		if (!str_starts(path, STR(STANDARDS_FOLDER)) || !str_ends(path, STR(".json")))
			continue;
		if (b.n)
			buf_lit(&b, " ");
		buf_str(&b, str_sub(path, sizeof(STANDARDS_FOLDER) - 1,
		                    path.n - (sizeof(STANDARDS_FOLDER) - 1) - 5));
	}
	return buf_view(&b);
}

static enum rc find_standard(
        struct arena *a, struct str id, const struct standard **out, struct err *e)
{
	struct str bytes;
	struct str path = str_fmt(a, STANDARDS_FOLDER "%.*s.json", STR_ARG(id));

	if (str_index(id, '/') < id.n || !embedded_find(path, &bytes)) {
		err_set(e, RC_NOT_FOUND, MSG_STANDARD_NONE);
		err_arg(e, 0, str_sub(id, 0, 60));
		return err_arg(e, 1, standards_list(a));
	}
	return standard_load(a, bytes, out, e);
}

static enum rc input_bad(struct err *e, const char *why)
{
	err_set(e, RC_INVALID, MSG_SCORE_INPUT);
	return err_arg(e, 0, str_c(why));
}

/* "year" that is present but no year is an error of the evaluation, as for a fact. */
static enum rc read_input(struct arena *a, struct str text, struct facts *facts, struct err *e)
{
	struct json *root;
	int year = 0;

	TRY(json_parse(a, text, &root, e));
	if (root->type != JSON_OBJECT)
		return input_bad(e, "不是对象");
	const struct json *y = json_get(root, "year"), *given = json_get(root, "facts");
	if (!y)
		return input_bad(e, "缺少 year");
	if (!given || given->type != JSON_OBJECT)
		return input_bad(e, "缺少 facts");
	bool valid = y->type == JSON_NUMBER && fact_year_parse(y->text, &year);
	facts_init(facts, a, year);
	if (!valid)
		VEC_PUSH(a, &facts->errors,
		        str_cat(a, STR("year："), str_c(msg_text(MSG_FACT_YEAR))));
	facts_put_json(facts, given);
	return RC_OK;
}

static enum rc evaluate(struct job *job, struct str text, struct err *e)
{
	struct facts *facts = arena_alloc(&job->line, sizeof(*facts));
	struct score_result result;

	TRY(read_input(&job->line, text, facts, e));
	score_evaluate(job->std, facts, job->mode, &job->line, &result);
	if (job->explain)
		score_explain_json(&job->out, &result);
	else
		score_put_json(&job->out, &result);
	buf_ch(&job->out, '\n');
	return RC_OK;
}

static void flush(struct job *job)
{
	if (job->out.n && fwrite(job->out.p, 1, job->out.n, stdout) != job->out.n)
		job->write_failed = true;
	job->out.n = 0;
}

static void put_error(struct job *job, const struct err *e)
{
	job->bad_input = true;
	buf_lit(&job->out, "{\"error\":");
	json_put_str(&job->out, err_text(&job->line, e));
	buf_lit(&job->out, "}\n");
}

static void line_run(struct job *job, struct str line)
{
	struct err e;
	size_t before = job->out.n;

	if (str_trim(line).n == 0)
		return;
	enum rc rc = line.n > LINE_MAX_BYTES ? err_set(&e, RC_TOO_LARGE, MSG_SCORE_LINE)
	                                     : evaluate(job, line, &e);
	if (rc == RC_OK && job->out.overflow)
		rc = err_set(&e, RC_TOO_LARGE, MSG_SCORE_LINE);
	if (rc != RC_OK) {
		job->out.n = before;
		job->out.overflow = false;
		put_error(job, &e);
	}
	arena_reset(&job->line);
	if (job->out.n >= OUT_FLUSH)
		flush(job);
}

/* Lines of any length are read; one that is too long is answered once and skipped to its end. */
static bool lines_run(struct job *job, FILE *in)
{
	size_t cap = LINE_MAX_BYTES * 2, have = 0;
	char *block = arena_alloc(&job->keep, cap);
	bool skipping = false;

	for (;;) {
		size_t got = fread(block + have, 1, cap - have, in);
		struct str rest = {block, have + got};
		size_t end;
		if (got == 0)
			break;
		while ((end = str_index(rest, '\n')) < rest.n) {
			if (!skipping)
				line_run(job, str_sub(rest, 0, end));
			skipping = false;
			rest = str_sub(rest, end + 1, rest.n);
		}
		if (rest.n > LINE_MAX_BYTES || skipping) {
			if (!skipping)
				line_run(job, rest);
			skipping = true;
			rest.n = 0;
		}
		have = rest.n;
		if (have)
			memmove(block, rest.p, have);
	}
	if (have && !skipping)
		line_run(job, (struct str){block, have});
	return !ferror(in);
}

static int run_lines(struct job *job, const char *path)
{
	FILE *in = path ? fopen(path, "rb") : stdin;

	if (!in) {
		fprintf(stderr, "tidu score: 打不开文件 %s：%s\n", path, strerror(errno));
		return EXIT_NO_INPUT;
	}
	bool ok = lines_run(job, in);
	if (path)
		fclose(in);
	flush(job);
	if (!ok) {
		fprintf(stderr, "tidu score: 读取 %s 时出错\n", path ? path : "标准输入");
		return EXIT_NO_INPUT;
	}
	return job->bad_input ? EXIT_NO : EXIT_OK;
}

static int run_one(struct job *job, const char *path)
{
	struct str text;
	struct err e;

	if (file_read(&job->keep, path ? path : "-", LINE_MAX_BYTES, &text, &e) != RC_OK) {
		(void)common_fail(&job->keep, "score", &e);
		return e.code == RC_TOO_LARGE ? EXIT_NO : EXIT_NO_INPUT;
	}
	if (evaluate(job, text, &e) != RC_OK)
		return common_fail(&job->keep, "score", &e);
	flush(job);
	return EXIT_OK;
}

static int score_run(struct job *job, const struct args *args)
{
	struct err e;
	const char *path = args->operands.n > 1 ? args->operands.v[1].p : NULL;

	if (path && strcmp(path, "-") == 0)
		path = NULL;
	if (find_standard(&job->keep, args->operands.v[0], &job->std, &e) != RC_OK) {
		int code = common_fail(&job->keep, "score", &e);
		return e.code == RC_NOT_FOUND ? EXIT_USAGE : code;
	}
	job->explain = args_given(args, "explain");
	job->mode = args_given(args, "recheck") ? SCORE_RECHECK : SCORE_APPLICATION;
	buf_init(&job->out, &job->keep, OUT_MAX);
	buf_reserve(&job->out, OUT_FLUSH * 2);
	int code = args_given(args, "ndjson") ? run_lines(job, path) : run_one(job, path);
	if (fflush(stdout) != 0 || job->write_failed) {
		fprintf(stderr, "tidu score: 写输出时出错：%s\n", strerror(errno));
		return EXIT_ENVIRONMENT;
	}
	return code;
}

int cmd_score(int argc, char **argv)
{
	struct job job = {0};
	struct args args;
	int code = EXIT_OK;

	arena_init(&job.keep, 0);
	arena_init(&job.line, 0);
	enum args_outcome outcome = args_parse(&job.keep, &spec, argc, argv, &args);
	if (outcome == ARGS_RUN)
		code = score_run(&job, &args);
	else if (outcome == ARGS_WRONG)
		code = EXIT_USAGE;
	arena_free(&job.line);
	arena_free(&job.keep);
	return code;
}

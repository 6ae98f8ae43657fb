/* `tidu serve`: the pages by the program's own server. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/site.h"
#include "service/jobs.h"
#include "transport/mhd.h"
#include "transport/stop.h"

static const struct option_spec options[] = {
        COMMON_OPTIONS,
        {"listen", "ADDR:PORT", "监听地址，默认 127.0.0.1:8080；端口写 0 则自动选择", NULL},
        {"connections", "N", "同时连接数上限，默认 256", NULL},
        {"per-ip", "N", "每个来源地址的连接数上限，默认 16（只在本机监听时不限）", NULL},
        {"access-log", NULL, "每个请求在标准错误输出写一行", NULL},
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
        .command = "serve",
        .operands = "",
        .summary = "用自带的服务器提供网页服务；收到 SIGTERM 或 SIGINT 后办完手头的请求再退出。",
        .options = options,
        .notes = "对互联网开放时请放在 nginx 之后，见 tidu fcgi --help。",
};

/* A count of an option, 0 when not given; false: not a number from 1 to 65535. */
static bool count_of(const struct args *args, const char *name, int *out)
{
	struct str text = args_value(args, name);
	int64_t n = 0;

	if (text.p && (!str_to_i64(text, &n) || n < 1 || n > 65535))
		return false;
	*out = (int)n;
	return true;
}

static enum rc run(struct arena *a, const struct args *args, struct mhd_options *o, struct err *e)
{
	struct common_opts common;
	struct jobs_thread *jobs = NULL;
	struct site site;

	TRY(common_load(a, args, &common, e));
	TRY(site_open(a, &common, 0, args_given(args, "access-log"), &site, e));
	o->tmp_dir = site.tmp_dir;
	enum rc rc = jobs_thread_start(site.services, &jobs, e);
	if (rc == RC_OK)
		rc = mhd_serve(site.app, o, e);
	jobs_thread_stop(jobs);
	site_close(&site);
	return rc;
}

int cmd_serve(int argc, char **argv)
{
	struct mhd_options o = {.listen = "127.0.0.1:8080"};
	struct err e = {0};
	struct args args;
	struct arena a;
	int code = EXIT_OK;

	stop_prepare();
	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN) {
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	} else if (!count_of(&args, "connections", &o.connections) ||
	           !count_of(&args, "per-ip", &o.per_ip)) {
		code = args_wrong(&spec, "连接数应为 1 到 65535 的整数");
	} else {
		if (args_given(&args, "listen"))
			o.listen = args_value(&args, "listen").p;
		if (run(&a, &args, &o, &e) != RC_OK)
			code = common_fail(&a, "serve", &e);
	}
	arena_free(&a);
	return code;
}

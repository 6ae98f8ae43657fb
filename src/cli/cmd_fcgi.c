/* `tidu fcgi`: the pages behind nginx. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/site.h"
#include "service/jobs.h"
#include "transport/fcgi.h"
#include "transport/stop.h"

#define WORKERS_MAX 256

static const struct option_spec options[] = {
        COMMON_OPTIONS,
        {"socket", "PATH", "UNIX 套接字（0660）；不写则用 systemd 传入的套接字", NULL},
        {"workers", "N", "线程数，1-256；默认取配置文件的 workers", NULL},
        {"accel", "PREFIX", "由 nginx 发送佐证文件的内部路径，如 /_files/", NULL},
        {"access-log", NULL, "每个请求在标准错误输出写一行", NULL},
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
        .command = "fcgi",
        .operands = "",
        .summary = "以 FastCGI 方式在 nginx 之后提供网页服务。",
        .options = options,
        .notes = "nginx 的配置示例见 docs/transport.md；fastcgi_keep_conn 保持关闭。",
};

static enum rc run(struct arena *a, const struct args *args, int64_t workers, struct err *e)
{
	struct common_opts common;
	struct jobs_thread *jobs = NULL;
	struct site site;

	TRY(common_load(a, args, &common, e));
	TRY(site_open(a, &common, 0, args_given(args, "access-log"), &site, e));
	struct fcgi_options o = {
	        .socket = args_value(args, "socket").p,
	        .workers = (int)(workers ? workers : common.config.workers),
	        .tmp_dir = site.tmp_dir,
	        .blob_dir = common.blob_dir,
	        .accel = args_value(args, "accel").p,
	};
	enum rc rc = jobs_thread_start(site.services, &jobs, e);
	if (rc == RC_OK)
		rc = fcgi_serve(site.app, &o, e);
	jobs_thread_stop(jobs);
	site_close(&site);
	return rc;
}

static bool accel_wrong(struct str s)
{
	return s.p && (s.n < 3 || s.p[0] != '/' || s.p[s.n - 1] != '/');
}

int cmd_fcgi(int argc, char **argv)
{
	struct err e = {0};
	struct args args;
	struct arena a;
	int64_t workers = 0;
	int code = EXIT_OK;

	stop_prepare();
	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome != ARGS_RUN)
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	else if (args_given(&args, "workers") &&
	         (!str_to_i64(args_value(&args, "workers"), &workers) || workers < 1 ||
	                 workers > WORKERS_MAX))
		code = args_wrong(&spec, "线程数应为 1 到 %d 的整数", WORKERS_MAX);
	else if (accel_wrong(args_value(&args, "accel")))
		code = args_wrong(&spec, "--accel 应以“/”开头和结尾，如 /_files/");
	else if (run(&a, &args, workers, &e) != RC_OK)
		code = common_fail(&a, "fcgi", &e);
	arena_free(&a);
	return code;
}

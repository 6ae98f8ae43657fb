/* `tidu cgi`: one request. Holds the database's lock for as long as it takes, and no longer. */
#include <unistd.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/site.h"
#include "transport/cgi.h"
#include "transport/stop.h"

#define LOCK_WAIT_MS 10000

static const struct option_spec options[] = {
        COMMON_OPTIONS,
        {"access-log", NULL, "每个请求在标准错误输出写一行", NULL},
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
        .command = "cgi",
        .operands = "",
        .summary = "按 CGI（RFC 3875）从环境变量和标准输入读一个请求，答复写到标准输出。",
        .options = options,
        .notes = "数据库被其他进程占用时最多等 10 秒，仍被占用则答复 503。",
};

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct common_opts common;
	struct site site;

	(void)code;
	TRY(common_load(a, args, &common, e));
	enum rc rc = site_open(a, &common, LOCK_WAIT_MS, args_given(args, "access-log"), &site, e);
	if (rc == RC_BUSY)
		rc = site_open_busy(a, &common, &site, e);
	if (rc != RC_OK)
		return rc;
	rc = cgi_serve(site.app, environ, STDIN_FILENO, STDOUT_FILENO, site.tmp_dir, e);
	site_close(&site);
	return rc;
}

int cmd_cgi(int argc, char **argv)
{
	/* A web server that gives up kills us: that is safe at any point, the store commits or not.
	 */
	stop_ignore_pipe();
	return common_main(&spec, run, argc, argv);
}

/* The table of commands and the way from argv to one of them. */
#include "cli/commands.h"

#include "cli/args.h"

/* In the order of --help; a command is its cmd_NAME.c, a line here and a line in the header. */
const struct command commands[] = {
        {"init", "建立数据库", cmd_init},
        {"demo", "建立带演示数据的数据库", cmd_demo},
        {"user", "管理账号", cmd_user},
        {"serve", "用自带的服务器提供服务", cmd_serve},
        {"fcgi", "在 nginx 之后以 FastCGI 提供服务", cmd_fcgi},
        {"cgi", "以 CGI 处理一个请求", cmd_cgi},
        {"score", "按评价标准评分，可成批", cmd_score},
        {"uscc", "校验统一社会信用代码", cmd_uscc},
        {"draw", "重算一次公布的抽查", cmd_draw},
        {"size", "按划型标准判定大型、中型、小型、微型", cmd_size},
        {"import", "导入企业名录或以往公布的名单", cmd_import},
        {"export", "导出公开名单或申报件", cmd_export},
        {"workday", "推算工作日和期限", cmd_workday},
        {"routes", "列出全部页面及其权限", cmd_routes},
        {"rehearse", "演练：逐日推演一个省的若干年，每天核对", cmd_rehearse},
        {"tick", "办理到期的事项：批次、公示期满、逾期", cmd_tick},
        {"backup", "备份数据库和佐证文件", cmd_backup},
        {"check", "核对数据库、佐证文件和日志链", cmd_check},
        {"replay", "按当时的标准复算全部报送和决定", cmd_replay},
        {"workflow", "列出一个细则版本的办理流程", cmd_workflow},
        {NULL, NULL, NULL},
};

int exit_code_of(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return EXIT_OK;
	case RC_INVALID:
	case RC_NOT_FOUND:
	case RC_FORBIDDEN:
	case RC_CONFLICT:
	case RC_STATE:
	case RC_DEADLINE:
	case RC_TOO_LARGE:
	case RC_LIMITED:
	case RC_DATA:
		return EXIT_NO;
	case RC_BUSY:
	case RC_IO:
		return EXIT_ENVIRONMENT;
	case RC_INTERNAL:
	case RC__MAX:
		break;
	}
	return EXIT_BUG;
}

static void usage(FILE *out)
{
	fputs("用法：tidu 命令 [选项] [参数]\n\n命令：\n", out);
	for (const struct command *c = commands; c->name; c++)
		fprintf(out, "  %s%*s%s\n", c->name, MAX_OF(12 - (int)strlen(c->name), 2), "",
		        c->summary);
	fputs("\n每个命令的说明：tidu 命令 --help\n"
	      "退出码：0 成功；1 结果为否或数据有误；2 命令行有误；3 环境有误；4 程序有误\n",
	        out);
}

int commands_main(int argc, char **argv)
{
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	struct str name = str_c(argv[1]);
	if (str_eqc(name, "--help") || str_eqc(name, "-h") || str_eqc(name, "help")) {
		usage(stdout);
		return EXIT_OK;
	}
	for (const struct command *c = commands; c->name; c++) {
		if (!str_eqc(name, c->name))
			continue;
		int code = c->run(argc - 1, argv + 1);
		if (fflush(stdout) != 0 || ferror(stdout)) {
			fputs("tidu: 无法写出结果\n", stderr);
			return EXIT_ENVIRONMENT;
		}
		return code;
	}
	fprintf(stderr, "tidu: 没有命令 %s；全部命令见 tidu --help\n", argv[1]);
	return EXIT_USAGE;
}

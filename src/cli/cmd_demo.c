/* `tidu demo`: a new database with a living demonstration province in it. */
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/demo.h"
#include "service/install.h"

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{"enterprises", "N", "虚构企业的数量，默认 600", NULL},
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "demo",
	.operands = "",
	.summary = "建立数据库并写入演示数据：当前开放的批次、虚构的企业、各角色的演示账号。",
	.options = options,
	.notes = "只写入新数据库；生产模式下拒绝。演示账号不能用于正式环境。",
};

static enum rc fill(struct store *store, struct arena *a, const struct common_opts *common,
	const struct demo_options *o, struct demo_result *out, struct err *e)
{
	struct services *sv;

	TRY(install_reference(store, a, demo_birth(o->now), e));
	TRY(services_open(store, &common->config, common->env, &sv, e));
	enum rc rc = demo_fill(sv, a, o, out, e);
	services_close(sv);
	return rc;
}

static void report(const struct demo_result *r)
{
	printf("演示数据已写入：%.*s %.*s，虚构企业 %lld 家，申报 %lld 件，已公告 %lld 家\n\n"
	       "演示账号（口令都是 %s）：\n",
		STR_ARG(r->province), STR_ARG(r->batch_title), (long long)r->enterprises,
		(long long)r->applications, (long long)r->titles, DEMO_PASSWORD);
	for (size_t i = 0; i < demo_logins_n; i++)
		printf("  %-18s %s\n", demo_logins[i].login, demo_logins[i].who);
}

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct demo_result result;
	struct common_opts common;
	struct demo_options o = {0};
	struct str n = args_value(args, "enterprises");
	struct store *store;

	(void)code;
	TRY(common_load(a, args, &common, e));
	if (n.p && (!str_to_i64(n, &o.enterprises) || o.enterprises < 30 || o.enterprises > 20000))
		return err_set(e, RC_INVALID, MSG_NUMBER_BAD);
	o.now = env_now(&common.env);
	TRY(dir_make(common.blob_dir, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1, .create = true}, &store,
		e));
	enum rc rc = fill(store, a, &common, &o, &result, e);
	store_close(store);
	TRY(rc);
	report(&result);
	return RC_OK;
}

int cmd_demo(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}

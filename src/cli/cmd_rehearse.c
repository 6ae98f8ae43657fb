/* `tidu rehearse`: years of a province in a new database, day by day, the invariants asked each evening. */
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/install.h"
#include "service/rehearsal.h"

#include <stdio.h>

static const struct option_spec options[] = {
	COMMON_OPTIONS,
	{"division", "CODE", "省级行政区划代码，如 130000", NULL},
	{"until", "DATE", "演练到这一天；从 --now 那一天开始", NULL},
	{"enterprises", "N", "虚构企业的数量，默认 500", NULL},
	{"seed", "N", "随机数种子，默认 1；种子相同，过程相同", NULL},
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "rehearse",
	.operands = "",
	.summary = "演练：在新数据库中逐日推演一个省的若干年，每天核对各项必须成立的关系，不成立即停止并指出日期、企业和原因。",
	.options = options,
	.notes = "企业、工作人员和数据均为虚构；生产模式下拒绝。全部行为经过与网页相同的业务处理，定时任务每夜运行。\n"
		 "有不成立的关系时退出码为 1。",
};

static enum rc options_of(const struct args *args, const struct common_opts *common, struct rehearsal_options *o,
	struct err *e)
{
	struct str n = args_value(args, "enterprises"), seed = args_value(args, "seed"),
		   until = args_value(args, "until");
	int64_t s = 1;

	o->division = args_value(args, "division");
	o->enterprises = 500;
	o->from = date_of_instant(env_now(&common->env));
	if (o->division.n != 6 || !common->env.fixed || !until.p || !date_parse(until, &o->to) ||
		date_cmp(o->to, o->from) < 0 || date_cmp(o->to, date_add_years(o->from, 50)) > 0)
		return err_set(e, RC_INVALID, MSG_REHEARSAL_OPTIONS);
	if ((n.p && (!str_to_i64(n, &o->enterprises) || o->enterprises < 1 || o->enterprises > REHEARSAL_FIRMS_MAX)) ||
		(seed.p && (!str_to_i64(seed, &s) || s < 1)))
		return err_set(e, RC_INVALID, MSG_NUMBER_BAD);
	o->seed = (uint64_t)s * 0x9e3779b97f4a7c15u;
	return RC_OK;
}

static enum rc play(struct store *store, struct arena *a, const struct common_opts *common,
	const struct rehearsal_options *o, struct rehearsal_result *out, struct err *e)
{
	struct services *sv;

	TRY(install_reference(store, a, instant_day_start(o->from), e));
	TRY(services_open(store, &common->config, common->env, &sv, e));
	sv->rehearsal = o->seed;
	enum rc rc = rehearsal_run(sv, a, o, out, e);
	services_close(sv);
	return rc;
}

static void report(struct arena *a, const struct rehearsal_result *r)
{
	const struct q_rehearsal_totals *t = &r->totals;

	for (size_t i = 0; i < r->violations.n; i++)
		printf("%.*s %.*s\n", STR_ARG(date_str(a, r->last)), STR_ARG(r->violations.v[i]));
	printf("演练到 %.*s：企业 %lld 家，申报 %lld 件、报送 %lld 次、不准申报 %lld 次，称号 %lld 个（有效 %lld、到期 %lld、取消撤销 "
	       "%lld、复核通过 %lld），年度更新 %lld 份、逾期 %lld，案件 %lld 件、不得申报 %lld 项、更名 %lld 家，操作日志 %lld 条：%s\n",
		STR_ARG(date_str(a, r->last)), (long long)t->enterprises, (long long)t->files, (long long)t->submitted,
		(long long)r->refused, (long long)t->titles, (long long)t->in_force, (long long)t->expired,
		(long long)t->withdrawn, (long long)t->renewed, (long long)t->updates, (long long)t->missed,
		(long long)t->cases, (long long)t->bans, (long long)t->renamed, (long long)t->events,
		r->violations.n ? "有不成立的关系" : "各项关系每天成立");
}

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct rehearsal_result result = {0};
	struct rehearsal_options o = {0};
	struct common_opts common;
	struct store *store;

	TRY(common_load(a, args, &common, e));
	TRY(options_of(args, &common, &o, e));
	TRY(dir_make(common.blob_dir, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 3, .create = true}, &store, e));
	enum rc rc = play(store, a, &common, &o, &result, e);
	store_close(store);
	TRY(rc);
	report(a, &result);
	*code = result.violations.n ? EXIT_NO : EXIT_OK;
	return RC_OK;
}

int cmd_rehearse(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}

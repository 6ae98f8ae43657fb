/* `tidu replay`: every submission, decision and yearly update computed again under the rules of its date. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/replay.h"

static const struct option_spec options[] = {
	{"since", "DATE", "只复算这一天起的报送、决定和年度更新，如 2023-02-20", NULL},
	COMMON_OPTIONS,
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "replay",
	.operands = "",
	.summary = "按当时的评价标准复算全部报送、决定和年度更新，逐件列出与存档不同的；全部相同时退出码为 0。",
	.options = options,
	.notes = "不改动数据库。数据库正由服务占用时请对备份执行：tidu replay --db 备份目录/tidu.db",
};

static enum rc since_of(const struct args *args, int64_t *out, struct err *e)
{
	struct str typed = args_value(args, "since");
	struct date d;

	*out = 0;
	if (!typed.p)
		return RC_OK;
	if (!date_parse(typed, &d))
		return err_set(e, RC_INVALID, MSG_DATE_BAD);
	*out = instant_day_start(d);
	return RC_OK;
}

static void print(struct arena *a, const struct replay_summary *s)
{
	for (size_t i = 0; i < s->named.n; i++)
		printf("%s\n", replay_text(a, &s->named.v[i]).p);
	if (s->differences > (int64_t)s->named.n)
		printf("……另有 %lld 件未列出\n", (long long)s->differences - (long long)s->named.n);
	printf("复算报送 %lld 次、决定 %lld 件、年度更新 %lld 份，用时 %lld.%03lld 秒：",
		(long long)s->submissions, (long long)s->decisions, (long long)s->updates, (long long)(s->ms / 1000), (long long)(s->ms % 1000));
	if (s->differences)
		printf("%lld 件与存档不同\n", (long long)s->differences);
	else
		printf("全部相同\n");
}

static enum rc run(struct arena *a, const struct args *args, int *code, struct err *e)
{
	struct replay_summary summary;
	struct common_opts common;
	struct rules *rules = NULL;
	struct store *store;
	struct db *db;
	int64_t since;

	TRY(common_load(a, args, &common, e));
	TRY(since_of(args, &since, e));
	TRY(store_open(&(struct store_options){.path = common.db, .readers = 1}, &store, e));
	enum rc rc = store_read(store, a, &db, e);
	if (rc == RC_OK) {
		rc = rules_open(db, &rules, e);
		store_read_end(db);
	}
	if (rc == RC_OK)
		rc = replay_all(store, rules, &(struct replay_scope){.since = since}, a, &summary, e);
	rules_close(rules);
	store_close(store);
	TRY(rc);
	print(a, &summary);
	*code = summary.differences ? EXIT_NO : EXIT_OK;
	return RC_OK;
}

int cmd_replay(int argc, char **argv)
{
	return common_main(&spec, run, argc, argv);
}

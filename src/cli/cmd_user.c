/* `tidu user add|list|disable|enable|password`: people, where no page can be opened yet. */
#include "base/fileio.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "service/account.h"
#include "store/q.h"

#define PASSWORD_BYTES 1024
#define LIST_STEP 500

static const struct option_spec add_options[] = {
        {"role", "ROLE", "角色", "filler|legal_rep|county|city|province|admin|expert|auditor"},
        {"name", "NAME", "姓名", NULL},
        {"agency", "CODE", "主管部门代码（county、city、province）", NULL},
        {"enterprise", "USCC", "企业的统一社会信用代码（filler、legal_rep）", NULL},
        {"password-stdin", NULL, "从标准输入读密码；不给时生成一个，首次登录须修改", NULL},
        COMMON_OPTIONS,
        {NULL, NULL, NULL, NULL},
};
static const struct option_spec plain_options[] = {
        COMMON_OPTIONS,
        {NULL, NULL, NULL, NULL},
};
static const struct option_spec password_options[] = {
        {"password-stdin", NULL, "从标准输入读密码；不给时生成一个，首次登录须修改", NULL},
        COMMON_OPTIONS,
        {NULL, NULL, NULL, NULL},
};

struct job {
	struct arena a;
	struct args args;
	struct common_opts common;
	struct store *store;
	struct services *sv;
	struct actor who;
	struct tx_call call;
	struct str made; /* a password that was generated: printed when all is done */
};

static enum rc job_open(struct job *j, struct err *e)
{
	TRY(common_load(&j->a, &j->args, &j->common, e));
	TRY(store_open(
	        &(struct store_options){.path = j->common.db, .readers = 1}, &j->store, e));
	TRY(services_open(j->store, &j->common.config, j->common.env, &j->sv, e));
	j->who = (struct actor){.roles = ROLE_ADMIN, .name = STR("命令行")};
	j->call = (struct tx_call){
	        .sv = j->sv, .a = &j->a, .who = &j->who, .now = env_now(&j->common.env)};
	return RC_OK;
}

/* From standard input (its line end is not part of it), or a new one. */
static enum rc password_of(struct job *j, struct str login, struct str uscc, struct str name,
        struct str *hash, struct err *e)
{
	struct str plain;

	if (!args_given(&j->args, "password-stdin"))
		return account_password_make(&j->a, &j->made, hash, e);
	TRY(file_read(&j->a, "-", PASSWORD_BYTES, &plain, e));
	while (plain.n && (plain.p[plain.n - 1] == '\n' || plain.p[plain.n - 1] == '\r'))
		plain.n--;
	TRY(account_password_fit(&j->a, plain, login, uscc, name, e));
	return auth_hash_password(&j->a, plain, hash, e);
}

static enum rc body_of(
        struct job *j, struct str agency, struct str uscc, struct account_new *v, struct err *e)
{
	struct q_agency_by_code body;
	struct q_enterprise_by_uscc firm;
	struct db *db;
	bool found = false;

	TRY(store_read(j->store, &j->a, &db, e));
	enum rc rc = RC_OK;
	if (agency.p) {
		rc = q_agency_by_code(
		        db, &(struct q_agency_by_code_in){.code = agency}, &body, e);
		if (rc == RC_OK)
			v->agency_id = body.id;
	}
	if (rc == RC_OK && uscc.p) {
		rc = q_enterprise_by_uscc(db, &(struct q_enterprise_by_uscc_in){.uscc = uscc},
		        &firm, &found, e);
		if (rc == RC_OK && !found)
			rc = err_detail(e, RC_NOT_FOUND, MSG_STORE_NOT_FOUND, "--enterprise");
		else if (rc == RC_OK)
			v->enterprise_id = firm.id;
	}
	store_read_end(db);
	return rc;
}

static enum rc add(struct job *j, struct err *e)
{
	struct account_create uc = {0};
	struct str uscc = args_value(&j->args, "enterprise");

	uc.v.login = j->args.operands.v[0];
	uc.v.role = args_value(&j->args, "role");
	uc.v.name = args_value(&j->args, "name");
	TRY(body_of(j, args_value(&j->args, "agency"), uscc, &uc.v, e));
	TRY(password_of(j, uc.v.login, uscc, uc.v.name, &uc.v.password, e));
	uc.v.must_change = j->made.n > 0;
	return TX_RUN(&j->call, account_create, &uc, e);
}

static enum rc list(struct job *j, struct err *e)
{
	struct q_account_list_list rows;
	int64_t after = 0;

	do {
		struct db *db;
		TRY(store_read(j->store, &j->a, &db, e));
		enum rc rc = q_account_list(db,
		        &(struct q_account_list_in){.after = after, .limit = LIST_STEP}, &rows, e);
		store_read_end(db);
		TRY(rc);
		for (size_t i = 0; i < rows.n; i++) {
			const struct q_account_list *r = &rows.v[i];
			struct str last = r->last_login_at.has
			        ? instant_human(&j->a, r->last_login_at.v)
			        : STR("-");
			printf("%.*s\t%.*s\t%.*s\t%.*s\t%s%s\t%.*s\n", STR_ARG(r->login),
			        STR_ARG(r->role), STR_ARG(r->name),
			        STR_ARG(r->body.n ? r->body : STR("-")),
			        r->active ? "在用" : "停用", r->demo ? "（演示）" : "",
			        STR_ARG(last));
			after = r->id;
		}
	} while (rows.n == LIST_STEP);
	return RC_OK;
}

static enum rc account_named(struct job *j, struct q_account_by_login *out, struct err *e)
{
	struct str login = str_lower(&j->a, j->args.operands.v[0]);
	struct db *db;

	TRY(store_read(j->store, &j->a, &db, e));
	enum rc rc = q_account_by_login(
	        db, &(struct q_account_by_login_in){.login = login}, out, e);
	store_read_end(db);
	return rc == RC_NOT_FOUND ? err_set(e, rc, MSG_ACCOUNT_GONE) : rc;
}

static enum rc set_active(struct job *j, bool active, struct err *e)
{
	struct q_account_by_login row;

	TRY(account_named(j, &row, e));
	struct account_set_active uc = {
	        .id = row.id, .active = active, .reason = STR("由命令行办理")};
	return TX_RUN(&j->call, account_set_active, &uc, e);
}

static enum rc disable(struct job *j, struct err *e)
{
	return set_active(j, false, e);
}

static enum rc enable(struct job *j, struct err *e)
{
	return set_active(j, true, e);
}

static enum rc password(struct job *j, struct err *e)
{
	struct q_account_by_login row;
	struct account_reset uc = {0};

	TRY(account_named(j, &row, e));
	uc.id = row.id;
	TRY(password_of(j, j->args.operands.v[0], str_none(), str_none(), &uc.password, e));
	return TX_RUN(&j->call, account_reset, &uc, e);
}

static const struct verb {
	struct args_spec spec;
	enum rc (*run)(struct job *j, struct err *e);
} verbs[] = {
        {{.command = "user add",
                 .operands = "LOGIN",
                 .summary = "建立账号。生成的密码写到标准输出，只显示这一次。",
                 .options = add_options,
                 .min = 1,
                 .max = 1},
                add},
        {{.command = "user list",
                 .operands = "",
                 .summary = "列出账号：登录名、角色、姓名、单位、状态、最近登录，以制表符分隔。",
                 .options = plain_options,
                 .min = 0,
                 .max = 0},
                list},
        {{.command = "user disable",
                 .operands = "LOGIN",
                 .summary = "停用账号，其登录立即失效。",
                 .options = plain_options,
                 .min = 1,
                 .max = 1},
                disable},
        {{.command = "user enable",
                 .operands = "LOGIN",
                 .summary = "恢复停用的账号。",
                 .options = plain_options,
                 .min = 1,
                 .max = 1},
                enable},
        {{.command = "user password",
                 .operands = "LOGIN",
                 .summary = "重设密码，首次登录须修改；原有登录立即失效。",
                 .options = password_options,
                 .min = 1,
                 .max = 1},
                password},
};
static const struct args_spec spec = {
        .command = "user",
        .operands = "add LOGIN | list | disable LOGIN | enable LOGIN | password LOGIN",
        .summary = "管理账号。服务运行时数据库由服务占用，请先停止服务，或在网页上办理。",
        .min = 0,
        .max = -1,
        .notes = "选项见 tidu user add --help 等。",
};

static int run(const struct verb *v, int argc, char **argv)
{
	struct err e = {0};
	struct job j = {0};
	int code = EXIT_OK;

	arena_init(&j.a, 0);
	enum args_outcome outcome = args_parse(&j.a, &v->spec, argc, argv, &j.args);
	if (outcome != ARGS_RUN)
		code = outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	else if (v->run == add && !(args_given(&j.args, "role") && args_given(&j.args, "name")))
		code = args_wrong(&v->spec, "必须给出 --role 和 --name");
	else if (job_open(&j, &e) != RC_OK || v->run(&j, &e) != RC_OK)
		code = common_fail(&j.a, v->spec.command, &e);
	else if (j.made.n)
		printf("%.*s\n", STR_ARG(j.made));
	services_close(j.sv);
	store_close(j.store);
	arena_free(&j.a);
	return code;
}

int cmd_user(int argc, char **argv)
{
	struct str verb = argc > 1 ? str_c(argv[1]) : str_none();
	struct arena a;
	struct args args;
	int code;

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_eqc(verb, verbs[i].spec.command + sizeof("user")))
			return run(&verbs[i], argc - 1, argv + 1);
	arena_init(&a, 0);
	if (args_parse(&a, &spec, argc, argv, &args) == ARGS_HELP)
		code = EXIT_OK;
	else
		code = args_wrong(&spec, "第一个参数应为 add、list、disable、enable 或 password");
	arena_free(&a);
	return code;
}

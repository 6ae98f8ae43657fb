/* `tidu routes`: the authorisation matrix as auditors ask for it, out of the table that serves. */
#include "cli/args.h"
#include "cli/commands.h"
#include "page/routes.h"

static const struct option_spec options[] = {
        {NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
        .command = "routes",
        .operands = "",
        .summary = "列出全部网址：方法、路径、可用角色、防伪令牌、内容上限、用途。",
        .options = options,
        .notes =
                "各列以制表符分隔。角色：public 未登录也可用；filler 填报人；legal_rep 法定代表人；"
                "county、city、province 各级审核人员；admin 管理员；expert 评审专家。",
};

static const struct {
	unsigned role;
	const char *name;
} roles[] = {
        {ROLE_PUBLIC, "public"},
        {ROLE_FILLER, "filler"},
        {ROLE_LEGAL_REP, "legal_rep"},
        {ROLE_COUNTY, "county"},
        {ROLE_CITY, "city"},
        {ROLE_PROVINCE, "province"},
        {ROLE_ADMIN, "admin"},
        {ROLE_EXPERT, "expert"},
        {ROLE_AUDITOR, "auditor"},
};

static struct str roles_text(struct arena *a, unsigned bits)
{
	struct buf b;

	buf_init(&b, a, 256);
	for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
		if (!(bits & roles[i].role))
			continue;
		if (b.n)
			buf_ch(&b, ',');
		buf_c(&b, roles[i].name);
	}
	return buf_view(&b);
}

static const char *csrf_text(const struct route *r)
{
	if (r->method != HTTP_POST)
		return "-";
	return r->flags & ROUTE_NO_CSRF ? "no" : "csrf";
}

static int64_t body_limit(const struct route *r)
{
	if (r->method != HTTP_POST)
		return 0;
	return r->flags & ROUTE_UPLOAD ? HTTP_MAX_UPLOAD_BODY : HTTP_MAX_FORM_BODY;
}

int cmd_routes(int argc, char **argv)
{
	struct args args;
	struct arena a;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	if (outcome == ARGS_RUN) {
		printf("METHOD\tPATTERN\tROLES\tCSRF\tBODY-LIMIT\tTITLE\n");
		for (size_t i = 0; i < page_routes_n; i++) {
			const struct route *r = &page_routes[i];
			printf("%s\t%s\t%.*s\t%s\t%lld\t%s%s\n", http_method_name(r->method),
			        r->pattern, STR_ARG(roles_text(&a, r->roles)), csrf_text(r),
			        (long long)body_limit(r), r->title,
			        r->flags & ROUTE_DEMO_ONLY ? "（非生产模式）" : "");
		}
	}
	arena_free(&a);
	return outcome == ARGS_WRONG ? EXIT_USAGE : EXIT_OK;
}

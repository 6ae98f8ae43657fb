/* When there is no page to show: a refusal that says what to do, with the number under which the
 * log knows it. The page floor draws it; what is here works without any of that.
 */
#include "base/json.h"
#include "base/log.h"
#include "web/app.h"
#include "web/html.h"

int app_status(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return 200;
	case RC_INVALID:
		return 400;
	case RC_NOT_FOUND:
		return 404;
	case RC_FORBIDDEN:
		return 403;
	case RC_CONFLICT:
	case RC_STATE:
	case RC_DEADLINE:
		return 409;
	case RC_TOO_LARGE:
		return 413;
	case RC_LIMITED:
		return 429;
	case RC_BUSY:
		return 503;
	case RC_IO:
	case RC_DATA:
	case RC_INTERNAL:
	case RC__MAX:
		break;
	}
	return 500;
}

static const struct {
	int status;
	enum msgid msg;
	const char *title;
} problems[] = {
        {400, MSG_REQUEST_BAD, "请求有误"},
        {403, MSG_ROLE_FORBIDDEN, "没有权限"},
        {404, MSG_PAGE_NOT_FOUND, "没有找到"},
        {405, MSG_METHOD_WRONG, "访问方式有误"},
        {408, MSG_REQUEST_TIMEOUT, "接收超时"},
        {409, MSG_FORM_BAD, "情况已变化"},
        {411, MSG_REQUEST_BAD, "请求有误"},
        {413, MSG_BODY_TOO_LARGE, "内容过大"},
        {414, MSG_TARGET_TOO_LONG, "网址过长"},
        {415, MSG_FORM_TYPE, "格式不支持"},
        {422, MSG_FORM_BAD, "填写有误"},
        {429, MSG_TOO_MANY_REQUESTS, "操作过于频繁"},
        {431, MSG_HEADERS_TOO_LARGE, "请求过大"},
        {500, MSG_INTERNAL, "系统出错"},
        {503, MSG_SITE_BUSY, "系统正忙"},
};

/* What is said when the error itself says nothing. */
static struct err complete(int status, const struct err *e)
{
	struct err made = e ? *e : (struct err){0};

	for (size_t i = 0; made.msg == MSG_NONE && i < ARRAY_LEN(problems); i++)
		if (problems[i].status == status)
			made.msg = problems[i].msg;
	return made;
}

const char *problem_title(int status)
{
	for (size_t i = 0; i < ARRAY_LEN(problems); i++)
		if (problems[i].status == status)
			return problems[i].title;
	return "出错了";
}

static void problem_builtin(struct ctx *c, int status, const struct err *e)
{
	const struct config *config = c->app->o.config;
	struct buf *b = respond_html(c, status);

	buf_lit(b, "<!doctype html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\">"
	           "<meta name=\"viewport\" content=\"width=device-width\"><title>");
	buf_c(b, problem_title(status));
	buf_lit(b, "</title>\n<h1>");
	buf_c(b, problem_title(status));
	buf_lit(b, "</h1>\n<p>");
	html_attr(b, err_text(c->a, e));
	buf_lit(b, "</p>\n<p>请求编号：");
	html_attr(b, c->req->id);
	if (!str_empty(config->site_phone)) {
		buf_lit(b, "　咨询电话：");
		html_attr(b, config->site_phone);
	}
	buf_lit(b, "</p>\n<p><a href=\"/\">返回首页</a></p>\n</html>\n");
}

static void problem_json(struct ctx *c, int status, const struct err *e)
{
	struct buf b;

	buf_init(&b, c->a, 8192);
	buf_lit(&b, "{\"status\":");
	buf_i64(&b, status);
	buf_lit(&b, ",\"message\":");
	json_put_str(&b, err_text(c->a, e));
	buf_lit(&b, ",\"field\":");
	json_put_str(&b, str_c(e->field));
	buf_lit(&b, ",\"request\":");
	json_put_str(&b, c->req->id);
	buf_lit(&b, "}\n");
	(void)!respond_json(c, status, buf_view(&b));
}

static void empty_response(struct ctx *c)
{
	c->res->headers.n = MIN_OF(c->res->headers.n, c->keep_headers);
	c->res->body = (struct buf){0};
	c->res->bytes = c->res->file = str_none();
}

static void add_allow(struct ctx *c)
{
	bool get = c->req->allow & (1u << HTTP_GET), post = c->req->allow & (1u << HTTP_POST);

	http_header_set(c->res, c->a, STR("Allow"),
	        get && post ? STR("GET, HEAD, POST")
	        : get       ? STR("GET, HEAD")
	                    : STR("POST"));
}

void problem_respond(struct ctx *c, int status, const struct err *e)
{
	struct err shown = complete(status, e);

	if (status >= 500) {
		log_line(LOG_ERROR, "web", "request %.*s status %d", STR_ARG(c->req->id), status);
		if (e && e->code != RC_OK)
			log_err(LOG_ERROR, "web", e);
	}
	empty_response(c);
	if (c->route && (c->route->flags & ROUTE_API)) {
		problem_json(c, status, &shown);
	} else if (!c->app->o.problem || c->app->o.problem(c, status, &shown) != RC_OK) {
		empty_response(c);
		problem_builtin(c, status, &shown);
	}
	if (status == 405)
		add_allow(c);
	if (status == 429 || status == 503)
		http_header_set(c->res, c->a, STR("Retry-After"), STR("60"));
}

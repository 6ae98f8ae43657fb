/* The few ways to answer, so that no page writes a header by hand. */
#include "web/app.h"
#include "web/urlparse.h"

#define PAGE_ROOM ((size_t)128 << 10) /* most pages never move; what is not touched costs nothing */

static void respond_type(struct ctx *c, int status, struct str type)
{
	c->res->status = status;
	http_header_set(c->res, c->a, STR("Content-Type"), type);
}

struct buf *respond_html(struct ctx *c, int status)
{
	/* All is read when a page begins: others may read while this one is written. */
	ctx_db_end(c);
	respond_type(c, status, STR("text/html; charset=utf-8"));
	buf_init(&c->res->body, c->a, HTTP_MAX_PAGE);
	buf_reserve(&c->res->body, PAGE_ROOM);
	return &c->res->body;
}

/* "/x" but neither "//x" nor "/\x" (which browsers read as another host), no controls. */
static bool path_is_local(struct str path)
{
	if (path.n == 0 || path.n > HTTP_MAX_TARGET || path.p[0] != '/')
		return false;
	if (path.n > 1 && path.p[1] == '/')
		return false;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7f || path.p[i] == '\\')
			return false;
	return true;
}

enum rc respond_redirect(struct ctx *c, struct str path)
{
	if (!path_is_local(path))
		path = STR("/");
	c->res->status = 303;
	/* What is encoded stays so; Chinese and blanks become %XX. */
	path = percent_encode(c->a, path, "/?#&=%+:@!$'()*,;[]");
	http_header_set(c->res, c->a, STR("Location"), path);
	return RC_OK;
}

enum rc respond_json(struct ctx *c, int status, struct str json)
{
	respond_type(c, status, STR("application/json; charset=utf-8"));
	c->res->bytes = json;
	return RC_OK;
}

/* RFC 6266: an ASCII name for old clients, the real one percent-encoded as RFC 8187 has it. */
static struct str disposition(struct arena *a, struct str filename)
{
	struct buf b;

	buf_init(&b, a, 8192);
	buf_lit(&b, "attachment; filename=\"");
	for (size_t i = 0; i < filename.n && i < 200; i++) {
		char ch = filename.p[i];
		bool plain = ch >= 0x20 && ch < 0x7f && ch != '"' && ch != '\\' && ch != '/' &&
		             ch != '%';
		buf_ch(&b, plain ? ch : '_');
	}
	buf_lit(&b, "\"; filename*=UTF-8''");
	buf_str(&b, percent_encode(a, str_sub(filename, 0, 600), "!#$&+^`|"));
	return buf_view(&b);
}

static void download_headers(struct ctx *c, struct str mime, struct str filename)
{
	respond_type(c, 200, mime);
	http_header_set(c->res, c->a, STR("Content-Disposition"), disposition(c->a, filename));
	http_header_set(
	        c->res, c->a, STR("Content-Security-Policy"), STR("sandbox; default-src 'none'"));
	http_header_set(c->res, c->a, STR("Cache-Control"), STR("private, no-store"));
}

enum rc respond_download(struct ctx *c, struct str mime, struct str filename, struct str bytes)
{
	download_headers(c, mime, filename);
	c->res->bytes = bytes.p ? bytes : STR("");
	return RC_OK;
}

enum rc respond_blob(struct ctx *c, struct str mime, struct str filename, struct str path)
{
	download_headers(c, mime, filename);
	c->res->file = str_dup(c->a, path);
	return RC_OK;
}

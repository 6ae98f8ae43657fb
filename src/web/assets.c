/* Static files: compressed and named by their content when the program starts, so that a request
 * costs a lookup and no copy. */
#include "web/assets.h"

#include "base/deflate.h"
#include "base/embedded.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/vec.h"
#include "web/header.h"
#include "web/urlparse.h"

#define TAG_CHARS 16
#define VERSION_CHARS 8
#define WORTH_COMPRESSING 200

static const struct str prefix = STR_INIT("/static/");

struct asset {
	struct str path; /* "/static/css/tidu.css" */
	struct str url;  /* with ?v= */
	struct str version;
	struct str type;
	struct str bytes, etag;
	struct str gz, gz_etag; /* gz missing when it would not be smaller */
};

struct assets {
	struct map by_path;
	struct arena *a;
};

static const struct {
	const char *ending;
	struct str type;
	bool text;
} types[] = {
        {".css", STR_INIT("text/css; charset=utf-8"), true},
        {".js", STR_INIT("text/javascript; charset=utf-8"), true},
        {".svg", STR_INIT("image/svg+xml"), true},
        {".json", STR_INIT("application/json; charset=utf-8"), true},
        {".txt", STR_INIT("text/plain; charset=utf-8"), true},
        {".html", STR_INIT("text/html; charset=utf-8"), true},
        {".png", STR_INIT("image/png"), false},
        {".jpg", STR_INIT("image/jpeg"), false},
        {".ico", STR_INIT("image/x-icon"), false},
        {".woff2", STR_INIT("font/woff2"), false},
        {".pdf", STR_INIT("application/pdf"), false},
};

static struct str type_of(struct str path, bool *text)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_ends(path, str_c(types[i].ending))) {
			*text = types[i].text;
			return types[i].type;
		}
	*text = false;
	return STR("application/octet-stream");
}

static struct str compress_gzip(struct arena *a, struct str in)
{
	struct buf b;

	buf_init(&b, a, in.n + 1024);
	deflate_put(deflate_new(a, DEFLATE_GZIP), &b, in, true);
	return b.overflow ? in : buf_view(&b);
}

static void asset_add(struct assets *as, struct str file, struct str bytes)
{
	struct asset *s = ARENA_NEW(as->a, struct asset);
	struct str hex = hash_hex(as->a, hash_sha256(bytes)), gz;
	bool text;

	s->path = str_cat(as->a, STR("/"), file);
	s->bytes = bytes.p ? bytes : STR("");
	s->version = str_sub(hex, 0, VERSION_CHARS);
	s->url = str_fmt(as->a, "%.*s?v=%.*s", STR_ARG(s->path), STR_ARG(s->version));
	s->type = type_of(file, &text);
	s->etag = str_fmt(as->a, "\"%.*s\"", TAG_CHARS, hex.p);
	s->gz_etag = str_fmt(as->a, "\"%.*s-gz\"", TAG_CHARS, hex.p);
	if (text && bytes.n > WORTH_COMPRESSING) {
		gz = compress_gzip(as->a, bytes);
		if (gz.n < bytes.n)
			s->gz = gz;
	}
	map_put(&as->by_path, s->path, s);
}

struct assets *assets_open(struct arena *a)
{
	struct assets *as = ARENA_NEW(a, struct assets);
	struct str path, bytes;

	as->a = a;
	map_init(&as->by_path, a);
	for (size_t i = 0; i < embedded_count(); i++) {
		embedded_at(i, &path, &bytes);
		if (str_starts(path, STR("static/")))
			asset_add(as, path, bytes);
	}
	return as;
}

struct str asset_url(const struct assets *as, struct str name)
{
	char path[256];

	if (name.n > sizeof(path) - prefix.n)
		return prefix;
	memcpy(path, prefix.p, prefix.n);
	if (name.n)
		memcpy(path + prefix.n, name.p, name.n);
	const struct asset *s = map_get(&as->by_path, (struct str){path, prefix.n + name.n});
	return s ? s->url : prefix;
}

/* Only the URL that names this very content may be kept for ever. */
static struct str cache_control(const struct asset *s, struct str query)
{
	bool exact = str_starts(query, STR("v=")) && str_eq(str_sub(query, 2, query.n), s->version);

	return exact ? STR("public, max-age=31536000, immutable") : STR("public, max-age=300");
}

bool assets_respond(
        const struct assets *as, const struct http_req *req, struct http_res *res, struct arena *a)
{
	const struct asset *s = map_get(&as->by_path, req->path);

	if (!s)
		return false;
	bool gz = s->gz.p && header_accepts(http_header_get(req, "accept-encoding"), "gzip");
	struct str etag = gz ? s->gz_etag : s->etag;
	struct str match = http_header_get(req, "if-none-match");
	http_header_literal(res, a, STR("ETag"), etag);
	http_header_literal(res, a, STR("Cache-Control"), cache_control(s, req->query));
	if (s->gz.p)
		http_header_literal(res, a, STR("Vary"), STR("Accept-Encoding"));
	if (match.p && header_etag_match(match, etag)) {
		res->status = 304;
		return true;
	}
	res->status = 200;
	http_header_literal(res, a, STR("Content-Type"), s->type);
	if (gz)
		http_header_literal(res, a, STR("Content-Encoding"), STR("gzip"));
	res->bytes = gz ? s->gz : s->bytes;
	return true;
}

/* A form body: refused, or at most so many fields of clean text with line ends LF. */
#include "base/utf8.h"
#include "web/urlenc.h"
#include "web/urlparse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static struct str encode(struct arena *a, const struct form *f)
{
	struct buf b;

	buf_init(&b, a, (size_t)64 << 20);
	for (size_t i = 0; i < f->n; i++) {
		buf_str(&b, percent_encode(a, f->v[i].name, ""));
		buf_ch(&b, '=');
		buf_str(&b, percent_encode(a, f->v[i].value, ""));
		buf_ch(&b, '&');
	}
	return buf_view(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form f = {0}, again = {0};
	struct arena a;
	struct err e;

	arena_init(&a, 0);
	enum rc rc = urlenc_parse(&a, (struct str){(const char *)data, size}, &f, &e);
	must(rc == RC_OK || ((rc == RC_INVALID || rc == RC_TOO_LARGE) && f.n == 0));
	must(f.n <= FORM_MAX_FIELDS);
	for (size_t i = 0; i < f.n; i++) {
		struct str v = f.v[i].value;
		must(f.v[i].name.n > 0 && utf8_valid(f.v[i].name) && v.p && utf8_valid(v));
		must(v.n == 0 || (!memchr(v.p, '\0', v.n) && !memchr(v.p, '\r', v.n)));
		must(!f.v[i].bad_text || v.n == 0);
	}
	if (rc == RC_OK) {
		must(urlenc_parse(&a, encode(&a, &f), &again, &e) == RC_OK && again.n == f.n);
		for (size_t i = 0; i < f.n; i++)
			must(str_eq(again.v[i].value, f.v[i].value));
	}
	arena_free(&a);
	return 0;
}

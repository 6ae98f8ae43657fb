/* First line: the content type; the rest: the body. Refused, or parts that lie inside the body. */
#include "base/utf8.h"
#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static void check_part(const struct form_value *v, struct str body)
{
	must(v->name.n > 0 && v->name.n <= 200 && utf8_valid(v->name));
	must(!utf8_has_invisible(v->name) && v->value.p);
	if (!v->filename.p) {
		must(utf8_valid(v->value));
		return;
	}
	must(v->filename.n <= 255 && utf8_valid(v->filename) && !utf8_has_invisible(v->filename));
	must(str_index(v->filename, '/') == v->filename.n);
	must(str_index(v->filename, '\\') == v->filename.n);
	must(v->value.n == 0 ||
	        (v->value.p >= body.p && v->value.p + v->value.n <= body.p + body.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = {(const char *)data, size}, type;
	struct form f = {0};
	struct arena a;
	struct err e;

	arena_init(&a, 0);
	if (size > 0 && str_cut(&body, '\n', &type) && body.p) {
		enum rc rc = multipart_parse(&a, type, body, &f, &e);
		must(rc == RC_OK || ((rc == RC_INVALID || rc == RC_TOO_LARGE) && f.n == 0));
		must(f.n <= FORM_MAX_FIELDS);
		for (size_t i = 0; i < f.n; i++)
			check_part(&f.v[i], body);
	}
	arena_free(&a);
	return 0;
}

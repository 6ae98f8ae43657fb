/* A request target, whatever it is: refused, or a path that holds what the header promises. */
#include "base/utf8.h"
#include "web/http.h"
#include "web/urlparse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static void check_path(struct str path)
{
	struct str rest = path, segment;

	must(path.n > 0 && path.p[0] == '/' && utf8_valid(path));
	must(!memchr(path.p, '\0', path.n) && !memchr(path.p, '\\', path.n));
	while (str_cut(&rest, '/', &segment))
		must(!str_eqc(segment, ".") && !str_eqc(segment, ".."));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = {(const char *)data, size}, again;
	struct target t, second;
	struct arena a;

	arena_init(&a, 0);
	int status = target_parse(&a, s, &t);
	must(status == 0 || status == 400 || status == 414);
	if (status == 0 && !str_eqc(t.path, "*")) {
		check_path(t.path);
		/* Encoded again it is the same path: nothing was read in two ways. */
		must(t.path.n > HTTP_MAX_TARGET / 3 ||
		        target_parse(&a, percent_encode(&a, t.path, "/"), &second) == 0);
		must(t.path.n > HTTP_MAX_TARGET / 3 || str_eq(second.path, t.path));
	}
	must(percent_decode(&a, percent_encode(&a, s, ""), false, &again) && str_eq(again, s));
	arena_free(&a);
	return 0;
}

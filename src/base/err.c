/* How everything fails: see the header. */
#include "base/err.h"

#include <stdarg.h>

#include "base/buf.h"
#include "base/utf8.h"

enum rc err_set(struct err *e, enum rc code, enum msgid msg)
{
	if (e)
		*e = (struct err){.code = code, .msg = msg};
	return code;
}

static void copy_text(char *to, size_t size, struct str s)
{
	while (s.n > size - 1)
		s = utf8_truncate(s, MIN_OF(size - 1, utf8_count(s) - 1));
	if (s.n)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

enum rc err_field(struct err *e, enum rc code, enum msgid msg, const char *field)
{
	err_set(e, code, msg);
	if (e)
		copy_text(e->field, sizeof(e->field), str_c(field));
	return code;
}

enum rc err_arg(struct err *e, int which, struct str value)
{
	if (!e)
		return RC_INTERNAL;
	copy_text(e->arg[which], sizeof(e->arg[which]), value);
	return e->code;
}

enum rc err_argf(struct err *e, const char *fmt, ...)
{
	char text[2 * sizeof(e->arg[0])]; /* a character cut at its end is cut again below */
	va_list ap;

	if (!e)
		return RC_INTERNAL;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	copy_text(e->arg[0], sizeof(e->arg[0]), str_c(text));
	return e->code;
}

enum rc err_detail(struct err *e, enum rc code, enum msgid msg, const char *fmt, ...)
{
	va_list ap;

	err_set(e, code, msg);
	if (e) {
		char text[2 * sizeof(e->detail)];
		va_start(ap, fmt);
		vsnprintf(text, sizeof(text), fmt, ap);
		va_end(ap);
		copy_text(e->detail, sizeof(e->detail), str_c(text));
	}
	return code;
}

struct str err_text(struct arena *a, const struct err *e)
{
	struct str t = str_c(msg_text(e->msg));
	struct buf b;

	buf_init(&b, a, 4096);
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] == '{' && i + 2 < t.n && t.p[i + 2] == '}' &&
		        (t.p[i + 1] == '0' || t.p[i + 1] == '1')) {
			buf_c(&b, e->arg[t.p[i + 1] - '0']);
			i += 2;
		} else {
			buf_ch(&b, t.p[i]);
		}
	}
	return buf_view(&b);
}

const char *rc_name(enum rc rc)
{
	static const char *const names[RC__MAX] = {
	        [RC_OK] = "ok",
	        [RC_INVALID] = "invalid",
	        [RC_NOT_FOUND] = "not_found",
	        [RC_FORBIDDEN] = "forbidden",
	        [RC_CONFLICT] = "conflict",
	        [RC_STATE] = "state",
	        [RC_DEADLINE] = "deadline",
	        [RC_TOO_LARGE] = "too_large",
	        [RC_LIMITED] = "limited",
	        [RC_BUSY] = "busy",
	        [RC_IO] = "io",
	        [RC_DATA] = "data",
	        [RC_INTERNAL] = "internal",
	};

	return rc < RC__MAX && names[rc] ? names[rc] : "?";
}

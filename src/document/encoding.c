/* The only place that knows other encodings than UTF-8; iconv lives here and nowhere else. */
#include <errno.h>
#include <iconv.h>

#include "document/encoding.h"

#include "base/buf.h"
#include "base/utf8.h"

static const struct {
	const char *name; /* for iconv and for people */
	struct str mark;
} encodings[ENCODING__MAX] = {
        [ENCODING_UTF8] = {"UTF-8", STR_INIT("")},
        [ENCODING_UTF8_BOM] = {"UTF-8", STR_INIT("\xEF\xBB\xBF")},
        [ENCODING_UTF16LE] = {"UTF-16LE", STR_INIT("\xFF\xFE")},
        [ENCODING_UTF16BE] = {"UTF-16BE", STR_INIT("\xFE\xFF")},
        [ENCODING_GB18030] = {"GB18030", STR_INIT("")},
};

const char *encoding_name(enum encoding which)
{
	return which < ENCODING__MAX ? encodings[which].name : "?";
}

/* Many good multi-byte sequences and few bad ones: UTF-8 that was damaged or cut, not GB18030
 * (whose text has almost none by chance). *bad_at is the first bad byte. */
static bool mostly_utf8(struct str s, size_t *bad_at)
{
	size_t good = 0, bad = 0, i = 0;

	*bad_at = s.n;
	while (i < s.n) {
		size_t at = i;

		if (utf8_next(s, &i) >= 0) {
			good += i - at > 2;
			continue;
		}
		if (bad++ == 0)
			*bad_at = at;
	}
	return good > 0 && good >= bad * 4;
}

static size_t line_of(struct str s, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at && i < s.n; i++)
		line += s.p[i] == '\n';
	return line;
}

/* Text has no controls but these; a binary file nearly always does in its first bytes. */
static bool looks_binary(struct str s)
{
	for (size_t i = 0; i < s.n && i < 65536; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 && !memchr("\t\n\v\f\r\x1a", c, 6))
			return true;
	}
	return false;
}

static enum rc convert(struct arena *a, struct str in, const char *from, size_t max,
        struct str *out, struct err *e)
{
	enum rc rc = RC_OK;
	struct buf b;
	char chunk[16384];
	char *src;
	size_t left = in.n;
	iconv_t cd = iconv_open("UTF-8", from);

	if (cd == (iconv_t)-1)
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "iconv has no %s", from);
	buf_init(&b, a, max);
	buf_reserve(&b, MIN_OF(max, in.n + in.n / 2));
	src = str_cstr(a, str_none());
	/* iconv wants char ** but does not write through it. */
	memcpy(&src, &in.p, sizeof(src));
	while (left > 0) {
		char *dst = chunk;
		size_t room = sizeof(chunk);
		size_t did = iconv(cd, &src, &left, &dst, &room);

		buf_put(&b, chunk, sizeof(chunk) - room);
		if (did == (size_t)-1 && errno != E2BIG) {
			rc = err_set(e, RC_INVALID, MSG_TEXT_ENCODING);
			break;
		}
		if (b.overflow) {
			rc = err_set(e, RC_TOO_LARGE, MSG_TABLE_TOO_LARGE);
			err_argf(e, "%zu MiB", max >> 20);
			break;
		}
	}
	iconv_close(cd);
	if (rc == RC_OK)
		*out = buf_view(&b);
	return rc;
}

enum rc encoding_to_utf8(struct arena *a, struct str bytes, size_t max, struct str *out,
        enum encoding *which, struct err *e)
{
	enum encoding found = ENCODING_UTF8;
	size_t bad_at = 0;

	if (bytes.n > max) {
		err_set(e, RC_TOO_LARGE, MSG_TABLE_TOO_LARGE);
		return err_argf(e, "%zu MiB", max >> 20), RC_TOO_LARGE;
	}
	for (enum encoding i = ENCODING_UTF8_BOM; i <= ENCODING_UTF16BE; i++)
		if (str_starts(bytes, encodings[i].mark))
			found = i;
	struct str body = str_sub(bytes, encodings[found].mark.n, bytes.n);
	if (found == ENCODING_UTF16LE || found == ENCODING_UTF16BE) {
		TRY(convert(a, body, encodings[found].name, max, out, e));
		*which = found;
		return RC_OK;
	}
	if (utf8_valid(body)) {
		*out = body;
		*which = found;
		return RC_OK;
	}
	if (mostly_utf8(body, &bad_at) || found == ENCODING_UTF8_BOM) {
		err_set(e, RC_INVALID, MSG_TEXT_DAMAGED);
		err_argf(e, "%zu", line_of(body, bad_at));
		return RC_INVALID;
	}
	if (looks_binary(body))
		return err_set(e, RC_INVALID, MSG_TEXT_ENCODING);
	TRY(convert(a, body, encodings[ENCODING_GB18030].name, max, out, e));
	*which = ENCODING_GB18030;
	return RC_OK;
}

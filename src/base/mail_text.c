/* Nothing that somebody typed may end a header line: addresses are refused, texts are encoded. */
#include "base/mail_text.h"

#include "base/buf.h"

#define LOCAL_MAX 64
#define LABEL_MAX 63
#define WORD_BYTES 18 /* of the source in one encoded word: three characters each and its frame, behind "Subject: ", make 75 */

static bool alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool local_ok(struct str s)
{
	static const struct str more = STR_INIT(".!#$%&'*+-/=?^_`{|}~");

	if (s.n == 0 || s.n > LOCAL_MAX || s.p[0] == '.' || s.p[s.n - 1] == '.' || str_has(s, STR("..")))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!alnum(s.p[i]) && str_index(more, s.p[i]) == more.n)
			return false;
	return true;
}

static bool label_ok(struct str s)
{
	if (s.n == 0 || s.n > LABEL_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

bool mail_address_ok(struct str s)
{
	size_t at = str_index(s, '@'), labels = 0;
	struct str domain, label;

	if (s.n > MAIL_ADDRESS_MAX || at == s.n || !local_ok(str_sub(s, 0, at)))
		return false;
	domain = str_sub(s, at + 1, s.n);
	bool local = str_eqc(domain, "localhost");
	while (str_cut(&domain, '.', &label)) {
		if (!label_ok(label))
			return false;
		labels++;
	}
	return labels > 1 || local;
}

struct str mail_domain(struct str address)
{
	return str_sub(address, str_index(address, '@') + 1, address.n);
}

struct str mail_address_hint(struct arena *a, struct str address)
{
	return STR_JOIN(a, str_sub(address, 0, 1), STR("***@"), mail_domain(address));
}

static bool plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	return s.n <= 60 && !str_has(s, STR("=?"));
}

/* The bytes of one character, whole. */
static size_t char_bytes(struct str s, size_t i)
{
	size_t n = 1;

	while (i + n < s.n && ((unsigned char)s.p[i + n] & 0xC0) == 0x80)
		n++;
	return n;
}

struct str mail_header_text(struct arena *a, struct str text)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i = 0, in_word;
	struct buf b;

	if (plain(text))
		return str_dup(a, text);
	buf_init(&b, a, text.n * 8 + 64);
	while (i < text.n) {
		if (i)
			buf_lit(&b, "\r\n ");
		buf_lit(&b, "=?UTF-8?Q?");
		for (in_word = 0; i < text.n && in_word + char_bytes(text, i) <= WORD_BYTES;) {
			for (size_t n = char_bytes(text, i); n; n--, i++, in_word++) {
				unsigned char c = (unsigned char)text.p[i];
				c = c < ' ' || c == 0x7F ? ' ' : c;
				buf_ch(&b, '=');
				buf_ch(&b, hex[c >> 4]);
				buf_ch(&b, hex[c & 15]);
			}
		}
		buf_lit(&b, "?=");
	}
	return buf_view(&b);
}

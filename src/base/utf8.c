/* One strict decoder, so that no two parts of the program disagree on what a text says. */
#include "base/utf8.h"

int32_t utf8_next(struct str s, size_t *i)
{
	if (*i >= s.n)
		return -1;
	const unsigned char *p = (const unsigned char *)s.p + *i;
	size_t left = s.n - *i;
	int32_t cp;
	size_t len;

	if (p[0] < 0x80) {
		*i += 1;
		return p[0];
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		len = 2;
		cp = p[0] & 0x1f;
	} else if ((p[0] & 0xf0) == 0xe0) {
		len = 3;
		cp = p[0] & 0x0f;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		len = 4;
		cp = p[0] & 0x07;
	} else {
		*i += 1;
		return -1;
	}
	if (len > left)
		goto bad;
	for (size_t k = 1; k < len; k++) {
		if ((p[k] & 0xc0) != 0x80)
			goto bad;
		cp = (cp << 6) | (p[k] & 0x3f);
	}
	if ((len == 3 && (cp < 0x800 || (cp >= 0xd800 && cp <= 0xdfff))) ||
	        (len == 4 && (cp < 0x10000 || cp > 0x10ffff)))
		goto bad;
	*i += len;
	return cp;
bad:
	*i += 1;
	return -1;
}

bool utf8_valid(struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		uint64_t eight;
		/* Eight at a time while they are ASCII. */
		while (s.n - i >= sizeof(eight)) {
			memcpy(&eight, s.p + i, sizeof(eight));
			if (eight & 0x8080808080808080u)
				break;
			i += sizeof(eight);
		}
		if (i < s.n && utf8_next(s, &i) < 0)
			return false;
	}
	return true;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

size_t utf8_put(char out[4], int32_t cp)
{
	if (cp < 0 || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | (cp >> 6));
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | (cp >> 12));
		out[1] = (char)(0x80 | ((cp >> 6) & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | (cp >> 18));
	out[1] = (char)(0x80 | ((cp >> 12) & 0x3f));
	out[2] = (char)(0x80 | ((cp >> 6) & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

struct str utf8_truncate(struct str s, size_t max)
{
	size_t i = 0;

	while (max-- > 0 && i < s.n)
		(void)utf8_next(s, &i);
	return str_sub(s, 0, i);
}

struct str utf8_halfwidth(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0, i = 0;

	while (i < s.n) {
		size_t at = i;
		int32_t cp = utf8_next(s, &i);
		if (cp == 0x3000)
			cp = ' ';
		else if (cp >= 0xff01 && cp <= 0xff5e)
			cp -= 0xfee0;
		else {
			memcpy(out + n, s.p + at, i - at);
			n += i - at;
			continue;
		}
		out[n++] = (char)cp;
	}
	return (struct str){out, n};
}

/* Ascending. Joiners and marks that Chinese text needs (variation selectors) are not among them. */
static const struct {
	int32_t first, last;
} invisible[] = {
        {0x00, 0x08},
        {0x0b, 0x0c},
        {0x0e, 0x1f},
        {0x7f, 0x9f},
        {0xad, 0xad},
        {0x61c, 0x61c},
        {0x115f, 0x1160},
        {0x180e, 0x180e},
        {0x200b, 0x200f},
        {0x2028, 0x202e},
        {0x2060, 0x206f},
        {0x3164, 0x3164},
        {0xfeff, 0xfeff},
        {0xffa0, 0xffa0},
        {0xfff9, 0xfffb},
        {0xe0000, 0xe007f},
};

bool utf8_has_invisible(struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		int32_t cp = utf8_next(s, &i);
		if (cp < 0)
			return true;
		for (size_t k = 0; k < ARRAY_LEN(invisible) && cp >= invisible[k].first; k++)
			if (cp <= invisible[k].last)
				return true;
	}
	return false;
}

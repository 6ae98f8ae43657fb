/* The arithmetic of GB 32100-2015 and GB 11714, and the sentences that say what is wrong. */
#include "domain/uscc.h"

#include "base/utf8.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/* 3^(i-1) mod 31 */
static const int8_t weight[USCC_LEN - 1] = {
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
static const int8_t org_weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};

enum { MOD = 31, ORG_AT = 8, ORG_BODY = 8, REGION_AT = 2, REGION_END = 8 };

static int value_of(char c)
{
	const char *p = c ? strchr(alphabet, c) : NULL;

	return p ? (int)(p - alphabet) : -1;
}

char uscc_check_char(struct str s)
{
	int sum = 0;

	if (s.n != USCC_LEN - 1)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		int v = value_of(s.p[i]);
		if (v < 0)
			return 0;
		sum += v * weight[i];
	}
	return alphabet[(MOD - sum % MOD) % MOD];
}

char uscc_org_check_char(struct str s)
{
	int sum = 0;

	if (s.n != ORG_BODY)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
			return 0;
		sum += (c <= '9' ? c - '0' : c - 'A' + 10) * org_weight[i];
	}
	int check = 11 - sum % 11;
	return check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
}

static size_t blank_len(struct str s, size_t i)
{
	size_t next = i;
	int32_t cp = utf8_next(s, &next);

	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x3000 || cp == 0xa0 ? next - i : 0;
}

struct str uscc_trim(struct str s)
{
	size_t first = 0, last = 0, i = 0, n;

	while (first < s.n && (n = blank_len(s, first)) > 0)
		first += n;
	while (i < s.n) {
		n = blank_len(s, i);
		if (n == 0) {
			(void)utf8_next(s, &i);
			last = i;
		} else {
			i += n;
		}
	}
	return str_sub(s, first, last > first ? last - first : 0);
}

struct str uscc_normalise(struct arena *a, struct str typed)
{
	return str_upper(a, utf8_halfwidth(a, uscc_trim(typed)));
}

/* First character that no code has at its place. */
static bool find_wrong(struct str code, struct uscc_result *r)
{
	size_t i = 0, position = 0;

	while (i < code.n) {
		size_t at = i;
		int32_t cp = utf8_next(code, &i);
		bool digit = cp >= '0' && cp <= '9';
		bool region = position >= REGION_AT && position < REGION_END;
		position++;
		if (digit || (!region && cp > 0 && cp < 0x80 && value_of((char)cp) >= 0))
			continue;
		r->position = position;
		r->wrong = str_sub(code, at, i - at);
		return true;
	}
	return false;
}

static size_t characters(struct str s)
{
	size_t i = 0, n = 0;

	for (; i < s.n; n++)
		(void)utf8_next(s, &i);
	return n;
}

static bool looks_rounded(struct str code)
{
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < '0' || code.p[i] > '9')
			return false;
	return str_ends(code, STR("000"));
}

struct uscc_result uscc_check(struct str code)
{
	struct uscc_result r = {.length = characters(code)};

	if (code.n == 0) {
		r.problem = USCC_EMPTY;
		return r;
	}
	if (r.length != USCC_LEN) {
		r.problem = USCC_LENGTH;
		return r;
	}
	if (find_wrong(code, &r)) {
		r.problem = USCC_CHARACTER;
		return r;
	}
	r.expected = uscc_check_char(str_sub(code, 0, USCC_LEN - 1));
	r.org_expected = uscc_org_check_char(str_sub(code, ORG_AT, ORG_BODY));
	r.org_ok = code.p[ORG_AT + ORG_BODY] == r.org_expected;
	if (code.p[USCC_LEN - 1] != r.expected) {
		r.problem = USCC_CHECK;
		r.position = USCC_LEN;
		r.wrong = str_sub(code, USCC_LEN - 1, 1);
		r.lost_precision = looks_rounded(code);
	}
	return r;
}

/* What the writer of a wrong character most likely meant. */
static const char *advice(struct str wrong, size_t position)
{
	size_t i = 0;
	int32_t cp = utf8_next(wrong, &i);

	if (cp >= 0xff01 && cp <= 0xff5e)
		return "是全角字符，请改为半角";
	if (cp < 0)
		return "不是有效的 UTF-8 文字";
	if (cp <= 0x20 || cp == 0xa0 || cp == 0x3000 || utf8_has_invisible(wrong))
		return "是空格或看不见的字符，请删去";
	if (cp >= 'a' && cp <= 'z')
		return "是小写字母，请改为大写";
	if (cp == 'I' || cp == 'O' || cp == 'S' || cp == 'V' || cp == 'Z')
		return "不会出现在代码中（代码不用字母 I、O、S、V、Z，请核对是否为数字 1、0、5、2 "
		       "等）";
	if (position > REGION_AT && position <= REGION_END)
		return "应为数字（第 3 至 8 位是行政区划代码）";
	return "不会出现在代码中";
}

static struct str printable(struct arena *a, struct str s)
{
	if (utf8_valid(s) && !utf8_has_invisible(s) && (unsigned char)s.p[0] > 0x20)
		return s;
	return str_fmt(a, "\\x%02X", (unsigned char)s.p[0]);
}

struct str uscc_explain(struct arena *a, const struct uscc_result *r)
{
	switch (r->problem) {
	case USCC_OK:
	case USCC__MAX:
		return STR("");
	case USCC_EMPTY:
		return STR("未填写统一社会信用代码");
	case USCC_LENGTH:
		return str_fmt(a, "应为 18 位，现为 %zu 位", r->length);
	case USCC_CHARACTER:
		return str_fmt(a, "第 %zu 位“%.*s”%s", r->position, STR_ARG(printable(a, r->wrong)),
		        advice(r->wrong, r->position));
	case USCC_CHECK:
		if (r->lost_precision)
			return str_fmt(a,
			        "校验码不符：第 18 位应为“%c”，现为“%.*s”；末尾为 000，"
			        "很可能是表格软件把代码当作数字而丢了末位，请按营业执照改正",
			        r->expected, STR_ARG(r->wrong));
		return str_fmt(a, "校验码不符：按前 17 位计算，第 18 位应为“%c”，现为“%.*s”%s",
		        r->expected, STR_ARG(r->wrong),
		        r->org_ok ? "；第 9 至 17 位组织机构代码自身无误"
		                  : "；第 9 至 17 位组织机构代码也不符，请逐位核对");
	}
	return STR("");
}

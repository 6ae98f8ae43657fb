/* Blindness is a function, so that every page that shows material goes through the same one. */
#include "domain/redact.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"

#define BLANK 0x20
#define CODE_LENGTH 18 /* of a credit code and of an identity number */

struct glyph {
	int32_t cp;	 /* folded; BLANK for every kind of blank */
	size_t from, to; /* in the text */
};
struct glyphs {
	struct glyph *v;
	size_t n, cap;
};

/* --- folding --------------------------------------------------------------------------------------- */

static int32_t fold(int32_t cp)
{
	if (cp == '\t' || cp == 0xa0 || cp == 0x3000 || cp == 0x200b)
		return BLANK;
	if (cp >= 0xff01 && cp <= 0xff5e)
		cp -= 0xfee0;
	return cp >= 'a' && cp <= 'z' ? cp - 'a' + 'A' : cp;
}

static void glyphs_of(struct arena *a, struct str s, struct glyphs *out)
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		int32_t cp = utf8_next(s, &i);
		VEC_PUSH(a, out, ((struct glyph){fold(cp), from, i}));
	}
}

static bool digit(int32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool alnum(int32_t cp)
{
	return digit(cp) || (cp >= 'A' && cp <= 'Z');
}

static int32_t at(const struct glyphs *g, size_t i)
{
	return i < g->n ? g->v[i].cp : -1;
}

/* --- what is looked for ---------------------------------------------------------------------------- */

void redact_term(struct arena *a, struct strs *terms, struct str term)
{
	term = str_trim(term);
	if (utf8_count(term) < 2)
		return;
	for (size_t i = 0; i < terms->n; i++)
		if (str_eq(terms->v[i], term))
			return;
	VEC_PUSH(a, terms, term);
}

static struct str without_tail(struct str s, const char *const *tails, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str t = str_c(tails[i]);
		if (str_ends(s, t) && s.n > t.n)
			return str_sub(s, 0, s.n - t.n);
	}
	return s;
}

static struct str without_form(struct str s)
{
	static const char *const forms[] = {"股份有限公司", "有限责任公司", "有限公司", "股份公司",
		"总公司", "公司", "集团", "股份", "合作社", "总厂"};

	for (size_t i = 0; i < 3; i++)
		s = without_tail(s, forms, ARRAY_LEN(forms));
	return s;
}

static struct str without_places(struct str s, const struct strs *places)
{
	bool cut = true;

	while (cut) {
		cut = false;
		for (size_t i = 0; places && i < places->n; i++) {
			struct str p = places->v[i];
			if (p.n == 0 || s.n <= p.n || !str_starts(s, p))
				continue;
			s = str_sub(s, p.n, s.n);
			cut = true;
		}
	}
	return s;
}

static struct str without_trade(struct str s)
{
	static const char *const trades[] = {"科技", "技术", "机械", "设备", "制造", "电子", "电气",
		"实业", "工业", "新材料", "材料", "化工", "医药", "生物", "食品", "智能", "装备", "环保",
		"能源", "建材", "纺织", "服饰", "汽车", "部件", "零部件", "软件", "信息", "发展", "贸易",
		"金属", "制品", "橡塑", "塑料", "工程"};

	for (size_t i = 0; i < 3; i++) {
		struct str shorter = without_tail(s, trades, ARRAY_LEN(trades));
		if (utf8_count(shorter) < 2)
			break;
		s = shorter;
	}
	return s;
}

struct str name_core(struct str name, const struct strs *places)
{
	struct str core = without_places(without_form(str_trim(name)), places);

	return utf8_count(core) < 2 ? str_trim(name) : core;
}

void redact_enterprise(struct arena *a, struct strs *terms, struct str name, const struct strs *places)
{
	struct str core = name_core(name, places);

	redact_term(a, terms, name);
	redact_term(a, terms, without_form(str_trim(name)));
	redact_term(a, terms, core);
	redact_term(a, terms, without_trade(core));
}

/* --- matching --------------------------------------------------------------------------------------- */

/* Glyphs of `g` from `i` on that spell the term, blanks in between not counted; 0: they do not. */
static size_t spells(const struct glyphs *g, size_t i, const struct glyphs *term)
{
	size_t k = 0, j = i;

	while (k < term->n && j < g->n) {
		if (term->v[k].cp == BLANK) {
			k++;
		} else if (g->v[j].cp == BLANK && j > i) {
			j++;
		} else if (g->v[j].cp == term->v[k].cp) {
			j++;
			k++;
		} else {
			return 0;
		}
	}
	while (k < term->n && term->v[k].cp == BLANK)
		k++;
	return k == term->n ? j - i : 0;
}

/* Exactly eighteen letters and digits in a row, most of them digits. */
static size_t code_at(const struct glyphs *g, size_t i)
{
	size_t n = 0, digits = 0;

	if (i > 0 && alnum(at(g, i - 1)))
		return 0;
	for (; alnum(at(g, i + n)); n++)
		digits += digit(at(g, i + n));
	return n == CODE_LENGTH && digits >= 8 ? n : 0;
}

/* Digits with single dashes, blanks or brackets between them: how many digits, how many glyphs. */
static size_t number_run(const struct glyphs *g, size_t i, size_t most, size_t *digits, size_t *gaps)
{
	size_t j = i;

	*digits = *gaps = 0;
	while (j < g->n && *digits < most) {
		int32_t cp = at(g, j);
		if (digit(cp))
			(*digits)++;
		else if ((cp == '-' || cp == BLANK || cp == ')' || cp == 0x2014) &&
			 digit(at(g, j + 1)))
			(*gaps)++;
		else
			break;
		j++;
	}
	return j - i;
}

/* 13x xxxx xxxx with or without gaps; 0xx-xxxxxxx(x); 400-xxx-xxxx. */
static size_t phone_at(const struct glyphs *g, size_t i)
{
	size_t digits, gaps, n;

	if (!digit(at(g, i)) || (i > 0 && (digit(at(g, i - 1)) || at(g, i - 1) == '.')))
		return 0;
	n = number_run(g, i, 11, &digits, &gaps);
	if (at(g, i) == '1' && at(g, i + 1) >= '3' && digits == 11 && gaps <= 3 && !digit(at(g, i + n)))
		return n;
	n = number_run(g, i, 12, &digits, &gaps);
	if (at(g, i) == '0' && digits >= 10 && gaps <= 3 && !digit(at(g, i + n)))
		return n;
	if (at(g, i) == '4' && at(g, i + 1) == '0' && at(g, i + 2) == '0' && digits == 10 && gaps > 0)
		return n;
	return 0;
}

static bool net_char(int32_t cp)
{
	return alnum(cp) || cp == '.' || cp == '-' || cp == '_' || cp == '@' || cp == '/' || cp == ':' ||
	       cp == '%' || cp == '?' || cp == '=' || cp == '&' || cp == '+' || cp == '#';
}

/* A run of net characters with an @, or one that begins like an address. */
static size_t net_at(const struct glyphs *g, size_t i)
{
	static const char *const heads[] = {"HTTP", "WWW."};
	bool found = false;
	size_t n = 0;

	if (i > 0 && net_char(at(g, i - 1)))
		return 0;
	for (; net_char(at(g, i + n)); n++)
		found = found || (at(g, i + n) == '@' && n > 0);
	for (size_t h = 0; h < ARRAY_LEN(heads); h++) {
		size_t k = 0;
		while (heads[h][k] && at(g, i + k) == heads[h][k])
			k++;
		found = found || heads[h][k] == '\0';
	}
	return found ? n : 0;
}

struct str redact(struct arena *a, const struct strs *terms, struct str text)
{
	struct glyphs *spelled = ARENA_NEW_N(a, struct glyphs, terms->n + 1);
	struct glyphs g = {0};
	struct buf b;

	if (!utf8_valid(text))
		return STR(REDACTED);
	for (size_t t = 0; t < terms->n; t++)
		glyphs_of(a, terms->v[t], &spelled[t]);
	glyphs_of(a, text, &g);
	buf_init(&b, a, text.n + 16);
	for (size_t i = 0; i < g.n;) {
		const size_t shapes[] = {code_at(&g, i), phone_at(&g, i), net_at(&g, i)};
		size_t n = 0;
		for (size_t t = 0; t < terms->n; t++)
			n = MAX_OF(n, spells(&g, i, &spelled[t]));
		for (size_t k = 0; k < ARRAY_LEN(shapes); k++)
			n = MAX_OF(n, shapes[k]);
		if (n)
			buf_lit(&b, REDACTED);
		else
			buf_str(&b, str_sub(text, g.v[i].from, g.v[i].to - g.v[i].from));
		i += n ? n : 1;
	}
	return buf_view(&b);
}

static bool contains(const struct glyphs *g, const struct glyphs *part)
{
	for (size_t i = 0; i < g->n; i++)
		if (spells(g, i, part))
			return true;
	return false;
}

bool names_related(struct arena *a, struct str x, struct str y, const struct strs *places)
{
	struct str cores[] = {name_core(x, places), name_core(y, places)}, names[] = {x, y};

	if (str_trim(x).n == 0 || str_trim(y).n == 0)
		return false;
	for (size_t i = 0; i < 2; i++) {
		struct glyphs whole = {0}, part = {0};
		size_t least = str_eq(str_trim(x), str_trim(y)) ? 1 : 3;
		if (utf8_count(cores[i]) < least)
			continue;
		glyphs_of(a, names[1 - i], &whole);
		glyphs_of(a, cores[i], &part);
		if (contains(&whole, &part))
			return true;
	}
	return false;
}

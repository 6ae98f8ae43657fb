/* Expressions of templates: a small part of C, read in full so that a template can neither call nor
 * assign, and so that a text on its own in a condition means "not empty".
 */
#include "tmplc.h"

#define EXPR_MAX_DEPTH 16

struct expr {
	struct buf *out;
	const char *p, *end;
	int depth;
	const char *problem;
};

static bool name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

bool expr_is_name(struct str s)
{
	if (s.n == 0 || !name_start(s.p[0]))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!name_start(s.p[i]) && !digit(s.p[i]))
			return false;
	return true;
}

static bool fail(struct expr *x, const char *problem)
{
	if (!x->problem)
		x->problem = problem;
	return false;
}

static void blanks(struct expr *x)
{
	while (x->p < x->end && (*x->p == ' ' || *x->p == '\t' || *x->p == '\n'))
		x->p++;
}

static bool take(struct expr *x, const char *token)
{
	size_t n = strlen(token);

	blanks(x);
	if ((size_t)(x->end - x->p) < n || memcmp(x->p, token, n) != 0)
		return false;
	x->p += n;
	return true;
}

static bool name(struct expr *x, struct buf *out)
{
	const char *from;

	blanks(x);
	from = x->p;
	if (x->p == x->end || !name_start(*x->p))
		return fail(x, "a name is missing in the expression");
	while (x->p < x->end && (name_start(*x->p) || digit(*x->p)))
		x->p++;
	buf_put(out, from, (size_t)(x->p - from));
	return true;
}

static bool number(struct expr *x, struct buf *out)
{
	const char *from = x->p;

	while (x->p < x->end && digit(*x->p))
		x->p++;
	if (x->p < x->end && (name_start(*x->p) || *x->p == '.'))
		return fail(x, "only whole decimal numbers may be written in an expression");
	if (x->p - from > 1 && *from == '0')
		return fail(x, "a number with a leading 0 would be octal");
	buf_put(out, from, (size_t)(x->p - from));
	return true;
}

static bool path(struct expr *x, struct buf *out)
{
	struct str first = {x->p, 3};

	blanks(x);
	first.p = x->p;
	if (x->end - x->p >= 3 && str_eqc(first, "out") &&
	        (x->end - x->p == 3 || (!name_start(x->p[3]) && !digit(x->p[3]))))
		return fail(x, "`out` is not for templates");
	if (!name(x, out))
		return false;
	for (;;) {
		if (take(x, "->")) {
			buf_lit(out, "->");
			if (!name(x, out))
				return false;
		} else if (take(x, ".")) {
			buf_lit(out, ".");
			if (!name(x, out))
				return false;
		} else if (take(x, "[")) {
			buf_lit(out, "[");
			blanks(x);
			if (++x->depth > EXPR_MAX_DEPTH)
				return fail(x, "the expression is nested too deeply");
			if (x->p < x->end && digit(*x->p) ? !number(x, out) : !path(x, out))
				return false;
			x->depth--;
			if (!take(x, "]"))
				return fail(x, "] is missing");
			buf_lit(out, "]");
		} else {
			break;
		}
	}
	blanks(x);
	if (x->p < x->end && *x->p == '(')
		return fail(x, "expressions cannot call functions");
	return true;
}

static bool any(struct expr *x);

static const char *comparison(struct expr *x)
{
	static const char *const signs[] = {"==", "!=", "<=", ">=", "<", ">"};

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (take(x, signs[i]))
			return signs[i];
	return NULL;
}

/* Number, -number or path, into its own buffer: whether it is wrapped is known afterwards. */
static bool operand(struct expr *x, struct buf *out, bool *is_path)
{
	blanks(x);
	*is_path = false;
	if (x->p < x->end && (digit(*x->p) || *x->p == '-')) {
		if (take(x, "-")) {
			buf_lit(out, "-");
			if (x->p == x->end || !digit(*x->p))
				return fail(x, "after - a number must follow");
		}
		return number(x, out);
	}
	*is_path = true;
	return path(x, out);
}

static bool compared(struct expr *x)
{
	struct buf left;
	const char *sign;
	bool is_path;

	if (take(x, "(")) {
		if (++x->depth > EXPR_MAX_DEPTH)
			return fail(x, "the expression is nested too deeply");
		buf_lit(x->out, "(");
		if (!any(x))
			return false;
		buf_lit(x->out, ")");
		x->depth--;
		return take(x, ")") || fail(x, ") is missing");
	}
	buf_init(&left, x->out->a, 4096);
	if (!operand(x, &left, &is_path))
		return false;
	sign = comparison(x);
	if (!sign) {
		buf_c(x->out, is_path ? "TMPL_TRUE(" : "(");
		buf_str(x->out, buf_view(&left));
		buf_lit(x->out, ")");
		return true;
	}
	buf_lit(x->out, "(");
	buf_str(x->out, buf_view(&left));
	buf_printf(x->out, " %s ", sign);
	if (!operand(x, x->out, &is_path))
		return false;
	buf_lit(x->out, ")");
	return comparison(x) ? fail(x, "comparisons cannot be chained") : true;
}

static bool negated(struct expr *x)
{
	blanks(x);
	if (x->p + 1 < x->end && x->p[0] == '!' && x->p[1] != '=') {
		x->p++;
		buf_lit(x->out, "!");
		if (++x->depth > EXPR_MAX_DEPTH)
			return fail(x, "the expression is nested too deeply");
		if (!negated(x))
			return false;
		x->depth--;
		return true;
	}
	return compared(x);
}

static bool all(struct expr *x)
{
	buf_lit(x->out, "(");
	if (!negated(x))
		return false;
	while (take(x, "&&")) {
		buf_lit(x->out, " && ");
		if (!negated(x))
			return false;
	}
	buf_lit(x->out, ")");
	return true;
}

static bool any(struct expr *x)
{
	if (!all(x))
		return false;
	while (take(x, "||")) {
		buf_lit(x->out, " || ");
		if (!all(x))
			return false;
	}
	return true;
}

static const char *whole(struct expr *x, bool ok)
{
	if (!ok)
		return x->problem ? x->problem : "the expression cannot be read";
	blanks(x);
	if (x->p < x->end)
		return "the expression holds something that does not belong here "
		       "(allowed: names -> . [] numbers ! == != < > <= >= && || ( ))";
	return NULL;
}

const char *expr_condition(struct buf *out, struct str text)
{
	struct expr x = {.out = out, .p = text.p, .end = text.p + text.n};

	return whole(&x, any(&x));
}

const char *expr_path(struct buf *out, struct str text)
{
	struct expr x = {.out = out, .p = text.p, .end = text.p + text.n};

	return whole(&x, path(&x, out));
}

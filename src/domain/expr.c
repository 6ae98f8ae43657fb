/* Text of a standard to a checked tree. A standard that names an unknown fact, mixes types or nests
 * too deep does not load; so evaluation has nothing left to refuse.
 */
#include "domain/expr.h"

#include "domain/decimal.h"

struct parser {
	struct arena *a;
	struct str in;
	size_t i;
	const struct expr_scope *scope;
	struct err *e;
	size_t nodes;
	int depth;
};

static enum rc or_parse(struct parser *p, struct expr **out);

static enum rc bad(struct parser *p, const char *why)
{
	err_set(p->e, RC_DATA, MSG_STANDARD_BAD);
	return err_argf(p->e, "表达式“%.*s”第 %zu 字节：%s", (int)MIN_OF(p->in.n, 60), p->in.p,
	        p->i + 1, why);
}

static void skip_blanks(struct parser *p)
{
	while (p->i < p->in.n && (p->in.p[p->i] == ' ' || p->in.p[p->i] == '\n'))
		p->i++;
}

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Takes a symbol, or a word when it stands alone. */
static bool accept(struct parser *p, const char *token)
{
	struct str t = str_c(token);

	skip_blanks(p);
	if (!str_starts(str_sub(p->in, p->i, p->in.n), t))
		return false;
	size_t after = p->i + t.n;
	if (name_char(token[0]) && after < p->in.n && name_char(p->in.p[after]))
		return false;
	p->i = after;
	return true;
}

static struct str name_take(struct parser *p)
{
	skip_blanks(p);
	size_t from = p->i;

	while (p->i < p->in.n && name_char(p->in.p[p->i]))
		p->i++;
	return str_sub(p->in, from, p->i - from);
}

static enum rc node(struct parser *p, enum expr_op op, enum expr_type type, const struct expr *a,
        const struct expr *b, struct expr **out)
{
	struct expr *x = ARENA_NEW(p->a, struct expr);
	int depth = 1 + MAX_OF(a ? a->depth : 0, b ? b->depth : 0);

	if (++p->nodes > EXPR_MAX_NODES || depth > EXPR_MAX_DEPTH)
		return bad(p, "表达式过长或嵌套过深");
	*x = (struct expr){.op = op, .type = type, .a = a, .b = b, .depth = (uint16_t)depth};
	*out = x;
	return RC_OK;
}

static enum rc need(struct parser *p, const struct expr *x, enum expr_type type)
{
	if (x->type != type)
		return bad(p, type == EXPR_BOOL ? "此处需要条件" : "此处需要数值");
	return RC_OK;
}

static enum rc need_token(struct parser *p, const char *token)
{
	if (accept(p, token))
		return RC_OK;
	bad(p, "");
	return err_argf(p->e, "表达式“%.*s”第 %zu 字节缺少“%s”", (int)MIN_OF(p->in.n, 60), p->in.p,
	        p->i + 1, token);
}

static enum rc number_parse(struct parser *p, struct expr **out)
{
	size_t from = p->i;
	int64_t v;
	struct ratio k;

	while (p->i < p->in.n &&
	        ((p->in.p[p->i] >= '0' && p->in.p[p->i] <= '9') ||
	                (p->in.p[p->i] == '.' && !str_starts(str_sub(p->in, p->i, 2), STR("..")))))
		p->i++;
	if (decimal_parse(str_sub(p->in, from, p->i - from), &v, p->e) != RC_OK)
		return bad(p, "数字写法不正确");
	k = ratio_decimal(v);
	if (accept(p, "%"))
		k.den *= 100;
	TRY(node(p, EXPR_CONST, EXPR_NUMBER, NULL, NULL, out));
	(*out)->k = ratio_reduce(k);
	return RC_OK;
}

static int id_index(const struct str *ids, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(ids[i], id))
			return (int)i;
	return -1;
}

static enum rc entity(struct parser *p, enum expr_op op, enum expr_type type, const struct str *ids,
        size_t n, struct expr **out)
{
	int index = id_index(ids, n, name_take(p));

	if (index < 0)
		return bad(p, "没有这个编号的指标、类别或条件");
	TRY(need_token(p, ")"));
	TRY(node(p, op, type, NULL, NULL, out));
	(*out)->index = (uint16_t)index;
	return RC_OK;
}

static enum rc two_numbers(struct parser *p, enum expr_op op, struct expr **out)
{
	struct expr *a, *b;

	TRY(or_parse(p, &a));
	TRY(need(p, a, EXPR_NUMBER));
	TRY(need_token(p, ","));
	TRY(or_parse(p, &b));
	TRY(need(p, b, EXPR_NUMBER));
	TRY(need_token(p, ")"));
	return node(p, op, EXPR_NUMBER, a, b, out);
}

static enum rc if_parse(struct parser *p, struct expr **out)
{
	struct expr *c, *rest;

	TRY(or_parse(p, &c));
	TRY(need(p, c, EXPR_BOOL));
	TRY(need_token(p, ","));
	TRY(two_numbers(p, EXPR_IF, &rest));
	TRY(node(p, EXPR_IF, EXPR_NUMBER, c, rest, out));
	(*out)->b = rest->a;
	(*out)->c = rest->b;
	return RC_OK;
}

/* The items hang on each other's `next`: each is a node of its own, fresh from the parser. */
static enum rc count_parse(struct parser *p, struct expr **out)
{
	struct expr *first = NULL, *last = NULL, *item;
	uint16_t depth = 0;

	do {
		TRY(or_parse(p, &item));
		TRY(need(p, item, EXPR_BOOL));
		if (last)
			last->next = item;
		else
			first = item;
		last = item;
		depth = MAX_OF(depth, item->depth);
	} while (accept(p, ","));
	TRY(need_token(p, ")"));
	TRY(node(p, EXPR_COUNT, EXPR_NUMBER, first, NULL, out));
	(*out)->depth = (uint16_t)(depth + 1);
	return RC_OK;
}

static enum rc floor_parse(struct parser *p, struct expr **out)
{
	struct expr *a;

	TRY(or_parse(p, &a));
	TRY(need(p, a, EXPR_NUMBER));
	TRY(need_token(p, ")"));
	return node(p, EXPR_FLOOR, EXPR_NUMBER, a, NULL, out);
}

static enum rc call_parse(struct parser *p, struct str name, struct expr **out)
{
	const struct expr_scope *s = p->scope;

	if (str_eqc(name, "min"))
		return two_numbers(p, EXPR_MIN, out);
	if (str_eqc(name, "max"))
		return two_numbers(p, EXPR_MAX, out);
	if (str_eqc(name, "growth"))
		return two_numbers(p, EXPR_GROWTH, out);
	if (str_eqc(name, "floor"))
		return floor_parse(p, out);
	if (str_eqc(name, "if"))
		return if_parse(p, out);
	if (str_eqc(name, "count"))
		return count_parse(p, out);
	if (str_eqc(name, "points") && s->scores)
		return entity(p, EXPR_POINTS, EXPR_NUMBER, s->indicators, s->indicators_n, out);
	if (str_eqc(name, "group") && s->scores)
		return entity(p, EXPR_GROUP, EXPR_NUMBER, s->groups, s->groups_n, out);
	if (str_eqc(name, "direct") && s->scores)
		return entity(p, EXPR_DIRECT, EXPR_BOOL, s->direct_ids, s->direct_ids_n, out);
	if (str_eqc(name, "condition") && s->conditions)
		return entity(
		        p, EXPR_CONDITION, EXPR_BOOL, s->condition_ids, s->condition_ids_n, out);
	return bad(p, "此处没有这个函数");
}

/* After the word-valued fact: == 'word' or != 'word'. */
static enum rc word_parse(struct parser *p, struct expr *fact, struct expr **out)
{
	bool negate = accept(p, "!=");
	size_t n;
	const struct fact_word *words = fact_words(fact->fact, &n);

	if (!negate)
		TRY(need_token(p, "=="));
	TRY(need_token(p, "'"));
	struct str word = name_take(p);
	TRY(need_token(p, "'"));
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].id, word)) {
			fact->op = EXPR_WORD_IS;
			fact->type = EXPR_BOOL;
			fact->index = (uint16_t)i;
			*out = fact;
			return negate ? node(p, EXPR_NOT, EXPR_BOOL, fact, NULL, out) : RC_OK;
		}
	return bad(p, "该事实没有这个选项");
}

static enum rc fact_parse_name(struct parser *p, struct str name, struct expr **out)
{
	int id = fact_find(name);
	uint8_t back = 0;

	if (id < 0)
		return bad(p, "没有这个事实或名称");
	const struct fact *f = fact_at((size_t)id);
	if (f->yearly) {
		TRY(need_token(p, "."));
		struct str y = name_take(p);
		if (y.n != 2 || y.p[0] != 'y' || y.p[1] < '1' || y.p[1] >= '0' + FACTS_BACK)
			return bad(p, "年度应为 y1 至 y4");
		back = (uint8_t)(y.p[1] - '0');
	}
	TRY(node(p, EXPR_FACT, f->type == FACT_BOOL ? EXPR_BOOL : EXPR_NUMBER, NULL, NULL, out));
	(*out)->fact = (uint8_t)id;
	(*out)->back = back;
	return f->type == FACT_WORD ? word_parse(p, *out, out) : RC_OK;
}

static enum rc name_parse(struct parser *p, struct expr **out)
{
	const struct expr_scope *s = p->scope;
	struct str name = name_take(p);

	if (name.n == 0)
		return bad(p, "此处应有数值、名称或括号");
	if (accept(p, "("))
		return call_parse(p, name, out);
	if (str_eqc(name, "true") || str_eqc(name, "false"))
		return node(p, name.n == 4 ? EXPR_TRUE : EXPR_FALSE, EXPR_BOOL, NULL, NULL, out);
	if (str_eqc(name, "value") && s->value)
		return node(p, EXPR_VALUE, EXPR_NUMBER, NULL, NULL, out);
	if (str_eqc(name, "total") && s->scores)
		return node(p, EXPR_TOTAL, EXPR_NUMBER, NULL, NULL, out);
	if (str_eqc(name, "direct") && s->scores)
		return node(p, EXPR_DIRECT_ANY, EXPR_BOOL, NULL, NULL, out);
	if (str_eqc(name, "conditions") && s->conditions)
		return node(p, EXPR_CONDITIONS, EXPR_BOOL, NULL, NULL, out);
	return fact_parse_name(p, name, out);
}

static enum rc primary_parse(struct parser *p, struct expr **out)
{
	if (++p->depth > EXPR_MAX_DEPTH)
		return bad(p, "嵌套过深");
	enum rc rc;
	skip_blanks(p);
	if (p->i < p->in.n && p->in.p[p->i] >= '0' && p->in.p[p->i] <= '9') {
		rc = number_parse(p, out);
	} else if (accept(p, "(")) {
		rc = or_parse(p, out);
		if (rc == RC_OK)
			rc = need_token(p, ")");
	} else {
		rc = name_parse(p, out);
	}
	p->depth--;
	return rc;
}

static enum rc unary_parse(struct parser *p, struct expr **out)
{
	struct expr *zero, *x;

	if (!accept(p, "-"))
		return primary_parse(p, out);
	TRY(primary_parse(p, &x));
	TRY(need(p, x, EXPR_NUMBER));
	TRY(node(p, EXPR_CONST, EXPR_NUMBER, NULL, NULL, &zero));
	zero->k = ratio_int(0);
	return node(p, EXPR_SUB, EXPR_NUMBER, zero, x, out);
}

struct level {
	struct {
		const char *token;
		enum expr_op op;
	} ops[2];
	enum expr_type type;
	enum rc (*operand)(struct parser *, struct expr **);
};

/* Left-associative operators of one level. */
static enum rc chain_parse(struct parser *p, const struct level *level, struct expr **out)
{
	struct expr *left, *right;

	TRY(level->operand(p, &left));
	for (;;) {
		size_t k = 0;
		while (k < 2 && !(level->ops[k].token && accept(p, level->ops[k].token)))
			k++;
		if (k == 2)
			break;
		TRY(need(p, left, level->type));
		TRY(level->operand(p, &right));
		TRY(need(p, right, level->type));
		TRY(node(p, level->ops[k].op, level->type, left, right, &left));
	}
	*out = left;
	return RC_OK;
}

static enum rc product_parse(struct parser *p, struct expr **out)
{
	static const struct level level = {
	        {{"*", EXPR_MUL}, {"/", EXPR_DIV}}, EXPR_NUMBER, unary_parse};

	return chain_parse(p, &level, out);
}

static enum rc sum_parse(struct parser *p, struct expr **out)
{
	static const struct level level = {
	        {{"+", EXPR_ADD}, {"-", EXPR_SUB}}, EXPR_NUMBER, product_parse};

	return chain_parse(p, &level, out);
}

/* x in 1..3: at least 1 and at most 3. */
static enum rc range_parse(struct parser *p, struct expr *x, struct expr **out)
{
	struct expr *lo, *hi, *above, *below;

	skip_blanks(p);
	TRY(number_parse(p, &lo));
	TRY(need_token(p, ".."));
	skip_blanks(p);
	TRY(number_parse(p, &hi));
	TRY(node(p, EXPR_GE, EXPR_BOOL, x, lo, &above));
	TRY(node(p, EXPR_LE, EXPR_BOOL, x, hi, &below));
	return node(p, EXPR_AND, EXPR_BOOL, above, below, out);
}

static enum rc compare_parse(struct parser *p, struct expr **out)
{
	static const struct {
		const char *token;
		enum expr_op op;
	} ops[] = {{">=", EXPR_GE}, {"<=", EXPR_LE}, {"==", EXPR_EQ}, {"!=", EXPR_EQ},
	        {">", EXPR_GT}, {"<", EXPR_LT}};
	struct expr *left, *right;

	TRY(sum_parse(p, &left));
	if (left->type == EXPR_BOOL) {
		*out = left;
		return RC_OK;
	}
	if (accept(p, "in"))
		return range_parse(p, left, out);
	for (size_t k = 0; k < ARRAY_LEN(ops); k++) {
		if (!accept(p, ops[k].token))
			continue;
		TRY(sum_parse(p, &right));
		TRY(need(p, right, EXPR_NUMBER));
		TRY(node(p, ops[k].op, EXPR_BOOL, left, right, out));
		return ops[k].token[0] == '!' ? node(p, EXPR_NOT, EXPR_BOOL, *out, NULL, out)
		                              : RC_OK;
	}
	*out = left;
	return RC_OK;
}

static enum rc not_parse(struct parser *p, struct expr **out)
{
	struct expr *x;
	bool negate = accept(p, "not");

	TRY(compare_parse(p, &x));
	if (!negate) {
		*out = x;
		return RC_OK;
	}
	TRY(need(p, x, EXPR_BOOL));
	return node(p, EXPR_NOT, EXPR_BOOL, x, NULL, out);
}

static enum rc and_parse(struct parser *p, struct expr **out)
{
	static const struct level level = {
	        {{"and", EXPR_AND}, {NULL, EXPR_AND}}, EXPR_BOOL, not_parse};

	return chain_parse(p, &level, out);
}

static enum rc or_parse(struct parser *p, struct expr **out)
{
	static const struct level level = {
	        {{"or", EXPR_OR}, {NULL, EXPR_OR}}, EXPR_BOOL, and_parse};

	return chain_parse(p, &level, out);
}

enum rc expr_parse(struct arena *a, struct str text, enum expr_type want,
        const struct expr_scope *scope, const struct expr **out, struct err *e)
{
	struct parser p = {.a = a, .in = text, .scope = scope, .e = e};
	struct expr *x;

	TRY(or_parse(&p, &x));
	skip_blanks(&p);
	if (p.i != text.n)
		return bad(&p, "此处多出内容");
	TRY(need(&p, x, want));
	*out = x;
	return RC_OK;
}

/* The dictionary, and the one gate through which values from forms, files and the database pass. */
#include "domain/fact.h"

#include "base/utf8.h"
#include "domain/decimal.h"

static const struct fact_word institution_words[] = {
        {STR_INIT("none"), STR_INIT("未建立")},
        {STR_INIT("below_city"), STR_INIT("市级以下")},
        {STR_INIT("city"), STR_INIT("市级")},
        {STR_INIT("province"), STR_INIT("省级")},
        {STR_INIT("nation"), STR_INIT("国家级")},
};
static const struct fact_word field_words[] = {
        {STR_INIT("gap"), STR_INIT("在关键领域“补短板”“锻长板”“填空白”取得实际成效")},
        {STR_INIT("basic"),
                STR_INIT("属于工业“六基”领域、中华老字号名录或服务关键产业链重点龙头企业")},
        {STR_INIT("other"), STR_INIT("不属于以上情况")},
};
static const struct fact_word basis_words[] = {
        {STR_INIT("revenue"), STR_INIT("研发费用总额占销售收入总额的比例")},
        {STR_INIT("cost"), STR_INIT("研发费用总额占成本费用支出总额的比例")},
};

static const struct fact_word grade_words[] = {
        {STR_INIT("a"), STR_INIT("A 档")},
        {STR_INIT("b"), STR_INIT("B 档")},
        {STR_INIT("c"), STR_INIT("C 档")},
        {STR_INIT("d"), STR_INIT("D 档")},
        {STR_INIT("e"), STR_INIT("E 档")},
        {STR_INIT("f"), STR_INIT("F 档")},
};

static const struct fact_word direction_words[] = {
        {STR_INIT("capital"), STR_INIT("资本助力发展")},
        {STR_INIT("innovation"), STR_INIT("科技创新发展")},
        {STR_INIT("specialised"), STR_INIT("专精特新发展")},
        {STR_INIT("green"), STR_INIT("绿色低碳发展")},
        {STR_INIT("quality"), STR_INIT("质量品牌发展")},
        {STR_INIT("smart"), STR_INIT("智能制造发展")},
};

static const struct fact facts_table[FACT__MAX] = {
#define X(ID, id_, name_, brief_, unit_, type_, yearly_, least_, most_, hint_)                     \
	[FACT_##ID] = {.id = STR_INIT(#id_),                                                       \
	        .name = STR_INIT(name_),                                                           \
	        .brief = STR_INIT(brief_),                                                         \
	        .unit = STR_INIT(unit_),                                                           \
	        .hint = STR_INIT(hint_),                                                           \
	        .type = FACT_##type_,                                                              \
	        .yearly = (yearly_) != 0,                                                          \
	        .may_be_negative = (least_) < 0,                                                   \
	        .most = (most_)*DECIMAL_ONE},
        FACT_LIST(X)
#undef X
};

static const struct {
	enum fact_id fact, ceiling;
} ceilings[] = {
        {FACT_MAIN_REVENUE, FACT_REVENUE},
        {FACT_RD_STAFF, FACT_STAFF},
        {FACT_TECH_STAFF, FACT_STAFF},
};

static const struct {
	enum fact_id fact;
	const struct fact_word *words;
	size_t n;
} word_lists[] = {
        {FACT_INSTITUTION_LEVEL, institution_words, ARRAY_LEN(institution_words)},
        {FACT_FIELD_LEVEL, field_words, ARRAY_LEN(field_words)},
        {FACT_LOCAL_GRADE_1, grade_words, ARRAY_LEN(grade_words)},
        {FACT_LOCAL_GRADE_2, grade_words, ARRAY_LEN(grade_words)},
        {FACT_LOCAL_GRADE_3, grade_words, ARRAY_LEN(grade_words)},
        {FACT_RD_BASIS, basis_words, ARRAY_LEN(basis_words)},
        {FACT_DIRECTION, direction_words, ARRAY_LEN(direction_words)},
};

const struct fact *fact_at(size_t id)
{
	return &facts_table[id];
}

const struct fact_word *fact_words(size_t id, size_t *n)
{
	for (size_t i = 0; i < ARRAY_LEN(word_lists); i++)
		if (word_lists[i].fact == (enum fact_id)id) {
			*n = word_lists[i].n;
			return word_lists[i].words;
		}
	*n = 0;
	return NULL;
}

int fact_find(struct str id)
{
	for (int i = 0; i < FACT__MAX; i++)
		if (facts_table[i].id.n == id.n && memcmp(facts_table[i].id.p, id.p, id.n) == 0)
			return i;
	return -1;
}

bool fact_own(size_t id)
{
	return id >= FACT_LOCAL_NUMBER_1 && id <= FACT_LOCAL_GRADE_3;
}

int fact_ceiling(size_t id)
{
	for (size_t i = 0; i < ARRAY_LEN(ceilings); i++)
		if (ceilings[i].fact == (enum fact_id)id)
			return (int)ceilings[i].ceiling;
	return -1;
}

bool fact_is_ceiling(size_t id)
{
	for (size_t i = 0; i < ARRAY_LEN(ceilings); i++)
		if (ceilings[i].ceiling == (enum fact_id)id)
			return true;
	return false;
}

bool fact_year_parse(struct str s, int *out)
{
	int v = 0;

	if (s.n != 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	if (v < 1900 || v > 2199)
		return false;
	*out = v;
	return true;
}

static enum rc number_check(size_t id, int64_t v, struct err *e)
{
	const struct fact *f = &facts_table[id];

	if (v < 0 && !f->may_be_negative)
		return err_set(e, RC_INVALID, MSG_FACT_NEGATIVE);
	if (f->type == FACT_INTEGER && v % DECIMAL_ONE != 0)
		return err_set(e, RC_INVALID, MSG_FACT_INTEGER);
	if (f->most && v > f->most) {
		err_set(e, RC_INVALID, MSG_FACT_ABOVE);
		return err_argf(e, "%lld", (long long)(f->most / DECIMAL_ONE));
	}
	return RC_OK;
}

static enum rc number_parse(size_t id, struct str s, int64_t *out, struct err *e)
{
	int64_t v;

	TRY(decimal_parse(s, &v, e));
	TRY(number_check(id, v, e));
	*out = v;
	return RC_OK;
}

static enum rc word_parse(size_t id, struct str s, bool names_too, int64_t *out, struct err *e)
{
	size_t n;
	const struct fact_word *words = fact_words(id, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].id, s) || (names_too && str_eq(words[i].name, s))) {
			*out = (int64_t)i;
			return RC_OK;
		}
	return err_set(e, RC_INVALID, MSG_FACT_WORD);
}

static enum rc bool_parse(struct str s, int64_t *out, struct err *e)
{
	if (!str_eqc(s, "true") && !str_eqc(s, "false"))
		return err_set(e, RC_INVALID, MSG_FACT_BOOL);
	*out = s.n == 4;
	return RC_OK;
}

enum rc fact_parse(size_t id, struct str s, int64_t *out, struct err *e)
{
	switch (facts_table[id].type) {
	case FACT_NUMBER:
	case FACT_INTEGER:
		return number_parse(id, s, out, e);
	case FACT_BOOL:
		return bool_parse(s, out, e);
	case FACT_WORD:
		return word_parse(id, s, false, out, e);
	}
	return RC_INTERNAL;
}

static enum rc typed_number(struct arena *a, size_t id, struct str s, int64_t *out, struct err *e)
{
	const struct fact *f = &facts_table[id];
	enum decimal_notice notice;
	int64_t v;

	s = decimal_trim(utf8_halfwidth(a, s));
	if (str_eqc(f->unit, "%") && str_ends(s, STR("%")))
		s = str_sub(s, 0, s.n - 1);
	else if (str_eqc(f->unit, "万元") && (str_ends(s, STR("万")) || str_ends(s, STR("元"))))
		return err_set(e, RC_INVALID, MSG_FACT_UNIT);
	TRY(decimal_parse_text(a, s, &v, &notice, e));
	if (notice != DECIMAL_AS_TYPED)
		return err_set(e, RC_INVALID, MSG_NUMBER_BAD);
	TRY(number_check(id, v, e));
	*out = v;
	return RC_OK;
}

enum rc fact_parse_typed(
        struct arena *a, size_t id, struct str typed, struct fact_value *out, struct err *e)
{
	struct str s = decimal_trim(typed);
	struct fact_value made = {.state = FACT_KNOWN};

	if (s.n == 0) {
		*out = (struct fact_value){0};
		return RC_OK;
	}
	switch (facts_table[id].type) {
	case FACT_NUMBER:
	case FACT_INTEGER:
		TRY(typed_number(a, id, s, &made.v, e));
		break;
	case FACT_BOOL:
		if (str_eqc(s, "是"))
			s = STR("true");
		else if (str_eqc(s, "否"))
			s = STR("false");
		TRY(bool_parse(s, &made.v, e));
		break;
	case FACT_WORD:
		TRY(word_parse(id, s, true, &made.v, e));
		break;
	}
	*out = made;
	return RC_OK;
}

void fact_put_text(struct buf *b, size_t id, int64_t v)
{
	size_t n;

	switch (facts_table[id].type) {
	case FACT_NUMBER:
	case FACT_INTEGER:
		decimal_put(b, v);
		break;
	case FACT_BOOL:
		buf_c(b, v ? "true" : "false");
		break;
	case FACT_WORD:
		buf_str(b, fact_words(id, &n)[v].id);
		break;
	}
}

struct str fact_text(struct arena *a, size_t id, struct fact_value v)
{
	struct buf b;

	buf_init(&b, a, 64);
	if (v.state == FACT_KNOWN)
		fact_put_text(&b, id, v.v);
	return buf_view(&b);
}

struct str fact_show(struct arena *a, size_t id, struct fact_value v)
{
	const struct fact *f = &facts_table[id];
	size_t n;

	if (v.state != FACT_KNOWN)
		return v.state == FACT_BAD ? STR("填写有误") : STR("未填");
	if (f->type == FACT_BOOL)
		return v.v ? STR("是") : STR("否");
	if (f->type == FACT_WORD)
		return fact_words(id, &n)[v.v].name;
	struct str number = decimal_grouped(a, v.v);
	if (f->unit.n == 0)
		return number;
	return str_cat(a, number, f->unit.p[0] == '%' ? f->unit : str_cat(a, STR(" "), f->unit));
}

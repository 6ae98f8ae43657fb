/* Typed reading: what people in China type, and what it becomes or which sentence they get. */
#include "../check.h"

#include "base/json.h"
#include "base/reftable.h"
#include "web/form.h"
#include "web/urlenc.h"
#include "web/urlparse.h"

struct values {
	struct str text, lines, choice, uscc, phone;
	int64_t number;
	struct date date;
	bool yes;
};

static const char *const choices[] = {"pass", "refuse", NULL};
#define SPEC(n, k, req, lo, hi)                                                                    \
	{                                                                                          \
		.name = #n, .label = "本项", .kind = k, .required = req, .min = lo, .max = hi,     \
		.choices = choices, .offset = offsetof(struct values, n)                           \
	}
static const struct field_spec spec_text = SPEC(text, FIELD_TEXT, true, 0, 0);
static const struct field_spec spec_number = SPEC(number, FIELD_INT, false, 0, 1000000);
static const struct field_spec spec_date = SPEC(date, FIELD_DATE, false, 0, 0);
static const struct field_spec spec_phone = SPEC(phone, FIELD_PHONE, false, 0, 0);

/* Reads one field whose value is `typed` (raw bytes). The sentence of the error, or missing. */
static struct str read_one(
        struct arena *a, const struct field_spec *spec, struct str typed, struct values *v)
{
	struct form_errors errors = {0};
	struct form f;
	struct err e;
	struct str body = str_cat(a, str_fmt(a, "%s=", spec->name), percent_encode(a, typed, ""));

	*v = (struct values){0};
	assert_rc(urlenc_parse(a, body, &f, &e), RC_OK);
	bool good = form_read(a, &f, spec, 1, v, &errors);
	assert_int_equal(good, errors.n == 0);
	return form_error_of(&errors, spec->name);
}

/* A number of the table that is an integer: digits with an optional minus, or "N.00". */
static bool is_integer(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && !(i == 0 && s.p[i] == '-'))
			return false;
	return s.n > 0;
}

static void check_row(
        struct arena *a, struct str id, struct str kind, struct str typed, struct str want)
{
	bool may_reject = str_has(want, STR("reject")) || str_has(want, STR("flag"));
	struct values v;
	struct str error;

	if (str_eqc(kind, "number")) {
		if (str_has(typed, STR("%")) || str_has(typed, STR("\xef\xbc\x85")))
			want = STR("reject"); /* a share is no whole number */
		error = read_one(a, &spec_number, typed, &v);
		if (is_integer(want) && (error.p || !str_eq(str_i64(a, v.number), want)))
			fail_msg("%.*s: %.*s", STR_ARG(id), STR_ARG(error));
		if (str_eqc(want, "missing"))
			assert_false(error.p || v.number);
		if (str_eqc(want, "reject"))
			assert_non_null(error.p);
	} else if (str_eqc(kind, "date")) {
		error = read_one(a, &spec_date, typed, &v);
		struct date d;
		if (date_parse(str_sub(want, 0, 10), &d) && want.n == 10)
			assert_true(!error.p && date_cmp(v.date, d) == 0);
		if (str_eqc(want, "reject"))
			assert_non_null(error.p);
	} else if (str_starts(kind, STR("phone"))) {
		error = read_one(a, &spec_phone, typed, &v);
		if (may_reject != (error.p != NULL))
			fail_msg("%.*s: %.*s", STR_ARG(id), STR_ARG(error));
	} else if (str_eqc(kind, "name")) {
		error = read_one(a, &spec_text, typed, &v);
		if (str_starts(want, STR("keep")) && (error.p || !str_eq(v.text, typed)))
			fail_msg("%.*s: %.*s", STR_ARG(id), STR_ARG(error));
		if (str_eqc(want, "missing"))
			assert_str(error, "请填写本项");
	}
}

static void test_chinese_input(void **state)
{
	static const char *const columns[] = {"id", "kind", "input_json", "expected"};
	struct arena *a = *state;
	struct reftable t;
	struct err e;

	assert_rc(
	        reftable_parse(a, test_file(a, "tests/data/form/input_cn.csv"), columns, 4, &t, &e),
	        RC_OK);
	assert_int_equal(t.n, 154);
	for (size_t i = 0; i < t.n; i++) {
		struct json *j;
		struct str raw = reftable_cell(&t, i, 2);
		/* \u0000 and lone surrogates are no text for JSON: they have tests of their own. */
		if (json_parse(a, raw, &j, &e) != RC_OK)
			continue;
		check_row(a, reftable_cell(&t, i, 0), reftable_cell(&t, i, 1), j->text,
		        reftable_cell(&t, i, 3));
	}
}

static void test_texts(void **state)
{
	static const struct field_spec lines = SPEC(lines, FIELD_LINES, false, 3, 5);
	struct arena *a = *state;
	struct values v;

	assert_str(read_one(a, &spec_text, ((struct str){"a\0b", 3}), &v),
	        "本项含有无法识别的文字，请重新输入");
	assert_str(
	        read_one(a, &spec_text, STR("\xc6\xf3"), &v), "本项含有无法识别的文字，请重新输入");
	assert_non_null(read_one(a, &spec_text, STR("a\nb"), &v).p);
	assert_non_null(read_one(a, &spec_text, STR("示例\xe2\x80\xaegnp.exe"), &v).p);
	assert_non_null(read_one(a, &spec_text, STR("\xef\xbf\xbd示例"), &v).p);
	assert_null(read_one(a, &spec_text, STR("\xe3\x80\x80示例\xc2\xa0 "), &v).p);
	assert_str(v.text, "示例");
	assert_null(read_one(a, &lines, STR("一\r\n二\r\n三"), &v).p);
	assert_str(v.lines, "一\n二\n三");
	assert_str(read_one(a, &lines, STR("一二三四五六"), &v), "本项过长，请控制在5个字以内");
	assert_str(read_one(a, &lines, STR("一二"), &v), "本项过短，请至少填写3个字");
	assert_null(read_one(a, &lines, STR(""), &v).p); /* not required */
}

static void test_kinds(void **state)
{
	static const struct field_spec choice = SPEC(choice, FIELD_CHOICE, true, 0, 0);
	static const struct field_spec uscc = SPEC(uscc, FIELD_USCC, true, 0, 0);
	static const struct field_spec yes = SPEC(yes, FIELD_BOOL, true, 0, 0);
	static const struct field_spec signed_number = SPEC(number, FIELD_INT, false, -10, 10);
	struct arena *a = *state;
	struct values v;

	assert_null(read_one(a, &choice, STR("refuse"), &v).p);
	assert_str(v.choice, "refuse");
	assert_str(read_one(a, &choice, STR("Refuse"), &v), "本项请从列出的选项中选择");
	assert_str(read_one(a, &choice, STR(""), &v), "请选择本项");
	assert_null(read_one(a, &uscc, STR("　91350100m000100y43 "), &v).p);
	assert_str(v.uscc, "91350100M000100Y43");
	assert_null(read_one(a, &yes, STR("on"), &v).p);
	assert_true(v.yes);
	assert_non_null(read_one(a, &yes, STR(""), &v).p);
	assert_null(read_one(a, &signed_number, STR("-10"), &v).p);
	assert_int_equal(v.number, -10);
	assert_str(read_one(a, &signed_number, STR("11"), &v), "本项不能大于 10，请核对");
	assert_str(read_one(a, &signed_number, STR("-11"), &v), "本项不能小于 -10，请核对");
	assert_non_null(read_one(a, &spec_number, STR("1,23"), &v).p);
	assert_non_null(read_one(a, &spec_number, STR(",123"), &v).p);
	assert_non_null(read_one(a, &spec_number, STR("1.5"), &v).p);
	assert_null(read_one(a, &spec_date, STR("2026-01-14T16:00:00Z"), &v).p);
	assert_int_equal(date_cmp(v.date, (struct date){2026, 1, 15}), 0);
}

static void test_twice_and_missing(void **state)
{
	struct arena *a = *state;
	struct form_errors errors = {0};
	struct values v = {0};
	struct form f;
	struct err e;

	assert_rc(urlenc_parse(a, STR("text=a&text=b"), &f, &e), RC_OK);
	assert_false(form_read(a, &f, &spec_text, 1, &v, &errors));
	assert_str(form_error_of(&errors, "text"), "本项只能填写一个，请检查后重新提交");
	assert_null(v.text.p);
	assert_rc(urlenc_parse(a, STR(""), &f, &e), RC_OK);
	errors = (struct form_errors){0};
	assert_false(form_read(a, &f, &spec_text, 1, &v, &errors));
	assert_str(form_error_of(&errors, "text"), "请填写本项");
}

static enum rc parse_typed(
        struct arena *a, const char *type, const char *body, struct form *f, struct err *e)
{
	struct http_req req = {.content_length = -1, .body = str_c(body)};

	if (type)
		assert_int_equal(http_req_header(&req, a, STR("content-type"), str_c(type)), 0);
	return form_parse(a, &req, f, e);
}

static void test_content_types(void **state)
{
	struct arena *a = *state;
	struct form f;
	struct err e;

	assert_rc(parse_typed(a, NULL, "", &f, &e), RC_OK);
	assert_rc(parse_typed(a, NULL, "a=b", &f, &e), RC_INVALID);
	assert_rc(parse_typed(a, "application/x-www-form-urlencoded; charset=UTF-8", "a=b", &f, &e),
	        RC_OK);
	assert_rc(parse_typed(a, "Application/X-WWW-Form-Urlencoded", "a=b", &f, &e), RC_OK);
	assert_rc(parse_typed(a, "application/x-www-form-urlencoded; charset=GBK", "a=b", &f, &e),
	        RC_INVALID);
	assert_int_equal(e.msg, MSG_NOT_UTF8);
	assert_rc(parse_typed(a, "text/plain", "a=b", &f, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_FORM_TYPE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_chinese_input),
	        TEST(test_texts),
	        TEST(test_kinds),
	        TEST(test_twice_and_missing),
	        TEST(test_content_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

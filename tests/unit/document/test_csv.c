/* CSV in and out: quoting, line ends, separators, and the formulas that a cell must never become.
 */
#include "../check.h"

#include "base/json.h"
#include "document/csv.h"
#include "document/xlsx_parts.h"
#include "document/xlsx_read.h"

static struct str joined(struct arena *a, const char *text, enum rc *rc, struct err *e)
{
	struct csv_reader *r = NULL;
	struct table_row row;
	bool more = true;
	struct buf b;

	buf_init(&b, a, 1 << 20);
	*rc = csv_open(a, str_c(text), &r, e);
	while (*rc == RC_OK && more) {
		*rc = csv_next(r, &row, &more, e);
		if (*rc != RC_OK || !more)
			break;
		buf_printf(&b, "%lld", (long long)row.number);
		for (size_t i = 0; i < row.n; i++) {
			buf_ch(&b, '[');
			buf_str(&b, row.cell[i]);
			buf_ch(&b, ']');
		}
	}
	return buf_view(&b);
}

static void test_reading(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
	        {"a,b\nc,d", "1[a][b]2[c][d]"},
	        {"a,b\r\nc,d\r\n", "1[a][b]2[c][d]"},
	        {"a,b\rc,d\r", "1[a][b]2[c][d]"},
	        {"a\tb,c\n", "1[a][b,c]"}, /* a tie goes to the comma: see below */
	        {"a\tb\tc,d\n", "1[a][b][c,d]"},
	        {"a;b;c\n", "1[a][b][c]"},
	        {"\"x,y\",\"p\"\"q\"\n", "1[x,y][p\"q]"},
	        {"\"x\r\ny\",z\nnext\n", "1[x\r\ny][z]3[next]"},
	        {"\"\",\"\"\"\"\n", "1[][\"]"},
	        {"a\"b,c\n", "1[a\"b][c]"},
	        {",,\n", "1[][][]"},
	        {"\n\na", "1[]2[]3[a]"},
	        {"", ""},
	        {"a,", "1[a][]"},
	};
	struct arena *a = *state;
	struct err e;
	enum rc rc;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str got = joined(a, cases[i].in, &rc, &e);
		assert_rc(rc, RC_OK);
		if (i == 3)
			assert_str(got, "1[a\tb][c]");
		else
			assert_str(got, cases[i].out);
	}
}

static void test_bad_quotes(void **state)
{
	struct arena *a = *state;
	struct err e = {0};
	enum rc rc;

	joined(a, "a,b\n\"never closed,c\nd\n", &rc, &e);
	assert_rc(rc, RC_INVALID);
	assert_int_equal(e.msg, MSG_TABLE_QUOTES);
	assert_string_equal(e.arg[0], "2");
	joined(a, "\"a\"b\n", &rc, &e);
	assert_rc(rc, RC_INVALID);
}

static void test_limits(void **state)
{
	struct arena *a = *state;
	struct err e = {0};
	enum rc rc;
	char *s = str_cstr(a, str_none());

	s = arena_zalloc(a, TABLE_MAX_COLUMNS + 1);
	memset(s, ',', TABLE_MAX_COLUMNS - 1);
	joined(a, s, &rc, &e);
	assert_rc(rc, RC_OK);
	s[TABLE_MAX_COLUMNS - 1] = ',';
	joined(a, s, &rc, &e);
	assert_int_equal(e.msg, MSG_TABLE_COLUMNS);
	s = arena_zalloc(a, TABLE_MAX_CELL + 2);
	memset(s, 'x', TABLE_MAX_CELL);
	joined(a, s, &rc, &e);
	assert_rc(rc, RC_OK);
	s[TABLE_MAX_CELL] = 'x';
	joined(a, s, &rc, &e);
	assert_int_equal(e.msg, MSG_TABLE_CELL_LONG);
}

static void test_damaged_numbers(void **state)
{
	struct arena *a = *state;
	struct csv_reader *r = NULL;
	struct table_row row = {0};
	struct err e;
	bool more;

	assert_rc(csv_open(a, STR("9.11E+17,2.02E+13,12E5,3e100,91E+17x,1.5,9E+17\n"), &r, &e),
	        RC_OK);
	assert_rc(csv_next(r, &row, &more, &e), RC_OK);
	static const enum cell_kind want[] = {CELL_DAMAGED, CELL_DAMAGED, CELL_TEXT, CELL_TEXT,
	        CELL_TEXT, CELL_TEXT, CELL_DAMAGED};
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_int_equal(row.kind[i], want[i]);
}

/* The public list of payloads: dangerous ones get an apostrophe, safe ones stay as they are. F41
 * and F67-like telephone numbers may be prefixed. */
static void test_formulas(void **state)
{
	struct arena *a = *state;
	struct str text = test_file(a, "tests/data/hostile/csv_formula_injection.csv");
	struct csv_reader *r = NULL;
	struct table_row row = {0};
	bool more = true;
	size_t tried = 0;
	struct err e;

	assert_rc(csv_open(a, text, &r, &e), RC_OK);
	assert_rc(csv_next(r, &row, &more, &e), RC_OK);
	for (;;) {
		assert_rc(csv_next(r, &row, &more, &e), RC_OK);
		if (!more)
			break;
		struct str field, id = row.cell[0];
		struct json *j = NULL;
		struct buf b;

		if (str_eqc(id, "F61")) {
			field = (struct str){"=1+1\0", 5}; /* our JSON has no \u0000 */
		} else {
			assert_rc(json_parse(a, str_dup(a, row.cell[1]), &j, &e), RC_OK);
			field = j->text;
		}
		if (str_eqc(id, "F41"))
			continue;
		buf_init(&b, a, 4096);
		csv_put_field(&b, field, true);
		bool dangerous = str_eqc(row.cell[2], "dangerous");
		if (dangerous != csv_is_formula(field))
			print_error("%.*s\n", STR_ARG(id));
		assert_int_equal(csv_is_formula(field), dangerous);
		if (dangerous)
			assert_true(str_starts(buf_view(&b), STR("\"'")));
		assert_true(buf_view(&b).n > 0 && !memchr(b.p, '\0', b.n));
		tried++;
	}
	assert_true(tried > 60);
}

static void test_round_trip(void **state)
{
	struct arena *a = *state;
	struct str cells[] = {STR("甲公司"), STR("a,b"), STR("say \"hi\""), STR("two\r\nlines"),
	        STR(" x "), STR(""), STR("-5.5%"), STR("0012")};
	struct csv_reader *r = NULL;
	struct table_row row = {0};
	struct err e;
	struct buf b;
	bool more;

	buf_init(&b, a, 4096);
	csv_put_mark(&b);
	csv_put_row(&b, cells, ARRAY_LEN(cells));
	assert_true(str_starts(buf_view(&b), STR("\xEF\xBB\xBF")));
	assert_true(str_ends(buf_view(&b), STR("0012\r\n")));
	assert_rc(csv_open(a, str_sub(buf_view(&b), 3, b.n), &r, &e), RC_OK);
	assert_rc(csv_next(r, &row, &more, &e), RC_OK);
	assert_int_equal(row.n, ARRAY_LEN(cells));
	for (size_t i = 0; i < row.n; i++)
		assert_true(str_eq(row.cell[i], cells[i]));
}

static void test_encodings(void **state)
{
	struct arena *a = *state;
	enum encoding which;
	struct str out;
	struct err e = {0};

	assert_rc(
	        encoding_to_utf8(a, STR("\xC6\xF3\xD2\xB5\xC3\xFB\xB3\xC6"), 100, &out, &which, &e),
	        RC_OK);
	assert_str(out, "企业名称");
	assert_int_equal(which, ENCODING_GB18030);
	assert_rc(encoding_to_utf8(a, STR("\xEF\xBB\xBF企"), 100, &out, &which, &e), RC_OK);
	assert_str(out, "企");
	assert_rc(encoding_to_utf8(a, STR("\xFE\xFF\x4F\x01"), 100, &out, &which, &e), RC_OK);
	assert_str(out, "企");
	/* 4-byte GB18030, U+20000 */
	assert_rc(encoding_to_utf8(a, STR("\x95\x32\x82\x36"), 100, &out, &which, &e), RC_OK);
	assert_str(out, "𠀀");
	/* UTF-8 that was cut is not GB18030 */
	assert_rc(
	        encoding_to_utf8(a, STR("企业名称\n河北省示例企业\xE6\xB2"), 100, &out, &which, &e),
	        RC_INVALID);
	assert_int_equal(e.msg, MSG_TEXT_DAMAGED);
	assert_string_equal(e.arg[0], "2");
	assert_rc(encoding_to_utf8(a, STR("\x01\x02\xFF\xFE\x00"), 100, &out, &which, &e),
	        RC_INVALID);
	assert_rc(encoding_to_utf8(a, STR("\xFF\xFE\x4F"), 100, &out, &which, &e), RC_INVALID);
	assert_rc(encoding_to_utf8(a, STR("\xFF\xFE\x01\xD8"), 100, &out, &which, &e), RC_INVALID);
	assert_rc(encoding_to_utf8(a, STR("123456"), 5, &out, &which, &e), RC_TOO_LARGE);
}

static void test_xlsx_numbers(void **state)
{
	static const struct {
		const char *in, *out;
		enum cell_kind kind;
	} cases[] = {
	        {"103", "103", CELL_NUMBER},
	        {"-0.0", "0", CELL_NUMBER},
	        {"0.10000000000000001", "0.1", CELL_NUMBER},
	        {"2.2999999999999998", "2.3", CELL_NUMBER},
	        {"99999999999999.999", "100000000000000", CELL_NUMBER},
	        {"1.4999999999999999E-2", "0.015", CELL_NUMBER},
	        {"1E3", "1000", CELL_NUMBER},
	        {"-12.50", "-12.5", CELL_NUMBER},
	        {"123456789012345", "123456789012345", CELL_NUMBER},
	        {"1234567890123456", "1234567890123456", CELL_DAMAGED},
	        {"9.11E+17", "9.11E+17", CELL_DAMAGED},
	        {"1E999", "1E999", CELL_TEXT},
	        {"", "", CELL_TEXT},
	        {"-", "-", CELL_TEXT},
	        {"1.2.3", "1.2.3", CELL_TEXT},
	        {"abc", "abc", CELL_TEXT},
	};
	struct str out;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(xlsx_number(*state, str_c(cases[i].in), &out), cases[i].kind);
		assert_str(out, cases[i].out);
	}
}

static void test_xlsx_escapes(void **state)
{
	static const char *const cases[][2] = {
	        {"a_x000D_\nb", "a\nb"},
	        {"_x005F_x000D_", "_x000D_"},
	        {"_xD83D__xDE00_", "😀"},
	        {"_xD83D_", "_xD83D_"},
	        {"_x0000_x", "x"},
	        {"_x12_", "_x12_"},
	        {"_x000g_", "_x000g_"},
	        {"", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *p = str_cstr(*state, str_c(cases[i][0]));
		assert_str(((struct str){p, xlsx_unescape(p, strlen(p))}), cases[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_reading),
	        TEST(test_bad_quotes),
	        TEST(test_limits),
	        TEST(test_damaged_numbers),
	        TEST(test_formulas),
	        TEST(test_round_trip),
	        TEST(test_encodings),
	        TEST(test_xlsx_numbers),
	        TEST(test_xlsx_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

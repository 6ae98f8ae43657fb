/* Tables as people send them: every hostile and odd file of tests/data/hostile gets its right
 * answer or one sentence, before any row is handed out. */
#include "../check.h"

#include <sys/resource.h>

#include "document/table.h"

static struct str load(struct arena *a, const char *name)
{
	return test_file(a, str_cstr(a, str_fmt(a, "tests/data/hostile/%s", name)));
}

/* Opens and reads to the end; *rows counts data rows. */
static enum rc read_all(
        struct arena *a, struct str bytes, const char *name, size_t *rows, struct err *e)
{
	struct table_reader *t;
	struct table_row row;
	bool more = true;

	*rows = 0;
	TRY(table_open(a, bytes, str_c(name), &t, e));
	while (more) {
		TRY(table_next(t, &row, &more, e));
		*rows += more;
	}
	return RC_OK;
}

static void test_refused(void **state)
{
	static const struct {
		const char *file;
		enum msgid msg;
	} cases[] = {
	        {"billion_laughs.xlsx", MSG_XLSX_DOCTYPE},
	        {"quadratic_blowup.xlsx", MSG_XLSX_DOCTYPE},
	        {"xxe_http.xlsx", MSG_XLSX_DOCTYPE},
	        {"escapes_x000D.xlsx", MSG_XLSX_BROKEN}, /* &#0; is no XML */
	        {"far_cell.xlsx", MSG_TABLE_COLUMNS},
	        {"html_as_xls.xls", MSG_TABLE_NAME_LIES},
	        {"long_cell_40000.xlsx", MSG_XLSX_BROKEN},
	        {"no_shared_strings.xlsx", MSG_XLSX_BROKEN},
	        {"polyglot_gif_zip.xlsx", MSG_TABLE_NAME_LIES},
	        {"rel_target_outside.xlsx", MSG_XLSX_OUTSIDE},
	        {"sheet_gb18030.xlsx", MSG_XLSX_BROKEN},
	        {"xlsm_renamed.xlsx", MSG_XLSX_MACRO},
	        {"xml_deep_100k.xlsx", MSG_XLSX_BROKEN},
	        {"xml_unclosed.xlsx", MSG_XLSX_BROKEN},
	        {"zip_bad_crc.xlsx", MSG_ARCHIVE_BROKEN},
	        {"zip_declares_4GB.xlsx", MSG_ARCHIVE_BOMB},
	        {"zip_empty.xlsx", MSG_TEXT_EMPTY},
	        {"zip_eocd_only.xlsx", MSG_XLSX_NOT_WORKBOOK},
	        {"zip_half.xlsx", MSG_ARCHIVE_BROKEN},
	        {"zip_method_99.xlsx", MSG_ARCHIVE_BROKEN},
	        {"zip_offset_outside.xlsx", MSG_ARCHIVE_BROKEN},
	        {"zip_slip.xlsx", MSG_ARCHIVE_UNSAFE},
	        {"zip_truncated.xlsx", MSG_ARCHIVE_BROKEN},
	        {"csv_long_line.csv", MSG_TABLE_CELL_LONG},
	        {"csv_nul_bytes.csv", MSG_TEXT_NUL},
	        {"png_1x1.png", MSG_TABLE_NOT_A_TABLE},
	        {"pdf_javascript.pdf", MSG_TABLE_NOT_A_TABLE},
	};
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct table_reader *t = NULL;
		struct err e = {0};
		enum rc rc = table_open(a, load(a, cases[i].file), str_c(cases[i].file), &t, &e);

		if (rc == RC_OK || e.msg != cases[i].msg)
			print_error("%s: rc %d, %s\n", cases[i].file, rc, err_text(a, &e).p);
		assert_int_not_equal(rc, RC_OK);
		assert_int_equal(e.msg, cases[i].msg);
		assert_null(t);
	}
}

static struct table_reader *open_ok(struct arena *a, const char *name)
{
	struct table_reader *t = NULL;
	struct err e = {0};
	enum rc rc = table_open(a, load(a, name), str_c(name), &t, &e);

	if (rc != RC_OK)
		print_error("%s: %s %s\n", name, err_text(a, &e).p, e.detail);
	assert_int_equal(rc, RC_OK);
	return t;
}

static struct table_row next_ok(struct table_reader *t)
{
	struct table_row row = {0};
	bool more = false;
	struct err e;

	assert_int_equal(table_next(t, &row, &more, &e), RC_OK);
	assert_true(more);
	return row;
}

/* The same small table behind many faces. */
static void test_accepted(void **state)
{
	static const char *const files[] = {"ok_minimal.xlsx", "absolute_rel_target.xlsx",
	        "date1904.xlsx", "hidden_sheet_first.xlsx", "sheet_utf16.xlsx",
	        "strict_ooxml.xlsx"};
	struct arena *a = *state;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct table_reader *t = open_ok(a, files[i]);
		struct table_row row;
		size_t col = 9;
		struct date d;
		bool more = true;

		assert_int_equal(table_column(t, STR("统一社会信用代码"), &col, &e), RC_OK);
		assert_int_equal(col, 1);
		row = next_ok(t);
		assert_int_equal(row.number, 2);
		assert_str(table_cell(&row, 0), "示例企业有限公司");
		assert_str(table_cell(&row, 1), "91130100MA07TEST0X");
		assert_str(table_cell(&row, 2), "103");
		assert_int_equal(table_cell_kind(&row, 2), CELL_NUMBER);
		assert_true(table_date(t, &row, 3, &d));
		assert_str(date_str(a, d), t->date1904 ? "2030-01-01" : "2025-12-31");
		assert_str(table_cell(&row, 99), "");
		assert_int_equal(table_next(t, &row, &more, &e), RC_OK);
		assert_false(more);
	}
}

static void test_cells(void **state)
{
	struct arena *a = *state;
	struct table_reader *t = open_ok(a, "inline_strings.xlsx");
	struct table_row row = next_ok(t);

	assert_str(table_cell(&row, 0), "示例 企业");
	assert_int_equal(table_cell_kind(&row, 1), CELL_BOOL);
	assert_int_equal(table_cell_kind(&row, 2), CELL_ERROR);
	assert_str(table_cell(&row, 2), "#N/A");
	assert_int_equal(table_cell_kind(&row, 3), CELL_DATE);

	t = open_ok(a, "uscc_as_number.xlsx");
	next_ok(t);
	row = next_ok(t);
	assert_int_equal(row.number, 3);
	assert_int_equal(table_cell_kind(&row, 1), CELL_DAMAGED);
	assert_str(table_cell(&row, 1), "9.1130100123456794E+17");
	assert_str(table_cell(&row, 2), "-5");
	assert_str(table_cell(&row, 3), "0");
}

static void test_csv_faces(void **state)
{
	struct arena *a = *state;
	struct err e = {0};
	size_t col = 0, rows = 0;
	struct table_reader *t = open_ok(a, "csv_header_variants.csv");

	assert_int_equal(table_column(t, STR("企业名称"), &col, &e), RC_OK);
	assert_int_equal(table_column(t, STR("从业人数(人)"), &col, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_TABLE_COLUMN_TWICE);
	assert_int_equal(table_column(t, STR("注册资本"), &col, &e), RC_NOT_FOUND);

	t = open_ok(a, "csv_utf16le_tab.csv");
	assert_int_equal(t->encoding, ENCODING_UTF16LE);
	assert_int_equal(table_column(t, STR("统一社会信用代码"), &col, &e), RC_OK);
	struct table_row row = next_ok(t);
	assert_str(table_cell(&row, col), "91130100MA07TEST0X");

	assert_int_equal(read_all(a, load(a, "csv_ragged.csv"), "x.csv", &rows, &e), RC_OK);
	assert_int_equal(rows, 3); /* ",," and the empty line are no rows */
}

static void test_names_lie(void **state)
{
	static const struct {
		const char *file, *name;
		enum msgid msg;
	} cases[] = {
	        {"ok_minimal.xlsx", "list.csv", MSG_TABLE_NAME_LIES},
	        {"csv_ragged.csv", "list.xlsx", MSG_TABLE_NAME_LIES},
	        {"png_1x1.png", "list.xlsx", MSG_TABLE_NAME_LIES},
	        {"html_as_xls.xls", "list", MSG_TABLE_NOT_A_TABLE},
	};
	struct arena *a = *state;
	struct err e = {0};
	size_t rows;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_not_equal(
		        read_all(a, load(a, cases[i].file), cases[i].name, &rows, &e), RC_OK);
		assert_int_equal(e.msg, cases[i].msg);
	}
	assert_int_equal(
	        read_all(a, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."), "x.xls", &rows, &e),
	        RC_INVALID);
	assert_int_equal(e.msg, MSG_TABLE_OLD_EXCEL);
	assert_int_equal(read_all(a, load(a, "ok_minimal.xlsx"), "", &rows, &e), RC_OK);
}

/* Any prefix and any single damaged byte of a good workbook: an answer, never a crash. */
static void test_damage(void **state)
{
	struct arena *a = *state, own;
	struct str good = load(a, "ok_minimal.xlsx");
	char *copy = str_cstr(a, good);
	size_t refused = 0, rows;
	struct err e;

	memcpy(copy, good.p, good.n);
	for (size_t n = 0; n < good.n; n += 7) {
		arena_init(&own, 0);
		assert_int_not_equal(
		        read_all(&own, str_sub(good, 0, n), "x.xlsx", &rows, &e), RC_OK);
		arena_free(&own);
	}
	for (size_t i = 0; i < good.n; i += 3) {
		arena_init(&own, 0);
		copy[i] = (char)(copy[i] ^ 0x5a);
		refused += read_all(&own, (struct str){copy, good.n}, "x.xlsx", &rows, &e) != RC_OK;
		copy[i] = good.p[i];
		arena_free(&own);
	}
	assert_true(refused > good.n / 3 / 2);
}

static void test_title_above_header(void **state)
{
	struct arena *a = *state;
	struct str csv =
	        STR("2023 年第 1 批推荐汇总表,,\n填报单位：,,\n序号,企业名称,评分\n1,甲公司,61\n");
	struct table_reader *t = NULL;
	struct err e;
	size_t col;

	assert_int_equal(table_open(a, csv, STR("a.csv"), &t, &e), RC_OK);
	assert_int_equal(table_reader_seek_header(t, STR("企业名称"), &e), RC_OK);
	assert_int_equal(t->header_row, 3);
	assert_int_equal(table_column(t, STR("评分"), &col, &e), RC_OK);
	struct table_row row = next_ok(t);
	assert_str(table_cell(&row, col), "61");
	assert_int_equal(row.number, 4);
	assert_int_equal(table_open(a, csv, STR("a.csv"), &t, &e), RC_OK);
	assert_int_equal(table_reader_seek_header(t, STR("没有这一列"), &e), RC_NOT_FOUND);
}

static void test_serial(void **state)
{
	struct date d;

	(void)state;
	assert_true(table_serial_date(1, false, &d));
	assert_int_equal(date_cmp(d, (struct date){1900, 1, 1}), 0);
	assert_true(table_serial_date(59, false, &d));
	assert_int_equal(date_cmp(d, (struct date){1900, 2, 28}), 0);
	assert_false(table_serial_date(60, false, &d));
	assert_true(table_serial_date(61, false, &d));
	assert_int_equal(date_cmp(d, (struct date){1900, 3, 1}), 0);
	assert_true(table_serial_date(0, true, &d));
	assert_int_equal(date_cmp(d, (struct date){1904, 1, 1}), 0);
	assert_false(table_serial_date(0, false, &d));
	assert_false(table_serial_date(-3, true, &d));
	assert_false(table_serial_date(INT64_MAX, true, &d));
}

static void test_20000_rows(void **state)
{
	struct arena *a = *state;
	size_t rows = 0;
	struct err e;
	struct rusage use;

	assert_int_equal(
	        read_all(a, load(a, "rows_20000.xlsx"), "rows_20000.xlsx", &rows, &e), RC_OK);
	assert_int_equal(rows, 19999); /* the first is the header */
	getrusage(RUSAGE_SELF, &use);
#ifndef __SANITIZE_ADDRESS__
	assert_true(use.ru_maxrss < 256 * 1024);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_refused),
	        TEST(test_accepted),
	        TEST(test_cells),
	        TEST(test_csv_faces),
	        TEST(test_names_lie),
	        TEST(test_damage),
	        TEST(test_title_above_header),
	        TEST(test_serial),
	        TEST(test_20000_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A list as CSV and as workbook says the same to our own readers, and a company named like a formula keeps its name. */
#include "../check.h"

#include "document/archive.h"
#include "document/rows_write.h"
#include "document/table.h"
#include "document/zip_write.h"

static const struct xlsx_column columns[] = {{"企业名称", XLSX_TEXT, 36, 0}, {"代码", XLSX_CODE, 22, 0},
	{"人数", XLSX_INT, 8, 0}, {"收入（万元）", XLSX_DECIMAL, 12, 0}};
#define COLUMNS ARRAY_LEN(columns)

static struct str written(struct arena *a, enum rows_format f, struct str title, const struct str (*rows)[COLUMNS],
	size_t n)
{
	const struct rows_spec spec = {.sheet = "名单", .column = columns, .columns = COLUMNS, .title = title};
	struct rows_write *r = rows_write_new(a, f, &spec);
	struct buf out;
	struct err e;

	buf_init(&out, a, 64 << 20);
	assert_rc(rows_write_begin(r, &out, &e), RC_OK);
	for (size_t i = 0; i < n; i++)
		assert_rc(rows_write_row(r, &out, rows[i], &e), RC_OK);
	assert_rc(rows_write_end(r, &out, &e), RC_OK);
	assert_int_equal(rows_written(r), n);
	assert_false(out.overflow);
	return buf_view(&out);
}

static struct table_reader *opened(struct arena *a, struct str bytes, const char *name)
{
	struct table_reader *t;
	struct err e;

	assert_rc(table_open(a, bytes, str_c(name), &t, &e), RC_OK);
	assert_rc(table_reader_seek_header(t, STR("企业名称"), &e), RC_OK);
	return t;
}

static void test_both_say_the_same(void **state)
{
	const struct str rows[][COLUMNS] = {
		{STR("甲 & <乙> \"丙\""), STR("91410100MA0T00001X"), STR("12"), STR("3456.789")},
		{STR("第一行\n第二行"), STR("0012"), STR("007"), STR("-0.5")},
		{STR(" 空格 "), STR(""), STR(""), STR("12345678901234567890.5")},
		{STR("_x0041_ 原样"), STR("5"), STR("十二"), STR(".5")}};
	struct str csv = written(*state, ROWS_CSV, STR(""), rows, ARRAY_LEN(rows));
	struct str book = written(*state, ROWS_XLSX, STR("名单标题"), rows, ARRAY_LEN(rows));
	struct table_reader *t = opened(*state, csv, "a.csv"), *x = opened(*state, book, "a.xlsx");
	struct table_row a, b;
	struct err e;
	bool more;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_rc(table_next(t, &a, &more, &e), RC_OK);
		assert_true(more);
		assert_rc(table_next(x, &b, &more, &e), RC_OK);
		assert_true(more);
		for (size_t k = 0; k < COLUMNS; k++) {
			struct str want = str_trim(rows[i][k]);
			assert_true(str_eq(str_trim(table_cell(&a, k)), want));
			assert_true(str_eq(str_trim(table_cell(&b, k)), want));
		}
		/* Numbers where the column says so and no digit is lost; a leading zero is no number. */
		assert_int_equal(table_cell_kind(&b, 1), rows[i][1].n ? CELL_TEXT : CELL_EMPTY);
		assert_int_equal(table_cell_kind(&b, 2), i == 0 ? CELL_NUMBER : i == 2 ? CELL_EMPTY : CELL_TEXT);
		assert_int_equal(table_cell_kind(&b, 3), i < 2 ? CELL_NUMBER : CELL_TEXT);
	}
	assert_rc(table_next(x, &b, &more, &e), RC_OK);
	assert_false(more);
}

static void test_formulas_stay_names(void **state)
{
	const struct str rows[][COLUMNS] = {{STR("=HYPERLINK(\"x\")"), STR("+1"), STR("@x"), STR("-1+1")}};
	struct str csv = written(*state, ROWS_CSV, STR(""), rows, 1), text;
	struct str book = written(*state, ROWS_XLSX, STR(""), rows, 1);
	struct archive *z;
	struct err e;

	assert_true(str_has(csv, STR("\"'=HYPERLINK")));
	assert_true(str_has(csv, STR("\"'@x\"")));
	assert_true(str_has(csv, STR("\"'-1+1\"")));
	assert_rc(archive_open(*state, book, &z, &e), RC_OK);
	const struct archive_entry *sheet = archive_find(z, STR("xl/worksheets/sheet1.xml"));
	assert_non_null(sheet);
	assert_rc(archive_read(z, sheet, 1 << 20, &text, &e), RC_OK);
	assert_true(str_has(text, STR("=HYPERLINK")));
	assert_false(str_has(text, STR("<f>")));
	assert_false(str_has(text, STR("<v>")));
}

static void test_same_bytes(void **state)
{
	const struct str rows[][COLUMNS] = {{STR("甲"), STR("1"), STR("2"), STR("3")}};

	assert_true(str_eq(written(*state, ROWS_XLSX, STR("标题"), rows, 1), written(*state, ROWS_XLSX, STR("标题"), rows, 1)));
}

static void test_package(void **state)
{
	struct zip_write *w = zip_write_new(*state);
	struct archive *z;
	struct str text;
	struct buf out;
	struct err e;
	char name[600];

	memset(name, 'x', sizeof(name));
	buf_init(&out, *state, 1 << 20);
	assert_rc(zip_write_part(w, &out, STR("1 公示/名单.txt"), STR("甲\n乙\n"), &e), RC_OK);
	assert_rc(zip_write_part(w, &out, STR("空.txt"), STR(""), &e), RC_OK);
	assert_rc(zip_write_part(w, &out, STR("空.txt"), STR("x"), &e), RC_INTERNAL);
	assert_rc(zip_write_part(w, &out, (struct str){name, sizeof(name)}, STR(""), &e), RC_TOO_LARGE);
	assert_rc(zip_write_open(w, &out, STR("长.txt"), &e), RC_OK);
	for (int i = 0; i < 1000; i++)
		zip_write_more(w, &out, STR("一行又一行\n"));
	assert_rc(zip_write_close(w, &out, &e), RC_OK);
	assert_rc(zip_write_finish(w, &out, &e), RC_OK);
	assert_true(out.n < 2000);
	assert_rc(archive_open(*state, buf_view(&out), &z, &e), RC_OK);
	assert_int_equal(archive_count(z), 3);
	assert_rc(archive_read(z, archive_find(z, STR("1 公示/名单.txt")), 1 << 10, &text, &e), RC_OK);
	assert_str(text, "甲\n乙\n");
	assert_rc(archive_read(z, archive_find(z, STR("长.txt")), 1 << 16, &text, &e), RC_OK);
	assert_int_equal(text.n, 16 * 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_both_say_the_same), TEST(test_formulas_stay_names),
		TEST(test_same_bytes), TEST(test_package)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

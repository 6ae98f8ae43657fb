/* Workbooks that we write, read again by our own reader: texts stay texts, numbers keep their
 * digits. */
#include "../check.h"

#include <dirent.h>
#include <unistd.h>

#include "base/env.h"
#include "document/archive.h"
#include "document/csv.h"
#include "document/table.h"
#include "document/xlsx_write.h"

static const struct xlsx_column columns[] = {
        {"序号", XLSX_INT, 6, 0},
        {"企业名称", XLSX_TEXT, 40, 0},
        {"统一社会信用代码", XLSX_CODE, 22, 0},
        {"研发费用（万元）", XLSX_DECIMAL, 14, 2},
};

static struct xlsx_spec spec_of(const char *dir)
{
	return (struct xlsx_spec){.sheet = "推荐汇总表",
	        .column = columns,
	        .columns = 4,
	        .title = STR("2023 年第 1 批推荐汇总表"),
	        .left = STR("主管部门（盖章）："),
	        .right = STR("2023年2月24日"),
	        .created = 1676854800000,
	        .tmp_dir = dir};
}

static size_t files_in(const char *dir)
{
	DIR *d = opendir(dir);
	size_t n = 0;

	for (struct dirent *f; (f = readdir(d));)
		n += f->d_name[0] != '.';
	closedir(d);
	return n;
}

static void test_round_trip(void **state)
{
	char dir[] = "/tmp/test_xlsx-XXXXXX";
	struct arena *a = *state;
	struct xlsx_book *b = NULL;
	struct table_reader *t = NULL;
	struct table_row row = {0};
	struct str out, text;
	struct archive *z = NULL;
	struct err e = {0};
	bool more;

	assert_non_null(mkdtemp(dir));
	struct xlsx_spec spec = spec_of(dir);
	assert_rc(xlsx_book_new(a, &spec, &b, &e), RC_OK);
	xlsx_int(b, 0, 1);
	xlsx_text(b, 1, STR("=HYPERLINK(\"http://127.0.0.1/\",\"点\")"));
	xlsx_text(b, 2, STR("911301001234567890"));
	xlsx_decimal(b, 3, 1234567890123);
	xlsx_text(b, 99, STR("no such column"));
	xlsx_row_end(b);
	xlsx_int(b, 0, INT64_MAX);
	xlsx_text(b, 1, STR("甲\x01<&>公司\n二厂"));
	xlsx_decimal(b, 3, INT64_MIN);
	xlsx_row_end(b);
	xlsx_footer(b, STR("填表人：张三"));
	assert_rc(xlsx_book_finish(b, &out, &e), RC_OK);
	assert_int_equal(files_in(dir), 0);
	rmdir(dir);

	assert_rc(archive_open(a, out, &z, &e), RC_OK);
	assert_rc(archive_read(
	                  z, archive_find(z, STR("xl/worksheets/sheet1.xml")), 1 << 20, &text, &e),
	        RC_OK);
	assert_false(str_has(text, STR("<f>")));

	assert_rc(table_open(a, out, STR("a.xlsx"), &t, &e), RC_OK);
	assert_str(t->header[0], "2023 年第 1 批推荐汇总表");
	assert_str(t->sheet, "推荐汇总表");
	assert_rc(table_reader_seek_header(t, STR("企业名称"), &e), RC_OK);
	assert_int_equal(t->header_row, 3);
	assert_rc(table_next(t, &row, &more, &e), RC_OK);
	assert_str(table_cell(&row, 0), "1");
	assert_str(table_cell(&row, 1), "=HYPERLINK(\"http://127.0.0.1/\",\"点\")");
	assert_int_equal(table_cell_kind(&row, 1), CELL_TEXT);
	assert_str(table_cell(&row, 2), "911301001234567890");
	assert_int_equal(table_cell_kind(&row, 2), CELL_TEXT);
	assert_str(table_cell(&row, 3), "1234567.890123");
	assert_rc(table_next(t, &row, &more, &e), RC_OK);
	assert_str(table_cell(&row, 0), "9223372036854775807");
	assert_str(table_cell(&row, 1), "甲<&>公司\n二厂");
	assert_str(table_cell(&row, 3), "-9223372036854.775808");
	assert_rc(table_next(t, &row, &more, &e), RC_OK);
	assert_str(table_cell(&row, 0), "填表人：张三");
}

/* Every payload that the public list knows ends as a text cell. */
static void test_formulas(void **state)
{
	struct arena *a = *state;
	struct str list = test_file(a, "tests/data/hostile/csv_formula_injection.csv"), out;
	struct xlsx_spec spec = spec_of(NULL);
	struct table_reader *t = NULL;
	struct xlsx_book *b = NULL;
	struct csv_reader *r = NULL;
	struct table_row row = {0};
	size_t in = 0, back = 0;
	bool more = true;
	struct err e = {0};

	assert_rc(xlsx_book_new(a, &spec, &b, &e), RC_OK);
	assert_rc(csv_open(a, list, &r, &e), RC_OK);
	for (;;) {
		assert_rc(csv_next(r, &row, &more, &e), RC_OK);
		if (!more)
			break;
		struct str s = row.cell[1];
		xlsx_text(b, 1, str_sub(s, 1, s.n > 2 ? s.n - 2 : 0));
		xlsx_row_end(b);
		in++;
	}
	assert_rc(xlsx_book_finish(b, &out, &e), RC_OK);
	assert_rc(table_open(a, out, STR("a.xlsx"), &t, &e), RC_OK);
	assert_rc(table_reader_seek_header(t, STR("企业名称"), &e), RC_OK);
	for (;;) {
		assert_rc(table_next(t, &row, &more, &e), RC_OK);
		if (!more)
			break;
		assert_int_equal(table_cell_kind(&row, 1), CELL_TEXT);
		back++;
	}
	assert_int_equal(in, back);
}

static void test_bad_input(void **state)
{
	struct arena *a = *state;
	struct xlsx_spec spec = spec_of("/nonexistent");
	struct xlsx_book *b = NULL;
	struct str out = STR("untouched");
	struct err e = {0};

	assert_rc(xlsx_book_new(a, &spec, &b, &e), RC_IO);
	assert_null(b);
	spec.tmp_dir = NULL;
	assert_rc(xlsx_book_new(a, &spec, &b, &e), RC_OK);
	xlsx_text(b, 1, STR("\xFF\xFE"));
	assert_rc(xlsx_book_finish(b, &out, &e), RC_INVALID);
	assert_str(out, "untouched");
	/* never finished: the temporary file goes with the arena */
	assert_rc(xlsx_book_new(a, &spec, &b, &e), RC_OK);
	xlsx_int(b, 0, 1);
}

/* 20,000 rows of ten columns, written and read: the size of a province's list. */
static void test_20000(void **state)
{
	static struct xlsx_column ten[10];
	struct arena *a = *state;
	struct xlsx_spec spec = {.sheet = "表", .column = ten, .columns = 10};
	struct table_reader *t = NULL;
	struct table_row row = {0};
	struct xlsx_book *b = NULL;
	size_t rows = 0;
	struct str out;
	bool more = true;
	struct err e = {0};

	for (size_t i = 0; i < 10; i++)
		ten[i] =
		        (struct xlsx_column){str_cstr(a, str_fmt(a, "列%zu", i)), XLSX_TEXT, 20, 0};
	assert_rc(xlsx_book_new(a, &spec, &b, &e), RC_OK);
	for (int i = 0; i < 20000; i++) {
		for (size_t c = 0; c < 10; c++)
			xlsx_text(b, c, str_fmt(a, "第%d行第%zu列的文字内容", i, c));
		xlsx_row_end(b);
	}
	assert_rc(xlsx_book_finish(b, &out, &e), RC_OK);
	int64_t from = monotonic_us();
	assert_rc(table_open(a, out, STR("a.xlsx"), &t, &e), RC_OK);
	for (;;) {
		assert_rc(table_next(t, &row, &more, &e), RC_OK);
		if (!more)
			break;
		assert_int_equal(row.n, 10);
		rows++;
	}
	print_message(
	        "20000 x 10 cells read in %lld ms\n", (long long)(monotonic_us() - from) / 1000);
	assert_int_equal(rows, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_round_trip),
	        TEST(test_formulas),
	        TEST(test_bad_input),
	        TEST(test_20000),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* One document, two formats: what was put in comes out of both, page by page, and twice the same.
 */
#include "../check.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "document/archive.h"
#include "document/docx.h"
#include "document/pdf.h"
#include "document/qr.h"
#include "document/xml.h"

#define CREATED 1676854800000 /* 2023-02-20T09:00:00+08:00 */

/* The text that poppler finds: the judge of our pages. */
static struct str pdf_text(struct arena *a, struct str pdf)
{
	char in[] = "/tmp/test_doc-XXXXXX", out[] = "/tmp/test_doc-XXXXXX";
	int fd = mkstemp(in), fd2 = mkstemp(out), status = -1;
	struct str text = {0};
	struct err e;

	assert_true(fd >= 0 && fd2 >= 0);
	assert_int_equal(write(fd, pdf.p, pdf.n), (ssize_t)pdf.n);
	close(fd);
	close(fd2);
	pid_t pid = fork();
	if (pid == 0) {
		execlp("pdftotext", "pdftotext", "-layout", in, out, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	assert_rc(file_read(a, out, 1 << 24, &text, &e), RC_OK);
	unlink(in);
	unlink(out);
	return text;
}

static size_t count(struct str s, const char *needle)
{
	struct str n = str_c(needle);
	size_t times = 0;

	for (size_t at = 0; (at += str_find(str_sub(s, at, s.n), n)) < s.n; at += n.n)
		times++;
	return times;
}

/* Without blanks and line ends: how far apart things stand is not the question. */
static struct str flat(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (!memchr(" \n\f", s.p[i], 3))
			buf_ch(&b, s.p[i]);
	return buf_view(&b);
}

static struct doc *sample(struct arena *a, int rows)
{
	struct doc_meta meta = {.title = STR("自评表"),
	        .created = CREATED,
	        .footer_code = STR("3f9a 22c1"),
	        .footer_url = STR("https://example.com/v/3f9a22c1")};
	struct doc *d = doc_new(a, &meta);
	const struct doc_pair line[] = {{STR("企业名称"), STR("示例企业有限公司")}};
	const struct doc_pair kv[] = {{STR("信用代码"), STR("91130100MA07TEST0X")},
	        {STR("空着的栏目"), STR("")}, {STR("地址"), STR("某市<某县> & \"某路\"\n二层")}};
	const struct doc_column col[] = {{STR("序号"), 1, DOC_CENTER}, {STR("指标名"), 4, DOC_LEFT},
	        {STR("得分"), 1, DOC_RIGHT}};
	const struct str sign[] = {STR("法定代表人（签字）：")};

	doc_cover(d, &(struct doc_cover){.kicker = STR("附件2"),
	                     .title = STR("申报书"),
	                     .line = line,
	                     .lines = 1,
	                     .issuer = STR("示例机关 制")});
	doc_title(d, STR("表的标题"));
	doc_heading(d, 1, STR("一、基本情况"));
	doc_kv(d, kv, 3, 2);
	doc_table_begin(d, col, 3);
	doc_table_span(d, STR("合并的小标题"));
	for (int i = 0; i < rows; i++) {
		struct str cell[] = {str_i64(a, i + 1), str_fmt(a, "第%d行内容", i + 1), STR("5")};
		doc_table_row(d, cell);
	}
	doc_table_end(d);
	doc_sign(d, &(struct doc_signature){.title = STR("真实性声明"),
	                    .text = STR("本企业承诺属实。"),
	                    .line = sign,
	                    .lines = 1});
	doc_qr(d, STR("https://example.com/v/3f9a22c1"), STR("扫码核验"));
	doc_line(d, STR("左边"), STR("右边"));
	return d;
}

static void test_pdf(void **state)
{
	struct arena *a = *state;
	struct str pdf, again, text;
	struct err e = {0};

	assert_rc(pdf_render(sample(a, 120), &pdf, &e), RC_OK);
	assert_rc(pdf_render(sample(a, 120), &again, &e), RC_OK);
	assert_true(str_eq(pdf, again));
	text = pdf_text(a, pdf);
	size_t pages = count(text, "\f");
	assert_true(pages >= 4 && pages <= 8);
	assert_int_equal(count(text, "校验码 3f9a 22c1"), pages);
	for (size_t i = 1; i <= pages; i++)
		assert_int_equal(
		        count(flat(a, text), str_cstr(a, str_fmt(a, "第%zu页共%zu页", i, pages))),
		        1);
	/* the header stands on every page that has rows of the table */
	assert_true(count(text, "指标名") >= 3 && count(text, "指标名") <= pages - 1);
	for (int i = 1; i <= 120; i++)
		assert_int_equal(count(text, str_cstr(a, str_fmt(a, "第%d行内容", i))), 1);
	static const char *const wanted[] = {"附件2", "申报书", "示例企业有限公司", "空着的栏目",
	        "<某县> & \"某路\"", "二层", "合并的小标题", "真实性声明", "法定代表人（签字）：",
	        "扫码核验", "左边", "右边"};
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (count(text, wanted[i]) == 0)
			fail_msg("%s is missing", wanted[i]);
}

/* A cell longer than a page is continued, a paragraph too; nothing is lost. */
static void test_long(void **state)
{
	struct arena *a = *state;
	struct doc_meta meta = {.title = STR("x"), .style = DOC_LETTER};
	struct doc *d = doc_new(a, &meta);
	const struct doc_column col[] = {{STR("甲"), 1, DOC_LEFT}, {STR("乙"), 1, DOC_LEFT}};
	struct buf b;
	struct str pdf, text;
	struct err e = {0};

	buf_init(&b, a, 1 << 20);
	for (int i = 0; i < 400; i++)
		buf_printf(&b, "条款%03d号文字文字文字文字。", i);
	doc_para(d, buf_view(&b));
	doc_table_begin(d, col, 2);
	struct str cell[] = {STR("短"), buf_view(&b)};
	doc_table_row(d, cell);
	assert_rc(pdf_render(d, &pdf, &e), RC_OK);
	text = pdf_text(a, pdf);
	/* wrapped anywhere */
	assert_true(count(flat(a, text), "号文字") >= 780);
	assert_true(count(text, "\f") > 8);
}

static enum rc on_docx_text(void *arg, struct str text, struct err *e)
{
	(void)e;
	buf_str(arg, text);
	return RC_OK;
}

static void test_docx(void **state)
{
	static const char *const parts[] = {"[Content_Types].xml", "_rels/.rels",
	        "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml",
	        "word/footer1.xml", "docProps/core.xml"};
	static const struct xml_events events = {.text = on_docx_text};
	struct arena *a = *state;
	struct str docx, again, core;
	struct archive *z = NULL;
	struct err e = {0};
	struct buf b;

	assert_rc(docx_render(sample(a, 5), &docx, &e), RC_OK);
	assert_rc(docx_render(sample(a, 5), &again, &e), RC_OK);
	assert_true(str_eq(docx, again));
	assert_rc(archive_open(a, docx, &z, &e), RC_OK);
	buf_init(&b, a, 1 << 20);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const struct archive_entry *en = archive_find(z, str_c(parts[i]));
		assert_non_null(en);
		assert_rc(xml_read(a, z, en, &events, &b, &e), RC_OK);
	}
	assert_non_null(archive_find(z, STR("word/media/qr1.png")));
	static const char *const wanted[] = {"附件2", "申报书", "示例企业有限公司",
	        "某市<某县> & \"某路\"", "第5行内容", "合并的小标题", "真实性声明", "校验码 ",
	        "PAGE", "NUMPAGES"};
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (count(buf_view(&b), wanted[i]) == 0)
			fail_msg("%s is missing", wanted[i]);
	assert_rc(archive_read(z, archive_find(z, STR("docProps/core.xml")), 65536, &core, &e),
	        RC_OK);
	assert_true(str_has(core, STR("2023-02-20T01:00:00Z")));
}

/* Controls and broken text neither break XML nor stop pango. */
static void test_dirty_text(void **state)
{
	struct arena *a = *state;
	struct doc_meta meta = {.title = STR("x"), .created = CREATED};
	struct doc *d = doc_new(a, &meta);
	struct archive *z = NULL;
	struct str out;
	struct err e = {0};
	struct buf b;
	static const struct xml_events events = {.text = on_docx_text};

	doc_para(d, STR("前\x01\x1F后\0尾\xFF\xC0坏\xEF\xBF\xBF"));
	assert_rc(pdf_render(d, &out, &e), RC_OK);
	assert_true(count(pdf_text(a, out), "前后尾坏") == 1);
	assert_rc(docx_render(d, &out, &e), RC_OK);
	assert_rc(archive_open(a, out, &z, &e), RC_OK);
	buf_init(&b, a, 1 << 16);
	assert_rc(
	        xml_read(a, z, archive_find(z, STR("word/document.xml")), &events, &b, &e), RC_OK);
	assert_str(buf_view(&b), "前后尾坏");
}

static void test_empty(void **state)
{
	struct arena *a = *state;
	struct doc_meta meta = {.title = STR("x")};
	struct str out;
	struct err e = {0};

	assert_rc(pdf_render(doc_new(a, &meta), &out, &e), RC_OK);
	assert_int_equal(count(flat(a, pdf_text(a, out)), "第1页共1页"), 1);
	assert_rc(docx_render(doc_new(a, &meta), &out, &e), RC_OK);
}

static void test_certificate(void **state)
{
	struct arena *a = *state;
	struct pdf_certificate c = {.title = STR("示例省创新型中小企业"),
	        .subtitle = STR("证书"),
	        .number = STR("证书编号：2023-00001"),
	        .holder = STR("示例企业有限公司"),
	        .body = STR("经评价认定。"),
	        .valid = STR("有效期：三年"),
	        .issuer = STR("示例机关"),
	        .date = STR("2023年3月31日"),
	        .note = STR("扫码核验"),
	        .url = STR("https://example.com/c/1"),
	        .created = CREATED};
	struct str out, again, text;
	struct err e = {0};

	assert_rc(pdf_certificate_render(a, &c, &out, &e), RC_OK);
	assert_rc(pdf_certificate_render(a, &c, &again, &e), RC_OK);
	assert_true(str_eq(out, again));
	text = pdf_text(a, out);
	assert_int_equal(count(text, "\f"), 1);
	assert_int_equal(count(text, "示例企业有限公司"), 1);
	assert_int_equal(count(text, "证书编号：2023-00001"), 1);
}

static void test_qr(void **state)
{
	struct arena *a = *state;
	struct err e = {0};
	struct qr q = {0};
	char *big = arena_zalloc(a, QR_MAX_TEXT + 1);

	assert_rc(qr_make(a, STR("https://example.com/v/1"), &q, &e), RC_OK);
	assert_int_equal((q.side - 2 * QR_QUIET - 17) % 4, 0);
	/* the upper edge of the two finders, and nothing in the quiet zone */
	assert_int_equal(q.run[0].x, QR_QUIET);
	assert_int_equal(q.run[0].y, QR_QUIET);
	assert_true(q.run[0].w >= 7);
	for (size_t i = 0; i < q.n; i++) {
		assert_true(q.run[i].w > 0 && q.run[i].x >= QR_QUIET &&
		            q.run[i].x + q.run[i].w <= q.side - QR_QUIET);
		assert_true(q.run[i].y >= QR_QUIET && q.run[i].y < q.side - QR_QUIET);
	}
	assert_true(str_has(qr_svg(a, &q, STR("a<b&c")), STR("<title>a&lt;b&amp;c</title>")));
	assert_rc(qr_make(a, STR(""), &q, &e), RC_INVALID);
	memset(big, 'x', QR_MAX_TEXT + 1);
	assert_rc(qr_make(a, (struct str){big, QR_MAX_TEXT}, &q, &e), RC_OK);
	assert_rc(qr_make(a, (struct str){big, QR_MAX_TEXT + 1}, &q, &e), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_pdf),
	        TEST(test_long),
	        TEST(test_docx),
	        TEST(test_dirty_text),
	        TEST(test_empty),
	        TEST(test_certificate),
	        TEST(test_qr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

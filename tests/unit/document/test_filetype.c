/* The gate for uploads: each hostile file its verdict, and the ordinary ones through. */
#include "../check.h"

#include "document/archive.h"
#include "document/filetype.h"
#include "document/pdf.h"
#include "document/qr.h"

#define ALL (FILETYPE_EVIDENCE | 1u << FILETYPE_XLSX)

static enum rc check(
        struct arena *a, struct str bytes, const char *name, enum filetype *t, struct err *e)
{
	*e = (struct err){0};
	return filetype_check(a, bytes, str_c(name), ALL, t, e);
}

static void test_hostile_files(void **state)
{
	static const struct {
		const char *file, *name;
		enum msgid msg; /* MSG_NONE: accepted */
	} cases[] = {
	        {"png_1x1.png", "a.png", MSG_NONE},
	        {"png_1x1.png", "a.PNG", MSG_NONE},
	        {"png_1x1.png", "a.pdf", MSG_FILE_TYPE_LIES},
	        {"png_1x1.png", "a.exe", MSG_FILE_TYPE_NAME},
	        {"png_1x1.png", "png", MSG_FILE_TYPE_NAME},
	        {"png_script_tail.png", "a.png", MSG_IMAGE_TAIL},
	        {"pdf_javascript.pdf", "a.pdf", MSG_PDF_ACTIVE},
	        {"pdf_embedded_file.pdf", "a.pdf", MSG_PDF_ACTIVE},
	        {"pdf_no_eof.pdf", "a.pdf", MSG_PDF_NO_END},
	        {"ok_minimal.xlsx", "a.xlsx", MSG_NONE},
	        {"ok_minimal.xlsx", "a.ofd", MSG_FILE_TYPE_LIES},
	        {"xlsm_renamed.xlsx", "a.xlsx", MSG_XLSX_MACRO},
	        {"polyglot_gif_zip.xlsx", "a.xlsx", MSG_FILE_TYPE_UNKNOWN},
	        {"zip_slip.xlsx", "a.xlsx", MSG_ARCHIVE_UNSAFE},
	        {"zip_declares_4GB.xlsx", "a.xlsx", MSG_ARCHIVE_BOMB},
	        {"zip_truncated.xlsx", "a.xlsx", MSG_ARCHIVE_BROKEN},
	        {"html_as_xls.xls", "a.pdf", MSG_FILE_TYPE_UNKNOWN},
	        {"zip_empty.xlsx", "a.xlsx", MSG_TEXT_EMPTY},
	};
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str bytes = test_file(
		        a, str_cstr(a, str_fmt(a, "tests/data/hostile/%s", cases[i].file)));
		enum filetype t = FILETYPE__MAX;
		struct err e;
		enum rc rc = check(a, bytes, cases[i].name, &t, &e);

		if (e.msg != cases[i].msg)
			print_error("%s: %s %s\n", cases[i].file, err_text(a, &e).p, e.detail);
		assert_int_equal(e.msg, cases[i].msg);
		assert_int_equal(rc == RC_OK, cases[i].msg == MSG_NONE);
		assert_int_equal(t != FILETYPE__MAX, cases[i].msg == MSG_NONE);
	}
}

#define PDF(body)                                                                                  \
	STR("%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R " body                                   \
	    "\ntrailer<</Root 1 0 R>>\n%%EOF\n")

static void test_pdf(void **state)
{
	const struct {
		struct str bytes;
		enum msgid msg;
	} cases[] = {
	        {PDF(">>endobj"), MSG_NONE},
	        {PDF("/OpenAction[3 0 R /XYZ null null 0]>>endobj"), MSG_NONE},
	        {PDF("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>>>endobj"), MSG_NONE},
	        {PDF("/OpenAction 7 0 R>>endobj 7 0 obj[3 0 R/Fit]endobj"), MSG_NONE},
	        {PDF("/OpenAction 7 0 R>>endobj 7 0 obj<</S/URI>>endobj"), MSG_PDF_ACTIVE},
	        {PDF("/OpenAction 7 0 R>>endobj"), MSG_PDF_ACTIVE},
	        {PDF("/OpenAction<</S/Launch/F(x)>>>>endobj"), MSG_PDF_ACTIVE},
	        {PDF("/A<</S/J#61vaScript>>>>endobj"), MSG_PDF_ACTIVE},
	        {PDF("/A<</S/#4a#53 (x)>>>>endobj"), MSG_PDF_ACTIVE},
	        {PDF("/JScript 3/Launches 4>>endobj"), MSG_NONE},
	        {PDF("/AcroForm<</XFA 3 0 R>>>>endobj"), MSG_PDF_ACTIVE},
	        {PDF(">>endobj 9 0 obj<</Length 4>>stream\n/JS endstream endobj"), MSG_NONE},
	        {PDF(">>endobj 9 0 obj<</Length 9>>stream\n/JavaScript endstream endobj"),
	                MSG_PDF_ACTIVE},
	        {PDF("/Encrypt 5 0 R>>endobj"), MSG_PDF_ENCRYPTED},
	        {PDF(">>endobj 9 0 obj<</Type/ObjStm/Filter/LZWDecode>>stream\nxx\nendstream"),
	                MSG_PDF_ACTIVE},
	        {PDF(">>endobj 9 0 obj<</Type/Obj#53tm>>stream\n8 0 <</S/JS>>\nendstream"),
	                MSG_PDF_ACTIVE},
	        /* a zlib stream of one stored block, its checksum cut off */
	        {STR("%PDF-1.5\n9 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n"
	             "\x78\x01\x01\x0d\x00\xf2\xff"
	             "8 0 <</S/JS>>endstream endobj\n%%EOF"),
	                MSG_PDF_ACTIVE},
	        {STR("<html>%PDF-1.4\n%%EOF"), MSG_FILE_TYPE_UNKNOWN},
	        {STR("%PDF-1.4\n%%EOF\nPK\x05\x06"), MSG_PDF_TAIL},
	        {STR("%PDF-9.4\n%%EOF\n"), MSG_FILE_TYPE_UNKNOWN},
	};
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err e = {0};
		enum rc rc = pdf_check(a, cases[i].bytes, &e);

		if (e.msg != cases[i].msg)
			print_error("case %zu: %s\n", i, err_text(a, &e).p);
		assert_int_equal(e.msg, cases[i].msg);
		assert_int_equal(rc == RC_OK, cases[i].msg == MSG_NONE);
	}
}

/* What we print ourselves must be accepted when it comes back signed. */
static void test_own_pdf(void **state)
{
	struct arena *a = *state;
	struct doc_meta meta = {.title = STR("x"), .footer_url = STR("https://example.com/v/1")};
	struct doc *d = doc_new(a, &meta);
	enum filetype t = FILETYPE__MAX;
	struct str bytes;
	struct err e;

	doc_para(d, STR("内容"));
	assert_rc(pdf_render(d, &bytes, &e), RC_OK);
	assert_rc(check(a, bytes, "自评表.pdf", &t, &e), RC_OK);
	assert_int_equal(t, FILETYPE_PDF);
}

static void test_pictures(void **state)
{
	struct arena *a = *state;
	struct err e = {0};
	struct qr q;
	enum filetype t;

	assert_rc(qr_make(a, STR("https://example.com"), &q, &e), RC_OK);
	struct str png = qr_png(a, &q, 8);
	assert_rc(check(a, png, "qr.png", &t, &e), RC_OK);
	char *p = str_cstr(a, png);
	memcpy(p, png.p, png.n);
	p[16] = 0x01; /* width 2^24 */
	assert_rc(png_check((struct str){p, png.n}, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_IMAGE_TOO_LARGE);
	for (size_t n = 0; n < png.n; n += 13)
		assert_rc(png_check(str_sub(png, 0, n), &e), RC_INVALID);

#define JPEG_HEAD "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
#define JPEG_FRAME(h, w) "\xFF\xC0\x00\x0B\x08" h w "\x01\x01\x11\x00"
#define JPEG_SCAN "\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\x34"
	assert_rc(jpeg_check(STR(JPEG_HEAD JPEG_FRAME("\x00\x10", "\x00\x20") JPEG_SCAN "\xFF\xD9"),
	                  &e),
	        RC_OK);
	assert_rc(jpeg_check(STR(JPEG_HEAD JPEG_FRAME("\x00\x10", "\x00\x20") JPEG_SCAN
	                             "\xFF\xD9\x00\x00"),
	                  &e),
	        RC_OK);
	assert_rc(jpeg_check(STR(JPEG_HEAD JPEG_FRAME("\x00\x10", "\x00\x20") JPEG_SCAN
	                             "\xFF\xD9<?php x"),
	                  &e),
	        RC_INVALID);
	assert_int_equal(e.msg, MSG_IMAGE_TAIL);
	assert_rc(jpeg_check(STR(JPEG_HEAD JPEG_FRAME("\xFF\xFF", "\xFF\xFF") JPEG_SCAN "\xFF\xD9"),
	                  &e),
	        RC_INVALID);
	assert_int_equal(e.msg, MSG_IMAGE_TOO_LARGE);
	assert_rc(jpeg_check(STR(JPEG_HEAD JPEG_SCAN "\xFF\xD9"), &e), RC_INVALID);
	assert_rc(jpeg_check(STR("\xFF\xD8\xFF\xE0\xFF\xFF"), &e), RC_INVALID);
	assert_rc(jpeg_check(STR("\xFF\xD8\xFF"), &e), RC_INVALID);
}

static void test_ofd(void **state)
{
	struct arena *a = *state;
	struct archive_writer *w = archive_writer_new(a);
	enum filetype t = FILETYPE__MAX;
	struct str bytes;
	struct err e;

	archive_writer_add(w, "OFD.xml", STR("<?xml version=\"1.0\"?><ofd:OFD xmlns:ofd=\"x\"/>"));
	archive_writer_add(w, "Doc_0/Document.xml", STR("<ofd:Document/>"));
	assert_rc(archive_writer_finish(w, &bytes, &e), RC_OK);
	assert_rc(check(a, bytes, "发票.ofd", &t, &e), RC_OK);
	assert_int_equal(t, FILETYPE_OFD);
	assert_rc(
	        filetype_check(a, bytes, STR("发票.ofd"), 1u << FILETYPE_PDF, &t, &e), RC_INVALID);
	w = archive_writer_new(a);
	archive_writer_add(w, "readme.txt", STR("x"));
	assert_rc(archive_writer_finish(w, &bytes, &e), RC_OK);
	assert_rc(check(a, bytes, "发票.ofd", &t, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_FILE_TYPE_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_hostile_files),
	        TEST(test_pdf),
	        TEST(test_own_pdf),
	        TEST(test_pictures),
	        TEST(test_ofd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

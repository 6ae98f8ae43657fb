/* The gate for uploads: each hostile file its verdict, and the ordinary ones through. */
#include "../check.h"

#include "document/archive.h"
#include "document/filetype.h"
#include "document/inflate.h"
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

/* What zlib makes of known texts: stored, fixed and dynamic codes. */
static void test_inflate(void **state)
{
	static const char fixed[] =
	        "\x78\x01\xb3\x50\x30\x50\xb0\xb1\xd1\x0f\xd6\xf7\x4a\x2c\x4b\x0c\x4e\x2e\xca"
	        "\x2c\x28\xd1\xf7\x0a\xd6\x48\x2c\x28\xd0\x4b\xcc\x49\x2d\x2a\xd1\x30\xd4\xd4"
	        "\xb4\xb3\x53\xb0\xa0\xaa\xb2\xd4\xbc\x94\xfc\xa4\x2c\x00\xca\x61\x25\x11";
	static const char dynamic[] =
	        "\x78\xda\x75\xd0\x3b\x0e\x02\x31\x0c\x04\xd0\xab\xcc\x0d\xe2\x4f\xec\x38\xd2"
	        "\x6a\x4b\x4a\x2a\x24\x0a\x44\x01\x12\x0d\x12\x2c\x05\x0d\xb7\xc7\xd9\x3e\xdd"
	        "\x14\x7e\xf6\xc8\x04\xc2\x76\x7f\x62\x59\xca\xe9\xf7\x79\x94\xc3\xf6\xfe\x96"
	        "\xe3\xed\x95\x89\xca\xf9\xc2\x1a\xb0\x50\x84\x07\x42\x04\x2d\xb3\xdb\x75\x5d"
	        "\xc1\x73\xd8\x12\x8a\x0b\x58\x18\x46\x91\x88\x50\x9d\x51\xa3\x0e\x29\x73\xc9"
	        "\x29\x3d\x4f\x69\x74\x44\x4a\x61\x43\x6f\xb9\x84\x06\xd4\x39\x8c\x84\x4a\xe8"
	        "\x39\x1f\xe6\xa8\x94\x17\x6b\x85\x8b\x0e\x58\xe7\x50\x12\xb6\xe0\xec\xe8\xb9"
	        "\xbf\xb1\xa2\x5a\x83\xb4\xdd\xd9\xdc\xf5\xe1\xb4\xef\x4f\x11\x35\x38\x39\x7a"
	        "\x36\x67\xda\xbf\xf3\x07\xd4\xaa\x56\x67";
	const char *text =
	        "0 0 obj <</Type/Font/Name/F0/W[138 583 868 822 783 65]>> 1 0 obj <</Type/Font/Na"
	        "me/F7/W[262 121 508 780 461 484]>> 2 0 obj <</Type/Font/Name/F1/W[668 389 808 21"
	        "5 97 500]>> 3 0 obj <</Type/Font/Name/F8/W[30 915 856 400 444 623]>> 4 0 obj <</"
	        "Type/Font/Name/F2/W[781 786 3 713 457 273]>> 5 0 obj <</Type/Font/Name/F9/W[739 "
	        "822 235 606 968 105]>> ";
	struct arena *a = *state;
	bool more = true;
	struct str s = {fixed, sizeof(fixed) - 1}, out = inflate_some(a, s, 4096, &more);

	assert_true(str_has(out, STR("8 0 <</S/JavaScript/JS(app.alert(1))>> 8 0 <</S")));
	assert_true(str_ends(out, STR("endobj")));
	assert_int_equal(out.n, 123);
	assert_false(more);
	s = (struct str){dynamic, sizeof(dynamic) - 1};
	assert_str(inflate_some(a, s, 4096, &more), text);
	/* a damaged end keeps what came before; a bound holds */
	out = inflate_some(a, str_sub(s, 0, s.n / 2), 4096, &more);
	assert_true(out.n > 50 && str_starts(str_c(text), out));
	assert_int_equal(inflate_some(a, s, 100, &more).n, 100);
	assert_true(more);
	/* no stream at all */
	for (size_t n = 0; n < 6; n++)
		inflate_some(a, str_sub(STR("\x78\x9c\xff\xff\xff\xff"), 0, n), 100, &more);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_hostile_files),
	        TEST(test_pdf),
	        TEST(test_own_pdf),
	        TEST(test_pictures),
	        TEST(test_ofd),
	        TEST(test_inflate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The gate for uploads: content, structure and name must tell the same story. libmagic lives here
 * and nowhere else; a handle per call (2 ms) needs no lock and no global. */
#include <magic.h>

#include "document/filetype.h"

#include "document/archive.h"

#define PIXELS_SIDE 12000
#define PIXELS_MAX 100000000

static const struct {
	const char *label, *mime;
	const char *extension[3]; /* the first is the usual one */
	const char *magic[3];     /* what libmagic calls it */
} types[FILETYPE__MAX] = {
        [FILETYPE_PDF] = {"PDF", "application/pdf", {".pdf"}, {"application/pdf"}},
        [FILETYPE_JPEG] = {"JPEG 图片", "image/jpeg", {".jpg", ".jpeg"}, {"image/jpeg"}},
        [FILETYPE_PNG] = {"PNG 图片", "image/png", {".png"}, {"image/png"}},
        [FILETYPE_OFD] = {"OFD", "application/ofd", {".ofd"},
                {"application/zip", "application/ofd", "application/octet-stream"}},
        [FILETYPE_XLSX] = {"Excel 工作簿",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {".xlsx"},
                {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        "application/zip", "application/octet-stream"}},
};

const char *filetype_mime(enum filetype t)
{
	return t < FILETYPE__MAX ? types[t].mime : "application/octet-stream";
}

const char *filetype_label(enum filetype t)
{
	return t < FILETYPE__MAX ? types[t].label : "";
}

const char *filetype_extension(enum filetype t)
{
	return t < FILETYPE__MAX ? types[t].extension[0] : "";
}

/* --- pictures --------------------------------------------------------------------------------- */

static uint32_t be(const char *p, int n)
{
	uint32_t v = 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static enum rc check_size(uint64_t w, uint64_t h, struct err *e)
{
	if (w == 0 || h == 0)
		return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
	if (w <= PIXELS_SIDE && h <= PIXELS_SIDE && w * h <= PIXELS_MAX)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_IMAGE_TOO_LARGE);
	err_argf(e, "%llu×%llu", (unsigned long long)w, (unsigned long long)h);
	return RC_INVALID;
}

enum rc png_check(struct str b, struct err *e)
{
	size_t at = 8;

	if (b.n < 45 || !str_starts(b, STR("\x89PNG\r\n\x1A\n")) ||
	        !str_eqc(str_sub(b, 12, 4), "IHDR") || be(b.p + 8, 4) != 13)
		return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
	TRY(check_size(be(b.p + 16, 4), be(b.p + 20, 4), e));
	while (b.n - at >= 12) {
		uint32_t len = be(b.p + at, 4);

		if (len > b.n - at - 12)
			return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
		bool last = str_eqc(str_sub(b, at + 4, 4), "IEND");
		at += (size_t)len + 12;
		if (last)
			return at == b.n ? RC_OK : err_set(e, RC_INVALID, MSG_IMAGE_TAIL);
	}
	return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
}

/* Frame headers: SOF0-15 but DHT, JPG and DAC. */
static bool is_frame(unsigned marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
	       marker != 0xCC;
}

enum rc jpeg_check(struct str b, struct err *e)
{
	size_t at = 2, end = b.n;
	bool framed = false;

	if (!str_starts(b, STR("\xFF\xD8\xFF")))
		return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
	while (end > 2 && b.p[end - 1] == '\0') /* padding of some cameras */
		end--;
	/* segments up to the scan */
	while (at + 4 <= end && (unsigned char)b.p[at] == 0xFF) {
		unsigned marker = (unsigned char)b.p[at + 1];
		size_t len = be(b.p + at + 2, 2);

		if (marker == 0xFF) { /* fill byte */
			at++;
			continue;
		}
		if (len < 2 || at + 2 + len > end)
			return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
		if (is_frame(marker)) {
			if (len < 8)
				return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
			TRY(check_size(be(b.p + at + 7, 2), be(b.p + at + 5, 2), e));
			framed = true;
		}
		if (marker == 0xDA)
			break;
		at += 2 + len;
	}
	if (!framed)
		return err_set(e, RC_INVALID, MSG_IMAGE_BROKEN);
	if ((unsigned char)b.p[end - 2] != 0xFF || (unsigned char)b.p[end - 1] != 0xD9)
		return err_set(e, RC_INVALID,
		        str_has(str_sub(b, at, b.n), STR("\xFF\xD9")) ? MSG_IMAGE_TAIL
		                                                      : MSG_IMAGE_BROKEN);
	return RC_OK;
}

/* --- packages --------------------------------------------------------------------------------- */

static enum rc zip_kind(struct arena *a, struct str bytes, enum filetype *out, struct err *e)
{
	struct archive *z;
	const struct archive_entry *en;
	struct str text;

	TRY(archive_open(a, bytes, &z, e));
	if ((en = archive_find(z, STR("OFD.xml")))) {
		TRY(archive_read(z, en, (size_t)1 << 20, &text, e));
		if (!str_has(text, STR("OFD")) || str_has(text, STR("<!DOCTYPE")))
			return err_set(e, RC_INVALID, MSG_FILE_TYPE_UNKNOWN);
		*out = FILETYPE_OFD;
		return RC_OK;
	}
	if ((en = archive_find(z, STR("[Content_Types].xml")))) {
		TRY(archive_read(z, en, (size_t)1 << 20, &text, e));
		if (str_has(text, STR("macroEnabled")) || archive_find(z, STR("xl/vbaProject.bin")))
			return err_set(e, RC_INVALID, MSG_XLSX_MACRO);
		if (str_has(text, STR("spreadsheetml.sheet.main+xml"))) {
			*out = FILETYPE_XLSX;
			return RC_OK;
		}
	}
	return err_set(e, RC_INVALID, MSG_FILE_TYPE_UNKNOWN);
}

/* --- the gate --------------------------------------------------------------------------------- */

static enum rc by_structure(struct arena *a, struct str b, enum filetype *out, struct err *e)
{
	if (str_starts(b, STR("%PDF-"))) {
		*out = FILETYPE_PDF;
		return pdf_check(a, b, e);
	}
	if (str_starts(b, STR("\x89PNG"))) {
		*out = FILETYPE_PNG;
		return png_check(b, e);
	}
	if (str_starts(b, STR("\xFF\xD8\xFF"))) {
		*out = FILETYPE_JPEG;
		return jpeg_check(b, e);
	}
	if (str_starts(b, STR("PK\x03\x04")))
		return zip_kind(a, b, out, e);
	return err_set(e, RC_INVALID, MSG_FILE_TYPE_UNKNOWN);
}

static enum rc magic_agrees(struct str b, enum filetype t, struct err *e)
{
	magic_t m = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
	bool agrees = false;
	enum rc rc;

	if (!m || magic_load(m, NULL) != 0) {
		rc = err_detail(e, RC_INTERNAL, MSG_INTERNAL, "libmagic: %s",
		        m && magic_error(m) ? magic_error(m) : "does not start");
		if (m)
			magic_close(m);
		return rc;
	}
	const char *mime = magic_buffer(m, b.p, b.n);
	for (size_t i = 0; mime && i < ARRAY_LEN(types[t].magic) && types[t].magic[i]; i++)
		agrees = agrees || strcmp(mime, types[t].magic[i]) == 0;
	rc = agrees ? RC_OK
	            : err_detail(e, RC_INVALID, MSG_FILE_TYPE_UNKNOWN, "libmagic says %s",
	                      mime ? mime : "nothing");
	magic_close(m);
	return rc;
}

static struct str extension(struct str filename)
{
	size_t dot = filename.n;

	while (dot > 0 && filename.p[dot - 1] != '.' && filename.p[dot - 1] != '/' &&
	        filename.p[dot - 1] != '\\')
		dot--;
	return dot > 0 && filename.p[dot - 1] == '.' ? str_sub(filename, dot - 1, filename.n)
	                                             : str_none();
}

static bool known_extension(struct str ext, enum filetype *t)
{
	for (enum filetype i = 0; i < FILETYPE__MAX; i++)
		for (size_t k = 0; k < ARRAY_LEN(types[i].extension) && types[i].extension[k]; k++)
			if (str_eq_nocase(ext, str_c(types[i].extension[k]))) {
				*t = i;
				return true;
			}
	return false;
}

enum rc filetype_check(struct arena *a, struct str bytes, struct str filename, unsigned allowed,
        enum filetype *out, struct err *e)
{
	enum filetype said = FILETYPE__MAX, is = FILETYPE__MAX;
	struct str ext = extension(filename);

	if (bytes.n == 0)
		return err_set(e, RC_INVALID, MSG_TEXT_EMPTY);
	if (!known_extension(ext, &said) || !(allowed & 1u << said))
		return err_set(e, RC_INVALID, MSG_FILE_TYPE_NAME);
	enum rc rc = by_structure(a, bytes, &is, e);
	/* "is a JPEG and called .pdf" helps more than what is wrong inside the JPEG */
	if (is < FILETYPE__MAX && is != said) {
		err_set(e, RC_INVALID, MSG_FILE_TYPE_LIES);
		err_arg(e, 0, ext);
		err_arg(e, 1, str_c(types[is].label));
		return RC_INVALID;
	}
	TRY(rc);
	TRY(magic_agrees(bytes, is, e));
	*out = is;
	return RC_OK;
}

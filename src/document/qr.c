/* libqrencode lives here and nowhere else. The PNG is written by hand (stored, not compressed): two
 * kilobytes do not need an image library. */
#include <qrencode.h>

#include "document/qr.h"

#include "base/buf.h"
#include "base/deflate.h"
#include "base/vec.h"
#include "document/xml.h"

enum rc qr_make(struct arena *a, struct str text, struct qr *out, struct err *e)
{
	VEC(struct qr_run) runs = {0};

	if (text.n == 0 || text.n > QR_MAX_TEXT)
		return err_set(e, RC_INVALID, MSG_QR_TOO_LONG);
	QRcode *code =
	        QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!code)
		return err_set(e, RC_INVALID, MSG_QR_TOO_LONG);
	for (int y = 0; y < code->width; y++) {
		const unsigned char *row = code->data + y * code->width;

		for (int x = 0; x < code->width; x++) {
			int w = 0;
			while (x + w < code->width && (row[x + w] & 1))
				w++;
			if (w == 0)
				continue;
			VEC_PUSH(a, &runs, ((struct qr_run){x + QR_QUIET, y + QR_QUIET, w}));
			x += w;
		}
	}
	*out = (struct qr){.side = code->width + 2 * QR_QUIET, .run = runs.v, .n = runs.n};
	QRcode_free(code);
	return RC_OK;
}

struct str qr_svg(struct arena *a, const struct qr *q, struct str title)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	buf_printf(&b,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
	        "shape-rendering=\"crispEdges\"><title>",
	        q->side, q->side);
	xml_put(&b, title);
	buf_printf(&b, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"",
	        q->side, q->side);
	for (size_t i = 0; i < q->n; i++)
		buf_printf(
		        &b, "M%d %dh%dv1h-%dz", q->run[i].x, q->run[i].y, q->run[i].w, q->run[i].w);
	buf_lit(&b, "\"/></svg>\n");
	return buf_view(&b);
}

/* --- PNG -------------------------------------------------------------------------------------- */

static void put_be32(struct buf *b, uint32_t v)
{
	char p[4] = {(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v};

	buf_put(b, p, 4);
}

/* type: four letters and the data, as the checksum covers them */
static void put_chunk(struct buf *b, struct str type_and_data)
{
	put_be32(b, (uint32_t)type_and_data.n - 4);
	buf_str(b, type_and_data);
	put_be32(b, crc32_add(0, type_and_data));
}

/* zlib stream of stored blocks */
static void put_stored(struct buf *b, const unsigned char *p, size_t n)
{
	uint32_t s1 = 1, s2 = 0;

	for (size_t i = 0; i < n; i++) {
		s1 = (s1 + p[i]) % 65521;
		s2 = (s2 + s1) % 65521;
	}
	buf_put(b, "\x78\x01", 2);
	for (size_t at = 0; at < n;) {
		size_t len = MIN_OF(n - at, (size_t)65535);
		char head[5] = {
		        at + len == n, (char)len, (char)(len >> 8), (char)~len, (char)(~len >> 8)};

		buf_put(b, head, 5);
		buf_put(b, p + at, len);
		at += len;
	}
	put_be32(b, s2 << 16 | s1);
}

struct str qr_png(struct arena *a, const struct qr *q, int scale)
{
	size_t side = (size_t)(q->side * scale), stride = 1 + (side + 7) / 8;
	unsigned char *rows = arena_alloc(a, stride * side);
	struct buf out, part;

	memset(rows, 0xFF, stride * side);
	for (size_t y = 0; y < side; y++)
		rows[y * stride] = 0; /* no filter */
	for (size_t i = 0; i < q->n; i++) {
		const struct qr_run *r = &q->run[i];
		for (int y = r->y * scale; y < (r->y + 1) * scale; y++)
			for (int x = r->x * scale; x < (r->x + r->w) * scale; x++)
				rows[(size_t)y * stride + 1 + (size_t)x / 8] &=
				        (unsigned char)~(0x80 >> x % 8);
	}
	buf_init(&out, a, (size_t)4 << 20);
	buf_init(&part, a, (size_t)4 << 20);
	buf_put(&out, "\x89PNG\r\n\x1A\n", 8);
	buf_lit(&part, "IHDR");
	put_be32(&part, (uint32_t)side);
	put_be32(&part, (uint32_t)side);
	buf_put(&part, "\x01\x00\x00\x00\x00", 5); /* one bit of grey */
	put_chunk(&out, buf_view(&part));
	part.n = 0;
	buf_lit(&part, "IDAT");
	put_stored(&part, rows, stride * side);
	put_chunk(&out, buf_view(&part));
	put_chunk(&out, STR("IEND"));
	return buf_view(&out);
}

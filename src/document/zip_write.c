/* APPNOTE 6.3: local header and bytes of each part, then the directory of them all. A part whose length is not known
 * in front has it behind (data descriptor). */
#include "document/zip_write.h"

#include "base/deflate.h"
#include "base/map.h"
#include "base/vec.h"

#define NAME_MAX_BYTES 512
#define STORED 10 /* version needed to extract */
#define DEFLATED 20
#define UTF8_NAMES 0x0800
#define LENGTH_BEHIND 0x0008
#define DAY_1980_01_01 0x0021

struct part {
	struct str name;
	uint32_t crc, size, packed, at;
	bool deflated;
};

struct zip_write {
	struct arena *a;
	struct map names;
	uint64_t size; /* of all that went out */
	VEC(struct part) parts;
	/* of the open part */
	struct arena scratch;
	struct deflater *d;
	uint64_t raw, began;
	uint32_t crc;
};

static void drop(void *arg)
{
	arena_free(&((struct zip_write *)arg)->scratch);
}

struct zip_write *zip_write_new(struct arena *a)
{
	struct zip_write *z = ARENA_NEW(a, struct zip_write);

	z->a = a;
	map_init(&z->names, a);
	arena_init(&z->scratch, 0);
	arena_defer(a, drop, z);
	return z;
}

static void le(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_ch(b, (char)(v >> 8 * i));
}

/* What local header and directory say alike, from "version needed" to the length of the extra field; in front of a
 * deflated part its sums are not known. */
static void common(struct buf *b, const struct part *p, bool known)
{
	le(b, p->deflated ? DEFLATED : STORED, 2);
	le(b, p->deflated ? UTF8_NAMES | LENGTH_BEHIND : UTF8_NAMES, 2);
	le(b, p->deflated ? 8 : 0, 2);
	le(b, 0, 2);
	le(b, DAY_1980_01_01, 2);
	le(b, known ? p->crc : 0, 4);
	le(b, known ? p->packed : 0, 4);
	le(b, known ? p->size : 0, 4);
	le(b, (uint32_t)p->name.n, 2);
	le(b, 0, 2);
}

static enum rc begin(struct zip_write *z, struct buf *out, const struct part *part, uint64_t room, struct err *e)
{
	struct part p = *part;
	size_t from = out->n;

	if (z->parts.n >= ZIP_WRITE_PARTS || p.name.n > NAME_MAX_BYTES || z->size + room > ZIP_WRITE_BYTES)
		return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "package of %zu parts", z->parts.n);
	if (map_get(&z->names, p.name))
		return err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "package: %.*s twice", STR_ARG(p.name));
	p.name = str_dup(z->a, p.name);
	p.at = (uint32_t)z->size;
	VEC_PUSH(z->a, &z->parts, p);
	map_put(&z->names, p.name, z);
	buf_lit(out, "PK\003\004");
	common(out, &p, !p.deflated);
	buf_str(out, p.name);
	z->size += out->n - from;
	return RC_OK;
}

enum rc zip_write_part(struct zip_write *z, struct buf *out, struct str name, struct str bytes, struct err *e)
{
	struct part p = {.name = name, .crc = crc32_add(0, bytes), .size = (uint32_t)bytes.n, .packed = (uint32_t)bytes.n};

	TRY(begin(z, out, &p, bytes.n, e));
	buf_str(out, bytes);
	z->size += bytes.n;
	return RC_OK;
}

enum rc zip_write_open(struct zip_write *z, struct buf *out, struct str name, struct err *e)
{
	TRY(begin(z, out, &(struct part){.name = name, .deflated = true}, 0, e));
	arena_reset(&z->scratch);
	z->d = deflate_new(&z->scratch, DEFLATE_RAW);
	z->raw = 0;
	z->crc = 0;
	z->began = z->size;
	return RC_OK;
}

static void pack(struct zip_write *z, struct buf *out, struct str bytes, bool last)
{
	size_t from = out->n;

	deflate_put(z->d, out, bytes, last);
	z->size += out->n - from;
}

void zip_write_more(struct zip_write *z, struct buf *out, struct str bytes)
{
	z->crc = crc32_add(z->crc, bytes);
	z->raw += bytes.n;
	pack(z, out, bytes, false);
}

enum rc zip_write_close(struct zip_write *z, struct buf *out, struct err *e)
{
	struct part *p = &z->parts.v[z->parts.n - 1];

	pack(z, out, STR(""), true);
	if (z->raw > ZIP_WRITE_BYTES || z->size > ZIP_WRITE_BYTES)
		return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "package: %.*s", STR_ARG(p->name));
	p->crc = z->crc;
	p->size = (uint32_t)z->raw;
	p->packed = (uint32_t)(z->size - z->began);
	buf_lit(out, "PK\007\010");
	le(out, p->crc, 4);
	le(out, p->packed, 4);
	le(out, p->size, 4);
	z->size += 16;
	return RC_OK;
}

static void directory_entry(struct buf *b, const struct part *p)
{
	buf_lit(b, "PK\001\002");
	le(b, 0x031E, 2); /* made on Unix */
	common(b, p, true);
	le(b, 0, 2); /* comment */
	le(b, 0, 2); /* disk */
	le(b, 0, 2); /* internal attributes */
	le(b, (uint32_t)0100644 << 16, 4);
	le(b, p->at, 4);
	buf_str(b, p->name);
}

enum rc zip_write_finish(struct zip_write *z, struct buf *out, struct err *e)
{
	size_t from = out->n;
	uint32_t n = (uint32_t)z->parts.n;

	for (size_t i = 0; i < z->parts.n; i++)
		directory_entry(out, &z->parts.v[i]);
	uint32_t size = (uint32_t)(out->n - from);
	buf_lit(out, "PK\005\006");
	le(out, 0, 4);
	le(out, n, 2);
	le(out, n, 2);
	le(out, size, 4);
	le(out, (uint32_t)z->size, 4);
	le(out, 0, 2);
	if (out->overflow)
		return err_detail(e, RC_TOO_LARGE, MSG_DOC_RENDER, "package of %zu parts", z->parts.n);
	return RC_OK;
}

/* ZIP, read by hand as far as trust goes, inflated by libzip (which lives here and nowhere else).
 * libzip alone would accept two views of one file: entries that overlap, local names that differ
 * from the directory, bytes in front. A reviewer and an importer must see the same thing.
 */
#include <zip.h>

#include "document/archive.h"

#include "base/map.h"
#include "base/vec.h"

struct span {
	uint64_t from, to;
};

struct archive {
	struct arena *a;
	struct str bytes;
	zip_t *zip;
	struct archive_entry *v;
	size_t n;
	struct span *span; /* of each entry in the file */
	struct map by_name;
};

struct archive_stream {
	zip_file_t *file;
	uint64_t declared, seen;
};

static uint32_t le16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] | (uint32_t)u[1] << 8;
}

static uint32_t le32(const char *p)
{
	return le16(p) | le16(p + 2) << 16;
}

static enum rc broken(struct err *e, const char *why)
{
	err_set(e, RC_INVALID, MSG_ARCHIVE_BROKEN);
	err_arg(e, 0, str_c(why));
	return RC_INVALID;
}

static enum rc unsafe(struct err *e, const char *why)
{
	err_set(e, RC_INVALID, MSG_ARCHIVE_UNSAFE);
	err_arg(e, 0, str_c(why));
	return RC_INVALID;
}

static enum rc bomb(struct err *e, const char *why)
{
	err_set(e, RC_INVALID, MSG_ARCHIVE_BOMB);
	err_arg(e, 0, str_c(why));
	return RC_INVALID;
}

/* The end record: 22 bytes and a comment that ends exactly at the end of the file. */
static enum rc find_directory(struct str b, size_t *at, size_t *end, size_t *count, struct err *e)
{
	for (size_t i = b.n < 22 ? 0 : b.n - 22; b.n >= 22; i--) {
		const char *p = b.p + i;

		if (le32(p) == 0x06054b50 && i + 22 + le16(p + 20) == b.n) {
			uint64_t size = le32(p + 12), offset = le32(p + 16);

			if (le16(p + 4) != 0 || le16(p + 6) != 0 || le16(p + 8) != le16(p + 10))
				return broken(e, "分卷压缩包");
			if (le16(p + 10) == 0xFFFF || offset == 0xFFFFFFFF)
				return broken(e, "ZIP64 格式");
			if (offset + size != i)
				return broken(e, "目录位置不对");
			*at = (size_t)offset;
			*end = i;
			*count = le16(p + 10);
			return RC_OK;
		}
		if (i == 0 || b.n - i > 22 + 65535)
			break;
	}
	return broken(e, "找不到目录");
}

static enum rc check_name(struct str name, struct err *e)
{
	struct str rest = name, part;

	if (name.n == 0 || name.n > 512)
		return unsafe(e, "文件名长度不对");
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == '\\' || name.p[i] == ':')
			return unsafe(e, "文件名含有不允许的字符");
	if (name.p[0] == '/')
		return unsafe(e, "绝对路径");
	while (str_cut(&rest, '/', &part))
		if (str_eqc(part, "..") || str_eqc(part, "."))
			return unsafe(e, "路径指向压缩包以外");
	return RC_OK;
}

/* The local header must say the same as the directory record. */
static enum rc check_local(struct archive *z, const char *rec, struct archive_entry *en,
        size_t directory, struct err *e)
{
	uint64_t at = le32(rec + 42);

	if (at + 30 > directory || le32(z->bytes.p + at) != 0x04034b50)
		return broken(e, "数据位置不对");
	const char *local = z->bytes.p + at;
	uint64_t names = (uint64_t)le16(local + 26) + le16(local + 28);
	if (at + 30 + names + en->packed > directory)
		return broken(e, "数据不完整");
	if (!str_eq(en->name, (struct str){local + 30, le16(local + 26)}))
		return unsafe(e, "同一内容有两个名字");
	if (le16(local + 8) != le16(rec + 10))
		return broken(e, "压缩方法前后不一致");
	z->span[en->index] = (struct span){at, at + 30 + names + en->packed};
	return RC_OK;
}

static enum rc read_record(
        struct archive *z, const char *rec, uint64_t *total, size_t directory, struct err *e)
{
	struct archive_entry *en = &z->v[z->n];
	uint32_t mode = le32(rec + 38) >> 16, method = le16(rec + 10);

	*en = (struct archive_entry){.name = {rec + 46, le16(rec + 28)},
	        .size = le32(rec + 24),
	        .packed = le32(rec + 20),
	        .index = z->n};
	if (le16(rec + 8) & 1)
		return err_set(e, RC_INVALID, MSG_ARCHIVE_ENCRYPTED);
	if (method != 0 && method != 8)
		return broken(e, "不支持的压缩方法");
	if ((mode & 0170000) == 0120000)
		return unsafe(e, "符号链接");
	TRY(check_name(en->name, e));
	*total += en->size;
	if (*total > ARCHIVE_MAX_TOTAL)
		return bomb(e, "超过 200 MiB");
	if (en->size > (1 << 20) && en->size / ARCHIVE_MAX_RATIO > en->packed)
		return bomb(e, "压缩比异常");
	if (method == 0 && en->size != en->packed)
		return broken(e, "大小前后不一致");
	TRY(check_local(z, rec, en, directory, e));
	if (map_put(&z->by_name, en->name, en))
		return unsafe(e, "文件重名");
	z->n++;
	return RC_OK;
}

static int span_cmp(const void *x, const void *y)
{
	const struct span *a = x, *b = y;
	return (a->from > b->from) - (a->from < b->from);
}

static enum rc check_spans(struct archive *z, struct err *e)
{
	uint64_t end = 0;

	if (z->n == 0)
		return RC_OK;
	qsort(z->span, z->n, sizeof(*z->span), span_cmp);
	if (z->span[0].from != 0)
		return unsafe(e, "压缩包前面附加了其他内容");
	for (size_t i = 0; i < z->n; i++) {
		if (z->span[i].from < end)
			return unsafe(e, "文件互相重叠");
		end = z->span[i].to;
	}
	return RC_OK;
}

static enum rc read_directory(struct archive *z, struct err *e)
{
	size_t at = 0, end = 0, count = 0;
	uint64_t total = 0;

	TRY(find_directory(z->bytes, &at, &end, &count, e));
	if (count > ARCHIVE_MAX_ENTRIES)
		return bomb(e, "文件太多");
	size_t directory = at;
	z->v = ARENA_NEW_N(z->a, struct archive_entry, count + 1);
	z->span = ARENA_NEW_N(z->a, struct span, count + 1);
	for (size_t i = 0; i < count; i++) {
		const char *rec = z->bytes.p + at;

		if (end - at < 46 || le32(rec) != 0x02014b50)
			return broken(e, "目录不完整");
		size_t len = 46 + (size_t)le16(rec + 28) + le16(rec + 30) + le16(rec + 32);
		if (end - at < len)
			return broken(e, "目录不完整");
		TRY(read_record(z, rec, &total, directory, e));
		at += len;
	}
	if (at != end)
		return broken(e, "目录里有多余内容");
	return check_spans(z, e);
}

static void close_zip(void *zip)
{
	zip_discard(zip);
}

enum rc archive_open(struct arena *a, struct str bytes, struct archive **out, struct err *e)
{
	struct archive *z = ARENA_NEW(a, struct archive);
	zip_error_t ze;

	z->a = a;
	z->bytes = bytes;
	map_init(&z->by_name, a);
	TRY(read_directory(z, e));
	if (z->n == 0) {
		*out = z;
		return RC_OK;
	}
	zip_error_init(&ze);
	zip_source_t *src = zip_source_buffer_create(bytes.p, bytes.n, 0, &ze);
	if (!src)
		return zip_error_fini(&ze), broken(e, "无法读取");
	z->zip = zip_open_from_source(src, ZIP_RDONLY, &ze);
	zip_error_fini(&ze);
	if (!z->zip) {
		zip_source_free(src);
		return broken(e, "无法读取");
	}
	arena_defer(a, close_zip, z->zip);
	for (size_t i = 0; i < z->n; i++)
		if (!str_eq(z->v[i].name, str_c(zip_get_name(z->zip, i, ZIP_FL_ENC_RAW))))
			return broken(e, "目录前后不一致");
	*out = z;
	return RC_OK;
}

size_t archive_count(const struct archive *z)
{
	return z->n;
}

const struct archive_entry *archive_at(const struct archive *z, size_t i)
{
	return &z->v[i];
}

const struct archive_entry *archive_find(const struct archive *z, struct str name)
{
	if (name.n && name.p[0] == '/')
		name = str_sub(name, 1, name.n);
	return map_get(&z->by_name, name);
}

static void close_stream(void *arg)
{
	archive_stream_close(arg);
}

enum rc archive_stream_open(struct archive *z, const struct archive_entry *entry,
        struct archive_stream **out, struct err *e)
{
	struct archive_stream *s = ARENA_NEW(z->a, struct archive_stream);

	s->declared = entry->size;
	s->file = zip_fopen_index(z->zip, entry->index, 0);
	if (!s->file)
		return broken(e, "无法读取");
	arena_defer(z->a, close_stream, s);
	*out = s;
	return RC_OK;
}

void archive_stream_close(struct archive_stream *s)
{
	if (s->file)
		zip_fclose(s->file);
	s->file = NULL;
}

enum rc archive_stream_read(
        struct archive_stream *s, void *to, size_t cap, size_t *n, struct err *e)
{
	zip_int64_t got = zip_fread(s->file, to, cap);

	if (got < 0)
		return broken(e, "数据校验不符");
	s->seen += (uint64_t)got;
	if (s->seen > s->declared || (got == 0 && s->seen != s->declared))
		return broken(e, "实际大小与声明不符");
	*n = (size_t)got;
	return RC_OK;
}

enum rc archive_read(struct archive *z, const struct archive_entry *entry, size_t max,
        struct str *out, struct err *e)
{
	struct archive_stream *s;
	size_t n = 0, got = 0;
	enum rc rc;

	if (entry->size > max)
		return bomb(e, "其中一个文件过大");
	TRY(archive_stream_open(z, entry, &s, e));
	char *p = arena_alloc(z->a, (size_t)entry->size + 1);
	do {
		/* One byte more than declared, so that a lying size is seen. */
		rc = archive_stream_read(s, p + n, (size_t)entry->size + 1 - n, &got, e);
		n += rc == RC_OK ? got : 0;
	} while (rc == RC_OK && got > 0);
	archive_stream_close(s);
	if (rc == RC_OK)
		*out = (struct str){p, n};
	return rc;
}

/* --- writing ---------------------------------------------------------------------------------- */

struct archive_part {
	char *name;
	struct str bytes;
};

struct archive_writer {
	struct arena *a;
	VEC(struct archive_part) parts;
};

struct archive_writer *archive_writer_new(struct arena *a)
{
	struct archive_writer *w = ARENA_NEW(a, struct archive_writer);

	w->a = a;
	return w;
}

void archive_writer_add(struct archive_writer *w, const char *name, struct str bytes)
{
	VEC_PUSH(w->a, &w->parts,
	        ((struct archive_part){str_cstr(w->a, str_c(name)), str_dup(w->a, bytes)}));
}

static bool add_part(zip_t *zip, const struct archive_part *p)
{
	zip_source_t *src = zip_source_buffer(zip, p->bytes.p, p->bytes.n, 0);
	zip_int64_t i;

	if (!src)
		return false;
	i = zip_file_add(zip, p->name, src, ZIP_FL_ENC_UTF_8);
	if (i < 0) {
		zip_source_free(src);
		return false;
	}
	/* 1980-01-01: the same parts give the same bytes. */
	return zip_file_set_dostime(zip, (zip_uint64_t)i, 0, 33, 0) == 0 &&
	       zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_DEFLATE, 6) == 0;
}

static bool read_back(struct arena *a, zip_source_t *src, struct str *out)
{
	zip_stat_t st;

	if (zip_source_stat(src, &st) != 0 || zip_source_open(src) != 0)
		return false;
	char *p = arena_alloc(a, (size_t)st.size);
	bool ok = zip_source_read(src, p, st.size) == (zip_int64_t)st.size;
	zip_source_close(src);
	if (ok)
		*out = (struct str){p, (size_t)st.size};
	return ok;
}

enum rc archive_writer_finish(struct archive_writer *w, struct str *out, struct err *e)
{
	zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = src ? zip_open_from_source(src, ZIP_TRUNCATE, NULL) : NULL;
	bool ok = zip != NULL;

	if (!zip) {
		zip_source_free(src);
		return err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "libzip does not start");
	}
	zip_source_keep(src);
	for (size_t i = 0; i < w->parts.n && ok; i++)
		ok = add_part(zip, &w->parts.v[i]);
	if (!ok || zip_close(zip) != 0) {
		err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "libzip: %s", zip_strerror(zip));
		zip_discard(zip);
		zip_source_free(src);
		return RC_INTERNAL;
	}
	ok = read_back(w->a, src, out);
	zip_source_free(src);
	return ok ? RC_OK : err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "libzip: read back");
}

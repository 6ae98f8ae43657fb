/* All certificates of a batch in one archive: drawn while they are sent, ten at a time, so that three thousand need the
 * memory of ten and whoever goes away stops the drawing. Its index, at the end, names each with its hash. Published
 * certificates do not change, so they are read in short transactions.
 */
#include "base/hash.h"
#include "document/canvas.h"
#include "document/csv.h"
#include "document/zip_write.h"
#include "page/paper_certificate.h"
#include "page/paper_package.h"
#include "service/export_log.h"
#include "service/package.h"
#include "web/stream.h"

#define AT_ONCE 10
#define INDEX_BYTES ((size_t)16 << 20)

struct certificates {
	struct batch batch;
	struct str filename;
	int64_t after, n, size;
	struct zip_write *zip;
	struct hash_stream *hash;
	struct canvas_fonts *fonts;
	struct buf index, sums;
};

static enum rc read_some(struct ctx *c, const struct certificates *x, int64_t limit,
	struct q_package_certificates_list *rows, struct db **db, struct err *e)
{
	TRY(ctx_db(c, db, e));
	return q_package_certificates(*db,
		&(struct q_package_certificates_in){.batch_id = x->batch.id, .agency_id = c->who.agency_id,
			.after = x->after, .limit = limit},
		rows, e);
}

static enum rc add(struct ctx *c, struct certificates *x, const struct q_package_certificates *row,
	const struct certificate *cert, struct buf *out, struct err *e)
{
	struct arena_mark mark = arena_mark(c->a);
	struct str bytes;

	TRY(certificate_pdf(c->a, cert, x->fonts, &bytes, e));
	struct str path = package_safe_name(c->a, STR_JOIN(c->a, row->certificate_no, STR(" "), row->name, STR(".pdf")));
	struct str sha = hash_hex(c->a, hash_sha256(bytes));
	const struct str cells[] = {str_i64(c->a, ++x->n), path, row->certificate_no, row->name, sha,
		str_i64(c->a, (int64_t)bytes.n)};
	csv_put_row(&x->index, cells, ARRAY_LEN(cells));
	buf_str(&x->sums, sha);
	buf_lit(&x->sums, "  ");
	buf_str(&x->sums, path);
	buf_lit(&x->sums, "\n");
	TRY(zip_write_part(x->zip, out, path, bytes, e));
	arena_release(c->a, mark);
	return RC_OK;
}

static enum rc finish(struct ctx *c, struct certificates *x, struct buf *out, struct err *e)
{
	TRY(zip_write_part(x->zip, out, STR("目录.csv"), buf_view(&x->index), e));
	TRY(zip_write_part(x->zip, out, STR("SHA256SUMS.txt"), buf_view(&x->sums), e));
	TRY(zip_write_finish(x->zip, out, e));
	hash_stream_add(x->hash, buf_view(out));
	struct package_export uc = {.batch_id = x->batch.id,
		.file = x->filename,
		.sha256 = hash_hex(c->a, hash_stream_end(x->hash)),
		.size = x->size + (int64_t)out->n};
	struct tx_call call = ctx_call(c, str_none());
	call.once = str_none();
	return TX_RUN(&call, package_export, &uc, e);
}

static enum rc portion(struct ctx *c, void *state, struct buf *out, bool *more, struct err *e)
{
	struct certificates *x = state;
	struct q_package_certificates_list rows;
	struct certificate cert[AT_ONCE];
	struct db *db;

	TRY(read_some(c, x, AT_ONCE, &rows, &db, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(certificate_load(
			db, ctx_services(c), &c->who, rows.v[i].certificate_no, STR(""), &cert[i], e));
	ctx_db_end(c); /* drawing takes longer than reading */
	for (size_t i = 0; i < rows.n; i++) {
		TRY(add(c, x, &rows.v[i], &cert[i], out, e));
		x->after = rows.v[i].id;
	}
	*more = rows.n == AT_ONCE;
	if (!*more)
		return finish(c, x, out, e);
	hash_stream_add(x->hash, buf_view(out));
	x->size += (int64_t)out->n;
	return RC_OK;
}

enum rc package_certificates_send(struct ctx *c, const struct batch *batch, int64_t after, struct err *e)
{
	static const struct str heads[] = {STR_INIT("序号"), STR_INIT("文件"), STR_INIT("证书编号"),
		STR_INIT("企业名称"), STR_INIT("SHA-256"), STR_INIT("字节数")};
	struct certificates *x = ARENA_NEW(c->a, struct certificates);
	struct q_package_certificates_list rows;
	struct db *db;

	x->batch = *batch;
	x->after = after;
	x->filename = STR_JOIN(c->a, batch_name(c->a, batch), STR("证书.zip"));
	TRY(read_some(c, x, 1, &rows, &db, e));
	if (rows.n == 0)
		return err_set(e, RC_NOT_FOUND, MSG_PACKAGE_EMPTY);
	x->zip = zip_write_new(c->a);
	x->hash = hash_stream_new(c->a);
	buf_init(&x->index, c->a, INDEX_BYTES);
	buf_init(&x->sums, c->a, INDEX_BYTES);
	csv_put_mark(&x->index);
	csv_put_row(&x->index, heads, ARRAY_LEN(heads));
	if (!c->req->head) {
		struct export_begin uc = {.file = x->filename, .query = str_fmt(c->a, "batch=%lld", (long long)batch->id)};
		struct tx_call call = ctx_call(c, str_none());
		call.once = str_none();
		TRY(TX_RUN(&call, export_begin, &uc, e));
		x->fonts = canvas_fonts_new(c->a);
	}
	const char *dir = str_fmt(c->a, "%s/tmp", ctx_services(c)->blob_dir).p;
	return respond_stream(c, STR("application/zip"), x->filename, dir, portion, x, e);
}

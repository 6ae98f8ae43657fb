/* The package is written file by file, so a province with all its cities needs the memory of one paper. Its index
 * names each file with hash and pages: whoever receives it can check it without us.
 */
#include "page/paper_package.h"

#include "base/fileio.h"
#include "base/map.h"
#include "document/canvas.h"
#include "document/csv.h"
#include "document/zip_stream.h"
#include "page/paper_certificate.h"
#include "page/routes.h"

#define INDEX_BYTES ((size_t)16 << 20)
#define SCRATCH_BYTES ((size_t)256 << 20)

static const char kind_letters[] = {[PACKAGE_PUBLICITY] = 'p',
	[PACKAGE_RECOMMENDATION] = 'r',
	[PACKAGE_PLAN] = 'd',
	[PACKAGE_ANNOUNCEMENT] = 'a',
	[PACKAGE_NOMINATION] = 'n'};

struct str package_file_name(struct arena *a, const struct package_source *s, const char *paper)
{
	return str_fmt(a, "%c.%.*s.%s", kind_letters[s->kind], STR_ARG(s->public_id), paper);
}

/* --- a package ----------------------------------------------------------------------------------- */

struct bundle {
	struct ctx *c;
	struct zip_stream *zip;
	struct arena *scratch; /* of one file */
	struct map names;
	struct buf index, sums;
	int64_t n;
	VEC(struct package_made) made;
};

static void scratch_free(void *arg)
{
	arena_free(arg);
}

static enum rc bundle_new(struct ctx *c, struct bundle *out, struct err *e)
{
	static const struct str heads[] = {STR_INIT("序号"), STR_INIT("文件"), STR_INIT("材料"),
		STR_INIT("单位"), STR_INIT("SHA-256"), STR_INIT("字节数"), STR_INIT("页数")};
	const char *dir = str_fmt(c->a, "%s/tmp", ctx_services(c)->blob_dir).p;

	*out = (struct bundle){.c = c, .scratch = ARENA_NEW(c->a, struct arena)};
	TRY(dir_make(dir, e));
	TRY(zip_stream_new(c->a, dir, &out->zip, e));
	arena_init(out->scratch, SCRATCH_BYTES);
	arena_defer(c->a, scratch_free, out->scratch);
	map_init(&out->names, c->a);
	buf_init(&out->index, c->a, INDEX_BYTES);
	buf_init(&out->sums, c->a, INDEX_BYTES);
	csv_put_mark(&out->index);
	csv_put_row(&out->index, heads, ARRAY_LEN(heads));
	return RC_OK;
}

struct str package_safe_name(struct arena *a, struct str name)
{
	char *p = str_cstr(a, name);

	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)p[i] < 0x20 || strchr("/\\:*?\"<>|", p[i]))
			p[i] = '_';
	return (struct str){p, name.n};
}

/* Two files of one name: the second one says so. */
static struct str path_of(struct bundle *b, struct str folder, struct str name)
{
	struct arena *a = b->c->a;
	struct str path = STR_JOIN(a, folder, STR("/"), package_safe_name(a, name));
	size_t dot = name.n;

	while (dot > 0 && name.p[dot - 1] != '.')
		dot--;
	for (int again = 2; map_get(&b->names, path); again++)
		path = str_fmt(a, "%.*s/%.*s（%d）.%.*s", STR_ARG(folder),
			STR_ARG(package_safe_name(a, str_sub(name, 0, dot ? dot - 1 : 0))), again,
			STR_ARG(package_safe_name(a, str_sub(name, dot, name.n))));
	map_put(&b->names, path, b);
	return path;
}

struct bundle_file {
	struct str folder, label, body;
	struct str key; /* of the record of files; empty: it keeps none of its own */
};

static enum rc bundle_add(struct bundle *b, const struct bundle_file *f, const struct paper_made *m,
	struct err *e)
{
	struct arena *a = b->c->a;
	struct str path = path_of(b, f->folder, m->name);
	struct package_made made = {.name = f->key,
		.sha256 = hash_hex(a, hash_sha256(m->bytes)),
		.size = (int64_t)m->bytes.n,
		.pages = m->pages};
	const struct str cells[] = {str_i64(a, ++b->n), path, f->label, f->body, made.sha256,
		str_i64(a, made.size), m->pages ? str_i64(a, m->pages) : STR("")};

	csv_put_row(&b->index, cells, ARRAY_LEN(cells));
	buf_printf(&b->sums, "%.*s  %.*s\n", STR_ARG(made.sha256), STR_ARG(path));
	if (f->key.n)
		VEC_PUSH(a, &b->made, made);
	return zip_stream_add(b->zip, path, m->bytes, e);
}

/* Which stage of the procedure a source belongs to, in the order in which a file walks them. */
static struct str folder_of(struct ctx *c, const struct package_source *s)
{
	const char *stage = s->kind == PACKAGE_PUBLICITY
				    ? s->level == HOLDER_CITY ? "1 市级公示" : "3 省级公示"
			    : s->kind == PACKAGE_RECOMMENDATION ? "2 推荐材料"
			    : s->kind == PACKAGE_NOMINATION	? "3 向部推荐"
								: "4 公告";

	if (s->kind != PACKAGE_RECOMMENDATION)
		return STR_JOIN(c->a, str_c(stage), STR("/"), package_safe_name(c->a, s->body));
	return STR_JOIN(c->a, str_c(stage), STR("/"), package_safe_name(c->a, s->body), STR(" "), s->label);
}

static enum rc bundle_source(struct bundle *b, const struct package_source *s,
	const struct batch *batch, struct err *e)
{
	struct ctx *c = b->c;
	struct paper_source *loaded = ARENA_NEW(c->a, struct paper_source);
	struct paper_made made;

	TRY(paper_source_load(c, s->kind, s->public_id, batch, loaded, e));
	ctx_db_end(c); /* drawing takes longer than reading */
	for (size_t i = 0; i < batch_papers_n; i++) {
		const struct batch_paper *p = &batch_papers[i];
		if (!paper_source_has(loaded, p))
			continue;
		const struct bundle_file f = {.folder = folder_of(c, s),
			.label = str_c(p->label),
			.body = s->body,
			.key = package_file_name(c->a, s, p->name)};
		arena_reset(b->scratch);
		TRY(paper_make(c, b->scratch, loaded, p, &made, e));
		ctx_db_end(c);
		TRY(bundle_add(b, &f, &made, e));
	}
	return RC_OK;
}

/* The few that are in the package itself. */
static enum rc bundle_certificates(struct bundle *b, int64_t batch_id, struct err *e)
{
	struct ctx *c = b->c;
	const struct bundle_file f = {.folder = STR("5 证书"), .label = STR("证书"), .body = STR("")};
	struct canvas_fonts *fonts = canvas_fonts_new(c->a);
	struct q_package_certificates_list rows;
	struct paper_made made = {.pages = 1};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_package_certificates(db,
		&(struct q_package_certificates_in){.batch_id = batch_id,
			.agency_id = c->who.agency_id, .limit = PACKAGE_CERTIFICATES},
		&rows, e));
	struct certificate *cert = ARENA_NEW_N(c->a, struct certificate, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		TRY(certificate_load(db, ctx_services(c), &c->who, rows.v[i].certificate_no, STR(""),
			&cert[i], e));
	ctx_db_end(c);
	for (size_t i = 0; i < rows.n; i++) {
		arena_reset(b->scratch);
		TRY(certificate_pdf(b->scratch, &cert[i], fonts, &made.bytes, e));
		made.name = STR_JOIN(b->scratch, rows.v[i].certificate_no, STR(" "), rows.v[i].name,
			STR(".pdf"));
		TRY(bundle_add(b, &f, &made, e));
	}
	return RC_OK;
}

/* --- on record, then out ------------------------------------------------------------------------- */

static enum rc record(struct ctx *c, struct package_export *uc, struct err *e)
{
	struct tx_call call = ctx_call(c, STR("/o/batch"));

	call.once = str_none();
	ctx_db_end(c);
	return TX_RUN(&call, package_export, uc, e);
}

static enum rc bundle_send(struct bundle *b, int64_t batch_id, struct str filename, struct err *e)
{
	struct ctx *c = b->c;
	struct zip_done done;

	TRY(zip_stream_add(b->zip, STR("目录.csv"), buf_view(&b->index), e));
	TRY(zip_stream_add(b->zip, STR("SHA256SUMS.txt"), buf_view(&b->sums), e));
	TRY(zip_stream_finish(b->zip, &done, e));
	struct package_export uc = {.batch_id = batch_id,
		.file = filename,
		.sha256 = hash_hex(c->a, done.sha256),
		.size = (int64_t)done.size,
		.made = b->made.v,
		.made_n = b->made.n};
	TRY(record(c, &uc, e));
	return respond_blob(c, STR("application/zip"), filename, done.path);
}

static enum rc send_one(struct ctx *c, const struct paper_source *s, const struct batch_paper *paper,
	struct err *e)
{
	const struct package_source named = {.kind = s->kind, .public_id = s->id};
	struct paper_made made;

	if (!paper_source_has(s, paper))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(paper_make(c, c->a, s, paper, &made, e));
	const struct package_made kept = {.name = package_file_name(c->a, &named, paper->name),
		.sha256 = hash_hex(c->a, hash_sha256(made.bytes)),
		.size = (int64_t)made.bytes.n,
		.pages = made.pages};
	struct package_export uc = {.batch_id = s->batch_id,
		.file = made.name,
		.sha256 = kept.sha256,
		.size = kept.size,
		.made = &kept,
		.made_n = s->draft ? 0 : 1};
	TRY(record(c, &uc, e));
	return respond_download(c, batch_paper_mime(paper->form), made.name, made.bytes);
}

/* --- addresses ----------------------------------------------------------------------------------- */

/* What one recommendation has, in one archive. */
static enum rc recommendation_zip(struct ctx *c, const struct paper_source *s, struct err *e)
{
	const struct package_source source = {
		.kind = s->kind, .public_id = s->id, .body = s->r.head.body, .label = STR("")};
	struct paper_made made;
	struct bundle b;

	ctx_db_end(c);
	TRY(bundle_new(c, &b, e));
	for (size_t i = 0; i < batch_papers_n; i++) {
		const struct batch_paper *p = &batch_papers[i];
		if (!paper_source_has(s, p))
			continue;
		const struct bundle_file f = {.folder = STR("推荐材料"),
			.label = str_c(p->label),
			.body = s->r.head.body,
			.key = s->draft ? STR("") : package_file_name(c->a, &source, p->name)};
		arena_reset(b.scratch);
		TRY(paper_make(c, b.scratch, s, p, &made, e));
		TRY(bundle_add(&b, &f, &made, e));
	}
	return bundle_send(&b, s->batch_id,
		STR_JOIN(c->a, s->r.head.body, STR("推荐材料"), s->draft ? STR("（草稿）") : STR(""),
			STR(".zip")),
		e);
}

enum rc page_o_recommendation_paper(struct ctx *c, struct err *e)
{
	const struct batch_paper *paper =
		batch_paper_named(PACKAGE_RECOMMENDATION, c->params[1]);
	bool all = str_eqc(c->params[1], "package.zip");
	struct paper_source *s = ARENA_NEW(c->a, struct paper_source);

	if (!paper && !all)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(paper_source_load(c, PACKAGE_RECOMMENDATION, c->params[0], NULL, s, e));
	return all ? recommendation_zip(c, s, e) : send_one(c, s, paper, e);
}

static enum rc send_package(struct ctx *c, const struct batch *batch, struct db *db, struct err *e)
{
	struct package p;
	struct bundle b;

	TRY(package_load(db, &c->who, batch, &p, e));
	ctx_db_end(c);
	TRY(bundle_new(c, &b, e));
	for (size_t i = 0; i < p.sources.n; i++)
		if (!p.sources.v[i].draft && !p.sources.v[i].returned)
			TRY(bundle_source(&b, &p.sources.v[i], batch, e));
	if (p.certificates && p.certificates <= PACKAGE_CERTIFICATES)
		TRY(bundle_certificates(&b, batch->id, e));
	if (b.n == 0)
		return err_set(e, RC_NOT_FOUND, MSG_PACKAGE_EMPTY);
	return bundle_send(&b, batch->id,
		STR_JOIN(c->a, batch_name(c->a, batch), STR("公文包（"), c->who.agency_name,
			STR("）.zip")),
		e);
}

/* Those numbered after this one; 0: all. */
static enum rc send_certificates(
	struct ctx *c, const struct batch *batch, struct str after, struct err *e)
{
	int64_t id;

	if (!str_to_i64(after, &id) || id < 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return package_certificates_send(c, batch, id, e);
}

static bool kind_of(struct str letter, enum package_kind *out)
{
	for (size_t i = 0; i < sizeof(kind_letters); i++) {
		if (letter.n == 1 && letter.p[0] == kind_letters[i]) {
			*out = (enum package_kind)i;
			return true;
		}
	}
	return false;
}

/* package.zip, certificates.AFTER.zip, or KIND.ID.PAPER */
enum rc page_o_package_file(struct ctx *c, struct err *e)
{
	struct str rest = c->params[1], first, id;
	enum package_kind kind = PACKAGE_PLAN;
	struct batch b;
	struct db *db;

	TRY(batch_of_address(c, 0, &db, &b, e));
	if (str_eqc(rest, "package.zip"))
		return send_package(c, &b, db, e);
	if (!str_cut(&rest, '.', &first) || !str_cut(&rest, '.', &id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (str_eqc(first, "certificates") && str_eqc(rest, "zip"))
		return send_certificates(c, &b, id, e);
	const struct batch_paper *paper =
		kind_of(first, &kind) ? batch_paper_named(kind, rest) : NULL;
	if (!paper)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct paper_source *s = ARENA_NEW(c->a, struct paper_source);
	TRY(paper_source_load(c, kind, id, &b, s, e));
	return send_one(c, s, paper, e);
}

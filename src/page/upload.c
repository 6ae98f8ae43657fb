/* The browser's word on a file's type is worth nothing: the content decides, the name must agree. */
#include "page/upload.h"

#include "document/filetype.h"
#include "page/act.h"

static enum rc look_at(
	struct ctx *c, const struct form_value *v, struct evidence_upload *out, struct err *e)
{
	enum filetype type;

	if (v->value.n == 0)
		return err_set(e, RC_INVALID, MSG_EVIDENCE_EMPTY);
	if (v->value.n > EVIDENCE_MAX_BYTES) {
		err_set(e, RC_TOO_LARGE, MSG_EVIDENCE_LARGE);
		return err_arg(e, 0, v->filename);
	}
	TRY(filetype_check(c->a, v->value, v->filename, FILETYPE_EVIDENCE, &type, e));
	*out = (struct evidence_upload){.filename = v->filename,
		.mime = str_c(filetype_mime(type)),
		.bytes = v->value};
	return RC_OK;
}

enum rc upload_read(struct ctx *c, const char *name, struct evidence_upload **out, size_t *n,
	struct err *e)
{
	struct evidence_upload *files = ARENA_NEW_N(c->a, struct evidence_upload, c->form.n + 1);
	size_t count = 0;

	for (size_t i = 0; i < c->form.n; i++) {
		const struct form_value *v = &c->form.v[i];
		if (!v->filename.p || !str_eqc(v->name, name) ||
			(v->filename.n == 0 && v->value.n == 0))
			continue; /* no file was chosen */
		TRY(look_at(c, v, &files[count], e));
		count++;
	}
	if (count == 0)
		return err_set(e, RC_INVALID, MSG_EVIDENCE_EMPTY);
	*out = files;
	*n = count;
	return RC_OK;
}

enum rc upload_keep(struct ctx *c, const char *name, const struct evidence_stored **out, size_t *n,
	struct err *e)
{
	const struct form_value *chosen = form_file(&c->form, name);
	struct evidence_upload *files;
	struct evidence_stored *stored;

	*n = 0;
	if (!chosen || (chosen->filename.n == 0 && chosen->value.n == 0))
		return RC_OK;
	TRY(upload_read(c, name, &files, n, e));
	TRY(evidence_keep(ctx_services(c), c->a, files, *n, &stored, e));
	*out = stored;
	return RC_OK;
}

/* The browser's word on a file's type is worth nothing: the content decides, the name must agree. */
#include "page/upload.h"

#include <string.h>

static const struct kind {
	const char *mime, *magic;
	size_t magic_n;
	const char *ends[3];
} kinds[] = {
	{"application/pdf", "%PDF-", 5, {".pdf", NULL, NULL}},
	{"image/jpeg", "\xff\xd8\xff", 3, {".jpg", ".jpeg", NULL}},
	{"image/png", "\x89PNG\r\n\x1a\n", 8, {".png", NULL, NULL}},
	{"application/ofd", "PK\x03\x04", 4, {".ofd", NULL, NULL}},
};

static enum rc type_of(
	struct ctx *c, struct str filename, struct str bytes, struct str *mime, struct err *e)
{
	struct str name = str_lower(c->a, filename);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct kind *k = &kinds[i];
		if (bytes.n < k->magic_n || memcmp(bytes.p, k->magic, k->magic_n) != 0)
			continue;
		for (size_t j = 0; j < ARRAY_LEN(k->ends) && k->ends[j]; j++)
			if (str_ends(name, str_c(k->ends[j]))) {
				*mime = str_c(k->mime);
				return RC_OK;
			}
		return err_set(e, RC_INVALID, MSG_FILE_TYPE_NAME);
	}
	return err_set(e, RC_INVALID, MSG_FILE_TYPE_UNKNOWN);
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
		if (v->value.n == 0)
			return err_set(e, RC_INVALID, MSG_EVIDENCE_EMPTY);
		if (v->value.n > EVIDENCE_MAX_BYTES) {
			err_set(e, RC_TOO_LARGE, MSG_EVIDENCE_LARGE);
			return err_arg(e, 0, v->filename);
		}
		files[count] = (struct evidence_upload){.filename = v->filename, .bytes = v->value};
		TRY(type_of(c, v->filename, v->value, &files[count].mime, e));
		count++;
	}
	if (count == 0)
		return err_set(e, RC_INVALID, MSG_EVIDENCE_EMPTY);
	*out = files;
	*n = count;
	return RC_OK;
}

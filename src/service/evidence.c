/* Upload is an act of its own with its own result (L9): the file belongs to the application at once (L52). */
#include "service/evidence.h"

#include "base/utf8.h"
#include "service/audit.h"
#include "service/correction.h"
#include "store/blob.h"

#define FILENAME_MAX_BYTES 240

/* --- what is needed ---------------------------------------------------------------------------- */

static bool only_yearly(const struct standard_indicator *x)
{
	for (size_t i = 0; i < x->facts.n; i++)
		if (!fact_at(x->facts.v[i].fact)->yearly)
			return false;
	return true;
}

static int64_t lowest_points(const struct standard_indicator *x)
{
	return x->bands_n ? x->bands[x->bands_n - 1].points : 0;
}

static enum evidence_need need_of_indicator(const struct score_result *r, size_t i)
{
	const struct standard_indicator *x = &r->standard->indicators.v[i];

	if (!r->indicators || r->indicators[i].points.lo <= lowest_points(x))
		return EVIDENCE_UNUSED;
	return r->route == ROUTE_DIRECT || only_yearly(x) ? EVIDENCE_ADVISED : EVIDENCE_NEEDED;
}

static enum evidence_need need_of_direct(const struct score_result *r, size_t i)
{
	if (!r->direct || r->direct[i].holds != TRI_TRUE)
		return EVIDENCE_UNUSED;
	return r->route == ROUTE_DIRECT ? EVIDENCE_NEEDED : EVIDENCE_ADVISED;
}

enum evidence_need evidence_need(const struct score_result *r, size_t slot)
{
	const struct standard_evidence *ev = &r->standard->evidence.v[slot];

	if (ev->required)
		return EVIDENCE_NEEDED;
	switch (ev->kind) {
	case EVIDENCE_INDICATOR:
		return need_of_indicator(r, ev->of);
	case EVIDENCE_DIRECT:
		return need_of_direct(r, ev->of);
	case EVIDENCE_GENERAL:
	case EVIDENCE_CONDITION:
		break;
	}
	return EVIDENCE_ADVISED;
}

int evidence_slot(const struct standard *s, struct str id)
{
	for (size_t i = 0; i < s->evidence.n; i++)
		if (str_eq(s->evidence.v[i].id, id))
			return (int)i;
	return -1;
}

size_t evidence_count(const struct evidence_files *files, struct str slot)
{
	size_t n = 0;

	for (size_t i = 0; i < files->n; i++)
		n += str_eq(files->v[i].slot, slot);
	return n;
}

void evidence_missing(struct arena *a, const struct score_result *r,
	const struct evidence_files *files, struct strs *titles)
{
	for (size_t i = 0; i < r->standard->evidence.n; i++) {
		const struct standard_evidence *ev = &r->standard->evidence.v[i];
		if (evidence_need(r, i) == EVIDENCE_NEEDED && evidence_count(files, ev->id) == 0)
			VEC_PUSH(a, titles, ev->title);
	}
}

/* --- reading ----------------------------------------------------------------------------------- */

enum rc evidence_of(
	struct db *db, const struct application_file *f, struct evidence_files *out, struct err *e)
{
	struct q_evidence_of_application_list rows;
	struct evidence_files list = {0};

	TRY(q_evidence_of_application(
		db, &(struct q_evidence_of_application_in){.application_id = f->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_evidence_of_application *r = &rows.v[i];
		*VEC_ADD(db_arena(db), &list) = (struct evidence_file){.public_id = r->public_id,
			.slot = r->slot, .filename = r->filename, .mime = r->mime, .sha256 = r->sha256,
			.size = r->size, .uploaded_at = r->uploaded_at};
	}
	*out = list;
	return RC_OK;
}

enum rc evidence_own(struct db *db, const struct actor *who, struct str public_id,
	struct evidence_file *out, struct err *e)
{
	struct q_evidence_for_enterprise r;

	TRY(q_evidence_for_enterprise(db,
		&(struct q_evidence_for_enterprise_in){
			.public_id = public_id, .enterprise_id = who->enterprise_id},
		&r, e));
	*out = (struct evidence_file){.public_id = public_id, .slot = r.slot, .filename = r.filename,
		.mime = r.mime, .sha256 = r.sha256, .size = r.size};
	return RC_OK;
}

enum rc evidence_for_body(struct db *db, const struct actor *who, struct str public_id,
	struct evidence_file *out, struct err *e)
{
	struct q_evidence_for_officer r;

	TRY(q_evidence_for_officer(db,
		&(struct q_evidence_for_officer_in){.public_id = public_id, .agency_id = who->agency_id},
		&r, e));
	*out = (struct evidence_file){.public_id = public_id, .slot = r.slot, .filename = r.filename,
		.mime = r.mime, .sha256 = r.sha256, .size = r.size};
	return RC_OK;
}

/* --- changing ---------------------------------------------------------------------------------- */

/* The file, when the person may change this slot of it now. */
static enum rc open_slot(struct tx *tx, struct str application, struct str slot,
	struct application_file *f, struct err *e)
{
	struct corrections items;

	TRY(application_for_enterprise(tx->db, tx->sv->rules, tx->who, application, f, e));
	if (evidence_slot(f->standard, slot) < 0)
		return err_set(e, RC_INVALID, MSG_EVIDENCE_SLOT);
	TRY(application_open(f, e));
	if (f->state != STATE_RETURNED)
		return RC_OK;
	TRY(corrections_load(tx->db, f, &items, e));
	if (correction_opens_slot(&items, slot))
		return RC_OK;
	err_set(e, RC_FORBIDDEN, MSG_APPLICATION_NOT_NAMED);
	return err_arg(
		e, 0, f->standard->evidence.v[evidence_slot(f->standard, slot)].title);
}

static enum rc has_room(struct tx *tx, const struct application_file *f, struct str slot, size_t more,
	struct err *e)
{
	struct evidence_files files;

	TRY(evidence_of(tx->db, f, &files, e));
	if (evidence_count(&files, slot) + more <= EVIDENCE_MAX_FILES)
		return RC_OK;
	err_field(e, RC_INVALID, MSG_EVIDENCE_MANY, str_cstr(tx->a, slot));
	return err_argf(e, "%d", EVIDENCE_MAX_FILES);
}

static enum rc note_change(struct tx *tx, const struct application_file *f, const char *action,
	struct str slot, struct str filename, struct str sha256, struct err *e)
{
	struct buf b;

	buf_init(&b, tx->a, 4096);
	buf_lit(&b, "{\"name\":");
	json_put_str(&b, filename);
	buf_lit(&b, ",\"sha256\":");
	json_put_str(&b, sha256);
	buf_lit(&b, ",\"slot\":");
	json_put_str(&b, slot);
	buf_ch(&b, '}');
	TRY(q_application_touch(tx->db,
		&(struct q_application_touch_in){
			.id = f->id, .enterprise_id = f->enterprise_id, .now = tx->now},
		NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "application",
			.object_id = f->id, .payload = buf_view(&b)},
		e);
}

static enum rc put(struct tx *tx, const struct application_file *f, struct str slot,
	const struct evidence_stored *s, struct err *e)
{
	struct q_evidence_put row;
	struct str id, sha256 = hash_hex(tx->a, s->hash);

	TRY(random_token(tx->a, 16, &id, e));
	TRY(q_evidence_put(tx->db,
		&(struct q_evidence_put_in){.public_id = id, .owner_kind = STR("application"),
			.owner_id = f->id, .slot = slot, .filename = s->filename, .mime = s->mime,
			.size = s->size, .sha256 = sha256,
			.enterprise_id = some_i64(f->enterprise_id),
			.uploaded_by = tx->who->account_id, .uploaded_at = tx->now},
		&row, e));
	return note_change(tx, f, "evidence_added", slot, s->filename, sha256, e);
}

enum rc evidence_add(struct tx *tx, struct evidence_add *uc, struct err *e)
{
	struct application_file f;

	TRY(open_slot(tx, uc->application, uc->slot, &f, e));
	TRY(has_room(tx, &f, uc->slot, uc->n, e));
	for (size_t i = 0; i < uc->n; i++)
		TRY(put(tx, &f, uc->slot, &uc->v[i], e));
	return RC_OK;
}

enum rc evidence_reuse(struct tx *tx, struct evidence_reuse *uc, struct err *e)
{
	struct application_file f;
	struct evidence_file from;
	struct evidence_stored s;

	TRY(open_slot(tx, uc->application, uc->slot, &f, e));
	TRY(evidence_own(tx->db, tx->who, uc->file, &from, e));
	TRY(has_room(tx, &f, uc->slot, 1, e));
	s = (struct evidence_stored){.filename = from.filename, .mime = from.mime, .size = from.size};
	if (!hash_from_hex(from.sha256, &s.hash))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "evidence: hash");
	return put(tx, &f, uc->slot, &s, e);
}

enum rc evidence_remove(struct tx *tx, struct evidence_remove *uc, struct err *e)
{
	struct application_file f;
	struct evidence_file file;
	int64_t changed;

	TRY(open_slot(tx, uc->application, uc->slot, &f, e));
	TRY(evidence_own(tx->db, tx->who, uc->file, &file, e));
	if (!str_eq(file.slot, uc->slot))
		return err_set(e, RC_NOT_FOUND, MSG_EVIDENCE_GONE);
	TRY(q_evidence_remove(tx->db,
		&(struct q_evidence_remove_in){
			.public_id = uc->file, .application_id = f.id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_NOT_FOUND, MSG_EVIDENCE_GONE);
	return note_change(tx, &f, "evidence_removed", uc->slot, file.filename, file.sha256, e);
}

/* Only the last part of what the browser gave; it is shown to people and sent back as a name. */
static enum rc clean_name(struct str given, struct str *out, struct err *e)
{
	for (size_t i = given.n; i > 0; i--)
		if (given.p[i - 1] == '/' || given.p[i - 1] == '\\') {
			given = str_sub(given, i, given.n);
			break;
		}
	given = str_trim(given);
	if (given.n == 0 || given.n > FILENAME_MAX_BYTES || !utf8_valid(given))
		return err_set(e, RC_INVALID, MSG_EVIDENCE_NAME);
	for (size_t i = 0; i < given.n; i++)
		if ((unsigned char)given.p[i] < 0x20 || given.p[i] == 0x7f)
			return err_set(e, RC_INVALID, MSG_EVIDENCE_NAME);
	*out = given;
	return RC_OK;
}

enum rc evidence_keep(const struct services *sv, struct arena *a, const struct evidence_upload *v,
	size_t n, struct evidence_stored **out, struct err *e)
{
	struct evidence_stored *stored = ARENA_NEW_N(a, struct evidence_stored, n + 1);

	for (size_t i = 0; i < n; i++) {
		TRY(clean_name(v[i].filename, &stored[i].filename, e));
		if (v[i].bytes.n == 0)
			return err_set(e, RC_INVALID, MSG_EVIDENCE_EMPTY);
		if (v[i].bytes.n > EVIDENCE_MAX_BYTES) {
			err_set(e, RC_TOO_LARGE, MSG_EVIDENCE_LARGE);
			return err_arg(e, 0, stored[i].filename);
		}
		stored[i].mime = v[i].mime;
		stored[i].size = (int64_t)v[i].bytes.n;
	}
	for (size_t i = 0; i < n; i++)
		TRY(blob_put(sv->blob_dir, v[i].bytes, &stored[i].hash, e));
	*out = stored;
	return RC_OK;
}

enum rc evidence_store(struct tx_call *call, struct str application, struct str slot,
	const struct evidence_upload *v, size_t n, struct err *e)
{
	struct evidence_stored *stored;

	if (n == 0)
		return err_set(e, RC_INVALID, MSG_EVIDENCE_EMPTY);
	/* Bytes first, rows after: a refused act leaves at most bytes that no row names. */
	TRY(evidence_keep(call->sv, call->a, v, n, &stored, e));
	struct evidence_add uc = {.application = application, .slot = slot, .v = stored, .n = n};
	return TX_RUN(call, evidence_add, &uc, e);
}

enum rc evidence_attach(struct tx *tx, const char *owner_kind, int64_t owner_id, const char *slot,
	const struct evidence_stored *v, size_t n, struct err *e)
{
	/* An enterprise's own papers are in its library; the others belong to a body or a visitor. */
	bool own = str_eqc(str_c(owner_kind), "enterprise");

	for (size_t i = 0; i < n; i++) {
		struct q_evidence_put row;
		struct str id;
		TRY(random_token(tx->a, 16, &id, e));
		TRY(q_evidence_put(tx->db,
			&(struct q_evidence_put_in){.public_id = id,
				.owner_kind = str_c(owner_kind), .owner_id = owner_id,
				.slot = str_c(slot), .filename = v[i].filename,
				.mime = v[i].mime, .size = v[i].size,
				.sha256 = hash_hex(tx->a, v[i].hash),
				.enterprise_id = own ? some_i64(owner_id) : none_i64(),
				.uploaded_by = tx->who->account_id, .uploaded_at = tx->now},
			&row, e));
	}
	return RC_OK;
}

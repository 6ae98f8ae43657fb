/* What is on record of a file, and the files themselves: every look at one is on record before the
 * bytes go out. */
#include "page/officer.h"
#include "page/routes.h"
#include "page/stay_view.h"
#include "page/tmpl.h"
#include "service/inspection.h"
#include "store/blob.h"

enum rc page_o_log(struct ctx *c, struct err *e)
{
	struct view_o_log v = {0};
	struct review r;
	struct db *db;

	TRY(o_read(c, &r, &db, e));
	page_view(c, "办理记录", &v.page);
	page_crumb(c, &v.page, r.file.enterprise_name, o_href(c, c->params[0], "", str_none()));
	page_crumb(c, &v.page, STR("办理记录"), str_none());
	o_case(c, &r, &v.file);
	v.file.sub = true;
	v.back_href = o_href(c, c->params[0], "", str_none());
	TRY(stays_fill(c, db, &r.file, &v.stays, e));
	TRY(o_timeline(c, db, r.file.id, &v.log, e));
	tmpl_officer_log(respond_html(c, 200), &v);
	return RC_OK;
}

static enum rc send_viewed(struct ctx *c, int64_t application_id, struct str sha256,
        struct str mime, struct str filename, struct err *e)
{
	struct review_viewed uc = {.application_id = application_id, .file = sha256};
	struct tx_call call = ctx_call(c, STR("/o"));
	struct hash h;

	if (!hash_from_hex(sha256, &h))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "evidence hash");
	call.once = str_none();
	TRY(TX_RUN(&call, review_viewed, &uc, e));
	return respond_blob(c, mime, filename, blob_path(c->a, ctx_services(c)->blob_dir, h));
}

/* A photograph of the check of a drawn title. */
static enum rc inspection_photo_send(struct ctx *c, struct db *db, struct err *e)
{
	struct q_inspection_photo_for_officer row;
	struct hash h;
	bool found;

	TRY(q_inspection_photo_for_officer(db,
	        &(struct q_inspection_photo_for_officer_in){.public_id = c->params[0],
	                .agency_id = c->who.agency_id,
	                .account_id = c->who.account_id},
	        &row, &found, e));
	if (!found)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!hash_from_hex(row.sha256, &h))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "evidence hash");
	struct inspection_photo_view uc = {row.draw_id, row.sha256};
	struct tx_call call = ctx_call(c, STR("/o"));
	call.once = str_none();
	TRY(TX_RUN(&call, inspection_photo_view, &uc, e));
	return respond_blob(
	        c, row.mime, row.filename, blob_path(c->a, ctx_services(c)->blob_dir, h));
}

enum rc page_o_photo(struct ctx *c, struct err *e)
{
	struct q_site_photo_for_officer row;
	struct db *db;
	bool found;

	TRY(ctx_db(c, &db, e));
	TRY(q_site_photo_for_officer(db,
	        &(struct q_site_photo_for_officer_in){
	                .public_id = c->params[0], .agency_id = c->who.agency_id},
	        &row, &found, e));
	if (!found)
		return inspection_photo_send(c, db, e);
	return send_viewed(c, row.application_id, row.sha256, row.mime, row.filename, e);
}

/* A file of evidence: every look is on record before the bytes go out. */
enum rc page_o_file(struct ctx *c, struct err *e)
{
	struct evidence_file f;
	struct q_evidence_for_officer row;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(evidence_for_body(db, &c->who, c->params[0], &f, e));
	TRY(q_evidence_for_officer(db,
	        &(struct q_evidence_for_officer_in){
	                .public_id = c->params[0], .agency_id = c->who.agency_id},
	        &row, e));
	return send_viewed(c, row.application_id, f.sha256, f.mime, f.filename, e);
}

/* The certificate of an item that the enterprise lists. */
enum rc page_o_list_file(struct ctx *c, struct err *e)
{
	struct q_list_file_for_officer row;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_list_file_for_officer(db,
	        &(struct q_list_file_for_officer_in){
	                .public_id = c->params[0], .agency_id = c->who.agency_id},
	        &row, e));
	return send_viewed(c, row.application_id, row.sha256, row.mime, row.filename, e);
}

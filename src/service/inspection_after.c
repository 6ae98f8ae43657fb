/* Beside the sheet and after it: photographs, and what the enterprise says to the record. */
#include "service/inspection.h"

#include "base/env.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/cases.h"

#define NOTE_MAX 200
#define COMMENTS_MAX 20

static enum rc pictures_only(const struct inspection_photo *uc, size_t have, struct err *e)
{
	if (utf8_count(uc->note) > NOTE_MAX)
		return err_field(e, RC_INVALID, MSG_INSPECTION_NOTE, "note");
	if (uc->n == 0)
		return err_field(e, RC_INVALID, MSG_EVIDENCE_EMPTY, "photo");
	for (size_t i = 0; i < uc->n; i++)
		if (!str_starts(uc->v[i].mime, STR("image/")))
			return err_field(e, RC_INVALID, MSG_INSPECTION_PICTURE, "photo");
	return have + uc->n <= INSPECTION_PHOTOS ? RC_OK
						 : err_field(e, RC_INVALID, MSG_INSPECTION_PICTURES, "photo");
}

enum rc inspection_photo(struct tx *tx, struct inspection_photo *uc, struct err *e)
{
	struct q_photos_of_list before;
	struct inspection v;
	struct str photo;

	TRY(inspection_own(tx, uc->public_id, &v, e));
	TRY(q_photos_of(tx->db,
		&(struct q_photos_of_in){.owner_kind = STR("inspection"), .owner_id = v.row.id}, &before, e));
	TRY(pictures_only(uc, before.n, e));
	for (size_t i = 0; i < uc->n; i++) {
		TRY(random_token(tx->a, 12, &photo, e));
		TRY(q_photo_put(tx->db,
			&(struct q_photo_put_in){.public_id = photo, .owner_kind = STR("inspection"),
				.owner_id = v.row.id, .filename = uc->v[i].filename, .note = uc->note,
				.mime = uc->v[i].mime, .size = uc->v[i].size,
				.sha256 = hash_hex(tx->a, uc->v[i].hash), .enterprise_id = v.row.enterprise_id,
				.account_id = tx->who->account_id, .now = tx->now},
			NULL, e));
	}
	return inspection_unsign(tx, v.row.draw_id, v.row.seq, e);
}

enum rc inspection_photo_drop(struct tx *tx, struct inspection_photo_drop *uc, struct err *e)
{
	struct inspection v;
	int64_t changed;

	TRY(inspection_own(tx, uc->public_id, &v, e));
	TRY(q_inspection_photo_remove(tx->db,
		&(struct q_inspection_photo_remove_in){
			.public_id = uc->photo, .inspection_id = v.row.id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return inspection_unsign(tx, v.row.draw_id, v.row.seq, e);
}

enum rc inspection_photo_view(struct tx *tx, struct inspection_photo_view *uc, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = "file_viewed", .object_kind = "draw", .object_id = uc->draw_id,
			.payload = STR_JOIN(tx->a, STR("{\"file\":\""), uc->sha256, STR("\"}"))},
		e);
}

enum rc inspection_comment(struct tx *tx, struct inspection_comment *uc, struct err *e)
{
	struct q_inspection_for_enterprise k;
	struct q_title_check_comments_list before;

	TRY(q_inspection_for_enterprise(tx->db,
		&(struct q_inspection_for_enterprise_in){
			.public_id = uc->public_id, .enterprise_id = tx->who->enterprise_id},
		&k, e));
	if (k.comment_until && tx->now >= k.comment_until) {
		err_set(e, RC_DEADLINE, MSG_INSPECTION_COMMENT_LATE);
		return err_arg(e, 0, instant_human(tx->a, k.comment_until));
	}
	TRY(case_text_check(uc->text, "text", e));
	TRY(q_title_check_comments(tx->db,
		&(struct q_title_check_comments_in){.draw_id = k.draw_id, .seq = k.seq, .turn = k.turn}, &before, e));
	if (before.n >= COMMENTS_MAX)
		return err_field(e, RC_INVALID, MSG_INSPECTION_COMMENTS, "text");
	TRY(q_title_check_comment_put(tx->db,
		&(struct q_title_check_comment_put_in){.draw_id = k.draw_id, .seq = k.seq, .turn = k.turn,
			.text = uc->text, .account_id = tx->who->account_id, .name = tx->who->name,
			.now = tx->now},
		NULL, e));
	TRY(draw_note(tx, "title_check_commented", k.draw_id, STR(""), e));
	return case_tell_body(tx, k.draw_agency_id, STR("企业对抽查核查记录提出意见"),
		STR_JOIN(tx->a, tx->who->enterprise_name, STR("："), k.draw_title),
		str_cat(tx->a, STR("/o/inspection/"), uc->public_id), e);
}

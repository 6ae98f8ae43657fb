/* Which papers there are follows from what was done: nobody keeps a second book of them. */
#include "service/package.h"

#include "service/audit.h"

#define COUNTED_AT_ONCE 1000

static enum rc publicities(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e)
{
	struct q_package_publicities_list rows;

	TRY(q_package_publicities(db,
		&(struct q_package_publicities_in){.batch_id = b->id, .agency_id = who->agency_id},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_package_publicities *r = &rows.v[i];
		bool province = str_eqc(r->level, "province");
		*VEC_ADD(db_arena(db), &out->sources) = (struct package_source){
			.kind = PACKAGE_PUBLICITY,
			.public_id = r->public_id,
			.agency_id = r->agency_id,
			.body = r->body,
			.level = province ? HOLDER_PROVINCE : HOLDER_CITY,
			.draft = str_eqc(r->state, "proposed"),
			.count = r->count,
			.list_hash = r->list_hash,
			.maker = r->proposer,
			.confirmer = r->confirmer,
			.made_at = r->confirmed_at.has ? r->confirmed_at.v : r->proposed_at};
	}
	return RC_OK;
}

static enum rc recommendations(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e)
{
	struct q_package_recommendations_list rows;

	TRY(q_package_recommendations(db,
		&(struct q_package_recommendations_in){
			.batch_id = b->id, .agency_id = who->agency_id},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_package_recommendations *r = &rows.v[i];
		*VEC_ADD(db_arena(db), &out->sources) = (struct package_source){
			.kind = PACKAGE_RECOMMENDATION,
			.public_id = r->public_id,
			.agency_id = r->agency_id,
			.body = r->body,
			.level = HOLDER_CITY,
			.label = str_fmt(db_arena(db), "第 %lld 次", (long long)r->seq),
			.draft = str_eqc(r->state, "proposed"),
			.returned = str_eqc(r->state, "returned"),
			.count = r->count,
			.list_hash = r->list_hash,
			.maker = r->proposer,
			.confirmer = r->confirmer,
			.made_at = r->sent_at.has ? r->sent_at.v : r->proposed_at};
	}
	return RC_OK;
}

static enum rc nominations(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e)
{
	struct q_nominations_list rows;

	TRY(q_nominations(db,
		&(struct q_nominations_in){.batch_id = b->id, .agency_id = who->agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		*VEC_ADD(db_arena(db), &out->sources) = (struct package_source){
			.kind = PACKAGE_NOMINATION,
			.public_id = rows.v[i].public_id,
			.agency_id = rows.v[i].agency_id,
			.body = rows.v[i].body,
			.level = HOLDER_PROVINCE,
			.label = rows.v[i].doc_no,
			.count = rows.v[i].count,
			.list_hash = rows.v[i].list_hash,
			.maker = rows.v[i].maker,
			.made_at = rows.v[i].at};
	return RC_OK;
}

static enum rc announcements(
	struct db *db, const struct batch *b, struct package *out, struct err *e)
{
	struct q_package_announcements_list rows;

	TRY(q_package_announcements(
		db, &(struct q_package_announcements_in){.batch_id = b->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_package_announcements *r = &rows.v[i];
		*VEC_ADD(db_arena(db), &out->sources) = (struct package_source){
			.kind = PACKAGE_ANNOUNCEMENT,
			.public_id = r->public_id,
			.body = r->body,
			.level = HOLDER_PROVINCE,
			.label = r->doc_no,
			.count = r->count,
			.list_hash = r->list_hash,
			.maker = r->publisher,
			.made_at = r->published_at};
	}
	return RC_OK;
}

static enum rc plan(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e)
{
	struct batch_counts n;

	if (!actor_is(who, ROLE_PROVINCE))
		return RC_OK;
	TRY(batch_counts_load(db, who, b->id, &n, e));
	if (n.n[STATE_APPROVED])
		*VEC_ADD(db_arena(db), &out->sources) = (struct package_source){
			.kind = PACKAGE_PLAN,
			.public_id = STR("plan"),
			.body = who->agency_name,
			.level = HOLDER_PROVINCE,
			.draft = true,
			.count = n.n[STATE_APPROVED]};
	return RC_OK;
}

static enum rc certificates(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e)
{
	struct q_package_certificates_in in = {
		.batch_id = b->id, .agency_id = who->agency_id, .limit = COUNTED_AT_ONCE};
	struct q_package_certificates_list rows;

	do {
		TRY(q_package_certificates(db, &in, &rows, e));
		out->certificates += (int64_t)rows.n;
		in.after = rows.n ? rows.v[rows.n - 1].id : 0;
	} while (rows.n == COUNTED_AT_ONCE);
	return RC_OK;
}

enum rc package_load(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e)
{
	struct package p = {0};

	TRY(publicities(db, who, b, &p, e));
	TRY(recommendations(db, who, b, &p, e));
	TRY(nominations(db, who, b, &p, e));
	TRY(plan(db, who, b, &p, e));
	TRY(announcements(db, b, &p, e));
	TRY(certificates(db, who, b, &p, e));
	TRY(q_package_files(db, &(struct q_package_files_in){.batch_id = b->id}, &p.files, e));
	TRY(q_package_exports(db,
		&(struct q_package_exports_in){.batch_id = b->id, .agency_id = who->agency_id},
		&p.exports, e));
	*out = p;
	return RC_OK;
}

enum rc package_export(struct tx *tx, struct package_export *uc, struct err *e)
{
	struct batch b;

	TRY(batch_city_or_province(tx->who, e));
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	for (size_t i = 0; i < uc->made_n; i++)
		TRY(q_package_file_put(tx->db,
			&(struct q_package_file_put_in){.batch_id = b.id, .name = uc->made[i].name,
				.sha256 = uc->made[i].sha256, .size = uc->made[i].size,
				.pages = uc->made[i].pages, .now = tx->now},
			NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = "paper_exported", .object_kind = "batch",
			.object_id = b.id, .reason = uc->file,
			.payload = str_fmt(tx->a, "{\"sha256\":\"%.*s\",\"size\":%lld}",
				STR_ARG(uc->sha256), (long long)uc->size)},
		e);
}

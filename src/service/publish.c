/* The last act of a batch. Nothing here can be taken back: so it is shown first, typed twice, done once. */
#include "service/publish.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "domain/entry_code.h"
#include "domain/serial.h"
#include "service/audit.h"
#include "service/registry.h"
#include "service/terms.h"

/* --- the plan ------------------------------------------------------------------------------------ */

static struct str default_body(struct arena *a, const struct batch *b, const struct publish_plan *p)
{
	struct str validity = STR("");

	if (p->valid_to.y)
		validity = str_fmt(a, "有效期自%.*s至%.*s。", STR_ARG(date_prose(a, p->valid_from)),
			STR_ARG(date_prose(a, p->valid_to)));
	const struct procedure_word words[] = {{"batch", b->title},
		{"basis", procedure_basis(a, b->procedure)},
		{"count", str_i64(a, (int64_t)p->list.n)}, {"validity", validity}};
	return procedure_words(a, b->procedure, "announcement_body", words, ARRAY_LEN(words));
}

enum rc publish_plan(struct db *db, const struct actor *who, const struct batch *b, int64_t now,
	struct publish_plan *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct validity valid = procedure_validity(b->procedure, date_of_instant(now));
	struct publish_plan p = {.valid_from = valid.from, .valid_to = valid.to};

	TRY(batch_files_load(db, who, b->id, STATE_APPROVED, &p.rows, &p.list, e));
	p.hash = hash_hex(a, list_hash(a, LIST_PUBLIC, p.list.v, p.list.n));
	p.title = procedure_text(a, b->procedure, "announcement", b->title, STR(""));
	p.body = default_body(a, b, &p);
	const struct serial_value values[] = {
		{"year", str_i64(a, p.valid_from.y)}, {"seq", STR("1")}};
	if (b->procedure->number_document.n &&
		serial_format(a, b->procedure->number_document, values, ARRAY_LEN(values),
			&p.doc_no_sample, NULL) != RC_OK)
		p.doc_no_sample = STR("");
	*out = p;
	return RC_OK;
}

enum rc publish_number(struct arena *a, struct str typed, struct str *out, struct err *e)
{
	return serial_document_no(a, typed, out, e) == RC_OK
		       ? RC_OK
		       : err_field(e, RC_INVALID, MSG_DOCUMENT_NO, "doc_no");
}

/* --- publishing ---------------------------------------------------------------------------------- */

static enum rc check(struct tx *tx, const struct batch *b, const struct publish_plan *p,
	struct publish_batch *uc, struct err *e)
{
	struct str again;
	size_t title = utf8_count(uc->title), body = utf8_count(uc->body);

	if (tx->now < b->city_ends_at) {
		err_set(e, RC_DEADLINE, MSG_PUBLISH_EARLY);
		return err_arg(e, 0, date_prose(tx->a, b->city_deadline));
	}
	if (p->list.n == 0)
		return err_set(e, RC_STATE, MSG_PUBLISH_EMPTY);
	TRY(publish_number(tx->a, uc->doc_no, &uc->doc_no, e));
	if (title < 5 || title > 100)
		return err_field(e, RC_INVALID, MSG_PUBLISH_TITLE, "title");
	if (body < 10 || body > PUBLISH_BODY_MAX)
		return err_field(e, RC_INVALID, MSG_PUBLISH_BODY, "body");
	if (serial_document_no(tx->a, uc->confirm, &again, e) != RC_OK ||
		!str_eq(again, uc->doc_no))
		return err_field(e, RC_INVALID, MSG_PUBLISH_CONFIRM, "confirm");
	return uc->seen.n && !str_eq(uc->seen, p->hash) ? err_set(e, RC_CONFLICT, MSG_LIST_CHANGED)
							: RC_OK;
}

static enum rc put_announcement(struct tx *tx, const struct batch *b, const struct publish_plan *p,
	struct publish_batch *uc, int64_t *id, struct err *e)
{
	struct q_audit_head head = {.hash = STR("")};
	struct q_announcement_put row;
	bool found;

	TRY(q_audit_head(tx->db, &head, &found, e));
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	enum rc rc = q_announcement_put(tx->db,
		&(struct q_announcement_put_in){.public_id = uc->public_id,
			.batch_id = some_i64(b->id), .agency_id = tx->who->agency_id,
			.kind = STR("list"), .doc_no = uc->doc_no, .title = uc->title,
			.body = uc->body, .list_hash = p->hash, .count = (int64_t)p->list.n,
			.chain_seq = head.seq, .chain_hash = head.hash,
			.issued_on = date_str(tx->a, date_of_instant(tx->now)),
			.published_by = tx->who->account_id, .now = tx->now},
		&row, e);
	if (rc == RC_CONFLICT && db_conflict_on(e, "announcement.doc_no"))
		return err_field(e, RC_INVALID, MSG_PUBLISH_NUMBER_USED, "doc_no");
	TRY(rc);
	*id = row.id;
	return RC_OK;
}

/* The running number counts within what else the pattern tells apart: the batch where it names it, else the year. */
static struct str number_series(struct arena *a, const struct batch *b)
{
	bool by_batch = str_has(b->procedure->number_certificate, STR("{no"));

	return str_fmt(a, "certificate/%.*s/%lld/%lld", STR_ARG(b->procedure->id),
		(long long)b->year, by_batch ? (long long)b->no : 0LL);
}

/* Founding and filing as submitted; asked only where the pattern has the place. */
static enum rc entry_code_of(struct tx *tx, const struct batch *b, const struct list_entry *x,
	struct str *out, struct err *e)
{
	struct q_title_numbering row;
	struct date founded = {0};
	struct json *profile;

	*out = STR("");
	if (!str_has(b->procedure->number_certificate, STR("{entry_code}")))
		return RC_OK;
	TRY(q_title_numbering(tx->db,
		&(struct q_title_numbering_in){.application_id = x->application_id}, &row, e));
	TRY(json_parse(tx->a, row.profile, &profile, e));
	(void)!date_parse(json_str(profile, "established_on", STR("")), &founded);
	char code = entry_code(founded, date_of_instant(row.submitted_at), (int)b->year);
	if (code == 0) {
		err_set(e, RC_INVALID, MSG_PUBLISH_FOUNDED);
		return err_arg(e, 0, x->name);
	}
	*out = str_fmt(tx->a, "%c", code);
	return RC_OK;
}

static enum rc certificate_number(struct tx *tx, const struct batch *b, const struct list_entry *x,
	struct str division, struct str *out, struct err *e)
{
	struct str code;
	int64_t seq;

	TRY(entry_code_of(tx, b, x, &code, e));
	TRY(tx_serial(tx, number_series(tx->a, b), &seq, e));
	const struct serial_value values[] = {{"year", str_i64(tx->a, b->year)},
		{"no", str_i64(tx->a, b->no)}, {"division", division}, {"entry_code", code},
		{"seq", str_i64(tx->a, seq)}};
	return serial_format(
		tx->a, b->procedure->number_certificate, values, ARRAY_LEN(values), out, e);
}

static enum rc put_title(struct tx *tx, const struct batch *b, const struct publish_plan *p,
	const struct publish_batch *uc, const struct list_entry *x, int64_t announcement_id,
	struct str *number, struct err *e)
{
	struct q_title_place place;
	struct q_title_put row;
	struct date from;
	struct str id;

	TRY(q_title_place(tx->db,
		&(struct q_title_place_in){.application_id = x->application_id}, &place, e));
	TRY(certificate_number(tx, b, x, place.division_code, number, e));
	/* 原名单 holds until this list, even where the rule names an earlier day. */
	from = date_cmp(p->valid_from, date_of_instant(tx->now)) < 0 ? date_of_instant(tx->now) : p->valid_from;
	TRY(terms_superseded(tx, x->uscc, b->procedure->programme, from, e));
	TRY(terms_begin(tx, x->uscc, b->procedure->programme, p->valid_from, &from, e));
	TRY(random_token(tx->a, 12, &id, e));
	TRY(q_title_put(tx->db,
		&(struct q_title_put_in){.public_id = id, .enterprise_id = place.enterprise_id,
			.application_id = x->application_id, .announcement_id = announcement_id,
			.tier = b->procedure->programme, .tier_name = b->procedure->tier_name,
			.edition = b->procedure->id, .batch_title = b->title, .name = x->name,
			.uscc = x->uscc, .province = place.province, .city = place.city,
			.county = place.has_county ? place.county : STR(""),
			.division_code = place.division_code, .certificate_no = *number,
			.check_code = serial_check_code(
				tx->a, tx->sv->certificate_key, *number),
			.valid_from = date_str(tx->a, from),
			.valid_to = p->valid_to.y ? date_str(tx->a, p->valid_to) : STR(""),
			.listed_on = date_str(tx->a, date_of_instant(tx->now)), .source = uc->doc_no, .now = tx->now},
		&row, e));
	return registry_index_title(tx, row.id, e);
}

static enum rc list_one(struct tx *tx, const struct batch *b, const struct publish_plan *p,
	const struct publish_batch *uc, const struct list_entry *x, int64_t announcement_id,
	struct err *e)
{
	struct str number;

	struct str until = p->valid_to.y ? date_str(tx->a, p->valid_to) : STR("");
	TRY(put_title(tx, b, p, uc, x, announcement_id, &number, e));
	struct flow_move m = {.application_id = x->application_id,
		.act = ACT_PUBLISH,
		.who = HOLDER_PROVINCE,
		.reason = str_fmt(tx->a, "%.*s公布，证书编号 %.*s%s%.*s",
			STR_ARG(uc->doc_no), STR_ARG(number), until.n ? "，有效期至 " : "",
			STR_ARG(until)),
		.payload = str_fmt(tx->a,
			"{\"announcement\":\"%.*s\",\"certificate\":\"%.*s\",\"from\":\"approved\","
			"\"to\":\"listed\"}",
			STR_ARG(uc->public_id), STR_ARG(number))};
	return flow_move(tx, &m, e);
}

enum rc publish_batch(struct tx *tx, struct publish_batch *uc, struct err *e)
{
	struct publish_plan p;
	struct batch b;
	int64_t id = 0;

	TRY(batch_province_only(tx->who, e));
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	TRY(publish_plan(tx->db, tx->who, &b, tx->now, &p, e));
	TRY(check(tx, &b, &p, uc, e));
	TRY(put_announcement(tx, &b, &p, uc, &id, e));
	for (size_t i = 0; i < p.list.n; i++)
		TRY(list_one(tx, &b, &p, uc, &p.list.v[i], id, e));
	TRY(q_batch_set_state(tx->db,
		&(struct q_batch_set_state_in){
			.id = b.id, .from_state = b.state, .state = STR("published")},
		NULL, e));
	uc->count = (int64_t)p.list.n;
	tx->location = str_fmt(tx->a, "/news/%.*s", STR_ARG(uc->public_id));
	return audit_append(tx,
		&(struct audit_event){.action = "announcement_published", .object_kind = "batch",
			.object_id = b.id, .reason = uc->doc_no,
			.payload = str_fmt(tx->a, "{\"count\":%zu,\"list\":\"%.*s\"}", p.list.n,
				STR_ARG(p.hash))},
		e);
}

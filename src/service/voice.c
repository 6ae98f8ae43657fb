/* How a demand or a question comes in: checked, numbered, laid before its body. */
#include "service/voice.h"

#include "base/embedded.h"
#include "base/env.h"
#include "base/json.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/message.h"
#include "service/voice_inside.h"
#include "store/q.h"

enum rc voice_kinds_load(struct arena *a, enum voice_origin o, struct voice_kinds *out, struct err *e)
{
	struct json *j;
	struct str text;

	*out = (struct voice_kinds){0};
	if (!embedded_find(STR("sql/reference/voice.json"), &text))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voice.json");
	TRY(json_parse(a, text, &j, e));
	const struct json *kinds = json_get(j, voice_origin_code(o));
	for (const struct json *k = kinds ? kinds->first : NULL; k; k = k->next)
		VEC_PUSH(a, out, ((struct voice_kind){json_str(k, "id", STR("")), json_str(k, "name", STR(""))}));
	return RC_OK;
}

struct str voice_kind_name(const struct voice_kinds *k, struct str id)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_eq(k->v[i].id, id))
			return k->v[i].name;
	return id;
}

int64_t voice_age(const struct services *sv, int64_t waiting_at, int64_t now)
{
	struct err ignored = {0};
	int64_t days;

	return pace_days(rules_calendar(sv->rules), waiting_at, now, &days, &ignored) == RC_OK ? days : 0;
}

/* --- what all acts share --- */

enum rc voice_due(struct tx *tx, int64_t *due_at, struct err *e)
{
	struct term term = {.n = tx->sv->config->answer_days, .kind = TERM_WORKING};
	struct window w;

	*due_at = 0;
	if (term.n == 0)
		return RC_OK;
	TRY(workday_window(rules_calendar(tx->sv->rules), date_of_instant(tx->now), &term, true, &w, e));
	*due_at = w.closes;
	return RC_OK;
}

enum rc voice_text_check(struct tx *tx, struct str text, size_t min, size_t max, const char *field, struct err *e)
{
	size_t n = utf8_count(text);

	if (n >= min && n <= max)
		return RC_OK;
	err_field(e, RC_INVALID, MSG_VOICE_TEXT, field);
	err_arg(e, 0, str_i64(tx->a, (int64_t)min));
	return err_arg(e, 1, str_i64(tx->a, (int64_t)max));
}

enum rc voice_note(struct tx *tx, const char *action, int64_t id, struct str no, const char *state, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "voice", .object_id = id,
			.payload = str_fmt(tx->a, "{\"no\":\"%.*s\",\"state\":\"%s\"}", STR_ARG(no), state)},
		e);
}

/* --- coming in --- */

static enum rc kind_check(struct tx *tx, enum voice_origin o, struct str kind, struct err *e)
{
	struct voice_kinds kinds;

	TRY(voice_kinds_load(tx->a, o, &kinds, e));
	for (size_t i = 0; i < kinds.n; i++)
		if (str_eq(kinds.v[i].id, kind))
			return RC_OK;
	return err_field(e, RC_INVALID, MSG_VOICE_KIND, "kind");
}

static enum rc words_check(struct tx *tx, struct str title, struct str text, struct err *e)
{
	TRY(voice_text_check(tx, title, VOICE_TITLE_MIN, VOICE_TITLE_MAX, "title", e));
	return voice_text_check(tx, text, VOICE_TEXT_MIN, VOICE_TEXT_MAX, "text", e);
}

/* SQ…: 意见诉求, ZX…: 咨询. */
static enum rc number_it(struct tx *tx, enum voice_origin o, struct str *out, struct err *e)
{
	struct date d = date_of_instant(tx->now);
	struct str day = str_fmt(tx->a, "%s%04d%02d%02d", o == VOICE_ENTERPRISE ? "SQ" : "ZX", d.y, d.m, d.d);
	int64_t seq;

	TRY(tx_serial(tx, str_cat(tx->a, STR("voice/"), day), &seq, e));
	*out = str_fmt(tx->a, "%.*s%05lld", STR_ARG(day), (long long)seq);
	return RC_OK;
}

struct incoming {
	struct q_voice_put_in row;
	struct str text;
	const struct evidence_stored *files;
	size_t files_n;
};

static enum rc put(struct tx *tx, enum voice_origin o, struct incoming *in, struct err *e)
{
	struct q_voice_said_put said;
	struct q_voice_put made;

	TRY(number_it(tx, o, &in->row.no, e));
	TRY(random_token(tx->a, 18, &in->row.public_id, e));
	in->row.origin = str_c(voice_origin_code(o));
	in->row.now = tx->now;
	TRY(voice_due(tx, &in->row.due_at, e));
	TRY(q_voice_put(tx->db, &in->row, &made, e));
	TRY(q_voice_scope_put(tx->db,
		&(struct q_voice_scope_put_in){.voice_id = made.id, .holder_id = in->row.holder_id}, NULL, e));
	TRY(q_voice_said_put(tx->db,
		&(struct q_voice_said_put_in){.voice_id = made.id, .party = STR("asker"), .act = STR("raise"),
			.text = in->text, .account_id = tx->who->account_id, .now = tx->now},
		&said, e));
	TRY(evidence_attach(tx, "voice", said.id, "raise", in->files, in->files_n, e));
	struct notice n = {"voice", str_fmt(tx->a, "收到%s，请答复", voice_origin_word(o)),
		str_fmt(tx->a, "%.*s：%.*s", STR_ARG(in->row.no), STR_ARG(in->row.title)),
		str_cat(tx->a, STR("/o/voice/"), in->row.public_id)};
	TRY(in->row.due_at ? message_term_to_body(tx, in->row.holder_id, &n, in->row.due_at, e)
			   : message_to_body(tx, in->row.holder_id, &n, e));
	return voice_note(tx, "voice_raised", made.id, in->row.no, voice_state_code(VOICE_WAITING), e);
}

static enum rc body_check(struct tx *tx, int64_t body, struct err *e)
{
	struct q_voice_bodies_list rows;

	TRY(q_voice_bodies(
		tx->db, &(struct q_voice_bodies_in){.enterprise_id = tx->who->enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id == body)
			return RC_OK;
	return err_field(e, RC_INVALID, rows.n ? MSG_VOICE_BODY : MSG_VOICE_PLACE, "body");
}

enum rc voice_raise(struct tx *tx, struct voice_raise *uc, struct err *e)
{
	struct incoming in = {.text = uc->text, .files = uc->files, .files_n = uc->files_n};

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(body_check(tx, uc->body, e));
	TRY(kind_check(tx, VOICE_ENTERPRISE, uc->kind, e));
	TRY(words_check(tx, uc->title, uc->text, e));
	in.row = (struct q_voice_put_in){.enterprise_id = some_i64(tx->who->enterprise_id),
		.name = tx->who->enterprise_name, .phone = STR(""), .kind = uc->kind, .title = uc->title,
		.holder_id = uc->body};
	TRY(put(tx, VOICE_ENTERPRISE, &in, e));
	uc->no = in.row.no;
	uc->public_id = in.row.public_id;
	tx->location = str_cat(tx->a, STR("/e/voice/"), uc->public_id);
	return RC_OK;
}

enum rc voice_ask(struct tx *tx, struct voice_ask *uc, struct err *e)
{
	struct incoming in = {.text = uc->text};
	struct q_agency_by_code body = {0};
	struct q_agency_by_id full;
	enum rc rc = q_agency_by_code(tx->db, &(struct q_agency_by_code_in){.code = uc->body}, &body, e);

	if (rc == RC_NOT_FOUND)
		return err_field(e, RC_INVALID, MSG_VOICE_BODY, "body");
	TRY(rc);
	TRY(q_agency_by_id(tx->db, &(struct q_agency_by_id_in){.id = body.id}, &full, e));
	if (!full.active)
		return err_field(e, RC_INVALID, MSG_VOICE_BODY, "body");
	TRY(kind_check(tx, VOICE_PUBLIC, uc->kind, e));
	TRY(words_check(tx, uc->title, uc->text, e));
	if (utf8_count(uc->name) < 1)
		return err_field(e, RC_INVALID, MSG_VOICE_NAME, "name");
	if (uc->phone.n < 7)
		return err_field(e, RC_INVALID, MSG_OBJECTION_PHONE, "phone");
	in.row = (struct q_voice_put_in){.name = uc->name, .phone = uc->phone, .may_publish = uc->may_publish,
		.kind = uc->kind, .title = uc->title, .holder_id = body.id};
	TRY(put(tx, VOICE_PUBLIC, &in, e));
	uc->no = in.row.no;
	uc->public_id = in.row.public_id;
	tx->location = str_cat(tx->a, STR("/ask/receipt/"), uc->public_id);
	return RC_OK;
}

enum rc voice_paper(struct tx *tx, struct voice_paper *uc, struct err *e)
{
	struct q_voice_paper_for_enterprise own;
	struct q_voice_paper_for_officer body;
	int64_t id;

	if (tx->who->enterprise_id) {
		TRY(q_voice_paper_for_enterprise(tx->db,
			&(struct q_voice_paper_for_enterprise_in){
				.public_id = uc->public_id, .enterprise_id = tx->who->enterprise_id},
			&own, e));
		uc->filename = own.filename, uc->mime = own.mime, uc->sha256 = own.sha256;
		id = own.voice_id;
	} else {
		TRY(q_voice_paper_for_officer(tx->db,
			&(struct q_voice_paper_for_officer_in){
				.public_id = uc->public_id, .agency_id = tx->who->agency_id},
			&body, e));
		uc->filename = body.filename, uc->mime = body.mime, uc->sha256 = body.sha256;
		id = body.voice_id;
	}
	return audit_append(tx,
		&(struct audit_event){.action = "file_viewed", .object_kind = "voice", .object_id = id,
			.payload = str_fmt(tx->a, "{\"file\":\"%.*s\"}", STR_ARG(uc->public_id))},
		e);
}

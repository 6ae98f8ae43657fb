/* One meeting, one transaction: the minutes and every move that follows from them stand or fall together. */
#include "service/meeting.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "service/audit.h"

static const struct {
	const char *code, *word;
	enum action act;
} outcomes[MEETING_OUTCOME__MAX] = {
	[MEETING_YES] = {"yes", "同意", ACT_DECIDE_YES},
	[MEETING_NO] = {"no", "不同意", ACT_DECIDE_NO},
	[MEETING_BACK] = {"back", "退回重审", ACT_DECIDE_BACK},
	[MEETING_LATER] = {"later", "本次不研究", ACT__MAX},
};

const char *meeting_outcome_code(enum meeting_outcome o)
{
	return o < MEETING_OUTCOME__MAX ? outcomes[o].code : "?";
}

const char *meeting_outcome_word(enum meeting_outcome o)
{
	return o < MEETING_OUTCOME__MAX ? outcomes[o].word : "?";
}

bool meeting_outcome_parse(struct str code, enum meeting_outcome *out)
{
	for (size_t i = 0; i < MEETING_OUTCOME__MAX; i++) {
		if (str_eqc(code, outcomes[i].code)) {
			*out = (enum meeting_outcome)i;
			return true;
		}
	}
	return false;
}

static bool separates(int32_t cp)
{
	return cp == ' ' || cp == '\n' || cp == '\t' || cp == ',' || cp == ';' || cp == 0x3001 ||
	       cp == 0xff0c || cp == 0xff1b || cp == 0x3000;
}

void meeting_people(struct arena *a, struct str typed, struct strs *out)
{
	size_t i = 0, from = 0;

	while (i <= typed.n) {
		size_t at = i;
		int32_t cp = i < typed.n ? utf8_next(typed, &i) : '\n';
		if (at == typed.n)
			i = typed.n + 1;
		if (!separates(cp))
			continue;
		struct str name = str_sub(typed, from, at - from);
		bool seen = name.n == 0;
		for (size_t k = 0; k < out->n; k++)
			seen = seen || str_eq(out->v[k], name);
		if (!seen)
			VEC_PUSH(a, out, name);
		from = i;
	}
}

struct str meeting_seen(struct arena *a, const struct q_batch_files_list *rows)
{
	struct buf b;

	buf_init(&b, a, rows->n * 64 + 64);
	for (size_t i = 0; i < rows->n; i++) {
		buf_str(&b, rows->v[i].public_id);
		buf_ch(&b, '\n');
	}
	return str_sub(hash_hex(a, hash_sha256(buf_view(&b))), 0, 16);
}

static enum rc check_head(struct tx *tx, const struct meeting_record *uc, struct err *e)
{
	struct strs people = {0};

	if (date_is_none(uc->held_on) || date_cmp(uc->held_on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_MEETING_DATE, "held_on");
	if (uc->place.n == 0)
		return err_field(e, RC_INVALID, MSG_MEETING_PLACE, "place");
	if (uc->chair.n == 0)
		return err_field(e, RC_INVALID, MSG_MEETING_CHAIR, "chair");
	meeting_people(tx->a, uc->participants, &people);
	if (people.n < MEETING_PEOPLE_MIN)
		return err_field(e, RC_INVALID, MSG_MEETING_PEOPLE, "participants");
	if (utf8_count(uc->minutes) < 10)
		return err_field(e, RC_INVALID, MSG_MEETING_MINUTES, "minutes");
	return RC_OK;
}

static const struct meeting_exception *exception_of(
	const struct meeting_record *uc, struct str file)
{
	for (size_t i = 0; i < uc->except_n; i++)
		if (str_eq(uc->except[i].file, file))
			return &uc->except[i];
	return NULL;
}

/* Every exception is one of the files that are waiting, and says why. */
static enum rc check_exceptions(struct tx *tx, const struct meeting_record *uc,
	const struct q_batch_files_list *rows, struct err *e)
{
	for (size_t i = 0; i < uc->except_n; i++) {
		const struct meeting_exception *x = &uc->except[i];
		bool found = false;
		for (size_t k = 0; k < rows->n; k++)
			found = found || str_eq(rows->v[k].public_id, x->file);
		if (!found)
			return err_set(e, RC_CONFLICT, MSG_MEETING_CHANGED);
		bool why = x->outcome == MEETING_NO || x->outcome == MEETING_BACK;
		size_t length = utf8_count(x->note);
		if ((why && length < 4) || length > MEETING_NOTE_MAX)
			return err_field(e, RC_INVALID, MSG_MEETING_NOTE,
				str_fmt(tx->a, "note-%.*s", STR_ARG(x->file)).p);
	}
	return RC_OK;
}

static enum rc put_head(struct tx *tx, struct meeting_record *uc, int64_t *id, struct err *e)
{
	struct q_meeting_put row;
	struct strs people = {0};
	struct buf names;

	buf_init(&names, tx->a, uc->participants.n * 2 + 16);
	meeting_people(tx->a, uc->participants, &people);
	for (size_t i = 0; i < people.n; i++) {
		if (i)
			buf_lit(&names, "、");
		buf_str(&names, people.v[i]);
	}
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	TRY(q_meeting_put(tx->db,
		&(struct q_meeting_put_in){.public_id = uc->public_id, .batch_id = uc->batch_id,
			.agency_id = tx->who->agency_id, .held_on = date_str(tx->a, uc->held_on),
			.place = uc->place, .chair = uc->chair, .participants = buf_view(&names),
			.minutes = uc->minutes, .created_by = tx->who->account_id, .now = tx->now},
		&row, e));
	*id = row.id;
	return evidence_attach(tx, "meeting", row.id, "minutes", uc->files, uc->files_n, e);
}

static enum rc decide_one(struct tx *tx, struct meeting_record *uc, int64_t meeting_id,
	const struct q_batch_files *r, struct err *e)
{
	const struct meeting_exception *x = exception_of(uc, r->public_id);
	enum meeting_outcome o = x ? x->outcome : MEETING_YES;
	struct str note = x ? x->note : STR("");

	uc->n[o]++;
	if (o == MEETING_LATER)
		return RC_OK;
	TRY(q_meeting_item_put(tx->db,
		&(struct q_meeting_item_put_in){.meeting_id = meeting_id,
			.application_id = r->application_id,
			.outcome = str_c(meeting_outcome_code(o)), .note = note},
		NULL, e));
	struct flow_move m = {.application_id = r->application_id,
		.act = outcomes[o].act,
		.who = HOLDER_CITY,
		.reason = note};
	return flow_move(tx, &m, e);
}

enum rc meeting_record(struct tx *tx, struct meeting_record *uc, struct err *e)
{
	struct q_batch_files_list rows;
	struct list_entries entries;
	struct batch b;
	int64_t id;

	TRY(batch_city_only(tx->who, e));
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	TRY(batch_files_load(tx->db, tx->who, b.id, STATE_DECIDE, &rows, &entries, e));
	if (rows.n == 0)
		return err_set(e, RC_STATE, MSG_MEETING_NONE);
	TRY(check_head(tx, uc, e));
	if (uc->seen.n && !str_eq(uc->seen, meeting_seen(tx->a, &rows)))
		return err_set(e, RC_CONFLICT, MSG_MEETING_CHANGED);
	TRY(check_exceptions(tx, uc, &rows, e));
	memset(uc->n, 0, sizeof(uc->n));
	TRY(put_head(tx, uc, &id, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(decide_one(tx, uc, id, &rows.v[i], e));
	if (uc->n[MEETING_LATER] == (int64_t)rows.n)
		return err_set(e, RC_STATE, MSG_MEETING_NONE);
	return audit_append(tx,
		&(struct audit_event){.action = "meeting_recorded", .object_kind = "batch",
			.object_id = b.id,
			.payload = str_fmt(tx->a,
				"{\"back\":%lld,\"meeting\":%lld,\"no\":%lld,\"yes\":%lld}",
				(long long)uc->n[MEETING_BACK], (long long)id,
				(long long)uc->n[MEETING_NO], (long long)uc->n[MEETING_YES])},
		e);
}

enum rc attachment_view(struct tx *tx, struct attachment_view *uc, struct err *e)
{
	TRY(q_attachment_for_officer(tx->db,
		&(struct q_attachment_for_officer_in){
			.public_id = uc->public_id, .agency_id = tx->who->agency_id},
		&uc->file, e));
	return audit_append(tx,
		&(struct audit_event){.action = "file_viewed",
			.object_kind = str_cstr(tx->a, uc->file.owner_kind),
			.object_id = uc->file.owner_id,
			.payload = str_fmt(tx->a, "{\"file\":\"%.*s\"}", STR_ARG(uc->public_id))},
		e);
}

/* Asked of the titles that an edition gave, also after it took its last filing. Who has to answer is written
 * down when a round opens, so that rate and late list never depend on later changes. */
#include "service/survey.h"

#include "base/buf.h"
#include "base/vec.h"
#include "domain/edition.h"
#include "domain/procedure.h"
#include "service/audit.h"
#include "service/message.h"
#include "service/terms.h"
#include "store/q.h"

/* Days before the end on which who has not answered is reminded, the later the smaller. */
static const int64_t reminders[] = {7, 1};

static enum rc tell(struct tx *tx, int64_t id, struct str public_id, struct str subject,
	int64_t closes_at, struct err *e)
{
	struct str last = deadline_text(tx->a, closes_at);

	return q_survey_tell(tx->db,
		&(struct q_survey_tell_in){.survey_id = id, .now = tx->now, .subject = subject,
			.body = str_fmt(tx->a, "请在%.*s前填写；截止前可以修改。", STR_ARG(last)),
			.link = str_cat(tx->a, STR("/e/survey/"), public_id),
			.urgent = message_soon(tx->now, closes_at), .due_at = closes_at},
		NULL, e);
}

static enum rc open_round(struct tx *tx, const struct procedure *p, struct date_range days,
	struct survey_day *uc, struct err *e)
{
	struct q_agency_by_code body;
	struct q_survey_wanted want;
	struct q_survey_put row;
	struct str public_id, form, title;
	struct buf b;
	bool made;

	TRY(q_survey_wanted(tx->db,
		&(struct q_survey_wanted_in){.programme = p->programme, .edition = p->id,
			.day = date_str(tx->a, days.first)},
		&want, e));
	if (!want.wanted)
		return RC_OK;
	TRY(q_agency_by_code(tx->db, &(struct q_agency_by_code_in){.code = p->body}, &body, e));
	TRY(random_token(tx->a, 12, &public_id, e));
	buf_init(&b, tx->a, 1 << 16);
	json_put_canonical(&b, p->survey->json, tx->a);
	form = buf_view(&b);
	title = str_fmt(tx->a, "%d年第%d季度%.*s调查", days.first.y, (days.first.m + 2) / 3,
		STR_ARG(p->tier_name));
	TRY(q_survey_put(tx->db,
		&(struct q_survey_put_in){.public_id = public_id, .edition = p->id,
			.province_agency_id = body.id, .title = title,
			.first_on = date_str(tx->a, days.first), .last_on = date_str(tx->a, days.last),
			.closes_at = instant_day_end(days.last), .form = form, .now = tx->now},
		&row, &made, e));
	if (!made)
		return RC_OK;
	TRY(q_survey_due_put(tx->db,
		&(struct q_survey_due_put_in){.survey_id = row.id, .programme = p->programme,
			.edition = p->id, .province_agency_id = body.id, .day = date_str(tx->a, days.first)},
		NULL, e));
	TRY(tell(tx, row.id, public_id, title, instant_day_end(days.last), e));
	uc->opened++;
	return audit_append(tx,
		&(struct audit_event){.action = "survey_opened", .object_kind = "survey",
			.object_id = row.id, .reason = title},
		e);
}

static enum rc remind(struct tx *tx, struct survey_day *uc, struct err *e)
{
	struct q_surveys_open_list rows;

	TRY(q_surveys_open(tx->db, &(struct q_surveys_open_in){.now = tx->now}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_surveys_open *s = &rows.v[i];
		int64_t left = date_days(date_of_instant(s->closes_at - 1))
			       - date_days(date_of_instant(tx->now)), due = 0;

		for (size_t k = 0; k < ARRAY_LEN(reminders); k++)
			if (left <= reminders[k])
				due = reminders[k];
		if (due == 0 || (s->reminded_days && s->reminded_days <= due))
			continue;
		TRY(tell(tx, s->id, s->public_id,
			str_fmt(tx->a, "提醒：%.*s尚未填写", STR_ARG(s->title)), s->closes_at, e));
		TRY(q_survey_reminded(tx->db,
			&(struct q_survey_reminded_in){.id = s->id, .days = due}, NULL, e));
		uc->reminded++;
	}
	return RC_OK;
}

enum rc survey_day(struct tx *tx, struct survey_day *uc, struct err *e)
{
	struct date today = date_of_instant(tx->now);
	const struct rules_list *rules = rules_list(tx->sv->rules, today);
	struct date_range days;

	uc->opened = uc->reminded = 0;
	for (size_t i = 0; i < rules->procedures_n; i++) {
		const struct procedure *p = rules->procedures[i];
		if (p->survey && survey_round_of(p->survey, today, &days))
			TRY(open_round(tx, p, days, uc, e));
	}
	return remind(tx, uc, e);
}

/* --- reading ------------------------------------------------------------------------------------- */

static enum rc form_of(struct db *db, struct str text, struct survey_form **out, struct err *e)
{
	struct json *j;

	TRY(json_parse(db_arena(db), text, &j, e));
	return survey_load(db_arena(db), j, out, e);
}

enum rc survey_for_enterprise_load(struct db *db, const struct actor *who, struct str public_id,
	struct survey *out, struct err *e)
{
	struct q_survey_for_enterprise r;

	TRY(q_survey_for_enterprise(db,
		&(struct q_survey_for_enterprise_in){
			.public_id = public_id, .enterprise_id = who->enterprise_id},
		&r, e));
	*out = (struct survey){.id = r.id, .closes_at = r.closes_at, .answered_at = r.answered_at,
		.title = r.title, .edition = r.edition, .first_on = r.first_on, .last_on = r.last_on};
	return form_of(db, r.form, &out->form, e);
}

enum rc survey_for_body_load(
	struct db *db, const struct actor *who, struct str public_id, struct survey *out, struct err *e)
{
	struct q_survey_for_body r;

	TRY(q_survey_for_body(db,
		&(struct q_survey_for_body_in){.public_id = public_id, .agency_id = who->agency_id}, &r,
		e));
	*out = (struct survey){.id = r.id, .closes_at = r.closes_at, .title = r.title,
		.edition = r.edition, .first_on = r.first_on, .last_on = r.last_on};
	return form_of(db, r.form, &out->form, e);
}

enum rc survey_answers(struct db *db, const struct actor *who, const struct survey *s,
	struct str **out, struct err *e)
{
	struct str *v = ARENA_NEW_N(db_arena(db), struct str, s->form->n);
	struct q_survey_values_of_list rows;

	TRY(q_survey_values_of(db,
		&(struct q_survey_values_of_in){
			.survey_id = s->id, .enterprise_id = who->enterprise_id},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++)
		for (size_t k = 0; k < s->form->n; k++)
			if (str_eq(rows.v[i].question, s->form->questions[k].id))
				v[k] = rows.v[i].text;
	*out = v;
	return RC_OK;
}

/* --- answering ----------------------------------------------------------------------------------- */

/* What is wrong with one question is said there; the figures of one that is wrong judge no other. */
static bool read_answers(struct tx *tx, const struct survey_form *f, struct survey_answer *uc, struct survey_value *values)
{
	bool bad = false;

	for (size_t i = 0; i < f->n; i++) {
		struct err why = {0};
		struct str typed = i < uc->n ? uc->typed[i] : STR("");
		enum rc rc = survey_read(tx->a, &f->questions[i], typed, &values[i], &why);
		if (rc == RC_OK)
			rc = survey_part_check(tx->a, f, i, values, &why);
		if (rc != RC_OK)
			uc->errors[i] = err_text(tx->a, &why);
		bad = bad || rc != RC_OK;
	}
	return !bad;
}

enum rc survey_answer(struct tx *tx, struct survey_answer *uc, struct err *e)
{
	struct survey_value *values;
	struct survey s;

	TRY(survey_for_enterprise_load(tx->db, tx->who, uc->public_id, &s, e));
	if (tx->now >= s.closes_at)
		return err_set(e, RC_DEADLINE, MSG_SURVEY_CLOSED);
	values = ARENA_NEW_N(tx->a, struct survey_value, s.form->n);
	uc->errors = ARENA_NEW_N(tx->a, struct str, s.form->n);
	if (!read_answers(tx, s.form, uc, values))
		return err_set(e, RC_INVALID, MSG_SURVEY_WRONG);
	for (size_t i = 0; i < s.form->n; i++)
		TRY(q_survey_value_put(tx->db,
			&(struct q_survey_value_put_in){.survey_id = s.id,
				.enterprise_id = tx->who->enterprise_id,
				.question = s.form->questions[i].id, .text = values[i].text,
				.number = values[i].has_number ? some_i64(values[i].number)
							       : none_i64()},
			NULL, e));
	TRY(q_survey_answered(tx->db,
		&(struct q_survey_answered_in){.survey_id = s.id,
			.enterprise_id = tx->who->enterprise_id, .account_id = tx->who->account_id,
			.now = tx->now},
		NULL, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = "survey_answered", .object_kind = "survey", .object_id = s.id},
		e);
}

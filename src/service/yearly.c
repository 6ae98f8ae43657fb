/* The round keeps the form it was opened with; figures and texts stay apart until they are read. */
#include "service/yearly.h"

#include "base/buf.h"
#include "base/env.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/message.h"
#include "service/follow.h"
#include "service/yearly_figures.h"
#include "service/terms.h"

/* Days before the end on which who has not sent is reminded, the later the smaller. */
static const int64_t reminders[] = {30, 7, 1};

static enum rc note(struct tx *tx, const char *action, int64_t id, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){
			.action = action, .object_kind = "yearly", .object_id = id, .reason = reason},
		e);
}

/* --- the clock -------------------------------------------------------------------------------------- */

static struct str texts_json(struct arena *a, const struct yearly_form *f, const struct str *texts)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	buf_ch(&b, '{');
	for (size_t i = 0; i < f->n; i++) {
		if (i)
			buf_ch(&b, ',');
		json_put_str(&b, f->sections[i].id);
		buf_ch(&b, ':');
		json_put_str(&b, texts ? texts[i] : f->sections[i].text);
	}
	buf_ch(&b, '}');
	return buf_view(&b);
}

static enum rc open_reports(struct tx *tx, const struct yearly_form *f, int64_t round, int64_t province, struct err *e)
{
	struct q_yearly_bodies_list bodies;
	struct str public_id, texts = texts_json(tx->a, f, NULL);

	TRY(q_yearly_bodies(tx->db,
		&(struct q_yearly_bodies_in){.province_id = province, .level = str_c(holder_code(f->level))},
		&bodies, e));
	for (size_t i = 0; i < bodies.n; i++) {
		TRY(random_token(tx->a, 12, &public_id, e));
		TRY(q_yearly_report_put(tx->db,
			&(struct q_yearly_report_put_in){.public_id = public_id, .round_id = round,
				.owner_id = bodies.v[i].id, .province_id = province, .texts = texts},
			NULL, e));
	}
	return RC_OK;
}

static struct str round_name(struct arena *a, const struct procedure *p, int64_t year)
{
	return str_fmt(a, "%lld年度%.*s年度总结", (long long)year, STR_ARG(p->tier_name));
}

static enum rc open_round(struct tx *tx, const struct procedure *p, const struct yearly_form *f, int year,
	int64_t province, struct yearly_day *uc, struct err *e)
{
	struct date_range days = yearly_days(f, year);
	struct q_yearly_round_put made;
	struct str public_id;
	struct buf b;
	bool is_new;

	TRY(random_token(tx->a, 12, &public_id, e));
	buf_init(&b, tx->a, (size_t)1 << 18);
	json_put_canonical(&b, f->json, tx->a);
	TRY(q_yearly_round_put(tx->db,
		&(struct q_yearly_round_put_in){.public_id = public_id, .programme = p->programme,
			.edition = p->id, .province_id = province, .year = year,
			.due_on = date_str(tx->a, days.last), .ends_at = instant_day_end(days.last),
			.form = buf_view(&b), .now = tx->now},
		&made, &is_new, e));
	if (!is_new)
		return RC_OK;
	TRY(open_reports(tx, f, made.id, province, e));
	TRY(q_yearly_tell(tx->db,
		&(struct q_yearly_tell_in){.round_id = made.id, .now = tx->now,
			.subject = str_fmt(tx->a, "请报送%.*s", STR_ARG(round_name(tx->a, p, year))),
			.body = str_fmt(tx->a, "请在%.*s前报送。依据：%.*s",
				STR_ARG(deadline_of_day(tx->a, days.last)), STR_ARG(f->clause)),
			.urgent = message_soon(tx->now, instant_day_end(days.last)),
			.due_at = instant_day_end(days.last)},
		NULL, e));
	uc->opened++;
	return note(tx, "yearly_opened", made.id, round_name(tx->a, p, year), e);
}

static enum rc open_of(struct tx *tx, const struct rules_list *all, const struct procedure *p, struct date today,
	struct yearly_day *uc, struct err *e)
{
	struct q_yearly_round_known known;
	struct q_agency_by_code body;
	struct yearly_form f;

	if (!yearly_asked(p))
		return RC_OK;
	TRY(yearly_form_load(tx->a, json_get(p->json, "yearly_report"), &f, e));
	struct date_range days = yearly_days(&f, today.y);
	if (date_cmp(today, days.first) < 0 || date_cmp(today, days.last) > 0 ||
		!yearly_governs(all->procedures, all->procedures_n, p, days.last))
		return RC_OK;
	enum rc rc = q_agency_by_code(tx->db, &(struct q_agency_by_code_in){.code = p->body}, &body, e);
	if (rc == RC_NOT_FOUND) /* not served here */
		return RC_OK;
	TRY(rc);
	TRY(q_yearly_round_known(tx->db,
		&(struct q_yearly_round_known_in){
			.programme = p->programme, .province_id = body.id, .year = today.y},
		&known, e));
	return known.n ? RC_OK : open_round(tx, p, &f, today.y, body.id, uc, e);
}

static enum rc remind_one(struct tx *tx, const struct q_yearly_rounds_open *r, int64_t left, struct err *e)
{
	const struct procedure *p = rules_procedure(tx->sv->rules, r->edition, date_of_instant(tx->now));
	struct str name = p ? round_name(tx->a, p, r->year) : STR("年度总结");
	struct str subject = left ? str_fmt(tx->a, "%.*s还有 %lld 天截止", STR_ARG(name), (long long)left)
				  : str_fmt(tx->a, "%.*s今天截止", STR_ARG(name));

	TRY(q_yearly_tell(tx->db,
		&(struct q_yearly_tell_in){.round_id = r->id, .now = tx->now, .subject = subject,
			.body = str_fmt(tx->a, "本单位尚未报送，请在%.*s前报送。",
				STR_ARG(deadline_text(tx->a, r->ends_at))),
			.urgent = message_soon(tx->now, r->ends_at), .due_at = r->ends_at},
		NULL, e));
	return q_yearly_tell_province(tx->db,
		&(struct q_yearly_tell_province_in){.round_id = r->id, .province_id = r->province_id,
			.now = tx->now, .subject = subject,
			.link = str_cat(tx->a, STR("/o/yearly?round="), r->public_id)},
		NULL, e);
}

static enum rc remind(struct tx *tx, struct date today, struct yearly_day *uc, struct err *e)
{
	struct q_yearly_rounds_open_list rows;

	TRY(q_yearly_rounds_open(tx->db, &(struct q_yearly_rounds_open_in){.now = tx->now}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_yearly_rounds_open *r = &rows.v[i];
		int64_t left = date_days(date_of_instant(r->ends_at - 1)) - date_days(today), due = 0;

		for (size_t k = 0; k < ARRAY_LEN(reminders); k++)
			if (left <= reminders[k])
				due = reminders[k];
		if (due == 0 || (r->reminded_days && r->reminded_days <= due))
			continue;
		TRY(remind_one(tx, r, left, e));
		TRY(q_yearly_reminded(
			tx->db, &(struct q_yearly_reminded_in){.id = r->id, .days = due}, NULL, e));
		uc->reminded++;
	}
	return RC_OK;
}

enum rc yearly_day(struct tx *tx, struct yearly_day *uc, struct err *e)
{
	struct date today = date_of_instant(tx_as_of(tx));
	const struct rules_list *all = rules_list(tx->sv->rules, today);

	uc->opened = uc->reminded = 0;
	for (size_t i = 0; i < all->procedures_n; i++)
		TRY(open_of(tx, all, all->procedures[i], today, uc, e));
	return remind(tx, today, uc, e);
}

/* --- reading ---------------------------------------------------------------------------------------- */

static struct str with(struct arena *a, struct str text, struct str word, struct str value)
{
	size_t at = str_find(text, word);

	return at >= text.n ? text : STR_JOIN(a, str_sub(text, 0, at), value, str_sub(text, at + word.n, text.n));
}

struct str yearly_title(struct arena *a, const struct yearly_form *f, struct str body, int64_t year)
{
	return with(a, with(a, f->title, STR("{body}"), body), STR("{year}"), str_i64(a, year));
}

const char *yearly_state_word(struct str state)
{
	return str_eqc(state, "sent") ? "已报送" : str_eqc(state, "proposed") ? "待第二人确认" : "填写中";
}

enum rc yearly_load(struct db *db, const struct rules *rules, const struct actor *who, struct str public_id,
	struct yearly_report *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct json *form, *texts, *figures;

	TRY(q_yearly_report_for_officer(db,
		&(struct q_yearly_report_for_officer_in){.public_id = public_id, .agency_id = who->agency_id},
		&out->r, e));
	out->procedure = rules_procedure(rules, out->r.edition, rules_pin(out->r.due_on));
	if (!out->procedure)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition of report %lld", (long long)out->r.id);
	TRY(json_parse(a, out->r.form, &form, e));
	TRY(yearly_form_load(a, form, &out->form, e));
	TRY(json_parse(a, out->r.texts, &texts, e));
	TRY(json_parse(a, out->r.figures, &figures, e));
	for (size_t i = 0; i < out->form.n; i++)
		out->texts[i] = json_str(texts, str_cstr(a, out->form.sections[i].id), STR(""));
	for (int f = 0; f < YEARLY_FIGURE__MAX; f++)
		out->values[f] = json_str(figures, yearly_figure_id((enum yearly_figure)f), STR("—"));
	return q_yearly_cases(db, &(struct q_yearly_cases_in){.report_id = out->r.id}, &out->cases, e);
}

/* --- the body --------------------------------------------------------------------------------------- */

static enum rc own(struct tx *tx, struct str public_id, int64_t version, struct yearly_report *x, struct err *e)
{
	TRY(yearly_load(tx->db, tx->sv->rules, tx->who, public_id, x, e));
	if (x->r.agency_id != tx->who->agency_id)
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	return version && version != x->r.version ? err_set(e, RC_CONFLICT, MSG_STALE) : RC_OK;
}

static enum rc own_draft(struct tx *tx, struct str public_id, int64_t version, struct yearly_report *x, struct err *e)
{
	TRY(own(tx, public_id, version, x, e));
	return str_eqc(x->r.state, "draft") ? RC_OK : err_set(e, RC_STATE, MSG_YEARLY_SIGNED);
}

static enum rc check_texts(struct tx *tx, const struct yearly_report *x, const struct yearly_save *uc, struct err *e)
{
	struct str stray;

	if (uc->n != x->form.n)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	for (size_t i = 0; i < uc->n; i++) {
		const char *field = str_cstr(tx->a, str_cat(tx->a, STR("s-"), x->form.sections[i].id));
		if (utf8_count(uc->texts[i]) > YEARLY_TEXT_MAX) {
			err_field(e, RC_INVALID, MSG_YEARLY_LONG, field);
			return err_arg(e, 0, str_i64(tx->a, YEARLY_TEXT_MAX));
		}
		if (yearly_stray(uc->texts[i], &stray)) {
			err_field(e, RC_INVALID, MSG_YEARLY_STRAY, field);
			return err_arg(e, 0, stray);
		}
		if (uc->propose && str_trim(uc->texts[i]).n == 0)
			return err_field(e, RC_INVALID, MSG_YEARLY_EMPTY, field);
	}
	return RC_OK;
}

static enum rc check_cases(struct tx *tx, const struct yearly_report *x, struct err *e)
{
	int64_t n = (int64_t)x->cases.n;

	if (n < x->form.cases_min || (x->form.cases_max && n > x->form.cases_max)) {
		err_field(e, RC_INVALID, MSG_YEARLY_CASES, "cases");
		err_arg(e, 0, x->form.cases_clause);
		return err_arg(e, 1, str_i64(tx->a, n));
	}
	for (size_t i = 0; i < x->cases.n; i++)
		if (!x->cases.v[i].consented_at.has) {
			err_field(e, RC_INVALID, MSG_YEARLY_CONSENT_GONE, "cases");
			return err_arg(e, 0, x->cases.v[i].name);
		}
	return RC_OK;
}

enum rc yearly_save(struct tx *tx, struct yearly_save *uc, struct err *e)
{
	struct yearly_report x;
	struct str figures;
	int64_t changed;

	TRY(own_draft(tx, uc->public_id, uc->version, &x, e));
	TRY(check_texts(tx, &x, uc, e));
	TRY(yearly_figures(tx->db, tx->sv->rules, &x, &figures, e));
	TRY(q_yearly_report_save(tx->db,
		&(struct q_yearly_report_save_in){.id = x.r.id, .agency_id = tx->who->agency_id,
			.version = x.r.version, .texts = texts_json(tx->a, &x.form, uc->texts),
			.figures = figures, .figures_at = tx->now, .account_id = tx->who->account_id,
			.now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	if (!uc->propose)
		return note(tx, "yearly_saved", x.r.id, STR(""), e);
	TRY(check_cases(tx, &x, e));
	TRY(q_yearly_report_propose(tx->db,
		&(struct q_yearly_report_propose_in){.id = x.r.id, .agency_id = tx->who->agency_id,
			.version = x.r.version + 1, .account_id = tx->who->account_id, .now = tx->now},
		&changed, e));
	return changed == 1 ? note(tx, "yearly_proposed", x.r.id, STR(""), e)
			    : err_set(e, RC_CONFLICT, MSG_STALE);
}

static enum rc tell(struct tx *tx, int64_t agency_id, struct str subject, struct str body, struct str public_id,
	struct err *e)
{
	struct q_accounts_of_agency_list people;

	TRY(q_accounts_of_agency(
		tx->db, &(struct q_accounts_of_agency_in){.agency_id = agency_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		if (people.v[i].id != tx->who->account_id)
			TRY(q_message_put(tx->db,
				&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
					.kind = STR("yearly"), .subject = subject, .body = body,
					.link = str_cat(tx->a, STR("/o/yearly/"), public_id)},
				NULL, e));
	return RC_OK;
}

enum rc yearly_send(struct tx *tx, struct yearly_send *uc, struct err *e)
{
	struct yearly_report x;
	int64_t changed;

	TRY(own(tx, uc->public_id, uc->version, &x, e));
	if (!str_eqc(x.r.state, "proposed"))
		return err_set(e, RC_STATE, MSG_YEARLY_NOT_PROPOSED);
	if (x.r.proposed_by.has && x.r.proposed_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	TRY(check_cases(tx, &x, e));
	TRY(q_yearly_report_send(tx->db,
		&(struct q_yearly_report_send_in){.id = x.r.id, .agency_id = tx->who->agency_id,
			.version = x.r.version, .account_id = tx->who->account_id, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(tell(tx, x.r.province_id, str_cat(tx->a, x.r.body, STR("已报送年度总结")),
		yearly_title(tx->a, &x.form, x.r.body, x.r.year), x.r.public_id, e));
	return note(tx, "yearly_sent", x.r.id, x.r.body, e);
}

enum rc yearly_back(struct tx *tx, struct yearly_back *uc, struct err *e)
{
	struct yearly_report x;
	int64_t changed;

	TRY(yearly_load(tx->db, tx->sv->rules, tx->who, uc->public_id, &x, e));
	if (uc->version && uc->version != x.r.version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	if (utf8_count(uc->reason) < 4 || utf8_count(uc->reason) > 500)
		return err_field(e, RC_INVALID, MSG_YEARLY_REASON, "reason");
	TRY(q_yearly_report_back(tx->db,
		&(struct q_yearly_report_back_in){.id = x.r.id, .agency_id = tx->who->agency_id,
			.version = x.r.version, .reason = uc->reason},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_YEARLY_NOT_PROPOSED);
	TRY(tell(tx, x.r.agency_id, STR("年度总结被退回，请修改后重新报送"), uc->reason, x.r.public_id, e));
	return note(tx, "yearly_returned", x.r.id, uc->reason, e);
}

/* --- typical cases ---------------------------------------------------------------------------------- */

static enum rc candidate(struct tx *tx, const struct yearly_report *x, struct str word, const char *field,
	struct q_yearly_candidate *out, struct err *e)
{
	bool found;

	TRY(q_yearly_candidate(tx->db,
		&(struct q_yearly_candidate_in){.agency_id = tx->who->agency_id, .tier = x->r.programme,
			.word = str_trim(word)},
		out, &found, e));
	return found ? RC_OK : err_field(e, RC_INVALID, MSG_YEARLY_ENTERPRISE, field);
}

enum rc yearly_case_add(struct tx *tx, struct yearly_case_add *uc, struct err *e)
{
	struct q_yearly_candidate c = {.name = STR("")};
	struct yearly_report x;

	TRY(own_draft(tx, uc->public_id, 0, &x, e));
	TRY(candidate(tx, &x, uc->enterprise, "case_enterprise", &c, e));
	if (!c.consented_at.has)
		return err_field(e, RC_INVALID, MSG_YEARLY_NO_CONSENT, "case_enterprise");
	if (utf8_count(uc->title) < 4 || utf8_count(uc->title) > YEARLY_CASE_TITLE_MAX)
		return err_field(e, RC_INVALID, MSG_YEARLY_CASE_TITLE, "case_title");
	if (utf8_count(uc->text) < 20 || utf8_count(uc->text) > YEARLY_CASE_TEXT_MAX)
		return err_field(e, RC_INVALID, MSG_YEARLY_CASE_TEXT, "case_text");
	TRY(q_yearly_case_put(tx->db,
		&(struct q_yearly_case_put_in){.report_id = x.r.id, .enterprise_id = c.id, .name = c.name,
			.uscc = c.uscc, .title = uc->title, .text = uc->text},
		NULL, e));
	return note(tx, "yearly_case_added", x.r.id, c.name, e);
}

enum rc yearly_case_remove(struct tx *tx, struct yearly_case_remove *uc, struct err *e)
{
	struct yearly_report x;
	int64_t changed;

	TRY(own_draft(tx, uc->public_id, 0, &x, e));
	TRY(q_yearly_case_drop(tx->db,
		&(struct q_yearly_case_drop_in){.report_id = x.r.id, .seq = uc->seq}, &changed, e));
	return changed == 1 ? note(tx, "yearly_case_removed", x.r.id, str_i64(tx->a, uc->seq), e) : RC_OK;
}

enum rc yearly_ask(struct tx *tx, struct yearly_ask *uc, struct err *e)
{
	struct q_accounts_of_enterprise_list people;
	struct q_yearly_candidate c = {.name = STR("")};
	struct yearly_report x;

	TRY(own_draft(tx, uc->public_id, 0, &x, e));
	TRY(candidate(tx, &x, uc->enterprise, "ask_enterprise", &c, e));
	if (c.consented_at.has)
		return err_field(e, RC_INVALID, MSG_YEARLY_AGREED, "ask_enterprise");
	TRY(q_accounts_of_enterprise(
		tx->db, &(struct q_accounts_of_enterprise_in){.enterprise_id = c.id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("yearly"), .subject = STR("请选择是否同意作为典型案例"),
				.body = str_fmt(tx->a, "%.*s拟把贵企业写入年度总结的典型案例。是否同意由贵企业决定，不同意不影响任何办理；"
					"请在“跟踪服务”页选择。", STR_ARG(x.r.body)),
				.link = STR("/e/follow")},
			NULL, e));
	uc->name = c.name;
	return note(tx, "yearly_consent_asked", x.r.id, c.name, e);
}

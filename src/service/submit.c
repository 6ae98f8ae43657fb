/* From draft to the body that acts next: the one act of the enterprise that counts in law. Everything it
 * rests on is judged inside the transaction that records it, the clock included.
 */
#include "service/filing.h"

#include "domain/serial.h"
#include "service/audit.h"
#include "service/cross_check.h"
#include "service/entry.h"
#include "service/flow.h"
#include "service/terms.h"
#include "service/lists.h"

/* --- may it be sent? --------------------------------------------------------------------------- */

static struct str joined(struct arena *a, const struct strs *list)
{
	struct buf b;

	buf_init(&b, a, (size_t)64 << 10);
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_lit(&b, "、");
		buf_str(&b, list->v[i]);
	}
	return buf_view(&b);
}

static struct str total_text(struct arena *a, const struct score_result *r)
{
	if (r->verdict == SCORE_ERROR)
		return r->errors.n ? r->errors.v[0] : STR("填报有误");
	if (r->standard->indicators.n == 0) {
		size_t bad = 0;
		for (size_t i = 0; i < r->standard->conditions.n; i++)
			bad += r->conditions[i].holds == TRI_FALSE;
		return str_fmt(a, "%zu 项条件不符合", bad);
	}
	return str_fmt(a, "得分 %.*s 分", STR_ARG(score_interval(a, r->total)));
}

/* The reasons, as errors: the check page shows them all, an act refuses with the first. */
static void reasons_fill(struct arena *a, const struct score_result *score, struct readiness *r)
{
	struct err e;

	if (!r->passes) {
		err_set(&e, RC_INVALID, MSG_SUBMIT_NOT_PASS);
		err_arg(&e, 0, score_verdict_label(score->verdict));
		err_arg(&e, 1, total_text(a, score));
		VEC_PUSH(a, &r->reasons, err_text(a, &e));
	}
	if (!r->evidence_complete) {
		err_set(&e, RC_INVALID, MSG_SUBMIT_EVIDENCE);
		err_arg(&e, 0, joined(a, &r->evidence_missing));
		VEC_PUSH(a, &r->reasons, err_text(a, &e));
	}
	if (!r->profile_complete) {
		err_set(&e, RC_INVALID, MSG_SUBMIT_PROFILE);
		err_arg(&e, 0, joined(a, &r->profile_missing));
		VEC_PUSH(a, &r->reasons, err_text(a, &e));
	}
	if (!r->report_complete) {
		err_set(&e, RC_INVALID, MSG_SUBMIT_REPORT);
		err_arg(&e, 0, joined(a, &r->report_missing));
		VEC_PUSH(a, &r->reasons, err_text(a, &e));
	}
}

void application_readiness(struct arena *a, const struct score_result *score,
	const struct evidence_files *files, const struct profile *profile, const struct report *report,
	struct readiness *out)
{
	struct readiness r = {.passes = score->verdict == SCORE_PASS};

	evidence_missing(a, score, files, &r.evidence_missing);
	profile_missing(a, profile, &r.profile_missing);
	report_missing(a, report, &r.report_missing);
	r.evidence_complete = r.evidence_missing.n == 0;
	r.profile_complete = r.profile_missing.n == 0;
	r.report_complete = r.report_missing.n == 0;
	reasons_fill(a, score, &r);
	*out = r;
}

enum rc application_in_time(
	struct arena *a, const struct application_file *f, int64_t now, struct err *e)
{
	if (now >= f->filing_ends_at) {
		err_set(e, RC_DEADLINE, MSG_APPLICATION_LATE);
		return err_arg(e, 0, str_fmt(a, "%.*s 24:00",
			STR_ARG(date_prose(a, date_of_instant(f->filing_ends_at - 1)))));
	}
	if (!str_eqc(f->batch_state, "open") || now < f->opens_at) {
		err_set(e, RC_DEADLINE, MSG_APPLICATION_NOT_OPEN);
		return err_arg(e, 0, f->batch_title);
	}
	return RC_OK;
}

/* What is about to be sent. */
struct dossier {
	struct application_file f;
	struct facts *facts;
	struct score_result score;
	struct evidence_files files;
	struct profile profile;
	struct report report;
};

static enum rc dossier_load(
	struct tx *tx, struct str application, int64_t version, struct dossier *d, struct err *e)
{
	struct readiness ready;

	TRY(application_for_enterprise(tx->db, tx->sv->rules, tx->who, application, &d->f, e));
	/* Too late is said before anything else: the job may have closed the file already. */
	TRY(application_in_time(tx->a, &d->f, tx->now, e));
	if (d->f.version != version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(application_facts(tx->db, &d->f, tx->now, &d->facts, e));
	application_evaluate(&d->f, d->facts, tx->a, &d->score);
	TRY(evidence_of(tx->db, &d->f, &d->files, e));
	TRY(profile_load(tx->db, tx->who, &d->profile, e));
	TRY(report_load(tx->db, &d->f, &d->report, e));
	application_readiness(tx->a, &d->score, &d->files, &d->profile, &d->report, &ready);
	if (!ready.passes) {
		err_set(e, RC_INVALID, MSG_SUBMIT_NOT_PASS);
		err_arg(e, 0, score_verdict_label(d->score.verdict));
		return err_arg(e, 1, total_text(tx->a, &d->score));
	}
	if (!ready.evidence_complete) {
		err_set(e, RC_INVALID, MSG_SUBMIT_EVIDENCE);
		return err_arg(e, 0, joined(tx->a, &ready.evidence_missing));
	}
	if (!ready.profile_complete) {
		err_set(e, RC_INVALID, MSG_SUBMIT_PROFILE);
		return err_arg(e, 0, joined(tx->a, &ready.profile_missing));
	}
	if (!ready.report_complete) {
		err_set(e, RC_INVALID, MSG_SUBMIT_REPORT);
		return err_arg(e, 0, joined(tx->a, &ready.report_missing));
	}
	return RC_OK;
}

/* --- to sign and back -------------------------------------------------------------------------- */

/* A line for the colleagues of one role. */
static enum rc tell_role(struct tx *tx, const struct application_file *f, const char *role,
	struct str subject, struct str body, struct err *e)
{
	struct q_accounts_of_enterprise_list people;

	TRY(q_accounts_of_enterprise(tx->db,
		&(struct q_accounts_of_enterprise_in){.enterprise_id = f->enterprise_id}, &people, e));
	for (size_t i = 0; i < people.n; i++) {
		if (people.v[i].id == tx->who->account_id || !str_eqc(people.v[i].role, role))
			continue;
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("sign"), .subject = subject, .body = body,
				.link = str_fmt(tx->a, "/e/app/%.*s/check", STR_ARG(f->public_id))},
			NULL, e));
	}
	return RC_OK;
}

enum rc application_to_sign(struct tx *tx, struct application_to_sign *uc, struct err *e)
{
	struct dossier d;

	TRY(dossier_load(tx, uc->application, uc->version, &d, e));
	struct flow_move m = {.application_id = d.f.id, .act = ACT_TO_SIGN,
		.who = actor_holder(tx->who), .version = uc->version, .reason = uc->note};
	TRY(flow_move(tx, &m, e));
	return tell_role(tx, &d.f, "legal_rep", STR("有一份申报等待您签署"),
		str_cat(tx->a, d.f.batch_title, STR("，填报人已完成填报，请核对后签署并报送")), e);
}

enum rc application_sign_back(struct tx *tx, struct application_sign_back *uc, struct err *e)
{
	struct application_file f;

	if (!actor_is(tx->who, ROLE_LEGAL_REP))
		return err_set(e, RC_FORBIDDEN, MSG_SIGN_LEGAL_REP);
	if (uc->reason.n == 0)
		return err_field(e, RC_INVALID, MSG_SIGN_BACK_REASON, "reason");
	TRY(application_for_enterprise(
		tx->db, tx->sv->rules, tx->who, uc->application, &f, e));
	struct flow_move m = {.application_id = f.id, .act = ACT_SIGN_BACK,
		.who = HOLDER_ENTERPRISE, .version = uc->version, .reason = uc->reason};
	TRY(flow_move(tx, &m, e));
	return tell_role(tx, &f, "filler", STR("法定代表人退回，请修改"), uc->reason, e);
}

enum rc application_withdraw(struct tx *tx, struct application_withdraw *uc, struct err *e)
{
	struct application_file f;

	TRY(application_for_enterprise(
		tx->db, tx->sv->rules, tx->who, uc->application, &f, e));
	if (uc->reason.n == 0)
		return err_field(e, RC_INVALID, MSG_WITHDRAW_REASON, "reason");
	struct flow_move m = {.application_id = f.id, .act = ACT_WITHDRAW,
		.who = actor_holder(tx->who), .version = uc->version, .reason = uc->reason};
	return flow_move(tx, &m, e);
}

/* --- submission -------------------------------------------------------------------------------- */

/* What the register knows is judged again now; what it cannot know, the enterprise declares. */
static enum rc may_file(struct tx *tx, const struct dossier *d, struct err *e)
{
	struct entry_results entry;

	if (d->f.kind == FILING_UPDATE)
		return RC_OK; /* who holds the title owes the update, whatever changed */
	TRY(entry_of(tx->db, tx->sv->rules, d->f.procedure, d->f.enterprise_id, d->facts, date_of_instant(tx->now),
		&entry, e));
	return entry_allows(&entry, e);
}

static enum rc declared(
	const struct dossier *d, const struct application_submit *uc, struct err *e)
{
	const struct procedure *p = d->f.procedure;

	for (size_t i = 0; d->f.kind != FILING_UPDATE && i < p->eligibility_n; i++) {
		bool found = p->eligibility[i].kind == ENTRY_POOL; /* the bodies decide it */
		for (size_t k = 0; k < uc->eligible_n; k++)
			found = found || str_eq(uc->eligible[k], p->eligibility[i].id);
		if (!found)
			return err_field(e, RC_INVALID, MSG_SUBMIT_ELIGIBILITY, "eligible");
	}
	return uc->truth ? RC_OK : err_field(e, RC_INVALID, MSG_SUBMIT_TRUTH, "truth");
}

static struct str compact_date(struct arena *a, int64_t now)
{
	struct date d = date_of_instant(now);

	return str_fmt(a, "%04d%02d%02d", d.y, d.m, d.d);
}

static enum rc next_number(struct tx *tx, const struct application_file *f, struct str pattern,
	const char *series, struct str within, struct str *out, struct err *e)
{
	int64_t seq;

	TRY(tx_serial(tx, str_fmt(tx->a, "%s/%.*s/%.*s", series, STR_ARG(f->procedure->id),
				  STR_ARG(within)),
		&seq, e));
	const struct serial_value values[] = {{"year", str_i64(tx->a, f->year)},
		{"no", str_i64(tx->a, f->batch_no)}, {"date", compact_date(tx->a, tx->now)},
		{"seq", str_i64(tx->a, seq)}};
	return serial_format(tx->a, pattern, values, ARRAY_LEN(values), out, e);
}

static enum rc number_it(
	struct tx *tx, const struct application_file *f, struct application_submit *uc, struct err *e)
{
	uc->no = f->no;
	if (uc->no.n == 0)
		TRY(next_number(tx, f, f->procedure->number_application, "application",
			str_i64(tx->a, f->batch_id), &uc->no, e));
	return next_number(tx, f, f->procedure->number_receipt, "receipt",
		compact_date(tx->a, tx->now), &uc->receipt_no, e);
}

static struct str evidence_json(struct arena *a, const struct evidence_files *files)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	buf_ch(&b, '[');
	for (size_t i = 0; i < files->n; i++) {
		const struct evidence_file *f = &files->v[i];
		if (i)
			buf_ch(&b, ',');
		buf_lit(&b, "{\"slot\":");
		json_put_str(&b, f->slot);
		buf_lit(&b, ",\"file\":");
		json_put_str(&b, f->public_id);
		buf_lit(&b, ",\"name\":");
		json_put_str(&b, f->filename);
		buf_lit(&b, ",\"sha256\":");
		json_put_str(&b, f->sha256);
		buf_lit(&b, ",\"size\":");
		buf_i64(&b, f->size);
		buf_ch(&b, '}');
	}
	buf_ch(&b, ']');
	return buf_view(&b);
}

/* The profile as it stands; in a correction that does not name it, as it was submitted before. */
static enum rc profile_to_pin(
	struct tx *tx, const struct dossier *d, struct str *out, struct err *e)
{
	struct corrections items;
	struct submission before;

	*out = profile_json(tx->a, &d->profile);
	if (d->f.submission_id == 0)
		return RC_OK;
	TRY(corrections_load(tx->db, &d->f, &items, e));
	if (correction_opens_profile(&items))
		return RC_OK;
	TRY(submission_load(tx->db, &d->f, d->f.submission_id, &before, e));
	*out = before.profile_json;
	return RC_OK;
}

static enum rc next_seq(struct tx *tx, const struct dossier *d, int64_t *seq, struct err *e)
{
	struct submission before;

	*seq = 1;
	if (d->f.submission_id == 0)
		return RC_OK;
	TRY(submission_load(tx->db, &d->f, d->f.submission_id, &before, e));
	*seq = before.seq + 1;
	return RC_OK;
}

static enum rc pin(struct tx *tx, const struct dossier *d, struct application_submit *uc,
	int64_t *id, struct err *e)
{
	struct str facts = application_facts_json(tx->a, d->facts);
	struct str files = evidence_json(tx->a, &d->files), profile;
	struct q_submission_put row;

	TRY(profile_to_pin(tx, d, &profile, e));
	TRY(next_seq(tx, d, &uc->seq, e));
	uc->content_hash = submission_hash(tx->a, facts, files, profile);
	TRY(q_submission_put(tx->db,
		&(struct q_submission_put_in){.application_id = d->f.id, .seq = uc->seq,
			.receipt_no = uc->receipt_no, .facts = facts, .evidence = files,
			.profile = profile, .content_hash = uc->content_hash,
			.engine = STR(SCORE_ENGINE_VERSION),
			.explanation_hash =
				hash_hex(tx->a, score_explain_hash(tx->a, &d->score)),
			.result = score_verdict_name(d->score.verdict),
			.route = route_name(d->score.route), .score_min = d->score.total.lo,
			.score_max = d->score.total.hi, .signed_by = tx->who->account_id,
			.signed_name = tx->who->name, .submitted_at = tx->now},
		&row, e));
	*id = row.id;
	return RC_OK;
}

/* A fact is entered once: the next form finds it, with this file as its source. */
static enum rc remember_facts(
	struct tx *tx, const struct application_file *f, struct str no, struct err *e)
{
	struct q_application_facts_list rows;

	TRY(q_application_facts(
		tx->db, &(struct q_application_facts_in){.application_id = f->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(q_enterprise_fact_put(tx->db,
			&(struct q_enterprise_fact_put_in){.enterprise_id = f->enterprise_id,
				.fact = rows.v[i].fact, .year = rows.v[i].year,
				.value = rows.v[i].value, .source = no, .now = tx->now},
			NULL, e));
	return RC_OK;
}

static enum rc record(struct tx *tx, const struct dossier *d, const struct application_submit *uc,
	int64_t submission_id, struct err *e)
{
	const struct score_result *r = &d->score;

	TRY(q_application_submitted(tx->db,
		&(struct q_application_submitted_in){.id = d->f.id,
			.enterprise_id = d->f.enterprise_id, .no = uc->no,
			.submission_id = submission_id, .score_min = r->total.lo,
			.score_max = r->total.hi, .result = score_verdict_name(r->verdict),
			.route = route_name(r->route), .now = tx->now},
		NULL, e));
	TRY(q_caseload_score(tx->db,
		&(struct q_caseload_score_in){.application_id = d->f.id, .score = r->total.lo,
			.route = route_name(r->route), .submitted_at = tx->now},
		NULL, e));
	TRY(q_fix_items_done(tx->db,
		&(struct q_fix_items_done_in){.application_id = d->f.id, .now = tx->now}, NULL, e));
	return remember_facts(tx, &d->f, uc->no, e);
}

static struct str payload_of(struct tx *tx, const struct application_submit *uc, struct str report)
{
	return str_fmt(tx->a, "{\"content\":\"%.*s\",\"receipt\":\"%.*s\",%s%.*s%s\"seq\":%lld}",
		STR_ARG(uc->content_hash), STR_ARG(uc->receipt_no), report.n ? "\"report\":\"" : "",
		STR_ARG(report), report.n ? "\"," : "", (long long)uc->seq);
}

enum rc application_submit(struct tx *tx, struct application_submit *uc, struct err *e)
{
	struct dossier d;
	struct str report;
	int64_t submission_id;

	if (!actor_is(tx->who, ROLE_LEGAL_REP))
		return err_set(e, RC_FORBIDDEN, MSG_SIGN_LEGAL_REP);
	TRY(dossier_load(tx, uc->application, uc->version, &d, e));
	if (!str_eqc(d.profile.identity, "verified"))
		return err_set(e, RC_INVALID, MSG_SUBMIT_IDENTITY);
	TRY(may_file(tx, &d, e));
	TRY(declared(&d, uc, e));
	TRY(number_it(tx, &d.f, uc, e));
	TRY(pin(tx, &d, uc, &submission_id, e));
	TRY(derivation_pin(tx, &d.f, submission_id, e));
	const struct cross_subject subject = {&d.f, d.facts, &d.score, &d.files, &d.profile};
	TRY(cross_check_ask(tx, &subject, submission_id, e));
	TRY(report_pin(tx, &d.f, submission_id, &report, e));
	TRY(record(tx, &d, uc, submission_id, e));
	TRY(q_update_self_evaluated(tx->db,
		&(struct q_update_self_evaluated_in){.enterprise_id = d.f.enterprise_id,
			.programme = d.f.procedure->programme, .receipt_no = uc->receipt_no,
			.now = tx->now},
		NULL, e));
	if (d.f.kind == FILING_RECHECK)
		TRY(terms_renewing(tx, d.f.uscc, d.f.procedure, e));
	struct flow_move m = {.application_id = d.f.id, .act = ACT_SUBMIT,
		.who = HOLDER_ENTERPRISE, .version = uc->version, .reason = uc->note,
		.payload = payload_of(tx, uc, report)};
	TRY(flow_move(tx, &m, e));
	tx->location = str_fmt(tx->a, "/e/app/%.*s/receipt", STR_ARG(d.f.public_id));
	return RC_OK;
}

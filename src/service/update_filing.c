/* 年度信息更新 of an enterprise: figures once for all its titles, each judged by its own standard. */
#include "service/update.h"

#include "base/vec.h"
#include "domain/edition.h"
#include "domain/serial.h"
#include "service/audit.h"

/* --- reading ------------------------------------------------------------------------------------- */

static enum rc part_load(struct db *db, const struct rules *rules, int64_t now, struct update_form *f,
	struct update_part *p, struct err *e)
{
	struct application_file pseudo = {.enterprise_id = f->enterprise_id, .year = f->year,
		.state = STATE_DRAFT};
	struct date closes;

	p->procedure = rules_procedure(rules, p->row.edition, rules_pin(p->row.opens_on));
	if (p->procedure && date_parse(p->row.closes_on, &closes)) {
		struct str own = annual_standard(p->procedure, p->row.window_id, p->row.year);
		p->standard = rules_standard(rules,
			own.n ? own : procedure_standard(p->procedure, FILING_UPDATE, closes),
			p->procedure->body, rules_pin(p->row.opens_on));
	}
	if (!p->standard)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition %.*s", STR_ARG(p->row.edition));
	pseudo.procedure = p->procedure;
	pseudo.opens_at = instant_day_start(rules_pin(p->row.opens_on));
	pseudo.standard = p->standard;
	TRY(application_rules(rules, db_arena(db), &pseudo, e));
	TRY(derivation_load(db, &pseudo, now, &p->counted, e));
	f->percent = MAX_OF(f->percent, annual_explain_percent(p->procedure));
	f->ends_at = MAX_OF(f->ends_at, p->row.ends_at);
	f->open = f->open || (now < p->row.ends_at && str_eqc(p->row.round_state, "open") &&
				     (str_eqc(p->row.state, "due") || str_eqc(p->row.state, "done")));
	return RC_OK;
}

enum rc update_load(struct db *db, const struct rules *rules, int64_t enterprise_id, int year,
	int64_t now, struct update_form *out, struct err *e)
{
	struct update_form f = {.enterprise_id = enterprise_id, .year = year};
	struct q_update_of_enterprise_list rows;
	struct arena *a = db_arena(db);

	TRY(q_update_of_enterprise(
		db, &(struct q_update_of_enterprise_in){.enterprise_id = enterprise_id}, &rows, e));
	f.parts = ARENA_NEW_N(a, struct update_part, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].year != year || !str_eqc(rows.v[i].kind, "update"))
			continue;
		f.parts[f.n].row = rows.v[i];
		TRY(part_load(db, rules, now, &f, &f.parts[f.n++], e));
	}
	if (f.n == 0) {
		err_set(e, RC_NOT_FOUND, MSG_UPDATE_NONE);
		return err_arg(e, 0, str_i64(a, year));
	}
	TRY(q_enterprise_facts(
		db, &(struct q_enterprise_facts_in){.enterprise_id = enterprise_id}, &f.before, e));
	f.facts = ARENA_NEW(a, struct facts);
	facts_init(f.facts, a, year);
	for (size_t i = 0; i < f.before.n; i++)
		facts_put_row(f.facts, f.before.v[i].fact, (int)f.before.v[i].year, f.before.v[i].value);
	TRY(q_update_filings(db,
		&(struct q_update_filings_in){.enterprise_id = enterprise_id, .year = year}, &f.filings,
		e));
	*out = f;
	return RC_OK;
}

/* --- answers ------------------------------------------------------------------------------------- */

void update_apply(struct arena *a, struct update_form *f, struct answer *answers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct answer *x = &answers[i];
		struct err why;

		if (fact_parse_typed(a, x->fact, x->typed, &x->value, &why) != RC_OK)
			x->error = err_text(a, &why);
		else if (x->value.state == FACT_KNOWN)
			facts_put(f->facts, x->fact, x->year, x->value.v);
		else
			f->facts->value[facts_slot(x->fact, x->year ? (size_t)(f->year - x->year) : 0)] =
				x->value;
	}
}

static bool asked(const struct update_form *f, size_t fact, size_t back)
{
	for (size_t p = 0; p < f->n; p++)
		for (size_t s = 0; s < f->parts[p].standard->sections.n; s++) {
			const struct fact_refs *refs = &f->parts[p].standard->sections.v[s].facts;
			for (size_t i = 0; i < refs->n; i++)
				if (refs->v[i].fact == fact && refs->v[i].back == back)
					return true;
		}
	return false;
}

/* Counted facts follow the lists; the enterprise cannot explain them away. */
static bool counted(const struct update_form *f, size_t fact, int year)
{
	for (size_t p = 0; p < f->n; p++)
		if (derivation_of(&f->parts[p].counted, fact, year))
			return true;
	return false;
}

void update_judge(struct arena *a, struct update_form *f)
{
	f->changes.n = 0;
	for (size_t p = 0; p < f->n; p++)
		derivation_apply(&f->parts[p].counted, f->facts);
	for (size_t p = 0; p < f->n; p++)
		score_evaluate(f->parts[p].standard, f->facts, SCORE_RECHECK, a, &f->parts[p].score);
	for (size_t fact = 0; fact < FACTS_YEARLY; fact++) {
		struct fact_value now = facts_get(f->facts, fact, 1), was = facts_get(f->facts, fact, 2);
		if (fact_at(fact)->type != FACT_NUMBER && fact_at(fact)->type != FACT_INTEGER)
			continue;
		if (now.state == FACT_KNOWN && was.state == FACT_KNOWN && asked(f, fact, 1) &&
			!counted(f, fact, f->year - 1) &&
			annual_needs_reason(was.v, now.v, f->percent))
			VEC_PUSH(a, &f->changes,
				((struct update_change){.fact = fact, .before = was.v, .after = now.v}));
	}
}

const char *update_verdict_word(struct str result, const char **tag)
{
	if (str_eqc(result, "pass")) {
		*tag = "green";
		return "仍符合";
	}
	if (str_eqc(result, "fail")) {
		*tag = "red";
		return "不再符合";
	}
	*tag = "amber";
	return "存疑";
}

bool update_unanswered(const struct update_form *f, struct fact_ref *out)
{
	for (size_t p = 0; p < f->n; p++)
		for (size_t s = 0; s < f->parts[p].standard->sections.n; s++) {
			const struct fact_refs *refs = &f->parts[p].standard->sections.v[s].facts;
			for (size_t i = 0; i < refs->n; i++)
				if (refs->v[i].back == 1 &&
					!counted(f, refs->v[i].fact, f->year - 1) &&
					facts_get(f->facts, refs->v[i].fact, 1).state != FACT_KNOWN) {
					*out = refs->v[i];
					return true;
				}
		}
	return false;
}

struct str update_reason_field(struct arena *a, size_t fact)
{
	return str_cat(a, STR("why-"), fact_at(fact)->id);
}

/* --- filing -------------------------------------------------------------------------------------- */

static enum rc refuse_field(struct arena *a, struct str field, enum msgid msg, struct str what, struct err *e)
{
	err_field(e, RC_INVALID, msg, str_cstr(a, field));
	return err_arg(e, 0, what);
}

static struct str field_of(struct arena *a, size_t fact, int year)
{
	struct str id = fact_at(fact)->id;

	return year ? str_fmt(a, "%.*s-%d", STR_ARG(id), year) : id;
}

static enum rc check_answers(struct tx *tx, struct update_form *f, struct update_submit *uc, struct err *e)
{
	struct fact_ref ref = {0};

	for (size_t i = 0; i < uc->n; i++)
		if (uc->answers[i].error.n)
			return refuse_field(tx->a,
				field_of(tx->a, uc->answers[i].fact, uc->answers[i].year),
				MSG_UPDATE_WRONG, uc->answers[i].error, e);
	if (update_unanswered(f, &ref))
		return refuse_field(tx->a,
			field_of(tx->a, ref.fact, f->year - 1),
			MSG_UPDATE_MISSING,
			str_fmt(tx->a, "%.*s（%d年）", STR_ARG(fact_at(ref.fact)->name), f->year - 1), e);
	for (size_t p = 0; p < f->n; p++)
		if (f->parts[p].score.verdict == SCORE_ERROR && f->parts[p].score.errors.n) {
			err_set(e, RC_INVALID, MSG_UPDATE_WRONG);
			return err_arg(e, 0, f->parts[p].score.errors.v[0]);
		}
	return RC_OK;
}

static enum rc check_reasons(struct tx *tx, struct update_form *f, const struct update_submit *uc, struct err *e)
{
	for (size_t i = 0; i < f->changes.n; i++) {
		struct update_change *c = &f->changes.v[i];
		for (size_t k = 0; k < uc->reasons_n; k++)
			if (uc->reasons[k].fact == c->fact)
				c->reason = str_sub(str_trim(uc->reasons[k].text), 0, 1500);
		if (c->reason.n)
			continue;
		refuse_field(tx->a, update_reason_field(tx->a, c->fact), MSG_UPDATE_REASON,
			fact_at(c->fact)->name, e);
		return err_arg(e, 1, str_i64(tx->a, f->percent));
	}
	return RC_OK;
}

static struct str reasons_json(struct arena *a, const struct update_form *f)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	buf_ch(&b, '[');
	for (size_t i = 0; i < f->changes.n; i++) {
		const struct update_change *c = &f->changes.v[i];
		buf_str(&b, i ? STR(",{\"fact\":") : STR("{\"fact\":"));
		json_put_str(&b, fact_at(c->fact)->id);
		buf_lit(&b, ",\"before\":");
		json_put_str(&b, fact_text(a, c->fact, (struct fact_value){.state = FACT_KNOWN, .v = c->before}));
		buf_lit(&b, ",\"after\":");
		json_put_str(&b, fact_text(a, c->fact, (struct fact_value){.state = FACT_KNOWN, .v = c->after}));
		buf_lit(&b, ",\"text\":");
		json_put_str(&b, c->reason);
		buf_ch(&b, '}');
	}
	buf_ch(&b, ']');
	return buf_view(&b);
}

static struct str results_json(struct arena *a, const struct update_form *f)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 18);
	buf_ch(&b, '[');
	for (size_t i = 0; i < f->n; i++) {
		const struct update_part *p = &f->parts[i];
		buf_str(&b, i ? STR(",{\"programme\":") : STR("{\"programme\":"));
		json_put_str(&b, p->row.holders);
		buf_lit(&b, ",\"standard\":");
		json_put_str(&b, p->standard->id);
		buf_lit(&b, ",\"standard_hash\":");
		json_put_str(&b, p->standard->hash_hex);
		buf_lit(&b, ",\"result\":");
		json_put_str(&b, score_verdict_name(p->score.verdict));
		buf_lit(&b, ",\"explanation_hash\":");
		json_put_str(&b, hash_hex(a, score_explain_hash(a, &p->score)));
		buf_ch(&b, '}');
	}
	buf_ch(&b, ']');
	return buf_view(&b);
}

/* The receipts of updates are of the same series as those of applications. */
static enum rc number_it(struct tx *tx, const struct update_form *f, struct update_submit *uc, struct err *e)
{
	const struct procedure *p = f->parts[0].procedure;
	struct date d = date_of_instant(tx->now);
	struct str day = str_fmt(tx->a, "%04d%02d%02d", d.y, d.m, d.d);
	int64_t seq;

	TRY(tx_serial(tx,
		str_fmt(tx->a, "receipt/%.*s/%.*s", STR_ARG(p->id), STR_ARG(day)), &seq, e));
	const struct serial_value values[] = {{"year", str_i64(tx->a, f->year)}, {"no", STR("0")},
		{"date", day}, {"seq", str_i64(tx->a, seq)}};
	return serial_format(tx->a, p->number_receipt, values, ARRAY_LEN(values), &uc->receipt_no, e);
}

/* What was typed serves the next form; what is counted stays with the lists. */
static enum rc remember(struct tx *tx, const struct update_form *f, const struct update_submit *uc, struct err *e)
{
	for (size_t i = 0; i < uc->n; i++) {
		const struct answer *x = &uc->answers[i];
		if (x->value.state != FACT_KNOWN || counted(f, x->fact, x->year))
			continue;
		TRY(q_enterprise_fact_put(tx->db,
			&(struct q_enterprise_fact_put_in){.enterprise_id = f->enterprise_id,
				.fact = fact_at(x->fact)->id, .year = x->year,
				.value = fact_text(tx->a, x->fact, x->value), .source = uc->receipt_no,
				.now = tx->now},
			NULL, e));
	}
	return RC_OK;
}

static enum rc keep(struct tx *tx, struct update_form *f, struct update_submit *uc, struct err *e)
{
	struct str facts = application_facts_json(tx->a, f->facts), reasons = reasons_json(tx->a, f),
		   results = results_json(tx->a, f);

	uc->seq = f->filings.n ? f->filings.v[0].seq + 1 : 1;
	TRY(number_it(tx, f, uc, e));
	TRY(q_update_filing_put(tx->db,
		&(struct q_update_filing_put_in){.enterprise_id = f->enterprise_id, .year = f->year,
			.seq = uc->seq, .receipt_no = uc->receipt_no, .facts = facts,
			.reasons = reasons, .results = results,
			.content_hash = submission_hash(tx->a, facts, reasons, results),
			.engine = STR(SCORE_ENGINE_VERSION), .filed_by = tx->who->account_id,
			.filed_name = tx->who->name, .now = tx->now},
		NULL, e));
	for (size_t i = 0; i < f->n; i++) {
		const struct update_part *p = &f->parts[i];
		if (tx->now >= p->row.ends_at || !str_eqc(p->row.round_state, "open"))
			continue;
		TRY(q_update_duty_done(tx->db,
			&(struct q_update_duty_done_in){.id = p->row.duty_id,
				.enterprise_id = f->enterprise_id,
				.verdict = score_verdict_name(p->score.verdict),
				.receipt_no = uc->receipt_no, .now = tx->now},
			NULL, e));
	}
	return remember(tx, f, uc, e);
}

enum rc update_submit(struct tx *tx, struct update_submit *uc, struct err *e)
{
	struct update_form f;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(update_load(tx->db, tx->sv->rules, tx->who->enterprise_id, uc->year, tx->now, &f, e));
	if (!f.open) {
		err_set(e, RC_DEADLINE, MSG_UPDATE_CLOSED);
		err_arg(e, 0, str_i64(tx->a, f.year));
		return err_arg(e, 1, date_prose(tx->a, date_of_instant(f.ends_at - 1)));
	}
	update_apply(tx->a, &f, uc->answers, uc->n);
	update_judge(tx->a, &f);
	TRY(check_answers(tx, &f, uc, e));
	TRY(check_reasons(tx, &f, uc, e));
	TRY(keep(tx, &f, uc, e));
	return audit_append(tx,
		&(struct audit_event){.action = "update_filed", .object_kind = "enterprise",
			.object_id = f.enterprise_id,
			.reason = str_fmt(tx->a, "%d 年，第 %lld 次", f.year, (long long)uc->seq),
			.payload = str_fmt(tx->a, "{\"receipt\":\"%.*s\"}", STR_ARG(uc->receipt_no)),
			.shown = true},
		e);
}

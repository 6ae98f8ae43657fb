/* Starting and answering: the part of a file's life that belongs to the enterprise alone. */
#include "service/filing.h"

#include "domain/decimal.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "service/entry.h"
#include "service/flow.h"
#include "service/terms.h"
#include "service/lists.h"

/* --- start ------------------------------------------------------------------------------------- */

static enum rc batch_takes(
	struct tx *tx, const struct q_batch_by_id *b, struct err *e)
{
	struct date opens;

	if (!date_parse(b->opens_on, &opens))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "batch %lld", (long long)b->id);
	if (str_eqc(b->state, "open") && tx->now >= instant_day_start(opens) &&
		tx->now < b->filing_ends_at)
		return RC_OK;
	err_set(e, RC_DEADLINE, MSG_APPLICATION_NOT_OPEN);
	return err_arg(e, 0, b->title);
}

static struct opt_i64 body_or_none(int64_t id)
{
	return id ? some_i64(id) : none_i64();
}

static enum rc put_file(struct tx *tx, const struct q_batch_by_id *b, const struct bodies *at,
	struct str area, struct application_start *uc, struct err *e)
{
	struct date opens = rules_pin(b->opens_on);
	const struct procedure *p = rules_procedure(tx->sv->rules, b->edition, opens);
	const struct standard *s = p ? rules_standard(tx->sv->rules,
					       procedure_standard(p, uc->kind, opens), p->body, opens)
				     : NULL;
	struct q_application_put row;

	if (!s)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "edition '%.*s'", STR_ARG(b->edition));
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	TRY(q_application_put(tx->db,
		&(struct q_application_put_in){.public_id = uc->public_id,
			.enterprise_id = tx->who->enterprise_id, .batch_id = b->id, .edition = p->id,
			.kind = str_c(filing_kind_code(uc->kind)),
			.standard = s->id, .standard_hash = s->hash_hex, .year = b->year,
			.state = str_c(state_code(STATE_DRAFT)),
			.county_agency_id = body_or_none(at->county), .city_agency_id = at->city,
			.province_agency_id = at->province,
			.holder = str_c(holder_code(HOLDER_ENTERPRISE)),
			.due_at = b->filing_ends_at, .score_max = s->max, .now = tx->now},
		&row, e));
	TRY(flow_enter(tx, row.id, area, e));
	return audit_append(tx,
		&(struct audit_event){.action = "application_started", .object_kind = "application",
			.object_id = row.id, .shown = true},
		e);
}

enum rc application_start(struct tx *tx, struct application_start *uc, struct err *e)
{
	struct q_batch_by_id b;
	struct q_application_live_find live;
	struct profile profile;
	struct bodies at;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(q_batch_by_id(tx->db, &(struct q_batch_by_id_in){.id = uc->batch_id}, &b, e));
	TRY(q_application_live_find(tx->db,
		&(struct q_application_live_find_in){
			.enterprise_id = tx->who->enterprise_id, .batch_id = b.id},
		&live, &uc->existed, e));
	if (uc->existed) {
		uc->public_id = live.public_id;
	} else {
		const struct procedure *p = rules_procedure(
			tx->sv->rules, b.edition, rules_pin(b.opens_on));
		if (!p)
			return err_detail(e, RC_DATA, MSG_INTERNAL, "edition");
		TRY(batch_takes(tx, &b, e));
		TRY(profile_load(tx->db, tx->who, &profile, e));
		TRY(bodies_of(tx->db, p->line, profile.v.division_code, &at, e));
		if (at.province != b.province_agency_id)
			return err_field(e, RC_INVALID, MSG_APPLICATION_PLACE, "division_code");
		struct entry_results entry;
		TRY(entry_of(tx->db, tx->sv->rules, p, tx->who->enterprise_id, NULL, date_of_instant(tx->now), &entry,
			e));
		TRY(terms_kind(tx->db, p, profile.uscc, date_of_instant(tx->now), &uc->kind, e));
		if (uc->kind != FILING_UPDATE)
			TRY(entry_allows(&entry, e));
		TRY(put_file(tx, &b, &at, profile.area, uc, e));
	}
	tx->location = str_fmt(tx->a, "/e/app/%.*s", STR_ARG(uc->public_id));
	return RC_OK;
}

/* --- answers ----------------------------------------------------------------------------------- */

size_t section_answered(const struct standard *s, const struct facts *facts, size_t section)
{
	const struct fact_refs *refs = &s->sections.v[section].facts;
	size_t n = 0;

	for (size_t i = 0; i < refs->n; i++)
		n += facts_get(facts, refs->v[i].fact, refs->v[i].back).state == FACT_KNOWN;
	return n;
}

struct str section_base(struct arena *a, const struct application_file *f, const struct facts *facts,
	size_t section)
{
	const struct fact_refs *refs = &f->standard->sections.v[section].facts;
	struct buf b;

	buf_init(&b, a, (size_t)64 << 10);
	for (size_t i = 0; i < refs->n; i++) {
		if (fact_counting(f, refs->v[i].fact))
			continue; /* nobody types it: a list may change beside the form */
		fact_ref_put(&b, refs->v[i].fact, refs->v[i].back, facts->year);
		buf_ch(&b, '=');
		buf_str(&b, fact_text(a, refs->v[i].fact, facts_get(facts, refs->v[i].fact,
							  refs->v[i].back)));
		buf_ch(&b, '\n');
	}
	return str_sub(hash_hex(a, hash_sha256(buf_view(&b))), 0, 16);
}

static bool asked(const struct standard *s, size_t section, const struct answer *x, int year)
{
	const struct fact_refs *refs = &s->sections.v[section].facts;

	for (size_t i = 0; i < refs->n; i++) {
		int ref_year = fact_at(refs->v[i].fact)->yearly ? year - refs->v[i].back : 0;
		if (refs->v[i].fact == x->fact && ref_year == x->year)
			return true;
	}
	return false;
}

static struct fact_value stored_value(const struct facts *facts, const struct answer *x)
{
	return facts_get(facts, x->fact, x->year ? (unsigned)(facts->year - x->year) : 0);
}

/* Reads what was typed; true when at least one answer would change. */
static bool read_answers(
	struct tx *tx, const struct facts *facts, struct application_save *uc)
{
	bool any = false;

	for (size_t i = 0; i < uc->n; i++) {
		struct answer *x = &uc->answers[i];
		struct fact_value old = stored_value(facts, x);
		struct err why;

		x->error = str_none();
		if (fact_parse_typed(tx->a, x->fact, x->typed, &x->value, &why) != RC_OK) {
			x->error = err_text(tx->a, &why);
			x->value = old;
			uc->bad++;
		}
		x->changed = x->value.state != old.state ||
			(old.state == FACT_KNOWN && x->value.v != old.v);
		any = any || x->changed;
	}
	return any;
}

static enum rc may_change(struct tx *tx, const struct application_file *f,
	const struct application_save *uc, struct err *e)
{
	struct corrections items;

	if (f->state != STATE_RETURNED)
		return RC_OK;
	TRY(corrections_load(tx->db, f, &items, e));
	for (size_t i = 0; i < uc->n; i++) {
		const struct answer *x = &uc->answers[i];
		if (!x->changed || correction_opens_fact(&items, x->fact, x->year))
			continue;
		err_set(e, RC_FORBIDDEN, MSG_APPLICATION_NOT_NAMED);
		return err_arg(e, 0, fact_at(x->fact)->name);
	}
	return RC_OK;
}

static enum rc put_answers(struct tx *tx, const struct application_file *f,
	const struct application_save *uc, struct buf *changed, struct err *e)
{
	for (size_t i = 0; i < uc->n; i++) {
		const struct answer *x = &uc->answers[i];
		struct str id = fact_at(x->fact)->id;

		if (!x->changed)
			continue;
		if (x->value.state == FACT_KNOWN)
			TRY(q_application_fact_put(tx->db,
				&(struct q_application_fact_put_in){.application_id = f->id, .fact = id,
					.year = x->year, .value = fact_text(tx->a, x->fact, x->value),
					.now = tx->now},
				NULL, e));
		else
			TRY(q_application_fact_remove(tx->db,
				&(struct q_application_fact_remove_in){
					.application_id = f->id, .fact = id, .year = x->year},
				NULL, e));
		if (changed->p[changed->n - 1] != '[')
			buf_ch(changed, ',');
		json_put_str(changed, x->year ? str_fmt(tx->a, "%.*s.%d", STR_ARG(id), x->year) : id);
	}
	return RC_OK;
}

/* Points follow from the answers, always from all of them (L19). */
static enum rc rescore(struct tx *tx, const struct application_file *f,
	struct application_save *uc, bool store, struct err *e)
{
	int64_t changed;

	TRY(application_facts(tx->db, f, tx->now, &uc->facts, e));
	uc->score = ARENA_NEW(tx->a, struct score_result);
	application_evaluate(f, uc->facts, tx->a, uc->score);
	uc->new_base = section_base(tx->a, f, uc->facts, uc->section);
	if (!store)
		return RC_OK;
	bool error = uc->score->verdict == SCORE_ERROR;
	TRY(q_application_scored(tx->db,
		&(struct q_application_scored_in){.id = f->id, .enterprise_id = f->enterprise_id,
			.version = f->version, .score_min = error ? 0 : uc->score->total.lo,
			.score_max = error ? f->standard->max : uc->score->total.hi,
			.result = score_verdict_name(uc->score->verdict),
			.route = route_name(uc->score->route), .now = tx->now},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

/* Only what the section asks and nothing counts. */
static enum rc typed_facts(struct tx *tx, const struct application_file *f,
	const struct application_save *uc, struct err *e)
{
	for (size_t i = 0; i < uc->n; i++) {
		const struct counting *set = fact_counting(f, uc->answers[i].fact);
		if (uc->section >= f->standard->sections.n ||
			!asked(f->standard, uc->section, &uc->answers[i], f->year))
			return err_set(e, RC_INVALID, MSG_APPLICATION_FOREIGN_FACT);
		if (!set)
			continue;
		err_set(e, RC_INVALID, MSG_APPLICATION_DERIVED);
		err_arg(e, 0, fact_at(uc->answers[i].fact)->name);
		return err_arg(e, 1, list_title(tx->sv->rules, set->list));
	}
	return RC_OK;
}

enum rc application_save(struct tx *tx, struct application_save *uc, struct err *e)
{
	struct application_file f;
	struct facts *before;
	struct buf changed;

	TRY(application_for_enterprise(tx->db, tx->sv->rules, tx->who, uc->application, &f, e));
	TRY(application_open(&f, e));
	uc->bad = 0;
	TRY(typed_facts(tx, &f, uc, e));
	TRY(application_facts(tx->db, &f, tx->now, &before, e));
	if (!read_answers(tx, before, uc))
		return rescore(tx, &f, uc, false, e);
	if (uc->base.n && !str_eq(uc->base, section_base(tx->a, &f, before, uc->section)))
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(may_change(tx, &f, uc, e));
	buf_init(&changed, tx->a, (size_t)64 << 10);
	buf_lit(&changed, "{\"changed\":[");
	TRY(put_answers(tx, &f, uc, &changed, e));
	buf_lit(&changed, "]}");
	TRY(rescore(tx, &f, uc, true, e));
	return audit_append(tx,
		&(struct audit_event){.action = action_code(ACT_SAVE), .object_kind = "application",
			.object_id = f.id, .payload = buf_view(&changed)},
		e);
}

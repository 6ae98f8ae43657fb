/* What the invented enterprises do: through the use cases that their pages call. */
#include "service/demo_acts.h"

#include "service/filing.h"
#include "service/lists.h"
#include "store/q.h"

struct demo_body *demo_body_of(struct demo *d, int64_t agency_id)
{
	for (size_t i = 0; i < d->bodies_n; i++)
		if (d->bodies[i].agency_id == agency_id)
			return &d->bodies[i];
	return agency_id == d->province.agency_id ? &d->province : NULL;
}

struct tx demo_tx(struct demo *d, const struct actor *who, int64_t at)
{
	return (struct tx){.db = d->db, .a = d->a, .sv = d->sv, .who = who, .now = at};
}

static struct actor member(const struct demo_enterprise *en, bool legal)
{
	return (struct actor){.roles = legal ? ROLE_LEGAL_REP : ROLE_FILLER,
		.account_id = legal ? en->legal_id : en->filler_id,
		.name = legal ? en->legal_rep : en->contact,
		.enterprise_id = en->id,
		.enterprise_name = en->name,
		.ip = STR("127.0.0.1")};
}

struct actor demo_filler(const struct demo_enterprise *en)
{
	return member(en, false);
}

enum rc demo_start(struct demo *d, const struct demo_enterprise *en, int64_t batch_id, int64_t at,
	struct str *out, struct err *e)
{
	struct actor who = member(en, false);
	struct tx tx = demo_tx(d, &who, at);
	struct application_start uc = {.batch_id = batch_id};

	TRY(application_start(&tx, &uc, e));
	*out = uc.public_id;
	return RC_OK;
}

/* What is counted from lists is not typed. */
static enum rc fill_section(struct demo *d, struct tx *tx, const struct application_file *f,
	size_t section, const struct demo_answers *answers, struct err *e)
{
	const struct fact_refs *facts = &f->standard->sections.v[section].facts;
	struct application_save uc = {.application = f->public_id, .section = section};

	uc.answers = ARENA_NEW_N(d->a, struct answer, facts->n + 1);
	for (size_t i = 0; i < facts->n; i++) {
		unsigned back = facts->v[i].back;
		bool yearly = fact_at(facts->v[i].fact)->yearly;
		if (fact_counting(f, facts->v[i].fact))
			continue;
		uc.answers[uc.n++] = (struct answer){.fact = facts->v[i].fact,
			.year = yearly ? f->year - (int)back : 0,
			.typed = answers->fact[facts->v[i].fact][yearly ? back : 0]};
	}
	return application_save(tx, &uc, e);
}

enum rc demo_fill_in(struct demo *d, const struct demo_enterprise *en, struct str file,
	const struct demo_answers *answers, size_t sections, int64_t at, struct err *e)
{
	struct actor who = member(en, false);
	struct tx tx = demo_tx(d, &who, at);
	struct application_file f;

	TRY(application_for_enterprise(d->db, d->sv->rules, &who, file, &f, e));
	for (size_t i = 0; i < MIN_OF(sections, f.standard->sections.n); i++)
		TRY(fill_section(d, &tx, &f, i, answers, e));
	return RC_OK;
}

static enum rc add(struct tx *tx, struct str file, struct str slot, const char *name, struct hash h,
	int64_t size, struct err *e)
{
	struct evidence_stored v = {str_c(name), STR("application/pdf"), h, size};
	struct evidence_add uc = {.application = file, .slot = slot, .v = &v, .n = 1};

	return evidence_add(tx, &uc, e);
}

enum rc demo_prove(struct demo *d, const struct demo_enterprise *en, struct str file, int64_t at,
	struct err *e)
{
	struct actor who = member(en, false);
	struct tx tx = demo_tx(d, &who, at);
	struct application_file f;
	struct facts *facts;
	struct score_result result;

	TRY(application_for_enterprise(d->db, d->sv->rules, &who, file, &f, e));
	TRY(application_facts(d->db, &f, at, &facts, e));
	application_evaluate(&f, facts, d->a, &result);
	for (size_t i = 0; i < f.standard->evidence.n; i++) {
		struct str slot = f.standard->evidence.v[i].id;
		bool audit = str_starts(slot, STR("audit"));
		if (evidence_need(&result, i) != EVIDENCE_NEEDED)
			continue;
		if (str_eqc(slot, "licence"))
			TRY(add(&tx, file, slot, "营业执照（演示样张）.pdf", d->licence, d->licence_size, e));
		else
			TRY(add(&tx, file, slot, audit ? "审计报告（演示样张）.pdf" : "佐证材料（演示样张）.pdf",
				audit ? d->audit : d->proof, audit ? d->audit_size : d->proof_size, e));
	}
	return RC_OK;
}

enum rc demo_to_sign(struct demo *d, const struct demo_enterprise *en, struct str file, int64_t at,
	struct err *e)
{
	struct actor who = member(en, false);
	struct tx tx = demo_tx(d, &who, at);
	struct application_file f;
	struct application_to_sign uc = {.application = file};

	TRY(application_for_enterprise(d->db, d->sv->rules, &who, file, &f, e));
	uc.version = f.version;
	return application_to_sign(&tx, &uc, e);
}

enum rc demo_submit(struct demo *d, const struct demo_enterprise *en, struct str file, int64_t at,
	struct err *e)
{
	struct actor who = member(en, true);
	struct tx tx = demo_tx(d, &who, at);
	struct application_file f;
	struct application_submit uc = {.application = file, .truth = true};

	TRY(application_for_enterprise(d->db, d->sv->rules, &who, file, &f, e));
	struct str *ids = ARENA_NEW_N(d->a, struct str, f.procedure->eligibility_n + 1);
	for (size_t i = 0; i < f.procedure->eligibility_n; i++)
		ids[i] = f.procedure->eligibility[i].id;
	uc.version = f.version;
	uc.eligible = ids;
	uc.eligible_n = f.procedure->eligibility_n;
	return application_submit(&tx, &uc, e);
}

enum rc demo_withdraw(struct demo *d, const struct demo_enterprise *en, struct str file, int64_t at,
	struct err *e)
{
	struct actor who = member(en, true);
	struct tx tx = demo_tx(d, &who, at);
	struct application_file f;
	struct application_withdraw uc = {
		.application = file, .reason = STR("本批次材料准备不充分，拟下一批次再申报")};

	TRY(application_for_enterprise(d->db, d->sv->rules, &who, file, &f, e));
	uc.version = f.version;
	return application_withdraw(&tx, &uc, e);
}

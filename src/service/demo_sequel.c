/* The same as befalls the demonstration's own province, with fewer people. */
#include "service/demo_sequel.h"

#include "service/bodies.h"
#include "service/demo_after.h"
#include "service/demo_care.h"
#include "service/demo_draw.h"
#include "service/demo_duties.h"
#include "service/demo_national.h"
#include "service/demo_oversight.h"
#include "service/demo_voice.h"
#include "store/q.h"

/* Enterprises of the round: who reports a change, and who is reported. */
enum { CHANGED = 1, REPORTED = 4 };

static struct actor signer(const struct demo_enterprise *en)
{
	return (struct actor){.roles = ROLE_LEGAL_REP, .account_id = en->legal_id, .name = en->legal_rep,
		.enterprise_id = en->id, .enterprise_name = en->name, .ip = STR("127.0.0.1")};
}

/* Holders of a title of the round, by the city that has their files. */
static enum rc cared_for(struct demo_round *k, struct err *e)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct actor legal = signer(&k->firm[i]);
		struct bodies at;
		TRY(bodies_of(k->d.db, k->d.procedure->line, k->firm[i].place->division_code, &at, e));
		TRY(demo_care(&k->d, demo_body_of(&k->d, at.city), k->firm[i].public_id, &legal, i, e));
	}
	return RC_OK;
}

/* As a holder of a title that is in force today. */
static enum rc holder(struct demo_round *k, size_t i, struct q_demo_holders *out, struct bodies *at, bool *found,
	struct err *e)
{
	const struct demo_enterprise *en = &k->firm[i];
	struct q_demo_title_of title;

	TRY(q_demo_title_of(k->d.db,
		&(struct q_demo_title_of_in){
			.enterprise_id = en->id, .day = date_str(k->d.a, date_of_instant(k->d.now))},
		&title, found, e));
	TRY(bodies_of(k->d.db, k->d.procedure->line, en->place->division_code, at, e));
	*out = (struct q_demo_holders){.title_id = title.id, .enterprise_id = en->id, .public_id = en->public_id,
		.name = en->name, .uscc = en->uscc, .county_agency_id = at->county ? some_i64(at->county) : none_i64(),
		.filler_id = en->filler_id, .contact = en->contact, .legal_id = en->legal_id, .legal_rep = en->legal_rep};
	return RC_OK;
}

static enum rc cases(struct demo_round *k, struct err *e)
{
	struct q_demo_holders changed, reported;
	struct bodies first, second;
	bool one, two;

	TRY(holder(k, CHANGED, &changed, &first, &one, e));
	TRY(holder(k, REPORTED, &reported, &second, &two, e));
	if (one)
		TRY(demo_after_change(&k->d, demo_body_of(&k->d, first.city), &changed, e));
	return two ? demo_after_report(&k->d, demo_body_of(&k->d, second.city), &reported, e) : RC_OK;
}

/* Bodies of another line are not asked by enterprises of this one. */
static enum rc voices(struct demo_round *k, struct err *e)
{
	struct q_demo_fillers people[3];
	struct bodies at;

	if (!str_eqc(k->d.procedure->line, BODIES_LINE_OF_ENTERPRISES))
		return RC_OK;
	for (size_t i = 0; i < ARRAY_LEN(people); i++) {
		const struct demo_enterprise *en = &k->firm[i + i / 2]; /* the third is in another city */
		people[i] = (struct q_demo_fillers){.account_id = en->filler_id, .name = en->contact,
			.enterprise_id = en->id, .enterprise = en->name};
	}
	TRY(bodies_of(k->d.db, k->d.procedure->line, k->firm[0].place->division_code, &at, e));
	return demo_voice_of(&k->d, demo_body_of(&k->d, at.city), people, 2, e);
}

enum rc demo_sequel(struct demo_round *k, struct err *e)
{
	if (!k->n)
		return RC_OK;
	TRY(demo_duties(k, e));
	TRY(cared_for(k, e));
	TRY(cases(k, e));
	TRY(demo_national(k, e));
	TRY(voices(k, e));
	TRY(demo_draw_titles(&k->d, e));
	return demo_circular_issued(&k->d, false, e);
}

/* The steps of a draw after its frame is frozen. Each stands before the next can be known: the
 * source before its numbers, the numbers before the result. The files of a city that were not drawn
 * go on when those that were are settled, so that a substitute is still there to be visited.
 */
#include "base/utf8.h"
#include "service/application.h"
#include "service/draw.h"
#include "service/inspection.h"
#include "service/roster.h"
#include "service/site.h"

enum rc draw_own(struct tx *tx, struct str public_id, struct draw *d, struct err *e)
{
	struct q_draw_for_officer row;

	TRY(batch_province_only(tx->who, e));
	TRY(q_draw_for_officer(tx->db,
	        &(struct q_draw_for_officer_in){
	                .public_id = public_id, .agency_id = tx->who->agency_id},
	        &row, e));
	return draw_load(tx->db, tx->sv->rules, public_id, d, e);
}

static enum rc step(int64_t changed, struct err *e)
{
	return changed == 1 ? RC_OK : err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
}

enum rc draw_announce(struct tx *tx, struct draw_announce *uc, struct err *e)
{
	size_t n = utf8_count(uc->source);
	struct draw d;
	int64_t changed;

	TRY(draw_own(tx, uc->draw, &d, e));
	if (n < 8 || n > 300)
		return err_field(e, RC_INVALID, MSG_DRAW_SOURCE, "source");
	if (date_cmp(uc->on, date_of_instant(tx->now)) <= 0)
		return err_field(e, RC_INVALID, MSG_DRAW_SOURCE_DAY, "source_on");
	TRY(q_draw_announce(tx->db,
	        &(struct q_draw_announce_in){.id = d.head.id,
	                .agency_id = tx->who->agency_id,
	                .source = uc->source,
	                .source_on = date_str(tx->a, uc->on),
	                .now = tx->now},
	        &changed, e));
	TRY(step(changed, e));
	return draw_note(tx, "draw_announced", d.head.id, uc->source, e);
}

static enum rc witnesses_of(
        struct tx *tx, const struct draw_enter *uc, struct str *out, struct err *e)
{
	struct str one = str_trim(uc->witness1), two = str_trim(uc->witness2);
	size_t n = utf8_count(one), m = utf8_count(two);

	if (n < 2 || n > 60)
		return err_field(e, RC_INVALID, MSG_DRAW_WITNESSES, "witness1");
	if (m < 2 || m > 60 || str_eq(one, two))
		return err_field(e, RC_INVALID, MSG_DRAW_WITNESSES, "witness2");
	*out = str_fmt(tx->a, "%.*s；%.*s", STR_ARG(one), STR_ARG(two));
	return RC_OK;
}

enum rc draw_enter(struct tx *tx, struct draw_enter *uc, struct err *e)
{
	size_t n = utf8_count(uc->numbers);
	struct str witnesses;
	struct draw d;
	int64_t changed;

	TRY(draw_own(tx, uc->draw, &d, e));
	if (d.head.source_on.n &&
	        str_cmp(date_str(tx->a, date_of_instant(tx->now)), d.head.source_on) < 0) {
		err_field(e, RC_INVALID, MSG_DRAW_EARLY, "numbers");
		return err_arg(e, 0, d.head.source_on);
	}
	if (n < 4 || n > 200)
		return err_field(e, RC_INVALID, MSG_DRAW_NUMBERS, "numbers");
	TRY(witnesses_of(tx, uc, &witnesses, e));
	TRY(q_draw_enter(tx->db,
	        &(struct q_draw_enter_in){.id = d.head.id,
	                .agency_id = tx->who->agency_id,
	                .numbers = uc->numbers,
	                .witnesses = witnesses,
	                .account_id = tx->who->account_id,
	                .now = tx->now},
	        &changed, e));
	TRY(step(changed, e));
	return draw_note(tx, "draw_entered", d.head.id, uc->numbers, e);
}

static enum rc sample_move(
        struct tx *tx, int64_t application_id, enum action act, struct str reason, struct err *e)
{
	struct flow_move m = {.application_id = application_id,
	        .act = act,
	        .who = HOLDER_PROVINCE,
	        .reason = reason};

	return flow_move(tx, &m, e);
}

static enum rc done(
        struct tx *tx, const struct draw *d, const struct q_draw_items *x, struct err *e)
{
	return q_draw_item_done(tx->db,
	        &(struct q_draw_item_done_in){.draw_id = d->head.id, .seq = x->seq}, NULL, e);
}

bool draw_waits(const struct q_draw_items *x)
{
	return x->taken && !x->done && (x->title_id || str_eqc(x->state, state_code(STATE_SAMPLE)));
}

/* The end of the city that begins at `from`; `waits`: one that was drawn there is not settled. */
static size_t city_end(const struct draw *d, size_t from, bool *waits)
{
	size_t to = from;

	*waits = false;
	for (; to < d->items.n && str_eq(d->items.v[to].stratum, d->items.v[from].stratum); to++)
		*waits = *waits || draw_waits(&d->items.v[to]);
	return to;
}

int64_t draw_held(const struct draw *d)
{
	int64_t held = 0;
	bool waits;

	if (!str_eqc(d->head.state, "drawn"))
		return 0;
	for (size_t from = 0, to; from < d->items.n; from = to) {
		to = city_end(d, from, &waits);
		for (size_t i = from; i < to && !waits; i++)
			held += !d->items.v[i].taken && !d->items.v[i].done &&
			        str_eqc(d->items.v[i].state, state_code(STATE_SAMPLE));
	}
	return held;
}

/* What was not drawn, in cities where everything drawn is settled. */
static enum rc release(struct tx *tx, struct str public_id, int64_t *passed, struct err *e)
{
	struct draw d;
	bool waits;

	*passed = 0;
	TRY(draw_load(tx->db, tx->sv->rules, public_id, &d, e));
	for (size_t from = 0, to; from < d.items.n; from = to) {
		to = city_end(&d, from, &waits);
		for (size_t i = from; i < to && !waits; i++) {
			const struct q_draw_items *x = &d.items.v[i];
			if (x->taken || x->done)
				continue;
			TRY(done(tx, &d, x, e));
			if (!str_eqc(x->state, state_code(STATE_SAMPLE)))
				continue;
			++*passed;
			TRY(sample_move(
			        tx, x->application_id, ACT_SAMPLE_PASS, STR("抽查未抽中"), e));
		}
	}
	return RC_OK;
}

enum rc draw_release(struct tx *tx, struct draw_release *uc, struct err *e)
{
	struct draw d;

	TRY(draw_own(tx, uc->draw, &d, e));
	if (!str_eqc(d.head.state, "drawn") || draw_of_titles(&d))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	TRY(release(tx, uc->draw, &uc->passed, e));
	return uc->passed ? RC_OK : err_set(e, RC_STATE, MSG_DRAW_HELD);
}

/* Does the procedure let the city visit what the province draws? */
static bool city_visits(const struct draw *d)
{
	const struct stage *s = procedure_stage(d->procedure, STAGE_SAMPLE, HOLDER_PROVINCE);

	return s && s->visited_by_city && !draw_of_titles(d);
}

/* The last visit of the body that must go; false: none is done. */
static enum rc visited(struct tx *tx, const struct draw *d, int64_t application_id, bool *was,
        bool *failed, struct err *e)
{
	struct q_site_checks_of_list list;

	*was = *failed = false;
	TRY(q_site_checks_of(
	        tx->db, &(struct q_site_checks_of_in){.application_id = application_id}, &list, e));
	for (size_t i = 0; i < list.n && !*was; i++) {
		bool own = list.v[i].agency_id == tx->who->agency_id;
		if (!str_eqc(list.v[i].state, "done") || !(own || city_visits(d)))
			continue;
		*was = true;
		*failed = str_eqc(list.v[i].result, "bad");
	}
	return RC_OK;
}

/* Compulsory cases that the city has visited in its review have nothing left to wait for. */
static enum rc settle_visited(struct tx *tx, struct str public_id, struct err *e)
{
	struct draw d;
	bool was, failed;

	TRY(draw_load(tx->db, tx->sv->rules, public_id, &d, e));
	for (size_t i = 0; i < d.items.n && city_visits(&d); i++) {
		const struct q_draw_items *x = &d.items.v[i];
		if (!draw_waits(x) || x->compulsory.n == 0)
			continue;
		TRY(visited(tx, &d, x->application_id, &was, &failed, e));
		if (!was || failed)
			continue;
		TRY(done(tx, &d, x, e));
		TRY(sample_move(tx, x->application_id, ACT_SAMPLE_PASS,
		        str_cat(tx->a, STR("必查，审核时已实地核查："), x->compulsory), e));
	}
	return RC_OK;
}

/* Whoever must visit learns it: the people of the city's body, one message for a city. */
static enum rc tell_city(struct tx *tx, const struct draw *d, const struct q_draw_items *one,
        int64_t n, struct err *e)
{
	struct q_accounts_of_agency_list people;
	struct q_application_core app;

	if (n == 0 || !city_visits(d))
		return RC_OK;
	TRY(q_application_core(
	        tx->db, &(struct q_application_core_in){.id = one->application_id}, &app, e));
	TRY(q_accounts_of_agency(tx->db,
	        &(struct q_accounts_of_agency_in){.agency_id = app.city_agency_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
		        &(struct q_message_put_in){.account_id = people.v[i].id,
		                .at = tx->now,
		                .kind = STR("draw"),
		                .subject = str_fmt(tx->a, "抽中 %lld 家，请实地核查", (long long)n),
		                .body = str_fmt(tx->a,
		                        "%.*s。抽中的企业在审核队列“抽查中”，核查后登记结果，由省级办结。",
		                        STR_ARG(d->head.title)),
		                .link = str_fmt(tx->a, "/o/queue?state=%s", state_code(STATE_SAMPLE))},
		        NULL, e));
	return RC_OK;
}

/* All cities of a draw, after it. */
static enum rc tell_cities(struct tx *tx, struct str public_id, struct err *e)
{
	struct draw d;
	bool waits;

	TRY(draw_load(tx->db, tx->sv->rules, public_id, &d, e));
	for (size_t from = 0, to; from < d.items.n; from = to) {
		int64_t n = 0;
		to = city_end(&d, from, &waits);
		for (size_t i = from; i < to; i++)
			n += draw_waits(&d.items.v[i]);
		TRY(tell_city(tx, &d, &d.items.v[from], n, e));
	}
	return RC_OK;
}

static enum rc take(struct tx *tx, const struct draw *d, const struct sample_frame *f,
        int64_t *taken, struct err *e)
{
	*taken = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (!f->v[i].taken)
			continue;
		++*taken;
		TRY(q_draw_item_take(tx->db,
		        &(struct q_draw_item_take_in){
		                .draw_id = d->head.id, .seq = d->items.v[i].seq},
		        NULL, e));
	}
	return RC_OK;
}

/* Titles are visited by the province; the bodies below are told where to read who was drawn. */
static enum rc tell_below(
        struct tx *tx, const struct draw *d, struct str public_id, int64_t taken, struct err *e)
{
	return q_circular_tell(tx->db,
	        &(struct q_circular_tell_in){.agency_id = tx->who->agency_id,
	                .now = tx->now,
	                .subject = str_cat(tx->a, STR("已抽取："), d->head.title),
	                .body = str_fmt(tx->a, "抽中 %lld 家，由省级核查，请协助联系辖区企业。",
	                        (long long)taken),
	                .link = str_cat(tx->a, STR("/sampling/"), public_id)},
	        NULL, e);
}

static enum rc files_after(struct tx *tx, struct draw_confirm *uc, struct err *e)
{
	TRY(settle_visited(tx, uc->draw, e));
	TRY(tell_cities(tx, uc->draw, e));
	return release(tx, uc->draw, &uc->passed, e);
}

enum rc draw_confirm(struct tx *tx, struct draw_confirm *uc, struct err *e)
{
	struct sample_frame f;
	struct hash code;
	struct draw d;
	int64_t changed;

	TRY(draw_own(tx, uc->draw, &d, e));
	if (!str_eqc(d.head.state, "entered"))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	if (d.head.entered_by.has && d.head.entered_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	if (!str_eq(uc->numbers, d.head.numbers))
		return err_field(e, RC_INVALID, MSG_DRAW_NUMBERS_DIFFER, "numbers");
	draw_frame_of(tx->a, &d, &f);
	if (!str_eq(hash_hex(tx->a, sample_frame_hash(tx->a, &f)), d.head.frame_hash))
		return err_detail(
		        e, RC_DATA, MSG_INTERNAL, "draw %lld: frame", (long long)d.head.id);
	TRY(draw_code(tx->db, d.head.id, 0, &code, e));
	sample_draw(tx->a, &f, d.head.share_percent, code, d.head.numbers);
	TRY(q_draw_confirm(tx->db,
	        &(struct q_draw_confirm_in){.id = d.head.id,
	                .agency_id = tx->who->agency_id,
	                .account_id = tx->who->account_id,
	                .now = tx->now},
	        &changed, e));
	TRY(step(changed, e));
	TRY(take(tx, &d, &f, &uc->taken, e));
	TRY(inspection_open_all(tx, &d, &f, e));
	TRY(roster_begin(tx, uc->draw, e));
	TRY(draw_of_titles(&d) ? tell_below(tx, &d, uc->draw, uc->taken, e) : files_after(tx, uc, e));
	return draw_note(tx, "draw_drawn", d.head.id,
	        str_fmt(tx->a, "抽中 %lld 家", (long long)uc->taken), e);
}

static const struct q_draw_items *item_of(const struct draw *d, struct str file)
{
	for (size_t i = 0; i < d->items.n; i++)
		if (str_eq(d->items.v[i].public_id, file))
			return &d->items.v[i];
	return NULL;
}

/* A drawn file that this draw has not settled. */
static enum rc drawn(
        const struct draw *d, struct str file, const struct q_draw_items **out, struct err *e)
{
	*out = item_of(d, file);
	if (!*out)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return (*out)->taken && !(*out)->done ? RC_OK : err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
}

/* The smallest ticket of the next round takes the place of `gone`. */
static enum rc put_substitute(struct tx *tx, const struct draw *d, const struct q_draw_items *gone,
        struct draw_substitute *uc, struct err *e)
{
	unsigned round = (unsigned)d->head.rounds;
	struct sample_frame f;
	struct hash code;

	draw_frame_of(tx->a, d, &f);
	TRY(draw_code(tx->db, d->head.id, round, &code, e));
	struct sample_item *x =
	        sample_substitute(tx->a, &f, gone->stratum, round, code, d->head.numbers);
	if (!x)
		return err_set(e, RC_STATE, MSG_DRAW_NOBODY);
	const struct q_draw_items *next = &d->items.v[x - f.v];
	uc->name = next->name;
	TRY(tell_city(tx, d, next, 1, e));
	TRY(q_draw_item_take(tx->db,
	        &(struct q_draw_item_take_in){.draw_id = d->head.id,
	                .seq = next->seq,
	                .round = round,
	                .substitute_for = some_i64(gone->seq)},
	        NULL, e));
	TRY(q_draw_item_excuse(tx->db,
	        &(struct q_draw_item_excuse_in){
	                .draw_id = d->head.id, .seq = gone->seq, .reason = uc->reason},
	        NULL, e));
	TRY(inspection_open(tx, d, next, e));
	TRY(roster_substitute(tx, d, next, gone, uc->reason, e));
	return q_draw_round(
	        tx->db, &(struct q_draw_round_in){.id = d->head.id, .round = round}, NULL, e);
}

enum rc draw_substitute(struct tx *tx, struct draw_substitute *uc, struct err *e)
{
	const struct q_draw_items *gone = NULL;
	struct draw d;
	int64_t passed;

	TRY(draw_own(tx, uc->draw, &d, e));
	TRY(drawn(&d, uc->file, &gone, e));
	if (utf8_count(uc->reason) < 4 || utf8_count(uc->reason) > 300)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	if (gone->compulsory.n)
		return err_set(e, RC_STATE, MSG_DRAW_COMPULSORY);
	if (d.head.rounds >= SAMPLE_ROUNDS)
		return err_set(e, RC_STATE, MSG_DRAW_ROUNDS);
	TRY(put_substitute(tx, &d, gone, uc, e));
	TRY(done(tx, &d, gone, e));
	if (draw_of_titles(&d))
		return draw_note(tx, "draw_substituted", d.head.id, uc->reason, e);
	if (draw_waits(gone))
		TRY(sample_move(tx, gone->application_id, ACT_SAMPLE_PASS,
		        str_cat(tx->a, STR("抽查替补："), uc->reason), e));
	TRY(release(tx, uc->draw, &passed, e));
	return draw_note(tx, "draw_substituted", d.head.id, uc->reason, e);
}

/* It stays drawn: when it comes back it is visited and decided here, or replaced meanwhile. */
static enum rc send_back(struct tx *tx, const struct draw *d, const struct q_draw_items *x,
        struct draw_decide *uc, struct err *e)
{
	if (utf8_count(uc->reason) < 4 || utf8_count(uc->reason) > 300)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	TRY(sample_move(tx, x->application_id, ACT_SEND_BACK, uc->reason, e));
	return draw_note(tx, "draw_sent_back", d->head.id, uc->reason, e);
}

enum rc draw_decide(struct tx *tx, struct draw_decide *uc, struct err *e)
{
	const struct q_draw_items *x = NULL;
	bool was, failed;
	struct draw d;

	TRY(draw_own(tx, uc->draw, &d, e));
	TRY(drawn(&d, uc->file, &x, e));
	if (!draw_waits(x) || draw_of_titles(&d))
		return err_set(e, RC_STATE, MSG_DRAW_NOT_NOW);
	if (uc->act == ACT_SEND_BACK)
		return send_back(tx, &d, x, uc, e);
	TRY(visited(tx, &d, x->application_id, &was, &failed, e));
	if (!was)
		return err_set(e, RC_STATE,
		        city_visits(&d) ? MSG_DRAW_CITY_NOT_VISITED : MSG_DRAW_NOT_VISITED);
	if (uc->act == ACT_SAMPLE_PASS && failed)
		return err_set(e, RC_STATE, MSG_DRAW_VISIT_FAILED);
	if (uc->act == ACT_SAMPLE_FAIL && utf8_count(uc->reason) < 4)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	TRY(done(tx, &d, x, e));
	TRY(sample_move(tx, x->application_id, uc->act,
	        uc->reason.n ? uc->reason : STR("抽查核查通过"), e));
	return release(tx, uc->draw, &uc->passed, e);
}

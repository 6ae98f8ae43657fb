/* A window that the law counts: what is shown, for how long, and what the last second decides. */
#include "service/publicity.h"

#include "service/audit.h"
#include "service/bar.h"
#include "service/listed.h"
#include "service/site.h"

/* --- reading ------------------------------------------------------------------------------------- */

enum state publicity_waits(enum holder level)
{
	return level == HOLDER_PROVINCE ? STATE_PROV_WAIT : STATE_PUB_WAIT;
}

enum rc publicity_term(const struct procedure *p, enum holder level, struct term *out, bool *printed,
	struct err *e)
{
	const struct stage *s = procedure_stage(p, STAGE_PUBLICITY, level);

	if (!s)
		return err_set(e, RC_STATE, MSG_PUBLICITY_NO_STAGE);
	*printed = s->has_term;
	*out = s->has_term ? s->term : (struct term){.kind = TERM_WORKING};
	return RC_OK;
}

/* As it was proposed: the length is the document's or the proposer's, the way of counting the stage's. */
static enum rc term_of(struct publicity *p, struct err *e)
{
	bool printed = false;

	TRY(publicity_term(p->procedure, p->level, &p->term, &printed, e));
	p->term.n = p->head.days;
	p->term.kind = str_eqc(p->head.unit, "working") ? TERM_WORKING : TERM_CALENDAR;
	return RC_OK;
}

static enum rc load(struct db *db, const struct rules *rules, struct str public_id, int64_t now,
	struct publicity *out, struct err *e)
{
	struct publicity p = {0};

	TRY(q_publicity_head(db, &(struct q_publicity_head_in){.public_id = public_id}, &p.head, e));
	p.procedure = rules_procedure(rules, p.head.edition, rules_pin(p.head.opens_on));
	if (!p.procedure || !holder_parse(p.head.level, &p.level))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "publicity %lld", (long long)p.head.id);
	TRY(term_of(&p, e));
	if (p.head.ends_at) {
		if (!date_parse(p.head.first_on, &p.window.first) ||
			!date_parse(p.head.last_on, &p.window.last))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "publicity %lld: window",
				(long long)p.head.id);
		p.window.closes = p.head.ends_at;
		p.window.provisional = p.head.provisional != 0;
	}
	p.over = p.head.ends_at && now >= p.head.ends_at;
	p.open = str_eqc(p.head.state, "open") && !p.over;
	*out = p;
	return RC_OK;
}

enum rc publicity_for_public(struct db *db, const struct rules *rules, struct str public_id,
	int64_t now, struct publicity *out, struct err *e)
{
	struct publicity p;

	TRY(load(db, rules, public_id, now, &p, e));
	if (!str_eqc(p.head.state, "open") && !str_eqc(p.head.state, "closed"))
		return err_set(e, RC_NOT_FOUND, MSG_PUBLICITY_GONE);
	*out = p;
	return RC_OK;
}

enum rc publicity_for_officer(struct db *db, const struct rules *rules, const struct actor *who,
	struct str public_id, int64_t now, struct publicity *out, struct err *e)
{
	struct q_publicity_id_for_officer id;

	TRY(q_publicity_id_for_officer(db,
		&(struct q_publicity_id_for_officer_in){
			.public_id = public_id, .agency_id = who->agency_id},
		&id, e));
	return load(db, rules, public_id, now, out, e);
}

const char *publicity_state_word(const struct publicity *p, int64_t now)
{
	if (str_eqc(p->head.state, "proposed"))
		return "待第二人确认";
	if (str_eqc(p->head.state, "cancelled"))
		return "已撤回";
	if (p->over)
		return "公示期满";
	return now < instant_day_start(p->window.first) ? "已公布，次日起算" : "公示中";
}

enum rc publicity_list(struct db *db, int64_t publicity_id, struct q_publicity_items_list *rows,
	struct list_entries *out, struct err *e)
{
	TRY(q_publicity_items(
		db, &(struct q_publicity_items_in){.publicity_id = publicity_id}, rows, e));
	*out = (struct list_entries){0};
	for (size_t i = 0; i < rows->n; i++) {
		const struct q_publicity_items *r = &rows->v[i];
		VEC_PUSH(db_arena(db), out,
			((struct list_entry){.application_id = r->application_id, .name = r->name,
				.uscc = r->uscc, .area = r->area, .direct = r->direct != 0,
				.score = r->score}));
	}
	return RC_OK;
}

enum rc publicity_plan(const struct services *sv, const struct term *term, int64_t now,
	struct window *out, struct err *e)
{
	enum rc rc = workday_window(rules_calendar(sv->rules), date_of_instant(now), term,
		!sv->config->production, out, e);
	if (rc == RC_DATA && e)
		e->code = RC_STATE; /* the calendar of a year is not published yet: nothing is broken */
	return rc == RC_DATA ? RC_STATE : rc;
}

/* --- proposing ----------------------------------------------------------------------------------- */

static enum rc not_waiting(struct tx *tx, int64_t batch_id, struct err *e)
{
	struct q_publicity_waiting w;
	bool found;

	TRY(q_publicity_waiting(tx->db,
		&(struct q_publicity_waiting_in){
			.batch_id = batch_id, .agency_id = tx->who->agency_id},
		&w, &found, e));
	return found ? err_set(e, RC_STATE, MSG_PUBLICITY_WAITING) : RC_OK;
}

static struct str title_of(
	struct tx *tx, const struct batch *b, enum holder level, struct str body)
{
	struct str own = procedure_text(tx->a, b->procedure, "publicity_province", b->title, STR(""));

	if (level == HOLDER_PROVINCE && own.n)
		return own;
	return procedure_text(tx->a, b->procedure, "publicity", b->title,
		level == HOLDER_PROVINCE ? STR("") : body);
}

/* The printed length, or the typed one where none is printed. */
static enum rc length_of(const struct batch *b, enum holder level, const struct publicity_propose *uc,
	struct term *out, struct err *e)
{
	bool printed = false;

	TRY(publicity_term(b->procedure, level, out, &printed, e));
	if (printed)
		return RC_OK;
	if (uc->days < 1 || uc->days > 60)
		return err_field(e, RC_INVALID, MSG_PUBLICITY_DAYS, "days");
	out->n = uc->days;
	out->kind = uc->working ? TERM_WORKING : TERM_CALENDAR;
	return RC_OK;
}

static enum rc freeze(struct tx *tx, const struct batch *b, const struct list_entries *list,
	struct publicity_propose *uc, int64_t *id, struct err *e)
{
	enum holder level = actor_holder(tx->who);
	struct q_agency_by_id body;
	struct q_publicity_put row;
	struct term term = {0};

	TRY(length_of(b, level, uc, &term, e));
	TRY(q_agency_by_id(tx->db, &(struct q_agency_by_id_in){.id = tx->who->agency_id}, &body, e));
	TRY(random_token(tx->a, 12, &uc->public_id, e));
	TRY(q_publicity_put(tx->db,
		&(struct q_publicity_put_in){.public_id = uc->public_id, .batch_id = b->id,
			.agency_id = tx->who->agency_id, 
			.level = str_c(holder_code(level)),
			.title = title_of(tx, b, level, body.name), .days = term.n,
			.unit = term.kind == TERM_WORKING ? STR("working") : STR("calendar"),
			.list_hash = hash_hex(tx->a, list_hash(tx->a, LIST_PUBLIC, list->v, list->n)),
			.contact = uc->contact, .proposed_by = tx->who->account_id, .now = tx->now},
		&row, e));
	for (size_t i = 0; i < list->n; i++)
		TRY(q_publicity_item_put(tx->db,
			&(struct q_publicity_item_put_in){.publicity_id = row.id,
				.seq = (int64_t)i + 1, .application_id = list->v[i].application_id,
				.name = list->v[i].name, .uscc = list->v[i].uscc,
				.area = list->v[i].area, .direct = list->v[i].direct,
				.score = list->v[i].score},
			NULL, e));
	*id = row.id;
	return RC_OK;
}

static struct str hash_payload(struct arena *a, int64_t count, struct str hash)
{
	return str_fmt(a, "{\"count\":%lld,\"list\":\"%.*s\"}", (long long)count, STR_ARG(hash));
}

static enum rc note(struct tx *tx, const char *action, int64_t id, struct str reason,
	struct str payload, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "publicity", .object_id = id,
			.reason = reason, .payload = payload},
		e);
}

enum rc publicity_propose(struct tx *tx, struct publicity_propose *uc, struct err *e)
{
	struct q_batch_files_list rows;
	struct list_entries list;
	struct batch b;
	int64_t id;

	TRY(batch_city_or_province(tx->who, e));
	TRY(batch_for_officer(tx->db, tx->sv->rules, tx->who, uc->batch_id, &b, e));
	TRY(not_waiting(tx, b.id, e));
	TRY(batch_files_load(tx->db, tx->who, b.id, publicity_waits(actor_holder(tx->who)), &rows,
		&list, e));
	if (list.n == 0)
		return err_set(e, RC_STATE, MSG_PUBLICITY_EMPTY);
	if (actor_is(tx->who, ROLE_CITY))
		TRY(site_share_done(
			tx->db, tx->who, b.id, b.procedure, (int64_t)list.n, e));
	if (uc->contact.n == 0)
		return err_field(e, RC_INVALID, MSG_PUBLICITY_CONTACT, "contact");
	struct str hash = hash_hex(tx->a, list_hash(tx->a, LIST_PUBLIC, list.v, list.n));
	if (uc->seen.n && !str_eq(uc->seen, hash))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	TRY(freeze(tx, &b, &list, uc, &id, e));
	uc->count = (int64_t)list.n;
	return note(
		tx, "publicity_proposed", id, STR(""), hash_payload(tx->a, uc->count, hash), e);
}

/* --- opening ------------------------------------------------------------------------------------- */

/* Of this very body: one above it looks, it does not act. */
static enum rc own(struct tx *tx, struct str public_id, struct publicity *p, struct err *e)
{
	TRY(batch_city_or_province(tx->who, e));
	TRY(publicity_for_officer(
		tx->db, tx->sv->rules, tx->who, public_id, tx->now, p, e));
	return p->head.agency_id == tx->who->agency_id
		       ? RC_OK
		       : err_set(e, RC_NOT_FOUND, MSG_PUBLICITY_GONE);
}

enum rc list_moved(struct tx *tx, const struct list_entries *list, enum action act, enum holder who,
	struct str reason, struct err *e)
{
	if (list->n == 0)
		return err_set(e, RC_STATE, MSG_LIST_CHANGED);
	for (size_t i = 0; i < list->n; i++) {
		struct flow_move m = {.application_id = list->v[i].application_id,
			.act = act,
			.who = who,
			.reason = reason};
		TRY(flow_move(tx, &m, e));
	}
	return RC_OK;
}

static struct str window_reason(struct arena *a, const struct window *w)
{
	return str_fmt(a, "公示期 %.*s 至 %.*s%s", STR_ARG(date_str(a, w->first)),
		STR_ARG(date_str(a, w->last)), w->provisional ? "（暂定）" : "");
}

static enum rc open_window(struct tx *tx, const struct publicity *p, struct publicity_confirm *uc,
	struct err *e)
{
	int64_t changed;

	TRY(q_publicity_open(tx->db,
		&(struct q_publicity_open_in){.id = p->head.id, .agency_id = tx->who->agency_id,
			.version = uc->version, .provisional = uc->window.provisional,
			.posted_on = date_str(tx->a, date_of_instant(tx->now)),
			.first_on = date_str(tx->a, uc->window.first),
			.last_on = date_str(tx->a, uc->window.last), .ends_at = uc->window.closes,
			.confirmed_by = tx->who->account_id, .now = tx->now},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

enum rc publicity_confirm(struct tx *tx, struct publicity_confirm *uc, struct err *e)
{
	struct q_publicity_items_list rows;
	struct list_entries list;
	struct publicity p;

	TRY(own(tx, uc->public_id, &p, e));
	if (!str_eqc(p.head.state, "proposed"))
		return err_set(e, RC_STATE, MSG_PUBLICITY_DONE);
	if (p.head.proposed_by == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	TRY(publicity_list(tx->db, p.head.id, &rows, &list, e));
	struct str hash = hash_hex(tx->a, list_hash(tx->a, LIST_PUBLIC, list.v, list.n));
	if (!str_eq(hash, p.head.list_hash))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "publicity %lld: hash",
			(long long)p.head.id);
	TRY(publicity_plan(tx->sv, &p.term, tx->now, &uc->window, e));
	uc->count = (int64_t)list.n;
	TRY(open_window(tx, &p, uc, e));
	struct str reason = window_reason(tx->a, &uc->window);
	TRY(list_moved(tx, &list, ACT_PUBLICITY, p.level, reason, e));
	TRY(listed_shown(tx, p.head.id, p.head.agency_id, e));
	return note(tx, "publicity_opened", p.head.id, reason,
		hash_payload(tx->a, uc->count, hash), e);
}

enum rc publicity_cancel(struct tx *tx, struct publicity_cancel *uc, struct err *e)
{
	struct publicity p;
	int64_t changed;

	TRY(own(tx, uc->public_id, &p, e));
	if (uc->reason.n == 0)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	TRY(q_publicity_end(tx->db,
		&(struct q_publicity_end_in){.id = p.head.id, .from_state = STR("proposed"),
			.state = STR("cancelled"), .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_PUBLICITY_DONE);
	return note(tx, "publicity_cancelled", p.head.id, uc->reason, STR(""), e);
}

/* --- closing ------------------------------------------------------------------------------------- */

static enum rc verdict_of(struct tx *tx, int64_t publicity_id, int64_t application_id,
	enum objection_verdict *out, struct err *e)
{
	struct q_objection_states_list rows;

	TRY(q_objection_states(tx->db,
		&(struct q_objection_states_in){
			.application_id = application_id, .publicity_id = publicity_id},
		&rows, e));
	enum objection_state *v = ARENA_NEW_N(tx->a, enum objection_state, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (!objection_parse(rows.v[i].state, &v[i]))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "objection state");
	*out = objections_verdict(v, rows.n);
	return RC_OK;
}

static enum rc move_file(
	struct tx *tx, int64_t id, enum action act, enum holder who, const char *reason, struct err *e)
{
	struct flow_move m = {
		.application_id = id, .act = act, .who = who, .reason = str_c(reason)};

	return flow_move(tx, &m, e);
}

/* One enterprise at 24:00 of the last day. */
static enum rc split_one(struct tx *tx, const struct q_publicity_items *r,
	const struct q_publicities_due *p, struct publicity_close *uc, struct err *e)
{
	enum holder level = HOLDER_CITY;
	enum objection_verdict v = OBJECTIONS_PENDING;
	const char *outcome = "undisputed";

	if (!holder_parse(p->level, &level))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "publicity %lld: level", (long long)p->id);
	TRY(verdict_of(tx, p->id, r->application_id, &v, e));
	if (v == OBJECTIONS_NONE) {
		uc->undisputed++;
		TRY(move_file(tx, r->application_id, ACT_UNDISPUTED, HOLDER_SYSTEM, "", e));
		TRY(bar_file(tx, r->application_id, e)); /* banned while it was shown */
	} else {
		uc->disputed++;
		outcome = v == OBJECTIONS_UPHELD ? "upheld" : "disputed";
		TRY(move_file(tx, r->application_id, ACT_DISPUTED, HOLDER_SYSTEM, "", e));
	}
	if (v == OBJECTIONS_UPHELD)
		TRY(move_file(tx, r->application_id, ACT_UPHELD, level,
			"公示期间收到的异议经核实成立", e));
	return q_publicity_item_set(tx->db,
		&(struct q_publicity_item_set_in){.publicity_id = p->id,
			.application_id = r->application_id, .outcome = str_c(outcome)},
		NULL, e);
}

static enum rc close_one(struct tx *tx, const struct q_publicities_due *p,
	struct publicity_close *uc, struct err *e)
{
	int64_t undisputed = uc->undisputed, disputed = uc->disputed;
	struct q_publicity_items_list rows;
	struct list_entries list;

	TRY(publicity_list(tx->db, p->id, &rows, &list, e));
	for (size_t i = 0; i < rows.n; i++)
		TRY(split_one(tx, &rows.v[i], p, uc, e));
	TRY(q_publicity_end(tx->db,
		&(struct q_publicity_end_in){.id = p->id, .from_state = STR("open"),
			.state = STR("closed"), .now = tx->now},
		NULL, e));
	return note(tx, "publicity_closed", p->id, STR(""),
		str_fmt(tx->a, "{\"disputed\":%lld,\"undisputed\":%lld}",
			(long long)(uc->disputed - disputed),
			(long long)(uc->undisputed - undisputed)),
		e);
}

enum rc publicity_close(struct tx *tx, struct publicity_close *uc, struct err *e)
{
	struct q_publicities_due_list due;

	uc->done = uc->undisputed = uc->disputed = 0;
	TRY(q_publicities_due(tx->db,
		&(struct q_publicities_due_in){.now = tx_as_of(tx), .limit = uc->limit}, &due, e));
	for (size_t i = 0; i < due.n; i++) {
		TRY(close_one(tx, &due.v[i], uc, e));
		uc->done++;
	}
	return RC_OK;
}

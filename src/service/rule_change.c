/* From a mark in a text to its next version. Everything is read from the database inside the transaction, so
 * two confirmations at once build on each other and not on the same text.
 */
#include "service/rule_change.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "service/audit.h"

/* --- the texts of a body -------------------------------------------------------------------------- */

static enum rc text_add(struct db *db, const char *kind, struct str id, struct str body,
	struct rule_texts *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct rule_text t = {.kind = kind, .id = id, .body = body};
	struct q_rule_base row;
	struct json *j;
	bool is;

	if (rule_text_named(out, id))
		return RC_OK;
	TRY(q_rule_base(db, &(struct q_rule_base_in){.kind = str_c(kind), .rule = id, .body = body}, &row,
		&is, e));
	if (!is)
		return RC_OK;
	TRY(json_parse(a, row.json, &j, e));
	t.title = row.title;
	t.json = row.json;
	t.hash = row.hash;
	t.version = row.version;
	t.in_force = rules_pin(row.in_force);
	rule_marks(a, j, &t.marks);
	VEC_PUSH(a, out, t);
	return RC_OK;
}

static bool over(const struct procedure *p, struct date today)
{
	struct date to;

	return date_parse(p->legal_to, &to) && date_cmp(to, today) < 0;
}

enum rc rule_texts_of(struct db *db, const struct rules *rules, const struct actor *who, int64_t now,
	struct rule_texts *out, struct err *e)
{
	struct date today = date_of_instant(now);
	struct editions own;

	*out = (struct rule_texts){0};
	TRY(editions_of_officer(db, rules, who, today, &own, e));
	for (size_t i = 0; i < own.n; i++)
		if (!over(own.v[i], today))
			TRY(text_add(db, "procedure", own.v[i]->id, own.v[i]->body, out, e));
	for (size_t i = 0; i < own.n; i++) {
		if (over(own.v[i], today))
			continue;
		TRY(text_add(db, "standard", own.v[i]->standard, own.v[i]->body, out, e));
		if (own.v[i]->standard_recheck.n)
			TRY(text_add(db, "standard", own.v[i]->standard_recheck, own.v[i]->body, out,
				e));
	}
	return RC_OK;
}

const struct rule_text *rule_text_named(const struct rule_texts *list, struct str id)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i].id, id))
			return &list->v[i];
	return NULL;
}

/* --- the text it would become --------------------------------------------------------------------- */

struct became {
	struct str hash, title, legal_from, legal_to;
};

/* Loaded like any other: what the program could not work under is refused with the reason. */
static enum rc check_text(struct arena *a, const char *kind, struct str json, struct became *out, struct err *e)
{
	const struct standard *s;
	struct procedure *p;
	struct err why;
	enum rc rc;

	if (str_eqc(str_c(kind), "standard")) {
		rc = standard_load(a, json, &s, &why);
		if (rc == RC_OK)
			*out = (struct became){s->hash_hex, s->title, date_str(a, s->legal_from),
				date_str(a, s->legal_to)};
	} else {
		rc = procedure_load(a, json, &p, &why);
		if (rc == RC_OK)
			*out = (struct became){
				hash_hex(a, p->hash), p->title, p->legal_from, p->legal_to};
	}
	if (rc == RC_OK)
		return RC_OK;
	err_field(e, RC_INVALID, MSG_RULE_UNFIT, "f0");
	return err_arg(e, 0, err_text(a, &why));
}

static struct str values_json(struct arena *a, const struct str *v, size_t n)
{
	struct buf b;

	buf_init(&b, a, (size_t)256 << 10);
	buf_ch(&b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_ch(&b, ',');
		json_put_str(&b, v[i]);
	}
	buf_ch(&b, ']');
	return buf_view(&b);
}

static enum rc values_read(struct arena *a, struct str text, size_t n, const struct str **out, struct err *e)
{
	struct str *v = ARENA_NEW_N(a, struct str, RULE_FIELDS_MAX + 1);
	struct json *j;
	size_t at = 0;

	TRY(json_parse(a, text, &j, e));
	for (const struct json *x = j->first; x && at < RULE_FIELDS_MAX; x = x->next)
		v[at++] = x->text;
	if (at != n)
		return err_set(e, RC_CONFLICT, MSG_RULE_MARK_GONE);
	*out = v;
	return RC_OK;
}

/* --- proposing ------------------------------------------------------------------------------------ */

static enum rc check_day(const struct rule_text *t, struct date in_force, int64_t now, struct err *e)
{
	struct date today = date_of_instant(now);

	if (date_cmp(in_force, today) <= 0 || date_cmp(in_force, date_add(today, 5 * 366)) > 0)
		return err_field(e, RC_INVALID, MSG_RULE_DAY, "in_force");
	if (date_cmp(in_force, t->in_force) < 0)
		return err_field(e, RC_INVALID, MSG_RULE_DAY_BEFORE, "in_force");
	return RC_OK;
}

static enum rc check_words(struct str source, struct str reason, struct err *e)
{
	size_t s = utf8_count(source), r = utf8_count(reason);

	if (s < 4 || s > RULE_SOURCE_MAX)
		return err_field(e, RC_INVALID, MSG_RULE_SOURCE, "source");
	if (r < 4 || r > RULE_REASON_MAX)
		return err_field(e, RC_INVALID, MSG_RULE_REASON, "reason");
	return RC_OK;
}

static struct str item_words(struct arena *a, const struct rule_mark *m)
{
	return m->part.n && !str_eq(m->part, m->item) ? STR_JOIN(a, m->part, STR(" › "), m->item) : m->item;
}

static enum rc note(struct tx *tx, const char *action, int64_t id, struct str reason, struct str payload,
	struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "rule", .object_id = id,
			.reason = reason, .payload = payload},
		e);
}

static enum rc put(struct tx *tx, const struct rule_text *t, const struct rule_mark *m,
	struct rule_propose *uc, struct err *e)
{
	struct q_rule_proposal_put made;

	TRY(q_rule_proposal_put(tx->db,
		&(struct q_rule_proposal_put_in){.kind = str_c(t->kind), .rule = t->id, .body = t->body,
			.agency_id = tx->who->agency_id, .path = m->path,
			.item = item_words(tx->a, m), .mark = str_c(rule_mark_word(m->kind)),
			.vals = values_json(tx->a, uc->values, uc->values_n),
			.in_force = date_str(tx->a, uc->in_force), .source = uc->source,
			.reason = uc->reason, .proposed_by = tx->who->account_id,
			.proposed_at = tx->now},
		&made, e));
	uc->id = made.id;
	tx->location = str_fmt(tx->a, "/o/rules/proposal/%lld", (long long)uc->id);
	return note(tx, "rule_proposed", uc->id, uc->reason, STR(""), e);
}

enum rc rule_propose(struct tx *tx, struct rule_propose *uc, struct err *e)
{
	struct q_rule_proposal_waiting old;
	struct rule_texts list;
	struct became became;
	struct str after;
	bool waits;

	if (!actor_is(tx->who, ROLE_PROVINCE))
		return err_set(e, RC_FORBIDDEN, MSG_BATCH_PROVINCE_ONLY);
	TRY(rule_texts_of(tx->db, tx->sv->rules, tx->who, tx->now, &list, e));
	const struct rule_text *t = rule_text_named(&list, uc->rule);
	const struct rule_mark *m = t ? rule_mark_at(&t->marks, uc->path) : NULL;
	if (!m || m->fields_n != uc->values_n)
		return err_set(e, RC_NOT_FOUND, MSG_RULE_MARK_GONE);
	TRY(check_words(uc->source, uc->reason, e));
	TRY(check_day(t, uc->in_force, tx->now, e));
	TRY(q_rule_proposal_waiting(tx->db,
		&(struct q_rule_proposal_waiting_in){.rule = t->id, .body = t->body, .path = m->path}, &old,
		&waits, e));
	if (waits)
		return err_set(e, RC_CONFLICT, MSG_RULE_WAITS);
	TRY(rule_mark_settle(tx->a, t->json, m->path, uc->values, &after, e));
	TRY(check_text(tx->a, t->kind, after, &became, e));
	return put(tx, t, m, uc, e);
}

/* --- deciding ------------------------------------------------------------------------------------- */

static enum rc after_of(struct arena *a, struct rule_proposal *p, struct became *became, struct err *e)
{
	const struct rule_mark *m = p->text ? rule_mark_at(&p->text->marks, p->row.path) : NULL;
	const struct str *values = NULL;
	struct str after;

	if (!m)
		return err_set(e, RC_CONFLICT, MSG_RULE_MARK_GONE);
	TRY(values_read(a, p->row.vals, m->fields_n, &values, e));
	TRY(rule_mark_settle(a, p->text->json, p->row.path, values, &after, e));
	TRY(check_text(a, p->text->kind, after, became, e));
	p->after = after;
	p->after_hash = became->hash;
	return RC_OK;
}

static enum rc load(struct db *db, const struct rules *rules, const struct actor *who, int64_t id, int64_t now,
	struct rule_proposal *out, struct err *e)
{
	struct rule_texts *list = ARENA_NEW(db_arena(db), struct rule_texts);

	*out = (struct rule_proposal){0};
	TRY(q_rule_proposal_of(db,
		&(struct q_rule_proposal_of_in){.id = id, .agency_id = who->agency_id}, &out->row, e));
	TRY(rule_texts_of(db, rules, who, now, list, e));
	out->text = rule_text_named(list, out->row.rule);
	return RC_OK;
}

enum rc rule_proposal_load(struct db *db, const struct rules *rules, const struct actor *who, int64_t id,
	int64_t now, struct rule_proposal *out, struct err *e)
{
	struct became became;
	struct err why;

	TRY(load(db, rules, who, id, now, out, e));
	if (str_eqc(out->row.state, "proposed"))
		(void)!after_of(db_arena(db), out, &became, &why); /* the page says that it fits no more */
	return RC_OK;
}

enum rc rule_proposal_read(struct db *db, const struct rules *rules, int64_t id, int64_t now,
	struct rule_proposal *out, struct err *e)
{
	struct q_rule_proposal_agency row;

	TRY(q_rule_proposal_agency(db, &(struct q_rule_proposal_agency_in){.id = id}, &row, e));
	const struct actor as = {.agency_id = row.agency_id};
	return rule_proposal_load(db, rules, &as, id, now, out, e);
}

const char *rule_proposal_word(struct str state)
{
	static const char *const words[][2] = {{"proposed", "待第二人确认"}, {"confirmed", "已确认"},
		{"rejected", "未同意"}, {"withdrawn", "已撤回"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(state, words[i][0]))
			return words[i][1];
	return "?";
}

static enum rc end(struct tx *tx, const struct rule_decide *uc, const char *state, struct err *e)
{
	int64_t changed;

	TRY(q_rule_proposal_end(tx->db,
		&(struct q_rule_proposal_end_in){.id = uc->id, .agency_id = tx->who->agency_id,
			.state = str_c(state), .version = uc->version,
			.decided_by = tx->who->account_id, .decided_at = tx->now,
			.decided_why = uc->why},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_STATE, MSG_RULE_DECIDED);
}

static enum rc become(struct tx *tx, struct rule_proposal *p, struct rule_decide *uc, struct err *e)
{
	struct q_rulebook_last last;
	struct became became;
	struct err why;

	TRY(after_of(tx->a, p, &became, e));
	if (!str_eq(p->after_hash, uc->seen))
		return err_set(e, RC_CONFLICT, MSG_RULE_MOVED);
	if (check_day(p->text, rules_pin(p->row.in_force), tx->now, &why) != RC_OK)
		return err_set(e, RC_STATE, MSG_RULE_LATE);
	TRY(q_rulebook_last(tx->db,
		&(struct q_rulebook_last_in){.kind = p->row.kind, .id = p->row.rule, .hash = became.hash},
		&last, e));
	uc->version = last.version + 1;
	return q_rulebook_put(tx->db,
		&(struct q_rulebook_put_in){.kind = p->row.kind, .id = p->row.rule,
			.version = uc->version, .body = p->row.body, .in_force = p->row.in_force,
			.title = became.title, .hash = became.hash, .json = p->after,
			.legal_from = became.legal_from, .legal_to = became.legal_to,
			.recorded_at = tx->now, .proposal_id = some_i64(uc->id)},
		NULL, e);
}

enum rc rule_decide(struct tx *tx, struct rule_decide *uc, struct err *e)
{
	static const struct {
		const char *state, *action;
	} ends[] = {[RULE_CONFIRM] = {"confirmed", "rule_confirmed"},
		[RULE_REJECT] = {"rejected", "rule_rejected"},
		[RULE_WITHDRAW] = {"withdrawn", "rule_withdrawn"}};
	struct rule_proposal p;

	if (!actor_is(tx->who, ROLE_PROVINCE))
		return err_set(e, RC_FORBIDDEN, MSG_BATCH_PROVINCE_ONLY);
	TRY(load(tx->db, tx->sv->rules, tx->who, uc->id, tx->now, &p, e));
	bool own = p.row.proposed_by == tx->who->account_id;
	if (!str_eqc(p.row.state, "proposed"))
		return err_set(e, RC_STATE, MSG_RULE_DECIDED);
	if (own != (uc->decision == RULE_WITHDRAW))
		return err_set(e, RC_FORBIDDEN, own ? MSG_SECOND_PERSON : MSG_RULE_NOT_YOURS);
	if (uc->decision != RULE_CONFIRM && (utf8_count(uc->why) < 4 || utf8_count(uc->why) > RULE_REASON_MAX))
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "why");
	if (uc->decision == RULE_CONFIRM)
		TRY(become(tx, &p, uc, e));
	TRY(end(tx, uc, ends[uc->decision].state, e));
	return note(tx, ends[uc->decision].action, uc->id,
		uc->decision == RULE_CONFIRM ? p.row.item : uc->why,
		uc->decision == RULE_CONFIRM
			? str_fmt(tx->a, "{\"hash\":\"%.*s\",\"version\":%lld}", STR_ARG(p.after_hash),
				  (long long)uc->version)
			: STR(""),
		e);
}

enum rc rule_take(const struct services *sv, struct arena *a, struct err *e)
{
	struct db *db;

	TRY(store_read(sv->store, a, &db, e));
	enum rc rc = rules_reload(sv->rules, db, e);
	store_read_end(db);
	return rc;
}

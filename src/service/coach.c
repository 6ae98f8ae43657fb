/* Why two lists and no more: a body can do something about exactly these two kinds of enterprises. */
#include "service/coach.h"

#include "base/utf8.h"
#include "service/audit.h"
#include "service/filing.h"

static const struct {
	const char *code, *word;
} lists[COACH_LIST__MAX] = {
	[COACH_UNFINISHED] = {"unfinished", "已登记未报送"},
	[COACH_CERTIFIED] = {"certified", "持证未申报"},
};

const char *coach_list_code(enum coach_list l)
{
	return l < COACH_LIST__MAX ? lists[l].code : "?";
}

const char *coach_list_word(enum coach_list l)
{
	return l < COACH_LIST__MAX ? lists[l].word : "?";
}

struct str coach_certificate(const struct procedure *p)
{
	const struct json *m = json_get(p->json, "mobilise");

	return m ? json_str(m, "certificate", str_none()) : str_none();
}

struct str coach_editions(const struct rules *rules, struct arena *a, const struct procedure *p, struct date day)
{
	const struct rules_list *all = rules_list(rules, day);
	struct str codes = STR(" ");

	for (size_t i = 0; i < all->procedures_n; i++)
		if (str_eq(all->procedures[i]->programme, p->programme) &&
			str_eq(all->procedures[i]->body, p->body))
			codes = STR_JOIN(a, codes, all->procedures[i]->id, STR(" "));
	return codes;
}

/* --- lists ------------------------------------------------------------------------------------------ */

static enum rc certified(struct db *db, const struct actor *who, const struct coach_ask *ask, struct str editions,
	int64_t now, struct coach_rows *out, struct err *e)
{
	struct q_coach_certified_list rows;

	TRY(q_coach_certified(db,
		&(struct q_coach_certified_in){.agency_id = who->agency_id,
			.kind = coach_certificate(ask->procedure),
			.today = date_str(db_arena(db), date_of_instant(now)), .year = ask->year,
			.programme = ask->procedure->programme, .editions = editions, .below = ask->below,
			.key = ask->key, .limit = (int64_t)ask->limit + 1},
		&rows, e));
	out->v = ARENA_NEW_N(db_arena(db), struct coach_row, rows.n + 1);
	for (size_t i = 0; i < rows.n && i < ask->limit; i++) {
		const struct q_coach_certified *r = &rows.v[i];
		out->v[out->n++] = (struct coach_row){.uscc = r->uscc, .name = r->name, .area = r->area,
			.valid_until = r->valid_until, .accounts = r->accounts, .begun = r->begun,
			.state = STR(""), .batch = STR(""), .place = STR(""), .contact = r->contact,
			.phone = r->phone, .coached_on = r->coached_on, .told_at = r->told_at};
	}
	out->more = rows.n > ask->limit;
	return RC_OK;
}

static enum rc unfinished(struct db *db, const struct actor *who, const struct coach_ask *ask, struct str editions,
	struct coach_rows *out, struct err *e)
{
	struct q_coach_unfinished_list rows;

	TRY(q_coach_unfinished(db,
		&(struct q_coach_unfinished_in){.agency_id = who->agency_id, .year = ask->year,
			.year_end = str_fmt(db_arena(db), "%04lld-12-31", (long long)ask->year),
			.programme = ask->procedure->programme, .editions = editions, .below = ask->below,
			.state = ask->state, .key_place = ask->key_place, .key_id = ask->key_id,
			.limit = (int64_t)ask->limit + 1},
		&rows, e));
	out->v = ARENA_NEW_N(db_arena(db), struct coach_row, rows.n + 1);
	for (size_t i = 0; i < rows.n && i < ask->limit; i++) {
		const struct q_coach_unfinished *r = &rows.v[i];
		out->v[out->n++] = (struct coach_row){.uscc = r->uscc, .name = r->name, .area = r->area,
			.valid_until = STR(""), .accounts = 1,
			.application_id = r->application_id.has ? r->application_id.v : 0,
			.state = r->state, .batch = r->batch, .place = r->division_code, .since = r->since,
			.id = r->id, .contact = r->contact, .phone = r->phone, .coached_on = r->coached_on,
			.told_at = r->told_at};
	}
	out->more = rows.n > ask->limit;
	return RC_OK;
}

enum rc coach_load(struct db *db, const struct rules *rules, const struct actor *who, const struct coach_ask *ask,
	int64_t now, struct coach_rows *out, struct err *e)
{
	struct str editions = coach_editions(rules, db_arena(db), ask->procedure, date_of_instant(now));

	*out = (struct coach_rows){0};
	if (ask->list == COACH_UNFINISHED)
		return unfinished(db, who, ask, editions, out, e);
	if (!coach_certificate(ask->procedure).n)
		return RC_OK;
	return certified(db, who, ask, editions, now, out, e);
}

static void lack(struct arena *a, struct str *text, struct str what, size_t n)
{
	if (n)
		*text = str_fmt(a, "%.*s%s%.*s %zu 项", STR_ARG(*text), text->n ? "、" : "", STR_ARG(what), n);
}

enum rc coach_missing(struct db *db, const struct rules *rules, int64_t application_id, int64_t now, struct str *out,
	struct err *e)
{
	struct arena *a = db_arena(db);
	struct application_file f;
	struct facts *facts;
	struct score_result score;
	struct evidence_files files;
	struct profile profile;
	struct report report;
	struct readiness ready;

	TRY(application_reload(db, rules, application_id, &f, e));
	TRY(application_facts(db, &f, now, &facts, e));
	TRY(evidence_of(db, &f, &files, e));
	TRY(profile_load(db, &(struct actor){.enterprise_id = f.enterprise_id}, &profile, e));
	TRY(report_load(db, &f, &report, e));
	application_evaluate(&f, facts, a, &score);
	application_readiness(a, &score, &files, &profile, &report, &ready);
	*out = STR("");
	for (size_t i = 0; i < f.standard->sections.n; i++)
		lack(a, out, f.standard->sections.v[i].title,
			f.standard->sections.v[i].facts.n - section_answered(f.standard, facts, i));
	lack(a, out, STR("企业信息"), ready.profile_missing.n);
	lack(a, out, STR("佐证材料"), ready.evidence_missing.n);
	lack(a, out, STR("申请报告"), ready.report_missing.n);
	return RC_OK;
}

/* --- by body ----------------------------------------------------------------------------------------- */

static struct coach_body *body_of(struct coach_bodies *b, int64_t id, struct str name)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].id == id)
			return &b->v[i];
	b->v[b->n] = (struct coach_body){.id = id, .name = name};
	return &b->v[b->n++];
}

static enum rc held_load(struct db *db, const struct actor *who, const struct coach_ask *ask, struct str editions,
	int64_t now, struct q_coach_certified_bodies_list *out, struct err *e)
{
	struct str kind = coach_certificate(ask->procedure);

	*out = (struct q_coach_certified_bodies_list){0};
	if (!kind.n)
		return RC_OK;
	return q_coach_certified_bodies(db,
		&(struct q_coach_certified_bodies_in){.agency_id = who->agency_id, .kind = kind,
			.today = date_str(db_arena(db), date_of_instant(now)), .year = ask->year,
			.editions = editions},
		out, e);
}

enum rc coach_bodies_load(struct db *db, const struct rules *rules, const struct actor *who, const struct coach_ask *ask,
	int64_t now, struct coach_bodies *out, struct err *e)
{
	struct str editions = coach_editions(rules, db_arena(db), ask->procedure, date_of_instant(now));
	struct q_coach_certified_bodies_list held;
	struct q_coach_rates_list rates;

	TRY(q_coach_rates(db,
		&(struct q_coach_rates_in){
			.agency_id = who->agency_id, .year = ask->year, .editions = editions},
		&rates, e));
	TRY(held_load(db, who, ask, editions, now, &held, e));
	*out = (struct coach_bodies){
		.v = ARENA_NEW_N(db_arena(db), struct coach_body, rates.n + held.n + 1)};
	for (size_t i = 0; i < rates.n; i++) {
		struct coach_body *b = body_of(out, rates.v[i].body_id, rates.v[i].name);
		out->total.begun += b->begun = rates.v[i].begun;
		out->total.filed += b->filed = rates.v[i].filed;
		out->total.entered += b->entered = rates.v[i].entered;
	}
	for (size_t i = 0; i < held.n; i++) {
		struct coach_body *b = body_of(out, held.v[i].body_id, held.v[i].name);
		out->total.held += b->held = held.v[i].held;
		out->total.held_filed += b->held_filed = held.v[i].filed;
	}
	return RC_OK;
}

/* --- records ------------------------------------------------------------------------------------------ */

#define TEXT_MOST 600
#define PERSON_MOST 40

const struct coach_method coach_methods[] = {{"visit", "上门"}, {"phone", "电话"}, {"online", "线上"},
	{"meeting", "座谈、培训"}, {"window", "窗口、现场咨询"}};
const size_t coach_methods_n = ARRAY_LEN(coach_methods);

const char *coach_method_word(struct str code)
{
	for (size_t i = 0; i < coach_methods_n; i++)
		if (str_eqc(code, coach_methods[i].code))
			return coach_methods[i].word;
	return "—";
}

static bool known_method(struct str code)
{
	for (size_t i = 0; i < coach_methods_n; i++)
		if (str_eqc(code, coach_methods[i].code))
			return true;
	return false;
}

static enum rc text_ok(struct str s, size_t most, const char *field, struct err *e)
{
	size_t n = utf8_count(s);

	return n < 2 || n > most ? err_field(e, RC_INVALID, MSG_COACH_TEXT, field) : RC_OK;
}

static enum rc record_ok(struct tx *tx, const struct coaching_add *uc, struct str *next_on, struct err *e)
{
	struct date next;

	if (!date_valid(uc->on) || date_cmp(uc->on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_COACH_DAY, "on");
	TRY(text_ok(uc->person, PERSON_MOST, "person", e));
	if (!known_method(uc->method))
		return err_field(e, RC_INVALID, MSG_COACH_METHOD, "method");
	TRY(text_ok(uc->content, TEXT_MOST, "content", e));
	TRY(text_ok(uc->result, TEXT_MOST, "result", e));
	if (utf8_count(uc->next_step) > TEXT_MOST)
		return err_field(e, RC_INVALID, MSG_COACH_TEXT, "next_step");
	*next_on = STR("");
	if (!uc->next_on.n)
		return RC_OK;
	if (!date_parse_loose(uc->next_on, &next) || date_cmp(next, uc->on) < 0)
		return err_field(e, RC_INVALID, MSG_COACH_NEXT, "next_on");
	*next_on = date_str(tx->a, next);
	return RC_OK;
}

enum rc coaching_add(struct tx *tx, struct coaching_add *uc, struct err *e)
{
	struct q_coach_subject s;
	struct str next_on;

	if (!actor_is(tx->who, ROLE_OFFICER))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	TRY(q_coach_subject(tx->db,
		&(struct q_coach_subject_in){.agency_id = tx->who->agency_id, .uscc = uc->uscc}, &s, e));
	TRY(record_ok(tx, uc, &next_on, e));
	TRY(q_coaching_put(tx->db,
		&(struct q_coaching_put_in){.uscc = s.uscc, .agency_id = tx->who->agency_id,
			.programme = uc->programme, .year = uc->year, .on_date = date_str(tx->a, uc->on),
			.person = uc->person, .method = uc->method, .content = uc->content,
			.result = uc->result, .next_step = uc->next_step.p ? uc->next_step : STR(""),
			.next_on = next_on, .account_id = tx->who->account_id, .now = tx->now},
		NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = "coaching_added", .object_kind = "enterprise",
			.object_id = s.enterprise_id.has ? s.enterprise_id.v : 0,
			.reason = STR_JOIN(tx->a, s.uscc, STR("："), uc->content)},
		e);
}

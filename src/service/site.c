/* Visits: what the procedure demands, who went, what they found, and what it does to the review. */
#include "service/site.h"

#include "base/env.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/flow.h"
#include "service/listed.h"

#define FINDING_MAX 500
#define SANCTION_YEARS 3

/* --- what is demanded ------------------------------------------------------------------------------ */

/* No earlier file that reached a body, no earlier title, of this programme. */
static enum rc first_time(struct db *db, const struct rules *rules, const struct application_file *f,
	bool *out, struct err *e)
{
	struct q_site_earlier_files_list files;
	struct q_entry_titles_list titles;

	*out = true;
	TRY(q_site_earlier_files(db,
		&(struct q_site_earlier_files_in){
			.enterprise_id = f->enterprise_id, .application_id = f->id},
		&files, e));
	for (size_t i = 0; i < files.n; i++) {
		const struct procedure *p = rules_procedure(rules, files.v[i].edition,
			f->opens_at ? date_of_instant(f->opens_at) : (struct date){0});
		if (p && str_eq(p->programme, f->procedure->programme))
			*out = false;
	}
	TRY(q_entry_titles(db, &(struct q_entry_titles_in){.uscc = f->uscc}, &titles, e));
	for (size_t i = 0; i < titles.n; i++)
		if (str_eq(titles.v[i].tier, f->procedure->programme))
			*out = false;
	return RC_OK;
}

static enum rc sanctioned(struct db *db, const struct application_file *f, int64_t now, bool *out,
	struct err *e)
{
	struct date since = date_add_years(date_of_instant(now), -SANCTION_YEARS);
	struct q_site_sanctions row;

	TRY(q_site_sanctions(db,
		&(struct q_site_sanctions_in){
			.uscc = f->uscc, .since_on = date_str(db_arena(db), since)},
		&row, e));
	*out = row.n > 0;
	return RC_OK;
}

static enum rc visits(
	struct db *db, const struct application_file *f, struct site_needs *out, struct err *e)
{
	struct q_site_checks_of_list list;

	TRY(q_site_checks_of(
		db, &(struct q_site_checks_of_in){.application_id = f->id}, &list, e));
	for (size_t i = 0; i < list.n && !out->done; i++) {
		if (!str_eqc(list.v[i].state, "done") || list.v[i].agency_id != f->city_agency_id)
			continue;
		out->done = true;
		out->result = list.v[i].result;
	}
	return RC_OK;
}

enum rc site_reasons_for(struct db *db, const struct rules *rules, const struct application_file *f,
	const struct stage *s, int64_t now, struct site_reasons *out, struct err *e)
{
	struct site_case c = {0};
	struct facts *facts;

	*out = (struct site_reasons){0};
	if (s->triggers_n == 0)
		return RC_OK;
	TRY(application_facts(db, f, now, &facts, e));
	c.facts = facts;
	TRY(first_time(db, rules, f, &c.first_time, e));
	TRY(sanctioned(db, f, now, &c.sanctioned, e));
	return site_reasons_of(db_arena(db), s, &c, out, e);
}

enum rc site_needs_of(struct db *db, const struct rules *rules, const struct application_file *f,
	int64_t now, struct site_needs *out, struct err *e)
{
	const struct stage *s = procedure_stage(f->procedure, STAGE_SITE_VISIT, HOLDER_CITY);

	*out = (struct site_needs){.rule = s ? s->site : SITE_OPTIONAL};
	if (!s)
		return RC_OK;
	TRY(visits(db, f, out, e));
	out->share_percent = s->share_percent;
	TRY(site_reasons_for(db, rules, f, s, now, &out->reasons, e));
	out->required = s->site == SITE_ALL || out->reasons.n > 0;
	return RC_OK;
}

bool site_drawn_for(const struct application_file *f, const struct actor *who)
{
	const struct stage *s = procedure_stage(f->procedure, STAGE_SAMPLE, HOLDER_PROVINCE);

	return f->state == STATE_SAMPLE && actor_is(who, ROLE_CITY) && s && s->visited_by_city;
}

void site_obstacles(struct arena *a, const struct site_needs *n, struct strs *out)
{
	if (n->required && !n->done && n->reasons.n == 0)
		VEC_PUSH(a, out, STR("本事项逐家实地核查，请先安排并登记结果"));
	for (size_t i = 0; n->required && !n->done && i < n->reasons.n; i++)
		VEC_PUSH(a, out,
			str_fmt(a, "须先实地核查：%.*s（%.*s）", STR_ARG(n->reasons.v[i]->text),
				STR_ARG(n->reasons.v[i]->clause)));
	if (n->done && str_eqc(n->result, "bad"))
		VEC_PUSH(a, out, STR("实地核查结论为不符合，请不予通过，或重新核查"));
}

enum rc pass_obstacles(struct db *db, const struct rules *rules, const struct review *r,
	const struct actor *who, int64_t now, struct strs *out, struct err *e)
{
	struct site_needs needs;

	TRY(review_obstacles(db_arena(db), r, who, out, e));
	if (r->file.kind != FILING_UPDATE)
		TRY(listed_obstacles(db, r->file.procedure, r->file.uscc, out, e));
	if (!actor_is(who, ROLE_CITY))
		return RC_OK;
	TRY(site_needs_of(db, rules, &r->file, now, &needs, e));
	site_obstacles(db_arena(db), &needs, out);
	return RC_OK;
}

enum rc site_share_done(struct db *db, const struct actor *who, int64_t batch_id,
	const struct procedure *p, int64_t n, struct err *e)
{
	const struct stage *s = procedure_stage(p, STAGE_SITE_VISIT, HOLDER_CITY);
	struct q_site_visited row;

	if (!s || s->site != SITE_SHARE || s->share_percent == 0)
		return RC_OK;
	TRY(q_site_visited(db,
		&(struct q_site_visited_in){.agency_id = who->agency_id, .batch_id = batch_id,
			.state = str_c(state_code(STATE_PUB_WAIT))},
		&row, e));
	if (row.n >= site_share(n, s->share_percent))
		return RC_OK;
	err_set(e, RC_STATE, MSG_SITE_SHARE);
	err_arg(e, 0, str_i64(db_arena(db), site_share(n, s->share_percent)));
	return err_arg(e, 1, str_i64(db_arena(db), row.n));
}

/* In the line as every review; besides, a city visits what the province drew, where the procedure says so. */
static enum rc site_open(
	struct tx *tx, struct str application, int64_t version, struct review *r, struct err *e)
{
	TRY(review_load(tx->db, tx->sv->rules, tx->who, application, r, e));
	if (!site_drawn_for(&r->file, tx->who))
		return review_open(tx, application, version, r, e);
	return version && version != r->file.version ? err_set(e, RC_CONFLICT, MSG_STALE) : RC_OK;
}

/* --- planning --------------------------------------------------------------------------------------- */

static enum rc two_people(struct str one, struct str two, struct err *e)
{
	if (!str_trim(one).n || !str_trim(two).n || str_eq(str_trim(one), str_trim(two)))
		return err_field(e, RC_INVALID, MSG_SITE_TWO, "inspector2");
	return RC_OK;
}

/* Whom a draw has named goes, and nobody else. */
static enum rc as_drawn(
	struct tx *tx, const struct review *r, struct str one, struct str two, struct err *e)
{
	struct q_draw_duties_of_file_list drawn;

	TRY(q_draw_duties_of_file(
		tx->db, &(struct q_draw_duties_of_file_in){.application_id = r->file.id}, &drawn, e));
	if (drawn.n < 2)
		return RC_OK;
	struct str x = drawn.v[0].name, y = drawn.v[1].name;
	one = str_trim(one);
	two = str_trim(two);
	if ((str_eq(one, x) && str_eq(two, y)) || (str_eq(one, y) && str_eq(two, x)))
		return RC_OK;
	err_field(e, RC_INVALID, MSG_SITE_DRAWN, "inspector1");
	return err_arg(e, 0, STR_JOIN(tx->a, x, STR("、"), y));
}

/* In review a visit is a state of its own; later the file keeps its place and the visit is only recorded. */
static enum rc move_if_in_line(
	struct tx *tx, const struct review *r, enum action act, struct str reason, struct err *e)
{
	struct workflow_case wc = {.procedure = r->file.procedure,
		.has_county = r->file.county_agency_id != 0, .return_to = r->file.return_to,
		.update = r->file.kind == FILING_UPDATE};
	enum holder who = actor_holder(tx->who);

	if (!workflow_allows(&wc, r->file.state, act, who))
		return audit_append(tx,
			&(struct audit_event){.action = act == ACT_SITE_PLAN ? "site_check_planned"
									    : "site_check_done",
				.object_kind = "application", .object_id = r->file.id,
				.reason = reason, .shown = true},
			e);
	struct flow_move m = {.application_id = r->file.id, .act = act, .who = who,
		.version = r->file.version, .reason = reason};
	return flow_move(tx, &m, e);
}

enum rc site_plan(struct tx *tx, struct site_plan *uc, struct err *e)
{
	struct q_site_check_put made;
	struct review r;

	TRY(two_people(uc->inspector1, uc->inspector2, e));
	if (!date_valid(uc->on))
		return err_field(e, RC_INVALID, MSG_DATE_BAD, "on");
	TRY(site_open(tx, uc->application, uc->version, &r, e));
	TRY(as_drawn(tx, &r, uc->inspector1, uc->inspector2, e));
	TRY(q_site_check_put(tx->db,
	        &(struct q_site_check_put_in){.application_id = r.file.id,
	                .agency_id = tx->who->agency_id,
	                .planned_on = date_str(tx->a, uc->on),
	                .inspector1 = str_trim(uc->inspector1),
	                .inspector2 = str_trim(uc->inspector2),
	                .account_id = tx->who->account_id,
	                .now = tx->now},
	        &made, e));
	return move_if_in_line(tx, &r, ACT_SITE_PLAN,
		str_fmt(tx->a, "计划 %.*s 实地核查", STR_ARG(date_str(tx->a, uc->on))), e);
}

/* --- the result ------------------------------------------------------------------------------------- */

static enum rc planned_check(struct tx *tx, const struct review *r, int64_t *id, struct err *e)
{
	struct q_site_checks_of_list list;

	TRY(q_site_checks_of(
	        tx->db, &(struct q_site_checks_of_in){.application_id = r->file.id}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		if (str_eqc(list.v[i].state, "planned")) {
			*id = list.v[i].id;
			return RC_OK;
		}
	}
	return err_set(e, RC_STATE, MSG_SITE_NONE);
}

static enum rc check(struct tx *tx, const struct site_done *uc, struct err *e)
{
	TRY(two_people(uc->inspector1, uc->inspector2, e));
	if (!date_valid(uc->on) || date_cmp(uc->on, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_DATE_BAD, "on");
	if (utf8_count(uc->findings) < 5)
		return err_field(e, RC_INVALID, MSG_SITE_FINDINGS, "findings");
	if (!str_eqc(uc->result, "ok") && !str_eqc(uc->result, "bad") &&
		!str_eqc(uc->result, "partly"))
		return err_field(e, RC_INVALID, MSG_SITE_RESULT, "result");
	bool different = false;
	for (size_t i = 0; i < uc->items_n; i++) {
		const struct site_finding *x = &uc->items[i];
		bool differs = str_eqc(x->finding, "different");
		different = different || differs;
		if ((differs && utf8_count(x->note) < 2) || utf8_count(x->note) > FINDING_MAX)
			return err_field(e, RC_INVALID, MSG_SITE_ITEM_NOTE, str_cstr(tx->a, x->item));
	}
	if (different && str_eqc(uc->result, "ok"))
		return err_field(e, RC_INVALID, MSG_SITE_RESULT_OK, "result");
	return RC_OK;
}

/* A difference found on the spot is the level's verdict on that item. */
static enum rc put_finding(struct tx *tx, const struct review *r, int64_t check_id,
	const struct site_finding *x, struct err *e)
{
	bool known = false;

	for (size_t i = 0; i < r->items_n; i++)
		known = known || str_eq(r->items[i].id, x->item);
	if (!known || !(str_eqc(x->finding, "same") || str_eqc(x->finding, "different") ||
			      str_eqc(x->finding, "unseen")))
		return err_set(e, RC_INVALID, MSG_REVIEW_ITEM);
	TRY(q_site_finding_put(tx->db,
		&(struct q_site_finding_put_in){.site_check_id = check_id, .item = x->item,
			.finding = x->finding, .note = x->note},
		NULL, e));
	if (!str_eqc(x->finding, "different"))
		return RC_OK;
	return q_verdict_put(tx->db,
		&(struct q_verdict_put_in){.submission_id = r->sub.id,
			.level = str_c(holder_code(actor_holder(tx->who))), .item = x->item,
			.verdict = STR("bad"), .reason_code = STR("mismatch"),
			.note = str_cat(tx->a, STR("实地核查："), x->note),
			.account_id = tx->who->account_id, .at = tx->now},
		NULL, e);
}

static enum rc put_photos(struct tx *tx, const struct review *r, int64_t check_id,
	const struct site_done *uc, struct err *e)
{
	struct str photo;

	for (size_t i = 0; i < uc->photos_n; i++) {
		const struct evidence_stored *p = &uc->photos[i];
		TRY(random_token(tx->a, 12, &photo, e));
		TRY(q_photo_put(tx->db,
			&(struct q_photo_put_in){.public_id = photo, .owner_kind = STR("site_check"),
				.owner_id = check_id, .filename = p->filename, .mime = p->mime, .size = p->size,
				.sha256 = hash_hex(tx->a, p->hash),
				.enterprise_id = some_i64(r->file.enterprise_id),
				.account_id = tx->who->account_id, .now = tx->now},
			NULL, e));
	}
	return RC_OK;
}

/* After the collective decision a bad result takes the file back into review. */
static enum rc settle(
	struct tx *tx, const struct review *r, const struct site_done *uc, struct err *e)
{
	static const char *const words[][2] = {
		{"ok", "与申报一致"}, {"partly", "部分不一致"}, {"bad", "不符合"}};
	struct str reason = STR("");

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(uc->result, words[i][0]))
			reason = str_fmt(tx->a, "实地核查：%s", words[i][1]);
	if (r->file.state == STATE_PUB_WAIT && !str_eqc(uc->result, "ok")) {
		struct flow_move back = {.application_id = r->file.id, .act = ACT_DECIDE_BACK,
			.who = HOLDER_CITY, .version = r->file.version, .reason = reason};
		return flow_move(tx, &back, e);
	}
	return move_if_in_line(tx, r, ACT_SITE_DONE, reason, e);
}

enum rc site_done(struct tx *tx, struct site_done *uc, struct err *e)
{
	struct review r;
	int64_t id = 0, changed;

	TRY(check(tx, uc, e));
	TRY(site_open(tx, uc->application, uc->version, &r, e));
	TRY(as_drawn(tx, &r, uc->inspector1, uc->inspector2, e));
	TRY(planned_check(tx, &r, &id, e));
	TRY(q_site_check_done(tx->db,
		&(struct q_site_check_done_in){.id = id, .agency_id = tx->who->agency_id,
			.done_on = date_str(tx->a, uc->on), .inspector1 = str_trim(uc->inspector1),
			.inspector2 = str_trim(uc->inspector2),
			.enterprise_side = uc->enterprise_side, .findings = uc->findings,
			.result = uc->result, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	for (size_t i = 0; i < uc->items_n; i++)
		TRY(put_finding(tx, &r, id, &uc->items[i], e));
	TRY(put_photos(tx, &r, id, uc, e));
	return settle(tx, &r, uc, e);
}

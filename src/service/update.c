/* Rounds: opened, reminded of, closed, by the clock. */
#include "service/update.h"

#include "base/vec.h"
#include "service/audit.h"
#include "service/message.h"
#include "service/terms.h"

#define REMIND_AT_MS ((int64_t)9 * 3600 * 1000) /* of the China day */
#define PRESS_EVERY_MS MS_PER_DAY

static const int64_t remind_days[] = {30, 7, 1};

/* --- opening ------------------------------------------------------------------------------------- */

static enum rc windows_of(const struct services *sv, struct arena *a, int64_t now,
	struct annual_windows *out, struct err *e)
{
	const struct rules_list *all = rules_list(sv->rules, date_of_instant(now));

	return annual_windows(a, (const struct procedure *const *)all->procedures, all->procedures_n,
		date_of_instant(now).y, out, e);
}

/* Not opened yet, and not over. `province`: the body's number; 0: this installation does not serve it. */
static enum rc waiting(struct db *db, const struct annual_window *w,
	const struct q_update_rounds_of_year_list *rounds, int64_t now, int64_t *province, struct err *e)
{
	struct q_agency_by_code body;

	*province = 0;
	if (instant_day_end(w->closes) <= now)
		return RC_OK;
	enum rc rc = q_agency_by_code(
		db, &(struct q_agency_by_code_in){.code = w->procedure->body}, &body, e);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	for (size_t i = 0; i < rounds->n; i++)
		if (rounds->v[i].province_agency_id == body.id &&
			str_eq(rounds->v[i].window_id, w->id) &&
			str_eq(rounds->v[i].programme, w->procedure->programme))
			return RC_OK;
	*province = body.id;
	return RC_OK;
}

enum rc update_next(
	const struct services *sv, struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_update_rounds_of_year_list rounds;
	struct q_update_rounds_open_list open;
	struct annual_windows windows;
	int64_t province;

	*at = INT64_MAX;
	TRY(windows_of(sv, db_arena(db), now, &windows, e));
	TRY(q_update_rounds_of_year(db,
		&(struct q_update_rounds_of_year_in){.year = date_of_instant(now).y}, &rounds, e));
	for (size_t i = 0; i < windows.n; i++) {
		int64_t opens = instant_day_start(windows.v[i].opens);
		if (opens >= *at)
			continue;
		TRY(waiting(db, &windows.v[i], &rounds, now, &province, e));
		if (province)
			*at = opens;
	}
	TRY(q_update_rounds_open(db, &open, e));
	if (open.n)
		*at = MIN_OF(*at, open.v[0].ends_at);
	return RC_OK;
}

static struct str exempt_text(struct arena *a, const struct annual_window *w)
{
	struct str text = STR("");

	for (const struct json *j = w->exempt ? w->exempt->first : NULL; j; j = j->next)
		text = str_fmt(a, "%.*s|%.*s|", STR_ARG(text), STR_ARG(j->text));
	return text;
}

static struct str round_link(struct arena *a, enum annual_kind kind, int64_t year)
{
	return kind == ANNUAL_UPDATE ? str_fmt(a, "/e/update/%lld", (long long)year) : STR("/e");
}

static enum rc note(struct tx *tx, const char *action, int64_t round, struct str reason,
	struct str payload, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "update", .object_id = round,
			.reason = reason, .payload = payload},
		e);
}

static enum rc open_one(struct tx *tx, const struct annual_window *w, int64_t province, struct err *e)
{
	const struct procedure *p = w->procedure;
	const char *kind = annual_kind_code(w->kind), *word = annual_kind_word(str_c(kind));
	struct q_update_round_put made;
	int64_t duties;

	TRY(q_update_round_put(tx->db,
		&(struct q_update_round_put_in){.window_id = w->id, .edition = p->id,
			.kind = str_c(kind), .programme = p->programme, .holders = w->holders,
			.province_agency_id = province, .year = w->year,
			.opens_on = date_str(tx->a, w->opens), .closes_on = date_str(tx->a, w->closes),
			.ends_at = instant_day_end(w->closes), .clause = w->clause,
			.effect = w->recheck_lost ? STR("recheck_lost") : STR(""), .now = tx->now},
		&made, e));
	TRY(q_update_duties_make(tx->db,
		&(struct q_update_duties_make_in){.round_id = made.id, .province_id = province,
			.line = p->line, .tier = w->holders, .day = date_str(tx->a, w->opens),
			.year = w->year, .exempt = exempt_text(tx->a, w)},
		&duties, e));
	TRY(q_update_remind_enterprises(tx->db,
		&(struct q_update_remind_enterprises_in){.round_id = made.id, .now = tx->now,
			.subject = str_fmt(tx->a, "%lld %s已开放", (long long)w->year, word),
			.body = str_fmt(tx->a, "请在%.*s前办理。依据：%.*s",
				STR_ARG(deadline_of_day(tx->a, w->closes)), STR_ARG(w->clause)),
			.link = round_link(tx->a, w->kind, w->year),
			.urgent = message_soon(tx->now, instant_day_end(w->closes)),
			.due_at = instant_day_end(w->closes)},
		NULL, e));
	return note(tx, "update_opened", made.id,
		str_fmt(tx->a, "%lld %s（%.*s）", (long long)w->year, word, STR_ARG(p->title)),
		str_fmt(tx->a, "{\"duties\":%lld}", (long long)duties), e);
}

static enum rc open_due(struct tx *tx, struct update_rounds *uc, struct err *e)
{
	struct q_update_rounds_of_year_list rounds;
	struct annual_windows windows;
	int64_t province;

	TRY(windows_of(tx->sv, tx->a, tx->now, &windows, e));
	TRY(q_update_rounds_of_year(tx->db,
		&(struct q_update_rounds_of_year_in){.year = date_of_instant(tx->now).y}, &rounds, e));
	for (size_t i = 0; i < windows.n; i++) {
		if (instant_day_start(windows.v[i].opens) > tx_as_of(tx))
			continue;
		TRY(waiting(tx->db, &windows.v[i], &rounds, tx->now, &province, e));
		if (!province)
			continue;
		TRY(open_one(tx, &windows.v[i], province, e));
		uc->opened++;
	}
	return RC_OK;
}

static struct str exempt_of(struct arena *a, const struct annual_windows *windows, const struct q_update_rounds_open *r)
{
	for (size_t i = 0; i < windows->n; i++)
		if (str_eq(windows->v[i].id, r->window_id) && str_eq(windows->v[i].procedure->id, r->edition))
			return exempt_text(a, &windows->v[i]);
	return STR("");
}

enum rc update_title_over(struct tx *tx, int64_t title_id, struct str ended_on, struct err *e)
{
	return q_update_duty_over(tx->db,
		&(struct q_update_duty_over_in){.title_id = title_id, .ended_on = ended_on, .now = tx->now}, NULL, e);
}

enum rc update_join(struct tx *tx, struct str uscc, struct err *e)
{
	struct q_update_rounds_open_list open;
	struct annual_windows windows;

	TRY(q_update_rounds_open(tx->db, &open, e));
	if (!open.n || !uscc.n)
		return RC_OK;
	TRY(windows_of(tx->sv, tx->a, tx->now, &windows, e));
	for (size_t i = 0; i < open.n; i++) {
		const struct q_update_rounds_open *r = &open.v[i];
		const struct procedure *p = rules_procedure(tx->sv->rules, r->edition, rules_pin(r->opens_on));
		if (!p || r->ends_at <= tx->now)
			continue;
		TRY(q_update_duties_join(tx->db,
			&(struct q_update_duties_join_in){.round_id = r->id, .province_id = r->province_agency_id,
				.line = p->line, .tier = r->holders, .day = r->opens_on, .year = r->year,
				.exempt = exempt_of(tx->a, &windows, r), .uscc = uscc},
			NULL, e));
	}
	return RC_OK;
}

/* --- closing ------------------------------------------------------------------------------------- */

static enum rc tell(struct tx *tx, int64_t enterprise_id, struct str subject, struct str body,
	struct str link, struct err *e)
{
	struct q_accounts_of_enterprise_list people;

	TRY(q_accounts_of_enterprise(tx->db,
		&(struct q_accounts_of_enterprise_in){.enterprise_id = enterprise_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("update"), .subject = subject, .body = body, .link = link},
			NULL, e));
	return RC_OK;
}

/* 取消复核资格: recorded with the cause; the title stays in force to its end. */
static enum rc lose_recheck(struct tx *tx, const struct q_update_rounds_open *r,
	const struct q_update_duties_due *d, struct err *e)
{
	struct str cause = str_fmt(tx->a, "未在 %.*s 前完成 %lld 年度信息更新。%.*s", STR_ARG(r->closes_on),
		(long long)r->year, STR_ARG(r->clause));
	int64_t changed;

	TRY(q_title_recheck_lost(tx->db,
		&(struct q_title_recheck_lost_in){.id = d->title_id,
			.on_date = date_str(tx->a, date_of_instant(r->ends_at)), .cause = cause},
		&changed, e));
	if (changed == 0)
		return RC_OK; /* lost before */
	TRY(audit_append(tx,
		&(struct audit_event){.action = "recheck_lost", .object_kind = "title",
			.object_id = d->title_id, .reason = cause},
		e));
	if (!d->enterprise_id.has)
		return RC_OK;
	return tell(tx, d->enterprise_id.v, str_cat(tx->a, d->tier_name, STR("：已取消复核资格")),
		str_cat(tx->a, cause, STR("。称号在有效期内继续有效")), STR("/e/certs"), e);
}

static enum rc settle(struct tx *tx, const struct q_update_rounds_open *r,
	const struct q_update_duties_due *d, struct update_rounds *uc, struct err *e)
{
	bool over = d->ended_on.n && str_cmp(d->ended_on, r->closes_on) <= 0;

	TRY(q_update_duty_settle(tx->db,
		&(struct q_update_duty_settle_in){
			.id = d->id, .state = over ? STR("over") : STR("missed"), .now = tx->now},
		NULL, e));
	uc->done++;
	if (over)
		return RC_OK;
	uc->missed++;
	return str_eqc(r->effect, "recheck_lost") ? lose_recheck(tx, r, d, e) : RC_OK;
}

static enum rc close_one(
	struct tx *tx, const struct q_update_rounds_open *r, struct update_rounds *uc, struct err *e)
{
	struct q_update_duties_due_list due;

	TRY(q_update_duties_due(tx->db,
		&(struct q_update_duties_due_in){.round_id = r->id, .limit = uc->limit - uc->done},
		&due, e));
	for (size_t i = 0; i < due.n; i++)
		TRY(settle(tx, r, &due.v[i], uc, e));
	if (uc->done >= uc->limit)
		return RC_OK;
	TRY(q_update_round_close(
		tx->db, &(struct q_update_round_close_in){.id = r->id, .now = tx->now}, NULL, e));
	uc->closed++;
	return note(tx, "update_closed", r->id,
		str_fmt(tx->a, "%lld %s", (long long)r->year, annual_kind_word(r->kind)), STR(""), e);
}

enum rc update_rounds(struct tx *tx, struct update_rounds *uc, struct err *e)
{
	struct q_update_rounds_open_list open;

	uc->opened = uc->closed = uc->missed = uc->done = 0;
	TRY(open_due(tx, uc, e));
	TRY(q_update_rounds_open(tx->db, &open, e));
	for (size_t i = 0; i < open.n && uc->done < uc->limit; i++)
		if (open.v[i].ends_at <= tx_as_of(tx))
			TRY(close_one(tx, &open.v[i], uc, e));
	if (uc->done < uc->limit && uc->opened + uc->closed > 0) /* something came of it, and no more is there */
		uc->done = MIN_OF(uc->done + 1, uc->limit - 1);
	return RC_OK;
}

struct str update_holders_word(const struct rules *rules, struct str programme, struct date day)
{
	const struct rules_list *all = rules_list(rules, day);

	for (size_t i = 0; i < all->procedures_n; i++)
		if (str_eq(all->procedures[i]->programme, programme))
			return all->procedures[i]->tier_name;
	return programme;
}

/* --- reminding ----------------------------------------------------------------------------------- */

static int64_t remind_at(const struct q_update_rounds_open *r, int64_t days)
{
	struct date last = date_of_instant(r->ends_at - 1);

	return instant_day_start(date_add(last, -days)) + REMIND_AT_MS;
}

static bool reminded(const struct q_update_rounds_open *r, int64_t days)
{
	return r->reminded && r->reminded <= days;
}

/* One that was slept through is sent after everything else that has happened since: who owes nothing any more is not
 * reminded. */
enum rc update_remind_next(struct db *db, int64_t now, int64_t *at, struct err *e)
{
	struct q_update_rounds_open_list open;

	*at = INT64_MAX;
	TRY(q_update_rounds_open(db, &open, e));
	for (size_t i = 0; i < open.n; i++)
		for (size_t k = 0; k < ARRAY_LEN(remind_days); k++)
			if (!reminded(&open.v[i], remind_days[k]))
				*at = MIN_OF(*at, MAX_OF(now, remind_at(&open.v[i], remind_days[k])));
	return RC_OK;
}

/* After a standstill fewer days are left than the reminder is named after. */
static struct str remind_subject(struct tx *tx, const struct q_update_rounds_open *r)
{
	int64_t left = date_days(date_of_instant(r->ends_at - 1)) - date_days(date_of_instant(tx->now));
	struct str what = str_fmt(tx->a, "%lld %s", (long long)r->year, annual_kind_word(r->kind));

	return left > 0 ? str_fmt(tx->a, "%.*s还有 %lld 天截止", STR_ARG(what), (long long)left)
			: str_cat(tx->a, what, STR("今天截止"));
}

static enum rc remind_one(struct tx *tx, const struct q_update_rounds_open *r, struct update_remind *uc, struct err *e)
{
	struct str holders = update_holders_word(tx->sv->rules, r->holders, date_of_instant(tx->now));
	struct str subject = remind_subject(tx, r);
	struct str until = deadline_text(tx->a, r->ends_at);
	enum annual_kind kind = str_eqc(r->kind, "update") ? ANNUAL_UPDATE : ANNUAL_SELF_EVALUATION;
	int64_t people;

	TRY(q_update_remind_enterprises(tx->db,
		&(struct q_update_remind_enterprises_in){.round_id = r->id, .now = tx->now,
			.subject = subject,
			.body = str_fmt(tx->a, "贵单位尚未办理，请在%.*s前办理%s。", STR_ARG(until),
				str_eqc(r->effect, "recheck_lost") ? "；逾期的，取消复核资格" : ""),
			.link = round_link(tx->a, kind, r->year),
			.urgent = message_soon(tx->now, r->ends_at), .due_at = r->ends_at},
		&people, e));
	TRY(q_update_remind_bodies(tx->db,
		&(struct q_update_remind_bodies_in){.round_id = r->id, .now = tx->now,
			.subject = subject,
			.before = str_cat(tx->a, holders, STR("：还有 ")),
			.after = STR(" 家企业没有办理，名单见“年度更新”，可以催报。"),
			.link = str_fmt(tx->a, "/o/updates?round=%lld", (long long)r->id)},
		NULL, e));
	uc->told += people;
	return RC_OK;
}

enum rc update_remind(struct tx *tx, struct update_remind *uc, struct err *e)
{
	struct q_update_rounds_open_list open;

	uc->rounds = uc->told = 0;
	TRY(q_update_rounds_open(tx->db, &open, e));
	for (size_t i = 0; i < open.n; i++) {
		const struct q_update_rounds_open *r = &open.v[i];
		int64_t days = 0;
		for (size_t k = 0; k < ARRAY_LEN(remind_days); k++)
			if (!reminded(r, remind_days[k]) && remind_at(r, remind_days[k]) <= tx->now)
				days = remind_days[k];
		if (!days)
			continue;
		if (tx->now < r->ends_at)
			TRY(remind_one(tx, r, uc, e));
		TRY(q_update_round_reminded(tx->db,
			&(struct q_update_round_reminded_in){.id = r->id, .days = days}, NULL, e));
		uc->rounds++;
	}
	return RC_OK;
}

/* --- bodies -------------------------------------------------------------------------------------- */

static enum rc round_of(struct tx *tx, int64_t id, struct q_update_rounds_for_officer *out, struct err *e)
{
	struct q_update_rounds_for_officer_list rows;

	TRY(q_update_rounds_for_officer(tx->db,
		&(struct q_update_rounds_for_officer_in){.agency_id = tx->who->agency_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id == id) {
			*out = rows.v[i];
			return RC_OK;
		}
	return err_set(e, RC_NOT_FOUND, MSG_UPDATE_ROUND);
}

enum rc update_press(struct tx *tx, struct update_press *uc, struct err *e)
{
	int64_t agency = tx->who->agency_id;
	struct q_update_rounds_for_officer r = {0};
	struct q_update_reminder_last last;
	struct q_update_duty_count count;

	TRY(round_of(tx, uc->round_id, &r, e));
	TRY(q_update_reminder_last(tx->db,
		&(struct q_update_reminder_last_in){.round_id = r.id, .agency_id = agency}, &last, e));
	if (last.at && tx->now - last.at < PRESS_EVERY_MS) {
		err_set(e, RC_LIMITED, MSG_UPDATE_REMINDED);
		return err_arg(e, 0, instant_human(tx->a, last.at));
	}
	TRY(q_update_duty_count(tx->db,
		&(struct q_update_duty_count_in){.round_id = r.id, .agency_id = agency}, &count, e));
	if (!str_eqc(r.state, "open") || count.n == 0)
		return err_set(e, RC_STATE, MSG_UPDATE_NOBODY);
	TRY(q_update_remind_enterprises(tx->db,
		&(struct q_update_remind_enterprises_in){.round_id = r.id, .agency_id = agency,
			.now = tx->now,
			.subject = str_fmt(tx->a, "请办理 %lld %s", (long long)r.year,
				annual_kind_word(r.kind)),
			.body = str_fmt(tx->a, "%.*s 提醒：贵单位尚未办理，请在%.*s前办理%s。",
				STR_ARG(tx->who->agency_name), STR_ARG(deadline_text(tx->a, r.ends_at)),
				str_eqc(r.effect, "recheck_lost") ? "；逾期的，取消复核资格" : ""),
			.link = str_eqc(r.kind, "update")
				? str_fmt(tx->a, "/e/update/%lld", (long long)r.year) : STR("/e")},
		NULL, e));
	TRY(q_update_reminder_put(tx->db,
		&(struct q_update_reminder_put_in){.round_id = r.id, .agency_id = agency,
			.now = tx->now, .account_id = tx->who->account_id, .n = count.n},
		NULL, e));
	uc->n = count.n;
	return note(tx, "update_reminded", r.id, str_fmt(tx->a, "%lld 家", (long long)count.n), STR(""), e);
}

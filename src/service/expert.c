/* The pool. Names and employers decide about conflicts later, so they are asked for and checked here. */
#include "service/expert.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "service/account.h"
#include "service/audit.h"
#include "service/batch.h"
#include "store/q.h"

#define FIELDS_MAX 10

static bool separates(int32_t cp)
{
	return cp == ' ' || cp == ',' || cp == ';' || cp == '\t' || cp == 0x3001 || cp == 0xff0c ||
	       cp == 0xff1b || cp == 0x3000;
}

static bool field_fit(struct str f)
{
	if (f.n == 1)
		return f.p[0] >= 'A' && f.p[0] <= 'T';
	return f.n == 2 && f.p[0] >= '0' && f.p[0] <= '9' && f.p[1] >= '0' && f.p[1] <= '9';
}

/* "34、35，c" → "34 35 C" */
static enum rc fields_read(struct arena *a, struct str typed, struct str *out, struct err *e)
{
	struct strs fields = {0};
	size_t i = 0, from = 0;

	typed = str_upper(a, utf8_halfwidth(a, typed));
	while (i <= typed.n) {
		size_t at = i;
		int32_t cp = i < typed.n ? utf8_next(typed, &i) : ' ';
		if (at == typed.n)
			i = typed.n + 1;
		if (!separates(cp))
			continue;
		struct str f = str_sub(typed, from, at - from);
		from = i;
		if (f.n == 0)
			continue;
		if (!field_fit(f) || fields.n == FIELDS_MAX)
			return err_field(e, RC_INVALID, MSG_EXPERT_FIELDS, "fields");
		VEC_PUSH(a, &fields, f);
	}
	*out = STR("");
	for (size_t k = 0; k < fields.n; k++)
		*out = str_fmt(a, "%.*s%s%.*s", STR_ARG(*out), k ? " " : "", STR_ARG(fields.v[k]));
	return fields.n ? RC_OK : err_field(e, RC_INVALID, MSG_EXPERT_FIELDS, "fields");
}

static enum rc city_read(struct tx *tx, struct str typed, struct str *code, struct err *e)
{
	struct q_expert_city_by_name row;
	bool found = false;

	*code = STR("");
	if (typed.n == 0)
		return RC_OK;
	for (int round = 0; round < 2 && !found; round++) {
		struct str name = round ? str_cat(tx->a, typed, STR("市")) : typed;
		TRY(q_expert_city_by_name(tx->db,
			&(struct q_expert_city_by_name_in){
				.agency_id = tx->who->agency_id, .name = name},
			&row, &found, e));
	}
	if (!found)
		return err_field(e, RC_INVALID, MSG_EXPERT_CITY, "city");
	*code = row.code;
	return RC_OK;
}

static enum rc put(struct tx *tx, struct expert_save *uc, struct str fields, struct str city, struct err *e)
{
	struct q_expert_put made;
	int64_t changed = 1;
	enum rc rc;

	if (uc->id)
		rc = q_expert_update(tx->db,
			&(struct q_expert_update_in){uc->id, tx->who->agency_id, uc->name, uc->employer,
				uc->title, fields, city, uc->phone, tx->now},
			&changed, e);
	else
		rc = q_expert_put(tx->db,
			&(struct q_expert_put_in){tx->who->agency_id, uc->name, uc->employer, uc->title,
				fields, city, uc->phone, tx->now},
			&made, e);
	if (rc == RC_CONFLICT)
		return err_field(e, RC_INVALID, MSG_EXPERT_TWICE, "name");
	TRY(rc);
	if (changed != 1)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!uc->id)
		uc->id = made.id;
	return audit_append(tx,
		&(struct audit_event){
			.action = "expert_saved", .object_kind = "expert", .object_id = uc->id},
		e);
}

static struct str clean(struct str s)
{
	s = str_trim(s);
	return s.p ? s : STR("");
}

enum rc expert_save(struct tx *tx, struct expert_save *uc, struct err *e)
{
	struct str fields = STR(""), city = STR("");

	TRY(batch_province_only(tx->who, e));
	uc->name = clean(uc->name);
	uc->employer = clean(uc->employer);
	uc->title = clean(uc->title);
	uc->phone = clean(uc->phone);
	if (utf8_count(uc->name) < 2 || utf8_count(uc->name) > 60)
		return err_field(e, RC_INVALID, MSG_EXPERT_NAME, "name");
	if (utf8_count(uc->employer) < 2 || utf8_count(uc->employer) > 100)
		return err_field(e, RC_INVALID, MSG_EXPERT_EMPLOYER, "employer");
	TRY(fields_read(tx->a, uc->fields, &fields, e));
	TRY(city_read(tx, clean(uc->city), &city, e));
	return put(tx, uc, fields, city, e);
}

enum rc expert_import(struct tx *tx, struct expert_import *uc, struct err *e)
{
	uc->added = uc->known = 0;
	for (size_t i = 0; i < uc->n; i++) {
		struct expert_save one = uc->v[i];
		enum rc rc = expert_save(tx, &one, e);
		uc->bad = (int64_t)i + 1;
		if (rc == RC_INVALID && e->msg == MSG_EXPERT_TWICE) {
			uc->known++;
			continue;
		}
		TRY(rc);
		uc->added++;
	}
	return RC_OK;
}

enum rc expert_enable(struct tx *tx, struct expert_enable *uc, struct err *e)
{
	int64_t changed;

	TRY(batch_province_only(tx->who, e));
	if (!uc->active && utf8_count(uc->reason) < 2)
		return err_field(e, RC_INVALID, MSG_EXPERT_REASON, "reason");
	TRY(q_expert_set_active(tx->db,
		&(struct q_expert_set_active_in){
			uc->id, tx->who->agency_id, uc->active, tx->now},
		&changed, e));
	if (changed == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = uc->active ? "expert_enabled" : "expert_disabled",
			.object_kind = "expert", .object_id = uc->id, .reason = uc->reason},
		e);
}

/* An account of the role that nobody in a pool has; 0: the login is free. */
static enum rc free_account(struct tx *tx, struct str login, int64_t *id, struct err *e)
{
	struct q_account_by_login row;
	struct q_expert_by_account other;
	bool taken = false;

	*id = 0;
	enum rc rc = q_account_by_login(
		tx->db, &(struct q_account_by_login_in){.login = login}, &row, e);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	TRY(q_expert_by_account(tx->db, &(struct q_expert_by_account_in){.account_id = row.id}, &other,
		&taken, e));
	if (taken || !str_eqc(row.role, "expert"))
		return err_field(e, RC_INVALID, MSG_LOGIN_TAKEN, "login");
	*id = row.id;
	return RC_OK;
}

static enum rc new_password(struct tx *tx, int64_t account, struct str hash, struct err *e)
{
	struct q_account_set_password epoch;

	TRY(q_account_set_password(tx->db,
		&(struct q_account_set_password_in){
			.id = account, .password = hash, .must_change = 1},
		&epoch, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = "password_reset", .object_kind = "account", .object_id = account},
		e);
}

enum rc expert_account(struct tx *tx, struct expert_account *uc, struct err *e)
{
	struct q_expert_for_officer row;
	int64_t account = 0;

	TRY(batch_province_only(tx->who, e));
	TRY(q_expert_for_officer(tx->db,
		&(struct q_expert_for_officer_in){.id = uc->id, .agency_id = tx->who->agency_id}, &row,
		e));
	uc->name = row.name;
	if (row.account_id.has) {
		uc->login = row.login;
		return new_password(tx, row.account_id.v, uc->password, e);
	}
	TRY(account_login_fit(tx->a, uc->login, &uc->login, e));
	TRY(free_account(tx, uc->login, &account, e));
	if (account)
		TRY(new_password(tx, account, uc->password, e));
	else
		TRY(account_put(tx,
			&(struct account_new){.login = uc->login, .role = STR("expert"),
				.name = row.name, .phone = row.phone, .email = STR(""),
				.password = uc->password, .must_change = true},
			&account, e));
	return q_expert_set_account(tx->db,
		&(struct q_expert_set_account_in){uc->id, tx->who->agency_id, account, tx->now}, NULL,
		e);
}

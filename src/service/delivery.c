/* A receipt is made when something is sent, not when it is seen: so what was never seen is known too. */
#include "service/delivery.h"

#include "service/audit.h"
#include "service/post.h"

static enum rc number_it(struct tx *tx, struct str *out, struct err *e)
{
	struct date d = date_of_instant(tx->now);
	struct str day = str_fmt(tx->a, "SD%04d%02d%02d", d.y, d.m, d.d);
	int64_t seq;

	TRY(tx_serial(tx, str_cat(tx->a, STR("delivery/"), day), &seq, e));
	*out = str_fmt(tx->a, "%.*s%05lld", STR_ARG(day), (long long)seq);
	return RC_OK;
}

enum rc delivery_put(struct tx *tx, const struct delivery *d, struct err *e)
{
	struct str no;

	if (!d->agency_id || !d->enterprise_id)
		return RC_OK;
	TRY(number_it(tx, &no, e));
	return q_delivery_put(tx->db,
		&(struct q_delivery_put_in){.receipt_no = no, .enterprise_id = d->enterprise_id,
			.owner_id = d->agency_id, .object_kind = str_c(d->object_kind),
			.object_id = d->object_id, .object = d->object, .subject = d->subject, .now = tx->now},
		NULL, e);
}

enum rc delivery_seen(struct tx *tx, struct delivery_seen *uc, struct err *e)
{
	struct q_delivery_waiting_list rows;

	TRY(q_delivery_waiting(tx->db,
		&(struct q_delivery_waiting_in){.enterprise_id = tx->who->enterprise_id,
			.object_kind = str_c(uc->object_kind), .object = uc->object},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(q_delivery_served(tx->db,
			&(struct q_delivery_served_in){
				.id = rows.v[i].id, .at = tx->now, .name = tx->who->name, .way = STR("")},
			NULL, e));
		TRY(audit_append(tx,
			&(struct audit_event){.action = "served", .object_kind = uc->object_kind,
				.object_id = rows.v[i].object_id, .shown = true,
				.reason = str_fmt(tx->a, "%.*s，回证编号 %.*s，首次查阅", STR_ARG(rows.v[i].subject),
					STR_ARG(rows.v[i].receipt_no))},
			e));
	}
	return RC_OK;
}

struct str delivery_text(struct arena *a, const struct q_deliveries_of_object *d)
{
	if (!d->served_at.has)
		return str_fmt(a, "%.*s 发出，%s（回证 %.*s）", STR_ARG(instant_human(a, d->sent_at)),
			d->people ? "尚未查阅" : "企业没有已认证、可以查阅的账号", STR_ARG(d->receipt_no));
	if (d->way.n)
		return str_fmt(a, "%.*s，%.*s（回证 %.*s）", STR_ARG(date_str(a, date_of_instant(d->served_at.v))),
			STR_ARG(d->way), STR_ARG(d->receipt_no));
	return str_fmt(a, "%.*s，%.*s首次查阅（回证 %.*s）", STR_ARG(instant_human(a, d->served_at.v)),
		STR_ARG(d->served_name), STR_ARG(d->receipt_no));
}

/* --- contact ---------------------------------------------------------------------------------------- */

enum rc contact_check(struct tx *tx, struct contact_check *uc, struct err *e)
{
	int64_t changed;

	if (!actor_is(tx->who, ROLE_ADMIN))
		return err_set(e, RC_FORBIDDEN, MSG_WORKFLOW_NOT_YOURS);
	for (size_t i = 0; i < uc->n; i++) {
		TRY(q_contact_checked(tx->db,
			&(struct q_contact_checked_in){
				.id = uc->ids[i], .now = tx->now, .by_id = tx->who->account_id},
			&changed, e));
		if (changed != 1)
			return err_set(e, RC_STATE, MSG_CONTACT_NONE);
		TRY(audit_append(tx,
			&(struct audit_event){.action = "contact_checked", .object_kind = "account",
				.object_id = uc->ids[i]},
			e));
	}
	return RC_OK;
}

static struct contact_note about_mail(const struct post_me *me)
{
	struct contact_note n = {STR(""), STR("/me#mail"), STR("重新发送确认邮件")};

	if (me->address == POST_BOUNCED)
		n.text = STR("发到您电子邮箱的邮件被退回：现在收不到邮件通知。请改正电子邮箱，或重新确认。");
	else if (me->address == POST_UNCONFIRMED)
		n.text = STR("您的电子邮箱还没有确认，确认前收不到邮件通知。请打开确认邮件中的链接；没有收到的，可以重新发送。");
	return n;
}

enum rc contact_warning(const struct services *sv, struct db *db, const struct actor *who,
	struct contact_note *out, struct err *e)
{
	struct contact_note n = {STR(""), STR("/me"), STR("打开“我的账号”")};
	struct q_contact_state s;
	struct post_me me;

	TRY(q_contact_state(db, &(struct q_contact_state_in){.account_id = who->account_id}, &s, e));
	TRY(post_me(db, who->account_id, s.email, &me, e));
	if (!s.phone.n && !s.email.n)
		n.text = STR("您没有留下电话和电子邮箱：有急事时没有人能联系到您。请在“我的账号”填写。");
	else if (!post_off(sv) && s.email.n)
		n = about_mail(&me);
	else if (!s.checked_at.has)
		n.text = STR("您的联系方式还没有核实：请核对“我的账号”中的电话和电子邮箱，管理员电话核对后登记。");
	*out = n;
	return RC_OK;
}

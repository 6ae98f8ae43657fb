/* Registration: new, or the owner of a row that came with a list. */
#include "service/enterprise.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/uscc.h"
#include "service/adopt.h"
#include "service/audit.h"
#include "service/bodies.h"
#include "store/q.h"

const char *const enterprise_kinds[] = {"企业法人", "机关法人", "事业单位法人", "社会团体法人",
	"民办非企业单位", "农民专业合作社", "其他", NULL};

enum rc enterprise_uscc(struct arena *a, struct str typed, bool insist, struct str *uscc,
	struct str *doubt, struct err *e)
{
	struct str code = uscc_normalise(a, typed);
	struct uscc_result r = uscc_check(code);

	if (r.problem != USCC_OK && !(r.problem == USCC_CHECK && insist)) {
		err_field(e, RC_INVALID, r.problem == USCC_CHECK ? MSG_USCC_DOUBT : MSG_USCC_WRONG, "uscc");
		return err_arg(e, 0, uscc_explain(a, &r));
	}
	*doubt = r.problem == USCC_OK ? STR("") : uscc_explain(a, &r);
	*uscc = str_dup(a, code);
	return RC_OK;
}

static struct str bare(struct arena *a, struct str s)
{
	struct str half = utf8_halfwidth(a, s);
	char *p = arena_alloc(a, half.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < half.n; i++)
		if (half.p[i] != ' ' && half.p[i] != '\t')
			p[n++] = half.p[i];
	return (struct str){p, n};
}

bool enterprise_same_name(struct arena *a, struct str x, struct str y)
{
	return str_eq(bare(a, x), bare(a, y));
}

static struct opt_i64 body_or_none(int64_t id)
{
	return id ? some_i64(id) : none_i64();
}

static enum rc make(struct tx *tx, struct enterprise_register *uc, const struct bodies *b,
	struct str doubt, struct err *e)
{
	struct q_enterprise_put made;
	struct str public_id;

	TRY(random_token(tx->a, 12, &public_id, e));
	enum rc rc = q_enterprise_put(tx->db,
		&(struct q_enterprise_put_in){.public_id = public_id, .uscc = uc->uscc,
			.name = uc->name, .legal_kind = uc->kind, .division_code = uc->division_code,
			.county_agency_id = body_or_none(b->county), .city_agency_id = b->city,
			.province_agency_id = b->province, .legal_rep = uc->legal_rep,
			.contact = uc->contact, .contact_phone = uc->contact_phone,
			.uscc_doubt = doubt, .now = tx->now},
		&made, e);
	TRY(rc);
	uc->enterprise_id = made.id;
	return RC_OK;
}

/* What the list says stands until a body has seen the licence. */
static enum rc take_over(struct tx *tx, struct enterprise_register *uc,
	const struct q_enterprise_by_uscc *row, const struct bodies *b, struct str doubt, struct err *e)
{
	bool same = enterprise_same_name(tx->a, row->name, uc->name);
	int64_t changed;

	if (!same && uc->renamed_why.n == 0) {
		err_field(e, RC_INVALID, MSG_ENTERPRISE_RENAMED, "name");
		return err_arg(e, 0, row->name);
	}
	if (!same)
		doubt = str_fmt(tx->a, "%.*s%s名单中的名称为“%.*s”，企业填写“%.*s”，说明：%.*s",
			STR_ARG(doubt), doubt.n ? "；" : "", STR_ARG(row->name), STR_ARG(uc->name),
			STR_ARG(uc->renamed_why));
	TRY(q_enterprise_take_over(tx->db,
		&(struct q_enterprise_take_over_in){.id = row->id, .legal_kind = uc->kind,
			.claimed_name = same ? STR("") : uc->name,
			.division_code = uc->division_code,
			.county_agency_id = body_or_none(b->county), .city_agency_id = b->city,
			.province_agency_id = b->province, .legal_rep = uc->legal_rep,
			.contact = uc->contact, .contact_phone = uc->contact_phone,
			.uscc_doubt = doubt, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_field(e, RC_INVALID, MSG_ENTERPRISE_TAKEN, "uscc");
	uc->enterprise_id = row->id;
	return RC_OK;
}

static enum rc enter(struct tx *tx, struct enterprise_register *uc, struct str doubt, struct err *e)
{
	struct q_enterprise_by_uscc row;
	struct bodies b = {0};
	bool found;

	TRY(bodies_of(tx->db, STR(BODIES_LINE_OF_ENTERPRISES), uc->division_code, &b, e));
	TRY(q_enterprise_by_uscc(
		tx->db, &(struct q_enterprise_by_uscc_in){.uscc = uc->uscc}, &row, &found, e));
	if (!found)
		return make(tx, uc, &b, doubt, e);
	if (row.accounts > 0)
		return err_field(e, RC_INVALID, MSG_ENTERPRISE_TAKEN, "uscc");
	return take_over(tx, uc, &row, &b, doubt, e);
}

static struct str payload_of(struct tx *tx, const struct enterprise_register *uc, struct str doubt)
{
	struct buf b;

	buf_init(&b, tx->a, 8192);
	buf_lit(&b, "{\"doubt\":");
	json_put_str(&b, doubt);
	buf_lit(&b, ",\"uscc\":");
	json_put_str(&b, uc->uscc);
	buf_ch(&b, '}');
	return buf_view(&b);
}

enum rc enterprise_register(struct tx *tx, struct enterprise_register *uc, struct err *e)
{
	struct account_new first = {.role = STR("filler"), .name = uc->contact,
		.phone = uc->contact_phone, .password = uc->password};
	struct actor self;
	struct str doubt;

	TRY(account_login_fit(tx->a, uc->login, &first.login, e));
	TRY(enterprise_uscc(tx->a, uc->uscc, uc->uscc_insist, &uc->uscc, &doubt, e));
	TRY(enter(tx, uc, doubt, e));
	TRY(adopt_enterprise(tx, uc->enterprise_id, uc->uscc, uc->division_code, e));
	first.enterprise_id = uc->enterprise_id;
	TRY(account_put(tx, &first, &uc->account_id, e));
	self = (struct actor){.roles = ROLE_FILLER, .account_id = uc->account_id, .name = uc->contact,
		.enterprise_id = uc->enterprise_id, .enterprise_name = uc->name, .ip = tx->who->ip};
	tx->who = &self;
	TRY(auth_session_start(tx,
		&(struct auth_start){uc->account_id, 1, STR("filler"), self.ip, uc->agent},
		&uc->token, e));
	TRY(q_auth_signed_in(tx->db,
		&(struct q_auth_signed_in_in){.id = uc->account_id, .at = tx->now, .ip = self.ip}, NULL,
		e));
	return audit_append(tx,
		&(struct audit_event){.action = "registered", .object_kind = "enterprise",
			.object_id = uc->enterprise_id, .payload = payload_of(tx, uc, doubt)},
		e);
}

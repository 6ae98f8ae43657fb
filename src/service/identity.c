/* The manual check of who an enterprise is. Files hang on the enterprise, not on an application. */
#include "service/identity.h"

#include "base/buf.h"
#include "base/json.h"
#include "domain/workday.h"
#include "service/audit.h"
#include "service/enterprise.h"
#include "store/q.h"

const struct identity_slot identity_slots[] = {
	{"licence", "营业执照扫描件", "加盖单位公章，名称、代码、法定代表人、住所清晰可辨", true},
	{"gsxt", "国家企业信用信息公示系统查询结果截图", "含企业名称、统一社会信用代码和登记状态", false},
	{"legal_rep_id", "法定代表人身份证正反面扫描件",
		"姓名和证件号清晰（可注明“仅用于企业认证”）；只供负责认证的主管部门查看，每次查看留有记录", false},
};
const size_t identity_slots_n = ARRAY_LEN(identity_slots);

const struct identity_slot *identity_slot(struct str id)
{
	for (size_t i = 0; i < ARRAY_LEN(identity_slots); i++)
		if (str_eqc(id, identity_slots[i].id))
			return &identity_slots[i];
	return NULL;
}

static const struct {
	const char *code, *word, *tag;
} words[] = {
	{"none", "未提交认证", "grey"},
	{"pending", "待核验", "amber"},
	{"verified", "已认证", "green"},
	{"refused", "认证未通过", "red"},
};

struct str identity_word(struct str identity)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(identity, words[i].code))
			return str_c(words[i].word);
	return identity;
}

const char *identity_tag(struct str identity)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(identity, words[i].code))
			return words[i].tag;
	return "grey";
}

struct date identity_due(const struct services *sv, int64_t at)
{
	struct date from = date_of_instant(at), due;
	bool provisional;

	if (workday_add(rules_calendar(sv->rules), from, IDENTITY_DAYS, true, &due, &provisional, NULL) !=
		RC_OK)
		return date_add(from, IDENTITY_DAYS + 2);
	return due;
}

/* --- the enterprise ---------------------------------------------------------------------------- */

static enum rc own_open(struct tx *tx, struct q_identity_own *out, struct err *e)
{
	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(q_identity_own(tx->db,
		&(struct q_identity_own_in){.enterprise_id = tx->who->enterprise_id}, out, e));
	if (str_eqc(out->identity, "none") || str_eqc(out->identity, "refused"))
		return RC_OK;
	return err_set(e, RC_STATE, MSG_IDENTITY_CLOSED);
}

static enum rc count_files(struct tx *tx, struct str slot, size_t *out, struct err *e)
{
	struct q_identity_files_list rows;
	size_t n = 0;

	TRY(q_identity_files(tx->db,
		&(struct q_identity_files_in){.enterprise_id = tx->who->enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].slot, slot);
	*out = n;
	return RC_OK;
}

enum rc identity_attach(struct tx *tx, struct identity_attach *uc, struct err *e)
{
	const struct identity_slot *slot = identity_slot(uc->slot);
	struct q_identity_own own;
	size_t n;

	if (!slot)
		return err_set(e, RC_NOT_FOUND, MSG_EVIDENCE_SLOT);
	TRY(own_open(tx, &own, e));
	TRY(count_files(tx, uc->slot, &n, e));
	if (n + uc->n > IDENTITY_MAX_FILES) {
		err_field(e, RC_INVALID, MSG_EVIDENCE_MANY, slot->id);
		return err_argf(e, "%d", IDENTITY_MAX_FILES);
	}
	return evidence_attach(tx, "enterprise", own.id, slot->id, uc->v, uc->n, e);
}

enum rc identity_detach(struct tx *tx, struct identity_detach *uc, struct err *e)
{
	struct q_identity_own own;
	int64_t changed;

	TRY(own_open(tx, &own, e));
	TRY(q_identity_file_remove(tx->db,
		&(struct q_identity_file_remove_in){
			.public_id = uc->file, .enterprise_id = own.id, .now = tx->now},
		&changed, e));
	return changed ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_EVIDENCE_GONE);
}

/* The name that a list gave stays until it is verified; the enterprise's own is kept beside it. */
static void names_of(struct tx *tx, const struct q_identity_own *own, struct str given,
	struct q_identity_file_in *in)
{
	bool listed = str_eqc(own->source, "import");

	in->name = listed ? own->name : given;
	in->claimed_name = listed && !enterprise_same_name(tx->a, own->name, given) ? given : STR("");
}

enum rc identity_hand_in(struct tx *tx, struct identity_hand_in *uc, struct err *e)
{
	struct q_identity_file_in in = {.enterprise_id = tx->who->enterprise_id,
		.legal_rep = uc->legal_rep, .now = tx->now};
	struct q_identity_own own;
	int64_t changed;
	size_t licences;

	TRY(own_open(tx, &own, e));
	TRY(enterprise_uscc(tx->a, uc->uscc, uc->uscc_insist, &in.uscc, &in.uscc_doubt, e));
	names_of(tx, &own, uc->name, &in);
	if (in.claimed_name.n && str_eq(in.claimed_name, own.claimed_name))
		in.uscc_doubt = own.uscc_doubt; /* holds the explanation that was given */
	else if (in.claimed_name.n)
		in.uscc_doubt = str_fmt(tx->a, "%.*s%s名单中的名称为“%.*s”，企业填写“%.*s”",
			STR_ARG(in.uscc_doubt), in.uscc_doubt.n ? "；" : "", STR_ARG(own.name),
			STR_ARG(uc->name));
	TRY(count_files(tx, STR("licence"), &licences, e));
	if (licences == 0)
		return err_field(e, RC_INVALID, MSG_IDENTITY_LICENCE, "licence");
	enum rc rc = q_identity_file(tx->db, &in, &changed, e);
	if (rc == RC_CONFLICT && db_conflict_on(e, "enterprise.uscc"))
		return err_field(e, RC_INVALID, MSG_ENTERPRISE_TAKEN, "uscc");
	TRY(rc);
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_IDENTITY_CLOSED);
	return audit_append(tx,
		&(struct audit_event){.action = "identity_filed", .object_kind = "enterprise",
			.object_id = own.id},
		e);
}

/* --- the body ---------------------------------------------------------------------------------- */

static enum rc tell(struct tx *tx, int64_t enterprise_id, const struct identity_decide *uc,
	struct err *e)
{
	struct q_accounts_of_enterprise_list people;
	struct str body = uc->verified
		? str_fmt(tx->a, "%.*s已核验本单位的身份，可以报送申报材料。",
			  STR_ARG(tx->who->agency_name))
		: str_fmt(tx->a, "%.*s：%.*s。请按原因更正后重新提交。", STR_ARG(tx->who->agency_name),
			  STR_ARG(uc->reason));

	TRY(q_accounts_of_enterprise(tx->db,
		&(struct q_accounts_of_enterprise_in){.enterprise_id = enterprise_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("identity"),
				.subject = uc->verified ? STR("企业认证已通过") : STR("企业认证未通过"),
				.body = body, .link = uc->verified ? STR("/e") : STR("/identity")},
			NULL, e));
	return RC_OK;
}

static enum rc may_decide(const struct q_identity_for_officer *row, const struct identity_decide *uc,
	struct err *e)
{
	if (!str_eqc(row->identity, "pending") || (uc->seen_at && uc->seen_at != row->identity_at))
		return err_set(e, RC_CONFLICT, MSG_IDENTITY_DECIDED);
	if (!uc->verified && uc->reason.n == 0)
		return err_field(e, RC_INVALID, MSG_IDENTITY_REASON, "reason");
	if (uc->verified && row->uscc_doubt.n && uc->override.n == 0)
		return err_field(e, RC_INVALID, MSG_IDENTITY_OVERRIDE, "override");
	return RC_OK;
}

enum rc identity_decide(struct tx *tx, struct identity_decide *uc, struct err *e)
{
	struct q_identity_for_officer row;
	int64_t changed;

	if (!actor_is(tx->who, ROLE_COUNTY | ROLE_CITY))
		return err_set(e, RC_FORBIDDEN, MSG_ACCOUNT_ROLE);
	TRY(q_identity_for_officer(tx->db,
		&(struct q_identity_for_officer_in){
			.public_id = uc->public_id, .agency_id = tx->who->agency_id},
		&row, e));
	TRY(may_decide(&row, uc, e));
	uc->name = uc->verified && row.claimed_name.n ? row.claimed_name : row.name;
	struct str why = uc->verified ? (row.uscc_doubt.n ? uc->override : STR("")) : uc->reason;
	TRY(q_identity_decide(tx->db,
		&(struct q_identity_decide_in){.id = row.id, .agency_id = tx->who->agency_id,
			.identity = uc->verified ? STR("verified") : STR("refused"),
			.reason = uc->verified ? STR("") : uc->reason, .name = uc->name,
			.now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_IDENTITY_DECIDED);
	TRY(tell(tx, row.id, uc, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = uc->verified ? "identity_verified" : "identity_refused",
			.object_kind = "enterprise", .object_id = row.id, .reason = why,
			.shown = true},
		e);
}

enum rc identity_view(struct tx *tx, struct identity_view *uc, struct err *e)
{
	struct q_identity_for_officer row;
	struct q_identity_files_list files;
	struct buf b;

	TRY(q_identity_for_officer(tx->db,
		&(struct q_identity_for_officer_in){
			.public_id = uc->public_id, .agency_id = tx->who->agency_id},
		&row, e));
	TRY(q_identity_files(
		tx->db, &(struct q_identity_files_in){.enterprise_id = row.id}, &files, e));
	for (size_t i = 0; i < files.n; i++) {
		const struct q_identity_files *f = &files.v[i];
		if (!str_eq(f->public_id, uc->file))
			continue;
		uc->out = (struct evidence_file){.public_id = f->public_id, .slot = f->slot,
			.filename = f->filename, .mime = f->mime, .sha256 = f->sha256, .size = f->size};
		buf_init(&b, tx->a, 1024);
		buf_lit(&b, "{\"sha256\":");
		json_put_str(&b, f->sha256);
		buf_ch(&b, '}');
		return audit_append(tx,
			&(struct audit_event){.action = "file_viewed", .object_kind = "enterprise",
				.object_id = row.id, .payload = buf_view(&b)},
			e);
	}
	return err_set(e, RC_NOT_FOUND, MSG_EVIDENCE_GONE);
}

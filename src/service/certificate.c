/* What stands on a certificate; drawn by document/pdf. */
#include "base/buf.h"
#include "base/hash.h"
#include "domain/serial.h"
#include "service/publish.h"
#include "service/audit.h"

static void put_percent(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			c == '-') {
			buf_ch(b, (char)c);
			continue;
		}
		buf_ch(b, '%');
		buf_ch(b, hex[c >> 4]);
		buf_ch(b, hex[c & 15]);
	}
}

struct str certificate_statement(struct arena *a, struct str number, struct str uscc, struct str name,
	struct str title, struct str from, struct str to)
{
	return str_fmt(a, "tidu-certificate-1\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n",
		STR_ARG(number), STR_ARG(uscc), STR_ARG(name), STR_ARG(title), STR_ARG(from),
		STR_ARG(to));
}

struct str certificate_sign(const struct services *sv, struct arena *a, struct str statement)
{
	struct signature *s = ARENA_NEW(a, struct signature);

	*s = sign_ed25519(sv->signing_seed, statement);
	return base64url(a, (struct str){(const char *)s->b, SIGN_LEN});
}

/* The address answers for a date; its `s` is the signature, for whoever checks without asking. */
static struct str verify_url(
	const struct services *sv, struct arena *a, struct str number, struct str statement)
{
	struct buf b;

	buf_init(&b, a, 2048);
	buf_str(&b, sv->config->base_url);
	buf_lit(&b, "/verify/");
	put_percent(&b, number);
	buf_lit(&b, "?s=");
	buf_str(&b, certificate_sign(sv, a, statement));
	return buf_view(&b);
}

struct str certificate_number_label(struct arena *a, const struct procedure *p)
{
	struct str own = p ? procedure_text(a, p, "number_label", STR(""), STR("")) : STR("");

	return own.n ? own : STR("证书编号");
}

static struct str body_of(struct arena *a, const struct procedure *p, struct str batch_title,
	struct str uscc, struct str doc_no)
{
	struct str tier = p ? p->tier_full_name : STR("");
	struct str own = p ? procedure_text(a, p, "certificate_body", batch_title, STR("")) : STR("");

	if (!own.n)
		own = str_fmt(a, "经评价，认定该企业为%.*s（%.*s）", STR_ARG(tier),
			STR_ARG(batch_title));
	return str_fmt(a, "统一社会信用代码：%.*s\n%.*s%s%.*s%s。", STR_ARG(uscc), STR_ARG(own),
		doc_no.n ? "，" : "", STR_ARG(doc_no), doc_no.n ? "公布" : "");
}

static struct str prose_of(struct arena *a, struct str day)
{
	struct date d;

	return date_parse(day, &d) ? date_prose(a, d) : day;
}

/* 2023年9月: a plaque bears no day. */
static struct str month_of(struct arena *a, struct str day)
{
	struct date d;

	return date_parse(day, &d) ? str_fmt(a, "%d年%d月", d.y, d.m) : STR("");
}

static struct str plaque_of(struct arena *a, const struct procedure *p)
{
	return p ? procedure_text(a, p, "plaque", STR(""), STR("")) : STR("");
}

static struct str open_from(struct arena *a, struct str prose)
{
	return STR_JOIN(a, STR("自"), prose, STR("起（文件未规定期限）"));
}

enum rc certificate_specimen(const struct services *sv, struct arena *a, const struct batch *b,
	const struct publish_plan *plan, size_t index, struct str issuer, struct certificate *out,
	struct err *e)
{
	if (index >= plan->list.n)
		return err_set(e, RC_NOT_FOUND, MSG_PUBLISH_EMPTY);
	const struct list_entry *x = &plan->list.v[index];
	*out = (struct certificate){.number = STR("样张（尚未编号）"),
		.number_label = certificate_number_label(a, b->procedure),
		.check_code = STR("--------"),
		.holder = x->name,
		.uscc = x->uscc,
		.title = b->procedure->tier_full_name,
		.body = body_of(a, b->procedure, b->title, x->uscc, STR("")),
		.valid = plan->valid_to.y ? str_fmt(a, "%.*s至%.*s", STR_ARG(date_prose(a, plan->valid_from)),
						    STR_ARG(date_prose(a, plan->valid_to)))
					  : open_from(a, date_prose(a, plan->valid_from)),
		.plaque = plaque_of(a, b->procedure),
		.plaque_date = month_of(a, date_str(a, plan->valid_from)),
		.issuer = issuer,
		.date = date_prose(a, plan->valid_from),
		.issued_at = instant_day_start(plan->valid_from),
		.url = str_cat(a, sv->config->base_url, STR("/verify")),
		.specimen = true};
	return RC_OK;
}

static bool is_body(const struct actor *who, struct opt_i64 id)
{
	return actor_is(who, ROLE_OFFICER) && id.has && id.v == who->agency_id;
}

enum rc certificate_load(struct db *db, const struct services *sv, const struct actor *who,
	struct str number, struct str code, struct certificate *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_certificate_by_no t;
	bool found;

	TRY(q_certificate_by_no(
		db, &(struct q_certificate_by_no_in){.certificate_no = number}, &t, &found, e));
	if (!found)
		return err_set(e, RC_NOT_FOUND, MSG_CERTIFICATE_GONE);
	bool own = actor_is(who, ROLE_ENTERPRISE) && t.enterprise_id.has &&
		   t.enterprise_id.v == who->enterprise_id;
	bool body = is_body(who, t.county_agency_id) || is_body(who, t.city_agency_id) ||
		    is_body(who, t.province_agency_id);
	if (!own && !body &&
		!(code.n && serial_check_verify(sv->certificate_key, number, code)))
		return err_set(e, RC_NOT_FOUND, MSG_CERTIFICATE_GONE);
	const struct procedure *p = rules_procedure(
		sv->rules, t.edition, rules_pin(t.opens_on.n ? t.opens_on : t.valid_from));
	struct str tier = p ? p->tier_full_name : STR("");
	struct str issued = t.issued_on.n ? t.issued_on : t.valid_from;
	struct date day;
	struct str statement = certificate_statement(
		a, number, t.uscc, t.name, tier, t.valid_from, t.valid_to);
	*out = (struct certificate){.number = number,
		.number_label = certificate_number_label(a, p),
		.check_code = t.check_code,
		.holder = t.name,
		.uscc = t.uscc,
		.title = tier,
		.body = body_of(a, p, t.batch_title, t.uscc, t.doc_no),
		.valid = t.valid_to.n ? str_fmt(a, "%.*s至%.*s", STR_ARG(prose_of(a, t.valid_from)),
						STR_ARG(prose_of(a, t.valid_to)))
				      : open_from(a, prose_of(a, t.valid_from)),
		.plaque = plaque_of(a, p),
		.plaque_date = month_of(a, t.issued_on.n ? t.issued_on : t.valid_from),
		.issuer = t.issuer,
		.date = prose_of(a, issued),
		.issued_at = date_parse(issued, &day) ? instant_day_start(day) : 0,
		.url = verify_url(sv, a, number, statement),
		.log = audit_stamp(a, t.chain_seq.has ? t.chain_seq.v : 0, t.chain_hash),
		.signed_text = statement};
	return RC_OK;
}

/* Certificates of an authority: who holds one is matched by credit code alone, a name never decides. */
#include "base/utf8.h"
#include "domain/uscc.h"
#include "service/audit.h"
#include "service/import.h"
#include "service/rules.h"
#include "store/q.h"

#define NAME_MOST 100
#define NUMBER_MOST 60
#define SOURCE_MOST 200

static enum rc bad(struct import_certificate *x, struct str why)
{
	x->told.outcome = IMPORT_BAD;
	x->told.reason = why;
	return RC_OK;
}

/* What is wrong with the texts; NULL: nothing. Both days as they will be stored. */
static const char *texts_wrong(struct arena *a, const struct import_certificate *x, struct str *granted, struct str *until)
{
	struct date g, u;
	size_t name = utf8_count(x->name), number = utf8_count(x->number);

	if (name < 2 || name > NAME_MOST || !utf8_valid(x->name))
		return "企业名称应为 2 至 100 个字";
	if (!number || number > NUMBER_MOST || !utf8_valid(x->number))
		return "证书编号为空或过长";
	if (utf8_count(x->source) > SOURCE_MOST)
		return "来源过长";
	if (!date_parse_loose(x->granted, &g))
		return "发证日期不是日期";
	if (!date_parse_loose(x->valid_until, &u))
		return "有效期至不是日期";
	*granted = date_str(a, g);
	*until = date_str(a, u);
	return date_cmp(u, g) < 0 ? "有效期至早于发证日期" : NULL;
}

static enum rc keep(struct tx *tx, const struct import_certificates *uc, struct import_certificate *x,
	struct q_certified_put_in *row, struct err *e)
{
	struct q_certified_find old;
	bool found;

	TRY(q_certified_find(tx->db,
		&(struct q_certified_find_in){.kind = uc->kind, .uscc = row->uscc, .number = row->number}, &old,
		&found, e));
	x->told.outcome = !found ? IMPORT_NEW
		     : str_eq(old.name, row->name) && str_eq(old.division_code, row->division_code) &&
				     str_eq(old.granted_on, row->granted_on) &&
				     str_eq(old.valid_until, row->valid_until) && str_eq(old.source, row->source)
			     ? IMPORT_SAME
			     : IMPORT_UPDATED;
	return x->told.outcome == IMPORT_SAME ? RC_OK : q_certified_put(tx->db, row, NULL, e);
}

static enum rc import_one(struct tx *tx, const struct import_certificates *uc, struct import_certificate *x, struct err *e)
{
	struct q_certified_put_in row = {.kind = uc->kind, .uscc = uscc_normalise(tx->a, x->uscc),
		.number = x->number, .name = x->name, .source = x->source.n ? x->source : uc->source,
		.now = tx->now};
	struct uscc_result check = uscc_check(row.uscc);
	const char *why;

	x->told.reason = STR("");
	if (check.problem != USCC_OK)
		return bad(x, uscc_explain(tx->a, &check));
	why = texts_wrong(tx->a, x, &row.granted_on, &row.valid_until);
	if (why)
		return bad(x, str_c(why));
	TRY(import_place(tx->db,
		&(struct import_place){.county = x->county, .city = x->city, .uscc = row.uscc},
		&row.division_code, e));
	if (!row.division_code.n)
		return bad(x, STR("不能确定所在县（市、区）：请写行政区划代码，或县名和设区市"));
	return keep(tx, uc, x, &row, e);
}

enum rc import_certificates(struct tx *tx, struct import_certificates *uc, struct err *e)
{
	int64_t n[IMPORT__MAX] = {0};

	if (!list_kind_find(rules_list_def(tx->sv->rules, COUNT_HONOURS), uc->kind))
		return err_set(e, RC_INVALID, MSG_CERTIFICATE_KIND);
	for (size_t i = 0; i < uc->n; i++) {
		TRY(import_one(tx, uc, &uc->v[i], e));
		n[uc->v[i].told.outcome]++;
	}
	if (n[IMPORT_NEW] + n[IMPORT_UPDATED] == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "certificates_imported", .object_kind = "certified",
			.reason = uc->source,
			.payload = str_fmt(tx->a, "{\"kind\":\"%.*s\",\"new\":%lld,\"updated\":%lld}",
				STR_ARG(uc->kind), (long long)n[IMPORT_NEW], (long long)n[IMPORT_UPDATED])},
		e);
}

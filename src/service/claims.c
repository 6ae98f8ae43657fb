/* One certificate spares an enterprise the whole score, so each is held against the day, the register and its file. */
#include "service/claims.h"

struct checking {
	struct db *db;
	struct arena *a;
	const struct review *r;
	struct date filed, today;
	bool file_in_slot; /* the condition's own proof was uploaded */
};

static struct str member(const struct json *j, const char *name)
{
	return json_str(j, name, STR(""));
}

static void ask(const struct checking *k, struct claim *c, struct str text)
{
	VEC_PUSH(k->a, &c->questions, text);
}

static void ask_days(const struct checking *k, struct claim *c, const struct json *item)
{
	struct str kind = member(item, "kind"), until = member(item, "valid_until");
	struct str granted = member(item, "granted_on");
	struct date from, to;

	if (date_parse(granted, &from) && date_cmp(from, k->filed) > 0)
		ask(k, c, str_fmt(k->a, "%.*s的日期（%.*s）晚于报送日（%.*s）", STR_ARG(kind),
				  STR_ARG(granted), STR_ARG(date_str(k->a, k->filed))));
	if (!date_parse(until, &to))
		return;
	if (date_cmp(to, k->filed) < 0)
		ask(k, c, str_fmt(k->a, "%.*s有效期至 %.*s，报送日（%.*s）已过期", STR_ARG(kind),
				  STR_ARG(until), STR_ARG(date_str(k->a, k->filed))));
	else if (date_cmp(to, k->today) < 0)
		ask(k, c, str_fmt(k->a, "%.*s有效期至 %.*s，报送时有效，现已过期", STR_ARG(kind),
				  STR_ARG(until)));
}

/* The same certificate with another enterprise; whose it is stays with the body that answers for that one. */
static enum rc ask_elsewhere(
	const struct checking *k, struct claim *c, const struct json *item, struct err *e)
{
	struct str number = member(item, "number");
	struct q_list_number_elsewhere row;

	if (number.n == 0) {
		ask(k, c, str_fmt(k->a, "%.*s没有填写编号", STR_ARG(member(item, "kind"))));
		return RC_OK;
	}
	TRY(q_list_number_elsewhere(k->db,
		&(struct q_list_number_elsewhere_in){
			.number = number, .enterprise_id = k->r->file.enterprise_id},
		&row, e));
	if (row.n)
		ask(k, c, str_fmt(k->a, "编号 %.*s 也登记在另外 %lld 家企业的清单中，请核对证书上的企业名称",
				  STR_ARG(number), (long long)row.n));
	return RC_OK;
}

static enum rc check_item(
	const struct checking *k, struct claim *c, const struct json *item, struct err *e)
{
	struct str number = member(item, "number"), until = member(item, "valid_until");

	VEC_PUSH(k->a, &c->rests_on,
		str_fmt(k->a, "%.*s“%.*s”，%s%.*s%s%.*s%s%.*s", STR_ARG(member(item, "kind")),
			STR_ARG(member(item, "title")), number.n ? "编号 " : "无编号", STR_ARG(number),
			"，", STR_ARG(member(item, "granted_on")), until.n ? " 至 " : "",
			STR_ARG(until)));
	ask_days(k, c, item);
	TRY(ask_elsewhere(k, c, item, e));
	if (member(item, "evidence").n == 0 && !k->file_in_slot)
		ask(k, c, str_fmt(k->a, "%.*s没有上传证书或证明", STR_ARG(member(item, "kind"))));
	return RC_OK;
}

/* One fact of a condition in the lists as submitted. */
static enum rc check_fact(const struct checking *k, struct claim *c, const struct json *lists,
	size_t fact, struct err *e)
{
	const struct json *facts = json_get(lists, "facts");

	for (const struct json *j = facts ? facts->first : NULL; j; j = j->next) {
		if (!str_eq(member(j, "fact"), fact_at(fact)->id))
			continue;
		const struct json *items = json_get(j, "items");
		for (const struct json *i = items ? items->first : NULL; i; i = i->next)
			if (json_bool(i, "counts", false))
				TRY(check_item(k, c, i, e));
		return RC_OK;
	}
	ask(k, c, str_fmt(k->a, "“%.*s”由企业直接填报，没有清单，请核对原件", STR_ARG(fact_at(fact)->name)));
	return RC_OK;
}

static bool slot_filled(const struct review *r, size_t direct)
{
	const struct standard *s = r->file.standard;

	for (size_t i = 0; i < s->evidence.n; i++) {
		const struct standard_evidence *ev = &s->evidence.v[i];
		if (ev->kind != EVIDENCE_DIRECT || ev->of != direct)
			continue;
		for (size_t n = 0; n < r->sub.files.n; n++)
			if (str_eq(r->sub.files.v[n].slot, ev->id))
				return true;
	}
	return false;
}

static enum rc lists_of(
	struct db *db, int64_t submission_id, const struct json **out, struct err *e)
{
	struct q_submission_list row;
	struct json *j = NULL;
	bool found;

	TRY(q_submission_list(db, &(struct q_submission_list_in){.submission_id = submission_id}, &row,
		&found, e));
	if (found)
		TRY(json_parse(db_arena(db), row.json, &j, e));
	*out = j;
	return RC_OK;
}

/* What was submitted says one name, the register another by now: certificates may bear either. */
static void ask_name(const struct checking *k, struct claim *c)
{
	struct str then = member(k->r->sub.profile, "name");

	if (then.n && !str_eq(then, k->r->file.enterprise_name))
		ask(k, c, str_fmt(k->a, "报送后企业已由“%.*s”更名为“%.*s”，请核对证书上的名称",
				  STR_ARG(then), STR_ARG(k->r->file.enterprise_name)));
}

enum rc claims_of(
	struct db *db, const struct review *r, int64_t now, struct claims *out, struct err *e)
{
	const struct standard *s = r->file.standard;
	struct checking k = {.db = db, .a = db_arena(db), .r = r,
		.filed = date_of_instant(r->sub.submitted_at), .today = date_of_instant(now)};
	const struct json *lists;

	TRY(lists_of(db, r->sub.id, &lists, e));
	for (size_t i = 0; r->declared.direct && i < s->direct.n; i++) {
		const struct standard_item *d = &s->direct.v[i];
		if (r->declared.direct[i].holds != TRI_TRUE)
			continue;
		struct claim *c = VEC_ADD(k.a, out);
		*c = (struct claim){.id = d->id, .title = d->text};
		k.file_in_slot = slot_filled(r, i);
		for (size_t f = 0; f < d->facts.n; f++)
			TRY(check_fact(&k, c, lists, d->facts.v[f].fact, e));
		ask_name(&k, c);
	}
	return RC_OK;
}

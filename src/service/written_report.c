/* One text for each printed heading; what was submitted stays as it was. */
#include "service/written_report.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "service/audit.h"

static void part_of(struct arena *a, const struct json *j, const struct json *above, struct report *out)
{
	const struct json *length = json_get(j, "length");

	VEC_PUSH(a, out,
		((struct report_part){.id = json_str(j, "id", STR("")),
			.no = json_str(j, "no", STR("")),
			.title = json_str(j, "title", STR("")),
			.guidance = json_str(j, "guidance", STR("")),
			.from = length ? json_i64(length, "from", 0) : 0,
			.to = length ? json_i64(length, "to", 0) : 0,
			.above_no = above ? json_str(above, "no", STR("")) : str_none(),
			.above_title = above ? json_str(above, "title", STR("")) : str_none(),
			.text = STR("")}));
}

void report_outline(struct arena *a, const struct procedure *p, struct report *out)
{
	const struct json *list = json_get(p->json, "report_sections");
	struct report r = {0};

	for (const struct json *j = list ? list->first : NULL; j; j = j->next) {
		const struct json *parts = json_get(j, "parts");
		if (!parts || parts->n == 0)
			part_of(a, j, NULL, &r);
		for (const struct json *k = parts ? parts->first : NULL; k; k = k->next)
			part_of(a, k, j, &r);
	}
	*out = r;
}

struct report_part *report_find(const struct report *r, struct str id)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].id, id))
			return &r->v[i];
	return NULL;
}

struct str report_title(struct arena *a, const struct report_part *p)
{
	return str_fmt(a, "%.*s%s%.*s", STR_ARG(p->no), str_starts(p->no, STR("（")) ? "" : "、",
		STR_ARG(p->title));
}

struct str report_length(struct arena *a, const struct report_part *p)
{
	int64_t n = (int64_t)utf8_count(str_trim(p->text));
	const char *word = n == 0 || !p->to ? "" : n < p->from ? "，还可以写得更具体" : n > p->to ? "，请尽量精简" : "";

	if (!p->to)
		return str_fmt(a, "已写 %lld 个字", (long long)n);
	return str_fmt(a, "已写 %lld 个字（建议 %lld 至 %lld 个字%s）", (long long)n, (long long)p->from,
		(long long)p->to, word);
}

enum rc report_load(struct db *db, const struct application_file *f, struct report *out, struct err *e)
{
	struct q_report_sections_list rows;

	report_outline(db_arena(db), f->procedure, out);
	if (out->n == 0)
		return RC_OK;
	TRY(q_report_sections(
		db, &(struct q_report_sections_in){.application_id = f->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct report_part *p = report_find(out, rows.v[i].section);
		if (!p)
			continue;
		p->text = rows.v[i].text;
		p->version = rows.v[i].version;
	}
	return RC_OK;
}

enum rc report_of_submission(struct db *db, const struct procedure *p, int64_t submission_id,
	struct report *out, struct err *e)
{
	struct q_submission_report row;
	struct json *j;
	bool found;

	report_outline(db_arena(db), p, out);
	if (out->n == 0)
		return RC_OK;
	TRY(q_submission_report(
		db, &(struct q_submission_report_in){.submission_id = submission_id}, &row, &found, e));
	if (!found)
		return RC_OK;
	TRY(json_parse(db_arena(db), row.json, &j, e));
	for (size_t i = 0; i < out->n; i++)
		out->v[i].text =
			json_str(j, str_cstr(db_arena(db), out->v[i].id), STR(""));
	return RC_OK;
}

void report_missing(struct arena *a, const struct report *r, struct strs *out)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_trim(r->v[i].text).n == 0)
			VEC_PUSH(a, out, r->v[i].title);
}

bool report_open(const struct application_file *f, const struct corrections *fixes, struct str id)
{
	if (!state_editable(f->state))
		return false;
	return f->state != STATE_RETURNED || correction_opens_report(fixes, id);
}

enum rc report_pin(struct tx *tx, const struct application_file *f, int64_t submission_id,
	struct str *hash, struct err *e)
{
	struct report r;
	struct buf b;

	*hash = STR("");
	TRY(report_load(tx->db, f, &r, e));
	if (r.n == 0)
		return RC_OK;
	buf_init(&b, tx->a, (size_t)1 << 20);
	for (size_t i = 0; i < r.n; i++) {
		buf_ch(&b, i ? ',' : '{');
		json_put_key(&b, str_cstr(tx->a, r.v[i].id));
		json_put_str(&b, r.v[i].text);
	}
	buf_ch(&b, '}');
	*hash = hash_hex(tx->a, hash_sha256(buf_view(&b)));
	return q_submission_report_put(tx->db,
		&(struct q_submission_report_put_in){
			.submission_id = submission_id, .json = buf_view(&b)},
		NULL, e);
}

enum rc report_save(struct tx *tx, struct report_save *uc, struct err *e)
{
	struct application_file f;
	struct corrections fixes = {0};
	struct report r;
	int64_t changed;

	TRY(application_for_enterprise(tx->db, tx->sv->rules, tx->who, uc->application, &f, e));
	TRY(application_open(&f, e));
	if (f.state == STATE_RETURNED)
		TRY(corrections_load(tx->db, &f, &fixes, e));
	TRY(report_load(tx->db, &f, &r, e));
	const struct report_part *p = report_find(&r, uc->section);
	if (!p)
		return err_set(e, RC_NOT_FOUND, MSG_REPORT_SECTION);
	if (!report_open(&f, &fixes, uc->section)) {
		err_set(e, RC_FORBIDDEN, MSG_APPLICATION_NOT_NAMED);
		return err_arg(e, 0, p->title);
	}
	if (utf8_count(uc->text) > REPORT_SECTION_MAX)
		return err_field(e, RC_INVALID, MSG_REPORT_LONG, "text");
	uc->saved = p->version;
	if (str_eq(p->text, uc->text) && p->version)
		return RC_OK;
	if (p->version != uc->version)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	TRY(q_report_section_put(tx->db,
		&(struct q_report_section_put_in){.application_id = f.id, .section = uc->section,
			.text = uc->text, .version = uc->version, .now = tx->now},
		&changed, e));
	if (changed != 1)
		return err_set(e, RC_CONFLICT, MSG_STALE);
	uc->saved = uc->version + 1;
	return audit_append(tx,
		&(struct audit_event){.action = "report_saved", .object_kind = "application",
			.object_id = f.id,
			.payload = str_fmt(tx->a, "{\"section\":\"%.*s\"}", STR_ARG(p->id))},
		e);
}

/* The certificate is what the verdicts were on the day, with the hashes of the files they were about. */
#include "service/comparison.h"

#include "base/buf.h"
#include "service/audit.h"

bool comparison_due(const struct application_file *f, const struct actor *who)
{
	const struct stage *check = procedure_stage(f->procedure, STAGE_CHECK, HOLDER_COUNTY);

	if (!check || json_str(check->json, "certificate", STR("")).n == 0)
		return false;
	return actor_is(who, ROLE_COUNTY) || (actor_is(who, ROLE_CITY) && f->county_agency_id == 0);
}

const char *comparison_word(struct str verdict)
{
	return str_eqc(verdict, "ok") ? "一致" : str_eqc(verdict, "bad") ? "不一致" : review_verdict_word(verdict);
}

static void put_files(struct buf *b, const struct review *r, struct str slot)
{
	bool first = true;

	buf_lit(b, "\"files\":[");
	for (size_t i = 0; i < r->sub.files.n; i++) {
		const struct submitted_file *f = &r->sub.files.v[i];
		if (!str_eq(f->slot, slot))
			continue;
		buf_str(b, first ? STR("{\"name\":") : STR(",{\"name\":"));
		first = false;
		json_put_str(b, f->name);
		buf_lit(b, ",\"sha256\":");
		json_put_str(b, f->sha256);
		buf_ch(b, '}');
	}
	buf_ch(b, ']');
}

static struct str items_json(struct arena *a, const struct review *r, const struct actor *who)
{
	bool first = true;
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	buf_ch(&b, '[');
	for (size_t i = 0; i < r->items_n; i++) {
		const struct review_item *x = &r->items[i];
		const struct review_verdict *own = review_own(x, who);
		if (x->kind != REVIEW_SLOT)
			continue;
		buf_str(&b, first ? STR("{\"title\":") : STR(",{\"title\":"));
		first = false;
		json_put_str(&b, x->title);
		buf_lit(&b, ",\"verdict\":");
		json_put_str(&b, own->verdict);
		buf_lit(&b, ",\"note\":");
		json_put_str(&b, own->note);
		buf_ch(&b, ',');
		put_files(&b, r, r->file.standard->evidence.v[x->of].id);
		buf_ch(&b, '}');
	}
	buf_ch(&b, ']');
	return buf_view(&b);
}

enum rc comparison_certify(struct tx *tx, const struct review *r, struct err *e)
{
	if (!comparison_due(&r->file, tx->who))
		return RC_OK;
	struct str items = items_json(tx->a, r, tx->who);
	TRY(q_comparison_put(tx->db,
		&(struct q_comparison_put_in){.submission_id = r->sub.id,
			.agency_id = tx->who->agency_id, .account_id = tx->who->account_id,
			.person = tx->who->name, .items = items, .now = tx->now},
		NULL, e));
	return audit_append(tx,
		&(struct audit_event){.action = "comparison_certified", .object_kind = "application",
			.object_id = r->file.id,
			.payload = str_fmt(tx->a, "{\"items\":\"%.*s\"}",
				STR_ARG(hash_hex(tx->a, hash_sha256(items)))),
			.shown = true},
		e);
}

enum rc comparison_load(
	struct db *db, int64_t submission_id, struct comparison *out, bool *found, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_comparison_of row;
	struct json *items;

	*out = (struct comparison){0};
	TRY(q_comparison_of(
		db, &(struct q_comparison_of_in){.submission_id = submission_id}, &row, found, e));
	if (!*found)
		return RC_OK;
	TRY(json_parse(a, row.items, &items, e));
	out->body = row.body;
	out->person = row.person;
	out->at = row.at;
	for (const struct json *j = items->first; j; j = j->next) {
		const struct json *files = json_get(j, "files");
		VEC_PUSH(a, out,
			((struct compared){json_str(j, "title", STR("")), json_str(j, "verdict", STR("")),
				json_str(j, "note", STR("")), files ? (int64_t)files->n : 0}));
	}
	return RC_OK;
}

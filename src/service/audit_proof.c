/* Making a proof and checking one: the enterprise that was harmed must not have to believe the operator. */
#include "service/audit_proof.h"

#include "base/json.h"
#include "base/vec.h"
#include "domain/merkle.h"
#include "service/audit_day.h"
#include "store/q.h"

#define FORMAT "tidu-proof-1"
#define READ_MS ((int64_t)20 * 1000)

/* --- making -------------------------------------------------------------------------------------- */

/* The tree of the day that was asked for last: the events of a file come day by day. */
struct making {
	struct db *db;
	struct arena *a;
	struct arena day_arena;
	struct str on_date;
	struct merkle tree;
	struct buf *b;
	int64_t pending;
	size_t put;
};

static struct chain_event event_of(const struct q_audit_of_enterprise *r)
{
	return (struct chain_event){r->seq, r->at, r->account_id, r->actor, r->agency_id, r->body, r->ip,
		r->action, r->object_kind, r->object_id, r->reason, r->payload, r->shown != 0, r->salt};
}

static enum rc day_load(struct making *m, const struct q_audit_day_of *day, struct err *e)
{
	struct chain_link *links;
	int64_t found;

	if (str_eq(day->on_date, m->on_date))
		return RC_OK;
	arena_reset(&m->day_arena);
	TRY(audit_links_load(
		m->db, &m->day_arena, day->last_seq - day->events + 1, day->events, &links, &found, e));
	if (found != day->events)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "audit_day %.*s: events missing", STR_ARG(day->on_date));
	m->tree = merkle_build(&m->day_arena, links, (size_t)found);
	m->on_date = day->on_date;
	return RC_OK;
}

static void member(struct buf *b, const char *key, struct str value)
{
	json_put_key(b, key);
	json_put_str(b, value);
	buf_ch(b, ',');
}

static enum rc event_put(struct making *m, const struct q_audit_of_enterprise *r, struct err *e)
{
	struct chain_link path[MERKLE_MAX_PATH];
	struct chain_event ev = event_of(r);
	struct q_audit_day_of day;
	bool closed;

	TRY(q_audit_day_of(m->db, &(struct q_audit_day_of_in){.seq = r->seq}, &day, &closed, e));
	if (!closed) {
		m->pending++;
		return RC_OK;
	}
	TRY(day_load(m, &day, e));
	size_t steps = merkle_path(&m->tree, (size_t)(r->seq - (day.last_seq - day.events + 1)), path);
	buf_c(m->b, m->put++ ? ",\n{" : "\n{");
	member(m->b, "bytes", base64url(m->a, chain_bytes(m->a, &ev)));
	member(m->b, "day", day.on_date);
	json_put_key(m->b, "path");
	for (size_t i = 0; i < steps; i++) {
		buf_c(m->b, i ? "," : "[");
		json_put_str(m->b, chain_link_text(m->a, &path[i]));
	}
	buf_c(m->b, steps ? "]," : "[],");
	json_put_key(m->b, "prev");
	json_put_str(m->b, r->prev);
	buf_ch(m->b, '}');
	return RC_OK;
}

enum rc audit_proof_make(struct db *db, struct arena *a, struct str object_kind, int64_t object_id, struct str about,
	struct str *out, struct err *e)
{
	struct q_audit_of_enterprise_list rows;
	struct making m = {.db = db, .a = a};
	enum rc rc = RC_OK;
	struct buf b;

	db_allow_ms(db, READ_MS);
	TRY(q_audit_of_enterprise(db,
		&(struct q_audit_of_enterprise_in){.object_kind = object_kind, .object_id = object_id}, &rows, e));
	buf_init(&b, a, AUDIT_PROOF_MAX);
	m.b = &b;
	arena_init(&m.day_arena, (size_t)1 << 30);
	buf_ch(&b, '{');
	member(&b, "about", about);
	json_put_key(&b, "events");
	buf_ch(&b, '[');
	for (size_t i = 0; i < rows.n && rc == RC_OK; i++)
		rc = event_put(&m, &rows.v[i], e);
	arena_free(&m.day_arena);
	TRY(rc);
	buf_printf(&b, "],\"format\":\"" FORMAT "\",\"pending\":%lld}\n", (long long)m.pending);
	if (b.overflow)
		return err_detail(e, RC_DATA, MSG_INTERNAL, "a proof over %zu bytes", AUDIT_PROOF_MAX);
	*out = buf_view(&b);
	return RC_OK;
}

/* --- checking ------------------------------------------------------------------------------------ */

static bool path_read(const struct json *j, struct chain_link path[MERKLE_MAX_PATH], size_t *steps)
{
	*steps = 0;
	if (!j || j->type != JSON_ARRAY)
		return false;
	for (const struct json *p = j->first; p; p = p->next)
		if (p->type != JSON_STRING || *steps == MERKLE_MAX_PATH || !chain_link_parse(p->text, &path[(*steps)++]))
			return false;
	return true;
}

static enum rc line_check(
	struct db *db, struct arena *a, const struct json *j, struct audit_proof_line *out, struct err *e)
{
	struct chain_link prev, link, got, root, path[MERKLE_MAX_PATH];
	struct q_audit_day_of day;
	struct str bytes;
	size_t steps;
	bool found;

	out->fault = AUDIT_PROOF_BYTES;
	out->day = json_str(j, "day", STR(""));
	if (!base64url_decode(a, json_str(j, "bytes", STR("")), &bytes) || !chain_parse(bytes, &out->ev) ||
		!chain_link_parse(json_str(j, "prev", STR("")), &prev) || !path_read(json_get(j, "path"), path, &steps))
		return RC_OK;
	TRY(q_audit_day_of(db, &(struct q_audit_day_of_in){.seq = out->ev.seq}, &day, &found, e));
	int64_t first = found ? day.last_seq - day.events + 1 : 0;
	out->fault = AUDIT_PROOF_DAY;
	if (!found || out->ev.seq < first || !str_eq(day.on_date, out->day))
		return RC_OK;
	out->fault = AUDIT_PROOF_ROOT;
	link = chain_link_of(a, &prev, bytes);
	if (merkle_climb(&link, (size_t)(out->ev.seq - first), (size_t)day.events, path, steps, &got) &&
		chain_link_parse(day.root, &root) && chain_link_eq(&got, &root))
		out->fault = AUDIT_PROOF_OK;
	return RC_OK;
}

enum rc audit_proof_check(struct db *db, struct arena *a, struct str text, struct audit_proof *out, struct err *e)
{
	struct audit_proof p = {0};
	struct json *j;
	struct err why;

	if (text.n > AUDIT_PROOF_MAX || json_parse(a, text, &j, &why) != RC_OK)
		return err_set(e, RC_INVALID, MSG_PROOF_FILE);
	const struct json *events = json_get(j, "events");
	if (!str_eqc(json_str(j, "format", STR("")), FORMAT) || !events || events->type != JSON_ARRAY)
		return err_set(e, RC_INVALID, MSG_PROOF_FILE);
	p.about = json_str(j, "about", STR(""));
	p.pending = json_i64(j, "pending", 0);
	for (const struct json *x = events->first; x; x = x->next) {
		struct audit_proof_line *line = VEC_ADD(a, &p.lines);
		TRY(line_check(db, a, x, line, e));
		p.wrong += line->fault != AUDIT_PROOF_OK;
	}
	*out = p;
	return RC_OK;
}

const char *audit_proof_word(enum audit_proof_fault f)
{
	switch (f) {
	case AUDIT_PROOF_OK:
		return "与公布的一致";
	case AUDIT_PROOF_BYTES:
		return "不是一条记录，文件被改动过";
	case AUDIT_PROOF_DAY:
		return "所写的日期没有公布，或者记录不在这一天";
	case AUDIT_PROOF_ROOT:
		return "与公布的当日根不符";
	case AUDIT_PROOF__MAX:
		break;
	}
	return "?";
}

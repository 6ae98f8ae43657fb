/* The published list as it is saved and read back: a file that a person keeps outlives the program that wrote it. */
#include "service/audit_day.h"

#include "base/json.h"
#include "base/vec.h"

#define FORMAT "tidu-heads-1"

static void link_put(struct buf *b, struct arena *a, const struct chain_link *l)
{
	buf_str(b, chain_link_text(a, l));
}

void audit_heads_text(struct arena *a, const struct audit_heads *h, struct buf *out)
{
	buf_lit(out, "# " FORMAT "\n# date\tevents\tlast_seq\troot(sha256:sm3)\thead(sha256:sm3)\n");
	for (size_t i = 0; i < h->n; i++) {
		const struct audit_head *x = &h->v[i];
		buf_str(out, x->on_date);
		buf_ch(out, '\t');
		buf_i64(out, x->events);
		buf_ch(out, '\t');
		buf_i64(out, x->last_seq);
		buf_ch(out, '\t');
		link_put(out, a, &x->root);
		buf_ch(out, '\t');
		link_put(out, a, &x->head);
		buf_ch(out, '\n');
	}
}

void audit_heads_json(struct arena *a, const struct audit_heads *h, struct buf *out)
{
	buf_lit(out, "{\"days\":[");
	for (size_t i = 0; i < h->n; i++) {
		const struct audit_head *x = &h->v[i];
		buf_c(out, i ? ",\n{\"date\":\"" : "\n{\"date\":\"");
		buf_str(out, x->on_date);
		buf_lit(out, "\",\"events\":");
		buf_i64(out, x->events);
		buf_lit(out, ",\"head\":\"");
		link_put(out, a, &x->head);
		buf_lit(out, "\",\"last_seq\":");
		buf_i64(out, x->last_seq);
		buf_lit(out, ",\"root\":\"");
		link_put(out, a, &x->root);
		buf_lit(out, "\"}");
	}
	buf_lit(out, "],\"format\":\"" FORMAT "\"}\n");
}

/* A line that cannot be one of a list is a mistake of the file, never skipped. */
static bool put(struct arena *a, struct audit_heads *out, struct str date, int64_t events, int64_t last_seq,
	struct str root, struct str head)
{
	struct audit_head h = {.on_date = date, .events = events, .last_seq = last_seq};
	struct date d;

	if (!date_parse(date, &d) || events < 0 || last_seq < events ||
		(out->n && str_cmp(out->v[out->n - 1].on_date, date) >= 0) || !chain_link_parse(root, &h.root) ||
		!chain_link_parse(head, &h.head))
		return false;
	VEC_PUSH(a, out, h);
	return true;
}

static bool parse_json(struct arena *a, struct str text, struct audit_heads *out)
{
	struct json *j;
	struct err why;

	if (json_parse(a, text, &j, &why) != RC_OK)
		return false;
	const struct json *days = json_get(j, "days");
	if (!days || days->type != JSON_ARRAY || !str_eqc(json_str(j, "format", STR("")), FORMAT))
		return false;
	for (const struct json *d = days->first; d; d = d->next)
		if (!put(a, out, json_str(d, "date", STR("")), json_i64(d, "events", -1), json_i64(d, "last_seq", -1),
			    json_str(d, "root", STR("")), json_str(d, "head", STR(""))))
			return false;
	return true;
}

static bool parse_line(struct arena *a, struct str line, struct audit_heads *out)
{
	struct str part[5], rest = line;
	int64_t events, last_seq;
	size_t n = 0;

	while (n < ARRAY_LEN(part) && str_cut(&rest, '\t', &part[n]))
		n++;
	return n == ARRAY_LEN(part) && !rest.p && str_to_i64(part[1], &events) && str_to_i64(part[2], &last_seq) &&
		put(a, out, part[0], events, last_seq, part[3], part[4]);
}

enum rc audit_heads_parse(struct arena *a, struct str text, struct audit_heads *out, struct err *e)
{
	struct audit_heads h = {0};
	struct str rest = text, line;
	bool ok = true;

	if (str_starts(str_trim(text), STR("{"))) {
		ok = parse_json(a, text, &h);
	} else {
		while (ok && str_cut(&rest, '\n', &line)) {
			line = str_trim(line);
			if (line.n && line.p[0] != '#')
				ok = parse_line(a, line, &h);
		}
	}
	if (!ok || h.n == 0)
		return err_set(e, RC_INVALID, MSG_HEADS_FILE);
	*out = h;
	return RC_OK;
}

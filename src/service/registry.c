/* The register's index and its three ways of being asked. */
#include "service/registry.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"

/* Letters, digits and ideographs count; everything else separates nothing and is left out. */
static bool counts(int32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z');
	return (cp >= 0xc0 && cp < 0x2000) || (cp >= 0x3400 && cp <= 0x9fff) ||
	       (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0xf900 && cp <= 0xfaff) ||
	       (cp >= 0x20000 && cp <= 0x3ffff);
}

static struct str plain(struct arena *a, struct str name)
{
	struct str s = str_lower(a, utf8_halfwidth(a, name));
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0, i = 0;

	while (i < s.n) {
		size_t at = i;
		if (counts(utf8_next(s, &i))) {
			memcpy(out + n, s.p + at, i - at);
			n += i - at;
		}
	}
	return (struct str){out, n};
}

struct str registry_grams(struct arena *a, struct str name)
{
	struct str s = plain(a, name);
	size_t from = 0, second = 0, end;
	struct buf b;

	buf_init(&b, a, s.n * 3 + 16);
	buf_reserve(&b, s.n * 3 + 16);
	(void)utf8_next(s, &second);
	if (second >= s.n)
		return s;
	for (end = second; end < s.n; from = second, second = end) {
		(void)utf8_next(s, &end);
		if (b.n)
			buf_ch(&b, ' ');
		buf_put(&b, s.p + from, end - from);
	}
	return buf_view(&b);
}

/* No pair has three characters: a phrase does not run from one name into the next. */
#define BETWEEN_NAMES " zzz "

static struct str grams_of(struct arena *a, struct str name, struct str names)
{
	struct str all = registry_grams(a, name), one;

	while (names.n && str_cut(&names, '\n', &one))
		all = str_cat(a, all, str_cat(a, STR(BETWEEN_NAMES), registry_grams(a, one)));
	return all;
}

/* What the enterprise was called besides. */
static enum rc other_names(struct tx *tx, struct str uscc, struct str name, struct str *out, struct err *e)
{
	struct q_enterprise_names_list rows = {0};

	*out = STR("");
	if (uscc.n)
		TRY(q_enterprise_names(
			tx->db, &(struct q_enterprise_names_in){.uscc = uscc}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!str_eq(rows.v[i].name, name))
			*out = str_fmt(tx->a, "%.*s%s%.*s", STR_ARG(*out), out->n ? "\n" : "",
				STR_ARG(rows.v[i].name));
	return RC_OK;
}

static enum rc index_put(struct tx *tx, struct q_registry_put_in *in, struct err *e)
{
	struct q_registry_name before;
	struct q_registry_put row;
	bool found;

	TRY(other_names(tx, in->uscc, in->name, &in->names, e));
	TRY(q_registry_name(tx->db,
		&(struct q_registry_name_in){.kind = in->kind, .ref_id = in->ref_id}, &before, &found, e));
	TRY(q_registry_put(tx->db, in, &row, e));
	if (found && str_eq(before.name, in->name) && str_eq(before.names, in->names))
		return RC_OK;
	if (found)
		TRY(q_registry_gram_drop(tx->db,
			&(struct q_registry_gram_drop_in){.id = row.id,
				.grams = grams_of(tx->a, before.name, before.names)},
			NULL, e));
	return q_registry_gram_put(tx->db,
		&(struct q_registry_gram_put_in){
			.id = row.id, .grams = grams_of(tx->a, in->name, in->names)},
		NULL, e);
}

enum rc registry_index_title(struct tx *tx, int64_t title_id, struct err *e)
{
	struct q_title_by_id t;

	TRY(q_title_by_id(tx->db, &(struct q_title_by_id_in){.id = title_id}, &t, e));
	return index_put(tx,
		&(struct q_registry_put_in){.kind = STR("title"), .ref_id = t.id,
			.public_id = t.public_id, .name = t.name, .uscc = t.uscc, .city = t.city,
			.county = t.county, .tier = t.tier, .tier_name = t.tier_name, .state = t.state,
			.valid_from = t.valid_from, .valid_to = t.valid_to, .listed_on = t.listed_on,
			.ended_on = t.ended_on, .certificate_no = t.certificate_no},
		e);
}

enum rc registry_index_enterprise(struct tx *tx, const struct registry_enterprise *r, struct err *e)
{
	return index_put(tx,
		&(struct q_registry_put_in){.kind = STR("enterprise"), .ref_id = r->id,
			.public_id = r->public_id, .name = r->name, .uscc = r->uscc, .city = r->city,
			.county = r->county, .state = STR("none")},
		e);
}

enum rc registry_rename(struct tx *tx, int64_t enterprise_id, struct str uscc, struct str name, struct err *e)
{
	struct q_titles_of_uscc_list titles;
	struct q_registry_name row;
	bool found;

	TRY(q_titles_of_uscc(tx->db, &(struct q_titles_of_uscc_in){.uscc = uscc}, &titles, e));
	for (size_t i = 0; i < titles.n; i++)
		TRY(registry_index_title(tx, titles.v[i].id, e));
	TRY(q_registry_name(tx->db,
		&(struct q_registry_name_in){.kind = STR("enterprise"), .ref_id = enterprise_id}, &row,
		&found, e));
	return found ? registry_index_enterprise(tx,
			       &(struct registry_enterprise){.id = enterprise_id,
				       .public_id = row.public_id, .name = name, .uscc = uscc,
				       .city = row.city, .county = row.county},
			       e)
		     : RC_OK;
}

bool registry_name_has(struct arena *a, struct str name, struct str text)
{
	struct str part = plain(a, text), whole = plain(a, name);

	return part.n && str_find(whole, part) < whole.n;
}

/* An expression for the index: the pairs as one phrase; a single character as the beginning of a pair. */
static struct str match_of(struct arena *a, struct str text)
{
	struct str grams = registry_grams(a, text);

	if (utf8_count(grams) == 1)
		return str_fmt(a, "\"%.*s\"*", STR_ARG(grams));
	return grams.n ? str_fmt(a, "\"%.*s\"", STR_ARG(grams)) : STR("");
}

static bool looks_like_number(struct str text)
{
	bool digit = false;

	for (size_t i = 0; i < text.n; i++)
		digit = digit || (text.p[i] >= '0' && text.p[i] <= '9');
	return digit && text.n >= 8;
}

static void take(struct arena *a, struct registry_rows *out, const struct q_registry_browse *v, size_t n,
	int64_t limit)
{
	out->more = n > (size_t)limit;
	for (size_t i = 0; i < MIN_OF(n, (size_t)limit); i++)
		VEC_PUSH(a, out, v[i]);
}

/* The searches return the same columns; a compiler that lays the structs out alike is asserted here. */
#define SAME_ROW(type)                                                                             \
	_Static_assert(sizeof(struct type) == sizeof(struct q_registry_browse) &&                  \
			       offsetof(struct type, certificate_no) ==                            \
				       offsetof(struct q_registry_browse, certificate_no),         \
		"registry rows differ")
SAME_ROW(q_registry_by_text);
SAME_ROW(q_registry_by_code);

static enum rc by_code(struct db *db, struct str code, struct str today, struct registry_rows *out, struct err *e)
{
	struct q_registry_by_code_list rows;

	TRY(q_registry_by_code(db, &(struct q_registry_by_code_in){.code = code, .today = today}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct q_registry_browse r;
		memcpy(&r, &rows.v[i], sizeof(r));
		VEC_PUSH(db_arena(db), out, r);
	}
	return RC_OK;
}

static enum rc by_text(struct db *db, const struct registry_query *q, struct str match, struct str asof,
	struct registry_rows *out, struct err *e)
{
	struct q_registry_by_text_list rows;

	TRY(q_registry_by_text(db,
		&(struct q_registry_by_text_in){.match = match, .after = q->after, .tier = q->tier,
			.place = q->place, .status = q->status, .today = asof, .limit = q->limit + 1},
		&rows, e));
	struct q_registry_browse *same = ARENA_NEW_N(db_arena(db), struct q_registry_browse, rows.n + 1);
	if (rows.n)
		memcpy(same, rows.v, rows.n * sizeof(*same));
	take(db_arena(db), out, same, rows.n, q->limit);
	return RC_OK;
}

enum rc registry_search(struct db *db, const struct registry_query *q, struct registry_rows *out,
	struct err *e)
{
	struct arena *a = db_arena(db);
	struct str text = str_trim(utf8_halfwidth(a, q->text)), match = match_of(a, text);
	struct str asof = date_str(a, q->asof);
	struct q_registry_browse_list rows;

	*out = (struct registry_rows){0};
	if (looks_like_number(text) && q->after == 0) {
		TRY(by_code(db, str_upper(a, text), asof, out, e));
		if (out->n)
			return RC_OK;
	}
	if (match.n)
		return by_text(db, q, match, asof, out, e);
	if (text.n)
		return RC_OK; /* nothing but punctuation: nothing is called that */
	TRY(q_registry_browse(db,
		&(struct q_registry_browse_in){.after = q->after, .tier = q->tier, .place = q->place,
			.status = q->status, .today = asof, .limit = q->limit + 1},
		&rows, e));
	take(a, out, rows.v, rows.n, q->limit);
	return RC_OK;
}

struct str registry_state_on(struct registry_term t, struct date on)
{
	struct date from, to, ended, listed;
	struct str state = t.state;

	/* What ended still held on a day before; what ran out later than its term was in 复核 until then. */
	if (date_parse(t.ended_on, &ended) && date_cmp(on, ended) < 0) {
		bool longer = str_eqc(state, "expired") && date_parse(t.valid_to, &to) && date_cmp(on, to) > 0;
		state = longer ? STR("renewing") : STR("valid");
	}
	if (!str_eqc(state, "valid") && !str_eqc(state, "renewing"))
		return state;
	if (date_parse(t.valid_from, &from) && date_cmp(on, from) < 0)
		return STR("future");
	/* The term covers the day, but nobody could know it then. */
	if (date_parse(t.listed_on, &listed) && date_cmp(on, listed) < 0)
		return STR("unlisted");
	if (str_eqc(state, "valid") && date_parse(t.valid_to, &to) && date_cmp(on, to) > 0)
		return STR("expired");
	return state;
}

static const struct {
	const char *state, *word, *tone;
} words[] = {
	{"valid", "有效", "good"},
	{"renewing", "复核中（原名单有效）", "good"},
	{"expired", "已到期", "plain"},
	{"cancelled", "已取消", "bad"},
	{"revoked", "已撤销", "bad"},
	{"future", "未生效", "info"},
	{"unlisted", "名单尚未公布", "info"},
	{"none", "未获评价或认定", "plain"},
};

const char *registry_state_word(struct str state_on, struct str valid_to)
{
	if (str_eqc(state_on, "valid") && valid_to.n == 0)
		return "有效期未载明";
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(state_on, words[i].state))
			return words[i].word;
	return "状态不详";
}

const char *registry_state_tone(struct str state_on)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(state_on, words[i].state))
			return words[i].tone;
	return "plain";
}

/* Why here: the list's bytes and the fate of an enterprise must not depend on who asks. */
#include "domain/publicity.h"

#include "base/buf.h"
#include "domain/decimal.h"
#include "domain/uscc.h"

#define LINE_MAX 4096

struct str list_yes_no(bool yes)
{
	return yes ? STR("是") : STR("否");
}

struct str list_score(struct arena *a, int64_t score)
{
	return decimal_str(a, score);
}

struct str list_canonical(
	struct arena *a, enum list_form form, const struct list_entry *v, size_t n)
{
	size_t columns = form == LIST_PUBLIC ? 4 : 6;
	struct buf b;

	buf_init(&b, a, (n + 1) * LINE_MAX);
	for (size_t i = 0; i < n; i++) {
		struct str fields[] = {str_i64(a, (int64_t)i + 1), v[i].name, v[i].uscc, v[i].area,
			list_yes_no(v[i].direct), list_score(a, v[i].score)};
		for (size_t k = 0; k < columns; k++) {
			if (k)
				buf_ch(&b, '\t');
			buf_str(&b, fields[k]);
		}
		buf_ch(&b, '\n');
	}
	return buf_view(&b);
}

struct hash list_hash(struct arena *a, enum list_form form, const struct list_entry *v, size_t n)
{
	return hash_sha256(list_canonical(a, form, v, n));
}

static int64_t days_between(const struct calendar *c, struct date first, struct date last,
	enum term_kind kind)
{
	bool provisional;
	int64_t n;

	if (date_cmp(last, first) < 0)
		return 0;
	if (kind == TERM_WORKING &&
		workday_between(c, first, last, true, &n, &provisional, NULL) == RC_OK)
		return n;
	return date_days(last) - date_days(first) + 1;
}

struct publicity_clock publicity_clock(const struct calendar *c, const struct window *w,
	const struct term *t, struct date today)
{
	struct publicity_clock k = {.total = days_between(c, w->first, w->last, t->kind)};

	k.extended = t->kind == TERM_CALENDAR && k.total > t->n;
	k.day = date_cmp(today, w->last) > 0 ? k.total : days_between(c, w->first, today, t->kind);
	return k;
}

static const struct {
	const char *code, *word;
	bool open;
} states[OBJECTION__MAX] = {
	[OBJECTION_RECEIVED] = {"received", "已收到·待受理", true},
	[OBJECTION_ACCEPTED] = {"accepted", "已受理·核实中", true},
	[OBJECTION_REJECTED] = {"rejected", "不予受理", false},
	[OBJECTION_CLEARED] = {"cleared", "异议不成立", false},
	[OBJECTION_UPHELD] = {"upheld", "异议成立", false},
};

static const struct {
	enum objection_state from, to;
} moves[] = {
	{OBJECTION_RECEIVED, OBJECTION_ACCEPTED},
	{OBJECTION_RECEIVED, OBJECTION_REJECTED},
	{OBJECTION_ACCEPTED, OBJECTION_CLEARED},
	{OBJECTION_ACCEPTED, OBJECTION_UPHELD},
};

const char *objection_code(enum objection_state s)
{
	return s < OBJECTION__MAX ? states[s].code : "?";
}

const char *objection_word(enum objection_state s)
{
	return s < OBJECTION__MAX ? states[s].word : "?";
}

bool objection_parse(struct str code, enum objection_state *out)
{
	for (size_t i = 0; i < OBJECTION__MAX; i++) {
		if (str_eqc(code, states[i].code)) {
			*out = (enum objection_state)i;
			return true;
		}
	}
	return false;
}

bool objection_open(enum objection_state s)
{
	return s < OBJECTION__MAX && states[s].open;
}

bool objection_may(enum objection_state from, enum objection_state to)
{
	for (size_t i = 0; i < ARRAY_LEN(moves); i++)
		if (moves[i].from == from && moves[i].to == to)
			return true;
	return false;
}

enum objection_verdict objections_verdict(const enum objection_state *v, size_t n)
{
	bool pending = false;

	for (size_t i = 0; i < n; i++) {
		if (v[i] == OBJECTION_UPHELD)
			return OBJECTIONS_UPHELD;
		pending = pending || objection_open(v[i]);
	}
	return pending ? OBJECTIONS_PENDING : OBJECTIONS_NONE;
}

/* ISO 7064 MOD 11-2 over 17 digits. */
static bool identity_number(struct str s)
{
	static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	static const char check[] = "10X98765432";
	struct date born;
	int sum = 0;

	if (s.n != ARRAY_LEN(weight) + 1)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(weight); i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		sum += (s.p[i] - '0') * weight[i];
	}
	return s.p[17] == check[sum % 11] && date_parse_loose(str_sub(s, 6, 8), &born);
}

bool person_code_valid(struct str normalised)
{
	return uscc_valid(normalised) || identity_number(normalised);
}

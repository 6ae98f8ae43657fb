/* Every edition that is shipped: it loads, names only what exists, leads from a draft to the list, has the
 * texts of its papers; its batches, the edition and the standard of a day, and the term of its titles are
 * those of the documents. */
#include "../check.h"

#include "base/embedded.h"
#include "base/reftable.h"
#include "domain/count.h"
#include "domain/case_file.h"
#include "domain/edition.h"
#include "domain/serial.h"
#include "domain/site_need.h"
#include "domain/standard.h"

#define FOLDER "sql/reference/procedures/"
#define MAX_EDITIONS 64

struct editions {
	const struct procedure *v[MAX_EDITIONS];
	size_t n;
};

static struct editions load_all(struct arena *a)
{
	struct editions all = {0};

	for (size_t i = 0; i < embedded_count(); i++) {
		struct str path, text;
		struct procedure *p;
		struct err e = {0};
		embedded_at(i, &path, &text);
		if (!str_starts(path, STR(FOLDER)))
			continue;
		assert_true(all.n < MAX_EDITIONS);
		if (procedure_load(a, text, &p, &e) != RC_OK)
			fail_msg("%.*s: %s %s", STR_ARG(path), e.arg[0], e.arg[1]);
		if (!str_ends(path, str_fmt(a, "/%.*s.json", STR_ARG(p->id))))
			fail_msg("%.*s holds %.*s", STR_ARG(path), STR_ARG(p->id));
		all.v[all.n++] = p;
	}
	return all;
}

static const struct procedure *edition(const struct editions *all, const char *id)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eqc(all->v[i]->id, id))
			return all->v[i];
	fail_msg("no edition %s", id);
	return NULL;
}

static struct date day(const char *text)
{
	struct date d;

	assert_true(date_parse(str_c(text), &d));
	return d;
}

static const struct standard *standard_of(struct arena *a, struct str id)
{
	const struct standard *s = NULL;
	struct str text;
	struct err e = {0};

	if (!embedded_find(str_fmt(a, "sql/reference/standards/%.*s.json", STR_ARG(id)), &text))
		fail_msg("no standard %.*s", STR_ARG(id));
	assert_rc(standard_load(a, text, &s, &e), RC_OK);
	return s;
}

/* --- what an edition names exists ------------------------------------------------------------------ */

static bool is_body(struct arena *a, const struct procedure *p)
{
	static const char *const columns[] = {"code", "level", "line"};

	for (size_t f = 0; f < embedded_count(); f++) {
		struct str path, csv;
		struct reftable t;
		embedded_at(f, &path, &csv);
		if (!str_starts(path, STR("sql/reference/agencies/")))
			continue;
		assert_rc(reftable_parse(a, csv, columns, ARRAY_LEN(columns), &t, NULL), RC_OK);
		for (size_t i = 0; i < t.n; i++)
			if (str_eq(reftable_cell(&t, i, 0), p->body))
				return str_eqc(reftable_cell(&t, i, 1), "province") &&
				       str_eq(reftable_cell(&t, i, 2), p->line);
	}
	return false;
}

static bool is_programme(const struct editions *all, struct str programme)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i]->programme, programme))
			return true;
	return false;
}

static void check_eligibility(const struct editions *all, const struct procedure *p)
{
	assert_true(p->eligibility_n >= 4);
	for (size_t i = 0; i < p->eligibility_n; i++) {
		const struct eligibility *x = &p->eligibility[i];
		struct str tiers = x->tier, tier;
		if (!x->id.n || !x->text.n || !x->clause.n || !x->next.n)
			fail_msg("%.*s: eligibility %.*s", STR_ARG(p->id), STR_ARG(x->id));
		assert_int_equal(x->kind == ENTRY_TITLE, tiers.n > 0);
		while (tiers.n && str_cut(&tiers, ' ', &tier))
			if (!is_programme(all, tier))
				fail_msg("%.*s: tier %.*s", STR_ARG(p->id), STR_ARG(tier));
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(p->eligibility[k].id, x->id));
	}
}

/* Slots of the application's parts are slots of the standard. */
static void check_parts(struct arena *a, const struct procedure *p)
{
	const struct standard *s = standard_of(a, p->standard);
	const struct json *parts = json_get(p->json, "application_parts");

	assert_non_null(parts);
	for (const struct json *part = parts->first; part; part = part->next) {
		assert_true(json_str(part, "title", STR("")).n > 0);
		const struct json *slots = json_get(part, "slots");
		for (const struct json *slot = slots->first; slot; slot = slot->next) {
			size_t k = 0;
			while (k < s->evidence.n && !str_eq(s->evidence.v[k].id, slot->text))
				k++;
			if (k == s->evidence.n)
				fail_msg("%.*s: slot %.*s", STR_ARG(p->id), STR_ARG(slot->text));
		}
	}
}

static void check_derived(struct arena *a, const struct procedure *p)
{
	const struct json *list = json_get(p->json, "derived");

	for (const struct json *x = list ? list->first : NULL; x; x = x->next) {
		struct str text;
		if (!embedded_find(
			    str_fmt(a, "sql/reference/counting/%.*s.json", STR_ARG(x->text)), &text))
			fail_msg("%.*s: counting %.*s", STR_ARG(p->id), STR_ARG(x->text));
	}
}

static void test_names(void **state)
{
	struct editions all = load_all(*state);

	assert_true(all.n >= 13);
	for (size_t i = 0; i < all.n; i++) {
		const struct procedure *p = all.v[i];
		struct date d;
		assert_true(date_parse(p->legal_from, &d));
		assert_true(p->legal_to.n == 0 ||
			    (date_parse(p->legal_to, &d) && str_cmp(p->legal_from, p->legal_to) < 0));
		assert_true(p->basis_n > 0 && p->questions_n > 0);
		for (size_t k = 0; k < p->basis_n; k++)
			assert_true(p->basis[k].title.n && p->basis[k].confidence.n);
		if (!is_body(*state, p))
			fail_msg("%.*s: body %.*s", STR_ARG(p->id), STR_ARG(p->body));
		assert_true(str_eq(standard_of(*state, p->standard)->tier, p->programme));
		if (p->standard_recheck.n)
			assert_true(standard_of(*state, p->standard_recheck)->legal_from.y > 0 &&
				    p->recheck_clause.n > 0);
		check_eligibility(&all, p);
		check_parts(*state, p);
		check_derived(*state, p);
	}
}

static void test_numbers(void **state)
{
	static const char *const filed[] = {"year", "no", "date", "seq"};
	static const char *const given[] = {"year", "no", "seq", "division", "entry_code"};
	static const char *const document[] = {"year", "seq"};
	struct editions all = load_all(*state);
	struct err e = {0};

	for (size_t i = 0; i < all.n; i++) {
		const struct procedure *p = all.v[i];
		assert_rc(serial_pattern_check(p->number_application, filed, 4, "seq", &e), RC_OK);
		assert_rc(serial_pattern_check(p->number_receipt, filed, 4, "seq", &e), RC_OK);
		assert_rc(serial_pattern_check(p->number_certificate, given, 5, "seq", &e), RC_OK);
		assert_rc(serial_pattern_check(p->number_document, document, 2, "seq", &e), RC_OK);
		/* Two editions must not write the same numbers while both are in use. */
		for (size_t k = 0; k < i; k++)
			if (str_eq(all.v[k]->number_application, p->number_application))
				assert_true(str_eq(all.v[k]->programme, p->programme) &&
					    str_eq(all.v[k]->body, p->body));
	}
}

/* The 18 positions of a library number. */
static void test_library_number(void **state)
{
	static const struct serial_value values[] = {{"year", STR_INIT("2025")}, {"no", STR_INIT("1")},
		{"division", STR_INIT("410102")}, {"entry_code", STR_INIT("A")},
		{"seq", STR_INIT("42")}};
	struct editions all = load_all(*state);
	struct str number;
	struct err e = {0};

	for (size_t i = 0; i < all.n; i++) {
		if (!str_eqc(all.v[i]->programme, "tech"))
			continue;
		assert_rc(serial_format(*state, all.v[i]->number_certificate, values,
				  ARRAY_LEN(values), &number, &e),
			RC_OK);
		assert_int_equal(number.n, 18);
		assert_true(str_starts(number, STR("2025410102A")));
		assert_true(str_ends(number, STR("000042")));
	}
}

static void test_texts(void **state)
{
	static const char *const always[] = {"self_evaluation", "application", "summary",
		"summary_seal", "report", "opinion", "announcement", "announcement_body",
		"certificate", "truth"};
	const struct procedure_word words[] = {{"batch", STR("某批")}, {"city", STR("某市")},
		{"basis", STR("《某》")}, {"count", STR("1")}, {"first", STR("某日")},
		{"last", STR("某日")}, {"term", STR("5 天")}, {"contact", STR("某处")},
		{"validity", STR("")}, {"name", STR("某企业")}, {"uscc", STR("某码")}, {"tier", STR("某称号")},
		{"certificate", STR("")}, {"reason", STR("某事")}, {"heard", STR("")}, {"clause", STR("某条")},
		{"ministry", STR("某部")}};
	struct editions all = load_all(*state);

	for (size_t i = 0; i < all.n; i++) {
		const struct procedure *p = all.v[i];
		const struct json *texts = json_get(p->json, "texts");
		for (size_t k = 0; k < ARRAY_LEN(always); k++)
			if (!json_str(texts, always[k], STR("")).n)
				fail_msg("%.*s: texts.%s", STR_ARG(p->id), always[k]);
		if (procedure_stage(p, STAGE_PUBLICITY, HOLDER_CITY))
			assert_true(json_str(texts, "publicity", STR("")).n > 0 &&
				    json_str(texts, "publicity_body", STR("")).n > 0);
		if (procedure_stage(p, STAGE_PUBLICITY, HOLDER_PROVINCE))
			assert_true(json_str(texts, "publicity_province", STR("")).n > 0 &&
				    json_str(texts, "publicity_province_body", STR("")).n > 0);
		for (size_t k = 0; k < p->stages_n; k++) {
			struct str name = json_str(p->stages[k].json, "statement", STR(""));
			assert_true(!name.n || json_str(texts, str_cstr(*state, name), STR("")).n);
		}
		struct str title = procedure_batch_title(*state, p, 2026, 2);
		assert_true(title.n > 0 && str_index(title, '{') == title.n);
		for (const struct json *t = texts->first; t; t = t->next) {
			struct str text = procedure_words(
				*state, p, str_cstr(*state, t->key), words, ARRAY_LEN(words));
			if (str_index(text, '{') < text.n)
				fail_msg("%.*s: texts.%.*s", STR_ARG(p->id), STR_ARG(t->key));
		}
	}
}

/* --- from a draft to the list ---------------------------------------------------------------------- */

static void check_line(const struct procedure *p, bool has_county)
{
	enum state at = STATE_DRAFT, next;
	size_t steps = 0, stages = 1;

	while (procedure_next_state(p, at, has_county, &next)) {
		assert_true(procedure_stage_of(p, next) > procedure_stage_of(p, at));
		at = next;
		steps++;
	}
	for (size_t i = 1; i < p->stages_n; i++) {
		const struct stage *s = &p->stages[i];
		bool absent = s->skip_without_body && !has_county;
		stages += !absent && s->kind != STAGE_SITE_VISIT && s->kind != STAGE_CERTIFY;
	}
	if (at != STATE_APPROVED || steps + 1 != stages)
		fail_msg("%.*s ends at %s after %zu of %zu", STR_ARG(p->id), state_code(at), steps + 1,
			stages);
}

/* Every state of every stage is entered by some act, and nothing live is a dead end. */
static void check_states(struct arena *a, const struct procedure *p)
{
	struct workflow_rows rows = {0};
	bool reached[STATE__MAX] = {[STATE_DRAFT] = true}, left[STATE__MAX] = {0};

	workflow_expand(a, p, &rows);
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < rows.n; i++) {
			if (!reached[rows.v[i].from])
				continue;
			more = more || !reached[rows.v[i].to];
			reached[rows.v[i].to] = true;
			left[rows.v[i].from] = true;
		}
	}
	for (int s = 0; s < STATE__MAX; s++) {
		enum state st = (enum state)s;
		if (procedure_has_state(p, st) && !reached[st])
			fail_msg("%.*s: nothing leads to %s", STR_ARG(p->id), state_code(st));
		if (reached[st] && state_live(st) && st != STATE_LISTED && st != STATE_UPDATED && !left[st])
			fail_msg("%.*s: %s is a dead end", STR_ARG(p->id), state_code(st));
	}
	assert_true(reached[STATE_LISTED]);
}

static void test_stages(void **state)
{
	struct editions all = load_all(*state);
	struct err e = {0};

	for (size_t i = 0; i < all.n; i++) {
		const struct procedure *p = all.v[i];
		check_line(p, true);
		check_line(p, false);
		check_states(*state, p);
		for (size_t k = 0; k < p->stages_n; k++) {
			const struct stage *s = &p->stages[k];
			assert_int_equal(s->site == SITE_TRIGGERS, s->triggers_n > 0);
			assert_int_equal(s->site == SITE_SHARE && !s->share_percent, false);
			/* What the document does not print says where it comes from. */
			if (!s->clause.n && !s->confidence.n && s->kind != STAGE_SITE_VISIT &&
				s->kind != STAGE_CHECK && s->kind != STAGE_RECOMMEND)
				fail_msg("%.*s: %.*s without clause", STR_ARG(p->id), STR_ARG(s->name));
			assert_rc(site_triggers_check(*state, s, &e), RC_OK);
			for (size_t t = 0; t < s->triggers_n; t++)
				assert_true(s->triggers[t].id.n && s->triggers[t].text.n &&
					    s->triggers[t].clause.n);
		}
	}
}

/* C3: four cases in 2025, five in 2026, as an enterprise of exactly those figures meets them. */
static void test_C3_triggers(void **state)
{
	static const struct {
		int64_t staff, tech, rd, ip;
		bool first, sanctioned;
		const char *in_2025, *in_2026;
	} cases[] = {
		{6, 5, 10, 1, false, false, "", ""},
		{5, 4, 10, 1, false, false, "few_staff ", "few_staff "},
		{50, 45, 10, 1, false, false, "many_tech_staff ", ""},
		{49, 49, 10, 1, false, false, "", ""},
		{50, 44, 10, 1, false, false, "", ""},
		{6, 5, 10, 0, false, false, "", "no_ip "},
		{6, 5, 9, 1, false, false, "", "little_rd "},
		{6, 5, 10, 1, true, false, "first_time ", "first_time "},
		{5, 5, 9, 0, true, true, "few_staff sanction first_time ",
			"few_staff no_ip little_rd sanction first_time "},
	};
	struct arena *a = *state;
	struct editions all = load_all(a);

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *const ids[] = {"henan-tech-2025", "henan-tech-2026"};
		for (size_t k = 0; k < 2; k++) {
			const struct stage *s = procedure_stage(
				edition(&all, ids[k]), STAGE_SITE_VISIT, HOLDER_CITY);
			int year = 2025 + (int)k;
			struct facts f;
			struct site_case c = {&f, cases[i].first, cases[i].sanctioned};
			struct site_reasons why;
			struct str got = STR("");
			facts_init(&f, a, year);
			facts_put(&f, FACT_STAFF, year - 1, cases[i].staff * 1000000);
			facts_put(&f, FACT_TECH_STAFF, year - 1, cases[i].tech * 1000000);
			facts_put(&f, FACT_RD_EXPENSE, year - 1, cases[i].rd * 1000000);
			facts_put(&f, FACT_IP115_CLASS1, 0, cases[i].ip * 1000000);
			facts_put(&f, FACT_IP115_CLASS2, 0, 0);
			assert_rc(site_reasons_of(a, s, &c, &why, NULL), RC_OK);
			for (size_t t = 0; t < why.n; t++)
				got = str_fmt(a, "%.*s%.*s ", STR_ARG(got), STR_ARG(why.v[t]->id));
			assert_str(got, k ? cases[i].in_2026 : cases[i].in_2025);
		}
	}
}

/* --- when ------------------------------------------------------------------------------------------- */

static void expect_batch(const struct procedure *p, int64_t year, int64_t no, const char *opens,
	const char *filing, const char *deadline)
{
	struct batch_plan b;

	assert_true(procedure_has_batch(p, year, no));
	assert_rc(procedure_batch(p, year, no, &b, NULL), RC_OK);
	assert_int_equal(date_cmp(b.opens_on, day(opens)), 0);
	assert_int_equal(date_cmp(b.filing_last, day(filing)), 0);
	assert_int_equal(date_cmp(b.city_deadline, day(deadline)), 0);
}

static void test_batches(void **state)
{
	struct editions all = load_all(*state);
	const struct procedure *old = edition(&all, "hebei-innovative-2023"),
			       *new = edition(&all, "hebei-innovative-2024");
	struct batch_plan b;

	/* The last batch of one edition ends where the first of the next begins. */
	expect_batch(old, 2024, 1, "2023-12-01", "2024-02-29", "2024-02-29");
	assert_false(procedure_has_batch(old, 2024, 2));
	assert_false(procedure_has_batch(new, 2024, 1));
	expect_batch(new, 2024, 2, "2024-03-01", "2024-05-31", "2024-05-31");
	expect_batch(new, 2026, 4, "2026-09-01", "2026-11-30", "2026-11-30");
	expect_batch(edition(&all, "henan-tech-2025"), 2025, 1, "2025-06-30", "2025-09-30",
		"2025-10-20");
	assert_false(procedure_has_batch(edition(&all, "henan-tech-2025"), 2026, 1));
	expect_batch(edition(&all, "hebei-leader-2023"), 2023, 1, "2023-07-20", "2023-07-25",
		"2023-07-30");
	assert_false(procedure_has_batch(edition(&all, "hebei-leader-2023"), 2024, 1));
	/* On call: a form that is filled in, not a batch. */
	const struct procedure *called = edition(&all, "henan-tech-2026");
	assert_false(procedure_has_batch(called, 2026, 1));
	assert_true(procedure_window(called, 2026, 1, &b));
	assert_int_equal(date_cmp(b.opens_on, day("2026-06-01")), 0);
	assert_int_equal(date_cmp(b.filing_last, day("2026-08-31")), 0);
	assert_int_equal(b.city_deadline.y, 0);
}

/* D2, D3: the 25th of each month from February to October; the last filing day is 20 October. */
static void test_D3_every_25th(void **state)
{
	struct editions all = load_all(*state);
	const struct procedure *p = edition(&all, "hebei-tech-2021");
	struct batch_plan b, before = {0};

	for (int64_t no = 2; no <= 10; no++) {
		assert_true(procedure_has_batch(p, 2021, no));
		assert_rc(procedure_batch(p, 2021, no, &b, NULL), RC_OK);
		assert_int_equal(date_cmp(b.city_deadline, (struct date){2021, (int8_t)no, 25}), 0);
		if (before.year)
			assert_int_equal(date_cmp(b.opens_on, date_add(before.city_deadline, 1)), 0);
		before = b;
	}
	expect_batch(p, 2021, 2, "2021-02-18", "2021-02-25", "2021-02-25");
	expect_batch(p, 2021, 10, "2021-09-26", "2021-10-20", "2021-10-25");
	assert_rc(procedure_batch(p, 2021, 1, &b, NULL), RC_INVALID);
	assert_rc(procedure_batch(p, 2021, 11, &b, NULL), RC_INVALID);
	assert_false(procedure_has_batch(p, 2022, 2));
	assert_false(procedure_batch_on(p, day("2021-10-26"), &b));
}

/* B11, D, henan practice, 115号: first and last day of a title. */
static void test_validity(void **state)
{
	static const struct {
		const char *edition, *announced, *from, *to, *text;
	} want[] = {
		{"hebei-innovative-2024", "2024-06-20", "2024-06-20", "2027-06-19", "自公告之日起3年"},
		{"hebei-specialised-2026", "2028-02-29", "2028-02-29", "2031-02-27", NULL},
		{"henan-innovative-2023", "2023-06-20", "2023-01-01", "2025-12-31",
			"自公告当年1月1日起3年"},
		{"henan-specialised-2026", "2026-12-31", "2026-01-01", "2028-12-31", NULL},
		{"henan-tech-2025", "2025-11-07", "2025-11-07", "2025-12-31",
			"自公告之日起至当年12月31日"},
		{"hebei-tech-2021", "2021-12-31", "2021-12-31", "2021-12-31", NULL},
		{"hebei-leader-2023", "2023-12-08", "2023-12-08", NULL, "文件未规定"},
	};
	struct editions all = load_all(*state);

	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		const struct procedure *p = edition(&all, want[i].edition);
		struct validity v = procedure_validity(p, day(want[i].announced));
		assert_int_equal(date_cmp(v.from, day(want[i].from)), 0);
		if (want[i].to)
			assert_str(date_str(*state, v.to), want[i].to);
		else
			assert_int_equal(v.to.y, 0);
		if (want[i].text)
			assert_str(procedure_validity_text(*state, p), want[i].text);
	}
}

/* N13: programme × kind × day gives edition and standard, also on the days where one rule ends. */
static void test_N13_matrix(void **state)
{
	static const struct {
		const char *programme, *body, *day;
		enum filing_kind kind;
		const char *edition, *standard;
	} want[] = {
		{"innovative", "miit-130000", "2023-01-12", FILING_FIRST, NULL, NULL},
		{"innovative", "miit-130000", "2023-01-13", FILING_FIRST, "hebei-innovative-2023",
			"innovative-2022"},
		{"innovative", "miit-130000", "2024-02-29", FILING_RECHECK, "hebei-innovative-2023",
			"innovative-2022"},
		{"innovative", "miit-130000", "2024-03-01", FILING_FIRST, "hebei-innovative-2024",
			"innovative-2022"},
		{"innovative", "miit-130000", "2026-11-21", FILING_FIRST, "hebei-innovative-2024",
			"innovative-2022"},
		{"innovative", "miit-410000", "2026-11-21", FILING_FIRST, "henan-innovative-2023",
			"innovative-2022"},
		{"specialised", "miit-130000", "2022-07-31", FILING_FIRST, NULL, NULL},
		{"specialised", "miit-130000", "2026-03-31", FILING_FIRST, "hebei-specialised-2022",
			"specialised-2022"},
		{"specialised", "miit-130000", "2026-04-01", FILING_FIRST, "hebei-specialised-2026",
			"specialised-2026"},
		{"specialised", "miit-410000", "2026-03-31", FILING_RECHECK, "henan-specialised-2023",
			"specialised-2022"},
		{"specialised", "miit-410000", "2026-04-01", FILING_RECHECK, "henan-specialised-2026",
			"specialised-2026"},
		{"little_giant", "miit-410000", "2026-03-31", FILING_FIRST, "henan-little-giant-2023",
			"little-giant-2022"},
		{"little_giant", "miit-410000", "2026-04-01", FILING_FIRST, "henan-little-giant-2026",
			"little-giant-2026"},
		{"little_giant", "miit-410000", "2026-04-01", FILING_RECHECK, "henan-little-giant-2026",
			"little-giant-2022"},
		{"little_giant", "miit-410000", "2026-12-31", FILING_RECHECK, "henan-little-giant-2026",
			"little-giant-2022"},
		{"little_giant", "miit-410000", "2027-01-01", FILING_RECHECK, "henan-little-giant-2026",
			"little-giant-2026"},
		{"little_giant", "miit-410000", "2027-01-01", FILING_FIRST, "henan-little-giant-2026",
			"little-giant-2026"},
		{"little_giant", "miit-410000", "2026-04-01", FILING_UPDATE, "henan-little-giant-2026",
			"little-giant-2026"},
		{"little_giant", "miit-130000", "2026-04-01", FILING_FIRST, NULL, NULL},
		{"tech", "st-410000", "2025-07-01", FILING_FIRST, "henan-tech-2025", "tech-2017"},
		{"tech", "st-410000", "2026-07-01", FILING_FIRST, "henan-tech-2026", "tech-2017"},
		{"tech", "st-130000", "2021-10-25", FILING_FIRST, "hebei-tech-2021", "tech-2017"},
		{"tech", "miit-410000", "2026-07-01", FILING_FIRST, NULL, NULL},
		{"leader", "miit-130000", "2023-07-20", FILING_FIRST, "hebei-leader-2023",
			"leader-2023"},
	};
	struct editions all = load_all(*state);
	struct edition_answer got;

	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		struct edition_query q = {str_c(want[i].programme), str_c(want[i].body), want[i].kind,
			day(want[i].day)};
		bool found = edition_for(all.v, all.n, &q, &got);
		assert_int_equal(found, want[i].edition != NULL);
		if (!found)
			continue;
		assert_str(got.procedure->id, want[i].edition);
		assert_str(got.standard, want[i].standard);
		assert_int_equal(got.clause.n > 0, !str_eq(got.standard, got.procedure->standard));
	}
}

/* On no day are two editions of one body's programme in force. */
static void test_one_at_a_time(void **state)
{
	struct editions all = load_all(*state);

	for (size_t i = 0; i < all.n; i++) {
		for (size_t k = 0; k < all.n; k++) {
			const struct procedure *x = all.v[i], *y = all.v[k];
			if (k == i || !str_eq(x->programme, y->programme) || !str_eq(x->body, y->body))
				continue;
			if (procedure_in_force(x, day(str_cstr(*state, y->legal_from))))
				fail_msg("%.*s and %.*s", STR_ARG(x->id), STR_ARG(y->id));
		}
	}
}

/* Every ground can be chosen, says what follows, and each word of its effects is one; one ground is forgery. */
static void test_sanctions(void **state)
{
	struct editions all = load_all(*state);

	for (size_t i = 0; i < all.n; i++) {
		struct sanctions s;
		size_t forgery = 0;
		const struct json *j = json_get(json_get(all.v[i]->json, "sanctions"), "grounds");
		sanctions_of(*state, all.v[i], &s);
		assert_true(s.n > 0 && sanctions_any(all.v[i]));
		j = j->first;
		for (size_t k = 0; k < s.n; k++, j = j->next) {
			size_t may = 0;
			for (size_t o = 0; o < OUTCOME__MAX; o++) {
				may += s.v[k].may[o];
				assert_true(!s.v[k].may[o] || case_may_end(CASE_SANCTION, (enum case_outcome)o));
			}
			assert_true(s.v[k].id.n && s.v[k].text.n && s.v[k].clause.n);
			assert_int_equal(may, json_get(j, "effects")->n);
			assert_ptr_equal(sanction_by_id(&s, s.v[k].id), &s.v[k]);
			forgery += s.v[k].forgery;
		}
		assert_int_equal(forgery, 1);
		if (!s.national.has)
			continue;
		assert_true(s.national.ministry.n && s.national.clause.n && s.national.may[OUTCOME_CANCEL]);
		assert_true(procedure_text(*state, all.v[i], "national_report", STR(""), STR("")).n > 0);
		assert_true(procedure_text(*state, all.v[i], "national_report_body", STR(""), STR("")).n > 0);
	}
}

static void test_ban_ends(void **state)
{
	struct sanction three = {.bans = true, .ban_years = 3}, year = {.bans = true, .ban_year_end = true},
			none = {.bans = true};

	assert_str(date_str(*state, sanction_ban_last(&three, day("2024-05-06"))), "2027-05-05");
	assert_str(date_str(*state, sanction_ban_last(&three, day("2024-02-29"))), "2027-02-27");
	assert_str(date_str(*state, sanction_ban_last(&year, day("2025-10-21"))), "2025-12-31");
	assert_true(date_is_none(sanction_ban_last(&none, day("2025-10-21"))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names),
		TEST(test_numbers),
		TEST(test_library_number),
		TEST(test_texts),
		TEST(test_stages),
		TEST(test_C3_triggers),
		TEST(test_batches),
		TEST(test_D3_every_25th),
		TEST(test_validity),
		TEST(test_N13_matrix),
		TEST(test_one_at_a_time),
		TEST(test_sanctions),
		TEST(test_ban_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every state × action × who against one table written down here a second time; and what must never be
 * possible whatever the table says. */
#include "../check.h"

#include "base/embedded.h"
#include "domain/procedure.h"

static struct procedure *load(struct arena *a)
{
	struct procedure *p;
	struct err e = {0};
	struct str text;

	assert_true(embedded_find(STR("sql/reference/procedures/hebei-innovative-2023.json"), &text));
	assert_rc(procedure_load(a, text, &p, &e), RC_OK);
	return p;
}

/* For an enterprise with a county body, not returned. */
static const struct row {
	const char *from, *act, *who, *to;
} rows[] = {
	{"draft", "save", "enterprise", "draft"},
	{"draft", "to_sign", "enterprise", "sign"},
	{"draft", "submit", "enterprise", "county"},
	{"draft", "withdraw", "enterprise", "withdrawn"},
	{"draft", "lapse", "system", "lapsed"},
	{"sign", "sign_back", "enterprise", "draft"},
	{"sign", "submit", "enterprise", "county"},
	{"sign", "withdraw", "enterprise", "withdrawn"},
	{"sign", "lapse", "system", "lapsed"},
	{"returned", "save", "enterprise", "returned"},
	{"returned", "to_sign", "enterprise", "sign"},
	{"returned", "withdraw", "enterprise", "withdrawn"},
	{"returned", "lapse", "system", "lapsed"},
	{"county", "pass", "county", "city"},
	{"county", "return", "county", "returned"},
	{"county", "withdraw", "enterprise", "withdrawn"},
	{"city", "pass", "city", "decide"},
	{"city", "return", "city", "returned"},
	{"city", "refuse", "city", "refused"},
	{"city", "site_plan", "city", "site"},
	{"city", "withdraw", "enterprise", "withdrawn"},
	{"site", "site_done", "city", "city"},
	{"site", "withdraw", "enterprise", "withdrawn"},
	{"decide", "decide_yes", "city", "pub_wait"},
	{"decide", "decide_no", "city", "refused"},
	{"decide", "decide_back", "city", "city"},
	{"decide", "withdraw", "enterprise", "withdrawn"},
	{"pub_wait", "decide_back", "city", "city"},
	{"pub_wait", "publicity", "city", "pub_city"},
	{"pub_city", "undisputed", "system", "recommend"},
	{"pub_city", "disputed", "system", "disputed"},
	{"disputed", "cleared", "city", "recommend"},
	{"disputed", "upheld", "city", "refused"},
	{"recommend", "recommend", "city", "prov"},
	{"prov", "approve", "province", "approved"},
	{"prov", "send_back", "province", "city"},
	{"prov", "refuse", "province", "refused"},
	{"approved", "publish", "province", "listed"},
	{"approved", "send_back", "province", "city"},
	{"county", "bar", "system", "refused"},
	{"city", "bar", "system", "refused"},
	{"site", "bar", "system", "refused"},
	{"decide", "bar", "system", "refused"},
	{"pub_wait", "bar", "system", "refused"},
	{"recommend", "bar", "system", "refused"},
	{"prov", "bar", "system", "refused"},
	{"approved", "bar", "system", "refused"},
};

static const struct row *row_of(enum state s, enum action a, enum holder who)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].from, state_code(s)) == 0 &&
			strcmp(rows[i].act, action_code(a)) == 0 &&
			(who == HOLDER__MAX || strcmp(rows[i].who, holder_code(who)) == 0))
			return &rows[i];
	return NULL;
}

static void test_every_row(void **state)
{
	const struct workflow_case c = {load(*state), true, STATE_DRAFT, false};
	enum state to;

	for (int s = 0; s < STATE__MAX; s++) {
		for (int a = 0; a < ACT__MAX; a++) {
			for (int who = 0; who < HOLDER__MAX; who++) {
				enum state from = (enum state)s;
				enum action act = (enum action)a;
				enum holder holder = (enum holder)who;
				const struct row *want = row_of(from, act, holder);
				struct err e = {0};
				enum rc rc = workflow_next(&c, from, act, holder, &to, &e);
				assert_int_equal(
					workflow_allows(&c, from, act, holder), want != NULL);
				if (!want) {
					/* not yours, or not now: said apart */
					assert_rc(rc, row_of(from, act, HOLDER__MAX) ? RC_FORBIDDEN
										    : RC_STATE);
					assert_string_equal(e.arg[0], state_word(from));
					continue;
				}
				assert_rc(rc, RC_OK);
				assert_string_equal(state_code(to), want->to);
			}
		}
	}
}

static void test_without_county(void **state)
{
	const struct workflow_case c = {load(*state), false, STATE_DRAFT, false};
	enum state to;

	assert_rc(workflow_next(&c, STATE_DRAFT, ACT_SUBMIT, HOLDER_ENTERPRISE, &to, NULL), RC_OK);
	assert_int_equal(to, STATE_CITY);
	assert_rc(workflow_next(&c, STATE_SIGN, ACT_SUBMIT, HOLDER_ENTERPRISE, &to, NULL), RC_OK);
	assert_int_equal(to, STATE_CITY);
}

static void test_return_and_correction(void **state)
{
	const struct procedure *p = load(*state);
	static const enum state points[] = {STATE_COUNTY, STATE_CITY};
	enum state to;

	for (size_t i = 0; i < ARRAY_LEN(points); i++) {
		const struct workflow_case c = {p, true, points[i], false};
		assert_rc(workflow_next(&c, STATE_RETURNED, ACT_SUBMIT, HOLDER_ENTERPRISE, &to, NULL),
			RC_OK);
		assert_int_equal(to, points[i]);
		assert_rc(workflow_next(&c, STATE_SIGN, ACT_SUBMIT, HOLDER_ENTERPRISE, &to, NULL),
			RC_OK);
		assert_int_equal(to, points[i]);
		assert_rc(workflow_next(
				  &c, STATE_SIGN, ACT_SIGN_BACK, HOLDER_ENTERPRISE, &to, NULL),
			RC_OK);
		assert_int_equal(to, STATE_RETURNED);
	}
	const struct workflow_case fresh = {p, true, STATE_DRAFT, false};
	assert_false(workflow_allows(&fresh, STATE_RETURNED, ACT_SUBMIT, HOLDER_ENTERPRISE));
}

static void test_nothing_leaves_an_end(void **state)
{
	static const enum state ends[] = {
		STATE_LISTED, STATE_UPDATED, STATE_REFUSED, STATE_WITHDRAWN, STATE_LAPSED};
	const struct procedure *p = load(*state);
	struct arena *a = *state;
	struct workflow_rows all = {0};

	workflow_expand(a, p, &all);
	assert_true(all.n > ARRAY_LEN(rows));
	for (size_t i = 0; i < all.n; i++) {
		for (size_t k = 0; k < ARRAY_LEN(ends); k++)
			assert_true(all.v[i].from != ends[k]);
		assert_true(procedure_has_state(p, all.v[i].from));
		assert_true(procedure_has_state(p, all.v[i].to));
		/* After publicity has begun only bodies and the clock move a file. */
		if (state_holder(all.v[i].from) == HOLDER_SYSTEM)
			assert_int_equal(all.v[i].who, HOLDER_SYSTEM);
	}
	/* Every state but the first is reached. */
	for (int s = STATE_SIGN; s < STATE__MAX; s++) {
		bool reached = false;
		for (size_t i = 0; i < all.n; i++)
			reached = reached || (int)all.v[i].to == s;
		assert_int_equal(reached, procedure_has_state(p, (enum state)s));
	}
}

/* E2: an update of a holder is done when the city passes it, whoever looks at it before. */
static void test_update_ends_at_the_city(void **state)
{
	struct procedure *p, *other = load(*state);
	struct err e = {0};
	struct str text;
	enum state to;

	assert_true(embedded_find(STR("sql/reference/procedures/hebei-leader-2023.json"), &text));
	assert_rc(procedure_load(*state, text, &p, &e), RC_OK);
	for (int county = 0; county < 2; county++) {
		const struct workflow_case u = {p, county == 1, STATE_DRAFT, true},
					   first = {p, county == 1, STATE_DRAFT, false},
					   none = {other, county == 1, STATE_DRAFT, true};
		assert_rc(workflow_next(&u, STATE_COUNTY, ACT_PASS, HOLDER_COUNTY, &to, NULL), RC_OK);
		assert_int_equal(to, STATE_CITY);
		assert_rc(workflow_next(&u, STATE_CITY, ACT_PASS, HOLDER_CITY, &to, NULL), RC_OK);
		assert_int_equal(to, STATE_UPDATED);
		assert_rc(workflow_next(&first, STATE_CITY, ACT_PASS, HOLDER_CITY, &to, NULL), RC_OK);
		assert_int_equal(to, STATE_POOL);
		assert_rc(workflow_next(&none, STATE_CITY, ACT_PASS, HOLDER_CITY, &to, NULL), RC_OK);
		assert_int_equal(to, STATE_DECIDE);
	}
	assert_true(procedure_has_state(p, STATE_UPDATED));
	assert_false(procedure_has_state(other, STATE_UPDATED));
}

static void test_vocabulary(void **state)
{
	enum state s;
	enum holder h;

	for (int i = 0; i < STATE__MAX; i++) {
		assert_true(state_parse(str_c(state_code((enum state)i)), &s));
		assert_int_equal(s, i);
		assert_true(state_word((enum state)i)[0] && state_short((enum state)i)[0]);
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(state_code((enum state)i), state_code((enum state)k));
			assert_string_not_equal(state_word((enum state)i), state_word((enum state)k));
		}
		if (state_editable((enum state)i))
			assert_int_equal(state_holder((enum state)i), HOLDER_ENTERPRISE);
		if (!state_live((enum state)i))
			assert_int_equal(state_holder((enum state)i), HOLDER_NONE);
	}
	assert_false(state_parse(STR("published"), &s));
	for (int i = 0; i < HOLDER__MAX; i++) {
		assert_true(holder_parse(str_c(holder_code((enum holder)i)), &h));
		assert_int_equal(h, i);
	}
	assert_false(holder_parse(STR("nation"), &h));
	for (int i = 0; i < ACT__MAX; i++)
		assert_true(action_code((enum action)i)[0] != '?' && action_word((enum action)i)[0]);
	assert_string_equal(state_code(STATE__MAX), "?");
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_row),
		TEST(test_without_county),
		TEST(test_return_and_correction),
		TEST(test_nothing_leaves_an_end),
		TEST(test_update_ends_at_the_city),
		TEST(test_vocabulary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a title that ends waits for: each state excludes the ones below it. */
#include "../check.h"

#include "base/vec.h"
#include "domain/renewal.h"

static void states(void **state)
{
	static const struct {
		const char *title;
		bool lost, banned, exempt, filed, live;
		enum state file;
		enum renewal_state want;
	} rows[] = {
		{"valid", false, false, false, false, false, STATE_DRAFT, RENEWAL_NOT_BEGUN},
		{"valid", false, false, false, true, true, STATE_DRAFT, RENEWAL_DRAFTING},
		{"valid", false, false, false, true, true, STATE_SIGN, RENEWAL_DRAFTING},
		{"renewing", false, false, false, true, true, STATE_RETURNED, RENEWAL_RETURNED},
		{"renewing", true, true, false, true, true, STATE_CITY, RENEWAL_RUNNING},   /* submitted before: goes on */
		{"valid", true, false, false, true, true, STATE_DRAFT, RENEWAL_BARRED},	    /* cannot be submitted any more */
		{"valid", false, true, false, false, false, STATE_DRAFT, RENEWAL_BARRED},
		{"valid", false, false, true, false, false, STATE_DRAFT, RENEWAL_EXEMPT},
		{"valid", false, false, true, true, true, STATE_DRAFT, RENEWAL_DRAFTING}, /* need not, but does */
		{"valid", false, false, false, true, false, STATE_WITHDRAWN, RENEWAL_NOT_BEGUN},
		{"valid", false, false, false, true, false, STATE_REFUSED, RENEWAL_REFUSED},
		{"expired", false, false, false, true, true, STATE_LISTED, RENEWAL_PASSED},
		{"expired", false, false, false, true, false, STATE_REFUSED, RENEWAL_ENDED},
		{"cancelled", false, false, false, true, true, STATE_CITY, RENEWAL_ENDED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct renewal_seen s = {str_c(rows[i].title), rows[i].lost, rows[i].banned, rows[i].exempt,
			rows[i].filed, rows[i].live, rows[i].file};
		if (renewal_state_of(&s) != rows[i].want)
			fail_msg("row %zu: %s", i, renewal_state_word(renewal_state_of(&s)));
	}
}

static const struct procedure *with(struct arena *a, const char *renewal)
{
	struct procedure *p = ARENA_NEW(a, struct procedure);
	struct json *j;
	struct err e = {0};

	p->id = STR("x");
	assert_rc(json_parse(a, str_fmt(a, "{%s%s}", *renewal ? "\"renewal\":" : "", renewal), &j, &e), RC_OK);
	p->json = j;
	return p;
}

static void read(void **state)
{
	struct arena *a = *state;
	struct renewal r;
	struct err e = {0};

	renewal_of(with(a, ""), &r);
	assert_false(r.stated);
	assert_int_equal(r.lead_days, RENEWAL_LEAD_DAYS);
	renewal_of(with(a, "{\"way\":\"self_evaluation\",\"lead_days\":90,\"old\":{\"before\":\"2022-08-01\"}}"), &r);
	assert_int_equal(r.way, RENEWAL_SELF_EVALUATION);
	assert_int_equal(r.lead_days, 90);
	assert_int_equal(r.old_before.y, 2022);
	assert_rc(renewal_check(with(a, ""), &e), RC_OK);
	assert_rc(renewal_check(with(a, "{\"way\":\"recheck\"}"), &e), RC_OK);
	assert_rc(renewal_check(with(a, "{\"way\":\"x\"}"), &e), RC_DATA);
	assert_rc(renewal_check(with(a, "{\"way\":\"recheck\",\"lead_days\":0}"), &e), RC_DATA);
	assert_rc(renewal_check(with(a, "{\"way\":\"recheck\",\"exempt\":\"x\"}"), &e), RC_DATA);
	assert_rc(renewal_check(with(a, "{\"way\":\"recheck\",\"old\":{\"before\":\"2022\"}}"), &e), RC_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(states),
		TEST(read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

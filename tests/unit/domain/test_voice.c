/* Which moves there are, counted whole: whatever is not in the list is refused. */
#include "../check.h"

#include "domain/voice.h"

static void moves_of_a_demand(void **state)
{
	size_t demands = 0, questions = 0, again = 0;
	enum voice_state to;

	(void)state;
	for (int s = 0; s < VOICE_STATE__MAX; s++)
		for (int a = 0; a < VOICE_ACT__MAX; a++) {
			demands += voice_next(VOICE_ENTERPRISE, s, false, a, &to);
			again += voice_next(VOICE_ENTERPRISE, s, true, a, &to);
			questions += voice_next(VOICE_PUBLIC, s, false, a, &to);
		}
	assert_int_equal(demands, 9);
	assert_int_equal(again, 6); /* the three ways to raise it again are gone */
	assert_int_equal(questions, 5);
	/* Never the one published, never the other rated. */
	for (int s = 0; s < VOICE_STATE__MAX; s++) {
		assert_false(voice_next(VOICE_ENTERPRISE, s, false, VOICE_PUBLISH, &to));
		assert_false(voice_next(VOICE_PUBLIC, s, false, VOICE_SOLVE, &to));
		assert_false(voice_next(VOICE_PUBLIC, s, false, VOICE_REOPEN, &to));
	}
	assert_true(voice_next(VOICE_ENTERPRISE, VOICE_SOLVED, false, VOICE_REOPEN, &to));
	assert_int_equal(to, VOICE_WAITING);
	assert_false(voice_next(VOICE_ENTERPRISE, VOICE_SOLVED, false, VOICE_ANSWER, &to));
	assert_false(voice_next(VOICE_ENTERPRISE, VOICE_ANSWERED, false, VOICE_HAND_UP, &to));
}

static void words_come_back(void **state)
{
	enum voice_origin o;
	enum voice_state s;
	enum voice_act a;

	(void)state;
	for (int i = 0; i < VOICE_ORIGIN__MAX; i++)
		assert_true(voice_origin_parse(str_c(voice_origin_code(i)), &o) && o == (enum voice_origin)i);
	for (int i = 0; i < VOICE_STATE__MAX; i++)
		assert_true(voice_state_parse(str_c(voice_state_code(i)), &s) && s == (enum voice_state)i);
	for (int i = 0; i < VOICE_ACT__MAX; i++)
		assert_true(voice_act_parse(str_c(voice_act_code(i)), &a) && a == (enum voice_act)i);
	assert_false(voice_state_parse(STR(""), &s));
	assert_false(voice_act_parse(STR("raise"), &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(moves_of_a_demand), TEST(words_come_back)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

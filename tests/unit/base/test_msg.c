/* The catalogue of sentences, walked; and errors as they are carried and shown. */
#include "../check.h"

#include "base/map.h"
#include "base/utf8.h"

static void test_catalogue(void **state)
{
	struct map names;

	map_init(&names, *state);
	for (unsigned i = 0; i < MSG__MAX; i++) {
		enum msgid id = (enum msgid)i;
		struct str name = str_c(msg_name(id)), text = str_c(msg_text(id));
		if (text.n == 0 || !utf8_valid(text) || utf8_has_invisible(text))
			fail_msg("%s: empty or unreadable", msg_name(id));
		if (map_put(&names, name, state))
			fail_msg("%s: twice", msg_name(id));
		/* {1} never without {0}, and no other placeholder. */
		bool has0 = str_has(text, STR("{0}")), has1 = str_has(text, STR("{1}"));
		if ((has1 && !has0) || str_has(text, STR("{2}")) || str_has(text, STR("{}")) ||
		        str_has(text, STR("%s")))
			fail_msg("%s: placeholders", msg_name(id));
	}
	assert_string_equal(msg_name(MSG__MAX), "?");
	assert_string_equal(msg_text(MSG__MAX), msg_text(MSG_INTERNAL));
}

static void test_err(void **state)
{
	struct err e;

	assert_rc(err_set(&e, RC_INVALID, MSG_TOO_LONG), RC_INVALID);
	assert_rc(err_arg(&e, 0, STR("30")), RC_INVALID);
	assert_str(err_text(*state, &e), "内容过长，最多 30 个字符");
	/* An argument is text, not a pattern. */
	(void)err_set(&e, RC_INVALID, MSG_JSON_SYNTAX);
	(void)err_arg(&e, 0, STR("{1}{0}%s"));
	assert_true(str_ends(err_text(*state, &e), STR("{1}{0}%s")));
	assert_rc(err_field(&e, RC_STATE, MSG_IO, "name"), RC_STATE);
	assert_string_equal(e.field, "name");
	assert_string_equal(e.arg[0], "");
	assert_rc(err_set(NULL, RC_BUSY, MSG_IO), RC_BUSY);
	for (enum rc rc = RC_OK; rc < RC__MAX; rc++)
		assert_string_not_equal(rc_name(rc), "?");
}

/* Long arguments and details are cut between characters, whatever they are made of. */
static void test_cut(void **state)
{
	struct arena *a = *state;
	struct err e;

	for (size_t lead = 0; lead < 4; lead++) {
		struct str text = str_sub(STR("abc"), 0, lead);
		for (int i = 0; i < 200; i++)
			text = str_cat(a, text, STR("河"));
		(void)err_set(&e, RC_INVALID, MSG_IO);
		(void)err_arg(&e, 1, text);
		assert_true(utf8_valid(str_c(e.arg[1])) && strlen(e.arg[1]) > 150);
		(void)err_argf(&e, "%.*s", STR_ARG(text));
		assert_true(utf8_valid(str_c(e.arg[0])) && strlen(e.arg[0]) > 150);
		(void)err_detail(&e, RC_IO, MSG_IO, "%.*s", STR_ARG(text));
		assert_true(utf8_valid(str_c(e.detail)) && strlen(e.detail) > 300);
		(void)err_field(&e, RC_IO, MSG_IO, str_cstr(a, text));
		assert_true(utf8_valid(str_c(e.field)));
	}
	char bytes[1000];
	memset(bytes, 0x80, sizeof(bytes));
	(void)err_arg(&e, 0, (struct str){bytes, sizeof(bytes)});
	assert_true(strlen(e.arg[0]) < sizeof(e.arg[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_catalogue), TEST(test_err), TEST(test_cut)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

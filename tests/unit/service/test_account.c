/* What makes a login and a password fit. */
#include "../check.h"

#include "domain/uscc.h"
#include "service/account.h"

static void login_is(struct arena *a, const char *typed, const char *wanted)
{
	struct err e = {0};
	struct str out;

	if (wanted) {
		assert_int_equal(account_login_fit(a, str_c(typed), &out, &e), RC_OK);
		assert_true(str_eqc(out, wanted));
	} else {
		assert_int_equal(account_login_fit(a, str_c(typed), &out, &e), RC_INVALID);
		assert_string_equal(e.field, "login");
	}
}

static void logins(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 0);
	login_is(&a, "abc", "abc");
	login_is(&a, "  Zhang.San-01_x ", "zhang.san-01_x");
	login_is(&a, "ab", NULL);
	login_is(&a, "1abc", NULL);
	login_is(&a, ".abc", NULL);
	login_is(&a, "a b c", NULL);
	login_is(&a, "张三张三", NULL);
	login_is(&a, "abc\xc2\xa0", NULL);
	login_is(&a, "", NULL);
	login_is(&a, "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd");
	login_is(&a, "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde", NULL);
	/* A credit code is signed in with: nobody's login name may be one. */
	char code[19] = "N2330106093120712?";
	code[17] = uscc_check_char((struct str){code, 17});
	login_is(&a, code, NULL);
	code[17] = code[17] == '0' ? '1' : '0';
	login_is(&a, code, str_lower(&a, str_c(code)).p);
	arena_free(&a);
}

static enum msgid judged(struct arena *a, const char *password)
{
	struct err e = {0};

	return account_password_fit(a, str_c(password), STR("zhang.san"), STR("91130102MA0G9TQD8J"),
		       STR("张三丰"), &e) == RC_OK
		? MSG_NONE
		: e.msg;
}

static void passwords(void **state)
{
	struct arena a;
	char longest[129 + 1];

	(void)state;
	arena_init(&a, 0);
	assert_int_equal(judged(&a, "correct horse"), MSG_NONE);
	assert_int_equal(judged(&a, "九个字的口令不够长"), MSG_PASSWORD_SHORT);
	assert_int_equal(judged(&a, "十个字的口令刚好够长了"), MSG_NONE); /* characters, not bytes */
	assert_int_equal(judged(&a, ""), MSG_PASSWORD_SHORT);
	assert_int_equal(judged(&a, "123456789"), MSG_PASSWORD_SHORT);
	assert_int_equal(judged(&a, "xx-ZHANG.SAN-xx"), MSG_PASSWORD_PERSONAL);
	assert_int_equal(judged(&a, "91130102ma0g9tqd8j"), MSG_PASSWORD_PERSONAL);
	assert_int_equal(judged(&a, "我就是张三丰本人没错"), MSG_PASSWORD_PERSONAL);
	assert_int_equal(judged(&a, "aaaaaaaaaaaa"), MSG_PASSWORD_PLAIN);
	assert_int_equal(judged(&a, "1212121212121"), MSG_PASSWORD_PLAIN);
	for (size_t i = 0; i < sizeof(longest) - 1; i++)
		longest[i] = (char)('a' + i % 26);
	longest[129] = '\0';
	assert_int_equal(judged(&a, longest), MSG_PASSWORD_LONG);
	longest[128] = '\0';
	assert_int_equal(judged(&a, longest), MSG_NONE);
	arena_free(&a);
}

static void made_passwords_fit_and_differ(void **state)
{
	struct str one, two, hash;
	struct arena a;
	struct err e = {0};

	(void)state;
	arena_init(&a, 0);
	assert_int_equal(account_password_make(&a, &one, &hash, &e), RC_OK);
	assert_int_equal(account_password_make(&a, &two, &hash, &e), RC_OK);
	assert_false(str_eq(one, two));
	assert_int_equal(one.n, 14);
	assert_true(str_starts(hash, STR("$argon2id$v=19$m=65536,t=3,p=1$")));
	assert_int_equal(
		account_password_fit(&a, one, str_none(), str_none(), str_none(), &e), RC_OK);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logins),
		cmocka_unit_test(passwords),
		cmocka_unit_test(made_passwords_fit_and_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

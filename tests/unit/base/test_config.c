/* The configuration file: what is taken, what is refused, and that a refusal changes nothing. */
#include "../check.h"

#include "base/config.h"

static void test_good(void **state)
{
	struct config c;
	struct err e;

	config_default(&c);
	assert_false(c.production);
	assert_int_equal(c.workers, 16);
	assert_int_equal(c.answer_days, 0);
	assert_rc(config_parse(*state, STR(""), &c, &e), RC_OK);
	assert_rc(config_parse(*state,
	                  STR("\xef\xbb\xbf# 说明\r\n mode = production \r\nsite_name=河北 = "
	                      "平台\n\n\tworkers =\t256\n"
	                      "secure_cookies = yes\nsite_phone =\nreaders = 1"),
	                  &c, &e),
	        RC_OK);
	assert_true(c.production && c.secure_cookies);
	assert_str(c.site_name, "河北 = 平台");
	assert_int_equal(c.workers, 256);
	assert_int_equal(c.readers, 1);
	assert_str(c.site_phone, "");
	assert_rc(
	        config_parse(*state, STR("mode = rehearsal\nsecure_cookies = no"), &c, &e), RC_OK);
	assert_false(c.production || c.secure_cookies);
	assert_int_equal(c.mail_host.n, 0);
	assert_int_equal(c.mail_hour, 8);
	assert_rc(config_parse(*state,
	                  STR("mail_host = smtp.example.cn\nmail_from = tidu@example.cn\nmail_tls = tls\n"
	                      "mail_port = 465\nmail_user = tidu\nmail_hour = 0"),
	                  &c, &e),
	        RC_OK);
	assert_int_equal(c.mail_tls, MAIL_TLS_FULL);
	assert_int_equal(c.mail_hour, 0);
}

static void test_bad(void **state)
{
	static const char *const bad[] = {"mode = prod", "mode", "mode =", "workers = 0",
	        "workers = 257", "workers = x", "answer_days = 0", "readers = 17", "secure_cookies = true",
	        "unknown = 1", "= 1", "Mode = production", "site name = x",
	        "workers = 1\nsite_name = x\nnonsense", "mail_tls = ssl", "mail_tls =", "mail_port = 0",
	        "mail_port = 65536", "mail_hour = 24"};
	struct config c;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		config_default(&c);
		if (config_parse(*state, str_c(bad[i]), &c, &e) != RC_INVALID)
			fail_msg("taken: %s", bad[i]);
		assert_int_equal(e.msg, MSG_CONFIG_BAD);
		assert_int_equal(c.workers, 16);
		assert_false(c.production);
	}
	assert_rc(config_parse(*state, STR("site_name = \xff"), &c, &e), RC_INVALID);
	/* Mail needs a sender that is an address; a password needs TLS. */
	assert_rc(config_parse(*state, STR("mail_host = h"), &c, &e), RC_INVALID);
	assert_int_equal(e.msg, MSG_MAIL_FROM);
	assert_rc(config_parse(*state, STR("mail_host = h\nmail_from = x"), &c, &e), RC_INVALID);
	assert_rc(config_parse(*state,
	                  STR("mail_host = h\nmail_from = a@b.cn\nmail_tls = none\nmail_user = u"), &c, &e),
	        RC_INVALID);
	assert_int_equal(e.msg, MSG_MAIL_OPEN_PASSWORD);
	assert_int_equal(c.mail_host.n, 0);
	assert_rc(config_parse(*state, STR("zzz = 1"), &c, &e), RC_INVALID);
	assert_non_null(strstr(e.arg[0], "zzz"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_good), TEST(test_bad)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

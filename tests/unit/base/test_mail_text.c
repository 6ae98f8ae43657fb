/* Addresses that are none, and texts that would like to be headers. */
#include "../check.h"

#include "base/mail_text.h"

static void test_addresses(void **state)
{
	static const char *const good[] = {"a@b.cn", "zhang.san+x@mail.example.com.cn", "A_1@sub-domain.example",
	        "o'neil@example.cn", "root@localhost"};
	static const char *const bad[] = {"", "a", "@b.cn", "a@", "a@b", "a@b..cn", "a@.b.cn", "a@b.cn.", "a@-b.cn",
	        "a@b-.cn", ".a@b.cn", "a.@b.cn", "a..b@c.cn", "a b@c.cn", "a@b.cn ", " a@b.cn", "a@b@c.cn", "<a@b.cn>",
	        "a@b.cn,c@d.cn", "a@b.cn\n", "a@b.cn\r\nBcc: c@d.cn", "a\r@b.cn", "a@[127.0.0.1]", "\"a\"@b.cn",
	        "\xe5\xbc\xa0@b.cn", "a@\xe5\xbc\xa0.cn", "a(x)@b.cn", "a;b@c.cn", "a@b_c.cn"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		if (!mail_address_ok(str_c(good[i])))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (mail_address_ok(str_c(bad[i])))
			fail_msg("taken: %s", bad[i]);
	assert_false(mail_address_ok((struct str){"a\0@b.cn", 7}));
}

static void test_length(void **state)
{
	struct str local = str_fmt(*state, "%064d", 0), label = str_fmt(*state, "%063d", 0);

	assert_true(mail_address_ok(str_fmt(*state, "%.*s@b.cn", STR_ARG(local))));
	assert_false(mail_address_ok(str_fmt(*state, "0%.*s@b.cn", STR_ARG(local))));
	assert_true(mail_address_ok(str_fmt(*state, "a@%.*s.cn", STR_ARG(label))));
	assert_false(mail_address_ok(str_fmt(*state, "a@0%.*s.cn", STR_ARG(label))));
	assert_true(mail_address_ok(str_fmt(*state, "%032d@%063d.cn", 0, 0)));
	assert_false(mail_address_ok(str_fmt(*state, "%034d@%063d.cn", 0, 0)));
}

static void test_header(void **state)
{
	struct str s;

	assert_str(mail_header_text(*state, STR("Plain words, 1+1=2")), "Plain words, 1+1=2");
	assert_str(mail_header_text(*state, STR("")), "");
	assert_str(mail_header_text(*state, STR("请")), "=?UTF-8?Q?=E8=AF=B7?=");
	/* No character is cut in two, no line of a fold is longer than the RFC allows. */
	s = mail_header_text(*state, STR("【平台】拟对贵企业作出处理，请陈述申辩 abc"));
	for (struct str line; str_cut(&s, '\n', &line);) {
		line = str_trim(line);
		assert_true(line.n <= 75 && str_starts(line, STR("=?UTF-8?Q?")) && str_ends(line, STR("?=")));
		assert_false(str_starts(str_sub(line, 10, 3), STR("=8")));
	}
	/* What would end a line, or pass for an encoded word, is text. */
	s = mail_header_text(*state, STR("x\r\nBcc: a@b.cn"));
	assert_false(str_has(s, STR("Bcc")) || str_has(s, STR("\r\nB")));
	assert_true(str_has(s, STR("=78=20=20=42")));
	assert_false(str_eqc(mail_header_text(*state, STR("=?UTF-8?Q?x?=")), "=?UTF-8?Q?x?="));
	/* A long one without blanks is folded, too. */
	s = mail_header_text(*state, str_fmt(*state, "%0500d", 1));
	assert_true(str_has(s, STR("\r\n ")));
}

static void test_hint(void **state)
{
	assert_str(mail_address_hint(*state, STR("zhang@example.cn")), "z***@example.cn");
	assert_str(mail_domain(STR("zhang@example.cn")), "example.cn");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_addresses), TEST(test_length), TEST(test_header), TEST(test_hint)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

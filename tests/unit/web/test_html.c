/* The escapers: what goes into a page comes out as text and never as markup, address or script. */
#include "../check.h"

#include "web/html.h"
#include "web/tmpl.h"

static struct buf fresh(void **state)
{
	struct buf b;

	buf_init(&b, *state, 1 << 20);
	return b;
}

#define PRINTS(call_on_b, want)                                                                    \
	do {                                                                                       \
		struct buf b = fresh(state);                                                       \
		call_on_b;                                                                         \
		assert_str(buf_view(&b), want);                                                    \
	} while (0)

static void text_and_attr(void **state)
{
	PRINTS(html_text(&b, STR("<a href=\"x\">&'é梯</a>")),
	        "&lt;a href=\"x\"&gt;&amp;'é梯&lt;/a&gt;");
	PRINTS(html_attr(&b, STR("<\">&'é梯")), "&lt;&quot;&gt;&amp;&#39;é梯");
	PRINTS(html_text(&b, str_none()), "");
	PRINTS(html_text(&b, STR("&&")), "&amp;&amp;");
	PRINTS(html_text(&b, STR("a\0b\x1b\x7f\t\n")), "a\xef\xbf\xbd"
	                                               "b\xef\xbf\xbd\xef\xbf\xbd\t\n");
	PRINTS(html_lines(&b, STR("一\r\n<二>\n\n")), "一<br>&lt;二&gt;<br><br>");
}

/* Every single byte, in a place where it would do harm if it came through. */
static void every_byte(void **state)
{
	for (int c = 0; c < 256; c++) {
		char text[3] = {'x', (char)c, 'y'};
		struct buf b = fresh(state);
		html_attr(&b, (struct str){text, 3});
		struct str s = buf_view(&b);
		assert_true(str_starts(s, STR("x")) && str_ends(s, STR("y")));
		for (size_t i = 1; i + 1 < s.n; i++)
			assert_null(strchr("<>\"'", s.p[i] ? s.p[i] : '<'));
	}
}

/* A text is written as its bytes would be one by one, whatever is looked at together. */
static void every_byte_at_every_place(void **state)
{
	for (int c = 0; c < 256; c++) {
		for (size_t n = 1; n <= 34; n++) {
			char text[40];
			struct arena_mark mark = arena_mark(*state);
			struct buf one = fresh(state), all = fresh(state);
			memset(text, '8', sizeof(text));
			text[n / 2] = text[n - 1] = (char)c;
			for (size_t i = 0; i < n; i++)
				html_text(&one, (struct str){text + i, 1});
			html_text(&all, (struct str){text, n});
			assert_true(str_eq(buf_view(&one), buf_view(&all)));
			arena_release(*state, mark);
		}
	}
}

/* Words, tails, chunks: every length with a special byte at every place and in pairs. */
static void every_length(void **state)
{
	static const size_t lengths[] = {
	        1, 7, 8, 9, 15, 16, 17, 23, 24, 33, 1023, 1024, 1025, 2050};

	for (size_t k = 0; k < ARRAY_LEN(lengths); k++) {
		size_t n = lengths[k];
		for (size_t at = 0; at<n; at += n> 100 ? 61 : 1) {
			struct buf in = fresh(state), want = fresh(state), got = fresh(state);
			for (size_t i = 0; i < n; i++) {
				bool special = i == at || i + 9 == at;
				buf_ch(&in, special ? '<' : (char)(0x80 + i % 0x70));
				if (special)
					buf_lit(&want, "&lt;");
				else
					buf_ch(&want, in.p[in.n - 1]);
			}
			html_attr(&got, buf_view(&in));
			assert_true(str_eq(buf_view(&got), buf_view(&want)));
		}
	}
}

static void addresses(void **state)
{
	static const char *const good[] = {"/", "/e/app/1?x=1", "#top", "?page=2", "http://x.cn/",
	        "https://x.cn", "tel:0311-1", "mailto:a@b.cn"};
	static const char *const bad[] = {"", "//evil.cn", "/\\evil.cn", "/\t/evil.cn",
	        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "data:text/html,x",
	        "java\nscript:x", "vbscript:x", "evil.cn", "HTTP//x", "\x01javascript:x", "https:x",
	        "file:///etc/passwd", "/a b", "\\\\evil.cn"};

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		PRINTS(html_url(&b, str_c(good[i])), good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		PRINTS(html_url(&b, str_c(bad[i])), "#");
	PRINTS(html_url(&b, str_none()), "#");
	PRINTS(html_url(&b, STR("/?a=1&b=\"2\"")), "/?a=1&amp;b=&quot;2&quot;");
	PRINTS(html_url_local(&b, STR("/static/x.css")), "/static/x.css");
	PRINTS(html_url_local(&b, STR("https://x.cn/x.js")), "#");
	PRINTS(html_url_local(&b, STR("//x.cn/x.js")), "#");
}

static void query(void **state)
{
	PRINTS(html_query(&b, STR("aZ09-._~")), "aZ09-._~");
	PRINTS(html_query(&b, STR("a b&c=/梯\"")), "a%20b%26c%3D%2F%E6%A2%AF%22");
	PRINTS(html_query(&b, str_none()), "");
}

static void numbers(void **state)
{
	PRINTS(html_wan(&b, 0), "0.00");
	PRINTS(html_wan(&b, 1234500000), "1,234.50");
	PRINTS(html_wan(&b, 1), "0.000001");
	PRINTS(html_wan(&b, -1), "-0.000001");
	PRINTS(html_wan(&b, 100000), "0.10");
	PRINTS(html_wan(&b, 1001000), "1.001");
	PRINTS(html_wan(&b, -999999999999), "-999,999.999999");
	PRINTS(html_wan(&b, INT64_MAX), "9,223,372,036,854.775807");
	PRINTS(html_wan(&b, INT64_MIN), "-9,223,372,036,854.775808");
	PRINTS(html_thousands(&b, 0), "0");
	PRINTS(html_thousands(&b, 999), "999");
	PRINTS(html_thousands(&b, 1000), "1,000");
	PRINTS(html_thousands(&b, -1234567), "-1,234,567");
	PRINTS(html_thousands(&b, INT64_MIN), "-9,223,372,036,854,775,808");
	PRINTS(html_i64(&b, INT64_MIN), "-9223372036854775808");
	PRINTS(html_u64(&b, UINT64_MAX), "18446744073709551615");
	PRINTS(html_u64(&b, 0), "0");
}

static void dates(void **state)
{
	PRINTS(html_date(&b, ((struct date){2023, 2, 7})), "2023-02-07");
	PRINTS(html_date(&b, ((struct date){0, 0, 0})), "");
	PRINTS(html_prose(&b, ((struct date){2023, 12, 31})), "2023年12月31日");
	PRINTS(html_prose(&b, ((struct date){0, 0, 0})), "");
	/* 2023-02-06T16:00Z is already the 7th here. */
	PRINTS(html_day(&b, INT64_C(1675699200000)), "2023-02-07");
	PRINTS(html_datetime(&b, INT64_C(1675699200000)), "2023-02-07 00:00");
	PRINTS(html_datetime(&b, INT64_C(1675699199999)), "2023-02-06 23:59");
	PRINTS(html_datetime(&b, 0), "");
}

static void shortened(void **state)
{
	(void)state;
	assert_str(html_short(STR("0123456789")), "01234567");
	assert_str(html_short(STR("012")), "012");
	assert_str(html_short(STR("1234567梯")), "1234567");
	assert_str(html_short(str_none()), "");
}

static void truth(void **state)
{
	const char *nothing = NULL;
	const struct date none = {0, 0, 0};
	char letters[4] = "";

	(void)state;
	assert_false(TMPL_TRUE(nothing));
	assert_false(TMPL_TRUE(letters));
	assert_false(TMPL_TRUE(str_none()));
	assert_false(TMPL_TRUE(STR("")));
	assert_true(TMPL_TRUE(STR("0")));
	assert_false(TMPL_TRUE(none));
	assert_true(TMPL_TRUE(UINT64_MAX));
	assert_true(TMPL_TRUE(INT64_MIN));
	assert_true(TMPL_TRUE(&none));
	assert_false(TMPL_TRUE((bool)false));
}

/* A page that would pass the response's limit stops growing instead of overrunning. */
static void limit(void **state)
{
	struct buf b;

	buf_init(&b, *state, 10);
	tmpl_put(&b, "12345678", 8);
	tmpl_put(&b, "abc", 3);
	html_text(&b, STR("<<<<"));
	assert_true(b.overflow);
	assert_true(b.n <= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(text_and_attr), TEST(every_byte),
	        TEST(every_byte_at_every_place), TEST(every_length), TEST(addresses), TEST(query),
	        TEST(numbers), TEST(dates), TEST(shortened), TEST(truth), TEST(limit)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

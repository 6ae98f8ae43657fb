/* Geometry of charts: nothing stands outside the picture, and shares are exact. */
#include "../check.h"

#include "document/chart.h"

static void test_bars_percent(void **state)
{
	const struct chart_item item[] = {{STR("甲市"), 700, 1400, false},
	        {STR("乙市"), 100, 1100, true}, {STR("丙市"), 0, 600, true}, {STR("丁区"), 900, 200, false},
	        {STR("无目标"), 5, 0, false}};
	const struct chart_bars_spec spec = {.scale = CHART_PERCENT, .pace_permille = 250};
	struct chart_bars c;

	chart_bars_layout(*state, item, 5, &spec, &c);
	assert_int_equal(c.bars, 5);
	assert_int_equal(c.bar[0].percent, 50);
	assert_int_equal(c.bar[1].percent, 9);
	assert_int_equal(c.bar[4].percent, -1);
	assert_false(c.bar[0].behind);
	assert_true(c.bar[1].behind);
	assert_true(c.bar[2].behind);
	assert_false(c.bar[3].behind);
	assert_str(c.bar[1].cls, "bar bar-behind");
	assert_str(c.bar[0].value_text, "700 / 1400");
	assert_str(c.desc, "共 5 项，其中 2 项落后于进度");
	/* 150 % is the end of the axis: a bar beyond it is cut there */
	assert_int_equal(c.bar[3].w, c.plot_w);
	assert_int_equal(c.bar[0].w, c.plot_w / 3);
	assert_int_equal(c.bar[0].target_w, c.plot_w * 2 / 3);
	assert_int_equal(c.pace_x, c.bar[0].pace_x);
	assert_int_equal(c.bar[4].target_w, 0);
	for (size_t i = 0; i < c.bars; i++) {
		assert_true(c.bar[i].x + c.bar[i].w <= c.width);
		assert_true(c.bar[i].y + c.bar[i].h <= c.height);
		assert_true(i == 0 || c.bar[i].y >= c.bar[i - 1].y + c.bar[i - 1].h);
	}
	assert_str(c.tick[c.ticks - 1].text, "150%");
}

static void test_bars_extremes(void **state)
{
	const struct chart_item item[] = {{STR("a"), INT64_MAX, INT64_MAX, false}, {STR("b"), -5, 3, false}};
	const struct chart_bars_spec spec = {.scale = CHART_ABSOLUTE, .pace_permille = -1};
	struct chart_bars c;

	chart_bars_layout(*state, item, 2, &spec, &c);
	assert_int_equal(c.bar[0].w, c.plot_w);
	assert_int_equal(c.bar[1].w, 0);
	assert_int_equal(c.bar[0].pace_x, -1);
	assert_true(c.ticks >= 1 && c.ticks <= 7);
	chart_bars_layout(*state, item, 0, &spec, &c);
	assert_int_equal(c.bars, 0);
	assert_true(c.height > 0);
}

static void test_ticks(void **state)
{
	const int64_t maxima[] = {1, 7, 10, 99, 1400, 11000, 123456};

	for (size_t i = 0; i < ARRAY_LEN(maxima); i++) {
		const struct chart_item item = {STR("x"), maxima[i], 0, false};
		const struct chart_bars_spec spec = {.pace_permille = -1};
		struct chart_bars c;
		int64_t last = -1;

		chart_bars_layout(*state, &item, 1, &spec, &c);
		assert_true(c.ticks >= 2 && c.ticks <= 7);
		assert_true(str_to_i64(c.tick[c.ticks - 1].text, &last));
		assert_true(last <= maxima[i]);
		assert_true(c.tick[c.ticks - 1].x <= c.plot_x + c.plot_w);
	}
}

static void test_funnel(void **state)
{
	const struct chart_item item[] = {
	        {STR("提交"), 200, 0, false}, {STR("县级通过"), 150, 0, false}, {STR("推荐"), 0, 0, false}};
	struct chart_funnel f;

	chart_funnel_layout(*state, item, 3, 0, &f);
	assert_int_equal(f.step[0].percent, 100);
	assert_int_equal(f.step[1].percent, 75);
	assert_int_equal(f.step[2].percent, 0);
	assert_int_equal(f.step[1].w, f.width / 2 * 3 / 4);
	assert_true(f.step[2].w > 0); /* still to be seen */
	assert_str(f.step[1].value_text, "150（75%）");
	assert_true(str_has(f.step[0].points, STR(",")));
	assert_true(str_empty(f.step[2].points));
	assert_str(f.desc, "从提交 200 到推荐 0");
	chart_funnel_layout(*state, item, 0, 0, &f);
	assert_int_equal(f.steps, 0);
}

static void test_tiles(void **state)
{
	const struct chart_place place[] = {{STR("石家庄"), STR("130100"), 1, 2, 350, 1400},
	        {STR("保定"), STR("130600"), 2, 1, 2000, 1100},
	        {STR("雄安"), STR("1"), 0, 0, 1, 200}};
	struct chart_tiles t;

	chart_tiles_layout(*state, place, 3, 0, &t);
	assert_str(t.tile[0].cls, "tile tile-1");
	assert_str(t.tile[1].cls, "tile tile-4");
	assert_str(t.tile[2].cls, "tile tile-0");
	assert_str(t.tile[0].value_text, "25%");
	assert_str(t.desc, "共 3 个地区，其中 1 个已完成目标");
	for (size_t i = 0; i < 3; i++)
		assert_true(t.tile[i].x + t.tile[i].w <= t.width &&
		            t.tile[i].y + t.tile[i].h <= t.height);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_bars_percent),
	        TEST(test_bars_extremes),
	        TEST(test_ticks),
	        TEST(test_funnel),
	        TEST(test_tiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

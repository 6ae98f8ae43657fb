/* The manual's subset of Markdown: what is understood, and that everything else stays text. */
#include "../check.h"

#include "page/public.h"

#include <string.h>

static struct manual read_text(struct arena *a, const char *text)
{
	struct manual m;

	manual_read(a, str_c(text), &m);
	return m;
}

static void blocks_follow_the_lines(void **state)
{
	struct arena a;
	struct manual m;

	(void)state;
	arena_init(&a, 0);
	m = read_text(&a, "# 题\n一段\n续\n\n## 节\n1. 甲\n2. 乙\n- 丙\n| a | b |\n|---|---|\n| 1 | 2 |\n");
	assert_true(str_eqc(m.title, "题"));
	assert_int_equal(m.blocks.n, 5);
	assert_int_equal(m.blocks.v[0].kind, MANUAL_P);
	assert_int_equal(m.blocks.v[1].kind, MANUAL_H2);
	assert_true(m.blocks.v[1].id.n > 0);
	assert_int_equal(m.blocks.v[2].kind, MANUAL_OL);
	assert_int_equal(m.blocks.v[2].items.n, 2);
	assert_int_equal(m.blocks.v[3].kind, MANUAL_UL);
	assert_int_equal(m.blocks.v[4].kind, MANUAL_TABLE);
	assert_int_equal(m.blocks.v[4].items.n, 2);
	assert_int_equal(m.blocks.v[4].rows.n, 1);
	arena_free(&a);
}

static void spans_are_text_unless_they_are_marked(void **state)
{
	struct arena a;
	struct manual m;
	const struct manual_spans *s;

	(void)state;
	arena_init(&a, 0);
	m = read_text(&a, "看[名单](/registry)，**重**，`tidu`，<b>不是</b>");
	s = &m.blocks.v[0].text;
	assert_int_equal(s->n, 7);
	assert_true(str_eqc(s->v[1].text, "名单") && str_eqc(s->v[1].href, "/registry"));
	assert_true(s->v[3].strong && str_eqc(s->v[3].text, "重"));
	assert_true(s->v[5].code && str_eqc(s->v[5].text, "tidu"));
	assert_true(str_eqc(s->v[6].text, "，<b>不是</b>"));
	arena_free(&a);
}

static void broken_marks_stay_as_written(void **state)
{
	static const char *const texts[] = {"[a](http://x)", "[a](/x", "**a", "`a", "[", "**", "``", "[a]("};
	struct arena a;

	(void)state;
	arena_init(&a, 0);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct manual m = read_text(&a, texts[i]);
		assert_int_equal(m.blocks.n, 1);
		assert_int_equal(m.blocks.v[0].text.n, 1);
		assert_true(str_eqc(m.blocks.v[0].text.v[0].text, texts[i]));
		assert_int_equal(m.blocks.v[0].text.v[0].href.n, 0);
	}
	assert_int_equal(read_text(&a, "").blocks.n, 0);
	assert_int_equal(read_text(&a, "|").blocks.n, 1);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_follow_the_lines),
		cmocka_unit_test(spans_are_text_unless_they_are_marked),
		cmocka_unit_test(broken_marks_stay_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Sentences out of data: names, conditions, what is not known, and what is particular before what is general. */
#include "../check.h"

#include "domain/wording.h"

static struct str fill(struct arena *a, const char *sentences, const struct wording_values *v)
{
	struct json *j;
	struct err e;

	assert_rc(json_parse(a, str_c(sentences), &j, &e), RC_OK);
	return wording_fill(a, j, v);
}

static void sentences_follow_from_figures(void **state)
{
	struct arena a;
	struct wording_values v = {0};

	(void)state;
	arena_init(&a, 0);
	wording_count(&a, &v, "late", 0);
	wording_count(&a, &v, "done", 12);
	wording_text(&a, &v, "names", STR(""));
	static const char text[] = "[{\"text\":\"完成{done}家。\"},{\"if\":\"late\",\"text\":\"落后{late}家。\"},"
				   "{\"unless\":\"late\",\"text\":\"都达到进度。\"},{\"if\":\"names\",\"text\":\"{names}\"},"
				   "{\"if\":\"nobody\",\"text\":\"x\"},{\"unless\":\"nobody\",\"text\":\"{nobody}{\"}]";
	assert_str(fill(&a, text, &v), "完成12家。都达到进度。{nobody}{");
	wording_count(&a, &v, "late", 3); /* a later value takes the place */
	assert_str(fill(&a, text, &v), "完成12家。落后3家。{nobody}{");
	arena_free(&a);
}

static void the_particular_comes_first(void **state)
{
	static const char *const keys[] = {"line"};
	const struct str st = STR("st"), miit = STR("miit");
	struct arena a;
	struct json *j;
	struct err e;

	(void)state;
	arena_init(&a, 0);
	assert_rc(json_parse(&a, STR("[{\"line\":\"st\",\"text\":\"甲\"},{\"text\":\"乙\"}]"), &j, &e), RC_OK);
	assert_str(json_str(wording_choose(j, keys, &st, 1), "text", STR("")), "甲");
	assert_str(json_str(wording_choose(j, keys, &miit, 1), "text", STR("")), "乙");
	assert_rc(json_parse(&a, STR("[{\"line\":\"st\"}]"), &j, &e), RC_OK);
	assert_null(wording_choose(j, keys, &miit, 1));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_follow_from_figures),
		cmocka_unit_test(the_particular_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A clause bears the name of its document wherever it is read, and nothing else of a text changes. */
#include "../check.h"

#include "base/embedded.h"
#include "base/vec.h"
#include "domain/cited.h"
#include "domain/procedure.h"

static struct arena a;

static const char *const rule =
	"{\"basis\":[{\"title\":\"甲实施细则\",\"number\":\"甲〔2023〕1号\",\"short\":\"细则\"},"
	"{\"title\":\"乙办法\",\"number\":\"乙〔2026〕2号\",\"short\":\"2号\"},{\"title\":\"丙通知\",\"number\":\"丙〔2021〕3号\"}],"
	"\"cited\":[{\"title\":\"丁暂行办法\",\"number\":\"丁〔2022〕63号\",\"short\":\"63号\"}],"
	"\"changes\":{\"clause\":\"2号第十七条：每年\",\"text\":\"2号第十七条\",\"list\":[{\"report_clause\":\"细则第九条\"}]},"
	"\"notes\":[\"仍按63号附件3\"]}";

static void short_names_of_places_are_spelt(void **state)
{
	static const struct {
		const char *text, *read;
	} cases[] = {
		{"2号第十七条：每年", "《乙办法》第十七条：每年"},
		{"细则第九条；63号第三章", "《甲实施细则》第九条；《丁暂行办法》第三章"},
		{"有效期3年（2号第十六条）", "有效期3年（《乙办法》第十六条）"},
		{"复核按2号第八条，仍按63号附件3", "复核按《乙办法》第八条，仍按《丁暂行办法》附件3"},
		/* The end of a longer name, a name without a place, a number that nobody explains. */
		{"乙〔2026〕2号第十七条", "乙〔2026〕2号第十七条"},
		{"12号第一条，甲实施细则第二条", "12号第一条，甲实施细则第二条"},
		{"按照2号执行；细则规定", "按照2号执行；细则规定"},
		{"3号第一条", "3号第一条"},
		{"", ""},
		{"第九条", "第九条"},
	};
	struct json *root;

	(void)state;
	assert_int_equal(json_parse(&a, str_c(rule), &root, NULL), RC_OK);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str got = cited_text(&a, root, str_c(cases[i].text));
		if (!str_eqc(got, cases[i].read))
			fail_msg("%s: %.*s", cases[i].text, STR_ARG(got));
	}
}

static void clauses_and_notes_alone_change(void **state)
{
	struct json *root;

	(void)state;
	assert_int_equal(json_parse(&a, str_c(rule), &root, NULL), RC_OK);
	cited_spell(&a, root);
	const struct json *changes = json_get(root, "changes");
	assert_true(str_eqc(json_str(changes, "clause", STR("")), "《乙办法》第十七条：每年"));
	assert_true(str_eqc(json_str(changes, "text", STR("")), "2号第十七条"));
	assert_true(str_eqc(json_str(json_get(changes, "list")->first, "report_clause", STR("")), "《甲实施细则》第九条"));
	assert_true(str_eqc(json_get(root, "notes")->first->text, "仍按《丁暂行办法》附件3"));
	assert_true(str_eqc(json_str(json_get(root, "basis")->first, "short", STR("")), "细则"));
}

/* "2号第…" and "细则第…" that stand alone. */
static bool alone(struct str text)
{
	static const char *const names[] = {"号第", "细则第", "号附件"};

	for (size_t k = 0; k < ARRAY_LEN(names); k++)
		for (size_t i = 0; i < text.n; i++) {
			struct str rest = str_sub(text, i, text.n), name = str_c(names[k]);
			size_t from = i;
			if (!str_starts(rest, name))
				continue;
			while (from > 0 && text.p[from - 1] >= '0' && text.p[from - 1] <= '9')
				from--;
			bool full = from >= 3 && memcmp(text.p + from - 3, "〕", 3) == 0;
			if (!full)
				return true;
		}
	return false;
}

static void walk(struct str of, const struct json *j, struct str key)
{
	if (j->type == JSON_STRING && (str_eqc(key, "clause") || str_ends(key, STR("_clause"))) && alone(j->text))
		fail_msg("%.*s: %.*s", STR_ARG(of), STR_ARG(j->text));
	for (const struct json *x = j->first; x; x = x->next)
		walk(of, x, j->type == JSON_OBJECT ? x->key : key);
}

/* Every procedure that is shipped names what its short names mean. */
static void no_shipped_clause_stands_alone(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < embedded_count(); i++) {
		struct procedure *p;
		struct str path, text;
		struct err e = {0};
		embedded_at(i, &path, &text);
		if (!str_starts(path, STR("sql/reference/procedures/")))
			continue;
		assert_int_equal(procedure_load(&a, text, &p, &e), RC_OK);
		walk(p->id, p->json, STR(""));
		n++;
	}
	assert_true(n > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_names_of_places_are_spelt),
		cmocka_unit_test(clauses_and_notes_alone_change),
		cmocka_unit_test(no_shipped_clause_stands_alone),
	};

	arena_init(&a, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

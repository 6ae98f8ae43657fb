/* The difference of two rulebooks says what changed and nothing else; every member that is shipped has its word. */
#include "../check.h"

#include "base/embedded.h"
#include "base/vec.h"
#include "domain/rule_diff.h"

static struct arena a;

static void diff(const char *x, const char *y, struct rule_changes *out)
{
	struct json *jx, *jy;
	struct err e = {0};

	*out = (struct rule_changes){0};
	assert_int_equal(json_parse(&a, str_c(x), &jx, &e), RC_OK);
	assert_int_equal(json_parse(&a, str_c(y), &jy, &e), RC_OK);
	rule_diff(&a, jx, jy, out);
}

static void is(struct rule_change c, enum rule_change_kind kind, const char *line)
{
	struct str text = str_fmt(&a, "%.*s|%.*s|%.*s|%.*s|%.*s", STR_ARG(c.part), STR_ARG(c.item),
		STR_ARG(c.what), STR_ARG(c.before), STR_ARG(c.after));

	assert_int_equal(c.kind, kind);
	if (!str_eqc(text, line))
		fail_msg("%s, not %s", text.p, line);
}

#define BASE                                                                                       \
	"{\"id\":\"x\",\"legal_to\":\"\",\"notes\":[\"甲\",\"乙\"],\"indicators\":[{\"id\":\"rd\",\"name\":\"研发\",\"max\":20,"   \
	"\"bands\":[{\"label\":\"A\",\"points\":20,\"when\":\"value >= 5%\"},{\"label\":\"B\",\"points\":0}]}]}"

static void nothing(void **state)
{
	struct rule_changes d;

	(void)state;
	diff(BASE, BASE, &d);
	assert_int_equal(d.n, 0);
	/* Another id and another order of members are no difference. */
	diff("{\"id\":\"x\",\"max\":1,\"min\":2}", "{\"min\":2,\"id\":\"y\",\"max\":1}", &d);
	assert_int_equal(d.n, 0);
}

static void one_value_deep(void **state)
{
	struct rule_changes d;

	(void)state;
	diff(BASE,
		"{\"id\":\"x\",\"legal_to\":\"2026-03-31\",\"notes\":[\"乙\",\"丙\"],\"indicators\":[{\"id\":\"rd\",\"name\":\"研发\",\"max\":20,"
		"\"bands\":[{\"label\":\"A\",\"points\":15,\"when\":\"value >= 5%\"},{\"label\":\"B\",\"points\":0}]},"
		"{\"id\":\"ip\",\"name\":\"专利\",\"rule\":\"每项5分\"}]}",
		&d);
	assert_int_equal(d.n, 5);
	is(d.v[0], RULE_CHANGED, "停止施行日期|||空|2026-03-31");
	is(d.v[1], RULE_ADDED, "说明||||丙");
	is(d.v[2], RULE_REMOVED, "说明|||甲|");
	is(d.v[3], RULE_CHANGED, "指标|研发 › 分档 › A|分值|20|15");
	is(d.v[4], RULE_ADDED, "指标|专利|||每项5分");
}

/* Two items without id and with the same words: the second is compared with the second. */
static void twins(void **state)
{
	struct rule_changes d;

	(void)state;
	diff("{\"stages\":[{\"kind\":\"check\",\"level\":\"city\",\"days\":3},{\"kind\":\"check\",\"level\":\"city\",\"days\":5}]}",
		"{\"stages\":[{\"kind\":\"check\",\"level\":\"city\",\"days\":3},{\"kind\":\"check\",\"level\":\"city\",\"days\":7}]}", &d);
	assert_int_equal(d.n, 1);
	is(d.v[0], RULE_CHANGED, "流程环节||天数|5|7");
	diff("{\"term\":null,\"two_people\":true}", "{\"term\":{\"days\":5},\"two_people\":false}", &d);
	assert_int_equal(d.n, 2);
	is(d.v[0], RULE_CHANGED, "期限|||未规定|{\"days\":5}");
	is(d.v[1], RULE_CHANGED, "须两人办理|||是|否");
}

static void words_of(const struct json *j, int depth)
{
	assert_true(depth < 12);
	for (const struct json *m = j->first; m; m = m->next) {
		if (j->type == JSON_OBJECT && !str_eqc(m->key, "id") &&
			str_eq(rule_member_word(&a, m->key), m->key))
			fail_msg("no word for '%.*s'", STR_ARG(m->key));
		words_of(m, depth + 1);
	}
}

static void every_member_has_its_word(void **state)
{
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < embedded_count(); i++) {
		struct str name, bytes;
		struct json *j;
		struct err e = {0};
		embedded_at(i, &name, &bytes);
		if (!str_starts(name, STR("sql/reference/standards/")) &&
			!str_starts(name, STR("sql/reference/procedures/")))
			continue;
		assert_int_equal(json_parse(&a, bytes, &j, &e), RC_OK);
		words_of(j, 0);
		seen++;
	}
	assert_true(seen > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing), cmocka_unit_test(one_value_deep),
		cmocka_unit_test(twins), cmocka_unit_test(every_member_has_its_word)};

	arena_init(&a, 0);
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return rc;
}

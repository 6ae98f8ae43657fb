/* What is not the printed word is found with its words, and becomes another text in that one place. */
#include "../check.h"

#include "domain/rule_mark.h"

static const char text[] =
	"{\"id\":\"x\",\"legal_from\":\"\",\"basis\":[{\"title\":\"办法\",\"number\":\"\"},"
	"{\"title\":\"通知\",\"number\":\"〔2022〕1号\",\"confidence\":\"unverified\"}],"
	"\"conditions\":[{\"id\":\"a\",\"name\":\"甲\",\"text\":\"一\",\"confidence\":\"text\"},"
	"{\"id\":\"b\",\"name\":\"乙\",\"text\":\"二\",\"clause\":\"第二条\",\"confidence\":\"derived\"}],"
	"\"stages\":[{\"id\":\"s\",\"name\":\"公示\",\"days\":null},{\"id\":\"t\",\"name\":\"抽查\",\"days\":5,"
	"\"days_confidence\":\"unverified\"}],"
	"\"indicators\":[{\"id\":\"local\",\"name\":\"特色\",\"max\":15,\"confidence\":\"configurable\","
	"\"local_max\":3,\"local\":[]},{\"id\":\"g\",\"name\":\"增长\",\"max\":5,\"confidence\":\"unverified\","
	"\"bands\":[{\"label\":\"A\",\"text\":\"高\",\"points\":5,\"when\":\"value >= 5%\"},"
	"{\"label\":\"B\",\"text\":\"低\",\"points\":0}]}]}";

static struct rule_marks marks_of(struct arena *a, struct str json)
{
	struct rule_marks list = {0};
	struct json *root;

	assert_rc(json_parse(a, json, &root, NULL), RC_OK);
	rule_marks(a, root, &list);
	return list;
}

static struct str settled(struct arena *a, struct str json, const char *path, const struct str *values)
{
	struct str out;
	struct err e = {0};

	if (rule_mark_settle(a, json, str_c(path), values, &out, &e) != RC_OK)
		fail_msg("%s: %.*s", path, STR_ARG(err_text(a, &e)));
	return out;
}

static void every_mark_is_found_in_its_kind_and_order(void **state)
{
	static const struct {
		const char *path;
		enum rule_mark_kind kind;
		size_t fields;
	} want[] = {{"basis/1", RULE_UNVERIFIED, 2}, {"stages/t/days", RULE_UNVERIFIED, 1},
		{"indicators/g", RULE_UNVERIFIED, 7}, {"legal_from", RULE_NOT_FOUND, 1},
		{"basis/0/number", RULE_NOT_FOUND, 1}, {"stages/s/days", RULE_NOT_FOUND, 1},
		{"conditions/b", RULE_DERIVED, 3}, {"indicators/local", RULE_OPEN, 1}};
	struct rule_marks list = marks_of(*state, str_c(text));

	assert_int_equal(list.n, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_str(list.v[i].path, want[i].path);
		assert_int_equal(list.v[i].kind, want[i].kind);
		assert_int_equal(list.v[i].fields_n, want[i].fields);
		assert_ptr_equal(rule_mark_at(&list, list.v[i].path), &list.v[i]);
	}
	assert_str(list.v[6].clause, "第二条");
	assert_str(list.v[6].item, "乙");
	assert_null(rule_mark_at(&list, STR("conditions/a")));
	assert_null(rule_mark_at(&list, STR("")));
}

static void settling_changes_that_place_alone(void **state)
{
	struct str days[] = {STR("7")}, next, later;
	struct json *root;

	next = settled(*state, str_c(text), "stages/t/days", days);
	assert_rc(json_parse(*state, next, &root, NULL), RC_OK);
	const struct json *stage = json_get(root, "stages")->first->next;
	assert_int_equal(json_i64(stage, "days", 0), 7);
	assert_str(json_str(stage, "days_confidence", STR("")), "confirmed");
	assert_null(json_get(stage, "confidence"));
	/* Everything else is as it was: put back, it is the same text. */
	struct rule_marks list = marks_of(*state, next);
	assert_int_equal(list.n, 7);
	/* What was empty gets its mark: nobody asks again. */
	later = settled(*state, next, "stages/s/days", (struct str[]){STR("")});
	list = marks_of(*state, later);
	assert_int_equal(list.n, 6);
	assert_null(rule_mark_at(&list, STR("stages/s/days")));
	assert_rc(json_parse(*state, later, &root, NULL), RC_OK);
	assert_int_equal(json_get(json_get(root, "stages")->first, "days")->type, JSON_NULL);
	/* The same twice: there is no such mark any more. */
	struct err e = {0};
	struct str again;
	assert_rc(rule_mark_settle(*state, next, STR("stages/t/days"), days, &again, &e), RC_NOT_FOUND);
}

static void what_is_no_number_or_date_is_named(void **state)
{
	struct err e = {0};
	struct str out = STR("untouched");

	assert_rc(rule_mark_settle(*state, str_c(text), STR("stages/t/days"), (struct str[]){STR("五")}, &out, &e),
		RC_INVALID);
	assert_string_equal(e.field, "f0");
	assert_rc(rule_mark_settle(*state, str_c(text), STR("stages/t/days"), (struct str[]){STR("-1")}, &out, &e),
		RC_INVALID);
	assert_rc(rule_mark_settle(*state, str_c(text), STR("legal_from"), (struct str[]){STR("2022-02-30")}, &out, &e),
		RC_INVALID);
	assert_str(out, "untouched");
}

static void a_province_sets_its_list_and_sets_it_anew(void **state)
{
	struct str one[] = {STR("[{\"id\":\"local_1\",\"rule\":\"设计（满分5分）\"}]")}, none[] = {STR("[]")};
	struct rule_marks list = marks_of(*state, str_c(text));
	const struct rule_mark *m = rule_mark_at(&list, STR("indicators/local"));
	struct str out;
	struct err e = {0};

	assert_int_equal(m->fields[0].kind, RULE_LIST);
	assert_int_equal(m->fields[0].most, 3);
	assert_str(m->fields[0].value, "[]");
	assert_str(m->value, "本省尚未公布");
	out = settled(*state, str_c(text), "indicators/local", one);
	list = marks_of(*state, out);
	m = rule_mark_at(&list, STR("indicators/local"));
	assert_non_null(m); /* next year's are others */
	assert_str(m->value, "设计（满分5分）");
	assert_true(str_find(out, STR("\"confirmed\"")) < out.n);
	/* Taken back, it is as it was shipped. */
	struct json *shipped;
	struct buf b;
	assert_rc(json_parse(*state, str_c(text), &shipped, NULL), RC_OK);
	buf_init(&b, *state, 1 << 20);
	json_put_canonical(&b, shipped, *state);
	out = settled(*state, out, "indicators/local", none);
	assert_true(str_eq(out, buf_view(&b)));
	assert_rc(rule_mark_settle(*state, str_c(text), STR("indicators/local"), (struct str[]){STR("{}")}, &out, &e),
		RC_INVALID);
}

static void a_code_is_shown_in_words_and_chosen(void **state)
{
	static const char coded[] = "{\"windows\":[{\"id\":\"update\",\"effect\":\"recheck_lost\","
				    "\"effect_confidence\":\"derived\"}]}";
	struct rule_marks list = marks_of(*state, str_c(coded));
	struct err e = {0};
	struct str out;

	assert_int_equal(list.n, 1);
	assert_str(list.v[0].value, "取消复核资格");
	assert_int_equal(list.v[0].fields[0].kind, RULE_CODE);
	assert_string_equal(list.v[0].fields[0].codes[0], "recheck_lost");
	assert_rc(rule_mark_settle(*state, str_c(coded), list.v[0].path, (struct str[]){STR("取消")}, &out, &e),
		RC_INVALID);
	assert_string_equal(e.field, "f0");
	settled(*state, str_c(coded), "windows/update/effect", (struct str[]){STR("recheck_lost")});
	settled(*state, str_c(coded), "windows/update/effect", (struct str[]){STR("")});
}

/* Where nobody found a rule for checks: who does not go, and how long the enterprise may comment, in days of a kind. */
static void an_empty_code_is_chosen_and_a_term_has_its_unit(void **state)
{
	static const char empty[] = "{\"id\":\"p\",\"inspection\":{\"avoid\":\"\",\"comment\":{\"days\":null,"
				    "\"unit\":\"working\"}},\"of\":{\"unit\":\"\"}}";
	struct rule_marks list = marks_of(*state, str_c(empty));
	struct json *root;
	struct str out;
	struct err e = {0};

	assert_int_equal(list.n, 2);
	assert_str(list.v[0].path, "inspection/avoid");
	assert_int_equal(list.v[0].kind, RULE_NOT_FOUND);
	assert_int_equal(list.v[0].fields[0].kind, RULE_CODE);
	assert_string_equal(list.v[0].fields[0].codes[1], "city");
	assert_str(list.v[1].path, "inspection/comment/days");
	assert_str(list.v[1].item, "企业提出意见的期限 › 天数");
	assert_int_equal(list.v[1].fields_n, 2);
	assert_int_equal(list.v[1].fields[1].kind, RULE_CODE);
	assert_str(list.v[1].fields[1].value, "working");
	out = settled(*state, str_c(empty), "inspection/comment/days", (struct str[]){STR("7"), STR("calendar")});
	out = settled(*state, out, "inspection/avoid", (struct str[]){STR("city")});
	assert_int_equal(marks_of(*state, out).n, 0);
	assert_rc(json_parse(*state, out, &root, NULL), RC_OK);
	const struct json *j = json_get(root, "inspection");
	assert_str(json_str(j, "avoid", STR("")), "city");
	assert_int_equal(json_i64(json_get(j, "comment"), "days", 0), 7);
	assert_str(json_str(json_get(j, "comment"), "unit", STR("")), "calendar");
	/* What is no code, and the unit of something else. */
	assert_rc(rule_mark_settle(*state, str_c(empty), STR("inspection/avoid"), (struct str[]){STR("province")}, &out, &e),
		RC_INVALID);
	assert_rc(rule_mark_settle(*state, str_c(empty), STR("inspection/comment/days"),
			  (struct str[]){STR("5"), STR("小时")}, &out, &e),
		RC_INVALID);
	assert_string_equal(e.field, "f1");
	assert_rc(rule_mark_settle(*state, str_c(empty), STR("inspection/comment/days"),
			  (struct str[]){STR("5"), STR("")}, &out, &e),
		RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_mark_is_found_in_its_kind_and_order),
		TEST(settling_changes_that_place_alone),
		TEST(what_is_no_number_or_date_is_named),
		TEST(a_province_sets_its_list_and_sets_it_anew),
		TEST(a_code_is_shown_in_words_and_chosen),
		TEST(an_empty_code_is_chosen_and_a_term_has_its_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

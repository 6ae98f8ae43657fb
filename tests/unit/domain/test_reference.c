/* The reference files as the program carries them: bodies, areas and targets agree with the
 * divisions. */
#include "../check.h"

#include "base/embedded.h"
#include "base/map.h"
#include "base/reftable.h"

enum { D_CODE, D_NAME, D_LEVEL, D_PARENT };
enum { A_CODE, A_LEVEL, A_LINE, A_PARENT, A_DIVISION, A_AREAS, A_STEP, A_SORT, A_NAME, A_SHORT };
static const char *const division_columns[] = {"code", "name", "level", "parent_code"};
static const char *const agency_columns[] = {"code", "level", "line", "parent_code",
        "division_code", "areas", "county_step", "sort", "name", "short_name"};

static struct reftable table(struct arena *a, struct str path, const char *const *columns, size_t n)
{
	struct reftable t;
	struct err e = {0};
	struct str csv;

	assert_true(embedded_find(path, &csv));
	if (reftable_parse(a, csv, columns, n, &t, &e) != RC_OK)
		fail_msg("%.*s: %s", STR_ARG(path), e.detail);
	return t;
}

static void test_divisions(void **state)
{
	struct reftable t = table(*state, STR("sql/reference/divisions.csv"), division_columns, 4);
	struct map level;

	map_init(&level, *state);
	for (size_t i = 0; i < t.n; i++) {
		struct str parent = reftable_cell(&t, i, D_PARENT);
		struct str *l = &t.cell[i * t.columns + D_LEVEL];
		assert_null(map_put(&level, reftable_cell(&t, i, D_CODE), l));
		assert_int_equal(reftable_cell(&t, i, D_CODE).n, 6);
		assert_int_equal(parent.n == 0, str_eqc(*l, "province"));
		assert_true(
		        str_eqc(*l, "province") || str_eqc(*l, "city") || str_eqc(*l, "county"));
		if (parent.n)
			assert_non_null(map_get(&level, parent));
	}
	assert_int_equal(t.n, 3213);
}

/* Divisions of county level whose code begins with the province's two digits, each in one body of
 * each level at most, and in exactly one body of city level. */
static void check_areas(struct arena *a, const struct reftable *t, struct str province)
{
	struct reftable d = table(a, STR("sql/reference/divisions.csv"), division_columns, 4);
	struct map city, county;

	map_init(&city, a);
	map_init(&county, a);
	for (size_t i = 0; i < t->n; i++) {
		struct str areas = reftable_cell(t, i, A_AREAS), one;
		bool is_city = str_eqc(reftable_cell(t, i, A_LEVEL), "city");
		while (areas.n && str_cut(&areas, ';', &one))
			if (map_put(is_city ? &city : &county, one, &t->cell[i * t->columns]))
				fail_msg("%.*s has two bodies", STR_ARG(one));
	}
	for (size_t i = 0; i < d.n; i++) {
		struct str code = reftable_cell(&d, i, D_CODE);
		if (!str_starts(code, str_sub(province, 0, 2)) ||
		        !str_eqc(reftable_cell(&d, i, D_LEVEL), "county"))
			continue;
		const struct str *body = map_get(&city, code), *below = map_get(&county, code);
		if (!body)
			fail_msg("%.*s has no body of city level", STR_ARG(code));
		/* A county body answers to the city body of the same division, which has a county
		 * step. */
		bool step = str_eqc(body[A_STEP], "yes");
		assert_int_equal(step, below != NULL);
		if (below)
			assert_true(str_eq(below[A_PARENT], body[A_CODE]));
	}
}

static void test_agencies(void **state)
{
	struct arena *a = *state;
	size_t files = 0;

	for (size_t f = 0; f < embedded_count(); f++) {
		struct str path, bytes, province = str_none();
		struct map codes;
		embedded_at(f, &path, &bytes);
		if (!str_starts(path, STR("sql/reference/agencies/")))
			continue;
		files++;
		struct reftable t = table(a, path, agency_columns, 10);
		map_init(&codes, a);
		for (size_t i = 0; i < t.n; i++) {
			struct str parent = reftable_cell(&t, i, A_PARENT),
			           level = reftable_cell(&t, i, A_LEVEL);
			int64_t sort;
			assert_null(map_put(&codes, reftable_cell(&t, i, A_CODE),
			        &t.cell[i * t.columns + A_LEVEL]));
			assert_true(str_to_i64(reftable_cell(&t, i, A_SORT), &sort));
			assert_true(
			        reftable_cell(&t, i, A_NAME).n && reftable_cell(&t, i, A_SHORT).n);
			const struct str *above = parent.n ? map_get(&codes, parent) : NULL;
			if (str_eqc(level, "province")) {
				assert_true(parent.n == 0 && province.n == 0);
				province = reftable_cell(&t, i, A_DIVISION);
			} else {
				assert_non_null(above);
				assert_string_equal(str_cstr(a, *above),
				        str_eqc(level, "city") ? "province" : "city");
			}
		}
		check_areas(a, &t, province);
	}
	assert_int_equal(files, 4);
}

static void test_bodies_that_are_no_division(void **state)
{
	static const struct {
		const char *body, *areas;
	} own[] = {{"miit-130682", "130682"}, {"miit-130181", "130181"},
	        {"miit-133100", "130629;130632;130638"}};
	/* GB/T 2260 order, the three with bodies of their own last. */
	static const char *const order[] = {"130100", "130200", "130300", "130400", "130500",
	        "130600", "130700", "130800", "130900", "131000", "131100", "130682", "130181",
	        "133100"};
	struct reftable t =
	        table(*state, STR("sql/reference/agencies/hebei-miit.csv"), agency_columns, 10);
	int64_t before = 0, sort;
	size_t found = 0, place = 0;

	for (size_t i = 0; i < t.n; i++) {
		for (size_t k = 0; k < ARRAY_LEN(own); k++) {
			if (!str_eqc(reftable_cell(&t, i, A_CODE), own[k].body))
				continue;
			assert_str(reftable_cell(&t, i, A_AREAS), own[k].areas);
			assert_str(reftable_cell(&t, i, A_STEP), "no");
			found++;
		}
		if (!str_eqc(reftable_cell(&t, i, A_LEVEL), "city"))
			continue;
		assert_true(str_to_i64(reftable_cell(&t, i, A_SORT), &sort) && sort > before);
		assert_true(place < ARRAY_LEN(order));
		assert_str(reftable_cell(&t, i, A_DIVISION), order[place++]);
		before = sort;
	}
	assert_int_equal(found, ARRAY_LEN(own));
	assert_int_equal(place, ARRAY_LEN(order));
}

/* A2: as printed they add up to 11,000, one for each body of city level. */
static void test_A2_targets(void **state)
{
	static const char *const columns[] = {"edition", "year", "agency_code", "target"};
	struct reftable agencies =
	        table(*state, STR("sql/reference/agencies/hebei-miit.csv"), agency_columns, 10);
	struct reftable t =
	        table(*state, STR("sql/reference/targets/hebei-innovative-2023.csv"), columns, 4);
	int64_t sum = 0, n;
	size_t cities = 0, matched = 0;

	for (size_t i = 0; i < agencies.n; i++) {
		if (!str_eqc(reftable_cell(&agencies, i, A_LEVEL), "city"))
			continue;
		cities++;
		for (size_t k = 0; k < t.n; k++)
			matched += str_eq(
			        reftable_cell(&t, k, 2), reftable_cell(&agencies, i, A_CODE));
	}
	for (size_t k = 0; k < t.n; k++) {
		assert_true(str_to_i64(reftable_cell(&t, k, 3), &n) && n > 0);
		sum += n;
	}
	assert_int_equal(sum, 11000);
	assert_int_equal(t.n, 14);
	assert_int_equal(cities, 14);
	assert_int_equal(matched, 14);
}

/* D10: the 16 bodies as printed, with telephones and areas of their own; the two zones have a body
 * although no division bears their codes. */
static void test_D10_bodies(void **state)
{
	static const char *const columns[] = {"code", "name", "level", "areas", "phone", "sort"};
	struct reftable t = table(*state, STR("sql/reference/agencies/hebei-st.csv"), columns, 6);
	int64_t sort, before = 1;

	assert_int_equal(t.n, 17);
	for (size_t i = 1; i < t.n; i++) {
		assert_str(reftable_cell(&t, i, 2), "city");
		assert_true(reftable_cell(&t, i, 3).n > 0);
		assert_true(str_starts(reftable_cell(&t, i, 4), STR("03")));
		assert_true(str_to_i64(reftable_cell(&t, i, 5), &sort) && sort == before + 1);
		before = sort;
	}
	assert_str(reftable_cell(&t, 1, 4), "0311-66685326");
	assert_str(reftable_cell(&t, 9, 1), "衡水市科技型中小企业技术创新资金管理中心");
	assert_str(reftable_cell(&t, 14, 1), "雄安新区改革发展局");
	assert_str(reftable_cell(&t, 15, 3), "130171");
	assert_str(reftable_cell(&t, 16, 3), "130671");
	assert_str(reftable_cell(&t, 16, 4), "0312-3012513");
}

/* C6: 30,000 over the 19 bodies, each with the share that is printed beside it. */
static void test_C6_targets(void **state)
{
	static const char *const columns[] = {"agency_code", "target", "share_percent"};
	struct reftable bodies =
	        table(*state, STR("sql/reference/agencies/henan-st.csv"), agency_columns, 10);
	struct reftable t =
	        table(*state, STR("sql/reference/targets/henan-tech-2025.csv"), columns, 3);
	int64_t sum = 0, n, percent, hundredths;
	struct str whole, rest;

	assert_int_equal(bodies.n, 20);
	assert_int_equal(t.n, 19);
	for (size_t i = 0; i < t.n; i++) {
		assert_true(str_eq(reftable_cell(&t, i, 0), reftable_cell(&bodies, i + 1, A_CODE)));
		assert_true(str_to_i64(reftable_cell(&t, i, 1), &n));
		rest = reftable_cell(&t, i, 2);
		assert_true(str_cut(&rest, '.', &whole) && rest.n == 2);
		assert_true(str_to_i64(whole, &percent) && str_to_i64(rest, &hundredths));
		assert_int_equal((n * 10000 + 15000) / 30000, percent * 100 + hundredths);
		sum += n;
	}
	assert_int_equal(sum, 30000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_divisions),
	        TEST(test_agencies),
	        TEST(test_bodies_that_are_no_division),
	        TEST(test_A2_targets),
	        TEST(test_D10_bodies),
	        TEST(test_C6_targets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

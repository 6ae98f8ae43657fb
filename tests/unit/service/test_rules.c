/* Which version of a text holds: by day, by province, over an upgrade; what was read stays. */
#include "../check.h"

#include <unistd.h>

#include "base/embedded.h"
#include "service/install.h"
#include "service/rules.h"
#include "store/migrate.h"
#include "store/q.h"

#define ID "innovative-2022"

struct fixture {
	struct arena a;
	const char *path;
	struct store *store;
};

static int setup(void **state)
{
	static struct fixture f;
	struct err e = {0};

	arena_init(&f.a, 0);
	f.path = str_cstr(&f.a, str_fmt(&f.a, "/tmp/tidu-rules-%ld.db", (long)getpid()));
	if (store_open(&(struct store_options){.path = f.path, .readers = 2, .create = true}, &f.store, &e) != RC_OK)
		fail_msg("%s", e.detail);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
	struct fixture *f = *state;

	store_close(f->store);
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		unlink(str_cstr(&f->a, str_fmt(&f->a, "%s%s", f->path, ends[i])));
	arena_free(&f->a);
	return 0;
}

static struct date day(const char *text)
{
	struct date d = {0};

	assert_true(date_parse(str_c(text), &d));
	return d;
}

static int64_t noon(const char *text)
{
	return instant_day_start(day(text)) + 12 * 3600000;
}

/* The shipped text with another boundary rule: another text of the same standard. */
static struct str older(struct fixture *f, const char *mark)
{
	struct str text, key = STR("\"boundary\":");

	assert_true(embedded_find(STR("sql/reference/standards/" ID ".json"), &text));
	size_t at = str_find(text, key) + key.n;
	while (text.p[at] != '"')
		at++;
	return STR_JOIN(&f->a, str_sub(text, 0, at + 1), str_c(mark), str_sub(text, at + 1, text.n));
}

static enum rc put(struct db *db, void *arg, struct err *e)
{
	return q_rulebook_put(db, arg, NULL, e);
}

static struct str put_text(struct fixture *f, struct str json, int64_t version, const char *body, const char *from)
{
	const struct standard *s;
	struct err e = {0};

	assert_rc(standard_load(&f->a, json, &s, &e), RC_OK);
	struct q_rulebook_put_in in = {.kind = STR("standard"), .id = s->id, .version = version, .body = str_c(body),
		.in_force = str_c(from), .title = s->title, .hash = s->hash_hex, .json = json,
		.legal_from = STR(""), .legal_to = STR(""), .recorded_at = 1};
	if (store_write(f->store, &f->a, put, &in, &e) != RC_OK)
		fail_msg("%s", e.detail);
	return s->hash_hex;
}

static struct rules *opened(struct fixture *f)
{
	struct rules *r = NULL;
	struct db *db;
	struct err e = {0};

	assert_rc(store_read(f->store, &f->a, &db, &e), RC_OK);
	if (rules_open(db, &r, &e) != RC_OK)
		fail_msg("%s", e.detail);
	store_read_end(db);
	return r;
}

static void install(struct fixture *f, const char *on)
{
	struct err e = {0};

	if (install_reference(f->store, &f->a, noon(on), &e) != RC_OK)
		fail_msg("%s", e.detail);
}

static void holds(const struct rules *r, const char *body, const char *on, struct str hash)
{
	const struct standard *s = rules_standard(r, STR(ID), str_c(body), day(on));

	assert_non_null(s);
	if (!str_eq(s->hash_hex, hash))
		fail_msg("%s on %s: another version", body, on);
}

static void an_upgrade_is_the_next_version_from_the_day_after(void **state)
{
	struct fixture *f = *state;
	const struct rules_version *v;

	/* An installation of before, which had another text. */
	struct str first = put_text(f, older(f, "旧"), 1, "", "");
	install(f, "2023-02-01");
	struct rules *r = opened(f);
	assert_int_equal(rules_versions(r, STR(ID), &v), 2);
	struct str second = v[1].hash;
	assert_true(!str_eq(first, second));
	holds(r, "", "1999-01-01", first);
	holds(r, "", "2023-02-01", first); /* the day itself is settled already */
	holds(r, "", "2023-02-02", second);
	/* The same program again, a day or a year later, adds nothing. */
	install(f, "2023-02-02");
	install(f, "2024-02-02");
	struct rules *again = opened(f);
	assert_int_equal(rules_versions(again, STR(ID), &v), 2);
	holds(again, "", "2030-01-01", second);
	rules_close(again);
	rules_close(r);
}

static void a_province_keeps_its_own_over_an_upgrade(void **state)
{
	struct fixture *f = *state;
	const struct rules_version *v;

	struct str first = put_text(f, older(f, "旧"), 1, "", "");
	struct str own = put_text(f, older(f, "省"), 2, "miit-410000", "2023-01-15");
	install(f, "2023-02-01");
	struct rules *r = opened(f);
	assert_int_equal(rules_versions(r, STR(ID), &v), 3);
	holds(r, "miit-410000", "2023-01-14", first);
	holds(r, "miit-410000", "2023-01-15", own);
	holds(r, "miit-410000", "2023-03-01", own);
	holds(r, "miit-130000", "2023-01-20", first);
	holds(r, "miit-130000", "2023-02-02", v[2].hash);
	/* For everybody: the one for all, never a province's. */
	const struct rules_list *list = rules_list(r, day("2023-01-20"));
	for (size_t i = 0; i < list->standards_n; i++)
		if (str_eqc(list->standards[i]->id, ID))
			assert_true(str_eq(list->standards[i]->hash_hex, first));
	/* Whatever was used is found by its hash. */
	assert_non_null(rules_standard_hashed(r, first));
	assert_non_null(rules_standard_hashed(r, own));
	assert_null(rules_standard_hashed(r, STR("00")));
	rules_close(r);
}

static void a_reload_leaves_what_was_read(void **state)
{
	struct fixture *f = *state;
	struct err e = {0};
	struct db *db;

	install(f, "2023-02-01");
	struct rules *r = opened(f);
	const struct standard *before = rules_standard(r, STR(ID), STR("miit-130000"), day("2023-02-10"));
	const struct rules_list *list = rules_list(r, day("2023-02-10"));
	struct str own = put_text(f, older(f, "新"), 2, "miit-130000", "2023-03-01");
	assert_rc(store_read(f->store, &f->a, &db, &e), RC_OK);
	assert_rc(rules_reload(r, db, &e), RC_OK);
	store_read_end(db);
	assert_ptr_equal(rules_standard(r, STR(ID), STR("miit-130000"), day("2023-02-28")), before);
	assert_true(list->standards_n > 0 && list->standards[0]->id.n > 0); /* the old list stays readable */
	holds(r, "miit-130000", "2023-03-01", own);
	holds(r, "miit-410000", "2023-03-01", before->hash_hex);
	rules_close(r);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_upgrade_is_the_next_version_from_the_day_after),
		CASE(a_province_keeps_its_own_over_an_upgrade),
		CASE(a_reload_leaves_what_was_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

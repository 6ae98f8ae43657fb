/* One test of a counting rule on one item: shared by the reader of the rules and by the counting. */
#ifndef DOMAIN_COUNT_TEST_H
#define DOMAIN_COUNT_TEST_H

#include "domain/count.h"

enum count_test_id {
	COUNT_TEST_RELATED,
	COUNT_TEST_APPLIED,
	COUNT_TEST_OWN,
	COUNT_TEST_IN_FORCE,
	COUNT_TEST_TRANSFERRED_FOR,
	COUNT_TEST_KEPT_OVER,
	COUNT_TEST_WITHIN,
	COUNT_TEST_RANK,
	COUNT_TEST_LEVEL,
	COUNT_TEST_GROUND,
	COUNT_TEST_NUMBERED,
	COUNT_TEST_UNTIL_GIVEN,
	COUNT_TEST_ANY,
	COUNT_TEST__MAX
};

struct count_test {
	enum count_test_id id;
	int64_t n;	       /* years, most, index of the least level */
	unsigned grounds;      /* bit per ground */
	struct strs kinds;     /* empty: every kind */
	struct count_tests any; /* of ANY: plain tests only */
	struct str otherwise;  /* of ANY */
};

/* True when it holds; else *why says why not. */
bool count_test_holds(struct arena *a, const struct count_test *t, const struct count_item *item,
	struct date as_of, struct str *why);
/* The level's place in the order of the form (none below_city city …), or -1. */
int count_level(struct str level);

#endif

/* 统计概览: how many titles were in force on a day, by tier and by place, industry, registered capital. From the register
 * of titles alone: what stands in no public list is counted nowhere here. Industry (大类 of GB/T 4754) and class of the
 * registered capital are those of the enterprise when its title was recorded; so is the place, as the list printed it:
 * a later move is said on the entry, not counted here.
 */
#ifndef SERVICE_STATS_H
#define SERVICE_STATS_H

#include "base/time.h"
#include "store/db.h"

#define STATS_TIERS 12 /* programmes; more than there are */

struct stats_tier {
	struct str code, name;
	int64_t n;
};
struct stats_line {
	struct str key, name; /* key: "代码 省 市", code of the industry, number of the class; "" what is not known */
	struct str city;      /* places: for the search in the register */
	int64_t n[STATS_TIERS], all;
};
struct stats_axis {
	struct stats_line *v;
	size_t n, cap;
};
enum stats_by { STATS_PLACE, STATS_INDUSTRY, STATS_CAPITAL, STATS_BY__MAX };
const char *stats_by_code(enum stats_by by); /* "place" */
const char *stats_by_word(enum stats_by by); /* 地区 */

struct stats {
	struct date asof;
	struct stats_tier tier[STATS_TIERS];
	size_t tiers;
	int64_t all; /* titles: an enterprise with two counts in both tiers */
	struct stats_axis by[STATS_BY__MAX]; /* places and classes in their order, industries by number, unknown last */
};
MUST_CHECK enum rc stats_load(struct db *db, struct date asof, struct stats *out, struct err *e);

#endif

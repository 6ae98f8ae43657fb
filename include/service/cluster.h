/* 县域特色产业集群统计范围: lists of a year as the statistics give them, and how far each member has come in the
 * programme that asks for membership. Reading the file is the caller's (document/table); the columns are named here,
 * so that command line and page know the same ones.
 */
#ifndef SERVICE_CLUSTER_H
#define SERVICE_CLUSTER_H

#include "domain/procedure.h"
#include "service/import.h"
#include "store/q.h"

enum cluster_column {
	CLUSTER_NAME,
	CLUSTER_USCC,
	CLUSTER_CLUSTER,
	CLUSTER_COUNTY, /* code or name; may be left out: the enterprise's own */
	CLUSTER_CITY,	/* tells apart counties of one name */
	CLUSTER_YEAR,	/* may be left out: the year of the whole file */
	CLUSTER_SOURCE,
	CLUSTER_GONE,	/* anything in it: taken off the list of that year */
	CLUSTER_COLUMN__MAX
};
/* Spellings, the first is the one that is written; at most 5, the last is NULL. */
extern const char *const cluster_columns[CLUSTER_COLUMN__MAX][6];
bool cluster_column_needed(enum cluster_column k);

#define CLUSTER_FIRST_YEAR 2000
#define CLUSTER_BROWSER_ROWS 20000 /* of one upload; the command line takes any number */

struct cluster_row {
	struct import_told told;
	struct str cell[CLUSTER_COLUMN__MAX]; /* as in the file */
	/* out: */
	struct str uscc, division_code;
	int64_t year;
};

/* One transaction for all rows given. `dry`: every row gets its outcome, nothing is kept. `province`: rows of
 * another are refused; empty: any. */
USE_CASE(import_clusters)
struct import_clusters {
	struct str province; /* two digits, or empty */
	int64_t year;	     /* of rows that name none; 0: they are refused */
	struct str source;   /* of rows that name none */
	struct cluster_row *v;
	size_t n;
	int64_t counts[IMPORT__MAX]; /* out */
};
/* The outcomes alone, for a preview. */
MUST_CHECK enum rc clusters_judge(struct db *db, int64_t now, struct import_clusters *uc, struct err *e);

/* Where a member stands. */
enum cluster_standing { CLUSTER_NOT_FILED, CLUSTER_FILED, CLUSTER_POOLED, CLUSTER_RECOGNISED, CLUSTER_STANDING__MAX };
const char *cluster_standing_code(enum cluster_standing s);
const char *cluster_standing_word(enum cluster_standing s);
enum cluster_standing cluster_standing_of(const struct q_cluster_members *m);

/* What an officer's body sees: the newest year unless one is asked for. RC_NOT_FOUND: no edition of its line and
 * province asks for clusters. */
struct clusters {
	const struct procedure *procedure; /* that asks, the first in force */
	struct str province;
	struct q_cluster_years_list years;
	int64_t year; /* 0: nothing has been imported */
	struct q_cluster_members_list members;
};
MUST_CHECK enum rc clusters_load(struct db *db, const struct rules *rules, const struct actor *who,
	int64_t now, int64_t year, struct clusters *out, struct err *e);
bool procedure_asks(const struct procedure *p, enum entry_kind kind);

#endif

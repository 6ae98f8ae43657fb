/* Lists that come in from files: enterprises, and titles that were given before this system. The reading
 * of the file is the caller's (document/table); here a row is checked, matched and stored. A bad row
 * is named and left out, the others go in; the same file again changes nothing.
 */
#ifndef SERVICE_IMPORT_H
#define SERVICE_IMPORT_H

#include "service/tx.h"

enum import_outcome {
	IMPORT_NEW,
	IMPORT_UPDATED,
	IMPORT_SAME, /* there already, nothing differs */
	IMPORT_BAD,  /* left out: `reason` says why */
	IMPORT__MAX
};
const char *import_outcome_word(enum import_outcome o);

/* What every imported row begins with: its number in the file, and what became of it. */
struct import_told {
	int64_t row;
	/* out: */
	enum import_outcome outcome;
	struct str reason; /* why it is bad, or what is doubtful though taken (a check digit) */
};

/* The county-level division of a row. */
struct import_place {
	struct str county, city; /* code or name as written; the city tells apart counties of one name */
	struct str province;	 /* two digits; empty: any */
	struct str uscc;	 /* where nothing is written: as the enterprise is registered here */
};
/* "": not known, or more than one. */
MUST_CHECK enum rc import_place(struct db *db, const struct import_place *in, struct str *out, struct err *e);

struct import_enterprise {
	struct import_told told;
	struct str name, uscc, region_code, address, established, capital; /* as in the file; may be empty */
	struct str reason_bad; /* set by the reader when the row cannot be used */
};

struct import_title {
	struct import_told told;
	struct str name, uscc, city, county;
	struct str reason_bad; /* set by the reader when the row cannot be used */
};

/* One transaction for all rows given: callers hand over some thousand at a time. */
USE_CASE(import_enterprises)
struct import_enterprises {
	struct import_enterprise *v;
	size_t n;
};

USE_CASE(import_titles)
struct import_titles {
	struct str tier, tier_name, batch_title, province, source;
	struct str valid_from, valid_to; /* dates; empty when the list does not say */
	struct import_title *v;
	size_t n;
};

/* 经营异常名录, 严重失信主体名单 as the registers publish them. An entry is known by code, list and first day; what is
 * taken off keeps its row with the day. What a new entry, or one that is taken off, sets going is service/listed.h's. */
enum listing_column {
	LISTING_USCC,
	LISTING_KIND,
	LISTING_SINCE,
	LISTING_REMOVED,
	LISTING_REASON,
	LISTING_SOURCE,
	LISTING_COLUMN__MAX
};
extern const char *const listing_columns[LISTING_COLUMN__MAX][5]; /* spellings of the heads, a NULL behind the last */
bool listing_column_needed(enum listing_column k);
struct import_listing {
	struct import_told told;
	struct str cell[LISTING_COLUMN__MAX]; /* as in the file */
};
USE_CASE(import_listings)
struct import_listings {
	int64_t agency_id; /* imports for its own places: enterprises registered elsewhere are left out; 0: any */
	struct import_listing *v;
	size_t n;
	int64_t counts[IMPORT__MAX]; /* out */
};
/* What would become of the rows; writes nothing. */
MUST_CHECK enum rc listings_judge(struct db *db, int64_t now, struct import_listings *uc, struct err *e);

/* Who need not do a year's duty (service/update): the holders of these titles. */
struct import_exempt {
	struct import_told told;
	struct str uscc; /* as in the file */
};
USE_CASE(import_exempts)
struct import_exempts {
	struct str tier, source;
	int64_t year;
	struct import_exempt *v;
	size_t n;
};

/* Certificates that an authority publishes (高新技术企业 …), known by kind, code and number. */
struct import_certificate {
	struct import_told told;
	struct str name, uscc, number, county, city, granted, valid_until, source; /* as in the file */
};
USE_CASE(import_certificates)
struct import_certificates {
	struct str kind;   /* of the honours in lists.json */
	struct str source; /* of rows that name none */
	struct import_certificate *v;
	size_t n;
};

#endif

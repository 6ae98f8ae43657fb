/* 公文包 of a batch: which papers a body has of it - its own, the province also those of its cities - who made
 * them and when, and what was taken away. The papers themselves are composed by page/paper_*.
 */
#ifndef SERVICE_PACKAGE_H
#define SERVICE_PACKAGE_H

#include "service/batch.h"

enum package_kind {
	PACKAGE_PUBLICITY,
	PACKAGE_RECOMMENDATION,
	PACKAGE_PLAN, /* what would be announced now: the province's draft, of no frozen list yet */
	PACKAGE_ANNOUNCEMENT,
	PACKAGE_NOMINATION /* the letter to the ministry */
};

/* What papers are made of: a frozen list with its texts. */
struct package_source {
	enum package_kind kind;
	struct str public_id;
	int64_t agency_id; /* of the body that made it; 0: announcement or plan */
	struct str body;
	enum holder level;
	struct str label;  /* 第 1 次推荐, the announcement's number; may be empty */
	bool draft;	   /* waits for its second person: papers are marked, and are in no package */
	bool returned;	   /* sent back: kept, but in no package */
	int64_t count;
	struct str list_hash;
	struct str maker, confirmer; /* confirmer empty: nobody yet, or none is asked for */
	int64_t made_at;	     /* of the last of the two */
};
struct package_sources {
	struct package_source *v;
	size_t n, cap;
};
struct package {
	struct package_sources sources; /* in the order of the stages, then of the bodies */
	int64_t certificates;		/* published ones of this body's enterprises */
	struct q_package_files_list files; /* as last made */
	struct q_package_exports_list exports;
};
/* `b` was found in the officer's scope. */
MUST_CHECK enum rc package_load(struct db *db, const struct actor *who, const struct batch *b,
	struct package *out, struct err *e);

/* One paper as it was made. */
struct package_made {
	struct str name; /* last part of its address */
	struct str sha256;
	int64_t size, pages;
};
/* Before the bytes go out: who takes away what, with its hash. RC_NOT_FOUND: not a batch of this body's. */
USE_CASE(package_export)
struct package_export {
	int64_t batch_id;
	struct str file; /* as the person sees it: …推荐汇总表.xlsx */
	struct str sha256;
	int64_t size;
	const struct package_made *made; /* what it holds, itself where it is one paper */
	size_t made_n;
};

#endif

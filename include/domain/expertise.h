/* Reviewing by experts: who may not judge whom, who judges what, what the sheets come to. Pure: the same
 * people, files and seed give the same assignment, byte for byte, so that anybody can repeat it.
 *
 * Assigning: files with the fewest possible judges come first, the order among equals follows the hash of
 * seed and file. Each takes those whose load is below the even share, field first, then the least load,
 * then the hash of seed, file and expert. At the end work is handed on along chains until no two experts
 * who could exchange differ by more than one.
 */
#ifndef DOMAIN_EXPERTISE_H
#define DOMAIN_EXPERTISE_H

#include "base/vec.h"
#include "domain/procedure.h"

/* --- what the procedure asks for ------------------------------------------------------------------- */

#define CRITERIA_MAX 30
#define SHEETS_MAX 5

struct criterion {
	struct str id, name, text;
	int64_t max; /* whole points */
};
/* {"criteria":[{"id","name","max","text"}],"sheets":2,"divergence":15,"avoid_same_city":false,
 * "confidence":"design"} of the expert_review stage. */
struct expert_rules {
	struct criterion *v;
	size_t n;
	int64_t max;	    /* sum */
	int64_t sheets;	    /* of each file, 1-SHEETS_MAX */
	int64_t divergence; /* points between the highest and the lowest sheet that call for another */
	bool avoid_same_city;
	struct str confidence; /* "" = printed by the document */
};
/* RC_DATA: the criteria cannot be read (argument 0: what is wrong). RC_STATE: none are given. */
MUST_CHECK enum rc expert_rules_of(
	struct arena *a, const struct json *stage, struct expert_rules *out, struct err *e);

/* --- conflicts of interest ------------------------------------------------------------------------- */

enum conflict {
	CONFLICT_NONE,
	CONFLICT_EMPLOYER, /* works for the applicant, or for a house of its name */
	CONFLICT_DECLARED, /* said so */
	CONFLICT_PERSON,   /* bears the name of the legal representative, contact, signer or user */
	CONFLICT_CITY,	   /* same city, where the procedure says so */
	CONFLICT__MAX
};
const char *conflict_word(enum conflict c); /* 工作单位与申报企业相同或关联 … */

struct judge {
	struct str name, employer;
	struct str fields;   /* "34 35 C": 大类 of GB/T 4754, or a letter for a whole 门类 */
	struct str division; /* city, 6 digits; may be empty */
	struct str declared; /* one name or code a line */
};
struct judged {
	struct str name, uscc, industry; /* industry: any level, with or without its letter */
	struct str division;
	struct strs people; /* of the enterprise */
	struct strs places; /* that stand before its name */
};
enum conflict conflict_of(
	struct arena *a, const struct judge *j, const struct judged *f, bool avoid_same_city);
bool field_fits(struct str fields, struct str section, struct str industry);

/* --- assigning ------------------------------------------------------------------------------------- */

struct assign_in {
	struct str seed;
	size_t judges, files;
	const struct str *judge_key, *file_key; /* unique and stable: what is hashed */
	const int64_t *load;	/* what each judge has already */
	const int64_t *need;	/* how many sheets each file still needs */
	const bool *blocked;	/* [file * judges + judge]: conflict, or is or was on this file */
	const bool *fits;	/* same shape: the field fits */
};
struct assign_pick {
	size_t file, judge;
	bool fits;
	size_t candidates; /* how many could have judged this file */
};
struct assign_out {
	struct {
		struct assign_pick *v; /* by file, then judge */
		size_t n, cap;
	} picks;
	int64_t *load;	  /* of each judge afterwards */
	int64_t *missing; /* of each file: sheets for which nobody could be found */
	int64_t short_of; /* their sum */
};
void expertise_assign(struct arena *a, const struct assign_in *in, struct assign_out *out);
/* 可评专家 7 人；领域相符；该专家共 4 件（全组 3-4 件） */
struct str assign_why(struct arena *a, const struct assign_in *in, const struct assign_out *out,
	const struct assign_pick *p);

/* --- results ---------------------------------------------------------------------------------------- */

bool sheets_diverge(const int64_t *totals, size_t n, int64_t threshold);
/* In hundredths of a point, rounded half up: the mean; of three or more after a divergence, the mean of the
 * two that lie closest (of all when two pairs are equally close). */
int64_t sheets_result(const int64_t *totals, size_t n, bool diverged);

#endif

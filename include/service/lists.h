/* What an enterprise lists once for all files, and the facts that are counted from it. Which rules
 * apply to a file is said by its procedure ("derived": ids of sql/reference/counting); a fact of
 * these rules is never typed: it follows from the lists whenever a file is read, as of that day, and
 * is pinned with its items and reasons when the file is submitted.
 */
#ifndef SERVICE_LISTS_H
#define SERVICE_LISTS_H

#include "service/evidence.h"

/* --- reading ----------------------------------------------------------------------------------- */

struct lists {
	struct q_list_items_list items;		/* both lists */
	struct count_item *of[COUNT_HONOURS + 1]; /* as the rules see them */
	const struct q_list_items **row[COUNT_HONOURS + 1];
	size_t n[COUNT_HONOURS + 1];
	struct q_list_nones_list nones;
	struct q_rd_projects_list projects;
	struct q_staff_quarters_list quarters;
};
MUST_CHECK enum rc lists_load(
	struct db *db, int64_t enterprise_id, struct lists *out, struct err *e);
/* The enterprise has declared that it has none; year only for projects. */
bool lists_none(const struct lists *l, enum count_list list, int year);
void lists_input(const struct lists *l, struct arena *a, enum count_list list, int year,
	struct count_input *out);
/* Where the enterprise keeps it: "/e/ip". */
struct str list_path(struct arena *a, enum count_list list, int year);
struct str list_title(const struct rules *rules, enum count_list list);

/* --- derived facts ----------------------------------------------------------------------------- */

struct derived {
	const struct counting *set;
	struct counted c;
	bool kept; /* returned, and the return does not name it: as it was submitted */
};
struct derivation {
	struct lists lists;
	struct derived *v;
	size_t n, cap;
};
/* Nothing for a procedure that derives nothing. */
MUST_CHECK enum rc derivation_load(struct db *db, const struct application_file *f, int64_t now,
	struct derivation *out, struct err *e);
/* Puts what is not kept over what is stored. */
void derivation_apply(const struct derivation *d, struct facts *facts);
const struct derived *derivation_of(const struct derivation *d, size_t fact, int year); /* or NULL */
/* The rules that the fact follows from in this file; NULL: it is typed. */
const struct counting *fact_counting(const struct application_file *f, size_t fact);

/* With the submission: the derived facts into the file's answers, items and reasons beside it. */
MUST_CHECK enum rc derivation_pin(struct tx *tx, const struct application_file *f,
	int64_t submission_id, struct err *e);

/* The lists of a file as they stand, in the shape in which they are pinned (submission_list.json): {"as_of",
 * "facts": [{"fact","year","value","set","rule","sentence","items":[…]}], "products": [{"no","name","field"}],
 * "projects": [{"year","name","expense"}], "quarters": [{"year","quarter","staff_begin" …}]}. Missing when the file
 * counts nothing. */
MUST_CHECK enum rc lists_as_json(struct db *db, const struct rules *rules, const struct application_file *f,
	int64_t now, struct str *out, struct err *e);

/* --- changing ---------------------------------------------------------------------------------- */

struct list_values {
	struct str title, number, level, obtained, evidence;
	struct str rank, granted_on, valid_until, rechecked_on, transferred_on, ground; /* as typed */
	bool related, applied;
};
/* RC_INVALID names the field. RC_CONFLICT MSG_STALE: somebody saved since `version`. What the kind
 * does not ask is not kept. */
USE_CASE(list_item_save)
struct list_item_save {
	enum count_list list;
	struct str item; /* public id; missing: a new one */
	struct str kind; /* of a new one */
	int64_t version;
	struct list_values v;
	const struct evidence_stored *file; /* its certificate, just uploaded; or NULL */
};
USE_CASE(list_item_remove)
struct list_item_remove {
	enum count_list list;
	struct str item;
	bool back; /* taken back */
};
/* 我单位没有. RC_STATE: the list is not empty. */
USE_CASE(list_declare_none)
struct list_declare_none {
	enum count_list list; /* not quarters */
	int year;
	bool withdrawn;
};

USE_CASE(project_add)
struct project_add {
	int year;
	struct str name, expense;
};
USE_CASE(project_remove)
struct project_remove {
	struct str project;
	bool back;
};
USE_CASE(quarters_save)
struct quarters_save {
	int year;
	struct str typed[4][4]; /* quarter; staff begin, end, tech begin, end */
};
#define PRODUCTS_MOST 3
USE_CASE(products_save)
struct products_save {
	int year;
	struct str name[PRODUCTS_MOST], field[PRODUCTS_MOST];
};
/* Accounting years that can be filled: the last closed ones, newest first. */
#define LIST_YEARS 4
bool list_year_ok(int year, int64_t now);
/* Name of the input of a quarter's figure: "q1-staff-begin". */
struct str quarter_field(struct arena *a, size_t quarter, size_t figure);

#endif

/* A procedure (实施细则) as data: the stages a file passes, with level, term and guards; the batches
 * of a year and their deadlines; how long a title is valid; how numbers and papers are called.
 * One JSON file under sql/reference/procedures/ per edition. Nothing in C knows a province or a year.
 */
#ifndef DOMAIN_PROCEDURE_H
#define DOMAIN_PROCEDURE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"
#include "domain/workday.h"
#include "domain/workflow.h"

enum stage_kind {
	STAGE_FILING,
	STAGE_CHECK,
	STAGE_REVIEW,
	STAGE_SITE_VISIT,
	STAGE_DECISION,
	STAGE_PUBLICITY,
	STAGE_RECOMMEND,
	STAGE_SAMPLE,
	STAGE_EXPERT_REVIEW,
	STAGE_POOL,
	STAGE_RECORD,
	STAGE_NOMINATE,
	STAGE_PUBLISH,
	STAGE_CERTIFY,
	STAGE__MAX
};

/* Which files of a batch must be visited. A visit is never a place in the line: it branches off the
 * review and comes back; what is missing is a guard. */
enum site_need { SITE_OPTIONAL, SITE_ALL, SITE_TRIGGERS, SITE_SHARE, SITE__MAX };

/* A case that must be looked at: an expression of domain/expr over the file's facts. */
struct trigger {
	struct str id, when, text, clause;
};

struct stage {
	enum stage_kind kind;
	enum holder level;	 /* HOLDER_ENTERPRISE … HOLDER_PROVINCE */
	struct str name;	 /* 市级审核 */
	struct str clause;	 /* the words of the document; empty when it prints none */
	struct str confidence;	 /* "" = printed; "design", "unverified" … is shown as such */
	bool skip_without_body;	 /* left out where the enterprise has no body of this level */
	bool two_people;	 /* a second person of the body confirms */
	bool visited_by_city;	 /* sample: the province draws, the city visits; what the city had to
				  * visit anyway (its site_visit) is compulsory and settled by that visit */
	enum site_need site;	 /* site_visit: SITE_OPTIONAL: may be ordered, need not be */
	int64_t people;		 /* site_visit: how many must go */
	int64_t share_percent;	 /* site_visit, sample: at least so many of a hundred; 0 = none printed */
	struct trigger *triggers; /* site_visit, sample: cases that must be looked at */
	size_t triggers_n;
	bool has_term;		 /* false: the batch's deadline is the term; publicity: none printed */
	struct term term;	 /* of the body's work, or of publicity */
	const struct json *json; /* what only one kind of stage reads */
};

/* 申报条件. ENTRY_DECLARE: the enterprise confirms it; the others are looked up. */
enum entry_kind {
	ENTRY_DECLARE,	/* declare */
	ENTRY_TITLE,	/* title: the tier named is in force */
	ENTRY_BAN,	/* ban: none in force */
	ENTRY_LISTED,	/* listed: on no list of abnormal operations or grave dishonesty */
	ENTRY_SIZE,	/* size: an SME by the size standard */
	ENTRY_PROVINCE, /* province: registered there */
	ENTRY_CLUSTER,	/* cluster: inside the statistics of the county clusters */
	ENTRY_POOL,	/* pool: in the pool of the programme `tier`, or of its own */
	ENTRY__MAX
};
struct eligibility {
	struct str id, text, clause;
	enum entry_kind kind;
	struct str tier; /* title, pool: programme */
	struct str next; /* what to do when it does not hold */
};
struct basis {
	struct str title, number, dated, confidence;
};
struct question {
	struct str q, a;
};

enum batch_rhythm {
	CALENDAR_PERIODIC, /* periodic: so many a year, by rule */
	CALENDAR_YEARLY,   /* yearly: printed windows */
	CALENDAR_ON_CALL,  /* on_call: the province opens one when it calls */
	CALENDAR__MAX
};

enum validity_kind {
	VALID_FROM_ANNOUNCEMENT, /* announcement: `years` from the day of the announcement */
	VALID_CALENDAR_YEARS,	 /* calendar_year: 1 January of its year to 31 December */
	VALID_TO_YEAR_END,	 /* year_end: to 31 December of its year */
	VALID_OPEN,		 /* none: no end is printed */
	VALIDITY__MAX
};

struct survey_form;

struct procedure {
	struct str id, title, programme, tier_name, tier_full_name, line, body, standard;
	struct str legal_from, legal_to;
	struct hash hash;	/* of the canonical JSON */
	const struct json *json;

	struct stage *stages;
	size_t stages_n;
	struct basis *basis;
	size_t basis_n;
	struct eligibility *eligibility;
	size_t eligibility_n;
	struct question *questions;
	size_t questions_n;

	enum batch_rhythm calendar;
	int64_t batches_per_year;	   /* periodic: 1, 2, 3, 4, 6, 12; yearly: of windows; on call: 0 */
	int64_t first_no, last_no;	   /* numbers in use of a year */
	int64_t deadline_month_of_period;  /* periodic: city deadline: this month of each period … */
	int64_t deadline_day;		   /* … on this day; 0 = its last */
	struct str batch_title;		   /* {year} {no} {no_cn} */
	struct str batch_clause;

	enum validity_kind validity;
	int64_t validity_years;		   /* 0: none printed */
	bool validity_minus_a_day;
	struct str validity_clause;

	struct str standard_recheck;	   /* where 复核 is judged by another standard; empty = the same */
	struct str recheck_clause;
	struct date recheck_until;	   /* last day a batch may open that is rechecked by it; {0}: no end */
	enum holder update_ends;	   /* HOLDER_NONE: a holder files for 复核, not for an update */
	struct str update_clause, update_phase; /* of batches.phases; empty: as long as filing is open */
	const struct survey_form *survey; /* NULL: none */
	struct str number_application, number_receipt, number_certificate, number_document;
};

/* `json` lives as long as `a`. RC_DATA names the member that is wrong. */
MUST_CHECK enum rc procedure_load(struct arena *a, struct str text, struct procedure **out,
	struct err *e);

/* Entry state of the next stage after the one `from` belongs to; false after the last. */
MUST_CHECK bool procedure_next_state(const struct procedure *p, enum state from, bool has_county,
	enum state *out);
bool procedure_has_state(const struct procedure *p, enum state s);
/* 信息更新 of who holds the title: true when a file of it that passes in this state is done (`update`). */
bool procedure_update_ends(const struct procedure *p, enum state from);
/* The stage that a state belongs to, or NULL. */
const struct stage *procedure_stage_of(const struct procedure *p, enum state s);
const struct stage *procedure_stage(const struct procedure *p, enum stage_kind kind,
	enum holder level);
const char *stage_kind_word(enum stage_kind k);

/* The batches of the calendar. */
struct batch_plan {
	int64_t year, no;
	struct date opens_on;	   /* first day of filing */
	struct date filing_last;   /* last day of filing */
	struct date city_deadline; /* last day for the formal recommendation */
};
/* Does the calendar have this batch? Never while batches are opened on call, nor before or after
 * the procedure's force; one that was opened in force goes on. */
bool procedure_has_batch(const struct procedure *p, int64_t year, int64_t no);
/* The printed window of a year, for a form to be filled in. False: none is printed. A member that is
 * not printed is {0}. */
MUST_CHECK bool procedure_window(const struct procedure *p, int64_t year, int64_t no,
	struct batch_plan *out);
/* The days of a printed phase inside a window (batches.phases), in one year. False: none of that name. */
MUST_CHECK bool procedure_phase(const struct procedure *p, const char *id, int64_t year,
	struct date *from, struct date *to);
/* RC_INVALID: no such number in a year. */
MUST_CHECK enum rc procedure_batch(const struct procedure *p, int64_t year, int64_t no,
	struct batch_plan *out, struct err *e);
/* The batch that is open for filing on a day. False only before the procedure's first batch. */
MUST_CHECK bool procedure_batch_on(const struct procedure *p, struct date day, struct batch_plan *out);
struct str procedure_batches_text(struct arena *a, const struct procedure *p); /* 每年 4 批 */
struct str procedure_batch_title(struct arena *a, const struct procedure *p, int64_t year, int64_t no);

/* A text of the procedure ("texts" member), with {batch} and {city} filled in; empty when missing. */
struct str procedure_text(struct arena *a, const struct procedure *p, const char *name,
	struct str batch, struct str city);
/* The same with other words than those two. */
struct procedure_word {
	const char *name; /* without braces */
	struct str value;
};
struct str procedure_words(struct arena *a, const struct procedure *p, const char *name,
	const struct procedure_word *words, size_t n);
/* 《…》《…》: the documents it rests on, as a text names them. */
struct str procedure_basis(struct arena *a, const struct procedure *p);
/* First and last day of a title that is announced on a day; `to` is {0} when no end is printed. */
struct validity {
	struct date from, to;
};
struct validity procedure_validity(const struct procedure *p, struct date announced);
struct str procedure_validity_text(struct arena *a, const struct procedure *p); /* 自公告之日起3年 */

/* By which standard a file of a batch that opens on a day is judged: 复核 may keep an older one
 * (standard_recheck) until a day. */
enum filing_kind { FILING_FIRST, FILING_RECHECK, FILING_UPDATE, FILING__MAX };
struct str procedure_standard(const struct procedure *p, enum filing_kind k, struct date opens_on);
const char *filing_kind_code(enum filing_kind k); /* first recheck update */
const char *filing_kind_word(enum filing_kind k); /* 首次申报 复核 信息更新 */
MUST_CHECK bool filing_kind_parse(struct str code, enum filing_kind *out);

bool procedure_in_force(const struct procedure *p, struct date day);

struct str number_cn(struct arena *a, int64_t n); /* 1-99: 一 … 九十九 */

#endif

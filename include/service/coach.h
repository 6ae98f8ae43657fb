/* 辅导: enterprises of a body's places that a programme waits for. Two lists: holders of a certificate in force that have
 * sent no file of the year (the procedure names the certificate: `mobilise`), and who registered or began a file and
 * did not send it. What bodies did for one of them is a record by credit code, seen by the bodies of the line and by the
 * enterprise; one text can be sent to many.
 */
#ifndef SERVICE_COACH_H
#define SERVICE_COACH_H

#include "service/application.h"

enum coach_list { COACH_UNFINISHED, COACH_CERTIFIED, COACH_LIST__MAX };
const char *coach_list_code(enum coach_list l);
const char *coach_list_word(enum coach_list l);

/* Which list, of what, from where. */
struct coach_ask {
	enum coach_list list;
	const struct procedure *procedure;
	int64_t year;
	int64_t below;	  /* only of this body below; 0: all of the reader's */
	struct str state; /* unfinished: '' any, "none" no file yet, else the file's state */
	struct str key;	  /* keyset: the code of the last row before; missing: from the beginning */
	struct str key_place;
	int64_t key_id;
	size_t limit;
};
struct coach_row {
	struct str uscc, name, area;
	struct str valid_until; /* certified: of the certificate */
	int64_t accounts;	/* certified: how many can be told; 0: not registered here */
	bool begun;		/* certified: has a file that was not sent */
	int64_t application_id; /* unfinished: the newest file; 0: none */
	struct str state, batch, place; /* unfinished: code of its state */
	int64_t since;		/* unfinished: since when it stands so */
	int64_t id;
	struct str contact, phone; /* empty for the province: the local bodies coach */
	struct str coached_on;	   /* the last time; '' never */
	int64_t told_at;	   /* when the last text was sent; 0 never */
};
struct coach_rows {
	struct coach_row *v;
	size_t n;
	bool more;
};
/* The kind of certificate (lists.json) whose holders the procedure wants; missing: it names none. */
struct str coach_certificate(const struct procedure *p);
/* " a b ": the editions of the procedure's programme and body, for statements. */
struct str coach_editions(const struct rules *rules, struct arena *a, const struct procedure *p, struct date day);
MUST_CHECK enum rc coach_load(struct db *db, const struct rules *rules, const struct actor *who,
	const struct coach_ask *ask, int64_t now, struct coach_rows *out, struct err *e);

/* What stands between a file and its submission, in few words: 生产经营 3 项、佐证材料 2 项. "": nothing, it waits to
 * be signed or sent. */
MUST_CHECK enum rc coach_missing(struct db *db, const struct rules *rules, int64_t application_id, int64_t now,
	struct str *out, struct err *e);

/* One line per body right below the reader's, or its own. */
struct coach_body {
	int64_t id;
	struct str name;
	int64_t begun, filed, entered; /* enterprises with a file of the year, sent one, announced */
	int64_t held, held_filed;      /* with a certificate in force, and those of them that sent a file */
};
struct coach_bodies {
	struct coach_body *v;
	size_t n;
	struct coach_body total;
};
/* 入库率 = entered / begun; updates of holders are not counted. */
MUST_CHECK enum rc coach_bodies_load(struct db *db, const struct rules *rules, const struct actor *who,
	const struct coach_ask *ask, int64_t now, struct coach_bodies *out, struct err *e);

/* --- records -------------------------------------------------------------------------------------- */

struct coach_method {
	const char *code, *word;
};
extern const struct coach_method coach_methods[];
extern const size_t coach_methods_n;
const char *coach_method_word(struct str code);

/* RC_NOT_FOUND: not of this body's places. RC_INVALID with the field: on (not after today), person, method, content,
 * result, next_on. */
USE_CASE(coaching_add)
struct coaching_add {
	struct str uscc, programme;
	int64_t year;
	struct date on;
	struct str person, method, content, result, next_step, next_on;
};

/* --- one text to many ------------------------------------------------------------------------------- */

#define COACH_AGAIN_DAYS 7 /* nobody is told twice about a programme within these days unless it is confirmed */
#define COACH_MAIL_MOST 5000
#define COACH_MAIL_PART 200	       /* of one transaction */
#define COACH_MAIL_PATIENCE_MS 60000 /* after this the job goes on with what a request left */

/* Fixes who is to get it; nothing is sent yet. Codes that are not of this body's places are RC_NOT_FOUND, the same code
 * twice is one. RC_INVALID: subject, body, nobody, or more than COACH_MAIL_MOST. */
USE_CASE(coach_mail_begin)
struct coach_mail_begin {
	struct str programme, subject, body;
	bool again;
	const struct str *uscc;
	size_t n;
	/* out: */
	int64_t id, count;
	struct str public_id;
};
/* The next part of it: to everybody who signs in for the enterprise; who was told within COACH_AGAIN_DAYS is left out
 * and named, and who has no account here. A part that was cut off has left no trace and comes again. */
USE_CASE(coach_mail_send)
struct coach_mail_send {
	int64_t id;
	int64_t limit;
	int64_t done; /* out; < limit: that was all */
};
/* When the oldest unfinished one is due to be gone on with; INT64_MAX: none. By the system. */
MUST_CHECK enum rc coach_mail_due(struct db *db, int64_t *at, struct err *e);
USE_CASE(coach_mail_resume)
struct coach_mail_resume {
	int64_t limit;
	int64_t done; /* out */
};
const char *coach_outcome_word(struct str code);
/* Who was told after this instant counts as told lately. */
int64_t coach_lately(int64_t now);

#endif

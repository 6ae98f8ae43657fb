/* 季调度、年通报 (C8): figures of an instant, text out of sql/reference/circulars.json, edited by the province,
 * issued by a second person, numbered by year, from then on the same for ever; cities and counties are told.
 * The third kind tells the outcome of a draw over titles in force (service/title_draw).
 */
#ifndef SERVICE_CIRCULAR_H
#define SERVICE_CIRCULAR_H

#include "service/circular_figures.h"
#include "service/tx.h"
#include "store/q.h"

#define CIRCULAR_TEXT_MAX 6000 /* characters of a paragraph */
#define CIRCULAR_TITLE_MAX 100

struct circular {
	struct q_circular_for_officer head;
	struct q_circular_parts_list parts; /* the first is the title */
	struct circular_figures figures;
};
/* The province's own in any state, others' below it once issued; RC_NOT_FOUND. */
MUST_CHECK enum rc circular_load(
	struct db *db, const struct actor *who, struct str public_id, struct circular *out, struct err *e);
/* The one that an announcement published, with its tables and papers; `found` false: none. */
MUST_CHECK enum rc circular_of_news(
	struct db *db, struct str announcement, struct circular *out, bool *found, struct err *e);
/* 草稿 待签发 已签发 */
const char *circular_state_word(struct str state);
const char *circular_kind_word(struct str kind); /* 季度调度 年度通报 抽查通报 */
struct str circular_title(const struct circular *c);
/* Paragraphs with 一、二、… before the headings, as they are printed and published. */
struct str circular_heading(struct arena *a, const struct circular *c, size_t part);
/* What the hash of an issued circular is over: number, title, instant, paragraphs and figures as JSON. */
struct str circular_text(struct arena *a, const struct circular *c);

/* Asks the figures and writes the draft; one for each period. RC_INVALID: the period has not begun. RC_STATE
 * (MSG_CIRCULAR_EMPTY): there is nothing to tell. */
USE_CASE(circular_make)
struct circular_make {
	int64_t year, quarter; /* 0: the year */
	/* out: */
	struct str public_id;
	bool made; /* false: it was there already */
};
/* Figures of now into a draft; paragraphs that were edited stay, what is generated stands beside them. */
USE_CASE(circular_renew)
struct circular_renew {
	struct str public_id;
	int64_t version;
};
struct circular_typed {
	struct str key, text;
};
/* RC_INVALID with the key as field; RC_CONFLICT: somebody else changed it. */
USE_CASE(circular_edit)
struct circular_edit {
	struct str public_id;
	int64_t version;
	const struct circular_typed *parts;
	size_t n;
	int64_t changed; /* out */
};
/* 提请签发. */
USE_CASE(circular_propose)
struct circular_propose {
	struct str public_id;
	int64_t version;
	bool published; /* 同时在通知公告发布 */
};
/* 签发 by another person than the one who proposed (RC_FORBIDDEN, MSG_SECOND_PERSON), or `back` 退回修改 with a reason. */
USE_CASE(circular_issue)
struct circular_issue {
	struct str public_id, reason;
	int64_t version;
	bool back;
	struct str no; /* out */
};

/* Drafts of the quarter and the year that are over, of every province that has something to tell; those that are
 * there are left alone. By the system, once a day. */
USE_CASE(circular_drafts)
struct circular_drafts {
	int64_t made; /* out */
};

/* A draft out of figures and values, within a transaction; the one that is there already is left alone. */
struct circular_draft {
	const char *kind;
	struct str period;
	int64_t year, quarter;
	struct opt_i64 draw_id;
	const struct circular_gathered *g;
};
MUST_CHECK enum rc circular_put(struct tx *tx, const struct circular_draft *d, struct str *public_id,
	bool *made, struct err *e);

#endif

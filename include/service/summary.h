/* 推荐汇总表: which columns it has is said by the procedure ("summary_columns": [{"label", "of"}]); where it says
 * nothing, those of the first document's annex. What the list itself does not hold is read from what each
 * enterprise submitted.
 */
#ifndef SERVICE_SUMMARY_H
#define SERVICE_SUMMARY_H

#include "domain/publicity.h"
#include "service/application.h"

enum summary_of {
	SUMMARY_SEQ,	   /* seq: 序号 */
	SUMMARY_NAME,	   /* name */
	SUMMARY_USCC,	   /* uscc */
	SUMMARY_AREA,	   /* area: 所在市县（区） */
	SUMMARY_DIRECT,	   /* direct: 是否符合直通条件 */
	SUMMARY_SCORE,	   /* score */
	SUMMARY_INDUSTRY,  /* industry: 所属行业 */
	SUMMARY_FILING,	   /* filing: text "filing_title" of the procedure, or "filing_pool" */
	SUMMARY_DIRECTION, /* direction: as chosen */
	SUMMARY_HONOURS,   /* honours: of that direction, with the year in which each was obtained */
	SUMMARY_CONTACT,   /* contact */
	SUMMARY_PHONE,	   /* phone: of the contact */
	SUMMARY__MAX
};
struct summary_column {
	struct str label;
	enum summary_of of;
};
struct summary {
	struct summary_column *columns;
	size_t columns_n;
	struct str **rows; /* [row][column] */
	size_t rows_n;
};

/* `list` was found in the reader's scope. `filing`: name of the text for 申报类型. `at`:
 * when the list was made: what was submitted later is not in it. RC_DATA: the procedure names a
 * column that there is none of. */
MUST_CHECK enum rc summary_load(struct db *db, const struct rules *rules, const struct procedure *p,
	const struct list_entries *list, const char *filing, int64_t at, struct summary *out,
	struct err *e);

/* The honours of one direction in what was submitted: the kinds that the procedure lists under it. */
struct honour {
	struct str kind, title, number, granted_on, valid_until, rechecked_on;
	struct str level; /* in words; "" where the kind has none */
};
struct honours {
	struct honour *v;
	size_t n, cap;
};
/* Code of the main direction of a file; empty before it is chosen. */
struct str direction_code(struct arena *a, const struct facts *facts);
/* `direction` of the procedure, or NULL. */
const struct json *direction_find(const struct procedure *p, struct str code);
/* What the printed list of evidence ("evidence" of the procedure) asks of a slot for one direction, in the printed order:
 * （1）境内外上市企业：…; nothing for a slot that depends on none. Whether it depends on any is *depends. */
void direction_proofs(struct arena *a, const struct procedure *p, struct str slot, struct str direction,
	struct strs *out, bool *depends);
/* `lists`: JSON in the shape of service/lists, of a submission or of today. */
void honours_of(struct arena *a, const struct json *lists, struct str direction, struct honours *out);

#endif

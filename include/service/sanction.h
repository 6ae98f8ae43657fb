/* 取消、撤销和不得申报 (B14, D7): county or city propose, the province decides; lifted only by another decision. */
#ifndef SERVICE_SANCTION_H
#define SERVICE_SANCTION_H

#include "service/cases.h"

/* Proposes to take back a title, a library number, or (without title) to shut an enterprise out. By an officer of a
 * body that answers for its place; inside another use case too (a file refused for forgery, a report that proceeds).
 * RC_INVALID: ground, text. RC_STATE: the title is over already, or has a case. */
USE_CASE(sanction_open)
struct sanction_open {
	int64_t title_id;	/* 0: no title is at stake */
	struct str uscc, edition; /* without title: whom, by which procedure */
	struct str ground;	/* id; empty: the first of the procedure that is marked `forgery` */
	struct str text;	/* the facts */
	const struct evidence_stored *files;
	size_t files_n;
	int64_t application_id, from_case_id; /* what it follows from; 0: nothing */
	/* out: */
	struct str public_id, no;
};

/* 解除: proposed by one person of the body that banned, confirmed by another. RC_INVALID: text. */
USE_CASE(sanction_lift)
struct sanction_lift {
	int64_t ban_id;
	struct str text;
	struct str public_id; /* out */
};

#endif

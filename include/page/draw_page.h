/* What the office and everybody see of a draw alike: src/page/public_draw.c shows it. */
#ifndef PAGE_DRAW_PAGE_H
#define PAGE_DRAW_PAGE_H

#include "page/batch_page.h"
#include "service/draw.h"

/* Hash, commitment, source, and once drawn the numbers, witnesses and one-time codes. */
MUST_CHECK enum rc draw_rows(
        struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v, struct err *e);
/* How many of each city stand in the frame, are drawn by lot, are compulsory. */
void draw_cities(struct ctx *c, const struct draw *d, struct view_batch *v);
/* The frame, or once drawn what was taken, DRAW_PART at a time; the whole is in the file beside it.
 * `office`: with the way to each file. */
#define DRAW_PART 20
void draw_list(struct ctx *c, const struct draw *d, bool office, struct view_batch *v);

/* What is about to be frozen: by city with the codes, and the compulsory ones with their reason. */
void draw_frame_tables(struct ctx *c, const struct sample_frame *f, struct view_batch *v);
/* Before the frame is frozen: how many inspectors the pools hold. */
MUST_CHECK enum rc draw_pool_row(struct ctx *c, struct db *db, struct view_batch *v, struct err *e);
/* 回避 of who was drawn to visit a file; nothing where nobody was. The step `recuse`. */
MUST_CHECK enum rc draw_recuse_form(struct ctx *c, struct db *db, const struct draw *d, const struct q_draw_items *x,
        struct view_batch *v, const struct form_errors *errors, struct err *e);
MUST_CHECK enum rc draw_recuse_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e);

/* Of a draw over titles (page/title_draw): what waits, what was found, the substitute; the step `report`. */
MUST_CHECK enum rc title_draw_parts(struct ctx *c, struct db *db, const struct draw *d, struct view_batch *v,
        const struct form_errors *errors, struct err *e);
MUST_CHECK enum rc title_draw_step(struct ctx *c, struct tx_call *call, struct str *done, struct err *e);

#endif

/* What the pages of a batch share: the frame with the way here, tables and tasks put together row by row,
 * and the batch of the address, found in the officer's province.
 */
#ifndef PAGE_BATCH_PAGE_H
#define PAGE_BATCH_PAGE_H

#include "page/act.h"
#include "page/common.h"
#include "page/view_batch.h"
#include "service/batch.h"

/* The frame with 工作台 (officers) and the title in the window and as h1. */
struct view_batch *batch_view(struct ctx *c, struct str title);
/* … › 批次管理 › 2023年第一批 …, for pages below a batch. */
void batch_crumbs(struct ctx *c, struct view_batch *v, const struct batch *b, struct str last);
/* A pager is shown under the table "list", without one at the end. */
enum rc batch_show(struct ctx *c, int status, struct view_batch *v);
/* The batch whose number is parameter `at` of the address; RC_NOT_FOUND for no number and for others'. */
MUST_CHECK enum rc batch_of_address(struct ctx *c, size_t at, struct db **db, struct batch *out,
	struct err *e);
const char *batch_state_tag(struct str state);
struct str batch_href(struct ctx *c, const struct batch *b, const char *rest);

/* Columns: "序号#" is right-aligned, "评分#分" has a unit. */
struct view_batch_table *batch_table(struct ctx *c, struct view_batch *v, const char *id,
	const char *title, struct str caption);
/* Where it can only be said when the rows are known; the box is named by title and caption together. */
void batch_caption(struct ctx *c, struct view_batch_table *t, struct str caption);
void batch_heads(struct ctx *c, struct view_table *t, const char *const *names, size_t n);
struct view_cells *batch_row(struct ctx *c, struct view_table *t);
/* The next cell of a row; takes label and alignment from the head of its column. */
struct view_cell *batch_cell(
	struct ctx *c, const struct view_table *t, struct view_cells *row, struct str text);
/* A date or number of hyphens and digits, which must not break over two lines. */
bool batch_whole(struct str s);
/* Long lists are shown BATCH_PART at a time (a year of a province is 11,000); what is signed, hashed and
 * downloaded is always all of them; a telephone shows a part in ten screens. The part that ?page= of the address `base` asks for: [from, to);
 * a page that is not there is the nearest. Sets the view's pager where there is more than one. */
#define BATCH_PART 50
#define BATCH_PICKS 200 /* where boxes are ticked: one act takes what one page shows */
struct batch_part {
	size_t from, to;
};
struct batch_part batch_part(struct ctx *c, struct view_batch *v, struct str base, size_t n);
/* The same for other views; fills `p` where there is more than one part of `size`. */
struct batch_part pager_part(struct ctx *c, struct view_pager *p, struct str base, size_t n, size_t size);
/* One of several lists of a page, by a parameter named as the table's id. */
struct batch_part batch_table_part(struct ctx *c, struct view_batch_table *t, struct str base, size_t n, size_t size);
struct batch_part batch_picks(struct ctx *c, struct view_batch *v, struct str base, size_t n);
/* Lists that grow are walked from the new to the old by the key of the last row, ?before=KEY; INT64_MAX: from the start. */
int64_t batch_before(const struct ctx *c);
/* Their pager. `base`: the address with its filters, ending in '?' or '&'; `next`: key of the last row where more follow,
 * else 0. */
void batch_walk(struct ctx *c, struct view_batch *v, struct str base, int64_t next);
/* 序号 企业名称 代码 所在市县（区）, with `summary` also 直通 评分. */
void batch_list_table(struct ctx *c, struct view_table *t, const struct list_entries *list,
	struct batch_part part, bool summary);

struct view_batch_form *batch_form(
	struct ctx *c, struct view_batch *v, const char *id, struct str title, struct str action);
/* The next question of a form: they are asked in the order in which they are added. */
void batch_field(struct ctx *c, struct view_batch_form *f, struct view_field x);
void batch_area(struct ctx *c, struct view_batch_form *f, struct view_field x);
void batch_radios(struct ctx *c, struct view_batch_form *f, struct view_choices x);
void batch_select(struct ctx *c, struct view_batch_form *f, struct view_choices x);
void batch_hidden(struct ctx *c, struct view_batch_form *f, const char *name, struct str value);
void batch_act(struct ctx *c, struct view_batch_form *f, const char *value, const char *text,
	const char *kind);
struct view_task *batch_task(struct ctx *c, struct view_batch *v, const char *text, struct str href);
void batch_stat(struct ctx *c, struct view_batch *v, const char *label, int64_t n, const char *unit,
	const char *kind);
/* 3 件 */
struct str batch_count(struct ctx *c, int64_t n, const char *unit);

/* An error that belongs on the form again: RC_INVALID (422), or RC_CONFLICT because the list changed
 * (409). 0: not one of these, the error goes on. */
int batch_again(enum rc rc, const struct err *e);
/* 第 3/5 天，截止 2023年2月15日（周三）24:00 */
struct publicity;
struct str batch_clock_text(struct ctx *c, const struct publicity *p);
/* 5 天（日历日，遇节假日顺延） */
struct str batch_term_text(struct ctx *c, const struct term *t);

#endif

/* What pages of the public room share. */
#ifndef PAGE_PUBLIC_H
#define PAGE_PUBLIC_H

#include "page/act.h"
#include "page/view_public.h"
#include "store/q.h"

/* The editions in force today, of every body, in the order of their ids; how many. */
size_t public_procedures(struct ctx *c, const struct procedure ***out);
/* By the id of an edition, in force or not; or by a programme: the edition in force of the first body that
 * has it. NULL: none. */
const struct procedure *public_procedure(struct ctx *c, struct str key);
/* 工信部企业〔2022〕63号: title, number and date of a basis, as one line. */
struct str public_basis(struct ctx *c, const struct basis *b);

/* Announcements before (at, id), newest first, at most `limit`. */
MUST_CHECK enum rc news_items(struct ctx *c, struct db *db, int64_t at, int64_t id, int64_t limit,
	struct view_news_items *out, struct err *e);

/* The list of an announcement as a table for calculation; the same list, the same bytes. */
MUST_CHECK enum rc news_list_xlsx(struct ctx *c, struct db *db, const struct q_news_by_public_id *n,
	struct str *out, struct err *e);

/* --- the manual: a small, closed subset of Markdown out of files that travel in the program ---
 * "# title", "## ", "### ", paragraphs, "- " and "1. " lists, tables with | (the second line is the
 * rule), **strong**, `code`, [text](/path). Anything else is text. There is no raw HTML. */
void manual_read(struct arena *a, struct str text, struct manual *out);

/* Two lists to choose from, for comparing standards (or procedures), with what is chosen. */
void rule_pair_fill(struct ctx *c, bool standards, struct str a, struct str b, struct view_rule_pair *out);

/* A text by "id" (as it holds today for all) or "id@2". NULL: none. */
const struct rules_version *rule_version_named(struct ctx *c, struct str ref);

#endif

/* What the pages of 待核实事项 share: the texts' words and addresses, and a proposal as everybody may read it. */
#ifndef PAGE_RULE_PAGE_H
#define PAGE_RULE_PAGE_H

#include "page/common.h"
#include "page/view_batch.h"
#include "service/rule_change.h"

struct str rule_version_text(struct ctx *c, int64_t version); /* 第 2 版 */
struct str rule_proposal_href(struct ctx *c, int64_t id);
/* Who proposed what and why, and what would become different: no form. */
MUST_CHECK enum rc rule_proposal_fill(struct ctx *c, const struct rule_proposal *p, struct view_batch *v,
	struct err *e);

#endif

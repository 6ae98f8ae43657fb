/* The form of 本省指标, beside the other items of 待核实事项 (page/rule_page.h). */
#ifndef PAGE_PROVINCE_LOCAL_H
#define PAGE_PROVINCE_LOCAL_H

#include "page/view_local.h"
#include "web/app.h"

/* Fills the parts with what stands in `list` (JSON of the standard's `local`) or was typed. */
void local_form_fill(struct ctx *c, struct str list, int64_t most, const struct form_errors *errors, struct view_local *v);
/* The list that was typed, as JSON. Errors stand beside their fields; then nothing of the answer counts. */
struct str local_form_read(struct ctx *c, int64_t most, struct form_errors *errors);

#endif

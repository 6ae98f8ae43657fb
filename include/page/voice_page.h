/* What the pages of 意见诉求 and 咨询 share: in the office, at the enterprise, for the public. */
#ifndef PAGE_VOICE_PAGE_H
#define PAGE_VOICE_PAGE_H

#include "page/case_page.h"
#include "service/voice.h"
#include "store/q.h"

struct view_tag voice_tag(struct str state);
/* Of one that waits: its term where one is set, else how long it has waited; "—" of one that does not. */
struct str voice_clock(struct ctx *c, struct str state, int64_t waiting_at, int64_t due_at);
/* 答复期限, as configured; or that none is. */
struct str voice_term(struct ctx *c);
/* What was said, oldest first, with links to its papers below `room` ("/o" or "/e"; NULL: no papers). `asker`: how who
 * asked is called here; officers' names are for officers. */
MUST_CHECK enum rc voice_said_fill(struct ctx *c, struct db *db, int64_t id, struct str asker, const char *room,
	struct view_batch *out, struct err *e);
/* The choice of kinds, with the one typed or stored. */
void voice_kind_field(struct ctx *c, const struct voice_kinds *k, struct view_batch_form *f,
	const struct form_errors *errors);
/* Title and text of what is raised or asked. */
void voice_words_fields(struct ctx *c, struct view_batch_form *f, const struct form_errors *errors);

/* A visitor's question by receipt number and the last four digits of the telephone: state and what was answered. */
MUST_CHECK enum rc ask_receipt_fill(struct ctx *c, struct db *db, struct str number, struct str tail,
	struct view_batch *out, bool *found, struct err *e);

#endif

/* 征求同意 (豫工信企业函〔2023〕131号 第二十二条): before publicity about an enterprise or a visit to it, a body asks for
 * this one occasion; the enterprise agrees, declines, or takes its agreement back until it has been. Only what is agreed
 * to can be recorded as done. Which occasions need it: sql/reference/follow.json, "permissions".
 */
#ifndef SERVICE_PERMISSION_H
#define SERVICE_PERMISSION_H

#include "service/follow.h"

#define PERMISSION_WHAT_MIN 10 /* characters */
#define PERMISSION_TEXT_MAX 500

/* The occasions; `amount` is not used. */
MUST_CHECK enum rc permission_kinds_load(struct arena *a, struct follow_kinds *out, struct err *e);
/* 待企业答复 已同意 不同意 已撤回同意 已取消 已开展, and the kind of its tag. */
const char *permission_word(struct str state, const char **tag);

/* By an officer, of an enterprise in the scope of follow_add. RC_INVALID on purpose, on (before today), what. */
USE_CASE(permission_ask)
struct permission_ask {
	struct str enterprise, purpose, what;
	struct date on;
};
/* It took place, or will not. RC_STATE: not agreed to (done), or over already. RC_INVALID on note. */
USE_CASE(permission_close)
struct permission_close {
	struct str enterprise, public_id, note;
	bool done; /* else dropped */
};
/* By the enterprise. RC_STATE: answered differently meanwhile, or over. RC_INVALID on text. */
USE_CASE(permission_reply)
struct permission_reply {
	struct str public_id, text; /* conditions or reasons; may be empty */
	bool agree;		    /* false on what was agreed to: takes it back */
};

#endif

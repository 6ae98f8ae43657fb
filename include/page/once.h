/* A password made for somebody is shown once: in the answer to the POST that made it. It is never
 * stored, redirected to or put into an address; repeating the POST only leads on. */
#ifndef PAGE_ONCE_H
#define PAGE_ONCE_H

#include "page/common.h"

struct once_shown {
	struct str title, who, login, password;
	struct str next_href, next_text;
};
void page_once(struct ctx *c, const struct once_shown *o);

#endif

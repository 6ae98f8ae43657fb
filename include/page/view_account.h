/* Views of the account pages (src/page/account_*.c). */
#ifndef PAGE_VIEW_ACCOUNT_H
#define PAGE_VIEW_ACCOUNT_H

#include "page/view_common.h"

struct view_demo_login {
	struct str login, who;
};
struct view_login {
	struct view_page page;
	struct view_field login, password;
	struct str next;
	struct str demo_password;
	struct {
		struct view_demo_login *v;
		size_t n, cap;
	} demo;
};

#endif

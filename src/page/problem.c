/* The refusal as a page of the site. Apart from common.c because it is the one that renders. */
#include "page/common.h"
#include "page/tmpl.h"

enum rc page_problem(struct ctx *c, int status, const struct err *e)
{
	struct view_problem view;

	problem_view(c, status, e, &view);
	tmpl_public_problem(respond_html(c, status), &view);
	return RC_OK;
}

/* The component sheet (/styleguide, not in production): what page authors copy from, what the
 * accessibility test walks, what docs/img/styleguide.png shows. All data is invented.
 */
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/view_styleguide.h"

enum rc page_styleguide(struct ctx *c, struct err *e)
{
	struct view_styleguide view = {0};

	(void)e;
	page_view(c, "组件样式", &view.page);
	view.page.column = STR("组件样式");
	page_crumb(c, &view.page, STR("组件样式"), str_none());
	form_error_add(c->a, &view.errors, "wrong",
		STR("请填写上年度研发费用总额，单位万元，可保留两位小数"));
	form_error_add(c->a, &view.errors, "radios", STR("请选择知识产权类别"));
	styleguide_form(c, &view.page, &view.form);
	styleguide_job(c, &view.job);
	styleguide_list(c, &view.list);
	styleguide_figure(c, &view.figure);
	tmpl_public_styleguide(respond_html(c, 200), &view);
	return RC_OK;
}

/* The hub of a file (L15): what is done, what is left, what cannot be done yet and why. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

static struct str lead_text(struct ctx *c, const struct e_file *x)
{
	const struct application_file *f = &x->f;

	switch (f->state) {
	case STATE_DRAFT:
		return str_fmt(c->a, "草稿，尚未报送，主管部门看不到。请在 %.*s 前报送，逾期不再受理。",
			STR_ARG(deadline_text(c->a, f->filing_ends_at)));
	case STATE_RETURNED:
		return str_fmt(c->a, "已退回补正。请按退回清单更正后重新报送，%.*s 前报送的仍算本批。",
			STR_ARG(deadline_text(c->a, f->filing_ends_at)));
	case STATE_SIGN:
		return STR("已送法定代表人签署，尚未报送；签署前不能修改，需要修改请由法定代表人退回。");
	case STATE_LISTED:
		return STR("已公告，证书与有效期见“证书与名单”。");
	case STATE_UPDATED:
		return STR("信息更新已由主管部门确认；原称号继续有效，本件内容保留备查。");
	case STATE_REFUSED:
	case STATE_WITHDRAWN:
	case STATE_LAPSED:
		return STR("本件已办结，内容保留备查；可在下一批次重新申报。");
	case STATE_POOL:
		return STR("已确认入库培育；市级从培育库中择优推荐参加认定，不需要再次填报。");
	case STATE_COUNTY:
	case STATE_CITY:
	case STATE_SITE:
	case STATE_DECIDE:
	case STATE_PUB_WAIT:
	case STATE_PUB_CITY:
	case STATE_DISPUTED:
	case STATE_RECOMMEND:
	case STATE_PROV:
	case STATE_RECORD:
	case STATE_SAMPLE:
	case STATE_EXPERT:
	case STATE_PROV_WAIT:
	case STATE_PUB_PROV:
	case STATE_DISPUTED_PROV:
	case STATE_NOMINATE:
	case STATE_NATION:
	case STATE_APPROVED:
	case STATE__MAX:
		break;
	}
	return STR("已报送，正在办理；每一步的办理情况会出现在“进度与记录”和消息里。");
}

static void more_fill(struct ctx *c, const struct e_file *x, struct view_links *more)
{
	const struct application_file *f = &x->f;
	struct workflow_case wc = {.procedure = f->procedure,
		.has_county = f->county_agency_id != 0,
		.return_to = f->return_to,
		.update = f->kind == FILING_UPDATE};

	if (f->state == STATE_RETURNED)
		links_add(c, more, STR("退回补正清单"), e_href(c, f, "/fix"), false);
	links_add(c, more, STR("得分与解释"), e_href(c, f, "/score"), false);
	links_add(c, more, STR("差距分析"), e_href(c, f, "/gap"), false);
	if (f->submission_id)
		links_add(c, more, STR("报送回执"), e_href(c, f, "/receipt"), false);
	links_add(c, more, STR("打印自评表（PDF）"), e_href(c, f, "/self-evaluation.pdf"), false);
	links_add(c, more, STR("打印申报书（PDF）"), e_href(c, f, "/application.pdf"), false);
	links_add(c, more, STR("进度与记录"), e_href(c, f, "/log"), false);
	if (workflow_allows(&wc, f->state, ACT_WITHDRAW, HOLDER_ENTERPRISE))
		links_add(c, more, STR("撤回申报"), e_href(c, f, "/withdraw"), false);
}

enum rc page_e_app(struct ctx *c, struct err *e)
{
	struct view_e_hub v = {0};
	struct e_file x;

	TRY(e_served(c, e));
	TRY(e_file_load(c, &x, e));
	e_page(c, &x, "任务清单", &v.page);
	e_case(c, &x, &v.file);
	e_path(c, &x.f, &v.path);
	e_tasks(c, &x, &v.tasks);
	score_panel(c, &x.score, e_href(c, &x.f, "/score"), &v.score);
	v.lead = lead_text(c, &x);
	more_fill(c, &x, &v.more);
	tmpl_enterprise_hub(respond_html(c, 200), &v);
	return RC_OK;
}

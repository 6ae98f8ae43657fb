/* What may happen next to a file, each on a page of its own; what is decided for many files at once leads to the pages of
 * the batch.
 */
#include "page/officer.h"

#include "domain/case_file.h"
#include "service/site.h"

struct next {
	enum action act;
	const char *path, *text; /* below the file, or below the batch; NULL: the file's visit */
};

static const struct next OWN[] = {
	{ACT_PASS, "/pass", "通过，转入下一环节"},
	{ACT_RETURN, "/return", "退回企业补正"},
	{ACT_SITE_PLAN, NULL, "安排实地核查"},
	{ACT_SITE_DONE, NULL, "登记实地核查结果"},
	{ACT_REFUSE, "/refuse", "不予通过"},
};
static const struct next OF_THE_BATCH[] = {
	{ACT_DECIDE_YES, "/meeting", "本批次集中研究"},
	{ACT_PUBLICITY, "/publicity", "本批次提请公示"},
	{ACT_CLEARED, "", "办理本批次公示异议"},
	{ACT_RECOMMEND, "/recommend", "本批次推荐"},
	{ACT_SAMPLE_PASS, "/draw", "本批次省级抽查"},
	{ACT_APPROVE, "/approve", "省级审定（逐件或整批）"},
	{ACT_PUBLISH, "", "本批次公告与发证"},
};

static struct str site_href(struct ctx *c, const struct review *r, struct str query)
{
	return str_fmt(c->a, "/o/site/%.*s?%.*s", STR_ARG(r->file.public_id), STR_ARG(query));
}

/* Later than the review a visit is still possible: by a share of the list, by the draw. */
static bool late_visit(struct ctx *c, const struct review *r, bool mine)
{
	enum state at = r->file.state;

	if ((at == STATE_DECIDE || at == STATE_PUB_WAIT) && mine &&
		procedure_stage(r->file.procedure, STAGE_SITE_VISIT, HOLDER_CITY))
		return true;
	return (at == STATE_SAMPLE && actor_holder(&c->who) == HOLDER_PROVINCE) || site_drawn_for(&r->file, &c->who);
}

static bool may_be_barred(const struct review *r)
{
	return sanctions_any(r->file.procedure) && state_live(r->file.state) && r->file.submission_id;
}

void o_next(struct ctx *c, const struct review *r, struct str query, bool mine, struct view_links *out)
{
	struct workflow_case w = {r->file.procedure, r->file.county_agency_id != 0, r->file.return_to,
		r->file.kind == FILING_UPDATE};
	enum holder me = actor_holder(&c->who);
	enum state at = r->file.state;

	for (size_t i = 0; mine && i < ARRAY_LEN(OWN); i++)
		if (workflow_allows(&w, at, OWN[i].act, me))
			links_add(c, out, str_c(OWN[i].text),
				OWN[i].path ? o_href(c, r->file.public_id, OWN[i].path, query) : site_href(c, r, query), false);
	if (may_be_barred(r))
		links_add(c, out, STR("提请不得申报"),
			str_fmt(c->a, "/o/cases/new?code=%.*s&edition=%.*s", STR_ARG(r->file.uscc),
				STR_ARG(r->file.procedure->id)),
			false);
	if (late_visit(c, r, mine))
		links_add(c, out, STR("实地核查"), site_href(c, r, query), false);
	if ((at == STATE_SAMPLE || at == STATE_PROV_WAIT) && me == HOLDER_PROVINCE)
		links_add(c, out, STR("退回市级（在推荐名单中勾选）"),
			str_fmt(c->a, "/o/batch/%lld/approve", (long long)r->file.batch_id), false);
	links_add(c, out, STR("跟踪服务：登记政策、赛事等动态"),
		str_cat(c->a, STR("/o/follow/"), r->file.enterprise_public_id), false);
	links_add(c, out, STR("办理记录：谁在什么时候办了什么"), o_href(c, r->file.public_id, "/log", query), false);
	for (size_t i = 0; i < ARRAY_LEN(OF_THE_BATCH); i++)
		if (workflow_allows(&w, at, OF_THE_BATCH[i].act, me))
			links_add(c, out, str_c(OF_THE_BATCH[i].text),
				str_fmt(c->a, "/o/batch/%lld%s", (long long)r->file.batch_id, OF_THE_BATCH[i].path), false);
}

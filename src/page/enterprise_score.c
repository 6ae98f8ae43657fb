/* Why these points (L20, L46): every line down to the words of the rule, and what would bring more. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

static struct str basis_name(struct ctx *c, const struct standard *s)
{
	if (s->basis.n == 0)
		return s->title;
	return str_fmt(c->a, "%.*s（%.*s%.*s）", STR_ARG(s->title), STR_ARG(s->basis.v[0].name),
		STR_ARG(s->basis.v[0].number));
}

enum rc page_e_score(struct ctx *c, struct err *e)
{
	struct view_e_score v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	e_page(c, &x, "得分与解释", &v.page);
	v.sentence = score_sentence(c, &x.score);
	score_panel(c, &x.score, str_none(), &v.score);
	score_explains(c, &x.score, &v.explains);
	v.hash = hash_hex(c->a, score_explain_hash(c->a, &x.score));
	v.basis = basis_name(c, x.f.standard);
	v.hub_href = e_href(c, &x.f, "");
	v.gap_href = e_href(c, &x.f, "/gap");
	v.json_href = e_href(c, &x.f, "/score.json");
	tmpl_enterprise_score(respond_html(c, 200), &v);
	return RC_OK;
}

/* The explanation itself: the bytes that the hash stands for. */
enum rc page_e_score_json(struct ctx *c, struct err *e)
{
	struct e_file x;
	struct buf b;

	TRY(e_file_load(c, &x, e));
	buf_init(&b, c->a, (size_t)4 << 20);
	score_explain_json(&b, &x.score);
	return respond_json(c, 200, buf_view(&b));
}

enum rc page_e_gap(struct ctx *c, struct err *e)
{
	struct view_e_gap v = {0};
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	e_page(c, &x, "差距分析", &v.page);
	v.sentence = score_sentence(c, &x.score);
	v.hub_href = e_href(c, &x.f, "");
	score_panel(c, &x.score, e_href(c, &x.f, "/score"), &v.score);
	score_ways(c, &x.score, &v.ways);
	score_steps(c, &x.score, &v.steps);
	score_fact_rows(c, &x.score, &x.score.missing, &v.missing);
	tmpl_enterprise_gap(respond_html(c, 200), &v);
	return RC_OK;
}

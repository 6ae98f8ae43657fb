/* Why these points (L20, L46): every line down to the words of the rule, and what would bring more. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/outlook.h"

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

/* What will have to be shown, with what is kept already. */
static void papers_fill(struct ctx *c, const struct standard *s, struct view_row_list *rows)
{
	for (size_t i = 0; i < s->evidence.n; i++) {
		struct view_row *r = VEC_ADD(c->a, rows);
		r->label = s->evidence.v[i].title;
		r->value = s->evidence.v[i].shows;
	}
}

enum rc page_e_outlook(struct ctx *c, struct err *e)
{
	struct view_e_outlook v = {0};
	struct outlooks all;
	struct profile profile;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(profile_load(db, &c->who, &profile, e));
	TRY(outlooks_of(db, ctx_services(c)->rules, c->who.enterprise_id, profile.v.division_code,
		c->now, &all, e));
	const struct outlook *o = outlook_of(&all, c->params[0]);
	if (!o)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	page_view(c, "差距分析", &v.page);
	page_crumb(c, &v.page, STR("工作台"), STR("/e"));
	page_crumb(c, &v.page, STR("差距分析"), str_none());
	v.title = str_cat(c->a, STR("差距分析："), o->procedure->tier_full_name);
	v.sentence = score_sentence(c, &o->score);
	v.why = o->why_standard;
	const struct entry_result *below = entry_below(o->entry.v, o->entry.n);
	v.below = below ? entry_below_text(c->a, below) : str_none();
	e_conditions(c, &o->entry, &v.conditions);
	score_panel(c, &o->score, str_none(), &v.score);
	score_ways(c, &o->score, &v.ways);
	score_steps(c, &o->score, &v.steps);
	score_fact_rows(c, &o->score, &o->score.missing, &v.missing);
	papers_fill(c, o->standard, &v.papers);
	tmpl_enterprise_outlook(respond_html(c, 200), &v);
	return RC_OK;
}

/* 公文包: what papers a batch has, stage by stage; what is missing says which act it waits for. */
#include "base/map.h"
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/paper_package.h"
#include "page/routes.h"

struct bag {
	struct batch b;
	struct package p;
	struct map files; /* name of a file → struct q_package_files */
	bool province;
	int64_t ready; /* papers that the package would hold */
};

static enum rc bag_load(struct ctx *c, struct bag *x, struct err *e)
{
	struct db *db;

	TRY(batch_of_address(c, 0, &db, &x->b, e));
	TRY(package_load(db, &c->who, &x->b, &x->p, e));
	x->province = actor_is(&c->who, ROLE_PROVINCE);
	map_init(&x->files, c->a);
	for (size_t i = 0; i < x->p.files.n; i++)
		map_put(&x->files, x->p.files.v[i].name, &x->p.files.v[i]);
	return RC_OK;
}

/* --- one file ------------------------------------------------------------------------------------ */

static void state_cell(struct view_cell *cell, const struct package_source *s)
{
	cell->tag = s->returned ? "red" : s->draft ? "amber" : "green";
	cell->text = s->returned ? STR("已被退回") : s->draft ? STR("草稿") : STR("正式");
}

/* 王一 提请，刘二 确认 */
static struct str makers(struct ctx *c, const struct package_source *s)
{
	if (s->kind == PACKAGE_PLAN)
		return STR("");
	if (s->confirmer.n)
		return STR_JOIN(c->a, s->maker, STR(" 提请，"), s->confirmer, STR(" 确认"));
	return str_cat(c->a, s->maker, s->draft ? STR(" 提请") : STR(""));
}

static void file_row(struct ctx *c, const struct bag *x, const struct package_source *s,
	const struct batch_paper *p, struct view_table *t)
{
	struct str name = package_file_name(c->a, s, p->name);
	const struct q_package_files *f = map_get(&x->files, name);
	struct view_cells *r = batch_row(c, t);

	batch_cell(c, t, r,
		str_fmt(c->a, "%s%s%.*s", p->label, s->label.n ? "　" : "", STR_ARG(s->label)))
		->href = STR_JOIN(c->a, batch_href(c, &x->b, "/package/"), name);
	batch_cell(c, t, r, str_c(batch_paper_format(p->form)));
	state_cell(batch_cell(c, t, r, STR("")), s);
	batch_cell(c, t, r, makers(c, s));
	batch_cell(c, t, r, s->made_at ? instant_human(c->a, s->made_at) : STR(""));
	batch_cell(c, t, r, f && f->pages && !s->draft ? str_i64(c->a, f->pages) : STR(""));
	batch_cell(c, t, r, f && !s->draft ? str_sub(f->sha256, 0, 16) : STR("首次导出时生成"));
}

/* --- one stage ----------------------------------------------------------------------------------- */

struct stage_words {
	enum package_kind kind;
	enum holder level;
	const char *id, *title;
	const char *missing; /* which act it waits for */
	const char *act;     /* of the link under it; NULL: nobody here can do it */
	struct str href;
};

/* How many papers one list of that kind gives. */
static int64_t papers_of(const struct bag *x, enum package_kind kind)
{
	const struct paper_source s = {.kind = kind, .procedure = x->b.procedure};
	int64_t n = 0;

	for (size_t i = 0; i < batch_papers_n; i++)
		n += paper_source_has(&s, &batch_papers[i]);
	return n;
}

static bool of_stage(const struct stage_words *w, const struct package_source *s)
{
	bool plan = s->kind == PACKAGE_PLAN && w->kind == PACKAGE_ANNOUNCEMENT;

	return plan || (s->kind == w->kind && s->level == w->level);
}

/* The cities' papers as their province has them: one line for each list, its papers in one archive. */
static void city_rows(struct ctx *c, struct bag *x, const struct stage_words *w, struct view_table *t)
{
	static const char *const heads[] = {
		"单位", "状态", "经办", "时间", "企业#家", "材料#份", "下载"};
	bool recommendation = w->kind == PACKAGE_RECOMMENDATION;
	int64_t each = papers_of(x, w->kind);

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < x->p.sources.n; i++) {
		const struct package_source *s = &x->p.sources.v[i];
		if (!of_stage(w, s))
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, STR_JOIN(c->a, s->body, s->label.n ? STR("　") : STR(""), s->label))
			->href = STR_JOIN(c->a,
			recommendation ? STR("/o/recommendation/") : STR("/o/publicity/"), s->public_id);
		state_cell(batch_cell(c, t, r, STR("")), s);
		batch_cell(c, t, r, makers(c, s));
		batch_cell(c, t, r, instant_human(c->a, s->made_at));
		batch_cell(c, t, r, str_i64(c->a, s->count));
		batch_cell(c, t, r, str_i64(c->a, each));
		struct view_cell *cell = batch_cell(c, t, r,
			recommendation ? STR("全部推荐材料（ZIP）") : STR("公示公告（PDF）"));
		cell->href = recommendation
				     ? STR_JOIN(c->a, STR("/o/recommendation/"), s->public_id,
					       STR("/package.zip"))
				     : STR_JOIN(c->a, batch_href(c, &x->b, "/package/"),
					       package_file_name(c->a, s, "notice.pdf"));
		x->ready += s->draft || s->returned ? 0 : each;
	}
}

static size_t own_rows(struct ctx *c, struct bag *x, const struct stage_words *w, struct view_table *t)
{
	static const char *const heads[] = {
		"材料", "格式", "状态", "经办", "时间", "页数#页", "SHA-256（前 16 位）"};

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < x->p.sources.n; i++) {
		const struct package_source *s = &x->p.sources.v[i];
		struct paper_source kind = {.kind = s->kind, .procedure = x->b.procedure};
		for (size_t k = 0; k < batch_papers_n; k++) {
			if (!of_stage(w, s) || !paper_source_has(&kind, &batch_papers[k]))
				continue;
			file_row(c, x, s, &batch_papers[k], t);
			x->ready += !s->draft && !s->returned;
		}
	}
	return t->rows.n;
}

static void stage_table(struct ctx *c, struct bag *x, const struct stage_words *w, struct view_batch *v)
{
	struct view_batch_table *section = batch_table(c, v, w->id, w->title, str_none());
	struct view_table *t = &section->table;

	t->scrolls = true;
	if (x->province && w->level == HOLDER_CITY) {
		city_rows(c, x, w, t);
		batch_caption(c, section, str_fmt(c->a, "各市 %zu 次", t->rows.n));
	} else {
		batch_caption(c, section, str_fmt(c->a, "材料 %zu 份", own_rows(c, x, w, t)));
	}
	if (t->rows.n)
		return;
	t->empty = str_cat(c->a, STR("还没有。"), str_c(w->missing));
	if (w->act)
		links_add(c, &section->links, str_c(w->act), w->href, false);
}

static void stages(struct ctx *c, struct bag *x, struct view_batch *v)
{
	const struct procedure *p = x->b.procedure;
	const bool city = !x->province;
	const struct stage *recommend = procedure_stage(p, STAGE_RECOMMEND, HOLDER_CITY);
	const struct stage_words words[] = {
		{PACKAGE_PUBLICITY, HOLDER_CITY, "city-publicity", "市级公示",
			city ? "提请公示后有草稿，第二人确认后成为正式材料。"
			     : "各市提请公示并由第二人确认后，在这里列出。",
			city ? "去提请公示" : NULL, batch_href(c, &x->b, "/publicity")},
		{PACKAGE_RECOMMENDATION, HOLDER_CITY, "recommendation",
			recommend ? str_cstr(c->a, recommend->name) : "推荐",
			city ? "起草推荐后有草稿，第二人确认报出后成为正式材料。"
			     : "各市由第二人确认、报出后，在这里列出。",
			city ? "去起草推荐" : NULL, batch_href(c, &x->b, "/recommend")},
		{PACKAGE_PUBLICITY, HOLDER_PROVINCE, "province-publicity", "省级公示",
			city ? "由省级公示；公示后在公示页公开。" : "提请公示后有草稿，第二人确认后成为正式材料。",
			city ? "查看公示" : "去提请公示",
			city ? STR("/publicity") : batch_href(c, &x->b, "/publicity")},
		{PACKAGE_NOMINATION, HOLDER_PROVINCE, "nomination", "向部推荐",
			"登记推荐文号、向部推荐后，在这里生成报告和名单。", "去向部推荐",
			batch_href(c, &x->b, "/list/nominate")},
		{PACKAGE_ANNOUNCEMENT, HOLDER_PROVINCE, "announcement", "公告",
			city ? "由省级公告。" : "有企业等待公告时有草稿，发布后成为正式材料。",
			city ? NULL : "去公告与发证",
			str_fmt(c->a, "/o/publish/%lld", (long long)x->b.id)},
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		bool has = words[i].kind == PACKAGE_PUBLICITY
				   ? procedure_stage(p, STAGE_PUBLICITY, words[i].level) != NULL
				   : words[i].kind != PACKAGE_NOMINATION ||
					     (!city && procedure_stage(p, STAGE_NOMINATE, HOLDER_PROVINCE));
		if (has)
			stage_table(c, x, &words[i], v);
	}
}

static void certificates(struct ctx *c, const struct bag *x, struct view_batch *v)
{
	static const char *const heads[] = {"证书", "份数#份", "所在"};
	struct view_table *t = &batch_table(c, v, "certificates", "证书",
		str_fmt(c->a, "已公告企业的证书，共 %lld 份", (long long)x->p.certificates))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	if (x->p.certificates) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, STR("全部证书（ZIP）"))->href =
			str_fmt(c->a, "/o/batch/%lld/package/certificates.0.zip", (long long)x->b.id);
		batch_cell(c, t, r, str_i64(c->a, x->p.certificates));
		batch_cell(c, t, r,
			x->p.certificates <= PACKAGE_CERTIFICATES ? STR("也在整包中") : STR("单独下载，不在整包中"));
	}
	t->empty = STR("还没有。公告发布后，本单位企业的证书在这里打包下载。");
}

/* --- who took what away -------------------------------------------------------------------------- */

static void exports(struct ctx *c, const struct bag *x, struct view_batch *v)
{
	static const char *const heads[] = {"时间", "单位", "人员", "材料", "SHA-256（前 16 位）"};
	struct view_batch_table *section =
		batch_table(c, v, "exports", "最近导出", STR("最近 20 次导出，新的在前"));
	struct view_table *t = &section->table;

	section->note = STR("每次下载都记入操作日志，不能删改。");
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < x->p.exports.n; i++) {
		const struct q_package_exports *u = &x->p.exports.v[i];
		struct view_cells *r = batch_row(c, t);
		struct json *payload = NULL;
		struct err ignored;
		bool read = json_parse(c->a, u->payload, &payload, &ignored) == RC_OK;
		batch_cell(c, t, r, instant_human(c->a, u->at));
		batch_cell(c, t, r, u->body);
		batch_cell(c, t, r, u->actor);
		batch_cell(c, t, r, u->file);
		batch_cell(c, t, r,
			read ? str_sub(json_str(payload, "sha256", STR("")), 0, 16) : STR(""));
	}
	t->empty = STR("还没有人导出过本批次的材料。");
}

enum rc page_o_package(struct ctx *c, struct err *e)
{
	struct bag x = {0};
	struct view_batch *v;

	TRY(bag_load(c, &x, e));
	v = batch_view(c, STR("公文包"));
	batch_crumbs(c, v, &x.b, STR("公文包"));
	v->lead = x.province ? STR("本批次本单位和各市的材料，名单定下后由系统按名单生成；同一名单每次生成的文件完全相同。")
			     : STR("本批次本单位的材料，名单定下后由系统按名单生成；同一名单每次生成的文件完全相同。");
	stages(c, &x, v);
	certificates(c, &x, v);
	exports(c, &x, v);
	if (x.ready) {
		v->next = str_fmt(c->a, "%lld 份正式材料可以整包下载", (long long)x.ready);
		v->next_why = STR("包内目录列出每份文件的 SHA-256 和页数，接收单位可以逐份核对；草稿不在包内。");
		v->next_href = batch_href(c, &x.b, "/package/package.zip");
		v->next_act = STR("下载整包（ZIP）");
	}
	return batch_show(c, 200, v);
}

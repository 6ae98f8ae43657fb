/* 集群统计名单: which clusters the statistics know, who is in them, and who of those has not filed yet. */
#include "base/map.h"
#include "page/batch_page.h"
#include "page/import_sheet.h"
#include "page/list_export.h"
#include "page/routes.h"
#include "service/cluster.h"
#include "web/html.h"

struct filter {
	struct str text, cluster;
	enum cluster_standing standing; /* CLUSTER_STANDING__MAX: any */
	int64_t year;
};

static struct filter filter_of(struct ctx *c)
{
	struct filter f = {.text = str_trim(form_get(&c->query, "q")),
		.cluster = str_trim(form_get(&c->query, "cluster")),
		.standing = CLUSTER_STANDING__MAX};
	struct str standing = form_get(&c->query, "standing");

	for (int s = 0; s < CLUSTER_STANDING__MAX; s++)
		if (str_eqc(standing, cluster_standing_code((enum cluster_standing)s)))
			f.standing = (enum cluster_standing)s;
	if (!str_to_i64(form_get(&c->query, "year"), &f.year))
		f.year = 0;
	return f;
}

static bool fits(const struct filter *f, const struct q_cluster_members *m)
{
	if (f->cluster.n && !str_eq(f->cluster, m->cluster))
		return false;
	if (f->standing != CLUSTER_STANDING__MAX && f->standing != cluster_standing_of(m))
		return false;
	return !f->text.n || str_has(m->name, f->text) || str_has(m->uscc, f->text) ||
	       str_has(m->cluster, f->text);
}

static void put_param(struct buf *b, const char *name, struct str value)
{
	if (!value.n)
		return;
	buf_ch(b, str_index(buf_view(b), '?') < b->n ? '&' : '?');
	buf_c(b, name);
	buf_ch(b, '=');
	html_query(b, value);
}

/* The list with its conditions, for links. */
static struct str address(struct ctx *c, const char *path, const struct filter *f)
{
	struct buf b;

	buf_init(&b, c->a, HTTP_MAX_TARGET * 3);
	buf_c(&b, path);
	put_param(&b, "year", f->year ? str_i64(c->a, f->year) : str_none());
	put_param(&b, "cluster", f->cluster);
	put_param(&b, "q", f->text);
	put_param(&b, "standing",
		f->standing == CLUSTER_STANDING__MAX ? str_none() : str_c(cluster_standing_code(f->standing)));
	return buf_view(&b);
}

/* --- the list ---------------------------------------------------------------------------------------- */

struct group {
	struct str cluster, area;
	int64_t n[CLUSTER_STANDING__MAX], all;
	bool several; /* counties */
};

static void clusters_table(struct ctx *c, const struct clusters *k, struct view_batch *v)
{
	static const char *const heads[] = {
		"集群", "县（市、区）", "企业#家", "未申报#家", "申报办理中#家", "已入库#家", "已认定#家"};
	struct view_table *t = &batch_table(c, v, "list", "", str_fmt(c->a, "%lld年集群统计名单", (long long)k->year))->table;
	struct group *groups = ARENA_NEW_N(c->a, struct group, k->members.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < k->members.n; i++) { /* ordered by cluster */
		const struct q_cluster_members *m = &k->members.v[i];
		if (!n || !str_eq(groups[n - 1].cluster, m->cluster))
			groups[n++] = (struct group){.cluster = m->cluster, .area = m->area};
		struct group *g = &groups[n - 1];
		g->several = g->several || !str_eq(g->area, m->area);
		g->n[cluster_standing_of(m)]++;
		g->all++;
	}
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("没有集群：本单位辖区内没有导入的集群统计名单。");
	struct batch_part part = batch_part(
		c, v, address(c, "/o/clusters", &(struct filter){.year = k->year, .standing = CLUSTER_STANDING__MAX}), n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct group *g = &groups[i];
		struct view_cells *r = batch_row(c, t);
		struct filter f = {.cluster = g->cluster, .year = k->year, .standing = CLUSTER_STANDING__MAX};
		batch_cell(c, t, r, g->cluster)->href = address(c, "/o/clusters", &f);
		batch_cell(c, t, r, g->several ? str_cat(c->a, g->area, STR("等")) : g->area);
		batch_cell(c, t, r, str_i64(c->a, g->all));
		for (int s = 0; s < CLUSTER_STANDING__MAX; s++)
			batch_cell(c, t, r, str_i64(c->a, g->n[s]));
	}
}

static const char *standing_tag(enum cluster_standing s)
{
	static const char *const tags[CLUSTER_STANDING__MAX] = {"grey", "amber", "blue", "green"};

	return s < CLUSTER_STANDING__MAX ? tags[s] : "grey";
}

static void members_table(
	struct ctx *c, const struct clusters *k, const struct filter *f, struct view_batch *v)
{
	static const char *const heads[] = {
		"企业名称", "统一社会信用代码", "集群", "县（市、区）", "培育情况", "材料"};
	const struct q_cluster_members **rows =
		ARENA_NEW_N(c->a, const struct q_cluster_members *, k->members.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < k->members.n; i++)
		if (fits(f, &k->members.v[i]))
			rows[n++] = &k->members.v[i];
	struct view_table *t = &batch_table(c, v, "list", "", str_fmt(c->a, "符合条件的企业 %zu 家", n))->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = STR("没有符合条件的企业：请减少条件，或换用名称中连续的几个字、完整的信用代码再试。");
	struct batch_part part = batch_part(c, v, address(c, "/o/clusters", f), n);
	for (size_t i = part.from; i < part.to; i++) {
		const struct q_cluster_members *m = rows[i];
		enum cluster_standing s = cluster_standing_of(m);
		enum state at = STATE__MAX;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, m->name);
		batch_cell(c, t, r, m->uscc);
		batch_cell(c, t, r, m->cluster);
		batch_cell(c, t, r, m->area);
		batch_cell(c, t, r, str_c(cluster_standing_word(s)))->tag = standing_tag(s);
		bool file = m->state.n && state_parse(m->state, &at);
		batch_cell(c, t, r, file ? str_c(state_word(at)) : STR("—"))->href =
			file ? str_cat(c->a, STR("/o/app/"), m->public_id) : str_none();
	}
}

static void filters_fill(struct ctx *c, const struct clusters *k, const struct filter *f, struct view_batch *v)
{
	struct view_field text = field_text(c, "q", "企业名称、信用代码或集群", f->text, NULL);
	struct view_choices standing = field_choices("standing", "培育情况", NULL);
	struct view_choices years = field_choices("year", "统计年度", NULL);
	struct filter none = {.standing = CLUSTER_STANDING__MAX, .year = k->year};

	text.width = "w18";
	standing.empty = STR("全部");
	for (int s = 0; s < CLUSTER_STANDING__MAX; s++)
		choices_add(c, &standing, str_c(cluster_standing_code((enum cluster_standing)s)),
			str_c(cluster_standing_word((enum cluster_standing)s)),
			f->standing == CLUSTER_STANDING__MAX ? str_none()
							     : str_c(cluster_standing_code(f->standing)));
	for (size_t i = 0; i < k->years.n; i++)
		choices_add(c, &years, str_i64(c->a, k->years.v[i].year),
			str_fmt(c->a, "%lld年", (long long)k->years.v[i].year), str_i64(c->a, k->year));
	v->filters.action = STR("/o/clusters");
	VEC_PUSH(c->a, &v->filters.fields, text);
	VEC_PUSH(c->a, &v->filters.selects, standing);
	VEC_PUSH(c->a, &v->filters.selects, years);
	if (f->cluster.n) {
		struct filter without = *f;
		without.cluster = str_none();
		VEC_PUSH(c->a, &v->filters.keep, ((struct view_row){.label = STR("cluster"), .value = f->cluster}));
		links_add(c, &v->filters.chips, f->cluster, address(c, "/o/clusters", &without), false);
	}
	if (f->cluster.n || f->text.n || f->standing != CLUSTER_STANDING__MAX)
		v->filters.clear_href = address(c, "/o/clusters", &none);
}

static void stats_fill(struct ctx *c, const struct clusters *k, struct view_batch *v)
{
	int64_t n[CLUSTER_STANDING__MAX] = {0};

	for (size_t i = 0; i < k->members.n; i++)
		n[cluster_standing_of(&k->members.v[i])]++;
	batch_stat(c, v, "纳入统计的企业", (int64_t)k->members.n, "家", "");
	for (int s = 0; s < CLUSTER_STANDING__MAX; s++) {
		batch_stat(c, v, cluster_standing_word((enum cluster_standing)s), n[s], "家", "");
		v->stats.v[v->stats.n - 1].href = address(c, "/o/clusters",
			&(struct filter){.year = k->year, .standing = (enum cluster_standing)s});
	}
}

static void import_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "import", str_none(), STR("/o/clusters"));
	struct view_field year = field_text(c, "year", "统计年度", str_none(), errors);
	struct view_field source = field_text(c, "source", "来源", str_none(), errors);

	year.width = "w4";
	year.inputmode = "numeric";
	year.optional = source.optional = true;
	year.hint = STR("表中有“统计年度”一列时以表为准");
	source.hint = STR("例如：2022年度县域特色产业集群统计；表中有“来源”一列时以表为准");
	batch_field(c, f, year);
	batch_field(c, f, source);
	f->lead = STR("CSV 或 XLSX，按表头认列：企业名称、统一社会信用代码、集群名称必须有；县（市、区）、设区市、统计年度、"
		      "来源、移出可以有。先预览，确认后才导入；再次导入同一文件不产生重复。");
	f->file = STR("file");
	f->file_label = STR("名单文件");
	f->file_needed = true;
	f->file_hint = str_fmt(c->a, "一次最多 %d 行", CLUSTER_BROWSER_ROWS);
	f->file_error = errors ? form_error_of(errors, "file") : str_none();
	batch_act(c, f, "preview", "预览", "second");
}

/* The frame serves every body; only some have procedures that ask for clusters. */
static enum rc show_none(struct ctx *c)
{
	struct view_batch *v = batch_view(c, STR("集群统计名单"));

	page_crumb(c, &v->page, STR("集群统计名单"), str_none());
	v->empty = (struct view_empty){.what = STR("本单位没有集群统计名单"),
		.why = STR("本单位办理的事项不以纳入集群统计为申报条件。"),
		.href = STR("/o"), .act = STR("返回工作台")};
	return batch_show(c, 200, v);
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct filter f = filter_of(c);
	struct clusters k;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	enum rc rc = clusters_load(db, ctx_services(c)->rules, &c->who, c->now, f.year, &k, e);
	if (rc == RC_NOT_FOUND)
		return show_none(c);
	TRY(rc);
	struct view_batch *v = batch_view(c, STR("集群统计名单"));
	page_crumb(c, &v->page, STR("集群统计名单"), str_none());
	v->page.wide = true;
	if (errors)
		v->page.errors = *errors;
	v->lead = str_fmt(c->a, "是否在最近一年的名单中，是%.*s的申报条件。点集群名称看企业，看谁还没有申报。",
		STR_ARG(k.procedure->tier_name));
	bool province = actor_is(&c->who, ROLE_PROVINCE), import = province && (errors || form_get(&c->query, "import").n);
	if (import) {
		v->lead = STR("名单由本单位导入；最近一年的名单决定企业能不能申报。");
		import_form(c, v, errors);
		v->forms.v[0].back = STR("/o/clusters");
		return batch_show(c, status, v);
	}
	if (k.year) {
		f.year = k.year;
		stats_fill(c, &k, v);
		filters_fill(c, &k, &f, v);
		if (f.cluster.n || f.text.n || f.standing != CLUSTER_STANDING__MAX)
			members_table(c, &k, &f, v);
		else
			clusters_table(c, &k, v);
		list_links(c, &v->tables.v[0].links, address(c, "/o/clusters.csv", &f));
	} else {
		v->empty = (struct view_empty){.what = STR("还没有集群统计名单"),
			.why = province ? STR("导入以前，所有企业都不符合这一申报条件。")
					: STR("名单由省级导入；导入以前，所有企业都不符合这一申报条件。"),
			.href = province ? STR("/o/clusters?import=1") : STR("/o"),
			.act = province ? STR("导入名单") : STR("返回工作台")};
	}
	if (province && k.year) {
		v->links_title = STR("办理");
		links_add(c, &v->links, STR("导入名单"), STR("/o/clusters?import=1"), false);
	}
	return batch_show(c, status, v);
}

enum rc page_o_clusters(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

static const struct list_column COLUMN[] = {{"name", {"企业名称", XLSX_TEXT, 36, 0}},
	{"uscc", {"统一社会信用代码", XLSX_CODE, 22, 0}}, {"cluster", {"集群名称", XLSX_TEXT, 30, 0}},
	{"division", {"行政区划代码", XLSX_CODE, 12, 0}}, {"area", {"县（市、区）名称", XLSX_TEXT, 18, 0}},
	{"year", {"统计年度", XLSX_INT, 10, 0}}, {"source", {"来源", XLSX_TEXT, 24, 0}},
	{"standing", {"培育情况", XLSX_TEXT, 18, 0}}};

struct clusters_file {
	struct clusters k;
	const struct q_cluster_members **row; /* those that were asked for */
	size_t n;
};

static void file_cells(struct ctx *c, const void *state, size_t i, struct str *out)
{
	const struct clusters_file *f = state;
	const struct q_cluster_members *m = f->row[i];
	const struct str cells[ARRAY_LEN(COLUMN)] = {m->name, m->uscc, m->cluster, m->division_code, m->area,
		str_i64(c->a, f->k.year), m->source, str_c(cluster_standing_word(cluster_standing_of(m)))};

	memcpy(out, cells, sizeof(cells));
}

enum rc page_o_clusters_file(struct ctx *c, struct err *e)
{
	struct clusters_file *f = ARENA_NEW(c->a, struct clusters_file);
	struct list_file file = {.title = STR("集群统计名单"), .column = COLUMN, .columns = ARRAY_LEN(COLUMN)};
	struct filter asked = filter_of(c);
	struct db *db;

	TRY(ctx_db(c, &db, e));
	enum rc rc = clusters_load(db, ctx_services(c)->rules, &c->who, c->now, asked.year, &f->k, e);
	if (rc == RC_NOT_FOUND)
		return respond_redirect(c, STR("/o/clusters"));
	TRY(rc);
	f->row = ARENA_NEW_N(c->a, const struct q_cluster_members *, f->k.members.n + 1);
	for (size_t i = 0; i < f->k.members.n; i++)
		if (fits(&asked, &f->k.members.v[i]))
			f->row[f->n++] = &f->k.members.v[i];
	file.back = address(c, "/o/clusters", &asked);
	return list_respond_loaded(c, &file, f->n, file_cells, f, e);
}

/* --- import: preview, confirm --------------------------------------------------------------------------- */

/* `csv`: what was read, as the confirmation sends it again. */
static enum rc read_rows(struct ctx *c, struct import_clusters *uc, struct str *csv, struct err *e)
{
	struct import_column col[CLUSTER_COLUMN__MAX];
	struct import_sheet sheet;

	for (size_t k = 0; k < CLUSTER_COLUMN__MAX; k++)
		col[k] = (struct import_column){cluster_columns[k], cluster_column_needed((enum cluster_column)k)};
	TRY(import_sheet_read(c, col, ARRAY_LEN(col), CLUSTER_BROWSER_ROWS, &sheet, e));
	*csv = sheet.csv;
	uc->n = sheet.n;
	uc->v = ARENA_NEW_N(c->a, struct cluster_row, sheet.n);
	for (size_t i = 0; i < sheet.n; i++) {
		uc->v[i].told.row = sheet.v[i].number;
		memcpy(uc->v[i].cell, sheet.v[i].cell, sizeof(uc->v[i].cell));
	}
	return RC_OK;
}

static void outcome_rows(struct ctx *c, struct view_batch *v, const struct import_clusters *uc, bool bad)
{
	static const char *const heads[] = {"行", "企业名称", "统一社会信用代码", "集群", "结果", "原因"};
	struct view_table *t = &batch_table(c, v, bad ? "bad" : "rows", bad ? "不能导入的行" : "将要导入的行",
		str_fmt(c->a, "%s，最多列出 %d 行", bad ? "不能导入的行" : "将要导入的行", BATCH_PICKS))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	t->empty = bad ? STR("没有：每一行都可以导入。") : STR("没有：名单与已导入的一致，或都不能导入。");
	for (size_t i = 0; i < uc->n && t->rows.n < BATCH_PICKS; i++) {
		const struct cluster_row *x = &uc->v[i];
		if (bad != (x->told.outcome == IMPORT_BAD) || x->told.outcome == IMPORT_SAME)
			continue;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, str_i64(c->a, x->told.row));
		batch_cell(c, t, r, x->cell[CLUSTER_NAME]);
		batch_cell(c, t, r, x->uscc.n ? x->uscc : x->cell[CLUSTER_USCC]);
		batch_cell(c, t, r, x->cell[CLUSTER_CLUSTER]);
		batch_cell(c, t, r, str_c(import_outcome_word(x->told.outcome)))->tag = bad ? "red" : "green";
		batch_cell(c, t, r, x->told.reason.n ? x->told.reason : STR("—"));
	}
}

static enum rc show_preview(struct ctx *c, struct import_clusters *uc, struct str csv, struct err *e)
{
	struct view_batch *v = batch_view(c, STR("导入前预览"));
	struct db *db;
	int64_t change;

	TRY(ctx_db(c, &db, e));
	TRY(clusters_judge(db, c->now, uc, e));
	change = uc->counts[IMPORT_NEW] + uc->counts[IMPORT_UPDATED];
	page_crumb(c, &v->page, STR("集群统计名单"), STR("/o/clusters"));
	page_crumb(c, &v->page, STR("导入前预览"), str_none());
	v->page.wide = true;
	v->lead = STR("还没有导入。请核对下列结果，不能导入的行不影响其他行。");
	for (int o = 0; o < IMPORT__MAX; o++)
		batch_stat(c, v, import_outcome_word((enum import_outcome)o), uc->counts[o], "行",
			o == IMPORT_BAD && uc->counts[o] ? "bad" : "");
	struct view_batch_form *f = batch_form(c, v, "confirm", str_none(), STR("/o/clusters"));
	f->back = STR("/o/clusters");
	if (change) {
		batch_hidden(c, f, "csv", csv);
		batch_hidden(c, f, "year", uc->year ? str_i64(c->a, uc->year) : str_none());
		batch_hidden(c, f, "source", uc->source);
		f->warn = STR("导入后立即用于核对申报条件，并记入操作日志。");
		batch_act(c, f, "import", str_cstr(c->a, str_fmt(c->a, "导入这 %lld 行", (long long)change)), "");
	}
	if (uc->counts[IMPORT_BAD])
		outcome_rows(c, v, uc, true);
	outcome_rows(c, v, uc, false);
	return batch_show(c, 200, v);
}

static enum rc read_form(struct ctx *c, struct import_clusters *uc, struct str *csv, struct err *e)
{
	struct str year = str_trim(form_get(&c->form, "year"));
	struct clusters own;
	struct db *db;

	uc->source = str_trim(form_get(&c->form, "source"));
	if (year.n && (!str_to_i64(year, &uc->year) || uc->year < CLUSTER_FIRST_YEAR))
		return err_field(e, RC_INVALID, MSG_CLUSTER_YEAR, "year");
	TRY(ctx_db(c, &db, e));
	TRY(clusters_load(db, ctx_services(c)->rules, &c->who, c->now, 0, &own, e)); /* only whose procedures ask */
	uc->province = own.province;
	return read_rows(c, uc, csv, e);
}

enum rc page_o_clusters_post(struct ctx *c, struct err *e)
{
	bool import = str_eqc(form_get(&c->form, "act"), "import");
	struct form_errors errors = {0};
	struct import_clusters uc = {0};
	struct str csv;
	enum rc rc = read_form(c, &uc, &csv, e);

	if (rc == RC_OK && !import)
		return show_preview(c, &uc, csv, e);
	struct tx_call call = ctx_call(c, STR("/o/clusters"));
	if (rc == RC_OK) {
		ctx_db_end(c);
		rc = TX_RUN(&call, import_clusters, &uc, e);
	}
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, e->field[0] ? e->field : "file", err_text(c->a, e));
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call,
		str_fmt(c->a, "已导入：新增 %lld 行，更新 %lld 行，未变 %lld 行，未导入 %lld 行",
			(long long)uc.counts[IMPORT_NEW], (long long)uc.counts[IMPORT_UPDATED],
			(long long)uc.counts[IMPORT_SAME], (long long)uc.counts[IMPORT_BAD]));
}

/* 下达目标: a number for each body right below one's own, typed or read from a file into the same form; nothing is
 * kept before the form has been seen and saved.
 */
#include "document/table.h"
#include "page/routes.h"
#include "page/target_page.h"

static const char *const BODY[] = {"主管部门", "agency_code", "单位", "县（市、区）", "市", "地区", "名称", NULL};
static const char *const NUMBER[] = {"年度目标", "target", "目标", "目标数", "年度目标（家）", NULL};

struct set_page {
	struct target_board b;
	struct str *value; /* per line: what the field shows before anything is typed */
	struct str *before; /* per line: what the year before came to; — where there was nothing to count */
	struct str source;
	struct str read; /* what a file said that is no body below; missing: nothing was read */
};

static struct str field_name(struct ctx *c, const struct target_line *x)
{
	return str_fmt(c->a, "n-%lld", (long long)x->body_id);
}

static bool is_line(const struct target_line *x)
{
	return x->body_id != TARGET_REST;
}

/* 28 / 70: what was announced of what was asked for. */
static enum rc last_year(struct ctx *c, struct db *db, struct set_page *p, struct err *e)
{
	struct target_board was;

	TRY(target_board_of(db, ctx_services(c)->rules, &c->who, p->b.procedure->id, p->b.year - 1, 0, c->now, &was, e));
	p->before = ARENA_NEW_N(c->a, struct str, p->b.n + 1);
	for (size_t i = 0; i < p->b.n; i++) {
		p->before[i] = STR("—");
		for (size_t k = 0; k < was.n; k++) {
			const struct target_line *x = &was.lines[k];
			if (x->body_id == p->b.lines[i].body_id && x->target)
				p->before[i] = str_fmt(c->a, "%lld / %lld", (long long)x->listed, (long long)x->target);
			else if (x->body_id == p->b.lines[i].body_id && x->listed)
				p->before[i] = str_i64(c->a, x->listed);
		}
	}
	return RC_OK;
}

static enum rc load(struct ctx *c, const struct form *from, struct set_page *p, struct err *e)
{
	struct db *db;

	*p = (struct set_page){0};
	TRY(ctx_db(c, &db, e));
	TRY(target_board_asked(c, db, from, &p->b, e));
	if (p->b.body_id != c->who.agency_id)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(last_year(c, db, p, e));
	p->value = ARENA_NEW_N(c->a, struct str, p->b.n + 1);
	for (size_t i = 0; i < p->b.n; i++) {
		const struct target_line *x = &p->b.lines[i];
		p->value[i] = x->target ? str_i64(c->a, x->target) : STR("");
		if (!p->source.n)
			p->source = x->source;
	}
	return RC_OK;
}

/* --- the form ------------------------------------------------------------------------------------------ */

static void numbers(struct ctx *c, const struct set_page *p, const struct targets_set *uc,
	const struct form_errors *errors, struct view_batch_form *f)
{
	f->line_caption = STR("各单位的年度目标；上年为公告数，定过目标的写“公告 / 目标”");
	*VEC_ADD(c->a, &f->line_heads) = (struct view_head){.text = STR("单位")};
	*VEC_ADD(c->a, &f->line_heads) = (struct view_head){.text = STR("上年"), .unit = STR("家"), .num = true};
	*VEC_ADD(c->a, &f->line_heads) = (struct view_head){.text = STR("年度目标"), .unit = STR("家"), .num = true};
	for (size_t i = 0; i < p->b.n; i++) {
		const struct target_line *x = &p->b.lines[i];
		if (!is_line(x))
			continue;
		struct view_batch_line *line = VEC_ADD(c->a, &f->lines);
		VEC_PUSH(c->a, &line->cells, ((struct view_cell){.text = x->short_name}));
		VEC_PUSH(c->a, &line->cells, ((struct view_cell){.text = p->before[i], .num = true}));
		struct view_field n = field_number(
			c, str_cstr(c->a, field_name(c, x)), str_cstr(c->a, x->short_name), "", p->value[i], errors);
		n.inputmode = "numeric";
		n.width = "w8";
		for (size_t k = 0; uc && k < uc->n; k++)
			if (uc->v[k].body_id == x->body_id)
				n.error = uc->v[k].error;
		line->field = n;
	}
}

static void set_form(struct ctx *c, const struct set_page *p, const struct targets_set *uc,
	const struct form_errors *errors, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "set", STR("年度目标"), STR("/o/targets/set"));
	struct view_field source = field_text(c, "source", "依据", p->source, errors),
			  why = field_text(c, "why", "与本级目标不一致的原因", str_none(), errors);

	f->lead = p->b.has_own ? str_fmt(c->a, "本级目标 %lld 家，各%s合计应与它一致；不定目标的留空。",
					 (long long)p->b.total.target, target_below_word(&p->b))
			       : STR("不定目标的留空。");
	batch_hidden(c, f, "edition", p->b.procedure->id);
	batch_hidden(c, f, "year", str_i64(c->a, p->b.year));
	numbers(c, p, uc, errors, f);
	source.width = "full";
	source.hint = STR("文件名称和文号，例如：关于下达年度培育目标的通知");
	batch_field(c, f, source);
	if (p->b.has_own) {
		why.optional = true;
		why.width = "full";
		batch_field(c, f, why);
		f->check = field_check(c, "differs", "合计与本级目标不一致，仍按此下达", false, errors);
	}
	f->back = target_href(c, &p->b, "/o/targets", 0);
	batch_act(c, f, "save", "保存目标", "");
}

static void file_form(struct ctx *c, const struct set_page *p, const struct form_errors *errors, struct view_batch *v)
{
	struct view_batch_form *f = batch_form(c, v, "import", STR("从文件读入"), STR("/o/targets/read"));

	f->lead = STR("CSV 或 XLSX，按表头认列：主管部门（单位名称、简称或机构代码）、年度目标。读入后填到上面的表中，"
		      "核对并保存以后才生效。");
	batch_hidden(c, f, "edition", p->b.procedure->id);
	batch_hidden(c, f, "year", str_i64(c->a, p->b.year));
	f->file = STR("file");
	f->file_label = STR("目标文件");
	f->file_needed = true;
	f->file_hint = STR("没有列出的单位保持不变");
	f->file_error = errors ? form_error_of(errors, "file") : str_none();
	batch_act(c, f, "read", "读入", "second");
}

static enum rc show(struct ctx *c, int status, const struct set_page *p, const struct targets_set *uc,
	const struct form_errors *errors)
{
	struct view_batch *v = batch_view(c, str_fmt(c->a, "下达各%s目标", target_below_word(&p->b)));

	page_crumb(c, &v->page, STR("目标与进度"), target_href(c, &p->b, "/o/targets", 0));
	page_crumb(c, &v->page, v->title, str_none());
	v->over = target_over(c, &p->b);
	if (errors)
		v->page.errors = *errors;
	bool any = false;
	for (size_t i = 0; i < p->b.n; i++)
		any = any || is_line(&p->b.lines[i]);
	if (!any) {
		v->empty = (struct view_empty){.what = STR("本单位没有下级主管部门"),
			.why = STR("目标由本单位直接完成，不再分解。"),
			.href = target_href(c, &p->b, "/o/targets", 0), .act = STR("返回目标与进度")};
		return batch_show(c, status, v);
	}
	if (p->read.p) {
		v->banner_kind = p->read.n ? "warn" : "info";
		v->banner = p->read.n ? str_cat(c->a, STR("已读入，请核对后保存。下列行没有读入："), p->read)
				      : STR("已读入，请核对后保存。");
	}
	set_form(c, p, uc, errors, v);
	file_form(c, p, errors, v);
	return batch_show(c, status, v);
}

enum rc page_o_target_set(struct ctx *c, struct err *e)
{
	struct set_page p;

	TRY(load(c, &c->query, &p, e));
	return show(c, 200, &p, NULL, NULL);
}

/* --- from a file --------------------------------------------------------------------------------------- */

static enum rc column_of(const struct table_reader *t, const char *const *names, size_t *out, struct err *e)
{
	enum rc rc = RC_NOT_FOUND;

	for (size_t i = 0; names[i] && rc == RC_NOT_FOUND; i++)
		rc = table_column(t, str_c(names[i]), out, e);
	if (rc != RC_NOT_FOUND)
		return rc;
	err_set(e, RC_INVALID, MSG_TABLE_COLUMN_MISSING);
	return err_arg(e, 0, str_c(names[0]));
}

/* The line of a body written as its name, its short name, its place at the beginning of either, or its code. */
static size_t line_of(const struct set_page *p, const struct q_agency_children_list *codes, struct str typed)
{
	for (size_t i = 0; i < p->b.n; i++) {
		const struct target_line *x = &p->b.lines[i];
		if (!is_line(x))
			continue;
		if (str_eq(typed, x->name) || str_eq(typed, x->short_name))
			return i;
		for (size_t k = 0; k < codes->n; k++)
			if (codes->v[k].id == x->body_id && str_eq(codes->v[k].code, typed))
				return i;
	}
	size_t found = SIZE_MAX, n = 0;
	for (size_t i = 0; typed.n && i < p->b.n; i++) {
		if (!is_line(&p->b.lines[i]) || !str_starts(p->b.lines[i].name, typed))
			continue;
		found = i;
		n++;
	}
	return n == 1 ? found : SIZE_MAX;
}

static enum rc read_rows(struct ctx *c, struct set_page *p, struct table_reader *t, struct err *e)
{
	struct q_agency_children_list codes;
	struct table_row row;
	size_t body, number, found = 0;
	struct db *db;
	bool more = true;

	TRY(column_of(t, BODY, &body, e));
	TRY(column_of(t, NUMBER, &number, e));
	TRY(ctx_db(c, &db, e));
	TRY(q_agency_children(db, &(struct q_agency_children_in){.parent_id = c->who.agency_id}, &codes, e));
	p->read = STR("");
	for (;;) {
		TRY(table_next(t, &row, &more, e));
		if (!more)
			break;
		struct str name = str_dup(c->a, str_trim(table_cell(&row, body)));
		size_t i = line_of(p, &codes, name);
		if (i == SIZE_MAX) {
			p->read = str_fmt(c->a, "%.*s%s第 %lld 行“%.*s”", STR_ARG(p->read), p->read.n ? "、" : "",
				(long long)row.number, STR_ARG(name));
			continue;
		}
		p->value[i] = str_dup(c->a, str_trim(table_cell(&row, number)));
		found++;
	}
	return found ? RC_OK : err_field(e, RC_INVALID, MSG_TARGET_FILE, "file");
}

static enum rc read_file(struct ctx *c, struct set_page *p, struct err *e)
{
	const struct form_value *file = form_file(&c->form, "file");
	struct table_reader *t;

	if (!file || !file->value.n)
		return err_field(e, RC_INVALID, MSG_TARGET_FILE, "file");
	TRY(table_open(c->a, file->value, file->filename, &t, e));
	return read_rows(c, p, t, e);
}

/* --- saving ---------------------------------------------------------------------------------------------- */

static void typed(struct ctx *c, const struct set_page *p, struct targets_set *uc)
{
	uc->v = ARENA_NEW_N(c->a, struct target_typed, p->b.n + 1);
	for (size_t i = 0; i < p->b.n; i++) {
		const struct target_line *x = &p->b.lines[i];
		struct str s = form_get(&c->form, str_cstr(c->a, field_name(c, x)));
		if (is_line(x) && s.p)
			uc->v[uc->n++] = (struct target_typed){.body_id = x->body_id, .typed = s};
	}
}

static enum rc again(struct ctx *c, const struct set_page *p, const struct targets_set *uc, struct err *e)
{
	struct form_errors errors = {0};

	for (size_t i = 0; uc && i < uc->n; i++)
		if (uc->v[i].error.n)
			form_error_add(c->a, &errors, str_cstr(c->a, str_fmt(c->a, "n-%lld", (long long)uc->v[i].body_id)),
				uc->v[i].error);
	if (!errors.n)
		form_error_add(c->a, &errors, e->field[0] ? e->field : "file", err_text(c->a, e));
	return show(c, 422, p, uc, &errors);
}

enum rc page_o_target_read_post(struct ctx *c, struct err *e)
{
	struct set_page p;

	TRY(load(c, &c->form, &p, e));
	enum rc rc = read_file(c, &p, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE)
		return again(c, &p, NULL, e);
	TRY(rc);
	return show(c, 200, &p, NULL, NULL);
}

enum rc page_o_target_set_post(struct ctx *c, struct err *e)
{
	struct set_page p;

	TRY(load(c, &c->form, &p, e));
	struct targets_set uc = {.edition = p.b.procedure->id, .year = p.b.year,
		.source = str_trim(form_get(&c->form, "source")), .why = str_trim(form_get(&c->form, "why")),
		.differs_ok = form_get(&c->form, "differs").n > 0};
	typed(c, &p, &uc);
	struct tx_call call = ctx_call(c, target_href(c, &p.b, "/o/targets", 0));
	ctx_db_end(c);
	enum rc rc = TX_RUN(&call, targets_set, &uc, e);
	if (rc == RC_INVALID)
		return again(c, &p, &uc, e);
	TRY(rc);
	return ctx_done(c, &call,
		uc.changed ? str_fmt(c->a, "已保存 %lld 个单位的目标，合计 %lld 家", (long long)uc.changed, (long long)uc.sum)
			   : STR("目标没有变化"));
}

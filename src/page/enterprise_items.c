/* 知识产权 and 荣誉: two lists, one set of pages; what is asked follows from the kind. */
#include "page/counted_view.h"
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/upload.h"

/* Which list the address is of. */
static enum count_list list_of(const struct ctx *c)
{
	return str_starts(c->req->path, STR("/e/ip")) ? COUNT_IP : COUNT_HONOURS;
}

static const struct list_def *def_of(const struct ctx *c)
{
	return rules_list_def(ctx_services(c)->rules, list_of(c));
}

static struct str item_path(struct ctx *c, struct str id, const char *rest)
{
	return str_fmt(c->a, "%.*s/%.*s%s", STR_ARG(list_path(c->a, list_of(c), 0)), STR_ARG(id), rest);
}

static void frame(struct ctx *c, struct str title, struct view_page *page, bool below)
{
	const struct list_def *def = def_of(c);

	page_view_str(c, title, page);
	page_crumb(c, page, STR("工作台"), STR("/e"));
	page_crumb(c, page, def->title, below ? list_path(c->a, list_of(c), 0) : str_none());
	if (below)
		page_crumb(c, page, title, str_none());
}

/* --- the list ---------------------------------------------------------------------------------- */

static void table_fill(struct ctx *c, const struct lists *l, struct view_table *t)
{
	static const char *const heads[] = {"名称", "类别", "编号", "取得日期", "有效期至", "排名", "级别"};
	const struct list_def *def = def_of(c);

	size_t cols = ARRAY_LEN(heads) - (def->list != COUNT_HONOURS); /* what is owned has no level */

	t->caption = str_fmt(c->a, "已登记 %zu 项", l->n[def->list]);
	for (size_t i = 0; i < cols; i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(heads[i])};
	for (size_t i = 0; i < l->n[def->list]; i++) {
		const struct q_list_items *r = l->row[def->list][i];
		const struct list_kind *k = list_kind_find(def, r->kind);
		struct str texts[] = {r->title, k ? k->name : r->kind, r->number, r->granted_on,
			r->valid_until, r->rank ? str_i64(c->a, r->rank) : STR(""), list_level_word(r->level)};
		struct view_cells *row = VEC_ADD(c->a, &t->rows);
		for (size_t n = 0; n < cols; n++)
			*VEC_ADD(c->a, row) = (struct view_cell){
				.text = texts[n].n ? texts[n] : STR("—"),
				.label = t->heads.v[n].text,
				.href = n == 0 ? item_path(c, r->public_id, "") : str_none()};
	}
}

static void kinds_fill(struct ctx *c, const struct list_def *def, struct view_choices *out)
{
	*out = field_choices("kind", "登记哪一类", NULL);
	for (size_t i = 0; i < def->kinds_n; i++)
		choices_add(c, out, def->kinds[i].id,
			str_fmt(c->a, "%.*s：%.*s", STR_ARG(def->kinds[i].group),
				STR_ARG(def->kinds[i].name)),
			str_none());
}

static void counted_fill(struct ctx *c, const struct lists *l, enum count_list list,
	struct view_counteds *out)
{
	const struct rules_list *rules = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	struct count_input in;

	lists_input(l, c->a, list, 0, &in);
	for (size_t i = 0; i < rules->countings_n; i++) {
		const struct counting *set = rules->countings[i];
		for (size_t k = 0; set->list == list && k < set->rules_n; k++) {
			struct counted counted;
			counting_run(c->a, &set->rules[k], &in, date_of_instant(c->now), 0, &counted);
			counted_view(c, set, &counted, l, str_none(), VEC_ADD(c->a, out));
		}
	}
}

static enum rc removed_fill(struct ctx *c, struct db *db, struct view_removeds *out, struct err *e)
{
	struct q_list_items_removed_list rows;

	TRY(q_list_items_removed(db,
		&(struct q_list_items_removed_in){.enterprise_id = c->who.enterprise_id,
			.list = count_list_name(list_of(c))},
		&rows, e));
	for (size_t i = 0; i < rows.n; i++)
		*VEC_ADD(c->a, out) = (struct view_removed){.id = rows.v[i].public_id,
			.text = str_fmt(c->a, "%.*s　%.*s", STR_ARG(rows.v[i].title),
				STR_ARG(rows.v[i].number))};
	return RC_OK;
}

enum rc page_e_items(struct ctx *c, struct err *e)
{
	const struct list_def *def = def_of(c);
	struct view_e_items v = {0};
	struct lists l;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(lists_load(db, c->who.enterprise_id, &l, e));
	TRY(removed_fill(c, db, &v.removed, e));
	frame(c, def->title, &v.page, false);
	v.title = def->title;
	v.lead = def->lead;
	v.noun = def->noun;
	v.action = list_path(c->a, def->list, 0);
	v.new_href = item_path(c, STR("new"), "");
	v.empty = l.n[def->list] == 0;
	v.none = lists_none(&l, def->list, 0);
	kinds_fill(c, def, &v.kinds);
	table_fill(c, &l, &v.table);
	counted_fill(c, &l, def->list, &v.counted);
	tmpl_enterprise_items(respond_html(c, 200), &v);
	return RC_OK;
}

/* back=ID takes an item back; act=none declares that there is none. */
enum rc page_e_items_post(struct ctx *c, struct err *e)
{
	struct tx_call call = ctx_call(c, list_path(c->a, list_of(c), 0));
	struct str back = form_get(&c->form, "back");

	if (back.n) {
		struct list_item_remove uc = {.list = list_of(c), .item = back, .back = true};
		TRY(TX_RUN(&call, list_item_remove, &uc, e));
		return ctx_done(c, &call, STR("已恢复到清单中"));
	}
	struct list_declare_none uc = {.list = list_of(c)};
	TRY(TX_RUN(&call, list_declare_none, &uc, e));
	return ctx_done(c, &call, STR("已记录声明"));
}

/* --- one item ---------------------------------------------------------------------------------- */

static const struct q_list_items *find_item(
	const struct lists *l, enum count_list list, struct str id)
{
	for (size_t i = 0; i < l->n[list]; i++)
		if (str_eq(l->row[list][i]->public_id, id))
			return l->row[list][i];
	return NULL;
}

static void text_fields(struct ctx *c, const struct list_kind *k, const struct q_list_items *r,
	const struct form_errors *errors, struct view_e_item *v)
{
	const struct str values[] = {r->number, r->granted_on, r->valid_until, r->rechecked_on,
		r->rank ? str_i64(c->a, r->rank) : STR("")};
	const enum list_field fields[] = {LIST_FIELD_NUMBER, LIST_FIELD_GRANTED_ON,
		LIST_FIELD_VALID_UNTIL, LIST_FIELD_RECHECKED_ON, LIST_FIELD_RANK};

	v->name = field_text(c, "title", "名称", r->title, errors);
	v->name.width = "full";
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (k->label[fields[i]].n == 0)
			continue;
		struct view_field *f = VEC_ADD(c->a, &v->fields);
		*f = field_text(c, list_field_name(fields[i]), str_cstr(c->a, k->label[fields[i]]),
			values[i], errors);
		f->optional = !k->needed[fields[i]];
		if (fields[i] == LIST_FIELD_GRANTED_ON || fields[i] == LIST_FIELD_VALID_UNTIL ||
			fields[i] == LIST_FIELD_RECHECKED_ON)
			f->hint = STR("例如 2023-02-20");
		if (fields[i] == LIST_FIELD_RANK)
			f->inputmode = "numeric";
	}
}

static void choice_fields(struct ctx *c, const struct list_def *def, const struct list_kind *k,
	const struct q_list_items *r, const struct form_errors *errors, struct view_e_item *v)
{
	size_t n;
	const struct fact_word *words = fact_words(FACT_INSTITUTION_LEVEL, &n);

	v->transfers = k->label[LIST_FIELD_OBTAINED].n > 0;
	v->obtained = field_choices("obtained", "取得方式", errors);
	choices_add(c, &v->obtained, STR("own"), STR("自主研发"), r->obtained);
	choices_add(c, &v->obtained, STR("transfer"), STR("转让取得"), r->obtained);
	v->transferred =
		field_text(c, "transferred_on", "转让日期", r->transferred_on, errors);
	v->transferred.hint = STR("转让取得的填写，以登记（公告）日期为准，例如 2023-02-20");
	v->transferred.optional = true;
	v->states_related = k->label[LIST_FIELD_RELATED].n > 0;
	v->related = field_check(c, "related", str_cstr(c->a, k->label[LIST_FIELD_RELATED]),
		r->related != 0, errors);
	v->states_applied = k->label[LIST_FIELD_APPLIED].n > 0;
	v->applied = field_check(c, "applied", str_cstr(c->a, k->label[LIST_FIELD_APPLIED]),
		r->applied != 0, errors);
	v->level = field_choices("level", "级别", errors);
	v->level.empty = STR("请选择");
	for (size_t i = 1; k->label[LIST_FIELD_LEVEL].n && i < n; i++) /* the first is 未建立 */
		choices_add(c, &v->level, words[i].id, words[i].name, r->level);
	v->ground = field_choices("ground", "高价值情形", errors);
	v->ground.empty = STR("没有");
	v->ground.optional = true;
	for (size_t i = 0; k->label[LIST_FIELD_GROUND].n && i < def->grounds.n; i++)
		choices_add(c, &v->ground, str_i64(c->a, (int64_t)i + 1), def->grounds.v[i],
			str_i64(c->a, r->ground));
}

static enum rc evidence_field(struct ctx *c, struct db *db, const struct q_list_items *r,
	const struct form_errors *errors, struct view_e_item *v, struct err *e)
{
	struct q_evidence_of_enterprise_list rows;

	TRY(q_evidence_of_enterprise(db,
		&(struct q_evidence_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows,
		e));
	v->evidence = field_choices("evidence", "或使用以前上传过的文件", errors);
	v->evidence.empty = STR("不附文件");
	v->evidence.optional = true;
	for (size_t i = 0; i < rows.n; i++)
		choices_add(c, &v->evidence, rows.v[i].public_id, rows.v[i].filename, r->evidence);
	if (r->evidence.n)
		v->file_href = str_cat(c->a, STR("/e/file/"), r->evidence);
	v->file_error = errors ? form_error_of(errors, "file") : str_none();
	return RC_OK;
}

/* A new one of ?kind=, or the one of the address. */
static enum rc show_item(
	struct ctx *c, int status, const struct form_errors *errors, bool fresh, struct err *e)
{
	const struct list_def *def = def_of(c);
	const struct q_list_items none = {.kind = form_get(&c->query, "kind")};
	const struct q_list_items *r = &none;
	struct view_e_item v = {0};
	struct lists l;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(lists_load(db, c->who.enterprise_id, &l, e));
	if (!fresh)
		r = find_item(&l, def->list, c->params[0]);
	const struct list_kind *k = r ? list_kind_find(def, r->kind) : NULL;
	if (!k)
		return err_set(e, RC_NOT_FOUND, fresh ? MSG_LIST_KIND : MSG_LIST_GONE);
	v.title = str_cat(c->a, fresh ? STR("登记") : STR("更正"), def->noun);
	frame(c, v.title, &v.page, true);
	if (errors)
		v.page.errors = *errors;
	v.kind = k->name;
	v.back_href = list_path(c->a, def->list, 0);
	v.action = fresh ? str_fmt(c->a, "%.*s?kind=%.*s", STR_ARG(item_path(c, STR("new"), "")),
				   STR_ARG(k->id))
			 : item_path(c, r->public_id, "");
	v.remove_href = fresh ? str_none() : item_path(c, r->public_id, "/remove");
	v.version = str_i64(c->a, r->version);
	text_fields(c, k, r, errors, &v);
	choice_fields(c, def, k, r, errors, &v);
	TRY(evidence_field(c, db, r, errors, &v, e));
	tmpl_enterprise_item(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_e_item_new(struct ctx *c, struct err *e)
{
	if (form_get(&c->query, "kind").n == 0) /* the kind is chosen on the list */
		return respond_redirect(c, list_path(c->a, list_of(c), 0));
	return show_item(c, 200, NULL, true, e);
}

enum rc page_e_item(struct ctx *c, struct err *e)
{
	return show_item(c, 200, NULL, false, e);
}

static struct str typed(struct ctx *c, const char *name)
{
	return str_trim(form_get(&c->form, name));
}

static bool read_item(struct ctx *c, struct list_item_save *uc, struct form_errors *errors)
{
	static const struct field_spec spec[] = {
		{.name = "title", .label = "名称", .kind = FIELD_TEXT, .required = true, .max = 200,
			.offset = offsetof(struct list_values, title)},
		{.name = "number", .label = "编号", .kind = FIELD_TEXT, .max = 100,
			.offset = offsetof(struct list_values, number)},
		{.name = "related", .label = "相关", .kind = FIELD_BOOL,
			.offset = offsetof(struct list_values, related)},
		{.name = "applied", .label = "应用", .kind = FIELD_BOOL,
			.offset = offsetof(struct list_values, applied)},
	};

	if (!str_to_i64(form_get(&c->form, "version"), &uc->version))
		uc->version = -1;
	if (!form_read(c->a, &c->form, spec, ARRAY_LEN(spec), &uc->v, errors))
		return false;
	uc->v.level = typed(c, "level");
	uc->v.obtained = typed(c, "obtained");
	uc->v.evidence = typed(c, "evidence");
	uc->v.rank = typed(c, "rank");
	uc->v.granted_on = typed(c, "granted_on");
	uc->v.valid_until = typed(c, "valid_until");
	uc->v.rechecked_on = typed(c, "rechecked_on");
	uc->v.transferred_on = typed(c, "transferred_on");
	uc->v.ground = typed(c, "ground");
	return true;
}

/* The file, when one was chosen: looked at, its bytes stored before the row that names them. */
static enum rc read_file(struct ctx *c, struct list_item_save *uc, struct err *e)
{
	const struct form_value *f = form_file(&c->form, "file");
	struct evidence_upload *files;
	struct evidence_stored *stored;
	size_t n;

	if (!f || (f->filename.n == 0 && f->value.n == 0))
		return RC_OK;
	TRY(upload_read(c, "file", &files, &n, e));
	TRY(evidence_keep(ctx_services(c), c->a, files, 1, &stored, e));
	uc->file = stored;
	return RC_OK;
}

static enum rc save_item(struct ctx *c, bool fresh, struct err *e)
{
	struct list_item_save uc = {.list = list_of(c)};
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, list_path(c->a, list_of(c), 0));

	uc.kind = fresh ? form_get(&c->query, "kind") : str_none();
	uc.item = fresh ? STR("") : c->params[0];
	if (!read_item(c, &uc, &errors))
		return show_item(c, 422, &errors, fresh, e);
	enum rc rc = read_file(c, &uc, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, "file", err_text(c->a, e));
		return show_item(c, 422, &errors, fresh, e);
	}
	TRY(rc);
	rc = TX_RUN(&call, list_item_save, &uc, e);
	if (e_shown_again(rc)) {
		form_error_from(c->a, &errors, e);
		return show_item(c, 422, &errors, fresh, e);
	}
	TRY(rc);
	return ctx_done(c, &call, fresh ? STR("已登记") : STR("已保存"));
}

enum rc page_e_item_new_post(struct ctx *c, struct err *e)
{
	return save_item(c, true, e);
}

enum rc page_e_item_post(struct ctx *c, struct err *e)
{
	return save_item(c, false, e);
}

enum rc page_e_item_remove(struct ctx *c, struct err *e)
{
	const struct list_def *def = def_of(c);
	struct view_e_item_remove v = {0};
	struct lists l;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(lists_load(db, c->who.enterprise_id, &l, e));
	const struct q_list_items *r = find_item(&l, def->list, c->params[0]);
	if (!r)
		return err_set(e, RC_NOT_FOUND, MSG_LIST_GONE);
	const struct list_kind *k = list_kind_find(def, r->kind);
	frame(c, STR("从清单中移除"), &v.page, true);
	v.back_href = list_path(c->a, def->list, 0);
	v.action = item_path(c, r->public_id, "/remove");
	rows_add(c, &v.rows, "名称", r->title);
	rows_add(c, &v.rows, "类别", k ? k->name : r->kind);
	rows_add(c, &v.rows, "编号", r->number);
	tmpl_enterprise_item_remove(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_e_item_remove_post(struct ctx *c, struct err *e)
{
	struct list_item_remove uc = {.list = list_of(c), .item = c->params[0]};
	struct tx_call call = ctx_call(c, list_path(c->a, list_of(c), 0));

	TRY(TX_RUN(&call, list_item_remove, &uc, e));
	return ctx_done(c, &call, STR("已从清单中移除，可在本页“最近移除的”中恢复"));
}

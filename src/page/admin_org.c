/* 机构: the competent bodies of a province, who of them has nobody to work, and their data. */
#include "page/admin.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "service/account.h"
#include "service/admin.h"

#include <stddef.h>

#define BODIES_SHOWN 30

static struct str org_href(struct ctx *c, int64_t root, bool without)
{
	return str_fmt(c->a, "/a/org?root=%lld%s", (long long)root, without ? "&without=1" : "");
}

static void body_row(struct ctx *c, const struct q_admin_bodies *b, struct view_table *t)
{
	struct view_cells *r = VEC_ADD(c->a, &t->rows);

	admin_cell(c, t, r, b->name)->href = str_fmt(c->a, "/a/org/%lld", (long long)b->id);
	admin_cell(c, t, r, admin_level(b->level));
	admin_cell(c, t, r, b->code);
	admin_cell(c, t, r, b->phone.n ? b->phone : STR("未填"));
	admin_cell(c, t, r, b->areas ? str_i64(c->a, b->areas) : STR("全省"))->num = true;
	struct view_cell *people = admin_cell(c, t, r, str_i64(c->a, b->officers));
	if (!b->active) {
		people->text = STR("机构已停用");
		people->tag = "grey";
	} else if (b->officers == 0) {
		people->text = STR("没有账号");
		people->tag = "amber";
	}
}

enum rc page_a_org(struct ctx *c, struct err *e)
{
	static const char *const names[] = {"机构", "层级", "代码", "电话", "负责的县（市、区）", "在用账号"};
	struct q_admin_roots_list roots;
	struct q_admin_bodies_list rows;
	struct view_a_list v = {0};
	bool without = str_eqc(form_get(&c->query, "without"), "1");
	int64_t root = 0;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_admin_roots(db, &roots, e));
	admin_page(c, "机构", &v.page);
	v.title = STR("机构");
	v.lead = STR("机构名称和管辖范围按标准数据建立；名称、电话、地址由您维护，企业会看到。");
	if (!str_to_i64(form_get(&c->query, "root"), &root) && roots.n)
		root = roots.v[0].id;
	v.tabs.label = STR("省级机构");
	for (size_t i = 0; i < roots.n; i++)
		links_add(c, &v.tabs.items, roots.v[i].name, org_href(c, roots.v[i].id, without),
			roots.v[i].id == root);
	TRY(q_admin_bodies(db,
		&(struct q_admin_bodies_in){.province_id = root, .only_without = without}, &rows, e));
	admin_heads(c, &v.table,
		without ? "在用而没有账号的机构：企业的材料没有人办理" : "机构，按国家标准顺序", names,
		ARRAY_LEN(names), "没有这样的机构。");
	v.table.heads.v[4].num = true;
	struct batch_part part = pager_part(c, &v.pager, org_href(c, root, without), rows.n, BODIES_SHOWN);
	for (size_t i = part.from; i < part.to; i++)
		body_row(c, &rows.v[i], &v.table);
	v.act = without ? STR("查看全部机构") : STR("只看没有账号的机构");
	v.act_href = org_href(c, root, !without);
	tmpl_admin_list(respond_html(c, 200), &v);
	return RC_OK;
}

/* --- one body ----------------------------------------------------------------------------------- */

static enum rc people_fill(struct ctx *c, struct db *db, int64_t id, struct view_a_agency *v,
	struct err *e)
{
	static const char *const names[] = {"姓名", "登录名", "状态", "最近登录"};
	struct q_account_officers_list rows;

	TRY(q_account_officers(db,
		&(struct q_account_officers_in){.agency_id = some_i64(id), .limit = 200}, &rows, e));
	admin_heads(c, &v->people, "本机构的账号", names, ARRAY_LEN(names),
		"还没有账号：企业的材料没有人办理。");
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_account_officers *p = &rows.v[i];
		struct view_cells *r = VEC_ADD(c->a, &v->people.rows);

		admin_cell(c, &v->people, r, p->name)->href =
			str_fmt(c->a, "/a/accounts/%lld", (long long)p->id);
		admin_cell(c, &v->people, r, p->login);
		admin_cell(c, &v->people, r, p->active ? STR("在用") : STR("停用"))->tag =
			p->active ? "green" : "grey";
		admin_cell(c, &v->people, r,
			p->last_login_at.has ? instant_human(c->a, p->last_login_at.v)
					     : STR("从未登录"));
	}
	return RC_OK;
}

static enum rc areas_fill(struct ctx *c, struct db *db, int64_t id, struct view_a_agency *v,
	struct err *e)
{
	struct q_admin_areas_list rows;
	struct buf b;

	TRY(q_admin_areas(db, &(struct q_admin_areas_in){.agency_id = id}, &rows, e));
	buf_init(&b, c->a, (size_t)64 << 10);
	for (size_t i = 0; i < rows.n; i++) {
		if (i)
			buf_lit(&b, "、");
		buf_str(&b, rows.v[i].name);
	}
	v->areas = rows.n ? buf_view(&b) : STR("全省");
	return RC_OK;
}

static void fields_fill(struct ctx *c, const struct q_agency_by_id *g,
	const struct form_errors *errors, struct view_a_agency *v)
{
	struct view_field *f;

	*VEC_ADD(c->a, &v->fields) = field_text(c, "name", "名称", g->name, errors);
	f = VEC_ADD(c->a, &v->fields);
	*f = field_text(c, "short_name", "简称", g->short_name, errors);
	f->hint = STR("用在按钮和标签上");
	f = VEC_ADD(c->a, &v->fields);
	*f = field_text(c, "phone", "联系电话", g->phone, errors);
	f->inputmode = "tel";
	f->optional = true;
	f = VEC_ADD(c->a, &v->fields);
	*f = field_text(c, "address", "办公地址", g->address, errors);
	f->optional = true;
	v->active = field_check(c, "active", "在用：企业注册和报送时可以选到", g->active != 0, errors);
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_a_agency v = {0};
	struct q_agency_by_id g;
	struct db *db;
	int64_t id;

	TRY(admin_id(c, &id, e));
	TRY(ctx_db(c, &db, e));
	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id}, &g, e));
	admin_page_below(c, g.name, "机构", "/a/org", &v.page);
	if (errors)
		v.page.errors = *errors;
	v.name = g.name;
	v.action = str_fmt(c->a, "/a/org/%lld", (long long)id);
	v.new_href = str_fmt(c->a, "/a/accounts/new?agency=%lld", (long long)id);
	rows_add(c, &v.rows, "层级", admin_level(g.level));
	rows_add(c, &v.rows, "代码", g.code);
	TRY(areas_fill(c, db, id, &v, e));
	rows_add(c, &v.rows, "管辖范围", v.areas);
	fields_fill(c, &g, errors, &v);
	TRY(people_fill(c, db, id, &v, e));
	tmpl_admin_agency(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_a_agency(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

enum rc page_a_agency_post(struct ctx *c, struct err *e)
{
#define AT(member) offsetof(struct agency_save, member)
	static const struct field_spec specs[] = {
		{"name", "名称", FIELD_TEXT, true, 2, 60, NULL, AT(name)},
		{"short_name", "简称", FIELD_TEXT, true, 2, 30, NULL, AT(short_name)},
		{"phone", "联系电话", FIELD_PHONE, false, 0, 0, NULL, AT(phone)},
		{"address", "办公地址", FIELD_TEXT, false, 0, 120, NULL, AT(address)},
		{"active", "在用", FIELD_BOOL, false, 0, 0, NULL, AT(active)},
	};
#undef AT
	struct form_errors errors = {0};
	struct agency_save uc = {0};

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc, &errors))
		return show(c, 422, &errors, e);
	TRY(admin_id(c, &uc.id, e));
	struct tx_call call = ctx_call(c, str_fmt(c->a, "/a/org/%lld", (long long)uc.id));
	TRY(TX_RUN(&call, agency_save, &uc, e));
	return ctx_done(c, &call, STR("机构信息已保存"));
}

/* What changed from one edition to another, for anybody; and the text whose hash is published. */
#include "base/json.h"
#include "base/vec.h"
#include "domain/rule_diff.h"
#include "page/act.h"
#include "page/common.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "store/q.h"

static struct view_choices choice(struct ctx *c, bool standards, const char *id, const char *label,
	struct str chosen)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	size_t n = standards ? list->standards_n : list->procedures_n;
	struct view_choices ch = field_choices(id, label, NULL);

	for (size_t i = 0; i < n; i++) {
		struct str one = standards ? list->standards[i]->id : list->procedures[i]->id;
		struct str title =
			standards ? list->standards[i]->title : list->procedures[i]->title;
		struct str from = standards ? date_str(c->a, list->standards[i]->legal_from) : list->procedures[i]->legal_from;
		struct str when = from.n ? str_fmt(c->a, "自 %.*s 起施行", STR_ARG(from)) : STR("施行日期未载明");
		choices_add(c, &ch, one, str_fmt(c->a, "%.*s（%.*s）", STR_ARG(title), STR_ARG(when)), chosen);
	}
	return ch;
}

/* Two of the same kind that follow one another: what most want to compare. */
static void pair_offered(struct ctx *c, bool standards, struct str *a, struct str *b)
{
	const struct rules_list *list = rules_list(ctx_services(c)->rules, date_of_instant(c->now));
	size_t n = standards ? list->standards_n : list->procedures_n;

	for (size_t i = 0; i + 1 < n; i++) {
		bool same = standards ? str_eq(list->standards[i]->tier, list->standards[i + 1]->tier)
				      : str_eq(list->procedures[i]->title, list->procedures[i + 1]->title);
		if (!same)
			continue;
		*a = standards ? list->standards[i]->id : list->procedures[i]->id;
		*b = standards ? list->standards[i + 1]->id : list->procedures[i + 1]->id;
		return;
	}
}

void rule_pair_fill(struct ctx *c, bool standards, struct str a, struct str b, struct view_rule_pair *out)
{
	if (!a.n && !b.n)
		pair_offered(c, standards, &a, &b);
	/* Other names for the second form of a page: an id stands once. */
	out->a = choice(c, standards, standards ? "a" : "pa", "比较（先前的）", a);
	out->b = choice(c, standards, standards ? "b" : "pb", "与（后来的）", b);
}

static struct view_tag kind_tag(enum rule_change_kind kind)
{
	if (kind == RULE_ADDED)
		return tag_of("green", STR("新增"));
	return kind == RULE_REMOVED ? tag_of("red", STR("删去")) : tag_of("amber", STR("修改"));
}

static enum rc compare(struct ctx *c, const struct q_rulebook_text *a, const struct q_rulebook_text *b,
	struct view_rules_diff *v, struct err *e)
{
	struct rule_changes changes = {0};
	struct json *before, *after;

	TRY(json_parse(c->a, a->json, &before, e));
	TRY(json_parse(c->a, b->json, &after, e));
	rule_diff(c->a, before, after, &changes);
	for (size_t i = 0; i < changes.n; i++) {
		const struct rule_change *x = &changes.v[i];
		*VEC_ADD(c->a, &v->changes) = (struct view_rule_change){.kind = kind_tag(x->kind),
			.part = x->part, .item = x->item, .what = x->what, .before = x->before,
			.after = x->after};
	}
	v->caption = str_fmt(c->a, "共 %zu 处区别", changes.n);
	return RC_OK;
}

/* "id" is what holds today, "id@2" the second version of it. */
const struct rules_version *rule_version_named(struct ctx *c, struct str ref)
{
	const struct rules *rules = ctx_services(c)->rules;
	const struct rules_version *v = NULL;
	struct str number = ref, id;
	int64_t version;

	if (!str_cut(&number, '@', &id) || !number.p)
		return rules_version_on(rules, ref, STR(""), date_of_instant(c->now));
	size_t n = str_to_i64(number, &version) ? rules_versions(rules, id, &v) : 0;
	for (size_t i = 0; i < n; i++)
		if (v[i].version == version)
			return &v[i];
	return NULL;
}

static enum rc found(struct ctx *c, struct str ref, struct q_rulebook_text *out, struct err *e)
{
	const struct rules_version *v = rule_version_named(c, ref);
	struct db *db;
	bool is;

	if (!v)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	TRY(ctx_db(c, &db, e));
	TRY(q_rulebook_text(db, &(struct q_rulebook_text_in){.id = v->id, .version = v->version}, out, &is, e));
	return is ? RC_OK : err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
}

static void side(struct ctx *c, struct view_rules_diff *v, const char *label,
	const struct q_rulebook_text *r)
{
	rows_add(c, &v->rows, label,
		str_fmt(c->a, "%.*s　校验码 %.*s", STR_ARG(r->title), STR_ARG(r->hash)));
}

static struct str named(const struct ctx *c, const char *standard, const char *procedure)
{
	struct str s = form_get(&c->query, standard);

	return s.n ? s : form_get(&c->query, procedure);
}

enum rc page_rules_diff(struct ctx *c, struct err *e)
{
	struct str a = named(c, "a", "pa"), b = named(c, "b", "pb");
	struct q_rulebook_text before, after;
	struct view_rules_diff v = {.title = STR("两个版本的区别")};
	bool standards = true;

	page_view(c, "两个版本的区别", &v.page);
	v.page.column = STR("标准与依据");
	v.page.wide = true;
	page_crumb(c, &v.page, STR("标准与依据"), STR("/rules"));
	page_crumb(c, &v.page, STR("两个版本的区别"), str_none());
	v.lead = STR("逐项比较两个评价标准，或两个实施细则：条款、指标、分档、条件、时限和取值。");
	if (a.n && b.n) {
		TRY(found(c, a, &before, e));
		TRY(found(c, b, &after, e));
		if (!str_eq(before.kind, after.kind))
			return err_set(e, RC_INVALID, MSG_RULES_KIND);
		standards = str_eqc(before.kind, "standard");
		v.asked = true;
		side(c, &v, "前者", &before);
		side(c, &v, "后者", &after);
		TRY(compare(c, &before, &after, &v, e));
	}
	rule_pair_fill(c, standards, a, b, &v.compare);
	tmpl_public_rules_diff(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_rule_json(struct ctx *c, struct err *e)
{
	struct q_rulebook_text r;
	struct json *j;
	struct buf b;

	TRY(found(c, c->params[0], &r, e));
	TRY(json_parse(c->a, r.json, &j, e));
	buf_init(&b, c->a, (size_t)1 << 20);
	json_put_canonical(&b, j, c->a);
	return respond_download(c, STR("application/json"), str_cat(c->a, c->params[0], STR(".json")),
		buf_view(&b));
}

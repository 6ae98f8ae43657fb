/* One way to say who may apply, for all programmes: a refusal names clause, fact and next step. */
#include "domain/entry.h"

static bool names_it(struct str list, struct str word)
{
	struct str one;

	while (list.n && str_cut(&list, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static bool covers(struct date from, struct date to, struct date day)
{
	return date_cmp(from, day) <= 0 && (to.y == 0 || date_cmp(day, to) <= 0);
}

static struct str over(struct arena *a, const struct entry_title *t, struct date day)
{
	if (t->in_force && date_cmp(day, t->from) < 0)
		return str_fmt(a, "%.*s自 %.*s 起有效", STR_ARG(t->name), STR_ARG(date_str(a, t->from)));
	if (t->to.y && date_cmp(t->to, day) < 0)
		return str_fmt(a, "%.*s有效期至 %.*s，已失效", STR_ARG(t->name), STR_ARG(date_str(a, t->to)));
	return str_fmt(a, "%.*s已失效", STR_ARG(t->name));
}

static void title(struct arena *a, const struct entry_case *c, struct entry_result *r)
{
	const struct entry_title *last = NULL;

	r->holds = TRI_FALSE;
	for (size_t i = 0; i < c->titles_n; i++) {
		const struct entry_title *t = &c->titles[i];
		if (!names_it(r->rule->tier, t->tier))
			continue;
		last = last ? last : t;
		if (!t->in_force || !covers(t->from, t->renewing ? (struct date){0} : t->to, c->day))
			continue;
		r->holds = TRI_TRUE;
		r->fact = str_fmt(a, "%.*s，%s%.*s%s", STR_ARG(t->name), t->to.y ? "有效期至 " : "在册",
			STR_ARG(t->to.y ? date_str(a, t->to) : STR("")),
			t->renewing ? "，复核中，原名单继续有效" : "");
		return;
	}
	r->fact = last ? over(a, last, c->day) : STR("没有所要求的有效称号");
}

const struct entry_result *entry_below(const struct entry_result *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].rule->kind == ENTRY_TITLE)
			return &r[i];
	return NULL;
}

struct str entry_below_text(struct arena *a, const struct entry_result *r)
{
	return r->holds == TRI_TRUE
		       ? str_fmt(a, "前提：%.*s（%.*s）——%.*s", STR_ARG(r->rule->text),
				 STR_ARG(r->rule->clause), STR_ARG(r->fact))
		       : str_fmt(a, "前提：%.*s（%.*s）——%.*s。%.*s", STR_ARG(r->rule->text),
				 STR_ARG(r->rule->clause), STR_ARG(r->fact), STR_ARG(r->rule->next));
}

static void ban(struct arena *a, const struct procedure *p, const struct entry_case *c,
	struct entry_result *r)
{
	r->holds = TRI_TRUE;
	r->fact = STR("没有不得申报的记录");
	for (size_t i = 0; i < c->bans_n; i++) {
		const struct entry_ban *b = &c->bans[i];
		if ((b->programmes.n && !names_it(b->programmes, p->programme)) ||
			!covers(b->from, b->to, c->day))
			continue;
		r->holds = TRI_FALSE;
		r->fact = str_fmt(a, "%.*s（%.*s），%s%.*s", STR_ARG(b->cause), STR_ARG(b->clause),
			b->to.y ? "不得申报至 " : "解除前不得申报",
			STR_ARG(b->to.y ? date_str(a, b->to) : STR("")));
		return;
	}
}

static void listed(struct arena *a, const struct entry_case *c, struct entry_result *r)
{
	r->holds = c->listed_n ? TRI_FALSE : TRI_TRUE;
	r->fact = STR("未在已导入的经营异常名录、严重失信主体名单中");
	if (c->listed_n)
		r->fact = str_fmt(a, "%.*s 起列入%s", STR_ARG(date_str(a, c->listed[0].since)),
			str_eqc(c->listed[0].kind, "abnormal") ? "经营异常名录" : "严重失信主体名单");
}

static void size(const struct entry_case *c, struct entry_result *r)
{
	r->holds = c->size_known != TRI_TRUE  ? TRI_UNKNOWN
		   : c->size == SIZE_LARGE ? TRI_FALSE
					   : TRI_TRUE;
	r->fact = c->size_text;
}

static void province(const struct entry_case *c, struct entry_result *r)
{
	r->holds = c->division.n < 2 || c->body_division.n < 2
			   ? TRI_UNKNOWN
			   : (str_eq(str_sub(c->division, 0, 2), str_sub(c->body_division, 0, 2))
					     ? TRI_TRUE
					     : TRI_FALSE);
	r->fact = r->holds == TRI_UNKNOWN ? STR("尚未填写所在县（市、区）")
		  : r->holds == TRI_TRUE  ? STR("注册地在本省")
					  : STR("注册地不在本省");
}

static void cluster(struct arena *a, const struct entry_case *c, struct entry_result *r)
{
	r->holds = c->clusters_n ? TRI_TRUE : TRI_FALSE;
	r->fact = c->clusters_n ? str_cat(a, STR("已纳入统计："), c->clusters[0])
				: STR("不在县域特色产业集群统计名单中");
}

/* Not in it yet: a procedure that leads through its own pool lets the same filing enter first. */
static void pool(struct arena *a, const struct procedure *p, const struct entry_case *c,
	struct entry_result *r)
{
	struct str of = r->rule->tier.n ? r->rule->tier : p->programme;
	bool through = str_eq(of, p->programme) && procedure_stage(p, STAGE_POOL, HOLDER_CITY);

	for (size_t i = 0; i < c->pools_n; i++) {
		if (!names_it(of, c->pools[i].programme))
			continue;
		r->holds = TRI_TRUE;
		r->fact = str_fmt(a, "%.*s 起在培育库", STR_ARG(date_str(a, c->pools[i].since)));
		return;
	}
	r->holds = through ? TRI_UNKNOWN : TRI_FALSE;
	r->fact = through ? STR("尚未入库：本次填报先经确认入库，入库后用同一份材料推荐认定，不需要再填")
			  : STR("不在培育库中");
}

void entry_check(struct arena *a, const struct procedure *p, const struct entry_case *c,
	struct entry_result *out)
{
	for (size_t i = 0; i < p->eligibility_n; i++) {
		struct entry_result *r = &out[i];
		*r = (struct entry_result){
			&p->eligibility[i], TRI_UNKNOWN, STR("由企业在报送时确认，主管部门核查")};
		switch (r->rule->kind) {
		case ENTRY_TITLE:
			title(a, c, r);
			break;
		case ENTRY_BAN:
			ban(a, p, c, r);
			break;
		case ENTRY_LISTED:
			listed(a, c, r);
			break;
		case ENTRY_SIZE:
			size(c, r);
			break;
		case ENTRY_PROVINCE:
			province(c, r);
			break;
		case ENTRY_CLUSTER:
			cluster(a, c, r);
			break;
		case ENTRY_POOL:
			pool(a, p, c, r);
			break;
		case ENTRY_DECLARE:
		case ENTRY__MAX:
			break;
		}
	}
}

const struct entry_result *entry_refusal(const struct entry_result *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].holds == TRI_FALSE)
			return &r[i];
	return NULL;
}

const char *entry_word(const struct entry_result *r)
{
	return r->holds == TRI_TRUE ? "符合" : r->holds == TRI_FALSE ? "不符合" : "待确认";
}

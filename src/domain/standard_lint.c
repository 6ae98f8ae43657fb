/* A standard decides about enterprises, so one that contradicts itself must not load at all. */
#include "domain/standard_lint.h"

static enum rc fault(const struct standard *s, struct err *e, struct str id, const char *why)
{
	err_set(e, RC_DATA, MSG_STANDARD_BAD);
	return err_argf(e, "%.*s %.*s %s", STR_ARG(s->id), STR_ARG(id), why);
}

static bool id_ok(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!((id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') ||
		            id.p[i] == '_'))
			return false;
	return id.n > 0 && id.n <= 40;
}

/* Names go into texts of results as they are. */
static bool name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == '"' || name.p[i] == '\\')
			return false;
	return name.n > 0;
}

/* Indicators, conditions and direct conditions are named side by side in results. */
static struct str nth_id(const struct standard *s, size_t i)
{
	if (i < s->indicators.n)
		return s->indicators.v[i].id;
	i -= s->indicators.n;
	return i < s->conditions.n ? s->conditions.v[i].id : s->direct.v[i - s->conditions.n].id;
}

static struct str nth_name(const struct standard *s, size_t i)
{
	if (i < s->indicators.n)
		return s->indicators.v[i].name;
	i -= s->indicators.n;
	return i < s->conditions.n ? s->conditions.v[i].name
	                           : s->direct.v[i - s->conditions.n].name;
}

static enum rc ids_lint(const struct standard *s, struct err *e)
{
	size_t n = s->indicators.n + s->conditions.n + s->direct.n;

	for (size_t i = 0; i < n; i++) {
		if (!id_ok(nth_id(s, i)))
			return fault(s, e, nth_id(s, i), "编号只能用小写字母、数字和下划线");
		if (!name_ok(nth_name(s, i)))
			return fault(s, e, nth_id(s, i), "名称为空或含有控制字符、引号");
		for (size_t k = 0; k < i; k++)
			if (str_eq(nth_id(s, i), nth_id(s, k)))
				return fault(s, e, nth_id(s, i), "编号重复");
	}
	for (size_t i = 0; i < s->sections.n; i++)
		if (!id_ok(s->sections.v[i].id) ||
		        standard_section_find(s, s->sections.v[i].id) != (int)i)
			return fault(s, e, s->sections.v[i].id, "填报页编号不正确或重复");
	for (size_t i = 0; i < s->evidence.n; i++)
		for (size_t k = 0; k <= i; k++)
			if (!id_ok(s->evidence.v[i].id) ||
			        (k < i && str_eq(s->evidence.v[i].id, s->evidence.v[k].id)))
				return fault(s, e, s->evidence.v[i].id, "佐证材料编号不正确或重复");
	return RC_OK;
}

static enum rc sums_lint(const struct standard *s, struct err *e)
{
	for (size_t g = 0; g < s->groups.n; g++) {
		int64_t sum = 0;
		for (size_t i = 0; i < s->indicators.n; i++)
			sum += s->indicators.v[i].group == g ? s->indicators.v[i].max : 0;
		if (sum + s->groups.v[g].unused != s->groups.v[g].max || s->groups.v[g].min > sum)
			return fault(s, e, s->groups.v[g].id, "类别满分不等于各指标满分之和");
	}
	return RC_OK;
}

static enum rc bands_lint(const struct standard *s, struct err *e)
{
	for (size_t i = 0; i < s->indicators.n; i++) {
		const struct standard_indicator *x = &s->indicators.v[i];
		if (x->points)
			continue;
		if (x->bands_n < 2 || x->bands[0].points != x->max)
			return fault(s, e, x->id, "第一档应为满分，且至少两档");
		for (size_t b = 0; b < x->bands_n; b++) {
			if ((b + 1 < x->bands_n) != (x->bands[b].when != NULL))
				return fault(s, e, x->id, "最后一档应为其余情况，其他档应有条件");
			if (b > 0 && x->bands[b].points >= x->bands[b - 1].points)
				return fault(s, e, x->id, "各档分值应逐档降低");
		}
	}
	return RC_OK;
}

static bool has_evidence(const struct standard *s, enum evidence_for kind, size_t of)
{
	for (size_t i = 0; i < s->evidence.n; i++)
		if (s->evidence.v[i].kind == kind && s->evidence.v[i].of == of)
			return true;
	return false;
}

static enum rc evidence_lint(const struct standard *s, struct err *e)
{
	for (size_t i = 0; i < s->indicators.n; i++)
		if (!has_evidence(s, EVIDENCE_INDICATOR, i))
			return fault(s, e, s->indicators.v[i].id, "没有佐证材料");
	for (size_t i = 0; i < s->direct.n; i++)
		if (!has_evidence(s, EVIDENCE_DIRECT, i))
			return fault(s, e, s->direct.v[i].id, "没有佐证材料");
	for (size_t i = 0; i < s->conditions.n; i++)
		if (s->conditions.v[i].facts.n && !has_evidence(s, EVIDENCE_CONDITION, i))
			return fault(s, e, s->conditions.v[i].id, "没有佐证材料");
	return RC_OK;
}

static enum rc sections_lint(const struct standard *s, struct err *e)
{
	for (size_t i = 0; i < s->facts.n; i++) {
		size_t seen = 0;
		for (size_t k = 0; k < s->sections.n; k++)
			for (size_t f = 0; f < s->sections.v[k].facts.n; f++)
				seen += s->sections.v[k].facts.v[f].fact == s->facts.v[i].fact &&
				        s->sections.v[k].facts.v[f].back == s->facts.v[i].back;
		if (seen != 1)
			return fault(s, e, fact_at(s->facts.v[i].fact)->id,
			        "应当恰好在一个填报页中出现一次");
	}
	return RC_OK;
}

enum rc standard_lint(const struct standard *s, struct err *e)
{
	TRY(ids_lint(s, e));
	TRY(sums_lint(s, e));
	TRY(bands_lint(s, e));
	TRY(evidence_lint(s, e));
	TRY(sections_lint(s, e));
	if (s->routes.n == 0)
		return fault(s, e, STR("routes"), "没有通过规则");
	return RC_OK;
}

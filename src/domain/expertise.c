/* The rules of expert review that need no database: criteria, conflicts, results. */
#include "domain/expertise.h"

#include "domain/redact.h"

static const char *const words[CONFLICT__MAX] = {
	[CONFLICT_NONE] = "",
	[CONFLICT_EMPLOYER] = "工作单位与申报企业相同或关联",
	[CONFLICT_DECLARED] = "本人申明有利害关系",
	[CONFLICT_PERSON] = "与申报企业有关人员同名",
	[CONFLICT_CITY] = "与申报企业在同一设区市",
};

const char *conflict_word(enum conflict c)
{
	return c < CONFLICT__MAX ? words[c] : "";
}

/* --- criteria --------------------------------------------------------------------------------------- */

static enum rc wrong(struct err *e, const char *what)
{
	err_set(e, RC_DATA, MSG_EXPERT_RULES);
	return err_argf(e, "%s", what);
}

static bool id_fit(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!((id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') ||
			    id.p[i] == '_'))
			return false;
	return id.n > 0 && id.n <= 40;
}

static enum rc criterion_of(
	const struct json *j, const struct expert_rules *r, struct criterion *out, struct err *e)
{
	*out = (struct criterion){.id = json_str(j, "id", STR("")),
		.name = json_str(j, "name", STR("")),
		.text = json_str(j, "text", STR("")),
		.max = json_i64(j, "max", 0)};
	if (!id_fit(out->id) || out->name.n == 0)
		return wrong(e, "id, name");
	if (out->max < 1 || out->max > 1000)
		return wrong(e, "max");
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].id, out->id))
			return wrong(e, "id");
	return RC_OK;
}

enum rc expert_rules_of(
	struct arena *a, const struct json *stage, struct expert_rules *out, struct err *e)
{
	const struct json *list = json_get(stage, "criteria");
	struct expert_rules r = {.sheets = json_i64(stage, "sheets", 2),
		.divergence = json_i64(stage, "divergence", 0),
		.avoid_same_city = json_bool(stage, "avoid_same_city", false),
		.confidence = json_str(stage, "criteria_confidence",
			json_str(stage, "confidence", STR("")))};

	if (!list || list->n == 0)
		return err_set(e, RC_STATE, MSG_EXPERT_NO_CRITERIA);
	if (list->type != JSON_ARRAY || list->n > CRITERIA_MAX)
		return wrong(e, "criteria");
	if (r.sheets < 1 || r.sheets > SHEETS_MAX)
		return wrong(e, "sheets");
	r.v = ARENA_NEW_N(a, struct criterion, list->n);
	for (const struct json *j = list->first; j; j = j->next) {
		TRY(criterion_of(j, &r, &r.v[r.n], e));
		r.max += r.v[r.n++].max;
	}
	if (r.divergence < 0 || r.divergence > r.max)
		return wrong(e, "divergence");
	*out = r;
	return RC_OK;
}

/* --- conflicts -------------------------------------------------------------------------------------- */

static bool declared_hit(struct arena *a, const struct judge *j, const struct judged *f)
{
	struct str rest = j->declared, line;

	if (rest.n == 0)
		return false;
	while (str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (str_eq_nocase(line, f->uscc) || names_related(a, line, f->name, &f->places))
			return true;
		for (size_t i = 0; i < f->people.n; i++)
			if (str_eq(line, str_trim(f->people.v[i])))
				return true;
	}
	return false;
}

enum conflict conflict_of(
	struct arena *a, const struct judge *j, const struct judged *f, bool avoid_same_city)
{
	if (names_related(a, j->employer, f->name, &f->places))
		return CONFLICT_EMPLOYER;
	if (declared_hit(a, j, f))
		return CONFLICT_DECLARED;
	for (size_t i = 0; i < f->people.n; i++)
		if (f->people.v[i].n && str_eq(str_trim(f->people.v[i]), str_trim(j->name)))
			return CONFLICT_PERSON;
	if (avoid_same_city && j->division.n >= 4 && f->division.n >= 4 &&
		str_eq(str_sub(j->division, 0, 4), str_sub(f->division, 0, 4)))
		return CONFLICT_CITY;
	return CONFLICT_NONE;
}

bool field_fits(struct str fields, struct str section, struct str industry)
{
	struct str rest = fields, word;

	if (industry.n && industry.p[0] >= 'A' && industry.p[0] <= 'Z')
		industry = str_sub(industry, 1, industry.n);
	if (rest.n == 0)
		return false;
	while (str_cut(&rest, ' ', &word)) {
		if (word.n == 1 && str_eq(word, section))
			return true;
		if (word.n >= 2 && industry.n >= word.n && str_starts(industry, word))
			return true;
	}
	return false;
}

/* --- results ---------------------------------------------------------------------------------------- */

bool sheets_diverge(const int64_t *totals, size_t n, int64_t threshold)
{
	int64_t low = n ? totals[0] : 0, high = low;

	for (size_t i = 1; i < n; i++) {
		low = MIN_OF(low, totals[i]);
		high = MAX_OF(high, totals[i]);
	}
	return threshold > 0 && n > 1 && high - low > threshold;
}

static int64_t mean(int64_t sum, int64_t n)
{
	return (sum * 200 + n) / (2 * n);
}

static int64_t distance(int64_t x, int64_t y)
{
	return x > y ? x - y : y - x;
}

int64_t sheets_result(const int64_t *totals, size_t n, bool diverged)
{
	int64_t sum = 0, best = -1, pair = 0;
	bool tie = false;

	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		sum += totals[i];
	if (!diverged || n < 3)
		return mean(sum, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n; k++) {
			int64_t d = distance(totals[i], totals[k]);
			if (best >= 0 && d > best)
				continue;
			tie = d == best && totals[i] + totals[k] != pair;
			best = d;
			pair = totals[i] + totals[k];
		}
	}
	return tie ? mean(sum, (int64_t)n) : mean(pair, 2);
}

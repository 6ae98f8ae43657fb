/* Windows of a year out of the editions. */
#include "domain/annual.h"

#include "base/vec.h"
#include "domain/edition.h"
#include "domain/ratio.h"

#define YEAR_MIN 2000
#define YEAR_MAX 2199

static const struct {
	const char *code, *word;
} kinds[ANNUAL__MAX] = {
	[ANNUAL_UPDATE] = {"update", "年度信息更新"},
	[ANNUAL_SELF_EVALUATION] = {"self_evaluation", "年度自评"},
};

const char *annual_kind_code(enum annual_kind k)
{
	return kinds[k].code;
}

const char *annual_kind_word(struct str code)
{
	for (size_t i = 0; i < ANNUAL__MAX; i++)
		if (str_eqc(code, kinds[i].code))
			return kinds[i].word;
	return "?";
}

static enum rc bad(struct err *e, const struct procedure *p, const char *what)
{
	err_set(e, RC_DATA, MSG_PROCEDURE_BAD);
	err_arg(e, 0, p->id);
	return err_arg(e, 1, str_c(what));
}

static bool day_of(struct arena *a, const struct json *j, const char *member, int64_t year, struct date *out)
{
	return date_parse(str_fmt(a, "%04lld-%.*s", (long long)year, STR_ARG(json_str(j, member, STR("")))),
		out);
}

static enum rc window_read(struct arena *a, const struct procedure *p, const struct json *j, int64_t year,
	struct annual_window *w, struct err *e)
{
	struct str kind = json_str(j, "kind", STR("update")), effect = json_str(j, "effect", STR(""));

	*w = (struct annual_window){.procedure = p, .id = json_str(j, "id", STR("")),
		.kind = ANNUAL__MAX, .holders = json_str(j, "of", p->programme), .year = year,
		.clause = json_str(j, "clause", STR("")),
		.recheck_lost = str_eqc(effect, "recheck_lost"), .exempt = json_get(j, "exempt")};
	for (size_t i = 0; i < ANNUAL__MAX; i++)
		if (str_eqc(kind, kinds[i].code))
			w->kind = (enum annual_kind)i;
	if (w->kind == ANNUAL__MAX || !w->id.n || !w->clause.n)
		return bad(e, p, "annual.windows: id, kind, clause");
	if (effect.n && !w->recheck_lost)
		return bad(e, p, "annual.windows.effect");
	if (!day_of(a, j, "opens", year, &w->opens) || !day_of(a, j, "closes", year, &w->closes) ||
		date_cmp(w->opens, w->closes) > 0)
		return bad(e, p, "annual.windows: opens, closes");
	return w->exempt && w->exempt->type != JSON_ARRAY ? bad(e, p, "annual.windows.exempt") : RC_OK;
}

static bool covers(const struct json *j, int64_t year)
{
	return year >= json_i64(j, "from", YEAR_MIN) && year <= json_i64(j, "to", YEAR_MAX);
}

static bool governs(const struct procedure *const *list, size_t n, const struct annual_window *w)
{
	const struct procedure *p = w->procedure;
	const struct edition_query q = {.programme = p->programme, .body = p->body, .day = w->closes};
	struct edition_answer now;

	return edition_for(list, n, &q, &now) && now.procedure == p;
}

enum rc annual_windows(struct arena *a, const struct procedure *const *list, size_t n, int64_t year,
	struct annual_windows *out, struct err *e)
{
	struct annual_windows found = {0};
	struct annual_window w;

	for (size_t i = 0; i < n; i++) {
		const struct json *all = json_get(json_get(list[i]->json, "annual"), "windows");
		for (const struct json *j = all ? all->first : NULL; j; j = j->next) {
			if (!covers(j, year))
				continue;
			TRY(window_read(a, list[i], j, year, &w, e));
			if (governs(list, n, &w))
				VEC_PUSH(a, &found, w);
		}
	}
	*out = found;
	return RC_OK;
}

enum rc annual_check(struct arena *a, const struct procedure *p, struct err *e)
{
	const struct json *update = json_get(p->json, "annual"), *all = json_get(update, "windows");
	struct annual_window w;

	if (!update)
		return RC_OK;
	if (!all || all->type != JSON_ARRAY)
		return bad(e, p, "annual.windows");
	for (const struct json *j = all->first; j; j = j->next)
		TRY(window_read(a, p, j, json_i64(j, "from", YEAR_MIN), &w, e));
	int64_t percent = json_i64(update, "explain_percent", 0);
	return percent < 0 || percent > 1000 ? bad(e, p, "annual.explain_percent") : RC_OK;
}

int64_t annual_explain_percent(const struct procedure *p)
{
	return json_i64(json_get(p->json, "annual"), "explain_percent", 0);
}

struct str annual_standard(const struct procedure *p, struct str window_id, int64_t year)
{
	const struct json *all = json_get(json_get(p->json, "annual"), "windows");

	for (const struct json *j = all ? all->first : NULL; j; j = j->next)
		if (str_eq(json_str(j, "id", STR("")), window_id) && covers(j, year))
			return json_str(j, "standard", STR(""));
	return STR("");
}

bool annual_needs_reason(int64_t before, int64_t after, int64_t percent)
{
	i128 far = (i128)after - before, base = before;

	if (percent <= 0)
		return false;
	far = far < 0 ? -far : far;
	base = base < 0 ? -base : base;
	return far * 100 > base * percent;
}

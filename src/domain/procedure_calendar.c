/* When: the batches of a procedure's years, how long a title is valid, and which standard a kind of
 * filing is judged by. */
#include "domain/procedure.h"

static size_t count_of(const struct json *j)
{
	return j && j->type == JSON_ARRAY ? j->n : 0;
}

/* --- batches -------------------------------------------------------------------------------------- */

bool procedure_in_force(const struct procedure *p, struct date day)
{
	struct date d;

	if (date_parse(p->legal_from, &d) && date_cmp(day, d) < 0)
		return false;
	return !date_parse(p->legal_to, &d) || date_cmp(day, d) <= 0;
}

/* What is printed for one batch of one year alone. */
static const struct json *fixed_batch(const struct procedure *p, int64_t year, int64_t no)
{
	const struct json *list = json_get(json_get(p->json, "batches"), "fixed");

	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next)
		if (json_i64(j, "year", 0) == year && json_i64(j, "no", 0) == no)
			return j;
	return NULL;
}

static struct date month_day(struct str s, int64_t year)
{
	struct date d = {0};
	char text[11] = {0};

	if (s.n == 5 && year >= 1000 && year <= 9999) {
		int64_t y = year;
		for (int i = 3; i >= 0; i--, y /= 10)
			text[i] = (char)('0' + y % 10);
		text[4] = '-';
		memcpy(text + 5, s.p, 5);
		if (!date_parse(str_c(text), &d))
			d = (struct date){0};
	}
	return d;
}

bool procedure_window(
	const struct procedure *p, int64_t year, int64_t no, struct batch_plan *out)
{
	const struct json *list = json_get(json_get(p->json, "batches"), "windows");

	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next) {
		if (json_i64(j, "no", 0) != no)
			continue;
		*out = (struct batch_plan){year, no, month_day(json_str(j, "opens", STR("")), year),
			month_day(json_str(j, "filing_ends", STR("")), year),
			month_day(json_str(j, "deadline", STR("")), year)};
		return true;
	}
	return false;
}

bool procedure_phase(const struct procedure *p, const char *id, int64_t year, struct date *from,
	struct date *to)
{
	const struct json *list = json_get(json_get(p->json, "batches"), "phases");

	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next) {
		if (!str_eqc(json_str(j, "id", STR("")), id))
			continue;
		*from = month_day(json_str(j, "from", STR("")), year);
		*to = month_day(json_str(j, "to", STR("")), year);
		return from->y != 0 && to->y != 0;
	}
	return false;
}

static struct date deadline_of(const struct procedure *p, int64_t year, int64_t no)
{
	const struct json *fixed = fixed_batch(p, year, no);
	int64_t months = 12 / p->batches_per_year;
	int64_t month = (no - 1) * months + p->deadline_month_of_period;
	struct date d;

	if (fixed && date_parse(json_str(fixed, "city_deadline", STR("")), &d))
		return d;
	d = date_month_end((int)year, (int)month);
	if (p->deadline_day)
		d.d = (int8_t)p->deadline_day;
	return d;
}

/* A batch begins on the day after the one before it, the first of all when the document says so. */
static struct date opens_of(const struct procedure *p, int64_t year, int64_t no)
{
	const struct json *fixed = fixed_batch(p, year, no);
	bool first = no == p->first_no;
	struct date opens, from;

	if (fixed && date_parse(json_str(fixed, "opens_on", STR("")), &opens))
		return opens;
	opens = date_add(deadline_of(p, first ? year - 1 : year, first ? p->last_no : no - 1), 1);
	if (date_parse(p->legal_from, &from) && date_cmp(opens, from) < 0 &&
		date_cmp(deadline_of(p, year, no), from) >= 0)
		opens = from;
	return opens;
}

enum rc procedure_batch(const struct procedure *p, int64_t year, int64_t no, struct batch_plan *out,
	struct err *e)
{
	struct batch_plan plan = {.year = year, .no = no};

	if (p->calendar == CALENDAR_ON_CALL || no < p->first_no || no > p->last_no || year < 2000 ||
		year > 2198)
		return err_set(e, RC_INVALID, MSG_BATCH_NUMBER);
	if (p->calendar == CALENDAR_YEARLY) {
		if (!procedure_window(p, year, no, &plan) || plan.opens_on.y == 0 ||
			plan.filing_last.y == 0 || plan.city_deadline.y == 0)
			return err_set(e, RC_INVALID, MSG_BATCH_NUMBER);
	} else {
		const struct json *fixed = fixed_batch(p, year, no);
		plan.opens_on = opens_of(p, year, no);
		plan.city_deadline = deadline_of(p, year, no);
		if (!fixed || !date_parse(json_str(fixed, "filing_ends", STR("")), &plan.filing_last))
			plan.filing_last = plan.city_deadline;
	}
	*out = plan;
	return RC_OK;
}

bool procedure_has_batch(const struct procedure *p, int64_t year, int64_t no)
{
	struct batch_plan plan;
	struct date d;

	if (procedure_batch(p, year, no, &plan, NULL) != RC_OK)
		return false;
	if (date_parse(p->legal_from, &d) && date_cmp(plan.city_deadline, d) < 0)
		return false;
	return !date_parse(p->legal_to, &d) || date_cmp(plan.opens_on, d) <= 0;
}

bool procedure_batch_on(const struct procedure *p, struct date day, struct batch_plan *out)
{
	struct batch_plan plan;

	for (int64_t year = day.y; year <= day.y + 1; year++) {
		for (int64_t no = p->first_no; no <= p->last_no; no++) {
			if (!procedure_has_batch(p, year, no) ||
				procedure_batch(p, year, no, &plan, NULL) != RC_OK)
				continue;
			if (date_cmp(day, plan.city_deadline) <= 0) {
				*out = plan;
				return date_cmp(day, plan.opens_on) >= 0;
			}
		}
	}
	return false;
}

struct str procedure_batches_text(struct arena *a, const struct procedure *p)
{
	if (p->calendar == CALENDAR_ON_CALL)
		return STR("由省级主管部门通知");
	return str_fmt(a, "每年 %lld 批", (long long)(p->last_no - p->first_no + 1));
}

/* --- validity ------------------------------------------------------------------------------------- */

struct validity procedure_validity(const struct procedure *p, struct date announced)
{
	struct validity v = {.from = announced};
	int years = (int)p->validity_years;

	switch (p->validity) {
	case VALID_FROM_ANNOUNCEMENT:
		v.to = date_add(date_add_years(announced, years), p->validity_minus_a_day ? -1 : 0);
		break;
	case VALID_CALENDAR_YEARS:
		v.from = (struct date){announced.y, 1, 1};
		v.to = date_add(date_add_years(v.from, years), -1);
		break;
	case VALID_TO_YEAR_END:
		v.to = (struct date){announced.y, 12, 31};
		break;
	case VALID_OPEN:
	case VALIDITY__MAX:
		break;
	}
	return v;
}

struct str procedure_validity_text(struct arena *a, const struct procedure *p)
{
	switch (p->validity) {
	case VALID_FROM_ANNOUNCEMENT:
		return str_fmt(a, "自公告之日起%lld年", (long long)p->validity_years);
	case VALID_CALENDAR_YEARS:
		return str_fmt(a, "自公告当年1月1日起%lld年", (long long)p->validity_years);
	case VALID_TO_YEAR_END:
		return STR("自公告之日起至当年12月31日");
	case VALID_OPEN:
	case VALIDITY__MAX:
		break;
	}
	return STR("文件未规定");
}

/* --- kinds of filing ------------------------------------------------------------------------------ */

static const struct {
	const char *code, *word;
} filings[FILING__MAX] = {
	[FILING_FIRST] = {"first", "首次申报"},
	[FILING_RECHECK] = {"recheck", "复核"},
	[FILING_UPDATE] = {"update", "信息更新"},
};

struct str procedure_standard(const struct procedure *p, enum filing_kind k, struct date opens_on)
{
	bool older = p->standard_recheck.n &&
		     (p->recheck_until.y == 0 || date_cmp(opens_on, p->recheck_until) <= 0);

	return k == FILING_RECHECK && older ? p->standard_recheck : p->standard;
}

const char *filing_kind_code(enum filing_kind k)
{
	return k < FILING__MAX ? filings[k].code : "?";
}

const char *filing_kind_word(enum filing_kind k)
{
	return k < FILING__MAX ? filings[k].word : "?";
}

bool filing_kind_parse(struct str code, enum filing_kind *out)
{
	for (size_t i = 0; i < FILING__MAX; i++) {
		if (str_eqc(code, filings[i].code)) {
			*out = (enum filing_kind)i;
			return true;
		}
	}
	return false;
}

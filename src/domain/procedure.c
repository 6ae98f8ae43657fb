/* Why procedures are data: documents differ in stages, terms and dates, not in what a stage is. */
#include "domain/procedure.h"

#include "domain/annual.h"
#include "domain/cited.h"
#include "domain/renewal.h"

#include "base/buf.h"
#include "domain/survey.h"
#include "domain/yearly.h"

static const struct {
	const char *code, *word;
} kinds[STAGE__MAX] = {
	[STAGE_FILING] = {"filing", "申报"},
	[STAGE_CHECK] = {"check", "初审"},
	[STAGE_REVIEW] = {"review", "审核"},
	[STAGE_SITE_VISIT] = {"site_visit", "实地核查"},
	[STAGE_DECISION] = {"decision", "集中研究"},
	[STAGE_PUBLICITY] = {"publicity", "公示"},
	[STAGE_RECOMMEND] = {"recommend", "推荐"},
	[STAGE_SAMPLE] = {"sample", "抽查"},
	[STAGE_EXPERT_REVIEW] = {"expert_review", "专家评审"},
	[STAGE_POOL] = {"pool", "入库培育"},
	[STAGE_RECORD] = {"record", "省级备案"},
	[STAGE_NOMINATE] = {"nominate", "向部推荐"},
	[STAGE_PUBLISH] = {"publish", "公告"},
	[STAGE_CERTIFY] = {"certify", "颁发证书"},
};

/* Which states a stage has; the first of a stage is where a file enters it. */
static const struct {
	enum stage_kind kind;
	enum holder level;
	enum state state;
} stage_states[] = {
	{STAGE_FILING, HOLDER_ENTERPRISE, STATE_DRAFT},
	{STAGE_FILING, HOLDER_ENTERPRISE, STATE_SIGN},
	{STAGE_FILING, HOLDER_ENTERPRISE, STATE_RETURNED},
	{STAGE_FILING, HOLDER_ENTERPRISE, STATE_WITHDRAWN},
	{STAGE_FILING, HOLDER_ENTERPRISE, STATE_LAPSED},
	{STAGE_CHECK, HOLDER_COUNTY, STATE_COUNTY},
	{STAGE_REVIEW, HOLDER_CITY, STATE_CITY},
	{STAGE_REVIEW, HOLDER_CITY, STATE_REFUSED},
	{STAGE_SITE_VISIT, HOLDER_CITY, STATE_SITE},
	{STAGE_DECISION, HOLDER_CITY, STATE_DECIDE},
	{STAGE_PUBLICITY, HOLDER_CITY, STATE_PUB_WAIT},
	{STAGE_PUBLICITY, HOLDER_CITY, STATE_PUB_CITY},
	{STAGE_PUBLICITY, HOLDER_CITY, STATE_DISPUTED},
	{STAGE_RECOMMEND, HOLDER_CITY, STATE_RECOMMEND},
	{STAGE_REVIEW, HOLDER_PROVINCE, STATE_PROV},
	{STAGE_SAMPLE, HOLDER_PROVINCE, STATE_SAMPLE},
	{STAGE_EXPERT_REVIEW, HOLDER_PROVINCE, STATE_EXPERT},
	{STAGE_PUBLICITY, HOLDER_PROVINCE, STATE_PROV_WAIT},
	{STAGE_PUBLICITY, HOLDER_PROVINCE, STATE_PUB_PROV},
	{STAGE_PUBLICITY, HOLDER_PROVINCE, STATE_DISPUTED_PROV},
	{STAGE_POOL, HOLDER_CITY, STATE_POOL},
	{STAGE_RECORD, HOLDER_PROVINCE, STATE_RECORD},
	{STAGE_NOMINATE, HOLDER_PROVINCE, STATE_NOMINATE},
	{STAGE_NOMINATE, HOLDER_PROVINCE, STATE_NATION},
	{STAGE_PUBLISH, HOLDER_PROVINCE, STATE_APPROVED},
	{STAGE_PUBLISH, HOLDER_PROVINCE, STATE_LISTED},
};

const char *stage_kind_word(enum stage_kind k)
{
	return k < STAGE__MAX ? kinds[k].word : "?";
}

static enum rc bad(struct err *e, struct str id, const char *member)
{
	err_set(e, RC_DATA, MSG_PROCEDURE_BAD);
	err_arg(e, 0, id);
	return err_arg(e, 1, str_c(member));
}

static size_t count_of(const struct json *j)
{
	return j && j->type == JSON_ARRAY ? j->n : 0;
}

static const char *const site_words[SITE__MAX] = {"optional", "all", "triggers", "share"};
static const char *const entry_words[ENTRY__MAX] = {
	"declare", "title", "ban", "listed", "size", "province", "cluster", "pool"};
static const char *const calendar_words[CALENDAR__MAX] = {"periodic", "yearly", "on_call"};
static const char *const validity_words[VALIDITY__MAX] = {
	"announcement", "calendar_year", "year_end", "none"};

static bool word_parse(const char *const *words, size_t n, struct str s, size_t *out)
{
	for (*out = 0; *out < n; ++*out)
		if (str_eqc(s, words[*out]))
			return true;
	return false;
}

static enum rc load_term(const struct json *j, struct stage *s, struct str id, struct err *e)
{
	const struct json *t = s->kind == STAGE_PUBLICITY ? j : json_get(j, "term");

	const struct json *days = json_get(t, "days");

	/* No term, or a window whose length the document does not print. */
	if (!t || t->type != JSON_OBJECT || !days || days->type == JSON_NULL)
		return RC_OK;
	struct str unit = json_str(t, "unit", STR(""));
	s->has_term = true;
	s->term = (struct term){
		.n = json_i64(t, "days", 0),
		.kind = str_eqc(unit, "working") ? TERM_WORKING : TERM_CALENDAR,
		.start_same_day = str_eqc(json_str(t, "start", STR("next")), "same"),
		.no_extend = !json_bool(t, "extend", true),
	};
	if (s->term.n < 1 || s->term.n > 366 ||
		!(str_eqc(unit, "working") || str_eqc(unit, "calendar")))
		return bad(e, id, "stages.term");
	return RC_OK;
}

static void load_triggers(struct arena *a, const struct json *j, struct stage *s)
{
	const struct json *list = json_get(j, "triggers");

	s->triggers = ARENA_NEW_N(a, struct trigger, count_of(list) + 1);
	for (const struct json *t = count_of(list) ? list->first : NULL; t; t = t->next)
		s->triggers[s->triggers_n++] = (struct trigger){json_str(t, "id", STR("")),
			json_str(t, "when", STR("")), json_str(t, "text", STR("")),
			json_str(t, "clause", STR(""))};
}

static enum rc load_stage(
	struct arena *a, const struct json *j, struct stage *s, struct str id, struct err *e)
{
	struct str kind = json_str(j, "kind", STR(""));
	size_t k = 0, need;

	while (k < STAGE__MAX && !str_eqc(kind, kinds[k].code))
		k++;
	if (k == STAGE__MAX)
		return bad(e, id, "stages.kind");
	*s = (struct stage){
		.kind = (enum stage_kind)k,
		.name = json_str(j, "name", STR("")),
		.clause = json_str(j, "clause", STR("")),
		.confidence = json_str(j, "confidence", STR("")),
		.skip_without_body = json_bool(j, "skip_without_body", false),
		.two_people = json_bool(j, "two_people", false),
		.visited_by_city = str_eqc(json_str(j, "visited_by", STR("province")), "city"),
		.people = json_i64(j, "people", 0),
		.share_percent = json_i64(j, "share_percent", 0),
		.json = j,
	};
	if (!holder_parse(json_str(j, "level", STR("")), &s->level) || s->name.n == 0)
		return bad(e, id, "stages.level");
	if (s->share_percent < 0 || s->share_percent > 100)
		return bad(e, id, "stages.share_percent");
	if (!word_parse(site_words, SITE__MAX, json_str(j, "required", STR("optional")), &need))
		return bad(e, id, "stages.required");
	s->site = (enum site_need)need;
	load_triggers(a, j, s);
	return load_term(j, s, id, e);
}

static enum rc load_lists(struct arena *a, struct procedure *p, struct err *e)
{
	const struct json *list = json_get(p->json, "stages");

	p->stages = ARENA_NEW_N(a, struct stage, count_of(list) + 1);
	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next)
		TRY(load_stage(a, j, &p->stages[p->stages_n++], p->id, e));
	if (p->stages_n < 2 || p->stages[0].kind != STAGE_FILING)
		return bad(e, p->id, "stages");

	list = json_get(p->json, "basis");
	p->basis = ARENA_NEW_N(a, struct basis, count_of(list) + 1);
	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next)
		p->basis[p->basis_n++] = (struct basis){json_str(j, "title", STR("")),
			json_str(j, "number", STR("")), json_str(j, "dated", STR("")),
			json_str(j, "confidence", STR(""))};

	list = json_get(p->json, "eligibility");
	p->eligibility = ARENA_NEW_N(a, struct eligibility, count_of(list) + 1);
	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next) {
		size_t kind;
		if (!word_parse(entry_words, ENTRY__MAX, json_str(j, "kind", STR("declare")), &kind))
			return bad(e, p->id, "eligibility.kind");
		p->eligibility[p->eligibility_n++] = (struct eligibility){
			json_str(j, "id", STR("")), json_str(j, "text", STR("")),
			json_str(j, "clause", STR("")), (enum entry_kind)kind,
			json_str(j, "tier", STR("")), json_str(j, "next", STR(""))};
	}

	list = json_get(json_get(p->json, "guide"), "questions");
	p->questions = ARENA_NEW_N(a, struct question, count_of(list) + 1);
	for (const struct json *j = count_of(list) ? list->first : NULL; j; j = j->next)
		p->questions[p->questions_n++] =
			(struct question){json_str(j, "q", STR("")), json_str(j, "a", STR(""))};
	return RC_OK;
}

static enum rc load_batches(struct procedure *p, struct err *e)
{
	const struct json *b = json_get(p->json, "batches"), *deadline = json_get(b, "city_deadline");
	size_t calendar;

	if (!word_parse(calendar_words, CALENDAR__MAX, json_str(b, "calendar", STR("periodic")),
		    &calendar))
		return bad(e, p->id, "batches.calendar");
	p->calendar = (enum batch_rhythm)calendar;
	p->batch_title = json_str(b, "title", STR(""));
	p->batch_clause = json_str(b, "clause", STR(""));
	p->batches_per_year = p->calendar == CALENDAR_YEARLY
				      ? (int64_t)count_of(json_get(b, "windows"))
				      : json_i64(b, "per_year", 0);
	p->first_no = json_i64(b, "first_no", 1);
	p->last_no = json_i64(b, "last_no", p->batches_per_year);
	p->deadline_month_of_period = json_i64(deadline, "month_of_period", 0);
	p->deadline_day = json_i64(deadline, "day", 0);
	if (p->calendar == CALENDAR_ON_CALL)
		return RC_OK;
	if (p->batches_per_year < 1 || p->first_no < 1 || p->last_no > p->batches_per_year)
		return bad(e, p->id, "batches.per_year");
	if (p->calendar == CALENDAR_YEARLY)
		return RC_OK;
	if (12 % p->batches_per_year != 0)
		return bad(e, p->id, "batches.per_year");
	if (p->deadline_month_of_period < 1 || p->deadline_day < 0 || p->deadline_day > 28 ||
		p->deadline_month_of_period > 12 / p->batches_per_year)
		return bad(e, p->id, "batches.city_deadline");
	return RC_OK;
}

static enum rc load_validity(struct procedure *p, struct err *e)
{
	const struct json *v = json_get(p->json, "validity");
	size_t kind;

	if (!word_parse(validity_words, VALIDITY__MAX, json_str(v, "from", STR("none")), &kind))
		return bad(e, p->id, "validity.from");
	p->validity = (enum validity_kind)kind;
	p->validity_years = json_i64(v, "years", 0);
	p->validity_minus_a_day = json_bool(v, "minus_a_day", false);
	p->validity_clause = json_str(v, "clause", STR(""));
	bool counts = p->validity == VALID_FROM_ANNOUNCEMENT || p->validity == VALID_CALENDAR_YEARS;
	if (counts && (p->validity_years < 1 || p->validity_years > 20))
		return bad(e, p->id, "validity.years");
	return RC_OK;
}

static enum rc load_numbers(struct procedure *p, struct err *e)
{
	const struct json *n = json_get(p->json, "numbers"),
			  *recheck = json_get(p->json, "standard_recheck");

	p->standard_recheck = json_str(recheck, "id", STR(""));
	p->recheck_clause = json_str(recheck, "clause", STR(""));
	struct str until = json_str(recheck, "until", STR(""));
	if (until.n && !date_parse(until, &p->recheck_until))
		return bad(e, p->id, "standard_recheck.until");
	p->number_application = json_str(n, "application", STR(""));
	p->number_receipt = json_str(n, "receipt", STR(""));
	p->number_certificate = json_str(n, "certificate", STR(""));
	p->number_document = json_str(n, "document", STR(""));
	if (!p->number_application.n || !p->number_receipt.n || !p->number_certificate.n)
		return bad(e, p->id, "numbers");
	return RC_OK;
}

/* Who holds the title files its update here; the level whose approval ends it must be one of the stages. */
static enum rc load_update(struct procedure *p, struct err *e)
{
	const struct json *u = json_get(p->json, "update");
	bool found = false;

	p->update_ends = HOLDER_NONE;
	if (!u)
		return RC_OK;
	p->update_clause = json_str(u, "clause", STR(""));
	p->update_phase = json_str(u, "phase", STR(""));
	if (!holder_parse(json_str(u, "ends", STR("")), &p->update_ends))
		return bad(e, p->id, "update.ends");
	for (size_t i = 1; i < p->stages_n; i++)
		found = found || p->stages[i].level == p->update_ends;
	return found && p->update_clause.n ? RC_OK : bad(e, p->id, "update");
}

static enum rc load_survey(struct arena *a, struct procedure *p, struct err *e)
{
	const struct json *j = json_get(p->json, "survey");
	struct survey_form *form;

	if (!j)
		return RC_OK;
	TRY(survey_load(a, j, &form, e));
	p->survey = form;
	return RC_OK;
}

enum rc procedure_load(struct arena *a, struct str text, struct procedure **out, struct err *e)
{
	struct procedure *p = ARENA_NEW(a, struct procedure);
	struct json *j;
	struct buf canonical;

	TRY(json_parse(a, text, &j, e));
	buf_init(&canonical, a, 1 << 20);
	json_put_canonical(&canonical, j, a);
	p->json = j;
	p->hash = hash_sha256(buf_view(&canonical));
	cited_spell(a, j);
	p->id = json_str(j, "id", STR(""));
	p->title = json_str(j, "title", STR(""));
	p->programme = json_str(j, "programme", STR(""));
	p->tier_name = json_str(j, "tier_name", STR(""));
	p->tier_full_name = json_str(j, "tier_full_name", p->tier_name);
	p->line = json_str(j, "line", STR(""));
	p->body = json_str(j, "body", STR(""));
	p->standard = json_str(j, "standard", STR(""));
	p->legal_from = json_str(j, "legal_from", STR(""));
	p->legal_to = json_str(j, "legal_to", STR(""));
	if (!p->id.n || !p->title.n || !p->programme.n || !p->tier_name.n || !p->body.n ||
		!p->standard.n)
		return bad(e, p->id, "id, title, programme, tier_name, body, standard");
	TRY(load_lists(a, p, e));
	TRY(load_batches(p, e));
	TRY(load_validity(p, e));
	TRY(load_numbers(p, e));
	TRY(load_update(p, e));
	TRY(annual_check(a, p, e));
	TRY(renewal_check(p, e));
	TRY(yearly_check(a, p, e));
	TRY(load_survey(a, p, e));
	*out = p;
	return RC_OK;
}

static const struct stage *stage_at(const struct procedure *p, enum stage_kind kind,
	enum holder level, size_t *index)
{
	for (size_t i = 0; i < p->stages_n; i++) {
		if (p->stages[i].kind == kind && p->stages[i].level == level) {
			if (index)
				*index = i;
			return &p->stages[i];
		}
	}
	return NULL;
}

const struct stage *procedure_stage(const struct procedure *p, enum stage_kind kind,
	enum holder level)
{
	return stage_at(p, kind, level, NULL);
}

const struct stage *procedure_stage_of(const struct procedure *p, enum state s)
{
	for (size_t i = 0; i < ARRAY_LEN(stage_states); i++) {
		if (stage_states[i].state != s)
			continue;
		const struct stage *st = procedure_stage(p, stage_states[i].kind, stage_states[i].level);
		if (st)
			return st;
	}
	return NULL;
}

bool procedure_update_ends(const struct procedure *p, enum state from)
{
	const struct stage *s = procedure_stage_of(p, from);

	return s && p->update_ends != HOLDER_NONE && s->level == p->update_ends;
}

bool procedure_has_state(const struct procedure *p, enum state s)
{
	if (s == STATE_UPDATED)
		return p->update_ends != HOLDER_NONE;
	return procedure_stage_of(p, s) != NULL;
}

static bool entry_state(const struct stage *st, enum state *out)
{
	for (size_t i = 0; i < ARRAY_LEN(stage_states); i++) {
		if (stage_states[i].kind == st->kind && stage_states[i].level == st->level) {
			*out = stage_states[i].state;
			return true;
		}
	}
	return false;
}

bool procedure_next_state(const struct procedure *p, enum state from, bool has_county,
	enum state *out)
{
	const struct stage *here = procedure_stage_of(p, from);

	if (!here)
		return false;
	for (const struct stage *s = here + 1; s < p->stages + p->stages_n; s++) {
		bool absent = s->skip_without_body && s->level == HOLDER_COUNTY && !has_county;
		if (absent || s->kind == STAGE_SITE_VISIT)
			continue;
		if (entry_state(s, out))
			return true;
	}
	return false;
}

struct str number_cn(struct arena *a, int64_t n)
{
	static const char *const digit[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

	if (n < 1 || n > 99)
		return str_i64(a, n);
	return str_fmt(a, "%s%s%s", n >= 20 ? digit[n / 10] : "", n >= 10 ? "十" : "", digit[n % 10]);
}

/* Fills {name}s of a text; an unknown name stays as it is. */
static struct str fill(
	struct arena *a, struct str text, const struct procedure_word *words, size_t n)
{
	struct buf b;

	buf_init(&b, a, (size_t)64 << 10);
	for (size_t i = 0; i < text.n; i++) {
		size_t end = text.p[i] == '{' ? str_index(str_sub(text, i, text.n), '}') : 0;
		size_t k = 0;
		while (end > 0 && k < n && !str_eqc(str_sub(text, i + 1, end - 1), words[k].name))
			k++;
		if (end == 0 || k == n) {
			buf_ch(&b, text.p[i]);
			continue;
		}
		buf_str(&b, words[k].value);
		i += end;
	}
	return buf_view(&b);
}

struct str procedure_batch_title(struct arena *a, const struct procedure *p, int64_t year, int64_t no)
{
	const struct procedure_word words[] = {{"year", str_i64(a, year)}, {"no", str_i64(a, no)},
		{"no_cn", number_cn(a, no)}};

	return fill(a, p->batch_title, words, ARRAY_LEN(words));
}

struct str procedure_words(struct arena *a, const struct procedure *p, const char *name,
	const struct procedure_word *words, size_t n)
{
	return fill(a, json_str(json_get(p->json, "texts"), name, STR("")), words, n);
}

struct str procedure_text(struct arena *a, const struct procedure *p, const char *name,
	struct str batch, struct str city)
{
	const struct procedure_word words[] = {{"batch", batch}, {"city", city}};

	return procedure_words(a, p, name, words, ARRAY_LEN(words));
}

struct str procedure_basis(struct arena *a, const struct procedure *p)
{
	struct buf b;

	buf_init(&b, a, (size_t)64 << 10);
	for (size_t i = 0; i < p->basis_n; i++)
		buf_printf(&b, "《%.*s》", STR_ARG(p->basis[i].title));
	return buf_view(&b);
}

/* One table of columns for every edition's summary: no paper has columns of its own. */
#include "service/summary.h"

#include "base/buf.h"
#include "domain/list_kind.h"

static const struct {
	const char *code;
	bool of_file; /* read from what was submitted */
} ofs[SUMMARY__MAX] = {
	[SUMMARY_SEQ] = {"seq", false},	      [SUMMARY_NAME] = {"name", false},
	[SUMMARY_USCC] = {"uscc", false},     [SUMMARY_AREA] = {"area", false},
	[SUMMARY_DIRECT] = {"direct", false}, [SUMMARY_SCORE] = {"score", false},
	[SUMMARY_INDUSTRY] = {"industry", true},   [SUMMARY_FILING] = {"filing", false},
	[SUMMARY_DIRECTION] = {"direction", true}, [SUMMARY_HONOURS] = {"honours", true},
	[SUMMARY_CONTACT] = {"contact", true},	   [SUMMARY_PHONE] = {"phone", true},
};

static const struct summary_column annex[] = {{STR_INIT("序号"), SUMMARY_SEQ},
	{STR_INIT("企业名称"), SUMMARY_NAME}, {STR_INIT("企业统一社会信用代码"), SUMMARY_USCC},
	{STR_INIT("所在市县（区）"), SUMMARY_AREA}, {STR_INIT("是否符合直通条件"), SUMMARY_DIRECT},
	{STR_INIT("评分"), SUMMARY_SCORE}};

static bool of_parse(struct str code, enum summary_of *out)
{
	for (size_t i = 0; i < SUMMARY__MAX; i++) {
		if (str_eqc(code, ofs[i].code)) {
			*out = (enum summary_of)i;
			return true;
		}
	}
	return false;
}

static enum rc columns_of(struct arena *a, const struct procedure *p, struct summary *out, struct err *e)
{
	const struct json *list = json_get(p->json, "summary_columns");

	out->columns_n = list ? list->n : ARRAY_LEN(annex);
	out->columns = ARENA_NEW_N(a, struct summary_column, out->columns_n + 1);
	if (!list) {
		memcpy(out->columns, annex, sizeof(annex));
		return RC_OK;
	}
	size_t i = 0;
	for (const struct json *j = list->first; j; j = j->next, i++) {
		out->columns[i].label = json_str(j, "label", STR(""));
		if (!of_parse(json_str(j, "of", STR("")), &out->columns[i].of))
			return err_detail(e, RC_DATA, MSG_INTERNAL, "%.*s: summary_columns %zu",
				STR_ARG(p->id), i + 1);
	}
	return RC_OK;
}

/* --- directions and honours ---------------------------------------------------------------------- */

struct str direction_code(struct arena *a, const struct facts *facts)
{
	struct fact_value v = facts_get(facts, FACT_DIRECTION, 0);

	return v.state == FACT_KNOWN ? fact_text(a, FACT_DIRECTION, v) : STR("");
}

const struct json *direction_find(const struct procedure *p, struct str code)
{
	const struct json *list = json_get(p->json, "directions");

	for (const struct json *j = list ? list->first : NULL; j; j = j->next)
		if (str_eq(json_str(j, "id", STR("")), code))
			return j;
	return NULL;
}

static bool among(const struct json *list, struct str code)
{
	for (const struct json *j = list ? list->first : NULL; j; j = j->next)
		if (str_eq(j->text, code))
			return true;
	return false;
}

void direction_proofs(struct arena *a, const struct procedure *p, struct str slot, struct str direction,
	struct strs *out, bool *depends)
{
	const struct json *list = json_get(p->json, "evidence");

	*depends = false;
	for (const struct json *j = list ? list->first : NULL; j; j = j->next) {
		const struct json *by = json_get(j, "by_direction");
		if (!by || !str_eq(json_str(j, "slot", STR("")), slot))
			continue;
		*depends = true;
		for (const struct json *k = by->first; k; k = k->next)
			if (among(json_get(k, "directions"), direction))
				VEC_PUSH(a, out, STR_JOIN(a, json_str(k, "no", STR("")),
							json_str(k, "text", STR(""))));
	}
}

void honours_of(struct arena *a, const struct json *lists, struct str direction, struct honours *out)
{
	struct str fact = str_cat(a, STR("honour_"), direction);
	const struct json *facts = lists ? json_get(lists, "facts") : NULL;

	for (const struct json *f = facts ? facts->first : NULL; f; f = f->next) {
		const struct json *items = json_get(f, "items");
		if (!str_eq(json_str(f, "fact", STR("")), fact))
			continue;
		for (const struct json *i = items ? items->first : NULL; i; i = i->next)
			if (json_bool(i, "counts", false))
				VEC_PUSH(a, out,
					((struct honour){json_str(i, "kind", STR("")),
						json_str(i, "title", STR("")),
						json_str(i, "number", STR("")),
						json_str(i, "granted_on", STR("")),
						json_str(i, "valid_until", STR("")),
						json_str(i, "rechecked_on", STR("")),
						list_level_word(json_str(i, "level", STR("")))}));
	}
}

/* --- one enterprise ------------------------------------------------------------------------------- */

struct dossier {
	struct submission sub;
	struct str direction;
	struct honours honours;
};

static enum rc dossier_load(struct db *db, const struct rules *rules, int64_t application_id,
	int64_t at, struct dossier *d, struct err *e)
{
	struct application_file f;
	struct q_submission_as_of then;
	struct q_submission_list pinned;
	struct json *lists = NULL;
	bool found;

	TRY(application_reload(db, rules, application_id, &f, e));
	TRY(q_submission_as_of(db,
		&(struct q_submission_as_of_in){.application_id = application_id, .at = at}, &then,
		&found, e));
	TRY(submission_load(db, &f, found ? then.id : f.submission_id, &d->sub, e));
	d->direction = direction_code(db_arena(db), d->sub.facts);
	TRY(q_submission_list(db, &(struct q_submission_list_in){.submission_id = d->sub.id}, &pinned,
		&found, e));
	if (found)
		TRY(json_parse(db_arena(db), pinned.json, &lists, e));
	honours_of(db_arena(db), lists, d->direction, &d->honours);
	return RC_OK;
}

/* 2022年国家技术创新示范企业；… */
static struct str honours_text(struct arena *a, const struct honours *h)
{
	struct buf b;

	buf_init(&b, a, (size_t)64 << 10);
	for (size_t i = 0; i < h->n; i++) {
		const struct honour *x = &h->v[i];
		struct date d;
		if (i)
			buf_lit(&b, "；");
		if (date_parse(x->granted_on, &d))
			buf_printf(&b, "%d年", d.y);
		buf_str(&b, x->title.n ? x->title : x->kind);
		if (x->level.n)
			buf_printf(&b, "（%.*s）", STR_ARG(x->level));
	}
	return buf_view(&b);
}

static struct str cell(struct arena *a, const struct procedure *p, enum summary_of of, size_t no,
	const struct list_entry *x, const struct dossier *d, const char *filing)
{
	const struct json *direction;

	switch (of) {
	case SUMMARY_SEQ:
		return str_i64(a, (int64_t)no);
	case SUMMARY_NAME:
		return x->name;
	case SUMMARY_USCC:
		return x->uscc;
	case SUMMARY_AREA:
		return x->area;
	case SUMMARY_DIRECT:
		return list_yes_no(x->direct);
	case SUMMARY_SCORE:
		return list_score(a, x->score);
	case SUMMARY_FILING:
		return procedure_text(a, p, filing, STR(""), STR(""));
	case SUMMARY_INDUSTRY:
		return json_str(d->sub.profile, "industry", STR(""));
	case SUMMARY_CONTACT:
		return json_str(d->sub.profile, "contact", STR(""));
	case SUMMARY_PHONE:
		return json_str(d->sub.profile, "contact_phone", STR(""));
	case SUMMARY_DIRECTION:
		direction = direction_find(p, d->direction);
		return direction ? json_str(direction, "name", STR("")) : STR("");
	case SUMMARY_HONOURS:
		return honours_text(a, &d->honours);
	case SUMMARY__MAX:
		break;
	}
	return STR("");
}

enum rc summary_load(struct db *db, const struct rules *rules, const struct procedure *p,
	const struct list_entries *list, const char *filing, int64_t at, struct summary *out,
	struct err *e)
{
	struct arena *a = db_arena(db);
	struct summary s = {.rows_n = list->n};
	bool of_file = false;

	TRY(columns_of(a, p, &s, e));
	for (size_t k = 0; k < s.columns_n; k++)
		of_file = of_file || ofs[s.columns[k].of].of_file;
	s.rows = ARENA_NEW_N(a, struct str *, list->n + 1);
	for (size_t i = 0; i < list->n; i++) {
		struct dossier d = {0};
		if (of_file)
			TRY(dossier_load(db, rules, list->v[i].application_id, at, &d, e));
		s.rows[i] = ARENA_NEW_N(a, struct str, s.columns_n + 1);
		for (size_t k = 0; k < s.columns_n; k++)
			s.rows[i][k] =
				cell(a, p, s.columns[k].of, i + 1, &list->v[i], &d, filing);
	}
	*out = s;
	return RC_OK;
}

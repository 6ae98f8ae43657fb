/* What was listed on the day of a submission stays readable beside it, whatever the lists say later. */
#include "service/lists.h"

#include "service/correction.h"

static void put_text(struct buf *b, const char *key, struct str value)
{
	json_put_key(b, key);
	json_put_str(b, value.p ? value : STR(""));
	buf_ch(b, ',');
}

/* Label and value of what the kind asks; what is missing is left out. */
static void put_about(struct buf *b, struct arena *a, const struct q_list_items *r)
{
	struct str obtained = str_eqc(r->obtained, "transfer")
		? str_fmt(a, "转让取得（%.*s 转入）", STR_ARG(r->transferred_on))
		: r->obtained.n ? STR("自主研发")
				: STR("");

	put_text(b, "number", r->number);
	put_text(b, "rank", r->rank ? str_i64(a, r->rank) : STR(""));
	put_text(b, "level", r->level);
	put_text(b, "obtained", obtained);
	put_text(b, "granted_on", r->granted_on);
	put_text(b, "valid_until", r->valid_until);
	put_text(b, "rechecked_on", r->rechecked_on);
	put_text(b, "evidence", r->evidence);
}

static void put_items(struct buf *b, struct arena *a, const struct rules *rules,
	const struct lists *l, const struct derived *d)
{
	enum count_list list = d->set->list;

	buf_lit(b, "\"items\":[");
	for (size_t i = 0; i < d->c.lines.n; i++) {
		const struct counted_line *line = &d->c.lines.v[i];
		const struct q_list_items *r = l->row[list][line->item];
		const struct list_kind *k = list_kind_find(rules_list_def(rules, list), r->kind);
		buf_str(b, i ? STR(",{") : STR("{"));
		put_text(b, "kind", k ? k->name : r->kind);
		put_text(b, "title", r->title);
		put_about(b, a, r);
		put_text(b, "why", line->why);
		buf_str(b, line->counts ? STR("\"counts\":true}") : STR("\"counts\":false}"));
	}
	buf_lit(b, "]");
}

static void put_counted(struct buf *b, struct arena *a, const struct rules *rules,
	const struct derivation *d, const struct derived *x)
{
	buf_lit(b, "{");
	put_text(b, "fact", fact_at(x->c.rule->fact)->id);
	put_text(b, "year", x->c.year ? str_i64(a, x->c.year) : STR(""));
	put_text(b, "value", fact_text(a, x->c.rule->fact, x->c.value));
	put_text(b, "set", x->set->title);
	put_text(b, "rule", x->c.rule->text);
	put_text(b, "sentence", x->c.sentence);
	put_items(b, a, rules, &d->lists, x);
	buf_lit(b, "}");
}

/* What the submission before said of a fact that this correction leaves alone. */
static const struct json *before_of(struct arena *a, const struct json *before, const struct counted *c)
{
	const struct json *facts = json_get(before, "facts");
	struct str year = c->year ? str_i64(a, c->year) : STR("");

	for (const struct json *j = facts ? facts->first : NULL; j; j = j->next)
		if (str_eq(json_str(j, "fact", STR("")), fact_at(c->rule->fact)->id) &&
			str_eq(json_str(j, "year", STR("")), year))
			return j;
	return NULL;
}

static enum rc before_load(
	struct db *db, const struct application_file *f, const struct json **out, struct err *e)
{
	struct q_submission_list row;
	struct json *j = NULL;
	bool found = false;

	if (f->submission_id)
		TRY(q_submission_list(db,
			&(struct q_submission_list_in){.submission_id = f->submission_id}, &row,
			&found, e));
	if (found)
		TRY(json_parse(db_arena(db), row.json, &j, e));
	*out = j;
	return RC_OK;
}

/* --- projects, quarters, products --------------------------------------------------------------- */

/* The file counts this list for this year, and counts it now (not kept from before). */
static bool counts_year(const struct derivation *d, enum count_list list, int64_t year, bool *kept)
{
	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].set->list != list || d->v[i].c.year != year)
			continue;
		*kept = d->v[i].kept;
		return true;
	}
	return false;
}

static bool list_kept(const struct derivation *d, enum count_list list)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].set->list == list && d->v[i].kept)
			return true;
	return false;
}

static struct str number_text(struct arena *a, struct opt_i64 v)
{
	return v.has ? str_i64(a, v.v) : STR("");
}

/* Members of an object without the comma that put_text leaves. */
static void put_last(struct buf *b, const char *key, struct str value)
{
	json_put_key(b, key);
	json_put_str(b, value.p ? value : STR(""));
	buf_ch(b, '}');
}

static void put_projects(struct buf *b, struct arena *a, const struct derivation *d)
{
	bool first = true, kept;

	for (size_t i = 0; i < d->lists.projects.n; i++) {
		const struct q_rd_projects *r = &d->lists.projects.v[i];
		if (!counts_year(d, COUNT_PROJECTS, r->year, &kept))
			continue;
		buf_str(b, first ? STR("{") : STR(",{"));
		first = false;
		put_text(b, "expense", r->expense);
		put_text(b, "name", r->name);
		put_last(b, "year", str_i64(a, r->year));
	}
}

static void put_quarters(struct buf *b, struct arena *a, const struct derivation *d)
{
	bool first = true, kept;

	for (size_t i = 0; i < d->lists.quarters.n; i++) {
		const struct q_staff_quarters *r = &d->lists.quarters.v[i];
		if (!counts_year(d, COUNT_QUARTERS, r->year, &kept))
			continue;
		buf_str(b, first ? STR("{") : STR(",{"));
		first = false;
		put_text(b, "quarter", str_i64(a, r->quarter));
		put_text(b, "staff_begin", number_text(a, r->staff_begin));
		put_text(b, "staff_end", number_text(a, r->staff_end));
		put_text(b, "tech_begin", number_text(a, r->tech_begin));
		put_text(b, "tech_end", number_text(a, r->tech_end));
		put_last(b, "year", str_i64(a, r->year));
	}
}

static void put_products(struct buf *b, struct arena *a, const struct q_main_products_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		buf_str(b, i ? STR(",{") : STR("{"));
		put_text(b, "field", l->v[i].field);
		put_text(b, "name", l->v[i].name);
		put_last(b, "no", str_i64(a, l->v[i].no));
	}
}

/* The array as it was submitted before; false: it is written anew. */
static bool put_kept(struct buf *b, struct arena *a, const struct json *before, const char *key, bool kept)
{
	const struct json *old = kept ? json_get(before, key) : NULL;

	buf_ch(b, ',');
	json_put_key(b, key);
	if (old)
		json_put_canonical(b, old, a);
	else
		buf_ch(b, '[');
	return old != NULL;
}

static void put_year_lists(struct buf *b, struct arena *a, const struct derivation *d,
	const struct q_main_products_list *products, bool products_kept, const struct json *before)
{
	if (!put_kept(b, a, before, "products", products_kept)) {
		put_products(b, a, products);
		buf_ch(b, ']');
	}
	if (!put_kept(b, a, before, "projects", list_kept(d, COUNT_PROJECTS))) {
		put_projects(b, a, d);
		buf_ch(b, ']');
	}
	if (!put_kept(b, a, before, "quarters", list_kept(d, COUNT_QUARTERS))) {
		put_quarters(b, a, d);
		buf_ch(b, ']');
	}
}

static void put_facts(struct buf *b, struct arena *a, const struct rules *rules,
	const struct derivation *d, const struct json *before)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct derived *x = &d->v[i];
		const struct json *old = x->kept ? before_of(a, before, &x->c) : NULL;
		if (i)
			buf_ch(b, ',');
		if (old)
			json_put_canonical(b, old, a);
		else
			put_counted(b, a, rules, d, x);
	}
}

/* Products are the profile's business: a correction that does not open it leaves them as they were. */
static enum rc products_kept(
	struct db *db, const struct application_file *f, bool *out, struct err *e)
{
	struct corrections items;

	*out = false;
	if (f->submission_id == 0)
		return RC_OK;
	TRY(corrections_load(db, f, &items, e));
	*out = !correction_opens_profile(&items);
	return RC_OK;
}

static enum rc as_json(struct db *db, const struct rules *rules, const struct application_file *f,
	const struct derivation *d, int64_t now, struct str *out, struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_main_products_list products;
	const struct json *before;
	struct buf b;
	bool kept;

	TRY(before_load(db, f, &before, e));
	TRY(products_kept(db, f, &kept, e));
	TRY(q_main_products(db,
		&(struct q_main_products_in){.enterprise_id = f->enterprise_id, .year = f->year - 1},
		&products, e));
	buf_init(&b, a, (size_t)4 << 20);
	buf_lit(&b, "{");
	put_text(&b, "as_of", date_str(a, date_of_instant(now)));
	buf_lit(&b, "\"facts\":[");
	put_facts(&b, a, rules, d, before);
	buf_lit(&b, "]");
	put_year_lists(&b, a, d, &products, kept, before);
	buf_lit(&b, "}");
	*out = buf_view(&b);
	return RC_OK;
}

enum rc lists_as_json(struct db *db, const struct rules *rules, const struct application_file *f,
	int64_t now, struct str *out, struct err *e)
{
	struct derivation d;

	*out = str_none();
	TRY(derivation_load(db, f, now, &d, e));
	return d.n ? as_json(db, rules, f, &d, now, out, e) : RC_OK;
}

static enum rc put_fact(
	struct tx *tx, const struct application_file *f, const struct counted *c, struct err *e)
{
	struct str id = fact_at(c->rule->fact)->id;

	if (c->value.state != FACT_KNOWN)
		return q_application_fact_remove(tx->db,
			&(struct q_application_fact_remove_in){
				.application_id = f->id, .fact = id, .year = c->year},
			NULL, e);
	return q_application_fact_put(tx->db,
		&(struct q_application_fact_put_in){.application_id = f->id, .fact = id,
			.year = c->year, .value = fact_text(tx->a, c->rule->fact, c->value),
			.now = tx->now},
		NULL, e);
}

/* Certificates of the items that were looked at. */
static enum rc pin_files(struct tx *tx, const struct derivation *d, int64_t submission_id, struct err *e)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < d->v[i].c.lines.n; k++) {
			enum count_list list = d->v[i].set->list;
			struct str file = d->lists.row[list][d->v[i].c.lines.v[k].item]->evidence;
			if (file.n)
				TRY(q_submission_list_file_put(tx->db,
					&(struct q_submission_list_file_put_in){
						.submission_id = submission_id, .evidence = file},
					NULL, e));
		}
	return RC_OK;
}

enum rc derivation_pin(
	struct tx *tx, const struct application_file *f, int64_t submission_id, struct err *e)
{
	struct derivation d;
	struct str json;

	TRY(derivation_load(tx->db, f, tx->now, &d, e));
	for (size_t i = 0; i < d.n; i++)
		if (!d.v[i].kept)
			TRY(put_fact(tx, f, &d.v[i].c, e));
	if (d.n == 0)
		return RC_OK;
	TRY(as_json(tx->db, tx->sv->rules, f, &d, tx->now, &json, e));
	TRY(pin_files(tx, &d, submission_id, e));
	return q_submission_list_put(tx->db,
		&(struct q_submission_list_put_in){
			.submission_id = submission_id, .json = json},
		NULL, e);
}

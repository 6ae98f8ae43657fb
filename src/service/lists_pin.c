/* What was listed on the day of a submission stays readable beside it, whatever the lists say later. */
#include "service/lists.h"

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

static void put_counted(struct buf *b, struct tx *tx, const struct derivation *d,
	const struct derived *x)
{
	buf_lit(b, "{");
	put_text(b, "fact", fact_at(x->c.rule->fact)->id);
	put_text(b, "year", x->c.year ? str_i64(tx->a, x->c.year) : STR(""));
	put_text(b, "value", fact_text(tx->a, x->c.rule->fact, x->c.value));
	put_text(b, "set", x->set->title);
	put_text(b, "rule", x->c.rule->text);
	put_text(b, "sentence", x->c.sentence);
	put_items(b, tx->a, tx->sv->rules, &d->lists, x);
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
	struct tx *tx, const struct application_file *f, const struct json **out, struct err *e)
{
	struct q_submission_list row;
	struct json *j = NULL;
	bool found = false;

	if (f->submission_id)
		TRY(q_submission_list(tx->db,
			&(struct q_submission_list_in){.submission_id = f->submission_id}, &row,
			&found, e));
	if (found)
		TRY(json_parse(tx->a, row.json, &j, e));
	*out = j;
	return RC_OK;
}

static struct str pinned_json(
	struct tx *tx, const struct derivation *d, const struct json *before)
{
	struct buf b;

	buf_init(&b, tx->a, (size_t)4 << 20);
	buf_lit(&b, "{");
	put_text(&b, "as_of", date_str(tx->a, date_of_instant(tx->now)));
	buf_lit(&b, "\"facts\":[");
	for (size_t i = 0; i < d->n; i++) {
		const struct derived *x = &d->v[i];
		const struct json *old = x->kept ? before_of(tx->a, before, &x->c) : NULL;
		if (i)
			buf_ch(&b, ',');
		if (old)
			json_put_canonical(&b, old, tx->a);
		else
			put_counted(&b, tx, d, x);
	}
	buf_lit(&b, "]}");
	return buf_view(&b);
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
	const struct json *before;
	struct derivation d;

	TRY(derivation_load(tx->db, f, tx->now, &d, e));
	for (size_t i = 0; i < d.n; i++)
		if (!d.v[i].kept)
			TRY(put_fact(tx, f, &d.v[i].c, e));
	if (d.n == 0)
		return RC_OK;
	TRY(before_load(tx, f, &before, e));
	TRY(pin_files(tx, &d, submission_id, e));
	return q_submission_list_put(tx->db,
		&(struct q_submission_list_put_in){
			.submission_id = submission_id, .json = pinned_json(tx, &d, before)},
		NULL, e);
}

/* One enterprise's values around one evaluation year, in a flat table: an evaluation reads it a
 * hundred thousand times a second, so every value is one array access away.
 */
#include "domain/fact.h"

#include "domain/decimal.h"

void facts_init(struct facts *f, struct arena *a, int year)
{
	memset(f, 0, sizeof(*f));
	f->a = a;
	f->year = year;
}

void fact_ref_put(struct buf *b, size_t id, unsigned back, int year)
{
	const struct fact *fact = fact_at(id);

	buf_str(b, fact->id);
	if (fact->yearly) {
		buf_ch(b, '.');
		buf_i64(b, year - (int)back);
	}
}

/* "revenue.2022：不能小于 0" */
static void complain(struct facts *f, struct str id, struct str year, struct str why)
{
	struct buf b;

	buf_init(&b, f->a, 512);
	buf_str(&b, str_sub(id, 0, 64));
	if (year.n) {
		buf_ch(&b, '.');
		buf_str(&b, str_sub(year, 0, 64));
	}
	buf_lit(&b, "：");
	int known = fact_find(id);
	if (known >= 0) {
		buf_str(&b, fact_at((size_t)known)->name);
		buf_lit(&b, "，");
	}
	buf_str(&b, why);
	VEC_PUSH(f->a, &f->errors, buf_view(&b));
}

static struct str year_text(struct facts *f, size_t id, int year)
{
	return fact_at(id)->yearly ? str_i64(f->a, year) : str_none();
}

/* NULL when the year lies outside the table. */
static struct fact_value *slot(struct facts *f, size_t id, int year)
{
	int back = fact_at(id)->yearly ? f->year - year : 0;

	return back >= 0 && back < FACTS_BACK ? &f->value[facts_slot(id, (size_t)back)] : NULL;
}

void facts_put(struct facts *f, size_t id, int year, int64_t v)
{
	struct fact_value *at = slot(f, id, year);

	if (at)
		*at = (struct fact_value){v, FACT_KNOWN};
	else
		VEC_PUSH(f->a, &f->others, ((struct facts_other){(int)id, year, v}));
}

static void bad_value(struct facts *f, size_t id, int year, struct str why)
{
	struct fact_value *at = slot(f, id, year);

	complain(f, fact_at(id)->id, year_text(f, id, year), why);
	if (at)
		at->state = FACT_BAD;
}

void facts_put_row(struct facts *f, struct str id, int year, struct str text)
{
	int fact = fact_find(id);
	struct err e;
	int64_t v;

	if (fact < 0) {
		complain(f, id, str_none(), str_c(msg_text(MSG_FACT_NAME)));
		return;
	}
	if (text.n == 0)
		return;
	if (fact_parse((size_t)fact, text, &v, &e) != RC_OK)
		bad_value(f, (size_t)fact, year, err_text(f->a, &e));
	else
		facts_put(f, (size_t)fact, year, v);
}

static bool json_fits(size_t id, const struct json *j)
{
	switch (fact_at(id)->type) {
	case FACT_NUMBER:
	case FACT_INTEGER:
		return j->type == JSON_NUMBER;
	case FACT_BOOL:
		return j->type == JSON_TRUE || j->type == JSON_FALSE;
	case FACT_WORD:
		return j->type == JSON_STRING;
	}
	return false;
}

static enum msgid type_message(size_t id)
{
	static const enum msgid messages[] = {
	        [FACT_NUMBER] = MSG_FACT_NUMBER,
	        [FACT_INTEGER] = MSG_FACT_NUMBER,
	        [FACT_BOOL] = MSG_FACT_BOOL,
	        [FACT_WORD] = MSG_FACT_WORD,
	};

	return messages[fact_at(id)->type];
}

static void put_json_value(struct facts *f, size_t id, int year, const struct json *j)
{
	struct err e;
	int64_t v;

	if (j->type == JSON_NULL)
		return;
	if (!json_fits(id, j)) {
		bad_value(f, id, year, str_c(msg_text(type_message(id))));
	} else if (fact_at(id)->type == FACT_BOOL) {
		facts_put(f, id, year, j->type == JSON_TRUE);
	} else if (fact_parse(id, j->text, &v, &e) != RC_OK) {
		bad_value(f, id, year, err_text(f->a, &e));
	} else {
		facts_put(f, id, year, v);
	}
}

static void put_json_years(struct facts *f, size_t id, const struct json *j)
{
	int year;

	if (j->type == JSON_NULL)
		return;
	if (j->type != JSON_OBJECT) {
		complain(f, fact_at(id)->id, str_none(), str_c(msg_text(MSG_FACT_YEARLY)));
		return;
	}
	for (const struct json *c = j->first; c; c = c->next) {
		if (fact_year_parse(c->key, &year))
			put_json_value(f, id, year, c);
		else
			complain(f, fact_at(id)->id, c->key, str_c(msg_text(MSG_FACT_YEAR)));
	}
}

void facts_put_json(struct facts *f, const struct json *object)
{
	for (const struct json *c = object->first; c; c = c->next) {
		int id = fact_find(c->key);
		if (id < 0)
			complain(f, c->key, str_none(), str_c(msg_text(MSG_FACT_NAME)));
		else if (fact_at((size_t)id)->yearly)
			put_json_years(f, (size_t)id, c);
		else
			put_json_value(f, (size_t)id, 0, c);
	}
}

/* The value of a yearly fact in any year, inside the table or not. */
static bool known_in(const struct facts *f, size_t id, int year, int64_t *v)
{
	int back = f->year - year;

	if (back >= 0 && back < FACTS_BACK) {
		struct fact_value at = facts_get(f, id, (size_t)back);
		*v = at.v;
		return at.state == FACT_KNOWN;
	}
	for (size_t i = 0; i < f->others.n; i++)
		if (f->others.v[i].fact == (int)id && f->others.v[i].year == year) {
			*v = f->others.v[i].v;
			return true;
		}
	return false;
}

static void check_ceiling(
        const struct facts *f, size_t id, int year, struct arena *a, struct strs *out)
{
	int ceiling = fact_ceiling(id);
	int64_t v, top;

	if (ceiling < 0 || !known_in(f, id, year, &v) ||
	        !known_in(f, (size_t)ceiling, year, &top) || v <= top)
		return;
	struct buf b;
	buf_init(&b, a, 512);
	buf_str(&b, fact_at(id)->id);
	buf_ch(&b, '.');
	buf_i64(&b, year);
	buf_lit(&b, "：");
	buf_str(&b, fact_at(id)->name);
	buf_lit(&b, " ");
	decimal_put(&b, v);
	buf_lit(&b, " 大于同年");
	buf_str(&b, fact_at((size_t)ceiling)->name);
	buf_lit(&b, " ");
	decimal_put(&b, top);
	buf_lit(&b, "，请核对");
	VEC_PUSH(a, out, buf_view(&b));
}

void facts_check(const struct facts *f, struct arena *a, struct strs *out)
{
	for (size_t id = 0; id < FACTS_YEARLY; id++) {
		int ceiling = fact_ceiling(id);
		for (int back = FACTS_BACK - 1; ceiling >= 0 && back >= 0; back--) {
			struct fact_value v = facts_get(f, id, (size_t)back);
			struct fact_value top = facts_get(f, (size_t)ceiling, (size_t)back);
			if (v.v > top.v && v.state == FACT_KNOWN && top.state == FACT_KNOWN)
				check_ceiling(f, id, f->year - back, a, out);
		}
	}
	for (size_t i = 0; i < f->others.n; i++)
		check_ceiling(f, (size_t)f->others.v[i].fact, f->others.v[i].year, a, out);
}

static void put_value(struct buf *b, size_t id, int64_t v)
{
	bool quoted = fact_at(id)->type == FACT_WORD;

	if (quoted)
		buf_ch(b, '"');
	fact_put_text(b, id, v);
	if (quoted)
		buf_ch(b, '"');
}

static bool any_known(const struct facts *f, size_t id)
{
	for (size_t back = 0; back < FACTS_BACK; back++)
		if (f->value[facts_slot(id, back)].state == FACT_KNOWN)
			return true;
	return false;
}

void facts_put_canonical(struct buf *b, const struct facts *f)
{
	bool first = true;

	buf_ch(b, '{');
	for (size_t id = 0; id < FACT__MAX; id++) {
		if (!any_known(f, id))
			continue;
		if (!first)
			buf_ch(b, ',');
		first = false;
		json_put_str(b, fact_at(id)->id);
		buf_ch(b, ':');
		if (!fact_at(id)->yearly) {
			put_value(b, id, f->value[facts_slot(id, 0)].v);
			continue;
		}
		char sep = '{';
		for (int back = FACTS_BACK - 1; back >= 0; back--) {
			struct fact_value at = facts_get(f, id, (size_t)back);
			if (at.state != FACT_KNOWN)
				continue;
			buf_ch(b, sep);
			sep = ',';
			buf_ch(b, '"');
			buf_i64(b, f->year - back);
			buf_lit(b, "\":");
			put_value(b, id, at.v);
		}
		buf_ch(b, '}');
	}
	buf_ch(b, '}');
}

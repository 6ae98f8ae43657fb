/* Draws over the register; the last quarter's dispatch, with a sentence of the province's own, issued by its second
 * person, this quarter's as a draft; a rule that waits to be confirmed. */
#include "service/demo_oversight.h"

#include "service/circular.h"
#include "service/demo_draw.h"
#include "service/rule_change.h"

#define HOUR_MS ((int64_t)3600 * 1000)

static enum rc make(struct demo *d, struct circular_period p, int64_t at, struct circular *out, struct err *e)
{
	struct circular_make uc = {.year = p.year, .quarter = p.quarter};
	struct tx tx = demo_tx(d, &d->province.officer[0], at);

	TRY(circular_make(&tx, &uc, e));
	return circular_load(d->db, tx.who, uc.public_id, out, e);
}

static enum rc issue(struct demo *d, const struct circular *c, int64_t at, bool published, struct err *e)
{
	struct tx first = demo_tx(d, &d->province.officer[0], at), second = first;
	const struct q_circular_parts *last = &c->parts.v[c->parts.n - 1];
	const struct circular_typed typed = {last->key,
		str_cat(d->a, last->text, STR("\n下次调度会在季度终了后十日内召开，请各市准备书面汇报（演示）。"))};
	struct circular_edit edit = {.public_id = c->head.public_id, .version = c->head.version, .parts = &typed, .n = 1};
	struct circular_propose propose = {
		.public_id = c->head.public_id, .version = c->head.version + 1, .published = published};
	struct circular_issue issue = {.public_id = c->head.public_id, .version = c->head.version + 2};

	second.who = &d->province.officer[1];
	second.now = at + HOUR_MS;
	TRY(circular_edit(&first, &edit, e));
	TRY(circular_propose(&first, &propose, e));
	return circular_issue(&second, &issue, e);
}

enum rc demo_circular_issued(struct demo *d, bool published, struct err *e)
{
	struct circular c;
	enum rc rc = make(d, circular_period_before(date_of_instant(d->now), false), d->now - 3 * HOUR_MS, &c, e);

	if (rc == RC_STATE && e->msg == MSG_CIRCULAR_EMPTY)
		return RC_OK;
	TRY(rc);
	return issue(d, &c, d->now - 2 * HOUR_MS, published, e);
}

/* What the documents leave to the province is proposed as it stands, for the second person to confirm. */
static enum rc propose(struct demo *d, struct err *e)
{
	struct tx tx = demo_tx(d, &d->province.officer[0], d->now - 2 * MS_PER_DAY);
	struct rule_texts texts;
	const struct rule_mark *m = NULL;

	TRY(rule_texts_of(d->db, d->sv->rules, tx.who, tx.now, &texts, e));
	const struct rule_text *t = rule_text_named(&texts, d->procedure->id);
	for (size_t i = 0; t && i < t->marks.n && !m; i++)
		if (t->marks.v[i].kind == RULE_OPEN && t->marks.v[i].fields_n)
			m = &t->marks.v[i];
	if (!m)
		return RC_OK;
	struct str *values = ARENA_NEW_N(d->a, struct str, m->fields_n);
	for (size_t i = 0; i < m->fields_n; i++)
		values[i] = m->fields[i].value;
	struct rule_propose uc = {.rule = t->id, .path = m->path, .values = values, .values_n = m->fields_n,
		.in_force = {(int16_t)(date_of_instant(d->now).y + 1), 1, 1},
		.source = STR("（演示）厅中小企业专题会议纪要"),
		.reason = STR("（演示）文件没有印出，经会议研究按现行做法确定，请复核后确认")};
	return rule_propose(&tx, &uc, e);
}

enum rc demo_oversight(struct demo *d, struct err *e)
{
	struct date today = date_of_instant(d->now);
	struct circular c;

	TRY(demo_draw_titles(d, e));
	TRY(propose(d, e));
	TRY(demo_circular_issued(d, true, e));
	return make(d, circular_period_of(today.y, (today.m + 2) / 3), d->now, &c, e);
}

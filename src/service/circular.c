/* A circular from its draft to its issue. What is generated follows from figures and wording alone; what a person
 * typed stands beside it; after the second person's signature nothing changes any more (triggers of the schema).
 */
#include "service/circular.h"

#include "base/embedded.h"
#include "base/env.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "service/audit.h"
#include "service/batch.h"

#define TEXT_BYTES ((size_t)8 << 20)
#define TITLE_KEY "title"
#define REASON_MIN 4
#define REASON_MAX 300

/* --- words ---------------------------------------------------------------------------------------- */

static const struct {
	const char *code, *word;
} states[] = {{"draft", "草稿"}, {"signing", "待签发"}, {"issued", "已签发"}},
  kinds[] = {{"quarter", "季度调度"}, {"year", "年度通报"}, {"sample", "抽查通报"}};

const char *circular_state_word(struct str state)
{
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eqc(state, states[i].code))
			return states[i].word;
	return "?";
}

const char *circular_kind_word(struct str kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eqc(kind, kinds[i].code))
			return kinds[i].word;
	return "?";
}

struct str circular_title(const struct circular *c)
{
	return c->parts.n ? c->parts.v[0].text : STR("");
}

struct str circular_heading(struct arena *a, const struct circular *c, size_t part)
{
	static const char *const cn[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
		"十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十"};
	size_t no = 0;

	if (!c->parts.v[part].heading.n)
		return STR("");
	for (size_t i = 0; i < part; i++)
		no += c->parts.v[i].heading.n > 0;
	return no < ARRAY_LEN(cn) ? STR_JOIN(a, str_c(cn[no]), STR("、"), c->parts.v[part].heading)
				  : c->parts.v[part].heading;
}

/* --- reading -------------------------------------------------------------------------------------- */

enum rc circular_load(
	struct db *db, const struct actor *who, struct str public_id, struct circular *out, struct err *e)
{
	TRY(q_circular_for_officer(db,
		&(struct q_circular_for_officer_in){.public_id = public_id, .agency_id = who->agency_id},
		&out->head, e));
	TRY(q_circular_parts(
		db, &(struct q_circular_parts_in){.circular_id = out->head.id}, &out->parts, e));
	return circular_figures_read(db_arena(db), out->head.figures, &out->figures, e);
}

enum rc circular_of_news(
	struct db *db, struct str announcement, struct circular *out, bool *found, struct err *e)
{
	struct q_circular_of_announcement row;
	struct actor body = {0};

	TRY(q_circular_of_announcement(
		db, &(struct q_circular_of_announcement_in){.public_id = announcement}, &row, found, e));
	if (!*found)
		return RC_OK;
	body.agency_id = row.agency_id;
	return circular_load(db, &body, row.public_id, out, e);
}

struct str circular_text(struct arena *a, const struct circular *c)
{
	struct buf b;

	buf_init(&b, a, TEXT_BYTES);
	buf_lit(&b, "{\"asof\":");
	json_put_str(&b, instant_str(a, c->head.asof));
	buf_lit(&b, ",\"figures\":");
	buf_str(&b, c->head.figures);
	buf_lit(&b, ",\"no\":");
	json_put_str(&b, c->head.no);
	buf_lit(&b, ",\"parts\":[");
	for (size_t i = 1; i < c->parts.n; i++) {
		buf_c(&b, i > 1 ? ",{\"heading\":" : "{\"heading\":");
		json_put_str(&b, circular_heading(a, c, i));
		buf_lit(&b, ",\"text\":");
		json_put_str(&b, c->parts.v[i].text);
		buf_ch(&b, '}');
	}
	buf_lit(&b, "],\"title\":");
	json_put_str(&b, circular_title(c));
	buf_lit(&b, "}\n");
	return buf_view(&b);
}

/* --- what is generated ------------------------------------------------------------------------------ */

static enum rc template_of(struct arena *a, struct str kind, const struct json **out, struct err *e)
{
	static const char *const keys[] = {"kind"};
	struct json *j;
	struct str text;

	if (!embedded_find(STR("sql/reference/circulars.json"), &text))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "circulars.json");
	TRY(json_parse(a, text, &j, e));
	*out = wording_choose(json_get(j, "circulars"), keys, &kind, 1);
	return *out ? RC_OK : err_detail(e, RC_DATA, MSG_INTERNAL, "circulars.json: kind");
}

struct parts {
	struct q_circular_part_put_in *v;
	size_t n, cap;
};

/* Names of figures of one programme bear its edition. */
static struct str shows_of(struct arena *a, struct str names, const struct procedure *p)
{
	struct str rest = names, name;
	struct buf b;

	if (!p || !names.n)
		return names;
	buf_init(&b, a, 4096);
	while (rest.n && str_cut(&rest, ' ', &name))
		buf_printf(&b, "%s%.*s:%.*s", buf_view(&b).n ? " " : "", STR_ARG(name), STR_ARG(p->id));
	return buf_view(&b);
}

static void part_add(struct tx *tx, const struct json *j, const struct circular_programme *one,
	const struct wording_values *all, struct parts *out)
{
	const struct procedure *p = one ? one->procedure : NULL;
	struct wording_values v = {0};
	struct str id = json_str(j, "id", STR(""));

	for (size_t i = 0; one && i < one->values.n; i++)
		VEC_PUSH(tx->a, &v, one->values.v[i]);
	for (size_t i = 0; i < all->n; i++)
		VEC_PUSH(tx->a, &v, all->v[i]);
	struct str text = wording_fill(tx->a, json_get(j, "sentences"), &v);
	VEC_PUSH(tx->a, out,
		((struct q_circular_part_put_in){.key = p ? STR_JOIN(tx->a, id, STR(":"), p->id) : id,
			.seq = (int64_t)out->n,
			.heading = wording_put(tx->a, json_str(j, "heading", STR("")), &v),
			.shows = shows_of(tx->a, json_str(j, "shows", STR("")), p),
			.generated = text,
			.text = text,
			.edited_name = STR("")}));
}

static bool any_late(const struct circular_gathered *g)
{
	for (size_t i = 0; i < g->programmes_n; i++)
		for (size_t k = 0; k < g->programmes[i].values.n; k++)
			if (str_eqc(g->programmes[i].values.v[k].name, "late_cities") &&
				g->programmes[i].values.v[k].holds)
				return true;
	return false;
}

static bool applies(const struct json *part, const char *key, struct str of)
{
	return str_eq(json_str(part, key, of), of);
}

static enum rc generate(struct tx *tx, struct str kind, const struct circular_gathered *g, struct parts *out,
	struct err *e)
{
	static const char *const by_line[] = {"line"};
	struct wording_values all = {0};
	const struct json *t = NULL, *list;
	struct q_agency_by_id body;

	TRY(template_of(tx->a, kind, &t, e));
	TRY(q_agency_by_id(tx->db, &(struct q_agency_by_id_in){.id = tx->who->agency_id}, &body, e));
	for (size_t i = 0; i < g->values.n; i++)
		VEC_PUSH(tx->a, &all, g->values.v[i]);
	wording_count(tx->a, &all, "late_any", any_late(g));
	const struct json *title = wording_choose(json_get(t, "titles"), by_line, &body.line, 1);
	struct str text = wording_put(tx->a, json_str(title, "text", STR("")), &all);
	VEC_PUSH(tx->a, out,
		((struct q_circular_part_put_in){.key = STR(TITLE_KEY), .heading = STR(""), .shows = STR(""),
			.generated = text, .text = text, .edited_name = STR("")}));
	list = json_get(t, "parts");
	for (const struct json *j = list ? list->first : NULL; j; j = j->next) {
		if (!applies(j, "line", body.line))
			continue;
		if (!str_eqc(json_str(j, "each", STR("")), "programme")) {
			part_add(tx, j, NULL, &all, out);
			continue;
		}
		for (size_t i = 0; i < g->programmes_n; i++)
			if (applies(j, "programme", g->programmes[i].procedure->programme))
				part_add(tx, j, &g->programmes[i], &all, out);
	}
	return RC_OK;
}

static enum rc note(struct tx *tx, const char *action, int64_t id, struct str reason, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action, .object_kind = "circular", .object_id = id,
			.reason = reason},
		e);
}

static struct str person(const struct tx *tx)
{
	return tx->who->account_id ? tx->who->name : STR("系统");
}

enum rc circular_put(struct tx *tx, const struct circular_draft *d, struct str *public_id, bool *made,
	struct err *e)
{
	struct q_circular_there there;
	struct q_circular_put row;
	struct parts parts = {0};

	*made = false;
	TRY(q_circular_there(tx->db,
		&(struct q_circular_there_in){.agency_id = tx->who->agency_id, .period = d->period}, &there,
		made, e));
	if (*made) {
		*made = false;
		*public_id = there.public_id;
		return RC_OK;
	}
	TRY(generate(tx, str_c(d->kind), d->g, &parts, e));
	TRY(random_token(tx->a, 12, public_id, e));
	TRY(q_circular_put(tx->db,
		&(struct q_circular_put_in){.public_id = *public_id, .agency_id = tx->who->agency_id,
			.kind = str_c(d->kind), .period = d->period, .year = d->year, .quarter = d->quarter,
			.draw_id = d->draw_id, .figures = circular_figures_text(tx->a, &d->g->figures),
			.name = person(tx), .now = tx->now},
		&row, made, e));
	for (size_t i = 0; i < parts.n; i++) {
		parts.v[i].circular_id = row.id;
		TRY(q_circular_part_put(tx->db, &parts.v[i], NULL, e));
	}
	return note(tx, "circular_drafted", row.id, parts.v[0].text, e);
}

/* --- drafts of a period ------------------------------------------------------------------------------ */

static bool tells(const struct circular_gathered *g)
{
	static const char *const what[] = {"overdue", "updates_owed", "survey_due", "objections", "cases", "cases_open",
		"draws", "events"};

	for (size_t i = 0; i < g->values.n; i++)
		for (size_t k = 0; k < ARRAY_LEN(what); k++)
			if (str_eqc(g->values.v[i].name, what[k]) && g->values.v[i].holds)
				return true;
	return g->programmes_n > 0;
}

enum rc circular_make(struct tx *tx, struct circular_make *uc, struct err *e)
{
	struct circular_gathered g;

	TRY(batch_province_only(tx->who, e));
	if (uc->year < 2000 || uc->year > 2198 || uc->quarter < 0 || uc->quarter > 4)
		return err_field(e, RC_INVALID, MSG_CIRCULAR_PERIOD, "period");
	struct circular_period p = circular_period_of(uc->year, uc->quarter);
	if (date_cmp(p.first, date_of_instant(tx->now)) > 0)
		return err_field(e, RC_INVALID, MSG_CIRCULAR_PERIOD, "period");
	TRY(circular_gather(tx->db, tx->sv->rules, tx->who, &p, tx->now, &g, e));
	if (!tells(&g))
		return err_set(e, RC_STATE, MSG_CIRCULAR_EMPTY);
	return circular_put(tx,
		&(struct circular_draft){.kind = uc->quarter ? "quarter" : "year",
			.period = circular_period_text(tx->a, &p), .year = uc->year, .quarter = uc->quarter,
			.g = &g},
		&uc->public_id, &uc->made, e);
}

static enum rc tell_people(struct tx *tx, int64_t agency_id, struct str public_id, struct str title, struct err *e)
{
	struct q_accounts_of_agency_list people;

	TRY(q_accounts_of_agency(
		tx->db, &(struct q_accounts_of_agency_in){.agency_id = agency_id}, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(q_message_put(tx->db,
			&(struct q_message_put_in){.account_id = people.v[i].id, .at = tx->now,
				.kind = STR("circular"),
				.subject = str_cat(tx->a, STR("通报草稿已生成："), title),
				.body = STR("请核对数字，修改文字后提请签发。"),
				.link = str_cat(tx->a, STR("/o/circular/"), public_id)},
			NULL, e));
	return RC_OK;
}

static enum rc draft_of(struct tx *tx, struct circular_period p, struct circular_drafts *uc, struct err *e)
{
	struct q_circular_bodies_due_list rows;

	TRY(q_circular_bodies_due(tx->db,
		&(struct q_circular_bodies_due_in){.before_at = instant_day_end(p.last)}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct actor who = {.roles = ROLE_PROVINCE, .agency_id = rows.v[i].id,
			.agency_name = rows.v[i].name, .agency_level = STR("province")};
		struct tx sub = *tx;
		struct q_circular_there there;
		struct circular_make make = {.year = p.year, .quarter = p.quarter};
		bool found;
		TRY(q_circular_there(tx->db,
			&(struct q_circular_there_in){
				.agency_id = who.agency_id, .period = circular_period_text(tx->a, &p)},
			&there, &found, e));
		if (found)
			continue;
		sub.who = &who;
		enum rc rc = circular_make(&sub, &make, e);
		if (rc == RC_STATE)
			continue; /* nothing to tell */
		TRY(rc);
		TRY(tell_people(tx, who.agency_id, make.public_id,
			STR_JOIN(tx->a, str_i64(tx->a, p.year), p.quarter ? STR(" 年第 ") : STR(" 年度通报"),
				p.quarter ? str_i64(tx->a, p.quarter) : STR(""),
				p.quarter ? STR(" 季度调度") : STR("")),
			e));
		uc->made++;
	}
	return RC_OK;
}

enum rc circular_drafts(struct tx *tx, struct circular_drafts *uc, struct err *e)
{
	struct date today = date_of_instant(tx->now);

	uc->made = 0;
	TRY(draft_of(tx, circular_period_before(today, false), uc, e));
	return draft_of(tx, circular_period_before(today, true), uc, e);
}

/* --- editing ------------------------------------------------------------------------------------------ */

static enum rc own(struct tx *tx, struct str public_id, int64_t version, const char *state,
	struct circular *out, struct err *e)
{
	TRY(batch_province_only(tx->who, e));
	TRY(circular_load(tx->db, tx->who, public_id, out, e));
	if (!out->head.own)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!str_eqc(out->head.state, state)) {
		err_set(e, RC_STATE, MSG_CIRCULAR_NOT_NOW);
		return err_arg(e, 0, str_c(circular_state_word(out->head.state)));
	}
	return version == out->head.version ? RC_OK : err_set(e, RC_CONFLICT, MSG_CIRCULAR_STALE);
}

static enum rc changed_one(int64_t changed, struct err *e)
{
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_CIRCULAR_STALE);
}

static enum rc period_figures(struct tx *tx, const struct circular *c, struct circular_gathered *g, struct err *e)
{
	struct circular_period p = circular_period_of(c->head.year, c->head.quarter);

	return circular_gather(tx->db, tx->sv->rules, tx->who, &p, tx->now, g, e);
}

enum rc circular_renew(struct tx *tx, struct circular_renew *uc, struct err *e)
{
	struct circular_gathered g;
	struct parts parts = {0};
	struct circular c;
	int64_t changed;

	TRY(own(tx, uc->public_id, uc->version, "draft", &c, e));
	if (str_eqc(c.head.kind, "sample"))
		return err_set(e, RC_STATE, MSG_CIRCULAR_SETTLED);
	TRY(period_figures(tx, &c, &g, e));
	TRY(generate(tx, c.head.kind, &g, &parts, e));
	TRY(q_circular_parts_drop(
		tx->db, &(struct q_circular_parts_drop_in){.circular_id = c.head.id}, NULL, e));
	for (size_t i = 0; i < parts.n; i++) {
		struct q_circular_part_put_in *x = &parts.v[i];
		x->circular_id = c.head.id;
		for (size_t k = 0; k < c.parts.n; k++) {
			const struct q_circular_parts *had = &c.parts.v[k];
			if (!str_eq(had->key, x->key) || !had->edited_name.n)
				continue;
			x->text = had->text;
			x->edited_name = had->edited_name;
			x->edited_at = had->edited_at;
		}
		TRY(q_circular_part_put(tx->db, x, NULL, e));
	}
	TRY(q_circular_renew(tx->db,
		&(struct q_circular_renew_in){.id = c.head.id, .agency_id = tx->who->agency_id,
			.figures = circular_figures_text(tx->a, &g.figures), .now = tx->now},
		&changed, e));
	TRY(changed_one(changed, e));
	return note(tx, "circular_renewed", c.head.id, STR(""), e);
}

/* Line ends of forms are CR LF; the end of a paragraph says nothing. */
static struct str clean(struct arena *a, struct str typed)
{
	struct str rest = str_trim(typed), line;
	struct buf b;

	buf_init(&b, a, typed.n + 1);
	while (rest.n && str_cut(&rest, '\n', &line)) {
		if (buf_view(&b).n)
			buf_ch(&b, '\n');
		buf_str(&b, str_trim(line));
	}
	return buf_view(&b);
}

static enum rc edit_one(struct tx *tx, const struct circular *c, const struct q_circular_parts *had,
	struct str text, struct err *e)
{
	size_t n = utf8_count(text);
	bool title = str_eqc(had->key, TITLE_KEY);

	if (!utf8_valid(text) || (title && (n < 4 || n > CIRCULAR_TITLE_MAX)) || n > CIRCULAR_TEXT_MAX) {
		err_field(e, RC_INVALID, title ? MSG_CIRCULAR_TITLE : MSG_CIRCULAR_LONG,
			str_cstr(tx->a, had->key));
		return RC_INVALID;
	}
	TRY(q_circular_part_edit(tx->db,
		&(struct q_circular_part_edit_in){.circular_id = c->head.id, .key = had->key, .text = text,
			.name = tx->who->name, .now = tx->now},
		NULL, e));
	return q_circular_edit_put(tx->db,
		&(struct q_circular_edit_put_in){.circular_id = c->head.id, .key = had->key, .text = text,
			.account_id = tx->who->account_id, .name = tx->who->name, .now = tx->now},
		NULL, e);
}

enum rc circular_edit(struct tx *tx, struct circular_edit *uc, struct err *e)
{
	struct circular c;
	int64_t changed;

	uc->changed = 0;
	TRY(own(tx, uc->public_id, uc->version, "draft", &c, e));
	for (size_t i = 0; i < uc->n; i++) {
		struct str text = clean(tx->a, uc->parts[i].text);
		for (size_t k = 0; k < c.parts.n; k++) {
			if (!str_eq(c.parts.v[k].key, uc->parts[i].key) || str_eq(c.parts.v[k].text, text))
				continue;
			TRY(edit_one(tx, &c, &c.parts.v[k], text, e));
			uc->changed++;
		}
	}
	if (uc->changed == 0)
		return RC_OK;
	TRY(q_circular_touch(tx->db,
		&(struct q_circular_touch_in){
			.id = c.head.id, .agency_id = tx->who->agency_id, .version = uc->version},
		&changed, e));
	TRY(changed_one(changed, e));
	return note(tx, "circular_edited", c.head.id,
		str_fmt(tx->a, "修改 %lld 段", (long long)uc->changed), e);
}

enum rc circular_propose(struct tx *tx, struct circular_propose *uc, struct err *e)
{
	struct circular c;
	int64_t changed;

	TRY(own(tx, uc->public_id, uc->version, "draft", &c, e));
	TRY(q_circular_propose(tx->db,
		&(struct q_circular_propose_in){.id = c.head.id, .agency_id = tx->who->agency_id,
			.version = uc->version, .published = uc->published,
			.account_id = tx->who->account_id, .name = tx->who->name, .now = tx->now},
		&changed, e));
	TRY(changed_one(changed, e));
	return note(tx, "circular_proposed", c.head.id, circular_title(&c), e);
}

/* --- issuing ------------------------------------------------------------------------------------------- */

static enum rc number_it(struct tx *tx, const struct circular *c, struct str *out, struct err *e)
{
	int64_t year = date_of_instant(tx->now).y, seq;
	struct wording_values v = {0};
	const struct json *t = NULL;

	TRY(template_of(tx->a, c->head.kind, &t, e));
	TRY(tx_serial(tx,
		str_fmt(tx->a, "circular/%lld/%.*s/%lld", (long long)tx->who->agency_id,
			STR_ARG(c->head.kind), (long long)year),
		&seq, e));
	wording_count(tx->a, &v, "year", year);
	wording_count(tx->a, &v, "no", seq);
	wording_text(tx->a, &v, "body", tx->who->agency_name);
	*out = wording_put(tx->a, json_str(t, "number", STR("")), &v);
	return RC_OK;
}

/* As 通知公告: paragraphs with their headings; tables are in the papers beside it. */
static enum rc publish(struct tx *tx, const struct circular *c, struct opt_i64 *out, struct err *e)
{
	struct q_audit_head head = {.hash = STR("")};
	struct q_announcement_put row;
	struct str public_id;
	struct buf b;
	bool found;

	*out = none_i64();
	if (!c->head.published)
		return RC_OK;
	buf_init(&b, tx->a, TEXT_BYTES);
	for (size_t i = 1; i < c->parts.n; i++) {
		struct str heading = circular_heading(tx->a, c, i);
		if (!c->parts.v[i].text.n)
			continue;
		buf_printf(&b, "%s%.*s%s%.*s", i > 1 ? "\n" : "", STR_ARG(heading), heading.n ? "\n" : "",
			STR_ARG(c->parts.v[i].text));
	}
	TRY(q_audit_head(tx->db, &head, &found, e));
	TRY(random_token(tx->a, 12, &public_id, e));
	TRY(q_announcement_put(tx->db,
		&(struct q_announcement_put_in){.public_id = public_id, .agency_id = tx->who->agency_id,
			.kind = STR("notice"),
			.doc_no = STR_JOIN(tx->a, tx->who->agency_name, c->head.no),
			.title = circular_title(c), .body = buf_view(&b), .list_hash = STR(""),
			.chain_seq = head.seq, .chain_hash = head.hash,
			.issued_on = date_str(tx->a, date_of_instant(tx->now)),
			.published_by = tx->who->account_id, .now = tx->now},
		&row, e));
	*out = some_i64(row.id);
	return RC_OK;
}

static enum rc send_back(struct tx *tx, const struct circular *c, struct circular_issue *uc, struct err *e)
{
	size_t n = utf8_count(uc->reason);
	int64_t changed;

	if (n < REASON_MIN || n > REASON_MAX)
		return err_field(e, RC_INVALID, MSG_REASON_NEEDED, "reason");
	TRY(q_circular_back(tx->db,
		&(struct q_circular_back_in){
			.id = c->head.id, .agency_id = tx->who->agency_id, .version = uc->version},
		&changed, e));
	TRY(changed_one(changed, e));
	return note(tx, "circular_back", c->head.id, uc->reason, e);
}

enum rc circular_issue(struct tx *tx, struct circular_issue *uc, struct err *e)
{
	struct opt_i64 announcement;
	struct circular c;
	int64_t changed;

	TRY(own(tx, uc->public_id, uc->version, "signing", &c, e));
	if (uc->back)
		return send_back(tx, &c, uc, e);
	if (c.head.proposed_by.has && c.head.proposed_by.v == tx->who->account_id)
		return err_set(e, RC_FORBIDDEN, MSG_SECOND_PERSON);
	TRY(number_it(tx, &c, &uc->no, e));
	c.head.no = uc->no;
	TRY(publish(tx, &c, &announcement, e));
	TRY(q_circular_issue(tx->db,
		&(struct q_circular_issue_in){.id = c.head.id, .agency_id = tx->who->agency_id,
			.version = uc->version, .no = uc->no,
			.hash = hash_hex(tx->a, hash_sha256(circular_text(tx->a, &c))),
			.account_id = tx->who->account_id, .name = tx->who->name,
			.announcement_id = announcement, .now = tx->now},
		&changed, e));
	TRY(changed_one(changed, e));
	TRY(q_circular_tell(tx->db,
		&(struct q_circular_tell_in){.agency_id = tx->who->agency_id, .now = tx->now,
			.subject = circular_title(&c),
			.body = str_fmt(tx->a, "%.*s %.*s已签发，请查阅。", STR_ARG(tx->who->agency_name),
				STR_ARG(uc->no)),
			.link = str_cat(tx->a, STR("/o/circular/"), uc->public_id)},
		NULL, e));
	return note(tx, "circular_issued", c.head.id, STR_JOIN(tx->a, uc->no, STR(" "), circular_title(&c)), e);
}

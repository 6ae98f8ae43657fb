/* What an expert is shown and hands in. */
#include "service/expert_work.h"

#include "base/utf8.h"
#include "domain/redact.h"
#include "service/audit.h"
#include "service/panel.h"
#include "service/profile.h"
#include "service/written_report.h"

enum rc expert_self_load(
	struct db *db, const struct actor *who, struct expert_self *out, struct err *e)
{
	struct q_expert_by_account row;
	bool found = false;

	*out = (struct expert_self){0};
	TRY(q_expert_by_account(db,
		&(struct q_expert_by_account_in){.account_id = who->account_id}, &row, &found, e));
	if (!found || !row.active)
		return err_set(e, RC_FORBIDDEN, MSG_EXPERT_NOT_IN_POOL);
	out->id = row.id;
	TRY(q_expert_panels(db, &(struct q_expert_panels_in){.expert_id = row.id}, &out->panels, e));
	for (size_t i = 0; i < out->panels.n; i++)
		out->undeclared = out->undeclared || !out->panels.v[i].declared_at.has;
	return RC_OK;
}

/* --- material without names ------------------------------------------------------------------------ */

struct material {
	struct arena *a;
	struct strs terms;
	struct expert_sheet *out;
};

static struct str shown(struct material *m, struct str s)
{
	return redact(m->a, &m->terms, s);
}

static struct expert_part *part(struct material *m, struct str title)
{
	struct expert_part *p = VEC_ADD(m->a, &m->out->parts);

	p->title = title;
	return p;
}

static void row(struct material *m, struct expert_part *p, struct str label, struct str value)
{
	VEC_PUSH(m->a, &p->rows, ((struct expert_row){label, shown(m, value)}));
}

/* As registered now and as submitted then: a renamed enterprise is still known by its old name. */
static enum rc terms_of(struct db *db, struct material *m, int64_t application_id,
	const struct submission *sub, struct err *e)
{
	static const char *const pinned[] = {"legal_rep", "legal_rep_phone", "contact", "contact_phone",
		"contact_email", "address", "uscc"};
	struct q_panel_people_list people;
	struct q_panel_judged row;
	struct strs places = {0};

	TRY(q_panel_judged(
		db, &(struct q_panel_judged_in){.application_id = application_id}, &row, e));
	TRY(q_panel_people(
		db, &(struct q_panel_people_in){.enterprise_id = row.enterprise_id}, &people, e));
	TRY(panel_places(db, row.division_code, &places, e));
	redact_enterprise(m->a, &m->terms, row.name, &places);
	redact_enterprise(m->a, &m->terms, json_str(sub->profile, "name", STR("")), &places);
	const struct str now[] = {row.uscc, row.legal_rep, row.legal_rep_phone, row.contact,
		row.contact_phone, row.contact_email, sub->signed_name};
	for (size_t i = 0; i < ARRAY_LEN(now); i++)
		redact_term(m->a, &m->terms, now[i]);
	for (size_t i = 0; i < ARRAY_LEN(pinned); i++)
		redact_term(m->a, &m->terms, json_str(sub->profile, pinned[i], STR("")));
	for (size_t i = 0; i < people.n; i++) {
		redact_term(m->a, &m->terms, people.v[i].name);
		redact_term(m->a, &m->terms, people.v[i].phone);
		redact_term(m->a, &m->terms, people.v[i].email);
	}
	return RC_OK;
}

static void profile_part(struct material *m, const struct submission *sub)
{
	static const struct {
		const char *member, *label;
	} members[] = {{"industry", "所属行业"}, {"ownership", "企业类型"}, {"established_on", "成立日期"},
		{"capital", "注册资本（万元）"}, {"main_product", "主导产品（服务）"}};
	struct expert_part *p = part(m, STR("申报单位简介"));
	struct str intro = json_str(sub->profile, "intro", STR(""));

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		struct str v = json_str(sub->profile, members[i].member, STR(""));
		if (v.n)
			row(m, p, str_c(members[i].label), v);
	}
	p->text = shown(m, intro);
}

/* The report by its printed headings, with every name that is known struck out. */
static enum rc report_parts(struct db *db, struct material *m, const struct application_file *f,
	int64_t submission_id, struct err *e)
{
	struct report r;

	TRY(report_of_submission(db, f->procedure, submission_id, &r, e));
	for (size_t i = 0; i < r.n; i++) {
		struct expert_part *p = part(m, str_cat(m->a, STR("申请报告 "),
					     report_title(m->a, &r.v[i])));
		p->text = shown(m, r.v[i].text);
	}
	return RC_OK;
}

static void facts_parts(struct material *m, const struct application_file *f, const struct submission *sub)
{
	const struct standard *s = f->standard;

	for (size_t i = 0; i < s->sections.n; i++) {
		struct expert_part *p = part(m, s->sections.v[i].title);
		for (size_t k = 0; k < s->sections.v[i].facts.n; k++) {
			struct fact_ref ref = s->sections.v[i].facts.v[k];
			const struct fact own = standard_fact(s, ref.fact), *fact = &own;
			unsigned back = fact->yearly ? ref.back : 0;
			struct str label = fact->yearly
				? str_fmt(m->a, "%.*s（%d年）", STR_ARG(fact->name), f->year - (int)back)
				: fact->name;
			row(m, p, label, fact_show(m->a, ref.fact, facts_get(sub->facts, ref.fact, back)));
		}
	}
}

static struct str holds_word(enum tri t)
{
	return t == TRI_TRUE ? STR("符合") : t == TRI_FALSE ? STR("不符合") : STR("待核实");
}

/* In which band each indicator lies; no points: the expert's are asked. */
static void indicator_part(struct material *m, const struct application_file *f, const struct submission *sub)
{
	const struct standard *s = f->standard;
	struct score_result r;

	application_evaluate(f, sub->facts, m->a, &r);
	if (r.verdict == SCORE_ERROR || s->indicators.n + s->conditions.n == 0)
		return;
	struct expert_part *p = part(m, STR("指标与条件（按申报数据）"));
	for (size_t i = 0; i < s->indicators.n; i++) {
		const struct score_indicator *x = &r.indicators[i];
		bool banded = x->status == SCORE_SCORED && x->band >= 0;
		row(m, p, s->indicators.v[i].name,
			banded ? s->indicators.v[i].bands[x->band].text : STR("—"));
	}
	for (size_t i = 0; i < s->conditions.n; i++)
		row(m, p, s->conditions.v[i].name, holds_word(r.conditions[i].holds));
}

static bool row_known(const struct expert_part *p, struct str label, struct str value)
{
	for (size_t i = 0; i < p->rows.n; i++)
		if (str_eq(p->rows.v[i].label, label) && str_eq(p->rows.v[i].value, value))
			return true;
	return false;
}

/* Without numbers: a patent's or a certificate's number leads to its owner. */
static void item_row(struct material *m, struct expert_part *p, const struct json *item)
{
	struct str label = json_str(item, "kind", STR(""));
	struct str level = json_str(item, "level", STR("")), on = json_str(item, "granted_on", STR("")),
		   until = json_str(item, "valid_until", STR(""));
	struct str text = str_fmt(m->a, "%.*s%s%.*s%s%.*s%s%.*s", STR_ARG(json_str(item, "title", STR(""))),
		level.n ? "，" : "", STR_ARG(level), on.n ? "，取得 " : "", STR_ARG(on),
		until.n ? "，有效期至 " : "", STR_ARG(until));

	text = shown(m, text);
	if (json_bool(item, "counts", false) && !row_known(p, label, text))
		row(m, p, label, text);
}

/* Intellectual property and honours as they were listed on the day of the submission. */
static enum rc lists_part(struct db *db, struct material *m, int64_t submission_id, struct err *e)
{
	struct q_submission_list pinned;
	struct json *j;
	bool found;

	TRY(q_submission_list(db, &(struct q_submission_list_in){.submission_id = submission_id},
		&pinned, &found, e));
	if (!found)
		return RC_OK;
	TRY(json_parse(m->a, pinned.json, &j, e));
	struct expert_part *p = part(m, STR("知识产权、荣誉（计入的项目，不列编号）"));
	const struct json *facts = json_get(j, "facts");
	for (const struct json *f = facts ? facts->first : NULL; f; f = f->next) {
		const struct json *items = json_get(f, "items");
		for (const struct json *i = items ? items->first : NULL; i; i = i->next)
			item_row(m, p, i);
	}
	if (p->rows.n == 0)
		p->text = STR("没有计入的项目。");
	return RC_OK;
}

/* What was handed in, by count: the papers themselves bear names. */
static void evidence_part(struct material *m, const struct application_file *f, const struct submission *sub)
{
	const struct standard *s = f->standard;
	struct expert_part *p = part(m, STR("佐证材料（已由主管部门核对，不提供下载）"));

	for (size_t i = 0; i < s->evidence.n; i++) {
		int64_t n = 0;
		for (size_t k = 0; k < sub->files.n; k++)
			n += str_eq(sub->files.v[k].slot, s->evidence.v[i].id);
		if (n)
			row(m, p, s->evidence.v[i].title, str_fmt(m->a, "%lld 份", (long long)n));
	}
}

static enum rc material_load(struct db *db, const struct rules *rules, struct expert_sheet *s, struct err *e)
{
	struct material m = {.a = db_arena(db), .out = s};
	struct application_file f;
	struct submission sub;

	TRY(application_reload(db, rules, s->head.application_id, &f, e));
	TRY(submission_load(db, &f, f.submission_id, &sub, e));
	TRY(terms_of(db, &m, f.id, &sub, e));
	profile_part(&m, &sub);
	TRY(report_parts(db, &m, &f, sub.id, e));
	facts_parts(&m, &f, &sub);
	indicator_part(&m, &f, &sub);
	TRY(lists_part(db, &m, sub.id, e));
	evidence_part(&m, &f, &sub);
	return RC_OK;
}

/* --- the sheet -------------------------------------------------------------------------------------- */

static enum rc head_load(struct db *db, int64_t expert_id, struct str code, int64_t now,
	struct expert_sheet *s, struct err *e)
{
	struct q_expert_scores_list scores;
	struct json *pinned;

	*s = (struct expert_sheet){0};
	TRY(q_expert_sheet(
		db, &(struct q_expert_sheet_in){.expert_id = expert_id, .code = code}, &s->head, e));
	bool done = str_eqc(s->head.state, "submitted");
	if (str_eqc(s->head.state, "recused"))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!done && now >= s->head.ends_at)
		return err_set(e, RC_DEADLINE, MSG_EXPERT_OVER);
	s->open = !done;
	TRY(json_parse(db_arena(db), s->head.criteria, &pinned, e));
	TRY(expert_rules_of(db_arena(db), pinned, &s->rules, e));
	s->marks = ARENA_NEW_N(db_arena(db), struct expert_mark, s->rules.n);
	TRY(q_expert_scores(db,
		&(struct q_expert_scores_in){.expert_id = expert_id, .sheet_id = s->head.id}, &scores,
		e));
	for (size_t i = 0; i < s->rules.n; i++) {
		s->marks[i].of = &s->rules.v[i];
		for (size_t k = 0; k < scores.n; k++) {
			if (!str_eq(scores.v[k].criterion, s->rules.v[i].id))
				continue;
			s->marks[i].has = scores.v[k].points.has;
			s->marks[i].points = scores.v[k].points.v;
			s->marks[i].reason = scores.v[k].reason;
		}
		s->total += s->marks[i].has ? s->marks[i].points : 0;
	}
	return RC_OK;
}

enum rc expert_sheet_load(struct db *db, const struct rules *rules, int64_t expert_id, struct str code,
	int64_t now, struct expert_sheet *out, struct err *e)
{
	TRY(head_load(db, expert_id, code, now, out, e));
	return material_load(db, rules, out, e);
}

/* --- declaring -------------------------------------------------------------------------------------- */

enum rc expert_declare(struct tx *tx, struct expert_declare *uc, struct err *e)
{
	struct expert_self me;
	struct str said = str_trim(uc->interests);

	TRY(expert_self_load(tx->db, tx->who, &me, e));
	if (!uc->none && utf8_count(said) < 2)
		return err_field(e, RC_INVALID, MSG_EXPERT_INTERESTS, "interests");
	if (uc->none && said.n)
		return err_field(e, RC_INVALID, MSG_EXPERT_INTERESTS_BOTH, "interests");
	if (utf8_count(said) > 2000)
		return err_field(e, RC_INVALID, MSG_EXPERT_INTERESTS, "interests");
	if (!uc->agree)
		return err_field(e, RC_INVALID, MSG_EXPERT_AGREE, "agree");
	for (size_t i = 0; i < me.panels.n; i++) {
		int64_t id = me.panels.v[i].panel_id;
		if (me.panels.v[i].declared_at.has)
			continue;
		TRY(q_expert_declare(tx->db,
			&(struct q_expert_declare_in){
				me.id, id, said.n ? said : STR(""), tx->now},
			NULL, e));
		TRY(audit_append(tx,
			&(struct audit_event){.action = "expert_declared", .object_kind = "panel",
				.object_id = id,
				.payload = uc->none ? STR("{\"none\":true}") : STR("{\"none\":false}")},
			e));
	}
	return RC_OK;
}

/* --- scoring ---------------------------------------------------------------------------------------- */

static void wrong(struct expert_fill *uc, struct expert_typed *t, bool reason, struct str text)
{
	t->error = text;
	t->reason_wrong = reason;
	uc->bad++;
}

static void read_one(struct arena *a, struct expert_fill *uc, const struct criterion *k,
	struct expert_typed *t, struct opt_i64 *points)
{
	struct str typed = str_trim(utf8_halfwidth(a, t->points));
	size_t length = utf8_count(t->reason);

	*points = none_i64();
	if (typed.n) {
		points->has = str_to_i64(typed, &points->v) && points->v >= 0 && points->v <= k->max;
		if (!points->has) {
			wrong(uc, t, false,
				str_fmt(a, "“%.*s”请填写 0 到 %lld 的整数", STR_ARG(k->name),
					(long long)k->max));
			return;
		}
	} else if (uc->submit) {
		wrong(uc, t, false, str_fmt(a, "请为“%.*s”评分", STR_ARG(k->name)));
		return;
	}
	if (length > EXPERT_REASON_MAX || (uc->submit && length < EXPERT_REASON_MIN))
		wrong(uc, t, true,
			str_fmt(a, "请写明“%.*s”的评分理由，%d 到 %d 个字", STR_ARG(k->name),
				EXPERT_REASON_MIN, EXPERT_REASON_MAX));
}

static enum rc hand_in(struct tx *tx, int64_t expert_id, const struct expert_sheet *s, int64_t total,
	struct err *e)
{
	int64_t changed;

	TRY(q_expert_submit(tx->db,
		&(struct q_expert_submit_in){expert_id, s->head.id, total, tx->now}, &changed, e));
	if (changed != 1)
		return err_set(e, RC_STATE, MSG_EXPERT_FINAL);
	TRY(audit_append(tx,
		&(struct audit_event){.action = "expert_submitted", .object_kind = "panel",
			.object_id = s->head.panel_id,
			.payload = str_fmt(tx->a, "{\"sheet\":%lld,\"total\":%lld}",
				(long long)s->head.id, (long long)total)},
		e));
	return panel_settle(tx, s->head.panel_id, s->head.application_id, e);
}

enum rc expert_fill(struct tx *tx, struct expert_fill *uc, struct err *e)
{
	struct expert_self me;
	struct expert_sheet s;
	int64_t total = 0;

	TRY(expert_self_load(tx->db, tx->who, &me, e));
	TRY(head_load(tx->db, me.id, uc->code, tx->now, &s, e));
	if (!s.open)
		return err_set(e, RC_STATE, MSG_EXPERT_FINAL);
	if (uc->n != s.rules.n)
		return err_set(e, RC_INVALID, MSG_EXPERT_TYPED);
	struct opt_i64 *points = ARENA_NEW_N(tx->a, struct opt_i64, uc->n + 1);
	uc->bad = 0;
	for (size_t i = 0; i < uc->n; i++)
		read_one(tx->a, uc, &s.rules.v[i], &uc->typed[i], &points[i]);
	if (uc->bad)
		return err_set(e, RC_INVALID, MSG_EXPERT_TYPED);
	for (size_t i = 0; i < uc->n; i++) {
		struct str reason = uc->typed[i].reason;
		total += points[i].has ? points[i].v : 0;
		TRY(q_expert_score_put(tx->db,
			&(struct q_expert_score_put_in){s.head.id, s.rules.v[i].id, points[i],
				reason.p ? reason : STR("")},
			NULL, e));
	}
	return uc->submit ? hand_in(tx, me.id, &s, total, e) : RC_OK;
}

enum rc expert_recuse(struct tx *tx, struct expert_recuse *uc, struct err *e)
{
	struct expert_self me;
	struct expert_sheet s;

	TRY(expert_self_load(tx->db, tx->who, &me, e));
	TRY(head_load(tx->db, me.id, uc->code, tx->now, &s, e));
	if (!s.open)
		return err_set(e, RC_STATE, MSG_EXPERT_FINAL);
	if (utf8_count(uc->reason) < 4 || utf8_count(uc->reason) > 500)
		return err_field(e, RC_INVALID, MSG_EXPERT_REASON, "reason");
	TRY(q_expert_recuse(
		tx->db, &(struct q_expert_recuse_in){me.id, s.head.id, uc->reason}, NULL, e));
	TRY(audit_append(tx,
		&(struct audit_event){.action = "expert_recused", .object_kind = "panel",
			.object_id = s.head.panel_id, .reason = uc->reason},
		e));
	return panel_settle(tx, s.head.panel_id, s.head.application_id, e);
}

/* Forming a panel and giving out the work. */
#include "service/panel.h"

#include "base/buf.h"
#include "base/env.h"
#include "service/audit.h"

#define CODE_BYTES 6

/* --- reading ---------------------------------------------------------------------------------------- */

static enum rc rules_of(struct db *db, const struct panel *p, struct expert_rules *out, struct err *e)
{
	const struct stage *s = procedure_stage(p->b.procedure, STAGE_EXPERT_REVIEW, HOLDER_PROVINCE);
	struct json *pinned;

	if (!s)
		return err_set(e, RC_STATE, MSG_PANEL_NO_STAGE);
	if (!p->formed)
		return expert_rules_of(db_arena(db), s->json, out, e);
	TRY(json_parse(db_arena(db), p->head.criteria, &pinned, e));
	return expert_rules_of(db_arena(db), pinned, out, e);
}

static bool has_file(const struct panel *p, int64_t application_id)
{
	for (size_t i = 0; i < p->files.n; i++)
		if (p->files.v[i].application_id == application_id)
			return true;
	return false;
}

enum rc panel_load(struct db *db, const struct rules *rules, const struct actor *who,
	int64_t batch_id, struct panel *out, struct err *e)
{
	struct q_batch_files_list rows;
	struct list_entries entries;

	*out = (struct panel){0};
	TRY(batch_province_only(who, e));
	TRY(batch_for_officer(db, rules, who, batch_id, &out->b, e));
	TRY(q_panel_of_batch(db,
		&(struct q_panel_of_batch_in){.batch_id = batch_id, .agency_id = who->agency_id},
		&out->head, &out->formed, e));
	TRY(rules_of(db, out, &out->rules, e));
	if (out->formed) {
		int64_t id = out->head.id;
		TRY(q_panel_experts(
			db, &(struct q_panel_experts_in){.panel_id = id}, &out->experts, e));
		TRY(q_panel_files(db, &(struct q_panel_files_in){.panel_id = id}, &out->files, e));
		TRY(q_panel_sheets(db, &(struct q_panel_sheets_in){.panel_id = id}, &out->sheets, e));
	}
	TRY(batch_files_load(db, who, batch_id, STATE_EXPERT, &rows, &entries, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!has_file(out, rows.v[i].application_id))
			VEC_PUSH(db_arena(db), &out->waiting, rows.v[i]);
	return RC_OK;
}

void panel_tally(const struct panel *p, int64_t application_id, struct panel_tally *out)
{
	*out = (struct panel_tally){.need = p->rules.sheets};
	for (size_t i = 0; i < p->sheets.n; i++) {
		const struct q_panel_sheets *s = &p->sheets.v[i];
		if (s->application_id != application_id)
			continue;
		out->open += str_eqc(s->state, "open");
		if (str_eqc(s->state, "submitted") && s->total.has &&
			out->submitted < ARRAY_LEN(out->totals))
			out->totals[out->submitted++] = s->total.v;
	}
	if ((int64_t)out->submitted < p->rules.sheets)
		return;
	out->diverged = sheets_diverge(
		out->totals, (size_t)p->rules.sheets, p->rules.divergence);
	out->need += out->diverged;
}

bool panel_complete(const struct panel *p)
{
	size_t waiting = 0;

	for (size_t i = 0; i < p->files.n; i++) {
		const struct q_panel_files *f = &p->files.v[i];
		if (f->decided_at.has || !str_eqc(f->state, state_code(STATE_EXPERT)))
			continue;
		waiting++;
		if (!f->result.has)
			return false;
	}
	return waiting > 0 && p->waiting.n == 0;
}

/* --- who may judge ---------------------------------------------------------------------------------- */

enum rc panel_places(struct db *db, struct str division, struct strs *out, struct err *e)
{
	static const char *const ends[] = {"省", "市", "县", "区"};
	struct arena *a = db_arena(db);

	for (int level = 0; level < 4 && division.n; level++) {
		struct q_division_by_code d;
		enum rc rc = q_division_by_code(
			db, &(struct q_division_by_code_in){.code = division}, &d, e);
		if (rc == RC_NOT_FOUND)
			return RC_OK;
		TRY(rc);
		VEC_PUSH(a, out, d.name);
		for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
			struct str end = str_c(ends[i]);
			if (str_ends(d.name, end) && d.name.n > 2 * end.n)
				VEC_PUSH(a, out, str_sub(d.name, 0, d.name.n - end.n));
		}
		division = d.parent_code;
	}
	return RC_OK;
}

struct applicant {
	struct judged f;
	struct str section;
};

static enum rc applicant_load(
	struct db *db, int64_t application_id, struct applicant *out, struct err *e)
{
	struct q_panel_people_list people;
	struct q_panel_judged row;
	struct arena *a = db_arena(db);

	TRY(q_panel_judged(
		db, &(struct q_panel_judged_in){.application_id = application_id}, &row, e));
	TRY(q_panel_people(
		db, &(struct q_panel_people_in){.enterprise_id = row.enterprise_id}, &people, e));
	*out = (struct applicant){.section = row.section,
		.f = {.name = row.name, .uscc = row.uscc, .industry = row.industry_code,
			.division = row.division_code}};
	VEC_PUSH(a, &out->f.people, row.legal_rep);
	VEC_PUSH(a, &out->f.people, row.contact);
	for (size_t i = 0; i < people.n; i++)
		VEC_PUSH(a, &out->f.people, people.v[i].name);
	return panel_places(db, row.division_code, &out->f.places, e);
}

/* --- the plan --------------------------------------------------------------------------------------- */

struct wanted {
	int64_t application_id, need;
	struct str name;
	bool third;
};
struct wanteds {
	struct wanted *v;
	size_t n, cap;
};

/* Open sheets of somebody who is no longer called do not count. */
static int64_t orphans(const struct panel *p, int64_t application_id)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->sheets.n; i++) {
		const struct q_panel_sheets *s = &p->sheets.v[i];
		if (s->application_id != application_id || !str_eqc(s->state, "open"))
			continue;
		for (size_t k = 0; k < p->experts.n; k++)
			n += p->experts.v[k].id == s->expert_id && !p->experts.v[k].active;
	}
	return n;
}

static void wanted_files(struct arena *a, const struct panel *p, int64_t only, struct wanteds *out)
{
	for (size_t i = 0; i < p->files.n; i++) {
		const struct q_panel_files *f = &p->files.v[i];
		struct panel_tally t;
		if (f->decided_at.has || !str_eqc(f->state, state_code(STATE_EXPERT)) ||
			(only && f->application_id != only))
			continue;
		panel_tally(p, f->application_id, &t);
		int64_t need = t.need - (int64_t)t.submitted - (int64_t)t.open +
			       orphans(p, f->application_id);
		if (need > 0)
			VEC_PUSH(a, out,
				((struct wanted){f->application_id, need, f->name, t.diverged}));
	}
	for (size_t i = 0; !only && i < p->waiting.n; i++)
		VEC_PUSH(a, out,
			((struct wanted){p->waiting.v[i].application_id, p->rules.sheets,
				p->waiting.v[i].name, false}));
}

static bool was_on(const struct panel *p, int64_t application_id, int64_t expert_id)
{
	for (size_t i = 0; i < p->sheets.n; i++)
		if (p->sheets.v[i].application_id == application_id &&
			p->sheets.v[i].expert_id == expert_id)
			return true;
	return false;
}

static enum rc compare(struct db *db, const struct panel *p, const struct q_panel_experts *const *judges,
	size_t n, size_t f, struct panel_plan *out, bool *blocked, bool *fits, struct err *e)
{
	struct arena *a = db_arena(db);
	struct applicant who;

	TRY(applicant_load(db, out->application_id[f], &who, e));
	for (size_t j = 0; j < n; j++) {
		const struct q_panel_experts *x = judges[j];
		struct judge judge = {.name = x->name, .employer = x->employer, .fields = x->fields,
			.division = x->division_code, .declared = x->interests};
		out->conflicts[f * n + j] =
			conflict_of(a, &judge, &who.f, p->rules.avoid_same_city);
		blocked[f * n + j] = out->conflicts[f * n + j] != CONFLICT_NONE ||
				     was_on(p, out->application_id[f], x->id);
		fits[f * n + j] = field_fits(x->fields, who.section, who.f.industry);
	}
	return RC_OK;
}

static struct str seen_of(struct arena *a, const struct panel_plan *plan)
{
	struct buf b;

	buf_init(&b, a, plan->out.picks.n * 32 + 32);
	for (size_t i = 0; i < plan->out.picks.n; i++) {
		const struct assign_pick *x = &plan->out.picks.v[i];
		buf_str(&b, str_i64(a, plan->application_id[x->file]));
		buf_ch(&b, '-');
		buf_str(&b, str_i64(a, plan->expert_id[x->judge]));
		buf_ch(&b, '\n');
	}
	return str_sub(hash_hex(a, hash_sha256(buf_view(&b))), 0, 16);
}

static enum rc plan_for(struct db *db, struct arena *a, const struct panel *p, int64_t only,
	struct panel_plan *out, struct err *e)
{
	const struct q_panel_experts **judges =
		ARENA_NEW_N(a, const struct q_panel_experts *, p->experts.n + 1);
	struct wanteds files = {0};
	size_t n = 0;

	wanted_files(a, p, only, &files);
	for (size_t i = 0; i < p->experts.n; i++)
		if (p->experts.v[i].active && p->experts.v[i].declared_at.has)
			judges[n++] = &p->experts.v[i];
	size_t cells = files.n * n + 1;
	struct str *jk = ARENA_NEW_N(a, struct str, n + 1), *fk = ARENA_NEW_N(a, struct str, files.n + 1);
	int64_t *load = ARENA_NEW_N(a, int64_t, n + 1), *need = ARENA_NEW_N(a, int64_t, files.n + 1);
	bool *blocked = ARENA_NEW_N(a, bool, cells), *fits = ARENA_NEW_N(a, bool, cells);
	*out = (struct panel_plan){.expert_id = ARENA_NEW_N(a, int64_t, n + 1),
		.application_id = ARENA_NEW_N(a, int64_t, files.n + 1),
		.expert = ARENA_NEW_N(a, struct str, n + 1), .file = ARENA_NEW_N(a, struct str, files.n + 1),
		.third = ARENA_NEW_N(a, bool, files.n + 1),
		.conflicts = ARENA_NEW_N(a, enum conflict, cells)};
	for (size_t j = 0; j < n; j++) {
		out->expert_id[j] = judges[j]->id;
		out->expert[j] = judges[j]->name;
		jk[j] = str_i64(a, judges[j]->id);
		load[j] = judges[j]->load;
	}
	for (size_t f = 0; f < files.n; f++) {
		out->application_id[f] = files.v[f].application_id;
		out->file[f] = files.v[f].name;
		out->third[f] = files.v[f].third;
		fk[f] = str_i64(a, files.v[f].application_id);
		need[f] = files.v[f].need;
		TRY(compare(db, p, judges, n, f, out, blocked, fits, e));
	}
	out->in = (struct assign_in){p->head.seed, n, files.n, jk, fk, load, need, blocked, fits};
	expertise_assign(a, &out->in, &out->out);
	out->seen = seen_of(a, out);
	return RC_OK;
}

enum rc panel_plan_make(
	struct db *db, struct arena *a, const struct panel *p, struct panel_plan *out, struct err *e)
{
	return plan_for(db, a, p, 0, out, e);
}

/* --- forming ---------------------------------------------------------------------------------------- */

static enum rc tell(struct tx *tx, int64_t account, struct str subject, struct str body, int64_t due_at,
	struct err *e)
{
	return q_message_put(tx->db,
		&(struct q_message_put_in){.account_id = account, .at = tx->now, .kind = STR("panel"),
			.subject = subject, .body = body, .link = STR("/x"), .urgent = due_at > 0, .due_at = due_at},
		NULL, e);
}

static enum rc form(struct tx *tx, const struct panel *p, int64_t ends_at, int64_t *id, struct err *e)
{
	const struct stage *s = procedure_stage(p->b.procedure, STAGE_EXPERT_REVIEW, HOLDER_PROVINCE);
	struct q_panel_put made;
	struct str seed;
	struct buf b;

	if (p->formed) {
		*id = p->head.id;
		return q_panel_set_ends(tx->db,
			&(struct q_panel_set_ends_in){*id, tx->who->agency_id, ends_at}, NULL, e);
	}
	TRY(random_token(tx->a, 16, &seed, e));
	buf_init(&b, tx->a, 2048);
	json_put_canonical(&b, s->json, tx->a);
	TRY(q_panel_put(tx->db,
		&(struct q_panel_put_in){p->b.id, tx->who->agency_id, seed, buf_view(&b), ends_at,
			tx->who->account_id, tx->now},
		&made, e));
	*id = made.id;
	return RC_OK;
}

static enum rc invite(
	struct tx *tx, const struct panel *p, int64_t panel_id, int64_t expert_id, struct err *e)
{
	struct q_expert_for_officer x;
	int64_t added;

	TRY(q_expert_for_officer(tx->db,
		&(struct q_expert_for_officer_in){.id = expert_id, .agency_id = tx->who->agency_id}, &x,
		e));
	if (!x.active || !x.account_id.has)
		return err_field(e, RC_INVALID, MSG_PANEL_EXPERT, "experts");
	for (size_t i = 0; i < p->experts.n; i++)
		if (p->experts.v[i].id == expert_id)
			return RC_OK;
	TRY(q_panel_expert_put(tx->db,
		&(struct q_panel_expert_put_in){.panel_id = panel_id, .expert_id = expert_id}, &added,
		e));
	return tell(tx, x.account_id.v, STR("请您担任评审专家"),
		STR("请先申明利害关系，随后分派待评材料。材料以编号代替企业名称，请勿打听或对外透露。"), 0, e);
}

enum rc panel_form(struct tx *tx, struct panel_form *uc, struct err *e)
{
	struct panel p;
	int64_t id;

	TRY(panel_load(tx->db, tx->sv->rules, tx->who, uc->batch_id, &p, e));
	if (!date_valid(uc->ends_on) || date_cmp(uc->ends_on, date_of_instant(tx->now)) < 0)
		return err_field(e, RC_INVALID, MSG_PANEL_ENDS, "ends_on");
	if (!p.formed && uc->n < (size_t)p.rules.sheets) {
		err_field(e, RC_INVALID, MSG_PANEL_FEW, "experts");
		return err_arg(e, 0, str_i64(tx->a, p.rules.sheets));
	}
	TRY(form(tx, &p, instant_day_end(uc->ends_on), &id, e));
	uc->added = 0;
	for (size_t i = 0; i < uc->n; i++) {
		TRY(invite(tx, &p, id, uc->experts[i], e));
		uc->added++;
	}
	return audit_append(tx,
		&(struct audit_event){.action = "panel_formed", .object_kind = "panel", .object_id = id,
			.payload = str_fmt(tx->a, "{\"ends_on\":\"%.*s\",\"experts\":%lld}",
				STR_ARG(date_str(tx->a, uc->ends_on)), (long long)uc->added)},
		e);
}

/* --- assigning -------------------------------------------------------------------------------------- */

static enum rc release_orphans(struct tx *tx, const struct panel *p, struct err *e)
{
	for (size_t i = 0; i < p->sheets.n; i++) {
		const struct q_panel_sheets *s = &p->sheets.v[i];
		for (size_t k = 0; k < p->experts.n; k++)
			if (p->experts.v[k].id == s->expert_id && !p->experts.v[k].active &&
				str_eqc(s->state, "open"))
				TRY(q_expert_recuse(tx->db,
					&(struct q_expert_recuse_in){
						s->expert_id, s->id, STR("专家已停用")},
					NULL, e));
	}
	return RC_OK;
}

static enum rc give_code(struct tx *tx, int64_t panel_id, int64_t application_id, struct err *e)
{
	static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ7";
	unsigned char raw[CODE_BYTES];
	char text[CODE_BYTES];

	TRY(random_bytes(raw, sizeof(raw), e));
	for (size_t i = 0; i < sizeof(raw); i++)
		text[i] = alphabet[raw[i] & 31];
	return q_panel_file_put(tx->db,
		&(struct q_panel_file_put_in){.application_id = application_id, .panel_id = panel_id,
			.code = str_dup(tx->a, (struct str){text, sizeof(text)})},
		NULL, e);
}

static enum rc carry_out(struct tx *tx, int64_t panel_id, const struct panel_plan *plan, struct err *e)
{
	for (size_t i = 0; i < plan->out.picks.n; i++) {
		const struct assign_pick *x = &plan->out.picks.v[i];
		int64_t application_id = plan->application_id[x->file];
		TRY(give_code(tx, panel_id, application_id, e));
		TRY(q_panel_sheet_put(tx->db,
			&(struct q_panel_sheet_put_in){panel_id, application_id,
				plan->expert_id[x->judge],
				assign_why(tx->a, &plan->in, &plan->out, x), plan->third[x->file],
				tx->now},
			NULL, e));
	}
	return RC_OK;
}

enum rc panel_assign(struct tx *tx, struct panel_assign *uc, struct err *e)
{
	struct panel_plan plan;
	struct panel p;

	TRY(panel_load(tx->db, tx->sv->rules, tx->who, uc->batch_id, &p, e));
	if (!p.formed)
		return err_set(e, RC_STATE, MSG_PANEL_NONE);
	TRY(panel_plan_make(tx->db, tx->a, &p, &plan, e));
	if (!str_eq(uc->seen, plan.seen))
		return err_set(e, RC_CONFLICT, MSG_LIST_CHANGED);
	if (plan.out.picks.n == 0)
		return err_set(e, RC_STATE, MSG_PANEL_NOTHING);
	TRY(release_orphans(tx, &p, e));
	TRY(carry_out(tx, p.head.id, &plan, e));
	uc->done = (int64_t)plan.out.picks.n;
	uc->short_of = plan.out.short_of;
	for (size_t j = 0; j < p.experts.n; j++)
		if (p.experts.v[j].active && p.experts.v[j].account_id.has && p.experts.v[j].declared_at.has)
			TRY(tell(tx, p.experts.v[j].account_id.v, STR("待评材料已分派"),
				STR("请在截止日期前逐份评审并提交。"), p.head.ends_at, e));
	return audit_append(tx,
		&(struct audit_event){.action = "panel_assigned", .object_kind = "panel",
			.object_id = p.head.id,
			.payload = str_fmt(tx->a, "{\"plan\":\"%.*s\",\"seed\":\"%.*s\",\"sheets\":%lld}",
				STR_ARG(plan.seen), STR_ARG(p.head.seed), (long long)uc->done)},
		e);
}

/* The panel as the rule sees it, without an officer who asks: inside an expert's act. */
static enum rc panel_of(struct tx *tx, int64_t panel_id, struct panel *out, struct err *e)
{
	struct q_panel_by_id row;
	struct json *pinned;

	*out = (struct panel){.formed = true};
	TRY(q_panel_by_id(tx->db, &(struct q_panel_by_id_in){.id = panel_id}, &row, e));
	out->head.id = panel_id;
	out->head.seed = row.seed;
	TRY(json_parse(tx->a, row.criteria, &pinned, e));
	TRY(expert_rules_of(tx->a, pinned, &out->rules, e));
	TRY(q_panel_experts(
		tx->db, &(struct q_panel_experts_in){.panel_id = panel_id}, &out->experts, e));
	TRY(q_panel_files(tx->db, &(struct q_panel_files_in){.panel_id = panel_id}, &out->files, e));
	return q_panel_sheets(
		tx->db, &(struct q_panel_sheets_in){.panel_id = panel_id}, &out->sheets, e);
}

enum rc panel_settle(struct tx *tx, int64_t panel_id, int64_t application_id, struct err *e)
{
	struct panel_plan plan;
	struct panel_tally t;
	struct panel p;

	TRY(panel_of(tx, panel_id, &p, e));
	panel_tally(&p, application_id, &t);
	bool whole = (int64_t)t.submitted >= t.need;
	TRY(q_panel_file_result(tx->db,
		&(struct q_panel_file_result_in){.application_id = application_id,
			.diverged = t.diverged,
			.result = whole ? some_i64(sheets_result(t.totals, t.submitted, t.diverged))
					: none_i64()},
		NULL, e));
	TRY(plan_for(tx->db, tx->a, &p, application_id, &plan, e));
	return carry_out(tx, panel_id, &plan, e);
}

/* One reading of a file for all its pages: what is shown on one cannot contradict what is on another. */
#include "page/enterprise.h"

#include "domain/decimal.h"
#include "service/flow.h"
#include "page/act.h"
#include "service/delivery.h"

enum rc e_file_load(struct ctx *c, struct e_file *out, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct e_file x = {0};

	TRY(ctx_db(c, &x.db, e));
	TRY(application_for_enterprise(x.db, rules, &c->who, c->params[0], &x.f, e));
	TRY(application_holder_load(x.db, &x.f, &x.holder, e));
	TRY(application_facts(x.db, &x.f, c->now, &x.facts, e));
	TRY(derivation_load(x.db, &x.f, c->now, &x.counted, e));
	application_evaluate(&x.f, x.facts, c->a, &x.score);
	TRY(evidence_of(x.db, &x.f, &x.files, e));
	if (x.f.state == STATE_RETURNED)
		TRY(corrections_load(x.db, &x.f, &x.fixes, e));
	TRY(profile_load(x.db, &c->who, &x.profile, e));
	TRY(report_load(x.db, &x.f, &x.report, e));
	*out = x;
	return RC_OK;
}

struct str e_href(struct ctx *c, const struct application_file *f, const char *rest)
{
	return str_fmt(c->a, "/e/app/%.*s%s", STR_ARG(f->public_id), rest);
}

void e_page(struct ctx *c, const struct e_file *x, const char *last, struct view_page *page)
{
	page_view(c, last, page);
	page_crumb(c, page, STR("工作台"), STR("/e"));
	page_crumb(c, page, x->f.batch_title, e_href(c, &x->f, ""));
	page_crumb(c, page, str_c(last), str_none());
}

struct view_tag state_tag(enum state s)
{
	const char *tone = state_tone(s);
	static const struct {
		const char *tone, *kind;
	} kinds[] = {{"info", "blue"}, {"warn", "amber"}, {"good", "green"}, {"bad", "red"}};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eqc(str_c(tone), kinds[i].tone))
			return tag_of(kinds[i].kind, str_c(state_word(s)));
	return tag_of("grey", str_c(state_word(s)));
}

struct str left_text(struct arena *a, int64_t ends_at, int64_t now)
{
	int64_t days;

	if (now >= ends_at)
		return STR("已截止");
	days = date_days(date_of_instant(ends_at - 1)) - date_days(date_of_instant(now));
	return days == 0 ? STR("今天截止")
			 : STR_JOIN(a, STR("还剩 "), str_i64(a, days), STR(" 天"));
}

struct str file_size_text(struct arena *a, int64_t bytes)
{
	if (bytes < 1024)
		return str_cat(a, str_i64(a, bytes), STR(" 字节"));
	if (bytes < (1 << 20))
		return str_cat(a, str_i64(a, (bytes + 1023) / 1024), STR(" KB"));
	return str_fmt(a, "%lld.%lld MB", (long long)(bytes >> 20),
		(long long)((bytes & 0xfffff) * 10 >> 20));
}

static struct str holder_text(struct ctx *c, const struct e_file *x)
{
	if (x->holder.name.n)
		return x->holder.phone.n ? str_fmt(c->a, "%.*s（电话 %.*s）", STR_ARG(x->holder.name),
						   STR_ARG(x->holder.phone))
					 : x->holder.name;
	if (x->f.state == STATE_SIGN)
		return STR("本企业法定代表人");
	if (x->f.holder == HOLDER_ENTERPRISE)
		return STR("本企业");
	return x->f.holder == HOLDER_SYSTEM ? STR("公示期满后自动进入下一步") : STR("已办结");
}

void e_case(struct ctx *c, const struct e_file *x, struct view_case *out)
{
	*out = (struct view_case){.name = x->f.enterprise_name,
		.uscc = x->f.uscc,
		.tier = x->f.procedure->tier_name,
		.batch = x->f.batch_title,
		.number = x->f.no,
		.holder = holder_text(c, x),
		.state = state_tag(x->f.state),
		.sub = true};
	if (x->f.due_at >= FLOW_NO_TERM)
		return;
	out->due = deadline_text(c->a, x->f.due_at);
	out->left = left_text(c->a, x->f.due_at, c->now);
}

/* --- the path: the stages of the procedure, in its own words ------------------------------------- */

static bool on_path(const struct stage *s, const struct application_file *f)
{
	if (s->kind == STAGE_SITE_VISIT || s->kind == STAGE_CERTIFY)
		return false;
	return !(s->skip_without_body && s->level == HOLDER_COUNTY && f->county_agency_id == 0);
}

void e_path(struct ctx *c, const struct application_file *f, struct view_path *out)
{
	const struct procedure *p = f->procedure;
	const struct stage *now = procedure_stage_of(p, f->state);
	bool over = f->state == STATE_LISTED || f->state == STATE_UPDATED;

	if (f->state == STATE_SITE)
		now = procedure_stage(p, STAGE_REVIEW, HOLDER_CITY);
	out->label = STR("办理进度");
	for (const struct stage *st = p->stages; st < p->stages + p->stages_n; st++) {
		if (!on_path(st, f))
			continue;
		struct view_step *s = VEC_ADD(c->a, &out->steps);
		s->label = st->name;
		s->holder = str_c(holder_word(st->level));
		s->done = (now && st < now) || over;
		s->current = st == now && !over;
		s->state = s->done ? "done" : s->current ? "now" : "later";
		if (s->current && f->state == STATE_RETURNED)
			s->state = "back";
		if (st == p->stages && f->submitted_at)
			s->when = date_str(c->a, date_of_instant(f->submitted_at));
		/* An update goes no further than the body that confirms it. */
		if (f->kind == FILING_UPDATE && st > p->stages && st->level == p->update_ends)
			break;
	}
}

/* --- the task list ----------------------------------------------------------------------------- */

static struct view_task *task(struct ctx *c, struct view_tasks *out, struct str text)
{
	struct view_task *t = VEC_ADD(c->a, &out->items);

	t->text = text;
	return t;
}

static bool section_open(const struct e_file *x, size_t section)
{
	const struct fact_refs *refs = &x->f.standard->sections.v[section].facts;

	if (x->f.state != STATE_RETURNED)
		return state_editable(x->f.state);
	for (size_t i = 0; i < refs->n; i++)
		if (correction_opens_fact(
			    &x->fixes, refs->v[i].fact, fact_ref_year(refs->v[i], x->f.year)))
			return true;
	return false;
}

static struct str locked_hint(enum state s)
{
	if (state_editable(s))
		return STR("退回未要求更正，只能查看");
	return s == STATE_SIGN ? STR("已送签，只能查看") : STR("已报送，只能查看");
}

static void section_task(struct ctx *c, const struct e_file *x, size_t i, struct view_tasks *out)
{
	const struct standard_section *s = &x->f.standard->sections.v[i];
	size_t done = section_answered(x->f.standard, x->facts, i);
	struct view_task *t = task(c, out, s->title);

	t->href = str_fmt(c->a, "/e/app/%.*s/s/%.*s", STR_ARG(x->f.public_id), STR_ARG(s->id));
	if (x->f.state == STATE_RETURNED && x->fixes.n && section_open(x, i))
		t->state = tag_of("red", STR("需更正"));
	else if (done == s->facts.n)
		t->state = tag_of("done", STR("已完成"));
	else if (done == 0)
		t->state = tag_of("blue", STR("未开始"));
	else
		t->state = tag_of("amber", str_fmt(c->a, "进行中，还差 %zu 项", s->facts.n - done));
	if (!section_open(x, i))
		t->hint = locked_hint(x->f.state);
}

static void report_tasks(struct ctx *c, const struct e_file *x, struct view_tasks *out)
{
	for (size_t i = 0; i < x->report.n; i++) {
		const struct report_part *p = &x->report.v[i];
		struct view_task *t =
			task(c, out, str_cat(c->a, STR("申请报告："), p->title));
		bool open = report_open(&x->f, &x->fixes, p->id);

		t->href = str_fmt(c->a, "/e/app/%.*s/report/%.*s", STR_ARG(x->f.public_id),
			STR_ARG(p->id));
		if (x->f.state == STATE_RETURNED && x->fixes.n && open)
			t->state = tag_of("red", STR("需更正"));
		else if (str_trim(p->text).n)
			t->state = tag_of("done", STR("已完成"));
		else
			t->state = tag_of("blue", STR("未开始"));
		t->hint = open ? report_length(c->a, p) : locked_hint(x->f.state);
	}
}

/* The lists that facts of this file are counted from, each once. */
static void list_tasks(struct ctx *c, const struct e_file *x, struct view_tasks *out)
{
	unsigned seen = 0;

	for (size_t i = 0; i < x->counted.n; i++) {
		enum count_list list = x->counted.v[i].set->list;
		bool known = true;
		if (seen >> list & 1U)
			continue;
		seen |= 1U << list;
		for (size_t k = i; k < x->counted.n; k++)
			known = known && (x->counted.v[k].set->list != list ||
					 x->counted.v[k].c.value.state == FACT_KNOWN);
		struct view_task *t = task(c, out,
			str_cat(c->a, STR("清单："), list_title(ctx_services(c)->rules, list)));
		/* A file of long ago: its year is no longer entered. */
		bool year = list > COUNT_HONOURS && list_year_ok(x->f.year - 1, c->now);
		t->href = list_path(c->a, list, year ? x->f.year - 1 : 0);
		t->state = known ? tag_of("done", STR("已完成")) : tag_of("blue", STR("待登记"));
	}
}

static void other_tasks(struct ctx *c, const struct e_file *x, struct view_tasks *out)
{
	struct readiness ready;
	struct view_task *t;

	application_readiness(c->a, &x->score, &x->files, &x->profile, &x->report, &ready);
	t = task(c, out, STR("企业信息"));
	t->href = STR("/e/profile");
	t->state = ready.profile_complete
		? tag_of("done", STR("已完成"))
		: tag_of("amber", str_fmt(c->a, "还差 %zu 项", ready.profile_missing.n));
	t = task(c, out, STR("佐证材料"));
	t->href = e_href(c, &x->f, "/files");
	if (ready.evidence_complete)
		t->state = tag_of("done", STR("已完成"));
	else if (x->files.n == 0)
		t->state = tag_of("blue", STR("未开始"));
	else
		t->state = tag_of("amber", str_fmt(c->a, "还差 %zu 项", ready.evidence_missing.n));
	t = task(c, out, STR("核对并送签"));
	t->href = e_href(c, &x->f, "/check");
	if (!state_editable(x->f.state))
		t->state = tag_of("done", x->f.state == STATE_SIGN ? STR("已送签") : STR("已完成"));
	else if (ready.reasons.n)
		t->state = tag_of("grey", STR("暂不能送签"));
	else
		t->state = tag_of("blue", STR("可以送签"));
	if (state_editable(x->f.state) && ready.reasons.n)
		t->hint = ready.reasons.v[0];
	t = task(c, out, STR("法定代表人签署并报送"));
	t->state = tag_of("grey", STR("暂不能办"));
	if (x->f.state != STATE_SIGN && !state_editable(x->f.state)) {
		t->href = e_href(c, &x->f, "/receipt");
		t->state = tag_of("done", STR("已报送"));
	} else if (ready.reasons.n) {
		t->hint = STR("完成以上各项后办理");
	} else if (!actor_is(&c->who, ROLE_LEGAL_REP)) {
		t->hint = STR("由法定代表人的账号办理");
		t->state = tag_of("amber", STR("待法定代表人签署"));
	} else {
		t->href = e_href(c, &x->f, "/sign");
		t->state = tag_of("blue", STR("可以签署"));
	}
}

void e_tasks(struct ctx *c, const struct e_file *x, struct view_tasks *out)
{
	out->title = STR("任务清单");
	for (size_t i = 0; i < x->f.standard->sections.n; i++)
		section_task(c, x, i, out);
	list_tasks(c, x, out);
	report_tasks(c, x, out);
	other_tasks(c, x, out);
}

bool e_shown_again(enum rc rc)
{
	return rc == RC_INVALID;
}

enum rc e_served(struct ctx *c, struct err *e)
{
	struct delivery_seen uc = {.object_kind = "application", .object = c->params[0]};
	struct q_delivery_waiting_list waiting;
	struct db *db;

	if (c->req->method != HTTP_GET)
		return RC_OK;
	TRY(ctx_db(c, &db, e));
	TRY(q_delivery_waiting(db,
		&(struct q_delivery_waiting_in){.enterprise_id = c->who.enterprise_id,
			.object_kind = STR("application"), .object = c->params[0]},
		&waiting, e));
	if (waiting.n == 0)
		return RC_OK;
	struct tx_call call = ctx_call(c, STR("/e"));
	call.once = str_none();
	return TX_RUN(&call, delivery_seen, &uc, e);
}

/* The first screen of an enterprise: the one next act and its date, then the file, then the rest. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "domain/case_file.h"
#include "domain/decimal.h"
#include "service/delivery.h"
#include "service/entry.h"
#include "service/identity.h"
#include "service/outlook.h"
#include "service/terms.h"

struct home {
	struct db *db;
	struct profile profile;
	struct q_applications_of_enterprise_list files;
	struct q_batches_in_state_list batches; /* open, of the enterprise's province */
	struct outlooks outlooks;
	bool *refused; /* by batch: to be read first: a condition does not hold, or an update */
	bool *held;    /* by batch: its title is held beyond this year, nothing need be filed */
	struct q_titles_of_enterprise_list titles;
	struct q_messages_of_account_list messages;
	int64_t unread;
};

static bool takes_now(const struct q_batches_in_state *b, int64_t now)
{
	struct date opens;

	return date_parse(b->opens_on, &opens) && now >= instant_day_start(opens) &&
		now < b->filing_ends_at;
}

static const struct q_titles_of_enterprise *title_of(const struct home *h, struct str programme)
{
	for (size_t i = 0; i < h->titles.n; i++)
		if (str_eq(h->titles.v[i].tier, programme) &&
			(str_eqc(h->titles.v[i].state, "valid") || str_eqc(h->titles.v[i].state, "renewing")))
			return &h->titles.v[i];
	return NULL;
}

/* 有效期满当年重新自评: not before. */
static bool held_on(const struct home *h, struct str programme, struct date today)
{
	const struct q_titles_of_enterprise *t = title_of(h, programme);
	struct date last;

	return t && date_parse(t->valid_to, &last) && last.y > today.y;
}

static enum rc batches_load(struct ctx *c, struct home *h, struct err *e)
{
	struct str place = h->profile.v.division_code;
	size_t n = 0;

	TRY(q_batches_in_state(
		h->db, &(struct q_batches_in_state_in){.state = STR("open")}, &h->batches, e));
	for (size_t i = 0; i < h->batches.n; i++) {
		const struct q_batches_in_state *b = &h->batches.v[i];
		/* Of its province, whatever the line. */
		bool here = place.n < 2 || str_eq(str_sub(place, 0, 2), str_sub(b->province_code, 0, 2));
		if (here && takes_now(b, c->now))
			h->batches.v[n++] = *b;
	}
	h->batches.n = n;
	h->refused = ARENA_NEW_N(c->a, bool, n + 1);
	h->held = ARENA_NEW_N(c->a, bool, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct procedure *p =
			rules_procedure(ctx_services(c)->rules, h->batches.v[i].edition,
				rules_pin(h->batches.v[i].opens_on));
		struct entry_results entry = {0};
		if (p)
			TRY(entry_of(h->db, ctx_services(c)->rules, p, c->who.enterprise_id, NULL,
				date_of_instant(c->now), &entry, e));
		/* A holder's update has its own days and words: the page before it says them. */
		enum filing_kind kind = FILING_FIRST;
		struct err ignored;
		bool holds = p && terms_kind(h->db, p, h->profile.uscc, date_of_instant(c->now), &kind,
					  &ignored) == RC_OK &&
			     kind == FILING_UPDATE;
		h->refused[i] = holds || entry_refusal(entry.v, entry.n) != NULL;
		h->held[i] = p && held_on(h, p->programme, date_of_instant(c->now));
	}
	return RC_OK;
}

static enum rc home_load(struct ctx *c, struct home *h, struct err *e)
{
	struct q_messages_unread unread;

	TRY(ctx_db(c, &h->db, e));
	TRY(profile_load(h->db, &c->who, &h->profile, e));
	TRY(q_applications_of_enterprise(h->db,
		&(struct q_applications_of_enterprise_in){.enterprise_id = c->who.enterprise_id},
		&h->files, e));
	TRY(q_titles_of_enterprise(h->db,
		&(struct q_titles_of_enterprise_in){.enterprise_id = c->who.enterprise_id},
		&h->titles, e));
	TRY(batches_load(c, h, e));
	TRY(outlooks_of(h->db, ctx_services(c)->rules, c->who.enterprise_id,
		h->profile.v.division_code, c->now, &h->outlooks, e));
	TRY(q_messages_of_account(h->db,
		&(struct q_messages_of_account_in){.account_id = c->who.account_id}, &h->messages, e));
	TRY(q_messages_unread(h->db,
		&(struct q_messages_unread_in){.account_id = c->who.account_id}, &unread, e));
	h->unread = unread.n;
	return RC_OK;
}

/* The newest file that is still on its way, or NULL. */
static const struct q_applications_of_enterprise *live_file(const struct home *h)
{
	for (size_t i = 0; i < h->files.n; i++)
		if (h->files.v[i].live && !str_eqc(h->files.v[i].state, "listed") &&
			!str_eqc(h->files.v[i].state, "updated"))
			return &h->files.v[i];
	return NULL;
}

static const struct q_applications_of_enterprise *file_of_batch(const struct home *h, int64_t batch)
{
	for (size_t i = 0; i < h->files.n; i++)
		if (h->files.v[i].live && h->files.v[i].batch_id == batch)
			return &h->files.v[i];
	return NULL;
}

/* --- the next act ------------------------------------------------------------------------------ */

static void next_set(struct view_e_home *v, const char *kind, struct str what, struct str why,
	struct str href, const char *act)
{
	v->next_kind = kind;
	v->next = what;
	v->next_why = why;
	v->next_href = href;
	v->next_act = str_c(act);
}

static void next_for_file(struct ctx *c, const struct e_file *x, struct view_e_home *v)
{
	const struct application_file *f = &x->f;
	struct str until = str_fmt(c->a, "%.*s 前报送，%.*s。",
		STR_ARG(deadline_text(c->a, f->filing_ends_at)),
		STR_ARG(left_text(c->a, f->filing_ends_at, c->now)));

	if (f->state == STATE_RETURNED) {
		next_set(v, " next--bad",
			str_fmt(c->a, "更正 %zu 处并重新报送", x->fixes.n), until,
			e_href(c, f, "/fix"), "去更正");
	} else if (f->state == STATE_DRAFT) {
		next_set(v, " next--warn", STR("完成自评并报送"),
			str_cat(c->a, STR("草稿尚未报送，主管部门看不到。请在 "), until),
			e_href(c, f, ""), "继续填写");
	} else if (f->state == STATE_SIGN && actor_is(&c->who, ROLE_LEGAL_REP)) {
		next_set(v, " next--warn", STR("签署并报送"), until, e_href(c, f, "/sign"),
			"去签署");
	} else if (f->state == STATE_SIGN) {
		next_set(v, " next--warn", STR("等待法定代表人签署"),
			str_cat(c->a, STR("尚未报送。请提醒法定代表人登录签署，"), until),
			e_href(c, f, "/check"), "查看");
	} else {
		next_set(v, "", STR("无需办理，等待审核"),
			str_fmt(c->a, "当前：%s。有结果时会在这里和消息里告诉您。", state_word(f->state)),
			e_href(c, f, "/log"), "查看进度");
	}
}

/* What can be filed before what has a condition in its way; what is held already is no next act. */
static size_t first_batch(const struct home *h)
{
	size_t found = h->batches.n;

	for (size_t i = h->batches.n; i-- > 0;)
		if (!h->held[i] && (found == h->batches.n || !h->refused[i] || h->refused[found]))
			found = i;
	return found;
}

static void next_without_file(struct ctx *c, const struct home *h, struct view_e_home *v)
{
	size_t first = first_batch(h);
	const struct q_batches_in_state *b = first < h->batches.n ? &h->batches.v[first] : NULL;

	if (str_eqc(h->profile.identity, "none") || str_eqc(h->profile.identity, "refused")) {
		next_set(v, " next--warn", STR("完成企业认证"),
			STR("认证通过后才能报送；认证期间可以先填写自评。"), STR("/identity"), "去认证");
		return;
	}
	if (h->profile.v.division_code.n == 0) {
		next_set(v, " next--warn", STR("填写企业信息"),
			STR("先选定所在县（市、区），才能确定受理部门。"), STR("/e/profile"), "去填写");
		return;
	}
	if (!b && h->batches.n) {
		next_set(v, "", STR("目前没有需要申报的事项"),
			STR("称号在有效期内；有效期满当年重新自评或申请复核，到时会在这里提醒。"),
			STR("/e/certs"), "查看证书与名单");
		return;
	}
	if (!b) {
		next_set(v, "", STR("目前没有正在受理的批次"),
			STR("可以先用试算了解能否通过，并补全企业信息。"), STR("/calc"), "去试算");
		return;
	}
	bool check = h->refused[first];
	next_set(v, "", str_fmt(c->a, "开始%.*s自评", STR_ARG(b->title)),
		str_fmt(c->a, "%.*s 截止，%.*s。", STR_ARG(deadline_text(c->a, b->filing_ends_at)),
			STR_ARG(left_text(c->a, b->filing_ends_at, c->now))),
		check ? str_fmt(c->a, "/e/start/%lld", (long long)b->id) : str_none(),
		check ? "核对申报条件" : "开始自评");
	v->next_batch = check ? 0 : b->id;
}

/* 年度信息更新 that is still owed comes before everything that does not lie with the enterprise. */
static enum rc next_update(struct ctx *c, struct db *db, bool waits, struct view_e_home *v, struct err *e)
{
	struct q_update_of_enterprise_list rows;

	TRY(q_update_of_enterprise(
		db, &(struct q_update_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n && waits; i++) {
		const struct q_update_of_enterprise *r = &rows.v[i];
		if (!str_eqc(r->state, "due") || !str_eqc(r->kind, "update") || c->now >= r->ends_at)
			continue;
		next_set(v, " next--warn",
			str_fmt(c->a, "完成 %lld 年度信息更新", (long long)r->year),
			str_fmt(c->a, "%.*s 截止，%.*s；逾期取消复核资格。",
				STR_ARG(deadline_text(c->a, r->ends_at)),
				STR_ARG(left_text(c->a, r->ends_at, c->now))),
			str_fmt(c->a, "/e/update/%lld", (long long)r->year), "去更新");
		v->next_batch = 0;
		return RC_OK;
	}
	return RC_OK;
}

/* What the enterprise was told and has not answered: the floor is lost with the term, so it comes first. */
static enum rc next_case(struct ctx *c, struct db *db, struct view_e_home *v, struct err *e)
{
	struct q_cases_of_enterprise_list rows;
	const struct q_cases_of_enterprise *first = NULL;
	struct str objection;
	int64_t heard_by;

	TRY(e_objection_next(c, db, &objection, &heard_by, e));
	TRY(q_cases_of_enterprise(
		db, &(struct q_cases_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (str_eqc(rows.v[i].state, case_state_code(CASE_NOTICE)) &&
			(!rows.v[i].due_at || c->now < rows.v[i].due_at) &&
			(!first || rows.v[i].due_at < first->due_at))
			first = &rows.v[i];
	if (heard_by && (!first || !first->due_at || heard_by < first->due_at)) {
		next_set(v, " next--bad", STR("就公示异议作出说明"),
			str_fmt(c->a, "%.*s 截止，%.*s；没有说明的，主管部门根据已有材料核实。",
				STR_ARG(deadline_text(c->a, heard_by)), STR_ARG(left_text(c->a, heard_by, c->now))),
			objection, "去说明");
		v->next_batch = 0;
		return RC_OK;
	}
	if (!first)
		return RC_OK;
	bool report = str_eqc(first->kind, case_kind_code(CASE_REPORT));
	struct str until = STR("答复期限自贵企业查阅告知之日起算，请先打开查阅。");
	if (first->due_at)
		until = str_fmt(c->a, "%.*s 截止，%.*s；逾期未答复的，主管部门将继续办理。",
			STR_ARG(deadline_text(c->a, first->due_at)),
			STR_ARG(left_text(c->a, first->due_at, c->now)));
	next_set(v, " next--bad", report ? STR("答复实名举报") : STR("陈述申辩"), until,
		STR_JOIN(c->a, STR("/e/case/"), first->public_id), "去答复");
	v->next_batch = 0;
	return RC_OK;
}

/* Until it is verified: who looks at it and until when. */
static enum rc identity_line(struct ctx *c, struct db *db, struct view_e_home *v, struct err *e)
{
	struct q_identity_own own;

	TRY(q_identity_own(
		db, &(struct q_identity_own_in){.enterprise_id = c->who.enterprise_id}, &own, e));
	struct str body = own.body.n ? own.body : STR("主管部门");
	if (str_eqc(own.identity, "pending"))
		v->identity = str_fmt(c->a, "企业认证材料由%.*s核验，预计在 %.*s前办结；期间可以先填写自评。",
			STR_ARG(body),
			STR_ARG(date_prose(
				c->a, identity_due(ctx_services(c), own.identity_at))));
	else if (!str_eqc(own.identity, "verified"))
		v->identity = str_fmt(c->a, "%.*s：由%.*s核验，通过后才能报送。",
			STR_ARG(identity_word(own.identity)), STR_ARG(body));
	return RC_OK;
}

/* --- the parts --------------------------------------------------------------------------------- */

/* Every programme of the province on one page: the title that is held, else how far away it is. */
static void ladder_fill(struct ctx *c, const struct home *h, const struct e_file *x,
	struct view_e_home *v)
{
	for (size_t i = 0; i < h->outlooks.n; i++) {
		const struct outlook *o = &h->outlooks.v[i];
		const struct q_titles_of_enterprise *t = title_of(h, o->procedure->programme);
		struct view_rung *r = VEC_ADD(c->a, &v->ladder);
		const struct entry_result *below = entry_below(o->entry.v, o->entry.n);
		const char *tag = "grey";
		r->below = below ? entry_below_text(c->a, below) : str_none();
		r->name = o->procedure->tier_name;
		r->href = str_cat(c->a, STR("/e/gap/"), o->procedure->programme);
		r->act = STR("差距分析");
		if (t) {
			r->text = t->valid_to.n ? str_cat(c->a, STR("有效期至 "), t->valid_to)
						: STR("在册");
			r->state = tag_of("green", str_eqc(t->state, "renewing") ? STR("复核中，有效")
										 : STR("有效"));
			r->below = str_none();
			r->href = STR("/e/certs");
			r->act = STR("查看证书");
		} else if (x && str_eq(x->f.procedure->programme, o->procedure->programme)) {
			r->text = str_fmt(c->a, "自评 %.*s 分",
				STR_ARG(x->score.verdict == SCORE_ERROR
						? STR("—")
						: score_interval(c->a, x->score.total)));
			r->state = tag_of(x->score.verdict == SCORE_PASS ? "green" : "blue",
				score_verdict_label(x->score.verdict));
		} else {
			r->text = outlook_text(c->a, o, &tag);
			r->state = tag_of(tag, STR("尚未申报"));
		}
	}
}

static void batches_fill(struct ctx *c, const struct home *h, struct view_e_home *v)
{
	for (size_t i = 0; i < h->batches.n; i++) {
		const struct q_batches_in_state *b = &h->batches.v[i];
		const struct procedure *p = rules_procedure(
			ctx_services(c)->rules, b->edition, rules_pin(b->opens_on));
		const struct q_applications_of_enterprise *mine = file_of_batch(h, b->id);
		struct view_batch_open *out = VEC_ADD(c->a, &v->batches);

		out->title = b->title;
		out->tier = p ? p->tier_name : str_none();
		out->batch_id = b->id;
		out->until = str_cat(c->a, deadline_text(c->a, b->filing_ends_at), STR(" 截止"));
		out->left = left_text(c->a, b->filing_ends_at, c->now);
		if (mine)
			out->href = str_cat(c->a, STR("/e/app/"), mine->public_id);
		else if (h->refused[i])
			out->check_href = str_fmt(c->a, "/e/start/%lld", (long long)b->id);
	}
}

static void cell(struct ctx *c, struct view_cells *r, const char *label, struct str text,
	struct str href)
{
	*VEC_ADD(c->a, r) =
		(struct view_cell){.text = text, .href = href, .label = str_c(label), .whole = text_is_day(text)};
}

static void heads(struct ctx *c, struct view_table *t, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*VEC_ADD(c->a, &t->heads) = (struct view_head){.text = str_c(names[i])};
}

static void files_fill(struct ctx *c, const struct home *h, struct view_table *t)
{
	static const char *const names[] = {"批次", "受理编号", "状态", "最近更新"};

	t->caption = STR("本企业的申报，新的在前");
	t->empty = STR("还没有申报。批次开放后在本页上方开始自评。");
	heads(c, t, names, ARRAY_LEN(names));
	for (size_t i = 0; i < h->files.n; i++) {
		const struct q_applications_of_enterprise *f = &h->files.v[i];
		struct view_cells *r = VEC_ADD(c->a, &t->rows);
		enum state s = STATE_DRAFT;

		(void)!state_parse(f->state, &s);
		cell(c, r, "批次", f->batch_title, str_cat(c->a, STR("/e/app/"), f->public_id));
		cell(c, r, "受理编号", f->no.n ? f->no : STR("报送后生成"), str_none());
		cell(c, r, "状态", str_c(state_word(s)), str_none());
		r->v[2].tag = state_tag(s).kind;
		cell(c, r, "最近更新", instant_human(c->a, f->updated_at), str_none());
	}
}

static void messages_fill(struct ctx *c, const struct home *h, struct view_table *t)
{
	static const char *const names[] = {"标题", "内容", "时间"};

	t->caption = STR("最近的消息");
	t->quiet = true;
	t->empty = STR("还没有消息。申报状态变化时会在这里通知。");
	heads(c, t, names, ARRAY_LEN(names));
	for (size_t i = 0; i < h->messages.n && i < 5; i++) {
		const struct q_messages_of_account *m = &h->messages.v[i];
		struct view_cells *r = VEC_ADD(c->a, &t->rows);

		cell(c, r, "标题", m->read_at.has ? m->subject : str_cat(c->a, STR("● "), m->subject),
			m->link);
		cell(c, r, "内容", m->body, str_none());
		cell(c, r, "时间", instant_human(c->a, m->at), str_none());
	}
}

/* What is asked of holders besides their filing, while it can still be done. */
static enum rc duties(struct ctx *c, struct db *db, struct view_e_home *v, struct err *e)
{
	struct q_surveys_of_enterprise_list rows;

	TRY(q_surveys_of_enterprise(db,
		&(struct q_surveys_of_enterprise_in){.enterprise_id = c->who.enterprise_id}, &rows,
		e));
	for (size_t i = 0; i < rows.n; i++)
		if (c->now < rows.v[i].closes_at && !rows.v[i].answered_at)
			links_add(c, &v->duties,
				str_fmt(c->a, "填写%.*s，%.*s前", STR_ARG(rows.v[i].title),
					STR_ARG(deadline_text(c->a, rows.v[i].closes_at))),
				str_cat(c->a, STR("/e/survey/"), rows.v[i].public_id), false);
	struct contact_note note;
	TRY(contact_warning(ctx_services(c), db, &c->who, &note, e));
	if (note.text.n)
		links_add(c, &v->duties, note.text, note.href, false);
	return e_expiring_duties(c, db, &v->duties, e);
}

enum rc page_e_home(struct ctx *c, struct err *e)
{
	struct view_e_home v = {0};
	struct home h = {0};
	struct e_file x;

	TRY(home_load(c, &h, e));
	page_view(c, "企业工作台", &v.page);
	page_crumb(c, &v.page, STR("工作台"), str_none());
	const struct q_applications_of_enterprise *live = live_file(&h);
	if (live) {
		c->params[0] = live->public_id;
		TRY(e_file_load(c, &x, e));
		v.has_file = true;
		e_case(c, &x, &v.file);
		e_path(c, &x.f, &v.path);
		e_tasks(c, &x, &v.tasks);
		next_for_file(c, &x, &v);
	} else {
		next_without_file(c, &h, &v);
	}
	if (!c->who.unverified) { /* pages of ROUTE_KNOWN */
		TRY(next_update(c, h.db, !live || x.f.holder != HOLDER_ENTERPRISE, &v, e));
		TRY(next_case(c, h.db, &v, e));
	}
	TRY(identity_line(c, h.db, &v, e));
	TRY(duties(c, h.db, &v, e));
	ladder_fill(c, &h, live ? &x : NULL, &v);
	batches_fill(c, &h, &v);
	files_fill(c, &h, &v.files);
	messages_fill(c, &h, &v.messages);
	v.unread = h.unread ? str_fmt(c->a, "全部消息（%lld 条未读）", (long long)h.unread)
			    : STR("全部消息");
	if (h.unread)
		page_nav_count(c, &v.page, "/e/messages", h.unread);
	tmpl_enterprise_home(respond_html(c, 200), &v);
	return RC_OK;
}

enum rc page_e_start(struct ctx *c, struct err *e)
{
	struct application_start uc = {0};
	struct tx_call call = ctx_call(c, STR("/e"));

	if (!str_to_i64(form_get(&c->form, "batch"), &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	enum rc rc = TX_RUN(&call, application_start, &uc, e);
	if (rc == RC_INVALID && str_eqc(str_c(e->field), "division_code")) {
		respond_flash(c, err_text(c->a, e));
		return respond_redirect(c, STR("/e/profile"));
	}
	if (rc == RC_INVALID) { /* a condition of application does not hold: the page that explains it */
		respond_flash(c, err_text(c->a, e));
		return respond_redirect(c, str_fmt(c->a, "/e/start/%lld", (long long)uc.batch_id));
	}
	TRY(rc);
	return ctx_done(c, &call,
		uc.existed ? STR("本批次已有一份申报，请继续填写")
			   : STR("已开始自评：草稿会自动保存，报送前可以随时修改"));
}

/* 正式推荐 in the city's office: draft with the figures of the batch, confirm by another person, papers. */
#include "page/batch_page.h"
#include "page/enterprise.h"
#include "page/paper_batch.h"
#include "page/routes.h"
#include "service/recommend.h"

struct typed {
	struct str doc_no, report, opinion;
};

static const struct field_spec specs[] = {
	{"doc_no", "推荐文件文号", FIELD_TEXT, false, 0, 60, NULL, offsetof(struct typed, doc_no)},
	{"report", "审核情况报告", FIELD_LINES, true, 20, RECOMMEND_TEXT_MAX, NULL,
		offsetof(struct typed, report)},
	{"opinion", "推荐意见", FIELD_LINES, true, 10, 2000, NULL, offsetof(struct typed, opinion)},
};

/* --- drafting ------------------------------------------------------------------------------------------- */

static void draft_form(struct ctx *c, const struct batch *b, const struct list_entries *list,
	const struct recommend_draft *d, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f =
		batch_form(c, v, "draft", STR("推荐材料"), batch_href(c, b, "/recommend"));
	struct view_field doc = field_text(c, "doc_no", "推荐文件文号", str_none(), errors);
	struct view_field report = field_text(c, "report", "审核情况报告", d->report, errors);
	struct view_field opinion = field_text(c, "opinion", "正式推荐意见", d->opinion, errors);

	doc.optional = true;
	doc.hint = STR("写成“…〔年份〕…号”；还没有文号可以不填");
	report.rows = 16;
	report.hint = STR("按本批次的实际数字生成，可以修改");
	opinion.rows = 4;
	batch_field(c, f, doc);
	batch_area(c, f, report);
	batch_area(c, f, opinion);
	batch_hidden(c, f, "seen",
		hash_hex(c->a, list_hash(c->a, LIST_SUMMARY, list->v, list->n)));
	f->warn = str_fmt(c->a, "提请后推荐名单（%zu 家）和文字定下，由本单位另一人核对确认后报出。",
		list->n);
	f->back = batch_href(c, b, "");
	batch_act(c, f, "propose", "提请推荐，交另一人确认", "");
}

static enum rc show_draft(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_batch_files_list rows;
	struct recommend_draft d;
	struct list_entries list;
	struct view_batch *v;
	struct batch b;
	struct db *db;

	TRY(batch_of_address(c, 0, &db, &b, e));
	TRY(batch_files_load(db, &c->who, b.id, STATE_RECOMMEND, &rows, &list, e));
	TRY(recommend_draft(db, &c->who, &b, &list, &d, e));
	v = batch_view(c, STR("起草推荐"));
	batch_crumbs(c, v, &b, STR("起草推荐"));
	if (errors)
		v->page.errors = *errors;
	if (list.n == 0) {
		v->empty = (struct view_empty){.what = STR("没有待推荐的企业"),
			.why = STR("公示期满无异议，或异议核实不成立后，企业会出现在这里。"),
			.href = batch_href(c, &b, ""), .act = STR("返回批次")};
		return batch_show(c, status, v);
	}
	v->lead = str_fmt(c->a, "公示无异议、待推荐 %zu 家。市级推荐截止 %.*s（%.*s）。", list.n,
		STR_ARG(deadline_text(c->a, b.city_ends_at)),
		STR_ARG(left_text(c->a, b.city_ends_at, c->now)));
	if (c->now >= b.city_ends_at) {
		v->banner = STR("已过市级推荐截止时间：仍可推荐，但会标为“逾期”记录在案，由省级决定是否采纳。");
		v->banner_kind = "warn";
	}
	draft_form(c, &b, &list, &d, v, errors);
	batch_list_table(c,
		&batch_table(c, v, "list", "推荐名单", str_fmt(c->a, "%zu 家", list.n))->table,
		&list, batch_part(c, v, batch_href(c, &b, "/recommend"), list.n), true);
	return batch_show(c, status, v);
}

enum rc page_o_recommend(struct ctx *c, struct err *e)
{
	TRY(batch_city_only(&c->who, e));
	return show_draft(c, 200, NULL, e);
}

enum rc page_o_recommend_post(struct ctx *c, struct err *e)
{
	struct recommend_propose uc = {.seen = form_get(&c->form, "seen")};
	struct form_errors errors = {0};
	struct typed in = {0};

	TRY(batch_city_only(&c->who, e));
	if (!str_to_i64(c->params[0], &uc.batch_id))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &in, &errors))
		return show_draft(c, 422, &errors, e);
	uc.doc_no = in.doc_no;
	uc.report = in.report;
	uc.opinion = in.opinion;
	struct tx_call call =
		ctx_call(c, str_fmt(c->a, "/o/batch/%lld", (long long)uc.batch_id));
	enum rc rc = TX_RUN(&call, recommend_propose, &uc, e);
	int again = batch_again(rc, e);
	if (again) {
		form_error_from(c->a, &errors, e);
		return show_draft(c, again, &errors, e);
	}
	TRY(rc);
	if (!call.replayed)
		call.location = str_cat(c->a, STR("/o/recommendation/"), uc.public_id);
	return ctx_done(c, &call,
		str_fmt(c->a, "已提请推荐 %lld 家，请本单位另一人登录后确认", (long long)uc.count));
}

/* --- one recommendation ------------------------------------------------------------------------------------ */

static void head_rows(struct ctx *c, const struct recommendation *r, struct view_batch *v)
{
	rows_add(c, &v->rows, "推荐单位", r->head.body);
	rows_add(c, &v->rows, "状态",
		str_fmt(c->a, "%s%s", recommendation_state_word(r->head.state),
			r->late ? "（逾期）" : ""));
	rows_add(c, &v->rows, "文号", r->head.doc_no.n ? r->head.doc_no : STR("未填"));
	rows_add(c, &v->rows, "家数", batch_count(c, r->head.count, "家"));
	rows_add(c, &v->rows, "提请",
		str_fmt(c->a, "%.*s，%.*s", STR_ARG(r->head.proposer),
			STR_ARG(instant_human(c->a, r->head.proposed_at))));
	if (r->head.sent_at.has)
		rows_add(c, &v->rows, "确认并报出",
			str_fmt(c->a, "%.*s，%.*s", STR_ARG(r->head.confirmer),
				STR_ARG(instant_human(c->a, r->head.sent_at.v))));
	if (r->head.returned_at.has)
		rows_add(c, &v->rows, "退回原因", r->head.return_reason);
	rows_add(c, &v->rows, "名单校验码", r->head.list_hash);
}

static struct str recommendation_href(struct ctx *c)
{
	return str_cat(c->a, STR("/o/recommendation/"), c->params[0]);
}

static void confirm_forms(struct ctx *c, const struct recommendation *r, struct view_batch *v,
	const struct form_errors *errors)
{
	struct str base = recommendation_href(c);
	struct view_batch_form *f;

	if (r->head.proposed_by == c->who.account_id) {
		v->banner = STR("您是提请人，须由本单位另一人登录后确认；需要更改的，请撤回后重新提请。");
	} else {
		f = batch_form(c, v, "confirm", STR("确认推荐"), str_cat(c->a, base, STR("/confirm")));
		batch_hidden(c, f, "version", str_i64(c->a, r->head.version));
		f->lead = str_fmt(c->a, "请核对报告、意见和名单，共 %lld 家。", (long long)r->head.count);
		f->warn = r->late ? STR("已过市级推荐截止时间，报出后标为“逾期”。报出后材料移交省级，市级不能再改。")
				  : STR("报出后材料移交省级，市级不能再改。");
		batch_act(c, f, "confirm", "确认并正式推荐", "");
	}
	f = batch_form(c, v, "cancel", STR("撤回提请"), str_cat(c->a, base, STR("/cancel")));
	batch_field(c, f, field_text(c, "reason", "撤回原因", str_none(), errors));
	batch_act(c, f, "cancel", "撤回这份提请", "bad");
}

static void paper_links(struct ctx *c, const struct recommendation *r, struct view_batch *v)
{
	const struct paper_source s = {.kind = PACKAGE_RECOMMENDATION, .procedure = r->procedure};
	struct str base = str_cat(c->a, STR("/o/recommendation/"), c->params[0]);

	v->links_title = STR("推荐材料下载");
	for (size_t i = 0; i < batch_papers_n; i++)
		if (paper_source_has(&s, &batch_papers[i]))
			links_add(c, &v->links,
				str_fmt(c->a, "%s（%s）", batch_papers[i].label,
					batch_paper_format(batch_papers[i].form)),
				STR_JOIN(c->a, base, STR("/"), str_c(batch_papers[i].name)), false);
	links_add(c, &v->links, STR("全部推荐材料（ZIP）"),
		str_cat(c->a, base, STR("/package.zip")), false);
	links_add(c, &v->links, STR("本批次的公文包"),
		str_fmt(c->a, "/o/batch/%lld/package", (long long)r->head.batch_id), false);
}

enum rc recommendation_show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct recommendation r;
	struct view_batch *v;
	struct batch b;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(recommendation_load(
		db, ctx_services(c)->rules, &c->who, c->params[0], c->now, &r, e));
	TRY(batch_for_officer(db, ctx_services(c)->rules, &c->who, r.head.batch_id, &b, e));
	v = batch_view(c, str_fmt(c->a, "%.*s第 %lld 次推荐", STR_ARG(r.head.body),
				  (long long)r.head.seq));
	batch_crumbs(c, v, &b, STR("推荐"));
	if (errors)
		v->page.errors = *errors;
	head_rows(c, &r, v);
	bool own = r.head.agency_id == c->who.agency_id;
	if (own && str_eqc(r.head.state, "proposed"))
		confirm_forms(c, &r, v, errors);
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("审核情况报告"), r.head.report};
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){STR("推荐意见"), r.head.opinion};
	if (!own)
		province_forms(c, &r, v, errors);
	else
		batch_list_table(c,
			&batch_table(c, v, "list", "推荐名单", str_fmt(c->a, "%zu 家", r.list.n))
				 ->table,
			&r.list, batch_part(c, v, recommendation_href(c), r.list.n), true);
	paper_links(c, &r, v);
	return batch_show(c, status, v);
}

enum rc page_o_recommendation(struct ctx *c, struct err *e)
{
	return recommendation_show(c, 200, NULL, e);
}

enum rc page_o_recommendation_confirm(struct ctx *c, struct err *e)
{
	struct recommend_confirm uc = {.public_id = c->params[0], .version = ctx_version(c)};
	struct tx_call call = ctx_call(c, str_cat(c->a, STR("/o/recommendation/"), c->params[0]));

	TRY(TX_RUN(&call, recommend_confirm, &uc, e));
	return ctx_done(c, &call,
		str_fmt(c->a, "已正式推荐 %lld 家%s", (long long)uc.count,
			uc.late ? "（逾期，已记录）" : ""));
}

enum rc page_o_recommendation_cancel(struct ctx *c, struct err *e)
{
	struct recommend_cancel uc = {
		.public_id = c->params[0], .reason = str_trim(form_get(&c->form, "reason"))};
	struct form_errors errors = {0};
	struct tx_call call = ctx_call(c, STR("/o/batch"));

	enum rc rc = TX_RUN(&call, recommend_cancel, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return recommendation_show(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("已撤回推荐提请，名单回到待推荐"));
}

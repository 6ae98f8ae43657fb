/* One slot per item of the standard's evidence list; each upload is a request with a result of its own. */
#include "page/enterprise.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/upload.h"
#include "service/summary.h"

static void files_of_slot(struct ctx *c, const struct e_file *x, struct str slot, bool locked,
	struct view_upload *out)
{
	for (size_t i = 0; i < x->files.n; i++) {
		const struct evidence_file *f = &x->files.v[i];
		if (!str_eq(f->slot, slot))
			continue;
		*VEC_ADD(c->a, &out->files) = (struct view_file){.id = f->public_id,
			.name = f->filename,
			.size = file_size_text(c->a, f->size),
			.hash = str_sub(f->sha256, 0, 8),
			.at = instant_human(c->a, f->uploaded_at),
			.href = str_cat(c->a, STR("/e/file/"), f->public_id),
			.state = tag_of("green", STR("已收到")),
			.removable = !locked};
	}
}

/* Earlier files, each content once, without what lies in this slot already. */
static void reuse_fill(struct ctx *c, const struct q_evidence_of_enterprise_list *all,
	const struct e_file *x, struct str slot, struct view_upload *out)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct q_evidence_of_enterprise *f = &all->v[i];
		bool skip = false;

		for (size_t k = 0; k < i; k++)
			skip = skip || str_eq(all->v[k].sha256, f->sha256);
		for (size_t k = 0; k < x->files.n; k++)
			skip = skip || (str_eq(x->files.v[k].slot, slot) &&
					       str_eq(x->files.v[k].sha256, f->sha256));
		if (skip)
			continue;
		*VEC_ADD(c->a, &out->reuse) = (struct view_choice){.value = f->public_id,
			.label = str_fmt(c->a, "%.*s（%.*s 上传）", STR_ARG(f->filename),
				STR_ARG(date_str(c->a, date_of_instant(f->uploaded_at))))};
	}
}

static bool slot_locked(const struct e_file *x, struct str slot)
{
	if (!state_editable(x->f.state))
		return true;
	return x->f.state == STATE_RETURNED && !correction_opens_slot(&x->fixes, slot);
}

static struct view_tag slot_tag(size_t n, enum evidence_need need, bool locked)
{
	if (n)
		return tag_of("done", STR("已上传"));
	if (locked)
		return tag_of("grey", STR("未上传"));
	return need == EVIDENCE_NEEDED ? tag_of("amber", STR("待上传")) : tag_of("grey", STR("选填"));
}

/* What has to be shown; where the printed list says it by direction, for the one that was chosen. */
static struct str must_show(struct ctx *c, const struct e_file *x, const struct standard_evidence *ev)
{
	struct str code = direction_code(c->a, x->facts), out = ev->shows;
	const struct json *d = direction_find(x->f.procedure, code);
	struct strs proofs = {0};
	bool depends;

	direction_proofs(c->a, x->f.procedure, ev->id, code, &proofs, &depends);
	if (!depends)
		return out;
	if (!d)
		return STR_JOIN(c->a, out, out.n ? STR("；") : STR(""),
			STR("请先在“申报方向”中选择方向，这里会列出该方向需要的材料"));
	out = STR_JOIN(c->a, out, out.n ? STR("；") : STR(""), STR("“"), json_str(d, "name", STR("")),
		STR("”方向，按实际获得的荣誉提供："));
	for (size_t i = 0; i < proofs.n; i++)
		out = str_cat(c->a, out, proofs.v[i]);
	return out;
}

static void slot_fill(struct ctx *c, const struct e_file *x, size_t slot,
	const struct q_evidence_of_enterprise_list *all, const struct view_page *page,
	const struct form_errors *errors, struct view_upload *out)
{
	const struct standard_evidence *ev = &x->f.standard->evidence.v[slot];
	enum evidence_need need = evidence_need(&x->score, slot);
	bool locked = slot_locked(x, ev->id);

	*out = (struct view_upload){.page = page,
		.id = ev->id,
		.label = ev->title,
		.must_show = must_show(c, x, ev),
		.formats = STR(UPLOAD_FORMATS),
		.limit = STR(UPLOAD_LIMIT),
		.action = str_fmt(c->a, "/e/app/%.*s/files/%.*s", STR_ARG(x->f.public_id),
			STR_ARG(ev->id)),
		.optional = need != EVIDENCE_NEEDED,
		.locked = locked};
	if (errors)
		out->error = form_error_of(errors, str_cstr(c->a, ev->id));
	files_of_slot(c, x, ev->id, locked, out);
	if (!locked)
		reuse_fill(c, all, x, ev->id, out);
	out->state = slot_tag(out->files.n, need, locked);
}

static enum rc show_files(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct q_evidence_of_enterprise_list all;
	struct view_e_files *v = ARENA_NEW(c->a, struct view_e_files);
	struct e_file x;

	TRY(e_file_load(c, &x, e));
	TRY(q_evidence_of_enterprise(x.db,
		&(struct q_evidence_of_enterprise_in){.enterprise_id = x.f.enterprise_id}, &all, e));
	e_page(c, &x, "佐证材料", &v->page);
	if (errors)
		v->page.errors = *errors;
	e_case(c, &x, &v->file);
	v->hub_href = e_href(c, &x.f, "");
	for (size_t i = 0; i < x.f.standard->evidence.n; i++) {
		const struct standard_evidence *ev = &x.f.standard->evidence.v[i];
		bool unused = evidence_need(&x.score, i) == EVIDENCE_UNUSED &&
			evidence_count(&x.files, ev->id) == 0;
		struct view_e_slots *group = ev->kind == EVIDENCE_GENERAL ? &v->general
			: unused					  ? &v->unused
									  : &v->proof;
		slot_fill(c, &x, i, &all, &v->page, errors, VEC_ADD(c->a, group));
	}
	tmpl_enterprise_files(respond_html(c, status), v);
	return RC_OK;
}

enum rc page_e_files(struct ctx *c, struct err *e)
{
	return show_files(c, 200, NULL, e);
}

static struct str done_path(struct ctx *c)
{
	return str_fmt(c->a, "/e/app/%.*s/files#%.*s-title", STR_ARG(c->params[0]),
		STR_ARG(c->params[1]));
}

/* One of: remove=ID, act=reuse with reuse=ID, act=add with files. */
static enum rc run_act(struct ctx *c, struct tx_call *call, struct str *banner, struct err *e)
{
	struct str removed = form_get(&c->form, "remove");
	struct str application = c->params[0], slot = c->params[1];
	struct evidence_upload *files;
	size_t n;

	if (removed.n) {
		struct evidence_remove uc = {application, slot, removed};
		*banner = STR("文件已移除");
		return TX_RUN(call, evidence_remove, &uc, e);
	}
	if (str_eqc(form_get(&c->form, "act"), "reuse")) {
		struct evidence_reuse uc = {application, slot, form_get(&c->form, "reuse")};
		*banner = STR("已使用以前上传的文件");
		return TX_RUN(call, evidence_reuse, &uc, e);
	}
	TRY(upload_read(c, "file", &files, &n, e));
	*banner = str_fmt(c->a, "已收到 %zu 个文件", n);
	return evidence_store(call, application, slot, files, n, e);
}

enum rc page_e_files_post(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct application_file f;
	struct str banner;
	struct db *db;

	/* Scope first: nobody's bytes are stored for a file that is not theirs. */
	TRY(ctx_db(c, &db, e));
	TRY(application_for_enterprise(
		db, ctx_services(c)->rules, &c->who, c->params[0], &f, e));
	if (evidence_slot(f.standard, c->params[1]) < 0)
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(c, done_path(c));
	enum rc rc = run_act(c, &call, &banner, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, str_cstr(c->a, c->params[1]), err_text(c->a, e));
		return show_files(c, 422, &errors, e);
	}
	TRY(rc);
	return ctx_done(c, &call, banner);
}

/* 企业认证, the enterprise's side: hand in the licence, see who looks at it and until when. */
#include "page/act.h"
#include "page/common.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "page/upload.h"
#include "page/view_account.h"

#include "service/enterprise.h"
#include "service/identity.h"
#include "store/q.h"

#include <stddef.h>

static struct str size_text(struct ctx *c, int64_t n)
{
	if (n < 1024 * 1024)
		return str_fmt(c->a, "%lld KB", (long long)(n + 1023) / 1024);
	return str_fmt(c->a, "%lld.%lld MB", (long long)(n >> 20), (long long)((n >> 10) % 1024 * 10 / 1024));
}

static void slots_fill(struct ctx *c, const struct q_identity_files_list *files,
	const struct form_errors *errors, struct view_identity *v)
{
	for (size_t i = 0; i < identity_slots_n; i++) {
		const struct identity_slot *s = &identity_slots[i];
		struct view_upload *u = VEC_ADD(c->a, &v->slots);

		*u = (struct view_upload){.page = &v->page, .id = str_c(s->id), .label = str_c(s->title),
			.must_show = str_c(s->shows), .formats = STR(UPLOAD_FORMATS),
			.limit = STR(UPLOAD_LIMIT),
			.action = str_fmt(c->a, "/identity/files/%s", s->id), .optional = !s->needed,
			.locked = !v->open};
		if (errors)
			u->error = form_error_of(errors, s->id);
		for (size_t k = 0; k < files->n; k++) {
			const struct q_identity_files *f = &files->v[k];
			if (!str_eqc(f->slot, s->id))
				continue;
			*VEC_ADD(c->a, &u->files) = (struct view_file){.id = f->public_id,
				.name = f->filename, .size = size_text(c, f->size),
				.hash = str_sub(f->sha256, 0, 8),
				.at = instant_human(c->a, f->uploaded_at),
				.href = str_cat(c->a, STR("/e/file/"), f->public_id),
				.state = tag_of("green", STR("已收到")), .removable = v->open};
		}
		u->state = u->files.n ? tag_of("done", STR("已上传"))
			: !v->open ? tag_of("grey", STR("没有上传"))
				      : s->needed ? tag_of("amber", STR("待上传"))
						  : tag_of("grey", STR("选填"));
	}
}

static void situation_fill(struct ctx *c, const struct q_identity_own *own, struct view_identity *v)
{
	struct str body = own->body.n ? own->body : STR("主管部门");
	struct str due = date_prose(c->a, identity_due(ctx_services(c), own->identity_at));

	v->state = tag_of(identity_tag(own->identity), identity_word(own->identity));
	v->open = str_eqc(own->identity, "none") || str_eqc(own->identity, "refused");
	v->act = str_fmt(c->a, "提交%.*s核验", STR_ARG(body));
	if (str_eqc(own->identity, "pending"))
		v->situation = str_fmt(c->a, "%.*s 提交，由%.*s核验，预计在 %.*s前办结。期间可以先填写自评。",
			STR_ARG(instant_human(c->a, own->identity_at)), STR_ARG(body), STR_ARG(due));
	else if (str_eqc(own->identity, "verified"))
		v->situation = own->identity_at ? str_fmt(c->a, "%.*s 通过核验，可以报送申报材料。",
							  STR_ARG(instant_human(c->a, own->identity_at)))
						: STR("已通过核验，可以报送申报材料，不需要再上传认证材料。");
	else if (str_eqc(own->identity, "refused"))
		v->situation = str_fmt(c->a, "%.*s 未通过。请按下面的原因更正后重新提交。",
			STR_ARG(instant_human(c->a, own->identity_at)));
	else
		v->situation = str_fmt(c->a, "尚未提交。提交后由%.*s在 %d 个工作日内核验；通过后才能报送。",
			STR_ARG(body), IDENTITY_DAYS);
	v->reason = own->identity_reason;
	v->who = own->body_phone.n ? str_fmt(c->a, "%.*s，电话 %.*s", STR_ARG(body),
					     STR_ARG(own->body_phone))
				   : body;
}

static void names_fill(struct ctx *c, const struct q_identity_own *own,
	const struct form_errors *errors, bool doubt, struct view_identity *v)
{
	struct view_field *f;

	if (!v->open) {
		rows_add(c, &v->rows, "企业名称", own->name);
		if (own->claimed_name.n)
			rows_add(c, &v->rows, "认证后更正为", own->claimed_name);
		rows_add(c, &v->rows, "统一社会信用代码", own->uscc);
		rows_add(c, &v->rows, "法定代表人", own->legal_rep);
	} else {
		f = VEC_ADD(c->a, &v->fields);
		*f = field_text(c, "name", "企业名称",
			own->claimed_name.n ? own->claimed_name : own->name, errors);
		f->hint = STR("与营业执照完全一致");
		f = VEC_ADD(c->a, &v->fields);
		*f = field_text(c, "uscc", "统一社会信用代码", own->uscc, errors);
		f->code = true;
		f->width = "w18";
		*VEC_ADD(c->a, &v->fields) =
			field_text(c, "legal_rep", "法定代表人", own->legal_rep, errors);
	}
	v->doubt = v->open && (doubt || own->uscc_doubt.n > 0);
	v->doubt_ok = field_check(c, "uscc_insist", "代码与营业执照一致，由主管部门核验",
		own->uscc_doubt.n > 0, NULL);
	rows_add(c, &v->rows, "核验单位", v->who);
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, bool doubt,
	struct err *e)
{
	struct view_identity *v = ARENA_NEW(c->a, struct view_identity);
	struct q_identity_files_list files;
	struct q_identity_own own;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(q_identity_own(
		db, &(struct q_identity_own_in){.enterprise_id = c->who.enterprise_id}, &own, e));
	TRY(q_identity_files(
		db, &(struct q_identity_files_in){.enterprise_id = c->who.enterprise_id}, &files, e));
	page_view(c, "企业认证", &v->page);
	page_crumb(c, &v->page, STR("工作台"), STR("/e"));
	page_crumb(c, &v->page, STR("企业认证"), str_none());
	if (errors)
		v->page.errors = *errors;
	situation_fill(c, &own, v);
	slots_fill(c, &files, errors, v);
	names_fill(c, &own, errors, doubt, v);
	tmpl_account_identity(respond_html(c, status), v);
	return RC_OK;
}

enum rc page_identity(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, false, e);
}

enum rc page_identity_post(struct ctx *c, struct err *e)
{
#define AT(member) offsetof(struct identity_hand_in, member)
	static const struct field_spec specs[] = {
		{"name", "企业名称", FIELD_TEXT, true, 2, 100, NULL, AT(name)},
		{"uscc", "统一社会信用代码", FIELD_TEXT, true, 0, 40, NULL, AT(uscc)},
		{"legal_rep", "法定代表人", FIELD_TEXT, true, 2, 60, NULL, AT(legal_rep)},
		{"uscc_insist", "确认", FIELD_BOOL, false, 0, 0, NULL, AT(uscc_insist)},
	};
#undef AT
	struct identity_hand_in uc = {0};
	struct form_errors errors = {0};

	if (!form_read(c->a, &c->form, specs, ARRAY_LEN(specs), &uc, &errors))
		return show(c, 422, &errors, uc.uscc_insist, e);
	struct tx_call call = ctx_call(c, STR("/identity"));
	enum rc rc = TX_RUN(&call, identity_hand_in, &uc, e);
	if (rc == RC_INVALID) {
		form_error_from(c->a, &errors, e);
		return show(c, 422, &errors, e->msg == MSG_USCC_DOUBT || uc.uscc_insist, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("认证材料已提交，结果会在这里和消息里告诉您"));
}

static enum rc run_act(struct ctx *c, struct tx_call *call, struct str *banner, struct err *e)
{
	struct identity_detach out = {.file = form_get(&c->form, "remove")};
	struct identity_attach in = {.slot = c->params[0]};
	struct evidence_stored *stored;
	struct evidence_upload *files;

	if (out.file.n) {
		*banner = STR("文件已移除");
		return TX_RUN(call, identity_detach, &out, e);
	}
	TRY(upload_read(c, "file", &files, &in.n, e));
	TRY(evidence_keep(ctx_services(c), c->a, files, in.n, &stored, e));
	in.v = stored;
	*banner = str_fmt(c->a, "已收到 %zu 个文件", in.n);
	return TX_RUN(call, identity_attach, &in, e);
}

enum rc page_identity_files(struct ctx *c, struct err *e)
{
	struct form_errors errors = {0};
	struct str banner;

	if (!identity_slot(c->params[0]))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct tx_call call = ctx_call(
		c, str_fmt(c->a, "/identity#%.*s-title", STR_ARG(c->params[0])));
	enum rc rc = run_act(c, &call, &banner, e);
	if (rc == RC_INVALID || rc == RC_TOO_LARGE) {
		form_error_add(c->a, &errors, str_cstr(c->a, c->params[0]), err_text(c->a, e));
		return show(c, 422, &errors, false, e);
	}
	TRY(rc);
	return ctx_done(c, &call, banner);
}

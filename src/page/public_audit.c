/* The log in public (/audit): the head of each day that is over, files to keep, and the check of a proof. */
#include "base/embedded.h"
#include "page/batch_page.h"
#include "page/routes.h"
#include "service/audit.h"
#include "service/audit_proof.h"
#include "service/audit_day.h"
#include "store/q.h"
#include "web/app.h"

#define DAYS_SHOWN 31
#define FILE_MAX ((size_t)16 << 20)
#define SHORT_HEX 16
#define CHECKS_PER_MINUTE 20
#define CHECKS_BURST 20

static struct view_batch *audit_view(struct ctx *c, const char *title)
{
	struct view_batch *v = batch_view(c, str_c(title));

	v->page.crumbs.n = 0;
	v->page.column = STR("日志公开");
	return v;
}

/* --- what is published ----------------------------------------------------------------------------- */

static struct str part_of(struct str link, bool sm3)
{
	size_t colon = str_index(link, ':');

	return sm3 ? str_sub(link, colon + 1, link.n) : str_sub(link, 0, colon);
}

static void newest_fill(struct ctx *c, const struct q_audit_days *d, struct view_batch *v)
{
	rows_add(c, &v->rows, "最近公布", d->on_date);
	rows_add(c, &v->rows, "记录到",
		str_fmt(c->a, "第 %lld 条（当日 %lld 条）", (long long)d->last_seq, (long long)d->events));
	rows_add(c, &v->rows, "当日根（SHA-256）", part_of(d->root, false));
	rows_add(c, &v->rows, "当日根（SM3）", part_of(d->root, true));
	rows_add(c, &v->rows, "链头（SHA-256）", part_of(d->head, false));
	rows_add(c, &v->rows, "链头（SM3）", part_of(d->head, true));
}

static enum rc days_fill(struct ctx *c, struct db *db, struct view_batch *v, struct err *e)
{
	static const char *const heads[] = {"日期", "记录#条", "到第几条#", "当日根", "链头"};
	struct str before = form_get(&c->query, "before");
	struct q_audit_days_list rows;
	struct date d;

	bool paged = before.n && date_parse(before, &d);
	TRY(q_audit_days(db,
		&(struct q_audit_days_in){.before = paged ? before : STR("9999"), .limit = DAYS_SHOWN + 1}, &rows, e));
	if (rows.n && !paged)
		newest_fill(c, &rows.v[0], v);
	struct view_batch_table *box =
		batch_table(c, v, "list", "每日链头", STR("各日的根和链头，新的在前；这里列 SHA-256 的前 16 位，全部见下载的清单"));
	struct view_table *t = &box->table;
	batch_heads(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n && i < DAYS_SHOWN; i++) {
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, rows.v[i].on_date)->whole = true;
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].events));
		batch_cell(c, t, r, str_i64(c->a, rows.v[i].last_seq));
		batch_cell(c, t, r, str_sub(rows.v[i].root, 0, SHORT_HEX));
		batch_cell(c, t, r, str_sub(rows.v[i].head, 0, SHORT_HEX));
	}
	t->empty = STR("还没有公布。第一天结束后的 0 时公布第一个链头。");
	links_add(c, &box->links, STR("全部链头（heads.txt）"), STR("/audit/heads.txt"), false);
	links_add(c, &box->links, STR("全部链头（heads.json）"), STR("/audit/heads.json"), false);
	links_add(c, &box->links, STR("核验脚本 verify.py"), STR("/audit/verify.py"), false);
	v->paged = rows.n > DAYS_SHOWN || paged;
	v->pager.text = str_fmt(c->a, "每页 %d 天", DAYS_SHOWN);
	v->pager.first = paged ? STR("/audit") : str_none();
	if (rows.n > DAYS_SHOWN)
		v->pager.next = STR_JOIN(c->a, STR("/audit?before="), rows.v[DAYS_SHOWN - 1].on_date, STR("#list"));
	return RC_OK;
}

static void how(struct ctx *c, struct view_batch *v)
{
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){.title = STR("这些数字有什么用"),
		.text = STR("平台上的每一项操作（谁、代表哪个单位、什么时候、办了什么、理由）都写入操作日志，一条接一条用 SHA-256 "
			    "和 SM3 连成链，不能修改、删除或插入。每天结束后，当日全部记录汇成一个“根”，连同链头在这里公布，"
			    "公布后不再改变。\n"
			    "把清单下载保存：以后日志被截去一段、改写一处或者整个重做，都会与保存的清单不符。保存的人越多，越不能改。\n"
			    "企业可以在自己的“进度与记录”和“告知与答复”页下载记录证明，在下面核验，或者用核验脚本对照自己保存的清单核验："
			    "python3 verify.py proof.json heads.txt。脚本只需要 Python，不需要本平台的任何密钥。")};
}

static void check_form(struct ctx *c, struct view_batch *v, const struct form_errors *errors)
{
	struct view_batch_form *f = batch_form(c, v, "check", STR("核验记录证明"), STR("/audit"));
	struct view_field text = field_text(c, "proof", "证明文件的内容", str_none(), errors);

	text.rows = 6;
	text.hint = STR("从“进度与记录”下载的 JSON 文件，打开后全部复制到这里；或者在下面上传文件。只用于核验，不保存。");
	text.optional = true;
	batch_area(c, f, text);
	f->file = STR("file");
	f->file_label = STR("或上传证明文件");
	f->file_hint = STR("JSON，4 MB 以内；上传后以文件为准");
	batch_act(c, f, "check", "核验", "");
}

static enum rc show(struct ctx *c, int status, const struct form_errors *errors, struct err *e)
{
	struct view_batch *v = audit_view(c, "日志公开");
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_crumb(c, &v->page, STR("日志公开"), str_none());
	v->lead = STR("操作日志每日的链头。任何人都可以保存，用来证明日志后来有没有被改动。");
	if (errors)
		v->page.errors = *errors;
	v->tables_first = v->texts_last = true;
	TRY(days_fill(c, db, v, e));
	how(c, v);
	check_form(c, v, errors);
	return batch_show(c, status, v);
}

enum rc page_audit(struct ctx *c, struct err *e)
{
	return show(c, 200, NULL, e);
}

static enum rc file_of(struct ctx *c, bool json, struct buf *b, struct err *e)
{
	struct audit_heads heads = {0};
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(audit_heads_load(db, c->a, STR(""), &heads, e));
	buf_init(b, c->a, FILE_MAX);
	if (json)
		audit_heads_json(c->a, &heads, b);
	else
		audit_heads_text(c->a, &heads, b);
	return RC_OK;
}

enum rc page_audit_heads_text(struct ctx *c, struct err *e)
{
	struct buf b;

	TRY(file_of(c, false, &b, e));
	return respond_download(c, STR("text/plain"), STR("heads.txt"), buf_view(&b));
}

enum rc page_audit_heads_json(struct ctx *c, struct err *e)
{
	struct buf b;

	TRY(file_of(c, true, &b, e));
	return respond_download(c, STR("application/json"), STR("heads.json"), buf_view(&b));
}

enum rc page_audit_script(struct ctx *c, struct err *e)
{
	struct str text;

	if (!embedded_find(STR("sql/reference/audit/verify.py"), &text))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	return respond_download(c, STR("text/plain"), STR("verify.py"), text);
}

/* --- a proof --------------------------------------------------------------------------------------- */

static void lines_fill(struct ctx *c, const struct audit_proof *p, struct view_batch *v)
{
	static const char *const heads[] = {"时间", "单位", "办理事项", "理由", "公布日", "核验"};
	struct view_table *t = &batch_table(c, v, "lines", "证明中的记录", STR("每条记录和核验结果，按时间先后"))->table;

	batch_heads(c, t, heads, ARRAY_LEN(heads));
	t->scrolls = true;
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct audit_proof_line *l = &p->lines.v[i];
		bool read = l->fault != AUDIT_PROOF_BYTES, ok = l->fault == AUDIT_PROOF_OK;
		struct view_cells *r = batch_row(c, t);
		batch_cell(c, t, r, read ? instant_human(c->a, l->ev.at) : STR("—"));
		batch_cell(c, t, r, read && l->ev.body.n ? l->ev.body : STR("—"));
		batch_cell(c, t, r, read ? audit_word(l->ev.action) : STR("—"));
		batch_cell(c, t, r, read && l->ev.reason.n ? l->ev.reason : STR("—"));
		batch_cell(c, t, r, l->day.n ? l->day : STR("—"));
		batch_cell(c, t, r, str_c(audit_proof_word(l->fault)))->tag = ok ? "green" : "red";
	}
	t->empty = STR("文件里没有记录。");
}

static enum rc result_show(struct ctx *c, const struct audit_proof *p)
{
	struct view_batch *v = audit_view(c, "核验结果");
	bool good = p->lines.n && !p->wrong;

	page_crumb(c, &v->page, STR("日志公开"), STR("/audit"));
	page_crumb(c, &v->page, STR("核验结果"), str_none());
	v->lead = p->about;
	v->banner_kind = good ? "ok" : "bad";
	if (good)
		v->banner = str_fmt(c->a, "%zu 条记录全部与公布的链头一致。", p->lines.n);
	else if (p->lines.n)
		v->banner = str_fmt(c->a, "%zu 条记录中有 %zu 条不一致：证明文件被改动过，或者日志与公布的不符。请保留文件，"
			"用核验脚本对照自己保存的清单再核验一次，并联系监督电话。", p->lines.n, p->wrong);
	else
		v->banner = STR("文件里没有可以核验的记录：当日的记录要到次日 0 时公布链头以后才能证明。");
	lines_fill(c, p, v);
	*VEC_ADD(c->a, &v->texts) = (struct view_batch_text){.title = STR("这证明什么"),
		.text = STR("一致的记录，在所列公布日结束以前就已经以这样的内容（时间、单位、办理事项、理由）写入日志，公布以后没有改动。\n"
			    "经办人姓名、网络地址和工作数据在记录里是封存的，不出现在证明中；办理单位可以依法出示并当场核对。\n"
			    "不能证明的：记录所说的事情本身是否属实；没有列入这个文件的记录。")};
	if (p->pending)
		rows_add(c, &v->rows, "尚不能证明",
			str_fmt(c->a, "下载时另有 %lld 条，当日还没有公布链头", (long long)p->pending));
	links_add(c, &v->links, STR("核验另一个文件"), STR("/audit#check"), false);
	links_add(c, &v->links, STR("核验脚本 verify.py"), STR("/audit/verify.py"), false);
	return batch_show(c, 200, v);
}

enum rc page_audit_check(struct ctx *c, struct err *e)
{
	const struct form_value *file = form_file(&c->form, "file");
	struct form_errors errors = {0};
	struct audit_proof proof;
	struct db *db;

	TRY(ctx_slow_down(c, "proof", CHECKS_PER_MINUTE, CHECKS_BURST, e));
	TRY(ctx_db(c, &db, e));
	struct str text = file && file->value.n ? file->value : str_trim(form_get(&c->form, "proof"));
	enum rc rc = audit_proof_check(db, c->a, text, &proof, e);
	if (rc == RC_INVALID) {
		form_error_add(c->a, &errors, "proof", err_text(c->a, e));
		return show(c, 422, &errors, e);
	}
	TRY(rc);
	return result_show(c, &proof);
}

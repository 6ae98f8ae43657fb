/* 操作日志: newest first, or of one object, or of one person. */
#include "page/admin.h"
#include "page/routes.h"
#include "page/tmpl.h"

#include "domain/uscc.h"
#include "service/audit.h"
#include "web/urlparse.h"

static struct str kind_word(struct str kind)
{
	static const struct {
		const char *kind, *word;
	} words[] = {{"application", "申报"}, {"enterprise", "企业"}, {"account", "账号"},
		{"agency", "机构"}, {"batch", "批次"}, {"publicity", "公示"}, {"objection", "异议"},
		{"recommendation", "推荐"}, {"announcement", "公告"}, {"certificate", "证书"},
		{"calendar", "节假日历"}, {"database", "数据库"}, {"meeting", "集中研究"},
		{"job", "定时任务"}, {"rule", "规则"}, {"list_item", "清单条目"}, {"case", "案件"}, {"voice", "意见或咨询"},
		{"title", "称号"}, {"panel", "评审组"}, {"target", "目标"}, {"update", "年度更新"}, {"circular", "通报"},
		{"cluster", "集群名单"}, {"expert", "专家"}, {"ban", "不得申报"}, {"coach_mail", "群发提醒"},
		{"listed", "惩戒名单"}, {"draw", "抽查"}, {"survey", "季度调查"}, {"cohort", "到期名单"},
		{"certified", "高新技术企业名单"}, {"replay", "复算"}, {"yearly", "年度总结"}, {"view", "保存的视图"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(kind, words[i].kind))
			return str_c(words[i].word);
	return kind;
}

struct asked {
	struct str word, kind, name; /* kind missing: everything */
	int64_t id, before;
	bool acts; /* what the person did, instead of what was done to the account */
	bool unknown;
};

static enum rc ask(struct ctx *c, struct db *db, struct asked *q, struct err *e)
{
	struct q_admin_find_list found;

	*q = (struct asked){.word = str_trim(form_get(&c->query, "q")),
		.acts = str_eqc(form_get(&c->query, "acts"), "1")};
	if (!str_to_i64(form_get(&c->query, "before"), &q->before))
		q->before = INT64_MAX;
	if (q->word.n == 0 || q->word.n > 100)
		return RC_OK;
	TRY(q_admin_find(db, &(struct q_admin_find_in){.word = q->word}, &found, e));
	if (found.n == 0) { /* codes and logins as they are stored */
		TRY(q_admin_find(db,
			&(struct q_admin_find_in){.word = uscc_normalise(c->a, q->word)}, &found, e));
	}
	if (found.n == 0)
		TRY(q_admin_find(
			db, &(struct q_admin_find_in){.word = str_lower(c->a, q->word)}, &found, e));
	q->unknown = found.n == 0;
	if (found.n) {
		q->kind = found.v[0].object_kind;
		q->id = found.v[0].object_id;
		q->name = found.v[0].name;
	}
	return RC_OK;
}

/* The three statements have the same rows: copied into those of the first. */
static enum rc load(struct db *db, const struct asked *q, struct q_admin_log_list *out, struct err *e)
{
	struct q_admin_log_of_list of;
	struct q_admin_log_by_list by;

	*out = (struct q_admin_log_list){0};
	if (q->unknown)
		return RC_OK;
	if (q->kind.n == 0)
		return q_admin_log(db,
			&(struct q_admin_log_in){.before = q->before, .limit = ADMIN_ROWS + 1}, out, e);
	if (q->acts) {
		TRY(q_admin_log_by(db,
			&(struct q_admin_log_by_in){
				.account_id = q->id, .before = q->before, .limit = ADMIN_ROWS + 1},
			&by, e));
		for (size_t i = 0; i < by.n; i++) {
			const struct q_admin_log_by *r = &by.v[i];
			VEC_PUSH(db_arena(db), out,
				((struct q_admin_log){r->seq, r->at, r->actor, r->body, r->ip, r->action,
					r->object_kind, r->object_id, r->reason, r->hash}));
		}
		return RC_OK;
	}
	TRY(q_admin_log_of(db,
		&(struct q_admin_log_of_in){.object_kind = q->kind, .object_id = q->id,
			.before = q->before, .limit = ADMIN_ROWS + 1},
		&of, e));
	for (size_t i = 0; i < of.n; i++) {
		const struct q_admin_log_of *r = &of.v[i];
		VEC_PUSH(db_arena(db), out,
			((struct q_admin_log){r->seq, r->at, r->actor, r->body, r->ip, r->action,
				r->object_kind, r->object_id, r->reason, r->hash}));
	}
	return RC_OK;
}

static struct str address(struct ctx *c, const struct asked *q, bool acts, int64_t before)
{
	struct str s = STR("/a/log?");

	if (q->word.n)
		s = str_fmt(c->a, "%.*sq=%.*s&", STR_ARG(s), STR_ARG(percent_encode(c->a, q->word, "")));
	if (acts)
		s = str_cat(c->a, s, STR("acts=1&"));
	return before ? str_fmt(c->a, "%.*sbefore=%lld", STR_ARG(s), (long long)before) : s;
}

static void table_fill(struct ctx *c, const struct q_admin_log_list *rows, struct view_table *t)
{
	static const char *const names[] = {"序号", "时间", "人员", "单位", "操作", "对象", "说明", "来自",
		"校验码"};

	admin_heads(c, t, "操作日志，新的在前", names, ARRAY_LEN(names), "没有符合条件的记录。");
	t->scrolls = true;
	for (size_t i = 0; i < rows->n && i < ADMIN_ROWS; i++) {
		const struct q_admin_log *r = &rows->v[i];
		struct view_cells *out = VEC_ADD(c->a, &t->rows);

		admin_cell(c, t, out, str_i64(c->a, r->seq));
		admin_cell(c, t, out, instant_human(c->a, r->at));
		admin_cell(c, t, out, r->actor);
		admin_cell(c, t, out, r->body);
		admin_cell(c, t, out, audit_word(r->action));
		admin_cell(c, t, out,
			str_fmt(c->a, "%.*s %lld", STR_ARG(kind_word(r->object_kind)),
				(long long)r->object_id));
		admin_cell(c, t, out, r->reason);
		admin_cell(c, t, out, r->ip);
		admin_cell(c, t, out, str_sub(r->hash, 0, 12));
	}
}

enum rc page_a_log(struct ctx *c, struct err *e)
{
	struct q_admin_log_list rows;
	struct view_a_list v = {0};
	struct view_field *f;
	struct asked q;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(ask(c, db, &q, e));
	TRY(load(db, &q, &rows, e));
	admin_page(c, "操作日志", &v.page);
	v.title = STR("操作日志");
	v.lead = STR("每一笔办理都有记录，前后以校验码相连；整条链用 tidu check 核验。");
	v.filtered = true;
	v.filters.action = STR("/a/log");
	f = VEC_ADD(c->a, &v.filters.fields);
	*f = field_text(c, "q", "受理编号、统一社会信用代码或登录名", q.word, NULL);
	if (q.word.n)
		v.filters.clear_href = STR("/a/log");
	if (q.kind.n)
		v.lead = str_fmt(c->a, "%.*s：%.*s", STR_ARG(kind_word(q.kind)), STR_ARG(q.name));
	if (q.unknown)
		v.lead = STR("没有这样的受理编号、代码或登录名，请核对。");
	if (str_eqc(q.kind, "account")) {
		v.tabs.label = STR("范围");
		links_add(c, &v.tabs.items, STR("对这个账号的办理"), address(c, &q, false, 0), !q.acts);
		links_add(c, &v.tabs.items, STR("这个人办理的"), address(c, &q, true, 0), q.acts);
	}
	table_fill(c, &rows, &v.table);
	if (q.before != INT64_MAX)
		v.pager.first = address(c, &q, q.acts, 0);
	if (rows.n > ADMIN_ROWS)
		v.pager.next = address(c, &q, q.acts, rows.v[ADMIN_ROWS - 1].seq);
	tmpl_admin_list(respond_html(c, 200), &v);
	return RC_OK;
}

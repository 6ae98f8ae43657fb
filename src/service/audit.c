/* The log and its words. Appending reads the head in the same transaction, so the chain has no fork. */
#include "service/audit.h"

#include "base/env.h"
#include "domain/chain.h"
#include "domain/workflow.h"
#include "store/q.h"

#define VERIFY_STEP 1000
#define SALT_BYTES 16
#define STAMP_HEX 16

/* Acts that are no move of a file; those have their words in domain/workflow. */
static const struct {
	const char *code, *word;
} words[] = {
	{"follow_added", "登记企业动态"},
	{"follow_ended", "结束企业动态"},
	{"voice_raised", "提出意见诉求或咨询"},
	{"voice_answered", "答复意见诉求或咨询"},
	{"voice_handed", "转办意见诉求或咨询"},
	{"voice_rated", "评价答复"},
	{"voice_reopened", "再次提出意见诉求"},
	{"voice_published", "公开问答"},
	{"voice_withdrawn", "撤回公开的问答"},
	{"permission_asked", "宣传报道、考察交流征求企业同意"},
	{"permission_agreed", "同意宣传报道、考察交流"},
	{"permission_declined", "不同意或撤回同意"},
	{"permission_done", "登记宣传报道、考察交流已开展"},
	{"permission_dropped", "宣传报道、考察交流不再开展"},
	{"consent_given", "同意列入融资对接名单"},
	{"consent_withdrawn", "撤回融资对接的同意"},
	{"clusters_imported", "导入集群统计名单"},
	{"targets_set", "下达年度目标"},
	{"certificates_imported", "导入证书名单"},
	{"coaching_added", "登记辅导记录"},
	{"coach_mail", "向企业群发提醒"},
	{"rule_proposed", "提出规则核实意见"},
	{"rule_confirmed", "确认规则新版本"},
	{"rule_rejected", "不同意规则核实意见"},
	{"rule_withdrawn", "撤回规则核实意见"},
	{"account_created", "建立账号"},
	{"account_disabled", "停用账号"},
	{"account_enabled", "启用账号"},
	{"password_reset", "重置密码"},
	{"password_changed", "修改密码"},
	{"signed_in", "登录"},
	{"sign_in_locked", "登录失败次数过多，暂停登录"},
	{"contact_saved", "更新个人信息"},
	{"mail_confirmed", "确认电子邮箱"},
	{"mail_mode", "选择邮件通知方式"},
	{"mail_bounced", "邮件被退回"},
	{"mail_again", "重新发送邮件"},
	{"mail_test", "发送测试邮件"},
	{"password_link", "申请以邮件重置密码"},
	{"sessions_ended", "退出其他登录"},
	{"registered", "注册"},
	{"identity_filed", "提交认证材料"},
	{"identity_verified", "认证通过"},
	{"identity_refused", "认证未通过"},
	{"profile_saved", "更新企业信息"},
	{"list_item_saved", "登记清单项目"},
	{"list_item_removed", "移除清单项目"},
	{"list_item_restored", "恢复清单项目"},
	{"list_none_declared", "声明清单为空"},
	{"list_none_withdrawn", "撤回清单为空的声明"},
	{"project_added", "登记研发项目"},
	{"project_removed", "移除研发项目"},
	{"project_restored", "恢复研发项目"},
	{"quarters_saved", "保存季度人数"},
	{"products_saved", "保存主要产品"},
	{"application_started", "开始自评"},
	{"report_saved", "保存申请报告"},
	{"evidence_added", "上传佐证材料"},
	{"evidence_removed", "移除佐证材料"},
	{"verdicts_saved", "保存审核意见"},
	{"comparison_certified", "比对原件和复印件并出具证明"},
	{"site_check_planned", "安排实地核查"},
	{"site_check_done", "登记实地核查结果"},
	{"site_check_cancelled", "取消实地核查"},
	{"cross_answered", "保存交叉核对结果"},
	{"survey_opened", "开始季度调查"},
	{"survey_answered", "填写季度调查"},
	{"meeting_recorded", "登记集中研究"},
	{"expert_saved", "登记专家"},
	{"expert_enabled", "恢复专家"},
	{"expert_disabled", "停用专家"},
	{"panel_formed", "组成评审组"},
	{"panel_assigned", "分派评审"},
	{"expert_declared", "申明利害关系"},
	{"expert_submitted", "提交评分表"},
	{"expert_recused", "申请回避"},
	{"panel_proposed", "提出建议名单"},
	{"panel_confirmed", "确认建议名单"},
	{"panel_cancelled", "撤回建议名单"},
	{"publicity_proposed", "提请公示"},
	{"publicity_opened", "公示开始"},
	{"publicity_cancelled", "撤回公示提请"},
	{"publicity_closed", "公示结束"},
	{"objection_received", "收到异议"},
	{"objection_handled", "处理异议"},
	{"objection_asked", "就异议请企业说明"},
	{"objection_answered", "企业就异议作出说明"},
	{"recommendation_proposed", "提请推荐"},
	{"recommendation_sent", "正式推荐"},
	{"recommendation_returned", "退回推荐"},
	{"recommendation_cancelled", "撤回推荐提请"},
	{"batch_called", "组织批次"},
	{"batch_opened", "批次开放"},
	{"batch_closed", "批次截止"},
	{"batch_published", "批次公告"},
	{"draw_frozen", "冻结抽查名单"},
	{"draw_announced", "公布抽查号码来源"},
	{"draw_entered", "录入抽查号码"},
	{"draw_drawn", "抽取"},
	{"draw_substituted", "抽查替补"},
	{"title_checked", "登记抽查核查结果"},
	{"title_rechecked", "登记抽查复查结果"},
	{"title_check_signed", "第一名核查人员签名"},
	{"title_check_commented", "企业对核查记录提出意见"},
	{"inspector_added", "列入核查人员库"},
	{"inspector_left", "退出核查人员库"},
	{"inspector_recused", "核查人员回避"},
	{"draw_sent_back", "抽中的企业退回市级"},
	{"circular_drafted", "生成通报草稿"},
	{"circular_renewed", "通报重新取数"},
	{"circular_edited", "修改通报文字"},
	{"circular_proposed", "提请签发通报"},
	{"circular_back", "通报退回修改"},
	{"circular_issued", "签发通报"},
	{"title_ended", "称号失效"},
	{"recheck_lost", "取消复核资格"},
	{"ban_put", "登记不得申报"},
	{"ban_lifted", "解除不得申报"},
	{"enterprise_renamed", "企业更名"},
	{"enterprise_moved", "企业迁移"},
	{"file_handed_over", "随企业迁移移交"},
	{"case_handed_over", "案件随企业迁移移交"},
	{"case_opened", "立案"},
	{"case_opinion", "提出意见并上报"},
	{"case_refused", "不予受理"},
	{"case_notified", "告知企业"},
	{"case_read", "企业查阅告知"},
	{"case_replied", "企业答复"},
	{"case_drafted", "提出处理意见"},
	{"case_sent_back", "处理意见退回重议"},
	{"case_withdrawn", "举报人撤回举报"},
	{"case_decided", "作出决定"},
	{"case_reported", "核实后报部级决定"},
	{"case_answered", "登记部级答复"},
	{"title_left", "部级称号未由省级取消"},
	{"announcement_published", "发布公告"},
	{"certificate_issued", "颁发证书"},
	{"paper_exported", "导出材料"},
	{"list_export_begun", "开始导出名单"},
	{"list_exported", "导出名单"},
	{"calendar_imported", "导入节假日历"},
	{"agency_saved", "维护机构信息"},
	{"enterprises_imported", "导入企业"},
	{"titles_imported", "导入名单"},
	{"listings_imported", "导入异常名录、失信名单"},
	{"file_viewed", "查阅材料"},
	{"view_saved", "保存视图"},
	{"view_removed", "删除视图"},
	{"exempts_imported", "导入免办名单"},
	{"update_opened", "年度任务开放"},
	{"served", "送达"},
	{"case_served", "登记其他方式送达"},
	{"contact_checked", "核实联系方式"},
	{"cohort_listed", "列出到期名单"},
	{"yearly_opened", "年度总结开始报送"},
	{"yearly_saved", "保存年度总结"},
	{"yearly_proposed", "提请确认年度总结"},
	{"yearly_sent", "报送年度总结"},
	{"yearly_returned", "退回年度总结"},
	{"yearly_case_added", "写入典型案例"},
	{"yearly_case_removed", "移除典型案例"},
	{"yearly_consent_asked", "征求企业同意作为典型案例"},
	{"cohort_pressed", "催办到期称号"},
	{"title_runs_out", "复核已报送，称号到期后自动失效"},
	{"update_closed", "年度任务截止"},
	{"update_filed", "提交年度信息更新"},
	{"update_reminded", "催报"},
	{"replayed", "复算"},
	{"job_run", "立即办理定时任务"},
	{"database_initialised", "初始化数据库"},
};

struct str audit_word(struct str action)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(action, words[i].code))
			return str_c(words[i].word);
	for (size_t i = 0; i < ACT__MAX; i++)
		if (str_eqc(action, action_code((enum action)i)))
			return str_c(action_word((enum action)i));
	return action;
}

struct str audit_stamp(struct arena *a, int64_t seq, struct str hash)
{
	if (seq == 0 || hash.n < STAMP_HEX)
		return str_none();
	return str_fmt(a, "第 %lld 条 %.*s", (long long)seq, STAMP_HEX, hash.p);
}

static struct str or_empty(struct str s)
{
	return s.p ? s : STR("");
}

/* A clock set back turns neither the log around nor a day whose head is published. */
static enum rc instant_of(struct tx *tx, int64_t head_at, int64_t *at, struct err *e)
{
	struct q_audit_closed last;
	struct date day;
	bool closed;

	TRY(q_audit_closed(tx->db, &last, &closed, e));
	*at = MAX_OF(tx->now, head_at);
	if (closed && date_parse(last.on_date, &day))
		*at = MAX_OF(*at, instant_day_end(day));
	return RC_OK;
}

enum rc audit_append(struct tx *tx, const struct audit_event *ev, struct err *e)
{
	const struct actor *who = tx->who;
	struct chain_link prev = chain_genesis();
	struct q_audit_head head = {0};
	bool found;
	int64_t at;

	TRY(q_audit_head(tx->db, &head, &found, e));
	TRY(instant_of(tx, head.at, &at, e));
	if (found && !chain_link_parse(head.hash, &prev))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "audit %lld: hash is no hash",
			(long long)head.seq);
	struct chain_event c = {
		.seq = head.seq + 1,
		.at = at,
		.account_id = who->account_id,
		.actor = who->name.n ? who->name : STR("系统"),
		.agency_id = who->agency_id,
		.body = who->agency_name.n ? who->agency_name : or_empty(who->enterprise_name),
		.ip = or_empty(who->ip),
		.action = str_c(ev->action),
		.object_kind = str_c(ev->object_kind),
		.object_id = ev->object_id,
		.reason = or_empty(ev->reason),
		.payload = ev->payload.n ? ev->payload : STR("{}"),
		.shown = ev->shown,
	};
	TRY(random_token(tx->a, SALT_BYTES, &c.salt, e));
	struct chain_link link = chain_next(tx->a, &prev, &c);
	return q_audit_append(tx->db,
		&(struct q_audit_append_in){c.seq, c.at, c.account_id, c.actor, c.agency_id, c.body, c.ip,
			c.action, c.object_kind, c.object_id, c.reason, c.payload, c.shown, c.salt,
			chain_link_text(tx->a, &prev), chain_link_text(tx->a, &link)},
		NULL, e);
}

static struct chain_event event_of(const struct q_audit_walk *r)
{
	return (struct chain_event){r->seq, r->at, r->account_id, r->actor, r->agency_id, r->body, r->ip,
		r->action, r->object_kind, r->object_id, r->reason, r->payload, r->shown != 0, r->salt};
}

/* The event that the mark names must still be there with its hash; else everything is walked. */
static enum rc begin_at(struct db *db, struct audit_mark *mark, struct chain_verifier *v, struct err *e)
{
	struct q_audit_walk_list rows;

	chain_verifier_init(v);
	if (mark->seq == 0)
		return RC_OK;
	TRY(q_audit_walk(
		db, &(struct q_audit_walk_in){.after = mark->seq - 1, .limit = 1}, &rows, e));
	if (rows.n == 1 && rows.v[0].seq == mark->seq && str_eq(rows.v[0].hash, mark->hash) &&
		chain_link_parse(mark->hash, &v->head))
		v->seq = mark->seq;
	return RC_OK;
}

struct str audit_mark_text(struct arena *a, const struct audit_mark *m)
{
	return str_fmt(a, "%lld %.*s", (long long)m->seq, STR_ARG(m->hash));
}

void audit_mark_parse(struct str text, struct audit_mark *out)
{
	struct audit_mark m = {0};
	struct str seq;

	if (str_cut(&text, ' ', &seq) && str_to_i64(seq, &m.seq) && m.seq > 0)
		m.hash = text;
	*out = m.hash.n ? m : (struct audit_mark){0};
}

enum rc audit_verify_from(struct db *db, struct arena *a, struct audit_mark *mark,
	struct strs *findings, int64_t *events, struct err *e)
{
	struct chain_verifier v;
	struct q_audit_walk_list rows;
	int64_t after, n = 0;

	TRY(begin_at(db, mark, &v, e));
	after = v.seq;
	do {
		struct arena_mark arena = arena_mark(db_arena(db));
		TRY(q_audit_walk(db, &(struct q_audit_walk_in){.after = after, .limit = VERIFY_STEP},
			&rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			struct chain_event ev = event_of(&rows.v[i]);
			enum chain_fault f =
				chain_verify(&v, db_arena(db), &ev, rows.v[i].prev, rows.v[i].hash);
			if (f != CHAIN_OK) {
				VEC_PUSH(a, findings, str_fmt(a, "操作日志第 %lld 条：%s",
					(long long)ev.seq, chain_fault_text(f)));
				return RC_OK;
			}
			after = ev.seq;
			n++;
		}
		if (db_arena(db) != a)
			arena_release(db_arena(db), arena);
	} while (rows.n == VERIFY_STEP);
	*mark = (struct audit_mark){v.seq, chain_link_text(a, &v.head)};
	*events = n;
	return RC_OK;
}

enum rc audit_verify(struct db *db, struct arena *a, struct strs *findings, int64_t *events,
	struct err *e)
{
	struct audit_mark all = {0};

	return audit_verify_from(db, a, &all, findings, events, e);
}

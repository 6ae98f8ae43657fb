/* Component sheet, chapter on a file's way: states, tasks, answers, history, receipt. */
#include "page/common.h"
#include "page/view_styleguide.h"

#include "base/vec.h"

static const struct {
	const char *kind, *text;
} TAGS[] = {
	{"done", "已完成"},
	{"grey", "暂不能填"},
	{"blue", "进行中"},
	{"green", "有效"},
	{"amber", "待实地核查"},
	{"red", "需更正"},
};

static const struct {
	const char *text, *href, *hint, *kind, *state;
} TASKS[] = {
	{"企业基本情况", "#tasks", NULL, "done", "已完成"},
	{"创新能力", "#tasks", "知识产权数量：证书号与名称不一致", "red", "需更正"},
	{"成长性", "#tasks", NULL, "blue", "进行中"},
	{"专业化", "#tasks", NULL, "blue", "未开始"},
	{"检查并签署", NULL, "完成以上各项后才能签署", "grey", "暂不能填"},
};

static const struct {
	const char *at, *who, *act, *reason, *kind;
} EVENTS[] = {
	{"2023-02-17 15:20", "清河县工信局　王*", "退回补正（2 处）",
		"知识产权证书名称与填报不一致。\n审计报告缺签章页。", "bad"},
	{"2023-02-13 10:32", "填报人　周*", "报送，受理编号 CX2023-01-00417", NULL, "ok"},
	{"2023-02-13 10:05", "法定代表人　赵*", "签署真实性声明", NULL, ""},
	{"2023-02-09 09:12", "填报人　周*", "开始自评", NULL, ""},
};

static const struct {
	const char *label, *holder;
} STEPS[] = {
	{"自评", "本企业"},
	{"县级初审", "清河县工信局"},
	{"市级审核", "邢台市工信局"},
	{"市级公示", NULL},
	{"省级审核", NULL},
	{"公告", NULL},
};

static void fill_path(struct ctx *c, size_t at, const char *state, const char *when,
	struct view_path *out)
{
	out->label = STR("办理进度");
	for (size_t i = 0; i < ARRAY_LEN(STEPS); i++) {
		struct view_step *s = VEC_ADD(c->a, &out->steps);

		s->label = str_c(STEPS[i].label);
		s->holder = str_c(STEPS[i].holder);
		s->done = i < at;
		s->current = i == at;
		s->state = i < at ? "done" : i == at ? state : "later";
		if (s->current)
			s->when = str_c(when);
	}
}

static void fill_tables(struct ctx *c, struct view_styleguide_job *out)
{
	for (size_t i = 0; i < ARRAY_LEN(TAGS); i++)
		VEC_PUSH(c->a, &out->tags, tag_of(TAGS[i].kind, str_c(TAGS[i].text)));
	out->tasks.title = STR("2023年第一批　创新型中小企业");
	for (size_t i = 0; i < ARRAY_LEN(TASKS); i++) {
		struct view_task *t = VEC_ADD(c->a, &out->tasks.items);

		t->text = str_c(TASKS[i].text);
		t->href = str_c(TASKS[i].href);
		t->hint = str_c(TASKS[i].hint);
		t->state = tag_of(TASKS[i].kind, str_c(TASKS[i].state));
	}
	out->timeline.title = STR("办理记录");
	for (size_t i = 0; i < ARRAY_LEN(EVENTS); i++) {
		struct view_event *ev = VEC_ADD(c->a, &out->timeline.events);

		ev->at = str_c(EVENTS[i].at);
		ev->who = str_c(EVENTS[i].who);
		ev->act = str_c(EVENTS[i].act);
		ev->reason = str_c(EVENTS[i].reason);
		ev->kind = EVENTS[i].kind;
	}
}

void styleguide_job(struct ctx *c, struct view_styleguide_job *out)
{
	fill_tables(c, out);
	fill_path(c, 2, "now", "还剩 6 个工作日", &out->going);
	fill_path(c, 1, "back", "退回补正，至 2月28日", &out->returned);

	out->summary.title = STR("检查所填内容");
	rows_add(c, &out->summary.rows, "2022年营业收入总额", STR("1,206.00 万元"));
	out->summary.rows.v[0].href = STR("#summary");
	out->summary.rows.v[0].change = STR("修改");
	out->summary.rows.v[0].was = STR("1,260.00 万元");
	rows_add(c, &out->summary.rows, "研发机构级别", str_none());
	out->summary.rows.v[1].href = STR("#summary");
	out->summary.rows.v[1].change = STR("填写");

	out->file = (struct view_case){
		.name = STR("清河县晨岳精密轴承有限公司"),
		.uscc = STR("91130534MA0EXAMP1X"),
		.tier = STR("创新型中小企业"),
		.batch = STR("2023年第一批"),
		.number = STR("CX2023-01-00417"),
		.holder = STR("邢台市工业和信息化局"),
		.due = STR("2023年2月28日 24:00"),
		.left = STR("还剩 6 个工作日"),
		.state = tag_of("blue", STR("待市级审核")),
		.sub = true,
	};
	out->receipt = (struct view_receipt){
		.title = STR("已报送"),
		.sub = true,
		.number_label = STR("受理编号"),
		.number = STR("CX2023-01-00417"),
		.at = STR("2023年2月13日 10:32"),
		.next = STR("清河县工业和信息化局将在 5 个工作日内初审。\n结果会出现在工作台和办理记录中。"),
	};
	rows_add(c, &out->receipt.rows, "内容校验码", STR("3fa91c07 9d52e6b8"));
	rows_add(c, &out->receipt.rows, "当前办理", STR("清河县工业和信息化局，至 2月20日"));
}

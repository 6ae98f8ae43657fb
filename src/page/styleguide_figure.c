/* Component sheet, chapter on figures and reviewing. */
#include "page/common.h"
#include "page/view_styleguide.h"

#include "base/vec.h"

static const struct view_stat STATS[] = {
	{STR_INIT("待审核"), STR_INIT("37"), STR_INIT("件"), {NULL, 0}, STR_INIT("#figures"), "blue"},
	{STR_INIT("今日到期"), STR_INIT("4"), STR_INIT("件"), {NULL, 0}, STR_INIT("#figures"), "warn"},
	{STR_INIT("超期"), STR_INIT("1"), STR_INIT("件"), {NULL, 0}, STR_INIT("#figures"), "bad"},
	{STR_INIT("目标完成"), STR_INIT("61"), STR_INIT("/ 80 家"), STR_INIT("按进度应 58 家"), {NULL, 0},
		"ok"},
	{STR_INIT("有效企业"), STR_INIT("8,775"), STR_INIT("家"), STR_INIT("截至 2月19日"), {NULL, 0}, ""},
};

static const struct {
	const char *city, *value, *kind;
	int w;
} BARS[] = {
	{"甲市", "868 / 1,400", "", 372},
	{"乙市", "561 / 1,100", "", 306},
	{"丙市", "473 / 1,100", "", 258},
	{"丁市", "308 / 1,100", "warn", 168},
};

static void chart_fill(struct ctx *c, struct view_chart *ch)
{
	ch->id = STR("chart-pace");
	ch->title = STR("三个市已过进度线，丁市落后 12 个百分点");
	ch->desc = STR("虚线为按时间应达的 40%。");
	ch->w = 760;
	ch->h = 196;
	ch->label_anchor = "end";
	ch->value_anchor = "start";
	ch->table.caption = STR("各市完成情况");
	*VEC_ADD(c->a, &ch->table.heads) = (struct view_head){.text = STR("市")};
	*VEC_ADD(c->a, &ch->table.heads) = (struct view_head){.text = STR("完成 / 目标"), .num = true};
	for (size_t i = 0; i < ARRAY_LEN(BARS); i++) {
		int y = 12 + (int)i * 36;
		struct view_bar *b = VEC_ADD(c->a, &ch->bars);
		struct view_cells *r = VEC_ADD(c->a, &ch->table.rows);

		*b = (struct view_bar){.label = str_c(BARS[i].city), .value = str_c(BARS[i].value)};
		b->x = 72;
		b->y = y;
		b->w = BARS[i].w;
		b->h = 22;
		b->label_x = 62;
		b->label_y = b->value_y = y + 16;
		b->value_x = 72 + BARS[i].w + 8;
		b->kind = BARS[i].kind;
		*VEC_ADD(c->a, r) = (struct view_cell){.text = b->label};
		*VEC_ADD(c->a, r) = (struct view_cell){
			.text = b->value, .label = STR("完成 / 目标"), .num = true};
	}
	VEC_PUSH(c->a, &ch->marks,
		((struct view_mark){.x1 = 72, .y1 = 4, .x2 = 72, .y2 = 160, .kind = "axis"}));
	VEC_PUSH(c->a, &ch->marks,
		((struct view_mark){.x1 = 312, .y1 = 4, .x2 = 312, .y2 = 164, .kind = "goal",
			.label = STR("应达 40%"), .label_x = 312, .label_y = 184}));
}

static const struct {
	const char *text;
	bool hit;
} BANDS[] = {{"≥5%　20 分", false}, {"3%–5%　15 分", true}, {"2%–3%　10 分", false},
	{"1%–2%　5 分", false}, {"<1%　0 分", false}};

static void explain_fill(struct ctx *c, struct view_explain *out)
{
	out->id = STR("explain-rd");
	out->title = STR("研发费用占营业收入比重");
	out->points = STR("15 / 20");
	out->state = tag_of("grey", STR("3%–5%"));
	out->open = true;
	out->rule = STR("上年度研发费用总额占营业收入总额比重。");
	out->source = STR("工信部企业〔2022〕63号　附件1");
	rows_add(c, &out->facts, "研发费用总额（2022年）", STR("36.20 万元"));
	rows_add(c, &out->facts, "营业收入总额（2022年）", STR("1,206.00 万元"));
	out->formula = STR("36.20 ÷ 1,206.00 ＝ 3.00%");
	for (size_t i = 0; i < ARRAY_LEN(BANDS); i++)
		*VEC_ADD(c->a, &out->bands) = (struct view_band){str_c(BANDS[i].text), BANDS[i].hit};
	out->advice = STR("研发费用再增加 24.10 万元，可进入 5% 档，多得 5 分。");
}

static void score_fill(struct ctx *c, struct view_styleguide_figure *out)
{
	out->open = meter_of(c, 44, 74, 60, 100);
	out->passed = meter_of(c, 78, 78, 60, 100);
	out->failed = meter_of(c, 41, 41, 60, 100);
	out->score = (struct view_score){.title = STR("当前得分"),
		.total = STR("44–74"),
		.of = STR("分，满分 100，需 60"),
		.verdict = STR("还有 2 组未填，填完后分数会确定下来。"),
		.href = STR("#figures"),
		.state = tag_of("blue", STR("填报中")),
		.meter = out->open,
	};
	*VEC_ADD(c->a, &out->score.parts) = (struct view_part){STR("创新能力（需 20）"), STR("30 / 40")};
	*VEC_ADD(c->a, &out->score.parts) =
		(struct view_part){STR("成长性（需 15）"), STR("14–24 / 30")};
	*VEC_ADD(c->a, &out->score.parts) =
		(struct view_part){STR("专业化（需 15）"), STR("0–20 / 30")};
}

static struct view_verdict verdict_make(struct ctx *c, const char *id, const char *title,
	const char *kind, const char *judged)
{
	struct view_verdict v = {.id = str_c(id), .title = str_c(title), .kind = kind};
	bool differs = kind[0] == 'w';
	const char *suffixes[] = {"_verdict", "_value", "_reason", "_note"};
	const char *ids[ARRAY_LEN(suffixes)];

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		ids[i] = str_cstr(c->a, str_cat(c->a, v.id, str_c(suffixes[i])));
	v.points = differs ? STR("自评 20 分，核定 15 分") : STR("自评 15 分，核定 15 分");
	*VEC_ADD(c->a, &v.values) = (struct view_value){STR("申报值"), STR("16.10%"), false};
	*VEC_ADD(c->a, &v.values) = (struct view_value){STR("县级认定"), STR("16.10%"), false};
	*VEC_ADD(c->a, &v.values) = (struct view_value){
		STR("市级认定"), differs ? STR("12.87%") : STR("16.10%"), differs};
	links_add(c, &v.evidence, STR("2022年审计报告.pdf（2.1 MB）"), STR("#review"), false);
	v.verdict = field_choices(ids[0], "判定", NULL);
	v.verdict.inline_row = true;
	choices_add(c, &v.verdict, STR("ok"), STR("符合"), str_c(judged));
	choices_add(c, &v.verdict, STR("no"), STR("不符合"), str_c(judged));
	choices_add(c, &v.verdict, STR("more"), STR("需补充"), str_c(judged));
	v.value = field_number(c, ids[1], "市级认定值", "%", STR("12.87"), NULL);
	v.reason = field_choices(ids[2], "原因", NULL);
	v.reason.empty = STR("请选择");
	choices_add(c, &v.reason, STR("R03"), STR("R03　与审计报告不一致"), STR("R03"));
	v.note = field_text(c, ids[3], "说明", str_none(), NULL);
	v.note.optional = true;
	v.note.rows = 3;
	return v;
}

void styleguide_figure(struct ctx *c, struct view_styleguide_figure *out)
{
	for (size_t i = 0; i < ARRAY_LEN(STATS); i++)
		VEC_PUSH(c->a, &out->stats, STATS[i]);
	score_fill(c, out);
	chart_fill(c, &out->chart);
	explain_fill(c, &out->explain);
	out->folded = (struct view_explain){
		.id = STR("explain-debt"),
		.title = STR("资产负债率"),
		.points = STR("0 / 10"),
		.state = tag_of("red", STR(">75%")),
		.formula = STR("1,934.40 ÷ 2,480.00 ＝ 78.00%"),
	};
	out->fine = verdict_make(c, "fine", "上年度主营业务收入增长率", "", "ok");
	out->doubt = verdict_make(c, "doubt", "上年度主营业务收入增长率（有差异）", "warn", "more");
	out->locked = verdict_make(c, "done", "上年度主营业务收入增长率（已办结）", "ok", "ok");
	out->locked.locked = true;
	out->bar = (struct view_review_bar){
		.form = STR("review-form"),
		.name = STR("act"),
		.prev = STR("#review"),
		.next = STR("#review"),
		.place = STR("第 3 件，共 37 件"),
	};
	*VEC_ADD(c->a, &out->bar.acts) = (struct view_act){STR("return"), STR("退回补正"), "second"};
	*VEC_ADD(c->a, &out->bar.acts) = (struct view_act){STR("refuse"), STR("不予推荐"), "bad"};
	*VEC_ADD(c->a, &out->bar.acts) = (struct view_act){STR("pass"), STR("通过"), ""};
}

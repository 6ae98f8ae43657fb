/* Two rulebooks side by side. Items of a list are the same item when they have the same id (or what stands
 * for it); everything else is compared member by member, with words from a table.
 */
#include "domain/rule_diff.h"

#include "base/vec.h"

#define DEPTH_MAX 8

struct word {
	const char *key, *word;
};
static const struct word members[] = {
	{"a", "答"},
	{"all_titles", "同时取消其他称号"},
	{"announcement", "公告标题"},
	{"announcement_body", "公告正文"},
	{"answer", "陈述申辩期限"},
	{"application", "申报书或申报编号"},
	{"application_cover", "申报材料封面"},
	{"application_kicker", "申报书附件号"},
	{"application_parts", "申报材料"},
	{"annual", "年度更新"},
	{"article", "条目"},
	{"ask", "请企业填写"},
	{"asks", "须填写"},
	{"at_least_per_year", "每年至少批次"},
	{"audience", "适用对象"},
	{"avoid", "核查人员回避本县或本市"},
	{"avoid_same_city", "回避本市专家"},
	{"ban", "不得申报"},
	{"ban_from", "不得申报起算"},
	{"bands", "分档"},
	{"basis", "依据"},
	{"before", "早于"},
	{"batches", "批次"},
	{"body", "主管部门"},
	{"boundary", "分界值"},
	{"by_direction", "按方向评审"},
	{"calendar", "批次方式"},
	{"cases", "典型案例"},
	{"certificate", "证书"},
	{"certificate_body", "证书正文"},
	{"certificate_places", "证书编号中的地区"},
	{"changes", "重大变化"},
	{"cited", "条款引自的其他文件"},
	{"city_deadline", "市级推荐截止"},
	{"clause", "条款原文"},
	{"closes", "截止日期"},
	{"comment", "企业提出意见的期限"},
	{"conditions", "条件"},
	{"confidence", "依据程度"},
	{"county_certificate", "县级证明"},
	{"criteria", "评审标准"},
	{"dated", "日期"},
	{"day", "日"},
	{"days", "天数"},
	{"deadline", "截止日期"},
	{"derived", "由清单计算的数据"},
	{"direct", "直通条件"},
	{"directions", "方向"},
	{"divergence", "分歧界限"},
	{"document", "文号样式"},
	{"documents", "应交材料"},
	{"due", "报送期限"},
	{"duties", "主管部门的任务"},
	{"effect", "逾期后果"},
	{"effects", "处理"},
	{"eligibility", "基本条件"},
	{"ends", "办结于"},
	{"evidence", "佐证材料"},
	{"exempt", "不在此列的批次"},
	{"explain_percent", "须说明的变动（%）"},
	{"extend", "顺延"},
	{"fact", "数据项"},
	{"facts", "数据项"},
	{"fee", "收费"},
	{"filing_ends", "申报截止"},
	{"filing_pool", "申报类型（入库）"},
	{"filing_title", "申报类型（认定）"},
	{"filing_truth", "报送声明"},
	{"filing_truth_title", "报送声明标题"},
	{"finance", "融资对接名单"},
	{"first_no", "首批序号"},
	{"fixed", "文件写明的批次"},
	{"for", "用于"},
	{"forgery", "弄虚作假情形"},
	{"form", "自评表"},
	{"form_notes", "填报说明"},
	{"formula", "计算"},
	{"from", "起算或起始"},
	{"from_report", "举报转入的情形"},
	{"grounds", "情形"},
	{"group", "所属一级指标"},
	{"groups", "一级指标"},
	{"guidance", "评分提示"},
	{"guide", "办事指南"},
	{"hint", "填报提示"},
	{"honours", "荣誉"},
	{"indicators", "指标"},
	{"inspection", "抽查的核查"},
	{"item", "事项"},
	{"kind", "种类"},
	{"kinds", "种类"},
	{"label", "档"},
	{"last_no", "末批序号"},
	{"late", "逾期未报"},
	{"lead_days", "到期前多少天列出名单"},
	{"legal_from", "施行日期"},
	{"legal_to", "停止施行日期"},
	{"length", "建议字数"},
	{"level", "层级"},
	{"line", "业务条线"},
	{"local", "本省设定的指标"},
	{"local_max", "本省可设指标个数"},
	{"max", "满分或上限"},
	{"min", "最低分"},
	{"ministry", "决定机关"},
	{"minus_a_day", "期满日前一天"},
	{"mobilise", "动员持证企业"},
	{"month_of_period", "每期第几个月"},
	{"months", "月份或月数"},
	{"name", "名称"},
	{"national", "部级称号"},
	{"national_report", "报部级取消的报告标题"},
	{"national_report_body", "报部级取消的报告正文"},
	{"needs", "必需数据"},
	{"next", "不符合时怎么办"},
	{"no", "序号"},
	{"nomination", "向部推荐报告标题"},
	{"nomination_body", "向部推荐报告正文"},
	{"note", "备注"},
	{"notes", "说明"},
	{"number", "文号"},
	{"number_label", "编号名称"},
	{"numbers", "编号样式"},
	{"of", "对应项目"},
	{"old", "早先认定的称号"},
	{"opens", "开放日期"},
	{"opens_on", "开放日期"},
	{"opinion", "推荐意见"},
	{"optional", "选填"},
	{"options", "选项"},
	{"paper", "纸质材料"},
	{"parts", "组成部分"},
	{"people", "人数"},
	{"per_year", "每年批次"},
	{"phase", "所属阶段"},
	{"phases", "阶段"},
	{"place", "办理地点"},
	{"plaque", "牌匾文字"},
	{"points", "分值"},
	{"programme", "事项种类"},
	{"programmes", "涉及事项"},
	{"publicity", "市级公示"},
	{"publicity_body", "市级公示正文"},
	{"publicity_province", "省级公示"},
	{"publicity_province_body", "省级公示正文"},
	{"q", "问"},
	{"questions", "常见问题"},
	{"receipt", "回执编号"},
	{"recheck", "复核时也适用"},
	{"renewal", "到期"},
	{"report", "审核情况报告"},
	{"report_clause", "举报的规定"},
	{"report_sections", "报告提纲"},
	{"report_title", "报告标题"},
	{"required", "是否必需"},
	{"reserve", "后备库"},
	{"routes", "通过方式"},
	{"rule", "计分规则"},
	{"sanctions", "取消、撤销和不得申报"},
	{"sections", "填报表"},
	{"self_evaluation", "自评表名称"},
	{"share", "比例"},
	{"share_percent", "比例（%）"},
	{"sheets", "评分表份数"},
	{"short", "简称"},
	{"shows", "应能看出"},
	{"site_form", "实地核查表"},
	{"skip_without_body", "没有该级主管部门时跳过"},
	{"slot", "材料"},
	{"slots", "材料"},
	{"stages", "流程环节"},
	{"standard", "评价标准"},
	{"standard_recheck", "复核所用标准"},
	{"start", "起算"},
	{"statement", "声明"},
	{"summary", "推荐汇总表"},
	{"summary_columns", "汇总表栏目"},
	{"summary_kicker", "汇总表附件号"},
	{"summary_note", "汇总表说明"},
	{"summary_seal", "汇总表盖章处"},
	{"survey", "季度调查"},
	{"term", "期限"},
	{"text", "内容"},
	{"texts", "文书文字"},
	{"tier", "层级"},
	{"tier_full_name", "称号全称"},
	{"tier_name", "称号"},
	{"time", "办理时间"},
	{"title", "名称或标题"},
	{"to", "至"},
	{"triggers", "必查情形"},
	{"truth", "真实性声明"},
	{"truth_lines", "真实性声明签字处"},
	{"truth_title", "真实性声明标题"},
	{"truth_to", "真实性声明受文单位"},
	{"two_people", "须两人办理"},
	{"type", "类型"},
	{"unit", "单位"},
	{"until", "截止日期"},
	{"update", "称号持有者信息更新"},
	{"until", "截至"},
	{"validity", "有效期"},
	{"value", "取值"},
	{"version", "版本"},
	{"visited_by", "实地核查单位"},
	{"way", "到期怎样办理"},
	{"when", "判定式"},
	{"windows", "受理窗口"},
	{"within", "不超过哪一项"},
	{"without", "不含持有者"},
	{"year", "年份"},
	{"yearly_report", "年度总结"},
	{"years", "年数"},
};
/* Values that are codes. */
static const struct word values[] = {
	{"city", "市级"},
	{"configurable", "可配置"},
	{"county", "县级"},
	{"derived", "据引用数据"},
	{"design", "办理约定"},
	{"enterprise", "企业"},
	{"false", "否"},
	{"province", "省级"},
	{"text", "原文"},
	{"true", "是"},
	{"unverified", "待核实"},
	{"periodic", "每年按期"},
	{"yearly", "每年固定窗口"},
	{"on_call", "由省级通知组织"},
	{"recheck", "复核"},
	{"sent", "自发出之日"},
	{"served", "自送达之日"},
	{"recheck_lost", "取消复核资格"},
	{"self_evaluation", "自评"},
	{"calendar", "日历日"},
	{"working", "工作日"},
	{"confirmed", "经核实"},
};

static const char *word_of(const struct word *list, size_t n, struct str key)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqc(key, list[i].key))
			return list[i].word;
	return NULL;
}

struct str rule_member_word(struct arena *a, struct str key)
{
	static const struct str suffix = STR_INIT("_confidence");
	const char *word = word_of(members, ARRAY_LEN(members), key);

	if (word)
		return str_c(word);
	if (key.n > suffix.n && str_eq(str_sub(key, key.n - suffix.n, key.n), suffix))
		word = word_of(members, ARRAY_LEN(members), str_sub(key, 0, key.n - suffix.n));
	return word ? str_fmt(a, "%s的依据程度", word) : key;
}

struct str rule_value_word(struct str value)
{
	const char *word = word_of(values, ARRAY_LEN(values), value);

	return word ? str_c(word) : value;
}

/* --- a value in words --------------------------------------------------------------------------- */

static struct str canonical(struct arena *a, const struct json *j)
{
	struct buf b;

	buf_init(&b, a, (size_t)1 << 20);
	json_put_canonical(&b, j, a);
	return buf_view(&b);
}

static bool scalar(const struct json *j)
{
	return j->type != JSON_ARRAY && j->type != JSON_OBJECT;
}

static struct str scalar_text(struct arena *a, const struct json *j)
{
	if (j->type == JSON_NULL)
		return STR("未规定");
	if (j->type == JSON_TRUE || j->type == JSON_FALSE)
		return j->type == JSON_TRUE ? STR("是") : STR("否");
	if (j->text.n == 0)
		return STR("空");
	return str_dup(a, j->type == JSON_STRING ? rule_value_word(j->text) : j->text);
}

static const struct json *first_of(const struct json *j, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct json *x = json_get(j, keys[i]);
		if (x && scalar(x) && x->text.n)
			return x;
	}
	return NULL;
}

/* Of an object, what says most; of a list, its members. */
static struct str gist(struct arena *a, const struct json *j)
{
	static const char *const telling[] = {"rule", "text", "shows", "title", "clause", "name", "q"};
	struct str all = STR("");

	if (scalar(j))
		return scalar_text(a, j);
	if (j->type == JSON_OBJECT) {
		const struct json *x = first_of(j, telling, ARRAY_LEN(telling));
		return x ? scalar_text(a, x) : canonical(a, j);
	}
	for (const struct json *x = j->first; x; x = x->next) {
		const struct json *say =
			scalar(x) ? x : first_of(x, telling, ARRAY_LEN(telling));
		all = str_fmt(a, "%.*s%s%.*s", STR_ARG(all), all.n ? "；" : "",
			STR_ARG(say ? scalar_text(a, say) : canonical(a, x)));
	}
	return all.n ? all : STR("空");
}

/* --- comparing ----------------------------------------------------------------------------------- */

struct place {
	struct str part, item, what;
	int depth;
};
struct diff {
	struct arena *a;
	struct rule_changes *out;
};

static void change(struct diff *d, struct place at, const struct json *x, const struct json *y)
{
	VEC_PUSH(d->a, d->out,
		((struct rule_change){.kind = !x ? RULE_ADDED : !y ? RULE_REMOVED : RULE_CHANGED,
			.part = at.part, .item = at.item, .what = at.what,
			.before = x ? gist(d->a, x) : STR(""), .after = y ? gist(d->a, y) : STR("")}));
}

static struct str below(struct diff *d, struct str above, struct str name)
{
	return above.n ? str_fmt(d->a, "%.*s › %.*s", STR_ARG(above), STR_ARG(name)) : name;
}

static void compare(
	struct diff *d, struct place at, const struct json *x, const struct json *y);

static void members_compare(
	struct diff *d, struct place at, const struct json *x, const struct json *y)
{
	for (int side = 0; side < 2; side++) {
		for (const struct json *m = (side ? x : y)->first; m; m = m->next) {
			const struct json *there = json_get(side ? y : x, str_cstr(d->a, m->key));
			struct place in = at;
			if (str_eqc(m->key, "id") || (side && there))
				continue;
			struct str word = rule_member_word(d->a, m->key);
			if (at.part.n)
				in.what = below(d, at.what, word);
			else
				in.part = word;
			compare(d, in, side ? m : there, side ? NULL : m);
		}
	}
}

static struct str key_of(struct diff *d, const struct json *j)
{
	static const char *const keys[] = {"id", "label", "kind", "no", "slot", "q", "title", "name", "text"};

	if (scalar(j))
		return scalar_text(d->a, j);
	const struct json *x = j->type == JSON_OBJECT ? first_of(j, keys, ARRAY_LEN(keys)) : NULL;
	struct str level = j->type == JSON_OBJECT ? json_str(j, "level", STR("")) : STR("");
	return x ? str_fmt(d->a, "%.*s/%.*s", STR_ARG(x->text), STR_ARG(level)) : canonical(d->a, j);
}

static struct str name_of(struct diff *d, const struct json *j)
{
	static const char *const keys[] = {"name", "title", "label", "q", "text", "no", "year"};
	const struct json *x =
		j->type == JSON_OBJECT ? first_of(j, keys, ARRAY_LEN(keys)) : NULL;

	return x ? scalar_text(d->a, x) : STR("");
}

/* The n-th element of `list` with that key. */
static const struct json *same(struct diff *d, const struct json *list, struct str key, size_t nth)
{
	for (const struct json *j = list->first; j; j = j->next)
		if (str_eq(key_of(d, j), key) && nth-- == 0)
			return j;
	return NULL;
}

static size_t count_before(struct diff *d, const struct json *list, const struct json *end, struct str key)
{
	size_t n = 0;

	for (const struct json *j = list->first; j && j != end; j = j->next)
		n += str_eq(key_of(d, j), key);
	return n;
}

static void elements_compare(
	struct diff *d, struct place at, const struct json *x, const struct json *y)
{
	for (int side = 0; side < 2; side++) {
		const struct json *mine = side ? x : y, *other = side ? y : x;
		for (const struct json *m = mine->first; m; m = m->next) {
			struct str key = key_of(d, m);
			const struct json *there =
				same(d, other, key, count_before(d, mine, m, key));
			struct place in = at;
			if (side && there)
				continue;
			struct str name = name_of(d, m);
			if (name.n) {
				in.item = below(d, below(d, at.item, at.what), name);
				in.what = str_none();
			}
			compare(d, in, side ? m : there, side ? NULL : m);
		}
	}
}

static void compare(struct diff *d, struct place at, const struct json *x, const struct json *y)
{
	at.depth++;
	if (!x || !y || x->type != y->type || scalar(x) || at.depth > DEPTH_MAX) {
		if (!x || !y || !str_eq(canonical(d->a, x), canonical(d->a, y)))
			change(d, at, x, y);
	} else if (x->type == JSON_OBJECT) {
		members_compare(d, at, x, y);
	} else {
		elements_compare(d, at, x, y);
	}
}

void rule_diff(struct arena *a, const struct json *before, const struct json *after,
	struct rule_changes *out)
{
	struct diff d = {a, out};

	compare(&d, (struct place){.depth = 0}, before, after);
}

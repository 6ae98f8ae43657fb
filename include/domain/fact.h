/* Facts: what an enterprise states about itself. The dictionary is closed (docs: rules of scoring,
 * section 1); standards turn facts into points. A fact is entered once and serves every standard.
 * Numbers are decimals (domain/decimal.h) in the fact's unit; money is in 万元.
 * Unknown is a state of its own: neither 0 nor false.
 */
#ifndef DOMAIN_FACT_H
#define DOMAIN_FACT_H

#include "base/err.h"
#include "base/json.h"
#include "base/vec.h"

enum fact_type {
	FACT_NUMBER,  /* decimal */
	FACT_INTEGER, /* decimal without fraction */
	FACT_BOOL,    /* 0 or 1 */
	FACT_WORD,    /* index into the fact's words */
};

/* id, name, short name, unit, type, yearly, least, most, hint. `most` 0: no bound of its own. */
#define FACT_LIST(X)                                                                                                                       \
	X(REVENUE, revenue, "营业收入总额", "营业收入", "万元", NUMBER, 1, 0, 0,                                                           \
	        "审计报告利润表的“营业收入”；科技型按销售收入填写")                                                                        \
	X(MAIN_REVENUE, main_revenue, "主营业务收入总额", "主营业务收入", "万元", NUMBER, 1, 0, 0,                                         \
	        "不得大于同年营业收入总额")                                                                                                \
	X(COST_EXPENSE, cost_expense, "成本费用支出总额", "成本费用", "万元", NUMBER, 1, 0, 0, "")                                         \
	X(RD_EXPENSE, rd_expense, "研发费用总额", "研发费用", "万元", NUMBER, 1, 0, 0,                                                     \
	        "审计报告或纳税申报表列示的研发费用")                                                                                      \
	X(NET_PROFIT, net_profit, "净利润总额", "净利润", "万元", NUMBER, 1, -1, 0, "亏损填负数")                                          \
	X(TOTAL_ASSETS, total_assets, "资产总额（年末）", "资产总额", "万元", NUMBER, 1, 0, 0,                                             \
	        "资产负债表期末数")                                                                                                        \
	X(TOTAL_LIABILITIES, total_liabilities, "负债总额（年末）", "负债总额", "万元", NUMBER, 1,                                         \
	        0, 0, "资产负债表期末数")                                                                                                  \
	X(EQUITY_FINANCING, equity_financing, "新增股权融资总额", "新增股权融资", "万元", NUMBER,                                          \
	        1, 0, 0, "合格机构投资者的实缴额；没有填 0")                                                                               \
	X(STAFF, staff, "职工总数", "职工总数", "人", NUMBER, 1, 0, 0,                                                                     \
	        "科技型按全年季平均数填写，可有小数")                                                                                      \
	X(RD_STAFF, rd_staff, "研发人员数", "研发人员", "人", NUMBER, 1, 0, 0,                                                             \
	        "不得大于同年职工总数")                                                                                                    \
	X(TECH_STAFF, tech_staff, "科技人员数（全年季平均）", "科技人员", "人", NUMBER, 1, 0, 0,                                           \
	        "不得大于同年职工总数，可有小数")                                                                                          \
	X(MARKET_YEARS, market_years, "从事特定细分市场年限", "从事特定细分市场年限", "年",                                                \
	        NUMBER, 0, 0, 0, "截至上年末")                                                                                             \
	X(SEI_FIELD, sei_field, "主导产品属于《战略性新兴产业分类》", "主导产品所属领域", "",                                              \
	        BOOL, 0, 0, 0, "")                                                                                                         \
	X(IP_HIGH, ip_high, "Ⅰ类高价值知识产权数", "Ⅰ类高价值知识产权", "项", INTEGER, 0, 0, 0,                                            \
	        "与主导产品相关且有效：有海外同族专利、维持超过10年、实现较高质押融资或获国家科技"  \
	        "奖、中国专利奖的Ⅰ类知识产权")                                                                                             \
	X(IP_CLASS1_OWN, ip_class1_own, "自主研发的Ⅰ类知识产权数", "自主研发Ⅰ类知识产权", "项",                                            \
	        INTEGER, 0, 0, 0, "与主导产品相关且有效的Ⅰ类知识产权中自主研发的项数")                                                     \
	X(IP_CLASS1, ip_class1, "Ⅰ类知识产权数", "Ⅰ类知识产权", "项", INTEGER, 0, 0, 0,                                                    \
	        "发明专利、植物新品种、国家级农作物品种、国家新药、国家一级中药保护品种、集成电路" \
	        "布图设计专有权（不含转让未满1年的）")                                                                                     \
	X(IP_CLASS2, ip_class2, "Ⅱ类知识产权数", "Ⅱ类知识产权", "项", INTEGER, 0, 0, 0,                                                    \
	        "软件著作权，授权后维持超过2年的实用新型、外观设计专利（不含转让未满1年的）")                                              \
	X(IP_CLASS1_APPLIED, ip_class1_applied, "实际应用并产生效益的Ⅰ类知识产权数",                                                       \
	        "实际应用的Ⅰ类知识产权", "项", INTEGER, 0, 0, 0, "63号口径，与主导产品相关")                                               \
	X(IP115_CLASS1, ip115_class1, "Ⅰ类知识产权数（科技型口径）", "Ⅰ类知识产权（科技型）",                                              \
	        "项", INTEGER, 0, 0, 0, "115号口径：有效期内、与主要产品或服务相关、无争议")                                               \
	X(IP115_CLASS2, ip115_class2, "Ⅱ类知识产权数（科技型口径）", "Ⅱ类知识产权（科技型）",                                              \
	        "项", INTEGER, 0, 0, 0, "115号口径：实用新型、外观设计、软件著作权")                                                       \
	X(IP2026_CLASS1_APPLIED, ip2026_class1_applied, "实际应用的Ⅰ类知识产权数（2026年口径）",                                           \
	        "实际应用的Ⅰ类知识产权（2026年口径）", "项", INTEGER, 0, 0, 0,                                                             \
	        "2号口径：不含转入的，企业应在权利人排名前三")                                                                             \
	X(AWARD_NATIONAL_RANK_3Y, award_national_rank_3y, "近三年国家级科技奖励最好排名",                                                  \
	        "国家级科技奖励排名", "", INTEGER, 0, 0, 0, "获奖单位中的排名，没有获奖填 0")                                              \
	X(AWARD_NATIONAL_RANK_5Y, award_national_rank_5y, "近五年国家级科技奖励最好排名",                                                  \
	        "近五年国家级科技奖励排名", "", INTEGER, 0, 0, 0,                                                                          \
	        "获奖单位中的排名，没有获奖填 0")                                                                                          \
	X(AWARD_PROVINCIAL_RANK_3Y, award_provincial_rank_3y, "近三年省级科技奖励最好排名",                                                \
	        "省级科技奖励排名", "", INTEGER, 0, 0, 0, "获奖单位中的排名，没有获奖填 0")                                                \
	X(HIGHTECH_VALID, hightech_valid, "有效期内的高新技术企业", "高新技术企业", "", BOOL, 0,                                           \
	        0, 0, "")                                                                                                                  \
	X(INNOVATION_HONOUR_VALID, innovation_honour_valid,                                                                                \
	        "有效期内的国家级技术创新示范企业或知识产权优势、示范企业", "国家级创新荣誉", "",                                          \
	        BOOL, 0, 0, 0, "")                                                                                                         \
	X(PROVINCIAL_INSTITUTION, provincial_institution, "拥有经认定的省部级以上研发机构",                                                \
	        "省部级以上研发机构", "", BOOL, 0, 0, 0, "")                                                                               \
	X(INSTITUTION_LEVEL, institution_level, "研发机构级别", "研发机构级别", "", WORD, 0, 0, 0,                                         \
	        "取已建研发机构中的最高级别")                                                                                              \
	X(INSTITUTION_ANY, institution_any, "自建或与高等院校、科研机构联合建立研发机构",                                                  \
	        "研发机构", "", BOOL, 0, 0, 0, "")                                                                                         \
	X(STANDARD_LEAD_5Y, standard_lead_5y, "近五年主导制定过国际、国家或行业标准",                                                      \
	        "主导制定标准", "", BOOL, 0, 0, 0, "")                                                                                     \
	X(MAKER_CHINA_500_3Y, maker_china_500_3y, "近三年进入“创客中国”大赛全国500强企业组名单",                                           \
	        "“创客中国”500强", "", BOOL, 0, 0, 0, "")                                                                                  \
	X(MAKER_CHINA_50_3Y, maker_china_50_3y, "近三年进入“创客中国”大赛全国50强企业组名单",                                              \
	        "“创客中国”50强", "", BOOL, 0, 0, 0, "")                                                                                   \
	X(FIELD_LEVEL, field_level, "主导产品所属领域情况", "主导产品所属领域", "", WORD, 0, 0, 0,                                         \
	        "")                                                                                                                        \
	X(DIGITAL_LEVEL, digital_level, "数字化水平等级", "数字化水平", "级", INTEGER, 0, 0, 4,                                            \
	        "按中小企业数字化水平评测结果填写；未达到一级填 0")                                                                        \
	X(QUALITY_AWARD, quality_award, "获得省级以上质量奖荣誉", "省级以上质量奖", "", BOOL, 0,                                           \
	        0, 0, "")                                                                                                                  \
	X(QUALITY_CERTIFIED, quality_certified, "建立质量管理体系并获得ISO9001等认证证书",                                                 \
	        "质量管理体系认证", "", BOOL, 0, 0, 0, "")                                                                                 \
	X(OWN_BRAND, own_brand, "拥有自主品牌", "自主品牌", "", BOOL, 0, 0, 0, "")                                                         \
	X(STANDARD_DRAFTING, standard_drafting, "参与制修订标准", "参与制修订标准", "", BOOL, 0,                                           \
	        0, 0, "")                                                                                                                  \
	X(PRODUCT_CERTIFIED_ABROAD, product_certified_abroad, "产品通过发达国家和地区产品认证",                                            \
	        "国外产品认证", "", BOOL, 0, 0, 0, "")                                                                                     \
	X(CORE_SYSTEMS, core_systems, "采用信息系统支撑的核心业务项数", "信息系统支撑的核心业务",                                          \
	        "项", INTEGER, 0, 0, 0, "研发设计、生产制造、供应链管理等环节")                                                            \
	X(MARKET_SHARE, market_share, "主导产品全国细分市场占有率", "细分市场占有率", "%", NUMBER,                                         \
	        0, 0, 100, "填百分数，如 12.5")                                                                                            \
	X(MARKET_RANK, market_rank, "国内细分市场排名", "国内细分市场排名", "", INTEGER, 0, 0, 0,                                          \
	        "不详填 0")                                                                                                                \
	X(MARKET_POSITION_OK, market_position_ok,                                                                                          \
	        "主导产品国内或国际市场占有率较为靠前、有一定知名度", "市场地位", "", BOOL, 0, 0,                                          \
	        0, "")                                                                                                                     \
	X(REPUTATION_OK, reputation_ok, "享有较高知名度和影响力，公司治理规范、信誉良好",                                                  \
	        "知名度与信誉", "", BOOL, 0, 0, 0, "")                                                                                     \
	X(CHAIN_KEY, chain_key, "位于产业链关键环节并发挥“补短板”“锻长板”“填空白”等作用",                                                  \
	        "产业链关键环节", "", BOOL, 0, 0, 0, "")                                                                                   \
	X(KEY_FIELD, key_field, "主导产品属于重点领域（六基、十大重点产业或网络强国建设）",                                                \
	        "重点领域", "", BOOL, 0, 0, 0, "")                                                                                         \
	X(DEVELOPMENT_SCORE, development_score, "发展评价得分", "发展评价得分", "分", NUMBER, 0,                                           \
	        0, 0, "培育平台给出的本年度得分")                                                                                          \
	X(LOCAL_POINTS, local_points, "地方特色指标得分", "地方特色指标得分", "分", NUMBER, 0, 0,                                          \
	        15, "省级主管部门公布指标前留空")                                                                                          \
	X(LOCAL_NUMBER_1, local_number_1, "地方特色指标1（数值）", "地方特色指标1（数值）", "", NUMBER, 0, 0, 0, "") \
	X(LOCAL_NUMBER_2, local_number_2, "地方特色指标2（数值）", "地方特色指标2（数值）", "", NUMBER, 0, 0, 0, "") \
	X(LOCAL_NUMBER_3, local_number_3, "地方特色指标3（数值）", "地方特色指标3（数值）", "", NUMBER, 0, 0, 0, "") \
	X(LOCAL_YES_1, local_yes_1, "地方特色指标1（是或否）", "地方特色指标1（是或否）", "", BOOL, 0, 0, 0, "") \
	X(LOCAL_YES_2, local_yes_2, "地方特色指标2（是或否）", "地方特色指标2（是或否）", "", BOOL, 0, 0, 0, "") \
	X(LOCAL_YES_3, local_yes_3, "地方特色指标3（是或否）", "地方特色指标3（是或否）", "", BOOL, 0, 0, 0, "") \
	X(LOCAL_GRADE_1, local_grade_1, "地方特色指标1（所属的档）", "地方特色指标1（所属的档）", "", WORD, 0, 0, 0, "") \
	X(LOCAL_GRADE_2, local_grade_2, "地方特色指标2（所属的档）", "地方特色指标2（所属的档）", "", WORD, 0, 0, 0, "") \
	X(LOCAL_GRADE_3, local_grade_3, "地方特色指标3（所属的档）", "地方特色指标3（所属的档）", "", WORD, 0, 0, 0, "") \
	X(RD_BASIS, rd_basis, "研发投入指标的口径", "研发投入口径", "", WORD, 0, 0, 0,                                                     \
	        "企业从两种口径中选择一种")                                                                                                \
	X(DIRECTION, direction, "主申报方向", "主申报方向", "", WORD, 0, 0, 0,                                                             \
	        "选择其中一个；其他方向可在申请报告中补充说明")                                                                            \
	X(HONOUR_CAPITAL, honour_capital, "资本助力发展方向的专项条件", "资本助力专项条件", "",                                            \
	        BOOL, 0, 0, 0, "境内外上市、上市辅导备案、并购重组之一")                                                                   \
	X(HONOUR_INNOVATION, honour_innovation, "科技创新发展方向的专项条件",                                                              \
	        "科技创新专项条件", "", BOOL, 0, 0, 0, "研发平台、示范企业、科技或专利奖励之一")                                           \
	X(HONOUR_SPECIALISED, honour_specialised, "专精特新发展方向的专项条件",                                                            \
	        "专精特新专项条件", "", BOOL, 0, 0, 0, "制造业单项冠军、专精特新“小巨人”之一")                                             \
	X(HONOUR_GREEN, honour_green, "绿色低碳发展方向的专项条件", "绿色低碳专项条件", "",                                                \
	        BOOL, 0, 0, 0, "绿色制造名单、能效或水效“领跑者”之一")                                                                     \
	X(HONOUR_QUALITY, honour_quality, "质量品牌发展方向的专项条件", "质量品牌专项条件", "",                                            \
	        BOOL, 0, 0, 0, "质量、标准、商标、农业产业化等荣誉之一")                                                                   \
	X(HONOUR_SMART, honour_smart, "智能制造发展方向的专项条件", "智能制造专项条件", "", BOOL,                                          \
	        0, 0, 0, "工业互联网、5G、智能制造等荣誉或重点项目之一")

enum fact_id {
#define X(ID, id, name, brief, unit, type, yearly, least, most, hint) FACT_##ID,
	FACT_LIST(X)
#undef X
	        FACT__MAX
};

struct fact_word {
	struct str id, name;
};

struct fact {
	struct str id;    /* as in standards, the API, exports */
	struct str name;  /* 中文, the label of a field */
	struct str brief; /* inside sentences */
	struct str unit;  /* "" when there is none */
	struct str hint;  /* "" when there is none */
	enum fact_type type;
	bool yearly; /* one value per accounting year */
	bool may_be_negative;
	int64_t most; /* decimal; 0: no bound but DECIMAL_MAX */
};

const struct fact *fact_at(size_t id); /* id < FACT__MAX */
/* The words of a FACT_WORD, in the order of the form; NULL and 0 for other types. */
const struct fact_word *fact_words(size_t id, size_t *n);
/* The fact's number, or -1. */
int fact_find(struct str id);
/* A fact whose meaning is the standard's own (domain/standard_local.h): its value says nothing under another. */
bool fact_own(size_t id);
/* The fact that this one cannot exceed in the same year (main_revenue → revenue), or -1. */
int fact_ceiling(size_t id);
bool fact_is_ceiling(size_t id);

enum fact_state { FACT_UNKNOWN, FACT_KNOWN, FACT_BAD /* given, but impossible: an error stands */ };

struct fact_value {
	int64_t v;
	enum fact_state state;
};

/* Canonical text (fact_put_text writes it, the database keeps it): a decimal, true/false, a word's
 * id. RC_INVALID with the reason in e (MSG_FACT_*): wrong type, below 0, above the fact's bound. */
MUST_CHECK enum rc fact_parse(size_t id, struct str canonical, int64_t *out, struct err *e);
/* What a person typed or chose in a form: decimal_parse_text, 是/否, a word's id or name. Blank
 * gives FACT_UNKNOWN. The unit may be repeated where it says the same (12.5% in a percent field);
 * in a 万元 field a trailing 万 or 万元 is refused, because nobody can know which was meant. */
MUST_CHECK enum rc fact_parse_typed(
        struct arena *a, size_t id, struct str typed, struct fact_value *out, struct err *e);
void fact_put_text(struct buf *b, size_t id, int64_t v);
struct str fact_text(struct arena *a, size_t id, struct fact_value v); /* canonical, "" unknown */
/* For people: "5,200.5 万元", "是", "省级", "未填". */
struct str fact_show(struct arena *a, size_t id, struct fact_value v);

/* --- the facts of one enterprise as seen from one evaluation year ---------------------------- */

/* Yearly facts stand first in the dictionary (tested). */
#define FACTS_YEARLY ((size_t)FACT_TECH_STAFF + 1)
#define FACTS_BACK                                                                                 \
	5 /* the years Y … Y-4 stand in the table; others are checked, then left aside           \
	   */

struct facts_other {
	int fact, year;
	int64_t v;
};

struct facts {
	struct arena *a;
	int year;                                                             /* Y */
	struct fact_value value[FACTS_YEARLY * (FACTS_BACK - 1) + FACT__MAX]; /* facts_slot */
	struct strs errors; /* "rd_expense.2022：…", in order of input */
	VEC(struct facts_other) others;
};

/* Reads one text, number or year from outside: none of these fails; what is impossible is named in
 * `errors` and its value becomes FACT_BAD. `text` of rows is canonical. */
void facts_init(struct facts *f, struct arena *a, int year);
void facts_put(struct facts *f, size_t id, int year, int64_t v); /* year 0 for a state fact */
void facts_put_row(struct facts *f, struct str id, int year, struct str text);
void facts_put_json(struct facts *f, const struct json *object); /* scoring's "facts" */
/* Checks between facts (main_revenue ≤ revenue, rd_staff and tech_staff ≤ staff), appended to *out.
 */
void facts_check(const struct facts *f, struct arena *a, struct strs *out);
/* `back` is Y - year, below FACTS_BACK; 0 for a state fact. */
static inline size_t facts_slot(size_t id, size_t back)
{
	return id < FACTS_YEARLY ? id * FACTS_BACK + back : id + FACTS_YEARLY * (FACTS_BACK - 1);
}
static inline struct fact_value facts_get(const struct facts *f, size_t id, size_t back)
{
	return f->value[facts_slot(id, back)];
}
/* {"revenue":{"2021":…,"2022":…},"sei_field":true,…}: dictionary order, known values only. */
void facts_put_canonical(struct buf *b, const struct facts *f);

/* "revenue.2022" or "ip_high". `back` counts from f->year. */
void fact_ref_put(struct buf *b, size_t id, unsigned back, int year);

/* 1900-2199, four digits. */
MUST_CHECK bool fact_year_parse(struct str s, int *out);

#endif

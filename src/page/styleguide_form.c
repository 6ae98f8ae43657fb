/* Component sheet, chapter on forms: each kind of field empty, filled, wrong and locked. */
#include "page/common.h"
#include "page/view_styleguide.h"

#include "base/vec.h"

static void fill_fields(struct ctx *c, struct view_styleguide_form *out)
{
	out->plain = field_text(c, "plain", "研发机构名称", str_none(), NULL);
	out->plain.hint = STR("与认定文件一致");
	out->plain.optional = true;
	out->money = field_number(c, "money", "2022年营业收入总额", "万元", STR("1206"), NULL);
	out->money.hint = STR("与审计报告或纳税申报表一致，可保留两位小数");
	out->money.last_label = STR("2021年");
	out->money.last_value = STR("1,180.00 万元");
	out->wrong = field_number(c, "wrong", "2022年研发费用总额", "万元", STR("三十六"), NULL);
	out->wrong.error = STR("请填写上年度研发费用总额，单位万元，可保留两位小数");
	out->read_back = field_number(c, "read_back", "2022年职工总数", "人", STR("１２８"), NULL);
	out->read_back.read = STR("128 人");
	out->code = field_text(c, "uscc", "统一社会信用代码", STR("91130534MA0EXAMP1X"), NULL);
	out->code.hint = STR("营业执照上的 18 位代码，字母自动转为大写");
	out->code.code = true;
	out->code.width = "w18";
	out->date = field_date(c, "date", "认定日期", (struct date){2022, 11, 8}, NULL);
	out->secret = field_password("secret", "密码", "current-password", NULL);
	out->locked = field_number(c, "locked", "2022年资产总额", "万元", STR("2,480.00"), NULL);
	out->locked.hint = STR("不在本次退回更正的范围内，不能修改");
	out->locked.readonly = true;
	out->lines = field_text(c, "lines", "主导产品说明", STR("高精度滚动轴承，用于数控机床主轴。"), NULL);
	out->lines.rows = 3;
}

static const struct {
	const char *value, *label, *hint;
} IP_KINDS[] = {
	{"high", "Ⅰ类高价值知识产权 1 项以上", "指在我国获得授权且符合高价值条件的发明专利等"},
	{"own", "自主研发的Ⅰ类知识产权 1 项以上", NULL},
	{"none", "无", NULL},
};

static void fill_choices(struct ctx *c, struct view_styleguide_form *out)
{
	out->radios = field_choices("radios", "与主导产品相关的有效知识产权", NULL);
	out->radios.hint = STR("“相关”指用于主导产品并产生经济效益");
	out->radios.error = STR("请选择知识产权类别");
	for (size_t i = 0; i < ARRAY_LEN(IP_KINDS); i++) {
		choices_add(c, &out->radios, str_c(IP_KINDS[i].value), str_c(IP_KINDS[i].label),
			str_none());
		out->radios.options.v[i].hint = str_c(IP_KINDS[i].hint);
	}
	out->row = field_choices("row", "主导产品是否属于战略性新兴产业", NULL);
	out->row.inline_row = true;
	choices_add(c, &out->row, STR("1"), STR("是"), STR("1"));
	choices_add(c, &out->row, STR("0"), STR("否"), STR("1"));
	out->checks = field_choices("checks", "企业获得过的荣誉", NULL);
	out->checks.optional = true;
	choices_add(c, &out->checks, STR("hightech"), STR("高新技术企业（有效期内）"), STR("hightech"));
	choices_add(c, &out->checks, STR("ip"), STR("知识产权优势企业或示范企业"), STR("hightech"));
	out->select = field_choices("select", "研发机构级别", NULL);
	out->select.empty = STR("请选择");
	choices_add(c, &out->select, STR("province"), STR("省级"), str_none());
	choices_add(c, &out->select, STR("city"), STR("市级"), str_none());
	out->declare = field_check(c, "declare", "我单位对所填内容和材料的真实性负责", true, NULL);
	out->declare_wrong = field_check(c, "declare2", "我单位同意公示企业名称等信息", false, NULL);
	out->declare_wrong.error = STR("请先确认同意公示，再报送");
}

static struct view_file sample_file(const char *name, const char *size, const char *hash)
{
	return (struct view_file){
		.id = str_c(hash),
		.name = str_c(name),
		.size = str_c(size),
		.hash = str_c(hash),
		.at = STR("2023-02-13 10:02"),
		.href = STR("#uploads"),
		.state = tag_of("green", STR("已收到")),
		.removable = true,
	};
}

static struct view_upload upload_slot(const struct view_page *page, const char *id,
	const char *label, const char *must_show)
{
	return (struct view_upload){
		.page = page,
		.id = str_c(id),
		.label = str_c(label),
		.must_show = str_c(must_show),
		.formats = STR("PDF、JPG、PNG、OFD"),
		.limit = STR("每个文件不超过 20 MB"),
		.action = STR("/styleguide"),
		.state = tag_of("blue", STR("未上传")),
	};
}

static void fill_uploads(struct ctx *c, const struct view_page *page,
	struct view_styleguide_form *out)
{
	out->empty = upload_slot(page, "slot-audit", "2022年度审计报告",
		"资产负债表、利润表、审计意见和签章页");
	out->empty.sample_href = STR("#uploads");
	VEC_PUSH(c->a, &out->empty.reuse,
		((struct view_choice){.value = STR("1"), .label = STR("2022年审计报告.pdf（2023-02-09）")}));
	out->filled = upload_slot(page, "slot-ip", "知识产权证书", "权利人、名称、授权日期");
	out->filled.state = tag_of("done", STR("已完成"));
	VEC_PUSH(c->a, &out->filled.files,
		sample_file("发明专利证书 ZL2020.pdf", "1.8 MB", "3fa91c07"));
	VEC_PUSH(c->a, &out->filled.files,
		sample_file("实用新型证书.jpg", "640 KB", "b2084ed1"));
	out->refused = upload_slot(page, "slot-licence", "营业执照", "名称、代码、法定代表人");
	out->refused.optional = true;
	out->refused.state = tag_of("red", STR("需更正"));
	out->refused.error = STR("“执照.docx”不是 PDF、JPG、PNG 或 OFD 文件，请另存为 PDF 后上传");
}

void styleguide_form(struct ctx *c, const struct view_page *page, struct view_styleguide_form *out)
{
	fill_fields(c, out);
	fill_choices(c, out);
	fill_uploads(c, page, out);
}

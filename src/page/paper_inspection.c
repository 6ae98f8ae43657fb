/* One sheet of paper for the spot: before the visit with open lines, afterwards with what was found. */
#include "document/pdf.h"
#include "page/inspection_page.h"
#include "page/routes.h"

static struct str line_or(struct str s)
{
	return s.n ? s : STR("　");
}

static void pairs(struct doc *d, struct arena *a, const struct inspection *x)
{
	const struct q_inspection_for_officer *r = &x->row;
	struct doc_pair *p = ARENA_NEW_N(a, struct doc_pair, 8);
	struct str names = STR("");

	for (size_t i = 0; i < x->people.n; i++)
		names = STR_JOIN(a, names, i ? STR("、") : STR(""), x->people.v[i].name);
	if (r->inspector1.n && r->inspector2.n)
		names = STR_JOIN(a, r->inspector1, STR("、"), r->inspector2);
	p[0] = (struct doc_pair){STR("企业名称"), r->name};
	p[1] = (struct doc_pair){STR("统一社会信用代码"), r->code};
	p[2] = (struct doc_pair){STR("所在市"), r->stratum};
	p[3] = (struct doc_pair){STR("地址"), line_or(r->address)};
	p[4] = (struct doc_pair){STR("核查日期"), line_or(r->done_on)};
	p[5] = (struct doc_pair){STR("核查人员"), line_or(names)};
	p[6] = (struct doc_pair){STR("企业在场人员"), line_or(r->enterprise_side)};
	p[7] = (struct doc_pair){
		STR("核查结论"), r->result.n ? str_c(inspection_result_word(r->result)) : STR("　")};
	doc_kv(d, p, 8, 1);
}

static void photo_lines(struct doc *d, struct arena *a, const struct q_photos_of_list *photos)
{
	const struct doc_column columns[] = {
		{STR("上传时间"), 3, DOC_LEFT}, {STR("照片说明"), 5, DOC_LEFT}, {STR("校验码"), 3, DOC_LEFT}};

	if (photos->n == 0)
		return;
	doc_table_begin(d, columns, ARRAY_LEN(columns));
	for (size_t i = 0; i < photos->n; i++) {
		struct str *cells = ARENA_NEW_N(a, struct str, ARRAY_LEN(columns));
		cells[0] = instant_human(a, photos->v[i].uploaded_at);
		cells[1] = photos->v[i].note.n ? photos->v[i].note : photos->v[i].filename;
		cells[2] = str_sub(photos->v[i].sha256, 0, 12);
		doc_table_row(d, cells);
	}
	doc_table_end(d);
}

static struct doc *sheet(
	struct ctx *c, const struct inspection *x, const struct q_photos_of_list *photos)
{
	static const struct str lines[] = {STR_INIT("核查人员（签字）："), STR_INIT("核查人员（签字）："),
		STR_INIT("企业在场人员（签字、盖章）：")};
	const struct q_inspection_for_officer *r = &x->row;
	struct doc_meta meta = {.title = STR("抽查核查记录"), .author = r->body, .created = r->saved_at,
		.footer_code = r->done_at.has ? STR("已签名") : STR("草稿，未签名")};
	struct doc *d = doc_new(c->a, &meta);

	doc_title(d, r->turn ? STR("抽查复查记录") : STR("抽查核查记录"));
	doc_para_styled(d, r->draw_title, DOC_CENTER, false, 0);
	pairs(d, c->a, x);
	doc_heading(d, 1, STR("核查情况"));
	doc_para(d, r->findings.n ? r->findings : STR("　\n　\n　\n　\n　\n　"));
	if (r->recheck_on.n)
		doc_para(d, STR_JOIN(c->a, STR("责令整改，复查日期 "), r->recheck_on, STR("。")));
	photo_lines(d, c->a, photos);
	doc_sign(d, &(struct doc_signature){.text = STR("以上情况由核查人员与企业在场人员共同确认。"),
			   .line = lines, .lines = ARRAY_LEN(lines)});
	return d;
}

enum rc page_o_inspection_record(struct ctx *c, struct err *e)
{
	struct q_photos_of_list photos;
	struct inspection x;
	struct str bytes;
	struct db *db;

	TRY(ctx_db(c, &db, e));
	TRY(inspection_load(db, &c->who, c->params[0], &x, e));
	TRY(q_photos_of(
		db, &(struct q_photos_of_in){.owner_kind = STR("inspection"), .owner_id = x.row.id}, &photos, e));
	TRY(pdf_render(sheet(c, &x, &photos), &bytes, e));
	return respond_download(
		c, STR("application/pdf"), str_cat(c->a, x.row.name, STR("抽查核查记录.pdf")), bytes);
}

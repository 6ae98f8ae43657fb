/* The certificate that a company hangs on its wall: one landscape page, a double border, the seal's
 * place at the right foot, the verification code at the left. */
#include "document/canvas.h"
#include "document/pdf.h"
#include "document/qr.h"

#define W 841.89
#define H 595.28
#define RED 0x9B1C1C
#define GOLD 0xB8975A
#define INK 0x1A1A1A
#define GREY 0x666666
#define BRONZE 0xE3C68F
#define ENGRAVED 0x5A2A12
#define QR_SIDE 92.0

static void draw_border(struct canvas *c)
{
	canvas_box(c, 26, 26, W - 52, H - 52, 3, RED);
	canvas_box(c, 34, 34, W - 68, H - 68, 0.8, GOLD);
	canvas_box(c, 40, 40, W - 80, H - 80, 0.8, RED);
	/* corners: small squares where the lines meet */
	for (int i = 0; i < 4; i++) {
		double x = i & 1 ? W - 34 - 12 : 34, y = i & 2 ? H - 34 - 12 : 34;
		canvas_fill(c, x, y, 12, 12, 0xFFFFFF);
		canvas_box(c, x, y, 12, 12, 0.8, RED);
		canvas_fill(c, x + 3.5, y + 3.5, 5, 5, GOLD);
	}
}

static void draw_code(struct canvas *c, const struct qr *q, struct str note)
{
	struct canvas_style s = {
	        .font = FONT_SERIF, .size = 9, .line = 14, .align = 1, .color = GREY};
	double x = 92, y = H - 92 - QR_SIDE, m = QR_SIDE / q->side;

	for (size_t i = 0; i < q->n; i++)
		canvas_fill(c, x + q->run[i].x * m, y + q->run[i].y * m, q->run[i].w * m, m, 0);
	canvas_print(c, note, &s, x - 30, y + QR_SIDE, QR_SIDE + 60);
}

static void draw_text(struct canvas *c, struct arena *a, const struct pdf_certificate *t)
{
	struct canvas_style s = {
	        .font = FONT_SERIF, .size = 34, .line = 50, .bold = true, .align = 1, .color = RED};
	const double x = 110, w = W - 220;
	double y = 84;

	y += canvas_print(c, doc_clean(a, t->title), &s, x, y, w);
	s.size = 28;
	s.line = 44;
	if (t->subtitle.n)
		y += canvas_print(c, doc_clean(a, t->subtitle), &s, x, y, w);
	s = (struct canvas_style){
	        .font = FONT_SERIF, .size = 12, .line = 20, .align = 2, .color = GREY};
	y += 4 + canvas_print(c, doc_clean(a, t->number), &s, x, y, w);
	s = (struct canvas_style){
	        .font = FONT_SERIF, .size = 25, .line = 44, .bold = true, .align = 1, .color = INK};
	y += canvas_print(c, doc_clean(a, t->holder), &s, x, y + 8, w) + 16;
	s = (struct canvas_style){
	        .font = FONT_SERIF, .size = 16, .line = 30, .indent = 32, .color = INK};
	y += canvas_print(c, doc_clean(a, t->body), &s, x, y, w);
	s.size = 14;
	s.line = 26;
	canvas_print(c, doc_clean(a, t->valid), &s, x, y + 4, w);
	s = (struct canvas_style){
	        .font = FONT_SERIF, .size = 16, .line = 30, .align = 1, .color = INK};
	canvas_print(c, doc_clean(a, t->issuer), &s, W - 370, H - 146, 280);
	canvas_print(c, doc_clean(a, t->date), &s, W - 370, H - 114, 280);
}

/* 牌匾: what is engraved, in the proportions of a plate of 3 : 2; beside the plate what the maker must know. */
static void draw_plaque(struct canvas *c, struct arena *a, const struct pdf_certificate *t, const struct qr *q)
{
	const double w = 690, h = 460, x = (W - w) / 2, y = 42, m = 60 / (double)(q->side ? q->side : 1);
	struct canvas_style s = {.font = FONT_SERIF, .size = 46, .line = 70, .bold = true, .align = 1, .color = ENGRAVED};
	struct str text = doc_clean(a, t->plaque);

	canvas_fill(c, x, y, w, h, BRONZE);
	canvas_box(c, x, y, w, h, 4, ENGRAVED);
	canvas_box(c, x + 12, y + 12, w - 24, h - 24, 1, ENGRAVED);
	double used = canvas_print(c, text, &s, x + 30, y + 86, w - 60);
	s = (struct canvas_style){.font = FONT_SERIF, .size = 24, .line = 38, .align = 1, .color = ENGRAVED};
	canvas_print(c, doc_clean(a, t->holder), &s, x + 30, y + 86 + used + 18, w - 60);
	s.size = 20;
	s.line = 32;
	canvas_print(c, doc_clean(a, t->issuer), &s, x + w - 380, y + h - 98, 350);
	canvas_print(c, doc_clean(a, t->plaque_date), &s, x + w - 380, y + h - 62, 350);
	canvas_fill(c, x + 32, y + h - 98, 66, 66, 0xFFFFFF);
	for (size_t i = 0; t->url.n && i < q->n; i++)
		canvas_fill(c, x + 35 + q->run[i].x * m, y + h - 95 + q->run[i].y * m, q->run[i].w * m, m, 0);
	s = (struct canvas_style){.font = FONT_SERIF, .size = 10, .line = 16, .align = 1, .color = GREY};
	canvas_print(c, doc_clean(a, STR_JOIN(a, STR("牌匾文字，供制作；材质和尺寸由授牌单位确定。"), t->number)), &s, x,
		y + h + 16, w);
}

enum rc pdf_certificate_render(
        struct arena *a, const struct pdf_certificate *t, struct str *out, struct err *e)
{
	struct canvas_meta meta = {.fonts = t->fonts,
	        .width = W,
	        .height = H,
	        .title = t->title,
	        .author = t->issuer,
	        .created = t->created};
	struct canvas *c;
	struct qr q = {0};

	if (t->url.n)
		TRY(qr_make(a, t->url, &q, e));
	TRY(canvas_new(a, &meta, &c, e));
	draw_border(c);
	draw_text(c, a, t);
	if (t->url.n)
		draw_code(c, &q, t->note);
	canvas_page_end(c);
	if (t->plaque.n) {
		draw_plaque(c, a, t, &q);
		canvas_page_end(c);
	}
	return canvas_finish(c, out, e);
}

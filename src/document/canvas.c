/* cairo and pango live here and nowhere else. Hinting is off and one point is one unit, so that the
 * same text breaks at the same place on every machine that has the same fonts. */
#include <cairo-pdf.h>
#include <malloc.h>
#include <pango/pangocairo.h>

#include "document/canvas.h"

#include "base/buf.h"
#include "base/time.h"

#define PDF_MAX ((size_t)64 << 20)

struct canvas {
	struct arena *a;
	struct canvas_meta meta;
	bool drawing;
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoFontMap *fonts;
	PangoContext *pango;
	struct buf out;
};

struct canvas_text {
	PangoLayout *layout;
	struct canvas_style style;
	double width;
	size_t lines;
};

/* Families in order of wish; fontconfig takes the first that is there. */
static const char *const families[] = {
        [FONT_SERIF] = "Noto Serif CJK SC,Source Han Serif SC,SimSun,serif",
        [FONT_SANS] = "Noto Sans CJK SC,Source Han Sans SC,SimHei,sans-serif",
};

struct canvas_fonts {
	PangoFontMap *map;
};

static void fonts_close(void *arg)
{
	g_object_unref(((struct canvas_fonts *)arg)->map);
	/* Subsetting two CJK fonts takes 40 MiB; without this the process would keep them. */
	malloc_trim(0);
}

struct canvas_fonts *canvas_fonts_new(struct arena *a)
{
	struct canvas_fonts *f = ARENA_NEW(a, struct canvas_fonts);

	f->map = pango_cairo_font_map_new();
	arena_defer(a, fonts_close, f);
	return f;
}

static cairo_status_t on_bytes(void *arg, const unsigned char *p, unsigned n)
{
	struct buf *b = arg;

	buf_put(b, p, n);
	return b->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void canvas_free(void *arg)
{
	struct canvas *c = arg;

	if (c->pango)
		g_object_unref(c->pango);
	if (c->fonts)
		g_object_unref(c->fonts);
	if (c->cr)
		cairo_destroy(c->cr);
	if (c->surface)
		cairo_surface_destroy(c->surface);
	c->pango = NULL;
	c->fonts = NULL;
	c->cr = NULL;
	c->surface = NULL;
}

static void set_metadata(struct canvas *c)
{
	struct arena *a = c->a;

	cairo_pdf_surface_set_metadata(
	        c->surface, CAIRO_PDF_METADATA_TITLE, str_cstr(a, c->meta.title));
	cairo_pdf_surface_set_metadata(
	        c->surface, CAIRO_PDF_METADATA_AUTHOR, str_cstr(a, c->meta.author));
	cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATE_DATE,
	        str_cstr(a, instant_str(a, c->meta.created)));
}

enum rc canvas_new(
        struct arena *a, const struct canvas_meta *meta, struct canvas **out, struct err *e)
{
	struct canvas *c = ARENA_NEW(a, struct canvas);
	cairo_font_options_t *options = cairo_font_options_create();

	c->a = a;
	c->meta = *meta;
	c->drawing = true;
	buf_init(&c->out, a, PDF_MAX);
	c->surface =
	        cairo_pdf_surface_create_for_stream(on_bytes, &c->out, meta->width, meta->height);
	cairo_pdf_surface_restrict_to_version(c->surface, CAIRO_PDF_VERSION_1_5);
	c->cr = cairo_create(c->surface);
	c->fonts = meta->fonts ? g_object_ref(meta->fonts->map) : pango_cairo_font_map_new();
	c->pango = pango_font_map_create_context(c->fonts);
	pango_cairo_context_set_resolution(c->pango, 72);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(c->pango, options);
	pango_context_set_language(c->pango, pango_language_from_string("zh-cn"));
	cairo_font_options_destroy(options);
	arena_defer(a, canvas_free, c);
	set_metadata(c);
	if (cairo_status(c->cr) != CAIRO_STATUS_SUCCESS)
		return err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "cairo: %s",
		        cairo_status_to_string(cairo_status(c->cr)));
	*out = c;
	return RC_OK;
}

void canvas_drawing(struct canvas *c, bool on)
{
	c->drawing = on;
}

void canvas_page_end(struct canvas *c)
{
	if (c->drawing)
		cairo_show_page(c->cr);
}

enum rc canvas_finish(struct canvas *c, struct str *out, struct err *e)
{
	cairo_surface_finish(c->surface);
	cairo_status_t status = cairo_surface_status(c->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_status(c->cr);
	canvas_free(c);
	if (!c->meta.fonts)
		malloc_trim(0);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_detail(e, RC_INTERNAL, MSG_DOC_RENDER, "cairo: %s",
		        cairo_status_to_string(status));
	*out = buf_view(&c->out);
	return RC_OK;
}

static void set_color(struct canvas *c, uint32_t rgb)
{
	cairo_set_source_rgb(
	        c->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

/* --- text ------------------------------------------------------------------------------------- */

static int to_pango(double points)
{
	return (int)(points * PANGO_SCALE);
}

struct canvas_text *canvas_text_new(
        struct canvas *c, struct str text, const struct canvas_style *s, double width)
{
	static const PangoAlignment aligns[] = {
	        PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
	struct canvas_text *t = ARENA_NEW(c->a, struct canvas_text);
	PangoFontDescription *font = pango_font_description_new();

	t->layout = pango_layout_new(c->pango);
	t->style = *s;
	t->width = width;
	pango_font_description_set_family(font, families[s->font]);
	pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
	pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(t->layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(t->layout, to_pango(width));
	pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(t->layout, aligns[s->align]);
	pango_layout_set_indent(t->layout, to_pango(s->indent));
	pango_layout_set_text(t->layout, text.n ? text.p : "", (int)text.n);
	t->lines = (size_t)pango_layout_get_line_count(t->layout);
	return t;
}

size_t canvas_text_lines(const struct canvas_text *t)
{
	return t->lines;
}

double canvas_text_width(const struct canvas_text *t)
{
	PangoRectangle logical;

	pango_layout_get_extents(t->layout, NULL, &logical);
	return (double)logical.width / PANGO_SCALE;
}

void canvas_text_draw(
        struct canvas *c, const struct canvas_text *t, size_t from, size_t to, double x, double y)
{
	if (!c->drawing)
		return;
	set_color(c, t->style.color);
	PangoLayoutIter *it = pango_layout_get_iter(t->layout);
	for (size_t i = 0; i < to; i++) {
		PangoRectangle r;

		if (i >= from) {
			pango_layout_iter_get_line_extents(it, NULL, &r);
			/* The baseline stands so that the ideographs are centred in the line. */
			double base = y + (double)(i - from) * t->style.line + t->style.line / 2 +
			              t->style.size * 0.38;
			cairo_move_to(c->cr, x + (double)r.x / PANGO_SCALE, base);
			pango_cairo_show_layout_line(
			        c->cr, pango_layout_iter_get_line_readonly(it));
		}
		if (!pango_layout_iter_next_line(it))
			break;
	}
	pango_layout_iter_free(it);
}

void canvas_text_free(struct canvas_text *t)
{
	g_object_unref(t->layout);
	t->layout = NULL;
}

double canvas_print(struct canvas *c, struct str text, const struct canvas_style *s, double x,
        double y, double width)
{
	struct canvas_text *t = canvas_text_new(c, text, s, width);
	size_t n = canvas_text_lines(t);

	canvas_text_draw(c, t, 0, n, x, y);
	canvas_text_free(t);
	return (double)n * s->line;
}

/* --- lines and boxes -------------------------------------------------------------------------- */

void canvas_line(
        struct canvas *c, double x1, double y1, double x2, double y2, double thick, uint32_t color)
{
	if (!c->drawing)
		return;
	set_color(c, color);
	cairo_set_line_width(c->cr, thick);
	cairo_move_to(c->cr, x1, y1);
	cairo_line_to(c->cr, x2, y2);
	cairo_stroke(c->cr);
}

void canvas_box(
        struct canvas *c, double x, double y, double w, double h, double thick, uint32_t color)
{
	if (!c->drawing)
		return;
	set_color(c, color);
	cairo_set_line_width(c->cr, thick);
	cairo_rectangle(c->cr, x, y, w, h);
	cairo_stroke(c->cr);
}

void canvas_fill(struct canvas *c, double x, double y, double w, double h, uint32_t color)
{
	if (!c->drawing)
		return;
	set_color(c, color);
	cairo_rectangle(c->cr, x, y, w, h);
	cairo_fill(c->cr);
}

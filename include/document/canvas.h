/* Paper: pages of points (1/72 inch, origin at the upper left), text in Chinese fonts, lines,
 * boxes. The only door to cairo and pango. A canvas that counts runs the same layout and draws
 * nothing, so that "page 1 of 7" is known before the first page is drawn.
 */
#ifndef DOCUMENT_CANVAS_H
#define DOCUMENT_CANVAS_H

#include "base/arena.h"
#include "base/err.h"

struct canvas;
struct canvas_text; /* text laid out in a width: lines of one height */

enum canvas_font { FONT_SERIF, FONT_SANS };

struct canvas_style {
	enum canvas_font font;
	double size;   /* points */
	double line;   /* height of a line, points */
	double indent; /* of the first line, points */
	bool bold;
	int align;      /* 0 left, 1 centre, 2 right */
	uint32_t color; /* 0xRRGGBB */
};

/* Fonts that stay open over many papers of one kind (half the time of a certificate goes into opening them and giving
 * their memory back): ends with the arena, which then gives that memory back once. One thread. */
struct canvas_fonts;
struct canvas_fonts *canvas_fonts_new(struct arena *a);

struct canvas_meta {
	struct canvas_fonts *fonts; /* NULL: its own */
	double width, height; /* points */
	struct str title, author;
	int64_t created; /* ms */
};

MUST_CHECK enum rc canvas_new(
        struct arena *a, const struct canvas_meta *meta, struct canvas **out, struct err *e);
void canvas_drawing(struct canvas *c, bool on); /* off: measure only; on at birth */
void canvas_page_end(struct canvas *c);
/* The PDF; the canvas cannot be used afterwards. */
MUST_CHECK enum rc canvas_finish(struct canvas *c, struct str *out, struct err *e);

struct canvas_text *canvas_text_new(
        struct canvas *c, struct str text, const struct canvas_style *s, double width);
size_t canvas_text_lines(const struct canvas_text *t);
double canvas_text_width(const struct canvas_text *t); /* of the widest line */
/* Lines [from, to) with the first one's top at y. */
void canvas_text_draw(
        struct canvas *c, const struct canvas_text *t, size_t from, size_t to, double x, double y);
void canvas_text_free(struct canvas_text *t); /* not by arena: tables make many */
/* All at once; returns the height. */
double canvas_print(struct canvas *c, struct str text, const struct canvas_style *s, double x,
        double y, double width);

void canvas_line(
        struct canvas *c, double x1, double y1, double x2, double y2, double thick, uint32_t color);
void canvas_box(
        struct canvas *c, double x, double y, double w, double h, double thick, uint32_t color);
void canvas_fill(struct canvas *c, double x, double y, double w, double h, uint32_t color);

#endif

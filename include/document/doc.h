/* One document, two formats: a list of blocks that pdf_render and docx_render both understand, so
 * that what is printed, what is signed and what is edited never differ in content. A4, Chinese
 * fonts. Texts must be UTF-8 and live as long as the arena; NUL and controls are dropped when
 * rendering. '\n' in a paragraph or cell breaks the line.
 *
 *	struct doc *d = doc_new(a, &meta);
 *	doc_cover(d, &cover);
 *	doc_heading(d, 1, STR("一、基本情况"));
 *	doc_kv(d, pairs, n, 2);
 *	TRY(pdf_render(d, &bytes, e));
 */
#ifndef DOCUMENT_DOC_H
#define DOCUMENT_DOC_H

#include "base/arena.h"
#include "base/err.h"
#include "document/chart.h"

enum doc_style {
	DOC_FORM,   /* 12 pt, tight: forms and tables */
	DOC_LETTER, /* GB/T 9704: 16 pt 仿宋, 28 pt lines, first line indented by two characters */
};
enum doc_align { DOC_LEFT, DOC_CENTER, DOC_RIGHT };

struct doc_meta {
	struct str title;  /* of the file, for its properties */
	struct str author; /* body that issues it; may be empty */
	int64_t created;   /* instant ms: the same input gives the same bytes */
	enum doc_style style;
	bool landscape;
	struct str footer_code; /* shown as 校验码 …: the shortened hash; hidden when empty */
	struct str footer_url; /* as QR code at the end of the footer (PDF: every page); or empty */
};

struct doc_pair {
	struct str label, value;
};
#define DOC_WIDE 9 /* a table of more columns has smaller letters */
struct doc_column {
	struct str title;
	int weight; /* share of the width */
	enum doc_align align;
};
struct doc_cover {
	struct str kicker; /* small line at the top left, e.g. 附件2 */
	struct str title;  /* '\n' breaks it */
	struct str subtitle;
	const struct doc_pair *line; /* labels with ruled lines */
	size_t lines;
	struct str issuer, date; /* at the foot */
};
struct doc_bars { /* done against target; a PDF draws them with the pace line, a DOCX has a chart that can be edited */
	struct str title;
	const struct chart_item *item;
	size_t items;
	int pace_permille; /* negative: no pace */
};
struct doc_signature {    /* a box with a statement and places to sign and to seal */
	struct str title; /* e.g. 真实性声明; may be empty */
	struct str text;
	const struct str *line; /* e.g. "法定代表人（签字）：" */
	size_t lines;
};

enum doc_kind {
	DOC_COVER,
	DOC_TITLE,
	DOC_HEADING,
	DOC_PARA,
	DOC_LINE,
	DOC_KV,
	DOC_TABLE,
	DOC_BARS,
	DOC_SIGN,
	DOC_QR,
	DOC_PAGE_BREAK,
	DOC__MAX
};

struct doc_row {
	const struct str *cell; /* as many as columns; one when span */
	bool span;              /* one bold cell over the whole width */
	struct doc_row *next;
};

struct doc_block {
	enum doc_kind kind;
	struct doc_block *next;
	int level;              /* heading: 1-3 */
	enum doc_align align;   /* paragraph */
	bool bold, no_indent;   /* paragraph */
	int size;               /* paragraph: points, 0 = of the style */
	struct str text, text2; /* line: left and right; qr: text and caption */
	struct doc_cover cover;
	struct doc_signature sign;
	struct doc_bars bars;
	const struct doc_pair *pair;
	size_t pairs;
	int per_row;
	struct doc_column *column;
	size_t columns;
	struct doc_row *row, **row_end;
	size_t rows;
};

struct doc {
	struct arena *a;
	struct doc_meta meta;
	struct doc_block *first, *last;
};

struct doc *doc_new(struct arena *a, const struct doc_meta *meta);
void doc_cover(struct doc *d, const struct doc_cover *c); /* and a page break */
void doc_title(struct doc *d, struct str text);           /* centred, large */
void doc_heading(struct doc *d, int level, struct str text);
void doc_para(struct doc *d, struct str text);
/* size in points, 0 for the style's own; never indented. */
void doc_para_styled(struct doc *d, struct str text, enum doc_align align, bool bold, int size);
void doc_line(struct doc *d, struct str left, struct str right); /* both ends of one line */
/* Labels and values in a ruled table, per_row (1-3) pairs beside each other. */
void doc_kv(struct doc *d, const struct doc_pair *pair, size_t n, int per_row);
/* The header row is repeated on every page; cells wrap. */
void doc_table_begin(struct doc *d, const struct doc_column *column, size_t n);
void doc_table_row(struct doc *d, const struct str *cell); /* as many as columns */
void doc_table_span(struct doc *d, struct str text);
void doc_table_end(struct doc *d);
void doc_bars(struct doc *d, const struct doc_bars *b);
void doc_sign(struct doc *d, const struct doc_signature *s);
void doc_qr(struct doc *d, struct str text, struct str caption);
void doc_page_break(struct doc *d);

/* Text fit for XML and for pages: control characters other than tab and newline dropped. */
struct str doc_clean(struct arena *a, struct str s);

#endif

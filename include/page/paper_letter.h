/* Official letters in the layout of GB/T 9704: title, addressee, text, 附件 note, issuer and date, the list as its
 * annex. The head of the body and the number of the document are not ours to draw: the number stands where
 * somebody typed it, the head and the seal are put on when it is issued.
 */
#ifndef PAGE_PAPER_LETTER_H
#define PAGE_PAPER_LETTER_H

#include "document/doc.h"
#include "domain/publicity.h"

struct letter {
	struct str title, doc_no;
	struct str text;  /* a paragraph a line; the first one, when it ends with a colon, is the addressee */
	struct str annex; /* name of the list that follows; empty: none */
	struct str body, date;
	const struct str *sign; /* lines to sign by hand, under the text */
	size_t signs;
	struct str hash;     /* of the list: 校验码 in the footer */
	struct str log;	     /* its place in the log (audit_stamp), beside it; missing: none */
	struct str base_url; /* QR code to the page that tells whose list it is; empty: none */
	const char *draft;   /* "草稿，…": instead of the code; NULL: it is out */
	int64_t created;
};
struct doc *letter_doc(struct arena *a, const struct letter *l);
/* 附件 on a page of its own: heading and columns; rows follow with doc_table_row. */
void letter_annex(struct doc *d, struct str title, const struct doc_column *columns, size_t n);
/* What every list of a publicity has: 序号 企业名称 统一社会信用代码 所在市县（区）. */
void letter_list(struct doc *d, struct arena *a, struct str title, const struct list_entries *list);

/* The same list as a table for calculation. */
struct list_sheet {
	const struct list_entries *list;
	struct str title, left, right, hash;
	int64_t created;
	const char *tmp_dir;
};
MUST_CHECK enum rc list_xlsx(
	struct arena *a, const struct list_sheet *s, struct str *out, struct err *e);

#endif

/* What arrived in a form: names and values from application/x-www-form-urlencoded or
 * multipart/form-data, or from the query. Text is valid UTF-8 without NUL, CRLF made LF; a field that is not, that
 * comes twice where one is expected, or that is longer than its table says is an error beside the
 * field - and what was typed is kept for showing the form again.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/err.h"
#include "base/time.h"
#include "web/http.h"

#define FORM_MAX_FIELDS 300

struct form_value {
	struct str name;
	struct str value;    /* text, or the bytes of a file */
	struct str filename; /* of a file part (p != NULL), as the client named it: for display only */
	struct str content_type;
	bool bad_text;	     /* not UTF-8, or with NUL: value must not be shown or used */
};
struct form {
	struct form_value *v;
	size_t n, cap;
};

/* Parse by Content-Type. RC_INVALID on anything malformed, RC_TOO_LARGE over FORM_MAX_FIELDS. */
MUST_CHECK enum rc form_parse(struct arena *a, const struct http_req *req, struct form *out,
	struct err *e);
MUST_CHECK enum rc form_parse_query(struct arena *a, struct str query, struct form *out, struct err *e);

/* First value of a field; missing: p == NULL. Files are not returned by form_get. */
struct str form_get(const struct form *f, const char *name);
const struct form_value *form_file(const struct form *f, const char *name);
/* Every value of a repeated field (check boxes), from *at on: `for (size_t i = 0; form_next(f, "id", &i, &v);)` */
bool form_next(const struct form *f, const char *name, size_t *at, struct str *out);

/* The errors of a form, in the order of the page; a page shows them in a summary and beside the field. */
struct form_error {
	struct str field; /* the input's id and name */
	struct str text;
};
struct form_errors {
	struct form_error *v;
	size_t n, cap;
};
void form_error_add(struct arena *a, struct form_errors *es, const char *field, struct str text);
void form_error_msg(struct arena *a, struct form_errors *es, const char *field, enum msgid msg);
/* From a failed service call: field and message of *e. */
void form_error_from(struct arena *a, struct form_errors *es, const struct err *e);
struct str form_error_of(const struct form_errors *es, const char *field); /* missing when none */

/* Typed reading by a table. Each kind trims; TEXT refuses invisible characters. */
enum field_kind {
	FIELD_TEXT,    /* one line; struct str */
	FIELD_LINES,   /* several lines; struct str */
	FIELD_INT,     /* int64_t; full-width digits and separators accepted */
	FIELD_DATE,    /* struct date, any common spelling */
	FIELD_BOOL,    /* bool: present and not "0"/"no"/"" */
	FIELD_CHOICE,  /* struct str out of `choices`, a NULL-ended list */
	FIELD_USCC,    /* struct str, normalised by domain/uscc (the check is the service's) */
	FIELD_PHONE,   /* struct str, digits and - ( ) + blank, 5-20 */
};
struct field_spec {
	const char *name;
	const char *label; /* Chinese, used in messages: “请填写{label}” */
	enum field_kind kind;
	bool required;
	int64_t min, max; /* characters of text, or the range of an integer; 0,0 = no limit beyond 200 characters */
	const char *const *choices;
	size_t offset; /* into the struct that form_read fills */
};
/* Reads every field of the table into *out (zeroed by the caller). False when there was any error. */
MUST_CHECK bool form_read(struct arena *a, const struct form *f, const struct field_spec *specs, size_t n,
	void *out, struct form_errors *es);

#endif

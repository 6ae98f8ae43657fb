/* Bytes with a length: what every untrusted text is. Never owns; the arena or the caller does.
 * `p` may be NULL (a missing value, SQL NULL) only when n == 0. Not NUL-terminated.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/compat.h"

struct arena;

struct str {
	const char *p;
	size_t n;
};

/* A literal as an expression, and as an initialiser of static tables. */
#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
#define STR_INIT(lit) {"" lit, sizeof(lit) - 1}
/* For printf-style detail text: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p

struct str str_c(const char *nul_terminated); /* NULL gives the missing value */
static inline struct str str_none(void)
{
	return (struct str){NULL, 0};
}
static inline bool str_empty(struct str s)
{
	return s.n == 0;
}

bool str_eq(struct str a, struct str b);
bool str_eqc(struct str a, const char *b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII only */
int str_cmp(struct str a, struct str b);	/* byte order, for qsort and search */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_has(struct str s, struct str needle);
/* Index of the first `c` / `needle`, or s.n when there is none. */
size_t str_index(struct str s, char c);
size_t str_find(struct str s, struct str needle);

struct str str_sub(struct str s, size_t from, size_t n); /* clamped to s */
struct str str_trim(struct str s);			  /* ASCII blanks at both ends */
/* Takes the part before `sep` off the front of *rest (all of it when there is none).
 * False when *rest is used up: `while (str_cut(&rest, ',', &part))` visits every part.
 * An empty text has one empty part; *rest is missing (p == NULL) afterwards. */
bool str_cut(struct str *rest, char sep, struct str *part);

/* Decimal integer with optional '-'; the whole of s; false when not one or out of range. */
MUST_CHECK bool str_to_i64(struct str s, int64_t *out);

struct str str_dup(struct arena *a, struct str s);
struct str str_lower(struct arena *a, struct str s); /* ASCII */
struct str str_upper(struct arena *a, struct str s); /* ASCII */
struct str str_cat(struct arena *a, struct str x, struct str y);
/* All of them one after the other: where a page makes a text for every row, instead of str_fmt. */
struct str str_join(struct arena *a, const struct str *parts, size_t n);
#define STR_JOIN(a, ...)                                                                           \
	str_join((a), (const struct str[]){__VA_ARGS__},                                           \
	        sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
/* A NUL-terminated copy for C interfaces. Text with NUL inside is cut there: check before. */
char *str_cstr(struct arena *a, struct str s);
PRINTF_LIKE(2, 3) struct str str_fmt(struct arena *a, const char *fmt, ...);
struct str str_i64(struct arena *a, int64_t v);

/* Compares without revealing by its time where two secrets differ. */
bool str_eq_secret(struct str a, struct str b);

/* A growing list of texts on an arena. */
struct strs {
	struct str *v;
	size_t n, cap;
};

#endif

/* Size class of an enterprise: 《中小企业划型标准规定》 工信部联企业〔2011〕300号, with the
 * industries of 国统字〔2017〕213号 (GB/T 4754-2017). The bounds are data:
 * sql/reference/size_thresholds.csv.
 *
 * Rule (art. 7 of 300号): 大型, 中型 and 小型 need the lower bound of *every* indicator of their
 * line, otherwise the next class down; 微型 is what remains. A small or medium enterprise is one
 * that is not 大型. Railways, finance, education, health and public administration have no line.
 */
#ifndef DOMAIN_SIZE_H
#define DOMAIN_SIZE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/industry.h"

enum size_class { SIZE_MICRO, SIZE_SMALL, SIZE_MEDIUM, SIZE_LARGE, SIZE__MAX };
enum size_indicator { SIZE_STAFF, SIZE_REVENUE, SIZE_ASSETS, SIZE_INDICATOR__MAX };

struct size_bounds {
	bool used;
	int64_t min[SIZE__MAX]; /* micro-units, by class; min[SIZE_MICRO] is 0 */
};

/* One line of the standard. */
struct size_line {
	struct str key, name;
	struct strs industries; /* codes of any level; the most specific one decides */
	struct size_bounds bounds[SIZE_INDICATOR__MAX];
};

struct size_standard {
	struct size_line *v;
	size_t n;
};

/* Figures at the end of the year, in micro-units
 * (domain/decimal): staff in persons, revenue and assets in 万元. */
struct size_facts {
	bool has[SIZE_INDICATOR__MAX];
	int64_t value[SIZE_INDICATOR__MAX];
};

struct size_result {
	enum size_class size;
	const struct size_line *line;
	enum size_class of[SIZE_INDICATOR__MAX]; /* class by each used indicator alone */
};

/* Columns key, industry, gbt4754 (codes joined by ';'), indicator, large_min, medium_min, small_min
 * (whole numbers). RC_DATA: unknown indicator, one twice in a line, bounds not descending. */
MUST_CHECK enum rc size_standard_parse(
        struct arena *a, struct str csv, struct size_standard *out, struct err *e);

/* The line for an industry. RC_INVALID: MSG_SIZE_NO_LINE when the standard does not cover it,
 * MSG_SIZE_AMBIGUOUS when its parts belong to different lines (a finer code is needed). */
MUST_CHECK enum rc size_line_of(const struct size_standard *s, const struct industries *all,
        const struct industry *i, const struct size_line **out, struct err *e);

/* RC_INVALID (field "staff" "revenue" "assets"): a needed figure is missing or negative. */
MUST_CHECK enum rc size_classify(const struct size_line *line, const struct size_facts *f,
        struct size_result *out, struct err *e);
/* One line in Chinese: the line of the standard, each figure with its bound, the class. */
struct str size_explain(struct arena *a, const struct size_result *r, const struct size_facts *f);

const char *size_name(enum size_class c); /* 微型 小型 中型 大型 */

#endif

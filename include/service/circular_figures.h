/* The figures of a circular as they are frozen: tables of texts as the pages show them, charts of counts.
 * JSON: {"tables":[{"id","title","heads":[…],"rows":[[…]…]}…],"charts":[{"id","title","pace","items":[[label,
 * value,target]…]}…]}; a head "年度目标#家" is a column of figures with its unit.
 */
#ifndef SERVICE_CIRCULAR_FIGURES_H
#define SERVICE_CIRCULAR_FIGURES_H

#include "base/json.h"
#include "base/vec.h"
#include "domain/wording.h"
#include "service/actor.h"
#include "service/rules.h"

struct circular_table {
	struct str id, title;
	struct strs heads;
	struct {
		struct strs *v;
		size_t n, cap;
	} rows;
};
struct circular_bar {
	struct str label;
	int64_t value, target;
	bool late; /* as the table beside it says */
};
struct circular_chart {
	struct str id, title;
	int64_t pace_permille; /* of the calendar */
	struct {
		struct circular_bar *v;
		size_t n, cap;
	} bars;
};
struct circular_figures {
	struct {
		struct circular_table *v;
		size_t n, cap;
	} tables;
	struct {
		struct circular_chart *v;
		size_t n, cap;
	} charts;
};

struct circular_table *circular_table_add(
	struct arena *a, struct circular_figures *f, struct str id, struct str title, const char *const *heads, size_t n);
void circular_row(struct arena *a, struct circular_table *t, const struct str *cells, size_t n);
struct str circular_figures_text(struct arena *a, const struct circular_figures *f);
MUST_CHECK enum rc circular_figures_read(
	struct arena *a, struct str text, struct circular_figures *out, struct err *e);
/* NULL: there is none of this id. */
const struct circular_table *circular_table_of(const struct circular_figures *f, struct str id);
const struct circular_chart *circular_chart_of(const struct circular_figures *f, struct str id);

/* What a circular of a period is about. */
struct circular_period {
	int64_t year, quarter; /* quarter 0: the year */
	struct date first, last;
};
struct circular_period circular_period_of(int64_t year, int64_t quarter);
/* The last quarter, or year, that is over on a day. */
struct circular_period circular_period_before(struct date today, bool year);
struct str circular_period_text(struct arena *a, const struct circular_period *p); /* 2026-Q3, 2026 */

/* One programme with something to tell, and the values of its sentences. */
struct circular_programme {
	const struct procedure *procedure;
	struct wording_values values;
};
struct circular_gathered {
	struct circular_figures figures;
	struct wording_values values; /* of what goes over all programmes */
	struct circular_programme *programmes;
	size_t programmes_n;
};
/* What the pages of the province show at `now`, and what came and went in the period. */
MUST_CHECK enum rc circular_gather(struct db *db, const struct rules *rules, const struct actor *province,
	const struct circular_period *p, int64_t now, struct circular_gathered *out, struct err *e);

#endif

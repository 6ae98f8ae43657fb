/* Figures of an invented enterprise that follow from it and the year, so that what is said in one file is said in every
 * other, under every standard; and what is listed where a procedure counts.
 */
#ifndef SERVICE_DEMO_FIGURES_H
#define SERVICE_DEMO_FIGURES_H

#include "service/demo_acts.h"
#include "service/filing.h"

struct demo_figures {
	int64_t base;  /* revenue of 2018, hundredths of 万元; a sixteenth more every year */
	int64_t staff; /* of them half technicians, three in eight in research */
};
void demo_figures_answer(struct arena *a, const struct demo_figures *f, int year, struct demo_answers *out);
/* What the update of `year` is answered with: the yearly ones among them, of the year before. */
void demo_figures_update(struct arena *a, const struct demo_figures *f, int year, struct answer **out, size_t *n);
/* What a periodic survey asks by the name of a fact, on the first day of `on`'s month: figures of a year as far as it has come,
 * the others as they are. Missing where it asks something else. */
struct str demo_figures_survey(struct arena *a, const struct demo_figures *f, struct str question, struct date on);
/* A certified quality system and a research institution of its own, without which the upper tiers are closed, and research
 * projects, quarters and products of the year before `year`; each where `d->procedure` counts it. `word`: 演示. */
MUST_CHECK enum rc demo_figures_honours(struct demo *d, const struct demo_enterprise *en, const char *word, int64_t at,
	struct err *e);
MUST_CHECK enum rc demo_figures_year(struct demo *d, const struct demo_enterprise *en, const struct demo_figures *f, int year,
	int64_t at, struct err *e);
bool demo_figures_counts_years(const struct procedure *p);

#endif

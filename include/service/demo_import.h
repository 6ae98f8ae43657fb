/* Between the demonstration's files: lists that came in from elsewhere, and enterprises that have just registered. */
#ifndef SERVICE_DEMO_IMPORT_H
#define SERVICE_DEMO_IMPORT_H

#include "service/demo_acts.h"

/* A list of titles from before the system, of `edition`'s programme and province; `days`: valid from and to, with a blank
 * between (no second one: no end is printed). `login`: an account whose enterprise stands on it too; may be empty. Titles that
 * end soon are listed at once, as the day's job would. Nothing before the first day, or where the body is not here. */
MUST_CHECK enum rc demo_import_titles(struct demo *d, struct str edition, struct str days, struct str login, struct err *e);

/* Certificates of the kind that `edition` wants mobilised, some of enterprises that are registered, and what the first city
 * does about those who have not filed. */
MUST_CHECK enum rc demo_import_certificates(struct demo *d, struct str edition, struct err *e);

/* In the first county: two wait to be verified, one was told why not. */
MUST_CHECK enum rc demo_registrations(struct demo *d, struct err *e);

#endif

/* Position 11 of a library number (国科发火〔2018〕11号): which year's tax figures an entry may be used for
 * follows from when the enterprise was founded and when it filed; a corrected filing counts by its own day.
 */
#ifndef DOMAIN_ENTRY_CODE_H
#define DOMAIN_ENTRY_CODE_H

#include "base/time.h"

/* '0': founded before `year` and filed by 31 May; 'A': founded before and filed from 1 June on;
 * 'B': founded in `year`. 0 when it cannot be said: no date of founding, or one after the filing. */
char entry_code(struct date founded, struct date filed, int year);

#endif

/* 迁移 (B13): an enterprise has moved and the province has decided so. From here on the bodies of the new place have
 * whatever is still to be done; those of the old one keep what is over, and one line that says what went where
 * (table enterprise_move).
 *
 * Moves, within the province and in the line of each: files on their way, open cases, updates and surveys that are still owed,
 * titles that end and still hold, demands that wait for an answer; events become readable for the new bodies too. Lists
 * that ask for the present place (reserve, cases of the yearly report, coaching, samples of the register, integrity file)
 * follow by themselves.
 * Stays on purpose: what was published or decided, with the place printed in it (lists, certificates, register, /stats);
 * targets and their progress (counted where the file was decided); what was settled, answered, missed or noted before;
 * across provinces everything: whose a title of another province becomes, no document says.
 */
#ifndef SERVICE_RELOCATION_H
#define SERVICE_RELOCATION_H

#include "service/cases.h"

/* The enterprise of a change with `new_division`, in the transaction of its decision. */
MUST_CHECK enum rc relocate(struct tx *tx, const struct case_view *v, struct err *e);

#endif

/* 部级称号的取消 (B16: seed 001 art. 18; 63号第三章 不再符合的，小巨人企业由省级核实后报工业和信息化部取消). Where the
 * procedure says `sanctions.national`, what two people of the province decide is 核实意见 and a letter; the title stays
 * in force until the ministry's answer is recorded by one person and confirmed by another.
 */
#ifndef SERVICE_NATIONAL_H
#define SERVICE_NATIONAL_H

#include "service/cases.h"

/* Does this outcome of the case go to the ministry? */
bool national_needed(const struct case_view *v, enum case_outcome o);
/* Is a programme's title the ministry's, by the procedure that governs it, or by any of the programme where the
 * province has none? */
bool national_programme(const struct rules *rules, struct str programme, struct str body, struct str edition, struct date day);
/* The second person has confirmed a draft that goes to the ministry: the letter is fixed, the case waits. What a change
 * says about name and place holds from now on; the title does not move. In case_confirm. */
MUST_CHECK enum rc national_report(struct tx *tx, struct case_view *v, struct err *e);

/* 登记部级答复. RC_INVALID: answer_no, answered_on (before the letter, or to come), text, ban_to. */
USE_CASE(national_answer)
struct national_answer {
	struct str public_id;
	int64_t version;
	bool agreed;
	struct str answer_no; /* 文号 */
	struct date answered_on;
	struct str text;      /* what it says */
	struct date ban_to;   /* where the ground bans and the answer agrees */
	const struct evidence_stored *files;
	size_t files_n;
};
/* By another person: the title turns at once, from the day of the answer, or stays. RC_FORBIDDEN (MSG_SECOND_PERSON). */
USE_CASE(national_settle)
struct national_settle {
	struct str public_id;
	int64_t version;
	bool back;	 /* 退回重新登记 */
	struct str text; /* why; asked with `back` */
};
/* The earliest last day of the ban when the ministry answers on `answered`; {0}: the ground bans nothing, or prints none. */
struct date national_ban_least(const struct case_view *v, struct date answered);

#endif

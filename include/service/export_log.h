/* Which officer took which list away: a line of the log before the first byte goes, and one with rows and hash before
 * the last ones do. A download that was broken off has the first one only. Both stand with the body (object "agency").
 */
#ifndef SERVICE_EXPORT_LOG_H
#define SERVICE_EXPORT_LOG_H

#include "service/tx.h"

USE_CASE(export_begin)
struct export_begin {
	struct str file;    /* name of the download */
	struct str query;   /* what of the list: as it stood in the address */
	struct strs column; /* titles of those that were chosen */
	int64_t no;	    /* out: number of this download */
};
USE_CASE(export_end)
struct export_end {
	struct str file;
	int64_t no, rows, size;
	struct str sha256;
};

#endif

/* One line per event on stderr: `2023-02-20T09:00:00+08:00 level area message`. Control characters
 * in the message are written as \xNN, so nobody can forge a line. No personal data, no secrets.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/compat.h"
#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG__MAX };

void log_set_level(enum log_level level); /* at start-up, before threads */
PRINTF_LIKE(3, 4) void log_line(enum log_level level, const char *area, const char *fmt, ...);
/* code, message name, field, detail */
void log_err(enum log_level level, const char *area, const struct err *e);

#endif

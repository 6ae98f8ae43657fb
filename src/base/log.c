/* The operator's view: one unforgeable line per event. */
#include "base/log.h"

#include <stdarg.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/time.h"

static enum log_level threshold = LOG_INFO; /* set once in main, before any thread */

void log_set_level(enum log_level level)
{
	threshold = level;
}

static size_t clean_copy(char *to, size_t size, const char *from)
{
	size_t n = 0;

	for (; *from && n + 5 < size; from++) {
		unsigned char c = (unsigned char)*from;
		if (c >= 0x20 && c != 0x7f)
			to[n++] = *from;
		else
			n += (size_t)snprintf(to + n, size - n, "\\x%02x", c);
	}
	return n;
}

void log_line(enum log_level level, const char *area, const char *fmt, ...)
{
	static const char *const names[LOG__MAX] = {"debug", "info", "warn", "error"};
	char text[1024], clean[2048], line[2304];
	struct timespec ts;
	va_list ap;

	if (level < threshold)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	clean[clean_copy(clean, sizeof(clean), text)] = '\0';
	clock_gettime(CLOCK_REALTIME, &ts);
	struct date d = date_of_instant((int64_t)ts.tv_sec * 1000);
	int64_t s = ts.tv_sec - instant_day_start(d) / 1000;
	int n = snprintf(line, sizeof(line), "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00 %s %s %s\n", d.y,
		d.m, d.d, (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60),
		(int)(ts.tv_nsec / 1000000), names[level], area, clean);
	if (n > 0) {
		ssize_t written = write(STDERR_FILENO, line, MIN_OF((size_t)n, sizeof(line) - 1));
		(void)written; /* nowhere left to complain */
	}
}

void log_err(enum log_level level, const char *area, const struct err *e)
{
	log_line(level, area, "%s %s%s%s %s", rc_name(e->code), msg_name(e->msg),
		e->field[0] ? " field=" : "", e->field, e->detail);
}

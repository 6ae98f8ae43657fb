/* Calendar arithmetic without the C library's time zones: days by Hinnant's civil algorithm. */
#include "base/time.h"

#include "base/buf.h"
#include "base/utf8.h"

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int month_days(int y, int m)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

bool date_valid(struct date d)
{
	return d.y >= 1900 && d.y <= 2199 && d.m >= 1 && d.m <= 12 && d.d >= 1 &&
	       d.d <= month_days(d.y, d.m);
}

static bool digits(struct str s, size_t from, size_t n, int *out)
{
	int v = 0;

	if (from + n > s.n || n == 0)
		return false;
	for (size_t i = from; i < from + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*out = v;
	return true;
}

static bool date_make(int y, int m, int d, struct date *out)
{
	if (y < 0 || y > 9999 || m < 0 || m > 99 || d < 0 || d > 99)
		return false;
	struct date made = {(int16_t)y, (int8_t)m, (int8_t)d};
	if (!date_valid(made))
		return false;
	*out = made;
	return true;
}

bool date_parse(struct str s, struct date *out)
{
	int y, m, d;

	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && digits(s, 0, 4, &y) &&
	       digits(s, 5, 2, &m) && digits(s, 8, 2, &d) && date_make(y, m, d, out);
}

/* Reads three runs of digits, whatever stands between them. */
static bool date_three_numbers(struct str s, struct date *out)
{
	int part[3];
	size_t n = 0, i = 0;

	while (i < s.n) {
		if (s.p[i] < '0' || s.p[i] > '9') {
			i++;
			continue;
		}
		size_t from = i;
		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
			i++;
		if (n == 3 || i - from > (n ? 2 : 4) || !digits(s, from, i - from, &part[n]))
			return false;
		n++;
	}
	return n == 3 && date_make(part[0], part[1], part[2], out);
}

bool date_parse_loose(struct str raw, struct date *out)
{
	char clean[32];
	size_t n = 0, i = 0;
	int y, m, d;

	while (i < raw.n) {
		int32_t cp = utf8_next(raw, &i);
		if (cp >= 0xff10 && cp <= 0xff19)
			cp -= 0xfee0;
		bool separator = cp == '-' || cp == '/' || cp == '.' || cp == ' ' || cp == 0x5e74 ||
		                 cp == 0x6708 || cp == 0x65e5 || cp == 0xff0d || cp == 0xff0f ||
		                 cp == 0xff0e || cp == 0x3000;
		if (!separator && (cp < '0' || cp > '9'))
			return false;
		if (n == sizeof(clean))
			return false;
		clean[n++] = separator ? '-' : (char)cp;
	}
	struct str s = {clean, n};
	if (n == 8 && digits(s, 0, 4, &y) && digits(s, 4, 2, &m) && digits(s, 6, 2, &d))
		return date_make(y, m, d, out);
	return date_three_numbers(s, out);
}

bool date_is_none(struct date d)
{
	return d.y == 0 && d.m == 0 && d.d == 0;
}

struct str date_str(struct arena *a, struct date d)
{
	if (date_is_none(d))
		return STR("");
	if (d.y < 1000 || d.y > 9999) /* no date of ours; years have four digits */
		return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
	char *p = arena_alloc(a, sizeof("YYYY-MM-DD"));
	const char text[] = {(char)('0' + d.y / 1000), (char)('0' + d.y / 100 % 10),
	        (char)('0' + d.y / 10 % 10), (char)('0' + d.y % 10), '-', (char)('0' + d.m / 10),
	        (char)('0' + d.m % 10), '-', (char)('0' + d.d / 10), (char)('0' + d.d % 10), '\0'};
	memcpy(p, text, sizeof(text));
	return (struct str){p, sizeof(text) - 1};
}

struct str date_prose(struct arena *a, struct date d)
{
	return date_is_none(d) ? STR("") : str_fmt(a, "%d年%d月%d日", d.y, d.m, d.d);
}

int64_t date_days(struct date d)
{
	int64_t y = d.y - (d.m <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t m = mp + (mp < 10 ? 3 : -9);

	return (struct date){(int16_t)(yoe + era * 400 + (m <= 2)), (int8_t)m,
	        (int8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

struct date date_add(struct date d, int64_t days)
{
	return date_from_days(date_days(d) + days);
}

struct date date_add_months(struct date d, int months)
{
	int64_t at = (int64_t)d.y * 12 + d.m - 1 + months;
	int y = (int)floor_div(at, 12), m = (int)(at - floor_div(at, 12) * 12) + 1;

	return (struct date){(int16_t)y, (int8_t)m, (int8_t)MIN_OF(d.d, month_days(y, m))};
}

struct date date_add_years(struct date d, int years)
{
	return date_add_months(d, years * 12);
}

int date_cmp(struct date a, struct date b)
{
	int x = (a.y * 16 + a.m) * 32 + a.d, y = (b.y * 16 + b.m) * 32 + b.d;

	return (x > y) - (x < y);
}

int date_weekday(struct date d)
{
	int64_t w = (date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(w < 0 ? w + 7 : w) + 1;
}

struct date date_month_end(int y, int m)
{
	return (struct date){(int16_t)y, (int8_t)m, (int8_t)month_days(y, m)};
}

struct date date_of_instant(int64_t ms)
{
	return date_from_days(floor_div(ms + CST_OFFSET_MS, MS_PER_DAY));
}

int64_t instant_day_start(struct date d)
{
	return date_days(d) * MS_PER_DAY - CST_OFFSET_MS;
}

int64_t instant_day_end(struct date d)
{
	return instant_day_start(d) + MS_PER_DAY;
}

/* The part after the minutes: [:SS[.fff]] and the offset; minutes of offset in *offset. */
static bool instant_tail(struct str s, int *seconds, int *millis, int *offset)
{
	size_t i = 0;

	*seconds = *millis = 0;
	*offset = 8 * 60;
	if (i < s.n && s.p[i] == ':') {
		if (!digits(s, 1, 2, seconds) || *seconds > 59)
			return false;
		i = 3;
		if (i < s.n && s.p[i] == '.') {
			size_t from = ++i;
			int weight = 100;
			while (i < s.n && i - from < 9 && s.p[i] >= '0' && s.p[i] <= '9') {
				*millis += (s.p[i++] - '0') * weight;
				weight /= 10;
			}
			if (i == from)
				return false;
		}
	}
	if (i == s.n)
		return true;
	if (s.n == i + 1 && s.p[i] == 'Z') {
		*offset = 0;
		return true;
	}
	int h, m;
	if (s.n != i + 6 || (s.p[i] != '+' && s.p[i] != '-') || s.p[i + 3] != ':' ||
	        !digits(s, i + 1, 2, &h) || !digits(s, i + 4, 2, &m) || h > 14 || m > 59)
		return false;
	*offset = (s.p[i] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

bool instant_parse(struct str s, int64_t *out)
{
	struct date d;
	int h, min, sec, millis, offset;

	if (!date_parse(str_sub(s, 0, 10), &d))
		return false;
	if (s.n == 10) {
		*out = instant_day_start(d);
		return true;
	}
	if (s.n < 16 || (s.p[10] != 'T' && s.p[10] != ' ') || s.p[13] != ':' ||
	        !digits(s, 11, 2, &h) || !digits(s, 14, 2, &min) || h > 23 || min > 59 ||
	        !instant_tail(str_sub(s, 16, s.n), &sec, &millis, &offset))
		return false;
	*out = date_days(d) * MS_PER_DAY + (((int64_t)h * 60 + min - offset) * 60 + sec) * 1000 +
	       millis;
	return true;
}

struct str instant_str(struct arena *a, int64_t ms)
{
	struct date d = date_of_instant(ms);
	int64_t s = (ms - instant_day_start(d)) / 1000;

	return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", d.y, d.m, d.d, (int)(s / 3600),
	        (int)(s / 60 % 60), (int)(s % 60));
}

struct str instant_human(struct arena *a, int64_t ms)
{
	struct date d = date_of_instant(ms);
	int64_t s = (ms - instant_day_start(d)) / 1000;

	return str_fmt(
	        a, "%04d-%02d-%02d %02d:%02d", d.y, d.m, d.d, (int)(s / 3600), (int)(s / 60 % 60));
}

struct str instant_http(struct arena *a, int64_t ms)
{
	static const char *const day[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const month[] = {
	        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct date d = date_of_instant(ms - CST_OFFSET_MS);
	int64_t s = floor_div(ms, 1000) - date_days(d) * 86400;

	return str_fmt(a, "%s, %02d %s %04d %02d:%02d:%02d GMT", day[date_weekday(d) - 1], d.d,
	        month[d.m - 1], d.y, (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

/* What every page handler uses: the frame out of the request, fields that keep what was typed, the
 * problem page. Everything lives in the request's arena.
 *
 *	struct view_e_home v = {0};
 *	page_view(c, "工作台", &v.page);
 *	page_crumb(c, &v.page, STR("工作台"), str_none());
 *	...
 *	tmpl_enterprise_home(respond_html(c, 200), &v);
 */
#ifndef PAGE_COMMON_H
#define PAGE_COMMON_H

#include "page/view_common.h"
#include "web/app.h"

/* Fills the frame: person, navigation of the role (only what the route table serves to that role),
 * banner, tokens, texts of the site, addresses of the assets. */
void page_view(struct ctx *c, const char *title, struct view_page *out);
/* The same with a title out of data (an announcement's). */
void page_view_str(struct ctx *c, struct str title, struct view_page *out);
/* What the person should know about their own contact (service/delivery), as the banner of a first page. */
MUST_CHECK enum rc page_contact_note(struct ctx *c, struct db *db, struct view_page *p, struct err *e);
void page_crumb(struct ctx *c, struct view_page *p, struct str text, struct str href);
/* Marks the entry of the navigation with that address, or its subject, with a number: 消息 3. */
void page_nav_count(struct ctx *c, struct view_page *p, const char *href, int64_t count);
/* The first page after signing in: "/e", "/o", "/a", "/". */
struct str page_home(const struct actor *who);
/* 填报人, 县级审核 …; "" for nobody. */
struct str page_role_label(const struct actor *who);

/* problem_fn (web/app.h): templates/public/problem.html with what to do, request number, phone. */
enum rc page_problem(struct ctx *c, int status, const struct err *e);
/* What it shows: the error's own words when there is an error, else those of the status. */
void problem_view(struct ctx *c, int status, const struct err *e, struct view_problem *out);

/* --- fields --- */
/* What was typed when the form is shown again, else `stored`. Text that is not UTF-8 is not shown. */
struct str field_typed(const struct ctx *c, const char *id, struct str stored);
/* `errors` may be NULL. Set further members afterwards: hint, width, optional, last_value … */
struct view_field field_text(const struct ctx *c, const char *id, const char *label,
	struct str value, const struct form_errors *errors);
/* Right-aligned, decimal keyboard, unit behind it (NULL: none). */
struct view_field field_number(const struct ctx *c, const char *id, const char *label,
	const char *unit, struct str value, const struct form_errors *errors);
struct view_field field_date(const struct ctx *c, const char *id, const char *label,
	struct date value, const struct form_errors *errors);
/* Never filled again. `autocomplete`: "current-password" or "new-password". */
struct view_field field_password(const char *id, const char *label, const char *autocomplete,
	const struct form_errors *errors);
struct view_check field_check(const struct ctx *c, const char *id, const char *label, bool checked,
	const struct form_errors *errors);
/* Radios, boxes or a select without options yet. */
struct view_choices field_choices(const char *id, const char *label,
	const struct form_errors *errors);
/* One option; checked when it is among the typed values, or equal to `stored` before the first POST. */
void choices_add(struct ctx *c, struct view_choices *ch, struct str value, struct str label,
	struct str stored);

/* The day of a filter in the address, spelled as people spell it; false and *out untouched when there is none. What is
 * no date is an error of the field: a list without that filter must not stand there as if it were the one asked for.
 */
bool filter_day(const struct ctx *c, const char *name, struct form_errors *errors, struct date *out);
/* RC_INVALID (answered 400) with the first of them, for the list as a file: it has no field to stand beside. */
MUST_CHECK enum rc filter_refused(const struct form_errors *errors, struct err *e);

/* --- small makers --- */
static inline struct view_tag tag_of(const char *kind, struct str text)
{
	return (struct view_tag){text, kind};
}
void rows_add(struct ctx *c, struct view_row_list *rows, const char *label, struct str value);
void links_add(struct ctx *c, struct view_links *links, struct str text, struct str href,
	bool current);
/* Score interval against the pass line, all in the unit of `max` (> 0), clamped to 0…max.
 * “44–74，需 60”, or “66，需 60” when low == high. */
struct view_meter meter_of(struct ctx *c, int low, int high, int need, int max);
/* 17 of 40 → 42 (per cent, rounded down, clamped), for <rect width="{{x}}%">. */
int percent_of(int64_t part, int64_t whole);
/* 2026-11-20, 2026-11-20 09:30: a cell of it must not break at its hyphens. */
bool text_is_day(struct str s);

#endif

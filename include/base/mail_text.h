/* What stands in the head of a mail: addresses and texts that cannot become another header.
 * Addresses are plain ASCII `local@domain` (RFC 5321 without quotes, comments and literals, no SMTPUTF8); texts are encoded
 * words of RFC 2047 whenever they are more than printable ASCII.
 */
#ifndef BASE_MAIL_TEXT_H
#define BASE_MAIL_TEXT_H

#include "base/arena.h"
#include "base/str.h"

#define MAIL_ADDRESS_MAX 100 /* bytes, as the forms take it */

/* No blank, control character, quote, bracket, comma or byte above 127; one @; a domain of at least two labels, or localhost. */
bool mail_address_ok(struct str s);
/* A part of a header's value: control characters become blanks, what is not ASCII is encoded, long ones are folded. Valid UTF-8 in. */
struct str mail_header_text(struct arena *a, struct str text);
/* The part behind the @ of an address that is one. */
struct str mail_domain(struct str address);
/* z***@example.cn: enough to recognise one's own. */
struct str mail_address_hint(struct arena *a, struct str address);

#endif

/* The one way out for mail: SMTP (RFC 5321) by libcurl. Knows a server, a letter and an answer; who is told what and when
 * is service/post.
 *
 * A link is one conversation with one server, used by one thread; letters of a round share its connection. The server's
 * certificate is always verified where there is TLS; a password is not sent without it.
 */
#ifndef BASE_MAIL_H
#define BASE_MAIL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum mail_tls {
	MAIL_TLS_START, /* STARTTLS, and no mail without it */
	MAIL_TLS_FULL,	/* TLS from the first byte (port 465) */
	MAIL_TLS_NONE,	/* a relay on this machine; no password */
};

struct mail_server {
	struct str host;
	int64_t port;
	enum mail_tls tls;
	struct str user, password; /* empty: without signing in */
	struct str ca_file;	   /* PEM; empty: the system's */
	struct str from, from_name;
};

/* One plain text in UTF-8 to one person. `id` without brackets, the same for the same letter sent again. */
struct mail_letter {
	struct str to, subject, body, id;
	int64_t at; /* ms UTC: the Date */
};

enum mail_outcome {
	MAIL_SENT,    /* the server has taken it over */
	MAIL_LATER,   /* 4xx for this letter */
	MAIL_REFUSED, /* 5xx for this letter or its address */
	MAIL_DOWN,    /* no answer, no TLS, no sign-in, sender refused: the same would happen to any letter */
};
struct mail_answer {
	enum mail_outcome outcome;
	struct str text; /* the server's last words, or the library's: for administrators */
};

struct mail_link;
/* RC_INVALID: an address that is none, a password without TLS. RC_INTERNAL: the library. Nothing is sent yet. */
MUST_CHECK enum rc mail_open(
	const struct mail_server *server, struct arena *a, struct mail_link **out, struct err *e);
/* At most 10 s for the connection and 60 s altogether. Texts of the answer live in `a`. */
void mail_send(struct mail_link *link, const struct mail_letter *letter, struct arena *a, struct mail_answer *out);
void mail_close(struct mail_link *link); /* NULL is fine */

#endif

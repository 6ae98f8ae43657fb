/* The words of letters. */
#ifndef SERVICE_POST_TEXT_H
#define SERVICE_POST_TEXT_H

#include "service/services.h"
#include "store/q.h"

struct post_text {
	struct str subject, body; /* lines end with CRLF */
};

#define POST_DIGEST_LINES 20

/* A message whose clock runs, to somebody of that role. */
struct post_text post_text_notice(
	const struct services *sv, struct arena *a, const struct q_post_message *m, struct str role);
/* The day's messages, newest first; beyond POST_DIGEST_LINES only that there are more. */
struct post_text post_text_digest(
	const struct services *sv, struct arena *a, const struct q_post_digest_messages_list *m);
/* confirm and reset, with their token; test, without. */
struct post_text post_text_link(
	const struct services *sv, struct arena *a, const char *kind, struct str token);

#endif

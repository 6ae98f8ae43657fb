/* Plain CGI (RFC 3875): one request from the environment and standard input, one answer, exit. */
#ifndef TRANSPORT_CGI_H
#define TRANSPORT_CGI_H

#include "web/app.h"

/* RC_IO when the answer could not be written; everything else is an answer. */
MUST_CHECK enum rc cgi_serve(struct app *app, char *const *env, int in, int out,
	const char *tmp_dir, struct err *e);

#endif

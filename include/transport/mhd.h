/* The program's own server (libmicrohttpd), the default way to run it. One thread per connection; not
 * the face to the Internet (put nginx before it): by default it listens on 127.0.0.1.
 */
#ifndef TRANSPORT_MHD_H
#define TRANSPORT_MHD_H

#include "web/app.h"

struct mhd_options {
	const char *listen;  /* "127.0.0.1:8080" */
	const char *tmp_dir; /* for large bodies; exists */
	int connections;     /* 0: 256 */
	int per_ip;	     /* 0: 16, or no limit when only this machine can connect */
	int64_t head_ms;     /* 0: 15 s for a request's head, however slowly it trickles */
};

/* Serves until SIGTERM or SIGINT, then drains for up to 10 s. stop_prepare() was called before. */
MUST_CHECK enum rc mhd_serve(struct app *app, const struct mhd_options *options, struct err *e);

#endif

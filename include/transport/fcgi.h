/* FastCGI behind nginx (libfcgi): T threads that accept for themselves, one socket, no keep-alive. */
#ifndef TRANSPORT_FCGI_H
#define TRANSPORT_FCGI_H

#include "web/app.h"

struct fcgi_options {
	const char *socket;  /* path of the UNIX socket; NULL: the one that systemd passed */
	int workers;	     /* threads, 1-256 */
	const char *tmp_dir; /* for large bodies; exists */
	const char *blob_dir; /* stored files ... */
	/* ... are left to nginx under this internal prefix ("/_files/"), or sent by us when NULL.
	 * nginx then keeps Content-Type, Content-Disposition, Cache-Control and cookies of our
	 * answer and nothing else: its location adds the sandbox policy and nosniff again. */
	const char *accel;
};

/* Serves until SIGTERM or SIGINT, then drains for up to 10 s. stop_prepare() was called before. */
MUST_CHECK enum rc fcgi_serve(struct app *app, const struct fcgi_options *options, struct err *e);

#endif

/* Listening sockets, made by us and not by the libraries: with clear errors, modes and no exit(). */
#ifndef TRANSPORT_LISTEN_H
#define TRANSPORT_LISTEN_H

#include "base/arena.h"
#include "base/err.h"

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080"; port 0 takes a free one. *url is what a browser
 * is told, *loopback whether only this machine can come in. */
MUST_CHECK enum rc listen_tcp(struct arena *a, const char *address, int *fd, struct str *url,
	bool *loopback, struct err *e);
/* UNIX socket, mode 0660, non-blocking. A dead socket of that name is replaced, a live one is
 * RC_BUSY. */
MUST_CHECK enum rc listen_unix(const char *path, int *fd, struct err *e);
/* The socket that systemd passed (LISTEN_PID, LISTEN_FDS), made non-blocking; -1 when there is none. */
int listen_inherited(void);

#endif

/* Stopping: SIGTERM and SIGINT are blocked in every thread and taken by one sigwait, so that no call
 * is interrupted anywhere and nothing happens inside a handler.
 */
#ifndef TRANSPORT_STOP_H
#define TRANSPORT_STOP_H

/* First thing in a command that serves, before any thread exists (before store_open). Also ignores
 * SIGPIPE. */
void stop_prepare(void);
/* Ignores SIGPIPE again (libfcgi takes it over, pitfall F3). */
void stop_ignore_pipe(void);
/* Returns the signal that asks to stop. */
int stop_wait(void);

#endif

/* One place for signals: see the header. */
#include "transport/stop.h"

#include <pthread.h>
#include <signal.h>

#include "base/compat.h"

static sigset_t stop_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1); /* libfcgi would take it */
	return set;
}

void stop_ignore_pipe(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigaction(SIGPIPE, &ignore, NULL);
}

void stop_prepare(void)
{
	sigset_t set = stop_signals();

	pthread_sigmask(SIG_BLOCK, &set, NULL);
	stop_ignore_pipe();
}

int stop_wait(void)
{
	sigset_t set = stop_signals();
	int sig = 0;

	while (sigwait(&set, &sig) != 0 || sig == SIGUSR1)
		;
	return sig;
}

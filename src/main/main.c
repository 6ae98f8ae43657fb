/* The program: everything it can do is a command. */
#include <signal.h>

#include "cli/commands.h"

int main(int argc, char **argv)
{
	/* A client that hangs up is an error of one write, not the end of the program. */
	signal(SIGPIPE, SIG_IGN);
	return commands_main(argc, argv);
}

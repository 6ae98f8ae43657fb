/* Calls that have no place here: each has a bounded, explicit replacement in base/. Words that are
 * also good names (time, system, random, getenv …) are left to tests/lint/banned.
 * Third-party headers are included before ours in the one driver that needs them.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets
#pragma GCC poison atoi atol atoll atof scanf sscanf fscanf
#pragma GCC poison gmtime localtime mktime asctime setlocale popen srand srandom

#endif

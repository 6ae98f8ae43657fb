/* What the pages are measured against: libfcgi with the same number of threads on the same kind of
 * socket behind the same nginx, sending a page of the same size and thinking of nothing.
 *	bare SOCKET WORKERS BYTES
 */
#include <fcgiapp.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char head[] = "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                           "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n";
static char *answer;
static int answer_len, listen_fd;

static void *serve(void *arg)
{
	FCGX_Request r;

	(void)arg;
	if (FCGX_InitRequest(&r, listen_fd, 0) != 0)
		return NULL;
	while (FCGX_Accept_r(&r) == 0) {
		FCGX_PutStr(answer, answer_len, r.out);
		FCGX_Finish_r(&r);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	int workers = argc == 4 ? (int)strtol(argv[2], NULL, 10) : 0;
	int size = argc == 4 ? (int)strtol(argv[3], NULL, 10) : -1;
	pthread_t thread;
	char *body;

	if (workers < 1 || workers > 256 || size < 0 || size > 10000000) {
		fprintf(stderr, "bare SOCKET WORKERS BYTES\n");
		return 2;
	}
	FCGX_Init();
	listen_fd = FCGX_OpenSocket(argv[1], 1024);
	chmod(argv[1], 0666);
	answer = malloc((size_t)size + 1024);
	if (!answer || listen_fd < 0)
		return 1;
	answer_len = snprintf(answer, 1024, "%sContent-Length: %d\r\n\r\n", head, size);
	body = answer + answer_len;
	for (int i = 0; i < size; i++)
		body[i] = (char)('a' + i % 26);
	answer_len += size;
	for (int i = 1; i < workers; i++)
		if (pthread_create(&thread, NULL, serve, NULL) != 0)
			return 1;
	serve(NULL);
	return 0;
}

/* libfcgi, and nothing else, lives here. Its traps and our answers are the F numbers of
 * docs/transport.md: no mutex around accept (F1), stopping by eventfd and a non-blocking socket
 * (F2), our own socket (F6), bounded reading of stdin (F8), one write (F11), back-off on errors
 * (F12).
 */
#include <fastcgi.h>
#include <fcgiapp.h>

#include "transport/fcgi.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/log.h"
#include "transport/body.h"
#include "transport/cgienv.h"
#include "transport/listen.h"
#include "transport/stop.h"
#include "web/stream.h"

#define STACK_SIZE ((size_t)1 << 20)
#define REQUEST_ARENA ((size_t)256 << 20)
#define CHUNK ((size_t)64 << 10)
#define STREAM_CHUNK ((size_t)48 << 10) /* fits into one record */
#define STREAM_ROOM ((size_t)8000) /* what fits into the library's buffer at once */
#define DRAIN_MS 10000
#define MAX_BACKOFF_MS 1000

struct server {
	struct app *app;
	const struct fcgi_options *o;
	int listen_fd, stop_fd;
};

struct worker {
	struct server *s;
	pthread_t thread;
	FCGX_Request r;
	atomic_bool done;
};

static bool put(FCGX_Stream *out, struct str s)
{
	while (s.n > 0) {
		int n = (int)MIN_OF(s.n, (size_t)1 << 30);
		if (FCGX_PutStr(s.p, n, out) != n)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

/* One record of standard output straight to the peer. a and b together at most FCGI_MAX_LENGTH. */
static bool put_record(const FCGX_Request *r, struct str a, struct str b)
{
	size_t n = a.n + b.n;
	FCGI_Header h = {.version = FCGI_VERSION_1,
	        .type = FCGI_STDOUT,
	        .requestIdB1 = (unsigned char)(r->requestId >> 8),
	        .requestIdB0 = (unsigned char)r->requestId,
	        .contentLengthB1 = (unsigned char)(n >> 8),
	        .contentLengthB0 = (unsigned char)n};
	struct str parts[] = {{(const char *)&h, sizeof(h)}, a, b};
	struct iovec v[ARRAY_LEN(parts)];

	for (size_t left = sizeof(h) + n; left > 0;) {
		for (size_t i = 0; i < ARRAY_LEN(parts); i++) /* writev does not write to them */
			v[i] = (struct iovec){(void *)(uintptr_t)parts[i].p, parts[i].n};
		ssize_t sent = writev(r->ipcFd, v, ARRAY_LEN(v));
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		left -= (size_t)sent;
		for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
			size_t gone = MIN_OF((size_t)sent, parts[i].n);
			parts[i] = (struct str){parts[i].p + gone, parts[i].n - gone};
			sent -= (ssize_t)gone;
		}
	}
	return true;
}

/* The library would copy a page through its stream and wake the web server every 8 KiB of it. So
 * all but the end goes around the stream, which is still empty; the end takes the closing records
 * with it. */
static bool put_page(struct worker *w, struct str head, struct str body)
{
	if (head.n + body.n > STREAM_ROOM && head.n < FCGI_MAX_LENGTH) {
		size_t around = body.n - MIN_OF(body.n, STREAM_ROOM / 2);
		while (around > 0) {
			size_t n = MIN_OF(around, FCGI_MAX_LENGTH - head.n);
			if (!put_record(&w->r, head, str_sub(body, 0, n)))
				return false;
			head = STR("");
			body = str_sub(body, n, body.n);
			around -= n;
		}
	}
	return put(w->r.out, head) && put(w->r.out, body);
}

/* "<blob_dir>/aa/bb/…" → "/_files/aa/bb/…"; missing when the file lies elsewhere. */
static struct str accel_path(const struct fcgi_options *o, struct str file, struct arena *a)
{
	struct str dir = str_c(o->blob_dir);

	if (!o->accel || !file.p || str_empty(dir) || !str_starts(file, dir))
		return str_none();
	struct str rest = str_sub(file, dir.n, file.n);
	if (rest.n == 0 || rest.p[0] != '/')
		return str_none();
	return str_cat(a, str_c(o->accel), str_sub(rest, 1, rest.n));
}

static void send_file(struct worker *w, int fd)
{
	char chunk[CHUNK];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		if (!put(w->r.out, (struct str){chunk, (size_t)n}))
			break;
}

/* Opens res->file; when it cannot be, the answer becomes a 500. */
static int open_file(struct worker *w, struct http_req *req, struct http_res *res, struct arena *a,
        int64_t *length)
{
	struct stat st;
	int fd = open(res->file.p, O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		*length = st.st_size;
		return fd;
	}
	if (fd >= 0)
		close(fd);
	log_line(LOG_ERROR, "fcgi", "request %.*s: cannot open a stored file", STR_ARG(req->id));
	*res = (struct http_res){0};
	app_refuse(w->s->app, req, 500, res, a);
	return -1;
}

/* nginx takes a connection that ends for the end of an answer without length; a record that is none makes it hang up
 * on its visitor, who then knows that something is missing. */
static void break_off(const FCGX_Request *r)
{
	static const char no_record[sizeof(FCGI_Header)] = {0};

	(void)!write(r->ipcFd, no_record, sizeof(no_record));
	shutdown(r->ipcFd, SHUT_RDWR);
}

/* Around the library's stream, which stays empty for the closing records. */
static void send_stream(struct worker *w, const struct http_req *req, struct http_res *res, struct arena *a)
{
	char chunk[STREAM_CHUNK];
	int64_t n = 0;
	bool here = put_record(&w->r, cgienv_head(res, a, LENGTH_UNKNOWN, str_none()), STR(""));

	while (here && (n = stream_read(res->stream, chunk, sizeof(chunk))) > 0)
		here = put_record(&w->r, (struct str){chunk, (size_t)n}, STR(""));
	if (n < 0)
		break_off(&w->r);
	if (!here)
		log_line(LOG_DEBUG, "fcgi", "request %.*s: peer left", STR_ARG(req->id));
}

static void answer(struct worker *w, struct http_req *req, struct http_res *res, struct arena *a)
{
	struct str accel = accel_path(w->s->o, res->file, a);
	int64_t length = 0;
	int fd = -1;

	if (res->stream) {
		send_stream(w, req, res, a);
		return;
	}
	if (res->file.p && !accel.p)
		fd = open_file(w, req, res, a, &length);
	if (!res->file.p)
		length = (int64_t)http_res_payload(res).n;
	struct str body = res->file.p || req->head ? STR("") : http_res_payload(res);
	if (!put_page(w, cgienv_head(res, a, length, accel), body))
		log_line(LOG_DEBUG, "fcgi", "request %.*s: peer left", STR_ARG(req->id));
	else if (fd >= 0 && !req->head)
		send_file(w, fd);
	if (fd >= 0)
		close(fd);
}

/* Reads stdin up to its end or one byte over the limit. 0, or the status of the refusal. */
static int read_body(
        struct worker *w, struct http_req *req, int64_t limit, struct body *body, struct arena *a)
{
	char chunk[CHUNK];
	struct err e = {0};
	int64_t left = req->content_length >= 0 ? req->content_length : limit + 1;

	body_init(body, a, w->s->o->tmp_dir, limit, req->content_length);
	while (left > 0) {
		int n = FCGX_GetStr(chunk, (int)MIN_OF((int64_t)sizeof(chunk), left), w->r.in);
		if (n <= 0)
			break;
		left -= n;
		if (body_add(body, (struct str){chunk, (size_t)n}, &e) != RC_OK)
			break;
	}
	if (e.code == RC_OK && req->content_length >= 0 && left > 0)
		return 400; /* shorter than it said */
	if (e.code == RC_OK && body_finish(body, &req->body, &e) == RC_OK)
		return 0;
	if (e.code != RC_TOO_LARGE)
		log_err(LOG_ERROR, "fcgi", &e);
	return app_status(e.code);
}

static void serve_one(struct worker *w, struct arena *a)
{
	struct http_req req = {0};
	struct http_res res = {0};
	int64_t limit = 0;

	int status = cgienv_request(w->r.envp, &req, a);
	if (status == 0 && !app_head(w->s->app, &req, &limit, &res, a)) {
		answer(w, &req, &res, a);
		return;
	}
	if (status == 0 && limit > 0)
		status = read_body(w, &req, limit, ARENA_NEW(a, struct body), a);
	if (status)
		app_refuse(w->s->app, &req, status, &res, a);
	else
		app_handle(w->s->app, &req, &res, a);
	answer(w, &req, &res, a);
}

/* True: a connection may be waiting. False: time to stop. */
static bool wait_for_peer(const struct server *s)
{
	struct pollfd fds[2] = {
	        {.fd = s->stop_fd, .events = POLLIN}, {.fd = s->listen_fd, .events = POLLIN}};

	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	return fds[0].revents == 0;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct arena a;
	int backoff = 0;

	arena_init(&a, REQUEST_ARENA);
	while (wait_for_peer(w->s)) {
		int rc = FCGX_Accept_r(&w->r);
		if (rc == -EAGAIN)
			continue; /* another worker took it */
		if (rc < 0) {
			backoff = MIN_OF(backoff ? backoff * 2 : 100, MAX_BACKOFF_MS);
			log_line(LOG_WARN, "fcgi", "accept: %d, waiting %d ms", rc, backoff);
			poll(NULL, 0, backoff);
			continue;
		}
		backoff = 0;
		serve_one(w, &a);
		FCGX_Finish_r(&w->r);
		arena_reset(&a);
	}
	FCGX_Free(&w->r, 1);
	arena_free(&a);
	atomic_store(&w->done, true);
	return NULL;
}

static int start_workers(struct server *s, struct worker *workers, int n)
{
	pthread_attr_t attr;
	int started = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (; started < n; started++) {
		struct worker *w = &workers[started];
		w->s = s;
		if (FCGX_InitRequest(&w->r, s->listen_fd, 0) != 0 ||
		        pthread_create(&w->thread, &attr, work, w) != 0)
			break;
	}
	pthread_attr_destroy(&attr);
	return started;
}

/* Requests under way may finish; a peer that says nothing is hung up on. */
static void stop_workers(struct server *s, struct worker *workers, int n)
{
	int64_t until = monotonic_us() / 1000 + DRAIN_MS;
	uint64_t one = 1;

	(void)!write(s->stop_fd, &one, sizeof(one));
	for (int i = 0; i < n; i++)
		while (!atomic_load(&workers[i].done) && monotonic_us() / 1000 < until)
			poll(NULL, 0, 5);
	for (int i = 0; i < n; i++)
		if (!atomic_load(&workers[i].done) && workers[i].r.ipcFd >= 0)
			shutdown(workers[i].r.ipcFd, SHUT_RDWR);
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
}

static enum rc serve_on(struct server *s, const char *where, struct err *e)
{
	struct worker *workers = calloc((size_t)s->o->workers, sizeof(*workers));

	s->stop_fd = eventfd(0, EFD_CLOEXEC);
	/* How long the library waits for a peer to read the rest (F9). */
	setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 0);
	if (!workers || s->stop_fd < 0 || FCGX_Init() != 0) {
		free(workers);
		return err_detail(e, RC_IO, MSG_INTERNAL, "FastCGI did not start: errno %d", errno);
	}
	stop_ignore_pipe(); /* FCGX_Init has taken it (F3) */
	int n = start_workers(s, workers, s->o->workers);
	if (n > 0) {
		log_line(LOG_INFO, "fcgi", "%s, %d workers", where, n);
		log_line(LOG_INFO, "fcgi", "signal %d, draining", stop_wait());
	}
	stop_workers(s, workers, n);
	close(s->stop_fd);
	free(workers);
	return n > 0 ? RC_OK : err_detail(e, RC_IO, MSG_INTERNAL, "no worker thread");
}

enum rc fcgi_serve(struct app *app, const struct fcgi_options *options, struct err *e)
{
	struct server s = {.app = app, .o = options, .listen_fd = -1};

	if (options->socket) {
		TRY(listen_unix(options->socket, &s.listen_fd, e));
	} else {
		s.listen_fd = listen_inherited();
		if (s.listen_fd < 0)
			return err_set(e, RC_INVALID, MSG_SOCKET_MISSING);
	}
	enum rc rc = serve_on(&s, options->socket ? options->socket : "fd 3", e);
	if (options->socket)
		unlink(options->socket);
	close(s.listen_fd);
	return rc;
}

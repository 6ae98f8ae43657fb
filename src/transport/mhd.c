/* libmicrohttpd, and nothing else, lives here. Its traps and our answers are the M numbers of
 * docs/transport.md: raw target (M4), own body parsing (M5), absolute deadlines (M1), one arena per
 * connection given back when the request is completed (M7).
 */
#include <microhttpd.h>

#include "transport/mhd.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "transport/body.h"
#include "transport/listen.h"
#include "transport/stop.h"
#include "web/stream.h"

#define CONNECTIONS 256
#define PER_IP 16
#define INACTIVITY_S 15
#define HEAD_MS 15000
#define GRACE_MS 10000
#define SLOWEST_BYTES_PER_MS 8 /* 8 KiB a second, after the grace */
#define DRAIN_MS 10000
#define STREAM_BLOCK ((size_t)64 << 10)
#define STACK_SIZE ((size_t)1 << 20)
#define MEMORY_PER_CONNECTION ((size_t)32 << 10)
#define REQUEST_ARENA ((size_t)256 << 20)

enum step { STEP_HEAD, STEP_BODY, STEP_ANSWERED };

struct conn {
	struct conn *prev, *next;
	int fd;
	_Atomic int64_t deadline; /* monotonic ms; 0: none */
	struct arena a;
	char ip[NI_MAXHOST];
	/* of the request under way */
	struct str target;
	enum step step;
	bool counted;
	bool failed; /* the body could not be kept */
	struct http_req req;
	struct http_res res;
	struct body body;
	struct err err;
};

struct server {
	struct app *app;
	const struct mhd_options *o;
	int64_t head_ms;
	pthread_mutex_t lock; /* of the list; taken when a connection begins or ends */
	struct conn *first;
	int stop_fd;
	atomic_int under_way;
};

static int64_t now_ms(void)
{
	return monotonic_us() / 1000;
}

static void deadline_in(struct conn *c, int64_t ms)
{
	atomic_store_explicit(&c->deadline, ms ? now_ms() + ms : 0, memory_order_relaxed);
}

/* --- connections --- */
static void conn_start(struct server *s, struct MHD_Connection *mc, void **socket_context)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c)
		return;
	const union MHD_ConnectionInfo *fd =
	        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *peer =
	        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	c->fd = fd ? fd->connect_fd : -1;
	if (peer && peer->client_addr)
		getnameinfo(peer->client_addr,
		        peer->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
		                                                 : sizeof(struct sockaddr_in),
		        c->ip, sizeof(c->ip), NULL, 0, NI_NUMERICHOST);
	arena_init(&c->a, REQUEST_ARENA);
	deadline_in(c, s->head_ms);
	pthread_mutex_lock(&s->lock);
	c->next = s->first;
	if (c->next)
		c->next->prev = c;
	s->first = c;
	pthread_mutex_unlock(&s->lock);
	*socket_context = c;
}

/* Called before the descriptor is closed: the reaper never shuts down somebody else's. */
static void conn_end(struct server *s, struct conn *c)
{
	pthread_mutex_lock(&s->lock);
	if (c->prev)
		c->prev->next = c->next;
	else
		s->first = c->next;
	if (c->next)
		c->next->prev = c->prev;
	pthread_mutex_unlock(&s->lock);
	arena_free(&c->a);
	free(c);
}

static void on_connection(void *cls, struct MHD_Connection *mc, void **socket_context,
        enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		conn_start(cls, mc, socket_context);
	else if (*socket_context)
		conn_end(cls, *socket_context);
}

static void *reaper(void *arg)
{
	struct server *s = arg;
	struct pollfd stop = {.fd = s->stop_fd, .events = POLLIN};

	while (poll(&stop, 1, 500) <= 0) {
		int64_t now = now_ms();
		pthread_mutex_lock(&s->lock);
		for (struct conn *c = s->first; c; c = c->next) {
			int64_t d = atomic_load_explicit(&c->deadline, memory_order_relaxed);
			if (d && now > d)
				shutdown(c->fd, SHUT_RDWR);
		}
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

/* --- a request --- */
static struct conn *conn_of(struct MHD_Connection *mc)
{
	const union MHD_ConnectionInfo *i =
	        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return i ? i->socket_context : NULL;
}

/* The raw target, before the library takes it apart (it cuts at '?'). */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mc)
{
	struct server *s = cls;
	struct conn *c = conn_of(mc);

	if (!c)
		return NULL;
	deadline_in(c, s->head_ms);
	c->target = str_dup(&c->a, str_c(uri));
	c->step = STEP_HEAD;
	c->failed = false;
	c->req = (struct http_req){.content_length = -1};
	c->res = (struct http_res){0};
	return c;
}

/* No decoding: our own parser reads the raw target (M4). */
static size_t identity_unescape(void *cls, struct MHD_Connection *mc, char *s)
{
	(void)cls;
	(void)mc;
	return strlen(s);
}

struct header_walk {
	struct conn *c;
	int status;
	bool chunked;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *key,
        size_t key_size, const char *value, size_t value_size)
{
	struct header_walk *w = cls;
	struct str name = {key, key_size}, text = {value, value_size};

	(void)kind;
	if (!value)
		text = STR("");
	if (str_eq_nocase(name, STR("transfer-encoding"))) {
		if (w->chunked || !str_eq_nocase(str_trim(text), STR("chunked")))
			w->status = 400;
		w->chunked = true;
	}
	if (w->status == 0)
		w->status = http_req_header(&w->c->req, &w->c->a, name, text);
	return w->status ? MHD_NO : MHD_YES;
}

/* 0, or the status of the refusal. */
static int read_head(
        struct conn *c, struct MHD_Connection *mc, const char *method, const char *version)
{
	struct header_walk w = {.c = c};

	c->req.method = http_method_of(str_c(method));
	c->req.remote_ip = str_c(c->ip);
	MHD_get_connection_values_n(mc, MHD_HEADER_KIND, on_header, &w);
	int status = w.status;
	if (status == 0 && !str_eqc(str_c(version), "HTTP/1.1") &&
	        !str_eqc(str_c(version), "HTTP/1.0"))
		status = 400;
	if (status) {
		c->req.target = c->req.path = STR("/");
		return status;
	}
	status = http_req_finish(&c->req, &c->a, c->target);
	if (status == 0 && w.chunked && c->req.content_length >= 0)
		return 400; /* two lengths: a smuggler's request */
	return status;
}

/* One block of a list; a peer that does not take it in its time is hung up on like every other. */
static ssize_t on_stream(void *cls, uint64_t at, char *p, size_t n)
{
	struct conn *c = cls;

	(void)at;
	deadline_in(c, 0);
	int64_t got = stream_read(c->res.stream, p, n);
	deadline_in(c, GRACE_MS + (int64_t)n / SLOWEST_BYTES_PER_MS);
	if (got > 0)
		return (ssize_t)got;
	return got == 0 ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *make_response(struct conn *c, int64_t *bytes)
{
	struct stat st;

	if (c->res.stream)
		return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, on_stream, c, NULL);

	if (!c->res.file.p) {
		struct str s = http_res_payload(&c->res);
		*bytes = (int64_t)s.n;
		return MHD_create_response_from_buffer(
		        s.n, (void *)(uintptr_t)s.p, MHD_RESPMEM_PERSISTENT);
	}
	int fd = open(c->res.file.p, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		if (fd >= 0)
			close(fd);
		log_line(LOG_ERROR, "mhd", "request %.*s: cannot open a stored file: errno %d",
		        STR_ARG(c->req.id), errno);
		return NULL;
	}
	*bytes = st.st_size;
	return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
}

static enum MHD_Result send_response(struct server *s, struct conn *c, struct MHD_Connection *mc)
{
	int64_t bytes = 0;
	struct MHD_Response *r = make_response(c, &bytes);

	if (!r && c->res.file.p) {
		c->res = (struct http_res){0};
		app_refuse(s->app, &c->req, 500, &c->res, &c->a);
		r = make_response(c, &bytes);
	}
	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < c->res.headers.n; i++)
		MHD_add_response_header(r, c->res.headers.v[i].name.p, c->res.headers.v[i].value.p);
	deadline_in(c, GRACE_MS + HEAD_MS + bytes / SLOWEST_BYTES_PER_MS);
	c->step = STEP_ANSWERED;
	enum MHD_Result result = MHD_queue_response(mc, (unsigned)c->res.status, r);
	MHD_destroy_response(r);
	return result;
}

static enum MHD_Result on_head(struct server *s, struct conn *c, struct MHD_Connection *mc,
        const char *method, const char *version)
{
	int64_t limit = 0;

	atomic_fetch_add(&s->under_way, 1);
	c->counted = true;
	deadline_in(c, 0);
	int status = read_head(c, mc, method, version);
	if (status) {
		app_refuse(s->app, &c->req, status, &c->res, &c->a);
		return send_response(s, c, mc);
	}
	if (!app_head(s->app, &c->req, &limit, &c->res, &c->a))
		return send_response(s, c, mc);
	/* Also without a body the answer waits for the second call: one given here would close the
	 * connection. */
	int64_t expected = c->req.content_length >= 0 ? c->req.content_length : limit;
	deadline_in(c, GRACE_MS + expected / SLOWEST_BYTES_PER_MS);
	body_init(&c->body, &c->a, s->o->tmp_dir, limit, c->req.content_length);
	c->step = STEP_BODY;
	return MHD_YES;
}

static enum MHD_Result on_body(struct conn *c, const char *data, size_t *size)
{
	if (!c->failed && body_add(&c->body, (struct str){data, *size}, &c->err) != RC_OK) {
		/* Only a body without length can still grow too large; the library allows no
		 * answer in the middle (M6). */
		if (c->err.code == RC_TOO_LARGE)
			return MHD_NO;
		log_err(LOG_ERROR, "mhd", &c->err);
		c->failed = true;
	}
	*size = 0;
	return MHD_YES;
}

static enum MHD_Result on_body_end(struct server *s, struct conn *c, struct MHD_Connection *mc)
{
	deadline_in(c, 0);
	if (!c->failed && body_finish(&c->body, &c->req.body, &c->err) != RC_OK) {
		log_err(LOG_ERROR, "mhd", &c->err);
		c->failed = true;
	}
	if (c->failed)
		app_refuse(s->app, &c->req, 500, &c->res, &c->a);
	else
		app_handle(s->app, &c->req, &c->res, &c->a);
	return send_response(s, c, mc);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mc, const char *url,
        const char *method, const char *version, const char *data, size_t *size, void **req_cls)
{
	struct conn *c = *req_cls;

	(void)url;
	if (!c)
		return MHD_NO;
	switch (c->step) {
	case STEP_HEAD:
		return on_head(cls, c, mc, method, version);
	case STEP_BODY:
		return *size > 0 ? on_body(c, data, size) : on_body_end(cls, c, mc);
	case STEP_ANSWERED:
		*size = 0;
		return MHD_YES;
	}
	return MHD_NO;
}

static void on_completed(
        void *cls, struct MHD_Connection *mc, void **req_cls, enum MHD_RequestTerminationCode code)
{
	struct server *s = cls;
	struct conn *c = *req_cls;

	(void)mc;
	(void)code;
	if (!c)
		return;
	if (c->counted)
		atomic_fetch_sub(&s->under_way, 1);
	c->counted = false;
	arena_reset(&c->a);
	/* Idle until the library's own timeout, and the next head may not trickle for ever. */
	deadline_in(c, INACTIVITY_S * 1000 + s->head_ms);
	*req_cls = NULL;
}

/* --- the server --- */
static struct MHD_Daemon *daemon_start(struct server *s, int listen_fd, bool loopback)
{
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
	                 MHD_USE_POLL | MHD_USE_ITC;
	int per_ip = s->o->per_ip ? s->o->per_ip : loopback ? 0 : PER_IP;

	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET,
	        listen_fd, MHD_OPTION_CONNECTION_LIMIT,
	        (unsigned)(s->o->connections ? s->o->connections : CONNECTIONS),
	        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)per_ip, MHD_OPTION_CONNECTION_TIMEOUT,
	        (unsigned)INACTIVITY_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_PER_CONNECTION,
	        MHD_OPTION_THREAD_STACK_SIZE, STACK_SIZE, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	        MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_UNESCAPE_CALLBACK,
	        identity_unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

static void drain(struct server *s, struct MHD_Daemon *d)
{
	int64_t until = now_ms() + DRAIN_MS;
	MHD_socket fd = MHD_quiesce_daemon(d);

	if (fd >= 0)
		close(fd);
	while (atomic_load(&s->under_way) > 0 && now_ms() < until)
		poll(NULL, 0, 5);
	MHD_stop_daemon(d);
}

static enum rc serve_on(struct server *s, int fd, bool loopback, struct str url, struct err *e)
{
	pthread_t reaper_thread;
	uint64_t one = 1;

	s->stop_fd = eventfd(0, EFD_CLOEXEC);
	if (s->stop_fd < 0 || pthread_create(&reaper_thread, NULL, reaper, s) != 0) {
		close(fd);
		return err_detail(e, RC_IO, MSG_INTERNAL, "eventfd or thread: errno %d", errno);
	}
	struct MHD_Daemon *d = daemon_start(s, fd, loopback);
	if (d) {
		log_line(LOG_INFO, "serve", "%.*s", STR_ARG(url));
		log_line(LOG_INFO, "serve", "signal %d, draining", stop_wait());
		drain(s, d);
	} else {
		close(fd);
	}
	(void)!write(s->stop_fd, &one, sizeof(one));
	pthread_join(reaper_thread, NULL);
	close(s->stop_fd);
	if (!d)
		return err_detail(e, RC_IO, MSG_INTERNAL, "libmicrohttpd did not start");
	return RC_OK;
}

enum rc mhd_serve(struct app *app, const struct mhd_options *options, struct err *e)
{
	struct server s = {.app = app, .o = options};
	struct arena a;
	struct str url;
	bool loopback;
	int fd;

	s.head_ms = options->head_ms ? options->head_ms : HEAD_MS;
	arena_init(&a, 1 << 20);
	enum rc rc = listen_tcp(&a, options->listen, &fd, &url, &loopback, e);
	if (rc == RC_OK) {
		pthread_mutex_init(&s.lock, NULL);
		rc = serve_on(&s, fd, loopback, url, e);
		pthread_mutex_destroy(&s.lock);
	}
	arena_free(&a);
	return rc;
}

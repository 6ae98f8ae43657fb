/* Who holds what for how long: the snapshot at most seconds, the file as long as the visitor reads. */
#include "web/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <unistd.h>

#include "base/log.h"
#include "web/app.h"

#define SLOT_WAIT_S 10
#define SLICE_MS 8000 /* of one call: the own server hangs up on a connection that is silent for 15 s */
#define PORTION_MS 15000

struct stream {
	struct ctx c;
	struct arena portion, bytes;
	stream_fn *fn;
	void *state;
	const char *dir;
	struct buf out;
	size_t taken; /* of out */
	bool more, failed, slot;
	int64_t since_us; /* the snapshot is held */
	int fd;		  /* -1: no file yet */
	int64_t written, sent;
};

static int64_t ms_since(int64_t us)
{
	return (monotonic_us() - us) / 1000;
}

static void slot_give(struct stream *s)
{
	if (s->slot)
		sem_post(&s->c.app->stream_slots);
	s->slot = false;
}

static enum rc slot_take(struct stream *s, struct err *e)
{
	int64_t now = monotonic_us();
	const struct timespec until = {.tv_sec = now / 1000000 + SLOT_WAIT_S, .tv_nsec = now % 1000000 * 1000};
	int got;

	while ((got = sem_clockwait(&s->c.app->stream_slots, CLOCK_MONOTONIC, &until)) != 0 && errno == EINTR)
		;
	if (got != 0)
		return err_detail(e, RC_BUSY, MSG_STORE_BUSY, "no stream within %d s", SLOT_WAIT_S);
	s->slot = true;
	return RC_OK;
}

static void drop(void *arg)
{
	struct stream *s = arg;

	ctx_db_end(&s->c);
	slot_give(s);
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	arena_free(&s->portion);
	arena_free(&s->bytes);
}

static enum rc portion(struct stream *s, struct err *e)
{
	arena_reset(&s->portion);
	s->out.n = s->taken = 0;
	s->more = false;
	if (s->c.db)
		db_allow_ms(s->c.db, PORTION_MS);
	enum rc rc = s->fn(&s->c, s->state, &s->out, &s->more, e);
	if (rc == RC_OK && s->out.overflow)
		rc = err_detail(e, RC_INTERNAL, MSG_INTERNAL, "portion of a download over %zu bytes", STREAM_PORTION_MAX);
	if (rc != RC_OK || !s->more)
		ctx_db_end(&s->c);
	if (!s->c.db)
		slot_give(s);
	s->failed = rc != RC_OK;
	return rc;
}

/* --- the file ------------------------------------------------------------------------------------ */

static enum rc io_error(struct err *e, const char *what)
{
	return err_detail(e, RC_IO, MSG_IO, "download: %s: errno %d", what, errno);
}

static enum rc put_aside(struct stream *s, struct err *e)
{
	struct str left = str_sub(buf_view(&s->out), s->taken, s->out.n);

	if (s->fd < 0)
		s->fd = open(s->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (s->fd < 0)
		return io_error(e, "open");
	while (left.n) {
		ssize_t n = pwrite(s->fd, left.p, left.n, s->written);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return io_error(e, "write");
		s->written += n;
		left = str_sub(left, (size_t)n, left.n);
	}
	s->taken = s->out.n;
	return RC_OK;
}

/* For a slice of time: what is left of the list, at the speed of the disk. */
static enum rc run_ahead(struct stream *s, int64_t ms, struct err *e)
{
	int64_t began = monotonic_us();

	TRY(put_aside(s, e));
	while (s->more && ms_since(began) < ms) {
		TRY(portion(s, e));
		TRY(put_aside(s, e));
	}
	return RC_OK;
}

static int64_t from_file(struct stream *s, char *p, size_t n)
{
	ssize_t got;

	do
		got = pread(s->fd, p, MIN_OF(n, (size_t)(s->written - s->sent)), s->sent);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return -1;
	s->sent += got;
	return got;
}

static enum rc next_portion(struct stream *s, struct err *e)
{
	TRY(portion(s, e));
	if (s->c.db && ms_since(s->since_us) > STREAM_HOLD_MS)
		return run_ahead(s, SLICE_MS, e);
	return RC_OK;
}

static int64_t broken(struct stream *s, const struct err *e)
{
	log_line(LOG_ERROR, "download", "request %.*s broken off", STR_ARG(s->c.req->id));
	log_err(LOG_ERROR, "download", e);
	s->failed = true;
	return -1;
}

int64_t stream_read(struct stream *s, char *p, size_t n)
{
	struct err e = {0};

	for (;;) {
		if (s->sent < s->written)
			return from_file(s, p, n);
		if (s->taken < s->out.n) {
			size_t part = MIN_OF(n, s->out.n - s->taken);
			memcpy(p, s->out.p + s->taken, part);
			s->taken += part;
			return (int64_t)part;
		}
		if (s->failed)
			return -1;
		if (!s->more)
			return 0;
		if (next_portion(s, &e) != RC_OK)
			return broken(s, &e);
	}
}

enum rc stream_to_file(struct stream *s, struct str *path, struct err *e)
{
	TRY(run_ahead(s, INT64_MAX / 2000, e));
	*path = str_fmt(&s->bytes, "/proc/self/fd/%d", s->fd);
	return RC_OK;
}

enum rc respond_stream(struct ctx *c, struct str mime, struct str filename, const char *dir, stream_fn *fn, void *state,
	struct err *e)
{
	struct stream *s = ARENA_NEW(c->a, struct stream);

	if (c->req->head)
		return respond_download(c, mime, filename, STR(""));
	ctx_db_end(c);
	s->c = *c;
	s->fn = fn;
	s->state = state;
	s->dir = dir;
	s->fd = -1;
	arena_init(&s->portion, 0);
	arena_init(&s->bytes, 0);
	s->c.a = &s->portion;
	buf_init(&s->out, &s->bytes, STREAM_PORTION_MAX);
	arena_defer(c->a, drop, s);
	TRY(slot_take(s, e));
	s->since_us = monotonic_us();
	TRY(portion(s, e));
	TRY(respond_download(c, mime, filename, STR("")));
	c->res->stream = s;
	return RC_OK;
}

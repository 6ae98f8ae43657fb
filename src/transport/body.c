/* Why spooling: sixteen uploads at once must not be sixteen times 22 MiB of memory, and the parser
 * wants one slice. The page cache gives it both.
 */
#include "transport/body.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static void cleanup(void *arg)
{
	struct body *b = arg;

	if (b->map)
		munmap(b->map, (size_t)b->n);
	if (b->fd >= 0)
		close(b->fd);
	b->map = NULL;
	b->fd = -1;
}

void body_init(
        struct body *b, struct arena *a, const char *tmp_dir, int64_t limit, int64_t expected)
{
	*b = (struct body){.a = a, .tmp_dir = tmp_dir, .limit = limit, .fd = -1};
	if (expected > 0 && expected <= BODY_IN_MEMORY && expected <= limit) {
		b->cap = (size_t)expected;
		b->p = arena_alloc(a, b->cap);
	}
}

static enum rc io(struct err *e, const char *what)
{
	return err_detail(e, RC_IO, MSG_IO, "request body: %s: errno %d", what, errno);
}

static enum rc write_all(int fd, struct str s, struct err *e)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return io(e, "write");
		s = str_sub(s, (size_t)n, s.n);
	}
	return RC_OK;
}

static enum rc to_disk(struct body *b, struct err *e)
{
	b->fd = open(b->tmp_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (b->fd < 0)
		return io(e, "open");
	arena_defer(b->a, cleanup, b);
	return write_all(b->fd, (struct str){b->p, (size_t)b->n}, e);
}

static void grow(struct body *b, size_t need)
{
	size_t cap = MAX_OF(b->cap, (size_t)4096);

	if (need <= b->cap)
		return;
	while (cap < need)
		cap *= 2;
	char *p = arena_alloc(b->a, cap);
	if (b->n > 0)
		memcpy(p, b->p, (size_t)b->n);
	b->p = p;
	b->cap = cap;
}

enum rc body_add(struct body *b, struct str s, struct err *e)
{
	if ((int64_t)s.n > b->limit - b->n)
		return err_set(e, RC_TOO_LARGE, MSG_BODY_TOO_LARGE);
	if (b->fd < 0 && b->n + (int64_t)s.n > BODY_IN_MEMORY)
		TRY(to_disk(b, e));
	if (b->fd >= 0) {
		TRY(write_all(b->fd, s, e));
	} else {
		grow(b, (size_t)b->n + s.n);
		if (s.n)
			memcpy(b->p + b->n, s.p, s.n);
	}
	b->n += (int64_t)s.n;
	return RC_OK;
}

enum rc body_finish(struct body *b, struct str *out, struct err *e)
{
	if (b->fd < 0) {
		*out = b->n ? (struct str){b->p, (size_t)b->n} : STR("");
		return RC_OK;
	}
	void *map = mmap(NULL, (size_t)b->n, PROT_READ, MAP_PRIVATE, b->fd, 0);
	if (map == MAP_FAILED)
		return io(e, "mmap");
	b->map = map;
	*out = (struct str){map, (size_t)b->n};
	return RC_OK;
}

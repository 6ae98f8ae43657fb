/* For hosts that have nothing but CGI, and for looking at one request in a debugger. */
#include "transport/cgi.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "transport/body.h"
#include "transport/cgienv.h"
#include "web/stream.h"

#define CHUNK ((size_t)64 << 10)
#define REQUEST_ARENA ((size_t)256 << 20)

static enum rc put(int out, struct str s, struct err *e)
{
	while (s.n > 0) {
		ssize_t n = write(out, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_detail(e, RC_IO, MSG_IO, "cgi: write: errno %d", errno);
		s = str_sub(s, (size_t)n, s.n);
	}
	return RC_OK;
}

/* CONTENT_LENGTH bytes, never more: the peer may leave the pipe open. No length, no body. */
static int read_body(int in, struct http_req *req, int64_t limit, const char *tmp_dir,
        struct body *body, struct arena *a)
{
	char chunk[CHUNK];
	struct err e = {0};
	int64_t left = MAX_OF(req->content_length, (int64_t)0);

	body_init(body, a, tmp_dir, limit, req->content_length);
	while (left > 0 && e.code == RC_OK) {
		ssize_t n = read(in, chunk, (size_t)MIN_OF((int64_t)sizeof(chunk), left));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 400;
		left -= n;
		(void)!body_add(body, (struct str){chunk, (size_t)n}, &e);
	}
	if (e.code == RC_OK && body_finish(body, &req->body, &e) == RC_OK)
		return 0;
	log_err(LOG_ERROR, "cgi", &e);
	return app_status(e.code);
}

static enum rc send_file(int out, struct http_res *res, bool head, struct arena *a, struct err *e)
{
	char chunk[CHUNK];
	struct stat st;
	enum rc rc;
	ssize_t n;
	int fd = open(res->file.p, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0) {
		rc = err_detail(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND, "open: errno %d", errno);
		goto done;
	}
	rc = put(out, cgienv_head(res, a, st.st_size, str_none()), e);
	while (rc == RC_OK && !head && (n = read(fd, chunk, sizeof(chunk))) > 0)
		rc = put(out, (struct str){chunk, (size_t)n}, e);
done:
	if (fd >= 0)
		close(fd);
	return rc;
}

static enum rc answer(struct app *app, int out, struct http_req *req, struct http_res *res,
        struct arena *a, struct err *e)
{
	struct err broken;

	/* A process of its own, and nobody to tell when a list breaks off: made as a whole, then sent. */
	if (res->stream && stream_to_file(res->stream, &res->file, &broken) != RC_OK) {
		log_err(LOG_ERROR, "cgi", &broken);
		*res = (struct http_res){0};
		app_refuse(app, req, app_status(broken.code), res, a);
	}
	if (res->file.p) {
		enum rc rc = send_file(out, res, req->head, a, e);
		if (rc != RC_NOT_FOUND)
			return rc;
		*res = (struct http_res){0};
		app_refuse(app, req, 500, res, a);
	}
	struct str body = http_res_payload(res);
	TRY(put(out, cgienv_head(res, a, (int64_t)body.n, str_none()), e));
	return req->head ? RC_OK : put(out, body, e);
}

enum rc cgi_serve(
        struct app *app, char *const *env, int in, int out, const char *tmp_dir, struct err *e)
{
	struct http_req req = {0};
	struct http_res res = {0};
	struct arena a;
	int64_t limit = 0;
	bool wanted = true;

	arena_init(&a, REQUEST_ARENA);
	int status = cgienv_request(env, &req, &a);
	if (status == 0)
		wanted = app_head(app, &req, &limit, &res, &a);
	if (status == 0 && wanted && limit > 0)
		status = read_body(in, &req, limit, tmp_dir, ARENA_NEW(&a, struct body), &a);
	if (status)
		app_refuse(app, &req, status, &res, &a);
	else if (wanted)
		app_handle(app, &req, &res, &a);
	enum rc rc = answer(app, out, &req, &res, &a, e);
	arena_free(&a);
	return rc;
}

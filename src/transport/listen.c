/* Why not MHD's and libfcgi's own: one cannot say why it failed, the other calls exit(), unlinks
 * the socket of a running instance and sets no mode (pitfall F6).
 */
#include "transport/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 511

static enum rc failed(struct err *e, const char *where, int error)
{
	char text[96] = "";

	err_set(e, RC_IO, MSG_LISTEN_FAILED);
	err_arg(e, 0, str_c(where));
	return err_arg(e, 1, str_c(strerror_r(error, text, sizeof(text))));
}

static enum rc bad_address(struct err *e, const char *address)
{
	err_set(e, RC_INVALID, MSG_LISTEN_BAD);
	return err_arg(e, 0, str_c(address));
}

/* Host without brackets, and port. */
static bool split(struct arena *a, struct str s, char **host, char **port)
{
	size_t colon = s.n;

	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return false;
	struct str h = str_sub(s, 0, colon - 1);
	if (h.n >= 2 && h.p[0] == '[' && h.p[h.n - 1] == ']')
		h = str_sub(h, 1, h.n - 2);
	if (str_eqc(h, "localhost"))
		h = STR("127.0.0.1");
	*host = str_cstr(a, h);
	*port = str_cstr(a, str_sub(s, colon, s.n));
	return h.n > 0;
}

static bool is_loopback(const struct sockaddr_storage *sa)
{
	if (sa->ss_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, sa, sizeof(in));
		return (ntohl(in.sin_addr.s_addr) >> 24) == 127;
	}
	struct sockaddr_in6 in6;
	memcpy(&in6, sa, sizeof(in6));
	return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

static enum rc bind_tcp(const struct addrinfo *ai, const char *address, int *out, struct err *e)
{
	int one = 1;
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return failed(e, address, errno);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
		int error = errno;
		close(fd);
		return failed(e, address, error);
	}
	*out = fd;
	return RC_OK;
}

enum rc listen_tcp(struct arena *a, const char *address, int *fd, struct str *url, bool *loopback,
        struct err *e)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	        .ai_socktype = SOCK_STREAM};
	struct addrinfo *ai;
	char *host, *port;

	if (!split(a, str_c(address), &host, &port) || getaddrinfo(host, port, &hints, &ai) != 0)
		return bad_address(e, address);
	enum rc rc = bind_tcp(ai, address, fd, e);
	freeaddrinfo(ai);
	if (rc != RC_OK)
		return rc;
	struct sockaddr_storage sa = {0};
	socklen_t n = sizeof(sa);
	char shown_host[NI_MAXHOST] = "?", shown_port[NI_MAXSERV] = "?";
	getsockname(*fd, (struct sockaddr *)&sa, &n);
	getnameinfo((struct sockaddr *)&sa, n, shown_host, sizeof(shown_host), shown_port,
	        sizeof(shown_port), NI_NUMERICHOST | NI_NUMERICSERV);
	bool v6 = sa.ss_family == AF_INET6;
	*url = str_fmt(
	        a, "http://%s%s%s:%s/", v6 ? "[" : "", shown_host, v6 ? "]" : "", shown_port);
	*loopback = is_loopback(&sa);
	return RC_OK;
}

static bool is_alive(const struct sockaddr_un *sa)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool alive = fd >= 0 && connect(fd, (const struct sockaddr *)sa, sizeof(*sa)) == 0;

	if (fd >= 0)
		close(fd);
	return alive;
}

enum rc listen_unix(const char *path, int *out, struct err *e)
{
	struct sockaddr_un sa = {.sun_family = AF_UNIX};
	struct stat st;

	if (strlen(path) >= sizeof(sa.sun_path))
		return failed(e, path, ENAMETOOLONG);
	memcpy(sa.sun_path, path, strlen(path));
	if (lstat(path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return failed(e, path, EEXIST);
		if (is_alive(&sa)) {
			err_set(e, RC_BUSY, MSG_SOCKET_IN_USE);
			return err_arg(e, 0, str_c(path));
		}
		unlink(path);
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return failed(e, path, errno);
	/* Nobody can connect before listen: the mode is right from the first moment. */
	if (bind(fd, (struct sockaddr *)&sa, sizeof(sa)) != 0 || chmod(path, 0660) != 0 ||
	        listen(fd, BACKLOG) != 0) {
		int error = errno;
		close(fd);
		return failed(e, path, error);
	}
	*out = fd;
	return RC_OK;
}

int listen_inherited(void)
{
	enum { FIRST_FD = 3 };
	struct str pid = str_c(secure_getenv("LISTEN_PID")), n = str_c(secure_getenv("LISTEN_FDS"));
	int64_t p, count;

	if (!str_to_i64(pid, &p) || !str_to_i64(n, &count) || p != getpid() || count < 1)
		return -1;
	int flags = fcntl(FIRST_FD, F_GETFL);
	if (flags < 0 || fcntl(FIRST_FD, F_SETFL, flags | O_NONBLOCK) != 0)
		return -1;
	return FIRST_FD;
}

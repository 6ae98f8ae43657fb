/* libcurl's SMTP, and what its answers mean. The library says that a command failed but not which: the conversation is
 * listened to, and only the commands that carry no secret are remembered. */
#include <curl/curl.h>

#include "base/mail.h"

#include <pthread.h>

#include "base/mail_text.h"
#include "base/time.h"

#define CONNECT_S 10L
#define ALTOGETHER_S 60L
#define WORDS_MAX 300

enum stage { STAGE_BEFORE, STAGE_SENDER, STAGE_RECIPIENT, STAGE_DATA };

struct mail_link {
	CURL *curl;
	const struct mail_server *server;
	enum stage stage;
	bool said_goodbye;
	char words[WORDS_MAX]; /* the server's last line */
	size_t words_n;
	char problem[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void global_init(void)
{
	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

static enum stage stage_of(struct str line, enum stage now)
{
	static const struct {
		struct str verb;
		enum stage stage;
	} verbs[] = {{STR_INIT("MAIL FROM"), STAGE_SENDER}, {STR_INIT("RCPT TO"), STAGE_RECIPIENT},
		{STR_INIT("DATA"), STAGE_DATA}};

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_starts(line, verbs[i].verb))
			return verbs[i].stage;
	return now;
}

static int listen_in(CURL *curl, curl_infotype type, char *p, size_t n, void *arg)
{
	struct mail_link *l = arg;
	struct str line = str_trim((struct str){p, n});

	(void)curl;
	/* After a refusal the library says goodbye: that answer tells nothing. */
	if (l->said_goodbye)
		return 0;
	if (type == CURLINFO_HEADER_OUT && str_starts(line, STR("QUIT")))
		l->said_goodbye = true;
	else if (type == CURLINFO_HEADER_OUT)
		l->stage = stage_of(line, l->stage);
	if (type != CURLINFO_HEADER_IN || line.n == 0)
		return 0;
	l->words_n = MIN_OF(line.n, (size_t)WORDS_MAX);
	memcpy(l->words, line.p, l->words_n);
	return 0;
}

#define SET(option, value) (rc = rc != CURLE_OK ? rc : curl_easy_setopt(l->curl, (option), (value)))

/* The name in EHLO is the sender's domain. */
static CURLcode set_up(struct mail_link *l, struct arena *a)
{
	const struct mail_server *s = l->server;
	CURLcode rc = CURLE_OK;
	struct str url = str_fmt(a, "%s://%.*s:%lld/%.*s", s->tls == MAIL_TLS_FULL ? "smtps" : "smtp",
		STR_ARG(s->host), (long long)s->port, STR_ARG(mail_domain(s->from)));

	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_URL, str_cstr(a, url));
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	SET(CURLOPT_TIMEOUT, ALTOGETHER_S);
	SET(CURLOPT_USE_SSL, (long)(s->tls == MAIL_TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->ca_file.n)
		SET(CURLOPT_CAINFO, str_cstr(a, s->ca_file));
	if (s->user.n) {
		SET(CURLOPT_USERNAME, str_cstr(a, s->user));
		SET(CURLOPT_PASSWORD, str_cstr(a, s->password));
	}
	SET(CURLOPT_MAIL_FROM, str_fmt(a, "<%.*s>", STR_ARG(s->from)).p);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_VERBOSE, 1L);
	SET(CURLOPT_DEBUGFUNCTION, listen_in);
	SET(CURLOPT_DEBUGDATA, l);
	SET(CURLOPT_ERRORBUFFER, l->problem);
	return rc;
}

enum rc mail_open(
	const struct mail_server *server, struct arena *a, struct mail_link **out, struct err *e)
{
	struct mail_link *l;

	if (!mail_address_ok(server->from))
		return err_set(e, RC_INVALID, MSG_MAIL_FROM);
	if (server->user.n && server->tls == MAIL_TLS_NONE)
		return err_set(e, RC_INVALID, MSG_MAIL_OPEN_PASSWORD);
	(void)pthread_once(&once, global_init);
	l = ARENA_NEW(a, struct mail_link);
	l->server = server;
	l->curl = curl_easy_init();
	CURLcode rc = l->curl ? set_up(l, a) : CURLE_FAILED_INIT;
	if (rc != CURLE_OK) {
		mail_close(l);
		return err_detail(e, RC_INTERNAL, MSG_INTERNAL, "curl: %s", curl_easy_strerror(rc));
	}
	*out = l;
	return RC_OK;
}

void mail_close(struct mail_link *link)
{
	if (link && link->curl)
		curl_easy_cleanup(link->curl);
}

/* --- one letter ------------------------------------------------------------------------------------ */

static bool header(struct arena *a, struct curl_slist **list, const char *name, struct str value)
{
	struct curl_slist *more =
		curl_slist_append(*list, str_fmt(a, "%s: %.*s", name, STR_ARG(value)).p);

	if (more)
		*list = more;
	return more != NULL;
}

static struct str date_header(struct arena *a, int64_t at)
{
	struct str http = instant_http(a, at);

	return str_cat(a, str_sub(http, 0, http.n - 3), STR("+0000"));
}

static bool headers(const struct mail_link *l, const struct mail_letter *m, struct arena *a, struct curl_slist **out)
{
	const struct mail_server *s = l->server;

	return header(a, out, "Date", date_header(a, m->at)) &&
	       header(a, out, "From",
		       STR_JOIN(a, mail_header_text(a, s->from_name), STR(" <"), s->from, STR(">"))) &&
	       header(a, out, "To", STR_JOIN(a, STR("<"), m->to, STR(">"))) &&
	       header(a, out, "Subject", mail_header_text(a, m->subject)) &&
	       header(a, out, "Message-ID", STR_JOIN(a, STR("<"), m->id, STR(">"))) &&
	       header(a, out, "Auto-Submitted", STR("auto-generated")) &&
	       header(a, out, "X-Auto-Response-Suppress", STR("All"));
}

static CURLcode body(struct mail_link *l, const struct mail_letter *m, curl_mime **out)
{
	curl_mimepart *part;
	CURLcode rc;

	*out = curl_mime_init(l->curl);
	part = *out ? curl_mime_addpart(*out) : NULL;
	if (!part)
		return CURLE_OUT_OF_MEMORY;
	rc = curl_mime_data(part, m->body.p ? m->body.p : "", m->body.n);
	rc = rc != CURLE_OK ? rc : curl_mime_type(part, "text/plain; charset=utf-8");
	rc = rc != CURLE_OK ? rc : curl_mime_encoder(part, "base64");
	return rc != CURLE_OK ? rc : curl_easy_setopt(l->curl, CURLOPT_MIMEPOST, *out);
}

static CURLcode converse(struct mail_link *l, const struct mail_letter *m, struct arena *a)
{
	struct curl_slist *head = NULL, *to;
	curl_mime *mime = NULL;
	CURLcode rc = CURLE_OK;

	to = curl_slist_append(NULL, str_fmt(a, "<%.*s>", STR_ARG(m->to)).p);
	if (!to || !headers(l, m, a, &head))
		rc = CURLE_OUT_OF_MEMORY;
	SET(CURLOPT_MAIL_RCPT, to);
	SET(CURLOPT_HTTPHEADER, head);
	rc = rc != CURLE_OK ? rc : body(l, m, &mime);
	rc = rc != CURLE_OK ? rc : curl_easy_perform(l->curl);
	(void)curl_easy_setopt(l->curl, CURLOPT_MAIL_RCPT, NULL);
	(void)curl_easy_setopt(l->curl, CURLOPT_HTTPHEADER, NULL);
	(void)curl_easy_setopt(l->curl, CURLOPT_MIMEPOST, NULL);
	curl_mime_free(mime);
	curl_slist_free_all(head);
	curl_slist_free_all(to);
	return rc;
}

/* A refusal counts against the letter only once the server has taken the sender; before that, and without an answer, any
 * letter would have met the same. */
static enum mail_outcome judge(const struct mail_link *l, CURLcode rc)
{
	long code = 0;

	if (rc == CURLE_OK)
		return MAIL_SENT;
	(void)curl_easy_getinfo(l->curl, CURLINFO_RESPONSE_CODE, &code);
	if (l->stage < STAGE_RECIPIENT || code < 400 || code == 421 || rc == CURLE_OPERATION_TIMEDOUT)
		return MAIL_DOWN;
	return code < 500 ? MAIL_LATER : MAIL_REFUSED;
}

static struct str printable(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i];
	for (size_t i = 0; i < s.n; i++)
		if (p[i] < ' ' || p[i] > '~')
			p[i] = '?';
	return (struct str){p, s.n};
}

void mail_send(struct mail_link *link, const struct mail_letter *letter, struct arena *a, struct mail_answer *out)
{
	link->stage = STAGE_BEFORE;
	link->said_goodbye = false;
	link->words_n = 0;
	link->problem[0] = '\0';
	if (!mail_address_ok(letter->to)) {
		*out = (struct mail_answer){MAIL_REFUSED, STR("the address is none")};
		return;
	}
	CURLcode rc = converse(link, letter, a);
	out->outcome = judge(link, rc);
	struct str words = {link->words, link->words_n};
	if (rc != CURLE_OK && (out->outcome == MAIL_DOWN || words.n == 0))
		words = STR_JOIN(a, str_c(link->problem[0] ? link->problem : curl_easy_strerror(rc)),
			words.n ? STR("; ") : STR(""), words);
	out->text = printable(a, str_sub(words, 0, WORDS_MAX));
}

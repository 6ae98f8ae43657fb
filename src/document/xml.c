/* Expat behind a pull interface (and nowhere else). Expat pushes; suspending it at the end of a row
 * makes a cursor of it, so a sheet of any length needs the memory of one row. */
#include <expat.h>

#include "document/xml.h"

#define CHUNK 65536
#define TOKEN_MAX ((size_t)1 << 20)

struct xml_reader {
	XML_Parser parser;
	struct archive_stream *in;
	const struct xml_events *events;
	void *arg;
	int depth;
	bool last_fed, suspended;
	size_t silent; /* bytes fed since the last event */
	enum rc rc;    /* what a handler returned */
	struct err *e;
};

static struct str local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return str_c(colon ? colon + 1 : name);
}

static void stop(struct xml_reader *x, enum rc rc)
{
	if (rc != RC_OK && x->rc == RC_OK) {
		x->rc = rc;
		XML_StopParser(x->parser, XML_FALSE);
	}
}

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **attrs)
{
	struct xml_reader *x = arg;

	x->silent = 0;
	if (x->rc != RC_OK)
		return;
	if (++x->depth > XML_MAX_DEPTH) {
		err_set(x->e, RC_INVALID, MSG_XLSX_BROKEN);
		err_arg(x->e, 0, str_c("嵌套过深"));
		stop(x, RC_INVALID);
	} else if (x->events->start) {
		stop(x, x->events->start(x->arg, local_name(name), attrs, x->e));
	}
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct xml_reader *x = arg;

	x->silent = 0;
	x->depth--;
	if (x->rc == RC_OK && x->events->end)
		stop(x, x->events->end(x->arg, local_name(name), x->e));
}

static void XMLCALL on_text(void *arg, const XML_Char *p, int n)
{
	struct xml_reader *x = arg;

	x->silent = 0;
	if (x->rc == RC_OK && x->events->text)
		stop(x, x->events->text(x->arg, (struct str){p, (size_t)n}, x->e));
}

static void XMLCALL on_other(void *arg, const XML_Char *p, int n)
{
	(void)p;
	(void)n;
	((struct xml_reader *)arg)->silent = 0;
}

static void XMLCALL on_doctype(
        void *arg, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int internal)
{
	struct xml_reader *x = arg;

	(void)name;
	(void)sysid;
	(void)pubid;
	(void)internal;
	err_set(x->e, RC_INVALID, MSG_XLSX_DOCTYPE);
	stop(x, RC_INVALID);
}

static void free_reader(void *arg)
{
	xml_reader_close(arg);
}

enum rc xml_open(struct arena *a, struct archive *z, const struct archive_entry *entry,
        const struct xml_events *events, void *arg, struct xml_reader **out, struct err *e)
{
	struct xml_reader *x = ARENA_NEW(a, struct xml_reader);

	TRY(archive_stream_open(z, entry, &x->in, e));
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser)
		return err_set(e, RC_INTERNAL, MSG_NO_MEMORY);
	arena_defer(a, free_reader, x);
	x->events = events;
	x->arg = arg;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetDefaultHandler(x->parser, on_other);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	XML_SetParamEntityParsing(x->parser, XML_PARAM_ENTITY_PARSING_NEVER);
	*out = x;
	return RC_OK;
}

void xml_reader_close(struct xml_reader *x)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	x->parser = NULL;
	archive_stream_close(x->in);
}

void xml_reader_pause(struct xml_reader *x)
{
	XML_StopParser(x->parser, XML_TRUE);
}

static enum rc parse_error(struct xml_reader *x, struct err *e)
{
	if (x->rc != RC_OK)
		return x->rc;
	err_detail(e, RC_INVALID, MSG_XLSX_BROKEN, "expat: %s at line %lu",
	        XML_ErrorString(XML_GetErrorCode(x->parser)),
	        (unsigned long)XML_GetCurrentLineNumber(x->parser));
	err_arg(e, 0, str_c("XML 格式不正确"));
	return RC_INVALID;
}

static enum rc feed(struct xml_reader *x, enum XML_Status *status, struct err *e)
{
	void *to = XML_GetBuffer(x->parser, CHUNK);
	size_t n = 0;

	if (!to)
		return err_set(e, RC_INTERNAL, MSG_NO_MEMORY);
	TRY(archive_stream_read(x->in, to, CHUNK, &n, e));
	x->silent += n;
	if (x->silent > TOKEN_MAX) {
		err_set(e, RC_INVALID, MSG_XLSX_BROKEN);
		err_arg(e, 0, str_c("标记过长"));
		return RC_INVALID;
	}
	x->last_fed = n == 0;
	*status = XML_ParseBuffer(x->parser, (int)n, x->last_fed);
	return RC_OK;
}

enum rc xml_reader_run(struct xml_reader *x, bool *done, struct err *e)
{
	enum XML_Status status = XML_STATUS_OK;

	x->e = e;
	if (x->suspended)
		status = XML_ResumeParser(x->parser);
	x->suspended = false;
	while (status == XML_STATUS_OK && !x->last_fed)
		TRY(feed(x, &status, e));
	if (status == XML_STATUS_ERROR)
		return parse_error(x, e);
	x->suspended = status == XML_STATUS_SUSPENDED;
	*done = !x->suspended;
	return RC_OK;
}

enum rc xml_read(struct arena *a, struct archive *z, const struct archive_entry *entry,
        const struct xml_events *events, void *arg, struct err *e)
{
	struct xml_reader *x;
	bool done = false;

	TRY(xml_open(a, z, entry, events, arg, &x, e));
	enum rc rc = xml_reader_run(x, &done, e);
	xml_reader_close(x);
	return rc;
}

struct str xml_attr_prefixed(const char **attrs, const char *name)
{
	for (; attrs[0]; attrs += 2) {
		const char *colon = strchr(attrs[0], ':');

		if (colon && strcmp(colon + 1, name) == 0)
			return str_c(attrs[1]);
	}
	return str_none();
}

struct str xml_attr(const char **attrs, const char *name)
{
	for (const char **at = attrs; at[0]; at += 2)
		if (strcmp(at[0], name) == 0)
			return str_c(at[1]);
	return xml_attr_prefixed(attrs, name);
}

void xml_put(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_lit(out, "&amp;");
			break;
		case '<':
			buf_lit(out, "&lt;");
			break;
		case '>':
			buf_lit(out, "&gt;");
			break;
		case '"':
			buf_lit(out, "&quot;");
			break;
		default:
			buf_ch(out, s.p[i]);
		}
	}
}

/* Multipart bodies: those of python-multipart with their expected parts, and our own limits. */
#include <dirent.h>

#include "../check.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "web/multipart.h"
#include "web/urlenc.h"

struct part {
	struct str name, file_name, content_type, data;
};
struct wanted {
	struct str boundary;
	bool error;
	VEC(struct part) parts;
};

/* The base64 of YAML's !!binary to ours. */
static struct str unbase64(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;
	struct str out;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] > ' ' && s.p[i] != '=')
			p[n++] = s.p[i] == '+' ? '-' : s.p[i] == '/' ? '_' : s.p[i];
	assert_true(base64url_decode(a, (struct str){p, n}, &out));
	return out;
}

static struct str unquote(struct str s)
{
	s = str_trim(s);
	return s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') ? str_sub(s, 1, s.n - 2) : s;
}

/* Just enough YAML for these files. */
static struct wanted read_wanted(struct arena *a, struct str yaml)
{
	struct wanted w = {0};
	struct str line, key;
	bool data = false;
	struct part *part = NULL;

	while (str_cut(&yaml, '\n', &line)) {
		struct str t = str_trim(line);
		if (data && t.n && str_index(t, ':') == t.n && t.p[0] != '-') {
			part->data = str_cat(a, part->data, t);
			continue;
		}
		data = false;
		struct str rest = str_starts(t, STR("- ")) ? str_sub(t, 2, t.n) : t;
		if (str_starts(t, STR("- ")))
			part = VEC_ADD(a, &w.parts);
		if (!str_cut(&rest, ':', &key) || !rest.p)
			continue;
		if (str_eqc(key, "boundary"))
			w.boundary = unquote(rest);
		else if (str_eqc(key, "error"))
			w.error = true;
		else if (str_eqc(key, "name"))
			part->name = unquote(rest);
		else if (str_eqc(key, "file_name"))
			part->file_name = unquote(rest);
		else if (str_eqc(key, "content_type"))
			part->content_type = unquote(rest);
		else if (str_eqc(key, "data"))
			data = true;
	}
	return w;
}

static struct str type_of(struct arena *a, struct str boundary)
{
	return str_fmt(a, "multipart/form-data; boundary=\"%.*s\"", STR_ARG(boundary));
}

static void compare(struct arena *a, const char *file, struct str body, const struct wanted *w,
        const struct form *f)
{
	/* A transfer encoding is not undone (RFC 7578 deprecates it): bytes as they came. */
	bool encoded = str_has(str_lower(a, body), STR("transfer-encoding"));

	if (f->n != w->parts.n)
		fail_msg("%s: %zu parts, not %zu", file, f->n, w->parts.n);
	for (size_t i = 0; i < f->n; i++) {
		const struct part *p = &w->parts.v[i];
		struct str data = unbase64(a, p->data);
		if (!p->file_name.p) {
			struct form_value text; /* line ends of text become LF */
			form_value_text(a, &text, data);
			data = text.value;
		}
		if (!str_eq(f->v[i].name, p->name) || (!encoded && !str_eq(f->v[i].value, data)))
			fail_msg("%s: part %zu is %.*s=%.*s", file, i, STR_ARG(f->v[i].name),
			        STR_ARG(f->v[i].value));
		assert_int_equal(f->v[i].filename.p != NULL, p->file_name.p != NULL);
		assert_true(str_eq(f->v[i].filename, p->file_name));
		if (p->content_type.p && p->file_name.p && !encoded)
			assert_true(str_starts(f->v[i].content_type, p->content_type));
	}
}

static void test_python_multipart(void **state)
{
	struct arena *a = *state;
	DIR *dir = opendir("tests/data/multipart");
	struct dirent *entry;
	int seen = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		struct str name = str_c(entry->d_name);
		/* Its body is delimited by "boundary", not by the "--boundary" that it names:
		 * refused. */
		bool lenient = str_starts(name, STR("single_field_blocks"));
		if (!str_ends(name, STR(".yaml")))
			continue;
		char *base = str_cstr(a, str_sub(name, 0, name.n - 5));
		struct str yaml = test_file(a, str_fmt(a, "tests/data/multipart/%s.yaml", base).p);
		struct str body = test_file(a, str_fmt(a, "tests/data/multipart/%s.http", base).p);
		struct wanted w = read_wanted(a, yaml);
		struct form f;
		struct err e = {0};
		enum rc rc = multipart_parse(a, type_of(a, w.boundary), body, &f, &e);
		if ((rc != RC_OK) != (w.error || lenient))
			fail_msg("%s: %s %s", base, rc_name(rc), e.detail);
		if (rc == RC_OK)
			compare(a, base, body, &w, &f);
		seen++;
	}
	closedir(dir);
	assert_true(seen >= 20);
}

#define HEAD "--b\r\nContent-Disposition: form-data; "
static enum rc parse(struct arena *a, struct str body, struct form *f)
{
	struct err e;

	return multipart_parse(a, STR("multipart/form-data; boundary=b"), body, f, &e);
}

static void test_names(void **state)
{
	struct arena *a = *state;
	struct form f;

	assert_rc(parse(a,
	                  STR(HEAD "name=\"f\"; "
	                           "filename=\"C:\\Users\\a\\企业.pdf\"\r\n\r\nx\r\n--b--"),
	                  &f),
	        RC_OK);
	assert_str(f.v[0].filename, "企业.pdf");
	assert_rc(parse(a, STR(HEAD "name=\"f\"; filename=\"../../etc/passwd\"\r\n\r\nx\r\n--b--"),
	                  &f),
	        RC_OK);
	assert_str(f.v[0].filename, "passwd");
	assert_rc(parse(a, STR(HEAD "name=\"f\"; filename=\"a%22b%0d.pdf\"\r\n\r\nx\r\n--b--"), &f),
	        RC_OK);
	assert_str(f.v[0].filename, "a\"b%0d.pdf");
	/* the name that counts is the plain one */
	assert_rc(parse(a,
	                  STR(HEAD "name=\"f\"; filename=\"a.pdf\"; "
	                           "filename*=UTF-8''a.exe\r\n\r\nx\r\n--b--"),
	                  &f),
	        RC_OK);
	assert_str(f.v[0].filename, "a.pdf");
	/* no file chosen: a file part without name and bytes */
	assert_rc(parse(a, STR(HEAD "name=\"f\"; filename=\"\"\r\n\r\n\r\n--b--\r\n"), &f), RC_OK);
	assert_non_null(f.v[0].filename.p);
	assert_int_equal(f.v[0].value.n, 0);
}

static void test_refused(void **state)
{
	static const struct str bad[] = {
	        STR_INIT(""),
	        STR_INIT("--b"),
	        STR_INIT("--b\r\n"),
	        STR_INIT("x--b--"),
	        STR_INIT("--b\r\n\r\nx\r\n--b--"),
	        STR_INIT("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "name=\"a\"; name=\"b\"\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "name=\"\"\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "filename=\"x\"\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "name=\"a\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "name=\"a\"\n\nx\n--b--\n"),
	        STR_INIT(HEAD "name=\"a\"\r\n\r\nx"),
	        STR_INIT(HEAD "name=\"a\"\r\n\r\nx\r\n--b"),
	        STR_INIT(HEAD "name=\"a\"\r\n\r\nx\r\n--bb--"),
	        STR_INIT(HEAD "name=\"a\"\r\nContent-Disposition: form-data; "
	                      "name=\"b\"\r\n\r\nx\r\n--b--"),
	        STR_INIT("--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "name=\"f\"; filename=\"\xe2\x80\xae"
	                      "fdp.exe\"\r\n\r\nx\r\n--b--"),
	        STR_INIT(HEAD "name=\"f\"; filename=\"\xff\"\r\n\r\nx\r\n--b--"),
	};
	struct arena *a = *state;
	struct form f;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (parse(a, bad[i], &f) != RC_INVALID)
			fail_msg("accepted number %zu: %.*s", i, STR_ARG(bad[i]));
}

static void test_boundaries(void **state)
{
	static const char *const bad[] = {"multipart/form-data",
	        "multipart/form-data; boundary=", "multipart/form-data; boundary=b; boundary=c",
	        "multipart/form-data; boundary=\"b \"", "multipart/form-data; boundary=\"b<\"",
	        "multipart/form-data; "
	        "boundary=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"};
	struct arena *a = *state;
	struct str body = STR(HEAD "name=\"a\"\r\n\r\nx\r\n--b--");
	struct form f;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_rc(multipart_parse(a, str_c(bad[i]), body, &f, &e), RC_INVALID);
	assert_rc(multipart_parse(a, STR("MULTIPART/FORM-DATA; BOUNDARY=b"), body, &f, &e), RC_OK);
	assert_str(form_get(&f, "a"), "x");
}

static void test_limits(void **state)
{
	struct arena *a = *state;
	struct form f;
	struct buf b;

	buf_init(&b, a, 1 << 20);
	for (int i = 0; i < FORM_MAX_FIELDS; i++)
		buf_c(&b, HEAD "name=\"a\"\r\n\r\n\r\n");
	size_t exact = b.n;
	buf_c(&b, "--b--");
	assert_rc(parse(a, buf_view(&b), &f), RC_OK);
	assert_int_equal(f.n, FORM_MAX_FIELDS);
	b.n = exact;
	buf_c(&b, HEAD "name=\"a\"\r\n\r\n\r\n--b--");
	assert_rc(parse(a, buf_view(&b), &f), RC_TOO_LARGE);

	buf_init(&b, a, 1 << 20);
	buf_c(&b, HEAD "name=\"a\"\r\n");
	for (int i = 0; i < MULTIPART_MAX_PART_HEADERS; i++)
		buf_c(&b, "X: y\r\n");
	buf_c(&b, "\r\nx\r\n--b--");
	assert_rc(parse(a, buf_view(&b), &f), RC_INVALID);
	buf_init(&b, a, 1 << 20);
	buf_c(&b, HEAD "name=\"a\"\r\nX: ");
	for (int i = 0; i < MULTIPART_MAX_PART_HEADER_BYTES; i++)
		buf_ch(&b, 'y');
	buf_c(&b, "\r\n\r\nx\r\n--b--");
	assert_rc(parse(a, buf_view(&b), &f), RC_INVALID);
}

static void test_text_and_bytes(void **state)
{
	struct arena *a = *state;
	struct form f;

	assert_rc(parse(a,
	                  STR(HEAD "name=\"t\"\r\n\r\na\r\nb\r\n" HEAD
	                           "name=\"f\"; filename=\"x\"\r\n\r\na\r\n\0\xff\r\n" HEAD
	                           "name=\"u\"\r\n\r\n\xff\r\n--b--\r\ntrailer"),
	                  &f),
	        RC_OK);
	assert_int_equal(f.n, 3);
	assert_str(form_get(&f, "t"), "a\nb");            /* lines of text */
	assert_int_equal(form_file(&f, "f")->value.n, 5); /* bytes of a file */
	assert_true(f.v[2].bad_text);
	assert_str(form_get(&f, "u"), "");
	assert_null(form_get(&f, "f").p); /* a file is never taken for text */
}

static void test_urlencoded(void **state)
{
	struct arena *a = *state;
	struct form f;
	struct err e;

	assert_rc(urlenc_parse(
	                  a, STR("a=1&b=%E4%BC%81+x&&c&d=a%0D%0Ab%0Dc&a=2&e=%00&g=%C6%F3"), &f, &e),
	        RC_OK);
	assert_int_equal(f.n, 7);
	assert_str(form_get(&f, "b"), "企 x");
	assert_str(form_get(&f, "c"), "");
	assert_str(form_get(&f, "d"), "a\nb\nc");
	assert_true(f.v[5].bad_text && f.v[6].bad_text);
	struct str v;
	size_t at = 0;
	assert_true(form_next(&f, "a", &at, &v) && str_eqc(v, "1"));
	assert_true(form_next(&f, "a", &at, &v) && str_eqc(v, "2"));
	assert_false(form_next(&f, "a", &at, &v));
	static const char *const bad[] = {"a=%zz", "a=%", "a=%4", "%=1", "=x", "%00=x", "%ff=x"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_rc(urlenc_parse(a, str_c(bad[i]), &f, &e), RC_INVALID);
	struct buf b;
	buf_init(&b, a, 1 << 20);
	for (int i = 0; i < FORM_MAX_FIELDS; i++)
		buf_c(&b, "a=b&");
	assert_rc(urlenc_parse(a, buf_view(&b), &f, &e), RC_OK);
	buf_c(&b, "a=b");
	assert_rc(urlenc_parse(a, buf_view(&b), &f, &e), RC_TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(test_python_multipart),
	        TEST(test_names),
	        TEST(test_refused),
	        TEST(test_boundaries),
	        TEST(test_limits),
	        TEST(test_text_and_bytes),
	        TEST(test_urlencoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

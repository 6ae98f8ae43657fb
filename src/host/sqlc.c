/* The SQL compiler: named statements in, C out (docs/database.md). It exists so that a wrong
 * argument, a forgotten scope or a construct that PostgreSQL does not know fails the build and not
 *a user. It reads SQL by tokens only: whether a statement means something, the test of the
 *catalogue asks the engine. sqlc OUT.h OUT.c IN.sql …
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#define FILE_MAX ((size_t)4 << 20)
#define OUT_MAX ((size_t)32 << 20)

struct field {
	struct str name;
	int type;
	bool used;
};

struct stmt {
	struct str name, prose, scan, sql;
	struct str file;
	int line;
	int result, by;
	bool sqlite_only, has_result, has_by;
	VEC(struct field) params;
	VEC(struct field) rows;
};

struct sqlc {
	struct arena *a;
	struct map names; /* statement → struct stmt */
	VEC(struct stmt *) stmts;
	struct str file;
	int line;
	struct stmt *cur;
	int errors;
};

static const struct {
	const char *word, *ctype, *tag;
} types[] = {
        {"int", "int64_t", "FIELD_INT"},
        {"int?", "struct opt_i64", "FIELD_INT_OPT"},
        {"text", "struct str", "FIELD_TEXT"},
        {"text?", "struct str", "FIELD_TEXT_OPT"},
        {"blob", "struct str", "FIELD_BLOB"},
        {"blob?", "struct str", "FIELD_BLOB_OPT"},
};

enum { EXEC, ONE, OPT, MANY };
static const char *const results[] = {"exec", "one", "opt", "many"};

/* Who may run it, and the parameter that scopes it to them. */
static const struct {
	const char *word, *scope;
} bys[] = {
        {"public", NULL},
        {"enterprise", "enterprise_id"},
        {"officer", "agency_id"},
        {"expert", "expert_id"},
        {"admin", NULL},
        {"system", NULL},
};

enum when { ALWAYS, CALLED, NOT_CALLED };
static const struct {
	const char *word;
	enum when when;
	bool sqlite_ok; /* allowed with `:engine sqlite` */
	const char *why;
} refused[] = {
        {"offset", ALWAYS, false, "OFFSET reads all that it skips: page by key"},
        {"group_concat", ALWAYS, false, "not in PostgreSQL: join the rows in C"},
        {"rowid", ALWAYS, true, "not in PostgreSQL: use the primary key"},
        {"_rowid_", ALWAYS, true, "not in PostgreSQL: use the primary key"},
        {"match", ALWAYS, true, "full text differs per engine: mark it :engine sqlite"},
        {"bm25", ALWAYS, true, "full text differs per engine: mark it :engine sqlite"},
        {"indexed", ALWAYS, true, "not in PostgreSQL"},
        {"glob", ALWAYS, false, "not in PostgreSQL"},
        {"regexp", ALWAYS, false, "not in PostgreSQL"},
        {"replace", NOT_CALLED, false, "not in PostgreSQL: ON CONFLICT DO UPDATE"},
        {"ifnull", ALWAYS, false, "not in PostgreSQL: coalesce"},
        {"iif", ALWAYS, false, "not in PostgreSQL: CASE"},
        {"total", CALLED, false, "not in PostgreSQL: coalesce(sum(…), 0)"},
        {"instr", ALWAYS, false, "not in PostgreSQL: LIKE, or in C"},
        {"printf", ALWAYS, false, "format in C"},
        {"typeof", ALWAYS, false, "not in PostgreSQL"},
        {"changes", CALLED, false, "exec returns the number of changed rows"},
        {"last_insert_rowid", ALWAYS, false, "RETURNING id"},
        {"date", CALLED, false, "times and dates come from C"},
        {"time", CALLED, false, "times and dates come from C"},
        {"datetime", ALWAYS, false, "times and dates come from C"},
        {"julianday", ALWAYS, false, "times and dates come from C"},
        {"strftime", ALWAYS, false, "times and dates come from C"},
        {"unixepoch", ALWAYS, false, "times and dates come from C"},
        {"current_timestamp", ALWAYS, false, "times and dates come from C"},
        {"current_date", ALWAYS, false, "times and dates come from C"},
        {"current_time", ALWAYS, false, "times and dates come from C"},
        {"random", CALLED, false, "chance comes from C"},
        {"pragma", ALWAYS, false, "the driver's business"},
        {"attach", ALWAYS, false, "the driver's business"},
        {"vacuum", ALWAYS, false, "the driver's business"},
        {"begin", ALWAYS, false, "store_read and store_write hold transactions"},
        {"commit", ALWAYS, false, "store_read and store_write hold transactions"},
        {"rollback", ALWAYS, false, "store_read and store_write hold transactions"},
        {"savepoint", ALWAYS, false, "store_read and store_write hold transactions"},
        {"create", ALWAYS, false, "tables belong to sql/schema"},
        {"alter", ALWAYS, false, "tables belong to sql/schema"},
        {"drop", ALWAYS, false, "tables belong to sql/schema"},
};

static const char *const keywords[] = {"auto", "bool", "break", "case", "char", "const", "continue",
        "default", "do", "double", "else", "enum", "extern", "false", "float", "for", "goto", "if",
        "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
        "static", "struct", "switch", "true", "typedef", "union", "unsigned", "void", "volatile",
        "while", "errno", "linux", "unix", "asm"};

PRINTF_LIKE(2, 3) static void complain(struct sqlc *c, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%.*s:%d: ", STR_ARG(c->file), c->line);
	if (c->cur)
		fprintf(stderr, "%.*s: ", STR_ARG(c->cur->name));
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	c->errors++;
}

/* --- names ---------------------------------------------------------------------------------------
 */
static bool word_start(char ch)
{
	return isalpha((unsigned char)ch) || ch == '_';
}

static bool word_char(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_';
}

static bool name_ok(struct sqlc *c, struct str s)
{
	bool ok = s.n > 0 && s.n <= 60 && islower((unsigned char)s.p[0]);

	for (size_t i = 0; ok && i < s.n; i++)
		ok = islower((unsigned char)s.p[i]) || isdigit((unsigned char)s.p[i]) ||
		     s.p[i] == '_';
	for (size_t i = 0; ok && i < ARRAY_LEN(keywords); i++)
		ok = !str_eqc(s, keywords[i]);
	if (!ok)
		complain(c, "\"%.*s\" is no name (a-z, 0-9, _; no word of C)", STR_ARG(s));
	return ok;
}

static struct field *field_find(struct field *v, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return &v[i];
	return NULL;
}

/* --- the head of a block
 * --------------------------------------------------------------------------- */
static bool parse_field(struct sqlc *c, struct str rest, struct field *out)
{
	struct str name, type = rest;

	if (!str_cut(&type, ' ', &name) || !name_ok(c, name))
		return false;
	type = str_trim(type);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (str_eqc(type, types[i].word)) {
			*out = (struct field){.name = name, .type = (int)i};
			return true;
		}
	}
	complain(c, "%.*s: \"%.*s\" is no type (int int? text text? blob blob?)", STR_ARG(name),
	        STR_ARG(type));
	return false;
}

static void head_name(struct sqlc *c, struct str rest)
{
	struct stmt *s = ARENA_NEW(c->a, struct stmt);

	*s = (struct stmt){.name = rest, .file = c->file, .line = c->line};
	c->cur = s;
	if (!name_ok(c, rest))
		return;
	struct stmt *other = map_put(&c->names, rest, s);
	if (other)
		complain(c, "is also in %.*s:%d", STR_ARG(other->file), other->line);
	VEC_PUSH(c->a, &c->stmts, s);
}

static void head_by(struct sqlc *c, struct str rest)
{
	for (size_t i = 0; i < ARRAY_LEN(bys); i++) {
		if (str_eqc(rest, bys[i].word)) {
			c->cur->by = (int)i;
			c->cur->has_by = true;
			return;
		}
	}
	complain(c, ":by %.*s: nobody of that name", STR_ARG(rest));
}

static void head_result(struct sqlc *c, struct str rest)
{
	for (size_t i = 0; i < ARRAY_LEN(results); i++) {
		if (str_eqc(rest, results[i])) {
			c->cur->result = (int)i;
			c->cur->has_result = true;
			return;
		}
	}
	complain(c, ":result %.*s: exec, one, opt or many", STR_ARG(rest));
}

static void head_plan(struct sqlc *c, struct str rest)
{
	struct str word, reason = rest;

	if (!str_cut(&reason, ' ', &word))
		word = rest;
	reason = str_trim(reason);
	if (str_eqc(word, "scan") && reason.n > 0)
		c->cur->scan = reason;
	else if (!str_eqc(rest, "index"))
		complain(c, ":plan index, or :plan scan and the reason");
}

static void head_line(struct sqlc *c, struct str text)
{
	struct str key, rest = text;
	struct field f;

	if (!str_cut(&rest, ' ', &key))
		key = text;
	rest = str_trim(rest);
	if (!str_eqc(key, ":name") && !c->cur) {
		complain(c, "%.*s outside a block", STR_ARG(key));
	} else if (str_eqc(key, ":name")) {
		if (c->cur)
			complain(c, "has no SQL");
		head_name(c, rest);
	} else if (str_eqc(key, ":result")) {
		head_result(c, rest);
	} else if (str_eqc(key, ":by")) {
		head_by(c, rest);
	} else if (str_eqc(key, ":plan")) {
		head_plan(c, rest);
	} else if (str_eqc(key, ":engine")) {
		c->cur->sqlite_only = str_eqc(rest, "sqlite");
		if (!c->cur->sqlite_only)
			complain(c, ":engine sqlite is the only one");
	} else if (str_eqc(key, ":param") && parse_field(c, rest, &f)) {
		if (field_find(c->cur->params.v, c->cur->params.n, f.name))
			complain(c, ":param %.*s twice", STR_ARG(f.name));
		VEC_PUSH(c->a, &c->cur->params, f);
	} else if (str_eqc(key, ":row") && parse_field(c, rest, &f)) {
		if (field_find(c->cur->rows.v, c->cur->rows.n, f.name))
			complain(c, ":row %.*s twice", STR_ARG(f.name));
		VEC_PUSH(c->a, &c->cur->rows, f);
	} else if (!str_eqc(key, ":param") && !str_eqc(key, ":row")) {
		complain(c, "%.*s is unknown", STR_ARG(key));
	}
}

/* --- the statement itself
 * ------------------------------------------------------------------------- */
struct scan {
	struct str text; /* the file from the first word of the statement */
	size_t i;
	struct buf out;
	struct str first, prev; /* words, in lower case */
	bool returning, where, done;
};

static void check_word(struct sqlc *c, struct scan *s, struct str word)
{
	struct str rest = str_trim(str_sub(s->text, s->i, s->text.n));
	bool called = rest.n > 0 && rest.p[0] == '(';

	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		if (!str_eqc(word, refused[i].word) || (refused[i].when == CALLED && !called) ||
		        (refused[i].when == NOT_CALLED && called) ||
		        (refused[i].sqlite_ok && c->cur->sqlite_only))
			continue;
		complain(c, "%.*s: %s", STR_ARG(word), refused[i].why);
	}
	if (str_starts(word, STR("json")) && called)
		complain(c, "%.*s: JSON is read in C", STR_ARG(word));
	if (str_eqc(word, "or") && (str_eqc(s->prev, "insert") || str_eqc(s->prev, "update")))
		complain(c, "%.*s OR: not in PostgreSQL: ON CONFLICT", STR_ARG(s->prev));
	s->returning |= str_eqc(word, "returning");
	s->where |= str_eqc(word, "where");
	if (s->first.n == 0)
		s->first = word;
	s->prev = word;
}

static void scan_word(struct sqlc *c, struct scan *s)
{
	size_t from = s->i;

	while (s->i < s->text.n && word_char(s->text.p[s->i]))
		s->i++;
	struct str word = str_sub(s->text, from, s->i - from);
	buf_str(&s->out, word);
	check_word(c, s, str_lower(c->a, word));
}

static void scan_param(struct sqlc *c, struct scan *s)
{
	size_t from = ++s->i;

	while (s->i < s->text.n && word_char(s->text.p[s->i]))
		s->i++;
	struct str name = str_sub(s->text, from, s->i - from);
	struct field *f = field_find(c->cur->params.v, c->cur->params.n, name);
	if (!f) {
		complain(c, ":%.*s has no :param line", STR_ARG(name));
		return;
	}
	f->used = true;
	buf_printf(&s->out, "?%d", (int)(f - c->cur->params.v) + 1);
	s->prev = STR("?");
}

static void scan_string(struct sqlc *c, struct scan *s)
{
	size_t from = s->i++;

	while (s->i < s->text.n && s->text.p[s->i] != '\'' && s->text.p[s->i] != '\n')
		s->i++;
	if (s->i == s->text.n || s->text.p[s->i] == '\n') {
		complain(c, "a string does not end on its line");
		return;
	}
	s->i++;
	buf_str(&s->out, str_sub(s->text, from, s->i - from));
	s->prev = STR("'");
}

/* True when `*` here would mean "all columns": those are the schema's, not the block's. */
static bool star_is_columns(const struct scan *s)
{
	return str_eqc(s->prev, "select") || str_eqc(s->prev, "returning") ||
	       str_eqc(s->prev, "distinct") || str_eqc(s->prev, "all") || str_eqc(s->prev, ",") ||
	       str_eqc(s->prev, ".");
}

static void scan_other(struct sqlc *c, struct scan *s)
{
	char ch = s->text.p[s->i];

	if (strchr("\"`[?$@#", ch))
		complain(c,
		        "%c has no place here: names are bare, strings in '…', parameters :name",
		        ch);
	if (ch == '*' && star_is_columns(s))
		complain(c, "name the columns instead of *");
	if (ch == '/' && str_starts(str_sub(s->text, s->i, 2), STR("/*")))
		complain(c, "comments begin with --");
	if ((unsigned char)ch >= 0x80)
		complain(c, "only ASCII outside strings and comments");
	if (ch == ';')
		s->done = true;
	else
		buf_ch(&s->out, ch);
	s->prev = str_sub(s->text, s->i, 1);
	s->i++;
}

static void scan_blank(struct sqlc *c, struct scan *s)
{
	while (s->i < s->text.n && isspace((unsigned char)s->text.p[s->i]))
		if (s->text.p[s->i++] == '\n')
			c->line++;
	struct str so_far = buf_view(&s->out);
	if (so_far.n > 0 && so_far.p[so_far.n - 1] != ' ')
		buf_ch(&s->out, ' ');
}

/* From the first word to the semicolon; returns how many bytes that was. */
static size_t scan_sql(struct sqlc *c, struct str text, struct scan *s)
{
	*s = (struct scan){.text = text};
	buf_init(&s->out, c->a, FILE_MAX);
	while (s->i < text.n && !s->done) {
		char ch = text.p[s->i];
		if (isspace((unsigned char)ch))
			scan_blank(c, s);
		else if (str_starts(str_sub(text, s->i, 2), STR("--")))
			s->i += str_index(str_sub(text, s->i, text.n), '\n');
		else if (ch == '\'')
			scan_string(c, s);
		else if (ch == ':')
			scan_param(c, s);
		else if (word_start(ch))
			scan_word(c, s);
		else
			scan_other(c, s);
	}
	if (!s->done)
		complain(c, "has no ; at its end");
	c->cur->sql = str_trim(buf_view(&s->out));
	return s->i;
}

static void check_stmt(struct sqlc *c, const struct scan *s)
{
	const struct stmt *st = c->cur;
	bool reads = str_eqc(s->first, "select") || str_eqc(s->first, "with");
	bool changes = str_eqc(s->first, "insert") || str_eqc(s->first, "update") ||
	               str_eqc(s->first, "delete");

	if (!st->has_result)
		complain(c, "has no :result");
	if (!st->has_by)
		complain(c, "has no :by");
	for (size_t i = 0; i < st->params.n; i++)
		if (!st->params.v[i].used)
			complain(c, ":param %.*s is not used", STR_ARG(st->params.v[i].name));
	const char *scope = st->has_by ? bys[st->by].scope : NULL;
	if (scope && !field_find(st->params.v, st->params.n, str_c(scope)))
		complain(c, ":by %s needs :param %s", bys[st->by].word, scope);
	if (!reads && !changes)
		complain(c, "begins with none of SELECT, WITH, INSERT, UPDATE, DELETE");
	if ((str_eqc(s->first, "update") || str_eqc(s->first, "delete")) && !s->where)
		complain(c, "has no WHERE");
	if (!st->has_result)
		return;
	if (st->result == EXEC && (st->rows.n > 0 || s->returning || str_eqc(s->first, "select")))
		complain(c, ":result exec has no rows");
	if (st->result != EXEC && st->rows.n == 0)
		complain(c, "has no :row");
	if (st->result != EXEC && changes && !s->returning)
		complain(c, "has rows and no RETURNING");
}

/* --- files
 * ----------------------------------------------------------------------------------------- */
static bool read_all(struct arena *a, const char *path, struct str *out)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		return false;
	char *p = arena_alloc(a, FILE_MAX);
	*out = (struct str){p, fread(p, 1, FILE_MAX, f)};
	bool ok = !ferror(f) && out->n < FILE_MAX;
	fclose(f);
	return ok;
}

static void add_prose(struct sqlc *c, struct str line)
{
	if (!c->cur || line.n == 0)
		return;
	if (str_has(line, STR("*/")) || str_has(line, STR("/*")))
		complain(c, "a comment of C inside the prose");
	c->cur->prose = str_cat(
	        c->a, c->cur->prose, str_cat(c->a, c->cur->prose.n ? STR("\n * ") : STR(""), line));
}

static void parse_file(struct sqlc *c, struct str text)
{
	size_t i = 0;

	c->line = 1;
	c->cur = NULL;
	while (i < text.n) {
		struct str rest = str_sub(text, i, text.n);
		size_t n = str_index(rest, '\n');
		struct str line = str_trim(str_sub(rest, 0, n));
		struct scan s;

		if (line.n > 0 && !str_starts(line, STR("--"))) {
			if (!c->cur) {
				complain(c, "SQL outside a block");
				return;
			}
			i += scan_sql(c, rest, &s);
			check_stmt(c, &s);
			c->cur = NULL;
			continue;
		}
		line = str_trim(str_sub(line, 2, line.n));
		if (line.n > 0 && line.p[0] == ':')
			head_line(c, line);
		else
			add_prose(c, line);
		i += n + 1;
		c->line++;
	}
	if (c->cur)
		complain(c, "has no SQL");
	c->cur = NULL;
}

/* --- C ------------------------------------------------------------------------------------------
 */
static void put_struct(
        struct buf *b, struct str name, const char *suffix, const struct field *v, size_t n)
{
	if (n == 0)
		return;
	buf_printf(b, "struct q_%.*s%s {\n", STR_ARG(name), suffix);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "\t%s %.*s;\n", types[v[i].type].ctype, STR_ARG(v[i].name));
	buf_lit(b, "};\n");
}

static void put_prototype(struct buf *b, const struct stmt *s)
{
	buf_printf(b, "enum rc q_%.*s(struct db *db, ", STR_ARG(s->name));
	if (s->params.n > 0)
		buf_printf(b, "const struct q_%.*s_in *in, ", STR_ARG(s->name));
	if (s->result == EXEC)
		buf_lit(b, "int64_t *changed, ");
	else
		buf_printf(b, "struct q_%.*s%s *out, %s", STR_ARG(s->name),
		        s->result == MANY ? "_list" : "", s->result == OPT ? "bool *found, " : "");
	buf_lit(b, "struct err *e)");
}

static void put_header(struct buf *b, const struct sqlc *c)
{
	buf_lit(b,
	        "/* Generated by src/host/sqlc.c from sql/query: do not edit. */\n/* clang-format "
	        "off */\n"
	        "#ifndef STORE_Q_H\n#define STORE_Q_H\n\n#include \"store/db.h\"\n\nenum stmt {\n");
	for (size_t i = 0; i < c->stmts.n; i++) {
		struct str upper = str_upper(c->a, c->stmts.v[i]->name);
		buf_printf(b, "\tSTMT_%.*s,\n", STR_ARG(upper));
	}
	buf_lit(b, "\tSTMT__MAX\n};\n");
	for (size_t i = 0; i < c->stmts.n; i++) {
		const struct stmt *s = c->stmts.v[i];
		buf_printf(b, "\n/* %.*s%s%.*s:%d, by %s */\n", STR_ARG(s->prose),
		        s->prose.n ? "\n * " : "", STR_ARG(s->file), s->line, bys[s->by].word);
		put_struct(b, s->name, "_in", s->params.v, s->params.n);
		put_struct(b, s->name, "", s->rows.v, s->rows.n);
		if (s->result == MANY)
			buf_printf(b,
			        "struct q_%.*s_list {\n\tstruct q_%.*s *v;\n\tsize_t n, cap;\n};\n",
			        STR_ARG(s->name), STR_ARG(s->name));
		buf_lit(b, "MUST_CHECK ");
		put_prototype(b, s);
		buf_lit(b, ";\n");
	}
	buf_lit(b, "\n#endif\n");
}

static void put_quoted(struct buf *b, struct str s)
{
	buf_ch(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_ch(b, '\\');
		buf_ch(b, s.p[i]);
	}
	buf_ch(b, '"');
}

static void put_fields(struct buf *b, const struct stmt *s, const char *what, const char *suffix,
        const struct field *v, size_t n)
{
	if (n == 0)
		return;
	buf_printf(b, "static const struct stmt_field %s_%.*s[] = {\n", what, STR_ARG(s->name));
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "\t{\"%.*s\", %s, offsetof(struct q_%.*s%s, %.*s)},\n",
		        STR_ARG(v[i].name), types[v[i].type].tag, STR_ARG(s->name), suffix,
		        STR_ARG(v[i].name));
	buf_lit(b, "};\n");
}

static void put_info(struct buf *b, const struct sqlc *c, const struct stmt *s)
{
	static const char *const tags[] = {
	        "RESULT_EXEC", "RESULT_ONE", "RESULT_OPT", "RESULT_MANY"};
	struct str upper = str_upper(c->a, s->name), by = str_upper(c->a, str_c(bys[s->by].word));

	buf_printf(b, "\t[STMT_%.*s] = {\n\t\t.name = \"%.*s\",\n\t\t.sql = ", STR_ARG(upper),
	        STR_ARG(s->name));
	put_quoted(b, s->sql);
	buf_lit(b, ",\n\t\t.file = ");
	put_quoted(b, s->file);
	buf_printf(b, ",\n\t\t.line = %d,\n\t\t.result = %s,\n\t\t.by = BY_%.*s,\n", s->line,
	        tags[s->result], STR_ARG(by));
	if (s->scan.n > 0) {
		buf_lit(b, "\t\t.scan = ");
		put_quoted(b, s->scan);
		buf_lit(b, ",\n");
	}
	if (s->sqlite_only)
		buf_lit(b, "\t\t.sqlite_only = true,\n");
	if (s->params.n > 0)
		buf_printf(b, "\t\t.n_params = %zu,\n\t\t.params = params_%.*s,\n", s->params.n,
		        STR_ARG(s->name));
	if (s->rows.n > 0)
		buf_printf(b,
		        "\t\t.n_columns = %zu,\n\t\t.columns = columns_%.*s,\n"
		        "\t\t.row_size = sizeof(struct q_%.*s),\n",
		        s->rows.n, STR_ARG(s->name), STR_ARG(s->name));
	buf_lit(b, "\t},\n");
}

static void put_function(struct buf *b, const struct sqlc *c, const struct stmt *s)
{
	static const char *const verbs[] = {"exec", "one", "opt", "many"};
	static const char *const outs[] = {"changed", "out", "out, found", "&rows"};
	struct str upper = str_upper(c->a, s->name);

	buf_ch(b, '\n');
	put_prototype(b, s);
	buf_lit(b, "\n{\n");
	if (s->result == MANY)
		buf_lit(b, "\tstruct stmt_rows rows;\n\n\tTRY(");
	else
		buf_lit(b, "\treturn ");
	buf_printf(b, "stmt_%s(db, STMT_%.*s, %s, %s, e)", verbs[s->result], STR_ARG(upper),
	        s->params.n ? "in" : "NULL", outs[s->result]);
	if (s->result == MANY)
		buf_lit(b, ");\n\tout->v = rows.v;\n\tout->n = rows.n;\n\tout->cap = rows.cap;\n"
		           "\treturn RC_OK");
	buf_lit(b, ";\n}\n");
}

static void put_source(struct buf *b, const struct sqlc *c)
{
	buf_lit(b, "/* Generated by src/host/sqlc.c from sql/query: do not edit. */\n/* "
	           "clang-format off */\n"
	           "#include \"store/q.h\"\n\n#include \"store/stmt.h\"\n\n");
	for (size_t i = 0; i < c->stmts.n; i++) {
		const struct stmt *s = c->stmts.v[i];
		put_fields(b, s, "params", "_in", s->params.v, s->params.n);
		put_fields(b, s, "columns", "", s->rows.v, s->rows.n);
	}
	buf_lit(b, "\nstatic const struct stmt_info infos[STMT__MAX + 1] = {\n");
	for (size_t i = 0; i < c->stmts.n; i++)
		put_info(b, c, c->stmts.v[i]);
	buf_lit(b, "};\nconst struct catalogue store_catalogue = {infos, STMT__MAX};\n");
	for (size_t i = 0; i < c->stmts.n; i++)
		put_function(b, c, c->stmts.v[i]);
}

/* q_NAME_in and q_NAME_list are structs of NAME: another statement must not be called so. */
static void check_clashes(struct sqlc *c)
{
	for (size_t i = 0; i < c->stmts.n; i++) {
		const struct stmt *s = c->stmts.v[i], *in, *list;

		c->file = s->file;
		c->line = s->line;
		in = map_get(&c->names, str_cat(c->a, s->name, STR("_in")));
		list = map_get(&c->names, str_cat(c->a, s->name, STR("_list")));
		if (in && s->params.n > 0)
			complain(c, "%.*s_in is the name of this statement's parameters",
			        STR_ARG(s->name));
		if (list && s->result == MANY)
			complain(c, "%.*s_list is the name of this statement's list",
			        STR_ARG(s->name));
	}
}

static bool write_all(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wb");

	if (!f || b->overflow)
		return false;
	bool ok = fwrite(b->p, 1, b->n, f) == b->n;
	return fclose(f) == 0 && ok;
}

int main(int argc, char **argv)
{
	struct arena a;
	struct sqlc c = {.a = &a};
	struct buf h, source;

	if (argc < 3) {
		fprintf(stderr, "usage: sqlc OUT.h OUT.c IN.sql ...\n");
		return 2;
	}
	arena_init(&a, (size_t)1 << 30);
	map_init(&c.names, &a);
	for (int i = 3; i < argc; i++) {
		struct str text;
		if (!read_all(&a, argv[i], &text)) {
			fprintf(stderr, "%s: %s\n", argv[i], strerror(errno));
			return 1;
		}
		c.file = str_c(argv[i]);
		parse_file(&c, text);
	}
	check_clashes(&c);
	if (c.errors > 0)
		return 1;
	buf_init(&h, &a, OUT_MAX);
	buf_init(&source, &a, OUT_MAX);
	put_header(&h, &c);
	put_source(&source, &c);
	if (!write_all(argv[1], &h) || !write_all(argv[2], &source)) {
		fprintf(stderr, "sqlc: cannot write %s, %s: %s\n", argv[1], argv[2],
		        strerror(errno));
		return 1;
	}
	arena_free(&a);
	return 0;
}

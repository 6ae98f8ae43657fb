/* Build-time program: `embed OUT.c FILE…` writes the table of files that travel in the program.
 * The bytes themselves are taken in by the assembler (.incbin, paths relative to the root of the
 * repository, where make runs), because a compiler needs seconds for megabytes of literals.
 */
#include <errno.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

static int by_path(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* A path goes into an assembler string and a C string: refuse what either would misread. */
static bool path_is_plain(struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (c <= 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '%')
			return false;
	}
	return path.n > 0 && path.p[0] != '/' && !str_has(path, STR(".."));
}

static void write_bytes(FILE *out, const struct strs *files)
{
	fputs("__asm__(\".pushsection .rodata\\n\"\n", out);
	for (size_t i = 0; i < files->n; i++)
		fprintf(out,
		        "\t\".balign 16\\n.globl embedded_b%zu\\n.hidden embedded_b%zu\\n"
		        "embedded_b%zu:\\n.incbin \\\"%.*s\\\"\\n"
		        ".globl embedded_e%zu\\n.hidden embedded_e%zu\\nembedded_e%zu:\\n\"\n"
		        "\t\".byte 0\\n\"\n",
		        i, i, i, STR_ARG(files->v[i]), i, i, i);
	fputs("\t\".popsection\\n\");\n\n", out);
}

static void write_table(FILE *out, const struct strs *files)
{
	for (size_t i = 0; i < files->n; i++)
		fprintf(out, "extern const unsigned char embedded_b%zu[], embedded_e%zu[];\n", i,
		        i);
	fputs("\nconst struct embedded_file embedded_files[] = {\n", out);
	for (size_t i = 0; i < files->n; i++)
		fprintf(out, "\t{\"%.*s\", embedded_b%zu, embedded_e%zu},\n", STR_ARG(files->v[i]),
		        i, i);
	fprintf(out, "\t{NULL, NULL, NULL},\n};\nconst size_t embedded_files_n = %zu;\n", files->n);
}

int main(int argc, char **argv)
{
	struct arena a;
	struct strs files = {0};

	if (argc < 2) {
		fputs("usage: embed OUT.c FILE...\n", stderr);
		return 2;
	}
	arena_init(&a, 0);
	for (int i = 2; i < argc; i++) {
		if (!path_is_plain(str_c(argv[i]))) {
			fprintf(stderr,
			        "embed: %s: a path must be relative, plain ASCII, no blanks\n",
			        argv[i]);
			return 1;
		}
		VEC_PUSH(&a, &files, str_c(argv[i]));
	}
	if (files.n)
		qsort(files.v, files.n, sizeof(*files.v), by_path);
	FILE *out = fopen(argv[1], "w");
	if (!out) {
		fprintf(stderr, "embed: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	fputs("/* Written by src/host/embed.c: do not edit. */\n#include \"base/embedded.h\"\n\n",
	        out);
	write_bytes(out, &files);
	write_table(out, &files);
	bool failed = ferror(out) != 0;
	failed = fclose(out) != 0 || failed;
	arena_free(&a);
	return failed;
}

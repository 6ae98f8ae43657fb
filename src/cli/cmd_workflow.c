/* `tidu workflow EDITION`: what may happen to a file, row by row, as auditors ask for it; --dot as a graph. */
#include "base/embedded.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "domain/procedure.h"

#define FOLDER "sql/reference/procedures/"

static const struct option_spec options[] = {
	{"dot", NULL, "输出 Graphviz 图", NULL},
	{NULL, NULL, NULL, NULL},
};
static const struct args_spec spec = {
	.command = "workflow",
	.operands = "EDITION",
	.summary = "列出一个细则版本中材料的全部状态、动作、办理方和下一状态。",
	.options = options,
	.min = 1,
	.max = 1,
	.notes = "版本名写错时列出全部版本。",
};

static void list_editions(void)
{
	fputs("可用的版本：\n", stderr);
	for (size_t i = 0; i < embedded_count(); i++) {
		struct str path, bytes;
		embedded_at(i, &path, &bytes);
		if (str_starts(path, STR(FOLDER)) && str_ends(path, STR(".json")))
			fprintf(stderr, "  %.*s\n", (int)(path.n - sizeof(FOLDER) + 1 - 5),
				path.p + sizeof(FOLDER) - 1);
	}
}

static void print_table(const struct workflow_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct workflow_row *r = &rows->v[i];
		printf("%s\t%s\t%s\t%s\t%s（%s）%s → %s\n", state_code(r->from), action_code(r->act),
			holder_code(r->who), state_code(r->to), state_word(r->from),
			holder_word(r->who), action_word(r->act), state_word(r->to));
	}
}

static void print_dot(const struct procedure *p, const struct workflow_rows *rows)
{
	printf("digraph \"%.*s\" {\n\trankdir=LR;\n\tnode [shape=box];\n", STR_ARG(p->id));
	for (size_t i = 0; i < rows->n; i++) {
		const struct workflow_row *r = &rows->v[i];
		printf("\t\"%s\" -> \"%s\" [label=\"%s·%s\"];\n", state_word(r->from),
			state_word(r->to), holder_word(r->who), action_word(r->act));
	}
	puts("}");
}

static int run(struct arena *a, const struct args *args)
{
	struct str edition = args->operands.v[0], text;
	struct workflow_rows rows = {0};
	struct procedure *p;
	struct err e = {0};

	if (!embedded_find(str_fmt(a, FOLDER "%.*s.json", STR_ARG(edition)), &text)) {
		fprintf(stderr, "tidu workflow: 没有版本 %.*s\n", STR_ARG(edition));
		list_editions();
		return EXIT_NO;
	}
	if (procedure_load(a, text, &p, &e) != RC_OK)
		return common_fail(a, "workflow", &e);
	workflow_expand(a, p, &rows);
	if (args_given(args, "dot"))
		print_dot(p, &rows);
	else
		print_table(&rows);
	return EXIT_OK;
}

int cmd_workflow(int argc, char **argv)
{
	struct args args;
	struct arena a;
	int code;

	arena_init(&a, 0);
	enum args_outcome outcome = args_parse(&a, &spec, argc, argv, &args);
	code = outcome == ARGS_RUN ? run(&a, &args) : outcome == ARGS_HELP ? EXIT_OK : EXIT_USAGE;
	arena_free(&a);
	return code;
}

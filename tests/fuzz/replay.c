/* Runs a fuzz target over files, without clang: every input that once mattered is tried in every
 * `make test`, also with sanitizers. The empty input is always among them. On a crash the last line
 * says which file it was.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data;
	size_t n;

	printf("%s\n", path);
	fflush(stdout);
	if (!f || !(data = malloc(INPUT_MAX)))
		return 1;
	n = fread(data, 1, INPUT_MAX, f);
	fclose(f);
	/* As large as the input: reading past its end is seen. */
	uint8_t *exact = malloc(n ? n : 1);
	if (!exact)
		return 1;
	for (size_t i = 0; i < n; i++)
		exact[i] = data[i];
	free(data);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;
	uint8_t nothing = 0;

	LLVMFuzzerTestOneInput(&nothing, 0);
	for (int i = 1; i < argc; i++)
		failed += replay(argv[i]);
	printf("%d passed, %d failed\n", argc - failed, failed);
	return failed > 0;
}

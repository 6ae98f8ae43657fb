/* Finding a file among those that the build put into the program. */
#include "base/embedded.h"

static struct str bytes_of(const struct embedded_file *f)
{
	return (struct str){(const char *)f->begin, (size_t)(f->end - f->begin)};
}

size_t embedded_count(void)
{
	return embedded_files_n;
}

void embedded_at(size_t i, struct str *path, struct str *bytes)
{
	*path = str_c(embedded_files[i].path);
	*bytes = bytes_of(&embedded_files[i]);
}

bool embedded_find(struct str path, struct str *bytes)
{
	size_t lo = 0, hi = embedded_files_n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(str_c(embedded_files[mid].path), path);
		if (c == 0) {
			*bytes = bytes_of(&embedded_files[mid]);
			return true;
		}
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

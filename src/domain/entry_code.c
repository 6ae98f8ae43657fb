/* One rule with two boundaries that tax offices look at: so it stands alone and is tested alone. */
#include "domain/entry_code.h"

char entry_code(struct date founded, struct date filed, int year)
{
	struct date last = {(int16_t)year, 5, 31};

	if (!date_valid(founded) || !date_valid(filed) || date_cmp(founded, filed) > 0)
		return 0;
	if (founded.y >= year)
		return 'B';
	return date_cmp(filed, last) <= 0 ? '0' : 'A';
}

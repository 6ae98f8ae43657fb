/* Two provinces and two lines share one installation: what an officer sees first is of his own. */
#include "service/editions.h"

#include "store/q.h"

/* County, city, province: the body at the top. */
#define LEVELS 3

enum rc editions_of_officer(struct db *db, const struct rules *rules, const struct actor *who,
	struct date day, struct editions *out, struct err *e)
{
	const struct rules_list *all = rules_list(rules, day);
	struct q_agency_by_id body;
	int64_t id = who->agency_id;

	TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id}, &body, e));
	for (int i = 1; i < LEVELS && body.parent_id.has; i++) {
		id = body.parent_id.v;
		TRY(q_agency_by_id(db, &(struct q_agency_by_id_in){.id = id}, &body, e));
	}
	out->n = 0;
	out->v = ARENA_NEW_N(db_arena(db), const struct procedure *, all->procedures_n + 1);
	for (size_t i = 0; i < all->procedures_n; i++)
		if (str_eq(all->procedures[i]->body, body.code))
			out->v[out->n++] = all->procedures[i];
	return RC_OK;
}

bool editions_has(const struct editions *list, struct str id)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i]->id, id))
			return true;
	return false;
}

const struct procedure *editions_first(const struct editions *list, struct date day)
{
	const struct procedure *last = NULL;

	for (size_t i = 0; i < list->n; i++) {
		if (procedure_in_force(list->v[i], day))
			return list->v[i];
		if (!last || str_cmp(list->v[i]->legal_from, last->legal_from) > 0)
			last = list->v[i];
	}
	return last;
}

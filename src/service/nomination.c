/* The list that goes with the letter to the ministry is kept as it was. */
#include "service/nomination.h"

#include "base/env.h"

enum rc nomination_record(struct tx *tx, const struct batch *b, struct str doc_no,
	const struct list_entries *list, struct err *e)
{
	struct q_nomination_put made;
	struct str public_id;

	if (!procedure_text(tx->a, b->procedure, "nomination", b->title, STR("")).n)
		return RC_OK;
	TRY(random_token(tx->a, 12, &public_id, e));
	TRY(q_nomination_put(tx->db,
		&(struct q_nomination_put_in){.public_id = public_id, .batch_id = b->id,
			.agency_id = tx->who->agency_id, .doc_no = doc_no, .count = (int64_t)list->n,
			.list_hash = hash_hex(tx->a, list_hash(tx->a, LIST_PUBLIC, list->v, list->n)),
			.account_id = tx->who->account_id, .now = tx->now},
		&made, e));
	for (size_t i = 0; i < list->n; i++)
		TRY(q_nomination_item_put(tx->db,
			&(struct q_nomination_item_put_in){.nomination_id = made.id, .seq = (int64_t)i + 1,
				.application_id = list->v[i].application_id, .name = list->v[i].name,
				.uscc = list->v[i].uscc, .area = list->v[i].area},
			NULL, e));
	return RC_OK;
}

enum rc nomination_load(struct db *db, const struct actor *who, struct str public_id,
	struct nomination *out, struct err *e)
{
	struct q_nomination_items_list rows;
	struct nomination n = {0};

	TRY(q_nomination_of(db,
		&(struct q_nomination_of_in){.public_id = public_id, .agency_id = who->agency_id}, &n.head, e));
	TRY(q_nomination_items(db, &(struct q_nomination_items_in){.nomination_id = n.head.id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		VEC_PUSH(db_arena(db), &n.list,
			((struct list_entry){.application_id = rows.v[i].application_id,
				.name = rows.v[i].name, .uscc = rows.v[i].uscc, .area = rows.v[i].area}));
	*out = n;
	return RC_OK;
}

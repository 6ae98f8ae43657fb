/* Keeping intellectual property and honours: checked when they are entered, counted when files are read. */
#include "service/lists.h"

#include "service/audit.h"
#include "service/lists_change.h"

#define ITEMS_MOST 500
#define TITLE_MOST 200
#define NUMBER_MOST 100

/* A row that is about to be stored. */
struct row {
	int64_t rank, ground;
	struct str level, obtained, transferred_on, granted_on, valid_until, rechecked_on, number, evidence;
	bool related, applied;
};

static enum rc wrong(struct err *e, enum msgid msg, const char *field, struct str what)
{
	err_field(e, RC_INVALID, msg, field);
	return err_arg(e, 0, what);
}

static enum rc read_date(struct tx *tx, const struct list_kind *k, enum list_field f,
	struct str typed, struct str *out, struct err *e)
{
	struct date d;

	*out = STR("");
	if (k->label[f].n == 0 || typed.n == 0)
		return RC_OK;
	if (!date_parse_loose(typed, &d))
		return wrong(e, MSG_LIST_DATE, list_field_name(f), k->label[f]);
	*out = date_str(tx->a, d);
	return RC_OK;
}

static enum rc read_number(const struct list_kind *k, enum list_field f, struct str typed,
	int64_t most, int64_t *out, struct err *e)
{
	*out = 0;
	if (k->label[f].n == 0 || typed.n == 0)
		return RC_OK;
	if (!str_to_i64(typed, out) || *out < 1 || *out > most)
		return wrong(e, MSG_LIST_NUMBER, list_field_name(f), k->label[f]);
	return RC_OK;
}

static enum rc check_needs(const struct list_kind *k, const struct row *r, struct err *e)
{
	const bool has[LIST_FIELD__MAX] = {[LIST_FIELD_NUMBER] = r->number.n > 0,
		[LIST_FIELD_GRANTED_ON] = r->granted_on.n > 0,
		[LIST_FIELD_VALID_UNTIL] = r->valid_until.n > 0,
		[LIST_FIELD_RECHECKED_ON] = r->rechecked_on.n > 0,
		[LIST_FIELD_RANK] = r->rank > 0,
		[LIST_FIELD_LEVEL] = r->level.n > 0,
		[LIST_FIELD_OBTAINED] = r->obtained.n > 0,
		[LIST_FIELD_RELATED] = true,
		[LIST_FIELD_APPLIED] = true,
		[LIST_FIELD_GROUND] = r->ground > 0};

	for (size_t f = 0; f < LIST_FIELD__MAX; f++)
		if (k->needed[f] && !has[f])
			return wrong(e, MSG_LIST_NEEDS, list_field_name((enum list_field)f), k->label[f]);
	return RC_OK;
}

static enum rc check_dates(struct tx *tx, const struct list_kind *k, const struct row *r, struct err *e)
{
	struct str today = date_str(tx->a, date_of_instant(tx->now));
	bool transfer = str_eqc(r->obtained, "transfer");

	if (str_cmp(r->granted_on, today) > 0)
		return wrong(e, MSG_LIST_FUTURE, "granted_on", k->label[LIST_FIELD_GRANTED_ON]);
	if (r->valid_until.n && r->granted_on.n && str_cmp(r->valid_until, r->granted_on) < 0)
		return wrong(e, MSG_LIST_ORDER, "valid_until", k->label[LIST_FIELD_GRANTED_ON]);
	if (r->rechecked_on.n && str_cmp(r->rechecked_on, today) > 0)
		return wrong(e, MSG_LIST_FUTURE, "rechecked_on", k->label[LIST_FIELD_RECHECKED_ON]);
	if (r->rechecked_on.n && str_cmp(r->rechecked_on, r->granted_on) < 0)
		return wrong(e, MSG_LIST_RECHECKED, "rechecked_on", k->label[LIST_FIELD_GRANTED_ON]);
	if (transfer && r->transferred_on.n == 0)
		return err_field(e, RC_INVALID, MSG_LIST_TRANSFERRED, "transferred_on");
	if (transfer && str_cmp(r->transferred_on, today) > 0)
		return wrong(e, MSG_LIST_FUTURE, "transferred_on", STR("转让日期"));
	return RC_OK;
}

static enum rc read_transfer(struct tx *tx, const struct list_kind *k, const struct list_values *v,
	struct row *r, struct err *e)
{
	struct date d;

	r->obtained = r->transferred_on = STR("");
	if (k->label[LIST_FIELD_OBTAINED].n == 0)
		return RC_OK;
	if (str_eqc(v->obtained, "own") || str_eqc(v->obtained, "transfer"))
		r->obtained = v->obtained;
	if (!str_eqc(v->obtained, "transfer") || v->transferred_on.n == 0)
		return RC_OK;
	if (!date_parse_loose(v->transferred_on, &d))
		return wrong(e, MSG_LIST_DATE, "transferred_on", STR("转让日期"));
	r->transferred_on = date_str(tx->a, d);
	return RC_OK;
}

static enum rc read_row(struct tx *tx, const struct list_def *def, const struct list_kind *k,
	const struct list_values *v, struct row *r, struct err *e)
{
	if (v->title.n == 0 || v->title.n > TITLE_MOST * 3)
		return err_field(e, RC_INVALID, MSG_LIST_TITLE, "title");
	r->number = k->label[LIST_FIELD_NUMBER].n ? v->number : STR("");
	if (r->number.n > NUMBER_MOST)
		return wrong(e, MSG_LIST_NUMBER, "number", k->label[LIST_FIELD_NUMBER]);
	TRY(read_number(k, LIST_FIELD_RANK, v->rank, 9999, &r->rank, e));
	TRY(read_number(k, LIST_FIELD_GROUND, v->ground, (int64_t)def->grounds.n, &r->ground, e));
	TRY(read_date(tx, k, LIST_FIELD_GRANTED_ON, v->granted_on, &r->granted_on, e));
	TRY(read_date(tx, k, LIST_FIELD_VALID_UNTIL, v->valid_until, &r->valid_until, e));
	TRY(read_date(tx, k, LIST_FIELD_RECHECKED_ON, v->rechecked_on, &r->rechecked_on, e));
	TRY(read_transfer(tx, k, v, r, e));
	r->level = k->label[LIST_FIELD_LEVEL].n ? v->level : STR("");
	if (r->level.n && fact_parse(FACT_INSTITUTION_LEVEL, r->level, &(int64_t){0}, e) != RC_OK)
		return wrong(e, MSG_LIST_NEEDS, "level", k->label[LIST_FIELD_LEVEL]);
	r->related = v->related && k->label[LIST_FIELD_RELATED].n;
	r->applied = v->applied && k->label[LIST_FIELD_APPLIED].n;
	TRY(check_needs(k, r, e));
	return check_dates(tx, k, r, e);
}

/* A file of the enterprise's own, or none. */
static enum rc read_evidence(
	struct tx *tx, const struct list_item_save *uc, struct row *r, struct err *e)
{
	struct evidence_file file;
	struct q_evidence_put made;

	r->evidence = uc->v.evidence.n ? uc->v.evidence : STR("");
	if (!uc->file)
		return uc->v.evidence.n ? evidence_own(tx->db, tx->who, uc->v.evidence, &file, e)
					: RC_OK;
	TRY(random_token(tx->a, 16, &r->evidence, e));
	return q_evidence_put(tx->db,
		&(struct q_evidence_put_in){.public_id = r->evidence,
			.owner_kind = STR("enterprise"), .owner_id = tx->who->enterprise_id,
			.slot = count_list_name(uc->list), .filename = uc->file->filename,
			.mime = uc->file->mime, .size = uc->file->size,
			.sha256 = hash_hex(tx->a, uc->file->hash),
			.enterprise_id = some_i64(tx->who->enterprise_id),
			.uploaded_by = tx->who->account_id, .uploaded_at = tx->now},
		&made, e);
}

static enum rc check_same(struct tx *tx, const struct list_item_save *uc, struct str kind,
	const struct row *r, struct err *e)
{
	struct q_list_item_same same;
	bool found = false;

	if (r->number.n)
		TRY(q_list_item_same(tx->db,
			&(struct q_list_item_same_in){.enterprise_id = tx->who->enterprise_id,
				.list = count_list_name(uc->list), .kind = kind, .number = r->number,
				.public_id = uc->item},
			&same, &found, e));
	return found ? wrong(e, MSG_LIST_TWICE, "number", same.title) : RC_OK;
}

static enum rc put(struct tx *tx, const struct list_item_save *uc, const struct row *r, int64_t *id,
	struct err *e)
{
	struct q_list_item_put made;
	struct str public_id;

	TRY(random_token(tx->a, 12, &public_id, e));
	TRY(q_list_item_put(tx->db,
		&(struct q_list_item_put_in){.public_id = public_id,
			.enterprise_id = tx->who->enterprise_id, .list = count_list_name(uc->list),
			.kind = uc->kind, .title = uc->v.title, .number = r->number, .rank = r->rank,
			.level = r->level, .obtained = r->obtained,
			.transferred_on = r->transferred_on, .granted_on = r->granted_on,
			.valid_until = r->valid_until, .rechecked_on = r->rechecked_on,
			.related = r->related, .applied = r->applied, .ground = r->ground,
			.evidence = r->evidence, .now = tx->now},
		&made, e));
	*id = made.id;
	return q_list_none_remove(tx->db,
		&(struct q_list_none_remove_in){.enterprise_id = tx->who->enterprise_id,
			.list = count_list_name(uc->list), .year = 0},
		NULL, e);
}

static enum rc update(
	struct tx *tx, const struct list_item_save *uc, const struct row *r, struct err *e)
{
	int64_t changed;

	TRY(q_list_item_update(tx->db,
		&(struct q_list_item_update_in){.public_id = uc->item,
			.enterprise_id = tx->who->enterprise_id, .version = uc->version,
			.title = uc->v.title, .number = r->number, .rank = r->rank,
			.level = r->level, .obtained = r->obtained,
			.transferred_on = r->transferred_on, .granted_on = r->granted_on,
			.valid_until = r->valid_until, .rechecked_on = r->rechecked_on,
			.related = r->related, .applied = r->applied, .ground = r->ground,
			.evidence = r->evidence, .now = tx->now},
		&changed, e));
	return changed == 1 ? RC_OK : err_set(e, RC_CONFLICT, MSG_STALE);
}

static struct str about(struct tx *tx, struct str kind, struct str title, struct str number)
{
	struct buf b;

	buf_init(&b, tx->a, 4096);
	buf_lit(&b, "{\"kind\":");
	json_put_str(&b, kind);
	buf_lit(&b, ",\"number\":");
	json_put_str(&b, number);
	buf_lit(&b, ",\"title\":");
	json_put_str(&b, title);
	buf_ch(&b, '}');
	return buf_view(&b);
}

static enum rc room(struct tx *tx, enum count_list list, struct err *e)
{
	struct lists l;

	TRY(lists_load(tx->db, tx->who->enterprise_id, &l, e));
	if (l.n[list] < ITEMS_MOST)
		return RC_OK;
	err_set(e, RC_INVALID, MSG_LIST_FULL);
	return err_argf(e, "%d", ITEMS_MOST);
}

enum rc list_item_save(struct tx *tx, struct list_item_save *uc, struct err *e)
{
	const struct list_def *def = rules_list_def(tx->sv->rules, uc->list);
	struct q_list_item_of old = {0};
	struct str kind = uc->kind;
	struct row r = {0};
	int64_t id;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	if (uc->item.n) {
		TRY(q_list_item_of(tx->db,
			&(struct q_list_item_of_in){
				.public_id = uc->item, .enterprise_id = tx->who->enterprise_id},
			&old, e));
		kind = old.kind;
	}
	const struct list_kind *k = list_kind_find(def, kind);
	if (!k)
		return err_field(e, RC_INVALID, MSG_LIST_KIND, "kind");
	TRY(read_row(tx, def, k, &uc->v, &r, e));
	TRY(read_evidence(tx, uc, &r, e));
	TRY(check_same(tx, uc, kind, &r, e));
	id = old.id;
	if (uc->item.n) {
		TRY(update(tx, uc, &r, e));
	} else {
		TRY(room(tx, uc->list, e));
		TRY(put(tx, uc, &r, &id, e));
	}
	TRY(lists_changed(tx, uc->list, e));
	return audit_append(tx,
		&(struct audit_event){.action = "list_item_saved", .object_kind = "list_item",
			.object_id = id, .payload = about(tx, kind, uc->v.title, r.number)},
		e);
}

enum rc list_item_remove(struct tx *tx, struct list_item_remove *uc, struct err *e)
{
	struct q_list_item_of old;

	if (!actor_is(tx->who, ROLE_ENTERPRISE))
		return err_set(e, RC_FORBIDDEN, MSG_ENTERPRISE_ONLY);
	TRY(q_list_item_of(tx->db,
		&(struct q_list_item_of_in){
			.public_id = uc->item, .enterprise_id = tx->who->enterprise_id},
		&old, e));
	if (!str_eq(old.list, count_list_name(uc->list)) || old.removed_at.has != uc->back)
		return err_set(e, RC_NOT_FOUND, MSG_LIST_GONE);
	if (uc->back) {
		struct list_item_save same = {.list = uc->list, .item = uc->item};
		TRY(check_same(tx, &same, old.kind, &(struct row){.number = old.number}, e));
		TRY(room(tx, uc->list, e));
	}
	TRY(q_list_item_removed(tx->db,
		&(struct q_list_item_removed_in){.public_id = uc->item,
			.enterprise_id = tx->who->enterprise_id,
			.removed_at = uc->back ? none_i64() : some_i64(tx->now), .now = tx->now},
		NULL, e));
	TRY(lists_changed(tx, uc->list, e));
	return audit_append(tx,
		&(struct audit_event){
			.action = uc->back ? "list_item_restored" : "list_item_removed",
			.object_kind = "list_item",
			.object_id = old.id,
			.payload = about(tx, old.kind, old.title, old.number)},
		e);
}

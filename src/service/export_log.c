/* Lists of enterprises with contacts and figures leave the house here; who took them must not depend on whether the
 * download came to its end. */
#include "service/export_log.h"

#include "base/json.h"
#include "service/audit.h"

#define PAYLOAD_MAX ((size_t)256 << 10)

static enum rc note(struct tx *tx, const char *action, struct str file, const struct buf *payload, struct err *e)
{
	return audit_append(tx,
		&(struct audit_event){.action = action,
			.object_kind = "agency",
			.object_id = tx->who->agency_id,
			.reason = file,
			.payload = buf_view(payload)},
		e);
}

enum rc export_begin(struct tx *tx, struct export_begin *uc, struct err *e)
{
	struct buf b;

	TRY(tx_serial(tx, STR("export"), &uc->no, e));
	buf_init(&b, tx->a, PAYLOAD_MAX);
	buf_lit(&b, "{");
	json_put_key(&b, "columns");
	buf_ch(&b, '[');
	for (size_t i = 0; i < uc->column.n; i++) {
		if (i)
			buf_ch(&b, ',');
		json_put_str(&b, uc->column.v[i]);
	}
	buf_lit(&b, "],");
	json_put_key(&b, "no");
	buf_i64(&b, uc->no);
	buf_ch(&b, ',');
	json_put_key(&b, "query");
	json_put_str(&b, uc->query);
	buf_ch(&b, '}');
	return note(tx, "list_export_begun", uc->file, &b, e);
}

enum rc export_end(struct tx *tx, struct export_end *uc, struct err *e)
{
	struct buf b;

	buf_init(&b, tx->a, PAYLOAD_MAX);
	buf_printf(&b, "{\"no\":%lld,\"rows\":%lld,\"sha256\":\"%.*s\",\"size\":%lld}", (long long)uc->no,
		(long long)uc->rows, STR_ARG(uc->sha256), (long long)uc->size);
	return note(tx, "list_exported", uc->file, &b, e);
}

/* Reading is no act on a file: it leaves no line in the log. */
#include "service/message.h"

#include "store/q.h"

enum rc message_read(struct tx *tx, struct message_read *uc, struct err *e)
{
	return q_messages_read(tx->db,
		&(struct q_messages_read_in){
			.account_id = tx->who->account_id, .id = uc->id, .now = tx->now},
		NULL, e);
}

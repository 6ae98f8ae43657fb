/* One place for both ways of coming in, so that neither leaves a title without its holder. */
#include "service/adopt.h"

#include "service/update.h"
#include "store/q.h"

enum rc adopt_enterprise(struct tx *tx, int64_t enterprise_id, struct str uscc, struct str division, struct err *e)
{
	TRY(q_import_adopt_titles(tx->db,
		&(struct q_import_adopt_titles_in){
			.enterprise_id = enterprise_id, .uscc = uscc, .division_code = division},
		NULL, e));
	TRY(q_import_adopt_duties(tx->db,
		&(struct q_import_adopt_duties_in){.enterprise_id = enterprise_id, .uscc = uscc}, NULL, e));
	TRY(q_import_adopt_cases(tx->db,
		&(struct q_import_adopt_cases_in){.enterprise_id = enterprise_id, .uscc = uscc}, NULL, e));
	return update_join(tx, uscc, e);
}

/* Between the rehearsal's files. */
#ifndef SERVICE_REHEARSAL_PARTS_H
#define SERVICE_REHEARSAL_PARTS_H

#include <pthread.h>

#include "service/demo_figures.h"
#include "service/rehearsal.h"

struct reh_firm {
	struct demo_enterprise en;
	struct demo_figures figures;
	bool listed;	 /* its intellectual property is entered */
	int64_t year;	 /* projects and quarters are entered up to here */
	int64_t updated; /* year of the last update that is planned */
	bool verified;	 /* of those that registered themselves */
};

#define REH_CLUSTER_EVERY 9 /* every such enterprise is in the statistics of a county's cluster */
#define REH_EXPERTS 4

enum reh_what { REH_FOUND, REH_REGISTER, REH_VERIFY, REH_FILE, REH_ABANDON, REH_UPDATE, REH_SURVEY };
struct reh_act {
	enum reh_what what;
	size_t firm; /* index */
	int64_t of;  /* batch, year, survey; of a verification how many there were */
};
struct reh_day {
	struct reh_act *v;
	size_t n, cap;
};

struct rehearsal {
	struct demo d;
	const struct rehearsal_options *o;
	struct arena *keep, *scratch;
	struct reh_firm *firms;
	size_t firms_n;
	struct reh_day *days; /* from o->from */
	size_t days_n, day;
	struct date today;
	int64_t now; /* when whoever is on acts: enterprises in the morning, bodies after noon, then what both sides wait for */
	struct demo_body **provinces; /* of each line */
	struct str *codes;	      /* theirs */
	size_t provinces_n;
	int64_t batch_seen, round_seen, survey_seen; /* what is planned already */
	int64_t documents, refused;
	int64_t checked; /* year of the last spot check */
	struct {
		int64_t id, account_id;
	} experts[REH_EXPERTS]; /* in the pool once one was called */
	struct strs wrong; /* who was turned away without cause */
};

/* One transaction of one act. */
typedef enum rc reh_fn(struct rehearsal *r, void *arg, struct err *e);
MUST_CHECK enum rc reh_do(struct rehearsal *r, reh_fn *fn, void *arg, struct err *e);
MUST_CHECK enum rc reh_plan(struct rehearsal *r, struct date on, struct reh_act act);
struct str reh_document(struct rehearsal *r); /* 演练函〔2026〕17号 */
bool reh_workday(const struct rehearsal *r);

/* rehearsal_enter.c */
MUST_CHECK enum rc reh_found_all(struct rehearsal *r, struct err *e); /* plans when each comes */
MUST_CHECK enum rc reh_enter(struct rehearsal *r, const struct reh_act *act, struct err *e);

/* rehearsal_firms.c */
MUST_CHECK enum rc reh_act(struct rehearsal *r, const struct reh_act *act, struct err *e);
MUST_CHECK enum rc reh_invite(struct rehearsal *r, struct err *e); /* new rounds and windows: who files when */
struct reh_firm *reh_firm_of(struct rehearsal *r, int64_t enterprise_id);

/* rehearsal_office.c */
MUST_CHECK enum rc reh_call(struct rehearsal *r, struct err *e);   /* rounds that the province opens by hand */
MUST_CHECK enum rc reh_office(struct rehearsal *r, struct err *e); /* everything that waits with a body */

/* rehearsal_evening.c: zero it, ask, hear before asking again. */
struct reh_evening {
	struct date day;
	uint32_t written; /* of invariant_tables, since the evening before */
	bool asked;	  /* and not heard yet */
	pthread_t thread;
	const struct rules *rules;
	struct db *db;
	struct arena a; /* while asked */
	struct strs found;
	enum rc rc;
	struct err why;
};
MUST_CHECK enum rc reh_evening_ask(struct reh_evening *v, const struct rehearsal *r, struct err *e);
/* What was found, in `keep`; nothing was asked: nothing. */
MUST_CHECK enum rc reh_evening_hear(
	struct reh_evening *v, struct arena *keep, struct strs *found, struct err *e);

/* rehearsal_life.c */
MUST_CHECK enum rc reh_survey(struct rehearsal *r, const struct reh_act *act, struct err *e);
MUST_CHECK enum rc reh_life(struct rehearsal *r, struct err *e);

/* rehearsal_watch.c */
MUST_CHECK enum rc reh_watch(struct rehearsal *r, struct err *e);

/* rehearsal_panel.c */
MUST_CHECK enum rc reh_clusters(struct rehearsal *r, struct err *e); /* the yearly list, where a programme asks for it */
/* One step a day; inside a transaction of the province's. */
MUST_CHECK enum rc reh_panel(struct rehearsal *r, struct demo_body *province, int64_t batch_id, struct err *e);

/* rehearsal_cases.c */
MUST_CHECK enum rc reh_cases(struct rehearsal *r, struct err *e);

#endif

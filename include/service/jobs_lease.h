/* Keeps a job's lease (service/jobs) while one long piece of work runs. */
#ifndef SERVICE_JOBS_LEASE_H
#define SERVICE_JOBS_LEASE_H

#include "service/jobs.h"

#define JOBS_LEASE_EVERY_MS (JOBS_LEASE_MS / 4)

/* Renews from now on, as long as `holder` holds the job, until jobs_lease_stop. The lease lives in `a`. */
struct jobs_lease;
struct jobs_lease *jobs_lease_keep(
	struct arena *a, const struct services *sv, struct str job, struct str holder, int64_t every_ms);
void jobs_lease_stop(struct jobs_lease *l);

#endif

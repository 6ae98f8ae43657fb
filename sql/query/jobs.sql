-- What runs by itself: the last run of each job, and old rows that go.

-- :name job_rows
-- :result many
-- :row name text
-- :row last_at int
-- :row mark_at int
-- :row last_ms int
-- :row last_result text
-- :row failures int
-- :row failed_at int
-- :row error text
-- :row retry_at int
-- :row memory text
-- :row leased_by text
-- :row leased_until int
-- :by system
-- :plan scan one row per job
SELECT name, last_at, mark_at, last_ms, last_result, failures, failed_at, error, retry_at, memory, leased_by, leased_until
FROM job ORDER BY name;

-- :name job_hold
-- :result exec
-- :param name text
-- :param holder text
-- :param now int
-- :param until int
-- :param longest int
-- :by system
-- Takes the job, or keeps it: free, held already, run out, or held for longer than anybody may (the clock was set back).
INSERT INTO job (name, leased_by, leased_until) VALUES (:name, :holder, :until)
ON CONFLICT (name) DO UPDATE SET leased_by = :holder, leased_until = :until
WHERE job.leased_by = '' OR job.leased_by = :holder OR job.leased_until <= :now OR job.leased_until > :longest;

-- :name job_renew
-- :result exec
-- :param name text
-- :param holder text
-- :param until int
-- :by system
-- While one long piece of work runs; a clock that was set back does not shorten it.
UPDATE job SET leased_until = max(leased_until, :until) WHERE name = :name AND leased_by = :holder;

-- :name job_done
-- :result exec
-- :param name text
-- :param holder text
-- :param now int
-- :param due_at int
-- :param ms int
-- :param result text
-- :param memory text
-- :by system
-- Ran to its end; only by who holds it.
UPDATE job SET last_at = :now, mark_at = max(mark_at, :due_at), last_ms = :ms, last_result = :result, failures = 0, error = '',
	retry_at = 0, memory = :memory, leased_by = '', leased_until = 0
WHERE name = :name AND leased_by = :holder;

-- :name job_failed
-- :result exec
-- :param name text
-- :param holder text
-- :param now int
-- :param retry_at int
-- :param error text
-- :by system
INSERT INTO job (name, failures, failed_at, error, retry_at) VALUES (:name, 1, :now, :error, :retry_at)
ON CONFLICT (name) DO UPDATE SET failures = job.failures + 1, failed_at = :now, error = :error, retry_at = :retry_at,
	leased_by = '', leased_until = 0
WHERE job.leased_by = '' OR job.leased_by = :holder;

-- :name job_alarm
-- :result exec
-- :param now int
-- :param subject text
-- :param body text
-- :by system
-- :plan scan the accounts, when a job begins to fail
INSERT INTO message (account_id, at, kind, subject, body, link, urgent)
SELECT id, :now, 'job', :subject, :body, '/a/jobs', 1 FROM account WHERE role = 'admin' AND active = 1;

-- :name job_birth
-- :result opt
-- :row at int
-- :by system
-- When this database began.
SELECT at FROM audit WHERE seq = 1;

-- :name job_next_batch
-- :result one
-- :row opens_on text
-- :row ends_at int
-- :by system
-- The first day on which a batch opens, the first instant at which one is over.
SELECT coalesce((SELECT min(opens_on) FROM batch WHERE state = 'planned'), '') AS opens_on,
	coalesce((SELECT min(city_ends_at) FROM batch WHERE state = 'open'), 0) AS ends_at;

-- :name job_next_window
-- :result one
-- :row ends_at int
-- :by system
SELECT coalesce(min(ends_at), 0) AS ends_at FROM publicity WHERE state = 'open';

-- :name job_next_term
-- :result one
-- :row valid_to text
-- :row renewing_to text
-- :by system
-- The last day of the title that ends next; of those whose 复核 came to nothing.
SELECT coalesce((SELECT min(valid_to) FROM title WHERE state = 'valid' AND valid_to > ''), '') AS valid_to,
	coalesce((SELECT min(t.valid_to) FROM title AS t WHERE t.state = 'renewing' AND t.valid_to > ''
		AND NOT EXISTS (SELECT 1 FROM application AS a WHERE a.enterprise_id = t.enterprise_id AND a.live = 1
			AND a.kind = 'recheck' AND a.state <> 'listed' AND a.submitted_at > 0
			AND NOT EXISTS (SELECT 1 FROM cohort AS c WHERE c.edition = a.edition AND c.programme <> t.tier))), '') AS renewing_to;

-- :name throttle_sweep
-- :result exec
-- :param before int
-- :by system
-- :plan scan a small table, emptied once an hour
DELETE FROM throttle WHERE first_at < :before AND locked_until < :before;

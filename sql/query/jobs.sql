-- What runs by itself: the last run of each job, and old rows that go.

-- :name job_done
-- :result exec
-- :param name text
-- :param now int
-- :param result text
-- :by system
INSERT INTO job (name, last_at, last_result) VALUES (:name, :now, :result)
ON CONFLICT (name) DO UPDATE SET last_at = :now, last_result = :result;

-- :name job_last
-- :result opt
-- :param name text
-- :row last_at int
-- :by system
SELECT last_at FROM job WHERE name = :name;

-- :name throttle_sweep
-- :result exec
-- :param before int
-- :by system
-- :plan scan a small table, emptied once an hour
DELETE FROM throttle WHERE first_at < :before AND locked_until < :before;

-- The term of titles: what is in force, what runs out, what a new list ends.

-- :name terms_of
-- :result many
-- :param uscc text
-- :param tier text
-- :row id int
-- :row tier_name text
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :row recheck_lost_on text
-- :row recheck_lost_cause text
-- :by system
-- Titles of one programme that still hold; newest first.
SELECT id, tier_name, valid_from, valid_to, state, recheck_lost_on, recheck_lost_cause FROM title
WHERE uscc = :uscc AND uscc <> '' AND tier = :tier AND state IN ('valid', 'renewing') ORDER BY id DESC LIMIT 20;

-- :name terms_last_end
-- :result one
-- :param uscc text
-- :param tier text
-- :row ended_on text
-- :by system
-- The day from which the last of an enterprise's titles of one programme did not hold any more; '' = none has ended.
SELECT coalesce(max(ended_on), '') AS ended_on FROM title WHERE uscc = :uscc AND uscc <> '' AND tier || '' = :tier;

-- :name terms_set
-- :result exec
-- :param id int
-- :param from_state text
-- :param state text
-- :param ended_on text
-- :param ended_cause text
-- :by system
UPDATE title SET state = :state, ended_on = :ended_on, ended_cause = :ended_cause
WHERE id = :id AND state = :from_state;

-- :name terms_over
-- :result many
-- :param today text
-- :param limit int
-- :row id int
-- :row valid_to text
-- :row state text
-- :by system
-- Over, and not held by a 复核 that was submitted and is still on its way. One whose edition is another programme's (as the
-- lists of ending titles tell) holds nothing of this one.
SELECT t.id, t.valid_to, t.state FROM title AS t
WHERE t.state = 'valid' AND t.valid_to > '' AND t.valid_to < :today
UNION ALL
SELECT t.id, t.valid_to, t.state FROM title AS t
WHERE t.state = 'renewing' AND t.valid_to > '' AND t.valid_to < :today
	AND NOT EXISTS (SELECT 1 FROM application AS a WHERE a.enterprise_id = t.enterprise_id AND a.live = 1
		AND a.kind = 'recheck' AND a.state <> 'listed' AND a.submitted_at > 0
			AND NOT EXISTS (SELECT 1 FROM cohort AS c WHERE c.edition = a.edition AND c.programme <> t.tier))
ORDER BY 2, 1 LIMIT :limit;

-- :name terms_why
-- :result one
-- :param id int
-- :row recheck_lost_on text
-- :row exempt text
-- :row old_clause text
-- :by system
-- What stood against prolonging a title: each empty where it did not. `old_clause`: it ends whatever is on its way.
SELECT t.recheck_lost_on, coalesce(i.exempt, '') AS exempt, coalesce((SELECT max(a.reason) FROM audit AS a
	WHERE a.object_kind = 'title' AND a.object_id = t.id AND a.action = 'title_runs_out'), '') AS old_clause
FROM title AS t LEFT JOIN cohort_item AS i ON i.title_id = t.id WHERE t.id = :id;

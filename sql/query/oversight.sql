-- What 监督 reads: the log of one province's body and of all below it, terms, publicity, pairs. Reads only.

-- :name oversight_log
-- :result many
-- :param agency_id int
-- :param account_id int?
-- :param object_kind text?
-- :param object_id int?
-- :param action text?
-- :param after int
-- :param before int
-- :param limit int
-- :row seq int
-- :row at int
-- :row actor text
-- :row body text
-- :row ip text
-- :row action text
-- :row object_kind text
-- :row object_id int
-- :row reason text
-- :row object text
-- :by officer
-- Newest first: what the bodies did, what was done to their files, what enterprises of the province did.
SELECT u.seq, u.at, u.actor, u.body, u.ip, u.action, u.object_kind, u.object_id, u.reason,
	coalesce(CASE u.object_kind
		WHEN 'application' THEN (SELECT a.no FROM application AS a WHERE a.id = u.object_id)
		WHEN 'enterprise' THEN (SELECT e.name FROM enterprise AS e WHERE e.id = u.object_id)
		WHEN 'case' THEN (SELECT f.no FROM case_file AS f WHERE f.id = u.object_id)
		WHEN 'publicity' THEN (SELECT p.title FROM publicity AS p WHERE p.id = u.object_id)
		WHEN 'batch' THEN (SELECT b.title FROM batch AS b WHERE b.id = u.object_id)
		WHEN 'account' THEN (SELECT x.login FROM account AS x WHERE x.id = u.object_id)
		END, '') AS object
FROM audit AS u
WHERE u.seq > :after AND u.seq < :before
	AND (CAST(:account_id AS INTEGER) IS NULL OR u.account_id = :account_id)
	AND (CAST(:object_id AS INTEGER) IS NULL OR (u.object_id = :object_id AND u.object_kind = :object_kind))
	AND (CAST(:action AS TEXT) IS NULL OR u.action = :action)
	AND (u.agency_id IN (SELECT g.id FROM agency AS g WHERE g.id = :agency_id
	UNION ALL SELECT g.id FROM agency AS g WHERE g.parent_id = :agency_id
	UNION ALL SELECT h.id FROM agency AS g JOIN agency AS h ON h.parent_id = g.id WHERE g.parent_id = :agency_id)
		OR (u.object_kind = 'application' AND EXISTS (SELECT 1 FROM caseload AS k WHERE k.application_id = u.object_id AND k.agency_id = :agency_id))
		OR EXISTS (SELECT 1 FROM account AS x JOIN enterprise AS e ON e.id = x.enterprise_id WHERE x.id = u.account_id AND e.province_agency_id = :agency_id))
ORDER BY u.seq DESC LIMIT :limit;

-- :name oversight_day
-- :result opt
-- :param on_date text
-- :row last_seq int
-- :by public
-- How far the log had come before a day.
SELECT last_seq FROM audit_day WHERE on_date < :on_date ORDER BY on_date DESC LIMIT 1;

-- :name oversight_acts
-- :result many
-- :param agency_id int
-- :param after int
-- :param limit int
-- :row seq int
-- :row at int
-- :row account_id int
-- :row actor text
-- :row body text
-- :row action text
-- :row object_kind text
-- :row object_id int
-- :row judged int
-- :row came_at int
-- :by officer
-- Acts that decide something. judged: of one file by one person; came_at: when the file came to that desk, 0 unknown.
SELECT u.seq, u.at, u.account_id, u.actor, u.body, u.action, u.object_kind, u.object_id,
	u.action IN ('pass', 'return', 'refuse', 'approve') AS judged,
	coalesce((SELECT p.at FROM audit AS p WHERE p.object_kind = u.object_kind AND p.object_id = u.object_id AND p.seq < u.seq
		AND p.action IN ('submit', 'pass', 'select', 'recommend', 'undisputed', 'cleared', 'record', 'send_back')
		ORDER BY p.seq DESC LIMIT 1), 0) AS came_at
FROM audit AS u
WHERE u.seq > :after AND u.account_id > 0 AND u.action IN ('pass', 'return', 'refuse', 'approve', 'decide_yes', 'decide_no', 'decide_back', 'select', 'recommend', 'record', 'send_back', 'sample_pass',
		'sample_fail', 'publish', 'publicity_opened', 'announcement_published', 'recommendation_sent', 'case_decided', 'ban_put', 'ban_lifted', 'title_ended')
	AND u.agency_id IN (SELECT g.id FROM agency AS g WHERE g.id = :agency_id
	UNION ALL SELECT g.id FROM agency AS g WHERE g.parent_id = :agency_id
	UNION ALL SELECT h.id FROM agency AS g JOIN agency AS h ON h.parent_id = g.id WHERE g.parent_id = :agency_id)
ORDER BY u.seq LIMIT :limit;

-- :name oversight_pairs
-- :result many
-- :param agency_id int
-- :row body text
-- :row proposer text
-- :row confirmer text
-- :row n int
-- :row of int
-- :by officer
-- Who confirmed whose publicity and recommendation: n of all `of` that this person proposed.
SELECT g.name AS body, x.name AS proposer, y.name AS confirmer, count(*) AS n,
	(SELECT count(*) FROM publicity AS p WHERE p.agency_id = t.agency_id AND p.proposed_by = t.proposed_by AND p.confirmed_by IS NOT NULL)
	+ (SELECT count(*) FROM recommendation AS r JOIN batch AS b ON b.id = r.batch_id
		WHERE b.province_agency_id = :agency_id AND r.agency_id = t.agency_id AND r.proposed_by = t.proposed_by AND r.confirmed_by IS NOT NULL) AS of
FROM (SELECT p.agency_id, p.proposed_by, p.confirmed_by FROM batch AS b JOIN publicity AS p ON p.batch_id = b.id
		WHERE b.province_agency_id = :agency_id AND p.confirmed_by IS NOT NULL
	UNION ALL SELECT r.agency_id, r.proposed_by, r.confirmed_by FROM batch AS b JOIN recommendation AS r ON r.batch_id = b.id
		WHERE b.province_agency_id = :agency_id AND r.confirmed_by IS NOT NULL) AS t
JOIN agency AS g ON g.id = t.agency_id JOIN account AS x ON x.id = t.proposed_by JOIN account AS y ON y.id = t.confirmed_by
GROUP BY t.agency_id, t.proposed_by, t.confirmed_by ORDER BY n DESC, t.agency_id, t.proposed_by LIMIT 200;

-- :name oversight_points
-- :result many
-- :param agency_id int
-- :param since int
-- :param limit int
-- :row no text
-- :row name text
-- :row area text
-- :row was int
-- :row score int
-- :row at int
-- :by officer
-- Files whose score is another one after they were returned.
SELECT a.no, k.name, k.area, o.score_min AS was, s.score_min AS score, s.submitted_at AS at
FROM caseload AS k JOIN application AS a ON a.id = k.application_id
JOIN submission AS s ON s.application_id = k.application_id AND s.seq > 1 AND s.submitted_at >= :since
JOIN submission AS o ON o.application_id = s.application_id AND o.seq = s.seq - 1 AND o.score_min <> s.score_min
WHERE k.agency_id = :agency_id AND k.submitted_at >= :since
ORDER BY s.submitted_at DESC LIMIT :limit;

-- :name oversight_overdue
-- :result many
-- :param agency_id int
-- :param now int
-- :row body_id int
-- :row body text
-- :row level text
-- :row state text
-- :row both int
-- :row n int
-- :row due_at int
-- :by officer
-- Files past their term, by body and state. both: the city-level body does the county's work too.
SELECT k.agency_id AS body_id, g.name AS body, g.level, k.state, k.county_agency_id = 0 AS both, count(*) AS n, min(k.due_at) AS due_at
FROM caseload AS k JOIN agency AS g ON g.id = k.agency_id
WHERE k.agency_id IN (SELECT g.id FROM agency AS g WHERE g.id = :agency_id
	UNION ALL SELECT g.id FROM agency AS g WHERE g.parent_id = :agency_id
	UNION ALL SELECT h.id FROM agency AS g JOIN agency AS h ON h.parent_id = g.id WHERE g.parent_id = :agency_id) AND k.due_at > 0 AND k.due_at < :now AND k.submitted_at > 0
GROUP BY k.agency_id, k.state, both ORDER BY n DESC, k.agency_id, k.state;

-- :name oversight_overdue_files
-- :result many
-- :param agency_id int
-- :param body_id int
-- :param state text
-- :param now int
-- :row no text
-- :row name text
-- :row area text
-- :row due_at int
-- :by officer
SELECT a.no, k.name, k.area, k.due_at
FROM caseload AS k JOIN application AS a ON a.id = k.application_id
WHERE k.agency_id = :body_id AND k.state = :state AND k.due_at > 0 AND k.due_at < :now AND k.submitted_at > 0
	AND :body_id IN (SELECT g.id FROM agency AS g WHERE g.id = :agency_id
	UNION ALL SELECT g.id FROM agency AS g WHERE g.parent_id = :agency_id
	UNION ALL SELECT h.id FROM agency AS g JOIN agency AS h ON h.parent_id = g.id WHERE g.parent_id = :agency_id)
ORDER BY k.due_at, k.application_id LIMIT 200;

-- :name oversight_publicities
-- :result many
-- :param agency_id int
-- :row public_id text
-- :by officer
-- The newest, of the province's batches.
SELECT p.public_id FROM batch AS b JOIN publicity AS p ON p.batch_id = b.id
WHERE b.province_agency_id = :agency_id AND p.state IN ('open', 'closed') ORDER BY p.id DESC LIMIT 60;

-- :name oversight_draws
-- :result many
-- :param agency_id int
-- :row public_id text
-- :by officer
-- :plan scan the draws of a province: a few a year
SELECT public_id FROM draw WHERE agency_id = :agency_id ORDER BY id DESC LIMIT 30;

-- 交叉核对.

-- :name cross_question_put
-- :result exec
-- :param submission_id int
-- :param seq int
-- :param kind text
-- :param text text
-- :by system
INSERT INTO cross_question (submission_id, seq, kind, text) VALUES (:submission_id, :seq, :kind, :text);

-- :name cross_questions
-- :result many
-- :param submission_id int
-- :row seq int
-- :row kind text
-- :row text text
-- :row answer text
-- :row note text
-- :row level text
-- :row by_name text
-- :row at int
-- :by system
-- Of a submission whose scope has been checked by the statement that found it.
SELECT q.seq, q.kind, q.text, coalesce(a.answer, '') AS answer, coalesce(a.note, '') AS note, coalesce(a.level, '') AS level,
	coalesce(c.name, '') AS by_name, coalesce(a.at, 0) AS at
FROM cross_question AS q
LEFT JOIN cross_answer AS a ON a.submission_id = q.submission_id AND a.seq = q.seq
LEFT JOIN account AS c ON c.id = a.account_id
WHERE q.submission_id = :submission_id ORDER BY q.seq;

-- :name cross_answer_put
-- :result exec
-- :param submission_id int
-- :param seq int
-- :param answer text
-- :param note text
-- :param level text
-- :param account_id int
-- :param now int
-- :by system
INSERT INTO cross_answer (submission_id, seq, answer, note, level, account_id, at)
VALUES (:submission_id, :seq, :answer, :note, :level, :account_id, :now)
ON CONFLICT (submission_id, seq) DO UPDATE SET answer = excluded.answer, note = excluded.note, level = excluded.level,
	account_id = excluded.account_id, at = excluded.at;

-- :name cross_rate_add
-- :result exec
-- :param agency_id int
-- :param year int
-- :param kind text
-- :param raised int
-- :param fine int
-- :param problem int
-- :param unclear int
-- :by system
-- Differences: +1, -1, 0.
INSERT INTO cross_rate (agency_id, year, kind, raised, fine, problem, unclear)
VALUES (:agency_id, :year, :kind, :raised, :fine, :problem, :unclear)
ON CONFLICT (agency_id, year, kind) DO UPDATE SET raised = raised + excluded.raised, fine = fine + excluded.fine,
	problem = problem + excluded.problem, unclear = unclear + excluded.unclear;

-- :name cross_rates
-- :result many
-- :param agency_id int
-- :param year int
-- :row kind text
-- :row raised int
-- :row fine int
-- :row problem int
-- :row unclear int
-- :by officer
-- The line's province counts for all its bodies: found by going up from the officer's own, at most two steps.
SELECT r.kind, r.raised, r.fine, r.problem, r.unclear
FROM agency AS own
LEFT JOIN agency AS up ON up.id = own.parent_id
LEFT JOIN agency AS top ON top.id = up.parent_id
JOIN cross_rate AS r ON r.agency_id = CASE 'province' WHEN own.level THEN own.id WHEN up.level THEN up.id ELSE top.id END
WHERE own.id = :agency_id AND r.year = :year ORDER BY r.kind;

-- :name same_file_elsewhere
-- :result many
-- :param sha256 text
-- :param enterprise_id int
-- :row id int
-- :by system
-- Other enterprises that uploaded the same bytes, as many as decide whether it is a form that everybody has.
SELECT DISTINCT v.enterprise_id AS id
FROM evidence AS v
WHERE v.sha256 = :sha256 AND v.enterprise_id <> :enterprise_id AND v.removed_at IS NULL LIMIT 21;

-- :name same_phone_elsewhere
-- :result many
-- :param phone text
-- :param enterprise_id int
-- :row id int
-- :by system
-- Other enterprises with this telephone, as contact or as a person who fills in for them.
SELECT DISTINCT id FROM (
	SELECT e.id FROM enterprise AS e WHERE e.contact_phone = :phone AND e.contact_phone <> ''
	UNION ALL
	SELECT a.enterprise_id FROM account AS a
	WHERE a.phone = :phone AND a.phone <> '' AND a.active = 1 AND a.enterprise_id IS NOT NULL)
WHERE id <> :enterprise_id LIMIT 21;

-- :name same_preparer_elsewhere
-- :result many
-- :param enterprise_id int
-- :param phone text
-- :row id int
-- :by system
-- Other enterprises whose people share a telephone or an address with ours; `phone` is asked about by itself.
SELECT DISTINCT id FROM (
	SELECT o.enterprise_id AS id FROM account AS me
	JOIN account AS o ON o.phone = me.phone AND o.phone <> '' AND o.active = 1
	WHERE me.enterprise_id = :enterprise_id AND me.active = 1 AND me.phone <> :phone
	UNION ALL
	SELECT o.enterprise_id AS id FROM account AS me
	JOIN account AS o ON o.email = me.email AND o.email <> '' AND o.active = 1
	WHERE me.enterprise_id = :enterprise_id AND me.active = 1)
WHERE id IS NOT NULL AND id <> :enterprise_id LIMIT 21;

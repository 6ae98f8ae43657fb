-- What must hold at any time, asked of the tables alone. Rows are findings. `after` and `seq` narrow a question to what came
-- later: titles after a number, and whatever the log names after a link; 0 and 0: everything.

-- :name invariant_unfounded
-- :result many
-- :param after int
-- :param seq int
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles in question
-- A published title stands on a file, an announcement and the decision that listed it.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title AS about
FROM (SELECT id FROM title WHERE id > :after UNION SELECT object_id FROM audit WHERE object_kind = 'title' AND seq > :seq) AS s
	JOIN title AS t ON t.id = s.id
WHERE (t.application_id IS NULL AND (t.announcement_id IS NOT NULL OR t.check_code <> ''))
	OR (t.application_id IS NOT NULL AND (t.announcement_id IS NULL OR NOT EXISTS (
		SELECT 1 FROM decision AS d WHERE d.application_id = t.application_id AND d.level = 'province' AND d.outcome = 'listed')))
LIMIT 20;

-- :name invariant_overlap
-- :result many
-- :param after int
-- :param seq int
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles in question
-- Nobody holds two titles of one tier on one day. Joined in this order: what one enterprise holds is little, a tier is much.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title || ' / ' || o.batch_title AS about
FROM (SELECT id FROM title WHERE id > :after UNION SELECT object_id FROM audit WHERE object_kind = 'title' AND seq > :seq) AS s
	CROSS JOIN title AS t CROSS JOIN title AS o
WHERE t.id = s.id AND o.uscc = t.uscc AND o.tier || '' = t.tier AND o.id <> t.id AND t.uscc <> '' AND t.application_id IS NOT NULL AND o.application_id IS NOT NULL
	AND t.valid_from < CASE WHEN o.ended_on <> '' THEN o.ended_on WHEN o.state = 'renewing' OR o.valid_to = '' THEN '9' ELSE o.valid_to || '~' END
	AND o.valid_from < CASE WHEN t.ended_on <> '' THEN t.ended_on WHEN t.state = 'renewing' OR t.valid_to = '' THEN '9' ELSE t.valid_to || '~' END
LIMIT 20;

-- :name invariant_uncaused
-- :result many
-- :param after int
-- :param seq int
-- :param today text
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles in question
-- What ended has a day, a cause and a link in the log; what was taken back, a decided case, and the ministry's yes where it
-- was asked; what lost its 复核, the clause.
-- `today`: whose last day is before it has ended ('' = not asked).
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title || ' ' || t.state AS about
FROM (SELECT id FROM title WHERE id > :after UNION SELECT object_id FROM audit WHERE object_kind = 'title' AND seq > :seq
		UNION SELECT id FROM title WHERE state = 'valid' AND valid_to <> '' AND valid_to < :today) AS s
	JOIN title AS t ON t.id = s.id
WHERE (t.state IN ('valid', 'renewing')) = (t.ended_on <> '')
	OR (t.ended_on <> '') <> (t.ended_cause <> '')
	OR (t.recheck_lost_on <> '') <> (t.recheck_lost_cause <> '')
	OR (t.application_id IS NOT NULL AND t.ended_on <> '' AND NOT EXISTS (
		SELECT 1 FROM audit AS u WHERE u.object_kind = 'title' AND u.object_id = t.id AND u.action = 'title_ended'))
	OR (t.application_id IS NOT NULL AND t.state IN ('cancelled', 'revoked') AND NOT EXISTS (
		SELECT 1 FROM case_file AS c WHERE c.uscc = t.uscc AND c.state = 'decided' AND c.outcome IN ('cancel', 'revoke')
			AND c.confirmed_by IS NOT NULL))
	OR (t.state IN ('cancelled', 'revoked') AND EXISTS (SELECT 1 FROM case_national AS n WHERE n.title_id = t.id) AND NOT EXISTS (
		SELECT 1 FROM case_national AS n WHERE n.title_id = t.id AND n.settled_at IS NOT NULL AND n.agreed = 1))
	OR (t.state = 'valid' AND t.valid_to <> '' AND t.valid_to < :today)
LIMIT 20;

-- :name invariant_barred
-- :result many
-- :param after int
-- :row name text
-- :row uscc text
-- :row about text
-- :row edition text
-- :row opens_on text
-- :row submitted_at int
-- :row programmes text
-- :row from_on text
-- :row to_on text
-- :by system
-- :plan scan the bans
-- Submissions beside a ban of the same enterprise that was known and not lifted; whether the ban covers day and programme
-- is the caller's arithmetic.
SELECT e.name, e.uscc, coalesce(a.no, '') AS about, a.edition, p.opens_on, s.submitted_at, b.programmes, b.from_on, b.to_on
FROM ban AS b JOIN enterprise AS e ON e.uscc = b.uscc JOIN application AS a ON a.enterprise_id = e.id
	JOIN submission AS s ON s.application_id = a.id JOIN batch AS p ON p.id = a.batch_id
WHERE s.id > :after AND s.submitted_at > b.created_at AND (b.lifted_at IS NULL OR s.submitted_at < b.lifted_at);

-- :name invariant_unregistered
-- :result many
-- :param after int
-- :param seq int
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles in question
-- The register says what the title says.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title AS about
FROM (SELECT id FROM title WHERE id > :after UNION SELECT object_id FROM audit WHERE object_kind = 'title' AND seq > :seq) AS s
	JOIN title AS t ON t.id = s.id LEFT JOIN registry AS r ON r.kind = 'title' AND r.ref_id = t.id
WHERE r.id IS NULL OR r.state <> t.state OR r.certificate_no <> coalesce(t.certificate_no, '') OR r.ended_on <> t.ended_on
	OR r.valid_from <> t.valid_from OR r.valid_to <> t.valid_to
LIMIT 20;

-- :name invariant_certificate
-- :result many
-- :param after int
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the register's entries in question
-- No certificate without its title.
SELECT r.name, r.uscc, r.certificate_no AS about
FROM registry AS r LEFT JOIN title AS t ON t.id = r.ref_id AND t.certificate_no = r.certificate_no
WHERE r.id > :after AND r.certificate_no <> '' AND (r.kind <> 'title' OR t.id IS NULL) LIMIT 20;

-- :name invariant_caseload
-- :result many
-- :param agency_id int
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the queue of one body
-- A body's queue holds its files where they are.
SELECT c.name, c.uscc, c.state || ' / ' || a.state AS about
FROM caseload AS c JOIN application AS a ON a.id = c.application_id
WHERE c.agency_id = :agency_id AND (c.state <> a.state
	OR (a.province_agency_id <> :agency_id AND a.city_agency_id <> :agency_id AND coalesce(a.county_agency_id, 0) <> :agency_id))
LIMIT 20;

-- :name invariant_counts
-- :result many
-- :param agency_id int
-- :row name text
-- :row about text
-- :by system
-- :plan scan the counts of one body
-- The counts beside the queue are what counting gives.
SELECT g.name, x.state || ' ' || x.n || ' / ' || x.rows AS about
FROM (SELECT state, sum(n) AS n, sum(rows) AS rows FROM (
	SELECT state, n, 0 AS rows FROM caseload_count WHERE agency_id = :agency_id
	UNION ALL SELECT state, 0 AS n, count(*) AS rows FROM caseload WHERE agency_id = :agency_id GROUP BY state) AS y
	GROUP BY state) AS x JOIN agency AS g ON g.id = :agency_id
WHERE x.n <> x.rows LIMIT 20;

-- :name invariant_agencies
-- :result many
-- :row id int
-- :by system
-- :plan scan the bodies
SELECT id FROM agency ORDER BY id;

-- :name invariant_marks
-- :result one
-- :row title int
-- :row submission int
-- :row registry int
-- :row audit int
-- :by system
-- :plan scan the last of each
SELECT coalesce((SELECT max(id) FROM title), 0) AS title, coalesce((SELECT max(id) FROM submission), 0) AS submission,
	coalesce((SELECT max(id) FROM registry), 0) AS registry, coalesce((SELECT max(seq) FROM audit), 0) AS audit;

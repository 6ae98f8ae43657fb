-- What must hold at any time, asked of the tables alone, of all their rows. Rows are findings.

-- :name invariant_unfounded
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles
-- A published title stands on a file, an announcement and the decision that listed it.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title AS about
FROM title AS t
WHERE (t.application_id IS NULL AND (t.announcement_id IS NOT NULL OR t.check_code <> ''))
	OR (t.application_id IS NOT NULL AND (t.announcement_id IS NULL OR NOT EXISTS (
		SELECT 1 FROM decision AS d WHERE d.application_id = t.application_id AND d.level = 'province' AND d.outcome = 'listed')))
LIMIT 20;

-- :name invariant_overlap
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles
-- Nobody holds two titles of one tier on one day. Joined in this order: what one enterprise holds is little, a tier is much.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title || ' / ' || o.batch_title AS about
FROM title AS t CROSS JOIN title AS o
WHERE o.uscc = t.uscc AND o.tier || '' = t.tier AND o.id > t.id AND t.uscc <> '' AND t.application_id IS NOT NULL AND o.application_id IS NOT NULL
	AND t.valid_from < CASE WHEN o.ended_on <> '' THEN o.ended_on WHEN o.state = 'renewing' OR o.valid_to = '' THEN '9' ELSE o.valid_to || '~' END
	AND o.valid_from < CASE WHEN t.ended_on <> '' THEN t.ended_on WHEN t.state = 'renewing' OR t.valid_to = '' THEN '9' ELSE t.valid_to || '~' END
LIMIT 20;

-- :name invariant_uncaused
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles
-- What ended has a day, a cause and a link in the log; what was taken back, a decided case, and the ministry's yes where it
-- was asked; what lost its 复核, the clause.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title || ' ' || t.state AS about
FROM title AS t
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
LIMIT 20;

-- :name invariant_overdue
-- :result many
-- :param today text
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- Whose last day is over has ended.
SELECT name, uscc, tier_name || ' ' || batch_title || ' ' || valid_to AS about FROM title
WHERE state = 'valid' AND valid_to > '' AND valid_to < :today LIMIT 20;

-- :name invariant_barred
-- :result many
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
-- is the caller's arithmetic. From the bans on: they are few, submissions are many.
SELECT e.name, e.uscc, coalesce(a.no, '') AS about, a.edition, p.opens_on, s.submitted_at, b.programmes, b.from_on, b.to_on
FROM ban AS b CROSS JOIN enterprise AS e CROSS JOIN application AS a CROSS JOIN submission AS s
	CROSS JOIN batch AS p
WHERE e.uscc = b.uscc AND a.enterprise_id = e.id AND s.application_id = a.id AND p.id = a.batch_id
	AND s.submitted_at > b.created_at AND (b.lifted_at IS NULL OR s.submitted_at < b.lifted_at);

-- :name invariant_unregistered
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the titles
-- The register says what the title says.
SELECT t.name, t.uscc, t.tier_name || ' ' || t.batch_title AS about
FROM title AS t LEFT JOIN registry AS r ON r.kind = 'title' AND r.ref_id = t.id
WHERE r.id IS NULL OR r.state <> t.state OR r.certificate_no <> coalesce(t.certificate_no, '') OR r.ended_on <> t.ended_on
	OR r.valid_from <> t.valid_from OR r.valid_to <> t.valid_to
LIMIT 20;

-- :name invariant_certificate
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the register
-- No certificate without its title.
SELECT r.name, r.uscc, r.certificate_no AS about
FROM registry AS r LEFT JOIN title AS t ON t.id = r.ref_id AND t.certificate_no = r.certificate_no
WHERE r.certificate_no <> '' AND (r.kind <> 'title' OR t.id IS NULL) LIMIT 20;

-- :name invariant_caseload
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the files
-- A body's queue holds its files where they are.
SELECT c.name, c.uscc, c.state || ' / ' || a.state AS about
FROM application AS a CROSS JOIN caseload AS c
WHERE c.application_id = a.id AND (c.state <> a.state
	OR (a.province_agency_id <> c.agency_id AND a.city_agency_id <> c.agency_id AND coalesce(a.county_agency_id, 0) <> c.agency_id))
LIMIT 20;

-- :name invariant_counts
-- :result many
-- :row name text
-- :row about text
-- :by system
-- :plan scan the counts and the queues
-- The counts beside the queues are what counting gives: for every body and state that is counted, and altogether, so that
-- none is left out.
SELECT g.name, x.state || ' ' || x.n || ' / ' || x.rows AS about
FROM (SELECT k.agency_id, k.state, sum(k.n) AS n, (SELECT count(*) FROM caseload AS c
		WHERE c.agency_id = k.agency_id AND c.state = k.state) AS rows
	FROM caseload_count AS k WHERE k.n <> 0 GROUP BY k.agency_id, k.state) AS x JOIN agency AS g ON g.id = x.agency_id
WHERE x.n <> x.rows
UNION ALL
SELECT '全部单位' AS name, y.n || ' / ' || y.rows AS about
FROM (SELECT (SELECT coalesce(sum(n), 0) FROM caseload_count) AS n, (SELECT count(*) FROM caseload) AS rows) AS y WHERE y.n <> y.rows
LIMIT 20;

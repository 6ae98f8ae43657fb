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
	OR r.valid_from <> t.valid_from OR r.valid_to <> t.valid_to OR r.listed_on <> t.listed_on
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
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the counts and the queues
-- The counts beside the queues are what counting gives: for every body and state that is counted, and altogether, so that
-- none is left out.
SELECT g.name, '' AS uscc, x.state || ' ' || x.n || ' / ' || x.rows AS about
FROM (SELECT k.agency_id, k.state, sum(k.n) AS n, (SELECT count(*) FROM caseload AS c
		WHERE c.agency_id = k.agency_id AND c.state = k.state) AS rows
	FROM caseload_count AS k GROUP BY k.agency_id, k.state) AS x JOIN agency AS g ON g.id = x.agency_id
WHERE x.n <> x.rows
UNION ALL
SELECT '全部单位' AS name, '' AS uscc, y.n || ' / ' || y.rows AS about
FROM (SELECT (SELECT coalesce(sum(n), 0) FROM caseload_count) AS n, (SELECT count(*) FROM caseload) AS rows) AS y WHERE y.n <> y.rows
LIMIT 20;

-- :name invariant_unlifted
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the bans
-- What was lifted was lifted by a decision of two people about this very ban.
SELECT coalesce(e.name, '') AS name, b.uscc, b.cause AS about FROM ban AS b LEFT JOIN enterprise AS e ON e.uscc = b.uscc
WHERE b.lifted_at IS NOT NULL AND NOT EXISTS (
	SELECT 1 FROM case_file AS c WHERE c.uscc = b.uscc AND c.ban_id = b.id AND c.kind = 'lift' AND c.state = 'decided'
		AND c.outcome = 'lift' AND c.proposed_by IS NOT NULL AND c.confirmed_by <> c.proposed_by) LIMIT 20;

-- :name invariant_shut_out
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the bans' files
-- Whose file was put out by a ban had one then: not before it was made, not after it was lifted.
SELECT e.name, e.uscc, coalesce(a.no, '') AS about
FROM (SELECT DISTINCT uscc FROM ban) AS x CROSS JOIN enterprise AS e CROSS JOIN application AS a CROSS JOIN audit AS u
WHERE e.uscc = x.uscc AND a.enterprise_id = e.id AND u.object_kind = 'application' AND u.object_id = a.id AND u.action = 'bar'
	AND NOT EXISTS (SELECT 1 FROM ban AS b WHERE b.uscc = e.uscc AND b.created_at <= u.at
		AND (b.lifted_at IS NULL OR b.lifted_at > u.at)) LIMIT 20;

-- :name invariant_unasked
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the surveys with the holders of their day
-- Who held the title when a survey opened is on its list.
SELECT t.name, t.uscc, s.title AS about FROM survey AS s CROSS JOIN title AS t CROSS JOIN application AS a
WHERE t.edition = s.edition AND t.valid_from <= s.first_on AND t.recorded_at <= s.opened_at AND t.enterprise_id IS NOT NULL
	AND a.id = t.application_id AND a.province_agency_id = s.province_agency_id
	AND CASE WHEN t.ended_on <> '' THEN t.ended_on > s.first_on
		ELSE t.state = 'renewing' OR t.valid_to = '' OR t.valid_to >= s.first_on END
	AND NOT EXISTS (SELECT 1 FROM survey_due AS d WHERE d.survey_id = s.id AND d.enterprise_id = t.enterprise_id) LIMIT 20;

-- :name invariant_answered
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan what surveys ask
-- Who has answered did so itself, in time, with answers; who has not is late and has none.
SELECT e.name, e.uscc, s.title AS about
FROM survey AS s CROSS JOIN survey_due AS d CROSS JOIN enterprise AS e LEFT JOIN account AS c ON c.id = d.account_id
WHERE d.survey_id = s.id AND e.id = d.enterprise_id AND (
	(d.answered_at <> 0) <> EXISTS (SELECT 1 FROM survey_value AS v WHERE v.survey_id = d.survey_id AND v.enterprise_id = d.enterprise_id)
	OR d.answered_at >= s.closes_at
	OR (d.answered_at <> 0 AND (d.answered_at < s.opened_at OR c.enterprise_id IS NULL OR c.enterprise_id <> d.enterprise_id))) LIMIT 20;

-- :name invariant_unconsented
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan what was made public about enterprises
-- Nothing is told of an enterprise that did not agree: a visit or an article that took place, a case in a report that
-- was sent, a question with its answer.
SELECT e.name, e.uscc, p.what AS about FROM permission AS p JOIN enterprise AS e ON e.id = p.enterprise_id
LEFT JOIN account AS c ON c.id = p.answered_by
WHERE p.state = 'done' AND (p.answered_at IS NULL OR p.done_at IS NULL OR p.answered_at > p.done_at
	OR c.enterprise_id IS NULL OR c.enterprise_id <> p.enterprise_id)
UNION ALL
SELECT y.name, y.uscc, y.title AS about FROM yearly_case AS y JOIN yearly_report AS r ON r.id = y.report_id
WHERE r.state = 'sent' AND NOT EXISTS (SELECT 1 FROM consent AS n WHERE n.enterprise_id = y.enterprise_id AND n.purpose = 'example'
	AND n.given_at <= r.sent_at AND (n.withdrawn_at IS NULL OR n.withdrawn_at >= r.sent_at))
UNION ALL
SELECT v.name, '' AS uscc, v.no AS about FROM voice_public AS p JOIN voice AS v ON v.id = p.voice_id
WHERE v.origin <> 'public' OR v.may_publish <> 1 OR v.answered_at = 0
LIMIT 20;

-- :name invariant_alone
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan what two people do
-- What two people do was done by two, of the body whose act it is: draws, spot checks (by nobody who gave the enterprise
-- up), circulars, yearly reports.
SELECT g.name, '' AS uscc, d.title AS about FROM draw AS d JOIN agency AS g ON g.id = d.agency_id
LEFT JOIN account AS one ON one.id = d.entered_by LEFT JOIN account AS two ON two.id = d.confirmed_by
WHERE d.state = 'drawn' AND (one.id IS NULL OR two.id IS NULL OR one.id = two.id
	OR one.agency_id <> d.agency_id OR two.agency_id <> d.agency_id)
UNION ALL
SELECT t.name, t.uscc, k.inspector1 || ' ' || k.inspector2 AS about
FROM title_check AS k JOIN title AS t ON t.id = k.title_id LEFT JOIN draw_item AS i ON i.draw_id = k.draw_id AND i.seq = k.seq
WHERE k.inspector1 = '' OR k.inspector2 = '' OR k.inspector1 = k.inspector2 OR coalesce(i.taken, 0) <> 1 OR i.title_id <> k.title_id
	OR k.enterprise_side IN (k.inspector1, k.inspector2)
	OR EXISTS (SELECT 1 FROM draw_duty AS y JOIN draw_inspector AS z ON z.draw_id = y.draw_id AND z.key = y.key
		WHERE y.draw_id = k.draw_id AND y.seq = k.seq AND y.ended = 1 AND z.name IN (k.inspector1, k.inspector2)
			AND NOT EXISTS (SELECT 1 FROM draw_duty AS w JOIN draw_inspector AS v ON v.draw_id = w.draw_id AND v.key = w.key
				WHERE w.draw_id = y.draw_id AND w.seq = y.seq AND w.ended = 0 AND v.name = z.name))
UNION ALL
SELECT g.name, '' AS uscc, c.period AS about FROM circular AS c JOIN agency AS g ON g.id = c.province_agency_id
LEFT JOIN account AS one ON one.id = c.proposed_by LEFT JOIN account AS two ON two.id = c.issued_by
WHERE c.state = 'issued' AND (c.no = '' OR c.hash = '' OR one.id IS NULL OR two.id IS NULL OR one.id = two.id
	OR one.agency_id <> c.province_agency_id OR two.agency_id <> c.province_agency_id)
UNION ALL
SELECT g.name, '' AS uscc, r.public_id AS about FROM yearly_report AS r JOIN agency AS g ON g.id = r.agency_id
LEFT JOIN account AS one ON one.id = r.proposed_by LEFT JOIN account AS two ON two.id = r.confirmed_by
WHERE r.state = 'sent' AND (r.sent_at IS NULL OR one.id IS NULL OR two.id IS NULL OR one.id = two.id
	OR one.agency_id <> r.agency_id OR two.agency_id <> r.agency_id)
LIMIT 20;

-- :name invariant_unanswered
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the demands
-- What is answered was answered by a body that had it, since it was last raised; what waits has no answer since.
SELECT v.name, '' AS uscc, v.no || ' ' || v.state AS about FROM voice AS v
WHERE (v.state <> 'waiting') <> EXISTS (SELECT 1 FROM voice_said AS s JOIN account AS c ON c.id = s.account_id
	JOIN voice_scope AS k ON k.agency_id = s.agency_id AND k.voice_id = v.id
	WHERE s.voice_id = v.id AND s.party = 'body' AND s.act = 'answer' AND s.at >= v.waiting_at AND c.agency_id = s.agency_id)
LIMIT 20;

-- :name invariant_unverified
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the enterprises that registered themselves
-- Who registered itself files only after a body has verified it.
SELECT e.name, e.uscc, coalesce(a.no, '') AS about FROM enterprise AS e CROSS JOIN application AS a CROSS JOIN submission AS s
WHERE e.source = 'register' AND a.enterprise_id = e.id AND s.application_id = a.id AND NOT EXISTS (
	SELECT 1 FROM audit AS u WHERE u.object_kind = 'enterprise' AND u.object_id = e.id AND u.action = 'identity_verified'
		AND u.at <= s.submitted_at AND u.agency_id > 0)
LIMIT 20;

-- :name invariant_judged
-- :result many
-- :row name text
-- :row uscc text
-- :row about text
-- :by system
-- :plan scan the experts' sheets and what was listed of their batches
-- No expert marks an enterprise that is his own or that he declared, or before he declared; who was recused has no marks;
-- what is listed of a batch with experts has a result.
SELECT e.name, e.uscc, x.name AS about FROM panel_sheet AS s JOIN expert AS x ON x.id = s.expert_id
JOIN application AS a ON a.id = s.application_id JOIN enterprise AS e ON e.id = a.enterprise_id
LEFT JOIN panel_expert AS p ON p.panel_id = s.panel_id AND p.expert_id = s.expert_id
WHERE s.state = 'submitted' AND (p.declared_at IS NULL OR p.declared_at > s.submitted_at OR x.employer = e.name
	OR p.interests LIKE '%' || e.name || '%' OR p.interests LIKE '%' || e.uscc || '%')
UNION ALL
SELECT e.name, e.uscc, x.name AS about FROM panel_sheet AS s JOIN expert AS x ON x.id = s.expert_id
JOIN application AS a ON a.id = s.application_id JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE s.state = 'recused' AND s.total IS NOT NULL
UNION ALL
SELECT e.name, e.uscc, coalesce(a.no, '') AS about FROM panel AS p JOIN application AS a ON a.batch_id = p.batch_id AND a.state = 'listed'
JOIN enterprise AS e ON e.id = a.enterprise_id LEFT JOIN panel_file AS f ON f.application_id = a.id
WHERE f.result IS NULL
LIMIT 20;

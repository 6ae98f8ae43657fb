-- Yearly duties of who holds a title: rounds, what is owed, what was filed.

-- :name update_rounds_of_year
-- :result many
-- :param year int
-- :row id int
-- :row window_id text
-- :row programme text
-- :row province_agency_id int
-- :by system
-- :plan scan a dozen rows a year
SELECT id, window_id, programme, province_agency_id FROM update_round WHERE year = :year;

-- :name update_rounds_open
-- :result many
-- :row id int
-- :row edition text
-- :row kind text
-- :row holders text
-- :row window_id text
-- :row province_agency_id int
-- :row year int
-- :row opens_on text
-- :row closes_on text
-- :row ends_at int
-- :row clause text
-- :row effect text
-- :row reminded int
-- :by system
SELECT id, edition, kind, holders, window_id, province_agency_id, year, opens_on, closes_on, ends_at, clause, effect, reminded FROM update_round
WHERE state = 'open' ORDER BY ends_at, id;

-- :name update_round_put
-- :result one
-- :param window_id text
-- :param edition text
-- :param kind text
-- :param programme text
-- :param holders text
-- :param province_agency_id int
-- :param year int
-- :param opens_on text
-- :param closes_on text
-- :param ends_at int
-- :param clause text
-- :param effect text
-- :param now int
-- :row id int
-- :by system
INSERT INTO update_round (window_id, edition, kind, programme, holders, province_agency_id, year, opens_on, closes_on,
	ends_at, clause, effect, state, opened_at)
VALUES (:window_id, :edition, :kind, :programme, :holders, :province_agency_id, :year, :opens_on, :closes_on,
	:ends_at, :clause, :effect, 'open', :now)
RETURNING id;

-- :name update_duties_make
-- :result exec
-- :param round_id int
-- :param province_id int
-- :param line text
-- :param tier text
-- :param day text
-- :param year int
-- :param exempt text
-- :by system
-- :plan scan the titles of a programme, once a year
-- Every title that is in force on the first day, with the bodies of its place. `exempt`: |2022年第二批|, or ''.
INSERT INTO update_duty (round_id, title_id, enterprise_id, name, uscc, county_agency_id, city_agency_id, province_agency_id, state)
SELECT :round_id, t.id, e.id, coalesce(e.name, t.name), t.uscc, county.agency_id, city.agency_id, :province_id,
	CASE WHEN :exempt LIKE '%|' || t.batch_title || '|%' OR EXISTS (SELECT 1 FROM update_exempt AS x
		WHERE x.holders = :tier AND x.year = :year AND x.uscc = t.uscc) THEN 'exempt' ELSE 'due' END
FROM title AS t
LEFT JOIN enterprise AS e ON e.uscc = t.uscc
JOIN agency_area AS city ON city.line = :line AND city.level = 'city'
	AND city.division_code = coalesce(e.division_code, t.division_code)
JOIN agency AS g ON g.id = city.agency_id AND g.parent_id = :province_id
LEFT JOIN agency_area AS county ON county.line = :line AND county.level = 'county'
	AND county.division_code = coalesce(e.division_code, t.division_code)
WHERE t.tier = :tier AND t.uscc <> '' AND t.valid_from <= :day
	AND (t.valid_to = '' OR t.valid_to >= :day OR t.state = 'renewing') AND (t.ended_on = '' OR t.ended_on > :day);

-- :name update_duties_join
-- :result exec
-- :param round_id int
-- :param province_id int
-- :param line text
-- :param tier text
-- :param day text
-- :param year int
-- :param exempt text
-- :param uscc text
-- :by system
-- The same for one code that became known, or got its place, after the round had opened.
INSERT INTO update_duty (round_id, title_id, enterprise_id, name, uscc, county_agency_id, city_agency_id, province_agency_id, state)
SELECT :round_id, t.id, e.id, coalesce(e.name, t.name), t.uscc, county.agency_id, city.agency_id, :province_id,
	CASE WHEN :exempt LIKE '%|' || t.batch_title || '|%' OR EXISTS (SELECT 1 FROM update_exempt AS x
		WHERE x.holders = :tier AND x.year = :year AND x.uscc = t.uscc) THEN 'exempt' ELSE 'due' END
FROM title AS t
LEFT JOIN enterprise AS e ON e.uscc = t.uscc
JOIN agency_area AS city ON city.line = :line AND city.level = 'city'
	AND city.division_code = coalesce(e.division_code, t.division_code)
JOIN agency AS g ON g.id = city.agency_id AND g.parent_id = :province_id
LEFT JOIN agency_area AS county ON county.line = :line AND county.level = 'county'
	AND county.division_code = coalesce(e.division_code, t.division_code)
WHERE t.uscc = :uscc AND t.uscc <> '' AND t.tier = :tier AND t.valid_from <= :day
	AND (t.valid_to = '' OR t.valid_to >= :day OR t.state = 'renewing') AND t.ended_on = ''
ON CONFLICT (round_id, title_id) DO NOTHING;

-- :name update_duties_due
-- :result many
-- :param round_id int
-- :param limit int
-- :row id int
-- :row title_id int
-- :row enterprise_id int?
-- :row tier_name text
-- :row ended_on text
-- :by system
SELECT d.id, d.title_id, d.enterprise_id, t.tier_name, t.ended_on FROM update_duty AS d JOIN title AS t ON t.id = d.title_id
WHERE d.round_id = :round_id AND d.state = 'due' ORDER BY d.id LIMIT :limit;

-- :name update_duty_settle
-- :result exec
-- :param id int
-- :param state text
-- :param now int
-- :by system
UPDATE update_duty SET state = :state, settled_at = :now WHERE id = :id AND state = 'due';

-- :name update_duty_over
-- :result exec
-- :param title_id int
-- :param ended_on text
-- :param now int
-- :by system
-- The title ended before the window did.
UPDATE update_duty SET state = 'over', settled_at = :now
WHERE title_id = :title_id AND state = 'due' AND EXISTS (SELECT 1 FROM update_round AS r
	WHERE r.id = update_duty.round_id AND r.state = 'open' AND r.closes_on >= :ended_on);

-- :name update_round_close
-- :result exec
-- :param id int
-- :param now int
-- :by system
UPDATE update_round SET state = 'closed', closed_at = :now WHERE id = :id AND state = 'open';

-- :name update_round_reminded
-- :result exec
-- :param id int
-- :param days int
-- :by system
UPDATE update_round SET reminded = :days WHERE id = :id;

-- :name update_remind_enterprises
-- :result exec
-- :param round_id int
-- :param agency_id int
-- :param now int
-- :param urgent int
-- :param due_at int
-- :param subject text
-- :param body text
-- :param link text
-- :by system
-- Everybody at every enterprise that still owes it, once for all its titles; agency_id 0: of all bodies.
INSERT INTO message (account_id, at, kind, subject, body, link, urgent, due_at)
SELECT DISTINCT a.id, :now, 'update', :subject, :body, :link, :urgent, :due_at
FROM update_duty AS d JOIN account AS a ON a.enterprise_id = d.enterprise_id AND a.active = 1
WHERE d.round_id = :round_id AND d.state = 'due'
	AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.account_id = a.id AND m.at = :now AND m.kind = 'update'
		AND m.subject = :subject AND m.link = :link AND m.due_at = :due_at)
	AND (:agency_id = 0 OR d.county_agency_id = :agency_id OR d.city_agency_id = :agency_id OR d.province_agency_id = :agency_id);

-- :name update_remind_bodies
-- :result exec
-- :param round_id int
-- :param now int
-- :param subject text
-- :param before text
-- :param after text
-- :param link text
-- :by system
-- The officers of each body with the number of its enterprises that still owe it.
INSERT INTO message (account_id, at, kind, subject, body, link)
SELECT a.id, :now, 'update', :subject, :before || (SELECT count(*) FROM update_duty AS d WHERE d.round_id = :round_id
	AND d.state = 'due' AND (d.county_agency_id = a.agency_id OR d.city_agency_id = a.agency_id)) || :after, :link
FROM account AS a
WHERE a.active = 1 AND a.role <> 'auditor' AND a.agency_id IN (
	SELECT d.city_agency_id FROM update_duty AS d WHERE d.round_id = :round_id AND d.state = 'due'
	UNION SELECT d.county_agency_id FROM update_duty AS d WHERE d.round_id = :round_id AND d.state = 'due');

-- :name update_duty_count
-- :result one
-- :param round_id int
-- :param agency_id int
-- :row n int
-- :by officer
-- Enterprises within the body that still owe it and can be told.
SELECT count(*) AS n FROM update_duty AS d
WHERE d.round_id = :round_id AND d.state = 'due'
	AND EXISTS (SELECT 1 FROM account AS a WHERE a.enterprise_id = d.enterprise_id AND a.active = 1)
	AND (d.county_agency_id = :agency_id OR d.city_agency_id = :agency_id OR d.province_agency_id = :agency_id);

-- :name update_reminder_last
-- :result one
-- :param round_id int
-- :param agency_id int
-- :row at int
-- :by officer
SELECT coalesce(max(at), 0) AS at FROM update_reminder WHERE round_id = :round_id AND agency_id = :agency_id;

-- :name update_reminder_put
-- :result exec
-- :param round_id int
-- :param agency_id int
-- :param now int
-- :param account_id int
-- :param n int
-- :by officer
INSERT INTO update_reminder (round_id, agency_id, at, account_id, n) VALUES (:round_id, :agency_id, :now, :account_id, :n);

-- :name update_rounds_for_officer
-- :result many
-- :param agency_id int
-- :row id int
-- :row edition text
-- :row kind text
-- :row holders text
-- :row year int
-- :row opens_on text
-- :row closes_on text
-- :row ends_at int
-- :row clause text
-- :row effect text
-- :row state text
-- :row owed int
-- :by officer
-- :plan scan a dozen rows a year
-- Of the body's province, newest first; `owed`: titles of its own area.
SELECT r.id, r.edition, r.kind, r.holders, r.year, r.opens_on, r.closes_on, r.ends_at, r.clause, r.effect, r.state,
	(SELECT count(*) FROM update_duty AS d WHERE d.round_id = r.id
		AND (d.county_agency_id = g.id OR d.city_agency_id = g.id OR d.province_agency_id = g.id)) AS owed
FROM agency AS g LEFT JOIN agency AS p ON p.id = g.parent_id
JOIN update_round AS r ON r.province_agency_id IN (g.id, g.parent_id, p.parent_id)
WHERE g.id = :agency_id ORDER BY r.year DESC, r.ends_at DESC, r.id DESC LIMIT 60;

-- :name update_bodies
-- :result many
-- :param round_id int
-- :param agency_id int
-- :row body_id int
-- :row name text
-- :row owed int
-- :row done int
-- :row late int
-- :row missed int
-- :row exempt int
-- :by officer
-- By the bodies right below; a city-level body that does the county's work stands for itself.
SELECT g.id AS body_id, g.short_name AS name,
	sum(CASE WHEN d.state IN ('due', 'done', 'missed') THEN 1 ELSE 0 END) AS owed,
	sum(CASE WHEN d.state = 'done' THEN 1 ELSE 0 END) AS done,
	sum(CASE WHEN d.state = 'due' THEN 1 ELSE 0 END) AS late,
	sum(CASE WHEN d.state = 'missed' THEN 1 ELSE 0 END) AS missed,
	sum(CASE WHEN d.state = 'exempt' THEN 1 ELSE 0 END) AS exempt
FROM update_duty AS d JOIN agency AS g ON g.id = CASE WHEN d.province_agency_id = :agency_id THEN d.city_agency_id
	ELSE coalesce(d.county_agency_id, d.city_agency_id) END
WHERE d.round_id = :round_id
	AND (d.province_agency_id = :agency_id OR d.city_agency_id = :agency_id OR d.county_agency_id = :agency_id)
GROUP BY g.id, g.short_name, g.sort ORDER BY g.sort, g.id;

-- :name update_late
-- :result many
-- :param round_id int
-- :param agency_id int
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row contact text
-- :row phone text
-- :row registered int
-- :row state text
-- :by officer
-- Who has not, in the order of bodies and names.
SELECT d.name, d.uscc, g.short_name AS city, coalesce(k.short_name, '') AS county, coalesce(e.contact, '') AS contact,
	coalesce(e.contact_phone, '') AS phone, EXISTS (SELECT 1 FROM account AS a WHERE a.enterprise_id = d.enterprise_id) AS registered, d.state
FROM update_duty AS d JOIN agency AS g ON g.id = d.city_agency_id LEFT JOIN agency AS k ON k.id = d.county_agency_id
LEFT JOIN enterprise AS e ON e.id = d.enterprise_id
WHERE d.round_id = :round_id AND d.state IN ('due', 'missed')
	AND (d.province_agency_id = :agency_id OR d.city_agency_id = :agency_id OR d.county_agency_id = :agency_id)
ORDER BY g.sort, g.id, d.county_agency_id, d.name, d.id;

-- :name update_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row duty_id int
-- :row window_id text
-- :row kind text
-- :row edition text
-- :row programme text
-- :row holders text
-- :row tier_name text
-- :row year int
-- :row opens_on text
-- :row closes_on text
-- :row ends_at int
-- :row clause text
-- :row effect text
-- :row round_state text
-- :row state text
-- :row verdict text
-- :row receipt_no text
-- :by enterprise
-- What it owes and owed, newest first.
SELECT d.id AS duty_id, r.window_id, r.kind, r.edition, r.programme, r.holders, t.tier_name, r.year, r.opens_on, r.closes_on, r.ends_at, r.clause,
	r.effect, r.state AS round_state, d.state, d.verdict, d.receipt_no
FROM update_duty AS d JOIN update_round AS r ON r.id = d.round_id JOIN title AS t ON t.id = d.title_id
WHERE d.enterprise_id = :enterprise_id ORDER BY r.year DESC, r.ends_at, d.id LIMIT 100;

-- :name update_duty_done
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param verdict text
-- :param receipt_no text
-- :param now int
-- :by enterprise
UPDATE update_duty SET state = 'done', verdict = :verdict, receipt_no = :receipt_no, settled_at = :now
WHERE id = :id AND enterprise_id = :enterprise_id AND state IN ('due', 'done');

-- :name update_filings
-- :result many
-- :param enterprise_id int
-- :param year int
-- :row seq int
-- :row receipt_no text
-- :row facts text
-- :row reasons text
-- :row results text
-- :row content_hash text
-- :row filed_name text
-- :row filed_at int
-- :by enterprise
-- Newest first.
SELECT seq, receipt_no, facts, reasons, results, content_hash, filed_name, filed_at FROM update_filing
WHERE enterprise_id = :enterprise_id AND year = :year ORDER BY seq DESC;

-- :name update_filing_put
-- :result exec
-- :param enterprise_id int
-- :param year int
-- :param seq int
-- :param receipt_no text
-- :param facts text
-- :param reasons text
-- :param results text
-- :param content_hash text
-- :param engine text
-- :param filed_by int
-- :param filed_name text
-- :param now int
-- :by enterprise
INSERT INTO update_filing (enterprise_id, year, seq, receipt_no, facts, reasons, results, content_hash, engine, filed_by,
	filed_name, filed_at)
VALUES (:enterprise_id, :year, :seq, :receipt_no, :facts, :reasons, :results, :content_hash, :engine, :filed_by,
	:filed_name, :now);

-- :name update_exempt_find
-- :result opt
-- :param holders text
-- :param year int
-- :param uscc text
-- :row source text
-- :by system
SELECT source FROM update_exempt WHERE holders = :holders AND year = :year AND uscc = :uscc;

-- :name update_exempt_put
-- :result exec
-- :param holders text
-- :param year int
-- :param uscc text
-- :param source text
-- :param now int
-- :by system
INSERT INTO update_exempt (holders, year, uscc, source, recorded_at) VALUES (:holders, :year, :uscc, :source, :now);

-- :name update_exempt_now
-- :result exec
-- :param holders text
-- :param year int
-- :param uscc text
-- :param now int
-- :by system
-- In the rounds that are open already.
UPDATE update_duty SET state = 'exempt', settled_at = :now
WHERE state = 'due' AND title_id IN (SELECT id FROM title WHERE uscc = :uscc AND tier = :holders)
	AND round_id IN (SELECT id FROM update_round WHERE state = 'open' AND year = :year AND holders = :holders);

-- :name update_self_evaluated
-- :result exec
-- :param enterprise_id int
-- :param programme text
-- :param receipt_no text
-- :param now int
-- :by enterprise
-- An application was submitted: what was owed as 自评 is done.
UPDATE update_duty SET state = 'done', receipt_no = :receipt_no, settled_at = :now
WHERE enterprise_id = :enterprise_id AND state = 'due' AND round_id IN (
	SELECT id FROM update_round WHERE state = 'open' AND kind = 'self_evaluation' AND programme = :programme);

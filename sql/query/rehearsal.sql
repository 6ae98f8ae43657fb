-- What the rehearsal (service/rehearsal) looks up to know who acts next. The acts themselves are the use cases of the pages.

-- :name rehearsal_bodies
-- :result many
-- :param division text
-- :row id int
-- :row name text
-- :row level text
-- :row line text
-- :row code text
-- :by system
-- :plan scan the bodies of one province, once
SELECT id, name, level, line, code FROM agency WHERE substr(division_code, 1, 2) = substr(:division, 1, 2) AND active = 1 ORDER BY id;

-- :name rehearsal_batches
-- :result many
-- :row id int
-- :row edition text
-- :row opens_on text
-- :row filing_ends_at int
-- :row city_ends_at int
-- :row province_agency_id int
-- :by system
-- Rounds that are on their way.
SELECT id, edition, opens_on, filing_ends_at, city_ends_at, province_agency_id FROM batch WHERE state IN ('open', 'closed')
ORDER BY id;

-- :name rehearsal_firms
-- :result many
-- :param tier text
-- :param needs text
-- :param edition text
-- :param later text
-- :row id int
-- :row holds int
-- :by system
-- :plan scan the enterprises, once a round
-- Who might file: holds one of the titles asked (needs, by blanks; '' = none is), none of this tier beyond a day, and has no
-- file of the edition on its way.
SELECT e.id, EXISTS (SELECT 1 FROM title AS t WHERE t.enterprise_id = e.id AND t.tier = :tier AND t.state IN ('valid', 'renewing')) AS holds
FROM enterprise AS e
WHERE e.identity = 'verified' AND (:needs = '' OR EXISTS (SELECT 1 FROM title AS t WHERE t.enterprise_id = e.id AND t.state IN ('valid', 'renewing')
		AND ' ' || :needs || ' ' LIKE '% ' || t.tier || ' %'))
	AND NOT EXISTS (SELECT 1 FROM title AS t WHERE t.enterprise_id = e.id AND t.tier = :tier AND t.state IN ('valid', 'renewing')
		AND (t.valid_to = '' OR t.valid_to > :later))
	AND NOT EXISTS (SELECT 1 FROM application AS a WHERE a.enterprise_id = e.id AND a.edition = :edition AND a.live = 1
		AND a.state NOT IN ('listed', 'updated'))
ORDER BY e.id;

-- :name rehearsal_files
-- :result many
-- :param batch_id int
-- :row id int
-- :row public_id text
-- :row enterprise_id int
-- :row state text
-- :row state_at int
-- :row county_agency_id int?
-- :row city_agency_id int
-- :by system
-- Files of a round that somebody still has to act on.
SELECT id, public_id, enterprise_id, state, state_at, county_agency_id, city_agency_id FROM application
WHERE batch_id = :batch_id AND live = 1 AND state NOT IN ('draft', 'listed', 'updated') ORDER BY city_agency_id, id;

-- :name rehearsal_draw
-- :result opt
-- :param batch_id int
-- :row public_id text
-- :row state text
-- :row source_on text
-- :by system
SELECT public_id, state, source_on FROM draw WHERE batch_id = :batch_id ORDER BY seq DESC LIMIT 1;

-- :name rehearsal_objections
-- :result many
-- :row public_id text
-- :row agency_id int
-- :row state text
-- :by system
-- :plan scan objections that are open
SELECT public_id, agency_id, state FROM objection WHERE state IN ('received', 'accepted') ORDER BY id;

-- :name rehearsal_rounds
-- :result many
-- :param after int
-- :row id int
-- :row year int
-- :row opens_on text
-- :row closes_on text
-- :by system
-- Rounds of the yearly update that have opened since.
SELECT id, year, opens_on, closes_on FROM update_round WHERE id > :after AND kind = 'update' ORDER BY id;

-- :name rehearsal_duties
-- :result many
-- :param round_id int
-- :row enterprise_id int
-- :by system
SELECT DISTINCT enterprise_id FROM update_duty WHERE round_id = :round_id AND state = 'due' AND enterprise_id IS NOT NULL
ORDER BY enterprise_id;

-- :name rehearsal_cases
-- :result many
-- :row id int
-- :row public_id text
-- :by system
-- :plan scan cases that are open
SELECT id, public_id FROM case_file WHERE state NOT IN ('decided', 'refused') ORDER BY id;

-- :name rehearsal_titles
-- :result many
-- :param after int
-- :param limit int
-- :row id int
-- :row enterprise_id int
-- :row uscc text
-- :by system
-- Some titles in force, from a number on, whose enterprise has no case.
SELECT t.id, t.enterprise_id, t.uscc FROM title AS t
WHERE t.id > :after AND t.state = 'valid' AND t.enterprise_id IS NOT NULL AND NOT EXISTS (
	SELECT 1 FROM case_file AS c WHERE c.enterprise_id = t.enterprise_id AND c.state NOT IN ('decided', 'refused'))
ORDER BY t.id LIMIT :limit;

-- :name rehearsal_totals
-- :result one
-- :row enterprises int
-- :row files int
-- :row submitted int
-- :row titles int
-- :row in_force int
-- :row expired int
-- :row withdrawn int
-- :row renewed int
-- :row updates int
-- :row missed int
-- :row cases int
-- :row bans int
-- :row renamed int
-- :row events int
-- :by system
-- :plan scan everything, once
SELECT (SELECT count(*) FROM enterprise) AS enterprises, (SELECT count(*) FROM application) AS files,
	(SELECT count(*) FROM submission) AS submitted, (SELECT count(*) FROM title) AS titles,
	(SELECT count(*) FROM title WHERE state IN ('valid', 'renewing')) AS in_force,
	(SELECT count(*) FROM title WHERE state = 'expired') AS expired,
	(SELECT count(*) FROM title WHERE state IN ('cancelled', 'revoked')) AS withdrawn,
	(SELECT count(*) FROM application WHERE kind = 'recheck' AND state = 'listed') AS renewed,
	(SELECT count(*) FROM update_filing) AS updates, (SELECT count(*) FROM update_duty WHERE state = 'missed') AS missed,
	(SELECT count(*) FROM case_file) AS cases, (SELECT count(*) FROM ban) AS bans,
	(SELECT count(*) FROM enterprise_name WHERE to_on = '') AS renamed, (SELECT count(*) FROM audit) AS events;

-- :name rehearsal_surveyed
-- :result many
-- :param after int
-- :row id int
-- :row closes_at int
-- :row enterprise_id int
-- :by system
-- Who has to answer the surveys that have opened since.
SELECT s.id, s.closes_at, d.enterprise_id FROM survey AS s JOIN survey_due AS d ON d.survey_id = s.id
WHERE s.id > :after ORDER BY s.id, d.enterprise_id;

-- :name rehearsal_survey
-- :result one
-- :param id int
-- :row public_id text
-- :by system
SELECT public_id FROM survey WHERE id = :id;

-- :name rehearsal_voices
-- :result many
-- :row id int
-- :row public_id text
-- :row origin text
-- :row state text
-- :row agency_id int
-- :row enterprise_id int?
-- :row may_publish int
-- :row reopened int
-- :by system
-- :plan scan the demands, once a day
-- What waits for a body, and what waits for the word of who raised it.
SELECT id, public_id, origin, state, agency_id, enterprise_id, may_publish, reopened FROM voice
WHERE state = 'waiting' OR (state = 'answered' AND origin = 'enterprise') ORDER BY id;

-- :name rehearsal_permissions
-- :result many
-- :row public_id text
-- :row enterprise_id int
-- :row enterprise text
-- :row agency_id int
-- :row state text
-- :row on_date text
-- :by system
-- :plan scan what enterprises were asked, once a day
SELECT p.public_id, p.enterprise_id, e.public_id AS enterprise, p.agency_id, p.state, p.on_date
FROM permission AS p JOIN enterprise AS e ON e.id = p.enterprise_id WHERE p.state IN ('asked', 'agreed') ORDER BY p.id;

-- :name rehearsal_holder
-- :result opt
-- :param after int
-- :row id int
-- :row public_id text
-- :row city_agency_id int
-- :by system
-- Some enterprise with a title in force, from a number on, and the body that saw its file.
SELECT t.id, e.public_id, a.city_agency_id FROM title AS t JOIN application AS a ON a.id = t.application_id
JOIN enterprise AS e ON e.id = t.enterprise_id
WHERE t.id > :after AND t.state = 'valid' ORDER BY t.id LIMIT 1;

-- :name rehearsal_circulars
-- :result many
-- :row id int
-- :row public_id text
-- :row province_agency_id int
-- :row state text
-- :row version int
-- :by system
-- :plan scan the circulars, once a day
SELECT id, public_id, province_agency_id, state, version FROM circular WHERE state <> 'issued' ORDER BY id;

-- :name rehearsal_reports
-- :result many
-- :param now int
-- :row public_id text
-- :row agency_id int
-- :row state text
-- :by system
-- Yearly reports that are owed and not sent.
SELECT r.public_id, r.agency_id, r.state FROM yearly_round AS q CROSS JOIN yearly_report AS r
WHERE q.ends_at > :now AND r.round_id = q.id AND r.state <> 'sent' ORDER BY r.id;

-- :name rehearsal_candidates
-- :result many
-- :param agency_id int
-- :param tier text
-- :param limit int
-- :row id int
-- :row public_id text
-- :by system
-- Holders of a body's own files, for its typical cases.
SELECT DISTINCT e.id, e.public_id FROM caseload AS c JOIN title AS t ON t.application_id = c.application_id
JOIN enterprise AS e ON e.id = t.enterprise_id
WHERE c.agency_id = :agency_id AND c.state = 'listed' AND t.tier = :tier AND t.state IN ('valid', 'renewing')
ORDER BY e.id LIMIT :limit;

-- :name rehearsal_title_draws
-- :result many
-- :row public_id text
-- :row agency_id int
-- :row state text
-- :row source_on text
-- :by system
-- :plan scan the draws, once a day
-- Draws over titles whose outcome has not been told.
SELECT d.public_id, d.agency_id, d.state, d.source_on FROM draw AS d
WHERE d.tier <> '' AND NOT EXISTS (SELECT 1 FROM circular AS c
	WHERE c.province_agency_id = d.agency_id AND c.period = 'draw-' || d.public_id) ORDER BY d.id;

-- :name rehearsal_inspections
-- :result many
-- :param draw text
-- :row public_id text
-- :row version int
-- :by system
-- Sheets of a draw that are not signed.
SELECT n.public_id, n.version FROM draw AS d CROSS JOIN inspection AS n
WHERE d.public_id = :draw AND n.draw_id = d.id AND n.done_at IS NULL ORDER BY n.seq;

-- :name rehearsal_bans
-- :result opt
-- :param before int
-- :param day text
-- :row id int
-- :row agency_id int
-- :by system
-- :plan scan the bans
-- One that is in force, was put before an instant, and about which nothing was decided since.
SELECT b.id, b.agency_id FROM ban AS b
WHERE b.lifted_at IS NULL AND b.case_id IS NOT NULL AND b.created_at < :before AND (b.to_on = '' OR b.to_on > :day)
	AND NOT EXISTS (SELECT 1 FROM case_file AS c WHERE c.uscc = b.uscc AND c.kind = 'lift' AND c.ban_id = b.id)
ORDER BY b.id DESC LIMIT 1;

-- :name rehearsal_banned
-- :result one
-- :param uscc text
-- :param day text
-- :row n int
-- :by system
-- Bans that are in force on a day.
SELECT count(*) AS n FROM ban
WHERE uscc = :uscc AND lifted_at IS NULL AND from_on <= :day AND (to_on = '' OR to_on >= :day);

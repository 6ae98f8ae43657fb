-- 到期名单: titles that end, listed beforehand; what each of them waits for.

-- :name cohort_days
-- :result many
-- :param tier text
-- :param province_id int
-- :param line text
-- :param today text
-- :param until text
-- :row ends_on text
-- :by system
-- Last days, of titles of a province that are not listed yet and end in so many days.
SELECT DISTINCT t.valid_to AS ends_on
FROM title AS t
LEFT JOIN enterprise AS e ON e.uscc = t.uscc
JOIN agency_area AS city ON city.line = :line AND city.level = 'city'
	AND city.division_code = coalesce(e.division_code, t.division_code)
JOIN agency AS g ON g.id = city.agency_id AND g.parent_id = :province_id
WHERE t.tier = :tier AND t.cohort_id IS NULL AND t.valid_to >= :today AND t.valid_to <= :until AND t.uscc <> ''
	AND t.state IN ('valid', 'renewing')
ORDER BY 1;

-- :name cohort_put
-- :result one
-- :param programme text
-- :param edition text
-- :param province_id int
-- :param ends_on text
-- :param now int
-- :row id int
-- :by system
-- The one that is there, when it is there.
INSERT INTO cohort (programme, edition, province_agency_id, ends_on, listed_at)
VALUES (:programme, :edition, :province_id, :ends_on, :now)
ON CONFLICT (province_agency_id, programme, ends_on) DO UPDATE SET edition = excluded.edition
RETURNING id;

-- :name cohort_items_put
-- :result exec
-- :param cohort_id int
-- :param tier text
-- :param province_id int
-- :param line text
-- :param ends_on text
-- :param year int
-- :param exempt text
-- :param exempt_source text
-- :by system
-- `exempt`: |2022年第二批|, or ''; besides the imported list of those that need not in the year of the end.
INSERT INTO cohort_item (title_id, cohort_id, uscc, county_agency_id, city_agency_id, province_agency_id, exempt)
SELECT t.id, :cohort_id, t.uscc, county.agency_id, city.agency_id, :province_id,
	CASE WHEN :exempt LIKE '%|' || t.batch_title || '|%' THEN :exempt_source
		ELSE coalesce((SELECT x.source FROM update_exempt AS x WHERE x.holders = :tier AND x.year = :year AND x.uscc = t.uscc), '') END
FROM title AS t
LEFT JOIN enterprise AS e ON e.uscc = t.uscc
JOIN agency_area AS city ON city.line = :line AND city.level = 'city'
	AND city.division_code = coalesce(e.division_code, t.division_code)
JOIN agency AS g ON g.id = city.agency_id AND g.parent_id = :province_id
LEFT JOIN agency_area AS county ON county.line = :line AND county.level = 'county'
	AND county.division_code = coalesce(e.division_code, t.division_code)
WHERE t.tier = :tier AND t.cohort_id IS NULL AND t.valid_to = :ends_on AND t.uscc <> '' AND t.state IN ('valid', 'renewing')
ON CONFLICT (title_id) DO NOTHING;

-- :name cohort_titles_mark
-- :result exec
-- :param cohort_id int
-- :by system
UPDATE title SET cohort_id = :cohort_id
WHERE id IN (SELECT i.title_id FROM cohort_item AS i WHERE i.cohort_id = :cohort_id) AND cohort_id IS NULL;

-- :name cohort_tell
-- :result exec
-- :param cohort_id int
-- :param now int
-- :param subject text
-- :param body text
-- :by system
-- Everybody at the enterprises of a list that have to do something and were not told yet.
INSERT INTO message (account_id, at, kind, subject, body, link)
SELECT a.id, :now, 'title', :subject, :body, '/e/expiring'
FROM cohort_item AS i JOIN enterprise AS e ON e.uscc = i.uscc JOIN account AS a ON a.enterprise_id = e.id AND a.active = 1
WHERE i.cohort_id = :cohort_id AND i.told_at IS NULL AND i.exempt = '';

-- :name cohort_told
-- :result exec
-- :param cohort_id int
-- :param now int
-- :by system
UPDATE cohort_item SET told_at = :now WHERE cohort_id = :cohort_id AND told_at IS NULL
	AND EXISTS (SELECT 1 FROM enterprise AS e JOIN account AS a ON a.enterprise_id = e.id WHERE e.uscc = cohort_item.uscc);

-- :name cohorts_for_officer
-- :result many
-- :param agency_id int
-- :param from text
-- :row id int
-- :row programme text
-- :row edition text
-- :row ends_on text
-- :row listed_at int
-- :row n int
-- :by officer
-- Of the body's province, in the order of the last days, from one on; `n`: titles of its own area.
SELECT c.id, c.programme, c.edition, c.ends_on, c.listed_at,
	(SELECT count(*) FROM cohort_item AS i WHERE i.cohort_id = c.id
		AND (i.county_agency_id = g.id OR i.city_agency_id = g.id OR i.province_agency_id = g.id)) AS n
FROM agency AS g LEFT JOIN agency AS p ON p.id = g.parent_id
JOIN cohort AS c ON c.province_agency_id IN (g.id, g.parent_id, p.parent_id) AND c.ends_on >= :from
WHERE g.id = :agency_id ORDER BY c.ends_on, c.id LIMIT 100;

-- :name cohort_items
-- :result many
-- :param cohort_id int
-- :param agency_id int
-- :param programme text
-- :param editions text
-- :param since int
-- :param today text
-- :row title_id int
-- :row enterprise_id int?
-- :row body_id int
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row contact text
-- :row phone text
-- :row batch_title text
-- :row certificate_no text
-- :row valid_to text
-- :row title_state text
-- :row ended_on text
-- :row ended_cause text
-- :row recheck_lost_on text
-- :row recheck_lost_cause text
-- :row exempt text
-- :row ban text
-- :row ban_to text
-- :row file_no text
-- :row file_state text
-- :row file_live int
-- :by officer
-- A list within a body's area with what each title waits for. `editions`: |…| of the programme; `since`: a file begun
-- before belongs to an earlier end. `body_id`: the body right below this one.
SELECT i.title_id, e.id AS enterprise_id,
	CASE WHEN i.province_agency_id = :agency_id THEN i.city_agency_id ELSE coalesce(i.county_agency_id, i.city_agency_id) END AS body_id,
	coalesce(e.name, t.name) AS name, i.uscc, g.short_name AS city, coalesce(k.short_name, '') AS county,
	coalesce(e.contact, '') AS contact, coalesce(e.contact_phone, '') AS phone, t.batch_title,
	coalesce(t.certificate_no, '') AS certificate_no, t.valid_to, t.state AS title_state, t.ended_on, t.ended_cause,
	t.recheck_lost_on, t.recheck_lost_cause, i.exempt, coalesce(b.cause, '') AS ban, coalesce(b.to_on, '') AS ban_to,
	coalesce(a.no, '') AS file_no, coalesce(a.state, '') AS file_state, coalesce(a.live, 0) AS file_live
FROM cohort_item AS i JOIN title AS t ON t.id = i.title_id
JOIN agency AS g ON g.id = i.city_agency_id
LEFT JOIN agency AS k ON k.id = i.county_agency_id
LEFT JOIN enterprise AS e ON e.uscc = i.uscc
LEFT JOIN application AS a ON a.id = (SELECT max(x.id) FROM application AS x WHERE x.enterprise_id = e.id
	AND x.kind = 'recheck' AND x.created_at >= :since AND :editions LIKE '%|' || x.edition || '|%')
LEFT JOIN ban AS b ON b.id = (SELECT max(x.id) FROM ban AS x WHERE x.uscc = i.uscc AND x.lifted_at IS NULL
	AND (x.to_on = '' OR x.to_on >= :today) AND (x.programmes = '' OR ' ' || x.programmes || ' ' LIKE '% ' || :programme || ' %'))
WHERE i.cohort_id = :cohort_id
	AND (i.county_agency_id = :agency_id OR i.city_agency_id = :agency_id OR i.province_agency_id = :agency_id)
ORDER BY g.sort, g.id, i.county_agency_id, t.name, t.id;

-- :name cohorts_of_enterprise
-- :result many
-- :param enterprise_id int
-- :param today text
-- :row title_id int
-- :row programme text
-- :row province_code text
-- :row tier_name text
-- :row batch_title text
-- :row certificate_no text
-- :row ends_on text
-- :row title_state text
-- :row recheck_lost_on text
-- :row recheck_lost_cause text
-- :row exempt text
-- :row ban text
-- :row ban_to text
-- :by enterprise
-- Its titles that are listed and hold.
SELECT i.title_id, c.programme, g.code AS province_code, t.tier_name, t.batch_title, coalesce(t.certificate_no, '') AS certificate_no,
	c.ends_on, t.state AS title_state, t.recheck_lost_on, t.recheck_lost_cause, i.exempt,
	coalesce(b.cause, '') AS ban, coalesce(b.to_on, '') AS ban_to
FROM enterprise AS e JOIN cohort_item AS i ON i.uscc = e.uscc JOIN cohort AS c ON c.id = i.cohort_id
JOIN agency AS g ON g.id = c.province_agency_id JOIN title AS t ON t.id = i.title_id
LEFT JOIN ban AS b ON b.id = (SELECT max(x.id) FROM ban AS x WHERE x.uscc = i.uscc AND x.lifted_at IS NULL
	AND (x.to_on = '' OR x.to_on >= :today) AND (x.programmes = '' OR ' ' || x.programmes || ' ' LIKE '% ' || c.programme || ' %'))
WHERE e.id = :enterprise_id AND t.state IN ('valid', 'renewing') ORDER BY c.ends_on, i.title_id LIMIT 20;

-- :name cohort_file_of
-- :result opt
-- :param enterprise_id int
-- :param editions text
-- :param since int
-- :row public_id text
-- :row state text
-- :row live int
-- :by enterprise
SELECT public_id, state, live FROM application WHERE enterprise_id = :enterprise_id AND kind = 'recheck' AND created_at >= :since
	AND :editions LIKE '%|' || edition || '|%' ORDER BY id DESC LIMIT 1;

-- :name cohort_reminder_last
-- :result one
-- :param cohort_id int
-- :param agency_id int
-- :row at int
-- :by officer
SELECT coalesce(max(at), 0) AS at FROM cohort_reminder WHERE cohort_id = :cohort_id AND agency_id = :agency_id;

-- :name cohort_reminder_put
-- :result exec
-- :param cohort_id int
-- :param agency_id int
-- :param now int
-- :param account_id int
-- :param n int
-- :by officer
INSERT INTO cohort_reminder (cohort_id, agency_id, at, account_id, n) VALUES (:cohort_id, :agency_id, :now, :account_id, :n);

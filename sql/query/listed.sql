-- 经营异常名录, 严重失信主体名单: whom an entry concerns.

-- :name listed_place
-- :result opt
-- :param agency_id int
-- :param uscc text
-- :row own int
-- :by system
-- An enterprise that is registered here: does it lie in the places of this body?
SELECT EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = :agency_id AND p.division_code = e.division_code) AS own
FROM enterprise AS e WHERE e.uscc = :uscc;

-- :name listed_files
-- :result many
-- :param uscc text
-- :row id int
-- :row city_agency_id int
-- :row province_agency_id int
-- :row publicity_id int
-- :row publicity_agency_id int
-- :by system
-- Files on their way after submission; publicity_id 0: not being shown.
SELECT a.id, a.city_agency_id, a.province_agency_id, coalesce(p.id, 0) AS publicity_id, coalesce(p.agency_id, 0) AS publicity_agency_id
FROM enterprise AS e
JOIN application AS a ON a.enterprise_id = e.id AND a.live = 1 AND a.submitted_at IS NOT NULL
LEFT JOIN publicity AS p ON p.state = 'open' AND p.id = (SELECT max(i.publicity_id) FROM publicity_item AS i WHERE i.application_id = a.id)
WHERE e.uscc = :uscc ORDER BY a.id;

-- :name listed_in_publicity
-- :result many
-- :param publicity_id int
-- :row application_id int
-- :row kind text
-- :row since_on text
-- :row reason text
-- :row source text
-- :by system
SELECT i.application_id, l.kind, l.since_on, l.reason, l.source
FROM publicity_item AS i JOIN listed AS l ON l.uscc = i.uscc AND l.removed_on = ''
WHERE i.publicity_id = :publicity_id ORDER BY i.seq, l.since_on;

-- :name listed_of_body
-- :result many
-- :param agency_id int
-- :param off int
-- :param since_on text
-- :param uscc text
-- :param kind text
-- :param limit int
-- :row uscc text
-- :row kind text
-- :row since_on text
-- :row removed_on text
-- :row reason text
-- :row source text
-- :row name text
-- :row enterprise text
-- :row files int
-- :row titles int
-- :by officer
-- Enterprises of the places of a body, the newest entry first; after (since_on, uscc, kind). off: those that were taken off.
-- `enterprise`: '' where the integrity file is another line's to read.
SELECT l.uscc, l.kind, l.since_on, l.removed_on, l.reason, l.source, e.name,
	CASE WHEN :agency_id IN (e.county_agency_id, e.city_agency_id, e.province_agency_id) THEN e.public_id ELSE '' END AS enterprise,
	(SELECT count(*) FROM application AS a WHERE a.enterprise_id = e.id AND a.live = 1 AND a.submitted_at IS NOT NULL) AS files,
	(SELECT count(*) FROM title AS t WHERE t.uscc = l.uscc AND t.uscc <> '' AND t.state IN ('valid', 'renewing')) AS titles
FROM listed AS l JOIN enterprise AS e ON e.uscc = l.uscc
WHERE (l.since_on, l.uscc, l.kind) < (:since_on, :uscc, :kind) AND (l.removed_on <> '') = :off
	AND EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = :agency_id AND p.division_code = e.division_code)
ORDER BY l.since_on DESC, l.uscc DESC, l.kind DESC LIMIT :limit;

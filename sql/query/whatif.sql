-- A rule change tried out on what enterprises submitted. Reads only.

-- :name whatif_files
-- :result many
-- :param agency_id int
-- :param editions text
-- :param after int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row no text?
-- :row name text
-- :row city_agency_id int
-- :row facts text
-- :by officer
-- The latest submission of every enterprise of the province under one of the editions (",a,b,"), portion by portion.
SELECT a.id, a.public_id, a.no, e.name, a.city_agency_id, s.facts
FROM application AS a
JOIN submission AS s ON s.id = a.submission_id
JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE a.id > :after AND a.province_agency_id = :agency_id AND :editions LIKE '%,' || a.edition || ',%'
	AND NOT EXISTS (SELECT 1 FROM application AS b WHERE b.enterprise_id = a.enterprise_id AND b.id > a.id
		AND b.submission_id IS NOT NULL AND :editions LIKE '%,' || b.edition || ',%')
ORDER BY a.id LIMIT :limit;

-- 入库培育: who is in the pool of a batch.

-- :name pool_batches
-- :result many
-- :param agency_id int
-- :row id int
-- :row edition text
-- :row title text
-- :row year int
-- :row state text
-- :row opens_on text
-- :by officer
-- All batches of the body's province, newest first, whichever level the body is.
SELECT b.id, b.edition, b.title, b.year, b.state, b.opens_on
FROM agency AS g LEFT JOIN agency AS p ON p.id = g.parent_id
JOIN batch AS b ON b.province_agency_id IN (g.id, g.parent_id, p.parent_id)
WHERE g.id = :agency_id AND b.state <> 'planned' ORDER BY b.year DESC, b.no DESC, b.id DESC LIMIT 200;

-- :name pool_files
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row area text
-- :row city text
-- :row pooled_at int
-- :row state text
-- :row direction text
-- :by officer
-- By place in the order of its code, then name.
SELECT a.public_id, c.name, c.uscc, c.area, g.short_name AS city, a.pooled_at, a.state, COALESCE(f.value, '') AS direction
FROM application AS a
JOIN caseload AS c ON c.application_id = a.id AND c.agency_id = :agency_id
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN agency AS g ON g.id = a.city_agency_id
LEFT JOIN application_fact AS f ON f.application_id = a.id AND f.fact = 'direction' AND f.year = 0
WHERE a.batch_id = :batch_id AND a.pooled_at IS NOT NULL
ORDER BY e.division_code, c.name, a.id;

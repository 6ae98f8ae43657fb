-- 目标与进度.

-- :name targets_of_province
-- :result many
-- :param agency_id int
-- :param edition text
-- :param year int
-- :row city_id int
-- :row name text
-- :row short_name text
-- :row target int?
-- :row source text?
-- :by officer
-- Every body below a province, with its target as printed where there is one.
SELECT g.id AS city_id, g.name, g.short_name, t.n AS target, t.source
FROM agency AS g
LEFT JOIN target AS t ON t.agency_id = g.id AND t.edition = :edition AND t.year = :year
WHERE g.parent_id = :agency_id AND g.level = 'city' AND g.active = 1 ORDER BY g.sort, g.id;

-- :name target_counts
-- :result many
-- :param agency_id int
-- :param edition text
-- :param year int
-- :row body_id int
-- :row state text
-- :row n int
-- :by officer
-- Files of all batches of a year by state, of this body and of those below it, from the counters.
SELECT cc.agency_id AS body_id, cc.state, sum(cc.n) AS n
FROM agency AS g
JOIN batch AS b ON b.edition = :edition AND b.year = :year
JOIN caseload_count AS cc ON cc.agency_id = g.id AND cc.batch_id = b.id
WHERE (g.id = :agency_id OR g.parent_id = :agency_id) AND cc.n > 0
GROUP BY cc.agency_id, cc.state;


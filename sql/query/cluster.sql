-- 县域特色产业集群统计范围: what was imported, and how far its members have come.

-- :name cluster_find
-- :result opt
-- :param uscc text
-- :param cluster text
-- :param year int
-- :row name text
-- :row division_code text
-- :row source text
-- :by system
SELECT name, division_code, source FROM cluster_member WHERE uscc = :uscc AND cluster = :cluster AND year = :year;

-- :name cluster_put
-- :result exec
-- :param province text
-- :param year int
-- :param uscc text
-- :param cluster text
-- :param name text
-- :param division_code text
-- :param source text
-- :param now int
-- :by system
INSERT INTO cluster_member (province, year, uscc, cluster, name, division_code, source, recorded_at)
VALUES (:province, :year, :uscc, :cluster, :name, :division_code, :source, :now)
ON CONFLICT (uscc, cluster, year) DO UPDATE SET province = excluded.province, name = excluded.name,
	division_code = excluded.division_code, source = excluded.source, recorded_at = excluded.recorded_at;

-- :name cluster_drop
-- :result exec
-- :param uscc text
-- :param cluster text
-- :param year int
-- :by system
DELETE FROM cluster_member WHERE uscc = :uscc AND cluster = :cluster AND year = :year;

-- :name cluster_place
-- :result many
-- :param name text
-- :param city text
-- :param province text
-- :row code text
-- :by public
-- A county by its name; more than one when the name alone does not say which.
SELECT d.code FROM division AS d LEFT JOIN division AS p ON p.code = d.parent_code
WHERE d.name = :name AND d.level = 'county' AND (:city = '' OR p.name = :city OR p.name = :city || '市')
	AND (:province = '' OR substr(d.code, 1, 2) = :province)
ORDER BY d.code LIMIT 2;

-- :name cluster_years
-- :result many
-- :param province text
-- :row year int
-- :row n int
-- :by system
SELECT year, count(*) AS n FROM cluster_member WHERE province = :province GROUP BY year ORDER BY year DESC LIMIT 20;

-- :name cluster_members
-- :result many
-- :param agency_id int
-- :param whole int
-- :param province text
-- :param year int
-- :param programme text
-- :param editions text
-- :row uscc text
-- :row cluster text
-- :row name text
-- :row division_code text
-- :row area text
-- :row source text
-- :row recognised int
-- :row pooled int
-- :row state text?
-- :row public_id text?
-- :by officer
-- Members of one year inside the area of the body; `whole`: the province's own. Each with its newest file that was sent.
SELECT m.uscc, m.cluster, m.name, m.division_code, COALESCE(d.name, m.division_code) AS area, m.source,
	CASE WHEN EXISTS (SELECT 1 FROM title AS t WHERE t.uscc = m.uscc AND t.tier = :programme
		AND t.state IN ('valid', 'renewing')) THEN 1 ELSE 0 END AS recognised,
	CASE WHEN a.pooled_at IS NULL THEN 0 ELSE 1 END AS pooled, a.state, a.public_id
FROM cluster_member AS m
LEFT JOIN division AS d ON d.code = m.division_code
LEFT JOIN enterprise AS e ON e.uscc = m.uscc
LEFT JOIN application AS a ON a.id = (SELECT max(x.id) FROM application AS x
	WHERE x.enterprise_id = e.id AND x.submitted_at IS NOT NULL AND :editions LIKE '% ' || x.edition || ' %')
WHERE m.province = :province AND m.year = :year AND (:whole = 1 OR EXISTS (
	SELECT 1 FROM agency_area AS aa WHERE aa.agency_id = :agency_id AND aa.division_code = m.division_code))
ORDER BY m.cluster, m.name, m.uscc;

-- 目标与进度: of a body and those right below it. Who asks reads its own and those of the bodies below it.

-- :name targets_below
-- :result many
-- :param agency_id int
-- :param body_id int
-- :param edition text
-- :param year int
-- :row body_id int
-- :row name text
-- :row short_name text
-- :row level text
-- :row target int?
-- :row source text?
-- :by officer
-- The body asked for and every active one right below it, with the target where there is one.
SELECT g.id AS body_id, g.name, g.short_name, g.level, t.n AS target, t.source
FROM agency AS b
JOIN agency AS g ON g.id = b.id OR g.parent_id = b.id
LEFT JOIN target AS t ON t.agency_id = g.id AND t.edition = :edition AND t.year = :year
WHERE b.id = :body_id AND (b.id = :agency_id OR b.parent_id = :agency_id) AND g.active = 1
ORDER BY g.sort, g.id;

-- :name target_counts
-- :result many
-- :param agency_id int
-- :param body_id int
-- :param edition text
-- :param year int
-- :row body_id int
-- :row state text
-- :row n int
-- :by officer
-- Files of all batches of a year by state, of the body asked for and of those right below it, from the counters.
SELECT cc.agency_id AS body_id, cc.state, sum(cc.n) AS n
FROM agency AS b
JOIN agency AS g ON g.id = b.id OR g.parent_id = b.id
JOIN batch AS y ON y.edition = :edition AND y.year = :year
JOIN caseload_count AS cc ON cc.agency_id = g.id AND cc.batch_id = y.id
WHERE b.id = :body_id AND (b.id = :agency_id OR b.parent_id = :agency_id)
GROUP BY cc.agency_id, cc.state;

-- :name target_files
-- :result many
-- :param agency_id int
-- :param edition text
-- :param year int
-- :param state text
-- :param body_id int
-- :param key_due int
-- :param key_id int
-- :param limit int
-- :row application_id int
-- :row public_id text
-- :row due_at int
-- :row name text
-- :row uscc text
-- :row area text
-- :row score int
-- :row submitted_at int
-- :row batch text
-- :by officer
-- What stands behind one figure: a body's files of a year in one state. body_id 0: all; -1: those without a county
-- body; else those of that city or county. A range of the table's own order.
SELECT c.application_id, c.public_id, c.due_at, c.name, c.uscc, c.area, c.score, c.submitted_at, b.title AS batch
FROM caseload AS c CROSS JOIN batch AS b
WHERE c.agency_id = :agency_id AND c.state = :state AND (c.due_at, c.application_id) > (:key_due, :key_id)
	AND b.id = c.batch_id AND b.edition = :edition AND b.year = :year
	AND (:body_id = 0 OR c.county_agency_id = CASE WHEN :body_id < 0 THEN 0 ELSE :body_id END OR c.city_agency_id = :body_id)
ORDER BY c.due_at, c.application_id LIMIT :limit;

-- :name target_set
-- :result exec
-- :param agency_id int
-- :param body_id int
-- :param edition text
-- :param year int
-- :param n int
-- :param source text
-- :param account_id int
-- :param now int
-- :by officer
-- Only of a body right below one's own.
INSERT INTO target (edition, year, agency_id, n, source, set_by, set_at)
SELECT :edition, :year, g.id, :n, :source, :account_id, :now FROM agency AS g
WHERE g.id = :body_id AND g.parent_id = :agency_id
ON CONFLICT (edition, year, agency_id) DO UPDATE SET n = excluded.n, source = excluded.source, set_by = excluded.set_by,
	set_at = excluded.set_at;

-- :name target_drop
-- :result exec
-- :param agency_id int
-- :param body_id int
-- :param edition text
-- :param year int
-- :by officer
DELETE FROM target WHERE edition = :edition AND year = :year AND agency_id = :body_id
	AND EXISTS (SELECT 1 FROM agency AS g WHERE g.id = :body_id AND g.parent_id = :agency_id);

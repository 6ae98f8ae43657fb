-- The administrator: bodies, reference data, the log, the state of the installation.

-- :name admin_counts
-- :result one
-- :row agencies int
-- :row officers int
-- :row without_officer int
-- :row enterprises int
-- :row pending int
-- :row applications int
-- :row evidence int
-- :row events int
-- :by admin
-- :plan scan counts for one page of the administrator
SELECT (SELECT count(*) FROM agency WHERE active = 1) AS agencies,
	(SELECT count(*) FROM account WHERE active = 1 AND agency_id IS NOT NULL AND role <> 'auditor') AS officers,
	(SELECT count(*) FROM agency AS g WHERE g.active = 1
		AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.agency_id = g.id AND a.active = 1 AND a.role <> 'auditor')) AS without_officer,
	(SELECT count(*) FROM enterprise) AS enterprises,
	(SELECT count(*) FROM enterprise WHERE identity = 'pending') AS pending,
	(SELECT count(*) FROM application WHERE live = 1) AS applications,
	(SELECT count(*) FROM evidence WHERE removed_at IS NULL) AS evidence,
	(SELECT count(*) FROM audit) AS events;

-- :name admin_schema
-- :result one
-- :row version int
-- :row name text
-- :by admin
-- :plan scan a handful of rows
SELECT version, name FROM schema_migration ORDER BY version DESC LIMIT 1;

-- :name admin_bodies
-- :result many
-- :param province_id int
-- :param only_without int
-- :row id int
-- :row code text
-- :row name text
-- :row level text
-- :row phone text
-- :row active int
-- :row officers int
-- :row areas int
-- :by admin
-- :plan scan the bodies of one province, a few hundred rows
-- Province, then each city-level body with its county bodies below it.
SELECT g.id, g.code, g.name, g.level, g.phone, g.active,
	(SELECT count(*) FROM account AS a WHERE a.agency_id = g.id AND a.active = 1 AND a.role <> 'auditor') AS officers,
	(SELECT count(*) FROM agency_area AS aa WHERE aa.agency_id = g.id) AS areas
FROM agency AS g LEFT JOIN agency AS p ON p.id = g.parent_id
WHERE (g.id = :province_id OR g.parent_id = :province_id OR p.parent_id = :province_id)
	AND (:only_without = 0 OR (g.active = 1
		AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.agency_id = g.id AND a.active = 1 AND a.role <> 'auditor')))
ORDER BY CASE g.level WHEN 'province' THEN 0 WHEN 'city' THEN g.sort ELSE p.sort END,
	CASE g.level WHEN 'county' THEN 1 ELSE 0 END, g.sort, g.id;

-- :name admin_areas
-- :result many
-- :param agency_id int
-- :row code text
-- :row name text
-- :by admin
SELECT aa.division_code AS code, COALESCE(d.name, aa.division_code) AS name
FROM agency_area AS aa LEFT JOIN division AS d ON d.code = aa.division_code
WHERE aa.agency_id = :agency_id ORDER BY aa.division_code;

-- :name admin_agency_save
-- :result exec
-- :param id int
-- :param name text
-- :param short_name text
-- :param phone text
-- :param address text
-- :param active int
-- :by admin
UPDATE agency SET name = :name, short_name = :short_name, phone = :phone, address = :address, active = :active
WHERE id = :id;

-- :name admin_agency_options
-- :result many
-- :row id int
-- :row name text
-- :row level text
-- :by admin
-- :plan scan all active bodies, to choose one
SELECT id, name, level FROM agency WHERE active = 1 ORDER BY line, CASE level WHEN 'province' THEN 0 WHEN 'city' THEN 1 ELSE 2 END,
	parent_id, sort, id;

-- :name admin_log
-- :result many
-- :param before int
-- :param limit int
-- :row seq int
-- :row at int
-- :row actor text
-- :row body text
-- :row ip text
-- :row action text
-- :row object_kind text
-- :row object_id int
-- :row reason text
-- :row hash text
-- :by admin
SELECT seq, at, actor, body, ip, action, object_kind, object_id, reason, hash
FROM audit WHERE seq < :before ORDER BY seq DESC LIMIT :limit;

-- :name admin_log_of
-- :result many
-- :param object_kind text
-- :param object_id int
-- :param before int
-- :param limit int
-- :row seq int
-- :row at int
-- :row actor text
-- :row body text
-- :row ip text
-- :row action text
-- :row object_kind text
-- :row object_id int
-- :row reason text
-- :row hash text
-- :by admin
SELECT seq, at, actor, body, ip, action, object_kind, object_id, reason, hash
FROM audit WHERE object_kind = :object_kind AND object_id = :object_id AND seq < :before ORDER BY seq DESC LIMIT :limit;

-- :name admin_log_by
-- :result many
-- :param account_id int
-- :param before int
-- :param limit int
-- :row seq int
-- :row at int
-- :row actor text
-- :row body text
-- :row ip text
-- :row action text
-- :row object_kind text
-- :row object_id int
-- :row reason text
-- :row hash text
-- :by admin
-- What one person did.
SELECT seq, at, actor, body, ip, action, object_kind, object_id, reason, hash
FROM audit WHERE account_id = :account_id AND seq < :before ORDER BY seq DESC LIMIT :limit;

-- :name admin_find
-- :result many
-- :param word text
-- :row object_kind text
-- :row object_id int
-- :row name text
-- :by admin
-- What a number, a code or a login names.
SELECT 'application' AS object_kind, a.id AS object_id, a.no AS name FROM application AS a WHERE a.no = :word
UNION ALL SELECT 'enterprise' AS object_kind, e.id AS object_id, e.name AS name FROM enterprise AS e WHERE e.uscc = :word
UNION ALL SELECT 'account' AS object_kind, p.id AS object_id, p.name AS name FROM account AS p WHERE p.login = :word;

-- :name admin_divisions
-- :result many
-- :row level text
-- :row n int
-- :by admin
-- :plan scan reference data, counted
SELECT level, count(*) AS n FROM division GROUP BY level ORDER BY level;

-- :name admin_industries
-- :result many
-- :row level int
-- :row n int
-- :by admin
-- :plan scan reference data, counted
SELECT level, count(*) AS n FROM industry GROUP BY level ORDER BY level;

-- :name admin_targets
-- :result many
-- :row edition text
-- :row year int
-- :row n int
-- :row total int
-- :row source text
-- :by admin
-- :plan scan reference data, counted
SELECT edition, year, count(*) AS n, SUM(n) AS total, MAX(source) AS source FROM target
GROUP BY edition, year ORDER BY edition, year;

-- :name admin_calendar_counts
-- :result many
-- :row year int
-- :row source text
-- :row recorded_at int
-- :row holidays int
-- :row makeups int
-- :by admin
-- :plan scan a few hundred rows
SELECT y.year, y.source, y.recorded_at,
	(SELECT count(*) FROM calendar_day AS d WHERE d.year = y.year AND d.kind = 'holiday') AS holidays,
	(SELECT count(*) FROM calendar_day AS d WHERE d.year = y.year AND d.kind = 'makeup') AS makeups
FROM calendar_year AS y ORDER BY y.year DESC;

-- :name admin_rule_uses
-- :result many
-- :row edition text
-- :row standard text
-- :row files int
-- :by admin
-- :plan scan applications, counted by the rules that they are judged by
SELECT edition, standard, count(*) AS files FROM application GROUP BY edition, standard ORDER BY edition, standard;

-- :name admin_roots
-- :result many
-- :row id int
-- :row name text
-- :by admin
SELECT id, name FROM agency WHERE level = 'province' ORDER BY line, sort, id;

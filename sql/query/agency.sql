-- Competent bodies and divisions.

-- :name agency_by_id
-- :result one
-- :param id int
-- :row id int
-- :row code text
-- :row name text
-- :row short_name text
-- :row level text
-- :row line text
-- :row parent_id int?
-- :row division_code text
-- :row phone text
-- :row address text
-- :row active int
-- :by public
SELECT id, code, name, short_name, level, line, parent_id, division_code, phone, address, active
FROM agency WHERE id = :id;

-- :name agency_by_code
-- :result one
-- :param code text
-- :row id int
-- :row name text
-- :row level text
-- :row parent_id int?
-- :row division_code text
-- :by public
SELECT id, name, level, parent_id, division_code FROM agency WHERE code = :code;

-- :name agency_children
-- :result many
-- :param parent_id int
-- :row id int
-- :row code text
-- :row name text
-- :row short_name text
-- :row level text
-- :row phone text
-- :row active int
-- :by public
SELECT id, code, name, short_name, level, phone, active
FROM agency WHERE parent_id = :parent_id ORDER BY sort, id;

-- :name agency_children_names
-- :result many
-- :param agency_id int
-- :row id int
-- :row short_name text
-- :by officer
-- What this body's lists can be narrowed to.
SELECT id, short_name FROM agency WHERE parent_id = :agency_id ORDER BY sort, id;

-- :name agency_put
-- :result one
-- :param code text
-- :param name text
-- :param short_name text
-- :param level text
-- :param line text
-- :param parent_id int?
-- :param division_code text
-- :param phone text
-- :param sort int
-- :row id int
-- :by system
INSERT INTO agency (code, name, short_name, level, line, parent_id, division_code, phone, sort)
VALUES (:code, :name, :short_name, :level, :line, :parent_id, :division_code, :phone, :sort)
RETURNING id;

-- :name agency_area_put
-- :result exec
-- :param line text
-- :param division_code text
-- :param level text
-- :param agency_id int
-- :by system
INSERT INTO agency_area (line, division_code, level, agency_id)
VALUES (:line, :division_code, :level, :agency_id);

-- :name agency_competent
-- :result many
-- :param line text
-- :param division_code text
-- :row agency_id int
-- :row level text
-- :row parent_id int?
-- :row name text
-- :by public
-- The bodies that answer for a county-level division: at most one per level.
SELECT aa.agency_id, aa.level, ag.parent_id, ag.name
FROM agency_area AS aa JOIN agency AS ag ON ag.id = aa.agency_id
WHERE aa.line = :line AND aa.division_code = :division_code;

-- :name division_by_code
-- :result one
-- :param code text
-- :row code text
-- :row name text
-- :row level text
-- :row parent_code text
-- :by public
SELECT code, name, level, parent_code FROM division WHERE code = :code;

-- :name division_put
-- :result exec
-- :param code text
-- :param name text
-- :param level text
-- :param parent_code text
-- :param sort int
-- :by system
INSERT INTO division (code, name, level, parent_code, sort) VALUES (:code, :name, :level, :parent_code, :sort)
ON CONFLICT (code) DO NOTHING;

-- :name industry_put
-- :result exec
-- :param code text
-- :param name text
-- :param level int
-- :param parent_code text
-- :by system
INSERT INTO industry (code, name, level, parent_code) VALUES (:code, :name, :level, :parent_code)
ON CONFLICT (code) DO NOTHING;

-- :name target_put
-- :result exec
-- :param edition text
-- :param year int
-- :param agency_id int
-- :param n int
-- :param source text
-- :by system
INSERT INTO target (edition, year, agency_id, n, source) VALUES (:edition, :year, :agency_id, :n, :source)
ON CONFLICT (edition, year, agency_id) DO NOTHING;

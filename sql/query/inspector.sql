-- Inspectors: the pool, the roster of a draw, who is on what (domain/inspect).

-- :name inspector_put
-- :result one
-- :param key text
-- :param agency_id int
-- :param account_id int
-- :param place text
-- :param employer text
-- :param declared text
-- :param by_name text
-- :param now int
-- :row id int
-- :by officer
-- Into the pool of the body; the account is of it or of a body below.
INSERT INTO inspector (key, keeper_id, account_id, place, employer, declared, added_by, added_at)
SELECT :key, :agency_id, a.id, :place, :employer, :declared, :by_name, :now
FROM account AS a JOIN agency AS g ON g.id = a.agency_id
WHERE a.id = :account_id AND a.active = 1 AND a.role <> 'auditor' AND (g.id = :agency_id OR g.parent_id = :agency_id
	OR g.parent_id IN (SELECT h.id FROM agency AS h WHERE h.parent_id = :agency_id))
RETURNING id;

-- :name inspector_candidates
-- :result many
-- :param agency_id int
-- :row id int
-- :row name text
-- :row body text
-- :by officer
-- Officers of the body and of those below it that are in no pool; who oversees the bodies does not work for them.
SELECT a.id, a.name, g.name AS body
FROM agency AS g JOIN account AS a ON a.agency_id = g.id
WHERE (g.id = :agency_id OR g.parent_id = :agency_id OR g.parent_id IN (SELECT h.id FROM agency AS h WHERE h.parent_id = :agency_id))
	AND a.active = 1 AND a.role <> 'auditor' AND NOT EXISTS (SELECT 1 FROM inspector AS i WHERE i.account_id = a.id AND i.left_at IS NULL)
ORDER BY g.level = 'county', g.level = 'city', g.sort, g.id, a.name, a.id LIMIT 600;

-- :name inspectors_of
-- :result many
-- :param agency_id int
-- :row key text
-- :row name text
-- :row unit text
-- :row place text
-- :row place_name text
-- :row employer text
-- :row declared text
-- :row left_at int?
-- :row left_reason text
-- :row open int
-- :row drawn int
-- :by officer
-- The pool of a body: how often each was drawn, and what is still to be done.
SELECT i.key, a.name, g.name AS unit, i.place, coalesce(v.name, '') AS place_name, i.employer, i.declared, i.left_at, i.left_reason,
	(SELECT count(*) FROM draw_duty AS y JOIN draw_item AS t ON t.draw_id = y.draw_id AND t.seq = y.seq
		WHERE y.account_id = i.account_id AND y.ended = 0 AND t.done = 0) AS open,
	(SELECT count(*) FROM draw_duty AS y WHERE y.account_id = i.account_id AND y.ended = 0) AS drawn
FROM inspector AS i JOIN account AS a ON a.id = i.account_id JOIN agency AS g ON g.id = a.agency_id
LEFT JOIN division AS v ON v.code = i.place
WHERE i.keeper_id = :agency_id ORDER BY i.key LIMIT 1000;

-- :name inspector_of
-- :result one
-- :param key text
-- :param agency_id int
-- :row id int
-- :row name text
-- :by officer
-- Who is in the pool of the body.
SELECT i.id, a.name FROM inspector AS i JOIN account AS a ON a.id = i.account_id
WHERE i.key = :key AND i.keeper_id = :agency_id AND i.left_at IS NULL;

-- :name inspector_leave
-- :result exec
-- :param id int
-- :param agency_id int
-- :param by_name text
-- :param reason text
-- :param now int
-- :by officer
UPDATE inspector SET left_at = :now, left_by = :by_name, left_reason = :reason
WHERE id = :id AND keeper_id = :agency_id AND left_at IS NULL;

-- :name inspector_draws
-- :result many
-- :param inspector_id int
-- :row public_id text
-- :by system
-- Draws whose roster he or she is on and that are not over.
SELECT d.public_id FROM draw_inspector AS r JOIN draw AS d ON d.id = r.draw_id
WHERE r.inspector_id = :inspector_id AND (d.state <> 'drawn'
	OR EXISTS (SELECT 1 FROM draw_item AS t WHERE t.draw_id = d.id AND t.taken = 1 AND t.done = 0)
	OR EXISTS (SELECT 1 FROM inspection AS n WHERE n.draw_id = d.id AND n.done_at IS NULL))
ORDER BY d.id;

-- :name inspector_pool
-- :result many
-- :param agency_id int
-- :row id int
-- :row key text
-- :row account_id int
-- :row name text
-- :row unit text
-- :row place text
-- :row employer text
-- :row declared text
-- :row city text
-- :row city_short text
-- :by officer
-- Whom a draw of a province may take: those of its own pool for every city, those of a city's for this city.
SELECT i.id, i.key, i.account_id, a.name, g.name AS unit, i.place, i.employer, i.declared,
	CASE WHEN k.id = :agency_id THEN '' ELSE k.name END AS city, CASE WHEN k.id = :agency_id THEN '' ELSE k.short_name END AS city_short
FROM agency AS k JOIN inspector AS i ON i.keeper_id = k.id JOIN account AS a ON a.id = i.account_id
JOIN agency AS g ON g.id = a.agency_id
WHERE (k.id = :agency_id OR k.parent_id = :agency_id) AND i.left_at IS NULL AND a.active = 1 ORDER BY i.key;

-- :name draw_inspector_put
-- :result exec
-- :param draw_id int
-- :param key text
-- :param inspector_id int
-- :param account_id int
-- :param name text
-- :param unit text
-- :param stratum text
-- :param place text
-- :by system
INSERT INTO draw_inspector (draw_id, key, inspector_id, account_id, name, unit, stratum, place)
VALUES (:draw_id, :key, :inspector_id, :account_id, :name, :unit, :stratum, :place);

-- :name draw_bar_put
-- :result exec
-- :param draw_id int
-- :param key text
-- :param code text
-- :param reason text
-- :by system
INSERT INTO draw_bar (draw_id, key, code, reason) VALUES (:draw_id, :key, :code, :reason);

-- :name draw_inspectors
-- :result many
-- :param draw_id int
-- :row key text
-- :row account_id int
-- :row name text
-- :row unit text
-- :row stratum text
-- :row place text
-- :by public
SELECT key, account_id, name, unit, stratum, place FROM draw_inspector WHERE draw_id = :draw_id ORDER BY key;

-- :name draw_bars
-- :result many
-- :param draw_id int
-- :row key text
-- :row code text
-- :row reason text
-- :by public
SELECT key, code, reason FROM draw_bar WHERE draw_id = :draw_id ORDER BY key, code;

-- :name draw_turns
-- :result many
-- :param draw_id int
-- :row n int
-- :row kind text
-- :row code text
-- :row key text
-- :row next text
-- :row reason text
-- :row at int
-- :by public
SELECT n, kind, code, key, next, reason, at FROM draw_turn WHERE draw_id = :draw_id ORDER BY n;

-- :name draw_turn_put
-- :result exec
-- :param draw_id int
-- :param n int
-- :param kind text
-- :param code text
-- :param key text
-- :param next text
-- :param reason text
-- :param by_name text
-- :param now int
-- :by system
INSERT INTO draw_turn (draw_id, n, kind, code, key, next, reason, by_name, at)
VALUES (:draw_id, :n, :kind, :code, :key, :next, :reason, :by_name, :now);

-- :name draw_duty_put
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param key text
-- :by system
INSERT INTO draw_duty (draw_id, seq, key, account_id)
SELECT r.draw_id, :seq, r.key, r.account_id FROM draw_inspector AS r WHERE r.draw_id = :draw_id AND r.key = :key;

-- :name draw_duty_end
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param key text
-- :by system
UPDATE draw_duty SET ended = 1 WHERE draw_id = :draw_id AND seq = :seq AND key = :key AND ended = 0;

-- :name draw_duties
-- :result many
-- :param draw_id int
-- :row seq int
-- :row key text
-- :row account_id int
-- :row name text
-- :by public
-- Who is on what now.
SELECT y.seq, y.key, y.account_id, r.name FROM draw_duty AS y
JOIN draw_inspector AS r ON r.draw_id = y.draw_id AND r.key = y.key
WHERE y.draw_id = :draw_id AND y.ended = 0 ORDER BY y.seq, y.key;

-- :name draw_duties_of_file
-- :result many
-- :param application_id int
-- :row name text
-- :by system
-- Who was drawn to visit a file.
SELECT r.name FROM draw_item AS i JOIN draw_duty AS y ON y.draw_id = i.draw_id AND y.seq = i.seq AND y.ended = 0
JOIN draw_inspector AS r ON r.draw_id = y.draw_id AND r.key = y.key
WHERE i.application_id = :application_id AND i.taken = 1 AND i.done = 0 ORDER BY y.key;

-- :name draw_inspectors_left
-- :result many
-- :param draw_id int
-- :row key text
-- :row left_reason text
-- :by system
-- Of the roster, who has left the pool since it was frozen.
SELECT r.key, i.left_reason FROM draw_inspector AS r JOIN inspector AS i ON i.id = r.inspector_id
WHERE r.draw_id = :draw_id AND i.left_at IS NOT NULL ORDER BY r.key;

-- 办理用时.

-- :name pace_add
-- :result exec
-- :param agency_id int
-- :param edition text
-- :param month int
-- :param state text
-- :param days int
-- :by system
INSERT INTO pace (agency_id, edition, month, state, days, n) VALUES (:agency_id, :edition, :month, :state, :days, 1)
ON CONFLICT (agency_id, edition, month, state, days) DO UPDATE SET n = n + 1;

-- :name pace_of_bodies
-- :result many
-- :param agency_id int
-- :param edition text
-- :param from_month int
-- :param to_month int
-- :row code text
-- :row name text
-- :row self int
-- :row below int
-- :row state text
-- :row days int
-- :row n int
-- :by public
-- A body and those right below it: by body, state and days, ascending.
SELECT g.code, g.name, g.id = :agency_id AS self,
	EXISTS (SELECT 1 FROM agency AS x WHERE x.parent_id = g.id AND x.active = 1) AS below,
	p.state, p.days, sum(p.n) AS n
FROM agency AS g
JOIN pace AS p ON p.agency_id = g.id AND p.edition = :edition AND p.month BETWEEN :from_month AND :to_month
WHERE g.id = :agency_id OR g.parent_id = :agency_id
GROUP BY g.id, p.state, p.days
ORDER BY self DESC, g.sort, g.id, p.state, p.days;

-- :name pace_of_state
-- :result many
-- :param agency_id int
-- :param edition text
-- :param from_month int
-- :param to_month int
-- :param state text
-- :row days int
-- :row n int
-- :by public
-- One body's, in one state, by days ascending.
SELECT days, sum(n) AS n FROM pace
WHERE agency_id = :agency_id AND edition = :edition AND month BETWEEN :from_month AND :to_month AND state = :state
GROUP BY days ORDER BY days;

-- :name stay_put
-- :result exec
-- :param application_id int
-- :param seq int
-- :param state text
-- :param agency_id int
-- :param arrived_at int
-- :param left_at int
-- :param due_at int
-- :param days int
-- :by system
INSERT INTO stay (application_id, seq, state, agency_id, body, arrived_at, left_at, due_at, days)
VALUES (:application_id, :seq, :state, :agency_id, (SELECT name FROM agency WHERE id = :agency_id), :arrived_at, :left_at, :due_at, :days);

-- :name stays_of_file
-- :result many
-- :param application_id int
-- :row state text
-- :row body text
-- :row arrived_at int
-- :row left_at int
-- :row due_at int
-- :row days int
-- :by system
-- Of a file whose scope has been checked by the statement that found it.
SELECT state, body, arrived_at, left_at, due_at, days FROM stay WHERE application_id = :application_id ORDER BY seq LIMIT 200;

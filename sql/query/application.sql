-- The file: its head, its place in every body's caseload, its moves.

-- :name application_core
-- :result one
-- :param id int
-- :row id int
-- :row public_id text
-- :row no text?
-- :row enterprise_id int
-- :row batch_id int
-- :row edition text
-- :row standard text
-- :row year int
-- :row state text
-- :row return_to text
-- :row version int
-- :row county_agency_id int?
-- :row city_agency_id int
-- :row province_agency_id int
-- :row submission_id int?
-- :row holder text
-- :row due_at int
-- :row score_min int
-- :row route text
-- :row submitted_at int?
-- :row enterprise_name text
-- :row uscc text
-- :row filing_ends_at int
-- :row city_ends_at int
-- :by system
-- What a move needs to know. Scope has been checked by the statement that found the id.
SELECT a.id, a.public_id, a.no, a.enterprise_id, a.batch_id, a.edition, a.standard, a.year, a.state, a.return_to,
	a.version, a.county_agency_id, a.city_agency_id, a.province_agency_id, a.submission_id, a.holder, a.due_at,
	a.score_min, a.route, a.submitted_at, e.name AS enterprise_name, e.uscc, b.filing_ends_at, b.city_ends_at
FROM application AS a
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN batch AS b ON b.id = a.batch_id
WHERE a.id = :id;

-- :name application_id_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row state text
-- :row version int
-- :by officer
-- A file of this body's caseload that has been submitted; any other is not found.
SELECT a.id, a.state, a.version
FROM application AS a
JOIN caseload AS c ON c.application_id = a.id AND c.agency_id = :agency_id
WHERE a.public_id = :public_id AND c.submitted_at > 0;

-- :name application_id_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row state text
-- :row version int
-- :by enterprise
SELECT id, state, version FROM application WHERE public_id = :public_id AND enterprise_id = :enterprise_id;

-- :name application_move
-- :result exec
-- :param id int
-- :param version int
-- :param from_state text
-- :param state text
-- :param return_to text
-- :param live int
-- :param holder text
-- :param due_at int
-- :param decided_at int?
-- :param now int
-- :by system
-- Compare and swap: 0 rows changed means that somebody else was faster.
UPDATE application
SET state = :state, return_to = :return_to, live = :live, holder = :holder, due_at = :due_at,
	decided_at = COALESCE(:decided_at, decided_at), version = version + 1, updated_at = :now
WHERE id = :id AND version = :version AND state = :from_state;

-- :name caseload_move
-- :result exec
-- :param application_id int
-- :param state text
-- :param due_at int
-- :by system
UPDATE caseload SET state = :state, due_at = :due_at WHERE application_id = :application_id;

-- :name caseload_put
-- :result exec
-- :param agency_id int
-- :param state text
-- :param due_at int
-- :param application_id int
-- :param public_id text
-- :param batch_id int
-- :param county_agency_id int
-- :param city_agency_id int
-- :param name text
-- :param uscc text
-- :param area text
-- :param score int
-- :param route text
-- :param submitted_at int
-- :by system
INSERT INTO caseload (agency_id, state, due_at, application_id, public_id, batch_id, county_agency_id, city_agency_id,
	name, uscc, area, score, route, submitted_at)
VALUES (:agency_id, :state, :due_at, :application_id, :public_id, :batch_id, :county_agency_id, :city_agency_id,
	:name, :uscc, :area, :score, :route, :submitted_at);

-- :name caseload_score
-- :result exec
-- :param application_id int
-- :param score int
-- :param route text
-- :param submitted_at int
-- :by system
UPDATE caseload SET score = :score, route = :route, submitted_at = :submitted_at WHERE application_id = :application_id;

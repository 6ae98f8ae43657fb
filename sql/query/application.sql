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
-- :row kind text
-- :row standard text
-- :row standard_hash text
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
-- :row opens_on text
-- :row state_at int
-- :by system
-- What a move needs to know. Scope has been checked by the statement that found the id.
SELECT a.id, a.public_id, a.no, a.enterprise_id, a.batch_id, a.edition, a.kind, a.standard, a.standard_hash, a.year,
	a.state, a.return_to, a.version, a.county_agency_id, a.city_agency_id, a.province_agency_id, a.submission_id, a.holder, a.due_at,
	a.score_min, a.route, a.submitted_at, e.name AS enterprise_name, e.uscc, b.filing_ends_at, b.city_ends_at, b.opens_on,
	a.state_at
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

-- :name application_id_to_read
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row handled_by text
-- :by officer
-- As above, and what is over of an enterprise that is the body's by now, with the name of the body that handled it ('' in its
-- own caseload).
SELECT a.id, CASE WHEN EXISTS (SELECT 1 FROM caseload AS c WHERE c.application_id = a.id AND c.agency_id = :agency_id)
	THEN '' ELSE g.name END AS handled_by
FROM application AS a
JOIN agency AS g ON g.id = a.city_agency_id
WHERE a.public_id = :public_id
	AND EXISTS (SELECT 1 FROM file_reader AS r WHERE r.application_id = a.id AND r.agency_id = :agency_id);

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
	decided_at = COALESCE(:decided_at, decided_at), version = version + 1, updated_at = :now,
	state_at = CASE WHEN state = :state THEN state_at ELSE :now END,
	pooled_at = CASE WHEN :state = 'pool' THEN COALESCE(pooled_at, :now)
		WHEN :state IN ('county', 'city', 'site', 'returned', 'withdrawn') THEN NULL ELSE pooled_at END
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

-- :name application_head
-- :result one
-- :param id int
-- :row id int
-- :row public_id text
-- :row no text?
-- :row enterprise_id int
-- :row enterprise_name text
-- :row enterprise_public_id text
-- :row uscc text
-- :row identity text
-- :row division_code text
-- :row batch_id int
-- :row batch_no int
-- :row batch_title text
-- :row batch_state text
-- :row opens_on text
-- :row edition text
-- :row kind text
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
-- :row state_at int
-- :row filing_ends_at int
-- :row city_ends_at int
-- :row score_min int
-- :row score_max int
-- :row result text
-- :row route text
-- :row created_at int
-- :row updated_at int
-- :row submitted_at int?
-- :by system
-- Everything that the pages of a file show at their head. Scope has been checked by the statement that
-- found the id.
SELECT a.id, a.public_id, a.no, a.enterprise_id, e.name AS enterprise_name, e.public_id AS enterprise_public_id, e.uscc, e.identity, e.division_code,
	a.batch_id, b.no AS batch_no, b.title AS batch_title, b.state AS batch_state, b.opens_on, a.edition, a.kind,
	a.standard, a.year, a.state, a.return_to, a.version, a.county_agency_id, a.city_agency_id, a.province_agency_id,
	a.submission_id, a.holder, a.due_at, a.state_at, b.filing_ends_at, b.city_ends_at, a.score_min, a.score_max,
	a.result, a.route, a.created_at, a.updated_at, a.submitted_at
FROM application AS a
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN batch AS b ON b.id = a.batch_id
WHERE a.id = :id;

-- :name applications_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row no text?
-- :row batch_id int
-- :row batch_title text
-- :row edition text
-- :row state text
-- :row live int
-- :row due_at int
-- :row score_min int
-- :row score_max int
-- :row result text
-- :row created_at int
-- :row updated_at int
-- :by enterprise
-- Newest first.
SELECT a.public_id, a.no, a.batch_id, b.title AS batch_title, a.edition, a.state, a.live, a.due_at, a.score_min,
	a.score_max, a.result, a.created_at, a.updated_at
FROM application AS a JOIN batch AS b ON b.id = a.batch_id
WHERE a.enterprise_id = :enterprise_id ORDER BY a.id DESC LIMIT 100;

-- :name application_live_find
-- :result opt
-- :param enterprise_id int
-- :param batch_id int
-- :row public_id text
-- :by enterprise
SELECT public_id FROM application
WHERE enterprise_id = :enterprise_id AND batch_id = :batch_id AND live = 1;

-- :name application_put
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :param batch_id int
-- :param edition text
-- :param kind text
-- :param standard text
-- :param standard_hash text
-- :param year int
-- :param state text
-- :param county_agency_id int?
-- :param city_agency_id int
-- :param province_agency_id int
-- :param holder text
-- :param due_at int
-- :param score_max int
-- :param now int
-- :row id int
-- :by system
INSERT INTO application (public_id, enterprise_id, batch_id, edition, kind, standard, standard_hash, year, state,
	county_agency_id, city_agency_id, province_agency_id, holder, due_at, score_max, created_at, updated_at, state_at)
VALUES (:public_id, :enterprise_id, :batch_id, :edition, :kind, :standard, :standard_hash, :year, :state,
	:county_agency_id, :city_agency_id, :province_agency_id, :holder, :due_at, :score_max, :now, :now, :now)
RETURNING id;

-- :name application_scored
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param version int
-- :param score_min int
-- :param score_max int
-- :param result text
-- :param route text
-- :param now int
-- :by enterprise
-- Answers were saved: the result follows from them at once. 0 rows: somebody else was faster.
UPDATE application
SET score_min = :score_min, score_max = :score_max, result = :result, route = :route, version = version + 1,
	updated_at = :now
WHERE id = :id AND enterprise_id = :enterprise_id AND version = :version;

-- :name application_touch
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param now int
-- :by enterprise
-- Something that will be signed has changed (evidence): whoever looks at the check page must look again.
UPDATE application SET version = version + 1, updated_at = :now
WHERE id = :id AND enterprise_id = :enterprise_id;

-- :name application_submitted
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param no text
-- :param submission_id int
-- :param score_min int
-- :param score_max int
-- :param result text
-- :param route text
-- :param now int
-- :by enterprise
-- The move itself (state, version) is flow_move's.
UPDATE application
SET no = :no, submission_id = :submission_id, score_min = :score_min, score_max = :score_max, result = :result,
	route = :route, truth_signed = 1, submitted_at = :now
WHERE id = :id AND enterprise_id = :enterprise_id;

-- :name application_rehome
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param county_agency_id int?
-- :param city_agency_id int
-- :param now int
-- :by enterprise
-- A draft that nobody has seen follows the enterprise to another place.
UPDATE application
SET county_agency_id = :county_agency_id, city_agency_id = :city_agency_id, version = version + 1, updated_at = :now
WHERE id = :id AND enterprise_id = :enterprise_id AND submitted_at IS NULL;

-- :name caseload_leave
-- :result exec
-- :param application_id int
-- :by system
DELETE FROM caseload WHERE application_id = :application_id;

-- :name applications_live
-- :result many
-- :param enterprise_id int
-- :row id int
-- :row submitted_at int?
-- :row province_agency_id int
-- :row edition text
-- :by enterprise
SELECT id, submitted_at, province_agency_id, edition FROM application
WHERE enterprise_id = :enterprise_id AND live = 1 AND state <> 'listed';

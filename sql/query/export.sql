-- Whole lists for the person who runs the program, in portions by key.

-- :name export_applications
-- :result many
-- :param after int
-- :param year int
-- :param no int
-- :param limit int
-- :row id int
-- :row no text?
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text?
-- :row state text
-- :row route text
-- :row score_min int
-- :row score_max int
-- :row city_score int?
-- :row submitted_at int?
-- :row decided_at int?
-- :by system
-- year 0: all batches.
SELECT a.id, a.no, b.title AS batch_title, e.name, e.uscc, c.name AS city, o.name AS county, a.state, a.route, a.score_min,
	a.score_max, a.city_score, a.submitted_at, a.decided_at
FROM application AS a JOIN batch AS b ON b.id = a.batch_id JOIN enterprise AS e ON e.id = a.enterprise_id
	JOIN agency AS c ON c.id = a.city_agency_id LEFT JOIN agency AS o ON o.id = a.county_agency_id
WHERE a.id > :after AND (:year = 0 OR (b.year = :year AND b.no = :no))
ORDER BY a.id LIMIT :limit;

-- :name export_facts
-- :result many
-- :param agency_id int
-- :param editions text
-- :param after int
-- :param limit int
-- :row id int
-- :row no text?
-- :row batch_title text
-- :row standard text
-- :row year int
-- :row name text
-- :row uscc text
-- :row area text
-- :row state text
-- :row score_min int
-- :row score_max int
-- :row city_score int?
-- :row submitted_at int
-- :row facts text
-- :by officer
-- The files of a body that were submitted under one of the editions (",a,b,"), each as submitted last.
SELECT a.id, a.no, b.title AS batch_title, a.standard, a.year, c.name, c.uscc, c.area, c.state, s.score_min, s.score_max,
	a.city_score, s.submitted_at, s.facts
FROM application AS a
JOIN caseload AS c ON c.application_id = a.id
JOIN submission AS s ON s.id = a.submission_id
JOIN batch AS b ON b.id = a.batch_id
WHERE a.id > :after AND c.agency_id = :agency_id AND :editions LIKE '%,' || a.edition || ',%'
ORDER BY a.id LIMIT :limit;

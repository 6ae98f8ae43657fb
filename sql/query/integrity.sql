-- 诚信档案: what is on record about one enterprise, for the bodies that answer for it and for itself (C9).

-- :name integrity_subject
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row uscc text
-- :row name text
-- :by officer
-- In its place, or with a file of it that the body reads.
SELECT e.id, e.uscc, e.name FROM enterprise AS e
WHERE e.public_id = :public_id AND (e.county_agency_id = :agency_id OR e.city_agency_id = :agency_id
	OR e.province_agency_id = :agency_id
	OR EXISTS (SELECT 1 FROM application AS a WHERE a.enterprise_id = e.id
		AND EXISTS (SELECT 1 FROM file_reader AS r WHERE r.application_id = a.id AND r.agency_id = :agency_id))
	OR EXISTS (SELECT 1 FROM case_file AS f WHERE f.enterprise_id = e.id AND (f.county_agency_id = :agency_id
		OR f.city_agency_id = :agency_id OR f.province_agency_id = :agency_id)));

-- :name integrity_of_case
-- :result opt
-- :param enterprise_id int
-- :row public_id text
-- :by system
SELECT public_id FROM enterprise WHERE id = :enterprise_id;

-- :name integrity_titles
-- :result many
-- :param uscc text
-- :row tier_name text
-- :row batch_title text
-- :row certificate_no text?
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :row ended_on text
-- :row ended_cause text
-- :row recheck_lost_on text
-- :row recheck_lost_cause text
-- :by system
SELECT tier_name, batch_title, certificate_no, valid_from, valid_to, state, ended_on, ended_cause, recheck_lost_on,
	recheck_lost_cause
FROM title WHERE uscc = :uscc AND uscc <> '' ORDER BY id DESC LIMIT 100;

-- :name integrity_listed
-- :result many
-- :param uscc text
-- :row kind text
-- :row since_on text
-- :row reason text
-- :row source text
-- :row removed_on text
-- :by system
SELECT kind, since_on, reason, source, removed_on FROM listed WHERE uscc = :uscc ORDER BY since_on DESC LIMIT 50;

-- :name integrity_files
-- :result many
-- :param enterprise_id int
-- :param agency_id int
-- :row public_id text
-- :row batch text
-- :row body text
-- :row state text
-- :row submitted_at int
-- :by officer
-- Its files that the body reads, with the city's body that has or had each.
SELECT a.public_id, b.title AS batch, g.name AS body, a.state, coalesce(a.submitted_at, 0) AS submitted_at
FROM application AS a JOIN batch AS b ON b.id = a.batch_id JOIN agency AS g ON g.id = a.city_agency_id
WHERE a.enterprise_id = :enterprise_id
	AND EXISTS (SELECT 1 FROM file_reader AS r WHERE r.application_id = a.id AND r.agency_id = :agency_id)
ORDER BY a.id DESC LIMIT 100;

-- :name integrity_cases
-- :result many
-- :param enterprise_id int
-- :param agency_id int
-- :row public_id text
-- :row no text
-- :row kind text
-- :row state text
-- :row outcome text
-- :row opened_at int
-- :by officer
SELECT public_id, no, kind, state, outcome, opened_at FROM case_file
WHERE enterprise_id = :enterprise_id
	AND (county_agency_id = :agency_id OR city_agency_id = :agency_id OR province_agency_id = :agency_id)
ORDER BY id DESC LIMIT 100;

-- :name integrity_objections
-- :result many
-- :param enterprise_id int
-- :row title text
-- :row state text
-- :row outcome text
-- :row received_at int
-- :by system
-- Those that were decided; who objected is none of the file.
SELECT p.title, o.state, o.outcome, o.received_at
FROM application AS a JOIN objection AS o ON o.application_id = a.id JOIN publicity AS p ON p.id = o.publicity_id
WHERE a.enterprise_id = :enterprise_id AND o.state IN ('cleared', 'upheld') ORDER BY o.id DESC LIMIT 100;

-- :name integrity_checks
-- :result many
-- :param enterprise_id int
-- :row batch text
-- :row done_on text
-- :row result text
-- :row body text
-- :by system
SELECT b.title AS batch, s.done_on, s.result, g.name AS body
FROM application AS a JOIN site_check AS s ON s.application_id = a.id JOIN batch AS b ON b.id = a.batch_id
JOIN agency AS g ON g.id = s.agency_id
WHERE a.enterprise_id = :enterprise_id AND s.state = 'done' ORDER BY s.id DESC LIMIT 100;

-- :name integrity_late
-- :result many
-- :param enterprise_id int
-- :row what text
-- :row on_date text
-- :by system
-- 逾期: files that were not handed in again or not signed in time.
SELECT b.title AS what, b.city_deadline AS on_date
FROM application AS a JOIN batch AS b ON b.id = a.batch_id
WHERE a.enterprise_id = :enterprise_id AND a.state = 'lapsed'
ORDER BY 2 DESC LIMIT 100;

-- :name integrity_honours
-- :result many
-- :param enterprise_id int
-- :row title text
-- :row level text
-- :row number text
-- :row granted_on text
-- :row valid_until text
-- :by system
SELECT title, level, number, granted_on, valid_until FROM list_item
WHERE enterprise_id = :enterprise_id AND list = 'honours' AND removed_at IS NULL ORDER BY id DESC LIMIT 100;

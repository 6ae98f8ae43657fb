-- 迁移: what goes along with an enterprise, and the line that both sides keep of it (service/relocation).

-- :name enterprise_move_put
-- :result one
-- :param enterprise_id int
-- :param uscc text
-- :param name text
-- :param case_id int
-- :param from_division text
-- :param to_division text
-- :param happened_on text
-- :param files int
-- :param cases int
-- :param duties int
-- :param titles int
-- :param voices int
-- :param now int
-- :row id int
-- :by system
INSERT INTO enterprise_move (enterprise_id, uscc, name, case_id, from_division, to_division, happened_on, files, cases, duties, titles,
	voices, decided_at)
VALUES (:enterprise_id, :uscc, :name, :case_id, :from_division, :to_division, :happened_on, :files, :cases, :duties, :titles, :voices,
	:now)
RETURNING id;

-- :name messages_moved
-- :result exec
-- :param link text
-- :param county_agency_id int?
-- :param city_agency_id int?
-- :param case_id int
-- :by system
-- After the hand-over: what the bodies that have it no longer were told leads to the list of moves.
UPDATE message SET link = '/o/moves'
WHERE link = :link AND account_id IN (SELECT a.id FROM account AS a JOIN case_file AS f ON f.id = :case_id
	WHERE a.agency_id IN (:county_agency_id, :city_agency_id)
		AND a.agency_id NOT IN (coalesce(f.county_agency_id, 0), coalesce(f.city_agency_id, 0)));

-- :name enterprise_move_count
-- :result exec
-- :param case_id int
-- :param files int
-- :param cases int
-- :param duties int
-- :param titles int
-- :param voices int
-- :by system
UPDATE enterprise_move SET files = :files, cases = :cases, duties = :duties, titles = :titles, voices = :voices
WHERE case_id = :case_id;

-- :name survey_due_hand_over
-- :result exec
-- :param enterprise_id int
-- :param division_code text
-- :param now int
-- :by system
-- Surveys that run and were not answered; within the province, to the bodies of its line.
UPDATE survey_due SET
	county_agency_id = coalesce((SELECT aa.agency_id FROM agency_area AS aa JOIN agency AS g ON g.id = survey_due.province_agency_id
		AND g.line = aa.line WHERE aa.division_code = :division_code AND aa.level = 'county'), 0),
	city_agency_id = (SELECT aa.agency_id FROM agency_area AS aa JOIN agency AS g ON g.id = survey_due.province_agency_id AND g.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'city')
WHERE enterprise_id = :enterprise_id AND answered_at = 0
	AND EXISTS (SELECT 1 FROM survey AS s WHERE s.id = survey_due.survey_id AND s.closes_at > :now)
	AND EXISTS (SELECT 1 FROM agency_area AS aa JOIN agency AS g ON g.id = aa.agency_id JOIN agency AS p ON p.id = g.parent_id AND p.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'city' AND p.id = survey_due.province_agency_id);

-- :name cohort_item_hand_over
-- :result exec
-- :param uscc text
-- :param division_code text
-- :by system
-- Titles that are listed and hold; what has ended stays on the list of who saw it end.
UPDATE cohort_item SET
	county_agency_id = (SELECT aa.agency_id FROM agency_area AS aa JOIN agency AS g ON g.id = cohort_item.province_agency_id AND g.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'county'),
	city_agency_id = (SELECT aa.agency_id FROM agency_area AS aa JOIN agency AS g ON g.id = cohort_item.province_agency_id AND g.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'city')
WHERE uscc = :uscc AND uscc <> ''
	AND EXISTS (SELECT 1 FROM title AS t WHERE t.id = cohort_item.title_id AND t.state IN ('valid', 'renewing'))
	AND EXISTS (SELECT 1 FROM agency_area AS aa JOIN agency AS g ON g.id = aa.agency_id JOIN agency AS p ON p.id = g.parent_id AND p.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'city' AND p.id = cohort_item.province_agency_id);

-- :name follow_scope_widen
-- :result exec
-- :param enterprise_id int
-- :param division_code text
-- :by system
-- Events become readable for the bodies of the new place, each in its line; who read them before still does.
INSERT INTO follow_scope (agency_id, tag_id)
SELECT aa.agency_id, t.id FROM follow_tag AS t JOIN agency AS g ON g.id = t.agency_id
JOIN agency_area AS aa ON aa.line = g.line AND aa.division_code = :division_code
WHERE t.enterprise_id = :enterprise_id
ON CONFLICT (agency_id, tag_id) DO NOTHING;

-- :name voices_to_move
-- :result many
-- :param enterprise_id int
-- :param division_code text
-- :row id int
-- :row public_id text
-- :row no text
-- :row title text
-- :row holder_id int
-- :row to_id int
-- :row to_name text
-- :by system
-- Demands that wait with a county or city, with the body of the same line and level there, or the city's that does both.
SELECT v.id, v.public_id, v.no, v.title, v.agency_id AS holder_id, n.id AS to_id, n.name AS to_name
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id AND g.level <> 'province'
JOIN agency_area AS city ON city.line = g.line AND city.level = 'city' AND city.division_code = :division_code
LEFT JOIN agency_area AS same ON same.line = g.line AND same.level = g.level AND same.division_code = :division_code
JOIN agency AS n ON n.id = coalesce(same.agency_id, city.agency_id)
WHERE v.enterprise_id = :enterprise_id AND v.state = 'waiting' AND n.id <> v.agency_id;

-- :name voice_hand_over
-- :result exec
-- :param id int
-- :param holder_id int
-- :by system
UPDATE voice SET agency_id = :holder_id, version = version + 1 WHERE id = :id;

-- :name moves_of_body
-- :result many
-- :param agency_id int
-- :param before_id int
-- :param limit int
-- :row id int
-- :row name text
-- :row uscc text
-- :row enterprise text
-- :row case_public text
-- :row case_no text
-- :row from_name text
-- :row to_name text
-- :row came int
-- :row went int
-- :row own_case int
-- :row happened_on text
-- :row decided_at int
-- :row files int
-- :row cases int
-- :row duties int
-- :row titles int
-- :row voices int
-- :by officer
-- Into the body's places, out of them, or within; newest first.
SELECT m.id, m.name, m.uscc,
	CASE WHEN :agency_id IN (e.county_agency_id, e.city_agency_id, e.province_agency_id) THEN e.public_id ELSE '' END AS enterprise,
	c.public_id AS case_public, c.no AS case_no,
	coalesce(fu.name || f.name, f.name, m.from_division) AS from_name, coalesce(tu.name || t.name, t.name, m.to_division) AS to_name,
	EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = :agency_id AND p.division_code = m.to_division) AS came,
	EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = :agency_id AND p.division_code = m.from_division) AS went,
	:agency_id IN (coalesce(c.county_agency_id, 0), coalesce(c.city_agency_id, 0), c.province_agency_id) AS own_case,
	m.happened_on, m.decided_at, m.files, m.cases, m.duties, m.titles, m.voices
FROM (SELECT a.id FROM body_place AS p JOIN enterprise_move AS a ON a.from_division = p.division_code WHERE p.agency_id = :agency_id
	UNION SELECT b.id FROM body_place AS p JOIN enterprise_move AS b ON b.to_division = p.division_code WHERE p.agency_id = :agency_id) AS s
JOIN enterprise_move AS m ON m.id = s.id
JOIN enterprise AS e ON e.id = m.enterprise_id JOIN case_file AS c ON c.id = m.case_id
LEFT JOIN division AS f ON f.code = m.from_division LEFT JOIN division AS fu ON fu.code = f.parent_code
LEFT JOIN division AS t ON t.code = m.to_division LEFT JOIN division AS tu ON tu.code = t.parent_code
WHERE m.id < :before_id ORDER BY m.id DESC LIMIT :limit;

-- :name moves_of_code
-- :result many
-- :param uscc text
-- :param on_date text
-- :row to_name text
-- :row happened_on text
-- :by public
-- Where an enterprise has moved to by a day: lists keep the place that they were published with.
SELECT coalesce(tu.name || t.name, t.name, m.to_division) AS to_name, m.happened_on
FROM enterprise_move AS m LEFT JOIN division AS t ON t.code = m.to_division LEFT JOIN division AS tu ON tu.code = t.parent_code
WHERE m.uscc = :uscc AND m.uscc <> '' AND m.happened_on <= :on_date ORDER BY m.happened_on, m.id LIMIT 20;

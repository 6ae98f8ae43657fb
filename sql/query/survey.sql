-- 季度调查.

-- :name survey_put
-- :result opt
-- :param public_id text
-- :param edition text
-- :param province_agency_id int
-- :param title text
-- :param first_on text
-- :param last_on text
-- :param closes_at int
-- :param form text
-- :param now int
-- :row id int
-- :by system
-- None: the round is there already.
INSERT INTO survey (public_id, edition, province_agency_id, title, first_on, last_on, closes_at, form, opened_at)
VALUES (:public_id, :edition, :province_agency_id, :title, :first_on, :last_on, :closes_at, :form, :now)
ON CONFLICT (edition, first_on) DO NOTHING
RETURNING id;

-- :name survey_wanted
-- :result one
-- :param programme text
-- :param edition text
-- :param day text
-- :row wanted int
-- :by system
-- Somebody holds a title of this edition on that day, and the round is not there yet.
SELECT EXISTS (SELECT 1 FROM title AS t WHERE t.tier = :programme AND t.edition = :edition AND t.valid_from <= :day
		AND t.application_id IS NOT NULL AND t.state IN ('valid', 'renewing')
		AND (t.state = 'renewing' OR t.valid_to = '' OR t.valid_to >= :day))
	AND NOT EXISTS (SELECT 1 FROM survey AS s WHERE s.edition = :edition AND s.first_on = :day) AS wanted;

-- :name survey_due_put
-- :result exec
-- :param survey_id int
-- :param programme text
-- :param edition text
-- :param province_agency_id int
-- :param day text
-- :by system
-- Holders of the title on the first day, each with the bodies of its place that day; those that recommended it where it
-- has left the province.
INSERT INTO survey_due (survey_id, enterprise_id, province_agency_id, city_agency_id, county_agency_id)
SELECT :survey_id, t.enterprise_id, a.province_agency_id, coalesce(cg.id, a.city_agency_id),
	coalesce(CASE WHEN cg.id IS NULL THEN a.county_agency_id ELSE county.agency_id END, 0)
FROM title AS t JOIN application AS a ON a.id = t.application_id JOIN enterprise AS e ON e.id = t.enterprise_id
JOIN agency AS pg ON pg.id = a.province_agency_id
LEFT JOIN agency_area AS city ON city.line = pg.line AND city.level = 'city' AND city.division_code = e.division_code
LEFT JOIN agency AS cg ON cg.id = city.agency_id AND cg.parent_id = pg.id
LEFT JOIN agency_area AS county ON county.line = pg.line AND county.level = 'county' AND county.division_code = e.division_code
WHERE t.tier = :programme AND t.edition = :edition AND t.valid_from <= :day AND t.state IN ('valid', 'renewing')
	AND (t.state = 'renewing' OR t.valid_to = '' OR t.valid_to >= :day)
	AND t.enterprise_id IS NOT NULL AND a.province_agency_id = :province_agency_id
ON CONFLICT (survey_id, enterprise_id) DO NOTHING;

-- :name survey_tell
-- :result exec
-- :param survey_id int
-- :param now int
-- :param urgent int
-- :param due_at int
-- :param subject text
-- :param body text
-- :param link text
-- :by system
-- Everybody at an enterprise that has not answered.
INSERT INTO message (account_id, at, kind, subject, body, link, urgent, due_at)
SELECT c.id, :now, 'survey', :subject, :body, :link, :urgent, :due_at
FROM survey_due AS d JOIN account AS c ON c.enterprise_id = d.enterprise_id AND c.active = 1
WHERE d.survey_id = :survey_id AND d.answered_at = 0;

-- :name surveys_open
-- :result many
-- :param now int
-- :row id int
-- :row public_id text
-- :row title text
-- :row closes_at int
-- :row reminded_days int
-- :by system
SELECT id, public_id, title, closes_at, reminded_days FROM survey WHERE closes_at > :now ORDER BY closes_at, id;

-- :name survey_reminded
-- :result exec
-- :param id int
-- :param days int
-- :by system
UPDATE survey SET reminded_days = :days WHERE id = :id;

-- :name surveys_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row title text
-- :row first_on text
-- :row last_on text
-- :row closes_at int
-- :row answered_at int
-- :by enterprise
SELECT s.public_id, s.title, s.first_on, s.last_on, s.closes_at, d.answered_at
FROM survey_due AS d JOIN survey AS s ON s.id = d.survey_id
WHERE d.enterprise_id = :enterprise_id ORDER BY s.id DESC LIMIT 60;

-- :name survey_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row title text
-- :row edition text
-- :row first_on text
-- :row last_on text
-- :row closes_at int
-- :row form text
-- :row answered_at int
-- :by enterprise
SELECT s.id, s.title, s.edition, s.first_on, s.last_on, s.closes_at, s.form, d.answered_at
FROM survey AS s JOIN survey_due AS d ON d.survey_id = s.id AND d.enterprise_id = :enterprise_id
WHERE s.public_id = :public_id;

-- :name survey_values_of
-- :result many
-- :param survey_id int
-- :param enterprise_id int
-- :row question text
-- :row text text
-- :by enterprise
SELECT question, text FROM survey_value WHERE survey_id = :survey_id AND enterprise_id = :enterprise_id;

-- :name survey_value_put
-- :result exec
-- :param survey_id int
-- :param enterprise_id int
-- :param question text
-- :param text text
-- :param number int?
-- :by enterprise
INSERT INTO survey_value (survey_id, enterprise_id, question, text, number)
VALUES (:survey_id, :enterprise_id, :question, :text, :number)
ON CONFLICT (survey_id, enterprise_id, question) DO UPDATE SET text = excluded.text, number = excluded.number;

-- :name survey_answered
-- :result exec
-- :param survey_id int
-- :param enterprise_id int
-- :param account_id int
-- :param now int
-- :by enterprise
UPDATE survey_due SET answered_at = :now, account_id = :account_id
WHERE survey_id = :survey_id AND enterprise_id = :enterprise_id;

-- :name surveys_of_body
-- :result many
-- :param agency_id int
-- :row public_id text
-- :row title text
-- :row first_on text
-- :row last_on text
-- :row closes_at int
-- :by officer
-- Of the line's province: found by going up from the officer's own body, at most two steps.
SELECT s.public_id, s.title, s.first_on, s.last_on, s.closes_at
FROM agency AS own
LEFT JOIN agency AS up ON up.id = own.parent_id
JOIN survey AS s ON s.province_agency_id IN (own.id, own.parent_id, up.parent_id)
WHERE own.id = :agency_id ORDER BY s.id DESC LIMIT 60;

-- :name survey_for_body
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row title text
-- :row edition text
-- :row first_on text
-- :row last_on text
-- :row closes_at int
-- :row form text
-- :by officer
SELECT s.id, s.title, s.edition, s.first_on, s.last_on, s.closes_at, s.form
FROM survey AS s
JOIN agency AS own ON own.id = :agency_id
LEFT JOIN agency AS up ON up.id = own.parent_id
WHERE s.public_id = :public_id AND s.province_agency_id IN (own.id, own.parent_id, up.parent_id);

-- :name survey_rates
-- :result many
-- :param survey_id int
-- :param agency_id int
-- :row name text
-- :row due int
-- :row answered int
-- :by officer
-- Below the body that asks: a province's cities, a city's counties (what has none stands with the city), a county itself.
SELECT g.short_name AS name, count(*) AS due, sum(d.answered_at > 0) AS answered
FROM survey_due AS d
JOIN agency AS g ON g.id = CASE WHEN d.province_agency_id = :agency_id THEN d.city_agency_id
	WHEN d.county_agency_id = 0 THEN d.city_agency_id ELSE d.county_agency_id END
WHERE d.survey_id = :survey_id AND :agency_id IN (d.province_agency_id, d.city_agency_id, d.county_agency_id)
GROUP BY g.id ORDER BY g.sort, g.id;

-- :name survey_late
-- :result many
-- :param survey_id int
-- :param agency_id int
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row contact text
-- :row phone text
-- :by officer
SELECT e.name, e.uscc, g.short_name AS city, coalesce(k.short_name, '') AS county, e.contact, e.contact_phone AS phone
FROM survey_due AS d
JOIN enterprise AS e ON e.id = d.enterprise_id
JOIN agency AS g ON g.id = d.city_agency_id
LEFT JOIN agency AS k ON k.id = d.county_agency_id
WHERE d.survey_id = :survey_id AND d.answered_at = 0
	AND :agency_id IN (d.province_agency_id, d.city_agency_id, d.county_agency_id)
ORDER BY g.sort, g.id, d.county_agency_id, d.enterprise_id;

-- :name survey_totals
-- :result many
-- :param survey_id int
-- :param agency_id int
-- :row question text
-- :row n int
-- :row total int?
-- :by officer
-- Sums of figures in hundredths over the answers of a body's area: what is typed is bounded (domain/survey), so they fit.
SELECT v.question, count(*) AS n, sum(v.number / 10000) AS total
FROM survey_due AS d
JOIN survey_value AS v ON v.survey_id = d.survey_id AND v.enterprise_id = d.enterprise_id
WHERE d.survey_id = :survey_id AND :agency_id IN (d.province_agency_id, d.city_agency_id, d.county_agency_id)
	AND v.number IS NOT NULL
GROUP BY v.question;

-- :name survey_choices
-- :result many
-- :param survey_id int
-- :param agency_id int
-- :param question text
-- :row text text
-- :row n int
-- :by officer
SELECT v.text, count(*) AS n
FROM survey_due AS d
JOIN survey_value AS v ON v.survey_id = d.survey_id AND v.enterprise_id = d.enterprise_id AND v.question = :question
WHERE d.survey_id = :survey_id AND :agency_id IN (d.province_agency_id, d.city_agency_id, d.county_agency_id)
GROUP BY v.text;

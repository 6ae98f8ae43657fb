-- Batches: one per edition, year and number.

-- :name batch_by_id
-- :result one
-- :param id int
-- :row id int
-- :row edition text
-- :row year int
-- :row no int
-- :row title text
-- :row opens_on text
-- :row filing_ends_at int
-- :row city_deadline text
-- :row city_ends_at int
-- :row state text
-- :row province_agency_id int
-- :by public
SELECT id, edition, year, no, title, opens_on, filing_ends_at, city_deadline, city_ends_at, state, province_agency_id
FROM batch WHERE id = :id;

-- :name batch_find
-- :result opt
-- :param edition text
-- :param year int
-- :param no int
-- :row id int
-- :row state text
-- :by public
SELECT id, state FROM batch WHERE edition = :edition AND year = :year AND no = :no;

-- :name batch_put
-- :result one
-- :param edition text
-- :param year int
-- :param no int
-- :param title text
-- :param opens_on text
-- :param filing_ends_at int
-- :param city_deadline text
-- :param city_ends_at int
-- :param state text
-- :param province_agency_id int
-- :param created_at int
-- :row id int
-- :by system
INSERT INTO batch (edition, year, no, title, opens_on, filing_ends_at, city_deadline, city_ends_at, state,
	province_agency_id, created_at)
VALUES (:edition, :year, :no, :title, :opens_on, :filing_ends_at, :city_deadline, :city_ends_at, :state,
	:province_agency_id, :created_at)
RETURNING id;

-- :name batch_redate
-- :result exec
-- :param id int
-- :param title text
-- :param opens_on text
-- :param filing_ends_at int
-- :param city_deadline text
-- :param city_ends_at int
-- :by system
UPDATE batch SET title = :title, opens_on = :opens_on, filing_ends_at = :filing_ends_at, city_deadline = :city_deadline,
	city_ends_at = :city_ends_at
WHERE id = :id AND state = 'planned' AND (opens_on <> :opens_on OR filing_ends_at <> :filing_ends_at
	OR city_ends_at <> :city_ends_at OR title <> :title);

-- :name batch_last_no
-- :result one
-- :param edition text
-- :param year int
-- :row no int
-- :by system
SELECT coalesce(max(no), 0) AS no FROM batch WHERE edition = :edition AND year = :year;

-- :name batches_in_state
-- :result many
-- :param state text
-- :row id int
-- :row edition text
-- :row year int
-- :row no int
-- :row title text
-- :row opens_on text
-- :row filing_ends_at int
-- :row city_deadline text
-- :row city_ends_at int
-- :row state text
-- :row province_agency_id int
-- :row province_code text
-- :by public
SELECT b.id, b.edition, b.year, b.no, b.title, b.opens_on, b.filing_ends_at, b.city_deadline, b.city_ends_at, b.state,
	b.province_agency_id, g.division_code AS province_code
FROM batch AS b JOIN agency AS g ON g.id = b.province_agency_id
WHERE b.state = :state ORDER BY b.opens_on, b.id LIMIT 100;

-- :name batch_set_state
-- :result exec
-- :param id int
-- :param from_state text
-- :param state text
-- :by system
UPDATE batch SET state = :state WHERE id = :id AND state = :from_state;

-- :name batch_for_officer
-- :result one
-- :param id int
-- :param agency_id int
-- :row id int
-- :row edition text
-- :row year int
-- :row no int
-- :row title text
-- :row opens_on text
-- :row filing_ends_at int
-- :row city_deadline text
-- :row city_ends_at int
-- :row state text
-- :row province_agency_id int
-- :by officer
-- A batch of this body's province.
SELECT b.id, b.edition, b.year, b.no, b.title, b.opens_on, b.filing_ends_at, b.city_deadline, b.city_ends_at, b.state,
	b.province_agency_id
FROM batch AS b JOIN agency AS g ON g.id = :agency_id
WHERE b.id = :id AND b.province_agency_id IN (g.id, g.parent_id);

-- :name batches_for_officer
-- :result many
-- :param agency_id int
-- :row id int
-- :row edition text
-- :row year int
-- :row no int
-- :row title text
-- :row opens_on text
-- :row city_deadline text
-- :row city_ends_at int
-- :row state text
-- :by officer
-- Newest first.
SELECT b.id, b.edition, b.year, b.no, b.title, b.opens_on, b.city_deadline, b.city_ends_at, b.state
FROM agency AS g JOIN batch AS b ON b.province_agency_id IN (g.id, g.parent_id)
WHERE g.id = :agency_id ORDER BY b.year DESC, b.no DESC, b.id DESC LIMIT 100;

-- :name batch_counts
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :row state text
-- :row n int
-- :by officer
SELECT state, n FROM caseload_count WHERE agency_id = :agency_id AND batch_id = :batch_id;

-- :name batch_counts_by_city
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :row city_id int
-- :row state text
-- :row n int
-- :by officer
-- Of the bodies below a province, from the counters.
SELECT cc.agency_id AS city_id, cc.state, cc.n
FROM agency AS g JOIN caseload_count AS cc ON cc.agency_id = g.id
WHERE g.parent_id = :agency_id AND cc.batch_id = :batch_id;

-- :name batch_files
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :param state text
-- :row application_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row area text
-- :row score int
-- :row route text
-- :row city_score int?
-- :row city_route text
-- :row city text
-- :row city_agency_id int
-- :row place text
-- :by officer
-- The files of one state in a batch, by place in the order of its code, then name: what a meeting, a list or an
-- announcement is made of.
SELECT c.application_id, c.public_id, c.name, c.uscc, c.area, c.score, c.route, a.city_score, a.city_route,
	g.name AS city, c.city_agency_id, e.division_code AS place
FROM caseload AS c
JOIN application AS a ON a.id = c.application_id
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN agency AS g ON g.id = c.city_agency_id
WHERE c.agency_id = :agency_id AND c.state = :state AND c.batch_id = :batch_id
ORDER BY g.sort, g.id, e.division_code, c.name, c.application_id;

-- :name batches_to_move
-- :result many
-- :param now int
-- :param today text
-- :row id int
-- :row edition text
-- :row title text
-- :row state text
-- :row city_ends_at int
-- :by system
-- :plan index
-- Planned ones whose first day has come, open ones whose last day is over.
SELECT id, edition, title, state, city_ends_at FROM batch
WHERE (state = 'planned' AND opens_on <= :today) OR (state = 'open' AND city_ends_at <= :now)
ORDER BY opens_on, id LIMIT 100;

-- :name batches_with_late_drafts
-- :result many
-- :param now int
-- :row id int
-- :row title text
-- :row province_agency_id int
-- :row filing_ends_at int
-- :by system
-- Closed batches in which a file still lies with its enterprise: the counters know.
SELECT b.id, b.title, b.province_agency_id, b.filing_ends_at FROM batch AS b
WHERE b.state IN ('closed', 'published') AND b.filing_ends_at <= :now AND EXISTS (
	SELECT 1 FROM caseload_count AS cc
	WHERE cc.agency_id = b.province_agency_id AND cc.batch_id = b.id
		AND cc.state IN ('draft', 'sign', 'returned'))
ORDER BY b.opens_on, b.id LIMIT 20;

-- :name batch_late_drafts
-- :result many
-- :param province_agency_id int
-- :param batch_id int
-- :param limit int
-- :row application_id int
-- :by system
SELECT application_id FROM caseload
WHERE agency_id = :province_agency_id AND state IN ('draft', 'sign', 'returned') AND batch_id = :batch_id
LIMIT :limit;

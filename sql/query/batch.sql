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
-- :by public
SELECT id, edition, year, no, title, opens_on, filing_ends_at, city_deadline, city_ends_at, state, province_agency_id
FROM batch WHERE state = :state ORDER BY opens_on, id LIMIT 100;

-- :name batches_of_province
-- :result many
-- :param province_agency_id int
-- :row id int
-- :row edition text
-- :row year int
-- :row no int
-- :row title text
-- :row opens_on text
-- :row city_deadline text
-- :row state text
-- :by public
SELECT id, edition, year, no, title, opens_on, city_deadline, state
FROM batch WHERE province_agency_id = :province_agency_id ORDER BY year DESC, no DESC LIMIT 100;

-- :name batch_set_state
-- :result exec
-- :param id int
-- :param from_state text
-- :param state text
-- :by system
UPDATE batch SET state = :state WHERE id = :id AND state = :from_state;

-- The caseload as officers read it: one body's rows, by due date, page by page.

-- :name queue_in_state
-- :result many
-- :param agency_id int
-- :param state text
-- :param key_due int
-- :param key_id int
-- :param due_before int
-- :param batch_id int
-- :param county int
-- :param city int
-- :param score_from int
-- :param score_to int
-- :param route text
-- :param like text
-- :param limit int
-- :row application_id int
-- :row public_id text
-- :row state text
-- :row due_at int
-- :row name text
-- :row uscc text
-- :row area text
-- :row score int
-- :row route text
-- :row submitted_at int
-- :by officer
-- A range of the table's own order; 0 and '' mean no filter.
SELECT application_id, public_id, state, due_at, name, uscc, area, score, route, submitted_at
FROM caseload
WHERE agency_id = :agency_id AND state = :state AND (due_at, application_id) > (:key_due, :key_id) AND due_at < :due_before
	AND (:batch_id = 0 OR batch_id = :batch_id) AND (:county = 0 OR county_agency_id = :county)
	AND (:city = 0 OR city_agency_id = :city) AND score BETWEEN :score_from AND :score_to
	AND (:route = '' OR route = :route) AND (:like = '' OR name LIKE :like OR uscc LIKE :like)
ORDER BY due_at, application_id LIMIT :limit;

-- :name queue_in_state_back
-- :result many
-- :param agency_id int
-- :param state text
-- :param key_due int
-- :param key_id int
-- :param due_before int
-- :param batch_id int
-- :param county int
-- :param city int
-- :param score_from int
-- :param score_to int
-- :param route text
-- :param like text
-- :param limit int
-- :row application_id int
-- :row public_id text
-- :row state text
-- :row due_at int
-- :row name text
-- :row uscc text
-- :row area text
-- :row score int
-- :row route text
-- :row submitted_at int
-- :by officer
-- The same range walked towards its beginning: 上一页, 上一件.
SELECT application_id, public_id, state, due_at, name, uscc, area, score, route, submitted_at
FROM caseload
WHERE agency_id = :agency_id AND state = :state AND (due_at, application_id) < (:key_due, :key_id) AND due_at < :due_before
	AND (:batch_id = 0 OR batch_id = :batch_id) AND (:county = 0 OR county_agency_id = :county)
	AND (:city = 0 OR city_agency_id = :city) AND score BETWEEN :score_from AND :score_to
	AND (:route = '' OR route = :route) AND (:like = '' OR name LIKE :like OR uscc LIKE :like)
ORDER BY due_at DESC, application_id DESC LIMIT :limit;

-- :name queue_everything
-- :result many
-- :param agency_id int
-- :param key_due int
-- :param key_id int
-- :param due_before int
-- :param batch_id int
-- :param county int
-- :param city int
-- :param score_from int
-- :param score_to int
-- :param route text
-- :param like text
-- :param limit int
-- :row application_id int
-- :row public_id text
-- :row state text
-- :row due_at int
-- :row name text
-- :row uscc text
-- :row area text
-- :row score int
-- :row route text
-- :row submitted_at int
-- :by officer
-- All states; files never submitted are counted elsewhere and not shown.
SELECT application_id, public_id, state, due_at, name, uscc, area, score, route, submitted_at
FROM caseload
WHERE agency_id = :agency_id AND (due_at, application_id) > (:key_due, :key_id) AND due_at < :due_before
	AND submitted_at > 0
	AND (:batch_id = 0 OR batch_id = :batch_id) AND (:county = 0 OR county_agency_id = :county)
	AND (:city = 0 OR city_agency_id = :city) AND score BETWEEN :score_from AND :score_to
	AND (:route = '' OR route = :route) AND (:like = '' OR name LIKE :like OR uscc LIKE :like)
ORDER BY due_at, application_id LIMIT :limit;

-- :name queue_everything_back
-- :result many
-- :param agency_id int
-- :param key_due int
-- :param key_id int
-- :param due_before int
-- :param batch_id int
-- :param county int
-- :param city int
-- :param score_from int
-- :param score_to int
-- :param route text
-- :param like text
-- :param limit int
-- :row application_id int
-- :row public_id text
-- :row state text
-- :row due_at int
-- :row name text
-- :row uscc text
-- :row area text
-- :row score int
-- :row route text
-- :row submitted_at int
-- :by officer
SELECT application_id, public_id, state, due_at, name, uscc, area, score, route, submitted_at
FROM caseload
WHERE agency_id = :agency_id AND (due_at, application_id) < (:key_due, :key_id) AND due_at < :due_before
	AND submitted_at > 0
	AND (:batch_id = 0 OR batch_id = :batch_id) AND (:county = 0 OR county_agency_id = :county)
	AND (:city = 0 OR city_agency_id = :city) AND score BETWEEN :score_from AND :score_to
	AND (:route = '' OR route = :route) AND (:like = '' OR name LIKE :like OR uscc LIKE :like)
ORDER BY due_at DESC, application_id DESC LIMIT :limit;

-- :name queue_counts
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :row state text
-- :row n int
-- :by officer
-- A state once for every batch: adding is the caller's, so that nothing is sorted.
SELECT state, n
FROM caseload_count
WHERE agency_id = :agency_id AND (:batch_id = 0 OR batch_id = :batch_id)
ORDER BY batch_id, state;

-- :name queue_due_count
-- :result one
-- :param agency_id int
-- :param state text
-- :param due_before int
-- :row n int
-- :by officer
-- At most a thousand are counted: the figure is for a tile.
SELECT COUNT(*) AS n FROM (SELECT 1 FROM caseload
	WHERE agency_id = :agency_id AND state = :state AND due_at < :due_before LIMIT 1000) AS t;

-- :name queue_late
-- :result many
-- :param agency_id int
-- :param state text
-- :param now int
-- :param by_city int
-- :row body_id int
-- :row n int
-- :by officer
-- Overdue files of one state by the county or city that has them; of the first fifty thousand by due date.
SELECT body_id, COUNT(*) AS n FROM (SELECT CASE WHEN :by_city = 1 THEN city_agency_id ELSE county_agency_id END AS body_id
	FROM caseload WHERE agency_id = :agency_id AND state = :state AND due_at <= :now LIMIT 50000) AS t
GROUP BY body_id ORDER BY body_id;

-- :name queue_place
-- :result opt
-- :param agency_id int
-- :param application_id int
-- :row state text
-- :row due_at int
-- :by officer
SELECT state, due_at FROM caseload WHERE application_id = :application_id AND agency_id = :agency_id;

-- :name view_put
-- :result one
-- :param agency_id int
-- :param account_id int
-- :param shared int
-- :param name text
-- :param query text
-- :param now int
-- :row id int
-- :by officer
INSERT INTO saved_view (agency_id, account_id, shared, name, query, created_at)
VALUES (:agency_id, :account_id, :shared, :name, :query, :now) RETURNING id;

-- :name views_of
-- :result many
-- :param agency_id int
-- :param account_id int
-- :row id int
-- :row name text
-- :row query text
-- :row shared int
-- :row mine int
-- :by officer
SELECT id, name, query, shared, CASE WHEN account_id = :account_id THEN 1 ELSE 0 END AS mine
FROM saved_view WHERE agency_id = :agency_id AND (shared = 1 OR account_id = :account_id) ORDER BY id LIMIT 100;

-- :name view_drop
-- :result exec
-- :param id int
-- :param agency_id int
-- :param account_id int
-- :by officer
DELETE FROM saved_view WHERE id = :id AND agency_id = :agency_id AND account_id = :account_id;

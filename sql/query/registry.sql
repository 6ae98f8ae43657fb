-- The public register: titles and imported enterprises, found by two-character grams of their names. Every row
-- holds whitelisted fields only.

-- :name registry_put
-- :result one
-- :param kind text
-- :param ref_id int
-- :param public_id text
-- :param name text
-- :param names text
-- :param uscc text
-- :param city text
-- :param county text
-- :param tier text
-- :param tier_name text
-- :param state text
-- :param valid_from text
-- :param valid_to text
-- :param listed_on text
-- :param ended_on text
-- :param certificate_no text
-- :row id int
-- :by system
INSERT INTO registry (kind, ref_id, public_id, name, names, uscc, city, county, tier, tier_name, state, valid_from, valid_to,
	listed_on, ended_on, certificate_no)
VALUES (:kind, :ref_id, :public_id, :name, :names, :uscc, :city, :county, :tier, :tier_name, :state, :valid_from, :valid_to,
	:listed_on, :ended_on, :certificate_no)
ON CONFLICT (kind, ref_id) DO UPDATE SET name = :name, names = :names, uscc = :uscc, city = :city, county = :county, tier = :tier,
	tier_name = :tier_name, state = :state, valid_from = :valid_from, valid_to = :valid_to,
	listed_on = :listed_on, ended_on = :ended_on, certificate_no = :certificate_no
RETURNING id;

-- :name registry_name
-- :result opt
-- :param kind text
-- :param ref_id int
-- :row id int
-- :row name text
-- :row names text
-- :row public_id text
-- :row city text
-- :row county text
-- :by system
SELECT id, name, names, public_id, city, county FROM registry WHERE kind = :kind AND ref_id = :ref_id;

-- :name registry_gram_put
-- :result exec
-- :param id int
-- :param grams text
-- :by system
-- :engine sqlite
INSERT INTO registry_gram (rowid, grams) VALUES (:id, :grams);

-- :name registry_gram_drop
-- :result exec
-- :param id int
-- :param grams text
-- :by system
-- :engine sqlite
-- The old grams, exactly: the index keeps no copy of the text.
INSERT INTO registry_gram (registry_gram, rowid, grams) VALUES ('delete', :id, :grams);

-- :name registry_by_text
-- :result many
-- :param match text
-- :param after int
-- :param tier text
-- :param place text
-- :param status text
-- :param today text
-- :param limit int
-- :row id int
-- :row kind text
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row tier_name text
-- :row state text
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row certificate_no text
-- :by public
-- :engine sqlite
-- :plan scan the full text index yields ids in order; the page stops after its rows
-- `today` is the date the question is about (asof); status: '' any, 'valid', 'ended', 'future' not yet in force or not yet published,
-- 'none' without a title.
SELECT r.id, r.kind, r.public_id, coalesce((SELECT n.name FROM enterprise_name AS n WHERE n.uscc = r.uscc AND r.uscc <> ''
	AND n.from_on <= :today AND (n.to_on = '' OR n.to_on > :today) ORDER BY n.id DESC LIMIT 1), r.name) AS name, r.uscc, r.city, r.county, r.tier_name, r.state, r.valid_from, r.valid_to,
	r.listed_on, r.ended_on, r.certificate_no
FROM registry_gram AS g JOIN registry AS r ON r.id = g.rowid
WHERE registry_gram MATCH :match AND g.rowid > :after
	AND (:tier = '' OR r.tier = :tier)
	AND (:place = '' OR r.city = :place OR r.county = :place)
	AND (:status = ''
		OR (:status = 'none' AND r.tier = '')
		OR (:status = 'future' AND r.tier <> '' AND (r.valid_from > :today OR r.listed_on > :today))
		OR (:status = 'valid' AND r.tier <> '' AND r.valid_from <= :today AND r.listed_on <= :today AND (r.state = 'renewing'
			OR ((r.state = 'valid' OR r.ended_on > :today) AND (r.valid_to = '' OR r.valid_to >= :today))))
		OR (:status = 'ended' AND r.tier <> '' AND r.valid_from <= :today AND r.listed_on <= :today AND NOT (r.state = 'renewing'
			OR ((r.state = 'valid' OR r.ended_on > :today) AND (r.valid_to = '' OR r.valid_to >= :today)))))
ORDER BY g.rowid LIMIT :limit;

-- :name registry_browse
-- :result many
-- :param after int
-- :param tier text
-- :param place text
-- :param status text
-- :param today text
-- :param limit int
-- :row id int
-- :row kind text
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row tier_name text
-- :row state text
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row certificate_no text
-- :by public
SELECT r.id, r.kind, r.public_id, coalesce((SELECT n.name FROM enterprise_name AS n WHERE n.uscc = r.uscc AND r.uscc <> ''
	AND n.from_on <= :today AND (n.to_on = '' OR n.to_on > :today) ORDER BY n.id DESC LIMIT 1), r.name) AS name, r.uscc, r.city, r.county, r.tier_name, r.state, r.valid_from, r.valid_to,
	r.listed_on, r.ended_on, r.certificate_no
FROM registry AS r
WHERE r.id > :after
	AND (:tier = '' OR r.tier = :tier)
	AND (:place = '' OR r.city = :place OR r.county = :place)
	AND (:status = ''
		OR (:status = 'none' AND r.tier = '')
		OR (:status = 'future' AND r.tier <> '' AND (r.valid_from > :today OR r.listed_on > :today))
		OR (:status = 'valid' AND r.tier <> '' AND r.valid_from <= :today AND r.listed_on <= :today AND (r.state = 'renewing'
			OR ((r.state = 'valid' OR r.ended_on > :today) AND (r.valid_to = '' OR r.valid_to >= :today))))
		OR (:status = 'ended' AND r.tier <> '' AND r.valid_from <= :today AND r.listed_on <= :today AND NOT (r.state = 'renewing'
			OR ((r.state = 'valid' OR r.ended_on > :today) AND (r.valid_to = '' OR r.valid_to >= :today)))))
ORDER BY r.id LIMIT :limit;

-- :name registry_by_code
-- :result many
-- :param code text
-- :param today text
-- :row id int
-- :row kind text
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row tier_name text
-- :row state text
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row certificate_no text
-- :by public
-- By credit code or by certificate number.
SELECT r.id, r.kind, r.public_id, coalesce((SELECT n.name FROM enterprise_name AS n WHERE n.uscc = r.uscc AND r.uscc <> ''
	AND n.from_on <= :today AND (n.to_on = '' OR n.to_on > :today) ORDER BY n.id DESC LIMIT 1), r.name) AS name, r.uscc, r.city, r.county, r.tier_name, r.state, r.valid_from, r.valid_to,
	r.listed_on, r.ended_on, r.certificate_no
FROM registry AS r WHERE r.uscc = :code
UNION ALL
SELECT r.id, r.kind, r.public_id, coalesce((SELECT n.name FROM enterprise_name AS n WHERE n.uscc = r.uscc AND r.uscc <> ''
	AND n.from_on <= :today AND (n.to_on = '' OR n.to_on > :today) ORDER BY n.id DESC LIMIT 1), r.name) AS name, r.uscc, r.city, r.county, r.tier_name, r.state, r.valid_from, r.valid_to,
	r.listed_on, r.ended_on, r.certificate_no
FROM registry AS r WHERE r.certificate_no = :code AND r.certificate_no <> ''
ORDER BY 1 LIMIT 100;

-- :name registry_entry
-- :result one
-- :param public_id text
-- :row kind text
-- :row ref_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :by public
SELECT kind, ref_id, public_id, name, uscc, city, county FROM registry WHERE public_id = :public_id;

-- :name title_by_id
-- :result one
-- :param id int
-- :row id int
-- :row public_id text
-- :row enterprise_id int?
-- :row tier text
-- :row tier_name text
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row certificate_no text?
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row state text
-- :by public
-- With the name that the enterprise bears now; lists keep the one they were published with.
SELECT t.id, t.public_id, t.enterprise_id, t.tier, t.tier_name, t.batch_title, coalesce(n.name, t.name) AS name, t.uscc,
	t.city, t.county, t.certificate_no, t.valid_from, t.valid_to, t.listed_on, t.ended_on, t.state
FROM title AS t LEFT JOIN enterprise_name AS n ON n.enterprise_id = t.enterprise_id AND n.to_on = ''
WHERE t.id = :id;

-- :name titles_of_uscc
-- :result many
-- :param uscc text
-- :row id int
-- :by system
SELECT id FROM title WHERE uscc = :uscc AND uscc <> '';

-- :name titles_of_code
-- :result many
-- :param uscc text
-- :row public_id text
-- :row tier_name text
-- :row batch_title text
-- :row name text
-- :row city text
-- :row county text
-- :row certificate_no text?
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row state text
-- :row source text
-- :row announcement text?
-- :by public
-- The history of one credit code, newest first.
SELECT t.public_id, t.tier_name, t.batch_title, t.name, t.city, t.county, t.certificate_no, t.valid_from, t.valid_to, t.listed_on, t.ended_on,
	t.state, t.source, n.public_id AS announcement
FROM title AS t LEFT JOIN announcement AS n ON n.id = t.announcement_id
WHERE t.uscc = :uscc AND t.uscc <> '' ORDER BY t.id DESC LIMIT 100;

-- :name title_by_public_id
-- :result one
-- :param public_id text
-- :row tier_name text
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row province text
-- :row city text
-- :row county text
-- :row certificate_no text?
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row state text
-- :row source text
-- :row announcement text?
-- :by public
SELECT t.tier_name, t.batch_title, t.name, t.uscc, t.province, t.city, t.county, t.certificate_no, t.valid_from,
	t.valid_to, t.listed_on, t.ended_on, t.state, t.source, n.public_id AS announcement
FROM title AS t LEFT JOIN announcement AS n ON n.id = t.announcement_id
WHERE t.public_id = :public_id;

-- :name title_by_certificate
-- :result opt
-- :param certificate_no text
-- :row public_id text
-- :row edition text
-- :row tier_name text
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row valid_from text
-- :row valid_to text
-- :row listed_on text
-- :row ended_on text
-- :row state text
-- :row check_code text
-- :row announcement text?
-- :by public
SELECT t.public_id, t.edition, t.tier_name, t.batch_title, t.name, t.uscc, t.city, t.county, t.valid_from, t.valid_to, t.listed_on, t.ended_on,
	t.state, t.check_code, n.public_id AS announcement
FROM title AS t LEFT JOIN announcement AS n ON n.id = t.announcement_id
WHERE t.certificate_no = :certificate_no;

-- 辅导: certificates without a filing, filings that were begun and not sent, records, messages to many.

-- :name certified_find
-- :result opt
-- :param kind text
-- :param uscc text
-- :param number text
-- :row name text
-- :row division_code text
-- :row granted_on text
-- :row valid_until text
-- :row source text
-- :by system
SELECT name, division_code, granted_on, valid_until, source FROM certified
WHERE kind = :kind AND uscc = :uscc AND number = :number;

-- :name certified_put
-- :result exec
-- :param kind text
-- :param uscc text
-- :param number text
-- :param name text
-- :param division_code text
-- :param granted_on text
-- :param valid_until text
-- :param source text
-- :param now int
-- :by system
INSERT INTO certified (kind, uscc, number, name, division_code, granted_on, valid_until, source, recorded_at)
VALUES (:kind, :uscc, :number, :name, :division_code, :granted_on, :valid_until, :source, :now)
ON CONFLICT (kind, uscc, number) DO UPDATE SET name = excluded.name, division_code = excluded.division_code,
	granted_on = excluded.granted_on, valid_until = excluded.valid_until, source = excluded.source,
	recorded_at = excluded.recorded_at;

-- :name coach_certified
-- :result many
-- :param agency_id int
-- :param kind text
-- :param today text
-- :param year int
-- :param programme text
-- :param editions text
-- :param below int
-- :param key text
-- :param limit int
-- :row uscc text
-- :row name text
-- :row area text
-- :row valid_until text
-- :row accounts int
-- :row begun int
-- :row contact text
-- :row phone text
-- :row coached_on text
-- :row told_at int
-- :by officer
-- :plan scan the certificates in force, grouped by code: some ten thousand of a province
-- Holders of a certificate in force, listed by the authority or by themselves, that have sent no file of the year. `below`:
-- of one body below. Contacts are for the local bodies.
SELECT h.uscc, coalesce(e.name, h.name) AS name, coalesce(d.name, '') AS area, h.valid_until,
	(SELECT count(*) FROM account AS a WHERE a.enterprise_id = e.id AND a.active = 1) AS accounts,
	CASE WHEN EXISTS (SELECT 1 FROM application AS x JOIN batch AS b ON b.id = x.batch_id AND b.year = :year
		WHERE x.enterprise_id = e.id AND :editions LIKE '% ' || x.edition || ' %') THEN 1 ELSE 0 END AS begun,
	CASE WHEN g.level = 'province' THEN '' ELSE coalesce(e.contact, '') END AS contact,
	CASE WHEN g.level = 'province' THEN '' ELSE coalesce(e.contact_phone, '') END AS phone,
	coalesce((SELECT max(k.on_date) FROM coaching AS k WHERE k.uscc = h.uscc AND k.programme = :programme), '') AS coached_on,
	coalesce((SELECT max(i.at) FROM coach_mail_item AS i JOIN coach_mail AS m ON m.id = i.mail_id
		WHERE i.uscc = h.uscc AND i.outcome = 'sent' AND m.programme = :programme), 0) AS told_at
FROM (SELECT c.uscc, max(c.name) AS name, max(c.division_code) AS division_code, max(c.valid_until) AS valid_until
	FROM (SELECT uscc, name, division_code, valid_until FROM certified WHERE kind = :kind AND valid_until >= :today
		UNION ALL
		SELECT y.uscc, y.name, y.division_code, v.valid_until FROM list_item AS v JOIN enterprise AS y ON y.id = v.enterprise_id
		WHERE v.list = 'honours' AND v.kind = :kind AND v.removed_at IS NULL AND v.valid_until >= :today) AS c
	GROUP BY c.uscc) AS h
JOIN agency AS g ON g.id = :agency_id
LEFT JOIN enterprise AS e ON e.uscc = h.uscc
LEFT JOIN division AS d ON d.code = coalesce(e.division_code, h.division_code)
WHERE h.uscc > :key
	AND EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = g.id AND p.division_code = coalesce(e.division_code, h.division_code))
	AND (:below = 0 OR EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = :below
		AND p.division_code = coalesce(e.division_code, h.division_code)))
	AND NOT EXISTS (SELECT 1 FROM application AS x JOIN batch AS b ON b.id = x.batch_id AND b.year = :year
		WHERE x.enterprise_id = e.id AND x.submitted_at IS NOT NULL AND :editions LIKE '% ' || x.edition || ' %')
ORDER BY h.uscc LIMIT :limit;

-- :name coach_certified_bodies
-- :result many
-- :param agency_id int
-- :param kind text
-- :param today text
-- :param year int
-- :param editions text
-- :row body_id int
-- :row name text
-- :row held int
-- :row filed int
-- :by officer
-- :plan scan the certificates in force, grouped by code: some ten thousand of a province
-- Of the bodies right below (or the body itself): holders of a certificate in force, and those of them that have filed.
SELECT coalesce(w.id, g.id) AS body_id, coalesce(w.short_name, g.short_name) AS name, count(*) AS held,
	sum(CASE WHEN EXISTS (SELECT 1 FROM application AS x JOIN batch AS b ON b.id = x.batch_id AND b.year = :year
		WHERE x.enterprise_id = e.id AND x.submitted_at IS NOT NULL AND :editions LIKE '% ' || x.edition || ' %')
		THEN 1 ELSE 0 END) AS filed
FROM (SELECT c.uscc, max(c.division_code) AS division_code
	FROM (SELECT uscc, division_code FROM certified WHERE kind = :kind AND valid_until >= :today
		UNION ALL
		SELECT y.uscc, y.division_code FROM list_item AS v JOIN enterprise AS y ON y.id = v.enterprise_id
		WHERE v.list = 'honours' AND v.kind = :kind AND v.removed_at IS NULL AND v.valid_until >= :today) AS c
	GROUP BY c.uscc) AS h
JOIN agency AS g ON g.id = :agency_id
LEFT JOIN enterprise AS e ON e.uscc = h.uscc
LEFT JOIN agency_area AS aa ON aa.line = g.line AND aa.division_code = coalesce(e.division_code, h.division_code)
	AND aa.level = CASE g.level WHEN 'province' THEN 'city' ELSE 'county' END
LEFT JOIN agency AS w ON w.id = aa.agency_id
WHERE EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = g.id AND p.division_code = coalesce(e.division_code, h.division_code))
GROUP BY coalesce(w.id, g.id), coalesce(w.short_name, g.short_name) ORDER BY coalesce(w.id, g.id);

-- :name coach_unfinished
-- :result many
-- :param agency_id int
-- :param year int
-- :param year_end text
-- :param programme text
-- :param editions text
-- :param below int
-- :param state text
-- :param key_place text
-- :param key_id int
-- :param limit int
-- :row id int
-- :row uscc text
-- :row name text
-- :row division_code text
-- :row area text
-- :row application_id int?
-- :row state text
-- :row since int
-- :row batch text
-- :row contact text
-- :row phone text
-- :row coached_on text
-- :row told_at int
-- :by officer
-- Registered enterprises of a body's places that have sent no file of the year: with the newest file they began, or with
-- none; not those without one whose title outlasts the year. state '': any; 'none': no file; else the state of the file.
SELECT e.id, e.uscc, e.name, e.division_code, coalesce(d.name, '') AS area, a.id AS application_id, coalesce(a.state, '') AS state,
	coalesce(a.state_at, e.created_at) AS since, coalesce(bt.title, '') AS batch,
	CASE WHEN g.level = 'province' THEN '' ELSE e.contact END AS contact,
	CASE WHEN g.level = 'province' THEN '' ELSE e.contact_phone END AS phone,
	coalesce((SELECT max(k.on_date) FROM coaching AS k WHERE k.uscc = e.uscc AND k.programme = :programme), '') AS coached_on,
	coalesce((SELECT max(i.at) FROM coach_mail_item AS i JOIN coach_mail AS m ON m.id = i.mail_id
		WHERE i.uscc = e.uscc AND i.outcome = 'sent' AND m.programme = :programme), 0) AS told_at
FROM body_place AS p
JOIN agency AS g ON g.id = p.agency_id
JOIN enterprise AS e ON e.division_code = p.division_code
LEFT JOIN division AS d ON d.code = e.division_code
LEFT JOIN application AS a ON a.id = (SELECT max(x.id) FROM application AS x JOIN batch AS b ON b.id = x.batch_id AND b.year = :year
	WHERE x.enterprise_id = e.id AND x.kind <> 'update' AND :editions LIKE '% ' || x.edition || ' %')
LEFT JOIN batch AS bt ON bt.id = a.batch_id
WHERE p.agency_id = :agency_id AND (p.division_code, e.id) > (:key_place, :key_id)
	AND EXISTS (SELECT 1 FROM account AS c WHERE c.enterprise_id = e.id)
	AND (:below = 0 OR EXISTS (SELECT 1 FROM body_place AS w WHERE w.agency_id = :below AND w.division_code = e.division_code))
	AND (:state = '' OR coalesce(a.state, 'none') = :state)
	AND NOT EXISTS (SELECT 1 FROM application AS x JOIN batch AS b ON b.id = x.batch_id AND b.year = :year
		WHERE x.enterprise_id = e.id AND x.submitted_at IS NOT NULL AND :editions LIKE '% ' || x.edition || ' %')
	AND (a.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM title AS t WHERE t.uscc = e.uscc AND t.tier = :programme
		AND t.state IN ('valid', 'renewing') AND (t.valid_to = '' OR t.valid_to > :year_end)))
ORDER BY p.division_code, e.id LIMIT :limit;

-- :name coach_rates
-- :result many
-- :param agency_id int
-- :param year int
-- :param editions text
-- :row body_id int
-- :row name text
-- :row begun int
-- :row filed int
-- :row entered int
-- :by officer
-- :plan scan the enterprises of a year's files, grouped by body
-- 入库率 of the bodies right below (or the body itself): enterprises that began a file of the year, that sent one, and
-- whose file was announced. An enterprise counts once.
SELECT coalesce(w.id, g.id) AS body_id, coalesce(w.short_name, g.short_name) AS name, count(*) AS begun,
	sum(y.filed) AS filed, sum(y.entered) AS entered
FROM (SELECT a.enterprise_id, max(CASE WHEN a.submitted_at IS NULL THEN 0 ELSE 1 END) AS filed,
		max(CASE WHEN a.state = 'listed' THEN 1 ELSE 0 END) AS entered,
		max(CASE WHEN t.level = 'province' THEN a.city_agency_id ELSE coalesce(a.county_agency_id, 0) END) AS below
	FROM agency AS t CROSS JOIN batch AS b CROSS JOIN application AS a
	WHERE t.id = :agency_id AND b.year = :year AND :editions LIKE '% ' || b.edition || ' %' AND a.batch_id = b.id
		AND t.id IN (a.province_agency_id, a.city_agency_id, coalesce(a.county_agency_id, 0)) AND a.kind <> 'update'
	GROUP BY a.enterprise_id) AS y
JOIN agency AS g ON g.id = :agency_id
LEFT JOIN agency AS w ON w.id = y.below
GROUP BY coalesce(w.id, g.id), coalesce(w.short_name, g.short_name) ORDER BY coalesce(w.id, g.id);

-- :name coach_subject
-- :result one
-- :param agency_id int
-- :param uscc text
-- :row uscc text
-- :row name text
-- :row area text
-- :row enterprise_id int?
-- :row accounts int
-- :row contact text
-- :row phone text
-- :by officer
-- :plan scan the one row of a code
-- An enterprise of a body's places, registered here or known by a certificate only.
SELECT h.uscc, h.name, coalesce(d.name, '') AS area, h.enterprise_id,
	(SELECT count(*) FROM account AS a WHERE a.enterprise_id = h.enterprise_id AND a.active = 1) AS accounts,
	CASE WHEN g.level = 'province' THEN '' ELSE h.contact END AS contact,
	CASE WHEN g.level = 'province' THEN '' ELSE h.phone END AS phone
FROM (SELECT e.uscc, e.name, e.division_code, e.id AS enterprise_id, e.contact, e.contact_phone AS phone
		FROM enterprise AS e WHERE e.uscc = :uscc
	UNION ALL
	SELECT c.uscc, c.name, c.division_code, NULL AS enterprise_id, '' AS contact, '' AS phone
		FROM certified AS c WHERE c.uscc = :uscc AND NOT EXISTS (SELECT 1 FROM enterprise AS e WHERE e.uscc = :uscc)) AS h
JOIN agency AS g ON g.id = :agency_id
LEFT JOIN division AS d ON d.code = h.division_code
WHERE EXISTS (SELECT 1 FROM body_place AS p WHERE p.agency_id = g.id AND p.division_code = h.division_code)
LIMIT 1;

-- :name coaching_put
-- :result exec
-- :param uscc text
-- :param agency_id int
-- :param programme text
-- :param year int
-- :param on_date text
-- :param person text
-- :param method text
-- :param content text
-- :param result text
-- :param next_step text
-- :param next_on text
-- :param account_id int
-- :param now int
-- :by officer
INSERT INTO coaching (uscc, agency_id, programme, year, on_date, person, method, content, result, next_step, next_on,
	created_by, created_at)
VALUES (:uscc, :agency_id, :programme, :year, :on_date, :person, :method, :content, :result, :next_step, :next_on,
	:account_id, :now);

-- :name coaching_of
-- :result many
-- :param agency_id int
-- :param uscc text
-- :row body text
-- :row programme text
-- :row on_date text
-- :row person text
-- :row method text
-- :row content text
-- :row result text
-- :row next_step text
-- :row next_on text
-- :by officer
-- By bodies of the reader's line; that the enterprise is the reader's was asked by coach_subject.
SELECT g.name AS body, k.programme, k.on_date, k.person, k.method, k.content, k.result, k.next_step, k.next_on
FROM coaching AS k JOIN agency AS g ON g.id = k.agency_id JOIN agency AS me ON me.id = :agency_id AND me.line = g.line
WHERE k.uscc = :uscc ORDER BY k.id DESC LIMIT 200;

-- :name coaching_own
-- :result many
-- :param enterprise_id int
-- :row body text
-- :row on_date text
-- :row method text
-- :row content text
-- :row result text
-- :row next_step text
-- :row next_on text
-- :by enterprise
SELECT g.name AS body, k.on_date, k.method, k.content, k.result, k.next_step, k.next_on
FROM enterprise AS e JOIN coaching AS k ON k.uscc = e.uscc JOIN agency AS g ON g.id = k.agency_id
WHERE e.id = :enterprise_id ORDER BY k.id DESC LIMIT 200;

-- :name coach_told
-- :result one
-- :param uscc text
-- :param programme text
-- :row at int
-- :by system
-- When an enterprise was last sent one about a programme; 0: never.
SELECT coalesce(max(i.at), 0) AS at FROM coach_mail_item AS i JOIN coach_mail AS m ON m.id = i.mail_id
WHERE i.uscc = :uscc AND i.outcome = 'sent' AND m.programme = :programme;

-- :name coach_mail_put
-- :result one
-- :param public_id text
-- :param agency_id int
-- :param account_id int
-- :param programme text
-- :param subject text
-- :param body text
-- :param again int
-- :param count int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO coach_mail (public_id, agency_id, account_id, programme, subject, body, again, count, at)
VALUES (:public_id, :agency_id, :account_id, :programme, :subject, :body, :again, :count, :now) RETURNING id;

-- :name coach_mail_item_put
-- :result exec
-- :param mail_id int
-- :param seq int
-- :param uscc text
-- :param name text
-- :by system
INSERT INTO coach_mail_item (mail_id, seq, uscc, name) VALUES (:mail_id, :seq, :uscc, :name);

-- :name coach_mail_next
-- :result opt
-- :row id int
-- :row at int
-- :by system
-- The oldest that still has somebody waiting.
SELECT id, at FROM coach_mail WHERE done_at IS NULL AND at > 0 ORDER BY at LIMIT 1;

-- :name coach_mail_open
-- :result opt
-- :param id int
-- :row id int
-- :row programme text
-- :row subject text
-- :row body text
-- :row again int
-- :row agency text
-- :by system
SELECT m.id, m.programme, m.subject, m.body, m.again, g.name AS agency
FROM coach_mail AS m JOIN agency AS g ON g.id = m.agency_id WHERE m.id = :id AND m.done_at IS NULL;

-- :name coach_mail_waiting
-- :result many
-- :param mail_id int
-- :param limit int
-- :row seq int
-- :row uscc text
-- :row enterprise_id int?
-- :by system
SELECT i.seq, i.uscc, e.id AS enterprise_id FROM coach_mail_item AS i LEFT JOIN enterprise AS e ON e.uscc = i.uscc
WHERE i.mail_id = :mail_id AND i.outcome = 'waiting' ORDER BY i.seq LIMIT :limit;

-- :name coach_mail_item_done
-- :result exec
-- :param mail_id int
-- :param seq int
-- :param outcome text
-- :param accounts int
-- :param now int
-- :by system
UPDATE coach_mail_item SET outcome = :outcome, accounts = :accounts, at = :now
WHERE mail_id = :mail_id AND seq = :seq AND outcome = 'waiting';

-- :name coach_mail_close
-- :result exec
-- :param id int
-- :param now int
-- :by system
UPDATE coach_mail SET done_at = :now WHERE id = :id AND done_at IS NULL
	AND NOT EXISTS (SELECT 1 FROM coach_mail_item AS i WHERE i.mail_id = :id AND i.outcome = 'waiting');

-- :name coach_mail_of
-- :result one
-- :param agency_id int
-- :param public_id text
-- :row id int
-- :row subject text
-- :row body text
-- :row again int
-- :row count int
-- :row at int
-- :row person text
-- :row done int
-- :by officer
SELECT m.id, m.subject, m.body, m.again, m.count, m.at, a.name AS person, CASE WHEN m.done_at IS NULL THEN 0 ELSE 1 END AS done
FROM coach_mail AS m JOIN account AS a ON a.id = m.account_id
WHERE m.agency_id = :agency_id AND m.public_id = :public_id;

-- :name coach_mail_outcomes
-- :result many
-- :param agency_id int
-- :param mail_id int
-- :row outcome text
-- :row n int
-- :by officer
SELECT i.outcome, count(*) AS n FROM coach_mail AS m JOIN coach_mail_item AS i ON i.mail_id = m.id
WHERE m.id = :mail_id AND m.agency_id = :agency_id GROUP BY i.outcome;

-- :name coach_mail_items
-- :result many
-- :param agency_id int
-- :param mail_id int
-- :param key int
-- :param limit int
-- :row seq int
-- :row uscc text
-- :row name text
-- :row outcome text
-- :row accounts int
-- :by officer
SELECT i.seq, i.uscc, i.name, i.outcome, i.accounts FROM coach_mail AS m JOIN coach_mail_item AS i ON i.mail_id = m.id
WHERE m.id = :mail_id AND m.agency_id = :agency_id AND i.seq > :key ORDER BY i.seq LIMIT :limit;

-- :name coach_mails
-- :result many
-- :param agency_id int
-- :row public_id text
-- :row subject text
-- :row count int
-- :row at int
-- :row person text
-- :row done int
-- :by officer
-- The latest of a body.
SELECT m.public_id, m.subject, m.count, m.at, a.name AS person, CASE WHEN m.done_at IS NULL THEN 0 ELSE 1 END AS done
FROM coach_mail AS m JOIN account AS a ON a.id = m.account_id
WHERE m.agency_id = :agency_id ORDER BY m.id DESC LIMIT 10;

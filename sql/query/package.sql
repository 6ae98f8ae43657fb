-- 公文包: what papers of a batch a body has, who made them, what was taken away.

-- :name package_publicities
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row public_id text
-- :row agency_id int
-- :row body text
-- :row level text
-- :row state text
-- :row list_hash text
-- :row count int
-- :row proposer text
-- :row proposed_at int
-- :row confirmer text?
-- :row confirmed_at int?
-- :by officer
-- Of this body and, once open, of those below it.
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT p.public_id, p.agency_id,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_proposed'
		AND u.account_id = p.proposed_by ORDER BY u.seq DESC LIMIT 1), g.name) AS body, p.level, p.state, p.list_hash,
	(SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id) AS count,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_proposed'
		AND u.account_id = p.proposed_by ORDER BY u.seq DESC LIMIT 1), x.name) AS proposer, p.proposed_at,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_opened'
		AND u.account_id = p.confirmed_by ORDER BY u.seq DESC LIMIT 1), y.name) AS confirmer, p.confirmed_at
FROM publicity AS p
JOIN agency AS g ON g.id = p.agency_id
JOIN account AS x ON x.id = p.proposed_by
LEFT JOIN account AS y ON y.id = p.confirmed_by
WHERE p.batch_id = :batch_id AND p.state <> 'cancelled'
	AND (g.id = :agency_id OR (g.parent_id = :agency_id AND p.state <> 'proposed'))
ORDER BY g.sort, g.id, p.id;

-- :name package_recommendations
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row public_id text
-- :row agency_id int
-- :row body text
-- :row seq int
-- :row state text
-- :row list_hash text
-- :row count int
-- :row proposer text
-- :row proposed_at int
-- :row confirmer text?
-- :row sent_at int?
-- :by officer
-- Of this body and, once sent, of those below it.
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT r.public_id, r.agency_id,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'recommendation' AND u.object_id = r.id AND u.action = 'recommendation_proposed'
		AND u.account_id = r.proposed_by ORDER BY u.seq DESC LIMIT 1), g.name) AS body, r.seq, r.state, r.list_hash, r.count,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'recommendation' AND u.object_id = r.id AND u.action = 'recommendation_proposed'
		AND u.account_id = r.proposed_by ORDER BY u.seq DESC LIMIT 1), x.name) AS proposer, r.proposed_at,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'recommendation' AND u.object_id = r.id AND u.action = 'recommendation_sent'
		AND u.account_id = r.confirmed_by ORDER BY u.seq DESC LIMIT 1), y.name) AS confirmer, r.sent_at
FROM recommendation AS r
JOIN agency AS g ON g.id = r.agency_id
JOIN account AS x ON x.id = r.proposed_by
LEFT JOIN account AS y ON y.id = r.confirmed_by
WHERE r.batch_id = :batch_id AND r.state <> 'cancelled'
	AND (g.id = :agency_id OR (g.parent_id = :agency_id AND r.state IN ('sent', 'returned')))
ORDER BY g.sort, g.id, r.seq;

-- :name package_announcements
-- :result many
-- :param batch_id int
-- :row public_id text
-- :row body text
-- :row doc_no text
-- :row list_hash text
-- :row count int
-- :row publisher text
-- :row published_at int
-- :by public
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT n.public_id,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'batch' AND u.object_id = n.batch_id AND u.action = 'announcement_published'
		AND u.account_id = n.published_by AND u.reason = n.doc_no ORDER BY u.seq DESC LIMIT 1), g.name) AS body, n.doc_no, n.list_hash, n.count,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'batch' AND u.object_id = n.batch_id AND u.action = 'announcement_published'
		AND u.account_id = n.published_by AND u.reason = n.doc_no ORDER BY u.seq DESC LIMIT 1), x.name) AS publisher, n.published_at
FROM announcement AS n
JOIN agency AS g ON g.id = n.agency_id
JOIN account AS x ON x.id = n.published_by
WHERE n.batch_id = :batch_id ORDER BY n.id;

-- :name package_certificates
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :param after int
-- :param limit int
-- :row id int
-- :row certificate_no text
-- :row name text
-- :by officer
-- Published ones of this body's enterprises, in the order in which they were numbered.
SELECT t.id, coalesce(t.certificate_no, '') AS certificate_no, t.name
FROM announcement AS n JOIN title AS t ON t.announcement_id = n.id JOIN application AS a ON a.id = t.application_id
WHERE n.batch_id = :batch_id AND t.id > :after AND t.certificate_no IS NOT NULL
	AND (a.city_agency_id = :agency_id OR a.province_agency_id = :agency_id)
ORDER BY t.id LIMIT :limit;

-- :name package_file_put
-- :result exec
-- :param batch_id int
-- :param name text
-- :param sha256 text
-- :param size int
-- :param pages int
-- :param now int
-- :by system
INSERT INTO package_file (batch_id, name, sha256, size, pages, made_at)
VALUES (:batch_id, :name, :sha256, :size, :pages, :now)
ON CONFLICT (batch_id, name) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, pages = excluded.pages,
	made_at = excluded.made_at;

-- :name package_files
-- :result many
-- :param batch_id int
-- :row name text
-- :row sha256 text
-- :row pages int
-- :by system
-- The page shows those whose papers were found in the reader's scope.
SELECT name, sha256, pages FROM package_file WHERE batch_id = :batch_id ORDER BY name;

-- :name package_exports
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row at int
-- :row body text
-- :row actor text
-- :row file text
-- :row payload text
-- :by officer
-- Who took what away, newest first: by this body and those below it.
SELECT u.at, u.body, u.actor, u.reason AS file, u.payload
FROM audit AS u
WHERE u.object_kind = 'batch' AND u.object_id = :batch_id AND u.action = 'paper_exported'
	AND (u.agency_id = :agency_id OR u.agency_id IN (SELECT g.id FROM agency AS g WHERE g.parent_id = :agency_id))
ORDER BY u.seq DESC LIMIT 20;

-- :name list_by_hash
-- :result many
-- :param list_hash text
-- :row kind text
-- :row body text
-- :row title text
-- :row batch_title text
-- :row edition text
-- :row count int
-- :row at int
-- :row address text
-- :by public
-- Which list that went out has this hash: no more than stands on the paper itself.
SELECT 'publicity' AS kind, g.name AS body, p.title, b.title AS batch_title, b.edition,
	(SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id) AS count,
	coalesce(p.confirmed_at, 0) AS at, '/publicity/' || p.public_id AS address
FROM publicity AS p JOIN agency AS g ON g.id = p.agency_id JOIN batch AS b ON b.id = p.batch_id
WHERE p.list_hash = :list_hash AND p.state IN ('open', 'closed')
UNION ALL
SELECT 'recommendation', g.name, '', b.title, b.edition, r.count, coalesce(r.sent_at, 0), ''
FROM recommendation AS r JOIN agency AS g ON g.id = r.agency_id JOIN batch AS b ON b.id = r.batch_id
WHERE r.list_hash = :list_hash AND r.state IN ('sent', 'returned')
UNION ALL
SELECT 'announcement', g.name, n.title, b.title, b.edition, n.count, n.published_at, '/news/' || n.public_id
FROM announcement AS n JOIN agency AS g ON g.id = n.agency_id JOIN batch AS b ON b.id = n.batch_id
WHERE n.list_hash = :list_hash
LIMIT 10;

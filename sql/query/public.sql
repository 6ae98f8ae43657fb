-- What everybody may read: announcements, running publicity, figures, the bodies and their telephones.

-- :name public_publicity_running
-- :result many
-- :param now int
-- :row public_id text
-- :row title text
-- :row agency text
-- :row days int
-- :row unit text
-- :row provisional int
-- :row first_on text
-- :row last_on text
-- :row ends_at int
-- :row count int
-- :by public
SELECT p.public_id, p.title, a.name AS agency, p.days, p.unit, p.provisional, p.first_on, p.last_on, p.ends_at,
	(SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id) AS count
FROM publicity AS p JOIN agency AS a ON a.id = p.agency_id
WHERE p.state = 'open' AND p.ends_at > :now ORDER BY p.ends_at, p.id LIMIT 10;

-- :name news_list
-- :result many
-- :param before_at int
-- :param before_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row kind text
-- :row doc_no text
-- :row title text
-- :row issued_on text
-- :row published_at int
-- :row agency text
-- :by public
-- Newest first; the place after which the page goes on is the last row's time and id.
SELECT n.id, n.public_id, n.kind, n.doc_no, n.title, n.issued_on, n.published_at, a.name AS agency
FROM announcement AS n JOIN agency AS a ON a.id = n.agency_id
WHERE (n.published_at, n.id) < (:before_at, :before_id)
ORDER BY n.published_at DESC, n.id DESC LIMIT :limit;

-- :name news_by_public_id
-- :result one
-- :param public_id text
-- :row id int
-- :row batch_id int?
-- :row kind text
-- :row doc_no text
-- :row title text
-- :row body text
-- :row list_hash text
-- :row count int
-- :row chain_seq int
-- :row chain_hash text
-- :row issued_on text
-- :row agency text
-- :by public
SELECT n.id, n.batch_id, n.kind, n.doc_no, n.title, n.body, n.list_hash, n.count, n.chain_seq, n.chain_hash, n.issued_on,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'batch' AND u.object_id = n.batch_id AND u.action = 'announcement_published'
		AND u.account_id = n.published_by AND u.reason = n.doc_no ORDER BY u.seq DESC LIMIT 1), a.name) AS agency
FROM announcement AS n JOIN agency AS a ON a.id = n.agency_id
WHERE n.public_id = :public_id;

-- :name news_titles
-- :result many
-- :param announcement_id int
-- :param after int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row certificate_no text
-- :row edition text
-- :row valid_from text
-- :row valid_to text
-- :by public
-- The list of an announcement, in its order.
SELECT id, public_id, name, uscc, city, county, coalesce(certificate_no, '') AS certificate_no, edition, valid_from, valid_to
FROM title WHERE announcement_id = :announcement_id AND id > :after ORDER BY id LIMIT :limit;

-- :name public_titles_by_city
-- :result many
-- :param tier text
-- :row city text
-- :row n int
-- :by public
-- One pass over the index of the tier; most first.
SELECT city, count(*) AS n FROM registry WHERE tier = :tier AND city <> '' GROUP BY city ORDER BY n DESC, city LIMIT 100;

-- :name public_bodies
-- :result many
-- :param line text
-- :row id int
-- :row name text
-- :row level text
-- :row parent_id int?
-- :row division_code text
-- :row phone text
-- :row address text
-- :by public
SELECT id, name, level, parent_id, division_code, phone, address
FROM agency WHERE level IN ('province', 'city', 'county') AND line = :line AND active = 1
ORDER BY sort, id LIMIT 1000;

-- :name bodies_roots
-- :result many
-- :row id int
-- :row code text
-- :row name text
-- :row phone text
-- :by public
-- The provinces' bodies of both lines.
SELECT id, code, name, phone FROM agency WHERE level = 'province' AND line IN ('miit', 'st') AND active = 1
ORDER BY line, sort, id;

-- :name bodies_printed
-- :result many
-- :param parent_id int
-- :row name text
-- :row area text
-- :row phone text
-- :by public
-- The bodies below a province's, with the place that each answers for.
SELECT g.name, coalesce(d.name, '') AS area, g.phone
FROM agency AS g LEFT JOIN division AS d ON d.code = g.division_code
WHERE g.parent_id = :parent_id AND g.active = 1 ORDER BY g.sort, g.id;

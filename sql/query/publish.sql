-- 公告与证书: immutable once there.

-- :name announcement_put
-- :result one
-- :param public_id text
-- :param batch_id int?
-- :param agency_id int
-- :param kind text
-- :param doc_no text
-- :param title text
-- :param body text
-- :param list_hash text
-- :param count int
-- :param chain_seq int
-- :param chain_hash text
-- :param issued_on text
-- :param published_by int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO announcement (public_id, batch_id, agency_id, kind, doc_no, title, body, list_hash, count, chain_seq,
	chain_hash, issued_on, published_by, published_at)
VALUES (:public_id, :batch_id, :agency_id, :kind, :doc_no, :title, :body, :list_hash, :count, :chain_seq, :chain_hash,
	:issued_on, :published_by, :now)
RETURNING id;

-- :name announcements_of_batch
-- :result many
-- :param batch_id int
-- :row public_id text
-- :row doc_no text
-- :row title text
-- :row count int
-- :row issued_on text
-- :row list_hash text
-- :by public
SELECT public_id, doc_no, title, count, issued_on, list_hash FROM announcement WHERE batch_id = :batch_id ORDER BY id;

-- :name title_put
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :param application_id int
-- :param announcement_id int
-- :param tier text
-- :param tier_name text
-- :param edition text
-- :param batch_title text
-- :param name text
-- :param uscc text
-- :param province text
-- :param city text
-- :param county text
-- :param division_code text
-- :param certificate_no text
-- :param check_code text
-- :param valid_from text
-- :param valid_to text
-- :param listed_on text
-- :param source text
-- :param now int
-- :row id int
-- :by system
INSERT INTO title (public_id, enterprise_id, application_id, announcement_id, tier, tier_name, edition, batch_title, name,
	uscc, province, city, county, division_code, certificate_no, check_code, valid_from, valid_to, listed_on, state, source,
	recorded_at)
VALUES (:public_id, :enterprise_id, :application_id, :announcement_id, :tier, :tier_name, :edition, :batch_title, :name,
	:uscc, :province, :city, :county, :division_code, :certificate_no, :check_code, :valid_from, :valid_to, :listed_on, 'valid',
	:source, :now)
RETURNING id;

-- :name title_place
-- :result one
-- :param application_id int
-- :row enterprise_id int
-- :row division_code text
-- :row county text?
-- :row parent text?
-- :row city text
-- :row province text
-- :row has_county int
-- :by system
-- Where an enterprise stands in the register: the city is that of the body that recommended it, so that a county-level
-- city with a body of its own stands for itself.
SELECT a.enterprise_id, e.division_code, d.name AS county, u.name AS parent, coalesce(cd.name, cg.name) AS city,
	coalesce(pd.name, pg.name) AS province, CASE WHEN cg.division_code = e.division_code THEN 0 ELSE 1 END AS has_county
FROM application AS a
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN agency AS cg ON cg.id = a.city_agency_id
JOIN agency AS pg ON pg.id = a.province_agency_id
LEFT JOIN division AS d ON d.code = e.division_code
LEFT JOIN division AS u ON u.code = d.parent_code
LEFT JOIN division AS cd ON cd.code = cg.division_code
LEFT JOIN division AS pd ON pd.code = pg.division_code
WHERE a.id = :application_id;

-- :name title_numbering
-- :result one
-- :param application_id int
-- :row profile text
-- :row submitted_at int
-- :by system
-- What a number may be made of: the enterprise as the decided submission pinned it, and the day of that submission.
SELECT s.profile, s.submitted_at FROM application AS a JOIN submission AS s ON s.id = a.submission_id
WHERE a.id = :application_id;

-- :name certificate_by_no
-- :result opt
-- :param certificate_no text
-- :row title_id int
-- :row enterprise_id int?
-- :row edition text
-- :row opens_on text
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row check_code text
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :row issuer text?
-- :row province_agency_id int?
-- :row city_agency_id int?
-- :row county_agency_id int?
-- :row doc_no text?
-- :row issued_on text?
-- :row chain_seq int?
-- :row chain_hash text?
-- :by public
SELECT t.id AS title_id, t.enterprise_id, t.edition, coalesce(b.opens_on, '') AS opens_on, t.batch_title, t.name, t.uscc, t.check_code, t.valid_from, t.valid_to,
	t.state,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'batch' AND u.object_id = n.batch_id AND u.action = 'announcement_published'
		AND u.account_id = n.published_by AND u.reason = n.doc_no ORDER BY u.seq DESC LIMIT 1), g.name) AS issuer, a.province_agency_id, a.city_agency_id, a.county_agency_id, n.doc_no, n.issued_on,
	n.chain_seq, n.chain_hash
FROM title AS t
LEFT JOIN announcement AS n ON n.id = t.announcement_id
LEFT JOIN agency AS g ON g.id = n.agency_id
LEFT JOIN application AS a ON a.id = t.application_id LEFT JOIN batch AS b ON b.id = a.batch_id
WHERE t.certificate_no = :certificate_no;

-- :name titles_ended
-- :result many
-- :row certificate_no text
-- :row state text
-- :by public
-- Certificates that were taken back: what somebody who checks without us has to know.
SELECT certificate_no, state FROM title
WHERE state IN ('cancelled', 'revoked') AND certificate_no IS NOT NULL ORDER BY state, certificate_no LIMIT 100000;

-- Enterprises as they register and are verified.

-- :name enterprise_by_uscc
-- :result opt
-- :param uscc text
-- :row id int
-- :row public_id text
-- :row name text
-- :row source text
-- :row identity text
-- :row accounts int
-- :by system
-- With the number of its accounts: an imported one has none and may be taken over by its owner.
SELECT e.id, e.public_id, e.name, e.source, e.identity,
	(SELECT count(*) FROM account AS a WHERE a.enterprise_id = e.id) AS accounts
FROM enterprise AS e WHERE e.uscc = :uscc;

-- :name register_cities
-- :result many
-- :param line text
-- :row id int
-- :row name text
-- :row division_code text
-- :row division_name text
-- :row province_name text
-- :by public
-- Where one can register: the places of the city-level bodies of all provinces that have bodies of this line.
SELECT ag.id, ag.name, ag.division_code, COALESCE(d.name, ag.short_name) AS division_name, COALESCE(p.name, '') AS province_name
FROM agency AS ag
JOIN agency AS top ON top.id = ag.parent_id
LEFT JOIN division AS d ON d.code = ag.division_code
LEFT JOIN division AS p ON p.code = top.division_code
WHERE ag.level = 'city' AND ag.line = :line AND ag.active = 1
ORDER BY ag.parent_id, ag.sort, ag.id;

-- :name register_places
-- :result many
-- :param line text
-- :param division_code text
-- :row code text
-- :row name text
-- :by public
-- The county-level places of one city-level body, found by the place of the body.
SELECT d.code, d.name
FROM agency AS ag
JOIN agency_area AS aa ON aa.agency_id = ag.id AND aa.level = 'city'
JOIN division AS d ON d.code = aa.division_code
WHERE ag.level = 'city' AND ag.line = :line AND ag.division_code = :division_code AND ag.active = 1
ORDER BY d.sort, d.code;

-- :name enterprise_put
-- :result one
-- :param public_id text
-- :param uscc text
-- :param name text
-- :param legal_kind text
-- :param division_code text
-- :param county_agency_id int?
-- :param city_agency_id int
-- :param province_agency_id int
-- :param legal_rep text
-- :param contact text
-- :param contact_phone text
-- :param uscc_doubt text
-- :param now int
-- :row id int
-- :by system
INSERT INTO enterprise (public_id, uscc, name, legal_kind, division_code, county_agency_id, city_agency_id, province_agency_id,
	legal_rep, contact, contact_phone, uscc_doubt, source, identity_at, created_at, updated_at)
VALUES (:public_id, :uscc, :name, :legal_kind, :division_code, :county_agency_id, :city_agency_id, :province_agency_id,
	:legal_rep, :contact, :contact_phone, :uscc_doubt, 'register', :now, :now, :now)
RETURNING id;

-- :name enterprise_take_over
-- :result exec
-- :param id int
-- :param legal_kind text
-- :param claimed_name text
-- :param division_code text
-- :param county_agency_id int?
-- :param city_agency_id int
-- :param province_agency_id int
-- :param legal_rep text
-- :param contact text
-- :param contact_phone text
-- :param uscc_doubt text
-- :param now int
-- :by system
-- An imported enterprise gets its first account. Its name stays until a body has verified it.
UPDATE enterprise
SET legal_kind = :legal_kind, claimed_name = :claimed_name, division_code = :division_code,
	county_agency_id = :county_agency_id, city_agency_id = :city_agency_id, province_agency_id = :province_agency_id,
	legal_rep = :legal_rep, contact = :contact, contact_phone = :contact_phone, uscc_doubt = :uscc_doubt,
	identity = 'none', identity_at = :now, version = version + 1, updated_at = :now
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.enterprise_id = enterprise.id);

-- :name identity_own
-- :result one
-- :param enterprise_id int
-- :row id int
-- :row public_id text
-- :row uscc text
-- :row name text
-- :row claimed_name text
-- :row legal_kind text
-- :row legal_rep text
-- :row source text
-- :row identity text
-- :row identity_reason text
-- :row identity_at int
-- :row uscc_doubt text
-- :row body text
-- :row body_phone text
-- :by enterprise
-- Where the enterprise stands, and which body decides: its county's, or the city-level one where there is none.
SELECT e.id, e.public_id, e.uscc, e.name, e.claimed_name, e.legal_kind, e.legal_rep, e.source, e.identity, e.identity_reason,
	e.identity_at, e.uscc_doubt, COALESCE(g.name, '') AS body, COALESCE(g.phone, '') AS body_phone
FROM enterprise AS e LEFT JOIN agency AS g ON g.id = COALESCE(e.county_agency_id, e.city_agency_id)
WHERE e.id = :enterprise_id;

-- :name identity_file
-- :result exec
-- :param enterprise_id int
-- :param uscc text
-- :param name text
-- :param claimed_name text
-- :param legal_rep text
-- :param uscc_doubt text
-- :param now int
-- :by enterprise
UPDATE enterprise
SET uscc = :uscc, name = :name, claimed_name = :claimed_name, legal_rep = :legal_rep, uscc_doubt = :uscc_doubt,
	identity = 'pending', identity_reason = '', identity_at = :now, version = version + 1, updated_at = :now
WHERE id = :enterprise_id AND identity IN ('none', 'refused');

-- :name identity_decide
-- :result exec
-- :param id int
-- :param agency_id int
-- :param identity text
-- :param reason text
-- :param name text
-- :param now int
-- :by officer
UPDATE enterprise
SET identity = :identity, identity_reason = :reason, identity_at = :now, name = :name,
	claimed_name = CASE WHEN :identity = 'verified' THEN '' ELSE claimed_name END,
	version = version + 1, updated_at = :now
WHERE id = :id AND identity = 'pending' AND (county_agency_id = :agency_id OR city_agency_id = :agency_id);

-- :name identity_queue
-- :result many
-- :param agency_id int
-- :param identity text
-- :param after_at int
-- :param after_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row name text
-- :row claimed_name text
-- :row uscc text
-- :row uscc_doubt text
-- :row identity_at int
-- :row area text
-- :by officer
-- Oldest first: who has waited longest.
SELECT e.id, e.public_id, e.name, e.claimed_name, e.uscc, e.uscc_doubt, e.identity_at, COALESCE(d.name, '') AS area
FROM enterprise AS e LEFT JOIN division AS d ON d.code = e.division_code
WHERE (e.county_agency_id = :agency_id OR e.city_agency_id = :agency_id) AND e.identity = :identity
	AND (e.identity_at > :after_at OR (e.identity_at = :after_at AND e.id > :after_id))
ORDER BY e.identity_at, e.id LIMIT :limit;

-- :name identity_counts
-- :result many
-- :param agency_id int
-- :row identity text
-- :row n int
-- :by officer
SELECT e.identity, count(*) AS n FROM enterprise AS e
WHERE e.county_agency_id = :agency_id OR e.city_agency_id = :agency_id
GROUP BY e.identity ORDER BY e.identity;

-- :name identity_waiting
-- :result one
-- :param agency_id int
-- :row n int
-- :by officer
-- Of the body whose turn it is: the county's, or the city's where there is no county body.
SELECT (SELECT count(*) FROM enterprise AS e WHERE e.county_agency_id = :agency_id AND e.identity = 'pending') +
	(SELECT count(*) FROM enterprise AS e WHERE e.city_agency_id = :agency_id AND e.identity = 'pending'
		AND e.county_agency_id IS NULL) AS n;

-- :name identity_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row uscc text
-- :row name text
-- :row claimed_name text
-- :row legal_kind text
-- :row legal_rep text
-- :row legal_rep_phone text
-- :row contact text
-- :row contact_phone text
-- :row address text
-- :row source text
-- :row identity text
-- :row identity_reason text
-- :row identity_at int
-- :row uscc_doubt text
-- :row area text
-- :by officer
SELECT e.id, e.public_id, e.uscc, e.name, e.claimed_name, e.legal_kind, e.legal_rep, e.legal_rep_phone, e.contact,
	e.contact_phone, e.address, e.source, e.identity, e.identity_reason, e.identity_at, e.uscc_doubt,
	COALESCE(p.name, '') || COALESCE(d.name, '') AS area
FROM enterprise AS e
LEFT JOIN division AS d ON d.code = e.division_code
LEFT JOIN division AS p ON p.code = d.parent_code AND p.level <> 'province'
WHERE e.public_id = :public_id AND (e.county_agency_id = :agency_id OR e.city_agency_id = :agency_id);

-- :name identity_files
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row slot text
-- :row filename text
-- :row mime text
-- :row size int
-- :row sha256 text
-- :row uploaded_at int
-- :by enterprise
-- What proves who the enterprise is. A body reads it after identity_for_officer has found the enterprise.
SELECT public_id, slot, filename, mime, size, sha256, uploaded_at FROM evidence
WHERE owner_kind = 'enterprise' AND owner_id = :enterprise_id AND removed_at IS NULL ORDER BY id;

-- :name identity_file_remove
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param now int
-- :by enterprise
UPDATE evidence SET removed_at = :now
WHERE public_id = :public_id AND owner_kind = 'enterprise' AND owner_id = :enterprise_id AND removed_at IS NULL;

-- :name recover_bodies
-- :result many
-- :param line text
-- :param division_code text
-- :row name text
-- :row phone text
-- :row address text
-- :by public
-- Whom an enterprise asks that has lost its password: the city-level body of a place and its county bodies.
SELECT g.name, g.phone, g.address
FROM agency AS top JOIN agency AS g ON g.id = top.id OR g.parent_id = top.id
WHERE top.level = 'city' AND top.line = :line AND top.division_code = :division_code AND g.active = 1
ORDER BY g.level, g.sort, g.id;

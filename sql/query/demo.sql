-- The demonstration's own rows; everything else it makes goes through the use cases.

-- :name demo_enterprise_put
-- :result one
-- :param public_id text
-- :param uscc text
-- :param name text
-- :param division_code text
-- :param county_agency_id int?
-- :param city_agency_id int
-- :param province_agency_id int
-- :param address text
-- :param postcode text
-- :param established_on text
-- :param capital text
-- :param industry_code text
-- :param ownership text
-- :param legal_rep text
-- :param contact text
-- :param contact_phone text
-- :param main_product text
-- :param intro text
-- :param now int
-- :row id int
-- :by system
INSERT INTO enterprise (public_id, uscc, name, division_code, county_agency_id, city_agency_id, province_agency_id, address,
	postcode, established_on, capital, industry_code, ownership, legal_rep, contact, contact_phone, main_product, intro,
	identity, source, created_at, updated_at)
VALUES (:public_id, :uscc, :name, :division_code, :county_agency_id, :city_agency_id, :province_agency_id, :address,
	:postcode, :established_on, :capital, :industry_code, :ownership, :legal_rep, :contact, :contact_phone, :main_product,
	:intro, 'verified', 'demo', :now, :now)
RETURNING id;

-- :name demo_account_put
-- :result one
-- :param login text
-- :param role text
-- :param name text
-- :param password text
-- :param agency_id int?
-- :param enterprise_id int?
-- :param now int
-- :row id int
-- :by system
INSERT INTO account (login, role, name, password, email, contact_ok_at, agency_id, enterprise_id, demo, created_at)
VALUES (:login, :role, :name, :password, :login || '@example.invalid', :now, :agency_id, :enterprise_id, 1, :now)
RETURNING id;

-- :name demo_areas
-- :result many
-- :param line text
-- :param province_agency_id int
-- :row division_code text
-- :row city_agency_id int
-- :row county_agency_id int?
-- :row county_name text
-- :row city_short text
-- :by system
-- Every county-level place of a province with its bodies.
SELECT aa.division_code, aa.agency_id AS city_agency_id, ac.agency_id AS county_agency_id, d.name AS county_name,
	cd.name AS city_short
FROM agency AS ag
JOIN agency_area AS aa ON aa.agency_id = ag.id AND aa.level = 'city'
JOIN division AS d ON d.code = aa.division_code
JOIN division AS cd ON cd.code = ag.division_code
LEFT JOIN agency_area AS ac ON ac.line = aa.line AND ac.division_code = aa.division_code AND ac.level = 'county'
WHERE ag.parent_id = :province_agency_id AND ag.level = 'city' AND aa.line = :line
ORDER BY aa.division_code;

-- :name demo_targets
-- :result many
-- :param edition text
-- :param year int
-- :row agency_id int
-- :row n int
-- :by system
SELECT agency_id, n FROM target WHERE edition = :edition AND year = :year;

-- :name demo_first_account
-- :result opt
-- :row id int
-- :by system
-- :plan scan one row is enough
SELECT id FROM account LIMIT 1;

-- :name demo_waiting
-- :result one
-- :param agency_id int
-- :param batch_id int
-- :param state text
-- :row n int
-- :by officer
SELECT COUNT(*) AS n FROM (SELECT 1 FROM caseload
	WHERE agency_id = :agency_id AND state = :state AND batch_id = :batch_id LIMIT 1) AS t;

-- :name demo_publicity
-- :result opt
-- :param agency_id int
-- :param batch_id int
-- :row public_id text
-- :by officer
SELECT public_id FROM publicity WHERE batch_id = :batch_id AND agency_id = :agency_id AND state = 'open'
ORDER BY id DESC LIMIT 1;

-- :name demo_recommendation
-- :result opt
-- :param agency_id int
-- :param batch_id int
-- :row public_id text
-- :by officer
SELECT public_id FROM recommendation WHERE batch_id = :batch_id AND agency_id = :agency_id AND state = 'sent'
ORDER BY id DESC LIMIT 1;

-- :name demo_firms_of_county
-- :result many
-- :param line text
-- :param division_code text
-- :param limit int
-- :row uscc text
-- :row name text
-- :by system
SELECT e.uscc, e.name FROM agency_area AS aa JOIN enterprise AS e ON e.county_agency_id = aa.agency_id
WHERE aa.line = :line AND aa.division_code = :division_code AND aa.level = 'county' ORDER BY e.id LIMIT :limit;

-- :name demo_fillers
-- :result many
-- :param agency_id int
-- :row account_id int
-- :row name text
-- :row enterprise_id int
-- :row enterprise text
-- :by officer
-- Who fills in for the enterprises of a county, those with a login that is told first.
SELECT a.id AS account_id, a.name, e.id AS enterprise_id, e.name AS enterprise
FROM enterprise AS e JOIN account AS a ON a.enterprise_id = e.id AND a.role = 'filler'
WHERE e.county_agency_id = :agency_id ORDER BY CASE WHEN a.password <> '' THEN 0 ELSE 1 END, a.id LIMIT 3;

-- :name demo_holders
-- :result many
-- :param city_agency_id int
-- :param limit int
-- :row title_id int
-- :row enterprise_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row county_agency_id int?
-- :row filler_id int
-- :row contact text
-- :row legal_id int
-- :row legal_rep text
-- :by system
-- Who holds a title in a city, the longest known first.
SELECT t.id AS title_id, e.id AS enterprise_id, e.public_id, e.name, e.uscc, e.county_agency_id, f.id AS filler_id,
	f.name AS contact, l.id AS legal_id, l.name AS legal_rep
FROM enterprise AS e
JOIN title AS t ON t.enterprise_id = e.id AND t.state = 'valid'
JOIN account AS f ON f.enterprise_id = e.id AND f.role = 'filler'
JOIN account AS l ON l.enterprise_id = e.id AND l.role = 'legal_rep'
WHERE e.city_agency_id = :city_agency_id ORDER BY e.id LIMIT :limit;

-- :name demo_ban
-- :result opt
-- :param uscc text
-- :row id int
-- :by system
SELECT id FROM ban WHERE uscc = :uscc ORDER BY id DESC LIMIT 1;

-- :name demo_account_known
-- :result exec
-- :param id int
-- :by system
-- The password of the demonstration is no secret: nobody has to change it.
UPDATE account SET must_change = 0 WHERE id = :id;

-- :name demo_yearly_report
-- :result opt
-- :param agency_id int
-- :row public_id text
-- :by officer
-- The newest that a body owes.
SELECT public_id FROM yearly_report WHERE agency_id = :agency_id ORDER BY id DESC LIMIT 1;

-- :name demo_permission
-- :result one
-- :param enterprise_id int
-- :row public_id text
-- :by enterprise
-- The one that was asked last.
SELECT public_id FROM permission WHERE enterprise_id = :enterprise_id ORDER BY id DESC LIMIT 1;

-- :name demo_enterprise_of
-- :result opt
-- :param login text
-- :row name text
-- :row uscc text
-- :row county text
-- :row city text
-- :by system
-- The enterprise of somebody who signs in, with its place as lists write it.
SELECT e.name, e.uscc, d.name AS county, c.name AS city
FROM account AS a JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN division AS d ON d.code = e.division_code JOIN division AS c ON c.code = d.parent_code
WHERE a.login = :login;

-- :name demo_title_of
-- :result opt
-- :param enterprise_id int
-- :param day text
-- :row id int
-- :by system
-- The enterprise's newest title that is in force on a day.
SELECT id FROM title WHERE enterprise_id = :enterprise_id AND state = 'valid' AND valid_from <= :day
	AND (valid_to = '' OR valid_to >= :day) ORDER BY id DESC LIMIT 1;

-- Answers of a file, and what an enterprise has stated before.

-- :name application_facts
-- :result many
-- :param application_id int
-- :row fact text
-- :row year int
-- :row value text
-- :row updated_at int
-- :by system
-- Scope has been checked by the statement that found the file.
SELECT fact, year, value, updated_at FROM application_fact WHERE application_id = :application_id
ORDER BY fact, year;

-- :name application_fact_put
-- :result exec
-- :param application_id int
-- :param fact text
-- :param year int
-- :param value text
-- :param now int
-- :by system
INSERT INTO application_fact (application_id, fact, year, value, updated_at)
VALUES (:application_id, :fact, :year, :value, :now)
ON CONFLICT (application_id, fact, year) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at;

-- :name application_fact_remove
-- :result exec
-- :param application_id int
-- :param fact text
-- :param year int
-- :by system
DELETE FROM application_fact WHERE application_id = :application_id AND fact = :fact AND year = :year;

-- :name enterprise_facts
-- :result many
-- :param enterprise_id int
-- :row fact text
-- :row year int
-- :row value text
-- :row source text
-- :row updated_at int
-- :by enterprise
SELECT fact, year, value, source, updated_at FROM enterprise_fact WHERE enterprise_id = :enterprise_id
ORDER BY fact, year;

-- :name enterprise_fact_put
-- :result exec
-- :param enterprise_id int
-- :param fact text
-- :param year int
-- :param value text
-- :param source text
-- :param now int
-- :by enterprise
INSERT INTO enterprise_fact (enterprise_id, fact, year, value, source, updated_at)
VALUES (:enterprise_id, :fact, :year, :value, :source, :now)
ON CONFLICT (enterprise_id, fact, year) DO UPDATE SET value = excluded.value, source = excluded.source,
	updated_at = excluded.updated_at;

-- :name profile_of_enterprise
-- :result one
-- :param enterprise_id int
-- :row id int
-- :row public_id text
-- :row uscc text
-- :row name text
-- :row division_code text
-- :row county_agency_id int?
-- :row city_agency_id int?
-- :row province_agency_id int?
-- :row address text
-- :row postcode text
-- :row established_on text
-- :row capital text
-- :row industry_code text
-- :row ownership text
-- :row legal_rep text
-- :row legal_rep_phone text
-- :row contact text
-- :row contact_phone text
-- :row contact_email text
-- :row main_product text
-- :row intro text
-- :row identity text
-- :row version int
-- :row updated_at int
-- :by enterprise
SELECT id, public_id, uscc, name, division_code, county_agency_id, city_agency_id, province_agency_id, address, postcode,
	established_on, capital, industry_code, ownership, legal_rep, legal_rep_phone, contact, contact_phone, contact_email,
	main_product, intro, identity, version, updated_at
FROM enterprise WHERE id = :enterprise_id;

-- :name profile_update
-- :result exec
-- :param enterprise_id int
-- :param version int
-- :param division_code text
-- :param county_agency_id int?
-- :param city_agency_id int?
-- :param province_agency_id int?
-- :param address text
-- :param postcode text
-- :param established_on text
-- :param capital text
-- :param industry_code text
-- :param ownership text
-- :param legal_rep text
-- :param legal_rep_phone text
-- :param contact text
-- :param contact_phone text
-- :param contact_email text
-- :param main_product text
-- :param intro text
-- :param now int
-- :by enterprise
UPDATE enterprise
SET division_code = :division_code, county_agency_id = :county_agency_id, city_agency_id = :city_agency_id,
	province_agency_id = :province_agency_id, address = :address, postcode = :postcode,
	established_on = :established_on, capital = :capital, industry_code = :industry_code, ownership = :ownership,
	legal_rep = :legal_rep, legal_rep_phone = :legal_rep_phone, contact = :contact, contact_phone = :contact_phone,
	contact_email = :contact_email, main_product = :main_product, intro = :intro, version = version + 1,
	updated_at = :now
WHERE id = :enterprise_id AND version = :version;

-- :name industry_name
-- :result opt
-- :param code text
-- :row name text
-- :by public
SELECT name FROM industry WHERE code = :code;

-- :name industries_like
-- :result many
-- :param word text
-- :row code text
-- :row name text
-- :by public
-- :plan scan two thousand rows of reference data, on request
-- Classes (four digits) whose code begins with the word or whose name contains it.
SELECT code, name FROM industry
WHERE level = 4 AND (name LIKE '%' || :word || '%' OR code LIKE :word || '%') ORDER BY code LIMIT 50;

-- :name messages_of_account
-- :result many
-- :param account_id int
-- :row id int
-- :row at int
-- :row subject text
-- :row body text
-- :row link text
-- :row read_at int?
-- :by system
-- The account is the reader's own.
SELECT id, at, subject, body, link, read_at FROM message WHERE account_id = :account_id
ORDER BY at DESC, id DESC LIMIT 200;

-- :name messages_unread
-- :result one
-- :param account_id int
-- :row n int
-- :by system
SELECT count(*) AS n FROM message WHERE account_id = :account_id AND read_at IS NULL;

-- :name messages_read
-- :result exec
-- :param account_id int
-- :param id int
-- :param now int
-- :by system
-- One message, or all of them (id 0).
UPDATE message SET read_at = :now
WHERE account_id = :account_id AND read_at IS NULL AND (:id = 0 OR id = :id);

-- :name titles_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row tier text
-- :row tier_name text
-- :row batch_title text
-- :row certificate_no text?
-- :row check_code text
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :by enterprise
SELECT public_id, tier, tier_name, batch_title, certificate_no, check_code, valid_from, valid_to, state
FROM title WHERE enterprise_id = :enterprise_id ORDER BY id DESC LIMIT 100;

-- :name profile_places
-- :result many
-- :param line text
-- :param province_agency_id int?
-- :row code text
-- :row name text
-- :row city text?
-- :by public
-- :plan scan the areas of one line, a few hundred rows of reference data
-- County-level places that a body of this line answers for; of one province when it is known.
SELECT d.code, d.name, p.name AS city
FROM agency_area AS aa
JOIN agency AS ag ON ag.id = aa.agency_id
JOIN division AS d ON d.code = aa.division_code
LEFT JOIN division AS p ON p.code = d.parent_code AND p.level <> 'province'
WHERE aa.line = :line AND aa.level = 'city'
	AND (CAST(:province_agency_id AS INTEGER) IS NULL OR ag.parent_id = :province_agency_id)
ORDER BY d.code;

-- What comes in from files: enterprises and lists of titles.

-- :name import_enterprise_find
-- :result opt
-- :param uscc text
-- :row id int
-- :row public_id text
-- :row name text
-- :row address text
-- :row established_on text
-- :row capital text
-- :row division_code text
-- :row source text
-- :by system
SELECT id, public_id, name, address, established_on, capital, division_code, source FROM enterprise WHERE uscc = :uscc;

-- :name import_enterprise_put
-- :result one
-- :param public_id text
-- :param uscc text
-- :param name text
-- :param division_code text
-- :param county_agency_id int?
-- :param city_agency_id int?
-- :param province_agency_id int?
-- :param address text
-- :param established_on text
-- :param capital text
-- :param uscc_doubt text
-- :param now int
-- :row id int
-- :by system
INSERT INTO enterprise (public_id, uscc, name, division_code, county_agency_id, city_agency_id, province_agency_id, address,
	established_on, capital, uscc_doubt, source, created_at, updated_at)
VALUES (:public_id, :uscc, :name, :division_code, :county_agency_id, :city_agency_id, :province_agency_id, :address,
	:established_on, :capital, :uscc_doubt, 'import', :now, :now)
RETURNING id;

-- :name import_enterprise_update
-- :result exec
-- :param id int
-- :param name text
-- :param address text
-- :param established_on text
-- :param capital text
-- :param now int
-- :by system
-- Only rows that came by import: what an enterprise has stated itself is not overwritten.
UPDATE enterprise SET name = :name, address = :address, established_on = :established_on, capital = :capital,
	updated_at = :now, version = version + 1
WHERE id = :id AND source = 'import';

-- :name import_province
-- :result opt
-- :param name text
-- :row code text
-- :by system
-- The two digits that the codes of a province begin with.
SELECT substr(code, 1, 2) AS code FROM division WHERE name = :name AND level = 'province';

-- :name import_title_put
-- :result many
-- :param public_id text
-- :param enterprise_id int?
-- :param tier text
-- :param tier_name text
-- :param batch_title text
-- :param name text
-- :param uscc text
-- :param province text
-- :param city text
-- :param county text
-- :param division_code text
-- :param valid_from text
-- :param valid_to text
-- :param state text
-- :param source text
-- :param now int
-- :row id int
-- :by system
-- No row comes back when the same name stands in the same list already.
INSERT INTO title (public_id, enterprise_id, tier, tier_name, batch_title, name, uscc, province, city, county, division_code,
	valid_from, valid_to, state, source, recorded_at)
VALUES (:public_id, :enterprise_id, :tier, :tier_name, :batch_title, :name, :uscc, :province, :city, :county,
	:division_code, :valid_from, :valid_to, :state, :source, :now)
ON CONFLICT DO NOTHING
RETURNING id;

-- :name import_title_find
-- :result opt
-- :param tier text
-- :param batch_title text
-- :param uscc text
-- :row id int
-- :by system
-- A list with codes: the same enterprise once per list.
SELECT id FROM title WHERE uscc = :uscc AND tier = :tier AND batch_title = :batch_title;

-- :name import_title_complete
-- :result opt
-- :param tier text
-- :param batch_title text
-- :param county text
-- :param name text
-- :param city text
-- :param division_code text
-- :param uscc text
-- :param enterprise_id int?
-- :row id int
-- :by system
-- The same name stood in the same list without a code, which is known now.
UPDATE title SET uscc = :uscc, enterprise_id = :enterprise_id,
	division_code = CASE WHEN division_code = '' THEN :division_code ELSE division_code END, city = CASE WHEN city = '' THEN :city ELSE city END
WHERE tier = :tier AND batch_title = :batch_title AND county = :county AND name = :name AND uscc = ''
	AND enterprise_id IS NULL
RETURNING id;

-- :name listed_find
-- :result opt
-- :param uscc text
-- :param kind text
-- :param since_on text
-- :row reason text
-- :row source text
-- :row removed_on text
-- :by system
SELECT reason, source, removed_on FROM listed WHERE uscc = :uscc AND kind = :kind AND since_on = :since_on;

-- :name listed_put
-- :result exec
-- :param uscc text
-- :param kind text
-- :param since_on text
-- :param reason text
-- :param source text
-- :param removed_on text
-- :param now int
-- :by system
INSERT INTO listed (uscc, kind, since_on, reason, source, recorded_at, removed_on)
VALUES (:uscc, :kind, :since_on, :reason, :source, :now, :removed_on)
ON CONFLICT (uscc, kind, since_on) DO UPDATE SET reason = excluded.reason, source = excluded.source,
	removed_on = excluded.removed_on;

-- :name import_adopt_titles
-- :result exec
-- :param enterprise_id int
-- :param uscc text
-- :param division_code text
-- :by system
-- Titles of lists that came before the enterprise was known here.
UPDATE title SET enterprise_id = :enterprise_id,
	division_code = CASE WHEN division_code = '' THEN :division_code ELSE division_code END
WHERE uscc = :uscc AND uscc <> '' AND enterprise_id IS NULL;

-- :name import_adopt_duties
-- :result exec
-- :param enterprise_id int
-- :param uscc text
-- :by system
UPDATE update_duty SET enterprise_id = :enterprise_id
WHERE title_id IN (SELECT t.id FROM title AS t WHERE t.uscc = :uscc AND t.uscc <> '') AND enterprise_id IS NULL;

-- :name import_adopt_cases
-- :result exec
-- :param enterprise_id int
-- :param uscc text
-- :by system
-- What is open; what is decided stays as it was written.
UPDATE case_file SET enterprise_id = :enterprise_id
WHERE uscc = :uscc AND uscc <> '' AND enterprise_id IS NULL AND state NOT IN ('decided', 'refused');

-- Events of enterprises, their consent, and the lists that follow from a library of titles.

-- :name follow_enterprise
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row county_agency_id int?
-- :row city_agency_id int
-- :row province_agency_id int
-- :by officer
-- An enterprise that has submitted something to this body, or in its line before it moved into the body's places; with the
-- bodies of its latest file, those of its place now where they are of the same province.
SELECT e.id, e.public_id, e.name, e.uscc,
	CASE WHEN cg.id IS NULL THEN a.county_agency_id ELSE county.agency_id END AS county_agency_id,
	coalesce(cg.id, a.city_agency_id) AS city_agency_id, a.province_agency_id
FROM enterprise AS e JOIN application AS a ON a.enterprise_id = e.id
JOIN agency AS me ON me.id = :agency_id JOIN agency AS pg ON pg.id = a.province_agency_id AND pg.line = me.line
LEFT JOIN agency_area AS city ON city.line = me.line AND city.level = 'city' AND city.division_code = e.division_code
LEFT JOIN agency AS cg ON cg.id = city.agency_id AND cg.parent_id = a.province_agency_id
LEFT JOIN agency_area AS county ON county.line = me.line AND county.level = 'county' AND county.division_code = e.division_code
WHERE e.public_id = :public_id AND EXISTS (SELECT 1 FROM caseload AS c WHERE c.application_id = a.id AND c.submitted_at > 0
	AND (c.agency_id = :agency_id OR EXISTS (SELECT 1 FROM body_place AS w WHERE w.agency_id = :agency_id
		AND w.division_code = e.division_code)))
ORDER BY a.id DESC LIMIT 1;

-- :name follow_tag_put
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :param agency_id int
-- :param kind text
-- :param on_date text
-- :param amount text
-- :param note text
-- :param account_id int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO follow_tag (public_id, enterprise_id, agency_id, kind, on_date, amount, note, created_by, created_at)
VALUES (:public_id, :enterprise_id, :agency_id, :kind, :on_date, :amount, :note, :account_id, :now)
RETURNING id;

-- :name follow_scope_put
-- :result exec
-- :param agency_id int
-- :param tag_id int
-- :by system
INSERT INTO follow_scope (agency_id, tag_id) VALUES (:agency_id, :tag_id) ON CONFLICT DO NOTHING;

-- :name follow_tag_end
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param agency_id int
-- :param on_date text
-- :param reason text
-- :param account_id int
-- :by officer
-- Only the body that noted it.
UPDATE follow_tag SET ended_on = :on_date, ended_reason = :reason, ended_by = :account_id
WHERE public_id = :public_id AND enterprise_id = :enterprise_id AND agency_id = :agency_id AND ended_on = ''
	AND on_date <= :on_date;

-- :name follow_tags_of
-- :result many
-- :param enterprise_id int
-- :param agency_id int
-- :row public_id text
-- :row agency_id int
-- :row body text
-- :row kind text
-- :row on_date text
-- :row amount text
-- :row note text
-- :row ended_on text
-- :row ended_reason text
-- :by officer
SELECT t.public_id, t.agency_id, g.name AS body, t.kind, t.on_date, t.amount, t.note, t.ended_on, t.ended_reason
FROM follow_tag AS t JOIN follow_scope AS s ON s.tag_id = t.id AND s.agency_id = :agency_id
JOIN agency AS g ON g.id = t.agency_id
WHERE t.enterprise_id = :enterprise_id ORDER BY t.id DESC LIMIT 500;

-- :name follow_tags_own
-- :result many
-- :param enterprise_id int
-- :row body text
-- :row kind text
-- :row on_date text
-- :row amount text
-- :row note text
-- :row ended_on text
-- :row ended_reason text
-- :by enterprise
SELECT g.name AS body, t.kind, t.on_date, t.amount, t.note, t.ended_on, t.ended_reason
FROM follow_tag AS t JOIN agency AS g ON g.id = t.agency_id
WHERE t.enterprise_id = :enterprise_id ORDER BY t.id DESC LIMIT 500;

-- :name follow_list
-- :result many
-- :param agency_id int
-- :param kind text
-- :param ended int
-- :row enterprise text
-- :row name text
-- :row uscc text
-- :row body text
-- :row kind text
-- :row on_date text
-- :row amount text
-- :row note text
-- :row ended_on text
-- :by officer
-- kind '': every one; ended 0: those that hold.
SELECT e.public_id AS enterprise, e.name, e.uscc, g.name AS body, t.kind, t.on_date, t.amount, t.note, t.ended_on
FROM follow_scope AS s JOIN follow_tag AS t ON t.id = s.tag_id
JOIN enterprise AS e ON e.id = t.enterprise_id JOIN agency AS g ON g.id = t.agency_id
WHERE s.agency_id = :agency_id AND (:kind = '' OR t.kind = :kind) AND (:ended = 1 OR t.ended_on = '')
ORDER BY s.tag_id DESC LIMIT 20000;

-- :name reserve_list
-- :result many
-- :param agency_id int
-- :param tier text
-- :param today text
-- :param without text
-- :param consented int
-- :row enterprise text
-- :row name text
-- :row uscc text
-- :row city text
-- :row county text
-- :row certificate_no text
-- :row valid_to text
-- :row contact text
-- :row contact_phone text
-- :row ip int
-- :row projects int
-- :row tech_staff int
-- :row coached int
-- :row consented_at int?
-- :by officer
-- Enterprises in this body's places, of the files of its line, whose title of a tier is in force; without an honour of a kind; or only those
-- that agreed to be named to financing partners. Counts are of what the enterprise lists itself.
SELECT e.public_id AS enterprise, t.name, t.uscc, t.city, t.county, coalesce(t.certificate_no, '') AS certificate_no, t.valid_to,
	e.contact, e.contact_phone,
	(SELECT count(*) FROM list_item AS i WHERE i.enterprise_id = e.id AND i.list = 'ip' AND i.removed_at IS NULL) AS ip,
	(SELECT count(*) FROM rd_project AS p WHERE p.enterprise_id = e.id AND p.removed_at IS NULL) AS projects,
	coalesce((SELECT q.tech_end FROM staff_quarter AS q WHERE q.enterprise_id = e.id AND q.tech_end IS NOT NULL
		ORDER BY q.year DESC, q.quarter DESC LIMIT 1), 0) AS tech_staff,
	(SELECT count(*) FROM coaching AS k JOIN agency AS g ON g.id = k.agency_id
		JOIN agency AS me ON me.id = :agency_id AND me.line = g.line WHERE k.uscc = t.uscc) AS coached,
	(SELECT n.given_at FROM consent AS n WHERE n.enterprise_id = e.id AND n.purpose = 'financing' AND n.withdrawn_at IS NULL)
		AS consented_at
FROM body_place AS w CROSS JOIN enterprise AS e ON e.division_code = w.division_code CROSS JOIN title AS t ON t.enterprise_id = e.id
JOIN application AS f ON f.id = t.application_id JOIN agency AS pg ON pg.id = f.province_agency_id
JOIN agency AS own ON own.id = w.agency_id AND own.line = pg.line
WHERE w.agency_id = :agency_id AND t.tier = :tier AND t.state IN ('valid', 'renewing')
	AND t.valid_from <= :today AND (t.valid_to = '' OR t.valid_to >= :today)
	AND (:without = '' OR NOT EXISTS (SELECT 1 FROM list_item AS h WHERE h.enterprise_id = e.id AND h.list = 'honours'
		AND h.kind = :without AND h.removed_at IS NULL AND (h.valid_until = '' OR h.valid_until >= :today)))
	AND (:consented = 0 OR EXISTS (SELECT 1 FROM consent AS n WHERE n.enterprise_id = e.id AND n.purpose = 'financing'
		AND n.withdrawn_at IS NULL))
ORDER BY t.name;

-- :name consent_in_force
-- :result opt
-- :param enterprise_id int
-- :param purpose text
-- :row given_at int
-- :row giver text
-- :by enterprise
SELECT n.given_at, a.name AS giver FROM consent AS n JOIN account AS a ON a.id = n.given_by
WHERE n.enterprise_id = :enterprise_id AND n.purpose = :purpose AND n.withdrawn_at IS NULL;

-- :name consent_give
-- :result exec
-- :param enterprise_id int
-- :param purpose text
-- :param account_id int
-- :param now int
-- :by enterprise
INSERT INTO consent (enterprise_id, purpose, given_at, given_by) VALUES (:enterprise_id, :purpose, :now, :account_id)
ON CONFLICT DO NOTHING;

-- :name consent_withdraw
-- :result exec
-- :param enterprise_id int
-- :param purpose text
-- :param account_id int
-- :param now int
-- :by enterprise
UPDATE consent SET withdrawn_at = :now, withdrawn_by = :account_id
WHERE enterprise_id = :enterprise_id AND purpose = :purpose AND withdrawn_at IS NULL;

-- --- 征求同意

-- :name permission_put
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param agency_id int
-- :param purpose text
-- :param on_date text
-- :param what text
-- :param account_id int
-- :param now int
-- :by officer
INSERT INTO permission (public_id, enterprise_id, agency_id, purpose, on_date, what, state, asked_at, asked_by)
VALUES (:public_id, :enterprise_id, :agency_id, :purpose, :on_date, :what, 'asked', :now, :account_id);

-- :name permissions_of_body
-- :result many
-- :param enterprise_id int
-- :param agency_id int
-- :row public_id text
-- :row purpose text
-- :row on_date text
-- :row what text
-- :row state text
-- :row asked_at int
-- :row answer text
-- :row answered_at int?
-- :row done_note text
-- :by officer
-- What this body asked of one enterprise.
SELECT public_id, purpose, on_date, what, state, asked_at, answer, answered_at, done_note FROM permission
WHERE agency_id = :agency_id AND enterprise_id = :enterprise_id ORDER BY id DESC LIMIT 200;

-- :name permission_close
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param agency_id int
-- :param state text
-- :param note text
-- :param now int
-- :by officer
-- 'done' only of what is agreed to now; 'dropped' of what is not over yet.
UPDATE permission SET state = :state, done_at = :now, done_note = :note
WHERE public_id = :public_id AND enterprise_id = :enterprise_id AND agency_id = :agency_id
	AND (state = 'agreed' OR (state = 'asked' AND :state = 'dropped'));

-- :name permissions_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row body text
-- :row purpose text
-- :row on_date text
-- :row state text
-- :row asked_at int
-- :by enterprise
SELECT p.public_id, g.name AS body, p.purpose, p.on_date, p.state, p.asked_at
FROM permission AS p JOIN agency AS g ON g.id = p.agency_id
WHERE p.enterprise_id = :enterprise_id ORDER BY p.id DESC LIMIT 200;

-- :name permission_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row enterprise text
-- :row agency_id int
-- :row body text
-- :row body_phone text
-- :row purpose text
-- :row on_date text
-- :row what text
-- :row state text
-- :row asked_at int
-- :row answer text
-- :row answered_at int?
-- :row answerer text
-- :row done_note text
-- :by enterprise
SELECT p.id, e.public_id AS enterprise, p.agency_id, g.name AS body, g.phone AS body_phone, p.purpose, p.on_date, p.what, p.state, p.asked_at, p.answer, p.answered_at,
	coalesce(a.name, '') AS answerer, p.done_note
FROM permission AS p JOIN agency AS g ON g.id = p.agency_id JOIN enterprise AS e ON e.id = p.enterprise_id
LEFT JOIN account AS a ON a.id = p.answered_by
WHERE p.public_id = :public_id AND p.enterprise_id = :enterprise_id;

-- :name permission_answer
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param from_state text
-- :param state text
-- :param answer text
-- :param account_id int
-- :param now int
-- :by enterprise
UPDATE permission SET state = :state, answer = :answer, answered_at = :now, answered_by = :account_id
WHERE id = :id AND enterprise_id = :enterprise_id AND state = :from_state;

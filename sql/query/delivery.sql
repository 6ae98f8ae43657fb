-- 送达 and contact: what was sent and seen, and who cannot be reached.

-- :name delivery_put
-- :result exec
-- :param receipt_no text
-- :param enterprise_id int
-- :param owner_id int
-- :param object_kind text
-- :param object_id int
-- :param object text
-- :param subject text
-- :param now int
-- :by system
-- `people`: who can open it; accounts of an enterprise that no body has verified cannot.
INSERT INTO delivery (receipt_no, enterprise_id, agency_id, object_kind, object_id, object, subject, sent_at, people)
VALUES (:receipt_no, :enterprise_id, :owner_id, :object_kind, :object_id, :object, :subject, :now,
	(SELECT count(*) FROM account AS a JOIN enterprise AS e ON e.id = a.enterprise_id
		WHERE a.enterprise_id = :enterprise_id AND a.active = 1 AND e.identity = 'verified'));

-- :name delivery_waiting
-- :result many
-- :param enterprise_id int
-- :param object_kind text
-- :param object text
-- :row id int
-- :row receipt_no text
-- :row object_id int
-- :row subject text
-- :by enterprise
SELECT id, receipt_no, object_id, subject FROM delivery
WHERE object_kind = :object_kind AND object = :object AND enterprise_id = :enterprise_id AND served_at IS NULL ORDER BY id LIMIT 20;

-- :name delivery_served
-- :result exec
-- :param id int
-- :param at int
-- :param name text
-- :param way text
-- :by system
UPDATE delivery SET served_at = :at, served_name = :name, way = :way WHERE id = :id AND served_at IS NULL;

-- :name deliveries_of_object
-- :result many
-- :param object_kind text
-- :param object text
-- :row id int
-- :row receipt_no text
-- :row subject text
-- :row sent_at int
-- :row people int
-- :row served_at int?
-- :row served_name text
-- :row way text
-- :by system
-- The object itself was loaded in the reader's scope.
SELECT id, receipt_no, subject, sent_at, people, served_at, served_name, way FROM delivery
WHERE object_kind = :object_kind AND object = :object ORDER BY id LIMIT 50;

-- :name deliveries_of_body
-- :result many
-- :param agency_id int
-- :param before int
-- :param limit int
-- :row id int
-- :row receipt_no text
-- :row name text
-- :row uscc text
-- :row phone text
-- :row object_kind text
-- :row object text
-- :row subject text
-- :row sent_at int
-- :row people int
-- :row served_at int?
-- :row served_name text
-- :row way text
-- :row readable int
-- :by officer
-- Newest first. `readable` 0: the case moved to other bodies with its enterprise.
SELECT d.id, d.receipt_no, e.name, e.uscc, e.contact_phone AS phone, d.object_kind, d.object, d.subject, d.sent_at, d.people,
	d.served_at, d.served_name, d.way, CASE WHEN d.object_kind <> 'case' OR EXISTS (SELECT 1 FROM case_file AS f WHERE f.id = d.object_id
		AND :agency_id IN (f.county_agency_id, f.city_agency_id, f.province_agency_id)) THEN 1 ELSE 0 END AS readable
FROM delivery AS d JOIN enterprise AS e ON e.id = d.enterprise_id
WHERE d.agency_id = :agency_id AND d.id < :before ORDER BY d.id DESC LIMIT :limit;

-- :name deliveries_open
-- :result many
-- :param agency_id int
-- :param before int
-- :param limit int
-- :row id int
-- :row receipt_no text
-- :row name text
-- :row uscc text
-- :row phone text
-- :row object_kind text
-- :row object text
-- :row subject text
-- :row sent_at int
-- :row people int
-- :row served_at int?
-- :row served_name text
-- :row way text
-- :row readable int
-- :by officer
-- Those that nobody has opened.
SELECT d.id, d.receipt_no, e.name, e.uscc, e.contact_phone AS phone, d.object_kind, d.object, d.subject, d.sent_at, d.people,
	d.served_at, d.served_name, d.way, CASE WHEN d.object_kind <> 'case' OR EXISTS (SELECT 1 FROM case_file AS f WHERE f.id = d.object_id
		AND :agency_id IN (f.county_agency_id, f.city_agency_id, f.province_agency_id)) THEN 1 ELSE 0 END AS readable
FROM delivery AS d JOIN enterprise AS e ON e.id = d.enterprise_id
WHERE d.agency_id = :agency_id AND d.served_at IS NULL AND d.id < :before ORDER BY d.id DESC LIMIT :limit;

-- :name delivery_open_count
-- :result one
-- :param agency_id int
-- :row n int
-- :by officer
SELECT count(*) AS n FROM delivery WHERE agency_id = :agency_id AND served_at IS NULL;

-- :name case_term_put
-- :result exec
-- :param id int
-- :param n int
-- :param unit text
-- :param counted_from text
-- :by system
UPDATE case_file SET term_n = :n, term_unit = :unit, term_from = :counted_from WHERE id = :id;

-- :name case_served
-- :result exec
-- :param id int
-- :param at int
-- :param due_at int
-- :param way text
-- :by system
-- Once, while the enterprise's term has not been used.
UPDATE case_file SET read_at = :at, due_at = :due_at, served_way = :way
WHERE id = :id AND read_at IS NULL AND told_at IS NOT NULL AND state NOT IN ('decided', 'refused');

-- :name contact_state
-- :result one
-- :param account_id int
-- :row phone text
-- :row email text
-- :row checked_at int?
-- :by system
-- One's own.
SELECT phone, email, contact_ok_at AS checked_at FROM account WHERE id = :account_id;

-- :name contacts_unreached
-- :result many
-- :param after int
-- :param limit int
-- :param unread_before int
-- :param who text
-- :row id int
-- :row login text
-- :row name text
-- :row role text
-- :row unit text
-- :row phone text
-- :row email text
-- :row checked_at int?
-- :row last_login_at int?
-- :row oldest int
-- :row unread int
-- :row bounced text
-- :by admin
-- Active accounts without a checked contact, whose mail was refused, or with a message that lies unread since before a day; `who`: body,
-- enterprise, or ''. `oldest`: the first unread message, 0: none.
SELECT a.id, a.login, a.name, a.role, coalesce(g.name, e.name, '') AS unit, a.phone, a.email, a.contact_ok_at AS checked_at,
	a.last_login_at,
	coalesce((SELECT min(m.at) FROM message AS m WHERE m.account_id = a.id AND m.read_at IS NULL), 0) AS oldest,
	(SELECT count(*) FROM message AS m WHERE m.account_id = a.id AND m.read_at IS NULL) AS unread,
	CASE WHEN p.bounced_at IS NOT NULL THEN p.bounced_why ELSE '' END AS bounced
FROM account AS a LEFT JOIN agency AS g ON g.id = a.agency_id LEFT JOIN enterprise AS e ON e.id = a.enterprise_id
	LEFT JOIN post_person AS p ON p.account_id = a.id AND p.email = a.email
WHERE a.id > :after AND a.active = 1
	AND (:who = '' OR (:who = 'body' AND a.agency_id IS NOT NULL) OR (:who = 'enterprise' AND a.enterprise_id IS NOT NULL))
	AND (a.contact_ok_at IS NULL OR p.bounced_at IS NOT NULL OR (a.phone = '' AND a.email = '')
		OR EXISTS (SELECT 1 FROM message AS m WHERE m.account_id = a.id AND m.read_at IS NULL AND m.at < :unread_before))
ORDER BY a.id LIMIT :limit;

-- :name contact_checked
-- :result exec
-- :param id int
-- :param now int
-- :param by_id int
-- :by admin
UPDATE account SET contact_ok_at = :now, contact_ok_by = :by_id WHERE id = :id AND active = 1 AND (phone <> '' OR email <> '');

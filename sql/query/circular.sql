-- 调度与通报.

-- :name circular_put
-- :result opt
-- :param public_id text
-- :param agency_id int
-- :param kind text
-- :param period text
-- :param year int
-- :param quarter int
-- :param draw_id int?
-- :param figures text
-- :param name text
-- :param now int
-- :row id int
-- :by officer
-- None: there is one for that period already.
INSERT INTO circular (public_id, province_agency_id, kind, period, year, quarter, draw_id, state, asof, figures, created_by,
	created_at)
VALUES (:public_id, :agency_id, :kind, :period, :year, :quarter, :draw_id, 'draft', :now, :figures, :name, :now)
ON CONFLICT (province_agency_id, period) DO NOTHING
RETURNING id;

-- :name circular_there
-- :result opt
-- :param agency_id int
-- :param period text
-- :row public_id text
-- :by officer
SELECT public_id FROM circular WHERE province_agency_id = :agency_id AND period = :period;

-- :name circular_renew
-- :result exec
-- :param id int
-- :param agency_id int
-- :param figures text
-- :param now int
-- :by officer
UPDATE circular SET figures = :figures, asof = :now, version = version + 1
WHERE id = :id AND province_agency_id = :agency_id AND state = 'draft';

-- :name circular_part_put
-- :result exec
-- :param circular_id int
-- :param key text
-- :param seq int
-- :param heading text
-- :param shows text
-- :param generated text
-- :param text text
-- :param edited_name text
-- :param edited_at int?
-- :by system
INSERT INTO circular_part (circular_id, key, seq, heading, shows, generated, text, edited_name, edited_at)
VALUES (:circular_id, :key, :seq, :heading, :shows, :generated, :text, :edited_name, :edited_at);

-- :name circular_parts_drop
-- :result exec
-- :param circular_id int
-- :by system
DELETE FROM circular_part WHERE circular_id = :circular_id;

-- :name circular_part_edit
-- :result exec
-- :param circular_id int
-- :param key text
-- :param text text
-- :param name text
-- :param now int
-- :by system
UPDATE circular_part SET text = :text, edited_name = :name, edited_at = :now
WHERE circular_id = :circular_id AND key = :key;

-- :name circular_edit_put
-- :result exec
-- :param circular_id int
-- :param key text
-- :param text text
-- :param account_id int
-- :param name text
-- :param now int
-- :by system
INSERT INTO circular_edit (circular_id, key, text, account_id, name, at)
VALUES (:circular_id, :key, :text, :account_id, :name, :now);

-- :name circular_touch
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :by officer
UPDATE circular SET version = version + 1
WHERE id = :id AND province_agency_id = :agency_id AND version = :version AND state = 'draft';

-- :name circular_propose
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param published int
-- :param account_id int
-- :param name text
-- :param now int
-- :by officer
UPDATE circular SET state = 'signing', published = :published, proposed_by = :account_id, proposed_name = :name,
	proposed_at = :now, version = version + 1
WHERE id = :id AND province_agency_id = :agency_id AND version = :version AND state = 'draft';

-- :name circular_back
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :by officer
UPDATE circular SET state = 'draft', published = 0, proposed_by = NULL, proposed_name = '', proposed_at = NULL,
	version = version + 1
WHERE id = :id AND province_agency_id = :agency_id AND version = :version AND state = 'signing';

-- :name circular_issue
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param no text
-- :param hash text
-- :param account_id int
-- :param name text
-- :param announcement_id int?
-- :param now int
-- :by officer
UPDATE circular SET state = 'issued', no = :no, hash = :hash, issued_by = :account_id, issued_name = :name, issued_at = :now,
	announcement_id = :announcement_id, version = version + 1
WHERE id = :id AND province_agency_id = :agency_id AND version = :version AND state = 'signing' AND proposed_by <> :account_id;

-- :name circular_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row own int
-- :row body text
-- :row kind text
-- :row period text
-- :row year int
-- :row quarter int
-- :row draw text?
-- :row state text
-- :row asof int
-- :row figures text
-- :row published int
-- :row no text
-- :row hash text
-- :row created_by text
-- :row created_at int
-- :row proposed_by int?
-- :row proposed_name text
-- :row proposed_at int?
-- :row issued_name text
-- :row issued_at int?
-- :row announcement text?
-- :row version int
-- :by officer
-- The province sees its own, its cities and counties what was issued.
SELECT c.id, c.public_id, c.province_agency_id = :agency_id AS own, g.name AS body, c.kind, c.period, c.year, c.quarter,
	d.public_id AS draw, c.state, c.asof, c.figures, c.published, c.no, c.hash, c.created_by, c.created_at, c.proposed_by,
	c.proposed_name, c.proposed_at, c.issued_name, c.issued_at, n.public_id AS announcement, c.version
FROM circular AS c JOIN agency AS g ON g.id = c.province_agency_id JOIN agency AS own ON own.id = :agency_id
LEFT JOIN agency AS up ON up.id = own.parent_id
LEFT JOIN draw AS d ON d.id = c.draw_id LEFT JOIN announcement AS n ON n.id = c.announcement_id
WHERE c.public_id = :public_id AND (c.province_agency_id = :agency_id
	OR (c.state = 'issued' AND c.province_agency_id IN (own.parent_id, up.parent_id)));

-- :name circular_parts
-- :result many
-- :param circular_id int
-- :row key text
-- :row heading text
-- :row shows text
-- :row generated text
-- :row text text
-- :row edited_name text
-- :row edited_at int?
-- :by system
SELECT key, heading, shows, generated, text, edited_name, edited_at FROM circular_part
WHERE circular_id = :circular_id ORDER BY seq, key;

-- :name circular_edits
-- :result many
-- :param circular_id int
-- :row key text
-- :row text text
-- :row name text
-- :row at int
-- :by system
-- Newest first.
SELECT key, text, name, at FROM circular_edit WHERE circular_id = :circular_id ORDER BY id DESC LIMIT 200;

-- :name circulars_of_body
-- :result many
-- :param agency_id int
-- :row public_id text
-- :row kind text
-- :row year int
-- :row quarter int
-- :row state text
-- :row title text
-- :row no text
-- :row asof int
-- :row issued_at int?
-- :by officer
SELECT c.public_id, c.kind, c.year, c.quarter, c.state, p.text AS title, c.no, c.asof, c.issued_at
FROM agency AS own LEFT JOIN agency AS up ON up.id = own.parent_id
JOIN circular AS c ON c.province_agency_id IN (own.id, own.parent_id, up.parent_id)
	AND (c.province_agency_id = own.id OR c.state = 'issued')
JOIN circular_part AS p ON p.circular_id = c.id AND p.key = 'title'
WHERE own.id = :agency_id ORDER BY c.id DESC LIMIT 200;

-- :name circular_tell
-- :result exec
-- :param agency_id int
-- :param now int
-- :param subject text
-- :param body text
-- :param link text
-- :by officer
-- Everybody at the cities and counties below a province.
INSERT INTO message (account_id, at, kind, subject, body, link)
SELECT a.id, :now, 'circular', :subject, :body, :link
FROM agency AS g JOIN account AS a ON a.agency_id = g.id AND a.active = 1 AND a.role <> 'auditor'
WHERE g.parent_id = :agency_id
	OR g.id IN (SELECT k.id FROM agency AS c JOIN agency AS k ON k.parent_id = c.id WHERE c.parent_id = :agency_id);

-- :name circular_of_announcement
-- :result opt
-- :param public_id text
-- :row public_id text
-- :row agency_id int
-- :by public
-- What was decided to be published.
SELECT c.public_id, c.province_agency_id AS agency_id
FROM announcement AS n JOIN circular AS c ON c.announcement_id = n.id
WHERE n.public_id = :public_id AND c.published = 1;

-- :name circular_filed
-- :result many
-- :param agency_id int
-- :param edition text
-- :param from_at int
-- :param to_at int
-- :row body_id int
-- :row n int
-- :by officer
-- Files first handed in in a period, by city.
SELECT a.city_agency_id AS body_id, count(*) AS n
FROM batch AS b JOIN application AS a ON a.batch_id = b.id JOIN submission AS s ON s.application_id = a.id AND s.seq = 1
WHERE b.edition = :edition AND b.province_agency_id = :agency_id AND s.submitted_at >= :from_at AND s.submitted_at < :to_at
GROUP BY a.city_agency_id;

-- :name circular_recommended
-- :result many
-- :param agency_id int
-- :param edition text
-- :param from_at int
-- :param to_at int
-- :row body_id int
-- :row n int
-- :by officer
SELECT r.agency_id AS body_id, sum(r.count) AS n
FROM batch AS b JOIN recommendation AS r ON r.batch_id = b.id
WHERE b.edition = :edition AND b.province_agency_id = :agency_id AND r.state = 'sent'
	AND r.sent_at >= :from_at AND r.sent_at < :to_at
GROUP BY r.agency_id;

-- :name circular_listed
-- :result many
-- :param agency_id int
-- :param edition text
-- :param from_at int
-- :param to_at int
-- :row body_id int
-- :row n int
-- :by officer
SELECT a.city_agency_id AS body_id, count(*) AS n
FROM batch AS b JOIN announcement AS n ON n.batch_id = b.id JOIN title AS t ON t.announcement_id = n.id
JOIN application AS a ON a.id = t.application_id
WHERE b.edition = :edition AND b.province_agency_id = :agency_id AND n.published_at >= :from_at AND n.published_at < :to_at
GROUP BY a.city_agency_id;

-- :name circular_objections
-- :result many
-- :param agency_id int
-- :param from_at int
-- :param to_at int
-- :row state text
-- :row n int
-- :by officer
-- Received in a period, by the province or its cities.
SELECT o.state, count(*) AS n
FROM agency AS g JOIN objection AS o ON o.agency_id = g.id
WHERE (g.id = :agency_id OR g.parent_id = :agency_id) AND o.received_at >= :from_at AND o.received_at < :to_at
GROUP BY o.state;

-- :name circular_cases
-- :result many
-- :param agency_id int
-- :param from_at int
-- :param to_at int
-- :row kind text
-- :row outcome text
-- :row opened int
-- :row decided int
-- :row waiting int
-- :by officer
-- Opened and decided in a period, and what is not closed yet; outcome '' where none was decided in it.
SELECT kind, outcome, sum(opened) AS opened, sum(decided) AS decided, sum(waiting) AS waiting
FROM (SELECT kind, CASE WHEN decided_at >= :from_at AND decided_at < :to_at THEN outcome ELSE '' END AS outcome,
		opened_at >= :from_at AND opened_at < :to_at AS opened,
		decided_at IS NOT NULL AND decided_at >= :from_at AND decided_at < :to_at AS decided,
		state NOT IN ('decided', 'refused') AND opened_at < :to_at AS waiting
	FROM case_file WHERE province_agency_id = :agency_id) AS t
GROUP BY kind, outcome ORDER BY kind, outcome;

-- :name circular_events
-- :result many
-- :param agency_id int
-- :param from_on text
-- :param to_on text
-- :row kind text
-- :row n int
-- :by officer
SELECT t.kind, count(*) AS n
FROM follow_scope AS s JOIN follow_tag AS t ON t.id = s.tag_id
WHERE s.agency_id = :agency_id AND t.on_date >= :from_on AND t.on_date <= :to_on
GROUP BY t.kind ORDER BY n DESC, t.kind;

-- :name circular_draws
-- :result many
-- :param agency_id int
-- :param from_at int
-- :param to_at int
-- :row title text
-- :row count int
-- :row taken int
-- :row settled int
-- :by officer
-- Draws that were held in a period.
SELECT d.title, d.count, (SELECT count(*) FROM draw_item AS i WHERE i.draw_id = d.id AND i.taken = 1) AS taken,
	(SELECT count(*) FROM draw_item AS i WHERE i.draw_id = d.id AND i.taken = 1 AND i.done = 1) AS settled
FROM draw AS d WHERE d.agency_id = :agency_id AND d.drawn_at >= :from_at AND d.drawn_at < :to_at ORDER BY d.id;

-- :name circular_bodies_due
-- :result many
-- :param before_at int
-- :row id int
-- :row name text
-- :by system
-- Provinces to which something was handed in before an instant.
SELECT g.id, g.name FROM agency AS g
WHERE g.level = 'province' AND g.active = 1 AND EXISTS (SELECT 1 FROM batch AS b JOIN application AS a ON a.batch_id = b.id
	WHERE b.province_agency_id = g.id AND a.submitted_at < :before_at)
ORDER BY g.sort, g.id;

-- 异议: filed under a real name, handled by the body whose list it is about. Names and codes of those who
-- object leave these statements only towards that body.

-- :name objection_put
-- :result one
-- :param public_id text
-- :param receipt_no text
-- :param publicity_id int
-- :param application_id int
-- :param agency_id int
-- :param person text
-- :param person_id text
-- :param phone text
-- :param content text
-- :param now int
-- :row id int
-- :by system
INSERT INTO objection (public_id, receipt_no, publicity_id, application_id, agency_id, person, person_id, phone, content,
	state, received_at)
VALUES (:public_id, :receipt_no, :publicity_id, :application_id, :agency_id, :person, :person_id, :phone, :content,
	'received', :now)
RETURNING id;

-- :name objections_of_publicity
-- :result many
-- :param publicity_id int
-- :row public_id text
-- :row receipt_no text
-- :row application_id int
-- :row name text
-- :row seq int
-- :row state text
-- :row received_at int
-- :row handled_at int?
-- :by system
-- For the body; no names of people.
SELECT o.public_id, o.receipt_no, o.application_id, i.name, i.seq, o.state, o.received_at, o.handled_at
FROM objection AS o
JOIN publicity_item AS i ON i.publicity_id = o.publicity_id AND i.application_id = o.application_id
WHERE o.publicity_id = :publicity_id ORDER BY o.id;

-- :name objections_settled
-- :result many
-- :param publicity_id int
-- :row name text
-- :row seq int
-- :row state text
-- :row outcome text
-- :row handled_at int?
-- :by public
-- What is published: the enterprise, the result and what was found.
SELECT i.name, i.seq, o.state, o.outcome, o.handled_at
FROM objection AS o
JOIN publicity_item AS i ON i.publicity_id = o.publicity_id AND i.application_id = o.application_id
WHERE o.publicity_id = :publicity_id AND o.state IN ('cleared', 'upheld') ORDER BY o.id;

-- :name objection_states
-- :result many
-- :param application_id int
-- :param publicity_id int
-- :row state text
-- :by system
SELECT state FROM objection WHERE application_id = :application_id AND publicity_id = :publicity_id ORDER BY id;

-- :name objection_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row receipt_no text
-- :row publicity_id int
-- :row publicity text
-- :row publicity_state text
-- :row title text
-- :row application_id int
-- :row application text
-- :row application_state text
-- :row name text
-- :row uscc text
-- :row seq int
-- :row person text
-- :row person_id text
-- :row phone text
-- :row content text
-- :row state text
-- :row outcome text
-- :row handler text?
-- :row received_at int
-- :row handled_at int?
-- :row own int
-- :by officer
-- Of this body; the body above reads too (own = 0).
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT o.id, o.receipt_no, o.publicity_id, p.public_id AS publicity, p.state AS publicity_state, p.title,
	o.application_id, a.public_id AS application, a.state AS application_state, i.name, i.uscc, i.seq, o.person,
	o.person_id, o.phone, o.content, o.state, o.outcome,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'objection_handled'
		AND u.account_id = o.handled_by AND u.at = o.handled_at ORDER BY u.seq DESC LIMIT 1), h.name) AS handler, o.received_at, o.handled_at,
	o.agency_id = :agency_id AS own
FROM objection AS o
JOIN agency AS g ON g.id = o.agency_id AND (g.id = :agency_id OR g.parent_id = :agency_id)
JOIN publicity AS p ON p.id = o.publicity_id
JOIN application AS a ON a.id = o.application_id
JOIN publicity_item AS i ON i.publicity_id = o.publicity_id AND i.application_id = o.application_id
LEFT JOIN account AS h ON h.id = o.handled_by
WHERE o.public_id = :public_id;

-- :name objection_set
-- :result exec
-- :param id int
-- :param agency_id int
-- :param from_state text
-- :param state text
-- :param outcome text
-- :param handled_by int
-- :param now int
-- :by officer
UPDATE objection SET state = :state, outcome = :outcome, handled_by = :handled_by, handled_at = :now
WHERE id = :id AND agency_id = :agency_id AND state = :from_state;

-- :name objection_receipt
-- :result opt
-- :param receipt_no text
-- :row phone text
-- :row state text
-- :row outcome text
-- :row title text
-- :row publicity text
-- :row name text
-- :row body text
-- :row body_phone text
-- :row received_at int
-- :row handled_at int?
-- :by public
-- For whoever knows number and telephone; the page compares the latter.
SELECT o.phone, o.state, o.outcome, p.title, p.public_id AS publicity, i.name, g.name AS body, g.phone AS body_phone,
	o.received_at, o.handled_at
FROM objection AS o
JOIN publicity AS p ON p.id = o.publicity_id
JOIN publicity_item AS i ON i.publicity_id = o.publicity_id AND i.application_id = o.application_id
JOIN agency AS g ON g.id = o.agency_id
WHERE o.receipt_no = :receipt_no;

-- :name objection_filed
-- :result one
-- :param public_id text
-- :row receipt_no text
-- :row publicity text
-- :row title text
-- :row name text
-- :row body text
-- :row body_phone text
-- :row received_at int
-- :by public
-- The receipt right after filing: the address holds an unguessable id.
SELECT o.receipt_no, p.public_id AS publicity, p.title, i.name, g.name AS body, g.phone AS body_phone, o.received_at
FROM objection AS o
JOIN publicity AS p ON p.id = o.publicity_id
JOIN publicity_item AS i ON i.publicity_id = o.publicity_id AND i.application_id = o.application_id
JOIN agency AS g ON g.id = o.agency_id
WHERE o.public_id = :public_id;

-- :name hearing_put
-- :result opt
-- :param objection_id int
-- :param agency_id int
-- :param public_id text
-- :param text text
-- :param term_n int
-- :param term_unit text
-- :param due_at int
-- :param account_id int
-- :param now int
-- :row enterprise_id int
-- :by officer
-- None: it was asked before.
INSERT INTO objection_hearing (objection_id, public_id, enterprise_id, text, term_n, term_unit, due_at, asked_by, asked_at)
SELECT o.id, :public_id, a.enterprise_id, :text, :term_n, :term_unit, :due_at, :account_id, :now
FROM objection AS o JOIN application AS a ON a.id = o.application_id WHERE o.id = :objection_id AND o.agency_id = :agency_id
ON CONFLICT (objection_id) DO NOTHING
RETURNING enterprise_id;

-- :name hearing_of
-- :result opt
-- :param objection_id int
-- :row public_id text
-- :row enterprise_id int
-- :row text text
-- :row due_at int
-- :row asked_at int
-- :row reply text
-- :row receipt_no text?
-- :row replied_name text
-- :row replied_at int?
-- :by system
-- The objection was found in the reader's scope.
SELECT public_id, enterprise_id, text, due_at, asked_at, reply, receipt_no, replied_name, replied_at FROM objection_hearing
WHERE objection_id = :objection_id;

-- :name hearing_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row objection_id int
-- :row objection text
-- :row publicity_id int
-- :row publicity text
-- :row title text
-- :row body_id int
-- :row body text
-- :row body_phone text
-- :row text text
-- :row term_n int
-- :row term_unit text
-- :row due_at int
-- :row asked_at int
-- :row reply text
-- :row receipt_no text?
-- :row replied_name text
-- :row replied_at int?
-- :row state text
-- :row outcome text
-- :row handled_at int?
-- :by enterprise
-- Neither who objected nor in what words.
SELECT h.objection_id, o.public_id AS objection, p.id AS publicity_id, p.public_id AS publicity, p.title, g.id AS body_id, g.name AS body, g.phone AS body_phone,
	h.text, h.term_n, h.term_unit, h.due_at, h.asked_at, h.reply, h.receipt_no, h.replied_name, h.replied_at, o.state, o.outcome,
	o.handled_at
FROM objection_hearing AS h JOIN objection AS o ON o.id = h.objection_id
JOIN publicity AS p ON p.id = o.publicity_id JOIN agency AS g ON g.id = o.agency_id
WHERE h.public_id = :public_id AND h.enterprise_id = :enterprise_id;

-- :name hearings_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row title text
-- :row due_at int
-- :row asked_at int
-- :row receipt_no text?
-- :row replied_at int?
-- :row state text
-- :by enterprise
-- Newest first.
SELECT h.public_id, p.title, h.due_at, h.asked_at, h.receipt_no, h.replied_at, o.state
FROM objection_hearing AS h JOIN objection AS o ON o.id = h.objection_id JOIN publicity AS p ON p.id = o.publicity_id
WHERE h.enterprise_id = :enterprise_id ORDER BY h.objection_id DESC LIMIT 60;

-- :name hearing_reply
-- :result exec
-- :param objection_id int
-- :param enterprise_id int
-- :param reply text
-- :param receipt_no text
-- :param name text
-- :param now int
-- :by enterprise
UPDATE objection_hearing SET reply = :reply, receipt_no = :receipt_no, replied_name = :name, replied_at = :now
WHERE objection_id = :objection_id AND enterprise_id = :enterprise_id AND replied_at IS NULL;

-- 集中研究: what a body decided together, file by file.

-- :name meeting_put
-- :result one
-- :param public_id text
-- :param batch_id int
-- :param agency_id int
-- :param held_on text
-- :param place text
-- :param chair text
-- :param participants text
-- :param minutes text
-- :param created_by int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO meeting (public_id, batch_id, agency_id, held_on, place, chair, participants, minutes, created_by, created_at)
VALUES (:public_id, :batch_id, :agency_id, :held_on, :place, :chair, :participants, :minutes, :created_by, :now)
RETURNING id;

-- :name meeting_item_put
-- :result exec
-- :param meeting_id int
-- :param application_id int
-- :param outcome text
-- :param note text
-- :by system
INSERT INTO meeting_item (meeting_id, application_id, outcome, note)
VALUES (:meeting_id, :application_id, :outcome, :note);

-- :name meetings_of_batch
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row held_on text
-- :row place text
-- :row chair text
-- :row yes int
-- :row no int
-- :row back int
-- :row created_at int
-- :by officer
SELECT m.id, m.public_id, m.held_on, m.place, m.chair,
	(SELECT count(*) FROM meeting_item AS i WHERE i.meeting_id = m.id AND i.outcome = 'yes') AS yes,
	(SELECT count(*) FROM meeting_item AS i WHERE i.meeting_id = m.id AND i.outcome = 'no') AS no,
	(SELECT count(*) FROM meeting_item AS i WHERE i.meeting_id = m.id AND i.outcome = 'back') AS back,
	m.created_at
FROM meeting AS m WHERE m.batch_id = :batch_id AND m.agency_id = :agency_id ORDER BY m.id DESC LIMIT 50;

-- :name meeting_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row batch_id int
-- :row body text
-- :row held_on text
-- :row place text
-- :row chair text
-- :row participants text
-- :row minutes text
-- :row recorder text
-- :row created_at int
-- :by officer
-- Of this body, or of one below it.
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT m.id, m.batch_id, g.name AS body, m.held_on, m.place, m.chair, m.participants, m.minutes,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'batch' AND u.object_id = m.batch_id AND u.action = 'meeting_recorded'
		AND u.account_id = m.created_by AND u.at = m.created_at ORDER BY u.seq DESC LIMIT 1), p.name) AS recorder,
	m.created_at
FROM meeting AS m
JOIN agency AS g ON g.id = m.agency_id AND (g.id = :agency_id OR g.parent_id = :agency_id)
JOIN account AS p ON p.id = m.created_by
WHERE m.public_id = :public_id;

-- :name meeting_items
-- :result many
-- :param meeting_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row outcome text
-- :row note text
-- :by system
-- Exceptions first.
SELECT a.public_id, e.name, e.uscc, i.outcome, i.note
FROM meeting_item AS i
JOIN application AS a ON a.id = i.application_id
JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE i.meeting_id = :meeting_id
ORDER BY CASE i.outcome WHEN 'no' THEN 0 WHEN 'back' THEN 1 ELSE 2 END, e.name, a.id;

-- :name attachments_of
-- :result many
-- :param owner_kind text
-- :param owner_id int
-- :row public_id text
-- :row slot text
-- :row filename text
-- :row mime text
-- :row size int
-- :row sha256 text
-- :row uploaded_at int
-- :by system
-- Files of a meeting or an objection; the owner was found in the reader's scope.
SELECT public_id, slot, filename, mime, size, sha256, uploaded_at FROM evidence
WHERE owner_kind = :owner_kind AND owner_id = :owner_id AND removed_at IS NULL ORDER BY id LIMIT 100;

-- :name attachment_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row owner_kind text
-- :row owner_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by officer
-- Minutes and evidence of objections: of this body, or of one below it.
SELECT v.owner_kind, v.owner_id, v.filename, v.mime, v.sha256
FROM evidence AS v
LEFT JOIN meeting AS m ON v.owner_kind = 'meeting' AND m.id = v.owner_id
LEFT JOIN objection AS o ON v.owner_kind = 'objection' AND o.id = v.owner_id
JOIN agency AS g ON g.id = coalesce(m.agency_id, o.agency_id)
WHERE v.public_id = :public_id AND v.removed_at IS NULL AND (g.id = :agency_id OR g.parent_id = :agency_id);

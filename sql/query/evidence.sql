-- Uploaded files. The bytes lie beside the database; a row gives them a name, a slot and an owner.

-- :name evidence_of_application
-- :result many
-- :param application_id int
-- :row id int
-- :row public_id text
-- :row slot text
-- :row filename text
-- :row mime text
-- :row size int
-- :row sha256 text
-- :row uploaded_at int
-- :by system
-- What the file holds now, in order of upload. Scope has been checked by the statement that found the file.
SELECT id, public_id, slot, filename, mime, size, sha256, uploaded_at
FROM evidence WHERE owner_kind = 'application' AND owner_id = :application_id AND removed_at IS NULL
ORDER BY slot, id;

-- :name evidence_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row owner_kind text
-- :row slot text
-- :row filename text
-- :row mime text
-- :row size int
-- :row sha256 text
-- :row uploaded_at int
-- :row batch_title text?
-- :by enterprise
-- Everything this enterprise has uploaded, newest first: what can be used again.
SELECT v.public_id, v.owner_kind, v.slot, v.filename, v.mime, v.size, v.sha256, v.uploaded_at, b.title AS batch_title
FROM evidence AS v
LEFT JOIN application AS a ON v.owner_kind = 'application' AND a.id = v.owner_id
LEFT JOIN batch AS b ON b.id = a.batch_id
WHERE v.enterprise_id = :enterprise_id AND v.owner_kind IN ('enterprise', 'application')
ORDER BY v.id DESC LIMIT 200;

-- :name evidence_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row owner_kind text
-- :row owner_id int
-- :row slot text
-- :row filename text
-- :row mime text
-- :row size int
-- :row sha256 text
-- :row removed_at int?
-- :by enterprise
SELECT id, owner_kind, owner_id, slot, filename, mime, size, sha256, removed_at
FROM evidence WHERE public_id = :public_id AND enterprise_id = :enterprise_id
	AND owner_kind IN ('enterprise', 'application');

-- :name evidence_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row application_id int
-- :row slot text
-- :row filename text
-- :row mime text
-- :row size int
-- :row sha256 text
-- :by officer
-- A file of a submitted application that this body reads.
SELECT v.id, v.owner_id AS application_id, v.slot, v.filename, v.mime, v.size, v.sha256
FROM evidence AS v
WHERE v.public_id = :public_id AND v.owner_kind = 'application'
	AND EXISTS (SELECT 1 FROM file_reader AS r WHERE r.application_id = v.owner_id AND r.agency_id = :agency_id);

-- :name evidence_put
-- :result one
-- :param public_id text
-- :param owner_kind text
-- :param owner_id int
-- :param slot text
-- :param filename text
-- :param mime text
-- :param size int
-- :param sha256 text
-- :param enterprise_id int?
-- :param uploaded_by int
-- :param uploaded_at int
-- :row id int
-- :by system
INSERT INTO evidence (public_id, owner_kind, owner_id, slot, filename, mime, size, sha256, enterprise_id, uploaded_by,
	uploaded_at)
VALUES (:public_id, :owner_kind, :owner_id, :slot, :filename, :mime, :size, :sha256, :enterprise_id, :uploaded_by,
	:uploaded_at)
RETURNING id;

-- :name evidence_remove
-- :result exec
-- :param public_id text
-- :param application_id int
-- :param now int
-- :by system
-- The row stays (a submission may name it), it only leaves the slot.
UPDATE evidence SET removed_at = :now
WHERE public_id = :public_id AND owner_kind = 'application' AND owner_id = :application_id AND removed_at IS NULL;

-- What `tidu check` and `tidu backup` walk.

-- :name evidence_walk
-- :result many
-- :param after int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row sha256 text
-- :row size int
-- :by system
SELECT id, public_id, sha256, size FROM evidence WHERE id > :after ORDER BY id LIMIT :limit;

-- expect: x: insert OR: not in PostgreSQL
-- :name x
-- :result exec
-- :by system
INSERT
	OR IGNORE INTO item (enterprise_id, code) VALUES (1, 'a');

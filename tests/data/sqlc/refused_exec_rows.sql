-- expect: x: :result exec has no rows
-- :name x
-- :result exec
-- :by system
INSERT INTO item (enterprise_id, code) VALUES (1, 'a') RETURNING id;

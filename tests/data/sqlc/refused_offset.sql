-- expect: x: offset: OFFSET reads all that it skips
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM item ORDER BY id LIMIT 5 Offset 10;

-- expect: x: has no :by
-- :name x
-- :result many
-- :row id int
SELECT id FROM item;

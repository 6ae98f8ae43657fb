-- expect: x: has no :result
-- :name x
-- :row id int
-- :by system
SELECT id FROM item;

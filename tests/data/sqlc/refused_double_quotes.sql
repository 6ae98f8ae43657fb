-- expect: x: " has no place here
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM item WHERE code = "abc";

-- expect: x: a string does not end on its line
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM item WHERE code = 'abc;

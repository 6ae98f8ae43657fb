-- expect: "float" is no type
-- :name x
-- :result many
-- :row id float
-- :by system
SELECT id FROM item WHERE id = 1;

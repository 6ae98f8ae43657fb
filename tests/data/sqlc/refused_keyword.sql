-- expect: "default" is no name
-- :name x
-- :result many
-- :row default int
-- :by system
SELECT id FROM item WHERE id = 1;

-- expect: x: has no ; at its end
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM item

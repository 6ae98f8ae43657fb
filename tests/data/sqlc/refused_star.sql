-- expect: x: name the columns instead of *
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT i.* FROM item AS i;

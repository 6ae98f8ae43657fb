-- expect: x_list is the name of this statement's list
-- :name x_list
-- :result opt
-- :row id int
-- :by system
SELECT id FROM item WHERE id = 1;
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM item WHERE id > 1;

-- expect: SQL outside a block
-- :name x
-- :result exec
-- :by system
DELETE FROM item WHERE id = 1; DELETE FROM part WHERE id = 1;

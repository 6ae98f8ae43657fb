-- expect: x: is also in tests/data/sqlc/refused_twice.sql:2
-- :name x
-- :result opt
-- :row id int
-- :by system
SELECT id FROM item WHERE id = 1;
-- :name x
-- :result opt
-- :row id int
-- :by system
SELECT id FROM item WHERE id = 2;

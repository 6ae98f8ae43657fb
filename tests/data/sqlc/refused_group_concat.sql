-- expect: x: group_concat: not in PostgreSQL
-- :name x
-- :result one
-- :row codes text
-- :by system
SELECT GROUP_CONCAT(code) AS codes FROM item;

-- expect: x: has no WHERE
-- :name x
-- :result exec
-- :by system
DELETE FROM item;

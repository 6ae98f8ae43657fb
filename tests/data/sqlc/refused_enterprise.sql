-- expect: x: :by enterprise needs :param enterprise_id
-- :name x
-- :result exec
-- :param id int
-- :by enterprise
DELETE FROM item WHERE id = :id;

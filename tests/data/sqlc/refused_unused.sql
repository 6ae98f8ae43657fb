-- expect: x: :param id is not used
-- :name x
-- :result opt
-- :param id int
-- :row id int
-- :by system
SELECT id FROM item WHERE code = ':id'; -- :id

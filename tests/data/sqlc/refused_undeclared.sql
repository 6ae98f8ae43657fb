-- expect: x: :nobody has no :param line
-- :name x
-- :result opt
-- :row id int
-- :by system
SELECT id FROM item WHERE id = :nobody;

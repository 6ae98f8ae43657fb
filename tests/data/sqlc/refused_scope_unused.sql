-- expect: x: :param agency_id is not used
-- :name x
-- :result many
-- :param agency_id int
-- :row id int
-- :by officer
SELECT id FROM item;

-- expect: x: :by officer needs :param agency_id
-- :name x
-- :result many
-- :row id int
-- :by officer
SELECT id FROM item;

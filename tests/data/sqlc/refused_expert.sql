-- expect: x: :by expert needs :param expert_id
-- :name x
-- :result many
-- :row id int
-- :by expert
SELECT id FROM item;

-- expect: x: date: times and dates come from C
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM item WHERE due < date ('now');

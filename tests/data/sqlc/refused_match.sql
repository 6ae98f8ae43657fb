-- expect: x: match: full text differs per engine
-- :name x
-- :result many
-- :row id int
-- :by system
SELECT id FROM gram WHERE grams MATCH 'a';

-- Statements of the store's own tests, on tests/data/sqlc/schema.sql.

-- :name item_insert
-- :result one
-- :param enterprise_id int
-- :param code text
-- :param note text?
-- :param due int?
-- :param digest blob?
-- :row id int
-- :by enterprise
-- A new item; its code is unique.
INSERT INTO item (enterprise_id, code, note, due, digest)
VALUES (:enterprise_id, :code, :note, :due, :digest)
RETURNING id;

-- :name item_upsert
-- :result exec
-- :param code text
-- :param due int?
-- :by system
INSERT INTO item (enterprise_id, code, due) VALUES (1, :code, :due)
ON CONFLICT (code) DO UPDATE SET due = excluded.due; -- the dialect both engines share

-- :name item_get
-- :result opt
-- :param id int
-- :row id int
-- :row code text
-- :row note text?
-- :row due int?
-- :row digest blob?
-- :by system
SELECT id, code, note, due, digest FROM item WHERE id = :id;

-- :name item_need
-- :result one
-- :param code text
-- :row id int
-- :by public
SELECT id FROM item WHERE code = :code AND code <> 'it''s; -- :not_a_param';

-- :name items
-- :result many
-- :param after int
-- :row id int
-- :row code text
-- :row note text?
-- :row due int?
-- :by public
SELECT id, code, note, due FROM item WHERE id > :after ORDER BY id;

-- :name item_count
-- :result one
-- :row n int
-- :by system
-- :plan scan the tests count
SELECT count(*) AS n FROM item;

-- :name item_sum
-- :result one
-- :row total_due int
-- :by system
-- :plan scan shows what NULL in an int column does
SELECT sum(due) AS total_due FROM item WHERE id < 0;

-- :name item_two
-- :result one
-- :row id int
-- :by system
-- :plan scan shows what a second row does
SELECT id FROM item ORDER BY id;

-- :name part_insert
-- :result exec
-- :param item_id int
-- :by system
INSERT INTO part (item_id) VALUES (:item_id);

-- :name item_touch
-- :result exec
-- :param due int
-- :param after int
-- :by system
UPDATE item SET due = :due WHERE id > :after;

-- :name count_to
-- :result one
-- :param n int
-- :row n int
-- :by system
-- A statement that takes as long as one likes.
WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < :n)
SELECT count(*) AS n FROM c;

-- Enterprises as they register and are verified.

-- :name enterprise_by_uscc
-- :result opt
-- :param uscc text
-- :row id int
-- :row public_id text
-- :row name text
-- :row source text
-- :row identity text
-- :row accounts int
-- :by system
-- With the number of its accounts: an imported one has none and may be taken over by its owner.
SELECT e.id, e.public_id, e.name, e.source, e.identity,
	(SELECT count(*) FROM account AS a WHERE a.enterprise_id = e.id) AS accounts
FROM enterprise AS e WHERE e.uscc = :uscc;

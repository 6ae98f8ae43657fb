-- 资料比对: the certificate of a body about the originals.

-- :name comparison_put
-- :result exec
-- :param submission_id int
-- :param agency_id int
-- :param account_id int
-- :param person text
-- :param items text
-- :param now int
-- :by officer
INSERT INTO comparison (submission_id, agency_id, account_id, person, items, at)
VALUES (:submission_id, :agency_id, :account_id, :person, :items, :now)
ON CONFLICT (submission_id) DO NOTHING;

-- :name comparison_of
-- :result opt
-- :param submission_id int
-- :row agency_id int
-- :row body text
-- :row person text
-- :row items text
-- :row at int
-- :by system
-- The submission was found in the reader's scope.
SELECT c.agency_id, g.name AS body, c.person, c.items, c.at
FROM comparison AS c JOIN agency AS g ON g.id = c.agency_id
WHERE c.submission_id = :submission_id;

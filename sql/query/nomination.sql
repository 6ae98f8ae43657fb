-- 向部推荐: lists that went to the ministry.

-- :name nomination_put
-- :result one
-- :param public_id text
-- :param batch_id int
-- :param agency_id int
-- :param doc_no text
-- :param count int
-- :param list_hash text
-- :param account_id int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO nomination (public_id, batch_id, agency_id, doc_no, count, list_hash, account_id, at)
VALUES (:public_id, :batch_id, :agency_id, :doc_no, :count, :list_hash, :account_id, :now)
RETURNING id;

-- :name nomination_item_put
-- :result exec
-- :param nomination_id int
-- :param seq int
-- :param application_id int
-- :param name text
-- :param uscc text
-- :param area text
-- :by system
INSERT INTO nomination_item (nomination_id, seq, application_id, name, uscc, area)
VALUES (:nomination_id, :seq, :application_id, :name, :uscc, :area);

-- :name nominations
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row public_id text
-- :row agency_id int
-- :row body text
-- :row doc_no text
-- :row count int
-- :row list_hash text
-- :row maker text
-- :row at int
-- :by officer
SELECT n.public_id, n.agency_id, g.name AS body, n.doc_no, n.count, n.list_hash, x.name AS maker, n.at
FROM nomination AS n JOIN agency AS g ON g.id = n.agency_id JOIN account AS x ON x.id = n.account_id
WHERE n.batch_id = :batch_id AND n.agency_id = :agency_id ORDER BY n.id;

-- :name nomination_of
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row batch_id int
-- :row body text
-- :row doc_no text
-- :row list_hash text
-- :row at int
-- :by officer
SELECT n.id, n.batch_id, g.name AS body, n.doc_no, n.list_hash, n.at
FROM nomination AS n JOIN agency AS g ON g.id = n.agency_id
WHERE n.public_id = :public_id AND n.agency_id = :agency_id;

-- :name nomination_items
-- :result many
-- :param nomination_id int
-- :row application_id int
-- :row name text
-- :row uscc text
-- :row area text
-- :by system
SELECT application_id, name, uscc, area FROM nomination_item WHERE nomination_id = :nomination_id ORDER BY seq;

-- 部级称号: letters to the ministry about one case, and its answers.

-- :name national_put
-- :result exec
-- :param case_id int
-- :param public_id text
-- :param title_id int
-- :param agency_id int
-- :param ministry text
-- :param doc_no text
-- :param title text
-- :param body text
-- :param reported_on text
-- :param now int
-- :by officer
INSERT INTO case_national (case_id, public_id, title_id, agency_id, ministry, doc_no, title, body, reported_on, reported_at)
VALUES (:case_id, :public_id, :title_id, :agency_id, :ministry, :doc_no, :title, :body, :reported_on, :now);

-- :name national_of_case
-- :result opt
-- :param case_id int
-- :row public_id text
-- :row ministry text
-- :row doc_no text
-- :row reported_on text
-- :row reported_at int
-- :row answer_no text
-- :row answered_on text
-- :row agreed int
-- :row ban_to text
-- :row answer_by int?
-- :row recorder text?
-- :row settler text?
-- :row settled_at int?
-- :by system
SELECT n.public_id, n.ministry, n.doc_no, n.reported_on, n.reported_at, n.answer_no, n.answered_on, n.agreed, n.ban_to, n.answer_by,
	a.name AS recorder, s.name AS settler, n.settled_at
FROM case_national AS n LEFT JOIN account AS a ON a.id = n.answer_by LEFT JOIN account AS s ON s.id = n.settled_by
WHERE n.case_id = :case_id;

-- :name national_letter
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row body_name text
-- :row doc_no text
-- :row title text
-- :row body text
-- :row reported_at int
-- :by officer
SELECT g.name AS body_name, n.doc_no, n.title, n.body, n.reported_at
FROM case_national AS n JOIN agency AS g ON g.id = n.agency_id
WHERE n.public_id = :public_id AND n.agency_id = :agency_id;

-- :name national_letters
-- :result many
-- :param agency_id int
-- :param open int
-- :param before_id int
-- :param limit int
-- :row case_id int
-- :row public_id text
-- :row case_public text
-- :row no text
-- :row name text
-- :row tier_name text
-- :row certificate_no text?
-- :row doc_no text
-- :row reported_on text
-- :row reported_at int
-- :row answer_no text
-- :row answered_on text
-- :row agreed int
-- :row settled_at int?
-- :by officer
-- Newest first; `open` 1: without a confirmed answer, 0: answered, -1: all.
SELECT n.case_id, n.public_id, c.public_id AS case_public, c.no, c.name, t.tier_name, t.certificate_no, n.doc_no, n.reported_on,
	n.reported_at, n.answer_no, n.answered_on, n.agreed, n.settled_at
FROM case_national AS n JOIN case_file AS c ON c.id = n.case_id JOIN title AS t ON t.id = n.title_id
WHERE n.agency_id = :agency_id AND n.case_id < :before_id AND (:open < 0 OR (n.settled_at IS NULL) = :open)
ORDER BY n.case_id DESC LIMIT :limit;

-- :name national_of_title
-- :result opt
-- :param public_id text
-- :param on_date text
-- :row ministry text
-- :row reported_on text
-- :row answer_no text
-- :row answered_on text
-- :row agreed int
-- :row settled_at int?
-- :by public
-- What went to the ministry about a title by a day; no word of why.
SELECT n.ministry, n.reported_on, n.answer_no, n.answered_on, n.agreed, n.settled_at
FROM title AS t JOIN case_national AS n ON n.title_id = t.id
WHERE t.public_id = :public_id AND n.reported_on <= :on_date ORDER BY n.case_id DESC LIMIT 1;

-- :name national_answer_put
-- :result exec
-- :param case_id int
-- :param answer_no text
-- :param answered_on text
-- :param agreed int
-- :param ban_to text
-- :param account_id int
-- :param now int
-- :by system
UPDATE case_national SET answer_no = :answer_no, answered_on = :answered_on, agreed = :agreed, ban_to = :ban_to,
	answer_by = :account_id, answer_at = :now
WHERE case_id = :case_id;

-- :name national_settle_put
-- :result exec
-- :param case_id int
-- :param account_id int
-- :param now int
-- :by system
UPDATE case_national SET settled_by = :account_id, settled_at = :now WHERE case_id = :case_id AND answer_at IS NOT NULL;

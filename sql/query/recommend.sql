-- 正式推荐: a frozen list with its report and opinion, proposed by one person, sent by another.

-- :name recommendation_put
-- :result one
-- :param public_id text
-- :param batch_id int
-- :param agency_id int
-- :param seq int
-- :param doc_no text
-- :param report text
-- :param opinion text
-- :param list_hash text
-- :param count int
-- :param proposed_by int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO recommendation (public_id, batch_id, agency_id, seq, doc_no, state, report, opinion, list_hash, count,
	proposed_by, proposed_at)
VALUES (:public_id, :batch_id, :agency_id, :seq, :doc_no, 'proposed', :report, :opinion, :list_hash, :count,
	:proposed_by, :now)
RETURNING id;

-- :name recommendation_item_put
-- :result exec
-- :param recommendation_id int
-- :param seq int
-- :param application_id int
-- :param name text
-- :param uscc text
-- :param area text
-- :param direct int
-- :param score int
-- :by system
INSERT INTO recommendation_item (recommendation_id, seq, application_id, name, uscc, area, direct, score)
VALUES (:recommendation_id, :seq, :application_id, :name, :uscc, :area, :direct, :score);

-- :name recommendation_next_seq
-- :result one
-- :param batch_id int
-- :param agency_id int
-- :row seq int
-- :by officer
SELECT coalesce(max(seq), 0) + 1 AS seq FROM recommendation WHERE batch_id = :batch_id AND agency_id = :agency_id;

-- :name recommendation_waiting
-- :result opt
-- :param batch_id int
-- :param agency_id int
-- :row public_id text
-- :row proposed_by int
-- :by officer
SELECT public_id, proposed_by FROM recommendation
WHERE batch_id = :batch_id AND agency_id = :agency_id AND state = 'proposed' ORDER BY id LIMIT 1;

-- :name recommendation_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row batch_id int
-- :row agency_id int
-- :row body text
-- :row edition text
-- :row opens_on text
-- :row batch_title text
-- :row city_ends_at int
-- :row seq int
-- :row doc_no text
-- :row state text
-- :row report text
-- :row opinion text
-- :row list_hash text
-- :row count int
-- :row proposed_by int
-- :row proposer text
-- :row proposed_at int
-- :row confirmer text?
-- :row sent_at int?
-- :row returned_at int?
-- :row return_reason text
-- :row version int
-- :by officer
-- Of this body, or sent by one below it.
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT r.id, r.batch_id, r.agency_id,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'recommendation' AND u.object_id = r.id AND u.action = 'recommendation_proposed'
		AND u.account_id = r.proposed_by ORDER BY u.seq DESC LIMIT 1), g.name) AS body, b.edition, b.opens_on, b.title AS batch_title, b.city_ends_at, r.seq, r.doc_no,
	r.state, r.report, r.opinion, r.list_hash, r.count, r.proposed_by,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'recommendation' AND u.object_id = r.id AND u.action = 'recommendation_proposed'
		AND u.account_id = r.proposed_by ORDER BY u.seq DESC LIMIT 1), x.name) AS proposer, r.proposed_at,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'recommendation' AND u.object_id = r.id AND u.action = 'recommendation_sent'
		AND u.account_id = r.confirmed_by ORDER BY u.seq DESC LIMIT 1), y.name) AS confirmer, r.sent_at, r.returned_at, r.return_reason, r.version
FROM recommendation AS r
JOIN agency AS g ON g.id = r.agency_id
	AND (g.id = :agency_id OR (g.parent_id = :agency_id AND r.state IN ('sent', 'returned')))
JOIN batch AS b ON b.id = r.batch_id
JOIN account AS x ON x.id = r.proposed_by
LEFT JOIN account AS y ON y.id = r.confirmed_by
WHERE r.public_id = :public_id;

-- :name recommendation_items
-- :result many
-- :param recommendation_id int
-- :row seq int
-- :row application_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row area text
-- :row direct int
-- :row score int
-- :row state text
-- :row version int
-- :by system
-- The recommendation was found in the reader's scope.
SELECT i.seq, i.application_id, a.public_id, i.name, i.uscc, i.area, i.direct, i.score, a.state, a.version
FROM recommendation_item AS i JOIN application AS a ON a.id = i.application_id
WHERE i.recommendation_id = :recommendation_id ORDER BY i.seq;

-- :name recommendation_send
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param confirmed_by int
-- :param now int
-- :by officer
UPDATE recommendation SET state = 'sent', confirmed_by = :confirmed_by, sent_at = :now, version = version + 1
WHERE id = :id AND agency_id = :agency_id AND version = :version AND state = 'proposed';

-- :name recommendation_cancel
-- :result exec
-- :param id int
-- :param agency_id int
-- :by officer
UPDATE recommendation SET state = 'cancelled', version = version + 1
WHERE id = :id AND agency_id = :agency_id AND state = 'proposed';

-- :name recommendation_return
-- :result exec
-- :param id int
-- :param reason text
-- :param now int
-- :by system
UPDATE recommendation SET state = 'returned', returned_at = :now, return_reason = :reason, version = version + 1
WHERE id = :id AND state = 'sent';

-- :name recommendations_of_batch
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row city_id int
-- :row body text
-- :row seq int
-- :row state text
-- :row count int
-- :row sent_at int?
-- :row prov int
-- :row approved int
-- :row listed int
-- :by officer
-- Of this body and, once sent, of those below it; how its files stand now.
SELECT r.id, r.public_id, r.agency_id AS city_id, g.name AS body, r.seq, r.state, r.count, r.sent_at,
	(SELECT count(*) FROM recommendation_item AS i JOIN application AS a ON a.id = i.application_id
		WHERE i.recommendation_id = r.id AND a.state = 'prov') AS prov,
	(SELECT count(*) FROM recommendation_item AS i JOIN application AS a ON a.id = i.application_id
		WHERE i.recommendation_id = r.id AND a.state = 'approved') AS approved,
	(SELECT count(*) FROM recommendation_item AS i JOIN application AS a ON a.id = i.application_id
		WHERE i.recommendation_id = r.id AND a.state = 'listed') AS listed
FROM recommendation AS r JOIN agency AS g ON g.id = r.agency_id
WHERE r.batch_id = :batch_id
	AND (g.id = :agency_id OR (g.parent_id = :agency_id AND r.state IN ('sent', 'returned')))
	AND r.state <> 'cancelled'
ORDER BY g.sort, g.id, r.seq;

-- :name batch_submitted_totals
-- :result one
-- :param agency_id int
-- :param batch_id int
-- :row submitted int
-- :row direct int
-- :by officer
-- How many of a body's files of a batch were ever submitted, and how many by a direct condition.
SELECT count(*) AS submitted, coalesce(sum(CASE WHEN route = 'direct' THEN 1 ELSE 0 END), 0) AS direct
FROM caseload WHERE agency_id = :agency_id AND batch_id = :batch_id AND submitted_at > 0;

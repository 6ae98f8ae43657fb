-- What was submitted, and what is to be corrected.

-- :name submission_put
-- :result one
-- :param application_id int
-- :param seq int
-- :param receipt_no text
-- :param facts text
-- :param evidence text
-- :param profile text
-- :param content_hash text
-- :param engine text
-- :param explanation_hash text
-- :param result text
-- :param route text
-- :param score_min int
-- :param score_max int
-- :param signed_by int
-- :param signed_name text
-- :param submitted_at int
-- :row id int
-- :by system
INSERT INTO submission (application_id, seq, receipt_no, facts, evidence, profile, content_hash, engine,
	explanation_hash, result, route, score_min, score_max, signed_by, signed_name, submitted_at)
VALUES (:application_id, :seq, :receipt_no, :facts, :evidence, :profile, :content_hash, :engine, :explanation_hash,
	:result, :route, :score_min, :score_max, :signed_by, :signed_name, :submitted_at)
RETURNING id;

-- :name submission_by_id
-- :result one
-- :param id int
-- :param application_id int
-- :row id int
-- :row application_id int
-- :row seq int
-- :row receipt_no text
-- :row facts text
-- :row evidence text
-- :row profile text
-- :row content_hash text
-- :row engine text
-- :row explanation_hash text
-- :row result text
-- :row route text
-- :row score_min int
-- :row score_max int
-- :row signed_name text
-- :row submitted_at int
-- :by system
SELECT id, application_id, seq, receipt_no, facts, evidence, profile, content_hash, engine, explanation_hash, result,
	route, score_min, score_max, signed_name, submitted_at
FROM submission WHERE id = :id AND application_id = :application_id;

-- :name submission_by_seq
-- :result opt
-- :param application_id int
-- :param seq int
-- :row id int
-- :by system
SELECT id FROM submission WHERE application_id = :application_id AND seq = :seq;

-- :name submission_as_of
-- :result opt
-- :param application_id int
-- :param at int
-- :row id int
-- :by system
-- The one that a list of that moment rested on, whatever was corrected later.
SELECT id FROM submission WHERE application_id = :application_id AND submitted_at <= :at ORDER BY seq DESC LIMIT 1;

-- :name submissions_of_application
-- :result many
-- :param application_id int
-- :row id int
-- :row seq int
-- :row receipt_no text
-- :row content_hash text
-- :row signed_name text
-- :row submitted_at int
-- :by system
SELECT id, seq, receipt_no, content_hash, signed_name, submitted_at
FROM submission WHERE application_id = :application_id ORDER BY seq DESC;

-- :name fix_items
-- :result many
-- :param application_id int
-- :row id int
-- :row submission_id int
-- :row kind text
-- :row ref text
-- :row reason_code text
-- :row note text
-- :by system
-- What a returned file is to correct and has not yet submitted again.
SELECT id, submission_id, kind, ref, reason_code, note
FROM return_item WHERE application_id = :application_id AND done_at IS NULL ORDER BY id;

-- :name fix_items_done
-- :result exec
-- :param application_id int
-- :param now int
-- :by system
UPDATE return_item SET done_at = :now WHERE application_id = :application_id AND done_at IS NULL;

-- :name submission_by_content
-- :result opt
-- :param content_hash text
-- :row seq int
-- :row receipt_no text
-- :row submitted_at int
-- :row enterprise_name text
-- :row batch_title text
-- :row no text?
-- :row latest int
-- :by public
-- Whoever holds the paper knows its hash: no more than what the paper says.
SELECT s.seq, s.receipt_no, s.submitted_at, e.name AS enterprise_name, b.title AS batch_title, a.no,
	s.id = a.submission_id AS latest
FROM submission AS s
JOIN application AS a ON a.id = s.application_id
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN batch AS b ON b.id = a.batch_id
WHERE s.content_hash = :content_hash ORDER BY s.id DESC LIMIT 1;

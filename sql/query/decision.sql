-- What every decision rested on, and the computing again of it.

-- :name decision_put
-- :result exec
-- :param application_id int
-- :param submission_id int
-- :param level text
-- :param act text
-- :param outcome text
-- :param facts text
-- :param facts_hash text
-- :param standard text
-- :param standard_hash text
-- :param engine text
-- :param explanation_hash text
-- :param result text
-- :param route text
-- :param score_min int
-- :param score_max int
-- :param account_id int
-- :param now int
-- :by system
INSERT INTO decision (application_id, submission_id, level, act, outcome, facts, facts_hash, standard, standard_hash,
	engine, explanation_hash, result, route, score_min, score_max, account_id, at)
VALUES (:application_id, :submission_id, :level, :act, :outcome, :facts, :facts_hash, :standard, :standard_hash, :engine,
	:explanation_hash, :result, :route, :score_min, :score_max, :account_id, :now);

-- :name decision_basis
-- :result one
-- :param submission_id int
-- :row facts text
-- :by system
SELECT facts FROM submission WHERE id = :submission_id;

-- :name replay_submissions
-- :result many
-- :param after int
-- :param since int
-- :param limit int
-- :row id int
-- :row application_id int
-- :row enterprise_id int
-- :row no text?
-- :row act text
-- :row level text
-- :row outcome text
-- :row facts text
-- :row evidence text
-- :row profile text
-- :row facts_hash text
-- :row standard text
-- :row standard_hash text
-- :row engine text
-- :row explanation_hash text
-- :row result text
-- :row route text
-- :row score_min int
-- :row score_max int
-- :row at int
-- :by system
-- All of them, portion by portion.
SELECT s.id, s.application_id, a.enterprise_id, a.no, 'submit' AS act, 'enterprise' AS level, '' AS outcome, s.facts, s.evidence, s.profile,
	s.content_hash AS facts_hash, a.standard, a.standard_hash, s.engine, s.explanation_hash, s.result, s.route,
	s.score_min, s.score_max, s.submitted_at AS at
FROM submission AS s JOIN application AS a ON a.id = s.application_id
WHERE s.id > :after AND s.submitted_at >= :since ORDER BY s.id LIMIT :limit;

-- :name replay_decisions
-- :result many
-- :param after int
-- :param since int
-- :param limit int
-- :row id int
-- :row application_id int
-- :row enterprise_id int
-- :row no text?
-- :row act text
-- :row level text
-- :row outcome text
-- :row facts text
-- :row evidence text
-- :row profile text
-- :row facts_hash text
-- :row standard text
-- :row standard_hash text
-- :row engine text
-- :row explanation_hash text
-- :row result text
-- :row route text
-- :row score_min int
-- :row score_max int
-- :row at int
-- :by system
SELECT d.id, d.application_id, a.enterprise_id, a.no, d.act, d.level, d.outcome, d.facts, '' AS evidence, '' AS profile, d.facts_hash,
	d.standard, d.standard_hash, d.engine, d.explanation_hash, d.result, d.route, d.score_min, d.score_max, d.at
FROM decision AS d JOIN application AS a ON a.id = d.application_id
WHERE d.id > :after AND d.at >= :since ORDER BY d.id LIMIT :limit;

-- :name replay_updates
-- :result many
-- :param after int
-- :param since int
-- :param limit int
-- :row id int
-- :row enterprise_id int
-- :row receipt_no text
-- :row facts text
-- :row reasons text
-- :row results text
-- :row content_hash text
-- :row engine text
-- :by system
SELECT id, enterprise_id, receipt_no, facts, reasons, results, content_hash, engine
FROM update_filing WHERE id > :after AND filed_at >= :since ORDER BY id LIMIT :limit;

-- :name replay_submissions_of
-- :result many
-- :param application_id int
-- :row id int
-- :row application_id int
-- :row enterprise_id int
-- :row no text?
-- :row act text
-- :row level text
-- :row outcome text
-- :row facts text
-- :row evidence text
-- :row profile text
-- :row facts_hash text
-- :row standard text
-- :row standard_hash text
-- :row engine text
-- :row explanation_hash text
-- :row result text
-- :row route text
-- :row score_min int
-- :row score_max int
-- :row at int
-- :by system
SELECT s.id, s.application_id, a.enterprise_id, a.no, 'submit' AS act, 'enterprise' AS level, '' AS outcome, s.facts, s.evidence, s.profile,
	s.content_hash AS facts_hash, a.standard, a.standard_hash, s.engine, s.explanation_hash, s.result, s.route,
	s.score_min, s.score_max, s.submitted_at AS at
FROM submission AS s JOIN application AS a ON a.id = s.application_id
WHERE s.application_id = :application_id ORDER BY s.seq;

-- :name replay_decisions_of
-- :result many
-- :param application_id int
-- :row id int
-- :row application_id int
-- :row enterprise_id int
-- :row no text?
-- :row act text
-- :row level text
-- :row outcome text
-- :row facts text
-- :row evidence text
-- :row profile text
-- :row facts_hash text
-- :row standard text
-- :row standard_hash text
-- :row engine text
-- :row explanation_hash text
-- :row result text
-- :row route text
-- :row score_min int
-- :row score_max int
-- :row at int
-- :by system
SELECT d.id, d.application_id, a.enterprise_id, a.no, d.act, d.level, d.outcome, d.facts, '' AS evidence, '' AS profile, d.facts_hash,
	d.standard, d.standard_hash, d.engine, d.explanation_hash, d.result, d.route, d.score_min, d.score_max, d.at
FROM decision AS d JOIN application AS a ON a.id = d.application_id
WHERE d.application_id = :application_id ORDER BY d.id;

-- :name replay_files
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :param no text
-- :param after int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row no text?
-- :row name text
-- :row edition text
-- :by officer
-- Submitted files of a batch of this province, or the one with this number ('' : any).
SELECT a.id, a.public_id, a.no, e.name, a.edition
FROM application AS a JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE a.batch_id = :batch_id AND a.province_agency_id = :agency_id AND a.submission_id IS NOT NULL
	AND a.id > :after AND (:no = '' OR a.no = :no)
ORDER BY a.id LIMIT :limit;

-- :name replay_file_by_no
-- :result opt
-- :param agency_id int
-- :param no text
-- :row batch_id int
-- :by officer
SELECT batch_id FROM application WHERE no = :no AND province_agency_id = :agency_id;

-- :name replay_run_put
-- :result one
-- :param account_id int
-- :param submissions int
-- :param decisions int
-- :param updates int
-- :param whole int
-- :param differences int
-- :param ms int
-- :param now int
-- :row id int
-- :by system
INSERT INTO replay_run (at, account_id, submissions, decisions, updates, whole, differences, ms)
VALUES (:now, :account_id, :submissions, :decisions, :updates, :whole, :differences, :ms) RETURNING id;

-- :name replay_difference_put
-- :result exec
-- :param run_id int
-- :param seq int
-- :param kind text
-- :param ref_id int
-- :param application_id int
-- :param enterprise_id int
-- :param no text
-- :param what text
-- :by system
INSERT INTO replay_difference (run_id, seq, kind, ref_id, application_id, enterprise_id, no, what)
VALUES (:run_id, :seq, :kind, :ref_id, :application_id, :enterprise_id, :no, :what);

-- :name replay_last
-- :result opt
-- :row id int
-- :row at int
-- :row account_id int
-- :row submissions int
-- :row decisions int
-- :row updates int
-- :row whole int
-- :row differences int
-- :row ms int
-- :by system
-- :plan scan the last row by its number
SELECT id, at, account_id, submissions, decisions, updates, whole, differences, ms FROM replay_run ORDER BY id DESC LIMIT 1;

-- :name replay_differences
-- :result many
-- :param agency_id int
-- :param run_id int
-- :row kind text
-- :row no text
-- :row what text
-- :by officer
-- What the last run found among the files and updates of this province.
SELECT d.kind, d.no, d.what
FROM replay_difference AS d JOIN enterprise AS e ON e.id = d.enterprise_id
	LEFT JOIN application AS a ON a.id = d.application_id
WHERE d.run_id = :run_id AND coalesce(a.province_agency_id, e.province_agency_id) = :agency_id ORDER BY d.seq;

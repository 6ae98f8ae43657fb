-- 年度总结: rounds, reports, cases, and the figures of a body.

-- :name yearly_round_put
-- :result opt
-- :param public_id text
-- :param programme text
-- :param edition text
-- :param province_id int
-- :param year int
-- :param due_on text
-- :param ends_at int
-- :param form text
-- :param now int
-- :row id int
-- :by system
-- None: the round is there already.
INSERT INTO yearly_round (public_id, programme, edition, province_agency_id, year, due_on, ends_at, form, opened_at)
VALUES (:public_id, :programme, :edition, :province_id, :year, :due_on, :ends_at, :form, :now)
ON CONFLICT (province_agency_id, programme, year) DO NOTHING
RETURNING id;

-- :name yearly_round_known
-- :result one
-- :param programme text
-- :param province_id int
-- :param year int
-- :row n int
-- :by system
SELECT count(*) AS n FROM yearly_round WHERE province_agency_id = :province_id AND programme = :programme AND year = :year;

-- :name yearly_bodies
-- :result many
-- :param province_id int
-- :param level text
-- :row id int
-- :by system
-- Bodies of a level below a province.
SELECT g.id FROM agency AS g LEFT JOIN agency AS p ON p.id = g.parent_id
WHERE g.level = :level AND g.active = 1 AND (g.parent_id = :province_id OR p.parent_id = :province_id) ORDER BY g.sort, g.id;

-- :name yearly_report_put
-- :result exec
-- :param public_id text
-- :param round_id int
-- :param owner_id int
-- :param province_id int
-- :param texts text
-- :by system
INSERT INTO yearly_report (public_id, round_id, agency_id, province_agency_id, texts)
VALUES (:public_id, :round_id, :owner_id, :province_id, :texts) ON CONFLICT (round_id, agency_id) DO NOTHING;

-- :name yearly_tell
-- :result exec
-- :param round_id int
-- :param now int
-- :param urgent int
-- :param due_at int
-- :param subject text
-- :param body text
-- :by system
-- Every officer of the bodies whose report is not there yet.
INSERT INTO message (account_id, at, kind, subject, body, link, urgent, due_at)
SELECT a.id, :now, 'yearly', :subject, :body, '/o/yearly/' || r.public_id, :urgent, :due_at
FROM yearly_report AS r JOIN account AS a ON a.agency_id = r.agency_id AND a.active = 1 AND a.role <> 'auditor'
WHERE r.round_id = :round_id AND r.state <> 'sent';

-- :name yearly_tell_province
-- :result exec
-- :param round_id int
-- :param province_id int
-- :param now int
-- :param subject text
-- :param link text
-- :by system
-- The officers of the province with the number that is missing, while one is.
INSERT INTO message (account_id, at, kind, subject, body, link)
SELECT a.id, :now, 'yearly', :subject, '还有 ' || x.n || ' 个单位没有报送，名单见“年度总结”，已同时提醒这些单位。', :link
FROM account AS a JOIN (SELECT count(*) AS n FROM yearly_report WHERE round_id = :round_id AND state <> 'sent') AS x ON x.n > 0
WHERE a.agency_id = :province_id AND a.active = 1 AND a.role <> 'auditor';

-- :name yearly_rounds_open
-- :result many
-- :param now int
-- :row id int
-- :row public_id text
-- :row edition text
-- :row province_id int
-- :row year int
-- :row ends_at int
-- :row reminded_days int
-- :by system
SELECT id, public_id, edition, province_agency_id AS province_id, year, ends_at, reminded_days FROM yearly_round
WHERE ends_at > :now ORDER BY ends_at, id;

-- :name yearly_reminded
-- :result exec
-- :param id int
-- :param days int
-- :by system
UPDATE yearly_round SET reminded_days = :days WHERE id = :id;

-- :name yearly_reports_of_body
-- :result many
-- :param agency_id int
-- :row public_id text
-- :row edition text
-- :row year int
-- :row due_on text
-- :row ends_at int
-- :row state text
-- :row saved_at int?
-- :row sent_at int?
-- :row return_reason text
-- :by officer
SELECT r.public_id, d.edition, d.year, d.due_on, d.ends_at, r.state, r.saved_at, r.sent_at, r.return_reason
FROM yearly_report AS r JOIN yearly_round AS d ON d.id = r.round_id
WHERE r.agency_id = :agency_id ORDER BY r.id DESC LIMIT 40;

-- :name yearly_rounds_of_province
-- :result many
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row edition text
-- :row year int
-- :row due_on text
-- :row ends_at int
-- :row n int
-- :row sent int
-- :by officer
SELECT d.id, d.public_id, d.edition, d.year, d.due_on, d.ends_at,
	(SELECT count(*) FROM yearly_report AS r WHERE r.round_id = d.id) AS n,
	(SELECT count(*) FROM yearly_report AS r WHERE r.round_id = d.id AND r.state = 'sent') AS sent
FROM yearly_round AS d WHERE d.province_agency_id = :agency_id ORDER BY d.year DESC, d.id DESC LIMIT 40;

-- :name yearly_round_for_province
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row edition text
-- :row year int
-- :row due_on text
-- :row ends_at int
-- :row form text
-- :by officer
SELECT id, edition, year, due_on, ends_at, form FROM yearly_round WHERE public_id = :public_id AND province_agency_id = :agency_id;

-- :name yearly_reports_of_round
-- :result many
-- :param round_id int
-- :param agency_id int
-- :row public_id text
-- :row body text
-- :row short_name text
-- :row phone text
-- :row state text
-- :row saved_at int?
-- :row sent_at int?
-- :row cases int
-- :by officer
-- What the province sees of each: of a report that is not sent only how far it is.
SELECT r.public_id, g.name AS body, g.short_name, g.phone, r.state, r.saved_at, r.sent_at,
	(SELECT count(*) FROM yearly_case AS c WHERE c.report_id = r.id AND r.state = 'sent') AS cases
FROM yearly_report AS r JOIN agency AS g ON g.id = r.agency_id
WHERE r.round_id = :round_id AND r.province_agency_id = :agency_id ORDER BY g.sort, g.id;

-- :name yearly_report_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row agency_id int
-- :row province_id int
-- :row body text
-- :row programme text
-- :row edition text
-- :row year int
-- :row due_on text
-- :row ends_at int
-- :row round text
-- :row form text
-- :row state text
-- :row texts text
-- :row figures text
-- :row figures_at int
-- :row proposed_by int?
-- :row proposer text
-- :row proposed_at int?
-- :row confirmer text
-- :row sent_at int?
-- :row return_reason text
-- :row version int
-- :by officer
-- The body's own; the province's once it is sent.
SELECT r.id, r.public_id, r.agency_id, r.province_agency_id AS province_id, g.name AS body, d.programme, d.edition, d.year, d.due_on,
	d.ends_at, d.public_id AS round, d.form, r.state, r.texts, r.figures, r.figures_at, r.proposed_by, coalesce(p.name, '') AS proposer,
	r.proposed_at, coalesce(k.name, '') AS confirmer, r.sent_at, r.return_reason, r.version
FROM yearly_report AS r JOIN yearly_round AS d ON d.id = r.round_id JOIN agency AS g ON g.id = r.agency_id
LEFT JOIN account AS p ON p.id = r.proposed_by LEFT JOIN account AS k ON k.id = r.confirmed_by
WHERE r.public_id = :public_id AND (r.agency_id = :agency_id OR (r.province_agency_id = :agency_id AND r.state = 'sent'));

-- :name yearly_cases
-- :result many
-- :param report_id int
-- :row seq int
-- :row enterprise_id int
-- :row name text
-- :row uscc text
-- :row title text
-- :row text text
-- :row consented_at int?
-- :by system
-- With the day of the consent that is in force now; none: withdrawn.
SELECT c.seq, c.enterprise_id, c.name, c.uscc, c.title, c.text, n.given_at AS consented_at
FROM yearly_case AS c LEFT JOIN consent AS n ON n.enterprise_id = c.enterprise_id AND n.purpose = 'example' AND n.withdrawn_at IS NULL
WHERE c.report_id = :report_id ORDER BY c.seq;

-- :name yearly_candidates
-- :result many
-- :param agency_id int
-- :param tier text
-- :param report_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row consented_at int
-- :by officer
-- Enterprises in this body's places, of the files of its line, that hold the title and agreed, and are not chosen yet.
SELECT e.public_id, e.name, e.uscc, n.given_at AS consented_at
FROM body_place AS w CROSS JOIN enterprise AS e ON e.division_code = w.division_code CROSS JOIN title AS t ON t.enterprise_id = e.id
JOIN application AS f ON f.id = t.application_id JOIN agency AS pg ON pg.id = f.province_agency_id
JOIN agency AS own ON own.id = w.agency_id AND own.line = pg.line
JOIN consent AS n ON n.enterprise_id = e.id AND n.purpose = 'example' AND n.withdrawn_at IS NULL
WHERE w.agency_id = :agency_id AND t.tier = :tier AND t.state IN ('valid', 'renewing')
	AND NOT EXISTS (SELECT 1 FROM yearly_case AS y WHERE y.report_id = :report_id AND y.enterprise_id = e.id)
GROUP BY e.id ORDER BY e.name, e.id LIMIT 500;

-- :name yearly_candidate
-- :result opt
-- :param agency_id int
-- :param tier text
-- :param word text
-- :row id int
-- :row name text
-- :row uscc text
-- :row consented_at int?
-- :by officer
-- One of them by address, code or name, whether it agreed or not.
SELECT e.id, e.name, e.uscc, n.given_at AS consented_at
FROM body_place AS w CROSS JOIN enterprise AS e ON e.division_code = w.division_code CROSS JOIN title AS t ON t.enterprise_id = e.id
JOIN application AS f ON f.id = t.application_id JOIN agency AS pg ON pg.id = f.province_agency_id
JOIN agency AS own ON own.id = w.agency_id AND own.line = pg.line
LEFT JOIN consent AS n ON n.enterprise_id = e.id AND n.purpose = 'example' AND n.withdrawn_at IS NULL
WHERE w.agency_id = :agency_id AND t.tier = :tier AND t.state IN ('valid', 'renewing')
	AND (e.public_id = :word OR e.uscc = :word OR e.name = :word) ORDER BY e.id LIMIT 1;

-- :name yearly_report_save
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param texts text
-- :param figures text
-- :param figures_at int
-- :param account_id int
-- :param now int
-- :by officer
UPDATE yearly_report SET texts = :texts, figures = :figures, figures_at = :figures_at, saved_by = :account_id, saved_at = :now,
	version = version + 1
WHERE id = :id AND agency_id = :agency_id AND version = :version AND state = 'draft';

-- :name yearly_report_propose
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param account_id int
-- :param now int
-- :by officer
UPDATE yearly_report SET state = 'proposed', proposed_by = :account_id, proposed_at = :now, return_reason = '', version = version + 1
WHERE id = :id AND agency_id = :agency_id AND version = :version AND state = 'draft';

-- :name yearly_report_send
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param account_id int
-- :param now int
-- :by officer
UPDATE yearly_report SET state = 'sent', confirmed_by = :account_id, sent_at = :now, version = version + 1
WHERE id = :id AND agency_id = :agency_id AND version = :version AND state = 'proposed';

-- :name yearly_report_back
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param reason text
-- :by officer
-- By the body's second person before it is sent, by the province afterwards.
UPDATE yearly_report SET state = 'draft', return_reason = :reason, proposed_by = NULL, proposed_at = NULL, confirmed_by = NULL,
	sent_at = NULL, version = version + 1
WHERE id = :id AND version = :version
	AND ((agency_id = :agency_id AND state = 'proposed') OR (province_agency_id = :agency_id AND state = 'sent'));

-- :name yearly_case_put
-- :result exec
-- :param report_id int
-- :param enterprise_id int
-- :param name text
-- :param uscc text
-- :param title text
-- :param text text
-- :by system
INSERT INTO yearly_case (report_id, seq, enterprise_id, name, uscc, title, text)
SELECT :report_id, coalesce((SELECT max(seq) FROM yearly_case WHERE report_id = :report_id), 0) + 1, :enterprise_id, :name, :uscc,
	:title, :text
WHERE true
ON CONFLICT (report_id, enterprise_id) DO UPDATE SET title = excluded.title, text = excluded.text, name = excluded.name;

-- :name yearly_case_drop
-- :result exec
-- :param report_id int
-- :param seq int
-- :by system
DELETE FROM yearly_case WHERE report_id = :report_id AND seq = :seq;

-- :name yearly_goal
-- :result one
-- :param agency_id int
-- :param edition text
-- :param year int
-- :row n int
-- :by officer
SELECT coalesce((SELECT n FROM target WHERE edition = :edition AND year = :year AND agency_id = :agency_id), 0) AS n;

-- :name yearly_states
-- :result many
-- :param agency_id int
-- :param edition text
-- :param year int
-- :row state text
-- :row n int
-- :by officer
SELECT cc.state, sum(cc.n) AS n FROM batch AS b
JOIN caseload_count AS cc ON cc.agency_id = :agency_id AND cc.batch_id = b.id
WHERE b.edition = :edition AND b.year = :year GROUP BY cc.state;

-- :name yearly_visits
-- :result one
-- :param agency_id int
-- :param edition text
-- :param year int
-- :row n int
-- :by officer
SELECT count(*) AS n FROM site_check AS s JOIN application AS a ON a.id = s.application_id JOIN batch AS b ON b.id = a.batch_id
WHERE s.agency_id = :agency_id AND s.state = 'done' AND b.edition = :edition AND b.year = :year;

-- :name yearly_objections
-- :result one
-- :param agency_id int
-- :param edition text
-- :param year int
-- :row n int
-- :by officer
SELECT count(*) AS n FROM batch AS b JOIN publicity AS p ON p.batch_id = b.id JOIN objection AS o ON o.publicity_id = p.id
JOIN application AS a ON a.id = o.application_id
WHERE b.edition = :edition AND b.year = :year AND :agency_id IN (a.city_agency_id, a.county_agency_id);

-- :name yearly_case_files
-- :result one
-- :param agency_id int
-- :param programme text
-- :param from_at int
-- :param to_at int
-- :row reports int
-- :row sanctions int
-- :by officer
-- Reports that came, titles that were taken back, in a year.
SELECT coalesce(sum(CASE WHEN kind = 'report' AND opened_at >= :from_at AND opened_at < :to_at THEN 1 ELSE 0 END), 0) AS reports,
	coalesce(sum(CASE WHEN kind = 'sanction' AND state = 'decided' AND outcome IN ('cancel', 'revoke') AND decided_at >= :from_at
		AND decided_at < :to_at THEN 1 ELSE 0 END), 0) AS sanctions
FROM case_file WHERE city_agency_id = :agency_id AND programme = :programme;

-- :name yearly_holders
-- :result one
-- :param agency_id int
-- :param tier text
-- :row n int
-- :by officer
-- In the body's places now, of the files of its line.
SELECT count(*) AS n
FROM body_place AS w CROSS JOIN enterprise AS e ON e.division_code = w.division_code CROSS JOIN title AS t ON t.enterprise_id = e.id
JOIN application AS f ON f.id = t.application_id JOIN agency AS pg ON pg.id = f.province_agency_id
JOIN agency AS own ON own.id = w.agency_id AND own.line = pg.line
WHERE w.agency_id = :agency_id AND t.tier = :tier AND t.state IN ('valid', 'renewing');

-- :name yearly_surveys
-- :result one
-- :param agency_id int
-- :param province_id int
-- :param edition text
-- :param first_on text
-- :param last_on text
-- :row asked int
-- :row answered int
-- :by officer
SELECT count(*) AS asked, coalesce(sum(d.answered_at > 0), 0) AS answered
FROM survey AS s JOIN survey_due AS d ON d.survey_id = s.id
WHERE s.province_agency_id = :province_id AND s.edition = :edition AND s.first_on >= :first_on AND s.first_on <= :last_on
	AND d.city_agency_id = :agency_id;

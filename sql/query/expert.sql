-- Review by experts: pool, panel, sheets.

-- :name experts_of
-- :result many
-- :param agency_id int
-- :row id int
-- :row account_id int?
-- :row name text
-- :row employer text
-- :row title text
-- :row fields text
-- :row division_code text
-- :row city text
-- :row active int
-- :row open_sheets int
-- :by officer
-- The pool of a body, those who can be called first.
SELECT x.id, x.account_id, x.name, x.employer, x.title, x.fields, x.division_code, COALESCE(d.name, '') AS city, x.active,
	(SELECT count(*) FROM panel_sheet AS s WHERE s.expert_id = x.id AND s.state = 'open') AS open_sheets
FROM expert AS x LEFT JOIN division AS d ON d.code = x.division_code
WHERE x.agency_id = :agency_id ORDER BY x.active DESC, x.name, x.id;

-- :name expert_for_officer
-- :result one
-- :param id int
-- :param agency_id int
-- :row id int
-- :row account_id int?
-- :row login text
-- :row name text
-- :row employer text
-- :row title text
-- :row fields text
-- :row division_code text
-- :row city text
-- :row phone text
-- :row active int
-- :by officer
SELECT x.id, x.account_id, COALESCE(a.login, '') AS login, x.name, x.employer, x.title, x.fields, x.division_code,
	COALESCE(d.name, '') AS city, x.phone, x.active
FROM expert AS x LEFT JOIN account AS a ON a.id = x.account_id LEFT JOIN division AS d ON d.code = x.division_code
WHERE x.id = :id AND x.agency_id = :agency_id;

-- :name expert_put
-- :result one
-- :param agency_id int
-- :param name text
-- :param employer text
-- :param title text
-- :param fields text
-- :param division_code text
-- :param phone text
-- :param now int
-- :row id int
-- :by officer
INSERT INTO expert (agency_id, name, employer, title, fields, division_code, phone, created_at, updated_at)
VALUES (:agency_id, :name, :employer, :title, :fields, :division_code, :phone, :now, :now)
RETURNING id;

-- :name expert_update
-- :result exec
-- :param id int
-- :param agency_id int
-- :param name text
-- :param employer text
-- :param title text
-- :param fields text
-- :param division_code text
-- :param phone text
-- :param now int
-- :by officer
UPDATE expert SET name = :name, employer = :employer, title = :title, fields = :fields, division_code = :division_code,
	phone = :phone, updated_at = :now
WHERE id = :id AND agency_id = :agency_id;

-- :name expert_set_active
-- :result exec
-- :param id int
-- :param agency_id int
-- :param active int
-- :param now int
-- :by officer
UPDATE expert SET active = :active, updated_at = :now WHERE id = :id AND agency_id = :agency_id AND active <> :active;

-- :name expert_set_account
-- :result exec
-- :param id int
-- :param agency_id int
-- :param account_id int
-- :param now int
-- :by officer
UPDATE expert SET account_id = :account_id, updated_at = :now WHERE id = :id AND agency_id = :agency_id;

-- :name expert_city_by_name
-- :result opt
-- :param agency_id int
-- :param name text
-- :row code text
-- :by officer
-- A city of the body's province.
SELECT d.code FROM agency AS g JOIN division AS d ON d.parent_code = g.division_code AND d.name = :name
WHERE g.id = :agency_id ORDER BY d.sort LIMIT 1;

-- :name expert_by_account
-- :result opt
-- :param account_id int
-- :row id int
-- :row active int
-- :by system
SELECT id, active FROM expert WHERE account_id = :account_id;

-- --- the panel

-- :name panel_of_batch
-- :result opt
-- :param batch_id int
-- :param agency_id int
-- :row id int
-- :row seed text
-- :row criteria text
-- :row ends_at int
-- :row proposed_by int?
-- :row proposer text
-- :row proposed_at int?
-- :row pass_mark int
-- :row reason text
-- :row list_hash text
-- :by officer
SELECT p.id, p.seed, p.criteria, p.ends_at, p.proposed_by, COALESCE(a.name, '') AS proposer, p.proposed_at, p.pass_mark,
	p.reason, p.list_hash
FROM panel AS p LEFT JOIN account AS a ON a.id = p.proposed_by
WHERE p.batch_id = :batch_id AND p.agency_id = :agency_id;

-- :name panel_by_id
-- :result one
-- :param id int
-- :row batch_id int
-- :row agency_id int
-- :row seed text
-- :row criteria text
-- :row ends_at int
-- :by system
-- Inside an act of an expert whose sheet belongs to it.
SELECT batch_id, agency_id, seed, criteria, ends_at FROM panel WHERE id = :id;

-- :name panel_put
-- :result one
-- :param batch_id int
-- :param agency_id int
-- :param seed text
-- :param criteria text
-- :param ends_at int
-- :param formed_by int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO panel (batch_id, agency_id, seed, criteria, ends_at, formed_by, formed_at)
VALUES (:batch_id, :agency_id, :seed, :criteria, :ends_at, :formed_by, :now)
RETURNING id;

-- :name panel_set_ends
-- :result exec
-- :param id int
-- :param agency_id int
-- :param ends_at int
-- :by officer
UPDATE panel SET ends_at = :ends_at WHERE id = :id AND agency_id = :agency_id;

-- :name panel_expert_put
-- :result exec
-- :param panel_id int
-- :param expert_id int
-- :by system
INSERT INTO panel_expert (panel_id, expert_id) VALUES (:panel_id, :expert_id)
ON CONFLICT (panel_id, expert_id) DO NOTHING;

-- :name panel_experts
-- :result many
-- :param panel_id int
-- :row id int
-- :row name text
-- :row employer text
-- :row title text
-- :row fields text
-- :row division_code text
-- :row active int
-- :row account_id int?
-- :row declared_at int?
-- :row interests text
-- :row load int
-- :row submitted int
-- :row recused int
-- :by system
-- The panel was found in the reader's scope. Load: sheets that count.
SELECT x.id, x.name, x.employer, x.title, x.fields, x.division_code, x.active, x.account_id, m.declared_at, m.interests,
	(SELECT count(*) FROM panel_sheet AS s WHERE s.panel_id = m.panel_id AND s.expert_id = x.id AND s.state <> 'recused') AS load,
	(SELECT count(*) FROM panel_sheet AS s WHERE s.panel_id = m.panel_id AND s.expert_id = x.id AND s.state = 'submitted')
		AS submitted,
	(SELECT count(*) FROM panel_sheet AS s WHERE s.panel_id = m.panel_id AND s.expert_id = x.id AND s.state = 'recused')
		AS recused
FROM panel_expert AS m JOIN expert AS x ON x.id = m.expert_id
WHERE m.panel_id = :panel_id ORDER BY x.id;

-- :name panel_files
-- :result many
-- :param panel_id int
-- :row application_id int
-- :row public_id text
-- :row code text
-- :row result int?
-- :row diverged int
-- :row decided_at int?
-- :row state text
-- :row name text
-- :row uscc text
-- :row area text
-- :by system
-- The panel was found in the reader's scope.
SELECT f.application_id, a.public_id, f.code, f.result, f.diverged, f.decided_at, a.state, e.name, e.uscc,
	COALESCE(d.name, '') AS area
FROM panel_file AS f JOIN application AS a ON a.id = f.application_id JOIN enterprise AS e ON e.id = a.enterprise_id
LEFT JOIN division AS d ON d.code = e.division_code
WHERE f.panel_id = :panel_id ORDER BY f.code;

-- :name panel_file_put
-- :result exec
-- :param application_id int
-- :param panel_id int
-- :param code text
-- :by system
INSERT INTO panel_file (application_id, panel_id, code) VALUES (:application_id, :panel_id, :code)
ON CONFLICT (application_id) DO NOTHING;

-- :name panel_file_result
-- :result exec
-- :param application_id int
-- :param result int?
-- :param diverged int
-- :by system
UPDATE panel_file SET result = :result, diverged = :diverged WHERE application_id = :application_id AND decided_at IS NULL;

-- :name panel_file_decided
-- :result exec
-- :param application_id int
-- :param now int
-- :by system
UPDATE panel_file SET decided_at = :now WHERE application_id = :application_id AND decided_at IS NULL;

-- :name panel_judged
-- :result one
-- :param application_id int
-- :row name text
-- :row uscc text
-- :row industry_code text
-- :row section text
-- :row division_code text
-- :row legal_rep text
-- :row legal_rep_phone text
-- :row contact text
-- :row contact_phone text
-- :row contact_email text
-- :row enterprise_id int
-- :by system
-- Who the applicant is: for the rule of conflicts and for what has to be struck out. Never shown.
SELECT e.name, e.uscc, e.industry_code, COALESCE(s.code, '') AS section, e.division_code, e.legal_rep, e.legal_rep_phone,
	e.contact, e.contact_phone, e.contact_email, e.id AS enterprise_id
FROM application AS a JOIN enterprise AS e ON e.id = a.enterprise_id
LEFT JOIN industry AS i ON i.code = substr(e.industry_code, 1, 2)
LEFT JOIN industry AS s ON s.code = i.parent_code
WHERE a.id = :application_id;

-- :name panel_people
-- :result many
-- :param enterprise_id int
-- :row name text
-- :row phone text
-- :row email text
-- :by system
-- The applicant's people: for conflicts and for striking out.
SELECT name, phone, email FROM account WHERE enterprise_id = :enterprise_id ORDER BY id;

-- :name panel_sheets
-- :result many
-- :param panel_id int
-- :row id int
-- :row application_id int
-- :row expert_id int
-- :row expert text
-- :row state text
-- :row why text
-- :row third int
-- :row reason text
-- :row total int?
-- :by system
-- The panel was found in the reader's scope.
SELECT s.id, s.application_id, s.expert_id, x.name AS expert, s.state, s.why, s.third, s.reason, s.total
FROM panel_sheet AS s JOIN expert AS x ON x.id = s.expert_id
WHERE s.panel_id = :panel_id ORDER BY s.application_id, s.id;

-- :name panel_sheet_put
-- :result exec
-- :param panel_id int
-- :param application_id int
-- :param expert_id int
-- :param why text
-- :param third int
-- :param now int
-- :by system
INSERT INTO panel_sheet (panel_id, application_id, expert_id, state, why, third, assigned_at)
VALUES (:panel_id, :application_id, :expert_id, 'open', :why, :third, :now);

-- :name panel_propose
-- :result exec
-- :param id int
-- :param agency_id int
-- :param proposed_by int?
-- :param proposed_at int?
-- :param pass_mark int
-- :param reason text
-- :param list_hash text
-- :by officer
-- With NULL: there is no proposal any more.
UPDATE panel SET proposed_by = :proposed_by, proposed_at = :proposed_at, pass_mark = :pass_mark, reason = :reason,
	list_hash = :list_hash
WHERE id = :id AND agency_id = :agency_id;

-- --- the expert's own: no name, no code of an enterprise, nobody else's sheet

-- :name expert_panels
-- :result many
-- :param expert_id int
-- :row panel_id int
-- :row declared_at int?
-- :row ends_at int
-- :row open_sheets int
-- :by expert
SELECT m.panel_id, m.declared_at, p.ends_at,
	(SELECT count(*) FROM panel_sheet AS s WHERE s.panel_id = m.panel_id AND s.expert_id = :expert_id AND s.state = 'open')
		AS open_sheets
FROM panel_expert AS m JOIN panel AS p ON p.id = m.panel_id
WHERE m.expert_id = :expert_id ORDER BY m.panel_id;

-- :name expert_declare
-- :result exec
-- :param expert_id int
-- :param panel_id int
-- :param interests text
-- :param now int
-- :by expert
UPDATE panel_expert SET declared_at = :now, interests = :interests
WHERE expert_id = :expert_id AND panel_id = :panel_id AND declared_at IS NULL;

-- :name expert_sheets
-- :result many
-- :param expert_id int
-- :row code text
-- :row state text
-- :row industry text
-- :row third int
-- :row total int?
-- :row ends_at int
-- :row submitted_at int?
-- :by expert
-- By code, which is random: no order tells anything.
SELECT f.code, s.state, COALESCE(i.name, '') AS industry, s.third, s.total, p.ends_at, s.submitted_at
FROM panel_sheet AS s JOIN panel_file AS f ON f.application_id = s.application_id
JOIN panel AS p ON p.id = s.panel_id
JOIN panel_expert AS m ON m.panel_id = s.panel_id AND m.expert_id = s.expert_id AND m.declared_at IS NOT NULL
JOIN application AS a ON a.id = s.application_id JOIN enterprise AS e ON e.id = a.enterprise_id
LEFT JOIN industry AS i ON i.code = substr(e.industry_code, 1, 2)
WHERE s.expert_id = :expert_id ORDER BY f.code;

-- :name expert_sheet
-- :result one
-- :param expert_id int
-- :param code text
-- :row id int
-- :row panel_id int
-- :row application_id int
-- :row state text
-- :row total int?
-- :row submitted_at int?
-- :row ends_at int
-- :row criteria text
-- :row industry text
-- :by expert
SELECT s.id, s.panel_id, s.application_id, s.state, s.total, s.submitted_at, p.ends_at, p.criteria,
	COALESCE(i.name, '') AS industry
FROM panel_file AS f JOIN panel_sheet AS s ON s.application_id = f.application_id AND s.expert_id = :expert_id
JOIN panel AS p ON p.id = s.panel_id
JOIN panel_expert AS m ON m.panel_id = s.panel_id AND m.expert_id = s.expert_id AND m.declared_at IS NOT NULL
JOIN application AS a ON a.id = s.application_id JOIN enterprise AS e ON e.id = a.enterprise_id
LEFT JOIN industry AS i ON i.code = substr(e.industry_code, 1, 2)
WHERE f.code = :code;

-- :name expert_scores
-- :result many
-- :param expert_id int
-- :param sheet_id int
-- :row criterion text
-- :row points int?
-- :row reason text
-- :by expert
SELECT c.criterion, c.points, c.reason
FROM panel_sheet AS s JOIN panel_score AS c ON c.sheet_id = s.id
WHERE s.id = :sheet_id AND s.expert_id = :expert_id;

-- :name expert_score_put
-- :result exec
-- :param sheet_id int
-- :param criterion text
-- :param points int?
-- :param reason text
-- :by system
-- The sheet was found as the expert's own.
INSERT INTO panel_score (sheet_id, criterion, points, reason) VALUES (:sheet_id, :criterion, :points, :reason)
ON CONFLICT (sheet_id, criterion) DO UPDATE SET points = :points, reason = :reason;

-- :name expert_submit
-- :result exec
-- :param expert_id int
-- :param id int
-- :param total int
-- :param now int
-- :by expert
UPDATE panel_sheet SET state = 'submitted', total = :total, submitted_at = :now
WHERE id = :id AND expert_id = :expert_id AND state = 'open';

-- :name expert_recuse
-- :result exec
-- :param expert_id int
-- :param id int
-- :param reason text
-- :by expert
UPDATE panel_sheet SET state = 'recused', reason = :reason WHERE id = :id AND expert_id = :expert_id AND state = 'open';

-- Cases (domain/case_file). A body sees those of its own places, an enterprise its own; who reported leaves these
-- statements only towards the body that handles the report.

-- :name case_put
-- :result one
-- :param public_id text
-- :param no text
-- :param kind text
-- :param uscc text
-- :param name text
-- :param enterprise_id int?
-- :param programme text
-- :param edition text
-- :param title_id int?
-- :param ban_id int?
-- :param from_case_id int?
-- :param application_id int?
-- :param ground text
-- :param happened_on text
-- :param report_by text
-- :param new_name text
-- :param new_division text
-- :param county_agency_id int?
-- :param city_agency_id int?
-- :param province_agency_id int
-- :param handler_agency_id int
-- :param state text
-- :param opened_by int
-- :param now int
-- :row id int
-- :by system
INSERT INTO case_file (public_id, no, kind, uscc, name, enterprise_id, programme, edition, title_id, ban_id, from_case_id,
	application_id, ground, happened_on, report_by, new_name, new_division, county_agency_id, city_agency_id,
	province_agency_id, handler_agency_id, state, opened_by, opened_at)
VALUES (:public_id, :no, :kind, :uscc, :name, :enterprise_id, :programme, :edition, :title_id, :ban_id, :from_case_id,
	:application_id, :ground, :happened_on, :report_by, :new_name, :new_division, :county_agency_id, :city_agency_id,
	:province_agency_id, :handler_agency_id, :state, :opened_by, :now)
RETURNING id;

-- :name case_by_id
-- :result one
-- :param id int
-- :row id int
-- :row public_id text
-- :row no text
-- :row kind text
-- :row uscc text
-- :row name text
-- :row enterprise_id int?
-- :row programme text
-- :row edition text
-- :row title_id int?
-- :row ban_id int?
-- :row from_case text?
-- :row application text?
-- :row ground text
-- :row happened_on text
-- :row report_by text
-- :row new_name text
-- :row new_division text
-- :row county_agency_id int?
-- :row city_agency_id int?
-- :row province_agency_id int
-- :row handler_agency_id int
-- :row handler text
-- :row handler_phone text
-- :row city text?
-- :row county text?
-- :row state text
-- :row due_at int
-- :row told_at int?
-- :row read_at int?
-- :row served_way text
-- :row term_n int
-- :row term_unit text
-- :row term_from text
-- :row replied_at int?
-- :row outcome text
-- :row reason text
-- :row clause text
-- :row doc_no text
-- :row ban_to text
-- :row recheck_on text
-- :row proposed_by int?
-- :row proposer text?
-- :row confirmer text?
-- :row decided_at int?
-- :row announcement text?
-- :row version int
-- :row opened_at int
-- :by system
SELECT c.id, c.public_id, c.no, c.kind, c.uscc, c.name, c.enterprise_id, c.programme, c.edition, c.title_id, c.ban_id,
	f.public_id AS from_case, a.public_id AS application, c.ground, c.happened_on, c.report_by, c.new_name,
	c.new_division, c.county_agency_id, c.city_agency_id, c.province_agency_id, c.handler_agency_id, h.name AS handler,
	h.phone AS handler_phone, g.name AS city, y.name AS county, c.state, c.due_at, c.told_at, c.read_at, c.served_way, c.term_n,
	c.term_unit, c.term_from, c.replied_at,
	c.outcome, c.reason, c.clause, c.doc_no, c.ban_to, c.recheck_on, c.proposed_by, p.name AS proposer,
	q.name AS confirmer, c.decided_at, n.public_id AS announcement, c.version, c.opened_at
FROM case_file AS c
JOIN agency AS h ON h.id = c.handler_agency_id
LEFT JOIN agency AS g ON g.id = c.city_agency_id
LEFT JOIN agency AS y ON y.id = c.county_agency_id
LEFT JOIN case_file AS f ON f.id = c.from_case_id
LEFT JOIN application AS a ON a.id = c.application_id
LEFT JOIN account AS p ON p.id = c.proposed_by
LEFT JOIN account AS q ON q.id = c.confirmed_by
LEFT JOIN announcement AS n ON n.id = c.announcement_id
WHERE c.id = :id;

-- :name case_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :by officer
SELECT id FROM case_file WHERE public_id = :public_id
	AND (county_agency_id = :agency_id OR city_agency_id = :agency_id OR province_agency_id = :agency_id);

-- :name case_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :by enterprise
-- Only what it was told, or reported itself: a proposal that is still inside the bodies is none of its pages.
SELECT id FROM case_file WHERE public_id = :public_id AND enterprise_id = :enterprise_id
	AND (kind = 'change' OR told_at IS NOT NULL OR (state = 'decided' AND announcement_id IS NOT NULL));

-- :name cases_of_body
-- :result many
-- :param agency_id int
-- :param kind text
-- :param open int
-- :param before_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row no text
-- :row kind text
-- :row uscc text
-- :row name text
-- :row programme text
-- :row state text
-- :row outcome text
-- :row due_at int
-- :row opened_at int
-- :row county_agency_id int?
-- :row city_agency_id int?
-- :row province_agency_id int
-- :row handler_agency_id int
-- :by officer
-- Newest first; `open` 1: not closed, 0: closed, -1: all.
SELECT id, public_id, no, kind, uscc, name, programme, state, outcome, due_at, opened_at, county_agency_id, city_agency_id,
	province_agency_id, handler_agency_id
FROM case_file
WHERE (county_agency_id = :agency_id OR city_agency_id = :agency_id OR province_agency_id = :agency_id)
	AND id < :before_id AND (:kind = '' OR kind = :kind)
	AND (:open < 0 OR (state NOT IN ('decided', 'refused')) = :open)
ORDER BY id DESC LIMIT :limit;

-- :name cases_waiting
-- :result one
-- :param agency_id int
-- :param now int
-- :row n int
-- :by officer
-- Whose turn is this body's; a term that is over is the handler's turn.
SELECT count(*) AS n FROM case_file
WHERE (county_agency_id = :agency_id AND state = 'county')
	OR (city_agency_id = :agency_id AND (state = 'city' OR (handler_agency_id = :agency_id
		AND (state IN ('filed', 'heard', 'signing', 'answered') OR (state IN ('notice', 'rectify') AND due_at < :now)))))
	OR (province_agency_id = :agency_id AND (state = 'province' OR (handler_agency_id = :agency_id
		AND (state IN ('filed', 'heard', 'signing', 'answered') OR (state IN ('notice', 'rectify') AND due_at < :now)))));

-- :name cases_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row no text
-- :row kind text
-- :row programme text
-- :row state text
-- :row outcome text
-- :row due_at int
-- :row opened_at int
-- :row decided_at int?
-- :by enterprise
SELECT public_id, no, kind, programme, state, outcome, due_at, opened_at, decided_at FROM case_file
WHERE enterprise_id = :enterprise_id
	AND (kind = 'change' OR told_at IS NOT NULL OR (state = 'decided' AND announcement_id IS NOT NULL))
ORDER BY id DESC LIMIT 100;

-- :name case_move
-- :result exec
-- :param id int
-- :param version int
-- :param state text
-- :param due_at int
-- :param now int
-- :param told int
-- :param replied int
-- :by system
UPDATE case_file SET state = :state, due_at = :due_at, version = version + 1,
	told_at = CASE WHEN :told = 1 THEN :now ELSE told_at END,
	replied_at = CASE WHEN :replied = 1 THEN :now ELSE replied_at END
WHERE id = :id AND version = :version;

-- :name case_propose
-- :result exec
-- :param id int
-- :param ground text
-- :param outcome text
-- :param reason text
-- :param clause text
-- :param doc_no text
-- :param ban_to text
-- :param recheck_on text
-- :param account_id int
-- :param now int
-- :by system
UPDATE case_file SET ground = :ground, outcome = :outcome, reason = :reason, clause = :clause, doc_no = :doc_no,
	ban_to = :ban_to, recheck_on = :recheck_on, proposed_by = :account_id, proposed_at = :now
WHERE id = :id;

-- :name case_decide
-- :result exec
-- :param id int
-- :param version int
-- :param state text
-- :param due_at int
-- :param ban_to text
-- :param account_id int
-- :param announcement_id int?
-- :param now int
-- :by system
UPDATE case_file SET state = :state, due_at = :due_at, ban_to = :ban_to, confirmed_by = :account_id, decided_at = :now,
	announcement_id = :announcement_id, version = version + 1
WHERE id = :id AND version = :version;

-- :name case_report
-- :result exec
-- :param id int
-- :param version int
-- :param state text
-- :param account_id int
-- :by system
-- 报部: signed by the second person, decided by nobody yet.
UPDATE case_file SET state = :state, due_at = 0, confirmed_by = :account_id, version = version + 1
WHERE id = :id AND version = :version;

-- :name case_settle
-- :result exec
-- :param id int
-- :param version int
-- :param state text
-- :param outcome text
-- :param ban_to text
-- :param announcement_id int?
-- :param now int
-- :by system
UPDATE case_file SET state = :state, outcome = :outcome, ban_to = :ban_to, decided_at = :now,
	announcement_id = :announcement_id, version = version + 1
WHERE id = :id AND version = :version;

-- :name case_statement_put
-- :result one
-- :param case_id int
-- :param party text
-- :param act text
-- :param text text
-- :param shown int
-- :param account_id int
-- :param agency_id int?
-- :param now int
-- :row id int
-- :by system
INSERT INTO case_statement (case_id, party, act, text, shown, account_id, agency_id, at)
VALUES (:case_id, :party, :act, :text, :shown, :account_id, :agency_id, :now)
RETURNING id;

-- :name case_statements
-- :result many
-- :param case_id int
-- :row id int
-- :row party text
-- :row act text
-- :row text text
-- :row shown int
-- :row who text?
-- :row body text?
-- :row at int
-- :by system
SELECT s.id, s.party, s.act, s.text, s.shown, a.name AS who, g.name AS body, s.at
FROM case_statement AS s
LEFT JOIN account AS a ON a.id = s.account_id
LEFT JOIN agency AS g ON g.id = s.agency_id
WHERE s.case_id = :case_id ORDER BY s.id;

-- :name case_paper_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row case_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by officer
-- Proof of a report may name who reported: only the body that handles it opens that.
SELECT c.id AS case_id, v.filename, v.mime, v.sha256
FROM evidence AS v
JOIN case_statement AS s ON v.owner_kind = 'case' AND s.id = v.owner_id
JOIN case_file AS c ON c.id = s.case_id
WHERE v.public_id = :public_id AND (c.handler_agency_id = :agency_id OR (s.party <> 'reporter'
	AND (c.county_agency_id = :agency_id OR c.city_agency_id = :agency_id OR c.province_agency_id = :agency_id)));

-- :name case_paper_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row case_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by enterprise
SELECT c.id AS case_id, v.filename, v.mime, v.sha256
FROM evidence AS v
JOIN case_statement AS s ON v.owner_kind = 'case' AND s.id = v.owner_id AND s.shown = 1
JOIN case_file AS c ON c.id = s.case_id
WHERE v.public_id = :public_id AND c.enterprise_id = :enterprise_id
	AND (c.kind = 'change' OR c.told_at IS NOT NULL OR c.state = 'decided');

-- :name case_open_on_title
-- :result opt
-- :param title_id int
-- :row public_id text
-- :by system
SELECT public_id FROM case_file WHERE title_id = :title_id AND kind = 'sanction'
	AND state NOT IN ('decided', 'refused') ORDER BY id LIMIT 1;

-- :name cases_open_of
-- :result many
-- :param enterprise_id int
-- :param except_id int
-- :row id int
-- :row public_id text
-- :row no text
-- :row edition text
-- :row state text
-- :row county_agency_id int?
-- :row city_agency_id int?
-- :row province_agency_id int
-- :row handler_agency_id int
-- :by system
SELECT id, public_id, no, edition, state, county_agency_id, city_agency_id, province_agency_id, handler_agency_id
FROM case_file WHERE enterprise_id = :enterprise_id AND id <> :except_id AND state NOT IN ('decided', 'refused');

-- :name case_hand_over
-- :result exec
-- :param id int
-- :param state text
-- :param county_agency_id int?
-- :param city_agency_id int?
-- :param handler_agency_id int
-- :by system
-- 移交: by the decision on a move, wherever the case stands.
UPDATE case_file SET state = :state, county_agency_id = :county_agency_id, city_agency_id = :city_agency_id,
	handler_agency_id = :handler_agency_id, version = version + 1
WHERE id = :id;

-- :name update_duty_hand_over
-- :result exec
-- :param enterprise_id int
-- :param division_code text
-- :by system
-- Within the province of the duty, to the bodies of its line; what is settled stays with who saw it.
UPDATE update_duty SET
	county_agency_id = (SELECT aa.agency_id FROM agency_area AS aa JOIN agency AS g ON g.id = update_duty.province_agency_id AND g.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'county'),
	city_agency_id = (SELECT aa.agency_id FROM agency_area AS aa JOIN agency AS g ON g.id = update_duty.province_agency_id AND g.line = aa.line
		WHERE aa.division_code = :division_code AND aa.level = 'city')
WHERE enterprise_id = :enterprise_id AND state = 'due' AND EXISTS (
	SELECT 1 FROM agency_area AS aa JOIN agency AS g ON g.id = aa.agency_id JOIN agency AS p ON p.id = g.parent_id AND p.line = aa.line
	WHERE aa.division_code = :division_code AND aa.level = 'city' AND p.id = update_duty.province_agency_id);

-- :name case_subject_titles
-- :result many
-- :param code text
-- :row id int
-- :row enterprise_id int?
-- :row tier text
-- :row tier_name text
-- :row edition text
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row division_code text
-- :row certificate_no text?
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :by system
-- Titles by credit code or by certificate number.
SELECT id, enterprise_id, tier, tier_name, edition, batch_title, name, uscc, division_code, certificate_no, valid_from,
	valid_to, state
FROM title WHERE uscc = :code AND uscc <> ''
UNION ALL
SELECT id, enterprise_id, tier, tier_name, edition, batch_title, name, uscc, division_code, certificate_no, valid_from,
	valid_to, state
FROM title WHERE certificate_no = :code AND uscc <> :code
ORDER BY 1 DESC LIMIT 50;

-- :name case_subject_title
-- :result one
-- :param id int
-- :row id int
-- :row enterprise_id int?
-- :row tier text
-- :row tier_name text
-- :row edition text
-- :row batch_title text
-- :row name text
-- :row uscc text
-- :row division_code text
-- :row certificate_no text?
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :by system
SELECT id, enterprise_id, tier, tier_name, edition, batch_title, name, uscc, division_code, certificate_no, valid_from,
	valid_to, state
FROM title WHERE id = :id;

-- :name case_subject_enterprise
-- :result opt
-- :param uscc text
-- :row id int
-- :row name text
-- :row division_code text
-- :by system
SELECT id, name, division_code FROM enterprise WHERE uscc = :uscc;

-- :name title_recheck_lost
-- :result exec
-- :param id int
-- :param on_date text
-- :param cause text
-- :by system
UPDATE title SET recheck_lost_on = :on_date, recheck_lost_cause = :cause WHERE id = :id AND recheck_lost_on = '';

-- :name ban_put
-- :result one
-- :param uscc text
-- :param programmes text
-- :param cause text
-- :param clause text
-- :param from_on text
-- :param to_on text
-- :param agency_id int
-- :param account_id int
-- :param case_id int?
-- :param now int
-- :row id int
-- :by officer
INSERT INTO ban (uscc, programmes, cause, clause, from_on, to_on, agency_id, created_by, case_id, created_at)
VALUES (:uscc, :programmes, :cause, :clause, :from_on, :to_on, :agency_id, :account_id, :case_id, :now)
RETURNING id;

-- :name bans_of_code
-- :result many
-- :param uscc text
-- :row id int
-- :row programmes text
-- :row cause text
-- :row clause text
-- :row from_on text
-- :row to_on text
-- :row body text
-- :row agency_id int
-- :row case_no text?
-- :row lifted_at int?
-- :row lifted_reason text
-- :by system
SELECT b.id, b.programmes, b.cause, b.clause, b.from_on, b.to_on, g.name AS body, b.agency_id, c.no AS case_no, b.lifted_at,
	b.lifted_reason
FROM ban AS b JOIN agency AS g ON g.id = b.agency_id LEFT JOIN case_file AS c ON c.id = b.case_id
WHERE b.uscc = :uscc ORDER BY b.id DESC LIMIT 100;

-- :name ban_by_id
-- :result one
-- :param id int
-- :param agency_id int
-- :row id int
-- :row uscc text
-- :row programmes text
-- :row cause text
-- :row from_on text
-- :row to_on text
-- :row case_id int?
-- :row lifted_at int?
-- :by officer
SELECT id, uscc, programmes, cause, from_on, to_on, case_id, lifted_at FROM ban
WHERE id = :id AND agency_id = :agency_id;

-- :name ban_lift
-- :result exec
-- :param id int
-- :param agency_id int
-- :param account_id int
-- :param reason text
-- :param now int
-- :by officer
UPDATE ban SET lifted_by = :account_id, lifted_at = :now, lifted_reason = :reason
WHERE id = :id AND agency_id = :agency_id AND lifted_at IS NULL;

-- :name case_person
-- :result opt
-- :param case_id int
-- :param agency_id int
-- :row person text
-- :row person_id text
-- :row phone text
-- :by officer
-- Who reported: for the body that handles it.
SELECT p.person, p.person_id, p.phone FROM case_person AS p
JOIN case_file AS c ON c.id = p.case_id
WHERE p.case_id = :case_id AND c.handler_agency_id = :agency_id;

-- :name case_person_put
-- :result exec
-- :param case_id int
-- :param person text
-- :param person_id text
-- :param phone text
-- :param secret_hash text
-- :by system
INSERT INTO case_person (case_id, person, person_id, phone, secret_hash)
VALUES (:case_id, :person, :person_id, :phone, :secret_hash);

-- :name case_by_secret
-- :result opt
-- :param secret_hash text
-- :row id int
-- :by public
SELECT case_id AS id FROM case_person WHERE secret_hash = :secret_hash;

-- :name enterprise_name_end
-- :result exec
-- :param id int
-- :param to_on text
-- :by system
UPDATE enterprise_name SET to_on = :to_on WHERE id = :id;

-- :name enterprise_name_put
-- :result exec
-- :param enterprise_id int
-- :param uscc text
-- :param name text
-- :param from_on text
-- :param to_on text
-- :param case_id int
-- :param now int
-- :by system
INSERT INTO enterprise_name (enterprise_id, uscc, name, from_on, to_on, case_id, recorded_at)
VALUES (:enterprise_id, :uscc, :name, :from_on, :to_on, :case_id, :now);

-- :name enterprise_names
-- :result many
-- :param uscc text
-- :row id int
-- :row name text
-- :row from_on text
-- :row to_on text
-- :by public
SELECT id, name, from_on, to_on FROM enterprise_name WHERE uscc = :uscc AND uscc <> '' ORDER BY from_on LIMIT 50;

-- :name enterprise_rename
-- :result exec
-- :param id int
-- :param name text
-- :param now int
-- :by system
UPDATE enterprise SET name = :name, version = version + 1, updated_at = :now WHERE id = :id;

-- :name enterprise_move
-- :result exec
-- :param id int
-- :param division_code text
-- :param county_agency_id int?
-- :param city_agency_id int?
-- :param province_agency_id int?
-- :param now int
-- :by system
UPDATE enterprise SET division_code = :division_code, county_agency_id = :county_agency_id,
	city_agency_id = :city_agency_id, province_agency_id = :province_agency_id, version = version + 1, updated_at = :now
WHERE id = :id;

-- :name application_hand_over
-- :result exec
-- :param id int
-- :param county_agency_id int?
-- :param city_agency_id int
-- :param now int
-- :by system
-- 移交: by the decision on a move, wherever the file stands.
UPDATE application SET county_agency_id = :county_agency_id, city_agency_id = :city_agency_id, version = version + 1,
	updated_at = :now
WHERE id = :id;

-- Facts of standards and procedures that are looked up and set: proposals and the versions they become.

-- :name rule_base
-- :result opt
-- :param kind text
-- :param rule text
-- :param body text
-- :row version int
-- :row title text
-- :row hash text
-- :row in_force text
-- :row json text
-- :by public
-- What the body works on: its own last version, else the last for all.
SELECT version, title, hash, in_force, json FROM rulebook
WHERE kind = :kind AND id = :rule AND body IN ('', :body) ORDER BY body <> '' DESC, version DESC LIMIT 1;

-- :name rule_versions
-- :result many
-- :param kind text
-- :param rule text
-- :row version int
-- :row body text
-- :row in_force text
-- :row hash text
-- :row recorded_at int
-- :row agency text?
-- :row item text?
-- :row source text?
-- :row reason text?
-- :by public
-- Who stands behind a version: bodies, no persons.
SELECT r.version, r.body, r.in_force, r.hash, r.recorded_at, g.name AS agency, p.item, p.source, p.reason
FROM rulebook AS r LEFT JOIN rule_proposal AS p ON p.id = r.proposal_id LEFT JOIN agency AS g ON g.id = p.agency_id
WHERE r.kind = :kind AND r.id = :rule ORDER BY r.version;

-- :name rule_proposal_put
-- :result one
-- :param kind text
-- :param rule text
-- :param body text
-- :param agency_id int
-- :param path text
-- :param item text
-- :param mark text
-- :param vals text
-- :param in_force text
-- :param source text
-- :param reason text
-- :param proposed_by int
-- :param proposed_at int
-- :row id int
-- :by officer
INSERT INTO rule_proposal (kind, rule, body, agency_id, path, item, mark, vals, in_force, source, reason, proposed_by,
	proposed_at)
VALUES (:kind, :rule, :body, :agency_id, :path, :item, :mark, :vals, :in_force, :source, :reason, :proposed_by,
	:proposed_at)
RETURNING id;

-- :name rule_proposal_waiting
-- :result opt
-- :param rule text
-- :param body text
-- :param path text
-- :row id int
-- :by system
SELECT id FROM rule_proposal WHERE rule = :rule AND body = :body AND path = :path AND state = 'proposed';

-- :name rule_proposal_of
-- :result one
-- :param id int
-- :param agency_id int
-- :row id int
-- :row kind text
-- :row rule text
-- :row body text
-- :row path text
-- :row item text
-- :row mark text
-- :row vals text
-- :row in_force text
-- :row source text
-- :row reason text
-- :row state text
-- :row version int
-- :row proposed_by int
-- :row proposer text
-- :row proposed_at int
-- :row decider text?
-- :row decided_at int?
-- :row decided_why text
-- :by officer
SELECT p.id, p.kind, p.rule, p.body, p.path, p.item, p.mark, p.vals, p.in_force, p.source, p.reason, p.state, p.version,
	p.proposed_by, x.name AS proposer, p.proposed_at, y.name AS decider, p.decided_at, p.decided_why
FROM rule_proposal AS p JOIN account AS x ON x.id = p.proposed_by LEFT JOIN account AS y ON y.id = p.decided_by
WHERE p.id = :id AND p.agency_id = :agency_id;

-- :name rule_proposals
-- :result many
-- :param agency_id int
-- :row id int
-- :row rule text
-- :row path text
-- :row item text
-- :row in_force text
-- :row state text
-- :row proposer text
-- :row proposed_at int
-- :by officer
-- Newest first.
SELECT p.id, p.rule, p.path, p.item, p.in_force, p.state, x.name AS proposer, p.proposed_at
FROM rule_proposal AS p JOIN account AS x ON x.id = p.proposed_by
WHERE p.agency_id = :agency_id ORDER BY p.id DESC LIMIT 200;

-- :name rule_proposal_end
-- :result exec
-- :param id int
-- :param agency_id int
-- :param state text
-- :param version int
-- :param decided_by int
-- :param decided_at int
-- :param decided_why text
-- :by officer
UPDATE rule_proposal SET state = :state, version = :version, decided_by = :decided_by, decided_at = :decided_at,
	decided_why = :decided_why
WHERE id = :id AND agency_id = :agency_id AND state = 'proposed';

-- :name rule_proposal_agency
-- :result one
-- :param id int
-- :row agency_id int
-- :by admin
SELECT agency_id FROM rule_proposal WHERE id = :id;

-- :name rule_proposals_all
-- :result many
-- :row id int
-- :row rule text
-- :row item text
-- :row in_force text
-- :row state text
-- :row proposer text
-- :row agency text
-- :by admin
-- Newest first, of every body.
SELECT p.id, p.rule, p.item, p.in_force, p.state, x.name AS proposer, g.name AS agency
FROM rule_proposal AS p JOIN account AS x ON x.id = p.proposed_by JOIN agency AS g ON g.id = p.agency_id
WHERE p.id > 0 ORDER BY p.id DESC LIMIT 200;

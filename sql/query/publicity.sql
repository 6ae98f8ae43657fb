-- 公示: proposed, confirmed by a second person, open, closed.

-- :name publicity_put
-- :result one
-- :param public_id text
-- :param batch_id int
-- :param agency_id int
-- :param level text
-- :param title text
-- :param days int
-- :param unit text
-- :param list_hash text
-- :param contact text
-- :param proposed_by int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO publicity (public_id, batch_id, agency_id, level, title, state, days, unit, provisional, list_hash, contact,
	proposed_by, proposed_at)
VALUES (:public_id, :batch_id, :agency_id, :level, :title, 'proposed', :days, :unit, 0, :list_hash, :contact,
	:proposed_by, :now)
RETURNING id;

-- :name publicity_item_put
-- :result exec
-- :param publicity_id int
-- :param seq int
-- :param application_id int
-- :param name text
-- :param uscc text
-- :param area text
-- :param direct int
-- :param score int
-- :by system
INSERT INTO publicity_item (publicity_id, seq, application_id, name, uscc, area, direct, score)
VALUES (:publicity_id, :seq, :application_id, :name, :uscc, :area, :direct, :score);

-- :name publicity_waiting
-- :result opt
-- :param batch_id int
-- :param agency_id int
-- :row id int
-- :row public_id text
-- :row proposed_by int
-- :by officer
-- The one of this body that a second person has still to confirm.
SELECT id, public_id, proposed_by FROM publicity
WHERE batch_id = :batch_id AND agency_id = :agency_id AND state = 'proposed' ORDER BY id LIMIT 1;

-- :name publicity_head
-- :result one
-- :param public_id text
-- :row id int
-- :row batch_id int
-- :row agency_id int
-- :row province_agency_id int
-- :row body text
-- :row phone text
-- :row edition text
-- :row opens_on text
-- :row batch_title text
-- :row level text
-- :row title text
-- :row state text
-- :row days int
-- :row unit text
-- :row provisional int
-- :row posted_on text
-- :row first_on text
-- :row last_on text
-- :row ends_at int
-- :row list_hash text
-- :row contact text
-- :row proposed_by int
-- :row proposer text
-- :row proposed_at int
-- :row confirmed_by int?
-- :row confirmer text?
-- :row confirmed_at int?
-- :row closed_at int?
-- :row version int
-- :row count int
-- :row chain_seq int
-- :row chain_hash text
-- :by public
-- chain_…: the place in the log where its opening stands; 0, '' before. Names as they were on that day: an account may be renamed or moved afterwards.
SELECT p.id, p.batch_id, p.agency_id, b.province_agency_id,
	coalesce((SELECT u.body FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_proposed'
		AND u.account_id = p.proposed_by ORDER BY u.seq DESC LIMIT 1), g.name) AS body, g.phone, b.edition, b.opens_on, b.title AS batch_title,
	p.level, p.title, p.state, p.days, p.unit, p.provisional, p.posted_on, p.first_on, p.last_on, p.ends_at,
	p.list_hash, p.contact, p.proposed_by,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_proposed'
		AND u.account_id = p.proposed_by ORDER BY u.seq DESC LIMIT 1), x.name) AS proposer, p.proposed_at, p.confirmed_by,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_opened'
		AND u.account_id = p.confirmed_by ORDER BY u.seq DESC LIMIT 1), y.name) AS confirmer,
	p.confirmed_at, p.closed_at, p.version,
	(SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id) AS count,
	coalesce((SELECT u.seq FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_opened'
		ORDER BY u.seq DESC LIMIT 1), 0) AS chain_seq,
	coalesce((SELECT u.hash FROM audit AS u WHERE u.object_kind = 'publicity' AND u.object_id = p.id AND u.action = 'publicity_opened'
		ORDER BY u.seq DESC LIMIT 1), '') AS chain_hash
FROM publicity AS p
JOIN agency AS g ON g.id = p.agency_id
JOIN batch AS b ON b.id = p.batch_id
JOIN account AS x ON x.id = p.proposed_by
LEFT JOIN account AS y ON y.id = p.confirmed_by
WHERE p.public_id = :public_id;

-- :name publicity_id_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :by officer
-- Of this body, or of one below it.
SELECT p.id FROM publicity AS p
JOIN agency AS g ON g.id = p.agency_id AND (g.id = :agency_id OR g.parent_id = :agency_id)
WHERE p.public_id = :public_id;

-- :name publicity_items
-- :result many
-- :param publicity_id int
-- :row seq int
-- :row application_id int
-- :row public_id text
-- :row name text
-- :row uscc text
-- :row area text
-- :row direct int
-- :row score int
-- :row outcome text
-- :row state text
-- :by public
SELECT i.seq, i.application_id, a.public_id, i.name, i.uscc, i.area, i.direct, i.score, i.outcome, a.state
FROM publicity_item AS i JOIN application AS a ON a.id = i.application_id
WHERE i.publicity_id = :publicity_id ORDER BY i.seq;

-- :name publicity_item_by_seq
-- :result opt
-- :param publicity_id int
-- :param seq int
-- :row application_id int
-- :row name text
-- :row uscc text
-- :row outcome text
-- :by public
SELECT application_id, name, uscc, outcome FROM publicity_item WHERE publicity_id = :publicity_id AND seq = :seq;

-- :name publicity_item_set
-- :result exec
-- :param publicity_id int
-- :param application_id int
-- :param outcome text
-- :by system
UPDATE publicity_item SET outcome = :outcome WHERE publicity_id = :publicity_id AND application_id = :application_id;

-- :name publicity_open
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param provisional int
-- :param posted_on text
-- :param first_on text
-- :param last_on text
-- :param ends_at int
-- :param confirmed_by int
-- :param now int
-- :by officer
UPDATE publicity SET state = 'open', provisional = :provisional, posted_on = :posted_on, first_on = :first_on,
	last_on = :last_on, ends_at = :ends_at, confirmed_by = :confirmed_by, confirmed_at = :now, version = version + 1
WHERE id = :id AND agency_id = :agency_id AND version = :version AND state = 'proposed';

-- :name publicity_end
-- :result exec
-- :param id int
-- :param from_state text
-- :param state text
-- :param now int
-- :by system
UPDATE publicity SET state = :state, closed_at = :now, version = version + 1 WHERE id = :id AND state = :from_state;

-- :name publicities_of_body
-- :result many
-- :param agency_id int
-- :param batch_id int
-- :row public_id text
-- :row body text
-- :row title text
-- :row state text
-- :row provisional int
-- :row first_on text
-- :row last_on text
-- :row ends_at int
-- :row count int
-- :row objections int
-- :row objections_open int
-- :row disputed int
-- :by officer
-- Of this body and of those below it, newest first; batch_id 0: all batches.
SELECT p.public_id, g.short_name AS body, p.title, p.state, p.provisional, p.first_on, p.last_on, p.ends_at,
	(SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id) AS count,
	(SELECT count(*) FROM objection AS o WHERE o.publicity_id = p.id) AS objections,
	(SELECT count(*) FROM objection AS o WHERE o.publicity_id = p.id AND o.state IN ('received', 'accepted'))
		AS objections_open,
	(SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id AND i.outcome = 'disputed') AS disputed
FROM agency AS g CROSS JOIN publicity AS p
WHERE (g.id = :agency_id OR g.parent_id = :agency_id) AND p.agency_id = g.id
	AND (:batch_id = 0 OR p.batch_id = :batch_id) AND p.state <> 'cancelled'
ORDER BY p.id DESC LIMIT 200;

-- :name publicities_shown
-- :result many
-- :param before_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row title text
-- :row body text
-- :row state text
-- :row days int
-- :row unit text
-- :row provisional int
-- :row first_on text
-- :row last_on text
-- :row ends_at int
-- :row count int
-- :by public
-- Running and past windows, newest first.
SELECT p.id, p.public_id, p.title, g.name AS body, p.state, p.days, p.unit, p.provisional, p.first_on, p.last_on,
	p.ends_at, (SELECT count(*) FROM publicity_item AS i WHERE i.publicity_id = p.id) AS count
FROM publicity AS p JOIN agency AS g ON g.id = p.agency_id
WHERE p.id < :before_id AND p.state IN ('open', 'closed') ORDER BY p.id DESC LIMIT :limit;

-- :name publicities_due
-- :result many
-- :param now int
-- :param limit int
-- :row id int
-- :row level text
-- :by system
SELECT id, level FROM publicity WHERE state = 'open' AND ends_at <= :now ORDER BY ends_at, id LIMIT :limit;

-- Draws: frozen, announced, entered by one person, drawn by another.

-- :name draw_put
-- :result one
-- :param public_id text
-- :param batch_id int
-- :param agency_id int
-- :param seq int
-- :param title text
-- :param share_percent int
-- :param secret text
-- :param commitment text
-- :param frame_hash text
-- :param count int
-- :param account_id int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO draw (public_id, batch_id, agency_id, seq, title, state, share_percent, secret, commitment, frame_hash, count,
	frozen_by, frozen_at)
VALUES (:public_id, :batch_id, :agency_id, :seq, :title, 'frozen', :share_percent, :secret, :commitment, :frame_hash,
	:count, :account_id, :now)
RETURNING id;

-- :name draw_item_put
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param application_id int
-- :param stratum text
-- :param code text
-- :param name text
-- :param compulsory text
-- :by system
INSERT INTO draw_item (draw_id, seq, application_id, stratum, code, name, compulsory)
VALUES (:draw_id, :seq, :application_id, :stratum, :code, :name, :compulsory);

-- :name draw_files_open
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row application_id int
-- :by officer
-- Files that an earlier draw of the batch still deals with: no second frame takes them.
SELECT i.application_id FROM draw AS d JOIN draw_item AS i ON i.draw_id = d.id
WHERE d.batch_id = :batch_id AND d.agency_id = :agency_id AND i.done = 0;

-- :name draws_of_batch
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row public_id text
-- :row seq int
-- :row state text
-- :row count int
-- :by officer
SELECT public_id, seq, state, count FROM draw
WHERE batch_id = :batch_id AND agency_id = :agency_id ORDER BY id DESC LIMIT 20;

-- :name draw_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row secret text
-- :by officer
SELECT id, secret FROM draw WHERE public_id = :public_id AND agency_id = :agency_id;

-- :name draw_head
-- :result one
-- :param public_id text
-- :row id int
-- :row batch_id int
-- :row body text
-- :row batch_title text
-- :row edition text
-- :row opens_on text
-- :row title text
-- :row state text
-- :row share_percent int
-- :row commitment text
-- :row frame_hash text
-- :row count int
-- :row source text
-- :row source_on text
-- :row numbers text
-- :row witnesses text
-- :row rounds int
-- :row frozen_at int
-- :row announced_at int?
-- :row entered_by int?
-- :row enterer text?
-- :row confirmer text?
-- :row drawn_at int?
-- :by public
-- Everything but the secret.
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT d.id, d.batch_id, g.name AS body, b.title AS batch_title, b.edition, b.opens_on,
	d.title, d.state, d.share_percent, d.commitment,
	d.frame_hash, d.count, d.source, d.source_on, d.numbers, d.witnesses, d.rounds, d.frozen_at, d.announced_at, d.entered_by,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'draw' AND u.object_id = d.id AND u.action = 'draw_entered'
		AND u.account_id = d.entered_by ORDER BY u.seq DESC LIMIT 1), x.name) AS enterer,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'draw' AND u.object_id = d.id AND u.action = 'draw_drawn'
		AND u.account_id = d.confirmed_by ORDER BY u.seq DESC LIMIT 1), y.name) AS confirmer, d.drawn_at
FROM draw AS d JOIN agency AS g ON g.id = d.agency_id JOIN batch AS b ON b.id = d.batch_id
LEFT JOIN account AS x ON x.id = d.entered_by LEFT JOIN account AS y ON y.id = d.confirmed_by
WHERE d.public_id = :public_id;

-- :name draw_secret
-- :result one
-- :param id int
-- :row secret text
-- :by system
-- For the one-time codes that have been shown.
SELECT secret FROM draw WHERE id = :id;

-- :name draw_items
-- :result many
-- :param draw_id int
-- :row seq int
-- :row application_id int
-- :row public_id text
-- :row state text
-- :row stratum text
-- :row code text
-- :row name text
-- :row compulsory text
-- :row taken int
-- :row round int
-- :row substitute_for int?
-- :row reason text
-- :row done int
-- :by public
SELECT i.seq, i.application_id, a.public_id, a.state, i.stratum, i.code, i.name, i.compulsory, i.taken, i.round,
	i.substitute_for, i.reason, i.done
FROM draw_item AS i JOIN application AS a ON a.id = i.application_id
WHERE i.draw_id = :draw_id ORDER BY i.seq;

-- :name draw_announce
-- :result exec
-- :param id int
-- :param agency_id int
-- :param source text
-- :param source_on text
-- :param now int
-- :by officer
UPDATE draw SET source = :source, source_on = :source_on, state = 'announced', announced_at = :now
WHERE id = :id AND agency_id = :agency_id AND state = 'frozen';

-- :name draw_enter
-- :result exec
-- :param id int
-- :param agency_id int
-- :param numbers text
-- :param witnesses text
-- :param account_id int
-- :param now int
-- :by officer
UPDATE draw SET numbers = :numbers, witnesses = :witnesses, entered_by = :account_id, entered_at = :now, state = 'entered'
WHERE id = :id AND agency_id = :agency_id AND state IN ('announced', 'entered');

-- :name draw_confirm
-- :result exec
-- :param id int
-- :param agency_id int
-- :param account_id int
-- :param now int
-- :by officer
UPDATE draw SET state = 'drawn', confirmed_by = :account_id, drawn_at = :now, rounds = 1
WHERE id = :id AND agency_id = :agency_id AND state = 'entered' AND entered_by <> :account_id;

-- :name draw_item_take
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param round int
-- :param substitute_for int?
-- :by system
UPDATE draw_item SET taken = 1, round = :round, substitute_for = :substitute_for WHERE draw_id = :draw_id AND seq = :seq;

-- :name draw_item_done
-- :result exec
-- :param draw_id int
-- :param seq int
-- :by system
UPDATE draw_item SET done = 1 WHERE draw_id = :draw_id AND seq = :seq AND done = 0;

-- :name draw_item_excuse
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param reason text
-- :by system
UPDATE draw_item SET reason = :reason WHERE draw_id = :draw_id AND seq = :seq;

-- :name draw_round
-- :result exec
-- :param id int
-- :param round int
-- :by system
UPDATE draw SET rounds = :round + 1 WHERE id = :id AND rounds = :round;

-- :name draws_shown
-- :result many
-- :row public_id text
-- :row title text
-- :row body text
-- :row state text
-- :row count int
-- :row frozen_at int
-- :by public
-- :plan scan the newest hundred draws of the table, by its key
SELECT d.public_id, d.title, g.name AS body, d.state, d.count, d.frozen_at
FROM draw AS d JOIN agency AS g ON g.id = d.agency_id ORDER BY d.id DESC LIMIT 100;

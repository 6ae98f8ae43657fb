-- Draws: frozen, announced, entered by one person, drawn by another.

-- :name draw_put
-- :result one
-- :param public_id text
-- :param batch_id int?
-- :param tier text
-- :param edition text
-- :param agency_id int
-- :param seq int
-- :param title text
-- :param share_percent int
-- :param secret text
-- :param commitment text
-- :param frame_hash text
-- :param count int
-- :param avoid text
-- :param roster_hash text
-- :param account_id int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO draw (public_id, batch_id, tier, edition, agency_id, seq, title, state, share_percent, secret, commitment, frame_hash, count,
	avoid, roster_hash, frozen_by, frozen_at)
VALUES (:public_id, :batch_id, :tier, :edition, :agency_id, :seq, :title, 'frozen', :share_percent, :secret, :commitment, :frame_hash,
	:count, :avoid, :roster_hash, :account_id, :now)
RETURNING id;

-- :name draw_item_put
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param application_id int?
-- :param title_id int?
-- :param stratum text
-- :param code text
-- :param name text
-- :param compulsory text
-- :param place text
-- :by system
INSERT INTO draw_item (draw_id, seq, application_id, title_id, stratum, code, name, compulsory, place)
VALUES (:draw_id, :seq, :application_id, :title_id, :stratum, :code, :name, :compulsory, :place);

-- :name draw_files_open
-- :result many
-- :param batch_id int
-- :param agency_id int
-- :row application_id int
-- :by officer
-- Files that an earlier draw of the batch still deals with: no second frame takes them.
SELECT coalesce(i.application_id, 0) AS application_id FROM draw AS d JOIN draw_item AS i ON i.draw_id = d.id
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
-- :row batch_id int?
-- :row tier text
-- :row body text
-- :row batch_title text
-- :row edition text
-- :row opens_on text?
-- :row told int
-- :row title text
-- :row state text
-- :row share_percent int
-- :row commitment text
-- :row frame_hash text
-- :row count int
-- :row avoid text
-- :row roster_hash text
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
-- Everything but the secret. `told`: the outcome of the checks was issued as a circular.
-- Names as they were on that day: an account may be renamed or moved afterwards.
SELECT d.id, d.batch_id, d.tier, g.name AS body, coalesce(b.title, '') AS batch_title,
	coalesce(b.edition, d.edition) AS edition, b.opens_on,
	EXISTS (SELECT 1 FROM circular AS c WHERE c.province_agency_id = d.agency_id AND c.period = 'draw-' || d.public_id
		AND c.state = 'issued') AS told, d.title, d.state, d.share_percent, d.commitment,
	d.frame_hash, d.count, d.avoid, d.roster_hash, d.source, d.source_on, d.numbers, d.witnesses, d.rounds, d.frozen_at, d.announced_at, d.entered_by,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'draw' AND u.object_id = d.id AND u.action = 'draw_entered'
		AND u.account_id = d.entered_by ORDER BY u.seq DESC LIMIT 1), x.name) AS enterer,
	coalesce((SELECT u.actor FROM audit AS u WHERE u.object_kind = 'draw' AND u.object_id = d.id AND u.action = 'draw_drawn'
		AND u.account_id = d.confirmed_by ORDER BY u.seq DESC LIMIT 1), y.name) AS confirmer, d.drawn_at
FROM draw AS d JOIN agency AS g ON g.id = d.agency_id LEFT JOIN batch AS b ON b.id = d.batch_id
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
-- :row title_id int
-- :row public_id text
-- :row state text
-- :row result text
-- :row stratum text
-- :row code text
-- :row name text
-- :row compulsory text
-- :row place text
-- :row taken int
-- :row round int
-- :row substitute_for int?
-- :row reason text
-- :row done int
-- :by public
-- Of a batch with the file and its state; of titles with the title and the result of its last check.
SELECT i.seq, coalesce(i.application_id, 0) AS application_id, coalesce(i.title_id, 0) AS title_id,
	coalesce(a.public_id, t.public_id) AS public_id, coalesce(a.state, '') AS state, coalesce(k.result, '') AS result,
	i.stratum, i.code, i.name, i.compulsory, i.place, i.taken, i.round, i.substitute_for, i.reason, i.done
FROM draw_item AS i LEFT JOIN application AS a ON a.id = i.application_id LEFT JOIN title AS t ON t.id = i.title_id
LEFT JOIN title_check AS k ON k.draw_id = i.draw_id AND k.seq = i.seq
	AND k.turn = (SELECT max(l.turn) FROM title_check AS l WHERE l.draw_id = i.draw_id AND l.seq = i.seq)
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

-- :name draws_of_titles
-- :result many
-- :param agency_id int
-- :row public_id text
-- :row title text
-- :row state text
-- :row count int
-- :row waiting int
-- :row frozen_at int
-- :by officer
SELECT d.public_id, d.title, d.state, d.count,
	(SELECT count(*) FROM draw_item AS i WHERE i.draw_id = d.id AND i.taken = 1 AND i.done = 0) AS waiting, d.frozen_at
FROM draw AS d WHERE d.agency_id = :agency_id AND d.batch_id IS NULL ORDER BY d.id DESC LIMIT 60;

-- :name title_frame
-- :result many
-- :param agency_id int
-- :param line text
-- :param tier text
-- :param day text
-- :row title_id int
-- :row name text
-- :row uscc text
-- :row edition text
-- :row city_id int
-- :row city text
-- :row place text
-- :row listed int
-- :row missed int
-- :row unfit int
-- :by officer
-- Titles of a programme that are in force on a day, in the places of a province's cities; with what speaks for a visit.
SELECT t.id AS title_id, coalesce(e.name, t.name) AS name, t.uscc, t.edition, g.id AS city_id, g.short_name AS city,
	coalesce(e.division_code, t.division_code) AS place,
	EXISTS (SELECT 1 FROM listed AS l WHERE l.uscc = t.uscc AND l.removed_on = '') AS listed,
	EXISTS (SELECT 1 FROM update_duty AS d WHERE d.title_id = t.id AND d.state = 'missed') AS missed,
	EXISTS (SELECT 1 FROM update_duty AS d WHERE d.title_id = t.id AND d.verdict = 'fail') AS unfit
FROM title AS t LEFT JOIN enterprise AS e ON e.uscc = t.uscc
JOIN agency_area AS city ON city.line = :line AND city.level = 'city'
	AND city.division_code = coalesce(e.division_code, t.division_code)
JOIN agency AS g ON g.id = city.agency_id AND g.parent_id = :agency_id
WHERE t.tier = :tier AND t.uscc <> '' AND t.valid_from <= :day
	AND (t.valid_to = '' OR t.valid_to >= :day OR t.state = 'renewing') AND (t.ended_on = '' OR t.ended_on > :day)
ORDER BY g.sort, g.id, t.uscc, t.id;

-- :name title_check_put
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param turn int
-- :param title_id int
-- :param done_on text
-- :param inspector1 text
-- :param inspector2 text
-- :param enterprise_side text
-- :param findings text
-- :param result text
-- :param recheck_on text
-- :param comment_until int
-- :param signed1 text
-- :param signed2 text
-- :param account_id int
-- :param name text
-- :param now int
-- :by system
INSERT INTO title_check (draw_id, seq, turn, title_id, done_on, inspector1, inspector2, enterprise_side, findings, result,
	recheck_on, comment_until, signed1, signed2, recorded_by, recorded_name, recorded_at)
VALUES (:draw_id, :seq, :turn, :title_id, :done_on, :inspector1, :inspector2, :enterprise_side, :findings, :result,
	:recheck_on, :comment_until, :signed1, :signed2, :account_id, :name, :now);

-- :name title_checks_of
-- :result many
-- :param draw_id int
-- :param agency_id int
-- :row seq int
-- :row turn int
-- :row title_id int
-- :row sheet text
-- :row done_on text
-- :row inspector1 text
-- :row inspector2 text
-- :row findings text
-- :row result text
-- :row recheck_on text
-- :row comments int
-- :row last int
-- :row case_file text
-- :by officer
-- With the case that followed, the newest of the title since the check; `last`: no re-check came after it.
SELECT k.seq, k.turn, k.title_id, n.public_id AS sheet, k.done_on, k.inspector1, k.inspector2, k.findings, k.result, k.recheck_on,
	(SELECT count(*) FROM title_check_comment AS m WHERE m.draw_id = k.draw_id AND m.seq = k.seq AND m.turn = k.turn) AS comments,
	NOT EXISTS (SELECT 1 FROM title_check AS l WHERE l.draw_id = k.draw_id AND l.seq = k.seq AND l.turn > k.turn) AS last,
	coalesce((SELECT c.public_id FROM case_file AS c WHERE c.title_id = k.title_id AND c.kind = 'sanction'
		AND c.opened_at >= k.recorded_at ORDER BY c.id DESC LIMIT 1), '') AS case_file
FROM draw AS d JOIN title_check AS k ON k.draw_id = d.id
JOIN inspection AS n ON n.draw_id = k.draw_id AND n.seq = k.seq AND n.turn = k.turn
WHERE d.id = :draw_id AND d.agency_id = :agency_id ORDER BY k.seq, k.turn;

-- :name title_check_last
-- :result opt
-- :param title_id int
-- :row done_on text
-- :row inspector1 text
-- :row inspector2 text
-- :row findings text
-- :row draw text
-- :by system
-- The newest check that found a title unfit: the facts of a proposal begin with it.
SELECT k.done_on, k.inspector1, k.inspector2, k.findings, d.title AS draw
FROM title_check AS k JOIN draw AS d ON d.id = k.draw_id
WHERE k.title_id = :title_id AND k.result = 'unfit' ORDER BY k.recorded_at DESC LIMIT 1;

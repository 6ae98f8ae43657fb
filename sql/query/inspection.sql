-- The sheet of one visit to a drawn title: two inspectors fill it in and sign; then it is a title_check.

-- :name inspection_put
-- :result exec
-- :param public_id text
-- :param draw_id int
-- :param seq int
-- :param turn int
-- :param due_on text
-- :param now int
-- :by system
INSERT INTO inspection (public_id, draw_id, seq, turn, due_on, saved_at)
VALUES (:public_id, :draw_id, :seq, :turn, :due_on, :now);

-- :name inspection_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :param account_id int
-- :row id int
-- :row draw_id int
-- :row seq int
-- :row turn int
-- :row due_on text
-- :row done_on text
-- :row inspector1 text
-- :row inspector2 text
-- :row enterprise_side text
-- :row findings text
-- :row result text
-- :row recheck_on text
-- :row version int
-- :row saved_by text
-- :row saved_at int
-- :row signed_by int?
-- :row signed_name text
-- :row signed_at int?
-- :row done_at int?
-- :row draw text
-- :row draw_title text
-- :row draw_agency_id int
-- :row body text
-- :row drawn_at int
-- :row frozen_at int
-- :row edition text
-- :row title_id int
-- :row title text
-- :row name text
-- :row code text
-- :row stratum text
-- :row compulsory text
-- :row replaced text
-- :row enterprise_id int?
-- :row address text
-- :row contact text
-- :row contact_phone text
-- :by officer
-- Of the body that draws, or of whoever is on it.
SELECT n.id, n.draw_id, n.seq, n.turn, n.due_on, n.done_on, n.inspector1, n.inspector2, n.enterprise_side, n.findings, n.result,
	n.recheck_on, n.version, n.saved_by, n.saved_at, n.signed_by, n.signed_name, n.signed_at, n.done_at, d.public_id AS draw,
	d.title AS draw_title, d.agency_id AS draw_agency_id, g.name AS body, coalesce(d.drawn_at, 0) AS drawn_at, d.frozen_at,
	d.edition, t.id AS title_id, t.public_id AS title, i.name, i.code, i.stratum, i.compulsory, i.reason AS replaced,
	e.id AS enterprise_id, coalesce(e.address, '') AS address, coalesce(e.contact, '') AS contact,
	coalesce(e.contact_phone, '') AS contact_phone
FROM inspection AS n JOIN draw AS d ON d.id = n.draw_id JOIN agency AS g ON g.id = d.agency_id
JOIN draw_item AS i ON i.draw_id = n.draw_id AND i.seq = n.seq JOIN title AS t ON t.id = i.title_id
LEFT JOIN enterprise AS e ON e.uscc = i.code
WHERE n.public_id = :public_id AND (d.agency_id = :agency_id OR EXISTS (SELECT 1 FROM draw_duty AS y
	WHERE y.draw_id = n.draw_id AND y.seq = n.seq AND y.account_id = :account_id AND y.ended = 0));

-- :name inspection_people
-- :result many
-- :param draw_id int
-- :param seq int
-- :row key text
-- :row account_id int
-- :row name text
-- :row unit text
-- :by system
SELECT y.key, y.account_id, r.name, r.unit FROM draw_duty AS y JOIN draw_inspector AS r ON r.draw_id = y.draw_id AND r.key = y.key
WHERE y.draw_id = :draw_id AND y.seq = :seq AND y.ended = 0 ORDER BY y.key;

-- :name inspection_save
-- :result exec
-- :param id int
-- :param version int
-- :param done_on text
-- :param inspector1 text
-- :param inspector2 text
-- :param enterprise_side text
-- :param findings text
-- :param result text
-- :param recheck_on text
-- :param by_name text
-- :param now int
-- :by system
-- What was signed before is no longer what stands here.
UPDATE inspection SET done_on = :done_on, inspector1 = :inspector1, inspector2 = :inspector2, enterprise_side = :enterprise_side,
	findings = :findings, result = :result, recheck_on = :recheck_on, saved_by = :by_name, saved_at = :now, version = version + 1,
	signed_by = NULL, signed_name = '', signed_at = NULL
WHERE id = :id AND version = :version AND done_at IS NULL;

-- :name inspection_sign
-- :result exec
-- :param id int
-- :param account_id int
-- :param by_name text
-- :param now int
-- :by system
UPDATE inspection SET signed_by = :account_id, signed_name = :by_name, signed_at = :now, version = version + 1
WHERE id = :id AND signed_by IS NULL AND done_at IS NULL;

-- :name inspection_unsign
-- :result exec
-- :param draw_id int
-- :param seq int
-- :by system
-- Other people are on it now, or other photographs.
UPDATE inspection SET signed_by = NULL, signed_name = '', signed_at = NULL, version = version + 1
WHERE draw_id = :draw_id AND seq = :seq AND done_at IS NULL AND signed_by IS NOT NULL;

-- :name inspection_done
-- :result exec
-- :param id int
-- :param version int
-- :param now int
-- :by system
UPDATE inspection SET done_at = :now, version = version + 1 WHERE id = :id AND version = :version AND done_at IS NULL;

-- :name inspections_mine
-- :result many
-- :param account_id int
-- :param agency_id int
-- :row public_id text
-- :row name text
-- :row stratum text
-- :row draw_title text
-- :row turn int
-- :row due_on text
-- :row signed_by int?
-- :row done_at int?
-- :row replaced text
-- :by officer
-- Sheets of the enterprises that fell to a person; open ones first. The body is asked for because nobody inspects from
-- outside of an office.
SELECT n.public_id, i.name, i.stratum, d.title AS draw_title, n.turn, n.due_on, n.signed_by, n.done_at, i.reason AS replaced
FROM draw_duty AS y JOIN account AS a ON a.id = y.account_id AND a.agency_id = :agency_id
JOIN inspection AS n ON n.draw_id = y.draw_id AND n.seq = y.seq
JOIN draw_item AS i ON i.draw_id = y.draw_id AND i.seq = y.seq JOIN draw AS d ON d.id = y.draw_id
WHERE y.account_id = :account_id AND y.ended = 0 AND i.reason = ''
ORDER BY n.done_at IS NOT NULL, n.id DESC LIMIT 200;

-- :name inspections_of_draw
-- :result many
-- :param draw_id int
-- :param agency_id int
-- :row seq int
-- :row turn int
-- :row public_id text
-- :row due_on text
-- :row signed_name text
-- :row saved_by text
-- :row done_at int?
-- :row photos int
-- :by officer
SELECT n.seq, n.turn, n.public_id, n.due_on, n.signed_name, n.saved_by, n.done_at,
	(SELECT count(*) FROM evidence AS v WHERE v.owner_kind = 'inspection' AND v.owner_id = n.id AND v.removed_at IS NULL) AS photos
FROM draw AS d JOIN inspection AS n ON n.draw_id = d.id
WHERE d.id = :draw_id AND d.agency_id = :agency_id ORDER BY n.seq, n.turn;

-- :name inspection_photo_for_officer
-- :result opt
-- :param public_id text
-- :param agency_id int
-- :param account_id int
-- :row draw_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by officer
-- A photograph of a sheet, for the body that draws and for whoever is on it.
SELECT n.draw_id, v.filename, v.mime, v.sha256
FROM evidence AS v JOIN inspection AS n ON n.id = v.owner_id JOIN draw AS d ON d.id = n.draw_id
WHERE v.public_id = :public_id AND v.owner_kind = 'inspection' AND v.removed_at IS NULL
	AND (d.agency_id = :agency_id OR EXISTS (SELECT 1 FROM draw_duty AS y
		WHERE y.draw_id = n.draw_id AND y.seq = n.seq AND y.account_id = :account_id AND y.ended = 0));

-- :name inspection_photo_remove
-- :result exec
-- :param public_id text
-- :param inspection_id int
-- :param now int
-- :by system
UPDATE evidence SET removed_at = :now
WHERE public_id = :public_id AND owner_kind = 'inspection' AND owner_id = :inspection_id AND removed_at IS NULL;

-- :name inspections_of_enterprise
-- :result many
-- :param uscc text
-- :row public_id text
-- :row draw_title text
-- :row body text
-- :row done_on text
-- :row result text
-- :row recheck_on text
-- :row comment_until int
-- :row comments int
-- :by system
-- Checks of its titles that were drawn; the subject of an integrity file was let in before.
SELECT n.public_id, d.title AS draw_title, g.name AS body, k.done_on, k.result, k.recheck_on, k.comment_until,
	(SELECT count(*) FROM title_check_comment AS m WHERE m.draw_id = k.draw_id AND m.seq = k.seq AND m.turn = k.turn) AS comments
FROM title AS t JOIN title_check AS k ON k.title_id = t.id JOIN draw AS d ON d.id = k.draw_id JOIN agency AS g ON g.id = d.agency_id
JOIN inspection AS n ON n.draw_id = k.draw_id AND n.seq = k.seq AND n.turn = k.turn
WHERE t.uscc = :uscc AND t.uscc <> '' ORDER BY k.recorded_at DESC LIMIT 100;

-- :name inspection_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row draw_id int
-- :row seq int
-- :row turn int
-- :row draw text
-- :row draw_title text
-- :row draw_agency_id int
-- :row body text
-- :row done_on text
-- :row inspector1 text
-- :row inspector2 text
-- :row enterprise_side text
-- :row findings text
-- :row result text
-- :row recheck_on text
-- :row comment_until int
-- :row recorded_at int
-- :by enterprise
-- The record of a check that is over.
SELECT n.id, k.draw_id, k.seq, k.turn, d.public_id AS draw, d.title AS draw_title, d.agency_id AS draw_agency_id, g.name AS body,
	k.done_on, k.inspector1, k.inspector2, k.enterprise_side, k.findings, k.result, k.recheck_on, k.comment_until, k.recorded_at
FROM inspection AS n JOIN title_check AS k ON k.draw_id = n.draw_id AND k.seq = n.seq AND k.turn = n.turn
JOIN draw AS d ON d.id = n.draw_id JOIN agency AS g ON g.id = d.agency_id JOIN title AS t ON t.id = k.title_id
JOIN enterprise AS e ON e.uscc = t.uscc
WHERE n.public_id = :public_id AND e.id = :enterprise_id;

-- :name title_check_comment_put
-- :result exec
-- :param draw_id int
-- :param seq int
-- :param turn int
-- :param text text
-- :param account_id int
-- :param name text
-- :param now int
-- :by system
INSERT INTO title_check_comment (draw_id, seq, turn, text, account_id, name, at)
VALUES (:draw_id, :seq, :turn, :text, :account_id, :name, :now);

-- :name title_check_comments
-- :result many
-- :param draw_id int
-- :param seq int
-- :param turn int
-- :row text text
-- :row name text
-- :row at int
-- :by system
SELECT text, name, at FROM title_check_comment
WHERE draw_id = :draw_id AND seq = :seq AND turn = :turn ORDER BY id LIMIT 50;

-- :name title_check_of
-- :result opt
-- :param draw_id int
-- :param seq int
-- :param turn int
-- :row done_on text
-- :row signed1 text
-- :row signed2 text
-- :row recorded_name text
-- :row recorded_at int
-- :row comment_until int
-- :by system
SELECT done_on, signed1, signed2, recorded_name, recorded_at, comment_until FROM title_check
WHERE draw_id = :draw_id AND seq = :seq AND turn = :turn;

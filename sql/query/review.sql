-- Verdicts, recognised values, returns, visits.

-- :name verdicts_of
-- :result many
-- :param submission_id int
-- :row level text
-- :row item text
-- :row verdict text
-- :row reason_code text
-- :row note text
-- :by system
SELECT level, item, verdict, reason_code, note FROM verdict WHERE submission_id = :submission_id ORDER BY level, item;

-- :name verdict_put
-- :result exec
-- :param submission_id int
-- :param level text
-- :param item text
-- :param verdict text
-- :param reason_code text
-- :param note text
-- :param account_id int
-- :param at int
-- :by system
INSERT INTO verdict (submission_id, level, item, verdict, reason_code, note, account_id, at)
VALUES (:submission_id, :level, :item, :verdict, :reason_code, :note, :account_id, :at)
ON CONFLICT (submission_id, level, item) DO UPDATE SET verdict = :verdict, reason_code = :reason_code, note = :note,
	account_id = :account_id, at = :at;

-- :name recognised_of
-- :result many
-- :param submission_id int
-- :row level text
-- :row fact text
-- :row year int
-- :row value text
-- :row reason text
-- :by system
SELECT level, fact, year, value, reason FROM recognised WHERE submission_id = :submission_id ORDER BY level, fact, year;

-- :name recognised_put
-- :result exec
-- :param submission_id int
-- :param level text
-- :param fact text
-- :param year int
-- :param value text
-- :param reason text
-- :param account_id int
-- :param at int
-- :by system
INSERT INTO recognised (submission_id, level, fact, year, value, reason, account_id, at)
VALUES (:submission_id, :level, :fact, :year, :value, :reason, :account_id, :at)
ON CONFLICT (submission_id, level, fact, year) DO UPDATE SET value = :value, reason = :reason, account_id = :account_id,
	at = :at;

-- :name recognised_drop
-- :result exec
-- :param submission_id int
-- :param level text
-- :param fact text
-- :param year int
-- :by system
DELETE FROM recognised WHERE submission_id = :submission_id AND level = :level AND fact = :fact AND year = :year;

-- :name return_item_put
-- :result exec
-- :param application_id int
-- :param submission_id int
-- :param kind text
-- :param ref text
-- :param reason_code text
-- :param note text
-- :by system
INSERT INTO return_item (application_id, submission_id, kind, ref, reason_code, note)
VALUES (:application_id, :submission_id, :kind, :ref, :reason_code, :note);

-- :name application_city_result
-- :result exec
-- :param id int
-- :param score int
-- :param result text
-- :param route text
-- :by system
UPDATE application SET city_score = :score, city_result = :result, city_route = :route WHERE id = :id;

-- :name review_touch
-- :result exec
-- :param id int
-- :param version int
-- :param now int
-- :by system
-- A saved checklist is a new version of the file: two reviewers notice each other.
UPDATE application SET version = version + 1, updated_at = :now WHERE id = :id AND version = :version;

-- :name site_check_put
-- :result one
-- :param application_id int
-- :param agency_id int
-- :param planned_on text
-- :param inspector1 text
-- :param inspector2 text
-- :param account_id int
-- :param now int
-- :row id int
-- :by officer
INSERT INTO site_check (application_id, agency_id, state, planned_on, inspector1, inspector2, created_by, created_at,
	updated_at)
VALUES (:application_id, :agency_id, 'planned', :planned_on, :inspector1, :inspector2, :account_id, :now, :now)
RETURNING id;

-- :name site_check_done
-- :result exec
-- :param id int
-- :param agency_id int
-- :param done_on text
-- :param inspector1 text
-- :param inspector2 text
-- :param enterprise_side text
-- :param findings text
-- :param result text
-- :param now int
-- :by officer
UPDATE site_check SET state = 'done', done_on = :done_on, inspector1 = :inspector1, inspector2 = :inspector2,
	enterprise_side = :enterprise_side, findings = :findings, result = :result, updated_at = :now
WHERE id = :id AND agency_id = :agency_id AND state = 'planned';

-- :name site_checks_of
-- :result many
-- :param application_id int
-- :row id int
-- :row agency_id int
-- :row state text
-- :row planned_on text
-- :row done_on text
-- :row inspector1 text
-- :row inspector2 text
-- :row enterprise_side text
-- :row findings text
-- :row result text
-- :by system
SELECT id, agency_id, state, planned_on, done_on, inspector1, inspector2, enterprise_side, findings, result
FROM site_check WHERE application_id = :application_id ORDER BY id DESC LIMIT 20;

-- :name photo_put
-- :result exec
-- :param public_id text
-- :param owner_kind text
-- :param owner_id int
-- :param filename text
-- :param note text
-- :param mime text
-- :param size int
-- :param sha256 text
-- :param enterprise_id int?
-- :param account_id int
-- :param now int
-- :by system
-- Of a visit to a file (site_check) or to a drawn title (inspection).
INSERT INTO evidence (public_id, owner_kind, owner_id, slot, filename, note, mime, size, sha256, enterprise_id, uploaded_by,
	uploaded_at)
VALUES (:public_id, :owner_kind, :owner_id, 'photo', :filename, :note, :mime, :size, :sha256, :enterprise_id, :account_id,
	:now);

-- :name photos_of
-- :result many
-- :param owner_kind text
-- :param owner_id int
-- :row public_id text
-- :row filename text
-- :row note text
-- :row size int
-- :row sha256 text
-- :row uploaded_at int
-- :by system
SELECT public_id, filename, note, size, sha256, uploaded_at FROM evidence
WHERE owner_kind = :owner_kind AND owner_id = :owner_id AND slot = 'photo' AND removed_at IS NULL ORDER BY id LIMIT 50;

-- :name site_photo_for_officer
-- :result opt
-- :param public_id text
-- :param agency_id int
-- :row application_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by officer
-- A photograph of a visit to a file that this body reads.
SELECT s.application_id, v.filename, v.mime, v.sha256
FROM evidence AS v
JOIN site_check AS s ON s.id = v.owner_id
WHERE v.public_id = :public_id AND v.owner_kind = 'site_check'
	AND EXISTS (SELECT 1 FROM file_reader AS r WHERE r.application_id = s.application_id AND r.agency_id = :agency_id);

-- :name site_finding_put
-- :result exec
-- :param site_check_id int
-- :param item text
-- :param finding text
-- :param note text
-- :by system
INSERT INTO site_finding (site_check_id, item, finding, note) VALUES (:site_check_id, :item, :finding, :note);

-- :name site_findings_of
-- :result many
-- :param site_check_id int
-- :row item text
-- :row finding text
-- :row note text
-- :by system
SELECT item, finding, note FROM site_finding WHERE site_check_id = :site_check_id ORDER BY item;

-- :name site_earlier_files
-- :result many
-- :param enterprise_id int
-- :param application_id int
-- :row edition text
-- :by system
-- Other files of the enterprise that have reached a body.
SELECT edition FROM application
WHERE enterprise_id = :enterprise_id AND id <> :application_id AND submitted_at IS NOT NULL ORDER BY id LIMIT 200;

-- :name site_sanctions
-- :result one
-- :param uscc text
-- :param since_on text
-- :row n int
-- :by system
-- Bans, titles and numbers that were taken back, entries of grave dishonesty, since a day.
SELECT (SELECT count(*) FROM ban AS b WHERE b.uscc = :uscc AND b.from_on >= :since_on)
	+ (SELECT count(*) FROM title AS t WHERE t.uscc = :uscc AND t.state IN ('cancelled', 'revoked') AND t.ended_on >= :since_on)
	+ (SELECT count(*) FROM listed AS l WHERE l.uscc = :uscc AND l.kind = 'dishonest' AND l.since_on >= :since_on) AS n;

-- :name site_visited
-- :result one
-- :param agency_id int
-- :param batch_id int
-- :param state text
-- :row n int
-- :by officer
-- Files of one state of a batch that have been visited.
SELECT count(*) AS n FROM caseload AS c
WHERE c.agency_id = :agency_id AND c.state = :state AND c.batch_id = :batch_id
	AND EXISTS (SELECT 1 FROM site_check AS s WHERE s.application_id = c.application_id AND s.state = 'done');

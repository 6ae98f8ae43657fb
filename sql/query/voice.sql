-- 意见诉求 and 咨询 (domain/voice). A body finds what it had or what lies below it; an enterprise its own; the public
-- what was published, its own receipt, and how long others wait.

-- :name voice_put
-- :result one
-- :param public_id text
-- :param no text
-- :param origin text
-- :param enterprise_id int?
-- :param name text
-- :param phone text
-- :param may_publish int
-- :param kind text
-- :param title text
-- :param holder_id int
-- :param now int
-- :param due_at int
-- :row id int
-- :by system
INSERT INTO voice (public_id, no, origin, enterprise_id, name, phone, may_publish, kind, title, agency_id, state, raised_at,
	waiting_at, due_at)
VALUES (:public_id, :no, :origin, :enterprise_id, :name, :phone, :may_publish, :kind, :title, :holder_id, 'waiting', :now,
	:now, :due_at)
RETURNING id;

-- :name voice_scope_put
-- :result exec
-- :param voice_id int
-- :param holder_id int
-- :by system
-- The body that has it now, and those above that one.
INSERT INTO voice_scope (agency_id, voice_id)
SELECT x.id, :voice_id
FROM agency AS own
LEFT JOIN agency AS up ON up.id = own.parent_id
JOIN agency AS x ON x.id IN (own.id, own.parent_id, up.parent_id)
WHERE own.id = :holder_id
ON CONFLICT (agency_id, voice_id) DO NOTHING;

-- :name voice_said_put
-- :result one
-- :param voice_id int
-- :param party text
-- :param act text
-- :param text text
-- :param days int?
-- :param account_id int
-- :param agency_id int?
-- :param now int
-- :row id int
-- :by system
INSERT INTO voice_said (voice_id, party, act, text, days, account_id, agency_id, at)
VALUES (:voice_id, :party, :act, :text, :days, :account_id, :agency_id, :now)
RETURNING id;

-- :name voice_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row id int
-- :row no text
-- :row origin text
-- :row enterprise_id int?
-- :row name text
-- :row phone text
-- :row may_publish int
-- :row kind text
-- :row title text
-- :row holder_id int
-- :row holder text
-- :row holder_phone text
-- :row parent_id int?
-- :row division_code text
-- :row state text
-- :row reopened int
-- :row raised_at int
-- :row waiting_at int
-- :row due_at int
-- :row answered_at int
-- :row version int
-- :by officer
-- How to reach a visitor is for the body that answers.
SELECT v.id, v.no, v.origin, v.enterprise_id, v.name,
	CASE WHEN v.agency_id <> :agency_id THEN '' WHEN v.origin = 'public' THEN v.phone ELSE coalesce(e.contact_phone, '') END AS phone,
	v.may_publish, v.kind, v.title, v.agency_id AS holder_id, g.name AS holder, g.phone AS holder_phone, g.parent_id,
	coalesce(e.division_code, '') AS division_code, v.state, v.reopened, v.raised_at, v.waiting_at, v.due_at, v.answered_at,
	v.version
FROM voice AS v
JOIN voice_scope AS s ON s.agency_id = :agency_id AND s.voice_id = v.id
JOIN agency AS g ON g.id = v.agency_id
LEFT JOIN enterprise AS e ON e.id = v.enterprise_id
WHERE v.public_id = :public_id;

-- :name voice_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row no text
-- :row kind text
-- :row title text
-- :row holder_id int
-- :row holder text
-- :row holder_phone text
-- :row state text
-- :row reopened int
-- :row raised_at int
-- :row waiting_at int
-- :row due_at int
-- :row answered_at int
-- :row version int
-- :by enterprise
SELECT v.id, v.no, v.kind, v.title, v.agency_id AS holder_id, g.name AS holder, g.phone AS holder_phone, v.state, v.reopened,
	v.raised_at, v.waiting_at, v.due_at, v.answered_at, v.version
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id
WHERE v.public_id = :public_id AND v.enterprise_id = :enterprise_id;

-- :name voice_said_of
-- :result many
-- :param voice_id int
-- :row id int
-- :row party text
-- :row act text
-- :row text text
-- :row at int
-- :row body text
-- :row who text
-- :by system
-- Of one that was found in the reader's scope.
SELECT s.id, s.party, s.act, s.text, s.at, coalesce(g.name, '') AS body, coalesce(a.name, '') AS who
FROM voice_said AS s LEFT JOIN agency AS g ON g.id = s.agency_id LEFT JOIN account AS a ON a.id = s.account_id
WHERE s.voice_id = :voice_id ORDER BY s.id LIMIT 200;

-- :name voice_move
-- :result exec
-- :param id int
-- :param agency_id int
-- :param version int
-- :param state text
-- :param holder_id int
-- :param answered_at int
-- :by officer
-- By the body that has it.
UPDATE voice SET state = :state, agency_id = :holder_id, answered_at = :answered_at, version = version + 1
WHERE id = :id AND agency_id = :agency_id AND version = :version;

-- :name voice_say
-- :result exec
-- :param id int
-- :param enterprise_id int
-- :param version int
-- :param state text
-- :param reopened int
-- :param waiting_at int
-- :param due_at int
-- :param answered_at int
-- :by enterprise
UPDATE voice SET state = :state, reopened = :reopened, waiting_at = :waiting_at, due_at = :due_at, answered_at = :answered_at,
	version = version + 1
WHERE id = :id AND enterprise_id = :enterprise_id AND version = :version;

-- :name voices_of_enterprise
-- :result many
-- :param enterprise_id int
-- :param before_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row no text
-- :row kind text
-- :row title text
-- :row holder text
-- :row state text
-- :row raised_at int
-- :row waiting_at int
-- :row due_at int
-- :by enterprise
SELECT v.id, v.public_id, v.no, v.kind, v.title, g.name AS holder, v.state, v.raised_at, v.waiting_at, v.due_at
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id
WHERE v.enterprise_id = :enterprise_id AND v.id < :before_id ORDER BY v.id DESC LIMIT :limit;

-- :name voice_bodies
-- :result many
-- :param enterprise_id int
-- :row id int
-- :row name text
-- :row level text
-- :by enterprise
-- Whom it concerns by default comes first: the county's body, or the city's that does both; then up, then the other line.
SELECT g.id, g.name, g.level
FROM enterprise AS e
JOIN agency_area AS aa ON aa.line IN ('miit', 'st') AND aa.division_code = e.division_code
JOIN agency AS own ON own.id = aa.agency_id
JOIN agency AS g ON g.id = own.id OR (aa.level = 'city' AND g.id = own.parent_id)
WHERE e.id = :enterprise_id AND g.active = 1
GROUP BY g.id, g.name, g.level, g.line
ORDER BY g.line, CASE g.level WHEN 'county' THEN 1 WHEN 'city' THEN 2 ELSE 3 END, g.id;

-- :name voice_below
-- :result many
-- :param agency_id int
-- :param division_code text
-- :row id int
-- :row name text
-- :by officer
-- Whom this body may hand it to: of an enterprise's demand the body of its place alone, of a question any.
SELECT g.id, g.name FROM agency AS g
WHERE g.parent_id = :agency_id AND g.active = 1 AND (:division_code = '' OR EXISTS (SELECT 1 FROM agency_area AS aa
	WHERE aa.line = g.line AND aa.division_code = :division_code AND aa.agency_id = g.id))
ORDER BY g.sort, g.id;

-- :name voices_waiting
-- :result many
-- :param agency_id int
-- :param after_at int
-- :param after_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row no text
-- :row origin text
-- :row name text
-- :row kind text
-- :row title text
-- :row holder text
-- :row state text
-- :row raised_at int
-- :row waiting_at int
-- :row due_at int
-- :by officer
-- What lies with this body, the longest wait first.
SELECT v.id, v.public_id, v.no, v.origin, v.name, v.kind, v.title, g.short_name AS holder, v.state, v.raised_at, v.waiting_at, v.due_at
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id
WHERE v.agency_id = :agency_id AND v.state = 'waiting' AND (v.waiting_at, v.id) > (:after_at, :after_id)
ORDER BY v.waiting_at, v.id LIMIT :limit;

-- :name voices_of_area
-- :result many
-- :param agency_id int
-- :param origin text
-- :param kind text
-- :param state text
-- :param before_id int
-- :param limit int
-- :row id int
-- :row public_id text
-- :row no text
-- :row origin text
-- :row name text
-- :row kind text
-- :row title text
-- :row holder text
-- :row state text
-- :row raised_at int
-- :row waiting_at int
-- :row due_at int
-- :by officer
-- Everything of the body's area and line, newest first; '': any.
SELECT v.id, v.public_id, v.no, v.origin, v.name, v.kind, v.title, g.short_name AS holder, v.state, v.raised_at, v.waiting_at, v.due_at
FROM voice_scope AS s JOIN voice AS v ON v.id = s.voice_id JOIN agency AS g ON g.id = v.agency_id
WHERE s.agency_id = :agency_id AND s.voice_id < :before_id AND (:origin = '' OR v.origin = :origin)
	AND (:kind = '' OR v.kind = :kind) AND (:state = '' OR v.state = :state)
ORDER BY s.voice_id DESC LIMIT :limit;

-- :name voice_own_waiting
-- :result one
-- :param agency_id int
-- :param now int
-- :row n int
-- :row late int
-- :by officer
SELECT count(*) AS n, coalesce(sum(CASE WHEN due_at > 0 AND due_at <= :now THEN 1 ELSE 0 END), 0) AS late
FROM voice WHERE agency_id = :agency_id AND state = 'waiting';

-- :name voice_by_kind
-- :result many
-- :param agency_id int
-- :param since int
-- :row origin text
-- :row kind text
-- :row n int
-- :row waiting int
-- :row solved int
-- :row unsolved int
-- :by officer
-- Raised since then, or still without an answer.
SELECT v.origin, v.kind, count(*) AS n, sum(CASE WHEN v.state = 'waiting' THEN 1 ELSE 0 END) AS waiting,
	sum(CASE WHEN v.state = 'solved' THEN 1 ELSE 0 END) AS solved,
	sum(CASE WHEN v.state = 'unsolved' THEN 1 ELSE 0 END) AS unsolved
FROM voice_scope AS s JOIN voice AS v ON v.id = s.voice_id
WHERE s.agency_id = :agency_id AND (v.raised_at >= :since OR v.state = 'waiting')
GROUP BY v.origin, v.kind ORDER BY v.origin, n DESC, v.kind;

-- :name voice_by_body
-- :result many
-- :param agency_id int
-- :param since int
-- :param now int
-- :row body_id int
-- :row name text
-- :row n int
-- :row waiting int
-- :row late int
-- :row oldest_at int
-- :by officer
-- Who has to answer or has answered; the longest wait first. oldest_at 0: nothing waits.
SELECT g.id AS body_id, g.short_name AS name, count(*) AS n,
	sum(CASE WHEN v.state = 'waiting' THEN 1 ELSE 0 END) AS waiting,
	sum(CASE WHEN v.state = 'waiting' AND v.due_at > 0 AND v.due_at <= :now THEN 1 ELSE 0 END) AS late,
	coalesce(min(CASE WHEN v.state = 'waiting' THEN v.waiting_at END), 0) AS oldest_at
FROM voice_scope AS s JOIN voice AS v ON v.id = s.voice_id JOIN agency AS g ON g.id = v.agency_id
WHERE s.agency_id = :agency_id AND (v.raised_at >= :since OR v.state = 'waiting')
GROUP BY g.id, g.short_name ORDER BY CASE WHEN oldest_at = 0 THEN 1 ELSE 0 END, oldest_at, g.id;

-- :name voice_days
-- :result many
-- :param agency_id int
-- :param since int
-- :row body_id int
-- :row days int
-- :row n int
-- :by officer
-- How long first answers took, by the body that gave them, days ascending.
SELECT d.agency_id AS body_id, d.days, count(*) AS n
FROM voice_scope AS s JOIN voice_said AS d ON d.voice_id = s.voice_id
WHERE s.agency_id = :agency_id AND d.days IS NOT NULL AND d.at >= :since
GROUP BY d.agency_id, d.days ORDER BY d.agency_id, d.days;

-- :name voice_paper_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row voice_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by officer
SELECT d.voice_id, f.filename, f.mime, f.sha256
FROM evidence AS f JOIN voice_said AS d ON f.owner_kind = 'voice' AND d.id = f.owner_id
JOIN voice_scope AS s ON s.agency_id = :agency_id AND s.voice_id = d.voice_id
WHERE f.public_id = :public_id;

-- :name voice_paper_for_enterprise
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row voice_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by enterprise
SELECT d.voice_id, f.filename, f.mime, f.sha256
FROM evidence AS f JOIN voice_said AS d ON f.owner_kind = 'voice' AND d.id = f.owner_id
JOIN voice AS v ON v.id = d.voice_id
WHERE f.public_id = :public_id AND v.enterprise_id = :enterprise_id;

-- --- the public

-- :name question_filed
-- :result one
-- :param public_id text
-- :row no text
-- :row title text
-- :row kind text
-- :row holder text
-- :row holder_phone text
-- :row raised_at int
-- :row due_at int
-- :by public
-- By the address that only who asked was given; no name, no telephone.
SELECT v.no, v.title, v.kind, g.name AS holder, g.phone AS holder_phone, v.raised_at, v.due_at
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id
WHERE v.public_id = :public_id AND v.origin = 'public';

-- :name question_receipt
-- :result opt
-- :param no text
-- :row id int
-- :row phone text
-- :row title text
-- :row state text
-- :row holder text
-- :row holder_phone text
-- :row raised_at int
-- :row waiting_at int
-- :row due_at int
-- :by public
-- The telephone is compared with what is typed, never shown.
SELECT v.id, v.phone, v.title, v.state, g.name AS holder, g.phone AS holder_phone, v.raised_at, v.waiting_at, v.due_at
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id
WHERE v.no = :no AND v.origin = 'public';

-- :name questions_waiting
-- :result many
-- :row body_id int
-- :row name text
-- :row n int
-- :row oldest_at int
-- :by public
-- How many questions wait where, and since when the oldest; the longest wait first.
SELECT g.id AS body_id, g.name, count(*) AS n, min(v.waiting_at) AS oldest_at
FROM voice AS v JOIN agency AS g ON g.id = v.agency_id
WHERE v.origin = 'public' AND v.state = 'waiting'
GROUP BY v.agency_id ORDER BY oldest_at, g.id;

-- :name answer_publish
-- :result exec
-- :param voice_id int
-- :param agency_id int
-- :param title text
-- :param question text
-- :param answer text
-- :param account_id int
-- :param now int
-- :by officer
-- Of a visitor's question who agreed, by the body that answered it; anything else publishes nothing.
INSERT INTO voice_public (voice_id, agency_id, kind, title, question, answer, published_at, published_by)
SELECT v.id, v.agency_id, v.kind, :title, :question, :answer, :now, :account_id FROM voice AS v
WHERE v.id = :voice_id AND v.agency_id = :agency_id AND v.origin = 'public' AND v.may_publish = 1 AND v.state = 'answered'
ON CONFLICT DO NOTHING;

-- :name answer_withdraw
-- :result exec
-- :param voice_id int
-- :param agency_id int
-- :param now int
-- :by officer
UPDATE voice_public SET withdrawn_at = :now
WHERE voice_id = :voice_id AND agency_id = :agency_id AND withdrawn_at IS NULL;

-- :name answer_shown
-- :result opt
-- :param voice_id int
-- :row title text
-- :row published_at int
-- :by system
SELECT title, published_at FROM voice_public WHERE voice_id = :voice_id AND withdrawn_at IS NULL;

-- :name answers_public
-- :result many
-- :param before_id int
-- :param word text
-- :param kind text
-- :param limit int
-- :row id int
-- :row kind text
-- :row body text
-- :row title text
-- :row question text
-- :row answer text
-- :row published_at int
-- :by public
-- Newest first; word and kind '': any.
SELECT p.id, p.kind, g.name AS body, p.title, p.question, p.answer, p.published_at
FROM voice_public AS p JOIN agency AS g ON g.id = p.agency_id
WHERE p.id < :before_id AND p.withdrawn_at IS NULL AND (:kind = '' OR p.kind = :kind)
	AND (:word = '' OR p.title LIKE '%' || :word || '%' OR p.question LIKE '%' || :word || '%'
		OR p.answer LIKE '%' || :word || '%')
ORDER BY p.id DESC LIMIT :limit;

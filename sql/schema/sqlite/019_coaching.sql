-- 辅导: who holds a certificate and has not filed, who began and has not sent, what bodies did about it.

-- Certificates of a kind (sql/reference/lists.json) as the authority publishes them, by credit code; the enterprise need
-- not be registered here.
CREATE TABLE certified (
	kind TEXT NOT NULL,
	uscc TEXT NOT NULL,
	number TEXT NOT NULL,
	name TEXT NOT NULL,
	division_code TEXT NOT NULL,              -- county-level
	granted_on TEXT NOT NULL,
	valid_until TEXT NOT NULL,                -- last day
	source TEXT NOT NULL,
	recorded_at INTEGER NOT NULL,
	PRIMARY KEY (kind, uscc, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX certified_uscc ON certified (uscc, kind);
CREATE INDEX list_item_certificate ON list_item (list, kind, valid_until) WHERE removed_at IS NULL;
CREATE INDEX enterprise_place ON enterprise (division_code, id);

-- The county-level places of a body: those it answers for, of a province's body all of its line.
CREATE VIEW body_place AS
SELECT g.id AS agency_id, aa.division_code
FROM agency AS g
JOIN agency_area AS aa ON aa.line = g.line AND aa.level = CASE g.level WHEN 'county' THEN 'county' ELSE 'city' END
WHERE (g.level <> 'province' AND aa.agency_id = g.id)
	OR (g.level = 'province' AND substr(aa.division_code, 1, 2) = substr(g.division_code, 1, 2));

-- Who reads a file: the bodies of its caseload for good, what they did there is theirs; and once it is over the bodies, of its
-- line and province, of the place where the enterprise is now. Acts go by the caseload alone.
CREATE VIEW file_reader AS
SELECT c.application_id, c.agency_id FROM caseload AS c WHERE c.submitted_at > 0
UNION ALL
SELECT a.id AS application_id, w.agency_id
FROM application AS a
JOIN enterprise AS e ON e.id = a.enterprise_id
JOIN body_place AS w ON w.division_code = e.division_code
JOIN agency AS g ON g.id = w.agency_id
JOIN agency AS p ON p.id = a.province_agency_id AND p.line = g.line AND substr(p.division_code, 1, 2) = substr(g.division_code, 1, 2)
WHERE a.holder = 'none' AND a.submitted_at IS NOT NULL;

-- 辅导记录: by credit code, so that it is there when the enterprise registers. Corrected by another record.
CREATE TABLE coaching (
	id INTEGER PRIMARY KEY,
	uscc TEXT NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	programme TEXT NOT NULL,
	year INTEGER NOT NULL,
	on_date TEXT NOT NULL,
	person TEXT NOT NULL,                     -- who coached
	method TEXT NOT NULL,                     -- a code of service/coach
	content TEXT NOT NULL,
	result TEXT NOT NULL,
	next_step TEXT NOT NULL,                  -- '' when nothing follows
	next_on TEXT NOT NULL,                    -- '' when no day was named
	created_by INTEGER NOT NULL REFERENCES account (id),
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX coaching_uscc ON coaching (uscc, id);
CREATE TRIGGER coaching_immutable BEFORE UPDATE ON coaching
BEGIN SELECT RAISE(ABORT, 'a coaching record is kept as it was written'); END;
CREATE TRIGGER coaching_kept BEFORE DELETE ON coaching
BEGIN SELECT RAISE(ABORT, 'a coaching record is kept'); END;

-- One text to many enterprises: who is to get it is fixed first, then it is sent a part at a time.
CREATE TABLE coach_mail (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	account_id INTEGER NOT NULL REFERENCES account (id),
	programme TEXT NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	again INTEGER NOT NULL CHECK (again IN (0, 1)), -- 1: also to who had one within the last days
	count INTEGER NOT NULL,
	at INTEGER NOT NULL,
	done_at INTEGER                           -- NULL: some still wait
) STRICT;
CREATE INDEX coach_mail_agency ON coach_mail (agency_id, id);
CREATE INDEX coach_mail_open ON coach_mail (at) WHERE done_at IS NULL;
CREATE TABLE coach_mail_item (
	mail_id INTEGER NOT NULL REFERENCES coach_mail (id),
	seq INTEGER NOT NULL,
	uscc TEXT NOT NULL,
	name TEXT NOT NULL,
	outcome TEXT NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'sent', 'recent', 'nobody')),
	accounts INTEGER NOT NULL DEFAULT 0,      -- how many people got it
	at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (mail_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX coach_mail_item_waiting ON coach_mail_item (mail_id, seq) WHERE outcome = 'waiting';
CREATE INDEX coach_mail_item_uscc ON coach_mail_item (uscc, at) WHERE outcome = 'sent';

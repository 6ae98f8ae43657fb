-- 年度信息更新, and other duties that a procedure lays on who holds a title: a round for each window and year, what
-- each title owes in it, what was filed.

CREATE TABLE update_round (
	id INTEGER PRIMARY KEY,
	window_id TEXT NOT NULL,                  -- of the procedure
	edition TEXT NOT NULL,                    -- that says so
	kind TEXT NOT NULL CHECK (kind IN ('update', 'self_evaluation')),
	programme TEXT NOT NULL,                  -- of the edition
	holders TEXT NOT NULL,                    -- programme of the titles that owe it
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	year INTEGER NOT NULL,
	opens_on TEXT NOT NULL,
	closes_on TEXT NOT NULL,
	ends_at INTEGER NOT NULL,                 -- first instant that is too late
	clause TEXT NOT NULL,
	effect TEXT NOT NULL CHECK (effect IN ('', 'recheck_lost')),
	state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
	reminded INTEGER NOT NULL DEFAULT 0,      -- days before the end of the last reminder; 0: none yet
	opened_at INTEGER NOT NULL,
	closed_at INTEGER,
	UNIQUE (province_agency_id, programme, window_id, year)
) STRICT;
CREATE INDEX update_round_state ON update_round (state, ends_at, id);

CREATE TABLE update_duty (
	id INTEGER PRIMARY KEY,
	round_id INTEGER NOT NULL REFERENCES update_round (id),
	title_id INTEGER NOT NULL REFERENCES title (id),
	enterprise_id INTEGER REFERENCES enterprise (id), -- NULL: holds a title, has not registered
	name TEXT NOT NULL,
	uscc TEXT NOT NULL,
	county_agency_id INTEGER REFERENCES agency (id),
	city_agency_id INTEGER NOT NULL REFERENCES agency (id),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	state TEXT NOT NULL CHECK (state IN ('due', 'done', 'exempt', 'over', 'missed')),
	verdict TEXT NOT NULL DEFAULT '',         -- by the title's standard: pass open fail
	receipt_no TEXT NOT NULL DEFAULT '',
	settled_at INTEGER,
	UNIQUE (round_id, title_id)
) STRICT;
CREATE INDEX update_duty_state ON update_duty (round_id, state, id);
CREATE INDEX update_duty_city ON update_duty (city_agency_id, round_id, state);
CREATE INDEX update_duty_county ON update_duty (county_agency_id, round_id, state);
CREATE INDEX update_duty_enterprise ON update_duty (enterprise_id, round_id);
CREATE INDEX update_duty_title ON update_duty (title_id, round_id);

-- What was filed, for ever; a correction is another one.
CREATE TABLE update_filing (
	id INTEGER PRIMARY KEY,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	year INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	receipt_no TEXT NOT NULL UNIQUE,
	facts TEXT NOT NULL,                      -- canonical JSON: {"year":…,"facts":{…}}
	reasons TEXT NOT NULL,                    -- JSON: [{"fact","before","after","text"}…]
	results TEXT NOT NULL,                    -- JSON: [{"programme","standard","standard_hash","result","explanation_hash"}…]
	content_hash TEXT NOT NULL,               -- SHA-256 over the three, a line end between them
	engine TEXT NOT NULL,
	filed_by INTEGER NOT NULL REFERENCES account (id),
	filed_name TEXT NOT NULL,
	filed_at INTEGER NOT NULL,
	UNIQUE (enterprise_id, year, seq)
) STRICT;
CREATE TRIGGER update_filing_immutable BEFORE UPDATE ON update_filing
BEGIN SELECT RAISE(ABORT, 'an update is immutable'); END;
CREATE TRIGGER update_filing_kept BEFORE DELETE ON update_filing
BEGIN SELECT RAISE(ABORT, 'an update is kept'); END;

-- Who need not, by a list; judged when the window opens.
CREATE TABLE update_exempt (
	holders TEXT NOT NULL,                    -- programme of the title
	year INTEGER NOT NULL,
	uscc TEXT NOT NULL,
	source TEXT NOT NULL,
	recorded_at INTEGER NOT NULL,
	PRIMARY KEY (holders, year, uscc)
) STRICT, WITHOUT ROWID;

-- 催报 by a body: when, to how many.
CREATE TABLE update_reminder (
	round_id INTEGER NOT NULL REFERENCES update_round (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (round_id, agency_id, at)
) STRICT, WITHOUT ROWID;

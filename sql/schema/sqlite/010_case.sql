-- What happens to an enterprise by itself: 取消、撤销和不得申报, 解除, 实名举报, 重大变化. States and acts are
-- domain/case_file's; what may follow is the procedure's.
CREATE TABLE case_file (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	no TEXT NOT NULL UNIQUE,                  -- receipt number
	kind TEXT NOT NULL CHECK (kind IN ('sanction', 'lift', 'report', 'change')),
	uscc TEXT NOT NULL,                       -- whom it is about; '' only in a report that does not know it
	name TEXT NOT NULL,                       -- as it was called then
	enterprise_id INTEGER REFERENCES enterprise (id),
	programme TEXT NOT NULL,
	edition TEXT NOT NULL,                    -- the procedure that governs it
	title_id INTEGER REFERENCES title (id),   -- at stake; NULL: none
	ban_id INTEGER REFERENCES ban (id),       -- lift: the ban
	from_case_id INTEGER REFERENCES case_file (id),
	application_id INTEGER REFERENCES application (id), -- the file whose refusal it follows from
	ground TEXT NOT NULL DEFAULT '',          -- id in the procedure's list
	happened_on TEXT NOT NULL DEFAULT '',     -- change: its day
	report_by TEXT NOT NULL DEFAULT '',       -- change: last day to report it; '' = none printed
	new_name TEXT NOT NULL DEFAULT '',
	new_division TEXT NOT NULL DEFAULT '',
	county_agency_id INTEGER REFERENCES agency (id),
	city_agency_id INTEGER REFERENCES agency (id),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	handler_agency_id INTEGER NOT NULL REFERENCES agency (id), -- who decides
	state TEXT NOT NULL CHECK (state IN ('filed', 'county', 'city', 'province', 'notice', 'heard', 'signing',
		'rectify', 'reported', 'answered', 'decided', 'refused')),
	due_at INTEGER NOT NULL DEFAULT 0,        -- notice, rectify: first instant that is too late; 0 = no term
	told_at INTEGER,                          -- 告知
	read_at INTEGER,                          -- 送达: first seen by the enterprise, or as recorded (L34)
	served_way TEXT NOT NULL DEFAULT '',      -- '': opened here; else how, as the body recorded it
	term_n INTEGER NOT NULL DEFAULT 0,        -- of the answer, as it was told
	term_unit TEXT NOT NULL DEFAULT '' CHECK (term_unit IN ('', 'working', 'calendar')),
	term_from TEXT NOT NULL DEFAULT '' CHECK (term_from IN ('', 'sent', 'served')), -- what it is counted from
	replied_at INTEGER,
	-- what is proposed, then decided
	outcome TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL DEFAULT '',
	clause TEXT NOT NULL DEFAULT '',
	doc_no TEXT NOT NULL DEFAULT '',
	ban_to TEXT NOT NULL DEFAULT '',          -- last day of the ban that goes with it
	recheck_on TEXT NOT NULL DEFAULT '',
	proposed_by INTEGER REFERENCES account (id),
	proposed_at INTEGER,
	confirmed_by INTEGER REFERENCES account (id),
	decided_at INTEGER,
	announcement_id INTEGER REFERENCES announcement (id),
	version INTEGER NOT NULL DEFAULT 1,
	opened_by INTEGER NOT NULL,               -- 0: a visitor
	opened_at INTEGER NOT NULL,
	CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by)
) STRICT;
CREATE INDEX case_file_county ON case_file (county_agency_id, id);
CREATE INDEX case_file_city ON case_file (city_agency_id, id);
CREATE INDEX case_file_province ON case_file (province_agency_id, id);
CREATE INDEX case_file_enterprise ON case_file (enterprise_id, id);
CREATE INDEX case_file_uscc ON case_file (uscc, id);
CREATE INDEX case_file_title ON case_file (title_id, state);
CREATE INDEX case_file_from ON case_file (from_case_id);
CREATE TRIGGER case_file_final BEFORE UPDATE ON case_file WHEN old.state IN ('decided', 'refused')
BEGIN SELECT RAISE(ABORT, 'case is decided'); END;
CREATE TRIGGER case_file_kept BEFORE DELETE ON case_file
BEGIN SELECT RAISE(ABORT, 'case is kept'); END;

-- Whoever reports. Read by the body that handles the report, by nobody else.
CREATE TABLE case_person (
	case_id INTEGER PRIMARY KEY REFERENCES case_file (id),
	person TEXT NOT NULL,
	person_id TEXT NOT NULL,
	phone TEXT NOT NULL,
	secret_hash TEXT NOT NULL UNIQUE          -- SHA-256 of the code that opens the receipt
) STRICT;

-- What the parties said, in order; files hang on a statement (evidence, owner_kind 'case').
CREATE TABLE case_statement (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES case_file (id),
	party TEXT NOT NULL CHECK (party IN ('reporter', 'enterprise', 'body')),
	act TEXT NOT NULL,                        -- of domain/case_file, or 'open'
	text TEXT NOT NULL,
	shown INTEGER NOT NULL,                   -- the enterprise may read it
	account_id INTEGER NOT NULL,
	agency_id INTEGER REFERENCES agency (id),
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_statement_case ON case_statement (case_id, id);
CREATE TRIGGER case_statement_immutable BEFORE UPDATE ON case_statement
BEGIN SELECT RAISE(ABORT, 'statement is immutable'); END;
CREATE TRIGGER case_statement_kept BEFORE DELETE ON case_statement
BEGIN SELECT RAISE(ABORT, 'statement is kept'); END;

-- What an enterprise was called when: a list keeps its names, the register answers for any day (N14).
CREATE TABLE enterprise_name (
	id INTEGER PRIMARY KEY,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	uscc TEXT NOT NULL,
	name TEXT NOT NULL,
	from_on TEXT NOT NULL,                    -- '' = from the beginning
	to_on TEXT NOT NULL,                      -- first day of the next name; '' = now
	case_id INTEGER NOT NULL REFERENCES case_file (id),
	recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX enterprise_name_uscc ON enterprise_name (uscc, from_on);
CREATE UNIQUE INDEX enterprise_name_now ON enterprise_name (enterprise_id) WHERE to_on = '';

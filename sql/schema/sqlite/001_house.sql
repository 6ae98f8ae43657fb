-- Who and what: bodies, divisions, people, enterprises, rules, calendar, and the log of every act.
-- Times: INTEGER ms UTC (…_at). Dates: TEXT 'YYYY-MM-DD' of China standard time (…_on).
-- Money in facts: canonical decimal text in 万元. States: the words of domain/workflow.

CREATE TABLE division (
	code TEXT PRIMARY KEY,          -- GB/T 2260, or a statistical code for a zone
	name TEXT NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('province', 'city', 'county', 'zone')),
	parent_code TEXT NOT NULL,
	sort INTEGER NOT NULL
) STRICT;
CREATE INDEX division_parent ON division (parent_code, sort);
CREATE INDEX division_name ON division (name, code);

CREATE TABLE industry (
	code TEXT PRIMARY KEY,          -- GB/T 4754-2017, any level
	name TEXT NOT NULL,
	level INTEGER NOT NULL,
	parent_code TEXT NOT NULL
) STRICT;

-- A competent body is not a division: it is responsible for some.
CREATE TABLE agency (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	short_name TEXT NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('county', 'city', 'province')),
	line TEXT NOT NULL CHECK (line IN ('miit', 'st')),
	parent_id INTEGER REFERENCES agency (id),
	division_code TEXT NOT NULL,
	phone TEXT NOT NULL DEFAULT '',
	address TEXT NOT NULL DEFAULT '',
	sort INTEGER NOT NULL DEFAULT 0,
	active INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX agency_parent ON agency (parent_id, sort, id);
CREATE INDEX agency_level ON agency (level, line, sort, id);

-- Which county-level divisions a body answers for, itself (county bodies, city-level bodies without counties).
CREATE TABLE agency_area (
	line TEXT NOT NULL,
	division_code TEXT NOT NULL,
	level TEXT NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	PRIMARY KEY (line, division_code, level)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_area_agency ON agency_area (agency_id);

CREATE TABLE enterprise (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	uscc TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	division_code TEXT NOT NULL,              -- county-level; '' when an import does not say
	county_agency_id INTEGER REFERENCES agency (id), -- NULL where the city-level body does both
	city_agency_id INTEGER REFERENCES agency (id),
	province_agency_id INTEGER REFERENCES agency (id),
	address TEXT NOT NULL DEFAULT '',
	postcode TEXT NOT NULL DEFAULT '',
	established_on TEXT NOT NULL DEFAULT '',
	capital TEXT NOT NULL DEFAULT '',         -- 万元
	industry_code TEXT NOT NULL DEFAULT '',
	ownership TEXT NOT NULL DEFAULT '',
	legal_kind TEXT NOT NULL DEFAULT '',      -- 法人类型, as registered
	legal_rep TEXT NOT NULL DEFAULT '',
	legal_rep_phone TEXT NOT NULL DEFAULT '',
	contact TEXT NOT NULL DEFAULT '',
	contact_phone TEXT NOT NULL DEFAULT '',
	contact_email TEXT NOT NULL DEFAULT '',
	main_product TEXT NOT NULL DEFAULT '',
	intro TEXT NOT NULL DEFAULT '',
	identity TEXT NOT NULL DEFAULT 'none'
		CHECK (identity IN ('none', 'pending', 'verified', 'refused')),
	identity_reason TEXT NOT NULL DEFAULT '',
	identity_at INTEGER NOT NULL DEFAULT 0,   -- since when `identity` is what it is
	uscc_doubt TEXT NOT NULL DEFAULT '',      -- what about code or name an officer has to decide on record
	claimed_name TEXT NOT NULL DEFAULT '',    -- where a list has another name: taken over by verification
	source TEXT NOT NULL CHECK (source IN ('register', 'import', 'demo')),
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX enterprise_identity_county ON enterprise (county_agency_id, identity, identity_at, id);
CREATE INDEX enterprise_phone ON enterprise (contact_phone) WHERE contact_phone <> '';
CREATE INDEX enterprise_identity_city ON enterprise (city_agency_id, identity, identity_at, id);

-- Yearly and state facts as last submitted: a fact is entered once.
CREATE TABLE enterprise_fact (
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	fact TEXT NOT NULL,
	year INTEGER NOT NULL,                    -- accounting year; 0 for a state fact
	value TEXT NOT NULL,
	source TEXT NOT NULL,                     -- e.g. the application number it came with
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (enterprise_id, fact, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,               -- lower case
	role TEXT NOT NULL CHECK (role IN
		('filler', 'legal_rep', 'county', 'city', 'province', 'admin', 'expert', 'auditor')),
	name TEXT NOT NULL,
	password TEXT NOT NULL,                   -- argon2id, encoded; '' = cannot sign in
	phone TEXT NOT NULL DEFAULT '',
	email TEXT NOT NULL DEFAULT '',
	contact_ok_at INTEGER,                    -- somebody reached this person by it; NULL: nobody has tried
	contact_ok_by INTEGER,
	agency_id INTEGER REFERENCES agency (id),
	enterprise_id INTEGER REFERENCES enterprise (id),
	active INTEGER NOT NULL DEFAULT 1,
	demo INTEGER NOT NULL DEFAULT 0,          -- refused in production mode
	must_change INTEGER NOT NULL DEFAULT 0,
	epoch INTEGER NOT NULL DEFAULT 1,         -- raised by any change of rights: ends sessions at once
	created_at INTEGER NOT NULL,
	last_login_at INTEGER,
	last_login_ip TEXT NOT NULL DEFAULT '',
	prev_login_at INTEGER,
	prev_login_ip TEXT NOT NULL DEFAULT '',
	CHECK ((role IN ('filler', 'legal_rep')) = (enterprise_id IS NOT NULL)),
	CHECK ((role IN ('county', 'city', 'province', 'auditor')) = (agency_id IS NOT NULL))
) STRICT;
CREATE INDEX account_agency ON account (agency_id, id);
CREATE INDEX account_enterprise ON account (enterprise_id, id);
CREATE INDEX account_phone ON account (phone) WHERE phone <> '';
CREATE INDEX account_email ON account (email) WHERE email <> '';

CREATE TABLE session (
	token_hash TEXT PRIMARY KEY,              -- SHA-256 of the cookie's value
	account_id INTEGER NOT NULL REFERENCES account (id),
	epoch INTEGER NOT NULL,
	csrf_secret TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,              -- absolute
	ip TEXT NOT NULL DEFAULT '',
	agent TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_expires ON session (expires_at);

-- Failed sign-ins by key ("login:…", "ip:…").
CREATE TABLE throttle (
	key TEXT PRIMARY KEY,
	failures INTEGER NOT NULL,
	first_at INTEGER NOT NULL,
	locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One-time tokens of forms: the same POST twice has one effect and the same answer.
CREATE TABLE once (
	token TEXT PRIMARY KEY,
	account_id INTEGER NOT NULL,
	location TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_at ON once (at);

-- Standards, procedures and counting rules: every version for ever; `json` is the text as shipped or confirmed.
-- A version holds from `in_force` (version 1: '', since ever) for everybody, or for the province whose body took it.
CREATE TABLE rulebook (
	kind TEXT NOT NULL CHECK (kind IN ('standard', 'procedure', 'counting')),
	id TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	body TEXT NOT NULL DEFAULT '',            -- code of the province's body; '' = for all
	in_force TEXT NOT NULL DEFAULT '',
	title TEXT NOT NULL,
	hash TEXT NOT NULL,                       -- SHA-256 of the canonical JSON
	json TEXT NOT NULL,
	legal_from TEXT NOT NULL DEFAULT '',
	legal_to TEXT NOT NULL DEFAULT '',
	recorded_at INTEGER NOT NULL,
	proposal_id INTEGER,                      -- who proposed, who confirmed and why; NULL: came with the program
	PRIMARY KEY (kind, id, version),
	CHECK (version = 1 OR in_force <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER rulebook_immutable BEFORE UPDATE ON rulebook
BEGIN SELECT RAISE(ABORT, 'rulebook is immutable'); END;
CREATE TRIGGER rulebook_kept BEFORE DELETE ON rulebook
BEGIN SELECT RAISE(ABORT, 'rulebook is kept'); END;

-- A fact of a text that somebody looked up or set: proposed by one person of a province's body, confirmed by another.
-- Confirming writes the next version of the text for that body.
CREATE TABLE rule_proposal (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('standard', 'procedure')),
	rule TEXT NOT NULL,
	body TEXT NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	path TEXT NOT NULL,                       -- place in the text: conditions/chain
	item TEXT NOT NULL,                       -- the same in words, as it was when proposed
	mark TEXT NOT NULL,
	vals TEXT NOT NULL,                       -- JSON list of texts, in the order of the form
	in_force TEXT NOT NULL,
	source TEXT NOT NULL,
	reason TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'rejected', 'withdrawn')),
	version INTEGER NOT NULL DEFAULT 0,       -- of the text it became
	proposed_by INTEGER NOT NULL REFERENCES account (id),
	proposed_at INTEGER NOT NULL,
	decided_by INTEGER REFERENCES account (id),
	decided_at INTEGER,
	decided_why TEXT NOT NULL DEFAULT '',
	CHECK (state NOT IN ('confirmed', 'rejected') OR decided_by <> proposed_by)
) STRICT;
CREATE UNIQUE INDEX rule_proposal_open ON rule_proposal (rule, body, path) WHERE state = 'proposed';
CREATE INDEX rule_proposal_agency ON rule_proposal (agency_id, id);

CREATE TABLE calendar_year (
	year INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	recorded_at INTEGER NOT NULL
) STRICT;
CREATE TABLE calendar_day (
	on_date TEXT PRIMARY KEY,
	year INTEGER NOT NULL REFERENCES calendar_year (year),
	kind TEXT NOT NULL CHECK (kind IN ('holiday', 'makeup')),
	name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calendar_day_year ON calendar_day (year, on_date);

-- Every act: who, for which body, when, what, why; chained by hash in the transaction of the act itself.
CREATE TABLE audit (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,              -- 0: the system, or a visitor
	actor TEXT NOT NULL,                      -- name as shown
	agency_id INTEGER NOT NULL,               -- 0: none
	body TEXT NOT NULL,                       -- name of the body or enterprise
	ip TEXT NOT NULL,
	action TEXT NOT NULL,                     -- a word of service/audit's table
	object_kind TEXT NOT NULL,
	object_id INTEGER NOT NULL,
	reason TEXT NOT NULL,
	payload TEXT NOT NULL,                    -- canonical JSON: what changed, without personal data
	shown INTEGER NOT NULL,                   -- 1: in the enterprise's timeline too
	salt TEXT NOT NULL,                       -- random: seals actor, ip and payload in the chained bytes
	prev TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_object ON audit (object_kind, object_id, seq);
CREATE INDEX audit_account ON audit (account_id, seq);
CREATE TRIGGER audit_immutable BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

-- Uploaded files; the bytes lie beside the database under their SHA-256.
CREATE TABLE evidence (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	owner_kind TEXT NOT NULL CHECK (owner_kind IN
		('enterprise', 'application', 'objection', 'site_check', 'inspection', 'meeting', 'publicity', 'case',
		'voice')),
	owner_id INTEGER NOT NULL,
	slot TEXT NOT NULL,                       -- a slot of the standard, or 'licence', 'photo', 'minutes' …
	filename TEXT NOT NULL,                   -- as the client named it: for display only
	note TEXT NOT NULL DEFAULT '',            -- of a photograph: what it shows
	mime TEXT NOT NULL,
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	enterprise_id INTEGER REFERENCES enterprise (id),
	uploaded_by INTEGER NOT NULL,
	uploaded_at INTEGER NOT NULL,
	removed_at INTEGER
) STRICT;
CREATE INDEX evidence_owner ON evidence (owner_kind, owner_id, slot, id);
CREATE INDEX evidence_enterprise ON evidence (enterprise_id, sha256);
CREATE INDEX evidence_same ON evidence (sha256, enterprise_id);

-- Messages to people; the centre on their first page is the truth.
CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	link TEXT NOT NULL DEFAULT '',
	urgent INTEGER NOT NULL DEFAULT 0,        -- a clock of the reader runs: told at once where there is mail (service/post)
	due_at INTEGER NOT NULL DEFAULT 0,        -- when that clock ends; 0: none, or not known yet
	read_at INTEGER
) STRICT;
CREATE INDEX message_account ON message (account_id, at, id);
CREATE INDEX message_unread ON message (account_id) WHERE read_at IS NULL;
CREATE INDEX message_urgent ON message (id) WHERE urgent = 1;

CREATE TABLE serial (
	name TEXT PRIMARY KEY,
	next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Random keys of this installation (certificate check codes, receipts); made at init.
CREATE TABLE secret (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What runs by itself (service/jobs). A row holds the last run and, while one is on its way, who runs it.
CREATE TABLE job (
	name TEXT PRIMARY KEY,
	last_at INTEGER NOT NULL DEFAULT 0,       -- when it last ran to its end; 0: never
	mark_at INTEGER NOT NULL DEFAULT 0,       -- high-water mark: the latest due instant that is dealt with
	last_ms INTEGER NOT NULL DEFAULT 0,       -- how long that took
	last_result TEXT NOT NULL DEFAULT '',
	failures INTEGER NOT NULL DEFAULT 0,      -- in a row; 0: the last run went well
	failed_at INTEGER NOT NULL DEFAULT 0,
	error TEXT NOT NULL DEFAULT '',
	retry_at INTEGER NOT NULL DEFAULT 0,
	memory TEXT NOT NULL DEFAULT '',          -- what the job itself keeps, e.g. how far the log is verified
	leased_by TEXT NOT NULL DEFAULT '',       -- random, of one round of one process
	leased_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_view (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	account_id INTEGER NOT NULL REFERENCES account (id),
	shared INTEGER NOT NULL DEFAULT 0,
	name TEXT NOT NULL,
	query TEXT NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_view_agency ON saved_view (agency_id, account_id, id);

-- 意见诉求 of enterprises and 咨询 of anybody: one thing with two origins, with one body at a time. What was said is kept
-- as it was said; what the public reads stands in a table of its own, worded by the body that answered.

CREATE TABLE voice (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,           -- random: of a question also the address of its receipt
	no TEXT NOT NULL UNIQUE,                  -- receipt number
	origin TEXT NOT NULL CHECK (origin IN ('enterprise', 'public')),
	enterprise_id INTEGER REFERENCES enterprise (id),
	name TEXT NOT NULL,                       -- the enterprise as it was called then; what a visitor calls himself
	phone TEXT NOT NULL,                      -- a visitor's, read by the body that has to answer alone; '' of enterprises
	may_publish INTEGER NOT NULL,             -- the visitor agrees that question and answer are published, without name
	kind TEXT NOT NULL,                       -- of sql/reference/voice.json
	title TEXT NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id), -- who has to answer, or has answered
	state TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'solved', 'unsolved')),
	reopened INTEGER NOT NULL DEFAULT 0,
	raised_at INTEGER NOT NULL,
	waiting_at INTEGER NOT NULL,              -- since when an answer is owed: raised, or raised again
	due_at INTEGER NOT NULL,                  -- first instant that is too late; 0: no term is set
	answered_at INTEGER NOT NULL DEFAULT 0,   -- the first answer since then; 0: none
	version INTEGER NOT NULL DEFAULT 1,
	CHECK ((origin = 'enterprise') = (enterprise_id IS NOT NULL))
) STRICT;
CREATE INDEX voice_queue ON voice (agency_id, state, waiting_at, id);
CREATE INDEX voice_waiting ON voice (origin, state, agency_id, waiting_at);
CREATE INDEX voice_enterprise ON voice (enterprise_id, id);
CREATE TRIGGER voice_kept BEFORE DELETE ON voice
BEGIN SELECT RAISE(ABORT, 'what was raised is kept'); END;

-- Who reads it: each body that had it, and those above these. Not those below: it may be about them.
CREATE TABLE voice_scope (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	voice_id INTEGER NOT NULL REFERENCES voice (id),
	PRIMARY KEY (agency_id, voice_id)
) STRICT, WITHOUT ROWID;

-- In order; files hang on a statement (evidence, owner_kind 'voice').
CREATE TABLE voice_said (
	id INTEGER PRIMARY KEY,
	voice_id INTEGER NOT NULL REFERENCES voice (id),
	party TEXT NOT NULL CHECK (party IN ('asker', 'body')),
	act TEXT NOT NULL,                        -- of domain/voice, or 'raise'
	text TEXT NOT NULL,
	days INTEGER,                             -- of a first answer: working days that it was owed
	account_id INTEGER NOT NULL,              -- 0: a visitor
	agency_id INTEGER REFERENCES agency (id),
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX voice_said_voice ON voice_said (voice_id, id);
CREATE TRIGGER voice_said_immutable BEFORE UPDATE ON voice_said
BEGIN SELECT RAISE(ABORT, 'statement is immutable'); END;
CREATE TRIGGER voice_said_kept BEFORE DELETE ON voice_said
BEGIN SELECT RAISE(ABORT, 'statement is kept'); END;

-- The only thing of all this that the public reads.
CREATE TABLE voice_public (
	id INTEGER PRIMARY KEY,
	voice_id INTEGER NOT NULL REFERENCES voice (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	question TEXT NOT NULL,
	answer TEXT NOT NULL,
	published_at INTEGER NOT NULL,
	published_by INTEGER NOT NULL REFERENCES account (id),
	withdrawn_at INTEGER
) STRICT;
CREATE UNIQUE INDEX voice_public_shown ON voice_public (voice_id) WHERE withdrawn_at IS NULL;

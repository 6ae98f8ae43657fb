-- What every decision rested on, so that it can be computed again; and what the computing again found.

-- One row per decision of a body, written in the transaction that moves the file: the facts as that level
-- recognised them, the rules by hash, the explanation by hash.
CREATE TABLE decision (
	id INTEGER PRIMARY KEY,
	application_id INTEGER NOT NULL REFERENCES application (id),
	submission_id INTEGER NOT NULL REFERENCES submission (id),
	level TEXT NOT NULL CHECK (level IN ('county', 'city', 'province')),
	act TEXT NOT NULL,                        -- a word of domain/workflow's actions
	outcome TEXT NOT NULL,                    -- the state it led to
	facts TEXT NOT NULL,                      -- canonical JSON: {"year":…,"facts":{…}}
	facts_hash TEXT NOT NULL,                 -- SHA-256 of it
	standard TEXT NOT NULL,
	standard_hash TEXT NOT NULL,
	engine TEXT NOT NULL,
	explanation_hash TEXT NOT NULL,
	result TEXT NOT NULL,
	route TEXT NOT NULL,
	score_min INTEGER NOT NULL,               -- micro-points
	score_max INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_application ON decision (application_id, id);
CREATE TRIGGER decision_immutable BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is immutable'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is kept'); END;

-- 复算: every night, and when somebody asks for it.
CREATE TABLE replay_run (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,              -- 0: by itself
	submissions INTEGER NOT NULL,
	decisions INTEGER NOT NULL,
	updates INTEGER NOT NULL,                 -- 年度信息更新
	whole INTEGER NOT NULL,                   -- 0: only what came after the last run without differences
	differences INTEGER NOT NULL,             -- all of them; the first ones are named below
	ms INTEGER NOT NULL
) STRICT;
CREATE TABLE replay_difference (
	run_id INTEGER NOT NULL REFERENCES replay_run (id),
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('submission', 'decision', 'update')),
	ref_id INTEGER NOT NULL,
	application_id INTEGER NOT NULL,          -- 0: an update belongs to no file
	enterprise_id INTEGER NOT NULL,
	no TEXT NOT NULL,                         -- of the file, or the receipt of the update; '' = none
	what TEXT NOT NULL,
	PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

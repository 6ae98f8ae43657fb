-- Review by experts: the pool, a panel for a batch, who judges what, the sheets. What an expert may read is
-- found by expert_id alone, and carries no name.

CREATE TABLE expert (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency (id),  -- whose pool
	account_id INTEGER UNIQUE REFERENCES account (id),  -- NULL: cannot sign in yet
	name TEXT NOT NULL,
	employer TEXT NOT NULL,
	title TEXT NOT NULL,                      -- 职称
	fields TEXT NOT NULL,                     -- "34 35 C": 大类 or 门类 of GB/T 4754
	division_code TEXT NOT NULL,              -- of the city; ''
	phone TEXT NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	UNIQUE (agency_id, name, employer)
) STRICT;

-- One for each batch. The criteria are pinned when it is formed; the seed makes the assignment repeatable.
CREATE TABLE panel (
	id INTEGER PRIMARY KEY,
	batch_id INTEGER NOT NULL UNIQUE REFERENCES batch (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	seed TEXT NOT NULL,
	criteria TEXT NOT NULL,                   -- JSON of the stage
	ends_at INTEGER NOT NULL,                 -- first instant that is too late for a sheet
	formed_by INTEGER NOT NULL REFERENCES account (id),
	formed_at INTEGER NOT NULL,
	-- the proposed list, until a second person confirms it
	proposed_by INTEGER REFERENCES account (id),
	proposed_at INTEGER,
	pass_mark INTEGER NOT NULL DEFAULT 0,     -- hundredths of a point
	reason TEXT NOT NULL DEFAULT '',
	list_hash TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE panel_expert (
	panel_id INTEGER NOT NULL REFERENCES panel (id),
	expert_id INTEGER NOT NULL REFERENCES expert (id),
	declared_at INTEGER,                      -- NULL: nothing is shown before
	interests TEXT NOT NULL DEFAULT '',       -- names and codes, one a line; '' = none
	PRIMARY KEY (panel_id, expert_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX panel_expert_expert ON panel_expert (expert_id);

CREATE TABLE panel_file (
	application_id INTEGER PRIMARY KEY REFERENCES application (id),
	panel_id INTEGER NOT NULL REFERENCES panel (id),
	code TEXT NOT NULL UNIQUE,                -- random: all that experts see
	result INTEGER,                           -- hundredths of a point, when all sheets are in
	diverged INTEGER NOT NULL DEFAULT 0,
	decided_at INTEGER
) STRICT;
CREATE INDEX panel_file_panel ON panel_file (panel_id, code);

CREATE TABLE panel_sheet (
	id INTEGER PRIMARY KEY,
	panel_id INTEGER NOT NULL REFERENCES panel (id),
	application_id INTEGER NOT NULL REFERENCES panel_file (application_id),
	expert_id INTEGER NOT NULL REFERENCES expert (id),
	state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'recused')),
	why TEXT NOT NULL,                        -- how the rule came to this expert
	third INTEGER NOT NULL,                   -- called because the others differ
	reason TEXT NOT NULL DEFAULT '',          -- of the recusal
	total INTEGER,                            -- points
	assigned_at INTEGER NOT NULL,
	submitted_at INTEGER,
	UNIQUE (application_id, expert_id)
) STRICT;
CREATE INDEX panel_sheet_panel ON panel_sheet (panel_id, application_id);
CREATE INDEX panel_sheet_expert ON panel_sheet (expert_id, state);
CREATE TRIGGER panel_sheet_final BEFORE UPDATE ON panel_sheet WHEN old.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'sheet is final'); END;

CREATE TABLE panel_score (
	sheet_id INTEGER NOT NULL REFERENCES panel_sheet (id),
	criterion TEXT NOT NULL,
	points INTEGER,                           -- NULL: not yet
	reason TEXT NOT NULL,
	PRIMARY KEY (sheet_id, criterion)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER panel_score_final BEFORE UPDATE ON panel_score
WHEN (SELECT state FROM panel_sheet WHERE id = old.sheet_id) <> 'open'
BEGIN SELECT RAISE(ABORT, 'sheet is final'); END;
CREATE TRIGGER panel_score_late BEFORE INSERT ON panel_score
WHEN (SELECT state FROM panel_sheet WHERE id = new.sheet_id) <> 'open'
BEGIN SELECT RAISE(ABORT, 'sheet is final'); END;

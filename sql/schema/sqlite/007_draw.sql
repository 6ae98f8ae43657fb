-- Draws that anybody can repeat (domain/sample).

CREATE TABLE draw (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	batch_id INTEGER REFERENCES batch (id),   -- NULL: over the titles in force of `tier`
	tier TEXT NOT NULL DEFAULT '',
	edition TEXT NOT NULL DEFAULT '',         -- that governs the titles; of a batch it is the batch's
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	seq INTEGER NOT NULL,
	title TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('frozen', 'announced', 'entered', 'drawn')),
	share_percent INTEGER NOT NULL,
	secret TEXT NOT NULL,                     -- 32 bytes as hexadecimal; never shown, its codes are
	commitment TEXT NOT NULL,
	frame_hash TEXT NOT NULL,
	count INTEGER NOT NULL,
	avoid TEXT NOT NULL DEFAULT '' CHECK (avoid IN ('', 'county', 'city')), -- whom inspectors do not check (domain/inspect)
	roster_hash TEXT NOT NULL DEFAULT '',     -- of the inspectors; '' = nobody keeps a pool, they are named by hand
	source TEXT NOT NULL DEFAULT '',          -- the public source announced before
	source_on TEXT NOT NULL DEFAULT '',       -- the day it yields its numbers, after the announcement
	numbers TEXT NOT NULL DEFAULT '',
	witnesses TEXT NOT NULL DEFAULT '',
	rounds INTEGER NOT NULL DEFAULT 0,        -- one-time codes that have been shown
	frozen_by INTEGER NOT NULL REFERENCES account (id),
	frozen_at INTEGER NOT NULL,
	announced_at INTEGER,
	entered_by INTEGER REFERENCES account (id),
	entered_at INTEGER,
	confirmed_by INTEGER REFERENCES account (id),
	drawn_at INTEGER,
	UNIQUE (batch_id, agency_id, seq),
	CHECK ((batch_id IS NULL) = (tier <> ''))
) STRICT;
CREATE INDEX draw_batch ON draw (batch_id, agency_id, id);
CREATE INDEX draw_agency ON draw (agency_id, id);
CREATE TRIGGER draw_frozen
BEFORE UPDATE OF batch_id, tier, edition, agency_id, title, share_percent, secret, commitment, frame_hash, count, avoid, roster_hash ON draw
BEGIN SELECT RAISE(ABORT, 'draw is frozen'); END;
CREATE TRIGGER draw_source_kept BEFORE UPDATE OF source, source_on, announced_at ON draw WHEN old.state <> 'frozen'
BEGIN SELECT RAISE(ABORT, 'the source is announced'); END;
CREATE TRIGGER draw_numbers_kept
BEFORE UPDATE OF numbers, witnesses, entered_by, entered_at, confirmed_by, drawn_at ON draw WHEN old.state = 'drawn'
BEGIN SELECT RAISE(ABORT, 'the numbers are drawn'); END;
CREATE TRIGGER draw_state_forward BEFORE UPDATE OF state ON draw
WHEN instr('frozen announced entered drawn', new.state) < instr('frozen announced entered drawn', old.state)
BEGIN SELECT RAISE(ABORT, 'a draw only goes forward'); END;
CREATE TRIGGER draw_rounds_forward BEFORE UPDATE OF rounds ON draw WHEN new.rounds <> old.rounds + 1
BEGIN SELECT RAISE(ABORT, 'a draw only goes forward'); END;
CREATE TRIGGER draw_kept BEFORE DELETE ON draw
BEGIN SELECT RAISE(ABORT, 'draw is frozen'); END;

CREATE TABLE draw_item (
	draw_id INTEGER NOT NULL REFERENCES draw (id),
	seq INTEGER NOT NULL,                     -- in the order of the frame
	application_id INTEGER REFERENCES application (id), -- of a batch …
	title_id INTEGER REFERENCES title (id),   -- … or a title in force
	stratum TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	compulsory TEXT NOT NULL,
	place TEXT NOT NULL DEFAULT '',           -- 6 digits of the county
	taken INTEGER NOT NULL DEFAULT 0,
	round INTEGER NOT NULL DEFAULT 0,
	substitute_for INTEGER,                   -- seq
	reason TEXT NOT NULL DEFAULT '',          -- why it was substituted
	done INTEGER NOT NULL DEFAULT 0,          -- this draw has nothing more to do with it
	PRIMARY KEY (draw_id, seq),
	CHECK ((application_id IS NULL) <> (title_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX draw_item_application ON draw_item (application_id);
CREATE INDEX draw_item_title ON draw_item (title_id);
CREATE TRIGGER draw_item_frozen
BEFORE UPDATE OF draw_id, seq, application_id, title_id, stratum, code, name, compulsory, place ON draw_item
BEGIN SELECT RAISE(ABORT, 'draw frame is frozen'); END;
CREATE TRIGGER draw_item_taken_kept BEFORE UPDATE OF taken, round, substitute_for ON draw_item WHEN old.taken = 1
BEGIN SELECT RAISE(ABORT, 'drawn is drawn'); END;
CREATE TRIGGER draw_item_reason_kept BEFORE UPDATE OF reason ON draw_item WHEN old.reason <> ''
BEGIN SELECT RAISE(ABORT, 'the reason is published'); END;
CREATE TRIGGER draw_item_done_kept BEFORE UPDATE OF done ON draw_item WHEN old.done = 1
BEGIN SELECT RAISE(ABORT, 'done is done'); END;
CREATE TRIGGER draw_item_kept BEFORE DELETE ON draw_item
BEGIN SELECT RAISE(ABORT, 'draw frame is frozen'); END;

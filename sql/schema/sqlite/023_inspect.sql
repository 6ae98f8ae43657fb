-- Inspectors: whom a body keeps for checks (双随机), who was drawn for which enterprise (domain/inspect), and the sheet that
-- two of them fill in on the spot and sign.

-- The pool of a province (for all its cities) or of a city (for itself). Whoever left keeps the row; who comes back gets
-- another.
CREATE TABLE inspector (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,                 -- 0001 …: what is drawn and published
	keeper_id INTEGER NOT NULL REFERENCES agency (id),
	account_id INTEGER NOT NULL REFERENCES account (id), -- of the keeper or of a body below it
	place TEXT NOT NULL DEFAULT '',           -- 区域: 6 digits; '' = none said
	employer TEXT NOT NULL DEFAULT '',        -- 回避: where he or she, or somebody close, works besides
	declared TEXT NOT NULL DEFAULT '',        -- 回避: names or codes of enterprises, one a line
	added_by TEXT NOT NULL,
	added_at INTEGER NOT NULL,
	left_at INTEGER,
	left_by TEXT NOT NULL DEFAULT '',
	left_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inspector_keeper ON inspector (keeper_id, key);
CREATE UNIQUE INDEX inspector_account ON inspector (account_id) WHERE left_at IS NULL;
CREATE TRIGGER inspector_left BEFORE UPDATE ON inspector WHEN old.left_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'who left is on record'); END;
CREATE TRIGGER inspector_kept BEFORE DELETE ON inspector
BEGIN SELECT RAISE(ABORT, 'the pool is kept'); END;

-- The roster of a draw, frozen with its frame.
CREATE TABLE draw_inspector (
	draw_id INTEGER NOT NULL REFERENCES draw (id),
	key TEXT NOT NULL,
	inspector_id INTEGER NOT NULL REFERENCES inspector (id),
	account_id INTEGER NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	stratum TEXT NOT NULL,                    -- kept for it alone; '' = for all
	place TEXT NOT NULL,
	PRIMARY KEY (draw_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX draw_inspector_of ON draw_inspector (inspector_id);
CREATE TRIGGER draw_inspector_frozen BEFORE UPDATE ON draw_inspector
BEGIN SELECT RAISE(ABORT, 'the roster is frozen'); END;
CREATE TRIGGER draw_inspector_kept BEFORE DELETE ON draw_inspector
BEGIN SELECT RAISE(ABORT, 'the roster is frozen'); END;

CREATE TABLE draw_bar (
	draw_id INTEGER NOT NULL REFERENCES draw (id),
	key TEXT NOT NULL,
	code TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (draw_id, key, code)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER draw_bar_frozen BEFORE UPDATE ON draw_bar
BEGIN SELECT RAISE(ABORT, 'the roster is frozen'); END;
CREATE TRIGGER draw_bar_kept BEFORE DELETE ON draw_bar
BEGIN SELECT RAISE(ABORT, 'the roster is frozen'); END;

-- What changed after the draw, in order (domain/inspect: recuse, leave, replace, substitute).
CREATE TABLE draw_turn (
	draw_id INTEGER NOT NULL REFERENCES draw (id),
	n INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('recuse', 'leave', 'replace', 'substitute')),
	code TEXT NOT NULL,
	key TEXT NOT NULL,
	next TEXT NOT NULL,
	reason TEXT NOT NULL,
	by_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (draw_id, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER draw_turn_frozen BEFORE UPDATE ON draw_turn
BEGIN SELECT RAISE(ABORT, 'what changed is on record'); END;
CREATE TRIGGER draw_turn_kept BEFORE DELETE ON draw_turn
BEGIN SELECT RAISE(ABORT, 'what changed is on record'); END;

-- Who is on which enterprise: follows from the above, kept for the questions "what is mine" and "whose is it".
CREATE TABLE draw_duty (
	draw_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,                     -- of draw_item
	key TEXT NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)), -- given up
	PRIMARY KEY (draw_id, seq, key),
	FOREIGN KEY (draw_id, seq) REFERENCES draw_item (draw_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX draw_duty_account ON draw_duty (account_id, ended, draw_id, seq);
CREATE TRIGGER draw_duty_ended BEFORE UPDATE ON draw_duty WHEN old.ended = 1
BEGIN SELECT RAISE(ABORT, 'given up is given up'); END;

-- The sheet of one visit to a drawn title: saved as it is typed, signed by two people; then it is a title_check.
CREATE TABLE inspection (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	draw_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	turn INTEGER NOT NULL,                    -- 0; after 责令整改 1 …
	due_on TEXT NOT NULL DEFAULT '',          -- of a re-check: the day of it
	done_on TEXT NOT NULL DEFAULT '',
	inspector1 TEXT NOT NULL DEFAULT '',      -- typed where nobody was drawn
	inspector2 TEXT NOT NULL DEFAULT '',
	enterprise_side TEXT NOT NULL DEFAULT '',
	findings TEXT NOT NULL DEFAULT '',
	result TEXT NOT NULL DEFAULT '' CHECK (result IN ('', 'fit', 'rectify', 'unfit')),
	recheck_on TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	saved_by TEXT NOT NULL DEFAULT '',
	saved_at INTEGER NOT NULL,
	signed_by INTEGER REFERENCES account (id), -- by the first; saving again takes it away
	signed_name TEXT NOT NULL DEFAULT '',
	signed_at INTEGER,
	done_at INTEGER,                          -- the second signature: nothing changes any more
	UNIQUE (draw_id, seq, turn),
	FOREIGN KEY (draw_id, seq) REFERENCES draw_item (draw_id, seq)
) STRICT;
CREATE TRIGGER inspection_signed BEFORE UPDATE ON inspection WHEN old.done_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed sheet is kept'); END;
CREATE TRIGGER inspection_kept BEFORE DELETE ON inspection
BEGIN SELECT RAISE(ABORT, 'a sheet is kept'); END;

-- What the enterprise says to the record of a check.
CREATE TABLE title_check_comment (
	id INTEGER PRIMARY KEY,
	draw_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	turn INTEGER NOT NULL,
	text TEXT NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	at INTEGER NOT NULL,
	FOREIGN KEY (draw_id, seq, turn) REFERENCES title_check (draw_id, seq, turn)
) STRICT;
CREATE INDEX title_check_comment_of ON title_check_comment (draw_id, seq, turn, id);
CREATE TRIGGER title_check_comment_immutable BEFORE UPDATE ON title_check_comment
BEGIN SELECT RAISE(ABORT, 'what was said is kept'); END;
CREATE TRIGGER title_check_comment_kept BEFORE DELETE ON title_check_comment
BEGIN SELECT RAISE(ABORT, 'what was said is kept'); END;

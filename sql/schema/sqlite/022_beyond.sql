-- What follows from cases beyond the province's own decision: titles that are the ministry's (the letter about one case, fixed
-- when it went out, and the answer), and what goes along when an enterprise moves.

CREATE TABLE case_national (
	case_id INTEGER PRIMARY KEY REFERENCES case_file (id),
	public_id TEXT NOT NULL UNIQUE,
	title_id INTEGER NOT NULL REFERENCES title (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	ministry TEXT NOT NULL,
	doc_no TEXT NOT NULL,                     -- of the letter
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	reported_on TEXT NOT NULL,
	reported_at INTEGER NOT NULL,
	-- the answer, as it was recorded last
	answer_no TEXT NOT NULL DEFAULT '',
	answered_on TEXT NOT NULL DEFAULT '',     -- the day of the ministry's document: what the title goes by
	agreed INTEGER NOT NULL DEFAULT 0 CHECK (agreed IN (0, 1)),
	ban_to TEXT NOT NULL DEFAULT '',
	answer_by INTEGER REFERENCES account (id),
	answer_at INTEGER,
	settled_by INTEGER REFERENCES account (id),
	settled_at INTEGER,                       -- from here on it holds
	CHECK (settled_by IS NULL OR settled_by <> answer_by),
	CHECK (settled_at IS NULL OR answered_on >= reported_on)
) STRICT;
CREATE INDEX case_national_agency ON case_national (agency_id, case_id);
CREATE INDEX case_national_title ON case_national (title_id, case_id);
CREATE TRIGGER case_national_letter BEFORE UPDATE OF doc_no, title, body, reported_on, reported_at, title_id ON case_national
BEGIN SELECT RAISE(ABORT, 'letter is frozen'); END;
CREATE TRIGGER case_national_final BEFORE UPDATE ON case_national WHEN old.settled_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'answer is settled'); END;
CREATE TRIGGER case_national_kept BEFORE DELETE ON case_national
BEGIN SELECT RAISE(ABORT, 'letter is kept'); END;

-- 迁移: what went along with an enterprise to the bodies of its new place (service/relocation).
CREATE TABLE enterprise_move (
	id INTEGER PRIMARY KEY,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	uscc TEXT NOT NULL,
	name TEXT NOT NULL,                       -- as it was called then
	case_id INTEGER NOT NULL UNIQUE REFERENCES case_file (id),
	from_division TEXT NOT NULL,
	to_division TEXT NOT NULL,
	happened_on TEXT NOT NULL,                -- as reported and verified
	decided_at INTEGER NOT NULL,              -- from here on the new bodies have it
	files INTEGER NOT NULL,
	cases INTEGER NOT NULL,
	duties INTEGER NOT NULL,                  -- updates and surveys that were owed
	titles INTEGER NOT NULL,                  -- on lists of titles that end
	voices INTEGER NOT NULL
) STRICT;
CREATE INDEX enterprise_move_from ON enterprise_move (from_division, id);
CREATE INDEX enterprise_move_to ON enterprise_move (to_division, id);
CREATE INDEX enterprise_move_uscc ON enterprise_move (uscc, happened_on);
CREATE TRIGGER enterprise_move_kept BEFORE DELETE ON enterprise_move
BEGIN SELECT RAISE(ABORT, 'a move is kept'); END;

-- What an enterprise is asked about an objection to it, and its answer. Under an address of its own: the objection's leads to
-- the receipt of whoever objected.
CREATE TABLE objection_hearing (
	objection_id INTEGER PRIMARY KEY REFERENCES objection (id),
	public_id TEXT NOT NULL UNIQUE,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	text TEXT NOT NULL,                       -- what it is asked, worded by the body
	term_n INTEGER NOT NULL,
	term_unit TEXT NOT NULL CHECK (term_unit IN ('working', 'calendar')),
	due_at INTEGER NOT NULL,                  -- first instant that is too late
	asked_by INTEGER NOT NULL REFERENCES account (id),
	asked_at INTEGER NOT NULL,
	reply TEXT NOT NULL DEFAULT '',
	receipt_no TEXT UNIQUE,                   -- of the answer; NULL: none yet
	replied_name TEXT NOT NULL DEFAULT '',
	replied_at INTEGER
) STRICT;
CREATE INDEX objection_hearing_enterprise ON objection_hearing (enterprise_id, objection_id);
CREATE TRIGGER objection_hearing_once BEFORE UPDATE ON objection_hearing WHEN old.replied_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an answer is kept'); END;
CREATE TRIGGER objection_hearing_kept BEFORE DELETE ON objection_hearing
BEGIN SELECT RAISE(ABORT, 'what was asked is kept'); END;

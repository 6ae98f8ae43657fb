-- What is published of the log: one row for each day that is over, written once shortly after midnight.
-- The day's events are those after the day before, up to `last_seq`: first = last_seq - events + 1.
CREATE TABLE audit_day (
	on_date TEXT PRIMARY KEY,
	events INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	root TEXT NOT NULL,                       -- domain/merkle over the links of the day, "sha256:sm3"
	head TEXT NOT NULL,                       -- link of event last_seq
	closed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_day_seq ON audit_day (last_seq, on_date);
CREATE TRIGGER audit_day_immutable BEFORE UPDATE ON audit_day
BEGIN SELECT RAISE(ABORT, 'a published head is immutable'); END;
CREATE TRIGGER audit_day_kept BEFORE DELETE ON audit_day
BEGIN SELECT RAISE(ABORT, 'a published head is kept'); END;

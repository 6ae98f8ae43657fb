-- 向部推荐: the list as it went to the ministry with its letter, in the transaction that moved the files.

CREATE TABLE nomination (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	batch_id INTEGER NOT NULL REFERENCES batch (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	doc_no TEXT NOT NULL,
	count INTEGER NOT NULL CHECK (count > 0),
	list_hash TEXT NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX nomination_batch ON nomination (batch_id, agency_id, id);
CREATE TABLE nomination_item (
	nomination_id INTEGER NOT NULL REFERENCES nomination (id),
	seq INTEGER NOT NULL,
	application_id INTEGER NOT NULL REFERENCES application (id),
	name TEXT NOT NULL,
	uscc TEXT NOT NULL,
	area TEXT NOT NULL,
	PRIMARY KEY (nomination_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER nomination_frozen BEFORE UPDATE ON nomination
BEGIN SELECT RAISE(ABORT, 'nomination is frozen'); END;
CREATE TRIGGER nomination_kept BEFORE DELETE ON nomination
BEGIN SELECT RAISE(ABORT, 'nomination is kept'); END;
CREATE TRIGGER nomination_item_frozen BEFORE UPDATE ON nomination_item
BEGIN SELECT RAISE(ABORT, 'nomination is frozen'); END;
CREATE TRIGGER nomination_item_kept BEFORE DELETE ON nomination_item
BEGIN SELECT RAISE(ABORT, 'nomination is kept'); END;

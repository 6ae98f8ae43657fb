-- Mail to people (service/post). The message centre stays the truth; a letter only points to it, and its words are put
-- together when it is sent: neither texts nor tokens are stored.

-- What is known about the address of a person, and how they want to be told.
CREATE TABLE post_person (
	account_id INTEGER PRIMARY KEY REFERENCES account (id),
	mode TEXT NOT NULL DEFAULT 'daily' CHECK (mode IN ('daily', 'urgent', 'none')),
	email TEXT NOT NULL DEFAULT '',           -- that the next three are about; another in `account` is not confirmed
	verified_at INTEGER,
	bounced_at INTEGER,
	bounced_why TEXT NOT NULL DEFAULT '',
	told_to INTEGER NOT NULL DEFAULT 0        -- the last message that a daily letter has pointed to
) STRICT;

CREATE TABLE post_mail (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	kind TEXT NOT NULL CHECK (kind IN ('notice', 'digest', 'confirm', 'reset', 'test')),
	email TEXT NOT NULL,                      -- to which it was meant; it goes nowhere else
	message_id INTEGER REFERENCES message (id), -- notice: of which
	letter_id TEXT NOT NULL UNIQUE,           -- local part of the Message-ID, for all attempts
	state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'retry', 'failed', 'dropped')),
	attempts INTEGER NOT NULL DEFAULT 0,
	next_at INTEGER NOT NULL,                 -- of 'sending': when it counts as interrupted
	error TEXT NOT NULL DEFAULT '',           -- why not yet, or never
	created_at INTEGER NOT NULL,
	done_at INTEGER                           -- sent, failed or dropped
) STRICT;
CREATE INDEX post_mail_due ON post_mail (next_at, id) WHERE state IN ('waiting', 'sending', 'retry');
CREATE INDEX post_mail_state ON post_mail (state, id);
CREATE INDEX post_mail_done ON post_mail (done_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX post_mail_person ON post_mail (account_id, kind, id);
CREATE UNIQUE INDEX post_mail_message ON post_mail (message_id) WHERE message_id IS NOT NULL;

-- One-use links; only the hash is kept.
CREATE TABLE post_token (
	hash TEXT PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	purpose TEXT NOT NULL CHECK (purpose IN ('confirm', 'reset')),
	email TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX post_token_person ON post_token (account_id, purpose);
CREATE INDEX post_token_expires ON post_token (expires_at);

-- How far messages have been looked through. No row: there was never a channel.
CREATE TABLE post_mark (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	message_id INTEGER NOT NULL,
	digest_on TEXT NOT NULL                   -- the day of the last daily letters
) STRICT;

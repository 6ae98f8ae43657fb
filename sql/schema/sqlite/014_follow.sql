-- What becomes of an enterprise besides its files: events that a body notes, and what the enterprise agrees to.

CREATE TABLE follow_tag (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id), -- who noted it
	kind TEXT NOT NULL,                       -- of sql/reference/follow.json
	on_date TEXT NOT NULL,
	amount TEXT NOT NULL,                     -- 万元, canonical decimal; '' where there is none
	note TEXT NOT NULL,
	created_by INTEGER NOT NULL REFERENCES account (id),
	created_at INTEGER NOT NULL,
	ended_on TEXT NOT NULL DEFAULT '',        -- '' while it holds
	ended_reason TEXT NOT NULL DEFAULT '',
	ended_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX follow_tag_enterprise ON follow_tag (enterprise_id, id);
CREATE TRIGGER follow_tag_kept BEFORE DELETE ON follow_tag
BEGIN SELECT RAISE(ABORT, 'an event is ended, not removed'); END;

-- The bodies of its line that see it: county, city and province, as of the file it was noted from.
CREATE TABLE follow_scope (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	tag_id INTEGER NOT NULL REFERENCES follow_tag (id),
	PRIMARY KEY (agency_id, tag_id)
) STRICT, WITHOUT ROWID;

-- Given and withdrawn by the enterprise alone; every giving is a row of its own.
CREATE TABLE consent (
	id INTEGER PRIMARY KEY,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	purpose TEXT NOT NULL CHECK (purpose IN ('financing', 'example')),
	given_at INTEGER NOT NULL,
	given_by INTEGER NOT NULL REFERENCES account (id),
	withdrawn_at INTEGER,
	withdrawn_by INTEGER REFERENCES account (id)
) STRICT;
CREATE UNIQUE INDEX consent_in_force ON consent (enterprise_id, purpose) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_enterprise ON consent (enterprise_id, id);

-- 征求同意: before publicity about an enterprise, or a visit to it, a body asks for this one occasion, and the
-- enterprise answers (豫工信企业函〔2023〕131号 第二十二条). Nothing is recorded as done that was not agreed to.
CREATE TABLE permission (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	purpose TEXT NOT NULL,                    -- of sql/reference/follow.json, "permissions"
	on_date TEXT NOT NULL,                    -- when it is to be
	what TEXT NOT NULL,                       -- what is told or shown, where, to whom
	state TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'declined', 'withdrawn', 'dropped', 'done')),
	asked_at INTEGER NOT NULL,
	asked_by INTEGER NOT NULL REFERENCES account (id),
	answer TEXT NOT NULL DEFAULT '',          -- the enterprise's words: conditions, reasons
	answered_at INTEGER,
	answered_by INTEGER REFERENCES account (id),
	done_at INTEGER,
	done_note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX permission_enterprise ON permission (enterprise_id, id);
CREATE INDEX permission_agency ON permission (agency_id, enterprise_id, id);
CREATE TRIGGER permission_first BEFORE UPDATE ON permission WHEN new.state = 'done' AND old.state <> 'agreed'
BEGIN SELECT RAISE(ABORT, 'the enterprise has not agreed'); END;
CREATE TRIGGER permission_kept BEFORE DELETE ON permission
BEGIN SELECT RAISE(ABORT, 'what was asked is kept'); END;

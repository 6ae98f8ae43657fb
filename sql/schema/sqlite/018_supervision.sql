-- 调度与通报: the figures of an instant, the text that follows from them and what an officer made of it, issued by a
-- second person and then for ever the same.

CREATE TABLE circular (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	kind TEXT NOT NULL CHECK (kind IN ('quarter', 'year', 'sample')),
	period TEXT NOT NULL,                     -- 2026-Q3, 2026, draw-7: one for each
	year INTEGER NOT NULL,
	quarter INTEGER NOT NULL CHECK (quarter BETWEEN 0 AND 4), -- 0: none
	draw_id INTEGER REFERENCES draw (id),     -- sample: whose result it tells
	state TEXT NOT NULL CHECK (state IN ('draft', 'signing', 'issued')),
	asof INTEGER NOT NULL,                    -- the instant of the figures
	figures TEXT NOT NULL,                    -- JSON (service/circular_figures)
	published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)), -- as 通知公告 too
	no TEXT NOT NULL DEFAULT '',
	hash TEXT NOT NULL DEFAULT '',            -- SHA-256 of the issued text (service/circular)
	created_by TEXT NOT NULL,                 -- name of the person, or 系统
	created_at INTEGER NOT NULL,
	proposed_by INTEGER REFERENCES account (id),
	proposed_name TEXT NOT NULL DEFAULT '',
	proposed_at INTEGER,
	issued_by INTEGER REFERENCES account (id),
	issued_name TEXT NOT NULL DEFAULT '',
	issued_at INTEGER,
	announcement_id INTEGER REFERENCES announcement (id),
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (province_agency_id, period),
	CHECK (issued_by IS NULL OR issued_by <> proposed_by)
) STRICT;
CREATE INDEX circular_announcement ON circular (announcement_id);
CREATE TRIGGER circular_issued BEFORE UPDATE ON circular WHEN old.state = 'issued'
BEGIN SELECT RAISE(ABORT, 'an issued circular is immutable'); END;
CREATE TRIGGER circular_kept BEFORE DELETE ON circular
BEGIN SELECT RAISE(ABORT, 'a circular is kept'); END;

-- Title (key 'title') and paragraphs: what was generated, and beside it what it reads now.
CREATE TABLE circular_part (
	circular_id INTEGER NOT NULL REFERENCES circular (id),
	key TEXT NOT NULL,                        -- id of the template's part, with the edition where it has one
	seq INTEGER NOT NULL,
	heading TEXT NOT NULL,
	shows TEXT NOT NULL,                      -- tables and charts that follow, by blanks
	generated TEXT NOT NULL,
	text TEXT NOT NULL,
	edited_name TEXT NOT NULL DEFAULT '',     -- '' as generated
	edited_at INTEGER,
	PRIMARY KEY (circular_id, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER circular_part_issued BEFORE UPDATE ON circular_part
WHEN (SELECT state FROM circular WHERE id = old.circular_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft is edited'); END;
CREATE TRIGGER circular_part_added BEFORE INSERT ON circular_part
WHEN (SELECT state FROM circular WHERE id = new.circular_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft is edited'); END;
CREATE TRIGGER circular_part_kept BEFORE DELETE ON circular_part
WHEN (SELECT state FROM circular WHERE id = old.circular_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft is edited'); END;

-- Every text that somebody typed, in order.
CREATE TABLE circular_edit (
	id INTEGER PRIMARY KEY,
	circular_id INTEGER NOT NULL REFERENCES circular (id),
	key TEXT NOT NULL,
	text TEXT NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX circular_edit_of ON circular_edit (circular_id, id);
CREATE TRIGGER circular_edit_immutable BEFORE UPDATE ON circular_edit
BEGIN SELECT RAISE(ABORT, 'an edit is kept'); END;
CREATE TRIGGER circular_edit_kept BEFORE DELETE ON circular_edit
BEGIN SELECT RAISE(ABORT, 'an edit is kept'); END;

-- 核查 of a title that was drawn: by two people, once, and after 责令整改 again; who no longer fits goes on as a case.
CREATE TABLE title_check (
	draw_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	turn INTEGER NOT NULL DEFAULT 0,          -- 1 …: re-checks
	title_id INTEGER NOT NULL REFERENCES title (id),
	done_on TEXT NOT NULL,
	inspector1 TEXT NOT NULL,
	inspector2 TEXT NOT NULL,
	enterprise_side TEXT NOT NULL,            -- who received them
	findings TEXT NOT NULL,
	result TEXT NOT NULL CHECK (result IN ('fit', 'rectify', 'unfit')),
	recheck_on TEXT NOT NULL DEFAULT '',      -- of 责令整改
	comment_until INTEGER NOT NULL DEFAULT 0, -- first instant that is too late for the enterprise; 0 = no term
	signed1 TEXT NOT NULL DEFAULT '',         -- who signed and when; '' = named by hand
	signed2 TEXT NOT NULL DEFAULT '',
	recorded_by INTEGER NOT NULL REFERENCES account (id),
	recorded_name TEXT NOT NULL,
	recorded_at INTEGER NOT NULL,
	PRIMARY KEY (draw_id, seq, turn),
	FOREIGN KEY (draw_id, seq) REFERENCES draw_item (draw_id, seq),
	CHECK (inspector1 <> inspector2),
	CHECK ((result = 'rectify') = (recheck_on <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX title_check_title ON title_check (title_id);
CREATE TRIGGER title_check_immutable BEFORE UPDATE ON title_check
BEGIN SELECT RAISE(ABORT, 'a check is kept'); END;
CREATE TRIGGER title_check_kept BEFORE DELETE ON title_check
BEGIN SELECT RAISE(ABORT, 'a check is kept'); END;

-- What an enterprise lists once for all files: intellectual property, honours, R&D projects, staff of each
-- quarter, main products. Facts are counted from it by the rules of domain/count; nobody types them.

CREATE TABLE list_item (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	list TEXT NOT NULL CHECK (list IN ('ip', 'honours')),
	kind TEXT NOT NULL,                       -- of sql/reference/lists.json
	title TEXT NOT NULL,
	number TEXT NOT NULL,
	rank INTEGER NOT NULL CHECK (rank >= 0),  -- of owner, winner or drafter; 0: not given
	level TEXT NOT NULL,                      -- 研发机构级别, or ''
	obtained TEXT NOT NULL CHECK (obtained IN ('', 'own', 'transfer')),
	transferred_on TEXT NOT NULL,
	granted_on TEXT NOT NULL,
	valid_until TEXT NOT NULL,                -- last day; '' when it has none
	rechecked_on TEXT NOT NULL DEFAULT '',    -- 最近一次复核; '' when there was none
	related INTEGER NOT NULL CHECK (related IN (0, 1)),
	applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
	ground INTEGER NOT NULL CHECK (ground BETWEEN 0 AND 4), -- 高价值情形; 0: none
	evidence TEXT NOT NULL DEFAULT '',        -- public_id of a file of the enterprise
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	removed_at INTEGER                        -- may be taken back
) STRICT;
CREATE INDEX list_item_enterprise ON list_item (enterprise_id, list, removed_at, id);
CREATE INDEX list_item_number ON list_item (number, list, removed_at, enterprise_id);

-- "We have none": what makes an empty list known. year 0 but for projects.
CREATE TABLE list_none (
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	list TEXT NOT NULL CHECK (list IN ('ip', 'honours', 'projects')),
	year INTEGER NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	at INTEGER NOT NULL,
	PRIMARY KEY (enterprise_id, list, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE rd_project (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	year INTEGER NOT NULL,                    -- accounting year
	name TEXT NOT NULL,
	expense TEXT NOT NULL,                    -- 万元, canonical decimal
	created_at INTEGER NOT NULL,
	removed_at INTEGER
) STRICT;
CREATE INDEX rd_project_enterprise ON rd_project (enterprise_id, removed_at, year, id);

-- Persons at the first and last day of a quarter; NULL: not given.
CREATE TABLE staff_quarter (
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	year INTEGER NOT NULL,
	quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
	staff_begin INTEGER,
	staff_end INTEGER,
	tech_begin INTEGER,
	tech_end INTEGER,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (enterprise_id, year, quarter)
) STRICT, WITHOUT ROWID;

-- 上年度主要产品（服务）, one to three.
CREATE TABLE main_product (
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	year INTEGER NOT NULL,
	no INTEGER NOT NULL CHECK (no BETWEEN 1 AND 3),
	name TEXT NOT NULL,
	field TEXT NOT NULL,                      -- 技术领域
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (enterprise_id, year, no)
) STRICT, WITHOUT ROWID;

-- The lists as they were submitted, with what was counted and why: for ever, like the facts.
CREATE TABLE submission_list (
	submission_id INTEGER PRIMARY KEY REFERENCES submission (id),
	json TEXT NOT NULL
) STRICT;
-- Certificates that a submission named: what its bodies may open, whatever the list says later.
CREATE TABLE submission_list_file (
	evidence TEXT NOT NULL,                   -- public_id
	submission_id INTEGER NOT NULL REFERENCES submission (id),
	PRIMARY KEY (evidence, submission_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER submission_list_immutable BEFORE UPDATE ON submission_list
BEGIN SELECT RAISE(ABORT, 'submission is immutable'); END;
CREATE TRIGGER submission_list_kept BEFORE DELETE ON submission_list
BEGIN SELECT RAISE(ABORT, 'submission is kept'); END;

-- 到期名单: the titles that end on a day, listed so long before as the procedure says; who belongs to it is fixed then.

CREATE TABLE cohort (
	id INTEGER PRIMARY KEY,
	programme TEXT NOT NULL,
	edition TEXT NOT NULL,                    -- in force when it was listed
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	ends_on TEXT NOT NULL,                    -- last day of the titles
	listed_at INTEGER NOT NULL,
	UNIQUE (province_agency_id, programme, ends_on)
) STRICT;
CREATE INDEX cohort_province ON cohort (province_agency_id, ends_on);
CREATE INDEX cohort_edition ON cohort (edition, programme);

CREATE TABLE cohort_item (
	title_id INTEGER PRIMARY KEY REFERENCES title (id),
	cohort_id INTEGER NOT NULL REFERENCES cohort (id),
	uscc TEXT NOT NULL,
	county_agency_id INTEGER REFERENCES agency (id),
	city_agency_id INTEGER NOT NULL REFERENCES agency (id),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	exempt TEXT NOT NULL,                     -- by which list it need not; '': it has to
	told_at INTEGER                           -- NULL: nobody could be told yet
) STRICT;
CREATE INDEX cohort_item_cohort ON cohort_item (cohort_id, city_agency_id, title_id);
CREATE INDEX cohort_item_city ON cohort_item (city_agency_id, cohort_id);
CREATE INDEX cohort_item_county ON cohort_item (county_agency_id, cohort_id);
CREATE INDEX cohort_item_uscc ON cohort_item (uscc, title_id);

-- 催办 by a body: when, to how many.
CREATE TABLE cohort_reminder (
	cohort_id INTEGER NOT NULL REFERENCES cohort (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (cohort_id, agency_id, at)
) STRICT, WITHOUT ROWID;

-- 年度总结: a round keeps the form it was opened with; a row for every body that owes it, so that who is missing is known.

CREATE TABLE yearly_round (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	programme TEXT NOT NULL,
	edition TEXT NOT NULL,
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	year INTEGER NOT NULL,
	due_on TEXT NOT NULL,
	ends_at INTEGER NOT NULL,                 -- first instant that is too late
	form TEXT NOT NULL,                       -- canonical JSON (domain/yearly)
	reminded_days INTEGER NOT NULL DEFAULT 0, -- the last reminder was sent so many days before the end; 0: none
	opened_at INTEGER NOT NULL,
	UNIQUE (province_agency_id, programme, year)
) STRICT;
CREATE INDEX yearly_round_ends ON yearly_round (ends_at);

CREATE TABLE yearly_report (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	round_id INTEGER NOT NULL REFERENCES yearly_round (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'proposed', 'sent')),
	texts TEXT NOT NULL DEFAULT '{}',         -- JSON {section: text}, figures as words in braces
	figures TEXT NOT NULL DEFAULT '{}',       -- JSON {figure: text}
	figures_at INTEGER NOT NULL DEFAULT 0,    -- as of; 0: not asked yet
	saved_by INTEGER REFERENCES account (id), -- NULL: nobody has begun
	saved_at INTEGER,
	proposed_by INTEGER REFERENCES account (id),
	proposed_at INTEGER,
	confirmed_by INTEGER REFERENCES account (id),
	sent_at INTEGER,
	return_reason TEXT NOT NULL DEFAULT '',   -- 退回: by the second person, or by the province
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (round_id, agency_id),
	CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by)
) STRICT;
CREATE INDEX yearly_report_agency ON yearly_report (agency_id, id);
CREATE TRIGGER yearly_report_sent BEFORE UPDATE OF texts, figures, figures_at ON yearly_report WHEN old.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a report that is signed stays as it is'); END;

-- 典型案例: enterprises that agreed to it.
CREATE TABLE yearly_case (
	report_id INTEGER NOT NULL REFERENCES yearly_report (id),
	seq INTEGER NOT NULL,
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	name TEXT NOT NULL,                       -- as it was called then
	uscc TEXT NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (report_id, seq),
	UNIQUE (report_id, enterprise_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER yearly_case_put BEFORE INSERT ON yearly_case
WHEN (SELECT state FROM yearly_report WHERE id = new.report_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a report that is signed stays as it is'); END;
CREATE TRIGGER yearly_case_kept BEFORE DELETE ON yearly_case
WHEN (SELECT state FROM yearly_report WHERE id = old.report_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a report that is signed stays as it is'); END;

-- 送达: decisions and notices to an enterprise from which something runs: sent when, first seen when and by whom.
CREATE TABLE delivery (
	id INTEGER PRIMARY KEY,
	receipt_no TEXT NOT NULL UNIQUE,          -- 送达回证编号
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id), -- who sent it
	object_kind TEXT NOT NULL CHECK (object_kind IN ('application', 'case', 'objection')),
	object_id INTEGER NOT NULL,
	object TEXT NOT NULL,                     -- its public id
	subject TEXT NOT NULL,
	sent_at INTEGER NOT NULL,
	people INTEGER NOT NULL,                  -- accounts that were told; 0: nobody could be
	served_at INTEGER,                        -- NULL: not yet
	served_name TEXT NOT NULL DEFAULT '',     -- who opened it
	way TEXT NOT NULL DEFAULT ''              -- '': opened here; else how, as the body recorded it
) STRICT;
CREATE INDEX delivery_agency ON delivery (agency_id, id);
CREATE INDEX delivery_open ON delivery (agency_id, id) WHERE served_at IS NULL;
CREATE INDEX delivery_object ON delivery (object_kind, object, id);
CREATE TRIGGER delivery_once BEFORE UPDATE ON delivery WHEN old.served_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'served is served'); END;
CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery
BEGIN SELECT RAISE(ABORT, 'a delivery is kept'); END;

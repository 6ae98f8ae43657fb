-- 季度调查: a round keeps its form; who has to answer is fixed when it opens.

CREATE TABLE survey (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	edition TEXT NOT NULL,
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	title TEXT NOT NULL,
	first_on TEXT NOT NULL,
	last_on TEXT NOT NULL,
	closes_at INTEGER NOT NULL,               -- the first instant that is too late
	form TEXT NOT NULL,                       -- canonical JSON (domain/survey)
	reminded_days INTEGER NOT NULL DEFAULT 0, -- the last reminder was sent so many days before the end; 0: none
	opened_at INTEGER NOT NULL,
	UNIQUE (edition, first_on)
) STRICT;
CREATE INDEX survey_province ON survey (province_agency_id, id);
CREATE INDEX survey_open ON survey (closes_at);

CREATE TABLE survey_due (
	survey_id INTEGER NOT NULL REFERENCES survey (id),
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	city_agency_id INTEGER NOT NULL REFERENCES agency (id),
	county_agency_id INTEGER NOT NULL,        -- 0: none
	answered_at INTEGER NOT NULL DEFAULT 0,   -- the last time; 0: not yet
	account_id INTEGER REFERENCES account (id),
	PRIMARY KEY (survey_id, enterprise_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_due_enterprise ON survey_due (enterprise_id, survey_id);

CREATE TABLE survey_value (
	survey_id INTEGER NOT NULL,
	enterprise_id INTEGER NOT NULL,
	question TEXT NOT NULL,
	text TEXT NOT NULL,
	number INTEGER,                           -- decimal, of figures
	PRIMARY KEY (survey_id, enterprise_id, question),
	FOREIGN KEY (survey_id, enterprise_id) REFERENCES survey_due (survey_id, enterprise_id)
) STRICT, WITHOUT ROWID;

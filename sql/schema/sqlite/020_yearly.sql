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

-- 办理用时: how many files left a state after how many working days, per body and month. Counted once, when a
-- file moves on, so that no page ever walks over files.

CREATE TABLE pace (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	edition TEXT NOT NULL,
	month INTEGER NOT NULL,                   -- 202302: when they left
	state TEXT NOT NULL,
	days INTEGER NOT NULL,                    -- working days after the day of arrival; 0: on that day
	n INTEGER NOT NULL,
	PRIMARY KEY (agency_id, edition, month, state, days)
) STRICT, WITHOUT ROWID;

-- The same stays file by file, as its people read them: who held it, until when it was due, what it took.
CREATE TABLE stay (
	application_id INTEGER NOT NULL REFERENCES application (id),
	seq INTEGER NOT NULL,                     -- version of the file that ended it
	state TEXT NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	body TEXT NOT NULL,                       -- its name then
	arrived_at INTEGER NOT NULL,
	left_at INTEGER NOT NULL,
	due_at INTEGER NOT NULL,
	days INTEGER NOT NULL,                    -- working days, as in pace
	PRIMARY KEY (application_id, seq)
) STRICT, WITHOUT ROWID;

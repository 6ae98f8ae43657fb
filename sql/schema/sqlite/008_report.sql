-- Programmes with a written report and a comparison of the copies with the originals.

-- 申请报告: one text for each section that the procedure prints, while the enterprise holds the file.
CREATE TABLE report_section (
	application_id INTEGER NOT NULL REFERENCES application (id),
	section TEXT NOT NULL,                    -- id of the outline
	text TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (application_id, section)
) STRICT, WITHOUT ROWID;

-- As it was submitted, for ever: {"section": "text", …}
CREATE TABLE submission_report (
	submission_id INTEGER PRIMARY KEY REFERENCES submission (id),
	json TEXT NOT NULL
) STRICT;
CREATE TRIGGER submission_report_immutable BEFORE UPDATE ON submission_report
BEGIN SELECT RAISE(ABORT, 'submission is immutable'); END;
CREATE TRIGGER submission_report_kept BEFORE DELETE ON submission_report
BEGIN SELECT RAISE(ABORT, 'submission is kept'); END;

-- 资料比对: what a body certified of a submission, item by item, and who.
CREATE TABLE comparison (
	submission_id INTEGER PRIMARY KEY REFERENCES submission (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	account_id INTEGER NOT NULL REFERENCES account (id),
	person TEXT NOT NULL,
	items TEXT NOT NULL,                      -- JSON: [{"title","verdict","note","files":[{"name","sha256"}]}]
	at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER comparison_immutable BEFORE UPDATE ON comparison
BEGIN SELECT RAISE(ABORT, 'a certificate is immutable'); END;
CREATE TRIGGER comparison_kept BEFORE DELETE ON comparison
BEGIN SELECT RAISE(ABORT, 'a certificate is kept'); END;

-- 申请报告 by the outline of the procedure.

-- :name report_sections
-- :result many
-- :param application_id int
-- :row section text
-- :row text text
-- :row version int
-- :by system
-- The file was found in the reader's scope.
SELECT section, text, version FROM report_section WHERE application_id = :application_id ORDER BY section;

-- :name report_section_put
-- :result exec
-- :param application_id int
-- :param section text
-- :param text text
-- :param version int
-- :param now int
-- :by system
-- Nothing changes when somebody saved since `version` (0: there was none).
INSERT INTO report_section (application_id, section, text, version, updated_at)
VALUES (:application_id, :section, :text, 1, :now)
ON CONFLICT (application_id, section) DO UPDATE SET text = excluded.text, version = report_section.version + 1,
	updated_at = excluded.updated_at
WHERE report_section.version = :version;

-- :name submission_report_put
-- :result exec
-- :param submission_id int
-- :param json text
-- :by system
INSERT INTO submission_report (submission_id, json) VALUES (:submission_id, :json);

-- :name submission_report
-- :result opt
-- :param submission_id int
-- :row json text
-- :by system
-- The submission was found in the reader's scope.
SELECT json FROM submission_report WHERE submission_id = :submission_id;

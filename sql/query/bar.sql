-- What a ban does to files that are on their way.

-- :name bar_files
-- :result many
-- :param uscc text
-- :row id int
-- :row edition text
-- :row state text
-- :by system
SELECT a.id, a.edition, a.state FROM application AS a JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE e.uscc = :uscc AND a.live = 1 ORDER BY a.id;

-- :name application_unpool
-- :result exec
-- :param id int
-- :by system
UPDATE application SET pooled_at = NULL WHERE id = :id;

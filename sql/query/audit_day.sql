-- The published heads of the log, and what a proof is made of.

-- :name audit_day_last
-- :result opt
-- :row on_date text
-- :row last_seq int
-- :row head text
-- :by public
-- :plan scan newest row by the primary key, one step
SELECT on_date, last_seq, head FROM audit_day ORDER BY on_date DESC LIMIT 1;

-- :name audit_day_put
-- :result exec
-- :param on_date text
-- :param events int
-- :param last_seq int
-- :param root text
-- :param head text
-- :param closed_at int
-- :by system
INSERT INTO audit_day (on_date, events, last_seq, root, head, closed_at)
VALUES (:on_date, :events, :last_seq, :root, :head, :closed_at);

-- :name audit_links
-- :result many
-- :param after int
-- :param limit int
-- :row seq int
-- :row at int
-- :row hash text
-- :by system
SELECT seq, at, hash FROM audit WHERE seq > :after ORDER BY seq LIMIT :limit;

-- :name audit_days
-- :result many
-- :param before text
-- :param limit int
-- :row on_date text
-- :row events int
-- :row last_seq int
-- :row root text
-- :row head text
-- :row closed_at int
-- :by public
-- Newest first.
SELECT on_date, events, last_seq, root, head, closed_at FROM audit_day
WHERE on_date < :before ORDER BY on_date DESC LIMIT :limit;

-- :name audit_days_from
-- :result many
-- :param after text
-- :param limit int
-- :row on_date text
-- :row events int
-- :row last_seq int
-- :row root text
-- :row head text
-- :by public
-- Oldest first: the files that are saved, and what verifies them.
SELECT on_date, events, last_seq, root, head FROM audit_day WHERE on_date > :after ORDER BY on_date LIMIT :limit;

-- :name audit_day_of
-- :result opt
-- :param seq int
-- :row on_date text
-- :row events int
-- :row last_seq int
-- :row root text
-- :row head text
-- :by public
-- The day under whose root an event lies: the first one that reaches as far.
SELECT on_date, events, last_seq, root, head FROM audit_day
WHERE last_seq >= :seq ORDER BY last_seq, on_date LIMIT 1;

-- :name audit_of_enterprise
-- :result many
-- :param object_kind text
-- :param object_id int
-- :row seq int
-- :row at int
-- :row account_id int
-- :row actor text
-- :row agency_id int
-- :row body text
-- :row ip text
-- :row action text
-- :row object_kind text
-- :row object_id int
-- :row reason text
-- :row payload text
-- :row shown int
-- :row salt text
-- :row prev text
-- :row hash text
-- :by system
-- The events that the enterprise may read, whole, for its proof; the caller has checked that the object is its own.
SELECT seq, at, account_id, actor, agency_id, body, ip, action, object_kind, object_id, reason, payload, shown, salt,
	prev, hash
FROM audit WHERE object_kind = :object_kind AND object_id = :object_id AND shown = 1 ORDER BY seq LIMIT 500;

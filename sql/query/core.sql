-- What every use case needs: one-time tokens, serials, secrets, the log, rules, calendar.

-- :name once_get
-- :result opt
-- :param token text
-- :row location text
-- :row account_id int
-- :by system
SELECT location, account_id FROM once WHERE token = :token;

-- :name once_put
-- :result exec
-- :param token text
-- :param account_id int
-- :param location text
-- :param at int
-- :by system
INSERT INTO once (token, account_id, location, at) VALUES (:token, :account_id, :location, :at);

-- :name once_sweep
-- :result exec
-- :param before int
-- :by system
DELETE FROM once WHERE at < :before;

-- :name serial_next
-- :result one
-- :param name text
-- :row n int
-- :by system
INSERT INTO serial (name, next) VALUES (:name, 2)
ON CONFLICT (name) DO UPDATE SET next = serial.next + 1
RETURNING next - 1 AS n;

-- :name secret_get
-- :result opt
-- :param name text
-- :row value text
-- :by system
SELECT value FROM secret WHERE name = :name;

-- :name secret_put
-- :result exec
-- :param name text
-- :param value text
-- :by system
INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING;

-- :name audit_head
-- :result opt
-- :row seq int
-- :row at int
-- :row hash text
-- :by system
-- :plan scan newest row by the primary key, one step
SELECT seq, at, hash FROM audit ORDER BY seq DESC LIMIT 1;

-- :name audit_closed
-- :result opt
-- :row on_date text
-- :by system
-- :plan scan newest day by the primary key, one step
-- The last day whose head is published.
SELECT on_date FROM audit_day ORDER BY on_date DESC LIMIT 1;

-- :name audit_append
-- :result exec
-- :param seq int
-- :param at int
-- :param account_id int
-- :param actor text
-- :param agency_id int
-- :param body text
-- :param ip text
-- :param action text
-- :param object_kind text
-- :param object_id int
-- :param reason text
-- :param payload text
-- :param shown int
-- :param salt text
-- :param prev text
-- :param hash text
-- :by system
INSERT INTO audit (seq, at, account_id, actor, agency_id, body, ip, action, object_kind, object_id, reason, payload,
	shown, salt, prev, hash)
VALUES (:seq, :at, :account_id, :actor, :agency_id, :body, :ip, :action, :object_kind, :object_id, :reason, :payload,
	:shown, :salt, :prev, :hash);

-- :name audit_walk
-- :result many
-- :param after int
-- :param limit int
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
-- In order, for verification.
SELECT seq, at, account_id, actor, agency_id, body, ip, action, object_kind, object_id, reason, payload, shown, salt,
	prev, hash
FROM audit WHERE seq > :after ORDER BY seq LIMIT :limit;

-- :name audit_of_object
-- :result many
-- :param object_kind text
-- :param object_id int
-- :param only_shown int
-- :row seq int
-- :row at int
-- :row actor text
-- :row body text
-- :row action text
-- :row reason text
-- :row payload text
-- :by system
-- The timeline of one object, newest first. The caller has checked the scope on the object itself.
SELECT seq, at, actor, body, action, reason, payload
FROM audit
WHERE object_kind = :object_kind AND object_id = :object_id AND (shown = 1 OR :only_shown = 0)
ORDER BY seq DESC LIMIT 500;

-- :name rulebooks
-- :result many
-- :row kind text
-- :row id text
-- :row version int
-- :row body text
-- :row in_force text
-- :row hash text
-- :row json text
-- :by public
-- :plan scan a few dozen rows, read at start and after a confirmation
SELECT kind, id, version, body, in_force, hash, json FROM rulebook ORDER BY kind, id, version;

-- :name rulebook_text
-- :result opt
-- :param id text
-- :param version int
-- :row kind text
-- :row title text
-- :row hash text
-- :row json text
-- :by public
-- :plan scan a few dozen rows
-- A standard or a procedure as it was published; no two of them share an id.
SELECT kind, title, hash, json FROM rulebook WHERE id = :id AND kind <> 'counting' AND version = :version
ORDER BY kind LIMIT 1;

-- :name rulebook_last
-- :result one
-- :param kind text
-- :param id text
-- :param hash text
-- :row version int
-- :row known int
-- :by system
-- The last number given; is there a version with this very text?
SELECT coalesce(max(version), 0) AS version, coalesce(max(hash = :hash), 0) AS known
FROM rulebook WHERE kind = :kind AND id = :id;

-- :name rulebook_put
-- :result exec
-- :param kind text
-- :param id text
-- :param version int
-- :param body text
-- :param in_force text
-- :param title text
-- :param hash text
-- :param json text
-- :param legal_from text
-- :param legal_to text
-- :param recorded_at int
-- :param proposal_id int?
-- :by system
INSERT INTO rulebook (kind, id, version, body, in_force, title, hash, json, legal_from, legal_to, recorded_at, proposal_id)
VALUES (:kind, :id, :version, :body, :in_force, :title, :hash, :json, :legal_from, :legal_to, :recorded_at, :proposal_id);

-- :name calendar_years
-- :result many
-- :row year int
-- :row source text
-- :row recorded_at int
-- :by public
-- :plan scan a few rows
SELECT year, source, recorded_at FROM calendar_year ORDER BY year;

-- :name calendar_days
-- :result many
-- :row year int
-- :row on_date text
-- :row kind text
-- :row name text
-- :by public
-- :plan scan a few hundred rows, read once at start and after an import
SELECT year, on_date, kind, name FROM calendar_day ORDER BY on_date;

-- :name calendar_year_put
-- :result exec
-- :param year int
-- :param source text
-- :param recorded_at int
-- :by system
INSERT INTO calendar_year (year, source, recorded_at) VALUES (:year, :source, :recorded_at);

-- :name calendar_day_put
-- :result exec
-- :param on_date text
-- :param year int
-- :param kind text
-- :param name text
-- :by system
INSERT INTO calendar_day (on_date, year, kind, name) VALUES (:on_date, :year, :kind, :name);

-- :name message_put
-- :result exec
-- :param account_id int
-- :param at int
-- :param kind text
-- :param subject text
-- :param body text
-- :param link text
-- :param urgent int
-- :param due_at int
-- :by system
-- `urgent`: a clock of the reader runs, until `due_at` (0: not known yet).
INSERT INTO message (account_id, at, kind, subject, body, link, urgent, due_at)
VALUES (:account_id, :at, :kind, :subject, :body, :link, :urgent, :due_at);

-- :name accounts_to_tell
-- :result many
-- :param enterprise_id int
-- :param own int
-- :row id int
-- :by system
-- Of an enterprise that no body has verified only about what it sent in itself (own 1).
SELECT a.id FROM account AS a JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE a.enterprise_id = :enterprise_id AND a.active = 1 AND (:own = 1 OR e.identity = 'verified') ORDER BY a.id;

-- :name accounts_of_enterprise
-- :result many
-- :param enterprise_id int
-- :row id int
-- :row role text
-- :by enterprise
SELECT id, role FROM account WHERE enterprise_id = :enterprise_id AND active = 1 ORDER BY id;

-- :name accounts_of_agency
-- :result many
-- :param agency_id int
-- :row id int
-- :row name text
-- :by officer
-- Who works there; who oversees the body has nothing of its to do.
SELECT id, name FROM account WHERE agency_id = :agency_id AND active = 1 AND role <> 'auditor' ORDER BY id;

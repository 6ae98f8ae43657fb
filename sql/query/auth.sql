-- Signing in, sessions, throttling.

-- :name auth_session
-- :result opt
-- :param token_hash text
-- :param now int
-- :param idle_after int
-- :row account_id int
-- :row csrf_secret text
-- :row seen_at int
-- :row role text
-- :row name text
-- :row demo int
-- :row must_change int
-- :row agency_id int?
-- :row agency_name text?
-- :row agency_level text?
-- :row enterprise_id int?
-- :row enterprise_name text?
-- :row unverified int
-- :by public
-- One point select: session, person, body. A session of before a change of rights (epoch) is none.
SELECT s.account_id, s.csrf_secret, s.seen_at, a.role, a.name, a.demo, a.must_change, a.agency_id, g.name AS agency_name,
	g.level AS agency_level, a.enterprise_id, e.name AS enterprise_name, CASE WHEN e.identity <> 'verified' THEN 1 ELSE 0 END AS unverified
FROM session AS s
JOIN account AS a ON a.id = s.account_id AND a.epoch = s.epoch AND a.active = 1
LEFT JOIN agency AS g ON g.id = a.agency_id
LEFT JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE s.token_hash = :token_hash AND s.expires_at > :now AND s.seen_at > :idle_after;

-- :name auth_session_put
-- :result exec
-- :param token_hash text
-- :param account_id int
-- :param epoch int
-- :param csrf_secret text
-- :param now int
-- :param expires_at int
-- :param ip text
-- :param agent text
-- :by system
INSERT INTO session (token_hash, account_id, epoch, csrf_secret, created_at, seen_at, expires_at, ip, agent)
VALUES (:token_hash, :account_id, :epoch, :csrf_secret, :now, :now, :expires_at, :ip, :agent);

-- :name auth_session_seen
-- :result exec
-- :param token_hash text
-- :param now int
-- :by system
UPDATE session SET seen_at = :now WHERE token_hash = :token_hash AND seen_at < :now;

-- :name auth_session_drop
-- :result exec
-- :param token_hash text
-- :by system
DELETE FROM session WHERE token_hash = :token_hash;

-- :name auth_sessions_sweep
-- :result exec
-- :param now int
-- :by system
DELETE FROM session WHERE expires_at <= :now;

-- :name auth_account
-- :result opt
-- :param login text
-- :param uscc text
-- :row id int
-- :row login text
-- :row role text
-- :row password text
-- :row active int
-- :row demo int
-- :row epoch int
-- :row last_login_at int?
-- :row last_login_ip text
-- :by public
-- By login name; an enterprise's first account also by its credit code.
SELECT a.id, a.login, a.role, a.password, a.active, a.demo, a.epoch, a.last_login_at, a.last_login_ip
FROM account AS a
WHERE a.login = :login OR a.id = (SELECT MIN(m.id) FROM account AS m JOIN enterprise AS e ON e.id = m.enterprise_id
	WHERE e.uscc = :uscc AND m.role = 'filler' AND m.active = 1)
ORDER BY CASE WHEN a.login = :login THEN 0 ELSE 1 END LIMIT 1;

-- :name auth_signed_in
-- :result exec
-- :param id int
-- :param at int
-- :param ip text
-- :by system
UPDATE account SET prev_login_at = last_login_at, prev_login_ip = last_login_ip, last_login_at = :at, last_login_ip = :ip
WHERE id = :id;

-- :name auth_throttle
-- :result opt
-- :param key text
-- :row failures int
-- :row first_at int
-- :row locked_until int
-- :by public
SELECT failures, first_at, locked_until FROM throttle WHERE key = :key;

-- :name auth_throttle_put
-- :result exec
-- :param key text
-- :param failures int
-- :param first_at int
-- :param locked_until int
-- :by system
INSERT INTO throttle (key, failures, first_at, locked_until) VALUES (:key, :failures, :first_at, :locked_until)
ON CONFLICT (key) DO UPDATE SET failures = :failures, first_at = :first_at, locked_until = :locked_until;

-- :name auth_throttle_clear
-- :result exec
-- :param key text
-- :by system
DELETE FROM throttle WHERE key = :key;

-- People's accounts.

-- :name account_put
-- :result one
-- :param login text
-- :param role text
-- :param name text
-- :param password text
-- :param phone text
-- :param email text
-- :param agency_id int?
-- :param enterprise_id int?
-- :param must_change int
-- :param now int
-- :row id int
-- :by system
INSERT INTO account (login, role, name, password, phone, email, agency_id, enterprise_id, must_change, created_at)
VALUES (:login, :role, :name, :password, :phone, :email, :agency_id, :enterprise_id, :must_change, :now)
RETURNING id;

-- :name account_by_id
-- :result one
-- :param id int
-- :row id int
-- :row login text
-- :row role text
-- :row name text
-- :row phone text
-- :row email text
-- :row active int
-- :row demo int
-- :row must_change int
-- :row agency_id int?
-- :row enterprise_id int?
-- :row uscc text
-- :row county_agency_id int?
-- :row city_agency_id int?
-- :row last_login_at int?
-- :row last_login_ip text
-- :row prev_login_at int?
-- :row prev_login_ip text
-- :by system
-- The caller decides by what it finds whether this person may touch it.
SELECT a.id, a.login, a.role, a.name, a.phone, a.email, a.active, a.demo, a.must_change, a.agency_id, a.enterprise_id,
	COALESCE(e.uscc, '') AS uscc, e.county_agency_id, e.city_agency_id, a.last_login_at, a.last_login_ip,
	a.prev_login_at, a.prev_login_ip
FROM account AS a LEFT JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE a.id = :id;

-- :name account_by_login
-- :result one
-- :param login text
-- :row id int
-- :row role text
-- :row active int
-- :by system
SELECT id, role, active FROM account WHERE login = :login;

-- :name account_secret
-- :result one
-- :param id int
-- :row password text
-- :by system
SELECT password FROM account WHERE id = :id;

-- :name account_set_active
-- :result exec
-- :param id int
-- :param active int
-- :by system
-- Ends the person's sessions: the epoch is read with each of them.
UPDATE account SET active = :active, epoch = epoch + 1 WHERE id = :id AND active <> :active;

-- :name account_set_password
-- :result one
-- :param id int
-- :param password text
-- :param must_change int
-- :row epoch int
-- :by system
UPDATE account SET password = :password, must_change = :must_change, epoch = epoch + 1 WHERE id = :id
RETURNING epoch;

-- :name account_set_contact
-- :result exec
-- :param id int
-- :param name text
-- :param phone text
-- :param email text
-- :by system
-- A contact that changed has to be checked again.
UPDATE account SET contact_ok_at = CASE WHEN phone = :phone AND email = :email THEN contact_ok_at END, name = :name, phone = :phone,
	email = :email
WHERE id = :id;

-- :name sessions_of_account
-- :result many
-- :param account_id int
-- :param now int
-- :param idle_after int
-- :row token_hash text
-- :row created_at int
-- :row seen_at int
-- :row ip text
-- :row agent text
-- :by system
-- Living sessions of the reader, newest first.
SELECT s.token_hash, s.created_at, s.seen_at, s.ip, s.agent
FROM session AS s JOIN account AS a ON a.id = s.account_id AND a.epoch = s.epoch
WHERE s.account_id = :account_id AND s.expires_at > :now AND s.seen_at > :idle_after
ORDER BY s.created_at DESC LIMIT 50;

-- :name sessions_end_others
-- :result exec
-- :param account_id int
-- :param keep text
-- :by system
DELETE FROM session WHERE account_id = :account_id AND token_hash <> :keep;

-- :name account_members
-- :result many
-- :param enterprise_id int
-- :row id int
-- :row login text
-- :row role text
-- :row name text
-- :row phone text
-- :row active int
-- :row must_change int
-- :row last_login_at int?
-- :by enterprise
SELECT id, login, role, name, phone, active, must_change, last_login_at FROM account
WHERE enterprise_id = :enterprise_id ORDER BY id;

-- :name account_members_for_officer
-- :result many
-- :param enterprise_id int
-- :param agency_id int
-- :row id int
-- :row login text
-- :row role text
-- :row name text
-- :row phone text
-- :row active int
-- :row last_login_at int?
-- :by officer
-- Who may be let in again by the body that verifies their enterprise.
SELECT a.id, a.login, a.role, a.name, a.phone, a.active, a.last_login_at
FROM enterprise AS e JOIN account AS a ON a.enterprise_id = e.id
WHERE e.id = :enterprise_id AND (e.county_agency_id = :agency_id OR e.city_agency_id = :agency_id)
ORDER BY a.id;

-- :name account_officers
-- :result many
-- :param agency_id int?
-- :param role text?
-- :param word text?
-- :param after int
-- :param limit int
-- :row id int
-- :row login text
-- :row role text
-- :row name text
-- :row phone text
-- :row active int
-- :row demo int
-- :row must_change int
-- :row last_login_at int?
-- :row agency_id int?
-- :row agency_name text?
-- :by admin
-- Officers and administrators, in the order in which they were made. A word is part of login or name.
SELECT a.id, a.login, a.role, a.name, a.phone, a.active, a.demo, a.must_change, a.last_login_at, a.agency_id,
	g.name AS agency_name
FROM account AS a LEFT JOIN agency AS g ON g.id = a.agency_id
WHERE a.id > :after AND a.enterprise_id IS NULL
	AND (CAST(:agency_id AS INTEGER) IS NULL OR a.agency_id = :agency_id)
	AND (CAST(:role AS TEXT) IS NULL OR a.role = :role)
	AND (CAST(:word AS TEXT) IS NULL OR a.login LIKE '%' || :word || '%' OR a.name LIKE '%' || :word || '%')
ORDER BY a.id LIMIT :limit;

-- :name account_list
-- :result many
-- :param after int
-- :param limit int
-- :row id int
-- :row login text
-- :row role text
-- :row name text
-- :row active int
-- :row demo int
-- :row last_login_at int?
-- :row body text?
-- :by system
-- For the command line: everybody, page by page.
SELECT a.id, a.login, a.role, a.name, a.active, a.demo, a.last_login_at, COALESCE(g.name, e.name) AS body
FROM account AS a
LEFT JOIN agency AS g ON g.id = a.agency_id
LEFT JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE a.id > :after ORDER BY a.id LIMIT :limit;

-- :name account_admins
-- :result one
-- :row n int
-- :by system
-- :plan scan accounts of one installation, when one administrator is to be stopped
SELECT count(*) AS n FROM account WHERE role = 'admin' AND active = 1;

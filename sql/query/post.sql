-- Mail: who wants it, what waits, what became of it.

-- :name post_mark
-- :result opt
-- :row message_id int
-- :row digest_on text
-- :by system
SELECT message_id, digest_on FROM post_mark WHERE id = 1;

-- :name post_mark_put
-- :result exec
-- :param digest_on text
-- :by system
-- The channel is new: what was said before is not mailed.
INSERT INTO post_mark (id, message_id, digest_on) VALUES (1, coalesce((SELECT max(id) FROM message), 0), :digest_on)
ON CONFLICT (id) DO NOTHING;

-- :name post_mark_move
-- :result exec
-- :param message_id int
-- :by system
UPDATE post_mark SET message_id = :message_id WHERE id = 1 AND message_id < :message_id;

-- :name post_mark_digest
-- :result exec
-- :param digest_on text
-- :by system
UPDATE post_mark SET digest_on = :digest_on WHERE id = 1;

-- :name post_urgent_next
-- :result opt
-- :param after int
-- :row at int
-- :by system
-- The first message that has to be told at once and was not looked at.
SELECT at FROM message WHERE urgent = 1 AND id > :after ORDER BY id LIMIT 1;

-- :name post_urgent
-- :result many
-- :param after int
-- :param limit int
-- :row id int
-- :row at int
-- :row account_id int
-- :row email text
-- :row wanted int
-- :by system
-- `wanted`: to a confirmed address of somebody who is active, wants it and has not read it in the product.
SELECT m.id, m.at, m.account_id, a.email,
	CASE WHEN a.active = 1 AND m.read_at IS NULL AND p.mode <> 'none' AND p.email = a.email AND p.verified_at IS NOT NULL
		AND p.bounced_at IS NULL THEN 1 ELSE 0 END AS wanted
FROM message AS m JOIN account AS a ON a.id = m.account_id LEFT JOIN post_person AS p ON p.account_id = a.id
WHERE m.urgent = 1 AND m.id > :after ORDER BY m.id LIMIT :limit;

-- :name post_digest
-- :result many
-- :param after int
-- :param limit int
-- :row account_id int
-- :row email text
-- :by system
-- Persons, after one of them, who have something unread that no letter has told, and no daily letter on its way.
SELECT p.account_id, p.email
FROM post_person AS p JOIN account AS a ON a.id = p.account_id
WHERE p.account_id > :after AND p.mode = 'daily' AND p.verified_at IS NOT NULL AND p.bounced_at IS NULL AND p.email = a.email
	AND a.active = 1
	AND EXISTS (SELECT 1 FROM message AS m WHERE m.account_id = p.account_id AND m.read_at IS NULL AND m.id > p.told_to
		AND NOT EXISTS (SELECT 1 FROM post_mail AS n WHERE n.message_id = m.id))
	AND NOT EXISTS (SELECT 1 FROM post_mail AS d WHERE d.account_id = p.account_id AND d.kind = 'digest'
		AND d.state IN ('waiting', 'sending', 'retry'))
ORDER BY p.account_id LIMIT :limit;

-- :name post_digest_messages
-- :result many
-- :param account_id int
-- :param limit int
-- :row id int
-- :row at int
-- :row subject text
-- :row link text
-- :by system
-- What a daily letter points to, newest first.
SELECT m.id, m.at, m.subject, m.link FROM message AS m JOIN post_person AS p ON p.account_id = m.account_id
WHERE m.account_id = :account_id AND m.read_at IS NULL AND m.id > p.told_to
	AND NOT EXISTS (SELECT 1 FROM post_mail AS n WHERE n.message_id = m.id)
ORDER BY m.id DESC LIMIT :limit;

-- :name post_told
-- :result exec
-- :param account_id int
-- :param message_id int
-- :by system
UPDATE post_person SET told_to = :message_id WHERE account_id = :account_id AND told_to < :message_id;

-- :name post_put
-- :result exec
-- :param account_id int
-- :param kind text
-- :param email text
-- :param message_id int?
-- :param letter_id text
-- :param now int
-- :by system
-- A message is told once.
INSERT INTO post_mail (account_id, kind, email, message_id, letter_id, next_at, created_at)
VALUES (:account_id, :kind, :email, :message_id, :letter_id, :now, :now)
ON CONFLICT (message_id) WHERE message_id IS NOT NULL DO NOTHING;

-- :name post_since
-- :result one
-- :param account_id int
-- :param kind text
-- :param since int
-- :row n int
-- :by system
-- Letters of a kind to a person since an instant.
SELECT count(*) AS n FROM post_mail WHERE account_id = :account_id AND kind = :kind AND created_at > :since;

-- :name post_next_at
-- :result opt
-- :row at int
-- :by system
SELECT next_at AS at FROM post_mail WHERE state IN ('waiting', 'sending', 'retry') ORDER BY next_at, id LIMIT 1;

-- :name post_due
-- :result opt
-- :param now int
-- :row id int
-- :row account_id int
-- :row kind text
-- :row email text
-- :row message_id int?
-- :row letter_id text
-- :row attempts int
-- :row created_at int
-- :row address text
-- :row role text
-- :row active int
-- :row mode text?
-- :row verified_at int?
-- :row bounced_at int?
-- :row known text?
-- :by system
-- The next to be sent, with what is now known about the person. `known`: the address that was confirmed.
SELECT m.id, m.account_id, m.kind, m.email, m.message_id, m.letter_id, m.attempts, m.created_at, a.email AS address, a.role,
	a.active, p.mode, p.verified_at, p.bounced_at, p.email AS known
FROM post_mail AS m JOIN account AS a ON a.id = m.account_id LEFT JOIN post_person AS p ON p.account_id = a.id
WHERE m.state IN ('waiting', 'sending', 'retry') AND m.next_at <= :now ORDER BY m.next_at, m.id LIMIT 1;

-- :name post_message
-- :result one
-- :param id int
-- :row subject text
-- :row link text
-- :row due_at int
-- :row read_at int?
-- :by system
SELECT subject, link, due_at, read_at FROM message WHERE id = :id;

-- :name post_sending
-- :result exec
-- :param id int
-- :param until int
-- :by system
UPDATE post_mail SET state = 'sending', attempts = attempts + 1, next_at = :until WHERE id = :id;

-- :name post_settle
-- :result exec
-- :param id int
-- :param state text
-- :param attempts int
-- :param next_at int
-- :param error text
-- :param done_at int?
-- :by system
UPDATE post_mail SET state = :state, attempts = :attempts, next_at = :next_at, error = :error, done_at = :done_at WHERE id = :id;

-- :name post_person
-- :result opt
-- :param account_id int
-- :row mode text
-- :row email text
-- :row verified_at int?
-- :row bounced_at int?
-- :row bounced_why text
-- :by system
-- One's own.
SELECT mode, email, verified_at, bounced_at, bounced_why FROM post_person WHERE account_id = :account_id;

-- :name post_mode_put
-- :result exec
-- :param account_id int
-- :param mode text
-- :by system
-- What was said while somebody wanted no daily letters is not told afterwards.
INSERT INTO post_person (account_id, mode) VALUES (:account_id, :mode)
ON CONFLICT (account_id) DO UPDATE SET mode = :mode, told_to = CASE WHEN post_person.mode = 'daily' THEN told_to
	ELSE coalesce((SELECT max(id) FROM message), 0) END;

-- :name post_verified
-- :result exec
-- :param account_id int
-- :param email text
-- :param now int
-- :by system
INSERT INTO post_person (account_id, email, verified_at, told_to)
VALUES (:account_id, :email, :now, coalesce((SELECT max(id) FROM message), 0))
ON CONFLICT (account_id) DO UPDATE SET email = :email, verified_at = :now, bounced_at = NULL, bounced_why = '',
	told_to = coalesce((SELECT max(id) FROM message), 0);

-- :name post_contact_reached
-- :result exec
-- :param account_id int
-- :param now int
-- :by system
-- Who opened the link was reached.
UPDATE account SET contact_ok_at = :now, contact_ok_by = NULL WHERE id = :account_id AND contact_ok_at IS NULL;

-- :name post_bounced
-- :result exec
-- :param account_id int
-- :param email text
-- :param now int
-- :param why text
-- :by system
INSERT INTO post_person (account_id, email, bounced_at, bounced_why) VALUES (:account_id, :email, :now, :why)
ON CONFLICT (account_id) DO UPDATE SET email = :email, verified_at = CASE WHEN post_person.email = :email THEN verified_at END,
	bounced_at = :now, bounced_why = :why;

-- :name post_contact_lost
-- :result exec
-- :param account_id int
-- :param email text
-- :by system
UPDATE account SET contact_ok_at = NULL WHERE id = :account_id AND email = :email;

-- :name post_token_put
-- :result exec
-- :param hash text
-- :param account_id int
-- :param purpose text
-- :param email text
-- :param now int
-- :param expires_at int
-- :by system
INSERT INTO post_token (hash, account_id, purpose, email, made_at, expires_at)
VALUES (:hash, :account_id, :purpose, :email, :now, :expires_at);

-- :name post_token
-- :result opt
-- :param hash text
-- :param purpose text
-- :param now int
-- :row account_id int
-- :row email text
-- :row login text
-- :row role text
-- :row name text
-- :row uscc text
-- :by public
-- A living one, whose address is still the person's.
SELECT t.account_id, t.email, a.login, a.role, a.name, coalesce(e.uscc, '') AS uscc
FROM post_token AS t JOIN account AS a ON a.id = t.account_id AND a.active = 1 AND a.email = t.email
LEFT JOIN enterprise AS e ON e.id = a.enterprise_id
WHERE t.hash = :hash AND t.purpose = :purpose AND t.used_at IS NULL AND t.expires_at > :now;

-- :name post_tokens_used
-- :result exec
-- :param account_id int
-- :param purpose text
-- :param now int
-- :by system
-- With one of them all of its kind are used up.
UPDATE post_token SET used_at = :now WHERE account_id = :account_id AND purpose = :purpose AND used_at IS NULL;

-- :name post_tokens_sweep
-- :result exec
-- :param before int
-- :by system
DELETE FROM post_token WHERE expires_at < :before;

-- :name post_sweep
-- :result exec
-- :param before int
-- :by system
DELETE FROM post_mail WHERE state IN ('sent', 'dropped') AND done_at < :before;

-- :name post_counts
-- :result one
-- :param since int
-- :row waiting int
-- :row sending int
-- :row retry int
-- :row failed int
-- :row sent int
-- :by admin
-- What is open and failed, and what went out since an instant.
SELECT (SELECT count(*) FROM post_mail WHERE state = 'waiting') AS waiting,
	(SELECT count(*) FROM post_mail WHERE state = 'sending') AS sending,
	(SELECT count(*) FROM post_mail WHERE state = 'retry') AS retry,
	(SELECT count(*) FROM post_mail WHERE state = 'failed') AS failed,
	(SELECT count(*) FROM post_mail WHERE state IN ('sent', 'dropped') AND done_at > :since AND state = 'sent') AS sent;

-- :name post_list
-- :result many
-- :param state text
-- :param before int
-- :param limit int
-- :row id int
-- :row kind text
-- :row email text
-- :row attempts int
-- :row next_at int
-- :row error text
-- :row created_at int
-- :row done_at int?
-- :row login text
-- :row name text
-- :by admin
-- Newest first.
SELECT m.id, m.kind, m.email, m.attempts, m.next_at, m.error, m.created_at, m.done_at, a.login, a.name
FROM post_mail AS m JOIN account AS a ON a.id = m.account_id
WHERE m.state = :state AND m.id < :before ORDER BY m.id DESC LIMIT :limit;

-- :name post_again
-- :result opt
-- :param id int
-- :param now int
-- :row account_id int
-- :row email text
-- :by admin
-- With a clean slate: the address counts as good until it is refused again.
UPDATE post_mail SET state = 'waiting', attempts = 0, next_at = :now, done_at = NULL WHERE id = :id AND state IN ('failed', 'retry')
RETURNING account_id, email;

-- :name post_forgive
-- :result exec
-- :param account_id int
-- :param email text
-- :by admin
UPDATE post_person SET bounced_at = NULL, bounced_why = '' WHERE account_id = :account_id AND email = :email;

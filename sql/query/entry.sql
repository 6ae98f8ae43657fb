-- What stands for or against an enterprise when it applies.

-- :name entry_enterprise
-- :result one
-- :param enterprise_id int
-- :row uscc text
-- :row division_code text
-- :row industry_code text
-- :by system
SELECT uscc, division_code, industry_code FROM enterprise WHERE id = :enterprise_id;

-- :name entry_titles
-- :result many
-- :param uscc text
-- :row tier text
-- :row tier_name text
-- :row valid_from text
-- :row valid_to text
-- :row state text
-- :by system
-- Newest first; by code, so that imported lists count.
SELECT tier, tier_name, valid_from, valid_to, state FROM title
WHERE uscc = :uscc AND uscc <> '' ORDER BY id DESC LIMIT 100;

-- :name entry_bans
-- :result many
-- :param uscc text
-- :row programmes text
-- :row cause text
-- :row clause text
-- :row from_on text
-- :row to_on text
-- :by system
SELECT programmes, cause, clause, from_on, to_on FROM ban
WHERE uscc = :uscc AND lifted_at IS NULL ORDER BY id DESC LIMIT 100;

-- :name entry_listed
-- :result many
-- :param uscc text
-- :row kind text
-- :row since_on text
-- :by system
SELECT kind, since_on FROM listed WHERE uscc = :uscc AND removed_on = '' ORDER BY since_on LIMIT 10;

-- :name entry_clusters
-- :result many
-- :param uscc text
-- :row cluster text
-- :row year int
-- :by system
-- Inside the newest statistics of the province.
SELECT m.cluster, m.year FROM cluster_member AS m
WHERE m.uscc = :uscc AND m.year = (SELECT max(x.year) FROM cluster_member AS x WHERE x.province = m.province)
ORDER BY m.cluster LIMIT 10;

-- :name entry_pools
-- :result many
-- :param enterprise_id int
-- :row edition text
-- :row pooled_at int
-- :by system
-- Files by which it is in a pool.
SELECT edition, pooled_at FROM application WHERE enterprise_id = :enterprise_id AND pooled_at IS NOT NULL
ORDER BY id DESC LIMIT 20;

-- :name outlook_answers
-- :result many
-- :param enterprise_id int
-- :row fact text
-- :row year int
-- :row value text
-- :by system
-- The answers of the newest live file.
SELECT f.fact, f.year, f.value FROM application_fact AS f
WHERE f.application_id = (SELECT a.id FROM application AS a WHERE a.enterprise_id = :enterprise_id AND a.live = 1
	ORDER BY a.id DESC LIMIT 1)
ORDER BY f.fact, f.year;

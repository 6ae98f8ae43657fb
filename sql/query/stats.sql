-- 统计概览: titles in force on a day, counted from the register alone.

-- :name stats_places
-- :result many
-- :param today text
-- :row tier text
-- :row tier_name text
-- :row province text
-- :row city text
-- :row code text
-- :row n int
-- :by public
-- :plan scan every title once, out of a covering index in the order of the groups: 100,000 in some 30 ms
-- In force as the register says it (registry_browse). Codes of GB/T 2260 give places their usual order, counties of their own last.
SELECT tier, max(tier_name) AS tier_name, province, city,
	coalesce((SELECT min(substr(d.code, 1, 2) || (d.level <> 'city') || d.code) FROM division AS d WHERE d.name = title.city), '') AS code, count(*) AS n FROM title
WHERE valid_from <= :today AND listed_on <= :today AND (state = 'renewing' OR ((state = 'valid' OR ended_on > :today) AND (valid_to = '' OR valid_to >= :today)))
GROUP BY tier, province, city ORDER BY tier, province, city;

-- :name stats_kinds
-- :result many
-- :param today text
-- :row tier text
-- :row industry text
-- :row capital int
-- :row n int
-- :by public
-- :plan scan every title once, out of a covering index in the order of the groups: 100,000 in some 30 ms
SELECT tier, industry, capital, count(*) AS n FROM title
WHERE valid_from <= :today AND listed_on <= :today AND (state = 'renewing' OR ((state = 'valid' OR ended_on > :today) AND (valid_to = '' OR valid_to >= :today)))
GROUP BY tier, industry, capital ORDER BY tier, industry, capital;

-- :name stats_industries
-- :result many
-- :row code text
-- :row name text
-- :by public
-- :plan scan the hundred or so 大类
SELECT code, name FROM industry WHERE level = 2 ORDER BY code;

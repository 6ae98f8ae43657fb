-- What an enterprise lists once for all files; facts are counted from it.

-- :name list_items
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row list text
-- :row kind text
-- :row title text
-- :row number text
-- :row rank int
-- :row level text
-- :row obtained text
-- :row transferred_on text
-- :row granted_on text
-- :row valid_until text
-- :row rechecked_on text
-- :row related int
-- :row applied int
-- :row ground int
-- :row evidence text
-- :row version int
-- :by enterprise
-- Both lists, in the order of entry.
SELECT public_id, list, kind, title, number, rank, level, obtained, transferred_on, granted_on, valid_until,
	rechecked_on, related, applied, ground, evidence, version
FROM list_item WHERE enterprise_id = :enterprise_id AND list IN ('ip', 'honours') AND removed_at IS NULL
ORDER BY list, id;

-- :name list_items_removed
-- :result many
-- :param enterprise_id int
-- :param list text
-- :row public_id text
-- :row kind text
-- :row title text
-- :row number text
-- :row removed_at int?
-- :by enterprise
-- What may be taken back, the last removed first.
SELECT public_id, kind, title, number, removed_at
FROM list_item WHERE enterprise_id = :enterprise_id AND list = :list AND removed_at IS NOT NULL
ORDER BY removed_at DESC, id DESC LIMIT 20;

-- :name list_item_of
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row list text
-- :row kind text
-- :row title text
-- :row number text
-- :row version int
-- :row removed_at int?
-- :by enterprise
SELECT id, list, kind, title, number, version, removed_at FROM list_item
WHERE public_id = :public_id AND enterprise_id = :enterprise_id;

-- :name list_item_same
-- :result opt
-- :param enterprise_id int
-- :param list text
-- :param kind text
-- :param number text
-- :param public_id text
-- :row title text
-- :by enterprise
-- Another item of this kind with the same number: one right is not counted twice. By the number: of a kind there are many.
SELECT title FROM list_item
WHERE enterprise_id = :enterprise_id AND list = :list AND removed_at IS NULL AND kind || '' = :kind AND number = :number
	AND public_id <> :public_id LIMIT 1;

-- :name list_item_put
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :param list text
-- :param kind text
-- :param title text
-- :param number text
-- :param rank int
-- :param level text
-- :param obtained text
-- :param transferred_on text
-- :param granted_on text
-- :param valid_until text
-- :param rechecked_on text
-- :param related int
-- :param applied int
-- :param ground int
-- :param evidence text
-- :param now int
-- :row id int
-- :by enterprise
INSERT INTO list_item (public_id, enterprise_id, list, kind, title, number, rank, level, obtained, transferred_on,
	granted_on, valid_until, rechecked_on, related, applied, ground, evidence, created_at, updated_at)
VALUES (:public_id, :enterprise_id, :list, :kind, :title, :number, :rank, :level, :obtained, :transferred_on,
	:granted_on, :valid_until, :rechecked_on, :related, :applied, :ground, :evidence, :now, :now)
RETURNING id;

-- :name list_item_update
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param version int
-- :param title text
-- :param number text
-- :param rank int
-- :param level text
-- :param obtained text
-- :param transferred_on text
-- :param granted_on text
-- :param valid_until text
-- :param rechecked_on text
-- :param related int
-- :param applied int
-- :param ground int
-- :param evidence text
-- :param now int
-- :by enterprise
-- The kind stays: another kind is another item. 0 rows: somebody else was faster.
UPDATE list_item
SET title = :title, number = :number, rank = :rank, level = :level, obtained = :obtained,
	transferred_on = :transferred_on, granted_on = :granted_on, valid_until = :valid_until, rechecked_on = :rechecked_on, related = :related,
	applied = :applied, ground = :ground, evidence = :evidence, version = version + 1, updated_at = :now
WHERE public_id = :public_id AND enterprise_id = :enterprise_id AND version = :version AND removed_at IS NULL;

-- :name list_item_removed
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param removed_at int?
-- :param now int
-- :by enterprise
-- Removed, or taken back (NULL).
UPDATE list_item SET removed_at = :removed_at, version = version + 1, updated_at = :now
WHERE public_id = :public_id AND enterprise_id = :enterprise_id;

-- :name list_nones
-- :result many
-- :param enterprise_id int
-- :row list text
-- :row year int
-- :by enterprise
SELECT list, year FROM list_none WHERE enterprise_id = :enterprise_id ORDER BY list, year;

-- :name list_none_put
-- :result exec
-- :param enterprise_id int
-- :param list text
-- :param year int
-- :param account_id int
-- :param now int
-- :by enterprise
INSERT INTO list_none (enterprise_id, list, year, account_id, at)
VALUES (:enterprise_id, :list, :year, :account_id, :now) ON CONFLICT (enterprise_id, list, year) DO NOTHING;

-- :name list_none_remove
-- :result exec
-- :param enterprise_id int
-- :param list text
-- :param year int
-- :by enterprise
DELETE FROM list_none WHERE enterprise_id = :enterprise_id AND list = :list AND year = :year;

-- :name rd_projects
-- :result many
-- :param enterprise_id int
-- :row public_id text
-- :row year int
-- :row name text
-- :row expense text
-- :by enterprise
SELECT public_id, year, name, expense FROM rd_project
WHERE enterprise_id = :enterprise_id AND removed_at IS NULL ORDER BY year, id;

-- :name rd_projects_removed
-- :result many
-- :param enterprise_id int
-- :param year int
-- :row public_id text
-- :row name text
-- :row expense text
-- :by enterprise
SELECT public_id, name, expense FROM rd_project
WHERE enterprise_id = :enterprise_id AND removed_at IS NOT NULL AND year = :year
ORDER BY removed_at DESC, id DESC LIMIT 20;

-- :name rd_project_of
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :row id int
-- :row year int
-- :row name text
-- :row expense text
-- :row removed_at int?
-- :by enterprise
SELECT id, year, name, expense, removed_at FROM rd_project
WHERE public_id = :public_id AND enterprise_id = :enterprise_id;

-- :name rd_project_put
-- :result one
-- :param public_id text
-- :param enterprise_id int
-- :param year int
-- :param name text
-- :param expense text
-- :param now int
-- :row id int
-- :by enterprise
INSERT INTO rd_project (public_id, enterprise_id, year, name, expense, created_at)
VALUES (:public_id, :enterprise_id, :year, :name, :expense, :now) RETURNING id;

-- :name rd_project_removed
-- :result exec
-- :param public_id text
-- :param enterprise_id int
-- :param removed_at int?
-- :by enterprise
UPDATE rd_project SET removed_at = :removed_at WHERE public_id = :public_id AND enterprise_id = :enterprise_id;

-- :name staff_quarters
-- :result many
-- :param enterprise_id int
-- :row year int
-- :row quarter int
-- :row staff_begin int?
-- :row staff_end int?
-- :row tech_begin int?
-- :row tech_end int?
-- :by enterprise
SELECT year, quarter, staff_begin, staff_end, tech_begin, tech_end FROM staff_quarter
WHERE enterprise_id = :enterprise_id ORDER BY year, quarter;

-- :name staff_quarter_put
-- :result exec
-- :param enterprise_id int
-- :param year int
-- :param quarter int
-- :param staff_begin int?
-- :param staff_end int?
-- :param tech_begin int?
-- :param tech_end int?
-- :param now int
-- :by enterprise
INSERT INTO staff_quarter (enterprise_id, year, quarter, staff_begin, staff_end, tech_begin, tech_end, updated_at)
VALUES (:enterprise_id, :year, :quarter, :staff_begin, :staff_end, :tech_begin, :tech_end, :now)
ON CONFLICT (enterprise_id, year, quarter) DO UPDATE SET staff_begin = excluded.staff_begin,
	staff_end = excluded.staff_end, tech_begin = excluded.tech_begin, tech_end = excluded.tech_end,
	updated_at = excluded.updated_at;

-- :name main_products
-- :result many
-- :param enterprise_id int
-- :param year int
-- :row no int
-- :row name text
-- :row field text
-- :by enterprise
SELECT no, name, field FROM main_product WHERE enterprise_id = :enterprise_id AND year = :year ORDER BY no;

-- :name main_product_put
-- :result exec
-- :param enterprise_id int
-- :param year int
-- :param no int
-- :param name text
-- :param field text
-- :param now int
-- :by enterprise
INSERT INTO main_product (enterprise_id, year, no, name, field, updated_at)
VALUES (:enterprise_id, :year, :no, :name, :field, :now)
ON CONFLICT (enterprise_id, year, no) DO UPDATE SET name = excluded.name, field = excluded.field,
	updated_at = excluded.updated_at;

-- :name main_product_remove
-- :result exec
-- :param enterprise_id int
-- :param year int
-- :param no int
-- :by enterprise
DELETE FROM main_product WHERE enterprise_id = :enterprise_id AND year = :year AND no = :no;

-- :name submission_list_put
-- :result exec
-- :param submission_id int
-- :param json text
-- :by system
INSERT INTO submission_list (submission_id, json) VALUES (:submission_id, :json);

-- :name submission_list
-- :result opt
-- :param submission_id int
-- :row json text
-- :by system
-- The submission was found in the reader's scope.
SELECT json FROM submission_list WHERE submission_id = :submission_id;

-- :name submission_list_file_put
-- :result exec
-- :param submission_id int
-- :param evidence text
-- :by system
INSERT INTO submission_list_file (evidence, submission_id) VALUES (:evidence, :submission_id)
ON CONFLICT (evidence, submission_id) DO NOTHING;

-- :name list_file_for_officer
-- :result one
-- :param public_id text
-- :param agency_id int
-- :row application_id int
-- :row filename text
-- :row mime text
-- :row sha256 text
-- :by officer
-- The certificate of an item that was listed in a submission that this body reads.
SELECT s.application_id, v.filename, v.mime, v.sha256
FROM submission_list_file AS l
JOIN submission AS s ON s.id = l.submission_id
JOIN evidence AS v ON v.public_id = l.evidence
WHERE l.evidence = :public_id
	AND EXISTS (SELECT 1 FROM file_reader AS r WHERE r.application_id = s.application_id AND r.agency_id = :agency_id) LIMIT 1;

-- :name list_number_elsewhere
-- :result one
-- :param number text
-- :param enterprise_id int
-- :row n int
-- :by system
-- Other enterprises that list a certificate with this number.
SELECT count(DISTINCT enterprise_id) AS n FROM list_item
WHERE number = :number AND list = 'honours' AND removed_at IS NULL AND enterprise_id <> :enterprise_id;
